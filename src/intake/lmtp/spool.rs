//! Keeps the content of a mail while it comes in: the first part in memory, the rest in a file that
//! has no name, so that a slow client costs disk and not memory, and a kill leaves nothing behind.

use std::io::{self, SeekFrom};
use std::path::PathBuf;

use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};

/// How much of a mail stays in memory.
const IN_MEMORY: usize = 128 * 1024;

/// Content that is coming in.
#[derive(Debug)]
pub(super) struct Spool {
    dir: PathBuf,
    most: usize,
    size: usize,
    head: Vec<u8>,
    file: Option<File>,
}

impl Spool {
    /// An empty one, of which no more than `most` bytes are kept, and its file in `dir`.
    pub fn new(dir: PathBuf, most: usize) -> Self {
        Self {
            dir,
            most,
            size: 0,
            head: Vec::new(),
            file: None,
        }
    }

    /// How much came in, in bytes, whether it was kept or not.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether more came in than is kept.
    pub fn is_too_large(&self) -> bool {
        self.size > self.most
    }

    /// Keeps `piece`, unless the whole has become too large to be kept at all.
    pub async fn add(&mut self, piece: &[u8]) -> io::Result<()> {
        self.size += piece.len();
        if self.is_too_large() {
            self.head = Vec::new();
            self.file = None;
            return Ok(());
        }
        if self.file.is_none() && self.size <= IN_MEMORY {
            self.head.extend_from_slice(piece);
            return Ok(());
        }
        let file = if let Some(file) = &mut self.file {
            file
        } else {
            let dir = self.dir.clone();
            let made = tokio::task::spawn_blocking(move || tempfile::tempfile_in(dir)).await;
            let mut file = File::from_std(made.map_err(io::Error::other)??);
            file.write_all(&self.head).await?;
            self.head = Vec::new();
            self.file.insert(file)
        };
        file.write_all(piece).await
    }

    /// All of it, behind `before`.
    pub async fn whole(self, before: Vec<u8>) -> io::Result<Vec<u8>> {
        let mut whole = before;
        whole.reserve_exact(self.size);
        whole.extend_from_slice(&self.head);
        if let Some(mut file) = self.file {
            file.flush().await?;
            file.seek(SeekFrom::Start(0)).await?;
            file.read_to_end(&mut whole).await?;
        }
        Ok(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn large_content_comes_back_whole_and_too_large_content_is_let_go() {
        let dir = tempfile::tempdir().unwrap();
        for pieces in [0, 1, 3, 40] {
            let piece: Vec<u8> = (0..=255).cycle().take(10_000).collect();
            let mut spool = Spool::new(dir.path().to_owned(), 400_000);
            for _ in 0..pieces {
                spool.add(&piece).await.unwrap();
            }
            assert_eq!(spool.file.is_some(), pieces * 10_000 > IN_MEMORY);
            assert!(spool.head.len() <= IN_MEMORY);
            assert!(!spool.is_too_large());
            let whole = spool.whole(b"voor".to_vec()).await.unwrap();
            assert_eq!(whole, [b"voor".to_vec(), piece.repeat(pieces)].concat());
        }
        let mut spool = Spool::new(dir.path().to_owned(), 150_000);
        for _ in 0..100 {
            spool.add(&[b'x'; 10_000]).await.unwrap();
        }
        assert!(spool.is_too_large());
        assert_eq!(
            (spool.size(), spool.file.is_none(), spool.head.len()),
            (1_000_000, true, 0)
        );
        assert_eq!(
            dir.path().read_dir().unwrap().count(),
            0,
            "no file has a name"
        );
    }
}
