//! Bytes to text: transfer encodings and character sets, forgiving where senders are careless.

use std::borrow::Cow;

use encoding_rs::Encoding;
use mail_parser::decoders::{base64::base64_decode, charsets::map::charset_decoder};

/// Decoded bytes, and whether something was missing or wrong in the encoded form.
pub(super) struct Decoded<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// Characters that are not base64 were skipped.
    pub junk: bool,
    /// It ended in the middle of a group.
    pub cut_off: bool,
    /// It was base64.
    pub is_base64: bool,
    /// What stands behind the base64 as it came: the footer of a gateway that knows no encodings.
    pub behind: &'a [u8],
}

impl<'a> Decoded<'a> {
    /// Content that needs no decoding.
    pub fn plain(bytes: &'a [u8]) -> Self {
        Self {
            bytes: Cow::Borrowed(bytes),
            junk: false,
            cut_off: false,
            is_base64: false,
            behind: &[],
        }
    }
}

/// Base64, skipping what is not base64 and keeping what there is of a content that was cut off.
pub(super) fn base64(raw: &[u8]) -> Decoded<'_> {
    let significant = raw
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace())
        .count();
    if significant % 4 == 0
        && let Some(bytes) = base64_decode(raw)
    {
        return Decoded {
            bytes: Cow::Owned(bytes),
            junk: false,
            cut_off: false,
            is_base64: true,
            behind: &[],
        };
    }
    if let Some(end) = footer(raw) {
        return Decoded {
            behind: raw[end..].trim_ascii(),
            ..base64(&raw[..end])
        };
    }
    let mut bytes = Vec::with_capacity(raw.len() / 4 * 3);
    let (mut group, mut digits, mut junk) = (0_u32, 0_u8, false);
    for &byte in raw {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                flush_group(&mut bytes, group, digits);
                (group, digits) = (0, 0);
                continue;
            }
            _ => {
                junk |= !byte.is_ascii_whitespace();
                continue;
            }
        };
        group = group << 6 | u32::from(value);
        digits += 1;
        if digits == 4 {
            bytes.extend_from_slice(&group.to_be_bytes()[1..]);
            (group, digits) = (0, 0);
        }
    }
    flush_group(&mut bytes, group, digits);
    Decoded {
        bytes: Cow::Owned(bytes),
        junk,
        cut_off: digits != 0,
        is_base64: true,
        behind: &[],
    }
}

/// Whether what is called base64 holds the blanks and marks of words: nothing was encoded.
#[cold]
pub(super) fn is_words(raw: &[u8]) -> bool {
    /// Bytes that are looked at: below stands perhaps the footer of a list.
    const START: usize = 1024;
    /// One in so many letters of a text is a blank or a mark, at least.
    const LETTERS: usize = 12;
    let start = raw[..raw.len().min(START)].trim_ascii();
    let first = start.split(|&byte| byte == b'\n').next();
    let first = first.unwrap_or_default().trim_ascii();
    let digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let encoded = first.len() % 4 == 0 && first.iter().all(digit);
    let lines = start.iter().filter(|byte| !matches!(byte, b'\r' | b'\n'));
    let marks = lines.filter(|byte| !digit(byte)).count();
    let blanks = memchr::memchr_iter(b' ', start).count();
    !encoded && blanks > 0 && marks * LETTERS >= start.len()
}

/// The words in a text that is base64 without being called so: it holds nothing else, and what it decodes to is
/// a text with words in it.
pub(super) fn untold_base64(raw: &[u8]) -> Option<Vec<u8>> {
    /// Letters of the shortest.
    const SHORTEST: usize = 24;
    let text = raw.trim_ascii();
    // nearly every text has a blank in its first line
    if text.len() < SHORTEST || memchr::memchr(b' ', text).is_some() {
        return None;
    }
    let digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let (lines, ends) = (
        b"\r\n",
        text.iter().rev().take_while(|&&b| b == b'=').count(),
    );
    let encoded = text[..text.len() - ends]
        .iter()
        .all(|byte| digit(byte) || lines.contains(byte));
    let significant = text.iter().filter(|byte| !lines.contains(byte)).count();
    if !encoded || ends > 2 || significant % 4 != 0 {
        return None;
    }
    let decoded = base64_decode(text)?;
    let words = std::str::from_utf8(&decoded).ok()?;
    let readable = |c: char| !c.is_control() || c.is_whitespace();
    (words.contains(' ') && words.chars().all(readable)).then_some(decoded)
}

