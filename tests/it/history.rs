//! A made-up past is one that could have been: whatever looks at it finds what real work leaves.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::slice;

use regiovraag::auth::Reach;
use regiovraag::demo::history;
use regiovraag::entity::ticket;
use regiovraag::intake::open_alarms;
use regiovraag::registry::{self, Flaw, QueueFilter, Reference, Scope, Section};
use sea_orm::{ConnectionTrait as _, EntityTrait as _, QueryOrder as _};

use crate::support::scenario;

scenario!(a_made_up_past_could_have_been, |app| {
    // More than one batch; and more on top of what is there.
    let mut written = 0;
    history::fill(&app.ctx, 520, 7, |more| written += more)
        .await
        .unwrap();
    history::fill(&app.ctx, 30, 8, |more| written += more)
        .await
        .unwrap();
    assert_eq!(written, 550);
    let agent = app.agent("contactpunt-limburg").await;
    history::fill(&app.ctx, 50, 9, |_| ()).await.unwrap();

    let tickets = ticket::Entity::find()
        .order_by_asc(ticket::Column::Reference)
        .all(&app.ctx.db)
        .await
        .unwrap();
    assert_eq!(tickets.len(), 600);
    let (broken, (seen, events)) = registry::verify_record(&app.ctx.db, Vec::new())
        .await
        .unwrap();
    assert_eq!(broken, []);
    assert_eq!(seen, 600);
    let written: i32 = tickets.iter().map(|row| row.event_seq).sum();
    assert_eq!(events, u64::try_from(written).unwrap());
    let mut number = (String::new(), 0);
    for row in &tickets {
        let (year, own) = row.reference.rsplit_once('-').unwrap();
        let before = if number.0 == year { number.1 } else { 0 };
        number = (year.to_owned(), own.parse().unwrap());
        assert_eq!(number.1, before + 1, "a gap before {}", row.reference);

        let reference: Reference = row.reference.parse().unwrap();
        let case = app.case(&reference).await;
        assert_eq!(
            case.ticket.standing.rank(),
            row.queue_rank,
            "{}",
            row.reference
        );
        assert_eq!(case.events.len(), usize::try_from(row.event_seq).unwrap());
        assert!(
            case.events.is_sorted_by_key(|event| event.at),
            "{}",
            row.reference
        );
        assert!(case.events.iter().all(|event| event.at <= app.now()));
        assert!(case.decision.is_some() && !case.threads[0].messages.is_empty());
        assert!(!case.deliveries.is_empty() && !case.deadlines.is_empty());
    }
    let of = |what: fn(&ticket::Model) -> String| tickets.iter().map(what).collect::<BTreeSet<_>>();
    assert_eq!(of(|row| row.status.slug().to_owned()).len(), 5);
    assert_eq!(of(|row| row.province_slug.clone().unwrap()).len(), 5);
    assert_eq!(of(|row| row.channel.slug().to_owned()).len(), 3);
    assert!(of(|row| row.receipt.slug().to_owned()).len() >= 5);
    assert!(of(|row| row.topic_slug.clone().unwrap()).len() > 20);
    let taken = tickets
        .iter()
        .filter(|row| row.handler_user_id == agent.id())
        .count();
    assert!(taken > 0, "who works at a desk takes its questions");

    let (mut after, mut open) = (None, 0);
    loop {
        let everything = QueueFilter::open(Scope::All, Reach::Everything);
        let page = registry::queue(&app.ctx.db, &everything, after, 50)
            .await
            .unwrap();
        assert!(
            page.rows
                .iter()
                .all(|row| row.section(app.now()) != Section::Closed)
        );
        open += page.rows.len();
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(
        open,
        tickets.iter().filter(|row| row.queue_rank < 9).count()
    );

    // The past is over: its words are read for the index, its mail is counted, and there is nothing left
    // to do about it.
    while registry::index_some(&app.ctx).await.unwrap() {}
    assert_eq!(app.works.until_idle().await.unwrap(), 1);
    assert_eq!(open_alarms(&app.ctx.db).await.unwrap(), []);
    assert!(app.sent_mails().is_empty());
});

scenario!(a_change_behind_our_back_shows_in_the_record, |app| {
    history::fill(&app.ctx, 20, 7, |_| ()).await.unwrap();
    let db = &app.ctx.db;
    let references = app.references().await;
    let flaws = async |only: &[Reference]| {
        let (broken, _) = registry::verify_record(db, only.to_vec()).await.unwrap();
        broken
            .into_iter()
            .map(|one| (one.reference, one.seq, one.flaw))
            .collect::<Vec<_>>()
    };
    assert_eq!(flaws(&[]).await, []);

    let (first, second) = (&references[0], &references[1]);
    let of = |reference: &Reference, seq: i32| {
        format!(
            "ticket_id = (SELECT id FROM ticket WHERE reference = '{reference}') AND seq = {seq}"
        )
    };
    let change = async |sql: String| db.execute_unprepared(&sql).await.unwrap();
    let at = |reference: &Reference, seq, flaw| vec![(reference.to_string(), seq, flaw)];

    change(format!(
        "UPDATE event SET kind = 'noted' WHERE {}",
        of(first, 1)
    ))
    .await;
    assert_eq!(flaws(&[]).await, at(first, 1, Flaw::Columns));
    assert_eq!(flaws(slice::from_ref(second)).await, []);
    change(format!(
        "UPDATE event SET kind = 'registered' WHERE {}",
        of(first, 1)
    ))
    .await;
    assert_eq!(flaws(&[]).await, []);

    let last = app.case(second).await.events.len().try_into().unwrap();
    change(format!("DELETE FROM event WHERE {}", of(second, last))).await;
    assert_eq!(flaws(&[]).await, at(second, last - 1, Flaw::Count));
    assert_eq!(flaws(slice::from_ref(first)).await, []);
});

/// As somebody runs it who has only the file.
#[test]
fn a_record_that_was_exported_is_checked_without_its_database() {
    let dir = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_regiovraag"))
            .args(arguments)
            .current_dir(dir.path())
            .output()
            .unwrap()
    };
    let seeded = run(&["seed", "--tickets", "30"]);
    assert!(seeded.status.success(), "{seeded:?}");
    let exported = run(&["record", "export"]);
    assert!(exported.status.success(), "{exported:?}");
    let record = String::from_utf8(exported.stdout).unwrap();
    assert!(
        !record.contains('@'),
        "nothing personal unless it is asked for"
    );
    let whole = run(&["record", "verify"]);
    assert!(whole.status.success(), "{whole:?}");

    fs::remove_dir_all(dir.path().join("var")).unwrap();
    let verify = |record: &str| {
        fs::write(dir.path().join("record.jsonl"), record).unwrap();
        let done = run(&["record", "verify", "record.jsonl"]);
        let said = [done.stdout, done.stderr].map(|text| String::from_utf8(text).unwrap());
        (done.status.success(), said.concat())
    };
    let (holds, said) = verify(&record);
    assert!(holds && said.starts_with("30 question(s), "), "{said}");
    assert!(!dir.path().join("var").exists(), "no database was made");

    let changed = record.replacen(r#"\"seq\":2"#, r#"\"seq\":3"#, 1);
    assert_ne!(changed, record);
    let (holds, said) = verify(&changed);
    assert!(
        !holds && said.contains("event 2 is not what was hashed"),
        "{said}"
    );
    let (holds, said) = verify("not a record\n");
    assert!(
        !holds && said.contains("record.jsonl, line 1: this is no line"),
        "{said}"
    );
}
