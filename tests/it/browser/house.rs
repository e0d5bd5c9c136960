//! A house in which everything is that its screens can show: questions in each of their states, mail that
//! was set aside, answers on their way to being published, and the people who see them.

use chrono::TimeDelta;
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use regiovraag::auth::Actor;
use regiovraag::config::Settings;
use regiovraag::dispatch::{self, Along, Answer, Consult, Forward, Merge};
use regiovraag::faq::{self, Entry, EntryText};
use regiovraag::outbound::Fate;
use regiovraag::registry::{self, CloseReason, Reference};

use crate::owasp::routes::everybody;
use crate::support::app::{App, question};
use crate::support::post::with_file;

pub const DESK: &str = "contactpunt-oost-vlaanderen";
/// May do everything that a person may.
pub const EVERYBODY: &str = "alles@vlaanderen.be";
/// Works at the desk, and nothing else.
pub const AGENT: &str = "els.contactpunt-oost-vlaanderen@vlaanderen.be";
const FLOODER: &str = "vloed@lede.be";
const NEWSLETTER: &str = "From: Nieuws <nieuws@wetteren.be>\r\nTo: regiovorming@vlaanderen.be\r\n\
    Subject: Nieuws over de vervoerregio\r\nMessage-ID: <brief-1@wetteren.be>\r\n\
    List-Unsubscribe: <mailto:weg@wetteren.be>\r\nList-Id: <nieuws.wetteren.be>\r\n\
    Date: Thu, 15 Jan 2026 08:55:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
    Lees onze nieuwsbrief.\r\n";

/// How such a house is set up: six questions of one sender within an hour are a flood, and what a person
/// sends can be called back.
pub fn set_up(settings: &mut Settings) {
    settings.flood.questions_an_hour = 6;
    settings.desk.undo_seconds = 10;
}

/// The questions, each by what it is.
pub struct House {
    /// May do everything.
    pub all: Actor,
    /// Nobody took it yet; it has a file, and an older mail below its words.
    pub fresh: Reference,
    /// An administration answered, and waits to be read; the asker wrote more meanwhile.
    pub proposed: Reference,
    /// It has an answer, which the asker has not confirmed.
    pub answered: Reference,
    /// A part of the answer left.
    pub in_part: Reference,
    /// The answer came back.
    pub undelivered: Reference,
    /// It is closed.
    pub closed: Reference,
    /// We asked the asker for more.
    pub asked_back: Reference,
    /// A stranger wrote into it.
    pub held: Reference,
    /// Another desk gave its advice.
    pub consulted: Reference,
    /// Another desk answers for it, and asks this one for advice.
    pub advised: Reference,
    /// It went on in the next.
    pub merged: Reference,
    /// The one that it went on in.
    pub target: Reference,
    /// The asker said that the answer does not help.
    pub disputed: Reference,
}

