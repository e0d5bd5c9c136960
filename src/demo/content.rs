//! What the demo is filled with: `config/demo`, read and checked. Every question is a small script
//! of who did what, how long after the step before.

use std::collections::HashSet;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc, Weekday,
};
use chrono_tz::{Europe::Brussels, Tz};
use serde::Deserialize;

use crate::directory::{Atlas, DeskKind};

const ACCOUNTS: &str = include_str!("../../config/demo/accounts.toml");
const FAQ: &str = include_str!("../../config/demo/faq.toml");
const QUESTIONS: [(&str, &str); 5] = [
    (
        "antwerpen.toml",
        include_str!("../../config/demo/antwerpen.toml"),
    ),
    (
        "limburg.toml",
        include_str!("../../config/demo/limburg.toml"),
    ),
    (
        "oost-vlaanderen.toml",
        include_str!("../../config/demo/oost-vlaanderen.toml"),
    ),
    (
        "vlaams-brabant.toml",
        include_str!("../../config/demo/vlaams-brabant.toml"),
    ),
    (
        "west-vlaanderen.toml",
        include_str!("../../config/demo/west-vlaanderen.toml"),
    ),
];

/// Everything the demo is filled with.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// Accounts, at least one per role.
    pub accounts: Vec<Account>,
    /// Questions, the oldest first.
    pub questions: Vec<Question>,
    /// Published answers and drafts.
    pub entries: Vec<Entry>,
}

/// A person who signs in to the demo.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// What the scripts call this person.
    pub key: String,
    /// Full name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// Slug of the role.
    pub role: String,
    /// Slug of the desk, if the person sits at one.
    pub desk: Option<String>,
    /// Slug of the province that an observer sees.
    pub province: Option<String>,
}

/// A question and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// `Name <address>`, as in a mail.
    pub from: String,
    /// What the asker is in the organisation.
    pub function: String,
    /// Slug of the topic it is about.
    pub topic: String,
    /// Name shared by questions that ask the same.
    pub recurs: Option<String>,
    /// How many days ago it was asked.
    pub days_ago: u16,
    /// At what hour, in Brussels: `09:14`.
    #[serde(deserialize_with = "hour")]
    pub at: NaiveTime,
    /// Subject of the mail.
    pub subject: String,
    /// Text of the mail.
    pub body: String,
    /// What happened, in order.
    #[serde(default, rename = "step")]
    pub steps: Vec<Step>,
}

/// One thing that happened to a question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Line")]
pub struct Step {
    /// How long after the step before.
    pub after: After,
    /// What happened.
    pub deed: Deed,
}

/// A wait: `3h` or `2d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// So many hours.
    Hours(u16),
    /// So many days, weekends not counted.
    Days(u16),
}

/// How an asker let know that the answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// By the link in the mail.
    Link,
    /// By a reply.
    Reply,
    /// On the phone, noted by an agent.
    Phone,
}

/// What happened. `by` is the key of an account, or the name of a person at an administration; `desk`
/// is the slug of an administration; `text` is what was written or said.
#[expect(
    missing_docs,
    reason = "the fields are named alike in every deed, and said above"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// An agent takes the question.
    Take { by: String },
    /// The program finds this desk likely, and leaves it to a person.
    Propose { desk: String },
    /// The question goes to a desk; nobody: by itself.
    Forward {
        by: Option<String>,
        desk: String,
        text: Option<String>,
    },
    /// A desk is asked for advice.
    Consult {
        by: String,
        desk: String,
        text: String,
    },
    /// A desk says that it is working on it.
    Accept { desk: String },
    /// A desk says that it is not theirs, and perhaps whose it is.
    Refuse {
        desk: String,
        by: String,
        instead: Option<String>,
        text: String,
    },
    /// A desk answers by mail; the answer waits for the owner.
    AdministrationReply {
        desk: String,
        by: String,
        text: String,
    },
    /// A desk answers the asker directly, with us in copy.
    Report {
        desk: String,
        by: String,
        text: String,
    },
    /// The owner sends the last reply of a desk to the asker.
    Relay { by: String },
    /// The owner answers.
    Answer { by: String, text: String },
    /// The owner needs something from the asker.
    AskMore { by: String, text: String },
    /// The asker writes back.
    AskerReply { text: String },
    /// The asker has the answer.
    Confirm {
        how: How,
        by: Option<String>,
        text: Option<String>,
    },
    /// The asker says that this is not it.
    Dispute { text: String },
    /// The answer came back; what the server said.
    Bounce { text: String },
    /// A note that stays inside.
    Note { by: String, text: String },
    /// A person closes the question; `reason` is the slug of a close reason.
    Close {
        by: String,
        reason: String,
        text: String,
    },
}

