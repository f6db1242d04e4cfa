//! What the words of a report refer to: [`anchor`] puts time expressions on a calendar, [`actors`]
//! gives entities their country and sector, [`places`] puts names of places on the map, [`claims`] sets down who claims what and how claims
//! relate. Answers are keyed by the ids that `extract` gave; nothing that it wrote is changed.

mod actor;
mod anchor;
mod claim;
mod link;
#[cfg_attr(
    not(feature = "training"),
    expect(unreachable_pub, reason = "programs that learn reach it")
)]
mod place;
mod value;

pub use actor::{Actor, actors};
pub use anchor::{Anchor, Dateline, anchor, dateline, days, published_in};
pub use claim::{Claims, Told, claims};
pub use link::{
    ActorKey, EventFacets, EventKeys, Likeness, ListedActor, NamedActor, Position, Stories,
    StoryId, Terms, ToldHappening, ToldSpot, actor_keys, day_number, event_facets, fold, relate,
    same_actor, same_happening, unsure_actors,
};
pub use place::{Atlas, Written, places, where_written};
#[cfg(feature = "training")]
pub use place::{Problem as PlaceProblem, Question as PlaceQuestion};
