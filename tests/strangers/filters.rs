//! Filters, searches and orders along relations.

use http::Method;
use sea_orm::ConnectionTrait;
use seaview::Database;

use super::{
    ask, database,
    scopes::{scope_of_folders, scope_of_pages, scopes, serving},
};
use crate::support::Client;

/// What ada has beside the rest, some of it with bob. All that is bob's says `word`, is `color`,
/// and there may be more of it.
pub(super) async fn world(word: &str, color: &str, more: bool) -> Database {
    let database = database().await;
    let always = [
        format!("UPDATE folder SET title = '{word}', color = {color} WHERE owner_id = 2"),
        format!("UPDATE page SET text = '{word}' WHERE owner_id = 2"),
        format!("UPDATE label SET name = '{word}' WHERE owner_id = 2"),
        "UPDATE folder SET color = 'blue' WHERE id = 1001".to_owned(),
        "INSERT INTO folder (id, owner_id, slug, title, parent_id) VALUES
            (1002, 1, 'ada-1002', 'second of ada', 7777),
            (1003, 1, 'ada-1003', 'third of ada', 1001)"
            .to_owned(),
        "INSERT INTO page (id, owner_id, folder_id, text) VALUES
            (1002, 1, 7777, 'lost of ada'), (1003, 1, NULL, 'loose of ada')"
            .to_owned(),
        format!(
            "INSERT INTO remark (id, author_id, page_id, text) VALUES
                (1001, 1, 1001, 'by ada'), (7777, 2, 1001, '{word}'), (7778, 2, 7777, '{word}')"
        ),
    ];
    let sometimes = [
        format!(
            "INSERT INTO page (id, owner_id, folder_id, text) VALUES (7779, 2, 1003, '{word}')"
        ),
        "INSERT INTO page_label (page_id, label_id) VALUES (1003, 7777)".to_owned(),
        format!(
            "INSERT INTO remark (id, author_id, page_id, text) VALUES (7779, 2, 1003, '{word}')"
        ),
    ];
    let statements = always.iter().chain(sometimes.iter().filter(|_| more));
    for statement in statements {
        database.connection().execute_unprepared(statement).await.unwrap();
    }
    database
}

/// What of bob's is told in answers on pages of ada's, and on her folders.
const TOLD_OF_PAGES: &[&str] = &[
    "/pages/",
    "/pages/1002/",
    "/pages/1003/",
    "/all/",
    "/all/1002/",
    "/texts/?search=alpha",
    "/texts/?search=lost+omega",
    "/texts/?search=loose+omega",
    "/texts/?search=of+alph",
    "/texts/?ordering=folder__title",
    "/texts/?ordering=-folder__title,text",
    "/texts/?folder__title=alpha",
    "/texts/?folder__title__icontains=MEG",
    "/texts/?folder__title__in=alpha,x",
    "/texts/?folder__color__isnull=true",
    "/texts/?folder__color__isnull=false",
    "/texts/?labels__name=alpha",
    "/texts/?labels__name__startswith=om",
    "/texts/?labels__isnull=true",
    "/texts/?labels__isnull=false",
    "/texts/?remarks__isnull=true",
    "/texts/?remarks__text__icontains=lph",
    "/texts/1003/?remarks__isnull=true",
    "/texts/1002/?search=omega",
    "/cursors/",
    "/cursors/?ordering=folder__title",
    "/cursors/?ordering=-folder__title",
];

const TOLD_OF_FOLDERS: &[&str] = &[
    "/folders/",
    "/folders/1003/",
    "/titles/?search=alpha",
    "/titles/?search=third+omega",
    "/titles/?pages__isnull=true",
    "/titles/?pages__isnull=false",
    "/titles/?pages__text=omega",
    "/titles/?pages__labels__name=alpha",
];

/// Of the folder that another is in.
const TOLD_OF_PARENTS: &[&str] = &[
    "/titles/?parent__title=alpha",
    "/titles/?search=second+alpha",
    "/titles/?search=second+omega",
    "/titles/?ordering=parent__title",
    "/titles/?ordering=-parent__title",
];

async fn tell(worlds: &[Client; 2], url: &str) -> [String; 2] {
    let mut told = [String::new(), String::new()];
    for (world, told) in worlds.iter().zip(&mut told) {
        let answer = ask(world, &Method::GET, url, "").await;
        assert!([200, 404].contains(&answer.status.as_u16()), "{url} {}", answer.text());
        *told = format!("{} {}", answer.status, answer.text());
    }
    told
}

