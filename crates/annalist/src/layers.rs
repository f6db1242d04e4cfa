//! The language pipeline's answers as layers of a document.

use annalist_annotate::{Input, Iob, LabelId, SentStart};
use annalist_doc::{Block, Dep, Document, Layers, NameLabel, Pos, Sentence, Span, Tag, Token};
use annalist_extract::Quote;

/// The language pipeline with its labels translated once.
#[derive(Debug)]
pub(crate) struct Annotator {
    language: annalist_annotate::Pipeline,
}

/// A block on its way through the language pipeline: line ends become spaces, byte for byte, so that
/// a hard-wrapped paragraph is read as one line and offsets stay what they are.
struct Piece {
    document: usize,
    block: u32,
    start: u32,
    text: String,
    starts: Vec<(usize, SentStart)>,
}

impl Annotator {
    pub(crate) fn new(language: annalist_annotate::Pipeline) -> Self {
        Self { language }
    }

    /// Layers of each document, in order. Every block is read by itself: a sentence never crosses one.
    pub(crate) fn annotate(&self, documents: &[Document], quotes: &[Vec<Quote>]) -> Vec<Layers> {
        let mut pieces = Vec::new();
        for (d, document) in documents.iter().enumerate() {
            let read = document.blocks.iter().enumerate().filter(|(_, block)| block.kind.is_read());
            pieces.extend(read.map(|(b, block)| piece(d, document, b, block, &quotes[d])));
        }
        let inputs: Vec<Input<'_>> =
            pieces.iter().map(|p| Input { text: &p.text, sent_starts: &p.starts }).collect();
        let mut layers = vec![Layers::default(); documents.len()];
        for (piece, doc) in pieces.iter().zip(self.language.annotate_with(&inputs)) {
            self.append(&mut layers[piece.document], piece, &doc);
        }
        layers
    }

    /// Adds one block's tokens and sentences.
    fn append(&self, layers: &mut Layers, piece: &Piece, doc: &annalist_annotate::Doc) {
        let base = layers.tokens.len() as u32;
        // White space is no token here; `place` tells where each token went.
        let mut place = Vec::with_capacity(doc.len());
        let mut next = base;
        for token in doc.tokens() {
            place.push(next);
            next += u32::from(!token.is_space);
        }
        for sentence in doc.sentences() {
            let first = layers.tokens.len() as u32;
            for i in sentence.clone() {
                let token = &doc.tokens()[i];
                if token.is_space {
                    continue;
                }
                let own = place[i];
                let head = token.head as usize;
                let inside = sentence.contains(&head) && !doc.tokens()[head].is_space;
                layers.tokens.push(self.token(
                    layers_lemma(&mut layers.lemmas, doc.lemma(token)),
                    piece,
                    token,
                    if inside { place[head] } else { own },
                ));
            }
            let last = layers.tokens.len() as u32;
            if last > first {
                let span =
                    layers.tokens[first as usize].span.cover(layers.tokens[last as usize - 1].span);
                layers.sentences.push(Sentence { span, first, last, block: piece.block });
            }
        }
    }

    fn token(
        &self,
        lemma: Span,
        piece: &Piece,
        token: &annalist_annotate::Token,
        head: u32,
    ) -> Token {
        let label = |id: LabelId| self.language.label(id);
        let named = token.ent_iob != Iob::Outside;
        Token {
            span: Span::new(piece.start + token.start, piece.start + token.end),
            lemma,
            head,
            dep: Dep::parse(label(token.dep)),
            tag: Tag::parse(label(token.tag)),
            pos: Pos::parse(label(token.pos)),
            name: named.then(|| NameLabel::parse(label(token.ent_type))),
            name_begins: token.ent_iob == Iob::Begin,
        }
    }
}

fn layers_lemma(lemmas: &mut String, lemma: &str) -> Span {
    let start = lemmas.len() as u32;
    lemmas.push_str(lemma);
    Span::new(start, lemmas.len() as u32)
}

fn piece(d: usize, document: &Document, b: usize, block: &Block, quotes: &[Quote]) -> Piece {
    let text = block.span.of(&document.text).replace(['\n', '\r', '\t'], " ");
    Piece {
        document: d,
        block: b as u32,
        start: block.span.start,
        starts: boundaries(&text, block, b as u32, quotes),
        text,
    }
}

