"""What a leaver has to do here, as it goes to others."""

from collections.abc import Mapping

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import works_pb2 as pb
from services.activities import store
from services.activities.access import UPDATE
from services.activities.actions.stating import stated
from services.activities.store import WORKS
from services.activities.whereabouts import zone_names
from services.activities.work import READ, Work
from services.kit import changes
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.estates import Estate, Pairs
from services.kit.mapping import to_proto
from services.kit.mongo import Db
from services.kit.owned import unowned
from services.kit.people import find_people
from services.kit.person import Person


def _save(db: Db, caller: Caller, pairs: Pairs[Work], job: str) -> None:
    """Days end where the new executor is; what nobody takes over waits in the leaver's units."""
    owners = sorted({after.owner for _, after in pairs if after.owner})
    known = find_people(db, owners)
    people = [known.get(each) or Person(name=each) for each in owners]
    zones = zone_names(db, people, caller.tenant_time_zone)
    settled = [(before, _settled(before, after, zones)) for before, after in pairs]
    rows: list[Change] = []
    for (before, _), saved in zip(settled, store.save_many(db, settled), strict=True):
        news = events.WorkUpdated(work=to_proto(saved, pb.Work), previous_owner=before.owner)
        told = Change(event=news, before=before, after=saved, permission=READ, job=job)
        rows += [told, *stated(before, saved)]
    changes.record_many(db, caller, rows)


def _settled(before: Work, after: Work, zones: Mapping[str, str]) -> Work:
    if not after.owner:
        return unowned(after, before.org_path, after.creator)
    if after.when is None:
        return after
    moved = after.tidy(after.when.time_zone, zones[after.owner])
    return moved if moved.due_time == before.due_time else moved.watched()


WORKS_ESTATE = Estate(
    collection=WORKS,
    permission=UPDATE,
    save=_save,
    visible_hint="tenant_1_visible_by_due",
)
ESTATES = (WORKS_ESTATE,)
