#!/usr/bin/env python3
"""What a resource costs at compile time and in the binary.

Generates programs with 1, 10 and 100 resources, once with seaview and once by hand on axum and
SeaORM, and an empty axum and SeaORM program. Of each it measures an incremental `cargo check`
after one edit, a release build whose dependencies are built already, and the stripped binary; it
prints the figures of this machine and their ratios to the empty program. Times are CPU times of cargo and rustc, so that other
work on the machine counts little.

    python3 benches/resource_cost.py            # 1, 10 and 100 resources
    python3 benches/resource_cost.py --short    # 1 and 10
    python3 benches/resource_cost.py --check    # fails if the growth is above its bound

Needs Python 3.9 and cargo, nothing else. Dependencies stay built in `target/resource-cost`.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

BENCHES = Path(__file__).resolve().parent
ROOT = BENCHES.parent
HOME = ROOT / "target" / "resource-cost"
BOUNDS = BENCHES / "resource_bounds.json"
MEASURES = ["check", "release", "binary"]
TITLES = {"check": "incremental check", "release": "release build", "binary": "binary"}

MANIFEST = """\
[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
axum = {{ version = "0.8", default-features = false, features = ["http1", "json", "query", "tokio"] }}
sea-orm = {{ version = "2", default-features = false, features = ["macros", "runtime-tokio", "sqlite-use-returning-for-3_35", "sqlx-sqlite"] }}
serde = {{ version = "1", features = ["derive"] }}
tokio = {{ version = "1", features = ["macros", "net", "rt-multi-thread"] }}
{seaview}
"""

WORKSPACE = """\
[workspace]
resolver = "3"
members = [{members}]

[profile.dev]
debug = "line-tables-only"

[profile.release]
strip = true
"""

ENTITY = """\
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel{serde})]
#[sea_orm(table_name = "resource_{n}")]
pub struct Model {{
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "String(StringLen::N(100))")]
    pub name: String,
    pub description: Option<String>,
    pub amount: i64,
    pub ratio: f64,
    pub active: bool,
}}

impl ActiveModelBehavior for ActiveModel {{}}
"""

SEAVIEW_RESOURCE = """\
pub mod model {{
{entity}
}}

use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = model::Entity)]
pub struct Resource{n}Serializer {{
    #[serializer(read_only)]
    id: i64,
    name: String,
    description: Option<String>,
    amount: i64,
    ratio: f64,
    active: bool,
}}

#[derive(ModelViewSet)]
#[viewset(
    serializer = Resource{n}Serializer,
    filterset_fields(amount(gte, lte), active),
    search_fields(name),
    ordering_fields(name, amount)
)]
pub struct Resource{n}ViewSet;
"""

BY_HAND_RESOURCE = """\
pub mod model {{
{entity}
}}

use axum::{{Json, Router, extract::{{Path, Query, State}}, http::StatusCode, routing::get}};
use sea_orm::{{ActiveModelTrait, DatabaseConnection, EntityTrait, IntoActiveModel, PaginatorTrait, QueryOrder, Set}};
use serde::{{Deserialize, Serialize}};

#[derive(Deserialize)]
struct Input {{
    name: Option<String>,
    description: Option<String>,
    amount: Option<i64>,
    ratio: Option<f64>,
    active: Option<bool>,
}}

#[derive(Serialize)]
struct Page {{
    count: u64,
    results: Vec<model::Model>,
}}

#[derive(Deserialize)]
struct Params {{
    page: Option<u64>,
}}

fn failed(_: sea_orm::DbErr) -> StatusCode {{
    StatusCode::INTERNAL_SERVER_ERROR
}}

async fn find(db: &DatabaseConnection, id: i64) -> Result<model::Model, StatusCode> {{
    model::Entity::find_by_id(id).one(db).await.map_err(failed)?.ok_or(StatusCode::NOT_FOUND)
}}

async fn list(State(db): State<DatabaseConnection>, Query(params): Query<Params>) -> Result<Json<Page>, StatusCode> {{
    let pages = model::Entity::find().order_by_asc(model::Column::Id).paginate(&db, 100);
    let count = pages.num_items().await.map_err(failed)?;
    let results = pages.fetch_page(params.page.unwrap_or(1) - 1).await.map_err(failed)?;
    Ok(Json(Page {{ count, results }}))
}}

async fn create(State(db): State<DatabaseConnection>, Json(input): Json<Input>) -> Result<Json<model::Model>, StatusCode> {{
    let resource = model::ActiveModel {{
        name: Set(input.name.ok_or(StatusCode::BAD_REQUEST)?),
        description: Set(input.description),
        amount: Set(input.amount.ok_or(StatusCode::BAD_REQUEST)?),
        ratio: Set(input.ratio.ok_or(StatusCode::BAD_REQUEST)?),
        active: Set(input.active.ok_or(StatusCode::BAD_REQUEST)?),
        ..Default::default()
    }};
    Ok(Json(resource.insert(&db).await.map_err(failed)?))
}}

