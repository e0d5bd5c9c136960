//! Two questions that are one case: the one goes on in the other, what is written to it lands there, each
//! asker gets the answer by a mail of their own, and all of it can be undone until somebody answers.

use chrono::TimeDelta;
use migration::Migrator;
use regiovraag::auth::Actor;
use regiovraag::clock::real_now;
use regiovraag::dispatch::{self, Answer, Consult, DispatchError, Forward, Merge};
use regiovraag::entity::ticket;
use regiovraag::registry::{
    self, CloseReason, DeadlineKind, Direction, MessageState, NextStep, NoMerge, Receipt,
    Reference, RegistryError, Stage, Status,
};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use sea_orm_migration::MigratorTrait as _;

use crate::asker::change;
use crate::bad_input::sign_in_as;
use crate::closing::send;
use crate::support::app::{App, question};
use crate::support::database::steps_since;
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";
const MOW: &str = "regiovorming@mow.be";

async fn asked(app: &App, from: &str, subject: &str) -> Reference {
    let before = app.references().await;
    app.take(question(from, subject, "Welke vervoerregio?"))
        .await;
    let all = app.references().await;
    all.into_iter().find(|it| !before.contains(it)).unwrap()
}

async fn seen(app: &App, reference: &Reference) -> i32 {
    app.case(reference).await.ticket.revision
}

async fn merge(
    app: &App,
    agent: &Actor,
    source: &Reference,
    target: &Reference,
    change: impl FnOnce(&mut Merge),
) -> Result<(), DispatchError> {
    let mut wanted = Merge {
        into: target.to_string(),
        into_seen: seen(app, target).await,
        tell: true,
        ..Merge::default()
    };
    change(&mut wanted);
    let revision = seen(app, source).await;
    let done = dispatch::merge(&app.ctx, agent, source, revision, wanted).await;
    app.work().await;
    done
}

async fn unmerge(app: &App, agent: &Actor, source: &Reference) -> Result<(), DispatchError> {
    let revision = seen(app, source).await;
    let done = dispatch::unmerge(&app.ctx, agent, source, revision).await;
    app.work().await;
    done
}

fn refused_as(result: &Result<(), DispatchError>) -> Option<NoMerge> {
    match result {
        Err(DispatchError::Registry(RegistryError::NoMerge(_, why))) => Some(*why),
        _ => None,
    }
}

async fn forward(app: &App, agent: &Actor, reference: &Reference, desk: &str) {
    let to = Forward {
        desk: desk.to_owned(),
        ..Forward::default()
    };
    let revision = seen(app, reference).await;
    dispatch::forward(&app.ctx, agent, reference, revision, to)
        .await
        .unwrap();
    app.work().await;
}

scenario!(a_question_goes_on_in_another_one_of_the_same_asker, |app| {
    let first = asked(app, ASKER, "Vervoerregio").await;
    app.later(TimeDelta::days(4)).await;
    let again = asked(app, ASKER, "Nog eens").await;
    let agent = app.agent(DESK).await;

    // The older one goes on in the newer one: the earlier date counts there.
    let mails = app.mails_to(ASKER).len();
    merge(app, &agent, &first, &again, |_| {}).await.unwrap();
    let source = app.case(&first).await;
    assert_eq!(source.ticket.standing.status(), Status::Closed);
    assert_eq!(source.duplicate_of.unwrap().reference, again.as_str());
    let target = app.case(&again).await;
    let term = target
        .deadlines
        .iter()
        .find(|it| it.kind == registry::DeadlineKind::Answer);
    let whole = source
        .deadlines
        .iter()
        .find(|it| it.kind == registry::DeadlineKind::Answer);
    assert_eq!(term.unwrap().due_at, whole.unwrap().due_at);
    let sent = app.mails_to(ASKER);
    assert_eq!(sent.len(), mails + 1);
    let mail = sent.last().unwrap();
    assert!(
        mail.text
            .contains(&format!("verder samen met vraag {again}")),
        "{mail:?}"
    );
    assert!(mail.text.contains("Antwoord op deze mail"), "{mail:?}");

    // A reply to any of its mails lands in the one that goes on, and so does its number.
    app.take(mail.reply("Nog een woordje: het gaat om Wetteren."))
        .await;
    let target = app.case(&again).await;
    let words = |case: &registry::Case| -> Vec<String> {
        let messages = case.threads.iter().flat_map(|thread| &thread.messages);
        messages.map(|it| it.body.clone()).collect()
    };
    assert!(
        words(&target)
            .iter()
            .any(|it| it.contains("Nog een woordje")),
        "{:?}",
        words(&target)
    );
    assert_eq!(
        app.case(&first).await.ticket.standing.status(),
        Status::Closed
    );
    let numbered = question(ASKER, &format!("Over {first}"), "Hoort hier ook bij.");
    app.take(numbered).await;
    assert!(
        words(&app.case(&again).await)
            .iter()
            .any(|it| it.contains("Hoort hier ook bij"))
    );
    assert_eq!(app.references().await.len(), 2);

    // Its page leads to the other's.
    let link = sent
        .iter()
        .flat_map(|mail| mail.links())
        .find(|link| link.contains(&format!("/vraag/{first}?")))
        .unwrap()
        .to_owned();
    let page = app.get(&link).await.body;
    assert!(page.contains(&format!("/vraag/{again}?t=")), "{page}");
    assert!(page.contains(&format!("samen met vraag {again}")), "{page}");

    // Its conversation stands on the other's page.
    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let page = app.get(&format!("/desk/tickets/{again}")).await.body;
    assert!(
        page.contains(&format!("Samengevoegd met {first}")),
        "{page}"
    );
    assert!(page.contains("Samenvoegen ongedaan maken"), "{page}");

    // One answer, and one mail: nobody else waits.
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let answer = [("body", "Het is vervoerregio Gent.")];
    assert_eq!(
        send(app, &csrf, &again, "answer", &answer).await.status,
        303
    );
    let answers = app.mails_to(ASKER);
    let answers = answers
        .iter()
        .filter(|mail| mail.text.contains("vervoerregio Gent"));
    assert_eq!(answers.count(), 1);
    assert_eq!(
        app.case(&first).await.ticket.standing.status(),
        Status::Closed
    );
    let late = unmerge(app, &agent, &first).await;
    assert_eq!(refused_as(&late), Some(NoMerge::AnsweredSince));
});

