//! Mail, understood: from raw bytes to who wrote, what is new, and what kind of mail it is.
//!
//! `read` takes the mail apart and knows nothing of tickets; its `clues` say what could tie it to
//! one; the caller looks those up; `decide` says what the mail is. Everything here is pure: no
//! database, no clock, no `async`, no file. No input makes it panic, loop or grow beyond its
//! limits, and nothing here changes the stored raw mail.

mod acknowledgement;
mod attachments;
mod authentication;
mod automatic;
mod banner;
mod between;
mod body;
mod bounce;
mod challenge;
mod charset;
mod digest;
mod enriched;
mod form;
mod forward;
mod headers;
mod html;
mod inset;
mod kind;
mod language;
mod mime;
mod parsed;
mod person;
mod question;
mod quote;
mod reading;
mod reason;
mod rtf;
mod sentence;
mod signature;
mod smime;
mod thread;
mod tnef;
mod uuencode;

use std::borrow::Cow;

pub use authentication::{Authentication, Belief, Hop, Receiver, Verdict};
pub use digest::{content_digest, sha256_hex};
pub use kind::{
    FoundBy, FoundThread, Held, Kind, Notice, Side, Surroundings, Understood, decide, decide_as,
    go_on, set_apart,
};
pub use parsed::{
    Address, Attachment, AutomaticFacts, Bounce, BounceType, BulkFacts, Forwarded, ForwardedHow,
    Language, ParsedMail, Protection, Receipt, ReceiptType, Remark, Unparsable, domain_of,
};
pub use reason::Reason;
pub use thread::{Clues, REFERENCE_PREFIX, TaggedAddress, references_in, thread_root};

use headers::{Headers, cut, note};
use inset::Inset;
use mime::Tree;
use reading::Reading;

use crate::language::{lowercase, start_of};

/// The largest mail that is read, in bytes. Exchange Online lets 150 MB through at most; what is
/// larger than a quarter of that is no question, and waits in quarantine for a person.
pub const MAX_BYTES: usize = 40 * 1024 * 1024;

/// Mails inside mails that are opened, to find who really asks.
const MAX_NESTED_MAILS: usize = 3;

/// Bytes of a mail that cannot be read that are shown as text.
const MAX_SHOWN: usize = 20 * 1024;

/// With this all armour of PGP opens; most texts hold none, and a pattern so short is looked for sixteen
/// bytes at a time.
const ARMOUR: &str = "-----BEGIN PGP ";

/// Bytes of a body that are searched for our references.
const MAX_SEARCHED: usize = 100 * 1024;

/// Reads a raw mail: headers decoded, text chosen and split, files and reports taken out. Numbers of
/// questions are known by the prefix that an installation has when nobody says otherwise.
pub fn read(raw: &[u8]) -> Result<ParsedMail, Unparsable> {
    read_numbered(raw, &[REFERENCE_PREFIX])
}

/// Reads a raw mail, in which numbers of questions begin with one of `prefixes`.
pub fn read_numbered(raw: &[u8], prefixes: &[&str]) -> Result<ParsedMail, Unparsable> {
    read_nested(raw, prefixes, 0)
}

/// A mail that cannot be read, as far as it can: `words` say so, what looks like text stands below
/// them, and all of it goes along as a file.
#[must_use]
pub fn unreadable(raw: Vec<u8>, words: &str) -> ParsedMail {
    let text = String::from_utf8_lossy(&raw[..raw.len().min(MAX_SHOWN)]).into_owned();
    let letters = text.chars().count();
    let strange = text
        .chars()
        .filter(|&c| c == char::REPLACEMENT_CHARACTER || c.is_control() && !c.is_whitespace())
        .count();
    let clean: String = text
        .chars()
        .filter(|&c| c.is_whitespace() || !c.is_control())
        .collect();
    let new_text = if strange * 20 < letters && !clean.trim().is_empty() {
        format!("{words}\n\n{}", clean.trim())
    } else {
        words.to_owned()
    };
    let whole = Attachment {
        filename: "bericht.eml".to_owned(),
        media_type: "message/rfc822".to_owned(),
        sha256: sha256_hex(&raw),
        size: raw.len(),
        bytes: raw,
        inline: false,
        damaged: true,
    };
    ParsedMail {
        new_text,
        attachments: vec![whole],
        ..ParsedMail::default()
    }
}

