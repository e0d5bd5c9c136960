//! What somebody wrote in the older mail under their own text, where no `>` tells the two apart: behind their
//! initials, in the colour that they name, or as a letter that they sign below the end of that mail.
//!
//! It is looked for only where the text above says so or says nothing. Behind an arrow, under the word for an
//! answer, or in a colour that nobody names, whoever wrote the older mail may have put it there. What cannot be
//! told is left where it is for a reader, and nothing is decided by it.

use std::sync::LazyLock;

use super::html;
use super::parsed::Address;
use super::quote::{self, has_text};
use super::sentence::{has, sentences, words_of};
use super::signature::name_words;
use crate::language::{Letter, Phrases, closes_letter, fold, greets};

/// Lines of an older mail that are looked at.
const MAX_LINES: usize = 2_000;

/// Words of a text that only says where to read on.
const MAX_POINTER: usize = 30;

/// Words of the sentence that says so.
const MAX_SENTENCE: usize = 12;

/// What was found in the older mail.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Inset {
    /// Nothing was looked for: the text above says it all.
    None,
    /// These pieces are the writer's, in their order.
    Told(Vec<String>),
    /// Something may stand there, and cannot be told from the rest.
    Untold,
}

/// Looks for what its writer put in the older mail. `new`: what they wrote above it; `older`: that mail, below
/// its headers; `html`: the HTML of all of it.
pub(super) fn find(new: &str, older: &str, writer: Option<&Address>, html: &[String]) -> Inset {
    // most answers say it all, above an older mail or none
    let empty = !has_text(new);
    if !has_text(older) || !empty && !points_below(new) {
        return Inset::None;
    }
    look(new, older, writer, html)
}

/// Looks for it, where it may be.
#[cold]
fn look(new: &str, older: &str, writer: Option<&Address>, html: &[String]) -> Inset {
    let empty = !has_text(new);
    let split = quote::split(older, MAX_LINES, false, true);
    let end = older.len() - split.older.len().max(split.left.len());
    let lines: Vec<&str> = older[..end].lines().map(str::trim).collect();
    let name = writer.and_then(|writer| writer.name.as_deref());
    let name: Vec<&str> = name.into_iter().flat_map(str::split_whitespace).collect();
    let mut pieces = marked(&lines, &name);
    if pieces.is_empty() {
        pieces = colored(new, &older[..end], html);
    }
    if pieces.is_empty() && empty {
        pieces.extend(below_letter(&lines, writer));
    }
    if pieces.is_empty() {
        Inset::Untold
    } else {
        Inset::Told(pieces)
    }
}

/// Colours in which people answer. `Any` is one that is not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hue {
    Any,
    Red,
    Orange,
    Green,
    Blue,
    Purple,
}

/// How colours are called.
#[rustfmt::skip]
const HUES: [(Hue, &[&str]); 6] = [
    (Hue::Red, &["rood", "rode", "red", "rouge", "rot", "roten", "roter"]),
    (Hue::Blue, &["blauw", "blauwe", "blue", "bleu", "blau", "blauen", "blauer"]),
    (Hue::Green, &["groen", "groene", "green", "vert", "grun", "grunen", "gruner"]),
    (Hue::Orange, &["oranje", "orange"]),
    (Hue::Purple, &["paars", "paarse", "purple", "violet", "mauve", "lila", "roze", "pink"]),
    (Hue::Any, &["kleur", "colour", "color", "couleur", "farbe"]),
];

/// The colour that a text names.
fn hue_of(words: &[String]) -> Option<Hue> {
    let named = HUES.iter().find(|(_, names)| has(words, names));
    named.map(|(hue, _)| *hue)
}

