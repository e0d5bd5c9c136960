//! A made-up past is one that could have been: whatever looks at it finds what real work leaves.

use std::collections::BTreeSet;

use regiovraag::auth::Reach;
use regiovraag::demo::history;
use regiovraag::entity::ticket;
use regiovraag::intake::open_alarms;
use regiovraag::registry::{self, QueueFilter, Reference, Scope, Section};
use sea_orm::{EntityTrait as _, QueryOrder as _};

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
    let mut number = (String::new(), 0);
    for row in &tickets {
        let (year, own) = row.reference.rsplit_once('-').unwrap();
        let before = if number.0 == year { number.1 } else { 0 };
        number = (year.to_owned(), own.parse().unwrap());
        assert_eq!(number.1, before + 1, "a gap before {}", row.reference);

        let broken = registry::verify_chain(&app.ctx.db, row.id).await.unwrap();
        assert_eq!(broken, None, "{}", row.reference);
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
