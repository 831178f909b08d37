"""Where somebody came from, as UTM parameters tell (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from services.kit.errors import Violation
from services.kit.texts import line, line_problems

LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    utm_content: str = ""
    utm_term: str = ""
    page: str = ""
    referrer: str = ""

    def tidy(self) -> "Touch | None":
        """None: it tells nothing."""
        told = {key: text for key in _FIELDS if (text := line(getattr(self, key)))}
        return Touch(**told) if told else None

    def problems(self, path: str) -> Iterator[Violation]:
        for key in _FIELDS:
            yield from line_problems(f"{path}.{key}", getattr(self, key), LONGEST)


_FIELDS = tuple(each.name for each in fields(Touch))
