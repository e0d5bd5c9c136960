//! The structure of a mail: a flat list of parts, found without recursion and within limits.

use std::borrow::Cow;

use mail_parser::{ContentType, HeaderValue, parsers::MessageStream};

use super::charset::{self, Decoded};
use super::headers::{self, Headers, note};
use super::parsed::Remark;
use crate::language::lowercase;

/// Levels of multipart that are opened. Real mail has six; a hundred is the worst a gateway made.
const MAX_DEPTH: usize = 120;

/// Parts that are looked at; a mail with more is a bomb.
const MAX_PARTS: usize = 1_000;

/// Parts of most mails that have several: a text, its HTML, and what holds them.
const USUAL_PARTS: usize = 3;

/// Lines that look like a boundary and are remembered: more than any mail of [`MAX_PARTS`] needs.
const MAX_DASH_LINES: usize = 100_000;

/// What a part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Content of its own.
    Content,
    /// Other parts.
    Parts,
}

/// One part of a mail.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub headers: Headers<'a>,
    /// In lower case, `text/plain` when absent.
    pub media_type: Cow<'a, str>,
    content: Option<Field<'a>>,
    disposition: Option<Field<'a>>,
    /// Undecoded content.
    pub raw: &'a [u8],
    pub holds: Holds,
    /// Indexes of the parts inside it.
    pub children: Vec<usize>,
    /// The end of the mail cut it off.
    pub cut_off: bool,
    depth: usize,
    /// Where `raw` starts in the body of the mail.
    offset: usize,
    /// Where its headers start there.
    start: usize,
}

/// A mail taken apart; part 0 is the mail itself.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub parts: Vec<Part<'a>>,
    leaves: Vec<usize>,
}

impl<'a> Tree<'a> {
    /// Takes a mail apart.
    pub fn new(headers: Headers<'a>, body: &'a [u8], remarks: &mut Vec<Remark>) -> Self {
        let whole = Part::new(headers, body, 0, "text/plain", 0);
        let room = if whole.media_type.starts_with("multipart/") {
            USUAL_PARTS
        } else {
            1
        };
        let mut tree = Self {
            parts: Vec::with_capacity(room),
            leaves: Vec::new(),
        };
        tree.parts.push(whole);
        if tree.parts[0].media_type == "message/partial" {
            tree.open_piece(body, remarks);
        } else if !tree.parts[0].media_type.starts_with("multipart/") {
            tree.leaves.push(0);
            return tree;
        }
        let dashes = dash_lines(body);
        let mut next = 0;
        while next < tree.parts.len() {
            if tree.parts[next].media_type.starts_with("multipart/") {
                tree.open(next, body, &dashes, remarks);
            }
            next += 1;
        }
        tree.leaves = tree.find_leaves();
        tree
    }

    /// Adds what a piece of a larger mail holds (RFC 2046, section 5.2.2): the first one begins with the headers
    /// of the whole, and the others go on where the one before was cut.
    fn open_piece(&mut self, body: &'a [u8], remarks: &mut Vec<Remark>) {
        note(remarks, Remark::BrokenMultipart);
        let number = self.parts[0].parameter("number");
        let (headers, raw) = if number.is_none_or(|number| number == "1") {
            headers::split(body)
        } else {
            (Headers::default(), body)
        };
        let mut part = Part::new(headers, raw, body.len() - raw.len(), "text/plain", 1);
        part.cut_off = true;
        self.parts.push(part);
        self.parts[0].children.push(1);
        self.parts[0].holds = Holds::Parts;
    }

