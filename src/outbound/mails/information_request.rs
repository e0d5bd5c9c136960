//! "We need something from you": the ball goes to the asker, whose term stands still meanwhile.

use super::Passage;
use super::letter::{Signature, greeting, reply_to_asker, twins, your_question};
use crate::text::Texts;

/// Asks the asker for what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InformationRequest {
    /// The asker, when we know a name.
    pub asker_name: Option<String>,
    /// The number of the question.
    pub reference: String,
    /// The asker's own subject.
    pub subject: String,
    /// What the question is about, as after "over": `de hulpverleningszone`.
    pub about: Option<String>,
    /// What we need, in the words of the desk.
    pub needed: Passage,
    /// The asker's page.
    pub status_url: String,
    /// Who signs.
    pub signature: Signature,
}

twins!(
    InformationRequest,
    "information_request.txt",
    "information_request.html"
);

impl InformationRequest {
    fn subject(&self, t: &Texts) -> String {
        reply_to_asker(t, &self.subject, &self.reference)
    }

    fn greeting(&self, t: &Texts) -> String {
        greeting(t, self.asker_name.as_deref())
    }

    fn opening(&self, t: &Texts) -> String {
        let question = your_question(t, self.about.as_deref());
        t.with("mail-information-needed", "question", question)
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::{check_twins, dutch, letterhead, sofie};
    use super::*;

    #[test]
    fn a_request_for_information_says_that_the_term_stands_still() {
        let sample = InformationRequest {
            asker_name: Some("Dries Lammens".into()),
            reference: "RV-2026-000490".into(),
            subject: "Uittreden".into(),
            about: Some("het uittreden uit een intercommunale".into()),
            needed: Passage::markdown("Kunt u ons de **statuten** bezorgen?"),
            status_url: "https://regiovraag.example/v/c2TzX8mKq4Lp".into(),
            signature: sofie(),
        };
        let mail = sample.write(&dutch(), &letterhead()).unwrap();
        assert_eq!(mail.subject, "Re: Uittreden [RV-2026-000490]");
        insta::assert_snapshot!("information_request.txt", mail.text);
        insta::assert_snapshot!("information_request.html", mail.html);
        check_twins(|t, letterhead| sample.write(t, letterhead));
    }
}
