//! Nominals and pronouns look back for the most salient entity that agrees with them.

use annalist_doc::{Dep, EntityKind, MentionKind};
use annalist_lexicon::Pronoun;

use super::{Cluster, Resolved, Scene};
use crate::mention::Found;

/// No mention is looked for further back than this many sentences.
const REACH: usize = 12;

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
                if let Some(cluster) = pronoun(scene, work, m) {
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
    let earlier =
        || (0..work.clusters.len()).filter(|c| work.clusters[*c].mentions.iter().any(|x| *x < m));
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
            && let Some(c) = earlier().filter(again).last()
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
    let bare = text == word || text == tree.lower(found.head);
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
        c.role_words.contains(&role.word.as_str())
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
    match found.what {
        EntityKind::Person => {
            let sector = role.sector.as_deref();
            best(scene, work, m, |c| {
                c.kind == EntityKind::Person
                    && c.names.iter().any(|n| !n.is_empty())
                    && (sector.is_none() || c.sectors.iter().any(|s| Some(*s) == sector))
            })
        }
        EntityKind::Organization => best(scene, work, m, |c| {
            c.kind == EntityKind::Organization && !c.names.is_empty() && !c.plural
        }),
        _ => None,
    }
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

fn pronoun(scene: &Scene<'_, '_, '_>, work: &Resolved<'_>, m: usize) -> Option<usize> {
    let found = &scene.mentions[m];
    match found.pronoun? {
        Pronoun::Female => best(scene, work, m, |c| {
            c.kind == EntityKind::Person && !c.plural && c.female != Some(false)
        }),
        Pronoun::Male => best(scene, work, m, |c| {
            c.kind == EntityKind::Person && !c.plural && c.female != Some(true)
        }),
        Pronoun::Thing => best(scene, work, m, |c| {
            !c.plural
                && matches!(
                    c.kind,
                    EntityKind::Organization
                        | EntityKind::Country
                        | EntityKind::Facility
                        | EntityKind::Other
                        | EntityKind::Group
                )
        }),
        Pronoun::Plural => best(scene, work, m, |c| {
            c.plural || matches!(c.kind, EntityKind::Group | EntityKind::Organization)
        }),
        Pronoun::Speaker => quoted_speaker(scene, work, m),
        Pronoun::Speakers => None,
    }
}

/// The speaker of the innermost statement that a mention stands in the quoted words of.
fn quoted_speaker(scene: &Scene<'_, '_, '_>, work: &Resolved<'_>, m: usize) -> Option<usize> {
    let at = scene.mentions[m].span.start;
    let quote = scene.quotes.iter().find(|q| q.inner.holds(at))?;
    let draft = scene
        .drafts
        .iter()
        .filter(|d| d.covers(at) && d.content.iter().any(|c| c.overlaps(quote.inner)))
        .min_by_key(|d| d.content.iter().map(|c| c.len()).sum::<u32>())?;
    work.at_head(scene, draft.source?).map(|(_, c)| c)
}

/// The most salient earlier entity that the test admits.
fn best<'l>(
    scene: &Scene<'_, '_, 'l>,
    work: &Resolved<'l>,
    m: usize,
    fits: impl Fn(&Cluster<'l>) -> bool,
) -> Option<usize> {
    let tree = scene.tree;
    let found = &scene.mentions[m];
    let here = tree.sentence_index(found.head);
    let is_source = scene.drafts.iter().any(|d| d.source == Some(found.head));
    let barred = barred(scene, work, m);
    let mut top: Option<(f32, usize)> = None;
    for (c, cluster) in work.clusters.iter().enumerate() {
        if barred.contains(&c) || !fits(cluster) {
            continue;
        }
        let Some(last) = cluster
            .mentions
            .iter()
            .copied()
            .filter(|x| *x < m && scene.mentions[*x].span.end <= found.span.start)
            .max()
        else {
            continue;
        };
        let distance = here - tree.sentence_index(scene.mentions[last].head).min(here);
        if distance > REACH {
            continue;
        }
        let count = cluster.mentions.iter().filter(|x| **x < m).count();
        let mut score = -(distance as f32) + 0.6 * (count.min(6) as f32);
        let subject =
            |x: &usize| matches!(tree.dep(scene.mentions[*x].head), Dep::Nsubj | Dep::Nsubjpass);
        let recent = cluster.mentions.iter().filter(|x| {
            **x < m && here - tree.sentence_index(scene.mentions[**x].head).min(here) <= 1
        });
        score += if recent.clone().any(subject) { 1.5 } else { 0.0 };
        score += if cluster.names.is_empty() { 0.0 } else { 0.5 };
        // "they" is several people before it is one body.
        score += if found.plural && !cluster.plural && cluster.kind != EntityKind::Group {
            -1.5
        } else {
            0.0
        };
        score += speaker_bonus(scene, work, m, c, is_source);
        if top.is_none_or(|(best, _)| score > best) {
            top = Some((score, c));
        }
    }
    top.map(|(_, c)| c)
}

/// Who spoke last is who speaks on; and who says something speaks of themselves in it.
fn speaker_bonus(
    scene: &Scene<'_, '_, '_>,
    work: &Resolved<'_>,
    m: usize,
    cluster: usize,
    is_source: bool,
) -> f32 {
    let tree = scene.tree;
    let at = scene.mentions[m].span.start;
    let of = |head: Option<usize>| head.and_then(|h| work.at_head(scene, h)).map(|(_, c)| c);
    let mut bonus = 0.0;
    if is_source {
        let last = scene
            .drafts
            .iter()
            .filter(|d| {
                d.source.is_some()
                    && d.source != Some(scene.mentions[m].head)
                    && d.anchor(tree) < at
                    && !d.covers(at)
            })
            .max_by_key(|d| d.anchor(tree));
        if last.is_some_and(|d| of(d.source) == Some(cluster)) {
            bonus += 3.0;
        }
    }
    let quoted = scene.quotes.iter().any(|q| q.inner.holds(at));
    let around = scene.drafts.iter().find(|d| d.covers(at) && of(d.source) == Some(cluster));
    if around.is_some() && !quoted {
        bonus += 1.5;
    }
    bonus
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
    let quoted = scene.quotes.iter().any(|q| q.inner.holds(found.span.start));
    if quoted && !matches!(found.pronoun, Some(Pronoun::Speaker | Pronoun::Speakers)) {
        let around = scene.drafts.iter().filter(|d| d.covers(found.span.start));
        all.extend(
            around.filter_map(|d| d.source).filter_map(|s| work.at_head(scene, s)).map(|(_, c)| c),
        );
    }
    all
}
