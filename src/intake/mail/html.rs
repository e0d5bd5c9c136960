//! HTML: what staff get to see of it, and its text.
//!
//! The text is made in one pass without building a document, because most mail has HTML and most
//! of it is never shown. What a browser would not show is no text. Quotes and signatures that the
//! mail programs mark in their HTML are passed on to the grammar of quoting as private characters.

use std::borrow::Cow;
use std::sync::LazyLock;

use mail_parser::decoders::html::add_html_token;

use super::headers::cut;
use super::quote::has_text;
use crate::language::{lowercase, start_of};

/// A line from which everything is quoted.
pub(super) const QUOTE_STARTS: char = '\u{e000}';
/// A line that says who wrote what is quoted below.
pub(super) const ATTRIBUTION: char = '\u{e001}';
/// A signature starts.
pub(super) const SIGNATURE_STARTS: char = '\u{e002}';
/// A signature ends.
pub(super) const SIGNATURE_ENDS: char = '\u{e003}';
/// A horizontal rule.
pub(super) const RULE: char = '\u{e004}';
/// In a text for readers: at the start of a line, the next cell of the row that the line before ends.
pub(super) const CELL: char = '\u{e005}';
/// In a text for readers: the end of a line that the text without it does not have.
pub(super) const BREAK: char = '\u{e006}';

/// Before and behind words that are struck out.
const STRUCK: &str = "~~";

/// HTML that is larger is shown as text: cleaning it would take too much memory.
const MAX_CLEANED: usize = 1024 * 1024;

/// Elements inside each other in HTML that is cleaned; deeper HTML is shown as text, because the
/// rules of HTML make each further level cost more. Real mail stays below a hundred.
const MAX_NESTED: usize = 400;

/// What escaping may cost: for each letter of a stretch of text that it escapes, html5ever looks
/// through what is left of the stretch. So many bytes take some milliseconds; a paragraph of 100 KB
/// with a thousand of them stays below it.
const MAX_ESCAPING: usize = 200_000_000;

/// Pictures of a text that readers are told of, and images of which it is asked whether they are one.
const MAX_PICTURES: usize = 50;
const MAX_IMAGES: usize = 200;

/// Quote levels that are kept apart.
const MAX_QUOTES: usize = 8;

/// Before the sign of a quote, where nothing else marks one: an older mail, or words that the writer sets
/// apart.
pub(super) const SET_APART: char = '\u{e007}';

/// Whether a character is one of the private marks, which no mail may bring along.
pub(super) fn is_marker(c: char) -> bool {
    ('\u{e000}'..='\u{e00f}').contains(&c)
}

/// What the text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To be split in new and quoted: with marks, without bullets and link targets.
    Analysis,
    /// To be read by a person.
    Reading,
}

/// Names the picture under an id.
pub(super) type Pictures<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// A tag with its attributes still unread.
#[derive(Debug, Clone, Copy)]
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    closes: bool,
    /// Offset of the `<`.
    start: usize,
}

/// A piece of HTML.
enum Token<'a> {
    Text(&'a str),
    Tag(Tag<'a>),
}

/// Cuts HTML in text and tags; comments and declarations are left out.
struct Tokens<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = &self.html[self.at..];
            if rest.is_empty() {
                return None;
            }
            let open = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
            if open > 0 {
                self.at += open;
                return Some(Token::Text(&rest[..open]));
            }
            if let Some(comment) = rest.strip_prefix("<!--") {
                let end = memchr::memmem::find(comment.as_bytes(), b"-->");
                self.at += end.map_or(rest.len(), |end| 4 + end + 3);
                continue;
            }
            if rest.starts_with("<!") || rest.starts_with("<?") {
                self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
                continue;
            }
            let inner = &rest[1..];
            let (closes, inner) = match inner.strip_prefix('/') {
                Some(inner) => (true, inner),
                None => (false, inner),
            };
            if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.at += 1;
                return Some(Token::Text("<"));
            }
            let name_end = inner
                .find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')
                .unwrap_or(inner.len());
            let (name, attributes) = inner.split_at(name_end);
            let end = tag_end(attributes);
            let start = self.at;
            self.at += rest.len() - attributes.len() + (end + 1).min(attributes.len());
            return Some(Token::Tag(Tag {
                name,
                attributes: &attributes[..end],
                closes,
                start,
            }));
        }
    }
}

/// Where a tag ends: at the first `>` outside quotes.
fn tag_end(attributes: &str) -> usize {
    let bytes = attributes.as_bytes();
    let mut at = 0;
    while let Some(mark) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) {
        let (mark, quote) = (at + mark, bytes[at + mark]);
        if quote == b'>' {
            return mark;
        }
        at = mark + 1;
        if bytes[..mark].trim_ascii_end().ends_with(b"=") {
            let Some(end) = memchr::memchr(quote, &bytes[at..]) else {
                break;
            };
            at += end + 1;
        }
    }
    // an unclosed quote would swallow the rest of the mail
    attributes.find('>').unwrap_or(attributes.len())
}

impl<'a> Tag<'a> {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    fn is_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    /// The value of an attribute, undecoded.
    fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut attributes = self.attributes();
        let named = attributes.find(|(key, _)| key.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value)
    }

    /// The attributes with their values, undecoded.
    fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let mut rest = Some(self.attributes);
        std::iter::from_fn(move || {
            let text = rest.take()?;
            let text = text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if text.is_empty() {
                return None;
            }
            let ends = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'/');
            let (key, after) = text.split_at(text.bytes().position(ends).unwrap_or(text.len()));
            let after = after.trim_start();
            let (value, after) = match after.strip_prefix('=').map(str::trim_start) {
                None => ("", after),
                Some(after) => match after.as_bytes().first() {
                    Some(&quote @ (b'"' | b'\'')) => {
                        let inner = &after[1..];
                        cut(inner, quote).unwrap_or((inner, ""))
                    }
                    _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
                },
            };
            // an attribute without a name would not move on
            rest = if key.is_empty() && value.is_empty() {
                after.get(1..)
            } else {
                Some(after)
            };
            Some((key, value))
        })
    }

    /// What a browser would not show of it.
    fn hidden(&self, hidden: &[String]) -> Hidden {
        if self.attributes.len() < 5 || self.closes {
            return Hidden::Nothing;
        }
        let (mut style, mut by_attribute) = (None, false);
        for (key, value) in self.attributes() {
            if key.eq_ignore_ascii_case("style") {
                style = style.or(Some(value));
            } else {
                by_attribute |= key.eq_ignore_ascii_case("hidden");
            }
        }
        let by_style = style.map_or(Hidden::Nothing, hides);
        if by_style == Hidden::All || by_attribute {
            return Hidden::All;
        }
        let by = |sign: char, attribute: &str| {
            self.attribute(attribute).is_some_and(|value| {
                value.split_ascii_whitespace().any(|word| {
                    hidden.iter().any(|rule| {
                        rule.split_once(sign).is_some_and(|(element, name)| {
                            name == word && (element.is_empty() || self.is(element))
                        })
                    })
                })
            })
        };
        if !hidden.is_empty() && (by('.', "class") || by('#', "id")) {
            return Hidden::All;
        }
        if by_style == Hidden::Nothing && self.is("font") {
            let color = self.attribute("color").and_then(unseen);
            return color.unwrap_or(Hidden::Nothing);
        }
        by_style
    }
}

