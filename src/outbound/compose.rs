//! From a draft to the bytes on the wire (RFC 5322). The same mail always becomes the same bytes,
//! under the same Message-ID, so sending it again after a crash does no harm.

use chrono::{DateTime, Utc};
use lettre::message::header::{
    ContentTransferEncoding, ContentType, HeaderName, HeaderValue, InReplyTo, References,
};
use lettre::message::{
    Attachment as MimeAttachment, Body, Mailbox, Message, MultiPart, SinglePart,
};
use lettre::{Address, message::MultiPartKind};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::mails::MailBody;
pub use crate::entity::outbound_mail::OutboundKind;
use crate::store::BlobKey;

/// Most Message-IDs that one mail refers to: the first, which names the thread, and the latest.
const MOST_REFERENCES: usize = 20;
/// Longest Message-ID we repeat; a header line may not be longer than 998 (RFC 5322, 2.1.1).
const LONGEST_MESSAGE_ID: usize = 500;

/// The ticket that a mail is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutTicket {
    /// The ticket.
    pub id: Uuid,
    /// Its number.
    pub reference: String,
}

/// A file that leaves with a mail. Its content is in the blobs already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// The name the receiver sees.
    pub filename: String,
    /// What it is, such as `application/pdf`.
    pub media_type: String,
    /// Where its content is.
    #[serde(with = "blob_key")]
    pub blob_key: BlobKey,
}

mod blob_key {
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    use crate::store::BlobKey;

    pub fn serialize<S: Serializer>(key: &BlobKey, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(key.as_str())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BlobKey, D::Error> {
        let text = String::deserialize(from)?;
        BlobKey::parse(&text).ok_or_else(|| de::Error::custom("not the key of a blob"))
    }
}

/// Who caused a mail, and so how it presents itself to other machines (RFC 3834).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// A person wrote it or had it sent.
    Person,
    /// We sent it by ourselves, because something was due.
    Machine,
    /// We sent it by ourselves in reply to a mail that came in. It leaves with the empty envelope
    /// sender, so that no other machine replies to it.
    MachineReply,
}

/// What a verb asks to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Why it leaves.
    pub kind: OutboundKind,
    /// Who caused it.
    pub author: Author,
    /// The ticket it is about.
    pub ticket: Option<AboutTicket>,
    /// The conversation it belongs to.
    pub thread: Option<Uuid>,
    /// The message in that conversation that it carries.
    pub message: Option<Uuid>,
    /// The assignment it is about.
    pub assignment: Option<Uuid>,
    /// To whom; each gets a delivery of their own and sees the others.
    pub to: Vec<String>,
    /// The signed address for replies; without one, replies come to the central address.
    pub reply_to: Option<String>,
    /// What it says.
    pub body: MailBody,
    /// Message-ID of the mail it answers, with or without angle brackets.
    pub in_reply_to: Option<String>,
    /// The `References` of that mail, oldest first.
    pub references: Vec<String>,
    /// Files that go with it.
    pub enclosures: Vec<Enclosure>,
    /// Names the occasion: two drafts with the same key are one mail.
    pub idempotency_key: String,
}

/// From whom all our mails are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The name, such as `Regiovorming (ABB)`.
    pub name: String,
    /// The central address.
    pub address: String,
}

/// A mail of ours as the outbox keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboundMail {
    /// Its id.
    pub id: Uuid,
    /// Who caused it.
    pub author: Author,
    /// Our own Message-ID, without angle brackets.
    pub message_id: String,
    /// To whom.
    pub to: Vec<String>,
    /// Where replies go.
    pub reply_to: Option<String>,
    /// What it says.
    pub body: MailBody,
    /// The mail it answers, without angle brackets.
    pub in_reply_to: Option<String>,
    /// The mails before it in the thread, oldest first, without angle brackets.
    pub references: Vec<String>,
    /// Files that go with it.
    pub enclosures: Vec<Enclosure>,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// Why a mail could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// An address that no mail can go to or come from.
    #[error("{0:?} is not an address that mail can go to")]
    Address(String),
    /// The mail lacks a part that every mail must have.
    #[error("the mail could not be put together: {0}")]
    Incomplete(#[from] lettre::error::Error),
}

/// Our Message-ID: `rv.<number>.<kind>.<id>@<domain>`. The number is there for people who search
/// their mailbox, the id makes it unique.
#[must_use]
pub fn message_id(reference: Option<&str>, kind: OutboundKind, id: Uuid, domain: &str) -> String {
    let number: String = reference
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    let number = number.split_once('-').map_or("0", |(_, number)| number);
    let kind = kind.slug().replace('_', "-");
    format!("rv.{number}.{kind}.{}@{domain}", id.simple())
}

