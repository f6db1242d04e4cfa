//! Python's `re` for tokenizer patterns: same syntax, same choice of match.
//!
//! Such a pattern is a long list of alternatives, nearly all of them ruled out by the character
//! under the cursor. Each alternative is a small program of its own, and a table from ASCII
//! characters to alternatives says which to run. Compiling takes microseconds, and a step limit
//! bounds every match.

mod parse;
mod vm;

use parse::{Class, Node};
use vm::Program;
pub(crate) use vm::Stack;

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    alternatives: Vec<Alternative>,
    /// The alternatives to try at each ASCII character, as a span of `listed`.
    table: Vec<(u32, u32)>,
    listed: Vec<u16>,
    /// The alternatives to try at any other character.
    others: Vec<u16>,
    /// All alternatives start with `^`.
    anchored: bool,
    /// All alternatives end with `$`: how long a match can be.
    tail: Option<Tail>,
}

#[derive(Debug)]
struct Alternative {
    program: Program,
    first: First,
}

/// What an alternative can start with.
#[derive(Clone, Debug, Default)]
struct First {
    ascii: u128,
    classes: Vec<Class>,
    empty: bool,
}

/// A match reaches back over at most `chars` characters, or over characters of `classes` only.
#[derive(Debug, Default)]
struct Tail {
    chars: usize,
    classes: Vec<Class>,
}

impl Pattern {
    /// Compiles; the error says what is not understood.
    pub(crate) fn new(pattern: &str) -> Result<Self, String> {
        let node = parse::parse(pattern)?;
        let nodes = if let Node::Alt(nodes) = node { nodes } else { vec![node] };
        let anchored = nodes.iter().all(|n| matches!(edge(n, false), Some(Node::Start)));
        let ends = nodes.iter().all(|n| matches!(edge(n, true), Some(Node::End)));
        let tail = ends.then(|| tail_of(&nodes));
        let mut alternatives = Vec::with_capacity(nodes.len());
        for node in &nodes {
            let mut first = First::default();
            first.empty = first.scan(node);
            alternatives.push(Alternative { program: Program::compile(node)?, first });
        }
        let (mut table, mut listed) = (Vec::with_capacity(128), Vec::new());
        for c in 0..128 {
            let from = listed.len() as u32;
            let fits = |a: &Alternative| a.first.empty || a.first.ascii >> c & 1 == 1;
            listed.extend((0..nodes.len() as u16).filter(|&i| fits(&alternatives[usize::from(i)])));
            table.push((from, listed.len() as u32));
        }
        let wide =
            |a: &Alternative| a.first.empty || a.first.classes.iter().any(Class::beyond_ascii);
        let others = (0..nodes.len() as u16).filter(|&i| wide(&alternatives[usize::from(i)]));
        let others = others.collect();
        Ok(Pattern { alternatives, table, listed, others, anchored, tail })
    }

    /// Where the leftmost match at or after `from` starts and ends.
    pub(crate) fn search(
        &self,
        text: &str,
        from: usize,
        stack: &mut Stack,
    ) -> Option<(usize, usize)> {
        if self.anchored {
            return if from == 0 { self.at(text, 0, stack).map(|end| (0, end)) } else { None };
        }
        let from = self.tail.as_ref().map_or(from, |tail| from.max(tail.start(text)));
        for (offset, _) in text[from..].char_indices() {
            if let Some(end) = self.at(text, from + offset, stack) {
                return Some((from + offset, end));
            }
        }
        self.at(text, text.len(), stack).map(|end| (text.len(), end))
    }

    /// Where the match at the very start ends: Python's `match`.
    pub(crate) fn match_start(&self, text: &str, stack: &mut Stack) -> Option<usize> {
        self.at(text, 0, stack)
    }

    fn at(&self, text: &str, at: usize, stack: &mut Stack) -> Option<usize> {
        let Some(c) = text[at..].chars().next() else {
            let mut empty = self.alternatives.iter().filter(|a| a.first.empty);
            return empty.find_map(|a| a.program.match_at(text, at, stack));
        };
        let list = match self.table.get(c as usize) {
            Some(&(from, to)) => &self.listed[from as usize..to as usize],
            None => &self.others[..],
        };
        for &i in list {
            let alternative = &self.alternatives[usize::from(i)];
            let first = &alternative.first;
            let may = c.is_ascii() || first.empty || first.classes.iter().any(|s| s.contains(c));
            if may && let Some(end) = alternative.program.match_at(text, at, stack) {
                return Some(end);
            }
        }
        None
    }
}