/// A published answer or a draft.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Name in its link.
    pub slug: String,
    /// How far it is.
    pub state: EntryState,
    /// Slug of its topic.
    pub topic: String,
    /// The questions that made it, by the name they share.
    pub recurs: Option<String>,
    /// The question in plain words.
    pub question: String,
    /// The answer, in Markdown.
    pub answer: String,
    /// Where the answer comes from.
    pub sources: Vec<String>,
    /// When it was published, for a published one.
    pub published_days_ago: Option<u16>,
}

/// How far an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// Waits for an editor.
    Draft,
    /// Everybody can read it.
    Published,
}

/// What is wrong in the content of the demo.
#[derive(Debug, thiserror::Error)]
#[error("config/demo/{file}: {what}")]
pub struct ContentError {
    file: &'static str,
    what: String,
}

impl ContentError {
    fn new(file: &'static str, what: &impl ToString) -> Self {
        Self {
            file,
            what: what.to_string(),
        }
    }
}

impl Content {
    /// Reads the embedded content and checks it against the directory: every sender, desk, topic and
    /// person exists.
    pub fn load(atlas: &Atlas) -> Result<Self, ContentError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Accounts {
            account: Vec<Account>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Questions {
            question: Vec<Question>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Entries {
            entry: Vec<Entry>,
        }
        let accounts: Accounts =
            toml::from_str(ACCOUNTS).map_err(|why| ContentError::new("accounts.toml", &why))?;
        let entries: Entries =
            toml::from_str(FAQ).map_err(|why| ContentError::new("faq.toml", &why))?;
        let mut content = Self {
            accounts: accounts.account,
            questions: Vec::new(),
            entries: entries.entry,
        };
        let mut keys = HashSet::new();
        for account in &content.accounts {
            let wrong = |what: &str| {
                Err(ContentError::new(
                    "accounts.toml",
                    &format!("{}: {what}", account.key),
                ))
            };
            if !keys.insert(account.key.as_str()) {
                return wrong("the key stands there twice");
            }
            if account
                .desk
                .as_deref()
                .is_some_and(|slug| atlas.desk_by_slug(slug).is_none())
            {
                return wrong("there is no such desk");
            }
            if account
                .province
                .as_deref()
                .is_some_and(|slug| atlas.province(slug).is_none())
            {
                return wrong("there is no such province");
            }
        }
        for entry in &content.entries {
            if atlas.topic(&entry.topic).is_none() {
                let what = format!("{}: there is no topic {}", entry.slug, entry.topic);
                return Err(ContentError::new("faq.toml", &what));
            }
        }
        let mut all = Vec::new();
        for (file, text) in QUESTIONS {
            let questions: Questions =
                toml::from_str(text).map_err(|why| ContentError::new(file, &why))?;
            for question in questions.question {
                question.check(atlas, &keys).map_err(|what| {
                    ContentError::new(file, &format!("{}: {what}", question.subject))
                })?;
                all.push(question);
            }
        }
        all.sort_by_key(|it| std::cmp::Reverse((it.days_ago, std::cmp::Reverse(it.at))));
        content.questions = all;
        Ok(content)
    }

    /// The account that a script calls by this key.
    #[must_use]
    pub fn account(&self, key: &str) -> Option<&Account> {
        self.accounts.iter().find(|it| it.key == key)
    }
}

impl Question {
    /// The asker's name and address.
    #[must_use]
    pub fn sender(&self) -> (&str, &str) {
        match self.from.split_once(" <") {
            Some((name, address)) => (name, address.trim_end_matches('>')),
            None => ("", &self.from),
        }
    }

    /// When the question was asked and when each step happened, seen from `now`: people work on
    /// weekdays between eight and six, and nothing happens after `now`.
    #[must_use]
    pub fn moments(&self, now: DateTime<Utc>) -> (DateTime<Utc>, Vec<DateTime<Utc>>) {
        let today = now.with_timezone(&Brussels).date_naive();
        let mut day = today - Days::new(self.days_ago.into());
        while is_weekend(day) {
            day = day - Days::new(1);
        }
        let asked = at(day, self.at);
        let mut moment = asked;
        let mut steps = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            moment = step.after.past(moment);
            steps.push(moment.to_utc());
        }
        // What weekends pushed past the present happens shortly before it, in the same order.
        let mut limit = now;
        for moment in steps.iter_mut().rev() {
            limit -= TimeDelta::minutes(5);
            *moment = limit.min(*moment);
            limit = *moment;
        }
        (asked.to_utc().min(limit), steps)
    }

