//! What reading one raw mail yields: plain data, without any knowledge of our tickets.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::authentication::{self, Authentication, Belief, Receiver};
use super::signature;
use crate::entity::inbound_mail::{Mark, SenderProof};
use crate::language::{is_first_name, is_name};

/// One mailbox: an address, and the name its owner put before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Address {
    /// The address in lower case.
    pub email: String,
    /// The decoded display name, when there is one.
    pub name: Option<String>,
}

impl Address {
    /// The part after the `@`, or nothing for an address without one.
    #[must_use]
    pub fn domain(&self) -> &str {
        domain_of(&self.email)
    }
}

/// The part of an address after its last `@`, or nothing.
#[must_use]
pub fn domain_of(email: &str) -> &str {
    memchr::memrchr(b'@', email.as_bytes()).map_or("", |at| &email[at + 1..])
}

/// The languages the service tells apart; what it cannot tell counts as Dutch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Dutch.
    #[default]
    Nl,
    /// French.
    Fr,
    /// English.
    En,
    /// German.
    De,
}

impl Language {
    /// The two-letter code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::Fr => "fr",
            Self::En => "en",
            Self::De => "de",
        }
    }
}

/// A file that came with the mail, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The decoded file name, without any folder; a made-up one when the mail gave none.
    pub filename: String,
    /// The media type in lower case, without parameters.
    pub media_type: String,
    /// The decoded content, until it is kept elsewhere.
    pub bytes: Vec<u8>,
    /// How many bytes that are.
    pub size: usize,
    /// SHA-256 of the content, in lower-case hexadecimal.
    pub sha256: String,
    /// Whether the sender meant it to be shown in the running text.
    pub inline: bool,
    /// Whether the content was cut off or could not be decoded completely.
    pub damaged: bool,
}

/// A picture that is smaller is the logo of a signature, and no scan.
const SMALL: usize = 8 * 1024;

impl Attachment {
    /// Whether it is the `winmail.dat` in which Exchange wraps other files.
    #[must_use]
    pub fn is_wrapping(&self) -> bool {
        super::tnef::is_one(&self.media_type, &self.filename)
    }

    /// Whether it is a picture that shows something, as a map or a print of a screen that was pasted in a
    /// text: no logo, and no line of one colour.
    #[must_use]
    pub fn is_picture(&self) -> bool {
        self.media_type.starts_with("image/") && self.size >= SMALL
    }

    /// Whether the sender gave it for its content: it is no picture or card of a signature, and no
    /// scrap that Exchange makes of what stands below a text.
    #[must_use]
    pub fn is_content(&self) -> bool {
        let name = self.filename.to_ascii_lowercase();
        let numbered = |prefix: &str| {
            name.strip_prefix(prefix)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        // Outlook numbers the pictures of a signature: "image001.png"
        let of_signature = self.media_type.starts_with("image/")
            && (self.inline || self.size < SMALL || numbered("image0"));
        let card = matches!(self.media_type.as_str(), "text/vcard" | "text/x-vcard");
        let scrap = numbered("att0") && self.media_type.starts_with("text/");
        !(of_signature || card || scrap || self.is_wrapping())
    }
}

/// How a forwarded mail was passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForwardedHow {
    /// Copied into the body under a block of headers.
    Inline,
    /// Attached as a message of its own.
    Attached,
}

/// The mail of somebody else that the sender passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forwarded {
    /// In the body, or attached.
    pub how: ForwardedHow,
    /// The address of the one who really wrote, when it is given.
    pub from: Option<String>,
    /// The name of the one who really wrote.
    pub from_name: Option<String>,
    /// The subject of the original.
    pub subject: Option<String>,
    /// The Message-ID of the original; only known when it is attached.
    pub message_id: Option<String>,
    /// What the original writer newly wrote.
    pub text: String,
    /// The same for readers, as [`ParsedMail::reading`].
    pub reading: Option<String>,
}

impl Forwarded {
    /// What the original writer newly wrote, for a reader.
    #[must_use]
    pub fn to_read(&self) -> &str {
        self.reading.as_deref().unwrap_or(&self.text)
    }
}

/// Whether a failed delivery may still succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BounceType {
    /// The server gave up.
    Hard,
    /// The server keeps trying.
    Soft,
}

/// A report that one of our mails did not arrive (yet).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bounce {
    /// Given up, or still being tried.
    #[serde(rename = "type")]
    pub severity: BounceType,
    /// The enhanced status code of RFC 3463, `5.1.1`, when the report holds one.
    pub status: Option<String>,
    /// Whom it could not be delivered to.
    pub recipient: Option<String>,
    /// Message-ID of the mail that did not arrive.
    pub original_message_id: Option<String>,
    /// The words of the server that refused it.
    pub diagnostic: Option<String>,
}

