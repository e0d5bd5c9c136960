//! What stands under a mail: closing, name, function, footer of a phone, disclaimer.
//!
//! Nothing of it is lost: it goes to `signature`, and what comes after a "P.S." goes back to the
//! text.

use std::sync::LazyLock;

use super::acknowledgement::is_menu;
use super::headers::cut;
use super::html::{SIGNATURE_ENDS, SIGNATURE_STARTS};
use super::quote::{has_text, is_decoration, is_invisible, is_rule};
use crate::language::{
    Letter, PersonName, Phrases, closes_letter, greets, is_name as names_house, lowercase,
    lowercase_in, start_of,
};

/// Lines that may stand under a closing; more is no signature.
const MAX_LINES: usize = 30;

/// Bytes of a line that are looked at for how it opens.
const MAX_OPENING: usize = 48;

/// The letters of a signature line; a longer one is a sentence.
const MAX_LINE: usize = 75;

/// Where a signature is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Below the text, and where the HTML marks one.
    Usual,
    /// Below the text only.
    Unmarked,
    /// Above it: a program put it there, and its owner wrote on below it.
    Above,
    /// In what stands below a quote, with text above that: a gateway puts its footer there, and nothing else
    /// may be in it.
    Below,
}

/// Splits one piece of new text in text and signature. `names` are the words of the sender's name.
pub(super) fn split<'a>(
    lines: &[&'a str],
    names: &[&str],
    place: Place,
) -> (Vec<&'a str>, Vec<&'a str>) {
    let marks = place != Place::Unmarked;
    let mut text: Vec<&str> = Vec::with_capacity(lines.len());
    let mut signature: Vec<&str> = Vec::new();
    // what the HTML itself marks as a signature
    let mut marked = false;
    for &line in lines {
        let plain = !marks || line.is_ascii();
        if !plain && line.contains(SIGNATURE_STARTS) {
            marked = true;
        } else if !plain && line.contains(SIGNATURE_ENDS) {
            marked = false;
        } else if marked {
            signature.push(line);
        } else if is_decoration(line) {
            signature.extend((!is_rule(line)).then_some(line));
        } else {
            text.push(line);
        }
    }
    if place == Place::Above
        && let Some(at) = below_signature(&text)
    {
        let rest = text.split_off(at);
        signature.append(&mut text);
        text = rest;
    }
    let mut below = text.split_off(end_of_text(&text, names, place));
    // what goes on below a name is text again, up to the next end
    for _ in 0..MAX_RESUMED {
        let postscript = below.iter().position(|line| is_postscript(line));
        let Some(at) = postscript.into_iter().chain(resumes(&below)).min() else {
            break;
        };
        let rest = below.split_off(at);
        signature.append(&mut below);
        let end = if postscript == Some(at) {
            (1..rest.len())
                .find(|&line| !has_text(rest[line]) || is_delimiter(rest[line]))
                .unwrap_or(rest.len())
        } else {
            end_of_text(&rest, names, Place::Usual)
        };
        while text.last().is_some_and(|line| !has_text(line)) {
            text.pop();
        }
        text.push("");
        text.extend(&rest[..end]);
        below = rest[end..].to_vec();
    }
    signature.append(&mut below);
    while text
        .last()
        .is_some_and(|line| !has_text(line) || is_rule(line))
    {
        text.pop();
    }
    (text, signature)
}

/// Whether a text is nothing but what stands around a letter: a greeting, a closing, the sender's own name with
/// a function and an address, a disclaimer. A line that may be a short answer, or thanks, makes it more.
pub(super) fn is_all(text: &str, names: &[&str]) -> bool {
    let lines: Vec<&str> = text.lines().take(MAX_LINES + 1).map(str::trim).collect();
    if lines.len() > MAX_LINES {
        return false;
    }
    let greeting = |line: &str| {
        (line.ends_with([',', '!']) || count_words(line) == 1)
            && greets(line)
            && Letter::of(line).body.is_empty()
    };
    let letter = lines
        .iter()
        .position(|line| has_text(line) && !greeting(line));
    let letter = letter.unwrap_or(lines.len());
    let (above, rest) = lines.split_at(letter);
    // whether anything of a letter stands there, and whether a closing alone stands right above
    let (mut found, mut closed) = (above.iter().any(|line| has_text(line)), false);
    for (start, end) in paragraphs(rest) {
        let paragraph = &rest[start..end];
        if is_disclaimer(paragraph) || paragraph.iter().all(|line| is_footer(line)) {
            (found, closed) = (true, false);
            continue;
        }
        // what stands for a picture: "[logo]"
        let picture = |line: &&&str| line.starts_with('[') && line.ends_with(']');
        let told: Vec<&str> = paragraph
            .iter()
            .filter(|line| !picture(line))
            .copied()
            .collect();
        let Some(&first) = told.first() else { continue };
        let formula = closes_letter(first, false) && !answers_shortly(first);
        let signed = is_name(first, names) || begins_with_name(first, names);
        let located = told.iter().any(|line| is_located(line));
        let goes_on = found && located || closed && names_house(first);
        let mut below = told.iter().skip(usize::from(formula));
        if !(formula || signed || goes_on) || !below.all(|line| tells_who(line, located)) {
            return false;
        }
        (found, closed) = (true, formula && told.len() == 1);
    }
    found
}

/// Whether a line holds a number, an address or a site where somebody is found.
fn is_located(line: &str) -> bool {
    is_contact(line) || is_address(line) || is_site(line)
}

/// Whether a line of a signature tells who or where somebody is, and cannot be a short answer. `located`: an
/// address or a number stands with it.
fn tells_who(line: &str, located: bool) -> bool {
    let here = is_located(line);
    let longest = if here { 2 * MAX_LINE } else { MAX_LINE };
    line.chars().count() <= longest
        && !line.ends_with(['?', '!', ':', ';'])
        && (here || !line.ends_with('.'))
        && (located || !line.contains(|c: char| c.is_ascii_digit()))
        && !is_item(line)
        && !is_form_field(line)
        && !is_postscript(line)
        && !is_unexplained(line)
        && !answers_shortly(line)
}

/// Whether a line holds a word with which people answer, or thank, in a few words.
fn answers_shortly(line: &str) -> bool {
    #[rustfmt::skip]
    static WORDS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "ja", "nee", "neen", "akkoord", "ok", "ok\u{e9}", "okay", "klopt", "inderdaad", "prima", "goed", "orde",
            "correct", "top", "helder", "duidelijk", "dank", "bedankt", "graag", "oui", "non", "d'accord", "entendu",
            "parfait", "merci", "yes", "no", "agreed", "fine", "thanks", "thank", "nein", "einverstanden", "danke",
        ])
    });
    holds_word(&lowercase(line), &WORDS)
}

/// Whether a paragraph is a disclaimer, and no answer of one word that opens one: "Vertrouwelijk."
fn is_disclaimer(paragraph: &[&str]) -> bool {
    opens_disclaimer(paragraph[0])
        && sort(paragraph, false) == Below::Legal
        && legal_words(&lowercase(&paragraph.join(" "))) >= 2
}

/// Whether a signature holds words that are none: a question, or sentences that are no disclaimer.
pub(super) fn says(signature: &str) -> bool {
    any_below(signature, |_, found| found == Below::Says)
}

/// Whether something in a signature may be what its writer says: a sentence that no slogan, disclaimer or
/// opening hour explains, or words that take something back.
pub(super) fn may_say(signature: &str) -> bool {
    any_below(signature, |lines, found| match found {
        Below::Says | Below::States => true,
        Below::Legal => false,
        Below::Around => lines.iter().any(|line| is_unexplained(line)),
    })
}

/// Whether a line of a signature states something, or takes something back, and no address, hour, slogan or
/// disclaimer has such words.
pub(super) fn is_unexplained(line: &str) -> bool {
    /// Words of the shortest sentence.
    const SENTENCE: usize = 4;
    let lower = lowercase(line.trim());
    let says = objects(&lower) || count_words(&lower) >= SENTENCE && holds_word(&lower, &VERBS);
    says && !MAILS.occur(&lower)
        && !HOURS.occur(&lower)
        && !ADVERTISES.open(&lower)
        && legal_words(&lower) == 0
        && !is_plea(&lower)
        && !(is_contact(line) || is_address(line) || is_site(line) || line.contains('@'))
}

/// Whether one of the paragraphs of a signature is such a one, closings and footers left out.
fn any_below(signature: &str, is: impl Fn(&[&str], Below) -> bool) -> bool {
    let ends = |line: &&str| !closes_letter(line, false) && !is_footer(line);
    let lines: Vec<&str> = signature
        .lines()
        .map(|line| Some(line).filter(ends).unwrap_or_default())
        .collect();
    let mut legal = false;
    paragraphs(&lines).into_iter().any(|(start, end)| {
        let found = sort(&lines[start..end], legal);
        legal |= found == Below::Legal;
        is(&lines[start..end], found)
    })
}

/// Where the text starts below a signature that nothing stands above: behind the footer of a phone, or
/// behind the dashes and the paragraph under them. What only tells who and where somebody is, is none.
fn below_signature(lines: &[&str]) -> Option<usize> {
    let first = lines.iter().position(|line| has_text(line))?;
    let mut names = is_delimiter(lines[first]);
    if !names && !is_footer(lines[first]) {
        return None;
    }
    let tells_who = |line: &&str| names_house(line) && count_words(line) > 1 || is_footer(line);
    let located = |line: &&str| is_contact(line) || is_address(line) || is_site(line);
    let found = paragraphs(&lines[first + 1..]).into_iter();
    let mut found = found.map(|(start, end)| (first + 1 + start, first + 1 + end));
    let text = found.find(|&(start, end)| {
        let paragraph = &lines[start..end];
        !std::mem::take(&mut names)
            && match sort(paragraph, false) {
                Below::Says | Below::States => true,
                Below::Legal => false,
                Below::Around => !paragraph.iter().all(tells_who) && !paragraph.iter().any(located),
            }
    });
    text.map(|(start, _)| start)
}

/// The first line of what closes a text: each finds it in what the ones before left over.
fn end_of_text(text: &[&str], names: &[&str], place: Place) -> usize {
    let mut told = Vec::with_capacity(text.len());
    told.extend((0..text.len()).filter(|&at| has_text(text[at])));
    let mut left = Lines {
        all: text,
        told: &told,
        begun: place == Place::Below,
    };
    if left.begun && is_house_line(left) {
        return 0;
    }
    for find in [delimiter, footer, disclaimer] {
        if let Some(at) = find(left) {
            left = left.above(at);
        }
    }
    // a letter ends once: a name or an address above its closing is what it says
    if let Some(at) = closing(left) {
        return at;
    }
    if let Some(at) = thanked_name(left) {
        return at;
    }
    let leaves_words = |&at: &usize| !only_greets(&text[..at]);
    if let Some(at) = closing_name(left, names).filter(leaves_words) {
        left = left.above(at);
    }
    if let Some(at) = contact_lines(left).filter(leaves_words) {
        left = left.above(at);
    }
    left.all.len()
}

/// Whether nothing stands in lines but a greeting: then what stands below them is all that is said.
pub(super) fn only_greets(lines: &[&str]) -> bool {
    let mut told = lines.iter().filter(|line| has_text(line));
    // a greeting is one line, or two where somebody's words were taken over
    told.next().is_some() && told.nth(1).is_none() && {
        let text = lines.join("\n");
        Letter::of(&text).body.is_empty()
    }
}