impl First {
    /// Adds what a node can start with; says whether the node may take nothing.
    fn scan(&mut self, node: &Node) -> bool {
        match node {
            Node::Set(class) => {
                self.ascii |= class.ascii();
                if class.beyond_ascii() {
                    self.classes.push(class.clone());
                }
                false
            }
            Node::Cat(nodes) => nodes.iter().all(|n| self.scan(n)),
            Node::Alt(nodes) => nodes.iter().fold(false, |empty, n| self.scan(n) | empty),
            Node::Repeat { node, min, .. } => self.scan(node) | (*min == 0),
            _ => true,
        }
    }
}

impl Tail {
    fn start(&self, text: &str) -> usize {
        let mut chars = text.char_indices().rev();
        let bounded = chars.by_ref().take(self.chars).last().map_or(text.len(), |(i, _)| i);
        let run = text.trim_end_matches(|c| self.classes.iter().any(|s| s.contains(c))).len();
        bounded.min(run)
    }
}

fn tail_of(nodes: &[Node]) -> Tail {
    let mut tail = Tail::default();
    for node in nodes {
        match node.width().1 {
            // One more for the line feed that `$` may leave behind.
            Some(width) => tail.chars = tail.chars.max(width.saturating_add(1) as usize),
            None => collect(node, &mut tail.classes),
        }
    }
    if !tail.classes.is_empty() {
        tail.classes.extend(parse::parse("\n").ok().and_then(|n| match n {
            Node::Set(class) => Some(class),
            _ => None,
        }));
    }
    tail
}

/// All characters a node may take.
fn collect(node: &Node, classes: &mut Vec<Class>) {
    match node {
        Node::Set(class) => classes.push(class.clone()),
        Node::Cat(nodes) | Node::Alt(nodes) => nodes.iter().for_each(|n| collect(n, classes)),
        Node::Repeat { node, .. } => collect(node, classes),
        _ => {}
    }
}

/// The first or last node of a sequence.
fn edge(node: &Node, last: bool) -> Option<&Node> {
    match node {
        Node::Cat(nodes) => edge(if last { nodes.last()? } else { nodes.first()? }, last),
        node => Some(node),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(pattern: &str, text: &str) -> Option<(usize, usize)> {
        Pattern::new(pattern).unwrap().search(text, 0, &mut Stack::default())
    }

    #[test]
    fn leftmost_first_alternative() {
        assert_eq!(find("a|ab", "xab"), Some((1, 2)));
        assert_eq!(find("(?:b|bc)$", "abc"), Some((1, 3)));
        assert_eq!(find(r"\.\.+|…", "a...b"), Some((1, 4)));
        assert_eq!(find(r"^\(|^\[", "a("), None);
        assert_eq!(find("a{2,3}?", "aaaa"), Some((0, 2)));
        assert_eq!(find(r"^(?:[a-z]+\.)+[a-z]{2,9}$", "ab.cd.ef"), Some((0, 8)));
        assert_eq!(find("x{", "ax{"), Some((1, 3)));
    }

    #[test]
    fn assertions() {
        assert_eq!(find(r"(?<=[0-9])(?:km|m²)$", "5m²"), Some((1, 4)));
        assert_eq!(find(r"(?<=[0-9])km$", "km"), None);
        assert_eq!(find(r"(?<=[a-zé])\.(?=[A-Z])", "été.Au"), Some((5, 6)));
        assert_eq!(find(r"^\+(?![0-9])", "+5"), None);
        assert_eq!(find(r"(?<=[A-Z][A-Z]|°F)\.$", "in °F."), Some((6, 7)));
        assert_eq!(find(r"(?<!a)b", "abb"), Some((2, 3)));
        assert_eq!(find(r"\bn[ou]t\b", "not"), Some((0, 3)));
    }

    #[test]
    fn backtracking_is_complete_and_bounded() {
        assert_eq!(find(r"^(?:\S+(?::\S*)?@)?[a-z.]+$", "me:x@ab.c"), Some((0, 9)));
        assert_eq!(find(r"^(?:[a-z]{0,3}[a-z]\.)+b$", "aaaa.aa.b"), Some((0, 9)));
        assert_eq!(find(r"a*?b", "aaab"), Some((0, 4)));
        let hostile = "a".repeat(5_000);
        assert_eq!(find(r"^(?:[a-z]+[a-z]+)+[a-z]+\d$", &hostile), None);
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for bad in ["(", ")", "[a", "(?P=x)", r"\1", "(?<=a+)b", "a**", "(?i)a", "(?:a*)*"] {
            assert!(Pattern::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_line_feed_may_follow_the_end() {
        assert_eq!(find(r",$", "a,\n"), Some((1, 2)));
        assert_eq!(find(r"^a$", "a\n\n"), None);
    }
}