/// Whether a class or an id holds one of these words; they get `x_` before them when forwarded.
fn names(value: Option<&str>, words: &[&str]) -> bool {
    value.is_some_and(|value| {
        value.split_ascii_whitespace().any(|word| {
            let mut word = word;
            while let Some(inner) = word.strip_prefix("x_") {
                word = inner;
            }
            words.iter().any(|known| word.eq_ignore_ascii_case(known))
        })
    })
}

/// What a style makes invisible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hidden {
    Nothing,
    /// Letters without a size of their own: programs put it on what only holds others together.
    Letters,
    /// Letters in white: they are seen where something else than paper is behind them.
    White,
    /// Letters without a colour.
    Clear,
    /// The element and all in it.
    All,
}

/// What of its element a style makes invisible.
fn hides(style: &str) -> Hidden {
    /// The properties that can.
    const HIDING: [&str; 14] = [
        "display",
        "visibility",
        "mso-hide",
        "max-height",
        "opacity",
        "font-size",
        "color",
        "left",
        "top",
        "text-indent",
        "height",
        "width",
        "overflow",
        "position",
    ];
    /// Pixels beside a page.
    const FAR: f32 = -900.0;
    if !style.contains(['n', 'N', '0', '1', '5', 'h', 'H', 'f', 'F']) {
        return Hidden::Nothing;
    }
    let mut hidden = Hidden::Nothing;
    // what a size of nothing and a place beside the page need to hide something
    let (mut flat, mut cuts, mut away, mut placed) = (false, false, false, false);
    for declaration in style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else {
            continue;
        };
        let property = property.trim();
        // most are told by their first letter and their length
        let told = property.as_bytes().first().is_some_and(|first| {
            matches!(
                (first.to_ascii_lowercase(), property.len()),
                (b'd', 7)
                    | (b'v', 10)
                    | (b'm', 8 | 10)
                    | (b'o', 7 | 8)
                    | (b'f', 9)
                    | (b'c' | b'w', 5)
                    | (b'l', 4)
                    | (b't', 3 | 11)
                    | (b'h', 6)
                    | (b'p', 8)
            )
        });
        if !told {
            continue;
        }
        let mut hiding = HIDING.into_iter();
        let Some(property) = hiding.find(|known| known.eq_ignore_ascii_case(property)) else {
            continue;
        };
        if property == "color" {
            hidden = unseen(value).unwrap_or(hidden);
            continue;
        }
        let value = lowercase(value.trim());
        let value = value.trim_end_matches("!important").trim_end();
        match property {
            "display" if value == "none" => return Hidden::All,
            "visibility" if value == "hidden" => return Hidden::All,
            "mso-hide" if value == "all" => return Hidden::All,
            "max-height" | "opacity" if length(value).is_some_and(|size| size <= 0.0) => {
                return Hidden::All;
            }
            "font-size" if is_no_size(value) => hidden = Hidden::Letters,
            "text-indent" if length(value).is_some_and(|size| size <= FAR) => return Hidden::All,
            "left" | "top" => away |= length(value).is_some_and(|size| size <= FAR),
            "position" => placed |= value == "absolute" || value == "fixed",
            "height" | "width" => flat |= length(value).is_some_and(|size| size <= 0.0),
            "overflow" => cuts |= value == "hidden",
            _ => {}
        }
    }
    if flat && cuts || away && placed {
        return Hidden::All;
    }
    hidden
}

/// What a colour makes of letters, when it leaves nothing of them to see on white paper.
fn unseen(color: &str) -> Option<Hidden> {
    let color = color.trim();
    let color = color.strip_suffix("!important").unwrap_or(color).trim_end();
    if color.eq_ignore_ascii_case("transparent") {
        Some(Hidden::Clear)
    } else {
        is_white(color).then_some(Hidden::White)
    }
}

/// Whether a colour is white.
fn is_white(color: &str) -> bool {
    let known = ["white", "#fff", "#ffffff"];
    known.iter().any(|white| color.eq_ignore_ascii_case(white))
        || color
            .get(..3)
            .is_some_and(|rgb| rgb.eq_ignore_ascii_case("rgb"))
            && {
                let mut parts = color.split(|c: char| !c.is_ascii_digit());
                let parts = parts.by_ref().filter(|part| !part.is_empty()).take(3);
                let (mut number, mut white) = (0, true);
                for part in parts {
                    number += 1;
                    white &= part == "255";
                }
                number == 3 && white
            }
}

/// The lines that a browser shows of HTML, each with the colour in which all of it is written, where it has one.
/// That of a link tells that it is one.
#[cold]
pub(super) fn colored_lines(html: &str) -> Vec<(String, Option<[u8; 3]>)> {
    /// Elements inside each other that are kept apart.
    const MAX_OPEN: usize = 200;
    let mut lines = Vec::new();
    let mut open: Vec<(&str, Option<[u8; 3]>)> = Vec::new();
    let mut line = String::new();
    // the colour of what stands on the line, and whether it has more than one
    let (mut color, mut mixed) = (None, false);
    for token in Visible::new(html) {
        let tag = match token {
            Token::Text(text) => {
                let text = decode_entities(text);
                if has_text(&text) {
                    let here = open.iter().rev().find_map(|(_, color)| *color);
                    mixed |= has_text(&line) && here != color;
                    color = here;
                }
                line.push_str(&text);
                continue;
            }
            Token::Tag(tag) => tag,
        };
        if tag.is("br") || tag.is_one_of(&BLOCKS) || tag.is_one_of(&["td", "th", "hr"]) {
            let ended = std::mem::take(&mut line);
            lines.push((ended, color.filter(|_| !mixed)));
            (color, mixed) = (None, false);
        }
        if tag.closes {
            if let Some(at) = open.iter().rposition(|(name, _)| tag.is(name)) {
                open.truncate(at);
            }
        } else if !tag.is_one_of(&VOID) && open.len() < MAX_OPEN {
            // a paragraph ends the one before it
            if tag.is("p")
                && let Some(at) = open.iter().rposition(|(name, _)| tag.is(name))
            {
                open.truncate(at);
            }
            open.push((tag.name, color_of(&tag).filter(|_| !tag.is("a"))));
        }
    }
    lines.push((line, color.filter(|_| !mixed)));
    lines
}

/// The colour that a tag gives to letters.
fn color_of(tag: &Tag<'_>) -> Option<[u8; 3]> {
    let of_style = tag.attribute("style").and_then(|style| {
        let mut declarations = style.split(';').filter_map(|it| it.split_once(':'));
        let (_, value) =
            declarations.find(|(name, _)| name.trim().eq_ignore_ascii_case("color"))?;
        rgb(value)
    });
    let of_font = || tag.attribute("color").and_then(rgb);
    of_style.or_else(|| tag.is("font").then(of_font).flatten())
}

