//! Loops and floods: machines that talk to each other end, many questions at once stand as one row,
//! and a reply long after a question was closed is a new one.

use chrono::TimeDelta;
use regiovraag::auth::Reach;
use regiovraag::entity::inbound_mail::InboundState;
use regiovraag::intake::{Handed, InboundFormat, take_in_all};
use regiovraag::registry::{
    self, CloseReason, MessageKind, MessageState, NextStep, QueueFilter, Scope, SearchQuery,
    Status, close_flood, flood_tickets, floods, queue,
};
use regiovraag::store::write_tx;
use regiovraag::worker::Works;
use sea_orm::DbBackend;
use tokio::time::timeout;

use crate::placing::letter;
use crate::support::app::{App, changed, question};
use crate::support::size::Size;
use crate::support::{PATIENCE, scenario};

const FLOODER: &str = "vloed@wetteren.be";

fn nth(from: &str, number: usize) -> Vec<u8> {
    question(
        from,
        &format!("Vraag {number}"),
        &format!("Dit is vraag nummer {number}?"),
    )
}

/// A question under a subject that others have, too.
fn numbered(from: &str, subject: &str, number: usize, text: &str) -> Vec<u8> {
    let raw = String::from_utf8(question(from, subject, text)).unwrap();
    let id = format!("Message-ID: <{number}-");
    raw.replacen("Message-ID: <", &id, 1).into_bytes()
}

/// The works of the same house with another threshold and cap.
async fn works(app: &App, threshold: u32, cap: u32) -> Works {
    let ctx = changed(&app.ctx, |settings| {
        settings.flood.questions_an_hour = threshold;
        settings.mail.daily_cap = cap;
    });
    Works::with_carrier(ctx, app.post_box.clone())
        .await
        .unwrap()
}

async fn rows(app: &App) -> usize {
    let all = QueueFilter::open(Scope::All, Reach::Everything);
    queue(&app.ctx.db, &all, None, 200)
        .await
        .unwrap()
        .rows
        .len()
}

scenario!(
    a_flood_is_registered_and_acknowledged_to_the_cap_and_is_one_row,
    |app| {
        let many = Size::asked().pick(60, 10_000);
        let works = works(app, 10, 5).await;
        app.receive(nth("an@wetteren.be", 0)).await;
        let numbers: Vec<usize> = (1..=many).collect();
        for some in numbers.chunks(64) {
            let handed = some
                .iter()
                .map(|&number| Handed {
                    source_id: number.to_string(),
                    raw: nth(FLOODER, number),
                })
                .collect();
            take_in_all(&app.ctx, "imap", handed, InboundFormat::Mail)
                .await
                .unwrap();
        }
        works.until_idle().await.unwrap();

        assert_eq!(
            app.references().await.len(),
            many + 1,
            "every one has its number"
        );
        assert_eq!(app.mails_to(FLOODER).len(), 5, "acknowledged up to the cap");
        assert_eq!(rows(app).await, 1, "the others stand in the flood");
        let found = floods(&app.ctx.db, &Scope::All).await.unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(usize::try_from(found[0].tickets).unwrap(), many);
        assert_eq!(found[0].email, FLOODER);

        // Whoever looks for something finds each of them.
        let mut narrowed = QueueFilter::open(Scope::All, Reach::Everything);
        let search = SearchQuery::of("vraag").unwrap();
        search.narrow(&mut narrowed, &app.works.atlas().now(), false, &[]);
        let found_too = queue(&app.ctx.db, &narrowed, None, 200).await.unwrap();
        assert!(found_too.rows.len() >= Ord::min(many, 200));

        // Who takes one, takes it out; the rest is closed by pages.
        let agent = app.agent("contactpunt-oost-vlaanderen").await;
        let first = flood_tickets(&app.ctx.db, found[0].id, None, 1)
            .await
            .unwrap();
        let reference = first[0].reference.parse().unwrap();
        registry::take(&app.ctx, &agent, &reference, 1)
            .await
            .unwrap();
        assert_eq!(rows(app).await, 2);
        let shown = flood_tickets(&app.ctx.db, found[0].id, None, 21)
            .await
            .unwrap();
        let mut seen: Vec<_> = shown.iter().map(|it| (it.id, it.revision)).collect();
        // One changed since it was shown.
        seen[20].1 -= 1;
        let closed = close_flood(&app.ctx, &agent, found[0].id, &seen)
            .await
            .unwrap();
        assert_eq!(closed, 20);
        let left = floods(&app.ctx.db, &Scope::All).await.unwrap();
        assert_eq!(usize::try_from(left[0].tickets).unwrap(), many - 21);
        assert_eq!(
            rows(app).await,
            2,
            "what is closed is not back in the queue"
        );
    }
);

