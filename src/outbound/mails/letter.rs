//! What all our mails have in common: the letterhead, who signs, and how two templates become one
//! subject, text and HTML.

use super::{marks, subject, wrap};
use crate::text::Texts;

/// A finished mail as its reader gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailBody {
    /// One line, with our number in it.
    pub subject: String,
    /// The text twin: 72 columns, each link on its own line.
    pub text: String,
    /// The HTML twin: same words, same order.
    pub html: String,
}

/// Why a mail could not be written.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// A template could not be filled in.
    #[error("the template of the mail could not be filled in: {0}")]
    Template(#[from] askama::Error),
}

/// What stands at the foot of every mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letterhead {
    /// The central address.
    pub address: String,
}

/// Who signs a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The person who wrote it, when a person did.
    pub person: Option<String>,
    /// The desk, such as `Contactpunt Oost-Vlaanderen`.
    pub desk: String,
    /// Where to call.
    pub phone: Option<String>,
}

impl Signature {
    /// Who wrote, for which desk, and where to call.
    pub(super) fn lines(&self, t: &Texts) -> Vec<String> {
        let person = self.person.as_deref().map(marks::clean);
        let phone = self.phone.as_deref().map(marks::clean);
        person
            .into_iter()
            .chain([self.desk_line(t)])
            .chain(phone)
            .collect()
    }

    /// The desk first, for a mail that no person wrote.
    pub(super) fn desk_lines(&self, t: &Texts) -> Vec<String> {
        let contact: Vec<_> = [&self.person, &self.phone]
            .into_iter()
            .flatten()
            .map(|words| marks::clean(words))
            .collect();
        let contact = (!contact.is_empty()).then(|| contact.join(", "));
        [self.desk_line(t)].into_iter().chain(contact).collect()
    }

    fn desk_line(&self, t: &Texts) -> String {
        t.with("mail-signature-desk", "desk", sentence_start(&self.desk))
    }
}

/// Who asked, as an administration gets to read it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asker {
    /// The person.
    pub name: Option<String>,
    /// Their organisation, such as `gemeente Wetteren`.
    pub organisation: Option<String>,
    /// The reference region, such as `Regio Gent`.
    pub region: Option<String>,
    /// The province, such as `Oost-Vlaanderen`.
    pub province: Option<String>,
}

impl Asker {
    /// The organisation or else the person, inside a sentence.
    pub(super) fn who(&self, t: &Texts) -> String {
        self.organisation
            .as_ref()
            .or(self.name.as_ref())
            .map_or_else(|| t.say("mail-asker-unknown"), |who| marks::clean(who))
    }

    /// "Katrien Vermeersch, gemeente Wetteren"
    pub(super) fn in_full(&self, t: &Texts) -> String {
        let parts: Vec<_> = [&self.name, &self.organisation]
            .into_iter()
            .flatten()
            .collect();
        if parts.is_empty() {
            return self.who(t);
        }
        marks::clean(
            &parts
                .into_iter()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", "),
        )
    }

    /// "gemeente Wetteren, Regio Gent, provincie Oost-Vlaanderen"
    pub(super) fn with_place(&self, t: &Texts) -> String {
        let mut parts = vec![self.who(t)];
        parts.extend(self.region.as_deref().map(marks::clean));
        parts.extend(
            self.province
                .as_deref()
                .map(|province| t.with("mail-asker-province", "province", marks::clean(province))),
        );
        parts.join(", ")
    }
}

/// "Beste Katrien Vermeersch", or "Beste" to somebody whose name we do not know.
pub(super) fn greeting(t: &Texts, name: Option<&str>) -> String {
    match name
        .map(marks::clean)
        .filter(|name| !name.trim().is_empty())
    {
        Some(name) => t.with("mail-greeting", "name", name.trim()),
        None => t.say("mail-greeting-unknown"),
    }
}

/// "uw vraag over de hulpverleningszone", or "uw vraag".
pub(super) fn your_question(t: &Texts, about: Option<&str>) -> String {
    match about {
        Some(about) => t.with("mail-your-question-about", "about", marks::clean(about)),
        None => t.say("mail-your-question"),
    }
}

/// The subject of a mail in the asker's own thread.
pub(super) fn reply_to_asker(t: &Texts, asked: &str, reference: &str) -> String {
    subject::reply_subject(asked, &t.say("mail-subject-fallback"), reference)
}

/// "Nummer: RV-2026-000487."
pub(super) fn number(t: &Texts, reference: &str) -> String {
    t.with("mail-footer-number", "reference", marks::whole(reference))
}

