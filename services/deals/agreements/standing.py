"""What a client has from loyalty: by what he paid, and nobody has to ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.deals import amounts
from services.deals.loyalty import store as loyalty
from services.deals.loyalty.bonus import balance, kopecks
from services.deals.loyalty.keeping import PROGRAMS
from services.deals.loyalty.program import Earned, Kind, LoyaltyProgram, earned
from services.deals.payments.store import received
from services.kit.money import Money
from services.kit.mongo import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyaltyStanding:
    counterparty: str
    turnover: Money | None = None
    discount_program: str = ""
    discount_percent: str = ""
    bonus_program: str = ""
    bonus_percent: str = ""
    bonus_balance: Money | None = None
    bonus_expiring: Money | None = None
    bonus_expire_date: date | None = None


def discount(db: Db, counterparty: str, segments: Sequence[str], today: date) -> Decimal:
    """What is off his prices; each sale asks for it."""
    found = _earned(db, Kind.DISCOUNT, counterparty, segments, today)
    return found.percent if found else Decimal(0)


def standing(db: Db, counterparty: str, segments: Sequence[str], today: date) -> LoyaltyStanding:
    """By the programs that give most."""
    off = _earned(db, Kind.DISCOUNT, counterparty, segments, today)
    back = _earned(db, Kind.BONUS, counterparty, segments, today)
    lots = [each for each in loyalty.lots(db, counterparty) if each.holds_on(today)]
    first = min((each.expire_date for each in lots if each.expire_date), default=None)
    going = sum(each.left for each in lots if first and each.expire_date == first)
    known = off or back
    return LoyaltyStanding(
        counterparty=counterparty,
        turnover=Money(known.turnover, amounts.ROUBLES) if known else None,
        discount_program=off.program.name if off else "",
        discount_percent=_text(off),
        bonus_program=back.program.name if back else "",
        bonus_percent=_text(back),
        bonus_balance=kopecks(balance(lots, today)),
        bonus_expiring=kopecks(going) if first else None,
        bonus_expire_date=first,
    )


def _earned(
    db: Db, kind: Kind, counterparty: str, segments: Sequence[str], today: date
) -> Earned | None:
    def paid(program: LoyaltyProgram) -> Decimal:
        since = program.since(today)
        return received(db, [counterparty], since).get(counterparty, Decimal(0))

    return earned(PROGRAMS.recent(db).values(), kind, segments, paid)


def _text(found: Earned | None) -> str:
    return f"{found.percent.normalize():f}" if found else ""
