//! Structured data: what schema.org JSON-LD says of the article.

use serde_json::Value;

use crate::text::one_line;

/// What the structured data says of the article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Data {
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) body: Option<String>,
}

/// So many objects are looked at.
const MAX_OBJECTS: usize = 3000;

/// Reads all scripts; the object that is most like an article is believed, and what it leaves out is
/// taken from the others.
pub(super) fn read(scripts: &[String]) -> Data {
    let values: Vec<Value> = scripts.iter().flat_map(|script| parse(script)).collect();
    let mut objects: Vec<&Value> = Vec::new();
    for value in &values {
        collect(value, 0, &mut objects);
    }
    let mut ranked: Vec<(i32, &Value)> = objects
        .iter()
        .map(|object| (rank(object), *object))
        .filter(|(rank, _)| *rank > 0)
        .collect();
    // Stable: among equals the page's order counts.
    ranked.sort_by_key(|(rank, _)| -rank);
    let mut data = Data::default();
    let best = ranked.first().map_or(0, |(rank, _)| *rank);
    for (rank, object) in ranked {
        // Other articles on the page are other articles.
        if rank >= ARTICLE && best >= ARTICLE && data.headline.is_some() {
            continue;
        }
        fill(&mut data, object, &objects);
    }
    if data.publisher.is_none() {
        let organization = objects.iter().find(|object| {
            types(object).any(|t| matches!(t, "NewsMediaOrganization" | "Organization"))
        });
        data.publisher = organization.and_then(|o| text(o.get("name")));
    }
    data
}

/// The lowest rank of an object that is an article.
const ARTICLE: i32 = 100;

/// How much an object is the article of its page.
fn rank(object: &Value) -> i32 {
    let kind = types(object)
        .map(|kind| match kind {
            k if k.ends_with("NewsArticle") || k == "Reportage" => ARTICLE + 20,
            k if k.ends_with("Article") || k.ends_with("BlogPosting") || k == "Report" => {
                ARTICLE + 10
            }
            "SocialMediaPosting" | "DiscussionForumPosting" | "Review" | "AnalysisNews" => ARTICLE,
            "VideoObject" | "WebPage" | "ItemPage" | "CreativeWork" => 10,
            _ => 0,
        })
        .max()
        .unwrap_or(0);
    if kind == 0 {
        return 0;
    }
    let has = |key: &str| i32::from(object.get(key).is_some_and(|value| !value.is_null()));
    kind + 4 * has("headline") + 2 * has("datePublished") + 2 * has("author") + has("articleBody")
}

fn fill(data: &mut Data, object: &Value, all: &[&Value]) {
    let headline = text(object.get("headline"));
    let article = rank(object) >= ARTICLE;
    if data.headline.is_none() {
        data.headline = headline.or_else(|| text(object.get("name")).filter(|_| article));
    }
    if data.authors.is_empty() {
        for key in ["author", "creator"] {
            if data.authors.is_empty()
                && let Some(value) = object.get(key)
            {
                authors(value, all, &mut data.authors);
            }
        }
    }
    let set = |slot: &mut Option<String>, key: &str| {
        if slot.is_none() {
            *slot = text(object.get(key));
        }
    };
    set(&mut data.published, "datePublished");
    set(&mut data.modified, "dateModified");
    if article {
        set(&mut data.published, "dateCreated");
    }
    if data.publisher.is_none() {
        data.publisher = object.get("publisher").and_then(|publisher| name(publisher, all));
    }
    if article && data.body.is_none() {
        data.body = object.get("articleBody").and_then(Value::as_str).map(str::to_owned);
    }
}

/// The names of authors: an object, a list of them, or plain words.
fn authors(value: &Value, all: &[&Value], to: &mut Vec<String>) {
    if to.len() >= 20 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().take(20).for_each(|one| authors(one, all, to)),
        Value::Object(object) => {
            // One object may hold a list of names.
            if let Some(Value::Array(names)) = object.get("name") {
                to.extend(names.iter().take(20).filter_map(|one| text(Some(one))));
            } else {
                to.extend(name(value, all));
            }
        }
        _ => to.extend(text(Some(value))),
    }
}

/// The name of a person or body, also one that is told elsewhere in the data.
fn name(value: &Value, all: &[&Value]) -> Option<String> {
    match value {
        Value::Array(list) => list.first().filter(|v| !v.is_array()).and_then(|v| name(v, all)),
        Value::Object(object) => text(object.get("name")).or_else(|| {
            if let (Some(given), Some(family)) =
                (text(object.get("givenName")), text(object.get("familyName")))
            {
                return Some(format!("{given} {family}"));
            }
            let id = object.get("@id")?.as_str()?;
            let other = all.iter().find(|other| {
                other.get("@id").and_then(Value::as_str) == Some(id) && other.get("name").is_some()
            })?;
            text(other.get("name"))
        }),
        _ => text(Some(value)),
    }
}

