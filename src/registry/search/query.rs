//! What somebody typed to find a question: words in any form, "words in a row", a beginning with `*`,
//! `-` before what must not be there, and `van:`, `bestuur:`, `thema:`, `provincie:`, `regio:`,
//! `loket:`, `ontvangst:`, `sinds:` and `tot:` (or their English names). Whatever it does not
//! understand are words to look for. Pure.

use std::ops::Range;

use chrono::{Datelike as _, NaiveDate};

use crate::directory::Atlas;
use crate::language::{Token, fold, tokens};
use crate::registry::calendar::start_of_day;
use crate::registry::{Among, QueueFilter, Receipt};
use crate::store::{Field, Phrase, Sought};

/// Where a word can be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Anywhere,
    Names,
    Organisation,
    Topic,
    Province,
    Region,
    Desk,
    Receipt,
    Since,
    Until,
}

/// What a place is called; without accents and in lower case.
const PLACES: [(&str, Place); 18] = [
    ("van", Place::Names),
    ("from", Place::Names),
    ("bestuur", Place::Organisation),
    ("organisation", Place::Organisation),
    ("thema", Place::Topic),
    ("topic", Place::Topic),
    ("provincie", Place::Province),
    ("province", Place::Province),
    ("regio", Place::Region),
    ("region", Place::Region),
    ("ontvangst", Place::Receipt),
    ("receipt", Place::Receipt),
    ("loket", Place::Desk),
    ("desk", Place::Desk),
    ("sinds", Place::Since),
    ("since", Place::Since),
    ("tot", Place::Until),
    ("until", Place::Until),
];

/// The most that is looked for at once; who types more has pasted a text.
const MOST_WORDS: usize = 24;

/// A word, or words in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    place: Place,
    /// Whether it must not be there.
    absent: bool,
    words: Vec<Word>,
    /// Whether the last word may go on.
    open_ended: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    folded: String,
    stem: String,
    parts: Vec<String>,
}

/// What somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchQuery {
    wanted: Vec<Wanted>,
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
    /// What stands where a day should, and is none.
    no_day: Option<String>,
}

impl SearchQuery {
    /// Reads what was typed; none when nothing was typed but space.
    #[must_use]
    pub fn of(typed: &str) -> Option<Self> {
        let mut query = Self::default();
        for piece in pieces(typed) {
            query.take(&piece);
        }
        (!typed.trim().is_empty()).then_some(query)
    }

    fn take(&mut self, piece: &Piece<'_>) {
        match piece.place {
            Place::Since if day(piece.text).is_some() => self.since = day(piece.text),
            Place::Until if day(piece.text).is_some() => self.until = day(piece.text),
            place => {
                if matches!(place, Place::Since | Place::Until) {
                    self.no_day.get_or_insert_with(|| piece.text.to_owned());
                }
                let words: Vec<Word> = tokens(piece.text)
                    .into_iter()
                    // A name may look like a word that says nothing ("Van den Dries").
                    .filter(|token| !token.stop || is_name(place))
                    .map(|token| Word {
                        folded: token.word,
                        stem: token.stem,
                        parts: token.parts,
                    })
                    .collect();
                let room = MOST_WORDS.saturating_sub(self.wanted.len());
                let wanted = |words, open_ended| Wanted {
                    place,
                    absent: piece.absent,
                    words,
                    open_ended,
                };
                // "Not this address" is not "none of its parts".
                if piece.quoted || piece.absent {
                    let some = (!words.is_empty()).then(|| wanted(words, piece.open_ended));
                    self.wanted.extend(some.into_iter().take(room));
                } else {
                    let last = words.len();
                    let each = words.into_iter().zip(1..);
                    let each =
                        each.map(|(word, at)| wanted(vec![word], piece.open_ended && at == last));
                    self.wanted.extend(each.take(room));
                }
            }
        }
    }

    /// What was typed where a day should stand and is none.
    #[must_use]
    pub fn no_day(&self) -> Option<&str> {
        self.no_day.as_deref()
    }

