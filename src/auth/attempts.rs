//! How often somebody may try to sign in, or ask for mail to an address. The counters stand in the database, so that they hold
//! across processes and restarts, under a keyed digest, so that the table lists nobody.

use std::net::IpAddr;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;

use super::records;
use crate::context::{Context, Purpose};
use crate::store::{self, StoreError};

/// How long attempts are counted together.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Attempts on one account in a window: nobody mistypes that often.
pub const PER_ACCOUNT: i32 = 10;
/// Attempts from one network address in a window: a town hall may share one.
pub const PER_ADDRESS: i32 = 60;

/// How often mail to one address may be asked for in a window.
pub const MAILS_PER_ADDRESS: i32 = 5;

/// An attempt that has been counted.
#[derive(Debug)]
pub struct Counted {
    account: String,
    address: Option<String>,
    too_many_until: Option<DateTime<Utc>>,
}

/// Somebody who comes back from the provider where people sign in.
#[derive(Debug)]
pub struct Arrival {
    subject: Option<String>,
    too_many: bool,
}

/// Counts that somebody comes back, from the network address `from`.
pub async fn count_arrival(ctx: &Context, from: Option<IpAddr>) -> Result<Arrival, StoreError> {
    let key = Purpose::Attempts.key(&ctx.secret);
    let subject = from.map(|from| digest(&key, "arrival", &network(from)));
    let mut too_many = false;
    if let Some(subject) = &subject {
        let now = ctx.clock.now();
        let (times, _) = records::count_attempt(&ctx.db, subject, now, now + WINDOW).await?;
        too_many = times > PER_ADDRESS;
    }
    Ok(Arrival { subject, too_many })
}

impl Arrival {
    /// Whether this is one time too many.
    #[must_use]
    pub fn is_too_many(&self) -> bool {
        self.too_many
    }

    /// It was no guess, and the address gets this one back: many people may share one.
    pub async fn forget(&self, ctx: &Context) -> Result<(), StoreError> {
        match &self.subject {
            Some(subject) => records::take_back_attempt(&ctx.db, subject).await,
            None => Ok(()),
        }
    }
}

/// Counts an attempt on the account `email` from the network address `from`.
pub async fn count(
    ctx: &Context,
    email: &str,
    from: Option<IpAddr>,
) -> Result<Counted, StoreError> {
    let key = Purpose::Attempts.key(&ctx.secret);
    let account = digest(&key, "account", email);
    let address = from.map(|address| digest(&key, "address", &network(address)));

    let now = ctx.clock.now();
    let ends = now + WINDOW;
    let tx = store::write_tx(&ctx.db).await?;
    let mut too_many_until = None;
    // Always in this order, so that two attempts at once never wait for each other.
    let subjects = [
        (Some(&account), PER_ACCOUNT),
        (address.as_ref(), PER_ADDRESS),
    ];
    for (subject, most) in subjects {
        let Some(subject) = subject else { continue };
        let (attempts, until) = records::count_attempt(&tx, subject, now, ends).await?;
        if attempts > most {
            too_many_until = too_many_until.max(Some(until));
        }
    }
    tx.commit().await?;
    Ok(Counted {
        account,
        address,
        too_many_until,
    })
}

impl Counted {
    /// Until when this is one attempt too many, if it is.
    #[must_use]
    pub fn too_many_until(&self) -> Option<DateTime<Utc>> {
        self.too_many_until
    }

    /// The attempt succeeded: the account starts again from nothing, and the network address gets
    /// this one back, no more, or one known password would open the way to guess the others.
    pub(super) async fn forget(&self, db: &impl ConnectionTrait) -> Result<(), StoreError> {
        records::forget_attempts(db, &self.account).await?;
        match &self.address {
            Some(address) => records::take_back_attempt(db, address).await,
            None => Ok(()),
        }
    }
}

