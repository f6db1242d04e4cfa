//! Statements without a verb: transcripts ("GEN. POL: …", "Q: …"), signed quotations ("…" — Ana Pol) and
//! passages that open with their source ("From the ministry: …").

use annalist_doc::{BlockKind, Certainty, Polarity, Span};
use annalist_lexicon::RoleKind;

use super::{Draft, Scene, UNCUED, cue::Mode, kind_of};
use crate::quote::Quote;

/// A transcript has at least so many turns; with a question or an answer among them one less.
const TURNS: usize = 3;

/// A turn's further paragraphs that are looked at.
const PARAGRAPHS: usize = 4;

/// A label or signature has at most so many tokens.
const LABEL: usize = 9;

/// One paragraph that begins with "NAME:".
struct Turn {
    block: usize,
    /// Words of the label.
    label: Span,
    /// The last word of the label that can head it.
    head: usize,
    /// Where what is said begins.
    start: u32,
    /// Whether one quotation is all that follows.
    quoted: bool,
    /// Whether the label is one of transcripts: "Q".
    listed: bool,
    /// Whether the label is on the air: "ADA POL, HOST", with what is said below it.
    aired: bool,
}

/// All statements without a verb, in text order, and the words of those that are no reports themselves:
/// what is said on the air tells what others say as any report does.
pub(crate) fn find<'l>(scene: &Scene<'_, '_, 'l>) -> (Vec<Draft<'l>>, Vec<Span>) {
    let tree = scene.tree;
    let blocks = &tree.document.blocks;
    let read = |b: &usize| blocks[*b].kind.is_read();
    let turns: Vec<Turn> = (0..blocks.len()).filter(read).filter_map(|b| turn(scene, b)).collect();
    let marked = turns.iter().any(|t| t.listed || t.aired);
    let transcript = turns.len() + usize::from(marked) >= TURNS;
    let kept = |t: &Turn| transcript || t.quoted || t.aired;
    let (mut all, mut aired) = (Vec::new(), Vec::new());
    for (n, turn) in turns.iter().enumerate().filter(|(_, t)| kept(t)) {
        let mut content = vec![Span::new(turn.start, blocks[turn.block].span.end)];
        // A turn goes on until the next one; after the last one the report goes on.
        let next = turns.get(n + 1).map(|t| t.block).filter(|_| transcript);
        let own = turn.block + 1 + usize::from(turn.aired);
        let more = turn.block + 1..next.unwrap_or(own).min(turn.block + 1 + PARAGRAPHS);
        content.extend(more.filter(read).map(|b| blocks[b].span));
        if turn.aired {
            aired.extend(content.iter().copied());
        }
        all.push(draft(scene, turn.head, turn.label, content));
    }
    let told: Vec<usize> = turns.iter().map(|t| t.block).collect();
    for b in (0..blocks.len()).filter(read).filter(|b| !transcript || !told.contains(b)) {
        all.extend(signed(scene, b).or_else(|| opened(scene, b)));
    }
    all.retain(|d| !d.content.is_empty());
    all.sort_by_key(|d| d.content[0].start);
    let words = all.iter().flat_map(|d| d.content.iter().copied());
    let within = words.filter(|c| !aired.iter().any(|a| a.contains(*c))).collect();
    (all, within)
}

fn draft<'l>(
    scene: &Scene<'_, '_, 'l>,
    head: usize,
    source: Span,
    content: Vec<Span>,
) -> Draft<'l> {
    let content: Vec<Span> =
        content.into_iter().map(|c| c.trim(scene.tree.text)).filter(|c| !c.is_empty()).collect();
    Draft {
        cue: None,
        cue_tokens: Vec::new(),
        cue_words: Vec::new(),
        lemma: String::new(),
        class: UNCUED,
        relayed_by: None,
        mode: Some(Mode::Verbless),
        source: Some(head),
        source_span: Some(source),
        kind: kind_of(scene, &content),
        content,
        polarity: Polarity::Positive,
        certainty: Certainty::Certain,
        order: None,
        order_span: None,
    }
}

/// The label that a paragraph begins with.
fn turn(scene: &Scene<'_, '_, '_>, block: usize) -> Option<Turn> {
    let tree = scene.tree;
    let words = &scene.lexicon.words;
    let span = tree.document.blocks[block].span;
    let text = span.of(tree.text);
    let open = text.len() - text.trim_start_matches(['"', '“', '«', '„', ' ']).len();
    let colon = text.find(':')?;
    let name = text.get(open..colon)?;
    let after = text[colon + 1..].trim_start();
    if name.is_empty() || name.contains(['\n', '"', '“', ';', '?', '!']) {
        return None;
    }
    let shouted = name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let (called, what) = name.split_once(", ").unwrap_or((name, ""));
    let office = what.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let known = words.turn_labels.contains(&office)
        || scene.lexicon.actors.role(&office).is_some_and(|r| r.kind == RoleKind::Person);
    let aired = shouted && after.is_empty() && called.contains(' ') && known;
    if after.is_empty() && !aired || !(what.is_empty() || shouted && known) {
        return None;
    }
    let label = Span::new(span.start + open as u32, span.start + (open + called.len()) as u32);
    let tokens = tree.tokens_in(label);
    if tokens.is_empty() || tokens.len() > LABEL {
        return None;
    }
    let lower = called.to_lowercase();
    let listed = words.turn_labels.contains(&lower);
    let nobody = words.no_speakers.contains(&lower)
        || words.no_speakers.iter().any(|w| Some(w.as_str()) == lower.split(' ').next());
    // Every word of a name begins with a capital letter: "Gen. Pol", "THE CHAIRMAN".
    let capital = |w: &str| w.starts_with(|c: char| c.is_uppercase() || c == '(');
    let named = called.split(' ').all(capital)
        && (shouted && called.len() > 1 || tokens.clone().any(|t| tree.tag(t).is_proper()));
    if nobody || !listed && !named {
        return None;
    }
    let start = span.end - after.len() as u32;
    let quoted = scene.quotes.iter().any(|q| {
        q.outer.start == start && Span::new(q.outer.end, span.end).of(tree.text).trim().is_empty()
    });
    Some(Turn { block, label, head: tokens.end - 1, start, quoted, listed, aired })
}

