//! What a text asks: how many questions, and whether an answer is really a question back.

use std::sync::LazyLock;

use super::sentence::{has, sentences, words_of};
use crate::language::{Letter, Phrases, lowercase};

/// Letters within which a question back stands; a longer text is an answer that also asks.
const MAX_QUESTION_BACK: usize = 900;

/// How many questions a text holds: the items of its list that ask something, else one.
pub(super) fn count(text: &str) -> usize {
    // a list of one is a question too
    if memchr::memchr_iter(b'?', text.as_bytes()).take(2).count() < 2 {
        return 1;
    }
    let mut items = 0;
    let mut open = false;
    for line in text.lines() {
        let line = line.trim();
        if is_item(line) {
            open = true;
        } else if line.is_empty() {
            open = false;
        }
        if open && line.ends_with('?') {
            items += 1;
            open = false;
        }
    }
    items.max(longest_row(text)).max(1)
}

/// The most lines in a row that each ask something: a list that lost its bullets.
fn longest_row(text: &str) -> usize {
    let (mut longest, mut row) = (0, 0);
    for line in text.lines() {
        row = if line.trim_end().ends_with('?') {
            row + 1
        } else {
            0
        };
        longest = longest.max(row);
    }
    longest
}

/// Whether a line is an item of a list: "1.", "2)", "a)", "-", "Vraag 3:".
fn is_item(line: &str) -> bool {
    if line.starts_with(['-', '*', '\u{2022}', '\u{2013}', '\u{25cf}']) {
        return true;
    }
    let word = line.split([' ', '\t']).next().unwrap_or_default();
    let core = word
        .trim_start_matches('(')
        .trim_end_matches(['.', ')', ':', '/', '-', '\u{b0}']);
    let marked = core.len() < word.len();
    let number = !core.is_empty() && core.len() <= 2 && core.bytes().all(|b| b.is_ascii_digit());
    let letter = core.len() == 1 && core.bytes().all(|byte| byte.is_ascii_lowercase());
    if marked && (number || letter) {
        return true;
    }
    let lower: String = line.chars().take(12).flat_map(char::to_lowercase).collect();
    ["vraag ", "question ", "frage "].iter().any(|title| {
        lower
            .strip_prefix(title)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// Whether the words of an invitation ask something else than whether the moment, the place or the form suits,
/// and who comes.
pub(super) fn asks_besides_moment(text: &str) -> bool {
    #[rustfmt::skip]
    const SUITS: &[&str] = &[
        "past", "schikt", "lukt", "gelegen", "convient", "passt", "suit", "suits", "fits", "works",
    ];
    #[rustfmt::skip]
    const THERE: &[&str] = &[
        "dan", "moment", "datum", "dag", "tijdstip", "agenda", "erbij", "komen", "aanwezig", "beschikbaar", "vrij",
        "deelnemen", "date", "heure", "presen", "disponible", "time", "available", "free", "attend", "join",
        "termin", "dabei", "teilnehmen",
    ];
    /// Words of a question about the moment.
    const LONGEST: usize = 10;
    if memchr::memchr(b'?', text.as_bytes()).is_none() {
        return false;
    }
    let own = without_join(Letter::of(text).body);
    sentences(&own, |_| false).any(|sentence| {
        let words = words_of(&sentence);
        let when = words.len() <= LONGEST && (has(&words, SUITS) || has(&words, THERE));
        sentence.ends_with('?') && words.len() > 2 && !when && !asks_of_meeting(&words)
    })
}

/// Whether a question is made of nothing but words of a meeting: when, where, in what form, and who comes.
fn asks_of_meeting(words: &[String]) -> bool {
    /// Words of the longest.
    const LONGEST: usize = 12;
    #[rustfmt::skip]
    const MEETS: &[&str] = &[
        "uur", "uurtje", "later", "vroeger", "eerder", "week", "maandag", "dinsdag", "woensdag", "donderdag",
        "vrijdag", "voormiddag", "namiddag", "middag", "ochtend", "avond", "morgen", "vandaag",
        "fysiek", "online", "digitaal", "hybride", "teams", "zoom", "video", "telefonisch", "gemeentehuis", "stadhuis",
        "kantoor", "zaal", "lokaal", "locatie", "plaats", "vergadering", "overleg", "komt", "kom", "aansluiten",
        "heures", "tard", "semaine", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "matin", "midi", "demain",
        "ligne", "distance", "visio", "bureau", "salle", "lieu", "vient", "venez", "reunion",
        "hour", "hours", "oclock", "earlier", "monday", "tuesday", "wednesday", "thursday", "friday", "morning",
        "afternoon", "tomorrow", "person", "remote", "remotely", "office", "room", "location", "coming", "meeting",
        "uhr", "spater", "fruher", "woche", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "vormittag",
        "nachmittag", "digital", "rathaus", "raum", "ort", "kommt", "kommen", "besprechung",
    ];
    #[rustfmt::skip]
    const BETWEEN: &[&str] = &[
        "hallo", "dag", "beste", "is", "kan", "kunnen", "kunt", "gaat", "doen", "mag", "zal", "zijn", "wordt", "dit",
        "dat", "het", "we", "wij", "wie", "van", "voor", "u", "jullie", "je", "jou", "ons", "onze", "bij", "in", "op",
        "om", "aan", "de", "een", "er", "ook", "of", "ok", "oke", "goed", "nog", "en", "tot", "waar", "wanneer",
        "hoe", "laat", "welk", "welke", "ik", "iemand", "via", "met", "halve", "half",
        "bonjour", "est", "ce", "c", "qui", "que", "vous", "nous", "a", "au", "la", "le", "les", "un", "une", "en",
        "par", "ou", "quand", "quelle", "bien", "pour", "possible", "peut", "on", "y", "plus", "tot", "chez",
        "hello", "hi", "can", "could", "shall", "do", "does", "this", "that", "it", "be", "for", "you", "us", "our",
        "at", "by", "who", "where", "when", "which", "the", "or", "and", "also", "okay", "an", "will",
        "geht", "es", "auch", "am", "im", "um", "ist", "das", "der", "die", "wer", "von", "euch", "ihnen", "sie",
        "wir", "uns", "bei", "oder", "wo", "wann", "gut", "fur", "konnen", "ein", "eine", "etwas",
    ];
    let of_meeting = |word: &str| MEETS.contains(&word);
    let known = |word: &String| {
        of_meeting(word)
            || BETWEEN.contains(&word.as_str())
            || word
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b'h' || b == b'u')
    };
    words.len() <= LONGEST
        && words
            .iter()
            .any(|word| of_meeting(word) || word.bytes().any(|byte| byte.is_ascii_digit()))
        && words.iter().all(known)
}

/// A text without what a program for meetings adds to an invitation: from its rule, its link, or the line that
/// says how to join, to the next rule.
fn without_join(text: &str) -> String {
    let (mut own, mut inside) = (String::new(), false);
    for line in text.lines() {
        if is_rule(line) {
            inside = !inside;
            // what stood above the rule is closed with it
            own.push('\n');
        } else if !inside && tells_to_join(line) {
            inside = true;
            own.push('\n');
        } else if !inside {
            own.push_str(line);
            own.push('\n');
        }
    }
    own
}

/// Whether a line is one that such a program draws: "________".
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 10
        && (line.bytes().all(|byte| byte == b'_')
            || line.bytes().all(|byte| byte == b'.')
            || line.starts_with("-::~") && line.ends_with('-'))
}

/// Whether a line leads to a meeting: it holds its link, or is no more than its title.
fn tells_to_join(line: &str) -> bool {
    const PLACES: [&str; 7] = [
        "teams.microsoft.com/",
        "teams.live.com/",
        "zoom.us/",
        ".webex.com/",
        "meet.google.com/",
        "meet.lync.com/",
        "join.skype.com/",
    ];
    const TOOLS: &[&str] = &["teams", "zoom", "webex", "skype", "meet"];
    const MEETINGS: &[&str] = &[
        "vergadering",
        "meeting",
        "reunion",
        "besprechung",
        "join",
        "deelnemen",
        "participer",
        "rejoindre",
        "teilnehmen",
        "beitreten",
    ];
    if line.contains("://") && PLACES.iter().any(|place| line.contains(place)) {
        return true;
    }
    if line.len() > 80 || line.trim_end().ends_with(['.', '?', '!', ',']) {
        return false;
    }
    let words = words_of(line);
    words.len() <= 6 && has(&words, TOOLS) && has(&words, MEETINGS)
}

/// Whether a text of a desk asks for information instead of answering.
pub(super) fn asks_back(text: &str) -> bool {
    static NEEDS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "zonder die informatie",
            "zonder deze informatie",
            "zonder die gegevens",
            "meer informatie nodig",
            "bijkomende informatie",
            "meer info nodig",
            "extra informatie",
            "aanvullende informatie",
            "bijkomende gegevens",
            "verduidelijken",
            "verduidelijking",
            "preciseren",
            "nader toelichten",
            "kunt u ons bezorgen",
            "kan u ons bezorgen",
            "kunnen jullie bezorgen",
            "laten weten over welke",
            "laten weten welke",
            "om welke",
            "over welke",
            "wat bedoelt",
            "préciser",
            "précisions",
            "complément d'information",
            "informations complémentaires",
            "could you clarify",
            "please clarify",
            "could you specify",
            "more information",
            "additional information",
            "which exactly",
            "genauer",
            "nähere informationen",
            "weitere informationen",
            "präzisieren",
        ])
    });
    // where to learn more is what an answer says at its end
    static OFFERS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "voor meer informatie",
            "voor bijkomende informatie",
            "voor extra informatie",
            "voor verdere informatie",
            "for more information",
            "for additional information",
            "for further information",
            "pour plus d'information",
            "pour toute information",
            "für weitere informationen",
            "weitere informationen finden",
        ])
    });
    if text.chars().count() > MAX_QUESTION_BACK {
        return false;
    }
    let lower = lowercase(text);
    let asks = |sentence: &str| {
        sentence.contains('?')
            || [
                "gelieve", "graag", "merci de", "veuillez", "please", "bitte", "zonder d",
            ]
            .iter()
            .any(|word| sentence.contains(word))
    };
    // what is needed and the word that asks for it stand near each other
    let sentences: Vec<&str> = lower.split_inclusive(['.', '!', '?']).collect();
    let by_phrase = sentences.iter().enumerate().any(|(at, sentence)| {
        NEEDS.occur(sentence)
            && !OFFERS.occur(sentence)
            && sentences[at.saturating_sub(1)..(at + 2).min(sentences.len())]
                .iter()
                .any(|near| asks(near) && !OFFERS.occur(near))
    });
    by_phrase || asks_by_grammar(text)
}

