//! What a desk's machine says when it has received something: that it did, under which number, and
//! that an answer follows. A sentence is judged by the sorts of words that stand together in it, and
//! one sentence that says anything else makes a text more than an acknowledgement.

use std::sync::LazyLock;

use super::forward::asks_without_mark;
use super::sentence::{has, sentences, stands_for_all, words_of};
use crate::language::{Letter, PersonName, Phrases, fold, is_name};

/// The part of a text that is looked at; an acknowledgement is no longer.
const MAX_TEXT: usize = 2_000;

/// Words of a sentence that may still only acknowledge.
const MAX_SENTENCE: usize = 30;

/// How a text reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reads {
    /// It says nothing but that something was received, numbered, handed on inside or closed.
    Acknowledges,
    /// It is made of the same sorts of sentences, without one that says what was received; or it is
    /// empty.
    Nothing,
    /// It says that its writer is away.
    Away,
    /// It says something else.
    Something,
}

/// What one sentence is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sentence {
    /// It tells that something was received, its number, or its state.
    Tells,
    /// Thanks, a promise to answer, how to follow it: what stands around it.
    Around,
    /// It says that its writer is away.
    Away,
    /// Anything else.
    Other,
}

/// Reads what is new in a mail.
pub(super) fn reads(text: &str) -> Reads {
    if text.len() > MAX_TEXT {
        return Reads::Something;
    }
    let body = Letter::of(text).body;
    let (mut told, mut untended) = (false, false);
    // whether nothing was said before but thanks
    let mut begins = true;
    let apart = |line: &str| is_field(line) || is_menu(line);
    for (at, sentence) in sentences(body, apart).enumerate() {
        match sort(&sentence) {
            Sentence::Tells => (told, begins) = (true, false),
            Sentence::Around => {}
            // a system says so above an answer too
            Sentence::Away if begins && is_untended(&sentence) => untended = true,
            Sentence::Away if begins => return Reads::Away,
            Sentence::Other if untended && leads_elsewhere(&sentence) => {}
            Sentence::Away | Sentence::Other if at == 0 => return Reads::Something,
            // under the sentences stands who sends them: "Team Mobiliteit"
            Sentence::Away | Sentence::Other => {
                let ends = sentence.ends_with(['.', '!', '?']);
                let sends = is_name(&sentence) || is_house(&sentence);
                if ends || !sends || !body.trim_end().ends_with(sentence.as_str()) {
                    return Reads::Something;
                }
            }
        }
    }
    if untended && !told {
        return Reads::Away;
    }
    // who thanks for a mail and promises an answer has received it
    if told || thanks_and_promises(body) {
        Reads::Acknowledges
    } else {
        Reads::Nothing
    }
}

/// Whether a text thanks for a mail, and promises an answer or says what to read until then.
fn thanks_and_promises(body: &str) -> bool {
    let (mut thanked, mut promised) = (false, false);
    for sentence in sentences(body, |line| is_field(line) || is_menu(line)) {
        let words = words_of(&sentence);
        thanked |= has(&words, THANKS) && has(&words, OBJECT);
        promised |= promises(&words) || has(&words, MEANWHILE);
    }
    thanked && promised
}

/// Whether words say that somebody of us will answer or look into it.
fn promises(words: &[String]) -> bool {
    has(words, BETWEEN_US) && has(words, HANDLES) && has(words, SOON)
}

/// Whether words promise it of what was received: "Il sera traité dans les meilleurs délais."
fn is_promised(words: &[String]) -> bool {
    const IT: [&str; 6] = ["il", "elle", "het", "it", "es", "sie"];
    const WILL: &[&str] = &["sera", "wordt", "zal", "will", "wird"];
    /// Words of the longest.
    const LONGEST: usize = 12;
    words.len() <= LONGEST
        && IT.contains(&words[0].as_str())
        && has(words, WILL)
        && has(words, HANDLES)
        && has(words, SOON)
}

/// Whether a line names the house or the team that sends a text: "Het contactcentrum", "Support team".
fn is_house(line: &str) -> bool {
    const MOST_WORDS: usize = 5;
    let words = words_of(line);
    words.len() <= MOST_WORDS && (has(&words, HOUSE) || has(&words, TEAM))
}

/// Whether a text begins with the line above which a system wants its answer.
pub(super) fn is_answered_above(text: &str) -> bool {
    text.lines()
        .filter(|line| line.contains(char::is_alphabetic))
        .take(2)
        .any(|line| {
            let words = words_of(line);
            has(&words, LINE) && has(&words, ABOVE) && has(&words, HANDLES)
        })
}

/// Whether a text says nothing but that something was received, numbered, handed on inside or closed. Few
/// hold a word that tells so, and it takes a while to read a text.
pub(super) fn acknowledges(text: &str) -> bool {
    static TELLING: LazyLock<[Phrases; 2]> = LazyLock::new(|| {
        let all = [RECEIVED, STATE, NUMBER].concat();
        let (beginnings, words): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|it| stands_for_all(it));
        [Phrases::new(&beginnings), Phrases::new(&words)]
    });
    let telling = || {
        let [beginnings, words] = &*TELLING;
        let folded = fold(text);
        let whole = |at: usize, word: &str| {
            !folded[..at].ends_with(char::is_alphanumeric)
                && !folded[at + word.len()..].starts_with(char::is_alphanumeric)
        };
        beginnings.occur(&folded) || words.find(&folded, whole).is_some()
    };
    text.len() <= MAX_TEXT && telling() && reads(text) == Reads::Acknowledges
}

/// Whether a text acknowledges as a system does: under a number, with a promise, a menu, or a line
/// about itself, which may stand below it. People write "Goed ontvangen, dank u" too, and nothing more.
pub(super) fn is_of_system(text: &str, below: &str) -> bool {
    static HINTS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "ntv",
            "egist",
            "ecei",
            "eçu",
            "ecep",
            "rhalt",
            "ingega",
            "angemaakt",
            "binnengek",
            "reated",
            "ogged",
            "éé",
            "oegewezen",
            "fgesloten",
            "tatu",
        ])
    });
    // few mails hold one of these
    if text.len() > MAX_SYSTEM || !HINTS.occur(text) || reads(text) != Reads::Acknowledges {
        return false;
    }
    let body = Letter::of(text).body;
    let of_machine = |line: &str| is_menu(line) || is_made_by(&words_of(line));
    body.lines()
        .map(str::trim)
        .any(|line| of_machine(line) || is_field(line))
        || below.lines().take(MAX_BELOW).map(str::trim).any(of_machine)
        || sentences(body, |_| false).any(|sentence| {
            let words = words_of(&sentence);
            let numbered = has(&words, NUMBER) && sentence.contains(|c: char| c.is_ascii_digit());
            let promised = has(&words, HANDLES) && has(&words, SOON);
            numbered
                || promised
                || has(&words, AUTOMATIC)
                || has(&words, PORTAL)
                || is_made_by(&words)
        })
}