/// Reads a mail that stands `depth` mails deep in another.
fn read_nested(raw: &[u8], prefixes: &[&str], depth: usize) -> Result<ParsedMail, Unparsable> {
    if raw.len() > MAX_BYTES {
        return Err(Unparsable::TooLarge);
    }
    let mut remarks = Vec::new();
    let raw = with_line_feeds(raw);
    let start = junk_before_headers(&raw);
    let joined;
    let mut raw = &raw[start..];
    if raw.is_empty() {
        return Err(Unparsable::Empty);
    }
    if start > 0 {
        note(&mut remarks, Remark::JunkBeforeHeaders);
    }
    let (mut headers, mut rest) = headers::split(raw);
    if (rest.is_empty() || !headers.are_of_writer())
        && let Some(mail) = below_trace(raw, rest)
    {
        note(&mut remarks, Remark::JunkBeforeHeaders);
        joined = mail;
        raw = &joined;
        (headers, rest) = headers::split(raw);
    }
    if !headers.look_like_mail() {
        let nothing = !headers.is_empty() && rest.trim_ascii().is_empty();
        return Err(if nothing {
            Unparsable::Empty
        } else {
            Unparsable::NoHeaders
        });
    }
    if depth < MAX_NESTED_MAILS
        && let Some(opened) = signed_inside(&headers, rest, raw)
    {
        let mut mail = read_nested(&opened, prefixes, depth + 1)?;
        mail.smime = Some(Protection::Signed);
        return Ok(mail);
    }
    let mut mail = read_headers(&headers, &mut remarks);
    let tree = Tree::new(headers, rest, &mut remarks);
    if depth < MAX_NESTED_MAILS
        && let Some(opened) = signed_part(&tree, rest, raw)
    {
        let mut mail = read_nested(&opened, prefixes, depth + 1)?;
        mail.smime = Some(Protection::Signed);
        return Ok(mail);
    }
    let subject = mail.subject.as_deref().unwrap_or_default();
    mail.subject_references = numbers_in(subject, prefixes);
    mail.subject_reference = mail.subject_references.first().cloned();
    let passes_on = forward::is_forward_subject(subject);
    let subject = lowercase(subject).into_owned();

    let body = body::choose(&tree, &mut remarks);
    let shown = body.shown;
    let length = body.text.len();
    let armoured = body.text.contains(ARMOUR);
    let mut text = protect(&tree, body.text, armoured, &mut mail);
    let mut in_text = Vec::new();
    if let Some(rest) = uuencode::take(&text, &mut in_text) {
        text = rest;
    }
    if armoured && let Some(rest) = sealed_text(&text, &mut in_text) {
        text = rest;
        mail.pgp = Some(Protection::Encrypted);
    }
    let reading = shown.filter(|_| text.len() == length).map(|shown| Reading {
        text: Cow::Borrowed(&text),
        shown: Cow::Owned(shown),
    });
    let names = names(mail.from.as_ref());
    let answers_nothing = answers_nothing(&mail, &subject);
    let answers = !answers_nothing || passes_on;
    let mut written = body::split(&text, &names, answers, reading.is_some());
    if let Some((banner, rest)) = banner::split(&written.new) {
        // a gateway put it there, and it tells nothing of the writer or of the language
        written.quoted.insert_str(
            0,
            if written.quoted.is_empty() {
                ""
            } else {
                "\n\n"
            },
        );
        let above = banner.lines().filter(|line| quote::has_text(line)).count();
        let mut told = (0..written.lines.len()).filter(|&at| quote::has_text(written.lines[at]));
        if let Some(at) = told.nth(above) {
            written.lines.drain(..at);
        }
        written.quoted.insert_str(0, banner);
        let start = written.new.len() - rest.len();
        written.new.drain(..start);
    }
    let from = mail.from.as_ref().map(|from| from.email.as_str());
    mail.calendar_method = automatic::calendar_method(&tree, from, &written.new);
    let headers = &tree.parts[0].headers;
    let envelope = mail.envelope_from.as_deref();
    mail.automatic = automatic::facts(headers, envelope, from, &subject, &written.new);
    mail.automatic.responder_header |= automatic::is_statistic(&tree);
    mail.bulk = automatic::bulk(headers, from);
    let system = mail.automatic.mail_system
        || mail.automatic.null_sender
        || headers.has("x-ms-exchange-message-is-ndr");
    match bounce::report(&tree, &subject, &text, system) {
        Some(bounce::Report::Bounce(bounce)) => mail.bounce = Some(bounce),
        Some(bounce::Report::Receipt(receipt)) => mail.receipt = Some(receipt),
        None => {}
    }
    let around = attachments::Around {
        body: &body.parts,
        html: &body.html,
        text: &text,
        is_report: mail.bounce.is_some() || mail.receipt.is_some(),
        is_invitation: mail.calendar_method.is_some(),
    };
    let is_report = around.is_report;
    let files = attachments::find(&tree, &around, &mut remarks);
    mail.attachments = files.attachments;
    mail.attachments.append(&mut in_text);
    mail.inline_images = files.inline_images;
    mail.tnef_inner = files.tnef_inner;
    let below = written
        .below
        .as_ref()
        .map_or(written.older, |(_, text)| text);
    if !is_report {
        // what goes back to its writer is answered, whatever the subject says
        let goes_back = match (&written.below, &mail.to[..]) {
            (Some((block, _)), [to]) => block.from.as_ref() == Some(&to.email),
            _ => false,
        };
        let said = (written.says_forwarded || passes_on) && !goes_back;
        let brings = said
            || written
                .below
                .as_ref()
                .is_some_and(|(block, _)| forward::hands_over_other(&mail, block, &written.new));
        mail.passed_on_unsaid = brings && !said;
        let own = || forward::names_own_question(&written.new);
        let wrote = from.filter(|_| said && !forward::asks_itself(&written.new) && own());
        mail.forwarded = forward::inline(
            written.below,
            &written.quoted,
            brings,
            wrote,
            reading.as_ref(),
        )
        .or_else(|| forward::attached(&tree, passes_on, &written.new, prefixes, depth));
    }
    if answers_nothing && mail.forwarded.is_none() && !is_report && fewer_words(&written.new, 4) {
        // Nothing is cited, and nothing or only a greeting is new: what looked like an old mail below it
        // was typed or pasted, and is what the writer says.
        let again = body::unquoted(&text, &names);
        if !again.new.is_empty() {
            written = again;
        }
    }
    let (mut told, mut untold) = (Vec::new(), false);
    if !answers_nothing && mail.forwarded.is_none() && !is_report {
        // a program put the end of a letter there, and nothing is new above the older mail
        if quote::has_text(&written.quoted) && signature::is_all(&written.new, &names) {
            if !written.signature.is_empty() {
                written.new.push_str("\n\n");
                written.new.push_str(&written.signature);
            }
            written.signature = std::mem::take(&mut written.new);
            written.lines.clear();
        }
        match inset::find(&written.new, below, mail.from.as_ref(), &body.html) {
            Inset::None => {}
            Inset::Told(pieces) => {
                for piece in &pieces {
                    if !written.new.is_empty() {
                        written.new.push_str("\n\n");
                    }
                    written.new.push_str(piece);
                }
                told = pieces;
            }
            Inset::Untold => untold = true,
        }
    }
    mail.body_references = body_references(&text, &mail, prefixes);
    if is_report && let Some(words) = bounce::returned_words(&tree) {
        for reference in numbers_in(&words, prefixes) {
            if !mail.body_references.contains(&reference) {
                mail.body_references.push(reference);
            }
        }
    }
    mail.language = language::of(match &mail.forwarded {
        // "Zur Kenntnis" tells less than what it stands above
        Some(forwarded) if fewer_words(&written.new, 6) && !forwarded.text.is_empty() => {
            &forwarded.text
        }
        _ => &written.new,
    });
    mail.reading = reading
        .and_then(|reading| reading.of(&written.lines))
        .map(|shown| [&[shown], &*told].concat().join("\n\n"))
        .filter(|shown| *shown != written.new);
    mail.new_text = written.new;
    mail.quoted_text = written.quoted;
    mail.signature = written.signature;
    mail.html_only = body.html_only;
    // a file may be all that there is to say
    mail.untold = untold && (!mail.new_text.is_empty() || !mail.brings_files());
    mail.raw_html = body.html;
    mail.body = text;
    mail.remarks = remarks;
    Ok(mail)
}

