//! Where the language pipeline is.

use std::path::{Path, PathBuf};

use annalist_gazetteer::{FILE, Gazetteer};

/// Opens the whole pipeline with the language pipeline given, or named by `ANNALIST_MODEL`, or fetched earlier.
pub(crate) fn pipeline(given: Option<&Path>) -> Result<annalist::Pipeline, String> {
    pipeline_with(given, false)
}

/// The same, with or without what was learned.
pub(crate) fn pipeline_with(
    given: Option<&Path>,
    rules_alone: bool,
) -> Result<annalist::Pipeline, String> {
    let gazetteer = gazetteer()?;
    configured(given, annalist::Config { rules_alone, gazetteer, ..Default::default() })
}

/// The same, with settings.
pub(crate) fn configured(
    given: Option<&Path>,
    config: annalist::Config,
) -> Result<annalist::Pipeline, String> {
    let language = annalist_annotate::Pipeline::open(path(given)?).map_err(|e| e.to_string())?;
    annalist::Pipeline::new(language, config).map_err(|e| e.to_string())
}

/// The gazetteer that `ANNALIST_GAZETTEER` names or that was made earlier; none where there is none.
pub(crate) fn gazetteer() -> Result<Option<Gazetteer>, String> {
    let path = gazetteer_path()?;
    match Gazetteer::open(&path) {
        Ok(gazetteer) => Ok(Some(gazetteer)),
        Err(error) if error.is_missing() => {
            eprintln!("no gazetteer ({error}): run `annalist gazetteer fetch` once");
            Ok(None)
        }
        Err(error) => Err(error.to_string()),
    }
}

/// Where the gazetteer's file is.
pub(crate) fn gazetteer_path() -> Result<PathBuf, String> {
    let named = std::env::var_os("ANNALIST_GAZETTEER").map(PathBuf::from);
    named.map_or_else(|| cache().map(|c| c.join("gazetteer").join(FILE)), Ok)
}

/// `annalist` in the user's cache folder.
fn cache() -> Result<PathBuf, String> {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".cache"));
    Ok(cache.or_else(home).ok_or("no home directory")?.join("annalist"))
}

/// The language pipeline's path.
pub(crate) fn path(given: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(path) =
        given.map(Path::to_path_buf).or_else(|| std::env::var_os("ANNALIST_MODEL").map(Into::into))
    {
        return Ok(path);
    }
    let folder = cache()?.join("models");
    let wheels = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|e| e.path());
    let mut wheels: Vec<PathBuf> = wheels
        .filter(|p| {
            p.extension().is_some_and(|e| e == "whl")
                && p.to_string_lossy().contains("en_core_web_sm")
        })
        .collect();
    wheels.sort();
    wheels.pop().ok_or_else(|| {
        format!("no language pipeline in {}: run `annalist model fetch` once", folder.display())
    })
}
