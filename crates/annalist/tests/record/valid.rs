//! What holds of every record, whatever the text. The fuzz targets use this file as well.

use annalist_doc::{Report, Span, WireReport};

/// The first thing that is wrong with a record.
pub(crate) fn check(report: &Report) -> Result<(), String> {
    report.check_spans().map_err(|span| format!("{span:?} does not fit the text"))?;
    text_is_read(report)?;
    rows_have_words(report)?;
    rows_have_their_names(report)?;
    references_lead_somewhere(report)?;
    values_make_sense(report)?;
    comes_back_from_json(report)
}

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

/// Blocks and sentences go forward, and every sentence lies in one block that is read.
fn text_is_read(report: &Report) -> Result<(), String> {
    let forward = |spans: &[Span]| spans.windows(2).all(|w| w[0].end <= w[1].start);
    let blocks: Vec<Span> = report.document.blocks.iter().map(|block| block.span).collect();
    ensure(forward(&blocks), || format!("blocks overlap: {blocks:?}"))?;
    ensure(forward(&report.sentences), || format!("sentences overlap: {:?}", report.sentences))?;
    for sentence in &report.sentences {
        let mut read = report.document.blocks.iter().filter(|block| block.kind.is_read());
        ensure(read.any(|block| block.span.contains(*sentence)), || {
            format!("sentence {sentence:?} lies in no block that is read")
        })?;
    }
    Ok(())
}

/// Whatever is told is told by some words of the text.
fn rows_have_words(report: &Report) -> Result<(), String> {
    let words = |name: String, spans: &[Span]| {
        let full = !spans.is_empty() && spans.iter().all(|span| !span.is_empty());
        ensure(full, || format!("{name} has no words: {spans:?}"))
    };
    for x in &report.mentions {
        words(x.id.to_string(), &[x.span])?;
    }
    for x in &report.times {
        words(x.id.to_string(), &[x.span])?;
    }
    for x in &report.places {
        words(x.id.to_string(), &[x.span])?;
    }
    for x in &report.statements {
        words(format!("{}, its content,", x.id), &x.content)?;
        words(format!("{}, as a whole,", x.id), &[&x.cue.spans[..], &x.content].concat())?;
    }
    for x in &report.events {
        words(x.id.to_string(), &[x.trigger])?;
        x.arguments.iter().try_for_each(|a| words(format!("{} {:?}", x.id, a.role), &[a.span]))?;
    }
    for x in &report.figures {
        words(x.id.to_string(), &[x.span])?;
    }
    for x in &report.claims {
        words(x.id.to_string(), &x.evidence)?;
    }
    Ok(())
}

/// The n-th row is called n.
fn rows_have_their_names(report: &Report) -> Result<(), String> {
    macro_rules! counted {
        ($($rows:ident)*) => {$(
            let ids = report.$rows.iter().map(|row| row.id.index());
            ensure(ids.eq(0..report.$rows.len()), || {
                concat!("ids of ", stringify!($rows), " do not count up").into()
            })?;
        )*};
    }
    counted!(mentions entities times places statements events figures claims);
    Ok(())
}

/// Every id that a row holds is a row's, mentions and entities agree, and no statement stands in itself.
fn references_lead_somewhere(report: &Report) -> Result<(), String> {
    macro_rules! known {
        ($from:expr, $rows:ident, $ids:expr) => {
            for id in $ids.into_iter() {
                ensure(id.index() < report.$rows.len(), || format!("{}: no {id}", $from))?;
            }
        };
    }
    for m in &report.mentions {
        known!(m.id, entities, [m.entity]);
        let held = report.entities[m.entity.index()].mentions.contains(&m.id);
        ensure(held, || format!("{} does not have its mention {}", m.entity, m.id))?;
    }
    for n in &report.entities {
        known!(n.id, mentions, n.mentions.iter());
        known!(n.id, entities, n.affiliation);
        for m in &n.mentions {
            let other = report.mentions[m.index()].entity;
            ensure(other == n.id, || format!("{m} is a mention of {} and of {other}", n.id))?;
        }
    }
    for s in &report.statements {
        known!(s.id, mentions, s.source.mention);
        known!(s.id, entities, s.source.entity);
        known!(s.id, statements, s.parent);
        known!(s.id, times, s.time);
        let mut outer = s.parent;
        for _ in 0..report.statements.len() {
            outer = outer.and_then(|s| report.statements[s.index()].parent);
        }
        ensure(outer.is_none(), || format!("{} stands in itself", s.id))?;
    }
    for e in &report.events {
        known!(e.id, entities, e.arguments.iter().filter_map(|a| a.entity));
        known!(e.id, times, e.time);
        known!(e.id, places, e.place);
        known!(e.id, figures, e.figures.iter());
        known!(e.id, statements, e.according_to.iter());
    }
    for c in &report.claims {
        known!(c.id, events, [c.event]);
        known!(c.id, entities, c.by);
        known!(c.id, statements, c.statement);
    }
    for link in &report.claim_links {
        known!("claim_links", claims, [link.from, link.to]);
        ensure(link.from != link.to, || format!("{} is linked to itself", link.from))?;
    }
    Ok(())
}

/// First is not after last, least not more than most, a share between 0 and 1.
fn values_make_sense(report: &Report) -> Result<(), String> {
    for t in &report.times {
        // Years before the Common Era have a sign, so days are compared as days.
        let day = |d: &Option<String>| d.as_ref().map(|d| d.parse::<jiff::civil::Date>());
        let days = day(&t.earliest).zip(day(&t.latest));
        let days = days.map(|(first, last)| (first.ok(), last.ok()));
        ensure(days.is_none_or(|(first, last)| first <= last), || format!("{t:?}"))?;
    }
    for f in &report.figures {
        let numbers = f.low.zip(f.high);
        ensure(numbers.is_none_or(|(low, high)| low <= high), || format!("{f:?}"))?;
    }
    for c in &report.claims {
        let days = c.said.earliest.as_ref().zip(c.said.latest.as_ref());
        ensure(days.is_none_or(|(first, last)| first <= last), || format!("{c:?}"))?;
    }
    let shares = report.events.iter().all(|e| (0.0..=1.0).contains(&e.confidence));
    ensure(shares, || "a confidence is not between 0 and 1".into())
}

/// Offsets in code points and JSON lose nothing.
fn comes_back_from_json(report: &Report) -> Result<(), String> {
    let json = report.clone().into_wire().to_json();
    let back = WireReport::from_json(&json).map_err(|error| error.to_string())?;
    ensure(back.to_json() == json, || "JSON read and written is not the same JSON".into())?;
    ensure(&back.into_report() == report, || "what comes back from JSON is another record".into())
}
