//! What the pages of a Parquet table may cost.
//!
//! The library makes room for whatever a page says of its length, and unpacks whatever is packed in
//! it: a damaged or hostile file of a kilobyte fills the memory. So each column's pages are gone over
//! before the library sees them. Headers are Thrift structs in the compact protocol, as the Parquet
//! format defines them (`PageHeader` in `parquet.thrift`).

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use parquet::basic::Compression;
use parquet::bloom_filter::Sbbf;
use parquet::column::page::PageReader;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;

/// A page may be so long, packed and unpacked, in bytes. Writers make them of about a megabyte.
const MOST: u64 = 128 << 20;
/// A page's header may be so long; the least and greatest value stand in it.
const HEADER: usize = 1 << 20;
/// Structs lie within one another so deep at most.
const DEEPEST: u8 = 8;

/// A table whose pages are looked at before they are read.
pub(super) struct Bounded<R: ChunkReader> {
    inner: SerializedFileReader<R>,
    /// The same bytes once more.
    bytes: R,
}

impl<R: ChunkReader> Bounded<R> {
    pub(super) fn new(inner: SerializedFileReader<R>, bytes: R) -> Self {
        Self { inner, bytes }
    }
}

impl<R: ChunkReader + 'static> FileReader for Bounded<R> {
    fn metadata(&self) -> &ParquetMetaData {
        self.inner.metadata()
    }

    fn num_row_groups(&self) -> usize {
        self.inner.num_row_groups()
    }

    fn get_row_group(&self, i: usize) -> Result<Box<dyn RowGroupReader + '_>> {
        Ok(Box::new(Group { inner: self.inner.get_row_group(i)?, bytes: &self.bytes }))
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_file(projection, self)
    }
}

struct Group<'a, R> {
    inner: Box<dyn RowGroupReader + 'a>,
    bytes: &'a R,
}

impl<R: ChunkReader> RowGroupReader for Group<'_, R> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.inner.metadata()
    }

    fn num_columns(&self) -> usize {
        self.inner.num_columns()
    }

    fn get_column_page_reader(&self, i: usize) -> Result<Box<dyn PageReader>> {
        look(self.metadata().column(i), self.bytes)?;
        self.inner.get_column_page_reader(i)
    }

    fn get_column_bloom_filter(&self, i: usize) -> Option<&Sbbf> {
        self.inner.get_column_bloom_filter(i)
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_row_group(projection, self)
    }
}

/// Goes over the pages of a column, each as long as its header says.
fn look(column: &ColumnChunkMetaData, bytes: &impl ChunkReader) -> Result<()> {
    let (start, length) = column.byte_range();
    let mut from = bytes.get_read(start)?.take(length);
    while from.limit() > 0 {
        let header = Header::read(&mut from)?;
        let (packed, unpacked) = (length_of(header.packed)?, length_of(header.unpacked)?);
        let mut page = Vec::new();
        (&mut from).take(packed).read_to_end(&mut page)?;
        if (page.len() as u64) < packed {
            return Err(damaged("a page ends in the middle"));
        }
        let levels = usize::try_from(header.levels).unwrap_or(0);
        let body = page.get(levels..).unwrap_or_default();
        if !header.plain && !fits(column.compression(), body, unpacked) {
            return Err(damaged("a page holds more than it says"));
        }
    }
    Ok(())
}

/// Whether packed bytes are no more than they should be once unpacked.
fn fits(packing: Compression, body: &[u8], unpacked: u64) -> bool {
    let within = |from: &mut dyn Read| {
        io::copy(&mut from.take(unpacked + 1), &mut io::sink()).is_ok_and(|n| n <= unpacked)
    };
    match packing {
        _ if body.is_empty() => true,
        // Its length stands in front.
        Compression::SNAPPY => varint(&mut &*body).is_ok_and(|length| length <= unpacked),
        Compression::GZIP(_) => within(&mut MultiGzDecoder::new(body)),
        Compression::ZSTD(_) => {
            zstd::stream::read::Decoder::new(body).is_ok_and(|mut from| within(&mut from))
        }
        // The library gives these as much room as the header says.
        _ => true,
    }
}

fn damaged(what: &str) -> ParquetError {
    ParquetError::General(what.to_owned())
}

fn length_of(said: i64) -> Result<u64> {
    let length = u64::try_from(said).map_err(|_| damaged("a page of negative length"))?;
    if length > MOST {
        let what = format!("a page of {length} bytes; at most {} MiB are read", MOST >> 20);
        return Err(ParquetError::General(what));
    }
    Ok(length)
}

/// What a page's header says of lengths.
#[derive(Debug, Default, PartialEq)]
struct Header {
    unpacked: i64,
    packed: i64,
    /// So many bytes in front are never packed.
    levels: i64,
    /// Whether it says that nothing in it is packed.
    plain: bool,
}

