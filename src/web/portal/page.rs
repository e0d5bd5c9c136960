//! What every page of the portal has around its own content: language, menu, address, demo bar.

use actix_web::HttpRequest;
use actix_web::http::Uri;

use crate::context::Context;
use crate::text::{Language, Texts};
use crate::web::assets::{Icon, asset_url, icon};

/// What the pages know of the installation they belong to.
#[derive(Debug, Clone)]
pub struct Site {
    /// The address for questions by mail: `mail.address`.
    pub mail_address: String,
    /// Where the service stands for its readers, without a slash at the end: `http.public_url`.
    pub public_url: String,
    /// Whether this is the demo, in which no mail leaves.
    pub demo: bool,
    /// The page that is asked for, in the other language, where it can be asked for again.
    pub other_language: Option<OtherLanguage>,
    /// From where the pages are read.
    pub read_from: ReadFrom,
}

/// From where a page is read, which decides how it names another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ReadFrom {
    /// From the service itself.
    #[default]
    Service,
    /// From a folder of files that holds the FAQ and nothing else.
    Copy {
        /// What leads from the page to that folder: nothing, or `../`.
        up: &'static str,
        /// Where the rest of the portal stands: `http.public_url`.
        service: String,
    },
}

impl ReadFrom {
    /// The address of the portal's `path`, as a page names it.
    #[must_use]
    pub fn to(&self, path: &str) -> String {
        match self {
            Self::Service => path.to_owned(),
            Self::Copy { up, service } => match path.strip_prefix("/faq") {
                Some("") => format!("{up}index.html"),
                Some(".atom") => format!("{up}faq.atom"),
                Some(entry) => format!("{up}vragen{entry}.html"),
                None => format!("{service}{path}"),
            },
        }
    }

    /// The address of an asset.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        let served = asset_url(name);
        match self {
            Self::Service => served.to_owned(),
            Self::Copy { up, .. } => format!("{up}{}", served.trim_start_matches('/')),
        }
    }
}

impl Site {
    /// This installation, as its settings say.
    #[must_use]
    pub fn of(ctx: &Context) -> Self {
        Self {
            mail_address: ctx.settings.mail.address.clone(),
            public_url: ctx.settings.http.public_url.clone(),
            demo: ctx.settings.demo,
            other_language: None,
            read_from: ReadFrom::Service,
        }
    }

    /// The same for a page that can be asked for again at `uri`, also in the other language.
    #[must_use]
    pub fn at(self, t: &Texts, uri: &Uri) -> Self {
        let (language, name) = match t.language() {
            Language::Nl => (Language::En, "English"),
            Language::En => (Language::Nl, "Nederlands"),
        };
        let code = language.code();
        let url = in_language(uri, code);
        Self {
            other_language: Some(OtherLanguage { url, code, name }),
            ..self
        }
    }
}

/// The item of the main menu under which a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Menu {
    /// A page outside the menu's four.
    Elsewhere,
    /// "Stel een vraag".
    Ask,
    /// "Waar staat mijn vraag?".
    Status,
    /// "Veelgestelde vragen".
    Faq,
    /// "Uw contactpunt".
    ContactPoint,
    /// No menu: a page with one job, for an administration.
    None,
}

/// One item of the main menu.
#[derive(Debug, Clone)]
pub struct MenuItem {
    /// Where it leads.
    pub href: String,
    /// The key of its name.
    pub key: &'static str,
    /// Whether the page stands under it.
    pub current: bool,
}

/// The same page in the other language.
#[derive(Debug, Clone)]
pub struct OtherLanguage {
    /// Its address.
    pub url: String,
    /// The two-letter code of its language.
    pub code: &'static str,
    /// The name of the language, in that language.
    pub name: &'static str,
}

/// What stands around the content of a page.
#[derive(Debug, Clone)]
pub struct Page {
    /// The heading, as the browser shows it in its title.
    pub title: String,
    /// Where the page stands in the menu.
    pub menu: Menu,
    /// Wider than a page to read: the demo mailbox.
    pub wide: bool,
    /// Kept out of search engines: the pages behind a link of a person.
    pub private: bool,
    /// Whether the bar of the demo stands on top.
    pub demo: bool,
    /// The address for questions by mail.
    pub mail_address: String,
    /// The same page in the other language, where it can be asked for again.
    pub other_language: Option<OtherLanguage>,
    /// From where it is read.
    pub read_from: ReadFrom,
    icons: String,
}

