//! Who the sender really is, as far as the receiving mail server found out: `Authentication-Results`
//! (RFC 8601) with the verdicts of SPF, DKIM and DMARC.
//!
//! Anybody can write such a field into a mail. Only the topmost one that bears the name of the
//! configured server counts, and only above the trace lines that others left (RFC 8601, 5): a server
//! puts its own above whatever came along. Some put it above their own `Received`, some below it;
//! below that of a server from elsewhere it came along.

use std::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

use super::headers::{self, Headers};
use super::parsed::domain_of;
use crate::entity::inbound_mail::SenderProof;

/// Fields of this kind that are looked at; a mail that passed six servers has six.
const MAX_FIELDS: usize = 20;

/// Results in one field that are looked at; a mail signed by three parties has eight.
const MAX_RESULTS: usize = 60;

/// The verdict of one method (RFC 8601, section 2.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing was published or found to judge by, or the server did not say.
    #[default]
    None,
    /// The sender is who the domain says.
    Pass,
    /// The domain says that this sender is not its own.
    Fail,
    /// Not its own, probably.
    SoftFail,
    /// The domain says nothing for or against.
    Neutral,
    /// Judged against a rule of the receiving server.
    Policy,
    /// The domain could not be asked; later it may.
    TempError,
    /// What the domain publishes cannot be read.
    PermError,
}

/// What one server found out about the sender.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Authentication {
    /// The server that says so, in lower case.
    pub authserv_id: String,
    /// The servers that left a `Received` above it, in lower case, each once; an empty name for one
    /// that does not say who it is.
    pub passed: Vec<String>,
    /// Whether the sending machine may send for the envelope's domain (RFC 7208).
    pub spf: Verdict,
    /// The domain of the envelope sender that was judged, in lower case.
    pub spf_domain: Option<String>,
    /// The best verdict on a signature (RFC 6376).
    pub dkim: Verdict,
    /// The domains whose signatures hold, in lower case.
    pub dkim_domains: Vec<String>,
    /// Whether the author's domain stands by the mail (RFC 7489).
    pub dmarc: Verdict,
    /// The author's domain that DMARC was asked about, in lower case.
    pub header_from: Option<String>,
}

/// Whether a mail comes from the domain that it claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Belief {
    /// No receiving server is configured, so nothing is known.
    NotChecked,
    /// The domain stands by it.
    Proven,
    /// The receiving server vouches for nothing.
    Unproven,
    /// The domain disowns it.
    Refuted,
}

impl Belief {
    /// What is kept of it: nothing when nobody was asked.
    #[must_use]
    pub fn proof(self) -> Option<SenderProof> {
        match self {
            Self::NotChecked => None,
            Self::Proven => Some(SenderProof::Proven),
            Self::Unproven => Some(SenderProof::Unproven),
            Self::Refuted => Some(SenderProof::Refuted),
        }
    }

    /// Whether what the mail says may be taken as coming from who it claims.
    #[must_use]
    pub fn is_enough(self) -> bool {
        matches!(self, Self::NotChecked | Self::Proven)
    }
}

/// The receiving server that is believed, and the machines that a mail passes after it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Receiver<'a> {
    /// The name that it signs its verdicts with; empty when no server is believed.
    pub authserv_id: &'a str,
    /// The machines behind it that have names under other domains, or those domains.
    pub relays: &'a [String],
}

impl Receiver<'_> {
    /// Whether a server that left a `Received` is the believed one, or handles mail behind it: it
    /// stands under the same domain, has a name that means nothing on the internet, or is named in
    /// the settings.
    fn is_indoors(&self, by: &str) -> bool {
        if self.authserv_id.eq_ignore_ascii_case(EXCHANGE_ONLINE) {
            if EXCHANGE_SERVERS.iter().any(|house| is_under(by, house)) {
                return true;
            }
        } else if is_at(by, self.authserv_id) {
            return true;
        }
        is_private(by)
            || self
                .relays
                .iter()
                .any(|relay| by == relay.to_lowercase() || is_under(by, &relay.to_lowercase()))
    }
}

/// Reads the fields of a mail, topmost first.
pub(super) fn read(headers: &Headers<'_>) -> Vec<Authentication> {
    if !headers.has("authentication-results") {
        return Vec::new();
    }
    let mut passed: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for (name, raw) in headers.among(&["received", "authentication-results"]) {
        let text = headers::unfold(raw, &mut Vec::new());
        if name == "received" {
            let by = received_by(&text);
            if !passed.contains(&by) {
                passed.push(by);
            }
        } else if let Some(one) = field(&text) {
            found.push(Authentication {
                passed: passed.clone(),
                ..one
            });
        }
        // below more servers than these, none is the one that received it for us
        if passed.len() > MAX_FIELDS || found.len() == MAX_FIELDS {
            break;
        }
    }
    found
}