/// Whether a text under the asker's address is what their mailbox says to whatever it is sent. Systems put
/// it in whole sentences, with thanks, under a number or with a term, and say when the house is closed;
/// whoever has read our mail received an answer, not a mail, and says so in a few words.
pub(super) fn is_of_mailbox(text: &str) -> bool {
    /// Words of the shortest.
    const SHORTEST: usize = 8;
    if text.len() > MAX_SYSTEM || text.contains('?') {
        return false;
    }
    let body = Letter::of(text).body;
    let (mut told, mut thanked, mut termed, mut count) = (false, false, false, 0);
    for sentence in sentences(body, |line| is_field(line) || is_menu(line)) {
        let words = words_of(&sentence);
        let numbered = sentence.contains(|c: char| c.is_ascii_digit());
        count += words.len();
        match sort(&sentence) {
            // what was received is not all that is told
            Sentence::Tells if goes_on(&words) => return false,
            Sentence::Tells => told = true,
            Sentence::Around => {
                thanked |= has(&words, THANKS) && has(&words, OBJECT);
                termed |= numbered && has(&words, HANDLES) && has(&words, SOON);
            }
            // who sends it, and when nobody is there
            Sentence::Other | Sentence::Away
                if is_name(&sentence) && !sentence.ends_with(['.', '!'])
                    || has(&words, CLOSED) && has(&words, HOUSE) && !has(&words, DECIDES) => {}
            Sentence::Other | Sentence::Away => return false,
        }
    }
    told && (count >= SHORTEST || is_of_system(text, "")) || thanked && termed
}

/// Whether a sentence goes on behind "and" with something else than thanks or that it will be dealt with.
fn goes_on(words: &[String]) -> bool {
    const AND: &[&str] = &["en", "et", "and", "und"];
    let and = words.iter().rposition(|word| AND.contains(&word.as_str()));
    and.is_some_and(|at| {
        let rest = &words[at + 1..];
        rest.len() > 2
            && ![HANDLES, THANKS, SOON, MENTION]
                .iter()
                .any(|list| has(rest, list))
    })
}

/// Whether a text that speaks of an automatic mail says something about it: asks, or is not content.
pub(super) fn speaks_of_machine(text: &str) -> bool {
    const DOUBTS: &[&str] = &[
        "maar", "echter", "nochtans", "niets", "mais", "pourtant", "rien", "but", "however",
        "nothing", "aber", "jedoch", "nichts",
    ];
    let body = Letter::of(text).body;
    reads(text) != Reads::Away
        && (asks(text)
            || sentences(body, |line| is_field(line) || is_menu(line)).any(|sentence| {
                let words = words_of(&sentence);
                has(&words, DOUBTS) || has(&words, NOT) && sort(&sentence) == Sentence::Other
            }))
}

/// Whether a text asks something, also without a question mark, beside what systems ask: "Hebt u nog vragen?",
/// "Dringend?"
pub(super) fn asks(text: &str) -> bool {
    /// Words of the shortest question.
    const SHORTEST: usize = 3;
    sentences(Letter::of(text).body, is_menu).any(|sentence| {
        let words = words_of(&sentence);
        let asks = sentence.ends_with('?') && words.len() >= SHORTEST || asks_without_mark(&words);
        asks && sort(&sentence) != Sentence::Around
    })
}

/// Whether a text tells that a message waits where only its receiver can read it, and where that is.
/// `linked`: a link stands elsewhere in the mail.
pub(super) fn is_of_sealed_mail(text: &str, linked: bool) -> bool {
    static HINTS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "eveilig",
            "ersleutel",
            "ecure",
            "ncrypted",
            "rotected",
            "\u{e9}curis",
            "hiffr",
            "rot\u{e9}g",
            "erschl\u{fc}ssel",
            "esichert",
            "esch\u{fc}tzt",
        ])
    });
    text.len() <= MAX_TEXT
        && HINTS.occur(text)
        && (linked || text.contains("://"))
        && sentences(text, |_| false).any(|sentence| {
            let words = words_of(&sentence);
            !sentence.ends_with('?')
                && has(&words, SEALED)
                && (has(&words, OBJECT) || has(&words, DOCUMENT))
                && (has(&words, RECEIVED) || has(&words, SENT))
                && !has(&words, NOT)
        })
}

/// What sends mails for many.
#[rustfmt::skip]
const TEAM: &[&str] = &[
    "team", "support", "service", "servicedesk", "helpdesk", "klantendienst", "contactcentrum", "contactcenter",
    "afdeling", "abteilung", "departement", "department", "topdesk", "jira",
];

#[rustfmt::skip]
const SEALED: &[&str] = &[
    "beveilig", "versleuteld", "secure", "secured", "encrypted", "protected", "securis", "chiffr", "proteg",
    "verschlussel", "gesichert", "geschutzt",
];
const DOCUMENT: &[&str] = &["document", "dokument"];
#[rustfmt::skip]
const SENT: &[&str] = &[
    "gestuurd", "stuurde", "stuurt", "verstuurd", "verzonden", "gezonden", "sent", "waits", "waiting", "klaar",
    "wacht", "envoye", "attend", "gesendet", "geschickt", "bereit", "hebt", "heeft", "have", "avez", "haben",
];

/// What is closed, and when.
#[rustfmt::skip]
const CLOSED: &[&str] = &[
    "gesloten", "sluit", "sluiten", "open", "geopend", "bereikbaar", "closed", "closes", "ferme", "fermee", "fermes",
    "fermees", "ouvert", "geschlossen", "geoffnet", "erreichbar",
];
#[rustfmt::skip]
const HOUSE: &[&str] = &[
    "gemeentehuis", "stadhuis", "kantoor", "kantoren", "loket", "loketten", "balie", "dienst", "diensten",
    "administratie", "office", "offices", "bureau", "bureaux", "administration", "services", "guichet", "mairie",
    "rathaus", "gemeindehaus", "schalter", "verwaltung",
];

/// Lines below a text that are looked at.
const MAX_BELOW: usize = 12;

/// An acknowledgement of a system that is no desk of ours is short.
const MAX_SYSTEM: usize = 1_000;

/// Whether a text opens with its writer being away.
pub(super) fn is_away(text: &str) -> bool {
    static HINTS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "fwezig",
            "FWEZIG",
            "erlof",
            "akantie",
            "antoor",
            "uitenshuis",
            "er niet",
            "out ",
            "away",
            "leave",
            "oliday",
            "bsent",
            "cong\u{e9}",
            "acances",
            "bwesend",
            "rlaub",
            "\u{fc}ro",
            "ereikbaar",
            "rreichbar",
            "oignable",
            "eachable",
            "Haus",
            "dienst",
            "service",
            "werk",
            "work",
            "ravaille",
            "rbeite",
            "ailbox",
            "dres",
            "ostvak",
            "nbox",
            "ostfach",
            "ccount",
            "cces",
            "oegang",
            "ugang",
            "esloten",
            "losed",
            "erm\u{e9}",
            "eschlossen",
        ])
    });
    // few mails hold one of these, and it takes a while to read a text
    text.len() <= MAX_TEXT && HINTS.occur(text) && reads(text) == Reads::Away
}

