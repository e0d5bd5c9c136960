//! One round over a folder: what it has is held against what the register knows; the rest is fetched,
//! stored, and only then moved away.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use tracing::{info, warn};

use super::account::{Mailbox, watched};
use super::error::ImapError;
use super::records;
use super::session::{Listed, Opened, Session};
use super::windows::{Windows, batches};
use crate::context::Context;
use crate::intake::InboundFormat;
use crate::intake::health::report_source;
use crate::intake::mail::Reason;
use crate::intake::take_in::{Handed, handed_over, keep_headers, take_in_all};
use crate::store::StoreError;

/// Messages that are stored with one commit at most, and their bytes together.
const MOST_AT_ONCE: usize = 64;
const MOST_BYTES_AT_ONCE: u64 = 8 * 1024 * 1024;

/// So many messages in a row that the server gives us no more than it gave us their neighbours, and it
/// is the server that fails.
const MOST_BROKEN_IN_A_ROW: usize = 10;

/// What a round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Messages that were in the folder when it was opened.
    pub present: u64,
    /// Messages whose bytes were seen for the first time.
    pub new: u64,
    /// Messages that the register had already, by their number or by their bytes.
    pub known: u64,
    /// Messages that are too large: their headers stand in the quarantine, the whole stays.
    pub too_large: u64,
    /// Messages that are listed and not given.
    pub withheld: u64,
    /// Messages that were moved away.
    pub moved: u64,
}

/// What a folder has, and what the register knows of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The source, as `handover.source` spells it.
    pub source: String,
    /// What people call it.
    pub name: String,
    /// Messages in the folder now.
    pub present: u64,
    /// Those that the register has, whole or as too large.
    pub known: u64,
}

impl Holding {
    /// Messages in the folder that the register has not.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.present.saturating_sub(self.known)
    }
}

/// The numbers of a message as the hand-over's name. Its size is one of them: a server that was restored
/// from a backup gives the numbers that it has given once more, to other messages (which RFC 3501,
/// 2.3.1.1, forbids).
fn name_of(uid_validity: u32, one: Listed) -> String {
    format!("{uid_validity}.{}.{}", one.uid, one.size)
}

/// The name under which only the headers of a message are kept. Once it may be taken in whole, it is
/// another hand-over.
fn headers_name_of(uid_validity: u32, one: Listed) -> String {
    format!("{uid_validity}.{}.headers", one.uid)
}

/// What the register has of the messages that a folder lists.
struct Known {
    uid_validity: u32,
    names: HashSet<String>,
}

impl Known {
    async fn of(
        ctx: &Context,
        mailbox: &Mailbox,
        opened: Opened,
        listed: &[Listed],
    ) -> Result<Self, StoreError> {
        let uid_validity = opened.uid_validity;
        let names = listed.iter().flat_map(|&one| {
            [
                name_of(uid_validity, one),
                headers_name_of(uid_validity, one),
            ]
        });
        let names = handed_over(&ctx.db, mailbox.source(), names.collect()).await?;
        Ok(Self {
            uid_validity,
            names,
        })
    }

    /// Whether it has the whole message.
    fn whole(&self, one: Listed) -> bool {
        self.names.contains(&name_of(self.uid_validity, one))
    }

    /// Whether it has the headers of the message, which was too large.
    fn headers(&self, one: Listed) -> bool {
        self.names
            .contains(&headers_name_of(self.uid_validity, one))
    }
}

/// How a round goes about it.
struct Round<'a> {
    ctx: &'a Context,
    mailbox: &'a Mailbox,
    session: &'a mut Session,
    opened: Opened,
    /// Whether messages are moved and the state of the mailbox is kept; otherwise nothing in the
    /// folder changes.
    working: bool,
    tally: Tally,
    /// Why messages could not be moved; taking in goes on.
    unmoved: Option<ImapError>,
    /// How often the last fetches broke off, one after another.
    broken_in_a_row: usize,
    each: &'a mut (dyn FnMut(u64) + Send),
}

/// One round as `serve` makes it, over a connection of its own.
pub async fn visit(ctx: &Context, mailbox: &Mailbox) -> Result<Tally, ImapError> {
    records::introduce(&ctx.db, mailbox).await?;
    let mut session = Session::open(&mailbox.account).await?;
    let tally = work(ctx, mailbox, &mut session).await?;
    session.close().await;
    Ok(tally)
}

