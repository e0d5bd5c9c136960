//! Signing in at an OpenID Connect provider, over real HTTP with a real provider.

use regiovraag::admin::{self, LogFilter};
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::attempts::PER_ADDRESS;
use regiovraag::auth::oidc::PATIENCE;
use regiovraag::auth::{Actor, Grant, Role, User};
use regiovraag::clock::real_now;
use regiovraag::text::Language;
use reqwest::Url;
use serde_json::json;

use crate::support::app::{App, Got};
use crate::support::oidc::{Provider, Wishes, follow, with_provider};
use crate::support::on_each_engine;

const START: &str = "/desk/sign-in/oidc?next=/desk/mail";

/// Makes two tests of one story with a house and its provider.
macro_rules! provider_scenario {
    ($name:ident, $wishes:expr, |$app:ident, $provider:ident| $body:block) => {
        on_each_engine!($name, |engine| {
            async fn story($app: &App, $provider: &Provider) $body
            with_provider(engine, $wishes, story).await;
        });
    };
}

/// Signs in as whoever is at the provider; where that leads, and what stands there.
async fn sign_in(app: &App) -> (String, Got) {
    follow(app, START).await
}

async fn is_in(app: &App) -> bool {
    app.get("/desk").await.status == 200
}

/// Goes to the provider and comes back, without opening the page that the provider leads to.
async fn way_back(app: &App) -> String {
    let mut url = app.url(START);
    for _ in 0..12 {
        let got = app.get(&url).await;
        let next = Url::parse(&url).unwrap().join(&got.location).unwrap();
        if next.path() == "/desk/sign-in/oidc/return" {
            return next.to_string();
        }
        url = next.to_string();
    }
    panic!("{url} leads nowhere");
}

async fn only_user(app: &App) -> User {
    let mut all = accounts::list(&app.ctx).await.unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).user
}

/// A page that says why somebody is not in.
fn refuses((url, got): &(String, Got), status: u16, says: &str) {
    assert_eq!(got.status, status, "{url}: {}", got.body);
    assert!(got.body.contains(says), "{says}: {}", got.body);
    assert!(got.body.contains("</html>") && got.body.contains("Nummer"));
}

fn csrf(page: &str) -> &str {
    let (_, after) = page.split_once("name=\"csrf\" value=\"").unwrap();
    after.split_once('"').unwrap().0
}

provider_scenario!(
    somebody_signs_in_with_the_roles_that_the_provider_names,
    Wishes::default(),
    |app, provider| {
        let page = app.get("/desk/sign-in?next=/desk/mail").await.body;
        assert!(page.contains("Aanmelden met ACM/IDM"), "{page}");
        assert!(
            page.contains("/desk/sign-in/oidc?next=%2Fdesk%2Fmail"),
            "{page}"
        );
        assert!(
            !page.contains("type=\"password\""),
            "passwords are switched off"
        );

        provider
            .person("els", &["R-agent:ovl", "Iets anders"])
            .await;
        let (url, got) = sign_in(app).await;
        assert_eq!((url, got.status), (app.url("/desk/mail"), 200));
        let user = only_user(app).await;
        assert_eq!(
            (user.name.as_str(), user.email.as_str()),
            ("Els Claes", "els@abb.example")
        );
        let desk = regiovraag::registry::desk_by_slug(&app.ctx.db, "contactpunt-oost-vlaanderen")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            user.grants,
            [Grant::new(Role::Agent, Some(desk.id), None).unwrap()]
        );
        assert!(app.get("/desk").await.body.contains("Els Claes"));

        // The roles change where they are kept, and here at the next sign-in.
        provider.person("els", &["R-coordinator"]).await;
        sign_in(app).await;
        let later = only_user(app).await;
        assert_eq!(later.id, user.id);
        assert_eq!(later.grants[0].role, Role::Coordinator);

        // A role less is a role less, also for whoever is in.
        provider.person("els", &[]).await;
        let refused = sign_in(app).await;
        refuses(&refused, 403, "U hebt nog geen toegang tot Regiovraag");
        assert!(
            refused.1.body.contains(&app.ctx.settings.mail.address),
            "says whom to ask"
        );
        assert!(
            refused.1.body.contains("/session/end?"),
            "and lets somebody else try"
        );
        assert!(!is_in(app).await);
        assert!(only_user(app).await.grants.is_empty());
    }
);

