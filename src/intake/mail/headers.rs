//! The header section: which fields there are, and their values decoded.
//!
//! The fields are found here, so that ten thousand of them, a byte order mark or raw Latin-1 do no
//! harm; addresses, dates and parameters are then read by mail-parser.

use std::borrow::Cow;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use mail_parser::{HeaderValue, parsers::MessageStream};

use super::charset;
use super::parsed::{Address, Remark};
use crate::language::lowercase;

/// Fields that are kept; a mail has a few dozen, and what comes after this many adds nothing.
const MAX_FIELDS: usize = 2_000;

/// A field value that is longer says nothing more: 64 KiB holds a thousand recipients.
const MAX_VALUE: usize = 64 * 1024;

/// Bytes of values that are kept of one header section; with this much no field is lost that says
/// anything, and no field can be repeated until reading it takes minutes.
const MAX_VALUES: usize = 512 * 1024;

/// An encoded word that is longer is none: RFC 2047 allows 75 letters, programs take more.
const MAX_WORD: usize = 8 * 1024;

/// Addresses that are kept of one field.
const MAX_ADDRESSES: usize = 500;

/// Ids that are kept of one field: the newest, which stand last. A thread that long has lost its root long ago.
const MAX_IDS: usize = 500;

/// The fields of one header section, in order.
#[derive(Debug, Default)]
pub(super) struct Headers<'a> {
    fields: Vec<(&'static str, &'a [u8])>,
    /// All of it as text, where it is UTF-8: then a value need not be proven to be.
    text: Option<&'a str>,
    /// A bit for the names that occur ([`bit`]): most that are asked for do not.
    seen: u128,
}

/// Splits a message or part in its header fields and its body.
///
/// A line that cannot be a field ends the header section, as the blank line should have.
pub(super) fn split<'a>(raw: &'a [u8]) -> (Headers<'a>, &'a [u8]) {
    let mut headers = Headers {
        fields: Vec::with_capacity(16),
        text: None,
        seen: 0,
    };
    let read = |headers: Headers<'a>, rest: &[u8]| Headers {
        text: std::str::from_utf8(&raw[..raw.len() - rest.len()]).ok(),
        ..headers
    };
    let mut rest = raw;
    let mut kept = 0;
    loop {
        let (line, after) = take_line(rest);
        let text = trim_end(line);
        if text.is_empty() {
            return (read(headers, after), after);
        }
        let Some((name, colon)) = field_name(text) else {
            // mbox separator, or a header line that a relay damaged: not a reason to lose the rest
            if (headers.fields.is_empty() && text.starts_with(b"From "))
                || text.starts_with(b">From ")
                || !headers.fields.is_empty() && goes_on(after)
            {
                rest = after;
                continue;
            }
            return (read(headers, rest), rest);
        };
        let mut end = line.len();
        let mut next = after;
        while matches!(next.first(), Some(b' ' | b'\t')) {
            let (folded, further) = take_line(next);
            if trim_end(folded).is_empty() {
                break;
            }
            end += folded.len();
            next = further;
        }
        if let Some(name) = name
            && headers.fields.len() < MAX_FIELDS
            && kept < MAX_VALUES
        {
            let value = shortened(name, &rest[colon + 1..end]);
            kept += value.len();
            headers.seen |= bit(name);
            headers.fields.push((name, value));
        }
        rest = next;
    }
}

/// Whether what stands below a line that is no field goes on with those that programs alone write, about what
/// is below them.
#[cold]
fn goes_on(below: &[u8]) -> bool {
    const MIME: [&[u8]; 4] = [
        b"content-type:",
        b"content-transfer-encoding:",
        b"content-disposition:",
        b"mime-version:",
    ];
    MIME.iter().any(|name| {
        let opening = below.get(..name.len());
        opening.is_some_and(|opening| opening.eq_ignore_ascii_case(name))
    })
}

/// As much of a value as is kept: the start, or of the ids of a thread the newest, which stand last.
fn shortened<'a>(name: &str, value: &'a [u8]) -> &'a [u8] {
    match value.len().checked_sub(MAX_VALUE) {
        None | Some(0) => value,
        Some(over) if name == "references" => {
            let value = &value[over..];
            // what is left of the id that was cut through is none
            memchr::memchr(b'<', value).map_or(value, |at| &value[at..])
        }
        Some(_) => &value[..MAX_VALUE],
    }
}

/// A header section without the fields whose names begin with one of `names`, in lower case, and without its
/// last blank line.
pub(super) fn without_fields(raw: &[u8], names: &[&str]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(raw.len());
    let (mut rest, mut drop) = (raw, false);
    while !rest.is_empty() {
        let (line, after) = take_line(rest);
        if trim_end(line).is_empty() {
            break;
        }
        if !matches!(line.first(), Some(b' ' | b'\t')) {
            drop = names.iter().any(|name| {
                let opening = line.get(..name.len());
                opening.is_some_and(|opening| opening.eq_ignore_ascii_case(name.as_bytes()))
            });
        }
        if !drop {
            kept.extend_from_slice(line);
        }
        rest = after;
    }
    kept
}