/// Lines, and which of them hold anything to read: each is looked at once, however often it is asked.
#[derive(Debug, Clone, Copy)]
struct Lines<'a> {
    all: &'a [&'a str],
    /// Where those with text stand.
    told: &'a [usize],
    /// More of the text stands above them, so that nothing of it need be among them.
    begun: bool,
}

impl<'a> Lines<'a> {
    /// Those above a line.
    fn above(self, end: usize) -> Self {
        let told = self.told.partition_point(|&at| at < end);
        Self {
            all: &self.all[..end],
            told: &self.told[..told],
            begun: self.begun,
        }
    }

    /// The line below which a text can end: it does not begin with its end.
    fn least(self) -> Option<usize> {
        let &first = self.told.first()?;
        Some(if self.begun { first } else { first + 1 })
    }

    /// Those with text from a line on.
    fn told_from(self, start: usize) -> impl Iterator<Item = &'a str> {
        let from = self.told.partition_point(|&at| at < start);
        self.told[from..].iter().map(move |&at| self.all[at])
    }

    /// The last one with text.
    fn last(self) -> Option<&'a str> {
        self.told.last().map(|&at| self.all[at])
    }

    /// Where the last ones with text stand, in order, at most so many; and whether a blank line stands above
    /// each.
    fn tail(self, most: usize) -> impl Iterator<Item = (usize, bool)> {
        let from = self.told.len().saturating_sub(most);
        (from..self.told.len()).map(move |number| {
            let at = self.told[number];
            let above = number.checked_sub(1).map(|above| self.told[above] + 1);
            (at, at > 0 && above != Some(at))
        })
    }

    /// The first line of the last paragraph, and the one after its last.
    fn last_paragraph(self) -> Option<(usize, usize)> {
        let &last = self.told.last()?;
        let run = self.told.iter().rev().zip(0..);
        let start = run
            .map_while(|(&at, above)| (at + above == last).then_some(at))
            .last()?;
        Some((start, last + 1))
    }
}

/// Where somebody goes on below the end of a letter: questions, or sentences that are no disclaimer.
fn resumes(below: &[&str]) -> Option<usize> {
    // most letters end in a name and an address, with no mark of a sentence or of a list
    let may_say = |line: &&str| {
        line.len() >= MIN_SAID && memchr::memchr3(b'?', b'.', b'!', line.as_bytes()).is_some()
            || is_item(line)
            || opens_with_question(line)
    };
    // the first line is what ends the text
    if !below.iter().any(may_say) && !below.iter().skip(1).any(|line| may_state(line)) {
        return None;
    }
    let (mut legal, mut delimited) = (false, false);
    for (number, (start, end)) in paragraphs(below).into_iter().enumerate() {
        if is_delimiter(below[start]) {
            delimited = true;
            continue;
        }
        // in the first stands what ends the text: a closing, a name
        let start = if number == 0 && !opens_disclaimer(below[start]) {
            (start + 1..end).find(|&at| {
                is_item(below[at]) || count_words(below[at]) >= 4 || states_alone(below[at])
            })
        } else {
            Some(start)
        };
        let Some(start) = start else { continue };
        let found = sort(&below[start..end], legal);
        // what a house tells everybody stands there too
        if matches!(found, Below::Says | Below::States)
            && tells_everybody(&below[start..end])
            && is_of_house(&below[..start])
        {
            continue;
        }
        match found {
            Below::Says | Below::States
                if delimited
                    && !below[start..end].iter().any(|line| {
                        line.trim_end().ends_with('?') || objects(&lowercase(line))
                    }) => {}
            Below::Says => return Some(start),
            Below::States if stands_apart(below, start) => return Some(start),
            Below::Legal => legal = true,
            Below::States | Below::Around => {}
        }
    }
    None
}

/// Whether lines below the end of a letter are a closing, a name, and the house or the address of who has it.
fn is_of_house(lines: &[&str]) -> bool {
    static HOUSES: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "gemeente ",
            "gemeentebestuur",
            "stad ",
            "stadsbestuur",
            "lokaal bestuur",
            "provincie ",
            "provinciebestuur",
            "ocmw",
            "dienst ",
            "departement",
            "agentschap",
            "vlaamse overheid",
            "politiezone",
            "commune ",
            "administration communale",
            "ville ",
            "province ",
            "service ",
            "stadt ",
            "town of ",
            "city of ",
            "municipality",
        ])
    });
    let mut told = lines.iter().copied().filter(|line| has_text(line));
    let closes = told.next().is_some_and(|line| closes_letter(line, false));
    let named = told.next().is_some_and(names_house);
    let mut located = told.filter(|line| line.len() <= MAX_LINE);
    closes
        && named
        && located.any(|line| {
            HOUSES.open_lowercased(line.trim_start())
                || is_contact(line)
                || is_address(line)
                || is_site(line)
        })
}

/// Whether a paragraph below the name of a house is what it tells everybody: a question that a link or a number
/// answers right behind it, or how mail to it is read. A question that stays open, and one with words in between,
/// is its writer's.
fn tells_everybody(lines: &[&str]) -> bool {
    /// With these the answer of a house to its own question opens, beside those of a slogan.
    const LEADS: [&str; 12] = [
        "laat ",
        "bel ",
        "mail ",
        "meld ",
        "kijk ",
        "ga naar ",
        "check ",
        "scan ",
        "consultez ",
        "rendez-vous sur ",
        "dites-le",
        "appelez ",
    ];
    /// How a house calls where its mail arrives, what it always asks, and what it does with data.
    const BOXES: [&str; 5] = [
        "mailadres",
        "mailbox",
        "e-mailadres",
        "boîte mail",
        "postfach",
    ];
    const UNREAD: [&str; 8] = [
        "niet continu",
        "niet permanent",
        "niet opgevolgd",
        "niet beheerd",
        "niet gelezen",
        "not monitored",
        "pas consulté",
        "nicht gelesen",
    ];
    const STANDING: [&str; 4] = [
        "bij antwoord steeds",
        "antwoord steeds",
        "steeds deze",
        "always include",
    ];
    const PRIVACY: [&str; 4] = [
        "privacyverklaring",
        "privacybeleid",
        "déclaration de confidentialité",
        "privacy statement",
    ];
    let joined = lines.join(" ");
    let text = joined.trim();
    if text.ends_with('?') || is_list(lines) {
        return false;
    }
    let lower = lowercase(text);
    let holds = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if let Some((question, answer)) = lower.split_once('?') {
        let answer = answer.trim();
        let mut words = answer.split_whitespace();
        let points = words.any(names_site) || holds_phone(answer, false);
        let leads = names_site(answer.split(' ').next().unwrap_or_default())
            || ADVERTISES.open(answer)
            || LEADS.iter().any(|lead| answer.starts_with(lead));
        return !answer.contains('?')
            && points
            && leads
            && count_sentences(answer) <= 1
            && count_words(question) <= MOST_OF_SLOGAN
            && !question.contains(['.', ':'])
            && !asks_openly(question);
    }
    holds(&BOXES) && holds(&UNREAD)
        || holds(&STANDING) && MAILS.occur(&lower)
        || holds(&PRIVACY) && legal_words(&lower) >= 2
}

/// Words of the question with which a slogan opens.
const MOST_OF_SLOGAN: usize = 14;

/// Whether a question in lower case opens as those do that want an answer; slogans ask who reads whether they
/// are or know something.
fn asks_openly(question: &str) -> bool {
    static OPENS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "kan ",
            "kunt u",
            "kunnen ",
            "mag ",
            "mogen ",
            "moet ",
            "moeten ",
            "klopt ",
            "is ",
            "zijn ",
            "hoe ",
            "wat ",
            "wanneer ",
            "waar",
            "welk",
            "wie ",
            "hebt u ons",
            "heeft ",
            "geldt ",
            "peut",
            "pouvez",
            "est-",
            "quand ",
            "comment ",
            "quel",
            "could ",
            "can ",
            "does ",
            "is ",
            "are ",
            "when ",
            "where ",
            "which ",
            "what ",
            "how ",
            "k\u{f6}nnen ",
            "kann ",
            "ist ",
            "wann ",
            "wo ",
            "wie ",
            "welche",
        ])
    });
    OPENS.open(question) || POLITE.iter().any(|word| question.starts_with(word))
}

/// Whether a word in lower case names a site, also without what they mostly open with: "jobs.lede.example".
fn names_site(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    is_site(word)
        || !word.contains('@')
            && word.bytes().filter(|&byte| byte == b'.').count() >= 2
            && word.split('.').all(|label| {
                label.len() >= 2
                    && label
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"-/".contains(&byte))
            })
}

/// Whether no address or number stands with a paragraph below the end of a letter, or around it up to the
/// next closing: what stands among those is a slogan.
fn stands_apart(below: &[&str], start: usize) -> bool {
    let located = |line: &&str| is_contact(line) || is_address(line) || is_site(line);
    let on = below[start..].iter();
    !below[..start].iter().any(located)
        && !on
            .take_while(|line| !closes_letter(line, false))
            .any(located)
}

/// What a paragraph below the end of a letter is.
#[derive(Debug, PartialEq, Eq)]
enum Below {
    /// Somebody goes on.
    Says,
    /// One sentence: somebody goes on, or it is a slogan.
    States,
    /// A disclaimer.
    Legal,
    /// Names, addresses, hours, a slogan.
    Around,
}

/// Sorts a paragraph; `legal`: a disclaimer stands above it, and what states something goes on with it.
fn sort(lines: &[&str], legal: bool) -> Below {
    let joined = lines.join(" ");
    let text = joined.trim();
    let asks = text.ends_with('?') || text.contains("? ");
    let sentences = count_sentences(text);
    let listed = is_list(lines);
    let disclaims = opens_disclaimer(lines[0]);
    let states = sentences > 0 || lines.iter().any(|line| may_state(line));
    if !asks && !states && !listed && !disclaims {
        return Below::Around;
    }
    let lower = lowercase(text);
    let about_mail = || MAILS.occur(&lower);
    let found = legal_words(&lower);
    if asks {
        let of_print = || {
            let print = [
                "print",
                "afdruk",
                "af te drukken",
                "imprim",
                "ausdruck",
                "uitdraai",
            ];
            lower.len() < 200 && print.iter().any(|word| lower.contains(word))
        };
        if found > 0
            && (found >= 2 && !text.ends_with('?') && about_mail()
                || of_print() && (disclaims || about_mail()))
        {
            return Below::Legal;
        }
        let about_hours =
            || !text.ends_with('?') && HOURS.occur(&lower) && ITSELF.occur(&lower) && !listed;
        return if offers_help(&lower) || about_hours() {
            Below::Around
        } else {
            Below::Says
        };
    }
    let linked = || lower.contains("www.") || lower.contains("http");
    if disclaims && found >= 1 || found >= 2 && (about_mail() || linked()) {
        return Below::Legal;
    }
    if legal || HOURS.occur(&lower) || spares_paper(&lower) {
        return Below::Around;
    }
    let asked = || POLITE.iter().any(|word| lower.starts_with(word)) || ADDS.occur(&lower);
    if listed || sentences >= 2 || sentences == 1 && (text.len() > 4 * MAX_LINE || asked()) {
        return Below::Says;
    }
    let points =
        || linked() || lower.contains('@') || found > 0 && (about_mail() || is_plea(&lower));
    if !states || disclaims && about_mail() || points() {
        return Below::Around;
    }
    if objects(&lower) && (sentences == 1 || !ADVERTISES.open(&lower)) || ADDED.open(&lower) {
        return Below::Says;
    }
    if sentences == 0 || ADVERTISES.open(&lower) {
        return Below::Around;
    }
    Below::States
}