/// What quotation marks say about sentence ends: a closing mark never begins a sentence, nor does what
/// follows an opening one; an opening mark after a full stop does.
fn boundaries(text: &str, block: &Block, b: u32, quotes: &[Quote]) -> Vec<(usize, SentStart)> {
    let mut all: Vec<(u32, SentStart)> = Vec::new();
    all.extend(after_dateline(text).map(|at| (at, SentStart::Always)));
    for quote in quotes.iter().filter(|q| q.block == b) {
        let (open, close) =
            (quote.outer.start - block.span.start, quote.inner.end - block.span.start);
        let inner = &text[(quote.inner.start - block.span.start) as usize..close as usize];
        let first = close - inner.trim_start().len() as u32;
        if first > open {
            all.push((first, SentStart::Never));
        }
        let before = text[..open as usize].trim_end();
        if before.ends_with(['.', '!', '?']) && text[..open as usize].ends_with(' ') {
            all.push((open, SentStart::Always));
        }
        if !quote.open {
            all.push((close, SentStart::Never));
            // "…," she said: what follows the mark in lower case goes on.
            let after = &text[(quote.outer.end - block.span.start) as usize..];
            let skipped = (after.len() - after.trim_start().len()) as u32;
            if after.trim_start().starts_with(|c: char| c.is_lowercase() || c == ',') {
                all.push((quote.outer.end - block.span.start + skipped, SentStart::Never));
            }
        }
    }
    let mut all: Vec<(usize, SentStart)> =
        all.into_iter().map(|(at, start): (u32, _)| (at as usize, start)).collect();
    all.sort_by_key(|(at, _)| *at);
    all.dedup_by_key(|(at, _)| *at);
    all
}

/// No dateline is longer than this many bytes.
const DATELINE: usize = 80;

/// Where the report begins after a dateline: "OSTWICK, Velmark, Jan 22 (Agency) - A blast".
fn after_dateline(text: &str) -> Option<u32> {
    let shouted = text
        .chars()
        .take_while(|c| c.is_uppercase() || " '’.-".contains(*c))
        .filter(|c| c.is_alphabetic())
        .count();
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= DATELINE).last()?;
    let dash = [" - ", " – ", " — ", " -- ", ") — ", ")-"]
        .iter()
        .filter_map(|d| text[..end].find(d).map(|at| at + d.len()))
        .min()?;
    let head = &text[..dash];
    // "Lusaka (Agency) – ", "Lilongwe, 12 March 2025 — "
    let (names, agency) = head
        .trim_end_matches([' ', '-', '–', '—'])
        .split_once('(')
        .unwrap_or((head.trim_end_matches([' ', '-', '–', '—']), ""));
    let capital = |w: &str| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let named = names.split_whitespace().all(capital)
        && names.starts_with(char::is_uppercase)
        && (agency.ends_with(')') && (!agency.contains(' ') || capital(agency))
            || agency.is_empty()
                && names.contains(',')
                && names.contains(|c: char| c.is_ascii_digit()));
    let plain = (shouted >= 3 || named)
        && head.matches([',', '(', '-', '–', '—']).count() > 0
        && !head.contains(['"', '“', '?', '!', ':']);
    let rest = text[dash..].trim_start();
    (plain && rest.starts_with(|c: char| c.is_uppercase() || c == '"' || c == '“'))
        .then(|| (text.len() - rest.len()) as u32)
}

#[cfg(test)]
mod tests {
    use super::after_dateline;

    #[test]
    fn datelines_end_at_the_dash() {
        let text = "OSTWICK, Velmark, Jan 22 (Agency) - A blast tore through the port.";
        assert_eq!(
            &text[after_dateline(text).unwrap() as usize..],
            "A blast tore through the port."
        );
        for head in ["Lusaka (Meridian) – ", "Lilongwe, 12 March 2025 — ", "Port Lowry (dpa) - "]
        {
            let text = format!("{head}A blast tore through the port.");
            assert_eq!(after_dateline(&text), Some(head.len() as u32), "{head}");
        }
        assert_eq!(after_dateline("The Gull (a ferry) - The captain said it sank."), None);
        assert_eq!(after_dateline("The ferry - The Gull - sank."), None);
        assert_eq!(after_dateline("UN envoy says talks - once hopeful - failed"), None);
        assert_eq!(after_dateline("é"), None);
    }
}
