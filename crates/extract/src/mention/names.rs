//! Names: from the tables, from the recognizer, and runs of capitalized words.

use annalist_doc::{Dep, EntityKind, MentionKind, NameLabel, Tag};
use annalist_lexicon::RoleKind;

use super::{Finder, Found};

/// The most tokens a name in the tables has.
const LONGEST: usize = 8;

impl<'l> Finder<'_, '_, 'l> {
    /// Names that stand in the tables of countries and organizations.
    pub(super) fn known_names(&mut self) {
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
            if self.inside_longer_name(i, j) && !self.spots.in_dateline(i, j) {
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

    pub(super) fn recognized_names(&mut self) {
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
            if label == NameLabel::Person {
                last = self.with_surname(first, last);
            }
            let what = if let Some(end) = self.spots.opening(first, last) {
                last = end;
                EntityKind::Place
            } else {
                last = self.without_place(first, last);
                self.told_apart(first, last, what)
            };
            if self.taken[first..=last].iter().any(|t| *t)
                || !self.is_nameish(first, last)
                || self.spots.is_time(first, last)
                || first == last && self.is_role(first, what)
            {
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

    /// Runs of capitalized words that the recognizer did not see.
    pub(super) fn capitalized_runs(&mut self) {
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
        if (first..=last)
            .all(|t| time.is_in("month", tree.lower(t)) || time.is_in("weekday", tree.lower(t)))
            || self.shouted(first)
            || self.spots.is_time(first, last)
        {
            return;
        }
        // "Quds Force Commander": the role at the end is no part of the name.
        let mut end = last;
        let role = |t: usize| actors.role(tree.lower(t)).filter(|r| r.kind == RoleKind::Person);
        if role(end).is_some()
            && (end > first || actors.role(tree.lower(end)).is_some_and(|r| r.title))
        {
            let heads = &self.lexicon.words.portfolio_heads;
            if end == first || heads.iter().any(|w| w == tree.lower(end)) && end == first + 1 {
                return;
            }
            end -= 1;
        }
        let mut start = first;
        while start < end && role(start).is_some() {
            start += 1;
        }
        if start == end && actors.role(tree.lower(start)).is_some() {
            return;
        }
        let titled = start > 0 && actors.role(tree.lower(start - 1)).is_some_and(|r| r.title);
        let given = actors.is_female_name(tree.word(start)).is_some();
        let body = actors.role(tree.lower(end)).is_some_and(|r| r.kind != RoleKind::Person);
        let what = if self.spots.is(start, end) && !titled {
            EntityKind::Place
        } else if titled || (given && end > start) {
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
            && (matches!(what, EntityKind::Person | EntityKind::Other)
                || what == EntityKind::Organization && !sure && self.may_be_person(first, last))
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
