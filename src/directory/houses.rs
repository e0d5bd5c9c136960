//! Which mail domains belong to one house: whoever has an address there is of it.

use std::collections::HashSet;

use super::atlas::self_and_parents;
use super::model::{DomainKind, SharedDomain};

/// Tells the domains of one house from those where many houses, or anybody, have an address: to share
/// one of these means nothing.
#[derive(Debug, Clone, Default)]
pub struct Houses {
    shared: HashSet<String>,
}

impl Houses {
    /// What the directory says of shared domains. An administration is one house.
    #[must_use]
    pub fn of(domains: &[SharedDomain]) -> Self {
        let means_nothing = |it: &&SharedDomain| it.active && it.kind != DomainKind::Administration;
        Self {
            shared: domains
                .iter()
                .filter(means_nothing)
                .map(|it| it.name.to_lowercase())
                .collect(),
        }
    }

    /// The domain of an address, where whoever has it too is of the same house.
    #[must_use]
    pub fn house_of<'e>(&self, email: &'e str) -> Option<&'e str> {
        let (_, domain) = email.rsplit_once('@')?;
        (!domain.is_empty() && !self.is_shared(domain)).then_some(domain)
    }

    /// Whether two addresses are of one house.
    #[must_use]
    pub fn share_house(&self, one: &str, other: &str) -> bool {
        let house = self.house_of(one);
        house.is_some_and(|house| {
            let other = other.rsplit_once('@');
            other.is_some_and(|(_, domain)| domain.eq_ignore_ascii_case(house))
        })
    }

    /// Whether a domain, or one above it, is shared.
    #[must_use]
    pub fn is_shared(&self, domain: &str) -> bool {
        let domain = domain.to_lowercase();
        self_and_parents(&domain).any(|domain| self.shared.contains(domain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::Directory;

    #[test]
    fn who_shares_a_domain_is_of_one_house_unless_many_have_it() {
        let houses = Houses::of(&Directory::embedded().unwrap().shared_domains);
        let check = |one: &str, other: &str, expected| {
            assert_eq!(houses.share_house(one, other), expected, "{one} {other}");
            assert_eq!(houses.share_house(other, one), expected, "{other} {one}");
        };
        check("an@wetteren.be", "rik@Wetteren.be", true);
        check("an@wetteren.be", "rik@melle.be", false);
        check("an@mow.vlaanderen.be", "rik@mow.vlaanderen.be", true);
        for shared in [
            "gmail.com",
            "ymail.com",
            "belgacom.net",
            "ziggo.nl",
            "police.belgium.eu",
            "publilink.be",
            "post.publilink.be",
        ] {
            check(&format!("an@{shared}"), &format!("rik@{shared}"), false);
        }
        check("an", "an", false);
        check("an@", "rik@", false);
        assert_eq!(houses.house_of("an@wetteren.be"), Some("wetteren.be"));
    }
}
