//! The one place that decides who may do what. Everything here is pure: facts in, a yes or a
//! [`Refused`] out. Whoever wants to compare a role elsewhere wants a new verb here.
//!
//! - Staff of central and of the contact points read all tickets and act for their own desks.
//! - A coordinator also puts the routing of any ticket right, but takes and answers for central only.
//! - An editor reads all tickets and keeps the FAQ; an observer reads its province.
//! - An admin keeps accounts, desks and reference data, sees who changed what, and reads no questions.
//! - An administration has no account: its link opens one assignment. An asker's link opens one
//!   ticket.
//! - A token does what its role may do and its scopes name.

use uuid::Uuid;

use super::actor::{Actor, Grant, Role, Scope};

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// See the queue, or a list of tickets; [`reach`] says which ones.
    ReadQueue,
    /// Read a ticket with its whole case.
    ReadTicket,
    /// Read the conversation with one desk, and nothing beside it.
    ReadAssignment,
    /// Register a question that did not come by mail.
    Register,
    /// Hand over raw mail.
    TakeInMail,
    /// Send the asker an answer.
    Answer,
    /// Give the ticket to a desk that must answer.
    Forward,
    /// Ask a desk for advice.
    Consult,
    /// Read what colleagues wrote down for each other.
    ReadNotes,
    /// Write down something for colleagues.
    Note,
    /// Write to somebody in the ticket without answering it.
    Message,
    /// Take an assignment on.
    Accept,
    /// Say that an assignment is not ours.
    Refuse,
    /// Change the owner of a ticket, who handles it, or what it is about.
    Assign,
    /// Handle a ticket oneself: for whoever may do what it asks for.
    Take,
    /// Close a ticket, with a reason.
    Close,
    /// Open a closed ticket again.
    Reopen,
    /// Make one ticket of two.
    Merge,
    /// Make two tickets of one.
    Split,
    /// Link a ticket with another one that it belongs with.
    Link,
    /// Point the governor's office at a ticket.
    Signal,
    /// Say whether the asker has the answer.
    ConfirmReceipt,
    /// Say that a question under one's own address is somebody else's.
    Disown,
    /// Read drafts and groups of recurring questions.
    ReadFaqDrafts,
    /// Write an FAQ entry.
    EditFaq,
    /// Publish or withdraw an FAQ entry.
    PublishFaq,
    /// Read raw mail, and what became of it.
    ReadMail,
    /// Say what a raw mail is, or have it understood again.
    TreatMail,
    /// See whether all that was handed over is somewhere.
    ReadMailBalance,
    /// Be told that something is wrong with the mail.
    SeeAlarms,
    /// Go on without a file that the virus scanner cannot look at.
    LeaveOutFile,
    /// See figures of the whole.
    ReadReports,
    /// Change organisations and rules.
    ManageDirectory,
    /// Change accounts and tokens.
    ManageAccounts,
    /// Change desks, topics and the texts for answers.
    ManageDesks,
    /// See who changed what, over all tickets and all that is kept.
    ReadLog,
}

impl Verb {
    /// Every verb.
    pub const ALL: [Self; 36] = [
        Self::ReadQueue,
        Self::ReadTicket,
        Self::ReadAssignment,
        Self::Register,
        Self::TakeInMail,
        Self::Answer,
        Self::Forward,
        Self::Consult,
        Self::ReadNotes,
        Self::Note,
        Self::Message,
        Self::Accept,
        Self::Refuse,
        Self::Assign,
        Self::Take,
        Self::Close,
        Self::Reopen,
        Self::Merge,
        Self::Split,
        Self::Link,
        Self::Signal,
        Self::ConfirmReceipt,
        Self::Disown,
        Self::ReadFaqDrafts,
        Self::EditFaq,
        Self::PublishFaq,
        Self::ReadMail,
        Self::TreatMail,
        Self::ReadMailBalance,
        Self::SeeAlarms,
        Self::LeaveOutFile,
        Self::ReadReports,
        Self::ManageDirectory,
        Self::ManageAccounts,
        Self::ManageDesks,
        Self::ReadLog,
    ];

