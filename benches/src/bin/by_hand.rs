//! The countries written by hand with axum and SeaORM, each with its defaults: what everything else
//! is measured against.
//!
//! Typical and idiomatic, neither tuned nor hobbled; the answers are those of seaview, byte for
//! byte.

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    routing::get,
};
use clap::Parser;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseConnection, EntityTrait, IntoActiveModel, Order,
    PaginatorTrait, QueryFilter, QueryOrder, Set,
};
use seaview_bench::{CountryInput, Error, ListParams, Ordering, ServerOptions};
use serde::Serialize;

mod country {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "countries_country")]
    pub(crate) struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub capital: String,
        pub area: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = ServerOptions::parse();
    let db = sea_orm::Database::connect(&options.database).await?;
    let app = Router::new()
        .route("/countries/", get(list).post(create))
        .route("/countries/{id}/", get(retrieve).patch(update).delete(destroy))
        .with_state(db);
    options.serve(app).await
}

#[derive(Serialize)]
struct Page {
    count: u64,
    next: Option<String>,
    previous: Option<String>,
    results: Vec<country::Model>,
}

async fn list(
    State(db): State<DatabaseConnection>,
    headers: HeaderMap,
    Query(params): Query<ListParams>,
) -> Result<Json<Page>, Error> {
    let slice = params.slice()?;
    let mut countries = country::Entity::find();
    if let Some(area) = params.area_gte {
        countries = countries.filter(country::Column::Area.gte(area));
    }
    if let Some(ordering) = params.ordering {
        let order = if ordering == Ordering::Area { Order::Asc } else { Order::Desc };
        countries = countries.order_by(country::Column::Area, order);
    }
    let pages = countries.order_by_asc(country::Column::Id).paginate(&db, slice.size);
    let count = pages.num_items().await?;
    let [next, previous] = params.links(&headers, count)?;
    let results = pages.fetch_page(slice.page - 1).await?;
    Ok(Json(Page { count, next, previous, results }))
}

async fn retrieve(
    State(db): State<DatabaseConnection>,
    Path(id): Path<i64>,
) -> Result<Json<country::Model>, Error> {
    let country = country::Entity::find_by_id(id).one(&db).await?.ok_or(Error::NO_COUNTRY)?;
    Ok(Json(country))
}

async fn create(
    State(db): State<DatabaseConnection>,
    Json(input): Json<CountryInput>,
) -> Result<(StatusCode, Json<country::Model>), Error> {
    input.validate(false)?;
    let country = country::ActiveModel {
        name: Set(input.name.unwrap_or_default()),
        capital: Set(input.capital.unwrap_or_default()),
        area: Set(input.area.unwrap_or_default()),
        ..Default::default()
    };
    Ok((StatusCode::CREATED, Json(country.insert(&db).await?)))
}

async fn update(
    State(db): State<DatabaseConnection>,
    Path(id): Path<i64>,
    Json(input): Json<CountryInput>,
) -> Result<Json<country::Model>, Error> {
    let country = country::Entity::find_by_id(id).one(&db).await?.ok_or(Error::NO_COUNTRY)?;
    input.validate(true)?;
    let mut country = country.into_active_model();
    if let Some(name) = input.name {
        country.name = Set(name);
    }
    if let Some(capital) = input.capital {
        country.capital = Set(capital);
    }
    if let Some(area) = input.area {
        country.area = Set(area);
    }
    Ok(Json(country.update(&db).await?))
}

async fn destroy(
    State(db): State<DatabaseConnection>,
    Path(id): Path<i64>,
) -> Result<StatusCode, Error> {
    match country::Entity::delete_by_id(id).exec(&db).await?.rows_affected {
        0 => Err(Error::NO_COUNTRY),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}
