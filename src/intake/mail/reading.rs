//! What a reader gets of a text that was made of HTML: the same lines with all that only a reader needs,
//! such as where links lead, what is struck out, and the marks of a list.

use std::borrow::Cow;

use super::body;
use super::html::{self, CELL};

/// A text, and the same for readers, line by line.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub text: Cow<'a, str>,
    pub shown: Cow<'a, str>,
}

impl Reading<'_> {
    /// What is shown of each of these lines of the text; themselves where it is no more.
    pub fn lines<'b>(&'b self, lines: &[&'b str]) -> (Vec<&'b str>, bool) {
        let starts: Vec<usize> = line_starts(&self.text).collect();
        let shown: Vec<&str> = self.shown.split('\n').collect();
        let mut more = false;
        let found = lines.iter().map(|&line| {
            let at = self
                .offset(line)
                .and_then(|at| starts.binary_search(&at).ok());
            let same = at.and_then(|at| shown.get(at)).filter(|_| {
                // a line that was taken apart is not the whole of it
                at.is_some_and(|at| {
                    let end = starts.get(at + 1).map_or(self.text.len(), |next| next - 1);
                    self.text[starts[at]..end].trim_end() == line.trim_end()
                })
            });
            same.map_or(line, |&same| {
                more |= same.trim_end() != line.trim_end();
                same
            })
        });
        (found.collect(), more)
    }

    /// What readers get of lines of the text; `None` where that is no more than what they say.
    pub fn of(&self, lines: &[&str]) -> Option<String> {
        let (found, more) = self.lines(lines);
        if !more {
            return None;
        }
        // a blank line between cells of a row is none
        let mut kept: Vec<&str> = Vec::with_capacity(lines.len());
        for line in found {
            if line.starts_with(CELL) {
                while kept.last().is_some_and(|line| line.trim().is_empty()) {
                    kept.pop();
                }
            }
            kept.push(line);
        }
        let text = html::read_lines(kept.into_iter());
        let lines: Vec<&str> = text.split('\n').collect();
        Some(body::clean(&lines))
    }

    /// Both from a line on.
    pub fn below<'b>(&'b self, rest: &str) -> Option<Reading<'b>> {
        let at = self.offset(rest)?;
        let line = memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count();
        let start = match line {
            0 => 0,
            line => line_starts(&self.shown).nth(line)?,
        };
        Some(Reading {
            text: Cow::Borrowed(&self.text[at..]),
            shown: Cow::Borrowed(&self.shown[start..]),
        })
    }

    /// Where a part of the text stands in it.
    fn offset(&self, part: &str) -> Option<usize> {
        let at = part
            .as_ptr()
            .addr()
            .checked_sub(self.text.as_ptr().addr())?;
        (at < self.text.len()).then_some(at)
    }
}

/// Where the lines of a text start.
fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1))
}

#[cfg(test)]
mod tests {
    use crate::intake::mail::{ParsedMail, read};

    fn of_html(headers: &str, html: &str) -> ParsedMail {
        let raw = format!(
            "From: An Maes <an@lede.example>\n{headers}Content-Type: text/html\n\n{html}\n"
        );
        read(raw.as_bytes()).unwrap()
    }

    #[test]
    fn a_reader_gets_what_html_says_besides_its_words() {
        let check = |html: &str, new: &str, reading: Option<&str>| {
            let mail = of_html("", html);
            assert_eq!(mail.new_text, new, "{html}");
            assert_eq!(mail.reading.as_deref(), reading, "{html}");
        };
        check(
            "<p>Zie <a href='https://lede.example/kaart'>kaart</a>.</p><p>Mag dat?</p>",
            "Zie kaart.\n\nMag dat?",
            Some("Zie kaart <https://lede.example/kaart>.\n\nMag dat?"),
        );
        check(
            "<a href='mailto:rik@lede.example'>Rik</a> vraagt het.",
            "Rik vraagt het.",
            Some("Rik <rik@lede.example> vraagt het."),
        );
        for same in [
            "<a href='https://www.lede.example/'>lede.example</a>: mag dat?",
            "Mag <b>dat</b>? <a href='javascript:x'>hier</a>",
            "Mag dat?<img src='https://elders.example/teller.gif' width=1 height=1>",
            "Mag dat?<img src='cid:nergens'>",
        ] {
            assert_eq!(of_html("", same).reading, None, "{same}");
        }
        check(
            "Regio <del>Gent</del> Dender, <span style='text-decoration:line-through'>nu<br>pas</span> \
             later.",
            "Regio Gent Dender, nu\npas later.",
            Some("Regio ~~Gent~~ Dender, ~~nu~~\n~~pas~~ later."),
        );
        check(
            "<ul><li>a<ol start=3><li>b</li></ol></li><li></li><li><p>c</p></li></ul>d",
            "a\nb\n\nc\n\nd",
            Some("- a\n  3. b\n\n- c\n\nd"),
        );
        check(
            "<table border=1><tr><th>Jaar</th><th>Som</th></tr><tr><td><div>2026</div></td><td><p>5</p>\
             </td></tr><tr><td></td><td>6</td></tr></table>Klopt dat?",
            "Jaar\tSom\n2026\n\n5\n\n6\nKlopt dat?",
            Some("Jaar | Som\n2026 | 5\n\n| 6\nKlopt dat?"),
        );
        // cells that only hold a page together
        check(
            "<table><tr><td>&nbsp;</td><td><div>Mag</div></td><td><div>dat?</div></td></tr></table>",
            "Mag\ndat?",
            None,
        );
        check(
            "Klopt de kaart?<p><img src='https://x.example/k.png' alt='kaart van\nLede'></p><p>Mvg</p>An",
            "Klopt de kaart?",
            Some("Klopt de kaart?\n\n[afbeelding: kaart van Lede]"),
        );
        check(
            "<p><img alt='wapen'></p><p>Mag dat?</p>",
            "Mag dat?",
            Some("[afbeelding: wapen]\n\nMag dat?"),
        );
    }

    #[test]
    fn a_reader_gets_only_what_is_new() {
        let link = "<a href='https://lede.example/1'>dit</a>";
        let html = format!(
            "<p>LET OP: deze mail komt van een externe afzender. Klik niet op {link}.</p><p>Beste,</p>\
             <p>Mag {link}?</p><p>Mvg</p><p>An {link}</p><hr><p>Van: R &lt;r@x.example&gt;<br>Verzonden: \
             29/01<br>Aan: An<br>Onderwerp: {link}</p><p>oud {link}</p>"
        );
        let mail = of_html("Subject: Re: x\n", &html);
        assert_eq!(mail.new_text, "Beste,\n\nMag dit?");
        let expected = "Beste,\n\nMag dit <https://lede.example/1>?";
        assert_eq!(mail.reading.as_deref(), Some(expected));

        let passed = of_html("Subject: FW: x\n", &html).forwarded.unwrap();
        assert_eq!(passed.text, "oud dit");
        let expected = "oud dit <https://lede.example/1>";
        assert_eq!(passed.reading.as_deref(), Some(expected));

        let quoted = html
            .replace("<hr>", "<p>----- Doorgestuurd bericht -----</p>")
            .replace("<p>oud", "<blockquote><p>oud")
            + "</blockquote>";
        let passed = of_html("Subject: FW: x\n", &quoted).forwarded.unwrap();
        assert_eq!(passed.reading.as_deref(), Some(expected));
    }
}
