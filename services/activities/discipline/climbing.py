"""How far an overdue work has gone up its ladder (pure)."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.activities.discipline.ladder import EscalationLadder, Step
from services.activities.work import Work
from services.kit.working_time import NeverWorks, WorkingTime


class Climb(NamedTuple):
    """The steps it reached, and when it reaches the next one."""

    steps: tuple[Step, ...]
    watch_time: datetime | None


def ladder_of(work: Work, ladders: Iterable[EscalationLadder]) -> EscalationLadder | None:
    """The first in their order that fits."""
    return next((each for each in ladders if each.fits(work)), None)


def climb(
    ladder: EscalationLadder | None,
    work: Work,
    working: WorkingTime,
    zone: ZoneInfo,
    now: datetime,
) -> Climb:
    """What it reached since somebody was told last, however long that has not been asked."""
    if ladder is None or work.due_time is None:
        return Climb((), None)
    since = work.watch_time or work.due_time
    reached: list[Step] = []
    for step in ladder.steps:
        moment = _moment(work.due_time, step, working, zone)
        if moment is None:
            continue
        if moment > now:
            return Climb(tuple(reached), moment)
        if moment >= since:
            reached.append(step)
    return Climb(tuple(reached), None)


def _moment(due: datetime, step: Step, working: WorkingTime, zone: ZoneInfo) -> datetime | None:
    try:
        return working.add(due, step.working_minutes, zone)
    except NeverWorks:
        # A calendar without working days has no working time to pass.
        return None
