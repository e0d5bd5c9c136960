//! The mails of the demo's correspondents, made the way their mail programs would: a new question, a
//! reply with the history under it, and what a mail server sends when it cannot deliver.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use uuid::Uuid;

use super::reading::{Enclosed, Party, Reading};
use crate::text::{Language, dates};
use crate::web::portal::words::escape;

/// The mail server of the demo, which looks into who sends.
pub const SERVER: &str = "mx.demo.example";

/// A mail that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// An address that is none.
    #[error("not a mail address: {0}")]
    Address(String),
    /// The mail answers one that says nothing about where replies go.
    #[error("the mail has no sender to reply to")]
    NoSender,
    /// The mail could not be put together.
    #[error("the mail could not be put together")]
    Compose(#[from] lettre::error::Error),
}

/// Which mail program somebody uses; each quotes in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Program {
    /// Town halls and administrations.
    Outlook,
    /// Who writes from a private address.
    Gmail,
}

impl Program {
    fn of(party: &Party) -> Self {
        match party.domain() {
            "gmail.com" | "hotmail.com" | "telenet.be" | "outlook.com" | "mail.example" => {
                Self::Gmail
            }
            _ => Self::Outlook,
        }
    }
}

/// The moment and the id of a new mail.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// When it is written.
    pub at: DateTime<Utc>,
    /// What makes its Message-ID unlike any other.
    pub id: Uuid,
}

/// A question in a new mail.
pub fn question(
    from: &Party,
    to: &str,
    subject: &str,
    text: &str,
    files: Vec<Enclosed>,
    stamp: Stamp,
) -> Result<Vec<u8>, LetterError> {
    let to = Party {
        name: None,
        address: to.trim().to_owned(),
    };
    let text = text.replace("\r\n", "\n");
    let html = format!("<div>{}</div>", html_of(&text));
    let builder = start(from, &to, stamp)?.subject(subject.trim());
    finish(builder, from, text, html, files)
}

/// A reply to `original`, to where it asks for replies, with its history under it.
pub fn reply(
    original: &Reading<'_>,
    from: &Party,
    text: &str,
    files: Vec<Enclosed>,
    stamp: Stamp,
) -> Result<Vec<u8>, LetterError> {
    let program = Program::of(from);
    let to = original.reply_to().ok_or(LetterError::NoSender)?;
    let subject = reply_subject(original.subject().unwrap_or_default(), program);
    let mut builder = start(from, &to, stamp)?.subject(subject);
    if let Some(answered) = original.message_id() {
        let mut thread = original.references();
        thread.push(answered.to_owned());
        let thread: Vec<String> = thread.iter().map(|id| format!("<{id}>")).collect();
        builder = builder
            .in_reply_to(format!("<{answered}>"))
            .references(thread.join(" "));
    }
    let text = text.replace("\r\n", "\n");
    let (plain, html) = with_history(original, &text, program, stamp.at);
    finish(builder, from, plain, html, files)
}

fn start(
    from: &Party,
    to: &Party,
    stamp: Stamp,
) -> Result<lettre::message::MessageBuilder, LetterError> {
    let author = mailbox(from)?;
    // Everybody in the demo is who they say they are.
    let found = format!("{SERVER}; dmarc=pass header.from={}", from.domain());
    let name = HeaderName::new_from_ascii_str("Authentication-Results");
    Ok(Message::builder()
        .raw_header(HeaderValue::new(name, found))
        .from(author)
        .to(mailbox(to)?)
        .date(stamp.at.into())
        .message_id(Some(format!("<{}@{}>", stamp.id.simple(), from.domain()))))
}

fn finish(
    builder: lettre::message::MessageBuilder,
    from: &Party,
    text: String,
    html: String,
    files: Vec<Enclosed>,
) -> Result<Vec<u8>, LetterError> {
    let program = match Program::of(from) {
        Program::Outlook => "Microsoft Outlook 16.0",
        Program::Gmail => "Gmail",
    };
    let builder = builder.raw_header(HeaderValue::new(
        HeaderName::new_from_ascii_str("X-Mailer"),
        program.to_owned(),
    ));
    let said = MultiPart::alternative_plain_html(text, html);
    let message = if files.is_empty() {
        builder.multipart(said)?
    } else {
        let whole = files
            .into_iter()
            .fold(MultiPart::mixed().multipart(said), |whole, file| {
                whole.singlepart(enclosed(file))
            });
        builder.multipart(whole)?
    };
    Ok(message.formatted())
}