provider_scenario!(
    what_the_id_token_leaves_out_is_asked_for,
    Wishes {
        userinfo: true,
        ..Wishes::default()
    },
    |app, provider| {
        provider.person("els", &["R-agent:lim"]).await;
        let (_, got) = sign_in(app).await;
        assert_eq!(got.status, 200, "{}", got.body);
        assert_eq!(only_user(app).await.grants[0].role, Role::Agent);
        // What is said there of somebody else says nothing of them.
        provider
            .tell(json!({ "bend": { "userinfo": { "sub": "boef" } } }))
            .await;
        refuses(
            &sign_in(app).await,
            502,
            "Het antwoord van ACM/IDM klopt niet",
        );
    }
);

provider_scenario!(
    a_name_or_an_address_that_the_id_token_leaves_out_is_asked_for_too,
    Wishes::default(),
    |app, provider| {
        provider.person("els", &["R-agent:lim"]).await;
        for left_out in [
            json!({ "email": null }),
            json!({ "given_name": null, "family_name": null }),
        ] {
            provider
                .tell(json!({ "bend": { "claims": left_out } }))
                .await;
            assert_eq!(sign_in(app).await.1.status, 200, "{left_out}");
            let user = only_user(app).await;
            let known = (user.name.as_str(), user.email.as_str());
            assert_eq!(known, ("Els Claes", "els@abb.example"), "{left_out}");
        }
    }
);

provider_scenario!(
    the_house_proves_itself_with_an_rsa_key,
    Wishes {
        key: Some("RSA"),
        ..Wishes::default()
    },
    |app, provider| {
        provider.person("els", &["R-agent:lim"]).await;
        let (_, got) = sign_in(app).await;
        assert_eq!(got.status, 200, "{}", got.body);
    }
);

provider_scenario!(
    the_house_proves_itself_with_an_ec_key,
    Wishes {
        key: Some("EC -pkeyopt ec_paramgen_curve:P-256"),
        ..Wishes::default()
    },
    |app, provider| {
        provider.person("els", &["R-agent:lim"]).await;
        let (_, got) = sign_in(app).await;
        assert_eq!(got.status, 200, "{}", got.body);
    }
);

provider_scenario!(
    other_keys_are_read_once_when_a_token_is_signed_with_them,
    Wishes::default(),
    |app, provider| {
        provider.person("els", &["R-agent:lim"]).await;
        assert_eq!(sign_in(app).await.1.status, 200);
        assert_eq!(provider.keys_read().await, 1);
        sign_in(app).await;
        assert_eq!(provider.keys_read().await, 1, "the keys are kept");

        // The provider has other keys, which the house has not seen.
        provider.start_again();
        provider.person("els", &["R-coordinator"]).await;
        assert_eq!(sign_in(app).await.1.status, 200);
        assert_eq!(only_user(app).await.grants[0].role, Role::Coordinator);
        assert_eq!(provider.keys_read().await, 1);

        // A key that is nobody's: looked for once, and then not believed.
        provider.tell(json!({ "bend": { "key": "other" } })).await;
        refuses(
            &sign_in(app).await,
            502,
            "Het antwoord van ACM/IDM klopt niet",
        );
        assert_eq!(provider.keys_read().await, 2);
    }
);

