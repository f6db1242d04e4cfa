//! Where publishers are at home.

use std::collections::HashMap;

use serde::Deserialize;

use crate::files::{Error, Files};

/// A publisher's home.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// The host of its pages, without "www.".
    pub site: String,
    /// What its pages call it.
    pub name: String,
    /// The town, as the gazetteer has it.
    pub place: String,
    /// ISO 3166-1 alpha-2 code of the country.
    pub country: String,
}

/// All publishers.
#[derive(Debug)]
pub struct Publishers {
    all: Vec<Publisher>,
    /// By site and by name, in lower case.
    by: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    publisher: Vec<Publisher>,
}

impl Publishers {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let file: File = files.parse("publishers.toml")?;
        let mut by = HashMap::new();
        for (at, publisher) in file.publisher.iter().enumerate() {
            for key in [&publisher.site, &publisher.name] {
                by.insert(key.to_lowercase(), at);
            }
        }
        Ok(Self { all: file.publisher, by })
    }

    /// All of them, by site.
    pub fn iter(&self) -> impl Iterator<Item = &Publisher> {
        self.all.iter()
    }

    /// The publisher of a host (`www.example.org`), an address (`https://news.example.org/1`) or a name.
    #[must_use]
    pub fn find(&self, site: &str) -> Option<&Publisher> {
        let site = site.trim().to_lowercase();
        if let Some(at) = self.by.get(&site) {
            return Some(&self.all[*at]);
        }
        let host = site.split_once("://").map_or(site.as_str(), |(_, rest)| rest);
        let mut host = host.split(['/', ':', '?', '#']).next()?;
        if host.contains(' ') {
            return None;
        }
        // "news.example.org", then "example.org".
        while host.contains('.') {
            if let Some(at) = self.by.get(host) {
                return Some(&self.all[*at]);
            }
            host = host.split_once('.')?.1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::Lexicon;

    #[test]
    fn found_by_host_address_and_name() {
        let lexicon = Lexicon::english().unwrap();
        let place = |site: &str| lexicon.publishers.find(site).map(|p| p.place.as_str());
        assert_eq!(place("www.latimes.com"), Some("Los Angeles"));
        assert_eq!(place("https://news.bbc.co.uk/1/story.html"), Some("London"));
        assert_eq!(place("the jakarta post"), Some("Jakarta"));
        assert_eq!(place("notlatimes.com"), None);
        assert_eq!(place("The Ostwick Courier"), None);
        assert_eq!(place(""), None);
    }

    #[test]
    fn each_site_once_in_order_with_a_country() {
        let lexicon = Lexicon::english().unwrap();
        let sites: Vec<&str> = lexicon.publishers.iter().map(|p| p.site.as_str()).collect();
        assert!(sites.windows(2).all(|w| w[0] < w[1]), "publishers.toml is sorted by site");
        for publisher in lexicon.publishers.iter() {
            let known = lexicon.actors.countries().iter().any(|c| c.code == publisher.country);
            assert!(
                known,
                "publishers.toml: {} has no country {}",
                publisher.site, publisher.country
            );
        }
    }
}