/// Whether a text only tells that answers stand in the mail below it: "Zie mijn antwoorden in het rood
/// hieronder.", "My replies inline."
fn points_below(text: &str) -> bool {
    #[rustfmt::skip]
    const BELOW: &[&str] = &[
        "hieronder", "onder", "onderaan", "tussen", "tekst", "below", "inline", "between", "text", "dessous", "texte",
        "unten", "darunter", "zwischen",
    ];
    #[rustfmt::skip]
    const ANSWERS: &[&str] = &[
        "zie", "ziet", "see", "voir", "voyez", "siehe", "vindt", "vind", "find", "trouve", "trouvez", "antwoord",
        "reactie", "reacties", "opmerking", "aanvulling", "answer", "reply", "replies", "comment", "reaction",
        "reponse", "remarque", "antwort", "anmerkung", "kommentar", "commentaar",
    ];
    static HINTS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "nder",
            "ussen",
            "ekst",
            "elow",
            "nline",
            "etween",
            "text",
            "essous",
            "nten",
            "arunter",
            "wischen",
            "rood",
            "rode",
            "red",
            "rouge",
            "rot",
            "blau",
            "blue",
            "bleu",
            "groen",
            "green",
            "vert",
            "gr\u{fc}n",
            "oranje",
            "orange",
            "paars",
            "purple",
            "violet",
            "mauve",
            "lila",
            "roze",
            "pink",
            "kleur",
            "colo",
            "couleur",
            "arbe",
        ])
    });
    let points = |sentence: &str| {
        let words = words_of(sentence);
        // "ondertussen" points at nothing
        let below = || words.iter().any(|word| BELOW.contains(&word.as_str()));
        has(&words, ANSWERS) && (below() || hue_of(&words).is_some())
    };
    let short = text.split_whitespace().take(MAX_POINTER + 1).count() <= MAX_POINTER;
    // who asks something of their own, or puts a list under it, says more; and few name a place or a colour
    if !short || text.contains('?') || !HINTS.occur(text) {
        return false;
    }
    let body = Letter::of(text).body.trim_end();
    let last = sentences(body, |_| false).last();
    last.is_some_and(|sentence| {
        let told = sentence.trim_end_matches([':', '.', '!']);
        told.split_whitespace().count() <= MAX_SENTENCE && !told.contains(':') && points(told)
    })
}

/// The lines behind the initials or the name of their writer.
fn marked(lines: &[&str], name: &[&str]) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        // what opens the older mail is no answer in it
        let answers = at > 0 && is_initialled(line, name);
        at += 1;
        if !answers {
            continue;
        }
        let mut piece = vec![line];
        // a program broke the line: it was full
        while let Some(next) = lines.get(at).filter(|next| {
            lines[at - 1].len() >= FULL && has_text(next) && !lines[at - 1].ends_with(['.', '!'])
        }) {
            piece.push(next);
            at += 1;
        }
        pieces.push(super::body::clean(&piece));
    }
    pieces
}

/// Bytes of a line that a program may have broken.
const FULL: usize = 60;

/// Whether a line stands behind the initials or the name of who answers: "[JDW] Ja.", "Joris: ja".
fn is_initialled(line: &str, name: &[&str]) -> bool {
    /// Bytes of the longest.
    const LONGEST: usize = 40;
    let inner = line.strip_prefix(['[', '(']);
    let ends: &[char] = if inner.is_some() { &[']', ')'] } else { &[':'] };
    let line = inner.unwrap_or(line);
    let Some((who, said)) = line.split_once(ends) else {
        return false;
    };
    if who.len() > LONGEST || name.is_empty() || !has_text(said) {
        return false;
    }
    let mut letters: Vec<char> = who.chars().filter(|c| c.is_alphabetic()).collect();
    let mut initials: Vec<char> = name.iter().filter_map(|word| word.chars().next()).collect();
    let in_capitals = letters.iter().all(|c| c.is_uppercase());
    letters.sort_unstable();
    for letter in &mut initials {
        letter.make_ascii_uppercase();
    }
    initials.sort_unstable();
    let who = fold(who.trim());
    in_capitals && letters.len() >= 2 && letters == initials
        || name.iter().any(|word| fold(word) == who && who.len() > 2)
        || fold(&name.join(" ")) == who
        || holds_run(name, &who)
}

/// Whether some words that stand together in a name are all of this: "De Wilde".
fn holds_run(name: &[&str], who: &str) -> bool {
    let count = who.split_whitespace().count();
    count > 1 && name.windows(count).any(|run| fold(&run.join(" ")) == who)
}