impl House {
    /// Lets everything happen that makes it so.
    pub async fn furnish(app: &App) -> Self {
        let all = Actor::User(everybody(app).await);
        app.agent(DESK).await;
        let fresh = {
            let older = "Tot welke vervoerregio behoren wij?\r\n\r\nMet vriendelijke groeten\r\nAn Peeters\r\n\
                Stad Wetteren\r\n\r\nOp 12 jan 2026 om 10:00 schreef Jan Maes:\r\n> Kunnen we dit navragen?";
            let raw = question("An Peeters <an.peeters@wetteren.be>", "Vervoerregio", older);
            asked(
                app,
                with_file(&raw, "kaart.pdf", "application/pdf", b"%PDF-1.7"),
            )
            .await
        };
        let proposed = plain(app, "bo@wetteren.be", "Schoolroute").await;
        forward(app, &all, &proposed, "mow").await;
        let reply = app.mails_to("regiovorming@mow.be").pop().unwrap();
        take(
            app,
            with_file(
                &reply.reply("De school hoort bij de vervoerregio Gent."),
                "lijnen.pdf",
                "application/pdf",
                b"%PDF-1.7",
            ),
        )
        .await;
        write_back(app, "bo@wetteren.be", "De school ligt in Kalken.").await;

        let answered = plain(app, "cas@wetteren.be", "Zwembad").await;
        answer(
            app,
            &all,
            &answered,
            "Een **projectvereniging** past hierbij.",
            &[],
        )
        .await;
        let in_part = plain(app, "dries@wetteren.be", "Brandweer").await;
        forward(app, &all, &in_part, "mow").await;
        answer(app, &all, &in_part, "Voor het eerste punt: ja.", &["mow"]).await;
        let undelivered = plain(app, "eva@wetteren.be", "Afval").await;
        let refused = Fate::Refused {
            code: Some(550),
            reply: "550 5.1.1 no such user".to_owned(),
        };
        app.post_box.meet("eva@wetteren.be", refused);
        answer(
            app,
            &all,
            &undelivered,
            "Dat is de afvalintercommunale.",
            &[],
        )
        .await;
        let closed = plain(app, "fien@wetteren.be", "Fietspad").await;
        let seen = revision(app, &closed).await;
        app.close(&all, &closed, seen, CloseReason::Withdrawn)
            .await
            .unwrap();
        let asked_back = plain(app, "gust@wetteren.be", "Vergunning").await;
        let seen = revision(app, &asked_back).await;
        dispatch::ask_asker(
            &app.ctx,
            &all,
            &asked_back,
            seen,
            "Om welk perceel gaat het?",
        )
        .await
        .unwrap();
        app.work().await;
        let held = plain(app, "hanne@wetteren.be", "Politiezone").await;
        let to = app.mails_to("hanne@wetteren.be")[0].reply_to.clone();
        let stranger = question(
            "Leen Maes <leen@gmail.com>",
            "Re: Politiezone",
            "Ook over glas.",
        );
        let stranger = String::from_utf8(stranger).unwrap();
        let raw = stranger.replace("regiovorming@vlaanderen.be", &to);
        take(app, raw.into_bytes()).await;
        let consulted = plain(app, "ine@wetteren.be", "Erfgoed").await;
        consult(app, &all, &consulted, "mow").await;
        let advice = app.mails_to("regiovorming@mow.be").pop().unwrap();
        take(app, advice.reply("Wij lezen het ruim.")).await;
        let advised = plain(app, "lou@wetteren.be", "Toerisme").await;
        let seen = revision(app, &advised).await;
        registry::hand_over(&app.ctx, &all, &advised, seen, "contactpunt-limburg")
            .await
            .unwrap();
        consult(app, &all, &advised, DESK).await;
        let merged = plain(app, "jef@wetteren.be", "Bibliotheek").await;
        let target = plain(app, "jef@wetteren.be", "Nog eens de bibliotheek").await;
        merge(app, &all, &merged, &target).await;
        let disputed = plain(app, "kim@wetteren.be", "Cultuurhuis").await;
        answer(app, &all, &disputed, "Dat kan niet.", &[]).await;
        write_back(app, "kim@wetteren.be", "Nee, dit helpt ons niet verder.").await;

        take(
            app,
            b"Beste, dit is geen mail maar toch een vraag.".to_vec(),
        )
        .await;
        take(app, NEWSLETTER.as_bytes().to_vec()).await;
        for number in 0..7 {
            let subject = format!("Vloed {number}");
            take(
                app,
                question(FLOODER, &subject, &format!("Vraag nummer {number}?")),
            )
            .await;
        }
        app.later(TimeDelta::minutes(5)).await;
        Self {
            all,
            fresh,
            proposed,
            answered,
            in_part,
            undelivered,
            closed,
            asked_back,
            held,
            consulted,
            advised,
            merged,
            target,
            disputed,
        }
    }

    /// Entries of the FAQ: one that was published, one that waits for that, one that was begun and one that
    /// was taken back.
    pub async fn entries(&self, app: &App) -> [Entry; 4] {
        let ctx = &app.ctx;
        let text = |question: &str| EntryText {
            question: question.to_owned(),
            answer: "Ja, *dat mag*:\n\n- met een besluit van de raad;\n- voor een jaar.".to_owned(),
            ..EntryText::default()
        };
        let laid = async |question: &str| {
            let made = faq::create(ctx, &self.all, text(question)).await.unwrap();
            faq::submit(ctx, &self.all, made.id, made.revision, text(question))
                .await
                .unwrap()
        };
        let published = async |question: &str| {
            let laid = laid(question).await;
            faq::publish(ctx, &self.all, laid.id, laid.revision, text(question))
                .await
                .unwrap()
        };
        let out = published("Mag een schepen de burgemeester vervangen?").await;
        let waits = laid("Mag een raadslid de schepen vervangen?").await;
        let begun = faq::create(ctx, &self.all, text("Wie zit de raad voor?"))
            .await
            .unwrap();
        let gone = published("Mag de griffier stemmen?").await;
        let gone = faq::archive(ctx, &self.all, gone.id, gone.revision)
            .await
            .unwrap();
        [out, waits, begun, gone]
    }
}

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

