//! Where the text speaks of somebody or something: names, nominals, pronouns.

use annalist_doc::{Dep, EntityKind, MentionKind, NameLabel, Span, Tag};
use annalist_lexicon::{Lexicon, Pronoun, Role, RoleKind};

use crate::tree::Tree;

/// A mention before its entity is known.
#[derive(Clone, Debug)]
pub(crate) struct Found<'l> {
    pub(crate) span: Span,
    /// The name itself, without title and article; the phrase for others.
    pub(crate) core: Span,
    /// Token at the head of the phrase.
    pub(crate) head: usize,
    pub(crate) kind: MentionKind,
    pub(crate) what: EntityKind,
    /// Whether the kind of entity is sure (from a table) rather than guessed.
    pub(crate) sure: bool,
    /// Role word of a nominal, or title of a name.
    pub(crate) role: Option<&'l Role>,
    /// The role as written: "deputy commander".
    pub(crate) role_text: Option<String>,
    pub(crate) pronoun: Option<Pronoun>,
    pub(crate) plural: bool,
    pub(crate) definite: bool,
    /// Canonical name from the tables: the same for all names of one country or organization.
    pub(crate) canonical: Option<&'l str>,
}

/// Finds all mentions, in text order.
pub(crate) fn find<'l>(tree: &Tree<'_>, lexicon: &'l Lexicon) -> Vec<Found<'l>> {
    let mut finder = Finder { tree, lexicon, taken: vec![false; tree.len()], found: Vec::new() };
    finder.known_names();
    finder.recognized_names();
    finder.capitalized_runs();
    finder.nominals_and_pronouns();
    let mut found = finder.found;
    found.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    found.dedup_by_key(|m| (m.span, m.head));
    found
}

/// Which mention stands at which token.
#[derive(Debug)]
pub(crate) struct MentionIndex {
    /// For each token, the longest mention that it is the head of.
    by_head: Vec<Option<u32>>,
    /// For each token, the name that it is a word of.
    name_at: Vec<Option<u32>>,
    /// For each token, the name (with its title) that begins there.
    name_from: Vec<Option<u32>>,
    /// For each token, the longest mention whose description it is a word of.
    described_at: Vec<Option<u32>>,
}

impl MentionIndex {
    pub(crate) fn new(tree: &Tree<'_>, mentions: &[Found<'_>]) -> Self {
        let mut index = Self {
            by_head: vec![None; tree.len()],
            name_at: vec![None; tree.len()],
            name_from: vec![None; tree.len()],
            described_at: vec![None; tree.len()],
        };
        let longer = |slot: Option<u32>, m: usize, of: fn(&Found<'_>) -> u32| {
            slot.is_none_or(|o| of(&mentions[m]) >= of(&mentions[o as usize]))
        };
        for (m, found) in mentions.iter().enumerate() {
            if longer(index.by_head[found.head], m, |f| f.span.len()) {
                index.by_head[found.head] = Some(m as u32);
            }
            if found.kind == MentionKind::Name {
                index.name_from[tree.tokens_in(found.span).start] = Some(m as u32);
            }
            for t in tree.tokens_in(found.core) {
                if found.kind == MentionKind::Name {
                    index.name_at[t] = Some(m as u32);
                }
                if longer(index.described_at[t], m, |f| f.core.len()) {
                    index.described_at[t] = Some(m as u32);
                }
            }
        }
        index
    }

    /// The mention with this head; else the name that holds the token.
    pub(crate) fn at(&self, token: usize) -> Option<usize> {
        self.by_head[token].or(self.name_at[token]).map(|m| m as usize)
    }

    /// The mention with this head; else the longest whose description holds the token.
    pub(crate) fn around(&self, token: usize) -> Option<usize> {
        self.by_head[token].or(self.described_at[token]).map(|m| m as usize)
    }

    /// The name that begins at the token, title included.
    pub(crate) fn name_from(&self, token: usize) -> Option<usize> {
        self.name_from[token].map(|m| m as usize)
    }

    /// The name that the token is a word of.
    pub(crate) fn name(&self, token: usize) -> Option<usize> {
        self.name_at[token].map(|m| m as usize)
    }
}

struct Finder<'t, 'd, 'l> {
    tree: &'t Tree<'d>,
    lexicon: &'l Lexicon,
    taken: Vec<bool>,
    found: Vec<Found<'l>>,
}

