//! A folder that changes as a whole: its new content is written beside it and then takes its place,
//! so that nobody ever reads half a site.

use std::fs::{self, File as OpenFile, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::web::portal::copy::File;

/// The file by which a folder is known as one of ours; it also holds the lock of who writes it.
const MARK: &str = ".regiovraag-faq";

/// Replaces what is in the folder `to` by `files`. A folder that holds anything but an earlier
/// export is refused.
pub(super) fn replace(to: &Path, files: &[File]) -> anyhow::Result<()> {
    let to = whole(to)?;
    let (Some(parent), Some(name)) = (to.parent(), to.file_name().and_then(|it| it.to_str()))
    else {
        bail!("{} cannot be a folder for the site", to.display());
    };
    refuse_other(&to)?;
    let (new, old) = (
        parent.join(format!(".{name}.new")),
        parent.join(format!(".{name}.old")),
    );
    // The lock ends with the process, so an export that was stopped stands in nobody's way.
    let _held = begin(&new)?;
    for file in files {
        write(&new.join(&file.path), &file.content)?;
    }
    clear(&old)?;
    let stood = to.exists();
    if stood {
        fs::rename(&to, &old).with_context(|| format!("{} cannot be moved", to.display()))?;
    }
    if let Err(error) = fs::rename(&new, &to) {
        if stood {
            fs::rename(&old, &to)?;
        }
        return Err(error).with_context(|| format!("{} cannot take its place", new.display()));
    }
    clear(&old)
}

/// `to` as an absolute path without links, with the folders above it made.
fn whole(to: &Path) -> anyhow::Result<PathBuf> {
    if to.exists() {
        return to.canonicalize().with_context(|| to.display().to_string());
    }
    let absolute = std::path::absolute(to)?;
    let Some((parent, name)) = absolute.parent().zip(absolute.file_name()) else {
        bail!("{} cannot be a folder for the site", to.display());
    };
    fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
    Ok(parent.canonicalize()?.join(name))
}

fn refuse_other(to: &Path) -> anyhow::Result<()> {
    if !to.exists() {
        return Ok(());
    }
    if !to.is_dir() {
        bail!("{} is no folder; name a new or an empty one", to.display());
    }
    let empty = fs::read_dir(to)?.next().is_none();
    if !empty && !to.join(MARK).is_file() {
        bail!(
            "{} holds something that no export of the FAQ made; name a new or an empty folder",
            to.display()
        );
    }
    Ok(())
}

/// Makes the folder in which the new site is written, and holds it.
fn begin(new: &Path) -> anyhow::Result<OpenFile> {
    let mark = new.join(MARK);
    if mark.is_file() {
        let left = OpenOptions::new().append(true).open(&mark)?;
        match left.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!("another export to it is at work"),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
    }
    clear(new)?;
    fs::create_dir(new).with_context(|| new.display().to_string())?;
    let mut held = OpenFile::create(&mark)?;
    held.lock()?;
    held.write_all(b"Made by `regiovraag faq export`, which replaces everything here.\n")?;
    Ok(held)
}

/// Removes a folder that an earlier export left; one that is not ours is refused.
fn clear(folder: &Path) -> anyhow::Result<()> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| folder.display().to_string()),
        Ok(mut inside) => {
            if inside.next().is_some() && !folder.join(MARK).is_file() {
                bail!("{} is in the way", folder.display());
            }
            fs::remove_dir_all(folder).with_context(|| folder.display().to_string())
        }
    }
}

fn write(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let told = || path.display().to_string();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(told)?;
    }
    let mut file = OpenFile::create_new(path).with_context(told)?;
    file.write_all(content).with_context(told)?;
    // Synced before it takes its place: a power cut may not leave empty pages.
    file.sync_all().with_context(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, content: &str) -> File {
        File {
            path: path.to_owned(),
            content: content.as_bytes().to_vec(),
        }
    }

    fn inside(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_later_site_takes_the_place_of_the_earlier_one_as_a_whole() {
        let home = tempfile::tempdir().unwrap();
        let to = home.path().join("web/faq");
        replace(
            &to,
            &[file("index.html", "een"), file("vragen/a.html", "a")],
        )
        .unwrap();
        assert_eq!(inside(&to), [MARK, "index.html", "vragen"]);
        replace(&to, &[file("index.html", "twee")]).unwrap();
        assert_eq!(inside(&to), [MARK, "index.html"]);
        assert_eq!(fs::read_to_string(to.join("index.html")).unwrap(), "twee");
        assert_eq!(
            inside(to.parent().unwrap()),
            ["faq"],
            "nothing lies beside it"
        );
    }

    #[test]
    fn a_folder_of_somebody_else_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let to = home.path().join("www");
        fs::create_dir(&to).unwrap();
        fs::write(to.join("index.html"), "van een ander").unwrap();
        let error = replace(&to, &[file("index.html", "een")]).unwrap_err();
        assert!(
            error.to_string().contains("name a new or an empty folder"),
            "{error}"
        );
        assert_eq!(inside(&to), ["index.html"]);
        assert_eq!(inside(home.path()), ["www"]);

        let error = replace(&to.join("index.html"), &[]).unwrap_err();
        assert!(error.to_string().contains("is no folder"), "{error}");
        assert!(replace(Path::new("/"), &[]).is_err());
    }

    #[test]
    fn an_empty_folder_will_do() {
        let home = tempfile::tempdir().unwrap();
        let to = home.path().join("leeg");
        fs::create_dir(&to).unwrap();
        replace(&to, &[file("index.html", "een")]).unwrap();
        assert_eq!(inside(&to), [MARK, "index.html"]);
    }

    #[test]
    fn a_site_that_cannot_be_written_leaves_the_old_one() {
        let home = tempfile::tempdir().unwrap();
        let to = home.path().join("faq");
        replace(&to, &[file("index.html", "een")]).unwrap();
        let twice = [file("index.html", "twee"), file("index.html", "drie")];
        assert!(replace(&to, &twice).is_err());
        assert_eq!(fs::read_to_string(to.join("index.html")).unwrap(), "een");
        // What the failed one left does not hinder the next.
        replace(&to, &[file("index.html", "vier")]).unwrap();
        assert_eq!(fs::read_to_string(to.join("index.html")).unwrap(), "vier");
    }

    #[test]
    fn two_exports_to_one_folder_do_not_mix() {
        let home = tempfile::tempdir().unwrap();
        let to = home.path().join("faq");
        let held = begin(&home.path().join(".faq.new")).unwrap();
        let error = replace(&to, &[file("index.html", "een")]).unwrap_err();
        assert!(error.to_string().contains("at work"), "{error}");
        drop(held);
        replace(&to, &[file("index.html", "een")]).unwrap();
    }
}
