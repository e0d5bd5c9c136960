//! Files that came with a form: those of a form that was never sent are swept, and no others.

use std::path::PathBuf;
use std::time::SystemTime;

use chrono::TimeDelta;
use regiovraag::entity::upload;
use regiovraag::intake::{UPLOAD_KEPT, note_uploads};
use regiovraag::store::BlobKey;
use sea_orm::EntityTrait as _;
use sea_orm::sea_query::Expr;

use crate::support::app::{App, question};
use crate::support::scenario;

fn path(app: &App, content: &str) -> PathBuf {
    let key = BlobKey::of(content.as_bytes()).to_string();
    let dir = &app.ctx.settings.blobs.dir;
    dir.join(&key[..2]).join(&key[2..4]).join(&key)
}

/// Plays that nobody wrote this content for long.
fn age(app: &App, content: &str) {
    let file = std::fs::File::open(path(app, content)).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
}

async fn noted(app: &App) -> Vec<String> {
    let rows = upload::Entity::find().all(&app.ctx.db).await.unwrap();
    rows.into_iter().map(|row| row.blob_key).collect()
}

/// A form that cannot be sent yet, with a file; what names that file in the next try.
async fn unsent(app: &App, file: &str) -> String {
    let form = [("onderwerp", "Kaart"), ("vraag", " ")];
    let got = app.post_files("/vraag", &form, &[("plan.txt", file)]).await;
    assert_eq!(got.status, 422, "{}", got.body);
    kept(&got.body).to_owned()
}

/// What names the files that were kept with a form, for its next try.
fn kept(page: &str) -> &str {
    let (_, kept) = page.split_once("name=\"bewaard\" value=\"").unwrap();
    kept.split('"').next().unwrap()
}

scenario!(an_empty_file_is_not_left_out_without_a_word, |app| {
    let form = [
        ("onderwerp", "Kaart"),
        ("vraag", "Welke regio is dit?"),
        ("naam", "An Peeters"),
        ("mail", "an.peeters@wetteren.be"),
    ];
    let files = [("leeg.txt", ""), ("plan.txt", "plan")];
    let got = app.post_files("/vraag", &form, &files).await;
    assert_eq!(got.status, 422, "{}", got.body);
    let said = "“leeg.txt” is leeg en gaat niet mee";
    assert!(got.body.contains(said), "{}", got.body);
    assert!(got.body.contains("Welke regio is dit?"), "{}", got.body);
    assert!(app.references().await.is_empty(), "nothing was sent");

    let mut form = form.to_vec();
    form.push(("bewaard", kept(&got.body)));
    // A field in which nothing was chosen is sent as well, without a name.
    let sent = app.post_files("/vraag", &form, &[("", "")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    app.work().await;
    let case = app.only_case().await;
    let files = case
        .threads
        .iter()
        .flat_map(|it| &it.messages)
        .flat_map(|it| &it.attachments);
    let names: Vec<&str> = files.map(|file| file.filename.as_str()).collect();
    assert_eq!(names, ["plan.txt"]);
});

scenario!(what_came_with_a_form_that_was_never_sent_is_swept, |app| {
    unsent(app, "nooit verstuurd").await;
    let kept = unsent(app, "toch verstuurd").await;
    assert_eq!(noted(app).await.len(), 2);
    app.work().await;
    assert!(
        path(app, "nooit verstuurd").exists(),
        "the form is still open"
    );

    let form = [
        ("onderwerp", "Kaart"),
        ("vraag", "Welke regio is dit?"),
        ("naam", "An Peeters"),
        ("mail", "an.peeters@wetteren.be"),
        ("bewaard", kept.as_str()),
    ];
    let sent = app.post_files("/vraag", &form, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    app.work().await;
    for content in ["nooit verstuurd", "toch verstuurd"] {
        age(app, content);
    }
    app.later(UPLOAD_KEPT + UPLOAD_KEPT + TimeDelta::hours(1))
        .await;
    assert!(!path(app, "nooit verstuurd").exists());
    assert!(path(app, "toch verstuurd").exists());
    let case = app.only_case().await;
    let files = case
        .threads
        .iter()
        .flat_map(|it| &it.messages)
        .flat_map(|it| &it.attachments);
    assert_eq!(files.count(), 1);
    // The form that named it has no file any more, and one that names what is gone is refused.
    assert_eq!(noted(app).await.len(), 1, "what was sent is remembered");
    app.later(TimeDelta::days(31)).await;
    assert!(noted(app).await.is_empty(), "until the register knows it");
    assert!(path(app, "toch verstuurd").exists());
});

scenario!(what_came_with_a_form_that_came_to_nothing_is_swept, |app| {
    unsent(app, "mislukt").await;
    // The form was being sent when the register went away.
    let sent = upload::Entity::update_many()
        .col_expr(
            upload::Column::SentAt,
            Expr::value(Some(app.ctx.clock.now())),
        )
        .exec(&app.ctx.db);
    sent.await.unwrap();
    age(app, "mislukt");
    app.later(TimeDelta::days(29)).await;
    assert!(
        path(app, "mislukt").exists(),
        "it may have come to something"
    );
    app.later(TimeDelta::days(2)).await;
    assert!(!path(app, "mislukt").exists());
    assert!(noted(app).await.is_empty());
});

scenario!(a_content_that_the_register_knows_is_not_swept, |app| {
    unsent(app, "in beide").await;
    // The same content comes by mail, as a file of a message that stays.
    let mail = "From: an.peeters@wetteren.be\r\nTo: regiovorming@vlaanderen.be\r\n\
                Subject: Kaart\r\nMessage-ID: <kaart@wetteren.be>\r\nMIME-Version: 1.0\r\n\
                Date: Thu, 15 Jan 2026 08:55:00 +0100\r\n\
                Content-Type: multipart/mixed; boundary=rv\r\n\r\n--rv\r\n\
                Content-Type: text/plain\r\n\r\nWelke regio is dit?\r\n--rv\r\n\
                Content-Type: text/plain; name=plan.txt\r\n\
                Content-Disposition: attachment; filename=plan.txt\r\n\r\nin beide\r\n--rv--\r\n";
    app.take(mail).await;
    let case = app.only_case().await;
    let files = case
        .threads
        .iter()
        .flat_map(|it| &it.messages)
        .flat_map(|it| &it.attachments);
    let keys: Vec<String> = files.map(|file| file.blob_key.clone()).collect();
    assert_eq!(keys, [BlobKey::of(b"in beide").to_string()]);
    age(app, "in beide");
    app.later(TimeDelta::days(3)).await;
    assert!(path(app, "in beide").exists());
    assert!(
        noted(app).await.is_empty(),
        "it is nobody's to sweep any more"
    );
});

scenario!(a_form_that_is_being_sent_keeps_its_files, |app| {
    unsent(app, "bezig").await;
    // It is long ago, but somebody writes the same content at this very moment.
    app.later(TimeDelta::days(3)).await;
    assert!(path(app, "bezig").exists(), "it is fresh");
    assert_eq!(noted(app).await.len(), 1, "and looked at again later");
    age(app, "bezig");
    // A form names it again before the sweeping comes: it starts anew.
    app.ctx.clock.advance(TimeDelta::days(3));
    note_uploads(&app.ctx, &[BlobKey::of(b"bezig")])
        .await
        .unwrap();
    app.work().await;
    assert!(path(app, "bezig").exists());
    app.later(TimeDelta::days(3)).await;
    assert!(!path(app, "bezig").exists());
    app.take(question("an@wetteren.be", "Vraag", "Wie zit voor?"))
        .await;
});
