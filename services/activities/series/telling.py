"""Tells what becomes of works of a series, many at once."""

from collections.abc import Sequence
from typing import Any

from google.protobuf.message import Message

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import works_pb2 as pb
from services.activities.actions.stating import stated
from services.activities.work import READ, Work
from services.kit import changes
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.mapping import to_proto
from services.kit.mongo import Db


def tell(
    db: Db, caller: Caller, event: type[Message], pairs: Sequence[tuple[Work | None, Work]]
) -> None:
    """Each as it was and is."""
    message: Any = event
    rows: list[Change] = []
    for before, after in pairs:
        is_update = event is events.WorkUpdated and before is not None
        more = {"previous_owner": before.owner} if is_update and before else {}
        news = message(work=to_proto(after, pb.Work), **more)
        told = Change(event=news, before=before, after=after, permission=READ)
        rows += [told, *stated(before, after)]
    changes.record_many(db, caller, rows)
