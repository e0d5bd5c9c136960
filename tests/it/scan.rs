//! Files and the virus scanner, against a small stand-in that speaks the protocol of clamd: no mail
//! waits for it, what is infected is kept and never handed out, and a scanner that was away is asked
//! again.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Actor, Grant, Role};
use regiovraag::dispatch::{self, Answer};
use regiovraag::intake::{Alarm, Alarming, open_alarms};
use regiovraag::registry::{self, Attachment, RegistryError};
use regiovraag::store::{ScanState, StoreError};
use regiovraag::text::Language;
use regiovraag::worker::Works;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::bad_input::sign_in_as;
use crate::reading::{ASKER, forwarded};
use crate::support::app::{App, changed};
use crate::support::post::with_file;
use crate::support::scenario;

/// What the stand-in finds.
const BAD: &str = "SLECHT";

async fn answer(mut caller: TcpStream) -> std::io::Result<()> {
    let mut command = [0; 10];
    caller.read_exact(&mut command).await?;
    assert_eq!(&command, b"zINSTREAM\0");
    let mut content = Vec::new();
    loop {
        let length = caller.read_u32().await?;
        if length == 0 {
            break;
        }
        let mut piece = vec![0; usize::try_from(length).unwrap()];
        caller.read_exact(&mut piece).await?;
        content.extend(piece);
    }
    let found = String::from_utf8_lossy(&content).contains(BAD);
    let said: &[u8] = if found {
        b"stream: Proef.Slecht-1 FOUND\0"
    } else {
        b"stream: OK\0"
    };
    caller.write_all(said).await
}

fn mail(files: &[(&str, &str)]) -> String {
    let mut mail = "From: An <an@wetteren.be>\r\nTo: regiovorming@vlaanderen.be\r\n\
        Subject: Met bijlagen\r\nMessage-ID: <bijlagen@wetteren.be>\r\n\
        Date: Thu, 15 Jan 2026 08:55:00 +0100\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=deel\r\n\r\n--deel\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\r\nZie bijlagen?\r\n"
        .to_owned();
    for (name, text) in files {
        // Writing to a string cannot fail.
        let _ = write!(
            mail,
            "--deel\r\nContent-Type: application/octet-stream\r\n\
             Content-Disposition: attachment; filename={name}\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            STANDARD.encode(text)
        );
    }
    mail + "--deel--\r\n"
}

async fn files(app: &App) -> Vec<Attachment> {
    app.only_case().await.threads[0].messages[0]
        .attachments
        .clone()
}

fn states(files: &[Attachment]) -> Vec<Option<ScanState>> {
    files
        .iter()
        .map(|file| file.scan.as_ref().map(|scan| scan.state))
        .collect()
}

scenario!(
    a_scanner_that_is_away_delays_no_mail_and_is_asked_again,
    |app| {
        // A port where nobody listens, until the scanner comes.
        let place = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = place.local_addr().unwrap();
        drop(place);
        let ctx = changed(&app.ctx, |settings| {
            settings.scan.clamd = format!("tcp:{address}");
        });
        let works = Works::with_carrier(ctx, app.post_box.clone())
            .await
            .unwrap();

        app.receive(mail(&[
            ("goed.txt", "goed"),
            ("slecht.txt", BAD),
            ("ook.txt", "goed"),
        ]))
        .await;
        works.until_idle().await.unwrap();
        assert_eq!(
            app.mails_to("an@wetteren.be").len(),
            1,
            "the mail did not wait"
        );
        let waiting = files(app).await;
        assert_eq!(states(&waiting), [Some(ScanState::Waiting); 3]);
        assert!(waiting.iter().all(|file| !file.can_be_had()));

        // Nobody may be left to wonder why a mail with such a file does not leave.
        for hour in 0..5 {
            let early = hour < 3;
            assert!(!early || open_alarms(&app.ctx.db).await.unwrap().is_empty());
            app.ctx.clock.advance(TimeDelta::hours(1));
            works.until_idle().await.unwrap();
        }
        let alarms = open_alarms(&app.ctx.db).await.unwrap();
        let of_scanner = matches!(
            alarms.as_slice(),
            [Alarm {
                what: Alarming::ScannerFails { files: 2, .. },
                ..
            }]
        );
        assert!(of_scanner, "{alarms:?}");

        let scanner = TcpListener::bind(address).await.unwrap();
        let serving = tokio::spawn(async move {
            let mut asked = 0;
            while let Ok((caller, _)) = scanner.accept().await {
                asked += 1;
                answer(caller).await.unwrap();
                // The same content twice is one question, and so is the mail as a whole.
                if asked == 3 {
                    break;
                }
            }
            asked
        });
        app.ctx.clock.advance(TimeDelta::hours(2));
        works.until_idle().await.unwrap();
        assert_eq!(serving.await.unwrap(), 3);
        app.ctx.clock.advance(TimeDelta::minutes(6));
        works.until_idle().await.unwrap();
        assert!(open_alarms(&app.ctx.db).await.unwrap().is_empty());
        let looked_at = files(app).await;
        let (clean, infected) = (Some(ScanState::Clean), Some(ScanState::Infected));
        assert_eq!(states(&looked_at), [clean, infected, clean]);
        let bad = &looked_at[1];
        assert_eq!(
            bad.scan.as_ref().unwrap().signature.as_deref(),
            Some("Proef.Slecht-1")
        );
        assert!(!bad.can_be_had() && looked_at[0].can_be_had());
    }
);

