//! Which parts are the text of the mail, and what of that text is new.

use std::borrow::Cow;

use super::charset;
use super::enriched;
use super::html::{self, Purpose};
use super::mime::{Holds, Part, Tree};
use super::parsed::Remark;
use super::quote::{self, HeaderBlock, has_text};
use super::rtf::{self, RichText};
use super::signature::{self, Place};
use super::tnef;
use crate::language::lowercase;

/// Plain text that is shorter and speaks of HTML only says that there is nothing to read.
const MAX_STUB: usize = 300;

/// A disclaimer is no longer, in bytes.
const MAX_DISCLAIMER: usize = 16 * 1024;

/// Lines of what a list puts below each mail, at most.
const MAX_FOOTER_LINES: usize = 8;

/// The body of a mail.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// The text, with the marks of [`html`].
    pub text: String,
    /// The same for readers, line by line, where HTML says more.
    pub shown: Option<String>,
    /// The HTML, as it came: a piece a stretch, because one that is broken off must not swallow the
    /// next.
    pub html: Vec<String>,
    /// There is no usable plain text.
    pub html_only: bool,
    /// The parts that it was made from, and their alternatives.
    pub parts: Vec<usize>,
}

/// One stretch of body, in the forms in which it came.
#[derive(Debug, Default)]
struct Stretch {
    plain: Option<String>,
    html: Option<String>,
}

impl Stretch {
    /// Whether nothing stands in it but what a gateway or a list puts below each mail: a disclaimer, or a few
    /// lines below a rule.
    fn is_footer(&self) -> bool {
        let plain = match (&self.plain, &self.html) {
            (Some(plain), _) => Cow::Borrowed(plain.as_str()),
            (None, Some(html)) if html.len() <= MAX_DISCLAIMER => {
                Cow::Owned(html::to_text(html, Purpose::Analysis))
            }
            (None, Some(_)) => return false,
            (None, None) => return true,
        };
        let mut lines = plain
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .peekable();
        let ruled = lines.peek().is_some_and(|line| is_rule(line));
        let mut says = lines.filter(|line| line.contains(char::is_alphanumeric));
        plain.len() <= MAX_DISCLAIMER
            && says.next().is_none_or(|line| {
                signature::opens_disclaimer(line) || ruled && says.count() < MAX_FOOTER_LINES
            })
    }
}

/// Whether a line is drawn: the same sign again and again, or the two dashes above a signature.
fn is_rule(line: &str) -> bool {
    const SHORTEST: usize = 10;
    let mut signs = line.chars();
    let first = signs.next();
    let drawn = matches!(first, Some('_' | '-' | '=' | '*' | '~' | '#'));
    line == "--" || drawn && line.len() >= SHORTEST && signs.all(|sign| Some(sign) == first)
}

/// Finds the text of a mail; in the wrapping of Exchange when it stands nowhere else.
pub(super) fn choose(tree: &Tree<'_>, remarks: &mut Vec<Remark>) -> Body {
    let body = open(tree, remarks);
    if has_text(&body.text) {
        return body;
    }
    match wrapped(tree) {
        Some(RichText::Html(html)) => {
            let (text, shown) = html::to_texts(&html, &|id| picture(tree, id));
            Body {
                text,
                shown,
                html: vec![html],
                html_only: true,
                ..body
            }
        }
        Some(RichText::Plain(text)) => Body {
            text: with_line_feeds(text.into()),
            // a blank HTML beside it says nothing
            html: Vec::new(),
            html_only: false,
            ..body
        },
        None => Body {
            text: above_parts(tree).unwrap_or_default(),
            ..body
        },
    }
}

/// What stands above the first part of a multipart, in a mail that says nothing elsewhere: programs write there
/// only that the mail has parts.
#[cold]
fn above_parts(tree: &Tree<'_>) -> Option<String> {
    let whole = &tree.parts[0];
    let first = &tree.parts[*whole.children.first()?];
    let above = whole.raw_until(first)?;
    let (text, _) = charset::text(above, None);
    let lower = lowercase(&text);
    let of_program = ["mime", "multi-part", "multipart"];
    let says = has_text(&text) && !of_program.iter().any(|word| lower.contains(word));
    says.then(|| with_line_feeds(text))
}

