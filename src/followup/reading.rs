//! What an asker's reply to an answer says about that answer. Pure; when in doubt it is no yes, and
//! a person reads it.

use crate::language::fold;

/// What a reply says about the answer before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// The question is answered.
    Yes,
    /// A word of thanks: the answer was read, but nobody said that it is one.
    Thanks,
    /// No words at all.
    Nothing,
    /// The asker comes back on it.
    Again,
}

/// Longer replies are for people to read.
const SHORT: usize = 25;

/// Reads a reply.
#[must_use]
pub fn read_reply(text: &str) -> Reply {
    let folded = fold(text);
    let mut words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return Reply::Nothing;
    }
    // "Dank u wel" holds no doubt.
    while let Some(at) = words
        .windows(3)
        .position(|three| three[0] == "dank" && three[2] == "wel")
    {
        words.remove(at + 2);
    }
    if words.len() > SHORT || text.contains('?') || words.iter().any(|word| DOUBT.contains(word)) {
        return Reply::Again;
    }
    let mut rest = format!(" {} ", without_name(&words).join(" "));
    let mut clear = false;
    for phrase in CLEAR {
        let phrase = format!(" {phrase} ");
        while let Some(at) = rest.find(&phrase) {
            rest.replace_range(at..at + phrase.len(), " ");
            clear = true;
        }
    }
    let mut rest = rest.split_whitespace().peekable();
    let yes = rest.peek().is_some_and(|first| YES.contains(first));
    if clear || yes {
        return if rest.all(|word| YES.contains(&word) || COURTESY.contains(&word)) {
            Reply::Yes
        } else {
            Reply::Again
        };
    }
    if words.iter().any(|word| THANKS.contains(word)) {
        Reply::Thanks
    } else {
        Reply::Again
    }
}

/// The words up to the greeting at the end, when nothing but a name follows it.
fn without_name<'a, 'b>(words: &'a [&'b str]) -> &'a [&'b str] {
    match words.iter().rposition(|word| GREETING.contains(word)) {
        Some(at) if words.len() - at <= LONGEST_NAME + 1 => &words[..at],
        _ => words,
    }
}

/// Words in a name under a reply.
const LONGEST_NAME: usize = 3;

/// What a yes begins with.
const YES: &[&str] = &["ja", "jawel", "yes", "oui"];

/// What a greeting ends with, before the name.
const GREETING: &[&str] = &["groet", "groeten", "groetjes", "mvg", "regards"];

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

const DOUBT: &[&str] = &[
    "maar", "nee", "neen", "niet", "geen", "nog", "echter", "toch", "alleen", "wel", "hoe", "wat",
    "wanneer", "waarom", "wie", "mais", "pas", "but", "not", "no", "nein", "aber", "nicht",
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

    fn check(text: &str, expected: Reply) {
        assert_eq!(read_reply(text), expected, "{text}");
    }

    #[test]
    fn a_clear_yes_is_one() {
        check("Ja, dat beantwoordt onze vraag. Bedankt!", Reply::Yes);
        check("Dank u, dat is duidelijk.", Reply::Yes);
        check("Bedankt, hiermee kunnen we verder", Reply::Yes);
        check(
            "Onze vraag is beantwoord.\n\nMet vriendelijke groeten\nAn Peeters",
            Reply::Yes,
        );
        check("Merci, tout est clair", Reply::Yes);
    }

    #[test]
    fn a_bare_yes_is_one() {
        check("Ja", Reply::Yes);
        check("Ja, dank u wel!", Reply::Yes);
        check(
            "Ja hoor, hartelijk bedankt voor het snelle antwoord. Groetjes, An",
            Reply::Yes,
        );
        check("Yes, thank you", Reply::Yes);
    }

    #[test]
    fn a_yes_to_something_else_is_none() {
        check("Ja graag, volgende week dinsdag past.", Reply::Again);
        check("Ja, ik stuur u de stukken.", Reply::Again);
        check(
            "Mijn eerste vraag is beantwoord, de tweede blijft open.",
            Reply::Again,
        );
        check("Dat is duidelijk, behalve punt 3.", Reply::Again);
        check("Ja. Groeten, en stuur ons ook het reglement.", Reply::Again);
    }

    #[test]
    fn thanks_prove_nothing() {
        check("Bedankt voor het snelle antwoord!", Reply::Thanks);
        check("Merci", Reply::Thanks);
        check("Dank u wel!", Reply::Thanks);
        check("  ", Reply::Nothing);
    }

    #[test]
    fn whoever_comes_back_on_it_is_heard() {
        check("Bedankt, maar dat was mijn vraag niet.", Reply::Again);
        check("Ja, en geldt dat ook voor het OCMW?", Reply::Again);
        check("Dat helpt ons niet.", Reply::Again);
        check("In bijlage ons dossier.", Reply::Again);
    }
}
