//! Viewsets: the six actions, their hooks, and which rows they see.

use http::{HeaderMap, HeaderValue, Method, header};
use sea_orm::{ActiveModelTrait, ConnectionTrait, QueryOrder, Select, Set, entity::prelude::*};
use seaview::{
    filters::Lookup,
    pagination::{Page, PageNumberPagination, PaginationClass},
    prelude::*,
    serializers::SerializerClass,
    viewsets::EntityOf,
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
        #[serializer(read_only)]
        pub owner: String,
        pub text: String,
        #[sea_orm(default_value = 5)]
        pub stars: i32,
        pub place: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The two fields of a note that a list shows.
#[derive(ModelSerializer)]
#[serializer(entity = note::Entity)]
struct NoteTitleSerializer {
    id: i64,
    text: String,
}

async fn database() -> Database {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    database.create_table(note::Entity).await.expect("a table");
    let rows = "INSERT INTO note (owner, text, stars, place) VALUES
            ('ada', 'one', 1, NULL), ('bob', 'two', 2, 'Rome'), ('ada', 'three', 3, NULL);
        CREATE TABLE log (line TEXT);
        CREATE TRIGGER text_log AFTER UPDATE OF text ON note BEGIN INSERT INTO log VALUES ('text'); END;
        CREATE TRIGGER stars_log AFTER UPDATE OF stars ON note BEGIN INSERT INTO log VALUES ('stars'); END;
        CREATE TRIGGER place_log AFTER UPDATE OF place ON note BEGIN INSERT INTO log VALUES ('place'); END;
        CREATE TRIGGER owner_log AFTER UPDATE OF owner ON note BEGIN INSERT INTO log VALUES ('owner'); END;
        CREATE TRIGGER any_log AFTER UPDATE ON note BEGIN INSERT INTO log VALUES ('any'); END;";
    database.connection().execute_unprepared(rows).await.expect("rows");
    database
}

/// A client of one viewset at `/notes/`, and the database behind it.
async fn serving(viewset: impl ModelViewSet) -> (Client, Database) {
    let database = database().await;
    let router = DefaultRouter::new().register("notes", viewset);
    (Client::new(router.into_router(database.clone())), database)
}

/// What the triggers of the table saw since the last time, in alphabetical order.
async fn written(database: &Database) -> String {
    let connection = database.connection();
    let lines = "SELECT line FROM log ORDER BY line";
    let lines = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, lines);
    let rows = connection.query_all_raw(lines).await.expect("the log");
    let lines: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    connection.execute_unprepared("DELETE FROM log").await.expect("an empty log");
    lines.join(" ")
}

const ONE: &str = r#"{"id":1,"owner":"ada","text":"one","stars":1,"place":null}"#;
const NO_NOTE: &str = r#"{"detail":"No Note matches the given query."}"#;

/// The notes of the user whom the header names.
#[derive(ViewSet)]
#[viewset(serializer = note::Model)]
struct OwnViewSet;

impl ModelViewSet for OwnViewSet {
    fn get_queryset(&self, request: &Request) -> Select<note::Entity> {
        let owner = request.header("x-user").unwrap_or_default();
        note::Entity::find().filter(note::Column::Owner.eq(owner))
    }

    async fn perform_create(
        &self,
        request: &Request,
        mut note: Validated<note::Model>,
    ) -> Result<note::Model> {
        let owner = request.header("x-user").ok_or_else(Error::permission_denied)?;
        note.owner = Set(owner.to_owned());
        note.insert(request.db()).await
    }
}

async fn send_as(client: &Client, user: &str, method: Method, path: &str, body: &str) -> Answer {
    let headers = [("x-user", user), ("content-type", "application/json")];
    client.send(method, path, &headers, body).await
}

#[tokio::test]
async fn another_users_row_is_answered_byte_for_byte_as_one_that_is_not_there() {
    let (client, database) = serving(OwnViewSet).await;
    let methods =
        [Method::GET, Method::HEAD, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];
    for method in methods {
        for body in ["", "{", r#"{"text":"x"}"#, r#"{"id":2,"text":"two","owner":"ada"}"#] {
            for suffix in ["/", "/?format=json", ".json", "/?search=two&ordering=-id"] {
                let hidden =
                    send_as(&client, "ada", method.clone(), &format!("/notes/2{suffix}"), body)
                        .await;
                let missing =
                    send_as(&client, "ada", method.clone(), &format!("/notes/99{suffix}"), body)
                        .await;
                assert_eq!(hidden.status, missing.status, "{method} {body} {suffix}");
                assert_eq!(hidden.headers, missing.headers, "{method} {body} {suffix}");
                assert_eq!(hidden.text(), missing.text(), "{method} {body} {suffix}");
                if method == Method::OPTIONS {
                    assert_eq!(hidden.status, 200);
                    assert!(!hidden.text().contains("actions"), "{}", hidden.text());
                } else {
                    let text = if method == Method::HEAD { "" } else { NO_NOTE };
                    hidden.assert(404, text);
                }
            }
        }
    }
    let two = r#"{"id":2,"owner":"bob","text":"two","stars":2,"place":"Rome"}"#;
    send_as(&client, "bob", Method::GET, "/notes/2/", "").await.assert(200, two);
    assert_eq!(written(&database).await, "");
}

