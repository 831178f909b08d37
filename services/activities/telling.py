"""What belongs on timelines (crm.timeline.v1, pure): of works those that are done.

What is planned is asked of the works themselves.
"""

from collections.abc import Iterator

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import works_pb2 as pb
from crm.timeline.v1.events_pb2 import TimelineEntry as Line
from services.activities.interactions import telling as interactions
from services.kit.telling import Tellers

_OUTCOMES = {pb.Work.SIGN_PLUS: Line.OUTCOME_PLUS, pb.Work.SIGN_MINUS: Line.OUTCOME_MINUS}


def _closed(event: events.WorkClosed | events.WorkRestored, _: str) -> Iterator[Line]:
    """Also when it comes out of the recycle bin: at the time and by whom it was closed."""
    work = event.work
    if work.state != pb.Work.STATE_DONE:
        return
    about = dict.fromkeys((work.counterparty, work.contact, work.subject, work.name))
    yield Line(
        id=_id(work),
        time=work.close_time,
        user=work.closed_by,
        user_display_name=work.closed_by_display_name,
        subjects=[each for each in about if each],
        guard=work.name,
        permission="works.read",
        category=Line.CATEGORY_WORK,
        key="activities.work_closed",
        facts={"action": work.action_display_name, "result": work.result_display_name},
        display_name=work.display_name,
        text=work.comment[:500],
        open=work.name,
        outcome=_OUTCOMES.get(work.sign),
        touch=bool(work.counterparty or work.contact),
        chain=work.chain,
        chain_display_name=work.display_name,
    )


def _withdrawn(event: events.WorkReopened | events.WorkDeleted, _: str) -> Iterator[Line]:
    yield Line(id=_id(event.work), withdrawn=True)


def _id(work: pb.Work) -> str:
    return f"{work.name}#closed"


TELLERS: Tellers = {
    **interactions.TELLERS,
    events.WorkClosed: _closed,
    events.WorkRestored: _closed,
    events.WorkReopened: _withdrawn,
    events.WorkDeleted: _withdrawn,
}
