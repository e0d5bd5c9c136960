//! Files that a program sends along, within its JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::context::Context;
use crate::intake::{SubmittedFile, note_uploads};
use crate::registry::NewAttachment;
use crate::store::BlobKey;
use crate::web::{Kind, Problem, Said};

/// Files that one question or answer can have.
const MOST_FILES: usize = 20;

/// A file of a question or of an answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// Its name, without a folder; at most 200 characters.
    #[schema(max_length = 200, min_length = 1)]
    filename: String,
    /// Its media type, such as `application/pdf`.
    media_type: String,
    /// Its content in base64 (RFC 4648, section 4).
    #[schema(content_encoding = "base64")]
    content: String,
}

/// The files with their content, which is nowhere yet; says of each field what is wrong with it.
pub(super) fn decoded(files: Vec<File>) -> Result<Vec<(SubmittedFile, Vec<u8>)>, Problem> {
    let mut wrong = Problem::new(Kind::Invalid);
    let mut any = files.len() > MOST_FILES;
    if any {
        let said = Said::with("problem-too-many-files", "most", MOST_FILES);
        wrong = wrong.field("attachments", said);
    }
    let mut decoded = Vec::with_capacity(files.len());
    for (place, file) in files.into_iter().enumerate() {
        let mut unfit = |field: &str, said| {
            any = true;
            let told = std::mem::replace(&mut wrong, Problem::new(Kind::Invalid));
            wrong = told.field(format!("attachments/{place}/{field}"), said);
        };
        let name = file.filename.trim();
        let named = (1..=200).contains(&name.chars().count())
            && !name.contains(|c: char| c.is_control() || matches!(c, '/' | '\\'));
        if !named {
            unfit("filename", Said::key("problem-unfit-field"));
        }
        if file.media_type.len() > 200
            || lettre::message::header::ContentType::parse(&file.media_type).is_err()
        {
            unfit("media_type", Said::key("problem-unfit-field"));
        }
        match STANDARD.decode(file.content.as_bytes()) {
            Err(_) => unfit("content", Said::key("problem-base64")),
            Ok(content) => {
                let about = SubmittedFile {
                    filename: name.to_owned(),
                    media_type: file.media_type,
                    size: i64::try_from(content.len()).unwrap_or(i64::MAX),
                    blob_key: String::new(),
                };
                decoded.push((about, content));
            }
        }
    }
    if any { Err(wrong) } else { Ok(decoded) }
}

/// Keeps these files, to go along with something. When that comes to nothing they are swept.
pub(super) async fn kept(
    ctx: &Context,
    files: Vec<(SubmittedFile, Vec<u8>)>,
) -> Result<Vec<NewAttachment>, Problem> {
    let (files, contents): (Vec<_>, Vec<_>) = files.into_iter().unzip();
    let keys: Vec<BlobKey> = contents
        .iter()
        .map(|content| BlobKey::of(content))
        .collect();
    note_uploads(ctx, &keys).await?;
    let keys = ctx.blobs.put_all(contents).await?;
    let kept = files.into_iter().zip(keys).filter_map(|(file, key)| {
        let blob_key = key.to_string();
        SubmittedFile { blob_key, ..file }.attachment()
    });
    Ok(kept.collect())
}
