//! The entity's own behaviour runs on what a viewset writes.

use seaview::prelude::*;

use crate::support::Client;

mod tag {
    use sea_orm::{ConnectionTrait, DbErr, Set, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "tag")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        #[serializer(read_only)]
        pub saves: i32,
    }

    #[async_trait::async_trait]
    impl ActiveModelBehavior for ActiveModel {
        async fn before_save<C: ConnectionTrait>(
            mut self,
            _: &C,
            insert: bool,
        ) -> Result<Self, DbErr> {
            let saves = if insert { 0 } else { self.saves.clone().take().unwrap_or_default() };
            self.saves = Set(saves + 1);
            match self.name.as_ref().as_str() {
                "forbidden" => Err(DbErr::Custom("the word is swordfish".to_owned())),
                _ => Ok(self),
            }
        }

        async fn before_delete<C: ConnectionTrait>(self, _: &C) -> Result<Self, DbErr> {
            match self.name.as_ref().as_str() {
                "kept" => Err(DbErr::Custom("the word is swordfish".to_owned())),
                _ => Ok(self),
            }
        }
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = tag::Model)]
struct TagViewSet;

#[tokio::test]
async fn the_entitys_own_behaviour_runs() {
    let database = crate::support::database().await;
    database.create_table(tag::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("tags", TagViewSet);
    let client = Client::new(router.into_router(database));
    client
        .post("/tags/", r#"{"name":"a","saves":9}"#)
        .await
        .assert(201, r#"{"id":1,"name":"a","saves":1}"#);
    client.put("/tags/1/", r#"{"name":"b"}"#).await.assert(200, r#"{"id":1,"name":"b","saves":2}"#);
    client
        .patch("/tags/1/", r#"{"name":"kept"}"#)
        .await
        .assert(200, r#"{"id":1,"name":"kept","saves":3}"#);

    // What it refuses is the server's fault, and its words are the server's own.
    let error = r#"{"detail":"A server error occurred."}"#;
    client.delete("/tags/1/").await.assert(500, error);
    client.patch("/tags/1/", r#"{"name":"forbidden"}"#).await.assert(500, error);
    client.post("/tags/", r#"{"name":"forbidden"}"#).await.assert(500, error);
    client.get("/tags/").await.assert(200, r#"[{"id":1,"name":"kept","saves":3}]"#);
}
