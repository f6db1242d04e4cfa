//! Who signed the article.

use annalist_doc::ToldBy;

use super::body::letters;
use super::clean::Cleaned;
use super::hear::ToldKind;
use super::ld::{Data, plain};
use super::words::Bylines;
use crate::text::one_line;

/// Meta tags that name the author.
const METAS: [&str; 16] = [
    "author",
    "byl",
    "article:author",
    "og:article:author",
    "article:author_name",
    "dc.creator",
    "dcterms.creator",
    "dc.author",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "mediator_author",
    "citation_author",
    "article.author",
    "twitter:creator:name",
    "creator",
];

/// So many names at most.
const MOST: usize = 20;

/// The names, and where they stand.
pub(super) fn authors(
    head: &Cleaned,
    data: &Data,
    signed: Option<String>,
    site: Option<&str>,
) -> (Vec<String>, ToldBy) {
    let body = |name: &String| site.is_some_and(|site| letters(site).eq(letters(name)));
    let from_data = names(data.authors.iter().map(String::as_str), false);
    // "Staff reporter" hides a name that may stand elsewhere.
    let roles = &Bylines::get().role;
    let role = |name: &String| name.to_lowercase().split(' ').any(|word| roles.contains(word));
    let person = from_data.iter().any(|name| !body(name) && !role(name));
    if person {
        let mut found = from_data;
        found.dedup_by(|a, b| letters(a).eq(letters(b)));
        return (found, ToldBy::JsonLd);
    }
    for name in METAS {
        let told =
            head.metas.iter().filter(|(key, _)| key == name).map(|(_, words)| words.as_str());
        let found = names(told, false);
        if found.iter().any(|name| !body(name)) {
            return (found, ToldBy::Meta);
        }
    }
    for kind in [ToldKind::Author, ToldKind::Byline] {
        let told = head.told.iter().filter(|told| told.kind == kind);
        let lines =
            told.flat_map(|told| told.value.iter().map(String::as_str).chain(told.words.lines()));
        // Several on one page are mostly those of other articles: the first counts, and those right
        // beside it.
        let mut found = names(lines.take(6), true);
        found.retain(|name| is_name(name));
        found.truncate(3);
        // A word alone after a name is a place, an agency or a day.
        let mut first = true;
        found.retain(|name| {
            std::mem::take(&mut first) || name.contains(|c: char| c == ' ' || !c.is_ascii())
        });
        if found.iter().any(|name| !body(name)) {
            return (found, ToldBy::Page);
        }
    }
    let found: Vec<String> = names(signed.iter().map(String::as_str), true);
    if !found.is_empty() {
        return (found, ToldBy::Page);
    }
    (from_data, ToldBy::JsonLd)
}

/// The names in several lines, each once.
fn names<'a>(lines: impl Iterator<Item = &'a str>, page: bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in lines {
        for name in split(line, page) {
            if found.len() < MOST && !found.iter().any(|other| letters(other).eq(letters(&name))) {
                found.push(name);
            }
        }
    }
    found
}

/// The names in a line, without what stands around them. A line of the page itself may begin with
/// words ("von", "de") that elsewhere belong to the name.
fn split(line: &str, page: bool) -> Vec<String> {
    let words = Bylines::get();
    let line = plain(line);
    // Addresses and handles are no names.
    let names = line
        .split(' ')
        .filter(|w| !w.contains("://") && !w.starts_with("www.") && !w.contains('@'));
    let line = names.collect::<Vec<_>>().join(" ");
    let mut rest = line.trim();
    let lower = rest.to_lowercase();
    if rest.chars().count() > 300 || words.nobody.contains(lower.as_str()) {
        return Vec::new();
    }
    // "By", "Von", "Por", with or without a colon; the longest first.
    let more = words.before_on_page.iter().filter(|_| page);
    let before = words.before.iter().chain(more).filter(|word| {
        lower.strip_prefix(word.as_str()).is_some_and(|r| r.starts_with([' ', ':', '\u{a0}']))
    });
    if let Some(word) = before.max_by_key(|word| word.len())
        && let Some(after) = rest.get(word.len()..)
    {
        rest = after.trim_start_matches([' ', ':', '\u{a0}']);
    }
    let mut found = Vec::new();
    for part in rest.split([';', '|', ',', '/', '&', '•', '·', '\n', '、', '،']) {
        let mut name = String::new();
        for word in part.split_whitespace() {
            if words.and.contains(word.to_lowercase().as_str())
                && !is_initial(word)
                && !name.is_empty()
                && !begins_with_article(&name)
            {
                push(&mut found, &name);
                name.clear();
            } else {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(word);
            }
        }
        push(&mut found, &name);
    }
    found
}

