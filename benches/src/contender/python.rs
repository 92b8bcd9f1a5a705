//! Django REST framework: a virtual environment of its own, and gunicorn with two workers.

use std::{net::SocketAddr, path::PathBuf, process::Command};

use super::{build::run, in_benches, target};

/// Makes the environment, with what `benches/drf/requirements.txt` names, unless it is there.
///
/// # Errors
/// Without Python or its packages.
pub(super) fn install() -> anyhow::Result<()> {
    let environment = environment()?;
    if environment.join("bin/gunicorn").exists() {
        return Ok(());
    }
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(&environment);
    run(make)?;
    let mut install = Command::new(environment.join("bin/pip"));
    install.args(["install", "--quiet", "--requirement"]).arg(in_benches("drf/requirements.txt"));
    run(install)
}

/// Threads, as gunicorn's plain workers close each connection after its answer.
pub(super) fn gunicorn(address: SocketAddr, database: &str) -> anyhow::Result<Command> {
    let mut command = Command::new(environment()?.join("bin/gunicorn"));
    command.current_dir(in_benches("drf")).args(["--bind", &address.to_string()]);
    command.args(["--workers", "2", "--worker-class", "gthread", "--threads", "4"]);
    command.args(["--keep-alive", "600", "--log-level", "error", "wsgi"]);
    command.env("DATABASE_URL", database).env("DJANGO_SETTINGS_MODULE", "settings");
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(command)
}

fn environment() -> anyhow::Result<PathBuf> {
    Ok(target()?.join("drf-venv"))
}
