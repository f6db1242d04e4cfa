//! Tests of the module above.

use super::*;

#[test]
fn the_cache_keeps_what_is_used() {
    let mut cache = MixCache::default();
    for batch in 0..4u64 {
        cache.start();
        assert_eq!(cache.slot(u64::MAX).1, batch == 0);
        for i in 0..4_000 {
            cache.slot(batch * 4_000 + i);
        }
    }
    assert!(cache.keys.len() <= MAX_KEYS + 1);
    assert_eq!(cache.slots.len() + 1, cache.keys.len());
    cache.start();
    // One batch larger than the cache still gets a slot for each key.
    let slots: std::collections::HashSet<_> =
        (0..20_000u64).map(|i| cache.slot(1 << 40 | i).0).collect();
    assert_eq!(slots.len(), 20_000);
}
