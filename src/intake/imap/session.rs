//! A signed-in conversation with a mail server, in the few sentences that we need. Each has a
//! time-out; a refusal comes back in the server's own words. It knows no table.
//!
//! Sentences are sent and read one by one here, rather than through the ready-made ones of
//! `async-imap`: those do not tell a FETCH that was refused from one that found nothing, and a
//! message that we take for gone would be lost.

use std::cmp::Reverse;
use std::fmt::Debug;
use std::ops::RangeInclusive;
use std::time::Duration;

use async_imap::imap_proto::{
    AttributeValue, Capability, MailboxDatum, RequestId, Response, ResponseCode, Status,
};
use async_imap::{Authenticator, Client};
use futures::TryStream;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_util::sync::CancellationToken;

use super::account::{Account, Credentials, Security};
use super::error::{ImapError, words};
use super::xoauth2::XOAuth2;
use super::{names, windows};

/// A message may come slower than other answers: so many bytes a second are patience enough.
const SLOWEST_BYTES_PER_SECOND: u64 = 16 * 1024;
/// Longest block of headers that is fetched of a message that is too large.
const MOST_HEADER_BYTES: usize = 256 * 1024;
/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(2);

/// What `async-imap` reads; it gives its own type no name that others may use.
type Answer = <async_imap::extensions::idle::Handle<Box<dyn Wire>> as TryStream>::Ok;

trait Wire: AsyncRead + AsyncWrite + Unpin + Send + Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Debug> Wire for T {}

/// A message of the folder, as the server lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Listed {
    pub uid: u32,
    /// In bytes, as the server says; some servers guess, and 0 stands for no word of it.
    pub size: u32,
}

/// A message as it was fetched.
#[derive(Debug)]
pub(super) struct Fetched {
    pub uid: u32,
    pub raw: Vec<u8>,
}

/// The folder that was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opened {
    pub uid_validity: u32,
    /// Every message has a lower number.
    pub uid_next: u32,
    /// How many messages there are.
    pub present: u32,
}

/// What ended the wait for news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Woken {
    /// The server says that something changed, or it is time to look.
    Look,
    /// We were told to stop.
    Stop,
}

/// What the server can do beyond RFC 3501.
#[derive(Debug, Clone, Copy, Default)]
struct Able {
    idle: bool,
    moves: bool,
    expunges_by_uid: bool,
}

/// A signed-in conversation.
pub(super) struct Session {
    inner: async_imap::Session<Box<dyn Wire>>,
    step: Duration,
    able: Able,
    /// The server spoke of new messages since the folder was opened.
    news: bool,
    /// How many messages the folder has, as far as the server told: some say so again and again.
    present: u32,
    server: String,
}

impl Session {
    /// Connects, protects the connection and signs in.
    pub(super) async fn open(account: &Account) -> Result<Self, ImapError> {
        let server = account.server();
        let client = greeted(account).await?;
        let inner = sign_in(account, client).await?;
        let mut session = Self {
            inner,
            step: account.step,
            able: Able::default(),
            news: false,
            present: 0,
            server,
        };
        session.learn().await?;
        Ok(session)
    }

    /// Asks what the server can do; some say more to who has signed in.
    async fn learn(&mut self) -> Result<(), ImapError> {
        let mut known: Vec<String> = Vec::new();
        self.command("CAPABILITY", "CAPABILITY", |response| {
            if let Response::Capabilities(all) = response {
                known.extend(all.iter().filter_map(|one| match one {
                    Capability::Atom(name) => Some(name.to_ascii_uppercase()),
                    _ => None,
                }));
            }
        })
        .await?;
        let has = |name: &str| known.iter().any(|known| known == name);
        self.able = Able {
            idle: has("IDLE"),
            moves: has("MOVE"),
            expunges_by_uid: has("UIDPLUS"),
        };
        Ok(())
    }

    /// Whether the server can say by itself that there is mail.
    pub(super) fn can_idle(&self) -> bool {
        self.able.idle
    }

