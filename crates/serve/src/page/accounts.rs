//! What is claimed of a happening, sorted by attribute and source: who says what, since when, against whom.

use annalist_store::{Cell, Table};
use maud::{Markup, html};
use serde::Serialize;

use super::parts::told;
use crate::answer::{Ask, rows};
use crate::names::number;
use crate::trouble::Trouble;

/// What is said of a happening, attribute by attribute.
#[derive(Debug, Serialize)]
pub(crate) struct Board {
    pub(super) attributes: Vec<Attribute>,
}

/// One thing that sources say of a happening: how many were killed, who did it.
#[derive(Debug, Serialize)]
pub(super) struct Attribute {
    pub(super) name: String,
    /// Whether the last words of two sources cannot both be true.
    pub(super) differs: bool,
    /// Whether any two words ever could not.
    pub(super) differed: bool,
    pub(super) sources: Vec<Source>,
}

/// A source with all that it said, in order.
#[derive(Debug, Serialize)]
pub(super) struct Source {
    pub(super) name: String,
    /// Its actor's number.
    pub(super) actor: Option<i64>,
    /// Whether it is a publisher in its own words.
    pub(super) publisher: bool,
    pub(super) words: Vec<Word>,
    /// Sources (by their place in the list) whose last word contradicts this one's.
    pub(super) against: Vec<usize>,
    /// The source that it agreed with when it spoke last, and that has said otherwise since.
    pub(super) overtaken: Option<usize>,
}

/// What a source said once.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Word {
    #[serde(skip)]
    pub(super) claim: i64,
    pub(super) text: String,
    pub(super) low: Option<i64>,
    pub(super) high: Option<i64>,
    pub(super) qualifier: String,
    pub(super) said: Option<String>,
    /// How it relates to what the same source said before: updates, corrects, retracts.
    pub(super) change: Option<String>,
    /// The reports that have it.
    pub(super) reports: Vec<At>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct At {
    pub(super) report: String,
    pub(super) title: Option<String>,
    pub(super) site: Option<String>,
    pub(super) local: String,
}

/// The later claim, the earlier one, how they relate.
pub(super) type Link = (i64, i64, String);

/// The claims and the links among them.
pub(super) fn claims(ask: &Ask<'_>, id: i64) -> Result<(Table, Vec<Link>), Trouble> {
    let as_of = ask.parameter("as_of").map_or(Cell::Null, |d| Cell::Text(d.to_owned()));
    let claims = ask.table(
        "SELECT c.id AS claim, c.attribute, c.text, c.low, c.high, c.qualifier, \
         coalesce(a.name, c.by) AS by, c.actor AS by_id, c.said_first AS said, d.title, d.site, \
         d.hash AS report, e.local FROM claims c JOIN documents d ON d.id = c.document \
         JOIN events e ON e.id = c.event LEFT JOIN actors a ON a.id = c.actor \
         WHERE c.happening = ?1 AND e.verdict IS NULL AND (?2 IS NULL OR c.said_first <= ?2) \
         ORDER BY c.attribute, c.said_first, c.id LIMIT 1000",
        &[Cell::Whole(id), as_of],
        1000,
    )?;
    let links = ask.table(
        "SELECT l.\"from\" AS later, l.\"to\" AS earlier, l.type FROM claims c \
         JOIN claim_links l ON l.\"from\" = c.id WHERE c.happening = ?1 LIMIT 20000",
        &[Cell::Whole(id)],
        20_000,
    )?;
    let links = rows(&links)
        .iter()
        .map(|r| (r.number("later"), r.number("earlier"), r.text("type").to_owned()))
        .collect();
    Ok((claims, links))
}

/// Sorts the claims of a happening by attribute and source.
pub(crate) fn board(ask: &Ask<'_>, id: i64) -> Result<Board, Trouble> {
    let (claims, links) = claims(ask, id)?;
    let mut attributes: Vec<Attribute> = Vec::new();
    for row in rows(&claims) {
        let name = row.text("attribute");
        let n = attributes.iter().position(|a| a.name == name).unwrap_or_else(|| {
            let (name, sources) = (name.to_owned(), Vec::new());
            attributes.push(Attribute { name, differs: false, differed: false, sources });
            attributes.len() - 1
        });
        let sources = &mut attributes[n].sources;
        let actor = row.whole("by_id");
        let publisher = row.maybe("by").is_none();
        let known = row.maybe("by").or(row.maybe("site")).unwrap_or("The report itself");
        let same = |s: &Source| match (s.actor, actor) {
            (Some(a), Some(b)) => a == b,
            (None, None) => s.publisher == publisher && s.name.eq_ignore_ascii_case(known),
            _ => false,
        };
        let source = sources.iter().position(same).unwrap_or_else(|| {
            let name = known.to_owned();
            let (words, against, overtaken) = (Vec::new(), Vec::new(), None);
            sources.push(Source { name, actor, publisher, words, against, overtaken });
            sources.len() - 1
        });
        sources[source].words.push(Word {
            claim: row.number("claim"),
            text: row.text("text").to_owned(),
            low: row.whole("low"),
            high: row.whole("high"),
            qualifier: row.text("qualifier").to_owned(),
            said: row.maybe("said").map(str::to_owned),
            change: None,
            reports: vec![At {
                report: row.text("report").to_owned(),
                title: row.maybe("title").map(str::to_owned),
                site: row.maybe("site").map(str::to_owned),
                local: row.text("local").to_owned(),
            }],
        });
    }
    attributes.iter_mut().for_each(|attribute| attribute.settle(&links));
    // What sources differ about comes first, then what most of them speak of.
    attributes.sort_by_key(|a| (!a.differs, !a.differed, std::cmp::Reverse(a.sources.len())));
    Ok(Board { attributes })
}

