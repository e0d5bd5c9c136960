//! The start page: the four things one comes for.

use askama::Template;

use super::faq::Related;
use super::words::Words as _;
use super::{Menu, Page, Site};
use crate::text::Texts;

/// `GET /`.
#[derive(Debug, Template)]
#[template(path = "portal/start.html")]
pub struct StartPage {
    t: Texts,
    page: Page,
    faq_count: usize,
    often: Vec<Related>,
}

impl StartPage {
    /// The start page, with how many answers are published and the few that are read most.
    #[must_use]
    pub fn new(t: Texts, site: &Site, faq_count: usize, often: Vec<Related>) -> Self {
        let page = Page::new(site, Menu::Elsewhere, t.say("portal-start-title"));
        Self {
            t,
            page,
            faq_count,
            often,
        }
    }
}