    /// Opens a folder; to read alone when nothing will be moved.
    pub(super) async fn select(
        &mut self,
        folder: &str,
        read_only: bool,
    ) -> Result<Opened, ImapError> {
        let verb = if read_only { "EXAMINE" } else { "SELECT" };
        let (mut uid_validity, mut uid_next, mut present) = (None, None, 0);
        let line = format!("{verb} {}", names::folder(folder));
        let said = self
            .command("SELECT", &line, |response| match response {
                Response::Data { outcome, .. } => match outcome.code {
                    Some(ResponseCode::UidValidity(number)) => uid_validity = Some(number),
                    Some(ResponseCode::UidNext(number)) => uid_next = Some(number),
                    _ => {}
                },
                Response::MailboxData(MailboxDatum::Exists(count)) => present = *count,
                _ => {}
            })
            .await;
        if let Err(ImapError::Refused { said, .. }) = said {
            return Err(ImapError::Folder {
                folder: folder.to_owned(),
                said,
            });
        }
        said?;
        self.news = false;
        self.present = present;
        let Some(uid_validity) = uid_validity else {
            // Without it no message can be told from another one at a later visit.
            return Err(ImapError::Folder {
                folder: folder.to_owned(),
                said: "the server gives its messages no lasting numbers (UIDVALIDITY)".into(),
            });
        };
        Ok(Opened {
            uid_validity,
            uid_next: uid_next.unwrap_or(u32::MAX),
            present,
        })
    }

    /// The messages whose numbers lie in `window`, with their sizes.
    pub(super) async fn list(
        &mut self,
        window: &RangeInclusive<u32>,
    ) -> Result<Vec<Listed>, ImapError> {
        self.list_set(&format!("{}:{}", window.start(), window.end()))
            .await
            .map(|mut listed| {
                // Where a window lies above all, `n:m` still names the last message.
                listed.retain(|one| window.contains(&one.uid));
                listed
            })
    }

    /// Those of `uids` that are still there.
    pub(super) async fn still_there(&mut self, uids: &[u32]) -> Result<Vec<u32>, ImapError> {
        // Only now may the server tell that messages are gone (RFC 3501, 7.4.1).
        self.command("NOOP", "NOOP", |_| {}).await?;
        let listed = self.list_set(&windows::set_of(uids)).await?;
        let there = listed.iter().map(|one| one.uid);
        Ok(there.filter(|uid| uids.contains(uid)).collect())
    }

    async fn list_set(&mut self, set: &str) -> Result<Vec<Listed>, ImapError> {
        let mut listed = Vec::new();
        let line = format!("UID FETCH {set} (UID RFC822.SIZE)");
        self.command("FETCH", &line, |response| {
            if let Response::Fetch(_, values) = response {
                let (mut number, mut bytes) = (None, None);
                for value in values {
                    match value {
                        AttributeValue::Uid(uid) => number = Some(*uid),
                        AttributeValue::Rfc822Size(size) => bytes = Some(*size),
                        _ => {}
                    }
                }
                if let Some(uid) = number {
                    let size = bytes.unwrap_or_default();
                    listed.push(Listed { uid, size });
                }
            }
        })
        .await?;
        // The server may speak of a message twice, once without its size.
        listed.sort_unstable_by_key(|one| (one.uid, Reverse(one.size)));
        listed.dedup_by_key(|one| one.uid);
        Ok(listed)
    }