/// Whether a text says that its writer is away, and nothing but when, whom to ask, and thanks: what
/// responders send, and people hardly ever.
pub(super) fn is_away_notice(text: &str) -> bool {
    if text.len() > MAX_SYSTEM || text.contains('?') || !is_away(text) {
        return false;
    }
    let body = Letter::of(text).body;
    let (mut away, mut pointed) = (false, false);
    for sentence in sentences(body, |_| false) {
        let words = words_of(&sentence);
        let linked = sentence.contains('@') || sentence.contains(|c: char| c.is_ascii_digit());
        let back = has(&words, RETURN) && !has(&words, TO_THAT);
        if sort(&sentence) == Sentence::Away {
            away |= linked || has(&words, UNTIL) || is_gone(&sentence, &words);
            // "et serai de retour le 2 mars"
            pointed |= words.len() <= MAX_SENTENCE && back && linked;
        } else if has(&words, URGENT)
            || has(&words, RETURN) && has(&words, HANDLES)
            || points_elsewhere(&sentence, &words)
            || has(&words, NOT)
                && has(&words, BECOMES)
                && has(&words, OBJECT)
                && has(&words, UNREAD)
        {
            // "Vanaf 2 maart ben ik terug bereikbaar."
            away |= back && linked;
            pointed = true;
        } else if !(is_name(&sentence)
            || has(&words, FOLLOW) && linked
            || has(&words, THANKS) && words.len() <= 14)
        {
            return false;
        }
    }
    away && pointed
}

const UNTIL: &[&str] = &["tot", "until", "jusqu", "bis", "vanaf", "till", "t"];
const URGENT: &[&str] = &[
    "dringend",
    "dringende",
    "urgent",
    "urgente",
    "urgence",
    "urgentes",
    "urgently",
    "emergency",
    "noodgeval",
    "spoed",
    "eiligen",
    "dringenden",
    "notfall",
];
/// What somebody comes back to who has read a mail.
const TO_THAT: &[&str] = &["erop", "hierop", "daarop"];
/// What does not become of mails to somebody who is away.
const BECOMES: &[&str] = &[
    "wordt", "worden", "sera", "seront", "will", "wird", "werden",
];
const UNREAD: &[&str] = &[
    "gelezen",
    "doorgestuurd",
    "opgevolgd",
    "transfere",
    "transferes",
    "lu",
    "lus",
    "traite",
    "read",
    "forwarded",
    "monitored",
    "gelesen",
    "weitergeleitet",
];
/// Whether a short sentence names who stands in, or whom to ask, and an address or a number of theirs.
fn points_elsewhere(sentence: &str, words: &[String]) -> bool {
    /// Words of the longest, and digits of the shortest number.
    const LONGEST: usize = 20;
    const DIGITS: usize = 8;
    #[rustfmt::skip]
    const STANDS_IN: &[&str] = &[
        "richten", "wenden", "neemt", "overneemt", "vervang", "vervangt", "collega", "helpt", "helpen", "colleague",
        "help", "covers", "remplace", "adressez", "adresser", "collegue", "vertritt", "vertretung", "kollege",
        "kollegin",
    ];
    let located =
        sentence.contains('@') || sentence.bytes().filter(u8::is_ascii_digit).count() >= DIGITS;
    words.len() <= LONGEST && located && (has(words, STANDS_IN) || has(words, FOLLOW))
}

const RETURN: &[&str] = &[
    "terugkeer",
    "terugkom",
    "terug",
    "retour",
    "return",
    "back",
    "ruckkehr",
    "zuruck",
];

/// Whether a line is a link or a menu under what a ticket system tells: "Bekijk de aanvraag: https://...",
/// "View request · Turn off this request's notifications".
pub(super) fn is_menu(line: &str) -> bool {
    const MOST_WORDS: usize = 6;
    let label = |item: &str| {
        let end = item.find("http").unwrap_or(item.len());
        let linked = end < item.len();
        let behind = item[end..].trim_end_matches(['>', ')', ']']);
        let words = words_of(&item[..end]);
        let short = (1..=MOST_WORDS).contains(&words.len()) && !behind.contains(' ');
        (short, linked, has(&words, OBJECT) && has(&words, VIEW))
    };
    let dots = line.contains('\u{b7}') || line.contains(" | ");
    if line.len() > 400 || line.ends_with(['.', '?', '!']) || !(dots || line.contains("http")) {
        return false;
    }
    let mut menu = false;
    for item in line
        .split(['\u{b7}', '|'])
        .filter(|item| !item.trim().is_empty())
    {
        let (short, linked, shows) = label(item);
        if !short || !(dots || linked) {
            return false;
        }
        menu |= shows;
    }
    menu
}

/// Whether a line names the program that made it.
fn is_made_by(words: &[String]) -> bool {
    let two = words
        .first()
        .map(String::as_str)
        .zip(words.get(1).map(String::as_str));
    words.len() <= 8
        && matches!(
            two,
            Some(
                ("powered" | "delivered", "by")
                    | ("aangedreven", "door")
                    | ("propulse", "par")
                    | ("unterstutzt", "von")
            )
        )
}

/// Verbs on a link to what a system keeps.
const VIEW: &[&str] = &[
    "bekijk",
    "bekijken",
    "toon",
    "openen",
    "raadpleeg",
    "volg",
    "view",
    "see",
    "show",
    "open",
    "track",
    "turn",
    "voir",
    "afficher",
    "consulter",
    "suivre",
    "anzeigen",
    "ansehen",
    "offnen",
];

const PORTAL: &[&str] = &[
    "portal",
    "portaal",
    "portail",
    "selfservice",
    "self",
    "kundenportal",
];

/// What may be added to a case by answering.
const ADDED: &[&str] = &[
    "toe",
    "toevoegen",
    "voegen",
    "add",
    "ajouter",
    "hinzufugen",
    "hinzuzufugen",
];
const REMARKS: &[&str] = &[
    "informatie",
    "info",
    "information",
    "informations",
    "informationen",
    "opmerking",
    "opmerkingen",
    "reactie",
    "comment",
    "comments",
    "commentaire",
    "kommentar",
];