    /// Narrows `filter` to what is looked for. `inside`: also in what stays inside the house. A receipt
    /// is known by its slug or by the words in `receipts`.
    pub fn narrow(
        &self,
        filter: &mut QueueFilter,
        atlas: &Atlas,
        inside: bool,
        receipts: &[(Receipt, String)],
    ) {
        let (mut sought, mut unsought) = (Vec::new(), Vec::new());
        for wanted in &self.wanted {
            match wanted.place {
                Place::Topic => {
                    let topics = atlas.topics();
                    let named = topics
                        .filter(|topic| wanted.names(&[&topic.slug, &topic.title]))
                        .map(|topic| topic.slug.clone());
                    wanted.narrow(&mut filter.topics, named.collect());
                }
                Place::Province => {
                    let provinces = atlas.provinces();
                    let named = provinces
                        .filter(|province| wanted.names(&[&province.slug, &province.name]))
                        .map(|province| province.slug.clone());
                    wanted.narrow(&mut filter.provinces, named.collect());
                }
                Place::Region => {
                    let regions = atlas.regions();
                    let named = regions
                        .filter(|region| wanted.names(&[&region.code, &region.name]))
                        .map(|region| region.code.clone());
                    wanted.narrow(&mut filter.regions, named.collect());
                }
                Place::Desk => {
                    let named = atlas
                        .desks()
                        .filter(|desk| wanted.names(&[&desk.slug, &desk.name]))
                        .map(|desk| desk.id.0);
                    wanted.narrow(&mut filter.desks, named.collect());
                }
                Place::Receipt => {
                    let named = receipts
                        .iter()
                        .filter(|(receipt, words)| wanted.names(&[receipt.slug(), words]))
                        .map(|(receipt, _)| *receipt);
                    wanted.narrow(&mut filter.receipts, named.collect());
                }
                Place::Names
                | Place::Organisation
                | Place::Anywhere
                | Place::Since
                | Place::Until => {
                    let ways = wanted.ways(inside);
                    if wanted.absent {
                        unsought.extend(ways);
                    } else {
                        sought.push(ways);
                    }
                }
            }
        }
        if let Some(day) = self.since {
            filter.registered_from = Some(start_of_day(day));
        }
        if let Some(day) = self.until.and_then(|day| day.succ_opt()) {
            filter.registered_until = Some(start_of_day(day));
        }
        // Words that say nothing find nothing; a place, a day or what is not there finds the rest.
        let rest = self.narrows_otherwise() || !unsought.is_empty();
        filter.sought = (!sought.is_empty() || !rest).then_some(Sought(sought));
        filter.unsought = (!unsought.is_empty()).then(|| Sought(vec![unsought]));
        filter.latest_first = true;
    }

    fn narrows_otherwise(&self) -> bool {
        let placed = |wanted: &Wanted| {
            matches!(
                wanted.place,
                Place::Topic | Place::Province | Place::Region | Place::Desk | Place::Receipt
            )
        };
        self.since.is_some() || self.until.is_some() || self.wanted.iter().any(placed)
    }

    /// The words of `text` that are looked for, in reading order; words in a row are one hit, with what stands
    /// between them.
    #[must_use]
    pub fn hits(&self, text: &str) -> Vec<Range<usize>> {
        let all = tokens(text);
        let shown = self.wanted.iter().filter(|wanted| {
            let written = matches!(
                wanted.place,
                Place::Anywhere | Place::Names | Place::Organisation
            );
            written && !wanted.absent
        });
        let mut hits: Vec<Range<usize>> = shown.flat_map(|wanted| wanted.hits(&all)).collect();
        hits.sort_by_key(|hit| (hit.start, hit.end));
        // What stands in another hit, or touches one, is marked with it.
        let mut apart: Vec<Range<usize>> = Vec::with_capacity(hits.len());
        for hit in hits {
            match apart.last_mut() {
                Some(last) if hit.start < last.end => last.end = last.end.max(hit.end),
                _ => apart.push(hit),
            }
        }
        apart
    }
}

