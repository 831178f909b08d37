"""A row of the ledger of bonuses [бонусы], and how they are taken (pure).

Whatever a client gets is a lot of its own, with what of it is left; whatever goes is taken from
lots, those that expire first before others. So the balance, which is what is left of all lots, is
also the sum of all rows, and never below nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from services.deals import amounts
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition
from services.kit.money import Money


class BonusNotEnough(FailedPrecondition):
    reason = "BONUS_NOT_ENOUGH"


class BonusLimit(FailedPrecondition):
    """The program lets bonuses pay for a part of an invoice only."""

    reason = "BONUS_LIMIT"


class BonusNotSpent(FailedPrecondition):
    """Only what was spent, and is not back yet, can be given back."""

    reason = "BONUS_NOT_SPENT"


class TooMuch(FailedPrecondition):
    """More than is left of the invoice."""

    reason = "ALLOCATION_TOO_LARGE"


class Kind(StrEnum):
    ACCRUAL = "ACCRUAL"
    SPENDING = "SPENDING"
    RETURN = "RETURN"
    EXPIRY = "EXPIRY"
    REVERSAL = "REVERSAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus:
    name: str
    counterparty: str = ""
    kind: Kind | None = None
    amount: Money | None = None
    payment: str = ""
    program: str = ""
    percent: str = ""
    turnover: Money | None = None
    invoice: str = ""
    invoice_number: str = ""
    expire_date: date | None = None
    # Of a spending; of an accrual, that its payment is not his any more.
    returned: bool = False
    # Of a lot, in kopecks: what nobody has taken, and what has expired of it.
    left: int = 0
    expired: int = 0
    # Of a reversal: what could not be taken yet, as it was spent.
    owed: int = 0
    creator: str = ""
    creator_display_name: str = ""
    create_time: datetime | None = None
    version: int = 0

    @property
    def lot(self) -> bool:
        return self.kind in (Kind.ACCRUAL, Kind.RETURN)

    def holds_on(self, day: date) -> bool:
        return self.expire_date is None or self.expire_date >= day

    def without(self, amount: int) -> "Bonus":
        return replace(self, left=self.left - amount)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken from lots: as they are now, how much, and the last day of what was best."""

    lots: Sequence[Bonus]
    amount: int
    expire_date: date | None


def kopecks(amount: int) -> Money:
    return amounts.of_minor(amount, amounts.ROUBLES)


def share(amount: int, percent: Decimal) -> int:
    """Of a payment, in kopecks."""
    return int((amount * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


def balance(lots: Iterable[Bonus], day: date) -> int:
    """What may be spent on a day."""
    return sum(each.left for each in lots if each.holds_on(day))


def take(lots: Iterable[Bonus], amount: int) -> Taken:
    """As much of it as there is, what expires first before the rest."""
    rest, touched = amount, list[Bonus]()
    for lot in sorted(lots, key=_first_to_go):
        part = min(rest, lot.left)
        if part:
            rest -= part
            touched.append(lot.without(part))
    days = [each.expire_date for each in touched]
    known = [day for day in days if day]
    last = max(known) if known and len(known) == len(days) else None
    return Taken(touched, amount - rest, last)


def _first_to_go(lot: Bonus) -> tuple[date, str, str]:
    return (lot.expire_date or date.max, str(lot.create_time), lot.name)
