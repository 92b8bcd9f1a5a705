//! The exchanges recorded from Django REST framework, replayed in process.

use seaview::TrailingSlash;

use crate::support::conformance::{Level, Suite, replay};

/// The areas in which the countries application has cases, and how many of them there are: the
/// floor that is never lowered.
const COUNTRIES: [(&str, usize); 11] = [
    ("api-root", 1),
    ("auth", 2),
    ("boundaries", 17),
    ("crud", 15),
    ("errors", 1),
    ("head", 3),
    ("negotiation", 4),
    ("options-metadata", 1),
    ("parsers", 2),
    ("trailing-slash", 3),
    ("unicode", 1),
];

#[tokio::test]
async fn every_case_of_the_countries_is_answered_exactly_as_recorded() {
    let suite = Suite::load().only(|case| case.paths().all(is_of_countries));
    let database = countries::open("sqlite::memory:").await.expect("the countries");
    let app = countries::app(database, TrailingSlash::Required);
    let report = replay(&suite, app, Level::Exact).await;
    report.assert_passes();
    let areas = report.areas();
    for (area, cases) in COUNTRIES {
        let passed = areas.get(area).map_or(0, |tally| tally.passed(Level::Exact));
        assert_eq!(passed, cases, "cases of `{area}`");
    }
    assert_eq!(areas.len(), COUNTRIES.len());
}

/// `true` for `/`, `/countries…` and their format suffixes.
fn is_of_countries(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or(path);
    path == "/" || path.starts_with("/.") || path.starts_with("/countries")
}