/// One round over a conversation that is open.
pub(super) async fn work(
    ctx: &Context,
    mailbox: &Mailbox,
    session: &mut Session,
) -> Result<Tally, ImapError> {
    let account = &mailbox.account;
    let moves = account.move_to.is_some() || account.move_too_large_to.is_some();
    let opened = session.select(&mailbox.folder, !moves).await?;
    let source = mailbox.source();
    let mut after = 0;
    match records::position(&ctx.db, source).await? {
        // The next number is above the last one, unless a backup was put back.
        Some((Some(numbering), last))
            if numbering == opened.uid_validity && opened.uid_next > last =>
        {
            // Where messages leave, each one that is there has still to be dealt with.
            if account.move_to.is_none() {
                after = last;
            }
        }
        before => {
            if matches!(before, Some((Some(_), _))) {
                warn!(
                    mailbox = mailbox.name(),
                    "The server has numbered the messages anew; all are looked at again"
                );
            }
            records::begin(&ctx.db, source, opened.uid_validity).await?;
        }
    }
    let mut tally = Round::working(ctx, mailbox, session, opened, &mut |_| {})
        .walk(after)
        .await?;
    records::succeeded(&ctx.db, source, opened, ctx.clock.now()).await?;
    // What is too large stands in the quarantine: whatever else is not in the register is missing.
    let mut counted = missing(ctx, mailbox, session, opened).await?;
    if counted.again() {
        // Numbers that were dealt with once may stand for other messages by now.
        let more = Round::working(ctx, mailbox, session, opened, &mut |_| {})
            .walk(0)
            .await?;
        tally.new += more.new;
        tally.moved += more.moved;
        counted = missing(ctx, mailbox, session, opened).await?;
    }
    let missing = usize::try_from(counted.lasting()).unwrap_or(usize::MAX);
    report_source(ctx, source, Ok(missing)).await?;
    Ok(tally)
}

/// A folder is counted against the register this often.
const COUNTED_EACH: TimeDelta = TimeDelta::hours(1);

/// Messages in the folder that the register has not.
#[derive(Debug, Clone, Copy, Default)]
struct Missing {
    /// When they were counted before.
    before: u64,
    now: u64,
}

impl Missing {
    /// Whether the folder is to be gone through from its first number on: more are missing than when it
    /// was last counted.
    fn again(self) -> bool {
        self.now > self.before
    }

    /// What came while the round went on is taken in by the next, so only what was missing twice counts.
    fn lasting(self) -> u64 {
        self.before.min(self.now)
    }
}

/// Counts what is missing, once an hour as long as it is nothing.
async fn missing(
    ctx: &Context,
    mailbox: &Mailbox,
    session: &mut Session,
    opened: Opened,
) -> Result<Missing, ImapError> {
    let source = mailbox.source();
    let now = ctx.clock.now();
    let before = records::counted(&ctx.db, source).await?;
    if let Some((at, 0)) = before
        && at <= now
        && now - at < COUNTED_EACH
    {
        return Ok(Missing::default());
    }
    let counted = count(ctx, mailbox, session, opened).await?;
    records::note_count(&ctx.db, &counted, now).await?;
    Ok(Missing {
        before: before.map_or(0, |(_, before)| before),
        now: counted.missing(),
    })
}

/// Takes in everything that a folder has and the register has not, and leaves the folder as it is.
/// `begin` is told how many messages there are, `each` how many more are dealt with.
pub async fn ingest(
    ctx: &Context,
    mailbox: &Mailbox,
    begin: impl FnOnce(u64) + Send,
    mut each: impl FnMut(u64) + Send,
) -> Result<Tally, ImapError> {
    let mut session = Session::open(&mailbox.account).await?;
    let opened = session.select(&mailbox.folder, true).await?;
    begin(u64::from(opened.present));
    let round = Round {
        ctx,
        mailbox,
        session: &mut session,
        opened,
        working: false,
        tally: Tally::default(),
        unmoved: None,
        broken_in_a_row: 0,
        each: &mut each,
    };
    let tally = round.walk(0).await?;
    session.close().await;
    Ok(tally)
}

