//! Names every feature of a pair of actors.

use annalist_doc::{Dep, NameLabel, Role, Tag};

use super::clause::{Clause, modality, object_tone, polarity, reverses, tone, verbs_above};
use super::{Pair, Side, is_verb, kinds, senses};
use crate::event::{EventDraft, Scene};
use crate::feature::Sink;
use crate::tree::Tree;

/// Names them all.
pub(crate) fn features(
    scene: &Scene<'_, '_, '_>,
    pair: &Pair,
    events: &[EventDraft<'_>],
    sink: &mut dyn Sink,
) {
    let tree = scene.tree;
    sink.add(&["any"]);
    let Some(anchor) = pair.source.head.or(pair.target.head) else { return };
    words(scene, anchor, sink);
    actors(scene, pair, sink);
    let target_verb = pair.target.head.and_then(|t| verbs_above(tree, t).next());
    if let Some(target) = pair.target.head {
        governors(scene, target, sink);
    }
    if let Some(source) = pair.source.head {
        for up in tree.climb(source).skip(1).take_while(|u| !is_verb(tree.tag(*u))) {
            if tree.tag(up).is_noun() {
                sink.add(&["of", word(tree, up)]);
                senses(scene, up).for_each(|s| sink.add(&["of is", &s.name]));
            }
        }
    }
    if let Some(main) = verbs_above(tree, anchor).next() {
        clause(scene, pair, main, target_verb, sink);
    }
    path(scene, pair, sink);
    coded(scene, pair, anchor, events, sink);
}

/// The word as a feature: its lemma, or a class where the word itself says nothing.
fn word<'t>(tree: &'t Tree<'_>, t: usize) -> &'t str {
    match tree.token(t).name {
        Some(NameLabel::Date | NameLabel::Time) => "DATE",
        Some(NameLabel::Cardinal | NameLabel::Money | NameLabel::Percent) => "NUMBER",
        _ if tree.tag(t).is_proper() => "NAME",
        _ if tree.tag(t).is_verb() || tree.tag(t).is_noun() => tree.lemma(t),
        _ => tree.lower(t),
    }
}

/// All words of the sentence, and their senses.
fn words(scene: &Scene<'_, '_, '_>, anchor: usize, sink: &mut dyn Sink) {
    let tree = scene.tree;
    let mut seen: Vec<&str> = Vec::new();
    for t in tree.sentence(anchor).tokens() {
        let w = word(tree, t);
        if tree.dep(t) == Dep::Punct || tree.tag(t) == Tag::Space {
            continue;
        }
        if w != "NAME" && !seen.contains(&w) {
            seen.push(w);
            sink.add(&["word", w]);
        }
        for sense in senses(scene, t) {
            if !seen.contains(&sense.name.as_str()) {
                seen.push(&sense.name);
                sink.add(&["sense", &sense.name]);
            }
        }
    }
}

/// What kind of name or word an actor is.
fn sort(scene: &Scene<'_, '_, '_>, side: &Side) -> &'static str {
    let Some(head) = side.head else { return "nobody" };
    let tree = scene.tree;
    match tree.token(head).name {
        Some(name) => name.as_str(),
        None if matches!(tree.tag(head), Tag::Prp | Tag::PrpPoss) => "pronoun",
        None => tree.tag(head).as_str(),
    }
}

fn actors(scene: &Scene<'_, '_, '_>, pair: &Pair, sink: &mut dyn Sink) {
    let (source, target) = (sort(scene, &pair.source), sort(scene, &pair.target));
    sink.add(&["source", source]);
    sink.add(&["target", target]);
    sink.add(&["actors", source, target]);
    if let (Some(s), Some(t)) = (pair.source.head, pair.target.head) {
        sink.add(&["order", if s < t { "source" } else { "target" }]);
    }
    for (name, side) in [("source is", &pair.source), ("target is", &pair.target)] {
        if let Some(head) = side.head {
            senses(scene, head).for_each(|s| sink.add(&[name, &s.name]));
        }
    }
}

/// A relation; a preposition by its word.
fn relation<'t>(tree: &'t Tree<'_>, t: usize) -> &'t str {
    if tree.dep(t) == Dep::Prep { tree.lower(t) } else { tree.dep(t).as_str() }
}

/// The words that the target hangs on, up to its verb.
fn governors(scene: &Scene<'_, '_, '_>, target: usize, sink: &mut dyn Sink) {
    let tree = scene.tree;
    let mut at = target;
    let mut place = 0;
    while !tree.is_root(at) && place < 3 {
        let head = tree.head(at);
        let tag = tree.tag(head);
        if tag.is_noun() || is_verb(tag) || matches!(tag, Tag::Jj | Tag::Jjr | Tag::Jjs) {
            let (k, r) = (["0", "1", "2"][place], relation(tree, at));
            sink.add(&["up", k, r, word(tree, head)]);
            sink.add(&["up by", k, r]);
            for sense in senses(scene, head) {
                sink.add(&["up is", k, &sense.name]);
                sink.add(&["up is", k, r, &sense.name]);
            }
            kinds(scene, head).for_each(|kind| sink.add(&["up type", k, kind]));
            place += 1;
            if is_verb(tag) {
                return;
            }
        }
        at = head;
    }
}

/// What the source's clause says.
fn clause(
    scene: &Scene<'_, '_, '_>,
    pair: &Pair,
    main: usize,
    target_verb: Option<usize>,
    sink: &mut dyn Sink,
) {
    let tree = scene.tree;
    let clause = Clause::below(scene, main);
    let verb = clause.verb;
    let (not, colour) = clause.key(scene);
    let key: &[&str] = &[not, colour];
    let with = |first: &'static str, rest: &[&str], sink: &mut dyn Sink| {
        sink.add(&[&[first], key, rest].concat());
    };
    let first: Vec<&str> = clause.colours.iter().copied().take(4).collect();
    sink.add(&[&["colours"], &first[..]].concat());
    with("key", &[], sink);
    for (n, c) in clause.colours.iter().enumerate() {
        if *c != "other" && !clause.colours[..n].contains(c) {
            sink.add(&["colour", c]);
        }
    }
    sink.add(&["main", tree.lemma(main)]);
    sink.add(&["verb", tree.lemma(verb)]);
    with("verb", &[tree.lemma(verb)], sink);
    for sense in senses(scene, main) {
        sink.add(&["main is", &sense.name]);
        with("main is", &[&sense.name], sink);
    }
    for sense in senses(scene, verb) {
        sink.add(&["verb is", &sense.name]);
        with("verb is", &[&sense.name], sink);
    }
    for kind in kinds(scene, verb) {
        sink.add(&["verb type", kind]);
        with("verb type", &[kind], sink);
    }
    let passive = tree.any_child(verb, &[Dep::Auxpass, Dep::Nsubjpass]).is_some();
    sink.add(&["passive", if passive { "y" } else { "n" }]);
    prepositions(scene, pair, verb, sink);
    object(scene, &clause, key, sink);
    if let Some(other) = target_verb {
        let same = if other == main {
            "main"
        } else if other == verb {
            "verb"
        } else {
            "other"
        };
        sink.add(&["target's verb", same]);
        if other != verb {
            sink.add(&["target's verb is", tree.lemma(other)]);
            senses(scene, other).for_each(|s| sink.add(&["target's verb sense", &s.name]));
            with("target's verb tone", &[tone(scene, other)], sink);
        }
    }
}

fn prepositions(scene: &Scene<'_, '_, '_>, pair: &Pair, verb: usize, sink: &mut dyn Sink) {
    let tree = scene.tree;
    for child in tree.children(verb) {
        let p = tree.lower(child);
        match tree.dep(child) {
            Dep::Prep | Dep::Agent | Dep::Dative => {
                for object in tree.children(child).filter(|o| tree.dep(*o) == Dep::Pobj) {
                    sink.add(&["with", p]);
                    sink.add(&["with", p, tree.lemma(verb)]);
                    senses(scene, verb).for_each(|s| sink.add(&["verb with", &s.name, p]));
                    if pair.source.holds(tree, object) || pair.target.holds(tree, object) {
                        continue;
                    }
                    for what in senses(scene, object) {
                        sink.add(&["with is", p, &what.name]);
                        for sense in senses(scene, verb) {
                            sink.add(&["verb with", &sense.name, p, &what.name]);
                        }
                    }
                }
            }
            Dep::Prt => sink.add(&["particle", tree.lemma(verb), p]),
            _ => {}
        }
    }
}

/// What is done to what, and which tone that has.
fn object(scene: &Scene<'_, '_, '_>, clause: &Clause<'_>, key: &[&str], sink: &mut dyn Sink) {
    let tree = scene.tree;
    let verb = clause.verb;
    let with = |first: &'static str, rest: &[&str], sink: &mut dyn Sink| {
        sink.add(&[&[first], key, rest].concat());
    };
    let verb_tone = tone(scene, verb);
    let noun_tone = clause.object.map_or("_", |o| object_tone(scene, o));
    let turned = reverses(scene, verb);
    let whole = match noun_tone {
        "+" if turned => "-",
        "-" if turned => "+",
        _ if turned => "turned",
        "+" | "-" if matches!(verb_tone, "0" | "?") => noun_tone,
        _ => verb_tone,
    };
    let turned = if turned { "turned" } else { "" };
    sink.add(&["tone", whole]);
    with("tone", &[whole], sink);
    sink.add(&["tones", turned, verb_tone, noun_tone]);
    with("tones", &[turned, verb_tone, noun_tone], sink);
    for (n, c) in clause.colours.iter().enumerate() {
        if !clause.colours[..n].contains(c) {
            sink.add(&["colour tone", c, whole]);
        }
    }
    let Some(object) = clause.object else { return };
    sink.add(&["object", word(tree, object)]);
    sink.add(&["object name", tree.token(object).name.map_or("", NameLabel::as_str)]);
    with("object", &[word(tree, object)], sink);
    let mut what: Vec<(&str, &str)> =
        senses(scene, object).map(|s| (s.name.as_str(), "")).collect();
    for child in tree.children(object) {
        match tree.dep(child) {
            Dep::Amod | Dep::Compound => {
                sink.add(&["object mod", word(tree, child)]);
                what.extend(senses(scene, child).map(|s| (s.name.as_str(), "mod")));
            }
            Dep::Prep if tree.lower(child) == "of" => {
                for inner in tree.children(child) {
                    what.extend(senses(scene, inner).map(|s| (s.name.as_str(), "of")));
                }
            }
            _ => {}
        }
    }
    what.sort_unstable();
    what.dedup();
    for (name, how) in what {
        sink.add(&["object is", name, how]);
        with("object is", &[name, how], sink);
        for sense in senses(scene, verb) {
            sink.add(&["does", &sense.name, name, how]);
            with("does", &[&sense.name, name, how], sink);
        }
        sink.add(&["does to", tree.lemma(verb), name, how]);
    }
    for kind in kinds(scene, object) {
        sink.add(&["object type", kind]);
        senses(scene, verb).for_each(|s| sink.add(&["does type", &s.name, kind]));
    }
}

