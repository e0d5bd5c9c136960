//! Who somebody is and what they may do: accounts and sessions, API tokens, the signed tags in
//! addresses and links, and the one policy that decides. This room knows tickets and desks by their
//! ids only, and it knows nothing of HTTP; nobody outside it compares a role.

pub mod actor;
pub mod passwords;
pub mod policy;
pub mod tags;

pub use actor::{Actor, Grant, Role, Scope, User};
pub use policy::{Reach, Refused, Subject, TicketFacts, Verb, may, own_desks, reach};
pub use tags::{Addresses, Signer, Tag};
