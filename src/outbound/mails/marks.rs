//! One sentence serves both twins of a mail. What must stand out in it is wrapped in marks (from
//! the private use area of Unicode, so no writer's text has them) that become HTML in one twin and
//! nothing in the other.

const STRONG: char = '\u{E000}';
const STRONG_END: char = '\u{E001}';
const WHOLE: char = '\u{E002}';
const WHOLE_END: char = '\u{E003}';

/// Stands before a line of the text twin that may not be wrapped.
pub(super) const VERBATIM: char = '\u{E004}';

/// `words`, important.
pub(super) fn strong(words: &str) -> String {
    format!("{STRONG}{}{STRONG_END}", clean(words))
}

/// `words`, important and never broken over two lines.
pub(super) fn strong_whole(words: &str) -> String {
    format!("{STRONG}{}{STRONG_END}", whole(words))
}

/// `words`, never broken over two lines.
pub(super) fn whole(words: &str) -> String {
    format!("{WHOLE}{}{WHOLE_END}", clean(words))
}

/// Somebody's words without marks and without control characters, lines and tabs apart.
pub(super) fn clean(words: &str) -> String {
    words
        .chars()
        .filter(|&c| !is_mark(c) && (!c.is_control() || c == '\n' || c == '\t'))
        .collect()
}

fn is_mark(c: char) -> bool {
    (STRONG..=VERBATIM).contains(&c)
}

/// The text twin: every mark that is about looks is gone.
pub(super) fn plain(marked: &str) -> String {
    marked
        .chars()
        .filter(|&c| !is_mark(c) || c == VERBATIM)
        .collect()
}

/// The HTML twin: marks become elements, always in balance.
pub(super) fn rich(marked: &str) -> String {
    let mut html = String::with_capacity(marked.len());
    let (mut strong, mut whole) = (false, false);
    for c in marked.chars() {
        match c {
            STRONG if !strong => {
                html.push_str("<strong>");
                strong = true;
            }
            STRONG_END if strong && !whole => {
                html.push_str("</strong>");
                strong = false;
            }
            WHOLE if !whole => {
                html.push_str(r#"<span style="white-space:nowrap;">"#);
                whole = true;
            }
            WHOLE_END if whole => {
                html.push_str("</span>");
                whole = false;
            }
            c if is_mark(c) => {}
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_elements_in_one_twin_and_nothing_in_the_other() {
        let sentence = format!("Nummer {}, {}.", strong_whole("RV-1"), strong("vandaag"));
        assert_eq!(plain(&sentence), "Nummer RV-1, vandaag.");
        assert_eq!(
            rich(&sentence),
            r#"Nummer <strong><span style="white-space:nowrap;">RV-1</span></strong>, <strong>vandaag</strong>."#
        );
    }

    #[test]
    fn somebodys_text_brings_in_no_marks_and_no_control_characters() {
        assert_eq!(clean("a\u{E000}b\u{0}c\u{7}\td\n"), "abc\td\n");
        assert_eq!(rich("\u{E001}los\u{E003}"), "los");
    }
}
