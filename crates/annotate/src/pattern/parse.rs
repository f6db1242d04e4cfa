//! The syntax of Python's `re`, as far as tokenizers use it.

use crate::unicode;

/// A parsed pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Empty,
    Set(Class),
    Cat(Vec<Node>),
    Alt(Vec<Node>),
    Repeat { node: Box<Node>, min: u32, max: Option<u32>, greedy: bool },
    Start,
    End,
    Boundary(bool),
    Look { ahead: bool, negative: bool, node: Box<Node> },
}

impl Node {
    /// The least and the greatest number of characters it takes.
    pub(super) fn width(&self) -> (u64, Option<u64>) {
        match self {
            Node::Empty | Node::Start | Node::End | Node::Boundary(_) | Node::Look { .. } => {
                (0, Some(0))
            }
            Node::Set(_) => (1, Some(1)),
            Node::Cat(nodes) => {
                nodes.iter().map(Node::width).fold((0, Some(0)), |(a, b), (c, d)| {
                    (a.saturating_add(c), b.zip(d).map(|(b, d)| b.saturating_add(d)))
                })
            }
            Node::Alt(nodes) => {
                let widths = nodes.iter().map(Node::width);
                let both =
                    widths.reduce(|(a, b), (c, d)| (a.min(c), b.zip(d).map(|(b, d)| b.max(d))));
                both.unwrap_or((0, Some(0)))
            }
            Node::Repeat { node, min, max, .. } => {
                let (low, high) = node.width();
                let times = |w: u64, n: u32| w.saturating_mul(u64::from(n));
                (times(low, *min), high.zip(*max).map(|(h, m)| times(h, m)))
            }
        }
    }
}

/// A category such as `\d`.
type Test = fn(char) -> bool;

/// A set of characters.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Class {
    ascii: u128,
    ranges: Vec<(u32, u32)>,
    tests: Vec<(Test, bool)>,
    negated: bool,
}

impl Class {
    fn of(c: char) -> Self {
        let mut class = Class::default();
        class.add(c as u32, c as u32);
        class.finish()
    }

    fn add(&mut self, from: u32, to: u32) {
        for c in from..=to.min(127) {
            self.ascii |= 1 << c;
        }
        if to > 127 {
            self.ranges.push((from.max(128), to));
        }
    }

    fn add_test(&mut self, test: Test, negated: bool) {
        for c in 0..128u8 {
            if test(c as char) != negated {
                self.ascii |= 1 << c;
            }
        }
        self.tests.push((test, negated));
    }

    fn finish(mut self) -> Self {
        self.ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(self.ranges.len());
        for (from, to) in self.ranges {
            match merged.last_mut() {
                Some(last) if from <= last.1 + 1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        self.ranges = merged;
        if self.negated {
            self.ascii = !self.ascii;
        }
        self
    }

    #[inline]
    pub(super) fn contains(&self, c: char) -> bool {
        let cp = c as u32;
        if cp < 128 {
            return self.ascii >> cp & 1 == 1;
        }
        let at = self.ranges.partition_point(|r| r.1 < cp);
        let within = at < self.ranges.len() && self.ranges[at].0 <= cp;
        (within || self.tests.iter().any(|(test, not)| test(c) != *not)) != self.negated
    }

    /// Whether it may have members above ASCII.
    pub(super) fn beyond_ascii(&self) -> bool {
        self.negated || !self.ranges.is_empty() || !self.tests.is_empty()
    }

    /// The ASCII members, one bit each.
    pub(super) fn ascii(&self) -> u128 {
        self.ascii
    }
}

struct Parser<'p> {
    rest: std::iter::Peekable<std::str::Chars<'p>>,
    depth: usize,
}

type Parsed<T> = Result<T, String>;

/// Parses a pattern; the error says what is not understood.
pub(super) fn parse(pattern: &str) -> Parsed<Node> {
    let pattern = pattern.strip_prefix("(?u)").unwrap_or(pattern);
    let mut parser = Parser { rest: pattern.chars().peekable(), depth: 0 };
    let node = parser.alternatives()?;
    match parser.rest.next() {
        None => Ok(node),
        Some(c) => Err(format!("unbalanced '{c}'")),
    }
}

impl Parser<'_> {
    fn eat(&mut self, c: char) -> bool {
        self.rest.next_if_eq(&c).is_some()
    }

