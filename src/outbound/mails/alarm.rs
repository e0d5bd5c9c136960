//! "Something is wrong with the mail": to whoever watches the service, once a day as long as it lasts.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::letter::twins;
use super::marks;
use crate::text::{Texts, Value, dates};

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Alarming {
    /// What was handed over on a day is not all somewhere.
    Difference {
        /// The day, in Brussels.
        day: NaiveDate,
        /// How many mails.
        mails: u64,
    },
    /// A source of mail cannot be read.
    SourceFails {
        /// Its name.
        source: String,
        /// Since when.
        since: DateTime<Utc>,
        /// Why, in its own words; none: nothing looks at it any more.
        failure: Option<String>,
    },
    /// Mails lie at a source and cannot be taken in.
    LeftBehind {
        /// Its name.
        source: String,
        /// How many.
        mails: u64,
    },
    /// No mail comes in where it always did.
    Silence {
        /// Where.
        #[serde(default)]
        source: String,
        /// Since when.
        since: DateTime<Utc>,
        /// How many would have come.
        expected: u64,
    },
    /// Our own mail server takes nothing from us.
    NothingLeaves {
        /// How many wait.
        mails: u64,
        /// Since when.
        since: DateTime<Utc>,
        /// What it said last.
        failure: String,
    },
    /// The virus scanner does not look at files.
    ScannerFails {
        /// How many wait.
        files: u64,
        /// Why, in its own words.
        failure: String,
    },
}

impl Alarming {
    /// In a sentence or two.
    #[must_use]
    pub fn words(&self, t: &Texts) -> String {
        let moment = |at| dates::moment_without_year(at, t.language());
        match self {
            Self::Difference { day, mails } => t.with2(
                "mail-alarm-difference",
                "day",
                dates::weekday_and_day(*day, t.language()),
                "mails",
                *mails,
            ),
            Self::SourceFails {
                source,
                since,
                failure,
            } => match failure {
                Some(failure) => t.fill(
                    "mail-alarm-source",
                    [
                        ("source", source.as_str().into()),
                        ("since", moment(*since).into()),
                        ("failure", failure.as_str().into()),
                    ],
                ),
                None => t.with2(
                    "mail-alarm-unwatched",
                    "source",
                    source.as_str(),
                    "since",
                    moment(*since),
                ),
            },
            Self::LeftBehind { source, mails } => t.with2(
                "mail-alarm-left",
                "source",
                source.as_str(),
                "mails",
                *mails,
            ),
            Self::Silence {
                source,
                since,
                expected,
            } => t.fill(
                "mail-alarm-silence",
                [
                    ("source", Value::from(source.as_str())),
                    ("since", moment(*since).into()),
                    ("expected", (*expected).into()),
                ],
            ),
            Self::NothingLeaves {
                mails,
                since,
                failure,
            } => t.fill(
                "mail-alarm-outgoing",
                [
                    ("mails", (*mails).into()),
                    ("since", moment(*since).into()),
                    ("failure", failure.as_str().into()),
                ],
            ),
            Self::ScannerFails { files, failure } => t.with2(
                "mail-alarm-scanner",
                "files",
                *files,
                "failure",
                failure.as_str(),
            ),
        }
    }
}

/// Tells whoever watches the service what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmMail {
    /// What.
    pub what: Alarming,
    /// Where it is shown.
    pub url: String,
}

twins!(AlarmMail, "alarm.txt", "alarm.html");

impl AlarmMail {
    fn subject(&self, t: &Texts) -> String {
        t.say(match self.what {
            Alarming::Difference { .. } => "mail-alarm-subject-difference",
            Alarming::SourceFails { .. } => "mail-alarm-subject-source",
            Alarming::LeftBehind { .. } => "mail-alarm-subject-left",
            Alarming::Silence { .. } => "mail-alarm-subject-silence",
            Alarming::NothingLeaves { .. } => "mail-alarm-subject-outgoing",
            Alarming::ScannerFails { .. } => "mail-alarm-subject-scanner",
        })
    }

    fn words(&self, t: &Texts) -> String {
        marks::clean(&self.what.words(t))
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::{check_twins, dutch, letterhead};
    use super::*;

    #[test]
    fn an_alarm_says_what_is_wrong_and_where_to_look() {
        let since = "2026-03-12T08:12:00Z".parse().unwrap();
        let all = [
            Alarming::Difference {
                day: "2026-03-12".parse().unwrap(),
                mails: 2,
            },
            Alarming::SourceFails {
                source: "maildir:/srv/mail".into(),
                since,
                failure: Some("/srv/mail/new: Permission denied".into()),
            },
            Alarming::SourceFails {
                source: "maildir:/srv/mail".into(),
                since,
                failure: None,
            },
            Alarming::LeftBehind {
                source: "maildir:/srv/mail".into(),
                mails: 1,
            },
            Alarming::NothingLeaves {
                mails: 12,
                since,
                failure: "535 5.7.8 Authentication failed".into(),
            },
            Alarming::Silence {
                source: "maildir:/srv/mail".into(),
                since,
                expected: 14,
            },
        ];
        let mut said = String::new();
        for what in all {
            let back: Alarming =
                serde_json::from_str(&serde_json::to_string(&what).unwrap()).unwrap();
            assert_eq!(back, what);
            let mail = AlarmMail {
                what,
                url: "https://regiovraag.example/desk/mail/balance".into(),
            };
            check_twins(|t, letterhead| mail.write(t, letterhead));
            let written = mail.write(&dutch(), &letterhead()).unwrap();
            said.push_str(&written.subject);
            said.push('\n');
            said.push_str(&written.text);
            said.push('\n');
        }
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [
            "Van de mail die op donderdag 12 maart binnenkwam, zijn 2 berichten nergens terug te vinden.",
            "/srv/mail/new: Permission denied",
            "kijkt sinds donderdag 12 maart, 9.12 uur niets meer naar nieuwe mail",
            "ligt 1 bericht dat niet kan worden overgenomen",
            "Sinds donderdag 12 maart, 9.12 uur vertrekt er geen mail: 12 berichten wachten, en de mailserver zegt: 535",
            "gemiddeld 14.",
            "https://regiovraag.example/desk/mail/balance",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
    }
}
