//! The grammar of quoting: which lines the writer wrote, and which were there before.
//!
//! Four languages, the habits of the usual programs, and every order: answer above, below or
//! between the quotes. A line is judged by its form and by its neighbours; words alone decide
//! nothing, because people write "op 3 maart schreef de gouverneur" in their questions too.

use std::sync::LazyLock;

use super::html::{
    self, ATTRIBUTION, QUOTE_STARTS, RULE, SET_APART, SIGNATURE_ENDS, SIGNATURE_STARTS,
};
use super::signature::only_greets;
use crate::language::{Phrases, closes_letter, greets, is_name, lowercase, lowercase_in};

/// Lines in which a block of headers may lie, long lists of recipients included.
const MAX_HEADER_BLOCK: usize = 25;

/// Lines over which "Op ... schreef ...:" may be broken.
const MAX_ATTRIBUTION: usize = 4;

/// The block of headers above a quoted or forwarded mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct HeaderBlock {
    pub from: Option<String>,
    pub from_name: Option<String>,
    pub subject: Option<String>,
}

/// A stretch of a body, split.
#[derive(Debug, Default)]
pub(super) struct Split<'a> {
    /// The pieces that the writer wrote, as lines, in order.
    pub new: Vec<Vec<&'a str>>,
    /// The last of these pieces goes on behind this stretch.
    pub open: bool,
    /// The lines that were there before.
    pub quoted: Vec<&'a str>,
    /// The older mail below them, up to the end of the body, with all that stands above it.
    pub older: &'a str,
    /// The header block that opens the older mail, and the text below it.
    pub below: Option<(HeaderBlock, &'a str)>,
    /// A line says that what follows is forwarded, not answered.
    pub says_forwarded: bool,
    /// What stands behind this stretch, and was not looked at.
    pub left: &'a str,
}

/// The bytes of a line, blank ones included.
const MEAN_LINE: usize = 25;

/// Lines behind a stretch that are looked at to know what its last ones are.
pub(super) const AHEAD: usize = 4 * MAX_HEADER_BLOCK;

/// Splits a body, or the first `most` lines of it. `something_new`: the writer wrote something above;
/// `answers`: the mail answers or passes on another, so that words like those above an old mail need
/// no more proof.
pub(super) fn split(body: &str, most: usize, mut something_new: bool, answers: bool) -> Split<'_> {
    let mut lines: Vec<&str> = Vec::with_capacity((body.len() / MEAN_LINE).min(most + AHEAD));
    let mut rest = body;
    while !rest.is_empty() && lines.len() < most + AHEAD {
        let end = memchr::memchr(b'\n', rest.as_bytes());
        let line = &rest[..end.unwrap_or(rest.len())];
        rest = end.map_or("", |end| &rest[end + 1..]);
        // the blank behind the dashes tells a signature from a rule (RFC 3676, section 4.3)
        match line.strip_suffix('\r').unwrap_or(line) {
            line @ "-- " => lines.push(line),
            line => unfold_block(line.trim_end(), &mut lines),
        }
    }
    let mut split = Split::default();
    let mut piece: Vec<&str> = Vec::with_capacity(lines.len());
    let end = if rest.is_empty() { lines.len() } else { most };
    let from = |at: usize| from_line(body, &lines, at);
    let mut surer = Surer::default();
    let begun = something_new;
    // a program for tickets asked to answer above its line
    let mut ticketed = false;
    let mut at = 0;
    while at < end {
        let line = lines[at];
        if is_quoted(line) && !is_groupwise(line) && !is_marked_attribution(&lines, at) {
            let first = split.quoted.is_empty();
            split.says_forwarded |= first && quotes_forwarded(&lines, at);
            if first
                && !split.says_forwarded
                && let Some((last, end)) = own_quote(&lines, at, &piece, something_new, answers)
            {
                piece.extend(&lines[at..=last]);
                something_new = true;
                at = end;
                continue;
            }
            drop_separators(&mut piece, &mut split.quoted);
            drop_attribution(&mut piece, &mut split.quoted);
            end_piece(&mut piece, &mut split);
            split.quoted.push(line);
            at += 1;
            continue;
        }
        if is_wrapped_quote(&lines, at) {
            split.quoted.push(line);
            at += 1;
            continue;
        }
        let mut found = border(&lines, at, answers);
        if let Some(border) = &found
            && is_doubtful(&lines, at, border)
            && (surer.is_below(&lines, at) || {
                let said = begun || !split.new.is_empty() || says_more(&piece);
                surer.goes_on_below(&lines, at, border, said)
            })
        {
            found = None;
        }
        if ticketed && something_new && found.is_none() && is_history(&lines, at) {
            found = Some(Border::Rest {
                forwarded: false,
                below: at + 1,
            });
        }
        match found {
            None => {
                something_new = something_new || has_text(line) && !is_rule(line);
                piece.push(line);
                at += 1;
            }
            Some(Border::ReplyAbove) => {
                if something_new {
                    split.older = from(at);
                    break;
                }
                ticketed = true;
                drop_separators(&mut piece, &mut split.quoted);
                split.quoted.push(line);
                at += 1;
            }
            Some(Border::Attribution { lines: length }) => {
                let next = next_text(&lines, at + length);
                let quoted_below = next.is_some_and(|next| is_quoted(lines[next]));
                if quoted_below || !something_new {
                    split.quoted.extend(&lines[at..at + length]);
                    at += length;
                } else {
                    split.older = from(at);
                    break;
                }
            }
            Some(Border::Rest { forwarded, below }) => {
                let next = next_text(&lines, below);
                let header = if is_groupwise(line) || is_marked_attribution(&lines, at) {
                    Some((groupwise_block(line), below))
                } else {
                    next.and_then(|next| {
                        header_block(&lines, next).or_else(|| bare_block(&lines, next))
                    })
                };
                let start = header.as_ref().map_or(below, |(_, end)| *end);
                let quoted_below =
                    next_text(&lines, start).is_some_and(|next| is_quoted(lines[next]));
                split.says_forwarded |= forwarded;
                drop_separators(&mut piece, &mut split.quoted);
                if line.trim_start().starts_with(QUOTE_STARTS) {
                    drop_attribution(&mut piece, &mut split.quoted);
                }
                if quoted_below && !forwarded {
                    end_piece(&mut piece, &mut split);
                    split.quoted.extend(&lines[at..start]);
                    at = start;
                    continue;
                }
                split.older = from(at);
                let header = header
                    .map(|(block, _)| block)
                    .or(forwarded.then(HeaderBlock::default));
                split.below = header.map(|block| (block, from(start)));
                break;
            }
        }
    }
    if split.older.is_empty() && end < lines.len() {
        split.left = from(at);
        split.open = piece.iter().any(|line| has_text(line));
    }
    end_piece(&mut piece, &mut split);
    split
}

/// The borders below a line about which there is no doubt, and what else tells of a doubtful one. Lines are
/// looked at once, however often it is asked.
#[derive(Debug, Default)]
struct Surer {
    /// The first one below the lines that were looked at.
    found: Option<usize>,
    /// There is none any more.
    none: bool,
    /// Once it was looked for: the end of the last line that asks, 0 when none does.
    asked: Option<usize>,
}

impl Surer {
    /// Whether there is one.
    fn is_below(&mut self, lines: &[&str], at: usize) -> bool {
        if !self.none && self.found.is_none_or(|found| found <= at) {
            let sure = |&at: &usize| {
                let found = border(lines, at, false);
                matches!(
                    found,
                    Some(Border::Attribution { .. } | Border::Rest { .. })
                )
            };
            self.found = (at + 1..lines.len()).find(sure);
            self.none = self.found.is_none();
        }
        !self.none
    }

    /// Whether the writer goes on below a doubtful attribution that is the last border: it would leave nothing
    /// of them but a greeting, or somebody asks below it who does not begin a letter as older mails do. `said`:
    /// more stands above it.
    fn goes_on_below(&mut self, lines: &[&str], at: usize, found: &Border, said: bool) -> bool {
        let Border::Attribution { lines: length } = *found else {
            return false;
        };
        let below = at + length;
        let asked = *self.asked.get_or_insert_with(|| {
            let asks = |line: &&str| line.trim_end().ends_with('?');
            lines.iter().rposition(asks).map_or(0, |at| at + 1)
        });
        (!said || asked > below) && !next_text(lines, below).is_some_and(|next| greets(lines[next]))
    }
}

/// Whether more stands in lines than a greeting.
fn says_more(lines: &[&str]) -> bool {
    lines.iter().any(|line| has_text(line)) && !only_greets(lines)
}

/// Whether a border may be a sentence of the writer, who reports what somebody wrote, or a list of theirs.
fn is_doubtful(lines: &[&str], at: usize, found: &Border) -> bool {
    match *found {
        Border::Attribution { lines: length } => {
            let text = &lines[at..at + length];
            let quoted = next_text(lines, at + length).is_some_and(|next| is_quoted(lines[next]));
            !quoted
                && !text
                    .iter()
                    .any(|line| line.contains(['@', '<', ATTRIBUTION]))
                && reports(text)
        }
        Border::Rest { below, .. } => {
            // nearly every block names an address
            let named = |line: &&str| memchr::memchr(b'@', line.as_bytes()).is_some();
            below == at && !lines[at..].iter().take(4).any(named) && !opens_older(lines, at, false)
        }
        Border::ReplyAbove => false,
    }
}