fn enclosed(file: Enclosed) -> SinglePart {
    let kind = ContentType::parse(&file.media_type);
    let kind = kind.or_else(|_| ContentType::parse("application/octet-stream"));
    Attachment::new(file.name).body(file.content, kind.unwrap_or(ContentType::TEXT_PLAIN))
}

fn mailbox(party: &Party) -> Result<Mailbox, LetterError> {
    let wrong = || LetterError::Address(party.address.clone());
    let address: Address = party.address.parse().map_err(|_| wrong())?;
    Ok(Mailbox::new(party.name.clone(), address))
}

/// Reads `Naam <adres>` or an address alone.
#[must_use]
pub fn party(written: &str) -> Option<Party> {
    let mailbox: Mailbox = written.trim().parse().ok()?;
    Some(Party {
        name: mailbox.name,
        address: mailbox.email.to_string(),
    })
}

fn reply_subject(subject: &str, program: Program) -> String {
    let already = subject
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    match (already, program) {
        (true, _) => subject.to_owned(),
        (false, Program::Outlook) => format!("RE: {subject}"),
        (false, Program::Gmail) => format!("Re: {subject}"),
    }
}

fn html_of(text: &str) -> String {
    text.split('\n').fold(String::new(), |mut html, line| {
        // Writing to a string cannot fail.
        let _ = match line.trim() {
            "" => write!(html, "<div><br></div>"),
            line => write!(html, "<div>{}</div>", escape(line)),
        };
        html
    })
}

/// The reply with the mail it answers under it, as text and as HTML.
fn with_history(
    original: &Reading<'_>,
    text: &str,
    program: Program,
    now: DateTime<Utc>,
) -> (String, String) {
    let from = original.from().unwrap_or_default().in_full();
    let to: Vec<String> = original.to().iter().map(Party::in_full).collect();
    let to = to.join("; ");
    let subject = original.subject().unwrap_or_default();
    let at = dates::local(original.written_at().unwrap_or(now));
    let history = original.text().replace("\r\n", "\n");
    let html_history = original.html().unwrap_or_else(|| html_of(&history));
    let said = html_of(text);
    match program {
        Program::Outlook => {
            let sent = format!(
                "{} {}",
                dates::day(at.date(), Language::Nl),
                at.format("%H:%M")
            );
            let plain = format!(
                "{text}\n\n-----Oorspronkelijk bericht-----\nVan: {from}\nVerzonden: {sent}\n\
                 Aan: {to}\nOnderwerp: {subject}\n\n{history}"
            );
            let html = format!(
                "<div>{said}</div><div><br></div>\
                 <div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\">\
                 <p class=\"MsoNormal\"><b>Van:</b> {}<br><b>Verzonden:</b> {sent}<br>\
                 <b>Aan:</b> {}<br><b>Onderwerp:</b> {}</p></div>{html_history}",
                escape(&from),
                escape(&to),
                escape(subject),
            );
            (plain, html)
        }
        Program::Gmail => {
            let line = format!(
                "Op {} {} om {} schreef {from}:",
                dates::short_day(at.date(), Language::Nl),
                at.format("%Y"),
                at.format("%H:%M"),
            );
            let quoted: Vec<String> = history.lines().map(|line| format!("> {line}")).collect();
            let plain = format!("{text}\n\n{line}\n\n{}\n", quoted.join("\n"));
            let html = format!(
                "<div dir=\"ltr\">{said}</div><br><div class=\"gmail_quote\">\
                 <div dir=\"ltr\" class=\"gmail_attr\">{}<br></div>\
                 <blockquote class=\"gmail_quote\" style=\"margin:0 0 0 0.8ex;\
                 border-left:1px solid #ccc;padding-left:1ex\">{html_history}</blockquote></div>",
                escape(&line),
            );
            (plain, html)
        }
    }
}

/// How a mail can fail to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The address does not exist; the server will never take it.
    UnknownMailbox,
    /// The mailbox is full; the server goes on trying.
    MailboxFull,
    /// The mail is larger than the server takes.
    TooLarge,
    /// It was delivered; its reader is away and a machine says so.
    Absent,
}

