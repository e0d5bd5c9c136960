//! `mail parse`: what a mail is understood to be. A context file stands in for the register.

use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::config::Settings;
use crate::directory::{Directory, Houses};
use crate::intake::mail::{
    self, Attachment, Clues, FoundBy, FoundThread, ParsedMail, Reason, Side, Surroundings,
    Understood,
};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// What the service knows: own addresses, contact points, administrations, tickets
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
    /// Print JSON; the only form there is
    #[arg(long)]
    json: bool,
    /// Raw mails, one a file
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(super) fn run(args: &Args, settings: &Settings) -> anyhow::Result<()> {
    let Args {
        context,
        json: _,
        files,
    } = args;
    let known = match context {
        Some(path) => Known::read(path)?,
        None => Known::default().with_houses()?,
    };
    let prefixes = settings.reference.prefixes();
    let mut seen = Seen::default();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut unread = 0;
    for path in files {
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned();
        match std::fs::read(path) {
            Ok(raw) => {
                serde_json::to_writer(
                    &mut out,
                    &describe(&name, &raw, &prefixes, &known, &mut seen),
                )?;
                writeln!(out)?;
            }
            Err(error) => {
                eprintln!("regiovraag: {}: {error}", path.display());
                unread += 1;
            }
        }
    }
    out.flush()?;
    anyhow::ensure!(
        unread == 0,
        "{unread} of {} files could not be read",
        files.len()
    );
    Ok(())
}

/// The context file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Known {
    central_address: Option<String>,
    own_addresses: Vec<String>,
    own_message_id_domain: String,
    contact_points: Vec<ContactPoint>,
    administration_domains: Vec<String>,
    authserv_id: String,
    authserv_relays: Vec<String>,
    tickets: Vec<Ticket>,
    /// Which domains belong to one house, as the directory says that ships with the program.
    #[serde(skip)]
    houses: Houses,
}

#[derive(Debug, Deserialize)]
struct ContactPoint {
    email: String,
}

#[derive(Debug, Deserialize)]
struct Ticket {
    #[serde(rename = "ref")]
    reference: String,
    asker_email: String,
    #[serde(default)]
    handlers: Vec<String>,
    #[serde(default)]
    cc: Vec<String>,
    #[serde(default)]
    sent: Vec<Sent>,
}

#[derive(Debug, Deserialize)]
struct Sent {
    message_id: String,
    #[serde(default)]
    to: String,
}

impl Known {
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let known: Self = serde_json::from_str(&text)
            .with_context(|| format!("{} is not a context file", path.display()))?;
        known.with_houses()
    }

    fn with_houses(self) -> anyhow::Result<Self> {
        let directory = Directory::embedded()?;
        Ok(Self {
            houses: Houses::of(&directory.shared_domains),
            ..self
        })
    }

    fn surroundings(&self) -> Surroundings {
        let lower = |addresses: &[String]| -> Vec<String> {
            addresses
                .iter()
                .map(|address| address.to_lowercase())
                .collect()
        };
        let mut own_addresses = lower(&self.own_addresses);
        own_addresses.extend(self.central_address.as_deref().map(str::to_lowercase));
        Surroundings {
            own_addresses,
            own_message_id_domain: self.own_message_id_domain.to_lowercase(),
            contact_points: self
                .contact_points
                .iter()
                .map(|point| point.email.to_lowercase())
                .collect(),
            administration_domains: lower(&self.administration_domains),
            administrations: Vec::new(),
            houses: self.houses.clone(),
            authserv_id: self.authserv_id.to_lowercase(),
            authserv_relays: self.authserv_relays.clone(),
        }
    }

    /// The ticket that a mail's clues lead to, the strongest clue first.
    fn find(&self, clues: &Clues, sender: Option<&str>) -> Option<FoundThread> {
        let by_id = clues.message_ids.iter().find_map(|id| {
            self.tickets.iter().find_map(|ticket| {
                let sent = ticket.sent.iter().find(|sent| sent.message_id == *id)?;
                Some(ticket.thread(FoundBy::MessageId(ticket.side_of(&sent.to))))
            })
        });
        let by_reference = |reference: &String, how| {
            let ticket = self
                .tickets
                .iter()
                .find(|ticket| ticket.reference == *reference)?;
            Some(ticket.thread(how))
        };
        let by_numbers = |named: &[String], how| {
            let mut named = named.iter().filter_map(|it| by_reference(it, how));
            let first = named.next()?;
            let knows = |it: &FoundThread| sender.is_some_and(|sender| it.knows(sender));
            let other = (!knows(&first)).then(|| named.find(knows)).flatten();
            Some(other.unwrap_or(first))
        };
        by_id
            .or_else(|| by_numbers(&clues.subject_references, FoundBy::Subject))
            .or_else(|| by_numbers(&clues.body_references, FoundBy::Body))
            .or_else(|| {
                let mut between = self.tickets.iter().filter(|ticket| {
                    let handles = |handler: &String| Some(handler.as_str()) == sender;
                    ticket.handlers.iter().any(handles)
                        && clues.recipients.contains(&ticket.asker_email)
                });
                // two tickets between the same people: the addresses do not tell which
                let only = between.next()?;
                between
                    .next()
                    .is_none()
                    .then(|| only.thread(FoundBy::Parties))
            })
    }
}

