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

/// Keys to be written: the block, the happening, the keys as bytes.
pub(super) type NewKeys = (i64, i64, Vec<u8>);

/// Keys of some blocks with their happenings.
#[derive(Debug, Default)]
pub(super) struct Keys {
    blocks: FxHashMap<i64, Block>,
    /// What is to be written.
    new: Vec<NewKeys>,
    /// The last batch that the file has.
    kept: u64,
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
    /// The last batch that changed it.
    changed: u64,
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
    pub(super) fn put(
        &mut self,
        store: &Connection,
        keys: &[i64],
        happening: i64,
        batch: u64,
    ) -> Result<()> {
        for of_block in keys.chunk_by(|a, b| a >> BLOCK == b >> BLOCK) {
            let Some(number) = of_block.first().map(|key| key >> BLOCK) else { continue };
            let block = self.block(store, number)?;
            let before = block.keys;
            let new: Vec<u8> = of_block
                .iter()
                .filter(|key| block.put(**key, happening))
                .flat_map(|key| key.to_le_bytes())
                .collect();
            let more = block.keys - before;
            if !new.is_empty() {
                block.changed = batch;
                self.held += more;
                self.new.push((number, happening, new));
            }
        }
        Ok(())
    }

    /// What is to be written since this was last asked.
    pub(super) fn changes(&mut self) -> Vec<NewKeys> {
        std::mem::take(&mut self.new)
    }

    /// What batches up to this one changed is in the file.
    pub(super) fn kept(&mut self, batch: u64) {
        self.kept = batch;
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

    /// Lets go of the blocks that were not asked for for longest, but for one and those that the file lacks.
    fn bound(&mut self, but: i64) {
        while self.held > MOST {
            let can_go = |number: i64, block: &Block| number != but && block.changed <= self.kept;
            let others = self.blocks.iter().filter(|(number, block)| can_go(**number, block));
            let oldest = others.min_by_key(|(_, block)| block.last).map(|(number, _)| *number);
            let Some(block) = oldest.and_then(|number| self.blocks.remove(&number)) else { return };
            self.held -= block.keys;
        }
    }
}

/// Writes keys of happenings beside those that they have.
pub(crate) fn write_keys(store: &Connection, keys: &[NewKeys]) -> Result<()> {
    let mut sql = store.prepare_cached(
        "INSERT INTO happening_keys (block, happening, keys) VALUES (?1, ?2, ?3) \
         ON CONFLICT DO UPDATE SET keys = CAST(keys || excluded.keys AS BLOB)",
    )?;
    keys.iter()
        .try_for_each(|(block, happening, keys)| sql.execute((block, happening, keys)).map(drop))
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
    fn what_is_held_is_what_the_file_will_have() {
        let (store, mut keys) = (store(), Keys::default());
        keys.put(&store, &[key(3, 5), key(3, 6)], 1, 1).unwrap();
        keys.put(&store, &[key(3, 5), key(4, 5)], 2, 1).unwrap();
        keys.put(&store, &[key(3, 7), key(3, 5)], 1, 1).unwrap();
        for _ in 0..2 {
            assert_eq!(under(&mut keys, &store, key(3, 5)), [1, 2]);
            assert_eq!(under(&mut keys, &store, key(4, 5)), [2]);
            assert_eq!(under(&mut keys, &store, key(9, 9)), [0; 0]);
            assert!(keys.has(&store, key(3, 7), 1).unwrap());
            assert!(!keys.has(&store, key(3, 7), 2).unwrap());
            // The second time from the file.
            write_keys(&store, &keys.changes()).unwrap();
            keys = Keys::default();
        }
        let sql = "SELECT count(*), sum(length(keys)) FROM happening_keys";
        let rows: (i64, i64) =
            store.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(rows, (3, 40));
    }

    #[test]
    fn days_that_were_not_used_for_longest_go_first() {
        let (store, mut keys) = (store(), Keys::default());
        let days = |keys: &Keys| {
            let mut days: Vec<i64> = keys.blocks.keys().copied().collect();
            days.sort_unstable();
            days
        };
        for day in 0..6 {
            let block = keys.block(&store, day).unwrap();
            assert!((0..200_000).all(|n| block.put(key(day, n), n)));
            // The file does not have the first day yet.
            block.changed = u64::from(day == 0);
            keys.held += 200_000;
            keys.bound(day);
        }
        assert!(keys.held <= MOST);
        assert_eq!(days(&keys), [0, 2, 3, 4, 5]);
        keys.kept(1);
        keys.held += 1;
        keys.bound(5);
        assert_eq!(days(&keys), [2, 3, 4, 5]);
    }
}
