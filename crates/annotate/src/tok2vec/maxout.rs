//! A maxout layer as the file has it, and the forms it is packed in.

use super::Window;
use crate::error::Result;
use crate::kernel::{MAX_BLOCKS, Norm};
use crate::model::{Layer, Model};
use crate::tensor::{LANES, Line, Packed, padded};

/// A maxout layer with its layer norm, as the file has them.
#[derive(Debug)]
pub(crate) struct Maxout {
    pub(crate) width: usize,
    pub(crate) inputs: usize,
    pub(super) pieces: usize,
    pub(super) weights: Vec<f32>,
    pub(super) before: Vec<f32>,
    pub(super) gain: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Maxout {
    pub(super) fn load(
        model: &Model<'_>,
        maxout: Layer<'_, '_>,
        norm: Layer<'_, '_>,
    ) -> Result<Self> {
        let (shape, weights) = maxout.array("W")?;
        let &[width, pieces, inputs] = &shape[..] else {
            return Err(model.damaged("a maxout layer is not three-dimensional"));
        };
        if width == 0 || pieces == 0 || inputs == 0 || width > MAX_BLOCKS * LANES {
            return Err(model.damaged(format_args!("a maxout layer has the shape {shape:?}")));
        }
        let before = maxout.shaped("b", &[width, pieces])?;
        let (gain, bias) = (norm.shaped("G", &[width])?, norm.shaped("b", &[width])?);
        Ok(Maxout { width, inputs, pieces, weights, before, gain, bias })
    }

    /// The padded width of one piece, and the number of columns of all.
    fn block(&self) -> (usize, usize) {
        (padded(self.width), self.pieces * padded(self.width))
    }

    /// The weight of an input for a column: columns are one padded block per piece.
    fn weight(&self, input: usize, column: usize) -> f32 {
        let (piece, o) = (column / self.block().0, column % self.block().0);
        if o < self.width {
            self.weights[(o * self.pieces + piece) * self.inputs + input]
        } else {
            0.0
        }
    }

    /// The weight of an input of one of several rows that are padded to their stride.
    fn row_weight(&self, row: usize, input: usize, column: usize) -> f32 {
        if input < self.width { self.weight(row * self.width + input, column) } else { 0.0 }
    }

    /// The layer over inputs side by side.
    pub(crate) fn dense(&self) -> (Packed, Norm) {
        let weight = |i, j| self.weight(i, j);
        (Packed::new(self.inputs, self.block().1, weight, |_| 0.0), self.norm())
    }

    pub(super) fn plain(&self, window: usize) -> Window {
        let stride = padded(self.width);
        let weight = |i: usize, j: usize| self.row_weight(i / stride, i % stride, j);
        let weights = Packed::new((2 * window + 1) * stride, self.block().1, weight, |_| 0.0);
        Window::Plain(weights, self.norm())
    }

    /// The products of one row with the weights of the row before, itself, and the row after.
    pub(super) fn products(&self) -> Packed {
        let (stride, wide) = (padded(self.width), self.block().1);
        let weight = |i: usize, j: usize| self.row_weight(j / wide, i, j % wide);
        Packed::new(stride, 3 * wide, weight, |_| 0.0)
    }

    pub(super) fn pairs(&self) -> Window {
        let (stride, wide) = (padded(self.width), self.block().1);
        let packed = |f: fn(f32, f32, f32) -> f32| {
            let w = |row: usize, i: usize, j: usize| self.row_weight(row, i, j);
            Packed::new(stride, wide, |i, j| f(w(0, i, j), w(1, i, j), w(2, i, j)), |_| 0.0)
        };
        let weights = [
            packed(|a, _, _| a),
            packed(|a, b, c| ((f64::from(a) + f64::from(b) + f64::from(c)) / 2.0) as f32),
            packed(|a, b, c| ((f64::from(a) - f64::from(b) + f64::from(c)) / 2.0) as f32),
            packed(|_, _, c| c),
        ];
        Window::Pairs(Box::new(weights), self.norm())
    }

    pub(super) fn norm(&self) -> Norm {
        let (block, wide) = self.block();
        let before = |j: usize| match (j / block, j % block) {
            (piece, o) if o < self.width => self.before[o * self.pieces + piece],
            _ => 0.0,
        };
        let before: Vec<f32> = (0..wide).map(before).collect();
        Norm {
            width: self.width,
            pieces: self.pieces,
            before: lines(&before),
            gain: lines(&self.gain),
            bias: lines(&self.bias),
        }
    }
}

/// Floats as lines, padded with zeros.
fn lines(data: &[f32]) -> Vec<Line> {
    let line = |c: &[f32]| Line(std::array::from_fn(|j| c.get(j).copied().unwrap_or(0.0)));
    data.chunks(LANES).map(line).collect()
}
