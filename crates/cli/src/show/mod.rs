//! One report in the terminal: its text with the marks of what was found, then who says what, what
//! happened, which accounts changed, and who is who.
//!
//! Every part is [`Rich`] text: words with styles that are wrapped first and coloured afterwards, so
//! colours never change a line's width. Nothing a report holds can steer the terminal: control
//! characters are replaced.

mod accounts;
mod document;
mod events;
mod mark;
mod people;
mod rich;
mod style;
mod words;

#[cfg(test)]
mod sample;
mod statements;

use annalist_doc::{PublishedFrom, Report};

use self::rich::Rich;
use self::words::Lookup;

pub(crate) use self::document::document;

/// How a report is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    /// Columns.
    pub(crate) width: usize,
    /// Whether colours can be seen.
    pub(crate) color: bool,
}

/// Columns left free on the left.
const MARGIN: usize = 2;

/// The report as text with ANSI styles; without any when the view has no colour.
pub(crate) fn report(report: &Report, view: &View) -> String {
    let lookup = Lookup::new(report);
    let mut page = Page { out: String::new(), view: *view };
    head(report, &mut page);
    page.section("", |page| mark::text(report, page));
    page.section("Who says what", |page| statements::list(&lookup, page));
    page.section("What happened", |page| events::list(&lookup, page));
    page.section("Accounts that changed", |page| accounts::list(&lookup, page));
    page.section("Who is who", |page| people::list(&lookup, page));
    if report.statements.is_empty() && report.events.is_empty() {
        page.section("Nothing found", |page| {
            let words = "No statement and no event was found in this text.";
            page.put(&Rich::of(style::QUIET, words), 0, 0);
        });
    }
    page.section("To be known", |page| {
        for warning in &report.warnings {
            page.put(&Rich::of(style::QUIET, "• ").with(style::PLAIN, &warning.message), 0, 2);
        }
    });
    page.out
}

/// Title, origin, and how much there is.
fn head(report: &Report, page: &mut Page) {
    let document = &report.document;
    let uri =
        document.source.uri.as_deref().map(|uri| if uri == "-" { "standard input" } else { uri });
    let mut origin: Vec<String> = Vec::new();
    let title = match (&document.title, uri) {
        (Some(title), uri) => {
            origin.extend(uri.map(str::to_owned));
            title.as_str()
        }
        (None, Some(uri)) => uri,
        (None, None) => "A report without a name",
    };
    origin.extend(document.source.id.clone());
    origin.extend(document.byline.clone());
    origin.push(match &document.published {
        Some(day) => {
            let from = match day.from {
                PublishedFrom::Given => "",
                PublishedFrom::Metadata => " (by its metadata)",
                PublishedFrom::Url => " (by its address)",
                PublishedFrom::Text => " (by its text)",
            };
            format!("published {}{from}", day.value)
        }
        None => "no publication date".to_owned(),
    });
    page.put(&Rich::of(style::TITLE, title), 0, 0);
    page.put(&Rich::of(style::QUIET, &origin.join(" · ")), 0, 0);
    let changed = accounts::changes(report);
    let counts = [
        (report.sentences.len(), "sentence", "sentences"),
        (report.statements.len(), "statement", "statements"),
        (report.events.len(), "event", "events"),
        (report.figures.len(), "figure", "figures"),
        (changed, "changed account", "changed accounts"),
    ];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, one, more)| format!("{count} {}", if *count == 1 { one } else { more }))
        .collect();
    if !counts.is_empty() {
        page.put(&Rich::of(style::QUIET, &counts.join(" · ")), 0, 0);
    }
}

/// The page that is being written.
pub(crate) struct Page {
    out: String,
    view: View,
}

impl Page {
    /// Columns between the margins.
    fn columns(&self) -> usize {
        self.view.width.saturating_sub(2 * MARGIN).max(20)
    }

    /// Writes wrapped text, its first line `first` and the others `rest` columns in.
    fn put(&mut self, rich: &Rich, first: usize, rest: usize) {
        for line in rich.wrap(self.columns(), first, rest) {
            self.line(&line);
        }
    }

    /// Writes one line that is wrapped already.
    fn line(&mut self, line: &Rich) {
        let painted = line.paint(self.view.color);
        if !painted.is_empty() {
            self.out.extend(std::iter::repeat_n(' ', MARGIN));
            self.out.push_str(&painted);
        }
        self.out.push('\n');
    }

    fn blank(&mut self) {
        self.out.push('\n');
    }

    /// Writes a section under a rule with its name, unless nothing is in it.
    fn section(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        let mut inside = Self { out: String::new(), view: self.view };
        write(&mut inside);
        if inside.out.is_empty() {
            return;
        }
        let columns = self.columns();
        let mut rule = Rich::default();
        if name.is_empty() {
            rule.push(style::RULE, &"─".repeat(columns));
        } else {
            rule.push(style::RULE, "── ");
            rule.push(style::SECTION, name);
            rule.push(style::RULE, " ");
            rule.push(style::RULE, &"─".repeat(columns.saturating_sub(rule.width())));
        }
        self.blank();
        self.line(&rule);
        self.blank();
        self.out.push_str(&inside.out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_without_colours() {
        let view = View { width: 80, color: false };
        insta::assert_snapshot!(report(&sample::report(), &view));
    }

    #[test]
    fn a_report_with_colours() {
        let view = View { width: 80, color: true };
        let shown = report(&sample::report(), &view);
        insta::assert_snapshot!(shown.replace('\u{1b}', "␛"));
    }

    #[test]
    fn no_line_is_too_wide_and_colours_change_no_word() {
        for width in [30, 44, 100] {
            let plain = report(&sample::report(), &View { width, color: false });
            for line in plain.lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line}");
                assert_eq!(line.trim_end(), line);
            }
            let colored = report(&sample::report(), &View { width, color: true });
            let bare = anstream::adapter::strip_str(&colored).to_string();
            let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
            let (bare, plain) = (lines(&bare), lines(&plain));
            assert!(plain.iter().all(|line| bare.contains(line)));
        }
    }

    #[test]
    fn a_report_cannot_steer_the_terminal() {
        let mut bad = sample::empty("A \u{1b}[2J\u{7} trap \u{202e}here.");
        bad.document.title = Some("\u{1b}]0;title\u{7}".to_owned());
        let shown = report(&bad, &View { width: 80, color: false });
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown:?}");
    }
}
