//! Who may talk: takes connections, a limited number of them, and a limited number of each client,
//! so that neither a flood nor a client that falls asleep keeps the others out.

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use metrics::counter;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{debug, warn};

use super::session::{Reply, Rules};
use super::talk::{House, Stop, report_fate, talk};
use crate::auth::tags::AddressError;
use crate::auth::{Addresses, Signer};
use crate::config::{HandOver, Network};
use crate::context::Context;

/// Mails that may stand whole in memory at the same time, each on its way into the register.
const AT_ONCE: usize = 2;
/// How long a mail that is coming in is waited for when we stop.
const LAST_MAILS: Duration = Duration::from_secs(10);
/// How long to rest when the machine gives no more connections.
const REST: Duration = Duration::from_millis(200);

/// Why nobody can be listened to.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The address is taken, or is none.
    #[error(
        "intake.lmtp.listen = {address}: {why}; set it to a free address and port, or empty it"
    )]
    Address {
        /// What the settings say.
        address: String,
        /// What the system says.
        why: io::Error,
    },
    /// A limit that would keep everybody out.
    #[error("intake.lmtp.{0} must be more than zero")]
    Zero(&'static str),
    /// Our own address cannot be used.
    #[error("mail.address: {0}")]
    Mail(#[from] AddressError),
}

/// Listens to mail servers.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
    house: Arc<House>,
    networks: Vec<Network>,
    guests: Guests,
}

impl Listener {
    /// Takes the address of `[intake.lmtp]`; `None` when there is none. Nobody is answered before it
    /// runs.
    pub async fn bind(ctx: &Context) -> Result<Option<Self>, ListenError> {
        let settings = &ctx.settings.intake.lmtp;
        if settings.listen.is_empty() {
            return Ok(None);
        }
        let limits = [
            ("max_mail_bytes", settings.max_mail_bytes),
            ("max_connections", settings.max_connections),
            (
                "max_connections_per_client",
                settings.max_connections_per_client,
            ),
        ];
        if let Some((key, _)) = limits.into_iter().find(|(_, limit)| *limit == 0) {
            return Err(ListenError::Zero(key));
        }
        let mail = &ctx.settings.mail;
        let mut ours = vec![Addresses::of(ctx)?];
        if !mail.bounce_address.is_empty() {
            let signer = Signer::of(ctx);
            ours.push(Addresses::new(
                signer,
                &mail.bounce_address,
                mail.subaddress,
            )?);
        }
        let failed = |why| ListenError::Address {
            address: settings.listen.clone(),
            why,
        };
        let listener = TcpListener::bind(&settings.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let house = House {
            rules: Rules {
                protocol: settings.protocol,
                name: mail.message_id_domain.clone(),
                most: settings.max_mail_bytes,
                ours,
            },
            dir: ctx.settings.blobs.dir.clone(),
            idle: Duration::from_secs(settings.idle_seconds.max(1)),
            mail: Duration::from_secs(settings.mail_seconds.max(1)),
            turns: Semaphore::new(AT_ONCE),
            ctx: ctx.clone(),
        };
        Ok(Some(Self {
            socket: listener,
            address,
            house: Arc::new(house),
            networks: settings.allowed_networks.clone(),
            guests: Guests {
                most: settings.max_connections,
                most_each: settings.max_connections_per_client,
                here: Arc::default(),
            },
        }))
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it speaks.
    #[must_use]
    pub fn protocol(&self) -> HandOver {
        self.house.rules.protocol
    }

    /// Listens until `until` is cancelled; then each client is told to come back later, after the
    /// mail it is sending.
    pub async fn run(self, until: CancellationToken) {
        let stop = Stop {
            soon: until.clone(),
            now: CancellationToken::new(),
        };
        let talks = TaskTracker::new();
        report_fate(&self.house.ctx, Ok(0)).await;
        loop {
            let accepted = tokio::select! {
                () = until.cancelled() => break,
                accepted = self.socket.accept() => accepted,
            };
            match accepted {
                Ok((stream, from)) => self.receive(stream, from.ip(), &stop, &talks),
                Err(error) => {
                    warn!(error = %error, "A connection could not be taken");
                    tokio::select! {
                        () = until.cancelled() => break,
                        () = sleep(REST) => {}
                    }
                }
            }
        }
        drop(self.socket);
        talks.close();
        if tokio::time::timeout(LAST_MAILS, talks.wait())
            .await
            .is_err()
        {
            stop.now.cancel();
            talks.wait().await;
        }
    }

    fn receive(&self, stream: TcpStream, from: IpAddr, stop: &Stop, talks: &TaskTracker) {
        let refused = if self.networks.iter().any(|network| network.holds(from)) {
            match self.guests.admit(from) {
                Ok(guest) => {
                    let (house, stop) = (Arc::clone(&self.house), stop.clone());
                    counter!("regiovraag_lmtp_connections_total", "fate" => "taken").increment(1);
                    talks.spawn(async move {
                        talk(&house, &stop, stream).await;
                        drop(guest);
                    });
                    return;
                }
                Err(reply) => reply,
            }
        } else {
            Reply::new(554, "5.7.1 Not from there")
        };
        counter!("regiovraag_lmtp_connections_total", "fate" => "turned_away").increment(1);
        // The counter tells of a flood; a line for each would be one too.
        debug!(code = refused.code(), "A client was turned away");
        turn_away(stream, &refused);
    }
}

/// Says why not, without waiting for anybody: a fresh connection has room for one line.
fn turn_away(stream: TcpStream, reply: &Reply) {
    if let Ok(mut stream) = stream.into_std() {
        let _ = stream.write_all(reply.to_string().as_bytes());
    }
}

/// Who is talking now.
#[derive(Debug, Clone)]
struct Guests {
    most: usize,
    most_each: usize,
    here: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One of them, until it is dropped.
#[derive(Debug)]
struct Guest {
    from: IpAddr,
    here: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Guests {
    fn admit(&self, from: IpAddr) -> Result<Guest, Reply> {
        let from = from.to_canonical();
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        if here.values().sum::<usize>() >= self.most {
            return Err(Reply::new(
                421,
                "4.3.2 Too many connections; try again later",
            ));
        }
        let own = here.entry(from).or_default();
        if *own >= self.most_each {
            return Err(Reply::new(
                421,
                "4.7.0 Too many connections of yours; try again later",
            ));
        }
        *own += 1;
        Ok(Guest {
            from,
            here: Arc::clone(&self.here),
        })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = here.get_mut(&self.from) {
            *own -= 1;
            if *own == 0 {
                here.remove(&self.from);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_all_and_each_and_given_back() {
        let guests = Guests {
            most: 3,
            most_each: 2,
            here: Arc::default(),
        };
        let from = |last: u8| IpAddr::from([192, 0, 2, last]);
        let (first, second) = (
            guests.admit(from(1)).unwrap(),
            guests.admit(from(1)).unwrap(),
        );
        let refused = guests.admit(from(1)).unwrap_err().to_string();
        assert_eq!(
            refused,
            "421 4.7.0 Too many connections of yours; try again later\r\n"
        );
        let third = guests.admit(from(2)).unwrap();
        let refused = guests.admit(from(3)).unwrap_err().to_string();
        assert_eq!(
            refused,
            "421 4.3.2 Too many connections; try again later\r\n"
        );
        drop(first);
        assert!(guests.admit(from(1)).is_ok());
        drop((second, third));
        assert!(
            guests.here.lock().unwrap().is_empty(),
            "who has left is forgotten"
        );
    }
}
