//! What did not arrive: a part of an answer whose rest did, the mails that say that a question is closed or
//! open again, and what somebody only says of a mail.

use chrono::TimeDelta;
use regiovraag::auth::Actor;
use regiovraag::dispatch::{self, Answer, Closing, Tell};
use regiovraag::outbound::Fate;
use regiovraag::registry::{
    self, Ball, CloseReason, Direction, EvidenceKind, MessageState, MessageView, NextStep, Receipt,
    Reference, Status,
};

use crate::bad_input::sign_in_as;
use crate::closing::send;
use crate::postfix::{draft, put, with_file as with_large_file};
use crate::reading::{ASKER, failed, forwarded};
use crate::support::app::{App, question};
use crate::support::post::SentMail;
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";

/// Sends an answer, or a part of one that others go on answering.
pub async fn answer(app: &App, by: &Actor, reference: &Reference, text: &str, still: &[&str]) {
    let seen = app.case(reference).await.ticket.revision;
    let says = Answer {
        markdown: text.to_owned(),
        still: still.iter().map(|slug| (*slug).to_owned()).collect(),
        ..Answer::default()
    };
    dispatch::answer(&app.ctx, by, reference, seen, says)
        .await
        .unwrap();
    app.work().await;
}

/// The mail server of the asker gives a mail back, to the address that speaks for its delivery.
fn returned(mail: &SentMail) -> String {
    returned_for(mail, "5.2.2", "552 5.2.2 mailbox full")
}

/// The same, with this status and in these words.
fn returned_for(mail: &SentMail, status: &str, said: &str) -> String {
    let to = mail.envelope_from.as_deref().unwrap();
    format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.wetteren.be\r\nTo: {to}\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <terug.{id}>\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; \
         boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nNiet afgeleverd.\r\n--b\r\n\
         Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.wetteren.be\r\n\r\n\
         Final-Recipient: rfc822; {ASKER}\r\nAction: failed\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; {said}\r\n\r\n--b--\r\n",
        id = mail.message_id,
    )
}

/// The mail server of the asker says that a mail is still under way.
fn delayed(mail: &SentMail) -> String {
    returned_for(mail, "4.4.1", "connect to mx.wetteren.be: timed out")
        .replace("Action: failed", "Action: delayed")
        .replace("<terug.", "<later.")
}

/// The reader's mail program says that it opened a mail.
fn opened(mail: &SentMail) -> String {
    format!(
        "From: {ASKER}\r\nTo: {to}\r\nSubject: Gelezen: {subject}\r\n\
         Message-ID: <gelezen.{id}>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nGelezen.\r\n--b\r\n\
         Content-Type: message/disposition-notification\r\n\r\n\
         Final-Recipient: rfc822; {ASKER}\r\nOriginal-Message-ID: <{id}>\r\n\
         Disposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b--\r\n",
        to = mail.reply_to,
        subject = mail.subject,
        id = mail.message_id,
    )
}

async fn stands(app: &App, reference: &Reference) -> (Status, Receipt, NextStep, i16) {
    let standing = app.case(reference).await.ticket.standing;
    let (receipt, step) = (standing.receipt, standing.step);
    (standing.status(), receipt, step, standing.rank())
}

const BACK: (Status, Receipt, NextStep, i16) = (
    Status::Open,
    Receipt::Undeliverable,
    NextStep::RepairAddress,
    0,
);

/// A question of which a part was answered, and then the rest; the mails that left with them.
async fn answered_in_two(app: &App) -> (Reference, Actor, SentMail, SentMail) {
    let (reference, reply, agent) = forwarded(app).await;
    answer(app, &agent, &reference, "U hoort bij Gent.", &["mow"]).await;
    let part = app.mails_to(ASKER).pop().unwrap();
    app.take(reply).await;
    answer(app, &agent, &reference, "De lijn blijft bestaan.", &[]).await;
    let rest = app.mails_to(ASKER).pop().unwrap();
    assert_ne!(part.message_id, rest.message_id);
    (reference, agent, part, rest)
}

