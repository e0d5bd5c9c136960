//! Words that somebody typed between the lines of a mail of ours: in a colour, or below the title of the
//! older mail. Their program shows them as a part of it; only what we sent tells them apart.

use std::borrow::Cow;

use super::html::{self, Purpose};
use super::parsed::ParsedMail;
use super::quote;
use super::signature;
use crate::language::fold;

impl ParsedMail {
    /// Whether the older mail below it holds what its writer may say: a line that stands in none of `ours`, and
    /// asks, states something or takes something back. `ours`: texts and HTML of what they got from us.
    #[must_use]
    pub fn speaks_between<'a>(&self, ours: impl IntoIterator<Item = (&'a str, &'a str)>) -> bool {
        let lines = self.quoted_text.lines();
        let mut said = lines.filter(|line| may_say(line)).peekable();
        if said.peek().is_none() {
            return false;
        }
        let mut known = String::new();
        for (text, html) in ours {
            let html = html::to_text(html, Purpose::Analysis);
            for sent in [text, &html] {
                known.push_str(&words_in_a_row(sent));
                known.push('\n');
            }
        }
        said.any(|line| !known.contains(&words_in_a_row(line)))
    }
}

/// Whether a line of an older mail may be what somebody says, and no header and no attribution.
fn may_say(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
    let line = line.trim_end();
    let asks = line.ends_with('?') && line.contains(char::is_alphabetic);
    !quote::is_header(line)
        && !line.ends_with(':')
        && (asks && !line.contains('@') || signature::is_unexplained(line))
}

/// The words of a text with one blank around each, so that lines that were broken elsewhere are the same.
fn words_in_a_row(text: &str) -> String {
    let visible: Cow<'_, str> = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.replace(quote::is_invisible, ""))
    };
    let mut row = String::with_capacity(text.len() + 1);
    row.push(' ');
    for word in fold(&visible).split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            row.push_str(word);
            row.push(' ');
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: (&str, &str) = (
        "Beste An\n\nU hoort niet bij Brussel, maar bij Gent. De raad beslist daar over.\n\nIs uw vraag beantwoord?",
        "<p>Beste An</p><table><tr><td>U hoort niet bij Brussel, <b>maar</b> bij Gent.</td></tr></table>",
    );

    fn speaks(quoted: &str) -> bool {
        let mail = ParsedMail {
            quoted_text: quoted.to_owned(),
            ..ParsedMail::default()
        };
        mail.speaks_between([OURS])
    }

    #[test]
    fn what_we_sent_is_no_word_of_the_writer() {
        for quoted in [
            "",
            "> Beste An\n>\n> U hoort niet bij Brussel, maar\n> bij Gent. De raad beslist daar over.\n>\n> Is uw \
             vraag beantwoord?",
            "Op do 29 jan 2026 om 11:20 heeft R <r@x.be> het volgende geschreven:\nU hoort niet bij\nBrussel, \
             maar bij Gent.",
            "Van: R <r@x.be>\nVerzonden: donderdag\nAan: An\nOnderwerp: niet vergeten\n\nU hoort niet bij Brussel",
            "Let op: deze mail komt niet van een collega.\n\nBeste An",
        ] {
            assert!(!speaks(quoted), "{quoted}");
        }
    }

    #[test]
    fn what_stands_in_no_mail_of_ours_is() {
        for typed in [
            "Maar wij vroegen het voor Lede.",
            "Dat klopt niet.",
            "En de wijk Papegem dan?",
            "U hoort niet bij Brussel, maar bij Gent. Dat is niet zo.",
        ] {
            let quoted = format!("> Beste An\n> {typed}\n> De raad beslist daar over.");
            assert!(speaks(&quoted), "{typed}");
            assert!(speaks(&quoted.replace("> ", "")), "{typed}");
        }
    }
}
