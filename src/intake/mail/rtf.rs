//! The text in a rich text body: compressed as Outlook keeps it ([MS-OXRTFCP]), and the HTML that it
//! may wrap ([MS-OXRTFEX]). Only what is read is kept: words, lines and the wrapped mark-up; looks,
//! fonts and pictures are left out.

use super::charset;

/// What a rich text body says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RichText {
    /// It wraps the HTML that the writer's program wrote.
    Html(String),
    /// It is rich text of its own.
    Plain(String),
}

impl RichText {
    /// Whether it has words at all.
    pub fn says_something(&self) -> bool {
        let (Self::Html(text) | Self::Plain(text)) = self;
        !text.trim().is_empty()
    }
}

/// The most that a compressed body is unfolded to, in bytes.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Groups in groups that are followed; what stands deeper is left out.
const MOST_DEPTH: usize = 200;

/// What the dictionary holds before the first byte ([MS-OXRTFCP] 2.1.2.1).
const DICTIONARY: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
/// The dictionary is a ring of this many bytes.
const RING: usize = 4096;

/// Destinations that hold no words of the writer.
const NO_WORDS: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "themedata",
    "datastore",
    "latentstyles",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "mmathPr",
    "fldinst",
    "bkmkstart",
    "bkmkend",
    "mhtmltag",
];

/// Unfolds a compressed body; `None` when it is not one.
pub(super) fn unfold(compressed: &[u8]) -> Option<Vec<u8>> {
    let (&[_, _, _, _, a, b, c, d], rest) = compressed.split_first_chunk::<8>()?;
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let content = rest.get(4..)?;
    let size = usize::try_from(u32::from_le_bytes([a, b, c, d])).ok()?;
    match kind {
        b"MELA" => Some(content[..content.len().min(size)].to_vec()),
        b"LZFu" => Some(unfold_runs(content, size.min(MOST_BYTES))),
        _ => None,
    }
}

/// The bytes that runs of a dictionary stand for, up to `size`; what is cut off gives what is there.
fn unfold_runs(content: &[u8], size: usize) -> Vec<u8> {
    let mut ring = [0u8; RING];
    ring[..DICTIONARY.len()].copy_from_slice(DICTIONARY);
    let mut at = DICTIONARY.len();
    let mut out = Vec::with_capacity(size.min(content.len() * 4));
    let mut bytes = content.iter().copied();
    while let Some(flags) = bytes.next() {
        for bit in 0..8 {
            if out.len() >= size {
                return out;
            }
            if flags & (1 << bit) == 0 {
                let Some(byte) = bytes.next() else {
                    return out;
                };
                ring[at] = byte;
                at = (at + 1) % RING;
                out.push(byte);
                continue;
            }
            let (Some(high), Some(low)) = (bytes.next(), bytes.next()) else {
                return out;
            };
            let token = u16::from_be_bytes([high, low]);
            let from = usize::from(token >> 4);
            if from == at {
                return out;
            }
            for step in 0..usize::from(token & 0xf) + 2 {
                let byte = ring[(from + step) % RING];
                ring[at] = byte;
                at = (at + 1) % RING;
                out.push(byte);
            }
        }
    }
    out
}

/// What rich text says; `None` when it is none.
pub(super) fn read(rtf: &[u8]) -> Option<RichText> {
    rtf.starts_with(b"{\\rtf").then(|| Reader::new(rtf).read())
}

/// What holds within one pair of braces.
#[derive(Debug, Clone, Copy)]
struct Group {
    /// Its words are not the writer's.
    skipped: bool,
    /// It holds a tag of the wrapped HTML.
    tag: bool,
    /// It is there for readers that know no HTML.
    instead_of_html: bool,
    /// How many characters stand in for one that only Unicode has.
    stand_ins: usize,
}

/// Reads a document from its first byte to its last.
struct Reader<'a> {
    rest: &'a [u8],
    group: Group,
    outer: Vec<Group>,
    /// Groups that are too deep to remember.
    too_deep: usize,
    code_page: String,
    /// Bytes in that code page that were not turned into text yet.
    pending: Vec<u8>,
    wraps_html: bool,
    /// Characters to leave out: they stand in for one that was read.
    stand_ins: usize,
    high_surrogate: Option<u16>,
    out: String,
}

impl<'a> Reader<'a> {
    fn new(rtf: &'a [u8]) -> Self {
        Self {
            rest: rtf,
            group: Group {
                skipped: false,
                tag: false,
                instead_of_html: false,
                stand_ins: 1,
            },
            outer: Vec::new(),
            too_deep: 0,
            code_page: "windows-1252".to_owned(),
            pending: Vec::new(),
            wraps_html: false,
            stand_ins: 0,
            high_surrogate: None,
            out: String::new(),
        }
    }

