//! A mail on its way into the register: what was read in it, and its files, kept.

use crate::context::Context;
use crate::entity::inbound_mail;
use crate::intake::IntakeError;
use crate::intake::mail::{Clues, ParsedMail, Understood};
use crate::registry::{Direction, MessageKind, NewAttachment, NewMessage};

/// A mail on its way into the register.
pub(super) struct Incoming<'a> {
    pub row: &'a inbound_mail::Model,
    pub mail: &'a ParsedMail,
    pub what: &'a Understood,
    pub clues: &'a Clues,
    pub files: Vec<NewAttachment>,
    pub root: Option<String>,
}

impl Incoming<'_> {
    /// The mail as a message of a conversation, with `body` as what is new in it.
    pub(super) fn message(&self, kind: MessageKind, body: String) -> NewMessage {
        let mail = self.mail;
        let author = mail.from.as_ref().and_then(|from| from.name.as_deref());
        NewMessage {
            author_name: author.or_else(|| mail.signed_by()).map(str::to_owned),
            author_email: mail.from.as_ref().map(|from| from.email.clone()),
            subject: mail.subject.clone(),
            quoted: unless_empty(&mail.quoted_text),
            signature: unless_empty(&mail.signature),
            language: mail.language.code().to_owned(),
            inbound_mail_id: Some(self.row.id),
            rfc_message_id: mail.message_id.clone(),
            attachments: self.files.clone(),
            ..NewMessage::plain(Direction::Inbound, kind, body)
        }
    }
}

fn unless_empty(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Keeps the files of a mail as blobs before any row names them. What the mail says of them stays with it:
/// only their contents go.
pub(super) async fn keep_files(
    ctx: &Context,
    mail: &mut ParsedMail,
) -> Result<Vec<NewAttachment>, IntakeError> {
    let pictures = mail.inline_images.iter();
    let shown: Vec<bool> = pictures.map(|picture| mail.shows(picture)).collect();
    // What the wrapping of Exchange holds is what people need; the wrapping itself is in the mail.
    let unwrapped = !mail.tnef_inner.is_empty();
    let attachments = mail.attachments.iter_mut();
    let attachments = attachments.filter(|file| !(unwrapped && file.is_wrapping()));
    // What was pasted in the text is shown as a file, wherever the text goes.
    let pictures = mail.inline_images.iter_mut().zip(shown);
    let attachments = attachments.chain(pictures.filter_map(|(file, shown)| shown.then_some(file)));
    let (mut facts, mut contents) = (Vec::new(), Vec::new());
    for file in attachments.chain(&mut mail.tnef_inner) {
        let size = i64::try_from(file.size).unwrap_or(i64::MAX);
        let (filename, media_type) = (file.filename.clone(), file.media_type.clone());
        facts.push((filename, media_type, size, file.damaged));
        contents.push(std::mem::take(&mut file.bytes));
    }
    if contents.is_empty() {
        return Ok(Vec::new());
    }
    let keys = ctx.blobs.put_all(contents).await?;
    Ok(facts
        .into_iter()
        .zip(keys)
        .map(
            |((filename, media_type, size, damaged), blob)| NewAttachment {
                filename,
                media_type,
                size,
                blob,
                damaged,
            },
        )
        .collect())
}
