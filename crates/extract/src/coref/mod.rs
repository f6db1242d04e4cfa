//! Which mentions speak of the same entity.
//!
//! A sieve in the manner of Lee et al. (2013): the surest links first. Names join names ([`names`]),
//! titles and appositions join names ([`apposition`]), then nominals and pronouns in text order look
//! back for the most salient entity that agrees with them ([`salience`], [`pronoun`]).

mod apposition;
mod names;
mod pronoun;
mod salience;

pub(crate) use apposition::right_edge;

use annalist_doc::{EntityKind, MentionKind};
use annalist_lexicon::{Lexicon, Pronoun};

use crate::mention::{Found, MentionIndex};
use crate::quote::Quote;
use crate::statement::{Draft, Told};
use crate::tree::Tree;

/// An entity while its mentions are being collected.
#[derive(Clone, Debug)]
pub(crate) struct Cluster<'l> {
    pub(crate) kind: EntityKind,
    /// Whether the kind is certain.
    pub(crate) sure: bool,
    /// Names as written, the fullest first once done.
    pub(crate) names: Vec<String>,
    pub(crate) canonical: Option<&'l str>,
    pub(crate) roles: Vec<String>,
    /// Role words (dictionary forms) under which it can be spoken of.
    pub(crate) role_words: Vec<&'l str>,
    pub(crate) sectors: Vec<&'l str>,
    pub(crate) female: Option<bool>,
    pub(crate) plural: bool,
    /// Cluster of the country or organization it belongs to.
    pub(crate) affiliation: Option<usize>,
    /// Indices of its mentions.
    pub(crate) mentions: Vec<usize>,
}

/// What everything here looks at.
pub(crate) struct Scene<'a, 'd, 'l> {
    pub(crate) tree: &'a Tree<'d>,
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) quotes: &'a [Quote],
    pub(crate) mentions: &'a [Found<'l>],
    pub(crate) index: &'a MentionIndex,
    pub(crate) drafts: &'a [Draft<'l>],
    pub(crate) told: &'a Told,
}

/// The entities of a document and, for each mention, which one it speaks of.
pub(crate) struct Resolved<'l> {
    pub(crate) clusters: Vec<Cluster<'l>>,
    pub(crate) of_mention: Vec<Option<usize>>,
}

/// Joins all mentions into entities.
pub(crate) fn resolve<'l>(scene: &Scene<'_, '_, 'l>) -> Resolved<'l> {
    let mut work = Resolved { clusters: Vec::new(), of_mention: vec![None; scene.mentions.len()] };
    names::join(scene, &mut work);
    apposition::join(scene, &mut work);
    salience::join(scene, &mut work);
    apposition::affiliate(scene, &mut work);
    work.drop_empty();
    work
}

impl<'l> Resolved<'l> {
    /// Puts a mention into a new cluster.
    fn start(&mut self, scene: &Scene<'_, '_, 'l>, m: usize) -> usize {
        let found = &scene.mentions[m];
        self.clusters.push(Cluster {
            kind: found.what,
            sure: found.sure,
            names: Vec::new(),
            canonical: None,
            roles: Vec::new(),
            role_words: Vec::new(),
            sectors: Vec::new(),
            female: None,
            plural: found.plural,
            affiliation: None,
            mentions: Vec::new(),
        });
        let cluster = self.clusters.len() - 1;
        self.add(scene, m, cluster);
        cluster
    }

    /// Puts a mention into a cluster and learns from it.
    fn add(&mut self, scene: &Scene<'_, '_, 'l>, m: usize, cluster: usize) {
        let found = &scene.mentions[m];
        self.of_mention[m] = Some(cluster);
        let c = &mut self.clusters[cluster];
        c.mentions.push(m);
        if found.kind == MentionKind::Name {
            let name = found.core.of(scene.tree.text);
            if !c.names.iter().any(|n| n == name) {
                c.names.push(name.to_owned());
            }
            c.canonical = c.canonical.or(found.canonical);
            // "Mayor Ada Pol": a title tells more than what the recognizer took a headline's name for.
            let titled = found.what == EntityKind::Person && found.role.is_some() && !c.sure;
            if found.sure && !c.sure || c.kind == EntityKind::Other || titled {
                c.kind = found.what;
                c.sure |= found.sure;
            }
            if c.kind == EntityKind::Person && c.female.is_none() {
                let given = name.split_whitespace().next().unwrap_or(name);
                c.female =
                    (given != name).then(|| scene.lexicon.actors.is_female_name(given)).flatten();
            }
        }
        if let Some(role) = found.role {
            if !c.role_words.contains(&role.word.as_str()) {
                c.role_words.push(&role.word);
            }
            c.sectors.extend(role.sector.as_deref().filter(|s| !c.sectors.contains(s)));
            match role.gender.as_deref() {
                Some("female") => c.female = Some(true),
                Some("male") => c.female = Some(false),
                _ => {}
            }
        }
        if let Some(text) =
            found.role_text.as_ref().filter(|t| !t.is_empty() && found.role.is_some())
            && !c.roles.contains(text)
        {
            c.roles.push(text.clone());
        }
        match found.pronoun {
            Some(Pronoun::Female) if c.kind == EntityKind::Person => c.female = Some(true),
            Some(Pronoun::Male) if c.kind == EntityKind::Person => c.female = Some(false),
            _ => {}
        }
    }

    /// Moves everything of cluster `from` into `into`.
    fn merge(&mut self, scene: &Scene<'_, '_, 'l>, from: usize, into: usize) {
        if from == into {
            return;
        }
        for m in std::mem::take(&mut self.clusters[from].mentions) {
            self.add(scene, m, into);
        }
        let affiliation = self.clusters[from].affiliation.take();
        let target = &mut self.clusters[into];
        target.affiliation = target.affiliation.or(affiliation.filter(|a| *a != into));
        for cluster in &mut self.clusters {
            if cluster.affiliation == Some(from) {
                cluster.affiliation = Some(into);
            }
        }
    }

    /// Takes out clusters that lost all their mentions and puts the rest in order of first mention.
    fn drop_empty(&mut self) {
        for cluster in &mut self.clusters {
            cluster.mentions.sort_unstable();
        }
        let mut order: Vec<usize> =
            (0..self.clusters.len()).filter(|c| !self.clusters[*c].mentions.is_empty()).collect();
        order.sort_by_key(|c| self.clusters[*c].mentions[0]);
        let mut place = vec![None; self.clusters.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old] = Some(new);
        }
        let mut all: Vec<Option<Cluster<'l>>> =
            std::mem::take(&mut self.clusters).into_iter().map(Some).collect();
        self.clusters = order.iter().filter_map(|old| all[*old].take()).collect();
        for (new, cluster) in self.clusters.iter_mut().enumerate() {
            cluster.affiliation = cluster.affiliation.and_then(|a| place[a]).filter(|a| *a != new);
        }
        for slot in &mut self.of_mention {
            *slot = slot.and_then(|c| place[c]);
        }
    }

    /// The mention at this head and its cluster.
    pub(crate) fn at_head(&self, scene: &Scene<'_, '_, 'l>, head: usize) -> Option<(usize, usize)> {
        let best = scene.index.at(head)?;
        self.of_mention[best].map(|c| (best, c))
    }
}

/// Letters of a name for comparing: lower case, without points, hyphens, articles and possessive ending.
pub(crate) fn folded(name: &str) -> Vec<String> {
    let words = name.split(|c: char| c.is_whitespace() || "-‐–'’‘`".contains(c));
    let words = words.map(|w| {
        w.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    });
    words.filter(|w| !w.is_empty() && w != "the" && w != "s").collect()
}
