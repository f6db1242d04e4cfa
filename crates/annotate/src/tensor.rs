//! Matrices, and weights packed for the kernel.

use crate::kernel;

/// Columns are padded to a multiple of this: one AVX-512 register, two AVX2 ones.
pub(crate) const LANES: usize = 16;

/// The next multiple of [`LANES`].
pub(crate) const fn padded(n: usize) -> usize {
    n.div_ceil(LANES) * LANES
}

/// Rows of 32-bit floats.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matrix {
    rows: usize,
    cols: usize,
    data: Vec<f32>,
}

impl Matrix {
    /// Data row after row. The length must be `rows * cols`.
    pub(crate) fn from_vec(rows: usize, cols: usize, data: Vec<f32>) -> Self {
        assert_eq!(Some(data.len()), rows.checked_mul(cols), "a matrix of the wrong size");
        Matrix { rows, cols, data }
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn cols(&self) -> usize {
        self.cols
    }

    pub(crate) fn row(&self, i: usize) -> &[f32] {
        &self.data[i * self.cols..(i + 1) * self.cols]
    }
}

/// Sixteen floats on a boundary of their own size.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C, align(64))]
pub(crate) struct Line(pub(crate) [f32; LANES]);

/// A layer `x -> x W + b`, its weights in panels of sixteen columns: `panels[p * k + i]` holds
/// the weights of input `i` for the columns `16 p ..`.
#[derive(Debug)]
pub(crate) struct Packed {
    k: usize,
    panels: Vec<Line>,
    bias: Vec<Line>,
}

impl Packed {
    /// Packs a layer of `k` inputs and `n` outputs (a multiple of [`LANES`]).
    pub(crate) fn new(
        k: usize,
        n: usize,
        weight: impl Fn(usize, usize) -> f32,
        bias: impl Fn(usize) -> f32,
    ) -> Self {
        assert_eq!(n % LANES, 0, "columns are padded");
        let line =
            |f: &dyn Fn(usize) -> f32, p: usize| Line(std::array::from_fn(|j| f(p * LANES + j)));
        let panels = (0..n / LANES)
            .flat_map(|p| (0..k).map(move |i| (p, i)))
            .map(|(p, i)| line(&|j| weight(i, j), p))
            .collect();
        Packed { k, panels, bias: (0..n / LANES).map(|p| line(&bias, p)).collect() }
    }

    /// Packs the rows of a weight matrix (one row per output) and a bias.
    pub(crate) fn linear(weights: &Matrix, bias: &[f32]) -> Self {
        let (n, k) = (weights.rows(), weights.cols());
        Packed::new(
            k,
            padded(n),
            |i, j| if j < n { weights.data[j * k + i] } else { 0.0 },
            |j| bias.get(j).copied().unwrap_or(0.0),
        )
    }

    /// Inputs.
    pub(crate) fn k(&self) -> usize {
        self.k
    }

    /// Outputs, padding included.
    pub(crate) fn n(&self) -> usize {
        self.bias.len() * LANES
    }

    pub(crate) fn panels(&self) -> &[Line] {
        &self.panels
    }

    pub(crate) fn bias(&self) -> &[Line] {
        &self.bias
    }

    /// Applies the layer to `rows` rows that start `stride` floats apart in `input`.
    pub(crate) fn apply(&self, input: &[f32], stride: usize, rows: usize, out: &mut [f32]) {
        kernel::matmul(input, stride, rows, self, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_multiply_and_add() {
        let weights = Matrix::from_vec(3, 2, vec![1., 2., 3., 4., 5., 6.]);
        let layer = Packed::linear(&weights, &[10., 20., 30.]);
        assert_eq!((layer.k(), layer.n()), (2, 16));
        // Two overlapping rows: a window over three inputs.
        let mut out = vec![0.0; 32];
        layer.apply(&[1., 0., 1.], 1, 2, &mut out);
        assert_eq!(out[..4], [11., 23., 35., 0.]);
        assert_eq!(out[16..19], [12., 24., 36.]);
    }
}
