//! `regiovraag healthcheck`: asks the service on this machine whether it is well, so that a
//! container needs no other program to find out.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;

use crate::config::Settings;

/// How long the service may think about it.
const PATIENCE: Duration = Duration::from_secs(3);

/// `healthcheck`
#[derive(Debug, Args)]
pub(super) struct Command {
    /// Where the service listens, when that is not what the configuration says
    #[arg(long, value_name = "HOST:PORT")]
    listen: Option<String>,
}

pub(super) fn run(command: Command) -> anyhow::Result<()> {
    let listen = match command.listen {
        Some(listen) => listen,
        None => Settings::load(&[])?.http.listen,
    };
    let address = listen
        .to_socket_addrs()
        .ok()
        .and_then(|mut found| found.next())
        .with_context(|| format!("{listen} is no address"))?;
    let status = ask(reachable(address)).with_context(|| format!("no answer from {listen}"))?;
    if status != "200" {
        bail!("{listen} answers with status {status}");
    }
    Ok(())
}

/// An address to reach a listener by: "every address of this machine" is none.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip([127, 0, 0, 1].into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip([0, 0, 0, 0, 0, 0, 0, 1].into()),
        _ => {}
    }
    address
}

/// The status with which `/healthz` answers.
fn ask(address: SocketAddr) -> anyhow::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    // "HTTP/1.1 200": all that matters stands in the first twelve bytes.
    let mut start = [0; 12];
    stream.read_exact(&mut start)?;
    let start = String::from_utf8_lossy(&start);
    match start.split_once(' ') {
        Some((version, status)) if version.starts_with("HTTP/1.") => Ok(status.to_owned()),
        _ => bail!("{start:?} is not how a web server answers"),
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    fn check(answer: &'static str, expected: Result<(), &str>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let listen = listener.local_addr().unwrap().to_string();
        let service = thread::spawn(move || {
            let (mut asked, _) = listener.accept().unwrap();
            // To the end of the question: closing a connection on unread bytes resets it, and the
            // answer may be lost with it.
            let mut question = Vec::new();
            while !question.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                asked.read_exact(&mut byte).unwrap();
                question.extend(byte);
            }
            assert!(question.starts_with(b"GET /healthz HTTP/1.1\r\n"));
            asked.write_all(answer.as_bytes()).unwrap();
        });
        let said = run(Command {
            listen: Some(listen),
        })
        .map_err(|why| format!("{why:#}"));
        service.join().unwrap();
        match (said, expected) {
            (Ok(()), Ok(())) => {}
            (Err(why), Err(part)) => assert!(why.contains(part), "{why}"),
            (said, _) => panic!("{answer:?}: {said:?}"),
        }
    }

    #[test]
    fn only_a_service_that_says_it_is_well_is_well() {
        check("HTTP/1.1 200 OK\r\n\r\n", Ok(()));
        check(
            "HTTP/1.1 503 Service Unavailable\r\n\r\n",
            Err("status 503"),
        );
        check("SSH-2.0-OpenSSH_9.2", Err("not how a web server answers"));
        check("", Err("no answer from 127.0.0.1:"));
    }

    #[test]
    fn a_listener_on_every_address_is_asked_on_this_machine() {
        assert_eq!(
            reachable("0.0.0.0:80".parse().unwrap()),
            "127.0.0.1:80".parse().unwrap()
        );
        assert_eq!(
            reachable("[::]:80".parse().unwrap()),
            "[::1]:80".parse().unwrap()
        );
        assert_eq!(
            reachable("127.0.0.2:80".parse().unwrap()),
            "127.0.0.2:80".parse().unwrap()
        );
    }
}
