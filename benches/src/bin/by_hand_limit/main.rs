//! The countries at the limit of what axum and a database's own driver give: statements that are
//! kept, and rows that become bytes without anything between.
//!
//! Nobody writes resources like this; it shows what is left to win.

mod json;
mod postgres;
mod sqlite;
mod store;

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use clap::Parser;
use postgres::Postgres;
use seaview_bench::{CountryInput, Error, ListParams, ServerOptions};
use sqlite::Sqlite;
use store::Store;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = ServerOptions::parse();
    let app = match options.database.strip_prefix("sqlite://") {
        Some(file) => app(Sqlite::open(file.split('?').next().unwrap_or(file))?),
        None => app(Postgres::connect(&options.database).await?),
    };
    options.serve(app).await
}

fn app<S: Store>(store: S) -> Router {
    Router::new()
        .route("/countries/", get(list::<S>).post(create::<S>))
        .route("/countries/{id}/", get(retrieve::<S>).patch(update::<S>).delete(destroy::<S>))
        .with_state(store)
}

async fn list<S: Store>(
    State(store): State<S>,
    headers: HeaderMap,
    Query(params): Query<ListParams>,
) -> Result<Response, Error> {
    let page = store.page(&params, params.slice()?).await?;
    let links = params.links(&headers, page.count)?;
    Ok(answer(StatusCode::OK, json::page(page.count, links, &page.results)))
}

async fn retrieve<S: Store>(
    State(store): State<S>,
    Path(id): Path<i64>,
) -> Result<Response, Error> {
    let country = store.retrieve(id).await?.ok_or(Error::NO_COUNTRY)?;
    Ok(answer(StatusCode::OK, country))
}

async fn create<S: Store>(
    State(store): State<S>,
    Json(input): Json<CountryInput>,
) -> Result<Response, Error> {
    input.validate(false)?;
    Ok(answer(StatusCode::CREATED, store.create(&input).await?))
}

async fn update<S: Store>(
    State(store): State<S>,
    Path(id): Path<i64>,
    Json(input): Json<CountryInput>,
) -> Result<Response, Error> {
    input.validate(true)?;
    let country = store.update(id, &input).await?.ok_or(Error::NO_COUNTRY)?;
    Ok(answer(StatusCode::OK, country))
}

async fn destroy<S: Store>(
    State(store): State<S>,
    Path(id): Path<i64>,
) -> Result<StatusCode, Error> {
    match store.delete(id).await? {
        0 => Err(Error::NO_COUNTRY),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

fn answer(status: StatusCode, json: Vec<u8>) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], json).into_response()
}
