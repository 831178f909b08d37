"""Which open works a job is about: those of a filter but for some, or those that are named."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from services.activities.access import ASSIGN
from services.activities.listing import Listing, plan
from services.activities.store import WORKS
from services.activities.work import READ, State, Work
from services.kit import clock, lists
from services.kit.bulk import (
    BulkJob,
    ChangedRow,
    Result,
    RowResult,
    portions,
    selection_problems,
)
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import InvalidArgument
from services.kit.mongo import Db
from services.kit.owned import held_by


@dataclass(frozen=True, slots=True)
class Chosen:
    filter: Listing | None
    names: Sequence[str]
    except_names: Sequence[str]

    def params(self) -> dict[str, Any]:
        """As a job keeps it."""
        has_filter = self.filter is not None
        problems = selection_problems(self.names, self.except_names, has_filter=has_filter)
        if found := list(problems):
            raise InvalidArgument.of(found)
        listed = replace(self.filter, state=(State.OPEN.value,)) if self.filter else None
        return {
            "filter": msgspec.to_builtins(listed),
            "names": list(self.names),
            "except_names": list(self.except_names),
        }


class ChosenWorks(BulkJob):
    """A job about open works that its caller may give to others."""

    collection = WORKS
    slice_rows = 200
    rest = 0.3

    def select(self, db: Db, caller: Caller, params: Mapping[str, Any]) -> Iterator[Sequence[str]]:
        found: Iterable[str] = params["names"]
        if params["filter"] is not None:
            chosen = msgspec.convert(params["filter"], Listing)
            listed = plan(chosen, caller.user, caller.keys(READ), clock.now())
            found = lists.names(db, WORKS, listed)
        return portions(found, params["except_names"])

    def still_open(
        self, db: Db, caller: Caller, names: Sequence[str]
    ) -> tuple[list[Work], list[RowResult]]:
        """Those that can be changed, and refusals of the rest."""
        where = {"_id": {"$in": list(names)}, "state": State.OPEN.value, **caller.visible(READ)}
        works = WORKS.select(db, where)
        mine = [each for each in works if caller.may(ASSIGN, held_by(each))]
        known = {each.name for each in mine}
        refused = [
            RowResult(subject=each.name, result=Result.FAILED, reason="OWNER_NOT_YOURS")
            for each in works
            if each.name not in known
        ]
        return mine, refused

    def still_mine(
        self, db: Db, caller: Caller, rows: Sequence[ChangedRow]
    ) -> tuple[dict[str, Work], list[RowResult]]:
        """Of what it changed, by the present rights of who undoes it; and refusals of the rest. Who
        gave his own away takes it back."""
        found = WORKS.select(db, {"_id": {"$in": [row.subject for row in rows]}})
        his = {row.subject for row in rows if row.before.get("owner") == caller.user}
        mine = {
            each.name: each
            for each in found
            if caller.may(ASSIGN, held_by(each)) or (each.name in his and caller.has(ASSIGN))
        }
        refused = [
            RowResult(subject=each.name, result=Result.KEPT, reason="OWNER_NOT_YOURS")
            for each in found
            if each.name not in mine
        ]
        return mine, refused
