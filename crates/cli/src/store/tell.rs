//! `annalist happening`, `annalist story`: told in the terminal, with sources.

use std::collections::HashMap;
use std::fmt::Write as _;

use annalist_store::{Account, Store};
use anstyle::{AnsiColor, Style};

use super::args::{Happening, Story};
use super::rows;
use crate::exit::{Outcome, Stop};
use crate::terminal;

const STRONG: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const AGAINST: Style = AnsiColor::Red.on_default().bold();
const CHANGED: Style = AnsiColor::Yellow.on_default();

/// Runs `annalist happening`.
pub(crate) fn happening(args: &Happening) -> Result<Outcome, Stop> {
    let store = Store::open_existing(&args.which.store).map_err(Stop::because)?;
    let found = store.happening(args.id, args.as_of.as_deref()).map_err(Stop::because)?;
    let Some(found) = found else {
        return nothing("happening", args.id);
    };
    let mut out = String::new();
    let mode = found.mode.as_ref().map(|m| format!(" · {m}")).unwrap_or_default();
    let _ = writeln!(out, "{STRONG}{}{mode}{STRONG:#}  happening {}", found.kind, found.id);
    let mut facts = vec![days(&found.days)];
    facts.extend(found.place.clone());
    facts.push(format!("{} reports, {} publishers", found.reports, found.publishers));
    let _ = writeln!(out, "{}", facts.join(" · "));
    for line in wrapped(&found.summary, 4) {
        let _ = writeln!(out, "{QUIET}  {line}{QUIET:#}");
    }
    accounts(&mut out, &found.accounts);
    let _ = writeln!(out, "\n{STRONG}Told by{STRONG:#}");
    out.push_str(&rows::drawn(&found.events));
    terminal::print(&out)?;
    Ok(Outcome::Done)
}

/// Who says what, by attribute; each change beside the claim that makes it.
fn accounts(out: &mut String, accounts: &[Account]) {
    let by_id: HashMap<i64, &Account> = accounts.iter().map(|a| (a.id, a)).collect();
    let mut attribute = None;
    for account in accounts {
        if attribute.replace(&account.attribute) != Some(&account.attribute) {
            let _ = writeln!(out, "\n{STRONG}{}{STRONG:#}", account.attribute);
        }
        let by = account.by.as_deref().or(account.site.as_deref()).unwrap_or("the report");
        let said = account.said.as_deref().unwrap_or("day unknown");
        let site = account.site.as_deref().unwrap_or("publisher unknown");
        let _ = write!(
            out,
            "  {said}  {STRONG}{}{STRONG:#}  {by}  {QUIET}{site}{QUIET:#}",
            account.text
        );
        for (kind, to) in &account.links {
            let Some(other) = by_id.get(to) else { continue };
            let against = matches!(kind.as_str(), "contradicts" | "denies" | "retracts");
            let style = if against { AGAINST } else { CHANGED };
            let whose = other.by.as_deref().or(other.site.as_deref()).unwrap_or("the report");
            let _ = write!(out, "\n              {style}{kind}{style:#} {} ({whose})", other.text);
        }
        out.push('\n');
    }
}

/// Runs `annalist story`.
pub(crate) fn story(args: &Story) -> Result<Outcome, Stop> {
    let store = Store::open_existing(&args.which.store).map_err(Stop::because)?;
    let Some(story) = store.story(args.id).map_err(Stop::because)? else {
        return nothing("story", args.id);
    };
    let mut out = String::new();
    let title = story.title.as_deref().unwrap_or("a story without a title");
    let _ = writeln!(out, "{STRONG}{title}{STRONG:#}  story {}", story.id);
    let reports = story.reports.rows.len();
    let _ =
        writeln!(out, "{} · {reports} reports, {} publishers", days(&story.days), story.publishers);
    let _ = writeln!(out, "\n{STRONG}Reports{STRONG:#}");
    out.push_str(&rows::drawn(&story.reports));
    if !story.happenings.rows.is_empty() {
        let _ = writeln!(out, "\n{STRONG}What happened{STRONG:#}");
        out.push_str(&rows::drawn(&story.happenings));
    }
    terminal::print(&out)?;
    Ok(Outcome::Done)
}

fn nothing(what: &str, id: i64) -> Result<Outcome, Stop> {
    terminal::note(&format!("the store has no {what} {id}; `annalist find` shows the numbers"));
    Ok(Outcome::Nothing)
}

fn days(days: &(Option<String>, Option<String>)) -> String {
    match days {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(day), _) | (None, Some(day)) => day.clone(),
        (None, None) => "day unknown".to_owned(),
    }
}

/// Words in lines that leave so many columns free.
pub(super) fn wrapped(text: &str, indent: usize) -> Vec<String> {
    let most = terminal::width().saturating_sub(indent).max(20);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let word: String = word.chars().filter(|c| !c.is_control()).collect();
        let line = lines.last().map_or(0, |l| l.chars().count());
        if line > 0 && line + 1 + word.chars().count() > most {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
    }
    lines
}