/// "The Treasury and …": a body, whose name goes on.
fn begins_with_article(name: &str) -> bool {
    name.split(' ')
        .next()
        .is_some_and(|w| Bylines::get().article.contains(w.to_lowercase().as_str()))
}

/// A capital that stands for a first name, not a joining word.
fn is_initial(word: &str) -> bool {
    word.chars().all(char::is_uppercase)
}

/// Keeps a name once it is bare.
fn push(found: &mut Vec<String>, name: &str) {
    let words = Bylines::get();
    let mut bare = name;
    // An address or a handle in brackets or after the name.
    for sign in ["(", "[", "<", " - ", " – ", " — ", " @"] {
        if let Some((before, _)) = bare.split_once(sign) {
            bare = before;
        }
    }
    let bare = bare.trim_matches(|c: char| {
        !(c.is_alphanumeric() || matches!(c, '.' | ')' | '\'' | '’' | '"' | '”'))
    });
    let bare = one_line(bare);
    let lower = bare.to_lowercase();
    let follows = !found.is_empty();
    let role = follows && lower.split_whitespace().any(|word| words.role.contains(word));
    let suffix = matches!(lower.trim_end_matches('.'), "jr" | "sr" | "ii" | "iii");
    if suffix && let Some(last) = found.last_mut() {
        last.push_str(", ");
        last.push_str(&bare);
        return;
    }
    let count = bare.split_whitespace().count();
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2
        || count > 8
        || words.nobody.contains(&lower)
        || words.before.contains(&lower)
        || role
    {
        return;
    }
    found.push(bare);
}

/// Whether words found in an element of the page look like a name.
fn is_name(name: &str) -> bool {
    let words = Bylines::get();
    let count = name.split_whitespace().count();
    let caseless = |c: char| c.is_alphabetic() && !c.is_lowercase();
    // Of names only short words ("de", "van der") are written small.
    let small = |word: &str| word.starts_with(char::is_lowercase) && word.chars().count() > 3;
    (1..=6).contains(&count)
        && name.chars().count() <= 60
        && name.chars().next().is_some_and(caseless)
        && !name.chars().any(|c| c.is_ascii_digit() || matches!(c, '?' | '!' | ':'))
        && !name.split_whitespace().any(small)
        && !name.split_whitespace().any(|word| words.never.contains(word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::clean::clean;
    use super::*;

    fn of(html: &str) -> Vec<String> {
        let head = clean(html);
        let data = super::super::ld::read(&head.json_ld);
        authors(&head, &data, None, Some("Harbour Times")).0
    }

    #[test]
    fn lines_become_names() {
        for (line, expected) in [
            ("By Mara Lind and Tomas Okello", vec!["Mara Lind", "Tomas Okello"]),
            ("Von Jana Weiß und Ute Kern", vec!["Jana Weiß", "Ute Kern"]),
            ("By MARA LIND, Staff Writer", vec!["MARA LIND"]),
            ("Mara Lind (mara@example.org)", vec!["Mara Lind"]),
            ("Robert E. Stone, Jr.", vec!["Robert E. Stone, Jr."]),
            ("https://example.org/authors/mara", vec![]),
            ("admin", vec![]),
            ("José y Ana Ruiz", vec!["José", "Ana Ruiz"]),
        ] {
            assert_eq!(split(line, true), expected, "{line}");
        }
    }

    #[test]
    fn bodies_and_particles_belong_to_the_name() {
        assert_eq!(
            split("The Treasury and Trade ministries", false),
            ["The Treasury and Trade ministries"]
        );
        assert_eq!(split("von der Heide", false), ["von der Heide"]);
        assert_eq!(split("By", false), [""; 0]);
        assert!(
            is_name("Ana van der Berg") && is_name("王小明") && !is_name("Mara Lind is the editor")
        );
    }

    #[test]
    fn structured_data_comes_first_then_meta_then_the_page() {
        let page =
            "<meta name=author content='Mara Lind'><span class=byline>By Someone Else</span>";
        assert_eq!(of(page), ["Mara Lind"]);
        let page =
            "<p class='article-byline'>By <a rel=author href=/x>Tomas Okello</a> in Ostwick</p>";
        assert_eq!(of(page), ["Tomas Okello"]);
        let page = "<div class=byline><span>By</span> <span>Mara Lind</span><br>Published 3 hours ago</div>";
        assert_eq!(of(page), ["Mara Lind"]);
        let page = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":{\"name\":\"Harbour Times\"}}</script>\
            <meta name=author content='Mara Lind'>";
        assert_eq!(of(page), ["Mara Lind"]);
        let staff = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":{\"name\":\"Harbour staff reporter\"}}</script>";
        assert_eq!(of(staff), ["Harbour staff reporter"]);
        assert_eq!(of(&format!("{staff}<meta name=author content='Mara Lind'>")), ["Mara Lind"]);
    }
}
