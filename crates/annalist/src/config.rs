//! Settings of a run.

use std::path::PathBuf;

use annalist_extract::Keep;
use annalist_gazetteer::Gazetteer;

/// Settings of a run. The same settings and the same input give the same bytes.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// A folder with a lexicon to use in place of the one that comes with the program.
    pub lexicon: Option<PathBuf>,
    /// Names of places, and where they are. Without it places stay names, and each record says so.
    pub gazetteer: Option<Gazetteer>,
    /// Leaves out what was learned: the rules stand alone.
    pub rules_alone: bool,
    /// Which statements are kept.
    pub statements: Keep,
}
