//! What an asker's reply to an answer says about that answer. Pure; when in doubt it is no yes, and
//! a person reads it.

use crate::language::{Letter, fold, is_first_name, is_name};

/// What a reply says about the answer before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// The question is answered, and nothing else.
    Yes,
    /// A word of thanks: the answer was read, but nobody said that it is one.
    Thanks,
    /// No words at all.
    Nothing,
    /// The answer was none, or not enough.
    Dispute,
    /// Something that the answer says nothing about: a new point, a file, a date.
    More,
}

/// Longer replies are for people to read.
const SHORT: usize = 25;

/// Reads a reply.
#[must_use]
pub fn read_reply(text: &str) -> Reply {
    let letter = Letter::of(text);
    let folded = fold(letter.body);
    let own = up_to_new_point(&folded);
    let words = words_of(own);
    if folded.trim().is_empty() {
        return Reply::Nothing;
    }
    let mut rest = format!(" {} ", words.join(" "));
    // "Ik heb geen verdere vragen" doubts nothing.
    let settled = take_out(&mut rest, NO_MORE);
    if rest.split_whitespace().any(|word| DOUBT.contains(&word)) {
        return Reply::Dispute;
    }
    let whole = own.len() == folded.len()
        && words.len() <= SHORT
        && !folded.contains('?')
        && is_name(letter.below);
    if !whole {
        return Reply::More;
    }
    let courteous = |word: &str| YES.contains(&word) || COURTESY.contains(&word);
    let clear = take_out(&mut rest, CLEAR);
    let mut rest = rest.split_whitespace().peekable();
    let yes = rest.peek().is_some_and(|first| YES.contains(first));
    if clear || yes {
        return if rest.all(courteous) {
            Reply::Yes
        } else {
            Reply::More
        };
    }
    let thanks = settled || words.iter().any(|word| THANKS.contains(&word.as_str()));
    let written = letter.body.split(|c: char| !c.is_alphanumeric());
    let names: Vec<String> = written.filter(|it| is_first_name(it)).map(fold).collect();
    let is_named = |word: &str| names.iter().any(|name| name == word);
    // Whoever says anything besides brings or asks something.
    let around = |word: &str| courteous(word) || AROUND_THANKS.contains(&word) || is_named(word);
    if thanks && rest.all(around) {
        Reply::Thanks
    } else {
        Reply::More
    }
}

/// Takes these phrases out of words that stand between single spaces; whether there were any.
fn take_out(words: &mut String, phrases: &[&str]) -> bool {
    let before = words.len();
    for phrase in phrases {
        let phrase = format!(" {phrase} ");
        while let Some(at) = words.find(&phrase) {
            words.replace_range(at..at + phrase.len(), " ");
        }
    }
    words.len() != before
}

/// What stands before the words that say that something else follows: "nog een vraag".
fn up_to_new_point(folded: &str) -> &str {
    let first = NEW_POINT
        .iter()
        .filter_map(|words| folded.find(words))
        .min();
    let own = &folded[..first.unwrap_or(folded.len())];
    match first {
        // "Bedankt, maar nog een vraag": the word that leads to it doubts nothing.
        Some(_) => LEADS.iter().fold(own, |own, lead| {
            let own = own.trim_end_matches(|c: char| !c.is_alphanumeric());
            own.strip_suffix(lead)
                .filter(|rest| !rest.ends_with(char::is_alphanumeric))
                .unwrap_or(own)
        }),
        None => own,
    }
}

/// The words of a folded text; "dank u wel" holds no doubt.
fn words_of(folded: &str) -> Vec<String> {
    let mut words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    while let Some(at) = words
        .windows(3)
        .position(|three| three[0] == "dank" && three[2] == "wel")
    {
        words.remove(at + 2);
    }
    words
}

