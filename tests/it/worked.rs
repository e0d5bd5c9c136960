//! What a person at a desk does with a question, by the forms of its page: what is refused says why,
//! and what is done is true for everybody who is told of it.

use chrono::TimeDelta;
use regiovraag::auth::{Actor, Reach};
use regiovraag::dispatch::{self, DispatchError, Forward};
use regiovraag::entity::assignment::ProgressKind;
use regiovraag::registry::{
    self, Ball, Case, CloseReason, EvidenceKind, MessageState, NextStep, QueueFilter, Receipt,
    Reference, RegistryError, Scope, Status,
};

use crate::bad_input::sign_in_as;
use crate::support::app::{App, Got, question};
use crate::support::post::SentMail;
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";
const MOW: &str = "regiovorming@mow.be";

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

    async fn forward(&self, desk: &str) {
        let to = Forward {
            desk: desk.to_owned(),
            ..Forward::default()
        };
        let (ctx, seen) = (&self.app.ctx, self.seen().await);
        dispatch::forward(ctx, &self.agent, &self.reference, seen, to)
            .await
            .unwrap();
        self.app.work().await;
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
        // It is a rule of the register, whoever asks.
        let (agent, seen) = (&worked.agent, worked.seen().await);
        for reason in [CloseReason::Answered, CloseReason::AnsweredByFaq] {
            let closed = app.close(agent, &worked.reference, seen, reason).await;
            assert!(
                matches!(
                    closed,
                    Err(DispatchError::Registry(RegistryError::Unanswered))
                ),
                "{closed:?}"
            );
        }

        // Who answered, when and how is proof, and closes it.
        assert!(page.contains("?do=receipt#wie"), "{page}");
        let form = [
            ("by", "Els Claes"),
            ("on", "2026-01-15"),
            ("how", "phone"),
            ("body", "Els belde An op 15 januari."),
        ];
        let noted = worked.send("receipt", &form).await;
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

/// Whether a mail says it, wherever its lines break.
fn says(mail: &SentMail, words: &str) {
    let said: Vec<&str> = mail.text.split_whitespace().collect();
    assert!(said.join(" ").contains(words), "{}", mail.text);
}

fn progress(case: &Case) -> Vec<ProgressKind> {
    let all = case.threads.iter().filter_map(|it| it.assignment.as_ref());
    all.map(|it| it.progress).collect()
}

scenario!(
    an_administration_hears_that_the_desk_answered_by_itself,
    |app| {
        let worked = Worked::begin(app).await;
        worked.forward("mow").await;
        let page = worked.page("?do=answer").await;
        assert!(
            page.contains("krijgt een mail dat antwoorden niet meer hoeft"),
            "{page}"
        );
        let sent = worked.send("answer", &[("body", "Dat is Gent.")]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let case = worked.case().await;
        assert_eq!(progress(&case), [ProgressKind::Withdrawn]);
        let told = app.mails_to(MOW).pop().unwrap();
        says(&told, "U hoeft niet meer te antwoorden");
        assert!(app.history(&worked.reference).await.contains("taken_back"));
        // The page contradicts itself nowhere.
        let page = worked.page("").await;
        assert!(!page.contains("</b> moet antwoorden"), "{page}");
        assert!(page.contains("ingetrokken"), "{page}");
        // Whatever it still says is heard.
        app.take(told.reply("Wij zeggen: regio Gent.")).await;
        let case = worked.case().await;
        assert_eq!(case.ticket.standing.step, NextStep::ReviewProposal);
    }
);

scenario!(
    a_question_is_taken_back_from_an_administration_by_name,
    |app| {
        let worked = Worked::begin(app).await;
        worked.forward("mow").await;
        let case = worked.case().await;
        let held = case.threads[1].assignment.as_ref().unwrap().id.to_string();
        let page = worked.page(&format!("?do=withdraw&of={held}")).await;
        assert!(page.contains(MOW), "{page}");
        let fields = [
            ("assignment", held.as_str()),
            ("body", "Wij vonden het zelf."),
        ];
        let sent = worked.send("withdraw", &fields).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let case = worked.case().await;
        assert_eq!(progress(&case), [ProgressKind::Withdrawn]);
        assert_eq!(
            (
                case.ticket.standing.ball.holder,
                case.ticket.standing.status()
            ),
            (Ball::Owner, Status::Open)
        );
        let told = app.mails_to(MOW).pop().unwrap();
        says(&told, "Wij vonden het zelf.");
        // It reminds nobody, and cannot be taken back twice.
        app.later(TimeDelta::days(30)).await;
        assert_eq!(app.mails_to(MOW).len(), 2);
        let seen = worked.seen().await;
        let (agent, reference) = (&worked.agent, &worked.reference);
        let id = held.parse().unwrap();
        let again = dispatch::withdraw(&app.ctx, agent, reference, seen, id, "").await;
        assert!(again.is_err(), "{again:?}");
    }
);

scenario!(
    a_late_answer_of_an_administration_is_seen_and_can_be_used,
    |app| {
        let worked = Worked::begin(app).await;
        worked.forward("mow").await;
        let fields = [("reason", "withdrawn"), ("body", "")];
        let closed = worked.send("close", &fields).await;
        assert_eq!(closed.status, 303, "{}", closed.body);
        let told = app.mails_to(MOW).pop().unwrap();
        says(&told, "is intussen afgesloten");
        let number = worked.reference.as_str();
        assert!(!app.get("/desk").await.body.contains(number));

        app.take(told.reply("Wetteren hoort bij Gent.")).await;
        let case = worked.case().await;
        assert_eq!(case.ticket.standing.status(), Status::Closed);
        let queue = app.get("/desk").await.body;
        assert!(
            queue.contains("Laat antwoord van een administratie"),
            "{queue}"
        );
        let mut messages = case.threads.iter().flat_map(|it| &it.messages);
        let late = messages
            .find(|it| it.state == MessageState::Proposed)
            .unwrap();
        let late = late.id.to_string();
        // It may be left, which takes it out of the queue.
        let page = worked.page("").await;
        assert!(
            page.contains(&format!("?do=answer&#38;use={late}")),
            "{page}"
        );
        let left = worked.send("leave", &[("message", &late)]).await;
        assert_eq!(left.status, 303, "{}", left.body);
        assert!(!app.get("/desk").await.body.contains("Laat antwoord"));

        // Or used, which sends it.
        let broken = "Nog eens: Wetteren hoort bij Gent. Dat staat in het decreet, en dat kan\n\
                      alleen de Vlaamse Regering nog veranderen na advies.";
        app.take(told.reply(broken)).await;
        let case = worked.case().await;
        let mut messages = case.threads.iter().flat_map(|it| &it.messages);
        let late = messages
            .find(|it| it.state == MessageState::Proposed)
            .unwrap();
        let late = late.id.to_string();
        let form = worked.page(&format!("?do=answer&use={late}")).await;
        let joined = "kan alleen de Vlaamse Regering nog veranderen na advies";
        assert!(
            form.contains(joined),
            "lines that a mail program broke: {form}"
        );
        let used = [("proposal", late.as_str()), ("body", "Dat is Gent.")];
        let used = worked.send("answer", &used).await;
        assert_eq!(used.status, 303, "{}", used.body);
        let case = worked.case().await;
        assert_eq!(case.ticket.standing.status(), Status::Answered);
        let answer = app.mails_to(ASKER).pop().unwrap();
        says(&answer, "Dat is Gent.");
    }
);

scenario!(the_asker_reads_how_long_we_waited_for_them, |app| {
    let mut worked = Worked::begin(app).await;
    worked.forward("mow").await;
    worked.days_later(4).await;
    let asked = worked.send("ask", &[("body", "Welke deelgemeente?")]).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let before = worked.case().await.promised(app.now()).unwrap();
    worked.days_later(7).await;
    // The administration answers while we wait: the ball is ours, and the clock goes on.
    app.take(app.mails_to(MOW)[0].reply("Dat is Gent.")).await;
    let case = worked.case().await;
    assert_eq!(case.ticket.standing.status(), Status::Open);
    assert_eq!(case.ticket.standing.step, NextStep::ReviewProposal);
    let promised = case.promised(app.now()).unwrap();
    assert_eq!(promised - before, TimeDelta::days(7));
    let page = worked.page("").await;
    assert!(page.contains("5 wd, wachten op de vraagsteller"), "{page}");
    let mail = app.mails_to(ASKER).pop().unwrap();
    let links = mail.links();
    let status = links.iter().find(|link| link.contains("/vraag/")).unwrap();
    let page = app.get(status).await.body;
    let (_, waited) = page
        .split_once("Dagen dat we op uw antwoord wachtten")
        .unwrap();
    assert!(waited.starts_with("</dt><dd>− 5</dd>"), "{waited:.60}");
});

scenario!(what_is_closed_stands_by_when_it_was_closed, |app| {
    let mut worked = Worked::begin(app).await;
    let first = worked.reference.clone();
    app.take(question(ASKER, "Zwembad", "Mag dat samen?")).await;
    let second = app.references().await.pop().unwrap();
    // The last to be closed is the first that one reads.
    for (reference, day) in [(second.clone(), 1), (first.clone(), 1)] {
        worked.days_later(day).await;
        worked.reference = reference;
        let closed = worked
            .send("close", &[("reason", "withdrawn"), ("body", "")])
            .await;
        assert_eq!(closed.status, 303, "{}", closed.body);
    }
    let mut wanted = QueueFilter::open(Scope::All, Reach::Everything);
    wanted.closed = true;
    let one = registry::queue(&app.ctx.db, &wanted, None, 1)
        .await
        .unwrap();
    assert_eq!(one.rows[0].reference, first.to_string());
    let two = registry::queue(&app.ctx.db, &wanted, one.next, 1)
        .await
        .unwrap();
    assert_eq!(two.rows[0].reference, second.to_string());
    assert_eq!(two.next, None);
});
