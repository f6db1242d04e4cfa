//! Drafts become rows: ids are given, heads become entities, clusters become names.

use annalist_doc::{
    Argument, Cue, Dep, Entity, EntityId, EntityKind, Event, EventCodes, EventId, Figure, FigureId,
    Mention, MentionId, MentionKind, Place, PlaceId, Precision, Role, SourceClass, Span, Statement,
    StatementId, StatementSource, Tag, Tally,
};

use crate::Extraction;
use crate::coref::Cluster;
use crate::event::{EventDraft, FigureDraft, Scene, TallyDraft};
use crate::statement::Draft;
use crate::timex;

/// Turns the drafts of a document into rows.
pub(crate) fn assemble(
    scene: &Scene<'_, '_, '_>,
    events: &[EventDraft<'_>],
    tallies: &[TallyDraft],
) -> Extraction {
    let clusters = &scene.resolved.clusters;
    // Mentions without an entity ("it rained") are no rows.
    let mut mention_ids = vec![None; scene.mentions.len()];
    let mut mentions = Vec::new();
    for (m, found) in scene.mentions.iter().enumerate() {
        let Some(cluster) = scene.resolved.of_mention[m] else { continue };
        let id = MentionId(mentions.len() as u32);
        mention_ids[m] = Some(id);
        mentions.push(Mention {
            id,
            span: found.span,
            kind: found.kind,
            entity: EntityId(cluster as u32),
        });
    }
    let entities =
        clusters.iter().enumerate().map(|(c, cluster)| entity(c, cluster, &mention_ids)).collect();
    let (places, place_ids) = places(scene);
    let statements: Vec<Statement> = scene
        .statements
        .iter()
        .enumerate()
        .map(|(s, draft)| statement(scene, s, draft, &mention_ids))
        .collect();
    let mut figures: Vec<Figure> = Vec::new();
    let mut rows = Vec::new();
    for draft in events {
        let of_event = draft.figures.iter().map(|f| figure(scene, &mut figures, f)).collect();
        rows.push(event(rows.len(), draft, of_event, &place_ids));
    }
    let tallies = tallies.iter().map(|draft| Tally {
        figure: figure(scene, &mut figures, &draft.figure),
        event: EventId(draft.event as u32),
        according_to: draft.according_to.iter().map(|s| StatementId(*s as u32)).collect(),
        by: draft.by.map(|c| EntityId(c as u32)),
        revised: draft.revised,
    });
    let tallies = tallies.collect();
    Extraction {
        mentions,
        entities,
        times: scene.times.to_vec(),
        places,
        order_evidence: scene.statements.iter().map(|d| d.order_span).collect(),
        statements,
        events: rows,
        figures,
        tallies,
    }
}

fn entity(c: usize, cluster: &Cluster<'_>, mention_ids: &[Option<MentionId>]) -> Entity {
    // The fullest name is the name; a name from the tables beats its short forms.
    let fullest = cluster.names.iter().max_by_key(|n| {
        (cluster.canonical == Some(n.as_str()), n.split_whitespace().count(), n.len())
    });
    let name = cluster.canonical.map(str::to_owned).or_else(|| fullest.cloned());
    let aliases = cluster.names.iter().filter(|n| Some(*n) != name.as_ref()).cloned().collect();
    Entity {
        id: EntityId(c as u32),
        kind: cluster.kind,
        name,
        aliases,
        roles: cluster.roles.clone(),
        affiliation: cluster.affiliation.map(|a| EntityId(a as u32)),
        country: None,
        actor: None,
        mentions: cluster.mentions.iter().filter_map(|m| mention_ids[*m]).collect(),
    }
}

/// The row of a figure; figures that two events share are one row.
fn figure(scene: &Scene<'_, '_, '_>, rows: &mut Vec<Figure>, draft: &FigureDraft) -> FigureId {
    let known = rows.iter().rposition(|f| f.span == draft.span && f.what == draft.kind);
    let at = known.unwrap_or_else(|| {
        rows.push(Figure {
            id: FigureId(rows.len() as u32),
            span: draft.span,
            what: draft.kind,
            low: draft.quantity.low,
            high: draft.quantity.high,
            text: draft.number.of(scene.tree.text).to_owned(),
            who: draft.who.clone(),
            qualifier: draft.quantity.qualifier,
        });
        rows.len() - 1
    });
    FigureId(at as u32)
}

/// Names of places in text order, and the place of each mention. Adjectives ("Iraqi") and states that
/// act ("Iraq declared") are no places.
fn places(scene: &Scene<'_, '_, '_>) -> (Vec<Place>, Vec<Option<PlaceId>>) {
    let tree = scene.tree;
    let mut all: Vec<Place> = Vec::new();
    let mut ids = vec![None; scene.mentions.len()];
    for (m, found) in scene.mentions.iter().enumerate() {
        let Some(cluster) = scene.resolved.of_mention[m].map(|c| &scene.resolved.clusters[c])
        else {
            continue;
        };
        let kind =
            if matches!(cluster.kind, EntityKind::Country) { found.what } else { cluster.kind };
        let name = found.core.of(tree.text);
        let country = scene.lexicon.actors.country(name);
        let placelike = match kind {
            EntityKind::Place | EntityKind::Facility => true,
            EntityKind::Country => {
                country.is_some()
                    && !matches!(
                        tree.dep(found.head),
                        Dep::Nsubj | Dep::Agent | Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss
                    )
            }
            _ => false,
        };
        if found.kind != MentionKind::Name || !placelike {
            continue;
        }
        let id = PlaceId(all.len() as u32);
        ids[m] = Some(id);
        all.push(Place {
            id,
            span: found.core,
            name: name.to_owned(),
            country: country.map(|c| c.code.clone()),
            precision: country.map(|_| Precision::Country),
        });
    }
    (all, ids)
}

fn statement(
    scene: &Scene<'_, '_, '_>,
    s: usize,
    draft: &Draft<'_>,
    mention_ids: &[Option<MentionId>],
) -> Statement {
    let tree = scene.tree;
    let entity = draft.source.and_then(|head| scene.entity_at(head));
    let at = draft.anchor(tree);
    let size = |d: &Draft<'_>| d.content.iter().map(|c| c.len()).sum::<u32>();
    let sentence = draft.cue_tokens.first().map(|cue| tree.sentence_index(*cue));
    let near =
        sentence.into_iter().flat_map(|s| scene.told.near(s)).map(|o| (o, &scene.statements[o]));
    let around = near.filter(|(o, other)| *o != s && other.covers(at) && size(other) > size(draft));
    let parent = around.min_by_key(|(_, other)| size(other)).map(|(o, _)| StatementId(o as u32));
    let time = draft.cue_tokens.first().and_then(|cue| timex::governing(tree, scene.times, *cue));
    let mut cue_tokens = draft.cue_tokens.clone();
    cue_tokens.sort_unstable();
    Statement {
        id: StatementId(s as u32),
        kind: draft.kind,
        source: StatementSource {
            spans: draft.source_span.into_iter().collect(),
            mention: entity.and_then(|(m, _)| mention_ids[m]),
            entity: entity.map(|(_, c)| EntityId(c as u32)),
            class: source_class(scene, draft),
        },
        cue: Cue {
            spans: joined(cue_tokens.iter().map(|t| tree.span(*t)), tree.text),
            lemma: if draft.cue.is_some() { draft.lemma.clone() } else { String::new() },
            class: draft.cue.map_or_else(|| "neutral".to_owned(), |c| c.class.clone()),
        },
        content: draft.content.clone(),
        parent,
        polarity: draft.polarity,
        certainty: draft.certainty,
        time,
        order: draft.order,
    }
}

/// Neighbouring spans as one.
fn joined(spans: impl Iterator<Item = Span>, text: &str) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::new();
    for span in spans {
        match all.last_mut() {
            Some(last) if text[last.end as usize..span.start as usize].trim().is_empty() => {
                *last = last.cover(span)
            }
            _ => all.push(span),
        }
    }
    all
}