/// Whether a line is a field of a ticket: one of its labels, and what it holds.
fn is_field(line: &str) -> bool {
    const LABELS: &[&str] = &[
        "status",
        "statut",
        "prioriteit",
        "priority",
        "priorite",
        "onderwerp",
        "subject",
        "objet",
        "betreff",
        "categorie",
        "category",
        "aanmelder",
        "aangemaakt",
        "created",
        "datum",
        "date",
        "omschrijving",
        "behandelaar",
        "team",
        "type",
        "description",
        "beschrijving",
        "beschreibung",
        "ref",
        "assigned",
        "assignee",
        "toegewezen",
        "bearbeiter",
        "technicien",
    ];
    line.split_once(':').is_some_and(|(label, value)| {
        let words = words_of(label);
        !value.trim().is_empty()
            && (1..=3).contains(&words.len())
            && (has(&words, LABELS) || has(&words, NUMBER))
    })
}

/// What is received: a mail, or the case that it became.
#[rustfmt::skip]
const OBJECT: &[&str] = &[
    "bericht", "mail", "mails", "email", "vraag", "vragen", "melding", "aanvraag", "verzoek", "dossier",
    "ticket", "incident", "case", "call", "schrijven", "aanmelding",
    "message", "courriel", "demande", "question", "requete",
    "request", "enquiry", "inquiry", "query",
    "anfrage", "nachricht", "frage", "anliegen", "vorgang", "meldung",
];

const RECEIVED: &[&str] = &[
    "ontvang",
    "ontving",
    "binnengekomen",
    "geregistr",
    "registr",
    "geboekt",
    "ingeboekt",
    "aangemaakt",
    "geopend",
    "genoteerd",
    "bevestig",
    "kreeg",
    "gekregen",
    "recu",
    "recue",
    "reception",
    "enregistr",
    "ouvert",
    "received",
    "receipt",
    "logged",
    "created",
    "opened",
    "erhalten",
    "eingegangen",
    "eingang",
    "erstellt",
    "angelegt",
    "cree",
    "creee",
    "got",
    "eroffnet",
];

/// What went well, and what did.
const WELL: &[&str] = &["succes", "goed", "successfully", "erfolgreich", "bien"];
const WENT: &[&str] = &[
    "verzonden",
    "verstuurd",
    "ingediend",
    "sent",
    "submitted",
    "envoye",
    "envoyee",
    "soumise",
    "gesendet",
    "ubermittelt",
];

/// What a system tells about a case later.
const STATE: &[&str] = &[
    "status",
    "statut",
    "toegewezen",
    "gewijzigd",
    "bijgewerkt",
    "gesloten",
    "afgesloten",
    "behandeling",
    "assign",
    "attribue",
    "modifie",
    "cloture",
    "closed",
    "updated",
    "progress",
    "zugewiesen",
    "geschlossen",
    "aktualisiert",
    "bearbeitung",
];

const NUMBER: &[&str] = &[
    "nummer",
    "nr",
    "dossiernummer",
    "ticketnummer",
    "meldingsnummer",
    "zaaknummer",
    "volgnummer",
    "referenti",
    "kenmerk",
    "numero",
    "reference",
    "number",
    "aktenzeichen",
    "vorgangsnummer",
    "referenz",
];

const NOT: &[&str] = &[
    "niet", "geen", "nooit", "noch", "not", "no", "never", "pas", "jamais", "aucun", "nicht",
    "kein", "keine", "nie",
];

/// Words with which something is decided, prescribed, set against or reasoned.
#[rustfmt::skip]
const DECIDES: &[&str] = &[
    "goedgekeurd", "geweigerd", "afgewezen", "afgekeurd", "toegestaan", "toegelaten", "akkoord", "aanvaard",
    "verleend", "ontvankelijk", "onontvankelijk", "volledig", "onvolledig", "bevoegd", "mag", "mogen", "moet",
    "moeten", "dient", "dienen", "maar", "echter", "want", "omdat", "volgens", "artikel", "doorgestuurd",
    "overgemaakt",
    "approuv", "refus", "accept", "accord", "rejet", "doit", "devez", "doivent", "mais", "parce", "selon",
    "article", "transmis",
    "approved", "rejected", "granted", "denied", "declin", "must", "shall", "but", "however", "because",
    "according", "forwarded",
    "genehmigt", "abgelehnt", "zustand", "muss", "mussen", "aber", "weil", "gemass", "weitergeleitet",
];

/// Who speaks, and to whom.
#[rustfmt::skip]
const BETWEEN_US: &[&str] = &[
    "wij", "we", "ons", "onze", "u", "uw", "je", "jij", "jullie", "jou", "jouw", "er", "medewerker", "collega",
    "dossierbeheerder", "team", "dienst",
    "nous", "notre", "nos", "vous", "votre", "vos", "collaborat", "collegue",
    "our", "us", "you", "your", "agent", "colleague",
    "wir", "unser", "uns", "ihnen", "ihre", "ihr", "ihrer", "sie", "mitarbeiter",
];

const HANDLES: &[&str] = &[
    "antwoord",
    "beantwoord",
    "reactie",
    "reageren",
    "behandel",
    "bekijk",
    "bekeken",
    "contact",
    "terug",
    "verwerk",
    "opvolg",
    "opgevolgd",
    "verder",
    "repl",
    "reply",
    "respon",
    "answer",
    "process",
    "handle",
    "repond",
    "reponse",
    "trait",
    "antwort",
    "beantwort",
    "bearbeit",
    "melden",
    "rappel",
    "back",
];

const SOON: &[&str] = &[
    "snel",
    "spoedig",
    "weldra",
    "binnen",
    "werkdag",
    "zodra",
    "kort",
    "eerstdaags",
    "soon",
    "shortly",
    "within",
    "working",
    "business",
    "promptly",
    "dans",
    "jours",
    "delai",
    "bientot",
    "rapidement",
    "bref",
    "brefs",
    "innerhalb",
    "bald",
    "baldmoglichst",
    "schnell",
    "umgehend",
    "kurze",
    "moglichst",
    "possible",
    "uiterlijk",
    "latest",
    "vite",
    "spatestens",
];

/// What is read while one waits.
const MEANWHILE: &[&str] = &[
    "intussen",
    "ondertussen",
    "inmiddels",
    "meanwhile",
    "entretemps",
    "inzwischen",
];
const FAQ: &[&str] = &["veelgestelde", "faq", "frequently", "haufig", "foire"];

/// Who will get in touch.
#[rustfmt::skip]
const WORKER: &[&str] = &[
    "medewerker", "collega", "dossierbeheerder", "behandelaar", "collaborateur", "collegue", "technicien",
    "gestionnaire", "colleague", "mitarbeiter", "kollege",
];

/// Hearing, and from whom.
const HEAR: &[&str] = &["hoort", "hoor", "hear", "horen", "nouvelles"];
const FROM_US: &[&str] = &["ons", "us", "uns", "nos"];

/// Being at it.
const AT_IT: &[&str] = &["bezig", "slag", "occup", "kummern"];

/// A copy, and where it stands.
const COPY: &[&str] = &["kopie", "copie", "copy"];
const BELOW: &[&str] = &[
    "hieronder",
    "below",
    "dessous",
    "unten",
    "nachstehend",
    "onderaan",
];

