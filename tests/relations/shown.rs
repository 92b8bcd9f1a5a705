//! How related rows are shown.

use seaview::prelude::*;

use super::{article, author, client, database, part, press, topic};

#[derive(ModelSerializer)]
#[serializer(entity = article::Entity)]
struct EveryWaySerializer {
    id: i64,
    title: String,
    author_id: i64,
    #[serializer(nested)]
    author: AuthorSerializer,
    #[serializer(source = author.name)]
    author_name: String,
    #[serializer(related = author::Entity, string)]
    author_text: String,
    #[serializer(related = press::Entity, slug_field = code)]
    press: Option<String>,
    #[serializer(related = press::Entity, read_only)]
    press_key: Option<i32>,
    #[serializer(related = topic::Entity, required = false)]
    topics: Vec<i64>,
    #[serializer(related = topic::Entity, slug_field = name, read_only, ordering(-name))]
    topic_names: Vec<String>,
    #[serializer(nested, required = false)]
    parts: Vec<PartSerializer>,
    #[serializer(related = part::Entity, count)]
    part_count: i64,
    #[serializer(method = shout)]
    shout: String,
}

#[derive(ModelSerializer)]
#[serializer(entity = author::Entity)]
struct AuthorSerializer {
    id: i64,
    name: String,
    #[serializer(related = article::Entity, count)]
    articles: i64,
}

#[derive(ModelSerializer)]
#[serializer(entity = part::Entity)]
struct PartSerializer {
    heading: String,
    #[serializer(related = press::Entity, slug_field = code)]
    press: Option<String>,
}

fn shout(article: &article::Model, request: &Request) -> String {
    format!("{} {}", request.method(), article.title.to_uppercase())
}

#[derive(ModelViewSet)]
#[viewset(serializer = EveryWaySerializer)]
struct EveryWayViewSet;

const FULL: &str = r#"{"title":"One","author_id":2,"press":"south","topics":[3,1],"parts":[{"heading":"b","press":"north"},{"heading":"a"}]}"#;

fn shown(method: &str) -> String {
    format!(
        r#"{{"id":1,"title":"One","author_id":2,"author":{{"id":2,"name":"Bob","articles":1}},"author_name":"Bob","author_text":"Bob the author","press":"south","press_key":2,"topics":[1,3],"topic_names":["sea","rust"],"parts":[{{"heading":"b","press":"north"}},{{"heading":"a","press":null}}],"part_count":2,"shout":"{method} ONE"}}"#
    )
}

#[tokio::test]
async fn a_row_and_a_list_and_the_answer_to_a_write_show_the_same() {
    let client = client(database().await, EveryWayViewSet);
    client.post("/articles/", FULL).await.assert(201, &shown("POST"));
    client.get("/articles/1/").await.assert(200, &shown("GET"));
    client.get("/articles/").await.assert(200, &format!("[{}]", shown("GET")));
    client.patch("/articles/1/", "{}").await.assert(200, &shown("PATCH"));
}

#[tokio::test]
async fn nothing_related_is_null_or_empty() {
    let client = client(database().await, EveryWayViewSet);
    client.post("/articles/", r#"{"title":"Two","author_id":1}"#).await.assert(
        201,
        r#"{"id":1,"title":"Two","author_id":1,"author":{"id":1,"name":"Ada","articles":1},"author_name":"Ada","author_text":"Ada the author","press":null,"press_key":null,"topics":[],"topic_names":[],"parts":[],"part_count":0,"shout":"POST TWO"}"#,
    );
}

#[tokio::test]
async fn lists_without_relations_and_rows_have_the_same_bytes() {
    use sea_orm::{ActiveModelTrait, Set};

    #[derive(ModelSerializer)]
    #[serializer(entity = author::Entity)]
    struct PlainSerializer {
        id: i64,
        name: String,
        hidden: bool,
    }

    #[derive(ModelViewSet)]
    #[viewset(serializer = PlainSerializer)]
    struct PlainViewSet;

    let database = database().await;
    let every_ascii: String = (1..=0x7F_u8).map(char::from).collect();
    for name in [every_ascii, "ä€😀\u{2028}\u{2029}\u{85}".into(), "it's".into()] {
        let author =
            author::ActiveModel { name: Set(name), hidden: Set(true), ..Default::default() };
        author.insert(database.connection()).await.expect("an author");
    }
    let client = client(database, PlainViewSet);
    let mut rows = Vec::new();
    for id in 1..=6 {
        rows.push(client.get(&format!("/articles/{id}/")).await.text());
    }
    client.get("/articles/").await.assert(200, &format!("[{}]", rows.join(",")));
}

#[test]
fn serializers_that_nest_each_other_in_a_circle_are_refused_when_the_router_is_built() {
    #[derive(ModelSerializer)]
    #[serializer(entity = author::Entity)]
    struct CircularAuthorSerializer {
        id: i64,
        #[serializer(nested, read_only)]
        articles: Vec<CircularArticleSerializer>,
    }

    #[derive(ModelSerializer)]
    #[serializer(entity = article::Entity)]
    struct CircularArticleSerializer {
        id: i64,
        #[serializer(nested)]
        author: CircularAuthorSerializer,
    }

    #[derive(ModelViewSet)]
    #[viewset(serializer = CircularArticleSerializer)]
    struct CircularViewSet;

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let database = runtime.expect("a runtime").block_on(database());
    let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        client(database, CircularViewSet)
    }));
    let message = built.err().and_then(|panic| panic.downcast::<String>().ok());
    assert_eq!(
        message.as_deref().map(String::as_str),
        Some(
            "`articles` nests the serializer of `Article` in itself; nest a serializer without that field"
        )
    );
}
