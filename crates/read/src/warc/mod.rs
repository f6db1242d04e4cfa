//! Web archives: one document a page.
//!
//! Pages are answers with status 200 (`response`), files (`resource`) and texts that somebody has
//! already taken out of pages (`conversion`); everything else in an archive is passed over. A damaged
//! record is an error that names it and its place, and the next record follows: libraries for WARC
//! stop there, or leave out what does not fit its digest without a word, so this reader is our own.

mod http;
mod packed;
mod record;
mod window;

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::Arc;

use annalist_doc::{Format, Source, Warning};

use self::packed::{Broken, Packed, RECORD};
use self::record::{Fields, has_digest};
use crate::error::{Kind, ReadError, size};
use crate::page::{Item, Page};
use crate::{Options, feed};

/// The longest list of fields.
const MOST_FIELDS: usize = 64 << 10;

/// The pages of one archive.
pub(crate) struct Warc {
    packed: io::Result<Packed<Box<dyn Read + Send>>>,
    file: String,
    options: Arc<Options>,
    records: u64,
    ready: VecDeque<Item>,
    ended: bool,
}

/// Why a record was not read.
enum Lost {
    /// The bytes around it make no sense: the next record has to be looked for.
    Damaged(String),
    Broken(Broken),
}

impl From<Broken> for Lost {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

/// What is known of a record whose bytes are not all here yet.
#[derive(Default)]
struct Begun {
    began: bool,
    number: u64,
    place: u64,
    fields: Fields,
}

impl Begun {
    fn begin(&mut self, place: u64) {
        self.began = true;
        self.number += 1;
        self.place = place;
    }

    /// As a person finds it again: `record 7 at byte 1200`.
    fn name(&self) -> String {
        format!("record {} at byte {}", self.number, self.place)
    }

    fn lost(&self) -> String {
        match self.fields.uri() {
            Some(uri) => format!("this record ({uri}) is lost"),
            None => "this record is lost".to_owned(),
        }
    }
}

impl Warc {
    /// Reads from `from`, which the user knows as `file`; it may be packed.
    pub(crate) fn new(from: impl Read + Send + 'static, file: &str, options: Arc<Options>) -> Self {
        let from: Box<dyn Read + Send> = Box::new(from);
        Self {
            packed: Packed::new(from),
            file: file.to_owned(),
            options,
            records: 0,
            ready: VecDeque::new(),
            ended: false,
        }
    }

    /// Reads one record into `ready`; false at the end.
    fn record(
        packed: &mut Packed<Box<dyn Read + Send>>,
        begun: &mut Begun,
        about: (&str, &Options),
        ready: &mut VecDeque<Item>,
    ) -> Result<bool, Lost> {
        let (file, options) = about;
        loop {
            let blank = packed.rest().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            packed.skip(blank);
            if packed.rest().is_empty() && !packed.more()? {
                return Ok(false);
            }
            if !packed.rest().is_empty()
                && !packed.rest().first().is_some_and(u8::is_ascii_whitespace)
            {
                break;
            }
        }
        begun.begin(packed.place());
        while packed.rest().len() < RECORD.len() && packed.more()? {}
        if !packed.rest().starts_with(RECORD) {
            return Err(Lost::Damaged("no record begins here".to_owned()));
        }
        let mut seen = 0;
        let header = loop {
            if let Some(end) = end_of_fields(packed.rest(), seen) {
                break end;
            }
            seen = packed.rest().len().saturating_sub(3);
            if seen > MOST_FIELDS {
                return Err(Lost::Damaged("its fields have no end".to_owned()));
            }
            if !packed.more()? {
                return Err(Lost::Damaged("the archive ends in its fields".to_owned()));
            }
        };
        begun.fields = Fields::parse(packed.rest().get(..header).unwrap_or_default());
        let Some(length) = begun.fields.length() else {
            return Err(Lost::Damaged(
                "it does not say how long it is (Content-Length)".to_owned(),
            ));
        };
        if length > options.limit() {
            let what = format!(
                "{} in one record, the limit is {}; it was passed over",
                size(length),
                size(options.limit())
            );
            let error = ReadError::new(Kind::TooLarge, file, what).at_part(begun.name());
            skip(packed, header as u64 + length)?;
            ready.push_back(Item::failed(error));
            return Ok(true);
        }
        let end = header + length as usize;
        while packed.rest().len() < end + 4 && packed.more()? {}
        let Some(block) = packed.rest().get(header..end) else {
            return Err(Lost::Damaged("the archive ends in the middle of it".to_owned()));
        };
        let after = packed.rest().get(end..).unwrap_or_default();
        if !ends_here(after) {
            return Err(Lost::Damaged("it is not as long as it says (Content-Length)".to_owned()));
        }
        let digest =
            begun.fields.get("WARC-Block-Digest").and_then(|given| has_digest(block, given));
        if digest == Some(false) {
            let what = format!("its bytes are not those of its digest; {}", begun.lost());
            let error = ReadError::new(Kind::Damaged, file, what).at_part(begun.name());
            ready.push_back(Item::failed(error));
        } else {
            ready.extend(pages(begun, block, file, options));
        }
        let all = end + after.iter().take(4).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        if let Err(broken) = packed.end_member(all) {
            ready.clear();
            return Err(broken.into());
        }
        packed.skip(all);
        Ok(true)
    }