/// Whether a text in lower case asks not to print.
fn is_plea(lower: &str) -> bool {
    [
        "print",
        "afdruk",
        "af te drukken",
        "imprim",
        "ausdruck",
        "papier",
        "paper",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// Whether a text in lower case asks to print the mail itself only where there is need to: who wants it printed
/// says no such thing.
fn spares_paper(lower: &str) -> bool {
    /// Bytes of the longest.
    const LONGEST: usize = 160;
    const ONLY: [&str; 9] = [
        "nodig",
        "noodzakelijk",
        "nécessaire",
        "necessary",
        "need",
        "nötig",
        "notwendig",
        "twee keer",
        "deux fois",
    ];
    lower.len() <= LONGEST
        && is_plea(lower)
        && ITSELF.occur(lower)
        && ONLY.iter().any(|word| lower.contains(word))
}

/// Whether a line may state something though no mark ends it: it has the words of a sentence, and one of
/// them takes something back or adds to it. Titles and addresses have none.
fn may_state(line: &str) -> bool {
    /// Bytes of the shortest.
    const SHORTEST: usize = 12;
    line.len() >= SHORTEST && memchr::memchr_iter(b' ', line.as_bytes()).nth(1).is_some() && {
        let small = line.split_whitespace();
        small
            .filter(|word| word.starts_with(char::is_lowercase))
            .nth(1)
            .is_some()
            && {
                let lower = lowercase(line.trim());
                ADDED.open(&lower) || objects(&lower)
            }
    }
}

/// Whether a line that is no more than one sentence states something.
fn states_alone(line: &str) -> bool {
    may_state(line) || count_sentences(line) > 0
}

/// Whether a text in lower case holds a word that takes something back: "niet", "only", "manque".
fn objects(lower: &str) -> bool {
    holds_word(lower, &OBJECTS)
}

/// Whether a text in lower case holds one of these as a whole word.
fn holds_word(lower: &str, words: &Phrases) -> bool {
    words
        .find(lower, |at, word| {
            !lower[..at].ends_with(char::is_alphanumeric)
                && !lower[at + word.len()..].starts_with(char::is_alphanumeric)
        })
        .is_some()
}

/// Verbs of sentences that state something; titles and addresses have none.
#[rustfmt::skip]
static VERBS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "is", "zijn", "was", "waren", "staat", "staan", "heeft", "hebben", "geldt", "gelden", "gaat", "moet",
        "moeten", "mist", "zou", "lijkt", "est", "sont", "reste", "restent", "semble", "doit", "are", "has",
        "seems", "should", "remains", "ist", "sind", "hat", "gilt", "muss", "scheint",
    ])
});

/// Words that take something back from what was said.
#[rustfmt::skip]
static OBJECTS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "niet", "geen", "niets", "nergens", "nooit", "maar", "echter", "toch", "enkel", "alleen", "behalve",
        "uitgezonderd", "ontbreekt", "ontbreken", "fout", "foutief", "onjuist", "onvolledig", "onduidelijk",
        "verkeerd", "verkeerde", "klopt", "kloppen", "vergeten", "tenzij", "nochtans", "evenwel", "jammer",
        "pas", "mais", "sauf", "seulement", "manque", "manquent", "faux", "fausse", "incomplet",
        "incompl\u{e8}te", "erreur", "toutefois", "cependant", "jamais", "aucun", "aucune", "not", "no",
        "but", "only", "except", "missing", "wrong", "incorrect", "incomplete", "however", "unclear", "never",
        "isn't", "doesn't", "didn't", "nicht", "kein", "keine", "aber", "nur", "au\u{df}er", "fehlt", "fehlen",
        "falsch", "jedoch", "unvollst\u{e4}ndig", "helaas", "unfortunately", "malheureusement",
    ])
});

/// With these somebody adds to a letter below its end.
#[rustfmt::skip]
static ADDED: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "opgelet: ", "let op: ", "aanvulling: ", "opmerking: ", "correctie: ", "rectificatie: ", "toevoeging: ",
        "noot: ", "remarque : ", "remarque: ", "attention : ", "pr\u{e9}cision : ", "note: ", "remark: ",
        "correction: ", "correction : ", "addition: ", "hinweis: ", "erg\u{e4}nzung: ", "anmerkung: ",
        "korrektur: ", "achtung: ",
    ])
});

/// With these a slogan opens, or what a house tells everybody.
#[rustfmt::skip]
static ADVERTISES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "volg ", "bezoek ", "ontdek ", "schrijf ", "bekijk ", "lees ", "like ", "abonneer", "neem een kijkje",
        "surf ", "samen ", "altijd ", "uw ", "jouw ", "meer info", "meer weten", "klik ", "download ", "doe mee",
        "denk ", "spaar ", "think green", "think before", "bespaar", "suivez", "visitez", "d\u{e9}couvrez", "ensemble", "inscrivez", "votre ",
        "rejoignez", "toujours ", "follow ", "visit ", "discover ", "together", "subscribe", "join ", "your ",
        "always ", "folgen ", "besuchen ", "entdecken ", "gemeinsam ", "abonnieren ", "\"", "\u{ab}", "\u{201c}",
        "\u{201e}", "'", "\u{2018}",
    ])
});

/// A paragraph of less is a name or a number.
const MIN_SAID: usize = 8;

/// How often somebody goes on below an end.
const MAX_RESUMED: usize = 4;

/// What a disclaimer speaks of.
static MAILS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "mail",
        "bericht",
        "message",
        "courriel",
        "nachricht",
        "communicat",
        "afzender",
        "absender",
    ])
});

/// Words of the lines that say when somebody is there.
static HOURS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "aanwezig",
        "afwezig",
        "absent",
        "présent",
        "anwesend",
        "abwesend",
        "openingsuren",
        "op afspraak",
        "na afspraak",
        "bereikbaar op",
        "werkdagen",
        "ik werk ",
        "wij werken op",
        "je travaille",
        "ne travaille pas",
        "werkuren zijn",
        "jouw werkuren",
        "je werkuren",
        "uw werkuren",
        "heures de travail",
        "working hours",
        "arbeitszeiten",
        "sur rendez-vous",
        "heures d'ouverture",
        "i work ",
        "working days",
        "opening hours",
        "öffnungszeiten",
        "ich arbeite",
        "gesloten",
        "geopend",
        "is open",
        "zijn open",
        "open van",
        "telefonisch",
        "closed",
        "fermé",
        "ouvert ",
        "geschlossen",
        "geöffnet",
    ])
});

/// With these one sentence asks something.
const POLITE: [&str; 24] = [
    "graag ",
    "gelieve ",
    "kan u ",
    "kunt u ",
    "kan je ",
    "kun je ",
    "kunnen jullie ",
    "wil u ",
    "wilt u ",
    "ik ",
    "ik'",
    "we ",
    "wij ",
    "please ",
    "could you ",
    "i ",
    "we'",
    "merci de ",
    "veuillez ",
    "je ",
    "j'",
    "nous ",
    "ich ",
    "wir ",
];

/// With these one sentence adds something to what stands above.
static ADDS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "bijlage",
        "bijgevoegd",
        "ingesloten",
        "hieronder",
        "ook nog",
        "nog iets",
        "vergeten",
        "aanvulling",
        "annexe",
        "ci-joint",
        "attached",
        "enclosed",
        "anbei",
        "anhang",
        "beigef\u{fc}gt",
    ])
});

/// Whether lines hold items of a list that say something: a numbered one, or two others.
fn is_list(lines: &[&str]) -> bool {
    let mut items = 0;
    lines.iter().any(|line| {
        let question = opens_with_question(line);
        let says = count_words(line) >= if question { 3 } else { 4 };
        let item = says && (question || is_item(line));
        items += usize::from(item);
        item && (items >= 2 || line.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// Whether a line is one of several questions: "Vraag 2: ...".
fn opens_with_question(line: &str) -> bool {
    let (word, number) = cut(line.trim_start(), b' ').unwrap_or_default();
    number.starts_with(|c: char| c.is_ascii_digit())
        && ["vraag", "question", "frage"]
            .iter()
            .any(|title| word.eq_ignore_ascii_case(title))
}

/// Whether a line opens a disclaimer, by its first words.
pub(super) fn opens_disclaimer(line: &str) -> bool {
    let line = line.trim_start_matches(DECORATES);
    opens_surely(line) || opens_perhaps(line)
}

/// Whether a text opens with the title of a disclaimer or a plea for the trees, as whole words.
fn opens_surely(text: &str) -> bool {
    let opening = start_of(text, MAX_OPENING);
    SURE.open_lowercased(opening) && {
        let opening = lowercase(opening);
        let mut titles = SURE.opening(&opening);
        titles.any(|title| !opening[title.len()..].starts_with(char::is_alphanumeric))
    }
}

/// Whether a text opens as disclaimers do, and names the mail itself.
fn opens_perhaps(text: &str) -> bool {
    /// Bytes in which it does.
    const NAMED: usize = 64;
    PERHAPS.open_lowercased(start_of(text, MAX_OPENING))
        && ITSELF.occur(&lowercase(start_of(text, NAMED)))
}

/// Whether a question below a name only says where to ask: "Vragen? Bel 0800 00 000."
fn offers_help(lower: &str) -> bool {
    let question = lower.split('?').next().unwrap_or_default();
    let helps = [
        "vraag", "vragen", "question", "frage", "hulp", "help", "aide", "hilfe", "info",
    ];
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    let points = digits >= 8
        || ["@", "www.", "http", "bel ons", "mail ons", "contacteer"]
            .iter()
            .any(|way| lower.contains(way));
    helps.iter().any(|word| question.contains(word))
        && (count_words(question) <= 3 || points && count_words(question) <= 9)
        && lower.matches('?').count() == 1
}

fn count_words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphabetic))
        .count()
}

/// The sentences with a mark at their end, as people write them: of five words and more, three of them
/// without a capital.
fn count_sentences(text: &str) -> usize {
    let (mut sentences, mut words, mut small) = (0, 0, 0);
    for word in text.split_whitespace() {
        words += usize::from(word.contains(char::is_alphabetic));
        small += usize::from(word.starts_with(char::is_lowercase));
        if word.ends_with(['.', '!', '?']) {
            sentences += usize::from(words >= 5 && small >= 3);
            (words, small) = (0, 0);
        }
    }
    sentences
}

/// The line "-- " that starts a signature.
fn delimiter(lines: Lines<'_>) -> Option<usize> {
    let lines = lines.all;
    lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_delimiter(line))
        // a rule between two parts of a text looks the same: below it somebody still asks
        .find(|(at, line)| {
            line.ends_with(' ')
                || !lines[at + 1..]
                    .iter()
                    .any(|line| line.trim_end().ends_with('?'))
        })
        .map(|(at, _)| at)
}

fn is_delimiter(line: &str) -> bool {
    matches!(line.trim_end(), "--" | "—" | "--\u{a0}")
}