/// How a new point is announced.
const NEW_POINT: &[&str] = &[
    "nog iets anders",
    "iets anders",
    "nog een andere",
    "nog een vraag",
    "nog een vraagje",
    "nog een bijkomende",
    "nog een tweede",
    "nog een laatste",
    "nog een opmerking",
    "nog een puntje",
    "een andere vraag",
    "andere vraag",
    "een bijkomende vraag",
    "bijkomende vraag",
    "een nieuwe vraag",
    "nieuwe vraag",
    "een tweede vraag",
    "een volgende vraag",
    "volgende vraag",
    "daarnaast",
    "los daarvan",
    "los hiervan",
    "une autre question",
    "autre chose",
    "another question",
    "one more question",
    "something else",
    "noch eine frage",
    "eine andere frage",
    "etwas anderes",
];

/// Words that may lead to a new point.
const LEADS: &[&str] = &[
    "hebben wij",
    "hebben we",
    "heb ik",
    "ik heb",
    "we hebben",
    "wij hebben",
    "wel",
    "nog",
    "ook",
    "maar",
    "but",
    "mais",
    "aber",
    "en",
];

/// What a yes begins with.
const YES: &[&str] = &["ja", "jawel", "yes", "oui"];

/// That nothing more is asked or to be thanked for, the longer ones first.
const NO_MORE: &[&str] = &[
    "zeer graag gedaan",
    "heel graag gedaan",
    "graag gedaan",
    "you are welcome",
    "you re welcome",
    "de rien",
    "avec plaisir",
    "gern geschehen",
    "ik heb verder geen vragen meer",
    "ik heb verder geen vragen",
    "ik heb geen verdere vragen meer",
    "ik heb geen verdere vragen",
    "ik heb geen andere vragen",
    "ik heb geen vragen meer",
    "we hebben verder geen vragen",
    "we hebben geen verdere vragen",
    "we hebben geen andere vragen",
    "we hebben geen vragen meer",
    "wij hebben verder geen vragen",
    "wij hebben geen verdere vragen",
    "wij hebben geen andere vragen",
    "wij hebben geen vragen meer",
    "verder geen vragen meer",
    "verder geen vragen",
    "geen verdere vragen meer",
    "geen verdere vragen",
    "geen bijkomende vragen",
    "geen andere vragen",
    "geen vragen meer",
    "geen enkel probleem",
    "geen probleem",
    "i have no further questions",
    "no further questions",
    "no other questions",
    "no more questions",
    "no problem",
    "je n ai plus de questions",
    "plus de questions",
    "pas d autres questions",
    "pas de probleme",
    "ich habe keine weiteren fragen",
    "keine weiteren fragen",
    "keine fragen mehr",
    "kein problem",
];

/// What may stand around words of thanks, besides [`COURTESY`] and [`THANKS`], and brings nothing.
const AROUND_THANKS: &[&str] = &[
    "aangenaam",
    "aardig",
    "advies",
    "allemaal",
    "answer",
    "antwoorden",
    "bericht",
    "beaucoup",
    "dagen",
    "danken",
    "duidelijk",
    "duiding",
    "erg",
    "fijn",
    "fijne",
    "feedback",
    "fur",
    "genoteerd",
    "goed",
    "grote",
    "help",
    "herzlichen",
    "ihre",
    "info",
    "inlichtingen",
    "interessante",
    "many",
    "mail",
    "moeite",
    "mooi",
    "mooie",
    "much",
    "namens",
    "notre",
    "nuttige",
    "nuttig",
    "ok",
    "oke",
    "om",
    "ons",
    "ontvangen",
    "ontvangst",
    "opvolging",
    "oprecht",
    "perfect",
    "pour",
    "prettig",
    "prettige",
    "prima",
    "quick",
    "rasche",
    "reactie",
    "reponse",
    "response",
    "schnelle",
    "antwort",
    "schone",
    "sehr",
    "so",
    "snel",
    "super",
    "team",
    "tijd",
    "top",
    "toelichting",
    "uitgebreide",
    "uitstekend",
    "uitstekende",
    "verduidelijking",
    "verder",
    "vielen",
    "vlotte",
    "votre",
    "weekend",
    "weer",
    "wel",
    "wensen",
    "werk",
    "zeer",
    "zeker",
];

