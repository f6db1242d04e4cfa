//! Pairs of actors whose names are alike, but not enough to join them: for people to look at.

use std::collections::{BTreeSet, HashMap};

use super::fold::fold;

/// An actor that a store knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedActor<'a> {
    /// Its number.
    pub id: i64,
    /// `person`, `organization`, …
    pub kind: &'a str,
    /// Its first name in the store.
    pub name: &'a str,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<&'a str>,
}

/// Why two actors may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same name, of another kind or another country.
    SameName,
    /// A first name and its initial.
    Initial,
    /// A letter more, less or another.
    Spelling,
    /// All words of one name stand in the other.
    MoreWords,
    /// The first letters of the other's words.
    FirstLetters,
    /// A surname alone.
    Surname,
}

/// Names that share more than so many others are not compared: nobody would look at all of them.
const CROWD: usize = 60;

/// Pairs of actors that may be one, by their places in the list; each pair once, the likeliest first.
#[must_use]
pub fn unsure_actors(actors: &[ListedActor<'_>]) -> Vec<(usize, usize, Likeness)> {
    let folded: Vec<Vec<String>> = actors.iter().map(|a| words(a.name)).collect();
    let mut under: HashMap<(bool, String), Vec<usize>> = HashMap::new();
    for (n, (actor, words)) in actors.iter().zip(&folded).enumerate() {
        let person = actor.kind == "person";
        let mut keys: BTreeSet<(bool, String)> = BTreeSet::new();
        keys.insert((false, words.join(" ")));
        keys.extend(words.last().map(|last| (person, last.clone())));
        if !person {
            keys.extend(words.first().map(|first| (false, first.clone())));
            keys.insert((false, first_letters(words)));
        }
        for key in keys {
            under.entry(key).or_default().push(n);
        }
    }
    let mut pairs = BTreeSet::new();
    for together in under.values().filter(|all| (2..=CROWD).contains(&all.len())) {
        for (n, one) in together.iter().enumerate() {
            pairs.extend(together[n + 1..].iter().map(|other| (*one, *other)));
        }
    }
    let mut found: Vec<(Likeness, usize, usize)> = pairs
        .into_iter()
        .filter_map(|(a, b)| {
            let likeness = likeness((&actors[a], &folded[a]), (&actors[b], &folded[b]))?;
            Some((likeness, a, b))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(likeness, a, b)| (a, b, likeness)).collect()
}

fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_owned).collect()
}

fn first_letters(words: &[String]) -> String {
    words.iter().filter_map(|w| w.chars().next()).collect()
}

fn likeness(
    (one, a): (&ListedActor<'_>, &[String]),
    (other, b): (&ListedActor<'_>, &[String]),
) -> Option<Likeness> {
    if a == b {
        return Some(Likeness::SameName);
    }
    let countries = one.country.zip(other.country).is_none_or(|(a, b)| a == b);
    if one.kind != other.kind || one.kind == "country" || !countries {
        return None;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (first, last) = (short.first()?, short.last()?);
    if one.kind == "person" {
        if Some(last) != long.last() {
            return None;
        }
        if short.len() == 1 {
            return Some(Likeness::Surname);
        }
        let other_first = long.first()?;
        let initial = |a: &str, b: &str| a.chars().count() == 1 && b.starts_with(a);
        return if initial(first, other_first) || initial(other_first, first) {
            Some(Likeness::Initial)
        } else if first == other_first {
            Some(Likeness::MoreWords)
        } else {
            near(first, other_first).then_some(Likeness::Spelling)
        };
    }
    if short.len() == 1 && long.len() > 1 && *first == first_letters(long) {
        return Some(Likeness::FirstLetters);
    }
    if short.len() > 1 && long.len() == short.len() + 1 && short.iter().all(|w| long.contains(w)) {
        return Some(Likeness::MoreWords);
    }
    near(&a.join(" "), &b.join(" ")).then_some(Likeness::Spelling)
}

/// Whether two words of four letters or more differ in one letter.
fn near(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if a.len() < 4 || b.len() - a.len() > 1 || a == b {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    if a.len() == b.len() { a[same + 1..] == b[same + 1..] } else { a[same..] == b[same + 1..] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_alike_are_listed_and_others_are_not() {
        let person = |id, name| ListedActor { id, kind: "person", name, country: None };
        let body = |id, name| ListedActor { id, kind: "organization", name, country: None };
        let actors = [
            person(1, "Alina Okoro"),
            person(2, "A. Okoro"),
            person(3, "Alinah Okoro"),
            person(4, "Okoro"),
            person(5, "Ben Tillon"),
            body(6, "Harbour Workers Union"),
            body(7, "HWU"),
            body(8, "Belmar Harbour Workers Union"),
            body(9, "Okoro"),
        ];
        let found = unsure_actors(&actors);
        let pair = |a: usize, b: usize| found.iter().find(|p| (p.0, p.1) == (a, b)).map(|p| p.2);
        assert_eq!(pair(0, 1), Some(Likeness::Initial));
        assert_eq!(pair(0, 2), Some(Likeness::Spelling));
        assert_eq!(pair(0, 3), Some(Likeness::Surname));
        assert_eq!(pair(5, 6), Some(Likeness::FirstLetters));
        assert_eq!(pair(5, 7), Some(Likeness::MoreWords));
        assert_eq!(pair(3, 8), Some(Likeness::SameName));
        assert!(found.iter().all(|p| p.0 != 4 && p.1 != 4), "{found:?}");
    }
}