    fn check(&self, atlas: &Atlas, accounts: &HashSet<&str>) -> Result<(), String> {
        let (_, address) = self.sender();
        let known = atlas.sender(address).is_some();
        if !known && !address.ends_with(".example") {
            return Err(format!("the directory does not know {address}"));
        }
        if atlas.topic(&self.topic).is_none() {
            return Err(format!("there is no topic {}", self.topic));
        }
        let mut waiting = HashSet::new();
        for (number, step) in self.steps.iter().enumerate() {
            let wrong = |what: String| Err(format!("step {}: {what}", number + 1));
            if let Some(person) = step.deed.agent()
                && !accounts.contains(person)
            {
                return wrong(format!("there is no account {person}"));
            }
            if let Some(slug) = step.deed.desk() {
                let desk = atlas.desk_by_slug(slug);
                if desk.is_none_or(|desk| desk.kind != DeskKind::Administration) {
                    return wrong(format!("there is no administration {slug}"));
                }
                match &step.deed {
                    Deed::Forward { .. } | Deed::Consult { .. } => {
                        waiting.insert(slug);
                    }
                    Deed::Propose { .. } => {}
                    _ if waiting.contains(slug) => {}
                    _ => return wrong(format!("{slug} does not have the question")),
                }
            }
            if let Deed::Refuse {
                instead: Some(slug),
                ..
            } = &step.deed
                && atlas.desk_by_slug(slug).is_none()
            {
                return wrong(format!("there is no desk {slug}"));
            }
        }
        Ok(())
    }
}

impl Deed {
    /// The account that does it.
    #[must_use]
    pub fn agent(&self) -> Option<&str> {
        match self {
            Self::Take { by }
            | Self::Consult { by, .. }
            | Self::Relay { by }
            | Self::Answer { by, .. }
            | Self::AskMore { by, .. }
            | Self::Note { by, .. }
            | Self::Close { by, .. } => Some(by),
            Self::Forward { by, .. } | Self::Confirm { by, .. } => by.as_deref(),
            _ => None,
        }
    }

    /// Slug of the administration that takes part.
    #[must_use]
    pub fn desk(&self) -> Option<&str> {
        match self {
            Self::Propose { desk }
            | Self::Forward { desk, .. }
            | Self::Consult { desk, .. }
            | Self::Accept { desk }
            | Self::Refuse { desk, .. }
            | Self::AdministrationReply { desk, .. }
            | Self::Report { desk, .. } => Some(desk),
            _ => None,
        }
    }
}

impl FromStr for After {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wait = match text.split_at_checked(text.len().saturating_sub(1)) {
            Some((number, "h")) => number.parse().map(Self::Hours).ok(),
            Some((number, "d")) => number.parse().map(Self::Days).ok(),
            _ => None,
        };
        wait.ok_or_else(|| format!("`{text}` is no wait such as `3h` or `2d`"))
    }
}

impl After {
    /// The working moment that is so long after another.
    fn past(self, moment: DateTime<Tz>) -> DateTime<Tz> {
        let moment = match self {
            Self::Hours(hours) => moment + TimeDelta::hours(hours.into()),
            Self::Days(days) => {
                let mut day = moment.date_naive();
                for _ in 0..days {
                    day = next_weekday(day);
                }
                at(day, moment.time())
            }
        };
        let day = moment.date_naive();
        let minute = moment.minute();
        let morning = |day| {
            at(
                day,
                NaiveTime::from_hms_opt(8, minute, 0).unwrap_or_default(),
            )
        };
        if is_weekend(day) || moment.hour() >= 18 {
            morning(next_weekday(day))
        } else if moment.hour() < 8 {
            morning(day)
        } else {
            moment
        }
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn next_weekday(day: NaiveDate) -> NaiveDate {
    let mut next = day + Days::new(1);
    while is_weekend(next) {
        next = next + Days::new(1);
    }
    next
}

/// An hour of a day in Brussels; office hours exist once on every day.
fn at(day: NaiveDate, time: NaiveTime) -> DateTime<Tz> {
    Brussels
        .from_local_datetime(&day.and_time(time))
        .earliest()
        .unwrap_or_else(|| Brussels.from_utc_datetime(&day.and_time(time)))
}

fn hour<'de, D: serde::Deserializer<'de>>(from: D) -> Result<NaiveTime, D::Error> {
    let text = String::deserialize(from)?;
    NaiveTime::parse_from_str(&text, "%H:%M").map_err(serde::de::Error::custom)
}

/// A step as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    after: String,
    kind: String,
    by: Option<String>,
    desk: Option<String>,
    instead: Option<String>,
    how: Option<How>,
    reason: Option<String>,
    text: Option<String>,
}

impl TryFrom<Line> for Step {
    type Error = String;

