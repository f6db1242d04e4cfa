//! Where a trigger of the lexicon stands in the text.

use annalist_doc::{Dep, EntityKind, NameLabel, Span, Tag};
use annalist_lexicon::{Filler, Light, Slot, Trigger, TriggerPos};

use super::{Scene, argument};
use crate::tree::Tree;

/// A trigger in the text.
#[derive(Clone, Debug)]
pub(crate) struct Match<'l> {
    pub(crate) trigger: &'l Trigger,
    /// Its tokens.
    pub(crate) tokens: Vec<usize>,
    /// The token that participants hang on.
    pub(crate) head: usize,
    /// The light verb that carries a trigger noun.
    pub(crate) light: Option<(usize, &'l Light)>,
}

impl Match<'_> {
    /// From the first to the last of its tokens, when they stand together; else the head alone.
    pub(crate) fn span(&self, tree: &Tree<'_>) -> Span {
        let (first, last) =
            self.tokens.iter().fold((self.head, self.head), |(a, b), t| (a.min(*t), b.max(*t)));
        if last - first < self.tokens.len() + 2 {
            tree.cover(first..=last)
        } else {
            tree.span(self.head)
        }
    }

    /// The verb that shows its tense: itself, or the light verb.
    pub(crate) fn verb(&self) -> usize {
        self.light.map_or(self.head, |(verb, _)| verb)
    }

    /// The token that time and place of the event hang on.
    pub(crate) fn governor(&self) -> usize {
        self.verb()
    }
}

/// All triggers in text order.
pub(crate) fn find<'l>(scene: &Scene<'_, '_, 'l>) -> Vec<Match<'l>> {
    let tree = scene.tree;
    let mut all: Vec<Match<'l>> = (0..tree.len()).flat_map(|i| at(scene, i)).collect();
    // A light verb that carries an event noun is no event of its own.
    let carried: Vec<usize> = all.iter().filter_map(|m| m.light.map(|(verb, _)| verb)).collect();
    all.retain(|m| m.light.is_some() || !carried.contains(&m.head));
    // Of triggers with one head ("financial aid", "aid") the longest holds.
    let longest = |m: &Match<'_>, all: &[Match<'_>]| {
        !all.iter().any(|o| o.head == m.head && o.tokens.len() > m.tokens.len())
    };
    all = all.iter().filter(|m| longest(m, &all)).cloned().collect();
    // Nor is a noun that is already part of a longer trigger.
    let inner: Vec<usize> =
        all.iter().flat_map(|m| m.tokens.iter().copied().filter(|t| *t != m.head)).collect();
    all.retain(|m| !inner.contains(&m.head));
    all
}

fn at<'l>(scene: &Scene<'_, '_, 'l>, i: usize) -> Vec<Match<'l>> {
    let tree = scene.tree;
    let (lemma, lowered) = (tree.lemma(i), tree.lower(i));
    let triggers = &scene.lexicon.triggers;
    let by_form = (lemma != lowered).then(|| triggers.starting_with(lowered)).into_iter().flatten();
    let mut best: Option<((usize, usize, usize), Match<'l>)> = None;
    for trigger in triggers.starting_with(lemma).chain(by_form) {
        let Some(mut found) = words_at(scene, trigger, i) else { continue };
        if trigger.pos == TriggerPos::Noun {
            found.light = light_verb(scene, found.head);
        }
        if !allowed(scene, &found) {
            continue;
        }
        // More words plus conditions met; then more words; then the nearer second word.
        let reach = found.tokens.get(1).map_or(0, |t| usize::MAX / 2 - t);
        let weight = (trigger.words.len() + trigger.needs.len(), trigger.words.len(), reach);
        if best.as_ref().is_none_or(|(top, _)| weight > *top) {
            best = Some((weight, found));
        }
    }
    best.into_iter().map(|(_, found)| found).collect()
}

