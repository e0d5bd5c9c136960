//! "Waar staat mijn vraag?": for who lost the link. The answer is the same whether we know the
//! address or not, so that nobody can find out who asks us questions.

use askama::Template;

use super::words::Words as _;
use super::{Menu, Page, Site};
use crate::text::Texts;

/// `GET /status`, and `POST /status` when the address is none.
#[derive(Debug, Template)]
#[template(path = "portal/lost_link.html")]
pub struct LostLinkPage {
    t: Texts,
    page: Page,
    mail: String,
    number: String,
    error: Option<String>,
}

impl LostLinkPage {
    /// The form, with what was typed so far.
    #[must_use]
    pub fn new(t: Texts, site: &Site, mail: String, number: String) -> Self {
        let page = Page::new(site, Menu::Status, t.say("portal-menu-status"));
        Self {
            t,
            page,
            mail,
            number,
            error: None,
        }
    }

    /// Says what is wrong with the address.
    #[must_use]
    pub fn with_error(self, error: String) -> Self {
        Self {
            error: Some(error),
            page: self.page.with_errors(&self.t),
            ..self
        }
    }
}

/// The answer to `POST /status`, always the same.
#[derive(Debug, Template)]
#[template(path = "portal/link_sent.html")]
pub struct LinkSentPage {
    t: Texts,
    page: Page,
    mail: String,
}

impl LinkSentPage {
    /// The answer for `mail`.
    #[must_use]
    pub fn new(t: Texts, site: &Site, mail: String) -> Self {
        let page = Page::new(site, Menu::Status, t.say("portal-link-sent-heading")).private();
        Self { t, page, mail }
    }
}
