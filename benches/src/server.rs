//! A server under test, in a process of its own.

use std::{
    env::{self, consts::EXE_SUFFIX},
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

use crate::seed::Seed;

/// A running server; it ends with this value.
pub(crate) struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts a binary of this package on a free port with a fresh copy of the database.
    ///
    /// # Errors
    /// A server that does not start, or does not listen within ten seconds.
    pub(crate) async fn start(binary: &str, seed: &Seed) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let path = beside_this(binary)?;
        let process = Command::new(&path)
            .args(["--listen", &address.to_string(), "--database", &seed.copy(binary)?])
            .spawn()
            .with_context(|| format!("`{}` does not start", path.display()))?;
        let server = Self { process, address };
        let patience = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(address).is_err() {
            if Instant::now() > patience {
                bail!("`{binary}` does not listen");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(server)
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// CPU time so far, in user space and in the kernel, of all threads; `None` without `/proc`.
    pub(crate) fn cpu_ticks(&self) -> Option<u64> {
        let stat = self.proc("stat")?;
        // The name in parentheses may hold blanks; what follows starts with the third field.
        let (_, fields) = stat.rsplit_once(") ")?;
        let mut times = fields.split(' ').skip(11).map(str::parse::<u64>);
        Some(times.next()?.ok()? + times.next()?.ok()?)
    }

    /// Resident memory; `None` without `/proc`.
    pub(crate) fn memory_kb(&self) -> Option<u64> {
        let status = self.proc("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix(" kB")?.parse().ok()
    }

    fn proc(&self, file: &str) -> Option<String> {
        fs::read_to_string(format!("/proc/{}/{file}", self.process.id())).ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Builds the servers, which `cargo run` leaves out, if cargo runs this program.
///
/// # Errors
/// A build that fails.
pub(crate) fn build() -> anyhow::Result<()> {
    let Some(cargo) = env::var_os("CARGO") else { return Ok(()) };
    let status = Command::new(cargo)
        .args(["build", "--release", "--quiet", "--bins", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .status()?;
    if !status.success() {
        bail!("the servers cannot be built");
    }
    Ok(())
}

fn beside_this(binary: &str) -> anyhow::Result<PathBuf> {
    Ok(env::current_exe()?.with_file_name(format!("{binary}{EXE_SUFFIX}")))
}