/// The footer of a phone or a webmail; what little follows it goes along.
fn footer(lines: Lines<'_>) -> Option<usize> {
    let mut tail = lines.tail(6).map(|(at, _)| at);
    tail.find(|&at| {
        let line = lines.all[at];
        is_footer(line) || !line.is_ascii() && line.contains('\u{b7}') && is_menu(line.trim())
    })
}

/// Whether a line is one that a program adds by itself: it names a device or a program, and says that
/// the mail was sent with it or where to get it.
fn is_footer(line: &str) -> bool {
    /// Bytes of the longest, and its words.
    const LONGEST: usize = 200;
    const MOST_WORDS: usize = 16;
    static OPENS: LazyLock<Phrases> = LazyLock::new(|| {
        let others = [
            "outlook ",
            "von meine",
            "von outlook",
            "diese nachricht",
            "dit bericht",
            "this message",
            "met mijn ",
            "met m'n ",
            "vanaf mijn ",
            "vanop mijn ",
            "avec mon ",
            "depuis mon ",
            "mit meinem ",
        ];
        Phrases::new(&[&SENT[..], &GETS, &others].concat())
    });
    let line = line.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    if line.is_empty() || line.len() > LONGEST || line.ends_with('?') {
        return false;
    }
    if !OPENS.open_lowercased(line) {
        return false;
    }
    let line = lowercase(line).replace("k-9", "k9");
    // the target of a link, as plain text writes it, is no word
    let words = line
        .split([' ', '<', '(', '[', '\u{a0}'])
        .filter(|word| !word.is_empty() && !word.starts_with("http"));
    if words.clone().count() > MOST_WORDS {
        return false;
    }
    let words: Vec<&str> = words
        .flat_map(|word| word.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    is_sent_with(&words) || is_got(&words)
}

/// What programs for mail are called, in lines that say no more than with which one a mail was sent.
const APPS: [&str; 4] = ["app", "application", "applicatie", "mailapp"];

/// That a mail was sent, or is protected, as the lines of programs say it.
const SENT: [&str; 16] = [
    "verzonden",
    "verstuurd",
    "gestuurd",
    "verzend",
    "sent",
    "envoyé",
    "gesendet",
    "geschickt",
    "verschickt",
    "beveiligd",
    "secured",
    "sécurisé",
    "geschützt",
    "excuseer",
    "excuse",
    "verontschuldig",
];

/// Where to get a program.
const GETS: [&str; 8] = [
    "get",
    "download",
    "obten",
    "télécharg",
    "beziehen",
    "holen",
    "laden",
    "ontvang",
];

/// Programs that write mail.
const PROGRAMS: [&str; 21] = [
    "outlook",
    "proton",
    "protonmail",
    "yahoo",
    "aol",
    "gmail",
    "thunderbird",
    "fairemail",
    "spark",
    "bluemail",
    "webmail",
    "icloud",
    "zimbra",
    "tuta",
    "tutanota",
    "superhuman",
    "mailspring",
    "missive",
    "airmail",
    "windows",
    "k9",
];

/// What people carry about, and who makes it.
const DEVICES: [&str; 30] = [
    "iphone",
    "ipad",
    "android",
    "androidtoestel",
    "galaxy",
    "samsung",
    "huawei",
    "blackberry",
    "nokia",
    "xiaomi",
    "oneplus",
    "fairphone",
    "pixel",
    "xperia",
    "smartphone",
    "telefoon",
    "phone",
    "mobieltje",
    "gsm",
    "mobiel",
    "mobiele",
    "mobile",
    "mobil",
    "mobiltelefon",
    "mobilen",
    "mobilgerät",
    "mobiltelefoon",
    "handy",
    "tablet",
    "windows",
];

/// Whether the words of a line say with which device or program the mail was sent: its name stands behind the
/// word that joins them, and no other time is spoken of.
fn is_sent_with(words: &[&str]) -> bool {
    /// Words from the joining one to the name: "vanaf mijn nieuwe Galaxy".
    const APART: usize = 4;
    const JOINS: [&str; 22] = [
        "met", "vanaf", "vanop", "vanuit", "van", "via", "op", "from", "with", "using", "on", "by",
        "de", "du", "depuis", "avec", "par", "von", "vom", "mit", "aus", "über",
    ];
    const TIMES: [&str; 20] = [
        "al",
        "ook",
        "reeds",
        "eerder",
        "vorige",
        "gisteren",
        "week",
        "maand",
        "toen",
        "already",
        "also",
        "last",
        "earlier",
        "yesterday",
        "déjà",
        "aussi",
        "hier",
        "bereits",
        "schon",
        "gestern",
    ];
    /// Words of the longest line about an app, and of one in which the verb stands last.
    const MOST_OF_APP: usize = 6;
    const MOST_WITH_VERB_LAST: usize = 5;
    let sent = |word: &&str| SENT.iter().any(|sent| word.starts_with(sent));
    let joined =
        |word: &&str| matches!(*word, "met" | "vanaf" | "vanop" | "avec" | "depuis" | "mit");
    if words.first().is_some_and(joined)
        && (words.len() > MOST_WITH_VERB_LAST || !words.last().is_some_and(sent))
    {
        return false;
    }
    let app = |word: &&str| words.len() <= MOST_OF_APP && APPS.contains(word);
    words.iter().any(sent)
        && !words.iter().any(|word| TIMES.contains(word))
        && words.iter().enumerate().any(|(at, word)| {
            (DEVICES.contains(word) || PROGRAMS.contains(word) || app(word))
                && words[at.saturating_sub(APART)..at]
                    .iter()
                    .any(|word| JOINS.contains(word))
        })
}

/// Whether the words of a line tell where to get a program: "Get Outlook for iOS", "Outlook voor Android
/// downloaden".
fn is_got(words: &[&str]) -> bool {
    const MOST_WORDS: usize = 8;
    let gets =
        |word: &str| GETS.iter().any(|gets| word.starts_with(gets)) || word.ends_with("laden");
    words.len() <= MOST_WORDS
        && match words {
            [verb, rest @ ..] if gets(verb) => {
                rest.iter().take(2).any(|word| PROGRAMS.contains(word))
            }
            [program, .., verb] => PROGRAMS.contains(program) && gets(verb),
            _ => false,
        }
}

/// What may stand before the first word of a line.
const DECORATES: [char; 8] = ['*', '_', ' ', '\t', '-', '\u{2022}', '"', '('];

/// Titles of disclaimers, and pleas for the trees; what they are about tells them from a letter.
static SURE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "disclaimer",
        "denk aan het milieu",
        "spaar het milieu",
        "bespaar papier",
        "gelieve rekening te houden met het milieu",
        "vertrouwelijk",
        "vertrouwelijkheid",
        "vertrouwelijkheidsclausule",
        "vertrouwelijkheidsverklaring",
        "please consider the environment",
        "think before you print",
        "confidential",
        "confidentiality",
        "pensez à l",
        "avant d'imprimer",
        "avis de confidentialité",
        "bitte denken sie",
        "denken sie an die umwelt",
        "vrijwaring",
        "proclaimer",
        "clause de non",
    ])
});

/// What a mail calls itself.
static ITSELF: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "deze e-mail",
        "deze email",
        "deze mail",
        "dit bericht",
        "dit e-mail",
        "dit mail",
        "this e-mail",
        "this email",
        "this mail",
        "this message",
        "this communication",
        "ce message",
        "ce courriel",
        "ce mail",
        "cet e-mail",
        "cet email",
        "présent message",
        "présent courriel",
        "présent e-mail",
        "présent mail",
        "diese e-mail",
        "diese mail",
        "diese nachricht",
        "dieser e-mail",
        "dieser mail",
        "dieser nachricht",
    ])
});

/// Disclaimers begin so, and people do; where the mail itself is named, it is mostly a disclaimer.
static PERHAPS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "deze e-mail",
        "deze email",
        "deze mail",
        "dit bericht",
        "dit e-mailbericht",
        "dit mailbericht",
        "aan dit bericht",
        "aan deze e-mail",
        "aan deze mail",
        "de informatie in",
        "de inhoud van",
        "this e-mail",
        "this email",
        "this message",
        "the information",
        "the content",
        "ce message",
        "ce courriel",
        "cet e-mail",
        "cet email",
        "le présent",
        "le contenu",
        "les informations",
        "diese e-mail",
        "diese mail",
        "diese nachricht",
        "der inhalt",
        "die information",
    ])
});

/// Words of disclaimers.
static MEANS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "vertrouwelijk",
        "geadresseerde",
        "bestemd voor",
        "bestemmeling",
        "aansprakelijk",
        "per vergissing",
        "milieu",
        "afdruk",
        "confidential",
        "intended",
        "recipient",
        "liab",
        "environment",
        "print",
        "confidentiel",
        "destinataire",
        "destiné",
        "imprimer",
        "par erreur",
        "in error",
        "vertraulich",
        "adressat",
        "irrtümlich",
        "empfänger",
        "bestimmt",
        "umwelt",
        "ausdruck",
        "haftung",
        "virus",
        "disclaimer",
        "rechten",
        "ontleend",
        "verbindt",
        "bindend",
        "engage",
        "délégation",
        "delegatie",
        "privacy",
        "persoonsgegevens",
        "données personnelles",
        "datenschutz",
        "voor u bestemd",
        "bedoelde ontvanger",
        "rechtsgeschäft",
        "informationszweck",
    ])
});

/// How many different words of disclaimers a text in lower case holds; more than two are not counted.
fn legal_words(lower: &str) -> usize {
    let mut first = None;
    MEANS
        .find(lower, |_, word| {
            first.replace(word).is_some_and(|before| before != word)
        })
        .map_or(usize::from(first.is_some()), |_| 2)
}

/// A disclaimer or a plea for the trees, up to the end.
fn disclaimer(lines: Lines<'_>) -> Option<usize> {
    // never the whole mail, and never a text that goes on for pages
    let &first = lines.told.first()?;
    let least = lines.least()?;
    let begun = lines.begun;
    let tail = lines.tail(MAX_LINES);
    let lines = lines.all;
    tail.filter(|&(at, _)| at >= least)
        .filter(|&(at, apart)| apart || at == first || is_rule(lines[at - 1]))
        .map(|(at, _)| at)
        .find(|&at| {
            let line = lines[at].trim_start_matches(DECORATES);
            // a letter that stands for a tree in a font of pictures
            let line = line
                .strip_prefix("P ")
                .filter(|line| opens_surely(line))
                .unwrap_or(line);
            let sure = opens_surely(line);
            if begun && at == first && asks_and_disclaims(lines) {
                return true;
            }
            (sure || opens_perhaps(line)) && !only_greets(&lines[..at]) && {
                let paragraph = lowercase(&paragraph_at(lines, at)).into_owned();
                let proven = if sure {
                    tells_of_mail(&paragraph)
                } else {
                    binds(&paragraph)
                };
                let found = legal_words(&paragraph);
                // "Vertrouwelijk." may be an answer to what is quoted above it
                let answers = begun
                    && at == first
                    && found < 2
                    && !(is_plea(&paragraph)
                        || tells_of_scan(&paragraph)
                        || paragraph.contains("www.")
                        || paragraph.contains("http"));
                // nobody asks anything below a disclaimer, but below a whole letter somebody may
                let asks = !(sure && spares_paper(&paragraph) && ends_there(lines, at))
                    && lines[at..]
                        .iter()
                        .any(|line| line.trim_end().ends_with('?'));
                let closed = || sure && lines[..at].iter().any(|line| closes_letter(line, false));
                proven
                    && !answers
                    && (found >= 2 && (!asks || closed())
                        || (found == 1 && sure
                            || tells_of_scan(&paragraph)
                            || links_disclaimer(&paragraph))
                            && paragraph.len() < 200
                            && !asks)
            }
        })
}