/// Whether a mail cites no other, by header or by its subject in lower case.
fn answers_nothing(mail: &ParsedMail, subject: &str) -> bool {
    let reply = ["re:", "re ", "antw", "aw:", "sv:", "betr", "tr:", "rép"];
    mail.in_reply_to.is_empty()
        && mail.references.is_empty()
        && mail.subject_reference.is_none()
        && !reply.iter().any(|prefix| subject.starts_with(prefix))
}

/// Whether a text has fewer words: no more than a greeting, or than "Pour info".
fn fewer_words(text: &str, than: usize) -> bool {
    text.split_whitespace().take(than).count() < than
}

/// A mail whose lines end in CR alone gets lines; all others stay as they are.
fn with_line_feeds(raw: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\n', raw).is_some() || memchr::memchr(b'\r', raw).is_none() {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(
        raw.iter()
            .map(|&byte| if byte == b'\r' { b'\n' } else { byte })
            .collect(),
    )
}

/// How much stands before the first header: a byte order mark, blank lines.
fn junk_before_headers(raw: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let rest = &raw[at..];
        if rest.starts_with(b"\xef\xbb\xbf") {
            at += 3;
        } else if rest.first().is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        } else {
            return at;
        }
    }
}

/// A mail of which the headers stand below something that ended those of the servers on its way, as its writer
/// sent it: a byte order mark, a blank line, or lines that end in CR alone. `rest` is what follows the headers
/// that were found. `None` when nothing there is a mail of its own.
fn below_trace(raw: &[u8], rest: &[u8]) -> Option<Vec<u8>> {
    let mut trace = &raw[..raw.len() - rest.len()];
    let own = if rest.is_empty() {
        // a server may have ended the last line as it should be
        let raw = raw.trim_ascii_end();
        let last = memchr::memrchr(b'\n', raw).map_or(0, |at| at + 1);
        memchr::memchr(b'\r', &raw[last..])?;
        trace = &raw[..last];
        with_line_feeds(&raw[last..])
    } else {
        Cow::Borrowed(rest)
    };
    let start = junk_before_headers(&own);
    let (headers, body) = headers::split(&own[start..]);
    if !headers.are_of_writer() {
        return None;
    }
    let mut section = &own[start..own.len() - body.len()];
    while section.starts_with(b"From ") {
        section = headers::take_line(section).1;
    }
    let trace = trace.trim_ascii_end();
    let between: &[u8] = if trace.is_empty() { b"" } else { b"\n" };
    // a server that looks for its own name where none but servers write does not see them below the junk
    let section = headers::without_fields(section, &["authentication-results", "arc-"]);
    Some([trace, between, &section, b"\n", body].concat())
}

/// What the header section says.
fn read_headers(headers: &Headers<'_>, remarks: &mut Vec<Remark>) -> ParsedMail {
    let first =
        |name: &str, remarks: &mut Vec<Remark>| headers.addresses(name, remarks).into_iter().next();
    let all_from = headers.addresses("from", remarks);
    let from = all_from.first().cloned();
    let mut delivered_to = Vec::new();
    for name in [
        "delivered-to",
        "x-original-to",
        "envelope-to",
        "x-envelope-to",
    ] {
        for address in headers.addresses(name, remarks) {
            if !delivered_to.contains(&address.email) {
                delivered_to.push(address.email);
            }
        }
    }
    let envelope_from = ["return-path", "x-envelope-from"]
        .into_iter()
        .find_map(|name| {
            let value = headers.keyword(name)?;
            Some(value.trim_matches(['<', '>', ' ']).to_owned())
        });
    let reply_to = first("reply-to", remarks).filter(|reply_to| {
        from.as_ref()
            .is_none_or(|from| from.email != reply_to.email)
    });
    ParsedMail {
        subject: headers.text("subject", remarks),
        sender: first("sender", remarks),
        reply_to,
        to: headers.addresses("to", remarks),
        cc: headers.addresses("cc", remarks),
        message_id: headers.ids("message-id").into_iter().next(),
        in_reply_to: headers.ids("in-reply-to"),
        references: headers.ids("references"),
        date: headers.date("date", remarks),
        authentication: authentication::read(headers),
        from,
        all_from,
        delivered_to,
        envelope_from,
        ..ParsedMail::default()
    }
}

