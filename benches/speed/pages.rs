//! Pages: the queue and a ticket at three sizes of the register, by the time they take inside the
//! server; the FAQ over a socket, beside the least that actix-web can do.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use actix_web::body::MessageBody;
use actix_web::cookie::Cookie;
use actix_web::dev::ServiceResponse;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, web};
use regiovraag::auth::{Actor, Role};
use regiovraag::entity::{message, ticket};
use regiovraag::faq;
use sea_orm::{
    ColumnTrait as _, Database, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _,
};

use crate::Size;
use crate::machine::{median, ms, round, spread};
use crate::place::{DESK, Place, open_doors, open_hello};
use crate::table::Table;

/// Tickets whose pages are asked for in turn.
const OPENED: u64 = 50;
/// Of all desks: at the smallest size too there are enough open tickets to fill the page, so that the
/// sizes can be compared.
const QUEUE: &str = "/desk?scope=all";
/// Rounds in which "hello" and the FAQ are asked in turn.
const ROUNDS: usize = 7;
/// Published answers.
const ENTRIES: usize = 40;

/// The queue and a ticket, on SQLite.
pub async fn on_sqlite(size: Size, table: &mut Table) {
    let place = Place::empty(None).await;
    measure(&place, size, "SQLite", table).await;
    place.ctx.db.close().await.unwrap();
}

/// The same on the PostgreSQL whose maintenance database `url` names.
pub async fn on_postgres(size: Size, url: &str, table: &mut Table) {
    use sea_orm::ConnectionTrait as _;
    let server = Database::connect(url).await.unwrap();
    let name = format!("bench_{}", std::process::id());
    server
        .execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE template0"))
        .await
        .unwrap();
    let (at, _) = url.rsplit_once('/').unwrap();
    let place = Place::empty(Some(format!("{at}/{name}"))).await;
    measure(&place, size, "PostgreSQL", table).await;
    place.ctx.db.close().await.unwrap();
    server
        .execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)"))
        .await
        .unwrap();
}

async fn measure(place: &Place, size: Size, engine: &str, table: &mut Table) {
    let desk = place.works.atlas().now().desk_by_slug(DESK).unwrap().id.0;
    let user = place.person(Role::Agent, Some(desk)).await;
    // A ticket page compares its question with every published answer.
    publish(place).await;
    let hello = init_service(App::new().route("/", web::get().to(|| async { "hello" }))).await;
    let app = init_service(regiovraag::web::server::app(place.doors())).await;
    let ask = async |request: TestRequest| call_service(&hello, request.to_request()).await;
    let (bare, _) = times(ask, size.requests, None, |_| "/".to_owned()).await;
    table.noted(
        format!("hello, in the process ({engine})"),
        format!("{:.1} µs", bare.as_secs_f64() * 1e6),
    );

    let ask = async |request: TestRequest| call_service(&app, request.to_request()).await;
    let (mut there, mut medians) = (0, Vec::new());
    for tickets in size.tickets {
        let started = Instant::now();
        place.grow(tickets - there).await;
        there = tickets;
        eprintln!(
            "{engine}: a history of {tickets} tickets stood after {:.1} s",
            started.elapsed().as_secs_f64()
        );
        let cookie = place.signed_in(&user).await;
        let queue_path = |_| QUEUE.to_owned();
        let (queue, worst) = times(ask, size.requests, Some(&cookie), queue_path).await;
        let handed = statements(place, || times(ask, 1, Some(&cookie), queue_path)).await;
        table.judged(
            format!("queue page at {tickets} tickets ({engine})"),
            "p99 5 ms",
            format!(
                "{}, p99 {}, {:.0}x hello, {handed} statements",
                ms(queue),
                ms(worst),
                queue.as_secs_f64() / bare.as_secs_f64()
            ),
            worst < Duration::from_millis(5),
        );
        medians.push(queue.as_secs_f64());
        let references = references(place).await;
        let page_path = |number| format!("/desk/tickets/{}", references[number % references.len()]);
        let (page, worst) = times(ask, size.requests, Some(&cookie), page_path).await;
        let handed = statements(place, || times(ask, 1, Some(&cookie), page_path)).await;
        table.judged(
            format!("ticket page at {tickets} tickets ({engine})"),
            "p99 5 ms",
            format!(
                "{}, p99 {}, {handed} statements, {:.1} messages a ticket",
                ms(page),
                ms(worst),
                messages_of(place, &references).await
            ),
            worst < Duration::from_millis(5),
        );
    }
    let growth = medians[medians.len() - 1] / medians[0];
    table.judged(
        format!("queue page, largest against smallest ({engine})"),
        "flat: at most 1.5x",
        format!("{growth:.2}x"),
        growth <= 1.5,
    );
}