/// The server that wrote a `Received`, in lower case; empty when it names none.
fn received_by(text: &str) -> String {
    let text = without_comments(text);
    let mut words = text.split([' ', ';']).filter(|word| !word.is_empty());
    let by = words
        .find(|word| word.eq_ignore_ascii_case("by"))
        .and_then(|_| words.next())
        .unwrap_or_default();
    by.trim_matches(['.', '"', '[', ']']).to_lowercase()
}

/// Whether the mail comes from this domain, by the words of the receiving server.
#[must_use]
pub fn belief(found: &[Authentication], receiver: Receiver<'_>, domain: &str) -> Belief {
    if receiver.authserv_id.is_empty() {
        return Belief::NotChecked;
    }
    let topmost = found
        .iter()
        .find(|one| one.authserv_id.eq_ignore_ascii_case(receiver.authserv_id))
        .filter(|one| one.passed.iter().all(|by| receiver.is_indoors(by)));
    topmost.map_or(Belief::Unproven, |found| found.belief(domain))
}

/// Whether a server is the one of that name, or stands beside it under one domain: a mail passes more
/// than one machine of a house.
fn is_at(by: &str, authserv_id: &str) -> bool {
    let authserv_id = authserv_id.to_lowercase();
    let house = authserv_id
        .split_once('.')
        .map(|(_, house)| house)
        .filter(|house| house.contains('.'));
    is_aligned(by, &authserv_id) || house.is_some_and(|house| is_under(by, house))
}

/// Whether a name or address of a server means nothing on the internet, so that a machine behind the
/// receiving one bears it: a content filter on `localhost`, a store called `mail.intern`, the inside of
/// Google.
fn is_private(by: &str) -> bool {
    const INSIDE: [&str; 8] = [
        "local",
        "localdomain",
        "lan",
        "intern",
        "internal",
        "intra",
        "corp",
        "home.arpa",
    ];
    let address = by.strip_prefix("ipv6:").unwrap_or(by);
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => is_private_v4(address),
        Ok(IpAddr::V6(address)) => {
            // an address of 2002::/16 holds one of IPv4
            let [first, high, low, ..] = address.segments();
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            address.is_loopback()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || first == 0x2002 && is_private_v4(Ipv4Addr::new(a, b, c, d))
        }
        Err(_) => {
            !by.is_empty()
                && (!by.contains('.')
                    || INSIDE
                        .iter()
                        .any(|top| by.strip_suffix(top).is_some_and(|sub| sub.ends_with('.'))))
        }
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    address.is_private() || address.is_loopback() || address.is_link_local()
}

impl Authentication {
    /// Whether a mail comes from this domain.
    #[must_use]
    pub fn belief(&self, domain: &str) -> Belief {
        let about_it = self
            .header_from
            .as_deref()
            .is_none_or(|from| is_aligned(from, domain));
        if about_it && self.dmarc == Verdict::Pass && self.header_from.is_some() {
            return Belief::Proven;
        }
        if about_it && self.dmarc == Verdict::Fail {
            return Belief::Refuted;
        }
        let signed = self.dkim_domains.iter().any(|by| is_aligned(by, domain));
        let sent = self.spf == Verdict::Pass
            && self
                .spf_domain
                .as_deref()
                .is_some_and(|by| is_aligned(by, domain));
        if signed || sent {
            return Belief::Proven;
        }
        let disowned = matches!(self.spf, Verdict::Fail | Verdict::SoftFail)
            && self
                .spf_domain
                .as_deref()
                .is_none_or(|by| is_aligned(by, domain));
        if disowned || self.dkim == Verdict::Fail {
            Belief::Refuted
        } else {
            Belief::Unproven
        }
    }
}

/// Whether two domains belong together: the same, or one under the other (relaxed alignment, without
/// the list of public suffixes, so that two neighbours under one domain do not speak for each other).
fn is_aligned(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    is_under(&one, &other) || is_under(&other, &one)
}

/// Whether a domain is another, or stands under it.
fn is_under(domain: &str, above: &str) -> bool {
    above.contains('.')
        && domain
            .strip_suffix(above)
            .is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
}

/// What the setting calls a receiving server whose fields name no server, as those of Exchange Online
/// do not, against RFC 8601, 2.2.
const EXCHANGE_ONLINE: &str = "exchange-online";

