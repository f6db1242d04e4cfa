//! The colours, from the sixteen that every terminal's owner has chosen for themselves.

use anstyle::{AnsiColor, Effects, Style};

/// Words as they are.
pub(super) const PLAIN: Style = Style::new();
/// What matters less.
pub(super) const QUIET: Style = Style::new().dimmed();
/// The report's title.
pub(super) const TITLE: Style = Style::new().bold();
/// A section's name.
pub(super) const SECTION: Style = Style::new().bold();
/// The line beside it.
pub(super) const RULE: Style = Style::new().dimmed();
/// Headings in the text.
pub(super) const HEADING: Style = Style::new().bold();
/// Quoted words.
pub(super) const QUOTE: Style = AnsiColor::Green.on_default();
/// Words that tell that somebody states something.
pub(super) const CUE: Style = AnsiColor::Yellow.on_default();
/// Words that tell of an event.
pub(super) const TRIGGER: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);
/// Words that tell of something that did not happen, or not yet.
pub(super) const UNREAL: Style = AnsiColor::Red.on_default().effects(Effects::ITALIC);
/// People, organizations, groups.
pub(super) const PERSON: Style = AnsiColor::Cyan.on_default();
/// Places.
pub(super) const PLACE: Style = AnsiColor::Blue.on_default();
/// Dates and times.
pub(super) const TIME: Style = AnsiColor::Magenta.on_default();
/// Numbers of people.
pub(super) const FIGURE: Style = Style::new().bold();
/// A denial, a change.
pub(super) const ALERT: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
