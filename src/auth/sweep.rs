//! Cleaning up after what is over: sessions, counters of attempts, and answers kept for requests that
//! are sent again. Nothing depends on it but the size of the tables.

use super::{attempts, repeats, sessions};
use crate::context::Context;
use crate::store::StoreError;

/// Rows of one kind that are removed at once: nobody waits long for the writer.
const BATCH: u64 = 500;

/// Removes what is over, some of each kind; `false` when there was nothing.
pub async fn sweep(ctx: &Context) -> Result<bool, StoreError> {
    let gone = sessions::sweep(ctx, BATCH).await?
        + attempts::sweep(ctx, BATCH).await?
        + repeats::sweep(ctx, BATCH).await?;
    Ok(gone > 0)
}