/// `words` with a capital, as the first of a sentence.
pub(super) fn sentence_start(words: &str) -> String {
    let words = marks::clean(words);
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// A desk of ours inside a sentence: `contactpunt Oost-Vlaanderen`; names of others stay as they are.
pub(super) fn inside_sentence(desk: &str) -> String {
    let desk = marks::clean(desk);
    match desk.split_once(' ') {
        Some((common @ ("Contactpunt" | "Centraal" | "Centrale"), rest)) => {
            format!("{} {rest}", common.to_lowercase())
        }
        _ => desk,
    }
}

/// One body out of a subject and its two filled-in templates.
pub(super) fn body(
    subject: String,
    text: &impl askama::Template,
    html: &impl askama::Template,
) -> Result<MailBody, MailError> {
    Ok(MailBody {
        subject,
        text: wrap::wrapped(&marks::plain(&text.render()?)),
        html: marks::rich(&html.render()?),
    })
}

/// Ties a mail to its twin templates: gives it `write`. Both see the mail as `m`, the texts as `t`,
/// the foot as `letterhead` and the finished subject as `subject`.
macro_rules! twins {
    ($mail:ty, $text:tt, $html:tt) => {
        #[derive(askama::Template)]
        #[template(path = $text)]
        struct TextTwin<'a> {
            m: &'a $mail,
            t: &'a crate::text::Texts,
            letterhead: &'a super::letter::Letterhead,
        }

        #[derive(askama::Template)]
        #[template(path = $html)]
        struct HtmlTwin<'a> {
            m: &'a $mail,
            t: &'a crate::text::Texts,
            letterhead: &'a super::letter::Letterhead,
            subject: &'a str,
        }

        impl $mail {
            /// The mail in the language of `t`.
            pub fn write(
                &self,
                t: &crate::text::Texts,
                letterhead: &super::letter::Letterhead,
            ) -> Result<super::letter::MailBody, super::letter::MailError> {
                let subject = self.subject(t);
                let text = TextTwin {
                    m: self,
                    t,
                    letterhead,
                };
                let html = HtmlTwin {
                    m: self,
                    t,
                    letterhead,
                    subject: &subject,
                };
                super::letter::body(subject.clone(), &text, &html)
            }
        }
    };
}
pub(super) use twins;

#[cfg(test)]
pub(super) mod samples {
    use super::*;
    use crate::text::Language;

    pub(crate) fn letterhead() -> Letterhead {
        Letterhead {
            address: "regiovorming@vlaanderen.be".into(),
        }
    }

    pub(crate) fn sofie() -> Signature {
        Signature {
            person: Some("Sofie De Clercq".into()),
            desk: "Contactpunt Oost-Vlaanderen".into(),
            phone: Some("09 000 00 40".into()),
        }
    }

    pub(crate) fn wetteren() -> Asker {
        Asker {
            name: Some("Katrien Vermeersch".into()),
            organisation: Some("gemeente Wetteren".into()),
            region: Some("Regio Gent".into()),
            province: Some("Oost-Vlaanderen".into()),
        }
    }

    pub(crate) fn date(text: &str) -> chrono::NaiveDate {
        text.parse().unwrap()
    }

    pub(crate) fn dutch() -> Texts {
        Texts::new(Language::Nl)
    }

    /// Every mail in both languages keeps what a mail program and a reader count on.
    pub(crate) fn check_twins(write: impl Fn(&Texts, &Letterhead) -> Result<MailBody, MailError>) {
        for language in [Language::Nl, Language::En] {
            let t = Texts::new(language);
            let MailBody {
                subject,
                text,
                html,
            } = write(&t, &letterhead()).unwrap();
            assert!(!subject.contains(['\r', '\n']), "{subject}");
            for line in text.lines() {
                assert!(
                    line.chars().count() <= 72 || line.contains("://"),
                    "too long: {line}"
                );
                if line.contains("://") && !line.contains('<') {
                    assert!(line.starts_with("https://"), "a link stands alone: {line}");
                }
            }
            assert_eq!(text.matches("\n-- \n").count(), 1, "{text}");
            for absent in [
                "<table",
                "<img",
                "<blockquote",
                "background-image",
                "mail-",
                "src=",
            ] {
                assert!(!html.contains(absent), "{absent} in {html}");
            }
            assert!(!text.contains("mail-"), "a key without a text: {text}");
            let links = |twin: &str| {
                let mut links: Vec<_> = twin
                    .split(|c: char| c.is_whitespace() || c == '"' || c == '<' || c == '>')
                    .filter(|word| word.starts_with("https://"))
                    .map(str::to_owned)
                    .collect();
                links.sort();
                links
            };
            assert_eq!(links(&text), links(&html), "both twins have the same links");
        }
    }
}
