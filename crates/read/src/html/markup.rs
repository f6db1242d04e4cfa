//! What is kept of a page's markup, and how it is written out again.

/// An element's attributes that are kept.
pub(super) type Attributes = Vec<(&'static str, String)>;

/// Elements whose content is no prose.
pub(super) const SKIPPED: [&[u8]; 14] = [
    b"script",
    b"style",
    b"svg",
    b"noscript",
    b"iframe",
    b"canvas",
    b"template",
    b"select",
    b"textarea",
    b"object",
    b"audio",
    b"video",
    b"math",
    b"datalist",
];

/// Attributes that say what an element is for.
pub(super) const KEPT: [&str; 17] = [
    "class",
    "id",
    "itemprop",
    "itemtype",
    "role",
    "rel",
    "href",
    "datetime",
    "content",
    "title",
    "aria-hidden",
    "hidden",
    "style",
    "data-component",
    "data-testid",
    "aria-label",
    "pubdate",
];
/// Those of them that help to find the article.
pub(super) const WRITTEN: [&str; 10] = [
    "class",
    "id",
    "itemprop",
    "role",
    "href",
    "aria-hidden",
    "hidden",
    "style",
    "data-component",
    "data-testid",
];
/// Attributes of elements of the head.
pub(super) const HEAD: [&str; 5] = ["name", "property", "lang", "type", "http-equiv"];

pub(super) fn value<'a>(attributes: &'a [(&'static str, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}

/// Elements that stand beside the article by their own word.
pub(super) fn is_beside(tag: &[u8]) -> bool {
    matches!(tag, b"nav" | b"footer" | b"aside" | b"figure" | b"menu" | b"dialog")
}

pub(super) fn is_json_ld(kind: &str) -> bool {
    kind.trim().to_ascii_lowercase().starts_with("application/ld+json")
}

/// The bytes as text of at most so many bytes.
pub(super) fn words(value: &[u8], longest: usize) -> String {
    let text = String::from_utf8_lossy(value.get(..longest + 4).unwrap_or(value));
    let end = text.floor_char_boundary(longest);
    text.get(..end).unwrap_or("").to_owned()
}

/// Writes text so that it reads as text; NULs and other control characters become spaces.
pub(super) fn escape(text: &str, to: &mut String) {
    let special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}');
    let mut rest = text;
    while let Some(at) = rest.find(special) {
        let (before, after) = rest.split_at(at);
        to.push_str(before);
        let mut chars = after.chars();
        match chars.next() {
            Some('&') => to.push_str("&amp;"),
            Some('<') => to.push_str("&lt;"),
            Some('>') => to.push_str("&gt;"),
            Some('"') => to.push_str("&quot;"),
            _ => to.push(' '),
        }
        rest = chars.as_str();
    }
    to.push_str(rest);
}

/// Whether a name is one that can be written out as it is.
pub(super) fn is_plain(name: &[u8]) -> bool {
    name.len() <= 40
        && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
}