const SHARED: &[&str] = &["shared", "gedeeld", "partage", "geteilt"];

/// Taking longer.
const LONGER: &[&str] = &[
    "langer",
    "vertraging",
    "longer",
    "delay",
    "retard",
    "verzoger",
];

/// Handing on, and to whom where nobody is named.
#[rustfmt::skip]
const HANDED: &[&str] = &[
    "doorgestuurd", "overgemaakt", "doorgegeven", "transmis", "forwarded", "passed",
    "weitergeleitet",
];
const MUST: &[&str] = &[
    "mag", "mogen", "moet", "moeten", "dient", "dienen", "must", "doit", "doivent", "devez",
    "muss", "mussen",
];
const FIT: &[&str] = &[
    "bevoegd",
    "juiste",
    "competent",
    "concerne",
    "appropriate",
    "right",
    "relevant",
    "zustandig",
];
#[rustfmt::skip]
const DESK: &[&str] = &[
    "dienst", "diensten", "team", "afdeling", "collega", "medewerker", "service", "services", "department", "stelle",
    "abteilung", "equipe",
];

const THANKS: &[&str] = &[
    "dank", "danken", "bedankt", "merci", "remerci", "thank", "thanks", "danke",
];

const AUTOMATIC: &[&str] = &["automati"];

/// Where a system wants its answer: above a line.
const LINE: &[&str] = &["line", "lijn", "regel", "ligne", "zeile", "linie"];
const ABOVE: &[&str] = &["above", "boven", "dessus", "oberhalb", "uber"];

/// How to follow a case, and whom to ask.
const FOLLOW: &[&str] = &[
    "volgen",
    "opvolgen",
    "raadpleg",
    "status",
    "voortgang",
    "suivre",
    "consult",
    "track",
    "follow",
    "view",
    "verfolg",
    "einsehen",
    "contact",
    "terecht",
    "bellen",
    "bel",
    "tel",
    "telefoon",
    "call",
    "phone",
    "appel",
    "telephone",
    "anrufen",
    "erreich",
    "wenden",
];

/// Asking to cite a number.
const MENTION: &[&str] = &[
    "vermeld", "mention", "quote", "cite", "citer", "angeben", "nennen", "indiquer", "gebruik",
];

const QUESTIONS: &[&str] = &["vragen", "questions", "fragen"];

/// The verbs with which somebody says that they are away, and the words that say so. What somebody will be, says
/// who it is.
const I_AM: &[&str] = &["ben", "am", "m", "suis", "serai", "bin"];
const WILL: &[&str] = &["zal", "will", "ll", "werde"];
const SELF: &[&str] = &["ik", "i", "ich"];
const AWAY: &[&str] = &[
    "afwezig",
    "verlof",
    "vakantie",
    "kantoor",
    "buitenshuis",
    "out",
    "away",
    "leave",
    "holiday",
    "absent",
    "absente",
    "conge",
    "conges",
    "vacances",
    "abwesend",
    "urlaub",
    "buro",
];
/// Verbless: "Absente jusqu'au 2 mars."
const ABSENT: &[&str] = &["afwezig", "absent", "absente", "abwesend", "away"];
const REACHED: &[&str] = &["bereikbaar", "erreichbar", "joignable", "reachable"];
const LIMITED: &[&str] = &["limited", "beperkt", "beperkte", "limite", "eingeschrankt"];
const ACCESS: &[&str] = &["access", "toegang", "acces", "zugang", "zugriff"];
const SHUT: &[&str] = &[
    "gesloten",
    "closed",
    "ferme",
    "fermee",
    "fermes",
    "fermees",
    "geschlossen",
];

/// That something is so no longer, and working somewhere.
const NO_LONGER: [[&str; 2]; 4] = [
    ["niet", "meer"],
    ["niet", "langer"],
    ["no", "longer"],
    ["nicht", "mehr"],
];
#[rustfmt::skip]
const WORKS: &[&str] = &[
    "werkzaam", "tewerkgesteld", "werk", "werkt", "employed", "work", "works", "working", "beschaftigt", "tatig",
    "arbeite", "arbeitet",
];

/// What becomes of a mailbox that is read, beside its mails.
#[rustfmt::skip]
const USED: &[&str] = &[
    "gebruikt", "gebruik", "actief", "beheerd", "bewaakt", "used", "use", "active", "utilise", "consulte",
    "verwendet", "genutzt",
];

/// Whether two of these words stand together.
fn holds_pair(words: &[String], pairs: &[[&str; 2]]) -> bool {
    words
        .windows(2)
        .any(|two| pairs.iter().any(|pair| two == *pair))
}

/// Whether somebody says what they are or will be.
fn speaks_of_self(words: &[String]) -> bool {
    let will = has(words, WILL);
    has(words, I_AM) || will && (has(words, SELF) || WILL.contains(&words[0].as_str()))
}

/// Whether a sentence, which has words, says that its writer is away, or nobody is there for a while.
fn is_absent(sentence: &str, words: &[String]) -> bool {
    /// Words of the longest without a verb.
    const LONGEST: usize = 10;
    let not = has(words, NOT);
    let out = || {
        has(words, AWAY)
            || holds_pair(
                words,
                &[["er", "niet"], ["au\u{df}er", "haus"], ["ausser", "haus"]],
            )
            || not && (has(words, REACHED) || holds_pair(words, &[["im", "hause"], ["im", "haus"]]))
    };
    let limited = || has(words, OBJECT) && has(words, ACCESS) && has(words, LIMITED);
    speaks_of_self(words) && (out() || limited())
        || ABSENT.contains(&words[0].as_str()) && words.len() <= LONGEST && has(words, UNTIL)
        || is_shut(sentence, words)
        || is_gone(sentence, words)
}

/// Whether a sentence says until when a house is closed.
fn is_shut(sentence: &str, words: &[String]) -> bool {
    has(words, SHUT)
        && has(words, HOUSE)
        && has(words, UNTIL)
        && sentence.contains(|c: char| c.is_ascii_digit())
        && !has(words, OBJECT)
        && !has(words, DECIDES)
}

/// Whether a sentence says that nobody reads a mailbox, or that nobody is there.
fn is_untended(sentence: &str) -> bool {
    let words = words_of(sentence);
    is_unattended(&words) || is_shut(sentence, &words)
}

/// Whether a short sentence says where to write instead: "Mail voortaan naar info@lede.example."
fn leads_elsewhere(sentence: &str) -> bool {
    const LONGEST: usize = 16;
    sentence.contains('@') && !sentence.contains('?') && words_of(sentence).len() <= LONGEST
}

