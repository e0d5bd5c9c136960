//! `regiovraag mail ingest imaps://USER@HOST/FOLDER`: which mailbox that is, and how to get in. The
//! password comes from a file, from an account of the settings, or is asked for; never from the
//! command line, where others on the machine can read it.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};

use crate::config::{ImapSettings, ImapTls, OauthSettings, Settings, is_loopback};
use crate::intake::imap::{Account, Mailbox};

/// A mailbox as an address on the command line gives it.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    tls: ImapTls,
    username: String,
    host: String,
    /// 0: the usual one.
    port: u16,
    folder: String,
}

/// Whether `path` is the address of a mailbox.
pub(super) fn is_mailbox(path: &Path) -> bool {
    let path = path.to_string_lossy();
    path.starts_with("imap://") || path.starts_with("imaps://")
}

/// The mailbox at `address`, ready to be connected to.
pub(super) fn open(
    address: &Path,
    settings: &Settings,
    password_file: Option<&Path>,
    ca_file: Option<&Path>,
) -> anyhow::Result<Mailbox> {
    let address = address.to_string_lossy();
    let place = Place::parse(&address)?;
    let known = settings.intake.imap.iter().find(|account| {
        account.host.eq_ignore_ascii_case(&place.host) && account.username == place.username
    });
    let mut account = match known {
        Some(known) => known.clone(),
        None => bare(&place)?,
    };
    if known.is_none() || place.port != 0 {
        account.tls = place.tls;
        account.port = place.port;
    }
    // It only reads: what the settings do with their own folders does not matter here.
    account.folders = vec![place.folder.clone()];
    account.move_to.clear();
    account.move_too_large_to.clear();
    if let Some(file) = ca_file {
        file.clone_into(&mut account.ca_file);
    }
    let opened = if let Some(file) = password_file {
        file.clone_into(&mut account.password_file);
        account.oauth = OauthSettings::default();
        Account::open(&account)
    } else if known.is_some() {
        Account::open(&account)
    } else {
        let password = password(&place)?;
        Account::with_password(&account, password)
    };
    Ok(Mailbox::new(&Arc::new(opened?), place.folder))
}

/// An account that the settings do not know.
fn bare(place: &Place) -> anyhow::Result<ImapSettings> {
    let account = serde_json::json!({
        "name": place.host, "host": place.host, "username": place.username,
    });
    Ok(serde_json::from_value(account)?)
}

fn password(place: &Place) -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        let who = format!("Password for {} at {}: ", place.username, place.host);
        return Ok(rpassword::prompt_password(who)?);
    }
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .context("no password on standard input")?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    ensure!(
        !password.is_empty(),
        "no password: give --password-file FILE, or the password on standard input"
    );
    Ok(password)
}

impl Place {
    fn parse(address: &str) -> anyhow::Result<Self> {
        const SHAPE: &str = "a mailbox is imaps://USER@HOST/FOLDER (imap:// begins with STARTTLS)";
        let (scheme, rest) = address.split_once("://").context(SHAPE)?;
        let (authority, folder) = rest.split_once('/').unwrap_or((rest, ""));
        // The name of a user is often an address itself.
        let (username, server) = authority.rsplit_once('@').context(SHAPE)?;
        ensure!(
            !username.contains(':'),
            "a password does not belong in an address, where others can read it: leave it out and \
             use --password-file"
        );
        let (host, port) = match server.rsplit_once(':') {
            Some((host, port)) => {
                let port = port
                    .parse()
                    .with_context(|| format!("{port:?} is no port"))?;
                (host, port)
            }
            None => (server, 0),
        };
        ensure!(!host.is_empty() && !username.is_empty(), SHAPE);
        let tls = match scheme {
            "imaps" => ImapTls::Tls,
            "imap" if is_loopback(host) => ImapTls::None,
            "imap" => ImapTls::Starttls,
            other => bail!("{other}:// is no mailbox; {SHAPE}"),
        };
        let folder = decoded(folder)?;
        Ok(Self {
            tls,
            username: decoded(username)?,
            host: host.to_owned(),
            port,
            folder: if folder.is_empty() {
                "INBOX".to_owned()
            } else {
                folder
            },
        })
    }
}

/// Undoes percent-encoding (RFC 3986, 2.1).
fn decoded(text: &str) -> anyhow::Result<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| first == b'%');
        let value = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(value) = value {
            bytes.push(value);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).with_context(|| format!("{text:?} is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(tls: ImapTls, username: &str, host: &str, port: u16, folder: &str) -> Place {
        Place {
            tls,
            username: username.into(),
            host: host.into(),
            port,
            folder: folder.into(),
        }
    }

    #[test]
    fn an_address_names_user_server_and_folder() {
        for (address, expected) in [
            (
                "imaps://els@abb.example@mail.abb.example/INBOX",
                place(
                    ImapTls::Tls,
                    "els@abb.example",
                    "mail.abb.example",
                    0,
                    "INBOX",
                ),
            ),
            (
                "imap://els%40abb.example@mail.abb.example:1143/Archief/2025",
                place(
                    ImapTls::Starttls,
                    "els@abb.example",
                    "mail.abb.example",
                    1143,
                    "Archief/2025",
                ),
            ),
            (
                "imap://els@localhost/Co%C3%B6rdinatie",
                place(ImapTls::None, "els", "localhost", 0, "Coördinatie"),
            ),
            (
                "imaps://els@mail.abb.example",
                place(ImapTls::Tls, "els", "mail.abb.example", 0, "INBOX"),
            ),
        ] {
            assert_eq!(Place::parse(address).unwrap(), expected, "{address}");
        }
    }

    #[test]
    fn a_password_in_an_address_is_refused() {
        for (address, said) in [
            (
                "imaps://els:geheim@mail.abb.example/INBOX",
                "does not belong in an address",
            ),
            (
                "imaps://mail.abb.example/INBOX",
                "a mailbox is imaps://USER@HOST/FOLDER",
            ),
            ("imaps://els@mail.abb.example:poort/INBOX", "is no port"),
        ] {
            let error = format!("{:#}", Place::parse(address).unwrap_err());
            assert!(error.contains(said) && !error.contains("geheim"), "{error}");
        }
    }
}
