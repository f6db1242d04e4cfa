//! Row operations, written once over vectors of sixteen lanes. Compiled for each kind of
//! processor, they give the same bits: no operation is reordered or contracted.

use super::vector::Vector;
use crate::tensor::{LANES, Line};

/// The layer norm of a maxout layer: gain and bias, padded; and the bias of the layer before it.
#[derive(Debug)]
pub(crate) struct Norm {
    pub(crate) width: usize,
    pub(crate) pieces: usize,
    pub(crate) before: Vec<Line>,
    pub(crate) gain: Vec<Line>,
    pub(crate) bias: Vec<Line>,
}

/// The widest layer is this many blocks of sixteen.
pub(crate) const MAX_BLOCKS: usize = 64;

/// A block of a row.
#[inline(always)]
fn lanes<V: Vector>(data: &[f32], block: usize) -> V {
    V::load(&data[block * LANES..(block + 1) * LANES])
}

/// Where a row's maxout inputs come from. A trait and no closure: it has to be inlined.
trait Source {
    fn at<V: Vector>(&self, block: usize) -> V;
}

/// A row of products.
struct One<'a>(&'a [f32]);

/// The sum of three rows.
struct Sum<'a>(&'a [f32], &'a [f32], &'a [f32]);

/// The first row less the second and the third.
struct Difference<'a>(&'a [f32], &'a [f32], &'a [f32]);

impl Source for One<'_> {
    #[inline(always)]
    fn at<V: Vector>(&self, b: usize) -> V {
        lanes(self.0, b)
    }
}

impl Source for Sum<'_> {
    #[inline(always)]
    fn at<V: Vector>(&self, b: usize) -> V {
        lanes::<V>(self.0, b).add(lanes(self.1, b)).add(lanes(self.2, b))
    }
}

impl Source for Difference<'_> {
    #[inline(always)]
    fn at<V: Vector>(&self, b: usize) -> V {
        lanes::<V>(self.0, b).subtract(lanes(self.1, b)).subtract(lanes(self.2, b))
    }
}

/// The largest of each output's pieces, the bias added first.
#[inline(always)]
fn best<V: Vector, const B: usize, const P: usize>(norm: &Norm, source: &impl Source) -> [V; B] {
    let (blocks, pieces) = sizes::<B, P>(norm);
    let before = &norm.before[..blocks * pieces];
    let mut best = [V::splat(0.0); B];
    for (b, best) in best[..blocks].iter_mut().enumerate() {
        let mut m = source.at::<V>(b).add(V::load(&before[b].0));
        for p in 1..pieces {
            let at = p * blocks + b;
            m = m.larger(source.at::<V>(at).add(V::load(&before[at].0)));
        }
        *best = m;
    }
    best
}

/// The numbers of blocks and pieces: known when compiling where `P` is not 0.
#[inline(always)]
fn sizes<const B: usize, const P: usize>(norm: &Norm) -> (usize, usize) {
    if P == 0 { (norm.gain.len(), norm.pieces) } else { (B, P) }
}

/// Normalizes a row; adds it to `base`.
#[inline(always)]
fn finish<V: Vector, const B: usize, const P: usize>(
    norm: &Norm,
    mut best: [V; B],
    base: Option<&[f32]>,
    out: &mut [f32],
) {
    let (blocks, _) = sizes::<B, P>(norm);
    let (gain, bias) = (&norm.gain[..blocks], &norm.bias[..blocks]);
    let scale = 1.0 / norm.width as f32;
    let mut sum = V::splat(0.0);
    for m in &best[..blocks] {
        sum = sum.add(*m);
    }
    let mean = V::splat(sum.total() * scale);
    let mut square = V::splat(0.0);
    for (b, m) in best[..blocks].iter_mut().enumerate() {
        *m = m.subtract(mean);
        // Lanes beyond the width are padding.
        let inside = norm.width - b * LANES;
        if inside < LANES {
            *m = m.keep(inside);
        }
        square = square.add(m.multiply(*m));
    }
    let factor = V::splat(1.0 / (square.total() * scale + 1e-8).sqrt());
    let out = &mut out[..blocks * LANES];
    for (b, m) in best[..blocks].iter().enumerate() {
        let m = m.multiply(factor).multiply(V::load(&gain[b].0));
        let mut y = m.add(V::load(&bias[b].0));
        if let Some(base) = base {
            y = lanes::<V>(base, b).add(y);
        }
        y.store(&mut out[b * LANES..(b + 1) * LANES]);
    }
}

/// Picks the sizes at compile time where they are the usual ones.
macro_rules! by_size {
    ($norm:expr, $f:ident ( $($arg:expr),* )) => {
        match ($norm.gain.len(), $norm.pieces) {
            (6, 3) => $f::<V, 6, 3>($($arg),*),
            _ => $f::<V, MAX_BLOCKS, 0>($($arg),*),
        }
    };
}

/// Rows of maxout inputs to rows of outputs.
#[inline(always)]
pub(super) fn maxout_norm<V: Vector>(input: &[f32], norm: &Norm, out: &mut [f32]) {
    by_size!(norm, maxout_norm_of(input, norm, out));
}

#[inline(always)]
fn maxout_norm_of<V: Vector, const B: usize, const P: usize>(
    input: &[f32],
    norm: &Norm,
    out: &mut [f32],
) {
    let (blocks, pieces) = sizes::<B, P>(norm);
    let width = blocks * LANES;
    for (x, y) in input.chunks_exact(width * pieces).zip(out.chunks_exact_mut(width)) {
        finish::<V, B, P>(norm, best::<V, B, P>(norm, &One(x)), None, y);
    }
}