/// The parts of a colour: red, green and blue.
fn rgb(color: &str) -> Option<[u8; 3]> {
    #[rustfmt::skip]
    const NAMES: [(&str, [u8; 3]); 16] = [
        ("red", [255, 0, 0]), ("blue", [0, 0, 255]), ("green", [0, 128, 0]), ("darkred", [139, 0, 0]),
        ("navy", [0, 0, 128]), ("darkblue", [0, 0, 139]), ("darkgreen", [0, 100, 0]), ("lime", [0, 255, 0]),
        ("orange", [255, 165, 0]), ("purple", [128, 0, 128]), ("fuchsia", [255, 0, 255]),
        ("maroon", [128, 0, 0]), ("teal", [0, 128, 128]), ("royalblue", [65, 105, 225]),
        ("crimson", [220, 20, 60]), ("black", [0, 0, 0]),
    ];
    let color = color.trim();
    let color = color.strip_suffix("!important").unwrap_or(color).trim_end();
    if let Some(digits) = color.strip_prefix('#') {
        let number = u32::from_str_radix(digits, 16).ok()?;
        let byte = |shift: u32| u8::try_from(number >> shift & 0xff).ok();
        let half = |shift: u32| u8::try_from((number >> shift & 0xf) * 17).ok();
        return match digits.len() {
            6 => Some([byte(16)?, byte(8)?, byte(0)?]),
            3 => Some([half(8)?, half(4)?, half(0)?]),
            _ => None,
        };
    }
    if color
        .get(..3)
        .is_some_and(|name| name.eq_ignore_ascii_case("rgb"))
    {
        let mut parts = color[3..]
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|part| part.parse().ok());
        return Some([parts.next()?, parts.next()?, parts.next()?]);
    }
    let mut names = NAMES.iter();
    names
        .find(|(name, _)| name.eq_ignore_ascii_case(color))
        .map(|(_, rgb)| *rgb)
}

/// Whether a stretch of HTML sets a background that is not white, or with `colors` a colour in which letters
/// are seen.
#[cold]
fn sets_color(html: &str, colors: bool) -> bool {
    let seen = |value: &str| {
        let value = value.trim_start().strip_prefix([':', '=']);
        value.is_some_and(|value| {
            let value = value.trim_start_matches([' ', '"', '\'']);
            let end = value.find([';', '"', '\'', '>', '!', '}']);
            let value = value[..end.unwrap_or(value.len())].trim();
            let none = ["none", "transparent", "inherit", "initial", ""];
            !is_white(value) && !none.iter().any(|none| value.eq_ignore_ascii_case(none))
        })
    };
    let html = html.to_ascii_lowercase();
    let behind = |name: &str| {
        html.match_indices(name)
            .any(|(at, _)| seen(&html[at + name.len()..]))
    };
    behind("background")
        || behind("background-color")
        || behind("background-image")
        || behind("bgcolor")
        || colors
            && html.match_indices("color").any(|(at, name)| {
                !html[..at].ends_with(['-', 'g']) && seen(&html[at + name.len()..])
            })
}

/// A length without its unit.
fn length(value: &str) -> Option<f32> {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.parse().ok()
}

/// Whether letters of this size cannot be read.
fn is_no_size(value: &str) -> bool {
    let relative = value.ends_with("em") || value.ends_with('%');
    length(value).is_some_and(|size| size <= 0.0 || size <= 1.0 && !relative)
}

/// Whether something in a stretch of HTML has letters of a size that can be read.
fn sets_size(html: &str) -> bool {
    let sized = |at: usize, name: &str| {
        let rest = html[at + name.len()..].trim_start();
        let value = rest.strip_prefix([':', '=']).unwrap_or_default();
        let value = value.trim_start_matches([' ', '"', '\'']);
        let end = value.find([';', '"', '\'', '>', '!']);
        let value = value[..end.unwrap_or(value.len())].trim();
        !value.is_empty() && !is_no_size(value)
    };
    ["font-size", "FONT-SIZE", "font", "FONT"]
        .into_iter()
        .any(|name| html.match_indices(name).any(|(at, _)| sized(at, name)))
        || html.contains("<font ") && html.contains(" size=")
}

/// The classes and ids that a style sheet hides on every screen.
fn hidden_by_sheet(sheet: &str, hidden: &mut Vec<String>) {
    let mut rest = sheet;
    while let Some(open) = rest.find('{') {
        let selectors = rest[..open].trim_start_matches("<!--");
        let inner = &rest[open + 1..];
        if selectors.contains('@') {
            // a media query holds for some screens only; skip it as a whole
            let mut depth = 1_usize;
            let end = inner.bytes().position(|byte| {
                depth = match byte {
                    b'{' => depth + 1,
                    b'}' => depth - 1,
                    _ => depth,
                };
                depth == 0
            });
            rest = end.map_or("", |end| &inner[end + 1..]);
            continue;
        }
        let end = inner.find('}').unwrap_or(inner.len());
        if hides(&inner[..end]) == Hidden::All && hidden.len() < 100 {
            for selector in selectors.split(',') {
                hidden.extend(simple_selector(selector).map(str::to_owned));
            }
        }
        rest = inner.get(end + 1..).unwrap_or_default();
    }
}

/// The class or the id that a selector ends with, and perhaps the name of its element: ".x", "div.x". What is
/// around it must be elements of a usual kind: whether one of another class is, is not looked up.
fn simple_selector(selector: &str) -> Option<&str> {
    let is_element = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut words = selector
        .split(|c: char| c.is_ascii_whitespace() || c == '>')
        .filter(|word| !word.is_empty());
    let last = words.next_back()?;
    let (element, name) = last.split_at(last.find(['.', '#'])?);
    let simple = is_element(element)
        && name.len() > 1
        && !name[1..].contains(['.', '#', ':', '[', '+', '~', '*'])
        && words.all(is_element);
    simple.then_some(last)
}

/// Elements that hold no text for a reader.
const NO_TEXT: [&str; 13] = [
    "script", "style", "title", "template", "iframe", "object", "svg", "math", "select",
    "textarea", "noframes", "audio", "video",
];

/// Elements whose end tag may be left out.
const CLOSE_THEMSELVES: [&str; 11] = [
    "p", "li", "tr", "td", "th", "dt", "dd", "option", "tbody", "html", "body",
];

/// Elements that never have an end tag.
const VOID: [&str; 10] = [
    "br", "img", "hr", "input", "meta", "link", "area", "base", "col", "wbr",
];

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 26] = [
    "div",
    "p",
    "tr",
    "li",
    "ul",
    "ol",
    "table",
    "tbody",
    "thead",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "dl",
    "dt",
    "dd",
    "section",
    "article",
    "header",
    "footer",
    "center",
    "address",
];

/// Whether nothing in an element is markup.
fn is_raw_text(name: &str) -> bool {
    ["script", "style", "title", "textarea", "iframe", "noframes"]
        .iter()
        .any(|raw| raw.eq_ignore_ascii_case(name))
}

