"""What entries of a tenant's dictionaries have in common (pure)."""

from collections.abc import Iterator

from services.kit.errors import Violation
from services.kit.texts import line_problems, required

# The UI's names of colours.
COLORS = ("gray", "blue", "teal", "green", "yellow", "orange", "red", "violet")
LONGEST_TITLE, LAST_POSITION = 100, 10_000


def entry_problems(title: str, position: int) -> Iterator[Violation]:
    if not title:
        yield required("display_name")
    yield from line_problems("display_name", title, LONGEST_TITLE)
    if not 0 <= position <= LAST_POSITION:
        text = f"From 0 to {LAST_POSITION}."
        yield Violation("position", "NUMBER_OUT_OF_RANGE", text)


def color_problems(color: str) -> Iterator[Violation]:
    if color not in COLORS:
        yield Violation("color", "COLOR_UNKNOWN", f"One of {', '.join(COLORS)}.")
