//! The countries written by hand with axum and SQLx, each with its defaults.

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    routing::get,
};
use clap::Parser;
use seaview_bench::{Country, CountryInput, Error, ListParams, ServerOptions, sql};
use serde::Serialize;
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = ServerOptions::parse();
    let app = if options.database.starts_with("sqlite:") {
        sqlite::app(SqlitePool::connect(&options.database).await?)
    } else {
        postgres::app(PgPool::connect(&options.database).await?)
    };
    options.serve(app).await
}

#[derive(Serialize)]
struct Page {
    count: i64,
    next: Option<String>,
    previous: Option<String>,
    results: Vec<Country>,
}

/// The handlers for one kind of pool: SQLx's pools have no type in common that costs nothing.
macro_rules! handlers {
    ($module:ident, $pool:ident) => {
        mod $module {
            use super::*;

            pub(crate) fn app(pool: $pool) -> Router {
                Router::new()
                    .route("/countries/", get(list).post(create))
                    .route("/countries/{id}/", get(retrieve).patch(update).delete(destroy))
                    .with_state(pool)
            }

            async fn list(
                State(pool): State<$pool>,
                headers: HeaderMap,
                Query(params): Query<ListParams>,
            ) -> Result<Json<Page>, Error> {
                let slice = params.slice()?;
                let [limit, offset] =
                    if params.area_gte.is_some() { ["$2", "$3"] } else { ["$1", "$2"] };
                let rows = AssertSqlSafe(sql::list(&params, limit, offset));
                let mut rows = sqlx::query_as::<_, Country>(rows);
                let mut counted = sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql::count(&params)));
                if let Some(area) = params.area_gte {
                    (rows, counted) = (rows.bind(area), counted.bind(area));
                }
                let count = counted.fetch_one(&pool).await?;
                let [next, previous] = params.links(&headers, count as u64)?;
                let rows = rows.bind(slice.size as i64).bind(slice.offset() as i64);
                let results = rows.fetch_all(&pool).await?;
                Ok(Json(Page { count, next, previous, results }))
            }

            async fn retrieve(
                State(pool): State<$pool>,
                Path(id): Path<i64>,
            ) -> Result<Json<Country>, Error> {
                let country = sqlx::query_as(sql::RETRIEVE).bind(id).fetch_optional(&pool).await?;
                country.map(Json).ok_or(Error::NO_COUNTRY)
            }

            async fn create(
                State(pool): State<$pool>,
                Json(input): Json<CountryInput>,
            ) -> Result<(StatusCode, Json<Country>), Error> {
                input.validate(false)?;
                let country = sqlx::query_as(sql::CREATE)
                    .bind(input.name)
                    .bind(input.capital)
                    .bind(input.area)
                    .fetch_one(&pool)
                    .await?;
                Ok((StatusCode::CREATED, Json(country)))
            }

            async fn update(
                State(pool): State<$pool>,
                Path(id): Path<i64>,
                Json(input): Json<CountryInput>,
            ) -> Result<Json<Country>, Error> {
                input.validate(true)?;
                let country = sqlx::query_as(sql::UPDATE)
                    .bind(input.name)
                    .bind(input.capital)
                    .bind(input.area)
                    .bind(id)
                    .fetch_optional(&pool)
                    .await?;
                country.map(Json).ok_or(Error::NO_COUNTRY)
            }

            async fn destroy(
                State(pool): State<$pool>,
                Path(id): Path<i64>,
            ) -> Result<StatusCode, Error> {
                match sqlx::query(sql::DELETE).bind(id).execute(&pool).await?.rows_affected() {
                    0 => Err(Error::NO_COUNTRY),
                    _ => Ok(StatusCode::NO_CONTENT),
                }
            }
        }
    };
}

handlers!(sqlite, SqlitePool);
handlers!(postgres, PgPool);