/// Whether a paragraph in lower case tells where a disclaimer stands.
fn links_disclaimer(lower: &str) -> bool {
    lower.contains("disclaimer") && (lower.contains("www.") || lower.contains("http"))
}

/// Whether nothing stands below the paragraph of a line.
fn ends_there(lines: &[&str], at: usize) -> bool {
    let mut below = lines[at..].iter().skip_while(|line| has_text(line));
    below.all(|line| !has_text(line))
}

/// Whether lines are one disclaimer that begins with a question: "Hebt u dit bericht per vergissing ontvangen?"
fn asks_and_disclaims(lines: &[&str]) -> bool {
    let mut found = paragraphs(lines).into_iter();
    let (Some((start, end)), None) = (found.next(), found.next()) else {
        return false;
    };
    let (question, rest) = cut(lines[start], b'?').unwrap_or_default();
    !rest.is_empty()
        && ITSELF.occur(&lowercase(question))
        && sort(&lines[start..end], false) == Below::Legal
}

/// Whether one line is all there is, and tells where a house stands: its name, its address and its site.
fn is_house_line(lines: Lines<'_>) -> bool {
    let &[at] = lines.told else { return false };
    let line = lines.all[at];
    let pieces = line.split([',', '|', '\u{2022}', '\u{b7}']);
    let mut pieces = pieces.flat_map(|piece| piece.split(" - "));
    is_address(line)
        && is_site(line)
        && count_words(line) <= 12
        && pieces.next().is_some_and(names_house)
        && pieces.nth(1).is_some()
}

/// The paragraph that starts at a line, and the one below it where that is only its title.
fn paragraph_at(lines: &[&str], at: usize) -> String {
    const TITLE: usize = 3;
    let told = |from: usize| {
        lines[from..]
            .iter()
            .copied()
            .take_while(|line| has_text(line) && !is_rule(line))
    };
    let mut paragraph = told(at).collect::<Vec<_>>();
    let below = at + paragraph.len();
    if paragraph.len() == 1
        && count_words(paragraph[0]) <= TITLE
        && let Some(next) = (below..lines.len()).find(|&next| has_text(lines[next]))
    {
        paragraph.extend(told(next));
    }
    paragraph.join(" ")
}

/// Whether a paragraph in lower case that opens with the title of a disclaimer, or as a plea for the trees, is
/// about a mail, points at one elsewhere, or says no more.
fn tells_of_mail(paragraph: &str) -> bool {
    const SAYS_NO_MORE: usize = 4;
    MAILS.occur(paragraph)
        || is_plea(paragraph)
        || paragraph.contains("www.")
        || paragraph.contains("http")
        || count_words(paragraph) <= SAYS_NO_MORE
}

/// Whether a paragraph in lower case that names the mail says what lawyers have it say, pleads for the trees
/// or tells that it was looked through: people write of the environment and of privacy.
fn binds(paragraph: &str) -> bool {
    static BINDS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "vertrouwelijk",
            "geadresseerde",
            "bestemd voor",
            "bestemmeling",
            "aansprakelijk",
            "per vergissing",
            "confidential",
            "intended",
            "recipient",
            "liab",
            "confidentiel",
            "destinataire",
            "destiné",
            "vertraulich",
            "empfänger",
            "bestimmt",
            "haftung",
            "disclaimer",
            "ontleend",
            "verbindt",
            "engage",
        ])
    });
    BINDS.occur(paragraph) || is_plea(paragraph) || tells_of_scan(paragraph)
}

/// Whether a paragraph tells that a mail was looked through for viruses, or by a program for that.
fn tells_of_scan(lower: &str) -> bool {
    const PROGRAMS: [&str; 7] = [
        "firewall",
        "email security",
        "mail security",
        "e-mail security",
        "mailscanner",
        "antispam",
        "anti-spam",
    ];
    const SCANNED: [&str; 9] = [
        "gescand",
        "gecontroleerd",
        "scanned",
        "checked",
        "scanné",
        "analysé",
        "vérifié",
        "gescannt",
        "geprüft",
    ];
    SCANNED.iter().any(|word| lower.contains(word))
        && (lower.contains("vir") || PROGRAMS.iter().any(|program| lower.contains(program)))
}

/// The closing formula and what stands under it.
fn closing(lines: Lines<'_>) -> Option<usize> {
    let (from, &last) = (lines.least()?, lines.told.last()?);
    let tail = lines.tail(MAX_LINES).map(|(at, _)| at);
    let lines = lines.all;
    tail.filter(|&at| at >= from).find(|&at| {
        closes_letter(lines[at], at == last)
            && lines[at + 1..]
                .iter()
                .filter(|line| line.len() > 4 * MAX_LINE && legal_words(&lowercase(line)) < 2)
                .count()
                <= 1
    })
}

/// Lines of a signature that only a name opens.
const MAX_NAMED: usize = 8;

/// The name of a person right under thanks that end in a comma, in the last paragraph, whatever address it was sent
/// from: "Thank you in advance,".
fn thanked_name(lines: Lines<'_>) -> Option<usize> {
    /// Lines of the paragraph, and words of a function or a house under the name.
    const MOST_LINES: usize = 5;
    const MOST_WORDS: usize = 5;
    const THANKS: [&str; 8] = [
        "dank",
        "bedankt",
        "alvast",
        "merci",
        "thank",
        "many thanks",
        "danke",
        "vielen dank",
    ];
    let (start, end) = lines.last_paragraph()?;
    let paragraph = &lines.all[start..end];
    let [thanks, name, below @ ..] = paragraph else {
        return None;
    };
    let thanks = thanks.trim();
    let said = thanks.ends_with(',') && count_words(thanks) <= MOST_WORDS && {
        let lower = lowercase(thanks);
        THANKS.iter().any(|opening| lower.starts_with(opening))
    };
    let small = |line: &&str| {
        count_words(line) <= MOST_WORDS && !line.trim_end().ends_with(['.', '?', '!', ':', ';'])
    };
    (said
        && paragraph.len() <= MOST_LINES
        && PersonName::of(name).is_some()
        && below.iter().all(small))
    .then_some(start + 1)
}

/// The sender's own name on a line near the end, and the few short lines under it.
fn closing_name(lines: Lines<'_>, names: &[&str]) -> Option<usize> {
    if names.is_empty() {
        return None;
    }
    // what a text announces is part of it
    let announced = |at: usize| {
        let above = lines.above(at).last();
        above.is_some_and(|line| line.trim_end().ends_with(':'))
    };
    // the last two paragraphs: the name, and an address below it
    let mut above = lines;
    for _ in 0..2 {
        let Some((start, _)) = above.last_paragraph() else {
            break;
        };
        if start == 0 || announced(start) {
            return None;
        }
        let tail = || lines.told_from(start);
        let short = tail().nth(MAX_NAMED).is_none()
            && tail().all(|line| {
                line.chars().count() <= MAX_LINE && !line.trim_end().ends_with(['?', '.', '!', ':'])
            });
        if short && tail().take(2).any(|line| is_name(line, names)) {
            return Some(start);
        }
        above = lines.above(start);
    }
    if let Some(at) = signed_block(lines, names) {
        return Some(at);
    }
    // a first name right under the last sentence
    let &last = lines.told.last()?;
    (last > 0 && is_name(lines.all[last], names) && !announced(last)).then_some(last)
}

/// The topmost paragraph near the end that begins with the sender's whole name, when all below it is
/// what stands in signatures: "Jan Bos | Diensthoofd", or more paragraphs with an address among them.
fn signed_block(lines: Lines<'_>, names: &[&str]) -> Option<usize> {
    let mut tail = lines.tail(MAX_LINES);
    let (start, _) = tail.find(|&(at, apart)| apart && begins_with_name(lines.all[at], names))?;
    // what a text announces is part of it
    let above = lines.above(start).last();
    if above.is_none_or(|line| line.trim_end().ends_with(':')) {
        return None;
    }
    let lines = lines.all;
    let mut legal = false;
    let (mut around, mut located) = (0, false);
    for (from, to) in paragraphs(&lines[start..]) {
        let paragraph = &lines[start + from..start + to];
        match sort(paragraph, legal) {
            Below::Says => return None,
            Below::Legal => legal = true,
            Below::States | Below::Around => {
                for line in paragraph {
                    let line = line.trim();
                    let short = line.chars().count() <= MAX_LINE;
                    if line.ends_with(['?', ':', ';']) || !short && !is_site(line) {
                        return None;
                    }
                    located |= is_contact(line) || is_address(line) || is_site(line);
                }
            }
        }
        around += paragraph.len();
    }
    let alone = around == 1 && !lines[start].trim_end().ends_with(['.', '!']);
    (alone || legal || around >= 3 && located).then_some(start)
}

/// Whether a line begins with the sender's whole name, and ends there or goes on behind a mark.
fn begins_with_name(line: &str, names: &[&str]) -> bool {
    let first = line.split([' ', ',', '|']).next().unwrap_or_default();
    let known = || names.iter().any(|name| is_same(name, first));
    if line.len() > 160 || !line.starts_with(char::is_uppercase) || !known() {
        return false;
    }
    let end = line.find(['|', ',', '(', '\u{2013}', '\u{2022}', '/']);
    let end = end.or_else(|| line.find(" - ")).unwrap_or(line.len());
    let name = &line[..end];
    let behind = line[end..].trim_start_matches(|c: char| !c.is_alphanumeric());
    let sentence = behind.ends_with(['.', '?', '!', ':', ';']) || count_words(behind) > 8;
    // a name and a comma open a sentence too; a function has no verb for us to see, but is short
    name.split_whitespace().count() >= 2 && is_name(name, names) && !sentence
}

/// Whether a line holds a postcode and the place behind it: "1980 Zemst", "D-52062 Aachen".
fn is_address(line: &str) -> bool {
    let mut words = line.split([' ', '\u{a0}', ',', '-']);
    let mut code = false;
    words.any(|word| {
        let place = code && word.starts_with(char::is_uppercase);
        code = (4..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
        place
    })
}

/// Whether a line names a site.
fn is_site(line: &str) -> bool {
    line.contains("www.") || line.contains("://")
}

/// Whether a line holds nothing but (a part of) the sender's name.
fn is_name(line: &str, names: &[&str]) -> bool {
    /// Bytes of a line with a name.
    const LONGEST: usize = 80;
    if line.len() > LONGEST {
        return false;
    }
    let mut room = [0; LONGEST];
    let lower = lowercase_in(line, &mut room);
    let mut count = 0;
    lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-')
        .filter(|word| !word.is_empty())
        .all(|word| {
            count += 1;
            count <= 5 && names.iter().any(|name| is_same(name, word))
        })
        && count > 0
}

/// A last paragraph of short lines with a telephone number or an address in it.
fn contact_lines(lines: Lines<'_>) -> Option<usize> {
    let (start, end) = lines.last_paragraph()?;
    let tail = &lines.all[start..end];
    let fits = start > 0
        && (2..=10).contains(&tail.len())
        && tail.iter().all(|line| {
            line.chars().count() <= MAX_LINE
                && !line.trim_end().ends_with(['?', '.', '!', ':', ';'])
        })
        && !tail.iter().any(|line| is_form_field(line) || is_item(line))
        // a list that the text announces
        && !lines
            .above(start)
            .last()
            .is_some_and(|line| line.trim_end().ends_with(':'));
    // nobody signs with addresses alone
    let tells_who = || tail.iter().any(|line| !line.contains('@'));
    (fits && tail.iter().any(|line| is_contact(line)) && tells_who()).then_some(start)
}

/// Whether a line is a field of a web form: "Naam: Jo", but not "T: 09 000 00 00".
fn is_form_field(line: &str) -> bool {
    let fields = [
        "naam",
        "bestuur",
        "gemeente",
        "vraag",
        "onderwerp",
        "bericht",
        "nom",
        "name",
    ];
    line.split_once(':')
        .is_some_and(|(field, _)| fields.contains(&&*lowercase(field.trim())))
}

/// Whether a line is an item of a list.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    line.starts_with(['-', '*', '\u{2022}'])
        || digits > 0 && digits <= 2 && line[digits..].starts_with(['.', ')'])
}

