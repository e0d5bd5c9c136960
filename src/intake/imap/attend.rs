//! Attending to a mailbox for as long as the service runs: one process at a time, by a lease; news by
//! IDLE, or by looking now and then; and after a failure a pause that all processes keep.

use chrono::TimeDelta;
use metrics::{counter, gauge};
use tokio::time::{Duration, sleep};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};
use uuid::Uuid;

use super::account::Mailbox;
use super::error::ImapError;
use super::session::{Session, Woken};
use super::{records, round};
use crate::context::Context;
use crate::intake::health::report_source;
use crate::store::StoreError;

/// How often a lease is lengthened; it runs for two minutes.
const KEEP_EVERY: Duration = Duration::from_secs(30);
/// How often a process looks whether it may have the mailbox.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Reads the mailbox until `stop`; lets go of it then, between two messages.
pub async fn attend(ctx: &Context, mailbox: &Mailbox, stop: &CancellationToken) {
    let holder = ctx.new_id();
    while !stop.is_cancelled() {
        if let Err(error) = try_attend(ctx, mailbox, holder, stop).await {
            warn!(mailbox = mailbox.name(), error = %error, "The state of a mailbox could not be kept");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = sleep(LOOK_AGAIN) => {}
        }
    }
}

async fn try_attend(
    ctx: &Context,
    mailbox: &Mailbox,
    holder: Uuid,
    stop: &CancellationToken,
) -> Result<(), StoreError> {
    let source = mailbox.source();
    records::introduce(&ctx.db, mailbox).await?;
    if !records::take(&ctx.db, source, holder).await? {
        return Ok(());
    }
    let name = mailbox.name().to_owned();
    let connected = gauge!("regiovraag_imap_connected", "mailbox" => name.clone());
    let ended = tokio::select! {
        ended = converse(ctx, mailbox, stop) => ended,
        lost = hold(ctx, source, holder) => Err(lost),
    };
    connected.set(0.0);
    let Err(error) = ended else {
        return records::give_back(&ctx.db, source, holder).await;
    };
    counter!("regiovraag_imap_failures_total", "mailbox" => name, "why" => error.slug())
        .increment(1);
    let failures = records::failures(&ctx.db, source).await?.saturating_add(1);
    let pause = with_jitter(error.pause(failures), ctx.new_id());
    warn!(
        mailbox = mailbox.name(),
        failures,
        pause_seconds = pause.num_seconds(),
        error = %error,
        "A mailbox could not be read and will be tried again"
    );
    let now = ctx.clock.now();
    records::failed(&ctx.db, source, holder, &error.to_string(), now, pause).await?;
    if error.is_of_the_source() {
        report_source(ctx, source, Err(error.to_string())).await?;
    }
    Ok(())
}

/// Takes in what there is, then waits for more, until `stop` or a failure.
async fn converse(
    ctx: &Context,
    mailbox: &Mailbox,
    stop: &CancellationToken,
) -> Result<(), ImapError> {
    let mut session = tokio::select! {
        () = stop.cancelled() => return Ok(()),
        session = Session::open(&mailbox.account) => session?,
    };
    let name = mailbox.name().to_owned();
    gauge!("regiovraag_imap_connected", "mailbox" => name.clone()).set(1.0);
    let idles = session.can_idle();
    info!(mailbox = mailbox.name(), idles, "A mailbox is being read");
    loop {
        // Cutting a round off is what it is made for.
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            done = round::work(ctx, mailbox, &mut session) => done?,
        };
        #[expect(
            clippy::cast_precision_loss,
            reason = "seconds since 1970 fit a float for ages"
        )]
        gauge!("regiovraag_imap_last_success_timestamp_seconds", "mailbox" => name.clone())
            .set(ctx.clock.now().timestamp() as f64);
        let woken = if session.can_idle() {
            session.wait(mailbox.account.idle, stop).await?
        } else {
            tokio::select! {
                () = stop.cancelled() => Woken::Stop,
                () = sleep(mailbox.account.poll) => Woken::Look,
            }
        };
        if woken == Woken::Stop || stop.is_cancelled() {
            session.close().await;
            return Ok(());
        }
    }
}

/// Keeps the lease for as long as it can.
async fn hold(ctx: &Context, source: &str, holder: Uuid) -> ImapError {
    loop {
        sleep(KEEP_EVERY).await;
        match records::keep(&ctx.db, source, holder).await {
            Ok(true) => {}
            Ok(false) => return ImapError::LeaseLost,
            // The database is busy; the lease outlives several tries.
            Err(error) if error.is_unavailable() => {
                warn!(error = %error, "A lease could not be lengthened yet");
            }
            Err(error) => return error.into(),
        }
    }
}

/// Up to a quarter is added, so that mailboxes that failed together do not return as one.
fn with_jitter(pause: Duration, id: Uuid) -> TimeDelta {
    // The last byte of an id is random.
    let part = u32::from(id.as_bytes()[15]);
    let more = pause * part / (4 * 255);
    TimeDelta::from_std(pause + more).unwrap_or(TimeDelta::minutes(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_grows_by_a_quarter_at_most() {
        let pause = |last: u8| {
            let mut bytes = [0; 16];
            bytes[15] = last;
            with_jitter(Duration::from_secs(40), Uuid::from_bytes(bytes)).num_seconds()
        };
        assert_eq!((pause(0), pause(255)), (40, 50));
    }
}