/// Whether words like those of an attribution are a sentence: beside the time and the verb, an attribution
/// holds a name and nothing else.
fn reports(lines: &[&str]) -> bool {
    #[rustfmt::skip]
    const AROUND: &[&str] = &[
        "op", "om", "uur", "schreef", "heeft", "het", "volgende", "geschreven", "van", "de", "der", "den", "door",
        "on", "at", "wrote", "pm", "am", "from", "le", "la", "à", "a", "écrit", "ecrit", "envoyé", "par", "du",
        "um", "uhr", "hat", "schrieb", "geschrieben", "folgendes", "von", "vom", "citeren", "quoting", "zitat",
        "ma", "di", "wo", "do", "vr", "za", "zo", "cet",
    ];
    #[rustfmt::skip]
    const DAYS: &[&str] = &[
        "jan", "feb", "fév", "mrt", "maa", "mar", "apr", "avr", "mei", "mai", "may", "jun", "jui", "jul", "aug",
        "aoû", "sep", "okt", "oct", "nov", "dec", "déc", "din", "woe", "don", "vri", "zat", "zon", "lun", "mer",
        "jeu", "ven", "sam", "dim",
    ];
    let words = lines
        .iter()
        .flat_map(|line| line.split(|c: char| !c.is_alphanumeric()));
    let mut said = words.filter(|word| word.starts_with(char::is_lowercase));
    said.any(|word| !AROUND.contains(&word) && !DAYS.iter().any(|day| word.starts_with(day)))
}

/// The last line of what a writer quotes of their own, and where that ends: quoted lines with no attribution
/// above them. What greets or closes is an older mail, as is a quote in a quote. In a mail that answers
/// another, words announce what is cited and words follow, unless the lines are only set apart from the text;
/// in one that answers none, words stand above it.
fn own_quote(
    lines: &[&str],
    at: usize,
    piece: &[&str],
    something_new: bool,
    answers: bool,
) -> Option<(usize, usize)> {
    let apart = lines[at].starts_with(SET_APART);
    let told = piece.iter().rposition(|line| has_text(line));
    let piece = &piece[..told.map_or(0, |last| last + 1)];
    if attribution_above(piece).is_some() || !apart && !something_new {
        return None;
    }
    let (announced, asked) = piece.last().map_or((false, false), |line| {
        let line = line.trim_end();
        (
            line.ends_with(':') && !points_below(line),
            line.ends_with('?'),
        )
    });
    if !apart && answers && !announced {
        return None;
    }
    let (mut last, mut end) = (at, at);
    let mut followed = None;
    for (number, line) in lines.iter().enumerate().skip(at) {
        if is_quoted(line) {
            if apart && !line.starts_with(SET_APART) {
                followed = Some(false);
                break;
            }
            let inner = line.trim_start_matches([' ', '\u{a0}', SET_APART]);
            let inner = inner.strip_prefix('>').unwrap_or(inner).trim_start();
            if inner.starts_with('>')
                || number == at && opens_older(lines, at, answers)
                || greets(inner)
                || closes_letter(inner, false)
                || apart
                    && (border(&[inner], 0, answers).is_some()
                        || opens_older(lines, number, answers))
            {
                return None;
            }
            end = number + 1;
            // a bare mark ends no quote
            last = if has_text(inner) { number } else { last };
        } else if is_wrapped_quote(lines, number) {
            (last, end) = (number, number + 1);
        } else if has_text(line) {
            followed = Some(border(lines, number, false).is_none());
            break;
        }
    }
    let own = match followed {
        _ if apart => true,
        Some(followed) => followed,
        // what stands below a thank-you is what it thanks for
        None => !answers && (announced || asked || words_in(piece) > MAX_THANKS),
    };
    own.then_some((last, end))
}

/// Whether a quote opens with the title of a forwarded mail and its headers, as Apple forwards.
fn quotes_forwarded(lines: &[&str], at: usize) -> bool {
    separator_words(lines[at]) == Some(true) && {
        let mut below = at + 1..lines.len().min(at + 4);
        below.any(|next| is_quoted(lines[next]) && header_block(lines, next).is_some())
    }
}

/// Words of a text that only thanks.
const MAX_THANKS: usize = 4;

fn words_in(piece: &[&str]) -> usize {
    piece
        .iter()
        .map(|line| line.split_whitespace().count())
        .sum()
}

/// Whether a line tells that answers stand between the lines below it.
fn points_below(line: &str) -> bool {
    static POINTS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "hieronder",
            "onder",
            "tussen",
            "below",
            "inline",
            "dessous",
            "unten",
            "unter",
        ])
    });
    POINTS.occur(&lowercase(line))
}

/// A body from one of its lines on.
fn from_line<'a>(body: &'a str, lines: &[&'a str], at: usize) -> &'a str {
    lines.get(at).map_or("", |line| {
        &body[line.as_ptr().addr() - body.as_ptr().addr()..]
    })
}

/// Whether a line is the one that `GroupWise` puts above a quote: `>>> Jan <j@x.be> 5/03/2026 >>>`, or
/// in older versions `>>> On 3/5/2026 at 10:12 AM, in message <5C@gw>, Jan <j@x.be> wrote:`.
fn is_groupwise(line: &str) -> bool {
    let Some(inner) = line.trim().strip_prefix(">>> ") else {
        return false;
    };
    !inner.starts_with('>')
        && inner.len() <= 300
        && inner.bytes().any(|b| b.is_ascii_digit())
        && (inner.ends_with(">>>") || after_groupwise_id(inner).is_some())
}

/// Whether a line is an attribution that a newer `GroupWise` marks, above an older mail that it does not:
/// `>>> Op 5/03/2026 om 9:01 schreef Jan <j@x.be>:`. Among quotes it is of one of them.
fn is_marked_attribution(lines: &[&str], at: usize) -> bool {
    /// Lines around it that are looked at, and bytes of its second line.
    const NEAR: usize = 8;
    const MOST_WRAPPED: usize = 40;
    let Some(inner) = lines[at].trim().strip_prefix(">>> ") else {
        return false;
    };
    let wrapped = || {
        lines
            .get(at + 1)
            .is_some_and(|next| next.len() <= MOST_WRAPPED && next.trim().ends_with(':'))
    };
    let quoted = |line: Option<&&str>| line.is_some_and(|line| is_quoted(line));
    let mut above = lines[..at].iter().rev().take(NEAR);
    let mut below = lines[at + 1..].iter().take(NEAR);
    !inner.starts_with('>')
        && inner.len() <= 300
        && inner.contains('@')
        && inner.bytes().any(|b| b.is_ascii_digit())
        && (inner.ends_with(':') || wrapped())
        && says_wrote(inner)
        && !quoted(above.find(|line| has_text(line)))
        && !quoted(below.find(|line| has_text(line)))
}

/// What stands behind the id of the older mail in the line of an older `GroupWise`.
fn after_groupwise_id(line: &str) -> Option<&str> {
    let (_, behind) = line.split_once('<')?;
    let (_, author) = behind.split_once(">,")?;
    (opens_attribution(line) && line.ends_with(':') && says_wrote(author)).then_some(author)
}

/// Who wrote what stands below the line of `GroupWise`.
fn groupwise_block(line: &str) -> HeaderBlock {
    const VERBS: [&str; 2] = [" schreef ", " schrieb "];
    let line = line.trim().trim_start_matches(['>', ' ']);
    // who wrote stands behind the verb, or before it with the day behind
    let behind_verb = || {
        let behind = VERBS.iter().find_map(|verb| line.split_once(verb));
        let behind = behind.map(|(_, behind)| behind);
        behind.filter(|behind| behind.contains('@'))
    };
    let line = after_groupwise_id(line)
        .or_else(behind_verb)
        .unwrap_or(line);
    let (from_name, from) = mailbox(line.trim_end_matches(">>>"));
    HeaderBlock {
        from,
        from_name,
        subject: None,
    }
}

/// The block of headers without colons that eM Client puts under its title, and the line after it.
fn bare_block(lines: &[&str], at: usize) -> Option<(HeaderBlock, usize)> {
    let mut block = HeaderBlock::default();
    let (mut end, mut others) = (at, 0);
    for line in lines.iter().skip(at).take(6) {
        let Some((word, value)) = line.trim().split_once(' ') else {
            break;
        };
        match word {
            // a server put the mark before it that keeps a line from opening a mail in a mailbox
            "From" | ">From" | "Van" | "De" | "Von" if block == HeaderBlock::default() => {
                (block.from_name, block.from) = mailbox(value);
            }
            "Subject" | "Onderwerp" | "Objet" | "Betreff" => {
                block.subject = Some(value.trim().to_owned());
                others += 1;
            }
            "To" | "Aan" | "À" | "An" | "Cc" | "CC" | "Date" | "Datum" => others += 1,
            _ => break,
        }
        end += 1;
    }
    (block.from.is_some() && others >= 2).then_some((block, end))
}

/// Adds a line; a separator with the whole block of headers behind it, as Yahoo writes them in plain
/// text, becomes a line a header, and so does a block on one line with an address in it.
fn unfold_block<'a>(line: &'a str, lines: &mut Vec<&'a str>) {
    const LABELS: [&str; 26] = [
        "Datum:",
        "Date :",
        "Date:",
        "Betreft:",
        "De :",
        "De:",
        "Van:",
        "From:",
        "Von:",
        "À :",
        "À:",
        "Aan:",
        "To:",
        "An:",
        "Cc :",
        "Cc:",
        "Envoyé :",
        "Envoyé:",
        "Verzonden:",
        "Sent:",
        "Gesendet:",
        "Objet :",
        "Objet:",
        "Onderwerp:",
        "Subject:",
        "Betreff:",
    ];
    static OPENS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&LABELS));
    // each label has a colon: that it opens with, and two more
    let colons = || memchr::memchr_iter(b':', line.as_bytes()).take(3).count();
    if opens_with_from(line) && line.len() <= 2_000 && colons() == 3 && line.contains('@') {
        let held = LABELS.iter().filter(|label| {
            line.find(*label)
                .is_some_and(|at| at > 0 && line[..at].ends_with([' ', '\t', '*']))
        });
        if held.count() >= 2 {
            unfold(line, &OPENS, lines);
            return;
        }
    }
    if !holds_dashes(line) {
        lines.push(line);
        return;
    }
    let trimmed = line.trim_start();
    let title = trimmed.trim_start_matches('-');
    let dashes = trimmed.len() - title.len();
    let behind = (dashes >= 3 && line.len() <= 2_000)
        .then(|| title.split_once("---"))
        .flatten()
        .map(|(_, behind)| behind.trim_start_matches('-').trim_start());
    let Some(behind) = behind.filter(|behind| OPENS.open(behind)) else {
        lines.push(line);
        return;
    };
    lines.push(line[..line.len() - behind.len()].trim_end());
    unfold(behind, &OPENS, lines);
}

