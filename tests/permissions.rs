//! Who may do what, how often, and in which order it is asked.

use std::{
    any::Any,
    borrow::Cow,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Extension, Router};
use http::{HeaderName, Method, header};
use sea_orm::ConnectionTrait;
use seaview::{
    Policies, User,
    authentication::{
        Authenticated, Authentication, Authenticators, SessionAuthentication, SessionUser,
    },
    permissions::{AllowAny, Permission, Permissions},
    prelude::*,
    throttling::{Throttle, Throttles, Verdict},
    versioning::Versioning,
};

use crate::support::{Answer, Client};

mod note {
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
struct Member {
    name: String,
    active: bool,
}

impl Member {
    fn of(name: &str) -> Self {
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
struct NameAuthentication;

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
struct HeaderVersioning;

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
struct Willing;

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
struct NoteViewSet;

async fn database() -> Database {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    database.create_table(note::Entity).await.expect("a table");
    let rows = "INSERT INTO note (owner, text) VALUES ('ada', 'one'), ('bob', 'two')";
    database.connection().execute_unprepared(rows).await.expect("rows");
    database
}

async fn serving<V: ModelViewSet>(viewset: V) -> Client {
    let router = DefaultRouter::new().register("notes", viewset);
    Client::new(router.into_router(database().await))
}

async fn versioned() -> Client {
    let policies = Policies { versioning: Some(Arc::new(HeaderVersioning)), ..Policies::default() };
    let router = DefaultRouter::new().policies(policies).register("notes", NoteViewSet);
    Client::new(router.into_router(database().await))
}

const REFUSED: &str = r#"{"detail":"You do not have permission to perform this action."}"#;
const ANONYMOUS: &str = r#"{"detail":"Authentication credentials were not provided."}"#;
const ONE: &str = r#"{"id":1,"owner":"ada","text":"one"}"#;

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

#[tokio::test]
async fn a_version_may_also_be_a_406() {
    let answer = versioned().await.send(Method::GET, "/notes/", &[("x-version", "x")], "").await;
    answer.assert(406, r#"{"detail":"Could not satisfy the request Accept header."}"#);
}

/// Tells what the checks found out.
#[derive(ViewSet)]
#[viewset(serializer = note::Model, authentication(NameAuthentication), actions(list))]
struct WhoViewSet;

impl ModelViewSet for WhoViewSet {
    async fn list(&self, request: &Request) -> Result {
        let name = request.user_as::<Member>().map(|member| member.name.as_str());
        let staff = request.user().is_some_and(User::is_staff);
        let id = request.user_id()?;
        Response::json(&(name, staff, id, request.auth::<usize>(), request.version()))
    }
}

#[tokio::test]
async fn the_action_knows_user_auth_and_version() {
    let policies = Policies { versioning: Some(Arc::new(HeaderVersioning)), ..Policies::default() };
    let router = DefaultRouter::new().policies(policies).register("who", WhoViewSet);
    let client = Client::new(router.into_router(database().await));
    let ada = [("authorization", "Name ada"), ("x-version", "2")];
    client.send(Method::GET, "/who/", &ada, "").await.assert(200, r#"["ada",false,1,3,"2"]"#);
    let root = [("authorization", "Name root")];
    client.send(Method::GET, "/who/", &root, "").await.assert(200, r#"["root",true,1,4,null]"#);
    // An action that needs a user says so itself.
    let anonymous = client.get("/who/").await;
    anonymous.assert(401, ANONYMOUS);
    assert_eq!(anonymous.header("www-authenticate"), r#"Name realm="notes""#);
}

/// Refuses everybody, in its own words.
struct Closed;

impl Permission for Closed {
    async fn has_permission(&self, _: &Request) -> Result<bool> {
        Ok(false)
    }

    fn message(&self) -> Option<Cow<'static, str>> {
        Some("Closed on Sundays.".into())
    }
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = note::Model,
    authentication(NameAuthentication),
    permissions(AllowAny, Willing, Closed)
)]
struct ClosedViewSet;

#[tokio::test]
async fn a_refused_user_is_told_why_and_an_anonymous_one_to_log_in() {
    let client = serving(ClosedViewSet).await;
    let anonymous = client.get("/notes/").await;
    anonymous.assert(401, ANONYMOUS);
    assert_eq!(anonymous.header("www-authenticate"), r#"Name realm="notes""#);
    let ada = ("authorization", "Name ada");
    let refused = client.send(Method::GET, "/notes/", &[ada], "").await;
    refused.assert(403, r#"{"detail":"Closed on Sundays."}"#);
    assert_eq!(refused.headers.get("www-authenticate"), None);
    // The first that refuses speaks.
    let both = [ada, ("x-refuse", "request")];
    client.send(Method::GET, "/notes/", &both, "").await.assert(403, REFUSED);
}

#[derive(ViewSet)]
#[viewset(serializer = note::Model, permissions(Closed))]
struct NoAuthenticationViewSet;

impl ModelViewSet for NoAuthenticationViewSet {}

#[tokio::test]
async fn where_nobody_can_log_in_a_refusal_is_a_403_in_the_permissions_words() {
    let policies = Policies { authentication: Authenticators::none(), ..Policies::default() };
    let router = DefaultRouter::new().policies(policies).register("notes", NoAuthenticationViewSet);
    let client = Client::new(router.into_router(database().await));
    let answer = client.get("/notes/").await;
    answer.assert(403, r#"{"detail":"Closed on Sundays."}"#);
    assert_eq!(answer.header("vary"), "Accept");
}

#[tokio::test]
async fn a_session_has_no_challenge_so_anonymous_clients_are_told_to_log_in_with_403() {
    // The stock policies: sessions only.
    let answer = serving(NoAuthenticationViewSet).await.get("/notes/").await;
    answer.assert(403, ANONYMOUS);
    assert_eq!(answer.headers.get("www-authenticate"), None);
    assert_eq!(answer.header("vary"), "Accept, Cookie");
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = note::Model,
    authentication(SessionAuthentication, NameAuthentication),
    permissions(Willing)
)]
struct SessionFirstViewSet;

#[tokio::test]
async fn only_the_first_authenticator_is_asked_for_a_challenge() {
    let client = serving(SessionFirstViewSet).await;
    let wrong = client.send(Method::GET, "/notes/", &[("authorization", "Name nobody")], "").await;
    wrong.assert(403, r#"{"detail":"Invalid name."}"#);
    assert_eq!(wrong.headers.get("www-authenticate"), None);
    assert_eq!(wrong.header("vary"), "Accept, Cookie, authorization");
    let refused = client.send(Method::GET, "/notes/", &[("x-refuse", "request")], "").await;
    refused.assert(403, ANONYMOUS);
}

#[tokio::test]
async fn wrong_credentials_are_refused_where_none_are_needed() {
    let client = serving(NoteViewSet).await;
    assert_eq!(client.get("/notes/").await.status, 200);
    let nobody = [("authorization", "Name nobody")];
    client
        .send(Method::GET, "/notes/", &nobody, "")
        .await
        .assert(401, r#"{"detail":"Invalid name."}"#);
    // Another scheme is none of this authenticator's.
    let other = [("authorization", "Bearer x")];
    assert_eq!(client.send(Method::GET, "/notes/", &other, "").await.status, 200);
}

/// Owners may write, everyone may read; an absent owner hides the row.
struct IsOwnerOrReadOnly;

impl Permission for IsOwnerOrReadOnly {
    async fn has_object_permission(
        &self,
        request: &Request,
        object: &(dyn Any + Send + Sync),
    ) -> Result<bool> {
        let Some(note) = object.downcast_ref::<note::Model>() else { return Ok(false) };
        if request.header("x-hide").is_some() {
            return Err(Error::not_found_because("Hidden."));
        }
        let reading = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
        Ok(reading || request.user().is_some_and(|user| user.username() == note.owner))
    }
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = note::Model,
    authentication(NameAuthentication),
    permissions(IsOwnerOrReadOnly)
)]
struct OwnedViewSet;

#[tokio::test]
async fn a_row_is_its_owners_to_change() {
    let client = serving(OwnedViewSet).await;
    let write = async |method: Method, path: &str, name: Option<&str>| -> Answer {
        let authorization = format!("Name {}", name.unwrap_or_default());
        let mut headers = vec![("content-type", "application/json")];
        if name.is_some() {
            headers.push(("authorization", authorization.as_str()));
        }
        client.send(method, path, &headers, r#"{"owner":"ada","text":"x"}"#).await
    };
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        write(method.clone(), "/notes/1/", Some("bob")).await.assert(403, REFUSED);
        write(method.clone(), "/notes/1/", None).await.assert(401, ANONYMOUS);
    }
    client.get("/notes/1/").await.assert(200, ONE);
    assert_eq!(write(Method::PATCH, "/notes/1/", Some("ada")).await.status, 200);
    write(Method::DELETE, "/notes/1/", Some("ada")).await.assert(204, "");
    // Lists do not ask for each row, as in DRF.
    client.get("/notes/").await.assert(200, r#"[{"id":2,"owner":"bob","text":"two"}]"#);
}

#[tokio::test]
async fn the_error_of_a_permission_is_the_answer() {
    let client = serving(OwnedViewSet).await;
    let hide = [("x-hide", "1")];
    client.send(Method::GET, "/notes/1/", &hide, "").await.assert(404, r#"{"detail":"Hidden."}"#);
}

#[tokio::test]
async fn options_shows_the_fields_to_those_who_may_write_them() {
    let client = serving(OwnedViewSet).await;
    let actions = async |path: &str, headers: &[(&str, &str)]| {
        let answer = client.send(Method::OPTIONS, path, headers, "").await;
        assert_eq!(answer.status, 200);
        answer.json().get("actions").map(|actions| {
            let methods = actions.as_object().expect("an object").keys().cloned();
            methods.collect::<Vec<_>>().join(" ")
        })
    };
    let ada = [("authorization", "Name ada")];
    let bob = [("authorization", "Name bob")];
    assert_eq!(actions("/notes/", &[]).await.as_deref(), Some("POST"));
    assert_eq!(actions("/notes/1/", &ada).await.as_deref(), Some("PUT"));
    assert_eq!(actions("/notes/1/", &bob).await, None);
    assert_eq!(actions("/notes/1/", &[]).await, None);
    assert_eq!(actions("/notes/9/", &ada).await, None);
    assert_eq!(actions("/notes/x/", &ada).await, None);
    // Refused altogether, it says nothing.
    let refused = serving(ClosedViewSet).await.options("/notes/1/").await;
    refused.assert(401, ANONYMOUS);
}

#[tokio::test]
async fn a_row_that_may_not_be_seen_has_the_options_of_one_that_is_not_there() {
    let client = serving(OwnedViewSet).await;
    let bob = [("authorization", "Name bob")];
    let refused = client.send(Method::OPTIONS, "/notes/1/", &bob, "").await;
    let missing = client.send(Method::OPTIONS, "/notes/9/", &bob, "").await;
    assert_eq!((refused.text(), refused.headers), (missing.text(), missing.headers));
}

/// Reading is free, writing is the staff's, OPTIONS is for users.
struct PerActionViewSet;

impl ViewSet for PerActionViewSet {
    type Serializer = note::Model;

    // Not in the order of reading: the first shall not speak for the others.
    const ACTIONS: &'static [Action] =
        &[Action::Create, Action::List, Action::Destroy, Action::Retrieve];

    fn authentication(&self, _: Action) -> Option<Authenticators> {
        Some(Authenticators::none().with(NameAuthentication))
    }

    fn permissions(&self, action: Action) -> Option<Permissions> {
        Some(match action {
            Action::List | Action::Retrieve => Permissions::none(),
            Action::Metadata => Permissions::none().with(IsUser),
            _ => Permissions::none().with(IsStaff),
        })
    }
}

impl ModelViewSet for PerActionViewSet {}

struct IsUser;

impl Permission for IsUser {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(request.user().is_some())
    }
}

struct IsStaff;

impl Permission for IsStaff {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(request.user().is_some_and(User::is_staff))
    }
}

#[tokio::test]
async fn each_action_has_permissions_of_its_own() {
    let client = serving(PerActionViewSet).await;
    let status = async |method: Method, path: &str, name: &str| {
        let authorization = format!("Name {name}");
        let mut headers = vec![("content-type", "application/json")];
        if !name.is_empty() {
            headers.push(("authorization", authorization.as_str()));
        }
        let body = r#"{"owner":"x","text":"y"}"#;
        client.send(method, path, &headers, body).await.status.as_u16()
    };
    // Anonymous, a user, the staff.
    let table = [
        (Method::GET, "/notes/", [200, 200, 200]),
        (Method::HEAD, "/notes/1/", [200, 200, 200]),
        (Method::POST, "/notes/", [401, 403, 201]),
        (Method::DELETE, "/notes/1/", [401, 403, 204]),
        (Method::OPTIONS, "/notes/", [401, 200, 200]),
        (Method::OPTIONS, "/notes/2/", [401, 200, 200]),
        // What is not there is asked as OPTIONS is.
        (Method::PUT, "/notes/1/", [401, 405, 405]),
    ];
    for (method, path, expected) in table {
        for (name, expected) in ["", "ada", "root"].into_iter().zip(expected) {
            assert_eq!(
                status(method.clone(), path, name).await,
                expected,
                "{method} {path} {name:?}"
            );
        }
    }
    // The fields of POST are for those who may POST.
    let options = async |name: &str| {
        let authorization = format!("Name {name}");
        let headers = [("authorization", authorization.as_str())];
        client.send(Method::OPTIONS, "/notes/", &headers, "").await.json()
    };
    assert_eq!(options("ada").await.get("actions"), None);
    assert_eq!(options("root").await["actions"]["POST"]["text"]["required"], true);
}

/// Says always the same, and counts how often it was asked.
#[derive(Clone)]
struct Counting(Verdict, Arc<AtomicUsize>);

impl Counting {
    fn new(verdict: Verdict) -> Self {
        Self(verdict, Arc::default())
    }

    fn asked(&self) -> usize {
        self.1.load(Ordering::Relaxed)
    }
}

impl Throttle for Counting {
    async fn allow_request(&self, _: &Request) -> Result<Verdict> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Ok(self.0)
    }
}

async fn throttled(throttles: &[&Counting]) -> Answer {
    let throttles = throttles.iter().fold(Throttles::none(), |all, &one| all.with(one.clone()));
    let policies = Policies {
        throttles,
        authentication: Authenticators::none().with(NameAuthentication),
        permissions: Permissions::none().with(Willing),
        ..Policies::default()
    };
    let router = DefaultRouter::new().policies(policies).register("notes", RouterViewSet);
    let client = Client::new(router.into_router(database().await));
    client
        .send(Method::GET, "/notes/", &[("x-refuse", "request")], "")
        .await
        .assert(401, ANONYMOUS);
    client.get("/notes/").await
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model)]
struct RouterViewSet;

#[tokio::test]
async fn the_longest_wait_is_told_and_every_throttle_counts() {
    let seconds = |n| Verdict::Refuse(Some(Duration::from_secs(n)));
    let short = Counting::new(seconds(1));
    let unknown = Counting::new(Verdict::Refuse(None));
    let long = Counting::new(seconds(90));
    let willing = Counting::new(Verdict::Allow);

    let answer = throttled(&[&short, &unknown, &long, &willing]).await;
    answer.assert(429, r#"{"detail":"Request was throttled. Expected available in 90 seconds."}"#);
    assert_eq!(answer.header("retry-after"), "90");
    // Each was asked once: the request that was not permitted did not count.
    assert_eq!([&short, &unknown, &long, &willing].map(Counting::asked), [1; 4]);

    let answer = throttled(&[&short]).await;
    answer.assert(429, r#"{"detail":"Request was throttled. Expected available in 1 second."}"#);
    assert_eq!(answer.header("retry-after"), "1");
    let answer = throttled(&[&willing, &unknown]).await;
    answer.assert(429, r#"{"detail":"Request was throttled."}"#);
    assert_eq!(answer.headers.get("retry-after"), None);
    assert_eq!(throttled(&[&willing]).await.status, 200);
}

/// As many as were paid for.
struct Quota(AtomicUsize);

impl Throttle for Quota {
    async fn allow_request(&self, _: &Request) -> Result<Verdict> {
        let left = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
        Ok(if left.is_ok() { Verdict::Allow } else { Verdict::Refuse(None) })
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, throttles(Quota(AtomicUsize::new(2))))]
struct QuotaViewSet;

#[tokio::test]
async fn one_request_too_many_is_refused_in_the_format_that_was_asked_for() {
    let client = serving(QuotaViewSet).await;
    // Each action has throttles of its own; a HEAD counts as the GET that it is.
    assert_eq!(client.get("/notes/").await.status, 200);
    assert_eq!(client.send(Method::HEAD, "/notes/", &[], "").await.status, 200);
    client.get("/notes/").await.assert(429, r#"{"detail":"Request was throttled."}"#);
    let page = client.send(Method::GET, "/notes/", &[("accept", "text/html")], "").await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (429, "text/html; charset=utf-8")
    );
    assert!(page.text().contains("Request was throttled."), "{}", page.text());
}

fn session(app: Router, user: Member) -> Client {
    Client::new(app.layer(Extension(SessionUser(Arc::new(user)))))
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, permissions(IsUser))]
struct SessionViewSet;

#[tokio::test]
async fn a_session_is_trusted_to_read_and_needs_the_csrf_token_to_write() {
    let app = DefaultRouter::new().register("notes", SessionViewSet).into_router(database().await);
    let client = session(app, Member::of("ada"));
    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        assert_eq!(client.send(method, "/notes/", &[], "").await.status, 200);
    }
    let json = ("content-type", "application/json");
    let failed = |reason: &str| format!(r#"{{"detail":"CSRF Failed: {reason}"}}"#);
    let unset = failed("CSRF cookie not set.");
    let missing = failed("CSRF token missing.");
    let incorrect = failed("CSRF token from the 'X-Csrftoken' HTTP header incorrect.");
    let cookie = ("cookie", "a=b; csrftoken=s3cret; c=d");
    let token = ("x-csrftoken", "s3cret");
    for (headers, body) in [
        (vec![json], &unset),
        (vec![json, token], &unset),
        (vec![json, token, ("cookie", "csrftoken=")], &unset),
        (vec![json, token, ("cookie", "xcsrftoken=s3cret")], &unset),
        (vec![json, cookie], &missing),
        (vec![json, cookie, ("x-csrftoken", "S3cret")], &incorrect),
        (vec![json, cookie, ("x-csrftoken", "s3cre")], &incorrect),
        (vec![json, cookie, ("x-csrftoken", "s3cretx")], &incorrect),
    ] {
        for (method, path) in [
            (Method::POST, "/notes/"),
            (Method::PUT, "/notes/1/"),
            (Method::PATCH, "/notes/1/"),
            (Method::DELETE, "/notes/1/"),
        ] {
            let answer = client.send(method, path, &headers, "{}").await;
            answer.assert(403, body);
            assert_eq!(answer.header("vary"), "Accept, Cookie");
            assert_eq!(answer.headers.get("www-authenticate"), None);
        }
    }
    let headers = [json, cookie, token];
    let answer =
        client.send(Method::POST, "/notes/", &headers, r#"{"owner":"a","text":"t"}"#).await;
    answer.assert(201, r#"{"id":3,"owner":"a","text":"t"}"#);
    client.send(Method::DELETE, "/notes/3/", &headers, "").await.assert(204, "");
}

#[tokio::test]
async fn a_user_who_was_switched_off_is_anonymous() {
    let app = DefaultRouter::new().register("notes", SessionViewSet).into_router(database().await);
    let off = Member { active: false, ..Member::of("ada") };
    session(app.clone(), off).get("/notes/").await.assert(403, ANONYMOUS);
    assert_eq!(session(app, Member::of("ada")).get("/notes/").await.status, 200);
}

#[tokio::test]
async fn without_a_user_there_is_no_csrf_to_check() {
    let client = serving(RouterViewSet).await;
    assert_eq!(client.post("/notes/", r#"{"owner":"a","text":"t"}"#).await.status, 201);
}

#[tokio::test]
async fn the_routers_policies_hold_for_its_root_too() {
    let policies = Policies {
        authentication: Authenticators::none().with(NameAuthentication),
        permissions: Permissions::none().with(IsUser),
        ..Policies::default()
    };
    let router = DefaultRouter::new().policies(policies).register("notes", RouterViewSet);
    let client = Client::new(router.into_router(database().await));
    for path in ["/", "/.json", "/notes/", "/notes/1/"] {
        client.get(path).await.assert(401, ANONYMOUS);
        let ada = [("authorization", "Name ada")];
        assert_eq!(client.send(Method::GET, path, &ada, "").await.status, 200, "{path}");
    }
    // Nobody is asked for a name at a URL that is not there.
    assert_eq!(client.get("/nothing/").await.status, 404);
}

#[tokio::test]
async fn a_refusal_is_a_page_for_a_browser() {
    let client = serving(ClosedViewSet).await;
    let browser = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    let page = client.send(Method::GET, "/notes/1/?q=1&r={data}{headers}", &browser, "").await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (401, "text/html; charset=utf-8")
    );
    assert_eq!(page.header("www-authenticate"), r#"Name realm="notes""#);
    let text = page.text();
    assert!(text.contains("Authentication credentials were not provided."), "{text}");
    // The URL is shown and not obeyed.
    assert!(text.contains("/notes/1/?q=1&amp;r={data}{headers}</pre>"), "{text}");
}
