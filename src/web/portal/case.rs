//! What a page shows of one question: who has the ball, the sum of its date, its timeline, its
//! messages and who follows it up. Filled by handlers from the register; said in words here.

use chrono::{DateTime, NaiveDate, Utc};

use super::status::told_key;
use super::words::{Markup, Phone, Words as _};
use crate::registry::Told;
use crate::text::{Texts, dates};

/// Who follows a question up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The desk: "Contactpunt Oost-Vlaanderen".
    pub name: String,
    /// The person, when one is named.
    pub person: Option<String>,
    /// Where to call.
    pub phone: Option<Phone>,
}

/// Who must act next, since when and by when.
#[derive(Debug, Clone)]
pub struct Ball {
    /// The desk that has the question, or the asker.
    pub holder: String,
    /// The day it got there.
    pub since: NaiveDate,
    /// How many working days that is.
    pub working_days: i64,
    /// The asker has to answer first, and the term stands still.
    pub waiting_on_asker: bool,
    /// By when the asker has an answer.
    pub due: Option<Due>,
    /// How that date comes about.
    pub sum: Option<Sum>,
    /// A desk that answers us only after that date, and when.
    pub beyond: Option<(String, NaiveDate)>,
}

/// By when something is promised.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    /// The day itself.
    pub day: NaiveDate,
    /// It is later than the day first promised.
    pub moved: bool,
    /// It has passed.
    pub passed: bool,
}

/// How a date was counted.
#[derive(Debug, Clone)]
pub struct Sum {
    /// How many working days were given.
    pub counted: i64,
    /// Who must keep it.
    pub promise: Promise,
    /// The first day that counts.
    pub from: NaiveDate,
    /// The last one.
    pub to: NaiveDate,
    /// Days in weekends between them.
    pub weekend_days: i64,
    /// Holidays on working days between them.
    pub holidays: Vec<Holiday>,
    /// Working days that the term stood still.
    pub paused_days: i64,
    /// How the date was changed by hand.
    pub changes: Vec<Change>,
}

impl Sum {
    /// All days from the first to the last.
    #[must_use]
    pub fn days(&self) -> i64 {
        (self.to - self.from).num_days() + 1
    }
}

/// Who a term is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// What the asker was promised.
    ToAsker,
    /// The same, anew: the question was opened again.
    Again,
    /// What a desk was asked.
    ByDesk,
}

impl Promise {
    /// The key of what became of the date since, when nobody changed it by hand.
    #[must_use]
    pub fn since(self) -> &'static str {
        match self {
            Self::Again => "portal-sum-again",
            Self::ToAsker | Self::ByDesk => "portal-sum-unchanged",
        }
    }

    /// The key of the rule, in words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::ToAsker => "portal-sum-rule",
            Self::Again => "portal-sum-rule-again",
            Self::ByDesk => "portal-sum-rule-desk",
        }
    }
}

/// A day that does not count, by name.
#[derive(Debug, Clone)]
pub struct Holiday {
    /// The day.
    pub day: NaiveDate,
    /// "Hemelvaart".
    pub name: String,
}

/// A change of a promised date.
#[derive(Debug, Clone)]
pub struct Change {
    /// The day it was changed.
    pub on: NaiveDate,
    /// Who did it.
    pub by: String,
    /// The reason, as it was written.
    pub why: String,
}

/// One line of the timeline.
#[derive(Debug, Clone)]
pub struct Step {
    /// Where it stands in time.
    pub when: When,
    /// What happened, happens or will.
    pub what: What,
}

/// Where a line of the timeline stands in time.
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// It happened at this moment.
    Done(DateTime<Utc>),
    /// It is what happens today.
    Now(NaiveDate),
    /// It comes, by this day when there is one.
    Next(Option<NaiveDate>),
}

/// How much of the answer a message of ours was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Portion {
    /// All of it.
    #[default]
    Whole,
    /// A part: the rest was still to come.
    Part,
    /// What was still to come after a part.
    Rest,
}

