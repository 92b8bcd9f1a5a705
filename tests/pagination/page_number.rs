//! Pages by number, and their size.

use seaview::{
    Policies,
    pagination::{PageNumberPagination, Paginator},
    prelude::*,
};

use super::{INVALID, PlainViewSet, SongSerializer, SongViewSet, database, ids, songs};
use crate::support::Client;

#[tokio::test]
async fn a_page_is_an_envelope_with_links_to_its_neighbours() {
    let client = songs(5).await;
    client.get("/songs/").await.assert(
        200,
        concat!(
            r#"{"count":5,"next":"http://testserver/songs/?page=2","previous":null,"#,
            r#""results":[{"id":1,"title":"B","stars":1},{"id":2,"title":"A","stars":1}]}"#
        ),
    );
    client.get("/songs/?page=2").await.assert(
        200,
        concat!(
            r#"{"count":5,"next":"http://testserver/songs/?page=3","#,
            r#""previous":"http://testserver/songs/","#,
            r#""results":[{"id":3,"title":"B","stars":2},{"id":4,"title":"A","stars":2}]}"#
        ),
    );
    let last = concat!(
        r#"{"count":5,"next":null,"previous":"http://testserver/songs/?page=2","#,
        r#""results":[{"id":5,"title":"B","stars":3}]}"#
    );
    client.get("/songs/?page=3").await.assert(200, last);
    client.get("/songs/?page=last").await.assert(200, last);
}

#[tokio::test]
async fn links_keep_other_parameters_sorted_and_encoded_anew() {
    let client = songs(5).await;
    let links = async |query: &str| {
        let page = client.get(&format!("/songs/?{query}")).await.json();
        [&page["next"], &page["previous"]].map(|link| link.as_str().unwrap_or("-").to_owned())
    };
    let url = |query: &str| format!("http://testserver/songs/?{query}");
    assert_eq!(
        links("z=1&page=2&b=x%20y,%C3%A9&a=&z=0&flag").await,
        [url("a=&b=x+y%2C%C3%A9&flag=&page=3&z=1&z=0"), url("a=&b=x+y%2C%C3%A9&flag=&z=1&z=0")]
    );
    assert_eq!(links("page=1&page=2").await, [url("page=3"), "http://testserver/songs/".into()]);
    assert_eq!(
        links("c=~-._*'()!/&page_size=1").await[0],
        url("c=~-._%2A%27%28%29%21%2F&page=2&page_size=1")
    );
}

#[tokio::test]
async fn blanks_signs_and_digits_of_any_script_are_page_numbers() {
    let client = songs(5).await;
    for page in ["2", "%202%20", "%2B2", "%D9%A2", "002"] {
        assert_eq!(ids(&client.get(&format!("/songs/?page={page}")).await), [3, 4], "{page}");
    }
    for query in ["", "page=", "page", "page=%20"] {
        assert_eq!(ids(&client.get(&format!("/songs/?{query}")).await), [1, 2], "{query}");
    }
    assert_eq!(ids(&client.get("/songs/?page=x&page=3").await), [5]);
}

#[tokio::test]
async fn a_page_that_is_not_there_is_a_404() {
    let client = songs(5).await;
    let pages = [
        "0",
        "-1",
        "4",
        "abc",
        "1.0",
        "1.5",
        "1e0",
        "0x1",
        "Last",
        "%00",
        "%FF",
        "null",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "170141183460469231731687303715884105728",
        "99999999999999999999999999999999999999999999999999999999",
    ];
    for page in pages {
        client.get(&format!("/songs/?page={page}")).await.assert(404, INVALID);
    }
}

#[tokio::test]
async fn an_empty_list_has_one_page() {
    let client = songs(0).await;
    let empty = r#"{"count":0,"next":null,"previous":null,"results":[]}"#;
    for page in ["1", "last", ""] {
        client.get(&format!("/songs/?page={page}")).await.assert(200, empty);
    }
    client.get("/songs/?page=2").await.assert(404, INVALID);
    client.get("/songs/?stars__gte=9").await.assert(200, empty);
}

#[tokio::test]
async fn clients_choose_the_size_up_to_its_limit() {
    let client = songs(5).await;
    let cases =
        [("1", 1), ("3", 3), ("4", 4), ("5", 4), ("99999999999999999999999999", 4), ("+3", 3)];
    for (size, rows) in cases {
        assert_eq!(
            ids(&client.get(&format!("/songs/?page_size={size}")).await).len(),
            rows,
            "{size}"
        );
    }
    for size in ["0", "-1", "abc", "", "1.5", "%00"] {
        assert_eq!(ids(&client.get(&format!("/songs/?page_size={size}")).await).len(), 2, "{size}");
    }
    let page = client.get("/songs/?page_size=abc").await.json();
    assert_eq!(page["next"], "http://testserver/songs/?page=2&page_size=abc");
}

#[tokio::test]
async fn without_a_limit_the_size_may_be_any_number() {
    let pagination =
        PageNumberPagination { page_size_query_param: Some("size"), ..PageNumberPagination::of(2) };
    let policies = Policies { pagination: Some(Paginator::new(pagination)), ..Policies::default() };
    let router = DefaultRouter::new().policies(policies).register("plain", PlainViewSet);
    let client = Client::new(router.into_router(database(3).await));
    for size in
        ["9223372036854775807", "18446744073709551616", "99999999999999999999999999999999999999999"]
    {
        let page = client.get(&format!("/plain/?size={size}")).await;
        assert_eq!(ids(&page), [1, 2, 3], "{size}");
        for page in ["2", "3", "9223372036854775807"] {
            client.get(&format!("/plain/?size={size}&page={page}")).await.assert(404, INVALID);
        }
    }
}

#[tokio::test]
async fn nothing_is_cut_unless_asked() {
    let client = songs(3).await;
    let list = client.get("/plain/?page=7&page_size=1").await.json();
    assert_eq!(list.as_array().expect("an array").len(), 3);
}

#[derive(ModelViewSet)]
#[viewset(serializer = SongSerializer, pagination_class = None)]
struct WholeViewSet;

#[tokio::test]
async fn the_routers_pagination_has_the_size_of_its_settings() {
    let client = async |page_size: Option<u64>| {
        let pagination = Some(Paginator::new(PageNumberPagination::default()));
        let router = DefaultRouter::new()
            .settings(Settings { page_size, ..Settings::default() })
            .policies(Policies { pagination, ..Policies::default() })
            .register("plain", PlainViewSet)
            .register_with_basename("whole", WholeViewSet, "whole")
            .register_with_basename("songs", SongViewSet, "songs");
        Client::new(router.into_router(database(5).await))
    };
    let three = client(Some(3)).await;
    assert_eq!(ids(&three.get("/plain/").await), [1, 2, 3]);
    assert_eq!(ids(&three.get("/plain/?page=2").await), [4, 5]);
    // A viewset's own word counts for more.
    assert_eq!(three.get("/whole/").await.json().as_array().map(Vec::len), Some(5));
    assert_eq!(ids(&three.get("/songs/").await), [1, 2]);
    for size in [None, Some(0)] {
        let whole = client(size).await.get("/plain/?page=9").await.json();
        assert_eq!(whole.as_array().map(Vec::len), Some(5), "{size:?}");
    }
}
