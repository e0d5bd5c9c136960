//! The words of the directory as plain values. Whoever holds one need not check it again.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::addresses::Doubt;
use super::rule::Rule;

/// Under this name the ids of rows that come from a folder are made, so that the same row gets the
/// same id in every database and an import can be repeated.
pub(super) const ROWS: Uuid = Uuid::from_u128(0x5e0a_43d5_6f4c_4f6b_9f43_0d8a_6c1b_7a21);

/// Official five-digit code of a municipality or province (NIS, by Statbel).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NisCode(u32);

impl FromStr for NisCode {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(code) if text.len() == 5 && code >= 10_000 => Ok(Self(code)),
            _ => Err("a NIS code of five digits"),
        }
    }
}

impl fmt::Display for NisCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}", self.0)
    }
}

/// A Flemish postal code: four digits. Each is given to exactly one municipality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostalCode(u16);

impl FromStr for PostalCode {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(code) if text.len() == 4 && code >= 1000 => Ok(Self(code)),
            _ => Err("a postal code of four digits"),
        }
    }
}

impl fmt::Display for PostalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

/// Which organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationId(pub Uuid);

impl OrganisationId {
    /// The id of the organisation of this kind and name, the same in every database.
    #[must_use]
    pub fn of(kind: OrganisationKind, name: &str) -> Self {
        Self(Uuid::new_v5(
            &ROWS,
            format!("organisation/{kind}/{name}").as_bytes(),
        ))
    }
}

/// Which desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeskId(pub Uuid);

impl DeskId {
    /// The id of the desk with this slug, the same in every database.
    #[must_use]
    pub fn of(slug: &str) -> Self {
        Self(Uuid::new_v5(&ROWS, format!("desk/{slug}").as_bytes()))
    }
}

/// The id of the row that ties a mail domain to an organisation.
pub(super) fn domain_id(domain: &str, organisation: OrganisationId) -> Uuid {
    Uuid::new_v5(
        &ROWS,
        format!("domain/{domain}/{}", organisation.0).as_bytes(),
    )
}

/// An enum whose values have a fixed spelling in files and in the database.
macro_rules! spelled {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// Every value, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The spelling in files and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text).ok_or_else(|| {
                    let all: Vec<_> = Self::ALL.iter().map(|value| value.as_str()).collect();
                    format!("one of {}", all.join(", "))
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(reader)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(super) use spelled;

spelled! {
    /// What sort of local government an organisation is.
    OrganisationKind {
        /// A municipality together with its OCMW.
        Municipality = "municipality",
        /// A provincial government.
        Province = "province",
        /// The office of a province's governor.
        Governor = "governor",
        /// Police zone, over one or more municipalities.
        PoliceZone = "politiezone",
        /// Rescue zone: fire brigade and ambulances.
        RescueZone = "hulpverleningszone",
        /// Association that its members handed a task over to.
        MandatedAssociation = "opdrachthoudende_vereniging",
        /// The same, with private members.
        MandatedAssociationPrivate = "opdrachthoudende_vereniging_private_deelname",
        /// Association that serves its members.
        ServiceAssociation = "dienstverlenende_vereniging",
        /// Association for one project.
        ProjectAssociation = "projectvereniging",
        /// Association of OCMWs.
        WelfareAssociation = "welzijnsvereniging",
        /// Association of OCMWs for social services.
        SocialServiceAssociation = "vereniging_sociale_dienstverlening",
        /// Association of OCMWs for residential care.
        CareAssociation = "woonzorgvereniging",
        /// Association of OCMWs that runs a hospital.
        HospitalAssociation = "ziekenhuisvereniging",
        /// Autonomous care institution.
        CareInstitution = "autonome_verzorgingsinstelling",
        /// Private-law agency of a municipality.
        MunicipalAgency = "peva_gemeente",
        /// Private-law agency of a province.
        ProvincialAgency = "peva_provincie",
        /// Any other sender that a person made known.
        Other = "other",
    }
}

spelled! {
    /// How we know that a mail domain belongs to an organisation.
    Basis {
        /// Its general mailbox and website.
        Main = "main",
        /// The domain of a municipality's OCMW or social house.
        Ocmw = "ocmw",
        /// The domain of a municipality that was merged into it.
        Former = "former",
        /// Another domain seen for it.
        Other = "other",
        /// Only its website has it; mail from there was not seen.
        Website = "website",
        /// A person made the sender known.
        Known = "known",
    }
}

spelled! {
    /// Why a mail domain says nothing about which local government writes.
    DomainKind {
        /// Anybody can have an address there.
        Webmail = "webmail",
        /// Many organisations are behind it; only a whole address counts.
        Shared = "shared",
        /// An administration, not an asker.
        Administration = "administration",
    }
}

spelled! {
    /// What a desk is.
    DeskKind {
        /// ABB's central desk.
        Central = "central",
        /// ABB's contact point in one province.
        ContactPoint = "contact_point",
        /// An administration that answers.
        Administration = "administration",
    }
}

spelled! {
    /// The level of government of a desk.
    Level {
        /// The Flemish government.
        Flemish = "flemish",
        /// The federal government.
        Federal = "federal",
        /// A partner, such as VVSG.
        Partner = "partner",
    }
}

/// One of the five Flemish provinces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Province {
    /// Its name in lower case, as in URLs: `oost-vlaanderen`.
    pub slug: String,
    /// NIS code.
    pub nis: NisCode,
    /// Name on screen.
    pub name: String,
    /// Full name of its governor's office.
    pub governor_office: String,
    /// Its capital.
    pub capital: String,
    /// Where ABB has its provincial office.
    pub office_city: String,
    /// Mail domain of the provincial government.
    pub email_domain: String,
    /// Whether it is in use.
    pub active: bool,
}

