//! Cookies: the one of a session, the one that goes with a form before anybody is signed in, and the
//! one that waits for somebody who is at the provider.
//! Over https they are `__Host-` cookies, which no other host and no plain connection can set; the
//! demo runs on plain http, where a browser takes neither the prefix nor `Secure` for granted.

use std::net::{IpAddr, SocketAddr};
use std::sync::Once;

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, web};
use tracing::warn;

use crate::auth::oidc;
use crate::auth::sessions::{self, SessionKey};
use crate::config::Network;
use crate::context::Context;
use crate::store::StoreError;

#[derive(Clone, Copy)]
enum Kind {
    Session,
    Visit,
    Provider,
}

impl Kind {
    fn name(self, ctx: &Context) -> &'static str {
        match (self, ctx.settings.http.is_https()) {
            (Self::Session, true) => "__Host-regiovraag",
            (Self::Session, false) => "regiovraag",
            (Self::Visit, true) => "__Host-regiovraag-visit",
            (Self::Visit, false) => "regiovraag-visit",
            (Self::Provider, true) => "__Host-regiovraag-oidc",
            (Self::Provider, false) => "regiovraag-oidc",
        }
    }

    fn cookie(self, ctx: &Context, value: String) -> Cookie<'static> {
        Cookie::build(self.name(ctx), value)
            .path("/")
            .http_only(true)
            .secure(ctx.settings.http.is_https())
            .same_site(SameSite::Lax)
            .finish()
    }
}

/// The cookie that keeps which list one came from to a question.
#[must_use]
pub fn list_name(ctx: &Context) -> &'static str {
    if ctx.settings.http.is_https() {
        "__Secure-regiovraag-list"
    } else {
        "regiovraag-list"
    }
}

/// Keeps that list for the page of one question, until the browser closes.
#[must_use]
pub fn kept_list(ctx: &Context, page: String, value: String) -> Cookie<'static> {
    Cookie::build(list_name(ctx), value)
        .path(page)
        .http_only(true)
        .secure(ctx.settings.http.is_https())
        .same_site(SameSite::Lax)
        .finish()
}

/// The key that `request` carries.
#[must_use]
pub fn key_of(ctx: &Context, request: &HttpRequest) -> Option<SessionKey> {
    SessionKey::parse(request.cookie(Kind::Session.name(ctx))?.value())
}

/// The cookie that keeps somebody signed in until the browser closes, or the session ends.
#[must_use]
pub fn cookie(ctx: &Context, key: &SessionKey) -> Cookie<'static> {
    Kind::Session.cookie(ctx, key.as_str().to_owned())
}

/// The cookie that takes the other one away.
#[must_use]
pub fn farewell(ctx: &Context) -> Cookie<'static> {
    let mut cookie = Kind::Session.cookie(ctx, String::new());
    cookie.make_removal();
    cookie
}

/// The cookie that a browser keeps while it is at the provider.
#[must_use]
pub fn kept_for_provider(ctx: &Context, sealed: String) -> Cookie<'static> {
    let mut cookie = Kind::Provider.cookie(ctx, sealed);
    cookie.set_max_age(Duration::seconds(oidc::PATIENCE.num_seconds()));
    cookie
}

/// What the browser kept while it was at the provider.
#[must_use]
pub fn kept(ctx: &Context, request: &HttpRequest) -> Option<String> {
    let cookie = request.cookie(Kind::Provider.name(ctx))?;
    Some(cookie.value().to_owned())
}

/// The cookie that takes that one away.
#[must_use]
pub fn kept_no_longer(ctx: &Context) -> Cookie<'static> {
    let mut cookie = Kind::Provider.cookie(ctx, String::new());
    cookie.make_removal();
    cookie
}

/// The proof for a form before signing in, and the cookie it goes with when the browser has none.
pub fn visit(
    ctx: &Context,
    request: &HttpRequest,
) -> Result<(String, Option<Cookie<'static>>), StoreError> {
    if let Some(known) = request.cookie(Kind::Visit.name(ctx)) {
        return Ok((sessions::form_token(&ctx.secret, known.value()), None));
    }
    let value = sessions::new_visit()?;
    let token = sessions::form_token(&ctx.secret, &value);
    Ok((token, Some(Kind::Visit.cookie(ctx, value))))
}

/// Whether `token` is the proof that goes with the visit cookie of `request`.
#[must_use]
pub fn is_visit(ctx: &Context, request: &HttpRequest, token: &str) -> bool {
    request
        .cookie(Kind::Visit.name(ctx))
        .is_some_and(|visit| sessions::is_form_token(&ctx.secret, visit.value(), token))
}

