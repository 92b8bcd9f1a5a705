"""The growth that is kept, and how much more it may be."""

import json
from pathlib import Path

from tables import MEASURES

FILE = Path(__file__).resolve().parent.parent / "resource_bounds.json"
# Growth is a small difference of larger figures; that of times varies from run to run.
TOLERANCE = {"check": 1.25, "release": 1.25, "binary": 1.1}


def above(ratios):
    """What to say about a growth that is above the kept one by more than it may vary."""
    kept = json.loads(FILE.read_text())
    return [
        f"{MEASURES[measure]}: a resource costs {ratio:.2f} of one by hand, "
        f"and may cost {kept[measure] * TOLERANCE[measure]:.2f}"
        for measure, ratio in ratios.items()
        if ratio > kept[measure] * TOLERANCE[measure]
    ]


def keep(ratios):
    rounded = {measure: round(ratio, 3) for measure, ratio in ratios.items()}
    FILE.write_text(json.dumps(rounded, indent=2) + "\n")
