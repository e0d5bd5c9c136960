//! Who somebody is and what they may do: accounts and sessions, API tokens, the signed tags in
//! addresses and links, and the one policy that decides; also who we are ourselves to a server that
//! asks for a token. This room knows tickets and desks by their ids only, and it knows nothing of
//! HTTP requests that come in; nobody outside it compares a role.

pub mod accounts;
pub mod actor;
pub mod attempts;
pub mod oauth;
pub mod oidc;
pub mod password_links;
pub mod passwords;
pub mod policy;
mod records;
pub mod repeats;
pub mod second_step;
pub mod sessions;
pub mod sign_in_links;
mod sweep;
pub mod tags;
#[cfg(test)]
pub(crate) mod testing;
pub mod tokens;
pub mod upkeep;

pub use actor::{Actor, Grant, Role, Scope, User};
pub use oauth::{OauthError, TokenSource};
pub use password_links::MadeLink;
pub use policy::{
    Reach, Refused, Subject, TicketFacts, Verb, may, may_at_all, may_name, oversees, own_desks,
    reach,
};
pub use sessions::{Session, SessionKey};
pub use sweep::sweep;
pub use tags::{Addresses, Signer, Tag};