/// The end of an element: the offset after its closing tag, or `None` when it is never closed.
fn end_of_element(html: &str, name: &str, after: usize) -> Option<usize> {
    if is_raw_text(name) {
        let rest = &html.as_bytes()[after..];
        let close = memchr::memmem::find_iter(rest, b"</").find(|&at| {
            let tail = &rest[at + 2..];
            tail.get(..name.len())
                .is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
        })?;
        let end = memchr::memchr(b'>', &rest[close..])?;
        return Some(after + close + end + 1);
    }
    let mut depth = 1_usize;
    let mut tokens = Tokens { html, at: after };
    while let Some(token) = tokens.next() {
        let Token::Tag(tag) = token else { continue };
        if tag.is(name) {
            // a paragraph cannot stand in a paragraph: the next one ends it
            if name.eq_ignore_ascii_case("p") {
                return Some(if tag.closes { tokens.at } else { tag.start });
            }
            if tag.closes {
                depth -= 1;
            } else if !tag.attributes.ends_with('/') {
                depth += 1;
            }
            if depth == 0 {
                return Some(tokens.at);
            }
        }
    }
    None
}

/// Passes over HTML and leaves out what is hidden: what a browser does not show, nobody may act on.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a list of what was met, each or not"
)]
struct Visible<'a> {
    tokens: Tokens<'a>,
    hidden: Vec<String>,
    /// An element was never closed: looking again for each of thousands would take for ever.
    unclosed: bool,
    /// The same of one that holds no markup, and ends whatever was left open before it.
    unclosed_raw: bool,
    /// The end of an element without size in which something has one: what else has none in it is looked
    /// at no more.
    sized_until: usize,
    /// The same of one in white in which something has a colour.
    colored_until: usize,
    /// How far it was looked whether something has a background, and whether something has.
    looked_until: usize,
    has_background: bool,
    /// Letters in white are left out; something was, for that.
    leaves_white: bool,
    left_white: bool,
}

impl<'a> Visible<'a> {
    fn new(html: &'a str) -> Self {
        Self {
            tokens: Tokens { html, at: 0 },
            hidden: Vec::new(),
            unclosed: false,
            unclosed_raw: false,
            sized_until: 0,
            colored_until: 0,
            looked_until: 0,
            has_background: false,
            leaves_white: true,
            left_white: false,
        }
    }

    /// The same, with what is white.
    fn with_white(html: &'a str) -> Self {
        Self {
            leaves_white: false,
            ..Self::new(html)
        }
    }

    /// Whether something behind a tag may be of another colour than paper: all that was opened before it counts,
    /// and what style sheets say.
    #[cold]
    fn may_be_on_color(&mut self, until: usize) -> bool {
        if !self.has_background && until > self.looked_until {
            let html = &self.tokens.html[self.looked_until..until];
            self.has_background = sets_color(html, false);
            self.looked_until = until;
        }
        self.has_background
    }
}

impl<'a> Iterator for Visible<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let token = self.tokens.next()?;
            let Token::Tag(tag) = token else {
                return Some(token);
            };
            if tag.closes || tag.is_one_of(&VOID) {
                return Some(token);
            }
            let silent = tag.is_one_of(&NO_TEXT);
            let hidden = if silent {
                Hidden::All
            } else {
                tag.hidden(&self.hidden)
            };
            let after = self.tokens.at;
            let shown = match hidden {
                Hidden::Nothing => true,
                Hidden::Letters => after < self.sized_until,
                Hidden::White | Hidden::Clear => {
                    !self.leaves_white
                        || after < self.colored_until
                        || hidden == Hidden::White && self.may_be_on_color(after)
                }
                Hidden::All => false,
            };
            if shown {
                return Some(token);
            }
            let unclosed = if is_raw_text(tag.name) {
                &mut self.unclosed_raw
            } else {
                &mut self.unclosed
            };
            let end = (!*unclosed)
                .then(|| end_of_element(self.tokens.html, tag.name, after))
                .flatten();
            *unclosed |= end.is_none();
            if hidden == Hidden::Letters
                && let Some(end) = end
                && sets_size(&self.tokens.html[after..end])
            {
                self.sized_until = end;
                return Some(token);
            }
            if matches!(hidden, Hidden::White | Hidden::Clear) {
                let Some(end) = end else {
                    return Some(token);
                };
                if sets_color(&self.tokens.html[after..end], true) {
                    self.colored_until = end;
                    return Some(token);
                }
                self.left_white = true;
            }
            if tag.is("style") {
                let sheet = &self.tokens.html[after..end.unwrap_or(after)];
                hidden_by_sheet(sheet, &mut self.hidden);
            }
            self.tokens.at = end.unwrap_or(after);
        }
    }
}

/// HTML as text.
pub(super) fn to_text(html: &str, purpose: Purpose) -> String {
    let text = render(html, purpose, None).result;
    match purpose {
        Purpose::Analysis => text,
        Purpose::Reading => read_lines(text.lines()),
    }
}

/// Lines for readers, with the cells of a row on one line and the breaks that only they see.
pub(super) fn read_lines<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for (number, line) in lines.enumerate() {
        let cell = line.trim_start_matches(CELL);
        let cells = (line.len() - cell.len()) / CELL.len_utf8();
        if cells > 0 && number > 0 {
            text.truncate(text.trim_end().len());
            text.push_str(&" | ".repeat(cells));
        } else if number > 0 {
            text.push('\n');
        }
        for (number, piece) in cell.split(BREAK).enumerate() {
            text.push_str(if number > 0 { "\n" } else { "" });
            text.push_str(piece);
        }
    }
    text
}

/// HTML as text to be split, and where it says more than that, the same for readers: line by line the
/// same, with the marks [`CELL`] and [`BREAK`]. `picture` names what an image shows, by its source.
pub(super) fn to_texts(html: &str, picture: &Pictures<'_>) -> (String, Option<String>) {
    let text = render(html, Purpose::Analysis, Some(picture));
    (text.result, text.shown)
}

/// Renders HTML; with names of pictures, for readers too. Who writes white letters on a dark screen says
/// nothing else.
fn render(html: &str, purpose: Purpose, picture: Option<&Pictures<'_>>) -> Text {
    let mut visible = Visible::new(html);
    let text = render_seen(&mut visible, purpose, picture);
    if visible.left_white && !has_text(&text.result) {
        return render_seen(&mut Visible::with_white(html), purpose, picture);
    }
    text
}

