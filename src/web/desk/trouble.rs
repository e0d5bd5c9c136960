//! What to do when a verb of the work says no: show the form again with what is wrong, show what
//! happened meanwhile, or show that it cannot be done.

use actix_web::http::StatusCode;

use crate::dispatch::DispatchError;
use crate::followup::{FollowupError, UnfitNote};
use crate::intake::IntakeError;
use crate::registry::{NoDouble, NoMerge, RegistryError};
use crate::store::StoreError;
use crate::text::Texts;
use crate::web::Problem;
use crate::web::uploads::Excess;

/// Why a form was not carried out.
#[derive(Debug)]
pub enum Trouble {
    /// Something in it will not do; the words say what.
    Wrong(Said),
    /// The question changed meanwhile, or is past that step.
    Late,
    /// Nothing that the form could change.
    Problem(Problem),
}

/// What is wrong with a form, to be said in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A text that must be there is not.
    Empty,
    /// No reason was chosen.
    NoReason,
    /// It cannot be closed as answered: it has no answer.
    Unanswered,
    /// No administration was chosen, or one that is not there.
    NoDesk,
    /// One administration was chosen in the list, and the button of another pressed.
    TwoDesks,
    /// What was typed is no address that mail can go to.
    NoAddress,
    /// It is the address at which the answer did not arrive.
    SameAddress,
    /// It is not known who asked.
    NoAsker,
    /// A file that was chosen cannot go along any more.
    NoFile,
    /// No mail can go to the administration with this name.
    Unreachable(String),
    /// The administration with this name has the question already.
    AlreadyThere(String),
    /// The files cannot come along.
    Excess(Excess),
    /// What was noted does not say what it must.
    Note(Vec<UnfitNote>),
    /// Who was chosen does not work at the desk that answers for it.
    NotAtDesk,
    /// The colleague with this name has it.
    HandledBy(String),
    /// No desk was chosen that answers for questions.
    NoOwner,
    /// No topic was chosen, or one that is not there.
    NoTopic,
    /// No instrument was named, or one with too long a name.
    NoInstrument,
    /// It is no double of the question with this number.
    NoDouble(String, NoDouble),
    /// It cannot go on in the question with this number.
    NoMerge(String, NoMerge),
    /// Something that the reader sent leaves in a moment, and this would cross it.
    Leaving,
}

impl Said {
    /// With which status the form is shown again.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Leaving => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// What is wrong with which field, where a form has several.
    #[must_use]
    pub fn by_field(&self, t: Texts) -> Vec<(&'static str, String)> {
        match self {
            Self::Note(all) => {
                let one = |unfit: &UnfitNote| (unfit.field(), noted(t, *unfit));
                all.iter().map(one).collect()
            }
            _ => Vec::new(),
        }
    }

    /// In words.
    #[must_use]
    pub fn in_words(&self, t: Texts) -> String {
        match self {
            Self::Empty => t.say("desk-wrong-empty"),
            Self::NoReason => t.say("desk-wrong-reason"),
            Self::Unanswered => t.say("desk-wrong-unanswered"),
            Self::NoDesk => t.say("desk-wrong-desk"),
            Self::TwoDesks => t.say("desk-wrong-two-desks"),
            Self::NoAddress => t.say("desk-wrong-address"),
            Self::SameAddress => t.say("desk-wrong-same-address"),
            Self::NoAsker => t.say("desk-wrong-asker"),
            Self::NoFile => t.say("desk-wrong-file"),
            Self::Unreachable(desk) => t.with("desk-wrong-unreachable", "desk", desk.as_str()),
            Self::AlreadyThere(desk) => t.with("desk-wrong-already", "desk", desk.as_str()),
            Self::NotAtDesk => t.say("desk-wrong-colleague"),
            Self::HandledBy(name) => t.with("desk-wrong-handled", "name", name.as_str()),
            Self::NoOwner => t.say("desk-wrong-owner"),
            Self::NoTopic => t.say("desk-wrong-topic"),
            Self::Leaving => t.say("desk-wrong-leaving"),
            Self::NoInstrument => t.say("desk-knelpunt-wrong"),
            Self::Excess(excess) => excess.in_words(t),
            Self::Note(all) => {
                let all: Vec<String> = all.iter().map(|unfit| noted(t, *unfit)).collect();
                all.join(" ")
            }
            Self::NoDouble(of, why) => {
                let key = match why {
                    NoDouble::Missing => return t.say("desk-wrong-double-missing"),
                    NoDouble::Unknown => "desk-wrong-double-unknown",
                    NoDouble::Itself => "desk-wrong-double-itself",
                    NoDouble::Circle => "desk-wrong-double-circle",
                    NoDouble::Answered => "desk-wrong-double-answered",
                    NoDouble::GivenUp => "desk-wrong-double-given-up",
                };
                t.with(key, "reference", of.as_str())
            }
            Self::NoMerge(of, why) => {
                let key = match why {
                    NoMerge::Missing => return t.say("desk-wrong-merge-missing"),
                    NoMerge::Over => return t.say("desk-wrong-merge-over"),
                    NoMerge::HasAnswer => return t.say("desk-wrong-merge-has-answer"),
                    NoMerge::Sending => return t.say("desk-wrong-merge-sending"),
                    NoMerge::NotMerged => return t.say("desk-wrong-merge-not"),
                    NoMerge::TooLate => return t.say("desk-wrong-merge-late"),
                    NoMerge::AnsweredSince => return t.say("desk-wrong-merge-since"),
                    NoMerge::Unknown => "desk-wrong-double-unknown",
                    NoMerge::Itself => "desk-wrong-double-itself",
                    NoMerge::Closed => "desk-wrong-merge-closed",
                    NoMerge::Elsewhere => "desk-wrong-merge-elsewhere",
                    NoMerge::Answered => "desk-wrong-merge-answered",
                    NoMerge::OtherAsker => "desk-wrong-merge-other",
                    NoMerge::Stranger => "desk-wrong-merge-stranger",
                };
                t.with(key, "reference", of.as_str())
            }
        }
    }
}

