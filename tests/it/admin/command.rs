//! The same from the command line, for whoever runs the installation.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use regiovraag::config::DatabaseSettings;
use serde_json::Value;

use super::{LIMBURG, PASSWORD};
use crate::support::database::{Start, with_database};
use crate::support::on_each_engine;

/// The program as somebody at a terminal runs it, with a password on its standard input.
fn program(dir: &Path, database: &DatabaseSettings, arguments: &[&str]) -> Output {
    let secret = dir.join("secret.key");
    if !secret.exists() {
        fs::write(&secret, "the secret of this test, longer than 32").unwrap();
    }
    let mut running = Command::new(env!("CARGO_BIN_EXE_regiovraag"))
        .args(arguments)
        .current_dir(dir)
        .env("REGIOVRAAG__DATABASE__URL", &database.url)
        .env("REGIOVRAAG__SECRET__FILE", secret)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = running.stdin.take().unwrap();
    // A command that asks for nothing may be over already.
    let _ = writeln!(input, "{PASSWORD}");
    drop(input);
    running.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    let all = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&all).into_owned()
}

on_each_engine!(
    accounts_and_tokens_are_kept_from_the_command_line,
    |engine| {
        with_database(engine, Start::Filled, async |database| {
            let dir = tempfile::tempdir().unwrap();
            let run = |arguments: &[&str]| program(dir.path(), &database, arguments);
            let works = |arguments: &[&str]| {
                let output = run(arguments);
                assert!(output.status.success(), "{arguments:?}: {}", said(&output));
                String::from_utf8(output.stdout).unwrap()
            };
            let fails = |arguments: &[&str], why: &str| {
                let output = run(arguments);
                assert_eq!(output.status.code(), Some(1), "{}", said(&output));
                assert!(said(&output).contains(why), "{}", said(&output));
            };
            let listed = |email: &str| -> Value {
                let lines = works(&["user", "list", "--json"]);
                let line = lines.lines().find(|line| line.contains(email)).unwrap();
                serde_json::from_str(line).unwrap()
            };
            for (email, role) in [("tom@x.be", "admin"), ("nele@x.be", "editor")] {
                works(&[
                    "user", "add", "--email", email, "--name", "A", "--role", role,
                ]);
            }
            fails(&["user", "disable", "tom@x.be"], "the last account");
            fails(
                &["user", "roles", "tom@x.be", "--role", "editor"],
                "the last account",
            );
            fails(
                &["user", "disable", "niemand@x.be"],
                "no account for niemand@x.be",
            );
            works(&["user", "disable", "Nele@x.be"]);
            assert_eq!(listed("nele@x.be")["active"], false);
            works(&["user", "enable", "nele@x.be"]);
            works(&[
                "user",
                "roles",
                "nele@x.be",
                "--role",
                "agent",
                "--desk",
                LIMBURG,
            ]);
            let nele = listed("nele@x.be");
            assert_eq!(nele["active"], true);
            assert_eq!(nele["roles"][0], format!("agent@{LIMBURG}"));
            works(&["user", "reset-password", "nele@x.be"]);
            let link = works(&["user", "reset-password", "nele@x.be", "--link"]);
            assert!(link.contains("/desk/wachtwoord/"), "{link}");
            assert!(works(&["user", "sign-out", "nele@x.be"]).contains("0 session"));

            let create = ["token", "create", "--role", "api", "--scopes", "intake"];
            works(&create);
            let token: Value = serde_json::from_str(&works(&["token", "list", "--json"])).unwrap();
            assert_eq!(token["scopes"][0], "intake");
            assert_eq!(token["revoked_at"], Value::Null);
            let id = token["id"].as_str().unwrap();
            works(&["token", "revoke", id]);
            fails(&["token", "revoke", id], "no open token");
            assert!(works(&["token", "list"]).contains("revoked"));
        })
        .await;
    }
);
