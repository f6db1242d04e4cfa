//! Nominals and pronouns look back for the most salient entity that agrees with them.

use annalist_doc::{Dep, EntityKind, MentionKind};
use annalist_lexicon::Pronoun;

use super::{Cluster, Resolved, Scene};
use crate::mention::Found;
use crate::statement::{Draft, quote_at};

/// No mention is looked for further back than this many sentences.
const REACH: usize = 12;

/// The same description again is looked for among this many mentions.
const WINDOW: usize = 400;

/// Joins nominals and pronouns, in text order.
pub(crate) fn join<'l>(scene: &Scene<'_, '_, 'l>, work: &mut Resolved<'l>) {
    for m in 0..scene.mentions.len() {
        if work.of_mention[m].is_some() {
            continue;
        }
        let found = &scene.mentions[m];
        match found.kind {
            MentionKind::Name => {}
            MentionKind::Nominal => match nominal(scene, work, m) {
                Some(cluster) => work.add(scene, m, cluster),
                None => {
                    work.start(scene, m);
                }
            },
            MentionKind::Pronoun => {
                if let Some(cluster) = super::pronoun::entity(scene, work, m) {
                    work.add(scene, m, cluster);
                }
            }
        }
    }
}

fn nominal(scene: &Scene<'_, '_, '_>, work: &Resolved<'_>, m: usize) -> Option<usize> {
    let tree = scene.tree;
    let found = &scene.mentions[m];
    let text = found.role_text.as_deref().unwrap_or_default();
    let word = tree.lemma(found.head);
    let earlier = || (m.saturating_sub(WINDOW)..m).rev().filter_map(|x| work.of_mention[x]);
    // The same description again: "US officials … US officials".
    if found.definite || found.plural || text.contains(' ') {
        let again = |c: &usize| {
            work.clusters[*c].names.is_empty()
                && work.clusters[*c].mentions.iter().any(|x| {
                    let other = &scene.mentions[*x];
                    *x < m
                        && other.kind == MentionKind::Nominal
                        && other.plural == found.plural
                        && other.role_text.as_deref() == Some(text)
                })
        };
        let counted = tree.child(found.head, Dep::Nummod).is_some();
        if !counted
            && !indefinite(scene, found)
            && let Some(c) = earlier().find(again)
        {
            return Some(c);
        }
    }
    if !found.definite || tree.child(found.head, Dep::Poss).is_some() {
        return None;
    }
    if found.what == EntityKind::Country {
        return best(scene, work, m, |c| c.kind == EntityKind::Country);
    }
    // A description that names something else ("the Turkish general") is somebody else unless it agrees.
    let alone = tree.children(found.head).all(|c| tree.dep(c) != Dep::Prep);
    let bare = alone && (text == word || text == tree.lower(found.head));
    let role = found.role?;
    let kind_fits = |c: &Cluster<'_>| match found.what {
        EntityKind::Person => c.kind == EntityKind::Person,
        EntityKind::Organization => matches!(c.kind, EntityKind::Organization | EntityKind::Other),
        EntityKind::Group => {
            matches!(c.kind, EntityKind::Group | EntityKind::Organization)
                && (c.plural == found.plural || !found.plural)
        }
        _ => false,
    };
    let named_so = |c: &Cluster<'_>| {
        // "the ministry" goes on with "the health ministry".
        c.role_words.iter().any(|w| *w == role.word || w.rsplit(' ').next() == Some(word))
            || c.kind != EntityKind::Person
                && c.names.iter().any(|n| n.to_lowercase().split_whitespace().any(|w| w == word))
    };
    let complement = tree.object_of(found.head, "of").is_some();
    if (bare || complement)
        && let Some(c) = best(scene, work, m, |c| kind_fits(c) && named_so(c))
    {
        // "the commander of X": the same only if it is said of the same X, which a name would have told.
        return (!complement
            || !work.clusters[c].names.is_empty() && same_complement(scene, work, m, c))
        .then_some(c);
    }
    if !bare {
        return None;
    }
    let broad = |of: &[String]| of.contains(&role.word);
    match found.what {
        EntityKind::Person => {
            let sector = role.sector.as_deref();
            let broad = broad(&scene.lexicon.words.broad_people);
            let female = role.gender.as_deref().map(|gender| gender == "female");
            best(scene, work, m, |c| {
                // "the governor" is nobody whom the text calls a minister.
                c.kind == EntityKind::Person
                    && !c.names.is_empty()
                    && (broad || c.role_words.is_empty())
                    && (sector.is_none() || broad || c.sectors.iter().any(|s| Some(*s) == sector))
                    && female.zip(c.female).is_none_or(|(own, theirs)| own == theirs)
            })
        }
        EntityKind::Organization => {
            let broad = broad(&scene.lexicon.words.broad_bodies);
            best(scene, work, m, |c| {
                c.kind == EntityKind::Organization
                    && (broad && !c.names.is_empty() || c.names.iter().any(|n| is_acronym(n)))
                    && !c.plural
                    && !only_where(scene, c)
            })
        }
        _ => None,
    }
}