/// The number of the ticket that a Message-ID of ours names, for log lines.
pub(super) fn reference_in(message_id: &str, prefix: &str) -> Option<String> {
    let number = message_id.strip_prefix("rv.")?.split('.').next()?;
    (number != "0").then(|| format!("{prefix}-{number}"))
}

/// A Message-ID without angle brackets; `None` when it could not stand in a header of ours.
#[must_use]
pub fn bare_message_id(id: &str) -> Option<String> {
    let id = id.trim().trim_start_matches('<').trim_end_matches('>');
    let fits = (1..=LONGEST_MESSAGE_ID).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_graphic() && b != b'<' && b != b'>');
    fits.then(|| id.to_owned())
}

/// `References` of a reply (RFC 5322, 3.6.4): those of the mail it answers and that mail itself,
/// shortened in the middle when the thread is long.
#[must_use]
pub fn thread_references(references: &[String], in_reply_to: Option<&str>) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let all = references.iter().map(String::as_str).chain(in_reply_to);
    for id in all.filter_map(bare_message_id) {
        ids.retain(|earlier| *earlier != id);
        ids.push(id);
    }
    if ids.len() > MOST_REFERENCES {
        ids.drain(1..=ids.len() - MOST_REFERENCES);
    }
    ids
}

/// An address that mail can go to; `None` for anything else.
#[must_use]
pub fn mailable(address: &str) -> Option<Address> {
    let address = address.trim();
    if address.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let parsed: Address = address.parse().ok()?;
    // A domain must be one that a stranger's server can be found under.
    (parsed.domain().contains('.') || parsed.domain() == "localhost").then_some(parsed)
}

/// The mail as it goes over the wire. `contents` are those of its enclosures, in the same order.
pub fn compose(
    mail: &OutboundMail,
    sender: &Sender,
    contents: Vec<Vec<u8>>,
) -> Result<Vec<u8>, ComposeError> {
    let from = Mailbox::new(Some(one_line(&sender.name)), address(&sender.address)?);
    let mut builder = Message::builder()
        .from(from)
        .subject(one_line(&mail.body.subject))
        .date(mail.at.into())
        .message_id(Some(format!("<{}>", mail.message_id)));
    for to in &mail.to {
        builder = builder.to(Mailbox::new(None, address(to)?));
    }
    if let Some(reply_to) = &mail.reply_to {
        builder = builder.reply_to(Mailbox::new(None, address(reply_to)?));
    }
    if let Some(id) = mail.in_reply_to.as_deref().and_then(bare_message_id) {
        builder = builder.header(InReplyTo::from(format!("<{id}>")));
    }
    let references = thread_references(&mail.references, mail.in_reply_to.as_deref());
    if !references.is_empty() {
        let ids: Vec<_> = references.iter().map(|id| format!("<{id}>")).collect();
        builder = builder.header(References::from(ids.join(" ")));
    }
    let submitted = match mail.author {
        Author::Person => None,
        Author::Machine => Some("auto-generated"),
        Author::MachineReply => Some("auto-replied"),
    };
    if let Some(submitted) = submitted {
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        builder = builder.raw_header(HeaderValue::new(name, submitted.to_owned()));
    }
    // By this we know our own mail when it comes back, also where a relay gave it another Message-ID.
    let name = HeaderName::new_from_ascii_str("X-Regiovraag-Loop");
    builder = builder.raw_header(HeaderValue::new(name, sender.address.clone()));

    let twins = part(MultiPartKind::Alternative, mail.id, "twins")
        .singlepart(twin(ContentType::TEXT_PLAIN, &mail.body.text))
        .singlepart(twin(ContentType::TEXT_HTML, &mail.body.html));
    if mail.enclosures.is_empty() {
        return Ok(builder.multipart(twins)?.formatted());
    }
    let mut whole = part(MultiPartKind::Mixed, mail.id, "whole").multipart(twins);
    for (enclosure, content) in mail.enclosures.iter().zip(contents) {
        let file = MimeAttachment::new(file_name(&enclosure.filename));
        whole = whole.singlepart(file.body(content, media_type(&enclosure.media_type)));
    }
    Ok(builder.multipart(whole)?.formatted())
}

fn part(kind: MultiPartKind, id: Uuid, name: &str) -> lettre::message::MultiPartBuilder {
    // Quoted-printable and base64 never make a line that starts with `--rv`, but for a `--` that
    // somebody wrote; the id makes the boundary one that nobody wrote.
    MultiPart::builder()
        .kind(kind)
        .boundary(format!("rv-{}-{name}", id.simple()))
}