impl Wanted {
    /// Where it stands among the words of a text.
    fn hits(&self, all: &[Token]) -> Vec<Range<usize>> {
        let [word] = &self.words[..] else {
            // As it is looked for: between the words of a row may stand some that say nothing.
            let telling = all
                .iter()
                .filter(|token| !token.stop || is_name(self.place));
            let telling: Vec<&Token> = telling.collect();
            let last = self.words.len();
            return in_a_row(&telling, last, |token, at| {
                let goes_on = self.open_ended && at + 1 == last;
                self.words[at].is(token, goes_on)
            });
        };
        let mut hits: Vec<Range<usize>> = all
            .iter()
            .filter(|token| word.is(token, self.open_ended) || token.parts.contains(&word.stem))
            .map(|token| token.span.clone())
            .collect();
        if word.parts.len() > 1 {
            // A compound that was written apart.
            let every: Vec<&Token> = all.iter().collect();
            hits.extend(in_a_row(&every, word.parts.len(), |token, at| {
                token.stem == word.parts[at]
            }));
        }
        hits
    }

    /// Narrows a choice to what it names, or to the rest.
    fn narrow<T: PartialEq>(&self, among: &mut Among<T>, named: Vec<T>) {
        if self.absent {
            among.without.extend(named);
        } else {
            among.keep(named);
        }
    }

    /// The ways in which it can stand in a document.
    fn ways(&self, inside: bool) -> Vec<Phrase> {
        match self.place {
            Place::Names => self.phrases(&[Field::Names], &[]),
            Place::Organisation => self.phrases(&[Field::Organisation], &[]),
            _ => {
                let mut in_a_row = vec![Field::Title, Field::Body];
                in_a_row.extend(inside.then_some(Field::Inside));
                self.phrases(&in_a_row, &[Field::Parts])
            }
        }
    }

    /// The ways in which it can stand in `fields`; as a single word also in `loose` ones.
    fn phrases(&self, fields: &[Field], loose: &[Field]) -> Vec<Phrase> {
        let phrase = |fields: Vec<Field>, words: Vec<String>, open_ended| Phrase {
            fields,
            words,
            open_ended,
        };
        let stems = self.words.iter().map(|word| word.stem.clone()).collect();
        let [only] = &self.words[..] else {
            return vec![phrase(fields.to_vec(), stems, self.open_ended)];
        };
        let everywhere = [fields, loose].concat();
        let mut ways = vec![phrase(everywhere.clone(), stems, false)];
        if self.open_ended {
            ways.push(phrase(everywhere, vec![only.folded.clone()], true));
        }
        if only.parts.len() > 1 {
            // "hulpverlenings-zone", written apart.
            ways.push(phrase(fields.to_vec(), only.parts.clone(), false));
        }
        ways
    }

    /// Whether it stands in one of these names.
    fn names(&self, names: &[&str]) -> bool {
        names.iter().any(|name| {
            let there = tokens(name);
            self.words.iter().all(|word| {
                let stem = std::slice::from_ref(&word.stem);
                there.iter().any(|token| {
                    token.is_one_of(stem)
                        || (self.open_ended && token.word.starts_with(&word.folded))
                })
            })
        })
    }
}

impl Word {
    fn is(&self, token: &Token, goes_on: bool) -> bool {
        token.stem == self.stem || (goes_on && token.word.starts_with(&self.folded))
    }
}

/// Where `many` words stand in a row, each as `is` says of its place.
fn in_a_row(all: &[&Token], many: usize, is: impl Fn(&Token, usize) -> bool) -> Vec<Range<usize>> {
    let rows = all.windows(many.max(1));
    rows.filter(|row| row.iter().enumerate().all(|(at, token)| is(token, at)))
        .filter_map(|row| Some(row.first()?.span.start..row.last()?.span.end))
        .collect()
}

/// How people here write a day.
const DAYS: [&str; 3] = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"];

/// A day as a machine writes it or as people here do: `2026-03-02`, `2/3/2026`, `2-3-2026`.
fn day(text: &str) -> Option<NaiveDate> {
    let written = || {
        DAYS.iter()
            .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
    };
    text.parse()
        .ok()
        .or_else(written)
        .filter(|day| (2000..3000).contains(&day.year()))
}

