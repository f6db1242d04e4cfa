//! Bytes in, documents out.
//!
//! [`open`] reads a file, a folder or standard input and gives one [`Document`](annalist_doc::Document)
//! after the other, or a [`ReadError`] that names the file and the place, and then goes on. Plain
//! UTF-8 text gives one document a file; JSON Lines give one document a line and are never held in
//! memory as a whole.
//!
//! ```
//! use annalist_doc::BlockKind;
//! use annalist_read::{Options, text};
//!
//! let bytes = "Bridge closed\n\nThe mayor said the bridge will stay closed.\n\nAdvertisement\n";
//! let document = text::document(bytes.as_bytes(), "bridge.txt", &Options::default())?;
//! assert_eq!(document.title.as_deref(), Some("Bridge closed"));
//! let kinds: Vec<BlockKind> = document.blocks.iter().map(|b| b.kind).collect();
//! assert_eq!(kinds, [BlockKind::Heading, BlockKind::Paragraph, BlockKind::Noise]);
//! # Ok::<(), annalist_read::ReadError>(())
//! ```
//!
//! The way through the crate: [`open`] finds the files, [`text`] or [`jsonl`] turns bytes
//! into a text, [`blocks`] cuts the text into its parts with the help of the line [`lexicon`].

pub mod blocks;
mod date;
mod error;
mod feed;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod fingerprint;
mod format;
pub mod html;
mod input;
pub mod lexicon;
mod page;
mod table;
pub mod text;
mod unpack;
mod warc;

pub use date::{BadDate, published};
pub use error::ReadError;
pub use format::format_of_bytes;
pub use input::{Documents, Fetched, Input, Options, open};
pub use table::jsonl;
