//! A question with several points becomes two: each with its own conversation and term, tied to the other.

use chrono::TimeDelta;
use regiovraag::auth::Actor;
use regiovraag::config::Automatic;
use regiovraag::intake::{self, IntakeError, Split, SplitFault};
use regiovraag::registry::{self, DeadlineKind, NewEvent, NextStep, Reference, Status};
use regiovraag::store::StoreError;
use regiovraag::worker::Works;

use crate::asker;
use crate::bad_input::sign_in_as;
use crate::support::app::{App, Got, changed, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";

async fn asked(app: &App) -> Reference {
    let text = "1. Welke vervoerregio?\r\n2. Wie keurt het plan goed?";
    app.take(question(ASKER, "Twee vragen", text)).await;
    app.references().await.pop().unwrap()
}

async fn split(
    app: &App,
    agent: &Actor,
    reference: &Reference,
    wanted: Split,
) -> Result<Reference, IntakeError> {
    let seen = app.case(reference).await.ticket.revision;
    let understander = app.works.understander();
    let done = intake::split(understander, agent, reference, seen, wanted).await;
    app.work().await;
    done
}

fn second() -> Split {
    Split {
        subject: "Wie keurt het plan goed?".to_owned(),
        body: "2. Wie keurt het plan goed?".to_owned(),
        ..Split::default()
    }
}

scenario!(a_question_with_two_points_becomes_two, |app| {
    let first = asked(app).await;
    app.later(TimeDelta::days(1)).await;
    let agent = app.agent(DESK).await;
    let mails = app.mails_to(ASKER).len();
    let own = split(app, &agent, &first, second()).await.unwrap();
    let case = app.case(&own).await;
    assert_eq!(case.ticket.standing.status(), Status::New);
    assert_eq!(case.asker.email, ASKER);
    assert_eq!(case.split_from.as_deref(), Some(first.as_str()));
    assert_eq!(app.case(&first).await.splits, [own.to_string()]);
    // Its term began when the first one came in.
    let answer = |case: &registry::Case| {
        let mut terms = case.deadlines.iter();
        terms
            .find(|it| it.kind == DeadlineKind::Answer)
            .unwrap()
            .due_at
    };
    assert_eq!(answer(&case), answer(&app.case(&first).await));
    let sent = app.mails_to(ASKER);
    assert_eq!(sent.len(), mails + 1);
    let mail = sent.last().unwrap();
    assert!(mail.text.contains(first.as_str()), "{mail:?}");
    assert!(mail.subject.contains(own.as_str()), "{mail:?}");

    // Each reply finds its own.
    app.take(mail.reply("Over het plan: het is dringend."))
        .await;
    let words = |case: &registry::Case| -> Vec<String> {
        let messages = case.threads.iter().flat_map(|thread| &thread.messages);
        messages.map(|it| it.body.clone()).collect()
    };
    assert!(
        words(&app.case(&own).await)
            .iter()
            .any(|it| it.contains("dringend"))
    );
    assert!(
        !words(&app.case(&first).await)
            .iter()
            .any(|it| it.contains("dringend"))
    );
    app.take(sent[0].reply("Over de vervoerregio: dank u."))
        .await;
    assert!(
        words(&app.case(&first).await)
            .iter()
            .any(|it| it.contains("dank u"))
    );
});

scenario!(a_part_that_will_not_do_is_refused_whole, |app| {
    let first = asked(app).await;
    let agent = app.agent(DESK).await;
    let wanted = Split {
        body: "  ".to_owned(),
        topic: Some("bestaat-niet".to_owned()),
        files: vec![
            "0197a8c0-0000-7000-8000-000000000214".to_owned(),
            "x".to_owned(),
        ],
        ..Split::default()
    };
    let refused = split(app, &agent, &first, wanted).await;
    let Err(IntakeError::UnfitSplit(faults)) = refused else {
        panic!("{refused:?}");
    };
    let expected = [
        SplitFault::NoSubject,
        SplitFault::NoQuestion,
        SplitFault::UnknownTopic("bestaat-niet".to_owned()),
        SplitFault::UnknownFile("0197a8c0-0000-7000-8000-000000000214".to_owned()),
        SplitFault::UnknownFile("x".to_owned()),
    ];
    assert_eq!(faults, expected);
    let seen = app.case(&first).await.ticket.revision;
    let understander = app.works.understander();
    let stale = intake::split(understander, &agent, &first, seen + 1, second()).await;
    assert!(
        matches!(
            stale,
            Err(IntakeError::Registry(registry::RegistryError::Store(
                StoreError::Stale
            )))
        ),
        "{stale:?}"
    );
    assert_eq!(app.references().await.len(), 1);
});

scenario!(a_colleague_splits_a_question_on_its_page, |app| {
    let first = asked(app).await;
    app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let url = format!("/desk/tickets/{first}/split");
    let page = app.get(&format!("/desk/tickets/{first}")).await.body;
    assert!(page.contains(&url), "{page}");
    let page = app.get(&url).await.body;
    assert!(page.contains("Wie keurt het plan goed?"), "{page}");
    let seen = app.case(&first).await.ticket.revision.to_string();
    let post = async |subject: &str| {
        let form = [
            ("csrf", csrf.as_str()),
            ("revision", seen.as_str()),
            ("subject", subject),
            ("body", "Wie keurt het plan goed?"),
            ("topic", ""),
        ];
        let got = app.post(&url, &form).await;
        app.work().await;
        got
    };
    let refused = post(" ").await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(
        refused.body.contains("id=\"subject-fout\""),
        "{}",
        refused.body
    );
    let done = post("Het plan").await;
    assert_eq!(done.status, 303, "{}", done.body);
    let own = app.references().await.pop().unwrap();
    assert_eq!(done.location, format!("/desk/tickets/{own}"));
    assert_eq!(post("Het plan").await.status, 409, "nothing is split twice");
    for (one, other) in [(&first, &own), (&own, &first)] {
        let page = app.get(&format!("/desk/tickets/{one}")).await.body;
        assert!(page.contains(&format!("/desk/tickets/{other}\"")), "{page}");
    }
});

/// The same question, with a file.
async fn asked_with_a_file(app: &App) -> Reference {
    let mail = format!(
        "From: {ASKER}\r\nTo: regiovorming@vlaanderen.be\r\nSubject: Twee vragen\r\n\
         Message-ID: <bijlage@wetteren.be>\r\nDate: Thu, 15 Jan 2026 08:55:00 +0100\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=deel\r\n\r\n--deel\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n1. Welke vervoerregio?\r\n\
         2. Wie keurt het plan goed?\r\n--deel\r\nContent-Type: application/octet-stream\r\n\
         Content-Disposition: attachment; filename=plan.txt\r\n\
         Content-Transfer-Encoding: base64\r\n\r\nSGV0IHBsYW4=\r\n--deel--\r\n"
    );
    app.take(mail).await;
    app.references().await.pop().unwrap()
}

/// Sends the form of a part of `first`.
async fn send(app: &App, csrf: &str, first: &Reference, more: &[(&str, &str)]) -> Got {
    let seen = app.case(first).await.ticket.revision.to_string();
    let form = [
        ("csrf", csrf),
        ("revision", seen.as_str()),
        ("subject", "Het plan"),
        ("body", "Wie keurt het plan goed?"),
        ("topic", ""),
    ];
    let form = [&form[..], more].concat();
    let got = app
        .post(&format!("/desk/tickets/{first}/split"), &form)
        .await;
    app.work().await;
    got
}

scenario!(
    a_file_of_the_question_goes_along_also_when_somebody_else_asks,
    |app| {
        let first = asked_with_a_file(app).await;
        app.agent(DESK).await;
        let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let other = [
            ("mail", "bo.janssens@wetteren.be"),
            ("name", "Bo Janssens"),
            ("organisation", "Gemeente Wetteren"),
            ("confirmed", "1"),
        ];
        let done = asker::change(app, &csrf, &first, &other).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let case = app.case(&first).await;
        let file = case.question().unwrap().attachments[0].id.to_string();
        let page = app.get(&format!("/desk/tickets/{first}/split")).await.body;
        assert!(page.contains(&format!("value=\"{file}\"")), "{page}");

        let done = send(app, &csrf, &first, &[("files", file.as_str())]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let own = app.references().await.pop().unwrap();
        assert_ne!(own, first);
        let case = app.case(&own).await;
        assert_eq!(case.asker.email, "bo.janssens@wetteren.be");
        let files = &case.question().unwrap().attachments;
        let names: Vec<&str> = files.iter().map(|file| file.filename.as_str()).collect();
        assert_eq!(names, ["plan.txt"]);

        // A file of another question does not.
        let elsewhere = files[0].id.to_string();
        let refused = send(app, &csrf, &first, &[("files", elsewhere.as_str())]).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
    }
);

scenario!(a_question_is_not_split_off_whole, |app| {
    let first = asked(app).await;
    let agent = app.agent(DESK).await;
    let whole = Split {
        body: "1. Welke vervoerregio?\n\n2. Wie keurt het plan goed? ".to_owned(),
        ..second()
    };
    let mails = app.mails_to(ASKER).len();
    let refused = split(app, &agent, &first, whole).await;
    let Err(IntakeError::UnfitSplit(faults)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(faults, [SplitFault::WholeQuestion]);
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let whole = "1. Welke vervoerregio?\r\n2. Wie keurt het plan goed?";
    let refused = send(app, &csrf, &first, &[("body", whole)]).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let said = "Laat alleen staan wat bij de tweede vraag hoort.";
    assert!(refused.body.contains(said), "{}", refused.body);
    assert_eq!(app.references().await, [first]);
    assert_eq!(app.mails_to(ASKER).len(), mails);
});

scenario!(whoever_is_not_told_is_promised_no_mail, |app| {
    let first = asked(app).await;
    app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let url = format!("/desk/tickets/{first}/split");
    let promise = format!("{ASKER} krijgt één mail");
    let page = app.get(&url).await.body;
    assert!(page.contains(&promise), "{page}");
    let ticket = app.case(&first).await.ticket.id;
    let mark = NewEvent::new("disowned");
    registry::append_events(&app.ctx.db, &app.ctx, ticket, &Actor::System, vec![mark])
        .await
        .unwrap();
    let before = app.mails_to(ASKER).len();
    let page = app.get(&url).await.body;
    let refused = send(app, &csrf, &first, &[("subject", " ")]).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    for page in [page, refused.body] {
        let said = "De vraagsteller krijgt geen mail: de houder van het adres";
        assert!(page.contains(said), "{page}");
        assert!(!page.contains(&promise), "{page}");
    }
    let done = send(app, &csrf, &first, &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(app.mails_to(ASKER).len(), before);
    let own = app.references().await.pop().unwrap();
    let history = app.history(&own).await;
    assert!(history.contains("asker_not_told"), "{history}");
});

scenario!(a_part_goes_to_no_administration_by_itself, |app| {
    let first = asked(app).await;
    let agent = app.agent(DESK).await;
    let ctx = changed(&app.ctx, |settings| {
        settings.dispatch.automatic = Automatic::Confident;
    });
    let house = Works::with_carrier(ctx, app.post_box.clone())
        .await
        .unwrap();
    let clear = Split {
        subject: "Openbaar vervoer".to_owned(),
        body: "Wat is een vervoerregio? Komt er een halte van De Lijn, en hoe vragen wij een \
            hoppinpunt aan?"
            .to_owned(),
        ..Split::default()
    };
    let seen = app.case(&first).await.ticket.revision;
    let own = intake::split(house.understander(), &agent, &first, seen, clear)
        .await
        .unwrap();
    house.until_idle().await.unwrap();
    let case = app.case(&own).await;
    assert!(case.threads.iter().all(|it| it.assignment.is_none()));
    assert!(app.sent_mails().iter().all(|mail| mail.to == ASKER));
    let proposed = case.proposed.as_ref().map(|(slug, ..)| slug.as_str());
    assert_eq!(proposed, Some("mow"), "it is laid before a person");
    assert_eq!(case.ticket.standing.step, NextStep::ConfirmProposal);
});
