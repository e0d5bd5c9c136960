//! Requests that a client may send again: the first one with a key is carried out and its answer
//! kept, and the same request with that key gets the same answer (`Idempotency-Key`).
//!
//! The key is taken before the work and the answer kept after it, so a process that dies in between
//! leaves a key without an answer. It may be taken over once its lease has ended: what the key stands
//! for is itself done once only, however often it is tried.

use chrono::TimeDelta;

use super::records;
use crate::clock::real_now;
use crate::context::Context;
use crate::store::{LEASE, StoreError};

/// How long an answer can be asked for again.
pub const KEPT: TimeDelta = TimeDelta::days(7);
/// When it makes sense to ask again for what is still being carried out, in seconds.
const SOON: i64 = 5;

/// An answer as it was given the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its HTTP status.
    pub status: u16,
    /// Its media type.
    pub content_type: String,
    /// Where it led, when it led somewhere.
    pub location: Option<String>,
    /// What it said.
    pub body: String,
}

/// A request with a key: whose it is, the key, and a digest of what is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed {
    /// Whose key it is; two clients may choose the same one.
    pub principal: String,
    /// The key, as the client chose it.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub request_hash: String,
}

/// What to do with a request that has a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// Carry it out, then [`settle`] or [`free`] it.
    First,
    /// It was carried out: this was the answer.
    Again(Stored),
    /// Somebody is carrying it out; asking again makes sense after so many seconds.
    InProgress(u32),
    /// The key stands for another request.
    Reused,
}

/// Takes the key for a request, unless it was taken before.
pub async fn begin(ctx: &Context, request: &Keyed) -> Result<Begun, StoreError> {
    let own = (
        request.principal.as_str(),
        request.key.as_str(),
        request.request_hash.as_str(),
    );
    // A key may be swept or freed between the two looks: then it is free, and taken the next time.
    for _ in 0..3 {
        let real = real_now();
        if records::take_key(&ctx.db, own, ctx.clock.now(), real, real + LEASE).await? {
            return Ok(Begun::First);
        }
        let Some(row) = records::find_key(&ctx.db, &request.principal, &request.key).await? else {
            continue;
        };
        if row.request_hash != request.request_hash {
            return Ok(Begun::Reused);
        }
        if let Some(stored) = row.stored {
            return Ok(Begun::Again(stored));
        }
        let left = row
            .locked_until
            .map_or(0, |until| (until - real).num_seconds());
        let wait = u32::try_from(left.clamp(1, SOON)).unwrap_or(1);
        return Ok(Begun::InProgress(wait));
    }
    Ok(Begun::InProgress(1))
}

/// Keeps the answer of a request that was carried out.
pub async fn settle(ctx: &Context, request: &Keyed, answer: Stored) -> Result<(), StoreError> {
    records::settle_key(&ctx.db, &request.principal, &request.key, answer).await
}

/// Gives the key of a request that came to nothing back: corrected, it may be sent again under the
/// same key.
pub async fn free(ctx: &Context, request: &Keyed) -> Result<(), StoreError> {
    records::free_key(&ctx.db, &request.principal, &request.key).await
}

/// Removes at most `most` keys that are too old to be asked for again; says how many.
pub async fn sweep(ctx: &Context, most: u64) -> Result<u64, StoreError> {
    records::sweep_keys(&ctx.db, ctx.clock.now() - KEPT, most).await
}

#[cfg(test)]
mod tests {
    use sea_orm::ConnectionTrait as _;

    use super::*;
    use crate::auth::testing::context;

    fn request(key: &str, hash: &str) -> Keyed {
        Keyed {
            principal: "api:een".into(),
            key: key.into(),
            request_hash: hash.into(),
        }
    }

    fn answer() -> Stored {
        Stored {
            status: 201,
            content_type: "application/json".into(),
            location: None,
            body: "{}".into(),
        }
    }

    #[tokio::test]
    async fn the_same_request_gets_the_same_answer_and_another_one_none() {
        let ctx = context().await;
        let one = request("k", "a");
        assert_eq!(begin(&ctx, &one).await.unwrap(), Begun::First);
        assert_eq!(begin(&ctx, &one).await.unwrap(), Begun::InProgress(5));
        settle(&ctx, &one, answer()).await.unwrap();
        assert_eq!(begin(&ctx, &one).await.unwrap(), Begun::Again(answer()));
        assert_eq!(
            begin(&ctx, &request("k", "b")).await.unwrap(),
            Begun::Reused
        );
        let other = Keyed {
            principal: "api:twee".into(),
            ..one
        };
        assert_eq!(begin(&ctx, &other).await.unwrap(), Begun::First);
    }

    #[tokio::test]
    async fn a_request_whose_process_died_is_taken_over_by_one_alone() {
        let ctx = context().await;
        let one = request("k", "a");
        begin(&ctx, &one).await.unwrap();
        ctx.db
            .execute_unprepared("UPDATE idempotency_key SET locked_until = '2026-01-01T00:00:00Z'")
            .await
            .unwrap();
        assert_eq!(
            begin(&ctx, &request("k", "b")).await.unwrap(),
            Begun::Reused
        );
        assert_eq!(begin(&ctx, &one).await.unwrap(), Begun::First);
        assert_eq!(begin(&ctx, &one).await.unwrap(), Begun::InProgress(5));
    }

    #[tokio::test]
    async fn a_request_that_came_to_nothing_leaves_its_key_free_and_an_old_one_is_swept() {
        let ctx = context().await;
        begin(&ctx, &request("k", "a")).await.unwrap();
        free(&ctx, &request("k", "a")).await.unwrap();
        for (key, hash) in [("k", "b"), ("l", "a"), ("m", "a")] {
            let one = request(key, hash);
            assert_eq!(begin(&ctx, &one).await.unwrap(), Begun::First);
            settle(&ctx, &one, answer()).await.unwrap();
            free(&ctx, &one).await.unwrap();
        }
        assert_eq!(sweep(&ctx, 9).await.unwrap(), 0);
        ctx.clock.advance(KEPT);
        assert_eq!(sweep(&ctx, 2).await.unwrap(), 2);
        assert_eq!(sweep(&ctx, 2).await.unwrap(), 1);
        assert_eq!(begin(&ctx, &request("l", "c")).await.unwrap(), Begun::First);
    }
}