    fn try_from(line: Line) -> Result<Self, String> {
        let Line {
            after,
            kind,
            by,
            desk,
            instead,
            how,
            reason,
            text,
        } = line;
        let after = after.parse()?;
        let need = |fact: Option<String>, name: &str| {
            fact.filter(|fact| !fact.trim().is_empty())
                .ok_or_else(|| format!("a step of kind `{kind}` needs `{name}`"))
        };
        let text_of = |text| need(text, "text").map(|text| text.trim().to_owned());
        let deed = match kind.as_str() {
            "take" => Deed::Take {
                by: need(by, "by")?,
            },
            "propose" => Deed::Propose {
                desk: need(desk, "desk")?,
            },
            "forward" => Deed::Forward {
                by: Some(need(by, "by")?).filter(|by| by != "automatic"),
                desk: need(desk, "desk")?,
                text,
            },
            "consult" => Deed::Consult {
                by: need(by, "by")?,
                desk: need(desk, "desk")?,
                text: text_of(text)?,
            },
            "accept" => Deed::Accept {
                desk: need(desk, "desk")?,
            },
            "refuse" => Deed::Refuse {
                desk: need(desk, "desk")?,
                by: need(by, "by")?,
                instead,
                text: text_of(text)?,
            },
            "administration_reply" => Deed::AdministrationReply {
                desk: need(desk, "desk")?,
                by: need(by, "by")?,
                text: text_of(text)?,
            },
            "report" => Deed::Report {
                desk: need(desk, "desk")?,
                by: need(by, "by")?,
                text: text_of(text)?,
            },
            "relay" => Deed::Relay {
                by: need(by, "by")?,
            },
            "answer" => Deed::Answer {
                by: need(by, "by")?,
                text: text_of(text)?,
            },
            "ask_more" => Deed::AskMore {
                by: need(by, "by")?,
                text: text_of(text)?,
            },
            "asker_reply" => Deed::AskerReply {
                text: text_of(text)?,
            },
            "confirm" => Deed::Confirm {
                how: how.ok_or_else(|| "a step of kind `confirm` needs `how`".to_owned())?,
                by,
                text,
            },
            "dispute" => Deed::Dispute {
                text: text_of(text)?,
            },
            "bounce" => Deed::Bounce {
                text: text_of(text)?,
            },
            "note" => Deed::Note {
                by: need(by, "by")?,
                text: text_of(text)?,
            },
            "close" => Deed::Close {
                by: need(by, "by")?,
                reason: need(reason, "reason")?,
                text: text_of(text)?,
            },
            other => return Err(format!("there is no step of kind `{other}`")),
        };
        Ok(Self { after, deed })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Content, Deed, EntryState, How, Step};
    use crate::directory::Atlas;

    fn content() -> (Atlas, Content) {
        let atlas = Atlas::embedded().unwrap();
        let content = Content::load(&atlas).unwrap_or_else(|why| panic!("{why}"));
        (atlas, content)
    }

    #[test]
    fn the_demo_shows_every_province_most_topics_and_every_turn_a_question_can_take() {
        let (atlas, content) = content();
        assert!(content.questions.len() >= 45);
        let mut provinces: BTreeMap<&str, usize> = BTreeMap::new();
        let mut topics = BTreeSet::new();
        let mut deeds = BTreeSet::new();
        for question in &content.questions {
            topics.insert(&question.topic);
            if let Some(sender) = atlas.sender(question.sender().1) {
                *provinces
                    .entry(sender.organisation.own_province().unwrap())
                    .or_default() += 1;
            }
            for step in &question.steps {
                let name = format!("{:?}", step.deed);
                deeds.insert(name.split([' ', '{']).next().unwrap_or_default().to_owned());
            }
        }
        assert!(
            provinces.len() == 5 && provinces.values().all(|count| *count >= 8),
            "{provinces:?}"
        );
        assert!(topics.len() >= 30, "{topics:?}");
        assert_eq!(deeds.len(), 17, "{deeds:?}");
        for how in [How::Link, How::Reply, How::Phone] {
            assert!(
                content.questions.iter().flat_map(|it| &it.steps).any(
                    |step| matches!(step.deed, Deed::Confirm { how: this, .. } if this == how)
                )
            );
        }
    }