    /// Reports a lost record and looks for the next one.
    fn recover(&mut self, begun: &Begun, lost: Lost) {
        let Ok(packed) = &mut self.packed else { return };
        let (why, found) = match lost {
            Lost::Broken(Broken::Io(error)) => {
                let error = ReadError::io(&self.file, &error).at_part(begun.name());
                self.ready.push_back(Item::failed(error));
                self.ended = true;
                return;
            }
            Lost::Broken(Broken::Member(why)) => (why, packed.next_member()),
            Lost::Damaged(why) => {
                let found = match next_record(packed) {
                    Err(Broken::Member(_)) => packed.next_member(),
                    Err(Broken::Io(error)) => Err(error),
                    Ok(found) => Ok(found),
                };
                (why, found)
            }
        };
        let then = if let Ok(true) = found {
            format!("reading goes on at byte {}", packed.place())
        } else {
            self.ended = true;
            "nothing can be read after it".to_owned()
        };
        let what = format!("{why}; {}, {then}", begun.lost());
        let error = ReadError::new(Kind::Damaged, &self.file, what).at_part(begun.name());
        self.ready.push_back(Item::failed(error));
    }
}

impl Iterator for Warc {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if self.ended {
                return None;
            }
            let packed = match &mut self.packed {
                Ok(packed) => packed,
                Err(error) => {
                    self.ended = true;
                    return Some(Item::failed(ReadError::io(&self.file, error)));
                }
            };
            let mut begun = Begun { number: self.records, ..Begun::default() };
            let about = (self.file.as_str(), &*self.options);
            let read = Self::record(packed, &mut begun, about, &mut self.ready);
            let first = self.records == 0;
            self.records = begun.number;
            match read {
                Ok(true) => {}
                Ok(false) => {
                    self.ended = true;
                    if first {
                        let what = "there are no records in it";
                        return Some(Item::failed(ReadError::new(Kind::Empty, &self.file, what)));
                    }
                }
                Err(lost) => {
                    if !begun.began {
                        // It broke before the next record could begin: that one is lost.
                        begun.begin(packed.place());
                        self.records = begun.number;
                    }
                    self.recover(&begun, lost);
                }
            }
        }
    }
}

/// Where the empty line ends that ends the fields.
fn end_of_fields(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.iter().enumerate().filter(|(_, byte)| **byte == b'\n').find_map(|(at, _)| {
        let next = rest.get(at + 1..)?;
        let blank =
            if next.starts_with(b"\r\n") { 2 } else { usize::from(next.starts_with(b"\n")) };
        (blank > 0).then_some(from + at + 1 + blank)
    })
}

/// Whether a record may end before these bytes.
fn ends_here(after: &[u8]) -> bool {
    after.is_empty() || after.starts_with(b"\r\n") || after.starts_with(b"\n")
}

/// Passes over bytes without having them all in memory.
fn skip(packed: &mut Packed<Box<dyn Read + Send>>, mut bytes: u64) -> Result<(), Broken> {
    loop {
        let here = packed.rest().len().min(usize::try_from(bytes).unwrap_or(usize::MAX));
        packed.skip(here);
        bytes -= here as u64;
        if bytes == 0 || !packed.more()? {
            return Ok(());
        }
    }
}

