//! Statements: who says what, found from cue words, the tree and quotation marks.
//!
//! The order of work: cues are matched ([`cue`]), each gets the content it governs ([`content`]) and
//! its source ([`source`]); quotations that no cue governs go on with the speaker before them
//! ([`continued`]).

mod content;
mod continued;
mod cue;
mod draft;
mod propose;
mod rank;
mod relayed;
mod select;
mod source;
mod spans;
mod verbless;

use annalist_doc::{Certainty, Order, Polarity, Span, StatementKind};
use annalist_lexicon::{Cue, Lexicon, Pronoun};

use cue::{Match, Mode};

use crate::quote::Quote;
use crate::tree::Tree;

/// The class of a statement that no word tells.
const UNCUED: &str = "neutral";

/// A statement before mentions are linked to entities.
#[derive(Clone, Debug)]
pub(crate) struct Draft<'l> {
    /// The lexicon's entry; none when only quotation marks tell.
    pub(crate) cue: Option<&'l Cue>,
    pub(crate) cue_tokens: Vec<usize>,
    /// The cue's words with their helpers, in text order.
    pub(crate) cue_words: Vec<usize>,
    /// The cue's dictionary form.
    pub(crate) lemma: String,
    /// Which class of the lexicon it is of here.
    pub(crate) class: &'l str,
    /// Head of the cue that passes this statement on in the same words.
    pub(crate) relayed_by: Option<usize>,
    pub(crate) mode: Option<Mode>,
    /// Head of the source phrase.
    pub(crate) source: Option<usize>,
    pub(crate) source_span: Option<Span>,
    pub(crate) content: Vec<Span>,
    pub(crate) kind: StatementKind,
    pub(crate) polarity: Polarity,
    pub(crate) certainty: Certainty,
    pub(crate) order: Option<Order>,
    /// Words such as "initially" that give the order.
    pub(crate) order_span: Option<Span>,
}

impl Draft<'_> {
    /// Where the statement is told: its cue, or its first word.
    pub(crate) fn anchor(&self, tree: &Tree<'_>) -> u32 {
        let cue = self.cue_tokens.first().map(|t| tree.span(*t).start);
        cue.or_else(|| self.content.first().map(|c| c.start)).unwrap_or(0)
    }

    /// Whether it was said or written, not only thought, wished or meant: its cue says so, or quotation
    /// marks do.
    pub(crate) fn is_reported(&self) -> bool {
        self.cue.is_none_or(|c| c.reporting) || self.kind != StatementKind::Indirect
    }

    pub(crate) fn covers(&self, at: u32) -> bool {
        self.content.iter().any(|c| c.holds(at))
    }
}

/// Which statements have words in which sentence.
#[derive(Debug)]
pub(crate) struct Told(Vec<Vec<u32>>);

impl Told {
    pub(crate) fn new(tree: &Tree<'_>, drafts: &[Draft<'_>]) -> Self {
        let mut of_sentence = vec![Vec::new(); tree.layers.sentences.len()];
        for (d, draft) in drafts.iter().enumerate() {
            for span in &draft.content {
                for t in tree.tokens_in(*span) {
                    let slot: &mut Vec<u32> = &mut of_sentence[tree.sentence_index(t)];
                    if slot.last() != Some(&(d as u32)) {
                        slot.push(d as u32);
                    }
                }
            }
        }
        of_sentence.iter_mut().for_each(|s| s.dedup());
        Self(of_sentence)
    }

    /// The statements with words in this sentence, in text order.
    pub(crate) fn near(&self, sentence: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.0[sentence].iter().map(|d| *d as usize)
    }
}

/// Everything the parts of this module look at.
pub(crate) struct Scene<'a, 'd, 'l> {
    pub(crate) tree: &'a Tree<'d>,
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) quotes: &'a [Quote],
}

impl Scene<'_, '_, '_> {
    /// The quotation that holds this token.
    fn quote_around(&self, token: usize) -> Option<&Quote> {
        let at = self.tree.span(token).start;
        quote_at(self.quotes, at)
    }
}

/// The quotation that holds a position of the text.
pub(crate) fn quote_at(quotes: &[Quote], at: u32) -> Option<&Quote> {
    let next = quotes.partition_point(|q| q.inner.start <= at);
    quotes[..next].last().filter(|q| q.inner.holds(at))
}

/// Finds all statements, in text order of their cues: by the rules alone, or with learned weights.
pub(crate) fn find<'l>(scene: &Scene<'_, '_, 'l>) -> Vec<Draft<'l>> {
    let weights = scene.lexicon.statements.as_ref();
    let (mut drafts, within) = verbless::find(scene);
    match weights {
        Some(weights) => {
            drafts.extend(select::likely(scene, &propose::all(scene), weights, &within));
        }
        None => drafts.extend(by_rules(scene)),
    }
    drop_unsaid(&mut drafts, scene.tree);
    relayed::find(scene, &mut drafts);
    continued::find(scene, &mut drafts);
    if let Some(weights) = weights {
        select::keep_likely_alone(scene, &mut drafts, weights);
    }
    drafts.sort_by_key(|d| (d.anchor(scene.tree), d.content.first().map(|c| c.start)));
    drafts
}

