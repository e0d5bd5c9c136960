//! `route` as a person runs it, over the questions that ship with the project.

use std::process::Command;

use serde_json::Value;

/// The two figures that the service is held to, as the command prints them.
#[test]
fn questions_that_were_not_learned_from_reach_their_administration() {
    let questions = concat!(env!("CARGO_MANIFEST_DIR"), "/config/questions");
    let dir = tempfile::tempdir().unwrap();
    let judged = Command::new(env!("CARGO_BIN_EXE_regiovraag"))
        .args(["route", "--cross-validate", "5", "--json"])
        .arg(format!("--senders={questions}/sender_domains.csv"))
        .arg(format!("{questions}/dev.jsonl"))
        .current_dir(dir.path())
        .output()
        .unwrap();
    let told = String::from_utf8(judged.stderr).unwrap();
    assert!(judged.status.success(), "{told}");
    let figures: Value = serde_json::from_str(&told).unwrap();
    let figure = |name: &str| figures[name].as_f64().unwrap();
    assert!(figure("province_where_domain_is_known") >= 1.0, "{figures}");
    assert!(figure("questions_with_known_domain") > 100.0, "{figures}");
    assert!(figure("administration") >= 0.72, "{figures}");
}

/// Where the sender's own domain says which municipality asks, the contact point is never another's.
#[test]
fn a_known_domain_always_gives_the_right_province() {
    let questions = concat!(env!("CARGO_MANIFEST_DIR"), "/config/questions");
    let dir = tempfile::tempdir().unwrap();
    let routed = Command::new(env!("CARGO_BIN_EXE_regiovraag"))
        .args([
            "route",
            "--senders",
            &format!("{questions}/sender_domains.csv"),
        ])
        .arg(format!("{questions}/dev.jsonl"))
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(
        routed.status.success(),
        "{}",
        String::from_utf8_lossy(&routed.stderr)
    );
    let answers = String::from_utf8(routed.stdout).unwrap();
    let asked = std::fs::read_to_string(format!("{questions}/dev.jsonl")).unwrap();
    let domains = std::fs::read_to_string(format!("{questions}/sender_domains.csv")).unwrap();
    let known: Vec<&str> = domains
        .lines()
        .filter_map(|line| line.split(',').next())
        .collect();
    let mut judged = 0;
    for (asked, answer) in asked.lines().zip(answers.lines()) {
        let [asked, answer]: [Value; 2] =
            [asked, answer].map(|line| serde_json::from_str(line).unwrap());
        assert_eq!(asked["id"], answer["id"]);
        let sender = asked["sender_email"].as_str().unwrap_or_default();
        let domain = sender.rsplit('@').next().unwrap_or_default();
        if known.contains(&domain) && !asked["province_expected"].is_null() {
            judged += 1;
            assert_eq!(answer["province"], asked["province_expected"], "{asked}");
        }
    }
    assert!(judged > 100, "{judged}");
}