provider_scenario!(
    a_token_that_is_not_for_this_sign_in_lets_nobody_in,
    Wishes::default(),
    |app, provider| {
        provider.person("els", &["R-agent:lim"]).await;
        let now = real_now().timestamp();
        let lies = [
            json!({ "claims": { "iss": "https://elders.example" } }),
            json!({ "claims": { "aud": "iets-anders" } }),
            json!({ "claims": { "aud": ["regiovraag", "iets-anders"] } }),
            json!({ "claims": { "nonce": "van een ander" } }),
            json!({ "claims": { "exp": now - 120 } }),
            json!({ "claims": { "iat": now + 120 } }),
            json!({ "claims": { "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" } }),
            json!({ "key": "secret" }),
        ];
        for lie in lies {
            provider.tell(json!({ "bend": lie })).await;
            refuses(
                &sign_in(app).await,
                502,
                "Het antwoord van ACM/IDM klopt niet",
            );
            assert!(!is_in(app).await, "{lie}");
        }
        // Clocks that differ a little are no lie.
        for honest in [json!({ "exp": now - 30 }), json!({ "iat": now + 30 })] {
            provider.tell(json!({ "bend": { "claims": honest } })).await;
            assert_eq!(sign_in(app).await.1.status, 200, "{honest}");
        }
    }
);

provider_scenario!(
    a_sign_in_counts_once_and_in_the_browser_where_it_began,
    Wishes::default(),
    |app, provider| {
        provider.person("els", &["R-agent:lim"]).await;
        let over = "Dit aanmelden is verlopen";
        // Another browser: somebody was lured to a link with somebody else's code.
        let back = way_back(app).await;
        let stranger = reqwest::Client::new().get(&back).send().await.unwrap();
        let stranger = (back.clone(), Got::from(stranger).await);
        refuses(&stranger, 400, over);
        // Another state, and none at all.
        let mut wrong = Url::parse(&back).unwrap();
        let code = wrong
            .query_pairs()
            .find(|(name, _)| name == "code")
            .unwrap()
            .1
            .into_owned();
        wrong
            .query_pairs_mut()
            .clear()
            .append_pair("code", &code)
            .append_pair("state", "x");
        refuses(&follow(app, wrong.as_str()).await, 400, over);
        // That used the sign-in up: the right state comes too late.
        refuses(&follow(app, &back).await, 400, over);
        assert!(!is_in(app).await);

        // The code itself counts once, also for who keeps the cookie.
        let begun = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let first = app.visitor.get(app.url(START)).send().await.unwrap();
        let cookies: Vec<_> = first.cookies().collect();
        let kept = cookies
            .iter()
            .find(|one| one.name() == "regiovraag-oidc")
            .unwrap();
        assert!(kept.http_only() && kept.same_site_lax());
        let cookie = format!("regiovraag-oidc={}", kept.value());
        let mut url = Url::parse(&app.url(START))
            .unwrap()
            .join(first.headers()["location"].to_str().unwrap())
            .unwrap();
        while url.path() != "/desk/sign-in/oidc/return" {
            let got = app.get(url.as_str()).await;
            url = url.join(&got.location).unwrap();
        }
        let come_back = async || {
            let sent = begun
                .get(url.clone())
                .header("cookie", &cookie)
                .send()
                .await;
            (url.to_string(), Got::from(sent.unwrap()).await)
        };
        assert_eq!(come_back().await.1.location, "/desk/mail");
        refuses(&come_back().await, 400, over);
        // The provider takes back what a code gave when it comes a second time; the session here is ours.

        // Too late is too late.
        let back = way_back(app).await;
        app.ctx.clock.advance(PATIENCE);
        refuses(&follow(app, &back).await, 400, over);

        // Who is in and goes back in the browser's history stays in.
        sign_in(app).await;
        assert_eq!(app.get(&back).await.location, "/desk");
    }
);

provider_scenario!(
    an_answer_says_whose_it_is_where_the_provider_says_that_it_does,
    Wishes::default(),
    |app, provider| {
        provider.person("els", &["R-agent:lim"]).await;
        let doubt = "Het antwoord van ACM/IDM klopt niet";
        for (kept, replaced) in [("x-iss", None), ("iss", Some("https://elders.example"))] {
            let back = Url::parse(&way_back(app).await).unwrap();
            let mut other = back.clone();
            other.set_query(None);
            for (name, value) in back.query_pairs() {
                if name == "iss" {
                    let value = replaced.unwrap_or(&value);
                    other.query_pairs_mut().append_pair(kept, value);
                } else {
                    other.query_pairs_mut().append_pair(&name, &value);
                }
            }
            assert_ne!(back, other, "the provider names itself");
            refuses(&follow(app, other.as_str()).await, 502, doubt);
        }
        assert_eq!(sign_in(app).await.1.status, 200);
    }
);

