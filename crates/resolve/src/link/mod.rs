//! What a report has in common with others: its story, the happenings that its events belong to, the
//! actors that its entities are. Each answer depends on what came before and on nothing else, so reports
//! that are added in the same order get the same answers.

mod actor;
mod fold;
mod happening;
mod relate;
mod spot;
mod story;
mod terms;
mod unsure;
mod weigh;

pub use actor::{ActorKey, NamedActor, actor_keys, same_actor};
pub use fold::fold;
pub use happening::{
    EventFacets, EventKeys, ToldHappening, day_number, event_facets, same_happening,
};
pub use relate::{Position, relate};
pub use spot::ToldSpot;
pub use story::{Stories, StoryId};
pub use terms::Terms;
pub use unsure::{Likeness, ListedActor, unsure_actors};
