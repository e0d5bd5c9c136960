//! What can tie a mail to a ticket: our addresses, the ids it cites, the references it names.

use super::parsed::ParsedMail;

/// The letters that every reference starts with, when nobody says otherwise.
pub const REFERENCE_PREFIX: &str = "RV";

/// References in one text that are looked at.
const MAX_REFERENCES: usize = 20;

/// Ids of one mail that are looked at; the newest come first.
const MAX_IDS: usize = 60;

/// An address of a recipient with something after a `+` in its local part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedAddress {
    /// The whole address, in lower case.
    pub email: String,
    /// What stands after the first `+`, in lower case.
    pub tag: String,
}

/// What can tie a mail to a ticket, the strongest kind of evidence first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clues {
    /// Recipient addresses with a tag: to be verified by who signed them.
    pub tagged: Vec<TaggedAddress>,
    /// Every address it was sent to, in lower case: for tags in the domain, and for the parties.
    pub recipients: Vec<String>,
    /// Message-IDs, the most telling first: of the mail it reports on, of the mail it answers, of
    /// the thread from new to old.
    pub message_ids: Vec<String>,
    /// The first reference in the subject, normalised.
    pub subject_reference: Option<String>,
    /// All references in the subject, normalised: those of today's prefix first, in their order.
    pub subject_references: Vec<String>,
    /// References in the text and in a returned mail, normalised. Weak: fit for automatic mail.
    pub body_references: Vec<String>,
}

impl ParsedMail {
    /// What can tie this mail to a ticket, best first.
    #[must_use]
    pub fn clues(&self) -> Clues {
        let mut recipients: Vec<String> = Vec::new();
        let named = self.to.iter().chain(&self.cc).map(|address| &address.email);
        for email in self.delivered_to.iter().chain(named) {
            if !recipients.contains(email) {
                recipients.push(email.clone());
            }
        }
        let tagged = recipients
            .iter()
            .filter_map(|email| {
                let (local, _) = email.rsplit_once('@')?;
                let (_, tag) = local.split_once('+')?;
                (!tag.is_empty()).then(|| TaggedAddress {
                    email: email.clone(),
                    tag: tag.to_owned(),
                })
            })
            .collect();
        let returned = self
            .bounce
            .iter()
            .filter_map(|bounce| bounce.original_message_id.as_ref());
        let received = self
            .receipt
            .iter()
            .filter_map(|note| note.original_message_id.as_ref());
        let mut message_ids: Vec<String> = Vec::new();
        let cited = self.in_reply_to.iter().chain(self.references.iter().rev());
        for id in returned.chain(received).chain(cited) {
            if message_ids.len() < MAX_IDS && !message_ids.contains(id) {
                message_ids.push(id.clone());
            }
        }
        Clues {
            tagged,
            recipients,
            message_ids,
            subject_reference: self.subject_reference.clone(),
            subject_references: self.subject_references.clone(),
            body_references: self.body_references.clone(),
        }
    }
}

/// The id that all mails of one conversation share: the oldest one cited, else its own.
#[must_use]
pub fn thread_root(mail: &ParsedMail) -> Option<String> {
    mail.references
        .first()
        .or_else(|| mail.in_reply_to.first())
        .or(mail.message_id.as_ref())
        .cloned()
}

