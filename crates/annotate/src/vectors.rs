//! Static word vectors, as the middle-sized and large pipelines have them.

use crate::config::parse_json;
use crate::error::{Error, Result};
use crate::msgpack::Reader;
use crate::package::Package;
use crate::strings::Fast;
use crate::tensor::Matrix;
use hashbrown::HashMap;

/// A table of vectors and the rows of word forms in it.
#[derive(Debug)]
pub(crate) struct Vectors {
    rows: HashMap<u64, u32, Fast>,
    table: Matrix,
}

const FILE: &str = "vocab/vectors";
const ROWS: &str = "vocab/key2row";

impl Vectors {
    /// The vectors, or `None` for a pipeline without any.
    pub(crate) fn load(package: &Package) -> Result<Option<Self>> {
        let Some(bytes) = package.read_optional(FILE)? else { return Ok(None) };
        let table = parse_npy(&bytes)?;
        if table.rows() == 0 || table.cols() == 0 {
            return Ok(None);
        }
        if let Some(config) = package.read_optional("vocab/vectors.cfg")? {
            let config = parse_json("vocab/vectors.cfg", &config)?;
            let mode = config.get("mode").and_then(|m| m.as_str()).unwrap_or("default");
            let attr = config.get("attr").and_then(|a| a.as_str()).unwrap_or("ORTH");
            if mode != "default" || attr != "ORTH" {
                let what = format!("vectors of mode \"{mode}\" over {attr} are not supported");
                return Err(Error::unsupported("vocab/vectors.cfg", what));
            }
        }
        let bytes = package.read(ROWS)?;
        let damaged = || Error::damaged(ROWS, "is not a map from forms to rows");
        let mut reader = Reader::new(&bytes);
        let count = reader.map_len().ok_or_else(damaged)?;
        let mut rows = HashMap::with_capacity_and_hasher(count, Fast);
        for _ in 0..count {
            let key = reader.u64().ok_or_else(damaged)?;
            // A row of -1 means none.
            let Some(row) = reader.i64() else { return Err(damaged()) };
            let Ok(row) = u32::try_from(row) else { continue };
            if row as usize >= table.rows() {
                return Err(damaged());
            }
            rows.insert(key, row);
        }
        Ok(Some(Vectors { rows, table }))
    }

    pub(crate) fn width(&self) -> usize {
        self.table.cols()
    }

    /// The vector of a form.
    pub(crate) fn get(&self, orth: u64) -> Option<&[f32]> {
        self.rows.get(&orth).map(|&row| self.table.row(row as usize))
    }
}

/// A two-dimensional little-endian array of 32-bit floats in NumPy's format.
fn parse_npy(bytes: &[u8]) -> Result<Matrix> {
    let damaged =
        || Error::damaged(FILE, "is not a NumPy array of 32-bit floats; fetch the package again");
    let header = bytes.strip_prefix(b"\x93NUMPY").ok_or_else(damaged)?;
    let (len, header) = match header {
        [1, _, a, b, rest @ ..] => (usize::from(u16::from_le_bytes([*a, *b])), rest),
        [2 | 3, _, a, b, c, d, rest @ ..] => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, rest),
        _ => return Err(damaged()),
    };
    let (header, data) = header.split_at_checked(len).ok_or_else(damaged)?;
    let header = std::str::from_utf8(header).map_err(|_| damaged())?;
    if !header.contains("'<f4'") || !header.contains("'fortran_order': False") {
        return Err(damaged());
    }
    let shape = header.split_once("'shape': (").and_then(|(_, s)| s.split_once(')'));
    let shape = shape.map(|(s, _)| s.split(',').map(str::trim).filter(|d| !d.is_empty()));
    let shape: Option<Vec<usize>> = shape.and_then(|s| s.map(|d| d.parse().ok()).collect());
    let Some([rows, cols]) = shape.as_deref() else { return Err(damaged()) };
    if rows.checked_mul(*cols).and_then(|n| n.checked_mul(4)) != Some(data.len()) {
        return Err(damaged());
    }
    let floats = data.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
    Ok(Matrix::from_vec(*rows, *cols, floats.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npy_sizes_are_checked() {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }\n";
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(1f32.to_le_bytes());
        assert!(parse_npy(&bytes).unwrap_err().is_damaged());
        bytes.extend(2f32.to_le_bytes());
        assert_eq!(parse_npy(&bytes).unwrap().row(0), [1.0, 2.0]);
        assert!(parse_npy(b"\x93NUMPY").is_err());
    }
}
