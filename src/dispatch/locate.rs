//! Who asks, and from where: address, address book, form and text in; organisation, municipality,
//! province and region out, with what gave them away.
//!
//! The asker's own place beats a place they mention, and no place at all beats a guess: without
//! one the question waits at the central desk, with a wrong one it waits at the wrong desk.

use serde::{Deserialize, Serialize};

use crate::directory::{
    Atlas, By, Mention, Municipality, NisCode, Organisation, OrganisationId, Sender,
};
use crate::language::{self, Token};

/// What is known about who asks, before anybody thinks about it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asking<'a> {
    /// The address the question came from.
    pub address: Option<&'a str>,
    /// The organisation that the address book knows this address by.
    pub address_book: Option<OrganisationId>,
    /// The address of the first writer, when the question was forwarded to us.
    pub forwarded_from: Option<&'a str>,
    /// The municipality or organisation that the asker filled in.
    pub claimed: Option<&'a str>,
    /// Subject of the question.
    pub subject: &'a str,
    /// What is new in the text; with the signature, or without when `signature` has it.
    pub body: &'a str,
    /// The signature, when it was already cut off the body.
    pub signature: Option<&'a str>,
}

/// Where the asker is, as far as anybody can tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// The organisation that asks; only when its own address, name or signature says so.
    pub organisation: Option<OrganisationId>,
    /// The municipality.
    pub municipality: Option<NisCode>,
    /// Slug of the province; decides the contact point.
    pub province: Option<String>,
    /// Code of the reference region, when there is exactly one.
    pub region: Option<String>,
    /// Other provinces that the organisation works in; their contact points may read along.
    pub also_provinces: Vec<String>,
    /// What gave it away.
    pub how: How,
    /// What the asker is called in an explanation: "Wetteren", "IGEAN".
    pub name: Option<String>,
}

/// What told where the asker is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum How {
    /// The whole address is the general mailbox of an organisation.
    Mailbox {
        /// The address.
        address: String,
    },
    /// The mail domain belongs to an organisation.
    Domain {
        /// The domain.
        domain: String,
    },
    /// The address book knows the address.
    AddressBook,
    /// The question was forwarded to us, and its first writer is known.
    Forwarded {
        /// The first writer's address.
        address: String,
    },
    /// The asker filled it in.
    Claimed {
        /// What they filled in.
        name: String,
    },
    /// The signature names it.
    Signature {
        /// The name as it stands there.
        words: String,
    },
    /// The text says that it is the asker's own: "wij in Herzele".
    OwnWords {
        /// The name as it stands there.
        words: String,
    },
    /// It is the only place in the text.
    Mentioned {
        /// The name as it stands there.
        words: String,
    },
    /// Only neighbours and partners are named, all in one province.
    Neighbours {
        /// The first name as it stands there.
        words: String,
    },
    /// A region or province is named, no municipality.
    Area {
        /// The name as it stands there.
        words: String,
    },
    /// Several places are named that cannot all be the asker's.
    Ambiguous {
        /// The names as they stand there.
        words: Vec<String>,
    },
    /// Nothing tells.
    Unknown,
}

impl Located {
    fn nowhere(how: How) -> Self {
        Self {
            organisation: None,
            municipality: None,
            province: None,
            region: None,
            also_provinces: Vec::new(),
            how,
            name: None,
        }
    }

    fn organisation(organisation: &Organisation, atlas: &Atlas, how: How) -> Self {
        let municipality = organisation
            .municipality
            .and_then(|nis| atlas.municipality(nis));
        let province = organisation.own_province().map(str::to_owned);
        let region = match (&municipality, &organisation.regions[..]) {
            (Some(municipality), _) => Some(municipality.region.clone()),
            (None, [only]) => Some(only.clone()),
            _ => None,
        };
        Self {
            organisation: Some(organisation.id),
            municipality: municipality.map(|it| it.nis),
            also_provinces: organisation
                .provinces
                .iter()
                .filter(|it| Some(*it) != province.as_ref())
                .cloned()
                .collect(),
            province,
            region,
            how,
            name: Some(organisation.name.clone()),
        }
    }

    fn municipality(municipality: &Municipality, own: bool, how: How) -> Self {
        Self {
            organisation: own.then_some(municipality.organisation),
            municipality: Some(municipality.nis),
            province: Some(municipality.province.clone()),
            region: Some(municipality.region.clone()),
            also_provinces: Vec::new(),
            how,
            name: Some(municipality.name.clone()),
        }
    }