#[tokio::test]
async fn each_user_lists_and_changes_only_what_the_queryset_shows() {
    let (client, _) = serving(OwnViewSet).await;
    let list = send_as(&client, "bob", Method::GET, "/notes/", "").await;
    list.assert(200, r#"[{"id":2,"owner":"bob","text":"two","stars":2,"place":"Rome"}]"#);
    send_as(&client, "cyd", Method::GET, "/notes/", "").await.assert(200, "[]");
    client.get("/notes/").await.assert(200, "[]");

    // The owner is not the client's to say.
    let answer =
        send_as(&client, "bob", Method::POST, "/notes/", r#"{"text":"new","owner":"ada"}"#).await;
    answer.assert(201, r#"{"id":4,"owner":"bob","text":"new","stars":5,"place":null}"#);
    let answer =
        send_as(&client, "bob", Method::PATCH, "/notes/4/", r#"{"owner":"ada","stars":6}"#).await;
    answer.assert(200, r#"{"id":4,"owner":"bob","text":"new","stars":6,"place":null}"#);
    send_as(&client, "bob", Method::DELETE, "/notes/4/", "").await.assert(204, "");
    send_as(&client, "bob", Method::DELETE, "/notes/4/", "").await.assert(404, NO_NOTE);
    send_as(&client, "ada", Method::GET, "/notes/1/", "").await.assert(200, ONE);
    client
        .post("/notes/", r#"{"text":"x"}"#)
        .await
        .assert(403, r#"{"detail":"You do not have permission to perform this action."}"#);
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = note::Model,
    filterset_fields(owner, stars(gte)),
    search_fields(text),
    ordering_fields(stars)
)]
struct FilteredViewSet;

#[tokio::test]
async fn one_row_is_looked_for_among_the_filtered_ones() {
    let (client, database) = serving(FilteredViewSet).await;
    client.get("/notes/1/?owner=ada&search=one&ordering=-stars").await.assert(200, ONE);
    for query in ["owner=bob", "stars__gte=2", "search=two"] {
        let path = format!("/notes/1/?{query}");
        client.get(&path).await.assert(404, NO_NOTE);
        client.patch(&path, r#"{"text":"x"}"#).await.assert(404, NO_NOTE);
        client.put(&path, r#"{"text":"x"}"#).await.assert(404, NO_NOTE);
        client.delete(&path).await.assert(404, NO_NOTE);
        assert_eq!(client.options(&path).await.json().get("actions"), None);
    }
    client.get("/notes/1/?stars__gte=x").await.assert(400, r#"{"stars__gte":["Enter a number."]}"#);
    client
        .delete("/notes/1/?stars__gte=x")
        .await
        .assert(400, r#"{"stars__gte":["Enter a number."]}"#);
    assert_eq!(written(&database).await, "");
    client.get("/notes/1/").await.assert(200, ONE);
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model)]
struct NoteViewSet;

#[tokio::test]
async fn a_patch_writes_only_the_columns_that_change() {
    let (client, database) = serving(NoteViewSet).await;
    let changed = r#"{"id":1,"owner":"ada","text":"one","stars":4,"place":null}"#;
    client.patch("/notes/1/", r#"{"stars":4}"#).await.assert(200, changed);
    assert_eq!(written(&database).await, "any stars");
    // Sent as it is, a value is no change.
    client
        .patch("/notes/1/", r#"{"text":"one","stars":4,"place":null}"#)
        .await
        .assert(200, changed);
    assert_eq!(written(&database).await, "");
    let changed = r#"{"id":1,"owner":"ada","text":"1","stars":4,"place":"Oslo"}"#;
    let patch = r#"{"owner":"bob","text":"1","stars":"4","place":"Oslo","x":0}"#;
    client.patch("/notes/1/", patch).await.assert(200, changed);
    assert_eq!(written(&database).await, "any place text");
    // Null is a value like others.
    client.patch("/notes/1/", r#"{"place":null}"#).await;
    assert_eq!(written(&database).await, "any place");
}

#[tokio::test]
async fn a_patch_of_nothing_is_fine_and_writes_nothing() {
    let (client, database) = serving(NoteViewSet).await;
    client.patch("/notes/1/", "{}").await.assert(200, ONE);
    client.patch("/notes/1/", r#"{"id":7,"owner":"x","unknown":[]}"#).await.assert(200, ONE);
    client.send(Method::PATCH, "/notes/1/", &[], "").await.assert(200, ONE);
    client.form(Method::PATCH, "/notes/1/", "").await.assert(200, ONE);
    assert_eq!(written(&database).await, "");
    client.patch("/notes/9/", "{}").await.assert(404, NO_NOTE);
}

#[tokio::test]
async fn a_put_keeps_optional_fields_that_it_leaves_out() {
    let (client, database) = serving(NoteViewSet).await;
    let put = r#"{"id":2,"owner":"bob","text":"zwei","stars":2,"place":"Rome"}"#;
    client.put("/notes/2/", r#"{"text":"zwei"}"#).await.assert(200, put);
    assert_eq!(written(&database).await, "any text");
    client.put("/notes/2/", "{}").await.assert(400, r#"{"text":["This field is required."]}"#);
    let put = r#"{"id":2,"owner":"bob","text":"zwei","stars":2,"place":null}"#;
    client.put("/notes/2/", r#"{"text":"zwei","place":null,"id":9}"#).await.assert(200, put);
    client.get("/notes/9/").await.assert(404, NO_NOTE);
}

#[tokio::test]
async fn a_put_never_creates() {
    let (client, _) = serving(NoteViewSet).await;
    client.put("/notes/9/", r#"{"text":"x"}"#).await.assert(404, NO_NOTE);
    client.put("/notes/9/", r#"{"id":9,"text":"x"}"#).await.assert(404, NO_NOTE);
    client.put("/notes/9/", "{").await.assert(404, NO_NOTE);
    assert_eq!(client.get("/notes/").await.json().as_array().map(Vec::len), Some(3));
}

/// Between reading and writing another request does what the header says.
#[derive(ViewSet)]
#[viewset(serializer = note::Model)]
struct RacingViewSet;

impl ModelViewSet for RacingViewSet {
    async fn perform_update(
        &self,
        request: &Request,
        note: Validated<note::Model>,
    ) -> Result<note::Model> {
        request.db().execute_unprepared(request.header("x-sql").unwrap_or_default()).await?;
        note.update(request.db()).await
    }

    async fn perform_destroy(&self, request: &Request, note: note::Model) -> Result<()> {
        request.db().execute_unprepared(request.header("x-sql").unwrap_or_default()).await?;
        note.delete(request.db()).await?;
        Ok(())
    }
}

#[tokio::test]
async fn what_another_request_writes_meanwhile_survives() {
    let (client, _) = serving(RacingViewSet).await;
    let sql = "UPDATE note SET stars = 77, owner = 'eve' WHERE id = 1";
    let headers = [("content-type", "application/json"), ("x-sql", sql)];
    let patched = client.send(Method::PATCH, "/notes/1/", &headers, r#"{"text":"x"}"#).await;
    patched.assert(200, r#"{"id":1,"owner":"eve","text":"x","stars":77,"place":null}"#);
    let sql = "UPDATE note SET stars = 88 WHERE id = 1";
    let headers = [("content-type", "application/json"), ("x-sql", sql)];
    let put = client.send(Method::PUT, "/notes/1/", &headers, r#"{"text":"y"}"#).await;
    put.assert(200, r#"{"id":1,"owner":"eve","text":"y","stars":88,"place":null}"#);
}

#[tokio::test]
async fn a_row_that_goes_away_meanwhile_is_a_404_and_does_not_come_back() {
    for (method, body) in [
        (Method::PUT, r#"{"text":"x"}"#),
        (Method::PATCH, r#"{"text":"x"}"#),
        (Method::PATCH, "{}"),
    ] {
        let (client, _) = serving(RacingViewSet).await;
        let headers =
            [("content-type", "application/json"), ("x-sql", "DELETE FROM note WHERE id = 1")];
        let answer = client.send(method.clone(), "/notes/1/", &headers, body).await;
        assert_eq!(answer.status, 404, "{method} {body}: {}", answer.text());
        client.get("/notes/1/").await.assert(404, NO_NOTE);
    }
    let (client, _) = serving(RacingViewSet).await;
    let headers = [("x-sql", "DELETE FROM note WHERE id = 1")];
    client.send(Method::DELETE, "/notes/1/", &headers, "").await.assert(204, "");
}

/// Overrides every hook; each leaves its trace.
#[derive(ViewSet)]
#[viewset(serializer = note::Model, pagination_class = PageNumberPagination::of(2))]
struct HookedViewSet;

impl ModelViewSet for HookedViewSet {
    fn filter_queryset(
        &self,
        queryset: Select<note::Entity>,
        request: &Request,
    ) -> Result<Select<note::Entity>> {
        match request.query_param("mine") {
            None => Ok(queryset.order_by_desc(note::Column::Id)),
            Some("") => Err(Error::validation("Whose?")),
            Some(owner) => Ok(queryset.filter(note::Column::Owner.eq(owner))),
        }
    }

    /// `/notes/last/` is the newest note.
    async fn get_object(&self, request: &Request) -> Result<note::Model> {
        if request.kwargs().get("pk") != Some("last") {
            return Err(Error::not_found_because("Ask for the last one."));
        }
        let last = self.get_queryset(request).order_by_desc(note::Column::Id);
        last.one(request.db()).await?.ok_or_else(Error::not_found)
    }

    async fn paginate_queryset(
        &self,
        queryset: &Select<note::Entity>,
        request: &Request,
    ) -> Result<Option<Page>> {
        if request.query_param("whole").is_some() {
            return Ok(None);
        }
        let count = queryset.clone().count(request.db()).await?;
        let results = self.get_serializer(request).many(queryset.clone()).await?;
        Ok(Some(Page { count: Some(count), next: None, previous: None, results }))
    }

    fn get_paginated_response(&self, page: &Page, _: &Request) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert("x-total-count", HeaderValue::from(page.count.unwrap_or_default()));
        headers.insert(header::VARY, HeaderValue::from_static("X-Lang, accept"));
        Response::ok(page.results.clone()).with_headers(headers)
    }

    fn get_serializer_class(&self, request: &Request) -> SerializerClass<EntityOf<Self>> {
        match request.header("x-short") {
            Some(_) => SerializerClass::of::<NoteTitleSerializer>(),
            None => self.serializer_class(request.action()),
        }
    }

    async fn perform_create(
        &self,
        request: &Request,
        mut note: Validated<note::Model>,
    ) -> Result<note::Model> {
        note.owner = Set(format!("{}!", request.action()));
        note.insert(request.db()).await
    }

    async fn perform_update(
        &self,
        request: &Request,
        note: Validated<note::Model>,
    ) -> Result<note::Model> {
        let mut note = note.into_inner();
        note.place = Set(Some(request.action().to_string()));
        Ok(note.update(request.db()).await?)
    }

    /// The row stays, without its text.
    async fn perform_destroy(&self, request: &Request, note: note::Model) -> Result<()> {
        let mut note: note::ActiveModel = note.into();
        note.text = Set("deleted".to_owned());
        note.update(request.db()).await?;
        Ok(())
    }

    fn get_success_headers(&self, request: &Request, data: &seaview::Json) -> HeaderMap {
        let id = data.to_value().map(|note| note["id"].to_string()).unwrap_or_default();
        let location = request.build_absolute_uri(&format!("/notes/{id}/"));
        let location = HeaderValue::from_str(&location);
        location.into_iter().map(|location| (header::LOCATION, location)).collect()
    }
}

#[tokio::test]
async fn filter_queryset_is_the_viewsets_to_write() {
    let (client, _) = serving(HookedViewSet).await;
    client
        .get("/notes/?mine=bob&whole")
        .await
        .assert(200, r#"[{"id":2,"owner":"bob","text":"two","stars":2,"place":"Rome"}]"#);
    client.get("/notes/?mine=&whole").await.assert(400, r#"["Whose?"]"#);
    let ids = client.get("/notes/?whole").await.json();
    let ids: Vec<_> = ids.as_array().unwrap().iter().map(|note| note["id"].as_i64()).collect();
    assert_eq!(ids, [Some(3), Some(2), Some(1)]);
}

#[tokio::test]
async fn get_object_is_the_viewsets_to_write_and_holds_for_every_action_on_a_row() {
    let (client, database) = serving(HookedViewSet).await;
    let three = r#"{"id":3,"owner":"ada","text":"three","stars":3,"place":null}"#;
    client.get("/notes/last/").await.assert(200, three);
    let other = r#"{"detail":"Ask for the last one."}"#;
    for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE] {
        client.json(method, "/notes/3/", r#"{"text":"x"}"#).await.assert(404, other);
    }
    assert_eq!(client.options("/notes/3/").await.json().get("actions"), None);
    assert!(client.options("/notes/last/").await.json()["actions"]["PUT"].is_object());
    assert_eq!(written(&database).await, "");
}

#[tokio::test]
async fn pages_and_their_answer_are_the_viewsets_to_write() {
    let (client, _) = serving(HookedViewSet).await;
    let answer = client.get("/notes/?mine=ada").await;
    assert_eq!(answer.json().as_array().map(Vec::len), Some(2));
    assert_eq!(answer.header("x-total-count"), "2");
    // What the answer varies by is added to what the view varies by, each name once.
    assert_eq!(answer.header("vary"), "X-Lang, accept, Cookie");
    assert_eq!(answer.header("allow"), "GET, POST, HEAD, OPTIONS");
    assert_eq!(answer.headers.get_all("vary").iter().count(), 1);
    let whole = client.get("/notes/?mine=ada&whole").await;
    assert_eq!(whole.headers.get("x-total-count"), None);
}

#[tokio::test]
async fn what_is_written_is_the_viewsets_to_say() {
    let (client, database) = serving(HookedViewSet).await;
    let created = client.post("/notes/", r#"{"text":"four"}"#).await;
    created.assert(201, r#"{"id":4,"owner":"create!","text":"four","stars":5,"place":null}"#);
    assert_eq!(created.header("location"), "http://testserver/notes/4/");

    let put = client.put("/notes/last/", r#"{"text":"4"}"#).await;
    put.assert(200, r#"{"id":4,"owner":"create!","text":"4","stars":5,"place":"update"}"#);
    assert_eq!(put.headers.get("location"), None);
    let patched = r#"{"id":4,"owner":"create!","text":"4","stars":5,"place":"partial_update"}"#;
    client.patch("/notes/last/", "{}").await.assert(200, patched);
    assert_eq!(written(&database).await, "any any place place text");

    client.delete("/notes/last/").await.assert(204, "");
    let kept = client.get("/notes/last/").await.json();
    assert_eq!((&kept["id"], &kept["text"]), (&4.into(), &"deleted".into()));
}

#[tokio::test]
async fn the_serializer_may_depend_on_the_request() {
    let (client, _) = serving(HookedViewSet).await;
    let short = [("x-short", "1"), ("content-type", "application/json")];
    let send = async |method: Method, path: &str, body: &str| {
        client.send(method, path, &short, body).await
    };
    send(Method::GET, "/notes/last/", "").await.assert(200, r#"{"id":3,"text":"three"}"#);
    send(Method::GET, "/notes/?mine=bob", "").await.assert(200, r#"[{"id":2,"text":"two"}]"#);
    // What the serializer does not have is not taken either.
    let patched = send(Method::PATCH, "/notes/last/", r#"{"text":"3","stars":9}"#).await;
    patched.assert(200, r#"{"id":3,"text":"3"}"#);
    assert_eq!(client.get("/notes/last/").await.json()["stars"], 3);
    let fields = send(Method::OPTIONS, "/notes/last/", "").await.json()["actions"]["PUT"].clone();
    assert_eq!(fields.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "text"]);
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, serializer_class(list = NoteTitleSerializer))]
struct PerActionViewSet;

#[tokio::test]
async fn an_action_may_have_a_serializer_of_its_own() {
    let (client, _) = serving(PerActionViewSet).await;
    client
        .get("/notes/")
        .await
        .assert(200, r#"[{"id":1,"text":"one"},{"id":2,"text":"two"},{"id":3,"text":"three"}]"#);
    client.get("/notes/1/").await.assert(200, ONE);
    let created = client.post("/notes/", r#"{"text":"x","stars":1}"#).await;
    // The owner is read-only, and nobody filled it in.
    assert_eq!(created.status, 500, "{}", created.text());
}

/// Answers actions in its own way.
#[derive(ViewSet)]
#[viewset(serializer = note::Model)]
struct OverriddenViewSet;

impl ModelViewSet for OverriddenViewSet {
    async fn list(&self, _: &Request) -> Result {
        Response::json(&["list"])
    }

    async fn create(&self, _: &Request) -> Result {
        Ok(Response::json(&"create")?.with_status(http::StatusCode::ACCEPTED))
    }

    async fn retrieve(&self, request: &Request) -> Result {
        let note = self.get_object(request).await?;
        let data = self.get_serializer(request).to_representation(&note);
        Response::ok(data).with_header(header::ETAG, "\"1\"")
    }

    async fn update(&self, request: &Request) -> Result {
        Err(Error::method_not_allowed(request.method()))
    }

    async fn partial_update(&self, _: &Request) -> Result {
        Ok(Response::raw(http::StatusCode::OK, "raw"))
    }

    async fn destroy(&self, _: &Request) -> Result {
        Ok(Response::no_content().with_status(http::StatusCode::RESET_CONTENT))
    }
}

#[tokio::test]
async fn every_action_is_the_viewsets_to_write() {
    let (client, database) = serving(OverriddenViewSet).await;
    client.get("/notes/").await.assert(200, r#"["list"]"#);
    client.post("/notes/", "{").await.assert(202, r#""create""#);
    let one = client.get("/notes/1/").await;
    one.assert(200, ONE);
    assert_eq!(one.header("etag"), "\"1\"");
    client.put("/notes/1/", "{}").await.assert(405, r#"{"detail":"Method \"PUT\" not allowed."}"#);
    let raw = client.patch("/notes/1/", "{}").await;
    raw.assert(200, "raw");
    assert_eq!(raw.headers.get("content-type"), None);
    assert_eq!(raw.header("allow"), "GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
    client.delete("/notes/1/").await.assert(205, "");
    assert_eq!(written(&database).await, "");
}

#[derive(ReadOnlyModelViewSet)]
#[viewset(serializer = note::Model)]
struct ReadOnlyViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, actions(create))]
struct CreateOnlyViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, actions(partial_update, destroy))]
struct ChangeOnlyViewSet;

#[tokio::test]
async fn actions_that_are_not_stated_have_no_url() {
    let table = [
        (serving(ReadOnlyViewSet).await.0, Some("GET, HEAD, OPTIONS"), Some("GET, HEAD, OPTIONS")),
        (serving(CreateOnlyViewSet).await.0, Some("POST, OPTIONS"), None),
        (serving(ChangeOnlyViewSet).await.0, None, Some("PATCH, DELETE, OPTIONS")),
    ];
    for (client, list, detail) in table {
        for (path, allow) in [("/notes/", list), ("/notes/1/", detail)] {
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "TRACE"] {
                let known = Method::from_bytes(method.as_bytes()).unwrap();
                let answer = client.json(known, path, "{}").await;
                let Some(allow) = allow else {
                    assert_eq!(answer.status, 404, "{method} {path}");
                    assert_eq!(answer.headers.get("allow"), None);
                    continue;
                };
                assert_eq!(answer.header("allow"), allow, "{method} {path}");
                let allowed = allow.split(", ").any(|one| one == method);
                assert_eq!(answer.status == 405, !allowed, "{method} {path}");
            }
            assert_eq!(client.options(path).await.header("allow"), allow.unwrap_or_default());
        }
    }
}

#[tokio::test]
async fn options_shows_the_fields_of_writing_actions_only() {
    let (client, _) = serving(ReadOnlyViewSet).await;
    assert_eq!(client.options("/notes/").await.json().get("actions"), None);
    // As in DRF it is PUT that is described, and there is none.
    let (client, _) = serving(ChangeOnlyViewSet).await;
    assert_eq!(client.options("/notes/1/").await.json().get("actions"), None);
}

mod page {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "page")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub url: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelViewSet)]
#[viewset(serializer = page::Model)]
struct PageViewSet;

#[tokio::test]
async fn a_new_object_with_a_url_is_located_there() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    database.create_table(page::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("pages", PageViewSet);
    let client = Client::new(router.into_router(database));
    let created = client.post("/pages/", r#"{"url":"http://h/1?a=b"}"#).await;
    created.assert(201, r#"{"id":1,"url":"http://h/1?a=b"}"#);
    assert_eq!(created.header("location"), "http://h/1?a=b");
    // No header is better than a broken one.
    for body in [r#"{"url":null}"#, r#"{"url":"a\r\nSet-Cookie: x"}"#, "{}"] {
        let created = client.post("/pages/", body).await;
        assert_eq!(
            (created.status.as_u16(), created.headers.get("location")),
            (201, None),
            "{body}"
        );
        assert_eq!(created.headers.get("set-cookie"), None);
    }
    for answer in [client.get("/pages/1/").await, client.patch("/pages/1/", "{}").await] {
        assert_eq!(answer.headers.get("location"), None);
    }
    let (notes, _) = serving(OwnViewSet).await;
    let created = send_as(&notes, "ada", Method::POST, "/notes/", r#"{"text":"x"}"#).await;
    assert_eq!((created.status.as_u16(), created.headers.get("location")), (201, None));
}

mod part {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "part")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod bolt {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "bolt")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: u32,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod language {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "language")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        #[serializer(validate = lower_case)]
        pub code: String,
        pub name: String,
    }

    fn lower_case(code: String) -> Result<String, seaview::ValidationError> {
        Ok(code.to_lowercase())
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelViewSet)]
#[viewset(serializer = part::Model)]
struct PartViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = bolt::Model)]
struct BoltViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = language::Model)]
struct LanguageViewSet;

async fn keyed() -> Client {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    database.create_table(part::Entity).await.expect("a table");
    database.create_table(bolt::Entity).await.expect("a table");
    database.create_table(language::Entity).await.expect("a table");
    let router = DefaultRouter::new()
        .register("parts", PartViewSet)
        .register("bolts", BoltViewSet)
        .register("languages", LanguageViewSet);
    Client::new(router.into_router(database))
}

#[tokio::test]
async fn keys_are_integers_of_any_width() {
    let client = keyed().await;
    for (prefix, model) in [("parts", "Part"), ("bolts", "Bolt")] {
        let none = format!(r#"{{"detail":"No {model} matches the given query."}}"#);
        let one = r#"{"id":1,"name":"a"}"#;
        client.post(&format!("/{prefix}/"), r#"{"name":"a"}"#).await.assert(201, one);
        // What Python's `int()` reads as 1.
        for key in ["1", "01", "%201", "+1", "%D9%A1"] {
            client.get(&format!("/{prefix}/{key}/")).await.assert(200, one);
        }
        for key in ["2", "-1", "0", "1_0", "4294967296", "4294967297", "99999999999999999999999999"]
        {
            client.get(&format!("/{prefix}/{key}/")).await.assert(404, &none);
        }
        for key in ["a", "1a", "0x1", "1e0", "%20", "true", "null", "1,2", "--1", "_1"] {
            client
                .get(&format!("/{prefix}/{key}/"))
                .await
                .assert(404, r#"{"detail":"Not found."}"#);
        }
        client
            .patch(&format!("/{prefix}/1/"), r#"{"name":"b"}"#)
            .await
            .assert(200, r#"{"id":1,"name":"b"}"#);
        client.delete(&format!("/{prefix}/1/")).await.assert(204, "");
        client.get(&format!("/{prefix}/")).await.assert(200, "[]");
    }
}

#[tokio::test]
async fn keys_may_be_text_that_the_client_chooses() {
    let client = keyed().await;
    let german = r#"{"code":"de","name":"German"}"#;
    client.post("/languages/", german).await.assert(201, german);
    client.get("/languages/de/").await.assert(200, german);
    let none = r#"{"detail":"No Language matches the given query."}"#;
    client.get("/languages/DE/").await.assert(404, none);
    client
        .post("/languages/", german)
        .await
        .assert(400, r#"{"code":["language with this code already exists."]}"#);
    client
        .post("/languages/", r#"{"name":"x"}"#)
        .await
        .assert(400, r#"{"code":["This field is required."]}"#);
    let changed = r#"{"code":"de","name":"Deutsch"}"#;
    client.put("/languages/de/", changed).await.assert(200, changed);
    client.patch("/languages/de/", r#"{"name":"German"}"#).await.assert(200, german);
    client.put("/languages/fr/", r#"{"code":"fr","name":"x"}"#).await.assert(404, none);
    client.delete("/languages/de/").await.assert(204, "");
}

#[tokio::test]
async fn the_key_of_a_row_stays_whatever_a_client_sends() {
    let client = keyed().await;
    for language in [r#"{"code":"DE","name":"German"}"#, r#"{"code":"fr","name":"French"}"#] {
        assert_eq!(client.post("/languages/", language).await.status, 201);
    }
    client
        .patch("/languages/de/", r#"{"code":"fr","name":"x"}"#)
        .await
        .assert(400, r#"{"code":["language with this code already exists."]}"#);
    // Free when it was checked, and another row's once the field has made it lower case.
    let kept = r#"{"code":"de","name":"x"}"#;
    client.patch("/languages/de/", r#"{"code":"FR","name":"x"}"#).await.assert(200, kept);
    client.put("/languages/de/", r#"{"code":"nl","name":"x"}"#).await.assert(200, kept);
    client
        .get("/languages/")
        .await
        .assert(200, r#"[{"code":"de","name":"x"},{"code":"fr","name":"French"}]"#);
}

#[derive(ViewSet)]
#[viewset(serializer = note::Model, lookup_field = text, lookup_value = |value: &str| value.len() <= 3)]
struct ByTextViewSet;

impl ModelViewSet for ByTextViewSet {}

#[tokio::test]
async fn a_row_may_be_named_by_any_column_whose_values_look_right() {
    let (client, database) = serving(ByTextViewSet).await;
    client.get("/notes/one/").await.assert(200, ONE);
    client.get("/notes/ONE/").await.assert(404, NO_NOTE);
    client.get("/notes/1/").await.assert(404, NO_NOTE);
    // Too long: no such URL, whether there is a row or not.
    for method in [Method::GET, Method::DELETE, Method::OPTIONS, Method::POST] {
        let answer = client.json(method, "/notes/three/", "{}").await;
        answer.assert(404, r#"{"detail":"Not found."}"#);
        assert_eq!(answer.headers.get("allow"), None);
    }
    client.get("/notes/three").await.assert(404, r#"{"detail":"Not found."}"#);
    // The row's new name is its URL from now on.
    assert_eq!(client.patch("/notes/one/", r#"{"text":"uno"}"#).await.json()["id"], 1);
    assert_eq!(written(&database).await, "any text");
    client.get("/notes/one/").await.assert(404, NO_NOTE);
    client.delete("/notes/uno/").await.assert(204, "");
}

mod seat {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "seat")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub line: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        #[sea_orm(unique)]
        pub label: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelViewSet)]
#[viewset(serializer = seat::Model)]
struct SeatViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = seat::Model, lookup_field = label)]
struct LabelViewSet;

#[tokio::test]
async fn a_key_of_two_columns_has_a_list_and_rows_by_another_column() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    database.create_table(seat::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("seats", SeatViewSet).register_with_basename(
        "labels",
        LabelViewSet,
        "label",
    );
    let client = Client::new(router.into_router(database));
    // Neither column alone is unique, both together are.
    for seat in [
        r#"{"line":1,"number":1,"label":"a"}"#,
        r#"{"line":1,"number":2,"label":"b"}"#,
        r#"{"line":2,"number":1,"label":"c"}"#,
    ] {
        client.post("/seats/", seat).await.assert(201, seat);
    }
    client
        .post("/seats/", r#"{"line":1,"number":2,"label":"d"}"#)
        .await
        .assert(400, r#"{"non_field_errors":["The fields line, number must make a unique set."]}"#);
    client.get("/seats/1/").await.assert(404, r#"{"detail":"Not found."}"#);
    client.get("/labels/b/").await.assert(200, r#"{"line":1,"number":2,"label":"b"}"#);
    // The key stays here too.
    let moved = client.patch("/labels/b/", r#"{"line":2,"number":1,"label":"x"}"#).await;
    moved.assert(200, r#"{"line":1,"number":2,"label":"x"}"#);
    client.delete("/labels/x/").await.assert(204, "");
    assert_eq!(client.get("/seats/").await.json().as_array().map(Vec::len), Some(2));
}

/// The facts by hand.
struct ByHandViewSet;

impl ViewSet for ByHandViewSet {
    type Serializer = note::Model;

    const ACTIONS: &'static [Action] = Action::READ_ONLY;
    const DESCRIPTION: &'static str = "By hand.";

    fn lookup_field(&self) -> Option<Lookup> {
        Lookup::primary_key::<note::Model>().map(|lookup| lookup.url_kwarg("number"))
    }

    fn pagination_class(&self) -> PaginationClass {
        PageNumberPagination::of(2).into()
    }
}

impl ModelViewSet for ByHandViewSet {
    async fn retrieve(&self, request: &Request) -> Result {
        let number = request.kwargs().get("number");
        Response::json(&(number, request.kwargs().get("pk"), request.action().name()))
    }
}

#[tokio::test]
async fn the_facts_may_be_written_by_hand() {
    let (client, _) = serving(ByHandViewSet).await;
    client.get("/notes/7/").await.assert(200, r#"["7",null,"retrieve"]"#);
    let page = client.get("/notes/?page=2").await.json();
    assert_eq!(page["count"], 3);
    assert_eq!(page["results"][0]["id"], 3);
    assert_eq!(client.options("/notes/").await.json()["description"], "By hand.");
}

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
    let database = Database::connect("sqlite::memory:").await.expect("a database");
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

#[tokio::test]
async fn errors_and_empty_answers_keep_their_headers_in_html() {
    let (client, _) = serving(OwnViewSet).await;
    let send = async |method: Method, path: &str| {
        let headers =
            [("accept", "text/html"), ("x-user", "ada"), ("content-type", "application/json")];
        client.send(method, path, &headers, "{").await
    };
    let page = send(Method::GET, "/notes/2/").await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (404, "text/html; charset=utf-8")
    );
    assert!(page.text().contains("No Note matches the given query."), "{}", page.text());
    assert!(page.text().contains("<title>Own Instance</title>"), "{}", page.text());
    assert_eq!(page.header("vary"), "Accept, Cookie");

    let head = send(Method::HEAD, "/notes/2/").await;
    assert_eq!((head.status.as_u16(), head.text().as_str()), (404, ""));
    assert_eq!(head.header("content-length"), page.body.len().to_string());

    let broken = send(Method::PUT, "/notes/1/").await;
    assert_eq!(
        (broken.status.as_u16(), broken.header("content-type")),
        (400, "text/html; charset=utf-8")
    );
    assert!(broken.text().contains("JSON parse error"), "{}", broken.text());

    let gone = send(Method::DELETE, "/notes/1/").await;
    gone.assert(204, "");
    assert_eq!(gone.headers.get("content-type"), None);
    assert_eq!(gone.header("allow"), "GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
}

#[tokio::test]
async fn text_that_looks_like_markup_or_a_template_is_shown_as_it_is() {
    let (client, _) = serving(OwnViewSet).await;
    let text = r#"{"text":"<script>alert(1)</script> {path} \"http://h/'"}"#;
    send_as(&client, "ada", Method::POST, "/notes/", text).await;
    let headers = [("accept", "text/html"), ("x-user", "ada")];
    let page = client.send(Method::GET, "/notes/4/?{status}", &headers, "").await.text();
    assert!(!page.contains("<script>"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; {path}"), "{page}");
    assert!(page.contains("/notes/4/?{status}</pre>"), "{page}");
}

#[tokio::test]
async fn accept_may_come_in_several_lines() {
    let (client, _) = serving(NoteViewSet).await;
    let lines = [("accept", "application/xml"), ("accept", "text/html;q=0.5")];
    let page = client.send(Method::GET, "/notes/", &lines, "").await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
}

#[derive(ViewSet)]
#[viewset(serializer = note::Model)]
struct HTTPNoteViewSet;

impl ModelViewSet for HTTPNoteViewSet {}

#[tokio::test]
async fn the_name_of_a_view_is_the_viewsets_in_words() {
    let (client, _) = serving(HTTPNoteViewSet).await;
    assert_eq!(client.options("/notes/").await.json()["name"], "HTTP Note List");
    assert_eq!(client.options("/notes/1/").await.json()["name"], "HTTP Note Instance");
}
