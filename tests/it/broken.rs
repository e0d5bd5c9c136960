//! Mails that are broken in a way of their own, of which a parser alone makes something wrong or
//! nothing: each is read right, and its words are whole.

use regiovraag::intake::mail::{ParsedMail, read};

const HEAD: &str = "From: An Peeters <an@wetteren.be>\r\nTo: regiovorming@vlaanderen.be\r\n\
                    Date: Thu, 15 Jan 2026 08:55:00 +0100\r\nMessage-ID: <een@wetteren.be>\r\n";

/// A mail with these headers beside the usual ones, and this body.
fn mail(headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let head = format!("{HEAD}{headers}\r\n");
    [head.as_bytes(), body.as_ref()].concat()
}

#[track_caller]
fn parsed(raw: &[u8]) -> ParsedMail {
    let mail = read(raw).unwrap_or_else(|why| panic!("{why:?}"));
    let from = mail.from.as_ref().map(|from| from.email.as_str());
    assert_eq!(from, Some("an@wetteren.be"), "{mail:?}");
    mail
}

#[track_caller]
fn text_is(headers: &str, body: impl AsRef<[u8]>, expected: &str) {
    assert_eq!(parsed(&mail(headers, body)).new_text.trim(), expected);
}

#[test]
fn base64_with_junk_in_it_or_cut_off_gives_what_is_there() {
    let headers =
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n";
    text_is(headers, "TWFnIGRhdD8=\r\n", "Mag dat?");
    text_is(headers, "TWFn!IGR\0hdD8=\r\n--\r\n", "Mag dat?");
    text_is(headers, "TWFnIGRhdD8", "Mag dat?");
    text_is(headers, "TWFnIGRhdD8gV2", "Mag dat? W");
}

#[test]
fn headers_in_raw_latin_1_are_read() {
    let raw = mail("SUBJECT_HERE", "Mag dat?\r\n");
    let at = raw
        .windows(12)
        .position(|it| it == b"SUBJECT_HERE")
        .unwrap();
    let latin = b"Subject: Co\xf6rdinatie van caf\xe9s\r\n";
    let raw = [&raw[..at], latin, &raw[at + 12..]].concat();
    assert_eq!(
        parsed(&raw).subject.as_deref(),
        Some("Coördinatie van cafés")
    );
}

#[test]
fn a_character_split_over_two_encoded_words_is_whole() {
    let subject = "Subject: =?utf-8?Q?co=C3?=\r\n =?utf-8?Q?=B6rdinatie?=\r\n";
    let read = parsed(&mail(subject, "Mag dat?"));
    assert_eq!(read.subject.as_deref(), Some("coördinatie"));
    let subject = "Subject: =?utf-8?B?UmXDqw==?= =?utf-8?B?bCDi?= =?utf-8?B?gqw=?=\r\n";
    let read = parsed(&mail(subject, "Mag dat?"));
    assert_eq!(read.subject.as_deref(), Some("Reël €"));
}

#[test]
fn what_stands_before_the_headers_is_passed_over() {
    let whole = mail("Subject: Vraag\r\n", "Mag dat?\r\n");
    for junk in [&b"\xef\xbb\xbf"[..], b"\r\n\r\n", b"\xef\xbb\xbf\r\n "] {
        let read = parsed(&[junk, &whole[..]].concat());
        assert_eq!(read.subject.as_deref(), Some("Vraag"));
        assert_eq!(read.new_text.trim(), "Mag dat?");
    }
}

#[test]
fn headers_without_a_last_newline_are_a_mail_without_words() {
    let headers_only = format!("{HEAD}Subject: Vraag zonder tekst");
    let read = parsed(headers_only.as_bytes());
    assert_eq!(read.subject.as_deref(), Some("Vraag zonder tekst"));
    assert_eq!(read.new_text, "");
}

#[test]
fn a_line_break_in_an_encoded_word_adds_no_header() {
    let subject = "Subject: =?utf-8?Q?Vraag=0D=0ABcc:_x@kwaad.example=0D=0A=0D=0ADag?=\r\n";
    let read = parsed(&mail(subject, "Mag dat?"));
    let subject = read.subject.unwrap();
    assert!(!subject.contains(['\r', '\n']), "{subject:?}");
    assert!(read.cc.is_empty() && read.to.len() == 1);
    let from = "=?utf-8?Q?An=0D=0ABcc:_x@kwaad.example?= <an@wetteren.be>";
    let raw = String::from_utf8(mail("Subject: Vraag\r\n", "Mag dat?")).unwrap();
    let read = parsed(raw.replace("An Peeters <an@wetteren.be>", from).as_bytes());
    let name = read.from.unwrap().name.unwrap();
    assert!(!name.contains(['\r', '\n']), "{name:?}");
}

#[test]
fn text_that_names_the_wrong_charset_is_read_in_its_own() {
    let of = |charset: &str| {
        format!(
            "Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n"
        )
    };
    text_is(&of("iso-8859-1"), "Coördinatie".as_bytes(), "Coördinatie");
    text_is(
        &of("utf-8"),
        b"Co\xf6rdinatie van caf\xe9s",
        "Coördinatie van cafés",
    );
    text_is(
        &of("us-ascii"),
        b"Co\xf6rdinatie, \x93dag\x94",
        "Coördinatie, “dag”",
    );
    text_is(&of("bestaat-niet"), "Coördinatie".as_bytes(), "Coördinatie");
}

