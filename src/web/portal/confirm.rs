//! The pages behind "Ja, beantwoord" and "Nee, nog niet" in our mails. Opening one changes nothing,
//! because mail programs open links to check them; its button does. Used twice, it shows the state.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};

use super::words::Words as _;
use super::{Menu, Page, Site};
use crate::text::Texts;

/// Where the pages about one answer lead.
#[derive(Debug, Clone)]
pub struct Links {
    /// The page of "ja", which is also where its button posts.
    pub yes: String,
    /// The page of "nee", likewise.
    pub no: String,
    /// The asker's page about the question.
    pub status: String,
}

/// "Is uw vraag beantwoord?": one button.
#[derive(Debug, Template)]
#[template(path = "portal/confirm.html")]
pub struct ConfirmPage {
    t: Texts,
    page: Page,
    reference: String,
    subject: String,
    act_url: String,
    no_url: String,
    status_url: String,
    part: bool,
}

impl ConfirmPage {
    /// The page with the button; `part` when the rest of the answer is still to come.
    #[must_use]
    pub fn new(
        t: Texts,
        site: &Site,
        reference: String,
        subject: String,
        links: Links,
        part: bool,
    ) -> Self {
        let title = if part {
            "portal-yesno-part-heading"
        } else {
            "portal-confirm-heading"
        };
        let page = Page::new(site, Menu::Status, t.say(title)).private();
        Self {
            t,
            page,
            reference,
            subject,
            act_url: links.yes,
            no_url: links.no,
            status_url: links.status,
            part,
        }
    }
}

/// "Bedankt, uw vraag is gesloten": after the button, and each time after.
#[derive(Debug, Template)]
#[template(path = "portal/confirmed.html")]
pub struct ConfirmedPage {
    t: Texts,
    page: Page,
    reference: String,
    at: DateTime<Utc>,
    status_url: String,
    part: bool,
}

impl ConfirmedPage {
    /// The state, with the moment it was confirmed; `part` when the rest of the answer is still to come.
    #[must_use]
    pub fn new(
        t: Texts,
        site: &Site,
        reference: String,
        at: DateTime<Utc>,
        status: String,
        part: bool,
    ) -> Self {
        let title = if part {
            "portal-confirmed-part-heading"
        } else {
            "portal-confirmed-title"
        };
        let page = Page::new(site, Menu::Status, t.say(title)).private();
        Self {
            t,
            page,
            reference,
            at,
            status_url: status,
            part,
        }
    }
}

/// "Wat ontbreekt er nog?": one button, and room for a sentence.
#[derive(Debug, Template)]
#[template(path = "portal/not_yet.html")]
pub struct NotYetPage {
    t: Texts,
    page: Page,
    act_url: String,
    status_url: String,
}

impl NotYetPage {
    /// The page with the button.
    #[must_use]
    pub fn new(t: Texts, site: &Site, links: Links) -> Self {
        let page = Page::new(site, Menu::Status, t.say("portal-notyet-heading")).private();
        Self {
            t,
            page,
            act_url: links.no,
            status_url: links.status,
        }
    }
}

/// "Uw vraag is opnieuw open": after the button, and each time after.
#[derive(Debug, Template)]
#[template(path = "portal/reopened.html")]
pub struct ReopenedPage {
    t: Texts,
    page: Page,
    reference: String,
    at: DateTime<Utc>,
    due: Option<NaiveDate>,
    status_url: String,
    part: bool,
}

impl ReopenedPage {
    /// The state, with the moment it was reopened and the new date; `part` when it was open all along,
    /// because the rest of the answer is still to come.
    #[must_use]
    pub fn new(
        t: Texts,
        site: &Site,
        reference: String,
        at: DateTime<Utc>,
        due: Option<NaiveDate>,
        status: String,
        part: bool,
    ) -> Self {
        let title = if part {
            "portal-reopened-part-heading"
        } else {
            "portal-reopened-heading"
        };
        let page = Page::new(site, Menu::Status, t.say(title)).private();
        Self {
            t,
            page,
            reference,
            at,
            due,
            status_url: status,
            part,
        }
    }
}

/// "Dit was ik niet": for who got our mail about a question that somebody else asked.
#[derive(Debug, Template)]
#[template(path = "portal/not_me.html")]
pub struct NotMePage {
    t: Texts,
    page: Page,
    reference: String,
    act_url: String,
    status_url: String,
    done: bool,
}

impl NotMePage {
    /// The page with its button; `done` when the question is closed already.
    #[must_use]
    pub fn new(
        t: Texts,
        site: &Site,
        reference: String,
        act_url: String,
        status_url: String,
        done: bool,
    ) -> Self {
        let key = if done {
            "portal-notme-done-heading"
        } else {
            "portal-notme-heading"
        };
        let page = Page::new(site, Menu::Status, t.say(key)).private();
        Self {
            t,
            page,
            reference,
            act_url,
            status_url,
            done,
        }
    }
}
