//! A report made by hand, for tests.

use annalist_doc::*;

const TEXT: &str = "Blast shuts harbour of Ostwick\n\nThe mayor of Ostwick, Mara Lindqvist, said on Monday that a \
    bomb had damaged the northern pier. “We will rebuild it before winter,” she added.\n\nvideo\n\nOfficials \
    initially said that nobody had been injured, but later announced that 11 sailors were in hospital. The Free \
    Harbour Front denied that it had planted the bomb. The government plans to send soldiers.";

/// Where words stand in the text for the `nth` time (from 0).
fn at(words: &str, nth: usize) -> Span {
    let start = TEXT.match_indices(words).nth(nth).unwrap_or_else(|| panic!("{words}")).0;
    Span::from(start..start + words.len())
}

/// A record of a text in which nothing was found.
pub(super) fn empty(text: &str) -> Report {
    let source = Source { uri: Some("ostwick.txt".into()), ..Source::default() };
    let document = Document {
        id: "0".repeat(32),
        source,
        title: None,
        byline: None,
        site: None,
        language: None,
        published: None,
        duplicate_of: None,
        text: text.to_owned(),
        blocks: vec![Block { kind: BlockKind::Paragraph, span: Span::from(0..text.len()) }],
        warnings: Vec::new(),
    };
    Report::empty(document, Program::default())
}

fn entity(id: u32, kind: EntityKind, name: Option<&str>, mentions: &[u32]) -> Entity {
    Entity {
        id: EntityId(id),
        kind,
        name: name.map(str::to_owned),
        aliases: Vec::new(),
        roles: Vec::new(),
        affiliation: None,
        country: None,
        actor: None,
        mentions: mentions.iter().map(|&m| MentionId(m)).collect(),
    }
}

fn statement(
    id: u32,
    kind: StatementKind,
    source: Span,
    entity: u32,
    cue: Span,
    content: Span,
) -> Statement {
    Statement {
        id: StatementId(id),
        kind,
        source: StatementSource {
            spans: vec![source],
            mention: None,
            entity: Some(EntityId(entity)),
            class: SourceClass::Named,
        },
        cue: Cue { spans: vec![cue], lemma: String::new(), class: "neutral".into() },
        content: vec![content],
        parent: None,
        polarity: Polarity::Positive,
        certainty: Certainty::Certain,
        time: None,
        order: None,
    }
}

fn event(id: u32, trigger: Span, kind: &str, parties: &[(Role, Span, Option<u32>)]) -> Event {
    let argument = |&(role, span, entity): &(Role, Span, Option<u32>)| Argument {
        role,
        span,
        entity: entity.map(EntityId),
    };
    Event {
        id: EventId(id),
        trigger,
        kind: kind.to_owned(),
        mode: None,
        contexts: Vec::new(),
        quad: 4,
        codes: EventCodes::default(),
        arguments: parties.iter().map(argument).collect(),
        time: None,
        earliest: None,
        latest: None,
        place: None,
        figures: Vec::new(),
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        modality_evidence: Vec::new(),
        mentions: vec![EventMention {
            span: trigger,
            polarity: Polarity::Positive,
            modality: Modality::Actual,
            according_to: Vec::new(),
        }],
        tense: None,
        according_to: Vec::new(),
        confidence: 0.8,
    }
}

fn claim(id: u32, statement: u32, count: u64, text: Span) -> Claim {
    Claim {
        id: ClaimId(id),
        event: EventId(0),
        attribute: "injured".into(),
        scope: None,
        value: ClaimValue {
            polarity: Polarity::Positive,
            entity: None,
            low: Some(count),
            high: Some(count),
            qualifier: Qualifier::Exact,
            text: text.of(TEXT).into(),
        },
        by: Some(EntityId(2)),
        statement: Some(StatementId(statement)),
        said: Said::default(),
        evidence: vec![text],
    }
}