/// Where words begin behind base64 that is complete: below a blank line, or below the padding.
fn footer(raw: &[u8]) -> Option<usize> {
    let digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let (mut at, mut digits, mut ended) = (0, 0_usize, false);
    for line in raw.split_inclusive(|&byte| byte == b'\n') {
        let text = line.trim_ascii();
        let words = text.iter().any(|byte| !digit(byte));
        if ended && words {
            return Some(at);
        }
        digits += text.iter().filter(|byte| digit(byte)).count();
        ended = digits > 0 && digits % 4 == 0 && (text.is_empty() || text.ends_with(b"="));
        at += line.len();
    }
    None
}

/// The whole bytes in a group of two or three digits.
fn flush_group(bytes: &mut Vec<u8>, group: u32, digits: u8) {
    match digits {
        2 => bytes.extend_from_slice(&(group << 12).to_be_bytes()[1..2]),
        3 => bytes.extend_from_slice(&(group << 6).to_be_bytes()[1..3]),
        _ => {}
    }
}

/// Quoted-printable; an `=` that starts nothing stays an `=`.
pub(super) fn quoted_printable(raw: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'=', raw).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'=', rest) {
        bytes.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        if let [high, low, ..] = *rest
            && let (Some(high), Some(low)) = (hex(high), hex(low))
        {
            bytes.push(high << 4 | low);
            rest = &rest[2..];
            continue;
        }
        // A soft line break, with the blanks that a relay may have put before its end.
        let blanks = rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        match &rest[blanks..] {
            [b'\r', b'\n', ..] => rest = &rest[blanks + 2..],
            [b'\n', ..] => rest = &rest[blanks + 1..],
            [] => rest = &[],
            _ => bytes.push(b'='),
        }
    }
    bytes.extend_from_slice(rest);
    Cow::Owned(bytes)
}

/// The value of a hexadecimal digit.
pub(super) fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// Text in the named character set; the flag says that it turned out to be in another one, or that
/// some of it could not be read.
pub(super) fn text<'a>(bytes: &'a [u8], charset: Option<&str>) -> (Cow<'a, str>, bool) {
    let (text, wrong) = decode(bytes, charset);
    let lost = !text.is_ascii() && text.contains(char::REPLACEMENT_CHARACTER);
    (text, wrong || lost)
}

