//! `annalist review`: what is not sure, and what people decide on it.

use std::path::Path;
use std::time::Duration;

use annalist::{Likeness, UnsurePair, decide, unsure_pairs};
use annalist_store::{
    Cell, Decided, Decision, Error, Holder, Store, Table, decisions_of, read_decisions,
};

use super::args::{Review, ReviewActors, ReviewEvent, ReviewOf};
use super::rows;
use crate::exit::{Outcome, Stop};
use crate::terminal;

/// Runs `annalist review`.
pub(crate) fn run(args: &Review) -> Result<Outcome, Stop> {
    match &args.what {
        ReviewOf::Actors(args) => actors(args),
        ReviewOf::Event(args) => event(args),
    }
}

fn actors(args: &ReviewActors) -> Result<Outcome, Stop> {
    let path = &args.which.store;
    let store = Store::open_existing(path).map_err(Stop::because)?;
    let decision = match (args.join.as_deref(), args.apart.as_deref(), args.split) {
        (Some([one, other]), ..) => store.joining(*one, *other),
        (_, Some([one, other]), _) => store.keeping_apart(*one, *other),
        (.., Some(actor)) => {
            store.splitting(actor, &args.reports, args.name.as_deref().unwrap_or_default())
        }
        _ => return list(args, &store),
    };
    let decision = decision.map_err(Stop::because)?;
    keep(path, decision, args.note.as_ref(), args.wait)
}

fn event(args: &ReviewEvent) -> Result<Outcome, Stop> {
    let path = &args.which.store;
    let store = Store::open_existing(path).map_err(Stop::because)?;
    let decision = store.judging(&args.key, args.wrong).map_err(Stop::because)?;
    keep(path, decision, args.note.as_ref(), args.wait)
}

/// Writes a decision down and carries it out.
fn keep(
    path: &Path,
    decision: Decision,
    note: Option<&String>,
    wait: u64,
) -> Result<Outcome, Stop> {
    let holder = Holder(format!("annalist review, process {}", std::process::id()));
    let decided = Decided { decision, on: None, note: note.cloned() };
    let changed =
        decide(path, &holder, Duration::from_secs(wait), &decided).map_err(Stop::because)?;
    let kept = decisions_of(path);
    let what = if changed { "carried out" } else { "written down; no row had to change" };
    terminal::note(&format!("{}: {what}", kept.display()));
    Ok(Outcome::Done)
}

fn list(args: &ReviewActors, store: &Store) -> Result<Outcome, Stop> {
    let decided = read_decisions(&decisions_of(&args.which.store)).map_err(Stop::because)?;
    let most = if args.limit == 0 { usize::MAX } else { args.limit };
    rows::write(&alike(store, &decided, most).map_err(Stop::because)?, args.format)
}

/// Pairs of actors that may be one, as a table: here and on the desk.
pub(crate) fn alike(store: &Store, decided: &[Decided], most: usize) -> Result<Table, Error> {
    let pairs = unsure_pairs(store, decided)?;
    let columns = ["id", "name", "type", "country", "roles", "reports"];
    let columns = columns.iter().map(|c| (*c).to_owned());
    let others = columns.clone().map(|c| format!("other_{c}"));
    Ok(Table {
        columns: columns.chain(others).chain(["why".to_owned()]).collect(),
        rows: pairs.iter().take(most).map(row).collect(),
        more: pairs.len() > most,
    })
}

fn row(pair: &UnsurePair) -> Vec<Cell> {
    let text = |t: &Option<String>| t.clone().map_or(Cell::Null, Cell::Text);
    let mut row = Vec::new();
    for actor in [&pair.one, &pair.other] {
        row.push(Cell::Whole(actor.id));
        row.push(Cell::Text(actor.name.clone()));
        row.push(Cell::Text(actor.kind.clone()));
        row.extend([text(&actor.country), text(&actor.roles), Cell::Whole(actor.documents)]);
    }
    let why = match pair.likeness {
        Likeness::SameName => "same name, other kind or country",
        Likeness::Initial => "an initial",
        Likeness::Spelling => "a letter",
        Likeness::MoreWords => "more words",
        Likeness::FirstLetters => "first letters",
        Likeness::Surname => "a surname alone",
    };
    row.push(Cell::Text(why.to_owned()));
    row
}