/// A maxout layer whose input is the sum of a product of the row before, one of the row itself
/// and one of the row after. `at` gives the three products' places in `products` for each row.
#[inline(always)]
pub(super) fn window_norm<V: Vector>(
    products: &[f32],
    at: &[[usize; 3]],
    norm: &Norm,
    base: &[f32],
    out: &mut [f32],
) {
    by_size!(norm, window_norm_of(products, at, norm, base, out));
}

#[inline(always)]
fn window_norm_of<V: Vector, const B: usize, const P: usize>(
    products: &[f32],
    at: &[[usize; 3]],
    norm: &Norm,
    base: &[f32],
    out: &mut [f32],
) {
    let (blocks, pieces) = sizes::<B, P>(norm);
    let (width, wide) = (blocks * LANES, blocks * pieces * LANES);
    let rows = base.chunks_exact(width).zip(out.chunks_exact_mut(width));
    for ([l, c, r], (x, y)) in at.iter().zip(rows) {
        let product = |at: &usize| &products[*at..*at + wide];
        let source = Sum(product(l), product(c), product(r));
        finish::<V, B, P>(norm, best::<V, B, P>(norm, &source), Some(x), y);
    }
}

/// What a window of three over pairs of rows is multiplied with: for the rows a b c d around a
/// pair (b, c), the four rows a-c, b+c, c-b, b-d. `input` starts at the first a; each of the four
/// parts of `out` is as long as a quarter of it.
#[inline(always)]
pub(super) fn pair_inputs<V: Vector>(input: &[f32], width: usize, pairs: usize, out: &mut [f32]) {
    let part = pairs * width;
    let (o0, rest) = out.split_at_mut(part);
    let (o1, rest) = rest.split_at_mut(part);
    let (o2, o3) = rest.split_at_mut(part);
    for p in 0..pairs {
        let rows = &input[2 * p * width..][..4 * width];
        for block in 0..width / LANES {
            let row = |i: usize| lanes::<V>(&rows[i * width..(i + 1) * width], block);
            let (a, b, c, d) = (row(0), row(1), row(2), row(3));
            let at = p * width + block * LANES;
            a.subtract(c).store(&mut o0[at..at + LANES]);
            b.add(c).store(&mut o1[at..at + LANES]);
            c.subtract(b).store(&mut o2[at..at + LANES]);
            b.subtract(d).store(&mut o3[at..at + LANES]);
        }
    }
}

/// The maxout layer over the four products of each pair: the first row's input is the sum of the
/// first three, the second's the second less the third less the fourth.
#[inline(always)]
pub(super) fn pair_norm<V: Vector>(products: &[f32], norm: &Norm, base: &[f32], out: &mut [f32]) {
    by_size!(norm, pair_norm_of(products, norm, base, out));
}

#[inline(always)]
fn pair_norm_of<V: Vector, const B: usize, const P: usize>(
    products: &[f32],
    norm: &Norm,
    base: &[f32],
    out: &mut [f32],
) {
    let (blocks, pieces) = sizes::<B, P>(norm);
    let (width, wide) = (blocks * LANES, blocks * pieces * LANES);
    let part = products.len() / 4;
    let rows = base.chunks_exact(2 * width).zip(out.chunks_exact_mut(2 * width));
    for (p, (x, y)) in rows.enumerate() {
        let product = |i: usize| &products[i * part + p * wide..][..wide];
        let (m0, m1, m2, m3) = (product(0), product(1), product(2), product(3));
        let (x0, x1) = x.split_at(width);
        let (y0, y1) = y.split_at_mut(width);
        finish::<V, B, P>(norm, best::<V, B, P>(norm, &Sum(m0, m1, m2)), Some(x0), y0);
        finish::<V, B, P>(norm, best::<V, B, P>(norm, &Difference(m1, m2, m3)), Some(x1), y1);
    }
}

/// The hidden layer of a state: the parts of its tokens and the bias added up, the largest piece
/// of each output taken.
#[inline(always)]
pub(super) fn hidden<V: Vector>(parts: &[&[f32]], bias: &[f32], pieces: usize, out: &mut [f32]) {
    let blocks = out.len() / LANES;
    for b in 0..blocks {
        let mut best = V::splat(0.0);
        for p in 0..pieces {
            let at = p * blocks + b;
            let mut sum = V::splat(0.0);
            for part in parts {
                sum = sum.add(lanes(part, at));
            }
            sum = sum.add(lanes(bias, at));
            best = if p == 0 { sum } else { best.larger(sum) };
        }
        best.store(&mut out[b * LANES..(b + 1) * LANES]);
    }
}

/// The largest of some numbers, and where it is first.
#[inline(always)]
pub(super) fn first_largest<V: Vector>(data: &[f32]) -> (usize, f32) {
    let (chunks, rest) = data.as_chunks::<LANES>();
    let mut best = V::splat(f32::NEG_INFINITY);
    for chunk in chunks {
        best = best.larger(V::load(chunk));
    }
    let mut lanes = [0f32; LANES];
    best.store(&mut lanes);
    let all = lanes.iter().chain(rest);
    let largest = all.fold(f32::NEG_INFINITY, |m, &x| if x > m { x } else { m });
    (data.iter().position(|&x| x == largest).unwrap_or(0), largest)
}