scenario!(merging_is_undone_and_all_stands_as_before, |app| {
    let first = asked(app, ASKER, "Vervoerregio").await;
    let again = asked(app, ASKER, "Nog eens").await;
    let agent = app.agent(DESK).await;
    forward(app, &agent, &first, "mow").await;
    forward(app, &agent, &again, "mow").await;
    let (source, target) = (app.case(&first).await, app.case(&again).await);
    let mails = (app.mails_to(ASKER).len(), app.mails_to(MOW).len());

    // The desk has both: it is told nothing. Nor is the asker, when nobody wants it.
    merge(app, &agent, &first, &again, |it| it.tell = false)
        .await
        .unwrap();
    assert_eq!((app.mails_to(ASKER).len(), app.mails_to(MOW).len()), mails);
    unmerge(app, &agent, &first).await.unwrap();
    assert_eq!((app.mails_to(ASKER).len(), app.mails_to(MOW).len()), mails);
    let now = app.case(&first).await;
    assert_eq!(now.ticket.standing, source.ticket.standing);
    assert_eq!(now.ticket.due_at, source.ticket.due_at);
    let terms = |case: &registry::Case| -> Vec<_> {
        let terms = case.deadlines.iter();
        terms
            .map(|it| (it.kind, it.state, it.starts_at, it.due_at))
            .collect()
    };
    assert_eq!(terms(&now), terms(&source));
    let other = app.case(&again).await;
    assert_eq!(other.ticket.standing, target.ticket.standing);
    assert_eq!(terms(&other), terms(&target));
    assert_eq!(
        refused_as(&unmerge(app, &agent, &first).await),
        Some(NoMerge::NotMerged)
    );

    // Told of the one, they are told of the other.
    merge(app, &agent, &first, &again, |_| {}).await.unwrap();
    unmerge(app, &agent, &first).await.unwrap();
    let mail = app.mails_to(ASKER).pop().unwrap();
    assert!(mail.text.contains("weer apart"), "{mail:?}");
    assert_eq!(app.mails_to(ASKER).len(), mails.0 + 2);

    // A week later it is too late.
    merge(app, &agent, &first, &again, |_| {}).await.unwrap();
    app.later(TimeDelta::days(8)).await;
    assert_eq!(
        refused_as(&unmerge(app, &agent, &first).await),
        Some(NoMerge::TooLate)
    );
});

