//! Networks as settings name them: `192.0.2.0/24`, `::1/128`, or one address.

use std::net::IpAddr;

use serde::Deserialize;

/// Addresses that begin alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// The network that `text` names; `None` when it names none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse().ok()?)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        (bits <= most).then_some(Self { address, bits })
    }

    /// Whether `address` is in it.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        // IPv4 inside IPv6, as a listener for both sees it, is IPv4.
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                alike(own.to_bits().into(), other.to_bits().into(), 32 - self.bits)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                alike(own.to_bits(), other.to_bits(), 128 - self.bits)
            }
            _ => false,
        }
    }
}

impl TryFrom<String> for Network {
    type Error = NoNetwork;

    fn try_from(text: String) -> Result<Self, NoNetwork> {
        Self::parse(&text).ok_or(NoNetwork(text))
    }
}

/// What names no network.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no network such as 192.0.2.0/24")]
pub struct NoNetwork(String);

/// Whether two addresses differ in their last `free` bits at most.
fn alike(one: u128, other: u128, free: u8) -> bool {
    (one ^ other).checked_shr(free.into()).unwrap_or(0) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_what_begins_like_it() {
        let holds = |network: &str, address: &str| {
            Network::parse(network)
                .unwrap()
                .holds(address.parse().unwrap())
        };
        assert!(holds("127.0.0.0/8", "127.1.2.3"));
        assert!(holds("127.0.0.0/8", "::ffff:127.0.0.1"));
        assert!(!holds("127.0.0.0/8", "128.0.0.1"));
        assert!(holds("192.0.2.7", "192.0.2.7"));
        assert!(!holds("192.0.2.7", "192.0.2.8"));
        assert!(holds("0.0.0.0/0", "203.0.113.9"));
        assert!(!holds("0.0.0.0/0", "2001:db8::1"));
        assert!(holds("::/0", "2001:db8::1"));
        assert!(holds("2001:db8::/32", "2001:db8:1::1"));
        assert!(!holds("::1/128", "::2"));
    }

    #[test]
    fn what_names_no_network_is_none() {
        for text in [
            "",
            "x",
            "127.0.0.0/33",
            "::1/129",
            "127.0.0.0/",
            "127.0.0.1/-1",
            "localhost",
        ] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }
}