/// The name of the file that is shown under an id; nothing when it has none.
fn picture(tree: &Tree<'_>, id: &str) -> Option<String> {
    let shown = tree.parts.iter().find(|part| {
        part.content_id()
            .is_some_and(|known| known.eq_ignore_ascii_case(id))
    })?;
    Some(shown.filename().unwrap_or_default())
}

/// The body in a `winmail.dat`.
fn wrapped(tree: &Tree<'_>) -> Option<RichText> {
    tree.parts
        .iter()
        .filter(|part| part.holds == Holds::Content)
        .filter(|part| tnef::is_one(&part.media_type, &part.filename().unwrap_or_default()))
        .find_map(|part| tnef::body(&part.decode().bytes))
}

/// The text of a mail as its parts say it openly.
fn open(tree: &Tree<'_>, remarks: &mut Vec<Remark>) -> Body {
    let mut stretches = Vec::new();
    let mut body = Body::default();
    collect(tree, 0, &mut stretches, &mut body.parts, remarks);
    for stretch in &mut stretches {
        // HTML that is called plain text
        if stretch.html.is_none() && stretch.plain.as_deref().is_some_and(is_html) {
            stretch.html = stretch.plain.take();
        }
    }
    if tree.parts.len() > 1 || stretches.is_empty() {
        // A text with a file name is a file, unless it is all that is said.
        if let Some(at) = named_text(tree).filter(|at| !body.parts.contains(at))
            && (tree.parts[at].filename().is_none() || stretches.iter().all(Stretch::is_footer))
        {
            body.parts.push(at);
            let text = tree.parts[at].text(remarks);
            stretches.insert(0, stretch_of(&tree.parts[at], text));
        }
    }
    let mut rich = false;
    let mut usable = false;
    if let [
        Stretch {
            plain: Some(plain),
            html: None,
        },
    ] = &mut stretches[..]
    {
        // nearly always one plain text, and then nothing is to be joined
        body.text = std::mem::take(plain);
        if !has_text(&body.text) {
            body.text.clear();
        }
        return body;
    }
    for stretch in &stretches {
        let mut shown = None;
        let text = match (&stretch.plain, &stretch.html) {
            (Some(plain), html) if is_usable(plain, html.as_deref()) => {
                usable = true;
                Cow::Borrowed(plain)
            }
            (_, Some(html)) => {
                let (text, more) = html::to_texts(html, &|id| picture(tree, id));
                shown = more;
                Cow::Owned(text)
            }
            (Some(plain), None) => Cow::Borrowed(plain),
            (None, None) => continue,
        };
        rich |= stretch.html.is_some();
        if has_text(&text) {
            if shown.is_some() && body.shown.is_none() {
                body.shown = Some(body.text.clone());
            }
            for (whole, stretch) in [
                (Some(&mut body.text), text.as_str()),
                (body.shown.as_mut(), shown.as_deref().unwrap_or(&text)),
            ] {
                if let Some(whole) = whole {
                    if !whole.is_empty() {
                        whole.push_str("\n\n");
                    }
                    whole.push_str(stretch);
                }
            }
        }
    }
    if rich {
        let pieces = stretches.into_iter().filter_map(|stretch| match stretch {
            Stretch {
                html: Some(html), ..
            } => Some(html),
            Stretch {
                plain: Some(plain), ..
            } => Some(html::from_text(&plain)),
            Stretch { .. } => None,
        });
        body.html = pieces.collect();
    }
    body.html_only = rich && !usable;
    body
}

/// Whether a text is a document in HTML: nobody opens a letter so.
fn is_html(text: &str) -> bool {
    let text = text.trim_start();
    let opens = |tag: &str| {
        text.get(..tag.len())
            .is_some_and(|opening| opening.eq_ignore_ascii_case(tag))
            && text[tag.len()..].starts_with(['>', ' ', '\n', '\r', '\t'])
    };
    text.starts_with('<')
        && ["<!doctype", "<html", "<body"].into_iter().any(opens)
        && text.contains("</")
}

