//! What a person at a desk does with a question, by the forms of its page: what is refused says why,
//! and what is done is true for everybody who is told of it.

use chrono::TimeDelta;
use regiovraag::auth::Actor;
use regiovraag::registry::{
    self, Case, CloseReason, EvidenceKind, Receipt, Reference, RegistryError, Status,
};

use crate::bad_input::sign_in_as;
use crate::support::app::{App, Got, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";

/// A question with an agent who signed in, and the forms of its page.
struct Worked<'a> {
    app: &'a App,
    agent: Actor,
    csrf: String,
    reference: Reference,
}

impl<'a> Worked<'a> {
    async fn begin(app: &'a App) -> Self {
        app.take(question(ASKER, "Vervoerregio", "Welke vervoerregio?"))
            .await;
        let agent = app.agent(DESK).await;
        let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        Self {
            app,
            agent,
            csrf,
            reference: app.only_case().await.ticket.reference,
        }
    }

    /// Lets time pass, and signs in again: no session lasts that long.
    async fn days_later(&mut self, days: i64) {
        self.app.later(TimeDelta::days(days)).await;
        self.csrf = sign_in_as(self.app, &format!("els.{DESK}@vlaanderen.be")).await;
    }

    async fn case(&self) -> Case {
        self.app.case(&self.reference).await
    }

    async fn seen(&self) -> i32 {
        self.case().await.ticket.revision
    }

    async fn page(&self, rest: &str) -> String {
        let url = format!("/desk/tickets/{}{rest}", self.reference);
        self.app.get(&url).await.body
    }

    /// Sends a form of the page, and does all that follows from it.
    async fn send(&self, form: &str, fields: &[(&str, &str)]) -> Got {
        let seen = self.seen().await.to_string();
        let mut all = vec![("csrf", self.csrf.as_str()), ("revision", seen.as_str())];
        all.extend(fields);
        let url = format!("/desk/tickets/{}/{form}", self.reference);
        let got = self.app.post(&url, &all).await;
        self.app.work().await;
        got
    }
}

scenario!(
    a_question_without_an_answer_does_not_close_as_answered,
    |app| {
        let worked = Worked::begin(app).await;
        let fields = [("reason", "answered"), ("body", "Gebeld met De Lijn.")];
        let refused = worked.send("close", &fields).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(
            refused
                .body
                .contains("er vertrok geen antwoord dat aankwam"),
            "{}",
            refused.body
        );
        // Nor is it offered, and the page says what to do instead.
        let page = worked.page("?do=close").await;
        assert!(!page.contains("value=\"answered\""), "{page}");
        assert!(page.contains("?do=receipt#tekst"), "{page}");
        // It is a rule of the register, whoever asks.
        let (agent, seen) = (&worked.agent, worked.seen().await);
        for reason in [CloseReason::Answered, CloseReason::AnsweredByFaq] {
            let closed =
                registry::close(&app.ctx, agent, &worked.reference, seen, reason, "").await;
            assert!(
                matches!(closed, Err(RegistryError::Unanswered)),
                "{closed:?}"
            );
        }

        // Who answered, when and how is proof, and closes it.
        let noted = worked
            .send("receipt", &[("body", "Els belde An op 15 januari.")])
            .await;
        assert_eq!(noted.status, 303, "{}", noted.body);
        let case = worked.case().await;
        assert_eq!(
            (case.ticket.standing.status(), case.ticket.standing.receipt),
            (Status::Closed, Receipt::Confirmed)
        );
        assert_eq!(case.evidence.len(), 1);
        assert_eq!(case.evidence[0].kind, EvidenceKind::Noted);
        let page = worked.page("").await;
        assert!(page.contains("Els belde An op 15 januari."), "{page}");
    }
);

scenario!(thanks_by_mail_are_kept_for_what_they_are, |app| {
    let worked = Worked::begin(app).await;
    let sent = worked.send("answer", &[("body", "Dat is Gent.")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let answer = app.mails_to(ASKER).pop().unwrap();
    app.take(answer.reply("Bedankt!")).await;
    let case = worked.case().await;
    // A word of thanks does not say that it is an answer.
    assert_eq!(case.ticket.standing.receipt, Receipt::Sent);
    let page = worked.page("").await;
    assert!(page.contains("De vraagsteller bedankte per mail"), "{page}");

    app.take(answer.reply("Ja, dank u")).await;
    let page = worked.page("").await;
    assert!(
        page.contains("De vraagsteller antwoordde ja per mail"),
        "{page}"
    );
    let receipt = worked.case().await.ticket.standing.receipt;
    assert_eq!(receipt, Receipt::Confirmed);
});

scenario!(
    an_administration_is_asked_to_answer_before_the_asker_has_to_have_it,
    |app| {
        let mut worked = Worked::begin(app).await;
        // Five working days before the asker's day.
        worked.days_later(21).await;
        let page = worked.page("?do=forward").await;
        assert!(page.contains("voor de datum die de vraagsteller kreeg"));
        assert!(page.contains("name=\"asked_by\" value=\"before\" checked"));
        let promised = worked.case().await.promised(app.now()).unwrap();

        let mow = [("desk", "mow"), ("body", ""), ("asked_by", "before")];
        let sent = worked.send("forward", &mow).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let due = |case: &Case, desk: &str| {
            let mut of = case.threads.iter().filter_map(|it| it.assignment.as_ref());
            of.find(|it| it.desk_slug == desk).unwrap().due_at
        };
        assert!(due(&worked.case().await, "mow") < promised);
        // It comes later only where a person says so.
        let veka = [("desk", "veka"), ("body", ""), ("asked_by", "beyond")];
        let sent = worked.send("forward", &veka).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        assert!(due(&worked.case().await, "veka") > promised);
        // When no day is left, the page warns.
        worked.days_later(7).await;
        let page = worked.page("?do=forward").await;
        assert!(page.contains("is te dichtbij of voorbij"), "{page}");
    }
);
