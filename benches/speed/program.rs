//! The program itself: how soon a start is ready, and how much memory it keeps while it rests.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Size;
use crate::machine::{Client, ms, resident, spread};
use crate::table::Table;

/// How long the program may rest before its memory is read.
const REST: Duration = Duration::from_secs(3);
/// Longest that a start may take at all.
const PATIENCE: Duration = Duration::from_mins(1);

/// Measures both.
pub fn measure(size: Size, table: &mut Table) {
    let program = std::env::var_os("REGIOVRAAG_BENCH_PROGRAM").map_or_else(
        || PathBuf::from(env!("CARGO_BIN_EXE_regiovraag")),
        PathBuf::from,
    );
    let files = tempfile::tempdir().unwrap();
    // The first start migrates and fills the directory.
    drop(Running::start(&program, files.path()));
    let mut times = Vec::new();
    let mut memory = 0.0;
    for start in 0..size.starts {
        let running = Running::start(&program, files.path());
        times.push(running.took);
        if start + 1 == size.starts {
            std::thread::sleep(REST);
            memory = resident(running.child.id());
        }
    }
    let (middle, worst) = spread(times);
    table.judged(
        format!("cold start, the middle of {}", size.starts),
        "300 ms",
        format!("{} (worst {})", ms(middle), ms(worst)),
        middle < Duration::from_millis(300),
    );
    table.judged(
        "resident memory of an idle serve",
        "64 MiB",
        format!("{memory:.1} MiB"),
        memory < 64.0,
    );
}

/// A `serve` that is ready; it ends with this.
struct Running {
    child: Child,
    took: Duration,
}

impl Running {
    fn start(program: &Path, files: &Path) -> Self {
        let server: SocketAddr = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let database = files.join("register.db");
        let started = Instant::now();
        let child = Command::new(program)
            .args(["serve", "--listen", &server.to_string()])
            .env(
                "REGIOVRAAG__DATABASE__URL",
                format!("sqlite://{}", database.display()),
            )
            .env("REGIOVRAAG__BLOBS__DIR", files.join("blobs"))
            .env("REGIOVRAAG__SECRET__FILE", files.join("secret.key"))
            .env("REGIOVRAAG__HTTP__PUBLIC_URL", format!("http://{server}"))
            .current_dir(files)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut running = Self {
            child,
            took: Duration::ZERO,
        };
        while !is_ready(server) {
            let ended = running.child.try_wait().unwrap();
            assert!(ended.is_none(), "serve ended: {ended:?}");
            assert!(started.elapsed() < PATIENCE, "serve is not ready");
            std::thread::sleep(Duration::from_millis(1));
        }
        running.took = started.elapsed();
        running
    }
}

fn is_ready(server: SocketAddr) -> bool {
    Client::to(server, "/readyz")
        .and_then(|mut client| client.ask())
        .is_ok_and(|(status, _)| status == 200)
}

impl Drop for Running {
    fn drop(&mut self) {
        // Ended already, or ends now.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
