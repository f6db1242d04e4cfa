//! Headline and publisher.
//!
//! A page says its headline in up to five places, some of them with the publisher's name at the end,
//! some rewritten for search engines. What several places agree on is the headline.

use annalist_doc::ToldBy;

use super::body::letters;
use super::clean::Cleaned;
use super::hear::ToldKind;
use super::ld::{Data, plain};
use crate::text::one_line;

/// What stands between a headline and the publisher's name.
const SEPARATORS: [&str; 11] =
    [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " / ", " : ", " ▷ "];

/// A headline is no longer, in characters.
const LONGEST: usize = 400;

/// The publisher's name.
pub(super) fn site(head: &Cleaned, data: &Data) -> Option<(String, ToldBy)> {
    let named = meta(
        head,
        &[
            "og:site_name",
            "application-name",
            "dc.publisher",
            "publisher",
            "twitter:app:name:iphone",
        ],
    );
    let usable = |name: &String| {
        let count = name.chars().count();
        (1..=80).contains(&count)
            && !name.contains("://")
            && name.chars().any(char::is_alphanumeric)
    };
    named
        .filter(usable)
        .map(|name| (first_part(&name).to_owned(), ToldBy::Meta))
        .or_else(|| data.publisher.clone().filter(usable).map(|name| (name, ToldBy::JsonLd)))
}

/// A publisher's name without the slogan or the sections that some add to it.
fn first_part(name: &str) -> &str {
    name.split(" | ").next().unwrap_or(name).trim_start_matches('@').trim()
}

/// The headline.
pub(super) fn title(head: &Cleaned, data: &Data, site: Option<&str>) -> Option<(String, ToldBy)> {
    let fits = |words: &String| !words.is_empty() && words.chars().count() <= LONGEST;
    let headings: Vec<String> = head
        .told
        .iter()
        .filter(|told| told.kind == ToldKind::Headline)
        .map(|told| one_line(&told.words))
        .filter(fits)
        .collect();
    let document = Some(plain(&head.title)).filter(fits);
    // In the order in which they are believed.
    let mut told: Vec<(String, ToldBy)> = Vec::new();
    let mut add = |words: Option<String>, place: ToldBy| {
        if let Some(words) = words.filter(fits) {
            told.push((words, place));
        }
    };
    add(data.headline.clone(), ToldBy::JsonLd);
    add(meta(head, &["og:title"]), ToldBy::Meta);
    add(
        meta(
            head,
            &[
                "twitter:title",
                "parsely-title",
                "sailthru.title",
                "dc.title",
                "dcterms.title",
                "headline",
            ],
        ),
        ToldBy::Meta,
    );
    let bare: Vec<(String, ToldBy)> = told
        .iter()
        .map(|(words, place)| (without_site(words, site, &headings), *place))
        .filter(|(words, _)| !is_site(words, site))
        .collect();
    // A heading of the page that says the same as its head is the headline as readers see it.
    let agreed = bare.iter().find(|(words, _)| headings.iter().any(|h| same(h, words)));
    if let Some((words, place)) = agreed {
        return Some((words.clone(), *place));
    }
    let twice = bare
        .iter()
        .enumerate()
        .find(|(at, (words, _))| bare.iter().skip(at + 1).any(|(other, _)| same(other, words)));
    if let Some((_, (words, place))) = twice.or_else(|| bare.iter().enumerate().next()) {
        return Some((words.clone(), *place));
    }
    let document = document.map(|words| without_site(&words, site, &headings));
    let heading = headings
        .iter()
        .find(|h| document.as_ref().is_some_and(|d| same(h, d)))
        .or_else(|| headings.first().filter(|h| headings.len() == 1 && !is_site(h, site)));
    if let Some(words) = heading {
        return Some((words.clone(), ToldBy::Page));
    }
    document
        .filter(|words| !is_site(words, site))
        .map(|words| (words, ToldBy::Meta))
        .or_else(|| headings.first().cloned().map(|words| (words, ToldBy::Page)))
}

/// The first meta tag of these names that says something.
pub(super) fn meta(head: &Cleaned, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let found = head.metas.iter().find(|(key, _)| key == name)?;
        Some(plain(&found.1)).filter(|words| !words.is_empty())
    })
}

fn same(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other)) && letters(one).next().is_some()
}

fn is_site(words: &str, site: Option<&str>) -> bool {
    site.is_some_and(|site| same(words, site))
}

/// A headline without the publisher's name after it: cut where the rest is a heading of the page, or
/// where what is cut off is the publisher.
fn without_site(words: &str, site: Option<&str>, headings: &[String]) -> String {
    let cuts = SEPARATORS.iter().flat_map(|separator| {
        words.rmatch_indices(separator).map(|(at, sign)| (at, at + sign.len()))
    });
    for (end, start) in cuts {
        let (before, after) = (words.get(..end).unwrap_or(""), words.get(start..).unwrap_or(""));
        if before.trim().is_empty() {
            continue;
        }
        let publisher = site.is_some_and(|site| alike(after, site));
        if publisher || headings.iter().any(|heading| same(heading, before)) {
            return before.trim().to_owned();
        }
    }
    // A section before it: "Opinion | …", where the page has the rest as its heading.
    let rest = words.split_once(" | ").map(|(_, rest)| rest.trim());
    match rest.filter(|rest| headings.iter().any(|heading| same(heading, rest))) {
        Some(rest) => rest.to_owned(),
        None => words.to_owned(),
    }
}

/// Whether a name is the publisher's, perhaps shortened or with its web ending.
fn alike(name: &str, site: &str) -> bool {
    let (name, site): (String, String) = (letters(name).collect(), letters(site).collect());
    if name.chars().count() < 3 || site.is_empty() {
        return name == site && !site.is_empty();
    }
    name == site
        || name.starts_with(&site) && name.len() <= site.len() + 12
        || site.starts_with(&name)
}

#[cfg(test)]
mod tests {
    use super::super::clean::clean;
    use super::*;

    fn of(html: &str) -> Option<String> {
        let head = clean(html);
        let data = super::super::ld::read(&head.json_ld);
        let site = site(&head, &data);
        title(&head, &data, site.as_ref().map(|s| s.0.as_str())).map(|t| t.0)
    }

    #[test]
    fn the_publisher_is_no_part_of_the_headline() {
        let page = "<title>Ferry runs aground | Harbour Times</title><meta property=og:site_name content='Harbour Times'>";
        assert_eq!(of(page).as_deref(), Some("Ferry runs aground"));
        let page = "<title>Ferry - the long way home - Harbour Times</title><h1>Ferry - the long way home</h1>";
        assert_eq!(of(page).as_deref(), Some("Ferry - the long way home"));
        let page = "<meta property=og:title content='Ferry | Live'><h1>Something else</h1>";
        assert_eq!(of(page).as_deref(), Some("Ferry | Live"));
    }

    #[test]
    fn what_readers_see_is_the_headline() {
        let page = "<meta property=og:title content='You will not believe this ferry'>
            <meta name=twitter:title content='Ferry runs aground'><h1>Ferry <b>runs</b> aground</h1>";
        assert_eq!(of(page).as_deref(), Some("Ferry runs aground"));
        let page = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Ferry &quot;lost&quot;\"}</script>";
        assert_eq!(of(page).as_deref(), Some("Ferry \"lost\""));
        assert_eq!(of("<h1>Only this</h1><p>x").as_deref(), Some("Only this"));
        assert_eq!(of("<p>x"), None);
    }
}
