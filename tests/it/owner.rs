//! A question that goes to another contact point, or back to the central desk.

use regiovraag::dispatch::{self, Along, Consult, Forward};
use regiovraag::notices::{self, NoticeKind, Pace};
use regiovraag::registry::{self, CloseReason, Reference, RegistryError};

use crate::bad_input::sign_in_as;
use crate::closing::send;
use crate::support::app::{App, question};
use crate::support::scenario;

const EAST: &str = "contactpunt-oost-vlaanderen";
const LIMBURG: &str = "contactpunt-limburg";
const ASKER: &str = "an.peeters@wetteren.be";

async fn asked(app: &App) -> Reference {
    app.take(question(ASKER, "Vervoerregio", "Welke vervoerregio?"))
        .await;
    app.references().await.pop().unwrap()
}

async fn revision(app: &App, reference: &Reference) -> i32 {
    app.case(reference).await.ticket.revision
}

scenario!(a_question_goes_to_another_contact_point, |app| {
    let reference = asked(app).await;
    let els = app.agent(EAST).await;
    let far = app.agent(LIMBURG).await;
    let user = far.user().unwrap().id;
    let wishes = [(NoticeKind::New, Pace::AtOnce)];
    notices::save_wishes(&app.ctx, user, &wishes).await.unwrap();
    let to = Forward {
        desk: "mow".to_owned(),
        ..Forward::default()
    };
    let seen = revision(app, &reference).await;
    dispatch::forward(&app.ctx, &els, &reference, seen, to)
        .await
        .unwrap();
    let wanted = Consult {
        desk: LIMBURG.to_owned(),
        words: "Hoe leest u dit?".to_owned(),
        days: None,
        along: Along::All,
    };
    let seen = revision(app, &reference).await;
    dispatch::consult(&app.ctx, &els, &reference, seen, wanted)
        .await
        .unwrap();
    let seen = revision(app, &reference).await;
    registry::take(&app.ctx, &els, &reference, seen)
        .await
        .unwrap();
    app.work().await;

    let csrf = sign_in_as(app, &format!("els.{EAST}@vlaanderen.be")).await;
    let page = format!("/desk/tickets/{reference}");
    let form = app.get(&page).await.body;
    assert!(form.contains(&format!("{page}/owner")), "{form}");
    assert!(form.contains("value=\"central\""), "{form}");
    assert!(!form.contains(&format!("value=\"{EAST}\"")), "{form}");
    for nobody in ["mow", "nergens", ""] {
        let refused = send(app, &csrf, &reference, "owner", &[("desk", nobody)]).await;
        assert_eq!(refused.status, 422, "{nobody}");
        let said = "Kies een ander contactpunt of het centrale loket";
        assert!(refused.body.contains(said), "{}", refused.body);
    }
    let before = app.case(&reference).await.ticket;
    let mails = app.sent_mails().len();
    let done = send(app, &csrf, &reference, "owner", &[("desk", LIMBURG)]).await;
    assert_eq!(done.status, 303, "{}", done.body);

    let case = app.case(&reference).await;
    assert_eq!(case.owner.0, LIMBURG);
    assert_eq!(case.ticket.handler_user_id, None);
    assert_eq!(case.ticket.standing.ball, before.standing.ball);
    // The administration keeps the question; of its own, the contact point is asked no advice.
    let held: Vec<_> = case
        .threads
        .iter()
        .filter_map(|it| it.assignment.as_ref())
        .map(|it| (it.desk_slug.as_str(), it.progress.slug()))
        .collect();
    assert_eq!(held, [("mow", "sent"), (LIMBURG, "withdrawn")]);
    let told = app.mails_to(&format!("els.{LIMBURG}@vlaanderen.be"));
    assert_eq!((told.len(), app.sent_mails().len()), (1, mails + 1));
    assert!(told[0].subject.contains("nieuwe vraag voor uw loket"));

    // It is theirs now: who gave it reads it, and cannot take it back.
    let body = app.get(&page).await.body;
    assert!(body.contains("gaf de vraag"), "{body}");
    assert!(!body.contains(&format!("{page}/owner")), "{body}");
    let back = send(app, &csrf, &reference, "owner", &[("desk", EAST)]).await;
    assert_eq!(back.status, 403);
    let mails = app.mails_to(ASKER);
    let mut links = mails.iter().flat_map(|mail| mail.links());
    let own = links.find(|link| link.contains("/vraag/")).unwrap();
    let status = app.get(own).await.body;
    assert!(status.contains("Contactpunt Limburg"), "{status}");

    // Once more is nothing, and a stale form does nothing.
    let seen = revision(app, &reference).await;
    registry::hand_over(&app.ctx, &far, &reference, seen, LIMBURG)
        .await
        .unwrap();
    assert_eq!(revision(app, &reference).await, seen);
    let late = registry::hand_over(&app.ctx, &far, &reference, seen - 1, "central").await;
    assert!(matches!(late, Err(RegistryError::Store(_))), "{late:?}");
    app.close(&far, &reference, seen, CloseReason::OutOfScope)
        .await
        .unwrap();
    let seen = revision(app, &reference).await;
    let over = registry::hand_over(&app.ctx, &far, &reference, seen, "central").await;
    assert!(matches!(over, Err(RegistryError::WrongStep(_))), "{over:?}");
    app.work().await;
});