/// Kinds of links that cannot both be true.
fn against(kind: &str) -> bool {
    matches!(kind, "contradicts" | "denies")
}

/// Kinds of links by which a source changes its own word.
fn changes(kind: &str) -> bool {
    matches!(kind, "updates" | "corrects" | "retracts" | "refines")
}

impl Attribute {
    /// Puts each source's words in order, joins those that repeat, and finds who contradicts whom.
    fn settle(&mut self, links: &[Link]) {
        for source in &mut self.sources {
            source.order(links);
            source.join(links);
        }
        let differ = |a: &Word, b: &Word| {
            links.iter().any(|(later, earlier, kind)| {
                against(kind)
                    && ((*later == a.claim && *earlier == b.claim)
                        || (*later == b.claim && *earlier == a.claim))
            }) || a.excludes(b)
        };
        let pairs = |n: usize| (0..self.sources.len()).filter(move |m| *m != n);
        // Who only said what another said then is not against what that one says now.
        let agreed = |late: &Source, early: &Source| {
            let (now, last) = (late.words.last()?, early.words.last()?);
            let then = late.words.iter().rfind(|w| w.said <= last.said)?;
            (then.claim != now.claim && !differ(then, last) && differ(now, last)).then_some(())
        };
        let overtaken: Vec<Option<usize>> = (0..self.sources.len())
            .map(|n| pairs(n).find(|m| agreed(&self.sources[*m], &self.sources[n]).is_some()))
            .collect();
        let open = |n: usize, m: usize| {
            let last = |n: usize| self.sources[n].words.last();
            let both = overtaken[n].is_none() && overtaken[m].is_none();
            both && last(n).zip(last(m)).is_some_and(|(a, b)| differ(a, b))
        };
        let against: Vec<Vec<usize>> =
            (0..self.sources.len()).map(|n| pairs(n).filter(|m| open(n, *m)).collect()).collect();
        for ((source, against), overtaken) in self.sources.iter_mut().zip(against).zip(overtaken) {
            (source.against, source.overtaken) = (against, overtaken);
        }
        self.differs = self.sources.iter().any(|s| !s.against.is_empty());
        let all = || self.sources.iter().flat_map(|s| &s.words);
        self.differed = self.differs
            || self.sources.len() > 1
                && all().any(|a| all().any(|b| a.claim < b.claim && differ(a, b)));
        // A publisher that only repeats what a source says stands behind it.
        let last = |s: &Source| s.words.last().and_then(|w| w.said.clone());
        let mut order: Vec<usize> = (0..self.sources.len()).collect();
        order.sort_by_key(|n| {
            (self.sources[*n].publisher, std::cmp::Reverse(last(&self.sources[*n])))
        });
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(to, from)| place[*from] = to);
        let mut sorted: Vec<Option<Source>> = self.sources.drain(..).map(Some).collect();
        self.sources = order.iter().filter_map(|n| sorted[*n].take()).collect();
        for source in &mut self.sources {
            source.against.iter_mut().for_each(|n| *n = place[*n]);
            source.overtaken = source.overtaken.map(|n| place[n]);
        }
    }

    /// The numbers that the strips of the sources span; none where nobody gives a number.
    pub(super) fn span(&self) -> Option<(i64, i64)> {
        let words = || self.sources.iter().flat_map(|s| &s.words);
        let all = || words().flat_map(|w| [w.low, w.high]).flatten();
        let (low, high) = (all().min()?, all().max()?);
        let open = words().any(|w| w.low.is_some() != w.high.is_some());
        let room = ((high - low) / 6).max(1);
        Some((low, if open { high + room } else { high.max(low + 1) }))
    }

    /// In one line: who differs from whom, or that nobody does.
    pub(super) fn verdict(&self) -> (&'static str, String) {
        if self.differs {
            let mut words: Vec<&Word> = Vec::new();
            let disputed = self.sources.iter().filter(|s| !s.against.is_empty());
            for word in disputed.filter_map(|s| s.words.last()) {
                if !words.iter().any(|known| known.same(word)) {
                    words.push(word);
                }
            }
            words.sort_by_key(|w| std::cmp::Reverse(w.low.or(w.high)));
            let values: Vec<String> = words.iter().map(|w| w.short()).collect();
            return ("no", format!("Accounts differ: {}", values.join(" against ")));
        }
        match (self.differed, self.sources.len()) {
            (true, _) => ("was", "Accounts differed, the last ones agree".to_owned()),
            (false, 0 | 1) => ("", "One account".to_owned()),
            (false, n) => ("", format!("{n} accounts that agree")),
        }
    }
}

