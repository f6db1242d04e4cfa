//! Rows held in memory within bounds: those that were asked for lately, and those that the file lacks yet.

use std::borrow::Borrow;
use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Rows by what they are asked for. When there are too many, those go that were not asked for since there
/// last were too many; what the file does not have yet stays.
#[derive(Debug)]
pub(super) struct Held<K, V> {
    young: FxHashMap<K, Entry<V>>,
    old: FxHashMap<K, Entry<V>>,
    most: usize,
}

#[derive(Debug)]
struct Entry<V> {
    value: V,
    /// The batch that changed it last; 0 where it is as it was read.
    changed: u64,
}

impl<K: Hash + Eq, V> Held<K, V> {
    /// Holds so many and, between two turns, as many others.
    pub(super) fn new(most: usize) -> Self {
        Self { young: FxHashMap::default(), old: FxHashMap::default(), most }
    }

    /// What is held for a key.
    pub(super) fn get<Q>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.entry(key).map(|entry| &mut entry.value)
    }

    /// What is held for a key, or the default, as if it had been read.
    pub(super) fn get_or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let old = self.old.remove(&key);
        let entry = self.young.entry(key);
        &mut entry
            .or_insert_with(|| old.unwrap_or_else(|| Entry { value: V::default(), changed: 0 }))
            .value
    }

    /// What is held for a key, to be changed by a batch.
    pub(super) fn change<Q>(&mut self, key: &Q, batch: u64) -> Option<&mut V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let entry = self.entry(key)?;
        entry.changed = batch;
        Some(&mut entry.value)
    }

    /// As [`Held::get`], for what was asked for just before.
    pub(super) fn peek(&self, key: &K) -> Option<&V> {
        self.young.get(key).map(|entry| &entry.value)
    }

    fn entry<Q>(&mut self, key: &Q) -> Option<&mut Entry<V>>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        if let Some((key, entry)) = self.old.remove_entry(key) {
            self.young.insert(key, entry);
        }
        self.young.get_mut(key)
    }

    /// Holds what was read from the file.
    pub(super) fn read(&mut self, key: K, value: V) {
        self.young.insert(key, Entry { value, changed: 0 });
    }

    /// Holds what a batch made.
    pub(super) fn make(&mut self, key: K, value: V, batch: u64) {
        self.young.insert(key, Entry { value, changed: batch });
    }

    /// What a batch changed.
    pub(super) fn changed(&mut self, batch: u64) -> impl Iterator<Item = (&K, &mut V)> {
        let all = self.young.iter_mut().chain(&mut self.old);
        all.filter(move |(_, entry)| entry.changed == batch).map(|(key, e)| (key, &mut e.value))
    }

    /// Lets go of what was not asked for lately where there is too much; `kept` is the last batch that the
    /// file has.
    pub(super) fn bound(&mut self, kept: u64) {
        if self.young.len() <= self.most {
            return;
        }
        let gone = std::mem::replace(&mut self.old, std::mem::take(&mut self.young));
        self.young.extend(gone.into_iter().filter(|(_, entry)| entry.changed > kept));
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_or_not_yet_kept_stays() {
        let mut held: Held<u32, u32> = Held::new(3);
        for n in 0..4 {
            held.read(n, n);
        }
        *held.change(&1, 7).unwrap() += 10;
        held.bound(6);
        assert_eq!(held.get(&2), Some(&mut 2));
        for n in 4..8 {
            held.read(n, n);
        }
        held.bound(6);
        // 0 and 3 were not asked for; 1 is not yet in the file; 2 was asked for.
        assert_eq!(held.get(&0), None);
        assert_eq!(held.get(&3), None);
        assert_eq!(held.get(&1), Some(&mut 11));
        assert_eq!(held.get(&2), Some(&mut 2));
        assert_eq!(held.changed(7).count(), 1);
        for _ in 0..2 {
            for n in 10..15 {
                held.read(n, n);
            }
            held.bound(7);
        }
        assert_eq!(held.get(&1), None);
    }
}
