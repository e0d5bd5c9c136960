//! `mail ingest` as a person runs it: every message of a folder is accounted for, and a second run
//! adds nothing.

use std::process::Command;

use serde_json::Value;

fn ingest(dir: &std::path::Path) -> Value {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/mail");
    let done = Command::new(env!("CARGO_BIN_EXE_regiovraag"))
        .args(["mail", "ingest", "--json", fixtures])
        .current_dir(dir)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    serde_json::from_slice(&done.stdout).unwrap()
}

#[test]
fn a_folder_of_mail_is_accounted_for_and_taken_in_once() {
    let dir = tempfile::tempdir().unwrap();
    let first = ingest(dir.path());
    let handed = first["handed_over"].as_u64().unwrap();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/mail");
    let files = std::fs::read_dir(fixtures).unwrap().filter(|entry| {
        let path = entry.as_ref().unwrap().path();
        path.extension().is_some_and(|extension| extension == "eml")
    });
    assert_eq!(handed, u64::try_from(files.count()).unwrap(), "{first}");
    assert_eq!(first["new"], handed, "{first}");
    assert_eq!(first["not_stored"], 0, "{first}");
    let kinds = first["register"].as_object().unwrap();
    let became: u64 = kinds.values().filter_map(Value::as_u64).sum();
    assert_eq!(became, handed, "{first}");
    assert!(!kinds.contains_key("waiting"), "{first}");

    let second = ingest(dir.path());
    assert_eq!(second["new"], 0, "{second}");
    assert_eq!(second["already_known"], handed, "{second}");
    assert_eq!(second["register"], first["register"], "{second}");
}