/// What a line of the timeline says. Plain facts; nothing that desks say to each other.
#[derive(Debug, Clone)]
pub enum What {
    /// The question came in; the acknowledgement went to this address.
    Received {
        /// Where the acknowledgement went, if one was sent.
        acknowledged: Option<String>,
    },
    /// A desk read it.
    ReadBy(String),
    /// It was sent to a desk, which deals with this topic.
    SentTo {
        /// The desk.
        desk: String,
        /// What that desk deals with.
        topic: Option<String>,
    },
    /// A desk said it will answer.
    AcceptedBy(String),
    /// A desk said the question is not for it.
    RefusedBy(String),
    /// A desk was reminded.
    Reminded(String),
    /// The asker was told that it takes longer.
    Delayed,
    /// More information was asked of the asker.
    AskedMore,
    /// The asker wrote again.
    AskerWrote,
    /// Somebody else of the asker's side wrote.
    OtherWrote(String),
    /// A desk answered us.
    AnsweredBy(String),
    /// The answer went to the asker; the domain whose server took it, once it did.
    AnswerSent {
        /// The domain whose mail server took it.
        taken_by: Option<String>,
        /// How much of the answer it was.
        portion: Portion,
    },
    /// The answer did not arrive.
    AnswerBounced {
        /// Whether another address is looked for still.
        open: bool,
    },
    /// The asker said it is an answer, or that a part of it helps.
    Confirmed {
        /// What they said it of.
        portion: Portion,
    },
    /// A desk noted that the asker has the answer.
    Noted {
        /// That desk.
        desk: String,
        /// Who gave it, or said so.
        by: String,
        /// The day.
        on: NaiveDate,
        /// How.
        how: Told,
    },
    /// The asker said it is not.
    Disputed,
    /// It was closed.
    Closed,
    /// It was opened again.
    Reopened,
    /// A desk is working on it, by this day.
    WorkingOn {
        /// The desk.
        desk: String,
        /// When it was asked to be ready.
        due: Option<NaiveDate>,
    },
    /// The contact point reads it, or answers itself.
    DeskReads(String),
    /// A desk asked us something, and the contact point sees to it.
    DeskAsks {
        /// The desk that asks.
        desk: String,
        /// The contact point.
        owner: String,
    },
    /// A desk still answers.
    Expected(String),
    /// We wait for the asker.
    WaitingOnAsker,
    /// The asker tells whether the answer helps.
    AskerSays,
    /// We read the answer before it goes out.
    WeReview,
    /// The asker gets the answer.
    AnswerComes,
    /// The asker gets the rest of it.
    RestComes,
}

impl What {
    /// The line itself.
    #[must_use]
    pub fn say(&self, t: &Texts) -> String {
        match self {
            Self::Received { .. } => t.say("portal-step-received"),
            Self::ReadBy(desk) => t.say1("portal-step-read", "desk", desk),
            Self::SentTo { desk, .. } => t.say1("portal-step-sent-to", "desk", desk),
            Self::AcceptedBy(desk) => t.say1("portal-step-accepted", "desk", desk),
            Self::RefusedBy(desk) => t.say1("portal-step-refused", "desk", desk),
            Self::Reminded(desk) => t.say1("portal-step-reminded", "desk", desk),
            Self::Delayed => t.say("portal-step-delayed"),
            Self::AskedMore => t.say("portal-step-asked-more"),
            Self::AskerWrote => t.say("portal-step-asker-wrote"),
            Self::OtherWrote(who) => t.say1("portal-step-other-wrote", "who", who),
            Self::AnsweredBy(desk) => t.say1("portal-step-answered", "desk", desk),
            Self::AnswerSent { portion, .. } => t.say(match portion {
                Portion::Whole => "portal-step-answer-sent",
                Portion::Part => "portal-step-part-sent",
                Portion::Rest => "portal-step-rest-sent",
            }),
            Self::AnswerBounced { .. } => t.say("portal-step-answer-bounced"),
            Self::Confirmed { portion } => t.say(match portion {
                Portion::Part => "portal-step-part-confirmed",
                Portion::Whole | Portion::Rest => "portal-step-confirmed",
            }),
            Self::Noted { desk, .. } => t.say1("portal-step-noted", "desk", desk),
            Self::Disputed => t.say("portal-step-disputed"),
            Self::Closed => t.say("portal-step-closed"),
            Self::Reopened => t.say("portal-step-reopened"),
            Self::WorkingOn { desk, .. } => t.say1("portal-step-working", "desk", desk),
            Self::DeskReads(desk) => t.say1("portal-step-desk-reads", "desk", desk),
            Self::DeskAsks { desk, owner } => {
                t.say2("portal-step-desk-asks", "desk", desk, "owner", owner)
            }
            Self::Expected(desk) => t.say1("portal-step-expected", "desk", desk),
            Self::WaitingOnAsker => t.say("portal-step-waiting"),
            Self::AskerSays => t.say("portal-step-asker-says"),
            Self::WeReview => t.say("portal-step-review"),
            Self::AnswerComes => t.say("portal-step-answer-comes"),
            Self::RestComes => t.say("portal-step-rest-comes"),
        }
    }

