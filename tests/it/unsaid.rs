//! What is said in other ways than with words in a new text: pictures, words among older ones, and
//! machines that answer the return address of one mail.

use regiovraag::intake::Mark;
use regiovraag::registry::{Direction, MessageKind, MessageState, NextStep, Status};

use crate::bad_input::sign_in_as;
use crate::imap::counts;
use crate::reading::{ASKER, forwarded};
use crate::support::app::{App, question};
use crate::support::post::SentMail;
use crate::support::scenario;
use crate::undelivered::answer;

const DESK: &str = "contactpunt-oost-vlaanderen";

/// A mail in HTML with `words`, a picture that was pasted in, and the logo of its writer.
fn with_pictures(words: &str, more: &str) -> String {
    let map = "iVBORw0KGgoA".repeat(2_000);
    format!(
        "From: An Peeters <{ASKER}>\r\nTo: regiovorming@vlaanderen.be\r\nSubject: Kaart\r\n\
         Message-ID: <kaart@wetteren.be>\r\nDate: Thu, 15 Jan 2026 08:55:00 +0100\r\n{more}\
         MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n\
         Content-Type: text/html; charset=utf-8\r\n\r\n<p>{words}</p><p><img src=\"cid:kaart\"></p>\
         <p>An Peeters<br><img src=\"cid:logo\"></p>\r\n--b\r\nContent-Type: image/png; \
         name=\"image001.png\"\r\nContent-ID: <kaart>\r\nContent-Disposition: inline; \
         filename=\"image001.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{map}\r\n--b\r\n\
         Content-Type: image/png; name=\"image002.png\"\r\nContent-ID: <logo>\r\n\
         Content-Disposition: inline; filename=\"image002.png\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
    )
}

/// A question that was answered.
async fn answered(app: &App) -> regiovraag::registry::Reference {
    let from = format!("An Peeters <{ASKER}>");
    app.take(question(&from, "Vervoerregio", "Tot welke behoren wij?"))
        .await;
    let reference = app.only_case().await.ticket.reference;
    let agent = app.agent(DESK).await;
    answer(app, &agent, &reference, "U hoort bij Gent.", &[]).await;
    reference
}

scenario!(a_picture_in_the_text_is_a_file_of_the_question, |app| {
    app.take(with_pictures("Klopt de kaart hieronder?", ""))
        .await;
    let case = app.only_case().await;
    let files = &case.threads[0].messages[0].attachments;
    assert_eq!(files.len(), 1, "the logo is none: {files:?}");
    assert_eq!(
        (&*files[0].filename, files[0].size),
        ("image001.png", 18_000)
    );
});

scenario!(a_picture_without_words_is_read_by_a_person, |app| {
    let reference = answered(app).await;
    let ours = app.mails_to(ASKER).pop().unwrap().message_id;
    let more = format!("In-Reply-To: <{ours}>\r\n");
    app.take(with_pictures("", &more)).await;
    let case = app.case(&reference).await;
    assert_eq!(case.ticket.standing.status(), Status::Open);
    let last = case.threads[0].messages.last().unwrap();
    assert_eq!(last.state, MessageState::New);
    // Where no word stands between them, a logo is a picture too.
    assert_eq!(last.attachments[0].filename, "image001.png");
});

scenario!(
    words_that_cannot_be_told_from_older_ones_are_read_by_a_person,
    |app| {
        let reference = answered(app).await;
        let ours = app.mails_to(ASKER).pop().unwrap();
        // Typed between the lines of our mail, each of which the program marked as quoted.
        let raw = format!(
            "From: An Peeters <{ASKER}>\r\nTo: {}\r\nSubject: Re: Vervoerregio\r\n\
             Message-ID: <tussen@wetteren.be>\r\nIn-Reply-To: <{}>\r\n\
             Date: Thu, 15 Jan 2026 10:55:00 +0100\r\n\r\n> U hoort bij Gent.\r\n\
             > Nee, wij zijn het daar niet mee eens.\r\n",
            ours.reply_to, ours.message_id
        );
        app.take(raw).await;
        let case = app.case(&reference).await;
        let standing = case.ticket.standing;
        assert_eq!(standing.status(), Status::Open);
        assert_eq!(standing.step, NextStep::Answer);
        let last = case.threads[0].messages.last().unwrap();
        assert_eq!(
            (last.direction, last.state),
            (Direction::Inbound, MessageState::New)
        );
    }
);

