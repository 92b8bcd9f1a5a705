//! What the hand-written servers have in common: the wire, which is the same whatever library
//! speaks to the database.

mod country;
mod error;
mod params;
pub mod sql;

pub use country::{Country, CountryInput};
pub use error::Error;
pub use params::{ListParams, Ordering, Slice};

use clap::Parser;

/// How a server is started.
#[derive(Parser)]
pub struct ServerOptions {
    /// Address and port to serve on.
    #[arg(long)]
    pub listen: String,
    /// The database: sqlite://… or postgres://…
    #[arg(long)]
    pub database: String,
}

impl ServerOptions {
    /// Serves the application until the process is ended.
    ///
    /// # Errors
    /// What the system says.
    pub async fn serve(&self, app: axum::Router) -> anyhow::Result<()> {
        let listener = tokio::net::TcpListener::bind(&self.listen).await?;
        axum::serve(listener, app).await?;
        Ok(())
    }
}
