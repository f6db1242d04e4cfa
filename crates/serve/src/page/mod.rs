//! The pages: each asks the store and writes what it heard.

mod accounts;
pub(crate) mod actor;
pub(crate) mod actors;
pub(crate) mod alike;
pub(crate) mod api;
mod board;
pub(crate) mod corrections;
mod entry;
mod filters;
pub(crate) mod happening;
pub(crate) mod layout;
pub(crate) mod map;
mod marks;
pub(crate) mod overview;
mod parts;
pub(crate) mod quotes;
pub(crate) mod report;
pub(crate) mod search;
pub(crate) mod stories;
pub(crate) mod story;
pub(crate) mod timeline;
