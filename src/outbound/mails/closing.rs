//! "We close your question": the asker is told why their question ends without an answer, and how to
//! go on with it.

use super::Passage;
use super::letter::{Signature, greeting, reply_to_asker, twins, your_question};
use crate::text::Texts;

/// Why a question ends without an answer, as far as its asker is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedAs {
    /// The asker, or somebody for them, withdrew it.
    Withdrawn,
    /// It is about something else than what the house is for.
    OutOfScope,
}

impl ClosedAs {
    /// What was decided, in one passage.
    #[must_use]
    pub fn decision(self, t: &Texts, about: Option<&str>) -> String {
        let key = match self {
            Self::Withdrawn => "mail-closing-withdrawn",
            Self::OutOfScope => "mail-closing-scope",
        };
        t.with(key, "question", your_question(t, about))
    }
}

/// Tells the asker that their question is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// The asker, when we know a name.
    pub asker_name: Option<String>,
    /// The number of the question.
    pub reference: String,
    /// The asker's own subject.
    pub subject: String,
    /// What the question is about, as after "over": `de hulpverleningszone`.
    pub about: Option<String>,
    /// Why.
    pub why: ClosedAs,
    /// What the desk adds.
    pub words: Option<Passage>,
    /// The asker's page.
    pub status_url: String,
    /// Who signs.
    pub signature: Signature,
}

twins!(Closing, "closing.txt", "closing.html");

impl Closing {
    fn subject(&self, t: &Texts) -> String {
        reply_to_asker(t, &self.subject, &self.reference)
    }

    fn greeting(&self, t: &Texts) -> String {
        greeting(t, self.asker_name.as_deref())
    }

    fn decision(&self, t: &Texts) -> String {
        self.why.decision(t, self.about.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::{check_twins, dutch, letterhead, sofie};
    use super::*;
    use crate::text::Language;

    fn sample() -> Closing {
        Closing {
            asker_name: Some("Dries Lammens".into()),
            reference: "RV-2026-000490".into(),
            subject: "Uittreden".into(),
            about: None,
            why: ClosedAs::OutOfScope,
            words: Some(Passage::plain("Voor paspoorten kunt u bij de FOD terecht.")),
            status_url: "https://regiovraag.example/v/c2TzX8mKq4Lp".into(),
            signature: sofie(),
        }
    }

    #[test]
    fn the_asker_reads_what_was_decided_why_and_how_to_react() {
        let mail = sample().write(&dutch(), &letterhead()).unwrap();
        assert_eq!(mail.subject, "Re: Uittreden [RV-2026-000490]");
        insta::assert_snapshot!("closing.txt", mail.text);
        insta::assert_snapshot!("closing.html", mail.html);
        check_twins(|t, letterhead| sample().write(t, letterhead));
        let english = sample()
            .write(&Texts::new(Language::En), &letterhead())
            .unwrap();
        insta::assert_snapshot!("closing_en.txt", english.text);
    }

    #[test]
    fn without_a_word_of_the_desk_it_says_the_decision_alone() {
        let withdrawn = Closing {
            why: ClosedAs::Withdrawn,
            words: None,
            ..sample()
        };
        let mail = withdrawn.write(&dutch(), &letterhead()).unwrap();
        insta::assert_snapshot!("closing_withdrawn.txt", mail.text);
        check_twins(|t, letterhead| withdrawn.write(t, letterhead));
    }
}
