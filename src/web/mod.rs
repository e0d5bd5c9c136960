//! The doors for browsers and for programs that speak HTTP. A handler extracts, asks the policy, calls
//! one function of the rooms below, and renders; no rule of the work lives here, and nothing below
//! knows of HTTP.

pub mod agent;
pub mod api;
pub mod assets;
pub mod demo;
pub mod desk;
pub mod download;
pub mod fields;
pub mod frame;
pub mod guesses;
pub mod health;
pub mod language;
mod letter;
pub mod places;
pub mod portal;
pub mod problem;
pub mod prose;
pub mod server;
pub mod session;
pub mod uploads;

pub use agent::{Agent, Posted};
pub use places::CurrentAtlas;
pub use problem::{Kind, Problem, Said};
pub use server::{Doors, run};
