//! A rule that a person imports while the house runs sends the next question where it says, and the
//! reason stands with the question.

use regiovraag::directory::{self, Condition, Directory, Rule, Target};
use regiovraag::dispatch::Explanation;
use regiovraag::entity::dispatch_decision::DispatchMode;
use regiovraag::text::{Language, Texts};
use serde::Deserialize as _;

use crate::support::app::{App, question};
use crate::support::scenario;

const ASKER: &str = "An Peeters <an.peeters@wetteren.be>";

fn swans(then: Target) -> Rule {
    Rule {
        position: 1,
        name: "Zwanenkaaien".into(),
        when: Condition {
            words: vec!["zwanenkaai".into()],
            ..Condition::default()
        },
        then,
        active: true,
    }
}

/// Imports the shipped directory with one more rule, in a running house.
async fn import(app: &App, rule: Option<Rule>, reachable: &[&str]) {
    let mut folder = Directory::embedded().unwrap();
    folder.rules.extend(rule);
    for desk in &mut folder.desks {
        if reachable.contains(&desk.slug.as_str()) {
            desk.email = format!("{}@vlaanderen.be", desk.slug);
        }
    }
    directory::apply(&app.ctx.db, &folder).await.unwrap();
}

/// The reasons of the only question, in one line, and where it was proposed to go.
async fn line(app: &App) -> (String, Option<String>) {
    let case = app.only_case().await;
    let decision = case.decision.unwrap();
    let reasons = Explanation::deserialize(&decision.explanation).unwrap();
    assert_ne!(decision.mode, DispatchMode::Person);
    (
        reasons.line(Texts::new(Language::Nl)),
        case.proposed.map(|(slug, ..)| slug),
    )
}

async fn ask(app: &App) {
    app.take(question(
        ASKER,
        "Afval",
        "Wie haalt het afval van de zwanenkaaien op?",
    ))
    .await;
}

scenario!(
    a_rule_imported_while_it_runs_sends_the_next_question_where_it_says,
    |app| {
        let rule = swans(Target::Topic("toerisme".into()));
        import(app, Some(rule), &["toerisme", "ovam"]).await;
        ask(app).await;
        let (line, proposed) = line(app).await;
        assert!(
            line.contains("Thema Toerisme door de regel “Zwanenkaaien”."),
            "{line}"
        );
        assert_eq!(proposed.as_deref(), Some("toerisme"));
    }
);

scenario!(a_rule_never_mails_a_placeholder, |app| {
    import(app, Some(swans(Target::Topic("toerisme".into()))), &[]).await;
    ask(app).await;
    let (line, proposed) = line(app).await;
    assert!(line.contains("regel “Zwanenkaaien”"), "{line}");
    assert_eq!(proposed, None);
});

scenario!(a_rule_that_is_gone_counts_no_more, |app| {
    let rule = swans(Target::Topic("toerisme".into()));
    import(app, Some(rule), &["toerisme", "ovam"]).await;
    import(app, None, &["toerisme", "ovam"]).await;
    ask(app).await;
    let (line, proposed) = line(app).await;
    assert!(!line.contains("regel"), "{line}");
    assert_eq!(proposed.as_deref(), Some("ovam"));
});

scenario!(a_page_sees_an_import_without_a_restart, |app| {
    let before = app.get("/contactpunt?q=wetteren").await;
    assert!(
        before.body.contains("Contactpunt Oost-Vlaanderen"),
        "{}",
        before.body
    );
    let mut folder = Directory::embedded().unwrap();
    let desk = folder
        .desks
        .iter_mut()
        .find(|it| it.slug == "contactpunt-oost-vlaanderen")
        .unwrap();
    desk.name = "Contactpunt aan de Schelde".into();
    directory::apply(&app.ctx.db, &folder).await.unwrap();
    app.work().await;
    let after = app.get("/contactpunt?q=wetteren").await;
    assert!(
        after.body.contains("Contactpunt aan de Schelde"),
        "{}",
        after.body
    );
});
