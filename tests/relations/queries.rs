//! How many queries a list takes.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use sea_orm::{ActiveModelTrait, Set};
use seaview::prelude::*;

use super::{article, article_topic, author, client, database, part, press, topic};

#[derive(ModelSerializer)]
#[serializer(entity = article::Entity)]
struct DeepSerializer {
    id: i64,
    title: String,
    #[serializer(nested)]
    author: AuthorSerializer,
    #[serializer(related = press::Entity, slug_field = code)]
    press: Option<String>,
    #[serializer(related = topic::Entity, required = false)]
    topics: Vec<i64>,
    #[serializer(related = topic::Entity, slug_field = name, read_only)]
    topic_names: Vec<String>,
    #[serializer(nested, required = false)]
    parts: Vec<PartSerializer>,
}

#[derive(ModelSerializer)]
#[serializer(entity = author::Entity)]
struct AuthorSerializer {
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

#[derive(ModelViewSet)]
#[viewset(serializer = DeepSerializer)]
struct DeepViewSet;

/// The rows; the author and the count of its articles; the press; the topics, once for both
/// fields; the parts and their presses.
const QUERIES: usize = 7;

async fn filled(articles: i64) -> (Database, Arc<AtomicUsize>) {
    let filled = database().await;
    let db = filled.connection();
    for id in 1..=articles {
        let article = article::ActiveModel {
            title: Set(format!("Article {id}")),
            author_id: Set(1 + id % 2),
            press_id: Set(Some(1)),
            ..Default::default()
        };
        article.insert(db).await.expect("an article");
        for topic in [1, 2] {
            let topic = article_topic::ActiveModel { article_id: Set(id), topic_id: Set(topic) };
            topic.insert(db).await.expect("its topic");
        }
        let part = part::ActiveModel {
            article_id: Set(id),
            heading: Set(format!("Part {id}")),
            press_id: Set(Some(2)),
            ..Default::default()
        };
        part.insert(db).await.expect("its part");
    }
    let count = Arc::new(AtomicUsize::new(0));
    let mut connection = db.clone();
    let counted = Arc::clone(&count);
    connection.set_metric_callback(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    (Database::from(connection).with_kept_connections(0), count)
}

#[tokio::test]
async fn a_list_of_any_length_takes_one_query_a_relation_and_level() {
    for articles in [1, 10, 100] {
        let (database, count) = filled(articles).await;
        let answer = client(database, DeepViewSet).get("/articles/").await;
        let rows = answer.json();
        assert_eq!(rows.as_array().map(Vec::len), usize::try_from(articles).ok());
        assert_eq!(rows[0]["topic_names"].to_string(), r#"["sea","view"]"#);
        assert_eq!(rows[0]["parts"].to_string(), r#"[{"heading":"Part 1","press":"south"}]"#);
        assert_eq!(count.load(Ordering::Relaxed), QUERIES, "{articles} articles");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_asked_for() {
    let (database, count) = filled(0).await;
    client(database, DeepViewSet).get("/articles/").await.assert(200, "[]");
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn uniqueness_and_foreign_keys_of_an_object_and_its_children_are_one_query() {
    #[derive(ModelSerializer)]
    #[serializer(entity = article::Entity)]
    struct WrittenSerializer {
        title: String,
        author_id: i64,
        #[serializer(related = press::Entity, slug_field = code)]
        press: Option<String>,
        #[serializer(nested, write_only)]
        parts: Vec<PartSerializer>,
    }

    #[derive(ModelViewSet)]
    #[viewset(serializer = WrittenSerializer)]
    struct WrittenViewSet;

    let (database, count) = filled(1).await;
    let body = r#"{"title":"New","author_id":1,"press":"north","parts":[{"heading":"a","press":"south"},{"heading":"b","press":"west"}]}"#;
    client(database, WrittenViewSet)
        .post("/articles/", body)
        .await
        .assert(400, r#"{"parts":{"1":{"press":["Object with code=west does not exist."]}}}"#);
    assert_eq!(count.load(Ordering::Relaxed), 1);
}
