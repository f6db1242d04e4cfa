//! Matrix products with AVX-512 and with AVX2.

use crate::tensor::{LANES, Line, Packed};
use std::arch::x86_64::*;

/// # Safety
/// The bounds checked in [`super::matmul`] hold.
#[target_feature(enable = "avx512f")]
pub(super) unsafe fn matmul512(
    input: &[f32],
    stride: usize,
    rows: usize,
    w: &Packed,
    out: &mut [f32],
) {
    let (n, panels) = (w.n(), w.bias().len());
    let wide = if rows == 1 { 8 } else { 3 };
    let mut p = 0;
    while p < panels {
        let group = (panels - p).min(wide);
        let mut r = 0;
        while r < rows {
            let count = (rows - r).min(8);
            // SAFETY: rows r.. and panels p.. are within what the caller checked.
            unsafe {
                let a = input.as_ptr().add(r * stride);
                let c = out.as_mut_ptr().add(r * n + p * LANES);
                let b = w.panels().as_ptr().add(p * w.k());
                let bias = w.bias().as_ptr().add(p);
                macro_rules! tile {
                    ($(($m:literal $g:literal))*) => {
                        match (count, group) {
                            $(($m, $g) => tile512::<$m, $g>(a, stride, b, w.k(), bias, c, n),)*
                            _ => unreachable!(),
                        }
                    };
                }
                tile!((1 1)(1 2)(1 3)(1 4)(1 5)(1 6)(1 7)(1 8)(2 1)(2 2)(2 3)(3 1)(3 2)(3 3)
                      (4 1)(4 2)(4 3)(5 1)(5 2)(5 3)(6 1)(6 2)(6 3)(7 1)(7 2)(7 3)
                      (8 1)(8 2)(8 3));
            }
            r += count;
        }
        p += group;
    }
}

/// `M` rows by `P` panels.
///
/// # Safety
/// `M` rows of `k` floats at `a`, `P` panels at `b` and `bias`, `M` rows at `c`.
#[target_feature(enable = "avx512f")]
#[inline]
unsafe fn tile512<const M: usize, const P: usize>(
    a: *const f32,
    stride: usize,
    b: *const Line,
    k: usize,
    bias: *const Line,
    c: *mut f32,
    n: usize,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut acc = [[_mm512_setzero_ps(); P]; M];
        for i in 0..k {
            let mut y = [_mm512_setzero_ps(); P];
            for (p, y) in y.iter_mut().enumerate() {
                *y = _mm512_load_ps(b.add(p * k + i).cast());
            }
            for (m, acc) in acc.iter_mut().enumerate() {
                let x = _mm512_set1_ps(*a.add(m * stride + i));
                for (acc, y) in acc.iter_mut().zip(y) {
                    *acc = _mm512_fmadd_ps(x, y, *acc);
                }
            }
        }
        for (p, bias) in (0..P).map(|p| (p, _mm512_load_ps(bias.add(p).cast()))) {
            for (m, acc) in acc.iter().enumerate() {
                _mm512_storeu_ps(c.add(m * n + p * LANES), _mm512_add_ps(acc[p], bias));
            }
        }
    }
}

/// # Safety
/// The bounds checked in [`super::matmul`] hold.
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn matmul256(
    input: &[f32],
    stride: usize,
    rows: usize,
    w: &Packed,
    out: &mut [f32],
) {
    let n = w.n();
    for p in 0..w.bias().len() {
        let mut r = 0;
        while r < rows {
            let count = (rows - r).min(6);
            // SAFETY: rows r.. and panel p are within what the caller checked.
            unsafe {
                let a = input.as_ptr().add(r * stride);
                let c = out.as_mut_ptr().add(r * n + p * LANES);
                let b = w.panels().as_ptr().add(p * w.k());
                let bias = w.bias().as_ptr().add(p);
                match count {
                    1 => tile256::<1>(a, stride, b, w.k(), bias, c, n),
                    2 => tile256::<2>(a, stride, b, w.k(), bias, c, n),
                    3 => tile256::<3>(a, stride, b, w.k(), bias, c, n),
                    4 => tile256::<4>(a, stride, b, w.k(), bias, c, n),
                    5 => tile256::<5>(a, stride, b, w.k(), bias, c, n),
                    _ => tile256::<6>(a, stride, b, w.k(), bias, c, n),
                }
            }
            r += count;
        }
    }
}

/// `M` rows by one panel.
///
/// # Safety
/// `M` rows of `k` floats at `a`, a panel at `b` and `bias`, `M` rows at `c`.
#[target_feature(enable = "avx2,fma")]
#[inline]
unsafe fn tile256<const M: usize>(
    a: *const f32,
    stride: usize,
    b: *const Line,
    k: usize,
    bias: *const Line,
    c: *mut f32,
    n: usize,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut acc = [[_mm256_setzero_ps(); 2]; M];
        for i in 0..k {
            let line: *const f32 = b.add(i).cast();
            let y = [_mm256_load_ps(line), _mm256_load_ps(line.add(8))];
            for (m, acc) in acc.iter_mut().enumerate() {
                let x = _mm256_set1_ps(*a.add(m * stride + i));
                acc[0] = _mm256_fmadd_ps(x, y[0], acc[0]);
                acc[1] = _mm256_fmadd_ps(x, y[1], acc[1]);
            }
        }
        let bias: *const f32 = bias.cast();
        for (m, acc) in acc.iter().enumerate() {
            for (h, acc) in acc.iter().enumerate() {
                let sum = _mm256_add_ps(*acc, _mm256_load_ps(bias.add(8 * h)));
                _mm256_storeu_ps(c.add(m * n + 8 * h), sum);
            }
        }
    }
}
