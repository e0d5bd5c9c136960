//! Which municipalities lie beside each other, read from the map: two shapes that share an arc
//! (`TopoJSON` 2.1.4) share a border.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::folder::MAP;
use super::model::NisCode;

/// Of each municipality on the map those beside it, the smallest code first.
static BESIDE: LazyLock<HashMap<NisCode, Vec<NisCode>>> = LazyLock::new(|| {
    // The map is part of the program, and a test reads it whole.
    serde_json::from_str(MAP).map_or_else(|_| HashMap::new(), beside)
});

/// What is read of the map.
#[derive(Deserialize)]
struct Map {
    objects: Layers,
}

#[derive(Deserialize)]
struct Layers {
    municipalities: Layer,
}

#[derive(Deserialize)]
struct Layer {
    geometries: Vec<Shape>,
}

#[derive(Deserialize)]
struct Shape {
    id: String,
    arcs: Arcs,
}

/// The arcs of a shape: rings of arcs, or the rings of several polygons.
#[derive(Deserialize)]
#[serde(untagged)]
enum Arcs {
    One(i32),
    Many(Vec<Arcs>),
}

impl Arcs {
    /// Calls `see` with each arc, whichever way round it is walked.
    fn each(&self, see: &mut impl FnMut(i32)) {
        match self {
            // Walked the other way round it is the complement of its number.
            Self::One(arc) => see(if *arc < 0 { !*arc } else { *arc }),
            Self::Many(inner) => inner.iter().for_each(|arcs| arcs.each(see)),
        }
    }
}

fn beside(map: Map) -> HashMap<NisCode, Vec<NisCode>> {
    let mut sides: HashMap<i32, Vec<NisCode>> = HashMap::new();
    for shape in map.objects.municipalities.geometries {
        if let Ok(nis) = shape.id.parse::<NisCode>() {
            shape
                .arcs
                .each(&mut |arc| sides.entry(arc).or_default().push(nis));
        }
    }
    let mut beside: HashMap<NisCode, Vec<NisCode>> = HashMap::new();
    for both in sides.values() {
        for nis in both {
            let others = both.iter().filter(|other| *other != nis);
            beside.entry(*nis).or_default().extend(others);
        }
    }
    for others in beside.values_mut() {
        others.sort_unstable();
        others.dedup();
    }
    beside
}

/// The municipalities beside this one; none of one that is not on the map.
#[must_use]
pub(super) fn neighbours(nis: NisCode) -> &'static [NisCode] {
    BESIDE.get(&nis).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_those_on_both_sides_of_an_arc() {
        assert_eq!(BESIDE.len(), 285);
        let wetteren = neighbours("42025".parse().unwrap());
        assert_eq!(wetteren.len(), 7);
        for other in wetteren {
            assert!(neighbours(*other).contains(&"42025".parse().unwrap()));
        }
        assert_eq!(neighbours("99999".parse().unwrap()), []);
    }
}
