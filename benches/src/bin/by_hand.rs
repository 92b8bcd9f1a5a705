//! The countries written by hand with axum and SeaORM, each with its defaults: what seaview is
//! measured against.
//!
//! Typical and idiomatic, neither tuned nor hobbled; the answers are those of seaview, byte for
//! byte.

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use clap::Parser;
use sea_orm::{
    ActiveModelTrait, DatabaseConnection, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryOrder, Set,
};
use serde::{Deserialize, Serialize};

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

const PAGE_SIZE: u64 = 100;
const MAX_LENGTH: usize = 100;

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
    let db = sea_orm::Database::connect(&options.database).await?;
    let app = Router::new()
        .route("/countries/", get(list).post(create))
        .route("/countries/{id}/", get(retrieve).patch(update))
        .with_state(db);
    let listener = tokio::net::TcpListener::bind(&options.listen).await?;
    axum::serve(listener, app).await?;
    Ok(())
}

#[derive(Serialize)]
struct Page {
    count: u64,
    next: Option<String>,
    previous: Option<String>,
    results: Vec<country::Model>,
}

#[derive(Deserialize)]
struct PageParams {
    page: Option<u64>,
}

async fn list(
    State(db): State<DatabaseConnection>,
    headers: HeaderMap,
    Query(params): Query<PageParams>,
) -> Result<Json<Page>, Error> {
    let page = params.page.unwrap_or(1);
    let countries = country::Entity::find().order_by_asc(country::Column::Id);
    let pages = countries.paginate(&db, PAGE_SIZE);
    let total = pages.num_items_and_pages().await?;
    if page == 0 || page > total.number_of_pages.max(1) {
        return Err(Error::NotFound("Invalid page."));
    }
    let results = pages.fetch_page(page - 1).await?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let next = (page < total.number_of_pages)
        .then(|| format!("http://{host}/countries/?page={}", page + 1));
    let previous = match page {
        1 => None,
        2 => Some(format!("http://{host}/countries/")),
        page => Some(format!("http://{host}/countries/?page={}", page - 1)),
    };
    Ok(Json(Page { count: total.number_of_items, next, previous, results }))
}

async fn retrieve(
    State(db): State<DatabaseConnection>,
    Path(id): Path<i64>,
) -> Result<Json<country::Model>, Error> {
    let country = country::Entity::find_by_id(id).one(&db).await?.ok_or(Error::NO_COUNTRY)?;
    Ok(Json(country))
}

#[derive(Deserialize)]
struct CountryInput {
    name: Option<String>,
    capital: Option<String>,
    area: Option<i64>,
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

type Messages = Option<Vec<String>>;

#[derive(Serialize)]
struct Invalid {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Messages,
    #[serde(skip_serializing_if = "Option::is_none")]
    capital: Messages,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Messages,
}

impl CountryInput {
    fn validate(&self, partial: bool) -> Result<(), Error> {
        let invalid = Invalid {
            name: text_errors(self.name.as_deref(), partial),
            capital: text_errors(self.capital.as_deref(), partial),
            area: (self.area.is_none() && !partial).then(required),
        };
        match invalid {
            Invalid { name: None, capital: None, area: None } => Ok(()),
            invalid => Err(Error::Invalid(invalid)),
        }
    }
}

fn text_errors(text: Option<&str>, partial: bool) -> Messages {
    match text {
        None if partial => None,
        None => Some(required()),
        Some("") => Some(vec!["This field may not be blank.".into()]),
        Some(text) if text.chars().count() > MAX_LENGTH => {
            Some(vec![format!("Ensure this field has no more than {MAX_LENGTH} characters.")])
        }
        Some(_) => None,
    }
}

fn required() -> Vec<String> {
    vec!["This field is required.".into()]
}

enum Error {
    NotFound(&'static str),
    Invalid(Invalid),
    Database(DbErr),
}

impl Error {
    const NO_COUNTRY: Self = Self::NotFound("No Country matches the given query.");
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, detail) = match self {
            Self::Invalid(invalid) => {
                return (StatusCode::BAD_REQUEST, Json(invalid)).into_response();
            }
            Self::NotFound(detail) => (StatusCode::NOT_FOUND, detail),
            Self::Database(error) => {
                eprintln!("{error}");
                (StatusCode::INTERNAL_SERVER_ERROR, "A server error occurred.")
            }
        };
        (status, Json(serde_json::json!({ "detail": detail }))).into_response()
    }
}
