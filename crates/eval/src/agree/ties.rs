//! Which differences are ties: places where spaCy itself gives our answer once its word vectors are moved by
//! less than what their own rounding may be off.

use std::path::Path;

use annalist_annotate::Pipeline;
use serde_json::json;

use super::compare::{Difference, Tally, compare};
use super::peer::Peer;
use super::{Row, ours};

/// How far every number is moved at most, as a share of it, the least first: one unit in the last place of a
/// 32-bit float, and up to eight.
const SCALES: [f64; 4] = [1.2e-7, 2.4e-7, 4.8e-7, 9.6e-7];
/// Random movements of each size.
const SEEDS: usize = 8;
/// Texts that are looked at; in more than these it is no tie.
const MOST: usize = 100;

/// Names the cause of each difference that is a tie.
pub(super) fn find(
    rows: &[Row],
    differences: &mut [(usize, Difference)],
    engine: &Pipeline,
    python: &Path,
    model: &Path,
) -> Result<(), String> {
    let mut texts: Vec<usize> =
        differences.iter().filter(|(_, d)| !d.is_cut()).map(|(row, _)| *row).collect();
    texts.dedup();
    texts.truncate(MOST);
    if texts.is_empty() {
        return Ok(());
    }
    let moves = || SCALES.iter().flat_map(|s| (0..SEEDS).map(move |seed| (*s, seed)));
    let questions = texts.iter().flat_map(|&row| {
        moves().map(
            move |(scale, seed)| json!({ "text": rows[row].text, "scale": scale, "seed": seed }),
        )
    });
    let mut spacy = Peer::start(python, model, questions.collect())?;
    for &row in &texts {
        let text = &rows[row].text;
        let ours = ours::tokens(engine, text);
        for (scale, _) in moves() {
            let moved = spacy.next()?;
            let left = compare(text, &moved, &ours, &mut Tally::default());
            for (_, difference) in differences.iter_mut().filter(|(r, _)| *r == row) {
                let gone = left.iter().all(|d| d.span != difference.span);
                if gone && !difference.is_cut() && !difference.cause.starts_with(TIE) {
                    difference.cause = format!(
                        "{TIE}: spaCy gives our answer when its vectors move by {scale:e} of themselves"
                    );
                }
            }
        }
    }
    spacy.finish()?;
    Ok(())
}

const TIE: &str = "floating-point tie";
