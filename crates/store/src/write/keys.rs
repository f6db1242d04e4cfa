//! Under which keys happenings stand: those of the days that reports now tell of are held in memory, as
//! every event asks for a dozen of them.

use std::collections::{BTreeSet, VecDeque};

use rusqlite::{Connection, Result};

/// Keys that agree in all but so many last digits are kept and read together: those of one day, as
/// `annalist_resolve` makes them. Another division would only be slower.
const BLOCK: u32 = 42;
/// Of a block with more happenings only the last so many are held.
const LARGE: i64 = 100_000;
/// So many keys are held at most: about 40 MB.
const MOST: usize = 1_000_000;

/// Keys of some blocks with their happenings.
#[derive(Debug, Default)]
pub(super) struct Keys {
    held: BTreeSet<(i64, i64)>,
    /// Blocks that are held, the last used at the end.
    blocks: VecDeque<i64>,
}

impl Keys {
    /// The happenings under a key, the oldest first.
    pub(super) fn under(
        &mut self,
        store: &Connection,
        key: i64,
    ) -> Result<impl Iterator<Item = i64> + '_> {
        self.hold(store, key >> BLOCK)?;
        let all = self.held.range((key, i64::MIN)..=(key, i64::MAX));
        Ok(all.map(|(_, happening)| *happening))
    }

    /// Whether a happening stands under a key.
    pub(super) fn has(&mut self, store: &Connection, key: i64, happening: i64) -> Result<bool> {
        self.hold(store, key >> BLOCK)?;
        Ok(self.held.contains(&(key, happening)))
    }

    /// Puts a happening under keys.
    pub(super) fn put(&mut self, store: &Connection, keys: &[i64], happening: i64) -> Result<()> {
        let mut sql = store.prepare_cached(
            "INSERT INTO happening_keys (block, happening, keys) VALUES (?1, ?2, ?3) \
             ON CONFLICT DO UPDATE SET keys = CAST(keys || excluded.keys AS BLOB)",
        )?;
        for of_block in keys.chunk_by(|a, b| a >> BLOCK == b >> BLOCK) {
            let Some(block) = of_block.first().map(|key| key >> BLOCK) else { continue };
            self.hold(store, block)?;
            let new: Vec<u8> = of_block
                .iter()
                .filter(|key| self.held.insert((**key, happening)))
                .flat_map(|key| key.to_le_bytes())
                .collect();
            if !new.is_empty() {
                sql.execute((block, happening, new))?;
            }
        }
        Ok(())
    }

    /// Forgets everything: what was written may have been taken back.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Sees to it that a block is held.
    fn hold(&mut self, store: &Connection, block: i64) -> Result<()> {
        if self.blocks.back() == Some(&block) {
            return Ok(());
        }
        // Nearly always among the last few.
        if let Some(at) = self.blocks.iter().rposition(|b| *b == block) {
            self.blocks.remove(at);
            self.blocks.push_back(block);
            return Ok(());
        }
        let mut sql = store.prepare_cached(
            "SELECT happening, keys FROM happening_keys WHERE block = ?1 \
             ORDER BY happening DESC LIMIT ?2",
        )?;
        let mut rows = sql.query((block, LARGE))?;
        while let Some(row) = rows.next()? {
            let happening: i64 = row.get(0)?;
            let keys = row.get_ref(1)?.as_blob()?.as_chunks().0;
            self.held.extend(keys.iter().map(|key| (i64::from_le_bytes(*key), happening)));
        }
        self.blocks.push_back(block);
        self.bound();
        Ok(())
    }

    /// Lets go of the blocks that were not used for longest.
    fn bound(&mut self) {
        while self.held.len() > MOST && self.blocks.len() > 1 {
            let Some(block) = self.blocks.pop_front() else { return };
            let mut from = self.held.split_off(&(block << BLOCK, i64::MIN));
            let mut after = from.split_off(&((block + 1) << BLOCK, i64::MIN));
            self.held.append(&mut after);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> Connection {
        let store = Connection::open_in_memory().unwrap();
        // Nobody looks at the happenings themselves.
        store.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        store.execute_batch(include_str!("../../migrations/0001.sql")).unwrap();
        store.execute_batch(include_str!("../../migrations/0004.sql")).unwrap();
        store
    }

    fn key(day: i64, rest: i64) -> i64 {
        day << BLOCK | rest
    }

    fn under(keys: &mut Keys, store: &Connection, key: i64) -> Vec<i64> {
        keys.under(store, key).unwrap().collect()
    }

    #[test]
    fn what_is_held_is_what_the_file_has() {
        let (store, mut keys) = (store(), Keys::default());
        keys.put(&store, &[key(3, 5), key(3, 6)], 1).unwrap();
        keys.put(&store, &[key(3, 5), key(4, 5)], 2).unwrap();
        keys.put(&store, &[key(3, 7), key(3, 5)], 1).unwrap();
        for _ in 0..2 {
            assert_eq!(under(&mut keys, &store, key(3, 5)), [1, 2]);
            assert_eq!(under(&mut keys, &store, key(4, 5)), [2]);
            assert_eq!(under(&mut keys, &store, key(9, 9)), [0; 0]);
            assert!(keys.has(&store, key(3, 7), 1).unwrap());
            assert!(!keys.has(&store, key(3, 7), 2).unwrap());
            // The second time from the file.
            keys.clear();
        }
        let sql = "SELECT count(*), sum(length(keys)) FROM happening_keys";
        let rows: (i64, i64) =
            store.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(rows, (3, 40));
    }

    #[test]
    fn days_that_were_not_used_for_longest_go_first() {
        let (store, mut keys) = (store(), Keys::default());
        for day in 0..6 {
            keys.hold(&store, day).unwrap();
            keys.held.extend((0..200_000).map(|n| (key(day, n), n)));
            keys.bound();
        }
        assert!(keys.held.len() <= MOST);
        assert_eq!(keys.blocks, [1, 2, 3, 4, 5]);
        assert_eq!(keys.held.first().map(|k| k.0 >> BLOCK), Some(1));
    }
}
