//! Who is doing something. A verb of the work is handed an [`Actor`]; what that actor may do is
//! decided in [`crate::auth::policy`] alone.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::entity::event::ActorKind;
use crate::text::Language;

/// What somebody is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// ABB central: watches the whole and puts routing right.
    Coordinator,
    /// Works the queue of a contact point or of the central desk.
    Agent,
    /// Writes and publishes the FAQ.
    Editor,
    /// A governor's office: sees what lives in its province.
    Observer,
    /// Keeps accounts, tokens and reference data; reads no questions.
    Admin,
    /// A program that hands over questions; never a person.
    Api,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::Coordinator,
        Self::Agent,
        Self::Editor,
        Self::Observer,
        Self::Admin,
        Self::Api,
    ];

    /// The word for it in tables, tokens and the command line.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Agent => "agent",
            Self::Editor => "editor",
            Self::Observer => "observer",
            Self::Admin => "admin",
            Self::Api => "api",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// A word that stands for none of the known things.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is no {what}: one of {known}")]
pub struct UnknownWord {
    word: String,
    what: &'static str,
    known: String,
}

fn find<T: Copy>(
    all: &[T],
    slug: impl Fn(T) -> &'static str,
    what: &'static str,
    word: &str,
) -> Result<T, UnknownWord> {
    all.iter()
        .copied()
        .find(|&one| slug(one) == word)
        .ok_or_else(|| UnknownWord {
            word: word.to_owned(),
            what,
            known: all
                .iter()
                .map(|&one| slug(one))
                .collect::<Vec<_>>()
                .join(", "),
        })
}

impl FromStr for Role {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        find(&Self::ALL, Self::slug, "role", word)
    }
}

/// What an API token is good for; its role still has to allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Read tickets and the queue.
    TicketsRead,
    /// Register questions, and act on tickets.
    TicketsWrite,
    /// Hand over raw mail.
    Intake,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 3] = [Self::TicketsRead, Self::TicketsWrite, Self::Intake];

    /// The word for it in tokens and on the command line.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::TicketsRead => "tickets:read",
            Self::TicketsWrite => "tickets:write",
            Self::Intake => "intake",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl FromStr for Scope {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        find(&Self::ALL, Self::slug, "scope", word)
    }
}

/// A role that somebody holds, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The desk it is held at.
    pub desk: Option<Uuid>,
    /// The province an observer looks at.
    pub province: Option<String>,
}

/// A grant that names too much or too little.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnfitGrant {
    /// An agent works somewhere.
    #[error("an agent needs a desk")]
    NoDesk,
    /// An observer looks at something.
    #[error("an observer needs a province")]
    NoProvince,
    /// Only observers look at a province.
    #[error("only an observer has a province")]
    ProvinceTooMany,
    /// An editor, observer or admin works at no desk.
    #[error("the role {0} is not held at a desk")]
    DeskTooMany(Role),
}

impl Grant {
    /// A grant that names exactly what its role asks for.
    ///
    /// # Errors
    /// When it does not.
    pub fn new(
        role: Role,
        desk: Option<Uuid>,
        province: Option<String>,
    ) -> Result<Self, UnfitGrant> {
        match role {
            Role::Agent if desk.is_none() => Err(UnfitGrant::NoDesk),
            Role::Observer if province.is_none() => Err(UnfitGrant::NoProvince),
            Role::Editor | Role::Observer | Role::Admin if desk.is_some() => {
                Err(UnfitGrant::DeskTooMany(role))
            }
            _ if role != Role::Observer && province.is_some() => Err(UnfitGrant::ProvinceTooMany),
            _ => Ok(Self {
                role,
                desk,
                province,
            }),
        }
    }
}

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The account.
    pub id: Uuid,
    /// As colleagues see it.
    pub name: String,
    /// Lower-case.
    pub email: String,
    /// Of the screens.
    pub language: Language,
    /// The roles, and where they are held.
    pub grants: Vec<Grant>,
}

