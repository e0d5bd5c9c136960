//! "You need not answer any more": an administration that still owed something about a question is
//! told that it does not. Silence would leave it at work for nothing.

use chrono::NaiveDate;

use super::forward::{ThreadSubject, Wanted};
use super::letter::{Asker, Signature, twins};
use super::{Passage, marks};
use crate::text::{Texts, dates};

/// Why an administration need not answer any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moot {
    /// The asker has an answer.
    Answered,
    /// The question was closed.
    Closed,
    /// The question goes on in another one.
    Merged,
    /// We took the question back.
    TakenBack,
}

impl Moot {
    /// The word for it in events.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Merged => "merged",
            Self::TakenBack => "taken_back",
        }
    }
}

/// Tells an administration that it need not answer a question any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// Why.
    pub why: Moot,
    /// What we had asked for.
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
    /// When we had asked the administration to have answered.
    pub due: NaiveDate,
    /// What the desk adds.
    pub note: Option<Passage>,
    /// Who signs, or whom to reach.
    pub signature: Signature,
}

twins!(Withdrawal, "withdrawal.txt", "withdrawal.html");

impl Withdrawal {
    fn subject(&self, t: &Texts) -> String {
        let of_thread = ThreadSubject {
            wanted: self.wanted,
            asker: &self.asker,
            due: self.due,
            subject: &self.subject,
            reference: &self.reference,
        };
        of_thread.reply(t)
    }

    fn opening(&self, t: &Texts) -> String {
        let key = match self.why {
            Moot::Answered => "mail-withdrawal-answered",
            Moot::Closed => "mail-withdrawal-closed",
            Moot::Merged => "mail-withdrawal-merged",
            Moot::TakenBack => "mail-withdrawal-taken-back",
        };
        t.with(key, "asker", marks::clean(&self.asker.who(t)))
    }

    fn asked_on(&self, t: &Texts) -> String {
        dates::plain_day(self.asked_on, t.language())
    }
}

#[cfg(test)]
mod tests {
    use super::super::forward::tests::QUESTION;
    use super::super::letter::samples::{check_twins, date, dutch, letterhead, sofie, wetteren};
    use super::*;

    fn sample() -> Withdrawal {
        Withdrawal {
            why: Moot::TakenBack,
            wanted: Wanted::Answer,
            reference: "RV-2026-000487".into(),
            subject: "Hulpverleningszone en referentieregio".into(),
            asker: wetteren(),
            question: Passage::plain(QUESTION),
            asked_on: date("2026-04-28"),
            due: date("2026-05-18"),
            note: Some(Passage::plain("Wij vonden het antwoord zelf.")),
            signature: sofie(),
        }
    }

    #[test]
    fn a_withdrawal_stays_in_its_thread_and_says_that_no_answer_is_needed() {
        let mail = sample().write(&dutch(), &letterhead()).unwrap();
        assert_eq!(
            mail.subject,
            "Re: Vraag van gemeente Wetteren, graag antwoord tegen 18 mei: Hulpverleningszone en \
             referentieregio [RV-2026-000487]"
        );
        insta::assert_snapshot!("withdrawal.txt", mail.text);
        insta::assert_snapshot!("withdrawal.html", mail.html);
        check_twins(|t, letterhead| sample().write(t, letterhead));
    }

    #[test]
    fn a_withdrawal_says_why() {
        let said = [Moot::Answered, Moot::Closed, Moot::Merged, Moot::TakenBack].map(|why| {
            let mail = Withdrawal { why, ..sample() };
            marks::plain(&mail.opening(&dutch()))
        });
        insta::assert_snapshot!(said.join("\n"));
    }
}
