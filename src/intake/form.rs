//! A question put by form or by API: our own JSON, which takes the same door as a mail.

use serde::{Deserialize, Serialize};

use uuid::Uuid;

use super::{IntakeError, PORTAL};
use crate::entity::ticket::Channel;
use crate::outbound::mailable;
use crate::registry::{NewAttachment, clean};
use crate::store::BlobKey;

/// The source of what a colleague writes down for the asker.
pub(super) const DESK: &str = "desk";

/// A question as it was put by form or by API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Makes two equal questions two, and the same question sent twice one.
    pub nonce: String,
    /// Through which door.
    pub channel: SubmissionChannel,
    /// The colleague who wrote it down for the asker; none when the asker did so themselves.
    #[serde(default)]
    pub by: Option<Uuid>,
    /// Whether the asker hears that it is registered.
    #[serde(default = "yes")]
    pub acknowledged: bool,
    /// Whether the asker has the answer already: then it goes to nobody.
    #[serde(default)]
    pub answered: bool,
    /// Whether a person decides where it goes on: then it goes nowhere by itself.
    #[serde(default)]
    pub held: bool,
    /// What it is about, in the asker's words.
    pub subject: String,
    /// The question.
    pub body: String,
    /// Who asks.
    pub asker_name: String,
    /// Where the answer goes.
    pub asker_email: String,
    /// For which organisation, as the asker says.
    pub organisation: Option<String>,
    /// In which municipality, as the asker says.
    pub municipality: Option<String>,
    /// A topic slug, as the asker says.
    pub topic: Option<String>,
    /// The files, already kept as blobs.
    pub files: Vec<SubmittedFile>,
}

/// Through which door it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubmissionChannel {
    /// The portal's form.
    Portal,
    /// The API.
    Api,
    /// The asker called; a colleague wrote it down.
    Phone,
    /// It was asked at a meeting.
    Meeting,
    /// It came in a mailbox that is not ours, such as that of a contact point.
    Mailbox,
}

impl SubmissionChannel {
    /// How the ticket calls it.
    #[must_use]
    pub fn channel(self) -> Channel {
        match self {
            Self::Portal => Channel::Portal,
            Self::Api => Channel::Api,
            Self::Phone => Channel::Phone,
            Self::Meeting => Channel::Meeting,
            Self::Mailbox => Channel::Mailbox,
        }
    }

    /// The source under which it is handed over.
    pub(super) fn source(self) -> &'static str {
        match self {
            Self::Portal => PORTAL,
            Self::Api => "api",
            Self::Phone | Self::Meeting | Self::Mailbox => DESK,
        }
    }
}

fn yes() -> bool {
    true
}

/// A file of a submitted question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmittedFile {
    /// Its name.
    pub filename: String,
    /// Its type.
    pub media_type: String,
    /// Its size in bytes.
    pub size: i64,
    /// Its content among the blobs.
    pub blob_key: String,
}

impl SubmittedFile {
    /// The file as a message keeps it; none when its content cannot be found again.
    #[must_use]
    pub fn attachment(self) -> Option<NewAttachment> {
        Some(NewAttachment {
            blob: BlobKey::parse(&self.blob_key)?,
            filename: self.filename,
            media_type: self.media_type,
            size: self.size,
            damaged: false,
        })
    }
}

/// Longest subject that is kept, in characters; a mail's subject may be longer, a form's is not.
pub const MOST_SUBJECT: usize = 200;

/// Longest name of a person or an organisation, in characters.
pub const MOST_NAME: usize = 200;
/// Longest address, in bytes (RFC 5321, 4.5.3.1.3, without its angle brackets).
pub const MOST_EMAIL: usize = 254;

impl Submission {
    /// The same with every text cleaned; says which field cannot be used.
    pub fn checked(self) -> Result<Self, IntakeError> {
        let missing = |field| IntakeError::Unfit {
            field,
            why: "is empty",
        };
        let subject = clean(&self.subject).ok_or_else(|| missing("subject"))?;
        if subject.chars().count() > MOST_SUBJECT {
            return Err(IntakeError::Unfit {
                field: "subject",
                why: "is longer than 200 characters",
            });
        }
        let short = |field, text: &str| {
            if text.chars().count() <= MOST_NAME {
                return Ok(());
            }
            let why = "is longer than 200 characters";
            Err(IntakeError::Unfit { field, why })
        };
        short("asker.name", self.asker_name.trim())?;
        let organisation = self.organisation.as_deref().unwrap_or_default();
        short("asker.organisation", organisation.trim())?;
        for (field, said) in [("municipality", &self.municipality), ("topic", &self.topic)] {
            short(field, said.as_deref().unwrap_or_default().trim())?;
        }
        let email = self.asker_email.trim().to_lowercase();
        if email.len() > MOST_EMAIL || mailable(&email).is_none() {
            return Err(IntakeError::Unfit {
                field: "asker.email",
                why: "is not a full e-mail address",
            });
        }
        Ok(Self {
            subject: subject.split_whitespace().collect::<Vec<_>>().join(" "),
            body: clean(&self.body).ok_or_else(|| missing("body"))?,
            asker_name: clean(&self.asker_name).ok_or_else(|| missing("asker.name"))?,
            asker_email: email,
            organisation: self.organisation.as_deref().and_then(clean),
            municipality: self.municipality.as_deref().and_then(clean),
            topic: self.topic.as_deref().and_then(clean),
            ..self
        })
    }
}
