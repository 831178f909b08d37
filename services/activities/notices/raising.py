"""Tells people something: a notice each, in the transaction of what it tells of."""

from collections.abc import Sequence

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import notices_pb2 as pb
from services.activities.notices.notice import KEPT, Notice
from services.activities.notices.store import NOTICES
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.copying import replace
from services.kit.mapping import to_proto
from services.kit.mongo import Db


def raise_many(db: Db, caller: Caller, drafts: Sequence[Notice]) -> None:
    """Inserts only, so that it may be part of a group of creates (`gathering`)."""
    if drafts:
        until = clock.now() + KEPT
        told(db, caller, NOTICES.insert_many(db, [replace(e, expire_time=until) for e in drafts]))


def told(db: Db, caller: Caller, notices: Sequence[Notice]) -> None:
    """Each to whom it is for, and to nobody else."""
    rows = [
        Change(
            event=events.NoticeRaised(notice=to_proto(each, pb.Notice)),
            after=each,
            audit=False,
            permission="signed_in",
            visible_to=(each.user,),
        )
        for each in notices
    ]
    changes.record_many(db, caller, rows)
