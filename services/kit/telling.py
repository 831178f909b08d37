"""Lines of timelines, made of the events that a service publishes anyway.

`Service.tellers` says how, event by event; the relay sends the lines behind the events they come
from, so that telling writes nothing. Sent twice they are the same lines: whoever keeps timelines
knows each by its id. crm.timeline.v1
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from google.protobuf.message import Message
from google.type import money_pb2

from crm.timeline.v1 import events_pb2 as timeline
from services.kit import changes, telemetry
from services.kit.naming import event_type

Row = Mapping[str, Any]
# What an event tells, of what its change came from (UI, API, IMPORT, JOB or SYSTEM). Id, time and
# author of a line are filled in unless it has its own.
Teller = Callable[[Any, str], Iterable[timeline.TimelineEntry]]
Tellers = Mapping[type[Message], Teller]
PORTION = 500
# Nobody is granted it: lines go to no browser, but to who keeps timelines.
INTERNAL = "internal"
log = telemetry.logger(__name__)
_TOLD = timeline.EntriesTold.DESCRIPTOR


def told(tellers: Tellers, service: str, rows: Sequence[Row]) -> Iterator[Row]:
    """As rows of `changes`, one tenant's lines in each."""
    by_name = {event.DESCRIPTOR.full_name: teller for event, teller in tellers.items()}
    lines: dict[str, list[timeline.TimelineEntry]] = {}
    for row in rows:
        teller = by_name.get(row["message"])
        if teller is not None and not changes.is_wiped(row):
            lines.setdefault(row["tenant"], []).extend(_lines(teller, row))
    for tenant, entries in lines.items():
        for at in range(0, len(entries), PORTION):
            yield _row(service, tenant, entries[at : at + PORTION], rows[-1])


def sum_of(money: money_pb2.Money) -> str:
    """As lines say sums: 123.45 RUB; empty if there is none."""
    if not money.currency_code:
        return ""
    amount = Decimal(money.units) + Decimal(money.nanos).scaleb(-9)
    return f"{amount:.2f} {money.currency_code}"


def _lines(teller: Teller, row: Row) -> list[timeline.TimelineEntry]:
    try:
        return [*_filled(teller(changes.event(row), row["actor"].get("source", "")), row)]
    # One event that cannot be told of must not stop all others: it is published all the same.
    except Exception:
        log.exception("event makes no line", extra={"facts": {"change": str(row["_id"])}})
        return []


def _filled(
    entries: Iterable[timeline.TimelineEntry], row: Row
) -> Iterator[timeline.TimelineEntry]:
    for number, entry in enumerate(entries):
        entry.id = entry.id or f"{row['subject']}#{row['_id']}#{number}"
        entry.version = entry.version or row["version"] or 1
        if not entry.HasField("time"):
            entry.time.FromDatetime(row["time"])
        entry.user = entry.user or row["actor"].get("user", "")
        entry.user_display_name = entry.user_display_name or row["actor"].get("display_name", "")
        yield entry


def _row(service: str, tenant: str, entries: Sequence[timeline.TimelineEntry], last: Row) -> Row:
    return {
        "_id": f"{last['_id']}#{entries[0].id}",
        "source": service,
        "type": event_type(_TOLD),
        "message": _TOLD.full_name,
        "time": last["time"],
        "tenant": tenant,
        "subject": "",
        "version": 0,
        "permission": INTERNAL,
        "visible_to": [],
        "actor": {},
        "traceparent": last["traceparent"],
        "data": timeline.EntriesTold(entries=entries).SerializeToString(),
    }
