//! The tutorial's API, request by request.

use http::Method;
use seaview::TrailingSlash;

use crate::support::Client;

async fn countries() -> Client {
    with(TrailingSlash::Required).await
}

async fn with(trailing_slash: TrailingSlash) -> Client {
    let database = countries::open(&crate::support::url().await).await.expect("the countries");
    Client::new(countries::app(database, trailing_slash))
}

const THREE: &str = concat!(
    r#"[{"id":1,"name":"Thailand","capital":"Bangkok","area":513120},"#,
    r#"{"id":2,"name":"Australia","capital":"Canberra","area":7617930},"#,
    r#"{"id":3,"name":"Egypt","capital":"Cairo","area":1010408}]"#
);

const GERMANY: &str = r#"{"name":"Germany", "capital": "Berlin", "area": 357022}"#;

#[tokio::test]
async fn the_list_is_the_array_of_all_three() {
    let answer = countries().await.get("/countries/").await;
    answer.assert(200, THREE);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("allow"), "GET, POST, HEAD, OPTIONS");
    assert_eq!(answer.header("vary"), "Accept, Cookie");
}

#[tokio::test]
async fn a_country_is_created_read_changed_and_deleted() {
    let client = countries().await;
    let germany = r#"{"id":4,"name":"Germany","capital":"Berlin","area":357022}"#;
    client.post("/countries/", GERMANY).await.assert(201, germany);
    client.get("/countries/4/").await.assert(200, germany);

    let bonn = r#"{"name":"Germany","capital":"Bonn","area":248577}"#;
    let changed = r#"{"id":4,"name":"Germany","capital":"Bonn","area":248577}"#;
    client.put("/countries/4/", bonn).await.assert(200, changed);

    let patched = r#"{"id":4,"name":"Germany","capital":"Berlin","area":248577}"#;
    client.patch("/countries/4/", r#"{"capital":"Berlin"}"#).await.assert(200, patched);
    client.get("/countries/4/").await.assert(200, patched);

    let gone = client.delete("/countries/4/").await;
    gone.assert(204, "");
    assert_eq!(gone.headers.get("content-type"), None);
    let missing = r#"{"detail":"No Country matches the given query."}"#;
    client.get("/countries/4/").await.assert(404, missing);
}

#[tokio::test]
async fn a_get_changes_nothing_and_ignores_its_body() {
    let client = countries().await;
    let json = [("content-type", "application/json")];
    client.send(Method::GET, "/countries/", &json, "{").await.assert(200, THREE);
    client.send(Method::DELETE, "/countries/3/", &json, "{").await.assert(204, "");
}

#[tokio::test]
async fn without_slashes_the_urls_have_none() {
    let client = with(TrailingSlash::Absent).await;
    client.get("/countries").await.assert(200, THREE);
    client.get("/countries/").await.assert(404, r#"{"detail":"Not found."}"#);
    client
        .post("/countries", GERMANY)
        .await
        .assert(201, r#"{"id":4,"name":"Germany","capital":"Berlin","area":357022}"#);
    client.get("/").await.assert(200, r#"{"countries":"http://testserver/countries"}"#);
}

#[tokio::test]
async fn a_country_has_a_capital_of_at_most_a_hundred_characters() {
    let client = countries().await;
    let body = |n: usize| format!(r#"{{"name":"Oz","capital":"{}","area":1}}"#, "é".repeat(n));
    assert_eq!(client.post("/countries/", body(100)).await.status, 201);
    client
        .post("/countries/", body(101))
        .await
        .assert(400, r#"{"capital":["Ensure this field has no more than 100 characters."]}"#);
}

#[tokio::test]
async fn the_area_is_a_64_bit_integer_and_not_one_more() {
    let client = countries().await;
    let body = |area: &str| format!(r#"{{"name":"Oz","capital":"E","area":{area}}}"#);
    let more = r#"{"area":["Ensure this value is less than or equal to 9223372036854775807."]}"#;
    let less =
        r#"{"area":["Ensure this value is greater than or equal to -9223372036854775808."]}"#;
    assert_eq!(client.post("/countries/", body("9223372036854775807")).await.status, 201);
    client.post("/countries/", body("9223372036854775808")).await.assert(400, more);
    client.post("/countries/", body("-9223372036854775809")).await.assert(400, less);
}

#[tokio::test]
async fn options_describes_the_fields_with_their_help() {
    let answer = countries().await.options("/countries/").await;
    let area = &answer.json()["actions"]["POST"]["area"];
    assert_eq!(area["help_text"], "(in square kilometers)");
    assert_eq!(area["label"], "Area");
    assert_eq!(answer.json()["name"], "Country List");
    assert_eq!(answer.json()["actions"]["POST"]["name"]["max_length"], 100);
}

#[tokio::test]
async fn lists_are_narrowed_searched_and_ordered() {
    let client = countries().await;
    let names = async |query: &str| {
        let list = client.get(&format!("/countries/?{query}")).await.json();
        let rows = list.as_array().expect("a list").clone();
        rows.iter().map(|row| row["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("area__gte=1010408").await, ["Australia", "Egypt"]);
    assert_eq!(names("area__gte=600000&area__lte=2e6").await, ["Egypt"]);
    assert_eq!(names("search=LAND").await, ["Thailand"]);
    assert_eq!(names("search=a,c").await, ["Australia", "Egypt"]);
    assert_eq!(names("ordering=-area").await, ["Australia", "Egypt", "Thailand"]);
    assert_eq!(names("ordering=nonsense").await, ["Thailand", "Australia", "Egypt"]);
    client
        .get("/countries/?area__gte=x&area__lte=y")
        .await
        .assert(400, r#"{"area__gte":["Enter a number."],"area__lte":["Enter a number."]}"#);
}

#[tokio::test]
async fn a_database_that_is_there_keeps_its_rows() {
    let folder = std::env::temp_dir().join(format!("seaview-countries-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let url = format!("sqlite://{}/countries.db?mode=rwc", folder.display());
    let client = async || {
        let database = countries::open(&url).await.expect("the countries");
        Client::new(countries::app(database, TrailingSlash::Required))
    };
    let first = client().await;
    for id in 1..=3 {
        first.delete(&format!("/countries/{id}/")).await.assert(204, "");
    }
    first.post("/countries/", GERMANY).await;
    let kept = client().await.get("/countries/").await;
    kept.assert(200, r#"[{"id":4,"name":"Germany","capital":"Berlin","area":357022}]"#);
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
}