    fn province(slug: &str, atlas: &Atlas, how: How) -> Self {
        Self {
            province: Some(slug.to_owned()),
            name: atlas.province(slug).map(|it| it.name.clone()),
            ..Self::nowhere(how)
        }
    }
}

/// Finds out where the asker is.
#[must_use]
pub fn locate(asking: &Asking<'_>, atlas: &Atlas) -> Located {
    by_address(asking.address, atlas)
        .or_else(|| by_address_book(asking.address_book, atlas))
        .or_else(|| by_first_writer(asking.forwarded_from, atlas))
        .or_else(|| by_claim(asking.claimed, atlas))
        .unwrap_or_else(|| by_text(asking, atlas))
}

fn by_address(address: Option<&str>, atlas: &Atlas) -> Option<Located> {
    let Sender {
        organisation, by, ..
    } = atlas.sender(address?)?;
    let how = match by {
        By::Mailbox => How::Mailbox {
            address: address?.trim().to_lowercase(),
        },
        By::Domain { domain, .. } => How::Domain { domain },
    };
    Some(Located::organisation(organisation, atlas, how))
}

fn by_address_book(known: Option<OrganisationId>, atlas: &Atlas) -> Option<Located> {
    let organisation = atlas.organisation(known?)?;
    Some(Located::organisation(organisation, atlas, How::AddressBook))
}

fn by_first_writer(address: Option<&str>, atlas: &Atlas) -> Option<Located> {
    let address = address?;
    let found = atlas.sender(address)?;
    let how = How::Forwarded {
        address: address.trim().to_lowercase(),
    };
    Some(Located::organisation(found.organisation, atlas, how))
}

fn by_claim(claimed: Option<&str>, atlas: &Atlas) -> Option<Located> {
    let claimed = claimed?.trim();
    let how = || How::Claimed {
        name: claimed.to_owned(),
    };
    if let Some(organisation) = atlas.organisation_named(claimed) {
        return Some(Located::organisation(organisation, atlas, how()));
    }
    let province = atlas.municipality_named(claimed).province()?.to_owned();
    Some(Located::province(&province, atlas, how()))
}

/// How much a place in the text says about the asker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    /// A partner, a neighbour, a direction: somebody else's.
    Other,
    /// Just named.
    Bare,
    /// The asker's own, in so many words.
    Own,
    /// In the asker's signature.
    Signed,
}

struct Place<'a> {
    words: String,
    tie: Tie,
    mention: Mention<'a>,
}

fn by_text(asking: &Asking<'_>, atlas: &Atlas) -> Located {
    let (body, cut) = match asking.signature {
        Some(signature) => (asking.body, signature),
        None => asking.body.split_at(signature_start(asking.body)),
    };
    let mut places = Vec::new();
    for (text, signed) in [(asking.subject, false), (body, false), (cut, true)] {
        let tokens = language::tokens(text);
        for mention in atlas.mentions(text) {
            if mention.named.province().is_none() {
                continue;
            }
            let tie = if signed {
                Tie::Signed
            } else {
                tie(&mention, &tokens)
            };
            let words = text
                .get(mention.range.clone())
                .unwrap_or_default()
                .to_owned();
            places.push(Place {
                words,
                tie,
                mention,
            });
        }
    }
    let strongest = places.iter().map(|it| it.tie).max();
    let border = speaks_of_a_border(asking.subject) || speaks_of_a_border(body);
    match strongest {
        None => by_area(asking, atlas),
        Some(Tie::Other) if border => Located::nowhere(How::Ambiguous {
            words: named(&places, Tie::Other),
        }),
        Some(tie) => settle(&places, tie, atlas),
    }
}

