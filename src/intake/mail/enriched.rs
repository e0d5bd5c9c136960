//! Text with simple marks (`text/enriched`, RFC 1896, and `text/richtext`, RFC 1341), without them.

/// Letters of the name of a mark, at most.
const LONGEST_MARK: usize = 60;

/// The words of such a text.
pub(super) fn to_text(marked: &str) -> String {
    let mut text = String::with_capacity(marked.len());
    let mut rest = marked;
    // what a mark is given, such as a colour, is no text
    let mut given = false;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        push(&mut text, &rest[..at], given);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('<') {
            push(&mut text, "<", given);
            rest = after;
            continue;
        }
        // a mark is short: what no mark can end in is not looked through
        let end = memchr::memchr(b'>', &rest.as_bytes()[..rest.len().min(LONGEST_MARK + 2)]);
        let name = end
            .map(|end| (&rest[..end], &rest[end + 1..]))
            .filter(|(name, _)| is_mark(name.trim_start_matches('/')));
        let Some((name, after)) = name else {
            push(&mut text, "<", given);
            continue;
        };
        rest = after;
        match name.to_ascii_lowercase().as_str() {
            "param" => given = true,
            "/param" => given = false,
            "nl" => text.push('\n'),
            "lt" => text.push('<'),
            _ => {}
        }
    }
    push(&mut text, rest, given);
    text
}

/// Whether this is the name of a mark.
fn is_mark(name: &str) -> bool {
    (1..=LONGEST_MARK).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Adds words: one line break is a blank, as in HTML.
fn push(text: &mut String, piece: &str, given: bool) {
    if given {
        return;
    }
    let mut rest = piece;
    while let Some(at) = memchr::memchr(b'\n', rest.as_bytes()) {
        text.push_str(rest[..at].trim_end_matches('\r'));
        let after = rest[at..].trim_start_matches(['\n', '\r']);
        let breaks = rest[at..rest.len() - after.len()].matches('\n').count();
        if breaks > 1 {
            text.push_str(&"\n".repeat(breaks));
        } else if !text.ends_with(['\n', ' ']) {
            text.push(' ');
        }
        rest = after;
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_no_words() {
        let check =
            |marked: &str, expected: &str| assert_eq!(to_text(marked), expected, "{marked}");
        check("<bold>Beste</bold>,\n\nMag\ndat?", "Beste,\n\nMag dat?");
        check("<color><param>red</param>Mag</color> 1 << 2?", "Mag 1 < 2?");
        check("een<nl>twee <lt>drie>", "een\ntwee <drie>");
        check(
            "a < b, <an@lede.example> en <",
            "a < b, <an@lede.example> en <",
        );
        check("<param>nooit dicht", "");
        check("", "");
    }
}
