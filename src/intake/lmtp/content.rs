//! Where the content of a mail ends, and without the dots that the sender doubled (RFC 5321, 4.5.2).
//!
//! Only CR LF ends a line here. A bare CR or LF is content and is kept as it came; were it taken for
//! the end of a line, a stranger could hide a second mail in a first one ("SMTP smuggling").

/// Reads content in pieces of any size.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    at: At,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum At {
    #[default]
    LineStart,
    Inside,
    /// After a CR.
    Cr,
    /// After a dot that begins a line.
    Dot,
    /// After that and a CR.
    DotCr,
}

impl Content {
    /// Appends what `piece` holds of the content to `out`. Says how many bytes of the piece were
    /// content and its end, once the end was in it; what follows is the next command.
    pub fn read(&mut self, piece: &[u8], out: &mut Vec<u8>) -> Option<usize> {
        for (at, &byte) in piece.iter().enumerate() {
            self.at = match (self.at, byte) {
                (At::DotCr, b'\n') => return Some(at + 1),
                (At::LineStart, b'.') => At::Dot,
                (At::Dot, b'\r') => At::DotCr,
                (before, byte) => {
                    if before == At::DotCr {
                        // It was the content of a line after all.
                        out.push(b'\r');
                    }
                    out.push(byte);
                    match (before, byte) {
                        (At::Cr | At::DotCr, b'\n') => At::LineStart,
                        (_, b'\r') => At::Cr,
                        _ => At::Inside,
                    }
                }
            };
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is read when it comes in pieces of `size` bytes, and what is left over.
    fn read(sent: &[u8], size: usize) -> (Vec<u8>, Option<Vec<u8>>) {
        let (mut content, mut out) = (Content::default(), Vec::new());
        let mut at = 0;
        for piece in sent.chunks(size.max(1)) {
            if let Some(used) = content.read(piece, &mut out) {
                return (out, Some(sent[at + used..].to_vec()));
            }
            at += piece.len();
        }
        (out, None)
    }

    fn check(sent: &str, expected: &str, left: Option<&str>) {
        for size in 1..=sent.len() {
            let (out, rest) = read(sent.as_bytes(), size);
            assert_eq!(
                String::from_utf8(out).unwrap(),
                expected,
                "{sent:?} by {size}"
            );
            assert_eq!(
                rest.as_deref(),
                left.map(str::as_bytes),
                "{sent:?} by {size}"
            );
        }
    }

    #[test]
    fn content_ends_at_a_dot_alone_and_loses_the_doubled_ones() {
        check("Dag\r\n.\r\nQUIT\r\n", "Dag\r\n", Some("QUIT\r\n"));
        check(".\r\n", "", Some(""));
        check("..\r\n...\r\n.x\r\n.\r\n", ".\r\n..\r\nx\r\n", Some(""));
        check("Dag\r\n", "Dag\r\n", None);
    }

    #[test]
    fn nothing_but_cr_lf_ends_a_line() {
        for smuggled in ["\n.\n", "\n.\r\n", "\r.\r", "\r\n.\n", "\r\n.\rx", "\n.\r"] {
            let sent = format!("a{smuggled}MAIL FROM:<x>\r\n.\r\n");
            let (out, rest) = read(sent.as_bytes(), 3);
            assert_eq!(
                rest.as_deref(),
                Some(&b""[..]),
                "{smuggled:?} ended it early"
            );
            let out = String::from_utf8(out).unwrap();
            assert!(out.ends_with("MAIL FROM:<x>\r\n"), "{smuggled:?}: {out:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_sent_comes_out_whole(
            lines in prop::collection::vec(prop::collection::vec(
                prop::sample::select(b".\r\nab\0\xff".to_vec()), 0..8), 0..8),
            size in 1_usize..20,
        ) {
            // As a sender does it: a line is what stands between CR LF, and a dot before it doubles.
            let whole = [lines.join(&b"\r\n"[..]), b"\r\n".to_vec()].concat();
            let mut sent = Vec::new();
            let text: Vec<&[u8]> = split(&whole);
            for line in text {
                if line.starts_with(b".") {
                    sent.push(b'.');
                }
                sent.extend_from_slice(line);
            }
            sent.extend_from_slice(b".\r\nNOOP\r\n");
            let (out, rest) = read(&sent, size);
            prop_assert_eq!(out, whole);
            prop_assert_eq!(rest, Some(b"NOOP\r\n".to_vec()));
        }
    }

    /// Lines with their CR LF.
    fn split(whole: &[u8]) -> Vec<&[u8]> {
        let (mut lines, mut start) = (Vec::new(), 0);
        for end in memchr::memmem::find_iter(whole, b"\r\n") {
            lines.push(&whole[start..end + 2]);
            start = end + 2;
        }
        lines
    }
}
