//! Titles, dates and authors, where the gold has them.

use serde_json::Value;

/// A page's facts, as the gold or a program has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) authors: Option<Vec<String>>,
}

impl Facts {
    /// From a row whose columns may have any of the usual names.
    pub(super) fn of(row: &Value) -> Self {
        let text = |names: &[&str]| {
            let found = names.iter().find_map(|name| row.get(name)?.as_str());
            found.map(str::to_owned).filter(|words| !words.trim().is_empty())
        };
        let listed =
            ["authors", "author", "byline"].iter().find_map(|name| match row.get(name)? {
                Value::Array(all) => {
                    Some(all.iter().filter_map(Value::as_str).map(str::to_owned).collect())
                }
                Value::String(all) => Some(all.split(';').map(|n| n.trim().to_owned()).collect()),
                _ => None,
            });
        let authors = listed.map(|all: Vec<String>| {
            all.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>()
        });
        Self {
            title: text(&["title", "headline"]),
            date: text(&["date", "published", "publishing_date", "publish_date"]),
            authors: authors.filter(|all| !all.is_empty()),
        }
    }
}

/// How many facts the gold has and how many of them are right: title, date, authors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Right {
    pub(super) gold: [usize; 3],
    pub(super) right: [usize; 3],
}

impl Right {
    pub(super) const NAMES: [&'static str; 3] = ["titles", "dates", "authors"];

    pub(super) fn add(&mut self, gold: &Facts, found: &Facts) {
        let same = [
            gold.title.as_ref().map(|t| found.title.as_ref().is_some_and(|f| bare(f) == bare(t))),
            gold.date.as_ref().map(|d| found.date.as_ref().is_some_and(|f| day(f) == day(d))),
            gold.authors
                .as_ref()
                .map(|names| found.authors.as_ref().is_some_and(|f| sorted(f) == sorted(names))),
        ];
        for (at, verdict) in same.into_iter().enumerate() {
            self.gold[at] += usize::from(verdict.is_some());
            self.right[at] += usize::from(verdict == Some(true));
        }
    }
}

/// Letters and digits in lower case: quotation marks and spaces differ between programs.
fn bare(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn day(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

fn sorted(names: &[String]) -> Vec<String> {
    let mut all: Vec<String> = names.iter().map(|name| bare(name)).collect();
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_compared_by_their_letters_days_and_sets() {
        let gold = Facts::of(&serde_json::json!({
            "title": "“Never again”", "date": "2031-03-04T10:00:00Z", "authors": ["Mara Lind", "T. Okello"]
        }));
        let found = Facts::of(&serde_json::json!({
            "title": "\"Never again\"", "date": "2031-03-04", "author": "T Okello; Mara Lind"
        }));
        let mut right = Right::default();
        right.add(&gold, &found);
        assert_eq!(right, Right { gold: [1; 3], right: [1; 3] });
        right.add(&gold, &Facts::default());
        assert_eq!(right, Right { gold: [2; 3], right: [1; 3] });
        right.add(&Facts::default(), &found);
        assert_eq!(right.gold, [2; 3]);
    }
}