scenario!(each_asker_gets_the_answer_in_a_mail_of_their_own, |app| {
    let first = asked(app, ASKER, "Vervoerregio").await;
    let other = asked(app, "tom@lede.be", "Ook dit").await;
    let agent = app.agent(DESK).await;
    forward(app, &agent, &other, "mow").await;
    let mow = app.mails_to(MOW).pop().unwrap();

    // Of another organisation, a person says that it is one case.
    let refused = merge(app, &agent, &other, &first, |_| {}).await;
    assert_eq!(refused_as(&refused), Some(NoMerge::OtherAsker));
    merge(app, &agent, &other, &first, |it| {
        it.confirmed = true;
        it.tell = false;
    })
    .await
    .unwrap();
    let told = app.mails_to("tom@lede.be").pop().unwrap();
    assert!(told.text.contains("samen met een andere vraag"), "{told:?}");
    assert!(!told.text.contains(first.as_str()), "{told:?}");
    let withdrawn = app.mails_to(MOW).pop().unwrap();
    assert!(
        withdrawn.text.contains("hoeft u niet meer te antwoorden"),
        "{withdrawn:?}"
    );

    // Who answers all the same is heard where it goes on.
    app.take(mow.reply("Het is vervoerregio Gent, zie het decreet."))
        .await;
    let case = app.case(&first).await;
    assert_eq!(case.ticket.standing.step, NextStep::ReviewProposal);
    assert_eq!(app.case(&other).await.ticket.standing.step, NextStep::Done);

    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let page = app
        .get(&format!("/desk/tickets/{first}?do=answer"))
        .await
        .body;
    assert!(page.contains("Ook, in een eigen mail"), "{page}");
    assert!(page.contains("tom@lede.be"), "{page}");
    let answer = [("body", "Het is vervoerregio Gent.")];
    assert_eq!(
        send(app, &csrf, &first, "answer", &answer).await.status,
        303
    );
    for (to, reference) in [(ASKER, &first), ("tom@lede.be", &other)] {
        let mail = app.mails_to(to).pop().unwrap();
        assert!(mail.text.contains("vervoerregio Gent"), "{mail:?}");
        assert!(mail.subject.contains(reference.as_str()), "{mail:?}");
        let case = app.case(reference).await;
        assert!(matches!(case.ticket.standing.stage, Stage::Answered { .. }));
        assert_eq!(case.ticket.standing.receipt, Receipt::Sent);
    }
    // What the one says of the answer is about the one.
    let mail = app.mails_to("tom@lede.be").pop().unwrap();
    app.take(mail.reply("Dat klopt niet, dit helpt ons niet."))
        .await;
    assert_eq!(
        app.case(&other).await.ticket.standing.status(),
        Status::Open
    );
    assert_eq!(
        app.case(&first).await.ticket.standing.status(),
        Status::Answered
    );
});

scenario!(
    a_merged_question_comes_back_when_the_other_ends_without_an_answer,
    |app| {
        let first = asked(app, ASKER, "Vervoerregio").await;
        let other = asked(app, "tom@lede.be", "Ook dit").await;
        let agent = app.agent(DESK).await;
        merge(app, &agent, &other, &first, |it| it.confirmed = true)
            .await
            .unwrap();
        let revision = seen(app, &first).await;
        app.close(&agent, &first, revision, registry::CloseReason::Withdrawn)
            .await
            .unwrap();
        app.work().await;
        let case = app.case(&other).await;
        assert_eq!(case.ticket.standing.status(), Status::Open);
        assert_eq!(case.ticket.merged, None);
    }
);

scenario!(
    questions_are_merged_in_a_line_and_never_in_a_circle,
    |app| {
        let first = asked(app, ASKER, "Vervoerregio").await;
        let second = asked(app, ASKER, "Nog eens").await;
        let third = asked(app, ASKER, "En nog").await;
        let agent = app.agent(DESK).await;
        let itself = merge(app, &agent, &first, &first, |_| {}).await;
        assert_eq!(refused_as(&itself), Some(NoMerge::Itself));
        let unknown = merge(app, &agent, &first, &second, |it| {
            it.into = "RV-2026-999999".into();
        })
        .await;
        assert_eq!(refused_as(&unknown), Some(NoMerge::Unknown));
        let stale = merge(app, &agent, &first, &second, |it| it.into_seen += 1).await;
        assert!(stale.is_err() && refused_as(&stale).is_none(), "{stale:?}");

        merge(app, &agent, &first, &second, |_| {}).await.unwrap();
        let back = merge(app, &agent, &second, &first, |_| {}).await;
        assert_eq!(refused_as(&back), Some(NoMerge::Elsewhere));
        merge(app, &agent, &second, &third, |_| {}).await.unwrap();
        let mails = app.mails_to(ASKER);
        let oldest = mails
            .iter()
            .find(|mail| mail.subject.contains(first.as_str()));
        app.take(oldest.unwrap().reply("Hoort dit er ook bij?"))
            .await;
        let case = app.case(&third).await;
        let messages = case.threads.iter().flat_map(|it| &it.messages);
        assert!(
            messages
                .clone()
                .any(|it| it.body.contains("Hoort dit er ook bij"))
        );
        let page = {
            sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
            app.get(&format!("/desk/tickets/{third}")).await.body
        };
        for one in [&first, &second] {
            assert!(page.contains(&format!("Samengevoegd met {one}")), "{one}");
        }
        // The record of each tells what happened to it, and holds.
        for one in [&first, &second, &third] {
            let id = app.case(one).await.ticket.id;
            assert!(app.history(one).await.contains("merged"), "{id}");
        }
    }
);