/// What may stand around a yes and takes nothing from it.
const COURTESY: &[&str] = &[
    "alles",
    "alvast",
    "antwoord",
    "bedankt",
    "bien",
    "dag",
    "dank",
    "danke",
    "dankjewel",
    "dankuwel",
    "dat",
    "de",
    "deze",
    "dit",
    "duidelijke",
    "een",
    "en",
    "for",
    "goede",
    "hartelijk",
    "heel",
    "helemaal",
    "het",
    "hiermee",
    "hoor",
    "hulp",
    "ik",
    "informatie",
    "je",
    "jou",
    "jullie",
    "merci",
    "met",
    "mijn",
    "my",
    "nu",
    "onze",
    "question",
    "reply",
    "snelle",
    "thank",
    "thanks",
    "the",
    "this",
    "u",
    "uitleg",
    "uw",
    "van",
    "veel",
    "very",
    "voor",
    "vraag",
    "vriendelijke",
    "we",
    "wij",
    "you",
    "your",
    "zo",
];

/// Words that say that the answer was none, or not enough.
const DOUBT: &[&str] = &[
    "maar",
    "nee",
    "neen",
    "niet",
    "niks",
    "nergens",
    "nooit",
    "geen",
    "echter",
    "toch",
    "behalve",
    "onduidelijk",
    "onvolledig",
    "onvoldoende",
    "onjuist",
    "fout",
    "foutief",
    "verkeerd",
    "verkeerde",
    "bedoel",
    "bedoelde",
    "bedoelden",
    "bedoelt",
    "bedoeld",
    "steeds",
    "altijd",
    "naast",
    "blijft",
    "blijven",
    "gedeeltelijk",
    "deels",
    "pas",
    "mais",
    "but",
    "not",
    "no",
    "non",
    "unclear",
    "wrong",
    "nein",
    "aber",
    "nicht",
    "kein",
    "keine",
];

const CLEAR: &[&str] = &[
    "is beantwoord",
    "vraag beantwoord",
    "is duidelijk",
    "dat is duidelijk",
    "alles duidelijk",
    "hiermee geholpen",
    "goed geholpen",
    "zijn we geholpen",
    "hiermee verder",
    "kunnen we verder",
    "kan ik verder",
    "kunnen wij verder",
    "beantwoordt onze vraag",
    "beantwoordt mijn vraag",
    "beantwoordt de vraag",
    "is answered",
    "answers my question",
    "tout est clair",
];

