"""What the registry of companies said of a counterparty, and what in it is news (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

ACTIVE = "ACTIVE"
# What is told of as changed -> the fields that make it up.
_NEWS = {
    "status": ("status", "liquidation_date", "invalid"),
    "director": ("director_name", "director_post", "disqualified"),
    "address": ("legal_address",),
    "name": ("short_name",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryEntry:
    # Empty: the registry does not know the INN.
    status: str = ""
    check_time: datetime | None = None
    liquidation_date: date | None = None
    invalid: bool = False
    disqualified: bool = False
    director_name: str = ""
    director_post: str = ""
    branch_type: str = ""
    okved: str = ""
    short_name: str = ""
    legal_address: str = ""

    @property
    def alarming(self) -> bool:
        """Worth a look before one deals with it."""
        return self.status not in ("", ACTIVE) or self.invalid or self.disqualified

    def same_as(self, other: "RegistryEntry | None") -> bool:
        """But for when it was asked."""
        return other is not None and replace(self, check_time=other.check_time) == other


def news(before: RegistryEntry | None, after: RegistryEntry) -> tuple[str, ...]:
    """What changed; of the first look only what alarms."""
    if before is None:
        return ("status",) if after.alarming else ()
    return tuple(_changed(before, after))


def _changed(before: RegistryEntry, after: RegistryEntry) -> Iterator[str]:
    for what, fields in _NEWS.items():
        if any(_value(before, field) != _value(after, field) for field in fields):
            yield what


def _value(entry: RegistryEntry, field: str) -> object:
    """Capitals are the registry's whim."""
    value = getattr(entry, field)
    return value.casefold() if isinstance(value, str) else value
