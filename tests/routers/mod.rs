//! Routers: which URL is whose, and what the others answer.

mod composition;
mod discovery;
mod hosts;
mod methods;
mod nested;
mod registration;
mod root;
mod slashes;
mod suffixes;
mod urls;

use axum::{Router, body::Body};
use http::Request as HttpRequest;
use http_body_util::BodyExt;
use sea_orm::{ConnectionTrait, Select, entity::prelude::*};
use seaview::prelude::*;
use tower::ServiceExt;

use crate::support::{Answer, Client};

mod event {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "event")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub title: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod guest {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "guest")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub event_id: i64,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod venue {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "venue")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique)]
        pub slug: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is on.
#[derive(ModelViewSet)]
#[viewset(serializer = event::Model)]
struct EventViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = event::Model, actions(create))]
struct ProposalViewSet;

#[derive(ReadOnlyModelViewSet)]
#[viewset(serializer = event::Model)]
struct ProgrammeViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = venue::Model, lookup_field = slug, lookup_url_kwarg = "venue_slug")]
struct VenueViewSet;

#[derive(ViewSet)]
#[viewset(serializer = guest::Model)]
struct GuestViewSet;

impl ModelViewSet for GuestViewSet {
    fn get_queryset(&self, request: &Request) -> Select<guest::Entity> {
        let event = request.kwargs().get("event_pk").and_then(|text| text.parse::<i64>().ok());
        guest::Entity::find().filter(guest::Column::EventId.eq(event.unwrap_or(0)))
    }
}

async fn database() -> Database {
    let database = crate::support::database().await;
    database.create_table(event::Entity).await.expect("a table");
    database.create_table(guest::Entity).await.expect("a table");
    database.create_table(venue::Entity).await.expect("a table");
    let rows = "INSERT INTO event (title) VALUES ('Premiere'), ('Gala');
        INSERT INTO guest (event_id, name) VALUES (1, 'Ada'), (2, 'Bob'), (2, 'Cyd');
        INSERT INTO venue (slug) VALUES ('opera'), ('café'), ('a b'), ('100%');";
    database.connection().execute_unprepared(rows).await.expect("rows");
    database
}

const EVENTS: &str = r#"[{"id":1,"title":"Premiere"},{"id":2,"title":"Gala"}]"#;

const NOT_FOUND: &str = r#"{"detail":"Not found."}"#;

fn router() -> DefaultRouter {
    DefaultRouter::new()
        .register("venues", VenueViewSet)
        .register("events", EventViewSet)
        .register("events/{event_pk}/guests", GuestViewSet)
}

async fn client() -> Client {
    Client::new(router().into_router(database().await))
}

/// Sends a request that is all the caller's own, without a `Host`.
async fn send(app: Router, request: http::request::Builder) -> Answer {
    let request: HttpRequest<Body> = request.body(Body::empty()).expect("a request");
    let (parts, body) = app.oneshot(request).await.expect("axum never fails").into_parts();
    let body = body.collect().await.expect("a whole body").to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// A 404 that no view made: it cannot say which methods are allowed.
#[track_caller]
fn assert_unknown(answer: &Answer, path: &str) {
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (404, NOT_FOUND), "{path}");
    assert_eq!(answer.header("content-type"), "application/json", "{path}");
    assert_eq!(answer.headers.get("allow"), None, "{path}");
}