/// The trigger with its first word at token `i`, if its words are there and free to be a trigger.
fn words_at<'l>(scene: &Scene<'_, '_, 'l>, trigger: &'l Trigger, i: usize) -> Option<Match<'l>> {
    let tree = scene.tree;
    match trigger.pos {
        TriggerPos::Verb => {
            let free = tree.tag(i).is_verb()
                && !matches!(tree.dep(i), Dep::Amod | Dep::Aux | Dep::Auxpass | Dep::Compound);
            let tokens = free.then(|| verb_tokens(tree, trigger, i)).flatten()?;
            Some(Match { trigger, tokens, head: i, light: None })
        }
        TriggerPos::Noun => {
            let last = i + trigger.words.len() - 1;
            let there = last < tree.len()
                && tree.sentence_index(i) == tree.sentence_index(last)
                && trigger.words.iter().enumerate().all(|(k, word)| {
                    tree.is(i + k, word) || k == 0 && trigger.also.iter().any(|a| tree.is(i, a))
                });
            if !there {
                return None;
            }
            let outside = |t: &usize| !(i..=last).contains(&tree.head(*t)) || tree.is_root(*t);
            let head = (i..=last).find(outside).unwrap_or(last);
            let modifier = matches!(tree.dep(head), Dep::Compound | Dep::Amod | Dep::Nmod)
                && tree.head(head) > head;
            let timed = matches!(tree.token(head).name, Some(NameLabel::Date | NameLabel::Time));
            let free = tree.tag(head).is_noun() && !modifier && !timed && !in_name(scene, head);
            free.then(|| Match { trigger, tokens: (i..=last).collect(), head, light: None })
        }
    }
}

fn in_name(scene: &Scene<'_, '_, '_>, i: usize) -> bool {
    scene.index.name(i).is_some()
}

/// The tokens of a verb trigger: each further word follows the one before it and hangs on the verb,
/// or on another word of the trigger.
fn verb_tokens(tree: &Tree<'_>, trigger: &Trigger, head: usize) -> Option<Vec<usize>> {
    let mut tokens = vec![head];
    for word in &trigger.words[1..] {
        let last = *tokens.last()?;
        let end = (last + 12).min(tree.sentence(head).last as usize);
        let hangs = |t: usize| {
            let above = tree.head(t);
            tokens.contains(&above) || tokens.contains(&tree.head(above))
        };
        let next = (last + 1..end).find(|t| tree.is(*t, word) && hangs(*t));
        // "fire was opened": the object of a passive stands before.
        let passive = || tree.child(head, Dep::Nsubjpass).filter(|s| tree.is(*s, word));
        let token = next.or_else(passive)?;
        let timed = tree.dep(token) == Dep::Prep
            && tree.child(token, Dep::Pobj).is_some_and(|o| {
                matches!(tree.token(o).name, Some(NameLabel::Date | NameLabel::Time))
            });
        if timed {
            return None;
        }
        tokens.push(token);
    }
    // "end up" is not "end".
    let other_verb = tree.child(head, Dep::Prt).is_some_and(|p| !tokens.contains(&p));
    (!other_verb).then_some(tokens)
}

/// The light verb that carries a noun: "carried out an attack", "the attack was carried out".
pub(super) fn light_verb<'l>(scene: &Scene<'_, '_, 'l>, noun: usize) -> Option<(usize, &'l Light)> {
    let tree = scene.tree;
    let verb = tree.head(noun);
    let carries = matches!(tree.dep(noun), Dep::Dobj | Dep::Nsubjpass | Dep::Pobj | Dep::Attr);
    let verb = if tree.dep(noun) == Dep::Pobj { tree.head(verb) } else { verb };
    if verb == noun || !carries || !tree.tag(verb).is_verb() {
        return None;
    }
    let fits = |light: &&'l Light| {
        let mut words = light.lemma.split(' ').skip(1);
        let rest = words.all(|w| tree.children(verb).any(|c| tree.is(c, w)));
        let noun_fits = light.of.iter().any(|n| n == "*" || n == tree.lemma(noun));
        let direct = tree.dep(noun) != Dep::Pobj || light.lemma.contains(' ');
        rest && noun_fits && direct
    };
    scene.lexicon.triggers.lights(tree.lemma(verb)).find(fits).map(|light| (verb, light))
}