    /// Adds the parts inside a multipart to the list.
    fn open(&mut self, at: usize, body: &'a [u8], dashes: &[usize], remarks: &mut Vec<Remark>) {
        let part = &self.parts[at];
        let depth = part.depth + 1;
        if depth > MAX_DEPTH {
            note(remarks, Remark::OverLimit);
            return;
        }
        // The boundary lines were sought once, in the whole body.
        let (from, to) = (part.offset, part.offset + part.raw.len());
        let low = dashes.partition_point(|&line| line < from);
        let high = dashes.partition_point(|&line| line < to);
        let dashes = &dashes[low..high];
        let said = part
            .parameter("boundary")
            .filter(|boundary| !boundary.is_empty());
        let (mut spans, mut closed) = match &said {
            Some(boundary) => spans(body, dashes, to, boundary.as_bytes()),
            None => (Vec::new(), false),
        };
        if spans.is_empty() {
            note(remarks, Remark::BrokenMultipart);
            if let Some(guessed) = guess_boundary(body, dashes, to) {
                (spans, closed) = self::spans(body, dashes, to, guessed);
            }
        } else if !closed {
            note(remarks, Remark::BrokenMultipart);
        }
        if spans.is_empty() {
            // no parts to be found: what is there is the text
            let part = &mut self.parts[at];
            let (inner, rest) = headers::split(part.raw);
            if inner.has("content-type") || inner.has("content-transfer-encoding") {
                let offset = to - rest.len();
                *part = Part::new(inner, rest, offset, "text/plain", depth);
                part.cut_off = true;
            } else {
                part.media_type = Cow::Borrowed("text/plain");
            }
            return;
        }
        let assumed = match &*self.parts[at].media_type {
            "multipart/digest" => "message/rfc822",
            _ => "text/plain",
        };
        let outer_cut_off = self.parts[at].cut_off;
        let last = spans.len() - 1;
        self.parts.reserve(spans.len());
        for (number, (start, end)) in spans.into_iter().enumerate() {
            if self.parts.len() >= MAX_PARTS {
                note(remarks, Remark::OverLimit);
                break;
            }
            let (headers, raw) = headers::split(&body[start..end]);
            let mut part = Part::new(headers, raw, end - raw.len(), assumed, depth);
            part.start = start;
            part.cut_off = number == last && (!closed || outer_cut_off && end == body.len());
            let index = self.parts.len();
            self.parts.push(part);
            self.parts[at].children.push(index);
        }
        self.parts[at].holds = Holds::Parts;
    }

    /// The part that is a report (RFC 6522): the mail itself, or what a list or a gateway put its footer below.
    /// One that a person passes on is a file, or the content of a mail inside the mail.
    pub fn report(&self) -> Option<&Part<'a>> {
        let mut part = &self.parts[0];
        while part.media_type == "multipart/mixed" && !part.is_attachment() {
            part = &self.parts[*part.children.first()?];
        }
        (part.media_type == "multipart/report" && !part.is_attachment()).then_some(part)
    }

    /// The parts with content, in the order in which they stand in the mail.
    pub fn leaves(&self) -> &[usize] {
        &self.leaves
    }

    fn find_leaves(&self) -> Vec<usize> {
        let mut leaves = Vec::with_capacity(self.parts.len());
        let mut stack = vec![0];
        while let Some(at) = stack.pop() {
            match self.parts[at].holds {
                Holds::Content => leaves.push(at),
                Holds::Parts => stack.extend(self.parts[at].children.iter().rev()),
            }
        }
        leaves
    }
}

/// Where the lines start that begin with two dashes.
fn dash_lines(body: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    if body.starts_with(b"--") {
        found.push(0);
    }
    found.extend(
        memchr::memmem::find_iter(body, b"\n--")
            .take(MAX_DASH_LINES)
            .map(|at| at + 1),
    );
    found
}