impl Page {
    /// A public page under `menu`, with `title` in the browser's title.
    #[must_use]
    pub fn new(site: &Site, menu: Menu, title: String) -> Self {
        Self {
            title,
            menu,
            wide: false,
            private: false,
            demo: site.demo,
            mail_address: site.mail_address.clone(),
            other_language: site.other_language.clone(),
            icons: site.read_from.asset("icons.svg"),
            read_from: site.read_from.clone(),
        }
    }

    /// Keeps the page out of search engines.
    #[must_use]
    pub fn private(self) -> Self {
        Self {
            private: true,
            ..self
        }
    }

    /// Uses the whole width.
    #[must_use]
    pub fn wide(self) -> Self {
        Self { wide: true, ..self }
    }

    /// Says in the title that something must be corrected, which is what a screen reader hears
    /// first.
    #[must_use]
    pub fn with_errors(self, t: &Texts) -> Self {
        Self {
            title: format!("{} {}", t.say("portal-error-prefix"), self.title),
            ..self
        }
    }

    /// Whether the page goes without the main menu.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.menu == Menu::None
    }

    /// The items of the main menu.
    #[must_use]
    pub fn menu_items(&self) -> [MenuItem; 4] {
        let item = |path, key, menu| MenuItem {
            href: self.to(path),
            key,
            current: self.menu == menu,
        };
        [
            item("/vraag", "portal-menu-ask", Menu::Ask),
            item("/status", "portal-menu-status", Menu::Status),
            item("/faq", "portal-menu-faq", Menu::Faq),
            item("/contactpunt", "portal-menu-contact", Menu::ContactPoint),
        ]
    }

    /// Whether the page tells a reader program where the feed of the FAQ is.
    #[must_use]
    pub fn has_feed(&self) -> bool {
        self.menu == Menu::Faq
    }

    /// The address of another page of the portal.
    #[must_use]
    pub fn to(&self, path: impl AsRef<str>) -> String {
        self.read_from.to(path.as_ref())
    }

    /// The address of an asset.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        self.read_from.asset(name)
    }

    /// An icon beside words that say the same.
    #[must_use]
    pub fn icon<'a>(&'a self, name: &'a str) -> Icon<'a> {
        icon(name).from_sheet(&self.icons)
    }
}

/// `uri` with its `taal` set to `code` and the rest of its query as it was.
fn in_language(uri: &Uri, code: &str) -> String {
    let kept = uri.query().unwrap_or_default().split('&');
    let kept = kept.filter(|pair| !pair.is_empty() && !pair.starts_with("taal="));
    let language = format!("taal={code}");
    let query: Vec<&str> = kept.chain([language.as_str()]).collect();
    format!("{}?{}", uri.path(), query.join("&"))
}

/// The cookie that remembers a reader's choice of language, and nothing else.
pub const LANGUAGE_COOKIE: &str = "taal";

/// The language a reader chose in this request, if any.
#[must_use]
pub fn chosen_language(request: &HttpRequest) -> Option<Language> {
    request
        .uri()
        .query()?
        .split('&')
        .find_map(|pair| match pair {
            "taal=nl" => Some(Language::Nl),
            "taal=en" => Some(Language::En),
            _ => None,
        })
}

/// The texts for the reader of `request`: as chosen now, or before, or else in Dutch.
#[must_use]
pub fn texts(request: &HttpRequest) -> Texts {
    let remembered = || match request.cookie(LANGUAGE_COOKIE)?.value() {
        "en" => Some(Language::En),
        _ => None,
    };
    Texts::new(
        chosen_language(request)
            .or_else(remembered)
            .unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_language_is_the_same_page_with_its_query() {
        let check = |from: &str, to: &str| {
            assert_eq!(in_language(&from.parse().unwrap(), "en"), to);
        };
        check("/faq", "/faq?taal=en");
        check("/faq?q=fusie", "/faq?q=fusie&taal=en");
        check(
            "/vraag/RV-2026-000001?taal=nl&t=abc",
            "/vraag/RV-2026-000001?t=abc&taal=en",
        );
    }

    #[test]
    fn a_choice_counts_at_once_and_is_remembered() {
        let language =
            |request: actix_web::test::TestRequest| texts(&request.to_http_request()).language();
        let request = actix_web::test::TestRequest::with_uri;
        let cookie = || actix_web::cookie::Cookie::new(LANGUAGE_COOKIE, "en");
        assert_eq!(language(request("/")), Language::Nl);
        assert_eq!(language(request("/?taal=en")), Language::En);
        assert_eq!(language(request("/").cookie(cookie())), Language::En);
        assert_eq!(
            language(request("/?taal=nl").cookie(cookie())),
            Language::Nl
        );
    }
}
