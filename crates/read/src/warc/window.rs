//! A stream of bytes that can be looked back upon for a while.

use std::io::{self, ErrorKind, Read};

/// So many bytes before the current place can be gone back to.
const KEEP: usize = 16 << 20;
/// So many are read at once.
const CHUNK: usize = 64 << 10;

pub(super) struct Window<R> {
    from: R,
    bytes: Vec<u8>,
    /// Where `bytes` begin in the stream.
    start: u64,
    /// The current place in `bytes`.
    at: usize,
    ended: bool,
}

impl<R: Read> Window<R> {
    pub(super) fn new(from: R) -> Self {
        Self { from, bytes: Vec::new(), start: 0, at: 0, ended: false }
    }

    /// What is here to be read.
    pub(super) fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The current place in the stream.
    pub(super) fn place(&self) -> u64 {
        self.start + self.at as u64
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.bytes.len());
    }

    /// Goes to a place in the stream, or to the nearest one that is still here.
    pub(super) fn go_to(&mut self, place: u64) {
        let at = usize::try_from(place.saturating_sub(self.start)).unwrap_or(usize::MAX);
        self.at = at.min(self.bytes.len());
    }

    /// Reads more; false at the end of the stream. What lies before `keep` may be forgotten.
    pub(super) fn more(&mut self, keep: u64) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let kept = usize::try_from(keep.saturating_sub(self.start)).unwrap_or(usize::MAX);
        let unused = kept.min(self.at).max(self.at.saturating_sub(KEEP));
        // Moving the rest forward costs something: not for a few bytes.
        if unused >= CHUNK.max((self.bytes.len() - unused) / 2) {
            self.bytes.drain(..unused);
            self.start += unused as u64;
            self.at -= unused;
        }
        let old = self.bytes.len();
        self.bytes.resize(old + CHUNK, 0);
        loop {
            match self.from.read(self.bytes.get_mut(old..).unwrap_or_default()) {
                Ok(read) => {
                    self.bytes.truncate(old + read);
                    self.ended = read == 0;
                    return Ok(read > 0);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.bytes.truncate(old);
                    self.ended = true;
                    return Err(error);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_back_as_far_as_it_was_told_to_keep() {
        let all: Vec<u8> = (0..1_000_000u32).map(|n| n as u8).collect();
        let mut window = Window::new(&all[..]);
        while window.more(700_000).unwrap() {
            let here = window.rest().len();
            window.skip(here);
        }
        assert_eq!(window.place(), 1_000_000);
        window.go_to(700_001);
        assert_eq!(window.rest(), &all[700_001..]);
        window.go_to(5);
        assert!(window.place() > 5, "what is not kept is forgotten");
    }
}
