//! The files that came with a mail, without the parts that only mail programs need.

use std::collections::HashSet;

use super::digest::sha256_hex;
use super::headers::note;
use super::mime::{Part, Tree};
use super::parsed::{Attachment, Remark};
use super::tnef;

/// Parts that carry mail technique and no content for a reader.
const TECHNICAL: [&str; 11] = [
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "application/pgp-encrypted",
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/global-disposition-notification",
    "message/feedback-report",
    "text/rfc822-headers",
    "message/global-headers",
];

/// A content id that is longer is none.
const MAX_ID: usize = 500;

/// Ids that are looked for; a mail has no more parts.
const MAX_IDS: usize = 1_000;

/// The files of a mail.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub attachments: Vec<Attachment>,
    pub inline_images: Vec<Attachment>,
    pub tnef_inner: Vec<Attachment>,
}

/// What the rest of the mail says about its files.
pub(super) struct Around<'a> {
    /// The parts that are the body.
    pub body: &'a [usize],
    /// The HTML in which an image may be shown.
    pub html: &'a [String],
    /// The text in which it may be.
    pub text: &'a str,
    /// The mail reports on another mail, whose copy is no attachment.
    pub is_report: bool,
    /// The mail is an invitation, whose calendar part is no attachment.
    pub is_invitation: bool,
}

/// Takes the files out of a mail.
pub(super) fn find(tree: &Tree<'_>, around: &Around<'_>, remarks: &mut Vec<Remark>) -> Files {
    let mut files = Files::default();
    let mut unnamed = 0;
    let mut shown = None;
    for &at in tree.leaves() {
        let part = &tree.parts[at];
        let kind = &*part.media_type;
        let calendar = matches!(kind, "text/calendar" | "application/ics");
        let returned = kind == "message/rfc822" || kind == "message/global";
        if around.body.contains(&at)
            || TECHNICAL.contains(&kind)
            || around.is_invitation && calendar
            || around.is_report && returned
        {
            continue;
        }
        let decoded = part.decode();
        let name = part.filename();
        if decoded.bytes.is_empty() && name.is_none() {
            continue;
        }
        let damaged = decoded.cut_off || decoded.junk;
        if damaged {
            note(remarks, Remark::BrokenBase64);
        }
        let filename = name.unwrap_or_else(|| {
            unnamed += 1;
            made_up_name(part, unnamed)
        });
        let attachment = Attachment {
            filename,
            media_type: kind.to_owned(),
            sha256: sha256_hex(&decoded.bytes),
            size: decoded.bytes.len(),
            inline: part.is_inline(),
            damaged,
            bytes: decoded.bytes.into_owned(),
        };
        if kind.starts_with("image/")
            && let Some(id) = part.content_id()
            && shown.get_or_insert_with(|| shown_ids(around)).contains(&id)
        {
            files.inline_images.push(attachment);
            continue;
        }
        if tnef::is_one(kind, &attachment.filename) {
            files.tnef_inner.extend(tnef::files(&attachment.bytes));
        }
        files.attachments.push(attachment);
    }
    files
}

/// The ids of the images that the texts show where they stand, in lower case.
fn shown_ids(around: &Around<'_>) -> HashSet<String> {
    let mut shown = HashSet::new();
    let html = around.html.iter().map(String::as_str);
    for text in html.chain([around.text]) {
        for at in memchr::memmem::find_iter(text.as_bytes(), b"cid:") {
            let rest = &text[at + 4..];
            let end = rest.find(|c: char| c.is_whitespace() || "\"'<>)]".contains(c));
            let id = &rest[..end.unwrap_or(rest.len())];
            if id.len() <= MAX_ID && shown.len() < MAX_IDS {
                shown.insert(id.to_lowercase());
            }
        }
    }
    shown
}

/// A name for a part that has none.
fn made_up_name(part: &Part<'_>, number: usize) -> String {
    let extension = match &*part.media_type {
        "message/rfc822" => "eml",
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "text/plain" => "txt",
        "text/html" => "html",
        "text/calendar" => "ics",
        "text/csv" => "csv",
        _ => "bin",
    };
    format!("bijlage-{number}.{extension}")
}
