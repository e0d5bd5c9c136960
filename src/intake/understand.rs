//! Step 2: a worker claims a raw mail, reads it and decides what it is. Whatever happens, the row
//! ends as done or in the quarantine, or comes free again for another worker.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Value};
use tracing::{info, warn};
use uuid::Uuid;

use super::mail::{self, Kind, ParsedMail, Reason, Surroundings, Unparsable};
use super::{IntakeError, PORTAL};
use crate::clock::real_now;
use crate::context::Context;
use crate::directory::{Atlas, DomainKind, LiveAtlas};
use crate::dispatch::Dispatcher;
use crate::entity::inbound_mail::{self, Column, InboundFormat, InboundState, Mark, SenderProof};
use crate::registry::mail_texts;
use crate::store::{BlobKey, Claim, StoreError, claim, constant, give_back, want_scan};

/// After so many tries a mail that makes us fail goes to the quarantine.
const MOST_ATTEMPTS: i32 = 5;
/// How long a mail rests when the database or the blobs were not there.
const AFTER_OUTAGE: TimeDelta = TimeDelta::seconds(5);
/// Larger mails are read off the async threads.
const READ_ASIDE_BYTES: usize = 128 * 1024;

/// Understands what the doors have taken in. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Understander {
    pub(super) ctx: Context,
    live: LiveAtlas,
    reader: Arc<RwLock<Arc<Reader>>>,
}

/// Reads and registers with one state of the directory and its rules.
#[derive(Debug)]
pub(super) struct Reader {
    pub ctx: Context,
    pub atlas: Arc<Atlas>,
    pub dispatcher: Dispatcher,
    around: Surroundings,
    /// The same for what comes from a page of ours: no mail server stood in between.
    indoors: Surroundings,
}

impl Reader {
    fn new(ctx: Context, dispatcher: Dispatcher, atlas: Arc<Atlas>) -> Self {
        let around = surroundings(&ctx, &atlas);
        Self {
            indoors: Surroundings {
                authserv_id: String::new(),
                ..around.clone()
            },
            around,
            ctx,
            atlas,
            dispatcher,
        }
    }

    /// What a mail is judged by.
    pub(super) fn around(&self, row: &inbound_mail::Model) -> &Surroundings {
        if row.source.as_deref() == Some(PORTAL) {
            &self.indoors
        } else {
            &self.around
        }
    }

    async fn process(&self, row: &inbound_mail::Model) -> Result<(), IntakeError> {
        let lost = || StoreError::Inconsistent {
            table: "inbound_mail",
            column: "sha256",
            row: row.id.to_string(),
        };
        let key = BlobKey::parse(&row.sha256).ok_or_else(lost)?;
        let away = || StoreError::LostBlob(row.sha256.clone());
        let raw = self.ctx.blobs.get(&key).await?.ok_or_else(away)?;
        if i64::try_from(raw.len()).is_ok_and(|kept| kept < row.size) {
            // Boxed: all that may follow from a mail is a large future.
            return Box::pin(self.process_headers(row, raw)).await;
        }
        if row.format == InboundFormat::Form {
            return self.register_form(row, &raw).await;
        }
        match read(&self.ctx, raw).await {
            Ok(mail) => self.register_mail(row, mail).await,
            // A person decided that it counts all the same.
            Err(_) if row.treat_as.is_some() => {
                let raw = self.ctx.blobs.get(&key).await?.ok_or_else(away)?;
                let words = mail_texts().say("mail-unreadable");
                self.register_mail(row, mail::unreadable(raw, &words)).await
            }
            Err(reason) => {
                quarantine(&self.ctx, row, &[reason]).await?;
                Ok(())
            }
        }
    }

    /// A message of which only the headers were kept: nothing more will be known of it here, so it
    /// stays in the quarantine until a person decides; then it says itself that the rest is elsewhere.
    async fn process_headers(
        &self,
        row: &inbound_mail::Model,
        raw: Vec<u8>,
    ) -> Result<(), IntakeError> {
        if row.treat_as.is_none() {
            let known = row.reason.as_deref().and_then(Reason::read);
            let reasons = known.unwrap_or_else(|| vec![Reason::HeadersOnly]);
            quarantine(&self.ctx, row, &reasons).await?;
            return Ok(());
        }
        let words = mail_texts().say("mail-headers-only");
        let mail = match mail::read_numbered(&raw, &self.ctx.settings.reference.prefixes()) {
            Ok(mut mail) => {
                mail.new_text = words;
                mail.reading = None;
                mail
            }
            Err(_) => mail::unreadable(raw, &words),
        };
        self.register_mail(row, mail).await
    }
}

/// The mails that wait to be understood, as a worker claims them.
#[must_use]
pub fn waiting_mail(values: &[Value], limit: u32) -> Claim<'_> {
    Claim {
        table: "inbound_mail",
        due: "state = 'received'",
        order: "received_at, id",
        values,
        limit,
    }
}

