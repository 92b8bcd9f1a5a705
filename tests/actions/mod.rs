//! Extra actions: methods of a viewset with URLs of their own.

mod mistakes;
mod options;

use http::Method;
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect, Set};
use seaview::{
    permissions::{AllowAny, IsAuthenticated},
    prelude::*,
};
use serde_json::json;

use crate::support::Client;

mod book {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "book")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub title: String,
        pub pages: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = book::Entity)]
struct TitleSerializer {
    title: String,
}

#[derive(Clone, Serializer)]
struct Cut {
    #[serializer(min_value = 1)]
    pages: i32,
}

#[derive(ModelViewSet)]
#[viewset(serializer = book::Model, filterset_fields(title), permissions(AllowAny))]
struct BookViewSet;

#[actions]
impl BookViewSet {
    #[action(detail = false, serializer = TitleSerializer)]
    async fn longest(&self, request: &Request) -> Result {
        let longest = self.get_queryset(request).order_by_desc(book::Column::Pages).limit(1);
        Ok(Response::ok(self.get_serializer(request).many(longest).await?))
    }

    /// Shortens a book.
    #[action(detail = true, methods(post), serializer = Cut)]
    async fn cut(&self, request: &Request, book: book::Model) -> Result {
        let cut = Cut::from_request(request).await?;
        let pages = book.pages - cut.pages;
        let mut book = book.into_active_model();
        book.pages = Set(pages);
        book.update(request.db()).await?;
        Response::json(&json!({ "pages": pages }))
    }

    #[action(maps = cut, methods(delete), permissions(IsAuthenticated))]
    async fn undo_cut(&self, _: &Request, _book: book::Model) -> Result {
        Ok(Response::no_content())
    }

    #[action(detail = false, url_path = "by-letter/{letter}", url_values(letter = is_letter), url_name = "letter")]
    async fn by_letter(&self, request: &Request) -> Result {
        let links = [
            request.reverse("book-letter", "z"),
            request.reverse("book-cut", 5),
            request.reverse_with("book-detail", &[("pk", &7)]),
        ];
        let action = request.action().name();
        let letter = request.kwargs().get("letter");
        Response::json(&json!({ "letter": letter, "action": action, "links": links }))
    }

    #[action(detail = false, methods(get, post), permissions(IsAuthenticated))]
    async fn secret(&self, request: &Request) -> Result {
        request.data().await?;
        Response::json("secret")
    }

    #[action(detail = false, methods(post), serializer = TitleSerializer)]
    async fn bulk(&self, request: &Request) -> Result {
        let books = self.get_serializer(request).validate_many::<book::Model>().await?;
        Response::json(&books.len())
    }
}

fn is_letter(value: &str) -> bool {
    value.len() == 1
}

async fn client() -> Client {
    let database = crate::support::database().await;
    database.create_table(book::Entity).await.expect("a table");
    let rows = "INSERT INTO book (title, pages) VALUES ('Thin', 10), ('Thick', 900)";
    database.connection().execute_unprepared(rows).await.expect("rows");
    Client::new(DefaultRouter::new().register("books", BookViewSet).into_router(database))
}

#[tokio::test]
async fn an_action_on_the_collection_is_matched_before_a_row() {
    client().await.get("/books/longest/").await.assert(200, r#"[{"title":"Thick"}]"#);
}

#[tokio::test]
async fn an_action_on_one_row_gets_the_row_before_the_body_is_parsed() {
    let client = client().await;
    client.post("/books/2/cut/", r#"{"pages":100}"#).await.assert(200, r#"{"pages":800}"#);
    let missing = r#"{"detail":"No Book matches the given query."}"#;
    client.post("/books/9/cut/", "{").await.assert(404, missing);
    client.post("/books/2/cut/?title=Thin", "{}").await.assert(404, missing);
    let message = r#"{"pages":["Ensure this value is greater than or equal to 1."]}"#;
    client.post("/books/2/cut/", r#"{"pages":0}"#).await.assert(400, message);
}

#[tokio::test]
async fn methods_on_one_path_have_policies_of_their_own() {
    let client = client().await;
    let refused = client.delete("/books/1/cut/").await;
    assert_eq!((refused.status.as_u16(), refused.header("allow")), (403, "POST, DELETE, OPTIONS"));
    client.get("/books/1/cut/").await.assert(405, r#"{"detail":"Method \"GET\" not allowed."}"#);
}

#[tokio::test]
async fn permissions_come_before_the_method_and_the_body() {
    let client = client().await;
    for method in [Method::GET, Method::POST, Method::OPTIONS] {
        let answer = client.json(method, "/books/secret/", "{").await;
        assert_eq!(answer.status.as_u16(), 403);
        assert_eq!(answer.header("allow"), "GET, POST, HEAD, OPTIONS");
    }
}

#[tokio::test]
async fn a_path_captures_values_that_look_right() {
    let client = client().await;
    let answer = client.get("/books/by-letter/a/").await;
    let links = [
        "http://testserver/books/by-letter/z/",
        "http://testserver/books/5/cut/",
        "http://testserver/books/7/",
    ];
    let expected = json!({ "letter": "a", "action": "by_letter", "links": links });
    assert_eq!(answer.json(), expected);
    assert_eq!(client.get("/books/by-letter/ab/").await.status.as_u16(), 404);
}

#[tokio::test]
async fn an_action_has_no_format_suffix_and_needs_its_slash() {
    let client = client().await;
    assert_eq!(client.get("/books/longest.json").await.status.as_u16(), 404);
    let redirect = client.get("/books/longest?x=1").await;
    assert_eq!(redirect.status.as_u16(), 301);
    assert_eq!(redirect.header("location"), "/books/longest/?x=1");
}

#[tokio::test]
async fn a_head_is_answered_as_the_get() {
    let head = client().await.send(Method::HEAD, "/books/longest/", &[], "").await;
    assert_eq!((head.status.as_u16(), head.header("content-length")), (200, "19"));
    assert!(head.body.is_empty());
}

#[tokio::test]
async fn the_errors_of_a_list_stand_under_their_places() {
    let client = client().await;
    let message =
        r#"{"1":{"title":["This field is required."]},"2":["This field may not be null."]}"#;
    client.post("/books/bulk/", r#"[{"title":"a"},{},null]"#).await.assert(400, message);
    let message = r#"{"non_field_errors":["Expected a list of items but got type \"dict\"."]}"#;
    client.post("/books/bulk/", "{}").await.assert(400, message);
    let message = r#"{"non_field_errors":["No data provided"]}"#;
    client.post("/books/bulk/", "null").await.assert(400, message);
    client.post("/books/bulk/", "[]").await.assert(200, "0");
}
