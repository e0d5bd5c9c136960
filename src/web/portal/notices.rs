//! Pages that only tell something: what went wrong and the way out of it, and the three pages in
//! the foot of every page.

use askama::Template;

use super::words::Words as _;
use super::{Menu, Page, Site};
use crate::text::Texts;

/// A page that shows nothing but its texts.
macro_rules! notice {
    ($(#[$doc:meta])* $name:ident, $path:literal, $menu:expr, $title:literal) => {
        $(#[$doc])*
        #[derive(Debug, Template)]
        #[template(path = $path)]
        pub struct $name {
            t: Texts,
            page: Page,
        }

        impl $name {
            /// The page.
            #[must_use]
            pub fn new(t: Texts, site: &Site) -> Self {
                let page = Page::new(site, $menu, t.say($title));
                Self { t, page }
            }
        }
    };
}

notice!(
    /// The answer to an address that is not one of ours.
    NotFoundPage, "portal/not_found.html", Menu::Elsewhere, "portal-not-found-heading"
);
notice!(
    /// The answer to a link that was replaced, or that we did not sign.
    ExpiredPage, "portal/expired.html", Menu::Status, "portal-expired-heading"
);
notice!(
    /// The answer while the register cannot be reached on purpose.
    MaintenancePage, "portal/maintenance.html", Menu::Elsewhere, "portal-maintenance-heading"
);
notice!(
    /// `GET /toegankelijkheid`.
    AccessibilityPage, "portal/accessibility.html", Menu::Elsewhere, "portal-footer-accessibility"
);
notice!(
    /// `GET /privacy`.
    PrivacyPage, "portal/privacy.html", Menu::Elsewhere, "portal-footer-privacy"
);
notice!(
    /// `GET /over`.
    AboutPage, "portal/about.html", Menu::Elsewhere, "portal-footer-about"
);

/// Something went wrong on our side.
#[derive(Debug, Template)]
#[template(path = "portal/failure.html")]
pub struct FailurePage {
    t: Texts,
    page: Page,
    asking: bool,
    code: String,
}

impl FailurePage {
    /// The page; `asking` when a question was being sent and now was not. `code` finds the request
    /// in our logs.
    #[must_use]
    pub fn new(t: Texts, site: &Site, asking: bool, code: String) -> Self {
        let page = Page::new(site, Menu::Elsewhere, t.say("portal-failure-heading"));
        Self {
            t,
            page,
            asking,
            code,
        }
    }
}

/// A request that we could not take: too large, too often, or not understood.
#[derive(Debug, Template)]
#[template(path = "portal/refused.html")]
pub struct RefusedPage {
    t: Texts,
    page: Page,
    heading: String,
    explanation: String,
}

impl RefusedPage {
    /// The page with its own heading and the way out.
    #[must_use]
    pub fn new(t: Texts, site: &Site, heading: String, explanation: String) -> Self {
        let page = Page::new(site, Menu::Elsewhere, heading.clone());
        Self {
            t,
            page,
            heading,
            explanation,
        }
    }
}
