//! Values of claims compared.

use annalist_doc::{ClaimValue, Qualifier};

/// Whether both say the same.
pub(super) fn same(a: &ClaimValue, b: &ClaimValue) -> bool {
    (a.low, a.high, a.polarity) == (b.low, b.high, b.polarity)
        && (a.qualifier == b.qualifier || a.low.is_some() && a.low == a.high)
        && (a.low.is_some() || a.high.is_some() || a.text.eq_ignore_ascii_case(&b.text))
}

/// Whether the new value lies inside the old one and is more exact.
pub(super) fn refines(old: &ClaimValue, new: &ClaimValue) -> bool {
    let (old_low, old_high) = bounds(old);
    let (new_low, new_high) = bounds(new);
    let open = |v: &ClaimValue| matches!(v.qualifier, Qualifier::AtLeast | Qualifier::AtMost);
    // "at least 5", "at least 8": both are open, the second is only newer.
    old_low <= new_low && new_high <= old_high && !(open(old) && open(new))
}

/// Whether some number fits both.
pub(super) fn compatible(a: &ClaimValue, b: &ClaimValue) -> bool {
    let ((a_low, a_high), (b_low, b_high)) = (bounds(a), bounds(b));
    a_low <= b_high && b_low <= a_high
}

/// Lowest and highest number that the words allow; "about" leaves a tenth on both sides.
fn bounds(value: &ClaimValue) -> (u64, u64) {
    let slack = |v: u64| if value.qualifier == Qualifier::About { v / 10 } else { 0 };
    let low = value.low.map_or(0, |v| v.saturating_sub(slack(v)));
    let high = value.high.map_or(u64::MAX, |v| v.saturating_add(slack(v)));
    // Vague words are more than none: "dozens".
    (if value.qualifier == Qualifier::Vague { low.max(1) } else { low }, high)
}
