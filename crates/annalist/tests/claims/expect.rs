//! What a reader expects of a report, and how the record differs.

use annalist_doc::{Claim, EntityId, Polarity, Qualifier, Report};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Batch {
    pub(crate) report: Vec<Wanted>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    pub(crate) name: String,
    #[serde(rename = "style")]
    _style: String,
    #[serde(rename = "cue")]
    _cue: bool,
    pub(crate) published: String,
    pub(crate) text: String,
    claims: Vec<String>,
    links: Vec<String>,
}

/// How many claims and links were found, wanted, and both.
#[derive(Clone, Copy, Default)]
pub(crate) struct Score {
    claims: [usize; 3],
    links: [usize; 3],
}

impl Score {
    pub(crate) fn add(&mut self, other: Self) {
        for k in 0..3 {
            self.claims[k] += other.claims[k];
            self.links[k] += other.links[k];
        }
    }

    /// Precision and recall of claims, then of links, in per cent.
    pub(crate) fn shares(self) -> [f64; 4] {
        let share = |a: usize, b: usize| if b == 0 { 100.0 } else { 100.0 * a as f64 / b as f64 };
        let [found, wanted, both] = self.claims;
        let [l_found, l_wanted, l_both] = self.links;
        [share(both, found), share(both, wanted), share(l_both, l_found), share(l_both, l_wanted)]
    }
}

/// A claim as the reader writes it: `a: killed 5+, of children, by the police, in blast`.
struct Line<'a> {
    letter: &'a str,
    attribute: &'a str,
    value: &'a str,
    negative: bool,
    of: Option<&'a str>,
    by: Option<&'a str>,
    event: Option<&'a str>,
}

fn parse(line: &str) -> Line<'_> {
    let (letter, rest) = line.split_once(": ").unwrap_or_else(|| panic!("no letter: {line}"));
    let mut parts = rest.split(", ");
    let first = parts.next().unwrap_or_default();
    let negative = first.starts_with("not ");
    let first = first.strip_prefix("not ").unwrap_or(first);
    let (attribute, value) = first.split_once(' ').unwrap_or((first, ""));
    let mut read = Line { letter, attribute, value, negative, of: None, by: None, event: None };
    for part in parts {
        match part.split_once(' ') {
            Some(("of", words)) => read.of = Some(words),
            Some(("by", words)) => read.by = Some(words),
            Some(("in", word)) => read.event = Some(word),
            _ => panic!("what is {part:?} in {line:?}?"),
        }
    }
    read
}

/// Everything that differs, and the score.
pub(crate) fn compare(wanted: &Wanted, report: &Report) -> (Vec<String>, Score) {
    let lines: Vec<Line<'_>> = wanted.claims.iter().map(|line| parse(line)).collect();
    let mut faults = Vec::new();
    let mut of_line: Vec<Option<usize>> = vec![None; lines.len()];
    for (l, line) in lines.iter().enumerate() {
        let fits = |c: &usize| !of_line.contains(&Some(*c)) && is(line, &report.claims[*c], report);
        let found = (0..report.claims.len()).find(fits);
        if found.is_none() {
            faults.push(format!("missed  {}", wanted.claims[l]));
        }
        of_line[l] = found;
    }
    let hit = of_line.iter().flatten().count();
    for (c, claim) in report.claims.iter().enumerate() {
        if !of_line.contains(&Some(c)) {
            faults.push(format!("extra   {}", show(claim, report)));
        }
    }
    let letter = |id: annalist_doc::ClaimId| {
        let l = of_line.iter().position(|c| *c == Some(id.index()));
        l.map_or_else(|| format!("({id})"), |l| lines[l].letter.to_owned())
    };
    let mut links: Vec<String> = report
        .claim_links
        .iter()
        .map(|k| {
            format!(
                "{} {} {}",
                letter(k.from),
                format!("{:?}", k.kind).to_lowercase(),
                letter(k.to)
            )
        })
        .collect();
    let all = links.len();
    let mut right = 0;
    for link in &wanted.links {
        match links.iter().position(|l| l == link) {
            Some(at) => {
                links.remove(at);
                right += 1;
            }
            None => faults.push(format!("no link {link}")),
        }
    }
    faults.extend(links.iter().map(|l| format!("link?   {l}")));
    let score = Score {
        claims: [report.claims.len(), lines.len(), hit],
        links: [all, wanted.links.len(), right],
    };
    (faults, score)
}

fn is(line: &Line<'_>, claim: &Claim, report: &Report) -> bool {
    let words = |span: annalist_doc::Span| span.of(&report.document.text);
    let event = &report.events[claim.event.index()];
    let told = |word: &str| {
        word.split('|').any(|w| {
            event.mentions.iter().any(|m| words(m.span).to_lowercase().contains(&w.to_lowercase()))
        })
    };
    claim.attribute == line.attribute
        && (claim.value.polarity == Polarity::Negative) == line.negative
        && value_is(line, claim, report)
        && claim.scope.as_deref() == line.of
        && match (line.by, claim.by) {
            (None, None) => true,
            (Some(name), Some(id)) => named(report, id, name),
            _ => false,
        }
        && line.event.is_none_or(told)
}