    /// The scope a token needs for it; `None` when no token may.
    fn scope(self) -> Option<Scope> {
        match self {
            Self::ReadQueue | Self::ReadTicket | Self::ReadAssignment | Self::ReadNotes => {
                Some(Scope::TicketsRead)
            }
            Self::TakeInMail => Some(Scope::Intake),
            Self::Register
            | Self::Answer
            | Self::Forward
            | Self::Consult
            | Self::Note
            | Self::Message
            | Self::Accept
            | Self::Refuse
            | Self::Assign
            | Self::Take
            | Self::Close
            | Self::Reopen
            | Self::Merge
            | Self::Split
            | Self::Link
            | Self::Signal
            | Self::ConfirmReceipt => Some(Scope::TicketsWrite),
            Self::Disown
            | Self::ReadFaqDrafts
            | Self::EditFaq
            | Self::PublishFaq
            | Self::ReadMail
            | Self::TreatMail
            | Self::ReadMailBalance
            | Self::SeeAlarms
            | Self::LeaveOutFile
            | Self::ReadReports
            | Self::ManageDirectory
            | Self::ManageAccounts
            | Self::ManageDesks
            | Self::ReadLog => None,
        }
    }
}

/// What it is to be done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    /// Nothing in particular: a list, a new ticket, the FAQ, the accounts.
    House,
    /// One ticket.
    Ticket(&'a TicketFacts),
    /// One assignment of a ticket.
    Assignment {
        /// The assignment.
        id: Uuid,
        /// The desk that has it.
        desk: Uuid,
        /// The ticket it is in.
        ticket: &'a TicketFacts,
    },
}

/// What the policy needs to know of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketFacts {
    /// The ticket.
    pub id: Uuid,
    /// The desk that answers for it.
    pub owner: Uuid,
    /// The desks with an assignment in it that was not withdrawn or refused.
    pub desks: Vec<Uuid>,
    /// The asker's province, when it is known.
    pub province: Option<String>,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// None of the actor's roles does this.
    #[error("no role of this account does that")]
    Role,
    /// The ticket is with a desk the actor does not act for.
    #[error("the ticket is with another desk")]
    OtherDesk,
    /// The ticket comes from a province the actor does not look at.
    #[error("the ticket is of another province")]
    OtherProvince,
    /// The link opens something else.
    #[error("the link opens something else")]
    OtherLink,
    /// The token was not made for this.
    #[error("the token has not the scope {0}")]
    Scope(Scope),
    /// No token may do this.
    #[error("a token cannot do that")]
    NotForTokens,
}

/// Whether `actor` may do `verb` to `subject`.
///
/// # Errors
/// [`Refused`], with the reason, when not.
pub fn may(actor: &Actor, verb: Verb, subject: Subject<'_>) -> Result<(), Refused> {
    match actor {
        Actor::System => Ok(()),
        Actor::User(user) => by_grants(&user.grants, verb, subject),
        Actor::Api(client) => {
            let scope = verb.scope().ok_or(Refused::NotForTokens)?;
            if !client.scopes.contains(&scope) {
                return Err(Refused::Scope(scope));
            }
            by_grants(std::slice::from_ref(&client.grant), verb, subject)
        }
        Actor::AskerLink { ticket: own } => match (verb, subject) {
            (
                Verb::ReadTicket | Verb::Message | Verb::ConfirmReceipt | Verb::Disown,
                Subject::Ticket(ticket),
            ) => when(ticket.id == *own, Refused::OtherLink),
            _ => Err(Refused::OtherLink),
        },
        Actor::AdministrationLink { assignment: own } => match (verb, subject) {
            (
                Verb::ReadAssignment | Verb::Accept | Verb::Refuse | Verb::Answer | Verb::Message,
                Subject::Assignment { id, .. },
            ) => when(id == *own, Refused::OtherLink),
            _ => Err(Refused::OtherLink),
        },
    }
}

/// Whether `actor` may know that there is such a ticket, to name it in what they do: what a token was made
/// for does not matter to that.
#[must_use]
pub fn may_name(actor: &Actor, ticket: &TicketFacts) -> bool {
    let subject = Subject::Ticket(ticket);
    match actor {
        Actor::Api(client) => by_grant(&client.grant, Verb::ReadTicket, subject).is_ok(),
        _ => may(actor, Verb::ReadTicket, subject).is_ok(),
    }
}