/// The parts between the lines of one boundary, and whether the closing line is there.
fn spans(body: &[u8], dashes: &[usize], to: usize, boundary: &[u8]) -> (Vec<(usize, usize)>, bool) {
    let mut spans = Vec::new();
    let mut open: Option<usize> = None;
    for &line in dashes {
        // most lines of dashes are no boundary, and end otherwise
        if body[..to].get(line + 1 + boundary.len()) != boundary.last() {
            continue;
        }
        let Some(after) = body[line + 2..to].strip_prefix(boundary) else {
            continue;
        };
        let closing = after.starts_with(b"--");
        let (tail, _) = headers::take_line(if closing { &after[2..] } else { after });
        // the rest of the line may hold white space only, or `--ab` would open a part of `--abc`
        if !tail.trim_ascii().is_empty() {
            continue;
        }
        if let Some(start) = open.take() {
            spans.push((start, end_before(body, start, line)));
        }
        if closing {
            return (spans, true);
        }
        let start = line + 2 + boundary.len() + tail.len();
        open = Some(start.min(to));
        if spans.len() > MAX_PARTS {
            break;
        }
    }
    if let Some(start) = open {
        spans.push((start, to));
    }
    (spans, false)
}

/// The end of a part: the line break before a boundary belongs to the boundary.
fn end_before(body: &[u8], start: usize, line: usize) -> usize {
    let mut end = line;
    if end > start && body[end - 1] == b'\n' {
        end -= 1;
        if end > start && body[end - 1] == b'\r' {
            end -= 1;
        }
    }
    end
}

/// The boundary that is evidently used, when the header does not name it: a dash line that is
/// followed by the header of a part.
fn guess_boundary<'a>(body: &'a [u8], dashes: &[usize], to: usize) -> Option<&'a [u8]> {
    dashes.iter().find_map(|&line| {
        let (first, rest) = headers::take_line(&body[line..to]);
        let (second, _) = headers::take_line(rest);
        let is_part = second
            .get(..8)
            .is_some_and(|name| name.eq_ignore_ascii_case(b"content-"));
        let boundary = first.trim_ascii_end().get(2..)?;
        (is_part && !boundary.is_empty() && boundary.len() <= 200).then_some(boundary)
    })
}

impl<'a> Part<'a> {
    fn new(
        headers: Headers<'a>,
        raw: &'a [u8],
        offset: usize,
        assumed: &'static str,
        depth: usize,
    ) -> Self {
        let content = headers.raw("content-type");
        let content = content.and_then(|raw| Field::read(raw, headers.text_of(raw)));
        let disposition = headers.raw("content-disposition");
        let disposition = disposition.and_then(|raw| Field::read(raw, headers.text_of(raw)));
        let media_type = content.as_ref().and_then(Field::media_type);
        // `Content-Type: text` without more is what very old programs write
        let media_type = media_type.unwrap_or(Cow::Borrowed(assumed));
        // and the two words change places
        let media_type = match &*media_type {
            "plain/text" => Cow::Borrowed("text/plain"),
            "html/text" => Cow::Borrowed("text/html"),
            _ => media_type,
        };
        Self {
            headers,
            media_type,
            content,
            disposition,
            raw,
            holds: Holds::Content,
            children: Vec::new(),
            cut_off: false,
            depth,
            offset,
            start: offset,
        }
    }

    /// Where it stands in the body of the mail, its headers included.
    pub fn span(&self) -> std::ops::Range<usize> {
        self.start..self.offset + self.raw.len()
    }

