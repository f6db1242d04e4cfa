//! Where the language pipeline is.

use std::path::{Path, PathBuf};

/// Opens the whole pipeline with the language pipeline given, or named by `ANNALIST_MODEL`, or fetched earlier.
pub(crate) fn pipeline(given: Option<&Path>) -> Result<annalist::Pipeline, String> {
    pipeline_with(given, false)
}

/// The same, with or without what was learned.
pub(crate) fn pipeline_with(
    given: Option<&Path>,
    rules_alone: bool,
) -> Result<annalist::Pipeline, String> {
    configured(given, annalist::Config { rules_alone, ..Default::default() })
}

/// The same, with settings.
pub(crate) fn configured(
    given: Option<&Path>,
    config: annalist::Config,
) -> Result<annalist::Pipeline, String> {
    let language = annalist_annotate::Pipeline::open(path(given)?).map_err(|e| e.to_string())?;
    annalist::Pipeline::new(language, config).map_err(|e| e.to_string())
}

/// The language pipeline's path.
pub(crate) fn path(given: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(path) =
        given.map(Path::to_path_buf).or_else(|| std::env::var_os("ANNALIST_MODEL").map(Into::into))
    {
        return Ok(path);
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".cache"));
    let folder = cache.or_else(home).ok_or("no home directory")?.join("annalist").join("models");
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
