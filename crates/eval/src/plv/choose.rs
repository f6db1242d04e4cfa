//! Which of a sentence's events holds between the marked actors. Nothing is learnt here.

use annalist_doc::{Event, Report, Role, Span};

use super::data::{Sentence, in_its_terms};

/// Why an event was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// Its actor is the marked source and its recipient the marked target.
    Both,
    /// Its trigger stands between them.
    Between,
    /// Nothing fits: the most frequent type of the file.
    Nothing,
    /// The weights, given the marked actors.
    Given,
}

pub(super) const WHYS: [Why; 4] = [Why::Both, Why::Between, Why::Nothing, Why::Given];

impl Why {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Both => "actor and recipient fit",
            Self::Between => "trigger between them",
            Self::Nothing => "the most frequent type",
            Self::Given => "weights, the actors given",
        }
    }
}

/// What is answered for a sentence.
pub(super) struct Choice {
    pub(super) kind: String,
    pub(super) quad: u8,
    pub(super) why: Why,
}

impl Choice {
    /// What the weights say of the marked actors.
    pub(super) fn given(kind: String) -> Self {
        let quad = match kind.as_str() {
            "AGREE" | "CONSULT" | "SUPPORT" => 1,
            "COOPERATE" | "AID" | "YIELD" => 2,
            "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => 3,
            _ => 4,
        };
        Self { kind, quad, why: Why::Given }
    }
}

/// Whether an argument in this role overlaps one of the actor's spans; an actor that the sentence does
/// not name is played by nobody, and that is well.
fn plays(event: &Event, role: Role, actor: &[Span]) -> bool {
    actor.is_empty()
        || event
            .arguments
            .iter()
            .any(|a| a.role == role && actor.iter().any(|span| a.span.overlaps(*span)))
}

/// Whether the event's actor is the source and its recipient the target.
pub(super) fn fits(event: &Event, sentence: &Sentence) -> bool {
    plays(event, Role::Actor, &sentence.source) && plays(event, Role::Recipient, &sentence.target)
}

/// The type that holds between the marked actors.
pub(super) fn choose(sentence: &Sentence, report: &Report, fallback: &(String, u8)) -> Choice {
    let between = |e: &&Event| {
        // Where one is not named, all of the sentence is between.
        let apart =
            sentence.source.iter().flat_map(|s| sentence.target.iter().map(|t| s.cover(*t)));
        let mut apart = apart.peekable();
        apart.peek().is_none() || apart.any(|span| span.contains(e.trigger))
    };
    let events = || report.events.iter();
    let (found, why) = match events().find(|e| fits(e, sentence)) {
        Some(event) => (Some(event), Why::Both),
        None => (events().find(between), Why::Between),
    };
    match found {
        Some(event) => Choice { kind: in_its_terms(&event.kind).to_owned(), quad: event.quad, why },
        None => Choice { kind: fallback.0.clone(), quad: fallback.1, why: Why::Nothing },
    }
}
