//! A server under test, in a process of its own.

use std::{
    net::{SocketAddr, TcpListener, TcpStream},
    process::Child,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

use crate::{
    contender::Contender,
    process,
    seed::{Copy, Seed},
};

/// A running server; it ends with this value.
pub(crate) struct Server {
    pub(crate) contender: Contender,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Its database.
    pub(crate) copy: Copy,
    process: Child,
}

/// What a server has used so far, where the system tells.
#[derive(Clone, Copy)]
pub(crate) struct Usage {
    /// CPU time of its processes.
    pub(crate) cpu_ticks: Option<u64>,
    /// CPU time of the database's processes.
    pub(crate) database_ticks: Option<u64>,
    /// Its resident memory.
    pub(crate) memory_kb: Option<u64>,
}

impl Server {
    /// Starts a contender on a free port with a fresh copy of the database.
    ///
    /// # Errors
    /// A server that does not start, or does not listen within ten seconds.
    pub(crate) async fn start(
        contender: Contender,
        seed: &Seed,
        number: usize,
    ) -> anyhow::Result<Self> {
        let name = contender.name();
        let copy = seed.copy(number).await?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = contender.command(address, &copy.url)?;
        let process = command.spawn().with_context(|| format!("`{name}` does not start"))?;
        let server = Self { contender, address, copy, process };
        let patience = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(address).is_err() {
            if Instant::now() > patience {
                bail!("`{name}` does not listen");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(server)
    }

    /// What it has used so far.
    pub(crate) fn usage(&self) -> Usage {
        let process = self.process.id();
        let database = self.copy.served_as.as_deref();
        Usage {
            cpu_ticks: process::cpu_ticks(process),
            database_ticks: database.and_then(process::database_ticks),
            memory_kb: process::memory_kb(process),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server of several processes ends them when it is asked to, not when it is killed.
        #[cfg(unix)]
        let _ = std::process::Command::new("kill").arg(self.process.id().to_string()).status();
        #[cfg(not(unix))]
        let _ = self.process.kill();
        // It may have ended by itself.
        let _ = self.process.wait();
    }
}
