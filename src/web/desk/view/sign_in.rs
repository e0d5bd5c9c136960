//! Signing in with a local account.

use askama::Template;

use super::parts::Csrf;
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
    /// The address that was typed before.
    pub email: String,
    /// What went wrong the last time, in words.
    pub error: Option<String>,
    /// Where to go afterwards, a path of ours.
    pub next: String,
    /// The accounts a newcomer may use; empty outside the demo.
    pub demo: Vec<DemoAccount>,
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
