//! What a person sent can be called back for a moment: it leaves by itself when the moment is over, as it
//! was sent, and whatever keeps it here leaves its words with who wrote them.

use chrono::{DateTime, TimeDelta, Utc};
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Actor, Grant, Role};
use regiovraag::clock::real_now;
use regiovraag::config::DatabaseSettings;
use regiovraag::dispatch::{self, Answer, DispatchError, Forward, Merge, Unsent};
use regiovraag::entity::assignment::ProgressKind;
use regiovraag::entity::{pending_send, user_account};
use regiovraag::outbound::Fate;
use regiovraag::registry::{
    self, CloseReason, MessageState, NextStep, Receipt, Reference, RegistryError, Status,
};
use regiovraag::store::BlobKey;
use regiovraag::text::Language;
use reqwest::Client;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use serde_json::json;

use crate::api::token_of;
use crate::bad_input::sign_in_as;
use crate::placing::letter;
use crate::support::app::{self, App, Got, question};
use crate::support::database::{Start, with_database};
use crate::support::on_each_engine;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";

/// A house in which what a person sends can be called back for ten seconds.
async fn play(settings: DatabaseSettings, story: impl AsyncFnOnce(&App)) {
    app::play_with(settings, |settings| settings.desk.undo_seconds = 10, story).await;
}

/// A question, somebody of its desk who is signed in, and the proof for their forms.
async fn asked(app: &App) -> (Reference, Actor, String) {
    app.take(question(ASKER, "Vervoerregio", "Welke vervoerregio?"))
        .await;
    let reference = app.only_case().await.ticket.reference;
    let agent = app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    (reference, agent, csrf)
}

async fn send(
    app: &App,
    csrf: &str,
    reference: &Reference,
    form: &str,
    more: &[(&str, &str)],
) -> Got {
    let seen = app.case(reference).await.ticket.revision.to_string();
    let mut all = vec![("csrf", csrf), ("revision", seen.as_str()), ("steps", "1")];
    all.extend(more);
    app.post(&format!("/desk/tickets/{reference}/{form}"), &all)
        .await
}

async fn page(app: &App, reference: &Reference) -> String {
    app.get(&format!("/desk/tickets/{reference}")).await.body
}

fn left(app: &App) -> usize {
    app.mails_to(ASKER).len()
}

async fn rows(app: &App, draft: bool) -> u64 {
    pending_send::Entity::find()
        .filter(pending_send::Column::Draft.eq(draft))
        .count(&app.ctx.db)
        .await
        .unwrap()
}

/// Which one waits, as the form that calls it back names it.
fn waiting_in(page: &str) -> String {
    let (_, after) = page.split_once("data-id=\"").unwrap();
    after.split('"').next().unwrap().to_owned()
}

/// One story on either engine.
macro_rules! story {
    ($name:ident, |$app:ident| $body:block) => {
        on_each_engine!($name, |engine| {
            async fn story($app: &App) $body
            with_database(engine, Start::Filled, async |settings| play(settings, story).await).await;
        });
    };
}

story!(an_answer_leaves_when_its_moment_is_over, |app| {
    let (reference, _, csrf) = asked(app).await;
    let before = left(app);
    let history = app.history(&reference).await;
    let fields = [("body", "Wetteren ligt in de vervoerregio Gent.")];
    let sent = send(app, &csrf, &reference, "answer", &fields).await;
    assert_eq!(
        (sent.status, sent.location),
        (303, format!("/desk/tickets/{reference}"))
    );

    app.later(TimeDelta::seconds(9)).await;
    assert_eq!(left(app), before, "nobody outside sees anything of it");
    assert_eq!(app.history(&reference).await, history);
    let shown = page(app, &reference).await;
    assert!(shown.contains("Uw antwoord vertrekt over 1 s."), "{shown}");
    assert!(shown.contains("Ongedaan maken"), "{shown}");
    let case = app.case(&reference).await;
    assert_ne!(case.ticket.standing.status(), Status::Answered);

    app.later(TimeDelta::seconds(1)).await;
    assert_eq!(left(app), before + 1);
    let mail = app.mails_to(ASKER).pop().unwrap();
    assert!(mail.text.contains("vervoerregio Gent"), "{}", mail.text);
    let case = app.case(&reference).await;
    assert_eq!(case.ticket.standing.status(), Status::Answered);
    let answered = case.events.iter().find(|it| it.kind == "answered").unwrap();
    assert_eq!(
        answered.by.as_deref(),
        Some("Els Claes"),
        "as the person who sent it"
    );
    assert_eq!((rows(app, false).await, rows(app, true).await), (0, 0));
    let shown = page(app, &reference).await;
    assert!(!shown.contains("Ongedaan maken"), "{shown}");
});

