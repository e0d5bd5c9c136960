//! The directory, ready to be asked: every look-up is one step in memory.

use std::collections::HashMap;
use std::path::Path;

use super::borders::neighbours;
use super::desk_names::{DeskNames, NamedDesk};
use super::fault::Faults;
use super::houses::Houses;
use super::mention::{Mention, Places};
use super::model::{
    Basis, Desk, DeskId, DeskKind, Directory, Domain, DomainKind, Municipality, NisCode,
    Organisation, OrganisationId, OrganisationKind, PostalCode, Province, Region, SharedDomain,
    Topic,
};
use super::names::{Match, Names, Standing, fold};

/// The whole directory with its indexes. It never changes: after an import a new one is loaded.
///
/// What is no longer active is found by its id only, so that an old question keeps its asker.
#[derive(Debug)]
pub struct Atlas {
    directory: Directory,
    names: Names,
    places: Places,
    desk_names: DeskNames,
    by_nis: HashMap<NisCode, usize>,
    by_postal_code: HashMap<PostalCode, usize>,
    by_organisation: HashMap<OrganisationId, usize>,
    by_domain: HashMap<String, Vec<(usize, Basis)>>,
    by_mailbox: HashMap<String, usize>,
    by_shared_domain: HashMap<String, usize>,
    houses: Houses,
    by_desk: HashMap<DeskId, usize>,
}

/// Which organisation an address belongs to, and how we know.
#[derive(Debug, Clone, PartialEq)]
pub struct Sender<'a> {
    /// The organisation; a municipality comes before those that use its domain.
    pub organisation: &'a Organisation,
    /// How we know.
    pub by: By,
    /// Other organisations behind the same domain.
    pub others: Vec<&'a Organisation>,
}

/// What made a sender known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// The whole address is the general mailbox of the organisation.
    Mailbox,
    /// The mail domain is one of the organisation.
    Domain {
        /// The domain as the directory has it; shorter than the sender's when that is a subdomain.
        domain: String,
        /// How we know that it belongs to the organisation.
        basis: Basis,
    },
}

/// Which municipality a name means; a name that can mean several says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<'a> {
    /// All it can mean, the best standing first.
    pub matches: Vec<Match<'a>>,
}

impl<'a> Named<'a> {
    /// The municipality, if the best standing leaves only one: *Aalst* is the city, although
    /// Sint-Truiden has a part of that name; *Meldert* is none, because three municipalities have one.
    #[must_use]
    pub fn certain(&self) -> Option<&'a Municipality> {
        match &self.matches[..] {
            [only] => Some(only.municipality),
            [first, second, ..] if first.standing < second.standing => Some(first.municipality),
            _ => None,
        }
    }

    /// The province, if all that the name can mean lies in the same one.
    #[must_use]
    pub fn province(&self) -> Option<&'a str> {
        if let Some(municipality) = self.certain() {
            return Some(&municipality.province);
        }
        let first = self.matches.first()?.municipality;
        let same = self
            .matches
            .iter()
            .all(|it| it.municipality.province == first.province);
        same.then_some(first.province.as_str())
    }

    /// Whether the name can mean more than one municipality.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        self.matches.len() > 1
    }

    /// Whether no municipality has the name.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.matches.is_empty()
    }

    /// The name as the name of a municipality of today, if it is one.
    #[must_use]
    pub fn current(&self) -> Option<&'a Municipality> {
        let first = self.matches.first()?;
        (first.standing == Standing::Current).then_some(first.municipality)
    }
}

impl Atlas {
    /// The atlas of a folder.
    pub fn read(dir: &Path) -> Result<Self, Faults> {
        Directory::read(dir).map(Self::of)
    }

    /// The atlas of the directory that ships with the program.
    pub fn embedded() -> Result<Self, Faults> {
        Directory::embedded().map(Self::of)
    }