scenario!(
    what_changes_while_it_is_registered_stays_in_its_flood,
    |app| {
        app.take(question("an@gent.be", "Zone", "Welke stappen?"))
            .await;
        let named = app.only_case().await.ticket.reference;
        let works = works(app, 3, 40).await;
        for number in 0..2 {
            app.receive(nth(FLOODER, number)).await;
        }
        // The one that makes the flood needs a person: it is saved again in the same transaction.
        let subject = format!("Re: [{named}] mag ik meelezen?");
        let stranger = question("vloed@elders.example", &subject, "Mag ik meelezen?");
        app.receive(stranger.clone()).await;
        works.until_idle().await.unwrap();
        let alone = app.references().await.pop().unwrap();
        let alone = app.case(&alone).await.ticket;
        assert_eq!(
            (alone.flood, alone.standing.step),
            (None, NextStep::ReviewSender)
        );

        app.receive(question(FLOODER, &subject, "Mag ik meelezen?"))
            .await;
        works.until_idle().await.unwrap();
        let found = floods(&app.ctx.db, &Scope::All).await.unwrap();
        assert_eq!((found.len(), found[0].tickets), (1, 3));
        let references = app.references().await;
        assert_eq!(references.len(), 5);
        for reference in &references {
            let ticket = app.case(reference).await.ticket;
            let his = app.case(reference).await.asker.email == FLOODER;
            assert_eq!(ticket.flood, his.then_some(found[0].id), "{reference}");
            assert_eq!(ticket.revision, 1, "a flood decides nothing: {reference}");
        }
        let last = app.case(references.last().unwrap()).await.ticket;
        assert_eq!(last.standing.step, NextStep::ReviewSender);
        let agent = app.agent("contactpunt-oost-vlaanderen").await;
        registry::take(&app.ctx, &agent, &last.reference, last.revision)
            .await
            .unwrap();
        let left = floods(&app.ctx.db, &Scope::All).await.unwrap();
        assert_eq!(left[0].tickets, 2, "who is taken, leaves");
        registry::set_knelpunt(
            &app.ctx,
            &agent,
            &references[1],
            1,
            "Decreet lokaal bestuur",
        )
        .await
        .unwrap();
        let left = floods(&app.ctx.db, &Scope::All).await.unwrap();
        assert_eq!(left[0].tickets, 1, "so does who is labelled");
        let labelled = app.case(&references[1]).await.ticket;
        assert_eq!((labelled.flood, labelled.revision), (None, 1));
    }
);

scenario!(closing_a_flood_ends_what_a_stranger_wrote_in_it, |app| {
    let works = works(app, 3, 40).await;
    app.receive(nth(FLOODER, 0)).await;
    works.until_idle().await.unwrap();
    let to = app.mails_to(FLOODER)[0].reply_to.clone();
    app.receive(letter(&to, "een", "Re: Vraag 0", "Mag ik meelezen?"))
        .await;
    works.until_idle().await.unwrap();
    let first = app.only_case().await;
    assert_eq!(first.ticket.standing.step, NextStep::ReviewSender);
    for number in 1..3 {
        app.receive(nth(FLOODER, number)).await;
    }
    works.until_idle().await.unwrap();
    let found = floods(&app.ctx.db, &Scope::All).await.unwrap();
    assert_eq!((found.len(), found[0].tickets), (1, 3));
    let shown = flood_tickets(&app.ctx.db, found[0].id, None, 10)
        .await
        .unwrap();
    let seen: Vec<_> = shown.iter().map(|it| (it.id, it.revision)).collect();
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    let closed = close_flood(&app.ctx, &agent, found[0].id, &seen).await;
    assert_eq!(closed.unwrap(), 3);
    let over = app.case(&first.ticket.reference).await;
    let standing = over.ticket.standing;
    assert_eq!((standing.step, standing.rank()), (NextStep::Done, 9));
    let last = over.threads[0].messages.last().unwrap();
    assert_eq!(last.state, MessageState::Aside);
    assert_eq!(rows(app).await, 0);
});