/// What is wrong with one field of a note.
pub(super) fn noted(t: Texts, unfit: UnfitNote) -> String {
    t.say(match unfit {
        UnfitNote::By => "desk-wrong-noted-by",
        UnfitNote::On => "desk-wrong-noted-on",
        UnfitNote::Future => "desk-wrong-noted-future",
        UnfitNote::BeforeQuestion => "desk-wrong-noted-before",
        UnfitNote::How => "desk-wrong-noted-how",
        UnfitNote::What => "desk-wrong-noted-what",
    })
}

impl From<RegistryError> for Trouble {
    fn from(error: RegistryError) -> Self {
        match error {
            RegistryError::EmptyText | RegistryError::UnfitInstrument => Self::Wrong(Said::Empty),
            RegistryError::Unanswered => Self::Wrong(Said::Unanswered),
            RegistryError::NotAtDesk => Self::Wrong(Said::NotAtDesk),
            RegistryError::HandledBy(name) => Self::Wrong(Said::HandledBy(name)),
            RegistryError::UnfitOwner => Self::Wrong(Said::NoOwner),
            RegistryError::UnknownTopic => Self::Wrong(Said::NoTopic),
            RegistryError::OnItsWay => Self::Wrong(Said::Leaving),
            RegistryError::NoDouble(of, why) => Self::Wrong(Said::NoDouble(of, why)),
            RegistryError::NoMerge(of, why) => Self::Wrong(Said::NoMerge(of, why)),
            RegistryError::Store(StoreError::Stale) | RegistryError::WrongStep(_) => Self::Late,
            other => Self::Problem(other.into()),
        }
    }
}

impl From<DispatchError> for Trouble {
    fn from(error: DispatchError) -> Self {
        match error {
            DispatchError::Registry(error) => error.into(),
            DispatchError::UnknownDesk(_) => Self::Wrong(Said::NoDesk),
            DispatchError::NoAddress(_) => Self::Wrong(Said::NoAddress),
            DispatchError::SameAddress(_) => Self::Wrong(Said::SameAddress),
            DispatchError::NoAsker => Self::Wrong(Said::NoAsker),
            DispatchError::NoFile(_) => Self::Wrong(Said::NoFile),
            DispatchError::Placeholder(desk) => Self::Wrong(Said::Unreachable(desk)),
            DispatchError::AlreadyThere(desk) => Self::Wrong(Said::AlreadyThere(desk)),
            // It owed something on the page that the form stood on.
            DispatchError::WrongProgress(_)
            | DispatchError::OwesNothing(_)
            | DispatchError::OnItsWay => Self::Late,
            DispatchError::UnknownAssignment(_)
            | DispatchError::UnfitDay(_)
            | DispatchError::UnfitTerm(_)
            | DispatchError::Mail(_)
            | DispatchError::Enqueue(_) => Self::Problem(error.into()),
        }
    }
}

impl From<IntakeError> for Trouble {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Registry(error) => error.into(),
            IntakeError::Dispatch(error) => error.into(),
            IntakeError::Followup(error) => error.into(),
            IntakeError::Store(StoreError::Stale) => Self::Late,
            other => Self::Problem(other.into()),
        }
    }
}

impl From<FollowupError> for Trouble {
    fn from(error: FollowupError) -> Self {
        match error {
            FollowupError::Registry(error) => error.into(),
            FollowupError::UnfitNote(unfit) => Self::Wrong(Said::Note(unfit)),
            FollowupError::UnknownAnswer(_) => Self::Late,
            FollowupError::Mail(_) | FollowupError::Enqueue(_) => Self::Problem(error.into()),
        }
    }
}
