"""What a person is given of what is kept of him, as JSON. What does not fit in is counted."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

MENTIONS = "mentions"
MOST_SHOWN = 5000
# An answer is one document of Mongo and one message of the broker, which writes a letter of two
# bytes as six; neither takes more than 16 MB.
MOST_BYTES = 4_000_000


def written(found: Mapping[str, Iterable[Any]], most_bytes: float) -> str:
    """An object of lists of objects. The last of a list may say how many are left out."""
    places: list[str] = []
    for place, documents in found.items():
        shown: list[str] = []
        left_out = 0
        for each in documents:
            text = _json(each) if len(shown) < MOST_SHOWN else ""
            size = len(text.encode())
            if not text or size > most_bytes:
                left_out += 1
                continue
            most_bytes -= size
            shown.append(text)
        shown += map(_json, left_out_of(left_out))
        if shown or place == MENTIONS:
            places.append(f"{_json(place)}: [{', '.join(shown)}]")
    return f"{{{', '.join(places)}}}"


def left_out_of(count: int) -> Sequence[Mapping[str, int]]:
    return [{"truncated": count}] if count else []


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
