//! The countries of the tutorial, served by seaview in pages of 100, and by cursor in pages of 10.

use clap::{Parser, ValueEnum};
use countries::{CountrySerializer, CountryViewSet};
use seaview::{
    Database, DefaultRouter, ModelViewSet, Policies,
    pagination::{CursorPagination, PageNumberPagination, Paginator},
};
use seaview_bench::ServerOptions;

#[derive(Parser)]
struct Options {
    #[command(flatten)]
    server: ServerOptions,
    /// How the engine's own statements reach the database.
    #[arg(long, value_enum, default_value_t = Lane::SeaOrm)]
    lane: Lane,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lane {
    /// On SeaORM's connection.
    SeaOrm,
    /// On the database's own driver.
    Direct,
}

impl Lane {
    async fn open(self, url: &str) -> anyhow::Result<Database> {
        let database = Database::connect(url).await?;
        match self {
            Self::SeaOrm => Ok(Database::from(database.connection().clone())),
            Self::Direct if cfg!(feature = "direct") => Ok(database),
            Self::Direct => anyhow::bail!("the direct lane needs the feature `direct`"),
        }
    }
}

/// The countries by cursor.
#[derive(ModelViewSet)]
#[viewset(serializer = CountrySerializer, pagination_class = by_cursor())]
struct CursoredViewSet;

fn by_cursor() -> CursorPagination {
    CursorPagination {
        page_size: Some(10),
        page_size_query_param: Some("page_size"),
        max_page_size: Some(1000),
        ..CursorPagination::default()
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let database = options.lane.open(&options.server.database).await?;
    let pages = Paginator::new(PageNumberPagination {
        page_size: Some(100),
        page_size_query_param: Some("page_size"),
        max_page_size: Some(1000),
        ..PageNumberPagination::default()
    });
    let app = DefaultRouter::new()
        .policies(Policies { pagination: Some(pages), ..Policies::default() })
        .register("countries", CountryViewSet)
        .register_with_basename("cursored", CursoredViewSet, "cursored")
        .into_router(database);
    options.server.serve(app).await
}