fn is_name(place: Place) -> bool {
    matches!(place, Place::Names | Place::Organisation)
}

/// A part of what was typed.
struct Piece<'t> {
    place: Place,
    absent: bool,
    text: &'t str,
    quoted: bool,
    open_ended: bool,
}

/// The quotation marks that keyboards and text programs produce.
const QUOTES: [char; 4] = ['"', '\u{201c}', '\u{201d}', '\u{201e}'];

fn pieces(typed: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let (absent, said) = match rest.strip_prefix('-') {
            Some(said) if said.starts_with(|c: char| !c.is_whitespace() && c != '-') => {
                (true, said)
            }
            _ => (false, rest),
        };
        let (place, after) = place(said);
        let (text, quoted, left) = if let Some(quoted) = after.strip_prefix(QUOTES) {
            // A quotation that never ends runs to the end.
            let end = quoted.find(QUOTES).unwrap_or(quoted.len());
            let left = quoted[end..].strip_prefix(QUOTES).unwrap_or_default();
            (&quoted[..end], true, left)
        } else {
            let ends = |c: char| c.is_whitespace() || QUOTES.contains(&c);
            let end = after.find(ends).unwrap_or(after.len());
            (&after[..end], false, &after[end..])
        };
        let piece = Piece {
            place,
            absent,
            text,
            quoted,
            open_ended: (quoted && left.starts_with('*')) || (!quoted && text.ends_with('*')),
        };
        let left = left.trim_start_matches('*');
        pieces.push(piece);
        rest = left.trim_start();
    }
    pieces
}

