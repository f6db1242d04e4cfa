//! A pattern as a program, and the backtracking machine that runs it.

use super::parse::{Class, Node};

#[derive(Debug)]
enum Inst {
    Set(u32),
    /// As many characters of a class as possible, then fewer; or the other way round.
    Run {
        set: u32,
        min: u32,
        max: u32,
        greedy: bool,
    },
    Split(u32, u32),
    Jump(u32),
    Start,
    End,
    Boundary(bool),
    /// An assertion whose program follows; `back` characters are stepped back over first.
    Look {
        negative: bool,
        back: u32,
        next: u32,
    },
    Match,
    Fail,
}

/// A compiled pattern or alternative.
#[derive(Debug, Default)]
pub(super) struct Program {
    code: Vec<Inst>,
    sets: Vec<Class>,
}

const MAX_CODE: usize = 20_000;
/// Steps a match may take, plus some per byte of text: what keeps hostile texts from hanging.
const BASE_STEPS: u64 = 1_000_000;
const BYTE_STEPS: u64 = 64;

/// Reused room for backtracking.
#[derive(Debug, Default)]
pub(crate) struct Stack(Vec<Frame>);

#[derive(Debug)]
struct Frame {
    pc: u32,
    at: usize,
    /// For a run: the nearest end still allowed (greedy), or how many more may be taken.
    low: usize,
    lazy_left: u32,
}

const PLAIN: usize = usize::MAX;

impl Program {
    pub(super) fn compile(node: &Node) -> Result<Self, String> {
        let mut program = Program::default();
        program.emit(node)?;
        program.push(Inst::Match)?;
        program.push(Inst::Fail)?;
        Ok(program)
    }

    fn push(&mut self, inst: Inst) -> Result<usize, String> {
        if self.code.len() >= MAX_CODE {
            return Err("the pattern is too large".into());
        }
        self.code.push(inst);
        Ok(self.code.len() - 1)
    }

    fn here(&self) -> u32 {
        self.code.len() as u32
    }

    fn set(&mut self, class: &Class) -> u32 {
        let at = self.sets.iter().position(|c| c == class).unwrap_or_else(|| {
            self.sets.push(class.clone());
            self.sets.len() - 1
        });
        at as u32
    }

    fn emit(&mut self, node: &Node) -> Result<(), String> {
        match node {
            Node::Empty => {}
            Node::Set(class) => {
                let set = self.set(class);
                self.push(Inst::Set(set))?;
            }
            Node::Cat(nodes) => nodes.iter().try_for_each(|n| self.emit(n))?,
            Node::Alt(nodes) => {
                let mut jumps = Vec::new();
                for (i, n) in nodes.iter().enumerate() {
                    if i + 1 == nodes.len() {
                        self.emit(n)?;
                    } else {
                        let split = self.push(Inst::Split(0, 0))?;
                        self.emit(n)?;
                        jumps.push(self.push(Inst::Jump(0))?);
                        self.code[split] = Inst::Split(split as u32 + 1, self.here());
                    }
                }
                for jump in jumps {
                    self.code[jump] = Inst::Jump(self.here());
                }
            }
            Node::Repeat { node, min, max, greedy } => self.repeat(node, *min, *max, *greedy)?,
            Node::Start => drop(self.push(Inst::Start)?),
            Node::End => drop(self.push(Inst::End)?),
            Node::Boundary(yes) => drop(self.push(Inst::Boundary(*yes))?),
            Node::Look { ahead, negative, node } => {
                // Branches of a look-behind may differ in width: each is an assertion of its own.
                let branches = match (&**node, ahead) {
                    (Node::Alt(nodes), false) => &nodes[..],
                    (node, _) => std::slice::from_ref(node),
                };
                if branches.len() == 1 || *negative {
                    for branch in branches {
                        self.look(*ahead, *negative, branch)?;
                    }
                } else {
                    let looks = branches.iter().map(|b| Node::Look {
                        ahead: *ahead,
                        negative: false,
                        node: Box::new(b.clone()),
                    });
                    self.emit(&Node::Alt(looks.collect()))?;
                }
            }
        }
        Ok(())
    }

    fn look(&mut self, ahead: bool, negative: bool, node: &Node) -> Result<(), String> {
        let back = if ahead { 0 } else { node.width().0 as u32 };
        let look = self.push(Inst::Match)?;
        self.emit(node)?;
        self.push(Inst::Match)?;
        self.code[look] = Inst::Look { negative, back, next: self.here() };
        Ok(())
    }

    fn repeat(&mut self, n: &Node, min: u32, max: Option<u32>, greedy: bool) -> Result<(), String> {
        if let Node::Set(class) = n {
            let set = self.set(class);
            self.push(Inst::Run { set, min, max: max.unwrap_or(u32::MAX), greedy })?;
            return Ok(());
        }
        let fork = |a: u32, b: u32| if greedy { Inst::Split(a, b) } else { Inst::Split(b, a) };
        for _ in 0..min {
            self.emit(n)?;
        }
        if let Some(max) = max {
            let mut splits = Vec::new();
            for _ in min..max {
                splits.push(self.push(Inst::Split(0, 0))?);
                self.emit(n)?;
            }
            for split in splits {
                self.code[split] = fork(split as u32 + 1, self.here());
            }
        } else {
            let split = self.push(Inst::Split(0, 0))?;
            self.emit(n)?;
            self.push(Inst::Jump(split as u32))?;
            self.code[split] = fork(split as u32 + 1, self.here());
        }
        Ok(())
    }

