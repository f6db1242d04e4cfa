//! One document in the terminal: what is known of it, then its text in its parts, each with its kind.

use annalist_doc::{BlockKind, Document, DuplicateKind, Format, PublishedFrom, ToldBy};

use super::rich::Rich;
use super::words::one_line;
use super::{Page, View, style};

/// Columns of the names on the left.
const NAMES: usize = 11;

/// The document as text with ANSI styles; without any when the view has no colour.
pub(crate) fn document(document: &Document, view: &View) -> String {
    let mut page = Page { out: String::new(), view: *view };
    let title = document.title.as_deref().unwrap_or("A document without a title");
    page.put(&Rich::of(style::TITLE, title), 0, 0);
    page.blank();
    for (name, value) in facts(document) {
        let mut line = Rich::of(style::QUIET, &pad(name));
        line.append(&value);
        page.put(&line, 0, NAMES);
    }
    page.section("", |page| text(document, page));
    page.section("To be known", |page| {
        for warning in &document.warnings {
            page.put(&Rich::of(style::QUIET, "• ").with(style::PLAIN, &warning.message), 0, 2);
        }
    });
    page.out
}

/// Where a page says something of itself.
fn told_by(by: ToldBy) -> &'static str {
    match by {
        ToldBy::JsonLd => "by its structured data",
        ToldBy::Meta => "by its meta tags",
        ToldBy::Page => "by its words",
        ToldBy::Url => "by its address",
        ToldBy::Given => "as given",
    }
}

/// What is known of the document, by name.
fn facts(document: &Document) -> Vec<(&'static str, Rich)> {
    let plain = |words: &str| Rich::of(style::PLAIN, &one_line(words));
    let source = &document.source;
    let mut facts = Vec::new();
    let uri = source.uri.as_deref().map(|uri| if uri == "-" { "standard input" } else { uri });
    let mut from = plain(uri.unwrap_or("unknown"));
    from.push(style::QUIET, &format!(" ({})", kind(source.format)));
    facts.push(("from", from));
    facts.extend(source.container.as_deref().map(|name| ("inside", plain(name))));
    facts.extend(source.id.as_deref().map(|id| ("named", plain(id))));
    let own = source.canonical.as_deref().filter(|own| source.uri.as_deref() != Some(own));
    facts.extend(own.map(|own| ("address", plain(own))));
    let told = |line: Rich, by: Option<ToldBy>| match by {
        Some(by) => line.with(style::QUIET, &format!(" ({})", told_by(by))),
        None => line,
    };
    facts.extend(
        source
            .told
            .title
            .map(|by| ("title", Rich::of(style::QUIET, &format!("as above ({})", told_by(by))))),
    );
    facts.extend(
        document
            .byline
            .as_deref()
            .map(|name| ("by", told(Rich::of(style::PERSON, &one_line(name)), source.told.byline))),
    );
    facts
        .extend(document.site.as_deref().map(|site| ("site", told(plain(site), source.told.site))));
    facts.push((
        "published",
        match &document.published {
            Some(day) => {
                let from = match (source.told.published, day.from) {
                    (Some(by), _) => told_by(by),
                    (None, PublishedFrom::Given) => "as given",
                    (None, PublishedFrom::Metadata) => "by its metadata",
                    (None, PublishedFrom::Url) => "by its address",
                    (None, PublishedFrom::Text) => "by its text",
                };
                Rich::of(style::TIME, &day.value).with(style::QUIET, &format!(" ({from})"))
            }
            None => Rich::of(style::QUIET, "unknown; give a day with --published"),
        },
    ));
    facts.push((
        "language",
        match document.language.as_deref() {
            Some(language) => plain(language),
            None => Rich::of(style::QUIET, "too little text to tell"),
        },
    ));
    if let Some(first) = &document.duplicate_of {
        let how = match first.kind {
            DuplicateKind::Exact => "the same words as".to_owned(),
            DuplicateKind::Near => format!("{:.0} % alike to", first.similarity * 100.0),
        };
        let words = format!("{how} {}, which came before", first.id);
        facts.push(("duplicate", Rich::of(style::ALERT, &words)));
    }
    let words = document.text.split_whitespace().count();
    let count = |number: usize, one: &str| {
        if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
    };
    let size = format!("{} in {}", count(words, "word"), count(document.blocks.len(), "part"));
    facts.push(("text", plain(&size).with(style::QUIET, &format!(" ({})", document.id))));
    facts
}

