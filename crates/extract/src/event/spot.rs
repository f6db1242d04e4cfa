//! Which name of a sentence is where its verb happens: each is weighed by how it hangs together with the
//! verb and what stands around it. A sum of whole numbers, thousandths of log-odds, learned by
//! `annalist-eval train-event-places`.

use annalist_doc::{Dep, NameLabel, PlaceId, PlaceSense, Tag, Toponym};
use annalist_lexicon::{Lexicon, Weights};

use crate::tree::Tree;

/// The longest way from a place to a verb that is spelt out.
const LONGEST: usize = 6;

/// The likeliest place of a verb's event, if it is likely enough.
pub(crate) fn best(
    tree: &Tree<'_>,
    lexicon: &Lexicon,
    places: &[Toponym],
    verb: usize,
    weights: &Weights,
    left_out: impl Fn(&Toponym) -> bool,
) -> Option<PlaceId> {
    let near = around(tree, places, verb);
    let scored = near.iter().enumerate().filter(|(_, place)| !left_out(place)).map(|(n, place)| {
        let mut sum = 0;
        features(tree, lexicon, &near, verb, n, &mut |parts| {
            sum += weights.of(parts);
        });
        (sum, place.id)
    });
    let best = scored.max_by_key(|(sum, id)| (*sum, std::cmp::Reverse(*id)));
    best.filter(|(sum, _)| *sum > weights.setting("threshold")).map(|(_, id)| id)
}

/// Each place that may be where a verb's event happens, with the names of its features.
#[cfg(feature = "training")]
pub(crate) fn for_training(
    tree: &Tree<'_>,
    lexicon: &Lexicon,
    places: &[Toponym],
    verb: annalist_doc::Span,
) -> Vec<(annalist_doc::Span, Vec<String>)> {
    let Some(verb) = tree.tokens_in(verb).next() else { return Vec::new() };
    let near = around(tree, places, verb);
    let named = near.iter().enumerate().map(|(n, place)| {
        let mut all: Vec<String> = Vec::new();
        features(tree, lexicon, &near, verb, n, &mut |parts| all.push(parts.join("|")));
        (place.span, all)
    });
    named.collect()
}

/// The names of a token's sentence that may be where something happens.
fn around<'p>(tree: &Tree<'_>, places: &'p [Toponym], token: usize) -> Vec<&'p Toponym> {
    let sentence = tree.sentence_index(token) as u32;
    let from = places.partition_point(|p| p.sentence < sentence);
    let to = places.partition_point(|p| p.sentence <= sentence);
    let may = |p: &&Toponym| !matches!(p.sense, PlaceSense::Demonym | PlaceSense::Dateline);
    places[from..to].iter().filter(may).collect()
}

/// How a place and a verb hang together in the tree.
struct Way<'t> {
    /// The steps from the place up to the first token that is above the verb too.
    long: String,
    /// The same without steps inside names and lists.
    short: String,
    /// The steps from the verb up to the same token.
    lower: String,
    meets: &'static str,
    /// The first and the last preposition on the way up.
    prep: &'t str,
    top: &'t str,
}

impl<'t> Way<'t> {
    fn new(tree: &'t Tree<'_>, head: usize, verb: usize) -> Self {
        let above: Vec<usize> = tree.climb(verb).collect();
        let up: Vec<usize> = tree.climb(head).take_while(|t| !above.contains(t)).collect();
        let meet = tree.climb(head).find(|t| above.contains(t));
        let down = meet.and_then(|m| above.iter().position(|a| *a == m)).unwrap_or(above.len());
        let (mut long, mut short) = (String::new(), String::new());
        for (n, t) in up.iter().enumerate() {
            let dep = tree.dep(*t);
            if n < LONGEST {
                let word = matches!(dep, Dep::Prep | Dep::Agent);
                long.push_str(if word { tree.lower(*t) } else { dep.as_str() });
                long.push('>');
            }
            if !matches!(dep, Dep::Compound | Dep::Appos | Dep::Conj | Dep::Nmod | Dep::Pobj) {
                short.push_str(dep.as_str());
                short.push('>');
            }
        }
        let lower: Vec<&str> = above[..down].iter().map(|t| tree.dep(*t).as_str()).collect();
        let is_prep = |t: &&usize| tree.dep(**t) == Dep::Prep;
        let word = |t: Option<&usize>| t.map_or("none", |t| tree.lower(*t));
        Self {
            long,
            short,
            lower: lower.join("<"),
            meets: match meet {
                None => "apart",
                Some(_) if down == 0 => "below",
                Some(_) if up.is_empty() => "above",
                Some(_) => "beside",
            },
            prep: word(up.iter().find(is_prep)),
            top: word(up.iter().rfind(is_prep)),
        }
    }
}

