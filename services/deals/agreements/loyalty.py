"""Loyalty: what regular buyers get without asking, by their turnover (pure)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from services.deals import amounts
from services.deals.products.line import number, percent_problems
from services.kit.copying import replace
from services.kit.errors import Violation
from services.kit.money import Money
from services.kit.texts import LONGEST_TOPIC, line, line_problems, many_problems, required

MOST_TIERS, MOST_MONTHS, MOST_SEGMENTS, LAST_POSITION = 20, 120, 50, 10_000
YEAR = 12


class Kind(StrEnum):
    DISCOUNT = "DISCOUNT"


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
            tiers=tiers,
        )

    def problems(self, before: "LoyaltyProgram | None", /) -> Iterator[Violation]:  # noqa: ARG002
        if not self.display_name:
            yield required("display_name")
        if self.kind is None:
            yield required("kind")
        yield from line_problems("display_name", self.display_name, LONGEST_TOPIC)
        yield from many_problems("segments", len(self.segments), MOST_SEGMENTS)
        for field, least, most in (("months", 1, MOST_MONTHS), ("position", 0, LAST_POSITION)):
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