/// A program with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiClient {
    /// The `jti` of the token.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// The role it acts in.
    pub grant: Grant,
    /// What the token is good for.
    pub scopes: BTreeSet<Scope>,
}

/// Who is doing something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person who signed in.
    User(User),
    /// A program with a token.
    Api(ApiClient),
    /// Whoever holds an asker's link: it opens one ticket.
    AskerLink {
        /// The ticket.
        ticket: Uuid,
    },
    /// Whoever holds a desk's link: it opens one assignment.
    AdministrationLink {
        /// The assignment.
        assignment: Uuid,
    },
    /// The house itself: intake, deadlines, the outbox.
    System,
}

impl Actor {
    /// The grants that count for this actor.
    pub(super) fn grants(&self) -> &[Grant] {
        match self {
            Self::User(user) => &user.grants,
            Self::Api(client) => std::slice::from_ref(&client.grant),
            Self::AskerLink { .. } | Self::AdministrationLink { .. } | Self::System => &[],
        }
    }

    /// Who it is in events, log lines and the scope of idempotency keys: stable, and no personal
    /// data.
    #[must_use]
    pub fn key(&self) -> String {
        match self.id() {
            Some(id) => format!("{}:{id}", self.kind().slug()),
            None => self.kind().slug().to_owned(),
        }
    }

    /// What kind of actor the events write down.
    #[must_use]
    pub fn kind(&self) -> ActorKind {
        match self {
            Self::User(_) => ActorKind::User,
            Self::Api(_) => ActorKind::Api,
            Self::AskerLink { .. } => ActorKind::Asker,
            Self::AdministrationLink { .. } => ActorKind::Administration,
            Self::System => ActorKind::System,
        }
    }

    /// The account, token, ticket or assignment that the events write down.
    #[must_use]
    pub fn id(&self) -> Option<Uuid> {
        match self {
            Self::User(user) => Some(user.id),
            Self::Api(client) => Some(client.id),
            Self::AskerLink { ticket: id } | Self::AdministrationLink { assignment: id } => {
                Some(*id)
            }
            Self::System => None,
        }
    }

    /// The name of a person or a program; links and the house itself have none.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::User(user) => Some(&user.name),
            Self::Api(client) => Some(&client.name),
            Self::AskerLink { .. } | Self::AdministrationLink { .. } | Self::System => None,
        }
    }

    /// The account, when it is a person with one.
    #[must_use]
    pub fn user(&self) -> Option<&User> {
        match self {
            Self::User(user) => Some(user),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_roles_and_scopes_read_back() {
        for role in Role::ALL {
            assert_eq!(role.slug().parse(), Ok(role));
        }
        for scope in Scope::ALL {
            assert_eq!(scope.slug().parse(), Ok(scope));
        }
        let refused = "boss".parse::<Role>().unwrap_err().to_string();
        insta::assert_snapshot!(
            refused,
            @"`boss` is no role: one of coordinator, agent, editor, observer, admin, api"
        );
    }

    #[test]
    fn a_grant_names_exactly_what_its_role_asks_for() {
        let desk = Some(Uuid::from_u128(1));
        let province = || Some("limburg".to_owned());
        let of = |role, desk, province| Grant::new(role, desk, province).map(|_| ());
        assert_eq!(of(Role::Agent, None, None), Err(UnfitGrant::NoDesk));
        assert_eq!(of(Role::Agent, desk, None), Ok(()));
        assert_eq!(
            of(Role::Agent, desk, province()),
            Err(UnfitGrant::ProvinceTooMany)
        );
        assert_eq!(of(Role::Observer, None, None), Err(UnfitGrant::NoProvince));
        assert_eq!(of(Role::Observer, None, province()), Ok(()));
        assert_eq!(
            of(Role::Editor, desk, None),
            Err(UnfitGrant::DeskTooMany(Role::Editor))
        );
        assert_eq!(of(Role::Coordinator, desk, None), Ok(()));
        assert_eq!(of(Role::Coordinator, None, None), Ok(()));
        assert_eq!(of(Role::Api, None, None), Ok(()));
    }
}
