//! The countries of the tutorial, served by seaview in pages of 100.

use clap::Parser;
use countries::CountryViewSet;
use seaview::{
    Database, DefaultRouter, Policies,
    pagination::{PageNumberPagination, Paginator},
};

#[derive(Parser)]
struct Options {
    #[arg(long)]
    listen: String,
    #[arg(long)]
    database: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let database = Database::connect(&options.database).await?;
    let pages = Paginator::new(PageNumberPagination::of(100));
    let app = DefaultRouter::new()
        .policies(Policies { pagination: Some(pages), ..Policies::default() })
        .register("countries", CountryViewSet)
        .into_router(database);
    let listener = tokio::net::TcpListener::bind(&options.listen).await?;
    axum::serve(listener, app).await?;
    Ok(())
}
