//! Times of day whose day stands further on in their clause: "at 9 p.m. gunmen attacked the town on Tuesday".

use annalist_doc::TimeExpr;
use annalist_lexicon::time::Special;

use super::build::is_inner;
use super::matcher::{Hit, Matcher};

/// Gives each time of day the day that the same verb has, unless one stands before it already: that one is
/// found when the times are put on the calendar.
pub(super) fn give(m: &Matcher<'_, '_, '_>, hits: &mut [Hit]) {
    for at in 0..hits.len() {
        if !is_open(&hits[at].expr) {
            continue;
        }
        let Some(verb) = verb(m, &hits[at]) else { continue };
        let same = |hit: &&Hit| same_sentence(m, &hits[at], hit);
        let is_day =
            |hit: &&Hit| is_inner(Special::InnerDay, hit) && self::verb(m, hit) == Some(verb);
        if hits[..at].iter().rev().take_while(same).any(|hit| is_day(&hit)) {
            continue;
        }
        let said = hits[at + 1..].iter().take_while(same).find(is_day);
        let Some(said) = said.map(|hit| hit.expr.clone()) else { continue };
        match &mut hits[at].expr {
            TimeExpr::Clock { day, .. } | TimeExpr::Part { day, .. } => {
                *day = Some(Box::new(said));
            }
            _ => {}
        }
    }
}

fn is_open(expr: &TimeExpr) -> bool {
    matches!(expr, TimeExpr::Clock { day: None, .. } | TimeExpr::Part { day: None, .. })
}

/// The verb that an expression hangs on.
fn verb(m: &Matcher<'_, '_, '_>, hit: &Hit) -> Option<usize> {
    let tokens = token(m, hit.first)..token(m, hit.end.saturating_sub(1).max(hit.first)) + 1;
    let top = m.tree.top(tokens)?;
    m.tree.climb(top).skip(1).find(|a| m.tree.tag(*a).is_verb())
}

fn same_sentence(m: &Matcher<'_, '_, '_>, a: &Hit, b: &Hit) -> bool {
    let index = |hit: &Hit| m.tree.sentence_index(token(m, hit.first));
    index(a) == index(b)
}

fn token(m: &Matcher<'_, '_, '_>, piece: usize) -> usize {
    m.pieces[piece].token as usize
}
