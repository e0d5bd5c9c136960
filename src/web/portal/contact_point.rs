//! "Wie is uw contactpunt?": a municipality by name or postal code, or from the list.

use askama::Template;

use super::case::Contact;
use super::faq::query_value;
use super::words::{Words as _, municipality_name};
use super::{Menu, Page, Site};
use crate::text::{Language, Texts};

/// A municipality to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its NIS code.
    pub nis: String,
    /// Its name.
    pub name: String,
}

/// A province with its municipalities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Province {
    /// Its name.
    pub name: String,
    /// Its municipalities, by name.
    pub municipalities: Vec<Choice>,
}

/// A reference region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its name.
    pub name: String,
    /// How many municipalities it has.
    pub municipalities: usize,
}

/// The municipality that was looked for, and who its contact point is.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its name.
    pub municipality: String,
    /// Its reference region.
    pub region: Option<Region>,
    /// The name of its province.
    pub province: String,
    /// Sub-municipalities and former names.
    pub also_known_as: Vec<String>,
    /// Its contact point.
    pub contact: Contact,
    /// The form for a question, filled in for this municipality.
    ask_url: String,
}

impl Place {
    /// The municipality with its contact point.
    #[must_use]
    pub fn new(
        municipality: String,
        region: Option<Region>,
        province: String,
        also_known_as: Vec<String>,
        contact: Contact,
    ) -> Self {
        // In Dutch to every reader: by this name we know it.
        let organisation = municipality_name(&municipality, &Texts::new(Language::Nl));
        let organisation = query_value(&organisation);
        let ask_url = format!("/vraag?bestuur={organisation}");
        Self {
            municipality,
            region,
            province,
            also_known_as,
            contact,
            ask_url,
        }
    }
}

/// `GET /contactpunt`.
#[derive(Debug, Template)]
#[template(path = "portal/contact_point.html")]
pub struct ContactPointPage {
    t: Texts,
    page: Page,
    query: String,
    found: Option<Place>,
    choices: Vec<Choice>,
    near: bool,
    provinces: Vec<Province>,
}

impl ContactPointPage {
    /// The page for `query`: what was found, or between which municipalities to choose.
    #[must_use]
    pub fn new(
        t: Texts,
        site: &Site,
        query: String,
        found: Option<Place>,
        choices: Vec<Choice>,
        provinces: Vec<Province>,
    ) -> Self {
        let title = if found.is_some() {
            "portal-menu-contact"
        } else {
            "portal-contact-heading"
        };
        let page = Page::new(site, Menu::ContactPoint, t.say(title));
        Self {
            t,
            page,
            query,
            found,
            choices,
            near: false,
            provinces,
        }
    }

    /// Says that the choices only resemble what was looked for.
    #[must_use]
    pub fn nearly(self) -> Self {
        Self { near: true, ..self }
    }
}
