//! Small learned parts: their training programs. What they learn is written into the lexicon.

pub(crate) mod cross;
mod event_places;
mod events;
mod kept;
mod logistic;
pub(crate) mod pairs;
mod places;
mod same_events;
mod sentences;
mod softmax;
mod sparse;
mod statements;
mod toponyms;

pub(crate) use event_places::{Args as EventPlaceArgs, run as event_places};
pub(crate) use events::{Args as EventArgs, run as events};
pub(crate) use places::{Args as PlaceArgs, run as places};
pub(crate) use same_events::{Args as SameEventArgs, run as same_events};
pub(crate) use statements::{Args as StatementArgs, run as statements};
pub(crate) use toponyms::{Args as ToponymArgs, run as toponyms};

/// Writes weights into the lexicon.
fn keep(name: &str, text: &str, count: usize) -> Result<bool, String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../lexicon/en/weights");
    let path = std::path::Path::new(folder).join(name);
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text));
    written.map_err(|e| format!("{}: {e}", path.display()))?;
    println!("{count} weights, {} KB, in {}", text.len() >> 10, path.display());
    Ok(true)
}
