//! The desk: `serve` a store's pages, `demo` with invented reports.

pub(crate) mod args;
mod demo;
mod serve;

pub(crate) use demo::run as demo;
pub(crate) use serve::run as serve;