fn text(document: &Document, page: &mut Page) {
    let mut before = None;
    for block in &document.blocks {
        let close = before == Some(block.kind)
            && matches!(block.kind, BlockKind::Noise | BlockKind::List | BlockKind::Caption);
        if before.is_some() && !close {
            page.blank();
        }
        let name = if close { "" } else { name(block.kind) };
        before = Some(block.kind);
        let style = match block.kind {
            BlockKind::Heading => style::HEADING,
            BlockKind::Quote => style::QUOTE,
            BlockKind::Caption | BlockKind::Noise => style::QUIET,
            BlockKind::Paragraph | BlockKind::List => style::PLAIN,
        };
        let mut line = Rich::of(style::QUIET, &pad(name));
        line.push(style, &one_line(block.span.of(&document.text)));
        page.put(&line, 0, NAMES);
    }
}

/// A name in its column; the spaces are such that no wrapping makes one of them.
fn pad(name: &str) -> String {
    let spaces = NAMES.saturating_sub(name.len());
    format!("{name}{}", "\u{a0}".repeat(spaces))
}

fn name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph => "",
        BlockKind::Heading => "heading",
        BlockKind::Caption => "caption",
        BlockKind::List => "list",
        BlockKind::Quote => "quote",
        BlockKind::Noise => "noise",
    }
}

fn kind(format: Format) -> &'static str {
    match format {
        Format::Text => "plain text",
        Format::Html => "web page",
        Format::Feed => "feed",
        Format::Warc => "web archive",
        Format::Jsonl => "JSON Lines",
        Format::Csv => "CSV table",
        Format::Parquet => "Parquet table",
    }
}

#[cfg(test)]
mod tests {
    use annalist_doc::{Duplicate, Published, Source, Told, Warning};

    use super::*;

    fn sample() -> Document {
        let text = "Ferry runs aground near Ostwick\n\nA ferry with 40 people on board ran aground on \
            Monday, the coast guard said in Ostwick. Nobody was hurt, and a tug will pull it free.\n\n\
            (Photo by Mara Lindqvist)\n\nShare this article";
        let source = Source {
            uri: Some("https://example.org/ferry".into()),
            format: Format::Html,
            id: Some("ferry-1".into()),
            container: Some("crawl.warc.gz".into()),
            canonical: Some("https://example.org/2031/ferry".into()),
            told: Told {
                byline: Some(ToldBy::JsonLd),
                published: Some(ToldBy::Meta),
                ..Told::default()
            },
        };
        let mut document = annalist_read::text::from_text(text.into(), source, None).unwrap();
        document.byline = Some("Mara Lindqvist".into());
        document.language = Some("en".into());
        document.published =
            Some(Published { value: "2031-05-14T09:30:00Z".into(), from: PublishedFrom::Metadata });
        document.duplicate_of =
            Some(Duplicate { id: "0".repeat(32), kind: DuplicateKind::Near, similarity: 0.87 });
        document.warnings.push(Warning::whole("page-cut", "The page was cut.".into()));
        document
    }

    #[test]
    fn a_document_as_it_was_read() {
        let view = View { width: 80, color: false };
        insta::assert_snapshot!(super::document(&sample(), &view));
    }

    #[test]
    fn no_line_is_too_wide() {
        for width in [30, 44, 100] {
            for line in super::document(&sample(), &View { width, color: false }).lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line}");
            }
        }
    }
}