/// Whether a line holds three dashes in a row; most hold none at all.
fn holds_dashes(line: &str) -> bool {
    let mut dashes = memchr::memchr_iter(b'-', line.as_bytes());
    dashes.any(|at| line[at..].starts_with("---"))
}

/// Whether a line opens with the label of who wrote.
fn opens_with_from(line: &str) -> bool {
    matches!(line.as_bytes().first(), Some(b'V' | b'F' | b'D'))
        && ["Van:", "From:", "De :", "De:", "Von:"]
            .iter()
            .any(|label| line.starts_with(label))
}

/// Adds the headers on one line, a line each.
fn unfold<'a>(line: &'a str, labels: &Phrases, lines: &mut Vec<&'a str>) {
    let mut rest = line;
    while !rest.is_empty() {
        // the label at the start of the rest is not its end
        let next = labels.find(rest, |at, _| at > 0);
        let next = next.map_or(rest.len(), |(at, _)| at);
        lines.push(rest[..next].trim_end());
        rest = &rest[next..];
    }
}

/// Closes a piece of new text, unless it is empty.
fn end_piece<'a>(piece: &mut Vec<&'a str>, split: &mut Split<'a>) {
    if piece.iter().any(|line| has_text(line)) {
        split.new.push(std::mem::take(piece));
    } else {
        piece.clear();
    }
}

/// Moves the rule and the blank lines at the end of a piece to what is quoted.
fn drop_separators<'a>(piece: &mut Vec<&'a str>, quoted: &mut Vec<&'a str>) {
    while let Some(line) = piece.last() {
        if !line.trim().is_empty() && !is_rule(line) {
            break;
        }
        quoted.extend(piece.pop());
    }
}

/// Moves the line with which a program in another language opens a quote, right above the quote, to
/// what is quoted: a few lines that end in a colon, with an address and a time.
fn drop_attribution<'a>(piece: &mut Vec<&'a str>, quoted: &mut Vec<&'a str>) {
    if let Some(start) = attribution_above(piece) {
        quoted.extend(piece.drain(start..));
        drop_separators(piece, quoted);
    }
}

/// Where such a line starts, at the end of a piece.
fn attribution_above(piece: &[&str]) -> Option<usize> {
    const MOST_LINES: usize = 3;
    if !piece
        .last()
        .is_some_and(|line| line.trim_end().ends_with(':'))
    {
        return None;
    }
    // no further back than where there would be too many
    let from = piece.len().saturating_sub(MOST_LINES + 1);
    let start = piece[from..]
        .iter()
        .rposition(|line| !has_text(line))
        .map_or(from, |blank| from + blank + 1);
    let lines = &piece[start..];
    let held = |test: &dyn Fn(&str) -> bool| lines.iter().any(|line| test(line));
    let found = lines.len() <= MOST_LINES
        && lines.iter().all(|line| line.len() <= 200)
        && held(&|line| line.contains('@'))
        && held(&has_time);
    found.then_some(start)
}

/// Whether a character takes no room, and says nothing by itself.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether a line holds anything to read.
pub(super) fn has_text(line: &str) -> bool {
    opens_with_letter(line)
        || line.chars().any(|c| {
            !c.is_whitespace() && (c.is_ascii() || !html::is_marker(c) && !is_invisible(c))
        })
}

/// The next line that holds anything.
fn next_text(lines: &[&str], from: usize) -> Option<usize> {
    (from..lines.len()).find(|&at| has_text(lines[at]))
}

/// Whether a line is quoted with `>`.
pub(super) fn is_quoted(line: &str) -> bool {
    let trimmed = line.trim_start_matches([' ', '\u{a0}']);
    // a few programs put a bar or the writer's initials before it; two blanks are still a quote
    trimmed.starts_with(['>', SET_APART]) && line.len() - trimmed.len() <= 4
}

/// Whether a line is the tail of a long quoted line that a program broke: it goes on in the sentence, and no
/// answer opens so.
fn is_wrapped_quote(lines: &[&str], at: usize) -> bool {
    const ANSWERS: [&str; 14] = [
        "ja", "jawel", "nee", "neen", "ok", "oké", "akkoord", "klopt", "oui", "non", "yes", "no",
        "nein", "doch",
    ];
    let line = lines[at];
    let goes_on = |before: &str| {
        is_quoted(before)
            && before.len() >= 65
            && !before.trim_end().ends_with(['.', '?', '!', ':'])
    };
    let before = at.checked_sub(1).map(|before| lines[before]);
    let after = lines.get(at + 1);
    let answers = || {
        let word = line.split(|c: char| !c.is_alphanumeric()).next();
        word.is_some_and(|word| ANSWERS.contains(&word))
    };
    line.starts_with(char::is_lowercase)
        && line.len() < 60
        && before.is_some_and(goes_on)
        && after.is_some_and(|after| is_quoted(after) && after.trim_matches(['>', ' ']).len() > 1)
        && !line.ends_with(['.', '?', '!'])
        && !answers()
}