/// The most tokens a name in the tables has.
const LONGEST: usize = 8;

impl<'l> Finder<'_, '_, 'l> {
    /// Names that stand in the tables of countries and organizations.
    fn known_names(&mut self) {
        let mut i = 0;
        while i < self.tree.len() {
            i += self.known_name(i).unwrap_or(1);
        }
    }

    fn known_name(&mut self, i: usize) -> Option<usize> {
        let tree = self.tree;
        let actors = &self.lexicon.actors;
        if !tree.word(i).starts_with(char::is_uppercase) || self.shouted(i) {
            return None;
        }
        let end = tree.sentence(i).last as usize;
        for j in (i..end.min(i + LONGEST)).rev() {
            let words = tree.cover(i..=j).of(tree.text);
            let words = words.strip_suffix("'s").unwrap_or(words);
            let (what, canonical) = if let Some(country) = actors.country(words) {
                (EntityKind::Country, country.name.as_str())
            } else if let Some(body) = actors.organization(words) {
                (EntityKind::Organization, body.name.as_str())
            } else if let (Some(country), true) = (actors.country_of_adjective(words), i == j) {
                if tree.tag(i).is_plural()
                    || actors.country_of_people(words).is_some() && self.stands_alone(i)
                {
                    continue;
                }
                (EntityKind::Country, country.name.as_str())
            } else if let (Some(country), true) =
                (actors.country_of_metonym(words), self.acts(i, j))
            {
                (EntityKind::Country, country.name.as_str())
            } else {
                continue;
            };
            if self.inside_longer_name(i, j) {
                return None;
            }
            self.taken[i..=j].fill(true);
            self.push_name(i, j, what, Some(canonical), true);
            return Some(j + 1 - i);
        }
        None
    }

    /// Whether a place name stands where somebody acts: "Washington said", "Kremlin's answer".
    fn acts(&self, first: usize, last: usize) -> bool {
        let tree = self.tree;
        let person = tree.token(first).name == Some(NameLabel::Person);
        let head = (first..=last).find(|t| !(first..=last).contains(&tree.head(*t)));
        !person
            && head.is_some_and(|h| {
                let verb = tree.head(h);
                matches!(tree.dep(h), Dep::Nsubj)
                    && tree.tag(verb).is_verb()
                    && tree.lemma(verb) != "be"
            })
    }

    /// Whether the recognizer saw a longer name of another kind around these tokens.
    fn inside_longer_name(&self, first: usize, last: usize) -> bool {
        let tree = self.tree;
        let Some(label) = tree.token(first).name else { return false };
        let (start, end) = self.recognized(first);
        let start = if self.is_article(start) { start + 1 } else { start };
        let longer = start < first || end > last;
        longer
            && matches!(
                label,
                NameLabel::Person
                    | NameLabel::Org
                    | NameLabel::Fac
                    | NameLabel::Loc
                    | NameLabel::Event
                    | NameLabel::Law
                    | NameLabel::WorkOfArt
                    | NameLabel::Product
                    | NameLabel::Gpe
            )
            && !(end > last
                && self.lexicon.actors.role(tree.lower(end)).is_some()
                && end == last + 1
                && start == first)
    }

    /// First and last token of the recognized name around `i`.
    fn recognized(&self, i: usize) -> (usize, usize) {
        let tree = self.tree;
        let mut first = i;
        while first > 0 && !tree.token(first).name_begins && tree.token(first - 1).name.is_some() {
            first -= 1;
        }
        let mut last = i;
        while last + 1 < tree.len()
            && tree.token(last + 1).name.is_some()
            && !tree.token(last + 1).name_begins
        {
            last += 1;
        }
        (first, last)
    }

