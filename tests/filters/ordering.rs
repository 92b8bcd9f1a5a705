//! `?ordering=`, and the viewset's own order.

use sea_orm::DbBackend;

use super::{films, ids};
use crate::support::backend;

#[tokio::test]
async fn rows_come_in_the_order_asked_for() {
    let client = films().await;
    // NULL is the greatest value on PostgreSQL, and the smallest on the others.
    let postgres = backend() == DbBackend::Postgres;
    let by_rating = if postgres { &[4, 3, 1, 2, 5] } else { &[4, 3, 1, 5, 2] };
    let cases: [(&str, &[i64]); 12] = [
        ("ordering=title", &[3, 4, 1, 2, 5]),
        ("ordering=-title", &[5, 2, 1, 4, 3]),
        ("ordering=year", &[1, 2, 5, 3, 4]),
        ("ordering=-year,-title", &[4, 3, 5, 2, 1]),
        ("ordering=%20-year%20,%20title", &[3, 4, 5, 2, 1]),
        ("ordering=type,-rating", by_rating),
        // The viewset's own order, by which the newest come first.
        ("", &[3, 4, 5, 2, 1]),
        ("ordering=", &[3, 4, 5, 2, 1]),
        ("ordering=votes,YEAR,--year,%2Byear", &[3, 4, 5, 2, 1]),
        ("ordering=nonsense,year", &[1, 2, 5, 3, 4]),
        ("ordering=year,year,-year", &[1, 2, 5, 3, 4]),
        ("ordering=title&ordering=year", &[1, 2, 5, 3, 4]),
    ];
    for (query, expected) in cases {
        assert_eq!(ids(&client, query).await, expected, "{query}");
    }
}