/// Whether a line opens with a letter or a digit, as most do; it says something then.
fn opens_with_letter(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether a line only separates: dashes, underscores, stars, equal signs, a horizontal rule.
pub(super) fn is_rule(line: &str) -> bool {
    if opens_with_letter(line) {
        return false;
    }
    let line = line.trim();
    if !line.is_ascii() && line.contains(RULE) && !has_text(line) {
        return true;
    }
    let mut drawn = line
        .chars()
        .all(|c| matches!(c, '-' | '_' | '=' | '*') || is_dash(c));
    drawn &= line.chars().take(5).count() == 5;
    drawn
}

/// Where quoted text starts.
enum Border {
    /// "Reply above this line."
    ReplyAbove,
    /// "Op ... schreef ...:", over so many lines.
    Attribution { lines: usize },
    /// Everything below is an older mail; `below` is where it (or its headers) start.
    Rest { forwarded: bool, below: usize },
}

/// The border that starts at a line, if one does. In a mail that `answers` no other, people type what
/// looks like one: then it must name an address or a time.
fn border(lines: &[&str], at: usize, answers: bool) -> Option<Border> {
    let line = lines[at].trim();
    let first = line.chars().next()?;
    if first == QUOTE_STARTS
        || first == '>' && (is_groupwise(line) || is_marked_attribution(lines, at))
    {
        return Some(Border::Rest {
            forwarded: false,
            below: at + 1,
        });
    }
    if !line.is_ascii() && line.contains(ATTRIBUTION) {
        if let Some(forwarded) = separator(line) {
            return Some(Border::Rest {
                forwarded,
                below: at + 1,
            });
        }
        return Some(Border::Attribution { lines: 1 });
    }
    if matches!(
        first,
        '-' | '_' | '=' | '*' | '#' | '>' | '|' | '[' | '(' | '{'
    ) || is_dash(first)
    {
        if says_reply_above(line) {
            return Some(Border::ReplyAbove);
        }
        if let Some(forwarded) = separator(line) {
            return Some(Border::Rest {
                forwarded,
                below: at + 1,
            });
        }
        if is_drawn_attribution(line) {
            return Some(Border::Attribution { lines: 1 });
        }
        if is_rule(line) {
            // a rule, and under it a title or a block of headers
            let next = next_text(lines, at + 1).filter(|next| next - at <= 3)?;
            if header_block(lines, next).is_some() {
                return Some(Border::Rest {
                    forwarded: false,
                    below: next,
                });
            }
            let forwarded = separator_words(lines[next])?;
            return Some(Border::Rest {
                forwarded,
                below: next + 1,
            });
        }
        // a title between dashes in words that we do not know, right above a block of headers
        if is_drawn_title(line)
            && let Some(next) = next_text(lines, at + 1).filter(|next| next - at <= 2)
            && header_block(lines, next).is_some()
        {
            return Some(Border::Rest {
                forwarded: false,
                below: next,
            });
        }
    }
    if first == RULE {
        let next = next_text(lines, at + 1).filter(|next| next - at <= 3)?;
        if header_block(lines, next).is_some() {
            return Some(Border::Rest {
                forwarded: false,
                below: next,
            });
        }
        return None;
    }
    if asks_to_reply_above(line) {
        return Some(Border::ReplyAbove);
    }
    if is_notes_summary(line)
        && let Some(next) = next_text(lines, at + 1).filter(|next| next - at <= 3)
        && header_block(lines, next).is_some()
    {
        return Some(Border::Rest {
            forwarded: false,
            below: next,
        });
    }
    // a title that somebody typed is one of an old mail only above one
    if line.ends_with(':')
        && let Some(forwarded) = separator_words(line)
        && (at + 1..lines.len())
            .find(|&next| has_text(lines[next]))
            .is_some_and(|next| is_quoted(lines[next]) || opens_older(lines, next, answers))
    {
        return Some(Border::Rest {
            forwarded,
            below: at + 1,
        });
    }
    if opens_older(lines, at, answers) {
        return Some(Border::Rest {
            forwarded: false,
            below: at,
        });
    }
    if !opens_attribution(line) {
        return None;
    }
    attribution(lines, at, answers).map(|lines| Border::Attribution { lines })
}

/// Whether a block of headers starts at a line; one that a program made, where nothing else tells that
/// an older mail stands there. Programs name an address or the time, or say when the mail was sent; a memo
/// and a letter have a date.
fn opens_older(lines: &[&str], at: usize, answers: bool) -> bool {
    header_block(lines, at).is_some_and(|(block, end)| {
        let held = &lines[at..end];
        if held.iter().any(|line| line.contains('@')) {
            return true;
        }
        let sent = held.iter().any(|line| says_sent(line));
        // a list may begin with such words too: "De : 2026 à 2030"; and so may a ride: "Van: Lede station"
        let named = || block.from_name.as_deref().is_none_or(is_name);
        answers && sent && named()
            || held.iter().any(|line| has_time(line))
                && (sent || (block.subject.is_some() || named()) && !is_announced(lines, at))
    })
}

/// Whether words right above a line announce it, and they are no title of an older mail.
fn is_announced(lines: &[&str], at: usize) -> bool {
    let above = lines[..at].iter().rev().take(2);
    let above = above.copied().find(|line| has_text(line));
    above.is_some_and(|line| line.trim_end().ends_with(':') && separator_words(line).is_none())
}

/// Whether a line is the header in which a program says when a mail was sent; those of letters say of when
/// they are.
fn says_sent(line: &str) -> bool {
    let is_date = matches!(label(line), Some((Label::Date, _)));
    let letters = |c: char| !c.is_alphabetic();
    let word = line.trim_start_matches(letters);
    is_date
        && !word.get(..4).is_some_and(|word| {
            word.eq_ignore_ascii_case("date") || word.eq_ignore_ascii_case("datu")
        })
}

/// Whether a line is an attribution that Zoho draws: `---- Op ma, 09 mrt 2026 16:02:11 +0100 R <r@x.be>
/// schreef ----`.
fn is_drawn_attribution(line: &str) -> bool {
    let drawn = |c: char| c == '-' || is_dash(c);
    let inner = line.trim_matches(drawn).trim();
    line.len() <= 300
        && line.starts_with("--")
        && line.ends_with("--")
        && opens_attribution(inner)
        && says_wrote(inner)
        && (inner.contains('@') || has_time(inner))
}

/// Whether a line without a mark asks to answer above it: "Reply above this line."
fn asks_to_reply_above(line: &str) -> bool {
    static OPENS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "Reply",
            "reply",
            "Please",
            "please",
            "Answer",
            "Write",
            "Type",
            "Respond",
            "Antwoord",
            "antwoord",
            "Gelieve",
            "gelieve",
            "Beantwoord",
            "Schrijf",
            "R\u{e9}pond",
            "Veuillez",
            "veuillez",
            "Bitte",
            "bitte",
            "Antworten",
        ])
    });
    const LINES: [&str; 6] = ["line", "lijn", "regel", "ligne", "linie", "zeile"];
    OPENS.open(line) && (15..=90).contains(&line.len()) && {
        let bare = line.trim_end_matches(|c: char| !c.is_alphanumeric());
        let ends = LINES.iter().any(|word| bare.ends_with(word));
        (ends || says_what_for(&lowercase(line))) && says_reply_above(line)
    }
}

/// Whether a line in lower case tells what an answer above it is for: "Reply above this line to add a note".
fn says_what_for(line: &str) -> bool {
    const REPLY: [&str; 6] = [
        "reply above",
        "please reply above",
        "respond above",
        "antwoord boven",
        "gelieve te antwoorden boven",
        "r\u{e9}pondez au-dessus",
    ];
    const FOR: [&str; 8] = [
        "line to ",
        "lijn om ",
        "lijn te ",
        "regel om ",
        "regel te ",
        "ligne pour ",
        "linie, um ",
        "zeile, um ",
    ];
    REPLY.iter().any(|opening| line.starts_with(opening))
        && FOR.iter().any(|purpose| line.contains(purpose))
}

/// Whether a letter is one of the long dashes that lines are drawn with.
fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2500}')
}

/// Whether a line is a title with dashes on both sides.
fn is_drawn_title(line: &str) -> bool {
    let drawn = |c: char| c == '-' || c == '=' || is_dash(c);
    let inner = line.trim_matches(drawn);
    line.len() <= 120
        && line.starts_with(drawn)
        && line.ends_with(drawn)
        && line.len() - inner.len() >= 6
        && has_text(inner)
}

/// Whether a line is the one with which Notes sums up the older mail: `Jan ---5/03/2026 10:12:03---Dag`.
fn is_notes_summary(line: &str) -> bool {
    if !holds_dashes(line) {
        return false;
    }
    let mut pieces = line.splitn(3, "---").skip(1);
    pieces
        .next()
        .is_some_and(|date| date.len() <= 40 && has_time(date))
        && pieces.next().is_some()
}

/// Whether a line asks to answer above it.
fn says_reply_above(line: &str) -> bool {
    static PLACES: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "boven deze lijn",
            "boven deze regel",
            "above this line",
            "au-dessus de cette ligne",
            "oberhalb dieser",
            "über dieser linie",
            "über dieser zeile",
        ])
    });
    line.len() <= 160 && PLACES.occur(&lowercase(line))
}

/// Whether a line with dashes names an older mail; `true` when it says that it was forwarded.
fn separator(line: &str) -> Option<bool> {
    let inner = line.trim_matches(|c: char| !c.is_alphanumeric());
    if inner.is_empty() || inner.len() > 120 {
        return None;
    }
    let drawn = line.len()
        - line
            .trim_start_matches(|c: char| "-_=*#".contains(c) || is_dash(c))
            .len();
    let attributed = line.contains(ATTRIBUTION);
    (drawn >= 2 || attributed)
        .then(|| separator_words(inner))
        .flatten()
}

