//! The answer to the asker, with the question whether it is one.

use chrono::NaiveDate;

use super::letter::{Signature, greeting, reply_to_asker, twins, your_question};
use super::{Passage, marks};
use crate::text::{Texts, dates};

/// An administration that still answers the rest of a question, and by when we asked it to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StillOwed {
    /// Its name.
    pub desk: String,
    /// The day.
    pub due: NaiveDate,
}

/// Gives the asker the answer, and two links of equal weight to say whether it helped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The asker, when we know a name.
    pub asker_name: Option<String>,
    /// The number of the question.
    pub reference: String,
    /// The asker's own subject.
    pub subject: String,
    /// What the question is about, as after "over": `de hulpverleningszone`.
    pub about: Option<String>,
    /// The administration the answer comes from, when it is not the desk itself.
    pub source: Option<String>,
    /// The answer.
    pub answer: Passage,
    /// Where the asker says yes.
    pub yes_url: String,
    /// Where the asker says no.
    pub no_url: String,
    /// The asker's page.
    pub status_url: String,
    /// When silence closes the question.
    pub closes_on: NaiveDate,
    /// Who still answers the rest, when this is a part of the answer: then silence closes nothing.
    pub rest: Vec<StillOwed>,
    /// Whether the asker has a part of the answer already, and this is the rest of it.
    pub completes: bool,
    /// Who signs.
    pub signature: Signature,
}

twins!(Answer, "answer.txt", "answer.html");

impl Answer {
    fn subject(&self, t: &Texts) -> String {
        reply_to_asker(t, &self.subject, &self.reference)
    }

    fn greeting(&self, t: &Texts) -> String {
        greeting(t, self.asker_name.as_deref())
    }

    fn here(&self, t: &Texts) -> String {
        let question = your_question(t, self.about.as_deref());
        let (own, from) = match (self.is_part(), self.completes) {
            (true, _) => ("mail-answer-part", "mail-answer-part-from"),
            (false, true) => ("mail-answer-completes", "mail-answer-completes-from"),
            (false, false) => ("mail-answer-here", "mail-answer-here-from"),
        };
        match &self.source {
            Some(source) => t.with2(from, "question", question, "source", marks::clean(source)),
            None => t.with(own, "question", question),
        }
    }

    fn is_part(&self) -> bool {
        !self.rest.is_empty()
    }

    /// Who still answers, a sentence each.
    fn still_owed(&self, t: &Texts) -> Vec<String> {
        let one = |owed: &StillOwed| {
            let due = dates::day(owed.due, t.language());
            let desk = marks::strong(&marks::clean(&owed.desk));
            t.with2("mail-answer-rest", "desk", desk, "due", due)
        };
        self.rest.iter().map(one).collect()
    }

    fn done(&self, t: &Texts) -> String {
        t.say(if self.is_part() {
            "mail-answer-part-done"
        } else {
            "mail-answer-done"
        })
    }

    fn yes(&self, t: &Texts) -> String {
        t.say(if self.is_part() {
            "mail-yes-part"
        } else {
            "mail-yes"
        })
    }

    fn no(&self, t: &Texts) -> String {
        t.say(if self.is_part() {
            "mail-no-part"
        } else {
            "mail-no"
        })
    }

    fn silence(&self, t: &Texts) -> String {
        if self.is_part() {
            return t.say("mail-answer-part-open");
        }
        t.with(
            "mail-answer-silence",
            "closes",
            dates::day(self.closes_on, t.language()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::{check_twins, date, dutch, letterhead, sofie};
    use super::*;

    fn sample() -> Answer {
        Answer {
            asker_name: Some("Katrien Vermeersch".into()),
            reference: "RV-2026-000487".into(),
            subject: "RE: Hulpverleningszone en referentieregio [RV-2026-000487]".into(),
            about: Some("de hulpverleningszone".into()),
            source: Some("FOD Binnenlandse Zaken".into()),
            answer: Passage::markdown(
                "Nee, uw zone hoeft zich niet aan te passen. Hulpverleningszones zijn federaal \
                 geregeld. Het regiodecreet kan ze niet wijzigen.\n\n\
                 Wil uw gemeente toch naar een andere zone? Dan hebt u het akkoord van beide \
                 zoneraden nodig. Een koninklijk besluit legt daarna de nieuwe grenzen vast.\n\n\
                 In de bijlage vindt u de stappen en de stukken die we vragen.\n\n\
                 Hannelore Claes, FOD Binnenlandse Zaken",
            ),
            yes_url: "https://regiovraag.example/b/ja/9kWm3TzQ".into(),
            no_url: "https://regiovraag.example/b/nee/9kWm3TzQ".into(),
            status_url: "https://regiovraag.example/v/h7Kq2mZc4XpT".into(),
            closes_on: date("2026-06-03"),
            rest: Vec::new(),
            completes: false,
            signature: sofie(),
        }
    }

    #[test]
    fn an_answer_asks_whether_it_is_one() {
        let mail = sample().write(&dutch(), &letterhead()).unwrap();
        assert_eq!(
            mail.subject,
            "Re: Hulpverleningszone en referentieregio [RV-2026-000487]"
        );
        insta::assert_snapshot!("answer.txt", mail.text);
        insta::assert_snapshot!("answer.html", mail.html);
        check_twins(|t, letterhead| sample().write(t, letterhead));
    }

    #[test]
    fn a_part_of_the_answer_says_who_answers_the_rest() {
        let part = Answer {
            rest: vec![
                StillOwed {
                    desk: "Agentschap Zorg".into(),
                    due: date("2026-06-10"),
                },
                StillOwed {
                    desk: "VVSG".into(),
                    due: date("2026-06-12"),
                },
            ],
            ..sample()
        };
        let mail = part.write(&dutch(), &letterhead()).unwrap();
        insta::assert_snapshot!("answer_part.txt", mail.text);
        assert!(!mail.text.contains("sluiten we"), "{}", mail.text);
        // A yes to a part is no yes to the question.
        assert!(!mail.text.contains("beantwoord:"), "{}", mail.text);
        check_twins(|t, letterhead| part.write(t, letterhead));
    }

    #[test]
    fn the_rest_of_an_answer_says_that_it_is() {
        let rest = Answer {
            completes: true,
            ..sample()
        };
        let mail = rest.write(&dutch(), &letterhead()).unwrap();
        let here = "Hier is de rest van het antwoord op uw vraag over de hulpverleningszone.";
        assert!(mail.text.contains(here), "{}", mail.text);
        assert!(mail.text.contains("Ja, beantwoord:"), "{}", mail.text);
        check_twins(|t, letterhead| rest.write(t, letterhead));
    }

    #[test]
    fn the_desks_own_answer_names_no_other_source() {
        let own = Answer {
            about: None,
            source: None,
            ..sample()
        };
        let mail = own.write(&dutch(), &letterhead()).unwrap();
        assert!(
            mail.text.contains("\nHier is het antwoord op uw vraag.\n"),
            "{}",
            mail.text
        );
        check_twins(|t, letterhead| own.write(t, letterhead));
    }
}
