//! "Something happened": to a colleague who wants to hear of it. Which question, what, and where to read it;
//! never what somebody wrote, nor who asks.

use super::letter::twins;
use crate::text::Texts;

/// What happened to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noticed {
    /// It came to the desk.
    New,
    /// Somebody wrote in it.
    Replied,
    /// A mail about it did not arrive: our answer, or the question at an administration.
    Undeliverable,
    /// A term passed.
    Due,
    /// A term ends today.
    DueToday,
    /// A colleague named the reader in a note.
    Mentioned,
}

impl Noticed {
    fn key(self) -> &'static str {
        match self {
            Self::New => "mail-heard-new",
            Self::Replied => "mail-heard-replied",
            Self::Undeliverable => "mail-heard-undeliverable",
            Self::Due => "mail-heard-due",
            Self::DueToday => "mail-heard-due-today",
            Self::Mentioned => "mail-heard-mentioned",
        }
    }
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The number of the question.
    pub reference: String,
    /// What.
    pub what: Noticed,
    /// Where it is read.
    pub url: String,
}

impl Heard {
    fn words(&self, t: &Texts) -> String {
        let what = t.say(self.what.key());
        format!("{}: {what}", self.reference)
    }
}

/// Tells a colleague what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeMail {
    /// What, the first first.
    pub lines: Vec<Heard>,
    /// How many more there are.
    pub more: u64,
    /// Where the reader chooses of what they hear.
    pub settings: String,
}

twins!(NoticeMail, "notice.txt", "notice.html");

impl NoticeMail {
    fn and_more(&self, t: &Texts) -> Option<String> {
        (self.more > 0).then(|| t.with("mail-heard-more", "count", self.more))
    }

    fn subject(&self, t: &Texts) -> String {
        match &self.lines[..] {
            [one] if self.more == 0 => one.words(t),
            all => {
                let many = u64::try_from(all.len()).unwrap_or_default() + self.more;
                t.with("mail-heard-subject", "count", many)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::{check_twins, dutch, letterhead};
    use super::*;

    #[test]
    fn a_notice_says_which_question_what_and_where() {
        let heard = |number: u32, what| Heard {
            reference: format!("RV-2026-{number:06}"),
            what,
            url: format!("https://regiovraag.example/desk/tickets/RV-2026-{number:06}"),
        };
        let mail = NoticeMail {
            lines: vec![heard(123, Noticed::New)],
            more: 0,
            settings: "https://regiovraag.example/desk/profiel".into(),
        };
        check_twins(|t, letterhead| mail.write(t, letterhead));
        let written = mail.write(&dutch(), &letterhead()).unwrap();
        assert_eq!(
            written.subject,
            "RV-2026-000123: nieuwe vraag voor uw loket"
        );
        let mail = NoticeMail {
            lines: vec![
                heard(123, Noticed::Replied),
                heard(124, Noticed::Undeliverable),
                heard(125, Noticed::Due),
                heard(126, Noticed::Mentioned),
                heard(127, Noticed::DueToday),
            ],
            more: 2,
            ..mail
        };
        check_twins(|t, letterhead| mail.write(t, letterhead));
        let written = mail.write(&dutch(), &letterhead()).unwrap();
        assert_eq!(written.subject, "7 meldingen van regiovraag");
        for said in ["RV-2026-000124", "/desk/tickets/RV-2026-000126", "nog 2"] {
            assert!(written.text.contains(said), "{said}: {}", written.text);
        }
    }
}