/// The first line with its end, and what follows.
pub(super) fn take_line(raw: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr(b'\n', raw).map_or(raw.len(), |at| at + 1);
    raw.split_at(end)
}

/// A line without its end and trailing blanks.
fn trim_end(line: &[u8]) -> &[u8] {
    line.trim_ascii_end()
}

/// The name of a field, when it means something to us, and where its colon is, when the line starts one.
fn field_name(line: &[u8]) -> Option<(Option<&'static str>, usize)> {
    let colon = memchr::memchr(b':', line)?;
    let name = line[..colon].trim_ascii_end();
    if !(1..=100).contains(&name.len()) {
        return None;
    }
    let wanted = wanted(name);
    (wanted.is_some() || name.iter().all(u8::is_ascii_graphic)).then_some((wanted, colon))
}

/// The fields that mean something to us: who and what, what kind of mail it is, and what the reports
/// inside a mail consist of. Under these names they are looked up.
static WANTED: [&str; 99] = [
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "sender",
    "reply-to",
    "message-id",
    "in-reply-to",
    "references",
    "return-path",
    "received",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-envelope-from",
    "authentication-results",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "content-id",
    "content-description",
    "content-location",
    "auto-submitted",
    "precedence",
    "x-precedence",
    "x-auto-response-suppress",
    "x-autoreply",
    "x-autorespond",
    "x-autoreply-from",
    "x-autogenerated",
    "x-fc-machinegenerated",
    "x-mail-autoreply",
    "x-auto-reply",
    "x-emailreply-type",
    "x-cron-env",
    "x-php-originating-script",
    "x-php-script",
    "x-post-messageclass",
    "preference",
    "x-mailer",
    "user-agent",
    "x-loop",
    "x-ticket-loop",
    "x-otrs-loop",
    "x-list-loop",
    "list-id",
    "list-post",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "list-owner",
    "list-help",
    "x-beenthere",
    "x-mailman-version",
    "mailing-list",
    "feedback-id",
    "x-campaign",
    "x-campaignid",
    "x-campaign-id",
    "x-mailchimp-id",
    "x-mc-user",
    "x-csa-complaints",
    "x-newsletter",
    "x-mailgun-tag",
    "x-spam-flag",
    "x-spam-status",
    "x-spam",
    "x-failed-recipients",
    "x-ms-exchange-message-is-ndr",
    "x-ms-exchange-generated-message-source",
    "x-ms-exchange-inbox-rules-loop",
    "x-microsoft-antispam",
    "x-forefront-antispam-report",
    "x-ms-exchange-organization-scl",
    "x-barracuda-spam-flag",
    "x-vr-spamstate",
    "x-bogosity",
    "x-crm114-status",
    "x-klms-antispam-status",
    "x-spamd-result",
    "x-regiovraag-ticket",
    "x-regiovraag-loop",
    "x-original-message-id",
    "original-message-id",
    "thread-topic",
    "x-ms-exchange-calendar-series-id",
    "reporting-mta",
    "reporting-ua",
    "final-recipient",
    "original-recipient",
    "action",
    "status",
    "diagnostic-code",
    "remote-mta",
    "disposition",
    "will-retry-until",
    "original-envelope-id",
];

/// The name under which a field is kept, when it means something to us.
fn wanted(name: &[u8]) -> Option<&'static str> {
    static BY_SHAPE: LazyLock<[Vec<&'static str>; SHAPES]> = LazyLock::new(|| {
        let mut found = [const { Vec::new() }; SHAPES];
        for name in WANTED {
            found[shape(name.as_bytes())].push(name);
        }
        found
    });
    let alike = BY_SHAPE[shape(name)].iter().copied();
    let lower = || name.iter().map(u8::to_ascii_lowercase);
    alike
        .filter(|known| known.len() == name.len())
        .find(|known| known.bytes().zip(lower()).all(|(a, b)| a == b))
}

/// Shapes that names are told apart by: few names share one.
const SHAPES: usize = 256;

/// The shape of a name, in any case, that is not empty.
fn shape(name: &[u8]) -> usize {
    let letter = |at: usize| usize::from(name[at] | 0x20);
    let last = name.len() - 1;
    (name.len() * 31 + letter(0) * 7 + letter(last) * 13 + letter(last / 2)) % SHAPES
}

/// The bit of a name in lower case; few that occur share one with others that are asked for.
#[inline]
fn bit(name: &str) -> u128 {
    let bytes = name.as_bytes();
    let (first, last) = (bytes[0], bytes[bytes.len() - 1]);
    let mixed = bytes.len() * 5 + usize::from(first) + usize::from(last) * 3;
    1 << (mixed % 128)
}

impl<'a> Headers<'a> {
    /// Whether this can be the header section of a mail: what a server writes above each mail that it passes
    /// on makes none.
    pub fn look_like_mail(&self) -> bool {
        self.are_of_writer() || self.has("date") || self.has("message-id")
    }