/// The network address of whoever asks: what the proxies that the settings name say of whom they speak for,
/// from the nearest on. What anybody else says of it is left aside.
#[must_use]
pub fn client_address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let trusted = request
        .app_data::<web::Data<Context>>()
        .map_or(&[][..], |ctx| &ctx.settings.http.trusted_proxies);
    let named: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .flat_map(|list| list.to_str().unwrap_or_default().split(','))
        .collect();
    if !named.is_empty() && !is_among(trusted, peer) {
        static SAID: Once = Once::new();
        SAID.call_once(|| {
            warn!(
                "X-Forwarded-For came from a machine that http.trusted_proxies does not name; if that is \
                 the proxy, name it there, or all its visitors count as one"
            );
        });
    }
    Some(behind(peer, &named, trusted))
}

fn is_among(networks: &[Network], address: IpAddr) -> bool {
    networks.iter().any(|network| network.holds(address))
}

/// Whom `peer` speaks for: each of `named`, the nearest last, as long as whoever named it is trusted.
fn behind(peer: IpAddr, named: &[&str], trusted: &[Network]) -> IpAddr {
    let mut seen = peer.to_canonical();
    for name in named.iter().rev() {
        if !is_among(trusted, seen) {
            break;
        }
        // Some proxies add the port.
        let name = name.trim();
        let port = || name.parse().ok().map(|place: SocketAddr| place.ip());
        match name.parse().ok().or_else(port) {
            Some(address) => seen = IpAddr::to_canonical(&address),
            None => break,
        }
    }
    seen
}

/// `path` when it leads to a page of ours, for the way back after signing in.
#[must_use]
pub fn own_path(path: &str) -> Option<&str> {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control);
    ours.then_some(path)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::auth::testing::context;

    #[test]
    fn only_proxies_that_the_settings_name_are_believed() {
        let trusted = ["127.0.0.0/8", "::1/128", "10.0.0.2", "2001:db8::/32"];
        let trusted = trusted.map(|network| Network::parse(network).unwrap());
        let check = |peer: &str, named: &[&str], seen: &str| {
            let found = behind(peer.parse().unwrap(), named, &trusted);
            assert_eq!(found.to_string(), seen, "{peer}: {named:?}");
        };
        // What the visitor wrote stands first; the proxy adds whom it sees.
        check(
            "127.0.0.1",
            &["203.0.113.9", " 198.51.100.7"],
            "198.51.100.7",
        );
        check("::ffff:127.0.0.1", &["198.51.100.7"], "198.51.100.7");
        // Two of ours in a row.
        check("::1", &["198.51.100.7", "10.0.0.2"], "198.51.100.7");
        check(
            "10.0.0.2",
            &["192.0.2.1:4711", "[2001:db8::9]:443"],
            "192.0.2.1",
        );
        check("127.0.0.1", &["10.0.0.2", "10.0.0.2"], "10.0.0.2");
        // Whoever reaches us past them is who they are.
        check("10.1.2.3", &["198.51.100.7"], "10.1.2.3");
        check("fd00::1", &["198.51.100.7"], "fd00::1");
        check("127.0.0.1", &["198.51.100.7", "10.1.2.3"], "10.1.2.3");
        // What is no address ends it.
        check("127.0.0.1", &["198.51.100.7", "unknown"], "127.0.0.1");
        check("127.0.0.1", &[], "127.0.0.1");
    }

    #[actix_web::test]
    async fn a_network_of_ones_own_is_not_believed_by_itself() {
        let ctx = web::Data::new(context().await);
        let from = |peer: &str| {
            let request = TestRequest::default()
                .app_data(ctx.clone())
                .peer_addr(peer.parse().unwrap())
                .append_header(("x-forwarded-for", "203.0.113.9"))
                .append_header(("x-forwarded-for", "198.51.100.7"))
                .to_http_request();
            client_address(&request).unwrap().to_string()
        };
        assert_eq!(from("127.0.0.1:5000"), "198.51.100.7");
        assert_eq!(from("10.1.2.3:5000"), "10.1.2.3");
    }

    #[test]
    fn the_way_back_never_leads_to_another_site() {
        assert_eq!(own_path("/desk?q=a"), Some("/desk?q=a"));
        for elsewhere in [
            "",
            "https://x.example",
            "//x.example",
            "/\\x.example",
            "/a\r\nb",
        ] {
            assert_eq!(own_path(elsewhere), None, "{elsewhere:?}");
        }
    }
}
