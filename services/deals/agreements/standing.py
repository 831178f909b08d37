"""What a client has from loyalty: by what he paid, and nobody has to ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.deals.v1 import events_pb2 as events
from services.deals import amounts
from services.deals.agreements import store
from services.deals.agreements.loyalty import LoyaltyProgram
from services.deals.lead_settings.keeping import Remembered
from services.kit.money import Money
from services.kit.mongo import Db

READ = "agreements.read"


class LoyaltyPrograms(Remembered[LoyaltyProgram]):
    collection = store.PROGRAMS
    created = events.LoyaltyProgramCreated
    updated = events.LoyaltyProgramUpdated
    permission = READ


PROGRAMS = LoyaltyPrograms()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyaltyStanding:
    counterparty: str
    turnover: Money | None = None
    discount_program: str = ""
    discount_percent: str = ""


def standing(db: Db, counterparty: str, segments: Sequence[str], today: date) -> LoyaltyStanding:
    """By the program that gives most."""
    best = LoyaltyStanding(counterparty=counterparty)
    most = Decimal(-1)
    for program in PROGRAMS.recent(db).values():
        if not program.is_for(segments):
            continue
        turnover = store.received(db, counterparty, program.since(today))
        percent = program.percent(turnover)
        if percent > most:
            most = percent
            best = LoyaltyStanding(
                counterparty=counterparty,
                turnover=Money(turnover, amounts.ROUBLES),
                discount_program=program.name,
                discount_percent=f"{percent.normalize():f}",
            )
    return best
