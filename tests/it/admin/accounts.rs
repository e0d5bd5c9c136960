//! Accounts and the reader's own profile.

use chrono::TimeDelta;
use regiovraag::admin::{self, AdminError};
use regiovraag::auth::accounts::SignInError;
use regiovraag::auth::{Actor, Role, passwords, second_step, sessions, upkeep};
use regiovraag::registry;

use super::{Keeper, LIMBURG, PASSWORD, TOM, account, csrf_of, grant, hidden, shown_once};
use crate::support::app::{App, Got, question};
use crate::support::scenario;

const LIST: &str = "/desk/beheer/gebruikers";

/// Somebody at another browser.
struct Browser<'a> {
    app: &'a App,
    client: reqwest::Client,
}

impl<'a> Browser<'a> {
    fn new(app: &'a App) -> Self {
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self { app, client }
    }

    async fn get(&self, path: &str) -> Got {
        Got::from(self.client.get(self.app.url(path)).send().await.unwrap()).await
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Got {
        let request = self.client.post(self.app.url(path)).form(form);
        Got::from(request.send().await.unwrap()).await
    }

    async fn sign_in(&self, email: &str, password: &str) -> Got {
        let page = self.get("/desk/sign-in").await.body;
        let form = [
            ("csrf", hidden(&page, "csrf")),
            ("email", email),
            ("password", password),
        ];
        self.post("/desk/sign-in", &form).await
    }

    /// Whether the browser is signed in.
    async fn is_in(&self) -> bool {
        self.get("/desk/profiel").await.status == 200
    }
}

scenario!(
    a_new_user_sets_a_password_with_a_link_that_works_once,
    |app| {
        let keeper = Keeper::begin(app).await;
        let new = [
            ("name", "Nele Gielen"),
            ("email", "Nele.Gielen@Vlaanderen.be"),
            ("language", "en"),
            ("desk", LIMBURG),
            ("province", "limburg"),
            ("role", "editor"),
        ];
        let got = keeper.post(LIST, &new).await;
        assert_eq!(got.status, 201, "{}", got.body);
        let link = shown_once(&got.body).to_owned();
        assert!(link.starts_with(&app.url("/desk/wachtwoord/")), "{link}");
        keeper
            .refused(LIST, &new, "email", "bestaat al een account")
            .await;

        let listed = keeper.page(LIST).await;
        assert!(listed.contains("nele.gielen@vlaanderen.be"), "{listed}");
        assert!(listed.contains("wacht op een wachtwoord"), "{listed}");
        assert!(!listed.contains(&link), "the link is shown once");

        let nele = Browser::new(app);
        assert_eq!(
            nele.sign_in("nele.gielen@vlaanderen.be", "").await.status,
            422,
            "without a password nobody gets in"
        );
        // A mail scanner may look; nothing changes by that.
        assert_eq!(Browser::new(app).get(&link).await.status, 200);
        let page = nele.get(&link).await;
        assert!(page.body.contains("Set a password"), "{}", page.body);
        let csrf = hidden(&page.body, "csrf").to_owned();
        let set = async |password: &str, again: &str| {
            let form = [
                ("csrf", csrf.as_str()),
                ("password", password),
                ("again", again),
            ];
            nele.post(&link, &form).await
        };
        let short = set("kort", "kort").await;
        assert_eq!(short.status, 422);
        assert!(
            short.body.contains("at least 12 characters"),
            "{}",
            short.body
        );
        let unlike = set(PASSWORD, "iets anders dan dat").await;
        assert!(unlike.body.contains("not the same"), "{}", unlike.body);
        let foreign = [("csrf", "x"), ("password", PASSWORD), ("again", PASSWORD)];
        assert_eq!(nele.post(&link, &foreign).await.status, 403);
        let done = set(PASSWORD, PASSWORD).await;
        assert_eq!(
            (done.status, done.location.as_str()),
            (303, "/desk/sign-in")
        );
        assert_eq!(set(PASSWORD, PASSWORD).await.status, 410);
        assert_eq!(nele.get(&link).await.status, 410);
        assert_eq!(nele.get("/desk/wachtwoord/onzin").await.status, 410);

        let got = nele.sign_in("nele.gielen@vlaanderen.be", PASSWORD).await;
        assert_eq!(got.status, 303, "{}", got.body);
        assert!(nele.is_in().await);
        let profile = nele.get("/desk/profiel").await.body;
        for role in [
            "Agent (Contactpunt Limburg)",
            "Editor of the FAQ",
            "Observer (Limburg)",
        ] {
            assert!(profile.contains(role), "{role}: {profile}");
        }
    }
);

scenario!(
    a_link_ends_by_time_by_a_newer_one_and_with_the_account,
    |app| {
        let keeper = Keeper::begin(app).await;
        let nele = account(app, "nele@vlaanderen.be", vec![grant(Role::Editor)]).await;
        let seen = async || {
            let found = upkeep::account(&app.ctx.db, nele.id).await.unwrap();
            found.unwrap().revision
        };
        let reset = async || {
            let link = admin::reset_password(&app.ctx, &keeper.actor, nele.id, seen().await).await;
            link.unwrap().key
        };
        let opens = async |key: &str| app.get(&format!("/desk/wachtwoord/{key}")).await.status;
        let first = reset().await;
        let second = reset().await;
        assert_eq!((opens(&first).await, opens(&second).await), (410, 200));
        app.ctx.clock.advance(TimeDelta::days(3));
        assert_eq!(opens(&second).await, 410);
        let third = reset().await;
        admin::disable(&app.ctx, &keeper.actor, nele.id, seen().await)
            .await
            .unwrap();
        assert_eq!(opens(&third).await, 410);
        admin::enable(&app.ctx, &keeper.actor, nele.id, seen().await)
            .await
            .unwrap();
        assert_eq!(opens(&third).await, 410, "an old link stays closed");
        // Whoever used a link has used it up, also for somebody who is at it at the same moment.
        let fourth = reset().await;
        let (one, other) = tokio::join!(
            admin::use_link(&app.ctx, &fourth, PASSWORD),
            admin::use_link(&app.ctx, &fourth, PASSWORD),
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
    }
);

scenario!(who_is_disabled_is_out_at_once_and_stays_out, |app| {
    let keeper = Keeper::begin(app).await;
    let nele = account(app, "nele@vlaanderen.be", vec![grant(Role::Agent)]).await;
    let (one, two) = (Browser::new(app), Browser::new(app));
    for browser in [&one, &two] {
        browser.sign_in("nele@vlaanderen.be", PASSWORD).await;
        assert!(browser.is_in().await);
    }
    let url = format!("{LIST}/{}", nele.id);
    let page = keeper.page(&url).await;
    assert!(
        page.contains("<dt>Open sessies</dt><dd class=\"rv-break\">2"),
        "{page}"
    );
    keeper.done(&format!("{url}/afmelden"), &[]).await;
    assert!(!one.is_in().await && !two.is_in().await);
    one.sign_in("nele@vlaanderen.be", PASSWORD).await;
    assert!(one.is_in().await, "signed out is not shut out");

    // A form of before somebody changed the account does nothing.
    let stale = [("revision", "0")];
    let got = keeper.post(&format!("{url}/uitschakelen"), &stale).await;
    assert_eq!(got.status, 409, "{}", got.body);
    assert!(one.is_in().await);

    let revision = hidden(&keeper.page(&url).await, "revision").to_owned();
    let form = [("revision", revision.as_str())];
    keeper.done(&format!("{url}/uitschakelen"), &form).await;
    assert!(!one.is_in().await);
    let got = one.sign_in("nele@vlaanderen.be", PASSWORD).await;
    assert_eq!(got.status, 422, "{}", got.body);
    assert!(
        keeper
            .page(&format!("{LIST}?stand=uit"))
            .await
            .contains("nele@")
    );
    assert!(
        !keeper
            .page(&format!("{LIST}?stand=aan"))
            .await
            .contains("nele@")
    );

    let revision = hidden(&keeper.page(&url).await, "revision").to_owned();
    let form = [("revision", revision.as_str())];
    keeper.done(&format!("{url}/inschakelen"), &form).await;
    assert!(!one.is_in().await, "an old session does not come back");
    one.sign_in("nele@vlaanderen.be", PASSWORD).await;
    assert!(one.is_in().await);

    // A reset takes the password away, and ends the session.
    let revision = hidden(&keeper.page(&url).await, "revision").to_owned();
    let form = [("revision", revision.as_str())];
    let got = keeper.post(&format!("{url}/wachtwoord"), &form).await;
    assert_eq!(got.status, 200, "{}", got.body);
    assert!(shown_once(&got.body).contains("/desk/wachtwoord/"));
    assert!(!one.is_in().await);
    let got = one.sign_in("nele@vlaanderen.be", PASSWORD).await;
    assert_eq!(got.status, 422, "{}", got.body);
});

scenario!(roles_hold_at_once_and_a_late_form_changes_none, |app| {
    let keeper = Keeper::begin(app).await;
    let nele = account(app, "nele@vlaanderen.be", vec![grant(Role::Editor)]).await;
    let browser = Browser::new(app);
    browser.sign_in("nele@vlaanderen.be", PASSWORD).await;
    assert_eq!(browser.get("/desk/beheer/logboek").await.status, 403);
    let url = format!("{LIST}/{}", nele.id);
    let change = [
        ("revision", "1"),
        ("name", "Nele Gielen"),
        ("language", "nl"),
        ("role", "editor"),
        ("role", "admin"),
        ("desk", LIMBURG),
    ];
    keeper.done(&url, &change).await;
    assert_eq!(browser.get("/desk/beheer/logboek").await.status, 200);
    let found = upkeep::account(&app.ctx.db, nele.id).await.unwrap();
    let mut roles: Vec<Role> = found
        .unwrap()
        .user
        .grants
        .iter()
        .map(|grant| grant.role)
        .collect();
    roles.sort_unstable();
    assert_eq!(roles, [Role::Agent, Role::Editor, Role::Admin]);

    let late = [
        ("revision", "1"),
        ("name", "Nele G."),
        ("language", "nl"),
        ("role", "editor"),
    ];
    let got = keeper.post(&url, &late).await;
    assert_eq!(got.status, 409, "{}", got.body);
    assert!(got.body.contains("iemand anders wijzigde"), "{}", got.body);
    assert!(
        got.body.contains("value=\"Nele G.\""),
        "what was typed is kept"
    );
    assert!(got.body.contains("Dit staat er nu"), "{}", got.body);
    assert_eq!(hidden(&got.body, "revision"), "2");
    assert_eq!(browser.get("/desk/beheer/logboek").await.status, 200);

    let fields = |name: &'static str| [("revision", "2"), ("name", name), ("language", "nl")];
    let no_role = fields("Nele");
    keeper
        .refused(&url, &no_role, "role", "minstens één rol")
        .await;
    let no_name = [&fields(" ")[..], &[("role", "editor")]].concat();
    keeper.refused(&url, &no_name, "name", "Vul dit in").await;
    let office = [&fields("Nele")[..], &[("desk", "mow")]].concat();
    keeper
        .refused(&url, &office, "role", "gaan niet samen")
        .await;
    let nowhere = [&fields("Nele")[..], &[("province", "namen")]].concat();
    keeper
        .refused(&url, &nowhere, "role", "gaan niet samen")
        .await;
    let wrong = [
        ("name", "Bram"),
        ("email", "geen adres"),
        ("role", "editor"),
    ];
    keeper
        .refused(LIST, &wrong, "email", "geen e-mailadres")
        .await;
});

scenario!(the_last_account_that_keeps_accounts_stays, |app| {
    let keeper = Keeper::begin(app).await;
    let tom = keeper.actor.id().unwrap();
    let url = format!("{LIST}/{tom}");
    let got = keeper
        .post(&format!("{url}/uitschakelen"), &[("revision", "1")])
        .await;
    assert_eq!(got.status, 422, "{}", got.body);
    assert!(got.body.contains("laatste account"), "{}", got.body);
    let lesser = [
        ("revision", "1"),
        ("name", "Tom"),
        ("language", "nl"),
        ("role", "editor"),
    ];
    keeper
        .refused(&url, &lesser, "role", "laatste account")
        .await;
    assert_eq!(keeper.get(LIST).await.status, 200, "nothing changed");

    // Of two who switch each other off at the same moment, one stays.
    let els = account(app, "els@vlaanderen.be", vec![grant(Role::Admin)]).await;
    let els_actor = Actor::User(els.clone());
    let (one, other) = tokio::join!(
        admin::disable(&app.ctx, &keeper.actor, els.id, 1),
        admin::disable(&app.ctx, &els_actor, tom, 1),
    );
    let refused = [one, other]
        .into_iter()
        .filter_map(Result::err)
        .collect::<Vec<_>>();
    assert!(
        matches!(refused[..], [AdminError::LastAdmin]),
        "{refused:?}"
    );
    assert_eq!(upkeep::active_admins(&app.ctx.db).await.unwrap(), 1);
    // Who is disabled counts for nothing, whatever roles they have.
    let left = if keeper.get(LIST).await.status == 200 {
        tom
    } else {
        els.id
    };
    let left = upkeep::account(&app.ctx.db, left).await.unwrap().unwrap();
    let again = admin::disable(&app.ctx, &Actor::System, left.user.id, left.revision).await;
    assert!(matches!(again, Err(AdminError::LastAdmin)), "{again:?}");
});

/// Somebody of the contact point of East Flanders, alone there, who took the only question.
async fn handling(app: &App) -> Actor {
    app.take(question("an@wetteren.be", "Bus", "Welke vervoerregio?"))
        .await;
    let els = app.agent("contactpunt-oost-vlaanderen").await;
    let ticket = app.only_case().await.ticket;
    registry::take(&app.ctx, &els, &ticket.reference, ticket.revision)
        .await
        .unwrap();
    els
}

scenario!(what_a_disabled_colleague_had_is_free_again, |app| {
    let keeper = Keeper::begin(app).await;
    let els = handling(app).await;
    let url = format!("{LIST}/{}", els.id().unwrap());
    let page = keeper.page(&url).await;
    for told in [
        "Eén open vraag van de gebruiker komt weer vrij",
        "Daarna werkt niemand meer bij Contactpunt Oost-Vlaanderen",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }

    let seen = hidden(&page, "revision");
    let next = keeper
        .done(&format!("{url}/uitschakelen"), &[("revision", seen)])
        .await;
    let page = keeper.page(&next).await;
    for told in [
        "Het account is uitgeschakeld. Eén open vraag is weer vrij",
        "Niemand werkt nu nog bij Contactpunt Oost-Vlaanderen",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let again = keeper.page(&next).await;
    assert!(!again.contains("weer vrij"), "told once: {again}");

    let case = app.only_case().await;
    assert_eq!(case.ticket.handler_user_id, None);
    let history = app.history(&case.ticket.reference).await;
    let last = history.lines().last().unwrap();
    assert!(last.contains("released"), "{history}");
    assert!(last.contains("Mevrouw tom"), "{history}");
});

scenario!(what_one_had_at_a_desk_that_one_left_is_free_again, |app| {
    let keeper = Keeper::begin(app).await;
    let els = handling(app).await;
    let url = format!("{LIST}/{}", els.id().unwrap());
    let form = [
        ("revision", "1"),
        ("name", "Els Claes"),
        ("language", "nl"),
        ("desk", "contactpunt-oost-vlaanderen"),
        ("role", "editor"),
    ];
    keeper.done(&url, &form).await;
    let taken = app.only_case().await.ticket.handler_user_id;
    assert_eq!(taken, els.id(), "they still work there");

    let desk = "/desk/beheer/loketten/contactpunt-oost-vlaanderen";
    let gone = format!("{desk}/leden/{}/weg", els.id().unwrap());
    let next = keeper.done(&gone, &[]).await;
    let page = keeper.page(&next).await;
    for told in [
        "Eén open vraag is weer vrij",
        "Niemand werkt nu nog bij Contactpunt Oost-Vlaanderen",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert_eq!(app.only_case().await.ticket.handler_user_id, None);
});

scenario!(the_list_is_searched_and_goes_on, |app| {
    let keeper = Keeper::begin(app).await;
    for n in 0..60 {
        let email = format!("p{n:02}.proef@vlaanderen.be");
        account(app, &email, vec![grant(Role::Editor)]).await;
    }
    account(app, "élise_x@vlaanderen.be", vec![grant(Role::Agent)]).await;
    let first = keeper.page(LIST).await;
    assert_eq!(first.matches("proef@").count(), 50);
    let next = first.split("rel=\"next\"").next().unwrap();
    let next = next.rsplit("href=\"").next().unwrap();
    let next = next
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&")
        .replace("&#38;", "&");
    let second = keeper.page(&next).await;
    assert_eq!(second.matches("proef@").count(), 10);
    assert!(second.contains(TOM), "{second}");
    let count = async |query: &str| {
        let page = keeper.page(&format!("{LIST}?{query}")).await;
        page.matches("<tr role=\"row\">").count().saturating_sub(1)
    };
    assert_eq!(count("naam=P07").await, 1);
    assert_eq!(count("naam=mevrouw").await, 50);
    assert_eq!(count("naam=%C3%89lise").await, 1);
    assert_eq!(count("naam=_x").await, 1, "a mark of a pattern is a letter");
    assert_eq!(count("naam=%25").await, 0);
    assert_eq!(count("rol=agent").await, 1);
    assert_eq!(count(&format!("loket={LIMBURG}")).await, 1);
    assert_eq!(count("rol=admin&stand=aan").await, 1);
    assert_eq!(count("rol=admin&stand=uit").await, 0);
});

scenario!(
    everybody_keeps_their_own_password_language_and_sessions,
    |app| {
        account(app, "nele@vlaanderen.be", vec![grant(Role::Editor)]).await;
        let csrf = csrf_of(app, "nele@vlaanderen.be").await;
        let (one, two) = (Browser::new(app), Browser::new(app));
        for browser in [&one, &two] {
            browser.sign_in("nele@vlaanderen.be", PASSWORD).await;
        }
        let post = async |path: &str, fields: &[(&str, &str)]| {
            let form = [&[("csrf", csrf.as_str())][..], fields].concat();
            app.post(path, &form).await
        };
        let page = app.get("/desk/profiel").await.body;
        assert_eq!(page.matches("/desk/profiel/sessies/").count(), 2, "{page}");
        assert!(page.contains("Deze browser"), "{page}");
        let (_, session) = page.split_once("/desk/profiel/sessies/").unwrap();
        let session = session.split('"').next().unwrap();
        let got = post(&format!("/desk/profiel/sessies/{session}"), &[]).await;
        assert_eq!(got.status, 303, "{}", got.body);
        assert_eq!(
            [one.is_in().await, two.is_in().await]
                .iter()
                .filter(|is_in| **is_in)
                .count(),
            1
        );
        // Somebody else's session is not theirs to end.
        account(app, "bram@vlaanderen.be", vec![grant(Role::Editor)]).await;
        let bram = Browser::new(app);
        bram.sign_in("bram@vlaanderen.be", PASSWORD).await;
        let page = bram.get("/desk/profiel").await.body;
        let other = upkeep::account_at(&app.ctx.db, "bram@vlaanderen.be").await;
        let other = other.unwrap().unwrap().user.id;
        let his = sessions::open_of(&app.ctx, other).await.unwrap();
        post(&format!("/desk/profiel/sessies/{}", his[0].id), &[]).await;
        assert!(bram.is_in().await, "{page}");

        let other = "een heel andere zin als wachtwoord";
        let change = async |present: &str, new: &str, again: &str| {
            let fields = [("present", present), ("password", new), ("again", again)];
            post("/desk/profiel/wachtwoord", &fields).await
        };
        for (present, new, again, field, said) in [
            ("fout", other, other, "present", "niet uw huidige"),
            (PASSWORD, other, "anders", "again", "niet twee keer"),
            (PASSWORD, "kort", "kort", "password", "minstens 12 tekens"),
        ] {
            let got = change(present, new, again).await;
            assert_eq!(got.status, 422, "{}", got.body);
            let (_, beside) = got
                .body
                .split_once(&format!("id=\"{field}-fout\""))
                .unwrap();
            assert!(
                beside.split("</p>").next().unwrap().contains(said),
                "{beside}"
            );
            assert!(!got.body.contains(other), "a password is never shown again");
        }
        let got = change(PASSWORD, other, other).await;
        assert_eq!(got.status, 303, "{}", got.body);
        assert!(
            !one.is_in().await && !two.is_in().await,
            "signed out elsewhere"
        );
        assert_eq!(app.get("/desk/profiel").await.status, 200, "and still here");
        assert_eq!(
            one.sign_in("nele@vlaanderen.be", PASSWORD).await.status,
            422
        );
        assert_eq!(one.sign_in("nele@vlaanderen.be", other).await.status, 303);

        // Guessing the present password is counted as guessing at the door is.
        for _ in 0..12 {
            change("fout", PASSWORD, PASSWORD).await;
        }
        let got = change(other, PASSWORD, PASSWORD).await;
        assert!(
            got.body.contains("Te veel pogingen") || got.status != 303,
            "{}",
            got.body
        );

        let got = post("/desk/profiel", &[("language", "en")]).await;
        assert_eq!(got.status, 303);
        assert!(app.get("/desk/profiel").await.body.contains("My profile"));
        assert_eq!(post("/desk/profiel/afmelden", &[]).await.status, 303);
        assert!(!one.is_in().await);

        // What changed of the account stands in the log, under the name of who did it.
        let nele = upkeep::account_at(&app.ctx.db, "nele@vlaanderen.be").await;
        let nele = nele.unwrap().unwrap();
        assert_eq!(nele.revision, 2, "a form of before that is late");
        account(app, TOM, vec![grant(Role::Admin)]).await;
        let tom = Browser::new(app);
        tom.sign_in(TOM, PASSWORD).await;
        for (kind, lines) in [
            ("account_changed", 1),
            ("password_set", 1),
            ("sessions_ended", 2),
        ] {
            let page = tom
                .get(&format!("/desk/beheer/logboek?wie=nele&wat={kind}"))
                .await
                .body;
            let rows = page.matches("<tr role=\"row\">").count().saturating_sub(1);
            assert_eq!(rows, lines, "{kind}: {page}");
        }
    }
);

scenario!(
    a_password_that_was_reset_meanwhile_is_not_the_present_one,
    |app| {
        let keeper = Keeper::begin(app).await;
        let nele = account(app, "nele@vlaanderen.be", vec![grant(Role::Editor)]).await;
        let key = sessions::begin(&app.ctx, &nele).await.unwrap();
        let session = sessions::open(&app.ctx, &key).await.unwrap().unwrap();
        let account = upkeep::account(&app.ctx.db, nele.id).await.unwrap();
        let seen = account.unwrap().revision;
        admin::reset_password(&app.ctx, &keeper.actor, nele.id, seen)
            .await
            .unwrap();
        // Whoever still knows the old password is at a screen that was open.
        upkeep::set_password(
            &app.ctx.db,
            nele.id,
            Some(passwords::hash(PASSWORD).await.unwrap()),
        )
        .await
        .unwrap();
        let done = admin::change_own_password(&app.ctx, &session, PASSWORD, PASSWORD, None).await;
        assert!(
            matches!(done, Err(AdminError::SignIn(SignInError::Wrong))),
            "{done:?}"
        );
    }
);

scenario!(a_second_step_that_nobody_can_take_is_taken_away, |app| {
    let keeper = Keeper::begin(app).await;
    let nele = account(app, "nele@vlaanderen.be", vec![grant(Role::Editor)]).await;
    let url = format!("{LIST}/{}", nele.id);
    let deed = format!("{url}/tweestaps");
    assert!(!keeper.page(&url).await.contains(&deed), "there is none");

    let offer = second_step::offer(&app.ctx, &nele).unwrap();
    let totp = totp_rs::Totp::from_url(&offer.url).unwrap();
    let now = u64::try_from(app.now().timestamp()).unwrap();
    let code = totp.generate(now).to_string();
    let from = None;
    let confirmed =
        second_step::confirm(&app.ctx, &nele, &offer.sealed, PASSWORD, &code, from).await;
    second_step::turn_on(&app.ctx.db, &app.ctx, nele.id, confirmed.unwrap())
        .await
        .unwrap();
    let session = sessions::begin(&app.ctx, &nele).await.unwrap();

    let page = keeper.page(&url).await;
    assert!(page.contains(&deed), "{page}");
    keeper.done(&deed, &[]).await;
    assert!(!second_step::is_on(&app.ctx, nele.id).await.unwrap());
    let open = sessions::open(&app.ctx, &session).await.unwrap();
    assert!(open.is_none(), "its sessions end");
    let log = keeper.page("/desk/beheer/logboek").await;
    assert!(log.contains("Tweede stap weggehaald door beheer"), "{log}");
    // Twice is once.
    keeper.done(&deed, &[]).await;
    let log = keeper
        .page("/desk/beheer/logboek?wat=second_step_reset")
        .await;
    assert_eq!(log.matches("<tr role=\"row\">").count(), 2, "{log}");
});
