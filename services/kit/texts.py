"""Texts as people type them: without what nobody sees, and what is wrong with one (pure)."""

import re
from collections.abc import Iterator
from datetime import date

from services.kit.errors import Violation

LONGEST_LINE, LONGEST_TEXT, LONGEST_TOPIC = 500, 20_000, 60
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f]")


def line(text: str) -> str:
    """One line without needless spaces; NBSP and line breaks of spreadsheets are spaces.

    What nobody sees goes: it hides a name from search, or shows it turned round.
    """
    if not text.isprintable():
        text = _UNSEEN.sub("", text)
    return " ".join(text.split())


def required(path: str) -> Violation:
    return Violation(path, "FIELD_REQUIRED", f"{path} is required: fill it in.")


def line_problems(path: str, text: str, longest: int = LONGEST_LINE) -> Iterator[Violation]:
    if len(text) > longest:
        yield Violation(path, "TEXT_TOO_LONG", f"At most {longest} characters: shorten it.")


def date_problems(path: str, day: date | None, today: date) -> Iterator[Violation]:
    if day is not None and not date(1800, 1, 1) <= day <= today:
        text = "The date is in the future or too long ago: correct the year."
        yield Violation(path, "DATE_OUT_OF_RANGE", text)


def many_problems(path: str, count: int, most: int) -> Iterator[Violation]:
    if count > most:
        yield Violation(path, "TOO_MANY", f"At most {most}: leave some out.")
