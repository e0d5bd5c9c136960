//! How often one address may use what costs something: instead of a puzzle for every visitor.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::LazyLock;

use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::web::{Kind, Problem, Said};

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// Sending a question, or adding to one.
    Ask,
    /// Asking for a new link: it makes a mail.
    Link,
    /// Looking for an answer that exists, while somebody types.
    Offers,
}

static ASK: LazyLock<DefaultKeyedRateLimiter<IpAddr>> = LazyLock::new(|| limiter(30, 10));
static LINK: LazyLock<DefaultKeyedRateLimiter<IpAddr>> = LazyLock::new(|| limiter(6, 2));
// A town hall may share an address.
static OFFERS: LazyLock<DefaultKeyedRateLimiter<IpAddr>> = LazyLock::new(|| limiter(120, 60));

/// `burst` at once, then `each_minute`.
fn limiter(burst: u32, each_minute: u32) -> DefaultKeyedRateLimiter<IpAddr> {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    let each_minute = NonZeroU32::new(each_minute).unwrap_or(NonZeroU32::MIN);
    RateLimiter::keyed(Quota::per_minute(each_minute).allow_burst(burst))
}

/// Counts one use by `from`, and says when it is one too many.
pub fn count(what: Limited, from: IpAddr) -> Result<(), Problem> {
    let limiter = match what {
        Limited::Ask => &*ASK,
        Limited::Link => &*LINK,
        Limited::Offers => &*OFFERS,
    };
    check(limiter, from)
}

fn check(limiter: &DefaultKeyedRateLimiter<IpAddr>, from: IpAddr) -> Result<(), Problem> {
    // Who has not come back for a while is forgotten.
    limiter.retain_recent();
    limiter.check_key(&from).map_err(|not_until| {
        let wait = not_until.wait_time_from(governor::clock::DefaultClock::default().now());
        let seconds = u32::try_from(wait.as_secs() + 1).unwrap_or(u32::MAX);
        Problem::new(Kind::TooMany)
            .because(Said::key("portal-too-often"))
            .retry_after(seconds)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_can_be_stopped_without_stopping_another() {
        let limiter = limiter(2, 1);
        let (one, other) = ([127, 0, 0, 1].into(), [127, 0, 0, 2].into());
        assert!(check(&limiter, one).is_ok() && check(&limiter, one).is_ok());
        assert_eq!(check(&limiter, one).unwrap_err().kind(), Kind::TooMany);
        assert!(check(&limiter, other).is_ok());
    }
}
