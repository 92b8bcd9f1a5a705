//! The exchanges recorded from Django REST framework, replayed in process.

use seaview::TrailingSlash;

use crate::support::conformance::{Level, Report, Suite, replay};

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

/// All areas, and how many of their cases the library answers exactly as recorded: the floor that
/// is only raised. `CONFORMANCE_REPORT=crud,relations` shows what else there is in these areas.
const LIBRARY: [(&str, usize); 38] = [
    ("actions", 20),
    ("api-root", 8),
    ("auth", 29),
    ("boundaries", 24),
    ("crud", 30),
    ("errors", 30),
    ("filtering", 94),
    ("head", 10),
    ("hyperlinked", 0),
    ("negotiation", 41),
    ("nested", 39),
    ("options-metadata", 26),
    ("ordering", 13),
    ("pagination-cursor", 13),
    ("pagination-limit", 10),
    ("pagination-page", 25),
    ("parsers", 43),
    ("patch-put", 13),
    ("permissions", 52),
    ("relations", 0),
    ("search", 17),
    ("throttle", 9),
    ("trailing-slash", 11),
    ("unicode", 10),
    ("validation-boolean", 24),
    ("validation-char", 28),
    ("validation-choice", 0),
    ("validation-date", 58),
    ("validation-decimal", 25),
    ("validation-float", 29),
    ("validation-hooks", 0),
    ("validation-integer", 44),
    ("validation-json", 0),
    ("validation-list", 0),
    ("validation-required", 14),
    ("validation-text-formats", 30),
    ("validation-unique", 11),
    ("versioning", 18),
];

#[tokio::test]
async fn no_area_of_the_library_falls_below_its_floor() {
    let database = library::open("sqlite::memory:").await.expect("the library");
    let report = replay(&Suite::load(), library::app(database), Level::Exact).await;
    if let Ok(areas) = std::env::var("CONFORMANCE_REPORT") {
        show(&report, &areas);
    }
    let areas = report.areas();
    let passed = |area| areas.get(area).map_or(0, |tally| tally.passed(Level::Exact));
    let fallen: Vec<_> = LIBRARY
        .iter()
        .filter(|(area, floor)| passed(area) < *floor)
        .map(|(area, floor)| format!("{area}: {} of {floor}", passed(area)))
        .collect();
    assert!(fallen.is_empty(), "cases are no longer answered as recorded: {fallen:#?}");
    let unknown: Vec<_> =
        areas.keys().filter(|area| LIBRARY.iter().all(|(known, _)| known != *area)).collect();
    assert!(unknown.is_empty(), "no floor is stated for {unknown:?}");
}

/// Prints the table and, of the areas named between commas (`all` for every one), the cases that
/// fail with the first difference of each.
fn show(report: &Report, areas: &str) {
    let named = |area: &str| areas == "all" || areas.split(',').any(|name| name.trim() == area);
    for case in report.failing().filter(|case| named(case.area())) {
        let difference = case.differences(Level::Exact).first().map_or("", String::as_str);
        eprintln!("{}\n    {difference}", case.id);
    }
    eprintln!("{report:#}");
}

/// `true` for `/`, `/countries…` and their format suffixes.
fn is_of_countries(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or(path);
    path == "/" || path.starts_with("/.") || path.starts_with("/countries")
}
