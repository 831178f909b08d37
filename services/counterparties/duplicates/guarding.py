"""No client stands in the base twice by law, unless who may says so; and that leaves a mark."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties.counterparty import Counterparty
from services.counterparties.details import DuplicatesBypass
from services.counterparties.duplicates import store
from services.counterparties.duplicates.likeness import Profile, is_same_by_law, profile
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.errors import FailedPrecondition
from services.kit.mapping import to_proto
from services.kit.mongo import Db

READ, BYPASS = "counterparties.read", "counterparties.bypass_duplicates"
MOST_NAMED = 10


class DuplicateFound(FailedPrecondition):
    """There is such a client: by INN and KPP, or by OGRN."""

    reason = "DUPLICATE_FOUND"


def guarded(
    db: Db, caller: Caller, draft: Counterparty, before: Counterparty | None, *, bypass: bool
) -> Counterparty:
    """The draft, marked if a warning was bypassed; one question, and only of new requisites."""
    if not (draft.inn or draft.ogrn) or (before and _requisites(before) == _requisites(draft)):
        return draft
    found = _same(db, draft)
    if not found:
        return draft
    if not (bypass and caller.has(BYPASS)):
        raise _refusal(caller, found)
    names = tuple(each["_id"] for each in found[:MOST_NAMED])
    mark = DuplicatesBypass(user=caller.user, time=clock.now(), candidates=names)
    return replace(draft, duplicates_bypass=mark)


def tell(db: Db, caller: Caller, before: Counterparty | None, after: Counterparty) -> None:
    """A line of the audit trail, beside the change itself."""
    mark = after.duplicates_bypass
    if mark is None or (before and before.duplicates_bypass == mark):
        return
    event = events.DuplicateWarningBypassed(
        counterparty=to_proto(after, pb.Counterparty), candidates=mark.candidates
    )
    changes.record(db, caller, event, after=after)


def _same(db: Db, draft: Counterparty) -> list[dict[str, Any]]:
    mine = Profile(name=draft.name, kind=draft.kind, inn=draft.inn, kpp=draft.kpp, ogrn=draft.ogrn)
    return [
        document
        for document in store.same_by_law(db, mine)
        if document["_id"] != draft.name and is_same_by_law(mine, profile(document))
    ]


def _refusal(caller: Caller, found: Sequence[dict[str, Any]]) -> DuplicateFound:
    seen = [each["_id"] for each in found if caller.may(READ, each["visible_to"])]
    return DuplicateFound(
        "There is such a client already: open it, or bypass the warning if you may",
        candidates=",".join(seen[:MOST_NAMED]),
        hidden=str(len(found) - len(seen)),
        may_bypass="true" if caller.has(BYPASS) else "false",
    )


def _requisites(client: Counterparty) -> tuple[str, str, str]:
    return client.inn, client.kpp, client.ogrn