/// What a delivery or read receipt testifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptType {
    /// In the recipient's mailbox.
    Delivered,
    /// Handed to a server that sends no further reports.
    Relayed,
    /// Handed to the members of a list.
    Expanded,
    /// Shown to the recipient.
    Read,
    /// Removed by the recipient, possibly unread.
    Deleted,
    /// Nothing: the recipient does not say what became of it, or their program does not know.
    Unsaid,
}

/// A report that one of our mails arrived or was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// What it testifies.
    #[serde(rename = "type")]
    pub testifies: ReceiptType,
    /// Who has the mail.
    pub recipient: Option<String>,
    /// Message-ID of the mail that arrived.
    pub original_message_id: Option<String>,
}

/// The signs that no person wrote this mail, or that no machine should answer it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a list of signs, each there or not"
)]
pub struct AutomaticFacts {
    /// The keyword of `Auto-Submitted` (RFC 3834) in lower case, unless it is `no`.
    pub auto_submitted: Option<String>,
    /// The envelope sender is empty, as it is for reports and automatic replies.
    pub null_sender: bool,
    /// Another header of an auto-responder is present.
    pub responder_header: bool,
    /// The sender asks for no automatic answers (`X-Auto-Response-Suppress`).
    pub suppress_replies: bool,
    /// The subject opens the way out-of-office notices do.
    pub subject_says_so: bool,
    /// The subject opens with a word that people use as well ("Vakantie:").
    pub subject_may_say_so: bool,
    /// The text itself says that it was generated.
    pub text_says_so: bool,
    /// The text says of itself that a machine wrote it ("Dit is een automatisch antwoord").
    pub text_says_it_is: bool,
    /// A mailbox of Exchange answers by a rule of its own.
    pub mailbox_rule: bool,
    /// The address is one that nobody reads (`noreply@`).
    pub no_reply_address: bool,
    /// The address is one under which a web site sends what somebody filled in there (`website@`).
    pub form_address: bool,
    /// A program that web sites run sent it.
    pub form_program: bool,
    /// The address is that of a mail system (`mailer-daemon@`, `postmaster@`).
    pub mail_system: bool,
    /// The values of `X-Loop` and its relatives, in lower case.
    pub loop_marks: Vec<String>,
}

/// The signs that this mail went to many.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a list of signs, each there or not"
)]
pub struct BulkFacts {
    /// `List-Id`, `List-Post` or a list manager's own header.
    pub list: bool,
    /// What the list is called, in lower case: its address, and the id that is made of it (RFC 2919).
    pub list_names: Vec<String>,
    /// `List-Unsubscribe` or a campaign header.
    pub campaign: bool,
    /// A company that sends mailings carried it (`Feedback-ID`), as it carries others.
    pub by_mailer: bool,
    /// Only programs that send mailings write its headers: one click unsubscribes (RFC 8058), or one may
    /// unsubscribe and the campaign is named.
    pub certain: bool,
    /// The web addresses in `List-Unsubscribe`.
    pub unsubscribe: Vec<String>,
    /// The value of `Precedence` in lower case.
    pub precedence: Option<String>,
    /// The receiving server marked it as spam.
    pub spam: bool,
}

/// How the mail was signed or sealed. The signature itself is not verified here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// Signed, readable.
    Signed,
    /// Encrypted: the text cannot be read.
    Encrypted,
}

/// Something that was wrong with the mail, and was worked around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// A byte order mark or blank lines stood before the headers.
    JunkBeforeHeaders,
    /// A header held bytes outside US-ASCII that are not UTF-8.
    RawHeaderBytes,
    /// An encoded header hid control characters (header injection).
    ControlCharacters,
    /// Base64 content held characters that do not belong there, or ended in the middle.
    BrokenBase64,
    /// The text was in another character set than it said.
    WrongCharset,
    /// A multipart had no usable boundary, or did not end.
    BrokenMultipart,
    /// The date is not a date.
    BadDate,
    /// The mail is deeper, or has more parts, than the service reads.
    OverLimit,
}

impl From<Remark> for Mark {
    fn from(remark: Remark) -> Self {
        match remark {
            Remark::JunkBeforeHeaders => Self::JunkBeforeHeaders,
            Remark::RawHeaderBytes => Self::RawHeaderBytes,
            Remark::ControlCharacters => Self::ControlCharacters,
            Remark::BrokenBase64 => Self::BrokenBase64,
            Remark::WrongCharset => Self::WrongCharset,
            Remark::BrokenMultipart => Self::BrokenMultipart,
            Remark::BadDate => Self::BadDate,
            Remark::OverLimit => Self::OverLimit,
        }
    }
}

