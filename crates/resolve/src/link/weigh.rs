//! How much a word says of a report, in whole numbers, which add up to the same in any order and on any
//! machine.

/// The logarithm of a word's number of reports, and a half more.
pub(super) fn with_ln(reports: u32) -> f64 {
    (f64::from(reports) + 1.5).ln()
}

/// Logarithms of small whole numbers, reckoned once.
#[derive(Debug)]
pub(super) struct Logarithms(Vec<f64>);

impl Default for Logarithms {
    fn default() -> Self {
        Self((0..4096).map(|n| f64::from(n).ln()).collect())
    }
}

impl Logarithms {
    pub(super) fn of(&self, n: u32) -> f64 {
        self.0.get(n as usize).copied().unwrap_or_else(|| f64::from(n).ln())
    }
}

/// In 1/1024, for what is not negative.
pub(super) fn fixed(x: f64) -> i64 {
    (x * 1024.0 + 0.5) as i64
}
