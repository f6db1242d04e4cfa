//! Sixteen numbers at once: an array, two AVX registers, or one AVX-512 register (and four of NEON,
//! beside this file).

use crate::tensor::LANES;

/// Sixteen lanes. Every operation gives the same bits in every implementation.
pub(super) trait Vector: Copy {
    fn splat(x: f32) -> Self;
    /// The first sixteen numbers of a slice that has as many.
    fn load(data: &[f32]) -> Self;
    fn store(self, out: &mut [f32]);
    fn add(self, other: Self) -> Self;
    fn subtract(self, other: Self) -> Self;
    fn multiply(self, other: Self) -> Self;
    /// `other` where it is greater, else this.
    fn larger(self, other: Self) -> Self;
    /// Zero from lane `n` on.
    fn keep(self, n: usize) -> Self;
    /// The sum of all lanes: the upper half on the lower, and so on.
    fn total(self) -> f32;
}

#[inline(always)]
fn each(a: [f32; LANES], b: [f32; LANES], f: impl Fn(f32, f32) -> f32) -> [f32; LANES] {
    std::array::from_fn(|j| f(a[j], b[j]))
}

impl Vector for [f32; LANES] {
    #[inline(always)]
    fn splat(x: f32) -> Self {
        [x; LANES]
    }
    #[inline(always)]
    fn load(data: &[f32]) -> Self {
        std::array::from_fn(|j| data[j])
    }
    #[inline(always)]
    fn store(self, out: &mut [f32]) {
        out[..LANES].copy_from_slice(&self);
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        each(self, other, |x, y| x + y)
    }
    #[inline(always)]
    fn subtract(self, other: Self) -> Self {
        each(self, other, |x, y| x - y)
    }
    #[inline(always)]
    fn multiply(self, other: Self) -> Self {
        each(self, other, |x, y| x * y)
    }
    #[inline(always)]
    fn larger(self, other: Self) -> Self {
        each(self, other, |x, y| if y > x { y } else { x })
    }
    #[inline(always)]
    fn keep(mut self, n: usize) -> Self {
        self[n.min(LANES)..].fill(0.0);
        self
    }
    #[inline(always)]
    fn total(mut self) -> f32 {
        let mut n = LANES / 2;
        while n > 0 {
            for i in 0..n {
                self[i] += self[i + n];
            }
            n /= 2;
        }
        self[0]
    }
}

/// Vectors of x86-64. Their methods are called only from functions compiled for the processor
/// that [`super::level`] found.
#[cfg(target_arch = "x86_64")]
pub(super) mod x86 {
    use super::{LANES, Vector};
    use std::arch::x86_64::*;

    /// Sixteen lanes in one register.
    #[derive(Clone, Copy)]
    pub(in super::super) struct V512(__m512);

    /// Sixteen lanes in two registers.
    #[derive(Clone, Copy)]
    pub(in super::super) struct V256(__m256, __m256);

    // SAFETY, for all methods below: they are inlined into functions that have the features, and
    // slices are cut to sixteen numbers before their pointers are used.

    #[inline(always)]
    unsafe fn total8(x: __m256) -> f32 {
        // SAFETY: see above.
        unsafe {
            let x = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps::<1>(x));
            let x = _mm_add_ps(x, _mm_movehl_ps(x, x));
            _mm_cvtss_f32(_mm_add_ss(x, _mm_shuffle_ps::<1>(x, x)))
        }
    }

    impl Vector for V512 {
        #[inline(always)]
        fn splat(x: f32) -> Self {
            // SAFETY: see above.
            unsafe { V512(_mm512_set1_ps(x)) }
        }
        #[inline(always)]
        fn load(data: &[f32]) -> Self {
            // SAFETY: see above.
            unsafe { V512(_mm512_loadu_ps(data[..LANES].as_ptr())) }
        }
        #[inline(always)]
        fn store(self, out: &mut [f32]) {
            // SAFETY: see above.
            unsafe { _mm512_storeu_ps(out[..LANES].as_mut_ptr(), self.0) }
        }
        #[inline(always)]
        fn add(self, other: Self) -> Self {
            // SAFETY: see above.
            unsafe { V512(_mm512_add_ps(self.0, other.0)) }
        }
        #[inline(always)]
        fn subtract(self, other: Self) -> Self {
            // SAFETY: see above.
            unsafe { V512(_mm512_sub_ps(self.0, other.0)) }
        }
        #[inline(always)]
        fn multiply(self, other: Self) -> Self {
            // SAFETY: see above.
            unsafe { V512(_mm512_mul_ps(self.0, other.0)) }
        }
        #[inline(always)]
        fn larger(self, other: Self) -> Self {
            // SAFETY: see above.
            unsafe { V512(_mm512_max_ps(other.0, self.0)) }
        }
        #[inline(always)]
        fn keep(self, n: usize) -> Self {
            let mut lanes = [0f32; LANES];
            self.store(&mut lanes);
            Self::load(&lanes.keep(n))
        }
        #[inline(always)]
        fn total(self) -> f32 {
            // SAFETY: see above.
            unsafe {
                let upper = _mm512_shuffle_f32x4::<0b0000_1110>(self.0, self.0);
                let both = _mm512_add_ps(self.0, upper);
                total8(_mm512_castps512_ps256(both))
            }
        }
    }

    impl Vector for V256 {
        #[inline(always)]
        fn splat(x: f32) -> Self {
            // SAFETY: see above.
            unsafe { V256(_mm256_set1_ps(x), _mm256_set1_ps(x)) }
        }
        #[inline(always)]
        fn load(data: &[f32]) -> Self {
            let data = data[..LANES].as_ptr();
            // SAFETY: see above.
            unsafe { V256(_mm256_loadu_ps(data), _mm256_loadu_ps(data.add(8))) }
        }
        #[inline(always)]
        fn store(self, out: &mut [f32]) {
            let out = out[..LANES].as_mut_ptr();
            // SAFETY: see above.
            unsafe {
                _mm256_storeu_ps(out, self.0);
                _mm256_storeu_ps(out.add(8), self.1);
            }
        }
        #[inline(always)]
        fn add(self, o: Self) -> Self {
            // SAFETY: see above.
            unsafe { V256(_mm256_add_ps(self.0, o.0), _mm256_add_ps(self.1, o.1)) }
        }
        #[inline(always)]
        fn subtract(self, o: Self) -> Self {
            // SAFETY: see above.
            unsafe { V256(_mm256_sub_ps(self.0, o.0), _mm256_sub_ps(self.1, o.1)) }
        }
        #[inline(always)]
        fn multiply(self, o: Self) -> Self {
            // SAFETY: see above.
            unsafe { V256(_mm256_mul_ps(self.0, o.0), _mm256_mul_ps(self.1, o.1)) }
        }
        #[inline(always)]
        fn larger(self, o: Self) -> Self {
            // SAFETY: see above.
            unsafe { V256(_mm256_max_ps(o.0, self.0), _mm256_max_ps(o.1, self.1)) }
        }
        #[inline(always)]
        fn keep(self, n: usize) -> Self {
            let mut lanes = [0f32; LANES];
            self.store(&mut lanes);
            Self::load(&lanes.keep(n))
        }
        #[inline(always)]
        fn total(self) -> f32 {
            // SAFETY: see above.
            unsafe { total8(_mm256_add_ps(self.0, self.1)) }
        }
    }
}