/// The titles that programs put above an older mail.
fn separator_words(line: &str) -> Option<bool> {
    static FORWARDED: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "doorgestuurd bericht",
            "doorgezonden bericht",
            "doorgestuurde e-mail",
            "doorgestuurde mail",
            "begin doorgestuurd bericht",
            "begin van doorgestuurd bericht",
            "doorgestuurd door",
            "forwarded message",
            "forwarded mail",
            "forwarded email",
            "begin forwarded message",
            "forwarded by",
            "message transféré",
            "message transmis",
            "message réexpédié",
            "courriel transféré",
            "début du message transféré",
            "début du message réexpédié",
            "début du message transmis",
            "transféré par",
            "transmis par",
            "réexpédié par",
            "weitergeleitete nachricht",
            "weitergeleitete e-mail",
            "anfang der weitergeleiteten nachricht",
            "beginn der weitergeleiteten nachricht",
            "weitergeleitet von",
        ])
    });
    static ANSWERED: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "oorspronkelijk bericht",
            "oorspronkelijke bericht",
            "oorspronkelijke e-mail",
            "oorspronkelijke mail",
            "oorspronkelijke melding",
            "oorspronkelijke vraag",
            "origineel bericht",
            "originele bericht",
            "originele e-mail",
            "originele melding",
            "original message",
            "original mail",
            "original e-mail",
            "original email",
            "original request",
            "original ticket",
            "message d'origine",
            "message d’origine",
            "message original",
            "message initial",
            "message précédent",
            "courriel d'origine",
            "courriel original",
            "demande initiale",
            "e-mail d'origine",
            "mail original",
            "ursprüngliche nachricht",
            "ursprüngliche e-mail",
            "ursprüngliche anfrage",
            "originalnachricht",
            "original-nachricht",
            "vorige bericht",
            "previous message",
            "vorherige nachricht",
        ])
    });
    /// Bytes of the longest.
    const LONGEST: usize = 120;
    let line = line.trim_matches(|c: char| !c.is_alphanumeric());
    if line.len() > LONGEST || line.len() < 8 {
        return None;
    }
    let mut room = [0; LONGEST];
    let line = lowercase_in(line, &mut room);
    if FORWARDED.open(&line) {
        return Some(true);
    }
    (ANSWERED.open(&line) || names_first(&line)).then_some(false)
}

/// What was asked, as the titles of programs name it.
const ASKED: [&str; 21] = [
    "vraag",
    "verzoek",
    "aanvraag",
    "melding",
    "bericht",
    "mail",
    "e-mail",
    "ticket",
    "request",
    "question",
    "message",
    "inquiry",
    "enquiry",
    "demande",
    "requête",
    "courriel",
    "anfrage",
    "frage",
    "meldung",
    "nachricht",
    "incident",
];

/// Whose it was.
const YOURS: [&str; 11] = [
    "uw", "je", "jouw", "votre", "vos", "ta", "ihre", "ihr", "deine", "dein", "your",
];

/// The words of a title.
fn title_words(title: &str) -> impl Iterator<Item = &str> {
    title
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
}

/// Whether a title in lower case names what was first asked: "uw oorspronkelijke aanvraag", "demande
/// originale 8812".
fn names_first(title: &str) -> bool {
    /// Words behind those: a number, and of when it is.
    const BEHIND: usize = 3;
    const FIRST: [&str; 6] = [
        "oorspronkelijk",
        "origineel",
        "originele",
        "original",
        "initial",
        "ursprünglich",
    ];
    let is_first = |word: &str| FIRST.iter().any(|first| word.starts_with(first));
    let mut words = title_words(title).peekable();
    words.next_if(|word| YOURS.contains(word));
    let pair = (words.next(), words.next());
    matches!(pair, (Some(one), Some(other)) if is_first(one) && ASKED.contains(&other)
        || ASKED.contains(&one) && is_first(other))
        && words.count() <= BEHIND
}

/// Whether a rule stands on a line, and below it the title that a program for tickets puts above what was
/// asked and answered before: "Historiek", "Melding 8812", "Ihre Anfrage vom 11.03.2026:".
#[cold]
fn is_history(lines: &[&str], at: usize) -> bool {
    /// Words of the longest title, and digits of the shortest number of a ticket.
    const WORDS: usize = 6;
    const NUMBER: usize = 3;
    const HISTORY: [&str; 7] = [
        "historiek",
        "geschiedenis",
        "voorgeschiedenis",
        "historique",
        "history",
        "verlauf",
        "gesprekshistoriek",
    ];
    if !is_rule(lines[at]) {
        return false;
    }
    let Some(next) = next_text(lines, at + 1).filter(|next| next - at <= 2) else {
        return false;
    };
    let line = lines[next].trim();
    if line.ends_with(['.', '?', '!', ';', ',']) || line.len() > MAX_TITLE {
        return false;
    }
    let title = lowercase(line);
    let words: Vec<&str> = title_words(&title).collect();
    let numbered =
        |word: &&str| word.len() >= NUMBER && word.bytes().all(|byte| byte.is_ascii_digit());
    words.len() <= WORDS
        && match words[..] {
            [yours, asked, ..] if YOURS.contains(&yours) => ASKED.contains(&asked),
            ["u" | "je" | "jij" | "vous" | "you" | "sie" | "du", ..] => {
                line.ends_with(':') && says_wrote(&title)
            }
            [first, ref behind @ ..] if ASKED.contains(&first) => {
                behind.iter().take(2).any(numbered)
            }
            [first, ..] => HISTORY.contains(&first),
            [] => false,
        }
}

/// Bytes of a title.
const MAX_TITLE: usize = 80;

/// What a label in a header block stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    From,
    Date,
    To,
    Subject,
    Other,
}

/// Bytes of a label, its colon included.
const LABEL: usize = 25;

/// The label that opens a line, and what follows it.
fn label(line: &str) -> Option<(Label, &str)> {
    let line = line.trim_start_matches([' ', '\t', '\u{a0}', '*', '_', '|', '>', SET_APART]);
    let start = &line.as_bytes()[..line.len().min(LABEL)];
    let colon = memchr::memchr(b':', start)?;
    let word = line[..colon].trim_end_matches([' ', '\u{a0}', '*', '_', '\t']);
    let label = match &*lowercase_in(word, &mut [0; LABEL]) {
        "van" | "from" | "de" | "von" | "da" | "afzender" | "expéditeur" | "absender" => {
            Label::From
        }
        "verzonden" | "datum" | "sent" | "date" | "envoyé" | "envoyé le" | "gesendet"
        | "verstuurd" | "date d'envoi" | "verzonden op" | "datum verzonden" | "sent on"
        | "verzenddatum" | "gesendet am" | "inviato" | "enviado" | "enviado el" => Label::Date,
        "aan" | "to" | "à" | "a" | "an" | "destinataire" | "empfänger" => Label::To,
        // rides and plans have them too
        "naar" | "pour" | "para" if line.contains('@') => Label::To,
        "onderwerp" | "subject" | "objet" | "betreff" | "betreft" | "sujet" | "oggetto"
        | "asunto" => Label::Subject,
        "cc" | "bcc" | "cci" | "kopie" | "copie" | "copie à" | "kopie an" | "reply-to"
        | "antwoord aan" | "répondre à" | "antwort an" | "prioriteit" | "importance"
        | "urgentie" | "belang" | "priority" | "bijlagen" | "attachments" | "pièces jointes"
        | "anlagen" | "gevoeligheid" | "namens" => Label::Other,
        _ => return None,
    };
    // a bold label closes after its colon: *Van:* Jan
    let value = line[colon + 1..].trim_matches([' ', '\t', '\u{a0}', '*']);
    Some((label, value))
}

/// Whether a line opens as those of a block of headers do.
pub(super) fn is_header(line: &str) -> bool {
    label(line).is_some()
}

/// The block of headers that starts at a line, and the line after it.
pub(super) fn header_block(lines: &[&str], at: usize) -> Option<(HeaderBlock, usize)> {
    label(lines.get(at)?)?;
    let mut block = HeaderBlock::default();
    let (mut from, mut dated, mut addressed, mut titled) = (false, false, false, false);
    let (mut end, mut position, mut loose) = (at, at, 0);
    while let Some(line) = lines
        .get(position)
        .filter(|_| position - at < MAX_HEADER_BLOCK)
    {
        match label(line) {
            Some((Label::From, value)) if !from => {
                from = true;
                let value = match value {
                    // a narrow window or a table puts the value on the next line
                    "" => lines.get(position + 1).copied().unwrap_or_default(),
                    value => value,
                };
                (block.from_name, block.from) = mailbox(value);
            }
            Some((Label::Date, _)) if !dated => dated = true,
            Some((Label::To, _)) if !addressed => addressed = true,
            Some((Label::Subject, value)) if !titled => {
                titled = true;
                block.subject = Some(value.to_owned()).filter(|value| !value.is_empty());
            }
            Some((Label::Other, _)) => {}
            // the second of its kind belongs to the text, or to an older mail
            Some(_) => break,
            None if !has_text(line) => {
                // Notes and some webmails leave a blank line between the fields
                let next = lines.get(position + 1).copied().unwrap_or_default();
                let complete = from && (dated || titled);
                if label(next).is_none() || complete && addressed && titled && dated {
                    break;
                }
                position += 1;
                continue;
            }
            None => {
                // the continuation of a long list of recipients or of a long subject
                loose += 1;
                // the letter itself, that a program put right below them and moved in
                let complete = from && dated && addressed && titled;
                if complete && greets(line) {
                    break;
                }
                if loose > 10 || !(from || dated || addressed || titled) {
                    break;
                }
                let more = (position + 1..lines.len().min(position + 4))
                    .any(|next| label(lines[next]).is_some());
                let folded = line.starts_with([' ', '\t']) || line.contains('@');
                if !more && !folded {
                    break;
                }
            }
        }
        position += 1;
        end = position;
    }
    let others = [dated, addressed, titled]
        .into_iter()
        .filter(|&there| there)
        .count();
    (from && others >= 2 && (dated || titled)).then_some((block, end))
}