fn when(allowed: bool, otherwise: Refused) -> Result<(), Refused> {
    if allowed { Ok(()) } else { Err(otherwise) }
}

/// One grant that allows it is enough; else the refusal that comes closest to a yes.
fn by_grants(grants: &[Grant], verb: Verb, subject: Subject<'_>) -> Result<(), Refused> {
    let mut refused = Refused::Role;
    for grant in grants {
        match by_grant(grant, verb, subject) {
            Ok(()) => return Ok(()),
            Err(Refused::Role) => {}
            Err(nearer) => refused = nearer,
        }
    }
    Err(refused)
}

fn by_grant(grant: &Grant, verb: Verb, subject: Subject<'_>) -> Result<(), Refused> {
    use Role::{Admin, Agent, Api, Coordinator, Editor, Observer};
    match verb {
        Verb::ReadQueue => when(grant.role != Admin, Refused::Role),
        Verb::ReadTicket | Verb::ReadAssignment => match (grant.role, subject) {
            (Coordinator | Agent | Editor | Api, _) => Ok(()),
            (Observer, Subject::Ticket(ticket) | Subject::Assignment { ticket, .. }) => {
                let own = grant.province.is_some() && grant.province == ticket.province;
                when(own, Refused::OtherProvince)
            }
            (Observer, Subject::House) | (Admin, _) => Err(Refused::Role),
        },
        Verb::Register => when(
            matches!(grant.role, Coordinator | Agent | Api),
            Refused::Role,
        ),
        Verb::TakeInMail => when(
            matches!(grant.role, Coordinator | Admin | Api),
            Refused::Role,
        ),
        // Who works on a case reads what was written down in it, and writes; it stays inside.
        Verb::ReadNotes => when(
            matches!(grant.role, Coordinator | Agent | Editor),
            Refused::Role,
        ),
        // A program of a desk writes down what it knows of its own questions; what is inside it does not read.
        Verb::Note => match grant.role {
            Coordinator | Agent | Editor => Ok(()),
            _ => for_own_desk(grant, subject, Whose::AnyDesk),
        },
        Verb::Forward
        | Verb::Consult
        | Verb::Assign
        | Verb::Reopen
        | Verb::Merge
        | Verb::Split
        | Verb::Link
        | Verb::Signal => match grant.role {
            Coordinator => Ok(()),
            _ => for_own_desk(grant, subject, Whose::Owner),
        },
        Verb::Answer | Verb::Message | Verb::ConfirmReceipt => {
            for_own_desk(grant, subject, Whose::Speaker)
        }
        // The owner also writes down what a desk said by phone: it is theirs, or it is not.
        Verb::Accept | Verb::Refuse => for_own_desk(grant, subject, Whose::AnyDesk),
        Verb::Take | Verb::Close => for_own_desk(grant, subject, Whose::Owner),
        // Only who holds the address knows.
        Verb::Disown => Err(Refused::Role),
        Verb::ReadFaqDrafts => when(
            matches!(grant.role, Coordinator | Agent | Editor),
            Refused::Role,
        ),
        Verb::EditFaq | Verb::PublishFaq => when(grant.role == Editor, Refused::Role),
        // Raw mail is a question that nobody has read yet: for who may read every ticket and acts.
        Verb::ReadMail | Verb::TreatMail => {
            when(matches!(grant.role, Coordinator | Agent), Refused::Role)
        }
        Verb::ReadMailBalance => when(
            matches!(grant.role, Coordinator | Agent | Admin),
            Refused::Role,
        ),
        Verb::SeeAlarms => when(matches!(grant.role, Coordinator | Admin), Refused::Role),
        Verb::LeaveOutFile => when(grant.role == Coordinator, Refused::Role),
        Verb::ReadReports => when(
            matches!(grant.role, Coordinator | Agent | Editor | Observer),
            Refused::Role,
        ),
        Verb::ManageDirectory => when(matches!(grant.role, Coordinator | Admin), Refused::Role),
        Verb::ManageAccounts | Verb::ManageDesks | Verb::ReadLog => {
            when(grant.role == Admin, Refused::Role)
        }
    }
}

