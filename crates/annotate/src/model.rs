//! A component's `model` file: thinc's layers with their numbers.

use crate::error::{Error, Result};
use crate::msgpack::{self, Value};
use crate::tensor::Matrix;

/// A `model` file, its arrays still in the file's bytes.
#[derive(Debug)]
pub(crate) struct Model<'a> {
    place: &'a str,
    root: Value<'a>,
}

/// One layer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layer<'m, 'a> {
    model: &'m Model<'a>,
    index: usize,
}

impl<'a> Model<'a> {
    pub(crate) fn parse(place: &'a str, bytes: &'a [u8]) -> Result<Self> {
        let root = msgpack::parse(bytes)
            .ok_or_else(|| Error::damaged(place, "is not MessagePack; fetch the package again"))?;
        let model = Model { place, root };
        let n = model.list("nodes")?.len();
        if model.list("attrs")?.len() != n || model.list("params")?.len() != n {
            return Err(model.damaged("lists of layers, attributes and weights differ in length"));
        }
        Ok(model)
    }

    pub(crate) fn damaged(&self, what: impl std::fmt::Display) -> Error {
        Error::damaged(self.place, format!("{what}; fetch the package again"))
    }

    fn list(&self, key: &str) -> Result<&[Value<'a>]> {
        let list = self.root.get(key).and_then(Value::as_array);
        list.ok_or_else(|| self.damaged(format_args!("has no list \"{key}\"")))
    }

    fn layers(&self) -> impl Iterator<Item = Layer<'_, 'a>> {
        let n = self.list("nodes").map_or(0, <[_]>::len);
        (0..n).map(|index| Layer { model: self, index })
    }

    /// All layers of a name, in the file's order.
    pub(crate) fn named(&self, name: &str) -> Vec<Layer<'_, 'a>> {
        self.layers().filter(|l| l.name() == name).collect()
    }

    /// The layer a name of the first layer's references points to.
    pub(crate) fn reference(&self, name: &str) -> Result<Layer<'_, 'a>> {
        let nodes = self.list("nodes")?;
        nodes
            .first()
            .and_then(|n| n.get("refs")?.get(name)?.as_usize())
            .filter(|&i| i < nodes.len())
            .map(|index| Layer { model: self, index })
            .ok_or_else(|| self.damaged(format_args!("names no \"{name}\" layer")))
    }

    /// The only layer of a name.
    pub(crate) fn one(&self, name: &str) -> Result<Layer<'_, 'a>> {
        match self.named(name)[..] {
            [layer] => Ok(layer),
            ref found => {
                Err(self.damaged(format_args!("has {} \"{name}\" layers, not one", found.len())))
            }
        }
    }
}

impl<'m, 'a> Layer<'m, 'a> {
    pub(crate) fn index(self) -> usize {
        self.index
    }

    pub(crate) fn name(self) -> &'a str {
        let node = self.model.list("nodes").ok().and_then(|n| n.get(self.index));
        node.and_then(|n| n.get("name")?.as_str()).unwrap_or("")
    }

    /// A number among the layer's attributes.
    pub(crate) fn number(self, key: &str) -> Option<u64> {
        msgpack::parse(self.attribute(key)?)?.as_u64()
    }

    /// The raw value of an attribute (MessagePack inside MessagePack).
    pub(crate) fn attribute(self, key: &str) -> Option<&'a [u8]> {
        self.model.list("attrs").ok()?.get(self.index)?.get(key)?.as_bytes()
    }

    /// A weight array and its shape.
    pub(crate) fn array(self, key: &str) -> Result<(Vec<usize>, Vec<f32>)> {
        let bad = |what: &str| {
            self.model.damaged(format_args!("layer {} ({}): {key} {what}", self.index, self.name()))
        };
        let array = self.model.list("params")?.get(self.index).and_then(|p| p.get(key));
        let array = array.ok_or_else(|| bad("is missing"))?;
        if array.get("type").and_then(Value::as_str) != Some("<f4") {
            return Err(bad("is not an array of 32-bit floats"));
        }
        let shape = array.get("shape").and_then(Value::as_array).map(|s| {
            s.iter().map(|d| d.as_usize().ok_or(())).collect::<std::result::Result<Vec<_>, _>>()
        });
        let (Some(Ok(shape)), Some(data)) = (shape, array.get("data").and_then(Value::as_bytes))
        else {
            return Err(bad("has no shape or no data"));
        };
        let count = shape.iter().try_fold(4usize, |n, &d| n.checked_mul(d));
        if count != Some(data.len()) {
            return Err(bad(&format!("has {} bytes for the shape {shape:?}", data.len())));
        }
        let floats: Vec<f32> =
            data.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        if floats.iter().any(|x| !x.is_finite()) {
            return Err(bad("has a number that is not finite"));
        }
        Ok((shape, floats))
    }

    /// An array whose shape is known.
    pub(crate) fn shaped(self, key: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let (found, data) = self.array(key)?;
        if found == shape {
            return Ok(data);
        }
        Err(self.model.damaged(format_args!(
            "layer {} ({}): {key} has the shape {found:?}, not {shape:?}",
            self.index,
            self.name()
        )))
    }

    /// A two-dimensional array.
    pub(crate) fn matrix(self, key: &str) -> Result<Matrix> {
        let (shape, data) = self.array(key)?;
        match shape[..] {
            [rows, cols] => Ok(Matrix::from_vec(rows, cols, data)),
            _ => Err(self.model.damaged(format_args!(
                "layer {} ({}): {key} has {} dimensions, not 2",
                self.index,
                self.name(),
                shape.len()
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_no_model() {
        assert!(Model::parse("m", b"").unwrap_err().is_damaged());
        assert!(Model::parse("m", b"\x80").unwrap_err().is_damaged());
        let empty = b"\x83\xa5nodes\x90\xa5attrs\x90\xa6params\x90";
        let model = Model::parse("m", empty).unwrap();
        assert!(model.one("maxout").unwrap_err().to_string().contains("maxout"));
        assert!(model.reference("upper").is_err());
    }
}
