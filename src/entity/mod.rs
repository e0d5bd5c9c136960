//! The tables as sea-orm sees them, one file each: nothing but data. The `records.rs` of a room is
//! the only reader; what leaves a room is a type of its own.

pub mod api_token;
pub mod idempotency_key;
pub mod session;
pub mod sign_in_attempt;
pub mod user_account;
pub mod user_role;
