"""The list of counterparties as a file: the audit trail knows of it before it leaves, and each row
says who took it out and when."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties import columns, field_rights, store
from services.counterparties.custom_fields.custom_field import Resource
from services.counterparties.custom_fields.store import definitions
from services.counterparties.listing import Listing, frozen, plan
from services.kit import changes, clock, lists, sheets
from services.kit.bulk import names_problems
from services.kit.caller import EVERYBODY, Caller
from services.kit.downloads import watermark, watermark_heading
from services.kit.errors import InvalidArgument
from services.kit.mapping import converter
from services.kit.mongo import Db, transactional
from services.kit.paging import Order
from services.kit.plans import Plan

EXPORT = "counterparties.export"
_to_message = converter(pb.Counterparty)


def pieces(
    db: Db,
    caller: Caller,
    listing: Listing,
    file_format: str,
    names: Sequence[str] = (),
    except_names: Sequence[str] = (),
) -> Iterator[bytes]:
    """Of everything of the list that the caller may export: all, just some, or all but some."""
    if problems := list(names_problems(names, except_names)):
        raise InvalidArgument.of(problems)
    rights = field_rights.of(caller)
    whole = plan(listing, caller.user, caller.keys(EXPORT), rights)
    chosen = _narrowed(whole, names, except_names)
    event = events.CounterpartiesExported(
        count=lists.count(db, store.COUNTERPARTIES, chosen),
        format=file_format,
        filter=json.dumps(_asked(listing), ensure_ascii=False),
        named=len(names),
        excepted=len(except_names),
    )
    _tell(db, caller, event)
    return sheets.writer(file_format)(_rows(db, caller, chosen, watermark(caller, clock.now())))


def _asked(listing: Listing) -> dict[str, Any]:
    """Of the filter what was asked for."""
    asked = {key: value for key, value in frozen(listing).items() if value}
    if listing.conflicts:
        asked["conflicts"] = listing.conflicts.kinds
    return asked


def _narrowed(whole: Plan, names: Sequence[str], except_names: Sequence[str]) -> Plan:
    """A few are found by name and then sorted; those left out are passed over on the way."""
    if names:
        wanted = [*dict.fromkeys(names)]
        order = whole.order or Order("name_key")
        named = {**whole.filter, "_id": {"$in": wanted}}
        return Plan(named, index="", order=order)
    if except_names:
        return whole.only({"_id": {"$nin": [*except_names]}})
    return whole


@transactional
def _tell(db: Db, caller: Caller, event: events.CounterpartiesExported) -> None:
    changes.record(
        db,
        caller,
        event,
        subject=caller.user or "users/system",
        version=0,
        permission="audit.read",
        visible_to=(EVERYBODY, *caller.org_path),
        facts={
            "count": event.count,
            "format": event.format,
            "filter": json.loads(event.filter),
            "named": event.named,
            "excepted": event.excepted,
        },
    )


def _rows(db: Db, caller: Caller, chosen: Plan, mark: str) -> Iterator[Sequence[str]]:
    rights = field_rights.of(caller)
    segments = store.segment_names(db)
    own = definitions(db, Resource.COUNTERPARTY).active
    yield [*columns.headings(caller.language, own), watermark_heading(caller.language)]
    for document in store.stream(db, chosen):
        message = rights.hide(_to_message(document), document["market_state"])
        yield [*columns.cells(message, segments, caller.language, own), mark]
