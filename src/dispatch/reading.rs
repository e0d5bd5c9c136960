//! What a desk's reply says about the question that was sent to it: that it is not theirs, or
//! something that may be an answer. Pure.
//!
//! A reply is a refusal only when *all* it says is that: each clause says that the question is not
//! theirs, whose it is, why, or a courtesy, in words of a closed list. One clause more, and it stays
//! a proposed answer, with a hint for the owner where its first words sound like a refusal.

use std::ops::Range;

use crate::language::{Letter, fold};

/// What a reply of a desk says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskReply {
    /// The question is not theirs, and nothing else.
    Refusal,
    /// It may say that it is not theirs: a person reads it.
    PerhapsRefusal,
    /// Anything else.
    Answer,
}

/// An administration's name in a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameIn {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Whether it is the name of the desk that writes.
    pub own: bool,
}

/// Clauses at the beginning in which a longer text may still be a refusal.
const FIRST_CLAUSES: usize = 3;
/// Words of a text that as a whole may still be a refusal.
const SHORT: usize = 60;
/// Words under a closing formula that are still who wrote.
const SIGNATURE: usize = 25;
/// Words of a clause that says whose the question is, or why it is not theirs.
const CLAUSE: usize = 20;

/// What one clause says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clause {
    /// Not ours, and nothing else.
    Refuses,
    /// We cannot help: a refusal when another desk is named beside it.
    CannotHelp,
    /// Something like "not ours", in words that may mean more.
    SoundsRefusing,
    /// Whose it is.
    Redirects,
    /// Why it is not theirs, or a courtesy.
    Harmless,
    /// Whatever else.
    Says,
}

/// Reads what a desk wrote back; `names` are the administrations that it names.
#[must_use]
pub fn read_desk_reply(text: &str, names: &[NameIn]) -> DeskReply {
    let marked = with_names_marked(text, names);
    let letter = Letter::of(&marked);
    let clauses: Vec<Vec<String>> = clauses(letter.body)
        .into_iter()
        .map(|clause| normal(&clause))
        .filter(|clause| !clause.is_empty())
        .collect();
    let read: Vec<Clause> = clauses.iter().map(|clause| kind_of(clause)).collect();
    let has = |kind| read.contains(&kind);
    let more = words(letter.below).count() > SIGNATURE;
    let only = !more && !has(Clause::Says) && !has(Clause::SoundsRefusing);
    let refuses = has(Clause::Refuses) || has(Clause::CannotHelp) && has(Clause::Redirects);
    if only && refuses {
        return DeskReply::Refusal;
    }
    let length: usize = clauses.iter().map(Vec::len).sum();
    let early = if length <= SHORT {
        read.len()
    } else {
        FIRST_CLAUSES
    };
    let spoken = || read.iter().filter(|kind| **kind != Clause::Harmless);
    let sounds = spoken().take(early).any(|kind| {
        matches!(
            kind,
            Clause::Refuses | Clause::CannotHelp | Clause::SoundsRefusing
        )
    });
    let points_away = spoken().all(|kind| *kind == Clause::Redirects) && has(Clause::Redirects);
    if sounds || points_away {
        DeskReply::PerhapsRefusal
    } else {
        DeskReply::Answer
    }
}

/// The text with each name in it as one word that stands for it.
fn with_names_marked(text: &str, names: &[NameIn]) -> String {
    let mut marked = String::with_capacity(text.len());
    let mut at = 0;
    for name in names {
        let (Some(before), true) = (text.get(at..name.range.start), at <= name.range.start) else {
            continue;
        };
        marked.push_str(before);
        marked.push_str(if name.own { OWN } else { OTHER });
        at = name.range.end;
    }
    marked.push_str(text.get(at..).unwrap_or_default());
    marked
}

/// The clauses of a text: its sentences, and the parts that a comma or conjunction sets apart.
fn clauses(text: &str) -> Vec<String> {
    let folded = fold(&unwrapped(text));
    let mut clauses = Vec::new();
    let mut start = 0;
    for (at, c) in folded.char_indices() {
        let next = folded[at + c.len_utf8()..].chars().next();
        let ends = match c {
            '!' | '?' | ';' | ':' | ',' | '\n' | '(' | ')' => true,
            '.' => next.is_none_or(char::is_whitespace) && !is_short_form(&folded[start..at]),
            _ => false,
        };
        if ends {
            let mark = if c == '?' { " ?" } else { "" };
            clauses.push(format!("{}{mark}", &folded[start..at]));
            start = at + c.len_utf8();
        }
    }
    clauses.push(folded[start..].to_owned());
    clauses
        .iter()
        .flat_map(|one| at_conjunctions(one))
        .collect()
}

