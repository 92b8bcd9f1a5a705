//! The countries of the tutorial, in pages of 100 and as whole exports, from any database.
//!
//! `benches/stream_memory.py` fills the table with it and watches the memory that exports take.

use clap::Parser;
use countries::{CountryViewSet, country};
use sea_orm::{ConnectOptions, ConnectionTrait, TransactionTrait};
use seaview::{
    Database, DefaultRouter, Policies,
    pagination::{PageNumberPagination, Paginator},
    renderers::{CsvStreamingRenderer, JsonRenderer, NdjsonRenderer, Renderers},
};

#[derive(Parser)]
struct Options {
    /// Serves on this address.
    #[arg(long)]
    listen: Option<String>,
    #[arg(long)]
    database: String,
    /// Creates the table with so many rows first.
    #[arg(long)]
    fill: Option<u64>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    // Not by `Database::connect`, which maps SQLite's file: what is mapped counts as resident,
    // though the system takes it back when it likes.
    let mut connect = ConnectOptions::new(&options.database);
    connect.max_connections(4).sqlx_logging(false);
    let database = Database::from(sea_orm::Database::connect(connect).await?);
    if let Some(rows) = options.fill {
        fill(&database, rows).await?;
    }
    let Some(listen) = options.listen else { return Ok(()) };
    let pages = Paginator::new(PageNumberPagination::of(100));
    let paged = DefaultRouter::new()
        .policies(Policies {
            renderers: renderers(),
            pagination: Some(pages),
            ..Policies::default()
        })
        .register("countries", CountryViewSet)
        .into_router(database.clone());
    let whole = DefaultRouter::new()
        .policies(Policies { renderers: renderers(), ..Policies::default() })
        .register("countries", CountryViewSet)
        .into_router(database);
    let app = axum::Router::new().nest("/paged", paged).nest("/whole", whole);
    let listener = tokio::net::TcpListener::bind(&listen).await?;
    axum::serve(listener, app).await?;
    Ok(())
}

fn renderers() -> Renderers {
    Renderers::none().with(JsonRenderer).with(NdjsonRenderer).with(CsvStreamingRenderer)
}

async fn fill(database: &Database, rows: u64) -> anyhow::Result<()> {
    database.create_table(country::Entity).await?;
    let transaction = database.connection().begin().await?;
    for from in (1..=rows).step_by(1000) {
        let row =
            |n| format!("('Country {n} of the Île', 'Capital of {n}', {})", n * 7919 % 1_000_003);
        let values: Vec<_> = (from..=rows.min(from + 999)).map(row).collect();
        let insert = "INSERT INTO countries_country (name, capital, area) VALUES ";
        transaction.execute_unprepared(&format!("{insert}{}", values.join(", "))).await?;
    }
    transaction.commit().await?;
    Ok(())
}
