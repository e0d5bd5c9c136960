//! Names for addresses, out of words.

use super::fold;

/// The longest, in characters.
const LONGEST: usize = 60;

/// The words of `text` as they stand in an address: in lower case, without accents, joined by hyphens. Empty
/// when nothing of it can stand there.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for word in fold(text)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if slug.len() + word.len() >= LONGEST {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_made_of_the_words() {
        for (text, expected) in [
            (
                "Moeten de zones aan de regio's worden aangepast?",
                "moeten-de-zones-aan-de-regio-s-worden-aangepast",
            ),
            ("Één vraag, twéé antwoorden", "een-vraag-twee-antwoorden"),
            ("???", ""),
        ] {
            assert_eq!(slug(text), expected);
        }
        assert!(slug(&"lang ".repeat(100)).len() < LONGEST);
    }
}