/// Notes how a mail is signed or sealed, and takes the armour of inline PGP off its text.
fn protect(tree: &Tree<'_>, text: String, armoured: bool, mail: &mut ParsedMail) -> String {
    for (at, part) in tree.parts.iter().enumerate() {
        let kind = &*part.media_type;
        let of_pgp = part
            .parameter("protocol")
            .is_some_and(|protocol| protocol.contains("pgp"));
        match kind {
            "multipart/signed" if of_pgp => mail.pgp = Some(Protection::Signed),
            "multipart/signed" => mail.smime = Some(Protection::Signed),
            "multipart/encrypted" => mail.pgp = Some(Protection::Encrypted),
            "application/pkcs7-mime" | "application/x-pkcs7-mime" => {
                let is = |kind: &str| {
                    part.parameter("smime-type")
                        .is_some_and(|it| it.eq_ignore_ascii_case(kind))
                };
                let signed = is("signed-data");
                // the whole mail, or what a gateway put something around
                if at > 0 && !is_sealed_mail(part) || is("certs-only") {
                    continue;
                }
                mail.smime = Some(if signed {
                    Protection::Signed
                } else {
                    Protection::Encrypted
                });
            }
            _ => {}
        }
    }
    let (opens, closes) = (
        "-----BEGIN PGP SIGNED MESSAGE-----",
        "-----BEGIN PGP SIGNATURE-----",
    );
    if !armoured {
        return text;
    }
    let Some((before, signed)) = text.split_once(opens) else {
        return text;
    };
    mail.pgp = Some(Protection::Signed);
    // the armour headers end at a blank line, which HTML may fill or leave out
    let headed = |line: &&str| !quote::has_text(line) || is_armour_header(line);
    let above: usize = signed
        .split_inclusive('\n')
        .take_while(headed)
        .map(str::len)
        .sum();
    let content = &signed[above..];
    let (content, after) = content.split_once(closes).unwrap_or((content, ""));
    let after = after
        .split_once("-----END PGP SIGNATURE-----")
        .map_or("", |(_, after)| after);
    let content = content.replace("\n- -", "\n-");
    format!("{before}{content}{after}")
}

/// Whether a line is a header of PGP's armour (RFC 9580, section 6.2.2).
fn is_armour_header(line: &str) -> bool {
    [
        "Hash: ",
        "Charset: ",
        "Comment: ",
        "Version: ",
        "SaltedHash: ",
    ]
    .iter()
    .any(|header| line.trim_start().starts_with(header))
}

/// The mail that an opaque S/MIME signature holds, under the headers of the mail around it.
fn signed_inside(headers: &Headers<'_>, body: &[u8], raw: &[u8]) -> Option<Vec<u8>> {
    let is = |kind: &str| headers.opens_with("content-type", kind);
    if !is("application/pkcs7-mime") && !is("application/x-pkcs7-mime") {
        return None;
    }
    let part = mime::decode(headers, body);
    let content = smime::signed_content(&part.bytes)?;
    let outer = &raw[..raw.len() - body.len()];
    Some([&*headers::without_fields(outer, &["content-"]), &content].concat())
}

/// A mail in which the parts that an opaque S/MIME signature holds stand in its place: a gateway put something
/// around what somebody signed.
fn signed_part(tree: &Tree<'_>, body: &[u8], raw: &[u8]) -> Option<Vec<u8>> {
    let mut parts = tree.parts.iter().skip(1);
    let (part, content) = parts.find_map(|part| {
        let kind = &*part.media_type;
        let sealed = matches!(kind, "application/pkcs7-mime" | "application/x-pkcs7-mime");
        let content = (sealed && is_sealed_mail(part))
            .then(|| smime::signed_content(&part.decode().bytes))??;
        let is_part = headers::split(&content).0.has("content-type");
        is_part.then_some((part, content))
    })?;
    let span = part.span();
    let above = raw.len() - body.len();
    Some(
        [
            &raw[..above],
            &body[..span.start],
            &content,
            &body[span.end..],
        ]
        .concat(),
    )
}

/// Whether an S/MIME part holds a mail; a document that somebody signed or sealed has a name of its own, and is
/// a file like another.
fn is_sealed_mail(part: &mime::Part<'_>) -> bool {
    part.filename()
        .is_none_or(|name| name.eq_ignore_ascii_case("smime.p7m"))
}

/// The text without the part that only the holder of a key can read, which becomes a file. `None`
/// when there is no such part.
fn sealed_text(text: &str, files: &mut Vec<Attachment>) -> Option<String> {
    let (opens, closes) = ("-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----");
    let start = text.find(opens)?;
    let end = text[start..]
        .find(closes)
        .map_or(text.len(), |end| start + end + closes.len());
    let sealed = &text[start..end];
    files.push(Attachment {
        filename: "versleuteld.asc".to_owned(),
        media_type: "application/pgp-encrypted".to_owned(),
        sha256: sha256_hex(sealed.as_bytes()),
        size: sealed.len(),
        bytes: sealed.as_bytes().to_vec(),
        inline: false,
        damaged: false,
    });
    Some(format!("{}{}", &text[..start], &text[end..]))
}

