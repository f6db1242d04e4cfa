//! Where records and documents go, and in which form.

use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use annalist_doc::{Document, Report};
use tempfile::NamedTempFile;

use crate::args::Format;
use crate::exit::Stop;
use crate::show::{self, View};
use crate::terminal;

/// Where records go.
pub(crate) struct Sink {
    to: To,
    place: String,
    format: Format,
    list: bool,
    written: u64,
}

enum To {
    Stdout(Box<BufWriter<anstream::AutoStream<io::Stdout>>>),
    /// Written beside the file and put in its place at the end: nobody sees half of it.
    File(Box<BufWriter<NamedTempFile>>, PathBuf),
    /// A device or named pipe, which cannot be replaced.
    Device(Box<BufWriter<fs::File>>),
}

/// Turns records and documents into what is written of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writer {
    format: Format,
    list: bool,
    view: View,
}

impl Writer {
    /// The record in the chosen form, line end included.
    pub(crate) fn write(&self, report: Report) -> String {
        match self.format {
            Format::Text => show::report(&report, &self.view),
            Format::Ndjson => report.into_wire().to_json() + "\n",
            Format::Json => self.item(&report.into_wire().to_json_pretty()),
        }
    }

    /// The document in the chosen form, line end included.
    pub(crate) fn write_document(&self, document: &Document) -> String {
        match self.format {
            Format::Text => show::document(document, &self.view),
            Format::Ndjson => document.to_json() + "\n",
            Format::Json => self.item(&document.to_json_pretty()),
        }
    }

    /// Indented JSON: by itself, or as an item of a list. It is moved in there; no string of JSON
    /// holds a line end, so this changes no text.
    fn item(&self, json: &str) -> String {
        if self.list { format!("  {}", json.replace('\n', "\n  ")) } else { format!("{json}\n") }
    }
}

impl Sink {
    /// Opens standard output, or a file; `many` documents make a list in JSON.
    pub(crate) fn open(path: Option<&Path>, format: Format, many: bool) -> Result<Self, Stop> {
        let place = path.map_or("standard output".into(), |path| path.display().to_string());
        let failed = |error: &io::Error| Stop::writing(&place, error);
        let to = match path {
            None => To::Stdout(Box::new(BufWriter::new(terminal::stdout()))),
            Some(path) if is_device(path) => {
                let file = fs::File::options().write(true).open(path).map_err(|e| failed(&e))?;
                To::Device(Box::new(BufWriter::new(file)))
            }
            Some(path) => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                let folder = folder.unwrap_or(Path::new("."));
                let mut file = tempfile::Builder::new();
                file.prefix(".annalist-");
                #[cfg(unix)]
                {
                    use std::os::unix::fs::PermissionsExt;
                    // Like any new file: what the user's umask leaves of this.
                    file.permissions(fs::Permissions::from_mode(0o666));
                }
                let file = file.tempfile_in(folder).map_err(|e| failed(&e))?;
                To::File(Box::new(BufWriter::with_capacity(1 << 16, file)), path.to_owned())
            }
        };
        let list = many && format == Format::Json;
        Ok(Self { to, place, format, list, written: 0 })
    }

    /// What turns records into text for this sink, on any thread.
    pub(crate) fn writer(&self, view: View) -> Writer {
        Writer { format: self.format, list: self.list, view }
    }

    /// Writes one record.
    pub(crate) fn write(&mut self, record: &str) -> Result<(), Stop> {
        let between = match (self.list, self.written) {
            (true, 0) => "[\n",
            (true, _) => ",\n",
            (false, 1..) if self.format == Format::Text => "\n\n",
            _ => "",
        };
        self.written += 1;
        self.put(between)?;
        self.put(record)?;
        match &mut self.to {
            // Whoever watches sees each record when it is done.
            To::Stdout(out) => out.flush().map_err(|error| Stop::writing(&self.place, &error)),
            To::File(..) | To::Device(_) => Ok(()),
        }
    }

    /// Ends the output; a file appears under its name now.
    pub(crate) fn finish(mut self) -> Result<(), Stop> {
        match (self.list, self.written) {
            (true, 0) => self.put("[]\n")?,
            (true, _) => self.put("\n]\n")?,
            (false, _) => {}
        }
        let place = self.place;
        let failed = |error: &io::Error| Stop::writing(&place, error);
        match self.to {
            To::Stdout(mut out) => out.flush().map_err(|e| failed(&e)),
            To::Device(mut out) => out.flush().map_err(|e| failed(&e)),
            To::File(out, path) => {
                let file = out.into_inner().map_err(|error| failed(error.error()))?;
                file.persist(&path).map(drop).map_err(|error| failed(&error.error))
            }
        }
    }

    fn put(&mut self, text: &str) -> Result<(), Stop> {
        let out: &mut dyn Write = match &mut self.to {
            To::Stdout(out) => out,
            To::File(out, _) => out,
            To::Device(out) => out,
        };
        out.write_all(text.as_bytes()).map_err(|error| Stop::writing(&self.place, &error))
    }
}

/// Text where a person reads it, JSON Lines where a program does.
pub(crate) fn usual_format(output: Option<&Path>) -> Format {
    if is_elsewhere(output) { Format::Ndjson } else { Format::Text }
}

/// Whether what is written goes elsewhere than to a terminal, where a person sees it.
pub(crate) fn is_elsewhere(output: Option<&Path>) -> bool {
    output.is_some() || !io::stdout().is_terminal()
}

/// Whether the path is there and is no ordinary file.
fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: Format, many: bool, records: &[&str]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        fs::write(&path, "old").unwrap();
        let mut sink = Sink::open(Some(&path), format, many).unwrap();
        for record in records {
            sink.write(record).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        }
        sink.finish().unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        fs::read_to_string(&path).unwrap()
    }

    #[test]
    fn a_file_appears_as_a_whole() {
        assert_eq!(written(Format::Ndjson, true, &["1\n", "2\n"]), "1\n2\n");
        assert_eq!(written(Format::Json, true, &["  1", "  2"]), "[\n  1,\n  2\n]\n");
        assert_eq!(written(Format::Json, true, &[]), "[]\n");
        assert_eq!(written(Format::Json, false, &["1\n"]), "1\n");
        assert_eq!(written(Format::Text, true, &["a\n", "b\n"]), "a\n\n\nb\n");
    }

    #[test]
    fn a_file_that_is_not_finished_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        fs::write(&path, "old").unwrap();
        let mut sink = Sink::open(Some(&path), Format::Ndjson, false).unwrap();
        sink.write("new\n").unwrap();
        drop(sink);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let stop = Sink::open(Some(Path::new("no/such/out.json")), Format::Json, false);
        let Err(Stop::Message(message)) = stop.map(drop) else { panic!("should stop") };
        assert!(message.starts_with("could not write to no/such/out.json"), "{message}");
    }
}