    /// What stands in it above a part, without the line that begins that part.
    pub fn raw_until(&self, part: &Self) -> Option<&'a [u8]> {
        let above = self.raw.get(..part.start.checked_sub(self.offset)?)?;
        let end = memchr::memrchr(b'\n', above.trim_ascii_end())?;
        Some(&above[..end])
    }

    /// A parameter of the content type.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.content.as_ref()?.parameter(name)
    }

    /// Whether it is marked as an attachment.
    pub fn is_attachment(&self) -> bool {
        self.disposition
            .as_ref()
            .is_some_and(|field| field.is("attachment"))
    }

    /// Whether it is marked to be shown in the text.
    pub fn is_inline(&self) -> bool {
        self.disposition
            .as_ref()
            .is_some_and(|field| field.is("inline"))
    }

    /// The decoded name of the file.
    pub fn filename(&self) -> Option<String> {
        let named = self.disposition.as_ref();
        let named = named.and_then(|field| field.parameter("filename"));
        let name = named.or_else(|| self.parameter("name"))?;
        let name = if name.contains("=?") {
            Cow::Owned(headers::decode_words(name))
        } else {
            Cow::Borrowed(name)
        };
        let name = headers::harmless(&name, &mut Vec::new()).trim().to_owned();
        (!name.is_empty()).then_some(name)
    }

    /// The content id without angle brackets.
    pub fn content_id(&self) -> Option<String> {
        let id = self.headers.keyword("content-id")?;
        let id = id.trim_matches(['<', '>', ' ']);
        (!id.is_empty()).then(|| id.to_owned())
    }

    /// The decoded content.
    pub fn decode(&self) -> Decoded<'a> {
        let mut decoded = decode(&self.headers, self.raw);
        if decoded.is_base64 {
            decoded.cut_off |= self.cut_off
                && !self.raw.trim_ascii_end().ends_with(b"=")
                && !self.raw.ends_with(b"\n");
        }
        decoded
    }

    /// The content as text.
    pub fn text(&self, remarks: &mut Vec<Remark>) -> Cow<'a, str> {
        let mut decoded = self.decode();
        if decoded.junk || decoded.cut_off {
            note(remarks, Remark::BrokenBase64);
        }
        if decoded.is_base64 && decoded.junk {
            // it is called base64, and is none
            if charset::is_words(self.raw) {
                decoded = Decoded::plain(self.raw);
            }
        } else if let Cow::Borrowed(raw) = decoded.bytes
            && let Some(bytes) = charset::untold_base64(raw)
        {
            note(remarks, Remark::BrokenBase64);
            decoded.bytes = Cow::Owned(bytes);
        }
        let named = match self.parameter("charset") {
            None if self.media_type == "text/html" => {
                charset::named_in_html(&decoded.bytes).map(Cow::Owned)
            }
            named => named.map(Cow::Borrowed),
        };
        let (mut text, mislabelled) = match &decoded.bytes {
            &Cow::Borrowed(bytes) => charset::text(bytes, named.as_deref()),
            Cow::Owned(bytes) => {
                let (text, mislabelled) = charset::text(bytes, named.as_deref());
                (Cow::Owned(text.into_owned()), mislabelled)
            }
        };
        if !decoded.behind.is_empty() {
            note(remarks, Remark::BrokenBase64);
            text += "\n\n";
            text += charset::text(decoded.behind, None).0;
        }
        if mislabelled {
            note(remarks, Remark::WrongCharset);
        }
        text
    }
}

/// The content of a part with these headers, decoded.
pub(super) fn decode<'a>(headers: &Headers<'_>, raw: &'a [u8]) -> Decoded<'a> {
    let encoding = headers
        .keyword("content-transfer-encoding")
        .unwrap_or_default();
    let encoding = encoding.trim_start_matches(['"', '\'']);
    let mut words = encoding.split([';', ' ', '(', '"', '\'']);
    match words.next().unwrap_or_default() {
        "base64" => charset::base64(raw),
        "quoted-printable" => Decoded {
            bytes: charset::quoted_printable(raw),
            ..Decoded::plain(raw)
        },
        _ => Decoded::plain(raw),
    }
}

/// Parameters of nearly all content types and dispositions, at most.
const FEW: usize = 3;

/// A content type or a disposition, with its parameters.
#[derive(Debug)]
enum Field<'a> {
    /// Written the usual way: nothing in it has to be decoded, and its parameters are few.
    Simple {
        kind: &'a str,
        parameters: [(&'a str, &'a str); FEW],
    },
    /// Read with care for comments, escapes, continuations and encoded words.
    Thorough(ContentType<'static>),
}

impl<'a> Field<'a> {
    fn read(raw: &'a [u8], text: Option<&'a str>) -> Option<Self> {
        text.and_then(Self::simple).or_else(|| Self::thorough(raw))
    }

