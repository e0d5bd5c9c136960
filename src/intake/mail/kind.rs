//! What a mail is, once it is known which ticket it belongs to.

use serde::{Deserialize, Serialize};

use super::parsed::ParsedMail;

/// What an inbound mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A new question.
    Question,
    /// The asker (or somebody at the asker's side) writes in a ticket.
    ReplyFromAsker,
    /// A desk writes to us in a ticket.
    ReplyFromAdministration,
    /// A desk answers the asker, with us in copy.
    AnswerCc,
    /// A machine answers: out of office, acknowledgement, our own mail that came back.
    AutoReply,
    /// A mail of ours did not arrive.
    Bounce,
    /// A mail of ours arrived or was read.
    DeliveryReceipt,
    /// A newsletter, a mailing list, spam.
    SpamOrBulk,
    /// An invitation, or the answer to one.
    CalendarInvite,
    /// Not a mail; for the quarantine.
    Unparsable,
}

/// What the service knows about the addresses in play.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The central address and every other address that is ours, in lower case.
    pub own_addresses: Vec<String>,
    /// The domain in the Message-IDs that we make.
    pub own_message_id_domain: String,
    /// The addresses of the provincial contact points, in lower case.
    pub contact_points: Vec<String>,
    /// The domains of responsible administrations, in lower case.
    pub administration_domains: Vec<String>,
}

/// Which side of a ticket a mail of ours went to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The asker.
    Asker,
    /// A desk that must answer or advise.
    Desk,
}

/// What tied the mail to its ticket, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundBy {
    /// A signed address of ours that only the receiver of one thread knows.
    SignedAddress(Side),
    /// A Message-ID that we sent, and to which side, when that is known.
    MessageId(Option<Side>),
    /// A reference in the subject: anybody can type one.
    Subject,
    /// A reference in the text.
    Body,
    /// Only the addresses: a desk of one ticket writes to the asker of that ticket.
    Parties,
}

/// The ticket that the register found for a mail's clues.
#[derive(Debug, Clone)]
pub struct FoundThread {
    /// Its reference.
    pub reference: String,
    /// The addresses of the asker, in lower case.
    pub asker_emails: Vec<String>,
    /// The addresses of the desks and persons that handle it, in lower case.
    pub handler_emails: Vec<String>,
    /// Who else is in copy at the asker's side, in lower case.
    pub cc: Vec<String>,
    /// What tied the mail to it.
    pub how: FoundBy,
}

/// What the mail is and what may be done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// What it is.
    pub kind: Kind,
    /// The ticket it joins.
    pub ticket: Option<String>,
    /// The ticket it names without the right to write in it: a person must look.
    pub review: Option<String>,
    /// Whether an acknowledgement may be sent.
    pub may_auto_reply: bool,
    /// Our own mail, or a machine that keeps answering us: register nothing, send nothing.
    pub is_loop: bool,
    /// The asker who got the answer, for [`Kind::AnswerCc`].
    pub answered_to: Option<String>,
    /// The desk asks something back; the ticket is not answered.
    pub asks_for_information: bool,
    /// How many questions the mail holds.
    pub question_count: usize,
    /// The address of the one who really asks.
    pub asker: Option<String>,
    /// The name of the one who really asks.
    pub asker_name: Option<String>,
    /// Whether the text is a machine's and holds nothing a person has to read.
    pub nothing_new: bool,
    /// Why, for the log and the quarantine screen; English, without addresses or text.
    pub reasons: Vec<&'static str>,
}

/// Decides what the mail is.
#[must_use]
pub fn decide(mail: &ParsedMail, around: &Surroundings, found: Option<&FoundThread>) -> Understood {
    let _ = around;
    Understood {
        kind: if found.is_some() {
            Kind::ReplyFromAsker
        } else {
            Kind::Question
        },
        ticket: found.map(|thread| thread.reference.clone()),
        review: None,
        may_auto_reply: mail.from.is_some(),
        is_loop: false,
        answered_to: None,
        asks_for_information: false,
        question_count: 1,
        asker: mail.from.as_ref().map(|from| from.email.clone()),
        asker_name: mail.from.as_ref().and_then(|from| from.name.clone()),
        nothing_new: false,
        reasons: Vec::new(),
    }
}
