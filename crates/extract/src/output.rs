//! Drafts become rows: ids are given, heads become entities, clusters become names.

use annalist_doc::{
    Account, Argument, Cue, Entity, EntityId, EntityKind, Event, EventCodes, EventId, EventMention,
    Figure, FigureId, Matter, Mention, MentionId, MentionKind, Polarity, Role, SourceClass, Span,
    Statement, StatementId, StatementSource, Tag,
};

use crate::Extraction;
use crate::coref::Cluster;
use crate::event::{AccountDraft, FigureDraft, Happening, MatterDraft, Scene, Story, When};
use crate::statement::Draft;

/// Turns the drafts of a document into rows.
pub(crate) fn assemble(scene: &Scene<'_, '_, '_>, story: &Story<'_>) -> Extraction {
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
    let when = When::new(scene);
    let statements: Vec<Statement> = scene
        .statements
        .iter()
        .enumerate()
        .map(|(s, draft)| statement(scene, &when, s, draft, &mention_ids))
        .collect();
    let figures = story.figures.iter().enumerate().map(|(f, draft)| figure(scene, f, draft));
    let figures = figures.collect();
    let events = story.events.iter().enumerate().map(|(e, h)| event(e, h)).collect();
    let accounts = story.accounts.iter().map(|draft| account(story, draft)).collect();
    Extraction {
        mentions,
        entities,
        times: scene.times.to_vec(),
        places: scene.places.to_vec(),
        statements,
        events,
        figures,
        accounts,
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

fn figure(scene: &Scene<'_, '_, '_>, index: usize, draft: &FigureDraft) -> Figure {
    Figure {
        id: FigureId(index as u32),
        span: draft.span,
        what: draft.kind,
        low: draft.quantity.low,
        high: draft.quantity.high,
        text: draft.number.of(scene.tree.text).to_owned(),
        who: draft.who.clone(),
        qualifier: draft.quantity.qualifier,
    }
}

fn account(story: &Story<'_>, draft: &AccountDraft) -> Account {
    let of_figure = |f: usize| story.figures[f].scope.clone();
    Account {
        event: EventId(draft.event as u32),
        matter: match draft.matter {
            MatterDraft::Figure(f) => Matter::Figure(FigureId(f as u32)),
            MatterDraft::Responsible(who, words) => {
                Matter::Responsible(EntityId(who as u32), words)
            }
            MatterDraft::Occurred => Matter::Occurred,
        },
        polarity: if draft.negative { Polarity::Negative } else { Polarity::Positive },
        scope: match draft.matter {
            MatterDraft::Figure(f) => of_figure(f),
            _ => None,
        },
        according_to: statements(&draft.according_to),
        by: draft.by.map(|c| EntityId(c as u32)),
        revisions: draft.revisions.clone(),
        before: draft.before,
        evidence: draft.evidence.clone(),
    }
}

fn statements(drafts: &[usize]) -> Vec<StatementId> {
    drafts.iter().map(|s| StatementId(*s as u32)).collect()
}

fn statement(
    scene: &Scene<'_, '_, '_>,
    when: &When<'_, '_>,
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
    let passing = |verb: usize| {
        let told = |o: &Draft<'_>| o.cue_tokens.first() == Some(&verb) && o.relayed_by.is_none();
        scene.statements.iter().position(told)
    };
    let parent = draft
        .relayed_by
        .map_or_else(|| around.min_by_key(|(_, other)| size(other)).map(|(o, _)| o), passing);
    let parent = parent.map(|o| StatementId(o as u32));
    let time = draft.cue_tokens.first().and_then(|cue| when.of(*cue));
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
            spans: joined(draft.cue_words.iter().map(|t| tree.span(*t)), tree.text),
            lemma: if draft.cue.is_some() { draft.lemma.clone() } else { String::new() },
            class: draft.class.to_owned(),
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

fn event(index: usize, happening: &Happening<'_>) -> Event {
    let draft = &happening.lead;
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
        earliest: None,
        latest: None,
        place: draft.place,
        figures: happening.figures.iter().map(|f| FigureId(*f as u32)).collect(),
        polarity: draft.polarity,
        modality: draft.modality,
        modality_evidence: draft.evidence.clone(),
        mentions: happening
            .mentions
            .iter()
            .map(|m| EventMention {
                span: m.span,
                polarity: m.polarity,
                modality: m.modality,
                according_to: statements(&m.according_to),
            })
            .collect(),
        tense: draft.tense,
        according_to: statements(&draft.according_to),
        confidence: match (has(Role::Actor), has(Role::Recipient)) {
            (true, true) => 0.8,
            (false, false) => 0.5,
            _ => 0.65,
        },
    }
}