/// What each folder of the settings held when it was last counted against the register, and when that was.
pub async fn last_counts(
    ctx: &Context,
) -> Result<Vec<(Holding, Option<DateTime<Utc>>)>, StoreError> {
    let watched = watched(&ctx.settings.intake.imap);
    let sources = watched.into_iter().map(|(source, _)| source);
    records::last_counts(&ctx.db, sources.collect()).await
}

/// Counts a folder against the register; changes nothing.
pub async fn holding(ctx: &Context, mailbox: &Mailbox) -> Result<Holding, ImapError> {
    let mut session = Session::open(&mailbox.account).await?;
    let opened = session.select(&mailbox.folder, true).await?;
    let counted = count(ctx, mailbox, &mut session, opened).await?;
    session.close().await;
    Ok(counted)
}

async fn count(
    ctx: &Context,
    mailbox: &Mailbox,
    session: &mut Session,
    opened: Opened,
) -> Result<Holding, ImapError> {
    let mut counted = Holding {
        source: mailbox.source().to_owned(),
        name: mailbox.name().to_owned(),
        present: 0,
        known: 0,
    };
    let mut windows = Windows::between(0, opened.uid_next);
    while let Some(window) = windows.next() {
        let listed = session.list(&window).await?;
        windows.found(listed.len());
        let known = Known::of(ctx, mailbox, opened, &listed).await?;
        let has = |&&one: &&Listed| known.whole(one) || known.headers(one);
        counted.present += listed.len() as u64;
        counted.known += listed.iter().filter(has).count() as u64;
    }
    Ok(counted)
}

impl<'a> Round<'a> {
    /// One as `serve` makes it.
    fn working(
        ctx: &'a Context,
        mailbox: &'a Mailbox,
        session: &'a mut Session,
        opened: Opened,
        each: &'a mut (dyn FnMut(u64) + Send),
    ) -> Self {
        Self {
            ctx,
            mailbox,
            session,
            opened,
            working: true,
            tally: Tally::default(),
            unmoved: None,
            broken_in_a_row: 0,
            each,
        }
    }

    async fn walk(mut self, after: u32) -> Result<Tally, ImapError> {
        self.tally.present = u64::from(self.opened.present);
        let mut windows = Windows::between(after, self.opened.uid_next);
        // Up to here nothing is left to do.
        let mut settled = true;
        while let Some(window) = windows.next() {
            let listed = self.session.list(&window).await?;
            windows.found(listed.len());
            let before = self.tally.withheld;
            self.window(listed).await?;
            settled &= self.tally.withheld == before && self.unmoved.is_none();
            if self.working && settled {
                let end = *window.end();
                // Where the server did not say what comes next, the end of the window is no number
                // that was given out.
                if self.opened.uid_next < u32::MAX {
                    let (source, numbering) = (self.mailbox.source(), self.opened.uid_validity);
                    records::advance(&self.ctx.db, source, numbering, end).await?;
                }
            }
        }
        if let Some(unmoved) = self.unmoved {
            return Err(unmoved);
        }
        if self.working && self.tally.withheld > 0 {
            return Err(ImapError::Withheld {
                count: usize::try_from(self.tally.withheld).unwrap_or(usize::MAX),
            });
        }
        Ok(self.tally)
    }

    /// Deals with the messages of one window.
    async fn window(&mut self, listed: Vec<Listed>) -> Result<(), ImapError> {
        let known = Known::of(self.ctx, self.mailbox, self.opened, &listed).await?;
        let most = self.ctx.settings.http.max_mail_bytes;
        let (mut fresh, mut large, mut done) = (Vec::new(), Vec::new(), Vec::new());
        for one in listed {
            if known.whole(one) {
                // Killed between the commit and the move.
                done.push(one.uid);
            } else if usize::try_from(one.size).is_ok_and(|size| size > most) {
                large.push(one);
            } else {
                fresh.push(one);
            }
        }
        self.tally.known += done.len() as u64;
        (self.each)(done.len() as u64);
        self.move_away(&done).await?;

        for batch in batches(fresh, MOST_AT_ONCE, MOST_BYTES_AT_ONCE) {
            match self.fetch_all(&batch, &mut large).await {
                Err(why) if why.ends_a_fetch() => {
                    self.one_by_one(batch, why, &mut large).await?;
                }
                done => done?,
            }
        }
        for one in large {
            self.set_aside(one, known.headers(one)).await?;
        }
        Ok(())
    }

