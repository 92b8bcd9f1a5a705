//! The countries API of the tutorial: one entity, one serializer, one viewset, one router.

use seaview::{TrailingSlash, fixtures::Fixtures, prelude::*};

/// The table `countries_country`.
pub mod country {
    #![allow(missing_docs)]
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "countries_country")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(column_type = "String(StringLen::N(100))")]
        pub name: String,
        #[sea_orm(column_type = "String(StringLen::N(100))")]
        pub capital: String,
        pub area: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What clients see of a country.
#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
pub struct CountrySerializer {
    #[serializer(read_only)]
    id: i64,
    name: String,
    capital: String,
    /// (in square kilometers)
    area: i64,
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = CountrySerializer,
    filterset_fields(area(gte, lte)),
    search_fields(name, capital),
    ordering_fields(name, area),
    entity_hooks = false // the entity's ActiveModelBehavior is empty: writes take one statement
)]
#[allow(missing_docs)] // A doc comment would be the description that OPTIONS shows.
pub struct CountryViewSet;

/// The application: the API root, the countries, and 404 in JSON for everything else.
pub fn app(database: Database, trailing_slash: TrailingSlash) -> axum::Router {
    DefaultRouter::new()
        .trailing_slash(trailing_slash)
        .register("countries", CountryViewSet)
        .into_router(database)
}

/// Opens the database of a URL. A fresh one gets the table and three countries; one that is there
/// keeps what it holds.
pub async fn open(url: &str) -> anyhow::Result<Database> {
    let database = Database::connect(url).await?;
    if database.create_table(country::Entity).await? {
        Fixtures::new()
            .entity("countries.country", country::Entity)
            .load(database.connection(), include_str!("../fixtures/countries.json"))
            .await?;
    }
    Ok(database)
}