    /// Whether the program of a writer made them, at least in part: a server adds the trace of where it came
    /// from, and a date and an id where it finds none.
    pub fn are_of_writer(&self) -> bool {
        ["from", "to", "subject", "mime-version", "content-type"]
            .iter()
            .any(|name| self.has(name))
    }

    /// Whether there is such a field, even an empty one.
    #[inline]
    pub fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// Whether there is no field at all.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The undecoded value of the first field with this name.
    #[inline]
    pub fn raw(&self, name: &str) -> Option<&'a [u8]> {
        if self.may_have(name) {
            self.first(name)
        } else {
            None
        }
    }

    /// Whether there may be such a field. Most that are asked for are not there, and the bit of a name
    /// that stands in the code is known before it runs.
    #[inline]
    fn may_have(&self, name: &str) -> bool {
        self.seen & bit(name) != 0
    }

    fn first(&self, name: &str) -> Option<&'a [u8]> {
        self.all(name).next()
    }

    /// The undecoded values of all fields with this name.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'a [u8]> + 's {
        let fields = if self.may_have(name) {
            self.fields.as_slice()
        } else {
            &[]
        };
        let last = name.as_bytes().last();
        let named = fields
            .iter()
            .filter(move |(field, _)| field.as_bytes().last() == last && *field == name);
        named.map(|&(_, value)| value)
    }

    /// The undecoded values of all fields with one of these names, in order.
    pub fn among<'s>(
        &'s self,
        names: &'s [&str],
    ) -> impl Iterator<Item = (&'static str, &'a [u8])> + 's {
        let fields = self.fields.iter().copied();
        fields.filter(|(field, _)| names.contains(field))
    }

    /// The decoded text of a field.
    pub fn text(&self, name: &str, remarks: &mut Vec<Remark>) -> Option<String> {
        let text = self.unfold(self.raw(name)?, remarks);
        Some(decode_text(&text, remarks))
    }

    /// The text of a field that matters for its keywords only: trimmed, in lower case.
    #[inline]
    pub fn keyword(&self, name: &str) -> Option<Cow<'a, str>> {
        self.raw(name).map(|raw| self.keyword_in(raw))
    }

    fn keyword_in(&self, raw: &'a [u8]) -> Cow<'a, str> {
        let raw = raw.trim_ascii();
        // nearly all stand on one line, in lower case
        let as_is = |byte| matches!(byte, b' '..=b'@' | b'['..=b'~');
        if charset::all_bytes(raw, as_is)
            && let Some(text) = self.text_of(raw)
        {
            return Cow::Borrowed(text);
        }
        match self.unfold(raw, &mut Vec::new()) {
            Cow::Borrowed(text) => lowercase(text),
            Cow::Owned(text) => Cow::Owned(lowercase(text.trim()).into_owned()),
        }
    }

    /// A value on one line, as [`unfold`] makes it.
    fn unfold(&self, raw: &'a [u8], remarks: &mut Vec<Remark>) -> Cow<'a, str> {
        let raw = raw.trim_ascii();
        // nearly all are ASCII on one line, and stay as they are
        if charset::all_bytes(raw, is_printable)
            && let Some(text) = self.text_of(raw)
        {
            return Cow::Borrowed(text);
        }
        unfold(raw, remarks)
    }

    /// A part of these headers as text, where all of them are text.
    pub fn text_of(&self, part: &[u8]) -> Option<&'a str> {
        let text = self.text?;
        let at = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
        text.get(at..at + part.len())
    }

    /// Whether a field opens with an ASCII text, in any case.
    #[inline]
    pub fn opens_with(&self, name: &str, text: &str) -> bool {
        let value = self.raw(name).map(<[u8]>::trim_ascii_start);
        let start = value.and_then(|value| value.get(..text.len()));
        start.is_some_and(|start| start.eq_ignore_ascii_case(text.as_bytes()))
    }

    /// The addresses in all fields with this name.
    #[inline]
    pub fn addresses(&self, name: &str, remarks: &mut Vec<Remark>) -> Vec<Address> {
        if self.may_have(name) {
            self.all_addresses(name, remarks)
        } else {
            Vec::new()
        }
    }

    fn all_addresses(&self, name: &str, remarks: &mut Vec<Remark>) -> Vec<Address> {
        let mut found = Vec::new();
        for raw in self.all(name) {
            addresses(&self.unfold(raw, remarks), &mut found, remarks);
        }
        found.truncate(MAX_ADDRESSES);
        found
    }

    /// The ids in all fields with this name, without angle brackets.
    #[inline]
    pub fn ids(&self, name: &str) -> Vec<String> {
        if self.may_have(name) {
            self.all_ids(name)
        } else {
            Vec::new()
        }
    }

    fn all_ids(&self, name: &str) -> Vec<String> {
        let mut found = Vec::new();
        for raw in self.all(name) {
            ids(&self.unfold(raw, &mut Vec::new()), &mut found);
        }
        found
    }

    /// A moment, when it is one.
    pub fn date(&self, name: &str, remarks: &mut Vec<Remark>) -> Option<DateTime<Utc>> {
        let raw = self.raw(name)?;
        let date = date(&self.unfold(raw, remarks));
        if date.is_none() {
            note(remarks, Remark::BadDate);
        }
        date
    }
}