    /// Builds the indexes.
    #[must_use]
    pub fn of(directory: Directory) -> Self {
        let names = Names::of(&directory.municipalities);
        let mut atlas = Self {
            places: Places::of(names.all()),
            desk_names: DeskNames::default(),
            names,
            by_nis: HashMap::new(),
            by_postal_code: HashMap::new(),
            by_organisation: HashMap::new(),
            by_domain: HashMap::new(),
            by_mailbox: HashMap::new(),
            by_shared_domain: HashMap::new(),
            houses: Houses::of(&directory.shared_domains),
            by_desk: HashMap::new(),
            directory,
        };
        atlas.index();
        atlas
    }

    fn index(&mut self) {
        for (place, it) in self.directory.municipalities.iter().enumerate() {
            if it.active {
                for former in &it.former_nis {
                    self.by_nis.entry(*former).or_insert(place);
                }
            }
        }
        for (place, it) in self.directory.municipalities.iter().enumerate() {
            self.by_nis.insert(it.nis, place);
        }
        for it in self.directory.postal_areas.iter().filter(|it| it.active) {
            if let Some(place) = self.by_nis.get(&it.municipality) {
                self.by_postal_code.insert(it.code, *place);
            }
        }
        for (place, it) in self.directory.organisations.iter().enumerate() {
            self.by_organisation.insert(it.id, place);
            if !it.active {
                continue;
            }
            for domain in it.domains.iter().filter(|domain| domain.active) {
                let entry = self.by_domain.entry(domain.name.clone()).or_default();
                entry.push((place, domain.basis));
            }
            if let Some(mailbox) = &it.mailbox {
                self.by_mailbox.insert(mailbox.to_lowercase(), place);
            }
        }
        let organisations = &self.directory.organisations;
        for found in self.by_domain.values_mut() {
            // The municipality first, then the province, then whoever speaks for most members.
            found.sort_by_key(|&(place, basis)| {
                let it = &organisations[place];
                let rank = match it.kind {
                    OrganisationKind::Municipality => 0,
                    OrganisationKind::Province => 1,
                    _ => 2,
                };
                (
                    rank,
                    basis == Basis::Website,
                    std::cmp::Reverse(it.members.len()),
                    place,
                )
            });
        }
        for (place, it) in self.directory.shared_domains.iter().enumerate() {
            if it.active {
                self.by_shared_domain.insert(it.name.clone(), place);
            }
        }
        for (place, it) in self.directory.desks.iter().enumerate() {
            self.by_desk.insert(it.id, place);
        }
        self.desk_names = DeskNames::of(self.administrations());
    }

    /// The same atlas with more known senders: mail domain, municipality (by name) and province
    /// (slug). A sender of a municipality is that municipality; another becomes an organisation of
    /// kind `other` in its province. Unknown municipalities and provinces are left out.
    #[must_use]
    pub fn with_senders<'s>(
        self,
        senders: impl IntoIterator<Item = (&'s str, Option<&'s str>, Option<&'s str>)>,
    ) -> Self {
        let mut additions: Vec<(OrganisationId, String)> = Vec::new();
        let mut others = Vec::new();
        for (domain, municipality, province) in senders {
            let domain = domain.trim().to_lowercase();
            let known = municipality.and_then(|name| self.municipality_named(name).certain());
            match (known, province.and_then(|slug| self.province(slug))) {
                (Some(known), _) => additions.push((known.organisation, domain)),
                (None, Some(province)) => others.push(Organisation {
                    id: OrganisationId::of(OrganisationKind::Other, &domain),
                    kind: OrganisationKind::Other,
                    name: domain.clone(),
                    kbo_number: None,
                    provinces: vec![province.slug.clone()],
                    lead_province: None,
                    regions: Vec::new(),
                    municipality: None,
                    members: Vec::new(),
                    domains: vec![Domain {
                        name: domain,
                        basis: Basis::Known,
                        active: true,
                    }],
                    mailbox: None,
                    active: true,
                }),
                (None, None) => {}
            }
        }
        let mut directory = self.directory;
        for (id, domain) in additions {
            if let Some(place) = self.by_organisation.get(&id) {
                directory.organisations[*place].domains.push(Domain {
                    name: domain,
                    basis: Basis::Known,
                    active: true,
                });
            }
        }
        directory.organisations.extend(others);
        Self::of(directory)
    }

