//! seaview against the same resource written by hand, and against others: ratios, never absolute
//! times.
//!
//! `cargo run --release -p seaview-bench` builds and starts the servers on loopback ports, each
//! with its own copy of one database, checks that they answer the same bytes, and loads them in
//! turns. See `docs/performance.md`.

#![allow(clippy::print_stdout)] // The tables are this program's purpose.

mod comparison;
mod contender;
mod floors;
mod load;
mod measure;
mod options;
mod process;
mod report;
mod rounds;
mod same;
mod scenario;
mod seed;
mod server;
mod wire;
mod workload;

use std::process::ExitCode;

use clap::Parser;
use comparison::Comparison;
use floors::Floors;
use options::Options;
use report::Report;
use seed::Seed;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<ExitCode> {
    let options = Options::parse().shortened();
    if cfg!(debug_assertions) {
        anyhow::bail!("a debug build measures nothing; run with `--release`");
    }
    let mut floors = Floors::read()?;
    contender::build(&options.contenders())?;
    let mut report = Report::new(options.database);
    for &rows in &options.rows {
        let seed = Seed::create(&options, rows).await?;
        let compared = Comparison { options: &options, floors: &floors, seed: &seed, rows };
        let compared = tokio::select! {
            compared = compared.run(&mut report) => compared,
            stopped = asked_to_stop() => stopped.and_then(|()| anyhow::bail!("asked to stop")),
        };
        seed.remove().await?;
        compared?;
    }
    println!("{report}");
    if let Some(file) = &options.json {
        std::fs::write(file, serde_json::to_string_pretty(&report.to_json())?)?;
    }
    if options.keep {
        floors.keep(&report)?;
    }
    let missed = floors.missed(&report);
    for miss in &missed {
        println!("{miss}");
    }
    let failed = options.check && !missed.is_empty();
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Ends when the process is asked to, so that servers and databases do not outlive it.
async fn asked_to_stop() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted?,
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}
