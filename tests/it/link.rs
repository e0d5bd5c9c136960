//! Two questions that belong together are linked and stay apart; and a program of a desk writes a note.

use regiovraag::registry::{self, NoLink, Reference, RegistryError};
use reqwest::Client;
use serde_json::{Value, json};

use crate::api::token_of;
use crate::bad_input::sign_in_as;
use crate::closing::send;
use crate::support::app::{App, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";

async fn asked(app: &App, from: &str, subject: &str) -> Reference {
    app.take(question(from, subject, "Wie is bevoegd?")).await;
    app.references().await.pop().unwrap()
}

async fn linked(app: &App, reference: &Reference) -> Vec<String> {
    let id = app.case(reference).await.ticket.id;
    let all = registry::linked(&app.ctx.db, id).await.unwrap();
    all.into_iter().map(|one| one.reference).collect()
}

async fn call(app: &App, token: &str, path: &str, body: &Value) -> (u16, Value) {
    let answer = Client::new()
        .post(app.url(&format!("/api/v1/tickets/{path}")))
        .bearer_auth(token)
        .json(body)
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

scenario!(two_questions_of_one_project_show_each_other, |app| {
    let one = asked(app, "an@wetteren.be", "Fietspad").await;
    let other = asked(app, "jan@peer.be", "Brug").await;
    let agent = app.agent(DESK).await;
    let before = app.case(&one).await.ticket;
    let link = async |with: &str| {
        let seen = app.case(&one).await.ticket.revision;
        registry::link(&app.ctx, &agent, &one, seen, with).await
    };
    link(other.as_str()).await.unwrap();
    assert_eq!(linked(app, &one).await, [other.to_string()]);
    assert_eq!(linked(app, &other).await, [one.to_string()]);
    let after = app.case(&one).await.ticket;
    assert_eq!(
        (after.revision, after.standing),
        (before.revision, before.standing),
        "no form rests on it"
    );
    for reference in [&one, &other] {
        let history = app.history(reference).await;
        assert_eq!(history.matches("  linked").count(), 1, "{history}");
    }
    for (with, why) in [
        (other.as_str(), NoLink::Already),
        (one.as_str(), NoLink::Itself),
        ("RV-2020-000001", NoLink::Unknown),
        ("geen nummer", NoLink::Unknown),
        (" ", NoLink::Missing),
    ] {
        let refused = link(with).await;
        assert!(
            matches!(&refused, Err(RegistryError::NoLink(it)) if *it == why),
            "{with}: {refused:?}"
        );
    }
    // Whoever answers for neither may not.
    let far = app.agent("contactpunt-antwerpen").await;
    let refused = registry::unlink(&app.ctx, &far, &one, after.revision, other.as_str()).await;
    assert!(
        matches!(refused, Err(RegistryError::Refused(_))),
        "{refused:?}"
    );
});

scenario!(a_link_is_made_and_taken_away_on_the_page, |app| {
    let one = asked(app, "an@wetteren.be", "Fietspad").await;
    let other = asked(app, "els@aalst.be", "Brug").await;
    app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let page = app.get(&format!("/desk/tickets/{one}")).await.body;
    assert!(
        page.contains(&format!("/desk/tickets/{one}/link")),
        "{page}"
    );
    let wrong = send(app, &csrf, &one, "link", &[("with", "999999")]).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("Er is geen vraag met dat nummer."),
        "{}",
        wrong.body
    );
    // The last digits of the number will do.
    let digits = other.as_str().rsplit('-').next().unwrap();
    let done = send(app, &csrf, &one, "link", &[("with", digits)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = app.get(&format!("/desk/tickets/{other}")).await.body;
    assert!(page.contains("Hoort bij"), "{page}");
    assert!(page.contains(&format!("Gekoppeld met {one}")), "{page}");

    // From the other side it is taken away again, once it was named.
    let ways = app.get(&format!("/desk/tickets/{other}/link")).await.body;
    let way = format!("/desk/tickets/{other}/link?remove={one}");
    assert!(ways.contains(&way), "{ways}");
    let asks = app.get(&way).await.body;
    assert!(
        asks.contains("Fietspad, verdwijnt bij beide vragen."),
        "{asks}"
    );
    let done = send(app, &csrf, &other, "link", &[("remove", one.as_str())]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(linked(app, &one).await, Vec::<String>::new());
    let again = send(app, &csrf, &other, "link", &[("remove", one.as_str())]).await;
    assert_eq!(again.status, 422);
});

scenario!(a_program_links_and_writes_a_note, |app| {
    let one = asked(app, "an@wetteren.be", "Fietspad").await;
    let other = asked(app, "jan@peer.be", "Brug").await;
    let token = token_of(app, DESK).await;
    let seen = app.case(&one).await.ticket.revision;
    let body = json!({ "revision": seen, "with": other.to_string() });
    let (status, said) = call(app, &token, &format!("{one}/link"), &body).await;
    assert_eq!(status, 200, "{said}");
    assert_eq!(linked(app, &other).await, [one.to_string()]);
    let (status, said) = call(app, &token, &format!("{one}/link"), &body).await;
    assert_eq!(
        (status, &said["errors"][0]["pointer"]),
        (422, &json!("/with")),
        "{said}"
    );
    let (status, said) = call(app, &token, &format!("{one}/link/remove"), &body).await;
    assert_eq!(status, 200, "{said}");
    assert_eq!(linked(app, &other).await, Vec::<String>::new());

    // It writes down what it knows of the questions of its desk, and of no other.
    let note = json!({ "body": "Gebeld met de gemeente." });
    let (status, said) = call(app, &token, &format!("{one}/note"), &note).await;
    assert_eq!(status, 200, "{said}");
    let history = app.history(&one).await;
    assert!(history.contains("noted"), "{history}");
    let (status, said) = call(app, &token, &format!("{other}/note"), &note).await;
    assert_eq!(status, 403, "{said}");
});
