//! A long past, made up: tickets in every state, over all provinces and topics, as years of work
//! would leave them behind. It is for measuring at scale and for trying things out. What happened to a
//! ticket is told by the register's own status machine; only the writing is in bulk.
//!
//! Nobody in it exists and every address is on a reserved domain, so no mail ever goes to anybody.
//! The raw mails and the attachments have no bytes.

mod rows;
mod story;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use fastrand::Rng;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use self::rows::Rows;
use self::story::{Asker, Past};
use super::content::{Content, ContentError};
use crate::auth::{Role, User, accounts};
use crate::context::Context;
use crate::directory::Atlas;
use crate::dispatch::{self, LessonError};
use crate::entity::contact;
use crate::registry::{self, CannotClose, WrongStep, take_references, year_in_brussels};
use crate::store::{StoreError, refresh_statistics, write_tx};

/// How far back the history goes.
const REACHES_BACK: TimeDelta = TimeDelta::days(3 * 365);
/// Tickets that are written with one commit.
const BATCH: usize = 500;
/// Persons of one organisation who ask.
const ASKERS_OF_ONE: usize = 4;

/// Why no history could be made.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The directory has nobody who could ask, or nobody who could own a question.
    #[error("the directory has no {0}: load it with `regiovraag directory import`")]
    Nobody(&'static str),
    /// The texts that ship with the program.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// The labelled questions that ship with the program.
    #[error(transparent)]
    Lessons(#[from] LessonError),
    /// The story asks for a step that cannot be.
    #[error(transparent)]
    WrongStep(#[from] WrongStep),
    /// The story closes what cannot be closed so.
    #[error(transparent)]
    CannotClose(#[from] CannotClose),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes `count` tickets of a made-up past, the oldest first; the same `seed` tells the same stories.
///
/// A batch is all there or not at all. `written` hears how many more there are after each.
pub async fn fill(
    ctx: &Context,
    count: u32,
    seed: u64,
    mut written: impl FnMut(usize),
) -> Result<(), HistoryError> {
    let mut dice = Rng::with_seed(seed);
    let past = look_round(ctx, &mut dice).await?;
    let mut moments: Vec<DateTime<Utc>> =
        (0..count).map(|_| asked_at(past.now, &mut dice)).collect();
    moments.sort_unstable();
    for batch in moments.chunks(BATCH) {
        write_batch(ctx, &past, batch, &mut dice).await?;
        written(batch.len());
    }
    refresh_statistics(&ctx.db).await?;
    Ok(())
}

async fn write_batch(
    ctx: &Context,
    past: &Past<'_>,
    moments: &[DateTime<Utc>],
    dice: &mut Rng,
) -> Result<(), HistoryError> {
    let tx = write_tx(&ctx.db).await?;
    let mut rows = Rows::default();
    // A batch may span a New Year.
    for year in moments.chunk_by(|a, b| year_in_brussels(*a) == year_in_brussels(*b)) {
        let wanted = u32::try_from(year.len()).unwrap_or(u32::MAX);
        let prefix = &ctx.settings.reference.prefix;
        let numbers = take_references(&tx, prefix, year_in_brussels(year[0]), wanted).await?;
        for (&asked, number) in year.iter().zip(&numbers) {
            past.tell(asked, number, dice, &mut rows)?;
        }
    }
    rows.insert(&tx).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// A moment of the past that is told; never in the last hour.
fn asked_at(now: DateTime<Utc>, dice: &mut Rng) -> DateTime<Utc> {
    let back = dice.i64(3600..REACHES_BACK.num_seconds());
    now - TimeDelta::seconds(back)
}

/// Who and what there is to tell about.
async fn look_round<'a>(ctx: &'a Context, dice: &mut Rng) -> Result<Past<'a>, HistoryError> {
    let atlas = Atlas::load(&ctx.db).await?;
    let content = Content::load(&atlas)?;
    let answers = content
        .entries
        .into_iter()
        .map(|entry| entry.answer)
        .collect();
    let central = atlas
        .central()
        .ok_or(HistoryError::Nobody("central desk"))?
        .id
        .0;
    let askers = askers(ctx, &atlas, dice).await?;
    if askers.is_empty() {
        return Err(HistoryError::Nobody("municipality"));
    }
    Ok(Past {
        ctx,
        now: ctx.clock.now(),
        terms: registry::terms(&ctx.db, ctx).await?,
        central,
        askers,
        agents: agents(ctx).await?,
        lessons: dispatch::questions()?,
        answers,
        atlas,
    })
}

/// The people who work at each desk.
async fn agents(ctx: &Context) -> Result<HashMap<Uuid, Vec<User>>, StoreError> {
    let mut agents: HashMap<Uuid, Vec<User>> = HashMap::new();
    for account in accounts::list(ctx)
        .await?
        .into_iter()
        .filter(|one| one.active)
    {
        let mut desks: Vec<Uuid> = account
            .user
            .grants
            .iter()
            .filter(|grant| matches!(grant.role, Role::Agent | Role::Coordinator))
            .filter_map(|grant| grant.desk)
            .collect();
        desks.sort_unstable();
        desks.dedup();
        for desk in desks {
            agents.entry(desk).or_default().push(account.user.clone());
        }
    }
    Ok(agents)
}

/// Some persons of every municipality, on file as contacts.
async fn askers(ctx: &Context, atlas: &Atlas, dice: &mut Rng) -> Result<Vec<Asker>, StoreError> {
    let mut askers = Vec::new();
    for municipality in atlas.municipalities() {
        for _ in 0..ASKERS_OF_ONE {
            askers.push(Asker::of(municipality, dice));
        }
    }
    let tx = write_tx(&ctx.db).await?;
    rows::insert_contacts(&tx, &askers, ctx.clock.now()).await?;
    // Who was there already keeps the id they have.
    let known: HashMap<String, Uuid> = contact::Entity::find()
        .filter(contact::Column::Email.is_in(askers.iter().map(|asker| &asker.email)))
        .all(&tx)
        .await
        .map_err(StoreError::from)?
        .into_iter()
        .map(|row| (row.email, row.id))
        .collect();
    tx.commit().await.map_err(StoreError::from)?;
    for asker in &mut askers {
        if let Some(&id) = known.get(&asker.email) {
            asker.id = id;
        }
    }
    Ok(askers)
}
