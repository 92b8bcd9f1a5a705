//! The exchanges recorded from Django REST framework, replayed in process.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::DbBackend;
use seaview::TrailingSlash;

use crate::support::{
    backend,
    conformance::{Level, Report, Suite, replay},
};

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
    let database = countries::open(&crate::support::url().await).await.expect("the countries");
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

/// How many cases of each area the library answers exactly as recorded: the floor that is only
/// raised. `CONFORMANCE_REPORT=crud,relations` shows what else there is in these areas.
const FLOORS: &str = include_str!("conformance/floors.json");

/// Names the cases that are answered otherwise: on every database, and in a section of its own
/// those that another database than SQLite, from which they were recorded, answers in its way.
const DIFFERENCES: &str = include_str!("../docs/differences.md");

#[tokio::test]
async fn no_area_of_the_library_falls_below_its_floor() {
    let database = library::open(&crate::support::url().await).await.expect("the library");
    let report = replay(&Suite::load(), library::app(database), Level::Exact).await;
    if let Ok(areas) = std::env::var("CONFORMANCE_REPORT") {
        show(&report, &areas);
    }
    let areas = report.areas();
    let own = named_for(backend());
    let failing: BTreeSet<_> = report.failing().map(|case| case.id.as_str()).collect();
    let named: BTreeSet<_> = named_for(DbBackend::Sqlite).union(&own).copied().collect();
    assert_eq!(failing, named, "the cases that fail are not those of docs/differences.md");
    let passed = |area: &str| areas.get(area).map_or(0, |tally| tally.passed(Level::Exact));
    let floors: BTreeMap<&str, usize> = serde_json::from_str(FLOORS).expect("floors");
    let of_area = |area: &str| own.iter().filter(|id| id.split('/').next() == Some(area)).count();
    let own = |area: &str| if backend() == DbBackend::Sqlite { 0 } else { of_area(area) };
    let fallen: Vec<_> = floors
        .iter()
        .map(|(area, floor)| (area, floor - own(area)))
        .filter(|(area, floor)| passed(area) < *floor)
        .map(|(area, floor)| format!("{area}: {} of {floor}", passed(area)))
        .collect();
    assert!(fallen.is_empty(), "cases are no longer answered as recorded: {fallen:#?}");
    let unknown: Vec<_> =
        areas.keys().filter(|area| !floors.keys().any(|known| known == *area)).collect();
    assert!(unknown.is_empty(), "no floor is stated for {unknown:?}");
}

/// The cases that the document names for a database; for SQLite those that differ everywhere.
fn named_for(backend: DbBackend) -> BTreeSet<&'static str> {
    let (everywhere, by_database) =
        DIFFERENCES.split_once("\n## By database").expect("a section by database");
    let (text, database) = match backend {
        DbBackend::Sqlite => (everywhere, ""),
        DbBackend::MySql => (by_database, "MariaDB"),
        _ => (by_database, "PostgreSQL"),
    };
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let rows = rows.filter(|row| row.split('|').nth(1).is_some_and(|of| of.contains(database)));
    let names = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    let is_case = |name: &&str| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let area = name.split_once('/').filter(|(area, case)| (area.len() * case.len()) > 0);
        area.is_some_and(|(area, case)| format!("{area}{case}").chars().all(plain))
    };
    names.filter(is_case).collect()
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