/// The words of the sender's name, by which a signature without a closing is recognised.
fn names(from: Option<&Address>) -> Vec<&str> {
    let Some(from) = from else {
        return Vec::new();
    };
    let local = cut(&from.email, b'@').map_or(&*from.email, |(local, _)| local);
    let name = from.name.as_deref().unwrap_or_default();
    let words = signature::name_words(local).chain(signature::name_words(name));
    words.collect()
}

/// The references in a text, of each prefix in turn.
fn numbers_in(text: &str, prefixes: &[&str]) -> Vec<String> {
    let all = prefixes.iter();
    all.flat_map(|prefix| references_in(text, prefix)).collect()
}

/// Our references in the text, and in the subject of the mail that it reports on.
fn body_references(text: &str, mail: &ParsedMail, prefixes: &[&str]) -> Vec<String> {
    let mut found = numbers_in(start_of(text, MAX_SEARCHED), prefixes);
    if let Some(subject) = mail
        .forwarded
        .as_ref()
        .and_then(|mail| mail.subject.as_deref())
    {
        for reference in numbers_in(subject, prefixes) {
            if !found.contains(&reference) {
                found.push(reference);
            }
        }
    }
    found
}

impl ParsedMail {
    /// The HTML that staff may see: sanitised, without images and without hidden text. `None`
    /// when the mail has no HTML. Made on demand, because it costs more than reading the mail.
    #[must_use]
    pub fn html(&self) -> Option<String> {
        let pieces: Vec<String> = self
            .raw_html
            .iter()
            .map(|html| html::sanitise(html))
            .collect();
        (!pieces.is_empty()).then(|| pieces.join("\n"))
    }

    /// The whole body as readable text, with the bullets and link targets of its HTML.
    #[must_use]
    pub fn readable(&self) -> String {
        if !self.html_only {
            return self.body.replace(html::is_marker, "");
        }
        let read = |html: &String| html::to_text(html, html::Purpose::Reading);
        self.raw_html
            .iter()
            .map(read)
            .collect::<Vec<_>>()
            .join("\n\n")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads, decides and renders: everything that is done with a mail before a person sees it.
    fn understand(raw: &[u8]) -> Option<ParsedMail> {
        let mail = read(raw).ok()?;
        let around = Surroundings {
            own_addresses: vec!["regiovorming@vlaanderen.be".into()],
            own_message_id_domain: "regiovraag.example".into(),
            contact_points: Vec::new(),
            administration_domains: vec!["mow.vlaanderen.be".into()],
            authserv_id: "mx1.regiovraag.example".into(),
            authserv_relays: Vec::new(),
            ..Surroundings::default()
        };
        let _ = decide(&mail, &around, None);
        let _ = content_digest(&mail);
        let _ = thread_root(&mail);
        let clues = mail.clues();
        let html = mail.html().unwrap_or_default();
        let texts = [
            &mail.new_text,
            &mail.quoted_text,
            &mail.signature,
            &mail.readable(),
            &html,
        ];
        assert!(
            !texts.into_iter().any(|text| text.contains('\0')),
            "NUL in a text"
        );
        assert!(
            !clues
                .message_ids
                .iter()
                .any(|id| id.contains(['\0', '\r', '\n']))
        );
        for address in mail.all_from.iter().chain(&mail.to) {
            let name = address.name.as_deref().unwrap_or_default();
            assert!(!name.contains(['\0', '\r', '\n']) && !address.email.contains(['\r', '\n']));
        }
        assert!(
            !mail
                .subject
                .as_deref()
                .unwrap_or_default()
                .contains(['\0', '\r', '\n'])
        );
        Some(mail)
    }

    /// Lines that mails are made of, in any order and number.
    fn scraps() -> impl Strategy<Value = String> {
        let scrap = prop::sample::select(vec![
            "Content-Type: multipart/mixed; boundary=a\r\n",
            "Content-Type: multipart/alternative; boundary=\"b\"\r\n",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=a\r\n",
            "Content-Type: message/rfc822\r\n",
            "Content-Type: message/partial; number=1\r\n",
            "Content-Type: text/enriched\r\n",
            "Content-Type: message/delivery-status\r\n",
            "Content-Type: text/html; charset=utf-8\r\n",
            "Content-Type: text/calendar\r\n",
            "Content-Type: application/ms-tnef; name=winmail.dat\r\n",
            "Content-Transfer-Encoding: base64\r\n",
            "Content-Transfer-Encoding: quoted-printable\r\n",
            "Subject: =?utf-8?B?w6k?= =?utf-8?Q?=C3?= RV-2026-000001\r\n",
            "From: \"a, b\" <a@x.be>, c: d@x.be, =?x?Q?e?= <e@x.be>;\r\n",
            "Date: Mon, 32 Jan 2026 25:61:61 +9999\r\n",
            "References: <a@b> <c@d\r\n e>\r\n",
            "Auto-Submitted: auto-replied\r\n",
            "Return-Path: <>\r\n",
            "\r\n",
            "\r\n\r\n",
            "--a\r\n",
            "--b\r\n",
            "--a--\r\n",
            "--b--\r\n",
            "> oud\r\n",
            "Op 1/1/2026 11:20 schreef a@x.be:\r\n",
            "Van: A <a@x.be>\r\nVerzonden: b\r\nAan: c\r\nOnderwerp: FW: d\r\n",
            "-----Oorspronkelijk bericht-----\r\n",
            "________________________________\r\n",
            "Met vriendelijke groeten\r\n",
            "-- \r\n",
            "PS: nog iets\r\n",
            "<div style='display:none'>",
            "<blockquote>",
            "</blockquote>",
            "<a href=\"x",
            "<style>.x{",
            "&#0;&eacute;&",
            "<!--",
            "-->",
            "=C3=A9=\r\n",
            "eJ8+IgEA=\r\n",
            "Final-Recipient: rfc822; a@x.be\r\nAction: failed\r\n",
            "Message-ID: <a@regiovraag.example>\r\n",
            "\u{feff}",
            "\u{e000}",
            "é €",
            "a\0b",
            "x\r",
        ]);
        prop::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.concat())
    }