/// Renders what is seen of HTML.
fn render_seen(
    visible: &mut Visible<'_>,
    purpose: Purpose,
    picture: Option<&Pictures<'_>>,
) -> Text {
    let html = visible.tokens.html;
    let mut text = Text::new(purpose, html.len() / 3);
    text.tells_more = purpose == Purpose::Reading || picture.is_some();
    let strikes =
        text.tells_more && memchr::memmem::find(html.as_bytes(), b"line-through").is_some();
    let mut struck: Option<(&str, usize)> = None;
    let mut images = 0;
    let mut links: Vec<Link> = Vec::new();
    let mut lists: Vec<Option<usize>> = Vec::new();
    let mut quotes: Vec<Block> = Vec::new();
    // for open elements that carry a mark: their name and how many of that name are open inside
    let mut signature: Option<(&str, usize)> = None;
    for token in visible {
        let tag = match token {
            Token::Text(piece) => {
                text.push(piece);
                continue;
            }
            Token::Tag(tag) => tag,
        };
        if let Some((name, depth)) = &mut signature
            && tag.is(name)
        {
            *depth = if tag.closes { *depth - 1 } else { *depth + 1 };
            if *depth == 0 {
                text.mark(SIGNATURE_ENDS);
                signature = None;
            }
        }
        if let Some((name, depth)) = &mut struck
            && tag.is(name)
        {
            *depth = if tag.closes { *depth - 1 } else { *depth + 1 };
            if *depth == 0 {
                text.end_strike();
                struck = None;
            }
        }
        if tag.closes {
            if tag.is("blockquote") {
                text.line_break();
                match quotes.pop() {
                    Some(Block::Quote) => text.quotes = text.quotes.saturating_sub(1),
                    Some(Block::SetApart) => text.set_apart = text.set_apart.saturating_sub(1),
                    Some(Block::Indents) | None => {}
                }
                text.line_break();
            } else if tag.is_one_of(&["ul", "ol"]) {
                lists.pop();
                text.bullet = None;
                text.line_break();
            } else if tag.is("a") {
                if let Some(link) = links.pop() {
                    text.link(&link);
                }
            } else if tag.is("pre") {
                text.preformatted = false;
                text.line_break();
            } else if tag.is_one_of(&BLOCKS) {
                text.line_break();
                if tag.is("p") {
                    text.end_paragraph();
                } else if tag.is_one_of(&["tr", "table"]) {
                    text.row = Row::default();
                }
            }
            continue;
        }
        if tag.attributes.len() > 6 && purpose == Purpose::Analysis {
            let signs = [
                "gmail_signature",
                "moz-signature",
                "protonmail_signature_block",
                "ms-outlook-mobile-signature",
                "signature",
                "applemailsignature",
                "ms-outlook-ios-signature",
            ];
            let rest = [
                "divrplyfwdmsg",
                "yahoo_quoted",
                "olk_src_body_section",
                "mail-editor-reference-message-container",
            ];
            let (class, id) = (tag.attribute("class"), tag.attribute("id"));
            if signature.is_none()
                && (names(class, &signs) || names(id, &signs))
                && !tag.is_one_of(&VOID)
            {
                text.mark(SIGNATURE_STARTS);
                signature = Some((tag.name, 1));
            } else if names(id, &rest) || names(class, &rest) {
                text.mark(QUOTE_STARTS);
            } else if names(class, &["gmail_attr", "moz-cite-prefix"]) {
                text.line_break();
                text.attribution = true;
            }
        }
        if text.tells_more && struck.is_none() && !tag.is_one_of(&VOID) {
            let by_style = || {
                let style = tag.attribute("style");
                style.is_some_and(|style| style.contains("line-through"))
            };
            if tag.is_one_of(&["s", "del", "strike"]) || strikes && by_style() {
                text.struck = true;
                struck = Some((tag.name, 1));
            }
        }
        if tag.is("br") {
            text.new_line();
        } else if tag.is("hr") {
            text.mark(RULE);
        } else if tag.is("blockquote") {
            text.line_break();
            let block = block_of(&tag, purpose);
            quotes.push(block);
            match block {
                Block::Quote if text.quotes < MAX_QUOTES => text.quotes += 1,
                Block::SetApart if text.set_apart < MAX_QUOTES => text.set_apart += 1,
                _ => {}
            }
        } else if tag.is_one_of(&["ul", "ol"]) {
            text.line_break();
            let first = tag
                .attribute("start")
                .and_then(|start| start.parse().ok())
                .unwrap_or(1);
            lists.push(tag.is("ol").then_some(first));
        } else if tag.is("li") {
            text.line_break();
            if text.tells_more {
                let depth = lists.len().clamp(1, 6) - 1;
                let bullet = match lists.last_mut() {
                    Some(Some(number)) => {
                        *number = number.saturating_add(1);
                        format!("{}{}. ", "  ".repeat(depth), *number - 1)
                    }
                    _ => format!("{}- ", "  ".repeat(depth)),
                };
                text.bullet = Some(bullet);
            }
        } else if tag.is_one_of(&["td", "th"]) {
            text.ruled |= tag.is("th");
            text.next_cell();
        } else if tag.is("img") {
            images += 1;
            if let Some(picture) = picture
                && images <= MAX_IMAGES
                && let Some(name) = name_of_picture(&tag, picture)
            {
                text.picture(&name);
            }
        } else if tag.is("a") {
            if links.len() < 50 {
                links.push(Link {
                    target: tag.attribute("href").unwrap_or_default().to_owned(),
                    start: text.result.len(),
                    pictures: text.pictures,
                });
            }
        } else if tag.is("pre") {
            text.line_break();
            text.preformatted = true;
        } else if tag.is("p") {
            text.line_break();
            let flat = tag
                .attribute("class")
                .is_some_and(|class| class.contains("Mso"))
                || tag
                    .attribute("style")
                    .is_some_and(|style| style.contains("margin:0"));
            text.start_paragraph(!flat);
        } else if tag.is_one_of(&BLOCKS) {
            text.line_break();
            if tag.is("tr") {
                text.row = Row::default();
            } else if tag.is("table") {
                text.ruled = is_ruled(&tag) || text.tells_more && holds_data(html, tag.start);
            }
        }
    }
    text
}

/// What a block that is set apart from the text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    /// An older mail.
    Quote,
    /// An older mail, or words that the writer cites.
    SetApart,
    /// Text like that around it.
    Indents,
}

/// What a `blockquote` holds: mail programs mark an older mail.
fn block_of(tag: &Tag<'_>, purpose: Purpose) -> Block {
    let indents = tag.attribute("style").is_some_and(|style| {
        let style = style.to_ascii_lowercase();
        style.contains("border:none") || style.contains("border: none")
    });
    if indents {
        return Block::Indents;
    }
    let cites = || {
        let cites = |value: &str| value.trim().eq_ignore_ascii_case("cite");
        tag.attribute("type").is_some_and(cites) || tag.attribute("cite").is_some()
    };
    let names_quote = || {
        ["class", "id"].into_iter().any(|key| {
            let value = tag.attribute(key).unwrap_or_default();
            let value = value.to_ascii_lowercase();
            value.contains("quote") || value.contains("cite") || value.contains("reply")
        })
    };
    if purpose == Purpose::Reading || cites() || names_quote() {
        Block::Quote
    } else {
        Block::SetApart
    }
}

/// A link that is open.
struct Link {
    /// Where it leads, undecoded.
    target: String,
    /// Where its text starts.
    start: usize,
    /// The pictures that were shown before it.
    pictures: usize,
}

/// Whether a table shows its lines: the cells of others only hold a page together.
fn is_ruled(tag: &Tag<'_>) -> bool {
    let border = tag.attribute("border").is_some_and(|border| border != "0");
    border || names(tag.attribute("class"), &["MsoTableGrid"])
}