    /// Everything it was built from.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    // ---- who asks

    /// The organisation behind a mail address: by the whole address, then by its domain.
    #[must_use]
    pub fn sender(&self, address: &str) -> Option<Sender<'_>> {
        let address = address.trim().to_lowercase();
        if let Some(organisation) = self.by_mailbox(&address) {
            return Some(Sender {
                organisation,
                by: By::Mailbox,
                others: Vec::new(),
            });
        }
        self.by_domain(address.rsplit_once('@')?.1)
    }

    /// The organisation whose general mailbox is exactly this address.
    #[must_use]
    pub fn by_mailbox(&self, address: &str) -> Option<&Organisation> {
        let place = self.by_mailbox.get(&address.to_lowercase())?;
        Some(&self.directory.organisations[*place])
    }

    /// The organisation behind a mail domain, or behind the nearest domain above it. A domain that
    /// everybody can use leads to nobody.
    #[must_use]
    pub fn by_domain(&self, domain: &str) -> Option<Sender<'_>> {
        let domain = domain.trim().trim_end_matches('.').to_lowercase();
        for domain in self_and_parents(&domain) {
            if self.by_shared_domain.contains_key(domain) {
                return None;
            }
            let Some(found) = self.by_domain.get(domain) else {
                continue;
            };
            let mut found = found.iter();
            let &(place, basis) = found.next()?;
            let organisations = &self.directory.organisations;
            return Some(Sender {
                organisation: &organisations[place],
                by: By::Domain {
                    domain: domain.to_owned(),
                    basis,
                },
                others: found.map(|&(place, _)| &organisations[place]).collect(),
            });
        }
        None
    }

    /// Why a domain proves nothing about who writes, if it does not.
    #[must_use]
    pub fn shared_domain(&self, domain: &str) -> Option<&SharedDomain> {
        let domain = domain.trim().trim_end_matches('.').to_lowercase();
        let place = self_and_parents(&domain).find_map(|it| self.by_shared_domain.get(it))?;
        Some(&self.directory.shared_domains[*place])
    }

    /// Which domains belong to one house.
    #[must_use]
    pub fn houses(&self) -> &Houses {
        &self.houses
    }

    /// Whether anybody can have an address in this domain.
    #[must_use]
    pub fn is_webmail(&self, domain: &str) -> bool {
        self.shared_domain(domain)
            .is_some_and(|it| it.kind == DomainKind::Webmail)
    }

    /// The organisation with this id, also one that no longer exists.
    #[must_use]
    pub fn organisation(&self, id: OrganisationId) -> Option<&Organisation> {
        self.by_organisation
            .get(&id)
            .map(|&place| &self.directory.organisations[place])
    }

    /// The organisation with exactly this name, whatever its spelling of case, accents and hyphens;
    /// none when several bear it. *Gemeente X*, *Stad X* and *OCMW X* are the municipality X.
    #[must_use]
    pub fn organisation_named(&self, name: &str) -> Option<&Organisation> {
        let folded = fold(name);
        if let Some(municipality) = self.named(bare(&folded)).certain() {
            return self.organisation(municipality.organisation);
        }
        let mut found = self.organisations().filter(|it| fold(&it.name) == folded);
        found.next().filter(|_| found.next().is_none())
    }

    /// All organisations that exist.
    pub fn organisations(&self) -> impl Iterator<Item = &Organisation> {
        self.directory.organisations.iter().filter(|it| it.active)
    }

    // ---- where

    /// The municipality with this NIS code; a retired code gives the municipality of today.
    #[must_use]
    pub fn municipality(&self, nis: NisCode) -> Option<&Municipality> {
        self.by_nis
            .get(&nis)
            .map(|&place| &self.directory.municipalities[place])
    }

    /// What a name can mean: a municipality, one that was merged away, or a part of one.
    #[must_use]
    pub fn municipality_named(&self, name: &str) -> Named<'_> {
        self.named(&fold(name))
    }

    /// What the name of a local government can mean: *OCMW X* and *Stad X* are in X.
    #[must_use]
    pub fn seat_of(&self, organisation: &str) -> Named<'_> {
        self.named(bare(&fold(organisation)))
    }

    /// The municipalities whose name is nearly this one, the likeliest first: one letter more, less,
    /// wrong or swapped, two in a longer name. A name of their own keeps its meaning to
    /// [`Atlas::seat_of`].
    #[must_use]
    pub fn nearly_named(&self, organisation: &str) -> Vec<&Municipality> {
        /// From so many characters on, two of them may be wrong.
        const LONG: usize = 7;
        /// A shorter name is nearly any other.
        const SHORTEST: usize = 4;
        let folded = fold(organisation);
        let typed = bare(&folded);
        let length = typed.chars().count();
        if length < SHORTEST {
            return Vec::new();
        }
        let most = if length < LONG { 1 } else { 2 };
        let mut near: Vec<(usize, Match<'_>)> = self
            .names
            .all()
            .filter(|name| name.chars().count().abs_diff(length) <= most)
            .filter_map(|name| {
                let apart = strsim::damerau_levenshtein(typed, name);
                (apart <= most).then(|| (apart, self.named(name).matches))
            })
            .flat_map(|(apart, matches)| matches.into_iter().map(move |it| (apart, it)))
            .collect();
        near.sort_by_key(|(apart, it)| (*apart, it.standing, it.municipality.nis));
        // Who nearly types the name of a municipality seldom means a part of another.
        let closest = near.first().map(|(apart, it)| (*apart, it.standing));
        let mut found: Vec<&Municipality> = Vec::new();
        for (apart, it) in near {
            let known = found.iter().any(|one| one.nis == it.municipality.nis);
            if Some((apart, it.standing)) == closest && !known {
                found.push(it.municipality);
            }
        }
        found
    }

    fn named(&self, folded: &str) -> Named<'_> {
        let matches = self
            .names
            .find(folded)
            .iter()
            .filter_map(|&(nis, standing)| {
                Some(Match {
                    municipality: self.municipality(nis)?,
                    standing,
                })
            })
            .collect();
        Named { matches }
    }

    /// Names of places in a running text, in the order in which they stand.
    #[must_use]
    pub fn mentions<'a>(&'a self, text: &str) -> Vec<Mention<'a>> {
        self.places.find(text, |folded| self.named(folded))
    }

    /// The administrations that a running text names, in the order in which they stand.
    #[must_use]
    pub fn administrations_named(&self, text: &str) -> Vec<NamedDesk> {
        self.desk_names.find(text)
    }

    /// The municipality that a postal code is given to.
    #[must_use]
    pub fn by_postal_code(&self, code: PostalCode) -> Option<&Municipality> {
        self.by_postal_code
            .get(&code)
            .map(|&place| &self.directory.municipalities[place])
    }

    /// All municipalities that exist.
    pub fn municipalities(&self) -> impl Iterator<Item = &Municipality> {
        self.directory.municipalities.iter().filter(|it| it.active)
    }

    /// The province with this slug.
    #[must_use]
    pub fn province(&self, slug: &str) -> Option<&Province> {
        self.directory.provinces.iter().find(|it| it.slug == slug)
    }

    /// The five provinces.
    pub fn provinces(&self) -> impl Iterator<Item = &Province> {
        self.directory.provinces.iter().filter(|it| it.active)
    }

    /// The reference region with this code.
    #[must_use]
    pub fn region(&self, code: &str) -> Option<&Region> {
        self.directory.regions.iter().find(|it| it.code == code)
    }

    /// The fifteen reference regions.
    pub fn regions(&self) -> impl Iterator<Item = &Region> {
        self.directory.regions.iter().filter(|it| it.active)
    }

    /// The other regions that a municipality borders on, in the order of the alphabet; none of one that
    /// lies within its own.
    #[must_use]
    pub fn regions_beside(&self, municipality: &Municipality) -> Vec<&Region> {
        let beside = neighbours(municipality.nis).iter();
        let codes = beside.filter_map(|nis| Some(self.municipality(*nis)?.region.as_str()));
        let others = codes.filter(|code| *code != municipality.region);
        let mut regions: Vec<&Region> = others.filter_map(|code| self.region(code)).collect();
        regions.sort_by_key(|region| &region.name);
        regions.dedup_by_key(|region| &region.code);
        regions
    }

    // ---- who answers

    /// The desk with this id, also one that is no longer used.
    #[must_use]
    pub fn desk(&self, id: DeskId) -> Option<&Desk> {
        self.by_desk
            .get(&id)
            .map(|&place| &self.directory.desks[place])
    }

    /// The desk with this slug.
    #[must_use]
    pub fn desk_by_slug(&self, slug: &str) -> Option<&Desk> {
        self.directory.desks.iter().find(|it| it.slug == slug)
    }

    /// The desks that are in use.
    pub fn desks(&self) -> impl Iterator<Item = &Desk> {
        self.directory.desks.iter().filter(|it| it.active)
    }

    fn desks_of(&self, kind: DeskKind) -> impl Iterator<Item = &Desk> {
        self.desks().filter(move |it| it.kind == kind)
    }

    /// ABB's central desk; every directory has one.
    #[must_use]
    pub fn central(&self) -> Option<&Desk> {
        self.desks_of(DeskKind::Central).next()
    }

    /// The contact points.
    pub fn contact_points(&self) -> impl Iterator<Item = &Desk> {
        self.desks_of(DeskKind::ContactPoint)
    }

    /// The contact point of a province.
    #[must_use]
    pub fn contact_point(&self, province: &str) -> Option<&Desk> {
        self.contact_points()
            .find(|it| it.province.as_deref() == Some(province))
    }

    /// The administrations that answer.
    pub fn administrations(&self) -> impl Iterator<Item = &Desk> {
        self.desks_of(DeskKind::Administration)
    }

    /// The desk that an address belongs to, as an administration writes from it.
    #[must_use]
    pub fn desk_by_email(&self, address: &str) -> Option<&Desk> {
        self.desks()
            .find(|it| it.email.eq_ignore_ascii_case(address.trim()))
    }

    /// The topic with this slug.
    #[must_use]
    pub fn topic(&self, slug: &str) -> Option<&Topic> {
        self.directory.topics.iter().find(|it| it.slug == slug)
    }

    /// The topics that are in use, as a person reads a list.
    #[must_use]
    pub fn topics_by_title(&self) -> Vec<&Topic> {
        let mut topics: Vec<&Topic> = self.topics().collect();
        topics.sort_by_cached_key(|topic| topic.title.to_lowercase());
        topics
    }

    /// The topics that are in use.
    pub fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.directory.topics.iter().filter(|it| it.active)
    }

    /// The administration that answers for a topic; none: the asker's own contact point.
    #[must_use]
    pub fn administration_of(&self, topic: &Topic) -> Option<&Desk> {
        self.desk_by_slug(topic.administration.as_deref()?)
            .filter(|it| it.active)
    }
}