/// Lines that a mail program broke are one line again.
fn unwrapped(text: &str) -> String {
    const NEARLY_FULL: usize = 50;
    let mut whole = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim_end();
        whole.push_str(line);
        whole.push(if line.chars().count() >= NEARLY_FULL {
            ' '
        } else {
            '\n'
        });
    }
    whole
}

/// Whether a text ends in a word that a full stop shortens.
fn is_short_form(text: &str) -> bool {
    let last = text.rsplit(|c: char| !c.is_alphanumeric()).next();
    matches!(
        last,
        Some("dept" | "dep" | "nr" | "mevr" | "dhr" | "mw" | "m" | "v" | "o" | "a" | "b" | "i")
    )
}

fn at_conjunctions(clause: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in clause.split_whitespace() {
        if CONJUNCTIONS.contains(&word) {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(' ');
            part.push_str(word);
        }
    }
    parts
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '?')
        .filter(|word| !word.is_empty())
}

/// A clause in words, with "ons departement" and its like as one word each.
fn normal(clause: &str) -> Vec<String> {
    let words: Vec<&str> = words(clause).collect();
    let mut normal = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        let (word, taken) = match words[at] {
            first if OUR.contains(&first) && SERVICE.contains(&next) => (OWN, 2),
            first if OUR.contains(&first) && TASK.contains(&next) => (OUR_TASK, 2),
            "niks" => ("niets", 1),
            "ons" | "mij" | "nous" | "us" | "me" | "uns" => (OWN, 1),
            "wij" | "we" | "ik" | "wir" | "ich" | "i" => (WE, 1),
            other => (other, 1),
        };
        normal.push(word.to_owned());
        at += taken;
    }
    normal
}

fn kind_of(clause: &[String]) -> Clause {
    let text = format!(" {} ", clause.join(" "));
    let says = |phrases: &[&str]| {
        let mut phrases = phrases.iter();
        phrases.any(|phrase| text.contains(&format!(" {phrase} ")))
    };
    let has = |word: &str| clause.iter().any(|one| one == word);
    let asks = has("?");
    let digits = text.contains(|c: char| c.is_ascii_digit());
    let plain = !asks && !digits && only_plain_words(clause);

    let unable = has("niet") && (has("bevoegd") || has("verantwoordelijk") || has("zustandig"));
    let about_us = has(WE) || has(OWN);
    let any = |of: &[&str]| of.iter().any(|word| has(word));
    let treats = any(&["behandelen", "behandelt", "behandel"])
        || any(&["gaan", "gaat"]) && any(&["over", "hierover", "daarover"])
        || any(&["volgen", "volgt"]) && has("op");
    let refusing =
        says(REFUSALS) || about_us && (unable || says(UNABLE)) || about_us && has("niet") && treats;
    if refusing {
        return if plain {
            Clause::Refuses
        } else {
            Clause::SoundsRefusing
        };
    }
    if about_us && says(HELPLESS) {
        return if plain {
            Clause::CannotHelp
        } else {
            Clause::SoundsRefusing
        };
    }
    let pointed = says(POINTS);
    if asks && has(OTHER) && pointed && only_plain_words(&clause[..clause.len() - 1]) {
        return Clause::SoundsRefusing;
    }
    if asks || digits || clause.len() > CLAUSE {
        return Clause::Says;
    }
    if has(OTHER) || any(ELSEWHERE) {
        let about_the_question = any(QUESTION);
        let bare = !has("dit") && !has("dat") && clause.len() <= 6;
        if plain && has(OTHER) && pointed && (about_the_question || bare) {
            return Clause::Refuses;
        }
        if pointed || has(OTHER) && clause.len() <= 6 {
            return Clause::Redirects;
        }
        return Clause::Says;
    }
    let begins = |phrases: &[&str]| {
        let mut phrases = phrases.iter();
        phrases.any(|phrase| text.starts_with(&format!(" {phrase} ")))
    };
    let reason = begins(WHY);
    let sends_on = says(SENDS_ON) && clause.len() <= 10;
    let thanks = begins(THANKS) && clause.len() <= 10;
    if reason || sends_on || thanks || plain {
        Clause::Harmless
    } else {
        Clause::Says
    }
}