    /// Begins to fetch messages, unseen: no flag changes. Of each at most one byte more than `most`
    /// comes, whatever its size is said to be.
    pub(super) async fn fetch(
        &mut self,
        listed: &[Listed],
        most: usize,
    ) -> Result<Fetching<'_>, ImapError> {
        let uids: Vec<u32> = listed.iter().map(|one| one.uid).collect();
        let bytes: u64 = listed.iter().map(|one| u64::from(one.size)).sum();
        let part = format!("BODY.PEEK[]<0.{}>", most.saturating_add(1));
        self.begin_fetch(&uids, &part, bytes).await
    }

    /// The headers of one message; `None` when it is gone.
    pub(super) async fn headers(&mut self, uid: u32) -> Result<Option<Vec<u8>>, ImapError> {
        let part = format!("BODY.PEEK[HEADER]<0.{MOST_HEADER_BYTES}>");
        let mut fetching = self.begin_fetch(&[uid], &part, 0).await?;
        let mut found = None;
        while let Some(fetched) = fetching.next().await? {
            if fetched.uid == uid {
                found = Some(fetched.raw);
            }
        }
        Ok(found)
    }

    async fn begin_fetch(
        &mut self,
        uids: &[u32],
        part: &str,
        bytes: u64,
    ) -> Result<Fetching<'_>, ImapError> {
        let line = format!("UID FETCH {} (UID {part})", windows::set_of(uids));
        let patience = Duration::from_secs(bytes / SLOWEST_BYTES_PER_SECOND);
        let within = self.step + patience;
        let tag = self.send("FETCH", &line).await?;
        Ok(Fetching {
            session: self,
            tag,
            within,
            ended: false,
        })
    }

    /// Moves messages to another folder; `key` is the setting that names it.
    pub(super) async fn move_to(
        &mut self,
        uids: &[u32],
        folder: &str,
        key: &'static str,
    ) -> Result<(), ImapError> {
        let refused = |said: String| ImapError::Move {
            key,
            folder: folder.to_owned(),
            said,
        };
        let (set, target) = (windows::set_of(uids), names::folder(folder));
        let lines = if self.able.moves {
            vec![format!("UID MOVE {set} {target}")]
        } else if self.able.expunges_by_uid {
            vec![
                format!("UID COPY {set} {target}"),
                format!("UID STORE {set} +FLAGS.SILENT (\\Deleted)"),
                format!("UID EXPUNGE {set}"),
            ]
        } else {
            // A bare EXPUNGE would also remove what people have marked as deleted.
            let lacks = "the server knows neither MOVE nor UIDPLUS; leave this key empty";
            return Err(refused(lacks.to_owned()));
        };
        for line in lines {
            match self.command("MOVE", &line, |_| {}).await {
                Err(ImapError::Refused { said, .. }) => return Err(refused(said)),
                other => other?,
            }
        }
        Ok(())
    }

    /// Waits until the server says that something changed, `longest` has passed, or `stop`.
    pub(super) async fn wait(
        &mut self,
        longest: Duration,
        stop: &CancellationToken,
    ) -> Result<Woken, ImapError> {
        if self.news {
            return Ok(Woken::Look);
        }
        let tag = self.send("IDLE", "IDLE").await?;
        loop {
            let answer = self.read("IDLE", self.step).await?;
            match answer.parsed() {
                Response::Continue(_) => break,
                // It promised more than it does: from now on we look by ourselves.
                Response::Done { .. } => {
                    self.able.idle = false;
                    return Ok(Woken::Look);
                }
                other => self.hear(other)?,
            }
        }
        let until = Instant::now() + longest;
        let mut woken = Woken::Look;
        while !self.news {
            let answer = tokio::select! {
                () = stop.cancelled() => {
                    woken = Woken::Stop;
                    break;
                }
                answer = timeout_at(until, self.inner.read_response()) => answer,
            };
            match answer {
                Err(_) => break,
                Ok(answer) => {
                    let answer = answer
                        .map_err(|why| broken("IDLE", &why))?
                        .ok_or_else(|| ImapError::Ended("the server hung up".into()))?;
                    if matches!(answer.parsed(), Response::Done { .. }) {
                        // The server has waited long enough, and needs no DONE.
                        return Ok(Woken::Look);
                    }
                    self.hear(answer.parsed())?;
                }
            }
        }
        let done = self.inner.run_command_untagged("DONE");
        within_time("IDLE", self.step, done)
            .await?
            .map_err(|why| failed("IDLE", why))?;
        self.finish("IDLE", &tag, |_| {}).await?;
        Ok(woken)
    }

    /// Says goodbye, without waiting for long.
    pub(super) async fn close(mut self) {
        let goodbye = self.inner.run_command_and_check_ok("LOGOUT");
        // Whether the server hears it makes no difference to anybody.
        let _ = timeout(GOODBYE, goodbye).await;
    }

    /// Sends a command and reads all of its answer.
    async fn command(
        &mut self,
        what: &'static str,
        line: &str,
        each: impl FnMut(&Response<'_>),
    ) -> Result<(), ImapError> {
        let tag = self.send(what, line).await?;
        self.finish(what, &tag, each).await
    }

    async fn send(&mut self, what: &'static str, line: &str) -> Result<RequestId, ImapError> {
        within_time(what, self.step, self.inner.run_command(line))
            .await?
            .map_err(|why| failed(what, why))
    }

    async fn finish(
        &mut self,
        what: &'static str,
        tag: &RequestId,
        mut each: impl FnMut(&Response<'_>),
    ) -> Result<(), ImapError> {
        loop {
            let answer = self.read(what, self.step).await?;
            match answer.parsed() {
                Response::Done {
                    tag: of,
                    status,
                    outcome,
                } if of == tag => return outcome_of(what, status, outcome.information.as_deref()),
                other => {
                    self.hear(other)?;
                    each(other);
                }
            }
        }
    }

    async fn read(&mut self, what: &'static str, within: Duration) -> Result<Answer, ImapError> {
        within_time(what, within, self.inner.read_response())
            .await?
            .map_err(|why| broken(what, &why))?
            .ok_or_else(|| ImapError::Ended(format!("{} hung up", self.server)))
    }

    /// Takes note of what a server may say at any time.
    fn hear(&mut self, response: &Response<'_>) -> Result<(), ImapError> {
        match response {
            Response::Data {
                status: Status::Bye,
                outcome,
            } => Err(ImapError::Ended(words(
                outcome.information.as_deref().unwrap_or_default(),
            ))),
            Response::MailboxData(MailboxDatum::Exists(count)) => {
                self.news |= *count != self.present;
                self.present = *count;
                Ok(())
            }
            Response::Expunge(_) => {
                self.present = self.present.saturating_sub(1);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// Messages that are coming in, one at a time.
pub(super) struct Fetching<'a> {
    session: &'a mut Session,
    tag: RequestId,
    within: Duration,
    ended: bool,
}

impl Fetching<'_> {
    /// The next message; `None` after the last. What was asked for and does not come was not given:
    /// it may be gone, or the server may have refused it.
    pub(super) async fn next(&mut self) -> Result<Option<Fetched>, ImapError> {
        while !self.ended {
            let answer = self.session.read("FETCH", self.within).await?;
            match answer.parsed() {
                // A NO is looked into by whoever misses a message.
                Response::Done { tag, .. } if *tag == self.tag => self.ended = true,
                Response::Fetch(_, values) => {
                    let (mut number, mut raw) = (None, None);
                    for value in values {
                        match value {
                            AttributeValue::Uid(uid) => number = Some(*uid),
                            AttributeValue::BodySection {
                                data: Some(data), ..
                            } => raw = Some(data.to_vec()),
                            _ => {}
                        }
                    }
                    if let (Some(uid), Some(raw)) = (number, raw) {
                        return Ok(Some(Fetched { uid, raw }));
                    }
                }
                other => self.session.hear(other)?,
            }
        }
        Ok(None)
    }
}

/// Connects, protects the connection as the account says, and hears the greeting.
async fn greeted(account: &Account) -> Result<Client<Box<dyn Wire>>, ImapError> {
    let server = account.server();
    let address = (account.host.as_str(), account.port);
    let tcp = within_time("the connection", account.step, TcpStream::connect(address))
        .await?
        .and_then(|tcp| tcp.set_nodelay(true).map(|()| tcp))
        .map_err(|why| ImapError::Unreachable {
            server: server.clone(),
            why: why.to_string(),
        })?;
    match &account.security {
        Security::None => greeting(account, Box::new(tcp)).await,
        Security::Tls(connector) => {
            let wire = protect(account, connector, Box::new(tcp)).await?;
            greeting(account, wire).await
        }
        Security::Starttls(connector) => {
            let mut client = greeting(account, Box::new(tcp)).await?;
            let asked = client.run_command_and_check_ok("STARTTLS", None);
            match within_time("STARTTLS", account.step, asked).await? {
                Ok(()) => {}
                Err(async_imap::error::Error::No(_) | async_imap::error::Error::Bad(_)) => {
                    return Err(ImapError::Unprotected {
                        server,
                        why: "the server knows no STARTTLS; with tls = \"tls\" it may".into(),
                    });
                }
                Err(why) => return Err(failed("STARTTLS", why)),
            }
            // What came before the protection is dropped with the client: nobody can slip it in.
            let wire = protect(account, connector, client.into_inner()).await?;
            Ok(Client::new(wire))
        }
    }
}

async fn greeting(
    account: &Account,
    wire: Box<dyn Wire>,
) -> Result<Client<Box<dyn Wire>>, ImapError> {
    let mut client = Client::new(wire);
    let first = within_time("the greeting", account.step, client.read_response())
        .await?
        .map_err(|why| broken("the greeting", &why))?
        .ok_or_else(|| ImapError::Ended(format!("{} hung up", account.server())))?;
    match first.parsed() {
        Response::Data {
            status: Status::Ok, ..
        } => Ok(client),
        Response::Data { outcome, .. } => Err(ImapError::Ended(words(
            outcome.information.as_deref().unwrap_or_default(),
        ))),
        _ => Err(ImapError::Garbled("the greeting")),
    }
}

async fn protect(
    account: &Account,
    connector: &TlsConnector,
    wire: Box<dyn Wire>,
) -> Result<Box<dyn Wire>, ImapError> {
    let unprotected = |why: String| ImapError::Unprotected {
        server: account.server(),
        why,
    };
    let name = ServerName::try_from(account.host.clone())
        .map_err(|_| unprotected("its name is not one that a certificate can hold".into()))?;
    let shaken = within_time(
        "the TLS handshake",
        account.step,
        connector.connect(name, wire),
    )
    .await?
    .map_err(|why| unprotected(why.to_string()))?;
    Ok(Box::new(shaken))
}

async fn sign_in(
    account: &Account,
    client: Client<Box<dyn Wire>>,
) -> Result<async_imap::Session<Box<dyn Wire>>, ImapError> {
    let user = account.username.as_str();
    let signed_in = match &account.credentials {
        Credentials::Token(source) => {
            let token = source.token().await?;
            let mut shown = XOAuth2 {
                user,
                token: &token,
                shown: false,
            };
            let asked = client.authenticate("XOAUTH2", &mut shown);
            let signed_in = within_time("AUTHENTICATE", account.step, asked).await?;
            if signed_in.is_err() {
                source.forget(&token).await;
            }
            signed_in
        }
        Credentials::Password(password) => with_password(account, client, password).await?,
        Credentials::PasswordFile(file) => {
            let held = tokio::fs::read_to_string(file).await;
            let held = held.map_err(|why| ImapError::SignIn {
                server: account.server(),
                said: format!("{} cannot be read: {why}", file.display()),
                secret: account.credentials.key(),
            })?;
            with_password(account, client, held.trim_end_matches(['\r', '\n'])).await?
        }
    };
    signed_in.map_err(|(why, _)| match failed("the sign-in", why) {
        ImapError::Refused { said, .. } => ImapError::SignIn {
            server: account.server(),
            said,
            secret: account.credentials.key(),
        },
        other => other,
    })
}

type SignedIn =
    Result<async_imap::Session<Box<dyn Wire>>, (async_imap::error::Error, Client<Box<dyn Wire>>)>;

async fn with_password(
    account: &Account,
    client: Client<Box<dyn Wire>>,
    password: &str,
) -> Result<SignedIn, ImapError> {
    let user = account.username.as_str();
    // LOGIN is known everywhere, but what it may hold beyond ASCII is nowhere written.
    let plain = |text: &str| text.chars().all(|c| matches!(c, ' '..='~'));
    if plain(user) && plain(password) {
        return within_time("LOGIN", account.step, client.login(user, password)).await;
    }
    let asked = client.authenticate("PLAIN", Plain { user, password });
    within_time("AUTHENTICATE", account.step, asked).await
}

/// The words of PLAIN (RFC 4616).
struct Plain<'a> {
    user: &'a str,
    password: &'a str,
}

impl Authenticator for Plain<'_> {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        format!("\0{}\0{}", self.user, self.password)
    }
}