impl Word {
    /// Whether both cannot be true, by their numbers alone. Vague words exclude nothing.
    fn excludes(&self, other: &Self) -> bool {
        let vague = |w: &Self| w.qualifier == "vague" || w.qualifier == "about";
        if vague(self) || vague(other) {
            return false;
        }
        let above = |a: Option<i64>, b: Option<i64>| matches!((a, b), (Some(a), Some(b)) if a > b);
        above(self.low, other.high) || above(other.low, self.high)
    }

    fn same(&self, other: &Self) -> bool {
        let value = |w: &Self| (w.low, w.high, w.qualifier.clone());
        value(self) == value(other)
            && (self.low.is_some()
                || self.high.is_some()
                || self.text.eq_ignore_ascii_case(&other.text))
    }

    /// The value in digits where it is a number, else as written.
    pub(super) fn short(&self) -> String {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high && self.qualifier == "exact" => number(low),
            _ => self.text.clone(),
        }
    }

    /// The value as written, with its digits where it is a word: "seven" is "seven (7)".
    pub(super) fn value(&self) -> Markup {
        let digits = match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => Some(low),
            _ => None,
        };
        html! {
            (told(&self.text))
            @if let Some(n) = digits.filter(|_| !self.text.contains(|c: char| c.is_ascii_digit())) {
                span .quiet { " (" (number(n)) ")" }
            }
        }
    }
}

impl Source {
    /// By day; within one, a word that changes another comes after it.
    fn order(&mut self, links: &[Link]) {
        // Of one day's words those come first that another of them changes: "initially nine, now 11".
        let day = |claim: i64, words: &[Word]| {
            words.iter().find(|w| w.claim == claim).map(|w| w.said.clone())
        };
        let changed = |word: &Word| {
            links.iter().any(|(later, earlier, kind)| {
                changes(kind)
                    && *earlier == word.claim
                    && day(*later, &self.words).is_some_and(|said| said == word.said)
            })
        };
        let mut keyed: Vec<(bool, Word)> =
            self.words.iter().map(|word| (!changed(word), word.clone())).collect();
        keyed.sort_by(|a, b| (&a.1.said, a.0).cmp(&(&b.1.said, b.0)));
        self.words = keyed.into_iter().map(|(_, word)| word).collect();
        for _ in 0..self.words.len() {
            let place = |words: &[Word], claim: i64| words.iter().position(|w| w.claim == claim);
            let wrong =
                links.iter().filter(|(.., kind)| changes(kind)).find_map(|(later, earlier, _)| {
                    let (l, e) = (place(&self.words, *later)?, place(&self.words, *earlier)?);
                    (l < e && self.words[l].said == self.words[e].said).then_some((l, e))
                });
            let Some((later, earlier)) = wrong else { return };
            let word = self.words.remove(later);
            self.words.insert(earlier, word);
        }
    }

    /// Joins words that only say the same again, and notes how each differs from the one before.
    fn join(&mut self, links: &[Link]) {
        let mut joined: Vec<Word> = Vec::new();
        for mut word in std::mem::take(&mut self.words) {
            if let Some(last) = joined.last_mut().filter(|last| last.same(&word)) {
                let more = word
                    .reports
                    .drain(..)
                    .filter(|at| last.reports.iter().all(|r| r.report != at.report));
                last.reports.extend(more.collect::<Vec<_>>());
                continue;
            }
            if let Some(last) = joined.last() {
                let link = links.iter().find(|(later, earlier, kind)| {
                    changes(kind) && *later == word.claim && *earlier == last.claim
                });
                let any =
                    || links.iter().find(|(later, _, kind)| changes(kind) && *later == word.claim);
                let kind = link.or_else(any).map_or("updates", |(.., kind)| kind);
                word.change = Some(kind.to_owned());
            }
            joined.push(word);
        }
        self.words = joined;
    }
}
