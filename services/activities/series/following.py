"""What of series follows others: links follow merges and names, owners leave them to others."""

from collections.abc import Sequence
from dataclasses import dataclass

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import series_pb2 as pb
from services.activities.access import UPDATE
from services.activities.series import store
from services.activities.series.series import WorkSeries
from services.activities.series.store import SERIES
from services.activities.work import READ
from services.kit import changes, saving
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.copying import replace
from services.kit.estates import Estate
from services.kit.mapping import to_proto
from services.kit.mongo import Db
from services.kit.parties.following import Linked
from services.kit.parties.party import Party

Pairs = Sequence[tuple[WorkSeries, WorkSeries]]


@dataclass(frozen=True, kw_only=True)
class LinkedInside(Linked[WorkSeries]):
    """The link is one of what its works are."""

    def linked(self, record: WorkSeries, party: Party, was: str = "") -> WorkSeries:  # noqa: ARG002
        field = self.field.removeprefix("work.")
        shown = {field: party.name, f"{field}_display_name": party.display_name}
        return replace(record, work=replace(record.work, **shown))


def _save(db: Db, caller: Caller, pairs: Pairs, job: str) -> None:
    """Who does it does its works."""
    whole = [(before, after.whole()) for before, after in pairs]
    rows = [
        Change(
            event=events.WorkSeriesUpdated(work_series=to_proto(saved, pb.WorkSeries)),
            before=before,
            after=saved,
            permission=READ,
            job=job,
        )
        for (before, _), saved in zip(whole, saving.replace_many(db, SERIES, whole), strict=True)
    ]
    changes.record_many(db, caller, rows)


def _relink(db: Db, caller: Caller, pairs: Pairs) -> None:
    _save(db, caller, pairs, "")


LINKED = tuple(
    LinkedInside(
        collection=SERIES,
        field=f"work.{field}",
        copies={f"work.{field}_display_name": "display_name"},
        query=lambda party: {"linked": party},
        hint=store.LINKED,
        relink=_relink,
        refresh=store.refresh_names,
    )
    for field in store.LINKS
)
ESTATE = Estate(collection=SERIES, permission=UPDATE, save=_save)