/// Whether the table that opens at an offset holds data though it shows no lines: rows of as many short cells,
/// three and more. One that holds a page together has a table or a picture in a cell, or rows of a cell or two.
fn holds_data(html: &str, start: usize) -> bool {
    /// Bytes that are looked at, and those of the longest cell.
    const LOOKED_AT: usize = 64 * 1024;
    const LONGEST: usize = 60;
    const COLUMNS: usize = 3;
    let html = start_of(&html[start..], LOOKED_AT);
    let (mut columns, mut rows, mut cells, mut length) = (0, 0, 0, 0);
    for token in (Tokens { html, at: 0 }).skip(1) {
        let tag = match token {
            Token::Text(piece) => {
                length += piece.trim().len();
                if length > LONGEST {
                    return false;
                }
                continue;
            }
            Token::Tag(tag) => tag,
        };
        if tag.is("img") || tag.is("table") && !tag.closes {
            return false;
        } else if tag.is_one_of(&["tr", "table"]) && cells > 0 {
            if rows > 0 && cells != columns {
                return false;
            }
            (columns, cells, rows) = (cells, 0, rows + 1);
        } else if tag.is_one_of(&["td", "th"]) && !tag.closes {
            (cells, length) = (cells + 1, 0);
        }
        if tag.is("table") {
            return rows >= 2 && columns >= COLUMNS;
        }
    }
    false
}

/// The name of a picture that belongs to a text: that of its file, or what its writer says it shows. A
/// picture from elsewhere that nobody named is a logo, or counts who reads.
fn name_of_picture(tag: &Tag<'_>, file: &Pictures<'_>) -> Option<String> {
    /// Pixels of a picture that is none.
    const NOTHING: f32 = 3.0;
    const LONGEST: usize = 120;
    let small = |side| {
        let size = tag.attribute(side).and_then(length);
        size.is_some_and(|size| size <= NOTHING)
    };
    if small("width") || small("height") {
        return None;
    }
    let source = decode_entities(tag.attribute("src").unwrap_or_default().trim());
    let scheme = source.get(..4).unwrap_or_default();
    let inner = if scheme.eq_ignore_ascii_case("cid:") {
        Some(file(&source[4..])?)
    } else {
        None
    };
    let enclosed = inner.is_some();
    let name = inner.filter(|name| !name.is_empty()).unwrap_or_else(|| {
        let said = decode_entities(tag.attribute("alt").unwrap_or_default());
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    (enclosed || !name.is_empty()).then(|| start_of(&name, LONGEST).to_owned())
}

/// Text in the making.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a state of its own of the line"
)]
struct Text {
    result: String,
    purpose: Purpose,
    quotes: usize,
    /// Blocks that are open and that nothing marks as quoted.
    set_apart: usize,
    preformatted: bool,
    attribution: bool,
    /// Nothing stands on the current line yet.
    at_line_start: bool,
    /// White space was seen and is due before the next word.
    space: bool,
    /// The paragraph that is open, or was last closed, is set apart by blank lines.
    apart: bool,
    /// What lists, links, tables and pictures say is told too: in `result` when it is to be read, else in
    /// `shown`.
    tells_more: bool,
    /// The same lines for readers, from the first thing on that only they are told.
    shown: Option<String>,
    /// What stands before the next word, when that begins its line.
    bullet: Option<String>,
    /// What follows is struck out.
    struck: bool,
    /// The mark before what is struck out stands on the current line, and the one after it does not.
    strike_open: bool,
    /// The pictures that were shown.
    pictures: usize,
    /// The row of the table that is open.
    row: Row,
    /// The table that is open shows its lines.
    ruled: bool,
}

/// The row of a table.
#[derive(Debug, Default)]
struct Row {
    /// Its cells so far.
    cells: usize,
    /// Cells that began behind the last word.
    due: usize,
    /// A word stands in it.
    told: bool,
}

impl Text {
    fn new(purpose: Purpose, capacity: usize) -> Self {
        Self {
            result: String::with_capacity(capacity),
            purpose,
            quotes: 0,
            set_apart: 0,
            preformatted: false,
            attribution: false,
            at_line_start: true,
            space: false,
            apart: false,
            tells_more: false,
            shown: None,
            bullet: None,
            struck: false,
            strike_open: false,
            pictures: 0,
            row: Row::default(),
            ruled: false,
        }
    }

    /// Adds to both texts.
    fn put(&mut self, piece: &str) {
        self.result.push_str(piece);
        if let Some(shown) = &mut self.shown {
            shown.push_str(piece);
        }
    }

    /// The text that tells readers more.
    fn telling(&mut self) -> &mut String {
        match self.purpose {
            Purpose::Reading => &mut self.result,
            Purpose::Analysis => self.shown.get_or_insert_with(|| self.result.clone()),
        }
    }

    /// Tells readers more, behind the last word; before the next one when there is none.
    fn tell_behind(&mut self, behind: &str, before: &str) {
        let at_line_start = self.at_line_start;
        let text = self.telling();
        let end = text.trim_end_matches('\n').len();
        if !at_line_start {
            text.push_str(behind);
        } else if end > 0 && !text[..end].ends_with(is_marker) {
            text.insert_str(end, behind);
        } else {
            text.push_str(before);
        }
    }

    /// What stands before the next word: the mark of a list, the cells before it, that it is struck out.
    fn tell_before(&mut self, begins: bool) {
        if !self.tells_more {
            return;
        }
        let cells = std::mem::take(&mut self.row.due);
        let told = self.row.told;
        let of_row = if cells == 0 || begins && !self.ruled {
            String::new()
        } else if !begins && (told || self.ruled) {
            " | ".repeat(if self.ruled { cells } else { 1 })
        } else if !begins {
            " ".to_owned()
        } else if told {
            String::from(CELL).repeat(cells)
        } else {
            "| ".repeat(cells)
        };
        let bullet = self.bullet.take().filter(|_| begins).unwrap_or_default();
        let strikes = self.struck && !self.strike_open;
        self.strike_open |= strikes;
        if !of_row.is_empty() || !bullet.is_empty() || strikes {
            let mark = if strikes { STRUCK } else { "" };
            let text = self.telling();
            text.push_str(&of_row);
            text.push_str(&bullet);
            text.push_str(mark);
        }
    }

    /// Ends what is struck out.
    fn end_strike(&mut self) {
        self.struck = false;
        if std::mem::take(&mut self.strike_open) {
            let mark = STRUCK;
            self.telling().push_str(mark);
        }
    }

    /// A picture, which belongs to the words above it.
    fn picture(&mut self, name: &str) {
        if self.pictures == MAX_PICTURES {
            return;
        }
        self.pictures += 1;
        let said = if name.is_empty() {
            "[afbeelding]".to_owned()
        } else {
            format!("[afbeelding: {name}]")
        };
        let behind = if self.at_line_start {
            format!("{BREAK}{BREAK}{said}")
        } else {
            format!(" {said}")
        };
        self.tell_behind(&behind, &format!("{said}{BREAK}{BREAK}"));
    }

    /// What every line starts with: the depth of the quote, and who is quoted.
    fn start_line(&mut self) {
        if self.at_line_start {
            for _ in 0..self.quotes {
                self.put("> ");
            }
            if self.set_apart > 0 && self.quotes == 0 {
                self.put(SET_APART.encode_utf8(&mut [0; 4]));
                self.put("> ");
            }
            if std::mem::take(&mut self.attribution) {
                self.put(ATTRIBUTION.encode_utf8(&mut [0; 4]));
            }
            self.at_line_start = false;
            self.tell_before(true);
        }
    }