scenario!(
    a_yes_with_words_between_the_lines_of_our_mail_is_read_by_a_person,
    |app| {
        let reference = answered(app).await;
        let ours = app.mails_to(ASKER).pop().unwrap();
        let reply = |id: &str, cited: &str| {
            format!(
                "From: An Peeters <{ASKER}>\r\nTo: {}\r\nSubject: Re: Vervoerregio\r\n\
                 Message-ID: <{id}@wetteren.be>\r\nIn-Reply-To: <{}>\r\n\
                 Date: Thu, 15 Jan 2026 10:55:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\
                 Content-Transfer-Encoding: 8bit\r\n\r\nJa, dank u.\r\n\r\n\
                 -----Oorspronkelijk bericht-----\r\nVan: Regiovorming <regiovorming@vlaanderen.be>\r\n\
                 Verzonden: donderdag 15 januari 2026 9:05\r\nAan: An Peeters <{ASKER}>\r\n\
                 Onderwerp: Re: Vervoerregio\r\n\r\n{cited}",
                ours.reply_to, ours.message_id
            )
        };
        // What is all ours takes nothing back.
        app.take(reply("ja", &ours.text)).await;
        let case = app.case(&reference).await;
        assert_eq!(case.ticket.standing.status(), Status::Closed);
        let typed = ours.text.replacen(
            "U hoort bij Gent.",
            "U hoort bij Gent. Dat klopt niet voor de wijk Overbeke.",
            1,
        );
        assert_ne!(typed, ours.text);
        app.take(reply("rood", &typed)).await;
        let case = app.case(&reference).await;
        assert_eq!(case.ticket.standing.status(), Status::Open);
        let last = case.threads[0].messages.last().unwrap();
        assert_eq!(last.state, MessageState::New);
    }
);

scenario!(
    who_answers_the_return_address_of_a_mail_is_a_machine,
    |app| {
        let reference = answered(app).await;
        let ours = app.mails_to(ASKER).pop().unwrap();
        let back = ours.envelope_from.unwrap();
        let raw = format!(
            "From: Balie <balie@wetteren.be>\r\nTo: {back}\r\nSubject: Bedankt voor uw bericht\r\n\
             Message-ID: <balie@wetteren.be>\r\nDate: Thu, 15 Jan 2026 10:55:00 +0100\r\n\r\n\
             Onze loketten zijn open op weekdagen van 9 tot 12 uur.\r\n"
        );
        let id = app.take(raw).await;
        assert_eq!(app.inbound(id).await.kind.as_deref(), Some("auto_reply"));
        assert_eq!(counts(&app.ctx.db).await.0, 2);
        let case = app.only_case().await;
        assert_eq!(case.ticket.standing.status(), Status::Answered);
        assert!(app.mails_to("balie@wetteren.be").is_empty());
        let history = app.history(&reference).await;
        assert!(history.contains("auto_reply"), "{history}");
    }
);

/// What `from` writes above a mail of ours, of which their program marks no line.
fn above(from: &str, ours: &SentMail, id: &str, words: &str) -> String {
    let SentMail {
        reply_to,
        message_id,
        subject,
        text,
        ..
    } = ours;
    format!(
        "From: {from}\r\nTo: {reply_to}\r\nSubject: RE: {subject}\r\nMessage-ID: \
         <{id}@elders.example>\r\nIn-Reply-To: <{message_id}>\r\n\
         Date: Thu, 15 Jan 2026 10:55:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\n\r\n{words}\r\n\r\n\
         -----Oorspronkelijk bericht-----\r\nVan: Regiovorming <regiovorming@vlaanderen.be>\r\n\
         Verzonden: donderdag 15 januari 2026 9:05\r\nAan: {from}\r\nOnderwerp: {subject}\r\n\r\n\
         {text}"
    )
}

