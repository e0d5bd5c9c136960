//! "Waar staat mijn vraag?": whoever lost the link gets a new one by mail, and nobody learns who
//! asks us questions.

use chrono::TimeDelta;
use regiovraag::followup::{Asked, mail_status_links};

use crate::support::app::{App, question};
use crate::support::scenario;

const ASKER: &str = "an.peeters@wetteren.be";

async fn ask(app: &App, subject: &str) {
    app.take(question(
        ASKER,
        subject,
        "Tot welke vervoerregio behoren wij?",
    ))
    .await;
}

/// Asks for the links of `mail`; the page that comes, without what was typed.
async fn links_of(app: &App, mail: &str, number: &str) -> String {
    let form = [("mail", mail), ("nummer", number)];
    let got = app.post("/status", &form).await;
    assert_eq!(got.status, 200, "{}", got.body);
    app.work().await;
    got.body.replace(mail, "")
}

scenario!(a_lost_link_comes_back_to_the_address_that_asked, |app| {
    ask(app, "Vervoerregio").await;
    ask(app, "Brandweer").await;
    let form = app.get("/status").await;
    assert!(form.body.contains("Mail mij de link"), "{}", form.body);
    let before = app.sent_mails().len();

    let known = links_of(app, " AN.Peeters@wetteren.be", "").await;
    let unknown = links_of(app, "niemand@wetteren.be", "").await;
    let typed = known.replace("AN.Peeters@wetteren.be", "");
    assert_eq!(typed, unknown, "the answer is the same");

    let mails = app.sent_mails().split_off(before);
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(mails[0].to, ASKER);
    assert!(mails[0].envelope_from.is_some(), "a bounce finds its way");
    let raw = String::from_utf8_lossy(&mails[0].raw).into_owned();
    assert!(raw.contains("Auto-Submitted: auto-generated"), "{raw}");
    assert!(mails[0].text.contains("Brandweer"), "{mails:?}");
    let references = app.references().await;
    let links = mails[0].links();
    assert_eq!(links.len(), 2, "{links:?}");
    for (link, reference) in links.iter().zip(references.iter().rev()) {
        let got = app.get(link).await;
        assert_eq!(got.status, 200, "{link}");
        assert!(got.body.contains(reference.as_str()), "{link}");
    }

    // The same once more is the same mail; another part of the day is another one.
    links_of(app, ASKER, "").await;
    assert_eq!(app.sent_mails().len(), before + 1);
    app.later(TimeDelta::hours(6)).await;
    links_of(app, ASKER, references[0].as_str()).await;
    let mails = app.sent_mails().split_off(before + 1);
    assert_eq!(mails.len(), 1, "{mails:?}");
    let links = mails[0].links();
    assert_eq!(links.len(), 1, "only the one with that number: {links:?}");
    assert!(links[0].contains(references[0].as_str()), "{links:?}");

    let wrong = app.post("/status", &[("mail", "an.peeters")]).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("value=\"an.peeters\""),
        "{}",
        wrong.body
    );
});

scenario!(nobody_can_have_an_address_flooded, |app| {
    ask(app, "Vervoerregio").await;
    let mut asked = Vec::new();
    for mail in [ASKER, "niemand@wetteren.be"] {
        for _ in 0..6 {
            asked.push(mail_status_links(&app.ctx, mail, None).await.unwrap());
        }
    }
    let each = [[Asked::Done; 5].as_slice(), &[Asked::TooOften]].concat();
    assert_eq!(asked, each.repeat(2), "known or not, it is counted alike");
    app.work().await;
    assert_eq!(
        app.mails_to(ASKER).len(),
        2,
        "the acknowledgement and one more"
    );

    app.later(TimeDelta::minutes(16)).await;
    let got = app.post("/status", &[("mail", ASKER)]).await;
    assert_eq!(got.status, 200);
    for _ in 0..6 {
        app.post("/status", &[("mail", "iemand@wetteren.be")]).await;
    }
    let got = app.post("/status", &[("mail", "nog@wetteren.be")]).await;
    assert_eq!(got.status, 429, "one visitor asks for so many");
    assert!(got.body.contains("</html>"), "{}", got.body);
    app.work().await;
});

scenario!(what_was_typed_into_a_form_is_mailed_to_nobody, |app| {
    let form = [
        ("onderwerp", "Koop nu goedkope pillen"),
        ("vraag", "Klik hier"),
        ("naam", "Iemand"),
        ("mail", ASKER),
    ];
    assert_eq!(app.post("/vraag", &form).await.status, 303);
    let mut example = form;
    example[3].1 = "an@gemeente.example";
    assert_eq!(app.post("/vraag", &example).await.status, 303);
    app.work().await;
    let before = app.sent_mails().len();
    links_of(app, ASKER, "").await;
    links_of(app, "an@gemeente.example", "").await;
    let mails = app.sent_mails().split_off(before);
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(!mails[0].text.contains("pillen"), "{mails:?}");
});
