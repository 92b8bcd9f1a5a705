"""What a resource costs at compile time and in the binary.

Generates programs with 1, 10 and 100 resources, with seaview and by hand on axum and SeaORM, and
an empty axum and SeaORM program. A resource is an entity of seven columns that belongs to another,
shown nested, with filters (one of them across the relation), search, ordering and an action.

Of each program it measures an incremental `cargo check` after one edit, a release build whose
dependencies are built already, and the stripped binary; it prints the figures of this machine and
their ratios to the empty program. Times are CPU times of cargo and rustc, so that other work on
the machine counts little.

    python3 benches/resource_cost                   # 1, 10 and 100 resources
    python3 benches/resource_cost --short           # 1 and 10
    python3 benches/resource_cost --with crudcrate  # beside the same with crudcrate
    python3 benches/resource_cost --check           # fails if the growth is above its bound
    python3 benches/resource_cost --keep            # stores the growth of this run

Needs Python 3.9 and cargo, nothing else. Dependencies stay built in `target/resource-cost`.
"""

import argparse
import sys

from bounds import above, keep
from program import STYLES, Program, generate
from tables import growths, show


def main():
    parser = argparse.ArgumentParser(description="What a resource costs to compile and to ship.")
    parser.add_argument("--short", action="store_true", help="1 and 10 resources only")
    parser.add_argument("--with", choices=["crudcrate"], dest="also", help="another contender")
    parser.add_argument("--check", action="store_true", help="fail if the growth is above its bound")
    parser.add_argument("--keep", action="store_true", help="store the growth of this run")
    options = parser.parse_args()
    counts = [1, 10] if options.short else [1, 10, 100]
    styles = [style for style in STYLES if style != "crudcrate" or options.also == "crudcrate"]

    programs = [Program("empty", 0)]
    programs += [Program(style, count) for count in counts for style in styles]
    generate(programs)
    figures = {}
    for program in programs:
        print(f"measuring {program.name}", file=sys.stderr)
        figures[program.style, program.count] = program.measure()
    show(figures, styles, counts)

    ratios = growths(figures, counts)
    if options.keep:
        keep(ratios)
    missed = above(ratios)
    for miss in missed:
        print(f"\n{miss}")
    sys.exit(1 if options.check and missed else 0)


if __name__ == "__main__":
    main()
