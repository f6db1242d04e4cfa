//! Packed bytes: gzip and Zstandard, told by how they begin.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::format::LOOK;

/// A stream of bytes that can be looked at before it is read.
pub(crate) type Bytes = Box<dyn BufRead + Send>;

/// A stream with the first bytes that were looked at still in it.
pub(crate) type Whole<R> = Chain<Cursor<Vec<u8>>, R>;

/// How a stream is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    None,
    Gzip,
    Zstd,
}

impl Packing {
    /// What the first bytes say. A Zstandard file may begin with a frame that is skipped, which holds
    /// a dictionary in web archives.
    pub(crate) fn of(start: &[u8]) -> Self {
        match start {
            [0x1F, 0x8B, 8, ..] => Self::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Self::Zstd,
            _ => Self::None,
        }
    }
}

/// Counts the bytes that are read through it.
pub(crate) struct Counted<R> {
    from: R,
    done: Arc<AtomicU64>,
}

impl<R> Counted<R> {
    pub(crate) fn new(from: R, done: Arc<AtomicU64>) -> Self {
        Self { from, done }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(to)?;
        self.done.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The first bytes of a stream, and the stream with them still in it. At least `enough` bytes unless
/// it ends before: who writes slowly is not waited for any longer.
pub(crate) fn look<R: Read>(mut from: R, enough: usize) -> io::Result<(Vec<u8>, Whole<R>)> {
    let mut start = vec![0; enough.max(LOOK)];
    let mut filled = 0;
    while filled < enough {
        match from.read(start.get_mut(filled..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    start.truncate(filled);
    Ok((start.clone(), Cursor::new(start).chain(from)))
}

/// The bytes as they were before they were packed.
pub(crate) fn unpack(
    from: impl Read + Send + 'static,
    packing: Packing,
) -> io::Result<Box<dyn Read + Send>> {
    let from = BufReader::with_capacity(1 << 16, from);
    Ok(match packing {
        Packing::None => Box::new(from),
        Packing::Gzip => Box::new(MultiGzDecoder::new(from)),
        Packing::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(from)?),
    })
}

/// The first bytes of what was packed, as far as a packed beginning tells.
pub(crate) fn unpack_start(start: &[u8], packing: Packing, most: usize) -> Vec<u8> {
    let mut found = Vec::new();
    if let Ok(from) = unpack(Cursor::new(start.to_vec()), packing) {
        // It ends early with an error: what came before is all that is wanted.
        let _ = from.take(most as u64).read_to_end(&mut found);
    }
    found
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn unpacks_what_it_was_told() {
        let words = "A ferry ran aground. ".repeat(500);
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(words.as_bytes()).unwrap();
        let gz = gz.finish().unwrap();
        let zst = zstd::encode_all(words.as_bytes(), 1).unwrap();
        for (packed, packing) in [(gz, Packing::Gzip), (zst, Packing::Zstd)] {
            assert_eq!(Packing::of(&packed), packing);
            let mut out = String::new();
            unpack(Cursor::new(packed.clone()), packing).unwrap().read_to_string(&mut out).unwrap();
            assert_eq!(out, words);
            let start = unpack_start(&packed[..packed.len() - 9], packing, 21);
            assert!(start.is_empty() || words.as_bytes().starts_with(&start));
        }
        assert_eq!(Packing::of(b"plain"), Packing::None);
        let (start, mut all) = look(&b"plain"[..], 2).unwrap();
        let mut out = String::new();
        all.read_to_string(&mut out).unwrap();
        assert_eq!((start.as_slice(), out.as_str()), (&b"plain"[..], "plain"));
    }
}
