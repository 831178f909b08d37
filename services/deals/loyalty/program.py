"""A loyalty program: what regular buyers get without asking, by their turnover (pure)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from services.deals import amounts
from services.deals.products.line import number, percent_problems
from services.kit.copying import replace
from services.kit.errors import Violation
from services.kit.money import Money
from services.kit.texts import LONGEST_TOPIC, line, line_problems, many_problems, required

MOST_TIERS, MOST_MONTHS, MOST_SEGMENTS, LAST_POSITION = 20, 120, 50, 10_000
YEAR, MOST_DAYS, WHOLE = 12, 3650, 100
# What is numbered, from what, up to what.
_NUMBERS = (
    *(("months", 1, MOST_MONTHS), ("position", 0, LAST_POSITION)),
    *(("bonus_days", 0, MOST_DAYS), ("invoice_percent", 1, WHOLE)),
)


class Kind(StrEnum):
    DISCOUNT = "DISCOUNT"
    BONUS = "BONUS"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyaltyTier:
    turnover: Money | None = None
    percent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyaltyProgram:
    name: str
    display_name: str
    kind: Kind | None = None
    segments: tuple[str, ...] = ()
    months: int = 0
    tiers: tuple[LoyaltyTier, ...] = ()
    paused: bool = False
    position: int = 0
    bonus_days: int = 0
    invoice_percent: int = 0
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def archived(self) -> bool:
        return self.paused

    def tidy(self) -> "LoyaltyProgram":
        tiers = tuple(
            replace(each, turnover=amounts.tidy(each.turnover), percent=number(each.percent))
            for each in self.tiers
        )
        return replace(
            self,
            display_name=line(self.display_name),
            segments=tuple(dict.fromkeys(self.segments)),
            months=self.months or YEAR,
            invoice_percent=self.invoice_percent or WHOLE,
            tiers=tiers,
        )

    def problems(self, before: "LoyaltyProgram | None", /) -> Iterator[Violation]:  # noqa: ARG002
        if not self.display_name:
            yield required("display_name")
        if self.kind is None:
            yield required("kind")
        yield from line_problems("display_name", self.display_name, LONGEST_TOPIC)
        yield from many_problems("segments", len(self.segments), MOST_SEGMENTS)
        for field, least, most in _NUMBERS:
            if not least <= getattr(self, field) <= most:
                yield Violation(field, "NUMBER_OUT_OF_RANGE", f"From {least} to {most}.")
        yield from self._tier_problems()

    def is_for(self, segments: Iterable[str]) -> bool:
        return not self.paused and (not self.segments or bool({*self.segments} & {*segments}))

    def since(self, today: date) -> date:
        """The first day whose payments count."""
        year, month = divmod(today.year * YEAR + today.month - 1 - self.months, YEAR)
        return date(year, month + 1, min(today.day, 28))

    def percent(self, turnover: Decimal) -> Decimal:
        """Of the highest tier that is reached."""
        reached = [t for t in self.tiers if t.turnover and t.turnover.amount <= turnover]
        return Decimal(reached[-1].percent) if reached else Decimal(0)

    def expiry(self, today: date) -> date | None:
        """The last day to spend bonuses on that come today."""
        return today + timedelta(days=self.bonus_days) if self.bonus_days else None

    def _tier_problems(self) -> Iterator[Violation]:
        if not self.tiers:
            yield required("tiers")
        yield from many_problems("tiers", len(self.tiers), MOST_TIERS)
        last = Decimal(-1)
        for at, tier in enumerate(self.tiers):
            path = f"tiers[{at}]"
            if tier.turnover is None:
                yield required(f"{path}.turnover")
                continue
            yield from amounts.problems(f"{path}.turnover", tier.turnover)
            if tier.turnover.currency != amounts.ROUBLES:
                yield Violation(f"{path}.turnover", "CURRENCY_MIXED", "In roubles.")
            if tier.turnover.amount <= last:
                yield Violation(f"{path}.turnover", "TIERS_NOT_RISING", "More than before it.")
            last = tier.turnover.amount
            yield from percent_problems(f"{path}.percent", tier.percent)
            if tier.percent.startswith("-"):
                yield Violation(f"{path}.percent", "NUMBER_OUT_OF_RANGE", "From 0 to 100.")


class Earned(NamedTuple):
    """What a program gives a client, and by which turnover."""

    program: LoyaltyProgram
    percent: Decimal
    turnover: Decimal


def earned(
    programs: Iterable[LoyaltyProgram],
    kind: Kind,
    segments: Iterable[str],
    turnover: Callable[[LoyaltyProgram], Decimal],
) -> Earned | None:
    """By the program that gives most; None: none of this kind is for him."""
    mine = [each for each in programs if each.kind is kind and each.is_for(segments)]
    paid = [(each, turnover(each)) for each in mine]
    found = [Earned(each, each.percent(sum_), sum_) for each, sum_ in paid]
    return max(found, key=lambda each: each.percent, default=None)
