//! One happening: accounts side by side, and where they differ.

use annalist_store::{Cell, Table};
use maud::{Markup, html};
use serde::Serialize;

use super::parts::{day, kind, reality, report, sentence, told, who};
use crate::answer::{Answer, Ask, Form, Page, json, objects, rows};
use crate::chart::round;
use crate::names::{self, count, number, short_day};
use crate::trouble::Trouble;

/// What is said of a happening, attribute by attribute.
#[derive(Debug, Serialize)]
pub(crate) struct Board {
    attributes: Vec<Attribute>,
}

/// One thing that sources say of a happening: how many were killed, who did it.
#[derive(Debug, Serialize)]
struct Attribute {
    name: String,
    /// Whether the last words of two sources cannot both be true.
    differs: bool,
    /// Whether any two words ever could not.
    differed: bool,
    sources: Vec<Source>,
}

/// A source with all that it said, in order.
#[derive(Debug, Serialize)]
struct Source {
    name: String,
    /// Its actor's number.
    actor: Option<i64>,
    /// Whether it is a publisher in its own words.
    publisher: bool,
    words: Vec<Word>,
    /// Sources (by their place in the list) whose last word contradicts this one's.
    against: Vec<usize>,
    /// The source that it agreed with when it spoke last, and that has said otherwise since.
    overtaken: Option<usize>,
}

/// What a source said once.
#[derive(Clone, Debug, Serialize)]
struct Word {
    #[serde(skip)]
    claim: i64,
    text: String,
    low: Option<i64>,
    high: Option<i64>,
    qualifier: String,
    said: Option<String>,
    /// How it relates to what the same source said before: updates, corrects, retracts.
    change: Option<String>,
    /// The reports that have it.
    reports: Vec<At>,
}

#[derive(Clone, Debug, Serialize)]
struct At {
    report: String,
    title: Option<String>,
    site: Option<String>,
    local: String,
}

/// The page of a happening.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let id = ask.number("Happenings")?;
    let head = ask.table(
        "SELECT id, type, mode, first_day, last_day, place, country, summary, reports, publishers \
         FROM happenings WHERE id = ?1",
        &[Cell::Whole(id)],
        1,
    )?;
    let Some(row) = rows(&head).into_iter().next() else {
        return Err(Trouble::missing(format!("There is no happening {id}.")));
    };
    let board = board(ask, id)?;
    let events = events(ask, id)?;
    match ask.form {
        Form::Csv => Ok(Answer::Csv(claims(ask, id)?.0)),
        Form::Json => json(&serde_json::json!({
            "happening": objects(&head)[0], "accounts": board, "events": objects(&events),
        })),
        Form::Page => {
            let summary = row.text("summary");
            let told_by = html! {
                h2 #told { "Told by" }
                ol .entries data-list aria-labelledby="told" {
                    @for event in rows(&events) { li { (telling(ask.desk, &event, id)) } }
                }
            };
            let body = html! {
                article .happening .(names::family(row.text("type")).key) {
                    header .title {
                        p .meta {
                            (kind(row.text("type"), row.maybe("mode")))
                            @if let Some(days) = names::days(row.maybe("first_day"), row.maybe("last_day")) { " " (days) }
                            @if let Some(place) = row.maybe("place") { " · " (told(place)) }
                            @if let Some(country) = row.maybe("country") { ", " (names::country(country)) }
                        }
                        h1 { (told(summary)) }
                        p .quiet {
                            "Told in " (count(row.number("reports"), "report", "reports")) " of "
                            (count(row.number("publishers"), "publisher", "publishers"))
                        }
                    }
                    (board.whole(ask.parameter("as_of")))
                    (told_by)
                }
            };
            let title = summary.to_owned();
            Ok(Answer::Page(Page { title, here: "", body, scripts: &[] }))
        }
    }
}

