//! The order of the library's files: each imports only from groups above its own.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The street, from top to bottom.
const GROUPS: [&[&str]; 13] = [
    &[
        "error", "action", "history", "hooks", "json", "naming", "random", "response", "settings",
        "storage", "encoding",
    ],
    &["database"],
    &["request"],
    &["negotiation", "parsers", "renderers", "versioning"],
    &["authentication", "permissions", "throttling"],
    &["fields"],
    &["serializers"],
    &["filters"],
    &["pagination"],
    &["views"],
    &["viewsets"],
    &["metadata"],
    &["routers"],
];

/// Read by nobody in the street; they may import from all of it.
const BESIDE: [&str; 9] = [
    "lib",
    "prelude",
    "__private",
    "authtoken",
    "fixtures",
    "jwt",
    "resources",
    "sessions",
    "users",
];

/// The names that `lib.rs` re-exports at the top, and the module that each comes from.
const NAMES: [(&str, &str); 13] = [
    ("Action", "action"),
    ("Database", "database"),
    ("Error", "error"),
    ("ErrorDetail", "error"),
    ("Result", "error"),
    ("ValidationError", "error"),
    ("Field", "fields"),
    ("Json", "json"),
    ("Request", "request"),
    ("User", "request"),
    ("Response", "response"),
    ("Settings", "settings"),
    ("Policies", "views"),
];

#[test]
fn files_import_only_from_groups_above_their_own() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crate/src");
    let place: BTreeMap<&str, usize> = GROUPS
        .iter()
        .enumerate()
        .flat_map(|(index, group)| group.iter().map(move |module| (*module, index)))
        .collect();
    let mut checked = 0;
    for file in rust_files(&source) {
        let module = module_of(&source, &file);
        if BESIDE.contains(&module.as_str()) {
            continue;
        }
        let own = *place.get(module.as_str()).unwrap_or_else(|| {
            panic!("`{module}` has no place in the street; add it to the list in this test")
        });
        for import in imports(&fs::read_to_string(&file).expect("a readable file")) {
            let Some(&group) = place.get(import.as_str()) else { continue };
            // Views know their request, and the request carries its view: within a group and
            // above it, every import is fine.
            assert!(
                group <= own,
                "`{}` imports from `{import}`, which is below it",
                file.display()
            );
            checked += 1;
        }
    }
    assert!(
        checked > 50,
        "only {checked} imports were found; is the test reading the right files?"
    );
}

#[test]
fn axum_and_seaorm_are_known_where_the_plan_says() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crate/src");
    let allowed = [
        ("axum::", &["routers", "views", "request", "response"][..]),
        (
            "sea_orm::",
            &[
                "database",
                "error",
                "fields",
                "filters",
                "fixtures",
                "pagination",
                "request",
                "serializers",
                "viewsets",
            ][..],
        ),
    ];
    for file in rust_files(&source) {
        let module = module_of(&source, &file);
        let text = fs::read_to_string(&file).expect("a readable file");
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: Vec<_> = code.collect();
        for (library, modules) in allowed {
            let used = code.iter().any(|line| line.contains(library));
            let may = modules.contains(&module.as_str()) || BESIDE.contains(&module.as_str());
            assert!(!used || may, "`{}` uses `{library}`", file.display());
        }
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the library's sources");
    entries
        .flat_map(|entry| {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() { rust_files(&path) } else { vec![path] }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The top-level module that a file belongs to.
fn module_of(source: &Path, file: &Path) -> String {
    let relative = file.strip_prefix(source).expect("a file below the sources");
    let first = relative.iter().next().expect("a file name").to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules that a file's `use crate::…` lines name, those of re-exported names among them.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in text.split("use crate::").skip(1) {
        let statement = part.split(';').next().unwrap_or_default();
        let inner = statement.trim_start_matches('{');
        let mut depth = 0;
        for item in inner.split_inclusive([',', '{', '}']) {
            let name = item.trim_matches([',', '{', '}', ' ', '\n']);
            if depth == 0 {
                let head = name.split("::").next().unwrap_or_default().trim();
                let module =
                    NAMES.iter().find(|(name, _)| *name == head).map(|(_, module)| *module);
                found.push(module.unwrap_or(head).to_owned());
            }
            depth += item.matches('{').count();
            depth = depth.saturating_sub(item.matches('}').count());
        }
    }
    found
}
