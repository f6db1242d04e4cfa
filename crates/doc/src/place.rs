//! Places the report names.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{PlaceId, Span};

/// A place name in the text and what is known about where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Its name in this report.
    pub id: PlaceId,
    /// The words.
    #[serde(flatten)]
    pub span: Span,
    /// The name as written, without article.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of the country it is, or is said to lie in.
    pub country: Option<String>,
    /// How exactly the place is known; null while it is only a name.
    pub precision: Option<Precision>,
}

/// How exactly a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Precision {
    Exact,
    Settlement,
    Admin2,
    Admin1,
    Region,
    Country,
}
