//! The paragraph that stands in a mail in place of files that were too large for the receiver's mail
//! server: what to click to get them. The rest of the mail stays as it was written.

use super::letter::{MailBody, MailError};
use super::{marks, wrap};
use crate::text::{Language, Texts};

/// Where the text twin's foot begins; nothing that a person writes stands below it.
const TEXT_FOOT: &str = "\n-- \n";
/// The same in the HTML twin.
const HTML_FOOT: &str = "    <hr style=";

/// A file behind a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedFile {
    /// The name the receiver sees.
    pub name: String,
    /// Where the file is.
    pub url: String,
}

/// What the templates see.
struct Links {
    files: Vec<LinkedFile>,
}

#[derive(askama::Template)]
#[template(path = "_links.txt")]
struct TextTwin<'a> {
    m: &'a Links,
    t: &'a Texts,
}

#[derive(askama::Template)]
#[template(path = "_links.html")]
struct HtmlTwin<'a> {
    m: &'a Links,
    t: &'a Texts,
}

impl Links {
    fn why(&self, t: &Texts) -> String {
        t.with("mail-links-why", "files", self.files.len())
    }

    fn how_long(&self, t: &Texts) -> String {
        t.with("mail-links-how-long", "files", self.files.len())
    }
}

/// `body` with links to `files` above its foot, in the language it was written in.
pub fn with_links(body: &MailBody, files: Vec<LinkedFile>) -> Result<MailBody, MailError> {
    use askama::Template as _;

    let t = &Texts::new(language_of(body));
    let files = files
        .into_iter()
        .map(|file| LinkedFile {
            name: marks::clean(&file.name).replace(['\n', '\t'], " "),
            ..file
        })
        .collect();
    let m = &Links { files };
    let text = wrap::wrapped(&TextTwin { m, t }.render()?);
    let html = HtmlTwin { m, t }.render()?;
    Ok(MailBody {
        subject: body.subject.clone(),
        text: above(TEXT_FOOT, &body.text, &format!("\n{}\n", text.trim())),
        html: above(HTML_FOOT, &body.html, &format!("    {}\n", html.trim())),
    })
}

/// Puts `words` before the last `foot` in `whole`, or at its end when it has none.
fn above(foot: &str, whole: &str, words: &str) -> String {
    let (before, after) = whole.split_at(whole.rfind(foot).unwrap_or(whole.len()));
    format!("{before}{words}{after}")
}

/// Each HTML twin says its language in its first element.
fn language_of(body: &MailBody) -> Language {
    let english = format!("<html lang=\"{}\"", Language::En.code());
    if body.html.contains(&english) {
        Language::En
    } else {
        Language::Nl
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::letterhead;
    use super::super::{Came, UnverifiedAcknowledgement};
    use super::*;

    fn written(language: Language) -> MailBody {
        let mail = UnverifiedAcknowledgement {
            reference: "RV-2026-000488".into(),
            came: Came::ByForm,
            status_url: "https://regiovraag.example/v/Qm4".into(),
            not_me_url: "https://regiovraag.example/n/3vT".into(),
        };
        mail.write(&Texts::new(language), &letterhead()).unwrap()
    }

    fn files(names: &[&str]) -> Vec<LinkedFile> {
        names
            .iter()
            .enumerate()
            .map(|(nth, name)| LinkedFile {
                name: (*name).to_owned(),
                url: format!("https://regiovraag.example/bijlage/{nth}{}", "x".repeat(70)),
            })
            .collect()
    }

    #[test]
    fn links_stand_above_the_foot_in_both_twins() {
        let body = written(Language::Nl);
        let linked = with_links(&body, files(&["plan.pdf", "<b>kaart\n.tif"])).unwrap();
        assert_eq!(linked.subject, body.subject);
        let (letter, foot) = linked.text.rsplit_once("\n-- \n").unwrap();
        assert_eq!(foot, body.text.rsplit_once("\n-- \n").unwrap().1);
        let url = format!("https://regiovraag.example/bijlage/0{}", "x".repeat(70));
        assert!(letter.ends_with("bewaren.\n"), "{letter}");
        assert!(
            letter.contains(&format!("\nplan.pdf:\n{url}\n\n<b>kaart .tif:\n")),
            "{letter}"
        );
        assert!(letter.contains("niet aan"), "{letter}");
        let (letter, foot) = linked.html.rsplit_once("<hr ").unwrap();
        assert!(
            letter.contains(&format!("<a href=\"{url}\">plan.pdf</a>")),
            "{letter}"
        );
        assert!(
            !letter.contains("<b>kaart"),
            "a name is never markup: {letter}"
        );
        assert!(foot.contains("</body>"));
        assert!(letter.starts_with(body.html.rsplit_once("    <hr ").unwrap().0));
    }

    #[test]
    fn links_speak_the_language_of_their_mail() {
        let english = with_links(&written(Language::En), files(&["plan.pdf"])).unwrap();
        assert!(english.text.contains("does not accept"), "{}", english.text);
        let dutch = with_links(&written(Language::Nl), files(&["plan.pdf"])).unwrap();
        assert!(!dutch.text.contains("does not accept"), "{}", dutch.text);
    }

    #[test]
    fn a_mail_without_a_foot_gets_them_at_its_end() {
        let bare = MailBody {
            subject: "Dag".into(),
            text: "Dag\n".into(),
            html: "<p>Dag</p>".into(),
        };
        let linked = with_links(&bare, files(&["plan.pdf"])).unwrap();
        assert!(linked.text.starts_with("Dag\n\n"), "{}", linked.text);
        assert!(linked.html.starts_with("<p>Dag</p>"), "{}", linked.html);
        assert!(linked.html.contains("plan.pdf</a>"), "{}", linked.html);
    }
}