async fn retrieve(State(db): State<DatabaseConnection>, Path(id): Path<i64>) -> Result<Json<model::Model>, StatusCode> {{
    Ok(Json(find(&db, id).await?))
}}

async fn update(State(db): State<DatabaseConnection>, Path(id): Path<i64>, Json(input): Json<Input>) -> Result<Json<model::Model>, StatusCode> {{
    let mut resource = find(&db, id).await?.into_active_model();
    if let Some(name) = input.name {{
        resource.name = Set(name);
    }}
    if let Some(description) = input.description {{
        resource.description = Set(Some(description));
    }}
    if let Some(amount) = input.amount {{
        resource.amount = Set(amount);
    }}
    if let Some(ratio) = input.ratio {{
        resource.ratio = Set(ratio);
    }}
    if let Some(active) = input.active {{
        resource.active = Set(active);
    }}
    Ok(Json(resource.update(&db).await.map_err(failed)?))
}}

async fn destroy(State(db): State<DatabaseConnection>, Path(id): Path<i64>) -> Result<StatusCode, StatusCode> {{
    model::Entity::delete_by_id(id).exec(&db).await.map_err(failed)?;
    Ok(StatusCode::NO_CONTENT)
}}

pub fn routes() -> Router<DatabaseConnection> {{
    Router::new()
        .route("/resource-{n}/", get(list).post(create))
        .route("/resource-{n}/{{id}}/", get(retrieve).put(update).patch(update).delete(destroy))
}}
"""

MAIN = """\
{modules}

/// Changed before each incremental check.
const REVISION: u32 = 0;

