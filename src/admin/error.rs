//! Why a change of the set-up was not made.

use uuid::Uuid;

use super::grants::GrantError;
use super::templates::TemplateError;
use crate::auth::Refused;
use crate::auth::accounts::{AccountError, SignInError};
use crate::auth::oidc::LinkError;
use crate::auth::passwords::PasswordError;
use crate::auth::tokens::TokenError;
use crate::config::TermName;
use crate::store::StoreError;

/// Why a change of the set-up was not made.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The actor may not.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// No such account.
    #[error("there is no account {0}")]
    UnknownAccount(Uuid),
    /// No such desk, or none that people work at.
    #[error("there is no desk `{0}` that has accounts")]
    UnknownDesk(String),
    /// No such topic.
    #[error("there is no topic `{0}`")]
    UnknownTopic(String),
    /// No such token, or one that is over.
    #[error("there is no open token {0}")]
    UnknownToken(Uuid),
    /// No such template.
    #[error("there is no template {0}")]
    UnknownTemplate(Uuid),
    /// Somebody must keep the accounts.
    #[error("this is the last account that keeps accounts; give another the role first")]
    LastAdmin,
    /// Somebody without a role cannot do anything here.
    #[error("it is the only role of this account; give it another one, or disable it")]
    LastRole,
    /// The person works there already.
    #[error("this account has a role at the desk already")]
    AlreadyMember,
    /// Nobody has an account with this address.
    #[error("there is no account for {0}")]
    NoAccountAt(String),
    /// Not an address that mail can go to.
    #[error("`{0}` is not an e-mail address")]
    NotAnAddress(String),
    /// Mail would come back to ourselves.
    #[error("`{0}` is the address that takes every question")]
    OwnAddress(String),
    /// Another desk is known by this address.
    #[error("`{0}` is the address of another desk")]
    AddressTaken(String),
    /// A field that must be filled is not.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// A field holds more than fits.
    #[error("`{0}` is too long")]
    TooLong(&'static str),
    /// Sending by itself needs somebody to send to.
    #[error("a topic without an administration cannot be sent on by itself")]
    NobodyToSendTo,
    /// A contact point or the central desk: questions come there by themselves.
    #[error("only an administration can be switched off")]
    NeededDesk,
    /// Questions about these topics go to the desk.
    #[error("topics go to this desk: {}; give them another one first", .0.join(", "))]
    AnswersTopics(Vec<String>),
    /// The desk owes something about questions.
    #[error("the desk has {count} open questions, such as {}", some.join(", "))]
    HoldsQuestions {
        /// How many.
        count: u64,
        /// The numbers of some.
        some: Vec<String>,
    },
    /// A term that is too short or too long.
    #[error("{} is 1 to {} working days", .0.setting(), .0.most())]
    UnfitTerm(TermName),
    /// No administration with this name.
    #[error("there is no administration `{0}`")]
    UnknownAdministration(String),
    /// The link was used, replaced, or is over.
    #[error("the link is over")]
    LinkOver,
    /// The account may not be used.
    #[error("the account is switched off")]
    SwitchedOff,
    /// Who an account cannot be at the provider.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// Roles that go together with nothing.
    #[error(transparent)]
    Grant(#[from] GrantError),
    /// What an account cannot be.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// What a password cannot be.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The present password was not the right one.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// What a token cannot be.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// What a template cannot be.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The register.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for AdminError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}
