//! The post box of a scenario: it stands where a mail server would, keeps every mail, and can be
//! told to refuse somebody's.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mail_parser::{Address, HeaderValue, MessageParser, MimeHeaders as _};
use regiovraag::outbound::{Carrier, Envelope, Fate};

/// Takes every mail that leaves.
#[derive(Debug, Default)]
pub struct PostBox(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    sent: Vec<SentMail>,
    fates: BTreeMap<String, Fate>,
    most: Option<usize>,
}

/// A mail that left, as its receiver sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct SentMail {
    /// Where a bounce would go; `None` is the empty sender.
    pub envelope_from: Option<String>,
    /// Who received it.
    pub to: String,
    /// Where a reply goes.
    pub reply_to: String,
    /// Its own id, without brackets.
    pub message_id: String,
    /// The ids it answers, without brackets.
    pub in_reply_to: Vec<String>,
    pub subject: String,
    pub text: String,
    pub raw: Vec<u8>,
}

impl PostBox {
    /// Every mail so far, in the order of leaving.
    pub fn sent(&self) -> Vec<SentMail> {
        self.inside().sent.clone()
    }

    /// What becomes of mail to `recipient` from now on.
    pub fn meet(&self, recipient: &str, fate: Fate) {
        self.inside().fates.insert(recipient.to_owned(), fate);
    }

    /// From now on it takes no mail of more than `bytes`.
    pub fn take_at_most(&self, bytes: usize) {
        self.inside().most = Some(bytes);
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Carrier for PostBox {
    async fn carry(&self, envelope: &Envelope, mail: &[u8]) -> Fate {
        let mut inside = self.inside();
        if let Some(fate) = inside.fates.get(&envelope.recipient) {
            return fate.clone();
        }
        if inside.most.is_some_and(|most| mail.len() > most) {
            return Fate::TooLarge {
                reply: "552 5.3.4 too large".to_owned(),
            };
        }
        inside.sent.push(SentMail::read(envelope, mail));
        Fate::Delivered {
            server: "post.box".to_owned(),
            reply: "250 kept".to_owned(),
        }
    }
}

impl SentMail {
    fn read(envelope: &Envelope, raw: &[u8]) -> Self {
        let mail = MessageParser::default().parse(raw).unwrap();
        let first = |found: Option<&Address<'_>>| {
            found
                .and_then(Address::first)
                .and_then(|one| one.address().map(str::to_owned))
        };
        let in_reply_to = match mail.in_reply_to() {
            HeaderValue::Text(one) => vec![one.to_string()],
            HeaderValue::TextList(all) => all.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        Self {
            envelope_from: envelope.sender.clone(),
            to: envelope.recipient.clone(),
            reply_to: first(mail.reply_to())
                .or_else(|| first(mail.from()))
                .unwrap(),
            message_id: mail.message_id().unwrap().to_owned(),
            in_reply_to,
            subject: mail.subject().unwrap().to_owned(),
            text: mail.body_text(0).unwrap().into_owned(),
            raw: raw.to_vec(),
        }
    }

    /// The files that came with it: their names and contents.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mail = MessageParser::default().parse(&self.raw).unwrap();
        mail.attachments()
            .map(|part| {
                let name = part.attachment_name().unwrap_or_default();
                (name.to_owned(), part.contents().to_vec())
            })
            .collect()
    }

    /// The links in its text.
    pub fn links(&self) -> Vec<&str> {
        let words = self
            .text
            .split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')'));
        words.filter(|word| word.starts_with("http")).collect()
    }

    /// The mail that its receiver sends when answering it.
    pub fn reply(&self, text: &str) -> Vec<u8> {
        let original: String = self
            .text
            .lines()
            .fold(String::new(), |kept, line| format!("{kept}> {line}\r\n"));
        format!(
            "From: {from}\r\nTo: {to}\r\nSubject: Re: {subject}\r\nMessage-ID: <{own}>\r\n\
             In-Reply-To: <{id}>\r\nReferences: <{id}>\r\nDate: Thu, 15 Jan 2026 10:00:00 +0100\r\n\
             MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n\r\n{original}",
            from = self.to,
            to = self.reply_to,
            subject = self.subject,
            id = self.message_id,
            own = self.message_id.replace('@', ".") + "@" + self.to.rsplit('@').next().unwrap(),
        )
        .into_bytes()
    }
}

/// A reply with a file: the same mail with two parts.
pub fn with_file(reply: &[u8], name: &str, kind: &str, content: &[u8]) -> Vec<u8> {
    let reply = String::from_utf8(reply.to_vec()).unwrap();
    let (head, text) = reply.split_once("\r\n\r\n").unwrap();
    let (head, _) = head.split_once("Content-Type:").unwrap();
    let file = STANDARD.encode(content);
    format!(
        "{head}Content-Type: multipart/mixed; boundary=deel\r\n\r\n--deel\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n\
         --deel\r\nContent-Type: {kind}\r\n\
         Content-Disposition: attachment; filename={name}\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{file}\r\n--deel--\r\n"
    )
    .into_bytes()
}

/// As a snapshot shows it: what varies from run to run is left out.
impl fmt::Display for SentMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "to: {}\nsubject: {}\n", self.to, self.subject)?;
        for line in self.text.lines() {
            let shown = line.find("http").map_or(line, |at| &line[..at]);
            writeln!(
                f,
                "{}{}",
                shown.trim_end(),
                if shown == line { "" } else { " (link)" }
            )?;
        }
        Ok(())
    }
}

impl fmt::Debug for SentMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
