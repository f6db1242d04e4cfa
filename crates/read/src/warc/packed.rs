//! The bytes of an archive as they were before each member was packed.
//!
//! In a packed archive each record is a gzip member or a Zstandard frame of its own. That is what
//! makes it possible to go on after a damaged one: the next member is looked for in the packed bytes,
//! and it is one if a record begins in it.

use std::io::{self, Read};

use flate2::{Decompress, FlushDecompress, Status};
use zstd::stream::raw::{Decoder, Operation};

use super::window::Window;
use crate::unpack::Packing;

/// So many unpacked bytes are made at once.
const CHUNK: usize = 64 << 10;
/// How every record begins.
pub(super) const RECORD: &[u8] = b"WARC/";
/// Gzip may use any window up to this.
const WINDOW_BITS: u8 = 15;

/// Why there are no more bytes.
pub(super) enum Broken {
    /// The archive cannot be read any further.
    Io(io::Error),
    /// This member makes no sense.
    Member(String),
}

pub(super) struct Packed<R> {
    window: Window<R>,
    member: Member,
    /// A Zstandard dictionary for all members.
    dictionary: Vec<u8>,
    packing: Packing,
    /// Where the current member begins.
    start: u64,
    out: Vec<u8>,
    /// What of `out` has been used.
    used: usize,
}

enum Member {
    /// None is open: the next begins here.
    Between,
    Gzip(Box<Decompress>),
    Zstd(Box<Decoder<'static>>),
}

impl<R: Read> Packed<R> {
    pub(super) fn new(from: R) -> io::Result<Self> {
        let mut window = Window::new(from);
        while window.rest().len() < 8 && window.more(0)? {}
        let packing = Packing::of(window.rest());
        let mut packed = Self {
            window,
            member: Member::Between,
            dictionary: Vec::new(),
            packing,
            start: 0,
            out: Vec::new(),
            used: 0,
        };
        if packing == Packing::Zstd {
            packed.read_dictionary()?;
        }
        Ok(packed)
    }

    /// The unpacked bytes that are here.
    pub(super) fn rest(&self) -> &[u8] {
        self.out.get(self.used..).unwrap_or_default()
    }

    /// Whether what is unpacked next is the beginning of a member.
    pub(super) fn is_between(&self) -> bool {
        self.packing != Packing::None && matches!(self.member, Member::Between)
    }

    /// Marks bytes as used.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.used = (self.used + bytes).min(self.out.len());
        if self.used == self.out.len() {
            self.out.clear();
            self.used = 0;
        } else if self.used >= CHUNK.max(self.out.len() / 2) {
            self.out.drain(..self.used);
            self.used = 0;
        }
    }

    /// Where in the file to look for what comes next: its member, or the very byte.
    pub(super) fn place(&self) -> u64 {
        match self.packing {
            Packing::None => self.window.place() - self.rest().len() as u64,
            _ if self.rest().is_empty() && matches!(self.member, Member::Between) => {
                self.window.place()
            }
            _ => self.start,
        }
    }

    /// Unpacks more; false at the end of the archive.
    pub(super) fn more(&mut self) -> Result<bool, Broken> {
        loop {
            if self.window.rest().is_empty() && !self.window.more(self.start).map_err(Broken::Io)? {
                return match self.member {
                    Member::Between => Ok(false),
                    _ => Err(Broken::Member("it ends in the middle".to_owned())),
                };
            }
            if self.packing == Packing::None {
                let here = self.window.rest().len();
                self.out.extend_from_slice(self.window.rest());
                self.window.skip(here);
                return Ok(true);
            }
            if matches!(self.member, Member::Between) {
                self.start = self.window.place();
                self.member = self.open()?;
            }
            if self.step()? > 0 {
                return Ok(true);
            }
        }
    }

    /// Unpacks the rest of the member when no more than `bytes` of what it gave are unused: its check
    /// sum is at its end.
    pub(super) fn end_member(&mut self, bytes: usize) -> Result<(), Broken> {
        while self.packing != Packing::None
            && self.rest().len() <= bytes
            && !matches!(self.member, Member::Between)
        {
            if self.window.rest().is_empty() && !self.window.more(self.start).map_err(Broken::Io)? {
                return Err(Broken::Member("it ends in the middle".to_owned()));
            }
            self.step()?;
        }
        Ok(())
    }

