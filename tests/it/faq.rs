//! What everybody may read: the feed and the copy follow what is published, and nothing of a person
//! is.

use std::cell::Cell;
use std::path::Path;

use regiovraag::auth::Actor;
use regiovraag::dispatch::{self, Answer};
use regiovraag::faq::{self, Entry, EntryText, FaqError, FaqStatus, Personal, Shelf};
use regiovraag::web::portal::{Site, copy};

use crate::bad_input::sign_in_as;
use crate::support::app::{App, question};
use crate::support::scenario;

async fn published(app: &App, editor: &Actor, question: &str) -> Entry {
    let text = EntryText {
        question: question.to_owned(),
        answer: "Ja, dat mag.".to_owned(),
        ..EntryText::default()
    };
    let laid = laid(app, editor, text.clone()).await;
    faq::publish(&app.ctx, editor, laid.id, laid.revision, text)
        .await
        .unwrap()
}

/// An entry that was laid before an editor.
async fn laid(app: &App, editor: &Actor, text: EntryText) -> Entry {
    let made = faq::create(&app.ctx, editor, text.clone()).await.unwrap();
    faq::submit(&app.ctx, editor, made.id, made.revision, text)
        .await
        .unwrap()
}

/// The places of the pages in a copy that is made now.
async fn copied(app: &App) -> Vec<String> {
    let now = Shelf::default().published(&app.ctx.db).await.unwrap();
    let site = Site::of(&app.ctx);
    let atlas = app.works.atlas().now();
    copy::files(&now.entries, &atlas, &site, app.now())
        .unwrap()
        .into_iter()
        .map(|file| file.path)
        .filter(|path| {
            Path::new(path)
                .extension()
                .is_some_and(|kind| kind == "html")
        })
        .collect()
}

scenario!(
    an_answer_that_is_taken_back_leaves_the_copy_and_the_feed,
    |app| {
        let editor = app.editor().await;
        let kept = published(app, &editor, "Mag een schepen vervangen?").await;
        let gone = published(app, &editor, "Mag een raadslid vervangen?").await;
        let feed = app.get("/faq.atom").await;
        assert_eq!(feed.status, 200);
        assert!(
            feed.body.contains(&format!("urn:uuid:{}", gone.id)),
            "{}",
            feed.body
        );
        assert_eq!(copied(app).await.len(), 3);

        faq::archive(&app.ctx, &editor, gone.id, gone.revision)
            .await
            .unwrap();
        let page = format!("vragen/{}.html", kept.slug);
        assert_eq!(copied(app).await, ["index.html".to_owned(), page]);
    }
);

scenario!(an_answer_with_an_address_in_it_is_not_published, |app| {
    let editor = app.editor().await;
    let text = |answer: &str| EntryText {
        question: "Wie kan ik bellen?".to_owned(),
        answer: answer.to_owned(),
        ..EntryText::default()
    };
    let wrong = text("Mail an.peeters@wetteren.be.");
    let made = laid(app, &editor, wrong.clone()).await;
    let refused = faq::publish(&app.ctx, &editor, made.id, made.revision, wrong).await;
    assert!(matches!(refused, Err(FaqError::Personal(_))), "{refused:?}");
    let kept = faq::entry(&app.ctx.db, &editor, made.id).await.unwrap();
    assert_eq!(kept, made, "what is refused changes nothing");

    let better = text("Uw contactpunt.");
    let out = faq::publish(&app.ctx, &editor, made.id, made.revision, better.clone())
        .await
        .unwrap();
    // Its text and its being published are one change.
    assert_eq!(
        (out.status, &out.text.answer, out.revision),
        (FaqStatus::Published, &better.answer, made.revision + 1)
    );
    let again = text("Bel 0478 12 34 56.");
    let refused = faq::save(&app.ctx, &editor, made.id, out.revision, again).await;
    assert!(matches!(refused, Err(FaqError::Personal(_))), "{refused:?}");
});

