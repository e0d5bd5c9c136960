//! Fingerprints of content.

use aws_lc_rs::digest::{Context, SHA256, digest};

use super::parsed::ParsedMail;

/// SHA-256 of bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    to_hex(digest(&SHA256, bytes).as_ref())
}

/// Tells whether two mails with the same Message-ID are the same mail: SHA-256 over author, date,
/// subject and decoded body, so that another route or another encoding makes no difference.
#[must_use]
pub fn content_digest(mail: &ParsedMail) -> String {
    let mut context = Context::new(&SHA256);
    let mut field = |bytes: &[u8]| {
        // the length keeps the border between two fields in place
        context.update(&(bytes.len() as u64).to_be_bytes());
        context.update(bytes);
    };
    for from in &mail.all_from {
        field(from.email.as_bytes());
    }
    field(
        mail.date
            .map(|date| date.timestamp())
            .unwrap_or_default()
            .to_string()
            .as_bytes(),
    );
    field(mail.subject.as_deref().unwrap_or_default().as_bytes());
    field(on_one_line(&mail.body).as_bytes());
    for attachment in mail.attachments.iter().chain(&mail.inline_images) {
        field(attachment.sha256.as_bytes());
    }
    to_hex(context.finish().as_ref())
}

/// The words of a text with one blank between them.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

fn to_hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}
