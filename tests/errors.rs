//! Errors on the wire: the stock formats, and what the database objects to.

use std::sync::Arc;

use http::{Method, StatusCode};
use sea_orm::entity::prelude::*;
use seaview::{
    error::{Detail, ErrorFormat, FastApiFormat, PlainFormat, ProblemFormat},
    prelude::*,
};

use crate::support::Client;

mod car {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "car")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub make: String,
        #[sea_orm(unique)]
        pub vin: String,
        pub year: i16,
        pub owner_id: Option<i64>,
        #[sea_orm(belongs_to, from = "owner_id", to = "id")]
        pub owner: HasOne<super::owner::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod owner {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "owner")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = car::Entity)]
struct CarSerializer {
    id: i64,
    make: String,
    vin: String,
    year: i16,
    owner_id: Option<i64>,
}

#[derive(ModelSerializer)]
#[serializer(entity = owner::Entity)]
struct OwnerSerializer {
    id: i64,
    name: String,
}

#[derive(ModelViewSet)]
#[viewset(serializer = OwnerSerializer)]
struct OwnerViewSet;

#[derive(ViewSet)]
#[viewset(serializer = CarSerializer)]
struct CarViewSet;

impl ModelViewSet for CarViewSet {
    async fn perform_create(
        &self,
        request: &Request,
        car: Validated<CarSerializer>,
    ) -> Result<car::Model> {
        match request.header("x-fail") {
            Some("teapot") => {
                Err(Error::api(StatusCode::IM_A_TEAPOT, Detail::from("I am a teapot.")))
            }
            Some("secret") => Err(Error::internal("the password is hunter2")),
            // Another request takes the number between validation and insertion.
            Some("race") => {
                let taken = format!(
                    "INSERT INTO car (make, vin, year) VALUES ('x', '{}', 1)",
                    car.vin.clone().unwrap()
                );
                request.db().execute_unprepared(&taken).await?;
                car.insert(request.db()).await
            }
            _ => car.insert(request.db()).await,
        }
    }
}

async fn cars(format: Option<Arc<dyn ErrorFormat>>) -> Client {
    let database = crate::support::database().await;
    database.create_table(owner::Entity).await.expect("a table");
    database.create_table(car::Entity).await.expect("a table");
    let mut settings = Settings::default();
    if let Some(format) = format {
        settings.error_format = format;
    }
    let router = DefaultRouter::new().settings(settings).register("cars", CarViewSet);
    Client::new(router.register("owners", OwnerViewSet).into_router(database))
}

const BEETLE: &str = r#"{"make":"VW","vin":"1","year":1968}"#;

async fn fail(client: &Client, how: &str) -> crate::support::Answer {
    let headers = [("content-type", "application/json"), ("x-fail", how)];
    client.send(Method::POST, "/cars/", &headers, BEETLE).await
}

