//! What people decided, found again by the names and reports that it is about.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::time::Duration;

use annalist_doc::Report;
use annalist_store::{Decided, Decision, Error, Holder, Writer};

use crate::claims;

/// Writes a decision down in the file beside a store and carries it out: in the tables, and in how the
/// claims relate whose sources it is about. Says whether it changed a row.
///
/// # Errors
/// When another program keeps writing to the store, or store or file cannot be written to.
pub fn decide(path: &Path, own: &Holder, wait: Duration, decided: &Decided) -> Result<bool, Error> {
    annalist_store::decide(path, own, wait, decided, claims::relink)
}

/// Carries a decision out; says whether it changed a row.
fn carry_out(writer: &mut Writer, decision: &Decision) -> Result<bool, Error> {
    let changed = writer.decide(decision)?;
    claims::relink(writer, &changed.actors)?;
    Ok(changed.any)
}

/// Decisions in their order.
#[derive(Debug, Default)]
pub(crate) struct Decisions {
    all: Vec<Decision>,
    by_name: HashMap<String, Vec<usize>>,
    by_report: HashMap<String, Vec<usize>>,
    apart: HashSet<(String, String)>,
}

impl Decisions {
    pub(crate) fn new(decided: Vec<Decided>) -> Self {
        let mut decisions = Self::default();
        for Decided { decision, .. } in decided {
            let at = decisions.all.len();
            let names: BTreeSet<&str> = decision.names().collect();
            for name in names {
                decisions.by_name.entry(name.to_owned()).or_default().push(at);
            }
            for report in decision.reports() {
                decisions.by_report.entry(report.to_owned()).or_default().push(at);
            }
            match &decision {
                Decision::Apart { one, other } => {
                    decisions.apart.insert(pair(&one.name, &other.name));
                }
                Decision::Join { one, other } => {
                    decisions.apart.remove(&pair(&one.name, &other.name));
                }
                _ => {}
            }
            decisions.all.push(decision);
        }
        decisions
    }

    /// Carries all of them out.
    pub(crate) fn replay(&self, writer: &mut Writer) -> Result<(), Error> {
        self.all.iter().try_for_each(|decision| carry_out(writer, decision).map(drop))
    }

    /// The numbers of those that a report may fall under, in their order.
    pub(crate) fn about(&self, report: &Report) -> Vec<usize> {
        if self.all.is_empty() {
            return Vec::new();
        }
        let names = report.entities.iter().flat_map(|e| e.name.iter().chain(&e.aliases));
        let of_names = names.filter_map(|name| self.by_name.get(name));
        let of_report = self.by_report.get(&report.document.id);
        let numbers: BTreeSet<usize> = of_names.chain(of_report).flatten().copied().collect();
        numbers.into_iter().collect()
    }

    /// Carries out those of these numbers; says whether a row changed.
    pub(crate) fn carry_out(&self, numbers: &[usize], writer: &mut Writer) -> Result<bool, Error> {
        let mut changed = false;
        for decision in numbers.iter().filter_map(|number| self.all.get(*number)) {
            changed |= carry_out(writer, decision)?;
        }
        Ok(changed)
    }

    /// Whether people said that two names are not one actor's.
    pub(crate) fn apart(&self, one: Option<&str>, other: &str) -> bool {
        one.is_some_and(|one| self.apart.contains(&pair(one, other)))
    }
}

fn pair(one: &str, other: &str) -> (String, String) {
    let (one, other) = (one.to_owned(), other.to_owned());
    if one <= other { (one, other) } else { (other, one) }
}
