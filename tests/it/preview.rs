//! A mail is shown as it will leave before it does, and everything that was typed stays.

use regiovraag::registry::Reference;

use crate::bad_input::sign_in_as;
use crate::closing::send;
use crate::support::app::{App, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";
const MOW: &str = "regiovorming@mow.be";
const SHOWN: &str = "id=\"voorbeeld\"";

async fn asked(app: &App) -> (Reference, String) {
    app.take(question(ASKER, "Vervoerregio", "Welke vervoerregio?"))
        .await;
    app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    (app.references().await.pop().unwrap(), csrf)
}

/// What the preview on a page holds.
fn preview(page: &str) -> &str {
    let (_, after) = page.split_once(SHOWN).expect(page);
    after.split_once("</section>").unwrap().0
}

scenario!(an_answer_is_seen_as_a_mail_before_it_leaves, |app| {
    let (reference, csrf) = asked(app).await;
    let (history, mails) = (app.history(&reference).await, app.sent_mails().len());
    let words = "Dat is **Gent**.\n\n- een\n- twee";
    let fields = [("body", words), ("voorbeeld", "")];
    let shown = send(app, &csrf, &reference, "answer", &fields).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    let mail = preview(&shown.body);
    for part in [
        ASKER,
        "Vervoerregio",
        "<strong>Gent</strong>",
        "<li>een</li>",
        "Als gewone tekst",
    ] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
    // Nobody can press in it what is for the asker.
    assert!(!mail.contains("href"), "{mail}");
    assert!(mail.contains("/b/ja/…"), "{mail}");
    assert!(!shown.body.contains("script>alert"), "{}", shown.body);
    assert!(
        shown.body.contains(&format!(">{words}</textarea>")),
        "{}",
        shown.body
    );
    assert_eq!(app.history(&reference).await, history, "nothing happened");
    assert_eq!(app.sent_mails().len(), mails);

    // What leaves is what was shown.
    let sent = send(app, &csrf, &reference, "answer", &[("body", words)]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let mail = app.mails_to(ASKER).pop().unwrap();
    assert!(preview(&shown.body).contains(&mail.subject), "{mail:?}");
});

scenario!(what_cannot_leave_is_said_in_place_of_a_preview, |app| {
    let (reference, csrf) = asked(app).await;
    let fields = [("body", " "), ("voorbeeld", "")];
    let shown = send(app, &csrf, &reference, "answer", &fields).await;
    assert_eq!(shown.status, 422);
    assert!(!shown.body.contains(SHOWN), "{}", shown.body);
    let stale = [("body", "Gent."), ("voorbeeld", ""), ("revision", "99")];
    let shown = send(app, &csrf, &reference, "answer", &stale).await;
    assert_eq!(shown.status, 409);
    assert!(shown.body.contains("Gent."), "{}", shown.body);
    let note = [("body", "Gent."), ("voorbeeld", "")];
    assert_eq!(
        send(app, &csrf, &reference, "note", &note).await.status,
        404
    );
});

scenario!(a_question_to_the_asker_and_a_forward_are_seen_too, |app| {
    let (reference, csrf) = asked(app).await;
    let mails = app.sent_mails().len();
    let fields = [("body", "Welke straat?"), ("voorbeeld", "")];
    let shown = send(app, &csrf, &reference, "ask", &fields).await;
    let mail = preview(&shown.body);
    assert!(
        mail.contains(ASKER) && mail.contains("Welke straat?"),
        "{mail}"
    );

    let fields = [("body", "Ter info <b>."), ("voorbeeld", "mow")];
    let shown = send(app, &csrf, &reference, "forward", &fields).await;
    let mail = preview(&shown.body);
    assert!(mail.contains(MOW) && !mail.contains(ASKER), "{mail}");
    assert!(mail.contains("Ter info &lt;b&gt;."), "{mail}");
    assert!(mail.contains("/a/…"), "{mail}");
    let fields = [("other", "mow"), ("voorbeeld", "")];
    let shown = send(app, &csrf, &reference, "forward", &fields).await;
    assert!(preview(&shown.body).contains(MOW), "{}", shown.body);
    assert_eq!(app.sent_mails().len(), mails);
});

scenario!(a_request_for_advice_is_seen_before_it_is_confirmed, |app| {
    let (reference, csrf) = asked(app).await;
    let words = ("words", "Hoe leest u artikel 5?");
    let fields = [words, ("desk", "mow"), ("days", "5")];
    let shown = send(app, &csrf, &reference, "consult", &fields).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    let mail = preview(&shown.body);
    assert!(mail.contains(MOW) && mail.contains(words.1), "{mail}");
    assert!(app.mails_to(MOW).is_empty());
    // And back to writing, with every word.
    let again = [&fields[..], &[("again", "1")]].concat();
    let back = send(app, &csrf, &reference, "consult", &again).await;
    assert_eq!(back.status, 200);
    assert!(!back.body.contains(SHOWN), "{}", back.body);
    assert!(
        back.body.contains(&format!(">{}</textarea>", words.1)),
        "{}",
        back.body
    );
});

scenario!(a_question_goes_to_nobody_while_two_desks_are_named, |app| {
    let (reference, csrf) = asked(app).await;
    // Enter in another field presses the first button, whatever stands chosen in the list.
    let both = [("desk", "mow"), ("other", "vlabel")];
    let refused = send(app, &csrf, &reference, "forward", &both).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(
        refused.body.contains("een andere dienst gekozen"),
        "{}",
        refused.body
    );
    assert!(app.mails_to(MOW).is_empty());
    let same = [("desk", "mow"), ("other", "mow")];
    let sent = send(app, &csrf, &reference, "forward", &same).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(app.mails_to(MOW).len(), 1);
});
