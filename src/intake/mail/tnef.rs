//! What is inside a `winmail.dat`, the wrapping that Exchange puts round rich text.
//!
//! Format: [MS-OXTNEF], a flat list of attributes, each with a level, an id, a length and a
//! checksum. Names and contents of files are taken, and the body, for a mail that has no other.

use super::charset;
use super::digest::sha256_hex;
use super::headers::harmless;
use super::parsed::Attachment;
use super::rtf::{self, RichText};

/// What every TNEF stream starts with.
const SIGNATURE: [u8; 4] = [0x78, 0x9f, 0x3e, 0x22];

/// Start of the properties of a next file.
const RENDER_DATA: u16 = 0x9002;
/// The short name of a file.
const TITLE: u16 = 0x8010;
/// The content of a file.
const DATA: u16 = 0x800f;

/// The code page of its texts.
const OEM_CODE_PAGE: u16 = 0x9007;
/// The code page of a stream that names none.
const CODE_PAGE: &str = "windows-1252";
/// The body as plain text.
const BODY: u16 = 0x800c;
/// The properties of the message.
const MESSAGE_PROPERTIES: u16 = 0x9003;
/// The properties of a file.
const FILE_PROPERTIES: u16 = 0x9005;

/// Ids of properties ([MS-OXPROPS]): the body in three forms, and the long name of a file.
const PLAIN_BODY: u16 = 0x1000;
const RICH_BODY: u16 = 0x1009;
const HTML_BODY: u16 = 0x1013;
const LONG_NAME: u16 = 0x3707;

/// Files that are taken out of one stream.
const MAX_FILES: usize = 200;

/// Whether a part of this type and name is such a wrapping.
pub(super) fn is_one(media_type: &str, filename: &str) -> bool {
    matches!(
        media_type,
        "application/ms-tnef" | "application/vnd.ms-tnef"
    ) || filename.eq_ignore_ascii_case("winmail.dat")
}

/// A file as its attributes tell of it, one by one.
#[derive(Debug, Default)]
struct Found {
    short_name: Option<String>,
    long_name: Option<String>,
    bytes: Vec<u8>,
    damaged: bool,
}

/// The files in a stream; an unreadable one holds none.
pub(super) fn files(stream: &[u8]) -> Vec<Attachment> {
    let mut found: Vec<Found> = Vec::new();
    let mut code_page = CODE_PAGE.to_owned();
    let mut remarks = Vec::new();
    for Attribute { id, content, whole } in attributes(stream) {
        match id {
            OEM_CODE_PAGE => code_page = code_page_of(content).unwrap_or(code_page),
            RENDER_DATA => {
                // What follows the last file that is taken is none of its facts.
                if found.len() >= MAX_FILES {
                    break;
                }
                found.push(Found::default());
            }
            TITLE => {
                if found.is_empty() {
                    found.push(Found::default());
                }
                if let Some(file) = found.last_mut() {
                    file.short_name = named(content, &code_page);
                }
            }
            DATA => {
                if found.last().is_none_or(|file| !file.bytes.is_empty()) {
                    if found.len() >= MAX_FILES {
                        break;
                    }
                    found.push(Found::default());
                }
                if let Some(file) = found.last_mut() {
                    file.bytes = content.to_vec();
                    file.damaged = !whole;
                }
            }
            FILE_PROPERTIES => {
                if let Some(file) = found.last_mut() {
                    properties(content, |kind, id, value| {
                        if id == LONG_NAME {
                            file.long_name = named(value, charset_of(kind, &code_page));
                        }
                    });
                }
            }
            _ => {}
        }
    }
    found
        .into_iter()
        .filter(|file| !file.bytes.is_empty())
        .enumerate()
        .map(|(number, file)| {
            let name = file
                .long_name
                .or(file.short_name)
                .unwrap_or_else(|| format!("bijlage-{}.bin", number + 1));
            let filename = harmless(&name, &mut remarks).into_owned();
            Attachment {
                media_type: media_type(&filename).to_owned(),
                sha256: sha256_hex(&file.bytes),
                size: file.bytes.len(),
                filename,
                bytes: file.bytes,
                inline: false,
                damaged: file.damaged,
            }
        })
        .collect()
}

/// The body in a stream, for when the mail around it has none.
pub(super) fn body(stream: &[u8]) -> Option<RichText> {
    let mut body = Bodies::default();
    let mut code_page = CODE_PAGE.to_owned();
    for Attribute { id, content, .. } in attributes(stream) {
        match id {
            OEM_CODE_PAGE => code_page = code_page_of(content).unwrap_or(code_page),
            BODY => body.plain = named(content, &code_page),
            MESSAGE_PROPERTIES => {
                properties(content, |kind, id, value| {
                    body.note(kind, id, value, &code_page);
                });
            }
            // The files come after the message.
            RENDER_DATA => break,
            _ => {}
        }
    }
    body.best()
}

