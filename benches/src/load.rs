//! Load on one server: connections that ask again as soon as they have their answer.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

use crate::{process, rounds::Round, server::Server, workload::Workload};

/// How a server is loaded for one round.
pub(crate) struct Load<'a> {
    pub(crate) workload: &'a Workload,
    pub(crate) connections: usize,
    pub(crate) duration: Duration,
}

impl Load<'_> {
    /// Loads the server and says how it fared.
    ///
    /// # Errors
    /// A connection that breaks, or an answer with another status than the scenario's.
    pub(crate) async fn run(&self, server: &Server) -> anyhow::Result<Round> {
        if self.workload.supply() < u64::MAX {
            server.copy.refill().await?;
        }
        let (before, client) = (server.usage(), process::own_cpu_ticks());
        let start = Instant::now();
        let latencies = self.latencies(server.address).await?;
        let seconds = start.elapsed().as_secs_f64();
        let (after, client_after) = (server.usage(), process::own_cpu_ticks());
        let spent = |before: Option<u64>, after: Option<u64>| Some(after?.saturating_sub(before?));
        Ok(Round {
            seconds,
            latencies,
            cpu_ticks: spent(before.cpu_ticks, after.cpu_ticks),
            database_ticks: spent(before.database_ticks, after.database_ticks),
            client_ticks: spent(client, client_after),
            memory_kb: after.memory_kb,
        })
    }

    /// Of each request.
    async fn latencies(&self, address: SocketAddr) -> anyhow::Result<Vec<Duration>> {
        let deadline = Instant::now() + self.duration;
        let mut clients = JoinSet::new();
        for first in 0..self.connections as u64 {
            let client = Client { deadline, first, step: self.connections as u64 };
            clients.spawn(client.run(self.workload.clone(), address));
        }
        let mut all = Vec::new();
        while let Some(latencies) = clients.join_next().await {
            all.extend(latencies??);
        }
        Ok(all)
    }
}

/// One of the connections' users.
struct Client {
    deadline: Instant,
    first: u64,
    step: u64,
}

impl Client {
    async fn run(self, workload: Workload, address: SocketAddr) -> anyhow::Result<Vec<Duration>> {
        let mut connection = Connection::open(address).await?;
        let mut latencies = Vec::new();
        let mut number = self.first;
        while Instant::now() < self.deadline && number < workload.supply() {
            let request = workload.request(number);
            let start = Instant::now();
            let answer = connection.ask(&request).await?;
            latencies.push(start.elapsed());
            if answer.status != workload.status() {
                let body = String::from_utf8_lossy(answer.body);
                bail!("{} was answered with {}: {body}", workload.scenario, answer.status);
            }
            number += self.step;
        }
        Ok(latencies)
    }
}

/// A connection that is kept alive.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer, without its headers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
}

impl Connection {
    /// Connects to a server.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and waits for the whole answer, whose length must be stated.
    ///
    /// # Errors
    /// A connection that breaks, or an answer that cannot be read.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> anyhow::Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let (head, status, length) = loop {
            self.read().await?;
            if let Some(end) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                let head = std::str::from_utf8(&self.buffer[..end])?;
                let status = head.get(9..12).context("an answer without status")?.parse()?;
                let length = if status == 204 { Some(0) } else { content_length(head) };
                break (end + 4, status, length.context("an answer without length")?);
            }
        };
        while self.buffer.len() < head + length {
            self.read().await?;
        }
        Ok(Answer { status, body: &self.buffer[head..head + length] })
    }

    async fn read(&mut self) -> anyhow::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => bail!("the server closed the connection"),
            _ => Ok(()),
        }
    }
}

fn content_length(head: &str) -> Option<usize> {
    let mut headers = head.split("\r\n").filter_map(|line| line.split_once(": "));
    let (_, value) = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-length"))?;
    value.parse().ok()
}