/// One of the fifteen reference regions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// `RR01` to `RR15`, our own numbering.
    pub code: String,
    /// Name on screen.
    pub name: String,
    /// Other names in use; several are also the name of a municipality.
    pub aliases: Vec<String>,
    /// Slugs of the provinces that it lies in.
    pub provinces: Vec<String>,
    /// The URI that ABB gave it.
    pub uri: String,
    /// Whether it is in use.
    pub active: bool,
}

/// A municipality as it is since 1 January 2025.
#[derive(Debug, Clone, PartialEq)]
pub struct Municipality {
    /// NIS code.
    pub nis: NisCode,
    /// Name on screen.
    pub name: String,
    /// Slug of its province.
    pub province: String,
    /// Code of its reference region.
    pub region: String,
    /// Municipalities that disappeared into it.
    pub former_names: Vec<String>,
    /// NIS codes that were retired by those mergers.
    pub former_nis: Vec<NisCode>,
    /// Names of its parts; not unique over Flanders.
    pub parts: Vec<String>,
    /// Latitude of a point inside it, WGS 84.
    pub lat: f64,
    /// Longitude of that point.
    pub lon: f64,
    /// Its government, also the OCMW.
    pub organisation: OrganisationId,
    /// Whether it still exists.
    pub active: bool,
}

/// What a postal code stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostalArea {
    /// The code.
    pub code: PostalCode,
    /// The municipality it is given to.
    pub municipality: NisCode,
    /// Names of the places.
    pub places: Vec<String>,
    /// Whether it is in use.
    pub active: bool,
}

/// A mail domain of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// In lower case, without `@`.
    pub name: String,
    /// How we know.
    pub basis: Basis,
    /// Whether a sender is still recognised by it.
    pub active: bool,
}

/// A local government or an association of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// What sort.
    pub kind: OrganisationKind,
    /// Name on screen; unique within its kind.
    pub name: String,
    /// Enterprise number, ten digits.
    pub kbo_number: Option<String>,
    /// Slugs of all provinces it works in.
    pub provinces: Vec<String>,
    /// The province whose contact point leads when there are several: that of the seat, else that
    /// of most members.
    pub lead_province: Option<String>,
    /// Codes of all reference regions it works in.
    pub regions: Vec<String>,
    /// The municipality that it is, or the only one that it belongs to.
    pub municipality: Option<NisCode>,
    /// Municipalities that are members; a hint, not law.
    pub members: Vec<NisCode>,
    /// Mail domains it is recognised by.
    pub domains: Vec<Domain>,
    /// General mailbox; a whole address, for those that share a domain.
    pub mailbox: Option<String>,
    /// Whether it still exists.
    pub active: bool,
}