/// What one sentence of a desk does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// It asks to tell or to send something.
    Requests,
    /// It is a question.
    Asks,
    /// It states something about the case.
    Decides,
    /// It answers by yes or no.
    Answers,
    /// It tells of the desk and its work, thanks, or offers help.
    Tells,
}

/// Whether the sentences ask something of the asker, and none decides more than they ask.
fn asks_by_grammar(text: &str) -> bool {
    let body = Letter::of(text).body;
    let (mut asked, mut decided, mut requested) = (0, 0, false);
    for sentence in sentences(body, |_| false) {
        match sort(&sentence) {
            Does::Requests => {
                requested = true;
                asked = asked.max(sentence.len());
            }
            Does::Asks => asked = asked.max(sentence.len()),
            // a question that an answer follows was the asker's own, said again
            Does::Decides if asked > 0 && !requested => return false,
            Does::Decides => decided = decided.max(sentence.len()),
            Does::Answers => return false,
            Does::Tells => {}
        }
    }
    asked > 0 && decided <= asked
}

/// With these somebody asks to do something, before or behind the verb.
#[rustfmt::skip]
const MODALS: &[&str] = &[
    "kan", "kunt", "kun", "kunnen", "wil", "wilt", "willen", "zou", "zoudt", "zouden", "mogen", "mag",
    "can", "could", "would", "will", "may", "might",
    "pouvez", "pourriez", "peux", "pourrais", "peut", "pourrait", "pouvons", "pourrions", "voulez", "voudriez",
    "konnen", "konnten", "konnte", "kannst", "wurden", "wollen", "durfen", "durften",
];
const POLITE: &[&str] = &[
    "gelieve", "graag", "please", "kindly", "merci", "veuillez", "bitte", "prions", "prie",
];

