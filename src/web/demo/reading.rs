//! How a receiver sees a mail: its HTML, cleaned, without images or styles of its own, with links
//! that work; or its plain text; or its source.

use std::borrow::Cow;

use mail_parser::{Address, Message, MessageParser, MimeHeaders as _};

use crate::web::letter::{Links, cleaned};
use crate::web::portal::Markup;

/// The content of a mail, as it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Cleaned HTML.
    Page(Markup),
    /// Text as it stands.
    Plain(String),
}

/// How to look at a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// As a mail program shows it: HTML when there is any.
    #[default]
    Page,
    /// The plain text part.
    Text,
    /// The raw message.
    Source,
}

impl View {
    /// Every view.
    pub const ALL: [Self; 3] = [Self::Page, Self::Text, Self::Source];

    /// The word for it at the end of an address; nothing for the ordinary view.
    #[must_use]
    pub fn slug(self) -> Option<&'static str> {
        match self {
            Self::Page => None,
            Self::Text => Some("tekst"),
            Self::Source => Some("bron"),
        }
    }

    /// The key of the link that leads to it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Page => "demo-view-page",
            Self::Text => "demo-view-text",
            Self::Source => "demo-view-source",
        }
    }
}

/// More of a source than this is not shown; a mail with attachments is mostly base64.
const SOURCE_CHARACTERS: usize = 100_000;

/// What a mailbox shows of a raw mail.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    raw: &'a [u8],
    message: Option<Message<'a>>,
}

/// Somebody a mail is from or for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// The name before the address.
    pub name: Option<String>,
    /// The address.
    pub address: String,
}

impl Party {
    /// `Naam <adres>`, or the address alone.
    #[must_use]
    pub fn in_full(&self) -> String {
        match &self.name {
            Some(name) => format!("{name} <{}>", self.address),
            None => self.address.clone(),
        }
    }

    /// The name, or else the address.
    #[must_use]
    pub fn short(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.address)
    }

    /// What stands behind the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.address.rsplit('@').next().unwrap_or_default()
    }
}

/// A file with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosed {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its content.
    pub content: Vec<u8>,
}

impl<'a> Reading<'a> {
    /// Opens a raw mail. What is no mail has a source and nothing else.
    #[must_use]
    pub fn of(raw: &'a [u8]) -> Self {
        Self {
            raw,
            message: MessageParser::default().parse(raw),
        }
    }

    /// The subject, if there is one.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.message
            .as_ref()?
            .subject()
            .map(str::trim)
            .filter(|subject| !subject.is_empty())
    }

    /// Who it says to be from.
    #[must_use]
    pub fn from(&self) -> Option<Party> {
        parties(self.message.as_ref()?.from()).into_iter().next()
    }

    /// Whom it is written to.
    #[must_use]
    pub fn to(&self) -> Vec<Party> {
        self.message
            .as_ref()
            .map(|message| parties(message.to()))
            .unwrap_or_default()
    }

    /// Where a reply goes.
    #[must_use]
    pub fn reply_to(&self) -> Option<Party> {
        let message = self.message.as_ref()?;
        parties(message.reply_to())
            .into_iter()
            .next()
            .or_else(|| self.from())
    }

    /// Its own id, without angle brackets.
    #[must_use]
    pub fn message_id(&self) -> Option<&str> {
        self.message.as_ref()?.message_id()
    }

    /// The ids of the mails before it in its thread, the first one first.
    #[must_use]
    pub fn references(&self) -> Vec<String> {
        let Some(message) = self.message.as_ref() else {
            return Vec::new();
        };
        let ids = message.references().as_text_list().unwrap_or_default();
        ids.iter().map(ToString::to_string).collect()
    }

    /// When it was written, in seconds since 1970.
    #[must_use]
    pub fn written_at(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        chrono::DateTime::from_timestamp(self.message.as_ref()?.date()?.to_timestamp(), 0)
    }

    /// Its plain text: the text part, or what the HTML says.
    #[must_use]
    pub fn text(&self) -> String {
        let text = self
            .message
            .as_ref()
            .and_then(|message| message.body_text(0));
        text.map(Cow::into_owned).unwrap_or_default()
    }

    /// Its HTML as it came, when it has an HTML part.
    #[must_use]
    pub fn html(&self) -> Option<String> {
        let message = self.message.as_ref()?;
        let part = message.html_part(0)?;
        part.is_text_html()
            .then(|| part.text_contents().map(ToOwned::to_owned))
            .flatten()
    }

    /// The files that came with it.
    #[must_use]
    pub fn files(&self) -> Vec<Enclosed> {
        let Some(message) = self.message.as_ref() else {
            return Vec::new();
        };
        let files = message.attachments().enumerate();
        files
            .map(|(place, part)| Enclosed {
                name: part
                    .attachment_name()
                    .map_or_else(|| format!("bijlage-{}", place + 1), ToOwned::to_owned),
                media_type: part.content_type().map_or_else(
                    || "application/octet-stream".to_owned(),
                    |kind| match kind.subtype() {
                        Some(subtype) => format!("{}/{subtype}", kind.ctype()),
                        None => kind.ctype().to_owned(),
                    },
                ),
                content: part.contents().to_vec(),
            })
            .collect()
    }

    /// Its content in one of the views.
    #[must_use]
    pub fn body(&self, view: View) -> Body {
        match view {
            View::Page => match self.html() {
                Some(html) => Body::Page(cleaned(&html, Links::Open)),
                None => Body::Plain(self.text()),
            },
            View::Text => Body::Plain(self.text()),
            View::Source => {
                let source = String::from_utf8_lossy(self.raw);
                Body::Plain(source.chars().take(SOURCE_CHARACTERS).collect())
            }
        }
    }
}

fn parties(address: Option<&Address<'_>>) -> Vec<Party> {
    let Some(address) = address else {
        return Vec::new();
    };
    let known = address.iter().filter_map(|it| {
        let address = it.address()?.trim().to_owned();
        let name = it.name().map(str::trim).filter(|name| !name.is_empty());
        Some(Party {
            name: name.map(ToOwned::to_owned),
            address,
        })
    });
    known.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_mail_still_has_a_source() {
        let reading = Reading::of(b"\x00\xff");
        assert_eq!(reading.from(), None);
        assert_eq!(reading.to(), []);
        assert!(matches!(reading.body(View::Page), Body::Plain(_)));
        assert!(matches!(reading.body(View::Source), Body::Plain(source) if !source.is_empty()));
    }
}
