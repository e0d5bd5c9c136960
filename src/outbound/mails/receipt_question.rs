//! "Did you get an answer?": when an administration tells us that it answered the asker directly,
//! its word is a report and not yet evidence, so we ask.

use chrono::NaiveDate;

use super::letter::{Signature, greeting, sentence_start, twins, your_question};
use crate::text::{Texts, Value, dates};

/// Asks the asker whether a reported answer arrived and helps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptQuestion {
    /// The asker, when we know a name.
    pub asker_name: Option<String>,
    /// The number of the question.
    pub reference: String,
    /// What the question is about, as after "over": `de hulpverleningszone`.
    pub about: Option<String>,
    /// Who says it answered.
    pub administration: String,
    /// When it did.
    pub answered_on: NaiveDate,
    /// Where the asker says yes.
    pub yes_url: String,
    /// Where the asker says no.
    pub no_url: String,
    /// The asker's page.
    pub status_url: String,
    /// Until when we wait for a word, before a person of the desk asks.
    pub waits_until: NaiveDate,
    /// Who signs.
    pub signature: Signature,
}

twins!(
    ReceiptQuestion,
    "receipt_question.txt",
    "receipt_question.html"
);

impl ReceiptQuestion {
    fn subject(&self, t: &Texts) -> String {
        t.with("mail-receipt-subject", "reference", &self.reference)
    }

    fn greeting(&self, t: &Texts) -> String {
        greeting(t, self.asker_name.as_deref())
    }

    fn reported(&self, t: &Texts) -> String {
        t.fill(
            "mail-receipt-reported",
            [
                (
                    "administration",
                    Value::from(sentence_start(&self.administration)),
                ),
                ("date", dates::day(self.answered_on, t.language()).into()),
                ("question", your_question(t, self.about.as_deref()).into()),
            ],
        )
    }

    fn silence(&self, t: &Texts) -> String {
        t.with(
            "mail-receipt-silence",
            "until",
            dates::day(self.waits_until, t.language()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::{check_twins, date, dutch, letterhead, sofie};
    use super::*;

    #[test]
    fn a_reported_answer_is_asked_about() {
        let sample = ReceiptQuestion {
            asker_name: Some("Katrien Vermeersch".into()),
            reference: "RV-2026-000487".into(),
            about: Some("de hulpverleningszone".into()),
            administration: "FOD Binnenlandse Zaken".into(),
            answered_on: date("2026-05-19"),
            yes_url: "https://regiovraag.example/b/ja/4mTq8XzK".into(),
            no_url: "https://regiovraag.example/b/nee/4mTq8XzK".into(),
            status_url: "https://regiovraag.example/v/h7Kq2mZc4XpT".into(),
            waits_until: date("2026-06-03"),
            signature: sofie(),
        };
        let mail = sample.write(&dutch(), &letterhead()).unwrap();
        assert_eq!(
            mail.subject,
            "Kreeg u een antwoord op uw vraag? [RV-2026-000487]"
        );
        insta::assert_snapshot!("receipt_question.txt", mail.text);
        insta::assert_snapshot!("receipt_question.html", mail.html);
        check_twins(|t, letterhead| sample.write(t, letterhead));
    }
}