/// Whose hand a verb asks for.
#[derive(Clone, Copy)]
enum Whose {
    /// The desk that answers for the ticket.
    Owner,
    /// That one, or a desk with an assignment in it.
    AnyDesk,
    /// The same, in its own name: of an assignment only the desk that holds it.
    Speaker,
}

fn for_own_desk(grant: &Grant, subject: Subject<'_>, whose: Whose) -> Result<(), Refused> {
    if !matches!(grant.role, Role::Agent | Role::Coordinator | Role::Api) {
        return Err(Refused::Role);
    }
    let own = grant.desk.ok_or(Refused::OtherDesk)?;
    let concerned = match (subject, whose) {
        (Subject::House, _) => return Err(Refused::Role),
        (Subject::Ticket(ticket) | Subject::Assignment { ticket, .. }, Whose::Owner) => {
            ticket.owner == own
        }
        (Subject::Ticket(ticket), Whose::AnyDesk | Whose::Speaker) => {
            ticket.owner == own || ticket.desks.contains(&own)
        }
        (Subject::Assignment { desk, ticket, .. }, Whose::AnyDesk) => {
            ticket.owner == own || desk == own
        }
        // Nobody puts words in the mouth of another desk, the owner no more than anybody.
        (Subject::Assignment { desk, .. }, Whose::Speaker) => desk == own,
    };
    when(concerned, Refused::OtherDesk)
}

/// The roles that do something which is done to no ticket in particular.
#[must_use]
pub fn roles_with(verb: Verb) -> Vec<Role> {
    let does = |role: &Role| {
        let grant = Grant {
            role: *role,
            desk: None,
            province: None,
        };
        by_grant(&grant, verb, Subject::House).is_ok()
    };
    Role::ALL.into_iter().filter(does).collect()
}

/// Whether there are tickets to which `actor` may do `verb` at all: what a screen offers to everybody who
/// could ever do it.
#[must_use]
pub fn may_at_all(actor: &Actor, verb: Verb) -> bool {
    actor.grants().iter().any(|grant| {
        let own = TicketFacts {
            id: Uuid::nil(),
            owner: grant.desk.unwrap_or_default(),
            desks: Vec::new(),
            province: grant.province.clone(),
        };
        may(actor, verb, Subject::Ticket(&own)).is_ok()
    })
}

/// Which tickets an actor can see at all: every query over tickets is narrowed by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// All of them.
    Everything,
    /// Those of these provinces.
    Provinces(Vec<String>),
    /// One.
    Ticket(Uuid),
    /// One assignment, and nothing of the ticket around it.
    Assignment(Uuid),
    /// None.
    Nothing,
}

/// Which tickets `actor` can see.
#[must_use]
pub fn reach(actor: &Actor) -> Reach {
    match actor {
        Actor::System => Reach::Everything,
        Actor::AskerLink { ticket } => Reach::Ticket(*ticket),
        Actor::AdministrationLink { assignment } => Reach::Assignment(*assignment),
        Actor::Api(client) if !client.scopes.contains(&Scope::TicketsRead) => Reach::Nothing,
        Actor::User(_) | Actor::Api(_) => {
            let grants = actor.grants();
            if grants.iter().any(|grant| {
                matches!(
                    grant.role,
                    Role::Coordinator | Role::Agent | Role::Editor | Role::Api
                )
            }) {
                return Reach::Everything;
            }
            let provinces: Vec<String> = grants
                .iter()
                .filter_map(|grant| grant.province.clone())
                .collect();
            if provinces.is_empty() {
                Reach::Nothing
            } else {
                Reach::Provinces(provinces)
            }
        }
    }
}

/// The desks `actor` acts for, each once: whose queue is "mine".
#[must_use]
pub fn own_desks(actor: &Actor) -> Vec<Uuid> {
    let mut desks = Vec::new();
    for desk in actor.grants().iter().filter_map(|grant| grant.desk) {
        if !desks.contains(&desk) {
            desks.push(desk);
        }
    }
    desks
}

