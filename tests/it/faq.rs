//! What everybody may read: the feed and the copy follow what is published, and nothing of a person
//! is.

use std::path::Path;

use regiovraag::auth::Actor;
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
    let made = faq::create(&app.ctx, editor, text).await.unwrap();
    faq::publish(&app.ctx, editor, made.id, made.revision)
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
    let made = faq::create(&app.ctx, &editor, text("Mail an.peeters@wetteren.be."))
        .await
        .unwrap();
    let refused = faq::publish(&app.ctx, &editor, made.id, made.revision).await;
    assert!(matches!(refused, Err(FaqError::Personal(_))), "{refused:?}");

    let better = text("Uw contactpunt.");
    let saved = faq::save(&app.ctx, &editor, made.id, made.revision, better)
        .await
        .unwrap();
    let out = faq::publish(&app.ctx, &editor, made.id, saved.revision)
        .await
        .unwrap();
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
    let mut seen = draft.revision;
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
        let saved = faq::save(&app.ctx, &editor, draft.id, seen, text)
            .await
            .unwrap();
        seen = saved.revision;
        let refused = faq::publish(&app.ctx, &editor, draft.id, seen).await;
        assert!(
            matches!(&refused, Err(FaqError::Personal(what)) if *what == found),
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