scenario!(
    a_scanner_that_is_down_neither_loses_nor_releases_a_file,
    |app| {
        let (reference, reply, agent) = forwarded(app).await;
        let scanner = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = scanner.local_addr().unwrap();
        // It hangs up, says that it cannot, talks nonsense; then it works.
        let serving = tokio::spawn(async move {
            for said in ["", "INSTREAM size limit exceeded. ERROR\0", "OK?\0"] {
                // The file, and the mail as a whole.
                for _ in 0..2 {
                    let (mut caller, _) = scanner.accept().await.unwrap();
                    let mut command = [0; 10];
                    caller.read_exact(&mut command).await.unwrap();
                    caller.write_all(said.as_bytes()).await.unwrap();
                }
            }
            while let Ok((caller, _)) = scanner.accept().await {
                answer(caller).await.unwrap();
            }
        });
        let ctx = changed(&app.ctx, |settings| {
            settings.scan.clamd = format!("tcp:{address}");
        });
        let works = Works::with_carrier(ctx, app.post_box.clone())
            .await
            .unwrap();
        let id = app
            .receive(with_file(&reply, "plan.txt", "text/plain", b"het plan"))
            .await;
        works.until_idle().await.unwrap();

        // The owner passes it on before the scanner is back: the answer waits for its file.
        let case = app.case(&reference).await;
        let proposal = case.threads[1].messages.last().unwrap();
        let file = proposal.attachments[0].clone();
        sign_in_as(app, "els.contactpunt-oost-vlaanderen@vlaanderen.be").await;
        let passed_on = Answer {
            markdown: "Zie het plan.".to_owned(),
            proposal: Some(proposal.id),
            files: vec![file.id],
            attached: Vec::new(),
            still: Vec::new(),
        };
        dispatch::answer(
            &app.ctx,
            &agent,
            &reference,
            case.ticket.revision,
            passed_on,
        )
        .await
        .unwrap();
        let (whole, one) = (
            format!("/desk/mail/{id}/source"),
            format!("/desk/tickets/{reference}/attachments/{}", file.id),
        );
        let before = app.mails_to(ASKER).len();
        for tries in 1..=3 {
            assert_eq!(app.get(&one).await.status, 404, "{tries}: released");
            assert_eq!(app.get(&whole).await.status, 404, "{tries}: released");
            assert_eq!(app.mails_to(ASKER).len(), before, "{tries}: released");
            let waits = &app.case(&reference).await.threads[1].messages[1].attachments;
            assert_eq!(states(waits), [Some(ScanState::Waiting)]);
            app.ctx.clock.advance(TimeDelta::hours(1));
            works.until_idle().await.unwrap();
        }
        app.ctx.clock.advance(TimeDelta::hours(1));
        works.until_idle().await.unwrap();
        assert_eq!(app.get(&one).await.body, "het plan");
        assert_eq!(app.get(&whole).await.status, 200);
        let answers = app.mails_to(ASKER);
        let answer = answers.last().unwrap();
        assert_eq!(answers.len(), before + 1, "it left once");
        assert_eq!(answer.files()[0].1, b"het plan");
        serving.abort();
    }
);

scenario!(without_a_scanner_files_can_be_had_at_once, |app| {
    app.take(mail(&[("slecht.txt", BAD)])).await;
    let files = files(app).await;
    assert_eq!(states(&files), [None]);
    assert!(files[0].can_be_had());
});

