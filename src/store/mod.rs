//! The ground under the register: the database connection, the differences between SQLite and
//! PostgreSQL, writing transactions, claims with a lease, and the blobs. Whatever must differ
//! between the two engines differs here and nowhere else; no table is known by its meaning.

mod blobs;
mod claim;
mod connect;
mod error;

pub use blobs::{BlobKey, Blobs};
pub use claim::{Claim, LEASE, claim, lease_open};
pub use connect::{
    connect, migrate, one_at_a_time, pending_migrations, refresh_statistics, write_tx,
};
pub use error::StoreError;