/// The place that the mentions of the strongest tie agree on: one municipality, else one province.
fn settle(places: &[Place<'_>], tie: Tie, atlas: &Atlas) -> Located {
    let strongest: Vec<&Place<'_>> = places.iter().filter(|it| it.tie == tie).collect();
    let words = strongest
        .first()
        .map(|it| it.words.clone())
        .unwrap_or_default();
    let how = match tie {
        Tie::Signed => How::Signature { words },
        Tie::Own => How::OwnWords { words },
        Tie::Bare => How::Mentioned { words },
        Tie::Other => How::Neighbours { words },
    };
    let mut municipalities = strongest.iter().map(|it| it.mention.named.certain());
    if let Some(Some(first)) = municipalities.next()
        && tie > Tie::Other
        && municipalities.all(|it| it.is_some_and(|it| it.nis == first.nis))
    {
        return Located::municipality(first, tie >= Tie::Own, how);
    }
    let mut provinces = strongest
        .iter()
        .filter_map(|it| it.mention.named.province());
    match provinces.next() {
        Some(first) if provinces.all(|it| it == first) => Located::province(first, atlas, how),
        _ => Located::nowhere(How::Ambiguous {
            words: named(places, tie),
        }),
    }
}

fn named(places: &[Place<'_>], tie: Tie) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for place in places.iter().filter(|it| it.tie == tie) {
        if !words.contains(&place.words) {
            words.push(place.words.clone());
        }
    }
    words
}

/// Words before a name that make it the asker's own.
const OWN_BEFORE: &[&[&str]] = &[
    &["wij", "in"],
    &["wij", "te"],
    &["we", "in"],
    &["ons", "in"],
    &["hier", "in"],
    &["hier", "te"],
    &["onze", "gemeente"],
    &["onze", "stad"],
    &["ons", "ocmw"],
    &["namens"],
    &["vanwege"],
    &["vanuit"],
    &["wij", "van"],
    &["wij", "als"],
    &["werk", "voor"],
    &["werk", "bij"],
    &["hier", "vanuit"],
    &["schepen"],
    &["schepen", "van"],
    &["schepen", "in"],
    &["burgemeester", "van"],
    &["algemeen", "directeur"],
    &["directeur", "van"],
    &["financieel", "directeur"],
    &["college", "van"],
    &["gemeenteraad", "van"],
    &["gemeentebestuur"],
    &["stadsbestuur"],
    &["lokaal", "bestuur"],
    &["raadslid", "in"],
    &["bij", "ons", "in"],
    &["wij"],
    &["secretariaat"],
    &["onze", "raad", "in"],
    &["ambtenaar", "bij"],
    &["ambtenaar", "in"],
];

/// Words before a name that make it somebody else's.
const OTHER_BEFORE: &[&[&str]] = &[
    &["met"],
    &["met", "gemeente"],
    &["met", "de", "gemeente"],
    &["met", "stad"],
    &["met", "de", "stad"],
    &["bij"],
    &["naar"],
    &["buurgemeente"],
    &["buurgemeenten"],
    &["buurstad"],
    &["naast"],
    &["zoals"],
    &["tegenover"],
    &["aan"],
    &["dan"],
    &["en"],
    &["buur"],
    &["buren"],
    &["behalve"],
    &["zonder"],
    &["of"],
    &["net", "als"],
    &["tot", "bij"],
    &["richting"],
    &["partner"],
    &["partnergemeente"],
];

fn tie(mention: &Mention<'_>, tokens: &[Token]) -> Tie {
    let at = tokens.partition_point(|token| token.span.end <= mention.range.start);
    let before: Vec<&str> = tokens[..at]
        .iter()
        .map(|token| token.word.as_str())
        .collect();
    let follows = |patterns: &[&[&str]]| patterns.iter().any(|words| before.ends_with(words));
    if follows(OWN_BEFORE) {
        Tie::Own
    } else if follows(OTHER_BEFORE) {
        // "X en Y": what comes after "en" is whatever came before it, which is judged by itself.
        Tie::Other
    } else {
        Tie::Bare
    }
}

/// Whether the text is about a border between regions or provinces: then a neighbour proves nothing.
fn speaks_of_a_border(text: &str) -> bool {
    let words: Vec<String> = language::tokens(text)
        .into_iter()
        .map(|token| token.word)
        .collect();
    let single = |word: &String| {
        word.contains("regiogren") || word.contains("provinciegren") || word.contains("taalgren")
    };
    words.iter().any(single)
        || words.windows(2).any(|pair| {
            let area = ["regio", "referentieregio", "provincie"].contains(&pair[1].as_str());
            area && ["andere", "twee", "2", "verschillende", "naburige", "buiten"]
                .contains(&pair[0].as_str())
        })
        || words
            .windows(2)
            .any(|pair| pair[0].starts_with("gren") && pair[1] == "aan")
}

/// Closing words: what follows them is the signature.
const CLOSINGS: &[&str] = &[
    "met vriendelijke groet",
    "vriendelijke groet",
    "met beleefde groet",
    "mvg",
    "groeten",
    "groetjes",
    "hoogachtend",
    "met de meeste hoogachting",
    "hartelijke groet",
    "beste groeten",
    "met dank",
    "alvast bedankt",
    "dank bij voorbaat",
    "-- ",
];

/// Where the signature begins: after the last line that closes a letter; at the end without one.
fn signature_start(body: &str) -> usize {
    let mut start = body.len();
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let folded = language::fold(line.trim_start());
        if CLOSINGS.iter().any(|closing| folded.starts_with(closing)) || line.trim() == "--" {
            start = at;
        }
        at += line.len();
    }
    start
}