    fn recognized_names(&mut self) {
        let tree = self.tree;
        for i in 0..tree.len() {
            let Some(label) = tree.token(i).name.filter(|_| tree.token(i).name_begins) else {
                continue;
            };
            let what = match label {
                NameLabel::Person => EntityKind::Person,
                NameLabel::Org => EntityKind::Organization,
                NameLabel::Norp => EntityKind::Group,
                NameLabel::Gpe | NameLabel::Loc => EntityKind::Place,
                NameLabel::Fac => EntityKind::Facility,
                NameLabel::Event | NameLabel::Law | NameLabel::WorkOfArt | NameLabel::Product => {
                    EntityKind::Other
                }
                _ => continue,
            };
            let (mut first, mut last) = self.recognized(i);
            while first < last && (self.is_article(first) || tree.dep(first) == Dep::Punct) {
                first += 1;
            }
            while first < last
                && (tree.tag(last) == Tag::Pos
                    || tree.dep(last) == Dep::Punct && tree.tag(last) != Tag::CloseBracket)
            {
                last -= 1;
            }
            if self.taken[first..=last].iter().any(|t| *t) || !self.is_nameish(first, last) {
                continue;
            }
            if label == NameLabel::Norp && (first != last || !tree.tag(first).is_noun()) {
                // "Sunni", "Democratic": a property, unless it stands as a noun.
                continue;
            }
            self.taken[first..=last].fill(true);
            self.push_name(first, last, what, None, false);
        }
    }

    fn is_nameish(&self, first: usize, last: usize) -> bool {
        (first..=last).any(|t| self.tree.word(t).chars().any(char::is_uppercase))
            && (first..=last).any(|t| self.tree.word(t).chars().any(char::is_alphabetic))
    }

    /// Runs of capitalized words that the recognizer did not see.
    fn capitalized_runs(&mut self) {
        let tree = self.tree;
        let mut i = 0;
        while i < tree.len() {
            let mut end = i;
            while end < tree.len() && self.in_run(i, end) {
                end += 1;
            }
            while end > i && !tree.tag(end - 1).is_proper() {
                end -= 1;
            }
            if end > i {
                self.run(i, end - 1);
                i = end;
            } else {
                i += 1;
            }
        }
    }

    fn in_run(&self, start: usize, i: usize) -> bool {
        let tree = self.tree;
        let same = tree.sentence_index(start) == tree.sentence_index(i);
        let proper = tree.tag(i).is_proper() && tree.word(i).starts_with(char::is_uppercase);
        let particle = i > start
            && tree.lower(i) != "of"
            && self.lexicon.words.name_particles.iter().any(|p| p == tree.lower(i));
        same && !self.taken[i]
            && tree.token(i).name.is_none_or(|l| !is_number_or_time(l))
            && (proper || particle)
    }

    fn run(&mut self, first: usize, last: usize) {
        let tree = self.tree;
        let actors = &self.lexicon.actors;
        let time = &self.lexicon.words.time;
        if (first..=last).all(|t| {
            time.months.contains_key(tree.lower(t)) || time.weekdays.contains_key(tree.lower(t))
        }) || self.shouted(first)
        {
            return;
        }
        // "Quds Force Commander": the role at the end is no part of the name.
        let mut end = last;
        let role = |t: usize| actors.role(tree.lower(t)).filter(|r| r.kind == RoleKind::Person);
        if role(end).is_some()
            && (end > first || actors.role(tree.lower(end)).is_some_and(|r| r.title))
        {
            if end == first {
                return;
            }
            end -= 1;
        }
        let mut start = first;
        while start < end && role(start).is_some() {
            start += 1;
        }
        if start == end && role(start).is_some() {
            return;
        }
        let titled = start > 0 && actors.role(tree.lower(start - 1)).is_some_and(|r| r.title);
        let given = actors.is_female_name(tree.word(start)).is_some();
        let body = actors.role(tree.lower(end)).is_some_and(|r| r.kind != RoleKind::Person);
        let what = if titled || (given && end > start) {
            EntityKind::Person
        } else if body {
            EntityKind::Organization
        } else {
            EntityKind::Other
        };
        self.taken[start..=end].fill(true);
        self.push_name(start, end, what, None, false);
    }