scenario!(a_published_answer_names_nobody_and_no_question, |app| {
    const BODY: &str = "Mag een schepen de burgemeester vervangen op het burgemeestersoverleg?";
    let editor = app.editor().await;
    let asker = |name: &str, at: &str| format!("{name} <{at}>");
    for (name, at) in [
        ("Dirk Claessens", "dirk@bree.be"),
        ("Els Van Damme", "els@gent.be"),
        ("Tom De Wit", "tom@aalst.be"),
    ] {
        app.take(question(&asker(name, at), "Vervangen", BODY))
            .await;
    }
    let drafts = faq::entries(&app.ctx.db, FaqStatus::Draft).await.unwrap();
    let [draft] = &drafts[..] else {
        panic!("{drafts:?}")
    };
    let begun = EntryText {
        answer: "Ja.".to_owned(),
        ..draft.text.clone()
    };
    let sent = faq::submit(&app.ctx, &editor, draft.id, draft.revision, begun)
        .await
        .unwrap();
    let number = app.references().await[0].to_string();
    for (wrong, found) in [
        (
            "Ja, zei Els van Damme.",
            Personal::Name("Els Van Damme".to_owned()),
        ),
        (
            "Vraag het aan mevrouw Claessens.",
            Personal::Name("Dirk Claessens".to_owned()),
        ),
        (
            "Zoals in de vraag van vorig jaar.",
            Personal::Question(number.clone()),
        ),
    ] {
        let text = EntryText {
            answer: wrong.to_owned(),
            sources: if matches!(found, Personal::Question(_)) {
                number.clone()
            } else {
                String::new()
            },
            ..draft.text.clone()
        };
        let refused = faq::publish(&app.ctx, &editor, draft.id, sent.revision, text).await;
        assert!(
            matches!(&refused, Err(FaqError::Personal(what)) if *what == [found.clone()]),
            "{refused:?}"
        );
    }
});

scenario!(
    a_fitting_answer_stands_beside_the_question_and_goes_into_the_letter,
    |app| {
        const DESK: &str = "contactpunt-oost-vlaanderen";
        let editor = app.editor().await;
        let zones = "Moeten hulpverleningszones de grenzen van de regio volgen?";
        let fits = published(app, &editor, zones).await;
        published(app, &editor, "Mag een schepen een raadslid vervangen?").await;
        let text = "Moet onze hulpverleningszone de grens van de regio volgen?";
        app.take(question(
            "an.peeters@wetteren.be",
            "Hulpverleningszone en regio",
            text,
        ))
        .await;
        app.take(question(
            "jan.maes@wetteren.be",
            "Parkeren",
            "Waar kan ik mijn fiets stallen?",
        ))
        .await;
        let references = app.references().await;
        app.agent(DESK).await;
        sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;

        let page = app.get(&format!("/desk/tickets/{}", references[0])).await;
        let link = format!("?do=answer&#38;faq={}#tekst", fits.id);
        assert!(page.body.contains(&link), "{}", page.body);
        assert!(
            page.body.contains(&format!("/faq/{}\"", fits.slug)),
            "{}",
            page.body
        );
        assert!(
            !page.body.contains("schepen"),
            "what does not fit stays away"
        );
        let other = app.get(&format!("/desk/tickets/{}", references[1])).await;
        assert!(!other.body.contains("rv-sugg"), "{}", other.body);

        let filled = format!("/desk/tickets/{}?do=answer&faq={}", references[0], fits.id);
        let filled = app.get(&filled).await;
        let (_, field) = filled.body.split_once("<textarea").unwrap();
        let (_, field) = field.split_once('>').unwrap();
        let (field, _) = field.split_once("</textarea>").unwrap();
        assert_eq!(
            field,
            format!(
                "Ja, dat mag.\n\n{}",
                app.url(&format!("/faq/{}", fits.slug))
            )
        );
    }
);

scenario!(answers_are_offered_while_somebody_types, |app| {
    let editor = app.editor().await;
    let zones = "Moeten hulpverleningszones de grenzen van de regio volgen?";
    let fits = published(app, &editor, zones).await;
    published(app, &editor, "Mag een schepen een raadslid vervangen?").await;
    let form = app.get("/vraag").await.body;
    assert!(form.contains("data-offers=\"/vraag/aanbod\""), "{form}");
    assert!(
        form.contains("role=\"status\" aria-live=\"polite\""),
        "{form}"
    );
    let typed = async |subject: &str, text: &str| {
        let fields = [("onderwerp", subject), ("vraag", text)];
        let got = app.post("/vraag/aanbod", &fields).await;
        assert_eq!(got.status, 200, "{}", got.body);
        got.body
    };
    let text = "Moet onze hulpverleningszone de grens van de regio volgen?";
    let offered = typed("Hulpverleningszone en regio", text).await;
    assert!(
        offered.contains(&format!("/faq/{}\"", fits.slug)),
        "{offered}"
    );
    assert!(!offered.contains("<html") && !offered.contains("schepen"));
    assert_eq!(typed("Parkeren", "Waar staat mijn fiets?").await.trim(), "");
    assert_eq!(typed("", "").await.trim(), "");
    assert!(app.references().await.is_empty(), "nothing of it is kept");
});

