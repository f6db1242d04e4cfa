//! What the words of pages say: class names, bylines, months. The words are data (`lexicon/pages`).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

/// Words in class and id attributes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Classes {
    author: HashSet<String>,
    author_not: HashSet<String>,
    date: HashSet<String>,
    date_not: HashSet<String>,
}

impl Classes {
    pub(super) fn get() -> &'static Self {
        static CLASSES: LazyLock<Classes> =
            LazyLock::new(|| parse(include_str!("../../lexicon/pages/classes.toml")));
        &CLASSES
    }

    /// Whether an element with this class or id holds the name of an author.
    pub(super) fn is_author(&self, class: &str) -> bool {
        says(class, &self.author, &self.author_not)
    }

    /// Whether an element with this class or id holds a day of publication.
    pub(super) fn is_date(&self, class: &str) -> bool {
        says(class, &self.date, &self.date_not)
    }
}

/// Whether any word of an attribute is among `these` and none among `those`.
fn says(class: &str, these: &HashSet<String>, those: &HashSet<String>) -> bool {
    let mut word = String::new();
    let (mut yes, mut no) = (false, false);
    let mut lower = false;
    for c in class.chars().chain([' ']) {
        if !c.is_alphanumeric() || c.is_uppercase() && lower {
            yes |= these.contains(&word);
            no |= those.contains(&word);
            word.clear();
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        lower = c.is_lowercase();
    }
    yes && !no
}

/// How pages say who signed an article.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bylines {
    /// Before the name.
    pub(super) before: Vec<String>,
    /// Before the name in a line of the page; elsewhere they may be its beginning.
    pub(super) before_on_page: Vec<String>,
    /// At the beginning of a body's name.
    pub(super) article: HashSet<String>,
    /// Between two names.
    pub(super) and: HashSet<String>,
    /// In place of a name.
    pub(super) nobody: HashSet<String>,
    /// In no name.
    pub(super) never: HashSet<String>,
    /// After a name.
    pub(super) role: HashSet<String>,
}

impl Bylines {
    pub(super) fn get() -> &'static Self {
        static BYLINES: LazyLock<Bylines> =
            LazyLock::new(|| parse(include_str!("../../lexicon/pages/bylines.toml")));
        &BYLINES
    }
}

/// The month, 1 to 12, that a word in lower case names.
pub(super) fn month(word: &str) -> Option<i8> {
    static MONTHS: LazyLock<HashMap<String, i8>> = LazyLock::new(|| {
        let lists: HashMap<String, String> = parse(include_str!("../../lexicon/pages/months.toml"));
        let named = lists.values().flat_map(|list| list.split(' ').zip(1i8..));
        named.filter(|(name, _)| *name != "-").map(|(name, at)| (name.to_owned(), at)).collect()
    });
    MONTHS.get(word).copied()
}

fn parse<T: serde::de::DeserializeOwned>(toml: &str) -> T {
    toml::from_str(toml).expect("the words that come with the program are tested")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_read_word_by_word() {
        let classes = Classes::get();
        for class in ["byline", "article__author", "ArticleAuthor", "post-author vcard"] {
            assert!(classes.is_author(class), "{class}");
        }
        for class in ["authority", "author-bio", "RelatedAuthors", "", "coauthored"] {
            assert!(!classes.is_author(class), "{class}");
        }
        assert!(classes.is_date("entry-date published") && !classes.is_date("update-date"));
    }

    #[test]
    fn every_list_of_months_has_twelve_and_none_contradicts_another() {
        let lists: HashMap<String, String> = parse(include_str!("../../lexicon/pages/months.toml"));
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (language, list) in &lists {
            assert_eq!(list.split(' ').count(), 12, "{language}");
            for (at, name) in list.split(' ').enumerate().filter(|(_, name)| *name != "-") {
                assert_eq!(*seen.entry(name).or_insert(at), at, "{language}: {name}");
            }
        }
        assert_eq!(month("oktober"), Some(10));
        assert!(Bylines::get().and.contains("und"));
    }
}