/// A mail, read: decoded and taken apart, but not yet understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParsedMail {
    /// Decoded subject; `None` when there is no such header.
    pub subject: Option<String>,
    /// The first author.
    pub from: Option<Address>,
    /// All authors; usually one.
    pub all_from: Vec<Address>,
    /// `Sender`, when somebody sent it for the author.
    pub sender: Option<Address>,
    /// Where answers should go, when that differs from the author.
    pub reply_to: Option<Address>,
    /// The recipients, group members included.
    pub to: Vec<Address>,
    /// The recipients of a copy.
    pub cc: Vec<Address>,
    /// The addresses under which it reached us (`Delivered-To` and relatives).
    pub delivered_to: Vec<String>,
    /// Message-ID without angle brackets.
    pub message_id: Option<String>,
    /// The ids in `In-Reply-To`, without angle brackets.
    pub in_reply_to: Vec<String>,
    /// The ids in `References`, oldest first.
    pub references: Vec<String>,
    /// `Date`, when it is a date.
    pub date: Option<DateTime<Utc>>,
    /// Envelope sender in lower case; empty for the null sender, `None` when not recorded.
    pub envelope_from: Option<String>,
    /// What the writer newly wrote.
    pub new_text: String,
    /// The same for readers, where the text was made of HTML and a reader needs more than its words: where
    /// links lead (`besluit.pdf <https://...>`), the marks of lists, the cells of tables (` | `), what is
    /// struck out (`~~Gent~~`), and where a picture stands (`[afbeelding: kaart.png]`). Nothing is decided
    /// by it.
    pub reading: Option<String>,
    /// The earlier mails that were quoted below or between it.
    pub quoted_text: String,
    /// Closing, name, signature, footer and disclaimer.
    pub signature: String,
    /// Whether the mail had no usable plain text.
    pub html_only: bool,
    /// The language of the new text.
    pub language: Language,
    /// The files that came with it, technical parts left out.
    pub attachments: Vec<Attachment>,
    /// The images that the HTML shows in its text.
    pub inline_images: Vec<Attachment>,
    /// The mail of somebody else inside it.
    pub forwarded: Option<Forwarded>,
    /// What it reports about a mail that did not arrive.
    pub bounce: Option<Bounce>,
    /// What it reports about a mail that arrived.
    pub receipt: Option<Receipt>,
    /// The method of the calendar part: `REQUEST`, `REPLY`, `CANCEL`, `COUNTER`.
    pub calendar_method: Option<String>,
    /// What mail servers found out about the sender, the last one first. Anybody can claim such a
    /// thing: ask [`ParsedMail::belief`].
    pub authentication: Vec<Authentication>,
    /// Signs that a machine wrote it.
    pub automatic: AutomaticFacts,
    /// Signs that it went to many.
    pub bulk: BulkFacts,
    /// S/MIME.
    pub smime: Option<Protection>,
    /// PGP.
    pub pgp: Option<Protection>,
    /// The files inside a `winmail.dat`.
    pub tnef_inner: Vec<Attachment>,
    /// Our reference in the subject, normalised: `RV-2026-000123`. The first, where it names more.
    pub subject_reference: Option<String>,
    /// All our references in the subject, normalised, each once: those of
    /// today's prefix first, in their order.
    pub subject_references: Vec<String>,
    /// Our references in the body, normalised, each once.
    pub body_references: Vec<String>,
    /// What was wrong with the mail and was worked around.
    pub remarks: Vec<Remark>,
    /// Neither the subject nor a title says that the mail of somebody else inside it is passed on.
    pub(super) passed_on_unsaid: bool,
    /// The writer may have put something in the older mail, and it cannot be told from the rest.
    pub(super) untold: bool,
    /// The HTML as it came, in pieces: hostile, so it leaves this room through [`ParsedMail::html`]
    /// only.
    pub(super) raw_html: Vec<String>,
    /// The body as decoded, for the digest.
    pub(super) body: String,
}

impl ParsedMail {
    /// Who signed it, where the signature begins with the name of a person.
    #[must_use]
    pub fn signed_by(&self) -> Option<&str> {
        signer(&self.signature)
    }

    /// Whether a calendar mail asks somebody to come, or says something besides its date.
    #[must_use]
    pub fn invites_or_says(&self) -> bool {
        self.calendar_method.as_deref() == Some("REQUEST") || !self.new_text.trim().is_empty()
    }

    /// Whether it brings files that are more than the dress of a signature. A picture in the text is one
    /// where not a word stands beside it.
    #[must_use]
    pub fn brings_files(&self) -> bool {
        let mut files = self.attachments.iter().chain(&self.tnef_inner);
        let is_shown = || {
            let mut pictures = self.inline_images.iter();
            self.new_text.trim().is_empty() && pictures.any(|it| it.is_picture() && self.shows(it))
        };
        files.any(Attachment::is_content) || is_shown()
    }