/// `"The road is open." — Ana Pol`: a quotation and, after a dash, whose it is.
fn signed<'l>(scene: &Scene<'_, '_, 'l>, block: usize) -> Option<Draft<'l>> {
    let tree = scene.tree;
    let span = tree.document.blocks[block].span;
    let text = span.of(tree.text);
    if let Some(below) = signed_below(scene, block) {
        return Some(below);
    }
    let (at, dash) = text.char_indices().rev().find(|(_, c)| matches!(c, '—' | '–' | '―' | '-'))?;
    if dash == '-' && !text[..at].ends_with([' ', '"', '”']) {
        return None;
    }
    let dash_at = span.start + at as u32;
    let name = Span::new(dash_at + dash.len_utf8() as u32, span.end).trim(tree.text);
    let signature = name.of(tree.text).trim_end_matches(['.', ',']);
    let name = Span::new(name.start, name.start + signature.len() as u32);
    let tokens = tree.tokens_in(name);
    if tokens.is_empty() || tokens.len() > LABEL || signature.contains(['"', '”', '“']) {
        return None;
    }
    let last = tokens.end - 1;
    let head = tokens.clone().find(|t| tree.tag(*t).is_noun()).unwrap_or(last);
    let before = tree.text[span.start as usize..dash_at as usize].trim_end();
    let quoted = scene.quotes.iter().filter(|q| q.outer.overlaps(span));
    let apart = tree.document.blocks[block].kind == BlockKind::Quote;
    let all_quoted = quoted.clone().any(|q| q.outer.start == span.start)
        && (apart || before.ends_with(['"', '”', '»', '’', '\'']));
    // Without quotation marks only a document signs: "… — ministry statement".
    let document = scene.lexicon.words.documents.iter().any(|d| d == tree.lemma(last));
    let named = tree.tag(tokens.start).is_proper() || tree.tag(head).is_proper();
    let ends = before.ends_with(['.', '!', '?', '"', '”']);
    let fits = all_quoted && (named || document)
        || document && ends && !tokens.clone().any(|t| tree.tag(t).is_verb());
    fits.then(|| {
        let end = span.start + before.len() as u32;
        draft(scene, if document { last } else { head }, name, vec![Span::new(span.start, end)])
    })
}

/// A line of its own, "— Ana Pol, mayor", under a quotation that fills the paragraph before.
fn signed_below<'l>(scene: &Scene<'_, '_, 'l>, block: usize) -> Option<Draft<'l>> {
    let tree = scene.tree;
    let blocks = &tree.document.blocks;
    let line = blocks[block].span.trim(tree.text);
    let name = line.of(tree.text).strip_prefix(['—', '–', '―'])?.trim_start();
    let name = Span::new(line.end - name.len() as u32, line.end);
    let tokens = tree.tokens_in(name);
    let above = blocks[..block].iter().rposition(|b| b.kind.is_read())?;
    let quoted =
        |q: &&Quote| q.block as usize == above && q.outer == blocks[above].span.trim(tree.text);
    let quote = scene.quotes.iter().find(quoted)?;
    let head = tokens.clone().find(|t| tree.tag(*t).is_noun())?;
    let short = tokens.len() <= LABEL && !tokens.clone().any(|t| tree.tag(t).is_verb());
    short.then(|| draft(scene, head, name, vec![quote.outer]))
}

/// "From the ministry: the road is open."
fn opened<'l>(scene: &Scene<'_, '_, 'l>, block: usize) -> Option<Draft<'l>> {
    let tree = scene.tree;
    let span = tree.document.blocks[block].span;
    let text = span.of(tree.text);
    let colon = text.find(':')?;
    let (first, name) = text[..colon].split_once(' ')?;
    let opener = scene.lexicon.words.source_openers.iter().any(|w| first.eq_ignore_ascii_case(w));
    let after = text[colon + 1..].trim_start();
    let name = Span::new(span.start + (colon - name.len()) as u32, span.start + colon as u32);
    let tokens = tree.tokens_in(name);
    if !opener || after.is_empty() || tokens.is_empty() || tokens.len() > LABEL {
        return None;
    }
    let head = tokens.clone().rev().find(|t| super::source::speaks(scene, *t))?;
    let start = span.end - after.len() as u32;
    Some(draft(scene, head, name, vec![Span::new(start, span.end)]))
}
