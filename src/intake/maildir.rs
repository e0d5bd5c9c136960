//! A watched maildir: what is delivered into `new` is taken in and moved to `cur` only after the
//! commit, so a kill at any moment means at worst that a message is looked at twice. What somebody's
//! program moved to `cur` before we came is taken in where it lies. Whether a person read a message
//! is theirs to say: its flags are never ours.

use std::collections::{HashSet, VecDeque};
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
    /// What the last list of the folder holds that no look has come to yet: a long queue is listed once.
    waiting: VecDeque<Waiting>,
    /// Messages of that list that stay where they are.
    left_behind: usize,
    /// The names in `cur` that are known to be in the register.
    known: HashSet<String>,
    /// When `cur` had last changed, when it was last listed.
    seen: Option<SystemTime>,
    /// The same, once two lists held nothing to do there: what comes within one tick of the file
    /// system's clock is not missed.
    settled: Option<SystemTime>,
}

/// A message that waits.
#[derive(Debug)]
struct Waiting {
    path: PathBuf,
    /// Its name without the flags, the same in `new` and in `cur`.
    name: String,
    /// Whether it still lies in `new`.
    new: bool,
}

/// Messages that are taken in with one commit.
struct Batch {
    handed: Vec<Handed>,
    /// The same, as they lie in the folder.
    taking: Vec<Waiting>,
    left_behind: usize,
}

impl Maildir {
    /// The maildir at this path, which may not exist yet.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self {
            path,
            waiting: VecDeque::new(),
            left_behind: 0,
            known: HashSet::new(),
            seen: None,
            settled: None,
        }
    }

    /// Takes in what waits, one batch.
    pub async fn look(&mut self, ctx: &Context) -> Result<Watched, WatchError> {
        let source = maildir_source(&self.path);
        // After a failure there is no list, and the folder is listed anew.
        let mut waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            waiting = self.list(ctx, &source).await?;
            self.left_behind = 0;
        }
        let most = ctx.settings.http.max_mail_bytes;
        let (batch, waiting) = off_thread(&self.path, move || {
            let batch = read_batch(&mut waiting, most);
            Ok((batch, waiting))
        })
        .await?;
        let Batch {
            handed,
            taking,
            left_behind,
        } = batch;
        self.left_behind += left_behind;
        let taken = take_in_all(ctx, &source, handed, InboundFormat::Mail)
            .await?
            .len();
        let cur = self.path.join("cur");
        let done = off_thread(&self.path, move || {
            for one in taking.iter().filter(|one| one.new) {
                move_to_cur(&cur, one)?;
            }
            Ok(taking)
        })
        .await?;
        self.known.extend(done.into_iter().map(|one| one.name));
        self.waiting = waiting;
        Ok(Watched {
            taken,
            left_behind: self.left_behind,
        })
    }

    /// What waits in `new`, and after it what others moved to `cur`.
    async fn list(&mut self, ctx: &Context, source: &str) -> Result<VecDeque<Waiting>, WatchError> {
        let (new, cur) = (self.path.join("new"), self.path.join("cur"));
        let settled = self.settled;
        let (changed, mut waiting, there) = off_thread(&self.path, move || {
            let changed = modified(&cur)?;
            let waiting = names_in(&new, true)?;
            // Looked at only when something came or went.
            let there = match settled {
                Some(settled) if settled == changed => None,
                _ => Some(names_in(&cur, false)?),
            };
            Ok((changed, waiting, there))
        })
        .await?;
        let moved = match there {
            Some(there) => self.moved_by_others(ctx, source, there).await?,
            None => Vec::new(),
        };
        let before = self.seen.replace(changed);
        self.settled = before.filter(|before| moved.is_empty() && *before == changed);
        waiting.extend(moved);
        Ok(waiting.into())
    }

    /// What lies in `cur` and was never handed over: a mail program that opens the folder moves what is
    /// new there.
    async fn moved_by_others(
        &mut self,
        ctx: &Context,
        source: &str,
        mut there: Vec<Waiting>,
    ) -> Result<Vec<Waiting>, WatchError> {
        let present: HashSet<&str> = there.iter().map(|one| one.name.as_str()).collect();
        self.known.retain(|name| present.contains(name.as_str()));
        there.retain(|one| !self.known.contains(&one.name));
        let names = there.iter().map(|one| one.name.clone()).collect();
        self.known
            .extend(handed_over(&ctx.db, source, names).await?);
        there.retain(|one| !self.known.contains(&one.name));
        Ok(there)
    }
}

/// Works in a folder off the async threads: a slow disk holds up nobody else.
async fn off_thread<T: Send + 'static>(
    folder: &Path,
    work: impl FnOnce() -> Result<T, FolderError> + Send + 'static,
) -> Result<T, FolderError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(join) => Err(FolderError::of(folder, &join)),
    }
}

/// Reads the first of what waits, as much as is taken in at once.
fn read_batch(waiting: &mut VecDeque<Waiting>, most: usize) -> Batch {
    let (mut handed, mut taking, mut bytes) = (Vec::new(), Vec::new(), 0);
    let mut left_behind = 0;
    while handed.len() < MOST_AT_ONCE && bytes <= MOST_BYTES_AT_ONCE {
        let Some(one) = waiting.pop_front() else {
            break;
        };
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
    Batch {
        handed,
        taking,
        left_behind,
    }
}

fn move_to_cur(cur: &Path, one: &Waiting) -> Result<(), FolderError> {
    // Taken in, and not read by anybody.
    let done = cur.join(format!("{}:2,", one.name));
    match std::fs::rename(&one.path, &done) {
        Ok(()) => Ok(()),
        // Another process was quicker, or a mail program.
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(why) => Err(FolderError::of(&one.path, &why)),
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