#[test]
fn a_day_that_does_not_exist_is_no_date() {
    for day in [
        "Sun, 32 Mar 2026 10:00:00 +0100",
        "Mon, 30 Feb 2026 10:00:00 +0100",
        "Mon, 1 Mar 2026 25:61:61 +0100",
        "morgen",
        "",
    ] {
        let raw = String::from_utf8(mail("Subject: Vraag\r\n", "Mag dat?")).unwrap();
        let raw = raw.replace("Thu, 15 Jan 2026 08:55:00 +0100", day);
        let read = parsed(raw.as_bytes());
        assert_eq!(read.date, None, "{day}");
        assert_eq!(read.new_text.trim(), "Mag dat?");
    }
}

#[test]
fn a_blank_plain_part_does_not_hide_the_html_beside_it() {
    let body = "--a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\u{a0}\r\n \r\n\
                --a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Mag dat?</p><p>Ja?</p>\r\n--a--\r\n";
    let headers = "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=a\r\n";
    let read = parsed(&mail(headers, body));
    let words: Vec<&str> = read.new_text.split_whitespace().collect();
    assert_eq!(words, ["Mag", "dat?", "Ja?"]);
}

#[test]
fn a_multipart_without_its_boundary_or_its_end_is_read() {
    let body = "--xyz\r\nContent-Type: text/plain\r\n\r\nMag dat?\r\n\
                --xyz\r\nContent-Type: application/pdf; name=plan.pdf\r\n\
                Content-Disposition: attachment; filename=plan.pdf\r\n\r\n%PDF\r\n";
    for (kind, end) in [
        ("multipart/mixed", "--xyz--\r\n"),
        ("multipart/mixed; boundary=\"\"", "--xyz--\r\n"),
        ("multipart/mixed; boundary=xyz", ""),
    ] {
        let headers = format!("MIME-Version: 1.0\r\nContent-Type: {kind}\r\n");
        let read = parsed(&mail(&headers, format!("{body}{end}")));
        assert_eq!(read.new_text.trim(), "Mag dat?", "{kind}");
        let names: Vec<&str> = read
            .attachments
            .iter()
            .map(|it| it.filename.as_str())
            .collect();
        assert_eq!(names, ["plan.pdf"], "{kind}");
    }
}

#[test]
fn a_first_text_with_a_file_name_is_the_mail_when_nothing_else_says_it() {
    let body = "--a\r\nContent-Type: text/plain; name=message.txt\r\n\r\nMag dat?\r\n\
                --a\r\nContent-Type: application/pdf; name=plan.pdf\r\n\r\n%PDF\r\n--a--\r\n";
    let headers = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n";
    let read = parsed(&mail(headers, body));
    assert_eq!(read.new_text.trim(), "Mag dat?");
    let names: Vec<&str> = read
        .attachments
        .iter()
        .map(|it| it.filename.as_str())
        .collect();
    assert_eq!(names, ["plan.pdf"]);
}

#[test]
fn a_body_that_only_exchange_wrapped_is_read() {
    // attMAPIProps with PidTagRtfCompressed, which says that it is not compressed.
    let rtf = b"{\\rtf1\\ansi\\ansicpg1252 Beste\\par Mag onze zone co\\'f6rdineren?\\par}";
    let size = u32::try_from(rtf.len()).unwrap().to_le_bytes();
    let body = [&size[..], &size, b"MELA", &[0; 4], rtf].concat();
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    let padding = vec![0; body.len().next_multiple_of(4) - body.len()];
    let property = [
        &1u32.to_le_bytes()[..],
        &[0x02, 0x01, 0x09, 0x10],
        &1u32.to_le_bytes(),
        &length,
        &body,
        &padding,
    ]
    .concat();
    let length = u32::try_from(property.len()).unwrap().to_le_bytes();
    let stream = [
        &[0x78, 0x9f, 0x3e, 0x22, 1, 0, 1, 0x03, 0x90, 6, 0][..],
        &length,
        &property,
        &[0, 0],
    ]
    .concat();
    let headers = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n";
    let mut wrapped = b"--a\r\nContent-Type: text/plain\r\n\r\n\r\n--a\r\n\
                        Content-Type: application/ms-tnef; name=winmail.dat\r\n\
                        Content-Transfer-Encoding: binary\r\n\r\n"
        .to_vec();
    wrapped.extend_from_slice(&stream);
    wrapped.extend_from_slice(b"\r\n--a--\r\n");
    let read = parsed(&mail(headers, wrapped));
    let words: Vec<&str> = read
        .new_text
        .lines()
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(words, ["Beste", "Mag onze zone coördineren?"]);
}

#[test]
fn a_plain_body_that_exchange_wrapped_has_its_lines() {
    // attBody, in the line ends of the wire and in those of an old machine
    let text = b"Beste\r\n\r\nMag dat?\rJa?\0";
    let length = u32::try_from(text.len()).unwrap().to_le_bytes();
    let stream = [
        &[0x78, 0x9f, 0x3e, 0x22, 1, 0, 1, 0x0c, 0x80, 2, 0][..],
        &length,
        text,
        &[0, 0],
    ]
    .concat();
    let headers = "Content-Type: application/ms-tnef; name=winmail.dat\r\n\
                   Content-Transfer-Encoding: binary\r\n";
    let read = parsed(&mail(headers, stream));
    assert!(!read.new_text.contains('\r'), "{:?}", read.new_text);
    let words: Vec<&str> = read.new_text.split_whitespace().collect();
    assert_eq!(words, ["Beste", "Mag", "dat?", "Ja?"]);
}
