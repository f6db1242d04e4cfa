//! Records that nobody coded, of the size that coded news has: about 400 words with 12 entities, 6
//! statements, 8 events, 3 claims. The same number gives the same record.

use annalist_doc::{
    ActorCode, Argument, Block, BlockKind, Certainty, Claim, ClaimId, ClaimValue, Cue, Document,
    Entity, EntityId, EntityKind, Event, EventCodes, EventId, Figure, FigureId, FigureKind,
    Mention, MentionId, MentionKind, Modality, Place, PlaceId, PlaceSense, Polarity, Precision,
    Program, Published, PublishedFrom, Qualifier, Report, Role, Said, Source, SourceClass, Span,
    Statement, StatementId, StatementKind, StatementSource, Tense, Time, TimeId, TimeKind,
};

/// Reports of one topic, one after the other in time.
const OF_A_TOPIC: usize = 6;
const DEEDS: [(&str, &str, Option<&str>, &str, &str); 6] = [
    ("bombed", "ASSAULT", Some("explosives"), "18", "Shelling/artillery/missile attack"),
    ("arrested", "COERCE", Some("arrest"), "17", "Arrests"),
    ("praised", "SUPPORT", None, "05", ""),
    ("accused", "ACCUSE", Some("allege"), "11", ""),
    ("met", "CONSULT", Some("meet"), "04", ""),
    ("attacked", "ASSAULT", None, "18", "Attack"),
];

/// Numbers that look random and are the same for the same beginning.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: usize) -> Self {
        let mut dice = Self(seed as u64 ^ 0x9E37_79B9_7F4A_7C15);
        dice.below(2);
        dice
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end.max(1)
    }

    /// Small numbers much oftener than great ones, as words and names come.
    fn often_small(&mut self, end: usize) -> usize {
        let share = (self.below(1 << 20) as f64 + 1.0) / f64::from(1 << 20);
        (((end as f64).powf(share) - 1.0) as usize).min(end - 1)
    }
}

/// A pronounceable word for each number.
fn word(mut number: usize) -> String {
    const PARTS: [&str; 20] = [
        "ba", "de", "ki", "lo", "mu", "na", "re", "si", "to", "vu", "pra", "ste", "gri", "flo",
        "bru", "ska", "tre", "dwi", "glo", "zu",
    ];
    let mut word = String::new();
    loop {
        word.push_str(PARTS[number % PARTS.len()]);
        number /= PARTS.len();
        if number == 0 {
            return word + "n";
        }
    }
}

/// A word that texts have: frequent, rare, or of one topic.
pub(super) fn text_word(dice: &mut Dice) -> String {
    let most = [200, 12_000, 40_000][dice.below(3)];
    word(dice.below(most))
}

