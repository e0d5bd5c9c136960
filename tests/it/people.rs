//! Mails as people write them, in which a word or a line looks like something else: what they newly
//! wrote stays whole, and they are taken for who they are.

use regiovraag::intake::mail::{Kind, ParsedMail, Surroundings, Understood, decide, read};

const OURS: &str = "rv.2026-000001.answer.1@regiovraag.vlaanderen.be";

fn around() -> Surroundings {
    Surroundings {
        own_addresses: vec!["regiovorming@vlaanderen.be".into()],
        own_message_id_domain: "regiovraag.vlaanderen.be".into(),
        contact_points: Vec::new(),
        administration_domains: vec!["mow.example".into()],
        authserv_id: "mx.vlaanderen.be".into(),
        authserv_relays: Vec::new(),
        ..Surroundings::default()
    }
}

#[track_caller]
fn understood(headers: &str, text: &str) -> (ParsedMail, Understood) {
    let from = if headers.contains("From:") {
        ""
    } else {
        "From: An Peeters <an@wetteren.be>\r\n"
    };
    let raw = format!(
        "{from}To: regiovorming@vlaanderen.be\r\nMessage-ID: <een@wetteren.be>\r\n\
         Date: Thu, 15 Jan 2026 08:55:00 +0100\r\n{headers}\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    );
    let mail = read(raw.as_bytes()).unwrap();
    let understood = decide(&mail, &around(), None);
    (mail, understood)
}

/// The words of a text, without how they are laid out.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[track_caller]
fn says(text: &str, kept: &str) {
    let (mail, _) = understood("Subject: Vraag\r\n", text);
    let new = words(&mail.new_text).join(" ");
    assert!(
        new.contains(&words(kept).join(" ")),
        "{text:?} gave {new:?}"
    );
}

#[test]
fn a_greeting_is_no_closing_formula() {
    for name in [
        "Greet", "Griet", "Gregory", "Gretel", "griffier", "groep", "Grietje",
    ] {
        let kept = "Nee, dat antwoord klopt niet. Graag een nieuw.";
        says(
            &format!("Beste {name},\r\n\r\n{kept}\r\n\r\nMvg\r\nAn"),
            kept,
        );
    }
}

#[test]
fn what_looks_like_an_attribution_or_a_disclaimer_is_the_text() {
    for kept in [
        "In het register zijn 12.450 kiezers ingeschreven, verdeeld als volgt:\r\n\r\nnoord 5.000\r\nzuid 7.450\r\n\r\nKlopt dat?",
        "Zoals voorgeschreven in artikel 4.12 vragen wij:\r\n\r\nmag de zone zelf beslissen?",
        "Op 12.03.2026 schreef de provincie ons:\r\n\r\nde regio is anders. Klopt dat?",
        "De inhoud van ons milieubeleidsplan moet na de fusie herzien worden.\r\n\r\nBinnen welke termijn moet dat?",
        "Graag deze adressen toevoegen:\r\n\r\njan@wetteren.be\r\nmia@wetteren.be",
        "Punt 1: wie zit voor?\r\n--\r\nPunt 2: mag een schepen vervangen?",
    ] {
        says(&format!("Beste\r\n\r\n{kept}\r\n\r\nMvg\r\nAn"), kept);
    }
}

#[test]
fn a_postscript_is_kept_however_it_begins() {
    for opening in ["PS:", "PS.", "Ps.", "P.S."] {
        let text = format!("Mag dat?\r\n\r\nMvg\r\nAn\r\n\r\n{opening} het is dringend.");
        says(&text, "het is dringend.");
    }
}

#[test]
fn a_memo_or_a_pasted_mail_is_what_its_sender_says() {
    let memo = "Aan: het college\r\nVan: de algemeen directeur\r\nDatum: 3 maart 2026\r\n\
                Betreft: fusie\r\n\r\nMag onze gemeente van regio veranderen?";
    says(memo, "Mag onze gemeente van regio veranderen?");
}

#[test]
fn who_speaks_of_machines_or_holidays_is_a_person() {
    let complaint =
        "Wij kregen enkel een automatisch gegenereerde ontvangstmelding, nog geen antwoord.";
    let french = "J'ai reçu un message automatique, mais pas de réponse.";
    let cited = format!("Subject: Re: Vraag\r\nIn-Reply-To: <{OURS}>\r\n");
    for text in [complaint, french] {
        let (_, understood) = understood(&cited, text);
        assert_ne!(understood.kind, Kind::AutoReply, "{text}");
    }
    for subject in [
        "Auto: mag de gemeente een dienstwagen delen met het OCMW?",
        "Afwezigheid: vervanging algemeen directeur",
        "Buiten kantooruren vergaderen met de raad",
        "Vakantie: regeling personeel na fusie",
    ] {
        let (_, understood) = understood(&format!("Subject: {subject}\r\n"), "Hoe zit dat?");
        assert_eq!(understood.kind, Kind::Question, "{subject}");
        if subject.contains("regeling") || subject.contains("kantooruren") {
            // No responder calls its note so.
            continue;
        }
        // A responder cites the mail that it answers.
        let headers = format!("Subject: {subject}\r\nIn-Reply-To: <{OURS}>\r\n");
        let (_, understood) = self::understood(&headers, "Ik ben terug op maandag.");
        assert_eq!(understood.kind, Kind::AutoReply, "{subject}");
    }
    let machine = "Dit is een automatisch antwoord. Ik ben terug op maandag.";
    assert_eq!(understood(&cited, machine).1.kind, Kind::AutoReply);
}

#[test]
fn articles_and_versions_bring_no_mail_back() {
    let headers = format!(
        "Subject: Uw vraag\r\nReturn-Path: <>\r\nAuto-Submitted: auto-replied\r\nIn-Reply-To: <{OURS}>\r\n"
    );
    for text in [
        "Wij ontvingen uw vraag over artikel 2.2.6 VCRO.",
        "Wij ontvingen uw vraag over artikel 4.3.1 VCRO.",
        "We received your question. Powered by OTRS 5.0.12",
    ] {
        let (mail, understood) = understood(&headers, text);
        assert_eq!(mail.bounce, None, "{text}");
        assert_eq!(understood.kind, Kind::AutoReply, "{text}");
    }
    let quiet = headers.replace("Auto-Submitted: auto-replied\r\n", "");
    let (mail, _) = understood(
        &quiet,
        "<an@wetteren.be>: host said: 550 5.1.1 no such user",
    );
    assert!(mail.bounce.is_some());
    let (mail, _) = understood(&quiet, "Wij ontvingen uw vraag over artikel 4.3.1 VCRO.");
    assert_eq!(mail.bounce, None);
}

#[test]
fn a_report_in_another_language_is_a_bounce() {
    for text in [
        "Votre message n'a pas pu être délivré : boîte inconnue.",
        "Uw bericht kon niet afgeleverd worden.",
        "Zustellung nicht möglich.",
    ] {
        let headers = format!(
            "From: MAILER-DAEMON@wetteren.be\r\nSubject: Bericht\r\nReturn-Path: <>\r\nIn-Reply-To: <{OURS}>\r\n"
        );
        let (mail, _) = understood(&headers, text);
        assert!(mail.bounce.is_some(), "{text}");
    }
}

#[test]
fn who_passes_a_mail_on_and_asks_about_it_is_the_asker() {
    let inner = "-----Oorspronkelijk bericht-----\r\nVan: Jo Wouters <jo@mow.example>\r\n\
                 Verzonden: dinsdag 13 januari 2026 9:00\r\nAan: an@wetteren.be\r\n\
                 Onderwerp: Nieuwe indeling\r\n\r\nDe indeling wijzigt in maart.";
    let forward = "Subject: FW: Nieuwe indeling\r\n";
    let asked = format!("Geldt onderstaande mail ook voor ons?\r\n\r\n{inner}");
    let (_, understood) = understood(forward, &asked);
    assert_eq!(understood.asker.as_deref(), Some("an@wetteren.be"));
    // Without words of their own, it is the question of the one who wrote it, unless that is a desk.
    let (_, understood) = self::understood(forward, inner);
    assert_eq!(understood.asker.as_deref(), Some("an@wetteren.be"));
    let other = inner.replace("jo@mow.example", "jo@aalst.be");
    let (_, understood) = self::understood(forward, &other);
    assert_eq!(understood.asker.as_deref(), Some("jo@aalst.be"));
}

#[test]
fn a_web_form_by_way_of_a_mailing_service_is_a_question() {
    for header in [
        "Feedback-ID: 77.32.1.1:123_-1:123:Sendinblue",
        "X-CSA-Complaints: csa-complaints@eco.de",
    ] {
        let form =
            format!("Subject: Vraag via de website\r\n{header}\r\nReply-To: burger@x.be\r\n");
        let (_, understood) = understood(&form, "Mag onze gemeente van regio veranderen?");
        assert_eq!(understood.kind, Kind::Question, "{header}");
        let mailing = format!("Subject: Nieuws\r\n{header}\r\n");
        let (_, understood) =
            self::understood(&mailing, "Ons nieuws van maart. Uitschrijven kan hier.");
        assert_eq!(understood.kind, Kind::SpamOrBulk, "{header}");
    }
}

#[test]
fn an_answer_that_repeats_the_question_is_whole() {
    says(
        "Beste\r\n\r\nOorspronkelijke vraag:\r\nMag het?\r\n\r\nAntwoord:\r\nNeen, want het decreet verbiedt het.",
        "Neen, want het decreet verbiedt het.",
    );
}

#[test]
fn a_name_without_end_costs_no_time() {
    let name = "a ".repeat(30_000);
    let body = format!(
        "x\r\n\r\ny\r\n> q\r\n{}",
        "x\r\n\r\ny\r\n> q\r\n".repeat(50_000)
    );
    let headers = format!("From: {name}<a@x.be>\r\nSubject: x\r\n");
    // Compared word by word with every line, this would go on for minutes.
    let (mail, _) = understood(&headers, &body);
    assert!(mail.from.is_some());
}

#[test]
fn an_empty_reply_to_any_mail_of_ours_says_nothing() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/outbound/mails/snapshots");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let kept = std::fs::read_to_string(&path).unwrap();
        let (_, ours) = kept.split_once("\n---\n").unwrap();
        let (kind, text) = if name.ends_with(".html.snap") {
            let header = "<div style=\"border:none;border-top:solid #E1E1E1 1.0pt\"><p><b>Van:</b> \
                          Regiovorming &lt;regiovorming@vlaanderen.be&gt;<br><b>Verzonden:</b> \
                          donderdag 15 januari 2026 8:55<br><b>Aan:</b> An Peeters<br><b>Onderwerp:</b> \
                          Uw vraag</p></div>";
            ("html", format!("<p><o:p>&nbsp;</o:p></p>{header}{ours}"))
        } else {
            let header = "Van: Regiovorming <regiovorming@vlaanderen.be>\r\n\
                          Verzonden: donderdag 15 januari 2026 8:55\r\nAan: An Peeters\r\n\
                          Onderwerp: Uw vraag\r\n\r\n";
            (
                "plain",
                format!("\r\n\r\n{header}{}", ours.replace('\n', "\r\n")),
            )
        };
        let raw = format!(
            "From: An Peeters <an@wetteren.be>\r\nTo: regiovorming@vlaanderen.be\r\n\
             Subject: RE: Uw vraag\r\nMessage-ID: <leeg@wetteren.be>\r\nIn-Reply-To: <{OURS}>\r\n\
             Date: Thu, 15 Jan 2026 10:55:00 +0100\r\nMIME-Version: 1.0\r\n\
             Content-Type: text/{kind}; charset=utf-8\r\n\r\n{text}\r\n"
        );
        let mail = read(raw.as_bytes()).unwrap();
        assert_eq!(mail.new_text.trim(), "", "{name}");
        seen += 1;
    }
    assert!(seen > 30, "{seen} mails of ours");
}

#[test]
fn what_was_checked_is_no_scan_and_what_answers_by_itself_asks_nothing() {
    let machine = "From: dossiers@mow.example\r\nAuto-Submitted: auto-generated\r\n\
                   Subject: Dossier\r\nIn-Reply-To: <een@wetteren.be>\r\n";
    let text = "Dit bericht werd automatisch verstuurd nadat uw dossier werd gecontroleerd.";
    let (_, what) = understood(machine, text);
    assert_eq!(what.kind, Kind::AutoReply);
    let answer = "Subject: Automatisch antwoord\r\n";
    let (_, what) = understood(
        answer,
        "Wij zijn dicht. Hoe tevreden bent u over onze diensten?",
    );
    assert_eq!(what.kind, Kind::AutoReply);
}