/// The lines in the colour that the text above names; none where it names none, or where all that stands there has
/// it.
fn colored(new: &str, older: &str, html: &[String]) -> Vec<String> {
    /// Bytes of HTML and of an older mail, and lines, that are compared.
    const MOST: usize = 256 * 1024;
    const MAX_COMPARED: usize = 1_000;
    let Some(named) = hue_of(&words_of(new)).filter(|hue| *hue != Hue::Any) else {
        return Vec::new();
    };
    if older.len() > MOST || html.iter().map(String::len).sum::<usize>() > MOST {
        return Vec::new();
    }
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    // the name under the older mail may have a colour too
    let signed = joined(&super::body::split(older, &[], true, false).signature);
    let older = joined(older);
    let (mut pieces, mut plain) = (Vec::new(), false);
    let lines = html.iter().flat_map(|html| html::colored_lines(html));
    for (line, color) in lines.take(MAX_COMPARED) {
        let line = joined(&line);
        if line.is_empty() || !older.contains(&line) || new.contains(&line) {
            continue;
        }
        if color.and_then(hue) != Some(named) {
            plain |= !quote::is_header(&line);
        } else if !signed.contains(&line) {
            pieces.push(line);
        }
    }
    if plain { pieces } else { Vec::new() }
}

/// What a colour is called; `None` for black, white and grey.
fn hue([red, green, blue]: [u8; 3]) -> Option<Hue> {
    /// How far apart the strongest and the weakest part must be, to be a colour.
    const STRONG: u8 = 70;
    let most = red.max(green).max(blue);
    let least = red.min(green).min(blue);
    let range = most - least;
    if range < STRONG {
        return None;
    }
    let middle =
        i32::from(red) + i32::from(green) + i32::from(blue) - i32::from(most) - i32::from(least);
    // where between the strongest and the weakest the third part is, in hundredths
    let third = (middle - i32::from(least)) * 100 / i32::from(range);
    Some(if red == most {
        match (green > blue, third) {
            (true, 35..) => Hue::Orange,
            (false, 50..) => Hue::Purple,
            _ => Hue::Red,
        }
    } else if green == most {
        Hue::Green
    } else if red > green && third > 40 {
        Hue::Purple
    } else {
        Hue::Blue
    })
}

/// What stands below the end of the older letter: another letter, which its writer signs.
fn below_letter(lines: &[&str], writer: Option<&Address>) -> Option<String> {
    /// Lines between the end of a letter and the next one: a name, a function, a house.
    const MOST_BETWEEN: usize = 8;
    let closed = lines.iter().position(|line| closes_letter(line, false))?;
    let behind = closed + 1..lines.len().min(closed + 1 + MOST_BETWEEN);
    let start = behind.into_iter().find(|&at| greets(lines[at]))?;
    let name = writer.and_then(|writer| writer.name.as_deref())?;
    let own: Vec<String> = name_words(name).map(fold).collect();
    let signs = |line: &&str| {
        let words = words_of(line);
        !words.is_empty() && words.len() <= 5 && words.iter().any(|word| own.contains(word))
    };
    let last = lines.iter().rposition(signs).filter(|&last| last > start)?;
    // above that name nobody else signs
    let end = lines[start..last]
        .iter()
        .rposition(|line| closes_letter(line, false))
        .map_or(last, |at| start + at);
    let closings = lines[start..last]
        .iter()
        .filter(|line| closes_letter(line, false));
    let text = super::body::clean(&lines[start..end]);
    (closings.count() <= 1 && has_text(&text)).then_some(text)
}

#[cfg(test)]
mod tests {
    use crate::entity::inbound_mail::Mark;
    use crate::intake::mail::{ParsedMail, read};

    /// Whether a person must look for what is new in the older mail.
    fn is_untold(mail: &ParsedMail) -> bool {
        mail.marks().contains(&Mark::AnswersBelow)
    }

    fn mail(html: bool, text: &str) -> ParsedMail {
        let kind = if html { "html" } else { "plain" };
        let raw = format!(
            "From: Joris De Wilde <joris@mow.example>\nTo: r@x.be\nSubject: RE: x\nIn-Reply-To: <1@x>\nContent-Type: \
             text/{kind}; charset=utf-8\n\n{text}\n"
        );
        read(raw.as_bytes()).unwrap()
    }

    const HEADERS: &str =
        "Van: R <r@x.be>\nVerzonden: maandag 2 maart 2026 9:12\nAan: J\nOnderwerp: x";

    fn plain(top: &str, older: &str) -> ParsedMail {
        mail(false, &format!("{top}\n\n{HEADERS}\n\n{older}"))
    }