/// Where the servers of Exchange Online are.
const EXCHANGE_SERVERS: [&str; 2] = ["outlook.com", "outlook.office365.com"];

/// Reads one field; `None` when it cannot be that of a server.
fn field(text: &str) -> Option<Authentication> {
    let text = without_comments(text);
    let mut parts = split_outside_quotes(&text, ';');
    // the server may be followed by a version
    let first = parts.next()?;
    let authserv_id = first
        .split_whitespace()
        .next()?
        .trim_matches('"')
        .to_lowercase();
    let nameless = authserv_id.contains('=');
    // nobody writes by hand the name that stands for "no name"
    if authserv_id.is_empty() || authserv_id == EXCHANGE_ONLINE {
        return None;
    }
    let mut found = Authentication {
        authserv_id: if nameless {
            EXCHANGE_ONLINE.to_owned()
        } else {
            authserv_id
        },
        ..Authentication::default()
    };
    if nameless {
        result(first, &mut found);
    }
    for part in parts.take(MAX_RESULTS) {
        result(part, &mut found);
    }
    Some(found)
}

/// Reads one result: `dkim=pass reason="x" header.d=melle.be`.
fn result(part: &str, found: &mut Authentication) {
    let part = part
        .replace(" = ", "=")
        .replace("= ", "=")
        .replace(" =", "=");
    let mut words = split_outside_quotes(&part, ' ').filter(|word| !word.is_empty());
    let Some((method, verdict)) = words.next().and_then(|word| {
        word.split_once('=')
            .map(|(m, v)| (m.to_lowercase(), verdict(v)))
    }) else {
        return;
    };
    let property = |name: &str| {
        let mut named = split_outside_quotes(&part, ' ').skip(1);
        named.find_map(|word| {
            let (key, value) = word.split_once('=')?;
            key.eq_ignore_ascii_case(name)
                .then(|| value.trim_matches(['"', '<', '>']).to_lowercase())
                .filter(|value| !value.is_empty())
        })
    };
    let domain = |value: String| {
        let domain = domain_of(&value);
        if domain.is_empty() {
            value
        } else {
            domain.to_owned()
        }
    };
    // a method may have a version: "dkim/1"
    match method.split('/').next().unwrap_or_default() {
        "spf" if found.spf == Verdict::None => {
            found.spf = verdict;
            // an empty envelope is judged by the name the machine gave
            found.spf_domain = property("smtp.mailfrom")
                .or_else(|| property("smtp.helo"))
                .map(domain);
        }
        "dkim" => {
            if verdict == Verdict::Pass {
                found.dkim = Verdict::Pass;
                let by = property("header.d").or_else(|| property("header.i").map(domain));
                if let Some(by) = by.filter(|by| !found.dkim_domains.contains(by)) {
                    found
                        .dkim_domains
                        .push(by.trim_start_matches('@').to_owned());
                }
            } else if found.dkim == Verdict::None {
                found.dkim = verdict;
            }
        }
        "dmarc" if found.dmarc == Verdict::None => {
            found.dmarc = verdict;
            found.header_from = property("header.from").map(domain);
        }
        _ => {}
    }
}

fn verdict(word: &str) -> Verdict {
    match word.trim_matches('"').to_ascii_lowercase().as_str() {
        "pass" | "bestguesspass" => Verdict::Pass,
        "fail" | "hardfail" => Verdict::Fail,
        "softfail" => Verdict::SoftFail,
        "neutral" => Verdict::Neutral,
        "policy" => Verdict::Policy,
        "temperror" => Verdict::TempError,
        "permerror" => Verdict::PermError,
        _ => Verdict::None,
    }
}

/// The text without what stands in parentheses, which may stand inside each other.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted || depth > 0 => {
                escaped = true;
                continue;
            }
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => {
                depth += 1;
                continue;
            }
            ')' if !quoted && depth > 0 => {
                depth -= 1;
                kept.push(' ');
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            kept.push(if c.is_whitespace() { ' ' } else { c });
        }
    }
    kept
}