    /// Goes to the next member in which a record begins, after the start of the broken one; false
    /// where there is none.
    pub(super) fn next_member(&mut self) -> io::Result<bool> {
        let magic: &[u8] = match self.packing {
            Packing::Gzip => &[0x1F, 0x8B, 8],
            Packing::Zstd => &[0x28, 0xB5, 0x2F, 0xFD],
            Packing::None => return Ok(false),
        };
        self.out.clear();
        self.used = 0;
        self.member = Member::Between;
        self.window.go_to(self.start + 1);
        loop {
            let here = self.window.rest().windows(magic.len()).position(|at| at == magic);
            if let Some(at) = here {
                self.window.skip(at);
                // Enough of it to see how it begins.
                while self.window.rest().len() < CHUNK && self.window.more(self.window.place())? {}
                if self.begins_a_record() {
                    self.start = self.window.place();
                    return Ok(true);
                }
                self.window.skip(1);
                continue;
            }
            let seen = self.window.rest().len().saturating_sub(magic.len() - 1);
            self.window.skip(seen);
            if !self.window.more(self.window.place())? {
                return Ok(false);
            }
        }
    }

    fn begins_a_record(&mut self) -> bool {
        let Ok(mut member) = self.open() else { return false };
        let mut start = [0; 256];
        match &mut member {
            Member::Between => false,
            Member::Gzip(inflate) => {
                let _ = inflate.decompress(self.window.rest(), &mut start, FlushDecompress::None);
                start.starts_with(RECORD)
            }
            Member::Zstd(decoder) => {
                let _ = decoder.run_on_buffers(self.window.rest(), &mut start);
                start.starts_with(RECORD)
            }
        }
    }

    fn open(&self) -> Result<Member, Broken> {
        Ok(match self.packing {
            Packing::Gzip => Member::Gzip(Box::new(Decompress::new_gzip(WINDOW_BITS))),
            Packing::Zstd => Member::Zstd(Box::new(
                Decoder::with_dictionary(&self.dictionary).map_err(Broken::Io)?,
            )),
            Packing::None => Member::Between,
        })
    }

    /// Unpacks a piece of the open member, and says how many bytes it gave.
    fn step(&mut self) -> Result<usize, Broken> {
        let old = self.out.len();
        self.out.resize(old + CHUNK, 0);
        let from = self.window.rest();
        let to = self.out.get_mut(old..).unwrap_or_default();
        let (read, wrote, over) = match &mut self.member {
            Member::Between => (0, 0, true),
            Member::Gzip(inflate) => {
                let (read, wrote) = (inflate.total_in(), inflate.total_out());
                let done = inflate.decompress(from, to, FlushDecompress::None);
                let (read, wrote) = (inflate.total_in() - read, inflate.total_out() - wrote);
                match done {
                    Ok(Status::StreamEnd) => (read as usize, wrote as usize, true),
                    Ok(_) if read > 0 || wrote > 0 => (read as usize, wrote as usize, false),
                    Ok(_) | Err(_) => {
                        self.out.truncate(old);
                        return Err(Broken::Member("damaged gzip data".to_owned()));
                    }
                }
            }
            Member::Zstd(decoder) => match decoder.run_on_buffers(from, to) {
                Ok(status) if status.bytes_read + status.bytes_written > 0 => {
                    (status.bytes_read, status.bytes_written, status.remaining == 0)
                }
                Ok(_) => {
                    self.out.truncate(old);
                    return Err(Broken::Member("damaged Zstandard data".to_owned()));
                }
                Err(error) => {
                    self.out.truncate(old);
                    return Err(Broken::Member(format!("damaged Zstandard data ({error})")));
                }
            },
        };
        self.out.truncate(old + wrote);
        self.window.skip(read);
        if over {
            self.member = Member::Between;
        }
        Ok(wrote)
    }

    /// A Zstandard archive may begin with a frame to be skipped that holds a dictionary.
    fn read_dictionary(&mut self) -> io::Result<()> {
        const MOST: usize = 8 << 20;
        let [0x50..=0x5F, 0x2A, 0x4D, 0x18, a, b, c, d, ..] = *self.window.rest() else {
            return Ok(());
        };
        let length = u32::from_le_bytes([a, b, c, d]) as usize;
        if length > MOST {
            return Err(io::Error::other("its dictionary is larger than 8 MiB"));
        }
        while self.window.rest().len() < 8 + length && self.window.more(0)? {}
        let raw = self.window.rest().get(8..8 + length).unwrap_or_default();
        self.dictionary = if Packing::of(raw) == Packing::Zstd {
            let mut dictionary = Vec::new();
            zstd::stream::read::Decoder::new(raw)?
                .take(MOST as u64)
                .read_to_end(&mut dictionary)?;
            dictionary
        } else {
            raw.to_vec()
        };
        self.window.skip(8 + length);
        Ok(())
    }
}