/// Whether plain text is worth reading beside HTML. A short one may only say that there is nothing to read,
/// in words that the HTML does not hold, or hold no more than the beginning of what the HTML says.
fn is_usable(plain: &str, html: Option<&str>) -> bool {
    /// Words that HTML may hold more: programs put some around a text.
    const MORE: usize = 2;
    let stub = |html: &str| {
        if plain.len() >= MAX_STUB {
            return false;
        }
        let lower = lowercase(plain);
        if lower.contains("html") || lower.contains("format mime") {
            return true;
        }
        // most say the same, and the letters between the tags tell
        let least = plain.len() + MORE;
        let words = plain.split_whitespace().filter(|word| is_word(word));
        let words = words.count();
        (words == 0 || text_length(html, least) > least) && {
            let more = if shares_words(plain, html) { MORE } else { 1 };
            let text = html::to_text(html, Purpose::Analysis);
            let mut told = text.split_whitespace().filter(|word| is_word(word));
            told.nth(words + more - 1).is_some()
        }
    };
    has_text(plain) && !html.is_some_and(stub)
}

/// Whether a word is one, and not the mark of a quote, a place for a picture or where a link leads.
fn is_word(word: &str) -> bool {
    has_text(word)
        && !word.starts_with(['>', '[', '<'])
        && word.contains(char::is_alphanumeric)
        && !word.starts_with("http")
}

/// How many bytes stand between the tags of HTML, blanks aside; counted no further than a bit above `most`.
fn text_length(html: &str, most: usize) -> usize {
    let (mut length, mut rest) = (0, html.as_bytes());
    while length <= most && !rest.is_empty() {
        let open = memchr::memchr(b'<', rest).unwrap_or(rest.len());
        length += rest[..open].trim_ascii().len();
        let tag = &rest[open..];
        rest = memchr::memchr(b'>', tag).map_or(&[], |end| &tag[end + 1..]);
    }
    length
}

/// Whether half of the words of a short text stand in HTML, where there are words to tell by.
fn shares_words(plain: &str, html: &str) -> bool {
    /// Letters of a word that tells, and such words that are looked for.
    const LETTERS: usize = 4;
    const WORDS: usize = 8;
    let words = plain.split(|c: char| !c.is_alphanumeric());
    let telling = words.filter(|word| word.len() >= LETTERS && word.is_ascii());
    let words: Vec<&str> = telling.take(WORDS).collect();
    let mut shared = words
        .iter()
        .filter(|word| memchr::memmem::find(html.as_bytes(), word.as_bytes()).is_some());
    // the last one that is needed ends the search
    words.len() < 3 || shared.nth(words.len().div_ceil(2) - 1).is_some()
}

/// Collects the stretches of body in a part.
fn collect(
    tree: &Tree<'_>,
    at: usize,
    stretches: &mut Vec<Stretch>,
    used: &mut Vec<usize>,
    remarks: &mut Vec<Remark>,
) {
    let part = &tree.parts[at];
    if part.holds == Holds::Content {
        if is_text(part, tree.parts.len() == 1) {
            used.push(at);
            let text = part.text(remarks);
            stretches.push(stretch_of(part, text));
        }
        return;
    }
    match &*part.media_type {
        "multipart/alternative" => {
            let mut chosen = Stretch::default();
            for &child in &part.children {
                let mut inside = Vec::new();
                collect(tree, child, &mut inside, used, remarks);
                let rich = inside.iter().any(|stretch| stretch.html.is_some());
                let mut pieces = inside.into_iter().filter_map(|stretch| {
                    if rich {
                        stretch
                            .html
                            .or_else(|| stretch.plain.as_deref().map(html::from_text))
                    } else {
                        stretch.plain
                    }
                });
                // nearly always it is one, and stays as it is
                let mut whole = pieces.next().unwrap_or_default();
                for piece in pieces {
                    whole.push('\n');
                    whole.push_str(&piece);
                }
                if rich {
                    chosen.html = Some(whole);
                } else if has_text(&whole) || chosen.plain.is_none() {
                    chosen.plain = Some(whole);
                }
                // another form of the same text, such as text/enriched, is no attachment
                let other = &tree.parts[child];
                let is_form = other.media_type.starts_with("text/") && !other.is_attachment();
                if is_form && other.media_type != "text/calendar" && !used.contains(&child) {
                    used.push(child);
                }
            }
            stretches.push(chosen);
        }
        // what comes after the first part belongs to it, or is a report or a signature
        "multipart/related" | "multipart/signed" | "multipart/report" => {
            if let Some(first) = root_of(tree, part) {
                collect(tree, first, stretches, used, remarks);
            }
        }
        _ => {
            for &child in &part.children {
                collect(tree, child, stretches, used, remarks);
            }
        }
    }
}

