//! What the machine says about time and memory, and a client that costs it little.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Clock ticks a second in `/proc/*/stat`: a constant of Linux for programs.
const TICKS: f64 = 100.0;

/// Processor time of this process so far, of all its threads, in the program and in the kernel.
pub fn cpu() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    // The name may hold spaces; what follows it does not.
    let (_, after) = stat.rsplit_once(')').unwrap();
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks: f64 = fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap();
    Duration::from_secs_f64(ticks / TICKS)
}

/// Processor time of this thread so far.
pub fn own_cpu() -> Duration {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let nanoseconds = stat.split_whitespace().next().unwrap().parse().unwrap();
    Duration::from_nanos(nanoseconds)
}

/// Resident memory of a process, in MiB.
pub fn resident(pid: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib / 1024.0
}

/// The middle of some times, and the one that 99 in 100 stay below.
pub fn spread(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

/// The middle of some numbers.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// A time in milliseconds, as it is printed.
pub fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

/// One connection that stays open, as a browser's does.
pub struct Client {
    stream: BufReader<TcpStream>,
    request: Vec<u8>,
    body: Vec<u8>,
}

impl Client {
    /// Connects to `server`, to ask for `path` over and over.
    pub fn to(server: SocketAddr, path: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(server)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        Ok(Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
            request: format!(
                "GET {path} HTTP/1.1\r\nHost: {server}\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n"
            )
            .into_bytes(),
            body: Vec::new(),
        })
    }

    /// Asks once; the status, and how many bytes the page has.
    pub fn ask(&mut self) -> std::io::Result<(u16, usize)> {
        self.stream.get_mut().write_all(&self.request)?;
        let (mut status, mut length) = (0, 0);
        let mut line = String::new();
        loop {
            line.clear();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].parse().unwrap();
            } else if let Some((name, value)) = line.split_once(':') {
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.trim().parse().unwrap();
                }
            } else if line == "\r\n" {
                break;
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body)?;
        Ok((status, length))
    }
}

/// What a round of requests took.
#[derive(Debug, Clone, Copy)]
pub struct Round {
    /// Requests a second.
    pub rate: f64,
    /// Processor time of the server for one request.
    pub server_cpu: Duration,
}

/// Asks `server` in this process `count` times for `path`, over two connections.
pub fn round(server: SocketAddr, path: &str, count: usize) -> Round {
    let (before, started) = (cpu(), Instant::now());
    let clients: Vec<_> = (0..2)
        .map(|_| {
            let mut client = Client::to(server, path).unwrap();
            std::thread::spawn(move || {
                let own = own_cpu();
                for _ in 0..count / 2 {
                    let (status, length) = client.ask().unwrap();
                    assert_eq!(status, 200);
                    assert!(length > 0);
                }
                own_cpu().saturating_sub(own)
            })
        })
        .collect();
    let of_clients: Duration = clients.into_iter().map(|one| one.join().unwrap()).sum();
    let took = started.elapsed();
    let number = u32::try_from(count / 2 * 2).unwrap();
    Round {
        rate: f64::from(number) / took.as_secs_f64(),
        server_cpu: cpu().saturating_sub(before).saturating_sub(of_clients) / number,
    }
}
