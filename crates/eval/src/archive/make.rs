//! An archive of invented pages.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

/// What was made.
pub(super) struct Made {
    pub(super) bytes: u64,
    /// How many bytes of text are in it.
    pub(super) text: usize,
    /// Where the record in the middle begins and ends.
    pub(super) middle: (u64, u64),
}

const PLACES: [&str; 8] =
    ["Ostwick", "Norra Hamn", "Velmora", "Tarrin", "Sundby", "Port Adair", "Kelmet", "Brannock"];
const THINGS: [&str; 8] = [
    "the northern pier",
    "the old bridge",
    "the grain store",
    "the ferry terminal",
    "the water works",
    "the town hall",
    "the railway yard",
    "the fish market",
];
const PEOPLE: [&str; 8] = [
    "the mayor",
    "the harbour master",
    "the coast guard",
    "a fire officer",
    "the minister",
    "a witness",
    "the union",
    "the governor",
];

/// Writes an archive with so many answers of a web server.
pub(super) fn archive(path: &Path, records: usize) -> io::Result<Made> {
    let mut to = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut made = Made { bytes: 0, text: 0, middle: (0, 0) };
    for number in 0..records {
        let text = report(number);
        let member = member(number, &text)?;
        if number == records / 2 {
            made.middle = (made.bytes, made.bytes + member.len() as u64);
        }
        to.write_all(&member)?;
        made.bytes += member.len() as u64;
        made.text += text.len();
    }
    to.flush()?;
    Ok(made)
}

/// Copies an archive with the middle of one of its members overwritten.
pub(super) fn damage(from: &Path, to: &Path, (start, end): (u64, u64)) -> io::Result<()> {
    use std::io::{Seek, SeekFrom};
    std::fs::copy(from, to)?;
    let mut file = File::options().write(true).open(to)?;
    file.seek(SeekFrom::Start(start + (end - start) / 2))?;
    file.write_all(&[0x55; 40])
}

/// One record, packed by itself.
fn member(number: usize, text: &str) -> io::Result<Vec<u8>> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}");
    let mut to = GzEncoder::new(Vec::new(), Compression::fast());
    write!(
        to,
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n\
         WARC-Date: 2031-05-14T09:30:00Z\r\nWARC-Target-URI: https://example.org/news/{number}\r\n\
         WARC-Block-Digest: {}\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {}\r\n\r\n{http}\r\n\r\n",
        digest(http.as_bytes()),
        http.len()
    )?;
    to.finish()
}

fn digest(bytes: &[u8]) -> String {
    use sha1::{Digest, Sha1};
    format!("sha1:{}", data_encoding::BASE32.encode(&Sha1::digest(bytes)))
}

/// A report of some twenty sentences, another for each number.
fn report(number: usize) -> String {
    let mut state = number as u64 ^ 0x9E37_79B9;
    let mut choose = |among: &[&'static str]| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        among[(state >> 40) as usize % among.len()]
    };
    let mut text = format!("Report {number} from {}\n\n", choose(&PLACES));
    for paragraph in 0..7 {
        for sentence in 0..3 {
            let (who, what, place) = (choose(&PEOPLE), choose(&THINGS), choose(&PLACES));
            let count = (number * 7 + paragraph * 3 + sentence) % 900;
            text.push_str(&format!(
                "In {place}, {who} said that {what} would stay closed for {count} days. "
            ));
        }
        text.push_str("\n\n");
    }
    text
}