impl Header {
    fn read(from: &mut impl Read) -> Result<Self> {
        let mut header = Self::default();
        let mut from = from.take(HEADER as u64);
        structure(&mut from, DEEPEST, &mut |field, value| match field {
            [2] => header.unpacked = value,
            [3] => header.packed = value,
            // Of the second kind of data page: lengths of the levels, and whether the rest is packed.
            [8, 5 | 6] => header.levels += value.clamp(0, MOST as i64),
            [8, 7] => header.plain = value == 0,
            _ => {}
        })?;
        Ok(header)
    }
}

/// Reads a struct of the compact protocol and tells its numbers, each with the fields it lies in.
fn structure(from: &mut dyn Read, depth: u8, tell: &mut dyn FnMut(&[i16], i64)) -> Result<()> {
    let deeper = depth.checked_sub(1).ok_or_else(|| damaged("a page header without end"))?;
    let mut field = 0i16;
    loop {
        let head = byte(from)?;
        let (step, kind) = (head >> 4, head & 15);
        if kind == 0 {
            return Ok(());
        }
        field = match step {
            0 => i16::try_from(number(from)?).map_err(|_| damaged("a field of no number"))?,
            step => field.checked_add(i16::from(step)).ok_or_else(|| damaged("too many fields"))?,
        };
        value(from, kind, deeper, &mut |inner: &[i16], value| {
            let mut path = [field, 0, 0, 0];
            let length = inner.len().min(3);
            for (slot, of) in path.iter_mut().skip(1).zip(inner) {
                *slot = *of;
            }
            tell(path.get(..=length).unwrap_or_default(), value);
        })?;
    }
}

fn value(
    from: &mut dyn Read,
    kind: u8,
    depth: u8,
    tell: &mut dyn FnMut(&[i16], i64),
) -> Result<()> {
    match kind {
        1 | 2 => tell(&[], i64::from(kind == 1)),
        3 => drop(byte(from)?),
        4..=6 => tell(&[], number(from)?),
        7 => pass(from, 8)?,
        8 => {
            let length = varint(from)?;
            pass(from, length)?;
        }
        12 => structure(from, depth, tell)?,
        // Lists and maps stand in no page header.
        _ => return Err(damaged("a page header with a list in it")),
    }
    Ok(())
}

fn pass(from: &mut dyn Read, bytes: u64) -> Result<()> {
    if io::copy(&mut from.take(bytes), &mut io::sink())? < bytes {
        return Err(damaged("a page header ends in the middle"));
    }
    Ok(())
}

fn byte(from: &mut dyn Read) -> Result<u8> {
    let mut one = [0];
    from.read_exact(&mut one)?;
    let [byte] = one;
    Ok(byte)
}

fn varint(from: &mut (impl Read + ?Sized)) -> Result<u64> {
    let mut sum = 0u64;
    for shift in (0..64).step_by(7) {
        let mut one = [0];
        from.read_exact(&mut one)?;
        let [byte] = one;
        sum |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(sum);
        }
    }
    Err(damaged("a number without end"))
}

/// A number with its sign folded in.
fn number(from: &mut dyn Read) -> Result<i64> {
    let folded = varint(from)?;
    Ok((folded >> 1) as i64 ^ -((folded & 1) as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_its_lengths() {
        // type 0, unpacked 100, packed 60, then a data page of the first kind with two numbers.
        let bytes = [0x15, 0, 0x15, 200, 1, 0x15, 120, 0x2c, 0x15, 6, 0x15, 0, 0, 0];
        let header = Header::read(&mut &bytes[..]).unwrap();
        assert_eq!(header, Header { unpacked: 100, packed: 60, ..Header::default() });
        // The second kind: five bytes of levels in front, nothing packed.
        let bytes = [0x15, 6, 0x15, 20, 0x15, 20, 0x5c, 0x55, 6, 0x15, 4, 0x12, 0, 0];
        let header = Header::read(&mut &bytes[..]).unwrap();
        assert_eq!(header, Header { unpacked: 10, packed: 10, levels: 5, plain: true });
        for cut in 0..bytes.len() {
            assert!(Header::read(&mut &bytes[..cut]).is_err(), "{cut}");
        }
    }

    #[test]
    fn what_is_packed_is_no_more_than_it_says() {
        let packed = zstd::encode_all(&[0; 1000][..], 1).unwrap();
        let zstd = Compression::ZSTD(Default::default());
        assert!(fits(zstd, &packed, 1000) && !fits(zstd, &packed, 999));
        // Snappy's length in front: 2^32 - 1.
        let huge = [255, 255, 255, 255, 15, 0];
        assert!(!fits(Compression::SNAPPY, &huge, 1000));
        assert!(length_of(1 << 31).is_err() && length_of(-1).is_err());
    }
}