impl Organisation {
    /// The province whose contact point owns its questions: the only one, or the leading one.
    #[must_use]
    pub fn own_province(&self) -> Option<&str> {
        match &self.provinces[..] {
            [only] => Some(only),
            _ => self.lead_province.as_deref(),
        }
    }
}

/// A mail domain that proves nothing about who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedDomain {
    /// In lower case, without `@`.
    pub name: String,
    /// Why it proves nothing.
    pub kind: DomainKind,
    /// Whose it is, for the reader of the file.
    pub note: String,
    /// Whether it counts.
    pub active: bool,
}

/// Who can hold a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// Its id.
    pub id: DeskId,
    /// Short name in URLs and files: `contactpunt-limburg`.
    pub slug: String,
    /// What it is.
    pub kind: DeskKind,
    /// The level of government.
    pub level: Option<Level>,
    /// Name on screen.
    pub name: String,
    /// Slug of its province, for a contact point.
    pub province: Option<String>,
    /// Where its mail goes.
    pub email: String,
    /// Phone number for people.
    pub phone: Option<String>,
    /// What it answers for.
    pub answers_for: String,
    /// Whether questions may go there.
    pub active: bool,
    /// Counts the changes a person made.
    pub revision: i32,
    /// When a mail to this address was last known to have arrived.
    pub last_proven_at: Option<DateTime<Utc>>,
    /// Bounces since then.
    pub bounce_count: i32,
    /// Questions that it let pass in silence since it last reacted.
    pub silent_count: i32,
}

impl Desk {
    /// Whether its address is on a domain that is reserved for examples and never reaches anybody.
    #[must_use]
    pub fn is_placeholder(&self) -> bool {
        is_reserved(&self.email)
    }

    /// Why mail to it may reach nobody, as far as this copy of the directory knows.
    #[must_use]
    pub fn doubt(&self) -> Option<Doubt> {
        Doubt::of(self.bounce_count, self.silent_count)
    }
}

/// Whether nobody can ever receive mail at `address`: its domain is reserved for examples and tests
/// (RFC 2606, RFC 6761).
#[must_use]
pub fn is_reserved(address: &str) -> bool {
    let domain = address.trim().rsplit('@').next().unwrap_or_default();
    let domain = domain.trim_end_matches('.').to_ascii_lowercase();
    let mut labels = domain.rsplit('.');
    let top = labels.next().unwrap_or_default();
    let second = labels.next();
    matches!(top, "example" | "test" | "invalid" | "localhost")
        || (second == Some("example") && matches!(top, "com" | "net" | "org"))
}

/// What a question can be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Short name: `hulpverleningszones`.
    pub slug: String,
    /// Title on screen.
    pub title: String,
    /// What falls under it.
    pub description: String,
    /// Slug of the administration that answers; none: the asker's own contact point.
    pub administration: Option<String>,
    /// Whether a question may go there without a person.
    pub automatic: bool,
    /// Whether it is in use.
    pub active: bool,
    /// Counts the changes a person made.
    pub revision: i32,
}

/// Everything the directory says, in the order of its files.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Directory {
    /// `provinces.csv`.
    pub provinces: Vec<Province>,
    /// `reference_regions.csv`.
    pub regions: Vec<Region>,
    /// `municipalities.csv`.
    pub municipalities: Vec<Municipality>,
    /// `postal_codes.csv`.
    pub postal_areas: Vec<PostalArea>,
    /// `organisations.csv`, after the municipalities, provinces and governors themselves.
    pub organisations: Vec<Organisation>,
    /// `shared_domains.csv`.
    pub shared_domains: Vec<SharedDomain>,
    /// `desks.csv`.
    pub desks: Vec<Desk>,
    /// `topics.csv`.
    pub topics: Vec<Topic>,
    /// `rules.csv`, in the order in which they are tried.
    pub rules: Vec<Rule>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_domains_are_known() {
        for reserved in [
            "a@mow.example",
            "a@B.EXAMPLE.",
            "a@example.com",
            "a@x.example.org",
            "a@localhost",
            "a@b.test",
        ] {
            assert!(is_reserved(reserved), "{reserved}");
        }
        for real in [
            "a@wetteren.be",
            "a@example.be",
            "a@notexample.com",
            "a@test.be",
            "",
        ] {
            assert!(!is_reserved(real), "{real}");
        }
    }
}
