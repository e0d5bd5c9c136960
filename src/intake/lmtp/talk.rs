//! One conversation, from greeting to goodbye: moves bytes between a client and its session, keeps
//! every wait short, and answers for a mail only when it is committed.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use metrics::counter;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::content::Content;
use super::session::{Next, Parties, Reply, Rules, Session};
use super::spool::Spool;
use crate::config::HandOver;
use crate::context::Context;
use crate::intake::{Handed, InboundFormat, report_source, take_in};
use crate::store::{BlobKey, StoreError};

/// The name of this door in the register.
pub(in crate::intake) const SOURCE: &str = "lmtp";
/// Longest command, with its CR LF: RFC 5321 (4.5.3.1.4) asks for 512, and parameters may add.
const LONGEST_COMMAND: usize = 4096;
/// How much is read at once.
const PIECE: usize = 16 * 1024;
/// Longest that a client may take to read what we say.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longest that a mail waits for its turn to be kept, and that keeping it may take.
const TURN: Duration = Duration::from_mins(1);
/// How many times the largest mail is read to its end, to be refused in good order.
const READ_ON: usize = 4;

/// What all conversations share.
#[derive(Debug)]
pub(super) struct House {
    /// Where mail is kept.
    pub ctx: Context,
    /// What is said.
    pub rules: Rules,
    /// Where large mail waits while it comes in.
    pub dir: PathBuf,
    /// Longest silence of a client, and longest that one command may take.
    pub idle: Duration,
    /// Longest that one mail may take to come in.
    pub mail: Duration,
    /// Turns to hold a whole mail in memory.
    pub turns: Semaphore,
}

/// How a conversation is told to end.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop {
    /// No other command is waited for.
    pub soon: CancellationToken,
    /// Nothing is waited for, a mail that is coming in neither.
    pub now: CancellationToken,
}

/// Why a conversation ends that was not said goodbye to.
#[derive(Debug)]
enum End {
    /// The client is gone.
    Gone,
    /// The client says nothing, or does not listen.
    Silent,
    /// We stop.
    Stopping,
    /// It sends what no client sends.
    Nonsense(Reply),
}

impl From<io::Error> for End {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

struct Talk<'h, S> {
    house: &'h House,
    stop: &'h Stop,
    stream: S,
    /// Came in and not looked at yet.
    came: Vec<u8>,
    /// Said and not sent yet.
    said: Vec<u8>,
}

