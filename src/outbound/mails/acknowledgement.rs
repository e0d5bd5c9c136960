//! "We have your question": to an asker who wrote to us from their own address.

use chrono::NaiveDate;

use super::letter::{greeting, inside_sentence, reply_to_asker, twins};
use super::marks;
use crate::text::{Texts, Value, dates};

/// Tells an asker that we have the question, who reads it and by when there is an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The asker, when we know a name.
    pub asker_name: Option<String>,
    /// The number of the question.
    pub reference: String,
    /// The asker's own subject.
    pub subject: String,
    /// The number of the question that it was a part of.
    pub part_of: Option<String>,
    /// The desk that owns the question.
    pub desk: String,
    /// Where to call that desk.
    pub phone: Option<String>,
    /// Within how many working days it looks at the question.
    pub first_reaction_days: u16,
    /// The administration that the question went to at once.
    pub gone_to: Option<String>,
    /// When the asker has an answer at the latest.
    pub due: NaiveDate,
    /// The asker's page.
    pub status_url: String,
    /// Published entries that may answer the question already, best first.
    pub suggestions: Vec<Suggestion>,
}

/// A published entry that may answer the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The question of the entry.
    pub question: String,
    /// The entry's page.
    pub url: String,
    /// Its answer in a sentence or two.
    pub summary: String,
    /// Where the asker says that this answers it.
    pub accept_url: String,
}

twins!(
    Acknowledgement,
    "acknowledgement.txt",
    "acknowledgement.html"
);

impl Acknowledgement {
    fn subject(&self, t: &Texts) -> String {
        reply_to_asker(t, &self.subject, &self.reference)
    }

    fn greeting(&self, t: &Texts) -> String {
        greeting(t, self.asker_name.as_deref())
    }

    fn received(&self, t: &Texts) -> String {
        if let Some(whole) = &self.part_of {
            let named = [
                ("whole", Value::from(marks::clean(whole))),
                ("reference", marks::strong_whole(&self.reference).into()),
                (
                    "due",
                    marks::strong(&dates::day(self.due, t.language())).into(),
                ),
            ];
            return t.fill("mail-ack-part", named);
        }
        t.with2(
            "mail-ack-received",
            "reference",
            marks::strong_whole(&self.reference),
            "due",
            marks::strong(&dates::day(self.due, t.language())),
        )
    }

    fn steps(&self, t: &Texts) -> [String; 3] {
        let desk = inside_sentence(&self.desk);
        let days = Value::from(self.first_reaction_days);
        let (first, second) = match &self.gone_to {
            Some(administration) => (
                t.with(
                    "mail-ack-step-gone",
                    "administration",
                    marks::clean(administration),
                ),
                t.with("mail-ack-step-follow", "desk", desk),
            ),
            None => (
                t.with2("mail-ack-step-read", "desk", desk, "days", days),
                t.say("mail-ack-step-answer"),
            ),
        };
        [first, second, t.say("mail-ack-step-late")]
    }

    fn forgotten(&self, t: &Texts) -> String {
        match &self.phone {
            Some(phone) => t.with2(
                "mail-ack-reply-or-call",
                "desk",
                inside_sentence(&self.desk),
                "phone",
                marks::clean(phone),
            ),
            None => t.say("mail-ack-reply"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::{check_twins, date, dutch, letterhead};
    use super::*;

    #[test]
    fn a_part_of_a_question_says_of_which_one() {
        let part = Acknowledgement {
            part_of: Some("RV-2026-000481".into()),
            ..sample()
        };
        let mail = part.write(&dutch(), &letterhead()).unwrap();
        insta::assert_snapshot!("acknowledgement_part.txt", mail.text);
        check_twins(|t, letterhead| part.write(t, letterhead));
    }

    fn sample() -> Acknowledgement {
        Acknowledgement {
            asker_name: Some("Katrien Vermeersch".into()),
            reference: "RV-2026-000487".into(),
            subject: "Hulpverleningszone en referentieregio".into(),
            part_of: None,
            desk: "Contactpunt Oost-Vlaanderen".into(),
            phone: Some("09 000 00 40".into()),
            gone_to: None,
            first_reaction_days: 3,
            due: date("2026-05-29"),
            status_url: "https://regiovraag.example/v/h7Kq2mZc4XpT".into(),
            suggestions: vec![Suggestion {
                question: "Moeten de hulpverleningszones aan de regio's worden aangepast?".into(),
                url: "https://regiovraag.example/faq/hulpverleningszones".into(),
                summary:
                    "Hulpverleningszones zijn federaal geregeld. Het regiodecreet verandert ze \
                          niet."
                        .into(),
                accept_url: "https://regiovraag.example/b/faq/2pXc9LrT".into(),
            }],
        }
    }

    #[test]
    fn an_acknowledgement_says_number_date_and_what_happens_now() {
        let mail = sample().write(&dutch(), &letterhead()).unwrap();
        assert_eq!(
            mail.subject,
            "Re: Hulpverleningszone en referentieregio [RV-2026-000487]"
        );
        insta::assert_snapshot!("acknowledgement.txt", mail.text);
        insta::assert_snapshot!("acknowledgement.html", mail.html);
        check_twins(|t, letterhead| sample().write(t, letterhead));
    }

    #[test]
    fn without_suggestions_name_or_phone_nothing_is_left_dangling() {
        let bare = Acknowledgement {
            asker_name: None,
            phone: None,
            gone_to: None,
            first_reaction_days: 1,
            suggestions: Vec::new(),
            ..sample()
        };
        insta::assert_snapshot!(bare.write(&dutch(), &letterhead()).unwrap().text);
        check_twins(|t, letterhead| bare.write(t, letterhead));
    }

    #[test]
    fn a_question_that_went_on_at_once_is_told_where() {
        let gone = Acknowledgement {
            gone_to: Some("FOD Binnenlandse Zaken".into()),
            ..sample()
        };
        let mail = gone.write(&dutch(), &letterhead()).unwrap();
        assert!(
            mail.text
                .contains("1. Uw vraag ging meteen naar FOD Binnenlandse Zaken")
        );
        assert!(
            !mail.text.contains("leest uw vraag binnen"),
            "{}",
            mail.text
        );
    }
}