/// `a.b.be`, `b.be`: a domain and those above it that still have a dot.
pub(super) fn self_and_parents(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(domain), |domain| {
        domain.split_once('.').map(|(_, rest)| rest)
    })
    .filter(|domain| domain.contains('.'))
}

/// A folded name of a local government without what kind of government it is.
fn bare(folded: &str) -> &str {
    [
        "gemeentebestuur ",
        "gemeente ",
        "stadsbestuur ",
        "stad ",
        "ocmw ",
        "lokaal bestuur ",
    ]
    .iter()
    .find_map(|kind| folded.strip_prefix(kind))
    .unwrap_or(folded)
}

#[cfg(test)]
mod tests {
    use super::{Atlas, Basis, By, DeskKind, OrganisationKind};

    fn atlas() -> Atlas {
        Atlas::embedded().unwrap()
    }

    #[test]
    fn every_domain_of_a_municipality_leads_to_it() {
        let atlas = atlas();
        assert_eq!(atlas.municipalities().count(), 285);
        for municipality in atlas.municipalities() {
            let organisation = atlas.organisation(municipality.organisation).unwrap();
            assert_eq!(organisation.municipality, Some(municipality.nis));
            for domain in &organisation.domains {
                for address in [
                    format!("Jan@{}", domain.name),
                    format!("x@mail.{}", domain.name),
                ] {
                    let found = atlas.sender(&address).unwrap();
                    assert_eq!(found.organisation.name, municipality.name, "{address}");
                }
            }
        }
    }

