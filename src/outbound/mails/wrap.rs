//! Lines of the text twin: at most 72 columns, a list item hanging under its own first word, a link
//! never broken.

use super::marks::VERBATIM;

const COLUMNS: usize = 72;

/// The rendered text twin as it leaves: wrapped, single blank lines, no spaces at the end of a line
/// but in the line that announces the footer (RFC 3676, 4.3).
pub(super) fn wrapped(rendered: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in rendered.lines() {
        if line == "-- " {
            lines.push(line.to_owned());
        } else if line.trim().is_empty() {
            // A twin may leave out a paragraph; the gap does not grow.
            if lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(String::new());
            }
        } else if let Some(line) = line.strip_prefix(VERBATIM) {
            lines.push(line.trim_end().to_owned());
        } else {
            wrap_line(line, &mut lines);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

fn wrap_line(line: &str, lines: &mut Vec<String>) {
    let body = line.trim_start_matches(' ');
    let indent = line.len() - body.len();
    let hang = " ".repeat(indent + item_mark(body));

    let mut current = " ".repeat(indent);
    let mut empty = true;
    for word in body.split_whitespace() {
        let joined = columns(&current) + usize::from(!empty) + columns(word);
        if !empty && joined > COLUMNS {
            lines.push(std::mem::replace(&mut current, hang.clone()));
            empty = true;
        }
        if !empty {
            current.push(' ');
        }
        current.push_str(word);
        empty = false;
    }
    lines.push(current);
}

/// The width of `- ` or `12. ` at the start of a list item, or nothing.
fn item_mark(body: &str) -> usize {
    if body.starts_with("- ") {
        return 2;
    }
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) && body[digits..].starts_with(". ") {
        digits + 2
    } else {
        0
    }
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rendered: &str, expected: &str) {
        assert_eq!(wrapped(rendered), expected);
    }

    #[test]
    fn a_long_sentence_is_wrapped_at_72_columns() {
        check(
            "We hebben uw vraag. Haar nummer is RV-2026-000487. U krijgt een antwoord ten laatste.",
            "We hebben uw vraag. Haar nummer is RV-2026-000487. U krijgt een antwoord\nten laatste.\n",
        );
    }

    #[test]
    fn a_list_item_hangs_under_its_own_first_word() {
        check(
            "3. Duurt het langer? Dan schrijven we u vóór 29 mei, met een nieuwe datum.",
            "3. Duurt het langer? Dan schrijven we u vóór 29 mei, met een nieuwe\n   datum.\n",
        );
    }

    #[test]
    fn a_link_is_never_broken() {
        let link = format!("https://regiovraag.example/{}", "x".repeat(80));
        check(&link, &format!("{link}\n"));
    }

    #[test]
    fn only_the_line_before_the_footer_ends_in_a_space() {
        check(
            "Dag \n\n\n\n-- \nRegiovraag\n\n",
            "Dag\n\n-- \nRegiovraag\n",
        );
    }

    #[test]
    fn a_year_at_the_start_of_a_line_is_no_list() {
        check("2026. Dan", "2026. Dan\n");
    }
}
