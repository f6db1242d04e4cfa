//! When the article was published.
//!
//! The day it first appeared, not that of its last change. Structured data and meta tags say it
//! exactly; the address, `<time>` elements and the words near the headline say it where these do not.

use annalist_doc::{Published, PublishedFrom, ToldBy};
use jiff::civil::Date;

use super::clean::Cleaned;
use super::hear::ToldKind;
use super::ld::Data;
use super::moment::{in_address, in_words, moment};

/// Meta tags that say it, the surest first.
const METAS: [&str; 34] = [
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "published-date",
    "published_time",
    "article.published",
    "article:publication_date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "rnews:datepublished",
    "ptime",
    "bt:pubdate",
    "article_date_original",
    "originalpublicationdate",
    "displaydate",
    "citation_date",
    "date",
];
/// Meta tags that say when it was made or changed.
const LAST: [&str; 6] = [
    "datecreated",
    "date.created",
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
];

/// The day, or the moment with its zone, and where it stands.
pub(super) fn published(
    head: &Cleaned,
    data: &Data,
    address: Option<&str>,
    given: Option<&Published>,
) -> Option<(Published, ToldBy)> {
    if let Some(given) = given {
        return Some((given.clone(), ToldBy::Given));
    }
    let american =
        head.lang.as_deref().is_some_and(|l| l.to_ascii_lowercase().starts_with("en-us"));
    let read = |words: &str| moment(words, american);
    let metas = |names: &[&str]| {
        names.iter().find_map(|name| {
            head.metas.iter().filter(|(key, _)| key == name).find_map(|(_, words)| read(words))
        })
    };
    let told = |kind: ToldKind, words: bool| {
        head.told.iter().filter(|told| told.kind == kind).find_map(|told| {
            let value = told.value.as_deref().and_then(read);
            value.or_else(|| words.then(|| in_words(&told.words, american)).flatten())
        })
    };
    let as_metadata =
        |value: String, place| (Published { value, from: PublishedFrom::Metadata }, place);
    let as_text = |value: String| (Published { value, from: PublishedFrom::Text }, ToldBy::Page);
    let said = data.published.as_deref().and_then(read);
    let local = |found: (Published, ToldBy)| at_home(&found.0, address).unwrap_or(found);
    said.map(|v| as_metadata(v, ToldBy::JsonLd))
        .or_else(|| metas(&METAS).map(|v| as_metadata(v, ToldBy::Meta)))
        .map(local)
        .or_else(|| told(ToldKind::Published, true).map(|v| as_metadata(v, ToldBy::Page)))
        .or_else(|| {
            let value = address.and_then(in_address)?;
            Some((Published { value, from: PublishedFrom::Url }, ToldBy::Url))
        })
        .or_else(|| told(ToldKind::Time, false).map(|v| as_metadata(v, ToldBy::Page)))
        .or_else(|| told(ToldKind::Time, true).map(as_text))
        .or_else(|| told(ToldKind::Date, true).map(as_text))
        .or_else(|| told(ToldKind::Byline, true).map(as_text))
        .or_else(|| data.modified.as_deref().and_then(read).map(|v| as_metadata(v, ToldBy::JsonLd)))
        .or_else(|| metas(&LAST).map(|v| as_metadata(v, ToldBy::Meta)))
        // A picture is often filed under the day it was put on the page with.
        .or_else(|| {
            let pictures = head.metas.iter().filter(|(key, _)| key.starts_with("og:image"));
            let value = pictures.filter_map(|(_, words)| in_address(words)).next()?;
            Some((Published { value, from: PublishedFrom::Url }, ToldBy::Meta))
        })
}

/// The publisher's own day, where the page gives the moment in universal time and the address has
/// the day before or after: around midnight the two differ, and "today" in the text is the former.
fn at_home(said: &Published, address: Option<&str>) -> Option<(Published, ToldBy)> {
    let (day, time) = said.value.split_once('T')?;
    if !(time.ends_with('Z') || time.ends_with("+00:00")) {
        return None;
    }
    let value = address.and_then(in_address)?;
    let (there, here): (Date, Date) = (day.parse().ok()?, value.parse().ok()?);
    let near = there.tomorrow().ok() == Some(here) || there.yesterday().ok() == Some(here);
    near.then_some((Published { value, from: PublishedFrom::Url }, ToldBy::Url))
}

#[cfg(test)]
mod tests {
    use super::super::clean::clean;
    use super::*;

    fn day(meta: &str, address: &str) -> Option<String> {
        let head = clean(&format!("<meta property='article:published_time' content='{meta}'>"));
        let data = super::super::ld::read(&head.json_ld);
        published(&head, &data, Some(address), None).map(|(published, _)| published.value)
    }

    #[test]
    fn the_publishers_own_day_counts() {
        let address = "https://example.org/2031/05/13/ferry";
        assert_eq!(day("2031-05-14T01:30:00Z", address).as_deref(), Some("2031-05-13"));
        let zoned = "2031-05-14T01:30:00+02:00";
        assert_eq!(day(zoned, address).as_deref(), Some(zoned));
        let later = "2031-06-14T01:30:00Z";
        assert_eq!(day(later, address).as_deref(), Some(later));
        assert_eq!(day("", address).as_deref(), Some("2031-05-13"));
    }

    #[test]
    fn a_pictures_address_is_the_last_resort() {
        let head = clean(
            "<meta property='og:image' content='https://example.org/photo/2031/05/13/a.jpg'>",
        );
        let data = super::super::ld::read(&head.json_ld);
        let found = published(&head, &data, Some("https://example.org/ferry"), None);
        assert_eq!(found.map(|(published, _)| published.value).as_deref(), Some("2031-05-13"));
    }
}