/// Numbers of tickets of the desk that were worked on, the open ones first.
async fn references(place: &Place) -> Vec<String> {
    let desk = place.works.atlas().now().desk_by_slug(DESK).unwrap().id.0;
    ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Reference)
        .filter(ticket::Column::OwnerDeskId.eq(desk))
        // Asked, taken, asked back and answered twice: what was only just asked has one message.
        .filter(ticket::Column::EventSeq.gte(9))
        .order_by_asc(ticket::Column::QueueRank)
        .order_by_desc(ticket::Column::DueAt)
        .limit(OPENED)
        .into_tuple()
        .all(&place.ctx.db)
        .await
        .unwrap()
}

/// How many messages these tickets have, on average.
#[expect(
    clippy::cast_precision_loss,
    reason = "some hundreds, to be read with one decimal"
)]
async fn messages_of(place: &Place, references: &[String]) -> f64 {
    let messages = message::Entity::find()
        .filter(
            message::Column::TicketId.in_subquery(
                ticket::Entity::find()
                    .select_only()
                    .column(ticket::Column::Id)
                    .filter(ticket::Column::Reference.is_in(references))
                    .into_query(),
            ),
        )
        .count(&place.ctx.db)
        .await
        .unwrap();
    messages as f64 / references.len() as f64
}

/// How many statements `page` hands to the database.
async fn statements<T>(place: &Place, page: impl AsyncFnOnce() -> T) -> usize {
    let before = place.statements.load(Ordering::Relaxed);
    page().await;
    place.statements.load(Ordering::Relaxed) - before
}

/// How long an answer takes inside the server, its body included: the middle, and the 99th in 100.
async fn times<B: MessageBody>(
    ask: impl AsyncFn(TestRequest) -> ServiceResponse<B>,
    count: usize,
    cookie: Option<&Cookie<'static>>,
    path: impl Fn(usize) -> String,
) -> (Duration, Duration) {
    let mut times = Vec::with_capacity(count);
    // A tenth more to get warm.
    for number in 0..count + count / 10 {
        let mut request = TestRequest::get().uri(&path(number));
        if let Some(cookie) = cookie {
            request = request.cookie(cookie.clone());
        }
        let started = Instant::now();
        let answer = ask(request).await;
        assert_eq!(answer.status(), 200);
        let body = read_body(answer).await;
        assert!(!body.is_empty());
        if number >= count / 10 {
            times.push(started.elapsed());
        }
    }
    spread(times)
}

/// The FAQ over a socket, beside "hello".
pub async fn faq(size: Size, table: &mut Table) {
    let place = Place::empty(None).await;
    let slug = publish(&place).await;
    let (hello, house) = (open_hello(), open_doors(place.doors()));
    for (what, path) in [
        ("FAQ list", "/faq".to_owned()),
        ("FAQ answer", format!("/faq/{slug}")),
    ] {
        let (mut ratios, mut rates, mut cpu, mut bare_cpu) = (vec![], vec![], vec![], vec![]);
        // The first of each only warms up.
        let (path, count) = (&path, size.over_socket);
        round(house, path, count / 4);
        round(hello, "/", count / 4);
        for _ in 0..ROUNDS {
            let bare = round(hello, "/", count);
            let page = round(house, path, count);
            ratios.push(page.rate / bare.rate);
            rates.push(page.rate);
            cpu.push(page.server_cpu.as_secs_f64() * 1e6);
            bare_cpu.push(bare.server_cpu.as_secs_f64() * 1e6);
        }
        let ratio = median(ratios);
        table.judged(
            format!("{what}, over a socket"),
            "0.5 of hello",
            format!(
                "{ratio:.2} ({:.0}/s; server CPU {:.0} µs, hello {:.0} µs)",
                median(rates),
                median(cpu),
                median(bare_cpu)
            ),
            ratio >= 0.5,
        );
    }
}

/// Publishes some answers; the slug of one.
async fn publish(place: &Place) -> String {
    let editor = Actor::User(place.person(Role::Editor, None).await);
    let mut slug = String::new();
    for number in 0..ENTRIES {
        let text = faq::EntryText {
            question: format!("Wie vervangt de burgemeester op overleg nummer {number}?"),
            answer: "Een burgemeester die verhinderd is, stuurt het best een schepen: het overleg is \
                     een overleg van mandatarissen.\n\nOf de vervanger meestemt en meetelt voor het \
                     quorum, bepaalt uw overleg zelf:\n\n1. Zet het in het huishoudelijk reglement.\n\
                     2. Vraag uw [contactpunt](/contactpunt) om **voorbeelden**.\n"
                .to_owned(),
            sources: "- Werkafspraken van de burgemeestersoverleggen".to_owned(),
            topic_slug: Some("burgemeestersoverleg".to_owned()),
            nobody: Vec::new(),
        };
        let made = faq::create(&place.ctx, &editor, text.clone())
            .await
            .unwrap();
        let (id, seen) = (made.id, made.revision);
        let laid = faq::submit(&place.ctx, &editor, id, seen, text.clone())
            .await
            .unwrap();
        faq::publish(&place.ctx, &editor, id, laid.revision, text)
            .await
            .unwrap();
        slug = made.slug;
    }
    slug
}
