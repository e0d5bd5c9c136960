//! Raw mail and attachments: files named by the SHA-256 of their content, written and synced before
//! the row that names them, and never changed afterwards.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::digest::{SHA256, digest};

use super::StoreError;

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

/// Blobs that are written side by side: waiting for the disk takes no processor.
const MOST_HANDS: usize = 16;

impl Blobs {
    /// Blobs in `dir`, which is made when it is not there.
    pub fn in_dir(dir: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(dir).map_err(failed(dir, "made"))?;
        Ok(Self { dir: dir.into() })
    }

    /// Keeps `content`; when this returns, it survives a power cut. Keeping it twice is harmless.
    pub async fn put(&self, content: Vec<u8>) -> Result<BlobKey, StoreError> {
        let dir = Arc::clone(&self.dir);
        off_thread(move || {
            let (key, touched) = write(&dir, &content)?;
            touched.iter().try_for_each(|folder| sync_folder(folder))?;
            Ok(key)
        })
        .await
    }

    /// Keeps several contents; the keys come in the same order. They are synced side by side, for a
    /// file system then writes many with one commit of its journal.
    pub async fn put_all(&self, contents: Vec<Vec<u8>>) -> Result<Vec<BlobKey>, StoreError> {
        let dir = Arc::clone(&self.dir);
        off_thread(move || {
            let written = side_by_side(&contents, |content| write(&dir, content))?;
            let touched: BTreeSet<&PathBuf> =
                written.iter().flat_map(|(_, touched)| touched).collect();
            let touched: Vec<&PathBuf> = touched.into_iter().collect();
            side_by_side(&touched, |folder| sync_folder(folder))?;
            Ok(written.into_iter().map(|(key, _)| key).collect())
        })
        .await
    }

    /// The content of `key`; `None` when there is no such blob.
    pub async fn get(&self, key: &BlobKey) -> Result<Option<Vec<u8>>, StoreError> {
        let path = path_of(&self.dir, key);
        off_thread(move || match std::fs::read(&path) {
            Ok(content) => Ok(Some(content)),
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(why) => Err(StoreError::Blob {
                path,
                did: "read",
                why,
            }),
        })
        .await
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

fn path_of(dir: &Path, key: &BlobKey) -> PathBuf {
    // Two levels keep each folder small.
    dir.join(&key.0[..2]).join(&key.0[2..4]).join(&key.0)
}

/// Does `work` for every item, a few at a time; the results come in the order of the items.
fn side_by_side<I: Sync, T: Send>(
    items: &[I],
    work: impl Fn(&I) -> Result<T, StoreError> + Sync,
) -> Result<Vec<T>, StoreError> {
    let hands = items.len().min(MOST_HANDS);
    if hands <= 1 {
        return items.iter().map(work).collect();
    }
    let (share, work) = (items.len().div_ceil(hands), &work);
    std::thread::scope(|scope| {
        let shares: Vec<_> = items
            .chunks(share)
            .map(|some| scope.spawn(move || some.iter().map(work).collect::<Result<Vec<T>, _>>()))
            .collect();
        let mut done = Vec::with_capacity(items.len());
        for one in shares {
            let part = one.join().map_err(|_| StoreError::Blob {
                path: PathBuf::new(),
                did: "finished",
                why: std::io::Error::other("a thread that kept blobs panicked"),
            })?;
            done.extend(part?);
        }
        Ok(done)
    })
}

/// Writes `content` under its name, and says which folders have to be synced before it is safe.
fn write(dir: &Path, content: &[u8]) -> Result<(BlobKey, Vec<PathBuf>), StoreError> {
    let key = BlobKey::of(content);
    let path = path_of(dir, &key);
    if path.exists() {
        return Ok((key, Vec::new()));
    }
    let folder = path.parent().unwrap_or(dir);
    let mut touched = vec![folder.to_owned()];
    if !folder.is_dir() {
        std::fs::create_dir_all(folder).map_err(failed(folder, "made"))?;
        touched.extend(folder.parent().map(Path::to_owned));
        touched.push(dir.to_owned());
    }
    // A file under its final name is always whole: it is written beside and renamed.
    let temporary = folder.join(format!(
        ".{}-{}-{}",
        key.0,
        std::process::id(),
        TEMPORARY.fetch_add(1, Ordering::Relaxed)
    ));
    let mut file = std::fs::File::create(&temporary).map_err(failed(&temporary, "made"))?;
    file.write_all(content)
        .map_err(failed(&temporary, "written"))?;
    file.sync_all().map_err(failed(&temporary, "synced"))?;
    std::fs::rename(&temporary, &path).map_err(failed(&path, "named"))?;
    Ok((key, touched))
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
    async fn many_come_back_in_the_order_they_were_handed_over() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_dir(dir.path()).unwrap();
        // More than there are hands, and one of them twice.
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
