//! Plain views: their methods, their paths, and their policies.

mod methods;
mod mistakes;
mod paths;
mod policies;

use seaview::prelude::*;
use serde_json::json;

use crate::support::Client;

mod pot {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "pot")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelViewSet)]
#[viewset(serializer = pot::Model)]
struct PotViewSet;

/// What was captured, and where other views are.
struct WhereView;

impl ApiView for WhereView {
    const METHODS: &'static [Method] = &[Method::GET];

    async fn get(&self, request: &Request) -> Result {
        let kwargs: Vec<_> = request.kwargs().iter().collect();
        let name = request.query_param("of").unwrap_or_default();
        Response::json(&json!({ "kwargs": kwargs, "url": request.reverse(name, "a b") }))
    }
}

/// Greets, and counts what it is sent.
struct HTTPGreeterView {
    greeting: &'static str,
}

impl ApiView for HTTPGreeterView {
    const METHODS: &'static [Method] = &[Method::DELETE, Method::POST, Method::GET];
    const DESCRIPTION: &'static str = "Greets.";

    async fn get(&self, request: &Request) -> Result {
        let action = request.action().name();
        Response::json(&json!({ "greeting": self.greeting, "action": action }))
    }

    async fn post(&self, request: &Request) -> Result {
        let greeting = Greeting::from_request(request).await?;
        Ok(Response::created(greeting.to_representation()))
    }

    // `METHODS` does not name it.
    async fn put(&self, _: &Request) -> Result {
        Ok(Response::no_content())
    }

    async fn delete(&self, _: &Request) -> Result {
        Ok(Response::no_content())
    }
}

#[derive(Clone, Serializer)]
struct Greeting {
    #[serializer(max_length = 5)]
    text: String,
}

async fn database() -> Database {
    let database = crate::support::database().await;
    database.create_table(pot::Entity).await.expect("a table");
    database
}

async fn serving(router: DefaultRouter) -> Client {
    Client::new(router.into_router(database().await))
}
