//! How things are spelt on the wire: the names of folders in modified UTF-7 (RFC 3501, 5.1.3), and
//! quoted strings.

use base64::Engine as _;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::{GeneralPurpose, general_purpose::NO_PAD};

const MODIFIED: GeneralPurpose = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);

/// The name of a folder as a quoted string.
pub(super) fn folder(name: &str) -> String {
    quoted(&modified_utf7(name))
}

/// A quoted string; what it cannot hold is left out.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars().filter(|c| !matches!(c, '\r' | '\n' | '\0')) {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

fn modified_utf7(name: &str) -> String {
    let mut spelt = String::new();
    let mut beyond: Vec<u8> = Vec::new();
    let close = |beyond: &mut Vec<u8>, spelt: &mut String| {
        if !beyond.is_empty() {
            spelt.push('&');
            spelt.push_str(&MODIFIED.encode(&*beyond));
            spelt.push('-');
            beyond.clear();
        }
    };
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            close(&mut beyond, &mut spelt);
            spelt.push(c);
            if c == '&' {
                spelt.push('-');
            }
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                beyond.extend_from_slice(&unit.to_be_bytes());
            }
        }
    }
    close(&mut beyond, &mut spelt);
    spelt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_folders_are_spelt_as_rfc_3501_says() {
        for (name, spelt) in [
            ("INBOX", "\"INBOX\""),
            ("Vragen & antwoorden", "\"Vragen &- antwoorden\""),
            ("Coördinatie", "\"Co&APY-rdinatie\""),
            (
                "~peter/mail/台北/日本語",
                "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\"",
            ),
            (
                "een \"naam\"\r\nA1 DELETE",
                "\"een \\\"naam\\\"&AA0ACg-A1 DELETE\"",
            ),
        ] {
            assert_eq!(folder(name), spelt, "{name}");
        }
    }
}