    fn html(top: &str, older: &str) -> ParsedMail {
        let headers = HEADERS.replace('<', "&lt;").replace('\n', "<br>");
        mail(true, &format!("<p>{top}</p><div>{headers}</div>{older}"))
    }

    #[test]
    fn answers_behind_initials_are_new() {
        for mark in [
            "[JDW] ",
            "(JDW) ",
            "JDW: ",
            "Joris: ",
            "De Wilde: ",
            "[Joris De Wilde] ",
        ] {
            for top in ["Zie hieronder.", "Mijn antwoorden in de tekst", ""] {
                let older =
                    format!("Dag,\n\nHoeveel haltes?\n{mark}Vier.\nWie betaalt?\n{mark}De stad.");
                let expected = format!("{top}\n\n{mark}Vier.\n\n{mark}De stad.");
                let mail = plain(top, &older);
                assert_eq!(mail.new_text, expected.trim_start(), "{mark}");
                assert!(!is_untold(&mail), "{mark}");
            }
        }
        let long = format!(
            "JDW: {}\nen wat.\nWie betaalt?",
            "Vier haltes ".repeat(6).trim()
        );
        let told = plain("Zie onder", &format!("Hoeveel?\n{long}")).new_text;
        assert!(
            told.ends_with("haltes\nen wat.\nWie betaalt?") || told.ends_with("en wat."),
            "{told}"
        );
    }

    #[test]
    fn an_end_of_a_letter_above_the_older_mail_is_not_what_is_new() {
        let asked = "Dag,\n\nHoeveel haltes?";
        for top in [
            "Met vriendelijke groeten,\n\nJoris De Wilde\nDossierbeheerder\nDepartement Mobiliteit",
            "Joris De Wilde\nDossierbeheerder\nT 02 000 00 00",
            "Beste,\n\nMvg\nJoris",
            "Deze e-mail is vertrouwelijk en enkel bestemd voor de geadresseerde.",
        ] {
            let told = plain(top, &format!("{asked}\n[JDW] Vier."));
            assert_eq!(told.new_text, "[JDW] Vier.", "{top}");
            assert_eq!(told.signature, top, "{top}");
            assert!(!is_untold(&told), "{top}");
            let empty = plain(top, asked);
            assert_eq!(empty.new_text, "", "{top}");
            assert!(is_untold(&empty), "{top}");
        }
        for top in ["Joris De Wilde volgt dit op", "Dank u wel", "Lijn 48"] {
            let mail = plain(top, &format!("{asked}\n[JDW] Vier."));
            assert_eq!((mail.new_text.as_str(), is_untold(&mail)), (top, false));
        }
    }

    #[test]
    fn what_whoever_wrote_the_older_mail_may_have_marked_is_for_a_person() {
        for mark in ["==> ", "=> ", "\u{2192} ", "Antwoord: ", "Reactie MOW: "] {
            for top in ["Zie hieronder.", ""] {
                let mail = plain(top, &format!("Dag,\n\nHoeveel haltes?\n{mark}Ja."));
                assert_eq!(mail.new_text, top, "{mark}");
                assert!(is_untold(&mail), "{mark}");
                assert!(mail.speaks_unheard(), "{mark}");
            }
        }
    }

    #[test]
    fn nothing_is_taken_where_the_text_above_says_it_all() {
        for top in [
            "Vier haltes.",
            "Dat staat onder punt 3 van het besluit.",
            "Ondertussen kregen we antwoord.",
            "Zie hieronder. Wie is nu bevoegd?",
            "Hieronder vindt u het antwoord:\n- Twee haltes\n- Een lijn",
            "Zie onder. Wij rekenen op een beslissing.",
        ] {
            let older = "Hoeveel haltes?\n==> Twee.\n[JDW] Twee.";
            let mail = plain(top, older);
            assert_eq!((mail.new_text.as_str(), mail.reading), (top, None), "{top}");
        }
        // of somebody else
        let mail = plain("Zie hieronder.", "Dag,\n[RV] Wie betaalt?");
        assert_eq!(mail.new_text, "Zie hieronder.");
        assert!(mail.speaks_unheard());
    }

