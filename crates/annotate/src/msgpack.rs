//! A reader of MessagePack that borrows from the input and allocates no more than it holds.

/// A value; strings and byte strings point into the input.
#[derive(Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Nil,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    Str(&'a str),
    Bin(&'a [u8]),
    Array(Vec<Value<'a>>),
    Map(Vec<(Value<'a>, Value<'a>)>),
}

impl<'a> Value<'a> {
    pub(crate) fn as_str(&self) -> Option<&'a str> {
        match self {
            Value::Str(s) => Some(s),
            Value::Bin(b) => std::str::from_utf8(b).ok(),
            _ => None,
        }
    }

    pub(crate) fn as_bytes(&self) -> Option<&'a [u8]> {
        match self {
            Value::Str(s) => Some(s.as_bytes()),
            Value::Bin(b) => Some(b),
            _ => None,
        }
    }

    pub(crate) fn as_u64(&self) -> Option<u64> {
        match *self {
            Value::UInt(n) => Some(n),
            Value::Int(n) => u64::try_from(n).ok(),
            _ => None,
        }
    }

    pub(crate) fn as_usize(&self) -> Option<usize> {
        self.as_u64().and_then(|n| usize::try_from(n).ok())
    }

    pub(crate) fn as_array(&self) -> Option<&[Value<'a>]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_map(&self) -> Option<&[(Value<'a>, Value<'a>)]> {
        match self {
            Value::Map(items) => Some(items),
            _ => None,
        }
    }

    /// The value under a key of a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.as_map()?.iter().find(|(k, _)| k.as_str() == Some(key)).map(|(_, v)| v)
    }
}

/// Reads one value that must fill the whole input.
pub(crate) fn parse(input: &[u8]) -> Option<Value<'_>> {
    let mut reader = Reader::new(input);
    let value = reader.value(0)?;
    reader.rest.is_empty().then_some(value)
}

/// A cursor over the input. Every method gives `None` when the bytes are not what it asks for.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    /// How many more values may be read: what bounds the memory a hostile file can claim.
    budget: usize,
}

const MAX_DEPTH: usize = 64;
const MAX_VALUES: usize = 2_000_000;

impl<'a> Reader<'a> {
    pub(crate) fn new(input: &'a [u8]) -> Self {
        Reader { rest: input, budget: MAX_VALUES }
    }

