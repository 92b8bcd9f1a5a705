#!/usr/bin/env python3
"""How much memory a server takes to send a whole table.

Fills a table with a million rows, serves it, and fetches all of it over a socket: as one JSON
list, as JSON by lines, and as CSV, each to a client that reads as fast as it can and to one that
reads slowly. Prints the server's resident memory before, at its peak (VmHWM) and after, and fails if
the peak is further above the beginning than the bound.

    python3 benches/stream_memory.py
    python3 benches/stream_memory.py --rows 100000
    python3 benches/stream_memory.py --database postgres://postgres@localhost/empty

Without `--database` the table is in a SQLite file of its own; a database that is named must be
empty. Needs Python 3.9, cargo, and Linux for its /proc.
"""

import argparse
import contextlib
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVER = ROOT / "target" / "release" / "seaview_exports"
FORMATS = {
    "JSON": ("/whole/countries/", "application/json"),
    "ndjson": ("/paged/countries/", "application/x-ndjson"),
    "CSV": ("/paged/countries/", "text/csv"),
    "JSON by name": ("/whole/countries/?area__lte=20000&ordering=-name", "application/json"),
}


def build():
    subprocess.run(
        ["cargo", "build", "--release", "--quiet", "-p", "seaview-bench"]
        + ["--features", "exports", "--bin", "seaview_exports"],
        cwd=ROOT,
        check=True,
    )


@contextlib.contextmanager
def serving(database):
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = free.getsockname()
    listen = f"{address[0]}:{address[1]}"
    server = subprocess.Popen([SERVER, "--database", database, "--listen", listen])
    try:
        for _ in range(500):
            with contextlib.suppress(ConnectionRefusedError):
                socket.create_connection(address).close()
                break
            time.sleep(0.02)
        yield server.pid, address
    finally:
        server.kill()
        server.wait()


def memory(pid, name):
    """A line of /proc/…/status in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) / 1024
    sys.exit(f"/proc has no {name}")


def forget_peak(pid):
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def fetch(address, path, accept, pause=0.0):
    """The whole body, of which no more than the count is kept; it must have its end."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(address) as connection:
        connection.sendall(request.encode())
        with connection.makefile("rb") as answer:
            status = answer.readline().split()[1]
            headers = {}
            while (line := answer.readline().strip()):
                name, _, value = line.decode().partition(": ")
                headers[name.lower()] = value
            if status != b"200" or headers.get("transfer-encoding") != "chunked":
                sys.exit(f"{path} was answered with {status.decode()} {headers}")
            return count(answer, accept, pause)


def count(answer, accept, pause):
    rows, tail = 0, b""
    mark = b'"id":' if "json" in accept else b"\r\n"
    while size := int(answer.readline(), 16):
        piece = answer.read(size)
        answer.readline()
        rows += (tail + piece).count(mark)
        tail = (tail + piece)[-(len(mark) - 1) :]
        time.sleep(pause)
    if accept == "application/json" and not tail.endswith(b"]"):
        sys.exit("the list has no end")
    return rows if "json" in accept else rows - 1


def measure(pid, address, name, rows, pause):
    path, accept = FORMATS[name]
    before = memory(pid, "VmRSS")
    forget_peak(pid)
    found = fetch(address, path, accept, pause)
    if "lte" not in path and found != rows:
        sys.exit(f"{name} has {found} of {rows} rows")
    return before, memory(pid, "VmHWM"), memory(pid, "VmRSS")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--database", help="the URL of an empty database")
    parser.add_argument("--bound", type=float, default=16, help="MiB by which memory may rise")
    options = parser.parse_args()
    build()
    with tempfile.TemporaryDirectory() as directory:
        database = options.database or f"sqlite://{directory}/countries.db?mode=rwc"
        subprocess.run([SERVER, "--database", database, "--fill", str(options.rows)], check=True)
        failed = False
        print(f"{options.rows} rows; MiB\n\n| | before | peak | after | rise |\n|---|---|---|---|---|")
        with serving(database) as (pid, address):
            for name in FORMATS:
                for reader, pause in [("", 0.0), (", read slowly", 0.01)]:
                    before, peak, after = measure(pid, address, name, options.rows, pause)
                    rise = peak - before
                    failed |= rise > options.bound
                    print(f"| {name}{reader} | {before:.1f} | {peak:.1f} | {after:.1f} | {rise:.1f} |")
    if failed:
        sys.exit(f"\nmemory rose by more than {options.bound:g} MiB")


if __name__ == "__main__":
    main()