/// A mail of somebody that `by` passes on to us.
fn passed_on(by: &str, number: usize) -> Vec<u8> {
    let text = format!(
        "-----Oorspronkelijk bericht-----\r\nVan: Slachtoffer {number} <slachtoffer{number}@gent.be>\r\n\
         Verzonden: donderdag 15 januari 2026 8:00\r\nAan: {by}\r\nOnderwerp: Vraag {number}\r\n\r\n\
         Dit is vraag nummer {number}?"
    );
    question(by, &format!("FW: Vraag {number}"), &text)
}

/// A mail of `by` that has its answer sent to somebody else.
fn answered_elsewhere(by: &str, number: usize) -> Vec<u8> {
    let raw = String::from_utf8(nth(by, number)).unwrap();
    let to = format!("\r\nReply-To: doelwit{number}@gent.be\r\nSubject: ");
    raw.replacen("\r\nSubject: ", &to, 1).into_bytes()
}

scenario!(
    who_sends_in_the_name_of_many_is_one_flood_and_bombs_nobody,
    |app| {
        const PIET: &str = "piet@kwaad.example";
        const MACHINE: &str = "no-reply@kwaad.example";
        let works = works(app, 10, 40).await;
        for number in 0..30 {
            app.receive(passed_on(PIET, number)).await;
            app.receive(answered_elsewhere(MACHINE, number)).await;
        }
        works.until_idle().await.unwrap();
        assert_eq!(app.references().await.len(), 60, "each has its number");
        assert_eq!(rows(app).await, 0, "all stand in a flood");
        let found = floods(&app.ctx.db, &Scope::All).await.unwrap();
        let mut senders: Vec<_> = found
            .iter()
            .map(|flood| (flood.email.as_str(), flood.tickets))
            .collect();
        senders.sort_unstable();
        assert_eq!(senders, [(MACHINE, 30), (PIET, 30)]);
        let sent = app.sent_mails();
        assert_eq!(sent.len(), 18, "those that came before it was a flood");
        for number in 9..30 {
            let (one, other) = (
                format!("slachtoffer{number}@gent.be"),
                format!("doelwit{number}@gent.be"),
            );
            assert!(!sent.iter().any(|mail| mail.to == one || mail.to == other));
        }
        let mut untold = 0;
        for reference in app.references().await {
            let mut told = app.case(&reference).await.events.into_iter();
            let why = told.find(|event| event.kind == "not_acknowledged");
            untold += usize::from(why.is_some_and(|event| event.facts["because"] == "flood"));
        }
        assert_eq!(untold, 60 - 18, "each says why nobody heard of it");

        // Whoever was named there, and asks something themselves, is no part of it.
        let victim = "slachtoffer20@gent.be";
        app.receive(nth(victim, 100)).await;
        works.until_idle().await.unwrap();
        assert_eq!((rows(app).await, app.mails_to(victim).len()), (1, 1));

        // An hour later the same address is an ordinary one again.
        app.ctx.clock.advance(TimeDelta::minutes(61));
        app.receive(passed_on(PIET, 200)).await;
        works.until_idle().await.unwrap();
        assert_eq!(rows(app).await, 2);
        assert_eq!(app.mails_to("slachtoffer200@gent.be").len(), 1);
    }
);

scenario!(a_colleague_who_passes_on_a_few_mails_is_no_flood, |app| {
    let works = works(app, 10, 40).await;
    let colleague = "onthaal@gent.be";
    for number in 0..9 {
        app.receive(passed_on(colleague, number)).await;
    }
    works.until_idle().await.unwrap();
    assert!(floods(&app.ctx.db, &Scope::All).await.unwrap().is_empty());
    assert_eq!(rows(app).await, 9);
    assert_eq!(app.sent_mails().len(), 9);

    // A contact point passes on its whole mailbox at once.
    let atlas = app.works.atlas().now();
    let desk = atlas.desk_by_slug("contactpunt-oost-vlaanderen").unwrap();
    for number in 20..35 {
        app.receive(passed_on(&desk.email, number)).await;
    }
    works.until_idle().await.unwrap();
    assert!(floods(&app.ctx.db, &Scope::All).await.unwrap().is_empty());
    assert_eq!(rows(app).await, 9 + 15);
});

/// How a sender's mails are written: from an address, the how manieth.
type Written = fn(&str, usize) -> Vec<u8>;

