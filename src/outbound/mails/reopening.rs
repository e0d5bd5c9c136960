//! "We have taken your question up again": the asker of a closed question that a person opens anew reads
//! why, and by when they have an answer now.

use chrono::NaiveDate;

use super::letter::{Signature, greeting, reply_to_asker, twins, your_question};
use super::{Passage, marks};
use crate::text::{Texts, dates};

/// Tells the asker that their question is open again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopening {
    /// The asker, when we know a name.
    pub asker_name: Option<String>,
    /// The number of the question.
    pub reference: String,
    /// The asker's own subject.
    pub subject: String,
    /// What the question is about, as after "over": `de hulpverleningszone`.
    pub about: Option<String>,
    /// Why, when whoever opened it wrote that for the asker.
    pub why: Option<Passage>,
    /// By when the asker has an answer now.
    pub due: NaiveDate,
    /// The asker's page.
    pub status_url: String,
    /// Who signs.
    pub signature: Signature,
}

twins!(Reopening, "reopening.txt", "reopening.html");

impl Reopening {
    fn subject(&self, t: &Texts) -> String {
        reply_to_asker(t, &self.subject, &self.reference)
    }

    fn greeting(&self, t: &Texts) -> String {
        greeting(t, self.asker_name.as_deref())
    }

    fn again(&self, t: &Texts) -> String {
        let question = your_question(t, self.about.as_deref());
        t.with("mail-reopening-again", "question", question)
    }

    fn due(&self, t: &Texts) -> String {
        let due = dates::day(self.due, t.language());
        t.with("mail-reopening-due", "due", marks::strong(&due))
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::{check_twins, date, dutch, letterhead, sofie};
    use super::*;
    use crate::text::Language;

    fn sample() -> Reopening {
        Reopening {
            asker_name: Some("Katrien Vermeersch".into()),
            reference: "RV-2026-000487".into(),
            subject: "Hulpverleningszone en referentieregio".into(),
            about: None,
            why: Some(Passage::plain(
                "Het antwoord van vorige week ging over een andere zone. We zoeken het opnieuw uit.",
            )),
            due: date("2026-06-17"),
            status_url: "https://regiovraag.example/v/h7Kq2mZc4XpT".into(),
            signature: sofie(),
        }
    }

    #[test]
    fn the_asker_reads_why_and_the_new_date() {
        let mail = sample().write(&dutch(), &letterhead()).unwrap();
        assert_eq!(
            mail.subject,
            "Re: Hulpverleningszone en referentieregio [RV-2026-000487]"
        );
        insta::assert_snapshot!("reopening.txt", mail.text);
        insta::assert_snapshot!("reopening.html", mail.html);
        let english = sample()
            .write(&Texts::new(Language::En), &letterhead())
            .unwrap();
        insta::assert_snapshot!("reopening_en.txt", english.text);
        check_twins(|t, letterhead| sample().write(t, letterhead));
    }

    #[test]
    fn without_a_reason_for_the_asker_none_is_told() {
        let plain = Reopening {
            why: None,
            ..sample()
        };
        let mail = plain.write(&dutch(), &letterhead()).unwrap();
        insta::assert_snapshot!("reopening_plain.txt", mail.text);
        check_twins(|t, letterhead| plain.write(t, letterhead));
    }
}
