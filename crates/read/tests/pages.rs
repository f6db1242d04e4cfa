//! Whole pages, well-meant and hostile. A stack that overflows kills the test run: that these end is
//! what they check.

use annalist_doc::{BlockKind, Document, Format, Source, ToldBy};
use annalist_read::ReadError;
use annalist_read::html::{Hints, Page, from_html, page};
use proptest::prelude::*;

fn source() -> Source {
    Source { uri: Some("page.html".to_owned()), format: Format::Html, ..Source::default() }
}

fn read(html: &str) -> Result<Document, ReadError> {
    from_html(html.as_bytes(), source(), &Hints::default())
}

const PROSE: &str = "<p>The mayor of Ostwick said on Monday that the old bridge will stay closed until \
    the spring, and that nobody had been hurt when a part of it fell into the river.</p>";

/// A page as newspapers make them.
fn report() -> Page {
    let html = format!(
        "<!doctype html><html lang=en-GB><head><title>Bridge closed after fall | Harbour Times</title>
        <meta charset=utf-8><link rel=canonical href='https://example.org/2031/03/04/bridge'>
        <meta property=og:site_name content='Harbour Times'>
        <script type=application/ld+json>{{\"@type\":\"NewsArticle\",
          \"headline\":\"Bridge closed after fall\",\"datePublished\":\"2031-03-04T10:00:00+01:00\",
          \"dateModified\":\"2031-03-06\",\"author\":[{{\"name\":\"Mara Lind\"}},{{\"name\":\"Tomas Okello\"}}]}}</script>
        </head><body><nav><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul></nav>
        <article><h1>Bridge closed after fall</h1><div class=byline>By Mara Lind and Tomas Okello</div>
        {PROSE}<h2>What comes next</h2>{PROSE}<ul><li>The bridge is closed to cars.<li>The ferry runs twice an hour.</ul>
        <blockquote><p>“We will build it anew,” the mayor wrote.</p></blockquote>{PROSE}
        <p>Share this article</p></article><footer>© 2031 Harbour Times</footer></body></html>"
    );
    page(html.as_bytes(), source(), &Hints::default()).unwrap()
}

#[test]
fn a_report_in_blocks_with_all_it_says_of_itself() {
    let Page { document, authors } = report();
    let kinds: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
    use BlockKind::{Heading, List, Paragraph, Quote};
    assert_eq!(kinds, [Paragraph, Heading, Paragraph, List, List, Quote, Paragraph]);
    assert_eq!(document.title.as_deref(), Some("Bridge closed after fall"));
    assert_eq!(authors, ["Mara Lind", "Tomas Okello"]);
    assert_eq!(document.byline.as_deref(), Some("Mara Lind; Tomas Okello"));
    assert_eq!(document.site.as_deref(), Some("Harbour Times"));
    assert_eq!(document.language.as_deref(), Some("en-GB"));
    assert_eq!(document.source.canonical.as_deref(), Some("https://example.org/2031/03/04/bridge"));
    assert_eq!(document.published.map(|p| p.value).as_deref(), Some("2031-03-04T10:00:00+01:00"));
    assert_eq!(document.source.told.title, Some(ToldBy::JsonLd));
    assert_eq!(document.warnings, []);
}

#[test]
fn the_address_gives_the_day_where_nothing_else_does() {
    let hints =
        Hints { uri: Some("https://example.org/2031/03/04/bridge".into()), ..Hints::default() };
    let html = format!("<article>{PROSE}{PROSE}</article>");
    let page = page(html.as_bytes(), source(), &hints).unwrap();
    assert_eq!(page.document.published.map(|p| p.value).as_deref(), Some("2031-03-04"));
    assert_eq!(page.document.source.told.published, Some(ToldBy::Url));
}

#[test]
fn a_page_without_an_article_is_an_error_that_names_it() {
    for html in ["", "<html><body></body></html>", "<script>var a = 1;</script>", "\0\0\0"] {
        let error = read(html).unwrap_err();
        assert!(error.is_empty() && error.to_string().starts_with("page.html: "), "{error}");
    }
}

/// The article is still found, and the page's warning says what was cut.
fn cut(html: &str, why: &str) {
    let document = read(html).unwrap();
    assert!(document.text.contains("The mayor of Ostwick said"), "{}", document.text);
    let warning = document.warnings.first().unwrap();
    assert!(warning.code == "page-cut" && warning.message.contains(why), "{warning:?}");
}

#[test]
fn fifty_thousand_nested_elements() {
    for tag in
        ["div", "section", "ul><li", "table><tr><td", "blockquote", "b", "span", "font color=x"]
    {
        let name = tag.split(['>', ' ']).next().unwrap();
        let html = format!(
            "<body>{}{PROSE}{PROSE}{}",
            format!("<{tag}>").repeat(50_000),
            format!("</{name}>").repeat(50_000)
        );
        cut(&html, "nested deeper");
    }
}

#[test]
fn fifty_thousand_attributes() {
    let different: String = (0..50_000).map(|n| format!(" data-{n}='{n}'")).collect();
    let same = " class=x".repeat(50_000);
    for attributes in [different, same] {
        let document = read(&format!("<body><div{attributes}>{PROSE}{PROSE}</div>")).unwrap();
        assert!(document.text.starts_with("The mayor of Ostwick said"));
    }
}

#[test]
fn thirty_megabytes() {
    cut(&format!("<body><article>{}", PROSE.repeat((30 << 20) / PROSE.len())), "longer than");
    let script = format!("<script>{}</script>", "var a = '<p>';".repeat((30 << 20) / 14));
    let document = read(&format!("{script}<article>{PROSE}{PROSE}</article>")).unwrap();
    assert!(document.warnings.is_empty() && document.text.starts_with("The mayor"));
}

#[test]
fn too_many_elements() {
    cut(&format!("<body><article>{PROSE}{PROSE}{}", "<p>a <i>b</i>".repeat(100_000)), "elements");
}

#[test]
fn long_and_deep_at_once() {
    let deep = "<div>".repeat(150);
    cut(&format!("<body>{deep}{}", PROSE.repeat((2 << 20) / PROSE.len())), "how deeply");
}

#[test]
fn nuls_and_broken_entities() {
    let html = format!(
        "<p>\0\0{}{}",
        "&#xFFFFFFFF;&nosuch;&#0;&#xD800;&amp&".repeat(1000),
        PROSE.replace("mayor", "ma&shy;yor\0").repeat(3)
    );
    let document = read(&html).unwrap();
    assert!(document.text.contains("Ostwick said") && !document.text.contains('\0'));
}

#[test]
fn unclosed_and_misnested_tags() {
    for (tag, times) in [
        ("<b><p>text of it ", 20_000),
        ("<a href=x>t<p>", 20_000),
        ("<div><marquee></div>words ", 20_000),
        ("<table>words<tr>", 10_000),
        ("<svg><desc>", 5_000),
        ("<!--", 100_000),
        ("<", 1_000_000),
        ("<select>", 10_000),
    ] {
        // The article may be lost in it; the run is not.
        let _ = read(&format!("<body>{}</svg>{PROSE}{PROSE}", tag.repeat(times)));
    }
    let deep = format!(
        "<script type=application/ld+json>{}</script>{PROSE}{PROSE}",
        "[{\"a\":".repeat(100_000)
    );
    assert!(read(&deep).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_a_document_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        if let Ok(document) = from_html(&bytes, source(), &Hints::default()) {
            prop_assert!(document.blocks.iter().all(|b| b.span.fits(&document.text) && !b.span.is_empty()));
        }
    }

    #[test]
    fn any_tags_are_a_document_or_an_error(
        tags in prop::collection::vec("</?(p|div|table|tr|td|b|a href=x|h1 class=author|li|ul|time datetime=[0-9-]{1,10}|svg|title|script|meta name=date content=[0-9/]{1,10}|blockquote|br|select)>|[a-zA-Zé&;#0 ]{1,40}|\0|&#x?[0-9a-f]{1,7};", 0..60)
    ) {
        if let Ok(document) = read(&tags.concat()) {
            let mut end = 0;
            for block in &document.blocks {
                prop_assert!(block.span.fits(&document.text) && block.span.start >= end);
                end = block.span.end;
            }
        }
    }
}