/// The references in a text, normalised to `RV-2026-000123`, each once, in order.
///
/// People and programs put spaces in them, drop zeros or write another dash.
#[must_use]
pub fn references_in(text: &str, prefix: &str) -> Vec<String> {
    /// Digits of a number with all its zeros: then blanks may stand for the dashes.
    const WHOLE: usize = 6;
    let mut found = Vec::new();
    let mut rest = if may_hold(text, prefix) { text } else { "" };
    while let Some(at) = find_ignoring_case(rest, prefix) {
        let glued = rest[..at].ends_with(|c: char| c.is_alphanumeric());
        let after = &rest[at + prefix.len()..];
        rest = after;
        if glued {
            continue;
        }
        let apart = || {
            let (year, after) = blanks_then_digits(after)?;
            let (number, after) = blanks_then_digits(after)?;
            (number.len() == WHOLE).then_some((year, number, after))
        };
        let dashed = || {
            let (year, after) = dash_then_digits(after)?;
            let (number, after) = dash_then_digits(after)?;
            Some((year, number, after))
        };
        let Some((year, number, after)) = dashed().or_else(apart) else {
            continue;
        };
        let fits = year.len() == 4 && (1..=9).contains(&number.len());
        if fits && !after.starts_with(|c: char| c.is_alphanumeric()) {
            let zeros = &"000000"[number.len().min(6)..];
            let reference = [prefix, "-", year, "-", zeros, number].concat();
            if !found.contains(&reference) {
                found.push(reference);
            }
        }
        if found.len() == MAX_REFERENCES {
            break;
        }
    }
    found
}

/// Whether the last two letters of an ASCII word may stand in a text, in any case: in few texts they do,
/// and without an end before the last byte, many are looked at in one go.
fn may_hold(text: &str, word: &str) -> bool {
    /// The bit by which a small letter differs from a capital.
    const CASE: u8 = 0x20;
    let (text, &[.., first, second]) = (text.as_bytes(), word.as_bytes()) else {
        return true;
    };
    let (first, second) = (first | CASE, second | CASE);
    let pairs = text.iter().zip(text.iter().skip(1));
    let differ = pairs.map(|(one, other)| ((one | CASE) ^ first) | ((other | CASE) ^ second));
    differ.fold(u8::MAX, u8::min) == 0
}

/// Where an ASCII word stands in a text, in any case.
fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    let word = word.as_bytes();
    let (&last, before) = word.split_last()?;
    let (lower, upper) = (last.to_ascii_lowercase(), last.to_ascii_uppercase());
    let mut ends = memchr::memchr2_iter(lower, upper, text.as_bytes());
    ends.find_map(|end| {
        let at = end.checked_sub(before.len())?;
        let part = &text.as_bytes()[at..end];
        part.eq_ignore_ascii_case(before).then_some(at)
    })
}

/// A dash and digits, with stray spaces around the dash.
fn dash_then_digits(text: &str) -> Option<(&str, &str)> {
    let blank = |c: char| c == ' ' || c == '\u{a0}' || c == '_';
    let text = text.trim_start_matches(blank);
    let text = text.strip_prefix(['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}'])?;
    let text = text.trim_start_matches(blank);
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Blanks and digits, without a dash.
fn blanks_then_digits(text: &str) -> Option<(&str, &str)> {
    let blank = |c: char| c == ' ' || c == '\u{a0}';
    let inner = text.trim_start_matches(blank);
    let end = inner
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(inner.len());
    (end > 0 && inner.len() < text.len()).then(|| inner.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_recognised_in_any_mess() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(references_in(text, "RV"), expected, "{text}");
        };
        check("RE: [RV-2026-000123] Afstemming", &["RV-2026-000123"]);
        check("Betr.: Re: [ RV-2026-000124 ] x", &["RV-2026-000124"]);
        check("rv - 2026 - 124", &["RV-2026-000124"]);
        check(
            "RV–2026–000124/RV-2026-000125",
            &["RV-2026-000124", "RV-2026-000125"],
        );
        check("Kenmerk: RV 2026 000124 - x", &["RV-2026-000124"]);
        check("RV 2026 124, RV2026000124, rv 2026", &[]);
        check("[ZORG#48812] [RV-2026-000125]", &["RV-2026-000125"]);
        check("SRV-2026-000125, RV-20-1, RV-2026-12x, RV", &[]);
    }

    #[test]
    fn the_root_is_the_oldest_id_cited() {
        let mail = ParsedMail {
            references: vec!["a@x".into(), "b@x".into()],
            in_reply_to: vec!["b@x".into()],
            message_id: Some("c@x".into()),
            ..ParsedMail::default()
        };
        assert_eq!(thread_root(&mail).as_deref(), Some("a@x"));
        assert_eq!(mail.clues().message_ids, ["b@x", "a@x"]);
    }
}