    /// `text/plain; charset="utf-8"` and the like, as mail-parser reads it too.
    fn simple(text: &'a str) -> Option<Self> {
        let token =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+');
        let is_token = |text: &str| !text.is_empty() && charset::all(text, token);
        let plain = |byte: u8| {
            token(byte) || matches!(byte, b' ' | b'/' | b';' | b'=' | b'\'' | b':' | b',')
        };
        let (kind, mut rest) = headers::cut(text, b';').unwrap_or((text, ""));
        let kind = kind.trim_ascii();
        let (first, second) = headers::cut(kind, b'/').map_or((kind, None), |(a, b)| (a, Some(b)));
        if !is_token(first) || !second.is_none_or(is_token) {
            return None;
        }
        let mut parameters = [("", ""); FEW];
        let mut places = parameters.iter_mut();
        while !rest.is_empty() {
            let (piece, after) = headers::cut(rest, b';').unwrap_or((rest, ""));
            let piece = piece.trim_ascii();
            rest = after;
            if piece.is_empty() {
                continue;
            }
            let (name, value) = headers::cut(piece, b'=')?;
            let value = match value.strip_prefix('"') {
                Some(quoted) => quoted
                    .strip_suffix('"')
                    .filter(|value| !value.is_empty() && charset::all(value, plain))?,
                None => Some(value).filter(|value| is_token(value))?,
            };
            if !is_token(name) {
                return None;
            }
            *places.next()? = (name, value);
        }
        Some(Self::Simple { kind, parameters })
    }

    fn thorough(raw: &[u8]) -> Option<Self> {
        let mut line = headers::whole_words(&headers::unfold(raw, &mut Vec::new())).into_owned();
        line.push('\n');
        match MessageStream::new(line.as_bytes())
            .parse_content_type()
            .into_owned()
        {
            HeaderValue::ContentType(read) => Some(Self::Thorough(read)),
            _ => None,
        }
    }