#[tokio::main]
async fn main() {{
    let db = {connect}.await.unwrap();
    let app: axum::Router = {app};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await.unwrap();
    eprintln!("revision {{REVISION}}");
    axum::serve(listener, app).await.unwrap();
}}
"""


class Program:
    """A generated crate with `count` resources in one `style`: empty, by_hand or seaview."""

    def __init__(self, style, count):
        self.style, self.count = style, count
        self.name = f"{style}_{count}"
        self.main = HOME / "programs" / self.name / "src" / "main.rs"

    def generate(self):
        source = self.main.parent
        source.mkdir(parents=True)
        seaview = f"seaview = {{ path = {json.dumps(str(ROOT / 'crate'))} }}"
        manifest = MANIFEST.format(name=self.name, seaview=seaview)
        (source.parent / "Cargo.toml").write_text(manifest)
        template = SEAVIEW_RESOURCE if self.style == "seaview" else BY_HAND_RESOURCE
        serde = "" if self.style == "seaview" else ", serde::Serialize"
        for n in range(self.count):
            entity = ENTITY.format(n=n, serde=serde)
            (source / f"resource_{n}.rs").write_text(template.format(n=n, entity=entity))
        modules = "\n".join(f"mod resource_{n};" for n in range(self.count))
        self.main.write_text(MAIN.format(modules=modules, connect=self.connect(), app=self.app()))

    def connect(self):
        if self.style == "seaview":
            return 'seaview::Database::connect("sqlite::memory:")'
        return 'sea_orm::Database::connect("sqlite::memory:")'

    def app(self):
        resources = range(self.count)
        if self.style == "seaview":
            registered = "".join(
                f'.register("resource-{n}", resource_{n}::Resource{n}ViewSet)' for n in resources
            )
            return f"seaview::DefaultRouter::new(){registered}.into_router(db)"
        merged = "".join(f".merge(resource_{n}::routes())" for n in resources)
        return f"axum::Router::<sea_orm::DatabaseConnection>::new(){merged}.with_state(db)"

    def edit(self):
        """Changes one line, as programmers do between two checks."""
        text = self.main.read_text()
        revision = int(re.search(r"REVISION: u32 = (\d+)", text)[1]) + 1
        text = re.sub(r"REVISION: u32 = \d+", f"REVISION: u32 = {revision}", text)
        self.main.write_text(text)

    def measure(self):
        cargo("check", self)
        checks = [self.seconds_after_edit("check") for _ in range(3)]
        # A program of 100 resources takes its time, and its time varies little.
        rounds = 1 if self.count >= 100 else 2
        builds = [self.seconds_after_edit("build", "--release") for _ in range(rounds)]
        binary = HOME / "target" / "release" / (self.name + (".exe" if os.name == "nt" else ""))
        return {
            "check": min(checks),
            "release": min(builds),
            "binary": binary.stat().st_size / 1000,
        }

    def seconds_after_edit(self, command, *options):
        self.edit()
        start = child_seconds()
        cargo(command, self, *options)
        return child_seconds() - start


def child_seconds():
    """CPU time of all processes that this one has waited for; Windows does not tell."""
    times = os.times()
    return time.monotonic() if os.name == "nt" else times.children_user + times.children_system


def cargo(command, program, *options):
    workspace = HOME / "programs" / "Cargo.toml"
    subprocess.run(
        ["cargo", command, "--quiet", "--manifest-path", str(workspace), "-p", program.name, *options],
        env={**os.environ, "CARGO_TARGET_DIR": str(HOME / "target"), "RUSTFLAGS": ""},
        check=True,
    )


def generate(programs):
    shutil.rmtree(HOME / "programs", ignore_errors=True)
    for program in programs:
        program.generate()
    members = ", ".join(json.dumps(program.name) for program in programs)
    (HOME / "programs" / "Cargo.toml").write_text(WORKSPACE.format(members=members))
    shutil.copy(ROOT / "Cargo.lock", HOME / "programs" / "Cargo.lock")


def table(title, rows, counts):
    print(f"\n{title}\n")
    print("| | " + " | ".join(f"{c} resource{'s' if c > 1 else ''}" for c in counts) + " |")
    print("|---" * (len(counts) + 1) + "|")
    for name, values in rows:
        print(f"| {name} | " + " | ".join(values) + " |")


def growth(figures, style, measure, low, high):
    """What one more resource adds, in hundredths of the empty program."""
    added = figures[style, high][measure] - figures[style, low][measure]
    return 100 * added / (high - low) / figures["empty", 0][measure]


def report(figures, counts):
    """Prints the tables and returns the growth of seaview by that of the program by hand."""
    rows = [
        (f"{name}, {count}", [f"{figures[style, count][measure]:.1f}" for measure in MEASURES])
        for style, name, heads in [("empty", "empty", [0]), ("by_hand", "by hand", counts), ("seaview", "seaview", counts)]
        for count in heads
    ]
    print("\non this machine: CPU seconds of a check, of a release build, kilobytes of binary\n")
    print("| program, resources | " + " | ".join(TITLES[measure] for measure in MEASURES) + " |")
    print("|---" * 4 + "|")
    for name, values in rows:
        print(f"| {name} | " + " | ".join(values) + " |")

    for measure in MEASURES:
        empty = figures["empty", 0][measure]
        cell = lambda style, count: f"{figures[style, count][measure] / empty:.2f}"
        rows = [
            (name, [cell(style, count) for count in counts])
            for style, name in [("by_hand", "by hand"), ("seaview", "seaview")]
        ]
        table(f"{TITLES[measure]}, empty axum and SeaORM program = 1", rows, counts)

    spans = list(zip(counts, counts[1:]))
    heads = ", ".join(f"{low} to {high}" for low, high in spans)
    print(f"\nper resource, in % of the empty program ({heads} resources)\n")
    print("| | by hand | seaview | seaview / by hand |\n|---|---|---|---|")
    ratios = {}
    for measure in MEASURES:
        by_hand = [growth(figures, "by_hand", measure, *span) for span in spans]
        seaview = [growth(figures, "seaview", measure, *span) for span in spans]
        ratios[measure] = seaview[-1] / by_hand[-1] if by_hand[-1] > 0 else float("inf")
        shown = [", ".join(f"{value:.1f}" for value in values) for values in (by_hand, seaview)]
        print(f"| {TITLES[measure]} | {shown[0]} | {shown[1]} | {ratios[measure]:.2f} |")
    return ratios


def main():
    parser = argparse.ArgumentParser(description="What a resource costs to compile and to ship.")
    parser.add_argument("--short", action="store_true", help="1 and 10 resources only")
    parser.add_argument("--check", action="store_true", help="fail if the growth is above its bound")
    options = parser.parse_args()
    counts = [1, 10] if options.short else [1, 10, 100]

    programs = [Program("empty", 0)]
    programs += [Program(style, count) for count in counts for style in ("by_hand", "seaview")]
    generate(programs)
    print("building dependencies", file=sys.stderr)
    cargo("build", programs[0], "--release")
    figures = {}
    for program in programs:
        print(f"measuring {program.name}", file=sys.stderr)
        figures[program.style, program.count] = program.measure()
    ratios = report(figures, counts)

    bounds = json.loads(BOUNDS.read_text())
    above = [m for m in MEASURES if ratios[m] > bounds[m]]
    for measure in above:
        print(f"\n{TITLES[measure]}: {ratios[measure]:.2f} is above its bound {bounds[measure]}")
    sys.exit(1 if options.check and above else 0)


if __name__ == "__main__":
    main()