    #[test]
    fn recurring_questions_come_from_three_organisations_in_their_own_words() {
        let (atlas, content) = content();
        let mut groups: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
        for question in &content.questions {
            let Some(group) = &question.recurs else {
                continue;
            };
            let sender = atlas.sender(question.sender().1).unwrap();
            let (organisations, subjects) = groups.entry(group).or_default();
            organisations.insert(&sender.organisation.name);
            assert!(subjects.insert(&question.subject), "{}", question.subject);
        }
        let full = groups
            .values()
            .filter(|(organisations, _)| organisations.len() >= 3)
            .count();
        assert!(full >= 5, "{groups:?}");
        let published = content
            .entries
            .iter()
            .filter(|it| it.state == EntryState::Published)
            .count();
        assert_eq!((published, content.entries.len()), (8, 10));
        for entry in &content.entries {
            assert_eq!(
                entry.published_days_ago.is_some(),
                entry.state == EntryState::Published
            );
            assert!(
                entry
                    .recurs
                    .as_deref()
                    .is_none_or(|group| groups.contains_key(group))
            );
        }
    }

    #[test]
    fn there_is_an_account_for_each_role_and_contact_point() {
        let (atlas, content) = content();
        let roles: BTreeSet<_> = content.accounts.iter().map(|it| it.role.as_str()).collect();
        assert_eq!(
            roles.into_iter().collect::<Vec<_>>(),
            ["admin", "agent", "coordinator", "editor", "observer"]
        );
        for desk in atlas.contact_points() {
            let agent = content
                .accounts
                .iter()
                .find(|it| it.desk.as_deref() == Some(&desk.slug));
            assert!(agent.is_some_and(|it| it.role == "agent"), "{}", desk.slug);
        }
    }

    #[test]
    fn nothing_happens_after_now_or_before_what_came_first() {
        let (_, content) = content();
        for now in [
            "2026-11-23T08:00:00Z",
            "2026-12-26T23:30:00Z",
            "2027-03-28T01:30:00Z",
        ] {
            let now = now.parse().unwrap();
            for question in &content.questions {
                let (asked, steps) = question.moments(now);
                let mut before = asked;
                for moment in steps {
                    assert!(
                        before <= moment && moment < now,
                        "{} {moment}",
                        question.subject
                    );
                    before = moment;
                }
            }
        }
    }

    #[test]
    fn people_work_on_weekdays() {
        let text = r#"
            from = "A <a@b.example>"
            function = "f"
            topic = "t"
            days_ago = 9
            at = "16:30"
            subject = "s"
            body = "b"
            step = [
                { after = "3h", kind = "take", by = "x" },
                { after = "1d", kind = "take", by = "x" },
            ]
        "#;
        let question: super::Question = toml::from_str(text).unwrap();
        // Asked on the Friday before Saturday 14 November, taken on Monday morning, then on Tuesday.
        let (asked, steps) = question.moments("2026-11-23T12:00:00Z".parse().unwrap());
        assert_eq!(asked.to_rfc3339(), "2026-11-13T15:30:00+00:00");
        assert_eq!(steps[0].to_rfc3339(), "2026-11-16T07:30:00+00:00");
        assert_eq!(steps[1].to_rfc3339(), "2026-11-17T07:30:00+00:00");
    }

    #[test]
    fn a_step_says_what_it_lacks() {
        let check = |line: &str, expected: &str| {
            let error = toml::from_str::<Step>(line).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check("after = '3w'\nkind = 'take'", "`3w` is no wait");
        check("after = ''\nkind = 'take'", "`` is no wait");
        check("after = '1h'\nkind = 'take'", "needs `by`");
        check("after = '1h'\nkind = 'dance'", "no step of kind `dance`");
        check("after = '1h'\nkind = 'confirm'", "needs `how`");
        check("after = '1h'\nkind = 'dispute'\ntext = ' '", "needs `text`");
        check(
            "after = '1h'\nkind = 'take'\nwho = 'x'",
            "unknown field `who`",
        );
    }
}
