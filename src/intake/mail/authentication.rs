//! Who the sender really is, as far as the receiving mail server found out: `Authentication-Results`
//! (RFC 8601) with the verdicts of SPF, DKIM and DMARC.
//!
//! Anybody can write such a field into a mail. Only the topmost one that bears the name of the
//! configured server counts, and only above the trace lines that others left (RFC 8601, 5): a server
//! puts its own above whatever came along. Some put it above their own `Received`, some below it;
//! below that of a server from elsewhere it came along. Which lines are the house's own is not seen
//! in a domain: whoever has a machine, or a mailbox, beside the receiving server could write there.

use std::net::{IpAddr, Ipv6Addr};

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
    /// The `Received` lines above it, topmost first.
    pub passed: Vec<Hop>,
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

/// One `Received`: a server that took the mail, and from whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Hop {
    /// The server that wrote the line, in lower case; empty when it does not say who it is.
    pub by: String,
    /// Who handed the mail over, as they called themselves, in lower case.
    pub from: String,
    /// The address from which they did, as the server saw it.
    pub address: Option<IpAddr>,
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
    /// The machines that handle mail behind it, each by the name that it writes in `Received`.
    pub relays: &'a [String],
}

impl Receiver<'_> {
    /// Whether all these lines, topmost first, are of the believed server or of machines behind it.
    fn wrote_all(&self, hops: &[Hop]) -> bool {
        hops.iter().enumerate().all(|(at, hop)| {
            let above = at.checked_sub(1).map(|above| &hops[above]);
            self.is_own(&hop.by)
                || self.is_inside_provider(hop)
                || above.is_some_and(|above| self.is_own(&above.by) && filters_for(hop, above))
        })
    }

    /// Whether a server is the believed one, or one that the settings name.
    fn is_own(&self, by: &str) -> bool {
        let mut names =
            std::iter::once(self.authserv_id).chain(self.relays.iter().map(String::as_str));
        names.any(|name| by.eq_ignore_ascii_case(name))
    }

    /// Whether a line is one of the inside of a provider whose machines nobody can list.
    fn is_inside_provider(&self, hop: &Hop) -> bool {
        let under = |host: &str, houses: &[&str]| houses.iter().any(|house| is_under(host, house));
        if self.authserv_id.eq_ignore_ascii_case(EXCHANGE_ONLINE) {
            under(&hop.by, &EXCHANGE_INSIDE)
                && (under(&hop.from, &EXCHANGE_INSIDE) || is_under(&hop.from, EXCHANGE_EDGE))
        } else if self.authserv_id.eq_ignore_ascii_case(GOOGLE) {
            is_inside_google(&hop.by)
        } else {
            false
        }
    }
}

/// Whether a line is of a content filter on the very machine that took the mail back from it: a filter
/// calls itself "localhost", and the server above it saw its own address.
fn filters_for(hop: &Hop, above: &Hop) -> bool {
    let itself = matches!(hop.by.as_str(), "localhost" | "localhost.localdomain")
        || address_of(&hop.by).is_some_and(|address| address.is_loopback());
    itself && above.address.is_some_and(|address| address.is_loopback())
}