/// On the heap: what follows from a mail is a long walk.
fn take(app: &App, raw: Vec<u8>) -> LocalBoxFuture<'_, ()> {
    async move {
        app.take(raw).await;
    }
    .boxed_local()
}

fn asked(app: &App, raw: Vec<u8>) -> LocalBoxFuture<'_, Reference> {
    async move {
        let before = app.references().await;
        app.take(raw).await;
        let all = app.references().await;
        all.into_iter().find(|it| !before.contains(it)).unwrap()
    }
    .boxed_local()
}

/// A question about the first thing that comes to mind.
pub fn plain<'a>(app: &'a App, from: &'a str, subject: &'a str) -> LocalBoxFuture<'a, Reference> {
    async move {
        let text = format!("Welk bestuur is bevoegd voor {subject}?");
        asked(app, question(from, subject, &text)).await
    }
    .boxed_local()
}

async fn revision(app: &App, reference: &Reference) -> i32 {
    app.case(reference).await.ticket.revision
}

/// Sends it on.
pub fn forward<'a>(
    app: &'a App,
    by: &'a Actor,
    reference: &'a Reference,
    desk: &'a str,
) -> LocalBoxFuture<'a, ()> {
    async move {
        let seen = revision(app, reference).await;
        let to = Forward {
            desk: desk.to_owned(),
            comment: "Graag uw antwoord.".to_owned(),
            ..Forward::default()
        };
        dispatch::forward(&app.ctx, by, reference, seen, to)
            .await
            .unwrap();
        app.work().await;
    }
    .boxed_local()
}

fn answer<'a>(
    app: &'a App,
    by: &'a Actor,
    reference: &'a Reference,
    text: &'a str,
    still: &'a [&'a str],
) -> LocalBoxFuture<'a, ()> {
    async move {
        let seen = revision(app, reference).await;
        let says = Answer {
            markdown: text.to_owned(),
            still: still.iter().map(ToString::to_string).collect(),
            ..Answer::default()
        };
        dispatch::answer(&app.ctx, by, reference, seen, says)
            .await
            .unwrap();
        app.work().await;
    }
    .boxed_local()
}

fn consult<'a>(
    app: &'a App,
    by: &'a Actor,
    reference: &'a Reference,
    desk: &'a str,
) -> LocalBoxFuture<'a, ()> {
    async move {
        let seen = revision(app, reference).await;
        let wanted = Consult {
            desk: desk.to_owned(),
            words: "Hoe leest u artikel 5?".to_owned(),
            days: None,
            along: Along::All,
        };
        dispatch::consult(&app.ctx, by, reference, seen, wanted)
            .await
            .unwrap();
        app.work().await;
    }
    .boxed_local()
}

fn merge<'a>(
    app: &'a App,
    by: &'a Actor,
    source: &'a Reference,
    target: &'a Reference,
) -> LocalBoxFuture<'a, ()> {
    async move {
        let wanted = Merge {
            into: target.to_string(),
            into_seen: revision(app, target).await,
            tell: true,
            ..Merge::default()
        };
        let seen = revision(app, source).await;
        dispatch::merge(&app.ctx, by, source, seen, wanted)
            .await
            .unwrap();
        app.work().await;
    }
    .boxed_local()
}

/// The asker answers the last mail that they got.
fn write_back<'a>(app: &'a App, asker: &'a str, words: &'a str) -> LocalBoxFuture<'a, ()> {
    async move {
        let mail = app.mails_to(asker).pop().unwrap();
        app.take(mail.reply(words)).await;
    }
    .boxed_local()
}