fn source_class(scene: &Scene<'_, '_, '_>, draft: &Draft<'_>) -> SourceClass {
    let tree = scene.tree;
    let Some(head) = draft.source else { return SourceClass::Implicit };
    if matches!(tree.tag(head), Tag::Prp | Tag::PrpPoss | Tag::Wp) {
        return SourceClass::Pronoun;
    }
    let document = scene.lexicon.words.documents.iter().any(|d| d == tree.lemma(head));
    let Some((m, cluster)) = scene.entity_at(head) else {
        return if document {
            SourceClass::Document
        } else if tree.tag(head).is_plural() {
            SourceClass::Collective
        } else {
            SourceClass::Unnamed
        };
    };
    let cluster = &scene.resolved.clusters[cluster];
    match cluster.kind {
        _ if document => SourceClass::Document,
        EntityKind::Person if cluster.names.is_empty() => SourceClass::Unnamed,
        EntityKind::Person => SourceClass::Named,
        EntityKind::Organization
        | EntityKind::Country
        | EntityKind::Place
        | EntityKind::Facility => SourceClass::Organization,
        EntityKind::Group => SourceClass::Collective,
        EntityKind::Other if scene.mentions[m].kind == MentionKind::Name => SourceClass::Named,
        EntityKind::Other => SourceClass::Unnamed,
    }
}

fn event(
    index: usize,
    draft: &EventDraft<'_>,
    figures: Vec<FigureId>,
    places: &[Option<PlaceId>],
) -> Event {
    let trigger = draft.trigger;
    let plover = trigger
        .mode
        .as_ref()
        .map_or_else(|| trigger.kind.clone(), |mode| format!("{}.{mode}", trigger.kind));
    let has = |role: Role| draft.arguments.iter().any(|a| a.role == role);
    Event {
        id: EventId(index as u32),
        trigger: draft.span,
        kind: trigger.kind.clone(),
        mode: trigger.mode.clone(),
        contexts: draft.contexts.iter().map(|c| (*c).to_owned()).collect(),
        quad: trigger.quad,
        codes: EventCodes { plover, cameo: trigger.cameo.clone(), acled: trigger.acled.clone() },
        arguments: draft
            .arguments
            .iter()
            .map(|a| Argument {
                role: a.role,
                span: a.span,
                entity: a.cluster.map(|c| EntityId(c as u32)),
            })
            .collect(),
        time: draft.time,
        place: draft.place.and_then(|m| places[m]),
        figures,
        polarity: draft.polarity,
        modality: draft.modality,
        tense: draft.tense,
        according_to: draft.according_to.iter().map(|s| StatementId(*s as u32)).collect(),
        confidence: match (has(Role::Actor), has(Role::Recipient)) {
            (true, true) => 0.8,
            (false, false) => 0.5,
            _ => 0.65,
        },
    }
}
