//! (room under construction)
pub mod mail;