    #[test]
    fn a_sender_is_the_nearest_organisation() {
        let atlas = atlas();
        let check = |address: &str, expected: Option<(&str, &str)>| {
            let found = atlas.sender(address).map(|it| {
                (
                    it.organisation.name.as_str(),
                    it.organisation.own_province().unwrap(),
                )
            });
            assert_eq!(found, expected, "{address}");
        };
        check("info@wetteren.be", Some(("Wetteren", "oost-vlaanderen")));
        check(
            "X@SociaalHuis.Wetteren.be",
            Some(("Wetteren", "oost-vlaanderen")),
        );
        check("x@ocmw.gooik.be", Some(("Pajottegem", "vlaams-brabant")));
        check("x@melle.be", Some(("Merelbeke-Melle", "oost-vlaanderen")));
        check("x@stad.gent", Some(("Gent", "oost-vlaanderen")));
        check(
            "x@zorgbedrijf.antwerpen.be",
            Some(("Zorgbedrijf Antwerpen", "antwerpen")),
        );
        check("x@limburg.net", Some(("Limburg.net", "limburg")));
        check(
            "PZ.Aalst@police.belgium.eu",
            Some(("PZ Aalst", "oost-vlaanderen")),
        );
        check("iemand@police.belgium.eu", None);
        check("iemand@gmail.com", None);
        check("x@ecowerf.be", Some(("EcoWerf", "vlaams-brabant")));
        check(
            "x@vlaamsbrabant.be",
            Some(("Provincie Vlaams-Brabant", "vlaams-brabant")),
        );
        check("x@be", None);
        check("geen adres", None);
        check("x@", None);
    }

