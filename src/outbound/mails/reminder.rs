//! A reminder to an administration that has a question of ours. It repeats the question, so nobody
//! has to look for the first mail.

use chrono::NaiveDate;

use super::forward::{ThreadSubject, Wanted};
use super::letter::{Asker, Signature, sentence_start, twins};
use super::{Passage, marks};
use crate::text::{Texts, dates};

/// Reminds an administration that somebody waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// What we asked for.
    pub wanted: Wanted,
    /// The number of the question.
    pub reference: String,
    /// The asker's own subject.
    pub subject: String,
    /// Who asks.
    pub asker: Asker,
    /// What the question is about, as after "over": `de hulpverleningszone`.
    pub about: Option<String>,
    /// What they ask.
    pub question: Passage,
    /// When they asked it.
    pub asked_on: NaiveDate,
    /// When we asked the administration to have answered.
    pub due: NaiveDate,
    /// Working days until then; negative when it has passed.
    pub days_left: i32,
    /// The administration's page.
    pub answer_url: String,
    /// Where it gives another date.
    pub date_url: String,
    /// Where it says the question is not theirs.
    pub refuse_url: String,
    /// Whom to reach.
    pub signature: Signature,
}

twins!(Reminder, "reminder.txt", "reminder.html");

impl Reminder {
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

    fn waits(&self, t: &Texts) -> String {
        let asker = self.asker.who(t);
        match (self.wanted, &self.about) {
            (Wanted::Advice, _) => t.with("mail-reminder-waits-advice", "asker", asker),
            (_, Some(about)) => t.with2(
                "mail-reminder-waits",
                "asker",
                sentence_start(&asker),
                "about",
                marks::clean(about),
            ),
            (_, None) => t.with("mail-reminder-waits-plain", "asker", sentence_start(&asker)),
        }
    }

    fn left(&self, t: &Texts) -> String {
        let due = marks::strong(&dates::day(self.due, t.language()));
        match self.days_left {
            0 => t.with("mail-reminder-today", "due", due),
            left if left > 0 => t.with2("mail-reminder-left", "due", due, "days", left),
            past => t.with2(
                "mail-reminder-past",
                "due",
                due,
                "days",
                past.unsigned_abs(),
            ),
        }
    }

    fn crossed(&self, t: &Texts) -> String {
        t.with("mail-reminder-crossed", "asker", self.asker.who(t))
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

    fn sample() -> Reminder {
        Reminder {
            wanted: Wanted::Answer,
            reference: "RV-2026-000487".into(),
            subject: "Hulpverleningszone en referentieregio".into(),
            asker: wetteren(),
            about: Some("de hulpverleningszone".into()),
            question: Passage::plain(QUESTION),
            asked_on: date("2026-04-28"),
            due: date("2026-05-18"),
            days_left: 2,
            answer_url: "https://regiovraag.example/a/Xk27TqMz9cPw".into(),
            date_url: "https://regiovraag.example/a/Xk27TqMz9cPw/datum".into(),
            refuse_url: "https://regiovraag.example/a/Xk27TqMz9cPw/niet-voor-ons".into(),
            signature: sofie(),
        }
    }

    #[test]
    fn a_reminder_repeats_the_question_and_stays_in_its_thread() {
        let mail = sample().write(&dutch(), &letterhead()).unwrap();
        assert_eq!(
            mail.subject,
            "Re: Vraag van gemeente Wetteren, graag antwoord tegen 18 mei: Hulpverleningszone en \
             referentieregio [RV-2026-000487]"
        );
        insta::assert_snapshot!("reminder.txt", mail.text);
        insta::assert_snapshot!("reminder.html", mail.html);
        check_twins(|t, letterhead| sample().write(t, letterhead));
    }

    #[test]
    fn a_reminder_counts_days_before_on_and_after_the_date() {
        let t = dutch();
        let said: Vec<_> = [1, 0, -1, -5]
            .into_iter()
            .map(|days_left| {
                marks::plain(
                    &Reminder {
                        days_left,
                        ..sample()
                    }
                    .left(&t),
                )
            })
            .collect();
        insta::assert_snapshot!(said.join("\n"), @r"
        We vroegen het tegen maandag 18 mei 2026. Dat is nog één werkdag.
        We vroegen het tegen maandag 18 mei 2026. Dat is vandaag.
        We vroegen het tegen maandag 18 mei 2026. Dat is één werkdag geleden.
        We vroegen het tegen maandag 18 mei 2026. Dat is 5 werkdagen geleden.
        ");
    }
}