    fn alternatives(&mut self) -> Parsed<Node> {
        self.depth += 1;
        if self.depth > 50 {
            return Err("groups are nested too deeply".into());
        }
        let mut all = vec![self.sequence()?];
        while self.eat('|') {
            all.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(if all.len() == 1 { all.remove(0) } else { Node::Alt(all) })
    }

    fn sequence(&mut self) -> Parsed<Node> {
        let mut items = Vec::new();
        while let Some(&c) = self.rest.peek() {
            if c == '|' || c == ')' {
                break;
            }
            self.rest.next();
            let atom = self.atom(c)?;
            items.push(self.repeated(atom)?);
        }
        Ok(match items.len() {
            0 => Node::Empty,
            1 => items.remove(0),
            _ => Node::Cat(items),
        })
    }

    fn repeated(&mut self, node: Node) -> Parsed<Node> {
        let Some(&c) = self.rest.peek() else { return Ok(node) };
        let (min, max) = match c {
            '*' => (0, None),
            '+' => (1, None),
            '?' => (0, Some(1)),
            '{' => {
                // `{` that starts no count stands for itself, as in Python.
                let count: String = self.rest.clone().skip(1).take_while(|&c| c != '}').collect();
                let Some(bounds) = bounds(&count) else { return Ok(node) };
                self.rest.nth(count.len() + 1);
                bounds
            }
            _ => return Ok(node),
        };
        if c != '{' {
            self.rest.next();
        }
        if max.is_some_and(|max| max < min || max > 1000) || min > 1000 {
            return Err(format!("repetition {min} to {max:?} is out of bounds"));
        }
        let greedy = !self.eat('?');
        if matches!(self.rest.peek(), Some('*' | '+' | '?')) {
            return Err("multiple or possessive repetition".into());
        }
        if max.is_none() && node.width().0 == 0 {
            return Err("unbounded repetition of something that may be empty".into());
        }
        Ok(Node::Repeat { node: Box::new(node), min, max, greedy })
    }

    fn atom(&mut self, c: char) -> Parsed<Node> {
        Ok(match c {
            '(' => return self.group(),
            '[' => Node::Set(self.class()?),
            '^' => Node::Start,
            '$' => Node::End,
            '.' => {
                let mut class = Class { negated: true, ..Class::default() };
                class.add(10, 10);
                Node::Set(class.finish())
            }
            '\\' => match self.escape()? {
                Escape::Char(c) => Node::Set(Class::of(c)),
                Escape::Test(test, not) => {
                    let mut class = Class::default();
                    class.add_test(test, not);
                    Node::Set(class)
                }
                Escape::Node(node) => node,
            },
            '*' | '+' | '?' => return Err(format!("'{c}' with nothing to repeat")),
            c => Node::Set(Class::of(c)),
        })
    }

    fn group(&mut self) -> Parsed<Node> {
        let mut look = None;
        if self.eat('?') {
            match self.rest.next() {
                Some(':') => {}
                Some('=') => look = Some((true, false)),
                Some('!') => look = Some((true, true)),
                Some('<') => match self.rest.next() {
                    Some('=') => look = Some((false, false)),
                    Some('!') => look = Some((false, true)),
                    other => return Err(format!("group (?<{}", other.unwrap_or(' '))),
                },
                Some('P') if self.eat('<') => while self.rest.next_if(|&c| c != '>').is_some() {},
                other => return Err(format!("group (?{}", other.unwrap_or(' '))),
            }
            if let Some(&'>') = self.rest.peek().filter(|_| look.is_none()) {
                self.rest.next();
            }
        }
        let node = self.alternatives()?;
        if !self.eat(')') {
            return Err("missing ')'".into());
        }
        let Some((ahead, negative)) = look else { return Ok(node) };
        if !ahead {
            let branches = match &node {
                Node::Alt(nodes) => &nodes[..],
                node => std::slice::from_ref(node),
            };
            if branches.iter().any(|b| Some(b.width().0) != b.width().1) {
                return Err("look-behind of varying width".into());
            }
        }
        Ok(Node::Look { ahead, negative, node: Box::new(node) })
    }

    fn class(&mut self) -> Parsed<Class> {
        let mut class = Class { negated: self.eat('^'), ..Class::default() };
        let mut first = true;
        loop {
            let c = self.rest.next().ok_or("missing ']'")?;
            if c == ']' && !first {
                return Ok(class.finish());
            }
            first = false;
            let from = match self.class_item(c, &mut class)? {
                Some(c) => c,
                None => continue,
            };
            let mut ahead = self.rest.clone();
            if ahead.next() == Some('-') && ahead.peek().is_some_and(|&c| c != ']') {
                self.rest = ahead;
                let c = self.rest.next().ok_or("missing ']'")?;
                let to = self.class_item(c, &mut class)?.ok_or("range to a category")?;
                if to < from {
                    return Err(format!("bad range {from:?}-{to:?}"));
                }
                class.add(from as u32, to as u32);
            } else {
                class.add(from as u32, from as u32);
            }
        }
    }

    fn class_item(&mut self, c: char, class: &mut Class) -> Parsed<Option<char>> {
        if c != '\\' {
            return Ok(Some(c));
        }
        match self.escape()? {
            Escape::Char(c) => Ok(Some(c)),
            Escape::Node(Node::Boundary(true)) => Ok(Some('\x08')),
            Escape::Node(_) => Err("assertion inside a class".into()),
            Escape::Test(test, not) => {
                class.add_test(test, not);
                Ok(None)
            }
        }
    }

    fn hex(&mut self, digits: usize) -> Parsed<Escape> {
        let text: String = self.rest.by_ref().take(digits).collect();
        let c = u32::from_str_radix(&text, 16).ok().and_then(char::from_u32);
        c.map(Escape::Char).ok_or_else(|| format!("bad character code {text}"))
    }

    fn escape(&mut self) -> Parsed<Escape> {
        let c = self.rest.next().ok_or("pattern ends in a backslash")?;
        Ok(match c {
            'd' => Escape::Test(unicode::is_decimal, false),
            'D' => Escape::Test(unicode::is_decimal, true),
            'w' => Escape::Test(unicode::is_word, false),
            'W' => Escape::Test(unicode::is_word, true),
            's' => Escape::Test(unicode::is_space, false),
            'S' => Escape::Test(unicode::is_space, true),
            'b' => Escape::Node(Node::Boundary(true)),
            'B' => Escape::Node(Node::Boundary(false)),
            'A' => Escape::Node(Node::Start),
            'n' => Escape::Char('\n'),
            't' => Escape::Char('\t'),
            'r' => Escape::Char('\r'),
            'f' => Escape::Char('\x0c'),
            'v' => Escape::Char('\x0b'),
            'x' => return self.hex(2),
            'u' => return self.hex(4),
            'U' => return self.hex(8),
            c if c.is_ascii_alphanumeric() => return Err(format!("escape \\{c}")),
            c => Escape::Char(c),
        })
    }
}

enum Escape {
    Char(char),
    Test(Test, bool),
    Node(Node),
}

/// `2`, `2,`, `,3` or `2,3`.
fn bounds(count: &str) -> Option<(u32, Option<u32>)> {
    let number = |s: &str| s.bytes().all(|b| b.is_ascii_digit()).then(|| s.parse().ok())?;
    match count.split_once(',') {
        None => number(count).map(|n| (n, Some(n))),
        Some(("", "")) => None,
        Some(("", max)) => number(max).map(|n| (0, Some(n))),
        Some((min, "")) => number(min).map(|n| (n, None)),
        Some((min, max)) => number(min).zip(number(max)).map(|(a, b)| (a, Some(b))),
    }
}