/// Verbs of telling.
#[rustfmt::skip]
const TELL: &[&str] = &[
    "meedelen", "meedeelt", "mededelen", "delen", "deelt", "laten", "laat", "weten", "geweten", "vernemen", "horen",
    "verduidelijk", "preciseren", "specificer", "toelichten", "aangeven", "geven", "bevestigen", "zeggen",
    "aanduiden", "vermelden", "ontvangen", "ontvingen", "krijgen", "kregen",
    "tell", "know", "clarify", "specify", "confirm", "indicate", "explain", "receive",
    "preciser", "confirmer", "indiquer", "expliquer", "dire", "communiquer", "informer", "savoir", "clarifier",
    "mitteilen", "mitzuteilen", "teilen", "nennen", "angeben", "bestatigen", "prazisieren", "erlautern",
    "erklaren", "wissen", "sagen",
];

/// Verbs of giving.
#[rustfmt::skip]
const SEND: &[&str] = &[
    "bezorgen", "bezorg", "sturen", "stuur", "stuurt", "doorsturen", "opsturen", "toesturen", "overmaken", "mailen",
    "bijvoegen", "aanvullen", "aanleveren", "toevoegen", "doormailen", "opladen", "terugsturen", "sturen", "zenden",
    "send", "provide", "forward", "share", "supply", "attach", "submit", "return",
    "transmettre", "envoyer", "fournir", "parvenir", "joindre", "remettre", "adresser", "completer",
    "zusenden", "zuzusenden", "senden", "schicken", "ubermitteln", "zukommen", "nachreichen", "bereitstellen",
    "weiterleiten", "zuschicken", "zustellen",
];

