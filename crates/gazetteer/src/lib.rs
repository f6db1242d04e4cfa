//! Where is it? A gazetteer: names of places in all scripts, and where, how large and in which country
//! and region each place is.
//!
//! The data are GeoNames' (CC BY 4.0), airportsdata's (MIT) and a table of our own. They are built once
//! into one compact file (`build`), which is read whole and looked into without unpacking anything:
//!
//! ```no_run
//! let gazetteer = annalist_gazetteer::Gazetteer::open("gazetteer.bin".as_ref())?;
//! for hit in gazetteer.lookup("Mosul") {
//!     let place = gazetteer.place(hit.place);
//!     println!("{} {} {}", place.name, place.point.lat, place.point.lon);
//! }
//! # Ok::<(), annalist_gazetteer::Error>(())
//! ```

#[cfg(feature = "build")]
pub mod build;
mod error;
mod feature;
mod file;
mod fold;
mod geo;
mod place;

pub use error::Error;
pub use feature::Feature;
pub use file::{FILE, FORMAT, Gazetteer, Hit};
pub use fold::{fold, is_article, loosen};
pub use geo::Point;
pub use place::{Country, Place, PlaceIndex, Source};

/// What must be said where data of the gazetteer are shown or passed on.
pub const ATTRIBUTION: &str = "Places: GeoNames (geonames.org), CC BY 4.0; airportsdata, MIT";
