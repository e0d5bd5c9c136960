//! The ground under the register: the database connection, the differences between SQLite and
//! PostgreSQL, writing transactions, claims with a lease, the full-text index, and the blobs with what
//! a virus scanner says of them, and what is told to open pages. Whatever must differ between the two engines differs here and nowhere
//! else; no other table is known by its meaning.

mod blobs;
mod changes;
mod claim;
mod clamd;
mod connect;
mod error;
mod fulltext;
mod scan;

pub use blobs::{BlobKey, Blobs};
pub use changes::{Change, Changes, Listening};
pub use claim::{Claim, LEASE, claim, give_back, hold_on, lease_open};
pub use connect::{
    columns, connect, constant, migrate, one_at_a_time, pending_migrations, read_tx,
    refresh_statistics, write_tx,
};
pub use error::StoreError;
pub use fulltext::{
    Document, Field, Phrase, Sought, from_found, is_found, is_not_found, number_found, put_document,
};
pub use scan::{
    Scan, ScanState, forget_waiting_scans, leave_out, scan_one, scans, stuck_scans, waiting_scans,
    want_scan,
};
