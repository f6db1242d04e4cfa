//! Names that are the same name: in full, in short, by table, in brackets.

use std::collections::HashMap;

use annalist_doc::{EntityKind, MentionKind};

use super::{Resolved, Scene, folded};

/// Joins names with names.
pub(crate) fn join<'l>(scene: &Scene<'_, '_, 'l>, work: &mut Resolved<'l>) {
    let names: Vec<usize> = (0..scene.mentions.len())
        .filter(|m| scene.mentions[*m].kind == MentionKind::Name)
        .collect();
    let keys: Vec<Vec<String>> =
        names.iter().map(|m| key_of(scene, scene.mentions[*m].core.of(scene.tree.text))).collect();
    // Full names first, whatever their place: a short form may stand before the full one.
    let (long, short): (Vec<usize>, Vec<usize>) =
        (0..names.len()).partition(|n| keys[*n].len() > 1);
    let mut known = Known::default();
    for n in long.into_iter().chain(short) {
        let (m, key) = (names[n], &keys[n]);
        let cluster = match known.find(scene, work, m, key) {
            Some(cluster) => {
                work.add(scene, m, cluster);
                cluster
            }
            None => work.start(scene, m),
        };
        known.learn(scene.mentions[m].canonical, key, cluster);
    }
    brackets(scene, work, &names);
}

/// The words of a name that count when names are compared.
fn key_of(scene: &Scene<'_, '_, '_>, name: &str) -> Vec<String> {
    let mut key = folded(name);
    while key.len() > 1 && key.last().is_some_and(|w| scene.lexicon.words.name_suffixes.contains(w))
    {
        key.pop();
    }
    key
}

/// The names met so far, by what later names may share with them.
#[derive(Default)]
struct Known<'l> {
    by_canonical: HashMap<&'l str, usize>,
    /// All words, a final plural "s" aside.
    by_words: HashMap<String, usize>,
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
    by_last: HashMap<String, Vec<(Vec<String>, usize)>>,
    by_initials: HashMap<String, usize>,
}

impl<'l> Known<'l> {
    fn learn(&mut self, canonical: Option<&'l str>, key: &[String], cluster: usize) {
        if let Some(canonical) = canonical {
            self.by_canonical.entry(canonical).or_insert(cluster);
        }
        let (Some(first), Some(last)) = (key.first(), key.last()) else { return };
        if self.by_words.insert(stem(key), cluster).is_some() {
            return;
        }
        if key.len() > 1 {
            self.by_first.entry(first.clone()).or_default().push((key.to_vec(), cluster));
            self.by_last.entry(last.clone()).or_default().push((key.to_vec(), cluster));
            let initials: String = key.iter().filter_map(|w| w.chars().next()).collect();
            self.by_initials.entry(initials).or_insert(cluster);
        }
    }

    /// The cluster that already holds this name, in the order of how sure the link is.
    fn find(
        &self,
        scene: &Scene<'_, '_, 'l>,
        work: &Resolved<'l>,
        m: usize,
        key: &[String],
    ) -> Option<usize> {
        let found = &scene.mentions[m];
        if let Some(canonical) = found.canonical {
            return self
                .by_canonical
                .get(canonical)
                .or_else(|| self.by_words.get(&stem(key)))
                .copied();
        }
        if let Some(cluster) = self.by_words.get(&stem(key)) {
            return Some(*cluster);
        }
        let (first, last) = (key.first()?, key.last()?);
        // Of several, the one named last before this.
        let before = |c: &usize| {
            work.clusters[*c].mentions.iter().copied().filter(|x| *x < m).max().map_or(0, |x| x + 1)
        };
        let person = |c: &usize| work.clusters[*c].kind == EntityKind::Person;
        let sharing = |map: &'_ HashMap<String, Vec<(Vec<String>, usize)>>,
                       word: &String,
                       fits: &dyn Fn(&[String]) -> bool| {
            let all = map.get(word).map_or(&[][..], Vec::as_slice);
            all.iter().filter(|(k, _)| fits(k)).map(|(_, c)| *c).collect::<Vec<usize>>()
        };
        let may_be_person = !matches!(found.what, EntityKind::Country | EntityKind::Facility);
        if may_be_person {
            // The last (or first) name of a person named in full.
            let ending = sharing(&self.by_last, last, &|k| k.len() > key.len() && k.ends_with(key));
            if let Some(c) = ending.into_iter().filter(person).max_by_key(before) {
                return Some(c);
            }
        }
        if found.what == EntityKind::Person {
            let starting =
                sharing(&self.by_first, first, &|k| k.len() > key.len() && k.starts_with(key));
            // "Yusuf Harari", "Yusuf al-Harari": first and last word agree.
            let around =
                sharing(&self.by_last, last, &|k| key.len() > 1 && k.first() == Some(first));
            if let Some(c) = starting.into_iter().chain(around).filter(person).max_by_key(before) {
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
                let spelt = self.by_initials.get(&letters.to_lowercase()).copied();
                if let Some(c) = spelt.filter(body) {
                    return Some(c);
                }
            }
            if key.len() > 1 {
                let ending =
                    sharing(&self.by_last, last, &|k| k.len() > key.len() && k.ends_with(key));
                let starting =
                    sharing(&self.by_first, first, &|k| k.len() > key.len() && k.starts_with(key));
                return ending.into_iter().chain(starting).filter(body).max_by_key(before);
            }
        }
        None
    }
}

/// The words of a key as one string, final plural "s" of longer words aside.
fn stem(key: &[String]) -> String {
    let stems = key.iter().map(|w| if w.len() > 4 { w.trim_end_matches('s') } else { w });
    stems.collect::<Vec<_>>().join(" ")
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
        let place = |what| matches!(what, EntityKind::Country | EntityKind::Place);
        let places = place(left.what) || place(right.what);
        if bodies && !places && (short(a) || short(b)) {
            let (Some(from), Some(into)) = (work.of_mention[pair[1]], work.of_mention[pair[0]])
            else {
                continue;
            };
            work.merge(scene, from, into);
        }
    }
}