    /// Running text: entities decoded, white space collapsed.
    fn push(&mut self, piece: &str) {
        let decoded = decode_entities(piece);
        if self.preformatted {
            for (number, line) in decoded.split('\n').enumerate() {
                if number > 0 {
                    self.new_line();
                }
                let line = line.trim_end_matches('\r');
                if !line.is_empty() {
                    self.start_line();
                    self.put(line);
                }
            }
            return;
        }
        for (number, word) in decoded.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            self.space |= number > 0;
            if word.is_empty() {
                continue;
            }
            if self.space && !self.at_line_start {
                self.put(" ");
            }
            self.space = false;
            if self.at_line_start {
                self.start_line();
            } else if self.row.due > 0 || self.struck {
                self.tell_before(false);
            }
            if self.tells_more && !self.row.told {
                self.row.told = word.contains(|c: char| !c.is_whitespace());
            }
            self.put(word);
        }
    }

    fn push_exactly(&mut self, piece: &str) {
        self.start_line();
        self.result.push_str(piece);
        self.space = false;
    }

    /// Makes sure that what follows stands on a new line.
    fn line_break(&mut self) {
        self.space = false;
        if !self.at_line_start {
            self.new_line();
        }
    }

    fn new_line(&mut self) {
        self.space = false;
        if self.at_line_start {
            for _ in 0..self.quotes {
                self.put(">");
            }
            if self.set_apart > 0 && self.quotes == 0 {
                self.put(SET_APART.encode_utf8(&mut [0; 4]));
                self.put(">");
            }
        }
        if std::mem::take(&mut self.strike_open) {
            let mark = STRUCK;
            self.telling().push_str(mark);
        }
        self.put("\n");
        self.at_line_start = true;
    }

    fn blank_line(&mut self) {
        if !self.result.is_empty() && !self.result.ends_with("\n\n") {
            self.new_line();
        }
    }

    fn start_paragraph(&mut self, apart: bool) {
        if apart {
            self.blank_line();
        }
        self.apart = apart;
    }

    fn end_paragraph(&mut self) {
        if std::mem::take(&mut self.apart) {
            self.blank_line();
        }
    }

    fn next_cell(&mut self) {
        if self.tells_more && self.row.cells > 0 {
            self.row.due += 1;
        }
        self.row.cells += 1;
        if !self.at_line_start {
            // in a text for readers a mark takes its place, before the next word
            if self.purpose == Purpose::Analysis {
                if self.tells_more {
                    self.telling();
                }
                self.result.push('\t');
            }
            self.space = false;
        }
    }

    fn mark(&mut self, mark: char) {
        self.line_break();
        match self.purpose {
            Purpose::Analysis => {
                self.start_line();
                self.result.push(mark);
                self.new_line();
            }
            Purpose::Reading if mark == RULE => {
                self.push_exactly("----------");
                self.new_line();
            }
            Purpose::Reading => {}
        }
    }

    /// Puts the target of a link after its text, unless the text says it already.
    fn link(&mut self, link: &Link) {
        if !self.tells_more || link.target.len() > 2_000 {
            return;
        }
        let target = decode_entities(link.target.trim());
        let web = ["http://", "https://", "mailto:"].iter().any(|scheme| {
            target
                .get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        let shown = self.result.get(link.start..).unwrap_or_default().trim();
        let pictured = self.pictures > link.pictures;
        let is_target = || shown.len() <= target.len() + 20 && bare(shown) == bare(&target);
        if web && (!shown.is_empty() || pictured) && !is_target() {
            let mailto = target
                .get(..7)
                .is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
            let target = if mailto { &target[7..] } else { &target };
            let target = target.replace(char::is_whitespace, "");
            self.tell_behind(&format!(" <{target}>"), "");
        }
    }
}

/// An address without what people leave out of it.
fn bare(address: &str) -> String {
    let mut address = address.trim().to_lowercase();
    for leading in ["mailto:", "https://", "http://", "www."] {
        if let Some(rest) = address.strip_prefix(leading) {
            address = rest.to_owned();
        }
    }
    address.trim_end_matches('/').to_owned()
}

/// Text with its entities decoded.
fn decode_entities(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return if text.contains(is_marker) {
            Cow::Owned(text.replace(is_marker, ""))
        } else {
            Cow::Borrowed(text)
        };
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        let name_end = rest[1..]
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '#')
            .map_or(rest.len(), |end| end + 1);
        let closed = rest[name_end..].starts_with(';');
        let name = &rest[1..name_end];
        if let Some(decoded) = decode_entity(name, closed) {
            result.push_str(&decoded);
            rest = &rest[name_end + usize::from(closed)..];
        } else {
            result.push('&');
            rest = &rest[1..];
        }
    }
    result.push_str(rest);
    Cow::Owned(result.replace(|c: char| is_marker(c) || c == '\0', ""))
}

/// One entity; unclosed ones only count when they are numbers or the most usual names.
fn decode_entity(name: &str, closed: bool) -> Option<Cow<'static, str>> {
    let usual = match name {
        "nbsp" => "\u{a0}",
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "shy" => "\u{ad}",
        "" => return None,
        _ => "",
    };
    if !usual.is_empty() {
        return Some(Cow::Borrowed(usual));
    }
    if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        let code = match hexadecimal {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        let code = code.ok()?;
        if let 128..=159 = code {
            // what Windows programs write means Windows-1252
            let code = u8::try_from(code).ok()?;
            return Some(super::charset::windows_1252(&[code]).into());
        }
        let letter = char::from_u32(code).filter(|&c| c != '\0');
        return letter.map(|c| String::from(c).into());
    }
    if !closed || name.len() > 32 {
        return None;
    }
    let mut decoded = String::new();
    add_html_token(&mut decoded, format!("&{name};").as_bytes(), false);
    (!decoded.is_empty() && !decoded.starts_with('&')).then(|| decoded.into())
}

/// The rules for what staff get to see: no scripts, no styles, no images, nothing from elsewhere.
static RULES: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut rules = ammonia::Builder::default();
    rules
        .rm_tags(["img", "map", "area"])
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    rules
});

/// HTML that is safe to show, without what was hidden in it.
pub(super) fn sanitise(html: &str) -> String {
    let as_text = || {
        format!(
            "<pre>{}</pre>",
            ammonia::clean_text(&to_text(html, Purpose::Reading))
        )
    };
    if html.len() > MAX_CLEANED {
        return as_text();
    }
    sanitise_seen(Visible::new(html), &as_text)
}

