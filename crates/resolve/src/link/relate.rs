//! How a source's word on a happening relates to what was said of it before, in other reports.

use annalist_doc::{ClaimLinkKind, Qualifier};

/// One claim's value and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position<'a> {
    /// The lowest number the words allow.
    pub low: Option<u64>,
    /// The highest.
    pub high: Option<u64>,
    /// How exact the words are.
    pub qualifier: Qualifier,
    /// Who or what is named, in one form for the same, where the value is no number.
    pub named: Option<&'a str>,
    /// Whether it is said that it is not so.
    pub denied: bool,
    /// Whoever claims it, in one form for the same source.
    pub by: &'a str,
}

impl Position<'_> {
    /// The numbers that the words allow: "about 20" is taken for 16 to 25; none for vague words.
    fn range(&self) -> Option<(u64, u64)> {
        if self.qualifier == Qualifier::Vague {
            return None;
        }
        let (low, high) = (self.low.unwrap_or(0), self.high.unwrap_or(u64::MAX));
        Some(match self.qualifier {
            Qualifier::About => (low - low / 5, high.saturating_add(high / 4)),
            _ => (low, high),
        })
    }
}

/// How words on who did it, or on whether it was, relate.
fn named(
    same_source: bool,
    same_value: bool,
    (later_denies, earlier_denied): (bool, bool),
) -> Option<ClaimLinkKind> {
    match (same_source, same_value, later_denies == earlier_denied) {
        (true, true, true) => Some(ClaimLinkKind::Repeats),
        (true, true, false) => Some(ClaimLinkKind::Retracts),
        (true, false, true) if !later_denies => Some(ClaimLinkKind::Updates),
        (false, true, true) => Some(ClaimLinkKind::Corroborates),
        (false, true, false) => Some(ClaimLinkKind::Denies),
        // Two who are blamed: both may not have done it, or both may.
        (false, false, true) if !later_denies => Some(ClaimLinkKind::Contradicts),
        _ => None,
    }
}

/// How `later` relates to `earlier`; `None` where it says neither the same nor anything against it.
///
/// The same source's other value *updates* its earlier one. Another source's value *contradicts* it when
/// no number fits both, and *corroborates* it when both name the same number.
#[must_use]
pub fn relate(later: &Position<'_>, earlier: &Position<'_>) -> Option<ClaimLinkKind> {
    let same_source = later.by == earlier.by;
    if let (Some(a), Some(b)) = (later.named, earlier.named) {
        return named(same_source, a == b, (later.denied, earlier.denied));
    }
    let (a, b) = (later.range()?, earlier.range()?);
    let same_value = a == b && later.qualifier == earlier.qualifier;
    let fit = a.0 <= b.1 && b.0 <= a.1;
    match (same_source, same_value, fit) {
        (true, true, _) => Some(ClaimLinkKind::Repeats),
        (true, false, _) => Some(ClaimLinkKind::Updates),
        (false, true, _) => Some(ClaimLinkKind::Corroborates),
        (false, false, false) => Some(ClaimLinkKind::Contradicts),
        (false, false, true) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(by: &str, low: u64, high: Option<u64>, qualifier: Qualifier) -> Position<'_> {
        Position { low: Some(low), high, qualifier, named: None, denied: false, by }
    }

    #[test]
    fn values_that_fit_do_not_contradict() {
        let five = says("ministry", 5, None, Qualifier::AtLeast);
        let seven = says("rebels", 7, Some(7), Qualifier::Exact);
        let three = says("rebels", 3, Some(3), Qualifier::Exact);
        assert_eq!(relate(&seven, &five), None);
        assert_eq!(relate(&three, &five), Some(ClaimLinkKind::Contradicts));
        assert_eq!(relate(&seven, &three), Some(ClaimLinkKind::Updates));
        assert_eq!(relate(&seven, &seven), Some(ClaimLinkKind::Repeats));
        let also = says("hospital", 7, Some(7), Qualifier::Exact);
        assert_eq!(relate(&also, &seven), Some(ClaimLinkKind::Corroborates));
    }

    #[test]
    fn blame_is_denied_shared_or_set_against_other_blame() {
        let blames = |by, who, denied| Position {
            low: None,
            high: None,
            qualifier: Qualifier::Exact,
            named: Some(who),
            denied,
            by,
        };
        let police = blames("police", "rebels", false);
        let rebels = blames("rebels", "rebels", true);
        assert_eq!(relate(&rebels, &police), Some(ClaimLinkKind::Denies));
        let army = blames("army", "smugglers", false);
        assert_eq!(relate(&army, &police), Some(ClaimLinkKind::Contradicts));
        assert_eq!(relate(&army, &rebels), None);
        assert_eq!(
            relate(&blames("army", "rebels", false), &police),
            Some(ClaimLinkKind::Corroborates)
        );
        assert_eq!(
            relate(&blames("police", "rebels", true), &police),
            Some(ClaimLinkKind::Retracts)
        );
    }
}