    fn push_name(
        &mut self,
        first: usize,
        last: usize,
        mut what: EntityKind,
        canonical: Option<&'l str>,
        sure: bool,
    ) {
        let tree = self.tree;
        let actors = &self.lexicon.actors;
        let mut start = first;
        let mut core = first;
        // Titles inside ("Gen. Pol") and before ("the president, "): the name begins after them.
        while what == EntityKind::Person
            && core < last
            && actors.role(tree.lower(core)).is_some_and(|r| r.kind == RoleKind::Person)
        {
            core += 1;
        }
        let mut role = (core > first).then(|| actors.role(tree.lower(core - 1))).flatten();
        while start > 0
            && tree.sentence_index(start - 1) == tree.sentence_index(first)
            && matches!(what, EntityKind::Person | EntityKind::Other)
            && self.is_title(start - 1, first)
        {
            start -= 1;
            role = role.or_else(|| actors.role(tree.lower(start)));
            what = EntityKind::Person;
        }
        if start > 0
            && what != EntityKind::Person
            && self.is_article(start - 1)
            && (core..=last).contains(&tree.head(start - 1))
            && tree.sentence_index(start - 1) == tree.sentence_index(first)
        {
            start -= 1;
        }
        let head = (core..=last).find(|t| {
            let up = tree.head(*t);
            up == *t || up < core || up > last
        });
        let role_text = role.map(|_| {
            tree.cover(start..=core.saturating_sub(1).max(start)).of(tree.text).to_owned()
        });
        let name = tree.cover(core..=last);
        let name = if tree.tag(last) == Tag::Pos && last > core {
            tree.cover(core..=last - 1)
        } else {
            name
        };
        self.found.push(Found {
            span: tree.span(start).cover(name),
            core: name,
            head: head.unwrap_or(last),
            kind: MentionKind::Name,
            what,
            sure,
            role,
            role_text: role_text.map(|t| t.to_lowercase()),
            pronoun: None,
            plural: tree.tag(last).is_plural() && what == EntityKind::Group,
            definite: true,
            canonical,
        });
    }

    /// Whether the token is a title of the name that begins at `name`: "General", "Prime Minister".
    fn is_title(&self, i: usize, name: usize) -> bool {
        let tree = self.tree;
        if self.taken[i] {
            return false;
        }
        let role = self
            .lexicon
            .actors
            .role(tree.lower(i))
            .or_else(|| self.lexicon.actors.role(tree.lemma(i)));
        let linked = tree.head(i) >= i && tree.head(i) != i
            || tree.dep(i) == Dep::Compound
            || tree.dep(i) == Dep::Nmod;
        let adjacent_title =
            role.is_some_and(|r| r.kind == RoleKind::Person && !tree.tag(i).is_plural());
        let two_words = i + 1 < name
            && self
                .lexicon
                .actors
                .role(&format!("{} {}", tree.lower(i), tree.lower(i + 1)))
                .is_some();
        (adjacent_title && linked) || two_words
    }

    fn nominals_and_pronouns(&mut self) {
        let tree = self.tree;
        for i in 0..tree.len() {
            if self.taken[i] {
                continue;
            }
            if let Some(pronoun) = self.pronoun(i) {
                self.found.push(Found {
                    span: tree.span(i),
                    core: tree.span(i),
                    head: i,
                    kind: MentionKind::Pronoun,
                    what: EntityKind::Other,
                    sure: false,
                    role: None,
                    role_text: None,
                    pronoun: Some(pronoun),
                    plural: matches!(pronoun, Pronoun::Plural | Pronoun::Speakers),
                    definite: true,
                    canonical: None,
                });
            } else if tree.tag(i).is_noun() {
                self.nominal(i);
            }
        }
    }

    fn pronoun(&self, i: usize) -> Option<Pronoun> {
        let tree = self.tree;
        if !matches!(tree.tag(i), Tag::Prp | Tag::PrpPoss) || tree.dep(i) == Dep::Expl {
            return None;
        }
        let pronoun = *self.lexicon.words.pronouns.get(tree.lower(i))?;
        // "It is clear that …": nothing is meant.
        if pronoun == Pronoun::Thing && tree.dep(i) == Dep::Nsubj {
            let verb = tree.head(i);
            let clause = |c: usize| {
                matches!(tree.dep(c), Dep::Xcomp | Dep::Ccomp | Dep::Advcl | Dep::Acl | Dep::Csubj)
            };
            let predicate = tree.any_child(verb, &[Dep::Acomp, Dep::Attr]);
            if predicate
                .is_some_and(|p| tree.children(p).any(clause) || tree.children(verb).any(clause))
            {
                return None;
            }
        }
        Some(pronoun)
    }

