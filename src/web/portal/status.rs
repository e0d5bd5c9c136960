//! The asker's page about one question, behind the link in our mails: who has the ball, by when
//! there is an answer, what happened, and the asker's own conversation with us. Nothing that desks
//! say to each other.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::case::{Ball, Contact, Message, Step};
use super::words::Words as _;
use super::{Menu, Page, Site};
use crate::registry::Told;
use crate::text::Texts;

/// How a question reached us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// By mail.
    Mail,
    /// With the form of this portal.
    Portal,
    /// By telephone.
    Phone,
    /// At a meeting.
    Meeting,
    /// By another program.
    Other,
}

impl Channel {
    /// The key of its name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Mail => "portal-channel-mail",
            Self::Portal => "portal-channel-portal",
            Self::Phone => "portal-channel-phone",
            Self::Meeting => "portal-channel-meeting",
            Self::Other => "portal-channel-other",
        }
    }
}

/// Why a question is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedBecause {
    /// It was answered, and the asker said so or said nothing against it.
    Answered,
    /// A published answer was enough.
    AnsweredByFaq,
    /// It was asked twice.
    Duplicate,
    /// The asker took it back.
    Withdrawn,
    /// The holder of the address said that they did not ask.
    Disowned,
    /// It is not about regiovorming.
    OutOfScope,
    /// It was no question.
    Spam,
}

impl ClosedBecause {
    /// The key of the sentence that says it to the asker.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Answered => "portal-closed-answered",
            Self::AnsweredByFaq => "portal-closed-faq",
            Self::Duplicate => "portal-closed-duplicate",
            Self::Withdrawn => "portal-closed-withdrawn",
            Self::Disowned => "portal-closed-disowned",
            Self::OutOfScope => "portal-closed-out-of-scope",
            Self::Spam => "portal-closed-spam",
        }
    }
}

/// That a question is closed.
#[derive(Debug, Clone)]
pub struct Closed {
    /// Since when.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: ClosedBecause,
    /// The number of the question that it is handled together with, when its asker may know it.
    pub together_with: Option<String>,
    /// How the answer was given, when the contact point noted that.
    pub noted: Option<Noted>,
    /// Whether it goes on in that other question: what is written to it arrives there.
    pub goes_on: bool,
    /// The page of that question, when it is the same asker's.
    pub leads_to: Option<String>,
}

/// How the asker has the answer, as the contact point noted it.
#[derive(Debug, Clone)]
pub struct Noted {
    /// The message that tells it.
    pub message: Option<Uuid>,
    /// Who gave the answer, or who said that it arrived.
    pub by: String,
    /// The day.
    pub on: NaiveDate,
    /// How.
    pub how: Told,
    /// Whether the answer itself was given so; else it was ours.
    pub elsewhere: bool,
    /// The desk that noted it.
    pub desk: String,
    /// The page behind "Dat klopt niet".
    pub not_url: Option<String>,
}

impl Noted {
    /// In one sentence.
    #[must_use]
    pub fn say(&self, t: &Texts) -> String {
        let key = if self.elsewhere {
            "portal-noted-elsewhere"
        } else {
            "portal-noted-arrived"
        };
        let named = [
            ("how", t.say(told_key(self.how)).into()),
            ("by", self.by.as_str().into()),
            ("day", t.day(self.on).into()),
            ("desk", self.desk.as_str().into()),
        ];
        t.fill(key, named)
    }
}

/// The key of how something was said.
#[must_use]
pub fn told_key(how: Told) -> &'static str {
    match how {
        Told::Phone => "portal-told-phone",
        Told::Meeting => "portal-told-meeting",
        Told::Mail => "portal-told-mail",
        Told::Otherwise => "portal-told-otherwise",
    }
}

impl Closed {
    /// Why, in words.
    #[must_use]
    pub fn why(&self, t: &Texts) -> String {
        match (self.reason, &self.noted, &self.together_with) {
            (ClosedBecause::Answered, Some(noted), _) => noted.say(t),
            (ClosedBecause::Duplicate, _, Some(reference)) => {
                t.say1("portal-closed-duplicate-of", "reference", reference)
            }
            (reason, ..) => t.say(reason.key()),
        }
    }

    /// Where the asker says that what was noted is not so.
    fn not_url(&self) -> Option<&str> {
        self.noted.as_ref()?.not_url.as_deref()
    }
}

/// Who still answers the rest of a question, of which the asker has a part of the answer; nobody, when
/// that is for the contact point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest(pub Vec<StillOwed>);

/// An administration that still answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StillOwed {
    /// Its name.
    pub desk: String,
    /// The day by which it does.
    pub due: NaiveDate,
}

impl Rest {
    /// A sentence for each.
    #[must_use]
    pub fn say(&self, t: &Texts) -> Vec<String> {
        if self.0.is_empty() {
            return vec![t.say("portal-part-rest-ours")];
        }
        let one = |owed: &StillOwed| {
            let day = t.weekday_and_day(owed.due);
            t.say2("portal-part-rest", "desk", &owed.desk, "day", day)
        };
        self.0.iter().map(one).collect()
    }
}