/// Whether what stands around the trigger is what the entry asks for.
fn allowed(scene: &Scene<'_, '_, '_>, found: &Match<'_>) -> bool {
    let tree = scene.tree;
    let trigger = found.trigger;
    let heads = |slot: &Slot| argument::fill(scene, found, slot);
    let holds = |slot: &Slot, fillers: &[Filler]| {
        heads(slot).iter().any(|head| fillers.iter().any(|filler| is_filler(scene, *head, filler)))
    };
    if !trigger.needs.iter().all(|(slot, fillers)| holds(slot, fillers))
        || trigger.without.iter().any(|(slot, fillers)| holds(slot, fillers))
    {
        return false;
    }
    let filled = |slots: &[Slot]| slots.iter().any(|slot| !heads(slot).is_empty());
    let (actor, recipient) = (filled(&trigger.actor), filled(&trigger.recipient));
    if !trigger.bare {
        let both = trigger.reciprocal
            && trigger.pos == TriggerPos::Verb
            && trigger
                .actor
                .iter()
                .flat_map(heads)
                .any(|h| tree.tag(h).is_plural() || tree.joined(h).len() > 1);
        // "Monday's attack" is a certain one too.
        let owned = || tree.child(found.head, Dep::Poss).is_some();
        let noun = trigger.pos == TriggerPos::Noun && (actor || found.light.is_some() || owned());
        return recipient || both || noun;
    }
    // A verb with nobody in any of its places tells of nothing that can be recorded.
    trigger.pos == TriggerPos::Noun
        || actor
        || recipient
        || trigger.actor.is_empty() && (trigger.recipient.is_empty() || !trigger.needs.is_empty())
}

fn is_filler(scene: &Scene<'_, '_, '_>, head: usize, filler: &Filler) -> bool {
    let tree = scene.tree;
    let kind = || {
        scene
            .entity_at(head)
            .map(|(m, cluster)| (scene.mentions[m].what, scene.resolved.clusters[cluster].kind))
    };
    let is = |wanted: &[EntityKind]| {
        kind().is_some_and(|(own, all)| wanted.contains(&own) || wanted.contains(&all))
    };
    // A quantity stands for what it measures: "dozens of houses", "120 tonnes of maize".
    let words = &scene.lexicon.words;
    let vague = words.vague_numbers.iter().any(|v| v == tree.lower(head))
        || words.measures.iter().any(|m| m == tree.lemma(head))
        || tree.tag(head) == Tag::Cd;
    if vague
        && let Some(measured) = tree.object_of(head, "of")
        && is_filler(scene, measured, filler)
    {
        return true;
    }
    match filler {
        Filler::Any => true,
        Filler::Person => {
            is(&[EntityKind::Person])
                || matches!(tree.tag(head), Tag::Prp | Tag::Wp) && tree.lower(head) != "it"
        }
        Filler::Group => {
            is(&[EntityKind::Group]) || tree.tag(head) == Tag::Prp && tree.lower(head) != "it"
        }
        Filler::Organization => is(&[EntityKind::Organization]),
        Filler::Country => is(&[EntityKind::Country]),
        Filler::Place => {
            is(&[EntityKind::Place, EntityKind::Country])
                || scene.lexicon.words.place_parts.iter().any(|p| p == tree.lemma(head))
                || scene.lexicon.places.kinds.iter().any(|p| p == tree.lemma(head))
        }
        Filler::Facility => {
            is(&[EntityKind::Facility])
                || scene.lexicon.places.sites.iter().any(|p| p == tree.lemma(head))
        }
        Filler::Number => crate::number::quantity(tree, &scene.lexicon.words, head).is_some(),
        Filler::Word(word) => tree.is(head, word),
    }
}