/// Notes a remark once.
pub(super) fn note(remarks: &mut Vec<Remark>, remark: Remark) {
    if !remarks.contains(&remark) {
        remarks.push(remark);
    }
}

/// A value on one line, as text; raw bytes that are not UTF-8 are Windows-1252.
pub(super) fn unfold<'a>(raw: &'a [u8], remarks: &mut Vec<Remark>) -> Cow<'a, str> {
    let raw = raw.trim_ascii();
    let text = if let Ok(text) = std::str::from_utf8(raw) {
        Cow::Borrowed(text)
    } else {
        note(remarks, Remark::RawHeaderBytes);
        Cow::Owned(charset::windows_1252(raw))
    };
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    if memchr::memchr3(b'\r', b'\n', 0, text.as_bytes()).is_some() {
        Cow::Owned(text.replace(['\r', '\n', '\0'], ""))
    } else {
        text
    }
}

/// Whether a byte is a letter, a mark or a blank of ASCII.
fn is_printable(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// Unstructured text, encoded words decoded, control characters made harmless.
fn decode_text(text: &str, remarks: &mut Vec<Remark>) -> String {
    let text = if memchr::memchr(b'=', text.as_bytes()).is_some() {
        Cow::Owned(decode_words(text))
    } else {
        Cow::Borrowed(text)
    };
    harmless(&text, remarks).trim().to_owned()
}

/// Without control characters: a decoded CR LF must not become a header somewhere, and what turns the
/// direction of writing must not show `exe.pdf` where `fdp.exe` stands.
pub(super) fn harmless<'a>(text: &'a str, remarks: &mut Vec<Remark>) -> Cow<'a, str> {
    if charset::all(text, is_printable) {
        return Cow::Borrowed(text);
    }
    let turns = |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text
        .chars()
        .any(|c| c.is_control() || turns(c) || super::html::is_marker(c))
    {
        return Cow::Borrowed(text);
    }
    if text.chars().any(|c| c.is_control() && c != '\t') {
        note(remarks, Remark::ControlCharacters);
    }
    let visible = text
        .chars()
        .filter(|&c| c != '\0' && !turns(c) && !super::html::is_marker(c));
    Cow::Owned(
        visible
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect(),
    )
}

/// One encoded word: its character set, its bytes, and its length in the text.
fn encoded_word(text: &str) -> Option<(&str, Vec<u8>, usize)> {
    let inner = text.strip_prefix("=?")?;
    let inner = &inner[..inner.floor_char_boundary(MAX_WORD)];
    let (charset, rest) = inner.split_once('?')?;
    if charset.is_empty() || charset.len() > 40 || charset.contains(char::is_whitespace) {
        return None;
    }
    let (encoding, rest) = rest.split_once('?')?;
    let end = rest.find("?=")?;
    let content = &rest[..end];
    let bytes = match encoding {
        "B" | "b" => charset::base64(content.as_bytes()).bytes.into_owned(),
        "Q" | "q" => {
            let spaced = content.replace('_', " ");
            charset::quoted_printable(spaced.as_bytes()).into_owned()
        }
        _ => return None,
    };
    let charset_name = charset.split_once('*').map_or(charset, |(name, _)| name);
    let length = 2 + charset.len() + 1 + encoding.len() + 1 + end + 2;
    Some((charset_name, bytes, length))
}

/// Text with its encoded words decoded; a character that was split over two words is whole again.
pub(super) fn decode_words(text: &str) -> String {
    replace_words(text, |decoded| decoded)
}

/// Replaces each run of encoded words by what `render` makes of their text.
fn replace_words(text: &str, render: impl Fn(String) -> String) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("=?") {
        let Some((charset, bytes, length)) = encoded_word(&rest[at..]) else {
            result.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        result.push_str(&rest[..at]);
        rest = &rest[at + length..];
        let mut decoded = String::new();
        let (mut charset, mut bytes) = (charset, bytes);
        // white space between two encoded words is no text
        while let Some((next_charset, next_bytes, length)) = encoded_word(rest.trim_start()) {
            rest = &rest.trim_start()[length..];
            if next_charset.eq_ignore_ascii_case(charset) {
                bytes.extend(next_bytes);
            } else {
                decoded.push_str(&charset::text(&bytes, Some(charset)).0);
                (charset, bytes) = (next_charset, next_bytes);
            }
        }
        decoded.push_str(&charset::text(&bytes, Some(charset)).0);
        result.push_str(&render(decoded));
    }
    result.push_str(rest);
    result
}

/// Text in which each run of encoded words is one word, whole and harmless, because mail-parser
/// decodes the words in addresses and parameters one by one.
pub(super) fn whole_words(text: &str) -> Cow<'_, str> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    if !text.contains("=?") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(replace_words(text, |decoded| {
        let decoded = harmless(&decoded, &mut Vec::new()).trim_end().to_owned();
        format!("=?utf-8?B?{}?=", STANDARD.encode(decoded))
    }))
}