    /// Whether a picture of it belongs to what is new, and neither to the signature nor to an older mail;
    /// where there is a plain text beside the HTML, only its size tells.
    #[must_use]
    pub fn shows(&self, picture: &Attachment) -> bool {
        if !self.html_only {
            return picture.is_picture();
        }
        let place = format!("[afbeelding: {}]", picture.filename);
        let inner = self.forwarded.as_ref().and_then(|it| it.reading.as_ref());
        let mut texts = self.reading.iter().chain(inner);
        texts.any(|text| text.contains(&place))
    }

    /// What is new, for a reader.
    #[must_use]
    pub fn to_read(&self) -> &str {
        self.reading.as_deref().unwrap_or(&self.new_text)
    }

    /// Whether it says something that cannot be told from the older mail in it, or from the signature: not a
    /// word is new, or a sentence stands among the lines of the signature.
    #[must_use]
    pub fn speaks_unheard(&self) -> bool {
        let other = [&self.quoted_text, &self.signature];
        self.untold
            || self.new_text.trim().is_empty() && other.iter().any(|text| !text.trim().is_empty())
            || signature::may_say(&self.signature)
    }

    /// Whether an older mail is all that a person sent: not a word above it, and no file.
    fn only_quotes(&self) -> bool {
        let reports = self.bounce.is_some() || self.receipt.is_some();
        let quotes = self.forwarded.is_none() && !self.quoted_text.trim().is_empty();
        quotes && !reports && self.new_text.trim().is_empty() && !self.brings_files()
    }

    /// What a reader must know of how it came: signed or sealed, where more may be new in it, and what was wrong
    /// with it.
    #[must_use]
    pub fn marks(&self) -> Vec<Mark> {
        let protected = |how: Option<Protection>, signed, sealed| {
            how.map(|how| match how {
                Protection::Signed => signed,
                Protection::Encrypted => sealed,
            })
        };
        let smime = protected(self.smime, Mark::SmimeSigned, Mark::SmimeSealed);
        let pgp = protected(self.pgp, Mark::PgpSigned, Mark::PgpSealed);
        let below = (self.untold || self.only_quotes()).then_some(Mark::AnswersBelow);
        let remarks = self.remarks.iter().copied().map(Mark::from);
        let found = smime.into_iter().chain(pgp).chain(below);
        found.chain(remarks).collect()
    }

    /// Whether the mail comes from this domain, by the words of the receiving server alone. One
    /// without a name means that no server is believed, and nothing is checked.
    #[must_use]
    pub fn belief(&self, receiver: Receiver<'_>, domain: &str) -> Belief {
        authentication::belief(&self.authentication, receiver, domain)
    }

    /// What that server found out about the domain of the author.
    #[must_use]
    pub fn proof_of_sender(&self, receiver: Receiver<'_>) -> Option<SenderProof> {
        let author = self.from.as_ref()?;
        self.belief(receiver, domain_of(&author.email)).proof()
    }
}

/// Why a file is no mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unparsable {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Nothing in it looks like the headers of a mail.
    #[error("the file has no mail headers")]
    NoHeaders,
    /// It is larger than the service reads.
    #[error("the file is larger than {} MiB", super::MAX_BYTES / (1024 * 1024))]
    TooLarge,
}

/// The name of a person among the first lines of a signature, below its closing formula.
fn signer(signature: &str) -> Option<&str> {
    /// Lines in which it stands.
    const NEAR: usize = 3;
    let lines = signature.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty()).take(NEAR);
    let mut names = lines.map(|line| line.trim_end_matches([',', '.']));
    names.find(|line| {
        let mut words = line.split_whitespace();
        words.next().is_some_and(is_first_name) && words.next().is_some() && is_name(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_names_the_person_who_signs_and_nothing_else() {
        let check = |signature: &str, expected: Option<&str>| {
            assert_eq!(signer(signature), expected, "{signature}");
        };
        let lien = "Met vriendelijke groeten,\n\nAn Van den Broeck\nDienst Mobiliteit\n09 123";
        check(lien, Some("An Van den Broeck"));
        check("An Peeters,\nGemeente Wetteren", Some("An Peeters"));
        // A first name alone says no more than the text above it.
        check("Groeten\nAn", None);
        check("Dienst Ruimte\nGemeente Wetteren\nMarkt 1", None);
        check("Jan Breydelstraat 12 | 9000 Gent", None);
        check("", None);
        // What stands lower is somebody else: a mayor, a contact.
        check("Groeten\nDienst Secretariaat\nWetteren\nJan Peeters", None);
    }
}
