//! Files that were too large for the mail server of a receiver: the same mail with links in their
//! place, and what stands behind such a link.

use sea_orm::EntityTrait as _;
use uuid::Uuid;

use super::compose::{Enclosure, OutboundMail};
use super::mails::{LinkedFile, MailError, with_links};
use crate::auth::{Signer, Tag};
use crate::context::Context;
use crate::entity::{delivery, outbound_mail};
use crate::store::{ScanState, StoreError, scans};

/// `mail` as it leaves for one receiver when its files do not: the same in all else, so the same
/// Message-ID. It is made alike each time. `files` are those that may be had, each with its place
/// among the files of the mail.
pub(super) fn with_links_for_files(
    ctx: &Context,
    mail: &OutboundMail,
    files: &[(u16, Enclosure)],
    delivery: Uuid,
) -> Result<OutboundMail, MailError> {
    let signer = Signer::of(ctx);
    let files = files.iter().map(|(nth, file)| {
        let tag = signer.sign(Tag::File {
            delivery,
            nth: *nth,
        });
        LinkedFile {
            name: file.filename.clone(),
            url: ctx.link(&format!("/bijlage/{tag}")),
        }
    });
    Ok(OutboundMail {
        body: with_links(&mail.body, files.collect())?,
        enclosures: Vec::new(),
        ..mail.clone()
    })
}

/// A file that a receiver gets by a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedFile {
    /// Its name.
    pub filename: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// What stands behind the link with `tag`; `None` when we signed no such link, never handed it out,
/// or no longer keep the mail that it belongs to, which goes with its ticket. Nor is a file handed out
/// that a virus scanner has found infected, or has yet to look at.
pub async fn linked_file(ctx: &Context, tag: &str) -> Result<Option<FetchedFile>, StoreError> {
    let Some(Tag::File { delivery: id, nth }) = Signer::of(ctx).read(tag) else {
        return Ok(None);
    };
    let Some(found) = delivery::Entity::find_by_id(id).one(&ctx.db).await? else {
        return Ok(None);
    };
    if found.linked_at.is_none() {
        return Ok(None);
    }
    let mail = outbound_mail::Entity::find_by_id(found.outbound_mail_id)
        .one(&ctx.db)
        .await?;
    let Some(mail) = mail else { return Ok(None) };
    let files: Vec<Enclosure> = serde_json::from_str(&mail.attachments).map_err(|_| {
        let row = mail.id.to_string();
        StoreError::Inconsistent {
            table: "outbound_mail",
            column: "attachments",
            row,
        }
    })?;
    let Some(file) = files.into_iter().nth(usize::from(nth)) else {
        return Ok(None);
    };
    let scanned = scans(&ctx.db, vec![file.blob_key.to_string()]).await?;
    if scanned.iter().any(|scan| scan.state != ScanState::Clean) {
        return Ok(None);
    }
    let content = ctx.blobs.get(&file.blob_key).await?;
    Ok(content.map(|content| FetchedFile {
        filename: file.filename,
        content,
    }))
}
