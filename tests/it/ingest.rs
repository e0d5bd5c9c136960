//! `mail ingest` as a person runs it: every message of a folder is accounted for, and a second run
//! adds nothing.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Takes in a folder; what is told on standard output, and what went wrong.
fn run(dir: &Path, folder: &Path) -> (Value, Option<String>) {
    let done = Command::new(env!("CARGO_BIN_EXE_regiovraag"))
        .args(["mail", "ingest", "--json"])
        .arg(folder)
        .current_dir(dir)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let told = serde_json::from_slice(&done.stdout).expect(&said);
    (told, (!done.status.success()).then_some(said))
}

fn ingest(dir: &Path, folder: &Path) -> Value {
    let (told, failure) = run(dir, folder);
    assert_eq!(failure, None);
    told
}

#[test]
fn a_folder_of_mail_is_accounted_for_and_taken_in_once() {
    let dir = tempfile::tempdir().unwrap();
    let mails = dir.path().join("mails");
    std::fs::create_dir(&mails).unwrap();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/mail");
    let mut files: u64 = 0;
    for entry in std::fs::read_dir(fixtures).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "eml") {
            std::fs::copy(&path, mails.join(path.file_name().unwrap())).unwrap();
            files += 1;
        }
    }
    let first = ingest(dir.path(), &mails);
    let handed = first["handed_over"].as_u64().unwrap();
    assert_eq!(handed, files, "{first}");
    assert_eq!(first["new"], handed, "{first}");
    assert_eq!(first["not_stored"], 0, "{first}");
    let kinds = first["register"].as_object().unwrap();
    let became: u64 = kinds.values().filter_map(Value::as_u64).sum();
    assert_eq!(became, handed, "{first}");
    assert!(!kinds.contains_key("waiting"), "{first}");

    let second = ingest(dir.path(), &mails);
    assert_eq!(second["new"], 0, "{second}");
    assert_eq!(second["already_known"], handed, "{second}");
    assert_eq!(second["register"], first["register"], "{second}");
}

#[test]
fn what_may_be_a_mail_is_not_passed_over_in_silence() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("mh");
    std::fs::create_dir(&folder).unwrap();
    let mail = |id: u8| format!("From: an@lede.be\nMessage-ID: <{id}@lede.be>\n\nMag dat?\n");
    std::fs::write(folder.join("1"), mail(1)).unwrap();
    std::fs::write(folder.join(".mh_sequences"), "cur: 1\n").unwrap();
    let told = ingest(dir.path(), &folder);
    assert_eq!((&told["new"], &told["left_aside"]), (&1.into(), &0.into()));
    std::fs::write(folder.join("vraag.txt"), mail(2)).unwrap();
    let (told, failure) = run(dir.path(), &folder);
    assert_eq!((&told["new"], &told["left_aside"]), (&0.into(), &1.into()));
    let failure = failure.expect("a file was left aside");
    assert!(failure.contains("vraag.txt"), "{failure}");
    assert!(failure.contains("1 file(s) were left aside"), "{failure}");
}