/// The desk itself.
#[rustfmt::skip]
const US: &[&str] = &[
    "ons", "mij", "me", "we", "wij", "ik", "onze", "us", "our", "i", "nous", "notre", "nos", "je", "j", "moi",
    "uns", "mir", "wir", "ich", "unser", "unsere",
];

/// Needing, and what is needed.
#[rustfmt::skip]
const NEED: &[&str] = &[
    "nodig", "ontbreekt", "ontbreken", "missen", "need", "require", "lack", "besoin", "manque", "manquent",
    "benotigen", "brauchen", "fehlt", "fehlen",
];
#[rustfmt::skip]
const PAPERS: &[&str] = &[
    "besluit", "beslissing", "dossier", "gegevens", "informatie", "info", "document", "documenten", "nummer",
    "dossiernummer", "kaart", "plan", "plannen", "kopie", "afschrift", "verslag", "statuten", "bijlage", "stukken",
    "adres", "toelichting", "lijst", "overzicht", "naam", "datum",
    "decision", "file", "data", "information", "documents", "number", "map", "copy", "report", "list", "details",
    "name", "date", "decisions", "fichier", "donnees", "informations", "numero", "carte", "copie",
    "rapport", "liste", "annexe", "pieces", "nom",
    "beschluss", "entscheidung", "akte", "daten", "angaben", "unterlagen", "dokument", "karte", "bericht",
    "informationen", "aktenzeichen",
];

/// What is unclear or not there decides nothing.
#[rustfmt::skip]
const UNCLEAR: &[&str] = &[
    "onduidelijk", "duidelijk", "onvolledig", "ontbreekt", "ontbreken", "unclear", "incomplete", "missing", "clair",
    "claire", "incomplet", "incomplete", "unvollstandig", "fehlt", "fehlen", "unklar",
];

const YES_NO: &[&str] = &["ja", "nee", "neen", "yes", "no", "oui", "non", "nein"];

const MORE: &[&str] = &[
    "nog",
    "verdere",
    "andere",
    "any",
    "further",
    "other",
    "autres",
    "d",
    "weitere",
    "noch",
    "bijkomende",
];
const QUESTIONS: &[&str] = &["vragen", "vraag", "questions", "question", "fragen"];

/// What a question ends with that only rounds off: "Is dat duidelijk?"
#[rustfmt::skip]
const ROUNDS: &[&str] = &[
    "duidelijk", "helder", "voldoende", "genoeg", "volstaat", "goed", "clear", "enough", "sufficient", "clair",
    "suffisant", "klar", "deutlich",
];

