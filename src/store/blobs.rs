//! Raw mail and attachments: files named by the SHA-256 of their content, written and synced before
//! the row that names them, and never changed afterwards.

use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};

use super::StoreError;
use crate::clock::real_now;

/// The name of a blob: the SHA-256 of its content in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlobKey(String);

impl BlobKey {
    /// The key that belongs to `content`.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        use fmt::Write as _;
        let mut hex = String::with_capacity(64);
        for byte in digest(&SHA256, content).as_ref() {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex)
    }

    /// A key as a table keeps it; `None` when it is not 64 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 64
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        fits.then(|| Self(text.to_owned()))
    }

    /// The hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BlobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The folder of blobs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs {
    dir: Arc<Path>,
}

static TEMPORARY: AtomicU64 = AtomicU64::new(0);

/// From so many on, one sync of the whole file system is cheaper than one of every file and folder.
const MANY: usize = 8;

impl Blobs {
    /// Blobs in `dir`, which is made when it is not there.
    pub fn in_dir(dir: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(dir).map_err(failed(dir, "made"))?;
        Ok(Self { dir: dir.into() })
    }

    /// Keeps `content`; when this returns, it survives a power cut. Keeping it twice is harmless.
    pub async fn put(&self, content: Vec<u8>) -> Result<BlobKey, StoreError> {
        let dir = Arc::clone(&self.dir);
        off_thread(move || put(&dir, &content)).await
    }

    /// Keeps several contents; the keys come in the same order. When this returns, all of them survive
    /// a power cut.
    pub async fn put_all(&self, contents: Vec<Vec<u8>>) -> Result<Vec<BlobKey>, StoreError> {
        let dir = Arc::clone(&self.dir);
        off_thread(move || {
            if contents.len() < MANY {
                contents.iter().map(|content| put(&dir, content)).collect()
            } else {
                put_many(&dir, &contents)
            }
        })
        .await
    }

    /// The content of `key`; `None` when there is no such blob.
    pub async fn get(&self, key: &BlobKey) -> Result<Option<Vec<u8>>, StoreError> {
        let path = path_of(&self.dir, key);
        off_thread(move || {
            // While it is removed it may stand aside for a moment, and come back.
            for path in [&path, &aside(&path), &path] {
                match std::fs::read(path) {
                    Ok(content) => return Ok(Some(content)),
                    Err(why) if why.kind() == std::io::ErrorKind::NotFound => {}
                    Err(why) => return Err(failed(path, "read")(why)),
                }
            }
            Ok(None)
        })
        .await
    }

    /// Whether there is a blob of `key`.
    pub async fn has(&self, key: &BlobKey) -> Result<bool, StoreError> {
        let path = path_of(&self.dir, key);
        // While it is removed it may stand aside for a moment, and come back.
        off_thread(move || Ok(path.exists() || aside(&path).exists() || path.exists())).await
    }

    /// Removes the blob of `key`, unless somebody kept the same content within `fresh`, on the clock of
    /// the machine: `false`, and it stays. No row may name it.
    ///
    /// Whoever keeps a content that is there already marks it as fresh, and then looks whether it is
    /// still there; here it is taken away first, and only then looked at. So one of the two sees the
    /// other.
    pub async fn remove_unless_fresh(
        &self,
        key: &BlobKey,
        fresh: Duration,
    ) -> Result<bool, StoreError> {
        let path = path_of(&self.dir, key);
        off_thread(move || remove_unless_fresh(&path, fresh)).await
    }
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(join) => Err(StoreError::Blob {
            path: PathBuf::new(),
            did: "finished",
            why: std::io::Error::other(join),
        }),
    }
}

/// Where a blob stands while it is removed.
fn aside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push("-removed");
    path.with_file_name(name)
}

fn remove_unless_fresh(path: &Path, fresh: Duration) -> Result<bool, StoreError> {
    let aside = aside(path);
    match std::fs::rename(path, &aside) {
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            // Gone already, or left aside by a process that ended amid this.
            return match std::fs::remove_file(&aside) {
                Err(why) if why.kind() != std::io::ErrorKind::NotFound => {
                    Err(failed(&aside, "removed")(why))
                }
                _ => Ok(true),
            };
        }
        renamed => renamed.map_err(failed(path, "set aside"))?,
    }
    let written = std::fs::metadata(&aside)
        .and_then(|it| it.modified())
        .map_err(failed(&aside, "looked at"))?;
    // A moment to come is as good as now: the clock was set back.
    if written.elapsed().is_ok_and(|age| age >= fresh) {
        std::fs::remove_file(&aside).map_err(failed(&aside, "removed"))?;
        return Ok(true);
    }
    std::fs::rename(&aside, path).map_err(failed(path, "put back"))?;
    Ok(false)
}

