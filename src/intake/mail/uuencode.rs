//! Files written into the text itself, the way mail carried them before MIME (`begin 644 name`).

use super::digest::sha256_hex;
use super::headers::harmless;
use super::parsed::Attachment;

/// Files that are taken out of one text.
const MAX_FILES: usize = 50;

/// Takes the files out of a text; the text without them, or `None` when it holds none.
///
/// Only what is complete in form is taken: a text that merely says "begin 2026" stays as it is.
pub(super) fn take(text: &str, files: &mut Vec<Attachment>) -> Option<String> {
    let first = text.starts_with("begin ") || text.contains("\nbegin ");
    if !first {
        return None;
    }
    let mut kept = String::with_capacity(text.len());
    let before = files.len();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = rest
            .split_once('\n')
            .map_or((rest, ""), |(line, after)| (line, after));
        if files.len() - before < MAX_FILES
            && let Some(name) = name_in(line)
            && let Some((bytes, complete, after)) = content(after)
        {
            files.push(Attachment {
                media_type: super::tnef::media_type(name).to_owned(),
                sha256: sha256_hex(&bytes),
                filename: harmless(name, &mut Vec::new()).into_owned(),
                size: bytes.len(),
                bytes,
                inline: false,
                damaged: !complete,
            });
            rest = after;
            continue;
        }
        kept.push_str(&rest[..rest.len() - after.len()]);
        rest = after;
    }
    (files.len() > before).then_some(kept)
}

/// The file name in "begin 644 name".
fn name_in(line: &str) -> Option<&str> {
    let (mode, name) = line.trim_end().strip_prefix("begin ")?.split_once(' ')?;
    let octal = (3..=4).contains(&mode.len()) && mode.bytes().all(|b| (b'0'..=b'7').contains(&b));
    let name = name.rsplit(['/', '\\']).next()?.trim();
    (octal && !name.is_empty() && name.len() <= 255).then_some(name)
}

/// The bytes up to the line "end", whether that line was there, and what follows it. `None` when the
/// lines are no encoded content.
fn content(text: &str) -> Option<(Vec<u8>, bool, &str)> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = rest
            .split_once('\n')
            .map_or((rest, ""), |(line, after)| (line, after));
        let line = line.trim_end_matches('\r');
        if line.trim_end() == "end" && !bytes.is_empty() {
            return Some((bytes, true, after));
        }
        if !decode_line(line, &mut bytes) {
            return (!bytes.is_empty()).then_some((bytes, false, rest));
        }
        rest = after;
    }
    (!bytes.is_empty()).then_some((bytes, false, ""))
}

/// Blanks at the end of a line that may have been lost on the way.
const MOST_LOST: usize = 8;

/// Decodes one line: its first letter says how many bytes it holds.
fn decode_line(line: &str, bytes: &mut Vec<u8>) -> bool {
    let value = |byte: u8| (b' '..=b'`').contains(&byte).then(|| (byte - b' ') & 63);
    let Some((&first, data)) = line.as_bytes().split_first() else {
        // a blank line may stand for the one of length zero
        return true;
    };
    let Some(length) = value(first).map(usize::from) else {
        return false;
    };
    // blanks at the end may have been lost on the way, but not a whole line of them
    let full = length.div_ceil(3) * 4;
    let fits = (full.saturating_sub(MOST_LOST)..=full + 2).contains(&data.len());
    if !fits || data.iter().any(|&byte| value(byte).is_none()) {
        return false;
    }
    let end = bytes.len() + length;
    let digits = data.iter().filter_map(|&byte| value(byte));
    let mut digits = digits.chain(std::iter::repeat(0));
    while bytes.len() < end {
        let mut group = 0_u32;
        for digit in digits.by_ref().take(4) {
            group = group << 6 | u32::from(digit);
        }
        bytes.extend_from_slice(&group.to_be_bytes()[1..]);
    }
    bytes.truncate(end);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, kept: Option<&str>, expected: &[(&str, &[u8], bool)]) {
        let mut files = Vec::new();
        assert_eq!(take(text, &mut files).as_deref(), kept, "{text}");
        let found: Vec<_> = files
            .iter()
            .map(|file| (file.filename.as_str(), file.bytes.as_slice(), file.damaged))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn files_in_the_text_are_taken_out() {
        check(
            "Zie hier.\nbegin 644 a.txt\n#0V%T\n`\nend\nGroeten\n",
            Some("Zie hier.\nGroeten\n"),
            &[("a.txt", b"Cat", false)],
        );
        check(
            "begin 644 map/a.txt\r\n#0V%T\r\n",
            Some(""),
            &[("a.txt", b"Cat", true)],
        );
        check(
            "begin 644 nota\u{202e}fdp.exe\n#0V%T\n`\nend\n",
            Some(""),
            &[("notafdp.exe", b"Cat", false)],
        );
    }

    #[test]
    fn a_sentence_that_begins_is_no_file() {
        check("begin 2026 een nieuw plan\nmet de buren\n", None, &[]);
        check(
            "Wij willen\nbegin 644 huizen bouwen\nen verder niets vragen aan u allen.\n",
            None,
            &[],
        );
    }
}