fn capital(word: String) -> String {
    let mut letters = word.chars();
    letters.next().map(|c| c.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or(word)
}

/// The name of a person, one of 20,000.
pub(super) fn person(number: usize) -> String {
    format!("{} {}", capital(word(number % 90)), capital(word(number / 3 + 500)))
}

/// The name of a place, one of 3,000, and where it is.
pub(super) fn place(number: usize) -> (String, f64, f64, &'static str) {
    const COUNTRIES: [&str; 8] = ["IQ", "KE", "UA", "CO", "FR", "PH", "NG", "US"];
    let mut dice = Dice::new(number + 77);
    let north = dice.below(120_000) as f64 / 1000.0 - 60.0;
    let east = dice.below(360_000) as f64 / 1000.0 - 180.0;
    (capital(word(number + 4000)), north, east, COUNTRIES[number % COUNTRIES.len()])
}

/// The day with a number, of three years of twelve months with 28 days.
pub(super) fn day(number: usize) -> String {
    format!("{}-{:02}-{:02}", 2031 + number / 336 % 3, number / 28 % 12 + 1, number % 28 + 1)
}

/// The record with a number; its day grows with the share `number` of `all`.
pub(super) fn record(number: usize, all: usize) -> Report {
    let topic = number / OF_A_TOPIC;
    let mut of_topic = Dice::new(topic * 31 + 5);
    let mut dice = Dice::new(number * 7 + 3);
    let people: Vec<usize> = (0..9).map(|_| of_topic.often_small(20_000)).collect();
    let spots: Vec<usize> = (0..2).map(|_| of_topic.often_small(3_000)).collect();
    let own_words = of_topic.below(40_000) + 12_000;
    let published = day(number * 1008 / all.max(1));
    let mut draft = Draft::new(number, &published);
    for spot in &spots {
        draft.entity(place(*spot).0, EntityKind::Place, Some(place(*spot).3));
    }
    for who in &people {
        draft.entity(person(*who), EntityKind::Person, None);
    }
    for sentence in 0..24 {
        match sentence % 4 {
            0 | 2 if draft.report.events.len() < 8 => {
                let (one, other) = (2 + dice.below(9), 2 + dice.below(9));
                draft.event(
                    DEEDS[(of_topic.below(6) + sentence) % 6],
                    one,
                    other,
                    spots[sentence % 2],
                    &mut dice,
                );
            }
            1 => draft.statement(2 + dice.below(9), own_words, &mut dice),
            _ => drop(draft.filler(own_words, 18, &mut dice)),
        }
        draft.text(if sentence % 3 == 2 { ".\n\n" } else { ". " });
    }
    draft.report.document.blocks = vec![Block { kind: BlockKind::Paragraph, span: draft.since(0) }];
    draft.report
}

/// A record that grows with its text.
struct Draft {
    report: Report,
    day: String,
}

impl Draft {
    fn new(number: usize, published: &str) -> Self {
        let document = Document {
            id: format!("{:032x}", (number as u128 + 1) * 0x9E37_79B9_7F4A_7C15_F39C_0C87),
            source: Source {
                uri: Some(format!("https://example.org/{number}")),
                ..Source::default()
            },
            title: Some(format!("Report {number} of {}", word(number % 7000))),
            byline: None,
            site: Some(format!("{} Wire", capital(word(number % 40)))),
            language: Some("en".into()),
            published: Some(Published { value: published.to_owned(), from: PublishedFrom::Given }),
            duplicate_of: None,
            text: String::with_capacity(3000),
            blocks: Vec::new(),
            warnings: Vec::new(),
        };
        let program =
            Program { version: "made".into(), pipeline: "made".into(), ..Program::default() };
        Self { report: Report::empty(document, program), day: published.to_owned() }
    }

    fn here(&self) -> usize {
        self.report.document.text.len()
    }

    fn since(&self, start: usize) -> Span {
        Span::from(start..self.here())
    }

    fn text(&mut self, words: &str) -> Span {
        let start = self.here();
        self.report.document.text.push_str(words);
        self.since(start)
    }

    fn entity(&mut self, name: String, kind: EntityKind, country: Option<&str>) {
        let id = EntityId(self.report.entities.len() as u32);
        let actor = ActorCode { country: None, sectors: vec!["GOV".into()] };
        self.report.entities.push(Entity {
            id,
            kind,
            name: Some(name),
            aliases: Vec::new(),
            roles: vec!["minister".into()],
            affiliation: None,
            country: country.map(str::to_owned),
            actor: Some(actor),
            mentions: Vec::new(),
        });
    }

    fn mention(&mut self, entity: usize) -> Span {
        let name = self.report.entities[entity].name.clone().unwrap_or_default();
        let span = self.text(&name);
        let id = MentionId(self.report.mentions.len() as u32);
        let of = EntityId(entity as u32);
        self.report.mentions.push(Mention { id, span, kind: MentionKind::Name, entity: of });
        self.report.entities[entity].mentions.push(id);
        span
    }

    fn filler(&mut self, own_words: usize, words: usize, dice: &mut Dice) -> Span {
        let start = self.here();
        for n in 0..words {
            let number =
                if n % 6 == 0 { own_words + dice.below(8) } else { dice.often_small(12_000) };
            self.text(&word(number));
            if n + 1 < words {
                self.text(" ");
            }
        }
        self.since(start)
    }

    fn statement(&mut self, who: usize, own_words: usize, dice: &mut Dice) {
        let source = self.mention(who);
        self.text(" ");
        let cue = self.text("said");
        self.text(" that ");
        let content = self.filler(own_words, 14, dice);
        self.report.statements.push(Statement {
            id: StatementId(self.report.statements.len() as u32),
            kind: StatementKind::Indirect,
            source: StatementSource {
                spans: vec![source],
                mention: None,
                entity: Some(EntityId(who as u32)),
                class: SourceClass::Named,
            },
            cue: Cue { spans: vec![cue], lemma: "say".into(), class: "neutral".into() },
            content: vec![content],
            parent: None,
            polarity: Polarity::Positive,
            certainty: Certainty::Certain,
            time: None,
            order: None,
        });
    }

    fn event(
        &mut self,
        (verb, kind, mode, cameo, acled): (&str, &str, Option<&str>, &str, &str),
        one: usize,
        other: usize,
        spot: usize,
        dice: &mut Dice,
    ) {
        let start = self.here();
        let actor = self.mention(one);
        self.text(" ");
        let trigger = self.text(verb);
        self.text(" ");
        let recipient = self.mention(other);
        self.text(" in ");
        let (name, lat, lon, country) = place(spot);
        let there = self.text(&name);
        self.text(" on ");
        let when = self.text("Friday");
        let place = PlaceId(self.report.places.len() as u32);
        self.report.places.push(Place {
            id: place,
            span: there,
            name,
            sense: PlaceSense::Place,
            geonameid: Some(spot as u32 + 1),
            source: Some("geonames".into()),
            lat: Some(lat),
            lon: Some(lon),
            feature: Some("PPL".into()),
            country: Some(country.into()),
            admin1: None,
            precision: Some(Precision::Settlement),
            alternatives: Vec::new(),
            reason: None,
        });
        let time = TimeId(self.report.times.len() as u32);
        self.report.times.push(Time {
            id: time,
            span: when,
            kind: TimeKind::Date,
            value: Some(self.day.clone()),
            edtf: Some(self.day.clone()),
            modifier: None,
            quant: None,
            freq: None,
            earliest: Some(self.day.clone()),
            latest: Some(self.day.clone()),
        });
        let id = EventId(self.report.events.len() as u32);
        let mut figures = Vec::new();
        if kind == "ASSAULT" {
            figures.push(self.figure(id, other, dice));
        }
        let argument = |role, span, entity: usize| Argument {
            role,
            span,
            entity: Some(EntityId(entity as u32)),
        };
        self.report.events.push(Event {
            id,
            trigger,
            kind: kind.into(),
            mode: mode.map(str::to_owned),
            contexts: Vec::new(),
            quad: 4,
            codes: EventCodes {
                plover: kind.into(),
                cameo: Some(cameo.into()),
                acled: Some(acled.to_owned()).filter(|a| !a.is_empty()),
            },
            arguments: vec![
                argument(Role::Actor, actor, one),
                argument(Role::Recipient, recipient, other),
            ],
            time: Some(time),
            earliest: self.report.times[time.index()].earliest.clone(),
            latest: self.report.times[time.index()].latest.clone(),
            place: Some(place),
            figures,
            polarity: Polarity::Positive,
            modality: Modality::Actual,
            modality_evidence: Vec::new(),
            mentions: Vec::new(),
            tense: Some(Tense::Past),
            according_to: self.report.statements.last().map(|s| s.id).into_iter().collect(),
            confidence: 0.8,
        });
        let sentence = self.since(start);
        self.report.sentences.push(sentence);
    }

    /// How many were killed, and the claim that so many were.
    fn figure(&mut self, event: EventId, by: usize, dice: &mut Dice) -> FigureId {
        let number = 2 + dice.below(4) as u64;
        self.text(", killing ");
        let span = self.text(&number.to_string());
        let id = FigureId(self.report.figures.len() as u32);
        let text = number.to_string();
        self.report.figures.push(Figure {
            id,
            span,
            what: FigureKind::Killed,
            low: Some(number),
            high: Some(number),
            text: text.clone(),
            who: None,
            qualifier: Qualifier::Exact,
        });
        self.report.claims.push(Claim {
            id: ClaimId(self.report.claims.len() as u32),
            event,
            attribute: "killed".into(),
            scope: None,
            value: ClaimValue {
                polarity: Polarity::Positive,
                entity: None,
                low: Some(number),
                high: Some(number),
                qualifier: Qualifier::Exact,
                text,
            },
            by: Some(EntityId(by as u32)),
            statement: None,
            said: Said { earliest: Some(self.day.clone()), latest: Some(self.day.clone()) },
            evidence: vec![span],
        });
        id
    }
}