/// Reads the fields of a mail, topmost first.
pub(super) fn read(headers: &Headers<'_>) -> Vec<Authentication> {
    if !headers.has("authentication-results") {
        return Vec::new();
    }
    let mut passed: Vec<Hop> = Vec::new();
    let mut found = Vec::new();
    for (name, raw) in headers.among(&["received", "authentication-results"]) {
        let text = headers::unfold(raw, &mut Vec::new());
        if name == "received" {
            passed.push(hop(&text));
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

/// Reads a `Received`.
fn hop(text: &str) -> Hop {
    let plain = without_comments(text);
    let mut words = plain.split([' ', ';']).filter(|word| !word.is_empty());
    let name = |word: &str| word.trim_matches(['.', '"', '[', ']']).to_lowercase();
    let mut found = Hop::default();
    if let Some(first) = words.next() {
        let mut next = first;
        if first.eq_ignore_ascii_case("from") {
            found.from = words.next().map(name).unwrap_or_default();
            next = words.next().unwrap_or_default();
        }
        while !next.is_empty() && !next.eq_ignore_ascii_case("by") {
            next = words.next().unwrap_or_default();
        }
        found.by = words.next().map(name).unwrap_or_default();
    }
    found.address = seen_address(text);
    found
}

/// The address from which a mail was handed over: what a server saw stands in parentheses behind the
/// name that it was told, in brackets or alone.
fn seen_address(text: &str) -> Option<IpAddr> {
    let from = text.trim_start();
    let from = from
        .get(..5)
        .filter(|word| word.eq_ignore_ascii_case("from "))
        .map(|_| &from[5..])?;
    // what was told ends at the first space, and may not hold the parenthesis that counts
    let (_, after) = from.trim_start().split_once(' ')?;
    let inside = after.trim_start().strip_prefix('(')?;
    let (inside, _) = inside.split_once(')')?;
    let bracketed = inside
        .rsplit_once('[')
        .and_then(|(_, rest)| rest.split_once(']'));
    address_of(bracketed.map_or(inside, |(address, _)| address))
}

/// An address, as it stands in a `Received`.
fn address_of(text: &str) -> Option<IpAddr> {
    let text = text.trim().to_ascii_lowercase();
    text.strip_prefix("ipv6:").unwrap_or(&text).parse().ok()
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
        .filter(|one| receiver.wrote_all(&one.passed));
    topmost.map_or(Belief::Unproven, |found| found.belief(domain))
}

/// Whether a server calls itself by an address inside Google: `2002:a05:...`, which is an address of
/// 10.0.0.0/8 in the form of RFC 3056 and stands nowhere on the internet.
fn is_inside_google(by: &str) -> bool {
    by.parse::<Ipv6Addr>().is_ok_and(|address| {
        let [first, second, ..] = address.segments();
        first == 0x2002 && second >> 8 == 10
    })
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
        // A signature that fails is as good as none (RFC 6376, 6.1): a list may have broken it.
        if disowned {
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

/// Where the machines of Exchange Online are that hand a mail to a mailbox. The machine that takes it in
/// from elsewhere, another customer's mailbox included, is none of them: it stands under
/// `mail.protection.outlook.com`, calls itself by the domain below towards these, and writes its
/// verdict above its own `Received`.
const EXCHANGE_INSIDE: [&str; 2] = ["prod.outlook.com", "outlook.office365.com"];
const EXCHANGE_EDGE: &str = "prod.protection.outlook.com";

/// The name with which Gmail signs its verdicts.
const GOOGLE: &str = "mx.google.com";

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
        // the first that was found, and a refusal in any case
        "dmarc" if found.dmarc == Verdict::None || verdict == Verdict::Fail => {
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
            "mx1.regio.example; spf=fail smtp.mailfrom=mow.example; dkim=fail header.d=mow.example",
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
            "mx1.regio.example; dkim=fail header.d=mow.example",
            "mx1.regio.example; spf=none smtp.mailfrom=mow.example; dkim=fail header.d=mow.example",
            "mx1.regio.example; spf=pass smtp.mailfrom=kwaad.example; dkim=fail header.d=mow.example",
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
            // above its own line, below it, and below that of a filter on the same machine
            "",
            "Received: from a.example\n\tby mx1.regio.example (Postfix) with ESMTPS id 1; x\n",
            "Received: from mx1.regio.example by MX1.Regio.Example. with LMTP; x\nReceived: from a \
             by MX1.Regio.Example; x\n",
            "Received: from localhost (localhost [127.0.0.1]) by mx1.regio.example (Postfix); x\n\
             Received: from mx1.regio.example ([127.0.0.1]) by localhost (amavisd-new, port 10024); x\n",
            "Received: from mx1 (mx1 [IPv6:::1]) by mx1.regio.example; x\nReceived: from mx1 by \
             [127.0.0.1]; x\n",
        ] {
            check(own, Belief::Proven);
        }
        for other in [
            "Received: from kwaad.example by kwaad.example; x\n",
            "Received: from a by mx1.regio.example; x\nReceived: from b by kwaad.example; x\n",
            "Received: from a (by mx1.regio.example) by kwaad.example; x\n",
            "Received: from by.mx1.regio.example by kwaad.example; x\n",
            "Received: from mx1.regio.example by mx1.regio.example.kwaad.example; x\n",
            "Received: from a by 192.0.2.1; x\n",
            "Received: from a by [IPv6:2001:db8::1]; x\n",
            "Received: from kwaad.example\n",
            // a neighbour, a name that means nothing, and a filter that somebody else calls local
            "Received: from a by www.regio.example; x\n",
            "Received: from a by regio.example; x\n",
            "Received: from a by post.mx1.regio.example; x\n",
            "Received: from mx1.regio.example by exch01.stad.local (10.0.0.2); x\n",
            "Received: from a by 10.0.0.2; x\n",
            "Received: from a by localhost; x\n",
            "Received: by 2002:a05:6402:2695:b0:1:2:3 with SMTP id 1; x\n",
            "Received: from localhost (kwaad.example [192.0.2.6]) by mx1.regio.example; x\nReceived: \
             from a by localhost; x\n",
            "Received: from [127.0.0.1] (kwaad.example [192.0.2.6]) by mx1.regio.example; x\n\
             Received: from a by localhost; x\n",
            "Received: from ([127.0.0.1]) (kwaad [192.0.2.6]) by mx1.regio.example; x\nReceived: \
             from a by localhost; x\n",
        ] {
            check(other, Belief::Unproven);
        }
    }

    #[test]
    fn the_machines_behind_are_named_one_by_one() {
        let relays = [
            "Exch01.Stad.Local".to_owned(),
            "eu1.filter.example".to_owned(),
        ];
        let receiver = Receiver {
            authserv_id: SERVER,
            relays: &relays,
        };
        let check = |by: &str, expected: Belief| {
            let mail = format!(
                "Received: from a by {by}; x\nReceived: from b by {SERVER}; x\n\
                 Authentication-Results: {SERVER}; dmarc=pass header.from=mow.example\n\n"
            );
            let found = super::belief(&read_all(&mail), receiver, "mow.example");
            assert_eq!(found, expected, "{by}");
        };
        check("exch01.stad.local", Belief::Proven);
        check("eu1.filter.example", Belief::Proven);
        check("eu2.filter.example", Belief::Unproven);
        check("x.eu1.filter.example", Belief::Unproven);
    }

    #[test]
    fn gmail_is_heard_below_the_lines_of_its_own_inside() {
        let check = |above: &str, expected: Belief| {
            let mail = format!(
                "{above}Received: from mail.mow.example (mail.mow.example. [192.0.2.1])\n        by \
                 mx.google.com with ESMTPS id 1; x\nAuthentication-Results: mx.google.com;\n       \
                 dmarc=pass (p=NONE) header.from=mow.example\n\n"
            );
            let found = belief(&read_all(&mail), GOOGLE, "mow.example");
            assert_eq!(found, expected, "{above}");
        };
        check("", Belief::Proven);
        let inside = "Received: by 2002:a05:6402:2695:b0:1:2:3 with SMTP id 1csp2; x\n";
        check(inside, Belief::Proven);
        check(
            "Received: by 2002:c000:201:1::1 with SMTP id 1; x\n",
            Belief::Unproven,
        );
        check(
            "Received: from a by mail-x.google.com; x\n",
            Belief::Unproven,
        );
    }

    #[test]
    fn exchange_online_is_believed_above_what_came_from_elsewhere() {
        let result = "Authentication-Results: spf=pass (sender IP is 192.0.2.1) \
                      smtp.mailfrom=x.example; dkim=pass (signature was verified) \
                      header.d=x.example;dmarc=pass action=none header.from=x.example;compauth=pass \
                      reason=100\n";
        let within = "Received: from DB1PR01MB1.eurprd01.prod.outlook.com (2603:10a6:10:1::1) by \
                      AM0PR01MB1.eurprd01.prod.outlook.com with HTTPS; x\nReceived: from \
                      AM6P193CA0048.EURP193.PROD.OUTLOOK.COM (2603:10a6:209:8e::25) by \
                      DB1PR01MB1.eurprd01.prod.outlook.com (2603:10a6:10:1::1) with Microsoft SMTP \
                      Server (version=TLS1_2) id 15.20.1.1; x\nReceived: from \
                      AM5EUR03FT012.eop-EUR03.prod.protection.outlook.com (2603:10a6:209:8e:cafe::1) \
                      by AM6P193CA0048.outlook.office365.com (2603:10a6:209:8e::25) with Microsoft \
                      SMTP Server via Frontend Transport; x\n";
        let outside = "Received: from mail.x.example by mx.x.example; x\n";
        // another customer's mailbox hands over where everybody does
        let customer = "Received: from EUR05-AM6-obe.outbound.protection.outlook.com (40.107.22.1) by \
                        AM5EUR03FT012.mail.protection.outlook.com (10.152.16.1) with Microsoft SMTP \
                        Server; x\n";
        let theirs = "Received: from VI1PR02MB1.eurprd02.prod.outlook.com (2603:10a6:800::1) by \
                      VI1PR02MB2.eurprd02.prod.outlook.com (2603:10a6:800::2) with mapi; x\n";
        let submitted = "Received: from kwaad.example (192.0.2.6) by \
                         VI1PR02MB2.eurprd02.prod.outlook.com with Microsoft SMTP Server; x\n";
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
        for above in [outside, customer, submitted] {
            check(&format!("{within}{above}"), Belief::Unproven);
            check(&format!("{within}{above}{theirs}"), Belief::Unproven);
        }
        for elsewhere in [
            "mail.outlook.com",
            "prod.outlook.com.kwaad.example",
            "localhost",
        ] {
            let line = format!("Received: from a.prod.outlook.com by {elsewhere}; x\n");
            check(&line, Belief::Unproven);
        }
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