/// The words of a value on one line, entities resolved.
fn text(value: Option<&Value>) -> Option<String> {
    let words = match value? {
        Value::String(words) => words.clone(),
        Value::Array(list) => {
            return list.iter().find(|v| v.is_string()).and_then(|v| text(Some(v)));
        }
        Value::Object(object) => {
            object.get("@value").or_else(|| object.get("@id"))?.as_str()?.to_owned()
        }
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let words = plain(&words);
    (!words.is_empty()).then_some(words)
}

/// Words without tags and entities.
pub(super) fn plain(words: &str) -> String {
    if !words.contains(['<', '&']) {
        return one_line(words);
    }
    let mut line = words.to_owned();
    // Some are escaped twice.
    for _ in 0..2 {
        let parts: Vec<String> = super::body::parts(&line).into_iter().map(|p| p.words).collect();
        line = parts.join(" ");
        if !line.contains('&') {
            break;
        }
    }
    line
}

/// All objects, the outer before the inner.
fn collect<'a>(value: &'a Value, depth: usize, to: &mut Vec<&'a Value>) {
    if to.len() >= MAX_OBJECTS || depth > 12 {
        return;
    }
    match value {
        Value::Object(object) => {
            to.push(value);
            object.values().for_each(|inner| collect(inner, depth + 1, to));
        }
        Value::Array(list) => list.iter().for_each(|inner| collect(inner, depth + 1, to)),
        _ => {}
    }
}

fn types(object: &Value) -> impl Iterator<Item = &str> {
    let (one, many) = match object.get("@type") {
        Some(Value::String(kind)) => (Some(kind.as_str()), None),
        Some(Value::Array(kinds)) => (None, Some(kinds)),
        _ => (None, None),
    };
    let all = one.into_iter().chain(many.into_iter().flatten().filter_map(Value::as_str));
    all.map(|kind| kind.rsplit(['/', ':']).next().unwrap_or(kind))
}

/// The values of one script; broken ones are mended where that is plain.
fn parse(script: &str) -> Vec<Value> {
    let bare = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let bare = bare.trim().trim_start_matches("//").trim_start_matches("<![CDATA[");
    let bare = bare.trim_end_matches("]]>").trim().trim_end_matches("//").trim_end_matches(';');
    let read = |text: &str| -> Vec<Value> {
        serde_json::Deserializer::from_str(text).into_iter().map_while(Result::ok).collect()
    };
    let values = read(bare);
    if !values.is_empty() {
        return values;
    }
    // Line ends inside strings, and commas before a closing bracket.
    let flat: String = bare.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    read(&without_last_commas(&flat))
}

/// The text without commas, outside strings, that have nothing after them.
fn without_last_commas(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut inside, mut escaped) = (false, false);
    for c in text.chars() {
        if inside {
            inside = escaped || c != '"';
            escaped = c == '\\' && !escaped;
        } else if c == '"' {
            (inside, escaped) = (true, false);
        } else if matches!(c, ']' | '}') {
            let kept = out.trim_end().strip_suffix(',').map(str::len);
            if let Some(kept) = kept {
                out.truncate(kept);
            }
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Data {
        read(&[json.to_owned()])
    }

    #[test]
    fn an_article_with_its_authors() {
        let data = of(
            r#"{"@context":"https://schema.org","@type":"NewsArticle","headline":"Tom &amp; Ann leave",
            "author":[{"@type":"Person","name":"Mara Lind"},{"@type":"Person","name":"Tomas Okello"}],
            "datePublished":"2031-03-04T10:00:00+02:00","dateModified":"2031-03-05",
            "publisher":{"@type":"Organization","name":"Harbour Times"}}"#,
        );
        assert_eq!(data.headline.as_deref(), Some("Tom & Ann leave"));
        assert_eq!(data.authors, ["Mara Lind", "Tomas Okello"]);
        assert_eq!(data.published.as_deref(), Some("2031-03-04T10:00:00+02:00"));
        assert_eq!(data.publisher.as_deref(), Some("Harbour Times"));
    }

    #[test]
    fn a_graph_that_names_its_author_elsewhere() {
        let data = of(r##"{"@graph":[{"@type":"WebPage","name":"Home"},
            {"@type":["Article"],"headline":"Ferry","author":{"@id":"#p"},"publisher":{"@id":"#o"}},
            {"@type":"Person","@id":"#p","name":"Mara Lind"},
            {"@type":"Organization","@id":"#o","name":"Harbour Times"}]}"##);
        assert_eq!(data.authors, ["Mara Lind"]);
        assert_eq!(data.publisher.as_deref(), Some("Harbour Times"));
    }

    #[test]
    fn broken_data_is_mended() {
        let data = of(
            "//<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"Two\nlines\",\"author\":[\"Mara Lind\",],}\n//]]>",
        );
        assert_eq!(data.headline.as_deref(), Some("Two lines"));
        assert_eq!(data.authors, ["Mara Lind"]);
        assert_eq!(of("{\"@type\":"), Data::default());
        assert_eq!(of(&"[".repeat(5000)), Data::default());
    }

    #[test]
    fn the_first_of_several_articles_counts() {
        let data = of(r#"[{"@type":"NewsArticle","headline":"One","datePublished":"2031-01-01"},
            {"@type":"NewsArticle","headline":"Two","datePublished":"2030-01-01"}]"#);
        assert_eq!(data.headline.as_deref(), Some("One"));
        assert_eq!(data.published.as_deref(), Some("2031-01-01"));
    }
}
