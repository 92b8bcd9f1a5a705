//! The countries served by crudcrate, as its documentation shows it, on SeaORM's defaults.

use clap::Parser;
use country::Country;
use utoipa_axum::router::OpenApiRouter;

mod country {
    use crudcrate::EntityToModels;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, EntityToModels)]
    #[sea_orm(table_name = "countries_country")]
    #[crudcrate(api_struct = "Country", name_plural = "countries", generate_router)]
    pub struct Model {
        #[sea_orm(primary_key)]
        #[crudcrate(primary_key, sortable, exclude(create, update))]
        pub id: i64,
        #[crudcrate(filterable, sortable, fulltext)]
        pub name: String,
        #[crudcrate(filterable, fulltext)]
        pub capital: String,
        #[crudcrate(filterable, sortable)]
        pub area: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

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
    let countries = OpenApiRouter::new().nest("/countries", Country::router(&db));
    let (app, _) = countries.split_for_parts();
    let listener = tokio::net::TcpListener::bind(&options.listen).await?;
    axum::serve(listener, app).await?;
    Ok(())
}