/// The name and the address in "Jan Jansen <jan@melle.be>" and its variations.
pub(super) fn mailbox(text: &str) -> (Option<String>, Option<String>) {
    let text = text.trim();
    let delimits = |c: char| {
        let mark = matches!(
            c,
            '<' | '>' | '[' | ']' | '(' | ')' | '"' | '\'' | ',' | ';' | ':'
        );
        mark || c.is_whitespace()
    };
    let email = text
        .split(delimits)
        .find(|word| {
            word.split_once('@').is_some_and(|(local, domain)| {
                !local.is_empty() && domain.contains('.') && !domain.contains('@')
            })
        })
        .map(str::to_lowercase);
    let name_end = text.find(['<', '[', '(']).unwrap_or(text.len());
    let name = text[..name_end].trim_matches([' ', '"', '\'', '\t', '\u{a0}', '*']);
    let name = (!name.is_empty() && !name.contains('@')).then(|| name.to_owned());
    (name, email)
}

/// Whether the attribution that a line opens is one, and over how many lines it goes.
fn attribution(lines: &[&str], at: usize, answers: bool) -> Option<usize> {
    let mut joined = String::new();
    for length in 1..=MAX_ATTRIBUTION {
        let line = lines.get(at + length - 1)?.trim();
        if line.is_empty() || is_quoted(line) || joined.len() + line.len() > 500 {
            return None;
        }
        if length > 1 {
            joined.push(' ');
        }
        joined.push_str(line);
        if line.ends_with(':') {
            let next = next_text(lines, at + length);
            let quoted_below = next.is_some_and(|next| is_quoted(lines[next]));
            let proven = answers || quoted_below || joined.contains(['@', '<']);
            // the letter that it names begins below it
            let letter = || {
                let greeted = next.is_some_and(|next| greets(lines[next]));
                answers && greeted && names_day_and_writer(&joined)
            };
            let is_one = is_attribution(&joined, quoted_below) || letter();
            return (proven && is_one).then_some(length);
        }
    }
    None
}

/// Whether a text holds a day, the verb of an attribution and a name, and nothing else: "Op 16/02/2026 schreef An
/// Maes:", "On 16 Feb 2026 An Maes wrote:".
fn names_day_and_writer(text: &str) -> bool {
    const VERBS: [&str; 6] = ["schreef", "schrieb", "wrote", "a écrit", "écrit", "a ecrit"];
    let Some((_, behind)) = text.rsplit_once(|c: char| c.is_ascii_digit()) else {
        return false;
    };
    let who = behind.trim_end_matches([':', ' ', '\u{a0}']);
    let who = who.trim_start_matches([',', ' ', '\u{a0}']);
    VERBS
        .iter()
        .find_map(|verb| who.strip_prefix(verb).or_else(|| who.strip_suffix(verb)))
        .map(|name| name.trim_matches([',', ' ', '\u{a0}']))
        .is_some_and(|name| !name.is_empty() && is_name(name))
}

/// Whether a line can be the first of an attribution; most lines are done with here.
fn opens_attribution(line: &str) -> bool {
    static OPENS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "Op ", "On ", "Le ", "Am ", "Den ", "Vom ", "op ", "on ", "le ", "am ", "Citeren ",
            "Quoting ", "Zitat ", "Selon ", "Citaat ", "Von ", "Van ", "From ", "Em ",
        ])
    });
    OPENS.open(line) || line.ends_with(':') && (says_wrote(line) || line.contains('@'))
}

/// Whether a text holds the verb of an attribution.
fn says_wrote(text: &str) -> bool {
    static VERBS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "schreef",
            "geschreven",
            "wrote",
            "écrit",
            "ecrit",
            "schrieb",
            "geschrieben",
            "citeren",
            "quoting",
            "zitat",
            "a envoyé",
        ])
    });
    let text = lowercase(text);
    // "ingeschreven" and "voorgeschreven" are other words
    VERBS
        .find(&text, |at, verb| {
            let before = text[..at].chars().next_back();
            let after = text[at + verb.len()..].chars().next();
            !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
        })
        .is_some()
}

/// Whether a text is an attribution: verb, and a time, an address or a quote right below it.
fn is_attribution(text: &str, quoted_below: bool) -> bool {
    let written = says_wrote(text);
    let dated = text.bytes().any(|byte| byte.is_ascii_digit());
    let addressed = text.contains('@') || text.contains('<');
    if written && (addressed || dated) {
        return addressed || quoted_below || has_time(text);
    }
    // "Jan Jansen <jan@melle.be>:" and the like, only right above a quote
    let writes = ["writes:", "schrijft:", "schreibt:", "said:", "zei:"];
    let writes = writes.iter().any(|verb| text.ends_with(verb));
    quoted_below && (addressed && (dated || writes) || written)
}

/// Whether a text holds a time of day: 11:20, 11u20, 11h20; 11.20 only after "om" and the like, because
/// amounts, articles and days are written so too.
fn has_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(3)).any(|at| {
        let window = &bytes[at..at + 4];
        let shaped = window[0].is_ascii_digit()
            && window[2].is_ascii_digit()
            && window[3].is_ascii_digit()
            && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit);
        shaped
            && match window[1] {
                b':' | b'u' | b'h' => true,
                b'.' => {
                    let before = text[..at].trim_end_matches(|c: char| c.is_ascii_digit());
                    let before = before.trim_end();
                    ["om", "à", "at", "um", "vers", "rond"]
                        .iter()
                        .any(|word| before.ends_with(word))
                }
                _ => false,
            }
    })
}

