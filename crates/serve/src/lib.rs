//! The desk: a store's pages for people and its JSON for programs, on the user's own machine.
//!
//! Every page is rendered here and works without script; script adds keys, the brush of the timeline
//! and the map. The data of every page stands at the same address with `.json`, every list also with
//! `.csv`; [`openapi`] describes them. Nothing is loaded from anywhere else.
//!
//! The way through the crate: [`serve`] listens (`server`), `guard` lets a request in or not, `routes`
//! names the page it asks for, `page/` asks the store and writes the answer in the form that is wanted
//! (`answer`).

mod answer;
mod assets;
mod chart;
mod desk;
mod filter;
mod guard;
mod names;
mod openapi;
mod page;
mod routes;
mod server;
mod trouble;

pub use desk::{Alike, Decide, Desk, Settings};
pub use openapi::openapi;
pub use server::{Running, bind, serve};
pub use trouble::Stopped;
