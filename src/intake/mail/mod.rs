//! Mail, understood: from raw bytes to who wrote, what is new, and what kind of mail it is.
//!
//! `read` takes the mail apart and knows nothing of tickets; its `clues` say what could tie it to
//! one; the caller looks those up; `decide` says what the mail is. Everything here is pure: no
//! database, no clock, no `async`, no file. No input makes it panic, loop or grow beyond its
//! limits, and nothing here changes the stored raw mail.

mod charset;
mod digest;
mod headers;
mod html;
mod kind;
mod mime;
mod parsed;
mod thread;

pub use digest::{content_digest, sha256_hex};
pub use kind::{FoundBy, FoundThread, Kind, Side, Surroundings, Understood, decide};
pub use parsed::{
    Address, Attachment, AutomaticFacts, Bounce, BounceType, BulkFacts, Forwarded, ForwardedHow,
    Language, ParsedMail, Protection, Receipt, ReceiptType, Remark, Unparsable, domain_of,
};
pub use thread::{Clues, REFERENCE_PREFIX, TaggedAddress, references_in, thread_root};

/// The largest mail that is read, in bytes. Exchange Online lets 150 MB through at most; what is
/// larger than a quarter of that is no question, and waits in quarantine for a person.
pub const MAX_BYTES: usize = 40 * 1024 * 1024;

/// Reads a raw mail: headers decoded, text chosen and split, files and reports taken out.
pub fn read(raw: &[u8]) -> Result<ParsedMail, Unparsable> {
    if raw.len() > MAX_BYTES {
        return Err(Unparsable::TooLarge);
    }
    let mut remarks = Vec::new();
    if raw.iter().all(u8::is_ascii_whitespace) {
        return Err(Unparsable::Empty);
    }
    let (headers, body) = headers::split(raw);
    if !headers.look_like_mail() {
        return Err(Unparsable::NoHeaders);
    }
    let mut mail = ParsedMail {
        subject: headers.text("subject", &mut remarks),
        all_from: headers.addresses("from", &mut remarks),
        sender: headers.addresses("sender", &mut remarks).into_iter().next(),
        reply_to: headers
            .addresses("reply-to", &mut remarks)
            .into_iter()
            .next(),
        to: headers.addresses("to", &mut remarks),
        cc: headers.addresses("cc", &mut remarks),
        message_id: headers.ids("message-id").into_iter().next(),
        in_reply_to: headers.ids("in-reply-to"),
        references: headers.ids("references"),
        date: headers.date("date", &mut remarks),
        ..ParsedMail::default()
    };
    mail.from = mail.all_from.first().cloned();
    let subject = mail.subject.as_deref().unwrap_or_default();
    mail.subject_reference = references_in(subject, REFERENCE_PREFIX).into_iter().next();
    let tree = mime::Tree::new(headers, body, &mut remarks);
    let leaf = tree
        .leaves()
        .into_iter()
        .find(|&at| tree.parts[at].media_type == "text/plain");
    if let Some(leaf) = leaf {
        mail.new_text = tree.parts[leaf].text(&mut remarks);
        mail.body.clone_from(&mail.new_text);
    }
    mail.remarks = remarks;
    Ok(mail)
}

impl ParsedMail {
    /// The HTML that staff may see: sanitised, without images and without hidden text. `None`
    /// when the mail has no HTML. Made on demand, because it costs more than reading the mail.
    #[must_use]
    pub fn html(&self) -> Option<String> {
        self.raw_html.as_deref().map(ammonia::clean)
    }
}
