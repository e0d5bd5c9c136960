//! What the browser tests find in a house besides people: answers for all, questions, and links in mails.

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use regiovraag::auth::Actor;
use regiovraag::faq::{self, EntryText};
use regiovraag::registry::Reference;

use crate::support::app::{App, question};

/// Publishes an answer for all.
pub async fn publish(app: &App, by: &Actor, asks: &str) {
    let ctx = &app.ctx;
    let text = || EntryText {
        question: asks.to_owned(),
        answer: "Ja, *dat mag*:\n\n- met een besluit van de raad;\n- voor een jaar.".to_owned(),
        ..EntryText::default()
    };
    let made = faq::create(ctx, by, text()).await.unwrap();
    let laid = faq::submit(ctx, by, made.id, made.revision, text())
        .await
        .unwrap();
    faq::publish(ctx, by, laid.id, laid.revision, text())
        .await
        .unwrap();
}

/// The last link with `part` in it that went to `to`.
pub fn link(app: &App, to: &str, part: &str) -> String {
    let mails = app.mails_to(to);
    let mut links = mails.iter().flat_map(|mail| mail.links());
    let link = links.rfind(|link| link.contains(part));
    link.unwrap_or_else(|| panic!("no {part} to {to}"))
        .to_owned()
}

/// A question about the first thing that comes to mind.
pub fn plain<'a>(app: &'a App, from: &'a str, subject: &'a str) -> LocalBoxFuture<'a, Reference> {
    async move {
        let text = format!("Welk bestuur is bevoegd voor {subject}?");
        let before = app.references().await;
        app.take(question(from, subject, &text)).await;
        let all = app.references().await;
        all.into_iter().find(|it| !before.contains(it)).unwrap()
    }
    .boxed_local()
}
