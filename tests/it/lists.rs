//! The lists of the desk: whose questions stand in them, the way from a row to its question and back, and
//! what a row says to whom.

use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Actor, Grant, Role, own_desks};
use regiovraag::registry::{self, Reference};
use regiovraag::text::Language;

use crate::bad_input::sign_in_as;
use crate::support::app::{App, question};
use crate::support::scenario;

const EAST: &str = "contactpunt-oost-vlaanderen";
const LIMBURG: &str = "contactpunt-limburg";

async fn asked(app: &App, from: &str, subject: &str) -> Reference {
    let before = app.references().await;
    app.take(question(from, subject, "Welke vervoerregio is dit?"))
        .await;
    let all = app.references().await;
    all.into_iter().find(|it| !before.contains(it)).unwrap()
}

async fn grant(app: &App, role: Role, desk: &str) -> Grant {
    let at = registry::desk_by_slug(&app.ctx.db, desk).await.unwrap();
    Grant::new(role, Some(at.unwrap().id), None).unwrap()
}

/// Somebody with these roles, who signs in; the token of their forms.
async fn enter(app: &App, email: &str, name: &str, grants: Vec<Grant>) -> (Actor, String) {
    let account = NewAccount {
        email: email.to_owned(),
        name: name.to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants,
    };
    let actor = Actor::User(accounts::add(&app.ctx, account).await.unwrap());
    let csrf = sign_in_as(app, email).await;
    (actor, csrf)
}

/// The address of the link with this key.
fn by_key<'a>(page: &'a str, key: &str) -> Option<&'a str> {
    let (before, _) = page.split_once(&format!("data-key=\"{key}\""))?;
    let (_, link) = before.rsplit_once("href=\"")?;
    let (url, between) = link.split_once('"')?;
    (!between.contains('>')).then_some(url)
}

/// The same address, as a browser reads it.
fn read(url: &str) -> String {
    url.replace("&#38;", "&").replace("&amp;", "&")
}

scenario!(who_works_at_two_desks_sees_and_deals_with_both, |app| {
    let first = asked(app, "an@wetteren.be", "Fietspad").await;
    let second = asked(app, "jo@hasselt.be", "Voetpad").await;
    let both = vec![
        grant(app, Role::Agent, EAST).await,
        grant(app, Role::Agent, LIMBURG).await,
    ];
    app.agent(LIMBURG).await;
    let (actor, csrf) = enter(app, "jo.maes@vlaanderen.be", "Jo Maes", both).await;

    let page = app.get("/desk").await.body;
    assert!(
        page.contains("Fietspad") && page.contains("Voetpad"),
        "{page}"
    );
    assert!(
        page.contains("Mijn loketten <span class=\"rv-num\">2</span>"),
        "{page}"
    );
    let named = [
        "Contactpunt Oost-Vlaanderen, Contactpunt Limburg",
        "Contactpunt Limburg, Contactpunt Oost-Vlaanderen",
    ];
    assert!(named.iter().any(|both| page.contains(both)), "{page}");
    let page = app
        .get(&format!("/desk?scope=desk&desk={LIMBURG}"))
        .await
        .body;
    assert!(
        !page.contains("Fietspad") && page.contains("Voetpad"),
        "{page}"
    );
    // Of the chosen desk are its people, and of both those of both.
    let handlers = |page: &str| {
        let (_, after) = page.split_once("name=\"handler\"").unwrap();
        after.split_once("</select>").unwrap().0.to_owned()
    };
    assert!(handlers(&page).contains("Els Claes"), "{page}");
    let page = app.get(&format!("/desk?desk={EAST}")).await.body;
    assert!(!handlers(&page).contains("Els Claes"), "{page}");
    assert!(handlers(&page).contains("Jo Maes"), "{page}");

    // Several at once go to somebody of the desk that answers for them.
    let revision = app.case(&second).await.ticket.revision;
    let named = format!("{second}:{revision}");
    let form = [("csrf", csrf.as_str()), ("do", "assign"), ("t", &named)];
    let page = app.post("/desk/bulk", &form).await.body;
    assert!(page.contains("Els Claes"), "{page}");
    let me = actor.user().unwrap().id;
    let desks = own_desks(&actor);
    let own = registry::counts(&app.ctx.db, &desks, me, app.now()).await;
    assert_eq!(own.unwrap().desk, 2);
    let none = registry::counts(&app.ctx.db, &[], me, app.now()).await;
    assert_eq!(none.unwrap().desk, 0);
    assert_ne!(first, second);
});

