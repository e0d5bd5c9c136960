//! The second step of one's own account.

use askama::Template;

use super::parts::Shell;
use crate::text::Texts;
use crate::web::assets::{asset_url, icon, labelled_icon};

/// The page that turns it on and off.
#[derive(Debug, Template)]
#[template(path = "desk/second_step.html")]
pub struct SecondStepPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// Where its forms go.
    pub here: &'static str,
    /// What went wrong the last time, in words.
    pub wrong: Option<String>,
    /// How it stands.
    pub standing: Standing,
}

/// How the second step of the reader stands.
#[derive(Debug, Clone)]
pub enum Standing {
    /// The account has no password of ours.
    Elsewhere {
        /// Where its owner signs in.
        provider: String,
    },
    /// Off, with a key to turn it on.
    Off(Key),
    /// On.
    On {
        /// Since when.
        since: String,
        /// Recovery codes that have not been used.
        codes_left: usize,
    },
}

/// A key to take into an app.
#[derive(Debug, Clone)]
pub struct Key {
    /// For the form that confirms it.
    pub sealed: String,
    /// In groups of four, to type over.
    pub key: String,
    /// As an app on this device opens it.
    pub url: String,
    /// The dark squares of its picture.
    pub path: String,
    /// How many squares fit on a side.
    pub side: i32,
}

impl Key {
    /// The part of the plane that the picture takes, with the white edge that readers need.
    fn view_box(&self) -> String {
        format!("-4 -4 {0} {0}", self.side + 8)
    }
}

/// The recovery codes, shown once.
#[derive(Debug, Template)]
#[template(path = "desk/recovery_codes.html")]
pub struct CodesPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// Where the page before it is.
    pub here: &'static str,
    /// The codes.
    pub codes: Vec<String>,
}