    /// Fetches, stores and moves a batch, and looks after what did not come.
    async fn fetch_all(
        &mut self,
        batch: &[Listed],
        large: &mut Vec<Listed>,
    ) -> Result<(), ImapError> {
        let missing = self.take_in(batch, large).await?;
        self.look_for(batch, missing, large).await
    }

    /// Fetches each of a batch by itself over a new connection, after the one that asked for all was
    /// broken off: one message that stops the server must not keep us from the others. It stays where
    /// it is, and counts as withheld.
    async fn one_by_one(
        &mut self,
        batch: Vec<Listed>,
        why: ImapError,
        large: &mut Vec<Listed>,
    ) -> Result<(), ImapError> {
        self.begin_again(why).await?;
        let known = Known::of(self.ctx, self.mailbox, self.opened, &batch).await?;
        let (stored, rest): (Vec<Listed>, Vec<Listed>) = batch
            .into_iter()
            .filter(|one| !large.iter().any(|large| large.uid == one.uid))
            .partition(|&one| known.whole(one));
        // Stored before it broke off.
        let stored: Vec<u32> = stored.iter().map(|one| one.uid).collect();
        self.move_away(&stored).await?;
        for one in rest {
            match self.fetch_all(&[one], large).await {
                Err(why) if why.ends_a_fetch() => {
                    warn!(
                        mailbox = self.mailbox.name(),
                        uid = one.uid,
                        error = %why,
                        "The server does not give a message; it stays in the folder"
                    );
                    self.tally.withheld += 1;
                    (self.each)(1);
                    self.begin_again(why).await?;
                }
                done => {
                    done?;
                    self.broken_in_a_row = 0;
                }
            }
        }
        Ok(())
    }

    /// Opens another conversation in place of one that was broken off, unless that happens all the
    /// time, or the folder is another one by now.
    async fn begin_again(&mut self, why: ImapError) -> Result<(), ImapError> {
        self.broken_in_a_row += 1;
        if self.broken_in_a_row > MOST_BROKEN_IN_A_ROW {
            return Err(why);
        }
        let account = &self.mailbox.account;
        let moves = account.move_to.is_some() || account.move_too_large_to.is_some();
        let mut session = Session::open(account).await?;
        let read_only = !(self.working && moves);
        let opened = session.select(&self.mailbox.folder, read_only).await?;
        if opened.uid_validity != self.opened.uid_validity {
            return Err(why);
        }
        *self.session = session;
        Ok(())
    }

    /// Fetches, stores and moves a batch; which of it did not come. What turns out larger than it
    /// was said to be joins `large`.
    async fn take_in(
        &mut self,
        batch: &[Listed],
        large: &mut Vec<Listed>,
    ) -> Result<Vec<u32>, ImapError> {
        let most = self.ctx.settings.http.max_mail_bytes;
        let numbering = self.opened.uid_validity;
        let mut missing = batch.to_vec();
        let mut stored = Vec::new();
        let mut fetching = self.session.fetch(batch, most).await?;
        let (mut handed, mut bytes, mut ended) = (Vec::new(), 0_u64, false);
        let mut broken = None;
        while !ended {
            match fetching.next().await {
                // What came whole before is stored all the same.
                Err(why) => {
                    broken = Some(why);
                    ended = true;
                }
                Ok(Some(one)) => {
                    let wanted = missing.iter().position(|listed| listed.uid == one.uid);
                    // Servers may speak of other messages in between.
                    let Some(at) = wanted else { continue };
                    let listed = missing.swap_remove(at);
                    if one.raw.len() > most {
                        let size = u32::try_from(one.raw.len()).unwrap_or(u32::MAX);
                        large.push(Listed { uid: one.uid, size });
                        continue;
                    }
                    bytes += one.raw.len() as u64;
                    stored.push(one.uid);
                    handed.push(Handed {
                        source_id: name_of(numbering, listed),
                        raw: one.raw,
                    });
                }
                Ok(None) => ended = true,
            }
            // A server that understates its sizes does not make us hold more than this.
            if ended || bytes >= MOST_BYTES_AT_ONCE {
                let count = handed.len() as u64;
                let source = self.mailbox.source();
                let handed = std::mem::take(&mut handed);
                let taken = take_in_all(self.ctx, source, handed, InboundFormat::Mail).await?;
                let new = taken.iter().filter(|one| one.new_content).count() as u64;
                let counted = taken.iter().filter(|one| one.new_handover).count() as u64;
                self.tally.new += new;
                self.tally.known += count - new;
                if self.working && counted > 0 {
                    records::count(&self.ctx.db, source, counted, 0).await?;
                }
                (self.each)(count);
                bytes = 0;
            }
        }
        if !stored.is_empty() && self.working {
            let mailbox = self.mailbox.name().to_owned();
            metrics::counter!("regiovraag_imap_taken_in_total", "mailbox" => mailbox)
                .increment(stored.len() as u64);
            info!(
                mailbox = self.mailbox.name(),
                messages = stored.len(),
                "Messages were taken in"
            );
        }
        if let Some(why) = broken {
            return Err(why);
        }
        self.move_away(&stored).await?;
        Ok(missing.into_iter().map(|one| one.uid).collect())
    }