scenario!(
    who_watches_all_chooses_a_desk_and_whoever_works_there,
    |app| {
        asked(app, "an@wetteren.be", "Fietspad").await;
        asked(app, "jo@hasselt.be", "Voetpad").await;
        app.agent(LIMBURG).await;
        let central = grant(app, Role::Coordinator, "central").await;
        enter(app, "hilde@vlaanderen.be", "Hilde", vec![central]).await;
        let page = app.get("/desk").await.body;
        assert!(
            page.contains("Fietspad") && page.contains("Voetpad"),
            "{page}"
        );
        assert!(page.contains(">Els Claes</option>"), "{page}");
        // The ball is with others, and so it is said.
        assert!(!page.contains("de bal ligt bij ons"), "{page}");
        let page = app
            .get(&format!("/desk?scope=all&desk={LIMBURG}"))
            .await
            .body;
        assert!(
            !page.contains("Fietspad") && page.contains("Voetpad"),
            "{page}"
        );
        assert!(
            page.contains("de bal ligt bij Contactpunt Limburg"),
            "{page}"
        );
    }
);

scenario!(an_observer_is_told_what_others_do, |app| {
    asked(app, "an@wetteren.be", "Fietspad").await;
    let province = Some("oost-vlaanderen".to_owned());
    let observer = Grant::new(Role::Observer, None, province).unwrap();
    enter(app, "griet@vlaanderen.be", "Griet", vec![observer]).await;
    let page = app.get("/desk").await.body;
    assert!(!page.contains("Van mij"), "{page}");
    assert!(!page.contains("Lezen: zelf antwoorden"), "{page}");
    assert!(page.contains("Contactpunt Oost-Vlaanderen "), "{page}");
    assert!(page.contains("name=\"desk\""), "{page}");
});

scenario!(
    the_way_back_leads_to_the_row_of_the_list_that_one_came_from,
    |app| {
        let mut all = Vec::new();
        for subject in ["Een", "Twee", "Drie"] {
            all.push(asked(app, "an@wetteren.be", subject).await);
        }
        asked(app, "jo@hasselt.be", "Elders").await;
        let east = vec![grant(app, Role::Agent, EAST).await];
        let (_, csrf) = enter(app, "jo.maes@vlaanderen.be", "Jo Maes", east).await;
        let list = "/desk?scope=all&province=oost-vlaanderen";
        let page = app.get(list).await.body;
        let (_, row) = page.split_once(&format!("id=\"{}\"", all[1])).unwrap();
        let (_, link) = row.split_once("class=\"rv-q__link\" href=\"").unwrap();
        let ticket = read(link.split_once('"').unwrap().0);

        let page = app.get(&ticket).await.body;
        let back = format!("{list}#{}", all[1]);
        assert_eq!(by_key(&page, "u").map(read), Some(back.clone()), "{page}");
        assert!(page.contains("2 van 3"), "{page}");
        let beside = |page: &str, key: &str| {
            let url = by_key(page, key)?;
            let (number, _) = url.split_once('?')?;
            Some(number.trim_start_matches("/desk/tickets/").to_owned())
        };
        assert_eq!(beside(&page, "k"), Some(all[0].to_string()));
        assert_eq!(beside(&page, "j"), Some(all[2].to_string()));

        // It is the same after a form, and on another page of the question.
        let own = format!("/desk/tickets/{}", all[1]);
        let note = [
            ("csrf", csrf.as_str()),
            ("body", "Gebeld."),
            ("revision", "1"),
        ];
        let got = app.post(&format!("{own}/note"), &note).await;
        let page = app.get(&got.location).await.body;
        assert_eq!(by_key(&page, "u").map(read), Some(back));

        // What left the list made place for the one after it.
        let revision = app.case(&all[1]).await.ticket.revision.to_string();
        let end = [
            ("csrf", csrf.as_str()),
            ("reason", "out_of_scope"),
            ("revision", revision.as_str()),
        ];
        let got = app.post(&format!("{own}/close"), &end).await;
        assert_eq!(got.status, 303, "{}", got.body);
        app.work().await;
        let page = app.get(&own).await.body;
        assert!(!page.contains("2 van"), "{page}");
        assert_eq!(beside(&page, "j"), Some(all[2].to_string()));
        assert_eq!(beside(&page, "k"), Some(all[0].to_string()));
        let back = format!("{list}#{}", all[2]);
        assert_eq!(by_key(&page, "u").map(read), Some(back));

        // A list of a search is a list too; what is no list is none.
        let page = app.get(&format!("{own}?from=q%3DTwee")).await.body;
        let back = by_key(&page, "u").map(read).unwrap();
        assert!(back.starts_with("/desk?scope=all&q=Twee"), "{back}");
        let page = app.get(&format!("{own}?from=//elders.example")).await.body;
        let back = by_key(&page, "u").map(read).unwrap();
        assert!(back.starts_with("/desk?scope=desk"), "{back}");
    }
);