#[tokio::test]
async fn all_errors_of_all_fields_come_in_the_order_of_declaration() {
    let answer =
        cars(None).await.post("/cars/", r#"{"year":"old","owner_id":[],"make":null}"#).await;
    answer.assert(
        400,
        concat!(
            r#"{"make":["This field may not be null."],"vin":["This field is required."],"#,
            r#""year":["A valid integer is required."],"owner_id":["Incorrect type. Expected pk value, received list."]}"#
        ),
    );
}

#[tokio::test]
async fn the_tutorials_sentences_are_a_format() {
    let client = cars(Some(Arc::new(PlainFormat))).await;
    client
        .get("/motorcycles/")
        .await
        .assert(404, r#"{"error":"The requested resource was not found."}"#);
    client
        .post("/cars/", r#"{"make":"VW""#)
        .await
        .assert(400, r#"{"error":"This request was not properly formatted. Please send again."}"#);
    let xml = [("content-type", "application/xml")];
    client
        .send(Method::POST, "/cars/", &xml, "<car/>")
        .await
        .assert(415, r#"{"error":"The application/xml mediatype is not supported."}"#);
    client
        .post("/cars/", r#"{"topSpeed":1,"warrantyLength":2}"#)
        .await
        .assert(422, r#"{"error":"Request had invalid or missing data."}"#);
}

#[tokio::test]
async fn fastapis_422_is_a_format() {
    let client = cars(Some(Arc::new(FastApiFormat))).await;
    client.post("/cars/", r#"{"make":"VW","vin":"1"}"#).await.assert(
        422,
        r#"{"detail":[{"loc":["body","year"],"msg":"field required","type":"value_error.missing"}]}"#,
    );
    client.get("/cars/9/").await.assert(404, r#"{"detail":"No Car matches the given query."}"#);
}

#[tokio::test]
async fn problem_details_have_a_media_type_of_their_own() {
    let client = cars(Some(Arc::new(ProblemFormat))).await;
    let answer = client.post("/cars/", r#"{"make":"VW","vin":"1"}"#).await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["errors"][0]["pointer"], "/year");
    let unknown = client.get("/motorcycles/").await;
    assert_eq!(unknown.header("content-type"), "application/problem+json");
    assert_eq!(unknown.json()["status"], 404);
}

#[tokio::test]
async fn an_application_answers_any_status() {
    fail(&cars(None).await, "teapot").await.assert(418, r#"{"detail":"I am a teapot."}"#);
}

#[tokio::test]
async fn the_cause_of_a_500_stays_inside() {
    for format in [None, Some(Arc::new(ProblemFormat) as Arc<dyn ErrorFormat>)] {
        let answer = fail(&cars(format).await, "secret").await;
        assert_eq!(answer.status, 500);
        assert!(!answer.text().contains("hunter2"), "{}", answer.text());
    }
    fail(&cars(None).await, "secret").await.assert(500, r#"{"detail":"A server error occurred."}"#);
}

#[tokio::test]
async fn a_unique_value_that_is_taken_is_the_error_of_its_field() {
    let client = cars(None).await;
    let taken = r#"{"vin":["car with this vin already exists."]}"#;
    assert_eq!(client.post("/cars/", BEETLE).await.status, 201);
    client.post("/cars/", BEETLE).await.assert(400, taken);
    // The row itself does not count.
    assert_eq!(client.put("/cars/1/", BEETLE).await.status, 200);
    assert_eq!(client.patch("/cars/1/", r#"{"vin":"1"}"#).await.status, 200);
    assert_eq!(client.post("/cars/", r#"{"make":"VW","vin":"2","year":1}"#).await.status, 201);
    client.patch("/cars/2/", r#"{"vin":"1"}"#).await.assert(400, taken);
}

#[tokio::test]
async fn a_unique_value_that_is_taken_meanwhile_is_the_same_error() {
    let client = cars(None).await;
    fail(&client, "race").await.assert(400, r#"{"vin":["car with this vin already exists."]}"#);
}

#[tokio::test]
async fn a_row_that_is_not_there_cannot_be_referred_to() {
    let client = cars(None).await;
    let answer = client.post("/cars/", r#"{"make":"VW","vin":"1","year":1,"owner_id":7}"#).await;
    answer.assert(400, r#"{"owner_id":["Invalid pk \"7\" - object does not exist."]}"#);
    client.get("/cars/").await.assert(200, "[]");
}

#[tokio::test]
async fn a_row_that_others_refer_to_stays() {
    let client = cars(None).await;
    assert_eq!(client.post("/owners/", r#"{"name":"Ada"}"#).await.status, 201);
    let car = r#"{"make":"VW","vin":"1","year":1,"owner_id":1}"#;
    assert_eq!(client.post("/cars/", car).await.status, 201);
    let answer = client.delete("/owners/1/").await;
    answer.assert(409, r#"{"detail":"Other objects still refer to this one."}"#);
    assert_eq!(client.get("/owners/1/").await.status, 200);
}
