//! Who is who: countries, organizations, roles and given names.

use std::collections::HashMap;

use serde::Deserialize;

use crate::files::{Error, Files};

/// A country or territory.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// ISO 3166-1 alpha-2 code.
    pub code: String,
    /// ISO 3166-1 alpha-3 code.
    pub alpha3: String,
    /// English short name, without article.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Adjectives: "Iraqi".
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// Nouns for its people: "Iraqis".
    #[serde(default)]
    pub people: Vec<String>,
    /// Capital, also used for its government.
    pub capital: Option<String>,
    /// Other places used for its government.
    #[serde(default)]
    pub metonyms: Vec<String>,
}

/// A body or armed group that many reports name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// Its usual name.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// ISO 3166-1 alpha-2 code, when it belongs to one country.
    pub country: Option<String>,
    /// The organization it is a part of.
    pub parent: Option<String>,
    /// Sectors, the most specific first.
    #[serde(default)]
    pub sectors: Vec<String>,
    /// First year.
    pub since: Option<String>,
    /// Last year.
    pub until: Option<String>,
    /// Where the facts can be checked.
    pub source: Option<String>,
}

/// A word for what people and bodies are called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Singular dictionary form.
    pub word: String,
    /// Person, group or body.
    pub kind: RoleKind,
    /// Sector code.
    pub sector: Option<String>,
    /// Whether it may stand before a name.
    #[serde(default)]
    pub title: bool,
    /// Short written forms.
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// `female` or `male`, where the word itself says it.
    pub gender: Option<String>,
    /// Whether such a person is typically quoted for an office.
    #[serde(default)]
    pub speaks: bool,
    /// Irregular plural.
    pub plural: Option<String>,
    /// A marked sentence.
    #[serde(default)]
    pub example: String,
}

/// What a role word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoleKind {
    /// One human being.
    Person,
    /// Several people as one: "army", "crowd".
    Group,
    /// A body: "ministry".
    Organization,
}

/// Countries, organizations, roles and given names.
#[derive(Debug)]
pub struct Actors {
    countries: Vec<Country>,
    organizations: Vec<Organization>,
    roles: Vec<Role>,
    country_names: HashMap<String, u32>,
    country_adjectives: HashMap<String, u32>,
    country_people: HashMap<String, u32>,
    country_metonyms: HashMap<String, u32>,
    organization_names: HashMap<String, u32>,
    role_words: HashMap<String, Vec<u32>>,
    given_names: HashMap<String, bool>,
}

#[derive(Deserialize)]
struct CountryFile {
    country: Vec<Country>,
}
#[derive(Deserialize)]
struct OrganizationFile {
    organization: Vec<Organization>,
}
#[derive(Deserialize)]
struct RoleFile {
    role: Vec<Role>,
}
#[derive(Deserialize)]
struct NameFile {
    female: Vec<String>,
    male: Vec<String>,
}

impl Actors {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let countries = files.parse::<CountryFile>("countries.toml")?.country;
        let organizations = files.parse::<OrganizationFile>("organizations.toml")?.organization;
        let roles = files.parse::<RoleFile>("roles.toml")?.role;
        let names: NameFile = files.parse("given-names.toml")?;
        let index = |words: fn(&Country) -> Vec<&String>| {
            let mut map = HashMap::new();
            for (id, country) in countries.iter().enumerate() {
                for word in words(country) {
                    map.entry(word.clone()).or_insert(id as u32);
                }
            }
            map
        };
        let country_names = index(|c| std::iter::once(&c.name).chain(&c.aliases).collect());
        let country_adjectives = index(|c| c.adjectives.iter().collect());
        let country_people = index(|c| c.people.iter().collect());
        let country_metonyms = index(|c| c.capital.iter().chain(&c.metonyms).collect());
        let mut organization_names = HashMap::new();
        for (id, body) in organizations.iter().enumerate() {
            for word in std::iter::once(&body.name).chain(&body.aliases) {
                organization_names.entry(word.clone()).or_insert(id as u32);
            }
        }
        let mut role_words: HashMap<String, Vec<u32>> = HashMap::new();
        for (id, role) in roles.iter().enumerate() {
            let forms = std::iter::once(&role.word).chain(&role.abbreviations).chain(&role.plural);
            for form in forms {
                role_words.entry(form.to_lowercase()).or_default().push(id as u32);
            }
        }
        let female = names.female.into_iter().map(|name| (name, true));
        let given_names = female.chain(names.male.into_iter().map(|name| (name, false))).collect();
        Ok(Self {
            countries,
            organizations,
            roles,
            country_names,
            country_adjectives,
            country_people,
            country_metonyms,
            organization_names,
            role_words,
            given_names,
        })
    }

    /// The country of this name ("Iraq", "US").
    #[must_use]
    pub fn country(&self, name: &str) -> Option<&Country> {
        self.country_names.get(name).map(|id| &self.countries[*id as usize])
    }

    /// The country that this adjective belongs to ("Iraqi").
    #[must_use]
    pub fn country_of_adjective(&self, word: &str) -> Option<&Country> {
        self.country_adjectives.get(word).map(|id| &self.countries[*id as usize])
    }

    /// The country whose people this word names ("Iraqis").
    #[must_use]
    pub fn country_of_people(&self, word: &str) -> Option<&Country> {
        self.country_people.get(word).map(|id| &self.countries[*id as usize])
    }

    /// The country for whose government this place may stand ("Baghdad", "Kremlin").
    #[must_use]
    pub fn country_of_metonym(&self, word: &str) -> Option<&Country> {
        self.country_metonyms.get(word).map(|id| &self.countries[*id as usize])
    }

    /// The country with this alpha-2 code.
    #[must_use]
    pub fn country_by_code(&self, code: &str) -> Option<&Country> {
        self.countries.iter().find(|c| c.code == code)
    }

    /// The organization of this name.
    #[must_use]
    pub fn organization(&self, name: &str) -> Option<&Organization> {
        self.organization_names.get(name).map(|id| &self.organizations[*id as usize])
    }

    /// The role word with this dictionary form or abbreviation, in lower case.
    #[must_use]
    pub fn role(&self, word: &str) -> Option<&Role> {
        self.role_words.get(word).and_then(|ids| ids.first()).map(|id| &self.roles[*id as usize])
    }

    /// All role words.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// All countries.
    #[must_use]
    pub fn countries(&self) -> &[Country] {
        &self.countries
    }

    /// All organizations.
    #[must_use]
    pub fn organizations(&self) -> &[Organization] {
        &self.organizations
    }

    /// Whether a given name is a woman's (`Some(true)`) or a man's.
    #[must_use]
    pub fn is_female_name(&self, name: &str) -> Option<bool> {
        self.given_names.get(name).copied()
    }
}
