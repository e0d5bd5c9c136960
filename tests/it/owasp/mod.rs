//! What an attacker tries first (after the OWASP Web Security Testing Guide), on every page and form
//! that the service has: the routes are read from the sources, so that a new one cannot be forgotten.

mod guesses;
mod roles;
pub mod routes;
mod sessions;
mod stored;
mod tags;