/// "Is uw vraag hiermee beantwoord?"
#[derive(Debug, Clone)]
pub struct YesNo {
    /// What the button "Ja" posts to.
    pub yes_url: String,
    /// The page behind "Nee, nog niet".
    pub no_url: String,
    /// When the question closes by itself.
    pub closes: Option<Closes>,
}

/// When a question closes by itself.
#[derive(Debug, Clone, Copy)]
pub struct Closes {
    /// The day.
    pub on: NaiveDate,
    /// How many working days after the answer that is.
    pub working_days: i64,
}

/// The form that adds something to a question.
#[derive(Debug, Clone)]
pub struct Addition {
    /// Where it goes.
    pub url: String,
    /// What makes a second press of its button the same message.
    pub nonce: String,
}

/// What is known of the question itself.
#[derive(Debug, Clone)]
pub struct Question {
    /// "RV-2026-000487".
    pub reference: String,
    /// What it is about, in the asker's words.
    pub subject: String,
    /// Who asked: "Katrien Vermeersch, gemeente Wetteren".
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// How.
    pub channel: Channel,
    /// The name of its topic, once it has one.
    pub topic: Option<String>,
}

/// `GET /vraag/{reference}?t={tag}`.
#[derive(Debug, Template)]
#[template(path = "portal/status.html")]
pub struct StatusPage {
    t: Texts,
    page: Page,
    reference: String,
    subject: String,
    asked_by: String,
    asked_at: DateTime<Utc>,
    channel: Channel,
    topic: Option<String>,
    notice: Option<&'static str>,
    undelivered: bool,
    answer: Option<Message>,
    rest: Option<Rest>,
    yes_no: Option<YesNo>,
    ball: Option<Ball>,
    closed: Option<Closed>,
    steps: Vec<Step>,
    messages: Vec<Message>,
    add: Option<Addition>,
    add_error: Option<String>,
    add_text: String,
    contact: Option<Contact>,
}

impl StatusPage {
    /// The page of `question`, with what happened and what was written.
    #[must_use]
    pub fn new(
        t: Texts,
        site: &Site,
        question: Question,
        steps: Vec<Step>,
        messages: Vec<Message>,
        contact: Option<Contact>,
    ) -> Self {
        let title = t.say1("portal-status-title", "reference", &question.reference);
        Self {
            page: Page::new(site, Menu::Status, title).private(),
            t,
            reference: question.reference,
            subject: question.subject,
            asked_by: question.asked_by,
            asked_at: question.asked_at,
            channel: question.channel,
            topic: question.topic,
            notice: None,
            undelivered: false,
            answer: None,
            rest: None,
            yes_no: None,
            ball: None,
            closed: None,
            steps,
            messages,
            add: None,
            add_error: None,
            add_text: String::new(),
            contact,
        }
    }

    /// Under way: who has it and by when there is an answer.
    #[must_use]
    pub fn with_ball(self, ball: Ball) -> Self {
        Self {
            ball: Some(ball),
            ..self
        }
    }

    /// Answered: the answer on top; `undelivered` when our mail with it came back.
    #[must_use]
    pub fn with_answer(self, answer: Message, undelivered: bool) -> Self {
        Self {
            answer: Some(answer),
            undelivered,
            ..self
        }
    }

    /// That answer is a part of it.
    #[must_use]
    pub fn with_rest(self, rest: Rest) -> Self {
        Self {
            rest: Some(rest),
            ..self
        }
    }

    /// Asks whether the answer was one.
    #[must_use]
    pub fn with_question(self, yes_no: YesNo) -> Self {
        Self {
            yes_no: Some(yes_no),
            ..self
        }
    }

    /// Closed.
    #[must_use]
    pub fn with_end(self, closed: Closed) -> Self {
        Self {
            closed: Some(closed),
            ..self
        }
    }

    /// Of a question that goes on in another one of the same asker: where that one stands.
    #[must_use]
    pub fn leading_to(self, url: Option<String>) -> Self {
        let leads = |closed: Closed| Closed {
            leads_to: url,
            ..closed
        };
        Self {
            closed: self.closed.map(leads),
            ..self
        }
    }

    /// Lets the asker add something.
    #[must_use]
    pub fn with_addition(self, add: Addition) -> Self {
        Self {
            add: Some(add),
            ..self
        }
    }

    /// Says what is wrong with what the asker wanted to add, and keeps what was typed.
    #[must_use]
    pub fn with_addition_error(self, error: String, text: String) -> Self {
        Self {
            add_error: Some(error),
            add_text: text,
            page: self.page.with_errors(&self.t),
            ..self
        }
    }

    /// Says that what the asker added has arrived.
    #[must_use]
    pub fn after_addition(self) -> Self {
        Self {
            notice: Some("portal-add-done"),
            ..self
        }
    }
}