/// Whether a line is a telephone number, a mail address or a site.
fn is_contact(line: &str) -> bool {
    /// Digits of the shortest number.
    const SHORTEST: usize = 8;
    let lower = lowercase(line);
    let opening = lower.trim_start();
    let phone_words = [
        "tel", "gsm", "t ", "t:", "t.", "m ", "m:", "tél", "mob", "phone", "+",
    ];
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let named = || phone_words.iter().any(|word| opening.starts_with(word));
    let bare = || line.chars().filter(|c| c.is_alphabetic()).count() <= 6;
    digits >= SHORTEST
        && (named() || bare() && !names_number(opening))
        && holds_phone(line, named())
        || opening.starts_with("www.")
        || !line.trim().contains(' ') && line.contains('@') && line.contains('.')
}

/// Whether a line in lower case opens with the name of another number than that of a telephone.
fn names_number(line: &str) -> bool {
    ["kbo", "btw", "tva", "vat", "iban", "bce", "be0", "be 0"]
        .iter()
        .any(|name| line.starts_with(name))
}

/// Whether a line holds a telephone number: digits in groups, behind a zero or a plus. Dates, accounts and
/// the numbers of enterprises and files are none. `named`: it is called one.
fn holds_phone(line: &str, named: bool) -> bool {
    /// Digits of an area.
    const AREA: usize = 4;
    let grouped = |c: char| c.is_ascii_digit() || " \u{a0}./-()+".contains(c);
    let mut rest = line;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit() || "+(".contains(c)) {
        let glued = rest[..start].ends_with(char::is_alphanumeric);
        let run = &rest[start..];
        let end = run.find(|c| !grouped(c)).unwrap_or(run.len());
        // one number and the next: "09 000 00 00 - 09 000 00 01"; or the area and the rest of one
        let run = &run[..end];
        let first = run.split(" - ").flat_map(|run| run.split(" / ")).next();
        let first = first.unwrap_or_default();
        let area = first.bytes().filter(u8::is_ascii_digit).count() <= AREA;
        if !glued && is_phone(if area { run } else { first }, named) {
            return true;
        }
        rest = &rest[start + end.max(1)..];
    }
    false
}

/// Whether digits in groups are a telephone number.
fn is_phone(number: &str, named: bool) -> bool {
    /// Digits of one, without the zeros or the plus before it.
    const DIGITS: std::ops::RangeInclusive<usize> = 8..=13;
    let groups: Vec<&str> = number
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    let digits = groups.concat();
    let abroad = number.contains('+') || digits.starts_with("00");
    let told = digits.trim_start_matches('0');
    let zeros = digits.len() - told.len();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    // the day, the month and the year, perhaps with an hour behind them
    let is_date = matches!(lengths[..], [1..=2, 1..=2, 2 | 4, ..])
        && groups[1]
            .parse()
            .is_ok_and(|month: u8| (1..=12).contains(&month))
        && (lengths[2] == 4 || lengths.len() == 3);
    // that of an enterprise; a mobile one in such groups mostly has blanks or a slash in it
    let is_enterprise = !named && lengths == [4, 3, 3] && number.matches('.').count() == 2;
    DIGITS.contains(&told.len()) && (abroad || zeros == 1) && !is_date && !is_enterprise
}

/// Whether a line is a postscript.
fn is_postscript(line: &str) -> bool {
    let line = line.trim_start();
    [
        "PS:", "PS.", "PS ", "P.S.", "P.S:", "Ps:", "Ps.", "ps:", "NB:", "N.B.",
    ]
    .iter()
    .any(|opening| line.starts_with(opening))
}

/// The first line of each paragraph, and the one after its last.
fn paragraphs(lines: &[&str]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, line) in lines.iter().enumerate() {
        match (has_text(line), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| (from, lines.len())));
    found
}

/// Words of a name that are looked for, and the bytes of one: a name of thousands is none, and each is
/// compared with each word of the text.
const MAX_NAME_WORDS: usize = 12;
const MAX_NAME_WORD: usize = 60;

/// The words of a name.
pub(super) fn name_words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-')
        .filter(|word| (1..=MAX_NAME_WORD).contains(&word.len()))
        .take(MAX_NAME_WORDS)
}