async fn within_time<T>(
    what: &'static str,
    within: Duration,
    step: impl Future<Output = T>,
) -> Result<T, ImapError> {
    timeout(within, step)
        .await
        .map_err(|_| ImapError::Slow { what, within })
}

fn outcome_of(
    what: &'static str,
    status: &Status,
    information: Option<&str>,
) -> Result<(), ImapError> {
    match status {
        Status::Ok => Ok(()),
        _ => Err(ImapError::Refused {
            what,
            said: words(information.unwrap_or_default()),
        }),
    }
}

fn failed(what: &'static str, why: async_imap::error::Error) -> ImapError {
    use async_imap::error::Error;
    match why {
        Error::Io(why) => broken(what, &why),
        Error::No(said) | Error::Bad(said) => ImapError::Refused {
            what,
            said: words(&refusal(&said)),
        },
        Error::ConnectionLost => ImapError::Ended("the server hung up".into()),
        Error::Validate(_) => ImapError::Refused {
            what,
            said: "a line break cannot be sent".into(),
        },
        _ => ImapError::Garbled(what),
    }
}

/// The server's words out of what `async-imap` makes of a refusal.
fn refusal(said: &str) -> String {
    let words = said.rsplit_once("info: Some(\"").map(|(_, rest)| rest);
    words
        .and_then(|rest| rest.strip_suffix("\")"))
        .unwrap_or(said)
        .to_owned()
}

/// What cannot be parsed is quoted whole in the error: it may be somebody's mail and is not shown.
fn broken(what: &'static str, why: &std::io::Error) -> ImapError {
    match why.kind() {
        std::io::ErrorKind::Other => ImapError::Garbled(what),
        std::io::ErrorKind::UnexpectedEof => ImapError::Ended("the server hung up".into()),
        _ => ImapError::Ended(why.to_string()),
    }
}