scenario!(
    a_file_that_the_scanner_never_judges_is_left_out_by_who_may,
    |app| {
        let (reference, reply, agent) = forwarded(app).await;
        let scanner = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = scanner.local_addr().unwrap();
        let serving = tokio::spawn(async move {
            while let Ok((mut caller, _)) = scanner.accept().await {
                let mut command = [0; 10];
                caller.read_exact(&mut command).await.unwrap();
                let said = b"Can't allocate memory ERROR\0";
                caller.write_all(said).await.unwrap();
            }
        });
        let ctx = changed(&app.ctx, |settings| {
            settings.scan.clamd = format!("tcp:{address}");
        });
        let works = Works::with_carrier(ctx, app.post_box.clone())
            .await
            .unwrap();
        app.receive(with_file(&reply, "plan.txt", "text/plain", b"het plan"))
            .await;
        // Somebody else sends the same with a question of their own.
        app.receive(mail(&[("zelfde.txt", "het plan")])).await;
        works.until_idle().await.unwrap();
        let case = app.case(&reference).await;
        let proposal = case.threads[1].messages.last().unwrap();
        let file = proposal.attachments[0].clone();
        let passed_on = Answer {
            markdown: "Zie het plan.".to_owned(),
            proposal: Some(proposal.id),
            files: vec![file.id],
            ..Answer::default()
        };
        let seen = case.ticket.revision;
        dispatch::answer(&app.ctx, &agent, &reference, seen, passed_on)
            .await
            .unwrap();
        let before = app.mails_to(ASKER).len();
        let seen = app.case(&reference).await.ticket.revision;
        let coordinator = coordinator(app).await;
        let leave_out = async |by: &Actor| {
            registry::leave_out_file(&app.ctx, by, &reference, seen, file.id).await
        };
        // A scanner that is only slow is waited for.
        let early = leave_out(&coordinator).await;
        assert!(
            matches!(early, Err(RegistryError::Store(StoreError::Stale))),
            "{early:?}"
        );
        for _ in 0..5 {
            app.ctx.clock.advance(TimeDelta::hours(1));
            works.until_idle().await.unwrap();
        }
        assert_eq!(app.mails_to(ASKER).len(), before, "it waits");

        let url = format!("/desk/tickets/{reference}");
        sign_in_as(app, "els.contactpunt-oost-vlaanderen@vlaanderen.be").await;
        let page = app.get(&url).await.body;
        assert!(page.contains("allocate memory ERROR"), "{page}");
        assert!(!page.contains("/leaveout"), "{page}");
        let refused = leave_out(&agent).await;
        assert!(
            matches!(refused, Err(RegistryError::Refused(_))),
            "{refused:?}"
        );
        let csrf = sign_in_as(app, "coord@vlaanderen.be").await;
        let page = app.get(&url).await.body;
        assert!(page.contains("/leaveout"), "{page}");
        // Whoever may do this and not answer, reads who does.
        assert!(page.contains("Contactpunt Oost-Vlaanderen antwoordt op deze vraag."));
        let (seen, id) = (seen.to_string(), file.id.to_string());
        let form = [
            ("csrf", csrf.as_str()),
            ("revision", seen.as_str()),
            ("file", id.as_str()),
        ];
        let done = app.post(&format!("{url}/leaveout"), &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        app.ctx.clock.advance(TimeDelta::minutes(2));
        works.until_idle().await.unwrap();

        let mails = app.mails_to(ASKER);
        assert_eq!(mails.len(), before + 1, "it left");
        assert!(mails.last().unwrap().files().is_empty());
        let page = app.get(&url).await.body;
        assert!(page.contains("weggelaten"), "{page}");
        let history = app.history(&reference).await;
        assert!(history.contains("file_left_out"), "{history}");
        let one = format!("{url}/attachments/{}", file.id);
        assert_eq!(app.get(&one).await.status, 404);
        // The question that came with the same tells so, and where it was decided.
        let other = app.references().await.pop().unwrap();
        let told = app.get(&format!("/desk/tickets/{other}")).await.body;
        let with = format!("samen met hetzelfde bestand in {reference}");
        assert!(told.contains(&with), "{told}");
        serving.abort();
    }
);

async fn coordinator(app: &App) -> Actor {
    let account = NewAccount {
        email: "coord@vlaanderen.be".to_owned(),
        name: "Cara Ordi".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![Grant::new(Role::Coordinator, None, None).unwrap()],
    };
    Actor::User(accounts::add(&app.ctx, account).await.unwrap())
}