    fn read(mut self) -> RichText {
        while let Some((&byte, after)) = self.rest.split_first() {
            self.rest = after;
            match byte {
                b'{' => self.open(),
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        self.settle();
        // A character by its number can be any: one that no text may hold, or a mark of ours.
        let text = charset::clean(&self.out).into_owned();
        if self.wraps_html {
            RichText::Html(text)
        } else {
            RichText::Plain(text)
        }
    }

    fn open(&mut self) {
        self.settle();
        if self.outer.len() < MOST_DEPTH && self.too_deep == 0 {
            self.outer.push(self.group);
        } else {
            self.too_deep += 1;
        }
    }

    fn close(&mut self) {
        self.settle();
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if let Some(group) = self.outer.pop() {
            self.group = group;
        }
    }

    /// A word or a symbol after a backslash.
    fn control(&mut self) {
        let letters = self
            .rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        if letters == 0 {
            self.symbol();
            return;
        }
        let word = String::from_utf8_lossy(&self.rest[..letters]).into_owned();
        self.rest = &self.rest[letters..];
        let minus = usize::from(self.rest.first() == Some(&b'-'));
        let digits = self.rest[minus..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let number = if digits == 0 {
            None
        } else {
            let number = String::from_utf8_lossy(&self.rest[..minus + digits]);
            let number = number.parse::<i32>().ok();
            self.rest = &self.rest[minus + digits..];
            number
        };
        // one space belongs to the word
        if self.rest.first() == Some(&b' ') {
            self.rest = &self.rest[1..];
        }
        self.word(&word, number);
    }

    fn symbol(&mut self) {
        let Some((&symbol, after)) = self.rest.split_first() else {
            return;
        };
        self.rest = after;
        match symbol {
            b'\'' => {
                let hex = self.rest.get(..2).unwrap_or_default();
                let byte = std::str::from_utf8(hex)
                    .ok()
                    .and_then(|hex| u8::from_str_radix(hex, 16).ok());
                if let Some(byte) = byte {
                    self.rest = &self.rest[2..];
                    self.byte(byte);
                }
            }
            b'~' => self.text("\u{a0}"),
            b'_' => self.text("-"),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'\r' | b'\n' => self.text("\n"),
            // what follows may be left out by who does not know it
            b'*' => self.destination(),
            _ => {}
        }
    }

    /// `\*`: a group that only some readers know; of those, we know the tags of the wrapped HTML.
    fn destination(&mut self) {
        if self.wraps_html && self.rest.starts_with(b"\\htmltag") {
            self.settle();
            self.group.tag = true;
        } else {
            self.settle();
            self.group.skipped = true;
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "par" | "line" | "row" | "sect" | "page" => self.text("\n"),
            "tab" | "cell" => self.text("\t"),
            "lquote" => self.text("\u{2018}"),
            "rquote" => self.text("\u{2019}"),
            "ldblquote" => self.text("\u{201c}"),
            "rdblquote" => self.text("\u{201d}"),
            "bullet" => self.text("\u{2022}"),
            "endash" => self.text("\u{2013}"),
            "emdash" => self.text("\u{2014}"),
            "fromhtml" => self.wraps_html = number != Some(0),
            "htmlrtf" => {
                self.settle();
                self.group.instead_of_html = number != Some(0);
            }
            "ansicpg" => {
                if let Some(page) = number.filter(|page| (1..=65001).contains(page)) {
                    self.code_page = if page == 65001 {
                        "utf-8".to_owned()
                    } else {
                        format!("windows-{page}")
                    };
                }
            }
            "uc" => self.group.stand_ins = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(8),
            "u" => self.unicode(number.unwrap_or_default()),
            "bin" => {
                let length = usize::try_from(number.unwrap_or_default()).unwrap_or_default();
                self.rest = self.rest.get(length..).unwrap_or_default();
            }
            word if NO_WORDS.contains(&word) => {
                self.settle();
                self.group.skipped = true;
            }
            _ => {}
        }
    }

    /// A character by its number, as two halves when it is beyond the first 65,536.
    fn unicode(&mut self, number: i32) {
        self.settle();
        let unit = u16::try_from(number.rem_euclid(0x1_0000)).unwrap_or_default();
        let units = match self.high_surrogate.take() {
            Some(high) => vec![high, unit],
            None if (0xd800..0xdc00).contains(&unit) => {
                self.high_surrogate = Some(unit);
                Vec::new()
            }
            None => vec![unit],
        };
        for read in char::decode_utf16(units) {
            let mut buffer = [0; 4];
            self.text(read.unwrap_or('\u{fffd}').encode_utf8(&mut buffer));
        }
        self.stand_ins = self.group.stand_ins;
    }

    /// A byte of text in the code page.
    fn byte(&mut self, byte: u8) {
        if self.stand_ins > 0 {
            self.stand_ins -= 1;
        } else if self.is_read() {
            self.pending.push(byte);
        }
    }

    fn text(&mut self, text: &str) {
        self.settle();
        self.stand_ins = 0;
        if self.is_read() {
            self.put(text);
        }
    }

    /// Outside its tags, what a wrapped HTML says is words.
    fn put(&mut self, text: &str) {
        if !self.wraps_html || self.group.tag {
            self.out.push_str(text);
            return;
        }
        for c in text.chars() {
            match c {
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                c => self.out.push(c),
            }
        }
    }

    fn is_read(&self) -> bool {
        let for_html = self.wraps_html && self.group.instead_of_html;
        !self.group.skipped && !for_html && self.too_deep == 0
    }

    /// Turns the bytes that wait into text.
    fn settle(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let (text, _) = charset::text(&self.pending, Some(&self.code_page));
        let text = text.into_owned();
        self.pending.clear();
        self.put(&text);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The two examples of [MS-OXRTFCP], section 4.1.
    const SIMPLE: &[u8] = b"\x2d\x00\x00\x00\x2b\x00\x00\x00LZFu\xf1\xc5\xc7\xa7\x03\x00\x0a\x00rcpg125B2\x0a\xf3 hel\x09\x00 bw\x05\xb0ld}\x0a\x80\x0f\xa0";
    const CROSSING: &[u8] =
        b"\x1a\x00\x00\x00\x1c\x00\x00\x00LZFu\xe2\xd4KQA\x00\x04 WXYZ\x0dn}\x01\x0e\xb0";

    /// A body that says that it is not compressed.
    pub fn stored(rtf: &[u8]) -> Vec<u8> {
        let size = u32::try_from(rtf.len()).unwrap().to_le_bytes();
        let mut body = [&size[..], &size, b"MELA", &[0; 4]].concat();
        body.extend_from_slice(rtf);
        body
    }

    #[test]
    fn the_examples_of_the_format_are_unfolded() {
        assert_eq!(
            unfold(SIMPLE).unwrap(),
            b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
        );
        assert_eq!(unfold(CROSSING).unwrap(), b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
        assert_eq!(unfold(&stored(b"{\\rtf1 a}")).unwrap(), b"{\\rtf1 a}");
        assert_eq!(unfold(b"geen"), None);
        assert_eq!(unfold(b""), None);
    }

    #[track_caller]
    fn check(rtf: &str, expected: &RichText) {
        assert_eq!(read(rtf.as_bytes()).as_ref(), Some(expected), "{rtf}");
    }

    #[test]
    fn rich_text_gives_its_words_and_lines() {
        let plain = |text: &str| RichText::Plain(text.to_owned());
        check(
            "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator Riched20;}\\pard\\f0 \
             Beste\\par Zo\\'eb vraagt \\b iets\\b0 : 1\\~% \\{x\\}\\line na\\u8364?ast\\par}",
            &plain("Beste\nZoë vraagt iets: 1\u{a0}% {x}\nna€ast\n"),
        );
        check(
            "{\\rtf1\\ansicpg1251 \\'cf{\\pict 00ff}\\u-10179?\\u-8704?}",
            &plain("П\u{1f600}"),
        );
        check("{\\rtf1 a{\\bin4 {}}}b", &plain("ab"));
        assert_eq!(read(b"geen rtf"), None);
    }

    #[test]
    fn wrapped_html_comes_out_as_it_went_in() {
        let rtf = "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\b \\htmlrtf0 \
                   Is 1 < 2?{\\*\\htmltag84 &nbsp;}\\htmlrtf \\'a0\\htmlrtf0 Ja{\\*\\htmltag72 </p>}\
                   \\htmlrtf }\\htmlrtf0}";
        check(
            rtf,
            &RichText::Html("<p>Is 1 &lt; 2?&nbsp;Ja</p>".to_owned()),
        );
        check(
            "{\\rtf1\\fromhtml1 \\u60?script\\u62?}",
            &RichText::Html("&lt;script&gt;".to_owned()),
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_grow(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let mut body = b"\xff\xff\xff\x7f\xff\xff\xff\x7fLZFu\0\0\0\0".to_vec();
            body.extend_from_slice(&bytes);
            let unfolded = unfold(&body).unwrap();
            // A run of two bytes gives seventeen at most.
            prop_assert!(unfolded.len() <= bytes.len() * 9);
            read(&[b"{\\rtf1", &bytes[..]].concat());
        }

        #[test]
        fn no_number_brings_in_what_no_text_may_hold(number in -40_000..70_000_i32) {
            let rtf = format!("{{\\rtf1 a\\u{number}?b}}");
            let Some(RichText::Plain(text)) = read(rtf.as_bytes()) else { panic!() };
            prop_assert!(!text.chars().any(|c| c == '\0' || super::super::html::is_marker(c)));
        }

        #[test]
        fn no_words_make_it_panic(words in r"(\\[a-z']{1,8}-?[0-9]{0,6}|[{}]|\\[*~'{}]|[a-z ]){0,60}") {
            read(format!("{{\\rtf1\\fromhtml1 {words}").as_bytes());
        }
    }
}
