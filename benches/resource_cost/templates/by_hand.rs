pub mod model {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "resource_0")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(column_type = "String(StringLen::N(100))")]
        pub name: String,
        pub description: Option<String>,
        pub amount: i64,
        pub ratio: f64,
        pub active: bool,
        pub owner_id: i64,
        #[sea_orm(belongs_to, from = "owner_id", to = "id")]
        pub owner: BelongsTo<crate::owner::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use axum::{Json, Router, extract::{Path, Query, State}, http::StatusCode, routing::{get, post}};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseConnection, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, Set,
};
use serde::{Deserialize, Serialize};

use crate::owner;

#[derive(Deserialize)]
struct Input {
    name: Option<String>,
    description: Option<String>,
    amount: Option<i64>,
    ratio: Option<f64>,
    active: Option<bool>,
    owner_id: Option<i64>,
}

#[derive(Serialize)]
struct Output {
    id: i64,
    name: String,
    description: Option<String>,
    amount: i64,
    ratio: f64,
    active: bool,
    owner: Option<owner::Model>,
}

impl Output {
    fn new((resource, owner): (model::Model, Option<owner::Model>)) -> Json<Self> {
        let model::Model { id, name, description, amount, ratio, active, .. } = resource;
        Json(Self { id, name, description, amount, ratio, active, owner })
    }
}

#[derive(Serialize)]
struct Page {
    count: u64,
    results: Vec<Output>,
}

#[derive(Deserialize)]
struct Params {
    page: Option<u64>,
    search: Option<String>,
    ordering: Option<String>,
    amount__gte: Option<i64>,
    amount__lte: Option<i64>,
    active: Option<bool>,
    owner__name__icontains: Option<String>,
}

fn failed(_: sea_orm::DbErr) -> StatusCode {
    StatusCode::INTERNAL_SERVER_ERROR
}

async fn find(db: &DatabaseConnection, id: i64) -> Result<(model::Model, Option<owner::Model>), StatusCode> {
    let found = model::Entity::find_by_id(id).find_also_related(owner::Entity).one(db).await;
    found.map_err(failed)?.ok_or(StatusCode::NOT_FOUND)
}

async fn list(State(db): State<DatabaseConnection>, Query(params): Query<Params>) -> Result<Json<Page>, StatusCode> {
    let mut select = model::Entity::find().find_also_related(owner::Entity);
    if let Some(amount) = params.amount__gte {
        select = select.filter(model::Column::Amount.gte(amount));
    }
    if let Some(amount) = params.amount__lte {
        select = select.filter(model::Column::Amount.lte(amount));
    }
    if let Some(active) = params.active {
        select = select.filter(model::Column::Active.eq(active));
    }
    if let Some(name) = params.owner__name__icontains {
        select = select.filter(owner::Column::Name.contains(&name));
    }
    if let Some(search) = params.search {
        select = select.filter(model::Column::Name.contains(&search));
    }
    select = match params.ordering.as_deref() {
        Some("name") => select.order_by_asc(model::Column::Name),
        Some("-name") => select.order_by_desc(model::Column::Name),
        Some("amount") => select.order_by_asc(model::Column::Amount),
        Some("-amount") => select.order_by_desc(model::Column::Amount),
        _ => select,
    };
    let pages = select.order_by_asc(model::Column::Id).paginate(&db, 100);
    let count = pages.num_items().await.map_err(failed)?;
    let results = pages.fetch_page(params.page.unwrap_or(1) - 1).await.map_err(failed)?;
    let results = results.into_iter().map(|row| Output::new(row).0).collect();
    Ok(Json(Page { count, results }))
}

async fn create(State(db): State<DatabaseConnection>, Json(input): Json<Input>) -> Result<(StatusCode, Json<Output>), StatusCode> {
    let resource = model::ActiveModel {
        name: Set(input.name.ok_or(StatusCode::BAD_REQUEST)?),
        description: Set(input.description),
        amount: Set(input.amount.ok_or(StatusCode::BAD_REQUEST)?),
        ratio: Set(input.ratio.ok_or(StatusCode::BAD_REQUEST)?),
        active: Set(input.active.ok_or(StatusCode::BAD_REQUEST)?),
        owner_id: Set(input.owner_id.ok_or(StatusCode::BAD_REQUEST)?),
        ..Default::default()
    };
    let resource = resource.insert(&db).await.map_err(failed)?;
    Ok((StatusCode::CREATED, Output::new(find(&db, resource.id).await?)))
}

async fn retrieve(State(db): State<DatabaseConnection>, Path(id): Path<i64>) -> Result<Json<Output>, StatusCode> {
    Ok(Output::new(find(&db, id).await?))
}

async fn update(State(db): State<DatabaseConnection>, Path(id): Path<i64>, Json(input): Json<Input>) -> Result<Json<Output>, StatusCode> {
    let mut resource = find(&db, id).await?.0.into_active_model();
    if let Some(name) = input.name {
        resource.name = Set(name);
    }
    if let Some(description) = input.description {
        resource.description = Set(Some(description));
    }
    if let Some(amount) = input.amount {
        resource.amount = Set(amount);
    }
    if let Some(ratio) = input.ratio {
        resource.ratio = Set(ratio);
    }
    if let Some(active) = input.active {
        resource.active = Set(active);
    }
    if let Some(owner_id) = input.owner_id {
        resource.owner_id = Set(owner_id);
    }
    resource.update(&db).await.map_err(failed)?;
    Ok(Output::new(find(&db, id).await?))
}

async fn destroy(State(db): State<DatabaseConnection>, Path(id): Path<i64>) -> Result<StatusCode, StatusCode> {
    model::Entity::delete_by_id(id).exec(&db).await.map_err(failed)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn archive(State(db): State<DatabaseConnection>, Path(id): Path<i64>) -> Result<StatusCode, StatusCode> {
    let mut resource = find(&db, id).await?.0.into_active_model();
    resource.active = Set(false);
    resource.update(&db).await.map_err(failed)?;
    Ok(StatusCode::NO_CONTENT)
}

pub fn routes() -> Router<DatabaseConnection> {
    Router::new()
        .route("/resource-0/", get(list).post(create))
        .route("/resource-0/{id}/", get(retrieve).put(update).patch(update).delete(destroy))
        .route("/resource-0/{id}/archive/", post(archive))
}
