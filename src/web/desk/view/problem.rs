//! What a page says when it cannot do what was asked: what did not happen, what is safe, what to do
//! now. It needs neither a session nor the database, because either may be what fails.

use askama::Template;

use crate::text::Texts;
use crate::web::assets::asset_url;

/// A page that says what went wrong.
#[derive(Debug, Template)]
#[template(path = "desk/problem.html")]
pub struct ProblemPage {
    /// The words.
    pub t: Texts,
    /// What did not happen.
    pub title: String,
    /// What is safe and what to do now.
    pub lead: String,
    /// The ways out, the first one first.
    pub ways: Vec<Way>,
    /// What the help desk asks for: what it is called and what it says.
    pub facts: Vec<(String, String)>,
}

/// A way out of a problem.
#[derive(Debug, Clone)]
pub struct Way {
    /// Where it leads.
    pub url: String,
    /// What it says.
    pub words: String,
}