impl Understander {
    /// One that follows the directory; `dispatcher` brings the model.
    #[must_use]
    pub fn new(ctx: Context, live: LiveAtlas, dispatcher: &Dispatcher) -> Self {
        let atlas = live.now();
        let reader = Reader::new(ctx.clone(), dispatcher.with(Arc::clone(&atlas)), atlas);
        Self {
            ctx,
            live,
            reader: Arc::new(RwLock::new(Arc::new(reader))),
        }
    }

    /// What it works with.
    #[must_use]
    pub fn ctx(&self) -> &Context {
        &self.ctx
    }

    /// What reads the next mail: with the directory and the rules as they are now.
    pub(super) async fn reader(&self) -> Result<Arc<Reader>, StoreError> {
        let atlas = self.live.fresh(&self.ctx.db).await?;
        let known = Arc::clone(&self.reader.read().unwrap_or_else(PoisonError::into_inner));
        if Arc::ptr_eq(&known.atlas, &atlas) {
            return Ok(known);
        }
        let dispatcher = known.dispatcher.with(Arc::clone(&atlas));
        let renewed = Arc::new(Reader::new(self.ctx.clone(), dispatcher, atlas));
        *self.reader.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&renewed);
        Ok(renewed)
    }

    /// Understands the mail that has waited longest; `false` when none waits.
    pub async fn understand_one(&self) -> Result<bool, StoreError> {
        let Some(id) = claim(&self.ctx.db, &waiting_mail(&[], 1))
            .await?
            .first()
            .copied()
        else {
            return Ok(false);
        };
        self.understand(id).await?;
        Ok(true)
    }

    /// Understands one raw mail that this worker has claimed.
    pub(super) async fn understand(&self, id: Uuid) -> Result<(), StoreError> {
        let Some(row) = inbound_mail::Entity::find_by_id(id)
            .one(&self.ctx.db)
            .await?
        else {
            return Ok(());
        };
        if row.state != InboundState::Received {
            return Ok(());
        }
        if row.attempts > MOST_ATTEMPTS {
            // No try came to its end: each was cut short in a way that nobody could note.
            return quarantine(&self.ctx, &row, &[Reason::StopsUs]).await;
        }
        let processed = match self.reader().await {
            // Boxed: all that can follow from a mail is a large future.
            Ok(reader) => Box::pin(reader.process(&row)).await,
            Err(error) => Err(error.into()),
        };
        match processed {
            Ok(()) => Ok(()),
            Err(error) => self.set_back(&row, &error).await,
        }
    }

    /// The mail could not be dealt with now: it comes free later, or a person looks at it.
    async fn set_back(
        &self,
        row: &inbound_mail::Model,
        error: &IntakeError,
    ) -> Result<(), StoreError> {
        warn!(inbound.id = %row.id, attempt = row.attempts, error = %chain(error), "A mail could not be registered");
        if let IntakeError::Store(store) = error
            && store.is_unavailable()
        {
            return give_back(&self.ctx.db, "inbound_mail", row.id, AFTER_OUTAGE).await;
        }
        if row.attempts >= MOST_ATTEMPTS {
            let words = chain(error);
            return quarantine(&self.ctx, row, &[Reason::Failed { words }]).await;
        }
        // A short pause: another worker may hold what this mail needs.
        let later = real_now() + TimeDelta::seconds(i64::from(row.attempts) * 2);
        inbound_mail::Entity::update_many()
            .col_expr(Column::LockedUntil, Expr::value(Some(later)))
            .filter(Column::Id.eq(row.id))
            .exec(&self.ctx.db)
            .await?;
        Ok(())
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_said = cause.to_string();
        if !said.ends_with(&cause_said) {
            said.push_str(": ");
            said.push_str(&cause_said);
        }
        source = cause.source();
    }
    said
}

async fn read(ctx: &Context, raw: Vec<u8>) -> Result<ParsedMail, Reason> {
    let settings = &ctx.settings.reference;
    if raw.len() < READ_ASIDE_BYTES {
        return Ok(mail::read_numbered(&raw, &settings.prefixes())?);
    }
    let settings = settings.clone();
    aside(move || mail::read_numbered(&raw, &settings.prefixes())).await
}

/// Reads off the async threads. A panic there is ours to mend, and comes again at each try; the mail is safe
/// and shown to a person.
async fn aside(
    read: impl FnOnce() -> Result<ParsedMail, Unparsable> + Send + 'static,
) -> Result<ParsedMail, Reason> {
    match tokio::task::spawn_blocking(read).await {
        Ok(read) => Ok(read?),
        Err(error) => {
            warn!(error = %error, "A mail could not be read");
            Err(Reason::StopsUs)
        }
    }
}

