//! A conversation with clamd, the daemon of `ClamAV`, about one content: `INSTREAM`, as `clamd(8)`
//! describes it. Over a socket of this machine or over TCP; nothing is kept between two contents.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

/// Bytes in one piece of a stream.
const PIECE: usize = 64 * 1024;
/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: u64 = 4096;

/// What the scanner says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing was found.
    Clean,
    /// Something was, with its name.
    Infected(String),
}

/// Asks the scanner at `address` (`unix:/PATH` or `tcp:HOST:PORT`) about `content`. An error says
/// that it could not be asked, or that it would not say.
pub(super) async fn ask(address: &str, content: &[u8], patience: Duration) -> io::Result<Verdict> {
    let asked = async {
        if let Some(path) = address.strip_prefix("unix:") {
            converse(UnixStream::connect(path).await?, content).await
        } else {
            let place = address.strip_prefix("tcp:").unwrap_or(address);
            converse(TcpStream::connect(place).await?, content).await
        }
    };
    timeout(patience, asked)
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

async fn converse(
    mut scanner: impl AsyncRead + AsyncWrite + Unpin,
    content: &[u8],
) -> io::Result<Verdict> {
    let sent = send(&mut scanner, content).await;
    // A scanner that finds the stream too large says so and hangs up while we still send.
    let mut answer = Vec::new();
    let heard = (&mut scanner)
        .take(LONGEST_ANSWER)
        .read_to_end(&mut answer)
        .await;
    if answer.is_empty() {
        sent?;
        heard?;
    }
    verdict(&answer)
}

async fn send(scanner: &mut (impl AsyncWrite + Unpin), content: &[u8]) -> io::Result<()> {
    scanner.write_all(b"zINSTREAM\0").await?;
    for piece in content.chunks(PIECE) {
        let length = u32::try_from(piece.len()).map_err(io::Error::other)?;
        scanner.write_all(&length.to_be_bytes()).await?;
        scanner.write_all(piece).await?;
    }
    scanner.write_all(&0_u32.to_be_bytes()).await?;
    scanner.flush().await
}

/// What an answer says: `stream: OK`, `stream: NAME FOUND`, or words that end in `ERROR`.
fn verdict(answer: &[u8]) -> io::Result<Verdict> {
    let said = String::from_utf8_lossy(answer);
    let said = said.trim_end_matches(['\0', '\n']).trim();
    let about = said.strip_prefix("stream:").map(str::trim);
    match about {
        Some("OK") => Ok(Verdict::Clean),
        Some(found) if found.ends_with(" FOUND") => {
            let name = found.trim_end_matches(" FOUND").trim();
            Ok(Verdict::Infected(name.to_owned()))
        }
        _ => Err(io::Error::other(format!("the scanner said: {said}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_a_verdict_or_an_error() {
        assert_eq!(verdict(b"stream: OK\0").unwrap(), Verdict::Clean);
        assert_eq!(
            verdict(b"stream: Win.Test.EICAR_HDB-1 FOUND\0").unwrap(),
            Verdict::Infected("Win.Test.EICAR_HDB-1".to_owned())
        );
        for words in ["INSTREAM size limit exceeded. ERROR\0", "", "OK"] {
            assert!(verdict(words.as_bytes()).is_err(), "{words}");
        }
    }
}