    proptest! {
        #[test]
        fn no_bytes_make_reading_panic(raw in prop::collection::vec(any::<u8>(), 0..2_000)) {
            understand(&raw);
        }

        #[test]
        fn no_scraps_of_mail_make_reading_panic(scraps in scraps()) {
            understand(format!("From: a@x.be\r\n{scraps}").as_bytes());
        }

        #[test]
        fn no_html_makes_reading_panic(html in "[<>/a-z=\"' &;#!\\-\u{e9}\u{e001}]{0,400}") {
            understand(format!("From: a@x.be\nContent-Type: text/html\n\n{html}").as_bytes());
        }
    }

    #[test]
    fn a_bomb_is_read_in_bounded_time() {
        let nested = |line: &str, times: usize| format!("From: a@x.be\n{}", line.repeat(times));
        for bomb in [
            nested("Content-Type: message/rfc822\n\n", 100_000),
            nested("Content-Type: multipart/mixed; boundary=a\n\n--a\n", 50_000),
            nested(
                "Content-Type: multipart/digest; boundary=a\n\n--a\n\n",
                50_000,
            ),
            nested(
                "Content-Type: text/html\n\n<div style='display:none'>",
                20_000,
            ),
            format!(
                "From: a@x.be\nContent-Type: text/html\n\n{}",
                "<div hidden>".repeat(100_000)
            ),
            format!(
                "From: a@x.be\nContent-Type: text/html\n\n{}",
                "<blockquote>".repeat(50_000)
            ),
            format!(
                "From: a@x.be\n\n{}",
                "Op 1/1/2026 11:20 schreef\n".repeat(100_000)
            ),
            format!("From: a@x.be\n\n{}", "Van: a\n".repeat(100_000)),
            format!(
                "From: a@x.be\nIn-Reply-To: <a@x.be>\n\n{}",
                "x\nOp 1/1/2026 om 11:20 schreef uw dienst ons:\n".repeat(50_000)
            ),
            format!(
                "From: a@x.be\nIn-Reply-To: <a@x.be>\n\n{}",
                "x\n\nVan: A\nAan: B\nOnderwerp: c\nDatum: d\n\n".repeat(20_000)
            ),
            format!("From: a@x.be\n\n{}", "x\n> y\n\n".repeat(50_000)),
            format!("From: a@x.be\n\n{}", "a:\n> b\n".repeat(100_000)),
            format!(
                "From: a@x.be\nContent-Type: text/enriched\n\n{}",
                "<a".repeat(200_000)
            ),
            format!(
                "From: a@x.be\nContent-Type: text/html\n\n<table border=1>{}",
                "<td><s><li><a href='https://x.be'><br><img alt=a><br>".repeat(20_000)
            ),
            format!(
                "From: a@x.be\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: \
                 text/html\n\nx{}\n{}",
                "<img src='cid:x'>".repeat(20_000),
                "--a\nContent-ID: <y>\n\n".repeat(1_000)
            ),
            format!("From: a@x.be\n\n{}", "Mvg\n\nDeze mail\n".repeat(50_000)),
            format!(
                "From: a@x.be\n\n{}x{}y",
                "\n".repeat(100_000),
                "\n".repeat(100_000)
            ),
            format!(
                "From: a@x.be\nSubject: FW: x\n\n{}\n\nVan: b <b@x.be>\nVerzonden: z\nAan: \
                 a\nOnderwerp: x\n\nx",
                "graag weten of ".repeat(50_000)
            ),
            format!(
                "From: A B <a@x.be>\nTo: b@x.be\nIn-Reply-To: <1@x>\n\nZie onder\n\nVan: b@x.be\nVerzonden: \
                 z\nAan: a\n\n{}",
                "[AB] ==> x: y\n".repeat(100_000)
            ),
            format!(
                "From: a@x.be\nTo: b@x.be\nIn-Reply-To: <1@x>\nContent-Type: text/html\n\n<p>Zie rood<p>Van: \
                 b@x.be<br>Verzonden: z<br>Aan: a<p>{}",
                "<p>x<p style='color:red'>y".repeat(9_000)
            ),
            format!("From: a@x.be\n{}\nx", "To: =?a?b?=?a?b?\n".repeat(20_000)),
            format!("From: a@x.be\nTo: {}\n\nx", "a@x.be, ".repeat(100_000)),
            format!(
                "From: a@x.be\nReferences: {}\n\nx",
                "<a@x.be> ".repeat(100_000)
            ),
            format!(
                "From: a@x.be\nSubject: {}\n\nx",
                "=?utf-8?Q?a?= ".repeat(100_000)
            ),
        ] {
            assert!(understand(bomb.as_bytes()).is_some());
        }
    }