scenario!(
    a_question_that_somebody_holds_is_left_out_of_a_flood_that_begins,
    |app| {
        if app.ctx.db.get_database_backend() == DbBackend::Sqlite {
            // It has one writer: nobody holds a question while another one is registered.
            return;
        }
        let works = works(app, 3, 40).await;
        let mails: [(&str, Written); 2] = [(FLOODER, nth), ("piet@kwaad.example", passed_on)];
        for (from, mail) in mails {
            let before = app.references().await.len();
            for number in 0..2 {
                app.receive(mail(from, number)).await;
            }
            works.until_idle().await.unwrap();
            let first = app.references().await.remove(before);
            let held = app.case(&first).await.ticket.id;
            let tx = write_tx(&app.ctx.db).await.unwrap();
            registry::load_by_id(&tx, held).await.unwrap();
            app.receive(mail(from, 2)).await;
            // Who holds it may wait for the number that this one has.
            let done = timeout(PATIENCE, works.understand_all()).await;
            done.unwrap().unwrap();
            tx.rollback().await.unwrap();
            works.until_idle().await.unwrap();
            let found = floods(&app.ctx.db, &Scope::All).await.unwrap();
            let flood = found.iter().find(|flood| flood.email == from).unwrap();
            assert_eq!(flood.tickets, 2, "{from}");
            assert_eq!(app.case(&first).await.ticket.flood, None, "{from}");
        }
    }
);

scenario!(a_busy_asker_is_no_flood, |app| {
    let works = works(app, 10, 40).await;
    for number in 0..12 {
        app.receive(nth(FLOODER, number)).await;
        works.until_idle().await.unwrap();
        app.ctx.clock.advance(TimeDelta::minutes(10));
    }
    assert_eq!(rows(app).await, 12);
    assert!(floods(&app.ctx.db, &Scope::All).await.unwrap().is_empty());
});

scenario!(
    two_machines_that_answer_each_other_end_after_one_message,
    |app| {
        // A machine of theirs answers whatever comes.
        app.take(question(FLOODER, "Vervoerregio", "Tot welke behoren wij?"))
            .await;
        let mut answered = 0;
        for _ in 0..5 {
            let mails = app.mails_to(FLOODER);
            if mails.len() == answered {
                break;
            }
            for mail in &mails[answered..] {
                let reply =
                    String::from_utf8(mail.reply("Wij hebben uw bericht ontvangen.")).unwrap();
                app.take(format!("Auto-Submitted: auto-replied\r\n{reply}"))
                    .await;
            }
            answered = mails.len();
        }
        assert_eq!(
            app.mails_to(FLOODER).len(),
            1,
            "one acknowledgement, and silence"
        );
        let case = app.only_case().await;
        assert_eq!(
            case.threads[0].messages.len(),
            1,
            "a machine's words are no message"
        );
    }
);

scenario!(
    two_houses_that_write_to_each_other_end_after_one_message,
    |app| {
        // Another service like ours acknowledges every mail with a new thread and no headers at all.
        app.take(question(FLOODER, "Vervoerregio", "Tot welke behoren wij?"))
            .await;
        let theirs = "helpdesk@wetteren.be";
        let all = || app.mails_to(FLOODER).len() + app.mails_to(theirs).len();
        let (mut before, mut number) = (0, 0);
        while all() > before && number < 10 {
            before = all();
            number += 1;
            app.take(question(
                theirs,
                &format!("[#47{number}] Uw bericht werd geregistreerd"),
                &format!(
                    "Uw bericht werd geregistreerd onder nummer 47{number}. U ontvangt binnen vijf \
                     werkdagen een antwoord van onze diensten."
                ),
            ))
            .await;
        }
        assert_eq!((number, all()), (1, 1), "their receipt is not acknowledged");
        let references = app.references().await;
        assert_eq!(references.len(), 2, "and it is registered all the same");
        let history = app.history(&references[1]).await;
        assert!(history.contains("not_acknowledged"), "{history}");

        // Who asks something is acknowledged, whatever a machine of that house said before.
        app.take(question(
            theirs,
            "Zorgregio",
            "Tot welke zorgregio behoren wij?",
        ))
        .await;
        assert_eq!(app.mails_to(theirs).len(), 1);
    }
);