scenario!(
    a_person_sees_what_follows_before_two_questions_become_one,
    |app| {
        let first = asked(app, ASKER, "Vervoerregio").await;
        let other = asked(app, "tom@lede.be", "Ook dit").await;
        app.agent(DESK).await;
        let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let page = app.get(&format!("/desk/tickets/{other}")).await.body;
        assert!(
            page.contains(&format!("/desk/tickets/{other}/merge")),
            "{page}"
        );
        let url = format!("/desk/tickets/{other}/merge");
        assert!(
            app.get(&url)
                .await
                .body
                .contains("Nummer van de vraag die verdergaat")
        );
        let unknown = app.get(&format!("{url}?with=999999")).await;
        assert_eq!(unknown.status, 422);
        let digits = first.as_str().rsplit('-').next().unwrap();
        let page = app.get(&format!("{url}?with={digits}")).await;
        assert_eq!(page.status, 200, "{}", page.body);
        for shown in ["gaat over hetzelfde dossier", "tom@lede.be", "Omgekeerd"] {
            assert!(page.body.contains(shown), "{shown}: {}", page.body);
        }
        let (own, into) = (
            seen(app, &other).await.to_string(),
            seen(app, &first).await.to_string(),
        );
        let form = |confirmed: &'static str| {
            vec![
                ("csrf", csrf.clone()),
                ("revision", own.clone()),
                ("into", first.to_string()),
                ("into_seen", into.clone()),
                ("confirmed", confirmed.to_owned()),
                ("why", "Zelfde dossier.".to_owned()),
            ]
        };
        let post = async |confirmed| {
            let form = form(confirmed);
            let fields: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
            let got = app.post(&url, &fields).await;
            app.work().await;
            got
        };
        let refused = post("").await;
        assert_eq!(refused.status, 422);
        assert!(
            refused
                .body
                .contains("Bevestig dat het om hetzelfde dossier gaat"),
            "{}",
            refused.body
        );
        assert!(
            refused.body.contains("Zelfde dossier."),
            "what was typed stays"
        );
        let done = post("1").await;
        assert_eq!(
            (done.status, done.location),
            (303, format!("/desk/tickets/{first}?samen={other}"))
        );
        // The page that follows shows how it is undone, with the key of that.
        let undo = format!("href=\"/desk/tickets/{other}/unmerge\" data-key=\"z\"");
        let page = app
            .get(&format!("/desk/tickets/{first}?samen={other}"))
            .await;
        assert!(page.body.contains(&undo), "{}", page.body);
        let page = app.get(&format!("/desk/tickets/{first}")).await;
        assert!(!page.body.contains(&undo), "{}", page.body);
        assert_eq!(post("1").await.status, 422, "it is over");
        let again = app.get(&format!("{url}?with={digits}")).await;
        assert!(
            again.body.contains("Deze vraag is afgesloten"),
            "{}",
            again.body
        );
    }
);