scenario!(a_kept_queue_is_counted_and_is_the_page_that_it_is, |app| {
    asked(app, "an@wetteren.be", "Een").await;
    asked(app, "jo@hasselt.be", "Twee").await;
    let east = vec![grant(app, Role::Agent, EAST).await];
    let (_, csrf) = enter(app, "jo.maes@vlaanderen.be", "Jo Maes", east).await;
    let query = "scope=all&province=limburg";
    let form = [
        ("csrf", csrf.as_str()),
        ("name", "Het verre oosten"),
        ("query", query),
        ("who", "me"),
    ];
    assert_eq!(app.post("/desk/views", &form).await.status, 303);
    let page = app.get(&format!("/desk?{query}")).await.body;
    assert!(
        page.contains("<h1 id=\"title\">Het verre oosten</h1>"),
        "{page}"
    );
    assert!(page.contains("<title>Het verre oosten"), "{page}");
    let line = "title=\"Het verre oosten\" aria-current=\"page\"";
    assert!(page.contains(line), "{page}");
    let (_, after) = page.split_once(line).unwrap();
    let entry = after.split_once("</a>").unwrap().0;
    assert!(entry.ends_with("<span>1</span>"), "{entry}");
    // On another page it is one of the menu.
    let page = app.get("/desk").await.body;
    assert!(page.contains("title=\"Het verre oosten\">"), "{page}");
    assert!(page.contains("<h1 id=\"title\">Wachtrij</h1>"), "{page}");
});

scenario!(a_row_tells_the_exact_moment, |app| {
    let reference = asked(app, "an@wetteren.be", "Een").await;
    let east = vec![grant(app, Role::Agent, EAST).await];
    enter(app, "jo.maes@vlaanderen.be", "Jo Maes", east).await;
    let due = app.case(&reference).await.ticket.due_at;
    let page = app.get("/desk").await.body;
    assert!(page.contains("data-stream"), "{page}");
    let machine = due.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let words = regiovraag::text::dates::moment(due, Language::Nl);
    let time = format!("<time datetime=\"{machine}\" title=\"{words}\">");
    assert!(page.contains(&time), "{time}: {page}");
    // Who has no mouse reads it under the term.
    let note = regiovraag::text::dates::short_moment(due, Language::Nl);
    assert!(
        page.contains(&format!("<span>{note}</span>")),
        "{note}: {page}"
    );
});

scenario!(a_page_of_who_reads_no_questions_does_not_listen, |app| {
    let admin = Grant::new(Role::Admin, None, None).unwrap();
    enter(app, "tom@vlaanderen.be", "Tom", vec![admin]).await;
    let page = app.get("/desk/beheer/gebruikers").await.body;
    assert!(page.contains("id=\"live\""), "{page}");
    assert!(!page.contains("data-stream"), "{page}");
    assert_eq!(app.get("/desk/live").await.status, 403);
});