/// A text before and behind the first of an ASCII character. In values as short as those of headers, what
/// the standard library prepares for it costs more than the search.
pub(super) fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let at = memchr::memchr(at, text.as_bytes())?;
    Some((&text[..at], &text[at + 1..]))
}

/// Reads the addresses of one field.
fn addresses(text: &str, found: &mut Vec<Address>, remarks: &mut Vec<Remark>) {
    let before = found.len();
    if simple_addresses(text, found).is_some() {
        return;
    }
    found.truncate(before);
    let healed = whole_words(text);
    read_addresses(&healed, found, remarks);
    if found.len() == before && healed.contains("=?") {
        // Some senders encode the address along with the name.
        read_addresses(&decode_words(&healed), found, remarks);
    }
    if found.len() == before {
        found.extend(bare_address(&decode_words(&healed)));
    }
}

/// The one address in a field whose marks are missing, and the words before it: `Jan Jansen jan@melle.be`,
/// `"Jan Jansen <jan@melle.be>`.
#[cold]
fn bare_address(text: &str) -> Option<Address> {
    let mut words = text
        .split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ',' | ';' | '(' | ')'));
    let email = words.clone().find(|word| word.contains('@'))?;
    let alone = words.by_ref().filter(|word| word.contains('@')).count() == 1;
    let (local, domain) = cut(email, b'@')?;
    let fits = !local.is_empty() && domain.contains('.') && !domain.contains('@');
    if !alone || !fits {
        return None;
    }
    let mut unsaid = Vec::new();
    let email = harmless(email, &mut unsaid);
    let (before, _) = text.split_once(&*email)?;
    let name = before.trim_matches(|c: char| c.is_whitespace() || "\"'<(,;".contains(c));
    let name = harmless(name, &mut unsaid);
    Some(Address {
        email: lowercase(&email).into_owned(),
        name: (!name.is_empty()).then(|| name.into_owned()),
    })
}

/// Reads addresses that are written the usual way, `Jan Jansen <jan@melle.be>` or the address alone:
/// what mail-parser makes of them too, without its care for comments, groups and the like. `None`
/// when any of them is written otherwise.
fn simple_addresses(text: &str, found: &mut Vec<Address>) -> Option<()> {
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b' ' | b'.' | b'@' | b'<' | b'>' | b',' | b'_' | b'+' | b'-' | b'"'
            )
    };
    if !charset::all(text, plain) {
        return None;
    }
    if let Some(quoted) = text.strip_prefix('"') {
        let (name, address) = cut(quoted, b'"')?;
        return simple_address(name, address.trim_ascii_start(), found);
    }
    let mut rest = Some(text);
    for _ in 0..MAX_ADDRESSES {
        let Some(text) = rest else { break };
        let (one, after) = cut(text, b',').map_or((text, None), |(one, after)| (one, Some(after)));
        rest = after;
        let at = memchr::memchr(b'<', one.as_bytes()).unwrap_or(0);
        let (name, address) = one.split_at(at);
        if memchr::memchr3(b'"', b'@', b'.', name.as_bytes()).is_some() {
            return None;
        }
        simple_address(name, address.trim_ascii(), found)?;
    }
    Some(())
}

fn simple_address(name: &str, address: &str, found: &mut Vec<Address>) -> Option<()> {
    let email = match address.strip_prefix('<') {
        Some(inner) => inner.strip_suffix('>')?,
        None if name.is_empty() => address,
        None => return None,
    };
    let (local, domain) = cut(email, b'@')?;
    let atom = |text: &str| {
        let text = text.as_bytes();
        text.first().is_some_and(u8::is_ascii_alphanumeric)
            && text.last().is_some_and(u8::is_ascii_alphanumeric)
            && charset::all_bytes(text, |byte| {
                !matches!(byte, b'"' | b'<' | b'>' | b'@' | b' ')
            })
    };
    if !atom(local) || !atom(domain) {
        return None;
    }
    let name = name.trim_ascii();
    found.push(Address {
        email: email.to_ascii_lowercase(),
        name: (!name.is_empty()).then(|| name.to_owned()),
    });
    Some(())
}

fn read_addresses(text: &str, found: &mut Vec<Address>, remarks: &mut Vec<Remark>) {
    let line = [text, "\n"].concat();
    let HeaderValue::Address(list) = MessageStream::new(line.as_bytes()).parse_address() else {
        return;
    };
    for entry in list.iter().take(MAX_ADDRESSES) {
        let Some(email) = entry.address.as_deref() else {
            continue;
        };
        let email = harmless(email, remarks);
        let email = email.trim().trim_matches(['<', '>', '\'', '"']);
        if !email.contains('@') || email.contains(char::is_whitespace) {
            continue;
        }
        let name = entry
            .name
            .as_deref()
            .map(|name| harmless(name, remarks).trim().to_owned());
        let name = name.map(unquote).filter(|name| !name.is_empty());
        found.push(Address {
            email: lowercase(email).into_owned(),
            name,
        });
    }
}