fn telling(desk: &crate::desk::Desk, row: &crate::answer::Row<'_>, happening: i64) -> Markup {
    let wrong = row.maybe("verdict").is_some();
    let key = format!("{}/{}", row.text("report"), row.text("local"));
    html! {
        article .entry .wrong[wrong] {
            p .meta {
                @if let Some(site) = row.maybe("site") { strong .site { (told(site)) } " " }
                (day(row.maybe("published"))) " "
                (reality(row.text("polarity"), row.text("modality")))
                @if wrong { span .tag .change { "marked wrong" } " " }
                @if row.number("reprints") > 0 { span .tag { (count(row.number("reprints"), "reprint", "reprints")) } }
            }
            p .what {
                a .open href={ "/reports/" (row.text("report")) "#m-" (row.text("local")) } {
                    (sentence(row.text("sentence"), row.text("trigger")))
                }
            }
            p .meta .quiet {
                @if let Some(source) = row.maybe("according_to") { "according to " (told(source)) " · " }
                (report(row.text("report"), row.maybe("title"), None, ""))
            }
            (super::corrections::verdict(desk, &key, wrong, &format!("/happenings/{happening}")))
        }
    }
}

fn events(ask: &Ask<'_>, id: i64) -> Result<Table, Trouble> {
    ask.table(
        "SELECT e.day, e.actor, e.actor_id, e.recipient, e.recipient_id, e.trigger, e.polarity, \
         e.modality, s.source AS according_to, e.sentence, d.title, d.site, d.published, e.verdict, \
         (SELECT count(*) FROM publications p WHERE p.document = d.id) AS reprints, \
         d.hash AS report, e.local FROM events e JOIN documents d ON d.id = e.document \
         LEFT JOIN statements s ON s.id = e.statement WHERE e.happening = ?1 \
         ORDER BY d.published, e.id LIMIT 500",
        &[Cell::Whole(id)],
        500,
    )
}

/// The later claim, the earlier one, how they relate.
type Link = (i64, i64, String);

