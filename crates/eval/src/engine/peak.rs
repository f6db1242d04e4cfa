//! The machine's limit: what one core reaches in a plain matrix product.

use std::time::Instant;

use ndarray::Array2;

/// Rows and columns of the product: its three matrices fit into the second-level cache.
const SIDE: usize = 384;
const ROUNDS: usize = 100;

/// Billions of floating-point operations a second in f32 products on one core, the best of five tries.
pub(super) fn gigaflops() -> f64 {
    let a = Array2::from_shape_fn((SIDE, SIDE), |(i, j)| ((i * 7 + j) % 13) as f32);
    let b = Array2::from_shape_fn((SIDE, SIDE), |(i, j)| ((i + 5 * j) % 11) as f32);
    let mut out = Array2::zeros((SIDE, SIDE));
    let operations = (2 * SIDE * SIDE * SIDE * ROUNDS) as f64;
    let mut best = 0f64;
    for _ in 0..5 {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            ndarray::linalg::general_mat_mul(1.0, &a, &b, 0.0, &mut out);
        }
        best = best.max(operations / start.elapsed().as_secs_f64() / 1e9);
        assert!(out[[0, 0]] > 0.0, "the product was taken");
    }
    best
}