/// Whether a word of a name and one of a text are the same, in any case.
fn is_same(name: &str, word: &str) -> bool {
    name.eq_ignore_ascii_case(word)
        || !(name.is_ascii() && word.is_ascii()) && lowercase(name) == lowercase(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mail: &str, name: &str, expected: &str) {
        let lines: Vec<&str> = mail.lines().collect();
        let names = name_words(name).collect::<Vec<_>>();
        let (text, signature) = split(&lines, &names, Place::Usual);
        assert_eq!(text.join("\n").trim(), expected, "{mail}");
        let kept = text.len() + signature.len();
        assert!(kept + 6 >= lines.len(), "lines were lost: {mail}");
    }

    #[test]
    fn what_stands_around_a_letter_is_no_text() {
        let names = ["Lies", "Baert"];
        let legal = "Deze e-mail is vertrouwelijk en enkel bestemd voor de geadresseerde.";
        for text in [
            "Beste,",
            "Mvg\nLies",
            "Beste collega,\n\nMet vriendelijke groeten\nLies Baert",
            "Met vriendelijke groeten,\n\nLies Baert\nDiensthoofd\nGemeente Lede",
            "Met vriendelijke groeten,\n\nTeam Mobiliteit",
            "Lies Baert\nDiensthoofd\nT 053 00 00 00",
            "Lies Baert\nMarkt 1 | 9340 Lede | T 053 00 00 00",
            "[logo]\nLies Baert\nDienst Mobiliteit",
            "Kind regards,\nLies Baert",
            legal,
            &format!("Mvg\nLies\n\n{legal}"),
        ] {
            assert!(is_all(text, &names), "{text}");
        }
        for text in [
            "",
            "Ja",
            "Lijn 48",
            "Gemeente Lede",
            "Mevrouw Peeters",
            "Bedankt!\nLies",
            "Dank u en vriendelijke groeten\nLies",
            "Mvg\nLies\n\nJa, akkoord",
            "Mvg\nLies\n\nLijn 48",
            "Lies Baert\nIn orde",
            "Mvg\nLies\n\nHet gaat om lijn 48.",
            "Mvg\nLies\n\nPS: ook lijn 49",
            "Vertrouwelijk.",
            "Lies Baert is bevoegd",
            "053 00 00 00",
        ] {
            assert!(!is_all(text, &names), "{text}");
        }
    }

    #[test]
    fn a_closing_ends_the_text_in_four_languages() {
        for closing in [
            "Met vriendelijke groeten,",
            "Met vriendelijke groet",
            "Vriendelijke groeten",
            "Mvg",
            "mvg,",
            "Groetjes",
            "Groet, Jan",
            "Hoogachtend,",
            "Met de meeste hoogachting",
            "Met vriendelijke groeten / Bien cordialement,",
            "Bien à vous,",
            "Cordialement",
            "Sincères salutations",
            "Je vous prie d'agréer, Madame, mes salutations distinguées.",
            "Kind regards,",
            "Best regards",
            "Yours sincerely",
            "Mit freundlichen Grüßen",
            "Viele Grüße",
            "MfG",
            "Alvast bedankt en met vriendelijke groet,",
            "*Met vriendelijke groeten*",
            "Gr.",
            "Vr. gr.",
            "Vriendelijke gr.",
        ] {
            check(
                &format!("Mag dat?\n\n{closing}\nJan Smit\nJurist"),
                "",
                "Mag dat?",
            );
        }
    }

    #[test]
    fn a_name_under_thanks_ends_the_text_whoever_sent_it() {
        let signed = "Mag dat?\n\nThank you in advance,\nEmma Stone\nPhD candidate";
        check(signed, "Jos Bael", "Mag dat?\n\nThank you in advance,");
        for text in [
            "Mag dat?\n\nDank aan de leden,\nook die van Lede.",
            "Mag dat?\n\nDank,\nwij wachten",
            "Mag dat?\n\nAanwezig waren,\nEls Maes\nJan Smit",
        ] {
            check(text, "Jos Bael", text);
        }
    }

    #[test]
    fn a_disclaimer_under_a_text_without_a_closing_is_none_of_it() {
        let check = |below: &str, expected: bool| {
            let text = "De raad heeft het plan goedgekeurd.";
            let whole = format!("{text}\n\n{below}");
            super::tests::check(&whole, "An", if expected { text } else { &whole });
        };
        for disclaimer in [
            "Ce courriel est confidentiel. Si vous l'avez re\u{e7}u par erreur, veuillez le d\u{e9}truire.",
            "Diese E-Mail enth\u{e4}lt vertrauliche Informationen. Wenn Sie nicht der Adressat sind, l\u{f6}schen Sie \
             diese.",
            "Deze mail is gescand door Scan. Lees onze disclaimer op www.lede.example/disclaimer",
            "Denk aan het milieu: is het nodig deze mail te printen?",
            "P Please consider the environment before printing this e-mail",
            "Aan dit bericht kunnen geen rechten worden ontleend.",
        ] {
            check(disclaimer, true);
        }
        for text in [
            "Aan dit bericht hangt een kaart.",
            "Ce courriel contient le plan.",
            "Denk aan het milieu: wie betaalt de sanering?",
            "P Vertrouwelijk overleg volgt morgen om tien uur in de raadzaal van de stad.",
        ] {
            check(text, false);
        }
    }

    #[test]
    fn a_sentence_is_no_closing() {
        for sentence in [
            "Groeten aan de collega's van de dienst die ons zo goed hielpen.",
            "Regards croisés op de regio is de titel van de nota.",
            "Gr 3 van de tabel klopt niet, want het totaal is fout.",
            "Vertrouwelijk is deze vraag niet.",
        ] {
            check(
                &format!("{sentence}\nTweede zin."),
                "",
                &format!("{sentence}\nTweede zin."),
            );
        }
    }

    #[test]
    fn names_footers_and_disclaimers_go() {
        check("Vraag?\n\nAn Smit\nschepen Herzele", "An Smit", "Vraag?");
        check("Vraag?\n\nAn", "Smit, An", "Vraag?");
        check("Vraag?\n\nVerzonden vanaf mijn iPhone", "", "Vraag?");
        for scanned in [
            "Dit bericht werd automatisch gecontroleerd op virussen.",
            "This message was scanned for viruses.",
        ] {
            check(&format!("Vraag?\n\nAn\n\n{scanned}"), "An Smit", "Vraag?");
        }
        let asked = "Deze e-mail werd gecontroleerd op virussen. Door wie?";
        check(
            &format!("Vraag?\n\n{asked}"),
            "",
            &format!("Vraag?\n\n{asked}"),
        );
        check("Vraag?\n\nOutlook voor iOS downloaden", "", "Vraag?");
        check("Vraag?\n\n\u{2063}Gesendet mit BlueMail", "", "Vraag?");
        check(
            "Antwoord.\n\nView request \u{b7} Turn off this request's notifications",
            "",
            "Antwoord.",
        );
        check(
            "Kies:\n\nlijn 14 \u{b7} lijn 16",
            "",
            "Kies:\n\nlijn 14 \u{b7} lijn 16",
        );
        check("Question ?\n\nEnvoyé de mon iPhone", "", "Question ?");
        check("Frage?\n\nVon meinem iPhone gesendet", "", "Frage?");
        check("Vraag?\n--\nAn\nDienst", "", "Vraag?");
        check("Vraag?\n\nGroet, Dries", "", "Vraag?\n\nGroet, Dries");
        check("Vraag?\n\nGroeten, Dries\nTel. 09 000 00 00", "", "Vraag?");
        check(
            "Vraag?\n\nDit bericht is vertrouwelijk en enkel bestemd voor de geadresseerde.",
            "",
            "Vraag?",
        );
        check("Vraag?\n\nJan Smit\nT 09 000 00 01", "", "Vraag?");
        check(
            "Naam: Jo\nTelefoon: 03 000 00 09\n\nVraag:\nMag het?",
            "",
            "Naam: Jo\nTelefoon: 03 000 00 09\n\nVraag:\nMag het?",
        );
    }

    #[test]
    fn a_name_is_no_longer_than_names_are() {
        let name = "an ".repeat(32_000) + "x".repeat(64_000).as_str();
        assert_eq!(name_words(&name).count(), MAX_NAME_WORDS);
        let name = format!("An {}", "x".repeat(64_000));
        assert_eq!(name_words(&name).collect::<Vec<_>>(), ["An"]);
    }

    #[test]
    fn what_is_asked_below_the_name_is_text() {
        for said in [
            "1. Wat kost een mobipunt en wie betaalt dat?\n2. Wanneer start de regioraad?",
            "Wanneer start de vervoerregio in Aalter?",
            "Kan Lede ook nog in 2027 toetreden, of is dat\ndan te laat? Wij horen het graag.",
            "Het gaat om de lijn naar Ninove. Die rijdt sinds mei niet meer.",
            "- Mag de raad dat?\n- En het college?",
            "1) de statuten van de vereniging van 2019\n2) het verslag van de laatste vergadering",
            "Ik bezorg u de kaart van de gemeente morgen.",
            "In bijlage vindt u de kaart van de gemeente.",
            "Bijlagen:\n- de kaart van de gemeente\n- het verslag van de raad",
            "Vraag 1: mag de raad dat\nVraag 2: en het college dan",
            "Is dat vertrouwelijk en enkel bestemd voor de raad?",
            "Kunt u mij deze mail bevestigen, want het milieu is ons thema?",
            "Où se trouve le point de contact de notre région ?",
            "Which region does the town belong to?",
            "Welche Region gilt für unsere Gemeinde?",
        ] {
            check(
                &format!("Zie onder.\n\nMet vriendelijke groeten,\nLies Baert\n\n{said}"),
                "Lies Baert",
                &format!("Zie onder.\n\n{said}"),
            );
            check(
                &format!(
                    "Zie onder.\n\nMvg\nLies\nschepen\n\n{said}\n\nLies Baert\nT 053 00 00 00"
                ),
                "Lies Baert",
                &format!("Zie onder.\n\n{said}"),
            );
        }
        check(
            "Zie onder.\n\nGroeten,\nLies\nWat is een mobipunt en wie betaalt?",
            "",
            "Zie onder.\n\nWat is een mobipunt en wie betaalt?",
        );
        check(
            "Zie onder.\n\nMvg\nLies\n\nWat is een mobipunt dan?\n\nGroeten\nLies\n\nPS: ook voor Lede.",
            "",
            "Zie onder.\n\nWat is een mobipunt dan?\n\nPS: ook voor Lede.",
        );
    }

    #[test]
    fn slogans_hours_and_disclaimers_are_no_questions() {
        for slogan in [
            "Vragen? Bel 0800 12 345.",
            "Heb je nog vragen? Mail naar info@lede.example",
            "Une question ? Appelez le 02 000 00 00",
            "Moet u deze e-mail echt afdrukken?",
            "Do you really need to print this message?",
            "Ik werk niet op woensdag. Bel dan mijn collega van de balie.",
            "Het loket is open van maandag tot vrijdag, op afspraak. Bel eerst even.",
            "Stationsstraat 1\n9340 Lede",
        ] {
            check(
                &format!("Mag dat?\n\nMet vriendelijke groeten\nLies Baert\n\n{slogan}"),
                "",
                "Mag dat?",
            );
        }
    }

    #[test]
    fn what_a_house_tells_everybody_is_below_its_name() {
        let house = "Met vriendelijke groeten\nNathalie Govaerts\nGemeente Aalter";
        for told in [
            "Denk aan het milieu: is het nodig deze e-mail af te drukken?",
            "Gelieve deze mail enkel af te drukken indien nodig.",
            "N'imprimez ce message que si n\u{e9}cessaire.",
            "Think green: keep it on the screen.",
            "Dit e-mailbericht is vertrouwelijk. Als u niet de bedoelde ontvanger bent, mag u het niet \
             gebruiken. Is dit bericht niet voor u bestemd? Gelieve het dan te wissen.",
            "Mijn werkuren zijn misschien niet de jouwe. Voel je vrij om te antwoorden wanneer het past.",
            "Deze mail buiten jouw werkuren ontvangen? Voel je niet verplicht om meteen te antwoorden.",
            "Je ne travaille pas le mercredi.",
            "Wist je dat je heel wat attesten online kan aanvragen? Surf naar www.aalter.example",
            "Kom jij bij ons werken? Ontdek onze vacatures op jobs.aalter.example!",
            "Tevreden over onze dienstverlening? Laat het ons weten via www.aalter.example/feedback",
            "Al ingeschreven op onze nieuwsbrief? www.aalter.example/nieuwsbrief",
            "Let op! Dit mailadres wordt niet continu opgevolgd. Bel bij dringende vragen naar 09 325 00 00.",
        ] {
            check(&format!("Mag dat?\n\n{house}\n\n{told}"), "", "Mag dat?");
        }
        for said in [
            "Kan u nakijken of de kaart klopt? Zie www.aalter.example/kaart",
            "Klopt de kaart op www.aalter.example wel?",
            "Gelieve deze mail af te drukken voor de schepen.",
            "Gelieve deze mail aan de burgemeester te bezorgen.",
            "Wat zijn de werkuren van de dienst?",
            "Is de kaart al klaar? Bel mij op 09 325 00 00.",
        ] {
            check(
                &format!("Mag dat?\n\n{house}\n\n{said}"),
                "",
                &format!("Mag dat?\n\n{said}"),
            );
        }
        // with no house above it, somebody asks
        let said = "Tevreden over onze dienst? Laat het weten via www.aalter.example/feedback";
        check(
            &format!("Mag dat?\n\nMvg\nLies\n\n{said}"),
            "",
            &format!("Mag dat?\n\n{said}"),
        );
    }

    #[test]
    fn below_a_quote_nothing_but_a_footer_may_stand() {
        let names: &[&str] = &[];
        let text_of = |piece: &str, place: Place| {
            let lines: Vec<&str> = piece.lines().collect();
            split(&lines, names, place).0.join("\n")
        };
        for footer in [
            "Disclaimer: http://www.hamme.be/disclaimer",
            "Dit bericht is vertrouwelijk en enkel bestemd voor de geadresseerde.",
            "This e-mail and any attachments are confidential and intended for the addressee only.",
            "Denk aan het milieu voor u deze mail print.",
            "Hebt u dit bericht per vergissing ontvangen? Gelieve het te wissen. Dit bericht is vertrouwelijk.",
            "Gemeente Hamme - Marktplein 1 - 9220 Hamme - www.hamme.be",
            "______________\nThis email has been scanned by the Symantec Email Security.cloud service.\nFor \
             more information please visit http://www.symanteccloud.com\n______________",
            "Mvg\nLies Baert",
        ] {
            assert_eq!(text_of(footer, Place::Below), "", "{footer}");
        }
        for said in [
            "Marktplein 1, 9220 Hamme",
            "Vertrouwelijk.",
            "Vertrouwelijk is deze mail niet.",
            "Dit bericht kwam gisteren aan.",
            "Ja.\n\nWie krijgt dit bericht nog?",
            "Gemeente Hamme",
        ] {
            assert_eq!(text_of(said, Place::Below), said, "{said}");
        }
        let whole = "Dit bericht is vertrouwelijk en enkel bestemd voor de geadresseerde.";
        assert_eq!(text_of(whole, Place::Usual), whole);
    }

    #[test]
    fn long_disclaimers_in_any_words_stay_below() {
        let dutch = "Aan dit bericht kunnen geen rechten ontleend worden, en het verbindt het bestuur \
                     niet. Beslissingen worden genomen door de raad of het college, met een besluit dat \
                     door de burgemeester en de directeur is ondertekend. Een mail is nooit een besluit en \
                     wordt dat ook niet door er lang op te wachten, wat de afzender ook zegt of schrijft.";
        let privacy = "Wij gaan zorgvuldig om met uw persoonsgegevens. Onze privacyverklaring staat op \
                       www.lede.example/privacy. Daar leest u hoe lang wij ze bewaren en bij wie u terecht \
                       kunt. U kunt ze er ook laten verbeteren of wissen, zoals de verordening bepaalt, en u \
                       kunt er vragen waarom wij ze hebben, en van wie wij ze kregen.";
        for below in [
            format!("{dutch}\n\n{privacy}"),
            format!("{privacy}\n\n{dutch}"),
            format!("{dutch}\n{privacy}\n\n{dutch}"),
        ] {
            check(
                &format!("Mag dat?\n\nMet vriendelijke groeten\n\nLies Baert\nJuriste\n\n{below}"),
                "",
                "Mag dat?",
            );
            check(
                &format!("Mag dat?\n\nMvg\nLies\n\n{below}\n\nWat is de termijn voor Lede?"),
                "",
                "Mag dat?\n\nWat is de termijn voor Lede?",
            );
        }
        check(
            "Beste,\n\nVertrouwelijkheid telt voor ons. Druk deze mail dus niet af, hij is vertrouwelijk.\n\n\
             Wat is de termijn?",
            "",
            "Beste,\n\nVertrouwelijkheid telt voor ons. Druk deze mail dus niet af, hij is vertrouwelijk.\n\n\
             Wat is de termijn?",
        );
    }

    #[test]
    fn a_name_opens_a_signature_without_a_closing() {
        for signature in [
            "Lies Baert\nDiensthoofd\n\nGemeente Lede\nMarkt 1\n9340 Lede\n\nT 053 00 00 00\nwww.lede.example",
            "Lies Baert | Diensthoofd | Gemeente Lede",
            "Baert Lies, diensthoofd mobiliteit",
            "Lies Baert \u{2013} schepen",
            "Lies Baert\n\nDisclaimer van de lijst: dit bericht is enkel bestemd voor de geadresseerde.",
            "LIES BAERT\nJuriste\n\nlogo\n\nBezoek: Markt 1, 9340 Lede\n\nSchrijf u in voor de nieuwsbrief\n\n\
             Op elk bericht van de gemeente is een disclaimer van toepassing, zie www.lede.example/disclaimer.",
            "Lies Baert (zij/haar)\nJuriste\n\nMarkt 1 - 9340 Lede\n\nVolg ons op Facebook\nDenk aan het \
             milieu voor u print.\n\nAan deze mail kunnen geen rechten worden ontleend. De raad beslist.",
        ] {
            check(
                &format!("Mag dat?\n\nAlvast bedankt.\n\n{signature}"),
                "Lies Baert",
                "Mag dat?\n\nAlvast bedankt.",
            );
        }
    }

    #[test]
    fn the_writers_name_in_the_text_opens_no_signature() {
        for text in [
            "De leden zijn:\n\nLies Baert, voorzitter\nJan Bos, lid\n\nMarkt 1, 9340 Lede",
            "Beste,\n\nLies Baert, burgemeester van Lede, vroeg mij of dat mag.",
            "Beste,\n\nLies Baert, schepen\nJan Bos, schepen\n9340 Lede\n\nMogen zij allebei zetelen?",
            "Beste,\n\nLies, de schepen van Lede, zetelt.",
            "Beste,\n\nLies Baert (schepen)\n\nZij zetelt in de raad van de regio. Dat is sinds mei zo.",
        ] {
            check(text, "Lies Baert", text);
        }
    }

    #[test]
    fn a_postscript_is_text() {
        check(
            "Vraag?\n\nMvg\nAn\n\nPS: het is dringend.",
            "",
            "Vraag?\n\nPS: het is dringend.",
        );
    }

    #[test]
    fn a_sentence_below_the_name_is_text_where_no_address_stands_with_it() {
        for said in [
            "De tabel van Lede is nog van vorig jaar.",
            "Enkel de halte in Oordegem ontbreekt.",
            "Niet voor de wijk Papegem.",
            "de kaart klopt wel niet",
            "Opgelet: geldig tot mei",
            "Correctie: het gaat over Impe",
            "Il manque la carte de la commune.",
            "The map is only for last year.",
            "Die Karte ist falsch, schade.",
        ] {
            for above in [
                "Mvg\nLies",
                "Met vriendelijke groeten,\n\nLies Baert\nschepen",
                "Verstuurd vanaf mijn iPhone",
            ] {
                check(
                    &format!("Ja, dank u.\n\n{above}\n\n{said}"),
                    "",
                    &format!("Ja, dank u.\n\n{said}"),
                );
            }
        }
        check(
            "Ja.\n\nMvg\nLies\nDe tabel is nog van vorig jaar.",
            "",
            "Ja.\n\nDe tabel is nog van vorig jaar.",
        );
        check(
            "Ja.\n-- \nLies\n\nDe tabel klopt niet.",
            "",
            "Ja.\n\nDe tabel klopt niet.",
        );
        for slogan in [
            "Samen maken wij van Lede een warme gemeente.",
            "Lede is waar het goed wonen is.\nMarkt 1, 9340 Lede",
            "Volg ons op de sociale media voor al het nieuws.",
            "Het gemeentehuis is gesloten op 11 juli.",
            "Denk na voor u deze mail print, papier is niet gratis.",
            "Directeur van de dienst mobiliteit en openbare werken",
            "\"Wie niet waagt, die wint niet.\"",
            "Lede is waar het goed wonen is.\n\nMarkt 1\n9340 Lede",
        ] {
            let signature =
                format!("Met vriendelijke groeten\nLies Baert\n\nMobiliteit\n\n{slogan}");
            check(&format!("Ja.\n\n{signature}"), "", "Ja.");
        }
    }

    #[test]
    fn a_sentence_in_a_signature_may_be_what_somebody_says() {
        for signature in [
            "Mvg\nLies\nT 053 00 00 00\n\nDe tabel is nog van vorig jaar.",
            "--\nLies\n\nDe kaart toont een andere gemeente.",
            "Mvg\nLies\n\nde kaart is van vorig jaar",
            "Mvg\nLies\n\nBehalve Oordegem",
            "Mvg\nLies\n\nMaar...",
            "Mvg\n\nDeze e-mail is vertrouwelijk en enkel bestemd voor de geadresseerde.\n\nVoor \
             Oordegem klopt de kaart niet.",
        ] {
            assert!(may_say(signature), "{signature}");
        }
        for signature in [
            "",
            "Met vriendelijke groeten\nLies Baert\nMarkt 1\n9340 Lede",
            "Je vous prie d'agr\u{e9}er, Madame, l'expression de mes salutations distingu\u{e9}es.\nLies",
            "Verstuurd vanaf mijn iPhone",
            "Mvg\nLies\n\nHet loket is open van maandag tot vrijdag.",
            "Mvg\n\nDeze e-mail is vertrouwelijk en enkel bestemd voor de geadresseerde.",
            "Mvg\nLies\n\nSamen maken wij van Lede een warme gemeente.",
            "Mvg\nLies\nDirecteur van de dienst mobiliteit\n\nIk werk niet op vrijdag.",
        ] {
            assert!(!may_say(signature), "{signature}");
        }
    }

    #[test]
    fn a_letter_about_what_disclaimers_speak_of_is_text() {
        for text in [
            "Beste,\n\nDe inhoud van de milieuvergunning is bindend voor de gemeente. Wij willen weten of \
             dat ook geldt voor Lede.",
            "Beste,\n\nDe informatie in het dossier over privacy en het milieu is oud.\n\nWie past ze aan.",
            "Beste,\n\nLe contenu du dossier sur l'environnement engage la commune.\n\nMerci de confirmer.",
            "Vertrouwelijke stukken publiceren wij niet.\n\nGraag uw advies over de werkwijze.",
            "Dag,\n\nVertrouwelijke stukken publiceren wij niet.\n\nGraag uw advies over de werkwijze.",
            "Beste,\n\nDisclaimer op de site van de regio ontbreekt.\n\nGraag uw advies.",
            "Beste,\n\nPensez \u{e0} l'environnement de la commune de Huy dans le plan.\n\nMerci de r\u{e9}pondre.",
            "Beste,\n\nDeze mail gaat over persoonsgegevens en de privacy in de vervoerregio.\n\nGraag advies.",
            "Beste,\n\nDeze e-mail is vertrouwelijk en enkel bestemd voor de geadresseerde.",
        ] {
            check(text, "", text);
            let signed = format!("{text}\n\nMvg\nLies");
            check(&signed, "Lies Baert", text);
        }
        for disclaimer in [
            "Disclaimer",
            "DISCLAIMER: deze e-mail is bestemd voor de geadresseerde.",
            "De inhoud van dit bericht is vertrouwelijk en verbindt de gemeente niet.",
            "Vertrouwelijkheid: deze mail is enkel bestemd voor de geadresseerde.",
            "Confidentiality notice: this message is intended for the recipient only.",
            "Denk aan het milieu voor u deze mail afdrukt.",
            "Spaar het milieu!",
        ] {
            check(&format!("Mag dat?\n\n{disclaimer}"), "", "Mag dat?");
        }
    }

    #[test]
    fn dates_and_other_numbers_are_no_telephone() {
        for said in [
            "12/03/2026\n13/03/2026",
            "02/03/2026\n03-03-2026 10 uur",
            "09.03.26 - 10.03.26\n11.03.26 - 12.03.26",
            "2026-03-12\n2026-03-13",
            "0207.454.289\n0207.454.388",
            "BE68 5390 0754 7034\nBE06 0012 3456 7890",
            "BTW BE 0207 454 289\nKBO 0207 454 388",
            "2026/00123456\n000.123.456",
            "lies@lede.example\njan@lede.example",
        ] {
            let text = format!("Welke van deze past u?\n\n{said}");
            check(&text, "", &text);
            check(&format!("{text}\n\nMvg\nLies"), "Lies", &text);
        }
        for phone in [
            "053 00 00 00",
            "+32 53 00 00 00",
            "0032 53/00.00.00",
            "(053) 00 00 00",
            "T 0470 12 34 56",
            "Gsm: 0470.123.456",
            "09 000 00 00 - 09 000 00 01",
            "09 / 000 00 00",
            "+32 (0)9 000 00 00",
            "+49 241 4707 0",
        ] {
            check(
                &format!("Mag dat?\n\nDienst Mobiliteit\n{phone}"),
                "",
                "Mag dat?",
            );
        }
    }

    #[test]
    fn above_a_closing_no_second_signature_is_looked_for() {
        for text in [
            "Beste,\n\nStad Aalst",
            "Wij zijn met twee:\n\nLies Baert\nJan Bos",
            "U mag ons bellen.\n\nLies Baert\nT 053 00 00 00",
        ] {
            check(
                &format!("{text}\n\nMvg\nLies"),
                "Lies Baert Stad Aalst",
                text,
            );
        }
        for text in [
            "Wij zijn met twee:\n\nLies Baert\nJan Bos",
            "Onze schepen is:\nLies",
            "Beste,\n\nStad Aalst",
        ] {
            check(text, "Lies Baert Stad Aalst", text);
        }
    }

    #[test]
    fn a_sentence_about_a_device_is_no_footer() {
        for text in [
            "Dit bericht werd vorige week ook al verstuurd via ons webmailadres.",
            "Dit bericht werd gisteren al verstuurd met onze webmail.",
            "Ontvangt de gemeente de mobiliteitsplannen van de regio.",
            "Verstuurd is het plan aan de dienst mobiliteit.",
            "This message was sent to the phone team of the town.",
            "Envoy\u{e9} au service mobile de la ville.",
            "Met mijn gsm heb ik de foto's van de halte verstuurd.",
            "Verzonden via de app van De Lijn, maar daar kwam geen antwoord.",
        ] {
            check(
                &format!("Zie onder.\n\n{text}"),
                "",
                &format!("Zie onder.\n\n{text}"),
            );
        }
        for footer in [
            "Verzonden vanaf Outlook voor Android",
            "Verstuurd vanop mijn gsm-toestel",
            "Sent from my Samsung Galaxy smartphone.",
            "Sent from Mail for Windows",
            "Sent from Yahoo Mail on Android",
            "Envoy\u{e9} \u{e0} partir de Outlook pour iOS",
            "Diese Nachricht wurde von meinem Android-Mobiltelefon mit K-9 Mail gesendet.",
            "Outlook f\u{fc}r Android beziehen",
            "Get Outlook for iOS<https://aka.ms/o0ukef>",
            "T\u{e9}l\u{e9}charger Outlook pour iOS",
            "Verzonden met Proton Mail beveiligde e-mail.",
            "Dit bericht is verstuurd vanaf een mobiel toestel, excuses voor typfouten.",
            "Met mijn gsm verstuurd",
            "Verstuurd met de Telenet-app",
            "Envoy\u{e9} depuis l'application Mail Orange",
        ] {
            check(&format!("Mag dat?\n\n{footer}"), "", "Mag dat?");
        }
    }
}