provider_scenario!(
    who_come_in_from_one_office_do_not_keep_each_other_out,
    Wishes::default(),
    |app, provider| {
        provider.person("els", &["R-agent:lim"]).await;
        provider
            .tell(json!({ "deny": "temporarily_unavailable" }))
            .await;
        for _ in 0..PER_ADDRESS + 2 {
            assert_eq!(sign_in(app).await.1.status, 503);
        }
        provider.tell(json!({ "deny": null })).await;
        for _ in 0..PER_ADDRESS + 2 {
            assert_eq!(sign_in(app).await.1.status, 200);
        }
        // Who comes back and is not let in counts.
        let stranger = reqwest::Client::new();
        let mut last = 0;
        for _ in 0..PER_ADDRESS + 2 {
            let back = app.url("/desk/sign-in/oidc/return?code=x&state=x");
            last = stranger.get(back).send().await.unwrap().status().as_u16();
        }
        assert_eq!(last, 429);
    }
);

provider_scenario!(
    an_address_and_its_proof_come_from_one_document,
    Wishes {
        passwords: true,
        link: true,
        ..Wishes::default()
    },
    |app, provider| {
        let local = app.agent("contactpunt-limburg").await;
        provider.person("boef", &["R-agent:lim"]).await;
        // The ID token names somebody else's address; what is verified is another one.
        let theirs = "els.contactpunt-limburg@vlaanderen.be";
        provider
            .tell(json!({ "bend": { "claims": { "email": theirs, "email_verified": null } } }))
            .await;
        let (_, got) = sign_in(app).await;
        assert_eq!(got.status, 200, "{}", got.body);
        let mut all = accounts::list(&app.ctx).await.unwrap();
        all.retain(|account| Some(account.user.id) != local.id());
        assert_eq!(all.len(), 1, "an account of their own");
        assert_eq!(all[0].user.email, "boef@abb.example");
        // Nor does an address that nobody verified take the place of one that was.
        provider
            .tell(json!({ "person": {
                "sub": "boef", "email": "baas@abb.example", "email_verified": false,
                "dv_regiovraag_rol": ["R-agent:lim"],
            }, "bend": null }))
            .await;
        assert_eq!(sign_in(app).await.1.status, 200);
        let all = accounts::list(&app.ctx).await.unwrap();
        assert!(
            all.iter()
                .all(|account| account.user.email != "baas@abb.example")
        );
    }
);