/// "Limburgse", "West-Vlaams" and so on, by the slug of the province.
const ADJECTIVES: &[(&str, &str)] = &[
    ("antwerpse", "antwerpen"),
    ("limburgs", "limburg"),
    ("limburgse", "limburg"),
    ("oostvlaams", "oost-vlaanderen"),
    ("oostvlaamse", "oost-vlaanderen"),
    ("westvlaams", "west-vlaanderen"),
    ("westvlaamse", "west-vlaanderen"),
    ("vlaamsbrabants", "vlaams-brabant"),
    ("vlaamsbrabantse", "vlaams-brabant"),
    ("limburg", "limburg"),
    ("oostvlaanderen", "oost-vlaanderen"),
    ("westvlaanderen", "west-vlaanderen"),
    ("vlaamsbrabant", "vlaams-brabant"),
];

/// The province of the regions and provinces in a text that names no municipality.
fn by_area(asking: &Asking<'_>, atlas: &Atlas) -> Located {
    let mut found: Vec<(String, String)> = Vec::new();
    for text in [
        asking.subject,
        asking.body,
        asking.signature.unwrap_or_default(),
    ] {
        let tokens = language::tokens(text);
        let words: Vec<&str> = tokens.iter().map(|token| token.word.as_str()).collect();
        let mut note = |from: usize, count: usize, province: &str| {
            let aside = words[..from].last().is_some_and(|word| {
                ["aan", "met", "naar", "bij", "dan", "zoals", "buiten"].contains(word)
            });
            let end = tokens[from + count - 1].span.end;
            if !aside && let Some(words) = text.get(tokens[from].span.start..end) {
                found.push((words.to_owned(), province.to_owned()));
            }
        };
        for region in atlas.regions() {
            let [province] = &region.provinces[..] else {
                continue;
            };
            let name: Vec<String> = language::tokens(&region.name)
                .into_iter()
                .map(|token| token.word)
                .collect();
            for (from, window) in words.windows(name.len().max(1)).enumerate() {
                if window == name {
                    note(from, name.len(), province);
                }
            }
        }
        for (from, window) in words.windows(2).enumerate() {
            let joined = window.concat();
            if let Some((_, slug)) = ADJECTIVES.iter().find(|(word, _)| *word == joined) {
                note(from, 2, slug);
            }
        }
        for (from, word) in words.iter().enumerate() {
            if let Some((_, slug)) = ADJECTIVES.iter().find(|(known, _)| known == word) {
                note(from, 1, slug);
            }
        }
    }
    let Some((words, province)) = found.first().cloned() else {
        return Located::nowhere(How::Unknown);
    };
    if found.iter().all(|(_, other)| *other == province) {
        Located::province(&province, atlas, How::Area { words })
    } else {
        let mut words: Vec<String> = found.into_iter().map(|(words, _)| words).collect();
        words.dedup();
        Located::nowhere(How::Ambiguous { words })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    static ATLAS: LazyLock<Atlas> = LazyLock::new(|| Atlas::embedded().unwrap());

    #[track_caller]
    fn by_body(body: &str, province: Option<&str>, name: Option<&str>) -> Located {
        let asking = Asking {
            address: Some("jan@gmail.com"),
            body,
            ..Asking::default()
        };
        let located = locate(&asking, &ATLAS);
        assert_eq!(
            located.province.as_deref(),
            province,
            "{body}: {:?}",
            located.how
        );
        assert_eq!(located.name.as_deref(), name, "{body}");
        located
    }

    #[test]
    fn a_known_domain_beats_every_place_in_the_text() {
        let asking = Asking {
            address: Some("an@wetteren.be"),
            body: "Wij in Hasselt willen fuseren met Genk.",
            ..Asking::default()
        };
        let located = locate(&asking, &ATLAS);
        assert_eq!(located.province.as_deref(), Some("oost-vlaanderen"));
        assert_eq!(
            located.how,
            How::Domain {
                domain: "wetteren.be".into()
            }
        );
        assert!(located.organisation.is_some() && located.region.is_some());
    }

    #[test]
    fn webmail_proves_nothing_and_the_words_decide() {
        by_body(
            "Wij in Herzele willen samenwerken met Hasselt.",
            Some("oost-vlaanderen"),
            Some("Herzele"),
        );
        by_body(
            "Mocht Herselt fuseren met Aarschot, wat dan?",
            Some("antwerpen"),
            Some("Herselt"),
        );
        by_body(
            "Tot welke politiezone behoort Bever?",
            Some("vlaams-brabant"),
            Some("Bever"),
        );
        by_body("Wij zien soms een bever in de beek.", None, None);
        by_body("Groeten uit het hele land.", None, None);
    }

    #[test]
    fn a_role_in_the_signature_tells_whose_it_is() {
        let body = "Kan Gent ons helpen?\n\nMet vriendelijke groeten\nJan Peeters\nSchepen Herzele";
        let located = by_body(body, Some("oost-vlaanderen"), Some("Herzele"));
        assert_eq!(
            located.how,
            How::Signature {
                words: "Herzele".into()
            }
        );
        assert!(located.organisation.is_some());
    }

    #[test]
    fn a_bare_mention_gives_a_place_but_no_organisation() {
        let located = by_body(
            "Op de kaart staat Tervuren fout.",
            Some("vlaams-brabant"),
            Some("Tervuren"),
        );
        assert_eq!(located.organisation, None);
    }

    #[test]
    fn partners_count_only_when_no_border_lies_between() {
        by_body(
            "Een vereniging met Edegem en Hove, mag dat?",
            Some("antwerpen"),
            Some("Antwerpen"),
        );
        by_body(
            "Fuseren met Puurs-Sint-Amands, dat ligt in een andere provincie.",
            None,
            None,
        );
    }

    #[test]
    fn places_in_several_provinces_leave_it_open() {
        let located = by_body("Wat doen Hasselt, Gent, Leuven?", None, None);
        assert!(matches!(located.how, How::Ambiguous { .. }));
    }

    #[test]
    fn former_and_sub_municipalities_lead_to_the_one_of_today() {
        by_body(
            "Wij in Galmaarden vragen advies.",
            Some("vlaams-brabant"),
            Some("Pajottegem"),
        );
        by_body(
            "Wij in Overmere vragen advies.",
            Some("oost-vlaanderen"),
            Some("Berlare"),
        );
    }

    #[test]
    fn an_area_stands_in_when_no_municipality_is_named() {
        by_body(
            "Behoren wij tot de Vlaamse Ardennen of de Denderregio?",
            Some("oost-vlaanderen"),
            Some("Oost-Vlaanderen"),
        );
        by_body(
            "Plaats voor de Limburgse besturen?",
            Some("limburg"),
            Some("Limburg"),
        );
        by_body("We grenzen aan Limburg.", None, None);
    }

    #[test]
    fn a_forward_is_located_by_its_first_writer_and_a_form_by_its_claim() {
        let asking = Asking {
            address: Some("iemand@gmail.com"),
            forwarded_from: Some("An@Wetteren.be"),
            claimed: Some("Hasselt"),
            ..Asking::default()
        };
        let located = locate(&asking, &ATLAS);
        assert_eq!(
            located.how,
            How::Forwarded {
                address: "an@wetteren.be".into()
            }
        );
        let claimed = Asking {
            claimed: Some("gemeente Hasselt"),
            ..Asking::default()
        };
        assert_eq!(
            locate(&claimed, &ATLAS).province.as_deref(),
            Some("limburg")
        );
        let nonsense = Asking {
            claimed: Some("???"),
            ..Asking::default()
        };
        assert_eq!(locate(&nonsense, &ATLAS).how, How::Unknown);
    }
}
