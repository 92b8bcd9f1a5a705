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

use crate::{rounds::Round, scenario::Scenario, server::Server};

/// How a server is loaded for one round.
pub(crate) struct Load {
    pub(crate) scenario: Scenario,
    pub(crate) connections: usize,
    pub(crate) duration: Duration,
}

impl Load {
    /// Loads the server and says how it fared.
    ///
    /// # Errors
    /// A connection that breaks, or an answer with another status than the scenario's.
    pub(crate) async fn run(&self, server: &Server) -> anyhow::Result<Round> {
        let cpu = server.cpu_ticks();
        let start = Instant::now();
        let latencies = self.latencies(server.address()).await?;
        Ok(Round {
            seconds: start.elapsed().as_secs_f64(),
            cpu_ticks: cpu.zip(server.cpu_ticks()).map(|(before, after)| after - before),
            memory_kb: server.memory_kb(),
            latencies,
        })
    }

    async fn latencies(&self, address: SocketAddr) -> anyhow::Result<Vec<Duration>> {
        let deadline = Instant::now() + self.duration;
        let scenario = self.scenario;
        let mut clients = JoinSet::new();
        for client in 0..self.connections as u64 {
            let step = self.connections as u64;
            clients.spawn(async move {
                let mut connection = Connection::open(address).await?;
                let mut latencies = Vec::new();
                let mut number = client;
                while Instant::now() < deadline {
                    let request = scenario.request(number);
                    let start = Instant::now();
                    let answer = connection.ask(&request).await?;
                    latencies.push(start.elapsed());
                    if answer.status != scenario.status() {
                        let body = String::from_utf8_lossy(answer.body);
                        bail!("{scenario} was answered with {}: {body}", answer.status);
                    }
                    number += step;
                }
                Ok(latencies)
            });
        }
        let mut all = Vec::new();
        while let Some(latencies) = clients.join_next().await {
            all.extend(latencies??);
        }
        Ok(all)
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
        let (head, length) = loop {
            self.read().await?;
            if let Some(end) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                let head = std::str::from_utf8(&self.buffer[..end])?;
                break (end + 4, content_length(head).context("an answer without length")?);
            }
        };
        while self.buffer.len() < head + length {
            self.read().await?;
        }
        let status = std::str::from_utf8(&self.buffer[9..12])?.parse()?;
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
