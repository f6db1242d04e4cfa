//! Under which keys happenings stand: those of the days that reports now tell of are held in memory, as
//! every event asks for a dozen of them.

use rusqlite::{Connection, Result};
use rustc_hash::FxHashMap;

/// Keys that agree in all but so many last digits are kept and read together: those of one day, as
/// `annalist_resolve` makes them. Another division would only be slower.
const BLOCK: u32 = 42;
/// So many happenings under one key are looked at: whoever is in the news does a thousand things a day.
const LAST: usize = 500;
/// So many keys are held at most, if no block has more: about 60 MB.
const MOST: usize = 1_000_000;

/// Keys of some blocks with their happenings.
#[derive(Debug, Default)]
pub(super) struct Keys {
    blocks: FxHashMap<i64, Block>,
    /// How many keys are held.
    held: usize,
    /// How often blocks were asked for.
    asked: u64,
}

/// The keys of one block.
#[derive(Debug, Default)]
struct Block {
    happenings: FxHashMap<i64, Vec<i64>>,
    /// How many keys there are: one for each happening under it.
    keys: usize,
    /// When it was last asked for.
    last: u64,
}

impl Block {
    /// Puts a happening under a key; says whether it is new there.
    fn put(&mut self, key: i64, happening: i64) -> bool {
        let all = self.happenings.entry(key).or_default();
        let Err(at) = all.binary_search(&happening) else { return false };
        all.insert(at, happening);
        self.keys += 1;
        true
    }
}

impl Keys {
    /// The happenings under a key, the oldest first; of very many the last.
    pub(super) fn under(&mut self, store: &Connection, key: i64) -> Result<&[i64]> {
        let all = self.all_under(store, key)?;
        Ok(&all[all.len().saturating_sub(LAST)..])
    }

    /// Whether a happening stands under a key.
    pub(super) fn has(&mut self, store: &Connection, key: i64, happening: i64) -> Result<bool> {
        Ok(self.all_under(store, key)?.binary_search(&happening).is_ok())
    }

    fn all_under(&mut self, store: &Connection, key: i64) -> Result<&[i64]> {
        let block = self.block(store, key >> BLOCK)?;
        Ok(block.happenings.get(&key).map_or(&[], Vec::as_slice))
    }

    /// Puts a happening under keys.
    pub(super) fn put(&mut self, store: &Connection, keys: &[i64], happening: i64) -> Result<()> {
        let mut sql = store.prepare_cached(
            "INSERT INTO happening_keys (block, happening, keys) VALUES (?1, ?2, ?3) \
             ON CONFLICT DO UPDATE SET keys = CAST(keys || excluded.keys AS BLOB)",
        )?;
        for of_block in keys.chunk_by(|a, b| a >> BLOCK == b >> BLOCK) {
            let Some(number) = of_block.first().map(|key| key >> BLOCK) else { continue };
            let block = self.block(store, number)?;
            let before = block.keys;
            let new: Vec<u8> = of_block
                .iter()
                .filter(|key| block.put(**key, happening))
                .flat_map(|key| key.to_le_bytes())
                .collect();
            self.held += block.keys - before;
            if !new.is_empty() {
                sql.execute((number, happening, new))?;
            }
        }
        Ok(())
    }

    /// Forgets everything: what was written may have been taken back.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// A block, read where it is not held.
    fn block(&mut self, store: &Connection, number: i64) -> Result<&mut Block> {
        if !self.blocks.contains_key(&number) {
            let block = read(store, number)?;
            self.held += block.keys;
            self.blocks.insert(number, block);
            self.bound(number);
        }
        self.asked += 1;
        let block = self.blocks.entry(number).or_default();
        block.last = self.asked;
        Ok(block)
    }

    /// Lets go of the blocks that were not asked for for longest, all but one.
    fn bound(&mut self, but: i64) {
        while self.held > MOST {
            let others = self.blocks.iter().filter(|(number, _)| **number != but);
            let oldest = others.min_by_key(|(_, block)| block.last).map(|(number, _)| *number);
            let Some(block) = oldest.and_then(|number| self.blocks.remove(&number)) else { return };
            self.held -= block.keys;
        }
    }
}

fn read(store: &Connection, number: i64) -> Result<Block> {
    let mut sql = store.prepare_cached(
        "SELECT happening, keys FROM happening_keys WHERE block = ?1 ORDER BY happening",
    )?;
    let mut block = Block::default();
    let mut rows = sql.query([number])?;
    while let Some(row) = rows.next()? {
        let happening: i64 = row.get(0)?;
        for key in row.get_ref(1)?.as_blob()?.as_chunks().0 {
            block.put(i64::from_le_bytes(*key), happening);
        }
    }
    Ok(block)
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
        keys.under(store, key).unwrap().to_vec()
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
            let block = keys.block(&store, day).unwrap();
            assert!((0..200_000).all(|n| block.put(key(day, n), n)));
            keys.held += 200_000;
            keys.bound(day);
        }
        assert!(keys.held <= MOST);
        let mut days: Vec<i64> = keys.blocks.keys().copied().collect();
        days.sort_unstable();
        assert_eq!(days, [1, 2, 3, 4, 5]);
    }
}
