//! Serves the library and the countries: `cargo run -p library`, then
//! `curl -i http://127.0.0.1:8000/api/`.

use std::net::SocketAddr;

use clap::Parser;
use tokio::{net::TcpListener, signal};

/// The reference application.
#[derive(Parser)]
struct Options {
    /// Address and port to serve on.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8000")]
    listen: SocketAddr,
    /// The database: sqlite://…, postgres://… or mysql://…
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://library.db?mode=rwc")]
    database: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let options = Options::parse();
    let database = library::open(&options.database).await?;
    let listener = TcpListener::bind(options.listen).await?;
    eprintln!("Serving the library on http://{}/api/", listener.local_addr()?);
    // Throttles know anonymous clients by the address of the connection.
    let app = library::app(database).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, app).with_graceful_shutdown(asked_to_stop()).await?;
    Ok(())
}

/// Ends when the process is asked to: Ctrl-C, or SIGTERM from a service manager.
async fn asked_to_stop() {
    #[cfg(unix)]
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => _ = signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        _ = signal::ctrl_c() => {}
        () = terminated => {}
    }
}