    /// The type with its subtype in lower case, when both are there.
    fn media_type(&self) -> Option<Cow<'a, str>> {
        match self {
            Self::Simple { kind, .. } => kind.contains('/').then(|| lowercase(kind)),
            Self::Thorough(read) => {
                let subtype = read.subtype()?;
                let valid = |token: &str| !token.is_empty() && !token.contains([' ', '/', ';']);
                (valid(read.ctype()) && valid(subtype))
                    .then(|| Cow::Owned(format!("{}/{subtype}", read.ctype()).to_lowercase()))
            }
        }
    }

    /// Whether it is a disposition of this kind.
    fn is(&self, disposition: &str) -> bool {
        let kind = match self {
            Self::Simple { kind, .. } => kind,
            Self::Thorough(read) => read.ctype(),
        };
        kind.eq_ignore_ascii_case(disposition)
    }

    /// A parameter, by its name in lower case.
    fn parameter(&self, name: &str) -> Option<&str> {
        match self {
            Self::Simple { parameters, .. } => {
                let mut parameters = parameters.iter();
                let named = parameters.find(|(known, _)| known.eq_ignore_ascii_case(name));
                named.map(|(_, value)| *value)
            }
            Self::Thorough(read) => read.attribute(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(mail: &str, expected: &[(&str, &str)]) {
        let (headers, body) = headers::split(mail.as_bytes());
        let tree = Tree::new(headers, body, &mut Vec::new());
        let found: Vec<_> = tree
            .leaves()
            .iter()
            .map(|&at| {
                (
                    tree.parts[at].media_type.clone(),
                    tree.parts[at].text(&mut Vec::new()),
                )
            })
            .collect();
        let found: Vec<_> = found
            .iter()
            .map(|(kind, text)| (&**kind, &**text))
            .collect();
        assert_eq!(found, expected, "{mail}");
    }

    proptest! {
        #[test]
        fn what_is_written_the_usual_way_is_read_as_mail_parser_reads_it(
            raw in "( ?[aB]{0,2}/?[aB-]{0,2}) ?(;[ \n]{0,2}[abC]{0,2}=?\"?[aB:, '=-]{0,3}\"? ?){0,3}\r?\n"
        ) {
            let raw = raw.replace('\n', "\n ");
            if let Some(simple) = Field::simple(&raw) {
                let thorough = Field::thorough(raw.as_bytes());
                let thorough = thorough.expect("mail-parser reads it");
                prop_assert_eq!(simple.media_type(), thorough.media_type());
                for name in ["a", "b", "c", "aa", "ab", "ac", "ba", "bb", "bc", "ca", "cb", "cc"] {
                    prop_assert_eq!(simple.parameter(name), thorough.parameter(name), "{}", name);
                }
                if simple.media_type().is_none() {
                    prop_assert!(["a", "b", "aa", "ab", "ba", "bb", "a-", "b-", "-a", "-b", "-", "--"]
                        .iter()
                        .all(|kind| simple.is(kind) == thorough.is(kind)));
                }
            }
        }
    }

    #[test]
    fn the_name_of_an_encoding_may_stand_in_quotes() {
        for encoding in ["\"BASE64\"", "'base64'", "base64 (x)", "Base64;"] {
            check(
                &format!("Content-Transfer-Encoding: {encoding}\n\ndnJhYWc=\n"),
                &[("text/plain", "vraag")],
            );
        }
    }

    #[test]
    fn what_is_called_by_another_encoding_is_read() {
        let kind = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding:";
        let encoded = "R2VhY2h0ZSwgbWFnIMOpw6luIGdlbWVlbnRlIGRhdD8=";
        let read = "Geachte, mag \u{e9}\u{e9}n gemeente dat?";
        let plain = "Beste,\n\nMag onze gemeente dat? Graag antwoord.\n";
        check(
            &format!("{kind} base64\n\n{plain}"),
            &[("text/plain", plain)],
        );
        check(
            &format!("{kind} 7bit\n\n{encoded}\n"),
            &[("text/plain", read)],
        );
        for text in [
            "abcdefghijklmnopqrstuvwx\n",
            "https://lede.example/dossiers/besluit\n",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        ] {
            check(&format!("{kind} 7bit\n\n{text}"), &[("text/plain", text)]);
        }
        check(
            "Content-Type: plain/text\n\nvraag",
            &[("text/plain", "vraag")],
        );
    }

    #[test]
    fn parts_are_found_between_their_boundaries() {
        check(
            "Content-Type: multipart/mixed; boundary=a\n\nvoor\n--a\n\neen\n--a\nContent-Type: \
             text/html\n\ntwee\n--a--\nna\n",
            &[("text/plain", "een"), ("text/html", "twee")],
        );
        check(
            "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; \
             boundary=ab\n\n--ab\n\nbinnen\n--a\n\nbuiten\n--a--\n",
            &[("text/plain", "binnen"), ("text/plain", "buiten")],
        );
    }

    #[test]
    fn a_piece_of_a_mail_is_read_as_far_as_it_goes() {
        check(
            "Content-Type: message/partial; id=a; number=1; total=2\n\nContent-Type: text/plain\n\nvraag\n",
            &[("text/plain", "vraag\n")],
        );
        check(
            "Content-Type: message/partial; id=a; number=1\n\nContent-Type: multipart/mixed; \
             boundary=b\n\n--b\n\nvraag\n--b\nContent-Type: text/html\n\nde",
            &[("text/plain", "vraag"), ("text/html", "de")],
        );
        check(
            "Content-Type: message/partial; id=a; number=2\n\nNog dit: de rest\n",
            &[("text/plain", "Nog dit: de rest\n")],
        );
    }

    #[test]
    fn a_multipart_without_boundary_is_read_by_the_one_it_uses() {
        check(
            "Content-Type: multipart/mixed\n\n--x1\nContent-Type: text/plain\n\nvraag\n--x1--\n",
            &[("text/plain", "vraag")],
        );
        check(
            "Content-Type: multipart/mixed\n\nenkel tekst\n",
            &[("text/plain", "enkel tekst\n")],
        );
    }
}
