//! The checks before an action, and the order in which they come.

use std::{any::Any, borrow::Cow, sync::Arc, time::Duration};

use http::{HeaderName, Method, header};
use sea_orm::ConnectionTrait;
use seaview::{
    Policies, User,
    authentication::{Authenticated, Authentication},
    permissions::Permission,
    prelude::*,
    throttling::{Throttle, Verdict},
    versioning::Versioning,
};

use crate::support::Client;

pub(crate) mod note {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "note")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub owner: String,
        pub text: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A user, known by name.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) active: bool,
}

impl Member {
    pub(crate) fn of(name: &str) -> Self {
        Self { name: name.to_owned(), active: true }
    }
}

impl User for Member {
    fn id(&self) -> i64 {
        1
    }

    fn username(&self) -> &str {
        &self.name
    }

    fn is_staff(&self) -> bool {
        self.name == "root"
    }

    fn is_active(&self) -> bool {
        self.active
    }
}

/// `Authorization: Name ada`.
pub(crate) struct NameAuthentication;

impl Authentication for NameAuthentication {
    async fn authenticate(&self, request: &Request) -> Result<Option<Authenticated>> {
        match request.header(header::AUTHORIZATION).and_then(|text| text.strip_prefix("Name ")) {
            None => Ok(None),
            Some("nobody") => Err(Error::authentication_failed("Invalid name.")),
            Some(name) => {
                let auth: Arc<dyn Any + Send + Sync> = Arc::new(name.len());
                Ok(Some(Authenticated { user: Arc::new(Member::of(name)), auth: Some(auth) }))
            }
        }
    }

    fn authenticate_header(&self, _: &Request) -> Option<String> {
        Some(r#"Name realm="notes""#.to_owned())
    }

    fn vary(&self) -> Option<HeaderName> {
        Some(header::AUTHORIZATION)
    }
}

/// `X-Version: 1`, or 2.
pub(crate) struct HeaderVersioning;

impl Versioning for HeaderVersioning {
    fn determine_version(&self, request: &Request) -> Result<Option<Cow<'static, str>>> {
        match request.header("x-version") {
            None => Ok(None),
            Some("1" | "2") => Ok(request.header("x-version").map(|text| text.to_owned().into())),
            Some("x") => Err(Error::not_acceptable()),
            Some(_) => Err(Error::not_found_because("Invalid version in header.")),
        }
    }
}

/// Refuses the request with `X-Refuse: request`, the row with `X-Refuse: row`.
pub(crate) struct Willing;

impl Permission for Willing {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(request.header("x-refuse") != Some("request"))
    }

    async fn has_object_permission(
        &self,
        request: &Request,
        _: &(dyn Any + Send + Sync),
    ) -> Result<bool> {
        Ok(request.header("x-refuse") != Some("row"))
    }
}

/// Refuses with `X-Wait: 30`, for so many milliseconds.
struct Patient;

impl Throttle for Patient {
    async fn allow_request(&self, request: &Request) -> Result<Verdict> {
        let wait = request.header("x-wait").and_then(|text| text.parse().ok());
        Ok(wait.map_or(Verdict::Allow, |wait| Verdict::Refuse(Some(Duration::from_millis(wait)))))
    }
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = note::Model,
    authentication(NameAuthentication),
    permissions(Willing),
    throttles(Patient)
)]
pub(crate) struct NoteViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model)]
pub(crate) struct RouterViewSet;

pub(crate) async fn database() -> Database {
    let database = crate::support::database().await;
    database.create_table(note::Entity).await.expect("a table");
    let rows = "INSERT INTO note (owner, text) VALUES ('ada', 'one'), ('bob', 'two')";
    database.connection().execute_unprepared(rows).await.expect("rows");
    database
}

pub(crate) async fn serving<V: ModelViewSet>(viewset: V) -> Client {
    let router = DefaultRouter::new().register("notes", viewset);
    Client::new(router.into_router(database().await))
}

pub(crate) async fn versioned() -> Client {
    let policies = Policies { versioning: Some(Arc::new(HeaderVersioning)), ..Policies::default() };
    let router = DefaultRouter::new().policies(policies).register("notes", NoteViewSet);
    Client::new(router.into_router(database().await))
}

pub(crate) const REFUSED: &str =
    r#"{"detail":"You do not have permission to perform this action."}"#;

pub(crate) const ANONYMOUS: &str = r#"{"detail":"Authentication credentials were not provided."}"#;