    #[test]
    fn a_municipality_comes_before_those_that_use_its_domain() {
        let atlas = atlas();
        let found = atlas.by_domain("oostkamp.be").unwrap();
        assert_eq!(found.organisation.kind, OrganisationKind::Municipality);
        assert_eq!(found.others.len(), 5);
        assert_eq!(
            found.by,
            By::Domain {
                domain: "oostkamp.be".into(),
                basis: Basis::Main
            }
        );
        let found = atlas.by_domain("ocmwaartselaar.be").unwrap();
        assert_eq!(
            found.by,
            By::Domain {
                domain: "ocmwaartselaar.be".into(),
                basis: Basis::Ocmw
            }
        );
        let found = atlas.by_domain("borsbeek.be").unwrap();
        assert_eq!(
            found.by,
            By::Domain {
                domain: "borsbeek.be".into(),
                basis: Basis::Former
            }
        );
    }

    #[test]
    fn a_name_that_can_mean_several_places_says_so() {
        let atlas = atlas();
        let check = |name: &str, certain: Option<&str>, province: Option<&str>, count: usize| {
            let named = atlas.municipality_named(name);
            assert_eq!(
                named.certain().map(|it| it.name.as_str()),
                certain,
                "{name}"
            );
            assert_eq!(named.province(), province, "{name}");
            assert_eq!(named.matches.len(), count, "{name}");
        };
        check("aalst", Some("Aalst"), Some("oost-vlaanderen"), 2);
        check("Gooik", Some("Pajottegem"), Some("vlaams-brabant"), 1);
        check("Overmere", Some("Berlare"), Some("oost-vlaanderen"), 1);
        check("Meldert", None, None, 3);
        check("Hofstade", None, None, 2);
        check(
            "Beveren",
            Some("Beveren-Kruibeke-Zwijndrecht"),
            Some("oost-vlaanderen"),
            4,
        );
        check("Brussel", None, None, 0);
        check("", None, None, 0);
    }