/// A name without the quotes that some programs put round it a second time.
fn unquote(name: String) -> String {
    for quote in ['\'', '"'] {
        let inner = name
            .strip_prefix(quote)
            .and_then(|inner| inner.strip_suffix(quote));
        if let Some(inner) = inner {
            return inner.trim().to_owned();
        }
    }
    name
}

/// The ids in a text, without angle brackets; bare ones when there are no brackets at all. Of many the newest.
fn ids(text: &str, found: &mut Vec<String>) {
    /// Letters of the shortest id, in its brackets and apart from the next.
    const SHORTEST: usize = 4;
    let before = found.len();
    let many = text.len() > MAX_IDS * SHORTEST;
    let bracketed = || memchr::memchr_iter(b'<', text.as_bytes()).count();
    let mut old = if many { bracketed() } else { 0 }.saturating_sub(MAX_IDS);
    let mut rest = text;
    while let Some((_, inner)) = cut(rest, b'<') {
        rest = inner;
        let Some(end) = memchr::memchr2(b'<', b'>', rest.as_bytes()) else {
            break;
        };
        if old > 0 {
            old -= 1;
        } else if rest.as_bytes()[end] == b'>' {
            push_id(&rest[..end], found);
        }
        rest = &rest[end..];
    }
    if found.len() == before {
        let bare = || {
            let words = text.split([' ', '\t', ',', ';']);
            words.filter(|word| word.contains('@'))
        };
        let old = if many { bare().count() } else { 0 }.saturating_sub(MAX_IDS);
        for word in bare().skip(old) {
            push_id(word.trim_matches(['<', '>']), found);
        }
    }
}

fn push_id(id: &str, found: &mut Vec<String>) {
    let id = if charset::all(id, |byte| byte.is_ascii_graphic()) {
        id.to_owned()
    } else {
        id.chars()
            .filter(|c| !c.is_whitespace() && !c.is_control())
            .collect()
    };
    // 998 is the longest line that RFC 5322 allows
    if !id.is_empty() && id.len() <= 998 && found.len() < MAX_IDS && !found.contains(&id) {
        found.push(id);
    }
}

/// A date that exists: 32 March does not, and must not become 1 April.
fn date(text: &str) -> Option<DateTime<Utc>> {
    if !is_offset(text) {
        return None;
    }
    if let Some(read) = simple_date(text).or_else(|| thorough_date(&with_offset(text)))
        && let Some(day) =
            NaiveDate::from_ymd_opt(read.year.into(), read.month.into(), read.day.into())
        && (1970..=2200).contains(&read.year)
        && read.tz_hour < 24
        && read.tz_minute < 60
        && read.second <= 60
        && let Some(local) = day.and_hms_opt(
            read.hour.into(),
            read.minute.into(),
            u32::from(read.second).min(59),
        )
    {
        let offset = TimeDelta::minutes(i64::from(read.tz_hour) * 60 + i64::from(read.tz_minute));
        let utc = if read.tz_before_gmt {
            local + offset
        } else {
            local - offset
        };
        return Some(utc.and_utc());
    }
    DateTime::parse_from_rfc3339(text.trim())
        .ok()
        .map(|moment| moment.to_utc())
}

/// Whether the hours and minutes that a date gives for its zone are those of a place, where it gives them: no
/// place is more than fourteen hours from Greenwich.
fn is_offset(text: &str) -> bool {
    const FARTHEST: u8 = 14;
    let bytes = text.as_bytes();
    let sign = memchr::memrchr2(b'+', b'-', bytes);
    let digits = sign.and_then(|at| bytes.get(at + 1..at + 5));
    digits.is_none_or(|digits| {
        let number = |at: usize| (digits[at] & 15) * 10 + (digits[at + 1] & 15);
        // a dash may stand between a day and its month
        !digits.iter().all(u8::is_ascii_digit)
            || sign.is_some_and(|at| !bytes[..at].ends_with(b" "))
            || number(0) <= FARTHEST && number(2) < 60
    })
}

/// Reads a date that is written the usual way, `Mon, 2 Mar 2026 10:12:00 +0100`, with or without its day of
/// the week: as mail-parser reads it too, which looks for comments, old zones and the like.
fn simple_date(text: &str) -> Option<mail_parser::DateTime> {
    const MONTHS: [&[u8; 3]; 12] = [
        b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov",
        b"Dec",
    ];
    let mut text = text.as_bytes();
    if let [b'A'..=b'Z', b'a'..=b'z', b'a'..=b'z', b',', b' ', date @ ..] = text {
        text = date;
    }
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (day, rest) = text.split_at(digits.min(2));
    let &[
        b' ',
        m1,
        m2,
        m3,
        b' ',
        y1 @ b'1'..=b'9',
        y2,
        y3,
        y4,
        b' ',
        h1,
        h2,
        b':',
        n1,
        n2,
        b':',
        s1,
        s2,
        b' ',
        sign @ (b'+' | b'-'),
        z1,
        z2,
        z3,
        z4,
    ] = rest
    else {
        return None;
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u8, |number, byte| {
            let digit = char::from(*byte).to_digit(10)?;
            Some(number * 10 + u8::try_from(digit).ok()?)
        })
    };
    let month = MONTHS
        .iter()
        .zip(1..)
        .find(|(name, _)| ***name == [m1, m2, m3]);
    Some(mail_parser::DateTime {
        year: u16::from(number(&[y1, y2])?) * 100 + u16::from(number(&[y3, y4])?),
        month: month?.1,
        day: number(day).filter(|_| !day.is_empty())?,
        hour: number(&[h1, h2])?,
        minute: number(&[n1, n2])?,
        second: number(&[s1, s2])?,
        tz_before_gmt: sign == b'-',
        tz_hour: number(&[z1, z2])? % 24,
        tz_minute: number(&[z3, z4])? % 60,
    })
}