scenario!(an_answer_names_nobody_whom_the_register_knows, |app| {
    let editor = app.editor().await;
    // Somebody who asked something else altogether.
    let from = "Griet Vandenbroucke <griet@lede.be>";
    app.take(question(
        from,
        "Parkeren",
        "Waar kan ik mijn fiets stallen?",
    ))
    .await;
    let text = |answer: &str, nobody: &[&str]| EntryText {
        question: "Wie zit het overleg voor?".to_owned(),
        answer: answer.to_owned(),
        nobody: nobody.iter().map(|name| (*name).to_owned()).collect(),
        ..EntryText::default()
    };
    let name = "Griet Vandenbroucke";
    let made = laid(
        app,
        &editor,
        text("Volgens griet Vandenbroucke: de burgemeester.", &[]),
    )
    .await;
    for answer in [
        "Volgens griet Vandenbroucke: de burgemeester.",
        "Vraag het aan mevrouw Vandenbroucke.",
        "Dat zegt Bram Cools.",
        "Vraag het aan burgemeester Onbekend.",
        "Bel Rita Nergens van de dienst.",
    ] {
        let refused =
            faq::publish(&app.ctx, &editor, made.id, made.revision, text(answer, &[])).await;
        let found = match answer {
            bram if bram.contains("Bram") => "Bram Cools",
            // Of nobody whom the register knows, but somebody's all the same.
            other if other.contains("Onbekend") => "Onbekend",
            other if other.contains("Nergens") => "Rita Nergens",
            _ => name,
        };
        let expected = Personal::Name(found.to_owned());
        assert!(
            matches!(&refused, Err(FaqError::Personal(what)) if *what == [expected.clone()]),
            "{refused:?}"
        );
    }
    // An editor says that it is the name of a square.
    let square = text("Op het plein Griet Vandenbroucke.", &[name]);
    faq::publish(&app.ctx, &editor, made.id, made.revision, square)
        .await
        .unwrap();
});

scenario!(
    all_that_must_go_from_an_answer_is_said_while_it_is_written,
    |app| {
        let editor = app.editor().await;
        let csrf = sign_in_as(app, "bram.editor@vlaanderen.be").await;
        let words = "Bel Rita Nergens op 0478 12 34 56, of mail rita@lede.be.";
        let text = EntryText {
            question: "Wie zit het overleg voor?".to_owned(),
            answer: words.to_owned(),
            ..EntryText::default()
        };
        let made = faq::create(&app.ctx, &editor, text).await.unwrap();
        let at = format!("/desk/faq/{}", made.id);
        let all = [
            "de naam Rita Nergens",
            "het telefoonnummer 0478 12 34 56",
            "het e-mailadres rita@lede.be",
        ];
        let page = app.get(&at).await.body;
        for one in all {
            assert!(page.contains(one), "a draft says it at once: {page}");
        }
        assert!(!page.contains("is geen persoon"), "who writes judges not");

        let send = async |step: &str, revision: &str, more: &[(&str, &str)]| {
            let mut form = vec![("csrf", csrf.as_str()), ("revision", revision)];
            form.extend([("question", "Wie zit het overleg voor?")]);
            form.extend(more);
            app.post(&format!("{at}/{step}"), &form).await
        };
        let done = send("submit", "1", &[("answer", words)]).await;
        assert_eq!(done.status, 303, "whoever reads it sees it too");
        let refused = send("publish", "2", &[("answer", words)]).await;
        assert_eq!(refused.status, 422);
        for one in all {
            assert!(refused.body.contains(one), "{}", refused.body);
        }
        // Two squares, named after people.
        let squares = "Op het Rita Nergens en het Jan Peeters.";
        let both = [
            ("answer", squares),
            ("nobody", "Rita Nergens"),
            ("nobody", "Jan Peeters"),
        ];
        let one = send("publish", "2", &both[..2]).await;
        assert_eq!(one.status, 422);
        let ticked = "value=\"Rita Nergens\" checked";
        assert!(one.body.contains(ticked), "{}", one.body);
        assert!(!one.body.contains("de naam Rita"), "{}", one.body);
        assert!(one.body.contains("de naam Jan Peeters"), "{}", one.body);
        assert_eq!(send("publish", "2", &both).await.status, 303);
        let page = app.get(&at).await.body;
        assert!(page.contains("Gepubliceerd antwoord"), "{page}");
        assert!(!page.contains("na te kijken sinds"), "that is in a year");
    }
);