/// The sample.
pub(super) fn report() -> Report {
    let mut report = empty(TEXT);
    report.document.title = Some("Blast shuts harbour of Ostwick".into());
    report.document.published =
        Some(Published { value: "2031-05-14".into(), from: PublishedFrom::Given });
    let paragraph = |first: &str, last: &str| Span::new(at(first, 0).start, at(last, 0).end);
    report.document.blocks = [
        (BlockKind::Heading, at("Blast shuts harbour of Ostwick", 0)),
        (BlockKind::Paragraph, paragraph("The mayor", "she added.")),
        (BlockKind::Noise, at("video", 0)),
        (BlockKind::Paragraph, paragraph("Officials", "send soldiers.")),
    ]
    .map(|(kind, span)| Block { kind, span })
    .to_vec();
    report.sentences = vec![Span::new(0, 1); 6];
    let mention = |id: u32, words: &str, kind, entity| Mention {
        id: MentionId(id),
        span: at(words, 0),
        kind,
        entity: EntityId(entity),
    };
    report.mentions = vec![
        mention(0, "Mara Lindqvist", MentionKind::Name, 0),
        mention(1, "she", MentionKind::Pronoun, 0),
        mention(2, "Ostwick", MentionKind::Name, 1),
        mention(3, "Officials", MentionKind::Nominal, 2),
        mention(4, "Free Harbour Front", MentionKind::Name, 3),
        mention(5, "The government", MentionKind::Nominal, 4),
    ];
    report.entities = vec![
        entity(0, EntityKind::Person, Some("Mara Lindqvist"), &[0, 1]),
        entity(1, EntityKind::Place, Some("Ostwick"), &[2]),
        entity(2, EntityKind::Group, None, &[3]),
        entity(3, EntityKind::Organization, Some("Free Harbour Front"), &[4]),
        entity(4, EntityKind::Organization, None, &[5]),
    ];
    report.entities[0].roles = vec!["mayor of Ostwick".into()];
    report.entities[3].aliases = vec!["FHF".into()];
    report.entities[3].actor = Some(ActorCode { country: None, sectors: vec!["REB".into()] });
    report.times = vec![Time {
        id: TimeId(0),
        span: at("Monday", 0),
        kind: TimeKind::Date,
        value: Some("2031-05-12".into()),
        edtf: Some("2031-05-12".into()),
        modifier: None,
        quant: None,
        freq: None,
        earliest: Some("2031-05-12".into()),
        latest: Some("2031-05-12".into()),
    }];
    report.places = vec![Place {
        id: PlaceId(0),
        span: at("Ostwick", 1),
        name: "Ostwick".into(),
        sense: PlaceSense::Place,
        geonameid: None,
        source: None,
        lat: None,
        lon: None,
        feature: None,
        country: None,
        admin1: None,
        precision: None,
        alternatives: Vec::new(),
        reason: Some(NoPlace::NotInGazetteer),
    }];
    use StatementKind::{Direct, Indirect};
    let front = at("The Free Harbour Front", 0);
    report.statements = vec![
        statement(
            0,
            Indirect,
            at("The mayor of Ostwick, Mara Lindqvist", 0),
            0,
            at("said", 0),
            at("that a bomb had damaged the northern pier", 0),
        ),
        statement(
            1,
            Direct,
            at("she", 0),
            0,
            at("added", 0),
            at("“We will rebuild it before winter,”", 0),
        ),
        statement(
            2,
            Indirect,
            at("Officials", 0),
            2,
            at("said", 1),
            at("that nobody had been injured", 0),
        ),
        statement(
            3,
            Indirect,
            at("Officials", 0),
            2,
            at("announced", 0),
            at("that 11 sailors were in hospital", 0),
        ),
        statement(4, Indirect, front, 3, at("denied", 0), at("that it had planted the bomb", 0)),
    ];
    report.statements[0].time = Some(TimeId(0));
    report.statements[2].order = Some(Order::First);
    report.statements[3].order = Some(Order::Later);
    report.statements[4].polarity = Polarity::Negative;
    use Role::{Actor, Recipient};
    report.events = vec![
        event(0, at("damaged", 0), "ASSAULT", &[(Recipient, at("the northern pier", 0), None)]),
        event(
            1,
            at("planted", 0),
            "ASSAULT",
            &[(Actor, at("it", 3), Some(3)), (Recipient, at("the bomb", 0), None)],
        ),
        event(2, at("send soldiers", 0), "MOBILIZE", &[(Actor, at("The government", 0), Some(4))]),
    ];
    report.events[0].mode = Some("explosive".into());
    report.events[0].time = Some(TimeId(0));
    report.events[0].place = Some(PlaceId(0));
    report.events[0].according_to = vec![StatementId(0)];
    report.events[0].figures = vec![FigureId(0)];
    report.events[1].polarity = Polarity::Negative;
    report.events[1].according_to = vec![StatementId(4)];
    report.events[2].modality = Modality::Planned;
    report.figures = vec![Figure {
        id: FigureId(0),
        span: at("11 sailors", 0),
        what: FigureKind::Injured,
        low: Some(11),
        high: Some(11),
        text: "11".into(),
        who: Some("sailors".into()),
        qualifier: Qualifier::Exact,
    }];
    report.claims = vec![
        claim(0, 2, 0, at("nobody had been injured", 0)),
        claim(1, 3, 11, at("11 sailors were in hospital", 0)),
    ];
    report.claim_links = vec![ClaimLink {
        from: ClaimId(1),
        to: ClaimId(0),
        kind: ClaimLinkKind::Corrects,
        evidence: vec![at("initially", 0), at("later", 0)],
    }];
    report.warnings = vec![Warning::whole(
        "guess",
        "Two dates were put on the calendar by their weekday.".into(),
    )];
    report
}
