"""The cases that docs/differences.md names in its section "By database", for one database."""

import pathlib
import re

DOCUMENT = pathlib.Path(__file__).parent.parent.parent / "docs" / "differences.md"
NAMES = {"postgres": "PostgreSQL", "mysql": "MariaDB"}


def named(url: str) -> set[str]:
    """The cases that the database of this URL answers in its own way."""
    database = NAMES.get(url.split(":")[0])
    text = DOCUMENT.read_text(encoding="utf-8")
    section = text.split("## By database")[1] if database else ""
    rows = [line for line in section.splitlines() if line.startswith("|")]
    rows = [row for row in rows if database in row.split("|")[1]]
    return {case for row in rows for case in re.findall(r"`([a-z-]+/[a-z0-9-]+)`", row)}