/// Drops what somebody declines to state: "would not comment on the raid" has one statement, not two.
fn drop_unsaid(drafts: &mut Vec<Draft<'_>>, tree: &Tree<'_>) {
    let unsaid: Vec<(Option<usize>, Span)> = drafts
        .iter()
        .filter(|d| d.cue.is_some_and(|c| c.unsaid))
        .flat_map(|d| d.content.iter().map(|c| (d.source, *c)))
        .collect();
    drafts.retain(|d| {
        let at = d.anchor(tree);
        !unsaid.iter().any(|(source, c)| *source == d.source && c.holds(at) && d.mode.is_some())
    });
}

/// What the lexicon's cues state by the rules.
fn by_rules<'l>(scene: &Scene<'_, '_, 'l>) -> Vec<Draft<'l>> {
    let matches = cue::find(scene, cue::Reach::Listed);
    let mut drafts = Vec::new();
    let mut sources = source::Sources::new(scene, &matches);
    let contents = content::Contents::new(scene, &matches);
    for (m, found) in matches.iter().enumerate() {
        let source = sources.of(m);
        if contents.is_mute(m, &source) || own_words(scene, found, &source) {
            continue;
        }
        let content = contents.of(m, &source);
        if !content.is_empty() {
            drafts.push(draft::of_cue(scene, found, source.head, content));
        }
    }
    drafts
}

/// What statements are learned from: everything proposed, with its features; sources only of contents
/// that are right.
#[cfg(feature = "training")]
pub(crate) fn for_training(
    scene: &Scene<'_, '_, '_>,
    is_right: &dyn Fn(&[Span], &[Span]) -> bool,
) -> Vec<crate::StatementCandidate> {
    let mut all = Vec::new();
    let proposals = propose::all(scene);
    for (m, found) in proposals.matches.iter().enumerate() {
        let cue: Vec<Span> = found.tokens.iter().map(|t| scene.tree.span(*t)).collect();
        for what in &proposals.contents[m] {
            let mut features = Vec::new();
            rank::cue(scene, (found, &proposals.by_rule[m]), &mut features);
            rank::content(scene, (found, &proposals.by_rule[m]), what, &mut features);
            let right = is_right(&cue, &what.spans);
            let sources = proposals.sources[m].iter().filter(|_| right).map(|whom| {
                let mut features = Vec::new();
                rank::whom(scene, found, whom, &mut features);
                rank::source(scene, (found, what), whom, &mut features);
                let span = whom.head.map(|h| spans::source_of(scene, h, found.head()));
                (span.into_iter().collect(), features)
            });
            let sources = sources.collect();
            let (cue, content) = (cue.clone(), what.spans.clone());
            let lemma = found.cue.lemma().to_owned();
            all.push(crate::StatementCandidate { lemma, cue, content, features, sources });
        }
    }
    let mut drafts = by_rules(scene);
    continued::find(scene, &mut drafts);
    for draft in drafts.iter().filter(|d| d.mode.is_none()) {
        let mut features = Vec::new();
        rank::alone(scene, draft, &mut features);
        let source = draft.source_span.into_iter().collect();
        let (content, sources) = (draft.content.clone(), vec![(source, Vec::new())]);
        let (lemma, cue) = (String::new(), Vec::new());
        all.push(crate::StatementCandidate { lemma, cue, content, features, sources });
    }
    all
}

/// "I think", "we want" inside a quotation: the speaker's own words on their own attitude, which is
/// what the quotation as a whole already records.
fn own_words(scene: &Scene<'_, '_, '_>, found: &Match<'_>, source: &source::Found) -> bool {
    let speaker = source.head.and_then(|h| scene.lexicon.words.pronouns.get(scene.tree.lower(h)));
    let own = matches!(speaker, Some(Pronoun::Speaker | Pronoun::Speakers));
    own && !found.cue.reporting && scene.quote_around(found.head()).is_some()
}

/// Direct when nearly all words are quoted, mixed when some are.
pub(crate) fn kind_of(scene: &Scene<'_, '_, '_>, content: &[Span]) -> StatementKind {
    let tree = scene.tree;
    let (mut quoted, mut all) = (0usize, 0usize);
    for span in content {
        for t in tree.tokens_in(*span) {
            if tree.word(t).starts_with(char::is_alphanumeric) {
                all += 1;
                quoted += usize::from(scene.quote_around(t).is_some());
            }
        }
    }
    match quoted {
        0 => StatementKind::Indirect,
        _ if quoted * 10 >= all * 9 => StatementKind::Direct,
        _ => StatementKind::Mixed,
    }
}