/// The part to which the others inside a part belong: the first one, unless it is said to be another
/// (RFC 2387, section 3.2).
fn root_of(tree: &Tree<'_>, part: &Part<'_>) -> Option<usize> {
    let named = part.parameter("start").and_then(|start| {
        let start = start.trim_matches(['<', '>', ' ']);
        part.children.iter().copied().find(|&child| {
            let id = tree.parts[child].content_id();
            id.is_some_and(|id| id.eq_ignore_ascii_case(start))
        })
    });
    named.or_else(|| part.children.first().copied())
}

/// The text of a part, in the form in which it came.
fn stretch_of(part: &Part<'_>, text: Cow<'_, str>) -> Stretch {
    let text = match &*part.media_type {
        "text/html" => Ok(text.into_owned()),
        "text/enriched" | "text/richtext" => Err(enriched::to_text(&text).into()),
        "text/rtf" => match rtf::read(text.as_bytes()) {
            Some(RichText::Html(html)) => Ok(html),
            Some(RichText::Plain(plain)) => Err(plain.into()),
            None => Err(text),
        },
        _ => Err(text),
    };
    match text {
        Ok(html) => Stretch {
            plain: None,
            html: Some(html),
        },
        Err(plain) => Stretch {
            plain: Some(unfolded(part, plain)),
            html: None,
        },
    }
}

/// The first part of a mail, when it is a text that has a file name or an unusual form, and is not to be kept
/// as a file.
fn named_text(tree: &Tree<'_>) -> Option<usize> {
    let mut first = 0;
    while tree.parts[first].holds == Holds::Parts {
        first = *tree.parts[first].children.first()?;
    }
    let part = &tree.parts[first];
    let text = matches!(
        &*part.media_type,
        "text/plain"
            | "text/html"
            | "text/markdown"
            | "text/x-markdown"
            | "text/x-web-markdown"
            | "text/enriched"
            | "text/richtext"
            | "text/rtf"
    );
    (text && part.holds == Holds::Content && !part.is_attachment()).then_some(first)
}

/// Whether a part is body text; a text that has a file name is a file.
fn is_text(part: &Part<'_>, alone: bool) -> bool {
    let text = matches!(&*part.media_type, "text/plain" | "text/html");
    text && !part.is_attachment() && (alone || part.filename().is_none())
}

/// Plain text with one line per paragraph again, when it was sent as "flowed" (RFC 3676).
fn unfolded(part: &Part<'_>, text: Cow<'_, str>) -> String {
    let flowed = part
        .parameter("format")
        .is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
    let text = with_line_feeds(text);
    if !flowed {
        return text;
    }
    let delete_space = part
        .parameter("delsp")
        .is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
    let mut result = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.split('\n') {
        let content = line.trim_start_matches('>');
        let depth = line.len() - content.len();
        let content = content.strip_prefix(' ').unwrap_or(content);
        // the dashes above a signature end a paragraph (section 4.3)
        if content == "-- " && open.take().is_some() {
            result.push('\n');
        }
        if open != Some(depth) {
            if open.is_some() {
                result.push('\n');
            }
            for _ in 0..depth {
                result.push('>');
            }
            if depth > 0 {
                result.push(' ');
            }
        }
        let flows = content.ends_with(' ') && content != "-- ";
        if flows && delete_space {
            result.push_str(&content[..content.len() - 1]);
        } else {
            result.push_str(content);
        }
        if flows {
            open = Some(depth);
        } else {
            result.push('\n');
            open = None;
        }
    }
    result
}