/// A date with the name of its zone replaced by how far that is from Greenwich: mail-parser knows those of
/// America alone, and not behind a time without seconds.
fn with_offset(text: &str) -> Cow<'_, str> {
    #[rustfmt::skip]
    const ZONES: [(&str, &str); 21] = [
        ("UT", "+0000"), ("UTC", "+0000"), ("GMT", "+0000"), ("Z", "+0000"), ("WET", "+0000"),
        ("BST", "+0100"), ("WEST", "+0100"), ("CET", "+0100"), ("MET", "+0100"), ("MEZ", "+0100"),
        ("CEST", "+0200"), ("MEST", "+0200"), ("MESZ", "+0200"), ("EET", "+0200"), ("EEST", "+0300"),
        ("EST", "-0500"), ("EDT", "-0400"), ("CST", "-0600"), ("CDT", "-0500"), ("PST", "-0800"),
        ("PDT", "-0700"),
    ];
    let text = text.trim_end();
    let Some((before, name)) = text.rsplit_once([' ', '\t']) else {
        return Cow::Borrowed(text);
    };
    let mut zones = ZONES.iter();
    match zones.find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        Some((_, offset)) => Cow::Owned(format!("{before} {offset}")),
        None => Cow::Borrowed(text),
    }
}

fn thorough_date(text: &str) -> Option<mail_parser::DateTime> {
    let line = [text, "\n"].concat();
    match MessageStream::new(line.as_bytes()).parse_date() {
        HeaderValue::DateTime(read) => Some(read),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn encoded_words_are_read_as_one_text() {
        let check = |raw: &str, expected: &str| {
            assert_eq!(
                decode_text(&unfold(raw.as_bytes(), &mut Vec::new()), &mut Vec::new()),
                expected,
                "{raw}"
            );
        };
        check("=?utf-8?Q?co=C3?= =?utf-8?Q?=B6rdinatie?=", "coördinatie");
        check("=?UTF-8?B?w6k=?=\r\n =?utf-8?B?w6k=?=", "éé");
        check("Betr. =?iso-8859-1?Q?re=EBel?= plan", "Betr. reëel plan");
        check("=?utf-8?Q?a?==?utf-8?Q?b?=", "ab");
        check("=?utf-8*nl?Q?één?=", "één");
        check("=?x?Z?niet?=", "=?x?Z?niet?=");
        check("los =? einde", "los =? einde");
        check("=?utf-8?Q?Vraag=0D=0ABcc:_x@y.be?=", "Vraag  Bcc: x@y.be");
    }

    #[test]
    fn addresses_are_found_in_any_dress() {
        let check = |raw: &str, expected: &[(&str, Option<&str>)]| {
            let mut found = Vec::new();
            addresses(raw, &mut found, &mut Vec::new());
            let found: Vec<_> = found
                .iter()
                .map(|one| (one.email.as_str(), one.name.as_deref()))
                .collect();
            assert_eq!(found, expected, "{raw}");
        };
        check("Jan <Jan@Melle.be>", &[("jan@melle.be", Some("Jan"))]);
        check("jan@melle.be", &[("jan@melle.be", None)]);
        check(
            "\"De Wilde, Joris\" <j@x.be>",
            &[("j@x.be", Some("De Wilde, Joris"))],
        );
        check(
            "'An' <a@x.be>, b@x.be",
            &[("a@x.be", Some("An")), ("b@x.be", None)],
        );
        check(
            "Overheden: a@x.be, \"I, B\" <b@x.be>;",
            &[("a@x.be", None), ("b@x.be", Some("I, B"))],
        );
        check("undisclosed-recipients:;", &[]);
        check(
            "=?utf-8?Q?Ren=C3?= =?utf-8?Q?=A9?= <r@x.be>",
            &[("r@x.be", Some("René"))],
        );
        check("jan@melle.be (Jan)", &[("jan@melle.be", Some("Jan"))]);
        check("geen adres", &[]);
    }

    proptest! {
        #[test]
        fn a_usual_date_is_read_as_mail_parser_reads_it(
            text in "([A-Z][a-z]{2}, )?[0-9]{1,2} (Jan|May|Dec|Foo) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}"
        ) {
            if let Some(simple) = simple_date(&text) {
                prop_assert_eq!(Some(simple), thorough_date(&text), "{}", text);
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_the_usual_way_is_read_as_mail_parser_reads_it(
            text in "\"?[a-c. @]{0,6}\"?,? ?( ?<?[a-c.+_-]{0,3}@[a-c.]{0,3}>?[ ,]{0,3}){0,3}"
        ) {
            let (mut simple, mut thorough) = (Vec::new(), Vec::new());
            read_addresses(&text, &mut thorough, &mut Vec::new());
            if simple_addresses(text.trim(), &mut simple).is_some() {
                prop_assert_eq!(simple, thorough);
            }
        }
    }

    #[test]
    fn only_days_that_exist_are_dates() {
        let check = |raw: &str, expected: Option<&str>| {
            let found = date(raw).map(|moment| moment.format("%FT%TZ").to_string());
            assert_eq!(found.as_deref(), expected, "{raw}");
        };
        check(
            "Mon, 12 Jan 2026 09:14:33 +0100",
            Some("2026-01-12T08:14:33Z"),
        );
        check(
            "12 Jan 2026 09:14 -0500 (EST)",
            Some("2026-01-12T14:14:00Z"),
        );
        check("Sun, 32 Mar 2026 09:14:33 +0100", None);
        check("Mon, 30 Feb 2026 09:14:33 +0100", None);
        check("Mon, 12 Jan 2026 09:14 CET", Some("2026-01-12T08:14:00Z"));
        check("12 Jul 26 09:14:33 CEST", Some("2026-07-12T07:14:33Z"));
        check("12 Jan 2026 09:14:33 EST", Some("2026-01-12T14:14:33Z"));
        check("12 Jan 2026 09:14:33 GMT", Some("2026-01-12T09:14:33Z"));
        check("gisteren", None);
        check("", None);
    }

    #[test]
    fn of_a_long_thread_the_newest_ids_are_kept() {
        for length in [501, 1_000, 20_000] {
            let all: Vec<String> = (0..=length).map(|id| format!("<{id}@x.be>")).collect();
            let raw = format!("References: {}\r\n\r\n", all.join("\r\n "));
            let kept = split(raw.as_bytes()).0.ids("references");
            assert_eq!(kept.len(), MAX_IDS, "{length}");
            assert_eq!(kept.last(), Some(&format!("{length}@x.be")));
            assert_eq!(kept[0], format!("{}@x.be", length + 1 - MAX_IDS));
        }
        let short = split(b"References: <0@x.be> <1@x.be> <0@x.be>\n\n").0;
        assert_eq!(short.ids("references"), ["0@x.be", "1@x.be"]);
    }

    #[test]
    fn nothing_turns_the_direction_of_writing() {
        let check = |text: &str, expected: &str| {
            assert_eq!(harmless(text, &mut Vec::new()), expected);
        };
        check("nota\u{202e}fdp.exe", "notafdp.exe");
        check("\u{2067}An\u{2069} \u{200f}Maes\u{61c}", "An Maes");
        check("René", "René");
    }

    #[test]
    fn an_address_is_found_where_its_marks_are_missing() {
        let check = |text: &str, expected: Option<(&str, Option<&str>)>| {
            let mut found = Vec::new();
            addresses(text, &mut found, &mut Vec::new());
            let found: Vec<_> = found
                .iter()
                .map(|it| (it.email.as_str(), it.name.as_deref()))
                .collect();
            assert_eq!(found, Vec::from_iter(expected), "{text}");
        };
        let bo = Some(("bo@ham.be", Some("Bo Peel")));
        check("Bo Peel bo@ham.be", bo);
        check("\"Bo Peel <bo@ham.be>", bo);
        check("\"Bo Peel bo@Ham.be", Some(("bo@ham.be", Some("Bo Peel"))));
        check("Bo Peel bo@ham", None);
        check("Bo bo@ham.be of an@ham.be", None);
    }

    #[test]
    fn a_zone_that_no_place_has_makes_no_date() {
        let check = |zone: &str, expected: bool| {
            let text = format!("Mon, 16 Feb 2026 10:00:00 {zone}");
            assert_eq!(date(&text).is_some(), expected, "{zone}");
        };
        for zone in ["+0100", "-1200", "+1400", "+0545", "CET", "+0100 (CET)"] {
            check(zone, true);
        }
        for zone in ["+9999", "-1500", "+0160"] {
            check(zone, false);
        }
        assert!(date("2026-02-16T10:00:00+01:00").is_some());
        assert!(date("16-02-2026 10:00:00 +0100").is_none());
    }

    #[test]
    fn a_line_among_the_headers_of_a_program_that_is_none_hides_no_text() {
        let raw = b"From: a@x.be\nDit is geen veld\nContent-Type: text/plain\n\nMag dat?";
        let (headers, body) = split(raw);
        assert!(headers.has("content-type"));
        assert_eq!(body, b"Mag dat?");
    }

    #[test]
    fn a_line_that_is_no_field_ends_the_headers() {
        let (headers, body) = split(b"Subject: a\r\n b\r\nzomaar tekst\r\n");
        assert_eq!(
            headers.text("subject", &mut Vec::new()).as_deref(),
            Some("a b")
        );
        assert_eq!(body, b"zomaar tekst\r\n");
    }
}
