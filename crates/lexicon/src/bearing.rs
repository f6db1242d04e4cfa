//! What reports say of where one place lies to another: "Ostwick, 50 km west of Velmark".

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::files::{Error, Files};

/// Units, directions and patterns, all in lower case.
#[derive(Debug)]
pub struct Bearings {
    units: BTreeMap<String, f64>,
    directions: Vec<(Vec<String>, u16)>,
    bonds: Vec<Bond>,
}

/// A pattern and what it tells of the first place.
#[derive(Debug)]
pub struct Bond {
    /// What it tells.
    pub tells: Tells,
    /// What must stand there, one after the other.
    pub pieces: Vec<Piece>,
    /// Whether the place that is told of stands before the other.
    pub forward: bool,
    /// Sentences that mark a name whose place it decides.
    pub examples: Vec<String>,
}

/// What a pattern tells of a place, seen from another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tells {
    /// It is so far away, perhaps in a direction.
    Apart,
    /// It is no farther than so many kilometres.
    Near(f64),
    /// It lies in the other.
    Inside,
}

/// One place of a pattern.
#[derive(Debug, PartialEq)]
pub enum Piece {
    /// One of the two names: the one that is told of, or the other.
    Name {
        /// Whether it is the one that is told of.
        own: bool,
    },
    /// A number with a unit of length.
    Distance,
    /// A direction.
    Direction,
    /// A few words of any kind.
    Any,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// The ending of a possessive.
    Possessive,
    /// These words.
    Words(Vec<String>),
    /// One of these.
    Choice(Vec<Vec<Piece>>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    units: BTreeMap<String, f64>,
    directions: BTreeMap<String, u16>,
    lists: BTreeMap<String, Vec<String>>,
    parts: BTreeMap<String, String>,
    bond: Vec<Row>,
}

/// What patterns may name.
struct Named {
    lists: BTreeMap<String, Vec<String>>,
    parts: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    find: String,
    #[serde(rename = "as")]
    tells: String,
    within: Option<f64>,
    examples: Vec<String>,
}

const FILE: &str = "bearings.toml";

impl Bearings {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let file: File = files.parse(FILE)?;
        let mut directions: Vec<(Vec<String>, u16)> =
            file.directions.iter().map(|(words, degrees)| (split(words), *degrees)).collect();
        // Longer ones first.
        directions.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        let named = Named { lists: file.lists, parts: file.parts };
        let bonds = file.bond.into_iter().map(|row| bond(row, &named));
        let bonds = bonds.collect::<Result<_, Error>>()?;
        Ok(Self { units: file.units, directions, bonds })
    }

    /// The kilometres of a unit.
    #[must_use]
    pub fn unit(&self, word: &str) -> Option<f64> {
        self.units.get(word).copied()
    }

    /// Directions, each with its words and its degrees from the north; longer ones first.
    pub fn directions(&self) -> impl Iterator<Item = (&[String], u16)> {
        self.directions.iter().map(|(words, degrees)| (words.as_slice(), *degrees))
    }

    /// All patterns, in the order of the file.
    #[must_use]
    pub fn bonds(&self) -> &[Bond] {
        &self.bonds
    }
}

/// A pattern with its brackets apart.
fn spaced(pattern: &str) -> String {
    pattern.replace('(', "( ").replace(')', " )")
}

fn split(words: &str) -> Vec<String> {
    words.split(' ').map(str::to_owned).collect()
}

