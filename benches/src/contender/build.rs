//! The servers are built before they are compared.

use std::{env, process::Command};

use anyhow::bail;

use super::{Contender, in_benches, python, target};

/// Builds the servers, which `cargo run` leaves out, if cargo runs this program.
///
/// # Errors
/// A build that fails.
pub(crate) fn build(contenders: &[Contender]) -> anyhow::Result<()> {
    let Some(cargo) = env::var_os("CARGO") else { return Ok(()) };
    let mut workspace = release(&cargo, "Cargo.toml")?;
    for (program, feature) in contenders.iter().filter_map(|contender| contender.binary()) {
        workspace.args(["--bin", program]);
        workspace.args(feature.into_iter().flat_map(|feature| ["--features", feature]));
    }
    run(workspace)?;
    if contenders.contains(&Contender::Crudcrate) {
        run(release(&cargo, "crudcrate/Cargo.toml")?)?;
    }
    if contenders.contains(&Contender::Drf) {
        python::install()?;
    }
    Ok(())
}

fn release(cargo: &std::ffi::OsStr, manifest: &str) -> anyhow::Result<Command> {
    let mut command = Command::new(cargo);
    command.args(["build", "--release", "--quiet", "--manifest-path"]);
    command.arg(in_benches(manifest)).arg("--target-dir").arg(target()?);
    Ok(command)
}

/// Runs a command to its end.
///
/// # Errors
/// One that fails.
pub(super) fn run(mut command: Command) -> anyhow::Result<()> {
    if !command.status()?.success() {
        bail!("`{command:?}` failed");
    }
    Ok(())
}