/// The pieces between separators that do not stand in quotes.
fn split_outside_quotes(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |c: char| {
        quoted ^= c == '"';
        !quoted && c == separator
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: &str = "mx1.regio.example";

    fn belief(found: &[Authentication], authserv_id: &str, domain: &str) -> Belief {
        let receiver = Receiver {
            authserv_id,
            relays: &[],
        };
        super::belief(found, receiver, domain)
    }

    fn read_all(mail: &str) -> Vec<Authentication> {
        let (headers, _) = headers::split(mail.as_bytes());
        read(&headers)
    }

    fn check(results: &str, domain: &str, expected: Belief) {
        let mail = format!("Authentication-Results: {results}\nFrom: a@x\n\n");
        assert_eq!(
            belief(&read_all(&mail), SERVER, domain),
            expected,
            "{results}"
        );
    }

    #[test]
    fn exchange_online_counts_by_its_topmost_field_without_a_name() {
        let passed = "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=melle.example; dkim=pass \
                      (signature was verified) header.d=melle.example;dmarc=pass action=none \
                      header.from=melle.example;compauth=pass reason=100";
        let failed = passed.replace("=pass", "=fail");
        let check = |fields: &[&str], expected: Belief| {
            let lines = fields
                .iter()
                .map(|field| ["Authentication-Results: ", field, "\n"]);
            let mail: String = lines.flatten().chain(["\n"]).collect();
            let found = read_all(&mail);
            assert_eq!(
                belief(&found, EXCHANGE_ONLINE, "melle.example"),
                expected,
                "{fields:?}"
            );
        };
        check(&[passed], Belief::Proven);
        check(&[&failed, passed], Belief::Refuted);
        let forged = format!("{EXCHANGE_ONLINE}; {passed}");
        check(&[&forged], Belief::Unproven);
        check(&[], Belief::Unproven);
    }

    #[test]
    fn the_servers_of_the_world_are_read() {
        let found = read_all(
            "Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x.example\n\
             Authentication-Results: mx.google.com;\n\tdkim=pass header.i=@melle.example header.s=s1 \
             header.b=abc;\n       spf=softfail (google.com: domain of transitioning a@melle.example) \
             smtp.mailfrom=a@melle.example;\n       dmarc=pass (p=REJECT sp=REJECT dis=NONE) \
             header.from=melle.example\n\n",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].authserv_id, EXCHANGE_ONLINE, "it names no server");
        assert_eq!(found[0].spf, Verdict::Pass);
        assert_eq!(
            found[1],
            Authentication {
                authserv_id: "mx.google.com".into(),
                passed: Vec::new(),
                spf: Verdict::SoftFail,
                spf_domain: Some("melle.example".into()),
                dkim: Verdict::Pass,
                dkim_domains: vec!["melle.example".into()],
                dmarc: Verdict::Pass,
                header_from: Some("melle.example".into()),
            }
        );
    }

    #[test]
    fn a_domain_that_stands_by_the_mail_is_believed() {
        for results in [
            "mx1.regio.example; dmarc=pass header.from=mow.example",
            "MX1.Regio.Example 1; dmarc=pass (p=none; dis=none) header.from=MOW.example",
            "mx1.regio.example; spf=pass smtp.mailfrom=jan@mow.example",
            "mx1.regio.example; dkim=fail header.d=list.example; dkim=pass header.d=mow.example",
            "mx1.regio.example; dkim=pass header.i=@post.mow.example; dmarc=none",
            "mx1.regio.example; spf=fail smtp.mailfrom=lijst.example; dkim=pass reason=\"1; ok\" \
             header.d=mow.example",
        ] {
            check(results, "mow.example", Belief::Proven);
        }
    }

    #[test]
    fn a_domain_that_disowns_the_mail_refutes_it() {
        for results in [
            "mx1.regio.example; dmarc=fail header.from=mow.example",
            "mx1.regio.example; dkim=pass header.d=kwaad.example; dmarc=fail header.from=mow.example",
            "mx1.regio.example; spf=softfail smtp.mailfrom=jan@mow.example; dmarc=none",
            "mx1.regio.example; spf=pass smtp.mailfrom=kwaad.example; dkim=fail header.d=mow.example",
        ] {
            check(results, "mow.example", Belief::Refuted);
        }
    }

    #[test]
    fn who_proves_nothing_is_not_believed() {
        for results in [
            "mx1.regio.example; none",
            "mx1.regio.example; spf=pass smtp.mailfrom=kwaad.example",
            "mx1.regio.example; dkim=pass header.d=example",
            "mx1.regio.example; dmarc=pass header.from=kwaad.example",
            "mx1.regio.example; spf=none (dmarc=pass header.from=mow.example) smtp.mailfrom=x",
            "mx1.regio.example; spf=none smtp.mailfrom=\"x; dmarc=pass header.from=mow.example\"",
            "elders.example; dmarc=pass header.from=mow.example",
            "mx1.regio.example.kwaad.example; dmarc=pass header.from=mow.example",
            "",
            ";;;=;dmarc",
        ] {
            check(results, "mow.example", Belief::Unproven);
        }
    }

    #[test]
    fn what_stands_below_the_lines_of_others_is_not_heard() {
        let result =
            "Authentication-Results: mx1.regio.example; dmarc=pass header.from=mow.example";
        let check = |above: &str, expected: Belief| {
            let mail = format!("{above}{result}\nFrom: a@x\n\n");
            assert_eq!(
                belief(&read_all(&mail), SERVER, "mow.example"),
                expected,
                "{above}"
            );
        };
        for own in [
            // above its own line, below it, and below those of the machines behind it
            "",
            "Received: from a.example\n\tby mx1.regio.example (Postfix) with ESMTPS id 1; x\n",
            "Received: from mx1.regio.example by post.regio.example with LMTP; x\nReceived: from a \
             by MX1.Regio.Example; x\n",
            "Received: from localhost by mx1.regio.example; x\nReceived: from mx1 ([127.0.0.1]) by \
             localhost (amavisd-new, port 10024); x\n",
            "Received: from mx1.regio.example by exch01.stad.local (10.0.0.2); x\n",
            "Received: by 2002:a05:6402:2695:b0:1:2:3 with SMTP id 1; x\n",
            "Received: from mx1.regio.example by [IPv6:fd00::1]; x\n",
        ] {
            check(own, Belief::Proven);
        }
        for other in [
            "Received: from kwaad.example by kwaad.example; x\n",
            "Received: from a by mx1.regio.example; x\nReceived: from b by kwaad.example; x\n",
            "Received: from a (by mx1.regio.example) by kwaad.example; x\n",
            "Received: from mx1.regio.example by mx1.regio.example.kwaad.example; x\n",
            "Received: from a by 192.0.2.1; x\n",
            "Received: from a by [IPv6:2001:db8::1]; x\n",
            "Received: from kwaad.example\n",
        ] {
            check(other, Belief::Unproven);
        }
        let relays = ["filter.example".to_owned()];
        let receiver = Receiver {
            authserv_id: SERVER,
            relays: &relays,
        };
        let judge = |by: &str| {
            let mail = format!("Received: from a by {by}; x\n{result}\n\n");
            super::belief(&read_all(&mail), receiver, "mow.example")
        };
        assert_eq!(judge("eu1.filter.example"), Belief::Proven);
        assert_eq!(judge("eu1.anderefilter.example"), Belief::Unproven);
    }

    #[test]
    fn exchange_online_is_believed_above_what_came_from_elsewhere() {
        let result = "Authentication-Results: spf=pass (sender IP is 192.0.2.1) \
                      smtp.mailfrom=x.example; dkim=pass (signature was verified) \
                      header.d=x.example;dmarc=pass action=none header.from=x.example;compauth=pass \
                      reason=100\n";
        let within = "Received: from DB1.eurprd01.prod.outlook.com (2603::1) by \
                      AM0.eurprd01.prod.outlook.com with HTTPS; x\nReceived: from \
                      AM5.eop-EUR03.prod.protection.outlook.com (2603::2) by \
                      AM6P193CA0048.outlook.office365.com with Microsoft SMTP Server; x\n";
        let outside = "Received: from mail.x.example by mx.x.example; x\n";
        let check = |above: &str, expected: Belief| {
            let found = read_all(&format!("{above}{result}From: a@x.example\n\n"));
            assert_eq!(
                belief(&found, EXCHANGE_ONLINE, "x.example"),
                expected,
                "{above}"
            );
            assert_eq!(belief(&found, SERVER, "x.example"), Belief::Unproven);
        };
        check("", Belief::Proven);
        check(within, Belief::Proven);
        check(&format!("{within}{outside}"), Belief::Unproven);
    }

    #[test]
    fn what_a_sender_put_below_is_not_heard() {
        let mail = "Authentication-Results: mx1.regio.example; dmarc=fail header.from=mow.example\n\
                    Received: from kwaad.example\n\
                    Authentication-Results: mx1.regio.example; dmarc=pass header.from=mow.example\n\
                    ARC-Authentication-Results: i=1; mx1.regio.example; dmarc=pass\n\n";
        assert_eq!(
            belief(&read_all(mail), SERVER, "mow.example"),
            Belief::Refuted
        );
        assert_eq!(
            belief(&read_all(mail), "", "mow.example"),
            Belief::NotChecked
        );
        assert_eq!(belief(&[], SERVER, "mow.example"), Belief::Unproven);
    }
}