scenario!(
    an_answer_is_read_by_an_editor_before_everybody_reads_it,
    |app| {
        let editor = app.editor().await;
        let csrf = Cell::new(sign_in_as(app, "bram.editor@vlaanderen.be").await);
        let text = EntryText {
            question: "Mag een schepen vervangen?".to_owned(),
            answer: "Ja.".to_owned(),
            ..EntryText::default()
        };
        let made = faq::create(&app.ctx, &editor, text).await.unwrap();
        let at = format!("/desk/faq/{}", made.id);
        let send = async |step: &str, revision: i32, more: &[(&str, &str)]| {
            let own = csrf.take();
            csrf.set(own.clone());
            let revision = revision.to_string();
            let mut form = vec![("csrf", own.as_str()), ("revision", &revision)];
            form.extend(more);
            app.post(&format!("{at}/{step}"), &form).await
        };
        let answer = [
            ("question", "Mag een schepen vervangen?"),
            ("answer", "Ja, dat mag."),
        ];
        // A draft by itself stands in the list, and cannot be published before it was read.
        let page = app.get("/desk/faq").await.body;
        assert!(page.contains("Losse ontwerpen"), "{page}");
        assert!(!app.get(&at).await.body.contains("/publish\""));
        assert_eq!(send("publish", 1, &answer).await.status, 409);
        assert_eq!(send("submit", 1, &answer).await.status, 303);
        let page = app.get(&at).await.body;
        assert!(page.contains("Nazicht</h2>"), "{page}");
        assert!(page.contains("in nazicht"), "{page}");
        assert!(page.contains("Ja, dat mag."), "{page}");

        assert_eq!(send("send-back", 2, &[("remark", " ")]).await.status, 422);
        let back = send("send-back", 2, &[("remark", "Noem het artikel.")]).await;
        assert_eq!(back.status, 303);
        let page = app.get(&at).await.body;
        assert!(page.contains("Noem het artikel."), "{page}");
        assert_eq!(
            send("send-back", 3, &[("remark", "Nog eens.")])
                .await
                .status,
            409
        );

        assert_eq!(send("submit", 3, &answer).await.status, 303);
        assert!(!app.get(&at).await.body.contains("Noem het artikel."));
        assert_eq!(send("publish", 4, &answer).await.status, 303);
        assert!(app.get("/faq").await.body.contains("Mag een schepen"));

        // A year later somebody looks whether it still holds.
        assert!(
            !app.get("/desk/faq")
                .await
                .body
                .contains("Opnieuw na te kijken")
        );
        app.later(chrono::TimeDelta::days(366)).await;
        csrf.set(sign_in_as(app, "bram.editor@vlaanderen.be").await);
        let page = app.get(&at).await.body;
        assert!(page.contains("Opnieuw na te kijken"), "{page}");
        assert_eq!(send("reviewed", 5, &[]).await.status, 303);
        assert!(
            !app.get("/desk/faq")
                .await
                .body
                .contains("Opnieuw na te kijken")
        );
    }
);

scenario!(an_answer_is_found_by_another_word_for_it, |app| {
    let editor = app.editor().await;
    let zones = "Moeten hulpverleningszones de grenzen van de regio volgen?";
    published(app, &editor, zones).await;
    published(app, &editor, "Mag een schepen een raadslid vervangen?").await;
    let found = app.get("/faq?q=brandweer").await;
    assert!(
        found.body.contains("Moeten hulpverleningszones"),
        "{}",
        found.body
    );
    assert!(!found.body.contains("Mag een schepen"), "{}", found.body);
});

scenario!(a_draft_has_no_lines_that_a_mail_program_broke, |app| {
    const BODY: &str = "Mag een schepen de burgemeester vervangen op het burgemeestersoverleg?";
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    let long = "Ja, een schepen kan de burgemeester vervangen als die verhinderd is, en dat\n\
                staat in het huishoudelijk reglement van het overleg.\n\n- Zet het erin.\n- Klaar.\n\n\
                Contactpunt Oost-Vlaanderen";
    for (number, from) in ["an@wetteren.be", "els@gent.be", "tom@aalst.be"]
        .iter()
        .enumerate()
    {
        app.take(question(from, &format!("Vervangen {number}"), BODY))
            .await;
        if number == 0 {
            let case = app.only_case().await;
            let says = Answer {
                markdown: long.to_owned(),
                ..Answer::default()
            };
            let (reference, seen) = (&case.ticket.reference, case.ticket.revision);
            dispatch::answer(&app.ctx, &agent, reference, seen, says)
                .await
                .unwrap();
            app.work().await;
        }
    }
    let drafts = faq::entries(&app.ctx.db, FaqStatus::Draft).await.unwrap();
    let [draft] = &drafts[..] else {
        panic!("{drafts:?}")
    };
    assert_eq!(
        draft.text.answer,
        "Ja, een schepen kan de burgemeester vervangen als die verhinderd is, en dat staat in het \
         huishoudelijk reglement van het overleg.\n\n- Zet het erin.\n- Klaar."
    );
});