impl Ticket {
    fn thread(&self, how: FoundBy) -> FoundThread {
        let lower = |addresses: &[String]| -> Vec<String> {
            addresses
                .iter()
                .map(|address| address.to_lowercase())
                .collect()
        };
        FoundThread {
            reference: self.reference.clone(),
            asker_emails: vec![self.asker_email.to_lowercase()],
            handler_emails: lower(&self.handlers),
            cc: lower(&self.cc),
            former: Vec::new(),
            over: false,
            how,
        }
    }

    fn side_of(&self, address: &str) -> Option<Side> {
        if self.asker_email.eq_ignore_ascii_case(address)
            || self.cc.iter().any(|cc| cc.eq_ignore_ascii_case(address))
        {
            Some(Side::Asker)
        } else {
            self.handlers
                .iter()
                .any(|handler| handler.eq_ignore_ascii_case(address))
                .then_some(Side::Desk)
        }
    }
}

/// The mails seen before, by Message-ID: the same mail twice is a duplicate.
#[derive(Debug, Default)]
pub(super) struct Seen(HashMap<String, Vec<(String, String)>>);

impl Seen {
    /// The file that held the same mail, when there was one before.
    fn duplicate_of(&mut self, file: &str, mail: &ParsedMail) -> Option<String> {
        let id = mail.message_id.clone()?;
        let digest = mail::content_digest(mail);
        let earlier = self.0.entry(id).or_default();
        let same = earlier.iter().find(|(known, _)| *known == digest);
        let same = same.map(|(_, file)| file.clone());
        if same.is_none() {
            earlier.push((digest, file.to_owned()));
        }
        same
    }
}

/// Reads a mail, in which numbers of questions begin with one of `prefixes`, and says what it is.
pub(super) fn describe(
    file: &str,
    raw: &[u8],
    prefixes: &[&str],
    known: &Known,
    seen: &mut Seen,
) -> Value {
    let mail = match mail::read_numbered(raw, prefixes) {
        Ok(mail) => mail,
        Err(error) => {
            let mut described = fields(
                file,
                &ParsedMail::default(),
                &Understood::unparsable(),
                None,
            );
            described["reasons"] = json!([Reason::from(error)]);
            return described;
        }
    };
    let sender = mail.from.as_ref().map(|from| from.email.as_str());
    let found = known.find(&mail.clues(), sender);
    let understood = mail::decide(&mail, &known.surroundings(), found.as_ref());
    let duplicate_of = seen.duplicate_of(file, &mail);
    fields(file, &mail, &understood, duplicate_of.as_deref())
}

