//! Guessing links and tokens. They are far too long to be guessed, and whoever tries all the same is
//! told to come back later: each network address may be wrong now and then, and no more. Who is right is
//! never kept out by a neighbour who is wrong.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::LazyLock;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::problem::{Kind, Problem};
use super::session::client_address;

/// Wrong ones at once: a town hall may share an address, and old links do come back.
pub const AT_ONCE: NonZeroU32 = NonZeroU32::new(100).unwrap();
/// Wrong ones a minute after that.
const EACH_MINUTE: NonZeroU32 = NonZeroU32::new(20).unwrap();

static WRONG: LazyLock<DefaultKeyedRateLimiter<IpAddr>> =
    LazyLock::new(|| RateLimiter::keyed(Quota::per_minute(EACH_MINUTE).allow_burst(AT_ONCE)));

/// Middleware: counts what did not open anything.
pub async fn limit(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let from = client_address(request.request());
    let token = request.headers().contains_key(header::AUTHORIZATION);
    let link = request.match_pattern().is_some_and(|route| is_link(&route));
    let answer = next.call(request).await?;
    let wrong = match answer.status() {
        StatusCode::UNAUTHORIZED => token,
        StatusCode::NOT_FOUND | StatusCode::GONE => link,
        _ => false,
    };
    if let (true, Some(from)) = (wrong, from) {
        // Who has not come back for a while is forgotten.
        WRONG.retain_recent();
        if let Err(not_until) = WRONG.check_key(&from) {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            let seconds = u32::try_from(wait.as_secs() + 1).unwrap_or(u32::MAX);
            let problem = Problem::new(Kind::TooMany).retry_after(seconds);
            let (request, _) = answer.into_parts();
            let refused = ServiceResponse::from_err(problem, request);
            return Ok(refused.map_into_right_body());
        }
    }
    Ok(answer.map_into_left_body())
}

/// Whether whoever knows an address of this route may do something.
fn is_link(route: &str) -> bool {
    route.contains("{tag}") || route.contains("{key}") || route.starts_with("/vraag/{reference}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_told_from_a_page() {
        for link in [
            "/a/{tag}/antwoord",
            "/vraag/{reference}",
            "/desk/sign-in/link/{key}",
        ] {
            assert!(is_link(link), "{link}");
        }
        for page in [
            "/desk/tickets/{reference}",
            "/faq/{slug}",
            "/vraag",
            "unmatched",
        ] {
            assert!(!is_link(page), "{page}");
        }
    }
}
