//! seaview against the same resource written by hand: ratios, never absolute times.
//!
//! `cargo run --release -p seaview-bench` builds and starts both servers on loopback ports, each
//! with its own copy of one database file, checks that they answer the same bytes, and loads them
//! in turns. See `docs/performance.md`.

#![allow(clippy::print_stdout)] // The table is this program's purpose.

mod floors;
mod load;
mod rounds;
mod same;
mod scenario;
mod seed;
mod server;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use clap::Parser;
use floors::Floors;
use load::Load;
use rounds::Rounds;
use scenario::Scenario;
use seed::{Journal, Seed};
use server::Server;

/// Compares seaview with the same resource written by hand.
#[derive(Parser)]
struct Options {
    /// Rounds of each server for each scenario; their median counts.
    #[arg(long, default_value_t = 11)]
    rounds: usize,
    /// Seconds of a round.
    #[arg(long, default_value_t = 1.0)]
    seconds: f64,
    /// Connections, kept alive.
    #[arg(long, default_value_t = 32)]
    connections: usize,
    /// Scenarios to run; all of them unless stated.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Scenario>,
    /// SQLite's journal in the database file that both servers get.
    #[arg(long, value_enum, default_value_t = Journal::Wal)]
    journal: Journal,
    /// Where the database files go; in memory unless stated, so that no disk is measured.
    #[arg(long)]
    directory: Option<PathBuf>,
    /// Five rounds of half a second: for continuous integration.
    #[arg(long)]
    short: bool,
    /// Fails if a ratio of throughput is below its floor in `benches/floors.json`.
    #[arg(long)]
    check: bool,
}

impl Options {
    fn shortened(mut self) -> Self {
        if self.short {
            self.rounds = 5;
            self.seconds = 0.5;
        }
        if self.only.is_empty() {
            self.only = Scenario::ALL.to_vec();
        }
        self
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<ExitCode> {
    let options = Options::parse().shortened();
    if cfg!(debug_assertions) {
        anyhow::bail!("a debug build measures nothing; run with `--release`");
    }
    server::build()?;
    let floors = Floors::read()?;
    let seed = Seed::create(options.directory.as_deref(), options.journal).await?;
    let by_hand = Server::start("by_hand", &seed).await?;
    let seaview = Server::start("seaview_countries", &seed).await?;
    same::check(&by_hand, &seaview).await?;

    println!("seaview / by hand; throughput: more is better, the others: less is better\n");
    println!("| | throughput | CPU per request | p99 | memory |");
    println!("|---|---|---|---|---|");
    let mut missed = Vec::new();
    for &scenario in &options.only {
        let ratios = measure(scenario, [&by_hand, &seaview], &options).await?.ratios();
        println!("| {scenario} {ratios}");
        missed.extend(floors.missed(scenario, &ratios));
    }
    for miss in &missed {
        println!("\n{miss}");
    }
    let failed = options.check && !missed.is_empty();
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Loads the servers in turns, so that whatever else the machine does meets both.
async fn measure(
    scenario: Scenario,
    servers: [&Server; 2],
    options: &Options,
) -> anyhow::Result<Rounds> {
    let duration = Duration::from_secs_f64(options.seconds);
    let load = |duration| Load { scenario, connections: options.connections, duration };
    let mut rounds = Rounds::default();
    for server in servers {
        load(duration / 4).run(server).await?;
    }
    for _ in 0..options.rounds {
        for (server, rounds) in servers.into_iter().zip(rounds.of_both()) {
            rounds.push(load(duration).run(server).await?);
        }
    }
    Ok(rounds)
}
