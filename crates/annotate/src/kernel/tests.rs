//! Tests of the module above.

use super::*;
use crate::tensor::Line;

pub(crate) fn noise(n: usize, seed: u32) -> Vec<f32> {
    let mut x = seed;
    let mut next = || {
        x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (x >> 8) as f32 / 8_388_608.0 - 1.0
    };
    (0..n).map(|_| next()).collect()
}

fn lines(data: &[f32]) -> Vec<Line> {
    data.chunks(LANES)
        .map(|c| Line(std::array::from_fn(|j| c.get(j).copied().unwrap_or(0.0))))
        .collect()
}

#[test]
fn all_levels_give_the_same_bits() {
    for (k, n, rows) in [(1, 16, 1), (7, 32, 5), (96, 64, 9), (33, 128, 23), (64, 208, 1)] {
        let (wd, bd) = (noise(k * n, 1), noise(n, 2));
        let w = Packed::new(k, n, |i, j| wd[i * n + j], |j| bd[j]);
        let input = noise(rows * k, 3);
        let mut expected = vec![0.0; rows * n];
        matmul_scalar(&input, k, rows, &w, &mut expected);
        let mut out = vec![0.0; rows * n];
        matmul(&input, k, rows, &w, &mut out);
        assert_eq!(out, expected);
        #[cfg(target_arch = "x86_64")]
        if level() != Level::Scalar {
            out.fill(0.0);
            // SAFETY: a level above scalar has these features.
            unsafe { x86::matmul256(&input, k, rows, &w, &mut out) };
            assert_eq!(out, expected);
        }
    }
}

#[test]
fn norms_are_the_same_bits_and_right() {
    let (width, pieces, rows) = (20, 3, 4);
    let norm = Norm {
        width,
        pieces,
        before: lines(&[0.0; 96]),
        gain: lines(&[1.0; 20]),
        bias: lines(&[0.0; 20]),
    };
    let mut input = noise(rows * pieces * 32, 5);
    for block in input.chunks_exact_mut(32) {
        block[20..].fill(0.0);
    }
    let (mut a, mut b) = (vec![1.0; rows * 32], vec![1.0; rows * 32]);
    maxout_norm(&input, &norm, &mut a);
    rows::maxout_norm::<[f32; LANES]>(&input, &norm, &mut b);
    assert_eq!(a, b);
    let mean: f32 = a[..20].iter().sum::<f32>() / 20.0;
    let var: f32 = a[..20].iter().map(|x| x * x).sum::<f32>() / 20.0;
    assert!(mean.abs() < 1e-5 && (var - 1.0).abs() < 1e-4);
    assert!(a[20..32].iter().all(|&x| x == 0.0));
}

#[test]
fn row_operations_are_the_same_bits_at_every_level() {
    let norm = Norm {
        width: 96,
        pieces: 3,
        before: lines(&noise(288, 1)),
        gain: lines(&noise(96, 2)),
        bias: lines(&noise(96, 3)),
    };
    let (products, base) = (noise(4 * 5 * 288, 4), noise(10 * 96, 5));
    let (mut a, mut b) = (vec![0.0; 960], vec![0.0; 960]);
    pair_norm(&products, &norm, &base, &mut a);
    rows::pair_norm::<[f32; LANES]>(&products, &norm, &base, &mut b);
    assert_eq!(a, b);
    let at = [[0, 288, 576], [16, 32, 48]];
    window_norm(&products, &at, &norm, &base, &mut a);
    rows::window_norm::<[f32; LANES]>(&products, &at, &norm, &base, &mut b);
    assert_eq!(a, b);
    let (mut a, mut b) = (vec![0.0; 4 * 96 * 4], vec![0.0; 4 * 96 * 4]);
    pair_inputs(&base, 96, 4, &mut a);
    rows::pair_inputs::<[f32; LANES]>(&base, 96, 4, &mut b);
    assert_eq!(a, b);
    let parts = [&products[..128], &products[128..256]];
    hidden(&parts, &base[..128], 2, &mut a[..64]);
    rows::hidden::<[f32; LANES]>(&parts, &base[..128], 2, &mut b[..64]);
    assert_eq!(a, b);
    #[cfg(target_arch = "x86_64")]
    if level() != Level::Scalar {
        let mut c = vec![0.0; 960];
        // SAFETY: a level above scalar has these features.
        unsafe { at256::pair_norm(&products, &norm, &base, &mut c) };
        let mut d = vec![0.0; 960];
        pair_norm(&products, &norm, &base, &mut d);
        assert_eq!(c, d);
    }
    assert_eq!(first_largest(&[1.0, 3.0, 2.0, 3.0]), (1, 3.0));
    let mut long = noise(40, 9);
    long[33] = 7.0;
    assert_eq!(first_largest(&long), (33, 7.0));
}

/// `cargo test --release -p annalist-annotate --lib -- --ignored --nocapture speed`
#[test]
#[ignore = "a measurement"]
#[allow(clippy::print_stdout, clippy::disallowed_methods)]
fn speed() {
    for (rows, k, n) in [
        (32, 96, 288),
        (64, 96, 288),
        (128, 96, 288),
        (64, 64, 1024),
        (512, 64, 1024),
        (512, 288, 288),
        (1, 64, 112),
    ] {
        let w = Packed::new(k, n, |i, j| (i * j % 7) as f32, |_| 0.0);
        let (input, mut out) = (noise(rows * k, 3), vec![0.0; rows * n]);
        let rounds = 4_000_000_000 / (2 * rows * k * n);
        let mut best = 0f64;
        for _ in 0..5 {
            let start = std::time::Instant::now();
            for _ in 0..rounds {
                matmul(&input, k, rows, &w, &mut out);
            }
            let flops = (2 * rows * k * n * rounds) as f64;
            best = best.max(flops / start.elapsed().as_secs_f64() / 1e9);
        }
        println!("{rows} x {k} x {n}: {best:.0} GFLOP/s");
    }
}
