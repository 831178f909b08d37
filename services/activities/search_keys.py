"""What a work is found by: beginnings of words of its name and of whom it is about (pure)."""

from typing import Any

from services.activities.work import Work
from services.kit.words import LONGEST_KEY, begins, words

MOST_KEYS, MOST_WORDS, LONGEST_QUERY = 30, 6, 200


def keys(work: Work) -> list[str]:
    names = (
        *(work.display_name, work.subject_display_name),
        *(work.counterparty_display_name, work.contact_display_name),
    )
    return list(dict.fromkeys(_words(" ".join(names))))[:MOST_KEYS]


def found_by(query: str) -> dict[str, Any]:
    """All that was typed must begin one of its keys; nothing was typed: no condition."""
    typed = list(dict.fromkeys(_words(query[:LONGEST_QUERY])))[:MOST_WORDS]
    if not typed:
        return {}
    # The longest first: it is looked up in the index, the others in what that finds.
    first, *others = sorted(typed, key=len, reverse=True)
    return {**begins(first), **({"$and": [begins(each) for each in others]} if others else {})}


def _words(text: str) -> list[str]:
    return [each[:LONGEST_KEY] for each in words(text)]