/// One attribute of a stream.
struct Attribute<'a> {
    id: u16,
    content: &'a [u8],
    /// It is all there; the last one may be cut off.
    whole: bool,
}

/// The attributes of a stream, in order.
fn attributes(stream: &[u8]) -> impl Iterator<Item = Attribute<'_>> {
    // signature, then a key of two bytes
    let mut rest = stream
        .strip_prefix(&SIGNATURE)
        .and_then(|rest| rest.get(2..))
        .unwrap_or_default();
    std::iter::from_fn(move || {
        let (&[_level, low, high, _, _, a, b, c, d], after) = rest.split_first_chunk::<9>()?;
        let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        let whole = length <= after.len();
        let content = &after[..length.min(after.len())];
        // the checksum takes two bytes
        rest = after
            .get(content.len()..)
            .and_then(|rest| rest.get(2..))
            .unwrap_or_default();
        let id = u16::from_le_bytes([low, high]);
        Some(Attribute { id, content, whole })
    })
}

/// The code page that a stream says its texts of eight bits are in.
fn code_page_of(content: &[u8]) -> Option<String> {
    let (page, _) = number(content)?;
    match page {
        65001 => Some("utf-8".to_owned()),
        28605 => Some("iso-8859-15".to_owned()),
        28591..=28599 => Some(format!("iso-8859-{}", page - 28590)),
        1250..=1258 => Some(format!("windows-{page}")),
        _ => None,
    }
}

/// A text of a stream, which ends at its first zero; `None` when it says nothing.
fn named(bytes: &[u8], charset: &str) -> Option<String> {
    let (text, _) = charset::text(bytes, Some(charset));
    let text = text.split('\0').next().unwrap_or_default().trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The body of a message, in the forms in which it may come.
#[derive(Debug, Default)]
struct Bodies {
    plain: Option<String>,
    html: Option<String>,
    rich: Option<RichText>,
}

impl Bodies {
    fn note(&mut self, kind: u16, id: u16, value: &[u8], code_page: &str) {
        match id {
            PLAIN_BODY => self.plain = named(value, charset_of(kind, code_page)),
            // what it is written in, the HTML itself tells best; nearly always it is UTF-8 by now
            HTML_BODY => self.html = named(value, charset_of(kind, code_page)),
            RICH_BODY => {
                self.rich = rtf::unfold(value).and_then(|rtf| rtf::read(&rtf));
            }
            _ => {}
        }
    }

    fn best(self) -> Option<RichText> {
        let html = self.html.map(RichText::Html);
        let rich = self.rich.filter(RichText::says_something);
        html.or(rich).or(self.plain.map(RichText::Plain))
    }
}

/// Types of properties that take four bytes, and that take eight or more ([MS-OXCDATA] 2.11.1).
const FOUR_BYTES: [u16; 6] = [0x02, 0x03, 0x04, 0x0a, 0x0b, 0x01];
const EIGHT_BYTES: [u16; 5] = [0x05, 0x06, 0x07, 0x14, 0x40];
const IDENTIFIER: u16 = 0x48;
/// Text of eight bits, text of sixteen, an object and bytes: each says its own length.
const TEXT: u16 = 0x1e;
const WIDE_TEXT: u16 = 0x1f;
const OBJECT: u16 = 0x0d;
const BYTES: u16 = 0x102;
/// Set on a type that holds several values.
const SEVERAL: u16 = 0x1000;

fn charset_of(kind: u16, code_page: &str) -> &str {
    if kind == WIDE_TEXT {
        "utf-16le"
    } else {
        code_page
    }
}

/// Walks the properties in an attribute ([MS-OXTNEF] 2.1.3.4), with the type, the id and the first
/// value of each, until they end or cannot be followed.
fn properties(content: &[u8], mut each: impl FnMut(u16, u16, &[u8])) {
    let mut rest = content.get(4..).unwrap_or_default();
    while let Some((&[a, b, c, d], after)) = rest.split_first_chunk::<4>() {
        let (kind, id) = (u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]));
        let Some((value, after)) = property(kind, id, after) else {
            return;
        };
        each(kind, id, value);
        rest = after;
    }
}

/// The first value of a property, and what comes after the property.
fn property(kind: u16, id: u16, mut rest: &[u8]) -> Option<(&[u8], &[u8])> {
    if id >= 0x8000 {
        // a property with a name: whose, and then a number or a name of its own
        rest = rest.get(16..)?;
        let (by_name, after) = number(rest)?;
        let (length, after) = number(after)?;
        rest = if by_name == 1 {
            after.get(padded(length)?..)?
        } else {
            after
        };
    }
    let single = kind & !SEVERAL;
    let own_length = [TEXT, WIDE_TEXT, OBJECT, BYTES].contains(&single);
    let (values, after) = if own_length || single != kind {
        number(rest)?
    } else {
        (1, rest)
    };
    rest = after;
    let mut first = None;
    for _ in 0..values {
        let (length, after) = if own_length {
            number(rest)?
        } else if FOUR_BYTES.contains(&single) {
            (4, rest)
        } else if EIGHT_BYTES.contains(&single) {
            (8, rest)
        } else if single == IDENTIFIER {
            (16, rest)
        } else {
            return None;
        };
        first.get_or_insert(after.get(..length)?);
        // the last one may lack what fills it up
        rest = after.get(padded(length)?..).unwrap_or_default();
    }
    Some((first.unwrap_or_default(), rest))
}

fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((usize::try_from(u32::from_le_bytes(*number)).ok()?, rest))
}

/// A length with what fills it up to a multiple of four.
fn padded(length: usize) -> Option<usize> {
    length.checked_next_multiple_of(4)
}

/// The media type that a file name promises; TNEF does not say.
pub(super) fn media_type(filename: &str) -> &'static str {
    let extension = filename
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::super::rtf::tests::stored;
    use super::*;

    fn attribute(id: u16, content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        [
            &[1],
            &id.to_le_bytes()[..],
            &[6, 0],
            &length,
            content,
            &[0, 0],
        ]
        .concat()
    }

    fn property(kind: u16, id: u16, value: &[u8]) -> Vec<u8> {
        let length = u32::try_from(value.len()).unwrap().to_le_bytes();
        let padding = vec![0; value.len().next_multiple_of(4) - value.len()];
        [
            &kind.to_le_bytes()[..],
            &id.to_le_bytes(),
            &1u32.to_le_bytes(),
            &length,
            value,
            &padding,
        ]
        .concat()
    }

    fn stream(attributes: &[Vec<u8>]) -> Vec<u8> {
        [&SIGNATURE[..], &[1, 0], &attributes.concat()].concat()
    }

    fn of_message(properties: &[Vec<u8>]) -> Vec<u8> {
        let count = u32::try_from(properties.len()).unwrap().to_le_bytes();
        attribute(
            MESSAGE_PROPERTIES,
            &[&count[..], &properties.concat()].concat(),
        )
    }

    #[test]
    fn a_body_comes_out_in_its_best_form() {
        let rich = property(BYTES, RICH_BODY, &stored(b"{\\rtf1 Een\\par Twee}"));
        let plain = property(WIDE_TEXT, PLAIN_BODY, b"E\0e\0n\0\0\0");
        let html = property(BYTES, HTML_BODY, b"<p>Een</p>");
        // a number with a name of its own stands before them
        let named = [
            &0x03u16.to_le_bytes()[..],
            &0x8001u16.to_le_bytes(),
            &[7; 16],
            &1u32.to_le_bytes(),
            &6u32.to_le_bytes(),
            b"a\0b\0c\0\0\0",
            &[9, 0, 0, 0],
        ]
        .concat();
        let read = |properties: &[Vec<u8>]| body(&stream(&[of_message(properties)]));
        let all = [named.clone(), plain.clone(), rich.clone(), html];
        assert_eq!(read(&all), Some(RichText::Html("<p>Een</p>".to_owned())));
        let words = Some(RichText::Plain("Een\nTwee".to_owned()));
        assert_eq!(read(&[named, plain.clone(), rich]), words);
        assert_eq!(read(&[plain]), Some(RichText::Plain("Een".to_owned())));
        assert_eq!(read(&[]), None);
    }

    #[test]
    fn a_file_keeps_its_long_name() {
        let long = property(WIDE_TEXT, LONG_NAME, b"k\0a\0a\0r\0t\0.\0p\0d\0f\0");
        let count = 1u32.to_le_bytes();
        let stream = stream(&[
            attribute(RENDER_DATA, &[0; 14]),
            attribute(TITLE, b"KAART~1.PDF\0"),
            attribute(DATA, b"%PDF"),
            attribute(FILE_PROPERTIES, &[&count[..], &long].concat()),
        ]);
        let files = files(&stream);
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].filename, "kaart.pdf");
        assert_eq!(files[0].media_type, "application/pdf");
    }

    #[test]
    fn a_stream_says_what_its_texts_are_written_in_and_may_be_cut_off() {
        let euro = stream(&[
            attribute(OEM_CODE_PAGE, &28605u32.to_le_bytes()),
            attribute(BODY, b"10 \xa4\0"),
        ]);
        assert_eq!(body(&euro), Some(RichText::Plain("10 €".to_owned())));
        let mut cut = stream(&[
            attribute(RENDER_DATA, &[0; 14]),
            attribute(DATA, b"%PDF-1.7"),
        ]);
        cut.truncate(cut.len() - 5);
        let files = files(&cut);
        assert_eq!(
            (files[0].bytes.as_slice(), files[0].damaged),
            (&b"%PDF-"[..], true)
        );
    }

    #[test]
    fn a_stream_of_nothing_but_files_gives_a_few() {
        let many = stream(&vec![attribute(DATA, b"x"); 5_000]);
        assert_eq!(files(&many).len(), MAX_FILES);
    }
}