/// Whether a sentence says that its writer, or somebody by name, works there no longer, or that nobody reads a
/// mailbox.
fn is_gone(sentence: &str, words: &[String]) -> bool {
    const VERBS: [&str; 5] = [" is ", " werkt ", " ist ", " arbeitet ", " no longer "];
    let longer = holds_pair(words, &NO_LONGER);
    let employed =
        || has(words, WORKS) || holds_pair(words, &[["in", "dienst"], ["in", "service"]]);
    let left = longer && employed() || holds_pair(words, &[["uit", "dienst"]]);
    let of_somebody = || {
        let mut before = VERBS.iter().filter_map(|verb| sentence.split_once(verb));
        before.any(|(who, _)| PersonName::of(who).is_some())
    };
    left && (speaks_of_self(words) || has(words, SELF) || of_somebody()) || is_unattended(words)
}

/// Whether words say that this mailbox is not used, or not read: "Deze mailbox wordt niet meer gebruikt".
fn is_unattended(words: &[String]) -> bool {
    #[rustfmt::skip]
    const THIS: &[&str] = &[
        "deze", "dit", "mijn", "this", "my", "cette", "mon", "diese", "dieses", "mein", "meine",
    ];
    #[rustfmt::skip]
    const BOX: &[&str] = &[
        "mailbox", "mailadres", "emailadres", "postvak", "adres", "inbox", "account", "address", "boite",
        "postfach",
    ];
    let named = words.iter().enumerate().any(|(at, word)| {
        THIS.contains(&word.as_str()) && {
            let next = &words[at + 1..];
            has(&next[..next.len().min(2)], BOX)
        }
    });
    named && (has(words, NOT) || has(words, &["plus"])) && (has(words, UNREAD) || has(words, USED))
}

/// Whether a text speaks of something automatic.
pub(super) fn names_automatic(text: &str) -> bool {
    text.len() <= MAX_TEXT && has(&words_of(text), AUTOMATIC)
}

/// What a sentence is good for.
fn sort(sentence: &str) -> Sentence {
    let words = words_of(sentence);
    let words = words.as_slice();
    if words.is_empty() {
        return Sentence::Around;
    }
    if words.len() > MAX_SENTENCE {
        return Sentence::Other;
    }
    let [object, not] = [OBJECT, NOT].map(|list| has(words, list));
    let decides = || has(words, DECIDES);
    // who is away and asks something in one breath, is a person
    if !sentence.ends_with('?') && is_absent(sentence, words) {
        return Sentence::Away;
    }
    let asks = sentence.contains('?');
    let linked = sentence.contains("://") || sentence.contains("www.") || sentence.contains('@');
    let questions = has(words, QUESTIONS) && !decides();
    if asks || questions && has(words, FOLLOW) {
        // "Hebt u nog vragen?"
        return if questions && words.len() <= 20 {
            Sentence::Around
        } else {
            Sentence::Other
        };
    }
    let answers = object || has(words, HANDLES);
    let to_system = has(words, LINE) && has(words, ABOVE) && has(words, HANDLES);
    let adds = words.len() <= 12 && object && has(words, ADDED) && has(words, REMARKS);
    if to_system
        || adds
        || is_made_by(words)
        || has(words, AUTOMATIC) && answers
        || not && object && has(words, HANDLES)
    {
        // "Reply above this line", "Dit is een automatisch bericht", "Gelieve deze mail niet te beantwoorden"
        return Sentence::Around;
    }
    if !not && has(words, FIT) && !has(words, MUST) && hands_on_unnamed(words) {
        // inside the house: who names a desk tells the asker something
        return if object && has(words, HANDED) {
            Sentence::Tells
        } else if has(words, HANDLES) {
            Sentence::Around
        } else {
            Sentence::Other
        };
    }
    if not || decides() {
        return Sentence::Other;
    }
    let between_us = has(words, BETWEEN_US);
    let numbered = has(words, NUMBER) && sentence.contains(|c: char| c.is_ascii_digit());
    let went = || has(words, WELL) && has(words, WENT);
    if object && (has(words, RECEIVED) || has(words, STATE) || went())
        || numbered && (object || between_us)
    {
        return Sentence::Tells;
    }
    let promised = promises(words) || is_promised(words);
    let thanked = has(words, THANKS) && words.len() <= 14;
    let cited = has(words, MENTION) && (has(words, NUMBER) || object);
    let followed = has(words, FOLLOW) && (linked || object || has(words, PORTAL));
    if promised || thanked || cited || followed || is_stock(words, object, linked) {
        Sentence::Around
    } else {
        Sentence::Other
    }
}

/// Whether words hand something on to a desk that has no name: "naar de bevoegde dienst", "par le service
/// compétent". Nothing but the verb stands behind it.
fn hands_on_unnamed(words: &[String]) -> bool {
    let pair = words.windows(2).rposition(|two| {
        let is = |at: usize, list: &[&str]| has(&two[at..=at], list);
        is(0, FIT) && is(1, DESK) || is(0, DESK) && is(1, FIT)
    });
    pair.is_some_and(|at| {
        let rest = &words[at + 2..];
        rest.len() <= 2
            && rest.iter().all(|word| {
                has(std::slice::from_ref(word), HANDED)
                    || matches!(word.as_str(), "werd" | "is" | "worden" | "wurde")
            })
    })
}

