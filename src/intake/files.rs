//! Messages that lie in files: .eml files, folders of them, maildirs, mbox files and standard input.
//! They are read one at a time, whatever the size of the whole.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::take_in::Handed;
use crate::store::BlobKey;

/// A place that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {why}")]
pub struct FolderError {
    /// Which.
    pub path: String,
    /// What the system said, or what is wrong with it.
    pub why: String,
}

impl FolderError {
    pub(super) fn of(path: &Path, why: &impl ToString) -> Self {
        Self {
            path: path.display().to_string(),
            why: why.to_string(),
        }
    }
}

/// The messages of one or more places, in order.
#[derive(Debug)]
pub struct Messages {
    waiting: VecDeque<PathBuf>,
    mbox: Option<Mbox>,
    most_bytes: usize,
    /// Files in folders that are no mail by their name, and not what a program keeps its books in: counted,
    /// never read.
    pub left_aside: Vec<PathBuf>,
}

/// The messages in `path`: a file, a folder, a maildir, an mbox, or `-` for standard input. A
/// message larger than `most_bytes` is an error of its own and does not stop the others.
pub fn messages(path: &Path, most_bytes: usize) -> Result<Messages, FolderError> {
    let mut found = Messages {
        waiting: VecDeque::new(),
        mbox: None,
        most_bytes,
        left_aside: Vec::new(),
    };
    if path == Path::new("-") {
        found.mbox = Some(Mbox::new(
            PathBuf::from("-"),
            Box::new(BufReader::new(io::stdin())),
        ));
        return Ok(found);
    }
    let kind = std::fs::metadata(path).map_err(|why| FolderError::of(path, &why))?;
    if kind.is_dir() {
        found.walk(path)?;
    } else {
        found.waiting.push_back(path.to_owned());
    }
    Ok(found)
}

impl Messages {
    /// How many files still wait; an mbox counts as one.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    fn walk(&mut self, dir: &Path) -> Result<(), FolderError> {
        let maildir = dir.join("cur").is_dir() && dir.join("new").is_dir();
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(dir).map_err(|why| FolderError::of(dir, &why))? {
            entries.push(entry.map_err(|why| FolderError::of(dir, &why))?.path());
        }
        entries.sort();
        let in_maildir = dir
            .file_name()
            .is_some_and(|name| name == "cur" || name == "new")
            && dir
                .parent()
                .is_some_and(|parent| parent.join("tmp").is_dir());
        for path in entries {
            let hidden = path
                .file_name()
                .is_some_and(|name| name.as_encoded_bytes().first() == Some(&b'.'));
            if path.is_dir() {
                // What lies in tmp is not delivered yet; a maildir's subfolders begin with a dot.
                let skipped = maildir && path.file_name().is_some_and(|name| name == "tmp");
                if !skipped && (!hidden || maildir) {
                    self.walk(&path)?;
                }
            } else if in_maildir || is_mail_by_name(&path) {
                self.waiting.push_back(path);
            } else if !hidden && !is_bookkeeping(&path) {
                self.left_aside.push(path);
            }
        }
        Ok(())
    }

    fn open(&mut self, path: &Path) -> Result<Option<Handed>, FolderError> {
        let failed = |why: io::Error| FolderError::of(path, &why);
        let size = std::fs::metadata(path).map_err(failed)?.len();
        let separated = {
            let mut start = Vec::new();
            File::open(path)
                .map_err(failed)?
                .take(5)
                .read_to_end(&mut start)
                .map_err(failed)?;
            start == b"From "
        };
        if separated {
            let file = File::open(path).map_err(failed)?;
            self.mbox = Some(Mbox::new(path.to_owned(), Box::new(BufReader::new(file))));
            return Ok(None);
        }
        if usize::try_from(size).is_ok_and(|size| size > self.most_bytes) {
            return Err(too_large(path, size, self.most_bytes));
        }
        let raw = std::fs::read(path).map_err(failed)?;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        Ok(Some(handed(&name.unwrap_or_default(), raw)))
    }
}

