//! A contact point points the governor's office at a question: in the queue of the province's observers,
//! and by a mail that tells nothing of the question itself.

use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Grant, Role};
use regiovraag::entity::delivery;
use regiovraag::registry::{self, NoSignal, Reference, RegistryError};
use regiovraag::text::Language;
use sea_orm::{EntityTrait as _, PaginatorTrait as _};

use crate::bad_input::sign_in_as;
use crate::support::app::{App, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";
const OBSERVER: &str = "kabinet@oost-vlaanderen.be";

async fn asked(app: &App, from: &str, subject: &str) -> Reference {
    app.take(question(from, subject, "Welke vervoerregio geldt GEHEIM?"))
        .await;
    app.references().await.pop().unwrap()
}

async fn observer(app: &App, email: &str, province: &str) {
    let account = NewAccount {
        email: email.to_owned(),
        name: "Griet Moerman".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![Grant::new(Role::Observer, None, Some(province.to_owned())).unwrap()],
    };
    accounts::add(&app.ctx, account).await.unwrap();
}

async fn seen(app: &App, reference: &Reference) -> i32 {
    app.case(reference).await.ticket.revision
}

scenario!(
    the_observers_of_the_province_are_pointed_at_a_question,
    |app| {
        let reference = asked(app, ASKER, "Vervoerregio").await;
        let other = asked(app, ASKER, "Iets anders").await;
        let agent = app.agent(DESK).await;
        observer(app, OBSERVER, "oost-vlaanderen").await;
        observer(app, "kabinet@provincie-limburg.be", "limburg").await;
        let revision = seen(app, &reference).await;
        let before = app.case(&reference).await.ticket.standing;
        registry::signal(
            &app.ctx,
            &agent,
            &reference,
            revision,
            "Raakt de hele regio.",
        )
        .await
        .unwrap();
        app.work().await;
        let case = app.case(&reference).await;
        assert_eq!(case.ticket.standing, before);
        let mails = app.mails_to(OBSERVER);
        assert_eq!(mails.len(), 1);
        let mail = &mails[0];
        let whole = format!("{} {}", mail.subject, mail.text);
        assert!(whole.contains(reference.as_str()), "{whole}");
        assert!(
            whole.contains(&format!("/desk/tickets/{reference}")),
            "{whole}"
        );
        assert!(whole.contains("Thema: Vervoerregio"), "the topic: {whole}");
        for secret in ["GEHEIM", "Peeters", "Wetteren", "Raakt"] {
            assert!(!whole.contains(secret), "{secret}: {whole}");
        }
        assert!(app.mails_to("kabinet@provincie-limburg.be").is_empty());
        let twice = registry::signal(
            &app.ctx,
            &agent,
            &reference,
            seen(app, &reference).await,
            "Nog",
        )
        .await;
        assert!(
            matches!(twice, Err(RegistryError::NoSignal(NoSignal::Already))),
            "{twice:?}"
        );

        // It is a filter of the queue, and stands on the page with why.
        sign_in_as(app, OBSERVER).await;
        let queue = app.get("/desk?scope=all&signal=1").await.body;
        assert!(queue.contains(reference.as_str()), "{queue}");
        assert!(!queue.contains(other.as_str()), "{queue}");
        let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
        assert!(page.contains("Raakt de hele regio."), "{page}");
        assert!(
            !page.contains(&format!("/desk/tickets/{reference}/signal")),
            "{page}"
        );
    }
);

scenario!(a_signal_is_taken_back_before_its_mail_leaves, |app| {
    let reference = asked(app, ASKER, "Vervoerregio").await;
    let agent = app.agent(DESK).await;
    observer(app, OBSERVER, "oost-vlaanderen").await;
    let deliveries = async || delivery::Entity::find().count(&app.ctx.db).await.unwrap();
    let before = deliveries().await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let url = format!("/desk/tickets/{reference}/signal");
    let post = async |why: &str, withdraw: &str| {
        let revision = seen(app, &reference).await.to_string();
        let form = [
            ("csrf", csrf.as_str()),
            ("revision", revision.as_str()),
            ("why", why),
            ("withdraw", withdraw),
        ];
        app.post(&url, &form).await
    };
    assert_eq!(post(" ", "").await.status, 422);
    // Nobody works on the outbox in between.
    let revision = seen(app, &reference).await;
    registry::signal(&app.ctx, &agent, &reference, revision, "Dringend.")
        .await
        .unwrap();
    assert_eq!(deliveries().await, before + 1);
    let page = app.get(&url).await.body;
    assert!(page.contains("Dringend."), "{page}");
    let done = post("", "1").await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(deliveries().await, before);
    app.work().await;
    assert!(app.mails_to(OBSERVER).is_empty());
    assert_eq!(post("", "1").await.status, 422, "there is none any more");
    let queue = app.get("/desk?scope=all&signal=1").await.body;
    assert!(!queue.contains(reference.as_str()), "{queue}");
    // And it can be raised again.
    assert_eq!(post("Toch dringend.", "").await.status, 303);
    app.work().await;
    assert_eq!(app.mails_to(OBSERVER).len(), 1);
});