/// What a sentence does.
fn sort(sentence: &str) -> Does {
    let words = words_of(sentence);
    let words = words.as_slice();
    let [us, not] = [
        has(words, US),
        has(
            words,
            &["geen", "niet", "not", "no", "pas", "kein", "keine"],
        ),
    ];
    let opens = |list: &[&str]| {
        words
            .iter()
            .take(1)
            .any(|word| list.contains(&word.as_str()))
    };
    let asks = sentence.ends_with('?');
    if opens(YES_NO) || words.len() == 2 && has(&words[1..], YES_NO) {
        return Does::Answers;
    }
    let offers = has(words, QUESTIONS) && has(words, MORE) || gives_us_to_you(words);
    if offers || words.len() < 2 {
        return Does::Tells;
    }
    let [tells, sends] = [has(words, TELL), has(words, SEND)];
    if asks {
        if words.len() <= 6 && has(words, ROUNDS) {
            return Does::Tells;
        }
        let modal = words
            .iter()
            .take(3)
            .any(|word| MODALS.contains(&word.as_str()));
        return if modal && (sends || tells && us) {
            Does::Requests
        } else {
            Does::Asks
        };
    }
    let polite = has(words, POLITE);
    // "Stuur ons", "Deel ons mee": the verb opens the sentence, and we stand right behind it
    let ordered = words.len() >= 3 && (us_at(words, 1) || us_at(words, 2)) && opens(ORDERS);
    // "Kan u ons de kaart bezorgen": the verb stands before whom is asked, and the mark was left out
    let inverted = opens(MODALS) && us && (sends || tells) && !not;
    let needed = has(words, NEED) && has(words, PAPERS) && !not && words.windows(2).any(we_need);
    if polite && (us && (tells || sends) || tells && has(words, CLARIFY))
        || ordered
        || inverted
        || needed
    {
        return Does::Requests;
    }
    if polite && sends && has(words, PAPERS) && !has(words, &["naar", "aan", "to", "a", "au", "an"])
    {
        return Does::Requests;
    }
    if words.len() < 3 && !sentence.ends_with(['.', '!']) || us || polite || has(words, UNCLEAR) {
        return Does::Tells;
    }
    Does::Decides
}

/// Imperatives of telling and giving.
#[rustfmt::skip]
const ORDERS: &[&str] = &[
    "stuur", "stuurt", "bezorg", "bezorgt", "deel", "deelt", "laat", "geef", "geeft", "mail", "meld", "send", "tell",
    "let", "give", "provide", "envoyez", "transmettez", "communiquez", "indiquez", "fournissez", "dites", "senden",
    "schicken", "teilen", "nennen", "geben",
];

/// Verbs that ask to say more, whoever is told.
const CLARIFY: &[&str] = &[
    "verduidelijk",
    "preciseren",
    "specificer",
    "toelichten",
    "aangeven",
    "clarify",
    "specify",
    "preciser",
    "clarifier",
    "prazisieren",
    "erlautern",
    "angeben",
];

/// Whether two words are those of a desk that needs something: "hebben wij", "we need", "nous manque".
fn we_need(two: &[String]) -> bool {
    const WE: &[&str] = &[
        "we", "wij", "ik", "ons", "i", "nous", "me", "wir", "ich", "uns",
    ];
    const HAVE: &[&str] = &[
        "hebben",
        "heb",
        "missen",
        "ontbreekt",
        "ontbreken",
        "need",
        "require",
        "lack",
        "avons",
        "ai",
        "manque",
        "manquent",
        "faut",
        "benotigen",
        "brauchen",
        "fehlt",
        "fehlen",
        "benotige",
        "brauche",
        "mis",
    ];
    let is = |word: &str, list: &[&str]| list.contains(&word);
    is(&two[0], WE) && is(&two[1], HAVE) || is(&two[0], HAVE) && is(&two[1], WE)
}

fn us_at(words: &[String], at: usize) -> bool {
    words
        .get(at)
        .is_some_and(|word| US.contains(&word.as_str()))
}

