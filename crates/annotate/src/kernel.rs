//! The arithmetic that takes the time, for each kind of processor.
//!
//! This is the only module with `unsafe`: vector instructions need it. Every output of a product
//! is one chain of fused multiply-adds over the inputs in order, whatever the processor and
//! however rows are grouped, so results are the same bits everywhere and for every batch.
#![allow(unsafe_code)]

#[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
mod neon;
mod rows;
mod vector;
#[cfg(target_arch = "x86_64")]
mod x86;

use crate::tensor::{LANES, Packed};
pub(crate) use rows::{MAX_BLOCKS, Norm};

/// What the processor can do; found out once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Scalar,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
    Neon,
}

#[inline]
fn level() -> Level {
    static LEVEL: std::sync::OnceLock<Level> = std::sync::OnceLock::new();
    *LEVEL.get_or_init(|| {
        #[cfg(target_arch = "x86_64")]
        if !cfg!(miri) {
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512bw")
            {
                return Level::Avx512;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Level::Avx2;
            }
        }
        #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
        if !cfg!(miri) {
            return Level::Neon;
        }
        Level::Scalar
    })
}

/// Defines a row operation that is compiled for each level.
macro_rules! by_level {
    ($(#[$doc:meta] fn $name:ident($($arg:ident: $type:ty),*) $(-> $out:ty)?;)*) => {
        $(#[$doc]
        #[inline]
        pub(crate) fn $name($($arg: $type),*) $(-> $out)? {
            match level() {
                // SAFETY: the features were detected.
                #[cfg(target_arch = "x86_64")]
                Level::Avx512 => unsafe { at512::$name($($arg),*) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                Level::Avx2 => unsafe { at256::$name($($arg),*) },
                #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
                Level::Neon => rows::$name::<neon::V128>($($arg),*),
                Level::Scalar => rows::$name::<[f32; LANES]>($($arg),*),
            }
        })*
        #[cfg(target_arch = "x86_64")]
        mod at512 {
            use super::{Norm, rows, vector::x86::V512};
            $(#[target_feature(enable = "avx512f,avx512vl,avx512dq,avx512bw")]
            pub(super) fn $name($($arg: $type),*) $(-> $out)? {
                rows::$name::<V512>($($arg),*)
            })*
        }
        #[cfg(target_arch = "x86_64")]
        mod at256 {
            use super::{Norm, rows, vector::x86::V256};
            $(#[target_feature(enable = "avx2,fma")]
            pub(super) fn $name($($arg: $type),*) $(-> $out)? {
                rows::$name::<V256>($($arg),*)
            })*
        }
    };
}

by_level! {
    /// See [`rows::maxout_norm`].
    fn maxout_norm(input: &[f32], norm: &Norm, out: &mut [f32]);
    /// See [`rows::window_norm`].
    fn window_norm(products: &[f32], at: &[[usize; 3]], norm: &Norm, base: &[f32], out: &mut [f32]);
    /// See [`rows::pair_inputs`].
    fn pair_inputs(input: &[f32], width: usize, pairs: usize, out: &mut [f32]);
    /// See [`rows::pair_norm`].
    fn pair_norm(products: &[f32], norm: &Norm, base: &[f32], out: &mut [f32]);
    /// See [`rows::hidden`].
    fn hidden(parts: &[&[f32]], bias: &[f32], pieces: usize, out: &mut [f32]);
    /// See [`rows::first_largest`].
    fn first_largest(data: &[f32]) -> (usize, f32);
}

/// The floating-point operations of all matrix products so far: two for each multiply-add.
#[cfg(feature = "flops")]
pub(crate) static FLOPS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

/// `out = input W + b` for `rows` rows that start `stride` floats apart.
#[inline]
pub(crate) fn matmul(input: &[f32], stride: usize, rows: usize, w: &Packed, out: &mut [f32]) {
    if rows == 0 {
        return;
    }
    #[cfg(feature = "flops")]
    FLOPS.fetch_add((2 * rows * w.k() * w.n()) as u64, std::sync::atomic::Ordering::Relaxed);
    let needed = (rows - 1).checked_mul(stride).and_then(|n| n.checked_add(w.k()));
    assert!(needed.is_some_and(|n| n <= input.len()), "input rows lie outside the input");
    assert!(rows.checked_mul(w.n()).is_some_and(|n| n <= out.len()), "no room for the output");
    assert_eq!(w.panels().len(), w.bias().len() * w.k());
    match level() {
        // SAFETY: the features were detected, and the bounds were checked just now.
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => unsafe { x86::matmul512(input, stride, rows, w, out) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { x86::matmul256(input, stride, rows, w, out) },
        // SAFETY: the bounds were checked just now.
        #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
        Level::Neon => unsafe { neon::matmul(input, stride, rows, w, out) },
        Level::Scalar => matmul_scalar(input, stride, rows, w, out),
    }
}

/// The reference.
fn matmul_scalar(input: &[f32], stride: usize, rows: usize, w: &Packed, out: &mut [f32]) {
    let n = w.n();
    for r in 0..rows {
        let x = &input[r * stride..r * stride + w.k()];
        for (p, bias) in w.bias().iter().enumerate() {
            let mut sum = [0f32; LANES];
            for (&x, line) in x.iter().zip(&w.panels()[p * w.k()..]) {
                for (s, &y) in sum.iter_mut().zip(&line.0) {
                    *s = x.mul_add(y, *s);
                }
            }
            let out = &mut out[r * n + p * LANES..][..LANES];
            for ((o, s), b) in out.iter_mut().zip(sum).zip(bias.0) {
                *o = s + b;
            }
        }
    }
}

#[cfg(test)]
mod tests;