provider_scenario!(
    who_is_not_let_in_hears_why,
    Wishes {
        passwords: true,
        ..Wishes::default()
    },
    |app, provider| {
        provider.person("els", &["R-agent:lim"]).await;
        for (error, status, says) in [
            ("access_denied", 403, "U bent niet aangemeld"),
            ("login_required", 403, "U bent niet aangemeld"),
            ("server_error", 503, "ACM/IDM antwoordt niet"),
            ("temporarily_unavailable", 503, "met uw wachtwoord"),
            (
                "unauthorized_client",
                502,
                "Het antwoord van ACM/IDM klopt niet",
            ),
        ] {
            provider.tell(json!({ "deny": error })).await;
            refuses(&sign_in(app).await, status, says);
        }
        provider.tell(json!({ "deny": null })).await;

        // An account with the same address is not taken over.
        let local = accounts::add(
            &app.ctx,
            NewAccount {
                email: "els@abb.example".into(),
                name: "Els Claes".into(),
                password: "een lange zin als wachtwoord".into(),
                language: Language::Nl,
                grants: vec![Grant::new(Role::Admin, None, None).unwrap()],
            },
        )
        .await
        .unwrap();
        refuses(
            &sign_in(app).await,
            403,
            "Er is al een account met uw e-mailadres",
        );
        assert!(!is_in(app).await);
        // Whoever keeps accounts links it.
        admin::link_account(
            &app.ctx,
            &Actor::System,
            &provider.issuer,
            &local.email,
            "els",
        )
        .await
        .unwrap();
        assert_eq!(sign_in(app).await.1.status, 200);
        let linked = only_user(app).await;
        assert_eq!(linked.id, local.id);
        let roles: Vec<Role> = linked.grants.iter().map(|grant| grant.role).collect();
        assert_eq!(
            roles,
            [Role::Admin, Role::Agent],
            "who keeps accounts goes on"
        );
        // All of it stands in the log, with what the provider changed.
        let log = LogFilter::default();
        let reader = Actor::User(linked);
        let log = admin::log(&app.ctx, &reader, &log, None, 9);
        let kinds: Vec<_> = log
            .await
            .unwrap()
            .rows
            .into_iter()
            .map(|row| row.kind)
            .collect();
        assert_eq!(kinds, ["roles_changed", "account_linked"]);

        provider.start_again();
        provider
            .tell(json!({ "person": {
                "sub": "niemand", "dv_regiovraag_rol": ["R-agent:lim"],
            }}))
            .await;
        refuses(&sign_in(app).await, 403, "We kennen uw e-mailadres niet");
    }
);

provider_scenario!(
    a_verified_address_links_where_the_house_allows_it,
    Wishes {
        passwords: true,
        link: true,
        ..Wishes::default()
    },
    |app, provider| {
        let local = app.agent("contactpunt-limburg").await;
        let person = |verified: bool| {
            json!({ "person": {
                "sub": "els", "email": "Els.Contactpunt-Limburg@vlaanderen.be",
                "email_verified": verified, "name": "Els", "dv_regiovraag_rol": ["R-coordinator"],
            }})
        };
        provider.tell(person(false)).await;
        refuses(
            &sign_in(app).await,
            403,
            "Er is al een account met uw e-mailadres",
        );
        provider.tell(person(true)).await;
        assert_eq!(sign_in(app).await.1.status, 200);
        assert_eq!(Some(only_user(app).await.id), local.id());
    }
);

provider_scenario!(
    a_provider_that_is_away_is_said_and_forgotten,
    Wishes {
        passwords: true,
        ..Wishes::default()
    },
    |app, provider| {
        provider.person("els", &["R-agent:lim"]).await;
        provider.stop();
        refuses(&sign_in(app).await, 503, "ACM/IDM antwoordt niet");
        // Passwords still work: nobody depends on the provider more than the house says.
        app.agent("contactpunt-limburg").await;
        let page = app.get("/desk/sign-in").await.body;
        let form = [
            ("csrf", csrf(&page)),
            ("email", "els.contactpunt-limburg@vlaanderen.be"),
            ("password", "een lange zin als wachtwoord"),
        ];
        assert_eq!(app.post("/desk/sign-in", &form).await.status, 303);

        provider.start_again();
        provider.person("els", &["R-agent:lim"]).await;
        crate::support::until("the provider is asked again", async || {
            sign_in(app).await.1.status == 200
        })
        .await;
        // Away between going and coming back.
        let back = way_back(app).await;
        provider.stop();
        refuses(&follow(app, &back).await, 503, "ACM/IDM antwoordt niet");
    }
);