#[tokio::test]
async fn nothing_of_anothers_makes_a_difference() {
    let databases = [world("alpha", "NULL", false).await, world("omega", "'red'", true).await];
    let worlds = databases.each_ref().map(|database| serving(database, scopes()));
    let pages = databases.each_ref().map(|database| serving(database, scope_of_pages()));
    let folders = databases.each_ref().map(|database| serving(database, scope_of_folders()));
    for (control, urls) in
        [(Some(pages), TOLD_OF_PAGES), (Some(folders), TOLD_OF_FOLDERS), (None, TOLD_OF_PARENTS)]
    {
        for url in urls {
            let [one, other] = tell(&worlds, url).await;
            assert_eq!(one, other, "{url}");
            // What bob has is told where only that is kept from ada which the answer consists of.
            if let Some(control) = &control {
                let [one, other] = tell(control, url).await;
                assert_ne!(one, other, "{url}");
            }
        }
    }
}

async fn ids(client: &Client, url: &str) -> String {
    let answer = ask(client, &Method::GET, url, "").await;
    assert_eq!(answer.status, 200, "{url} {}", answer.text());
    let json = answer.json();
    let ids = json.as_array().unwrap().iter().map(|row| row["id"].to_string());
    ids.collect::<Vec<_>>().join(",")
}

#[tokio::test]
async fn a_relation_to_a_row_of_anothers_is_none() {
    let database = world("alpha", "NULL", true).await;
    let client = serving(&database, scopes());
    for (url, found) in [
        ("/texts/?folder__isnull=true", "1002,1003"),
        ("/texts/?folder__isnull=false", "1001"),
        ("/texts/?folder__title__isnull=true", "1002,1003"),
        ("/texts/?folder__title__isnull=false", "1001"),
        ("/texts/?labels__isnull=true", "1002,1003"),
        ("/texts/?labels__isnull=false", "1001"),
        ("/texts/?remarks__isnull=false", "1001"),
        ("/texts/?folder=1001", "1001"),
        ("/texts/?folder__in=1001", "1001"),
        ("/texts/?labels=1001", "1001"),
        ("/texts/?search=of+ada", "1001,1002,1003"),
        ("/texts/?search=alpha", ""),
        ("/titles/?parent__isnull=true", "1001,1002"),
        ("/titles/?parent__isnull=false", "1003"),
        ("/titles/?parent=1001", "1003"),
        ("/titles/?parent__title=of+ada", "1003"),
        ("/titles/?pages=1001", "1001"),
        ("/titles/?not_pages=1001", "1002,1003"),
        ("/titles/?pages__isnull=true", "1002,1003"),
    ] {
        assert_eq!(ids(&client, url).await, found, "{url}");
    }
}

#[tokio::test]
async fn pages_by_cursor_lead_past_values_that_are_not_seen() {
    let client = serving(&world("alpha", "NULL", true).await, scopes());
    for order in ["folder__title", "-folder__title"] {
        let (mut url, mut seen) = (format!("/cursors/?ordering={order}"), Vec::new());
        while seen.len() < 4 {
            let answer = ask(&client, &Method::GET, &url, "").await;
            let page = answer.json();
            let rows = page["results"].as_array().unwrap().iter();
            seen.extend(rows.map(|row| row["id"].as_i64().unwrap()));
            let Some(next) = page["next"].as_str() else { break };
            url = next.strip_prefix("http://testserver").unwrap().to_owned();
        }
        seen.sort_unstable();
        assert_eq!(seen, [1001, 1002, 1003], "{order}");
    }
}

#[tokio::test]
async fn others_see_what_is_theirs_behind_relations() {
    let client = serving(&world("alpha", "NULL", true).await, scopes());
    let bob = [("x-user", "2")];
    for (url, found) in [
        ("/texts/?folder__title=alpha", r#"[{"id":7777,"text":"alpha"}]"#),
        (
            "/texts/?folder__isnull=true",
            r#"[{"id":7778,"text":"alpha"},{"id":7779,"text":"alpha"}]"#,
        ),
        ("/texts/?remarks__isnull=false", r#"[{"id":7777,"text":"alpha"}]"#),
        ("/titles/?pages__text=alpha", r#"[{"id":7777,"title":"alpha"}]"#),
    ] {
        client.send(Method::GET, url, &bob, "").await.assert(200, found);
    }
}