impl Iterator for Messages {
    type Item = Result<Handed, FolderError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(mbox) = &mut self.mbox {
                match mbox.next_message(self.most_bytes) {
                    Some(message) => return Some(message),
                    None => self.mbox = None,
                }
            }
            let path = self.waiting.pop_front()?;
            match self.open(&path) {
                Ok(Some(handed)) => return Some(Ok(handed)),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// Whether a name is that of a mail or an mbox; in a folder of MH or Cyrus a mail is named by its number.
fn is_mail_by_name(path: &Path) -> bool {
    ends_in(path, &["eml", "mbox", "mbx"])
        || path.file_name().is_some_and(|name| {
            let name = name.as_encoded_bytes();
            let number = name.strip_suffix(b".").unwrap_or(name);
            !number.is_empty() && number.iter().all(u8::is_ascii_digit)
        })
}

/// Whether a file is one in which a mail program or a system keeps its own books beside the mails.
fn is_bookkeeping(path: &Path) -> bool {
    let known = ["dovecot", "courier", "cyrus."];
    let named = ["maildirfolder", "subscriptions", "Thumbs.db", "desktop.ini"];
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    known.iter().any(|known| name.starts_with(known))
        || named.iter().any(|named| name == *named)
        || ends_in(path, &["msf"])
}

fn ends_in(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| {
        endings
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

fn too_large(path: &Path, size: u64, most: usize) -> FolderError {
    FolderError::of(path, &format!("{size} bytes; at most {most} are taken in"))
}

/// The name and the content together, so that a second run adds nothing and a changed file is new.
fn handed(name: &str, raw: Vec<u8>) -> Handed {
    Handed {
        source_id: format!("{name}:{}", BlobKey::of(&raw)),
        raw,
    }
}

/// Whether a line separates the messages of an mbox (RFC 4155): `From `, who sent the one that follows, and
/// when, as `asctime` writes it. Programs add a zone, or the machine that it came from, and write the day
/// before the month; whatever else begins with `From ` somebody wrote.
fn is_separator(line: &[u8]) -> bool {
    /// No sender and no date are longer together.
    const LONGEST: usize = 1_000;
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let Some(said) = line
        .strip_prefix(b"From ")
        .filter(|said| said.len() <= LONGEST)
    else {
        return false;
    };
    let said = String::from_utf8_lossy(said);
    let words: Vec<&str> = said.split_ascii_whitespace().collect();
    // The sender may be none, or hold spaces: the date begins at a day of the week, and ends the line.
    let days = words
        .iter()
        .enumerate()
        .filter(|(_, word)| DAYS.contains(&word.trim_end_matches(',')));
    days.map(|(at, _)| (&words[..at], &words[at + 1..]))
        .any(|(sender, date)| is_date(date, sender.iter().any(|word| word.contains('@'))))
}

/// Whether the words behind a day of the week are a date as it stands in such a line. Some programs leave out
/// the time, behind what can only be a sender.
fn is_date(date: &[&str], without_time: bool) -> bool {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let is_number = |word: &str, most: usize| {
        (1..=most).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let rest = match date {
        [month, day, rest @ ..] if MONTHS.contains(month) && is_number(day, 2) => rest,
        [day, month, rest @ ..] if MONTHS.contains(month) && is_number(day, 2) => rest,
        _ => return false,
    };
    let until = rest.iter().position(|word| *word == "remote");
    let (rest, remote) = rest.split_at(until.unwrap_or(rest.len()));
    let is_time = |word: &str| {
        let mut parts = word.split(':');
        (2..=3).contains(&word.split(':').count()) && parts.all(|part| is_number(part, 2))
    };
    let is_year = |word: &str| word.len() == 4 && is_number(word, 4);
    let is_zone = |word: &str| {
        let offset = word.strip_prefix(['+', '-']);
        offset.is_some_and(|offset| is_number(offset, 4))
            || word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let times = rest.iter().filter(|word| is_time(word)).count();
    let years = rest.iter().filter(|word| is_year(word)).count();
    let zones = rest.iter().filter(|word| is_zone(word)).count();
    let has_time = times == 1 || times == 0 && without_time;
    has_time
        && years == 1
        && zones <= 2
        && times + years + zones == rest.len()
        && matches!(remote, [] | ["remote", "from", _])
}

/// The messages of an mbox (RFC 4155), or one message when it does not begin with a line that separates them.
struct Mbox {
    path: PathBuf,
    source: Box<dyn BufRead + Send>,
    /// It begins with such a line.
    separated: bool,
    /// Something was read that is not blank.
    started: bool,
    ended: bool,
    number: usize,
}

impl std::fmt::Debug for Mbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mbox")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Mbox {
    fn new(path: PathBuf, source: Box<dyn BufRead + Send>) -> Self {
        Self {
            path,
            source,
            separated: false,
            started: false,
            ended: false,
            number: 0,
        }
    }

    fn next_message(&mut self, most: usize) -> Option<Result<Handed, FolderError>> {
        if self.ended {
            return None;
        }
        let mut raw = Vec::new();
        let mut size: u64 = 0;
        let mut after_blank = true;
        loop {
            let mut line = Vec::new();
            match self.source.read_until(b'\n', &mut line) {
                Err(why) => {
                    self.ended = true;
                    return Some(Err(FolderError::of(&self.path, &why)));
                }
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(_) => {}
            }
            if after_blank && (self.separated || !self.started) && is_separator(&line) {
                if self.separated {
                    break;
                }
                (self.separated, self.started) = (true, true);
                // blank lines above it are no mail
                raw.clear();
                size = 0;
                continue;
            }
            after_blank = line.iter().all(u8::is_ascii_whitespace);
            self.started |= !after_blank;
            let quoted = self.separated
                && line.first() == Some(&b'>')
                && line.iter().find(|byte| **byte != b'>') == Some(&b'F')
                && line
                    .iter()
                    .position(|byte| *byte != b'>')
                    .is_some_and(|at| line[at..].starts_with(b"From "));
            size += line.len() as u64;
            // What is too large is counted on, but not kept in memory.
            if usize::try_from(size).is_ok_and(|size| size <= most) {
                raw.extend_from_slice(if quoted { &line[1..] } else { &line });
            }
        }
        if raw.is_empty() && self.ended {
            return None;
        }
        self.number += 1;
        if usize::try_from(size).is_ok_and(|size| size > most) {
            return Some(Err(too_large(&self.path, size, most)));
        }
        if self.separated && raw.ends_with(b"\n\n") {
            raw.pop();
        }
        let name = self
            .path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        Some(Ok(handed(&name.unwrap_or_else(|| "-".to_owned()), raw)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(path: &Path) -> Vec<String> {
        messages(path, 1000)
            .unwrap()
            .map(|one| match one {
                Ok(handed) => String::from_utf8_lossy(&handed.raw).into_owned(),
                Err(error) => format!("! {}", error.why),
            })
            .collect()
    }

    #[test]
    fn an_mbox_is_cut_at_its_from_lines() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("archief.mbox");
        std::fs::write(
            &file,
            "From a@b Mon Jan 12 2026\nSubject: een\n\n>From hier\nFrom binnen een alinea\n\n\
             From c@d Mon Jan 12 2026\nSubject: twee\n\nslot\n",
        )
        .unwrap();
        let all = taken(&file);
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(
            all[0].contains("\nFrom hier\nFrom binnen een alinea\n"),
            "{all:?}"
        );
        assert_eq!(all[1], "Subject: twee\n\nslot\n");
    }

    #[test]
    fn only_a_sender_and_a_date_separate() {
        for line in [
            "From an@lede.be Mon Jan 12 09:14:33 2026",
            "From an@lede.be  Mon Jan  2 09:14:33 2026",
            "From MAILER-DAEMON Fri Jul  8 12:08:34 2026",
            "From - Tue Mar 03 10:12:00 2026",
            "From an@lede.be Mon Jan 12 09:14:33 CET 2026",
            "From an@lede.be Mon Jan 12 09:14:33 MET DST 2026",
            "From 1791@xxx Mon Jan 12 09:14:33 +0000 2026",
            "From an@lede.be Mon Jan 12 09:14:33 2026 +0100",
            "From an Mon Jan 12 09:14 2026 remote from lede",
            "From an@lede.be Mon, 12 Jan 2026 09:14:33 +0100",
            "From an at lede.be Mon Jan 12 09:14:33 2026",
            "From an@lede.be Mon Jan 12 2026",
            "From \"Jan Janssens\" Mon Jan 12 09:14:33 2026",
            "From \"/O=LEDE/OU=EXCHANGE GROUP (FYDI)/CN=AN\" Mon Jan 12 09:14:33 2026",
            "From  Mon Jan 12 09:14:33 2026",
        ] {
            assert!(is_separator(line.as_bytes()), "{line}");
            assert!(is_separator(format!("{line}\r\n").as_bytes()), "{line}");
            assert!(!is_separator(format!(">{line}").as_bytes()), "{line}");
        }
        for line in [
            "From here on it is ours.",
            "From ",
            "From Monday Jan 12 2026 we pay",
            "From Mon Jan 12 2026",
            "From Ghent Mon Jan 12 2026",
            "From an@lede.be Mon Jan 12 09:14:33 2026 we pay",
            "From an@lede.be",
            "From: an@lede.be Mon Jan 12 09:14:33 2026",
        ] {
            assert!(!is_separator(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn a_line_that_somebody_began_with_from_stays_where_it_stands() {
        let split = |text: &str| -> Vec<String> {
            let source = Box::new(io::Cursor::new(text.to_owned()));
            let mut mbox = Mbox::new(PathBuf::from("-"), source);
            std::iter::from_fn(|| mbox.next_message(1_000))
                .map(|one| String::from_utf8(one.unwrap().raw).unwrap())
                .collect()
        };
        let words = "From here on one thing is open: who pays?";
        let one = format!("From: an@lede.be\n\nDag,\n\n{words}\n\n>From x\n\n");
        assert_eq!(split(&one), [one.as_str()], "a mail alone");
        let cited = format!("{one}From an@lede.be Mon Jan 12 09:14:33 2026\nFrom: b@x.be\n");
        assert_eq!(split(&cited), [cited.as_str()], "a mail that cites an mbox");
        let line = "From an@lede.be Mon Jan 12 09:14:33 2026\n";
        let two =
            format!("\n{line}Subject: a\n\n{words}\n\n{words}\n\n{line}Subject: b\n\n>>From x\n");
        assert_eq!(
            split(&two),
            [
                format!("Subject: a\n\n{words}\n\n{words}\n"),
                "Subject: b\n\n>From x\n".to_owned()
            ]
        );
        let unlike = format!("{words}\nSubject: a\n\n{words}\n");
        assert_eq!(split(&unlike), [unlike.as_str()]);
        assert!(split("").is_empty());
    }

    #[test]
    fn a_folder_of_numbers_gives_its_mails_and_no_books() {
        let dir = tempfile::tempdir().unwrap();
        for name in [
            "1",
            "12",
            "3.",
            ".mh_sequences",
            "dovecot.index.log",
            "cyrus.header",
            "Inbox.msf",
        ] {
            std::fs::write(dir.path().join(name), name).unwrap();
        }
        assert_eq!(taken(dir.path()), ["1", "12", "3."]);
        let left = |name: &str| {
            std::fs::write(dir.path().join(name), name).unwrap();
            let found = messages(dir.path(), 1000).unwrap();
            assert_eq!(found.waiting(), 3, "{name}");
            found.left_aside.len()
        };
        assert_eq!(left("vraag.txt"), 1);
        assert_eq!(left("1a"), 2);
        assert_eq!(left("subscriptions"), 2);
    }

    #[test]
    fn a_folder_gives_its_mails_and_names_what_it_leaves_aside() {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("b.eml", "B"),
            ("a.eml", "A"),
            ("leeg.eml", ""),
            ("README.md", "niet"),
        ] {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        std::fs::write(dir.path().join("groot.eml"), "x".repeat(1001)).unwrap();
        let mut found = messages(dir.path(), 1000).unwrap();
        assert_eq!(found.left_aside.len(), 1);
        let all: Vec<_> = found.by_ref().collect();
        assert_eq!(all.len(), 4);
        assert!(
            all[2]
                .as_ref()
                .is_err_and(|error| error.why.contains("at most 1000"))
        );
    }

    #[test]
    fn a_maildir_gives_what_was_delivered() {
        let dir = tempfile::tempdir().unwrap();
        for (folder, name) in [("new", "1.host"), ("cur", "2.host:2,S"), ("tmp", "3.host")] {
            std::fs::create_dir_all(dir.path().join(folder)).unwrap();
            std::fs::write(dir.path().join(folder).join(name), folder).unwrap();
        }
        assert_eq!(taken(dir.path()), ["cur", "new"]);
    }

    #[test]
    fn a_place_that_is_not_there_is_named() {
        let error = messages(Path::new("/nergens/post"), 10).unwrap_err();
        assert!(error.to_string().starts_with("/nergens/post: "), "{error}");
    }
}