scenario!(
    a_reply_that_only_quotes_stands_open_and_is_not_used,
    |app| {
        let (reference, _, _) = forwarded(app).await;
        let mow = "regiovorming@mow.be";
        let ours = app.mails_to(mow)[0].clone();
        // Typed between the lines of our mail, each of which the program marked as quoted.
        let raw = format!(
            "From: {mow}\r\nTo: {}\r\nSubject: Re: Vervoerregio\r\nMessage-ID: <leeg@mow.be>\r\n\
             In-Reply-To: <{}>\r\nDate: Thu, 15 Jan 2026 10:55:00 +0100\r\n\r\n\
             > Tot welke vervoerregio behoren wij?\r\n> Die van Gent.\r\n",
            ours.reply_to, ours.message_id
        );
        app.take(raw).await;
        let case = app.case(&reference).await;
        let said = case.threads[1].messages.last().unwrap();
        assert_eq!((said.body.trim(), said.state), ("", MessageState::Proposed));
        assert!(said.marks.contains(&Mark::AnswersBelow), "{said:?}");

        sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
        for shown in [
            "Lees ook de eerdere mail",
            "<details class=\"rv-quote\" open>",
            "Die van Gent.",
        ] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        assert!(!page.contains(&format!("use={}", said.id)), "{page}");
    }
);

scenario!(
    what_stands_in_an_older_mail_is_shown_with_it_and_goes_nowhere,
    |app| {
        let (reference, _, _) = forwarded(app).await;
        let mow = "regiovorming@mow.be";
        let ours = app.mails_to(mow)[0].clone();
        assert!(ours.text.contains("/a/"), "{}", ours.text);
        let words = "Zie mijn antwoord hieronder.";
        app.take(above(mow, &ours, "onder", words)).await;
        let case = app.case(&reference).await;
        let said = case.threads[1].messages.last().unwrap();
        let kind = (said.kind, said.state);
        assert_eq!(kind, (MessageKind::Proposal, MessageState::Proposed));
        assert_eq!(said.body, words);
        let older = said.quoted.as_deref().unwrap();
        assert!(older.contains("/a/"), "{older}");
        assert!(said.marks.contains(&Mark::AnswersBelow), "{said:?}");

        // The owner sees where to look, and begins with what is new.
        sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let url = format!("/desk/tickets/{reference}?do=answer&use={}", said.id);
        let page = app.get(&url).await.body;
        assert!(page.contains("Lees ook de eerdere mail"), "{page}");
        let unfolded = "<details class=\"rv-quote\" open>";
        assert!(page.contains(unfolded), "{page}");
        let (_, form) = page.split_once("name=\"body\"").unwrap();
        let (form, _) = form.split_once("</textarea>").unwrap();
        assert!(form.contains(words), "{form}");
        assert!(!form.contains("Oorspronkelijk bericht"), "{form}");
        assert!(!form.contains("Graag jullie antwoord"), "{form}");

        // The same of what the asker writes: it is new, and holds none of their links.
        let mail = app.mails_to(ASKER)[0].clone();
        app.take(above(ASKER, &mail, "mijn", "Zie hieronder."))
            .await;
        let case = app.case(&reference).await;
        let last = case.threads[0].messages.last().unwrap();
        assert_eq!(last.body, "Zie hieronder.");
        assert_eq!(last.state, MessageState::New);
        assert!(last.marks.contains(&Mark::AnswersBelow), "{last:?}");
    }
);
