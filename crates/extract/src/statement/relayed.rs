//! Somebody passes on what somebody else says: "was quoted by the agency as saying", "the paper reported,
//! citing a clerk, that". Two statements, one inside the other.

use annalist_doc::{Certainty, Dep, Polarity, Span, Tag};
use annalist_lexicon::Cue;

use super::cue::Mode;
use super::{Draft, Scene, kind_of, source, spans};

/// Takes apart what is said by one and passed on by another.
pub(crate) fn find<'l>(scene: &Scene<'_, '_, 'l>, drafts: &mut Vec<Draft<'l>>) {
    let mut more = Vec::new();
    for draft in drafts.iter_mut() {
        let Some(cue) = draft.cue.filter(|c| c.is_listed()) else { continue };
        more.extend(if cue.relays && draft.cue_tokens.len() > 1 {
            passed_on(scene, draft)
        } else {
            cited(scene, draft)
        });
    }
    drafts.append(&mut more);
}

/// "The agency quoted her as saying", "she was quoted by the agency as saying": what she says becomes a
/// statement of hers, and that she says it one of the agency's.
fn passed_on<'l>(scene: &Scene<'_, '_, 'l>, draft: &mut Draft<'l>) -> Option<Draft<'l>> {
    let tree = scene.tree;
    let verb = *draft.cue_tokens.iter().find(|t| tree.tag(**t).is_verb())?;
    let said = *draft.cue_tokens.last()?;
    let (person, agency) = if tree.is_passive(verb) {
        let subject = tree
            .surface_subject(verb)
            .or_else(|| tree.tag(tree.head(verb)).is_noun().then(|| tree.head(verb)));
        (subject?, tree.logical_subject(verb))
    } else {
        (tree.child(verb, Dep::Dobj)?, tree.logical_subject(verb))
    };
    let whose = |head: usize| spans::source_of(scene, head, verb);
    draft.source = Some(person);
    draft.source_span = Some(whose(person));
    let agency = agency.filter(|a| *a != person && source::speaks(scene, *a))?;
    let helpers = |t: &usize| draft.cue_words.contains(t) && *t < verb;
    let cue_words: Vec<usize> =
        (verb.saturating_sub(4)..verb).filter(helpers).chain([verb]).collect();
    let own: Vec<usize> = draft.cue_tokens.iter().copied().filter(|t| *t > verb).collect();
    let mut content = draft.content.clone();
    // With the "that" between.
    let at = tree.span(said);
    let next =
        content.iter_mut().find(|c| c.start > at.start && tree.tokens_in(**c).start <= said + 2);
    if let Some(next) = next {
        *next = next.cover(at);
    }
    content.extend(own.iter().map(|t| tree.span(*t)).chain(draft.source_span));
    let content = joined(content, tree.text);
    draft.cue_tokens = vec![said];
    draft.cue_words = own;
    tree.lemma(said).clone_into(&mut draft.lemma);
    Some(Draft {
        cue_tokens: vec![verb],
        cue_words,
        lemma: tree.lemma(verb).to_owned(),
        source: Some(agency),
        source_span: Some(whose(agency)),
        kind: kind_of(scene, &content),
        content,
        ..draft.clone()
    })
}

/// "The paper reported, citing a clerk, that": what the paper reports is the clerk's.
fn cited<'l>(scene: &Scene<'_, '_, 'l>, draft: &Draft<'l>) -> Option<Draft<'l>> {
    let tree = scene.tree;
    let verb = draft.cue_tokens.first().copied()?;
    if draft.mode != Some(Mode::Verb) || !draft.is_reported() || draft.source.is_none() {
        return None;
    }
    let sentence = tree.sentence(verb).tokens();
    let below = |t: &usize| {
        tree.tag(*t) == Tag::Vbg && !draft.covers(tree.span(*t).start) && hangs(scene, *t, verb)
    };
    let (by, cue, whom) = sentence.filter(below).find_map(|t| {
        let cue: &'l Cue = scene
            .lexicon
            .cues
            .starting_with(tree.lemma(t))
            .find(|c| c.relays && c.words.len() == 1)?;
        let whom = tree.child(t, Dep::Dobj).filter(|w| source::speaks(scene, *w))?;
        Some((t, cue, whom))
    })?;
    if draft.source == Some(whom) || draft.content.iter().any(|c| c.overlaps(tree.span(whom))) {
        return None;
    }
    Some(Draft {
        cue: Some(cue),
        cue_tokens: vec![by],
        cue_words: vec![by],
        lemma: cue.lemma().to_owned(),
        class: &cue.class,
        relayed_by: Some(verb),
        source: Some(whom),
        source_span: Some(spans::source_of(scene, whom, by)),
        polarity: Polarity::Positive,
        certainty: Certainty::Certain,
        order: None,
        order_span: None,
        ..draft.clone()
    })
}

/// Whether a participle goes with a verb: it hangs on it, on its subject, or on what it
/// governs, where the parser puts what stands before "that".
fn hangs(scene: &Scene<'_, '_, '_>, participle: usize, verb: usize) -> bool {
    let tree = scene.tree;
    let up = tree.head(participle);
    let own = matches!(
        tree.dep(participle),
        Dep::Advcl | Dep::Acl | Dep::Xcomp | Dep::Conj | Dep::DepRel
    );
    own && (up == verb
        || tree.head(up) == verb && matches!(tree.dep(up), Dep::Nsubj | Dep::Dobj | Dep::Ccomp))
}

/// Spans in text order, neighbours as one.
fn joined(mut spans: Vec<Span>, text: &str) -> Vec<Span> {
    spans.sort_unstable();
    let mut all: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match all.last_mut() {
            Some(last)
                if last.end >= span.start
                    || text[last.end as usize..span.start as usize].trim().is_empty() =>
            {
                *last = last.cover(span);
            }
            _ => all.push(span),
        }
    }
    all
}
