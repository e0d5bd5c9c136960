//! The two pages of the demo: write a mail, and read a mailbox.

use askama::Template;

use super::reading::Body;
use crate::text::Texts;
use crate::web::portal::ask::FieldErrors;
use crate::web::portal::words::Words as _;
use crate::web::portal::{Menu, Page, Site};

/// A mailbox in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxLink {
    /// Where it opens.
    pub url: String,
    /// Whose it is.
    pub name: String,
    /// Its address.
    pub address: String,
    /// How many mails it holds.
    pub count: usize,
    /// Whether it is open.
    pub current: bool,
}

/// The mailboxes: a few at hand, the others folded away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mailboxes(Vec<MailboxLink>);

impl Mailboxes {
    const AT_HAND: usize = 8;

    /// The mailboxes in their order, with the open one at hand.
    #[must_use]
    pub fn new(mut links: Vec<MailboxLink>) -> Self {
        if let Some(place) = links
            .iter()
            .skip(Self::AT_HAND)
            .position(|link| link.current)
        {
            let open = links.remove(place + Self::AT_HAND);
            links.insert(0, open);
        }
        Self(links)
    }

    fn first(&self) -> &[MailboxLink] {
        &self.0[..self.0.len().min(Self::AT_HAND)]
    }

    fn rest(&self) -> &[MailboxLink] {
        &self.0[self.0.len().min(Self::AT_HAND)..]
    }
}

/// Somebody to write as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderOption {
    /// The address, with the name before it.
    pub value: String,
    /// How it stands in the list.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What was typed so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WriteForm {
    /// Field `ander`: an address that is not in the list.
    pub other: String,
    /// Field `aan`.
    pub to: String,
    /// Field `onderwerp`.
    pub subject: String,
    /// Field `bericht`.
    pub body: String,
}

/// `GET /demo/mail`, and `POST /demo/mail` when it is not sent yet.
#[derive(Debug, Template)]
#[template(path = "demo/write.html")]
pub struct WritePage {
    t: Texts,
    page: Page,
    boxes: Mailboxes,
    senders: Vec<SenderOption>,
    form: WriteForm,
    errors: FieldErrors,
    another_url: String,
}

impl WritePage {
    /// The form; `another_url` is the same page with another example in it.
    #[must_use]
    pub fn new(
        t: Texts,
        site: &Site,
        boxes: Mailboxes,
        senders: Vec<SenderOption>,
        form: WriteForm,
        another_url: String,
    ) -> Self {
        let page = Page::new(site, Menu::Elsewhere, t.say("demo-write-title"))
            .wide()
            .private();
        Self {
            t,
            page,
            boxes,
            senders,
            form,
            errors: FieldErrors::default(),
            another_url,
        }
    }

    /// Says what must be corrected first.
    #[must_use]
    pub fn with_errors(self, errors: FieldErrors) -> Self {
        Self {
            page: self.page.with_errors(&self.t),
            errors,
            ..self
        }
    }
}

/// A mail in the list of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailLine {
    /// Where it opens.
    pub url: String,
    /// Its subject.
    pub subject: String,
    /// From or to whom.
    pub other_side: String,
    /// When, and that it was sent from here.
    pub note: String,
    /// Whether it is open.
    pub current: bool,
}

/// A file with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFile {
    /// Where it is fetched.
    pub url: String,
    /// Its name.
    pub name: String,
    /// Its size, for a reader.
    pub size: String,
}

/// Another way to look at a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherView {
    /// Where it is.
    pub url: String,
    /// The key of its name.
    pub key: &'static str,
}

/// A mail that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenMail {
    /// Its subject.
    pub subject: String,
    /// Its sender, with the address.
    pub from: String,
    /// Its receivers.
    pub to: String,
    /// Its date in full.
    pub date: String,
    /// What came with it.
    pub files: Vec<MailFile>,
    /// Its content, as it is looked at now.
    pub body: Body,
    /// The other ways to look at it.
    pub views: Vec<OtherView>,
}

/// What the owner of a mailbox can do with a mail that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actions {
    /// Who replies.
    pub reply_as: String,
    /// What the reply posts to.
    pub reply_url: String,
    /// Whose mail server would refuse it.
    pub domain: String,
    /// What that refusal posts to.
    pub fail_url: String,
}

/// `GET /demo/mail/{address}` and `GET /demo/mail/{address}/{mail}`.
#[derive(Debug, Template)]
#[template(path = "demo/mailbox.html")]
pub struct MailboxPage {
    t: Texts,
    page: Page,
    owner: String,
    boxes: Mailboxes,
    mails: Vec<MailLine>,
    open: Option<OpenMail>,
    actions: Option<Actions>,
    notice: Option<&'static str>,
    reply_error: Option<String>,
}

impl MailboxPage {
    /// The mailbox of `owner` with its mails.
    #[must_use]
    pub fn new(
        t: Texts,
        site: &Site,
        owner: String,
        boxes: Mailboxes,
        mails: Vec<MailLine>,
    ) -> Self {
        let title = t.say1("demo-mailbox-title", "name", &owner);
        let page = Page::new(site, Menu::Elsewhere, title).wide().private();
        Self {
            t,
            page,
            owner,
            boxes,
            mails,
            open: None,
            actions: None,
            notice: None,
            reply_error: None,
        }
    }

    /// Opens a mail; `actions` when it is one that arrived.
    #[must_use]
    pub fn with_mail(self, mail: OpenMail, actions: Option<Actions>) -> Self {
        Self {
            open: Some(mail),
            actions,
            ..self
        }
    }

    /// Says that something was sent.
    #[must_use]
    pub fn after(self, done: Sent) -> Self {
        Self {
            notice: Some(done.key()),
            ..self
        }
    }

    /// Says what is wrong with the reply.
    #[must_use]
    pub fn with_reply_error(self, error: String) -> Self {
        Self {
            page: self.page.with_errors(&self.t),
            reply_error: Some(error),
            ..self
        }
    }
}

/// What was just sent from a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// A new mail.
    Written,
    /// A reply.
    Replied,
    /// A notice of a mail server.
    Failed,
    /// Nothing: the mail left without an address for such a notice.
    Nothing,
}

impl Sent {
    /// The word for it in an address.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Written => "verzonden",
            Self::Replied => "beantwoord",
            Self::Failed => "mislopen",
            Self::Nothing => "stil",
        }
    }

    /// What a word in an address stands for.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        let all = [Self::Written, Self::Replied, Self::Failed, Self::Nothing];
        all.into_iter().find(|it| it.slug() == slug)
    }

    fn key(self) -> &'static str {
        match self {
            Self::Written => "demo-notice-written",
            Self::Replied => "demo-notice-replied",
            Self::Failed => "demo-notice-failed",
            Self::Nothing => "demo-notice-silent",
        }
    }
}
