//! Who is my contact point: by name, by postal code, or from the list.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::directory::{Atlas, Municipality, NisCode, PostalCode};
use crate::web::portal::Phone;
use crate::web::portal::case::Contact;
use crate::web::portal::contact_point::{Choice, ContactPointPage, Place, Province, Region};
use crate::web::portal::visitor::Visitor;
use crate::web::{CurrentAtlas, Problem};

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// A name or a postal code, as it was typed.
    #[serde(default)]
    q: String,
    /// A NIS code, from the list.
    #[serde(default)]
    gemeente: String,
}

/// `GET /contactpunt`.
pub async fn look_up(
    atlas: CurrentAtlas,
    visitor: Visitor,
    wanted: web::Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let query: String = wanted.q.trim().chars().take(100).collect();
    let found = find(&atlas, &wanted.gemeente, &query);
    let (place, choices): (_, Vec<Choice>) = match &found[..] {
        [only] => (place(&atlas, only), Vec::new()),
        several => (None, several.iter().map(|it| choice(it)).collect()),
    };
    let near = found.is_empty();
    let choices = if near {
        let nearly = atlas.nearly_named(&query);
        nearly.into_iter().map(choice).collect()
    } else {
        choices
    };
    let query = match &place {
        Some(place) if query.is_empty() => place.municipality.clone(),
        _ => query,
    };
    let t = visitor.t;
    let page = ContactPointPage::new(t, &visitor.site, query, place, choices, provinces(&atlas));
    visitor.page(&if near { page.nearly() } else { page })
}

/// The municipalities it can be; one when it is certain.
fn find<'a>(atlas: &'a Atlas, nis: &str, query: &str) -> Vec<&'a Municipality> {
    if let Ok(nis) = nis.parse::<NisCode>() {
        return atlas.municipality(nis).into_iter().collect();
    }
    if let Ok(code) = query.parse::<PostalCode>() {
        return atlas.by_postal_code(code).into_iter().collect();
    }
    let named = atlas.municipality_named(query);
    match named.certain() {
        Some(certain) => vec![certain],
        None => named.matches.iter().map(|it| it.municipality).collect(),
    }
}

fn choice(municipality: &Municipality) -> Choice {
    Choice {
        nis: municipality.nis.to_string(),
        name: municipality.name.clone(),
    }
}

/// Where a municipality lies and who its contact point is.
fn place(atlas: &Atlas, municipality: &Municipality) -> Option<Place> {
    let desk = atlas.contact_point(&municipality.province)?;
    let province = atlas.province(&municipality.province)?;
    let region = atlas.region(&municipality.region).map(|region| Region {
        name: region.name.clone(),
        municipalities: atlas
            .municipalities()
            .filter(|it| it.region == region.code)
            .count(),
    });
    let other_names = municipality.parts.iter().chain(&municipality.former_names);
    // What was a municipality of its own is a part now, and bears one name as both.
    let mut also_known_as: Vec<String> = Vec::new();
    for name in other_names {
        if *name != municipality.name && !also_known_as.contains(name) {
            also_known_as.push(name.clone());
        }
    }
    let contact = Contact {
        name: desk.name.clone(),
        person: None,
        phone: desk.phone.as_deref().map(Phone::new),
    };
    let name = municipality.name.clone();
    Some(Place::new(
        name,
        region,
        province.name.clone(),
        also_known_as,
        contact,
    ))
}

fn provinces(atlas: &Atlas) -> Vec<Province> {
    let municipalities = |slug: &str| {
        let mut own: Vec<Choice> = atlas
            .municipalities()
            .filter(|it| it.province == slug)
            .map(choice)
            .collect();
        own.sort_by(|a, b| a.name.cmp(&b.name));
        own
    };
    atlas
        .provinces()
        .map(|province| Province {
            name: province.name.clone(),
            municipalities: municipalities(&province.slug),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(query: &str) -> Vec<String> {
        let atlas = Atlas::embedded().unwrap();
        find(&atlas, "", query)
            .iter()
            .map(|it| it.name.clone())
            .collect()
    }

    #[test]
    fn a_municipality_is_found_by_name_part_and_postal_code() {
        assert_eq!(names("Wetteren"), ["Wetteren"]);
        assert_eq!(names("massemen"), ["Wetteren"]);
        assert_eq!(names("9230"), ["Wetteren"]);
        assert!(names("Parijs").is_empty());
        assert!(names("0000").is_empty());
        assert!(names("").is_empty());
    }

    #[test]
    fn a_name_of_several_places_is_asked_about() {
        assert!(names("Meldert").len() > 1);
    }

    #[test]
    fn every_municipality_has_a_contact_point_and_stands_in_the_list() {
        let atlas = Atlas::embedded().unwrap();
        for municipality in atlas.municipalities() {
            assert!(
                place(&atlas, municipality).is_some(),
                "{}",
                municipality.name
            );
        }
        let listed: usize = provinces(&atlas)
            .iter()
            .map(|it| it.municipalities.len())
            .sum();
        assert_eq!(listed, atlas.municipalities().count());
    }
}
