//! Types of the server's own.

use seaview::prelude::*;

use super::run;
use crate::{
    lanes::{plain, said, server},
    support::Client,
};

mod mood {
    use sea_orm::entity::prelude::*;
    use seaview::Field;

    #[derive(Clone, Debug, PartialEq, EnumIter, DeriveActiveEnum, Field)]
    #[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "temper", rename_all = "lowercase")]
    pub enum Temper {
        Calm,
        Wild,
    }

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "mood")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub temper: Temper,
        pub other: Option<Temper>,
        #[sea_orm(column_type = "JsonBinary", nullable)]
        pub more: Option<Json>,
        #[sea_orm(column_type = "Decimal(None)", nullable)]
        pub price: Option<Decimal>,
        #[sea_orm(column_type = "Char(Some(4))", nullable)]
        pub code: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = mood::Entity)]
struct MoodSerializer {
    #[serializer(read_only)]
    id: i32,
    temper: mood::Temper,
    other: Option<mood::Temper>,
    more: Option<serde_json::Value>,
    price: Option<sea_orm::prelude::Decimal>,
    code: Option<String>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = MoodSerializer, filterset_fields(id(exact, gt), temper, price(gte)), search_fields(code))]
struct MoodViewSet;

#[tokio::test]
async fn types_of_the_servers_own_are_shown_alike() {
    let Some(database) = server().await else { return };
    database.create_table(mood::Entity).await.expect("a table");
    let clients = [&database, &plain(&database)].map(|database| {
        Client::new(
            DefaultRouter::new().register("moods", MoodViewSet).into_router(database.clone()),
        )
    });
    let mut shown = Vec::new();
    for client in &clients {
        run(&database, "TRUNCATE mood RESTART IDENTITY").await;
        let mut answers = Vec::new();
        for body in [
            r#"{"temper":"wild","other":"calm","more":{"b":1.50,"a":[null]},"price":"0.00","code":"ab"}"#,
            r#"{"temper":"calm","price":"-12345678901234567890.5000"}"#,
            r#"{"temper":"calm","other":"none"}"#,
        ] {
            answers.push(said(&client.post("/moods/", body).await));
        }
        answers.push(said(&client.patch("/moods/1/", r#"{"other":null,"price":"10.000"}"#).await));
        for query in ["", "1/", "?temper=wild", "?price__gte=1", "?search=AB", "?id=99999999999"] {
            answers.push(said(&client.get(&format!("/moods/{query}")).await));
        }
        shown.push(answers);
    }
    assert_eq!(shown[0], shown[1]);
    assert_eq!(shown[0][0].0, 201, "{:?}", shown[0]);
    assert_eq!(shown[0][5].0, 200, "{:?}", shown[0]);
}
