//! What a record is made of.
//!
//! One report gives one [`Report`]: the document, its sentences, mentions, entities, times, places,
//! statements, events, figures, claims and warnings. This crate holds the types and nothing else:
//! span arithmetic, JSON and its schema.
//!
//! Two families of types live here. The **record** ([`Report`] and what it holds) is what users get.
//! The **layers** ([`Layers`], [`Timex`]) are what one stage hands to the next. All offsets are
//! UTF-8 bytes until [`Report::into_wire`] turns them into code points for JSON.

mod claim;
mod document;
mod entity;
mod event;
mod id;
mod place;
mod report;
mod span;
mod statement;
mod time;
mod token;

pub use claim::{Account, Claim, ClaimLink, ClaimLinkKind, ClaimValue, Matter, Revision, Said};
pub use document::{
    Block, BlockKind, Document, Duplicate, DuplicateKind, Format, Published, PublishedFrom, Source,
    Told, ToldBy,
};
pub use entity::{ActorCode, Entity, EntityKind, Mention, MentionKind};
pub use event::{
    Argument, Event, EventCodes, EventMention, Figure, FigureKind, Modality, Qualifier, Role, Tense,
};
pub use id::{ClaimId, EntityId, EventId, FigureId, MentionId, PlaceId, StatementId, TimeId};
pub use place::{Bearing, NoPlace, Place, PlaceAlternative, PlaceSense, Precision, Reach, Toponym};
pub use report::{Program, Report, SCHEMA, Warning, WireError, WireReport, json_schema};
pub use span::{Points, Span};
pub use statement::{
    Certainty, Cue, Order, Polarity, SourceClass, Statement, StatementKind, StatementSource,
};
pub use time::{
    CalendarDate, Clock, DayPart, DayRule, Each, Length, Origin, Period, Season, Time, TimeExpr,
    TimeKind, TimeMod, TimeUnit, Timex, VagueTime, Year,
};
pub use token::{Dep, Layers, NameLabel, Pos, Sentence, Tag, Token};
