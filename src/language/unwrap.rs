//! Mails break their lines where the window of the writer ended. What goes on from a mail is written
//! without those breaks: a paragraph is one line again, and lists and names stay as they are.

/// A line that is broken by a mail program is about this long, in characters.
const SHORTEST_BROKEN: usize = 60;
const LONGEST_BROKEN: usize = 80;

/// A text whose paragraphs are one line each, where a mail program had broken them.
///
/// A line goes on when it is about as long as a mail program makes one, or ends in the space of
/// `format=flowed` (RFC 3676); when the first word of the next one would not have fitted in it; and when
/// the next one begins no item, quotation or heading.
#[must_use]
pub fn unwrapped(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let widest = widest(&lines);
    let mut whole = String::with_capacity(text.len());
    for (at, line) in lines.iter().enumerate() {
        let flows = line.ends_with(' ') && !line.trim().is_empty() && line.trim_end() != "--";
        whole.push_str(line.trim_end());
        if line.ends_with("  ") {
            // A break in Markdown.
            whole.push_str("  ");
        }
        let Some(next) = lines.get(at + 1) else { break };
        let goes_on = (flows && !line.ends_with("  ") || is_broken(line, next, widest[at]))
            && !next.trim().is_empty()
            && !stands_alone(next)
            && !is_heading(line);
        whole.push(if goes_on { ' ' } else { '\n' });
    }
    whole.truncate(whole.trim_end().len());
    whole
}

/// The length of a line without the space at its end, in characters.
fn length(line: &str) -> usize {
    line.trim_end().chars().count()
}

/// Whether `line` was broken before `next` because its first word did not fit; `widest` is the length of
/// the longest line around it.
fn is_broken(line: &str, next: &str, widest: usize) -> bool {
    let word = next.split_whitespace().next().unwrap_or_default();
    (SHORTEST_BROKEN..=LONGEST_BROKEN).contains(&length(line))
        && !next.starts_with(char::is_whitespace)
        && widest <= LONGEST_BROKEN
        && length(line) + 1 + word.chars().count() > widest.max(SHORTEST_BROKEN)
}

/// For each line the length of the longest one between the empty lines around it.
fn widest(lines: &[&str]) -> Vec<usize> {
    let mut all = Vec::with_capacity(lines.len());
    for paragraph in lines.split_inclusive(|line| line.trim().is_empty()) {
        let widest = paragraph.iter().map(|line| length(line)).max();
        all.extend(std::iter::repeat_n(
            widest.unwrap_or_default(),
            paragraph.len(),
        ));
    }
    all
}

/// Whether a line begins something of its own: an item, a quotation, a heading, a row of a table.
fn stands_alone(line: &str) -> bool {
    let line = line.trim_start();
    let numbered = line.find(|c: char| !c.is_ascii_digit()).is_some_and(|at| {
        (1..=3).contains(&at)
            && line[at..].starts_with(['.', ')'])
            && line[at + 1..].starts_with(' ')
    });
    let lettered = line.len() > 2
        && line.is_char_boundary(2)
        && line.starts_with(|c: char| c.is_ascii_lowercase())
        && line[1..].starts_with(") ");
    let marked = [
        "- ", "* ", "+ ", "• ", "– ", "— ", "o ", "> ", ">", "|", "#", "--",
    ];
    numbered || lettered || marked.iter().any(|mark| line.starts_with(mark))
}

fn is_heading(line: &str) -> bool {
    line.trim_start().starts_with(['#', '|', '>'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(unwrapped(text), expected);
    }

    const BROKEN: &str = "Uw gemeente hoort bij de referentieregio Gent. Dat staat in het decreet\n\
        van 3 februari 2023, en dat kan alleen de Vlaamse Regering nog veranderen\n\
        na advies van het burgemeestersoverleg.";

    #[test]
    fn a_paragraph_that_a_mail_program_broke_is_one_line() {
        check(
            BROKEN,
            "Uw gemeente hoort bij de referentieregio Gent. Dat staat in het decreet van 3 februari \
             2023, en dat kan alleen de Vlaamse Regering nog veranderen na advies van het \
             burgemeestersoverleg.",
        );
    }

    #[test]
    fn paragraphs_lists_and_names_stay_as_they_are() {
        for text in [
            "Ja, dat mag.\n\nNee, dat niet.",
            "Wat u nodig hebt:\n- de statuten van de vereniging zoals ze nu gelden, ondertekend\n- het \
             besluit\n1. een\n2) twee\na) drie",
            "Met vriendelijke groeten\nEls Maes\nDepartement Mobiliteit en Openbare Werken\nBrussel",
            "Kerkstraat 1\n9230 Wetteren",
            "",
            "één\n\n\n",
        ] {
            check(text, text.trim_end_matches('\n'));
        }
    }

    #[test]
    fn an_item_that_was_broken_is_one_line() {
        check(
            "- de statuten van de vereniging zoals ze nu gelden, ondertekend door de\n\
             voorzitter en de secretaris\n- het besluit",
            "- de statuten van de vereniging zoals ze nu gelden, ondertekend door de voorzitter en de \
             secretaris\n- het besluit",
        );
    }

    #[test]
    fn a_line_that_could_have_held_the_next_word_was_ended_by_its_writer() {
        let text = "Dit is een regel van ongeveer zestig tekens die hier ophoudt,\nzo.\n\
                    En dit is een andere regel, die een heel stuk langer is dan de vorige was.";
        check(text, text);
    }

    #[test]
    fn flowed_lines_go_on_whatever_their_length() {
        check("Dat mag \nniet.\n-- \nEls", "Dat mag niet.\n--\nEls");
        // Two spaces are a break in Markdown.
        check("Dat mag  \nniet.", "Dat mag  \nniet.");
    }

    #[test]
    fn text_whose_lines_are_paragraphs_is_left_alone() {
        let long = format!("{}\nKort.", "woord ".repeat(40).trim_end());
        check(&long, &long);
    }

    #[test]
    fn a_text_of_very_many_lines_is_read_once() {
        // Reading its paragraph anew for each line would take hours.
        let line = "woord ".repeat(11);
        let text = format!("{}\n", line.trim_end()).repeat(200_000);
        assert_eq!(unwrapped(&text).lines().count(), 1);
    }
}