/// Talks with a client until one of both has had enough.
pub(super) async fn talk<S>(house: &House, stop: &Stop, stream: S)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut talk = Talk {
        house,
        stop,
        stream,
        came: Vec::new(),
        said: Vec::new(),
    };
    let last = match talk.converse().await {
        Ok(reply) | Err(End::Nonsense(reply)) => Some(reply),
        Err(End::Gone) => None,
        Err(End::Silent) => Some(Reply::new(421, "4.4.2 No word for too long")),
        Err(End::Stopping) => Some(Reply::new(421, "4.3.2 Closing down; try again later")),
    };
    if let Some(reply) = last {
        talk.say(&reply);
        let _ = talk.flush().await;
    }
    let _ = timeout(PATIENCE, talk.stream.shutdown()).await;
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<'_, S> {
    /// The reply with which it ends.
    async fn converse(&mut self) -> Result<Reply, End> {
        let house = self.house;
        let mut session = Session::new(&house.rules);
        self.say(&house.rules.greeting());
        loop {
            let line = self.line().await?;
            match session.command(&line) {
                Next::Say(reply) => self.say(&reply),
                Next::Close(reply) => return Ok(reply),
                Next::Content(reply) => {
                    self.say(&reply);
                    let spool = self.content().await?;
                    let Some(parties) = session.take_mail() else {
                        return Ok(Reply::new(421, "4.3.0 Out of step"));
                    };
                    let reply = self.keep(spool, &parties, &session).await;
                    let code = reply.code().to_string();
                    counter!("regiovraag_lmtp_mails_total", "code" => code).increment(1);
                    // One mailbox, so one fate; LMTP wants to hear it for each recipient.
                    let times = match house.rules.protocol {
                        HandOver::Lmtp => parties.recipients.len(),
                        HandOver::Smtp => 1,
                    };
                    for _ in 0..times {
                        self.say(&reply);
                    }
                }
            }
        }
    }

    /// The next command, with its CR LF.
    async fn line(&mut self) -> Result<Vec<u8>, End> {
        // For the whole of it: who sends a byte now and then says nothing either.
        let until = Instant::now() + self.house.idle;
        loop {
            if let Some(end) = memchr::memchr(b'\n', &self.came) {
                let line: Vec<u8> = self.came.drain(..=end).collect();
                if line.len() > LONGEST_COMMAND {
                    return Err(End::Nonsense(too_long()));
                }
                if !line.ends_with(b"\r\n") {
                    let reply = Reply::new(500, "5.5.2 A command ends with CR LF");
                    return Err(End::Nonsense(reply));
                }
                return Ok(line);
            }
            if self.came.len() >= LONGEST_COMMAND {
                return Err(End::Nonsense(too_long()));
            }
            let stop = self.stop;
            self.read(until, &stop.soon).await?;
        }
    }

    /// The content of a mail, up to and with its end. `Err` inside: it could not be kept.
    async fn content(&mut self) -> Result<io::Result<Spool>, End> {
        let house = self.house;
        let by = Instant::now() + house.mail;
        let mut content = Content::default();
        let mut spool = Spool::new(house.dir.clone(), house.rules.most);
        let mut failed = None;
        loop {
            let mut piece = Vec::with_capacity(self.came.len());
            let ended = content.read(&self.came, &mut piece);
            self.came.drain(..ended.unwrap_or(self.came.len()));
            if failed.is_none() {
                failed = spool.add(&piece).await.err();
            }
            if ended.is_some() {
                return Ok(match failed {
                    Some(why) => Err(why),
                    None => Ok(spool),
                });
            }
            if spool.size() > house.rules.most.saturating_mul(READ_ON) {
                let reply = Reply::new(552, "5.3.4 Far too large");
                return Err(End::Nonsense(reply));
            }
            let stop = self.stop;
            let until = by.min(Instant::now() + house.idle);
            self.read(until, &stop.now).await?;
        }
    }

    /// Waits for more from the client, after it was sent all that we said.
    async fn read(&mut self, until: Instant, stop: &CancellationToken) -> Result<(), End> {
        self.flush().await?;
        self.came.reserve(PIECE);
        let mut room = (&mut self.stream).take(PIECE as u64);
        let read = tokio::select! {
            () = stop.cancelled() => return Err(End::Stopping),
            read = timeout_at(until, room.read_buf(&mut self.came)) => read,
        };
        match read {
            Err(_) => Err(End::Silent),
            Ok(Ok(0)) => Err(End::Gone),
            Ok(read) => Ok(read.map(drop)?),
        }
    }

    fn say(&mut self, reply: &Reply) {
        self.said.extend_from_slice(reply.to_string().as_bytes());
    }

    async fn flush(&mut self) -> Result<(), End> {
        let said = std::mem::take(&mut self.said);
        let sent = async {
            self.stream.write_all(&said).await?;
            self.stream.flush().await
        };
        match timeout(PATIENCE, sent).await {
            Err(_) => Err(End::Silent),
            Ok(sent) => Ok(sent?),
        }
    }

    /// Takes the mail in, and says so only after the commit. Whatever goes wrong, the client still
    /// has the mail and is told whether trying again may help.
    async fn keep(
        &self,
        spool: io::Result<Spool>,
        parties: &Parties,
        session: &Session<'_>,
    ) -> Reply {
        let spool = match spool {
            Ok(spool) => spool,
            Err(error) => return self.no_room(&error).await,
        };
        if spool.is_too_large() {
            return session.too_large();
        }
        let turn = timeout(TURN, self.house.turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else {
            return Reply::new(452, "4.3.2 Too busy; try again later");
        };
        let raw = match spool.whole(envelope(parties)).await {
            Ok(raw) => raw,
            Err(error) => return self.no_room(&error).await,
        };
        // Named by its content: sent again after a reply that was lost, it is the same hand-over.
        let handed = Handed {
            source_id: BlobKey::of(&raw).to_string(),
            raw,
        };
        let taken = take_in(&self.house.ctx, SOURCE, handed, InboundFormat::Mail);
        let taken = timeout(TURN, taken).await;
        let report = match &taken {
            Ok(Ok(_)) => Ok(0),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("not kept within {} seconds", TURN.as_secs())),
        };
        report_fate(&self.house.ctx, report).await;
        match taken {
            Ok(Ok(taken)) => {
                info!(inbound.id = %taken.inbound_id, "A mail was handed over");
                Reply::new(250, format!("2.0.0 Kept as {}", taken.inbound_id))
            }
            Ok(Err(StoreError::Blob { why, .. })) => no_room(&why),
            Ok(Err(error)) => {
                warn!(error = %error, "A mail could not be kept; the mail server keeps it");
                Reply::new(451, "4.3.0 It could not be kept; try again later")
            }
            Err(_) => {
                warn!("Keeping a mail took too long; the mail server keeps it");
                Reply::new(451, "4.3.0 It could not be kept in time; try again later")
            }
        }
    }
}

