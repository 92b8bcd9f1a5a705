"""The growth that is kept, and how much more it may be."""

import json
from pathlib import Path

from tables import MEASURES

FILE = Path(__file__).resolve().parent.parent / "resource_bounds.json"
TOLERANCE = 1.1


def above(ratios):
    """What to say about a growth that is more than a tenth above the kept one."""
    kept = json.loads(FILE.read_text())
    return [
        f"{MEASURES[measure]}: a resource costs {ratio:.2f} of one by hand, "
        f"more than a tenth above {kept[measure]:.2f}"
        for measure, ratio in ratios.items()
        if ratio > kept[measure] * TOLERANCE
    ]


def keep(ratios):
    rounded = {measure: round(ratio, 3) for measure, ratio in ratios.items()}
    FILE.write_text(json.dumps(rounded, indent=2) + "\n")
