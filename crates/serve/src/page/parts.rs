//! Small pieces that pages share.

use maud::{Markup, html};

use crate::filter::Filter;
use crate::names::{self, family};

/// Words from a report, in an isolate of their own: whatever direction they turn to ends with them.
pub(crate) fn told(text: &str) -> Markup {
    html! { bdi { (text) } }
}

/// Words from a report where no element can stand: without what would turn the text around them.
pub(crate) fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept = text.chars().filter(|c| !turns(*c));
    kept.map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A link out of the desk; none but to web pages.
pub(crate) fn outward(uri: &str, words: &Markup) -> Markup {
    let safe = url::Url::parse(uri).ok().filter(|u| matches!(u.scheme(), "http" | "https"));
    html! {
        @match safe {
            Some(address) => a href=(address) rel="noopener noreferrer nofollow" { (words) },
            None => (words),
        }
    }
}

/// The type of an event in the colour of its family.
pub(crate) fn kind(kind: &str, mode: Option<&str>) -> Markup {
    let family = family(kind);
    html! {
        span .kind .(family.key) {
            (names::words(kind))
            @if let Some(mode) = mode { span .mode { " " (names::words(mode)) } }
        }
    }
}

/// A day as an element that programs read too.
pub(crate) fn day(day: Option<&str>) -> Markup {
    html! {
        @match day {
            Some(day) => time datetime=(plain(day)) { (names::day(day)) },
            None => span .quiet { "day unknown" },
        }
    }
}

/// How real an event is told to be, where that is not plainly so.
pub(crate) fn reality(polarity: &str, modality: &str) -> Markup {
    html! {
        @if polarity == "negative" { span .tag .no { "denied or not so" } " " }
        @if modality != "actual" && !modality.is_empty() { span .tag { (names::words(modality)) } " " }
    }
}

/// A sentence with the words that tell of its event set off.
pub(crate) fn sentence(sentence: &str, trigger: &str) -> Markup {
    let at = (!trigger.is_empty()).then(|| sentence.find(trigger)).flatten();
    html! {
        @match at {
            Some(at) => bdi {
                (sentence[..at]) strong { (trigger) } (sentence[at + trigger.len()..])
            },
            None => (told(sentence)),
        }
    }
}

/// Who, with a link where the store knows them.
pub(crate) fn who(name: &str, actor: Option<i64>) -> Markup {
    html! {
        @match actor {
            Some(id) => a href={ "/actors/" (id) } { (told(name)) },
            None => (told(name)),
        }
    }
}

/// Where a report stands: publisher and headline, as a link to it.
pub(crate) fn report(hash: &str, title: Option<&str>, site: Option<&str>, row: &str) -> Markup {
    let anchor = if row.is_empty() { String::new() } else { format!("#m-{row}") };
    html! {
        @if let Some(site) = site { span .site { (told(site)) } " · " }
        a href={ "/reports/" (hash) (anchor) } { (told(title.unwrap_or("Report without a headline"))) }
    }
}

/// The page before and the page after.
pub(crate) fn pager(filter: &Filter, path: &str, more: bool) -> Markup {
    let page = |n: u32| filter.address(path, &[("page", n.to_string().as_str())]);
    html! {
        @if filter.page > 1 || more {
            nav .pager aria-label="Pages of the list" {
                @if filter.page > 1 { a .button rel="prev" href=(page(filter.page - 1)) { "← Before" } }
                span { "Page " (filter.page) }
                @if more { a .button rel="next" href=(page(filter.page + 1)) { "More →" } }
            }
        }
    }
}

/// A list that is empty, and what to do.
pub(crate) fn empty(what: &str, todo: &Markup) -> Markup {
    html! { div .empty { p .lead { (what) } p { (todo) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_pages_are_linked() {
        let link = |uri: &str| outward(uri, &html! { "x" }).into_string();
        assert!(
            link("https://example.org/a?b=\"c\"").starts_with("<a href=\"https://example.org/a")
        );
        for uri in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:x",
            "data:text/html,x",
            "news/a.html",
            "file:///etc/passwd",
        ] {
            assert_eq!(link(uri), "x", "{uri}");
        }
    }

    #[test]
    fn what_turns_text_around_is_gone_from_plain_words() {
        assert_eq!(plain("\u{202e}gpj.exe\u{2069} a\nb"), "gpj.exe a b");
    }
}
