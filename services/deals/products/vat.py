"""Rates of VAT with the days on which each holds (pure).

The rate is that of the day of shipment, not of the contract. 0 % and «without VAT» are different.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from services.deals.amounts import CENT
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, Violation
from services.kit.texts import LONGEST_TOPIC, line, line_problems, required

LONGEST_CODE, MOST_PERCENT = 10, 100
_NAMESPACE = uuid.UUID("7d1f3c0e-0c5a-4d0e-9b37-51c2f6c1a9d4")


class VatRateOverlaps(FailedPrecondition):
    """On one day one rate of a kind holds."""

    reason = "VAT_RATE_OVERLAPS"


class VatKind(StrEnum):
    GENERAL = "GENERAL"
    REDUCED = "REDUCED"
    ZERO = "ZERO"
    NONE = "NONE"
    SIMPLIFIED_5 = "SIMPLIFIED_5"
    SIMPLIFIED_7 = "SIMPLIFIED_7"
    GENERAL_CALCULATED = "GENERAL_CALCULATED"
    REDUCED_CALCULATED = "REDUCED_CALCULATED"
    SIMPLIFIED_5_CALCULATED = "SIMPLIFIED_5_CALCULATED"
    SIMPLIFIED_7_CALCULATED = "SIMPLIFIED_7_CALCULATED"


_ORDER = {kind: at for at, kind in enumerate(VatKind)}
CALCULATED = frozenset(kind for kind in VatKind if kind.endswith("_CALCULATED"))


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRate:
    name: str
    kind: VatKind | None = None
    code: str = ""
    percent: int = 0
    base: int = 0
    display_name: str = ""
    from_date: date | None = None
    to_date: date | None = None
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def archived(self) -> bool:
        """Its days tell whether it still holds."""
        return False

    @property
    def position(self) -> int:
        """By kind, of a kind the latest first."""
        day = self.from_date or date.min
        return (_ORDER[self.kind] if self.kind else 0) * 10_000_000 - day.toordinal()

    def tidy(self) -> "VatRate":
        code = line(self.code)
        title = line(self.display_name) or (f"{code} %" if code[:1].isdigit() else code)
        return replace(self, code=code, display_name=title)

    def problems(self, before: "VatRate | None", /) -> Iterator[Violation]:
        if self.kind is None:
            yield required("kind")
        elif before and self.kind is not before.kind:
            yield Violation("kind", "FIELD_IMMUTABLE", "A rate stays of its kind.")
        if not self.code:
            yield required("code")
        yield from line_problems("code", self.code, LONGEST_CODE)
        yield from line_problems("display_name", self.display_name, LONGEST_TOPIC)
        if not 0 <= self.percent <= MOST_PERCENT:
            text = f"From 0 to {MOST_PERCENT}."
            yield Violation("percent", "NUMBER_OUT_OF_RANGE", text)
        base = 100 + self.percent if self.kind in CALCULATED else 0
        if self.base != base:
            yield Violation("base", "NUMBER_OUT_OF_RANGE", f"{base}, as of this kind.")
        if self.from_date and self.to_date and self.to_date < self.from_date:
            yield Violation("to_date", "DATE_OUT_OF_RANGE", "It ends before it begins.")

    def holds_on(self, day: date) -> bool:
        return (self.from_date or date.min) <= day <= (self.to_date or date.max)

    def overlaps(self, other: "VatRate") -> bool:
        if self.name == other.name or self.kind is not other.kind:
            return False
        first = max(self.from_date or date.min, other.from_date or date.min)
        return first <= min(self.to_date or date.max, other.to_date or date.max)

    def of(self, amount: Decimal, *, included: bool) -> Decimal:
        """The tax on a sum, or within it."""
        if self.base:
            return cents(amount * self.percent / self.base)
        return cents(amount * self.percent / (100 + self.percent if included else 100))


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def rate(kind: VatKind, day: date, rates: Iterable[VatRate]) -> VatRate | None:
    """The one that holds on a day."""
    return next((each for each in rates if each.kind is kind and each.holds_on(day)), None)


# --- those of Russian law ----------------------------------------------------------------------

_18, _20, _22 = date(2004, 1, 1), date(2019, 1, 1), date(2026, 1, 1)
_SIMPLIFIED = date(2025, 1, 1)
# (kind, percent, the first day, the last day)
_LAW: tuple[tuple[VatKind, int, date | None, date | None], ...] = (
    (VatKind.GENERAL, 18, _18, date(2018, 12, 31)),
    (VatKind.GENERAL, 20, _20, date(2025, 12, 31)),
    (VatKind.GENERAL, 22, _22, None),
    (VatKind.REDUCED, 10, None, None),
    (VatKind.ZERO, 0, None, None),
    (VatKind.NONE, 0, None, None),
    (VatKind.SIMPLIFIED_5, 5, _SIMPLIFIED, None),
    (VatKind.SIMPLIFIED_7, 7, _SIMPLIFIED, None),
    (VatKind.GENERAL_CALCULATED, 18, _18, date(2018, 12, 31)),
    (VatKind.GENERAL_CALCULATED, 20, _20, date(2025, 12, 31)),
    (VatKind.GENERAL_CALCULATED, 22, _22, None),
    (VatKind.REDUCED_CALCULATED, 10, None, None),
    (VatKind.SIMPLIFIED_5_CALCULATED, 5, _SIMPLIFIED, None),
    (VatKind.SIMPLIFIED_7_CALCULATED, 7, _SIMPLIFIED, None),
)


def built_in_rates(tenant: str, language: str) -> Iterator[VatRate]:
    """Named after the tenant, so that whoever gives them twice gives them once."""
    for at, (kind, percent, first, last) in enumerate(_LAW):
        base = 100 + percent if kind in CALCULATED else 0
        code = f"{percent}/{base}" if base else str(percent)
        title = f"{code} %" if not base else code
        if kind is VatKind.NONE:
            code, title = "none", "Без НДС" if language == "ru" else "Without VAT"
        yield VatRate(
            name=f"vatRates/{uuid.uuid5(_NAMESPACE, f'{tenant}|{at}')}",
            kind=kind,
            code=code,
            percent=percent,
            base=base,
            display_name=title,
            from_date=first,
            to_date=last,
        )


RUSSIAN = tuple(built_in_rates("", "ru"))