impl Failure {
    /// What a word of the form stands for.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Some(match slug {
            "onbekend" => Self::UnknownMailbox,
            "vol" => Self::MailboxFull,
            "groot" => Self::TooLarge,
            "afwezig" => Self::Absent,
            _ => return None,
        })
    }

    /// Action, enhanced status code (RFC 3463) and the reply of the receiving server.
    fn report(self) -> Option<Report> {
        let report = |action, status, reply| {
            Some(Report {
                action,
                status,
                reply,
            })
        };
        match self {
            Self::UnknownMailbox => report(
                "failed",
                "5.1.1",
                "550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table",
            ),
            Self::MailboxFull => report(
                "delayed",
                "4.2.2",
                "452 4.2.2 The email account is over quota",
            ),
            Self::TooLarge => report(
                "failed",
                "5.3.4",
                "552 5.3.4 Message size exceeds fixed limit",
            ),
            Self::Absent => None,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Report {
    action: &'static str,
    status: &'static str,
    reply: &'static str,
}

/// What comes back when `mail`, which left for `recipient` with `return_path` as its envelope
/// sender, fails. `None` when nothing comes back: a mail that left with an empty return path gets
/// no notice (RFC 5321, 4.5.5), and a machine does not answer a machine (RFC 3834).
pub fn failure_notice(
    failure: Failure,
    mail: &[u8],
    return_path: Option<&str>,
    recipient: &Party,
    stamp: Stamp,
) -> Result<Option<Vec<u8>>, LetterError> {
    let Some(return_path) = return_path.filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    match failure.report() {
        Some(report) => Ok(Some(bounce(report, mail, return_path, recipient, stamp))),
        None => absence(mail, return_path, recipient, stamp).map(Some),
    }
}

/// A report as Postfix writes it (RFC 3464): a part for people, one for machines, and the mail.
fn bounce(
    report: Report,
    mail: &[u8],
    return_path: &str,
    recipient: &Party,
    stamp: Stamp,
) -> Vec<u8> {
    let server = format!("mail.{}", recipient.domain());
    let queue_id = stamp.id.simple().to_string()[20..].to_uppercase();
    let date = stamp.at.to_rfc2822();
    let boundary = format!("{queue_id}.{}/{server}", stamp.at.timestamp());
    let delayed = report.action == "delayed";
    let subject = if delayed {
        "Delayed Mail (still being retried)"
    } else {
        "Undelivered Mail Returned to Sender"
    };
    let people = if delayed {
        "Your message could not be delivered for more than 4 hour(s).\r\n\
         It will be retried until it is 5 day(s) old."
    } else {
        "I'm sorry to have to inform you that your message could not\r\n\
         be delivered to one or more recipients. It's attached below."
    };
    let original = Reading::of(mail);
    let envelope_id = original.message_id().unwrap_or_default();
    let Report {
        action,
        status,
        reply,
    } = report;
    let address = &recipient.address;
    let retried = if delayed {
        let last = stamp.at + chrono::TimeDelta::days(5);
        format!("Will-Retry-Until: {}\r\n", last.to_rfc2822())
    } else {
        String::new()
    };
    let mut notice = format!(
        "Return-Path: <>\r\n\
         Received: by {server} (Postfix)\r\n\tid {queue_id}; {date}\r\n\
         Date: {date}\r\n\
         From: MAILER-DAEMON@{server} (Mail Delivery System)\r\n\
         Subject: {subject}\r\n\
         To: {return_path}\r\n\
         Auto-Submitted: auto-replied\r\n\
         MIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"{boundary}\"\r\n\
         Message-Id: <{}.{queue_id}@{server}>\r\n\
         \r\n\
         This is a MIME-encapsulated message.\r\n\
         \r\n\
         --{boundary}\r\n\
         Content-Description: Notification\r\n\
         Content-Type: text/plain; charset=us-ascii\r\n\
         \r\n\
         This is the mail system at host {server}.\r\n\
         \r\n\
         {people}\r\n\
         \r\n\
         <{address}>: host {server} said: {reply} (in reply to RCPT TO command)\r\n\
         \r\n\
         --{boundary}\r\n\
         Content-Description: Delivery report\r\n\
         Content-Type: message/delivery-status\r\n\
         \r\n\
         Reporting-MTA: dns; {server}\r\n\
         X-Postfix-Queue-ID: {queue_id}\r\n\
         X-Postfix-Sender: rfc822; {return_path}\r\n\
         Arrival-Date: {date}\r\n\
         \r\n\
         Final-Recipient: rfc822; {address}\r\n\
         Original-Recipient: rfc822;{address}\r\n\
         Action: {action}\r\n\
         Status: {status}\r\n\
         Remote-MTA: dns; {server}\r\n\
         Diagnostic-Code: smtp; {reply}\r\n\
         {retried}\
         X-Original-Message-ID: <{envelope_id}>\r\n\
         \r\n\
         --{boundary}\r\n\
         Content-Description: Undelivered Message Headers\r\n\
         Content-Type: text/rfc822-headers\r\n\
         \r\n",
        stamp.at.format("%Y%m%d%H%M%S"),
    )
    .into_bytes();
    notice.extend_from_slice(headers_of(mail));
    notice.extend_from_slice(format!("\r\n\r\n--{boundary}--\r\n").as_bytes());
    notice
}

/// The head of a raw mail, without the empty line after it.
fn headers_of(mail: &[u8]) -> &[u8] {
    let end = mail.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.or_else(|| mail.windows(2).position(|two| two == b"\n\n"));
    &mail[..end.unwrap_or(mail.len())]
}

/// The automatic reply of somebody who is away.
fn absence(
    mail: &[u8],
    return_path: &str,
    from: &Party,
    stamp: Stamp,
) -> Result<Vec<u8>, LetterError> {
    let original = Reading::of(mail);
    let to = Party {
        name: None,
        address: return_path.to_owned(),
    };
    let subject = original.subject().unwrap_or_default();
    let mut builder = start(from, &to, stamp)?
        .subject(format!("Automatisch antwoord: {subject}"))
        .header(ContentType::TEXT_PLAIN);
    if let Some(id) = original.message_id() {
        builder = builder.in_reply_to(format!("<{id}>"));
    }
    let automatic = [
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
        ("Precedence", "bulk"),
    ];
    for (name, value) in automatic {
        let name = HeaderName::new_from_ascii_str(name);
        builder = builder.raw_header(HeaderValue::new(name, value.to_owned()));
    }
    let text = "Beste\n\nIk ben afwezig tot en met zondag en lees mijn mails niet. Vanaf maandag \
                ben ik er weer.\n\nMet vriendelijke groeten\n";
    let text = format!("{text}{}\n", from.short());
    Ok(builder.body(text)?.formatted())
}

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;

    use super::*;

    const ANSWER: &[u8] = b"From: \"Regiovorming (ABB)\" <regiovorming@vlaanderen.be>\r\n\
        Reply-To: regiovorming+abcd@vlaanderen.be\r\n\
        To: katrien.vermeersch@wetteren.be\r\n\
        Subject: Re: Hulpverleningszone [RV-2026-000487]\r\n\
        Date: Tue, 19 May 2026 10:12:00 +0200\r\n\
        Message-ID: <answer@regiovraag.example>\r\n\
        References: <question@wetteren.be> <ack@regiovraag.example>\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\
        \r\n\
        Nee, uw zone hoeft zich niet aan te passen.\r\n";

    fn stamp() -> Stamp {
        Stamp {
            at: "2026-05-20T07:00:00Z".parse().unwrap(),
            id: Uuid::from_u128(7),
        }
    }

    fn katrien() -> Party {
        party("Katrien Vermeersch <katrien.vermeersch@wetteren.be>").unwrap()
    }

    fn shown(mail: &[u8]) -> String {
        let text = String::from_utf8(mail.to_vec()).unwrap().replace('\r', "");
        // lettre draws its boundaries at random.
        let boundaries: Vec<String> = text
            .match_indices("boundary=\"")
            .filter_map(|(at, mark)| {
                text[at + mark.len()..]
                    .split('"')
                    .next()
                    .map(ToOwned::to_owned)
            })
            .filter(|boundary| !boundary.contains('/'))
            .collect();
        boundaries
            .iter()
            .fold(text, |text, boundary| text.replace(boundary, "BOUNDARY"))
    }

    #[test]
    fn a_question_is_a_whole_mail() {
        let file = Enclosed {
            name: "ligging zone é.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            content: b"plan".to_vec(),
        };
        let raw = question(
            &katrien(),
            "regiovorming@vlaanderen.be",
            "Zone é",
            "Beste\r\n\r\nMoet onze zone zich aanpassen?",
            vec![file],
            stamp(),
        );
        let raw = raw.unwrap();
        let mail = MessageParser::default().parse(&raw).unwrap();
        assert_eq!(mail.subject(), Some("Zone é"));
        assert_eq!(
            mail.message_id(),
            Some("00000000000000000000000000000007@wetteren.be")
        );
        let reading = Reading::of(&raw);
        assert_eq!(reading.from(), Some(katrien()));
        assert!(reading.text().contains("Moet onze zone"));
        assert_eq!(reading.files()[0].name, "ligging zone é.txt");
        assert_eq!(reading.files()[0].content, b"plan");
    }

    #[test]
    fn a_town_hall_replies_as_outlook_does() {
        let raw = reply(
            &Reading::of(ANSWER),
            &katrien(),
            "Dank u\n\nKatrien",
            vec![],
            stamp(),
        );
        insta::assert_snapshot!(shown(&raw.unwrap()));
    }

    #[test]
    fn a_private_address_replies_as_gmail_does() {
        let from = party("iemand@mail.example").unwrap();
        let raw = reply(&Reading::of(ANSWER), &from, "Dank u", vec![], stamp()).unwrap();
        insta::assert_snapshot!(shown(&raw));
    }

    #[test]
    fn a_reply_goes_where_the_mail_asks_and_stays_in_its_thread() {
        let raw = reply(&Reading::of(ANSWER), &katrien(), "Ja", vec![], stamp()).unwrap();
        let reading = Reading::of(&raw);
        assert_eq!(reading.to()[0].address, "regiovorming+abcd@vlaanderen.be");
        let thread = [
            "question@wetteren.be",
            "ack@regiovraag.example",
            "answer@regiovraag.example",
        ];
        assert_eq!(reading.references(), thread);
    }

    #[test]
    fn an_unknown_mailbox_comes_back_as_postfix_would_send_it() {
        let path = Some("regiovorming+verp@vlaanderen.be");
        let notice =
            failure_notice(Failure::UnknownMailbox, ANSWER, path, &katrien(), stamp()).unwrap();
        insta::assert_snapshot!(shown(&notice.unwrap()));
    }

    #[test]
    fn a_full_mailbox_is_a_delay_and_a_large_mail_a_failure() {
        let path = Some("regiovorming+verp@vlaanderen.be");
        let notice = |failure| {
            let notice = failure_notice(failure, ANSWER, path, &katrien(), stamp()).unwrap();
            String::from_utf8(notice.unwrap()).unwrap()
        };
        let full = notice(Failure::MailboxFull);
        assert!(
            full.contains("Action: delayed\r\nStatus: 4.2.2\r\n"),
            "{full}"
        );
        let large = notice(Failure::TooLarge);
        assert!(
            large.contains("Action: failed\r\nStatus: 5.3.4\r\n"),
            "{large}"
        );
    }

    #[test]
    fn who_is_away_answers_as_a_machine() {
        let path = Some("regiovorming+verp@vlaanderen.be");
        let notice = failure_notice(Failure::Absent, ANSWER, path, &katrien(), stamp()).unwrap();
        let notice = String::from_utf8(notice.unwrap()).unwrap();
        assert!(
            notice.contains("Auto-Submitted: auto-replied\r\n"),
            "{notice}"
        );
        assert!(
            notice.contains("To: regiovorming+verp@vlaanderen.be\r\n"),
            "{notice}"
        );
        assert!(
            notice.contains("In-Reply-To: <answer@regiovraag.example>\r\n"),
            "{notice}"
        );
    }

    #[test]
    fn a_mail_with_an_empty_return_path_brings_nothing_back() {
        for path in [None, Some("")] {
            let notice = failure_notice(Failure::UnknownMailbox, ANSWER, path, &katrien(), stamp());
            assert!(notice.unwrap().is_none());
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let nobody = Party {
            name: None,
            address: "katrien@".to_owned(),
        };
        let made = question(&nobody, "a@b.be", "x", "y", vec![], stamp());
        assert!(matches!(made, Err(LetterError::Address(_))));
        assert_eq!(party("katrien@"), None);
        assert_eq!(party("Jan <jan@aalst.be>").unwrap().short(), "Jan");
    }
}
