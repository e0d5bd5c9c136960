//! Questions that a newcomer can send with one click: invented persons, real municipalities.

use super::reading::Party;

/// A question ready to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// Who asks.
    pub name: &'static str,
    /// Where the answer goes.
    pub address: &'static str,
    /// The subject.
    pub subject: &'static str,
    /// The question, signed.
    pub body: &'static str,
}

impl Example {
    /// Who asks, as a correspondent.
    #[must_use]
    pub fn sender(&self) -> Party {
        Party {
            name: Some(self.name.to_owned()),
            address: self.address.to_owned(),
        }
    }
}

/// The examples, in the order in which they are offered.
pub const EXAMPLES: &[Example] = &[
    Example {
        name: "Katrien Vermeersch",
        address: "katrien.vermeersch@wetteren.be",
        subject: "Hulpverleningszone en referentieregio",
        body: "Beste\n\nOnze gemeente ligt in Regio Gent. Onze hulpverleningszone volgt die grens niet. Moet onze zone zich aanpassen aan de referentieregio? En wie beslist daarover?\n\nKatrien Vermeersch\nGemeente Wetteren",
    },
    Example {
        name: "Dries Lammens",
        address: "dries.lammens@deinze.be",
        subject: "Grens van de vervoerregio",
        body: "Dag\n\nWij zitten voor de bussen en het vervoer op maat in een andere vervoerregio dan onze referentieregio. Wordt de indeling van de vervoerregio's nog aangepast, en wat betekent dat voor onze plaats in de vervoerregioraad?\n\nMet vriendelijke groeten\nDries Lammens\nMobiliteitsambtenaar stad Deinze",
    },
    Example {
        name: "An Peeters",
        address: "an.peeters@bree.be",
        subject: "Vervanging in het burgemeestersoverleg",
        body: "Goedemorgen\n\nOnze burgemeester kan in juni niet naar het burgemeestersoverleg komen. Mag een schepen haar vervangen, en mag die dan mee stemmen?\n\nAn Peeters\nAlgemeen directeur gemeente Bree",
    },
    Example {
        name: "Pieterjan Lootens",
        address: "pieterjan.lootens@ieper.be",
        subject: "Eerstelijnszone over twee regio's",
        body: "Geachte\n\nOnze eerstelijnszone ligt in twee referentieregio's. Moet de zorgraad zijn werkingsgebied wijzigen tegen een bepaalde datum? Wie neemt daarvoor het initiatief?\n\nPieterjan Lootens\nSociaal Huis Ieper",
    },
    Example {
        name: "Lien Claesen",
        address: "lien.claesen@sint-truiden.be",
        subject: "Uittreden uit een intercommunale buiten de regio",
        body: "Beste collega's\n\nWij zijn lid van een intergemeentelijke vereniging die in een andere referentieregio werkt. Tegen wanneer moeten wij uittreden, en kan dat zonder het akkoord van de andere gemeenten?\n\nAlvast bedankt\nLien Claesen\nStad Sint-Truiden",
    },
    Example {
        name: "Tom Wouters",
        address: "tom.wouters@turnhout.be",
        subject: "Mag een schepen zetelen in het burgemeestersoverleg?",
        body: "Hallo\n\nKan onze burgemeester zich in het burgemeestersoverleg laten vervangen door een schepen? Moet dat in een reglement staan?\n\nTom Wouters\nStad Turnhout",
    },
    Example {
        name: "Hilde Goossens",
        address: "hilde.goossens@diest.be",
        subject: "Kaartlagen van de referentieregio's",
        body: "Dag\n\nWaar kunnen wij de grenzen van de referentieregio's downloaden voor ons GIS? Liefst met de deelgemeenten erbij.\n\nHilde Goossens\nGIS-coördinator stad Diest",
    },
];

/// Somebody whose address says nothing about where they work.
pub const STRANGER: &str = "iemand@mail.example";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::Atlas;

    #[test]
    fn every_example_comes_from_a_known_organisation() {
        let atlas = Atlas::embedded().unwrap();
        for example in EXAMPLES {
            assert!(
                atlas.sender(example.address).is_some(),
                "{}",
                example.address
            );
        }
        assert!(atlas.sender(STRANGER).is_none());
    }
}