    fn nominal(&mut self, i: usize) {
        let tree = self.tree;
        let actors = &self.lexicon.actors;
        let words = &self.lexicon.words;
        if matches!(tree.dep(i), Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Npadvmod)
            && tree.head(i) > i
            && tree.head(i) <= i + 3
        {
            // A modifier: "military official" is one mention, headed by its last word.
            return;
        }
        let pair = (i > 0).then(|| format!("{} {}", tree.lower(i - 1), tree.lemma(i)));
        let role = pair
            .and_then(|p| actors.role(&p))
            .or_else(|| actors.role(tree.lemma(i)))
            .or_else(|| actors.role(tree.lower(i)));
        let lemma = tree.lemma(i);
        let (what, role) = match role {
            Some(role) if role.kind == RoleKind::Person => (
                if tree.tag(i).is_plural() { EntityKind::Group } else { EntityKind::Person },
                Some(role),
            ),
            Some(role) if role.kind == RoleKind::Group => (EntityKind::Group, Some(role)),
            Some(role) => (EntityKind::Organization, Some(role)),
            None if words.people.iter().any(|p| p == lemma) => {
                (if tree.tag(i).is_plural() { EntityKind::Group } else { EntityKind::Person }, None)
            }
            None if !tree.tag(i).is_plural()
                && words.country_words.iter().any(|c| c == lemma)
                && self.is_definite(i) =>
            {
                (EntityKind::Country, None)
            }
            None => return,
        };
        let short = tree.short_phrase(i);
        let first = *short.start();
        let span = tree.cover(first..=self.with_complement(i));
        // Numbers and articles stay in the phrase; the role is what is left.
        let described = tree.cover(self.described_from(first, i)..=i);
        self.found.push(Found {
            span,
            core: described,
            head: i,
            kind: MentionKind::Nominal,
            what,
            sure: role.is_some(),
            role,
            role_text: Some(described.of(tree.text).to_lowercase()),
            pronoun: None,
            plural: tree.tag(i).is_plural(),
            definite: self.is_definite(i),
            canonical: None,
        });
    }

    /// The last token of a description with what it is of: "the commander of the guards".
    fn with_complement(&self, head: usize) -> usize {
        let tree = self.tree;
        let end = crate::coref::right_edge(tree, head);
        let quoted = (head..=end).any(|t| matches!(tree.tag(t), Tag::OpenQuote | Tag::CloseQuote));
        if quoted { head } else { end }
    }

    /// Where the description begins within a noun phrase, after articles, possessors and numbers.
    fn described_from(&self, first: usize, head: usize) -> usize {
        let tree = self.tree;
        (first..head)
            .rev()
            .take_while(|t| {
                !matches!(
                    tree.dep(*t),
                    Dep::Det
                        | Dep::Poss
                        | Dep::Nummod
                        | Dep::Case
                        | Dep::Quantmod
                        | Dep::Predet
                        | Dep::Punct
                ) || tree.tag(*t) == Tag::Hyphen
            })
            .last()
            .unwrap_or(head)
    }

    fn is_definite(&self, i: usize) -> bool {
        let det = self.tree.child(i, Dep::Det);
        det.is_some_and(|d| self.lexicon.words.definite.iter().any(|w| w == self.tree.lower(d)))
            || self.tree.child(i, Dep::Poss).is_some()
    }

    fn is_article(&self, i: usize) -> bool {
        self.tree.tag(i) == Tag::Dt
    }

    /// Whether the word heads its phrase rather than describing another.
    fn stands_alone(&self, i: usize) -> bool {
        let tree = self.tree;
        tree.tag(i).is_noun()
            && !matches!(tree.dep(i), Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Npadvmod)
    }

    /// Whether the whole sentence is in capitals, so that they tell nothing.
    fn shouted(&self, i: usize) -> bool {
        let words = self.tree.sentence(i).span.of(self.tree.text);
        let upper = words.chars().filter(|c| c.is_uppercase()).count();
        let lower = words.chars().filter(|c| c.is_lowercase()).count();
        upper > 12 && lower * 4 < upper
    }
}

fn is_number_or_time(label: NameLabel) -> bool {
    matches!(
        label,
        NameLabel::Date
            | NameLabel::Time
            | NameLabel::Percent
            | NameLabel::Money
            | NameLabel::Quantity
            | NameLabel::Ordinal
            | NameLabel::Cardinal
    )
}
