//! `regiovraag serve`: the service. Web and background work start and stop together.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{info, warn};

use super::house::{self, block_on};
use super::{demo, logging};
use crate::config::{CarrierKind, Settings, is_loopback};
use crate::faq::Shelf;
use crate::web;
use crate::web::demo::letters::SERVER;
use crate::web::desk::{DemoAccounts, open_provider};

/// How long background work may take to finish what it has in its hands when told to stop.
const LAST_STEPS: Duration = Duration::from_secs(20);
/// Where the demo lives.
const DEMO_DIR: &str = "var/demo";
/// The file in it that says that it was filled to the end.
const FILLED: &str = "filled";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Show the whole path with invented questions: own database, own mailboxes, nothing leaves
    #[arg(long)]
    demo: bool,
    /// Address and port to listen on
    #[arg(long, value_name = "HOST:PORT")]
    listen: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let mut flags = Vec::new();
    if let Some(listen) = &args.listen {
        flags.push(("http.listen", listen.clone()));
    }
    let mut settings = Settings::load(&flags)?;
    if args.demo {
        settings = as_demo(settings)?;
    }
    logging::start(&settings.log)?;
    block_on(serve(settings))
}

/// The demo lives in a folder of its own, on this machine alone, and refuses any other database.
fn as_demo(mut settings: Settings) -> anyhow::Result<Settings> {
    if settings.database.url != Settings::defaults()?.database.url {
        bail!(
            "the demo keeps to its own database in {DEMO_DIR}; leave database.url alone, or leave \
             --demo out"
        );
    }
    if !is_loopback(&settings.http.listen) {
        bail!(
            "the demo shows its accounts to everybody, so it listens on this machine alone, not on {}",
            settings.http.listen
        );
    }
    let dir = PathBuf::from(DEMO_DIR);
    settings.demo = true;
    settings.database.url = format!("sqlite://{}", dir.join("regiovraag.db").display());
    settings.blobs.dir = dir.join("blobs");
    settings.secret.file = dir.join("secret.key");
    settings.mail.carrier = CarrierKind::Files;
    settings.mail.files_dir = dir.join("sent");
    SERVER.clone_into(&mut settings.intake.authserv_id);
    settings.intake.maildirs = Vec::new();
    settings.intake.lmtp.listen = String::new();
    settings.intake.imap = Vec::new();
    settings.oidc.issuer = String::new();
    settings.sign_in.local_accounts = true;
    settings.http.public_url = format!("http://{}", settings.http.listen);
    Ok(settings)
}

/// A demo whose filling was interrupted is taken away: what is half there would stay so.
fn begin_demo_anew() -> anyhow::Result<()> {
    let dir = Path::new(DEMO_DIR);
    if dir.join("regiovraag.db").exists() && !dir.join(FILLED).exists() {
        std::fs::remove_dir_all(dir)
            .with_context(|| format!("cannot take away {DEMO_DIR}, which was filled half"))?;
    }
    Ok(())
}

async fn serve(settings: Settings) -> anyhow::Result<()> {
    let listen = settings.http.listen.clone();
    // Taken before anything else: a second `serve` on this address says so at once.
    let listener = TcpListener::bind(&listen).with_context(|| {
        format!("cannot listen on {listen}; set http.listen or --listen to a free address")
    })?;
    let mut settings = settings;
    if let Ok(address) = listener.local_addr()
        && listen.ends_with(":0")
    {
        // Port 0 asks for any free port: links must name the one that was given.
        settings.http.listen = address.to_string();
        if settings.demo {
            settings.http.public_url = format!("http://{address}");
        }
    }
    let is_demo = settings.demo;
    if is_demo {
        begin_demo_anew()?;
    }
    let ctx = house::open(settings).await?;
    let works = house::works(ctx.clone()).await?;
    if is_demo {
        Box::pin(demo::fill(&ctx, &works))
            .await
            .context("the demo could not be filled")?;
        std::fs::write(Path::new(DEMO_DIR).join(FILLED), "")
            .with_context(|| format!("cannot write {FILLED} in {DEMO_DIR}"))?;
    }

    let stop = CancellationToken::new();
    let tracker = TaskTracker::new();
    works.listen(&tracker, &stop).await?;
    works.start(&tracker, &stop);
    tracker.spawn({
        let (ctx, stop) = (ctx.clone(), stop.clone());
        async move { ctx.changes.relay(&ctx.db, &stop).await }
    });
    tracker.close();
    let doors = web::Doors {
        ctx: ctx.clone(),
        understander: works.understander().clone(),
        atlas: works.atlas().clone(),
        shelf: Shelf::default(),
        demo_accounts: if is_demo {
            demo::accounts(&works)?
        } else {
            DemoAccounts::default()
        },
        provider: open_provider(&ctx.settings, &works.atlas().now())?,
    };
    let server = web::run(doors, listener)?;
    let handle = server.handle();
    let web = tokio::spawn(server);
    info!("Listening on {}", ctx.settings.http.listen);
    if is_demo {
        println!(
            "\n  The demo is ready. Open {0}/demo/mail and write as a municipality;\n  the desk is at {0}/desk.\n",
            ctx.settings.http.public_url
        );
    }

    asked_to_stop().await?;
    info!("Stopping: requests and steps that have begun are finished");
    ctx.changes.close();
    handle.stop(true).await;
    web.await.context("the web server ended badly")??;
    stop.cancel();
    if tokio::time::timeout(LAST_STEPS, tracker.wait())
        .await
        .is_err()
    {
        // Their leases expire, and another process or the next start takes over.
        warn!("Some background work did not finish in time; its leases will expire");
    }
    info!("Stopped");
    Ok(())
}

async fn asked_to_stop() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