/// Headers of a request in which everything is wrong that can be, and what is said when all before
/// it is put right.
const FAULTS: [((&str, &str), u16, &str); 5] = [
    (
        ("accept", "application/xml"),
        406,
        r#"{"detail":"Could not satisfy the request Accept header."}"#,
    ),
    (("x-version", "9"), 404, r#"{"detail":"Invalid version in header."}"#),
    (("authorization", "Name nobody"), 401, r#"{"detail":"Invalid name."}"#),
    (("x-refuse", "request"), 401, ANONYMOUS),
    (
        ("x-wait", "29500"),
        429,
        r#"{"detail":"Request was throttled. Expected available in 30 seconds."}"#,
    ),
];

#[tokio::test]
async fn the_checks_come_in_drfs_order_and_the_method_after_them() {
    let client = versioned().await;
    let json = ("content-type", "application/json");
    for fault in 0..FAULTS.len() {
        let mut headers: Vec<_> = FAULTS[fault..].iter().map(|(header, ..)| *header).collect();
        headers.push(json);
        let (_, status, body) = FAULTS[fault];
        // A method that is not there, one that is, a row that is not there; no body is read.
        for (method, path, allow) in [
            (Method::PUT, "/notes/", "GET, POST, HEAD, OPTIONS"),
            (Method::POST, "/notes/", "GET, POST, HEAD, OPTIONS"),
            (Method::OPTIONS, "/notes/", "GET, POST, HEAD, OPTIONS"),
            (Method::PATCH, "/notes/9/", "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"),
        ] {
            let answer = client.send(method.clone(), path, &headers, "{").await;
            assert_eq!(
                (answer.status.as_u16(), answer.text().as_str()),
                (status, body),
                "{method} {path}"
            );
            assert_eq!(answer.header("allow"), allow);
            assert_eq!(answer.header("content-type"), "application/json");
            let vary = if fault < 2 { "Accept" } else { "Accept, authorization" };
            assert_eq!(answer.header("vary"), vary);
            let challenge = if status == 401 { r#"Name realm="notes""# } else { "" };
            assert_eq!(answer.header("www-authenticate"), challenge);
            assert_eq!(answer.header("retry-after"), if status == 429 { "30" } else { "" });
        }
        let head = client.send(Method::HEAD, "/notes/", &headers, "").await;
        assert_eq!((head.status.as_u16(), head.text().as_str()), (status, ""));
    }
    let put = client.send(Method::PUT, "/notes/", &[json], "{").await;
    put.assert(405, r#"{"detail":"Method \"PUT\" not allowed."}"#);
}

#[tokio::test]
async fn after_the_checks_come_the_row_its_permission_the_body_and_validation() {
    let client = versioned().await;
    let ada = ("authorization", "Name ada");
    let put = async |path: &str, headers: &[(&str, &str)], body: &str| {
        client.send(Method::PUT, path, headers, body).await
    };
    let xml = ("content-type", "application/xml");
    let json = ("content-type", "application/json");
    let refuse = ("x-refuse", "row");
    put("/notes/9/", &[ada, refuse, xml], "{")
        .await
        .assert(404, r#"{"detail":"No Note matches the given query."}"#);
    put("/notes/1/", &[ada, refuse, xml], "{").await.assert(403, REFUSED);
    put("/notes/1/", &[refuse, xml], "{").await.assert(401, ANONYMOUS);
    put("/notes/1/", &[ada, xml], "{")
        .await
        .assert(415, r#"{"detail":"Unsupported media type \"application/xml\" in request."}"#);
    let broken = put("/notes/1/", &[ada, json], "{").await;
    assert_eq!(broken.status, 400);
    assert!(broken.text().starts_with(r#"{"detail":"JSON parse error - "#), "{}", broken.text());
    put("/notes/1/", &[ada, json], "{}")
        .await
        .assert(400, r#"{"owner":["This field is required."],"text":["This field is required."]}"#);
    put("/notes/1/", &[ada, json], r#"{"owner":"ada","text":"x"}"#)
        .await
        .assert(200, r#"{"id":1,"owner":"ada","text":"x"}"#);
}

#[tokio::test]
async fn the_format_in_the_url_is_asked_before_accept_and_everything_else() {
    let client = versioned().await;
    let headers: Vec<_> = FAULTS.iter().map(|(header, ..)| *header).collect();
    let answer = client.send(Method::GET, "/notes/?format=zzz", &headers, "").await;
    answer.assert(404, r#"{"detail":"Not found."}"#);
    assert_eq!(answer.header("vary"), "Accept");
}