/// The place that `text` begins with, and what follows its colon; a colon before a space is no place.
fn place(text: &str) -> (Place, &str) {
    let named = text.split_once(':').and_then(|(name, rest)| {
        let folded = fold(name);
        let known = PLACES.iter().find(|(known, _)| *known == folded);
        known
            .filter(|_| rest.starts_with(|c: char| !c.is_whitespace()))
            .map(|(_, place)| (*place, rest))
    });
    named.unwrap_or((Place::Anywhere, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::Reach;
    use crate::registry::Scope;
    use chrono::{DateTime, Utc};
    use sea_orm::{DbBackend, Value};

    fn narrowed(typed: &str, inside: bool) -> QueueFilter {
        let mut filter = QueueFilter::open(Scope::All, Reach::Everything);
        let query = SearchQuery::of(typed).unwrap();
        let receipts = [(Receipt::Disputed, "betwist".to_owned())];
        query.narrow(&mut filter, &Atlas::embedded().unwrap(), inside, &receipts);
        filter
    }

    fn said(typed: &str) -> String {
        match narrowed(typed, false)
            .sought
            .and_then(|it| it.value(DbBackend::Sqlite))
        {
            Some(Value::String(Some(text))) => text.replace("title body", "tb"),
            _ => "nothing".to_owned(),
        }
    }

    #[test]
    fn words_phrases_and_beginnings_are_told_apart() {
        insta::assert_snapshot!(
            [
                "regio's",
                "De Raad van de vervoerregio",
                "\"raad van de regio\"",
                "„raad van bestuur”* zone",
                "wette*",
                "hulpverleningszone",
                "van:verstraeten",
                "VAN:\"Van den Dries\"",
                "from:lien@wetteren.be",
                "bestuur:wetteren kosten",
                "\"nooit gesloten",
                "onbekend:iets",
                "van: wetteren",
                "de van een",
                "'\" OR 1=1 --",
            ]
            .map(|typed| format!("{typed:<28} {}", said(typed)))
            .join("\n")
        );
    }

    #[test]
    fn a_note_is_found_by_who_may_read_it() {
        let notes = |inside| {
            let sought = narrowed("besproken", inside).sought.unwrap();
            format!("{:?}", sought.value(DbBackend::Sqlite)).contains("inside")
        };
        assert!(notes(true));
        assert!(!notes(false));
    }

    #[test]
    fn places_narrow_the_list() {
        let found = narrowed(
            "thema:vervoerregio provincie:oost loket:limburg regio:waasland",
            false,
        );
        assert_eq!(found.topics.within.unwrap(), ["vervoerregio"]);
        assert_eq!(found.provinces.within.unwrap(), ["oost-vlaanderen"]);
        assert_eq!(found.desks.within.unwrap().len(), 1);
        assert_eq!(found.regions.within.unwrap().len(), 1);
        assert_eq!(found.sought, None);
        let neither = narrowed("provincie:oost provincie:west", false);
        assert_eq!(neither.provinces.within.unwrap(), Vec::<String>::new());
        assert_eq!(
            narrowed("thema:onbestaand", false)
                .topics
                .within
                .unwrap()
                .len(),
            0
        );
        for typed in ["ontvangst:betwist", "receipt:disputed"] {
            assert_eq!(
                narrowed(typed, false).receipts.within.unwrap(),
                [Receipt::Disputed]
            );
        }
    }

    #[test]
    fn what_must_not_be_there_is_told_apart() {
        let found = narrowed(
            "kosten -thema:vervoerregio -bestuur:gent -\"op zondag\" -van:els@wetteren.be - los",
            false,
        );
        assert_eq!(found.topics.without, ["vervoerregio"]);
        assert_eq!(found.sought.unwrap().0.len(), 2);
        let absent = found.unsought.unwrap().value(DbBackend::Sqlite);
        let absent = format!("{absent:?}");
        assert!(
            absent.contains("gent") && absent.contains("zondag"),
            "{absent}"
        );
        // Of an address that must not be there, the whole.
        assert!(absent.contains("els wetter be"), "{absent}");
        let only = narrowed("-gent", false);
        assert!(only.sought.is_none() && only.unsought.is_some());
    }

    #[test]
    fn days_are_days_in_brussels_and_the_last_one_counts() {
        let found = narrowed("sinds:2026-03-01 tot:2026-03-31", false);
        let moment = |text: &str| Some(text.parse::<DateTime<Utc>>().unwrap());
        assert_eq!(found.registered_from, moment("2026-02-28T23:00:00Z"));
        assert_eq!(found.registered_until, moment("2026-03-31T22:00:00Z"));
        // What is no day is a word.
        assert!(narrowed("sinds:gisteren", false).sought.is_some());
        for typed in ["since:1/3/2026", "sinds:01-03-2026", "sinds:1.3.2026"] {
            assert_eq!(
                narrowed(typed, false).registered_from,
                found.registered_from,
                "{typed}"
            );
            assert_eq!(SearchQuery::of(typed).unwrap().no_day(), None);
        }
        let wrong = SearchQuery::of("fietspad sinds:31-02-2026").unwrap();
        assert_eq!(wrong.no_day(), Some("31-02-2026"));
        assert_eq!(narrowed("tot:9999-01-01", false).registered_until, None);
    }

    #[test]
    fn hits_are_the_words_that_were_meant() {
        let text = "Het burgemeestersoverleg van de regio's Wetteren en Wetter";
        let found = |typed: &str| -> Vec<&str> {
            let query = SearchQuery::of(typed).unwrap();
            query.hits(text).into_iter().map(|at| &text[at]).collect()
        };
        assert_eq!(found("overleg regio"), ["burgemeestersoverleg", "regio's"]);
        assert_eq!(found("burg*"), ["burgemeestersoverleg"]);
        assert_eq!(found("\"overleg regio\""), Vec::<&str>::new());
        assert_eq!(
            found("\"regio wetteren\" wetter"),
            ["regio's Wetteren", "Wetter"],
            "a row is one hit"
        );
        let apart = "De hulpverlenings-zone en de zone";
        let hits = SearchQuery::of("hulpverleningszone").unwrap().hits(apart);
        let marked: Vec<&str> = hits.into_iter().map(|at| &apart[at]).collect();
        assert_eq!(marked, ["hulpverlenings-zone"]);
        assert_eq!(found("de het"), Vec::<&str>::new());
    }

    #[test]
    fn a_pasted_text_is_cut() {
        let long = "woord ".repeat(5_000);
        assert!(SearchQuery::of(&long).unwrap().wanted.len() <= MOST_WORDS);
        assert_eq!(SearchQuery::of("  \n "), None);
    }
}
