//! Codes of other projects: countries, ACLED's types, CAMEO's scale; and days as numbers.

use std::collections::HashMap;
use std::sync::OnceLock;

/// A country in the codings of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Country {
    /// ISO 3166-1 alpha-3.
    pub(crate) alpha3: &'static str,
    /// ISO 3166-1 number.
    pub(crate) number: &'static str,
    /// FIPS 10-4.
    pub(crate) fips: &'static str,
    /// Its name in English.
    pub(crate) name: &'static str,
}

/// The country of an ISO 3166-1 alpha-2 code.
pub(crate) fn country(alpha2: &str) -> Option<Country> {
    static ALL: OnceLock<HashMap<&'static str, Country>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let lines = include_str!("../data/countries.tsv").lines().filter(|l| !l.starts_with('#'));
        let row = |line: &'static str| {
            let mut cells = line.split('\t');
            let mut cell = || cells.next().unwrap_or_default();
            let alpha2 = cell();
            (alpha2, Country { alpha3: cell(), number: cell(), fips: cell(), name: cell() })
        };
        lines.map(row).collect()
    });
    all.get(alpha2).copied()
}

/// ACLED's disorder type and event type of a sub-event type (codebook of 2023).
pub(crate) fn acled(sub_event: &str) -> Option<(&'static str, &'static str)> {
    const POLITICAL: &str = "Political violence";
    const DEMONSTRATIONS: &str = "Demonstrations";
    Some(match sub_event {
        "Government regains territory" | "Non-state actor overtakes territory" | "Armed clash" => {
            (POLITICAL, "Battles")
        }
        "Excessive force against protesters" => ("Political violence; Demonstrations", "Protests"),
        "Protest with intervention" | "Peaceful protest" => (DEMONSTRATIONS, "Protests"),
        "Violent demonstration" => (DEMONSTRATIONS, "Riots"),
        "Mob violence" => (POLITICAL, "Riots"),
        "Chemical weapon"
        | "Air/drone strike"
        | "Suicide bomb"
        | "Shelling/artillery/missile attack"
        | "Remote explosive/landmine/IED"
        | "Grenade" => (POLITICAL, "Explosions/Remote violence"),
        "Sexual violence" | "Attack" | "Abduction/forced disappearance" => {
            (POLITICAL, "Violence against civilians")
        }
        "Agreement"
        | "Arrests"
        | "Change to group/activity"
        | "Disrupted weapons use"
        | "Headquarters or base established"
        | "Looting/property destruction"
        | "Non-violent transfer of territory"
        | "Other" => ("Strategic developments", "Strategic developments"),
        _ => return None,
    })
}

/// ACLED's kind of an actor, by the first of its sectors that has one; none where none has.
pub(crate) fn acled_actor(sectors: &str) -> Option<&'static str> {
    crate::sheet::parts(sectors).find_map(|sector| {
        Some(match sector {
            "GOV" | "MIL" | "COP" | "SPY" | "JUD" | "LEG" => "State forces",
            "REB" => "Rebel group",
            "UAF" | "CRM" | "PTY" => "Political militia",
            "OPP" => "Protesters",
            "IGO" => "External/Other forces",
            "CVL" | "REF" | "LAB" | "EDU" | "MED" | "HLH" | "REL" | "BUS" | "AGR" | "NGO" => {
                "Civilians"
            }
            _ => return None,
        })
    })
}

/// Goldstein's scale of a CAMEO root, as GDELT gives it.
pub(crate) fn goldstein(root: &str) -> Option<&'static str> {
    Some(match root {
        "01" => "0.0",
        "02" => "3.0",
        "03" => "4.0",
        "04" => "1.0",
        "05" => "3.5",
        "06" => "6.0",
        "07" => "7.0",
        "08" => "5.0",
        "09" | "11" => "-2.0",
        "10" => "-5.0",
        "12" | "16" => "-4.0",
        "13" => "-6.0",
        "14" => "-6.5",
        "15" => "-7.2",
        "17" => "-7.0",
        "18" => "-9.0",
        "19" | "20" => "-10.0",
        _ => return None,
    })
}

/// GDELT's class of a CAMEO root: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
pub(crate) fn gdelt_quad(root: &str) -> Option<u8> {
    Some(match root.parse::<u8>().ok()? {
        1..=5 => 1,
        6..=8 => 2,
        9..=13 => 3,
        14..=20 => 4,
        _ => return None,
    })
}

/// Year, month and day of an ISO 8601 day.
pub(crate) fn date(day: &str) -> Option<(i32, u32, u32)> {
    let (year, rest) = day.get(..10)?.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let date = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    ((1..=12).contains(&date.1) && (1..=31).contains(&date.2)).then_some(date)
}

/// The number of a day from 1970 on, in the Gregorian calendar.
pub(crate) fn day_number(day: &str) -> Option<i32> {
    let (year, month, day) = date(day)?;
    // Years that begin in March put the leap day last.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = of_era * 365 + of_era / 4 - of_era / 100 + i32::try_from(of_year).ok()?;
    Some(era * 146_097 + days - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted() {
        assert_eq!(day_number("1970-01-01"), Some(0));
        assert_eq!(day_number("2000-03-01"), Some(11_017));
        assert_eq!(day_number("2024-02-29"), Some(19_782));
        assert_eq!(day_number("1969-12-31T10:00Z"), Some(-1));
        assert_eq!(day_number("2024-13-01"), None);
        assert_eq!(day_number("spring"), None);
    }

    #[test]
    fn countries_have_all_codes() {
        let france = country("FR").unwrap();
        assert_eq!((france.alpha3, france.number, france.fips), ("FRA", "250", "FR"));
        assert_eq!(country("DE").unwrap().fips, "GM");
        assert_eq!(country("??"), None);
    }
}
