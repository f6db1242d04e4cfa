//! Records kept in one SQLite file, and found again.
//!
//! The file is plain: tables and columns have plain names (`docs/store.md` tells each), foreign keys hold,
//! and any SQLite tool opens it. Its form has a number; [`Store::open`] brings an older file up to the
//! present form and refuses a newer one.
//!
//! ```
//! use annalist_store::{Find, Store, What};
//!
//! let folder = tempfile::tempdir()?;
//! let store = Store::open(&folder.path().join("news.db"))?;
//! let events = store.find(&Find { what: What::Events, ..Find::default() })?;
//! assert!(events.rows.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod ask;
mod cells;
mod decision;
mod error;
mod find;
mod known;
mod lines;
mod link;
mod lock;
mod open;
mod table;
mod tell;
mod write;

pub use decision::{Decided, Decision, Who, decisions_of, read_decisions};
pub use error::{Error, ErrorKind};
pub use find::{Find, Near, What};
pub use known::{Changes, Known, Linked};
pub use lines::Line;
pub use link::{KnownActor, KnownClaim, KnownHappening, RecentDocument};
pub use lock::Holder;
pub use open::{FORM, Store};
pub use table::{Cell, Table};
pub use tell::{Account, HappeningAccounts, StoryReports};
pub use write::{
    ActorChoice, ActorLink, Changed, HappeningChoice, HappeningLink, Links, Packed, StoryChoice,
    Writer, decide,
};