fn twin(kind: ContentType, words: &str) -> SinglePart {
    // Quoted-printable keeps the space in the line before the footer, and any server takes it.
    let encoding = ContentTransferEncoding::QuotedPrintable;
    let body = Body::new_with_encoding(words.to_owned(), encoding).unwrap_or_else(Body::new);
    SinglePart::builder().header(kind).body(body)
}

fn address(address: &str) -> Result<Address, ComposeError> {
    mailable(address).ok_or_else(|| ComposeError::Address(address.to_owned()))
}

fn one_line(words: &str) -> String {
    let words: String = words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn file_name(name: &str) -> String {
    let name = one_line(name);
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().take(150).collect();
    if name.is_empty() {
        "bijlage".to_owned()
    } else {
        name
    }
}

/// A mail inside a mail may not be encoded (RFC 2046, 5.2.1), and what we do not know is bytes.
fn media_type(kind: &str) -> ContentType {
    let bytes = "application/octet-stream";
    let kind = kind.trim();
    let plain = kind.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    let composite = ["message/", "multipart/"]
        .iter()
        .any(|composite| kind.to_ascii_lowercase().starts_with(composite));
    let kind = if plain && !composite { kind } else { bytes };
    ContentType::parse(kind)
        .or_else(|_| ContentType::parse(bytes))
        .unwrap_or(ContentType::TEXT_PLAIN)
}

#[cfg(test)]
pub(super) mod tests {
    use mail_parser::{MessageParser, MimeHeaders as _};
    use proptest::prelude::*;

    use super::*;

    fn sender() -> Sender {
        Sender {
            name: "Regiovorming (ABB)".into(),
            address: "regiovorming@vlaanderen.be".into(),
        }
    }

    fn sample() -> OutboundMail {
        let id = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
        OutboundMail {
            id,
            author: Author::Machine,
            message_id: message_id(
                Some("RV-2026-000487"),
                OutboundKind::ReceiptQuestion,
                id,
                "regiovraag.vlaanderen.be",
            ),
            to: vec!["katrien.vermeersch@wetteren.be".into()],
            reply_to: Some("regiovorming+abc@vlaanderen.be".into()),
            body: MailBody {
                subject: "Re: Coördinatie van de zone [RV-2026-000487]".into(),
                text: "Beste Zoë\n\nHallo\n\n-- \nRegiovraag\n".into(),
                html: "<p>Beste Zoë</p>".into(),
            },
            in_reply_to: Some("<b@wetteren.be>".into()),
            references: vec!["a@wetteren.be".into()],
            enclosures: Vec::new(),
            at: "2026-04-28T07:14:00Z".parse().unwrap(),
        }
    }

    fn written(mail: &OutboundMail, contents: Vec<Vec<u8>>) -> String {
        String::from_utf8(compose(mail, &sender(), contents).unwrap()).unwrap()
    }

    #[test]
    fn a_mail_on_the_wire() {
        insta::assert_snapshot!(written(&sample(), Vec::new()).replace("\r\n", "\n"));
    }

    #[test]
    fn the_same_mail_is_the_same_bytes() {
        assert_eq!(
            written(&sample(), Vec::new()),
            written(&sample(), Vec::new())
        );
    }

    #[test]
    fn each_author_presents_itself() {
        let submitted = |author| {
            let written = written(&OutboundMail { author, ..sample() }, Vec::new());
            let line = written
                .lines()
                .find(|line| line.starts_with("Auto-Submitted"));
            line.map(str::to_owned)
        };
        assert_eq!(submitted(Author::Person), None);
        assert_eq!(
            submitted(Author::Machine).unwrap(),
            "Auto-Submitted: auto-generated"
        );
        assert_eq!(
            submitted(Author::MachineReply).unwrap(),
            "Auto-Submitted: auto-replied"
        );
    }

    #[test]
    fn enclosures_keep_name_kind_and_content() {
        let key = BlobKey::of(b"x");
        let enclosures = vec![
            Enclosure {
                filename: "../ligging zoné.pdf".into(),
                media_type: "application/pdf".into(),
                blob_key: key.clone(),
            },
            Enclosure {
                filename: "mail.eml".into(),
                media_type: "message/rfc822".into(),
                blob_key: key,
            },
        ];
        let mail = OutboundMail {
            enclosures,
            ..sample()
        };
        let written = compose(&mail, &sender(), vec![vec![0, 1, 255], b"Hoi".to_vec()]).unwrap();
        let read = MessageParser::new().parse(&written).unwrap();
        let files: Vec<_> = read
            .attachments()
            .map(|part| {
                let kind = part.content_type().unwrap();
                let kind = format!("{}/{}", kind.ctype(), kind.subtype().unwrap());
                (
                    part.attachment_name().unwrap().to_owned(),
                    kind,
                    part.contents().to_vec(),
                )
            })
            .collect();
        assert_eq!(
            files,
            [
                (
                    "ligging zoné.pdf".to_owned(),
                    "application/pdf".to_owned(),
                    vec![0, 1, 255]
                ),
                (
                    "mail.eml".to_owned(),
                    "application/octet-stream".to_owned(),
                    b"Hoi".to_vec()
                ),
            ]
        );
        assert!(read.body_text(0).unwrap().contains("Beste Zoë"));
    }

    #[test]
    fn a_message_id_names_the_question_and_the_occasion() {
        let id = Uuid::from_u128(7);
        let domain = "regiovraag.vlaanderen.be";
        assert_eq!(
            message_id(Some("RV-2026-000487"), OutboundKind::Answer, id, domain),
            "rv.2026-000487.answer.00000000000000000000000000000007@regiovraag.vlaanderen.be"
        );
        assert!(message_id(None, OutboundKind::Reminder, id, domain).starts_with("rv.0.reminder."));
    }

    #[test]
    fn a_message_id_gives_the_number_back() {
        let id = message_id(
            Some("RV-2026-000123"),
            OutboundKind::Answer,
            Uuid::nil(),
            "vraag.example",
        );
        assert_eq!(reference_in(&id, "RV").as_deref(), Some("RV-2026-000123"));
        let id = message_id(None, OutboundKind::Answer, Uuid::nil(), "vraag.example");
        assert_eq!(reference_in(&id, "RV"), None);
        assert_eq!(reference_in("iets.anders@wetteren.be", "RV"), None);
    }

    #[test]
    fn references_are_those_of_the_parent_and_the_parent() {
        let strings = |ids: &[&str]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        let check = |references: &[&str], parent: Option<&str>, expected: &[&str]| {
            assert_eq!(
                thread_references(&strings(references), parent),
                strings(expected)
            );
        };
        check(&[], None, &[]);
        check(&[], Some("<a@x>"), &["a@x"]);
        check(&["a@x", "<b@x>"], Some("c@x"), &["a@x", "b@x", "c@x"]);
        check(&["a@x", "b@x"], Some("b@x"), &["a@x", "b@x"]);
        check(&["a@x\r\nBcc: ik@x", "b c@x", ""], Some("d@x"), &["d@x"]);

        let long: Vec<_> = (0..100).map(|n| format!("{n}@x")).collect();
        let short = thread_references(&long, Some("100@x"));
        assert_eq!(short.len(), MOST_REFERENCES);
        assert_eq!((short[0].as_str(), short[1].as_str()), ("0@x", "82@x"));
        assert_eq!(short[MOST_REFERENCES - 1], "100@x");
    }

    #[test]
    fn an_address_that_cannot_be_mailed_to_is_refused() {
        for fine in ["a@wetteren.be", " a.b+c@wetteren.be ", "zoë@wetteren.be"] {
            assert!(mailable(fine).is_some(), "{fine}");
        }
        for wrong in [
            "",
            "a",
            "a@",
            "@b.be",
            "a@b.be\r\nBcc: c@d.be",
            "a b@c.be",
            "a@b, c@d.be",
        ] {
            assert!(mailable(wrong).is_none(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn nobody_can_add_a_header(words in "[\\PC\r\n\t\u{0}:]{0,120}") {
            let evil = format!("{words}\r\nBcc: iedereen@wetteren.be\r\n\r\nlijf");
            let mut mail = sample();
            mail.body.subject.clone_from(&evil);
            mail.references.push(evil.clone());
            mail.in_reply_to = Some(evil.clone());
            mail.enclosures = vec![Enclosure {
                filename: evil.clone(),
                media_type: evil.clone(),
                blob_key: BlobKey::of(b"x"),
            }];
            let sender = Sender { name: evil, ..sender() };
            let written = compose(&mail, &sender, vec![b"x".to_vec()]).unwrap();
            let (head, _) = std::str::from_utf8(&written).unwrap().split_once("\r\n\r\n").unwrap();
            let names: Vec<_> = head
                .split("\r\n")
                .filter(|line| !line.starts_with([' ', '\t']))
                .map(|line| line.split(':').next().unwrap().to_owned())
                .collect();
            for name in &names {
                prop_assert!(KNOWN.contains(&name.as_str()), "{}", head);
            }
            let all = String::from_utf8_lossy(&written);
            prop_assert!(!all.contains("\r\nBcc:"));
            prop_assert!(all.lines().all(|line| line.len() <= 998));
        }
    }

    const KNOWN: &[&str] = &[
        "From",
        "Subject",
        "Date",
        "Message-ID",
        "To",
        "Reply-To",
        "In-Reply-To",
        "References",
        "Auto-Submitted",
        "X-Regiovraag-Loop",
        "MIME-Version",
        "Content-Type",
    ];
}