/// Whether `actor` watches the whole house, whatever desk they act for: what is stuck anywhere is theirs
/// to see first.
#[must_use]
pub fn oversees(actor: &Actor) -> bool {
    let grants = actor.grants();
    grants.iter().any(|grant| grant.role == Role::Coordinator)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write as _;

    use super::*;
    use crate::auth::actor::{ApiClient, User};
    use crate::text::Language;

    const CENTRAL: Uuid = Uuid::from_u128(1);
    const EAST: Uuid = Uuid::from_u128(2);
    const LIMBURG: Uuid = Uuid::from_u128(3);
    const MOBILITY: Uuid = Uuid::from_u128(9);
    const TICKET: Uuid = Uuid::from_u128(100);
    const ASSIGNMENT: Uuid = Uuid::from_u128(200);

    fn user(role: Role, desk: Option<Uuid>, province: Option<&str>) -> Actor {
        Actor::User(User {
            id: Uuid::from_u128(50),
            name: "An".into(),
            email: "an@example.org".into(),
            language: Language::Nl,
            grants: vec![Grant::new(role, desk, province.map(Into::into)).unwrap()],
        })
    }

    fn token(role: Role, desk: Option<Uuid>, scopes: &[Scope]) -> Actor {
        Actor::Api(ApiClient {
            id: Uuid::from_u128(60),
            name: "koppeling".into(),
            grant: Grant::new(role, desk, None).unwrap(),
            scopes: scopes.iter().copied().collect::<BTreeSet<_>>(),
        })
    }

    fn of_east() -> TicketFacts {
        TicketFacts {
            id: TICKET,
            owner: EAST,
            desks: vec![MOBILITY],
            province: Some("oost-vlaanderen".into()),
        }
    }

    /// The whole policy on one page: each actor over each verb, on a ticket that the contact point
    /// of Oost-Vlaanderen owns and an administration handles.
    #[test]
    fn every_actor_over_every_verb() {
        let ticket = of_east();
        let actors = [
            ("coord", user(Role::Coordinator, Some(CENTRAL), None)),
            ("owner", user(Role::Agent, Some(EAST), None)),
            ("other", user(Role::Agent, Some(LIMBURG), None)),
            ("editor", user(Role::Editor, None, None)),
            (
                "observ",
                user(Role::Observer, None, Some("oost-vlaanderen")),
            ),
            ("obs-li", user(Role::Observer, None, Some("limburg"))),
            ("admin", user(Role::Admin, None, None)),
            ("api", token(Role::Api, None, &Scope::ALL)),
            ("api-in", token(Role::Api, None, &[Scope::Intake])),
            ("ag-tok", token(Role::Agent, Some(EAST), &Scope::ALL)),
            ("asker", Actor::AskerLink { ticket: TICKET }),
            (
                "admlnk",
                Actor::AdministrationLink {
                    assignment: ASSIGNMENT,
                },
            ),
        ];
        let mut table = format!("{:16}", "");
        for (name, _) in &actors {
            write!(table, "{name:>7}").unwrap();
        }
        table.push('\n');
        for verb in Verb::ALL {
            let assignment = Subject::Assignment {
                id: ASSIGNMENT,
                desk: MOBILITY,
                ticket: &ticket,
            };
            let subject = match verb {
                Verb::ReadQueue
                | Verb::Register
                | Verb::TakeInMail
                | Verb::ReadFaqDrafts
                | Verb::EditFaq
                | Verb::PublishFaq
                | Verb::ReadMail
                | Verb::TreatMail
                | Verb::ReadMailBalance
                | Verb::SeeAlarms
                | Verb::ReadReports
                | Verb::ManageDirectory
                | Verb::ManageAccounts
                | Verb::ManageDesks
                | Verb::ReadLog => Subject::House,
                Verb::Accept | Verb::Refuse | Verb::ReadAssignment => assignment,
                _ => Subject::Ticket(&ticket),
            };
            write!(table, "{:16}", format!("{verb:?}")).unwrap();
            for (_, actor) in &actors {
                let mark = if may(actor, verb, subject).is_ok() {
                    "yes"
                } else {
                    "."
                };
                write!(table, "{mark:>7}").unwrap();
            }
            table.push('\n');
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn a_desk_with_an_assignment_answers_but_does_not_close() {
        let mut ticket = of_east();
        ticket.desks.push(LIMBURG);
        let consulted = user(Role::Agent, Some(LIMBURG), None);
        assert_eq!(
            may(&consulted, Verb::Answer, Subject::Ticket(&ticket)),
            Ok(())
        );
        assert_eq!(
            may(&consulted, Verb::Close, Subject::Ticket(&ticket)),
            Err(Refused::OtherDesk)
        );
    }

    #[test]
    fn the_owner_writes_down_what_a_desk_said_but_does_not_speak_for_it() {
        let ticket = of_east();
        let of_mobility = Subject::Assignment {
            id: ASSIGNMENT,
            desk: MOBILITY,
            ticket: &ticket,
        };
        let owner = user(Role::Agent, Some(EAST), None);
        assert_eq!(may(&owner, Verb::Refuse, of_mobility), Ok(()));
        assert_eq!(
            may(&owner, Verb::Answer, of_mobility),
            Err(Refused::OtherDesk)
        );
        let own = user(Role::Agent, Some(MOBILITY), None);
        assert_eq!(may(&own, Verb::Answer, of_mobility), Ok(()));
    }

    #[test]
    fn a_token_names_a_ticket_that_it_was_not_made_to_read() {
        let ticket = of_east();
        let writes = token(Role::Agent, Some(EAST), &[Scope::TicketsWrite]);
        let subject = Subject::Ticket(&ticket);
        assert_eq!(
            may(&writes, Verb::ReadTicket, subject),
            Err(Refused::Scope(Scope::TicketsRead))
        );
        assert!(may_name(&writes, &ticket));
        let far = user(Role::Observer, None, Some("limburg"));
        assert!(!may_name(&far, &ticket));
    }

    #[test]
    fn a_substitute_is_somebody_with_a_second_desk() {
        let Actor::User(mut both) = user(Role::Agent, Some(LIMBURG), None) else {
            panic!()
        };
        both.grants
            .push(Grant::new(Role::Agent, Some(EAST), None).unwrap());
        let both = Actor::User(both);
        assert_eq!(may(&both, Verb::Close, Subject::Ticket(&of_east())), Ok(()));
        assert_eq!(own_desks(&both), [LIMBURG, EAST]);
    }

    #[test]
    fn a_link_opens_nothing_but_its_own() {
        let ticket = of_east();
        let other = Actor::AskerLink {
            ticket: Uuid::from_u128(101),
        };
        let subject = Subject::Ticket(&ticket);
        assert_eq!(
            may(&other, Verb::ReadTicket, subject),
            Err(Refused::OtherLink)
        );
        let administration = Actor::AdministrationLink {
            assignment: Uuid::from_u128(201),
        };
        let subject = Subject::Assignment {
            id: ASSIGNMENT,
            desk: MOBILITY,
            ticket: &ticket,
        };
        assert_eq!(
            may(&administration, Verb::Answer, subject),
            Err(Refused::OtherLink)
        );
    }

    #[test]
    fn a_token_without_the_scope_is_told_which_one() {
        let client = token(Role::Api, None, &[Scope::Intake]);
        let refused = may(&client, Verb::Register, Subject::House);
        assert_eq!(refused, Err(Refused::Scope(Scope::TicketsWrite)));
        let admin = token(Role::Admin, None, &Scope::ALL);
        let refused = may(&admin, Verb::ManageAccounts, Subject::House);
        assert_eq!(refused, Err(Refused::NotForTokens));
    }

    #[test]
    fn queries_reach_as_far_as_reading_does() {
        assert_eq!(
            reach(&user(Role::Agent, Some(EAST), None)),
            Reach::Everything
        );
        let observer = user(Role::Observer, None, Some("limburg"));
        assert_eq!(reach(&observer), Reach::Provinces(vec!["limburg".into()]));
        assert_eq!(reach(&user(Role::Admin, None, None)), Reach::Nothing);
        assert_eq!(
            reach(&token(Role::Api, None, &[Scope::Intake])),
            Reach::Nothing
        );
        assert_eq!(
            reach(&Actor::AskerLink { ticket: TICKET }),
            Reach::Ticket(TICKET)
        );
        assert_eq!(reach(&Actor::System), Reach::Everything);
    }
}