/// Letters that tell nothing of what kind of body they stand for.
fn is_acronym(name: &str) -> bool {
    (2..=5).contains(&name.len()) && name.chars().all(char::is_uppercase)
}

/// Whether the text names it only as where something or somebody is: "in Harn", "the mayor of Harn".
fn only_where(scene: &Scene<'_, '_, '_>, cluster: &Cluster<'_>) -> bool {
    let tree = scene.tree;
    cluster.mentions.iter().all(|x| {
        let head = scene.mentions[*x].head;
        let prep = tree.head(head);
        let of = tree.head(prep);
        tree.dep(head) == Dep::Pobj
            && (scene.lexicon.words.place_preps.iter().any(|w| w == tree.lower(prep))
                || scene.index.at(of).is_some_and(|m| scene.mentions[m].what == EntityKind::Person))
    })
}

/// Whether an earlier description in the cluster has a complement with the same last word.
fn same_complement(
    scene: &Scene<'_, '_, '_>,
    work: &Resolved<'_>,
    m: usize,
    cluster: usize,
) -> bool {
    let tree = scene.tree;
    let last = |x: usize| {
        tree.object_of(scene.mentions[x].head, "of")
            .map(|o| tree.lemma(o).trim_end_matches('s').to_lowercase())
    };
    let own = last(m);
    work.clusters[cluster]
        .mentions
        .iter()
        .any(|x| *x < m && scene.mentions[*x].kind == MentionKind::Nominal && last(*x) == own)
}

fn indefinite(scene: &Scene<'_, '_, '_>, found: &Found<'_>) -> bool {
    let tree = scene.tree;
    tree.child(found.head, Dep::Det)
        .is_some_and(|d| !scene.lexicon.words.definite.iter().any(|w| w == tree.lower(d)))
}

/// The statements whose content holds a mention.
pub(super) fn around<'s, 'l>(
    scene: &'s Scene<'_, '_, 'l>,
    m: usize,
) -> impl Iterator<Item = &'s Draft<'l>> {
    let found = &scene.mentions[m];
    let near = scene.told.near(scene.tree.sentence_index(found.head)).map(|d| &scene.drafts[d]);
    near.filter(move |d| d.covers(found.span.start))
}

