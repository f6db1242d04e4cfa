//! NEON: sixteen lanes in four registers, and matrix products. Every 64-bit ARM processor has it.

use super::vector::Vector;
use crate::tensor::{LANES, Line, Packed};
use std::arch::aarch64::*;

/// Sixteen lanes in four registers.
#[derive(Clone, Copy)]
pub(super) struct V128([float32x4_t; 4]);

impl V128 {
    #[inline(always)]
    fn each(self, o: Self, f: impl Fn(float32x4_t, float32x4_t) -> float32x4_t) -> Self {
        V128(std::array::from_fn(|q| f(self.0[q], o.0[q])))
    }
}

// SAFETY, for all methods below: this module is compiled only where NEON is switched on for the
// whole program, and slices are cut to sixteen numbers before their pointers are used.

impl Vector for V128 {
    #[inline(always)]
    fn splat(x: f32) -> Self {
        // SAFETY: see above.
        V128([unsafe { vdupq_n_f32(x) }; 4])
    }
    #[inline(always)]
    fn load(data: &[f32]) -> Self {
        let data = data[..LANES].as_ptr();
        // SAFETY: see above.
        V128(std::array::from_fn(|q| unsafe { vld1q_f32(data.add(4 * q)) }))
    }
    #[inline(always)]
    fn store(self, out: &mut [f32]) {
        let out = out[..LANES].as_mut_ptr();
        for (q, part) in self.0.into_iter().enumerate() {
            // SAFETY: see above.
            unsafe { vst1q_f32(out.add(4 * q), part) };
        }
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        // SAFETY: see above.
        self.each(other, |x, y| unsafe { vaddq_f32(x, y) })
    }
    #[inline(always)]
    fn subtract(self, other: Self) -> Self {
        // SAFETY: see above.
        self.each(other, |x, y| unsafe { vsubq_f32(x, y) })
    }
    #[inline(always)]
    fn multiply(self, other: Self) -> Self {
        // SAFETY: see above.
        self.each(other, |x, y| unsafe { vmulq_f32(x, y) })
    }
    #[inline(always)]
    fn larger(self, other: Self) -> Self {
        // Not `vmaxq_f32`: of -0 and 0, and of no number and a number, it takes another one.
        // SAFETY: see above.
        self.each(other, |x, y| unsafe { vbslq_f32(vcgtq_f32(y, x), y, x) })
    }
    #[inline(always)]
    fn keep(self, n: usize) -> Self {
        let mut lanes = [0f32; LANES];
        self.store(&mut lanes);
        Self::load(&lanes.keep(n))
    }
    #[inline(always)]
    fn total(self) -> f32 {
        let [a, b, c, d] = self.0;
        // SAFETY: see above.
        unsafe {
            let four = vaddq_f32(vaddq_f32(a, c), vaddq_f32(b, d));
            let two = vadd_f32(vget_low_f32(four), vget_high_f32(four));
            vget_lane_f32::<0>(two) + vget_lane_f32::<1>(two)
        }
    }
}

/// # Safety
/// The bounds checked in [`super::matmul`] hold.
pub(super) unsafe fn matmul(
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
                let bias = &w.bias()[p];
                match count {
                    1 => tile::<1>(a, stride, b, w.k(), bias, c, n),
                    2 => tile::<2>(a, stride, b, w.k(), bias, c, n),
                    3 => tile::<3>(a, stride, b, w.k(), bias, c, n),
                    4 => tile::<4>(a, stride, b, w.k(), bias, c, n),
                    5 => tile::<5>(a, stride, b, w.k(), bias, c, n),
                    _ => tile::<6>(a, stride, b, w.k(), bias, c, n),
                }
            }
            r += count;
        }
    }
}

/// `M` rows by one panel.
///
/// # Safety
/// `M` rows of `k` floats at `a`, a panel at `b`, `M` rows at `c`.
#[inline(always)]
unsafe fn tile<const M: usize>(
    a: *const f32,
    stride: usize,
    b: *const Line,
    k: usize,
    bias: &Line,
    c: *mut f32,
    n: usize,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut acc = [[vdupq_n_f32(0.0); 4]; M];
        for i in 0..k {
            let line: *const f32 = b.add(i).cast();
            let y: [float32x4_t; 4] = std::array::from_fn(|q| vld1q_f32(line.add(4 * q)));
            for (m, acc) in acc.iter_mut().enumerate() {
                let x = vdupq_n_f32(*a.add(m * stride + i));
                for (acc, y) in acc.iter_mut().zip(y) {
                    *acc = vfmaq_f32(*acc, x, y);
                }
            }
        }
        for (m, acc) in acc.iter().enumerate() {
            for (q, acc) in acc.iter().enumerate() {
                let sum = vaddq_f32(*acc, vld1q_f32(bias.0.as_ptr().add(4 * q)));
                vst1q_f32(c.add(m * n + 4 * q), sum);
            }
        }
    }
}