scenario!(
    a_machine_that_answers_each_mail_in_the_same_words_is_answered_once,
    |app| {
        let theirs = "balie@wetteren.be";
        let hours = |number: usize| {
            let text = "Bedankt voor uw bericht. Onze loketten zijn open van 9 tot 12 uur. Maak uw \
                        afspraak op www.wetteren.example.";
            question(theirs, &format!("Bericht {number}"), text)
        };
        for number in 1..=3 {
            app.take(hours(number)).await;
        }
        assert_eq!(app.mails_to(theirs).len(), 1);
        let references = app.references().await;
        assert_eq!(references.len(), 3, "and they are registered all the same");
        let history = app.history(&references[1]).await;
        assert!(history.contains("not_acknowledged"), "{history}");

        // Another question is another; so is the same a day later, or with other numbers.
        for number in [4, 5] {
            app.take(nth(theirs, number)).await;
        }
        assert_eq!(app.mails_to(theirs).len(), 3);
        app.later(TimeDelta::days(2)).await;
        app.take(hours(6)).await;
        assert_eq!(app.mails_to(theirs).len(), 4);

        // One that gives each mail a number of its own, and asks whether anything else is wanted.
        let desk = "meldpunt@lede.be";
        for number in 1..=4 {
            let text = format!(
                "Dit is een bericht van het meldpunt. Zaaknummer {}. Dringend? Bel de wachtdienst.",
                1_000 + number * 7
            );
            app.take(numbered(desk, "Uw bericht", number, &text)).await;
        }
        assert_eq!(app.mails_to(desk).len(), 2, "twice it may be a person");

        // A person who asks the same of two files is one.
        let clerk = "els@lede.be";
        for file in [114, 115] {
            let text = format!("Dossier 2026/{file}. Kan het college dat alleen beslissen?");
            app.take(numbered(clerk, "Vraag", file, &text)).await;
        }
        assert_eq!(app.mails_to(clerk).len(), 2);
    }
);

scenario!(our_own_mail_that_comes_back_is_recognised, |app| {
    app.take(question(FLOODER, "Vervoerregio", "Tot welke behoren wij?"))
        .await;
    let ours = app.mails_to(FLOODER).pop().unwrap();
    let id = app.take(ours.raw.clone()).await;
    let row = app.inbound(id).await;
    assert_eq!(
        (row.state, row.kind.as_deref()),
        (InboundState::Done, Some("auto_reply"))
    );
    app.only_case().await;
    assert_eq!(app.mails_to(FLOODER).len(), 1);
});

scenario!(
    a_reply_long_after_closing_is_a_new_question_linked_to_the_old,
    |app| {
        app.take(question(
            "an@wetteren.be",
            "Vervoerregio",
            "Tot welke behoren wij?",
        ))
        .await;
        let old = app.only_case().await.ticket;
        let agent = app.agent("contactpunt-oost-vlaanderen").await;
        let close = async |reference, revision| {
            app.close(&agent, reference, revision, CloseReason::Withdrawn)
                .await
                .unwrap();
        };
        close(&old.reference, old.revision).await;
        let mail = app.mails_to("an@wetteren.be").pop().unwrap();

        // Within the term it opens the question again.
        app.later(TimeDelta::days(20)).await;
        app.take(mail.reply("Toch nog een woord hierover.")).await;
        let open = app.only_case().await.ticket;
        assert_eq!(open.standing.status(), Status::Open);
        close(&open.reference, open.revision).await;

        app.later(TimeDelta::days(120)).await;
        app.take(mail.reply("Een half jaar later: hoe zit het nu?"))
            .await;
        let references = app.references().await;
        assert_eq!(references.len(), 2);
        let (before, after) = (
            app.case(&references[0]).await,
            app.case(&references[1]).await,
        );
        assert_eq!(before.ticket.standing.status(), Status::Closed);
        assert_eq!(before.followed_by, [references[1].to_string()]);
        assert_eq!(after.follows, Some(references[0].to_string()));
        let acknowledged = app.mails_to("an@wetteren.be");
        assert_eq!(acknowledged.len(), 2);
        assert!(acknowledged[1].subject.contains(references[1].as_str()));

        // The next word on the old thread joins the new question; so does a reply to its acknowledgement.
        app.take(mail.reply("En nog iets.")).await;
        app.take(acknowledged[1].reply("Dank voor de ontvangst, graag spoed."))
            .await;
        let after = app.case(&references[1]).await;
        let kinds: Vec<_> = after.threads[0]
            .messages
            .iter()
            .map(|one| one.kind)
            .collect();
        assert_eq!(
            kinds,
            [
                MessageKind::Question,
                MessageKind::Reply,
                MessageKind::Reply
            ]
        );
        assert_eq!(app.references().await.len(), 2);
    }
);
