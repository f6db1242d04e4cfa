//! The scorer, as `gold/README.md` states it. Everything is a set of word numbers.

use annalist_doc::Span;

use super::quoted::Class;
use crate::scores::Rate;
use crate::words::dice;

/// Contents that overlap less are not the same attribution.
const SAME: f64 = 0.5;

/// Who says what, as sets of words.
#[derive(Clone)]
pub(super) struct Attribution {
    pub(super) source: Vec<usize>,
    pub(super) cue: Vec<usize>,
    pub(super) content: Vec<usize>,
    pub(super) class: Class,
    /// Whether the cue holds a reporting verb or phrase.
    pub(super) reporting: bool,
    /// Whether it stands inside another one (the gold has next to none of these).
    pub(super) nested: bool,
}

/// One article: what is to be found and what was.
#[derive(Clone)]
pub(super) struct Page {
    pub(super) words: Vec<Span>,
    pub(super) gold: Vec<Attribution>,
    pub(super) found: Vec<Attribution>,
}

impl Page {
    /// The article without findings that stand inside another one.
    pub(super) fn outermost(&self) -> Self {
        let mut page = self.clone();
        page.found.retain(|f| !f.nested);
        page
    }
}

/// All figures.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Scores {
    pub(super) strict: Rate,
    /// Direct, mixed, indirect: precision by the record's class, recall by the gold's.
    pub(super) classes: [Rate; 3],
    /// As strict, whatever the source.
    pub(super) content_only: Rate,
    pub(super) lenient: Rate,
    /// Lenient; recall over gold, precision over findings whose cue is a reporting one.
    pub(super) reporting: Rate,
    /// Strict, likewise.
    pub(super) reporting_strict: Rate,
    /// Words of source, cue, content.
    pub(super) tokens: [Rate; 3],
}

/// Whether two sources agree: they share a word, or both are empty.
pub(super) fn agree(a: &[usize], b: &[usize]) -> bool {
    (a.is_empty() && b.is_empty()) || shared(a, b) > 0
}

/// How many words two sets share.
pub(super) fn shared(a: &[usize], b: &[usize]) -> usize {
    a.iter().filter(|w| b.binary_search(w).is_ok()).count()
}

/// How much two contents overlap; an empty one overlaps nothing.
pub(super) fn overlap(a: &[usize], b: &[usize]) -> f64 {
    if a.is_empty() || b.is_empty() { 0.0 } else { dice(a, b) }
}

/// Pairs of gold and finding, one to one, the best overlaps first.
pub(super) fn matched(page: &Page, with_source: bool) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (g, gold) in page.gold.iter().enumerate() {
        for (f, found) in page.found.iter().enumerate() {
            let score = overlap(&gold.content, &found.content);
            if score >= SAME && (!with_source || agree(&gold.source, &found.source)) {
                pairs.push((score, g, f));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut gold_used, mut found_used) =
        (vec![false; page.gold.len()], vec![false; page.found.len()]);
    pairs.retain(|&(_, g, f)| {
        let free = !gold_used[g] && !found_used[f];
        if free {
            (gold_used[g], found_used[f]) = (true, true);
        }
        free
    });
    pairs.into_iter().map(|(_, g, f)| (g, f)).collect()
}

/// Whether at least half of the finding's content lies in one gold content of an agreeing source.
fn lies_inside(found: &Attribution, page: &Page) -> bool {
    let inside = |g: &Attribution| 2 * shared(&found.content, &g.content) >= found.content.len();
    !found.content.is_empty()
        && page.gold.iter().any(|g| agree(&g.source, &found.source) && inside(g))
}

/// Whether at least half of the gold content is covered by findings with an agreeing source.
fn is_covered(gold: &Attribution, page: &Page) -> bool {
    let agreeing: Vec<&Attribution> =
        page.found.iter().filter(|f| agree(&gold.source, &f.source)).collect();
    let in_any = |w: &usize| agreeing.iter().any(|f| f.content.binary_search(w).is_ok());
    let covered = gold.content.iter().filter(|w| in_any(w)).count();
    !gold.content.is_empty() && 2 * covered >= gold.content.len()
}

impl Scores {
    /// Figures over all articles.
    pub(super) fn of(pages: &[Page]) -> Self {
        let mut all = Self::default();
        for page in pages {
            all.add(page);
        }
        all
    }

    fn add(&mut self, page: &Page) {
        let strict = matched(page, true);
        let mut gold_hit = vec![false; page.gold.len()];
        let mut found_right = vec![false; page.found.len()];
        for &(g, f) in &strict {
            (gold_hit[g], found_right[f]) = (true, true);
        }
        for (gold, &hit) in page.gold.iter().zip(&gold_hit) {
            let lenient = is_covered(gold, page);
            recall(&mut self.strict, hit);
            recall(&mut self.classes[gold.class as usize], hit);
            recall(&mut self.lenient, lenient);
            if gold.reporting {
                recall(&mut self.reporting, lenient);
                recall(&mut self.reporting_strict, hit);
            }
        }
        for (found, &right) in page.found.iter().zip(&found_right) {
            let lenient = lies_inside(found, page);
            precision(&mut self.strict, right);
            precision(&mut self.classes[found.class as usize], right);
            precision(&mut self.lenient, lenient);
            if found.reporting {
                precision(&mut self.reporting, lenient);
                precision(&mut self.reporting_strict, right);
            }
        }
        let loose = matched(page, false).len();
        self.content_only.right += loose;
        self.content_only.hit += loose;
        self.content_only.found += page.found.len();
        self.content_only.gold += page.gold.len();
        let roles: [fn(&Attribution) -> &Vec<usize>; 3] =
            [|a| &a.source, |a| &a.cue, |a| &a.content];
        for (rate, role) in self.tokens.iter_mut().zip(roles) {
            let (gold, found) = (union(&page.gold, role), union(&page.found, role));
            let both = shared(&gold, &found);
            rate.right += both;
            rate.hit += both;
            rate.found += found.len();
            rate.gold += gold.len();
        }
    }
}

fn recall(rate: &mut Rate, hit: bool) {
    rate.gold += 1;
    rate.hit += usize::from(hit);
}

fn precision(rate: &mut Rate, right: bool) {
    rate.found += 1;
    rate.right += usize::from(right);
}

/// The words of one role over all attributions, sorted.
fn union(all: &[Attribution], role: fn(&Attribution) -> &Vec<usize>) -> Vec<usize> {
    let mut words: Vec<usize> = all.iter().flat_map(|a| role(a).iter().copied()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
#[path = "scorer_tests.rs"]
mod tests;