scenario!(
    an_answer_goes_to_the_same_address_again_only_when_that_is_said,
    |app| {
        let (reference, _, agent) = forwarded(app).await;
        let gone = Fate::Refused {
            code: Some(550),
            reply: "550 5.1.1 unknown".to_owned(),
        };
        app.post_box.meet(ASKER, gone);
        answer(app, &agent, &reference, "U hoort bij Gent.", &[]).await;
        assert_eq!(stands(app, &reference).await, BACK);
        let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let url = format!("/desk/tickets/{reference}");
        let form = app.get(&format!("{url}?do=readdress")).await.body;
        assert!(!form.contains("name=\"same\""), "{form}");
        // Whoever sent it and has the page open hears of it; what followed by itself is no news.
        let case = app.case(&reference).await;
        let step = |kind: &str| {
            let mut events = case.events.iter();
            let last = events.rfind(|event| event.kind == kind).unwrap();
            format!("data-step=\"{}\"", last.seq)
        };
        for told in [
            format!("{} data-news=\"others\"", step("receipt_changed")),
            format!("{}>", step("considered")),
        ] {
            assert!(form.contains(&told), "{told}: {form}");
        }

        let mails = app.mails_to(ASKER).len();
        let shouted = ASKER.to_uppercase();
        let fields = [("body", shouted.as_str())];
        let refused = send(app, &csrf, &reference, "readdress", &fields).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        for shown in ["Op dat adres kwam het antwoord niet aan.", "name=\"same\""] {
            assert!(refused.body.contains(shown), "{shown}: {}", refused.body);
        }
        assert_eq!(stands(app, &reference).await, BACK);
        assert_eq!(app.mails_to(ASKER).len(), mails);

        let there = Fate::Delivered {
            server: "mx.wetteren.be".to_owned(),
            reply: "250 ok".to_owned(),
        };
        app.post_box.meet(ASKER, there);
        let fields = [("body", ASKER), ("same", "1")];
        let done = send(app, &csrf, &reference, "readdress", &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
        app.work().await;
        assert_ne!(stands(app, &reference).await, BACK, "it arrived");
        let page = app.get(&url).await.body;
        let told = "Antwoord opnieuw verstuurd, naar hetzelfde adres";
        assert!(page.contains(told), "{page}");
    }
);

scenario!(
    a_part_that_comes_back_after_the_rest_keeps_the_question_open,
    |app| {
        let (reference, _, part, rest) = answered_in_two(app).await;
        app.take(returned(&part)).await;
        assert_eq!(stands(app, &reference).await, BACK);
        let case = app.case(&reference).await;
        let proof = case.evidence.last().unwrap();
        let first = case.threads[0].messages.iter();
        let first = first.clone().find(|it| it.body.contains("Gent")).unwrap();
        assert_eq!(
            (proof.kind, proof.message_id),
            (EvidenceKind::HardBounce, Some(first.id)),
            "the proof names the part"
        );

        // That the other part was opened says nothing of it, and silence still less.
        app.take(opened(&rest)).await;
        assert_eq!(stands(app, &reference).await, BACK);
        app.later(TimeDelta::days(40)).await;
        assert_eq!(stands(app, &reference).await, BACK);

        // The page says which part, and that part alone leaves again.
        let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
        let (_, form) = page.split_once("Dit kwam niet aan").unwrap();
        let (form, _) = form.split_once("</form>").unwrap();
        assert!(form.contains("U hoort bij Gent."), "{form}");
        assert!(!form.contains("De lijn blijft"), "{form}");
        let fields = [("body", "an@wetteren.be")];
        let done = send(app, &csrf, &reference, "readdress", &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let again = app.mails_to("an@wetteren.be");
        assert_eq!(again.len(), 1);
        assert!(
            again[0].text.contains("U hoort bij Gent"),
            "{}",
            again[0].text
        );
        let says_rest = again[0].text.contains("de rest van het antwoord");
        assert!(!says_rest, "it is the part: {}", again[0].text);
        let (status, receipt, ..) = stands(app, &reference).await;
        assert_eq!((status, receipt), (Status::Answered, Receipt::Sent));
        app.later(TimeDelta::days(40)).await;
        let (status, receipt, ..) = stands(app, &reference).await;
        assert_eq!((status, receipt), (Status::Closed, Receipt::Presumed));
    }
);

scenario!(
    a_part_that_came_back_before_the_rest_is_still_missing_then,
    |app| {
        let (reference, reply, agent) = forwarded(app).await;
        answer(app, &agent, &reference, "U hoort bij Gent.", &["mow"]).await;
        let part = app.mails_to(ASKER).pop().unwrap();
        app.take(returned(&part)).await;
        assert_eq!(stands(app, &reference).await, BACK);
        app.take(reply).await;
        answer(app, &agent, &reference, "De lijn blijft bestaan.", &[]).await;
        assert_eq!(
            stands(app, &reference).await,
            BACK,
            "the rest alone is not the answer"
        );
        app.later(TimeDelta::days(40)).await;
        assert_eq!(stands(app, &reference).await, BACK);

        // A whole answer in its place is one.
        answer(app, &agent, &reference, "Gent, en de lijn blijft.", &[]).await;
        let (status, receipt, ..) = stands(app, &reference).await;
        assert_eq!((status, receipt), (Status::Answered, Receipt::Sent));
        app.later(TimeDelta::days(40)).await;
        let (status, receipt, ..) = stands(app, &reference).await;
        assert_eq!((status, receipt), (Status::Closed, Receipt::Presumed));
    }
);

scenario!(
    who_says_that_all_is_answered_has_the_part_that_came_back,
    |app| {
        let (reference, _, part, rest) = answered_in_two(app).await;
        app.take(returned(&part)).await;
        let yes = rest.links().into_iter().find(|it| it.contains("/b/ja/"));
        app.post(yes.unwrap(), &[]).await;
        app.work().await;
        let (status, receipt, ..) = stands(app, &reference).await;
        assert_eq!((status, receipt), (Status::Closed, Receipt::Confirmed));
    }
);

scenario!(
    silence_proves_nothing_of_an_answer_that_was_held_up_on_its_way,
    |app| {
        let (reference, _, agent) = forwarded(app).await;
        answer(app, &agent, &reference, "U hoort bij Gent.", &[]).await;
        let mail = app.mails_to(ASKER).pop().unwrap();
        app.take(delayed(&mail)).await;
        let (status, receipt, step, _) = stands(app, &reference).await;
        let told = (Status::Answered, Receipt::Sent, NextStep::AwaitReceipt);
        assert_eq!((status, receipt, step), told, "it goes on trying");
        for _ in 0..2 {
            app.later(TimeDelta::days(40)).await;
            let (status, receipt, step, _) = stands(app, &reference).await;
            let told = (Status::Answered, Receipt::Sent, NextStep::ReadNotice);
            assert_eq!((status, receipt, step), told, "and nobody knows");
            let words = seen(app, &reference).await;
            assert!(words.contains(ASKER), "{words}");
        }
        // Another answer is another mail: the delay of the first says nothing of it.
        answer(app, &agent, &reference, "Gent, zei ik.", &[]).await;
        app.later(TimeDelta::days(40)).await;
        let (status, receipt, ..) = stands(app, &reference).await;
        assert_eq!((status, receipt), (Status::Closed, Receipt::Presumed));
    }
);

scenario!(
    an_answer_that_was_held_up_and_then_opened_has_arrived,
    |app| {
        let (reference, _, agent) = forwarded(app).await;
        answer(app, &agent, &reference, "U hoort bij Gent.", &[]).await;
        let mail = app.mails_to(ASKER).pop().unwrap();
        app.take(delayed(&mail)).await;
        app.take(opened(&mail)).await;
        app.later(TimeDelta::days(40)).await;
        let (status, receipt, ..) = stands(app, &reference).await;
        assert_eq!((status, receipt), (Status::Closed, Receipt::Confirmed));
    }
);

/// What the house laid before the owner and nobody has seen.
fn notices(messages: &[MessageView]) -> Vec<&MessageView> {
    let notices = messages.iter().filter(|message| {
        message.state == MessageState::New && message.direction == Direction::Internal
    });
    notices.collect()
}

/// The notice that waits in a question is seen by its owner; its words.
async fn seen(app: &App, reference: &Reference) -> String {
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
    assert!(page.contains("Melding van regiovraag"), "{page}");
    let queue = app.get("/desk?scope=desk").await.body;
    assert!(queue.contains(reference.as_str()), "{queue}");
    let case = app.case(reference).await;
    let all = notices(&case.threads[0].messages);
    assert_eq!(all.len(), 1, "{all:?}");
    let words = all[0].body.clone();
    let fields = [("message", all[0].id.to_string())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let done = send(app, &csrf, reference, "seen", &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = app.case(reference).await;
    assert!(notices(&case.threads[0].messages).is_empty());
    words
}

scenario!(
    what_only_a_number_ties_to_a_question_is_for_a_person_to_judge,
    |app| {
        let (reference, _, agent) = forwarded(app).await;
        answer(app, &agent, &reference, "U hoort bij Gent.", &[]).await;
        let mail = app.mails_to(ASKER).pop().unwrap();
        let before = app.case(&reference).await;
        app.take(failed(ASKER, 7, &mail.subject, "")).await;
        let case = app.case(&reference).await;
        assert_eq!(case.ticket.standing.receipt, Receipt::Sent);
        assert_eq!(case.deliveries, before.deliveries);
        assert_eq!(case.evidence, before.evidence);
        let standing = case.ticket.standing;
        assert_eq!(
            (standing.status(), standing.step, standing.ball.holder),
            (Status::Answered, NextStep::ReadNotice, Ball::Asker)
        );
        let words = seen(app, &reference).await;
        assert!(
            words.contains(ASKER) && words.contains("550 5.1.1"),
            "{words}"
        );
        let standing = app.case(&reference).await.ticket.standing;
        assert_eq!(
            (standing.step, standing.rank()),
            (NextStep::AwaitReceipt, 2)
        );

        // A notice that nobody saw outlives the question that silence closes.
        app.take(failed(ASKER, 8, &mail.subject, "")).await;
        app.later(TimeDelta::days(40)).await;
        let (status, receipt, step, rank) = stands(app, &reference).await;
        assert_eq!(
            (status, receipt, step, rank),
            (Status::Closed, Receipt::Presumed, NextStep::ReadNotice, 1)
        );
        seen(app, &reference).await;
        let (_, _, step, rank) = stands(app, &reference).await;
        assert_eq!((step, rank), (NextStep::Done, 9));

        // The original comes along, with the Message-ID that only we and its reader know.
        let cited = format!("Message-ID: <{}>\r\n", mail.message_id);
        app.take(failed(ASKER, 9, &mail.subject, &cited)).await;
        assert_eq!(stands(app, &reference).await, BACK);
    }
);

scenario!(who_says_the_same_again_and_again_fills_no_page, |app| {
    let (reference, _, agent) = forwarded(app).await;
    answer(app, &agent, &reference, "U hoort bij Gent.", &[]).await;
    let mail = app.mails_to(ASKER).pop().unwrap();
    for number in 10..16 {
        app.take(failed(ASKER, number, &mail.subject, "")).await;
    }
    let case = app.case(&reference).await;
    assert_eq!(notices(&case.threads[0].messages).len(), 3);
    assert_eq!(case.ticket.standing.receipt, Receipt::Sent);
    // Each of them is on record all the same.
    let history = app.history(&reference).await;
    assert_eq!(history.matches("mail_reported").count(), 6, "{history}");
});

/// The mail server of the asker knows nobody there from now on.
fn gone(app: &App) {
    let gone = Fate::Refused {
        code: Some(550),
        reply: "550 5.1.1 unknown".to_owned(),
    };
    app.post_box.meet(ASKER, gone);
}

scenario!(
    the_owner_reads_that_the_asker_was_not_told_of_the_end,
    |app| {
        app.take(question(ASKER, "Paspoort", "Waar vraag ik dat aan?"))
            .await;
        let reference = app.only_case().await.ticket.reference;
        let agent = app.agent(DESK).await;
        gone(app);
        let closing = Closing {
            reason: CloseReason::OutOfScope,
            why: String::new(),
            tell: Tell::Usual,
            words: String::new(),
        };
        let revision = app.case(&reference).await.ticket.revision;
        dispatch::close(&app.ctx, &agent, &reference, revision, closing)
            .await
            .unwrap();
        app.work().await;
        let (status, _, step, rank) = stands(app, &reference).await;
        assert_eq!(
            (status, step, rank),
            (Status::Closed, NextStep::ReadNotice, 1)
        );
        let words = seen(app, &reference).await;
        assert!(
            words.contains("is afgesloten") && words.contains(ASKER),
            "{words}"
        );
        let (_, _, step, rank) = stands(app, &reference).await;
        assert_eq!((step, rank), (NextStep::Done, 9));

        let revision = app.case(&reference).await.ticket.revision;
        registry::reopen(&app.ctx, &agent, &reference, revision, "Toch.", "")
            .await
            .unwrap();
        app.work().await;
        let (status, receipt, step, rank) = stands(app, &reference).await;
        assert_eq!(
            (status, receipt, step, rank),
            (Status::Open, Receipt::None, NextStep::Answer, 1)
        );
        let words = seen(app, &reference).await;
        assert!(words.contains("weer open is"), "{words}");
    }
);

scenario!(
    what_the_receivers_server_finds_too_large_leaves_again_with_links,
    |app| {
        let answer = with_large_file(&app.ctx, 30_000, draft("1", &[ASKER])).await;
        put(&app.ctx, answer).await;
        app.work().await;
        let whole = app.mails_to(ASKER).pop().unwrap();
        assert_eq!(whole.files().len(), 1);

        let said = "552 5.3.4 Message size exceeds fixed limit";
        let report = returned_for(&whole, "5.3.4", said);
        // Two servers on its way say the same before it has left again.
        app.receive(report.clone()).await;
        app.receive(report.replace("<terug.", "<ook-terug.")).await;
        app.work().await;
        let mails = app.mails_to(ASKER);
        assert_eq!(mails.len(), 2, "it leaves again, once");
        let linked = mails.last().unwrap();
        assert_eq!(linked.message_id, whole.message_id);
        assert!(linked.files().is_empty());
        let file = app.get(linked.links()[0]).await;
        assert_eq!((file.status, file.body.len()), (200, 30_000));

        // That was all that could be done.
        app.take(report.replace("<terug.", "<weer-terug.")).await;
        assert_eq!(app.mails_to(ASKER).len(), 2);
    }
);