/// Text whose lines all end in a line feed alone.
fn with_line_feeds(text: Cow<'_, str>) -> String {
    let mut ends = memchr::memchr_iter(b'\r', text.as_bytes()).peekable();
    if ends.peek().is_none() {
        return text.into_owned();
    }
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for at in ends {
        kept.push_str(&text[from..at]);
        if text.as_bytes().get(at + 1) != Some(&b'\n') {
            kept.push('\n');
        }
        from = at + 1;
    }
    kept.push_str(&text[from..]);
    kept
}

/// What a writer wrote, split.
#[derive(Debug, Default)]
pub(super) struct Written<'a> {
    pub new: String,
    /// The lines of `new` as they stand in the text, when they were asked for.
    pub lines: Vec<&'a str>,
    pub quoted: String,
    pub signature: String,
    pub below: Option<(HeaderBlock, &'a str)>,
    /// The older mail below what is new, with what stands right above it.
    pub older: &'a str,
    pub says_forwarded: bool,
}

/// Lines that are taken apart at a time: no letter has so many, and each costs memory.
const LINES_AT_A_TIME: usize = 20_000;

/// Splits a text in what is new, quoted and signature. `names` are the words of the sender's name;
/// `answers`: the mail answers or passes on another; `keep`: the lines of what is new are asked for.
pub(super) fn split<'a>(text: &'a str, names: &[&str], answers: bool, keep: bool) -> Written<'a> {
    let by = |place| split_by(text, names, LINES_AT_A_TIME, answers, keep, place);
    let written = by(Place::Usual);
    if !written.new.is_empty() || written.signature.is_empty() {
        return written;
    }
    // what somebody typed in the place of their signature, or below it, is all that they wrote
    if text.contains(html::SIGNATURE_STARTS) && signature::says(&written.signature) {
        return by(Place::Unmarked);
    }
    let below = by(Place::Above);
    if below.new.is_empty() { written } else { below }
}

/// Room for the lines of a text. A list of millions that grows stands in memory twice while it does.
fn room_for_lines(text: &str) -> Vec<&str> {
    Vec::with_capacity(memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1)
}

/// A text of which nothing is quoted, split in what is new and signature.
pub(super) fn unquoted<'a>(text: &'a str, names: &[&str]) -> Written<'a> {
    let mut written = Written::default();
    let mut lines = room_for_lines(text);
    lines.extend(text.lines());
    let (text, signature) = signature::split(&lines, names, Place::Usual);
    append(&mut written.new, "", &text, "");
    append(&mut written.signature, "", &signature, "");
    written.lines = text;
    written
}

fn split_by<'a>(
    text: &'a str,
    names: &[&str],
    most: usize,
    answers: bool,
    keep: bool,
    place: Place,
) -> Written<'a> {
    let mut written = Written::default();
    if keep {
        written.lines = room_for_lines(text);
    }
    let (mut left, mut goes_on) = (text, false);
    while !left.is_empty() {
        let split = quote::split(left, most, !written.new.is_empty(), answers);
        let last = split.new.len().saturating_sub(1);
        for (at, piece) in split.new.iter().enumerate() {
            let unended = split.open && at == last;
            let (text, signature) = if unended {
                (Cow::Borrowed(piece), Vec::new())
            } else {
                // above a quote stands what was written: below it a gateway may have put its footer
                let place = if place == Place::Usual && at > 0 && !written.new.is_empty() {
                    Place::Below
                } else {
                    place
                };
                let (text, signature) = signature::split(piece, names, place);
                (Cow::Owned(text), signature)
            };
            let between = if goes_on && at == 0 { "\n" } else { "\n\n" };
            append(&mut written.new, between, &text, "");
            append(&mut written.signature, "\n\n", &signature, "");
            if keep {
                if !written.lines.is_empty() && between == "\n\n" {
                    written.lines.push("");
                }
                written.lines.extend_from_slice(&text);
            }
        }
        append(&mut written.quoted, "\n", &split.quoted, split.older);
        written.says_forwarded |= split.says_forwarded;
        written.below = split.below;
        written.older = split.older;
        goes_on = split.open;
        left = split.left;
    }
    written
}