async fn quarantine(
    ctx: &Context,
    row: &inbound_mail::Model,
    reasons: &[Reason],
) -> Result<(), StoreError> {
    let kept = Reason::kept(reasons);
    info!(inbound.id = %row.id, reason = kept, "A mail went to the quarantine");
    have_whole_scanned(&ctx.db, ctx, row).await?;
    inbound_mail::Entity::update_many()
        .col_expr(Column::State, Expr::value(InboundState::Quarantined))
        .col_expr(Column::Kind, Expr::value(Some(slug_of(Kind::Unparsable))))
        .col_expr(Column::Reason, Expr::value(Some(kept)))
        .col_expr(Column::DoneAt, Expr::value(Some(ctx.clock.now())))
        .col_expr(Column::LockedUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(Column::Id.eq(row.id))
        .filter(Expr::col(Column::State).eq(constant(InboundState::Received.slug())))
        .exec(&ctx.db)
        .await?;
    Ok(())
}

/// Has a mail looked at as a whole by the virus scanner, where there is one: no message shows its files one by
/// one, and a person may take it away as it came.
async fn have_whole_scanned(
    db: &impl ConnectionTrait,
    ctx: &Context,
    row: &inbound_mail::Model,
) -> Result<(), StoreError> {
    match BlobKey::parse(&row.sha256) {
        Some(key) if ctx.settings.scan.is_on() => {
            want_scan(db, ctx.new_id(), &key, ctx.clock.now()).await
        }
        _ => Ok(()),
    }
}

/// What a raw mail became, for its row.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    pub kind: String,
    pub reason: Option<String>,
    pub ticket_id: Option<Uuid>,
    pub message_id: Option<Uuid>,
    pub duplicate_of: Option<Uuid>,
    pub from_email: Option<String>,
    pub sender_proof: Option<SenderProof>,
    pub subject: Option<String>,
    pub marks: Vec<Mark>,
}

/// Notes what a raw mail became, in the transaction that made it so.
pub(super) async fn done(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    row: &inbound_mail::Model,
    outcome: Outcome,
) -> Result<(), StoreError> {
    have_whole_scanned(tx, ctx, row).await?;
    let written = inbound_mail::Entity::update_many()
        .col_expr(Column::State, Expr::value(InboundState::Done))
        .col_expr(Column::Kind, Expr::value(Some(outcome.kind)))
        .col_expr(Column::Reason, Expr::value(outcome.reason))
        .col_expr(Column::TicketId, Expr::value(outcome.ticket_id))
        .col_expr(Column::MessageId, Expr::value(outcome.message_id))
        .col_expr(Column::DuplicateOf, Expr::value(outcome.duplicate_of))
        .col_expr(Column::FromEmail, Expr::value(outcome.from_email))
        .col_expr(Column::SenderProof, Expr::value(outcome.sender_proof))
        .col_expr(Column::Subject, Expr::value(outcome.subject))
        .col_expr(Column::Marks, Expr::value(Mark::kept(&outcome.marks)))
        .col_expr(Column::DoneAt, Expr::value(Some(ctx.clock.now())))
        .col_expr(Column::LockedUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(Column::Id.eq(row.id))
        .filter(Expr::col(Column::State).eq(constant(InboundState::Received.slug())))
        .exec(tx)
        .await?;
    // Somebody else finished it while our lease had run out: our transaction must not count.
    if written.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    Ok(())
}

/// A kind as the tables spell it.
pub(super) fn slug_of(kind: Kind) -> String {
    serde_json::to_value(kind)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn surroundings(ctx: &Context, atlas: &Atlas) -> Surroundings {
    let mail = &ctx.settings.mail;
    let own = [&mail.address, &mail.bounce_address];
    let domain_of = |email: &str| {
        email
            .rsplit_once('@')
            .map(|(_, domain)| domain.to_lowercase())
    };
    // The domain of a desk that many houses share makes nobody else there a desk.
    let (own_domain, shared_domain): (Vec<_>, Vec<_>) = atlas
        .administrations()
        .partition(|desk| atlas.houses().house_of(&desk.email).is_some());
    let mut administration_domains: Vec<String> = own_domain
        .into_iter()
        .filter_map(|desk| domain_of(&desk.email))
        .chain(
            atlas
                .directory()
                .shared_domains
                .iter()
                .filter(|shared| shared.active && shared.kind == DomainKind::Administration)
                .map(|shared| shared.name.clone()),
        )
        .collect();
    administration_domains.sort_unstable();
    administration_domains.dedup();
    Surroundings {
        own_addresses: own
            .into_iter()
            .filter(|address| !address.is_empty())
            .map(|address| address.to_lowercase())
            .collect(),
        own_message_id_domain: mail.message_id_domain.to_lowercase(),
        contact_points: atlas
            .contact_points()
            .map(|desk| desk.email.to_lowercase())
            .collect(),
        administration_domains,
        administrations: shared_domain
            .into_iter()
            .map(|desk| desk.email.to_lowercase())
            .collect(),
        houses: atlas.houses().clone(),
        authserv_id: ctx.settings.intake.authserv_id.trim().to_lowercase(),
        authserv_relays: ctx.settings.intake.authserv_relays.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_mail_that_stops_the_program_is_told_as_such() {
        let stops = || panic!("a mail that nobody foresaw");
        assert_eq!(aside(stops).await.unwrap_err(), Reason::StopsUs);
        let empty = || Err(Unparsable::Empty);
        assert_eq!(aside(empty).await.unwrap_err(), Reason::Empty);
        assert!(aside(|| Ok(ParsedMail::default())).await.is_ok());
    }
}
