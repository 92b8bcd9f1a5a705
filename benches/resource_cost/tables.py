"""The figures as tables, and the growth of a program by its resources."""

from program import STYLES

MEASURES = {"check": "incremental check", "release": "release build", "binary": "binary"}


def show(figures, styles, counts):
    print("\non this machine: CPU seconds of a check, of a release build, kilobytes of binary\n")
    head("program, resources", MEASURES.values())
    for style, count in figures:
        cells = [f"{figures[style, count][measure]:.1f}" for measure in MEASURES]
        print(f"| {STYLES.get(style, style)}, {count} | " + " | ".join(cells) + " |")

    print("\nempty axum and SeaORM program = 1\n")
    columns = [(style, count) for count in counts for style in styles]
    head("", [f"{STYLES[style]}, {count}" for style, count in columns])
    for measure, title in MEASURES.items():
        empty = figures["empty", 0][measure]
        cells = [f"{figures[column][measure] / empty:.2f}" for column in columns]
        print(f"| {title} | " + " | ".join(cells) + " |")

    print("\nwhat one more resource adds, in % of the empty program\n")
    spans = list(zip(counts, counts[1:]))
    columns = [(style, span) for span in spans for style in styles]
    head("", [f"{STYLES[style]}, {low} to {high}" for style, (low, high) in columns])
    for measure, title in MEASURES.items():
        cells = [f"{growth(figures, style, measure, *span):.1f}" for style, span in columns]
        print(f"| {title} | " + " | ".join(cells) + " |")


def head(first, columns):
    print(f"| {first} | " + " | ".join(columns) + " |")
    print("|---" * (1 + len(list(columns))) + "|")


def growth(figures, style, measure, low, high):
    """What one more resource adds, in hundredths of the empty program."""
    added = figures[style, high][measure] - figures[style, low][measure]
    return 100 * added / (high - low) / figures["empty", 0][measure]


def growths(figures, counts):
    """seaview's growth by that of the program by hand, for each measure."""
    span = counts[-2:]
    by_hand = {measure: growth(figures, "by_hand", measure, *span) for measure in MEASURES}
    return {
        measure: growth(figures, "seaview", measure, *span) / by_hand[measure]
        if by_hand[measure] > 0
        else float("inf")
        for measure in MEASURES
    }