    /// Bytes not read yet.
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.rest.split_at_checked(n)?;
        self.rest = tail;
        Some(head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|b| b[0])
    }

    fn uint(&mut self, bytes: usize) -> Option<u64> {
        self.take(bytes).map(|b| b.iter().fold(0, |n, &x| (n << 8) | u64::from(x)))
    }

    fn len(&mut self, bytes: usize) -> Option<usize> {
        self.uint(bytes).and_then(|n| usize::try_from(n).ok())
    }

    /// The number of entries of the map that starts here.
    pub(crate) fn map_len(&mut self) -> Option<usize> {
        let n = match self.byte()? {
            b @ 0x80..=0x8f => usize::from(b & 15),
            0xde => self.len(2)?,
            0xdf => self.len(4)?,
            _ => return None,
        };
        // An entry takes two bytes at least: a larger count is a lie.
        (n <= self.rest.len() / 2).then_some(n)
    }

    /// The unsigned number that starts here.
    pub(crate) fn u64(&mut self) -> Option<u64> {
        match self.byte()? {
            b @ 0..=0x7f => Some(u64::from(b)),
            0xcc => self.uint(1),
            0xcd => self.uint(2),
            0xce => self.uint(4),
            0xcf => self.uint(8),
            0xd1 => self.uint(2).map(|n| n as u16 as i16).and_then(|n| u64::try_from(n).ok()),
            0xd2 => self.uint(4).map(|n| n as u32 as i32).and_then(|n| u64::try_from(n).ok()),
            0xd3 => self.uint(8).map(|n| n as i64).and_then(|n| u64::try_from(n).ok()),
            _ => None,
        }
    }

    /// The signed number that starts here.
    pub(crate) fn i64(&mut self) -> Option<i64> {
        match *self.rest.first()? {
            b @ 0xe0..=0xff => {
                self.rest = &self.rest[1..];
                Some(i64::from(b as i8))
            }
            0xd0 => self.take(2).map(|b| i64::from(b[1] as i8)),
            0xd1 => self.take(3).map(|b| i64::from(i16::from_be_bytes([b[1], b[2]]))),
            0xd2 => self.take(5).map(|b| i64::from(i32::from_be_bytes([b[1], b[2], b[3], b[4]]))),
            _ => self.u64().and_then(|n| i64::try_from(n).ok()),
        }
    }

    fn array(&mut self, n: usize, depth: usize) -> Option<Value<'a>> {
        if n > self.rest.len() {
            return None;
        }
        (0..n).map(|_| self.value(depth + 1)).collect::<Option<_>>().map(Value::Array)
    }

    fn map(&mut self, n: usize, depth: usize) -> Option<Value<'a>> {
        if n > self.rest.len() / 2 {
            return None;
        }
        let entries = (0..n).map(|_| Some((self.value(depth + 1)?, self.value(depth + 1)?)));
        entries.collect::<Option<_>>().map(Value::Map)
    }

    fn str(&mut self, n: usize) -> Option<Value<'a>> {
        let bytes = self.take(n)?;
        Some(std::str::from_utf8(bytes).map_or(Value::Bin(bytes), Value::Str))
    }

    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.budget = self.budget.checked_sub(1)?;
        Some(match self.byte()? {
            b @ 0..=0x7f => Value::UInt(u64::from(b)),
            b @ 0x80..=0x8f => return self.map(usize::from(b & 15), depth),
            b @ 0x90..=0x9f => return self.array(usize::from(b & 15), depth),
            b @ 0xa0..=0xbf => return self.str(usize::from(b & 31)),
            0xc0 => Value::Nil,
            0xc2 => Value::Bool(false),
            0xc3 => Value::Bool(true),
            b @ 0xc4..=0xc6 => {
                let n = self.len(1 << (b - 0xc4))?;
                Value::Bin(self.take(n)?)
            }
            0xca => Value::Float(f64::from(f32::from_bits(self.uint(4)? as u32))),
            0xcb => Value::Float(f64::from_bits(self.uint(8)?)),
            b @ 0xcc..=0xcf => Value::UInt(self.uint(1 << (b - 0xcc))?),
            0xd0 => Value::Int(i64::from(self.uint(1)? as u8 as i8)),
            0xd1 => Value::Int(i64::from(self.uint(2)? as u16 as i16)),
            0xd2 => Value::Int(i64::from(self.uint(4)? as u32 as i32)),
            0xd3 => Value::Int(self.uint(8)? as i64),
            b @ 0xd9..=0xdb => {
                let n = self.len(1 << (b - 0xd9))?;
                return self.str(n);
            }
            b @ 0xdc..=0xdd => {
                let n = self.len(2 << (b - 0xdc))?;
                return self.array(n, depth);
            }
            b @ 0xde..=0xdf => {
                let n = self.len(2 << (b - 0xde))?;
                return self.map(n, depth);
            }
            b @ 0xe0..=0xff => Value::Int(i64::from(b as i8)),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_nested_values() {
        let v = parse(b"\x82\xa1a\x93\x01\xff\xc0\xa1b\xc4\x02hi").unwrap();
        let a = v.get("a").and_then(Value::as_array).unwrap();
        assert_eq!(a, [Value::UInt(1), Value::Int(-1), Value::Nil]);
        assert_eq!(v.get("b").and_then(Value::as_bytes), Some(&b"hi"[..]));
    }

    #[test]
    fn lies_about_size_are_refused() {
        assert_eq!(parse(b"\xdd\xff\xff\xff\xff"), None);
        assert_eq!(parse(b"\xdf\xff\xff\xff\xff\x01"), None);
        assert_eq!(parse(b"\xc6\x7f\xff\xff\xff"), None);
        assert_eq!(parse(b"\x01\x02"), None);
        assert_eq!(parse(&[0x91; 10_000]), None);
        assert_eq!(Reader::new(b"\xdf\xff\xff\xff\xff").map_len(), None);
    }
}