/// Whether a line is only a mark, or the placeholder of an image.
pub(super) fn is_decoration(line: &str) -> bool {
    if opens_with_letter(line) {
        return false;
    }
    let line = line.trim();
    if line.is_empty() {
        return false;
    }
    if !has_text(line) {
        return !line.contains([SIGNATURE_STARTS, SIGNATURE_ENDS]);
    }
    line.starts_with("[cid:") && line.ends_with(']') && !line[1..].contains('[')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: &[&str]) {
        check_of(body, expected, true);
    }

    fn check_of(body: &str, expected: &[&str], answers: bool) {
        let split = split(body, usize::MAX / 100, false, answers);
        let new: Vec<String> = split
            .new
            .iter()
            .map(|piece| piece.join("\n").trim().to_owned())
            .collect();
        assert_eq!(new, expected, "{body}");
    }

    #[test]
    fn the_answer_stands_above_the_quote() {
        for attribution in [
            "Op do 29 jan 2026 om 11:20 schreef Regiovorming <r@vlaanderen.be>:",
            "Op 29 jan 2026 om 11:20 heeft Regiovorming <r@vlaanderen.be> het volgende geschreven:",
            "Op 29-01-2026 om 11:20 schreef Regiovorming:",
            "Regiovorming schreef op 29/01/2026 11:20:",
            "On Thu, Jan 29, 2026 at 11:20 AM Regiovorming <r@vlaanderen.be> wrote:",
            "On 29 Jan 2026, at 11:20, Regiovorming <r@vlaanderen.be>\nwrote:",
            "Le 29 janvier 2026 à 11:20, Regiovorming <r@vlaanderen.be> a\nécrit :",
            "Le jeu. 29 janv. 2026 à 11:20, Regiovorming\n<r@vlaanderen.be>\na écrit :",
            "Am 29.01.2026 um 11:20 schrieb Regiovorming <r@vlaanderen.be>:",
            "Am Do., 29. Jan. 2026 um 11:20 Uhr schrieb Regiovorming <\nr@vlaanderen.be>:",
            "Citeren Regiovorming <r@vlaanderen.be>:",
        ] {
            check(
                &format!("Dank u.\n\n{attribution}\n\n> oud\n> ouder\n"),
                &["Dank u."],
            );
            check(
                &format!("Dank u.\n\n{attribution}\noud zonder teken\n"),
                &["Dank u."],
            );
        }
    }

    #[test]
    fn a_block_of_headers_opens_the_older_mail() {
        for block in [
            "Van: R <r@x.be>\nVerzonden: donderdag 29 januari 2026 11:20\nAan: A\nOnderwerp: x",
            "*Van:* R <r@x.be>\n*Verzonden:* 29/01\n*Aan:* A <a@x.be>\n*Onderwerp:* x",
            "________________________________\nFrom: R <r@x.be>\nSent: Thursday\nTo: A\nSubject: x",
            "De : R <r@x.be>\nEnvoyé : jeudi 29 janvier 2026 11:20\nÀ : A <a@x.be>\nObjet : x",
            "Von: R <r@x.be>\nGesendet: Donnerstag\nAn: A <a@x.be>\nBetreff: x",
            "Van:    R/ABB\nAan:    a@x.be\nDatum:  15/01/2026 10:00\nBetreft:        x",
            "-----Oorspronkelijk bericht-----\nVan: R\nVerzonden: x\nAan: y\nOnderwerp: z",
            "-----Original Message-----\nFrom: R\nSent: x\nTo: y\nSubject: z",
            "-------- Message d'origine --------\nDe : R\nDate : x\nÀ : y\nObjet : z",
            "-----Ursprüngliche Nachricht-----\nVon: R\nGesendet: x\nAn: y\nBetreff: z",
            "--------------------------------\nOorspronkelijke melding 48812",
        ] {
            check(&format!("Prima.\n\n{block}\n\noud\n"), &["Prima."]);
        }
    }

    #[test]
    fn answers_below_and_between_quotes_are_kept_in_order() {
        check(
            "Op 02-02-2026 om 09:01 schreef R:\n> Vraag?\n>\n> R\n\nNeen.\nPas in maart.\n",
            &["Neen.\nPas in maart."],
        );
        check(
            "Zie onder.\n\nOn 4/02/2026 09:12, R wrote:\n> een?\n\nJa.\n\n> twee?\n\nNeen.\n",
            &["Zie onder.", "Ja.", "Neen."],
        );
        check(
            "-----Oorspronkelijk bericht-----\n> oud\n\nNieuw eronder.\n",
            &["Nieuw eronder."],
        );
    }

    #[test]
    fn an_answer_right_below_a_long_quoted_line_is_none_of_its_words() {
        let asked = "> Heeft de gemeente de samenwerkingsovereenkomst van 2021 al ondertekend?";
        let broken = "> Heeft de gemeente de samenwerkingsovereenkomst van 2021 en die van";
        for answer in ["Ja", "ja", "nog niet", "In mei"] {
            check(
                &format!("{asked}\n{answer}\n> Wanneer?\nIn mei\n"),
                &[answer, "In mei"],
            );
        }
        for answer in ["Lede", "nee", "ja, maar pas in mei", "2022"] {
            check(
                &format!("{broken}\n{answer}\n> Wanneer?\nIn mei\n"),
                &[answer, "In mei"],
            );
        }
        check(
            &format!("{broken}\n2022 of later\n> Wanneer?\nIn mei\n").replace("2022 of", "mei of"),
            &["In mei"],
        );
    }

    #[test]
    fn the_line_to_reply_above_is_no_text() {
        check(
            "##- Antwoord boven deze lijn -##\n\nOns antwoord.\n",
            &["Ons antwoord."],
        );
        check(
            "Mijn antwoord.\n\n##- Please reply above this line -##\n\noud\n",
            &["Mijn antwoord."],
        );
    }

    #[test]
    fn what_a_ticket_holds_already_stands_below_its_title() {
        for title in [
            "Uw oorspronkelijke vraag:",
            "Oorspronkelijk verzoek:",
            "Oorspronkelijke aanvraag 8812",
            "Votre demande initiale :",
            "Demande originale 8812",
            "Your original request:",
            "Ihre urspr\u{fc}ngliche Anfrage:",
        ] {
            let text = format!("Ja, dat mag.\n\n----------\n{title}\nWelke lijnen?");
            check(&text, &["Ja, dat mag."]);
        }
        for title in [
            "Historiek:",
            "Historiek van de melding 8812",
            "Historique",
            "Melding 8812",
            "Ticket #88123",
            "U schreef op 11/03/2026:",
            "Ihre Anfrage vom 11.03.2026:",
            "Uw vraag:",
        ] {
            let text = format!("Ja, dat mag.\n\n----------\n{title}\nWelke lijnen?");
            let asked = "##- Antwoord boven deze lijn -##\n\n";
            check(&format!("{asked}{text}"), &["Ja, dat mag."]);
            // where no program asked for an answer above its line, people draw rules too
            check(&text, &[&text]);
        }
        for title in [
            "Vraag 2: en de lijn 14",
            "Uw tweede vraag:",
            "Antwoord op vraag 8812:",
            "Melding van de politie",
            "De historiek van de melding is ons niet bekend.",
        ] {
            let text = format!("Ja, dat mag.\n\n----------\n{title}\nDie lijn blijft.");
            let asked = "##- Antwoord boven deze lijn -##\n\n";
            check(&format!("{asked}{text}"), &[&text]);
        }
    }

    #[test]
    fn a_ride_or_a_plan_opens_no_older_mail() {
        for plan in [
            "Van: Wetteren station\nNaar: Gent Dampoort\nDatum: maandag 12 maart 8:15",
            "Van: Wetteren\nNaar: Gent\nDatum: maandag 12 maart 8:15",
            "Van: Wetteren\nAan: Gent\nDatum: maandag 12 maart 8u15",
            "De : Huy\nPour : Namur\nDate : lundi 8h15",
        ] {
            for answers in [true, false] {
                let text = format!("Wij vragen een extra rit:\n{plan}\nKan De Lijn dat regelen?");
                check_of(&text, &[&text], answers);
            }
        }
        let text = "Een extra rit.\n\nVan: Lede station\nAan: Gent centrum\nDatum: maandag 8:15\n\nKan dat?";
        check(text, &[text]);
        for older in [
            "Van: Jan Maes\nDatum: 3 maart 2026 8:15\nAan: An\nOnderwerp: x",
            "Van: Jan Maes <j@x.be>\nNaar: an@x.be\nDatum: 3 maart 2026",
        ] {
            check(&format!("Ja.\n\n{older}\n\noud"), &["Ja."]);
        }
    }

    #[test]
    fn an_older_groupwise_opens_the_older_mail() {
        for line in [
            ">>> On 3/5/2026 at 10:12 AM, in message <5C@gw.x.be>, R <r@x.be> wrote:",
            ">>> Op 5/03/2026 om 10:12 in bericht <5C@gw.x.be>, R <r@x.be> schreef:",
        ] {
            check(&format!("Ja.\n\n{line}\nMag dat?\n"), &["Ja."]);
            let block = groupwise_block(line);
            assert_eq!(block.from.as_deref(), Some("r@x.be"));
            assert_eq!(block.from_name.as_deref(), Some("R"));
        }
        for line in [
            ">>> Op maandag 2 maart 2026 om 9:01 schreef R <r@x.be>:",
            ">>> R <r@x.be> schreef op maandag 2 maart 2026 om 9:01:",
            ">>> R <r@x.be> schrieb am Montag, 2. M\u{e4}rz 2026 um\n09:01:",
        ] {
            check(&format!("Ja.\n\n{line}\nMag dat?\n"), &["Ja."]);
            let block = groupwise_block(line.lines().next().unwrap());
            assert_eq!(block.from.as_deref(), Some("r@x.be"), "{line}");
            assert_eq!(block.from_name.as_deref(), Some("R"), "{line}");
        }
        let nested = "> Dag\n>\n>>> Op 2 maart 2026 om 9:01 schreef R <r@x.be>:\n>>> oud";
        check(&format!("Ja.\n\n{nested}\n\nNeen."), &["Ja.", "Neen."]);
        check(
            ">>> 3 maart: de raad\n\nKomt er iemand?",
            &["Komt er iemand?"],
        );
    }

    #[test]
    fn attributions_of_other_programs_and_languages_are_known() {
        for (attribution, quoted) in [
            (
                "---- Op di, 10 mrt 2026 11:02:11 +0100 Loket <loket@x.be> schreef ----",
                false,
            ),
            (
                "---- On Tue, 10 Mar 2026 11:02:11 +0100 Loket <loket@x.be> wrote ---",
                false,
            ),
            (
                "--- Am Di, 10 M\u{e4}r 2026 11:02:11 +0100 Loket <loket@x.be> schrieb ----",
                false,
            ),
            (
                "El mar, 10 mar 2026 a las 11:02, Loket (<loket@x.be>)\nescribi\u{f3}:",
                true,
            ),
            (
                "Il giorno mar 10 mar 2026 alle ore 11:02 Loket <\nloket@x.be> ha scritto:",
                true,
            ),
            (
                "Em ter., 10 de mar. de 2026 \u{e0}s 11:02, Loket <loket@x.be> escreveu:",
                true,
            ),
            (
                "Van: Loket <loket@x.be> Verzonden: dinsdag 10 maart 2026 11:02 Aan: An <an@x.be> Onderwerp: Vraag",
                false,
            ),
            (
                "From: Loket <loket@x.be> Date: 10/3/2026 To: an@x.be Subject: Vraag",
                false,
            ),
        ] {
            let below = if quoted {
                "> oud\n> ouder"
            } else {
                "oud zonder teken"
            };
            for answers in [true, false] {
                check_of(
                    &format!("Dank u.\n\n{attribution}\n\n{below}\n"),
                    &["Dank u."],
                    answers,
                );
            }
        }
        for line in [
            "Reply above this line.",
            "Antwoord boven deze lijn",
            "R\u{e9}pondez au-dessus de cette ligne.",
            "{{ Reply above this line }}",
            "Reply ABOVE THIS LINE to add a note to this request",
        ] {
            check(
                &format!("\u{2014}-\u{2014}-\u{2014}-\u{2014}\n{line}\n\nOns antwoord.\n"),
                &["Ons antwoord."],
            );
            check(&format!("Dank u.\n\n{line}\n\noud\n"), &["Dank u."]);
        }
    }

    #[test]
    fn what_people_type_like_a_border_is_none() {
        for text in [
            "Van: Lede Aan: Aalst Onderwerp: de regio, zo staat het in de brief.",
            "---- Op 3 maart schreef de raad ons ----\nMag dat?",
            "Wij spraken om 11:02 met loket@x.be over het volgende:\nde regio.",
            "De gemeente tekende boven deze lijn",
            "Schrijf uw naam boven deze lijn op de kaart, vroeg men.",
            "-- Van de 12 halten blijven er 3 --\nWelke?",
        ] {
            check(text, &[text]);
        }
        for text in [
            "Op 3 maart 2026 om 10.15 uur schreef de burgemeester ons het volgende:\nDe stad stapt eruit.\nMag dat?",
            "Zie:\n\nVan: provincie Limburg\nAan: stad Bree\nBetreft: regio\nDatum: 3 maart\n\nU kiest.\n\nMag dat?",
            "Oorspronkelijk bericht:\n\nVan: de raad\nDatum: 3 maart\nBetreft: x\n\nMag dat?",
        ] {
            check_of(text, &[text], false);
        }
        for block in [
            "Van: R <r@x.be>\nAan: B\nOnderwerp: x",
            "Van: R\nVerzonden: maandag 9 maart 2026 16:02\nAan: B\nOnderwerp: x",
            "Op 9 mrt 2026 om 16:02 schreef R <r@x.be>:",
            "-----Oorspronkelijk bericht-----\nVan: R\nAan: B\nOnderwerp: x",
        ] {
            check_of(
                &format!("Zie onder.\n\n{block}\n\noud"),
                &["Zie onder."],
                false,
            );
        }
    }

    #[test]
    fn the_head_of_a_letter_opens_no_older_mail() {
        for head in [
            "Aan: de provincie\nVan: Stad Bree\nDatum: 5 mei 2026\nBetreft: regio",
            "De : Ville de Huy\n\u{c0} : la province\nDate : 5 mai 2026\nObjet : r\u{e9}gion",
            "From: City of Bree\nTo: the province\nDate: 5 May 2026\nSubject: region",
        ] {
            for letter in [
                format!("{head}\n\nWij kiezen."),
                format!("NOTA\n{head}\n\nWij kiezen."),
            ] {
                check(&letter, &[&letter]);
            }
        }
        for sent in ["Verzonden: donderdag", "Datum: 5 mei 2026 10:12"] {
            let block = format!("Van: Rik\n{sent}\nAan: An\nOnderwerp: regio\n\noud");
            check(&format!("Prima.\n\n{block}"), &["Prima."]);
        }
    }

    #[test]
    fn who_reports_what_somebody_wrote_goes_on() {
        let real = "Op do 29 jan 2026 om 11:20 schreef R <r@x.be>:\n> oud";
        for report in [
            "Op 5 januari 2026 om 9:15 schreef uw dienst ons het volgende:",
            "Le 5 janvier 2026 à 9:15, votre service nous a écrit :",
            "On 5 January 2026 at 9:15 your service wrote to us:",
        ] {
            let text = format!("{report}\n\nhet kan niet.\n\nGeldt dat nog?");
            check(
                &format!("Dag,\n\n{text}\n\n{real}\n"),
                &[&format!("Dag,\n\n{text}")],
            );
            check(&format!("{text}\n\n{real}\n"), &[&text]);
            // nor where nothing else ends the text, and little would be left of it
            check(&format!("Dag,\n\n{text}\n"), &[&format!("Dag,\n\n{text}")]);
            check(&text, &[&text]);
            let above = format!("Dag,\n\nWij lazen uw mail.\n\n{text}");
            check(&above, &[&above]);
            // what greets is an older mail, whatever it asks
            let older = "Beste Lies,\n\nMag het?\n\nMvg\nAn";
            check(&format!("Dank u.\n\n{report}\n\n{older}"), &["Dank u."]);
            check(
                &format!("Dank u.\n\n{report}\n\nhet kan niet."),
                &["Dank u."],
            );
        }
        for attribution in [
            "Op 29-01-2026 om 11:20 schreef Regiovorming:",
            "Op do 29 januari 2026 om 11:20 heeft Jan van den Berg het volgende geschreven:",
            "Le jeu. 29 janv. 2026 à 11:20, Regiovorming a écrit :",
            "Am 29. Januar 2026 um 11:20 Uhr schrieb Jan Maes:",
        ] {
            check(
                &format!("Dank u.\n\n{attribution}\n\noud\n\n{real}\n"),
                &["Dank u."],
            );
        }
        let list = "Wij stellen voor:\nVan: Jan Maes\nAan: de raad\nBetreft: de regio\n\nMag dat?";
        check(&format!("{list}\n\n{real}\n"), &[list]);
        let list = "Wij kiezen:\nDe : 2027 à 2029\nPour : la zone\nDate : 1er mai\n\nMag dat?";
        check(list, &[list]);
    }

    #[test]
    fn what_a_question_quotes_is_part_of_it() {
        for text in [
            "In het decreet staat:\n> Artikel 4\n>\n> elke gemeente\n\nGeldt dat?",
            "Onze drempels:\n> 10.000 inwoners\n\n> 20.000 inwoners\n\nMvg",
        ] {
            check_of(text, &[text], false);
            check_of(text, &[text], true);
        }
        for text in [
            "Klopt deze volgorde?\n> eerst de raad\n> dan het college",
            "Wij lazen in de brief van mei dit:\n\n> Elke gemeente kiest.",
        ] {
            check_of(text, &[text], false);
            assert_ne!(
                split(text, 99, false, true).quoted,
                [""; 0],
                "it may answer"
            );
        }
        for answer in [
            "Zie onder:\n> een?\n\nJa.",
            "Ja.\n\n> een?\n\nNeen.",
            "R <r@x.be>, 9/3/2026 16:02:\n> een?\n\nNeen.",
        ] {
            assert_ne!(split(answer, 99, false, true).quoted, [""; 0], "{answer}");
        }
        for older in [
            "> Beste An,\n> Het mag.\n\nLies",
            "> Het mag.\n> Mvg\n\nLies",
            "> > Mag het?\n> Ja.\n\nLies",
            "> Het mag.\n",
            "> Het mag.\n\nVan: R <r@x.be>\nAan: B\nOnderwerp: x\n\nLies",
        ] {
            let split = split_of(&format!("Dank u.\n\n{older}"));
            assert_eq!(split.0[0], "Dank u.", "{older}");
            assert!(
                split.1.contains("mag") || split.1.contains("Mag"),
                "{older}"
            );
        }
    }

    /// The new pieces and what is quoted of a mail that answers nothing.
    fn split_of(body: &str) -> (Vec<String>, String) {
        let split = split(body, 99, false, false);
        let pieces = split
            .new
            .iter()
            .map(|piece| piece.join("\n").trim().to_owned());
        (pieces.collect(), split.quoted.join("\n") + split.older)
    }

    #[test]
    fn a_day_and_a_name_above_a_letter_are_an_attribution() {
        for line in [
            "Op 16/02/2026 schreef Regiovorming:",
            "On 16 Feb 2026 An Maes wrote:",
            "Le 16/02/2026, An Maes a \u{e9}crit :",
        ] {
            let letter = format!("Ja.\n\n{line}\n\nBeste Griet,\n\nMag dat?");
            check(&letter, &["Ja."]);
            let cited = format!("Ja.\n\n{line}\n\nde lijn verdwijnt.");
            check(&cited, &[&cited]);
        }
        let told = "Ja.\n\nOp 16/02/2026 schreef de gouverneur:\n\nBeste Griet,\n\nMag dat?";
        check(told, &[told]);
    }

    #[test]
    fn a_sentence_is_no_attribution() {
        for sentence in [
            "Op 3 maart 2025 schreef de gouverneur ons:\nu moet wachten.",
            "Van: 1 maart\nTot: 3 april\nkan het niet.",
            "De gemeente heeft aan de provincie geschreven:\nzonder gevolg.",
            "Onderwerp: fusie\nWij vragen:\n- a\n- b",
            "1. Eerste vraag:\n2. Tweede vraag:",
        ] {
            check(sentence, &[sentence]);
        }
    }

    #[test]
    fn the_writer_of_a_forwarded_mail_is_found() {
        let check = |text: &str, name: Option<&str>, email: Option<&str>| {
            let (found_name, found_email) = mailbox(text);
            assert_eq!(
                (found_name.as_deref(), found_email.as_deref()),
                (name, email),
                "{text}"
            );
        };
        check(
            "Rik C <Rik@pittem.be>",
            Some("Rik C"),
            Some("rik@pittem.be"),
        );
        check(
            "Rik C [mailto:rik@pittem.be]",
            Some("Rik C"),
            Some("rik@pittem.be"),
        );
        check(
            "\"C, Rik\" <rik@pittem.be<mailto:rik@pittem.be>>",
            Some("C, Rik"),
            Some("rik@pittem.be"),
        );
        check("rik@pittem.be", None, Some("rik@pittem.be"));
        check("Regiovorming/ABB", Some("Regiovorming/ABB"), None);
    }
}
