//! "A contact point points you at a question": to the observers of a province. It holds the number, the
//! topic and the way to the question, and nothing of what was asked or of who asked it.

use super::letter::{inside_sentence, twins};
use super::marks;
use crate::text::Texts;

/// Points an observer at a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// The number of the question.
    pub reference: String,
    /// The title of its topic, when it is known.
    pub topic: Option<String>,
    /// The desk that answers for it.
    pub desk: String,
    /// Its page.
    pub url: String,
}

twins!(Signal, "signal.txt", "signal.html");

impl Signal {
    fn subject(&self, t: &Texts) -> String {
        t.with("mail-signal-subject", "reference", &self.reference)
    }

    fn words(&self, t: &Texts) -> String {
        let desk = marks::clean(&inside_sentence(&self.desk));
        let reference = marks::strong_whole(&self.reference);
        t.with2("mail-signal-points", "desk", desk, "reference", reference)
    }

    fn about(&self, t: &Texts) -> Option<String> {
        let topic = self.topic.as_deref()?;
        Some(t.with("mail-signal-topic", "topic", marks::clean(topic)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::{check_twins, dutch, letterhead};
    use super::*;

    #[test]
    fn an_observer_is_pointed_at_a_question_and_reads_none_of_it() {
        let signal = Signal {
            reference: "RV-2026-000487".into(),
            topic: Some("Vervoerregio’s".into()),
            desk: "Contactpunt Oost-Vlaanderen".into(),
            url: "https://regiovraag.example/desk/tickets/RV-2026-000487".into(),
        };
        let mail = signal.write(&dutch(), &letterhead()).unwrap();
        assert_eq!(mail.subject, "Signaal over vraag RV-2026-000487");
        insta::assert_snapshot!("signal.txt", mail.text);
        insta::assert_snapshot!("signal.html", mail.html);
        check_twins(|t, letterhead| signal.write(t, letterhead));
    }
}