/// The claims and the links among them.
fn claims(ask: &Ask<'_>, id: i64) -> Result<(Table, Vec<Link>), Trouble> {
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
    fn span(&self) -> Option<(i64, i64)> {
        let words = || self.sources.iter().flat_map(|s| &s.words);
        let all = || words().flat_map(|w| [w.low, w.high]).flatten();
        let (low, high) = (all().min()?, all().max()?);
        let open = words().any(|w| w.low.is_some() != w.high.is_some());
        let room = ((high - low) / 6).max(1);
        Some((low, if open { high + room } else { high.max(low + 1) }))
    }

    /// In one line: who differs from whom, or that nobody does.
    fn verdict(&self) -> (&'static str, String) {
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
    fn short(&self) -> String {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high && self.qualifier == "exact" => number(low),
            _ => self.text.clone(),
        }
    }

    /// The value as written, with its digits where it is a word: "seven" is "seven (7)".
    fn value(&self) -> Markup {
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

impl Board {
    /// The first attribute, small: for cards.
    pub(crate) fn digest(&self) -> Markup {
        html! {
            @if let Some(attribute) = self.attributes.first() {
                @let (class, verdict) = attribute.verdict();
                p .verdict .(class) { span .quiet { (names::words(&attribute.name)) ": " } (told(&verdict)) }
                ul .mini {
                    @for source in attribute.sources.iter().take(5) {
                        @if let Some(last) = source.words.last() {
                            li {
                                span .name { (told(&source.name)) }
                                (strip(attribute, source))
                                span .value { (told(&last.short())) }
                            }
                        }
                    }
                    @if attribute.sources.len() > 5 {
                        li .quiet { "and " (count(attribute.sources.len() as i64 - 5, "source more", "sources more")) }
                    }
                }
            }
        }
    }

    /// All attributes, each with its sources side by side.
    fn whole(&self, as_of: Option<&str>) -> Markup {
        html! {
            section aria-labelledby="accounts" {
                div .head {
                    h2 #accounts { "Accounts side by side" }
                    form .inline {
                        label for="as_of" { "As of" } " "
                        input #as_of type="date" name="as_of" value=[as_of];
                        " " button type="submit" { "Show" }
                        @if as_of.is_some() { " " a href="?" { "All" } }
                    }
                }
                @if self.attributes.is_empty() {
                    p .quiet { "No source gives a number or names who did it." }
                }
                @for attribute in &self.attributes { (attribute.table()) }
            }
        }
    }
}

impl Attribute {
    fn table(&self) -> Markup {
        let (class, verdict) = self.verdict();
        let span = self.span();
        let id = format!("a-{}", self.name);
        html! {
            div .account {
                div .head {
                    h3 id=(id) { (names::words(&self.name)) }
                    p .verdict .(class) { (told(&verdict)) }
                }
                div .scroll tabindex="0" role="region" aria-label={ "Accounts: " (names::words(&self.name)) } {
                    table .accounts {
                        thead { tr {
                            th scope="col" { "Source" }
                            th scope="col" { "Says" }
                            @if let Some((low, high)) = span {
                                th scope="col" .strip {
                                    span .unseen { "On a line from " }
                                    span .ends { span { (number(low)) } span .unseen { " to " } span { (number(high)) } }
                                }
                            }
                            th scope="col" { "What it said, when" }
                            th scope="col" { "Against" }
                        } }
                        tbody {
                            @for source in &self.sources { (self.row(source, span.is_some())) }
                        }
                    }
                }
            }
        }
    }

    fn row(&self, source: &Source, strips: bool) -> Markup {
        let Some((last, before)) = source.words.split_last() else { return html! {} };
        html! {
            tr .against[!source.against.is_empty()] {
                th scope="row" {
                    (who(&source.name, source.actor))
                    @if source.publisher { span .quiet { " in its own words" } }
                }
                td .value { (last.value()) }
                @if strips { td .strip { (strip(self, source)) } }
                td {
                    ol .history {
                        @for (n, word) in source.words.iter().enumerate() {
                            li .old[n + 1 < source.words.len()] {
                                @if let Some(change) = &word.change {
                                    span aria-hidden="true" .arrow { "→ " }
                                    @if change != "updates" { span .tag .change { (passive(change)) } " " }
                                }
                                @if n < before.len() || n > 0 { span .word { (word.value()) } " " }
                                (said(word))
                            }
                        }
                    }
                }
                td {
                    @for other in source.against.iter().filter_map(|n| self.sources.get(*n)) {
                        @if let Some(word) = other.words.last() {
                            span .tag .no { (told(&other.name)) ": " (told(&word.short())) } " "
                        }
                    }
                    @if let Some(other) = source.overtaken.filter(|_| source.against.is_empty()).and_then(|n| self.sources.get(n)) {
                        @if let Some(word) = other.words.last() {
                            span .tag .change { "overtaken by " (told(&other.name)) ": " (told(&word.short())) }
                        }
                    }
                }
            }
        }
    }
}

fn passive(change: &str) -> &'static str {
    match change {
        "corrects" => "corrected to",
        "retracts" => "withdrawn for",
        "refines" => "made exact",
        _ => "updated to",
    }
}

/// Since when, by which reports.
fn said(word: &Word) -> Markup {
    html! {
        @match &word.said {
            Some(day) => time datetime=(day) { (short_day(day)) },
            None => span .quiet { "day unknown" },
        }
        span .sources {
            @for at in &word.reports {
                " " a href={ "/reports/" (at.report) "#m-" (at.local) } {
                    (told(at.site.as_deref().or(at.title.as_deref()).unwrap_or("report")))
                }
            }
        }
    }
}

/// A source's numbers on a line that all sources of the attribute share.
fn strip(attribute: &Attribute, source: &Source) -> Markup {
    let Some((low, high)) = attribute.span() else { return html! {} };
    // Room for the dots at both ends.
    let at = |n: i64| round(4.0 + 92.0 * (n - low) as f64 / (high - low).max(1) as f64);
    let percent = |x: f64| format!("{x}%");
    let last = source.words.len().saturating_sub(1);
    html! {
        svg .line width="100%" height="22" aria-hidden="true" focusable="false" {
            line .base x1="0" x2="100%" y1="11" y2="11" {}
            @for (n, word) in source.words.iter().enumerate() {
                @let class = if n == last { "now" } else { "then" };
                @match (word.low, word.high) {
                    (Some(from), None) => {
                        line .(class) x1=(percent(at(from))) x2="100%" y1="11" y2="11" {}
                        circle .(class) cx=(percent(at(from))) cy="11" r="5" {}
                    },
                    (None, Some(to)) => {
                        line .(class) x1="0" x2=(percent(at(to))) y1="11" y2="11" {}
                        circle .(class) cx=(percent(at(to))) cy="11" r="5" {}
                    },
                    (Some(from), Some(to)) => {
                        @if from != to { line .(class) x1=(percent(at(from))) x2=(percent(at(to))) y1="11" y2="11" {} }
                        circle .(class) cx=(percent(f64::midpoint(at(from), at(to)))) cy="11" r="5" {}
                    },
                    (None, None) => {},
                }
            }
        }
    }
}
