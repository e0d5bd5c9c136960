//! The background work: small steps, and dull loops around them. Each step claims one piece of work,
//! does it and says whether there was any; `serve` loops over the steps, `work --until-idle` and the
//! tests call them until nothing is left. No rule of the work lives here.

use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::FutureExt as _;
use metrics::counter;
use sea_orm::Value;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{Instrument as _, error, field, info, info_span, warn};

use crate::auth;
use crate::clock::real_now;
use crate::config::CarrierKind;
use crate::context::Context;
use crate::directory::LiveAtlas;
use crate::dispatch::{self, Dispatcher};
use crate::faq;
use crate::followup;
use crate::intake::imap::{self, Account, AccountError, Mailbox};
use crate::intake::lmtp::{ListenError, Listener};
use crate::intake::{
    IntakeError, Maildir, Understander, maildir_source, report_source, sweep_uploads, waiting_mail,
    watch_mail,
};
use crate::notices;
use crate::outbound::{
    self, Carrier, CarrierError, FileCarrier, OutboundError, Outbox, SmtpCarrier,
};
use crate::registry::{index_some, sweep_drafts, sweep_presence};
use crate::store::{StoreError, forget_waiting_scans, lease_open, scan_one, waiting_scans};

/// How long a loop rests when there is nothing to do and nobody wakes it: another process may have
/// left something.
const REST: Duration = Duration::from_millis(500);
/// How long a loop rests after a failure.
const REST_AFTER_FAILURE: Duration = Duration::from_secs(2);
/// How often a process looks whether the directory has changed.
const LOOK_AT_DIRECTORY: Duration = Duration::from_secs(2);
/// How long sweeping rests: nobody waits for it.
const REST_OF_SWEEPING: Duration = Duration::from_mins(1);
/// Longest that idle work waits before it looks again whether a foreign lease has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Why the works cannot start.
#[derive(Debug, thiserror::Error)]
pub enum WorksError {
    /// The model of the settings cannot be used.
    #[error("dispatch.model_file: {0}")]
    Model(#[from] dispatch::OpenModelError),
    /// The database could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What carries mail cannot be set up.
    #[error("mail cannot be sent: {0}")]
    Carrier(#[from] CarrierError),
    /// Our own address cannot be used.
    #[error("mail.address: {0}")]
    Outbound(#[from] OutboundError),
    /// An account on a mail server cannot be read.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Something was due and could not be done.
    #[error("the step {step} failed: {why}")]
    Step {
        /// Which.
        step: &'static str,
        /// What went wrong.
        why: String,
    },
}

/// Everything that works in the background.
#[derive(Debug, Clone)]
pub struct Works {
    ctx: Context,
    atlas: LiveAtlas,
    understander: Understander,
    outbox: Arc<Outbox>,
    mailboxes: Vec<Mailbox>,
}

/// What a step is about, for logs and metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Understand,
    Recur,
    FireTerms,
    TellDue,
    Send,
    Notice,
    Sweep,
    WatchMail,
    Scan,
    Index,
    ReturnDoubles,
    SendPending,
    Tell,
    SendDigests,
}

impl Step {
    const ALL: [Self; 14] = [
        Self::Understand,
        Self::FireTerms,
        Self::TellDue,
        Self::SendPending,
        Self::ReturnDoubles,
        Self::Tell,
        Self::SendDigests,
        Self::Send,
        Self::Notice,
        Self::Recur,
        Self::Sweep,
        Self::Scan,
        Self::Index,
        Self::WatchMail,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Understand => "understand",
            Self::Recur => "recur",
            Self::FireTerms => "fire_terms",
            Self::TellDue => "tell_due",
            Self::Send => "send",
            Self::Notice => "notice",
            Self::Sweep => "sweep",
            Self::WatchMail => "watch_mail",
            Self::Scan => "scan",
            Self::Index => "index",
            Self::ReturnDoubles => "return_doubles",
            Self::SendPending => "send_pending",
            Self::Tell => "tell",
            Self::SendDigests => "send_digests",
        }
    }
}

/// A step that failed; what it was about stays for another try.
#[derive(Debug, thiserror::Error)]
enum StepError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A fault of ours; the panic hook has said where.
    #[error("the step panicked")]
    Panicked,
    #[error(transparent)]
    Dispatch(#[from] dispatch::DispatchError),
    #[error(transparent)]
    Followup(#[from] followup::FollowupError),
    /// The model of the settings cannot be used.
    #[error("dispatch.model_file: {0}")]
    Model(#[from] dispatch::OpenModelError),
    #[error(transparent)]
    Notice(#[from] notices::NoticeError),
    #[error(transparent)]
    Faq(#[from] faq::FaqError),
    #[error(transparent)]
    Intake(#[from] IntakeError),
}

impl Works {
    /// Sets everything up: reads the directory and the model, and opens what carries mail.
    pub async fn open(ctx: Context) -> Result<Self, WorksError> {
        let mail = &ctx.settings.mail;
        let carrier: Arc<dyn Carrier> = match mail.carrier {
            CarrierKind::Smtp => Arc::new(SmtpCarrier::new(&mail.smtp)?),
            CarrierKind::Files => {
                let files = FileCarrier::new(&mail.files_dir)?;
                Arc::new(if ctx.settings.demo {
                    files.playing_receivers()
                } else {
                    files
                })
            }
        };
        Self::with_carrier(ctx, carrier).await
    }

    /// The same with a given carrier, as tests use it.
    pub async fn with_carrier(ctx: Context, carrier: Arc<dyn Carrier>) -> Result<Self, WorksError> {
        let atlas = LiveAtlas::open(&ctx.db).await?;
        let dispatcher = Dispatcher::open(atlas.now(), &ctx.settings.dispatch)?;
        let understander = Understander::new(ctx.clone(), atlas.clone(), &dispatcher);
        let outbox = Arc::new(Outbox::new(&ctx, carrier)?);
        let accounts = Account::open_all(&ctx.settings.intake.imap)?;
        let mailboxes = accounts.iter().flat_map(Account::mailboxes).collect();
        if !ctx.settings.scan.is_on() {
            forget_waiting_scans(&ctx.db).await?;
        }
        Ok(Self {
            ctx,
            atlas,
            understander,
            outbox,
            mailboxes,
        })
    }

    /// The folders on mail servers that are read, for whoever counts them against the register.
    #[must_use]
    pub fn mailboxes(&self) -> &[Mailbox] {
        &self.mailboxes
    }

    /// What understands mail and forms; the doors share it.
    #[must_use]
    pub fn understander(&self) -> &Understander {
        &self.understander
    }

    /// The directory, as it is now.
    #[must_use]
    pub fn atlas(&self) -> &LiveAtlas {
        &self.atlas
    }

    async fn step(&self, step: Step) -> Result<bool, StepError> {
        // Whoever loads the ticket puts its number on every line that follows.
        let span = info_span!("step", ticket.reference = field::Empty);
        self.take(step).instrument(span).await
    }

    async fn take(&self, step: Step) -> Result<bool, StepError> {
        let worked = match step {
            Step::Understand => self.understander.understand_one().await?,
            Step::Recur => {
                let atlas = self.atlas.fresh(&self.ctx.db).await?;
                faq::recur_one(&self.ctx, &atlas).await?
            }
            Step::FireTerms => followup::fire_one(&self.ctx).await?,
            Step::TellDue => followup::tell_one_due(&self.ctx).await?,
            Step::Send => self.outbox.send_one().await?,
            Step::Notice => followup::notice_one(&self.ctx).await?,
            Step::Sweep => {
                let ctx = &self.ctx;
                auth::sweep(ctx).await?
                    | outbound::sweep(ctx).await?
                    | sweep_uploads(ctx).await?
                    | sweep_presence(ctx).await?
                    | sweep_drafts(ctx).await?
            }
            Step::WatchMail => watch_mail(&self.ctx).await?,
            Step::Scan => {
                let ctx = &self.ctx;
                scan_one(&ctx.db, &ctx.blobs, &ctx.settings.scan, ctx.clock.now()).await?
            }
            Step::Index => index_some(&self.ctx).await?,
            Step::ReturnDoubles => dispatch::return_double(&self.ctx).await?,
            Step::SendPending => dispatch::send_pending(&self.ctx).await?,
            Step::Tell => notices::tell_one(&self.ctx).await?,
            Step::SendDigests => notices::send_digest(&self.ctx).await?,
        };
        if worked {
            counter!("regiovraag_steps_total", "step" => step.name()).increment(1);
        }
        Ok(worked)
    }

    /// Understands everything that waits, and does nothing else: no mail leaves.
    pub async fn understand_all(&self) -> Result<u64, WorksError> {
        self.exhaust(&[Step::Understand]).await
    }

    /// Works until nothing is due and no lease is open; waits for the leases of other processes to
    /// end. Says how many steps it took.
    pub async fn until_idle(&self) -> Result<u64, WorksError> {
        self.exhaust(&Step::ALL).await
    }

    async fn exhaust(&self, all: &[Step]) -> Result<u64, WorksError> {
        let mut steps = 0;
        self.atlas.fresh(&self.ctx.db).await?;
        loop {
            let before = steps;
            let mut failed = None;
            for &step in all {
                loop {
                    match self.step(step).await {
                        Ok(true) => steps += 1,
                        Ok(false) => break,
                        Err(StepError::Store(error)) => return Err(error.into()),
                        Err(error) => {
                            error!(step = step.name(), error = %error, "A step failed");
                            let (step, why) = (step.name(), error.to_string());
                            failed.get_or_insert(WorksError::Step { step, why });
                            break;
                        }
                    }
                }
            }
            if steps > before {
                continue;
            }
            // The rest is done; what failed stays due, and is not tried in a circle.
            if let Some(failed) = failed {
                return Err(failed);
            }
            match self.lease_ends(all).await? {
                None => return Ok(steps),
                Some(ends) => {
                    let left = (ends - real_now()).to_std().unwrap_or_default();
                    sleep(left.clamp(Duration::from_millis(5), LOOK_AGAIN)).await;
                }
            }
        }
    }

    /// When the last open lease of any worker on these steps ends.
    async fn lease_ends(&self, all: &[Step]) -> Result<Option<DateTime<Utc>>, StoreError> {
        let now: [Value; 1] = [self.ctx.clock.now().into()];
        let mut last = None;
        for step in all {
            let ends = match step {
                Step::Understand => lease_open(&self.ctx.db, &waiting_mail(&[], 1)).await?,
                Step::Recur => lease_open(&self.ctx.db, &faq::due_recurrence(&now)).await?,
                Step::FireTerms => lease_open(&self.ctx.db, &followup::due_terms(&now)).await?,
                Step::SendPending => {
                    lease_open(&self.ctx.db, &dispatch::pending_sends(&now)).await?
                }
                Step::Tell => lease_open(&self.ctx.db, &notices::happenings(&now)).await?,
                Step::SendDigests => lease_open(&self.ctx.db, &notices::due_digests(&now)).await?,
                Step::Send => self.outbox.lease_open().await?,
                Step::Scan => lease_open(&self.ctx.db, &waiting_scans(&now)).await?,
                // Done in the transaction or statement that finds it: there is no lease.
                Step::TellDue
                | Step::Notice
                | Step::Sweep
                | Step::WatchMail
                | Step::Index
                | Step::ReturnDoubles => None,
            };
            last = last.max(ends);
        }
        Ok(last)
    }

    /// Starts the loops; they end when `stop` is cancelled, each after the step it is in.
    pub fn start(&self, tracker: &TaskTracker, stop: &CancellationToken) {
        // Sending waits for other servers, so it gets more hands than the rest.
        let hands = [
            (Step::Understand, 2),
            (Step::Recur, 1),
            (Step::FireTerms, 1),
            (Step::TellDue, 1),
            (Step::Send, 4),
            (Step::Notice, 1),
            (Step::Sweep, 1),
            (Step::WatchMail, 1),
            (Step::Scan, 1),
            (Step::Index, 1),
            (Step::ReturnDoubles, 1),
            (Step::SendPending, 1),
            (Step::Tell, 1),
            (Step::SendDigests, 1),
        ];
        for (step, many) in hands {
            for _ in 0..many {
                let (works, stop) = (self.clone(), stop.clone());
                let span = info_span!("work", step = step.name());
                tracker.spawn(async move { works.run(step, &stop).await }.instrument(span));
            }
        }
        let (works, until) = (self.clone(), stop.clone());
        tracker.spawn(async move { works.follow_directory(&until).await });
        for maildir in self.ctx.settings.intake.maildirs.clone() {
            let (house, until) = (self.ctx.clone(), stop.clone());
            tracker.spawn(async move { watch(&house, maildir, &until).await });
        }
        for mailbox in self.mailboxes.clone() {
            let (house, until) = (self.ctx.clone(), stop.clone());
            tracker.spawn(async move { imap::attend(&house, &mailbox, &until).await });
        }
    }

    /// Lets the pages see an import within moments; whoever decides about mail looks for itself.
    async fn follow_directory(&self, until: &CancellationToken) {
        while !until.is_cancelled() {
            if let Err(error) = self.atlas.fresh(&self.ctx.db).await {
                error!(error = %error, "The directory could not be read and will be tried again");
            }
            tokio::select! {
                () = until.cancelled() => {}
                () = sleep(LOOK_AT_DIRECTORY) => {}
            }
        }
    }

    /// Lets mail servers hand mail over, where the settings say so, until `stop` is cancelled.
    /// Returns the address.
    pub async fn listen(
        &self,
        tracker: &TaskTracker,
        stop: &CancellationToken,
    ) -> Result<Option<SocketAddr>, ListenError> {
        let Some(listener) = Listener::bind(&self.ctx).await? else {
            return Ok(None);
        };
        let (address, protocol) = (listener.address(), listener.protocol());
        info!(protocol = ?protocol, "Mail servers may hand mail over on {address}");
        tracker.spawn(listener.run(stop.clone()).instrument(info_span!("lmtp")));
        Ok(Some(address))
    }

    async fn run(&self, step: Step, until: &CancellationToken) {
        while !until.is_cancelled() {
            let worked = match AssertUnwindSafe(self.step(step)).catch_unwind().await {
                Ok(worked) => worked,
                Err(_) => Err(StepError::Panicked),
            };
            let rest = match worked {
                Ok(true) => continue,
                Ok(false) if step == Step::Sweep => REST_OF_SWEEPING,
                Ok(false) => REST,
                Err(error) => {
                    error!(step = step.name(), error = %error, "A step failed and will be tried again");
                    counter!("regiovraag_step_failures_total", "step" => step.name()).increment(1);
                    REST_AFTER_FAILURE
                }
            };
            tokio::select! {
                () = until.cancelled() => {}
                () = self.ctx.work.notified(), if step != Step::Sweep => {}
                () = sleep(rest) => {}
            }
        }
        if step == Step::SendPending {
            // What became due while the others stopped is in the outbox before this process is gone.
            while let Ok(true) = self.step(step).await {}
        }
        if step == Step::Send {
            self.outbox.rest().await;
        }
    }
}

async fn watch(ctx: &Context, maildir: PathBuf, stop: &CancellationToken) {
    let pause = Duration::from_secs(ctx.settings.intake.poll_seconds.max(1));
    let mut folder = Maildir::new(maildir.clone());
    while !stop.is_cancelled() {
        let watched = folder.look(ctx).await;
        if let Err(error) = &watched {
            warn!(maildir = %maildir.display(), error = %error, "A watched maildir could not be read");
        }
        let report = match &watched {
            Ok(watched) => Ok(watched.left_behind),
            Err(error) => Err(error.to_string()),
        };
        if let Err(error) = report_source(ctx, &maildir_source(&maildir), report).await {
            warn!(maildir = %maildir.display(), error = %error, "How a maildir fares could not be noted");
        }
        if watched.is_ok_and(|watched| watched.taken > 0) {
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = sleep(pause) => {}
        }
    }
}
