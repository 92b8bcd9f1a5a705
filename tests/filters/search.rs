//! `?search=`, in words.

use super::{ALL, films, find};

#[tokio::test]
async fn a_search_is_every_term_in_any_column() {
    find(&[
        ("search=ALI", &[1]),
        ("search=space", &[]),
        ("search=in", &[1]),
        ("search=sat", &[]),
        ("search=SATIRE", &[2, 5]),
        ("search=alien+in", &[1]),
        ("search=alien,in", &[1]),
        ("search=alien+brazil", &[]),
        ("search=%22in+space%22", &[1]),
        ("search=%22space+in%22", &[]),
        ("search=", ALL),
        ("search=+,+", ALL),
        ("search=alien&search=brazil", &[2]),
        ("search=100&year__lt=3000&rating=6", &[4]),
    ])
    .await;
}

#[tokio::test]
async fn a_search_for_a_null_character_is_refused() {
    let client = films().await;
    let refused = r#"["Null characters are not allowed."]"#;
    client.get("/films/?search=a%00").await.assert(400, refused);
}

#[tokio::test]
async fn a_search_has_at_most_a_hundred_terms_of_ten_thousand_bytes_in_all() {
    let client = films().await;
    let terms = |n: usize| format!("/films/?search={}", "a,".repeat(n));
    assert_eq!(client.get(&terms(100)).await.status, 200);
    let refused = r#"["Ensure there are at most 100 search terms."]"#;
    client.get(&terms(101)).await.assert(400, refused);
    let long = |n: usize| format!("/films/?search={}", "_".repeat(n));
    client.get(&long(10_000)).await.assert(200, "[]");
    let refused = r#"["Ensure this value has at most 10000 bytes (it has 10001)."]"#;
    client.get(&long(10_001)).await.assert(400, refused);
}
