//! One table of rows, all scenarios, all servers.

use std::time::Duration;

use crate::{
    floors::Floors,
    load::Load,
    options::Options,
    report::{Entry, Report},
    rounds::Rounds,
    same,
    scenario::Scenario,
    seed::Seed,
    server::Server,
    wire,
    workload::Workload,
};

/// How often a scenario that seems to miss its floor is measured again, each time in twice as many
/// rounds.
const SECOND_LOOKS: u32 = 2;

/// What is compared.
pub(crate) struct Comparison<'a> {
    pub(crate) options: &'a Options,
    pub(crate) floors: &'a Floors,
    pub(crate) seed: &'a Seed,
    pub(crate) rows: u64,
}

/// A server with what it is asked.
struct Runner<'a> {
    server: &'a Server,
    workload: Workload,
}

impl Comparison<'_> {
    /// Runs the scenarios.
    ///
    /// # Errors
    /// A server that does not start, answers differently, or fails.
    pub(crate) async fn run(&self, report: &mut Report) -> anyhow::Result<()> {
        let mut servers = Vec::new();
        for (number, contender) in self.options.contenders().into_iter().enumerate() {
            servers.push(Server::start(contender, self.seed, number).await?);
        }
        same::check(&servers, self.rows).await?;
        for scenario in self.options.scenarios(self.rows) {
            eprintln!("{} rows: {scenario}", self.rows);
            if scenario == Scenario::Cursor {
                for server in servers.iter().filter(|server| server.contender.is_seaview()) {
                    let runners = self.cursors(server).await?;
                    self.compare(&runners, report).await?;
                }
            } else {
                let runners: Vec<_> =
                    servers.iter().map(|server| self.runner(server, scenario)).collect();
                self.compare(&runners, report).await?;
            }
        }
        Ok(())
    }

    fn runner<'a>(&self, server: &'a Server, scenario: Scenario) -> Runner<'a> {
        let (rows, wire) = (self.rows, server.contender.wire());
        Runner { server, workload: Workload { scenario, rows, wire, cursor: None } }
    }

    /// The first page by cursor, and the 10,000th.
    async fn cursors<'a>(&self, server: &'a Server) -> anyhow::Result<[Runner<'a>; 2]> {
        let first = self.runner(server, Scenario::Cursor);
        let mut last = self.runner(server, Scenario::Cursor);
        last.workload.cursor = Some(wire::last_cursor(server, self.rows).await?);
        Ok([first, last])
    }

    /// Sets each runner but the first against the first.
    async fn compare(&self, runners: &[Runner<'_>], report: &mut Report) -> anyhow::Result<()> {
        let mut rounds = self.options.rounds();
        let mut entries = self.entries(runners, rounds).await?;
        for _ in 0..if self.options.check { SECOND_LOOKS } else { 0 } {
            if !entries.iter().any(|entry| self.floors.seem_missed(report.database, entry)) {
                break;
            }
            rounds *= 2;
            eprintln!("again, in {rounds} rounds");
            entries = self.entries(runners, rounds).await?;
        }
        report.extend(entries);
        Ok(())
    }

    /// Loads the servers in turns, so that whatever else the machine does meets all.
    async fn entries(&self, runners: &[Runner<'_>], rounds: usize) -> anyhow::Result<Vec<Entry>> {
        let duration = Duration::from_secs_f64(self.options.seconds());
        let connections = self.options.connections;
        let load = |workload, duration| Load { workload, connections, duration };
        let mut measured: Vec<_> = runners.iter().map(|_| Rounds::default()).collect();
        for Runner { server, workload } in runners {
            load(workload, duration / 4).run(server).await?;
        }
        for _ in 0..rounds {
            for (Runner { server, workload }, rounds) in runners.iter().zip(&mut measured) {
                rounds.push(load(workload, duration).run(server).await?);
            }
        }
        let others = runners.iter().zip(&measured).skip(1);
        Ok(others.map(|(runner, rounds)| self.entry(runner, rounds, &measured[0])).collect())
    }

    fn entry(&self, runner: &Runner<'_>, rounds: &Rounds, first: &Rounds) -> Entry {
        Entry {
            rows: self.rows,
            scenario: runner.workload.scenario,
            contender: runner.server.contender,
            ratios: rounds.by(first),
            intervals: rounds.intervals_by(first),
            client_share: rounds.client_share(),
        }
    }
}
