//! A question on its way to the administration that is responsible for it. The mail is complete in
//! itself: the question, by when, why them, and one plain reply is enough.

use chrono::NaiveDate;

use super::letter::{Asker, Signature, sentence_start, twins};
use super::{Passage, days, marks, tidy_subject};
use crate::text::{Texts, Value, dates};

/// What we want from an administration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Its answer; the contact point reads it before the asker does.
    Answer,
    /// Its answer, which goes straight to the asker.
    AnswerRelayed,
    /// Its advice, for the answer that somebody else gives.
    Advice,
}

/// Why this administration got the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It is responsible for a topic: `de hulpverleningszones`.
    Topic(String),
    /// In the words of whoever sent it.
    Words(String),
}

/// Why we write to an administration about a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// It gets the question now, or words of ours besides.
    Question,
    /// We answer what it asked us about the question that it has.
    Reply,
    /// The asker wrote, and it must know.
    AskerWrote,
}

/// The term that an administration is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// How many working days.
    pub working_days: u16,
    /// Holidays in between that are not counted.
    pub holidays: Vec<NaiveDate>,
}

/// Something that the asker wrote after the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    /// What.
    pub words: Passage,
    /// When.
    pub on: NaiveDate,
}

impl Later {
    /// What stands above it.
    #[must_use]
    pub fn said(&self, t: &Texts) -> String {
        let day = dates::plain_day(self.on, t.language());
        t.with("mail-question-later", "date", day)
    }
}

/// Asks an administration to answer a question, or for its advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forward {
    /// Why we write.
    pub occasion: Occasion,
    /// What we want.
    pub wanted: Wanted,
    /// The number of the question.
    pub reference: String,
    /// The asker's own subject.
    pub subject: String,
    /// Who asks.
    pub asker: Asker,
    /// What they ask.
    pub question: Passage,
    /// When they asked it.
    pub asked_on: NaiveDate,
    /// What they wrote after it, oldest first.
    pub later: Vec<Later>,
    /// Names of the attachments that come along.
    pub attachments: Vec<String>,
    /// What the desk adds for the administration.
    pub note: Option<Passage>,
    /// Why this administration.
    pub reason: Reason,
    /// Whether no person chose it.
    pub by_itself: bool,
    /// When we would like the answer.
    pub due: NaiveDate,
    /// How that day was counted; none when it was told before.
    pub given: Option<Given>,
    /// The administration's page.
    pub answer_url: String,
    /// Where it says the question is not theirs.
    pub refuse_url: String,
    /// Who signs.
    pub signature: Signature,
}

twins!(Forward, "forward.txt", "forward.html");

/// What the subject of every mail in the thread with an administration is made of.
pub(super) struct ThreadSubject<'a> {
    pub wanted: Wanted,
    pub asker: &'a Asker,
    pub due: NaiveDate,
    pub subject: &'a str,
    pub reference: &'a str,
}

impl ThreadSubject<'_> {
    /// Of the mail that begins it.
    fn first(&self, t: &Texts) -> String {
        let key = match self.wanted {
            Wanted::Answer | Wanted::AnswerRelayed => "mail-forward-subject",
            Wanted::Advice => "mail-forward-advice-subject",
        };
        let tidy = tidy_subject(self.subject);
        let subject = if tidy.is_empty() {
            t.say("mail-subject-fallback")
        } else {
            tidy
        };
        t.fill(
            key,
            [
                ("asker", Value::from(tidy_subject(&self.asker.who(t)))),
                ("due", dates::day_and_month(self.due, t.language()).into()),
                ("subject", subject.into()),
                ("reference", self.reference.into()),
            ],
        )
    }

    /// Of a later one of ours: the same, with `Re:` before it.
    pub(super) fn reply(&self, t: &Texts) -> String {
        t.with("mail-reminder-subject", "subject", self.first(t))
    }
}

impl Forward {
    fn subject(&self, t: &Texts) -> String {
        let of_thread = ThreadSubject {
            wanted: self.wanted,
            asker: &self.asker,
            due: self.due,
            subject: &self.subject,
            reference: &self.reference,
        };
        let key = match self.occasion {
            Occasion::Question => return of_thread.first(t),
            Occasion::Reply => "mail-forward-reply-subject",
            Occasion::AskerWrote => "mail-forward-wrote-subject",
        };
        let tidy = tidy_subject(&self.subject);
        let subject = if tidy.is_empty() {
            t.say("mail-subject-fallback")
        } else {
            tidy
        };
        let reference = self.reference.as_str();
        t.with2(key, "subject", subject, "reference", reference)
    }

    fn asks(&self, t: &Texts) -> String {
        let key = match (self.occasion, self.wanted) {
            (Occasion::Reply, _) => "mail-forward-asks-reply",
            (Occasion::AskerWrote, _) => "mail-forward-asks-wrote",
            (_, Wanted::Answer | Wanted::AnswerRelayed) => "mail-forward-asks",
            (_, Wanted::Advice) => "mail-forward-asks-advice",
        };
        let by = t.with(
            "mail-forward-by",
            "date",
            dates::day(self.due, t.language()),
        );
        t.with2(
            key,
            "asker",
            sentence_start(&self.asker.who(t)),
            "due",
            marks::strong(&by),
        )
    }

    fn asked_on(&self, t: &Texts) -> String {
        dates::plain_day(self.asked_on, t.language())
    }

    fn attached(&self, t: &Texts) -> Option<String> {
        let files = marks::clean(&self.attachments.join(", "));
        (!files.is_empty()).then(|| t.with("mail-forward-attached", "files", files))
    }

    fn why(&self, t: &Texts) -> String {
        let why = match &self.reason {
            Reason::Topic(topic) => t.with("mail-forward-why-topic", "topic", marks::clean(topic)),
            Reason::Words(words) => marks::clean(words),
        };
        if self.by_itself {
            t.with("mail-forward-why-itself", "why", why)
        } else {
            why
        }
    }

