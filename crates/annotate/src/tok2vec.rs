//! Word vectors in context: windowed maxout layers over mixed embeddings.
//!
//! Two things make it fast. The first layer is a sum of three products that each depend on one
//! word form alone: they are cached with the mixed embedding. The layers after it compute two
//! neighbouring rows from four products instead of six (Winograd's F(2, 3)).

mod maxout;

use crate::config::Config;
use crate::embed::{Embedder, MixCache, MixRoom};
use crate::error::{Error, Result};
use crate::kernel::{self, Norm};
use crate::model::Model;
use crate::tensor::{LANES, Packed, padded};
use crate::tokenizer::Tokenizer;
use crate::vocab::{Lexicon, Vocab};
pub(crate) use maxout::Maxout;

/// A tok2vec network.
#[derive(Debug)]
pub(crate) struct Tok2Vec {
    embedder: Embedder,
    /// The first layer's norm, when its products are cached.
    first: Option<Norm>,
    layers: Vec<Window>,
    depth: usize,
    window: usize,
    stride: usize,
    width: usize,
}

/// A layer over a window of rows.
#[derive(Debug)]
enum Window {
    /// For a window of three: the four products of a pair of rows.
    Pairs(Box<[Packed; 4]>, Norm),
    /// For any window.
    Plain(Packed, Norm),
}

/// A token as the networks see it: equal keys have equal vectors before context comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) lexeme: u32,
    pub(crate) norm: u16,
    pub(crate) space: bool,
}

/// What keys refer to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'a> {
    pub(crate) vocab: &'a Vocab,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) tokenizer: &'a Tokenizer,
}

/// Room for one batch's activations.
#[derive(Debug, Default)]
pub(crate) struct Room {
    mix: MixRoom,
    at: Vec<[usize; 3]>,
    now: Vec<f32>,
    next: Vec<f32>,
    inputs: Vec<f32>,
    products: Vec<f32>,
}

/// Pairs of rows worked on together: their products stay in the second-level cache.
const PAIRS: usize = 64;

/// Makes a vector at least so long, without keeping what it holds.
pub(crate) fn reserve(data: &mut Vec<f32>, len: usize) -> &mut [f32] {
    if data.len() < len {
        data.resize(len, 0.0);
    }
    &mut data[..len]
}

/// Refuses every tok2vec but the CNN kind, naming the component.
pub(crate) fn check_architectures(config: &Config, component: &str) -> Result<()> {
    let model = format!("components.{component}.model");
    let prefix = if config.has(&format!("{model}.tok2vec")) { model + ".tok2vec" } else { model };
    // One name for a hash embedding and a convolution over it.
    if config.str(&prefix, "@architectures") == Some("spacy.HashEmbedCNN.v2") {
        return Ok(());
    }
    for (part, known) in [
        ("", &["spacy.Tok2Vec.v2", "spacy.Tok2Vec.v1"][..]),
        (".embed", &["spacy.MultiHashEmbed.v2"]),
        (".encode", &["spacy.MaxoutWindowEncoder.v2"]),
    ] {
        let found = config.str(&format!("{prefix}{part}"), "@architectures").unwrap_or("none");
        if !known.contains(&found) {
            return Err(Error::unsupported(
                component,
                format!(
                    "the component \"{component}\" uses the architecture \"{found}\"; only CNN \
                     pipelines ({}) are supported: choose one such as en_core_web_sm",
                    known[0]
                ),
            ));
        }
    }
    Ok(())
}

impl Tok2Vec {
    /// Reads the network from a model file that holds it, alone or among other layers.
    pub(crate) fn load(model: &Model<'_>) -> Result<Self> {
        let (maxouts, norms) = (model.named("maxout"), model.named("layernorm"));
        if maxouts.len() < 2 || norms.len() != maxouts.len() || maxouts.len() > 33 {
            return Err(model.damaged("maxout layers and norms are not as expected"));
        }
        let windows: Vec<_> =
            model.named("expand_window").iter().map(|w| w.number("window_size")).collect();
        let window = match windows.first() {
            Some(Some(w)) if windows.iter().all(|v| v == &windows[0]) && *w <= 8 => *w as usize,
            _ => return Err(model.damaged("windows are missing or differ")),
        };
        let mut layers = maxouts.iter().zip(&norms).map(|(m, n)| Maxout::load(model, *m, *n));
        let mixer = layers.next().ok_or_else(|| model.damaged("has no layers"))??;
        let (width, span) = (mixer.width, 2 * window + 1);
        let layers = layers.collect::<Result<Vec<_>>>()?;
        if layers.iter().any(|l| l.width != width || l.inputs != width * span) {
            return Err(model.damaged("layers do not fit each other"));
        }
        let depth = layers.len();
        let cached = window == 1;
        let first = cached.then(|| layers[0].products());
        let embedder = Embedder::load(model, mixer, first)?;
        let (first, rest) =
            if cached { (Some(layers[0].norm()), &layers[1..]) } else { (None, &layers[..]) };
        let build = |l: &Maxout| if cached { l.pairs() } else { l.plain(window) };
        let layers = rest.iter().map(build).collect();
        Ok(Tok2Vec { embedder, first, layers, depth, window, stride: padded(width), width })
    }