/// Whether a clause has nothing but words of the closed list, beside what follows "over".
fn only_plain_words(clause: &[String]) -> bool {
    let mut about = 0;
    clause.iter().all(|word| {
        if ABOUT.contains(&word.as_str()) {
            about = MOST_ABOUT;
            return true;
        }
        if PLAIN.contains(&word.as_str()) || MARKS.contains(&word.as_str()) {
            return true;
        }
        about -= 1;
        about >= 0
    })
}

/// Words that a question may be said to be about.
const MOST_ABOUT: i32 = 6;
const ABOUT: &[&str] = &[
    "over",
    "rond",
    "inzake",
    "betreffende",
    "omtrent",
    "concernant",
    "about",
    "uber",
];

/// The desk itself, another one, "wij", and "onze bevoegdheid".
const OWN: &str = "qown";
const OTHER: &str = "qother";
const WE: &str = "qwe";
const OUR_TASK: &str = "qtask";
const MARKS: &[&str] = &[OWN, OTHER, WE, OUR_TASK];

const CONJUNCTIONS: &[&str] = &[
    "maar",
    "want",
    "omdat",
    "aangezien",
    "vermits",
    "en",
    "dus",
    "daarom",
    "mais",
    "car",
    "et",
    "but",
    "because",
    "and",
    "aber",
    "sondern",
    "und",
    "weil",
];

const OUR: &[&str] = &[
    "ons", "onze", "mijn", "deze", "dit", "notre", "nos", "our", "my", "unser", "unsere",
    "unserer", "unseren", "unserem",
];

const SERVICE: &[&str] = &[
    "dienst",
    "diensten",
    "departement",
    "agentschap",
    "administratie",
    "afdeling",
    "directie",
    "team",
    "entiteit",
    "organisatie",
    "instelling",
    "kant",
    "fod",
    "pod",
    "service",
    "services",
    "administration",
    "direction",
    "department",
    "agency",
    "office",
    "team",
    "abteilung",
    "behorde",
    "stelle",
];

const TASK: &[&str] = &[
    "bevoegdheid",
    "bevoegdheden",
    "bevoegdheidsdomein",
    "beleidsdomein",
    "domein",
    "werkdomein",
    "vakgebied",
    "werkveld",
    "takenpakket",
    "taak",
    "taken",
    "opdracht",
    "opdrachten",
    "materie",
    "verantwoordelijkheid",
    "werkterrein",
    "winkel",
    "terrein",
    "expertise",
    "competence",
    "competences",
    "ressort",
    "domaine",
    "responsabilite",
    "responsibility",
    "remit",
    "field",
    "task",
    "domain",
    "zustandigkeit",
    "zustandigkeitsbereich",
    "aufgabe",
    "aufgabenbereich",
    "bereich",
];