/// The word before a name, its articles and adjectives passed over, and the word after it: function words
/// as they are, others by their tag.
fn beside<'t>(
    tree: &'t Tree<'_>,
    lexicon: &Lexicon,
    first: usize,
    last: usize,
) -> (&'t str, &'t str) {
    let sentence = tree.sentence(first);
    let mut before = first;
    let passed = [Tag::Dt, Tag::Jj, Tag::PrpPoss, Tag::Cd, Tag::Rb];
    while before > sentence.first as usize && passed.contains(&tree.tag(before - 1)) {
        before -= 1;
    }
    let plain = |t: usize| {
        let tag = tree.tag(t);
        let spelt = matches!(tag, Tag::In | Tag::To | Tag::Pos | Tag::Cc) || tree.word(t) == ",";
        if spelt { tree.lower(t) } else { tag.as_str() }
    };
    let prior = if before > sentence.first as usize { plain(before - 1) } else { "start" };
    let next = match last + 1 {
        t if t >= sentence.last as usize => "end",
        t if lexicon.places.sites.iter().any(|s| s == tree.lower(t)) => "site",
        t if lexicon.places.kinds.iter().any(|s| s == tree.lower(t)) => "kind",
        t => plain(t),
    };
    (prior, next)
}

/// Names every feature of a verb and one of the names near it to `sink`.
fn features(
    tree: &Tree<'_>,
    lexicon: &Lexicon,
    near: &[&Toponym],
    verb: usize,
    which: usize,
    sink: &mut dyn FnMut(&[&str]),
) {
    let place = near[which];
    let tokens = tree.tokens_in(place.span);
    let (first, last) = (tokens.start, tokens.end.saturating_sub(1).max(tokens.start));
    let head = tokens.clone().find(|t| !tokens.contains(&tree.head(*t)) || tree.is_root(*t));
    let head = head.unwrap_or(first);
    let lemma = tree.lemma(verb);
    let says = lexicon.cues.starting_with(lemma).any(|c| c.reporting);
    let says = if says { "says" } else { "acts" };
    let verb_dep = tree.dep(verb).as_str();
    let way = Way::new(tree, head, verb);
    let (meets, prep) = (way.meets, way.prep);
    let (before, after) = beside(tree, lexicon, first, last);
    let side = if head < verb { "before" } else { "after" };
    let apart = match head.abs_diff(verb) {
        0..=2 => "2",
        3..=4 => "4",
        5..=7 => "7",
        8..=12 => "12",
        13..=20 => "20",
        _ => "far",
    };
    let small = |n: usize| ["0", "1", "2", "3", "4"][n.min(4)];
    let (from, to) = (head.min(verb), head.max(verb));
    let verbs = small((from + 1..to).filter(|t| tree.tag(*t).is_verb()).count().min(3));
    let between = small(
        near.iter()
            .filter(|p| {
                let at = tree.tokens_in(p.span).start;
                from < at && at < to
            })
            .count(),
    );
    let nearest = near.iter().min_by_key(|p| tree.tokens_in(p.span).start.abs_diff(verb));
    let nearest = if nearest.is_some_and(|p| p.id == place.id) { "nearest" } else { "other" };
    let count = small(near.len());
    let label = |t: usize| tree.token(t).name.map_or("none", NameLabel::as_str);
    let (name, begins) = (label(last), label(first));
    let size = small((last - first).min(3));
    let wide = if place.country.is_some() {
        "country"
    } else if place.site {
        "site"
    } else {
        "place"
    };
    let ends = tree.lower(last);
    let site = lexicon.places.sites.iter().any(|s| s == ends);
    let site = if site { "site" } else { "other" };
    let held = if near.iter().any(|p| p.within == Some(place.id)) { "holds" } else { "free" };
    let said = if tree.is_passive(verb) { "passive" } else { tree.tag(verb).as_str() };
    let dep = tree.dep(head).as_str();
    let caps = tree.word(last).chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let caps = if caps { "caps" } else { "plain" };
    let sense = match place.sense {
        PlaceSense::Part => "part",
        PlaceSense::Actor => "actor",
        _ => "place",
    };
    sink(&["any"]);
    sink(&["says", says, meets]);
    sink(&["verb", lemma]);
    sink(&["verb", lemma, meets, prep]);
    sink(&["way", &way.long, meets]);
    sink(&["way", &way.short, &way.lower]);
    sink(&["way", &way.short, meets, prep]);
    sink(&["lower", &way.lower, says]);
    sink(&["prep", prep, meets, name]);
    sink(&["prep", prep, meets, wide]);
    sink(&["prep", prep, says, side]);
    sink(&["top", way.top, prep, meets]);
    sink(&["apart", apart, side, verbs]);
    sink(&["apart", apart, nearest, count]);
    sink(&["nearest", nearest, count, wide]);
    sink(&["nearest", nearest, count, name]);
    sink(&["held", held, nearest]);
    sink(&["wide", wide, meets, side]);
    sink(&["name", name, meets, side]);
    sink(&["name", name, begins, size]);
    sink(&["dep", verb_dep, meets, side]);
    sink(&["tag", said, meets, side]);
    sink(&["sense", sense, wide]);
    sink(&["sense", sense, dep]);
    sink(&["mixed", meets, says, nearest, verbs]);
    sink(&["before", before]);
    sink(&["before", before, name]);
    sink(&["before", before, wide]);
    sink(&["before", before, meets]);
    sink(&["before", before, meets, side]);
    sink(&["after", after]);
    sink(&["after", after, name]);
    sink(&["after", after, before]);
    sink(&["site", site, name]);
    sink(&["site", site, before]);
    sink(&["ends", ends]);
    sink(&["begins", tree.lower(first)]);
    sink(&["head", dep, name, before]);
    sink(&["head", dep, site]);
    sink(&["caps", caps, name]);
    sink(&["order", count, small(which)]);
    sink(&["between", between]);
}