fn bond(row: Row, named: &Named) -> Result<Bond, Error> {
    let wrong = |what: &str| Error(format!("{FILE}: {:?}: {what}", row.find));
    let tells = match (row.tells.as_str(), row.within) {
        ("apart", None) => Tells::Apart,
        ("near", Some(within)) => Tells::Near(within),
        ("inside", None) => Tells::Inside,
        _ => return Err(wrong("`as` is apart, near (with `within`) or inside")),
    };
    let find = spaced(&row.find);
    let (mut all, end) =
        choice(&mut find.split_whitespace(), named, true).map_err(|e| wrong(&e))?;
    let pieces = all.pop().filter(|_| all.is_empty() && end.is_empty());
    let pieces = pieces.ok_or_else(|| wrong("a choice stands in brackets"))?;
    let names = || {
        pieces.iter().filter_map(|p| match p {
            Piece::Name { own } => Some(*own),
            _ => None,
        })
    };
    if names().count() != 2 || names().filter(|own| *own).count() != 1 {
        return Err(wrong("it has <x> and <y> once each, outside of brackets"));
    }
    let forward = names().next() == Some(true);
    Ok(Bond { tells, pieces, forward, examples: row.examples })
}

/// The ways of a choice, up to its end, and the word that ended it. A part names no other parts.
fn choice<'w>(
    words: &mut dyn Iterator<Item = &'w str>,
    named: &Named,
    parts: bool,
) -> Result<(Vec<Vec<Piece>>, &'w str), String> {
    let mut all = vec![Vec::new()];
    while let Some(word) = words.next() {
        let piece = match word {
            "|" => {
                all.push(Vec::new());
                continue;
            }
            ")" | ")?" => return Ok((all, word)),
            "(" => {
                let (mut inner, end) = choice(words, named, parts)?;
                match end {
                    ")" => {}
                    ")?" => inner.push(Vec::new()),
                    _ => return Err("a bracket is not closed".to_owned()),
                }
                Piece::Choice(inner)
            }
            _ => match word.strip_suffix('?') {
                Some(word) => Piece::Choice(vec![vec![one(word, named, parts)?], Vec::new()]),
                None => one(word, named, parts)?,
            },
        };
        if let Some(last) = all.last_mut() {
            last.push(piece);
        }
    }
    Ok((all, ""))
}

fn one(word: &str, named: &Named, parts: bool) -> Result<Piece, String> {
    let Some(name) = word.strip_prefix('<').and_then(|w| w.strip_suffix('>')) else {
        return Ok(Piece::Words(split(word)));
    };
    Ok(match name {
        "x" => Piece::Name { own: true },
        "y" => Piece::Name { own: false },
        "distance" => Piece::Distance,
        "direction" => Piece::Direction,
        "any" => Piece::Any,
        "open" => Piece::Open,
        "close" => Piece::Close,
        "poss" => Piece::Possessive,
        _ => {
            if let Some(part) = named.parts.get(name).filter(|_| parts) {
                return Ok(Piece::Choice(
                    choice(&mut spaced(part).split_whitespace(), named, false)?.0,
                ));
            }
            let list = named.lists.get(name).ok_or_else(|| format!("there is no list {name:?}"))?;
            Piece::Choice(list.iter().map(|w| vec![Piece::Words(split(w))]).collect())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(find: &str) -> Result<Bond, Error> {
        let lists = BTreeMap::from([("near".to_owned(), vec!["close to".to_owned()])]);
        let named = Named { lists, parts: BTreeMap::new() };
        let row = Row {
            find: find.to_owned(),
            tells: "inside".to_owned(),
            within: None,
            examples: Vec::new(),
        };
        bond(row, &named)
    }

    #[test]
    fn patterns_are_read() {
        let words = |w: &str| Piece::Words(split(w));
        let bond = read("<y> (of | in the)? <near> <x>").unwrap();
        assert!(!bond.forward);
        let maybe = Piece::Choice(vec![vec![words("of")], vec![words("in"), words("the")], vec![]]);
        let near = Piece::Choice(vec![vec![words("close to")]]);
        let name = |own| Piece::Name { own };
        assert_eq!(bond.pieces, vec![name(false), maybe, near, name(true)]);
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for wrong in ["<x> of", "<x> (of <y>", "<x> of | <y>", "<x> <far> <y>", "(<x>)? <y>"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