/// Text that is valid UTF-8 with characters outside ASCII practically never is anything else, and
/// what says Latin-1 means Windows-1252.
fn decode<'a>(bytes: &'a [u8], charset: Option<&str>) -> (Cow<'a, str>, bool) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let charset = charset.unwrap_or("utf-8").trim_matches(['"', '\'', ' ']);
    let is = |name: &str| charset.eq_ignore_ascii_case(name);
    // nearly every text is what it says, and what nearly every text says
    if (is("utf-8") || is("us-ascii"))
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return (clean(text), false);
    }
    let seven = [
        "utf-7",
        "unicode-1-1-utf-7",
        "unicode-2-0-utf-7",
        "x-unicode-2-0-utf-7",
        "csunicode11utf7",
    ]
    .into_iter()
    .any(is);
    if seven {
        return (Cow::Owned(clean(&utf_7(bytes)).into_owned()), false);
    }
    let wide = [
        "utf-16",
        "utf-16le",
        "utf-16be",
        "iso-2022-jp",
        "csiso2022jp",
    ]
    .into_iter()
    .any(is);
    if !wide && let Ok(text) = std::str::from_utf8(bytes) {
        let named = is("utf-8") || is("utf8") || is("us-ascii") || is("ascii") || text.is_ascii();
        if named || !is_plausible(bytes, charset) {
            // other sets in seven bits shift with an escape
            let known = is("utf-8") || is("utf8") || is("us-ascii");
            let shifted = !known && memchr::memchr(b'\x1b', bytes).is_some();
            return (clean(text), !named || shifted);
        }
    }
    let said_unicode = is("utf-8") || is("utf8") || is("us-ascii") || is("ascii");
    if said_unicode && let Some(text) = mostly_unicode(bytes) {
        return (Cow::Owned(clean(&text).into_owned()), true);
    }
    let latin = [
        "iso-8859-1",
        "iso8859-1",
        "latin1",
        "windows-1252",
        "cp1252",
    ];
    if !said_unicode && let Some(encoding) = of_many_bytes(charset) {
        let (text, lost) = encoding.decode_without_bom_handling(bytes);
        return (Cow::Owned(clean(&text).into_owned()), lost);
    }
    if !said_unicode
        && !latin.into_iter().any(is)
        && let Some(decode) = charset_decoder(charset.as_bytes())
    {
        return (Cow::Owned(clean(&decode(bytes)).into_owned()), false);
    }
    let text = clean(&windows_1252(bytes)).into_owned();
    (Cow::Owned(text), !latin.into_iter().any(is))
}

/// Text in UTF-7 (RFC 2152): what stands behind a `+` is base64 of UTF-16, until a character that is none. Of
/// these only a `-` belongs to the shift.
fn utf_7(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'+', rest) {
        text.extend(rest[..at].iter().map(|&byte| char::from(byte)));
        rest = &rest[at + 1..];
        let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        let digits = rest.iter().take_while(|byte| is_digit(byte)).count();
        let (shifted, behind) = rest.split_at(digits);
        let ended = behind.strip_prefix(b"-");
        rest = ended.unwrap_or(behind);
        if shifted.is_empty() {
            // "+-" is a plus, and so is one that shifts to nothing
            text.push('+');
            continue;
        }
        let decoded = base64(shifted).bytes;
        let (units, odd) = decoded.as_chunks::<2>();
        let units = units.iter().map(|unit| u16::from_be_bytes(*unit));
        let read = char::decode_utf16(units);
        text.extend(read.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
        // half a letter: it was cut off
        if odd.iter().any(|&byte| byte != 0) {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text.extend(rest.iter().map(|&byte| char::from(byte)));
    text
}

/// The set of East Asia with that name, in which a letter has several bytes.
fn of_many_bytes(charset: &str) -> Option<&'static Encoding> {
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, GB18030, GBK, ISO_2022_JP, SHIFT_JIS};
    let encoding = Encoding::for_label(charset.as_bytes())?;
    [GB18030, GBK, BIG5, SHIFT_JIS, EUC_JP, ISO_2022_JP, EUC_KR]
        .contains(&encoding)
        .then_some(encoding)
}

/// Text that is UTF-8 but for a few bytes: its end was cut off, or a gateway added a footer in
/// another set. `None` when nothing in it is UTF-8.
fn mostly_unicode(bytes: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(bytes.len());
    let mut unicode = false;
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        unicode |= !chunk.valid().is_ascii();
        text.push_str(chunk.valid());
        // a character that was cut in two at the very end is lost anyhow
        let cut_off = chunks.peek().is_none() && chunk.invalid().first() >= Some(&0xc2) && unicode;
        if !cut_off && !chunk.invalid().is_empty() {
            text.push_str(&windows_1252(chunk.invalid()));
        }
    }
    unicode.then_some(text)
}

