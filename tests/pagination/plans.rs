//! How the databases find the rows of a page by cursor: by an index, from the first of them on.

use std::sync::{Arc, Mutex};

use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Set, Statement};
use seaview::prelude::*;

use super::memos::{MemoViewSet, link, memo, memos};
use crate::support::Client;

const ROWS: i32 = 3000;

/// Enough rows, indexes of `year` and `word`, and what the database wants to know of them.
async fn filled() -> Database {
    let (_, database) = memos().await;
    let db = database.connection();
    for sql in
        ["CREATE INDEX by_year ON memo (year, id)", "CREATE INDEX by_word ON memo (word, id)"]
    {
        db.execute_unprepared(sql).await.expect("an index");
    }
    for chunk in (1..=ROWS).collect::<Vec<_>>().chunks(500) {
        let memos = chunk.iter().map(|n| memo::ActiveModel {
            year: Set(Some(n / 5)),
            word: Set((n % 7 != 0).then(|| format!("w{:04}", n / 3))),
            code: Set(format!("c{n:05}")),
            ..Default::default()
        });
        memo::Entity::insert_many(memos).exec(db).await.expect("memos");
    }
    let analyze =
        if database.backend() == DbBackend::MySql { "ANALYZE TABLE memo" } else { "ANALYZE memo" };
    db.execute_unprepared(analyze).await.expect("statistics");
    database
}

/// What the database says of a statement, and whether an index leads to its rows.
async fn plan(database: &Database, statement: &Statement) -> (String, bool) {
    let backend = database.backend();
    let explain = if backend == DbBackend::Sqlite { "EXPLAIN QUERY PLAN" } else { "EXPLAIN" };
    let mut statement = statement.clone();
    statement.sql = format!("{explain} {}", statement.sql);
    let rows = database.connection().query_all_raw(statement).await.expect("a plan");
    let column = match backend {
        DbBackend::Sqlite => "detail",
        DbBackend::MySql => "type",
        _ => "QUERY PLAN",
    };
    let lines = rows.iter().map(|row| row.try_get::<String>("", column).expect("a line"));
    let plan = lines.collect::<Vec<_>>().join("; ");
    let led = match backend {
        DbBackend::Sqlite => plan.starts_with("SEARCH memo USING") && !plan.contains("TEMP B-TREE"),
        DbBackend::MySql => ["range", "ref", "const"].contains(&plan.as_str()),
        _ => plan.contains("Index Cond") && !plan.contains("Sort"),
    };
    (plan, led)
}

#[tokio::test]
async fn an_index_leads_to_each_page_by_cursor() {
    let database = filled().await;
    let statements = Arc::new(Mutex::new(Vec::new()));
    let mut connection = database.connection().clone();
    let log = Arc::clone(&statements);
    connection.set_metric_callback(move |info| {
        log.lock().expect("the log").push(info.statement.clone());
    });
    let router = DefaultRouter::new().register("memos", MemoViewSet);
    let client =
        Client::new(router.into_router(Database::from(connection).with_kept_connections(0)));
    for ordering in ["code", "-code", "year", "word"] {
        let mut page = client.get(&format!("/memos/?ordering={ordering}&page_size=3")).await;
        statements.lock().expect("the log").clear();
        for name in ["next", "next", "next", "previous"] {
            page = client.get(&link(&page, name).expect("a link")).await;
        }
        let asked = statements.lock().expect("the log").clone();
        assert!(asked.len() >= 4, "{ordering}: {asked:?}");
        for statement in &asked {
            let (plan, led) = plan(&database, statement).await;
            assert!(led, "{ordering}: {}: {plan}", statement.sql);
        }
    }
}
