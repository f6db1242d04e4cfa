//! `annalist find`, `annalist sql`: rows of a store.

use annalist_store::{Find, Store};

use super::args::{FindArgs, Sql};
use super::rows;
use crate::exit::{Outcome, Stop};

/// Runs `annalist find`.
pub(crate) fn find(args: &FindArgs) -> Result<Outcome, Stop> {
    let store = Store::open_existing(&args.which.store).map_err(Stop::because)?;
    let find = Find {
        what: args.what(),
        actor: args.actor.clone(),
        said_by: args.said_by.clone(),
        kind: args.kind.clone(),
        place: args.place.clone(),
        near: args.near,
        since: args.since.clone(),
        until: args.until.clone(),
        text: args.text.clone(),
        most: args.limit,
    };
    rows::write(&store.find(&find).map_err(Stop::because)?, args.format)
}

/// Runs `annalist sql`.
pub(crate) fn sql(args: &Sql) -> Result<Outcome, Stop> {
    let store = Store::open_existing(&args.which.store).map_err(Stop::because)?;
    let most = if args.limit == 0 { usize::MAX } else { args.limit };
    rows::write(&store.sql(&args.question, most).map_err(Stop::because)?, args.format)
}
