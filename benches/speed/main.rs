//! `cargo bench`: how quick the house is, beside what the machine can do at best in the same run.
//! Nothing here is a test: a missed aim is printed and fails nothing. `docs/benchmarks.md` says
//! what each row means.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]

mod intake;
mod machine;
mod pages;
mod place;
mod program;
mod table;

use std::process::ExitCode;

use regiovraag::config::Settings;
use table::Table;

/// How large a run is: as the aims say it, or small to see whether it runs at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Mails that are taken in.
    pub mails: usize,
    /// Numbers of tickets that the pages are measured at.
    pub tickets: [u32; 3],
    /// Requests of one measurement in the process.
    pub requests: usize,
    /// Requests of one round over a socket.
    pub over_socket: usize,
    /// Times that the program is started.
    pub starts: usize,
}

impl Size {
    fn asked() -> Self {
        if std::env::var("REGIOVRAAG_BENCH_SMALL").is_ok_and(|asked| asked == "1") {
            Self {
                mails: 200,
                tickets: [100, 500, 1000],
                requests: 60,
                over_socket: 300,
                starts: 3,
            }
        } else {
            Self {
                mails: 2000,
                tickets: [1000, 10_000, 100_000],
                requests: 400,
                over_socket: 4000,
                starts: 9,
            }
        }
    }
}

fn main() -> ExitCode {
    let size = Size::asked();
    // cargo adds `--bench`; any other word picks the parts whose name holds it.
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let wanted =
        |part: &str| words.is_empty() || words.iter().any(|word| part.contains(word.as_str()));
    // As `serve` logs and counts, so that both are in the figures; only the lines go nowhere.
    tracing_subscriber::fmt()
        .with_env_filter(&Settings::defaults().unwrap().log.filter)
        .with_writer(std::io::sink)
        .init();
    regiovraag::web::health::recorder();
    let mut table = Table::default();
    let system = actix_web::rt::System::new();
    if wanted("intake") {
        system.block_on(intake::measure(size, &mut table));
    }
    if wanted("pages") {
        system.block_on(pages::on_sqlite(size, &mut table));
        match std::env::var("REGIOVRAAG_BENCH_POSTGRES") {
            Ok(url) => system.block_on(pages::on_postgres(size, &url, &mut table)),
            Err(_) => eprintln!("REGIOVRAAG_BENCH_POSTGRES names no database: SQLite only"),
        }
    }
    if wanted("faq") {
        system.block_on(pages::faq(size, &mut table));
    }
    if wanted("program") {
        program::measure(size, &mut table);
    }
    println!("\n{table}");
    ExitCode::SUCCESS
}
