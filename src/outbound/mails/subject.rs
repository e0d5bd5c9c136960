//! Subjects: the asker's own words, one `Re:` and our number, however often the mail went back and
//! forth.

/// Longest part of somebody's subject that we repeat, in characters.
const LONGEST: usize = 150;

/// What mail programs put before a subject when they reply, in the languages we meet.
const REPLY_PREFIXES: &[&str] = &["re", "antw", "antwoord", "aw", "sv", "réf"];

/// A subject of one line without reply prefixes and without our number.
#[must_use]
pub fn tidy_subject(subject: &str) -> String {
    let one_line: String = subject
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let words = super::marks::clean(&without_numbers(&one_line));
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = words.as_str();
    while let Some((prefix, after)) = rest.split_once(':') {
        if !is_reply_prefix(prefix.trim()) {
            break;
        }
        rest = after.trim_start();
    }
    shortened(rest)
}

/// `Re: <the asker's subject> [<reference>]`; `fallback` stands in for an empty subject.
#[must_use]
pub fn reply_subject(subject: &str, fallback: &str, reference: &str) -> String {
    let tidy = tidy_subject(subject);
    let words = if tidy.is_empty() { fallback } else { &tidy };
    format!("Re: {words} [{reference}]")
}

fn is_reply_prefix(prefix: &str) -> bool {
    let lower = prefix.to_lowercase();
    let bare = lower.split('[').next().unwrap_or_default();
    REPLY_PREFIXES.contains(&bare)
}

/// Leaves out every `[RV-2026-000123]`, whatever the prefix of the house is.
fn without_numbers(subject: &str) -> String {
    let mut kept = String::with_capacity(subject.len());
    let mut rest = subject;
    while let Some(open) = rest.find('[') {
        let after = &rest[open + 1..];
        match after.find(']') {
            Some(close) if is_number(&after[..close]) => {
                kept.push_str(&rest[..open]);
                kept.push(' ');
                rest = &after[close + 1..];
            }
            _ => {
                kept.push_str(&rest[..=open]);
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    kept
}

fn is_number(words: &str) -> bool {
    let mut parts = words.split('-');
    let (Some(prefix), Some(year), Some(serial), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    !prefix.is_empty()
        && prefix.bytes().all(|b| b.is_ascii_alphanumeric())
        && year.len() == 4
        && digits(year)
        && serial.len() >= 6
        && digits(serial)
}

fn shortened(words: &str) -> String {
    match words.char_indices().nth(LONGEST) {
        None => words.to_owned(),
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(subject: &str, expected: &str) {
        assert_eq!(
            reply_subject(subject, "Uw vraag", "RV-2026-000487"),
            expected
        );
    }

    #[test]
    fn a_subject_gets_one_re_and_one_number() {
        check(
            "Hulpverleningszone",
            "Re: Hulpverleningszone [RV-2026-000487]",
        );
        check(
            "RE: Antw: Hulpverleningszone",
            "Re: Hulpverleningszone [RV-2026-000487]",
        );
        check("Re: Zone [RV-2026-000487]", "Re: Zone [RV-2026-000487]");
        check(
            "AW: Re[2]: [RV-2026-000487] Zone",
            "Re: Zone [RV-2026-000487]",
        );
    }

    #[test]
    fn a_forward_prefix_and_other_brackets_are_the_askers_own() {
        check(
            "FW: Zone [dringend]",
            "Re: FW: Zone [dringend] [RV-2026-000487]",
        );
        check("Vraag: mag dit?", "Re: Vraag: mag dit? [RV-2026-000487]");
        check("[open", "Re: [open [RV-2026-000487]");
    }

    #[test]
    fn an_empty_subject_gets_words() {
        check("", "Re: Uw vraag [RV-2026-000487]");
        check("Re: [RV-2026-000487]", "Re: Uw vraag [RV-2026-000487]");
    }

    #[test]
    fn a_subject_is_one_line_of_bearable_length() {
        check(
            "Zone\r\nBcc: iedereen@wetteren.be",
            "Re: Zone Bcc: iedereen@wetteren.be [RV-2026-000487]",
        );
        let long = reply_subject(&"woord ".repeat(100), "Uw vraag", "RV-2026-000487");
        assert!(long.chars().count() < 180, "{long}");
        assert!(long.ends_with("… [RV-2026-000487]"), "{long}");
    }
}
