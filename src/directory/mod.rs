//! The directory: who lies where in Flanders, who can ask, and which desk can answer.
//!
//! It is read from a folder of CSV files ([`Directory::read`]) or from the database, and looked up in
//! an [`Atlas`]: in memory, immutable, cheap. Every other room asks the atlas and none reads these
//! tables itself. Nothing here decides where a question goes, and nothing here knows of questions.

mod addresses;
mod atlas;
mod borders;
mod desk_names;
mod fault;
mod folder;
mod houses;
mod import;
mod live;
mod mention;
mod model;
mod names;
mod records;
mod rule;
mod screens;
mod sheet;

pub use addresses::{
    Doubt, doubt, doubts, note_arrived, note_bounced, note_reaction, note_silence,
};
pub use atlas::{Atlas, By, Named, Sender};
pub use desk_names::NamedDesk;
pub use fault::{Fault, Faults};
pub use folder::MAP;
pub use houses::Houses;
pub use import::{apply, apply_in, differences, fill_if_empty, is_filled};
pub use live::LiveAtlas;
pub use mention::Mention;
pub use model::{
    Basis, Desk, DeskId, DeskKind, Directory, Domain, DomainKind, Level, Municipality, NisCode,
    Organisation, OrganisationId, OrganisationKind, PostalArea, PostalCode, Province, Region,
    SharedDomain, Topic, is_reserved,
};
pub use names::{Match, Standing, is_city};
pub use records::{Change, Difference};
pub use rule::{Condition, Part, Rule, Target};
pub use screens::{
    DeskChange, TopicChange, add_administration, add_topic, change_desk, change_topic,
};