/// How it is said that a question is not theirs.
const REFUSALS: &[&str] = &[
    "niet voor qown",
    "niets voor qown",
    "geen vraag voor qown",
    "geen vragen voor qown",
    "geen materie voor qown",
    "niet bestemd voor qown",
    "niet bedoeld voor qown",
    "niet van qown",
    "niet bij qown",
    "niet onder qown",
    "niet aan qown",
    "niet naar qown",
    "niet qtask",
    "geen qtask",
    "niet onder qtask",
    "niet tot qtask",
    "niet binnen qtask",
    "niet in qtask",
    "niet bij qtask",
    "buiten qtask",
    "geen bevoegdheid van qown",
    "geen taak van qown",
    "geen materie van qown",
    "niet de bevoegdheid van qown",
    "niet de taak van qown",
    "niet onder de bevoegdheid van qown",
    "niet onder de bevoegdheden van qown",
    "niet tot de bevoegdheid van qown",
    "niet tot de bevoegdheden van qown",
    "niet tot de taken van qown",
    "niet tot het takenpakket van qown",
    "niet binnen de bevoegdheid van qown",
    "buiten de bevoegdheid van qown",
    "buiten de bevoegdheden van qown",
    "buiten het takenpakket van qown",
    "verkeerd adres",
    "verkeerde adres",
    "verkeerde dienst",
    "verkeerde loket",
    "verkeerde administratie",
    "verkeerde departement",
    "niet aan het juiste adres",
    "niet op het juiste adres",
    "niet bij de juiste dienst",
    "niet aan de juiste dienst",
    "verkeerd gestuurd",
    "verkeerd doorgestuurd",
    "verkeerd verstuurd",
    "verkeerd terechtgekomen",
    "verkeerd geadresseerd",
    "verkeerd bezorgd",
    "per vergissing bij qown",
    "ten onrechte bij qown",
    "ten onrechte aan qown",
    "pas pour qown",
    "pas qtask",
    "pas de qtask",
    "pas dans qtask",
    "pas du ressort de qown",
    "pas de qown",
    "mauvais service",
    "mauvaise adresse",
    "mauvais destinataire",
    "not for qown",
    "not ours",
    "not qtask",
    "not within qtask",
    "not in qtask",
    "outside qtask",
    "wrong department",
    "wrong address",
    "wrong desk",
    "wrong office",
    "wrong agency",
    "nicht zustandig",
    "nicht fur qown",
    "nicht qtask",
    "nicht in qtask",
    "nicht zu qtask",
    "nicht bei qown",
    "falsche stelle",
    "falsche adresse",
    "falsche abteilung",
    "falschen stelle",
    "falschen adresse",
];

/// The same, about themselves.
const UNABLE: &[&str] = &[
    "onbevoegd",
    "niet de juiste dienst",
    "niet de bevoegde dienst",
    "niet het juiste adres",
    "niet het juiste departement",
    "niet de juiste administratie",
    "niet de juiste instantie",
    "niet de juiste persoon",
    "sommes pas competents",
    "sommes pas competent",
    "est pas competent",
    "est pas competente",
    "are not competent",
    "are not responsible",
    "are not the right",
    "is not responsible",
    "am not the right",
    "nicht zustandig",
];

/// "Wij kunnen u hier niet mee helpen."
const HELPLESS: &[&str] = &[
    "niet helpen",
    "niet mee helpen",
    "niet bij helpen",
    "niet verder helpen",
    "niet mee verder helpen",
    "niet verderhelpen",
    "geen antwoord op geven",
    "niet beantwoorden",
    "niet op antwoorden",
    "pas vous aider",
    "cannot help",
    "not help you",
    "nicht helfen",
];

/// The question itself.
const QUESTION: &[&str] = &[
    "vraag", "vragen", "vraagje", "mail", "mailtje", "bericht", "dossier", "question", "demande",
    "frage", "anfrage", "request",
];

/// Whose it is.
const POINTS: &[&str] = &[
    "hoort bij",
    "horen bij",
    "hoort thuis bij",
    "horen thuis bij",
    "thuis bij",
    "behoort tot",
    "behoort aan",
    "behoort bij",
    "hoort daar",
    "voor qother",
    "bij qother",
    "naar qother",
    "aan qother",
    "van qother",
    "onder qother",
    "met qother",
    "voor de",
    "voor het",
    "bij de",
    "bij het",
    "naar de",
    "naar het",
    "aan de",
    "aan het",
    "van de",
    "van het",
    "met de",
    "met het",
    "qother is",
    "qother kan",
    "qother zal",
    "qother wel",
    "probeer",
    "contacteer",
    "contacteren",
    "pour qother",
    "de qother",
    "a qother",
    "for qother",
    "to qother",
    "with qother",
    "contact",
    "fur qother",
    "an qother",
    "bei qother",
    "zu qother",
];

/// A house that is not named, or not one that we know.
const ELSEWHERE: &[&str] = &[
    "dienst",
    "diensten",
    "departement",
    "agentschap",
    "administratie",
    "afdeling",
    "collega",
    "collegas",
    "contactpunt",
    "kabinet",
    "fod",
    "pod",
    "provincie",
    "gouverneur",
    "service",
    "department",
    "collegues",
    "colleagues",
    "kollegen",
];