/// The most salient earlier entity that the test admits, among those mentioned not too far back.
pub(super) fn best<'l>(
    scene: &Scene<'_, '_, 'l>,
    work: &Resolved<'l>,
    m: usize,
    fits: impl Fn(&Cluster<'l>) -> bool,
) -> Option<usize> {
    let tree = scene.tree;
    let found = &scene.mentions[m];
    let sentence_of = |x: usize| tree.sentence_index(scene.mentions[x].head);
    let here = sentence_of(m);
    let barred = barred(scene, work, m);
    let last_source = last_source(scene, work, m);
    let mut telling: Vec<usize> =
        around(scene, m).filter_map(|d| work.at_head(scene, d.source?)).map(|(_, c)| c).collect();
    // "The organisers said that they believed": whose clause it stands in, statement or not.
    let clause = tree.head(found.head);
    if tree.dep(found.head) == Dep::Nsubj && tree.dep(clause) == Dep::Ccomp {
        let subject = tree.logical_subject(tree.head(clause));
        telling.extend(subject.and_then(|s| work.at_head(scene, s)).map(|(_, c)| c));
    }
    // "Pol said that the victim had been shot": nobody speaks of himself so.
    let other = found.kind == MentionKind::Nominal && found.what == EntityKind::Person;
    let quoted = quote_at(scene.quotes, found.span.start).is_some();
    let mut seen: Vec<usize> = Vec::new();
    let mut top: Option<(f32, usize)> = None;
    for x in (0..m).rev() {
        let distance = here.saturating_sub(sentence_of(x));
        if distance > REACH {
            break;
        }
        let Some(c) = work.of_mention[x] else { continue };
        if scene.mentions[x].span.end > found.span.start || seen.contains(&c) {
            continue;
        }
        seen.push(c);
        let cluster = &work.clusters[c];
        if barred.contains(&c) || other && telling.contains(&c) || !fits(cluster) {
            continue;
        }
        let recent = || {
            (0..=x)
                .rev()
                .take_while(|y| here.saturating_sub(sentence_of(*y)) <= 1)
                .filter(|y| work.of_mention[*y] == Some(c))
        };
        let subject =
            |y: usize| matches!(tree.dep(scene.mentions[y].head), Dep::Nsubj | Dep::Nsubjpass);
        let count = cluster.mentions.iter().filter(|y| **y < m).take(6).count();
        let mut score = -(distance as f32) + 0.6 * count as f32;
        score += if recent().any(subject) { 1.5 } else { 0.0 };
        score += if cluster.names.is_empty() { 0.0 } else { 0.5 };
        // "they" is several people before it is one body.
        score += if found.plural && !cluster.plural && cluster.kind != EntityKind::Group {
            -1.5
        } else {
            0.0
        };
        // Who spoke last is who speaks on; and who says something speaks of themselves in it.
        score += if last_source == Some(c) { 3.0 } else { 0.0 };
        score += if !quoted && telling.contains(&c) { 1.5 } else { 0.0 };
        if top.is_none_or(|(best, _)| score > best) {
            top = Some((score, c));
        }
    }
    top.map(|(_, c)| c)
}

/// For a mention that is itself a source: the source of the statement before it.
fn last_source(scene: &Scene<'_, '_, '_>, work: &Resolved<'_>, m: usize) -> Option<usize> {
    let found = &scene.mentions[m];
    let at = found.span.start;
    let is_source = |d: &Draft<'_>| d.source == Some(found.head);
    let after = scene.drafts.partition_point(|d| d.anchor(scene.tree) <= at);
    // Its own statement's cue stands close behind it, or before it when inverted.
    let window = &scene.drafts[after.saturating_sub(8)..(after + 8).min(scene.drafts.len())];
    if !window.iter().any(is_source) {
        return None;
    }
    let spoken = |d: &&Draft<'_>| d.source.is_some_and(|s| s != found.head) && !d.covers(at);
    let last = scene.drafts[..after].iter().rev().take(12).find(spoken)?;
    work.at_head(scene, last.source?).map(|(_, c)| c)
}

/// Entities that the mention cannot stand for: the other participant of its own clause, and whoever
/// speaks the quoted words it stands in.
fn barred(scene: &Scene<'_, '_, '_>, work: &Resolved<'_>, m: usize) -> Vec<usize> {
    let tree = scene.tree;
    let found = &scene.mentions[m];
    let mut all = Vec::new();
    let reflexive =
        tree.lower(found.head).ends_with("self") || tree.lower(found.head).ends_with("selves");
    if matches!(tree.dep(found.head), Dep::Dobj | Dep::Pobj | Dep::Dative) && !reflexive {
        let verb = tree.climb(found.head).skip(1).find(|a| tree.tag(*a).is_verb());
        let subject =
            verb.and_then(|v| tree.surface_subject(v).or_else(|| tree.logical_subject(v)));
        all.extend(subject.and_then(|s| work.at_head(scene, s)).map(|(_, c)| c));
    }
    let quoted = quote_at(scene.quotes, found.span.start).is_some();
    if quoted && !matches!(found.pronoun, Some(Pronoun::Speaker | Pronoun::Speakers)) {
        all.extend(around(scene, m).filter_map(|d| work.at_head(scene, d.source?)).map(|(_, c)| c));
    }
    all
}
