//! How a question comes to its end by a person: answered elsewhere, or the double of another one. And
//! what an administration asks back meanwhile, and a desk that had the question twice.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::tokens::{self, NewToken};
use regiovraag::auth::{Actor, Grant, Reach, Role, Scope};
use regiovraag::dispatch::{self, Closing, DispatchError, Forward, Tell};
use regiovraag::intake::Rework;
use regiovraag::registry::{
    self, CloseReason, NewEvent, NextStep, NoDouble, QueueFilter, Receipt, Reference,
    RegistryError, Status, Told,
};
use regiovraag::text::Language;
use regiovraag::worker::Works;
use reqwest::Client;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::bad_input::sign_in_as;
use crate::support::app::{App, Got, changed, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";
const MOW: &str = "regiovorming@mow.be";

/// A question of `from`; its number.
async fn asked(app: &App, from: &str, subject: &str) -> Reference {
    let before = app.references().await;
    app.take(question(from, subject, "Welke vervoerregio?"))
        .await;
    let all = app.references().await;
    all.into_iter().find(|it| !before.contains(it)).unwrap()
}

async fn signed_in(app: &App) -> (Actor, String) {
    let agent = app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    (agent, csrf)
}

/// Sends a form of a question, from the page as it is at this moment.
pub async fn send(
    app: &App,
    csrf: &str,
    reference: &Reference,
    form: &str,
    fields: &[(&str, &str)],
) -> Got {
    let seen = app.case(reference).await.ticket.revision.to_string();
    let mut all = vec![("csrf", csrf), ("revision", seen.as_str())];
    all.extend(fields);
    let url = format!("/desk/tickets/{reference}/{form}");
    let got = app.post(&url, &all).await;
    app.work().await;
    got
}

/// The page of a question for its asker, behind the link in the first mail that they got.
async fn status_page(app: &App, reference: &Reference, asker: &str) -> String {
    let mails = app.mails_to(asker);
    let links = mails.iter().flat_map(|mail| mail.links());
    let own = format!("/vraag/{reference}?");
    let link = links
        .map(ToOwned::to_owned)
        .find(|link| link.contains(&own))
        .unwrap();
    app.get(&link).await.body
}

/// A token of a program that works for the desk.
async fn token(app: &App) -> String {
    let at = registry::desk_by_slug(&app.ctx.db, DESK)
        .await
        .unwrap()
        .unwrap();
    let new = NewToken {
        name: "werkt".into(),
        grant: Grant::new(Role::Api, Some(at.id), None).unwrap(),
        scopes: BTreeSet::from([Scope::TicketsRead, Scope::TicketsWrite]),
        days: 1,
    };
    tokens::create(&app.ctx, new).await.unwrap().text
}

async fn close_by_api(app: &App, token: &str, reference: &Reference, body: Value) -> (u16, Value) {
    let answer = Client::new()
        .post(app.url(&format!("/api/v1/tickets/{reference}/close")))
        .bearer_auth(token)
        .json(&body)
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

scenario!(an_answer_by_phone_is_told_as_what_it_is, |app| {
    let reference = asked(app, ASKER, "Vervoerregio").await;
    let (_, csrf) = signed_in(app).await;
    app.later(TimeDelta::hours(2)).await;
    let fields = |on: &'static str, by: &'static str| {
        [
            ("by", by),
            ("on", on),
            ("how", "phone"),
            ("body", "Het is Gent; GEHEIM."),
        ]
    };
    for (on, by, wrong) in [
        ("2026-01-16", "Joris Maes van MOW", "Die dag moet nog komen"),
        (
            "2026-01-14",
            "Joris Maes van MOW",
            "Die dag ligt voor de vraag",
        ),
        ("gisteren", "Joris Maes van MOW", "Kies de dag"),
        ("2026-01-15", " ", "Schrijf wie het was"),
    ] {
        let refused = send(app, &csrf, &reference, "receipt", &fields(on, by)).await;
        assert_eq!(refused.status, 422, "{on} {by}");
        assert!(refused.body.contains(wrong), "{wrong}: {}", refused.body);
        assert!(refused.body.contains("GEHEIM"), "what was typed stays");
    }
    // All that is wrong is told at once, each beside its field.
    let empty = [("by", ""), ("on", ""), ("how", ""), ("body", "")];
    let refused = send(app, &csrf, &reference, "receipt", &empty).await;
    for (field, wrong) in [
        ("wie", "Schrijf wie het was"),
        ("dag", "Kies de dag"),
        ("hoe", ""),
        ("tekst", ""),
    ] {
        let beside = format!("id=\"{field}-fout\"");
        assert!(refused.body.contains(&beside), "{field}: {}", refused.body);
        assert!(refused.body.contains(wrong), "{wrong}: {}", refused.body);
    }
    let form = fields("2026-01-15", "Joris Maes van MOW");
    assert_eq!(
        send(app, &csrf, &reference, "receipt", &form).await.status,
        303
    );
    let case = app.case(&reference).await;
    assert_eq!(
        (case.ticket.standing.status(), case.ticket.standing.receipt),
        (Status::Closed, Receipt::Confirmed)
    );
    let noted = case.evidence[0].noted.clone().unwrap();
    assert_eq!(
        (
            noted.by.as_str(),
            noted.on.to_string(),
            noted.how,
            noted.elsewhere
        ),
        (
            "Joris Maes van MOW",
            "2026-01-15".to_owned(),
            Told::Phone,
            true
        )
    );
    let desk = app.get(&format!("/desk/tickets/{reference}")).await.body;
    let told = "per telefoon door Joris Maes van MOW op 15 januari 2026";
    assert!(desk.contains(told), "{desk}");

    // The asker reads what is so, and nothing that they are said to have said.
    let page = status_page(app, &reference, ASKER).await;
    let told = "Beantwoord per telefoon door Joris Maes van MOW op donderdag 15 januari 2026, \
                genoteerd door Contactpunt Oost-Vlaanderen.";
    assert!(page.contains(told), "{page}");
    assert!(!page.contains("U zei dat uw vraag beantwoord is"), "{page}");
    assert!(!page.contains("GEHEIM"), "{page}");
    let (before, _) = page.split_once("\">Dat klopt niet</a>").unwrap();
    let (_, not) = before.rsplit_once("href=\"").unwrap();
    let not = not.replace("&#38;", "&");
    // "Yes" behind the same link claims nothing either.
    let yes = app.get(&not.replace("/nee/", "/ja/")).await;
    assert_eq!(yes.status, 303, "{}", yes.body);
    let said = app.post(&not, &[("wat", "Niemand belde ons.")]).await;
    assert_eq!(said.status, 303, "{}", said.body);
    app.work().await;
    let standing = app.case(&reference).await.ticket.standing;
    assert_eq!(
        (standing.status(), standing.receipt, standing.step),
        (Status::Open, Receipt::Disputed, NextStep::Reconsider)
    );
});

scenario!(a_program_notes_an_answer_by_the_same_rules, |app| {
    let reference = asked(app, ASKER, "Vervoerregio").await;
    let token = token(app).await;
    let seen = app.case(&reference).await.ticket.revision;
    let body = |reason: &str, on: &str| {
        json!({
            "revision": seen, "reason": reason,
            "noted": { "by": "Joris Maes", "on": on, "how": "meeting", "what": "Het is Gent." },
        })
    };
    for (reason, on, pointer) in [
        ("answered", "2027-01-01", "/noted/on"),
        ("answered", "2025-01-01", "/noted/on"),
        ("answered", "morgen", "/noted/on"),
        ("withdrawn", "2026-01-15", "/noted"),
    ] {
        let (status, problem) = close_by_api(app, &token, &reference, body(reason, on)).await;
        assert_eq!(status, 422, "{problem}");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    let (status, done) =
        close_by_api(app, &token, &reference, body("answered", "2026-01-15")).await;
    assert_eq!((status, &done["status"]), (200, &json!("closed")), "{done}");
    let case = Client::new()
        .get(app.url(&format!("/api/v1/tickets/{reference}")))
        .bearer_auth(&token);
    let case: Value = case.send().await.unwrap().json().await.unwrap();
    let noted = json!({
        "by": "Joris Maes", "on": "2026-01-15", "how": "meeting", "elsewhere": true,
    });
    assert_eq!(case["evidence"][0]["noted"], noted, "{case}");
});

scenario!(
    a_double_names_the_other_question_and_tells_its_asker,
    |app| {
        let first = asked(app, ASKER, "Vervoerregio").await;
        let again = asked(app, ASKER, "Nog eens").await;
        let other = asked(app, "tom@lede.be", "Ook dit").await;
        let (agent, csrf) = signed_in(app).await;
        let close = async |of: &str| {
            let fields = [("reason", "duplicate"), ("of", of), ("body", "")];
            send(app, &csrf, &again, "close", &fields).await
        };
        for (of, wrong) in [
            ("", "Geef het nummer"),
            (
                "RV-2026-999999",
                "Er is geen vraag met nummer RV-2026-999999",
            ),
            (
                "die van gisteren",
                "Er is geen vraag met nummer die van gisteren",
            ),
            (again.as_str(), "is deze vraag zelf"),
        ] {
            let refused = close(of).await;
            assert_eq!(refused.status, 422, "{of}");
            assert!(refused.body.contains(wrong), "{wrong}: {}", refused.body);
        }
        // Without a number it is no double, whoever asks.
        let seen = app.case(&again).await.ticket.revision;
        let why = registry::CloseReason::Duplicate;
        let refused = app.close(&agent, &again, seen, why).await;
        assert!(matches!(
            refused,
            Err(DispatchError::Registry(RegistryError::NoDouble(
                _,
                NoDouble::Missing
            )))
        ));
        let mails = app.mails_to(ASKER).len();

        // Only the digits will do.
        let digits = first.as_str().rsplit('-').next().unwrap();
        assert_eq!(close(digits).await.status, 303);
        let sent = app.mails_to(ASKER);
        assert_eq!(sent.len(), mails + 1);
        let mail = sent.last().unwrap();
        assert!(mail.subject.starts_with("Re: Nog eens"), "{mail:?}");
        assert!(
            mail.in_reply_to.iter().any(|id| id.contains("Nogeens")),
            "{mail:?}"
        );
        assert!(
            mail.text.contains(&format!("samen met vraag {first}")),
            "{mail:?}"
        );
        let page = status_page(app, &again, ASKER).await;
        assert!(page.contains(&format!("samen met vraag {first}")), "{page}");
        for (one, another) in [(&first, &again), (&again, &first)] {
            let page = app.get(&format!("/desk/tickets/{one}")).await.body;
            assert!(
                page.contains(&format!("/desk/tickets/{another}\"")),
                "{page}"
            );
        }

        // Not in a circle; and nothing of a question that somebody else asked.
        let seen = app.case(&first).await.ticket.revision;
        let round =
            dispatch::close_duplicate(&app.ctx, &agent, &first, seen, again.as_str(), "").await;
        assert!(
            matches!(
                round,
                Err(DispatchError::Registry(RegistryError::NoDouble(
                    _,
                    NoDouble::Circle
                )))
            ),
            "{round:?}"
        );
        let seen = app.case(&other).await.ticket.revision;
        dispatch::close_duplicate(&app.ctx, &agent, &other, seen, first.as_str(), "")
            .await
            .unwrap();
        app.work().await;
        let mail = app.mails_to("tom@lede.be").pop().unwrap();
        assert!(mail.text.contains("samen met een andere vraag"), "{mail:?}");
        let page = status_page(app, &other, "tom@lede.be").await;
        for told in [&mail.text, &page] {
            for secret in [first.as_str(), "Wetteren", "Peeters"] {
                assert!(!told.contains(secret), "{secret}: {told}");
            }
        }

        // A reply opens it again, by itself.
        app.take(mail.reply("Dit is toch een andere vraag, kijk maar."))
            .await;
        let case = app.case(&other).await;
        assert_eq!(case.ticket.standing.status(), Status::Open);
        assert_eq!(case.duplicate_of, None);
        assert_eq!(app.case(&first).await.duplicates, [again.to_string()]);
    }
);

/// Closes `reference` as the double of `of`.
async fn close_as_double(
    app: &App,
    agent: &Actor,
    reference: &Reference,
    of: &Reference,
) -> Result<(), DispatchError> {
    let seen = app.case(reference).await.ticket.revision;
    dispatch::close_duplicate(&app.ctx, agent, reference, seen, of.as_str(), "")
        .await
        .map(|_| ())
}

fn refused_as(result: &Result<(), DispatchError>) -> Option<NoDouble> {
    match result {
        Err(DispatchError::Registry(RegistryError::NoDouble(_, why))) => Some(*why),
        _ => None,
    }
}

scenario!(
    a_double_of_another_asker_comes_back_when_the_question_is_answered,
    |app| {
        let first = asked(app, ASKER, "Vervoerregio").await;
        let again = asked(app, ASKER, "Nog eens").await;
        let other = asked(app, "tom@lede.be", "Ook dit").await;
        let (agent, csrf) = signed_in(app).await;
        close_as_double(app, &agent, &again, &first).await.unwrap();
        // Named is a double: what counts is the question behind it.
        close_as_double(app, &agent, &other, &again).await.unwrap();
        app.work().await;
        let case = app.case(&other).await;
        assert_eq!(case.duplicate_of.unwrap().reference, first.as_str());
        assert_eq!(case.ticket.standing.status(), Status::Closed);
        let mail = app.mails_to("tom@lede.be").pop().unwrap();
        assert!(mail.text.contains("krijgt u het van ons"), "{mail:?}");

        let body = [("body", "Het is vervoerregio Gent.")];
        assert_eq!(send(app, &csrf, &first, "answer", &body).await.status, 303);
        let case = app.case(&other).await;
        assert_eq!(case.ticket.standing.status(), Status::Open);
        assert_eq!(case.ticket.standing.step, NextStep::Answer);
        assert_eq!(case.duplicate_of, None);
        // It is there, and only has to be passed on.
        let term = case.ticket.due_at - app.ctx.clock.now();
        assert!(term < TimeDelta::days(5), "{term}");
        // Who asked both has the answer.
        let same = app.case(&again).await.ticket.standing;
        assert_eq!(same.status(), Status::Closed);

        // The answer is at hand, and goes in with one click.
        let page = app
            .get(&format!("/desk/tickets/{other}?do=answer"))
            .await
            .body;
        for shown in [
            format!("Vraag {first} is beantwoord: geef het antwoord hier ook"),
            format!("Het antwoord op {first}"),
            format!("?do=answer&#38;like={first}#tekst"),
        ] {
            assert!(page.contains(&shown), "{shown}: {page}");
        }
        let filled = format!("/desk/tickets/{other}?do=answer&like={first}");
        let page = app.get(&filled).await.body;
        let text = page.split_once("<textarea").unwrap().1;
        let text = text.split_once("</textarea>").unwrap().0;
        assert!(text.ends_with(">Het is vervoerregio Gent."), "{text}");
        // Not of any question that somebody names.
        let third = format!("/desk/tickets/{other}?do=answer&like={again}");
        let page = app.get(&third).await.body;
        let text = page.split_once("<textarea").unwrap().1;
        assert!(
            text.split_once("</textarea>").unwrap().0.ends_with('>'),
            "{text}"
        );

        // Answered, it is over.
        assert_eq!(send(app, &csrf, &other, "answer", &body).await.status, 303);
        assert_eq!(
            app.case(&other).await.ticket.standing.status(),
            Status::Answered
        );
    }
);

scenario!(a_double_is_never_of_a_question_that_nobody_answers, |app| {
    let first = asked(app, ASKER, "Vervoerregio").await;
    let other = asked(app, "tom@lede.be", "Ook dit").await;
    let (agent, csrf) = signed_in(app).await;
    close_as_double(app, &agent, &other, &first).await.unwrap();
    app.work().await;
    // Who asked first takes it back: the other one still asks.
    let fields = [("reason", "withdrawn"), ("of", ""), ("body", "")];
    assert_eq!(send(app, &csrf, &first, "close", &fields).await.status, 303);
    let case = app.case(&other).await;
    assert_eq!(case.ticket.standing.status(), Status::Open);
    let page = app.get(&format!("/desk/tickets/{other}")).await.body;
    let told = format!("Vraag {first} is zonder antwoord afgesloten");
    assert!(page.contains(&told), "{page}");

    let again = close_as_double(app, &agent, &other, &first).await;
    assert_eq!(refused_as(&again), Some(NoDouble::GivenUp), "{again:?}");
    let fields = [
        ("reason", "duplicate"),
        ("of", first.as_str()),
        ("body", ""),
    ];
    let refused = send(app, &csrf, &other, "close", &fields).await;
    assert_eq!(refused.status, 422);
    let told = format!("{first} is zonder antwoord afgesloten. Open die vraag opnieuw");
    assert!(refused.body.contains(&told), "{}", refused.body);

    // Nor of one that has its answer, unless the same person asked.
    let third = asked(app, "tom@lede.be", "En dit").await;
    let body = [("body", "Het is vervoerregio Gent.")];
    assert_eq!(send(app, &csrf, &other, "answer", &body).await.status, 303);
    let fourth = asked(app, ASKER, "Opnieuw").await;
    let refused = close_as_double(app, &agent, &fourth, &other).await;
    assert_eq!(
        refused_as(&refused),
        Some(NoDouble::Answered),
        "{refused:?}"
    );
    close_as_double(app, &agent, &third, &other).await.unwrap();
    app.work().await;
    assert_eq!(
        app.case(&third).await.ticket.standing.status(),
        Status::Closed
    );
});

scenario!(
    two_people_never_close_two_questions_as_each_others_doubles,
    |app| {
        let first = asked(app, ASKER, "Vervoerregio").await;
        let other = asked(app, "tom@lede.be", "Ook dit").await;
        let agent = app.agent(DESK).await;
        let (one, another) = tokio::join!(
            close_as_double(app, &agent, &first, &other),
            close_as_double(app, &agent, &other, &first),
        );
        assert_eq!(
            [one.is_ok(), another.is_ok()]
                .iter()
                .filter(|ok| **ok)
                .count(),
            1,
            "{one:?} {another:?}"
        );
        let late = if one.is_ok() { another } else { one };
        assert!(late.is_err(), "{late:?}");
        app.work().await;
    }
);

scenario!(a_program_closes_a_double_by_the_same_rules, |app| {
    let first = asked(app, ASKER, "Vervoerregio").await;
    let again = asked(app, ASKER, "Nog eens").await;
    let token = token(app).await;
    let seen = app.case(&again).await.ticket.revision;
    let body =
        |reason: &str, of: Value| json!({ "revision": seen, "reason": reason, "duplicate_of": of });
    for wrong in [
        body("duplicate", Value::Null),
        body("duplicate", json!(again.as_str())),
        body("duplicate", json!("RV-2026-999999")),
        body("withdrawn", json!(first.as_str())),
    ] {
        let (status, problem) = close_by_api(app, &token, &again, wrong).await;
        assert_eq!(status, 422, "{problem}");
        assert_eq!(
            problem["errors"][0]["pointer"], "/duplicate_of",
            "{problem}"
        );
    }
    let good = body("duplicate", json!(first.as_str()));
    let (status, done) = close_by_api(app, &token, &again, good).await;
    assert_eq!(status, 200, "{done}");
    app.work().await;
    assert_eq!(
        app.case(&again).await.duplicate_of.unwrap().reference,
        first.as_str()
    );
    let mail = app.mails_to(ASKER).pop().unwrap();
    assert!(mail.text.contains(first.as_str()), "{mail:?}");
});

async fn forward(app: &App, agent: &Actor, reference: &Reference, desk: &str, comment: &str) {
    let to = Forward {
        desk: desk.to_owned(),
        comment: comment.to_owned(),
        ..Forward::default()
    };
    let seen = app.case(reference).await.ticket.revision;
    dispatch::forward(&app.ctx, agent, reference, seen, to)
        .await
        .unwrap();
    app.work().await;
}

scenario!(
    what_an_administration_asks_back_stands_in_the_queue,
    |app| {
        let reference = asked(app, ASKER, "Vervoerregio").await;
        let (agent, csrf) = signed_in(app).await;
        forward(app, &agent, &reference, "mow", "").await;
        let page = app.mails_to(MOW).pop().unwrap();
        let page = page
            .links()
            .into_iter()
            .find(|link| link.contains("/a/"))
            .unwrap()
            .to_owned();
        let ask = async |text: &str| {
            let sent = app
                .post(&format!("{page}/vraag-terug"), &[("terug", text)])
                .await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        };
        let standing = async || app.case(&reference).await.ticket.standing;
        ask("Over welk jaar gaat het?").await;
        assert_eq!(
            (standing().await.step, standing().await.rank()),
            (NextStep::AnswerDesk, 1)
        );
        // Among what the desk must do, with the name of who waits.
        let filter = QueueFilter::open(registry::Scope::All, Reach::Everything);
        let rows = registry::queue(&app.ctx.db, &filter, None, 10)
            .await
            .unwrap()
            .rows;
        assert_eq!(
            rows[0].asking_desk.as_deref(),
            Some("Departement Mobiliteit en Openbare Werken")
        );
        let queue = app.get("/desk").await.body;
        assert!(
            queue.contains("Vraag van Departement Mobiliteit en Openbare Werken"),
            "{queue}"
        );
        let desk = app.get(&format!("/desk/tickets/{reference}")).await.body;
        assert!(desk.contains("Vraag terug, wacht op uw antwoord"), "{desk}");
        assert!(desk.contains("?do=forward&#38;to=mow#tekst"), "{desk}");

        // Answered, it is gone.
        forward(app, &agent, &reference, "mow", "Over 2026.").await;
        assert_eq!(standing().await.step, NextStep::FollowUp);
        let desk = app.get(&format!("/desk/tickets/{reference}")).await.body;
        assert!(
            !desk.contains("Vraag terug, wacht op uw antwoord"),
            "{desk}"
        );

        // Two ask: the other one still waits after the first is answered.
        ask("En welke gemeente?").await;
        forward(app, &agent, &reference, "vdab", "").await;
        assert_eq!(standing().await.step, NextStep::AnswerDesk);
        forward(app, &agent, &reference, "mow", "Wetteren.").await;
        assert_eq!(standing().await.step, NextStep::FollowUp);

        // What is asked of the asker in turn stays the desk's question when they have written.
        ask("En welke straat?").await;
        let seen = app.case(&reference).await.ticket.revision;
        dispatch::ask_asker(&app.ctx, &agent, &reference, seen, "Welke straat?")
            .await
            .unwrap();
        app.work().await;
        assert_eq!(standing().await.step, NextStep::WaitForAsker);
        let asked = app.mails_to(ASKER).pop().unwrap();
        app.take(asked.reply("De Kerkstraat.")).await;
        assert_eq!(standing().await.step, NextStep::AnswerDesk);

        // Taken back, or closed, nobody waits for an answer.
        let case = app.case(&reference).await;
        let held = case.threads.iter().filter_map(|it| it.assignment.as_ref());
        let held = held
            .into_iter()
            .find(|it| it.desk_slug == "mow")
            .unwrap()
            .id;
        let seen = case.ticket.revision;
        dispatch::withdraw(&app.ctx, &agent, &reference, seen, held, "")
            .await
            .unwrap();
        app.work().await;
        assert_eq!(standing().await.step, NextStep::Answer);
        let closed = send(app, &csrf, &reference, "close", &[("reason", "withdrawn")]).await;
        assert_eq!(closed.status, 303);
        assert_eq!(standing().await.step, NextStep::Done);
    }
);

scenario!(
    a_question_back_by_mail_stands_in_the_queue_until_it_closes,
    |app| {
        let reference = asked(app, ASKER, "Vervoerregio").await;
        let (_, csrf) = signed_in(app).await;
        let agent = sign_in_again(app).await;
        forward(app, &agent, &reference, "mow", "").await;
        let mail = app.mails_to(MOW).pop().unwrap();
        app.take(mail.reply("Kunt u verduidelijken over welke jaren het gaat?"))
            .await;
        let case = app.case(&reference).await;
        assert_eq!(case.ticket.standing.step, NextStep::AnswerDesk);
        assert_eq!(
            send(app, &csrf, &reference, "close", &[("reason", "withdrawn")])
                .await
                .status,
            303
        );
        let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
        assert!(
            !page.contains("Vraag terug, wacht op uw antwoord"),
            "{page}"
        );
    }
);

/// Another person of the same desk.
async fn sign_in_again(app: &App) -> Actor {
    let at = registry::desk_by_slug(&app.ctx.db, DESK)
        .await
        .unwrap()
        .unwrap();
    account(
        app,
        "mia@vlaanderen.be",
        Grant::new(Role::Agent, Some(at.id), None).unwrap(),
    )
    .await
}

async fn account(app: &App, email: &str, grant: Grant) -> Actor {
    let account = NewAccount {
        email: email.to_owned(),
        name: "Mia Baert".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![grant],
    };
    Actor::User(accounts::add(&app.ctx, account).await.unwrap())
}

scenario!(
    two_conversations_with_one_desk_have_names_of_their_own,
    |app| {
        let reference = asked(app, ASKER, "Vervoerregio").await;
        let (agent, _) = signed_in(app).await;
        forward(app, &agent, &reference, "mow", "").await;
        let page = async || app.get(&format!("/desk/tickets/{reference}")).await.body;
        assert!(!page().await.contains("1e toewijzing"));
        let link = app.mails_to(MOW).pop().unwrap();
        let link = link
            .links()
            .into_iter()
            .find(|link| link.contains("/a/"))
            .unwrap()
            .to_owned();
        assert_eq!(
            app.post(&format!("{link}/niet-voor-ons"), &[]).await.status,
            303
        );
        app.later(TimeDelta::hours(25)).await;
        sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        forward(app, &agent, &reference, "mow", "Toch wel.").await;
        let shown = page().await;
        assert!(
            shown.contains("1e toewijzing, niet voor hen op 15 jan"),
            "{shown}"
        );
        assert!(shown.contains("2e toewijzing, sinds 16 jan"), "{shown}");
        assert!(shown.contains("Eerdere gesprekken (1)"), "{shown}");
    }
);

scenario!(who_only_looks_on_is_shown_no_keys_of_others, |app| {
    asked(app, ASKER, "Vervoerregio").await;
    let grant = Grant::new(Role::Observer, None, Some("oost-vlaanderen".to_owned())).unwrap();
    account(app, "kijkt@vlaanderen.be", grant).await;
    sign_in_as(app, "kijkt@vlaanderen.be").await;
    let reference = app.only_case().await.ticket.reference;
    for path in ["/desk".to_owned(), format!("/desk/tickets/{reference}")] {
        let page = app.get(&path).await.body;
        assert!(page.contains("Vervoerregio"), "{page}");
        for key in ["A", "F", "D", "N", "T", "E"] {
            let shown = format!("<kbd class=\"rv-kbd\">{key}</kbd>");
            assert!(!page.contains(&shown), "{path} shows {key}: {page}");
        }
        assert!(page.contains("<kbd class=\"rv-kbd\">?</kbd>"), "{page}");
    }
    assert!(app.get("/desk").await.body.contains("data-forms=\"\""));
    signed_in(app).await;
    assert!(app.get("/desk").await.body.contains("data-forms=\"afne\""));
});

scenario!(
    the_asker_is_told_why_a_question_ends_without_an_answer,
    |app| {
        let (_, csrf) = signed_in(app).await;
        let about = "omdat ze niet over regiovorming gaat";

        // The form shows the mail, to whom it goes, and that it leaves.
        let reference = asked(app, ASKER, "Paspoort").await;
        let form = app
            .get(&format!("/desk/tickets/{reference}?do=close"))
            .await
            .body;
        for shown in [about, ASKER, "name=\"tell\" value=\"1\" checked"] {
            assert!(form.contains(shown), "{shown}: {form}");
        }
        let question = app.mails_to(ASKER).pop().unwrap();
        let fields = [
            ("reason", "out_of_scope"),
            ("body", "Al de derde keer; GEHEIM."),
            ("tell", "1"),
            ("words", "De FOD Buitenlandse Zaken helpt u hiermee."),
        ];
        assert_eq!(
            send(app, &csrf, &reference, "close", &fields).await.status,
            303
        );
        let told = app.mails_to(ASKER).pop().unwrap();
        assert_ne!(told.message_id, question.message_id);
        assert!(told.text.contains(about), "{}", told.text);
        assert!(told.text.contains("De FOD Buitenlandse Zaken"));
        assert!(told.text.contains("Dan openen we uw vraag opnieuw"));
        assert!(!told.text.contains("GEHEIM"), "{}", told.text);
        assert!(told.envelope_from.is_some(), "a bounce finds its way");
        let standing = app.case(&reference).await.ticket.standing;
        assert_eq!(
            (standing.status(), standing.receipt),
            (Status::Closed, Receipt::None)
        );
        let desk = app.get(&format!("/desk/tickets/{reference}")).await.body;
        assert!(desk.contains(about), "the conversation tells what was said");
        let page = status_page(app, &reference, ASKER).await;
        assert!(
            page.contains("De FOD Buitenlandse Zaken") && !page.contains("GEHEIM"),
            "{page}"
        );

        // A reply in the same thread opens it again.
        app.take(told.reply("Het gaat wel degelijk over onze regio."))
            .await;
        let case = app.case(&reference).await;
        assert_eq!(case.ticket.standing.status(), Status::Open);

        // No mail for whoever unticks it, nor ever for spam.
        let before = app.mails_to(ASKER).len();
        let silent = [("reason", "withdrawn"), ("body", "Per telefoon.")];
        send(app, &csrf, &reference, "close", &silent).await;
        let spam = asked(app, ASKER, "Win een auto").await;
        let acknowledged = app.mails_to(ASKER).len();
        assert_eq!(acknowledged, before + 1);
        send(
            app,
            &csrf,
            &spam,
            "close",
            &[("reason", "spam"), ("tell", "1")],
        )
        .await;
        let status = app.case(&spam).await.ticket.standing.status();
        assert_eq!(status, Status::Closed);
        assert_eq!(app.mails_to(ASKER).len(), acknowledged);
    }
);

scenario!(a_program_says_whether_the_asker_is_told, |app| {
    let token = token(app).await;
    let told = async |subject: &str, more: Value| {
        let reference = asked(app, ASKER, subject).await;
        let before = app.mails_to(ASKER).len();
        let mut body = json!({ "revision": app.case(&reference).await.ticket.revision });
        let fields = body.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        let (status, answer) = close_by_api(app, &token, &reference, body).await;
        app.work().await;
        let mails = app.mails_to(ASKER);
        let new = mails[before..].iter().map(|mail| mail.text.clone());
        (status, answer, new.collect::<Vec<_>>())
    };
    let (status, answer, mails) = told(
        "Een",
        json!({ "reason": "withdrawn", "message": "Tot dan." }),
    )
    .await;
    assert_eq!((status, mails.len()), (200, 1));
    assert_eq!(answer["not_told"], Value::Null);
    assert!(mails[0].contains("Tot dan."), "{}", mails[0]);
    let (status, _, mails) = told(
        "Twee",
        json!({ "reason": "withdrawn", "tell_asker": false }),
    )
    .await;
    assert_eq!((status, mails.len()), (200, 0));
    let (status, _, mails) = told("Drie", json!({ "reason": "spam" })).await;
    assert_eq!((status, mails.len()), (200, 0));
    for (subject, wrong) in [
        ("Vier", json!({ "reason": "spam", "tell_asker": true })),
        ("Vijf", json!({ "reason": "spam", "message": "Stop." })),
    ] {
        let (status, answer, mails) = told(subject, wrong).await;
        assert_eq!((status, mails.len()), (422, 0), "{answer}");
        let said = answer["errors"].to_string();
        assert!(said.contains("withdrawn en out_of_scope"), "{answer}");
    }
});

/// A question in somebody's name that the receiving server says is not theirs.
async fn denied(app: &App) -> Reference {
    let server = "mx1.regiovorming.example";
    let ctx = changed(&app.ctx, |settings| {
        server.clone_into(&mut settings.intake.authserv_id);
    });
    let works = Works::with_carrier(ctx, app.post_box.clone())
        .await
        .unwrap();
    let verdict =
        format!("Authentication-Results: {server}; dmarc=fail header.from=wetteren.be\r\n");
    let raw = question(ASKER, "Nagemaakt", "Welke vervoerregio?");
    app.receive([verdict.into_bytes(), raw].concat()).await;
    works.until_idle().await.unwrap();
    app.references().await.pop().unwrap()
}

scenario!(
    who_may_not_have_asked_is_told_of_no_end_and_no_beginning,
    |app| {
        let (agent, csrf) = signed_in(app).await;
        let reopen = async |reference: &Reference| {
            let seen = app.case(reference).await.ticket.revision;
            registry::reopen(&app.ctx, &agent, reference, seen, "Toch.", "Voor u.")
                .await
                .unwrap();
            app.work().await;
            let history = app.history(reference).await;
            assert!(history.contains("asker_not_told"), "{history}");
        };
        let spam = asked(app, ASKER, "Win een auto").await;
        let fields = [("reason", "spam"), ("body", "")];
        send(app, &csrf, &spam, "close", &fields).await;

        // Somebody typed an address whose holder says that they did not ask.
        let disowned = asked(app, ASKER, "Niet van mij").await;
        let mark = NewEvent::new("disowned");
        registry::append_events(
            &app.ctx.db,
            &app.ctx,
            own(app, &disowned).await,
            &Actor::System,
            vec![mark],
        )
        .await
        .unwrap();
        let denied = denied(app).await;
        app.work().await;
        let before = app.mails_to(ASKER).len();

        let page = app
            .get(&format!("/desk/tickets/{spam}?do=reopen"))
            .await
            .body;
        assert!(
            page.contains("was afgesloten als ongewenste mail"),
            "{page}"
        );
        assert!(!page.contains("name=\"told\""), "{page}");
        reopen(&spam).await;
        for (reference, why) in [(&disowned, "houder van het adres"), (&denied, "het domein")] {
            let form = app
                .get(&format!("/desk/tickets/{reference}?do=close"))
                .await;
            assert!(form.body.contains(why), "{}", form.body);
            assert!(!form.body.contains("name=\"tell\" value=\"1\" checked"));
            // Several at once leave them out, whatever the one box says.
            let seen = app.case(reference).await.ticket.revision;
            let form = [
                ("csrf", csrf.clone()),
                ("do", "close".to_owned()),
                ("sure", "1".to_owned()),
                ("reason", "withdrawn".to_owned()),
                ("tell", "1".to_owned()),
                ("t", format!("{reference}:{seen}")),
            ];
            let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
            app.post("/desk/bulk", &form).await;
            app.work().await;
            let status = app.case(reference).await.ticket.standing.status();
            assert_eq!(status, Status::Closed, "{reference}");
            reopen(reference).await;
        }
        assert_eq!(app.mails_to(ASKER).len(), before, "nobody was told");

        // A program says nothing of it either, unless it says so; a person may.
        let token = token(app).await;
        let revision = app.case(&denied).await.ticket.revision;
        let body = json!({
            "revision": revision, "reason": "withdrawn", "message": "Zoals besproken.",
        });
        let (status, answer) = close_by_api(app, &token, &denied, body).await;
        assert_eq!((status, &answer["not_told"]), (200, &json!("denied")));
        app.work().await;
        assert_eq!(app.mails_to(ASKER).len(), before);
        // What was written for them is not lost: colleagues read it, and that it did not leave.
        for (reference, words) in [(&denied, "Zoals besproken."), (&spam, "Voor u.")] {
            let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
            let said = format!(
                "vertrokken niet: de vraagsteller krijgt hierover geen mail.</p><p>{words}"
            );
            assert!(page.contains(&said), "{page}");
        }
        let fields = [("reason", "withdrawn"), ("tell", "1")];
        send(app, &csrf, &disowned, "close", &fields).await;
        assert_eq!(app.mails_to(ASKER).len(), before + 1);
    }
);

scenario!(a_machine_is_told_of_no_end_and_no_beginning, |app| {
    let letter = "From: Nieuws <nieuws@wetteren.be>\r\nTo: regiovorming@vlaanderen.be\r\n\
        Subject: Vraag\r\nMessage-ID: <brief-1@wetteren.be>\r\nList-Id: <nieuws.wetteren.be>\r\n\
        List-Unsubscribe: <mailto:weg@wetteren.be>\r\nDate: Thu, 15 Jan 2026 08:55:00 +0100\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\r\nTot welke vervoerregio behoren wij?\r\n";
    let id = app.take(letter).await;
    let agent = app.agent(DESK).await;
    let seen = app.inbound(id).await.revision;
    let works = app.works.understander();
    works
        .rework(&agent, id, seen, &Rework::Question)
        .await
        .unwrap();
    app.work().await;
    let reference = app.only_case().await.ticket.reference;
    for step in ["close", "reopen"] {
        let seen = app.case(&reference).await.ticket.revision;
        if step == "close" {
            let closing = Closing {
                reason: CloseReason::Withdrawn,
                why: String::new(),
                tell: Tell::Usual,
                words: String::new(),
            };
            dispatch::close(&app.ctx, &agent, &reference, seen, closing)
                .await
                .unwrap();
        } else {
            registry::reopen(&app.ctx, &agent, &reference, seen, "Toch.", "")
                .await
                .unwrap();
        }
        app.work().await;
        assert!(app.sent_mails().is_empty(), "{step}");
    }
});

async fn own(app: &App, reference: &Reference) -> Uuid {
    app.case(reference).await.ticket.id
}

scenario!(who_may_not_have_asked_hears_of_no_double, |app| {
    let first = asked(app, ASKER, "Vervoerregio").await;
    let (agent, csrf) = signed_in(app).await;
    let denied = denied(app).await;
    app.work().await;
    let before = app.mails_to(ASKER).len();
    let form = app.get(&format!("/desk/tickets/{denied}?do=close")).await;
    let (_, help) = form.body.split_once("id=\"dubbel-hulp\">").unwrap();
    let help = help.split_once("</p>").unwrap().0;
    assert!(help.contains("krijgt geen mail: het domein"), "{help}");
    let fields = [
        ("reason", "duplicate"),
        ("of", first.as_str()),
        ("body", ""),
    ];
    let done = send(app, &csrf, &denied, "close", &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let history = app.history(&denied).await;
    assert!(history.contains("asker_not_told"), "{history}");

    // A program hears why.
    let seen = app.case(&denied).await.ticket.revision;
    registry::reopen(&app.ctx, &agent, &denied, seen, "Toch.", "")
        .await
        .unwrap();
    let seen = app.case(&denied).await.ticket.revision;
    let body = json!({ "revision": seen, "reason": "duplicate", "duplicate_of": first.as_str() });
    let token = token(app).await;
    let (status, answer) = close_by_api(app, &token, &denied, body).await;
    assert_eq!((status, &answer["not_told"]), (200, &json!("denied")));
    app.work().await;
    assert_eq!(app.mails_to(ASKER).len(), before, "nobody was told");
});