scenario!(who_undoes_a_merge_sees_which_mail_leaves, |app| {
    let first = asked(app, ASKER, "Vervoerregio").await;
    let other = asked(app, "tom@lede.be", "Ook dit").await;
    let agent = app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    merge(app, &agent, &other, &first, |it| it.confirmed = true)
        .await
        .unwrap();
    let url = format!("/desk/tickets/{other}/unmerge");
    for page in [&first, &other] {
        let page = app.get(&format!("/desk/tickets/{page}")).await.body;
        assert!(page.contains(&format!("href=\"{url}\"")), "{page}");
        assert!(!page.contains(&format!("action=\"{url}\"")), "{page}");
    }
    let mails = app.mails_to("tom@lede.be").len();
    let page = app.get(&url).await;
    assert_eq!(page.status, 200, "{}", page.body);
    for shown in [
        "tom@lede.be krijgt een mail dat we de vraag weer apart behandelen.",
        "id=\"voorbeeld\"",
        "Bij nader inzien behandelen we ze weer apart.",
        first.as_str(),
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let undo = async |revision: i32| {
        let revision = revision.to_string();
        let form = [("csrf", csrf.as_str()), ("revision", revision.as_str())];
        let got = app.post(&url, &form).await;
        app.work().await;
        got
    };
    let own = seen(app, &other).await;
    let stale = undo(own - 1).await;
    assert_eq!(stale.status, 409, "{}", stale.body);
    for shown in ["De vraag veranderde intussen", "id=\"voorbeeld\""] {
        assert!(stale.body.contains(shown), "{shown}: {}", stale.body);
    }
    assert_eq!(app.mails_to("tom@lede.be").len(), mails, "nothing happened");
    let undone = undo(own).await;
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert_eq!(app.case(&other).await.ticket.merged, None);
    assert_eq!(app.mails_to("tom@lede.be").len(), mails + 1);
    let over = app.get(&url).await;
    assert_eq!(over.status, 422, "{}", over.body);
    assert!(!over.body.contains("id=\"voorbeeld\""), "{}", over.body);

    // Who was told nothing of it is told nothing now.
    let again = asked(app, ASKER, "Nog eens").await;
    merge(app, &agent, &again, &first, |it| it.tell = false)
        .await
        .unwrap();
    let silent = app.get(&format!("/desk/tickets/{again}/unmerge")).await;
    assert_eq!(silent.status, 200, "{}", silent.body);
    assert!(
        silent.body.contains("Er vertrekt geen mail:"),
        "{}",
        silent.body
    );
});

scenario!(the_earlier_date_counts_and_is_given_back, |app| {
    let first = asked(app, ASKER, "Vervoerregio").await;
    app.later(TimeDelta::days(4)).await;
    let again = asked(app, ASKER, "Nog eens").await;
    let agent = app.agent(DESK).await;
    let terms = async |reference: &Reference| {
        let case = app.case(reference).await;
        let terms = case.deadlines.iter();
        let terms: Vec<_> = terms
            .map(|it| (it.kind, it.state, it.due_at, it.term.clone()))
            .collect();
        (terms, case.ticket.due_at)
    };
    let before = (terms(&first).await, terms(&again).await);
    merge(app, &agent, &first, &again, |_| {}).await.unwrap();
    assert_ne!(terms(&again).await, before.1);
    unmerge(app, &agent, &first).await.unwrap();
    assert_eq!((terms(&first).await, terms(&again).await), before);
});

scenario!(a_question_whose_mail_is_leaving_is_not_merged, |app| {
    let first = asked(app, ASKER, "Vervoerregio").await;
    let again = asked(app, ASKER, "Nog eens").await;
    let agent = app.agent(DESK).await;
    let to = Forward {
        desk: "mow".to_owned(),
        ..Forward::default()
    };
    let revision = seen(app, &first).await;
    dispatch::forward(&app.ctx, &agent, &first, revision, to)
        .await
        .unwrap();
    let refused = merge(app, &agent, &first, &again, |_| {}).await;
    assert_eq!(refused_as(&refused), Some(NoMerge::Sending));
    // By now it has left.
    merge(app, &agent, &first, &again, |_| {}).await.unwrap();

    // A request for advice is a mail like the others.
    let other = asked(app, ASKER, "En nog eens").await;
    let advice = Consult {
        desk: "mow".to_owned(),
        words: "Wat raadt u aan?".to_owned(),
        ..Consult::default()
    };
    let revision = seen(app, &other).await;
    dispatch::consult(&app.ctx, &agent, &other, revision, advice)
        .await
        .unwrap();
    let refused = merge(app, &agent, &other, &again, |_| {}).await;
    assert_eq!(refused_as(&refused), Some(NoMerge::Sending));
});

/// What was written to us in a question.
async fn said_in(app: &App, reference: &Reference) -> Vec<(String, MessageState)> {
    let case = app.case(reference).await;
    let messages = case.threads.iter().flat_map(|thread| &thread.messages);
    let spoken = messages.filter(|it| it.direction == Direction::Inbound);
    spoken.map(|it| (it.body.clone(), it.state)).collect()
}

/// What was laid before the owner of a question.
async fn notices_in(app: &App, reference: &Reference) -> Vec<String> {
    let case = app.case(reference).await;
    let messages = case.threads.iter().flat_map(|thread| &thread.messages);
    let notices = messages.filter(|it| it.direction == Direction::Internal);
    notices.map(|it| it.body.clone()).collect()
}

scenario!(
    what_another_asker_writes_stays_in_their_own_conversation,
    |app| {
        let first = asked(app, ASKER, "Vervoerregio").await;
        let other = asked(app, "tom@lede.be", "Ook dit").await;
        let agent = app.agent(DESK).await;
        merge(app, &agent, &other, &first, |it| it.confirmed = true)
            .await
            .unwrap();
        let told = app.mails_to("tom@lede.be").pop().unwrap();
        app.take(told.reply("Bij ons gaat het om een schepen."))
            .await;
        // Also long after the question was closed for the other one.
        app.later(TimeDelta::days(40)).await;
        app.take(question(
            "tom@lede.be",
            &format!("Over {other}"),
            "En om een secretaris.",
        ))
        .await;
        assert_eq!(app.references().await.len(), 2);
        let theirs = said_in(app, &other).await;
        for words in ["een schepen", "een secretaris"] {
            assert!(
                theirs
                    .iter()
                    .any(|(it, state)| it.contains(words) && *state == MessageState::Posted),
                "{theirs:?}"
            );
        }
        assert_eq!(said_in(app, &first).await.len(), 1);
        assert_eq!(
            app.case(&other).await.ticket.standing.status(),
            Status::Closed
        );
        // The owner hears of it where the question goes on, and reads it there; its asker does not.
        let notices = notices_in(app, &first).await;
        assert_eq!(notices.len(), 2, "{notices:?}");
        assert!(notices[0].contains(other.as_str()), "{notices:?}");
        sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let page = app.get(&format!("/desk/tickets/{first}")).await.body;
        assert!(page.contains("een schepen"), "{page}");
        let mails = app.mails_to(ASKER);
        let links = mails.iter().flat_map(|mail| mail.links());
        let mut links = links.filter(|link| link.contains(&format!("/vraag/{first}?")));
        let page = app.get(links.next().unwrap()).await.body;
        assert!(!page.contains("een schepen"), "{page}");
        assert!(!page.contains(other.as_str()), "{page}");
    }
);

scenario!(
    what_was_written_while_merged_waits_to_be_read_once_they_are_apart,
    |app| {
        let first = asked(app, ASKER, "Vervoerregio").await;
        let other = asked(app, "tom@lede.be", "Ook dit").await;
        let agent = app.agent(DESK).await;
        merge(app, &agent, &other, &first, |it| it.confirmed = true)
            .await
            .unwrap();
        let told = app.mails_to("tom@lede.be").pop().unwrap();
        app.take(told.reply("Bij ons gaat het om een schepen."))
            .await;
        unmerge(app, &agent, &other).await.unwrap();
        let theirs = said_in(app, &other).await;
        assert!(
            theirs
                .iter()
                .any(|(it, state)| it.contains("een schepen") && *state == MessageState::New),
            "{theirs:?}"
        );
        assert_eq!(said_in(app, &first).await.len(), 1);
    }
);

/// How often somebody was mailed these words.
fn times_told(app: &App, to: &str, words: &str) -> usize {
    let mails = app.mails_to(to);
    mails
        .iter()
        .filter(|mail| mail.text.contains(words))
        .count()
}

scenario!(
    each_asker_is_answered_once_when_somebody_else_asks_the_question_that_goes_on,
    |app| {
        const BERT: &str = "bert.claes@wetteren.be";
        let agent = app.agent(DESK).await;
        let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let asks = async |target: &Reference, email: &str| {
            let form = [
                ("mail", email),
                ("name", "Iemand anders"),
                ("organisation", "Gemeente Wetteren"),
                ("confirmed", "1"),
            ];
            let got = change(app, &csrf, target, &form).await;
            assert_eq!(got.status, 303, "{}", got.body);
            app.work().await;
        };
        let answer = async |target: &Reference, words: &str| {
            let got = send(app, &csrf, target, "answer", &[("body", words)]).await;
            assert_eq!(got.status, 303, "{}", got.body);
        };

        // One person asked both, and another one asks the one that goes on from now on.
        let first = asked(app, ASKER, "Vervoerregio").await;
        let again = asked(app, ASKER, "Nog eens").await;
        merge(app, &agent, &first, &again, |_| {}).await.unwrap();
        asks(&again, BERT).await;
        answer(&again, "Het is vervoerregio Gent.").await;
        for to in [ASKER, BERT] {
            assert_eq!(times_told(app, to, "vervoerregio Gent"), 1, "{to}");
        }

        // Two persons asked, and the one asks both from now on.
        let first = asked(app, BERT, "Zorgregio").await;
        let again = asked(app, ASKER, "Zorgregio, nog eens").await;
        merge(app, &agent, &first, &again, |_| {}).await.unwrap();
        asks(&again, BERT).await;
        answer(&again, "Het is de zorgregio Wetteren.").await;
        assert_eq!(times_told(app, BERT, "zorgregio Wetteren"), 1);
        assert_eq!(times_told(app, ASKER, "zorgregio Wetteren"), 0);
    }
);

scenario!(
    who_went_on_in_a_double_is_not_mailed_by_somebody_who_did_not_see_them,
    |app| {
        let last = asked(app, ASKER, "Vervoerregio").await;
        let double = asked(app, "bert.claes@wetteren.be", "Zelfde vraag").await;
        let other = asked(app, "tom@lede.be", "Ook dit").await;
        let agent = app.agent(DESK).await;
        merge(app, &agent, &other, &double, |it| it.confirmed = true)
            .await
            .unwrap();
        let revision = seen(app, &double).await;
        dispatch::close_duplicate(&app.ctx, &agent, &double, revision, last.as_str(), "")
            .await
            .unwrap();
        app.work().await;
        let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let page = app
            .get(&format!("/desk/tickets/{last}?do=answer"))
            .await
            .body;
        assert!(!page.contains("tom@lede.be"), "{page}");
        let answer = [("body", "Het is vervoerregio Gent.")];
        assert_eq!(send(app, &csrf, &last, "answer", &answer).await.status, 303);
        assert_eq!(times_told(app, "tom@lede.be", "vervoerregio Gent"), 0);
        // Both come back to their desk, which passes the answer on.
        for one in [&double, &other] {
            assert_eq!(
                app.case(one).await.ticket.standing.status(),
                Status::Open,
                "{one}"
            );
        }
    }
);

scenario!(who_came_to_it_after_a_part_gets_the_whole_answer, |app| {
    let first = asked(app, ASKER, "Vervoerregio").await;
    let other = asked(app, "tom@lede.be", "Ook dit").await;
    let agent = app.agent(DESK).await;
    forward(app, &agent, &first, "mow").await;
    let answer = async |markdown: &str, still: &[&str]| {
        let answer = Answer {
            markdown: markdown.to_owned(),
            still: still.iter().map(|slug| (*slug).to_owned()).collect(),
            ..Answer::default()
        };
        let revision = seen(app, &first).await;
        dispatch::answer(&app.ctx, &agent, &first, revision, answer)
            .await
            .unwrap();
        app.work().await;
    };
    answer("Het is vervoerregio Gent.", &["mow"]).await;
    merge(app, &agent, &other, &first, |it| it.confirmed = true)
        .await
        .unwrap();
    answer("De bus rijdt vanaf mei.", &[]).await;
    let mail = app.mails_to("tom@lede.be").pop().unwrap();
    for part in ["vervoerregio Gent", "vanaf mei"] {
        assert!(mail.text.contains(part), "{mail:?}");
        assert_eq!(times_told(app, "tom@lede.be", part), 1);
    }
});

scenario!(
    who_asked_before_the_merge_speaks_for_nobody_after_it,
    |app| {
        const BERT: &str = "bert.claes@wetteren.be";
        let first = asked(app, ASKER, "Vervoerregio").await;
        let agent = app.agent(DESK).await;
        let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let form = [
            ("mail", BERT),
            ("name", "Bert Claes"),
            ("organisation", "Gemeente Wetteren"),
            ("confirmed", "1"),
        ];
        let mail = app.mails_to(ASKER).pop().unwrap();
        assert_eq!(change(app, &csrf, &first, &form).await.status, 303);
        let again = asked(app, BERT, "Nog eens").await;
        merge(app, &agent, &first, &again, |_| {}).await.unwrap();
        app.take(mail.reply("Laat maar, het is opgelost.")).await;
        // It waits in the conversation that they had, and the owner of the one that goes on hears of it.
        assert_eq!(app.references().await.len(), 2);
        let case = app.case(&first).await;
        let own = case.threads.iter().find(|thread| thread.former.is_some());
        let last = own.unwrap().messages.last().unwrap();
        assert!(last.body.contains("opgelost"), "{last:?}");
        assert_eq!(last.state, MessageState::Held);
        assert_eq!(case.ticket.standing.status(), Status::Closed);
        assert_eq!(said_in(app, &again).await.len(), 1);
        assert_eq!(notices_in(app, &again).await.len(), 1);
        // Apart again, somebody looks who wrote.
        unmerge(app, &agent, &first).await.unwrap();
        let step = app.case(&first).await.ticket.standing.step;
        assert_eq!(step, NextStep::ReviewSender);
    }
);

scenario!(each_undone_merge_leaves_the_date_of_the_others, |app| {
    let first = asked(app, ASKER, "Vervoerregio").await;
    app.later(TimeDelta::days(2)).await;
    let second = asked(app, ASKER, "Nog eens").await;
    app.later(TimeDelta::days(2)).await;
    let last = asked(app, ASKER, "En nog eens").await;
    let agent = app.agent(DESK).await;
    let due = async |reference: &Reference| {
        let case = app.case(reference).await;
        let mut terms = case.deadlines.iter();
        terms
            .find(|it| it.kind == DeadlineKind::Answer)
            .unwrap()
            .due_at
    };
    let own = [due(&first).await, due(&second).await, due(&last).await];
    assert!(own.is_sorted_by(|a, b| a < b), "{own:?}");
    // Whichever went on in it first, and whichever leaves it first.
    for order in [[&first, &second], [&second, &first]] {
        for (leaves, stays, left) in [(&first, &second, own[1]), (&second, &first, own[0])] {
            for one in order {
                merge(app, &agent, one, &last, |_| {}).await.unwrap();
            }
            assert_eq!(due(&last).await, own[0]);
            unmerge(app, &agent, leaves).await.unwrap();
            assert_eq!(due(&last).await, left);
            unmerge(app, &agent, stays).await.unwrap();
            assert_eq!(due(&last).await, own[2]);
        }
    }
    assert_eq!([due(&first).await, due(&second).await], own[..2]);
});

scenario!(who_only_advises_on_the_other_question_is_mailed, |app| {
    let first = asked(app, ASKER, "Vervoerregio").await;
    let again = asked(app, ASKER, "Nog eens").await;
    let agent = app.agent(DESK).await;
    forward(app, &agent, &first, "mow").await;
    let revision = seen(app, &again).await;
    let advice = Consult {
        desk: "mow".to_owned(),
        words: "Wat raadt u aan?".to_owned(),
        ..Consult::default()
    };
    dispatch::consult(&app.ctx, &agent, &again, revision, advice)
        .await
        .unwrap();
    app.work().await;

    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let page = app
        .get(&format!("/desk/tickets/{first}/merge?with={again}"))
        .await
        .body;
    assert!(page.contains("niet meer hoeft te antwoorden"), "{page}");
    assert!(!page.contains("krijgt geen mail"), "{page}");
    let mails = app.mails_to(MOW).len();
    merge(app, &agent, &first, &again, |_| {}).await.unwrap();
    assert_eq!(app.mails_to(MOW).len(), mails + 1);
});

scenario!(the_form_of_an_answer_counts_all_who_get_it, |app| {
    let first = asked(app, ASKER, "Vervoerregio").await;
    let other = asked(app, "tom@lede.be", "Ook dit").await;
    let agent = app.agent(DESK).await;
    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let form = async || {
        let url = format!("/desk/tickets/{first}?do=answer");
        app.get(&url).await.body
    };
    let one = form().await;
    assert!(one.contains("Dit gaat naar 1 ontvanger: "), "{one}");
    merge(app, &agent, &other, &first, |it| it.confirmed = true)
        .await
        .unwrap();
    let both = form().await;
    assert!(both.contains("Dit gaat naar 2 ontvangers, "), "{both}");
    assert!(both.contains("tom@lede.be"), "{both}");
    // A part of the answer is for the one asker.
    let to = Forward {
        desk: "mow".to_owned(),
        ..Forward::default()
    };
    dispatch::forward(&app.ctx, &agent, &first, seen(app, &first).await, to)
        .await
        .unwrap();
    app.work().await;
    let part = form().await;
    assert!(!part.contains("ontvangers, "), "{part}");
    assert!(part.contains("Is dit het hele antwoord, dan"), "{part}");
});

scenario!(
    what_a_stranger_writes_to_a_merged_question_waits_in_the_other_one_alone,
    |app| {
        let first = asked(app, ASKER, "Vervoerregio").await;
        let other = asked(app, "tom@lede.be", "Ook dit").await;
        let agent = app.agent(DESK).await;
        merge(app, &agent, &other, &first, |it| it.confirmed = true)
            .await
            .unwrap();
        let told = app.mails_to("tom@lede.be").pop().unwrap();
        let theirs = String::from_utf8(told.reply("Mag ik meelezen?")).unwrap();
        let strange = "From: Leen Maes <leen.maes@gmail.com>";
        let strange = theirs.replacen("From: tom@lede.be", strange, 1);
        assert_ne!(strange, theirs);
        app.take(strange).await;
        let source = app.case(&other).await;
        let last = source.threads[0].messages.last().unwrap();
        assert_eq!(last.state, MessageState::Held);
        let standing = source.ticket.standing;
        assert_eq!((standing.step, standing.rank()), (NextStep::Done, 9));
        let target = app.case(&first).await;
        let mut notices = target.threads[0].messages.iter();
        assert!(
            notices.any(|it| it.state == MessageState::New && it.body.contains(other.as_str()))
        );
    }
);

scenario!(
    what_waits_for_a_person_when_two_are_made_one_is_laid_before_the_other_owner,
    |app| {
        let first = asked(app, ASKER, "Vervoerregio").await;
        let other = asked(app, "tom@lede.be", "Ook dit").await;
        let told = app.mails_to("tom@lede.be").pop().unwrap();
        let theirs = String::from_utf8(told.reply("Mag ik meelezen?")).unwrap();
        let strange = "From: Leen Maes <leen.maes@gmail.com>";
        app.take(theirs.replacen("From: tom@lede.be", strange, 1))
            .await;
        let held = app.case(&other).await.ticket.standing;
        assert_eq!(held.step, NextStep::ReviewSender);
        let agent = app.agent(DESK).await;
        merge(app, &agent, &other, &first, |it| it.confirmed = true)
            .await
            .unwrap();
        assert_eq!(app.case(&other).await.ticket.standing.rank(), 9);
        let target = app.case(&first).await;
        let mut notices = target.threads[0].messages.iter();
        let notice = notices.find(|it| it.state == MessageState::New).unwrap();
        assert!(notice.body.contains(other.as_str()), "{}", notice.body);
        // Apart again, it waits where it came in.
        unmerge(app, &agent, &other).await.unwrap();
        let back = app.case(&other).await;
        assert_eq!(back.ticket.standing.step, NextStep::ReviewSender);
        let mut theirs = back.threads[0].messages.iter();
        assert!(theirs.any(|it| it.state == MessageState::Held));
    }
);

scenario!(
    what_came_back_into_the_queue_by_a_new_schema_is_not_late_and_no_merged_question,
    |app| {
        let first = asked(app, ASKER, "Vervoerregio").await;
        let other = asked(app, "tom@lede.be", "Ook dit").await;
        let over = asked(app, "els@lede.be", "Al voorbij").await;
        let agent = app.agent(DESK).await;
        merge(app, &agent, &other, &first, |it| it.confirmed = true)
            .await
            .unwrap();
        let revision = seen(app, &over).await;
        app.close(&agent, &over, revision, CloseReason::Withdrawn)
            .await
            .unwrap();
        app.work().await;
        let back = steps_since("_000058_");
        Migrator::down(&app.ctx.db, Some(back)).await.unwrap();
        ticket::Entity::update_many()
            .col_expr(
                ticket::Column::NextStep,
                Expr::value(NextStep::ReviewSender),
            )
            .col_expr(ticket::Column::QueueRank, Expr::value(1_i16))
            .filter(ticket::Column::Status.eq(Status::Closed))
            .exec(&app.ctx.db)
            .await
            .unwrap();
        Migrator::up(&app.ctx.db, None).await.unwrap();
        let source = app.case(&other).await.ticket;
        let step = (source.standing.step, source.standing.rank());
        assert_eq!(step, (NextStep::Done, 9));
        let raised = app.case(&over).await.ticket;
        let step = (raised.standing.step, raised.standing.rank());
        assert_eq!(step, (NextStep::ReviewSender, 1));
        assert!(raised.due_at > real_now(), "{}", raised.due_at);
    }
);