    #[test]
    fn a_block_of_html_is_an_older_mail_only_where_something_says_so() {
        let new_text = |html: &str| {
            let raw = format!(
                "From: an@lede.example\nSubject: Re: x\nIn-Reply-To: <1@x.example>\nContent-Type: \
                 text/html\n\n{html}\n"
            );
            read(raw.as_bytes()).unwrap().new_text
        };
        let older = "<div class=gmail_attr>Op ma 9 mrt 2026 om 16:02 schreef R &lt;r@x.example&gt;:</div>\
                     <blockquote class=gmail_quote>oud</blockquote>";
        for cited in ["<blockquote>", "<blockquote style='border-left:1px solid'>"] {
            let html = format!(
                "<p>Het decreet:</p>{cited}Elke gemeente kiest.</blockquote>Dus ja.{older}"
            );
            let expected = "Het decreet:\n\n> Elke gemeente kiest.\nDus ja.";
            assert_eq!(new_text(&html), expected, "{cited}");
            let html = format!("<p>Ja, dank u.</p>{cited}De kaart klopt niet.</blockquote>{older}");
            assert_eq!(new_text(&html), "Ja, dank u.\n\n> De kaart klopt niet.");
        }
        for quoted in [
            "<blockquote type=cite>oud</blockquote>",
            "<blockquote class=protonmail_quote>oud</blockquote>",
            "<p>Op ma 9 mrt 2026 om 16:02 schreef R:</p><blockquote>oud</blockquote>",
            "<blockquote><p>Beste An,</p><p>oud</p></blockquote>",
            "<blockquote>Van: R<br>Verzonden: maandag 9 maart 2026 16:02<br>Aan: An<br>Onderwerp: \
             x<br><br>oud</blockquote>",
        ] {
            assert_eq!(
                new_text(&format!("<p>Dus ja.</p>{quoted}")),
                "Dus ja.",
                "{quoted}"
            );
        }
    }

    #[test]
    fn the_headers_of_armour_are_no_text_in_html_either() {
        let raw = "From: an@lede.example\nContent-Type: text/html\n\n<p>-----BEGIN PGP SIGNED \
                   MESSAGE-----</p><p>Hash: SHA512</p><p>&nbsp;</p><p>Mag dat?</p><p>-----BEGIN PGP \
                   SIGNATURE-----</p><p>iQ==</p><p>-----END PGP SIGNATURE-----</p>\n";
        let mail = read(raw.as_bytes()).unwrap();
        assert_eq!(mail.new_text, "Mag dat?");
        assert_eq!(mail.pgp, Some(Protection::Signed));
    }

    #[test]
    fn what_is_typed_in_the_place_of_a_signature_is_read_where_nothing_else_is() {
        let check = |html: &str, expected: &str| {
            let raw =
                format!("From: An Maes <an@lede.example>\nContent-Type: text/html\n\n{html}\n");
            assert_eq!(read(raw.as_bytes()).unwrap().new_text, expected, "{html}");
        };
        let block = |text: &str| {
            format!("<div class=gmail_signature>An Maes<br>Stad Lede<div>{text}</div></div>")
        };
        let asked = block("Mag de raad dat beslissen?");
        check(&asked, "An Maes\nStad Lede\nMag de raad dat beslissen?");
        check(&format!("<p>Dag, zie onder.</p>{asked}"), "Dag, zie onder.");
        check(&block("Tel 053 00 00 00"), "");
        check(&block("Vragen? Bel 0800 00 000."), "");
        check(
            &block("Deze e-mail is vertrouwelijk en enkel bestemd voor de geadresseerde."),
            "",
        );
        check(
            "<div id=Signature><p>Mag de raad dat beslissen?</p><p>An</p></div>",
            "Mag de raad dat beslissen?",
        );
    }