/// The character set that HTML names in its first lines, for mail whose headers name none.
pub(super) fn named_in_html(html: &[u8]) -> Option<String> {
    let head = &html[..html.len().min(1024)];
    let at = memchr::memmem::find_iter(head, b"harset").next()?;
    let value = head[at + 6..].trim_ascii_start().strip_prefix(b"=")?;
    let value = value.trim_ascii_start();
    let value = value
        .strip_prefix(b"\"")
        .or_else(|| value.strip_prefix(b"'"))
        .unwrap_or(value);
    let end = value
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !b"-_".contains(byte))?;
    let name = std::str::from_utf8(&value[..end]).ok()?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// Whether bytes that are valid UTF-8 may still be meant in a one-byte character set: only when
/// the set is not one of the western ones, where `Ã©` is never meant.
fn is_plausible(bytes: &[u8], charset: &str) -> bool {
    let western = [
        "iso-8859-1",
        "iso-8859-15",
        "iso8859-1",
        "latin1",
        "windows-1252",
        "cp1252",
    ];
    !bytes.is_ascii()
        && !western
            .into_iter()
            .any(|name| charset.eq_ignore_ascii_case(name))
        && of_many_bytes(charset).is_none()
        && charset_decoder(charset.as_bytes()).is_some()
}

/// Text in Windows-1252, in which every byte means something.
pub(super) fn windows_1252(bytes: &[u8]) -> String {
    match charset_decoder(b"windows-1252") {
        Some(decode) => decode(bytes),
        None => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

/// Whether all bytes of a text fit.
pub(super) fn all(text: &str, fits: impl Fn(u8) -> bool) -> bool {
    all_bytes(text.as_bytes(), fits)
}

/// Whether all bytes fit. Without an end before the last one, many are looked at in one go.
pub(super) fn all_bytes(bytes: &[u8], fits: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(true, |all, &byte| all & fits(byte))
}

/// Text without NUL, which PostgreSQL refuses, and without our private markers.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if all(text, |byte| byte != 0 && byte < 0xEE) {
        return Cow::Borrowed(text);
    }
    let kept = text
        .chars()
        .filter(|&c| c != '\0' && !super::html::is_marker(c) && c != '\u{feff}');
    Cow::Owned(kept.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_survives_junk_and_a_missing_end() {
        let check = |raw: &str, text: &str, junk: bool, cut_off: bool| {
            let decoded = base64(raw.as_bytes());
            assert_eq!(String::from_utf8_lossy(&decoded.bytes), text, "{raw}");
            assert_eq!((decoded.junk, decoded.cut_off), (junk, cut_off), "{raw}");
        };
        check("dnJhYWc=", "vraag", false, false);
        check("dnJh\r\nYWc=\r\n", "vraag", false, false);
        check("dn !Jh*YWc=", "vraag", true, false);
        check("dnJhYW", "vraa", false, true);
        check("", "", false, false);
    }

    #[test]
    fn words_behind_base64_are_no_base64() {
        let check = |raw: &str, text: &str, behind: &str| {
            let decoded = base64(raw.as_bytes());
            assert_eq!(String::from_utf8_lossy(&decoded.bytes), text, "{raw}");
            assert_eq!(String::from_utf8_lossy(decoded.behind), behind, "{raw}");
            assert_eq!(decoded.junk, behind.is_empty(), "{raw}");
        };
        let footer = "____\nDeze mail werd gescand.";
        check(
            &format!("dnJh\r\nYWc=\r\n\r\n{footer}\r\n"),
            "vraag",
            footer,
        );
        check(&format!("dnJh\nYWdq\n\n{footer}\n"), "vraagj", footer);
        check(
            "dnJhYWc=\nDeze mail werd gescand.",
            "vraag",
            "Deze mail werd gescand.",
        );
        check("dnJhYWc=!!\n*", "vraag", "");
        check("dnJh\n**\nYWc=", "vraag", "");
    }

    #[test]
    fn quoted_printable_keeps_what_it_cannot_read() {
        let check = |raw: &str, text: &str| {
            assert_eq!(
                String::from_utf8_lossy(&quoted_printable(raw.as_bytes())),
                text,
                "{raw}"
            );
        };
        check("co=C3=B6rdinator", "coördinator");
        check("lang=\r\ne regel= \r\nind", "lange regelind");
        check("a=b =ZZ =", "a=b =ZZ ");
    }

    #[test]
    fn sets_of_many_bytes_are_read() {
        let check = |bytes: &[u8], charset: &str, expected: &str, remarked: bool| {
            assert_eq!(
                text(bytes, Some(charset)),
                (expected.into(), remarked),
                "{charset}"
            );
        };
        check(
            b"\x1b$BCO0h\x1b(B?",
            "ISO-2022-JP",
            "\u{5730}\u{57df}?",
            false,
        );
        check(b"\x92\x6e\x88\xe6", "shift_jis", "\u{5730}\u{57df}", false);
        check(b"\xb5\xd8\xc7\xf8", "gb2312", "\u{5730}\u{533a}", false);
        check(b"\xb5\xd8\xc7\xf8?", "gb18030", "\u{5730}\u{533a}?", false);
        check(b"\xa6a\xb0\xcf", "big5", "\u{5730}\u{5340}", false);
        check(
            b"\xc1\xf6\xbf\xaa",
            "ks_c_5601-1987",
            "\u{c9c0}\u{c5ed}",
            false,
        );
        check(
            b"co+APY-rdinatie",
            "unicode-1-1-utf-7",
            "co\u{f6}rdinatie",
            false,
        );
        // what says so and is not, is remarked
        check("\u{e9}\u{e9}n".as_bytes(), "gbk", "\u{e9}\u{e9}n", true);
        check(b"\xb5\xff", "gbk", "\u{fffd}", true);
        check(
            b"\x1b$)C\x0eAv?*\x0f",
            "iso-2022-kr",
            "\x1b$)C\x0eAv?*\x0f",
            true,
        );
        check("a \u{fffd}".as_bytes(), "utf-8", "a \u{fffd}", true);
    }

    #[test]
    fn a_shift_in_utf_7_takes_no_letter_with_it() {
        let check = |bytes: &str, expected: &str, remarked: bool| {
            let read = text(bytes.as_bytes(), Some("utf-7"));
            assert_eq!(read, (expected.into(), remarked), "{bytes}");
        };
        check("Caf+AOk +AOk +AOs.", "Caf\u{e9} \u{e9} \u{eb}.", false);
        check("Caf+AOk-, +AOk-n", "Caf\u{e9}, \u{e9}n", false);
        check("+AOkA6w!", "\u{e9}\u{eb}!", false);
        check("drie+-vier, 1 + 2", "drie+vier, 1 + 2", false);
        check("+2D3eAA-", "\u{1f600}", false);
        check(
            "Wat is \"+AOkA6Q\"?\r\n+IKw 3",
            "Wat is \"\u{e9}\u{e9}\"?\r\n\u{20ac} 3",
            false,
        );
        // it stops in a shift, or in the middle of a letter
        check("Caf+AOk", "Caf\u{e9}", false);
        check("Caf+", "Caf+", false);
        check("+2D0-", "\u{fffd}", true);
        check("a+/w-", "a\u{fffd}", true);
    }

    #[test]
    fn text_is_read_in_the_set_it_is_really_in() {
        let check = |bytes: &[u8], charset: &str, expected: &str| {
            assert_eq!(text(bytes, Some(charset)).0, expected, "{charset}");
        };
        check(b"\x80 1,85", "iso-8859-1", "€ 1,85");
        check(b"\xa4 2.500", "iso-8859-15", "€ 2.500");
        check("één".as_bytes(), "iso-8859-1", "één");
        check(b"\xe9\xe9n", "utf-8", "één");
        check(b"\xe9\xe9n", "us-ascii", "één");
        check(b"\xe9\xe9n", "x-onbekend", "één");
        check(b"a\0b", "utf-8", "ab");
        check("één".as_bytes().split_last().unwrap().1, "utf-8", "éé");
        check(
            b"\xc3\xa9\xc3\xa9n, caf\xe9 en al\xc3",
            "utf-8",
            "één, café en al",
        );
    }
}