/// Goes to the next line that begins like a record; false where there is none.
fn next_record(packed: &mut Packed<Box<dyn Read + Send>>) -> Result<bool, Broken> {
    packed.skip(1);
    loop {
        let rest = packed.rest();
        let found = rest.windows(RECORD.len() + 3).position(|at| {
            at.starts_with(b"\n") && at.get(1..).is_some_and(|at| at.starts_with(b"WARC/1."))
        });
        if let Some(at) = found {
            packed.skip(at + 1);
            return Ok(true);
        }
        let seen = rest.len().saturating_sub(RECORD.len() + 2);
        packed.skip(seen);
        let (old, fresh) = (packed.rest().len(), packed.is_between());
        if !packed.more()? {
            return Ok(false);
        }
        // A record at the beginning of a member needs no line end before it.
        if fresh && packed.rest().get(old..).is_some_and(|new| new.starts_with(b"WARC/1.")) {
            packed.skip(old);
            return Ok(true);
        }
    }
}

/// The pages of a whole record.
fn pages(begun: &Begun, block: &[u8], file: &str, options: &Options) -> Vec<Item> {
    let fields = &begun.fields;
    let kind = fields.get("WARC-Type").unwrap_or_default().to_ascii_lowercase();
    let own_type = fields.get("Content-Type").map(str::to_owned);
    let of_http = own_type.as_deref().is_some_and(|t| t.starts_with("application/http"));
    let uri = fields.uri();
    let mut warnings = Vec::new();
    let (bytes, content_type) = match kind.as_str() {
        "response" if of_http => {
            let Some(answer) = http::parse(block) else {
                let what = format!("not the answer of a web server; {}", begun.lost());
                let error = ReadError::new(Kind::Damaged, file, what).at_part(begun.name());
                return vec![Item::failed(error)];
            };
            let page = answer.content_type.as_deref().is_none_or(is_wanted);
            if answer.status != 200 || !page {
                return Vec::new();
            }
            let body = answer.body(options.limit());
            // Where the whole block has no digest that was looked at before. What a crawler takes for the
            // payload differs: as it came, its chunks joined, or unpacked; so a page that fits none of
            // these is kept, and said to.
            let alone =
                ["WARC-Block-Digest", "WARC-Truncated"].iter().all(|f| fields.get(f).is_none());
            let differs = |given: &str| {
                let differs = |bytes: &[u8]| has_digest(bytes, given) == Some(false);
                differs(answer.payload) && differs(&body) && differs(&answer.joined())
            };
            if alone && fields.get("WARC-Payload-Digest").is_some_and(differs) {
                let what = "the page's bytes are not those of the archive's digest \
                            (WARC-Payload-Digest): it may be damaged or changed";
                warnings.push(Warning::whole("digest-differs", what.to_owned()));
            }
            (body, answer.content_type)
        }
        "resource" | "conversion" | "response"
            if own_type.as_deref().is_none_or(is_wanted)
                && uri.is_some_and(|uri| uri.starts_with("http") || uri.starts_with("file")) =>
        {
            (block.to_vec(), own_type)
        }
        _ => return Vec::new(),
    };
    let format = match content_type.as_deref() {
        Some(kind) if kind.contains("html") => Format::Html,
        Some(kind) if kind.starts_with("text/plain") => Format::Text,
        // Feeds, and whatever has no type.
        _ => crate::format_of_bytes(&bytes),
    };
    let source = Source {
        uri: uri.map(str::to_owned),
        format,
        id: fields.id().map(str::to_owned),
        container: Some(file.to_owned()),
        ..Source::default()
    };
    match format {
        Format::Feed => feed::items(&bytes, uri.unwrap_or(file), options),
        Format::Html | Format::Text => vec![Item::Page(Box::new(Page {
            bytes,
            content_type,
            place: Some(begun.name()),
            warnings,
            ..Page::new(source)
        }))],
        _ => Vec::new(),
    }
}

/// Whether a media type is that of a page, a text or a feed.
fn is_wanted(content_type: &str) -> bool {
    let kind = content_type.to_ascii_lowercase();
    kind.starts_with("text/plain")
        || ["html", "rss", "atom", "feed+json", "/xml"].iter().any(|word| kind.contains(word))
}
