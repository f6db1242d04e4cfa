//! The desk over a real connection, on stores made by hand: the pages, the API, and what must not pass.

mod api;
mod client;
mod corrections;
mod pages;
mod safety;
mod store;
