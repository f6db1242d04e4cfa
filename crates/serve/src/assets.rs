//! Style, script and shapes, all in the program.

use std::fmt::Write as _;
use std::io::Read as _;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    /// Packed with gzip.
    packed: bool,
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

macro_rules! asset {
    ($name:literal, $file:literal, $kind:expr) => {
        Asset {
            name: $name,
            kind: $kind,
            bytes: include_bytes!(concat!("../assets/", $file)),
            packed: false,
        }
    };
}

const ASSETS: &[Asset] = &[
    asset!("desk.css", "desk.css", "text/css; charset=utf-8"),
    asset!("desk.js", "desk.js", SCRIPT),
    asset!("timeline.js", "timeline.js", SCRIPT),
    asset!("map.js", "map.js", SCRIPT),
    asset!("icon.svg", "icon.svg", "image/svg+xml"),
    asset!("d3-array.js", "vendor/d3-array.min.js", SCRIPT),
    asset!("d3-geo.js", "vendor/d3-geo.min.js", SCRIPT),
    asset!("topojson-client.js", "vendor/topojson-client.min.js", SCRIPT),
    Asset {
        name: "countries.json",
        kind: "application/json",
        bytes: include_bytes!("../assets/vendor/countries-50m.json.gz"),
        packed: true,
    },
];

/// A short name of all assets together: addresses with it never change their content.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    ASSETS.iter().for_each(|asset| hash.update(asset.bytes));
    hash.finalize().iter().take(6).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
});

/// The address of an asset.
pub(crate) fn address(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

/// An asset for whoever asked with these headers.
pub(crate) fn response(version: &str, name: &str, asked: &HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepts = asked.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok());
    let gzip = accepts.is_some_and(|kinds| kinds.contains("gzip"));
    let body = if asset.packed && !gzip {
        let mut plain = Vec::new();
        // What stands in the program is whole; a test reads it.
        let _ = flate2::read::GzDecoder::new(asset.bytes).read_to_end(&mut plain);
        Bytes::from(plain)
    } else {
        Bytes::from_static(asset.bytes)
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    if asset.packed {
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if gzip {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
    }
    let keep = if version == *VERSION { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shapes_number_the_countries() {
        let packed = ASSETS.iter().find(|a| a.packed).unwrap().bytes;
        let mut plain = String::new();
        flate2::read::GzDecoder::new(packed).read_to_string(&mut plain).unwrap();
        let atlas: serde_json::Value = serde_json::from_str(&plain).unwrap();
        let shapes = atlas["objects"]["countries"]["geometries"].as_array().unwrap();
        let has = |code: &str| {
            let number = crate::names::country_number(code).unwrap();
            shapes.iter().any(|shape| shape["id"] == number)
        };
        assert!(["IS", "CL", "BG", "MT", "SG"].into_iter().all(has));
    }
}
