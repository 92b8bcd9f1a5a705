"""Generated programs, and what cargo needs for each."""

import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / "target" / "resource-cost"
TEMPLATES = Path(__file__).resolve().parent / "templates"
STYLES = {"by_hand": "by hand", "seaview": "seaview", "crudcrate": "crudcrate"}

DEPENDENCIES = {
    "empty": "",
    "by_hand": "",
    "seaview": f"seaview = {{ path = {json.dumps(str(ROOT / 'crate'))} }}",
    "crudcrate": """\
chrono = "0.4"
crudcrate = { version = "0.15", default-features = false, features = ["derive", "sqlite"] }
serde_json = "1"
tracing = "0.1"
utoipa = "5"
utoipa-axum = "0.2"
uuid = "1"
""",
}

WORKSPACE = """\
[workspace]
resolver = "3"
members = [{members}]

[profile.dev]
debug = "line-tables-only"

[profile.release]
strip = true
"""


class Program:
    """A crate with `count` resources in one `style`: empty or one of STYLES."""

    def __init__(self, style, count):
        self.style, self.count = style, count
        self.name = f"{style}_{count}"
        # crudcrate asks for features of SeaORM that the others shall not pay for.
        self.workspace = HOME / ("crudcrate" if style == "crudcrate" else "programs")
        self.main = self.workspace / self.name / "src" / "main.rs"

    def generate(self):
        source = self.main.parent
        source.mkdir(parents=True)
        manifest = template("Cargo.toml").replace("NAME", self.name)
        (source.parent / "Cargo.toml").write_text(manifest + DEPENDENCIES[self.style])
        modules = ["owner"] + [f"resource_{n}" for n in range(self.count)]
        for n in range(self.count):
            resource = template(f"{self.style}.rs")
            resource = re.sub(r"([Rr]esource[-_]?)0", rf"\g<1>{n}", resource)
            (source / f"resource_{n}.rs").write_text(resource)
        if self.style == "empty":
            modules = []
        else:
            (source / "owner.rs").write_text(self.owner())
        main = template("main.rs").replace("MODULES", "\n".join(f"mod {name};" for name in modules))
        self.main.write_text(main.replace("CONNECT", self.connect()).replace("APP", self.app()))

    def owner(self):
        if self.style == "crudcrate":
            return template("crudcrate_owner.rs")
        serialize = ", serde::Serialize" if self.style == "by_hand" else ""
        return template("owner.rs").replace(", SERIALIZE", serialize)

    def connect(self):
        library = "seaview" if self.style == "seaview" else "sea_orm"
        return f'{library}::Database::connect("sqlite::memory:")'

    def app(self):
        resources = range(self.count)
        if self.style == "seaview":
            registered = "".join(
                f'.register("resource-{n}", resource_{n}::Resource{n}ViewSet)' for n in resources
            )
            return f"seaview::DefaultRouter::new(){registered}.into_router(db)"
        if self.style == "crudcrate":
            merged = "".join(f".merge(resource_{n}::routes(&db))" for n in resources)
            return f"axum::Router::new(){merged}"
        merged = "".join(f".merge(resource_{n}::routes())" for n in resources)
        return f"axum::Router::<sea_orm::DatabaseConnection>::new(){merged}.with_state(db)"

    def measure(self):
        self.cargo("check")
        self.cargo("build", "--release")
        checks = [self.seconds_after_edit("check") for _ in range(3)]
        # A program of 100 resources takes its time, and its time varies little.
        rounds = 1 if self.count >= 100 else 3
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
        self.cargo(command, *options)
        return child_seconds() - start

    def edit(self):
        """Changes one line, as programmers do between two checks."""
        text = self.main.read_text()
        revision = int(re.search(r"REVISION: u32 = (\d+)", text)[1]) + 1
        text = re.sub(r"REVISION: u32 = \d+", f"REVISION: u32 = {revision}", text)
        self.main.write_text(text)

    def cargo(self, command, *options):
        manifest = str(self.workspace / "Cargo.toml")
        settings = {
            "CARGO_TARGET_DIR": str(HOME / "target"),
            "CARGO_INCREMENTAL": "1" if command == "check" else "0",
            "RUSTFLAGS": "--cap-lints allow",
        }
        subprocess.run(
            ["cargo", command, "--quiet", "--manifest-path", manifest, "-p", self.name, *options],
            env={**os.environ, **settings},
            check=True,
        )


def generate(programs):
    """Writes the programs, in workspaces with this repository's versions of the dependencies."""
    for workspace in {program.workspace for program in programs}:
        shutil.rmtree(workspace, ignore_errors=True)
        members = [program for program in programs if program.workspace == workspace]
        for program in members:
            program.generate()
        names = ", ".join(json.dumps(program.name) for program in members)
        (workspace / "Cargo.toml").write_text(WORKSPACE.format(members=names))
        shutil.copy(ROOT / "Cargo.lock", workspace / "Cargo.lock")


def template(name):
    return (TEMPLATES / name).read_text()


def child_seconds():
    """CPU time of all processes that this one has waited for; Windows does not tell."""
    times = os.times()
    return time.monotonic() if os.name == "nt" else times.children_user + times.children_system
