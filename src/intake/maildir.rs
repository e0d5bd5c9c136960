//! A watched maildir: what is delivered into `new` is taken in and moved to `cur` only after the
//! commit, so a kill at any moment means at worst that a message is looked at twice. What somebody's
//! program moved to `cur` before we came is taken in where it lies. Whether a person read a message
//! is theirs to say: its flags are never ours.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tracing::warn;

use super::take_in::{Handed, handed_over, take_in_all};
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
    /// Messages that stay where they are, because they are too large or cannot be read.
    pub left_behind: usize,
}

/// What a watched maildir is called as a source.
#[must_use]
pub fn maildir_source(maildir: &Path) -> String {
    format!("maildir:{}", maildir.display())
}

/// A maildir that is looked at again and again.
#[derive(Debug)]
pub struct Maildir {
    path: PathBuf,
    /// The names in `cur` that are known to be in the register.
    known: HashSet<String>,
    /// When `cur` had last changed, at the last look.
    seen: Option<SystemTime>,
    /// The same, once two looks found nothing to do there: what comes within one tick of the file
    /// system's clock is not missed.
    settled: Option<SystemTime>,
}

/// A message that waits.
struct Waiting {
    path: PathBuf,
    /// Its name without the flags, the same in `new` and in `cur`.
    name: String,
    /// Whether it still lies in `new`.
    new: bool,
}

impl Maildir {
    /// The maildir at this path, which may not exist yet.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self {
            path,
            known: HashSet::new(),
            seen: None,
            settled: None,
        }
    }

    /// Takes in what waits, one batch.
    pub async fn look(&mut self, ctx: &Context) -> Result<Watched, WatchError> {
        let source = maildir_source(&self.path);
        let changed = modified(&self.path.join("cur"))?;
        let mut waiting = names_in(&self.path.join("new"), true)?;
        let in_new = waiting.len();
        waiting.extend(self.moved_by_others(ctx, &source, changed).await?);
        let in_cur = waiting.len() - in_new;

        let most = ctx.settings.http.max_mail_bytes;
        let (mut handed, mut taking, mut bytes) = (Vec::new(), Vec::new(), 0);
        let mut left_behind = 0;
        for one in waiting {
            if handed.len() == MOST_AT_ONCE || bytes > MOST_BYTES_AT_ONCE {
                break;
            }
            match read(&one.path, most) {
                Read::Raw(raw) => {
                    bytes += raw.len();
                    handed.push(Handed {
                        source_id: one.name.clone(),
                        raw,
                    });
                    taking.push(one);
                }
                Read::Gone => {}
                Read::Stays => left_behind += 1,
            }
        }
        let taken = take_in_all(ctx, &source, handed, InboundFormat::Mail)
            .await?
            .len();
        for one in taking {
            if one.new {
                self.move_to_cur(&one)?;
            }
            self.known.insert(one.name);
        }
        let before = self.seen.replace(changed);
        self.settled = before.filter(|before| in_cur == 0 && *before == changed);
        Ok(Watched { taken, left_behind })
    }

    /// What lies in `cur` and was never handed over: a mail program that opens the folder moves what is
    /// new there. Looked at only when something came or went.
    async fn moved_by_others(
        &mut self,
        ctx: &Context,
        source: &str,
        changed: SystemTime,
    ) -> Result<Vec<Waiting>, WatchError> {
        if self.settled == Some(changed) {
            return Ok(Vec::new());
        }
        let mut there = names_in(&self.path.join("cur"), false)?;
        let present: HashSet<&str> = there.iter().map(|one| one.name.as_str()).collect();
        self.known.retain(|name| present.contains(name.as_str()));
        there.retain(|one| !self.known.contains(&one.name));
        let names = there.iter().map(|one| one.name.clone()).collect();
        self.known
            .extend(handed_over(&ctx.db, source, names).await?);
        there.retain(|one| !self.known.contains(&one.name));
        Ok(there)
    }

    fn move_to_cur(&self, one: &Waiting) -> Result<(), FolderError> {
        // Taken in, and not read by anybody.
        let done = self.path.join("cur").join(format!("{}:2,", one.name));
        match std::fs::rename(&one.path, &done) {
            Ok(()) => Ok(()),
            // Another process was quicker, or a mail program.
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(why) => Err(FolderError::of(&one.path, &why)),
        }
    }
}

/// When something last came into a folder or went.
fn modified(folder: &Path) -> Result<SystemTime, FolderError> {
    std::fs::metadata(folder)
        .and_then(|folder| folder.modified())
        .map_err(|why| FolderError::of(folder, &why))
}

/// The messages in a folder, the oldest name first. What begins with a dot is none, and a draft was sent
/// to nobody.
fn names_in(folder: &Path, new: bool) -> Result<Vec<Waiting>, FolderError> {
    let failed = |why: io::Error| FolderError::of(folder, &why);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let (name, flags) = file.split_once(":2,").unwrap_or((&file, ""));
        if name.starts_with('.') || flags.contains('D') {
            continue;
        }
        let name = name.to_owned();
        found.push(Waiting { path, name, new });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

enum Read {
    Raw(Vec<u8>),
    /// Another process was quicker.
    Gone,
    /// Too large, a folder, or a file that is not ours to read: the others need not wait for it.
    Stays,
}

fn read(path: &Path, most: usize) -> Read {
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    if usize::try_from(size).is_ok_and(|size| size > most) {
        warn!(
            size,
            most, "A message in a watched maildir is too large and stays where it is"
        );
        return Read::Stays;
    }
    match std::fs::read(path) {
        Ok(raw) => Read::Raw(raw),
        Err(why) if why.kind() == io::ErrorKind::NotFound => Read::Gone,
        Err(why) => {
            warn!(path = %path.display(), %why, "A message in a watched maildir cannot be read and stays where it is");
            Read::Stays
        }
    }
}