    /// The end of the match that starts at `at`, if there is one.
    pub(super) fn match_at(&self, text: &str, at: usize, stack: &mut Stack) -> Option<usize> {
        let mut steps = BASE_STEPS + BYTE_STEPS * text.len() as u64;
        self.run(0, text, at, stack, &mut steps)
    }

    fn run(
        &self,
        pc: usize,
        text: &str,
        at: usize,
        stack: &mut Stack,
        steps: &mut u64,
    ) -> Option<usize> {
        let floor = stack.0.len();
        let (mut pc, mut at) = (pc, at);
        let found = loop {
            *steps = steps.saturating_sub(1);
            if *steps == 0 {
                break None;
            }
            let go_on = match self.code[pc] {
                Inst::Match => break Some(at),
                Inst::Fail => false,
                Inst::Set(set) => match text[at..].chars().next() {
                    Some(c) if self.sets[set as usize].contains(c) => {
                        at += c.len_utf8();
                        pc += 1;
                        true
                    }
                    _ => false,
                },
                Inst::Run { set, min, max, greedy } => {
                    let ok = self.take_run(set, min, if greedy { max } else { min }, text, &mut at);
                    *steps = steps.saturating_sub(ok.map_or(0, |(n, _)| u64::from(n)));
                    if let Some((taken, low)) = ok {
                        pc += 1;
                        if greedy && taken > min {
                            stack.0.push(Frame { pc: pc as u32, at, low, lazy_left: 0 });
                        } else if !greedy && max > min {
                            let (pc, lazy_left) = (pc as u32, max - min);
                            stack.0.push(Frame { pc, at, low: set as usize, lazy_left });
                        }
                    }
                    ok.is_some()
                }
                Inst::Split(first, second) => {
                    stack.0.push(Frame { pc: second, at, low: PLAIN, lazy_left: 0 });
                    pc = first as usize;
                    true
                }
                Inst::Jump(to) => {
                    pc = to as usize;
                    true
                }
                Inst::Start => {
                    pc += 1;
                    at == 0
                }
                Inst::End => {
                    pc += 1;
                    at == text.len() || &text[at..] == "\n"
                }
                Inst::Boundary(yes) => {
                    let word = |c: Option<char>| c.is_some_and(crate::unicode::is_word);
                    pc += 1;
                    let here = text[at..].chars().next();
                    (word(text[..at].chars().next_back()) != word(here)) == yes
                }
                Inst::Look { negative, back, next } => {
                    let from = step_back(text, at, back);
                    let sub = from.and_then(|from| self.run(pc + 1, text, from, stack, steps));
                    pc = next as usize;
                    sub.is_some() != negative
                }
            };
            if go_on {
                continue;
            }
            if stack.0.len() == floor {
                break None;
            }
            (pc, at) = self.retreat(text, stack);
        };
        stack.0.truncate(floor);
        found
    }

    /// Takes `min` to `max` characters; gives their number and where the first `min` ended.
    fn take_run(
        &self,
        set: u32,
        min: u32,
        max: u32,
        text: &str,
        at: &mut usize,
    ) -> Option<(u32, usize)> {
        let set = &self.sets[set as usize];
        let (mut n, mut low) = (0, *at);
        for c in text[*at..].chars() {
            if n == max || !set.contains(c) {
                break;
            }
            *at += c.len_utf8();
            n += 1;
            if n == min {
                low = *at;
            }
        }
        (n >= min).then_some((n, low))
    }

    /// Takes up the last choice left open; the last instruction is a failure.
    fn retreat(&self, text: &str, stack: &mut Stack) -> (usize, usize) {
        let Some(frame) = stack.0.last_mut() else { return (self.code.len() - 1, text.len()) };
        let pc = frame.pc as usize;
        if frame.low == PLAIN {
            let at = frame.at;
            stack.0.pop();
            return (pc, at);
        }
        if frame.lazy_left > 0 {
            let set = &self.sets[frame.low];
            let next = text[frame.at..].chars().next().filter(|&c| set.contains(c));
            let Some(c) = next else {
                stack.0.pop();
                return (self.code.len() - 1, text.len());
            };
            frame.at += c.len_utf8();
            frame.lazy_left -= 1;
            let at = frame.at;
            if frame.lazy_left == 0 {
                stack.0.pop();
            }
            return (pc, at);
        }
        frame.at = step_back(text, frame.at, 1).unwrap_or(frame.low);
        let at = frame.at;
        if at <= frame.low {
            stack.0.pop();
        }
        (pc, at)
    }
}

fn step_back(text: &str, at: usize, count: u32) -> Option<usize> {
    let mut chars = text[..at].chars();
    for _ in 0..count {
        chars.next_back()?;
    }
    Some(chars.as_str().len())
}
