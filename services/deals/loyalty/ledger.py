"""Writes the ledger of bonuses: each function inside the transaction that it belongs to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from google.protobuf.message import Message

from crm.deals.v1 import bonuses_pb2 as pb
from crm.deals.v1 import events_pb2 as events
from services.deals import amounts
from services.deals.loyalty import store
from services.deals.loyalty.bonus import Bonus, Kind, kopecks, share, take
from services.deals.loyalty.keeping import PROGRAMS, READ
from services.deals.loyalty.program import Earned, earned
from services.deals.loyalty.program import Kind as ProgramKind
from services.deals.loyalty.store import BONUSES
from services.kit import changes
from services.kit.caller import Caller, visible_to
from services.kit.copying import replace
from services.kit.mapping import to_proto
from services.kit.mongo import Db
from services.kit.parties import store as parties
from services.kit.parties.party import Party
from services.kit.people import recent_people

# What these clients paid since a day.
Turnovers = Callable[[Sequence[str], date], Mapping[str, Decimal]]


class Come(NamedTuple):
    """A payment that is a client's, in kopecks."""

    payment: str
    counterparty: str
    amount: int


def gives(db: Db) -> bool:
    """Whether any program gives bonuses: without one payments have nothing to ask for."""
    programs = PROGRAMS.recent(db).values()
    return any(each.kind is ProgramKind.BONUS and not each.paused for each in programs)


def accrue(db: Db, caller: Caller, come: Iterable[Come], turnovers: Turnovers, today: date) -> None:
    """By the turnover that they are part of; once for each payment, by an index."""
    if not gives(db):
        return
    arrived = list(come)
    clients = parties.find_many(db, [each.counterparty for each in arrived])
    tiers = _earned(db, clients, turnovers, today)
    rows = [
        _accrual(each, tiers[each.counterparty], caller, today)
        for each in arrived
        if each.counterparty in tiers
    ]
    given = [row for row in rows if row.left]
    store.meet(db, (row.counterparty for row in given))
    told = [(events.BonusAccrued, row) for row in BONUSES.insert_many(db, given)]
    tell(db, caller, told)
    for client in sorted({row.counterparty for row in given}):
        _collect(db, caller, client)


def reverse(db: Db, caller: Caller, payments: Iterable[str]) -> None:
    """They are nobody's any more, or somebody else's: what they brought goes, from whatever the
    client has; what he has spent of it goes with the next ones he gets."""
    for payment in payments:
        lot = store.accrual(db, payment)
        if lot is None:
            continue
        store.meet(db, [lot.counterparty])
        gone = amounts.minor(lot.amount) - lot.expired
        BONUSES.replace(db, replace(lot, left=0, returned=True))
        row = row_of(Kind.REVERSAL, lot.counterparty, -lot.left, caller, payment=payment)
        owing = replace(row, owed=gone - lot.left)
        if lot.left or owing.owed:
            tell(db, caller, [(events.BonusReversed, BONUSES.insert(db, owing))])
        _collect(db, caller, lot.counterparty)


def add_lot(db: Db, caller: Caller, lot: Bonus, event: type[Message]) -> Bonus:
    """What a client gets; he pays what he owes of it at once."""
    kept = BONUSES.insert(db, lot)
    tell(db, caller, [(event, kept)])
    _collect(db, caller, kept.counterparty)
    return kept


def _collect(db: Db, caller: Caller, client: str) -> None:
    """What reversals could not take yet."""
    for debt in store.debts(db, client):
        taken = take(store.lots(db, client), debt.owed)
        if not taken.amount:
            return
        keep_lots(db, taken.lots)
        BONUSES.replace(db, replace(debt, owed=debt.owed - taken.amount))
        row = row_of(Kind.REVERSAL, client, -taken.amount, caller, payment=debt.payment)
        tell(db, caller, [(events.BonusReversed, BONUSES.insert(db, row))])


def keep_lots(db: Db, lots: Iterable[Bonus]) -> None:
    for each in lots:
        BONUSES.replace(db, each)


def _earned(
    db: Db, clients: Mapping[str, Party], turnovers: Turnovers, today: date
) -> dict[str, Earned]:
    programs = [each for each in PROGRAMS.recent(db).values() if each.kind is ProgramKind.BONUS]
    sums = {each.name: turnovers(list(clients), each.since(today)) for each in programs}
    found: dict[str, Earned] = {}
    for name, client in clients.items():
        most = earned(
            programs,
            ProgramKind.BONUS,
            client.segments,
            lambda program, name=name: sums[program.name].get(name, Decimal(0)),
        )
        if most is not None:
            found[name] = most
    return found


def _accrual(come: Come, tier: Earned, caller: Caller, today: date) -> Bonus:
    amount = share(come.amount, tier.percent)
    row = row_of(Kind.ACCRUAL, come.counterparty, amount, caller, payment=come.payment)
    return replace(
        row,
        left=amount,
        program=tier.program.name,
        percent=f"{tier.percent.normalize():f}",
        turnover=kopecks(int(tier.turnover.scaleb(2))),
        expire_date=tier.program.expiry(today),
    )


def row_of(kind: Kind, client: str, amount: int, caller: Caller, **fields: Any) -> Bonus:
    return Bonus(
        name=BONUSES.new_name(),
        counterparty=client,
        kind=kind,
        amount=kopecks(amount),
        creator=caller.user,
        creator_display_name=caller.display_name,
        **fields,
    )


def tell(db: Db, caller: Caller, told: Sequence[tuple[type[Message], Bonus]]) -> None:
    """Those who see the client hear of it."""
    clients = parties.find_many(db, [row.counterparty for _, row in told])
    changes.record_many(
        db,
        caller,
        (
            changes.Change(
                event=_event(kind, row),
                after=row,
                permission=READ,
                visible_to=seen_by(db, clients.get(row.counterparty)),
            )
            for kind, row in told
        ),
    )


def _event(kind: type[Message], row: Bonus) -> Message:
    message: Any = kind
    return message(bonus=to_proto(row, pb.Bonus))


def seen_by(db: Db, client: Party | None) -> tuple[str, ...]:
    if client is None:
        return visible_to("", ())
    people = recent_people(db, [client.owner] if client.owner else [])
    path = people[client.owner].org_path if client.owner in people else ()
    return visible_to(client.owner, path, client.participants)
