//! Plain text of people on a page: paragraphs and line breaks as they meant them, and no mark-up of
//! theirs. Addresses stay text: a page with a token in its address links to no other site.

use std::fmt;

use askama::filters::{Escaper as _, Html, HtmlSafe};

use crate::outbound::mails::markdown_on_page;

/// Running text as paragraphs: an empty line parts two. A line that a mail program cut because it
/// was full runs on; a line break that somebody made stays one.
#[derive(Debug, Clone, Copy)]
pub struct Prose<'a>(pub &'a str);

impl fmt::Display for Prose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "";
        for line in self.0.lines().map(str::trim_end) {
            match (line.is_empty(), before.is_empty()) {
                (true, true) => {}
                (true, false) => f.write_str("</p>")?,
                (false, true) => f.write_str("<p>")?,
                (false, false) if was_cut(before, line) => f.write_str(" ")?,
                (false, false) => f.write_str("<br>")?,
            }
            Html.write_escaped_str(&mut *f, line)?;
            before = line;
        }
        if before.is_empty() {
            Ok(())
        } else {
            f.write_str("</p>")
        }
    }
}

/// The width at which mail programs cut a line, with room for a margin.
const CUT_AT: std::ops::RangeInclusive<usize> = 60..=110;

/// Whether `line` goes on with what `before` began: that line was full, the next word did not fit
/// any more, and this one begins no item of a list.
fn was_cut(before: &str, line: &str) -> bool {
    let length = before.chars().count();
    let first_word = line.split(' ').next().unwrap_or_default();
    let is_item = first_word.starts_with(['-', '*', '•', '>'])
        || first_word
            .trim_end_matches(['.', ')'])
            .parse::<u8>()
            .is_ok();
    let would_be = length + 1 + first_word.chars().count();
    CUT_AT.contains(&length) && would_be > 68 && !is_item
}

/// Prose escapes every line.
impl HtmlSafe for Prose<'_> {}

/// What a desk wrote in Markdown, as its reader got it.
#[derive(Debug, Clone, Copy)]
pub struct Marked<'a>(pub &'a str);

impl fmt::Display for Marked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&markdown_on_page(self.0))
    }
}

/// It is cleaned.
impl HtmlSafe for Marked<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_keeps_its_paragraphs_and_lines_and_nothing_else() {
        assert_eq!(
            Prose("Beste\r\n\r\n\r\nEen <b>vraag</b>\nover twee\n\n").to_string(),
            "<p>Beste</p><p>Een &#60;b&#62;vraag&#60;/b&#62;<br>over twee</p>"
        );
        assert_eq!(Prose(" \n\n").to_string(), "");
        // A mail program cut the first line; somebody ended the second one.
        let cut = "De vervoerregio Gent telt andere gemeenten dan de referentieregio. Daardoor\nzitten \
                   onze burgemeesters in twee overleggen.\nMet vriendelijke groeten\nKoen";
        assert_eq!(
            Prose(cut).to_string(),
            "<p>De vervoerregio Gent telt andere gemeenten dan de referentieregio. Daardoor zitten \
             onze burgemeesters in twee overleggen.<br>Met vriendelijke groeten<br>Koen</p>"
        );
        let list =
            "Wij hebben nog drie vragen over de samenwerking in onze eigen regio:\n- wie\n2. wat";
        assert_eq!(Prose(list).to_string().matches("<br>").count(), 2);
    }
}
