//! Tests of the module above.

use super::*;

#[test]
fn pairs_and_plain_agree() {
    let mut x = 7u32;
    let mut noise = |n: usize| -> Vec<f32> {
        let mut next = || {
            x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (x >> 8) as f32 / 8_388_608.0 - 1.0
        };
        (0..n).map(|_| next()).collect()
    };
    let (width, pieces, count) = (20, 3, 12);
    let layer = Maxout {
        width,
        pieces,
        inputs: 60,
        weights: noise(width * pieces * 60),
        before: noise(width * pieces),
        gain: noise(width),
        bias: noise(width),
    };
    let network = Tok2Vec {
        embedder: Embedder::default(),
        first: None,
        layers: Vec::new(),
        depth: 1,
        window: 1,
        stride: 32,
        width,
    };
    let mut input = noise(count * 32);
    input.chunks_exact_mut(32).for_each(|r| r[20..].fill(0.0));
    let room = || Room { now: input.clone(), next: vec![0.0; count * 32], ..Room::default() };
    let (mut a, mut b) = (room(), room());
    let Window::Pairs(weights, norm) = layer.pairs() else { unreachable!() };
    network.run_pairs(&weights, &norm, count, &mut a);
    let Window::Plain(weights, norm) = layer.plain(1) else { unreachable!() };
    network.run_plain(&weights, &norm, count, &mut b);
    for (x, y) in a.next[64..10 * 32].iter().zip(&b.next[64..10 * 32]) {
        assert!((x - y).abs() < 2e-5, "{x} {y}");
    }
}
