//! Signing in and out.

use askama::Template;

use super::parts::Csrf;
use super::problem::Way;
use crate::text::Texts;
use crate::web::assets::{asset_url, icon};

/// The sign-in page.
#[derive(Debug, Template)]
#[template(path = "desk/sign_in.html")]
pub struct SignInPage {
    /// The words.
    pub t: Texts,
    /// The proof for the form.
    pub csrf: Csrf,
    /// The way to the provider, if there is one.
    pub provider: Option<Way>,
    /// Whether passwords are taken.
    pub local: bool,
    /// The address that was typed before.
    pub email: String,
    /// What went wrong the last time, in words.
    pub error: Option<String>,
    /// Where to go afterwards, a path of ours.
    pub next: String,
    /// The accounts a newcomer may use; empty outside the demo.
    pub demo: Vec<DemoAccount>,
}

/// The page that asks for the code of the second step.
#[derive(Debug, Template)]
#[template(path = "desk/sign_in_code.html")]
pub struct CodePage {
    /// The words.
    pub t: Texts,
    /// The proof for the form.
    pub csrf: Csrf,
    /// Who has shown the password; sealed.
    pub half: String,
    /// Where to go afterwards, a path of ours.
    pub next: String,
    /// What went wrong the last time, in words.
    pub error: Option<String>,
}

/// The page of a link that signs in.
#[derive(Debug, Template)]
#[template(path = "desk/sign_in_link.html")]
pub struct LinkPage {
    /// The words.
    pub t: Texts,
    /// The proof for the form.
    pub csrf: Csrf,
    /// The link, where its form goes too.
    pub url: String,
    /// Whose it is.
    pub email: String,
}

/// The page between signing out here and signing out at the provider.
#[derive(Debug, Template)]
#[template(path = "desk/signed_out.html")]
pub struct FarewellPage {
    /// The words.
    pub t: Texts,
    /// What people call the provider.
    pub provider: String,
    /// Where it signs out.
    pub url: String,
}

/// An account of the demo.
#[derive(Debug, Clone)]
pub struct DemoAccount {
    /// Whose it is.
    pub name: String,
    /// What that person does.
    pub role: String,
    /// The address to sign in with.
    pub email: String,
    /// The password to sign in with.
    pub password: String,
}

impl DemoAccount {
    fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or_default()
    }
}
