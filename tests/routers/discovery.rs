//! Viewsets that say themselves where they are registered.

use seaview::prelude::*;

use super::{EVENTS, EventViewSet, database};
use crate::support::Client;

mod soundcheck {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "soundcheck")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub volume: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod stage {
    pub(crate) mod stage_exit {
        use sea_orm::entity::prelude::*;

        #[sea_orm::model]
        #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
        #[sea_orm(table_name = "stage_exit")]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: i64,
            pub left: bool,
        }

        impl ActiveModelBehavior for ActiveModel {}
    }
}

mod encore {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "encore")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub song: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

seaview::resources! {
    soundchecks => soundcheck,
    "stage-exits" => stage::stage_exit,
}

#[derive(ReadOnlyModelViewSet)]
#[viewset(serializer = encore::Model, register = "encores")]
struct EncoreViewSet;

#[tokio::test]
async fn what_says_that_it_is_registered_is_discovered() {
    let database = crate::support::database().await;
    database.create_table(soundcheck::Entity).await.expect("a table");
    database.create_table(stage::stage_exit::Entity).await.expect("a table");
    database.create_table(encore::Entity).await.expect("a table");
    let client = Client::new(DefaultRouter::discover().into_router(database));

    let root = client.get("/").await.text();
    let place = |prefix: &str| {
        let link = format!(r#""{prefix}":"http://testserver/{prefix}/""#);
        root.find(&link).unwrap_or_else(|| panic!("{link} in {root}"))
    };
    // Sorted, since nobody can say in which order a program holds them.
    assert!(place("encores") < place("soundchecks"));
    assert!(place("soundchecks") < place("stage-exits"));

    client.post("/soundchecks/", r#"{"volume":11}"#).await.assert(201, r#"{"id":1,"volume":11}"#);
    client.post("/stage-exits/", r#"{"left":true}"#).await.assert(201, r#"{"id":1,"left":true}"#);
    client
        .get("/stage-exits/9/")
        .await
        .assert(404, r#"{"detail":"No StageExit matches the given query."}"#);
    assert_eq!(client.options("/stage-exits/").await.json()["name"], "Stage Exit List");
    client
        .post("/encores/", r#"{"song":"x"}"#)
        .await
        .assert(405, r#"{"detail":"Method \"POST\" not allowed."}"#);
}

#[tokio::test]
async fn discovered_viewsets_make_room_for_others() {
    let router = DefaultRouter::discover().register("events", EventViewSet);
    let client = Client::new(router.into_router(database().await));
    client.get("/events/").await.assert(200, EVENTS);
    // The one that was registered by hand comes last.
    let root = client.get("/").await.text();
    assert!(root.ends_with(r#","events":"http://testserver/events/"}"#), "{root}");
}
