//! Folding: lower case, no accents, no `'s`.

/// Lower-cases a text and takes the accents off: "Coördinatie" becomes "coordinatie".
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        // nearly all letters are ASCII, and a run of them is folded at once
        let run = rest.bytes().take_while(u8::is_ascii).count();
        let start = folded.len();
        folded.push_str(&rest[..run]);
        folded[start..].make_ascii_lowercase();
        let Some(letter) = rest[run..].chars().next() else {
            return folded;
        };
        rest = &rest[run + letter.len_utf8()..];
        for c in letter.to_lowercase() {
            match plain(c) {
                Some(plain) => folded.push_str(plain),
                None if is_mark(c) => {}
                None => folded.push(c),
            }
        }
    }
}

/// Folds one word and drops a genitive or plural `'s`.
pub(super) fn word(word: &str) -> String {
    let folded: String = fold(word)
        .chars()
        .map(|c| if is_apostrophe(c) { '\'' } else { c })
        .collect();
    let stripped = folded.strip_suffix("'s").unwrap_or(&folded);
    stripped.chars().filter(|c| *c != '\'').collect()
}

/// Whether a character belongs to a word.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// The apostrophes that keyboards and mail programs produce.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{b4}' | '`')
}

/// Combining accents, for text that writes "e" and its accent apart.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ĳ' => "ij",
        'ł' | 'ľ' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ś' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_fall_away_however_they_were_typed() {
        assert_eq!(fold("Coördinatie"), "coordinatie");
        assert_eq!(fold("Coo\u{308}rdinatie"), "coordinatie");
        assert_eq!(fold("ĲZER"), "ijzer");
    }

    #[test]
    fn a_genitive_falls_away_and_other_apostrophes_close_up() {
        assert_eq!(word("burgemeester’s"), "burgemeester");
        assert_eq!(word("zo'n"), "zon");
        assert_eq!(word("'s"), "");
    }
}