    fn term(&self, t: &Texts) -> Option<String> {
        let given = self.given.as_ref()?;
        let days = given.working_days;
        Some(match days::list(t, &given.holidays) {
            Some(holidays) => {
                let key = "mail-forward-days-holidays";
                t.with2(key, "days", days, "holidays", holidays)
            }
            None => t.with("mail-forward-days-weekends", "days", days),
        })
    }

    fn afterwards(&self, t: &Texts) -> String {
        let key = match self.wanted {
            Wanted::Answer => "mail-forward-after-review",
            Wanted::AnswerRelayed => "mail-forward-after-relay",
            Wanted::Advice => "mail-forward-after-advice",
        };
        t.with(key, "asker", self.asker.who(t))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::letter::samples::{check_twins, date, dutch, letterhead, sofie, wetteren};
    use super::*;

    pub(crate) const QUESTION: &str = "Onze gemeente ligt in Regio Gent. Onze hulpverleningszone \
        volgt die grens niet. Moet onze zone zich aanpassen aan de referentieregio? En wie beslist \
        daarover?";

    fn sample() -> Forward {
        Forward {
            occasion: Occasion::Question,
            wanted: Wanted::Answer,
            reference: "RV-2026-000487".into(),
            subject: "Hulpverleningszone en referentieregio".into(),
            asker: wetteren(),
            question: Passage::plain(QUESTION),
            asked_on: date("2026-04-28"),
            later: Vec::new(),
            attachments: vec!["ligging-zone-oost.pdf".into()],
            note: None,
            reason: Reason::Topic("de hulpverleningszones".into()),
            by_itself: false,
            due: date("2026-05-18"),
            given: Some(Given {
                working_days: 10,
                holidays: vec![date("2026-05-01"), date("2026-05-14")],
            }),
            answer_url: "https://regiovraag.example/a/Xk27TqMz9cPw".into(),
            refuse_url: "https://regiovraag.example/a/Xk27TqMz9cPw/niet-voor-ons".into(),
            signature: sofie(),
        }
    }

    #[test]
    fn a_forward_is_complete_in_itself() {
        let mail = sample().write(&dutch(), &letterhead()).unwrap();
        assert_eq!(
            mail.subject,
            "Vraag van gemeente Wetteren, graag antwoord tegen 18 mei: Hulpverleningszone en \
             referentieregio [RV-2026-000487]"
        );
        insta::assert_snapshot!("forward.txt", mail.text);
        insta::assert_snapshot!("forward.html", mail.html);
        check_twins(|t, letterhead| sample().write(t, letterhead));
    }

    #[test]
    fn a_request_for_advice_says_that_it_is_one() {
        let advice = Forward {
            wanted: Wanted::Advice,
            asker: Asker::default(),
            attachments: Vec::new(),
            note: Some(Passage::markdown(
                "Het gaat ons vooral om de **tweede** vraag.",
            )),
            reason: Reason::Words("u schreef de omzendbrief".into()),
            given: Some(Given {
                working_days: 1,
                holidays: Vec::new(),
            }),
            signature: Signature {
                person: None,
                phone: None,
                ..sofie()
            },
            ..sample()
        };
        let mail = advice.write(&dutch(), &letterhead()).unwrap();
        assert!(
            mail.subject
                .starts_with("Advies over een vraag van een lokaal bestuur")
        );
        insta::assert_snapshot!("forward_advice.txt", mail.text);
        check_twins(|t, letterhead| advice.write(t, letterhead));
    }

    #[test]
    fn what_a_desk_asked_back_is_answered_and_what_the_asker_wrote_is_passed_on() {
        let reply = Forward {
            occasion: Occasion::Reply,
            given: None,
            note: Some(Passage::plain("Het gaat om zone Oost.")),
            ..sample()
        };
        let mail = reply.write(&dutch(), &letterhead()).unwrap();
        assert_eq!(
            mail.subject,
            "Antwoord op uw vraag: Hulpverleningszone en referentieregio [RV-2026-000487]"
        );
        insta::assert_snapshot!("forward_reply.txt", mail.text);
        check_twins(|t, letterhead| reply.write(t, letterhead));
        let wrote = Forward {
            occasion: Occasion::AskerWrote,
            ..reply
        };
        let mail = wrote.write(&dutch(), &letterhead()).unwrap();
        assert!(mail.subject.starts_with("De vraagsteller schreef ons"));
        insta::assert_snapshot!("forward_wrote.txt", mail.text);
        check_twins(|t, letterhead| wrote.write(t, letterhead));
    }

    #[test]
    fn what_the_asker_wrote_later_stands_under_the_question_with_its_day() {
        let more = Forward {
            later: vec![
                Later {
                    words: Passage::plain("De zone heet Zone Oost.\n\nDat vergat ik."),
                    on: date("2026-04-29"),
                },
                Later {
                    words: Passage::plain("Het kan wachten tot < juni."),
                    on: date("2026-05-04"),
                },
            ],
            ..sample()
        };
        let mail = more.write(&dutch(), &letterhead()).unwrap();
        insta::assert_snapshot!("forward_later.txt", mail.text);
        assert!(mail.html.contains("&lt; juni"), "{}", mail.html);
        check_twins(|t, letterhead| more.write(t, letterhead));
    }

    #[test]
    fn a_question_that_went_on_by_itself_says_so() {
        let itself = Forward {
            by_itself: true,
            ..sample()
        };
        let mail = itself.write(&dutch(), &letterhead()).unwrap();
        let said = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            said.contains("u gaat over de hulpverleningszones (ons systeem koos u"),
            "{said}"
        );
    }
}