/// Marks a blob as fresh; `false` when it is not there.
fn freshen(path: &Path) -> Result<bool, StoreError> {
    let there = match std::fs::File::open(path) {
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        opened => opened.map_err(failed(path, "opened"))?,
    };
    there
        .set_modified(real_now().into())
        .map_err(failed(path, "marked"))?;
    Ok(path.exists())
}

/// Two levels of folders keep each of them small.
const LEVELS: usize = 2;

fn path_of(dir: &Path, key: &BlobKey) -> PathBuf {
    dir.join(&key.0[..2]).join(&key.0[2..4]).join(&key.0)
}

/// Keeps one content: its file is synced, and then the folders that lead to it.
fn put(dir: &Path, content: &[u8]) -> Result<BlobKey, StoreError> {
    let key = BlobKey::of(content);
    if let Some((file, unnamed)) = write(dir, &key, content)? {
        file.sync_all()
            .map_err(failed(&unnamed.temporary, "synced"))?;
        unnamed.name()?;
    }
    // Also when the file was there already: whoever named it may not have synced the folders yet.
    for folder in path_of(dir, &key).ancestors().skip(1).take(LEVELS + 1) {
        sync_folder(folder)?;
    }
    Ok(key)
}

/// Keeps many contents with two syncs of the file system instead of four for each: one before the
/// files get their names, and one after.
#[cfg(target_os = "linux")]
fn put_many(dir: &Path, contents: &[Vec<u8>]) -> Result<Vec<BlobKey>, StoreError> {
    let keys: Vec<BlobKey> = contents
        .iter()
        .map(|content| BlobKey::of(content))
        .collect();
    let mut fresh = Vec::new();
    for (key, content) in keys.iter().zip(contents) {
        // The file is closed here, so that any number of them may wait for the sync.
        fresh.extend(write(dir, key, content)?.map(|(_, unnamed)| unnamed));
    }
    let opened = std::fs::File::open(dir).map_err(failed(dir, "opened"))?;
    let sync = || {
        // syncfs(2) tells of a failed write since Linux 5.8.
        rustix::fs::syncfs(&opened)
            .map_err(std::io::Error::from)
            .map_err(failed(dir, "synced"))
    };
    sync()?;
    for unnamed in fresh {
        unnamed.name()?;
    }
    sync()?;
    Ok(keys)
}

/// Where the system has no sync for one file system, each is kept by itself.
#[cfg(not(target_os = "linux"))]
fn put_many(dir: &Path, contents: &[Vec<u8>]) -> Result<Vec<BlobKey>, StoreError> {
    contents.iter().map(|content| put(dir, content)).collect()
}

/// A file that is written and has no name yet: under its final name a file is always whole.
struct Unnamed {
    temporary: PathBuf,
    path: PathBuf,
}

impl Unnamed {
    fn name(self) -> Result<(), StoreError> {
        std::fs::rename(&self.temporary, &self.path).map_err(failed(&self.path, "named"))
    }
}

/// Writes `content`, without a sync, beside where it will stand; `None` when it stands there already.
fn write(
    dir: &Path,
    key: &BlobKey,
    content: &[u8],
) -> Result<Option<(std::fs::File, Unnamed)>, StoreError> {
    let path = path_of(dir, key);
    if freshen(&path)? {
        return Ok(None);
    }
    let folder = path.parent().unwrap_or(dir);
    let temporary = folder.join(format!(
        ".{}-{}-{}",
        key.0,
        std::process::id(),
        TEMPORARY.fetch_add(1, Ordering::Relaxed)
    ));
    let mut file = match std::fs::File::create(&temporary) {
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            std::fs::create_dir_all(folder).map_err(failed(folder, "made"))?;
            std::fs::File::create(&temporary)
        }
        made => made,
    }
    .map_err(failed(&temporary, "made"))?;
    file.write_all(content)
        .map_err(failed(&temporary, "written"))?;
    Ok(Some((file, Unnamed { temporary, path })))
}

fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    std::fs::File::open(folder)
        .and_then(|opened| opened.sync_all())
        .map_err(failed(folder, "synced"))
}

fn failed(path: &Path, did: &'static str) -> impl FnOnce(std::io::Error) -> StoreError {
    let path = path.to_owned();
    move |why| StoreError::Blob { path, did, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_kept_comes_back_once_under_one_name() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_dir(dir.path()).unwrap();
        let key = blobs.put(b"een vraag".to_vec()).await.unwrap();
        assert_eq!(blobs.put(b"een vraag".to_vec()).await.unwrap(), key);
        assert_eq!(
            blobs.get(&key).await.unwrap().as_deref(),
            Some(b"een vraag".as_slice())
        );
        assert_eq!(blobs.get(&BlobKey::of(b"iets anders")).await.unwrap(), None);
        assert_eq!(BlobKey::parse(key.as_str()), Some(key));
        assert_eq!(BlobKey::parse("../../etc/passwd"), None);
    }

    #[tokio::test]
    async fn what_is_removed_is_gone_unless_somebody_keeps_it_just_now() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_dir(dir.path()).unwrap();
        let hour = Duration::from_hours(1);
        let key = blobs.put(b"een plan".to_vec()).await.unwrap();
        assert!(!blobs.remove_unless_fresh(&key, hour).await.unwrap());
        assert!(blobs.get(&key).await.unwrap().is_some(), "it stays");

        let path = path_of(dir.path(), &key);
        let age = || {
            let file = std::fs::File::open(&path).unwrap();
            file.set_modified(std::time::UNIX_EPOCH).unwrap();
        };
        age();
        // Whoever keeps what is there already wants it to stay.
        blobs.put(b"een plan".to_vec()).await.unwrap();
        assert!(!blobs.remove_unless_fresh(&key, hour).await.unwrap());
        age();
        assert!(blobs.remove_unless_fresh(&key, hour).await.unwrap());
        assert_eq!(blobs.get(&key).await.unwrap(), None);
        assert!(
            blobs.remove_unless_fresh(&key, hour).await.unwrap(),
            "twice is harmless"
        );
        let left = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(left, 0, "nothing is left aside");
    }

    #[tokio::test]
    async fn what_stands_aside_is_found_all_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_dir(dir.path()).unwrap();
        let key = blobs.put(b"een plan".to_vec()).await.unwrap();
        let path = path_of(dir.path(), &key);
        std::fs::rename(&path, aside(&path)).unwrap();
        assert!(blobs.get(&key).await.unwrap().is_some());
        blobs.put(b"een plan".to_vec()).await.unwrap();
        assert!(path.exists());
    }

    #[test]
    fn keeping_and_removing_the_same_content_at_once_never_loses_it() {
        let dir = tempfile::tempdir().unwrap();
        let content = b"telkens hetzelfde";
        let key = put(dir.path(), content).unwrap();
        let path = path_of(dir.path(), &key);
        let removing = {
            let path = path.clone();
            std::thread::spawn(move || {
                for _ in 0..300 {
                    if let Ok(file) = std::fs::File::open(&path) {
                        file.set_modified(std::time::UNIX_EPOCH).ok();
                    }
                    remove_unless_fresh(&path, Duration::from_hours(1)).unwrap();
                }
            })
        };
        while !removing.is_finished() {
            put(dir.path(), content).unwrap();
        }
        removing.join().unwrap();
        put(dir.path(), content).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), content);
    }

    #[tokio::test]
    async fn many_come_back_in_the_order_they_were_handed_over() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_dir(dir.path()).unwrap();
        // Enough for one sync of all, and one of them twice.
        let mut contents: Vec<Vec<u8>> = (0..50).map(|n| format!("vraag {n}").into()).collect();
        contents.push(contents[7].clone());
        let keys = blobs.put_all(contents.clone()).await.unwrap();
        assert_eq!(keys.len(), contents.len());
        for (key, content) in keys.iter().zip(&contents) {
            assert_eq!(blobs.get(key).await.unwrap().as_ref(), Some(content));
        }
        assert!(blobs.put_all(Vec::new()).await.unwrap().is_empty());
    }
}