/// How a reason begins.
const WHY: &[&str] = &[
    "want",
    "omdat",
    "aangezien",
    "vermits",
    "gezien",
    "dit gaat over",
    "dat gaat over",
    "het gaat over",
    "dit betreft",
    "het betreft",
    "dat betreft",
    "de vraag gaat over",
    "uw vraag gaat over",
    "deze vraag gaat over",
    "car",
    "because",
    "weil",
];

/// What is said of passing it on, without a name.
const SENDS_ON: &[&str] = &[
    "doorsturen",
    "doorgestuurd",
    "door te sturen",
    "stuur door",
    "doorverwijzen",
    "door te verwijzen",
    "terugsturen",
    "teruggestuurd",
    "terug te sturen",
    "wie wel bevoegd is",
    "wie dan wel",
    "wie dit wel",
];

/// How a courtesy begins.
const THANKS: &[&str] = &[
    "dank",
    "bedankt",
    "alvast",
    "sorry",
    "excuses",
    "onze excuses",
    "mijn excuses",
    "succes",
    "fijne",
    "prettige",
    "nog een fijne",
    "nog een prettige",
    "nog veel succes",
    "gelieve ons te verontschuldigen",
    "merci",
    "desole",
    "thanks",
    "thank",
    "danke",
];

/// Words in which it can be said that a question is not theirs and that take nothing from it.
const PLAIN: &[&str] = &[
    // the question and its kin
    "vraag",
    "vragen",
    "vraagje",
    "mail",
    "mailtje",
    "bericht",
    "dossier",
    "onderwerp",
    "thema",
    "materie",
    "zaak",
    "iets",
    "punt",
    "aangelegenheid",
    "kwestie",
    "adres",
    "dienst",
    "loket",
    "bevoegdheid",
    "bevoegdheden",
    "takenpakket",
    "taak",
    "taken",
    "domein",
    "departement",
    "administratie",
    "instantie",
    "persoon",
    "s",
    "collega",
    "collegas",
    // small words
    "de",
    "het",
    "een",
    "dit",
    "dat",
    "deze",
    "die",
    "er",
    "hier",
    "daar",
    "hiervoor",
    "daarvoor",
    "hierover",
    "daarover",
    "hiermee",
    "daarmee",
    "u",
    "uw",
    "je",
    "jou",
    "jouw",
    "jullie",
    "van",
    "voor",
    "bij",
    "aan",
    "naar",
    "tot",
    "onder",
    "binnen",
    "buiten",
    "in",
    "op",
    "met",
    "mee",
    "te",
    "bent",
    "ben",
    "is",
    "zijn",
    "was",
    "lijkt",
    "blijkt",
    "denk",
    "denken",
    "vrees",
    "vrezen",
    "vind",
    "vinden",
    "meen",
    "me",
    "hoort",
    "horen",
    "behoort",
    "behoren",
    "thuis",
    "valt",
    "vallen",
    "komt",
    "kwam",
    "gericht",
    "bestemd",
    "bedoeld",
    "gestuurd",
    "doorgestuurd",
    "verstuurd",
    "terechtgekomen",
    "geadresseerd",
    "bezorgd",
    "terecht",
    "gekomen",
    "juiste",
    "verkeerde",
    "verkeerd",
    "vergissing",
    "onrechte",
    "per",
    "ten",
    "niet",
    "niets",
    "geen",
    "bevoegd",
    "bevoegde",
    "onbevoegd",
    "verantwoordelijk",
    "helaas",
    "jammer",
    "genoeg",
    "spijtig",
    "eigenlijk",
    "echter",
    "wel",
    "maar",
    "want",
    "en",
    "dus",
    "daarom",
    "sorry",
    "volgens",
    "eerder",
    "helemaal",
    "duidelijk",
    "absoluut",
    "ook",
    "goed",
    "best",
    "beter",
    "behandelen",
    "behandelt",
    "behandel",
    "volgen",
    "volgt",
    "opvolgen",
    "gaan",
    "gaat",
    "kunnen",
    "kan",
    "helpen",
    "verder",
    "verderhelpen",
    "beantwoorden",
    "antwoord",
    "antwoorden",
    "geven",
    "weet",
    "weten",
    "wie",
    "dan",
    "welke",
    "wij",
    // French
    "ce",
    "cette",
    "ceci",
    "cela",
    "c",
    "n",
    "est",
    "ne",
    "pas",
    "sommes",
    "pour",
    "du",
    "des",
    "la",
    "le",
    "les",
    "l",
    "un",
    "une",
    "votre",
    "question",
    "demande",
    "competents",
    "competent",
    "competente",
    "competence",
    "releve",
    "relevent",
    "mauvais",
    "mauvaise",
    "service",
    "adresse",
    "destinataire",
    "ressort",
    "desole",
    "malheureusement",
    "a",
    "au",
    "nous",
    "mais",
    "vous",
    "pouvons",
    "aider",
    // English
    "this",
    "that",
    "the",
    "it",
    "isn",
    "t",
    "not",
    "for",
    "ours",
    "are",
    "am",
    "responsible",
    "right",
    "wrong",
    "department",
    "address",
    "desk",
    "office",
    "agency",
    "within",
    "outside",
    "belongs",
    "with",
    "to",
    "your",
    "request",
    "sorry",
    "unfortunately",
    "afraid",
    "but",
    "person",
    "cannot",
    "help",
    "you",
    // German
    "diese",
    "dies",
    "das",
    "der",
    "den",
    "dem",
    "frage",
    "anfrage",
    "ist",
    "sind",
    "nicht",
    "fur",
    "zustandig",
    "hierfur",
    "dafur",
    "leider",
    "falsche",
    "falschen",
    "stelle",
    "abteilung",
    "gehort",
    "zu",
    "bei",
    "an",
    "ihre",
    "fallt",
    "aber",
    "sondern",
    "konnen",
    "ihnen",
    "helfen",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::Atlas;

    /// Reads a reply as the desk of `omgeving` wrote it.
    fn read(text: &str) -> DeskReply {
        let atlas = Atlas::embedded().unwrap();
        let own = atlas.desk_by_slug("omgeving").unwrap().id;
        let names: Vec<NameIn> = atlas
            .administrations_named(text)
            .into_iter()
            .map(|it| NameIn {
                range: it.range,
                own: it.desk == own,
            })
            .collect();
        read_desk_reply(text, &names)
    }

    #[track_caller]
    fn all(texts: &[&str], expected: DeskReply) {
        let other: Vec<_> = texts.iter().map(|it| (read(it), it)).collect();
        let other: Vec<_> = other.iter().filter(|it| it.0 != expected).collect();
        assert!(other.is_empty(), "not {expected:?}: {other:#?}");
    }

    #[test]
    fn a_plain_refusal_is_one_however_it_is_said() {
        all(
            &[
                "niet voor ons, hoort bij MOW",
                "Niet voor ons. Hoort bij MOW.",
                "Niet voor ons.",
                "Dit is niet voor ons.",
                "Beste collega,\n\nDeze vraag is niet voor ons. Ze hoort thuis bij het departement MOW.\n\nMet vriendelijke groeten\nPiet",
                "Dag Sofie, dat is niks voor ons departement, sorry. Niet voor ons bedoeld.",
                "Dit valt niet onder onze bevoegdheid. Gelieve de FOD Binnenlandse Zaken te contacteren.",
                "Dit valt buiten onze bevoegdheid, want het gaat over vervoer op maat.",
                "Deze vraag over hoppinpunten in de vervoerregio behoort niet tot ons takenpakket.",
                "Wij zijn hiervoor niet bevoegd. U kunt terecht bij De Lijn.",
                "Ons departement is hiervoor niet bevoegd, MOW wel.",
                "Helaas zijn wij daar niet voor bevoegd.",
                "Onze dienst is niet bevoegd voor deze materie.",
                "Departement Omgeving is hiervoor niet bevoegd.",
                "U bent bij ons aan het verkeerde adres. Probeer eens bij VLAIO.",
                "Verkeerd adres!",
                "Verkeerd doorgestuurd: is voor de VDAB.",
                "Wij behandelen dit niet. Best contact opnemen met Wonen in Vlaanderen.",
                "Hier gaan wij niet over. Dat is een bevoegdheid van de FOD Justitie.",
                "Wij zijn niet de juiste dienst, gelieve door te sturen naar OVAM. Bedankt!",
                "Deze vraag hoort bij MOW.",
                "Uw vraag is voor het Departement Zorg.",
                "Hoort bij MOW.",
                "Voor VDAB.",
                "Bedankt voor uw mail. Dit is niet onze bevoegdheid, maar die van Onroerend Erfgoed.",
                "Sorry, niet voor ons. Ik weet niet voor wie dan wel.",
                "Wij kunnen u hier niet mee helpen, maar MOW kan dat wel.",
                "Dit is niet voor onze afdeling. Ik heb het doorgestuurd naar de collega's van mobiliteit.",
                "Deze vraag over het afschaffen van haltes van bussen valt niet onder de\nbevoegdheid van ons agentschap.",
                "Niet voor ons, wel voor de collega's van Sport Vlaanderen. Fijne dag nog!",
            ],
            DeskReply::Refusal,
        );
    }

    #[test]
    fn the_other_languages_refuse_too() {
        all(
            &[
                "Ce n'est pas pour nous.",
                "Bonjour, cette question n'est pas de notre compétence. Merci.",
                "Nous ne sommes pas compétents pour cette question.",
                "This is not for us. Please contact MOW.",
                "Not ours, sorry.",
                "Unfortunately this is outside our remit.",
                "Das ist nicht für uns.",
                "Wir sind hierfür leider nicht zuständig.",
                "Nicht zuständig, sorry.",
                "Diese Frage gehört nicht zu unserem Aufgabenbereich.",
            ],
            DeskReply::Refusal,
        );
    }

    #[test]
    fn where_it_is_not_sure_a_person_reads() {
        all(
            &[
                "Dit hoort bij MOW.",
                "Is dit niet eerder voor MOW?",
                "Dit is volgens mij niet voor ons. Weet u wie wel bevoegd is?",
                "Dit is maar gedeeltelijk niet voor ons.",
                "Dit is niet voor ons om te beslissen: de gemeenteraad beslist.",
                "Dit is niet voor ons. De termijn bedraagt dertig dagen, zegt het decreet.",
                "Niet voor ons, maar de gemeente mag dat zelf regelen.",
                "Als dit over fietspaden gaat, is het niet voor ons.",
                "Wij zijn niet bevoegd voor punt 1. Op punt 2 is het antwoord ja.",
                "Wij zijn enkel niet bevoegd voor de federale wegen.",
                "Deze week kunnen we u niet helpen.",
                "Niet voor ons. Gelieve het formulier op de website van de gemeente in te vullen.",
            ],
            DeskReply::PerhapsRefusal,
        );
    }

    #[test]
    fn a_real_answer_stays_one() {
        all(
            &[
                "",
                "Ja, dat mag.",
                "De gemeente is niet bevoegd om dat te regelen: het is een federale materie.",
                "Het burgemeestersoverleg is niet bevoegd voor het vaststellen van een politiereglement.",
                "U kunt een vergunning aanvragen bij het college. De termijn bedraagt 60 dagen. Het \
                 reglement staat op onze website. De adviezen vraagt u zelf op bij de provincie. Wie \
                 een bezwaar heeft, dient dat in tijdens het openbaar onderzoek. De beroepstermijn \
                 begint te lopen de dag na de betekening. Let op: een zonevreemde woning is niet voor \
                 ons, maar voor de gemeente te beoordelen, en die neemt daarover een beslissing.",
                "Wij kijken dit na en antwoorden volgende week.",
                "Kunt u verduidelijken over welke buslijnen het gaat?",
                "De zone blijft bestaan. Een koninklijk besluit legt de grenzen vast. MOW is betrokken.",
                "We hebben dit met MOW besproken. De gemeente kan de halte verplaatsen na advies.",
                "Nee, dat is niet nodig.",
                "Dat is niet verplicht.",
                "Er is geen afwijking mogelijk voor onze gemeenten.",
                "Die subsidie bestaat niet meer.",
            ],
            DeskReply::Answer,
        );
    }

    #[test]
    fn no_text_makes_it_fail() {
        for text in ["?", ".,;:!", "\n\n", "niet", "qown qother", "é\u{301}ß"] {
            read(text);
        }
    }
}
