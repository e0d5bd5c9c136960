//! A watched maildir: what is delivered into `new` is taken in and moved to `cur` only after the
//! commit, so a kill at any moment means at worst that a message is looked at twice.

use std::path::{Path, PathBuf};

use tracing::warn;

use super::take_in::{Handed, take_in_all};
use super::{FolderError, InboundFormat};
use crate::context::Context;
use crate::store::StoreError;

/// Messages that are taken in with one commit at most, and their bytes together.
const MOST_AT_ONCE: usize = 64;
const MOST_BYTES_AT_ONCE: usize = 32 * 1024 * 1024;

/// Why a maildir could not be watched.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The folder cannot be read or changed.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What one look at a maildir came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watched {
    /// Messages that were taken in.
    pub taken: usize,
    /// Messages that stay where they are, because they are too large.
    pub left_behind: usize,
}

/// What a watched maildir is called as a source.
#[must_use]
pub fn maildir_source(maildir: &Path) -> String {
    format!("maildir:{}", maildir.display())
}

/// Takes in what waits in the maildir, one batch.
pub async fn watch_once(ctx: &Context, maildir: &Path) -> Result<Watched, WatchError> {
    let new = maildir.join("new");
    let failed = |path: &Path, why: &std::io::Error| FolderError {
        path: path.display().to_string(),
        why: why.to_string(),
    };
    let mut waiting: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(&new).map_err(|why| failed(&new, &why))? {
        waiting.push(entry.map_err(|why| failed(&new, &why))?.path());
    }
    waiting.sort();
    let most = ctx.settings.http.max_mail_bytes;
    let (mut handed, mut paths, mut bytes) = (Vec::new(), Vec::new(), 0);
    let mut left_behind = 0;
    for path in waiting {
        if handed.len() == MOST_AT_ONCE || bytes > MOST_BYTES_AT_ONCE {
            break;
        }
        let size = std::fs::metadata(&path).map_or(0, |file| file.len());
        if usize::try_from(size).is_ok_and(|size| size > most) {
            warn!(
                size,
                most, "A message in a watched maildir is too large and stays where it is"
            );
            left_behind += 1;
            continue;
        }
        let raw = match std::fs::read(&path) {
            Ok(raw) => raw,
            // Another process was quicker.
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => continue,
            // A folder, or a file that is not ours to read: the others need not wait for it.
            Err(why) => {
                warn!(path = %path.display(), %why, "A message in a watched maildir cannot be read and stays where it is");
                left_behind += 1;
                continue;
            }
        };
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        bytes += raw.len();
        handed.push(Handed {
            source_id: name.unwrap_or_default(),
            raw,
        });
        paths.push(path);
    }
    let source = maildir_source(maildir);
    let taken = take_in_all(ctx, &source, handed, InboundFormat::Mail)
        .await?
        .len();
    for path in paths {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let done = maildir
            .join("cur")
            .join(format!("{}:2,S", name.unwrap_or_default()));
        match std::fs::rename(&path, &done) {
            Ok(()) => {}
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => {}
            Err(why) => return Err(failed(&path, &why).into()),
        }
    }
    Ok(Watched { taken, left_behind })
}
