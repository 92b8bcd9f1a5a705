//! Lists without pagination: short ones at once, long ones as they are read.

use std::collections::BTreeSet;

use http::Method;
use sea_orm::{QueryOrder, Select};

use super::{
    Pieces, database, deep, expected, flat, insert, leaf, leaves, pieces, queryset, router, sql,
};
use crate::support::Client;

#[tokio::test]
async fn a_list_of_a_thousand_rows_is_sent_at_once_and_a_longer_one_is_not() {
    for (count, whole) in [(0, true), (3, true), (1000, true), (1001, false), (2500, false)] {
        let (client, database) = leaves(count).await;
        for (path, object) in [("/leaves/", flat as fn(&leaf::Model) -> String), ("/deep/", deep)] {
            let expected = expected(&database, queryset(""), object).await;
            let (parts, text) = pieces(&client, path).await;
            assert_eq!(text, expected, "{count}");
            assert_eq!(parts == 1, whole, "{count}");
            let head = client.send(Method::HEAD, path, &[], "").await;
            let length = if whole { expected.len().to_string() } else { String::new() };
            assert_eq!((head.status.as_u16(), head.text()), (200, String::new()));
            assert_eq!(head.header("content-length"), length, "{count}");
            let get = client.get(path).await;
            for name in ["content-type", "allow", "vary"] {
                assert_eq!(head.header(name), get.header(name));
            }
            assert_eq!(get.header("content-type"), "application/json");
        }
    }
}

fn ordered(leaves: Select<leaf::Entity>, ordering: &str) -> Select<leaf::Entity> {
    ordering.split(',').filter(|term| !term.is_empty()).fold(leaves, |leaves, term| {
        let name = term.trim_start_matches('-');
        let column = if name == "year" { leaf::Column::Year } else { leaf::Column::Word };
        if term.starts_with('-') {
            leaves.order_by_desc(column)
        } else {
            leaves.order_by_asc(column)
        }
    })
}

#[tokio::test]
async fn long_lists_have_all_rows_in_any_order() {
    let (client, database) = leaves(2500).await;
    for ordering in ["year", "-year", "word", "-word,year", "year,-word"] {
        let whole = ordered(queryset(""), ordering);
        let expected = expected(&database, whole, flat).await;
        client.get(&format!("/leaves/?ordering={ordering}")).await.assert(200, &expected);
    }
}

#[tokio::test]
async fn querysets_of_every_kind_may_be_long() {
    let (client, database) = leaves(3000).await;
    for how in [
        "own",
        "expression",
        "distinct",
        "join",
        "distinct join",
        "group",
        "cut",
        "offset",
        "short",
        "some",
    ] {
        for (path, object) in [("/leaves/", flat as fn(&leaf::Model) -> String), ("/deep/", deep)] {
            let expected = expected(&database, queryset(how), object).await;
            let answer = client.get(&format!("{path}?how={}", how.replace(' ', "+"))).await;
            assert!(answer.status == 200 && answer.text() == expected, "{path}, {how}");
        }
    }
}

#[tokio::test]
async fn rows_of_composite_keys_and_without_an_order_are_all_there() {
    let database = database(0).await;
    for x in 0..60 {
        let squares: Vec<_> = (0..40).map(|y| format!("({x}, 'y{y}')")).collect();
        sql(&database, &format!("INSERT INTO square (x, y) VALUES {}", squares.join(", "))).await;
    }
    let client = Client::new(router().into_router(database));
    let squares = client.get("/squares/").await.json();
    let squares = squares.as_array().expect("a list").clone();
    let different: BTreeSet<_> = squares.iter().map(ToString::to_string).collect();
    assert_eq!((squares.len(), different.len()), (2400, 2400));
}

#[tokio::test]
async fn rows_that_come_and_go_between_two_chunks_shift_no_others() {
    for query in ["", "?ordering=-year,word", "?ordering=word", "?how=own", "?how=distinct"] {
        for path in ["/leaves/", "/deep/"] {
            let (client, database) = leaves(4000).await;
            let mut body = Pieces::get(&client, &format!("{path}{query}")).await;
            let mut text = body.next().await.expect("a chunk").expect("no error");
            let sent: Vec<_> = ids(&format!("{text}]"));
            sql(&database, "DELETE FROM tag WHERE leaf_id % 10 = 3").await;
            sql(&database, "DELETE FROM leaf WHERE id % 10 = 3").await;
            insert(&database, 4001..=4300).await;
            text.push_str(&body.rest().await.expect("the rest"));
            let seen = ids(&text);
            let once: BTreeSet<_> = seen.iter().copied().collect();
            assert_eq!(once.len(), seen.len(), "{path}{query}: a row is there twice");
            let missed = (1..=4000).find(|id| id % 10 != 3 && !once.contains(id));
            assert_eq!(missed, None, "{path}{query}");
            let gone = seen.iter().find(|id| *id % 10 == 3 && **id <= 4000 && !sent.contains(id));
            assert_eq!(gone, None, "{path}{query}");
        }
    }
}

fn ids(text: &str) -> Vec<i64> {
    let rows: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let rows = rows.as_array().expect("a list").iter();
    rows.map(|row| row["id"].as_i64().expect("an id")).collect()
}

#[tokio::test]
async fn a_long_list_may_be_indented_and_shown_to_browsers() {
    let (client, database) = leaves(1500).await;
    let accept = |kind| [("accept", kind)];
    let json = accept("application/json; indent=2");
    let indented = client.send(Method::GET, "/leaves/", &json, "").await.text();
    let compact: serde_json::Value = serde_json::from_str(&indented).expect("JSON");
    assert_eq!(compact.as_array().map(Vec::len), Some(1500));
    assert!(indented.starts_with("[\n  {\n    \"id\": 1,\n"), "{}", &indented[..40]);
    assert!(indented.ends_with("\n  }\n]"));
    assert!(!indented.contains("},{") && !indented.contains("\n\n"));
    let expected = expected(&database, queryset(""), flat).await;
    let expected: serde_json::Value = serde_json::from_str(&expected).expect("JSON");
    assert_eq!(compact, expected);
    let html = client.send(Method::GET, "/leaves/", &accept("text/html"), "").await;
    assert_eq!(html.header("content-type"), "text/html; charset=utf-8");
    assert!(html.text().contains("1500"));
}