/// What is seen of HTML, safe to show; `as_text` when it would cost too much.
fn sanitise_seen(mut visible: Visible<'_>, as_text: &dyn Fn() -> String) -> String {
    let html = visible.tokens.html;
    let mut says = false;
    let mut nested = 0_usize;
    // of the stretch of text that is open: its letters to be escaped, and its bytes
    let (mut escapes, mut stretch, mut escaping) = (0_usize, 0_usize, 0_usize);
    let mut shown = String::with_capacity(html.len());
    let mut copied = 0;
    loop {
        let before = visible.tokens.at;
        let Some(token) = visible.next() else {
            shown.push_str(&html[copied..before]);
            break;
        };
        match &token {
            Token::Text(piece) => {
                says = says || has_text(&decode_entities(piece));
                escapes += piece.matches(['&', '\u{a0}']).count();
                stretch += piece.len();
                if escaping + escapes.saturating_mul(stretch) > MAX_ESCAPING {
                    return as_text();
                }
            }
            Token::Tag(tag) if tag.is_one_of(&BLOCKS) => {
                escaping += escapes.saturating_mul(stretch);
                (escapes, stretch) = (0, 0);
            }
            Token::Tag(_) => {}
        }
        if let Token::Tag(tag) = &token
            && !tag.is_one_of(&VOID)
            && !tag.is_one_of(&CLOSE_THEMSELVES)
        {
            nested = if tag.closes {
                nested.saturating_sub(1)
            } else {
                nested + 1
            };
            if nested > MAX_NESTED {
                return as_text();
            }
        }
        if let Token::Tag(tag) = token
            && tag.start > before
        {
            // something was skipped between the last token and this one
            shown.push_str(&html[copied..before]);
            copied = tag.start;
        } else if let Token::Text(piece) = token {
            let start = visible.tokens.at - piece.len();
            if start > before {
                shown.push_str(&html[copied..before]);
                copied = start;
            }
        }
    }
    if visible.left_white && !says {
        return sanitise_seen(Visible::with_white(html), as_text);
    }
    RULES.clean(&shown).to_string()
}

/// Text as HTML, for a mail that has both.
pub(super) fn from_text(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 32);
    html.push_str("<p>");
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            html.push_str("<br>");
        }
        for c in line.chars() {
            match c {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                c => html.push(c),
            }
        }
    }
    html.push_str("</p>");
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_readable_text() {
        let check = |html: &str, expected: &str| {
            assert_eq!(to_text(html, Purpose::Reading).trim(), expected, "{html}");
        };
        check("<p>Een</p><p>Twee &amp; drie</p>", "Een\n\nTwee & drie");
        check(
            "<div>Een</div><div><br></div><div>Twee</div>",
            "Een\n\nTwee",
        );
        check(
            "<ul><li>a<li>b</ul><ol><li>c<li>d</ol>",
            "- a\n- b\n1. c\n2. d",
        );
        check(
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            "a | b\nc",
        );
        // a table of data keeps its columns, also without lines
        let data = "<table><tr><td></td><td>2025</td><td>2026</td></tr><tr><td>Lede</td><td></td><td>5</td>\
                    </tr></table>";
        check(data, "| 2025 | 2026\nLede |  | 5");
        for layout in [
            data.replace("2025", "<img src=x>"),
            data.replace("2025", "<table><tr><td>2025</td></tr></table>"),
            data.replace("<td></td>", ""),
        ] {
            let text = to_text(&layout, Purpose::Reading);
            assert!(!text.contains("|  |") && !text.starts_with('|'), "{text}");
        }
        check(
            "zie <a href='https://x.be/y'>hier</a>",
            "zie hier <https://x.be/y>",
        );
        check("zie <a href='https://x.be/'>x.be</a>", "zie x.be");
        check(
            "a < b &euro; &#8364; &#128; &eacute;n &onbekend; R&D",
            "a < b € € € én &onbekend; R&D",
        );
        check(
            "<blockquote>oud<br>ouder</blockquote>nieuw",
            "> oud\n> ouder\nnieuw",
        );
        check("  veel \n\t  wit  ", "veel wit");
    }

    #[test]
    fn hidden_text_is_no_text() {
        let check = |html: &str, expected: &str| {
            assert_eq!(to_text(html, Purpose::Analysis).trim(), expected, "{html}");
            assert!(!sanitise(html).contains("weg"), "{html}");
            assert!(sanitise(html).contains("blijft"), "{html}");
        };
        check(
            "<div style='display:none'>weg<div>weg</div></div>blijft",
            "blijft",
        );
        check("<p style=\"font-size: 0px\">weg<p>blijft", "blijft");
        // a cell that only holds others together
        check(
            "<td style='font-size:0px'><div style='font-size:13px'>Griet</div></td>blijft",
            "Griet\nblijft",
        );
        check(
            "<div style='font-size:0'><p style='font-size:1px'>weg</p></div>blijft",
            "blijft",
        );
        // what was left open does not show what a style sheet says
        check(
            "<div hidden><p>blijft<style>weg{color:red}</style>",
            "blijft",
        );
        check(
            "<style>.x, .y{display:none}</style><b class='z y'>weg</b>blijft",
            "blijft",
        );
        check(
            "<style>@media print{.x{display:none}}</style><b class=x>blijft</b>",
            "blijft",
        );
        check(
            "<style>div.h{display:none} p > .k, td .l{display:none} .m .n{display:none}</style><div \
             class=h>weg</div><p><span class=k>weg</span></p><b class=h>blijft</b><b class=n> ook</b>",
            "blijft ook",
        );
        for style in [
            "color:white",
            "color: #FFF !important",
            "color:#ffffff;background:#ffffff",
            "color:rgb(255, 255, 255)",
            "color:transparent",
            "position:absolute;left:-9999px",
            "position:absolute;top:-5000px",
            "text-indent:-9999px",
            "height:0;overflow:hidden",
            "max-height:0",
        ] {
            check(
                &format!("<body bgcolor='#FFFFFF'>blijft<div style='{style}'>weg</div>"),
                "blijft",
            );
        }
        check("blijft <font color=white>weg</font>", "blijft");
        check("<script>weg</script><!-- weg -->blijft", "blijft");
        check("blijft<span hidden>weg</span>", "blijft");
        check(
            "<title>weg</title><svg><text>weg</text></svg>blijft",
            "blijft",
        );
    }

    #[test]
    fn white_letters_on_a_colour_are_text() {
        for html in [
            "<table><tr><td style='background:#004080'><a style='color:white'>Klik</a></td></tr></table>",
            "<td bgcolor=navy><font color=white>Klik</font></td>",
            "<a style='color:#fff;background-color:red'>Klik</a>",
            "<style>.knop{background:red}</style><a class=knop style='color:#fff'>Klik</a>",
            "<div style='color:white'><span style='color:black'>Klik</span></div>",
            "<div style='color:white'><span style='background:blue'>Klik</span></div>",
            "<div style='color:#fffaaa'>Klik</div>",
            "<div style='height:0'>Klik</div>",
            "<div style='left:-9999px'>Klik</div>",
            "<p style='text-indent:-18pt'>Klik</p>",
            // nothing else is said
            "<div style='color:white'>Klik</div>",
        ] {
            assert_eq!(to_text(html, Purpose::Analysis).trim(), "Klik", "{html}");
            assert!(sanitise(html).contains("Klik"), "{html}");
        }
    }

    #[test]
    fn what_staff_see_cannot_harm() {
        let clean = sanitise(
            "<body onload=x><a href='javascript:x'>a</a><a href='https://x.be'>b</a><img src=x \
             onerror=y><iframe src=z></iframe><form><input></form><svg onload=q></svg>",
        );
        insta::assert_snapshot!(clean, @r#"<a rel="noopener noreferrer nofollow">a</a><a href="https://x.be" rel="noopener noreferrer nofollow">b</a>"#);
    }
}
