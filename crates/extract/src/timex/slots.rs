//! Values while an expression is read.

use annalist_lexicon::time::Slot;

/// One value for each slot, and the stretch of another expression inside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slots {
    values: [i64; Slot::COUNT],
    known: u32,
    inner: Option<(u32, u32)>,
}

impl Default for Slots {
    fn default() -> Self {
        Self { values: [0; Slot::COUNT], known: 0, inner: None }
    }
}

impl Slots {
    pub(super) fn set(&mut self, slot: Slot, value: i64) {
        if slot != Slot::None {
            self.values[slot as usize] = value;
            self.known |= 1 << slot as u32;
        }
    }

    pub(super) fn get(&self, slot: Slot) -> Option<i64> {
        (slot != Slot::None && self.known & 1 << slot as u32 != 0)
            .then(|| self.values[slot as usize])
    }

    pub(super) fn small<T: TryFrom<i64>>(&self, slot: Slot) -> Option<T> {
        self.get(slot).and_then(|v| T::try_from(v).ok())
    }

    pub(super) fn set_inner(&mut self, at: usize, end: usize) {
        self.inner = Some((at as u32, end as u32));
    }

    pub(super) fn inner(&self) -> Option<(usize, usize)> {
        self.inner.map(|(at, end)| (at as usize, end as usize))
    }
}
