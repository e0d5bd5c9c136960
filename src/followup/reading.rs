//! What an asker's reply to an answer says about that answer. Pure; when in doubt it says nothing,
//! and a person reads it.

use crate::language::fold;

/// What a reply says about the answer before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// The question is answered.
    Yes,
    /// A word of thanks, which proves nothing and asks nothing.
    Thanks,
    /// The asker comes back on it.
    Again,
}

/// Longer replies are for people to read.
const SHORT: usize = 25;

/// Reads a reply.
#[must_use]
pub fn read_reply(text: &str) -> Reply {
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return Reply::Thanks;
    }
    if words.len() > SHORT || text.contains('?') || words.iter().any(|word| DOUBT.contains(word)) {
        return Reply::Again;
    }
    let joined = words.join(" ");
    if words.first() == Some(&"ja") || CLEAR.iter().any(|phrase| joined.contains(phrase)) {
        return Reply::Yes;
    }
    if words.iter().any(|word| THANKS.contains(word)) {
        Reply::Thanks
    } else {
        Reply::Again
    }
}

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
    }

    #[test]
    fn thanks_prove_nothing() {
        check("Bedankt voor het snelle antwoord!", Reply::Thanks);
        check("Merci", Reply::Thanks);
        check("  ", Reply::Thanks);
    }

    #[test]
    fn whoever_comes_back_on_it_is_heard() {
        check("Bedankt, maar dat was mijn vraag niet.", Reply::Again);
        check("Ja, en geldt dat ook voor het OCMW?", Reply::Again);
        check("Dat helpt ons niet.", Reply::Again);
        check("In bijlage ons dossier.", Reply::Again);
    }
}