    /// Its place among what happened in the same second, where one thing follows from another: the
    /// asker says yes, and then it closes; an answer comes back, and then the question opens again.
    #[must_use]
    pub fn follows(&self) -> u8 {
        match self {
            Self::Received { .. } => 0,
            Self::AskerWrote | Self::OtherWrote(_) => 1,
            Self::AnswerSent { .. } => 3,
            Self::AnswerBounced { .. }
            | Self::Confirmed { .. }
            | Self::Noted { .. }
            | Self::Disputed => 4,
            Self::Closed => 5,
            Self::Reopened => 6,
            _ => 2,
        }
    }

    /// What stands under it in small.
    #[must_use]
    pub fn more(&self, t: &Texts) -> Option<String> {
        Some(match self {
            Self::Received {
                acknowledged: Some(address),
            } => t.say1("portal-step-received-more", "mail", address),
            Self::SentTo {
                topic: Some(topic), ..
            } => t.say1("portal-step-sent-to-more", "topic", topic),
            Self::AnswerSent {
                taken_by: Some(domain),
                ..
            } => t.say1("portal-step-answer-sent-more", "domain", domain),
            Self::AnswerBounced { open: true } => t.say("portal-step-answer-bounced-more"),
            Self::AnswerBounced { open: false } => t.say("portal-step-answer-bounced-here"),
            Self::Noted { by, on, how, .. } => {
                let named = [
                    ("how", t.say(told_key(*how)).into()),
                    ("by", by.as_str().into()),
                    ("day", t.day(*on).into()),
                ];
                t.fill("portal-step-noted-more", named)
            }
            Self::WorkingOn { due: Some(due), .. } => {
                t.say1("portal-step-working-more", "day", t.weekday_and_day(due))
            }
            _ => return None,
        })
    }
}

impl Step {
    /// The class attribute of its line.
    #[must_use]
    pub fn class(&self) -> Markup {
        Markup(
            match self.when {
                When::Done(_) => "",
                When::Now(_) => r#" class="is-now""#,
                When::Next(_) => r#" class="is-next""#,
            }
            .to_owned(),
        )
    }

    /// Whether it happened.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self.when, When::Done(_))
    }

    /// Its day and hour, as far as known.
    #[must_use]
    pub fn date(&self, t: &Texts) -> Option<String> {
        match self.when {
            When::Done(at) => Some(dates::moment_without_year(at, t.language())),
            When::Now(day) => Some(t.say1("portal-step-now", "day", t.weekday_and_day(day))),
            When::Next(day) => Some(t.say1("portal-step-by", "day", t.weekday_and_day(day?))),
        }
    }
}

/// One message of a conversation.
#[derive(Debug, Clone)]
pub struct Message {
    /// Whose it is.
    pub speaker: Speaker,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Its text, as paragraphs.
    pub body: Markup,
    /// What stands in it of somebody else, as paragraphs.
    pub quoted: Option<Markup>,
    /// What came with it.
    pub files: Vec<File>,
}

/// Whose message it is, as its reader sees that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaker {
    /// The reader's own question.
    OwnQuestion,
    /// Something the reader wrote later.
    Own,
    /// Something that somebody else of the reader's side wrote.
    Other(String),
    /// The question of somebody else: what an administration sees.
    Asker(String),
    /// An answer, with the desk it comes from.
    Answer(String),
    /// Another message of a desk.
    Desk(String),
}

/// A file with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it is fetched.
    pub url: String,
    /// Its name.
    pub name: String,
    /// Its kind and size, for a reader: "pdf, 340 kB".
    pub size: String,
}

impl Message {
    /// Whether it is the answer.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        matches!(self.speaker, Speaker::Answer(_))
    }

    /// What stands above it.
    #[must_use]
    pub fn heading(&self, t: &Texts) -> String {
        match &self.speaker {
            Speaker::OwnQuestion => t.say("portal-message-own-question"),
            Speaker::Own => t.say("portal-message-own"),
            Speaker::Other(who) => t.say1("portal-message-other", "who", who),
            Speaker::Asker(who) => t.say1("portal-message-asker", "who", who),
            Speaker::Answer(desk) => t.say1("portal-message-answer", "desk", desk),
            Speaker::Desk(desk) => t.say1("portal-message-desk", "desk", desk),
        }
    }
}