fn value_is(line: &Line<'_>, claim: &Claim, report: &Report) -> bool {
    let value = &claim.value;
    if line.attribute == "responsible" {
        return value.entity.is_some_and(|id| named(report, id, line.value));
    }
    line.value == written(value.low, value.high, value.qualifier, &value.text)
        || line.attribute == "occurred"
}

fn written(low: Option<u64>, high: Option<u64>, qualifier: Qualifier, text: &str) -> String {
    match (qualifier, low, high) {
        (Qualifier::Vague, ..) => format!("\"{text}\""),
        (Qualifier::About, Some(n), _) => format!("~{n}"),
        (Qualifier::AtLeast, Some(n), _) => format!("{n}+"),
        (Qualifier::AtMost, _, Some(n)) => format!("-{n}"),
        (_, Some(a), Some(b)) if a == b => a.to_string(),
        (_, Some(a), Some(b)) => format!("{a}..{b}"),
        _ => format!("\"{text}\""),
    }
}

/// Whether the entity, or the body that it speaks for, goes by this name in the report.
fn named(report: &Report, id: EntityId, name: &str) -> bool {
    let bare = |words: &str| {
        let lower = words.to_lowercase();
        let cut = lower.strip_prefix("the ").or_else(|| lower.strip_prefix("a "));
        cut.unwrap_or(&lower).trim_end_matches("'s").to_owned()
    };
    let entity = &report.entities[id.index()];
    let goes_by = |n: &annalist_doc::Entity| {
        n.mentions.iter().any(|m| {
            let words = bare(report.mentions[m.index()].span.of(&report.document.text));
            words == bare(name)
                || words.starts_with(&format!("{} ", bare(name)))
                || bare(name).starts_with(&format!("{words} of "))
        }) || n.name.iter().chain(&n.aliases).any(|x| bare(x) == bare(name))
    };
    goes_by(entity) || entity.affiliation.is_some_and(|a| goes_by(&report.entities[a.index()]))
}

fn show(claim: &Claim, report: &Report) -> String {
    let v = &claim.value;
    let who = |id: EntityId| {
        let n = &report.entities[id.index()];
        let first = report.mentions[n.mentions[0].index()].span.of(&report.document.text);
        n.name.clone().unwrap_or_else(|| first.to_owned())
    };
    let value = match v.entity {
        Some(id) => format!("[{}] {}", v.text, who(id)),
        None if claim.attribute == "occurred" => String::new(),
        None => written(v.low, v.high, v.qualifier, &v.text),
    };
    let not = if v.polarity == Polarity::Negative { "not " } else { "" };
    let of = claim.scope.as_ref().map_or(String::new(), |s| format!(", of {s}"));
    let by = claim.by.map_or(String::new(), |id| format!(", by {}", who(id)));
    let event = report.events[claim.event.index()].trigger.of(&report.document.text);
    format!("{}: {not}{} {value}{of}{by}, in {event}", claim.id, claim.attribute)
}

/// All claims, links, events and statements, for people.
pub(crate) fn found(report: &Report) -> Vec<String> {
    let text = &report.document.text;
    let mut rows: Vec<String> = report.claims.iter().map(|c| show(c, report)).collect();
    rows.extend(report.claim_links.iter().map(|k| format!("{} {:?} {}", k.from, k.kind, k.to)));
    for f in &report.figures {
        rows.push(format!("{} {:?} [{}] of {:?}", f.id, f.what, f.span.of(text), f.who));
    }
    for e in &report.events {
        let mentions: Vec<&str> = e.mentions.iter().map(|m| m.span.of(text)).collect();
        let told: Vec<String> = e.according_to.iter().map(ToString::to_string).collect();
        let odd: Vec<&str> = e.modality_evidence.iter().map(|s| s.of(text)).collect();
        rows.push(format!(
            "{} {} [{}] {:?} {:?} {odd:?} {}",
            e.id,
            e.codes.plover,
            mentions.join("|"),
            e.polarity,
            e.modality,
            told.join(" ")
        ));
    }
    for s in &report.statements {
        let source: Vec<&str> = s.source.spans.iter().map(|x| x.of(text)).collect();
        let content: Vec<&str> = s.content.iter().map(|x| x.of(text)).collect();
        rows.push(format!(
            "{} {} {:?}: {}",
            s.id,
            source.join(" "),
            s.polarity,
            content.join(" … ").replace('\n', " ")
        ));
    }
    rows
}
