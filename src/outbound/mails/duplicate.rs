//! "We handle your question together with another one": the asker of a double is told why it is closed,
//! and reads the number of the other question only when it is theirs, too.

use super::letter::{Signature, greeting, reply_to_asker, twins, your_question};
use super::marks;
use crate::text::Texts;

/// Tells the asker that a question is handled together with another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The asker, when we know a name.
    pub asker_name: Option<String>,
    /// The number of the question.
    pub reference: String,
    /// The asker's own subject.
    pub subject: String,
    /// What the question is about, as after "over": `de hulpverleningszone`.
    pub about: Option<String>,
    /// The number of the other question, when the asker may know it.
    pub other: Option<String>,
    /// Whether that one has its answer, which the asker got.
    pub is_answered: bool,
    /// Whether it goes on in the other one: what is written to it arrives there.
    pub goes_on: bool,
    /// The asker's page.
    pub status_url: String,
    /// Who signs.
    pub signature: Signature,
}

twins!(Duplicate, "duplicate.txt", "duplicate.html");

impl Duplicate {
    fn subject(&self, t: &Texts) -> String {
        reply_to_asker(t, &self.subject, &self.reference)
    }

    fn greeting(&self, t: &Texts) -> String {
        greeting(t, self.asker_name.as_deref())
    }

    fn together(&self, t: &Texts) -> String {
        let question = your_question(t, self.about.as_deref());
        let Some(other) = &self.other else {
            let key = if self.goes_on {
                "mail-merged-other"
            } else {
                "mail-duplicate-of-other"
            };
            return t.with(key, "question", question);
        };
        let key = match (self.goes_on, self.is_answered) {
            (true, _) => "mail-merged",
            (false, true) => "mail-duplicate-of-answered",
            (false, false) => "mail-duplicate-of",
        };
        t.with2(key, "question", question, "reference", marks::clean(other))
    }

    fn more(&self, t: &Texts) -> String {
        t.say(if self.goes_on {
            "mail-merged-more"
        } else {
            "mail-duplicate-more"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::{check_twins, dutch, letterhead, sofie};
    use super::*;

    fn sample() -> Duplicate {
        Duplicate {
            asker_name: Some("Dries Lammens".into()),
            reference: "RV-2026-000490".into(),
            subject: "Uittreden".into(),
            about: None,
            other: Some("RV-2026-000481".into()),
            is_answered: false,
            goes_on: false,
            status_url: "https://regiovraag.example/v/c2TzX8mKq4Lp".into(),
            signature: sofie(),
        }
    }

    #[test]
    fn a_double_is_told_with_which_question_it_goes_on() {
        let mail = sample().write(&dutch(), &letterhead()).unwrap();
        assert_eq!(mail.subject, "Re: Uittreden [RV-2026-000490]");
        insta::assert_snapshot!("duplicate.txt", mail.text);
        insta::assert_snapshot!("duplicate.html", mail.html);
        check_twins(|t, letterhead| sample().write(t, letterhead));
    }

    #[test]
    fn nothing_is_promised_that_is_there_already() {
        let answered = Duplicate {
            is_answered: true,
            ..sample()
        };
        let mail = answered.write(&dutch(), &letterhead()).unwrap();
        insta::assert_snapshot!("duplicate_answered.txt", mail.text);
        check_twins(|t, letterhead| answered.write(t, letterhead));
    }

    #[test]
    fn who_asked_a_question_that_goes_on_in_another_one_need_do_nothing() {
        let merged = Duplicate {
            goes_on: true,
            ..sample()
        };
        let mail = merged.write(&dutch(), &letterhead()).unwrap();
        insta::assert_snapshot!("merged.txt", mail.text);
        let other = Duplicate {
            other: None,
            ..merged.clone()
        };
        let mail = other.write(&dutch(), &letterhead()).unwrap();
        insta::assert_snapshot!("merged_other.txt", mail.text);
        check_twins(|t, letterhead| merged.write(t, letterhead));
    }

    #[test]
    fn nothing_is_told_of_a_question_of_somebody_else() {
        let other = Duplicate {
            other: None,
            ..sample()
        };
        let mail = other.write(&dutch(), &letterhead()).unwrap();
        insta::assert_snapshot!("duplicate_other.txt", mail.text);
        check_twins(|t, letterhead| other.write(t, letterhead));
    }
}