    #[test]
    fn codes_lead_to_the_municipality_of_today() {
        let atlas = atlas();
        let name = |nis: &str| {
            atlas
                .municipality(nis.parse().unwrap())
                .map(|it| it.name.as_str())
        };
        assert_eq!(name("44034"), Some("Lochristi"));
        assert_eq!(name("11007"), Some("Antwerpen"));
        assert_eq!(name("21001"), None);
        let place = |code: &str| {
            atlas
                .by_postal_code(code.parse().unwrap())
                .map(|it| it.name.as_str())
        };
        assert_eq!(place("9230"), Some("Wetteren"));
        assert_eq!(place("1000"), None);
    }

    #[test]
    fn an_association_over_several_provinces_has_one_that_leads() {
        let atlas = atlas();
        for it in atlas.organisations() {
            assert!(it.own_province().is_some(), "{}", it.name);
            assert_eq!(
                it.lead_province.is_some(),
                it.provinces.len() > 1,
                "{}",
                it.name
            );
        }
        let tmvs = atlas.organisation_named("tmvs").unwrap();
        assert_eq!(tmvs.provinces.len(), 4);
        assert_eq!(tmvs.own_province(), Some("oost-vlaanderen"));
    }

    #[test]
    fn every_topic_and_province_has_a_desk() {
        let atlas = atlas();
        assert_eq!(atlas.regions().count(), 15);
        assert_eq!(atlas.provinces().count(), 5);
        assert_eq!(atlas.topics().count(), 40);
        for topic in atlas.topics() {
            let desk = atlas.administration_of(topic);
            assert_eq!(
                desk.is_some(),
                topic.administration.is_some(),
                "{}",
                topic.slug
            );
        }
        for province in atlas.provinces() {
            assert!(
                atlas.contact_point(&province.slug).is_some(),
                "{}",
                province.slug
            );
        }
        assert_eq!(atlas.central().unwrap().kind, DeskKind::Central);
        assert_eq!(atlas.administrations().count(), 23);
        assert!(atlas.desks().all(super::super::model::Desk::is_placeholder));
    }

    #[test]
    fn a_government_is_found_by_the_name_it_gives_itself() {
        let atlas = atlas();
        for (given, name) in [
            ("Gemeente Wetteren", Some("Wetteren")),
            ("stad gent", Some("Gent")),
            ("OCMW Ninove", Some("Ninove")),
            ("limburg.net", Some("Limburg.net")),
            ("Meldert", None),
            ("Bakkerij Peeters", None),
        ] {
            assert_eq!(
                atlas.organisation_named(given).map(|it| it.name.as_str()),
                name,
                "{given}"
            );
        }
    }

    #[test]
    fn senders_can_be_made_known() {
        let atlas = atlas().with_senders([
            ("aalst.example", Some("Aalst"), Some("oost-vlaanderen")),
            ("igs9.example", None, Some("vlaams-brabant")),
            ("nergens.example", None, None),
        ]);
        assert_eq!(
            atlas.sender("x@aalst.example").unwrap().organisation.name,
            "Aalst"
        );
        let other = atlas.sender("x@igs9.example").unwrap().organisation;
        assert_eq!(other.own_province(), Some("vlaams-brabant"));
        assert!(atlas.sender("x@nergens.example").is_none());
    }

    #[test]
    fn a_name_with_a_slip_of_the_pen_is_nearly_a_municipality() {
        let atlas = Atlas::embedded().unwrap();
        let near = |typed: &str| -> Vec<String> {
            let found = atlas.nearly_named(typed);
            found.iter().map(|it| it.name.clone()).collect()
        };
        assert_eq!(near("Weteren"), ["Wetteren"]);
        assert_eq!(near("gemeente Wettern"), ["Wetteren"]);
        assert_eq!(near("OCMW Geraardsbregen"), ["Geraardsbergen"]);
        assert_eq!(near("Antwerpn"), ["Antwerpen"]);
        assert!(near("VVSG").is_empty());
        assert!(near("Gen").is_empty());
        assert!(near("Intercommunale Veneco").is_empty());
        assert!(near("").is_empty());
    }
}
