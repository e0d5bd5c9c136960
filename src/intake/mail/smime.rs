//! The mail inside an opaque S/MIME signature (`smime.p7m`), so that it can be read.
//!
//! Of the CMS structure (RFC 5652, in BER or DER) only the way to the signed content is walked. The
//! signature is not verified here.

/// Levels of elements inside each other on the way to the content; a real one needs seven.
const MAX_DEPTH: usize = 16;

/// The object identifier of signed data, 1.2.840.113549.1.7.2.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// The object identifier of plain data, 1.2.840.113549.1.7.1.
const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];

const OBJECT_ID: u8 = 0x06;
const OCTETS: u8 = 0x04;
const OCTETS_IN_PARTS: u8 = 0x24;
const SEQUENCE: u8 = 0x30;
const EXPLICIT: u8 = 0xa0;

/// The signed content, when the bytes are a signature with the content in it.
pub(super) fn signed_content(bytes: &[u8]) -> Option<Vec<u8>> {
    let (info, _) = element(bytes, SEQUENCE)?;
    let (kind, rest) = element(info, OBJECT_ID)?;
    if kind != SIGNED_DATA {
        return None;
    }
    let (wrapped, _) = element(rest, EXPLICIT)?;
    let (mut signed, _) = element(wrapped, SEQUENCE)?;
    // version and digest algorithms stand before what was signed
    loop {
        let (tag, content, rest) = any_element(signed)?;
        if tag == SEQUENCE
            && let Some((kind, inner)) = element(content, OBJECT_ID)
            && kind == DATA
        {
            let (octets, _) = element(inner, EXPLICIT)?;
            let mut found = Vec::with_capacity(octets.len());
            collect(octets, &mut found, 0)?;
            return Some(found);
        }
        signed = rest;
    }
}

/// Gathers a string of octets, which may come in parts.
fn collect(mut octets: &[u8], found: &mut Vec<u8>, depth: usize) -> Option<()> {
    if depth > MAX_DEPTH {
        return None;
    }
    while !octets.is_empty() {
        let (tag, content, rest) = any_element(octets)?;
        match tag {
            OCTETS => found.extend_from_slice(content),
            OCTETS_IN_PARTS => collect(content, found, depth + 1)?,
            _ => break,
        }
        octets = rest;
    }
    Some(())
}

/// The content of the first element, when it has this tag, and what follows.
fn element(bytes: &[u8], expected: u8) -> Option<(&[u8], &[u8])> {
    let (tag, content, rest) = any_element(bytes)?;
    (tag == expected).then_some((content, rest))
}

/// The first element: its tag, its content, and what follows it.
fn any_element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    if first == 0x80 {
        // the end is marked, not counted
        let length = indefinite(rest)?;
        return Some((tag, &rest[..length], &rest[length + 2..]));
    }
    let (length, rest) = match first {
        short @ 0..0x80 => (usize::from(short), rest),
        long => {
            let count = usize::from(long & 0x7f);
            let digits = rest.get(..count).filter(|_| count <= 4)?;
            let length = digits
                .iter()
                .fold(0, |length, &digit| length << 8 | usize::from(digit));
            (length, &rest[count..])
        }
    };
    // a content that was cut off is better than none
    let end = length.min(rest.len());
    Some((tag, &rest[..end], &rest[end..]))
}

/// How far it is to the mark that ends an element without a length. One pass, because elements of
/// this kind stand inside each other.
fn indefinite(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut open) = (0, 1_usize);
    loop {
        let header = bytes.get(at..at + 2)?;
        if header == [0, 0] {
            open -= 1;
            if open == 0 {
                return Some(at);
            }
            at += 2;
            continue;
        }
        match header[1] {
            0x80 => {
                open += 1;
                if open > MAX_DEPTH {
                    return None;
                }
                at += 2;
            }
            short @ 0..0x80 => at += 2 + usize::from(short),
            long => {
                let count = usize::from(long & 0x7f);
                let digits = bytes.get(at + 2..at + 2 + count).filter(|_| count <= 4)?;
                at += 2 + count;
                at += digits
                    .iter()
                    .fold(0, |length, &digit| length << 8 | usize::from(digit));
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A signature with this content in it, in elements whose ends are marked.
    pub fn holding(content: &[u8]) -> Vec<u8> {
        let octets: Vec<u8> = content
            .chunks(100)
            .flat_map(|part| with(OCTETS, part))
            .collect();
        let octets = open_ended(OCTETS_IN_PARTS, &octets);
        let data = [with(OBJECT_ID, DATA), open_ended(EXPLICIT, &octets)].concat();
        let signed = [with(2, &[1]), with(0x31, &[]), open_ended(SEQUENCE, &data)].concat();
        let inner = [
            with(OBJECT_ID, SIGNED_DATA),
            open_ended(EXPLICIT, &open_ended(SEQUENCE, &signed)),
        ];
        open_ended(SEQUENCE, &inner.concat())
    }

    /// An element with a short length.
    fn with(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u8::try_from(content.len()).unwrap();
        [&[tag, length], content].concat()
    }

    /// An element whose end is marked.
    fn open_ended(tag: u8, content: &[u8]) -> Vec<u8> {
        [&[tag, 0x80], content, &[0, 0]].concat()
    }

    #[test]
    fn the_signed_mail_is_found() {
        let data = [
            with(OBJECT_ID, DATA),
            with(EXPLICIT, &with(OCTETS, b"Vraag")),
        ]
        .concat();
        let signed = [with(2, &[1]), with(0x31, &[]), with(SEQUENCE, &data)].concat();
        let whole = with(
            SEQUENCE,
            &[
                with(OBJECT_ID, SIGNED_DATA),
                with(EXPLICIT, &with(SEQUENCE, &signed)),
            ]
            .concat(),
        );
        assert_eq!(signed_content(&whole).as_deref(), Some(&b"Vraag"[..]));

        let whole = holding(b"Vraag");
        assert_eq!(signed_content(&whole).as_deref(), Some(&b"Vraag"[..]));
    }

    #[test]
    fn what_is_no_signature_holds_no_mail() {
        for bytes in [
            &b""[..],
            b"0",
            b"0\x80",
            b"0\x05\x06\x03abc",
            &[0x30; 400],
            &[0x30, 0x80, 0x24, 0x80],
        ] {
            assert_eq!(signed_content(bytes), None, "{bytes:?}");
        }
    }
}
