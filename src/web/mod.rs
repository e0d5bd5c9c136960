//! The doors for browsers and for programs that speak HTTP. A handler extracts, asks the policy, calls
//! one function of the rooms below, and renders; no rule of the work lives here, and nothing below
//! knows of HTTP.

pub mod assets;
pub mod demo;
pub mod desk;
pub mod portal;
