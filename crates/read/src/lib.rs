//! Bytes in, documents out.
//!
//! [`open`] reads a file, a folder or standard input and gives one [`Document`](annalist_doc::Document)
//! after the other, or a [`ReadError`] that names the file and the place, and then goes on. Texts and
//! web pages give one document a file; feeds one an item, web archives one a page, tables (JSON Lines,
//! CSV, Parquet) one a row, and none of these but feeds is ever held in memory as a whole. All of them
//! may be packed with gzip or Zstandard.
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
//! The way through the crate: [`open`] finds the files and tells what they hold, a reader for each
//! format turns bytes into texts and pages, [`html`] takes the article out of a page, [`blocks`] cuts a
//! text into its parts with the help of the line [`lexicon`], [`language`] tells its language, and
//! [`fingerprint`] whether it was there before. With the feature `fetch`, `fetch` gets what an address
//! stands for.

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
pub mod language;
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