/// Whether a sentence is one of those that systems put around what they tell: who will get in touch, that it may
/// take a while, what to read meanwhile, that a copy stands below.
fn is_stock(words: &[String], object: bool, linked: bool) -> bool {
    /// Words of the longest.
    const LONGEST: usize = 20;
    /// Few sentences hold a word of one of these.
    static ANCHORS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let lists = [WORKER, HEAR, AT_IT, COPY, LONGER, MEANWHILE, SHARED];
        [&lists.concat()[..], &["behandelend", "it"]].concat()
    });
    let within = |most: usize| words.len() <= most;
    if !within(LONGEST) || !has(words, &ANCHORS) {
        return false;
    }
    let shared = || {
        within(8)
            && matches!(words[0].as_str(), "this" | "dit" | "ceci" | "dies")
            && has(words, SHARED)
    };
    within(8) && has(words, WORKER) && has(words, HANDLES)
        || within(7) && has(words, HEAR) && has(words, FROM_US)
        || within(6)
            && has(words, &["we", "wij", "nous", "wir"])
            && (has(words, AT_IT) || words.ends_with(&["on".into(), "it".into()]))
        || within(10) && has(words, COPY) && has(words, BELOW)
        || within(8) && words.iter().any(|word| word.starts_with("behandelend")) && has(words, DESK)
        || has(words, LONGER) && has(words, HANDLES)
        || linked && has(words, MEANWHILE) && has(words, FAQ)
        || object && linked && has(words, MEANWHILE)
        || shared()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acknowledgement_says_nothing_else() {
        for text in [
            "Uw melding werd geregistreerd onder nummer 48812. Wij antwoorden binnen 10 werkdagen.",
            "Wij hebben uw bericht goed ontvangen, uw dossiernummer is 2026/0113.",
            "Beste,\n\nWij hebben uw vraag goed ontvangen.\n\nMet vriendelijke groeten\nMOW",
            "Bedankt voor uw bericht. Uw melding kreeg nummer MOW-2026-7741.\nU krijgt zo snel mogelijk \
             een\nreactie van een medewerker.\n\nNummer: 12\nStatus: Nieuw\n\nTeam Mobiliteit",
            "Uw aanvraag (991) is ontvangen. Hebt u nog vragen? Bel ons op 02 123 45 67 of mail naar \
             info@mow.example met uw vragen. Gelieve dit nummer te vermelden.",
            "Nous avons bien reçu votre demande sous le numéro M12. Elle sera traitée dans les meilleurs \
             délais par nos collaborateurs.",
            "Thank you for your message. Your request has been registered under number 12.",
            "Ihre Anfrage wurde registriert unter der Nummer 12. Wir antworten innerhalb von 5 Tagen.",
            "Uw ticket is toegewezen aan team Mobiliteit.",
            "De status van uw melding is gewijzigd naar Gesloten.",
            "Uw mail is ontvangen. Dit is een automatisch bericht. Gelieve deze mail niet te \
             beantwoorden.",
        ] {
            assert_eq!(reads(text), Reads::Acknowledges, "{text}");
        }
    }

    #[test]
    fn what_systems_put_around_a_receipt_adds_nothing() {
        for text in [
            "Just confirming that we got your request. We're on it.",
            "Your ticket #8812 has been created. We will get back to you within 2 business days.",
            "Thank you for your message. Your case number is 00012345.\n\nSupport team",
            "Votre ticket 8812 a été créé.",
            "Votre demande a été enregistrée sous le numéro 12. Un collaborateur vous contactera.\n\nLe service mobilité",
            "Ihr Ticket wurde eröffnet. Sie hören von uns.",
            "Uw melding kreeg nummer 12. U hoort spoedig van ons.",
            "Uw aanvraag werd geopend.\n\nOmschrijving: x\nBehandelaar: Team bus\nType: vraag",
            "We registreerden uw vraag. De behandelende dienst is Afdeling Beleid.",
            "Uw bericht werd succesvol verzonden naar MOW. Hieronder vindt u een kopie.",
            "Wij hebben uw mail ontvangen. Gezien de drukte kan het antwoord iets langer op zich laten wachten.",
            "Wij danken u voor uw mail en behandelen uw vraag binnen 10 werkdagen.",
            "Bedankt voor uw bericht. Bekijk intussen onze veelgestelde vragen op www.mow.example/faq.",
            "Wij hebben je vraag doorgestuurd naar de bevoegde dienst.\n\nHet Loket",
        ] {
            assert_eq!(reads(text), Reads::Acknowledges, "{text}");
        }
        for text in [
            "Wij hebben uw vraag doorgestuurd naar de bevoegde dienst van Aalst.",
            "Uw vraag moet overgemaakt worden aan de bevoegde dienst.",
            "Uw vraag is geregistreerd. Het agentschap behandelt dit.",
            "Uw vraag is ontvangen. Wij stemmen ermee in.",
            "Uw vraag is ontvangen. We vote on Monday.",
            "Bedankt voor uw vraag. Bekijk onze veelgestelde vragen op www.mow.example/faq.",
            "Wij hebben uw vraag niet doorgestuurd naar de bevoegde dienst.",
        ] {
            assert_ne!(reads(text), Reads::Acknowledges, "{text}");
        }
    }

    #[test]
    fn a_system_also_points_to_its_portal() {
        for text in [
            "Uw melding met nummer M2603-0500 is geregistreerd.\nU kunt de voortgang volgen via de Selfservice \
             Portal.\n\nAntwoord op deze mail om informatie toe te voegen.",
            "Uw aanvraag werd aangemaakt: MOB-900\n\nBekijk de aanvraag: https://jira.mow.example/browse/MOB-900",
            "Your request has been received.\n\nView request \u{b7} Turn off this request's notifications\n\n\
             Powered by Jira Service Management",
            "Votre demande a été enregistrée sous le numéro 12.\n\nVoir la demande : https://portail.example/12\n\n\
             Répondez à ce message pour ajouter un commentaire.",
            "Ihre Anfrage wurde unter der Nummer 12 registriert.\n\nAnfrage anzeigen: https://portal.example/12",
        ] {
            assert_eq!(reads(text), Reads::Acknowledges, "{text}");
            assert!(is_of_system(text, ""), "{text}");
        }
        for text in [
            "Uw vraag is ontvangen. Bekijk de kaart: https://mow.example/kaart",
            "Uw vraag is ontvangen.\n\nDe kaart: https://mow.example/kaart",
            "Uw vraag is ontvangen.\n\nLijn 14 \u{b7} Lijn 16 \u{b7} Lijn 20",
            "Uw vraag is ontvangen. Antwoord op deze mail om het besluit van de raad toe te voegen.",
        ] {
            assert_eq!(reads(text), Reads::Something, "{text}");
        }
        for text in [
            "Goed ontvangen, dank u.",
            "Wij hebben uw mail goed ontvangen. Bedankt!",
            "Uw bericht is ontvangen en de lijn is 14.",
            "Bien reçu votre message, merci.",
            "",
        ] {
            assert!(!is_of_system(text, ""), "{text}");
        }
    }

    #[test]
    fn a_menu_below_an_acknowledgement_shows_a_system() {
        let text = "Your request has been received.";
        assert!(is_of_system(
            text,
            "View request \u{b7} Turn off notifications"
        ));
        assert!(is_of_system(text, "Powered by Jira Service Management"));
        assert!(!is_of_system(
            text,
            "Kind regards\nAn Maes\nTown of Lede | Mobility"
        ));
    }

    #[test]
    fn a_responder_says_when_and_whom_to_ask() {
        for text in [
            "Ik ben afwezig van 6 tot en met 10 april. Bij dringende vragen contacteer balie@lede.example.",
            "Beste,\n\nBedankt voor uw mail. Ik ben met verlof tot 12 mei. Ik beantwoord uw bericht na mijn terugkeer.\n\n\
             Lies Baert",
            "Je suis en congé jusqu'au 3 mars. En cas d'urgence, appelez le 02 000 00 00.",
            "I am out of the office until 4 May. For urgent matters call 02 000 00 00.",
            "Ich bin bis Montag im Urlaub. In dringenden Fällen wenden Sie sich an info@amt.example.",
            "I am out of the office until Tuesday 9 June and will answer on my return.",
            "I'm currently out of the office and will be back on 9 June.",
            "Ik ben op vakantie. Ik behandel uw bericht bij mijn terugkeer op 9 juni.",
            "Momenteel ben ik met verlof. Vanaf 9 juni ben ik terug op kantoor bereikbaar.",
            "Ik ben afwezig tot oktober. Jan Bos (jan.bos@lede.example) vervangt mij.",
            "Guten Tag,\n\nich bin vom 2. bis 9. Juni im Urlaub. Ihre Nachricht wird nicht gelesen.\n\nEva Klein",
            "Ik ben uit dienst sinds 1 juni. Gelieve u te richten tot balie@lede.example.",
            "Dit mailadres is niet langer in gebruik. Richt uw vraag aan balie@lede.example, of neem contact op.",
        ] {
            assert!(is_away_notice(text), "{text}");
        }
        for text in [
            "Ik ben afwezig van 6 tot 10 april. Kan het overleg later?",
            "Ik ben afwezig van 6 tot 10 april. De lijn rijdt niet meer.",
            "Ik ben afwezig van 6 tot 10 april.",
            "De schepen is afwezig tot 10 april. Bij dringende vragen belt u de balie.",
            "Het is dringend. Ik ben afwezig tot maandag, dus antwoord aan An.",
            "Ik ben met verlof tot 9 juni en kom hierop terug.",
            "Lijn 12 is niet langer in dienst. Neem contact op met info@lede.example.",
            "Our coordinator will be out of office until 9 June. For urgent matters call 02 000 00 00.",
        ] {
            assert!(!is_away_notice(text), "{text}");
        }
    }

    #[test]
    fn a_mailbox_is_told_from_who_has_read_our_mail() {
        for text in [
            "Beste,\n\nWij hebben uw bericht goed ontvangen en behandelen het zo snel mogelijk.\n\nStad Geel",
            "Bedankt voor uw bericht. Wij antwoorden u binnen 10 werkdagen. Het stadhuis is gesloten op 11 juli.",
            "Bedankt voor uw mail. Uw bericht werd goed ontvangen.",
            "Nous avons bien reçu votre courriel et nous vous en remercions vivement.",
            "Vielen Dank. Wir haben Ihre Nachricht erhalten und melden uns.",
            "Thank you for contacting the town. We have received your message.",
            "Uw melding is geregistreerd onder nummer G7.",
        ] {
            assert!(is_of_mailbox(text), "{text}");
        }
        for text in [
            "Goed ontvangen, dank u.",
            "Wij hebben uw mail goed ontvangen. Bedankt!",
            "Bien reçu votre message, merci.",
            "Bedankt voor uw antwoord, wij gaan ermee aan de slag.",
            "Bedankt voor uw bericht.",
            "Bedankt voor uw bericht. Wij komen er snel op terug.",
            "Wij hebben uw bericht goed ontvangen en leggen het aan de raad voor.",
            "Wij hebben uw bericht goed ontvangen. Wanneer komt het antwoord?",
            "Wij hebben uw bericht goed ontvangen. Het loket moet gesloten blijven.",
            "",
        ] {
            assert!(!is_of_mailbox(text), "{text}");
        }
    }

    #[test]
    fn a_mailbox_that_nobody_reads_says_nothing_of_the_machine_that_tells_so() {
        for text in [
            "Dit is een automatisch antwoord. Deze mailbox wordt niet opgevolgd.",
            "Let op: dit adres wordt niet meer gelezen. Dit is een automatisch bericht.",
        ] {
            assert!(!speaks_of_machine(text), "{text}");
        }
        for text in [
            "Dit is een automatisch antwoord. Daar zijn wij niet mee geholpen.",
            "Wij kregen een automatisch antwoord, maar geen echt antwoord.",
        ] {
            assert!(speaks_of_machine(text), "{text}");
        }
    }

    #[test]
    fn a_message_that_waits_elsewhere_is_told_of() {
        for text in [
            "U hebt een beveiligd bericht van Els Maes.\n\nLees het: https://post.example/m/1",
            "Els Maes sent you an encrypted message. Open it: https://post.example/m/1",
            "Vous avez reçu un courriel sécurisé : https://post.example/m/1",
            "Sie haben eine verschlüsselte Nachricht erhalten: https://post.example/m/1",
        ] {
            assert!(is_of_sealed_mail(text, false), "{text}");
        }
        for text in [
            "U hebt een beveiligd bericht van Els Maes.",
            "Moet een gemeente beveiligde berichten sturen? https://lede.example",
            "Uw bericht werd niet versleuteld verzonden: https://post.example",
        ] {
            assert!(!is_of_sealed_mail(text, false), "{text}");
        }
    }

    #[test]
    fn one_sentence_more_says_something() {
        for text in [
            "Uw melding werd geregistreerd. De lijn blijft.",
            "Uw melding werd geregistreerd. De termijn is 10 dagen.",
            "Wij hebben uw vraag ontvangen. De gemeente moet u binnen 30 dagen antwoorden.",
            "Wij hebben uw aanvraag ontvangen en goedgekeurd.",
            "Uw vraag werd doorgestuurd naar het agentschap.",
            "Uw aanvraag is niet ontvangen.",
            "Is de aanvraag geregistreerd?",
            "Bedankt voor uw vraag. De zone blijft bestaan.",
            "Ja.\n\nUw melding is geregistreerd.",
            "De lijn blijft bestaan. An, MOW",
            "Ja",
        ] {
            assert_eq!(reads(text), Reads::Something, "{text}");
        }
    }

    #[test]
    fn thanks_alone_and_who_is_away_tell_nothing() {
        for text in [
            "",
            "Reply above this line.\n\nThanks for your message.",
            "Beste,\n\nMvg\nAn",
        ] {
            assert_eq!(reads(text), Reads::Nothing, "{text}");
        }
        for text in [
            "Ik ben afwezig tot maandag.",
            "Ik ben er niet tot maandag. Bel de balie.",
            "Beste,\n\nBedankt voor uw bericht. Ik ben afwezig tot maandag. Bel de balie.",
            "I'm out of the office until Monday.",
            "Je suis absente jusqu'au 3 mars.",
            "Ich bin bis Montag im Urlaub.",
            "Ich bin bis 3. Juni nicht im Hause.",
            "Wegens ziekte ben ik tijdelijk niet bereikbaar.",
            "Deze inbox wordt niet meer gelezen. Mail naar balie@lede.example.",
            "Lies Baert is niet langer in dienst. Uw mail gaat naar haar opvolger.",
            "Absent jusqu'au 3 juin. Pour toute urgence : accueil@lede.example.",
            "I am abroad with limited access to my email.",
            "Onze kantoren zijn gesloten van 24 december tot en met 1 januari.",
        ] {
            assert_eq!(reads(text), Reads::Away, "{text}");
        }
        for text in [
            "De bus is niet langer in dienst.",
            "Het bureau is gesloten.",
            "Deze mailbox wordt niet opgevolgd. Lijn 12 hoort bij de regio Gent.",
            "Het loket is gesloten van 2 tot 9 juni. Lijn 12 hoort bij de regio Gent.",
            "Dit adres hoort bij de provincie en niet bij de stad.",
            "Ich bin im Hause.",
            "The desk will be out of service, says the town.",
            "Afwezig: An Maes",
        ] {
            assert_eq!(reads(text), Reads::Something, "{text}");
        }
    }
}