/// The path in the tree from one actor to the other.
fn path(scene: &Scene<'_, '_, '_>, pair: &Pair, sink: &mut dyn Sink) {
    let tree = scene.tree;
    let (Some(source), Some(target)) = (pair.source.head, pair.target.head) else { return };
    let up: Vec<usize> = tree.climb(source).collect();
    let Some(top) = tree.climb(target).find(|t| up.contains(t)) else { return };
    sink.add(&["top", word(tree, top)]);
    senses(scene, top).for_each(|s| sink.add(&["top is", &s.name]));
    kinds(scene, top).for_each(|kind| sink.add(&["top type", kind]));
    let below = |t: &usize| *t != top;
    let on = up.iter().copied().skip(1).take_while(below);
    let on = on.chain(tree.climb(target).skip(1).take_while(below)).chain([top]);
    let mut seen: Vec<&str> = Vec::new();
    for t in on {
        if tree.tag(t).is_proper() {
            continue;
        }
        sink.add(&["path", word(tree, t)]);
        for name in senses(scene, t).map(|s| s.name.as_str()).chain(kinds(scene, t)) {
            if !seen.contains(&name) {
                seen.push(name);
                sink.add(&["path is", name]);
            }
        }
    }
}

/// What the rules found in the sentence.
fn coded(
    scene: &Scene<'_, '_, '_>,
    pair: &Pair,
    anchor: usize,
    events: &[EventDraft<'_>],
    sink: &mut dyn Sink,
) {
    let sentence = scene.tree.sentence(anchor).span;
    let plays = |event: &EventDraft<'_>, role: Role, side: &Side| {
        side.spans.is_empty()
            || event
                .arguments
                .iter()
                .any(|a| a.role == role && side.spans.iter().any(|s| s.overlaps(a.span)))
    };
    let (mut both, mut count) = (None, 0);
    let mut seen: Vec<Vec<&str>> = Vec::new();
    for event in events.iter().filter(|e| sentence.contains(e.span)) {
        let kind = broad(&event.trigger.kind);
        let actor = if plays(event, Role::Actor, &pair.source) { "source" } else { "" };
        let recipient = if plays(event, Role::Recipient, &pair.target) { "target" } else { "" };
        let modality = modality(event.modality);
        let quad = ["0", "1", "2", "3", "4"][usize::from(event.trigger.quad.min(4))];
        let mut rows: Vec<Vec<&str>> = vec![
            vec!["coded", kind],
            vec!["coded", kind, actor, recipient],
            vec!["coded", kind, modality, actor, recipient],
            vec!["coded quad", quad, modality, polarity(event.polarity), actor, recipient],
        ];
        if let Some(mode) = &event.trigger.mode {
            rows.push(vec!["coded mode", kind, mode]);
        }
        if count == 0 {
            rows.push(vec!["coded first", kind]);
        }
        if both.is_none() && !actor.is_empty() && !recipient.is_empty() {
            both = Some(kind);
        }
        for row in rows {
            if !seen.contains(&row) {
                sink.add(&row);
                seen.push(row);
            }
        }
        count += 1;
    }
    sink.add(&["coded between", both.unwrap_or("none")]);
    sink.add(&["coded events", ["0", "1", "2", "more"][count.min(3)]]);
}

/// A root type; the two that PLOVER once had as one are one here.
pub(crate) fn broad(kind: &str) -> &str {
    match kind {
        "CONCEDE" | "RETREAT" => "YIELD",
        other => other,
    }
}