    /// Whether the static vectors are those that the network was made for.
    pub(crate) fn fits(&self, vocab: &Vocab) -> bool {
        self.embedder.fits(vocab)
    }

    /// Rows of zeros needed on either side of a document, an even number.
    pub(crate) fn pad(&self) -> usize {
        (self.depth * self.window).next_multiple_of(2)
    }

    /// Floats from one output row to the next.
    pub(crate) fn stride(&self) -> usize {
        self.stride
    }

    /// Output width without padding.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Runs the network. `rows` is an even number of rows, `None` for padding: [`Self::pad`] rows
    /// before and after each document, two more at the end; each document starts at an even row.
    /// `out` gets a row for each.
    pub(crate) fn run(
        &self,
        rows: &[Option<Key>],
        words: Words<'_>,
        cache: &mut MixCache,
        room: &mut Room,
        out: &mut Vec<f32>,
    ) {
        let (stride, count) = (self.stride, rows.len());
        self.embedder.mix(rows, words, cache, &mut room.mix);
        let now = reserve(&mut room.now, count * stride);
        for (row, &slot) in now.chunks_exact_mut(stride).zip(room.mix.slots()) {
            row.copy_from_slice(cache.mixed(slot, stride));
        }
        reserve(&mut room.next, count * stride);
        if let Some(norm) = &self.first {
            let wide = norm.before.len() * LANES;
            let place = |slot: u32, i: usize| (slot as usize * 3 + i) * wide;
            let triples = room.mix.slots().windows(3);
            room.at.clear();
            room.at.extend(triples.map(|s| std::array::from_fn(|i| place(s[i], i))));
            let inner = stride..(count - 1) * stride;
            let (base, next) = (&room.now[inner.clone()], &mut room.next[inner]);
            kernel::window_norm(cache.products(), &room.at, norm, base, next);
            std::mem::swap(&mut room.now, &mut room.next);
        }
        for layer in &self.layers {
            match layer {
                Window::Pairs(weights, norm) => self.run_pairs(weights, norm, count, room),
                Window::Plain(weights, norm) => self.run_plain(weights, norm, count, room),
            }
            std::mem::swap(&mut room.now, &mut room.next);
        }
        std::mem::swap(&mut room.now, out);
    }

    fn run_pairs(&self, weights: &[Packed; 4], norm: &Norm, count: usize, room: &mut Room) {
        let (stride, wide) = (self.stride, weights[0].n());
        let mut row = 2;
        while row + 2 < count {
            let pairs = PAIRS.min((count - 2 - row) / 2);
            let inputs = reserve(&mut room.inputs, 4 * pairs * stride);
            kernel::pair_inputs(&room.now[(row - 1) * stride..], stride, pairs, inputs);
            let products = reserve(&mut room.products, 4 * pairs * wide);
            let parts = products.chunks_exact_mut(pairs * wide);
            let inputs = inputs.chunks_exact(pairs * stride);
            for ((weights, input), product) in weights.iter().zip(inputs).zip(parts) {
                weights.apply(input, stride, pairs, product);
            }
            let these = row * stride..(row + 2 * pairs) * stride;
            let (base, next) = (&room.now[these.clone()], &mut room.next[these]);
            kernel::pair_norm(products, norm, base, next);
            row += 2 * pairs;
        }
    }

    fn run_plain(&self, weights: &Packed, norm: &Norm, count: usize, room: &mut Room) {
        let inner = count.saturating_sub(2 * self.window);
        let (stride, at) = (self.stride, self.window * self.stride);
        let products = reserve(&mut room.products, inner * weights.n());
        weights.apply(&room.now, stride, inner, products);
        let these = at..at + inner * stride;
        kernel::maxout_norm(products, norm, &mut room.next[these.clone()]);
        let added = room.next[these.clone()].iter_mut().zip(&room.now[these]);
        added.for_each(|(y, x)| *y += x);
    }
}

#[cfg(test)]
mod tests;
