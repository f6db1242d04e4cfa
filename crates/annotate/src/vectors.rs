//! Static word vectors, as the middle-sized and large pipelines have them.

use crate::config::parse_json;
use crate::error::{Error, Result};
use crate::msgpack::Reader;
use crate::package::Package;
use crate::strings::mix;
use hashbrown::HashTable;

/// A table of vectors and the rows of word forms in it. Both stay as the files have them, hundreds of
/// thousands of forms of which a text uses few: what is built at the start is an index.
#[derive(Debug)]
pub(crate) struct Vectors {
    /// The file of forms and rows, and the places of the forms in it.
    rows: Vec<u8>,
    index: HashTable<u32>,
    table: Table,
}

const FILE: &str = "vocab/vectors";
const ROWS: &str = "vocab/key2row";

impl Vectors {
    /// The vectors, or `None` for a pipeline without any.
    pub(crate) fn load(package: &Package) -> Result<Option<Self>> {
        let Some(bytes) = package.read_optional(FILE)? else { return Ok(None) };
        let table = Table::parse(bytes)?;
        if table.rows == 0 || table.cols == 0 {
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
        let rows = package.read(ROWS)?;
        let damaged = || Error::damaged(ROWS, "is not a map from forms to rows");
        let index = index(&rows, table.rows).ok_or_else(damaged)?;
        Ok(Some(Vectors { rows, index, table }))
    }

    pub(crate) fn width(&self) -> usize {
        self.table.cols
    }

    /// Writes the vector of a form; `false` when it has none.
    pub(crate) fn get(&self, orth: u64, out: &mut [f32]) -> bool {
        let mut row = None;
        self.index.find(mix(orth), |&at| {
            let entry = entry(&mut Reader::new(&self.rows[at as usize..]));
            row = entry.filter(|(key, _)| *key == orth).map(|(_, row)| row);
            row.is_some()
        });
        let Some(row) = row.and_then(|row| usize::try_from(row).ok()) else { return false };
        out.iter_mut().zip(self.table.row(row)).for_each(|(o, x)| *o = x);
        true
    }
}

/// A form and its row, which is negative for none.
fn entry(reader: &mut Reader<'_>) -> Option<(u64, i64)> {
    Some((reader.u64()?, reader.i64()?))
}

/// Where each form stands in the file. `None` when the file is not what it should be.
fn index(bytes: &[u8], rows: usize) -> Option<HashTable<u32>> {
    u32::try_from(bytes.len()).ok()?;
    let mut reader = Reader::new(bytes);
    let count = reader.map_len()?;
    let mut index = HashTable::with_capacity(count);
    // There is room for all: nothing is hashed again.
    for _ in 0..count {
        let at = (bytes.len() - reader.left()) as u32;
        let (key, row) = entry(&mut reader)?;
        if row >= 0 {
            usize::try_from(row).ok().filter(|row| *row < rows)?;
            index.insert_unique(mix(key), at, |_| 0);
        }
    }
    Some(index)
}

/// Rows of floats, still in the file's bytes.
#[derive(Debug)]
struct Table {
    rows: usize,
    cols: usize,
    bytes: Vec<u8>,
    /// Where the numbers begin.
    from: usize,
}

impl Table {
    /// A two-dimensional little-endian array of 32-bit floats in NumPy's format.
    fn parse(bytes: Vec<u8>) -> Result<Self> {
        let damaged = || {
            Error::damaged(FILE, "is not a NumPy array of 32-bit floats; fetch the package again")
        };
        let header = bytes.strip_prefix(b"\x93NUMPY").ok_or_else(damaged)?;
        let (len, header) = match header {
            [1, _, a, b, rest @ ..] => (usize::from(u16::from_le_bytes([*a, *b])), rest),
            [2 | 3, _, a, b, c, d, rest @ ..] => {
                (u32::from_le_bytes([*a, *b, *c, *d]) as usize, rest)
            }
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
        let (rows, cols, from) = (*rows, *cols, bytes.len() - data.len());
        Ok(Table { rows, cols, bytes, from })
    }

    fn row(&self, row: usize) -> impl Iterator<Item = f32> {
        let data = &self.bytes[self.from + row * self.cols * 4..][..self.cols * 4];
        data.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn npy(shape: &str, data: &[f32]) -> Vec<u8> {
        let header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n");
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(data.iter().flat_map(|x| x.to_le_bytes()));
        bytes
    }

    #[test]
    fn npy_sizes_are_checked() {
        assert!(Table::parse(npy("(1, 2)", &[1.0])).unwrap_err().is_damaged());
        let table = Table::parse(npy("(1, 2)", &[1.0, 2.0])).unwrap();
        assert_eq!(table.row(0).collect::<Vec<_>>(), [1.0, 2.0]);
        assert!(Table::parse(b"\x93NUMPY".to_vec()).is_err());
    }

    #[test]
    fn forms_are_found_and_rows_outside_the_table_refused() {
        // {7: 1, 2^64 - 1: 0, 9: none}
        let rows = b"\x83\x07\x01\xcf\xff\xff\xff\xff\xff\xff\xff\xff\x00\x09\xff";
        let table = Table::parse(npy("(2, 1)", &[5.0, 6.0])).unwrap();
        let index = index(rows, 2).unwrap();
        let vectors = Vectors { rows: rows.to_vec(), index, table };
        let get = |key| {
            let mut out = [0.0];
            vectors.get(key, &mut out).then_some(out[0])
        };
        assert_eq!([get(7), get(u64::MAX), get(9), get(8)], [Some(6.0), Some(5.0), None, None]);
        assert!(super::index(rows, 1).is_none());
        assert!(super::index(&rows[..8], 2).is_none());
    }
}
