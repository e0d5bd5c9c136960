//! The files that come with a form. They are kept as soon as they arrive, so that a form that needs
//! correcting does not need them again: it names them by a note that we signed.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::Problem;
use super::fields::{Fields, MOST_UPLOAD};
use crate::context::{Context, Purpose};
use crate::intake::{SubmittedFile, UPLOAD_KEPT, note_uploads};
use crate::store::BlobKey;
use crate::text::Texts;
use crate::web::portal::words::{Words as _, file_size};

/// Files that one form can bring.
const MOST_FILES: usize = 20;

/// A file that was received with an earlier try and is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// The signed note by which the form names it again.
    pub ticket: String,
    /// Its name.
    pub name: String,
    /// Its size, for a reader.
    pub size: String,
}

/// Why the files of a form cannot come along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excess {
    /// This one is too large, or makes all of them too large.
    TooLarge {
        /// Its name.
        name: String,
        /// Its size in bytes.
        size: u64,
    },
    /// They are too many.
    TooMany,
    /// There is nothing in this one: whoever chose it would think that it went along.
    Empty {
        /// Its name.
        name: String,
    },
}

impl Excess {
    /// In words.
    #[must_use]
    pub fn in_words(&self, t: Texts) -> String {
        match self {
            Self::TooLarge { name, size } => {
                let size = file_size(*size, &t);
                t.say2("portal-error-file", "name", name, "size", size)
            }
            Self::TooMany => t.say1("portal-error-files", "most", MOST_FILES),
            Self::Empty { name } => t.say1("portal-error-file-empty", "name", name),
        }
    }
}

/// The files of a form: those of earlier tries that it still names, then those that it brought, whose
/// content is taken.
pub async fn received(ctx: &Context, fields: &mut Fields) -> Result<Vec<SubmittedFile>, Problem> {
    let mut files = still_kept(ctx, fields);
    let again = files
        .iter()
        .filter_map(|file| BlobKey::parse(&file.blob_key));
    let brought = fields.files.iter().map(|file| BlobKey::of(&file.content));
    note_uploads(ctx, &again.chain(brought).collect::<Vec<_>>()).await?;
    let mut new = Vec::new();
    let mut contents = Vec::new();
    for file in &mut fields.files {
        let content = std::mem::take(&mut file.content);
        new.push(SubmittedFile {
            filename: file.name.clone(),
            media_type: file.media_type.clone(),
            size: i64::try_from(content.len()).unwrap_or(i64::MAX),
            blob_key: String::new(),
        });
        contents.push(content);
    }
    let keys = ctx.blobs.put_all(contents).await?;
    files.extend(new.into_iter().zip(keys).map(|(file, key)| SubmittedFile {
        blob_key: key.to_string(),
        ..file
    }));
    Ok(files)
}

/// What is too much, or nothing at all, when something is.
#[must_use]
pub fn excess(fields: &Fields, files: &[SubmittedFile]) -> Option<Excess> {
    if let Some(file) = &fields.too_large {
        return Some(Excess::TooLarge {
            name: file.name.clone(),
            size: file.size,
        });
    }
    if files.len() > MOST_FILES {
        return Some(Excess::TooMany);
    }
    let size: i64 = files.iter().map(|file| file.size).sum();
    let over = u64::try_from(size).is_ok_and(|size| size > MOST_UPLOAD);
    let last = files.last().filter(|_| over);
    let too_large = last.map(|last| Excess::TooLarge {
        name: last.filename.clone(),
        size: u64::try_from(last.size).unwrap_or_default(),
    });
    let empty = || fields.empty.clone().map(|name| Excess::Empty { name });
    too_large.or_else(empty)
}

/// The files of an earlier try that the form still names and that were not left out. Only what we
/// signed counts: a form cannot name a file of somebody else.
fn still_kept(ctx: &Context, fields: &Fields) -> Vec<SubmittedFile> {
    let left_out = fields.all("weg");
    let named = fields
        .all("bewaard")
        .iter()
        .filter(|ticket| !left_out.contains(ticket));
    named
        .take(2 * MOST_FILES)
        .filter_map(|ticket| read_ticket(ctx, ticket))
        .collect()
}

/// What is signed, so that it cannot pass for anything else that this key signs.
#[derive(Debug, Serialize, Deserialize)]
struct KeptNote {
    kept: SubmittedFile,
    /// The second, since 1970, after which it names nothing any more.
    until: i64,
}

/// The files as a form names them again; `size` says a number of bytes to the reader.
pub fn kept(ctx: &Context, files: &[SubmittedFile], size: impl Fn(u64) -> String) -> Vec<KeptFile> {
    let kept = files.iter().map(|file| KeptFile {
        ticket: write_ticket(ctx, file),
        name: file.filename.clone(),
        size: size(u64::try_from(file.size).unwrap_or_default()),
    });
    kept.collect()
}

fn write_ticket(ctx: &Context, file: &SubmittedFile) -> String {
    let note = KeptNote {
        kept: file.clone(),
        until: (ctx.clock.now() + UPLOAD_KEPT).timestamp(),
    };
    // A note of plain texts and numbers can always be written as JSON.
    let note = serde_json::to_vec(&note).unwrap_or_default();
    let tag = hmac::sign(&Purpose::Uploads.key(&ctx.secret), &note);
    format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(&note),
        URL_SAFE_NO_PAD.encode(tag)
    )
}

fn read_ticket(ctx: &Context, ticket: &str) -> Option<SubmittedFile> {
    let (note, tag) = ticket.split_once('.')?;
    let note = URL_SAFE_NO_PAD.decode(note).ok()?;
    let tag = URL_SAFE_NO_PAD.decode(tag).ok()?;
    hmac::verify(&Purpose::Uploads.key(&ctx.secret), &note, &tag).ok()?;
    serde_json::from_slice::<KeptNote>(&note)
        .ok()
        .filter(|note| ctx.clock.now().timestamp() <= note.until)
        .map(|note| note.kept)
}