/// Lines as a text, without marks and invisible characters.
pub(super) fn clean(lines: &[&str]) -> String {
    let mut text = String::new();
    append(&mut text, "", lines, "");
    text
}

/// Adds lines, and a text behind them, to a text: without marks and invisible characters, and with no
/// more than one blank line at a time.
fn append(text: &mut String, between: &str, lines: &[&str], behind: &str) {
    if lines.is_empty() && behind.is_empty() {
        return;
    }
    let start = text.len();
    let length: usize = lines.iter().map(|line| line.len() + 1).sum();
    text.reserve(length + behind.len() + between.len());
    let mut blank = 0;
    // the split of an empty text has a line
    let behind = Some(behind).filter(|behind| !behind.is_empty());
    let behind = behind.into_iter().flat_map(|behind| behind.split('\n'));
    for line in lines.iter().copied().chain(behind) {
        let line = line.trim_end();
        if !has_text(line) {
            blank += 1;
            continue;
        }
        if text.len() > start {
            text.push_str(if blank > 0 { "\n\n" } else { "\n" });
        } else if start > 0 {
            text.push_str(between);
        }
        blank = 0;
        // those that are left out or replaced open with one of these bytes
        let odd = |byte| matches!(byte, 0xc2 | 0xe2 | 0xee | 0xef);
        if line.is_ascii() || !line.bytes().any(odd) {
            text.push_str(line);
            continue;
        }
        text.extend(line.chars().filter_map(|c| match c {
            '\u{a0}' | '\u{202f}' => Some(' '),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => None,
            c if html::is_marker(c) => None,
            c => Some(c),
        }));
    }
    let end = text.trim_end().len();
    text.truncate(end);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::mail::headers;

    #[test]
    fn a_text_is_split_the_same_in_stretches() {
        let header = "Van: R <r@x.be>\nVerzonden: 29/01\nAan: A\nOnderwerp: x";
        let long = "a\n".repeat(40);
        for text in [
            format!("{long}\nMvg\nAn\n\n{header}\n\noud\n{long}"),
            format!(
                "Op 2/2/2026 09:01 schreef R <r@x.be>:\n> een?\n\nJa.\n{long}\n> twee?\n\nNeen.\n"
            ),
            format!("{long}-----Oorspronkelijk bericht-----\n{header}\n\noud\n"),
            format!("Ja.\n\nOn 29 Jan 2026, at 11:20, R <r@x.be>\nwrote:\noud\n{long}"),
        ] {
            let whole = split_by(&text, &[], usize::MAX / 100, true, false, Place::Usual);
            for most in [7, 8, 9, 41, 42, 43, 44, 60] {
                let pieced = split_by(&text, &[], most, true, false, Place::Usual);
                let words = |text: &str| {
                    text.split_whitespace()
                        .map(str::to_owned)
                        .collect::<Vec<_>>()
                };
                assert_eq!(words(&pieced.new), words(&whole.new), "{most} {text}");
                assert_eq!(words(&pieced.quoted), words(&whole.quoted), "{most} {text}");
                assert_eq!(pieced.below, whole.below, "{most} {text}");
            }
        }
    }

    #[test]
    fn what_stands_below_a_signature_at_the_top_is_the_text() {
        for (mail, expected) in [
            ("-- \nLies Baert\nStad Lede\n\nMag dat?", "Mag dat?"),
            ("-- \n\nLies Baert\n\nPrima", "Prima"),
            (
                "-- \nLies\n\nStad Lede\n9340 Lede\n\nWij kiezen de Dender",
                "Wij kiezen de Dender",
            ),
            ("Verzonden vanaf mijn iPad\nPrima zo", "Prima zo"),
            ("Sent from my iPhone\n\nNee.\n\nMvg\nLies", "Nee."),
            (
                "-- \nLies Baert\n\nStad Lede\nMarkt 1\n9340 Lede\n\nT 053 00 00 00",
                "",
            ),
            ("Sent from my iPhone", ""),
            ("Ja.\n\nSent from my iPhone\n\nStad Lede", "Ja."),
        ] {
            assert_eq!(split(mail, &["Lies"], true, false).new, expected, "{mail}");
        }
    }

    #[test]
    fn html_that_is_called_plain_is_read_as_html() {
        let check = |text: &str, expected: &str, html_only: bool| {
            let mail = format!("Content-Type: text/plain\n\n{text}");
            let (headers, body) = headers::split(mail.as_bytes());
            let tree = Tree::new(headers, body, &mut Vec::new());
            let body = choose(&tree, &mut Vec::new());
            assert_eq!(
                (body.text.trim(), body.html_only),
                (expected, html_only),
                "{text}"
            );
        };
        check(
            "<html><body><p>Mag <b>dat</b>?</p></body></html>",
            "Mag dat?",
            true,
        );
        check("\n<!DOCTYPE html>\n<p>Mag dat?</p>", "Mag dat?", true);
        check("<BODY bgcolor=white>Mag dat?</BODY>", "Mag dat?", true);
        for plain in [
            "<html> of <body>, wat is het?",
            "<bodyguard> is dat een rol?</>",
            "Zie <html>\n</html> in de bijlage",
            "<p>Mag dat?</p>",
        ] {
            check(plain, plain, false);
        }
    }

    /// The text of a mail, and how many of its parts it was made from.
    fn text_of(mail: &str) -> (String, usize) {
        let (headers, body) = headers::split(mail.as_bytes());
        let tree = Tree::new(headers, body, &mut Vec::new());
        let body = choose(&tree, &mut Vec::new());
        (body.text.trim().to_owned(), body.parts.len())
    }

    #[test]
    fn words_in_an_unusual_place_are_the_text() {
        let check = |mail: &str, expected: &str, parts: usize| {
            assert_eq!(text_of(mail), (expected.to_owned(), parts), "{mail}");
        };
        let named = "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain; \
                     name=bericht.txt\nContent-Disposition: inline; filename=bericht.txt\n\nMag dat?\n--a\n\n";
        check(
            &format!("{named}Disclaimer: geen.\n--a--\n"),
            "Mag dat?\n\nDisclaimer: geen.",
            2,
        );
        check(&format!("{named}Zie bijlage.\n--a--\n"), "Zie bijlage.", 1);
        let kept = named.replace("inline", "attachment");
        check(
            &format!("{kept}Disclaimer: geen.\n--a--\n"),
            "Disclaimer: geen.",
            1,
        );

        let related = "Content-Type: multipart/related; boundary=a; start=\"<t@x>\"\n\n--a\nContent-Type: \
                       image/png\nContent-ID: <l@x>\n\nx\n--a\nContent-Type: text/html\nContent-ID: \
                       <T@x>\n\n<p>Mag dat?</p>\n--a--\n";
        check(related, "Mag dat?", 1);
        check(
            "Content-Type: text/enriched\n\n<bold>Mag</bold> dat?\n",
            "Mag dat?",
            1,
        );
        check(
            "Content-Type: text/markdown\n\n# Mag dat?\n",
            "# Mag dat?",
            1,
        );
        check(
            "Content-Type: text/rtf\n\n{\\rtf1 Mag dat?}\n",
            "Mag dat?",
            1,
        );
        check("Content-Type: text/csv\n\na;b\n", "", 0);
    }

    #[test]
    fn words_above_the_first_part_are_read_where_there_are_no_others() {
        let check = |above: &str, below: &str, expected: &str| {
            let mail = format!(
                "Content-Type: multipart/mixed; boundary=a\n\n{above}\n--a\n{below}\n--a--\n"
            );
            assert_eq!(text_of(&mail).0, expected, "{mail}");
        };
        let file = "Content-Type: application/pdf; name=x.pdf\n\nx";
        check("Mag dat?\n", file, "Mag dat?");
        check("This is a multi-part message in MIME format.\n", file, "");
        check("", file, "");
        check("Niet dit.\n", "\nMag dat?", "Mag dat?");
    }

    #[test]
    fn a_stub_does_not_hide_the_html() {
        let check = |plain: &str, html: &str, expected: &str| {
            let mail = format!(
                "Content-Type: multipart/alternative; boundary=a\n\n--a\n\n{plain}\n--a\nContent-Type: \
                 text/html\n\n{html}\n--a--\n"
            );
            assert_eq!(text_of(&mail).0, expected, "{plain} {html}");
        };
        let stub = "Deze opmaak wordt niet getoond.";
        check(
            stub,
            "<p>Mag de raad van Lede dat beslissen?</p>",
            "Mag de raad van Lede dat beslissen?",
        );
        check(stub, "<p><img src='cid:x'></p>", stub);
        check(stub, "x", stub);
        let asks = "Mag de raad van Lede dat beslissen?";
        check(
            asks,
            "<p>Mag de <b>raad</b> van Lede<br>dat beslissen?</p>",
            asks,
        );
        check("Dag.", "<p>Mag de raad dat?</p>", "Mag de raad dat?");
        check(
            "Dag.",
            "<p>Dag.<!-- hier staat veel meer, dat niemand ziet --></p>",
            "Dag.",
        );
        for begun in ["Mag de raad", "[cid:kaart.png@01]", "Groeten\nLies"] {
            check(
                begun,
                "<p>Mag de raad van Lede dat beslissen?</p><p>Groeten<br>Lies</p>",
                "Mag de raad van Lede dat beslissen?\n\nGroeten\nLies",
            );
        }
        check("Dag Lies", "<p>Dag Lies</p><p>\u{b7} 5</p>", "Dag Lies");
    }

    #[test]
    fn a_footer_does_not_stand_for_the_text_above_it() {
        let check = |part: &str, below: &str, expected: &str| {
            let mail = format!(
                "Content-Type: multipart/mixed; boundary=a\n\n--a\n{part}\n\nMag de raad dat?\n--a\n\
                 Content-Type: text/plain\n\n{below}\n--a--\n"
            );
            let (headers, body) = headers::split(mail.as_bytes());
            let tree = Tree::new(headers, body, &mut Vec::new());
            let text = choose(&tree, &mut Vec::new()).text;
            assert_eq!(
                text.split_whitespace().collect::<Vec<_>>().join(" "),
                expected,
                "{mail}"
            );
        };
        let named = "Content-Type: text/plain; name=vraag.txt";
        let list = "_______________\nForum mailing list\nhttps://lede.example/forum";
        let both = "Mag de raad dat? _______________ Forum mailing list https://lede.example/forum";
        check(named, list, both);
        check("Content-Type: text/enriched", list, both);
        check(
            "Content-Type: text/enriched",
            "Dag.",
            "Mag de raad dat? Dag.",
        );
        check(named, "Dag, zie het stuk.", "Dag, zie het stuk.");
        let long = format!("__________\n{}", "Nog een punt.\n".repeat(12));
        let kept = long.split_whitespace().collect::<Vec<_>>().join(" ");
        check(named, &long, &kept);
    }

    #[test]
    fn flowed_text_gets_its_paragraphs_back() {
        let check = |mail: &str, expected: &str| {
            let (headers, body) = headers::split(mail.as_bytes());
            let tree = Tree::new(headers, body, &mut Vec::new());
            assert_eq!(choose(&tree, &mut Vec::new()).text, expected, "{mail}");
        };
        check(
            "Content-Type: text/plain; format=flowed\n\na \nb\n\n-- \nc\n",
            "a b\n\n-- \nc\n\n",
        );
        // a flowed line above the dashes does not take them up
        check(
            "Content-Type: text/plain; format=flowed\n\na \nb \n-- \nc\n",
            "a b \n-- \nc\n\n",
        );
        check(
            "Content-Type: text/plain; format=flowed\n\n> a \n> -- \n> c\n",
            "> a \n> -- \n> c\n\n",
        );
        check(
            "Content-Type: text/plain; format=flowed\n\n> a \n> b\n> c\n",
            "> a b\n> c\n\n",
        );
        check(
            "Content-Type: text/plain; format=flowed; delsp=yes\n\nre \ngio\n",
            "regio\n\n",
        );
        check("Content-Type: text/plain\n\na \nb\n", "a \nb\n");
        check(
            "Content-Type: text/plain\n\na\r\rb\r\n\r\nc\r",
            "a\n\nb\n\nc\n",
        );
    }
}