    #[test]
    fn answers_in_the_colour_that_is_named_are_new() {
        let red = "<p><span style='color:#C00000'>Vier.</span></p>";
        let blue = "<p style='color:rgb(0, 112, 192)'>Acht.</p>";
        let asked = "<p>Hoeveel haltes?</p>";
        let check = |top: &str, older: &str, expected: &str| {
            assert_eq!(html(top, older).new_text, expected, "{top} {older}");
        };
        let both = format!("{asked}{red}{blue}");
        check("Zie rood hieronder", &both, "Zie rood hieronder\n\nVier.");
        check("Zie blauw", &both, "Zie blauw\n\nAcht.");
        // nothing tells all of one colour apart
        check("Zie rood hieronder", red, "Zie rood hieronder");
        check("Ja.", &format!("{asked}{red}"), "Ja.");
        let font = "<p><font color=red>Vier <b>haltes</b></font></p>";
        check(
            "Zie rood",
            &format!("{asked}{font}"),
            "Zie rood\n\nVier haltes",
        );
        let link = "<p><a href='https://x.be' style='color:red'>Vier</a></p>";
        check("Zie rood", &format!("{asked}{link}"), "Zie rood");
        let signed = "<p>Groeten</p><p style='color:red'>Regio Vorming</p>";
        check("Zie rood", &format!("{asked}{signed}"), "Zie rood");
    }

    #[test]
    fn a_colour_that_is_not_named_may_be_of_whoever_wrote_the_older_mail() {
        let asked = "<p>Hoeveel haltes?</p>";
        for color in ["#C00000", "rgb(0, 112, 192)", "#1F497D"] {
            let older = format!("{asked}<p style='color:{color}'>Vier haltes.</p>");
            for top in ["Zie hieronder", "Zie in kleur hieronder", ""] {
                let mail = html(top, &older);
                assert_eq!(mail.new_text, top, "{color}");
                assert!(is_untold(&mail), "{color}");
            }
        }
    }

    #[test]
    fn an_answer_below_the_end_of_the_older_letter_is_new() {
        let older = "Beste,\n\nHoeveel haltes?\n\nMet vriendelijke groeten\nRegiovorming\n\n\nDag,\n\nVier.";
        let signed = format!("{older}\n\nGroeten\nJoris");
        assert_eq!(plain("", &signed).new_text, "Dag,\n\nVier.");
        for other in [older, &format!("{older}\n\nGroeten\nEls")] {
            let mail = plain("", other);
            assert_eq!(mail.new_text, "", "{other}");
            assert!(mail.quoted_text.contains("Vier."), "{other}");
            assert!(is_untold(&mail), "{other}");
        }
    }

    #[test]
    fn what_cannot_be_told_stays_in_the_older_mail_and_is_marked() {
        for top in ["Zie hieronder", ""] {
            let mail = plain(top, "Hoeveel haltes?\n\nVier.");
            assert_eq!((mail.new_text.as_str(), mail.to_read()), (top, top));
            let older = &mail.quoted_text;
            assert!(older.starts_with("Van: R"), "{older}");
            assert!(older.ends_with("Hoeveel haltes?\n\nVier."), "{older}");
            assert!(is_untold(&mail));
            assert!(mail.speaks_unheard());
        }
    }

    /// A reply in HTML alone, with a picture that is as large as a scan.
    fn with_picture(top: &str, older: &str) -> ParsedMail {
        let headers = HEADERS.replace('<', "&lt;").replace('\n', "<br>");
        let picture = "QUFB".repeat(3_000);
        let raw = format!(
            "From: Joris De Wilde <joris@mow.example>\nTo: r@x.be\nSubject: RE: x\nIn-Reply-To: \
             <1@x>\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: text/html; \
             charset=utf-8\n\n<p>{top}</p><div>{headers}</div>{older}\n--a\nContent-Type: image/png; \
             name=logo.png\nContent-ID: <logo@x>\nContent-Disposition: inline; \
             filename=logo.png\nContent-Transfer-Encoding: base64\n\n{picture}\n--a--\n"
        );
        read(raw.as_bytes()).unwrap()
    }

    #[test]
    fn a_logo_in_the_older_mail_is_not_all_that_there_is_to_say() {
        let mail = with_picture("", "<p>Hoeveel haltes?</p><img src='cid:logo@x'>");
        assert_eq!(mail.inline_images.len(), 1);
        assert_eq!(mail.new_text, "");
        assert!(is_untold(&mail));
    }
}