    #[test]
    fn a_signed_mail_is_read_when_a_gateway_put_something_around_it() {
        let smime = smime::tests::holding(
            b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nMag dat?\n--b\n\
            Content-Type: application/pdf; name=besluit.pdf\n\nx\n--b--\n",
        );
        let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, smime);
        let raw = format!(
            "From: an@lede.example\nSubject: Vraag\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\
             Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n\
             Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=smime.p7m\n\n\
             {encoded}\n--a\n\nDisclaimer: deze e-mail is vertrouwelijk.\n--a--\n"
        );
        let mail = read(raw.as_bytes()).unwrap();
        assert_eq!(mail.new_text, "Mag dat?");
        assert!(
            mail.signature.starts_with("Disclaimer"),
            "{}",
            mail.signature
        );
        assert_eq!(mail.smime, Some(Protection::Signed));
        let names: Vec<&str> = mail
            .attachments
            .iter()
            .map(|it| it.filename.as_str())
            .collect();
        assert_eq!(names, ["besluit.pdf"]);
        let sealed = read(raw.replace(&encoded, "AAAA").as_bytes()).unwrap();
        assert_eq!(
            sealed.attachments.len(),
            1,
            "what cannot be opened stays a file"
        );
    }

    #[test]
    fn a_sealed_document_is_a_file_like_another() {
        let smime = |kind: &str, name: &str| {
            let raw = format!(
                "From: an@lede.example\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nMag \
                 dat?\n--a\nContent-Type: application/pkcs7-mime; smime-type={kind}; \
                 name={name}\nContent-Disposition: attachment; filename={name}\n\nx\n--a--\n"
            );
            read(raw.as_bytes()).unwrap().smime
        };
        assert_eq!(smime("enveloped-data", "besluit.pdf.p7m"), None);
        assert_eq!(smime("certs-only", "smime.p7m"), None);
        let sealed = Some(Protection::Encrypted);
        assert_eq!(smime("enveloped-data", "smime.p7m"), sealed);
    }

    #[test]
    fn all_numbers_of_a_subject_are_clues_in_their_order() {
        let numbers = |subject: &str| {
            let raw = format!("From: an@lede.example\nSubject: {subject}\n\nx\n");
            let mail = read_numbered(raw.as_bytes(), &["RV", "VR"]).unwrap();
            let clues = mail.clues();
            assert_eq!(
                clues.subject_reference.as_ref(),
                clues.subject_references.first()
            );
            clues.subject_references.join(" ")
        };
        assert_eq!(numbers("Vraag"), "");
        let two = numbers("Re: [RV-2026-000007] en RV-2026-3, RV-2026-7");
        assert_eq!(two, "RV-2026-000007 RV-2026-000003");
        let renamed = numbers("VR-2025-9 (nu RV-2026-1)");
        assert_eq!(
            renamed, "RV-2026-000001 VR-2025-000009",
            "each prefix in turn"
        );
    }

    #[test]
    fn a_mail_is_the_same_mail_by_another_route() {
        let mail = |received: &str, body: &str| {
            let raw = format!(
                "Received: {received}\nFrom: a@x.be\nSubject: v\nMessage-ID: <1@x.be>\nDate: Mon, \
                 12 Jan 2026 09:14:33 +0100\n{body}"
            );
            content_digest(&read(raw.as_bytes()).unwrap())
        };
        let plain = mail("een", "\nvraag één\n");
        let encoded = "Content-Transfer-Encoding: quoted-printable\n\nvraag =C3=A9=C3=A9n\n";
        assert_eq!(plain, mail("twee", encoded));
        assert_ne!(plain, mail("een", "\nvraag twee\n"));
    }

    #[test]
    fn what_servers_write_above_a_mail_is_not_its_own_headers() {
        let own = "From: An <an@lede.example>\r\nSubject: Vraag\r\nIn-Reply-To: <1@regio.example>\r\n\
                   Authentication-Results: mx; dmarc=pass\r\n\r\nMag dat?\r\n\r\nOf niet?\r\n";
        let alone = own.replace("\r\n", "\r");
        let lmtp = "Return-Path: <an@lede.example>\r\nDelivered-To: vragen@regio.example\r\n";
        let hop = "Received: from a by b;\r\n\tMon, 2 Mar 2026 10:00:00 +0100\r\n";
        for trace in [
            lmtp,
            hop,
            &[hop, "DKIM-Signature: x\r\nX-Seen: y\r\n", hop].concat(),
        ] {
            for (junk, own) in [
                ("\u{feff}", own),
                ("\r\n", own),
                ("\r\n\r\n\u{feff}\r\n", own),
                ("From an@lede.example Mon Mar  2 10:00:00 2026\n", own),
                ("Date: Mon, 2 Mar 2026 10:00:00 +0100\r\n\r\n\u{feff}", own),
                ("", &alone),
                ("", &[&*alone, "\r\n\r\n"].concat()),
                ("", &[&*alone, "\r\n"].concat()),
            ] {
                let raw = [trace, junk, own].concat();
                let mail = read(raw.as_bytes()).unwrap();
                assert_eq!(mail.from.unwrap().email, "an@lede.example", "{raw:?}");
                assert_eq!(mail.subject.as_deref(), Some("Vraag"), "{raw:?}");
                assert_eq!(mail.in_reply_to, ["1@regio.example"], "{raw:?}");
                assert_eq!(mail.new_text, "Mag dat?\n\nOf niet?", "{raw:?}");
                assert_eq!(mail.authentication, [], "{raw:?}");
                assert_eq!(mail.remarks, [Remark::JunkBeforeHeaders], "{raw:?}");
            }
            let why = |below: &str| read([trace, below].concat().as_bytes()).unwrap_err();
            assert_eq!(why(""), Unparsable::Empty);
            assert_eq!(why("\r\n \r\n"), Unparsable::Empty);
            assert_eq!(why("\r\nzomaar tekst\r\n"), Unparsable::NoHeaders);
            assert_eq!(why("\u{1}\u{2}\r\n"), Unparsable::NoHeaders);
            let intact = read([trace, own].concat().as_bytes()).unwrap();
            assert_eq!(intact.remarks, []);
            let undated = [
                trace,
                "Date: Mon, 2 Mar 2026 10:00:00 +0100\r\n\r\nFrom here\r\n",
            ];
            assert_eq!(
                read(undated.concat().as_bytes()).unwrap().new_text,
                "From here"
            );
        }
    }

    #[test]
    fn what_is_wrong_with_a_mail_is_remarked() {
        let check = |raw: &[u8], expected: &[Remark]| {
            assert_eq!(
                read(raw).unwrap().remarks,
                expected,
                "{}",
                String::from_utf8_lossy(raw)
            );
        };
        check(
            b"\xef\xbb\xbfFrom: a@x.be\n\nx",
            &[Remark::JunkBeforeHeaders],
        );
        check(
            b"From: a@x.be\nSubject: caf\xe9\n\nx",
            &[Remark::RawHeaderBytes],
        );
        check(
            b"From: a@x.be\nSubject: =?utf-8?Q?a=0D=0Ab?=\n\nx",
            &[Remark::ControlCharacters],
        );
        check(
            b"From: a@x.be\nDate: 32 Mar 2026 10:00:00 +0100\n\nx",
            &[Remark::BadDate],
        );
        check(
            b"From: a@x.be\nContent-Transfer-Encoding: base64\n\ndnJh!YWc=",
            &[Remark::BrokenBase64],
        );
        check(
            b"From: a@x.be\nContent-Type: multipart/mixed\n\nx",
            &[Remark::BrokenMultipart],
        );
        check(
            b"From: a@x.be\nContent-Type: text/plain; charset=us-ascii\n\n\xe9",
            &[Remark::WrongCharset],
        );
        assert_eq!(read(b" \r\n").unwrap_err(), Unparsable::Empty);
        assert_eq!(
            read(b"zomaar tekst: x\n\ny").unwrap_err(),
            Unparsable::NoHeaders
        );
    }
}