/// Whether we tell or give, and somebody else is told: "Wij laten u graag weten", "We will send you".
fn gives_us_to_you(words: &[String]) -> bool {
    const GIVE: &[&str] = &[
        "wij", "we", "ik", "laten", "laat", "bezorgen", "bezorg", "delen", "deel", "sturen",
        "stuur", "geven", "geef", "melden", "meld", "send", "tell", "give", "provide", "inform",
        "nous", "je", "teilen", "senden", "wir",
    ];
    const YOU: &[&str] = &["u", "jullie", "je", "jou", "you", "vous", "ihnen"];
    words.windows(2).any(|two| {
        GIVE.contains(&two[0].as_str()) && YOU.contains(&two[1].as_str()) && two[0] != two[1]
    }) && words.iter().any(|word| {
        matches!(
            word.as_str(),
            "wij" | "we" | "ik" | "nous" | "je" | "wir" | "ich" | "i" | "hierbij" | "hereby"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_in_a_list_are_counted() {
        let check = |text: &str, expected: usize| assert_eq!(count(text), expected, "{text}");
        check("Mag het?", 1);
        check("Mag het? En hoe?", 1);
        check("1. Een?\n2. Twee, die\ndoorloopt?\n3. Geen vraag.", 2);
        check("a) Een?\nb) Twee?\n\n- drie?", 3);
        check("Vraag 1: mag het?\nVraag 2: hoe?", 2);
        check("2026 is ver?\n\nJa, zeker?", 1);
        check("Onze vragen:\n\nMag het?\nHoe?", 2);
        check("", 1);
    }

    #[test]
    fn an_invitation_asks_whether_the_moment_suits_or_more() {
        for text in [
            "",
            "Schikt dit?",
            "Past dat moment voor u?",
            "Beste,\n\nKunt u er dan bij zijn?\n\nGroeten",
            "Hulp nodig?",
            "Overleg over de regio.",
        ] {
            assert!(!asks_besides_moment(text), "{text}");
        }
        for text in [
            "Schikt dit? Welke stukken moeten wij voorleggen?",
            "Kan onze stad uit de vereniging stappen?",
        ] {
            assert!(asks_besides_moment(text), "{text}");
        }
    }

    #[test]
    fn what_is_asked_of_the_meeting_and_what_its_program_adds_asks_nothing() {
        for text in [
            "Hallo, wie van jullie komt er?",
            "Is 10 uur ok voor jullie?",
            "Kan dit bij ons in het gemeentehuis?",
            "Doen we dit fysiek of online?",
            "Geht es auch am 23.?",
            "Zie de agenda.\n\n________________________________\nTeams\nWat te doen bij problemen met het geluid?",
            "Deelnemen aan Zoom-vergadering\nhttps://x.zoom.us/j/1\n\nHebt u een vraag? Zoek uw lokale nummer.",
            "..............\nDeelnemen aan Skype-vergadering\nPincode voor inbellen vergeten?",
        ] {
            assert!(!asks_besides_moment(text), "{text}");
        }
        for text in [
            "Mag het gemeentehuis gesloten worden op maandag?",
            "Kunnen we via Teams bekijken of de raad dit mag beslissen?",
            "________________\nTeams\n________________\n\nKan onze stad uit de vereniging stappen?",
            "Kan onze stad uit de vereniging stappen?\n\nMicrosoft Teams-vergadering\nHulp?",
        ] {
            assert!(asks_besides_moment(text), "{text}");
        }
    }

    #[test]
    fn a_question_back_is_no_answer() {
        let check = |text: &str, expected: bool| assert_eq!(asks_back(text), expected, "{text}");
        check(
            "Kan Deinze verduidelijken over welke buslijnen het gaat?",
            true,
        );
        check("Pourriez-vous préciser la commune ?", true);
        check("De zone blijft bestaan. Is dat duidelijk?", false);
        check("De zone blijft bestaan.", false);
    }

    #[test]
    fn an_ordinary_question_back_is_one_in_four_languages() {
        for text in [
            "Beste,\n\nKan Lede ons het besluit van de gemeenteraad bezorgen?\n\nMvg\nAn",
            "Gelieve ons mee te delen welke haltes u bedoelt.",
            "Welke haltes bedoelt u?",
            "Om hoeveel inwoners gaat het?",
            "Hebt u daar een kaart van?",
            "Wij hebben uw vraag besproken. Om te kunnen antwoorden hebben wij het besluit van de raad nodig.",
            "Stuur ons het besluit.",
            "Kunt u de statuten nog toevoegen?",
            "We ontvangen graag de kaart van het gebied.",
            "Graag vernemen wij om welke zone het gaat.",
            "De vraag is ons niet duidelijk. Over welke zone spreekt u?",
            "Laat ons weten in welk jaar de vereniging werd opgericht.",
            "Gelieve het dossiernummer te bezorgen.",
            "Could you send us the decision of the council?",
            "Please let us know which line you mean.",
            "Which municipality is this about?",
            "We need a copy of the decision.",
            "Il nous manque la décision du conseil.",
            "Daarvoor missen wij nog het dossiernummer, dat nodig is.",
            "Pourriez-vous nous transmettre la décision du conseil ?",
            "Merci de nous communiquer le numéro du dossier.",
            "De quelle commune s'agit-il ?",
            "Veuillez nous faire parvenir la carte.",
            "Könnten Sie uns den Beschluss zusenden?",
            "Bitte teilen Sie uns mit, welche Gemeinde Sie meinen.",
            "Um welche Gemeinde handelt es sich?",
            "Wir benötigen noch den Beschluss des Rates.",
            "Kan u ons de kaart bezorgen zodat wij kunnen antwoorden.",
            "Beste collega,\n\nKunnen jullie ons laten weten om welk jaar het gaat, dan kijken we het na.",
            "Pourriez-vous nous envoyer le plan afin que nous puissions répondre.",
            "Können Sie uns den Plan schicken, damit wir antworten.",
            "Could you send us the map so that we can answer.",
        ] {
            assert!(asks_back(text), "{text}");
        }
    }

    #[test]
    fn an_answer_with_a_question_in_it_stays_one() {
        for text in [
            "De halte blijft bestaan. Hebt u nog vragen?",
            "Lede hoort bij de regio Aalst, zoals de Vlaamse Regering in 2024 besliste. Welke kaart gebruikt u?",
            "Mag Lede van regio veranderen? Dat kan na een besluit van de Vlaamse Regering.",
            "Ja. Wanneer komt u?",
            "Wij laten u graag weten dat de halte blijft.",
            "Wij bezorgen u hierbij het besluit.",
            "Gelieve het dossier te bezorgen aan het agentschap, dat erover beslist.",
            "Gelieve ons te laten weten of u nog vragen hebt.",
            "Please let us know if you have any further questions.",
            "The stop remains. Please note the new address.",
            "La commune fait partie de la région. Veuillez trouver la carte en annexe.",
            "N'hésitez pas à nous contacter si vous avez d'autres questions.",
            "Die Gemeinde gehört zur Region. Bitte beachten Sie die neue Karte.",
            "De raad beslist. Stuur het verslag naar de gouverneur.",
            "Nee, dat mag niet. Kunt u daarmee verder?",
            "De raad stemt. Is dat voldoende?",
            "U stelde ons een vraag. Een decreet is nodig voor een besluit, dat u aan onze dienst vraagt.",
            "Voor onze kaart is een besluit nodig.",
            "Wij kunnen u de kaart bezorgen.",
            "Kan de gemeente ons het besluit niet bezorgen, dan vervalt de aanvraag.",
            "Mag een gemeente het besluit sturen naar de gouverneur, dan geldt de termijn.",
            "",
        ] {
            assert!(!asks_back(text), "{text}");
        }
    }

    #[test]
    fn an_answer_that_says_where_to_learn_more_asks_nothing() {
        for text in [
            "Ja, dat mag. Voor bijkomende informatie kan u terecht bij onze dienst, wij helpen u graag.",
            "Yes, it may. For more information, please contact our service.",
        ] {
            assert!(!asks_back(text), "{text}");
        }
        for text in [
            "Kan u verduidelijken om welke straat het gaat?",
            "Wij hebben meer informatie nodig. Gelieve ons te zeggen wie erbij is.",
        ] {
            assert!(asks_back(text), "{text}");
        }
    }
}
