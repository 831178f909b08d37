"""For whom many works are planned: records named one by one, clients a filter lists, or those for
whom works below another one were closed so. Other services are asked in the caller's own name.
"""

# Generated gRPC code carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crm.activities.v1 import mass_pb2 as pb
from crm.activities.v1 import works_pb2
from crm.counterparties.v1 import counterparties_pb2, counterparties_pb2_grpc
from services.activities.access import visible
from services.activities.mass.planned import MassTooMany
from services.activities.mass.row import MassRow
from services.activities.store import LINKS, WORKS
from services.activities.work import READ, State, Work
from services.kit import rpc_client, wire
from services.kit.bulk import MOST_NAMES
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument, NotFound, PermissionDenied
from services.kit.mongo import Db
from services.kit.parties import store as parties
from services.kit.parties.asker import asker
from services.kit.parties.asking import Ask
from services.kit.parties.party import CONTACTS, COUNTERPARTIES, DEALS, LEADS, Party, unknown
from services.kit.service import Runtime

# Each is asked for by itself.
MOST_NAMED = 500
_PORTION = 1000
_CLIENTS = "counterparties"
_SIGNS = wire.enum_names(works_pb2.Work.Sign.DESCRIPTOR)


class MassSource(InvalidArgument):
    """Works are planned for somebody: by names, by a filter, or by works closed before."""

    reason = "MASS_SOURCE"


class Asking(NamedTuple):
    """Who asks, where and through which call; `expects`: what becomes of whom he is told is news
    here from now on."""

    runtime: Runtime
    context: object
    db: Db
    caller: Caller
    expects: bool = False


def targets(asking: Asking, plan: pb.MassPlan) -> list[MassRow]:
    left_out = set(plan.except_names)
    found: list[MassRow] = []
    for portion in _found(asking, plan):
        if asking.expects:
            # At once: news of them take longer to come than this.
            parties.expect_many(asking.db, _named_in(portion))
        found += portion
    return [each for each in found if each.subject not in left_out]


def _named_in(rows: Sequence[MassRow]) -> dict[str, str]:
    linked = (
        (getattr(row, key), getattr(row, f"{key}_display_name")) for row in rows for key in LINKS
    )
    return {name: title for name, title in linked if name}


def _found(asking: Asking, plan: pb.MassPlan) -> Iterator[list[MassRow]]:
    match plan.WhichOneof("source"):
        case "records":
            return _named(asking, plan.records.names)
        case "counterparties":
            return _listed(asking, plan.counterparties)
        case "closed":
            return iter([_closed(asking, plan.closed)])
        case _:
            text = "Say for whom: by names, by a filter, or by works closed before."
            raise MassSource(text, field="plan.source")


def _listed(
    asking: Asking, asked: counterparties_pb2.ListCounterpartiesRequest
) -> Iterator[list[MassRow]]:
    """All at once: page by page it takes as long as a request may."""
    channel = rpc_client.channel(asking.runtime.settings.address(_CLIENTS))
    stub = counterparties_pb2_grpc.CounterpartyServiceStub(channel)
    request = counterparties_pb2.SelectCounterpartiesRequest(filter=asked)
    request.filter.deleted = False
    chosen = rpc_client.in_the_name_of(asking.context, _CLIENTS, stub.SelectCounterparties, request)
    found = chosen.counterparties
    if chosen.capped or len(found) > MOST_NAMES:
        text = f"More than {MOST_NAMES} clients: narrow the filter."
        raise MassTooMany(text, field="plan.counterparties", most=str(MOST_NAMES))
    for portion in (found[at : at + _PORTION] for at in range(0, len(found), _PORTION)):
        yield [
            MassRow(
                subject=each.name,
                subject_display_name=each.display_name,
                counterparty=each.name,
                counterparty_display_name=each.display_name,
                manager=each.owner,
            )
            for each in portion
        ]


def _named(asking: Asking, names: Sequence[str]) -> Iterator[list[MassRow]]:
    chosen = list(dict.fromkeys(names))
    if len(chosen) > MOST_NAMED:
        text = f"At most {MOST_NAMED} by name: use a filter for more."
        raise MassTooMany(text, field="plan.records.names", most=str(MOST_NAMED))
    ask = asker(asking.runtime, asking.context)
    known: dict[str, Party] = {}
    for at, name in enumerate(chosen):
        field = f"plan.records.names[{at}]"
        if not name.startswith((COUNTERPARTIES, CONTACTS, LEADS, DEALS)):
            raise unknown(name, field)
        about = _asked(ask, name, known, field)
        client = about
        if about.counterparty:
            client = _asked(ask, about.counterparty, known, field)
        yield [_row(about, client)]


def _row(about: Party, client: Party) -> MassRow:
    is_client = client.name.startswith(COUNTERPARTIES)
    return MassRow(
        subject=about.name,
        subject_display_name=about.display_name,
        counterparty=client.name if is_client else "",
        counterparty_display_name=client.display_name if is_client else "",
        contact=about.name if about.is_contact else "",
        contact_display_name=about.display_name if about.is_contact else "",
        manager=about.owner or client.owner,
    )


def _asked(ask: Ask, name: str, known: dict[str, Party], field: str) -> Party:
    if name not in known:
        try:
            known[name] = ask(name)
        except (NotFound, PermissionDenied) as error:
            raise unknown(name, field) from error
    if not known[name].is_active:
        raise unknown(name, field)
    return known[name]


def _closed(asking: Asking, closed: pb.MassPlan.ClosedWorks) -> list[MassRow]:
    """Whoever did the work goes on with it."""
    parent = visible(asking.db, asking.caller, closed.parent)
    where = {
        "parent": parent.name,
        "state": State.DONE.value,
        "sign": _SIGNS[closed.sign],
        **({"result": closed.result} if closed.result else {}),
        **asking.caller.visible(READ),
    }
    found = WORKS.select(asking.db, where, MOST_NAMES + 1, "tenant_1_parent")
    if len(found) > MOST_NAMES:
        text = f"More than {MOST_NAMES} works: choose a result."
        raise MassTooMany(text, field="plan.closed", most=str(MOST_NAMES))
    return [_after(each) for each in found if each.subject]


def _after(work: Work) -> MassRow:
    return MassRow(
        subject=work.subject,
        subject_display_name=work.subject_display_name,
        counterparty=work.counterparty,
        counterparty_display_name=work.counterparty_display_name,
        contact=work.contact,
        contact_display_name=work.contact_display_name,
        manager=work.owner,
        based_on=work.name,
        chain=work.chain,
    )
