//! The command line, one file a command. A command parses its arguments, calls the rooms below and
//! prints; no rule of the work lives here.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Settings;

mod demo;
mod directory;
mod faq;
mod healthcheck;
mod house;
mod logging;
mod mail;
mod migrate;
mod record;
mod route;
mod seed;
mod serve;
mod token;
mod user;
mod work;

/// Questions about regiovorming: registered, dispatched, followed up until they are answered.
#[derive(Debug, Parser)]
#[command(name = "regiovraag", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check or load the directory of municipalities, organisations, desks and topics
    #[command(subcommand)]
    Directory(directory::Command),
    /// The FAQ: write it out as a site, or group and match questions from a file
    #[command(subcommand)]
    Faq(faq::Command),
    /// Ask the service on this machine whether it is well
    Healthcheck(healthcheck::Command),
    /// Read mail: parse it, or take it in
    #[command(subcommand)]
    Mail(mail::Command),
    /// The schema of the database, apart from `serve`
    #[command(subcommand)]
    Migrate(migrate::Command),
    /// What happened in each question, as lines that anybody can check
    #[command(subcommand)]
    Record(record::Command),
    /// Route questions, or train the model that routes them
    Route(route::Args),
    /// Fill the database with a made-up past, for measuring
    Seed(seed::Args),
    /// The service: web, mail and background work
    Serve(serve::Args),
    /// Tokens for programs that use the API
    #[command(subcommand)]
    Token(token::Command),
    /// Local accounts
    #[command(subcommand)]
    User(user::Command),
    /// Do everything that is pending, and stop
    Work(work::Args),
}

/// Runs the program: parses the command line, runs the command, and turns an error into an exit code.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Directory(command) => directory::run(command),
        Command::Faq(command) => faq::run(command),
        Command::Healthcheck(command) => healthcheck::run(command),
        Command::Mail(command) => mail::run(command),
        Command::Migrate(command) => Settings::load(&[])
            .map_err(Into::into)
            .and_then(|s| migrate::run(command, &s)),
        Command::Record(command) => record::run(command),
        Command::Route(args) => route::run(&args),
        Command::Seed(args) => Settings::load(&[])
            .map_err(Into::into)
            .and_then(|s| seed::run(&args, s)),
        Command::Serve(args) => serve::run(&args),
        Command::Token(command) => Settings::load(&[])
            .map_err(Into::into)
            .and_then(|s| token::run(command, s)),
        Command::User(command) => Settings::load(&[])
            .map_err(Into::into)
            .and_then(|s| user::run(command, s)),
        Command::Work(args) => Settings::load(&[])
            .map_err(Into::into)
            .and_then(|s| work::run(&args, s)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("regiovraag: {error:#}");
            ExitCode::FAILURE
        }
    }
}