impl<S> Talk<'_, S> {
    /// What is said, and told, when the content cannot wait here.
    async fn no_room(&self, error: &io::Error) -> Reply {
        report_fate(&self.house.ctx, Err(error.to_string())).await;
        no_room(error)
    }
}

/// Tells how the door fares; that this cannot be noted changes nothing for the mail.
pub(super) async fn report_fate(ctx: &Context, report: Result<usize, String>) {
    let noted = timeout(PATIENCE, report_source(ctx, SOURCE, report)).await;
    if let Ok(Err(error)) = noted {
        warn!(error = %error, "How the door for mail servers fares could not be noted");
    }
}

fn too_long() -> Reply {
    Reply::new(500, "5.5.6 A command is not so long")
}

fn no_room(error: &io::Error) -> Reply {
    warn!(error = %error, "A mail could not be written; the mail server keeps it");
    Reply::new(452, "4.3.1 No room for it; try again later")
}

/// The envelope as the first lines of the mail, which is what the last server on its way owes its
/// reader (RFC 5321, 4.4): it tells a bounce, and the address a reply was really sent to. The same
/// mail has the same lines, so no moment stands in them.
fn envelope(parties: &Parties) -> Vec<u8> {
    use std::fmt::Write as _;

    let clean = |address: &str| address.replace(|c: char| c.is_control(), "");
    let mut lines = format!("Return-Path: <{}>\r\n", clean(&parties.sender));
    let mut recipients: Vec<_> = parties
        .recipients
        .iter()
        .map(|recipient| clean(recipient).to_lowercase())
        .collect();
    recipients.sort();
    recipients.dedup();
    for recipient in recipients {
        // Writing to a string cannot fail.
        let _ = write!(lines, "Delivered-To: {recipient}\r\n");
    }
    lines.into_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tokio::io::duplex;

    use super::super::session::tests::rules;
    use super::*;
    use crate::auth::testing::context;

    async fn house(protocol: HandOver) -> House {
        House {
            ctx: context().await,
            rules: rules(protocol),
            dir: std::env::temp_dir(),
            idle: Duration::from_secs(20),
            mail: Duration::from_mins(1),
            turns: Semaphore::new(1),
        }
    }

    /// All that is said to a client that sends `sent` and then listens.
    async fn answers(house: &House, sent: &[u8]) -> String {
        let (mut client, server) = duplex(1024);
        let stop = Stop::default();
        let both = async {
            let (mut ear, mut mouth) = tokio::io::split(&mut client);
            let says = async {
                // Who is hung up on stops talking.
                let _ = mouth.write_all(sent).await;
                let _ = mouth.shutdown().await;
            };
            let mut heard = Vec::new();
            let ((), read) = tokio::join!(says, ear.read_to_end(&mut heard));
            read.unwrap();
            heard
        };
        let (heard, ()) = tokio::join!(both, talk(house, &stop, server));
        String::from_utf8(heard).unwrap()
    }

    fn codes(said: &str) -> Vec<&str> {
        let lines = said.lines().filter(|line| line.as_bytes()[3] == b' ');
        lines.map(|line| &line[..3]).collect()
    }

    const OPEN: &str =
        "LHLO mx\r\nMAIL FROM:<an@wetteren.be>\r\nRCPT TO:<vragen@vlaanderen.be>\r\n";

    #[tokio::test]
    async fn a_mail_is_answered_for_each_recipient_after_it_is_kept() {
        let house = house(HandOver::Lmtp).await;
        let mail = format!(
            "{OPEN}RCPT TO:<terug@vlaanderen.be>\r\nDATA\r\nSubject: Dag\r\n\r\n..\r\n.\r\nQUIT\r\n"
        );
        for _ in 0..2 {
            let said = answers(&house, mail.as_bytes()).await;
            let expected = [
                "220", "250", "250", "250", "250", "354", "250", "250", "221",
            ];
            assert_eq!(codes(&said), expected, "{said}");
        }
        let raw = "Return-Path: <an@wetteren.be>\r\nDelivered-To: terug@vlaanderen.be\r\n\
                   Delivered-To: vragen@vlaanderen.be\r\nSubject: Dag\r\n\r\n.\r\n";
        let kept = house.ctx.blobs.get(&BlobKey::of(raw.as_bytes())).await;
        assert_eq!(kept.unwrap().as_deref(), Some(raw.as_bytes()));
    }

    #[tokio::test]
    async fn a_mail_that_is_too_large_is_refused_and_the_next_is_not() {
        let house = house(HandOver::Smtp).await;
        let open = OPEN.replace("LHLO", "EHLO");
        let open_again = open.split_once("\r\n").unwrap().1;
        let large = "x".repeat(998) + "\r\n\r\n";
        let sent = format!("{open}DATA\r\n{large}.\r\n{open_again}DATA\r\nklein\r\n.\r\n");
        let said = answers(&house, sent.as_bytes()).await;
        let expected = [
            "220", "250", "250", "250", "354", "552", "250", "250", "354", "250",
        ];
        assert_eq!(codes(&said), expected, "{said}");

        let endless = format!("{open}DATA\r\n{}", large.repeat(20));
        let said = answers(&house, endless.as_bytes()).await;
        assert_eq!(codes(&said).last(), Some(&"552"), "{said}");
    }

    #[tokio::test]
    async fn without_its_database_it_keeps_nothing_and_says_so() {
        let house = house(HandOver::Lmtp).await;
        house.ctx.db.close_by_ref().await.unwrap();
        let said = answers(
            &house,
            format!("{OPEN}DATA\r\nDag\r\n.\r\nQUIT\r\n").as_bytes(),
        )
        .await;
        assert_eq!(codes(&said)[5..], ["451", "221"], "{said}");
    }

    #[tokio::test]
    async fn a_command_without_an_end_of_its_own_closes_the_door() {
        let house = house(HandOver::Lmtp).await;
        for wrong in [
            format!("LHLO mx\n{OPEN}"),
            "x".repeat(9000),
            "x".repeat(9000) + "\r\n",
        ] {
            let said = answers(&house, wrong.as_bytes()).await;
            assert_eq!(codes(&said), ["220", "500"], "{said}");
        }
    }

    #[tokio::test]
    async fn a_client_that_falls_silent_or_dribbles_is_let_go() {
        let silent = House {
            idle: Duration::from_millis(50),
            ..house(HandOver::Lmtp).await
        };
        let dribbling = House {
            mail: Duration::from_millis(200),
            ..house(HandOver::Lmtp).await
        };
        let stammering = House {
            idle: Duration::from_millis(200),
            ..house(HandOver::Lmtp).await
        };
        for (house, opens, dribbles) in [
            (silent, "DATA\r\n", false),
            (dribbling, "DATA\r\n", true),
            (stammering, "NOOP ", true),
        ] {
            let (mut client, server) = duplex(1024);
            let stop = Stop::default();
            let says = async {
                client.write_all(OPEN.as_bytes()).await.unwrap();
                client.write_all(opens.as_bytes()).await.unwrap();
                let mut pace = tokio::time::interval(Duration::from_millis(10));
                while dribbles && client.write_all(b"x").await.is_ok() {
                    pace.tick().await;
                }
                let mut heard = String::new();
                client.read_to_string(&mut heard).await.unwrap();
                heard
            };
            let (heard, ()) = tokio::join!(says, talk(&house, &stop, server));
            assert_eq!(codes(&heard).last(), Some(&"421"), "{heard}");
        }
    }

    #[tokio::test]
    async fn who_stops_says_so_between_two_mails_and_waits_for_one() {
        let house = house(HandOver::Lmtp).await;
        let (mut client, server) = duplex(1024);
        let stop = Stop::default();
        let says = async {
            client.write_all(OPEN.as_bytes()).await.unwrap();
            client.write_all(b"DATA\r\nDag\r\n").await.unwrap();
            let mut heard = vec![0; 4096];
            let mut at = 0;
            while !String::from_utf8_lossy(&heard[..at]).contains("354") {
                at += client.read(&mut heard[at..]).await.unwrap();
            }
            stop.soon.cancel();
            client.write_all(b".\r\n").await.unwrap();
            let mut rest = String::new();
            client.read_to_string(&mut rest).await.unwrap();
            rest
        };
        let (rest, ()) = tokio::join!(says, talk(&house, &stop, server));
        assert_eq!(codes(&rest), ["250", "421"], "{rest}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn whatever_is_sent_is_answered_and_ends(
            sent in prop_oneof![
                prop::collection::vec(any::<u8>(), 0..3000),
                prop::collection::vec(prop::sample::select(vec![
                    &b"LHLO mx\r\n"[..], b"MAIL FROM:<>\r\n", b"RCPT TO:<vragen@vlaanderen.be>\r\n",
                    b"DATA\r\n", b".\r\n", b"Dag\n.\n", b"\r\n.\r", b"QUIT\r\n", b"\0\xff\r\n", b"RSET\r\n",
                ]), 0..60).prop_map(|pieces| pieces.concat()),
            ],
        ) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let said = runtime.block_on(async {
                let house = house(HandOver::Lmtp).await;
                timeout(Duration::from_secs(15), answers(&house, &sent)).await
            });
            let said = said.expect("it ends");
            prop_assert!(said.starts_with("220 "), "{said}");
            prop_assert!(codes(&said).iter().all(|code| code.parse::<u16>().is_ok()));
        }
    }
}
