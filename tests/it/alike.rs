//! Answers to questions that look like this one are at hand where it is answered, and what they tell of
//! somebody else is pointed at.

use regiovraag::auth::{Actor, Reach};
use regiovraag::dispatch::{self, Answer};
use regiovraag::faq;
use regiovraag::registry::Reference;

use crate::bad_input::sign_in_as;
use crate::support::app::{App, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const BODY: &str = "Mag een schepen de burgemeester vervangen op het burgemeestersoverleg?";

async fn asked(app: &App, from: &str, subject: &str, body: &str) -> Reference {
    app.take(question(from, subject, body)).await;
    app.references().await.pop().unwrap()
}

async fn answered(app: &App, agent: &Actor, reference: &Reference, words: &str) {
    let answer = Answer {
        markdown: words.to_owned(),
        ..Answer::default()
    };
    let seen = app.case(reference).await.ticket.revision;
    dispatch::answer(&app.ctx, agent, reference, seen, answer)
        .await
        .unwrap();
    app.work().await;
}

async fn alike(app: &App, reference: &Reference, reach: &Reach) -> Vec<String> {
    let id = app.case(reference).await.ticket.id;
    let found = faq::answered_alike(&app.ctx.db, id, reach, 3)
        .await
        .unwrap();
    found.into_iter().map(|one| one.reference).collect()
}

scenario!(an_answered_question_that_looks_like_it_is_offered, |app| {
    let from = "Dirk Claessens <dirk.claessens@wetteren.be>";
    let first = asked(app, from, "Vervangen", BODY).await;
    let far = asked(
        app,
        from,
        "Kaarten",
        "Waar vinden wij kaarten van de regio?",
    )
    .await;
    let second = asked(app, "Els Maes <els@aalst.be>", "Vervanging", BODY).await;
    let all = Reach::Everything;
    assert_eq!(
        alike(app, &second, &all).await,
        Vec::<String>::new(),
        "no answer yet"
    );

    let agent = app.agent(DESK).await;
    let words = "Dat mag, mevrouw Claessens: bel 0478 12 34 56.";
    answered(app, &agent, &first, words).await;
    answered(app, &agent, &far, "Op de website.").await;
    assert_eq!(alike(app, &second, &all).await, [first.to_string()]);
    assert_eq!(
        alike(app, &first, &all).await,
        Vec::<String>::new(),
        "the other one has no answer"
    );
    let here = Reach::Provinces(vec!["oost-vlaanderen".to_owned()]);
    assert_eq!(alike(app, &second, &here).await, [first.to_string()]);
    for elsewhere in [Reach::Provinces(vec!["limburg".to_owned()]), Reach::Nothing] {
        assert_eq!(alike(app, &second, &elsewhere).await, Vec::<String>::new());
    }

    // On the page: where it comes from, and the way to put it in.
    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let url = format!("/desk/tickets/{second}");
    let page = app.get(&url).await.body;
    assert!(page.contains(&format!("beantwoord in {first}")), "{page}");
    assert!(page.contains("· Wetteren"), "{page}");
    assert!(page.contains(&format!("like={first}#tekst")), "{page}");
    assert!(!page.contains("het telefoonnummer 0478 12 34 56"), "{page}");
    let page = app.get(&format!("{url}?do=answer&like={first}")).await.body;
    assert!(page.contains(&format!(">{words}</textarea>")), "{page}");
    for told in [
        "Overgenomen uit het antwoord op",
        "het telefoonnummer 0478 12 34 56",
        "de naam Dirk Claessens",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    // What does not look like it cannot be put in by its number.
    let page = app.get(&format!("{url}?do=answer&like={far}")).await.body;
    assert!(!page.contains("Op de website."), "{page}");
});

scenario!(a_later_question_helps_to_answer_an_earlier_one, |app| {
    let first = asked(app, "dirk@bree.be", "Vervangen", BODY).await;
    let second = asked(app, "els@aalst.be", "Vervanging", BODY).await;
    let agent = app.agent(DESK).await;
    answered(app, &agent, &second, "Dat mag.").await;
    assert_eq!(
        alike(app, &first, &Reach::Everything).await,
        [second.to_string()]
    );
});