story!(what_is_called_back_stands_in_its_form_again, |app| {
    let (reference, _, csrf) = asked(app).await;
    let before = left(app);
    let seen = app.case(&reference).await.ticket.revision.to_string();
    let url = format!("/desk/tickets/{reference}");
    let fields = [
        ("csrf", csrf.as_str()),
        ("revision", &seen),
        ("body", "Zie de kaart in bijlage."),
    ];
    let sent = app
        .post_files(
            &format!("{url}/answer"),
            &fields,
            &[("kaart.txt", "Een kaart.")],
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let id = waiting_in(&page(app, &reference).await);
    let undo = [("csrf", csrf.as_str()), ("id", &id)];
    let undone = app.post(&format!("{url}/undo"), &undo).await;
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert!(
        undone
            .location
            .starts_with(&format!("{url}?do=answer&draft={id}"))
    );
    let opened = app.get(&undone.location).await.body;
    for shown in [
        "Zie de kaart in bijlage.</textarea>",
        "kaart.txt",
        "data-typed",
    ] {
        assert!(opened.contains(shown), "{shown}: {opened}");
    }
    app.later(TimeDelta::minutes(1)).await;
    assert_eq!(left(app), before, "nothing left");

    // What is typed in it from then on is kept in it, beside its file.
    let typed = [
        ("csrf", csrf.as_str()),
        ("draft", &id),
        ("body", "Zie de kaart:"),
    ];
    let at = format!("{url}/drafts/answer");
    assert_eq!(app.post(&at, &typed).await.status, 200);
    assert_eq!((rows(app, false).await, rows(app, true).await), (0, 1));
    let opened = app.get(&undone.location).await.body;
    for shown in ["Zie de kaart:</textarea>", "kaart.txt"] {
        assert!(opened.contains(shown), "{shown}: {opened}");
    }

    // Sent from there, the draft is gone and the file goes along.
    let (_, kept) = opened.split_once("name=\"bewaard\" value=\"").unwrap();
    let kept = kept.split('"').next().unwrap();
    let fields = [("body", "Zie de kaart."), ("bewaard", kept), ("draft", &id)];
    let form = [&[("csrf", csrf.as_str()), ("revision", &seen)][..], &fields].concat();
    let sent = app.post_files(&format!("{url}/answer"), &form, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!((rows(app, false).await, rows(app, true).await), (1, 0));
    app.later(TimeDelta::seconds(10)).await;
    assert_eq!(left(app), before + 1);
    let case = app.case(&reference).await;
    let messages = case.threads.iter().flat_map(|it| &it.messages);
    let files: usize = messages.map(|it| it.attachments.len()).sum();
    assert_eq!(files, 1);

    // Once it has left there is nothing to call back.
    let late = app.post(&format!("{url}/undo"), &undo).await;
    assert_eq!((late.status, late.location), (303, url));
    assert!(
        page(app, &reference)
            .await
            .contains("Te laat: het is al vertrokken.")
    );
});

/// Which writing of what was typed a page goes on from.
fn version_in(page: &str) -> String {
    let version = page.split("data-version=\"").nth(1);
    let version = version.and_then(|rest| rest.split('"').next());
    version.unwrap_or_default().to_owned()
}

story!(
    an_older_window_overwrites_nothing_that_was_called_back,
    |app| {
        let (reference, _, csrf) = asked(app).await;
        send(app, &csrf, &reference, "answer", &[("body", "Gent.")]).await;
        let (form, id) = undone(app, &csrf, &reference).await;
        // Two windows have it open.
        let first = version_in(&app.get(&form).await.body);
        assert!(!first.is_empty(), "the page says what it goes on from");
        let at = format!("/desk/tickets/{reference}/drafts/answer");
        let keeps = async |saw: &str, body: &str| {
            let fields = [
                ("csrf", csrf.as_str()),
                ("saw", saw),
                ("draft", id.as_str()),
                ("body", body),
            ];
            let said = app.post(&at, &fields).await;
            (said.status, version_in(&said.body))
        };
        // Loading it again changes nothing: the same words are the same writing.
        assert_eq!(keeps(&first, "Gent.").await, (200, first.clone()));
        let (status, second) = keeps(&first, "Gent, denk ik.").await;
        assert_eq!(
            (status, second.is_empty(), second == first),
            (200, false, false)
        );
        for (saw, body) in [
            ("", "Iets anders."),
            (first.as_str(), "Aalst."),
            (first.as_str(), ""),
        ] {
            assert_eq!(keeps(saw, body).await.0, 409, "{saw} {body}");
        }
        let opened = app.get(&form).await.body;
        assert!(opened.contains("Gent, denk ik.</textarea>"), "{opened}");
        assert_eq!(version_in(&opened), second);
        assert!(opened.contains("u hield uw antwoord tegen"), "{opened}");

        // Whoever has the newest goes on, and once it is sent no window brings it back: what is typed in another
        // one is kept by itself.
        assert_eq!(keeps(&second, "Gent, zeker.").await.0, 200);
        let fields = [("draft", id.as_str()), ("body", "Gent, zeker.")];
        let sent = send(app, &csrf, &reference, "answer", &fields).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let (status, own) = keeps(&second, "Nog iets.").await;
        assert_eq!((status, own.is_empty()), (200, false));
        assert_eq!((rows(app, false).await, rows(app, true).await), (1, 0));
        for (saw, expected) in [(own.as_str(), 200), (&second, 409), ("", 409)] {
            let said = keeps(saw, "Nog iets anders.").await;
            assert_eq!(said.0, expected, "{saw}");
        }
        app.later(TimeDelta::seconds(10)).await;
        let mail = app.mails_to(ASKER).pop().unwrap();
        assert!(mail.text.contains("Gent, zeker."), "{}", mail.text);
        let form = format!("/desk/tickets/{reference}?do=answer");
        let opened = app.get(&form).await.body;
        assert!(opened.contains("Nog iets anders.</textarea>"), "{opened}");
    }
);

story!(a_colleague_is_stopped_by_what_is_about_to_leave, |app| {
    let (reference, _, csrf) = asked(app).await;
    let before = left(app);
    let first = "Wetteren ligt in de vervoerregio Gent.";
    send(app, &csrf, &reference, "answer", &[("body", first)]).await;
    bram(app).await;
    let bram = sign_in_as(app, "bram.cools@vlaanderen.be").await;
    let second = "Dat zoeken wij nog voor u uit.";
    let late = send(app, &bram, &reference, "answer", &[("body", second)]).await;
    assert_eq!(late.status, 409, "{}", late.body);
    for shown in ["Els Claes was u voor", first, second] {
        assert!(late.body.contains(shown), "{shown}: {}", late.body);
    }
    // Neither by a program, nor by whoever did not write it.
    let seen = app.case(&reference).await.ticket.revision;
    let token = token_of(app, DESK).await;
    let answer = Client::new()
        .post(app.url(&format!("/api/v1/tickets/{reference}/answer")))
        .bearer_auth(token)
        .json(&json!({ "revision": seen, "body": second }))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 409);
    let shown = page(app, &reference).await;
    assert!(
        shown.contains("Het antwoord van Els Claes vertrekt over"),
        "{shown}"
    );
    assert!(!shown.contains("Ongedaan maken"), "{shown}");
    let undo = [("csrf", bram.as_str()), ("id", &waiting_in(&shown))];
    app.post(&format!("/desk/tickets/{reference}/undo"), &undo)
        .await;
    app.later(TimeDelta::seconds(10)).await;
    assert_eq!(left(app), before + 1);
    let mail = app.mails_to(ASKER).pop().unwrap();
    assert!(mail.text.contains(first), "{}", mail.text);
});

/// A colleague at the same desk.
async fn bram(app: &App) -> Actor {
    let at = registry::desk_by_slug(&app.ctx.db, DESK).await.unwrap();
    let at = at.unwrap().id;
    let grant = Grant::new(Role::Agent, Some(at), None).unwrap();
    somebody(app, "bram.cools@vlaanderen.be", grant).await
}

/// Somebody who may do this.
async fn somebody(app: &App, email: &str, grant: Grant) -> Actor {
    let account = NewAccount {
        email: email.to_owned(),
        name: "Bram Cools".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![grant],
    };
    Actor::User(accounts::add(&app.ctx, account).await.unwrap())
}

story!(what_cannot_leave_any_more_is_told_and_kept, |app| {
    let (reference, _, csrf) = asked(app).await;
    let bram = bram(app).await;
    let before = left(app);
    let words = "Wetteren ligt in de vervoerregio Gent.";
    send(app, &csrf, &reference, "answer", &[("body", words)]).await;
    let seen = app.case(&reference).await.ticket.revision;
    app.close(&bram, &reference, seen, CloseReason::Withdrawn)
        .await
        .unwrap();
    app.later(TimeDelta::seconds(10)).await;
    assert_eq!(left(app), before);
    assert_eq!((rows(app, false).await, rows(app, true).await), (0, 1));
    let history = app.history(&reference).await;
    assert!(history.contains("not_sent"), "{history}");
    let queue = app.get("/desk").await.body;
    let told = "Uw antwoord is niet verstuurd: de vraag is intussen afgesloten.";
    assert!(queue.contains(told), "{queue}");
    let (_, link) = queue.split_once(told).unwrap();
    let (_, link) = link.split_once("href=\"").unwrap();
    let link = link
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    // The form that it was written in is closed with the question: its words stand in a note.
    let opened = app.get(&link).await.body;
    assert!(opened.contains(&format!("{words}</textarea>")), "{opened}");
    let (_, draft) = link.split_once("draft=").unwrap();
    let draft = draft.split('#').next().unwrap();
    let form = [("csrf", csrf.as_str())];
    let url = format!("/desk/tickets/{reference}/drafts/{draft}/discard");
    assert_eq!(app.post(&url, &form).await.status, 303);
    assert_eq!(rows(app, true).await, 0);
    assert!(!app.get("/desk").await.body.contains(told));
});

story!(
    no_draft_is_lost_behind_ten_older_ones_in_other_questions,
    |app| {
        let (first, _, csrf) = asked(app).await;
        let bram = bram(app).await;
        let undo = async |reference: &Reference| {
            let id = waiting_in(&page(app, reference).await);
            let form = [("csrf", csrf.as_str()), ("id", id.as_str())];
            let url = format!("/desk/tickets/{reference}/undo");
            (app.post(&url, &form).await.location, id)
        };
        send(app, &csrf, &first, "ask", &[("body", "Welke halte?")]).await;
        undo(&first).await;
        let older = pending_send::Entity::find().one(&app.ctx.db).await.unwrap();
        for _ in 0..10 {
            let again = pending_send::Model {
                id: app.ctx.new_id(),
                unsent: Some(Unsent::Changed),
                ..older.clone().unwrap()
            };
            pending_send::Entity::insert(pending_send::ActiveModel::from(again))
                .exec_without_returning(&app.ctx.db)
                .await
                .unwrap();
        }
        app.later(TimeDelta::minutes(1)).await;
        app.take(question(ASKER, "Halte", "Waar stopt de bus?"))
            .await;
        let second = app.references().await.pop().unwrap();

        // What is called back opens in its form.
        send(app, &csrf, &second, "ask", &[("body", "Welke bus?")]).await;
        let (opened, id) = undo(&second).await;
        assert!(opened.contains(&format!("?do=ask&draft={id}")), "{opened}");
        let form = app.get(&opened).await.body;
        assert!(form.contains("Welke bus?</textarea>"), "{form}");

        // What did not leave is told on every page, and both stand in their question.
        send(app, &csrf, &second, "answer", &[("body", "Gent.")]).await;
        let seen = app.case(&second).await.ticket.revision;
        app.close(&bram, &second, seen, CloseReason::Withdrawn)
            .await
            .unwrap();
        app.later(TimeDelta::seconds(10)).await;
        let told = "Uw antwoord is niet verstuurd: de vraag is intussen afgesloten.";
        let queue = app.get("/desk").await.body;
        assert!(queue.contains(told), "{queue}");
        let shown = page(app, &second).await;
        for drafted in [told, "u hield uw bericht aan de vraagsteller tegen"] {
            assert!(shown.contains(drafted), "{drafted}: {shown}");
        }
        let shown = page(app, &first).await;
        assert_eq!(shown.matches("/discard\"").count(), 11);
    }
);

story!(
    a_file_that_is_gone_or_an_account_that_is_locked_keeps_it_here,
    |app| {
        let (reference, _, csrf) = asked(app).await;
        let before = left(app);
        let seen = app.case(&reference).await.ticket.revision.to_string();
        let fields = [
            ("csrf", csrf.as_str()),
            ("revision", &seen),
            ("body", "Zie de kaart."),
        ];
        let url = format!("/desk/tickets/{reference}/answer");
        let sent = app
            .post_files(&url, &fields, &[("kaart.txt", "Een kaart.")])
            .await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let key = BlobKey::of(b"Een kaart.");
        let gone = std::time::Duration::ZERO;
        assert!(app.ctx.blobs.remove_unless_fresh(&key, gone).await.unwrap());
        app.later(TimeDelta::seconds(10)).await;
        let shown = page(app, &reference).await;
        assert!(
            shown.contains("een bijlage is er niet meer of mag niet mee"),
            "{shown}"
        );

        send(app, &csrf, &reference, "ask", &[("body", "Welke halte?")]).await;
        user_account::Entity::update_many()
            .col_expr(user_account::Column::Active, Expr::value(false))
            .exec(&app.ctx.db)
            .await
            .unwrap();
        app.later(TimeDelta::seconds(10)).await;
        assert_eq!(left(app), before);
        let history = app.history(&reference).await;
        assert_eq!(history.matches("not_sent").count(), 2, "{history}");
    }
);

story!(
    a_message_to_the_asker_and_a_forward_can_be_called_back_too,
    |app| {
        let (reference, _, csrf) = asked(app).await;
        let before = app.sent_mails().len();
        let wrong = send(app, &csrf, &reference, "forward", &[("desk", "nergens")]).await;
        assert_eq!(wrong.status, 422, "all that is wrong is said at once");
        send(app, &csrf, &reference, "forward", &[("desk", "mow")]).await;
        let shown = page(app, &reference).await;
        assert!(shown.contains("vertrekt over 10 s."), "{shown}");
        assert_eq!(app.sent_mails().len(), before);
        app.later(TimeDelta::seconds(10)).await;
        assert_eq!(app.sent_mails().len(), before + 1);
        let case = app.case(&reference).await;
        assert_eq!(case.ticket.standing.step, NextStep::FollowUp);

        send(
            app,
            &csrf,
            &reference,
            "ask",
            &[("body", "Welke halte bedoelt u?")],
        )
        .await;
        let id = waiting_in(&page(app, &reference).await);
        let undo = [("csrf", csrf.as_str()), ("id", &id)];
        let undone = app
            .post(&format!("/desk/tickets/{reference}/undo"), &undo)
            .await;
        assert!(
            undone.location.contains("?do=ask&draft="),
            "{}",
            undone.location
        );
        app.later(TimeDelta::seconds(10)).await;
        let case = app.case(&reference).await;
        assert_ne!(case.ticket.standing.status(), Status::WaitingOnAsker);
        assert_eq!(app.sent_mails().len(), before + 1);
    }
);

story!(a_forward_that_is_sent_once_more_leaves_no_draft, |app| {
    let (reference, _, csrf) = asked(app).await;
    let forward = async |words: &str| {
        let fields = [("desk", "mow"), ("body", words)];
        send(app, &csrf, &reference, "forward", &fields).await;
        assert_eq!(rows(app, false).await, 1);
    };
    let undo = async || {
        let id = waiting_in(&page(app, &reference).await);
        let form = [("csrf", csrf.as_str()), ("id", id.as_str())];
        app.post(&format!("/desk/tickets/{reference}/undo"), &form)
            .await;
        assert_eq!(rows(app, false).await, 0);
    };
    forward("").await;
    undo().await;
    assert_eq!(rows(app, true).await, 1);
    // With words or without: the same went to the same desk.
    forward("Voor u.").await;
    assert_eq!(rows(app, true).await, 0);
    undo().await;
    // What somebody wrote and did not send stays.
    forward("").await;
    assert_eq!(rows(app, true).await, 1);
});

story!(what_is_called_back_late_tells_where_it_is, |app| {
    let (reference, _, csrf) = asked(app).await;
    let bram = bram(app).await;
    send(app, &csrf, &reference, "answer", &[("body", "Gent.")]).await;
    let id = waiting_in(&page(app, &reference).await);
    let url = format!("/desk/tickets/{reference}");
    let undo = async || {
        let form = [("csrf", csrf.as_str()), ("id", id.as_str())];
        app.post(&format!("{url}/undo"), &form).await.location
    };
    let held_until = async |until: Option<DateTime<Utc>>| {
        pending_send::Entity::update_many()
            .col_expr(pending_send::Column::LockedUntil, Expr::value(until))
            .exec(&app.ctx.db)
            .await
            .unwrap();
    };
    held_until(Some(real_now() + TimeDelta::minutes(1))).await;
    assert_eq!(undo().await, url);
    let shown = page(app, &reference).await;
    assert!(
        shown.contains("Te laat: het vertrekt op dit moment."),
        "{shown}"
    );

    // It came back by itself: it is there, and nothing has left.
    held_until(None).await;
    let seen = app.case(&reference).await.ticket.revision;
    app.close(&bram, &reference, seen, CloseReason::Withdrawn)
        .await
        .unwrap();
    app.later(TimeDelta::seconds(10)).await;
    for _ in 0..2 {
        let opened = undo().await;
        assert!(opened.contains(&format!("draft={id}")), "{opened}");
        let shown = app.get(&opened).await.body;
        assert!(shown.contains("Gent.</textarea>"), "{shown}");
        assert!(!shown.contains("Te laat"), "{shown}");
    }
});

story!(a_label_or_a_signal_keeps_nothing_here, |app| {
    let (reference, agent, csrf) = asked(app).await;
    let before = left(app);
    send(app, &csrf, &reference, "answer", &[("body", "Gent.")]).await;
    let seen = app.case(&reference).await.ticket.revision;
    registry::set_knelpunt(&app.ctx, &agent, &reference, seen, "Decreet lokaal bestuur")
        .await
        .unwrap();
    registry::signal(&app.ctx, &agent, &reference, seen, "Raakt de hele regio.")
        .await
        .unwrap();
    registry::withdraw_signal(&app.ctx, &agent, &reference, seen)
        .await
        .unwrap();
    registry::remove_knelpunt(&app.ctx, &agent, &reference, seen)
        .await
        .unwrap();
    app.later(TimeDelta::seconds(10)).await;
    assert_eq!(left(app), before + 1);
    assert_eq!(rows(app, true).await, 0);
});

story!(two_processes_send_it_once, |app| {
    let (reference, _, csrf) = asked(app).await;
    let before = left(app);
    send(app, &csrf, &reference, "answer", &[("body", "Gent.")]).await;
    app.ctx.clock.advance(TimeDelta::seconds(10));
    let (one, other) = tokio::join!(app.works.until_idle(), app.works.until_idle());
    one.unwrap();
    other.unwrap();
    assert_eq!(left(app), before + 1);
    let history = app.history(&reference).await;
    assert_eq!(history.matches("answered ").count(), 1, "{history}");
});

story!(what_its_author_does_besides_does_not_keep_it_here, |app| {
    let (reference, agent, csrf) = asked(app).await;
    let colleague = bram(app).await;
    let before = left(app);
    send(app, &csrf, &reference, "answer", &[("body", "Gent.")]).await;
    let to = colleague.user().unwrap().id.to_string();
    for (form, field) in [
        ("take", ("body", "")),
        ("topic", ("topic", "kaartmateriaal")),
        ("note", ("body", "Gebeld.")),
        ("assign", ("to", to.as_str())),
    ] {
        let done = send(app, &csrf, &reference, form, &[field]).await;
        assert_eq!(done.status, 303, "{form}: {}", done.body);
    }
    app.later(TimeDelta::seconds(10)).await;
    assert_eq!(left(app), before + 1);
    assert_eq!(rows(app, true).await, 0);

    // What a colleague does in between is not what its author saw.
    send(app, &csrf, &reference, "note", &[("body", "Nog eens.")]).await;
    let fields = [("body", "Nog iets: het is regio Gent.")];
    send(app, &csrf, &reference, "answer", &fields).await;
    let seen = app.case(&reference).await.ticket.revision;
    registry::take(&app.ctx, &colleague, &reference, seen)
        .await
        .unwrap();
    registry::take_over(&app.ctx, &agent, &reference, seen + 1)
        .await
        .unwrap();
    app.later(TimeDelta::seconds(10)).await;
    assert_eq!(left(app), before + 1);
    let shown = page(app, &reference).await;
    assert!(shown.contains("de vraag is intussen gewijzigd"), "{shown}");
});

story!(what_would_cross_it_waits_until_it_has_left, |app| {
    const LEAVES: &str = "Er vertrekt nog iets van u: maak het ongedaan of wacht tot het weg is.";
    let (reference, agent, csrf) = asked(app).await;
    let before = left(app);
    send(app, &csrf, &reference, "answer", &[("body", "Gent.")]).await;
    for (form, fields) in [
        ("answer", [("body", "Toch Aalst."), ("files", "")]),
        ("ask", [("body", "Welke halte?"), ("files", "")]),
        ("forward", [("desk", "mow"), ("body", "Kijkt u?")]),
        ("close", [("reason", "withdrawn"), ("body", "Hoeft niet.")]),
    ] {
        let refused = send(app, &csrf, &reference, form, &fields).await;
        assert_eq!(refused.status, 409, "{form}: {}", refused.body);
        for shown in [LEAVES, "Ongedaan maken"] {
            assert!(refused.body.contains(shown), "{form}, {shown}: {refused:?}");
        }
        let typed = fields.iter().find(|(name, _)| *name == "body").unwrap().1;
        let kept = format!("{typed}</textarea>");
        assert!(refused.body.contains(&kept), "{form}: {}", refused.body);
    }
    let split = [("subject", "Halte"), ("body", "Waar is de halte?")];
    let refused = send(app, &csrf, &reference, "split", &split).await;
    assert_eq!(refused.status, 409);
    for shown in [LEAVES, "Waar is de halte?</textarea>"] {
        assert!(refused.body.contains(shown), "{shown}: {}", refused.body);
    }
    let asker = [
        ("mail", "jan@aalst.be"),
        ("name", "Jan"),
        ("confirmed", "1"),
    ];
    let refused = send(app, &csrf, &reference, "vraagsteller", &asker).await;
    assert!(refused.body.contains(LEAVES), "{}", refused.body);
    assert_eq!(refused.status, 409);
    let seen = app.case(&reference).await.ticket.revision;
    let refused = app
        .close(&agent, &reference, seen, CloseReason::Withdrawn)
        .await;
    assert!(matches!(
        refused,
        Err(DispatchError::Registry(RegistryError::OnItsWay))
    ));
    app.later(TimeDelta::seconds(10)).await;
    assert_eq!(left(app), before + 1);

    // Once it has left, the same goes on.
    let closed = [("reason", "answered"), ("body", "")];
    let done = send(app, &csrf, &reference, "close", &closed).await;
    assert_eq!(done.status, 303, "{}", done.body);
});

story!(a_question_for_advice_can_be_called_back_too, |app| {
    let (reference, _, csrf) = asked(app).await;
    let before = app.sent_mails().len();
    let url = format!("/desk/tickets/{reference}/consult");
    let words = "Mag dat volgens u?";
    let fields = [
        ("desk", "mow"),
        ("words", words),
        ("days", "5"),
        ("confirmed", "1"),
    ];
    let sent = send(app, &csrf, &reference, "consult", &fields).await;
    assert_eq!(
        (sent.status, sent.location),
        (303, format!("/desk/tickets/{reference}"))
    );
    let shown = page(app, &reference).await;
    assert!(shown.contains("Uw vraag om advies aan"), "{shown}");
    let id = waiting_in(&shown);
    let undo = [("csrf", csrf.as_str()), ("id", &id)];
    let undone = app
        .post(&format!("/desk/tickets/{reference}/undo"), &undo)
        .await;
    assert_eq!(undone.location, format!("{url}?draft={id}"));
    let form = app.get(&undone.location).await.body;
    for kept in [format!("{words}</textarea>").as_str(), "value=\"5\"", &id] {
        assert!(form.contains(kept), "{kept}: {form}");
    }
    app.later(TimeDelta::seconds(10)).await;
    assert_eq!(app.sent_mails().len(), before, "nothing left");

    // Sent from there, its draft is gone.
    let again = [&fields[..], &[("draft", id.as_str())]].concat();
    send(app, &csrf, &reference, "consult", &again).await;
    assert_eq!((rows(app, false).await, rows(app, true).await), (1, 0));
    app.later(TimeDelta::seconds(10)).await;
    assert_eq!(app.sent_mails().len(), before + 1);
    let history = app.history(&reference).await;
    assert!(history.contains("consulted"), "{history}");
});

/// Calls back what waits; says where its form is, and which draft it became.
async fn undone(app: &App, csrf: &str, reference: &Reference) -> (String, String) {
    let id = waiting_in(&page(app, reference).await);
    let form = [("csrf", csrf), ("id", &id)];
    let url = format!("/desk/tickets/{reference}/undo");
    (app.post(&url, &form).await.location, id)
}

story!(an_answer_to_a_mistyped_address_can_be_called_back, |app| {
    const TYPO: &str = "an.peters@wetteren.be";
    const RIGHT: &str = "anpeeters@wetteren.be";
    let (reference, agent, csrf) = asked(app).await;
    let gone = Fate::Refused {
        code: Some(550),
        reply: "550 5.1.1 unknown".to_owned(),
    };
    app.post_box.meet(ASKER, gone);
    let seen = app.case(&reference).await.ticket.revision;
    let says = Answer {
        markdown: "Wetteren ligt in de vervoerregio Gent.".to_owned(),
        ..Answer::default()
    };
    Box::pin(dispatch::answer(&app.ctx, &agent, &reference, seen, says))
        .await
        .unwrap();
    app.work().await;
    let standing = app.case(&reference).await.ticket.standing;
    assert_eq!(standing.receipt, Receipt::Undeliverable);

    // It is seen as a mail first.
    let fields = [("body", TYPO), ("voorbeeld", "")];
    let shown = send(app, &csrf, &reference, "readdress", &fields).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    let (_, preview) = shown.body.split_once("id=\"voorbeeld\"").unwrap();
    let preview = preview.split_once("</section>").unwrap().0;
    for part in [TYPO, "vervoerregio Gent"] {
        assert!(preview.contains(part), "{part}: {preview}");
    }

    let sent = send(app, &csrf, &reference, "readdress", &[("body", TYPO)]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let waits = page(app, &reference).await;
    let told = format!("Uw antwoord vertrekt opnieuw, naar {TYPO}, over 10 s.");
    assert!(waits.contains(&told), "{waits}");
    let (form, id) = undone(app, &csrf, &reference).await;
    let own = format!("/desk/tickets/{reference}?do=readdress&draft={id}#adres");
    assert_eq!(form, own);
    let opened = app.get(&form).await.body;
    assert!(opened.contains(&format!("value=\"{TYPO}\"")), "{opened}");
    app.later(TimeDelta::minutes(1)).await;
    assert!(app.mails_to(TYPO).is_empty());
    assert_eq!(app.case(&reference).await.asker.email, ASKER);

    // Mended, it leaves when its moment is over.
    let fields = [("body", RIGHT), ("draft", id.as_str())];
    let sent = send(app, &csrf, &reference, "readdress", &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(app.mails_to(RIGHT).is_empty());
    app.later(TimeDelta::seconds(10)).await;
    assert_eq!(app.mails_to(RIGHT).len(), 1);
    assert_eq!((rows(app, false).await, rows(app, true).await), (0, 0));
    assert_eq!(app.case(&reference).await.asker.email, RIGHT);
});

story!(what_waits_tells_who_gets_it_and_who_is_told, |app| {
    let (reference, agent, csrf) = asked(app).await;
    let seen = app.case(&reference).await.ticket.revision;
    let to = Forward {
        desk: "mow".to_owned(),
        ..Forward::default()
    };
    dispatch::forward(&app.ctx, &agent, &reference, seen, to)
        .await
        .unwrap();
    app.work().await;
    let case = app.case(&reference).await;
    let mut held = case.threads.iter().filter_map(|it| it.assignment.as_ref());
    let name = &held.next().unwrap().desk_name;
    let told = format!("{name} krijgt een mail dat antwoorden niet meer hoeft.");
    let bar = async || {
        let page = page(app, &reference).await;
        let (_, after) = page.split_once("id=\"pending\"").unwrap();
        after
            .split_once("id=\"ticket-threads\"")
            .unwrap()
            .0
            .to_owned()
    };

    let fields = [("body", "Wetteren ligt in Gent.")];
    let sent = send(app, &csrf, &reference, "answer", &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let waits = bar().await;
    for shown in ["<li>Aan: ", ASKER, told.as_str()] {
        assert!(waits.contains(shown), "{shown}: {waits}");
    }
    undone(app, &csrf, &reference).await;

    // Who goes on answering is told nothing; what was called back is an earlier text.
    let fields = [("body", "Dit is een deel."), ("rest:mow", "still")];
    let sent = send(app, &csrf, &reference, "answer", &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let waits = bar().await;
    assert!(!waits.contains(&told), "{waits}");
    for shown in ["<li>Aan: ", "Deze tekst is niet verstuurd."] {
        assert!(waits.contains(shown), "{shown}: {waits}");
    }
    app.later(TimeDelta::minutes(1)).await;
});

story!(who_only_looks_on_is_not_told_who_asked_it_too, |app| {
    const FAR: &str = "jan.claes@genk.be";
    const GOVERNOR: &str = "kabinet@oost-vlaanderen.be";
    let (reference, ..) = asked(app).await;
    app.take(question(FAR, "Ook dit", "Welke vervoerregio?"))
        .await;
    let all = app.references().await;
    let other = all.iter().find(|it| **it != reference).unwrap();
    let everywhere = Grant::new(Role::Coordinator, None, None).unwrap();
    let mia = somebody(app, "mia@vlaanderen.be", everywhere).await;
    let wanted = Merge {
        into: reference.to_string(),
        into_seen: app.case(&reference).await.ticket.revision,
        confirmed: true,
        ..Merge::default()
    };
    let seen = app.case(other).await.ticket.revision;
    Box::pin(dispatch::merge(&app.ctx, &mia, other, seen, wanted))
        .await
        .unwrap();
    app.work().await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let fields = [("body", "Wetteren ligt in Gent.")];
    let sent = send(app, &csrf, &reference, "answer", &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let shown = page(app, &reference).await;
    assert!(shown.contains(FAR), "{shown}");

    let province = Some("oost-vlaanderen".to_owned());
    let looks_on = Grant::new(Role::Observer, None, province).unwrap();
    somebody(app, GOVERNOR, looks_on).await;
    sign_in_as(app, GOVERNOR).await;
    let shown = page(app, &reference).await;
    assert!(shown.contains("<li>Aan: "), "{shown}");
    assert!(!shown.contains(FAR), "{shown}");
    app.later(TimeDelta::minutes(1)).await;
});

story!(whose_words_are_the_answer_is_told_nothing, |app| {
    const MOW: &str = "regiovorming@mow.be";
    const NOT_NEEDED: &str = "krijgt een mail dat antwoorden niet meer hoeft";
    let (reference, agent, csrf) = asked(app).await;
    let seen = app.case(&reference).await.ticket.revision;
    let to = Forward {
        desk: "mow".to_owned(),
        ..Forward::default()
    };
    dispatch::forward(&app.ctx, &agent, &reference, seen, to)
        .await
        .unwrap();
    app.work().await;
    // Whom nobody knows there wrote for the desk: it owes its answer until somebody uses these words.
    let of_desk = app.mails_to(MOW)[0].reply_to.clone();
    let words = "U hoort bij Gent.";
    app.take(letter(&of_desk, "een", "Re: Vervoerregio", words))
        .await;
    let desk = async || {
        let case = app.case(&reference).await;
        let thread = case.threads.into_iter().find(|it| it.assignment.is_some());
        let thread = thread.unwrap();
        (thread.assignment.unwrap(), thread.messages)
    };
    let (held, messages) = desk().await;
    let proposal = messages.last().unwrap();
    assert_eq!(proposal.state, MessageState::Proposed);
    assert_eq!(held.progress, ProgressKind::Sent);
    let (name, id) = (held.desk_name.as_str(), proposal.id.to_string());

    let form = async |more: &str| {
        let url = format!("/desk/tickets/{reference}?do=answer{more}");
        app.get(&url).await.body
    };
    let theirs = format!("Dit is het antwoord van {name}. Zij krijgen hierover geen mail.");
    let barred = format!("rv-chip--no\">{name}<");
    let own = form("").await;
    assert!(own.contains(NOT_NEEDED), "{own}");
    for not in [&theirs, &barred] {
        assert!(!own.contains(not), "{not}: {own}");
    }
    let used = form(&format!("&use={id}")).await;
    assert!(!used.contains(NOT_NEEDED), "{used}");
    for shown in [&theirs, &barred] {
        assert!(used.contains(shown), "{shown}: {used}");
    }

    let before = app.mails_to(MOW).len();
    let fields = [("body", words), ("proposal", id.as_str())];
    let sent = send(app, &csrf, &reference, "answer", &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let waits = page(app, &reference).await;
    let (_, waits) = waits.split_once("id=\"pending\"").unwrap();
    let (waits, _) = waits.split_once("id=\"ticket-threads\"").unwrap();
    assert!(waits.contains("<li>Aan: "), "{waits}");
    assert!(!waits.contains(NOT_NEEDED), "{waits}");
    app.later(TimeDelta::seconds(10)).await;
    assert_eq!(app.mails_to(MOW).len(), before, "as it was said");
    assert_eq!(desk().await.0.progress, ProgressKind::Answered);
});

story!(what_is_passed_on_can_be_called_back, |app| {
    const MOW: &str = "regiovorming@mow.be";
    const WORDS: &str = "De vraagsteller schreef: het gaat om Kalken.";
    let (reference, agent, csrf) = asked(app).await;
    let seen = app.case(&reference).await.ticket.revision;
    let to = Forward {
        desk: "mow".to_owned(),
        ..Forward::default()
    };
    dispatch::forward(&app.ctx, &agent, &reference, seen, to)
        .await
        .unwrap();
    app.work().await;
    let acknowledged = app.mails_to(ASKER).pop().unwrap();
    app.take(acknowledged.reply("Het gaat om Kalken.")).await;
    let case = app.case(&reference).await;
    let mut messages = case.threads.iter().flat_map(|it| &it.messages);
    let news = messages.find(|it| it.state == MessageState::New).unwrap();
    let about = news.id.to_string();
    let before = app.mails_to(MOW).len();
    let fields = [
        ("message", about.as_str()),
        ("to_desk", "mow"),
        ("body", WORDS),
    ];
    let pass = async |more: (&str, &str)| {
        let fields = [&fields[..], &[more]].concat();
        send(app, &csrf, &reference, "passon", &fields).await
    };
    let shown = pass(("voorbeeld", "")).await;
    let (_, preview) = shown.body.split_once("id=\"voorbeeld\"").unwrap();
    let preview = preview.split_once("</section>").unwrap().0;
    assert!(
        preview.contains(MOW) && preview.contains("Kalken"),
        "{preview}"
    );

    assert_eq!(pass(("draft", "")).await.status, 303);
    let waits = page(app, &reference).await;
    let told = "Wat u doorgeeft aan Departement Mobiliteit en Openbare Werken, vertrekt over 10 s.";
    assert!(waits.contains(told), "{waits}");
    let (form, id) = undone(app, &csrf, &reference).await;
    assert!(form.contains(&format!("?do=passon&draft={id}#")), "{form}");
    let opened = app.get(&form).await.body;
    for kept in [format!("{WORDS}</textarea>"), about.clone()] {
        assert!(opened.contains(&kept), "{kept}: {opened}");
    }
    // What is typed in it from then on is kept in it.
    let url = format!("/desk/tickets/{reference}/drafts/passon.{about}");
    let typed = [
        &fields[..2],
        &[("csrf", &csrf), ("draft", &id), ("body", "Kalken!")],
    ]
    .concat();
    assert_eq!(app.post(&url, &typed).await.status, 200);
    let opened = app.get(&form).await.body;
    assert!(opened.contains("Kalken!</textarea>"), "{opened}");
    app.later(TimeDelta::minutes(1)).await;
    assert_eq!(app.mails_to(MOW).len(), before);

    assert_eq!(pass(("draft", &id)).await.status, 303);
    app.later(TimeDelta::seconds(10)).await;
    assert_eq!(app.mails_to(MOW).len(), before + 1);
    assert_eq!((rows(app, false).await, rows(app, true).await), (0, 0));
    let history = app.history(&reference).await;
    assert!(history.contains("message_passed_on"), "{history}");

    // Somebody else saw to it while it waited: it stays here.
    let last = app.mails_to(ASKER).pop().unwrap();
    app.take(last.reply("En om Laarne.")).await;
    let case = app.case(&reference).await;
    let mut messages = case.threads.iter().flat_map(|it| &it.messages);
    let news = messages.find(|it| it.state == MessageState::New).unwrap();
    let about = news.id.to_string();
    let fields = [
        ("message", about.as_str()),
        ("to_desk", "mow"),
        ("body", WORDS),
    ];
    send(app, &csrf, &reference, "passon", &fields).await;
    let bram = bram(app).await;
    let seen = app.case(&reference).await.ticket.revision;
    registry::mark_seen(&app.ctx, &bram, &reference, seen, news.id)
        .await
        .unwrap();
    app.later(TimeDelta::seconds(10)).await;
    assert_eq!(app.mails_to(MOW).len(), before + 1);
    let shown = page(app, &reference).await;
    let told = "Wat u doorgaf, is niet verstuurd: de vraag is intussen gewijzigd.";
    assert!(shown.contains(told), "{shown}");
});
