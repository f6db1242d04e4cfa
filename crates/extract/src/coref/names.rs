//! Names that are the same name: in full, in short, by table, in brackets.

use annalist_doc::{EntityKind, MentionKind};

use super::{Resolved, Scene, folded};

/// Joins names with names.
pub(crate) fn join<'l>(scene: &Scene<'_, '_, 'l>, work: &mut Resolved<'l>) {
    let names: Vec<usize> = (0..scene.mentions.len())
        .filter(|m| scene.mentions[*m].kind == MentionKind::Name)
        .collect();
    let keys: Vec<Vec<String>> = scene
        .mentions
        .iter()
        .map(|m| if m.kind == MentionKind::Name { key_of(scene, m.core.of(scene.tree.text)) } else { Vec::new() })
        .collect();
    // Full names first, whatever their place: a short form may stand before the full one.
    let (long, short): (Vec<usize>, Vec<usize>) = names.iter().partition(|m| keys[**m].len() > 1);
    for m in long.into_iter().chain(short) {
        match same(scene, work, &keys, m) {
            Some(cluster) => work.add(scene, m, cluster),
            None => {
                work.start(scene, m);
            }
        }
    }
    brackets(scene, work, &names);
}

/// The words of a name that count when names are compared.
fn key_of(scene: &Scene<'_, '_, '_>, name: &str) -> Vec<String> {
    let mut key = folded(name);
    while key.len() > 1 && key.last().is_some_and(|w| scene.lexicon.words.name_suffixes.contains(w)) {
        key.pop();
    }
    key
}

/// The cluster that already holds this name, in the order of how sure the link is.
fn same(
    scene: &Scene<'_, '_, '_>,
    work: &Resolved<'_>,
    keys: &[Vec<String>],
    m: usize,
) -> Option<usize> {
    let found = &scene.mentions[m];
    let key = &keys[m];
    if found.canonical.is_some()
        && let Some(c) = work.clusters.iter().position(|c| c.canonical == found.canonical)
    {
        return Some(c);
    }
    let names_of = |c: usize| {
        let mentions = work.clusters[c].mentions.iter();
        mentions.filter(|x| scene.mentions[**x].kind == MentionKind::Name).map(|x| &keys[*x])
    };
    let all = || 0..work.clusters.len();
    if let Some(c) = all().find(|c| names_of(*c).any(|k| same_words(k, key))) {
        return Some(c);
    }
    if found.canonical.is_some() {
        return None;
    }
    // The last (or first) name of a person named in full; of several, the one named last before this.
    let before = |c: &usize| {
        work.clusters[*c].mentions.iter().copied().filter(|x| *x < m).max().map_or(0, |x| x + 1)
    };
    let person = |c: &usize| work.clusters[*c].kind == EntityKind::Person;
    let may_be_person = matches!(
        found.what,
        EntityKind::Person
            | EntityKind::Other
            | EntityKind::Place
            | EntityKind::Organization
            | EntityKind::Group
    );
    if may_be_person && !key.is_empty() {
        let ends = |c: &usize| names_of(*c).any(|k| k.len() > key.len() && k.ends_with(key));
        if let Some(c) = all().filter(person).filter(ends).max_by_key(before) {
            return Some(c);
        }
        let starts = |c: &usize| names_of(*c).any(|k| k.len() > key.len() && k.starts_with(key));
        if found.what == EntityKind::Person
            && let Some(c) = all().filter(person).filter(starts).max_by_key(before)
        {
            return Some(c);
        }
        // "Qassem Soleimani", "Gen. Qassem al-Soleimani": first and last word agree.
        let around = |c: &usize| {
            names_of(*c).any(|k| {
                k.len() > 1 && key.len() > 1 && k.first() == key.first() && k.last() == key.last()
            })
        };
        if found.what == EntityKind::Person
            && let Some(c) = all().filter(person).find(around)
        {
            return Some(c);
        }
    }
    if matches!(found.what, EntityKind::Organization | EntityKind::Other) {
        let body = |c: &usize| {
            matches!(work.clusters[*c].kind, EntityKind::Organization | EntityKind::Other)
        };
        // An abbreviation of a name: "PMF".
        let word = found.core.of(scene.tree.text);
        let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
        if letters.len() >= 2 && letters.chars().all(char::is_uppercase) {
            let spelt = |c: &usize| {
                names_of(*c).any(|k| {
                    k.len() == letters.len()
                        && k.iter()
                            .zip(letters.to_lowercase().chars())
                            .all(|(w, l)| w.starts_with(l))
                })
            };
            if let Some(c) = all().filter(body).find(spelt) {
                return Some(c);
            }
        }
        let short = |c: &usize| {
            names_of(*c).any(|k| {
                k.len() > key.len() && key.len() > 1 && (k.ends_with(key) || k.starts_with(key))
            })
        };
        if let Some(c) = all().filter(body).filter(short).max_by_key(before) {
            return Some(c);
        }
    }
    None
}

/// The same words, a final plural "s" aside.
fn same_words(a: &[String], b: &[String]) -> bool {
    !a.is_empty()
        && a.len() == b.len()
        && a.iter().zip(b).all(|(x, y)| {
            x == y
                || (x.len() > 4 || y.len() > 4)
                    && x.trim_end_matches('s') == y.trim_end_matches('s')
        })
}

/// "Popular Mobilization Forces (PMF)", "IS (Islamic State)": one entity under two names.
fn brackets<'l>(scene: &Scene<'_, '_, 'l>, work: &mut Resolved<'l>, names: &[usize]) {
    let text = scene.tree.text;
    for pair in names.windows(2) {
        let (left, right) = (&scene.mentions[pair[0]], &scene.mentions[pair[1]]);
        if left.core.end > right.span.start {
            continue;
        }
        let between = text[left.core.end as usize..right.span.start as usize]
            .trim_matches([' ', '"', '“', '\'']);
        let after = text[right.core.end as usize..].trim_start_matches(['"', '”', '\'']);
        if between != "(" || !after.starts_with(')') {
            continue;
        }
        let (a, b) = (left.core.of(text), right.core.of(text));
        let short =
            |s: &str| s.chars().filter(|c| c.is_uppercase()).count() * 2 > s.len() && s.len() <= 8;
        let bodies = left.what != EntityKind::Person && right.what != EntityKind::Person;
        let places = left.what == EntityKind::Country || right.what == EntityKind::Country;
        if bodies && !places && (short(a) || short(b)) {
            let (Some(from), Some(into)) = (work.of_mention[pair[1]], work.of_mention[pair[0]])
            else {
                continue;
            };
            work.merge(scene, from, into);
        }
    }
}