/// Counts that somebody asks for mail to `email`, in the caller's transaction; `false` when it is
/// one time too many. Counted alike whether we know the address or not.
pub async fn count_mail_request(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    email: &str,
) -> Result<bool, StoreError> {
    let key = Purpose::Attempts.key(&ctx.secret);
    let subject = digest(&key, "mail", email);
    let now = ctx.clock.now();
    let (asked, _) = records::count_attempt(tx, &subject, now, now + WINDOW).await?;
    Ok(asked <= MAILS_PER_ADDRESS)
}

/// Removes at most `most` counters whose window is over; says how many.
pub async fn sweep(ctx: &Context, most: u64) -> Result<u64, StoreError> {
    records::sweep_attempts(&ctx.db, ctx.clock.now(), most).await
}

/// Who holds one IPv6 address holds all 2^64 beside it.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

fn digest(key: &hmac::Key, what: &str, name: &str) -> String {
    URL_SAFE_NO_PAD.encode(hmac::sign(key, format!("{what} {name}").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::testing::context;

    #[tokio::test]
    async fn one_network_address_may_not_try_every_account() {
        let ctx = context().await;
        let from = Some("2001:db8::1".parse().unwrap());
        for n in 0..PER_ADDRESS {
            let counted = count(&ctx, &format!("p{n}@example.org"), from)
                .await
                .unwrap();
            assert_eq!(counted.too_many_until(), None, "attempt {n}");
        }
        let neighbour = Some("2001:db8::2".parse().unwrap());
        let counted = count(&ctx, "nog@example.org", neighbour).await.unwrap();
        assert_eq!(counted.too_many_until(), Some(ctx.clock.now() + WINDOW));
        let elsewhere = Some("2001:db8:0:1::1".parse().unwrap());
        let counted = count(&ctx, "nog@example.org", elsewhere).await.unwrap();
        assert_eq!(counted.too_many_until(), None);
    }

    #[tokio::test]
    async fn a_success_gives_the_account_a_clean_sheet_and_the_address_one_attempt_back() {
        let ctx = context().await;
        let from = Some("192.0.2.1".parse().unwrap());
        for _ in 0..PER_ACCOUNT {
            count(&ctx, "an@example.org", from).await.unwrap();
        }
        let last = count(&ctx, "bert@example.org", from).await.unwrap();
        last.forget(&ctx.db).await.unwrap();
        let key = Purpose::Attempts.key(&ctx.secret);
        let count_of = async |subject: &str| {
            records::count_attempt(&ctx.db, subject, ctx.clock.now(), ctx.clock.now() + WINDOW)
                .await
                .unwrap()
                .0
        };
        assert_eq!(
            count_of(&digest(&key, "address", "192.0.2.1")).await,
            PER_ACCOUNT + 1
        );
        assert_eq!(
            count_of(&digest(&key, "account", "bert@example.org")).await,
            1
        );
        assert_eq!(
            count_of(&digest(&key, "account", "an@example.org")).await,
            PER_ACCOUNT + 1
        );
    }

    #[tokio::test]
    async fn who_comes_in_does_not_count() {
        let ctx = context().await;
        let from = Some("192.0.2.1".parse().unwrap());
        for _ in 0..2 * PER_ADDRESS {
            let arrival = count_arrival(&ctx, from).await.unwrap();
            assert!(!arrival.is_too_many());
            arrival.forget(&ctx).await.unwrap();
        }
        for _ in 0..PER_ADDRESS {
            assert!(!count_arrival(&ctx, from).await.unwrap().is_too_many());
        }
        assert!(count_arrival(&ctx, from).await.unwrap().is_too_many());
        assert!(!count_arrival(&ctx, None).await.unwrap().is_too_many());
    }

    #[tokio::test]
    async fn counters_go_when_their_window_is_over() {
        let ctx = context().await;
        count(&ctx, "an@example.org", None).await.unwrap();
        assert_eq!(sweep(&ctx, 9).await.unwrap(), 0);
        ctx.clock.advance(WINDOW);
        assert_eq!(sweep(&ctx, 9).await.unwrap(), 1);
    }
}
