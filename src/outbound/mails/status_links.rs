//! "Where is my question?": the links to somebody's questions, to the address that asked them. Of a
//! question that came with a form it repeats nothing that was typed, so nobody can use us to mail
//! words to a stranger.

use chrono::NaiveDate;

use super::letter::{number, twins};
use super::marks;
use crate::text::{Texts, dates};

/// Gives an asker the links that they lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusLinks {
    /// The questions, the last one first.
    pub questions: Vec<LinkedQuestion>,
}

/// A question with its link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedQuestion {
    /// Its number.
    pub reference: String,
    /// The asker's own subject, when they mailed it themselves.
    pub subject: Option<String>,
    /// When it was asked.
    pub asked_on: NaiveDate,
    /// The asker's page.
    pub status_url: String,
}

twins!(StatusLinks, "status_links.txt", "status_links.html");

impl StatusLinks {
    fn subject(&self, t: &Texts) -> String {
        match &self.questions[..] {
            [only] => t.with("mail-links-subject-one", "reference", &only.reference),
            _ => t.say("mail-links-subject"),
        }
    }

    fn here(&self, t: &Texts) -> String {
        t.with("mail-links-here", "questions", self.questions.len())
    }
}

impl LinkedQuestion {
    fn which(&self, t: &Texts) -> String {
        let asked = dates::day(self.asked_on, t.language());
        match &self.subject {
            Some(subject) => t.with2(
                "mail-links-question-about",
                "asked",
                asked,
                "subject",
                marks::clean(subject),
            ),
            None => t.with("mail-links-question", "asked", asked),
        }
    }

    fn number(&self, t: &Texts) -> String {
        number(t, &self.reference)
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::{check_twins, date, dutch, letterhead};
    use super::*;

    fn sample() -> StatusLinks {
        StatusLinks {
            questions: vec![
                LinkedQuestion {
                    reference: "RV-2026-000488".into(),
                    subject: None,
                    asked_on: date("2026-04-28"),
                    status_url: "https://regiovraag.example/vraag/RV-2026-000488?t=Qm4ZtX8c".into(),
                },
                LinkedQuestion {
                    reference: "RV-2026-000487".into(),
                    subject: Some("Hulpverleningszone en referentieregio".into()),
                    asked_on: date("2026-04-27"),
                    status_url: "https://regiovraag.example/vraag/RV-2026-000487?t=h7Kq2mZc".into(),
                },
            ],
        }
    }

    #[test]
    fn lost_links_come_back_with_what_the_asker_knows_the_question_by() {
        let mail = sample().write(&dutch(), &letterhead()).unwrap();
        assert_eq!(mail.subject, "Uw vragen aan Regiovraag");
        insta::assert_snapshot!(mail.text, @r"
        Beste

        Op onze website vroeg iemand met dit e-mailadres waar zijn vraag staat.
        Dit zijn de links naar uw vragen.

        Uw vraag van dinsdag 28 april 2026.
        Nummer: RV-2026-000488.
        Volg uw vraag:
        https://regiovraag.example/vraag/RV-2026-000488?t=Qm4ZtX8c

        Uw vraag van maandag 27 april 2026: Hulpverleningszone en
        referentieregio
        Nummer: RV-2026-000487.
        Volg uw vraag:
        https://regiovraag.example/vraag/RV-2026-000487?t=h7Kq2mZc

        Was u dat niet? Dan hoeft u niets te doen. Geef deze links aan niemand
        door: wie ze heeft, kan uw vraag lezen.

        -- 
        Regiovraag, een dienst van het Agentschap Binnenlands Bestuur (ABB)
        regiovorming@vlaanderen.be

        Dit is een automatische mail.
        ");
        check_twins(|t, letterhead| sample().write(t, letterhead));
    }

    #[test]
    fn one_link_carries_its_number_in_the_subject() {
        let mut one = sample();
        one.questions.truncate(1);
        let mail = one.write(&dutch(), &letterhead()).unwrap();
        assert_eq!(mail.subject, "Uw vraag aan Regiovraag [RV-2026-000488]");
        assert!(
            mail.text.contains("Dit is de link naar uw vraag."),
            "{}",
            mail.text
        );
        check_twins(|t, letterhead| one.write(t, letterhead));
    }
}