/// The fields of a mail under the names of the fixtures.
fn fields(
    file: &str,
    mail: &ParsedMail,
    understood: &Understood,
    duplicate_of: Option<&str>,
) -> Value {
    let forwarded = mail.forwarded.as_ref();
    let pairs = [
        ("file", json!(file)),
        ("kind", json!(understood.kind)),
        ("subject_decoded", json!(mail.subject)),
        (
            "from_email",
            json!(mail.from.as_ref().map(|from| &from.email)),
        ),
        (
            "from_name",
            json!(mail.from.as_ref().and_then(|from| from.name.as_ref())),
        ),
        (
            "all_from",
            json!(
                mail.all_from
                    .iter()
                    .map(|from| &from.email)
                    .collect::<Vec<_>>()
            ),
        ),
        (
            "reply_to",
            json!(mail.reply_to.as_ref().map(|reply_to| &reply_to.email)),
        ),
        ("envelope_from", json!(mail.envelope_from)),
        (
            "all_to",
            json!(mail.to.iter().map(|to| &to.email).collect::<Vec<_>>()),
        ),
        (
            "all_cc",
            json!(mail.cc.iter().map(|cc| &cc.email).collect::<Vec<_>>()),
        ),
        ("message_id", json!(mail.message_id)),
        ("in_reply_to", json!(mail.in_reply_to)),
        ("references", json!(mail.references)),
        (
            "date_utc",
            json!(
                mail.date
                    .map(|date| date.format("%Y-%m-%dT%H:%M:%SZ").to_string())
            ),
        ),
        ("ticket_ref", json!(mail.subject_reference)),
        ("expected_ticket", json!(understood.ticket)),
        ("review_ticket", json!(understood.review)),
        ("new_text", json!(understood.new_text(mail))),
        ("reading", json!(mail.reading)),
        ("quoted_text", json!(mail.quoted_text)),
        ("signature", json!(mail.signature)),
        (
            "signature_removed",
            json!(!understood.tells_nothing(mail) && !mail.signature.is_empty()),
        ),
        (
            "attachments",
            json!(mail.attachments.iter().map(attachment).collect::<Vec<_>>()),
        ),
        ("inline_images", json!(mail.inline_images.len())),
        ("html_only", json!(mail.html_only)),
        ("html", json!(mail.html())),
        ("language", json!(understood.language(mail))),
        ("may_auto_reply", json!(understood.may_auto_reply)),
        ("forwarded", json!(forwarded.map(|mail| mail.how))),
        (
            "original_from",
            json!(forwarded.and_then(|mail| mail.from.as_ref())),
        ),
        (
            "original_from_name",
            json!(forwarded.and_then(|mail| mail.from_name.as_ref())),
        ),
        ("original_text", json!(forwarded.map(|mail| &mail.text))),
        ("asker", json!(understood.asker)),
        ("asker_name", json!(understood.asker_name)),
        ("bounce", json!(mail.bounce)),
        ("receipt", json!(mail.receipt)),
        ("answered_to", json!(understood.answered_to)),
        (
            "asks_for_information",
            json!(understood.asks_for_information),
        ),
        ("question_count", json!(understood.question_count)),
        ("duplicate_of", json!(duplicate_of)),
        ("loop", json!(understood.is_loop)),
        ("unknown_sender", json!(understood.unknown_sender)),
        ("held", json!(understood.held)),
        ("authentication", json!(mail.authentication)),
        ("smime", json!(mail.smime)),
        ("pgp", json!(mail.pgp)),
        (
            "tnef",
            json!(
                mail.attachments
                    .iter()
                    .any(|file| file.media_type.ends_with("ms-tnef"))
            ),
        ),
        (
            "tnef_inner",
            json!(mail.tnef_inner.iter().map(attachment).collect::<Vec<_>>()),
        ),
        ("calendar_method", json!(mail.calendar_method)),
        ("remarks", json!(mail.remarks)),
        ("reasons", json!(understood.reasons)),
    ];
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn attachment(file: &Attachment) -> Value {
    let mut described = json!({
        "filename": file.filename,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    });
    if file.damaged {
        described["damaged"] = json!(true);
    }
    described
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_by_the_prefix_of_the_installation() {
        let raw = b"From: an@wetteren.be\r\nTo: vragen@regio.example\r\n\
            Subject: Re: Vervoerregio [VR-2026-000007]\r\nMessage-ID: <a@wetteren.be>\r\n\r\n\
            Bedankt.\r\n";
        let known: Known = serde_json::from_str(
            r#"{"own_addresses": ["vragen@regio.example"],
                "tickets": [{"ref": "VR-2026-000007", "asker_email": "an@wetteren.be"}]}"#,
        )
        .unwrap();
        let kind = |prefixes: &[&str]| {
            let mut seen = Seen::default();
            describe("een.eml", raw, prefixes, &known, &mut seen)["kind"].clone()
        };
        assert_eq!(kind(&["RV"]), "question");
        assert_eq!(kind(&["RV", "VR"]), "reply_from_asker");
    }
}