    /// What was asked for and did not come is either gone, or asked for once more by itself.
    async fn look_for(
        &mut self,
        batch: &[Listed],
        missing: Vec<u32>,
        large: &mut Vec<Listed>,
    ) -> Result<(), ImapError> {
        if missing.is_empty() {
            return Ok(());
        }
        let there = self.session.still_there(&missing).await?;
        let gone = missing.len() - there.len();
        (self.each)(gone as u64);
        if gone > 0 {
            info!(
                mailbox = self.mailbox.name(),
                messages = gone,
                "Messages were taken out of the folder by somebody else"
            );
        }
        for one in batch.iter().filter(|one| there.contains(&one.uid)) {
            let again = self.take_in(&[*one], large).await?;
            if !again.is_empty() && !self.session.still_there(&again).await?.is_empty() {
                self.tally.withheld += 1;
                (self.each)(1);
            }
        }
        Ok(())
    }

    /// Keeps the headers of a message that is too large, so that it is counted and a person sees it.
    async fn set_aside(&mut self, one: Listed, seen_before: bool) -> Result<(), ImapError> {
        let most = self.ctx.settings.http.max_mail_bytes;
        self.tally.too_large += 1;
        (self.each)(1);
        let target = self.mailbox.account.move_too_large_to.clone();
        if !seen_before {
            let Some(headers) = self.session.headers(one.uid).await? else {
                let there = self.session.still_there(&[one.uid]).await?;
                self.tally.too_large -= 1;
                self.tally.withheld += there.len() as u64;
                return Ok(());
            };
            let folder = target.as_deref().unwrap_or(&self.mailbox.folder);
            let reason = Reason::LeftBehind {
                folder: folder.to_owned(),
                account: self.mailbox.account.name.clone(),
            };
            let name = headers_name_of(self.opened.uid_validity, one);
            let handed = Handed {
                source_id: name,
                raw: headers,
            };
            let source = self.mailbox.source();
            keep_headers(self.ctx, source, handed, u64::from(one.size), reason).await?;
            if self.working {
                records::count(&self.ctx.db, source, 0, 1).await?;
            }
            let mailbox = self.mailbox.name().to_owned();
            metrics::counter!("regiovraag_imap_too_large_total", "mailbox" => mailbox).increment(1);
            warn!(
                mailbox = self.mailbox.name(),
                uid = one.uid,
                size = one.size,
                most,
                "A message is too large: its headers are in the quarantine, the message stays on \
                 the mail server"
            );
        }
        if let Some(folder) = target {
            self.carry(&[one.uid], &folder, "move_too_large_to").await?;
        }
        Ok(())
    }

    /// Moves what is safely stored, where that is wanted.
    async fn move_away(&mut self, uids: &[u32]) -> Result<(), ImapError> {
        if let Some(folder) = self.mailbox.account.move_to.clone() {
            self.carry(uids, &folder, "move_to").await?;
        }
        Ok(())
    }

    async fn carry(
        &mut self,
        uids: &[u32],
        folder: &str,
        key: &'static str,
    ) -> Result<(), ImapError> {
        // A folder that takes nothing is asked once a round.
        if uids.is_empty() || !self.working || self.unmoved.is_some() {
            return Ok(());
        }
        match self.session.move_to(uids, folder, key).await {
            Ok(()) => {
                self.tally.moved += uids.len() as u64;
                Ok(())
            }
            Err(refused @ ImapError::Move { .. }) => {
                self.unmoved = Some(refused);
                Ok(())
            }
            Err(other) => Err(other),
        }
    }
}
