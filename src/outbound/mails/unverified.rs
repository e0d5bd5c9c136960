//! "A question was asked with this address": to an address that somebody typed into a form or told a
//! colleague, whose mail somebody passed on to us, whose domain denies the mail that came under it, or where
//! somebody else wants the answer sent. It repeats nothing of what was typed, so nobody can use us to mail
//! words to a stranger.

use super::letter::twins;
use super::marks;
use crate::text::Texts;

/// How a question came under an address that nobody has shown to be theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Somebody typed it into a form.
    ByForm,
    /// A colleague wrote down what somebody asked by phone or at a meeting.
    ByColleague,
    /// The same, with the answer that was given at once.
    Answered,
    /// It was a part of one that was asked with it.
    PartOf,
    /// It came in a mail that somebody passed on.
    PassedOn,
    /// It came in a mail that says to be from there, or that has its answer sent there.
    InItsName,
}

/// Tells the holder of an address that a question was asked with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnverifiedAcknowledgement {
    /// The number of the question.
    pub reference: String,
    /// How it came.
    pub came: Came,
    /// The asker's page.
    pub status_url: String,
    /// Where the holder of the address says it was somebody else.
    pub not_me_url: String,
}

twins!(
    UnverifiedAcknowledgement,
    "unverified.txt",
    "unverified.html"
);

impl UnverifiedAcknowledgement {
    fn subject(&self, t: &Texts) -> String {
        t.with("mail-unverified-subject", "reference", &self.reference)
    }

    fn received(&self, t: &Texts) -> String {
        let reference = marks::strong_whole(&self.reference);
        let key = match self.came {
            Came::PartOf => "mail-unverified-part",
            Came::PassedOn => "mail-unverified-passed-on",
            Came::InItsName => "mail-unverified-in-its-name",
            Came::ByForm => "mail-unverified-received",
            Came::ByColleague => "mail-unverified-by-colleague",
            Came::Answered => "mail-unverified-answered",
        };
        t.with(key, "reference", reference)
    }

    /// What stands on the page.
    fn page(&self, t: &Texts) -> String {
        t.say(match self.came {
            Came::Answered => "mail-unverified-page-answered",
            _ => "mail-unverified-page",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::{check_twins, dutch, letterhead};
    use super::*;

    #[test]
    fn an_unverified_address_gets_a_number_and_two_links() {
        let sample = UnverifiedAcknowledgement {
            reference: "RV-2026-000488".into(),
            came: Came::ByForm,
            status_url: "https://regiovraag.example/v/Qm4ZtX8c2KpL".into(),
            not_me_url: "https://regiovraag.example/n/3vT9xWqz".into(),
        };
        let mail = sample.write(&dutch(), &letterhead()).unwrap();
        assert_eq!(mail.subject, "Uw vraag aan Regiovraag [RV-2026-000488]");
        insta::assert_snapshot!("unverified.txt", mail.text);
        insta::assert_snapshot!("unverified.html", mail.html);
        check_twins(|t, letterhead| sample.write(t, letterhead));
        let passed_on = UnverifiedAcknowledgement {
            came: Came::PassedOn,
            ..sample.clone()
        };
        let mail = passed_on.write(&dutch(), &letterhead()).unwrap();
        assert!(
            mail.text.contains("stuurde ons een mail van u door"),
            "{}",
            mail.text
        );
        let by_colleague = UnverifiedAcknowledgement {
            came: Came::ByColleague,
            ..sample
        };
        let mail = by_colleague.write(&dutch(), &letterhead()).unwrap();
        assert!(
            mail.text.contains("schreef een vraag van u op"),
            "{}",
            mail.text
        );
    }
}
