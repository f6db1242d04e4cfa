//! Feeds (RSS, Atom, JSON Feed): one document an item.
//!
//! What the feed says of an item (title, author, day) goes before what its page says. Many feeds hold
//! only the first lines of a report; those are what is read.

use annalist_doc::{Format, Published, PublishedFrom, Source};
use feed_rs::model::{Entry, Feed, Person, Text};
use feed_rs::parser::Builder;

use crate::Options;
use crate::error::{Kind, ReadError, size};
use crate::page::{Item, Page};
use crate::text::one_line;

/// The items of a feed, which the user knows as `file`.
pub(crate) fn items(bytes: &[u8], file: &str, options: &Options) -> Vec<Item> {
    match parse(bytes, file) {
        Ok(feed) if feed.entries.is_empty() => {
            vec![Item::failed(ReadError::new(Kind::Empty, file, "a feed without items"))]
        }
        Ok(feed) => {
            let site = feed.title.as_ref().map(|title| one_line(&title.content));
            let site = site.filter(|site| !site.is_empty());
            let entries = feed.entries.into_iter().enumerate();
            entries.map(|(at, entry)| item(at, entry, site.clone(), file, options)).collect()
        }
        Err(error) => vec![Item::failed(error)],
    }
}

fn parse(bytes: &[u8], file: &str) -> Result<Feed, ReadError> {
    // Items without a name of their own stay without one: a made-up one would differ by run.
    let parser = Builder::new().sanitize_content(false).id_generator(|_, _, _| String::new());
    parser.build().parse(bytes).map_err(|error| {
        let what = format!("not a feed (RSS, Atom or JSON Feed): {error}");
        ReadError::new(Kind::Damaged, file, what)
    })
}

fn item(at: usize, entry: Entry, site: Option<String>, file: &str, options: &Options) -> Item {
    let place = format!("item {}", at + 1);
    let title = entry.title.as_ref().map(plain).filter(|title| !title.is_empty());
    let body = entry.content.as_ref().and_then(|content| content.body.clone());
    let html = entry.content.as_ref().is_some_and(|c| c.content_type.as_str().contains("html"));
    let summary = entry.summary.as_ref().map(|text| text.content.clone());
    // The longer of the two: some feeds put the report into the summary.
    let own = body.filter(|body| summary.as_ref().is_none_or(|s| s.len() < 2 * body.len().max(1)));
    let (words, html) = match (own, summary) {
        (Some(body), _) => (body, html),
        (None, Some(summary)) => {
            let html =
                entry.summary.as_ref().is_some_and(|s| s.content_type.as_str().contains("html"));
            (summary, html)
        }
        (None, None) => (String::new(), false),
    };
    if words.len() as u64 > options.limit() {
        let what = format!("{} in one item", size(words.len() as u64));
        return Item::failed(ReadError::new(Kind::TooLarge, file, what).at_part(place));
    }
    let html = html || looks_like_html(&words);
    let link = entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let link = link.or(entry.links.first()).map(|link| link.href.clone());
    let source = Source {
        uri: Some(link.unwrap_or_else(|| file.to_owned())),
        format: if html { Format::Html } else { Format::Text },
        id: Some(entry.id).filter(|id| !id.is_empty()),
        container: Some(file.to_owned()),
        ..Source::default()
    };
    let heading = title.as_deref().unwrap_or_default();
    let bytes = if html { page(heading, &words) } else { format!("{heading}\n\n{words}") };
    Item::Page(Box::new(Page {
        bytes: bytes.into_bytes(),
        content_type: html.then(|| "text/html; charset=utf-8".to_owned()),
        place: Some(place),
        title,
        byline: authors(&entry.authors),
        site,
        published: entry.published.or(entry.updated).map(|moment| Published {
            value: moment.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            from: PublishedFrom::Metadata,
        }),
        ..Page::new(source)
    }))
}

/// The page that an item would be.
fn page(title: &str, body: &str) -> String {
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body>\
         <article><h1>{title}</h1>\n{body}</article></body></html>"
    )
}

/// A title without marks: feeds escape them once or twice.
fn plain(text: &Text) -> String {
    let mut words = text.content.clone();
    for (mark, sign) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#8217;", "’"),
        ("&amp;", "&"),
    ] {
        if words.contains(mark) {
            words = words.replace(mark, sign);
        }
    }
    for tag in ["<b>", "</b>", "<i>", "</i>", "<em>", "</em>", "<strong>", "</strong>"] {
        if words.contains(tag) {
            words = words.replace(tag, "");
        }
    }
    one_line(&words)
}

fn looks_like_html(words: &str) -> bool {
    ["</", "<br", "<p>", "<p ", "&#", "&amp;", "&nbsp;", "&quot;"].iter().any(|m| words.contains(m))
}

fn authors(people: &[Person]) -> Option<String> {
    let names: Vec<&str> =
        people.iter().filter_map(|person| person.name.as_deref()).map(str::trim).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}