const THANKS: &[&str] = &[
    "dank",
    "dankjewel",
    "dankuwel",
    "bedankt",
    "merci",
    "danke",
    "thanks",
    "thank",
    "genoteerd",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn all(texts: &[&str], expected: Reply) {
        let read: Vec<_> = texts.iter().map(|it| (read_reply(it), it)).collect();
        let other: Vec<_> = read.iter().filter(|it| it.0 != expected).collect();
        assert!(other.is_empty(), "not {expected:?}: {other:#?}");
    }

    #[test]
    fn a_clear_yes_is_one() {
        all(
            &[
                "Ja",
                "Ja.",
                "Ja, dank u wel!",
                "Yes, thank you",
                "Ja, dat beantwoordt onze vraag. Bedankt!",
                "Dank u, dat is duidelijk.",
                "Bedankt, hiermee kunnen we verder",
                "Merci, tout est clair",
                "Beste Sofie,\n\nJa.\n\nMet vriendelijke groeten\nAn Peeters",
                "Onze vraag is beantwoord.\n\nMet vriendelijke groeten\nAn Peeters",
                "Ja hoor, hartelijk bedankt voor het snelle antwoord. Groetjes, An",
                "Ja. Groeten, An Peeters",
                "Dag Sofie, alles duidelijk. Mvg Jan van den Berg",
            ],
            Reply::Yes,
        );
    }

    #[test]
    fn a_yes_with_more_to_it_is_none() {
        all(
            &[
                "Ja. Groeten, bel mij",
                "Ja. Groeten, en stuur ons ook het reglement.",
                "Ja graag, volgende week dinsdag past.",
                "Ja, ik stuur u de stukken.",
                "Ja, en geldt dat ook voor het OCMW?",
                "Ja, dank u. Mag dat ook in juli?",
                "Is duidelijk. Nog een vraag: mag het ook in juli?",
            ],
            Reply::More,
        );
        all(
            &[
                "Ja, maar dat is niet wat we vroegen.",
                "Ja, maar...",
                "Ja, dank u, maar bel mij.",
                "Mijn eerste vraag is beantwoord, de tweede blijft open.",
                "Dat is duidelijk, behalve punt 3.",
            ],
            Reply::Dispute,
        );
    }

    #[test]
    fn thanks_prove_nothing() {
        all(
            &[
                "Bedankt voor het snelle antwoord!",
                "Merci",
                "Dank u wel!",
                "Beste, dank voor de info. Groeten, Piet",
                "Heel erg bedankt voor uw snelle reactie en de duidelijke uitleg, fijn weekend!",
                "Oké, goed ontvangen, bedankt.",
                "Merci beaucoup pour votre réponse",
                "Vielen Dank für Ihre schnelle Antwort",
            ],
            Reply::Thanks,
        );
    }

    #[test]
    fn thanks_with_anything_besides_are_read_by_a_person() {
        all(
            &[
                "Dank u. Wij wachten op de kaart die u beloofde.",
                "Bedankt. De link in uw mail opent een lege pagina.",
                "Dank. De brandweer leest mee.",
                "Thanks, we still miss the map.",
            ],
            Reply::More,
        );
    }

    #[test]
    fn whoever_has_no_further_questions_doubts_nothing() {
        all(
            &[
                "Bedankt, ik heb geen verdere vragen.",
                "Geen probleem, dank u!",
                "Thanks, no further questions.",
                "Dank u wel, wij hebben verder geen vragen.",
                "Merci, je n'ai plus de questions.",
                "Graag gedaan, An!",
            ],
            Reply::Thanks,
        );
        all(&["Ja, ik heb geen verdere vragen."], Reply::Yes);
        all(
            &["Geen verdere vragen over punt 1, wel over punt 2."],
            Reply::More,
        );
        all(
            &["Geen probleem, maar dat is geen antwoord."],
            Reply::Dispute,
        );
    }

    #[test]
    fn nothing_says_nothing() {
        all(&["", "  ", "\n", "Beste,\n\nGroeten\nAn"], Reply::Nothing);
    }

    #[test]
    fn whoever_comes_back_on_it_disputes_it() {
        all(
            &[
                "Bedankt, maar dat was mijn vraag niet.",
                "Dat helpt ons niet.",
                "Nee.",
                "Dit klopt niet.",
                "Dank u. Het blijft onduidelijk.",
                "We wachten nog steeds op een antwoord.",
                "Wij bedoelden de zone, zie onze mail.",
                "Non, pas du tout",
                "That is not what we asked.",
                "Nee, dat helpt niet. Nog iets anders: wie is bevoegd?",
            ],
            Reply::Dispute,
        );
    }

    #[test]
    fn a_new_point_is_no_dispute() {
        all(
            &[
                "Dank u. Nog iets anders: mag dat ook voor het OCMW?",
                "Dank u. Nog iets anders: het OCMW mag dat niet, klopt dat?",
                "Bedankt, maar nog een vraag: hoe zit het met de btw?",
                "Bedankt! Wij hebben nog een bijkomende vraag over het decreet.",
                "Duidelijk, dank. Daarnaast vroegen we ons af of het ook in juli mag.",
                "Geldt dit ook voor het OCMW?",
                "In bijlage ons dossier.",
                "Bedankt, kunt u het decreet bezorgen",
                "Thanks! One more question: does it hold for Bree?",
            ],
            Reply::More,
        );
    }

    #[test]
    fn no_text_makes_it_fail() {
        for text in [
            "?",
            "maar nog een vraag",
            "en en en",
            "é\u{301} nog een vraag ß",
        ] {
            assert_ne!(read_reply(text), Reply::Yes, "{text}");
        }
    }
}
