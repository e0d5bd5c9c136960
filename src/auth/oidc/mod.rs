//! Signing in at an OpenID Connect provider: the authorization code flow with PKCE (RFC 7636), state
//! and nonce. [`Provider`] talks to the provider, `claims` reads what it says about a person, `people`
//! brings that person and an account together. What the provider says counts only after its signature,
//! issuer, audience, nonce and time have been checked.
//!
//! Tokens of a provider are timed by its own machine, so they are looked at in real time and not by
//! the clock of the house.

mod claims;
mod people;
mod provider;
mod records;
mod setup;

pub use claims::Person;
pub use people::{Admitted, LinkError, admit, link};
pub use provider::{Answer, Arrival, Begun, PATIENCE, Provider};
pub use setup::{OidcSetupError, Places};

use crate::store::StoreError;

/// Why somebody who went to the provider is not signed in.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// This browser did not begin here, or too long ago, or it comes back a second time.
    #[error("the sign-in did not begin in this browser, or is over")]
    NotBegun,
    /// The person, or the provider, said no.
    #[error("the provider let nobody in: {said}")]
    Denied {
        /// Its `error` (RFC 6749, 4.1.2.1).
        said: String,
    },
    /// The code was used before or is over.
    #[error("the provider does not take the code any more")]
    CodeOver,
    /// The provider does not answer.
    #[error("the provider {issuer} does not answer: {why}")]
    Unreachable {
        /// Which one.
        issuer: String,
        /// What went wrong on the way.
        why: String,
    },
    /// It answers, and not in a way that may be believed.
    #[error("the answer of the provider {issuer} cannot be believed: {why}")]
    NotBelieved {
        /// Which one.
        issuer: String,
        /// What is wrong with it.
        why: String,
    },
    /// Nothing that the provider says about this person stands for a role.
    #[error("nothing the provider says about this person stands for a role")]
    NoRole,
    /// The provider gives no usable e-mail address.
    #[error("the provider gives no e-mail address of this person")]
    NoAddress,
    /// The address belongs to an account that this person has not been linked to.
    #[error("the address of this person belongs to another account")]
    AddressTaken,
    /// The account is switched off.
    #[error("the account of this person is switched off")]
    SwitchedOff,
    /// The register.
    #[error(transparent)]
    Store(#[from] StoreError),
}