provider_scenario!(
    signing_out_here_signs_out_there,
    Wishes::default(),
    |app, provider| {
        provider.person("els", &["R-agent:lim"]).await;
        let (_, page) = sign_in(app).await;
        let form = [("csrf", csrf(&page.body))];
        let sent = app
            .visitor
            .post(app.url("/desk/sign-out"))
            .header("Origin", &app.ctx.settings.http.public_url)
            .form(&form)
            .send()
            .await
            .unwrap();
        assert_eq!(sent.status(), 200);
        let refresh = sent.headers()["refresh"].to_str().unwrap().to_owned();
        let there = refresh.strip_prefix("0; url=").unwrap();
        assert!(
            there.starts_with(&format!("{}/session/end?", provider.issuer)),
            "{there}"
        );
        assert!(!is_in(app).await, "out here, whatever happens there");

        // The provider asks whether it is meant, and leads back.
        let asked = app.get(there).await;
        assert_eq!(asked.status, 200, "{}", asked.body);
        let (_, after) = asked.body.split_once("name=\"xsrf\" value=\"").unwrap();
        let xsrf = after.split_once('"').unwrap().0;
        let url = format!("{}/session/end/confirm", provider.issuer);
        let form = [("xsrf", xsrf), ("logout", "yes")];
        let done = app.visitor.post(url).form(&form).send().await.unwrap();
        let (url, got) = follow(app, done.headers()["location"].to_str().unwrap()).await;
        assert_eq!((url, got.status), (app.url("/desk/sign-in"), 200));

        // A session that began with a password has nothing to end elsewhere; and when the provider is
        // away, somebody is still out.
        let (_, page) = sign_in(app).await;
        let form = [("csrf", csrf(&page.body))];
        provider.stop();
        let out = app.post("/desk/sign-out", &form).await;
        assert!(out.status == 200 || out.location == "/desk/sign-in");
        assert!(!is_in(app).await);
    }
);

provider_scenario!(
    nobody_is_led_to_another_site,
    Wishes::default(),
    |app, provider| {
        provider.person("els", &["R-agent:lim"]).await;
        for elsewhere in [
            "https://elders.example/",
            "//elders.example/",
            "/\\elders.example/",
            "/desk/sign-in/oidc",
            "javascript:alert(1)",
        ] {
            let mut start = Url::parse(&app.url("/desk/sign-in/oidc")).unwrap();
            start.query_pairs_mut().append_pair("next", elsewhere);
            let (url, got) = follow(app, start.as_str()).await;
            assert_eq!((url, got.status), (app.url("/desk"), 200), "{elsewhere}");
        }
        // Longer than what a browser keeps for us: they come in all the same.
        let long = format!(
            "/desk/sign-in/oidc?next=/desk/mail?kind={}",
            "x".repeat(5000)
        );
        let (url, got) = follow(app, &long).await;
        assert_eq!((url, got.status), (app.url("/desk"), 200));
    }
);

provider_scenario!(
    a_password_is_not_taken_where_passwords_are_off,
    Wishes::default(),
    |app, provider| {
        assert!(!provider.issuer.is_empty());
        app.agent("contactpunt-limburg").await;
        let other = app.get("/desk/sign-in").await;
        // The page has no form; one that is made up is refused all the same.
        assert!(!other.body.contains("name=\"password\""));
        let form = [
            ("csrf", "verzonnen"),
            ("email", "els.contactpunt-limburg@vlaanderen.be"),
            ("password", "een lange zin als wachtwoord"),
        ];
        let got = app.post("/desk/sign-in", &form).await;
        assert_eq!(got.status, 403, "{}", got.body);

        // Whoever runs the service lets somebody in with a link, once.
        let account = only_user(app).await;
        let key = admin::make_sign_in_link(&app.ctx, &Actor::System, account.id)
            .await
            .unwrap();
        let path = format!("/desk/sign-in/link/{key}");
        let page = app.get(&path).await;
        let proof = csrf(&page.body).to_owned();
        assert_eq!(app.post(&path, &[("csrf", "fout")]).await.status, 403);
        let form = [("csrf", proof.as_str()), ("email", "x"), ("password", "y")];
        let refused = app.post("/desk/sign-in", &form).await;
        assert!(
            refused
                .body
                .contains("Aanmelden met een wachtwoord kan hier niet")
        );
        assert_eq!(app.post(&path, &[("csrf", &proof)]).await.location, "/desk");
        assert!(is_in(app).await);
        assert_eq!(app.post(&path, &[("csrf", &proof)]).await.status, 410);
        assert_eq!(app.get(&path).await.status, 410);
    }
);
