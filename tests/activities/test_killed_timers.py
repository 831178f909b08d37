"""Timers killed between each of their writes: everybody is told once, and nobody not at all."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from services.activities.discipline import watching
from services.activities.notices import firing
from services.activities.store import WORKS
from services.kit import clock
from services.kit.testing_door import Door
from tests.activities.desk import Desk, hours
from tests.activities.dying import TIMERS
from tests.activities.test_discipline import kinds, office
from tests.activities.test_notices import reminded, told
from tests.activities.test_tree import kept, recounted

Pb = Any
ROOT = Path(__file__).parents[2]
DAY = timedelta(days=1)
LONGEST_S = 60


def kill(door: Door, timer: str) -> int:
    """How often it was killed before it got through; then once more, in peace."""
    path = f"{ROOT}{os.pathsep}{ROOT / 'build' / 'gen'}"
    ended = subprocess.run(
        [sys.executable, "-m", "tests.activities.dying", timer],
        env={**os.environ, **door.settings.environ, "PYTHONPATH": path},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        timeout=LONGEST_S,
        check=True,
    )
    TIMERS[timer](door.db(""))
    return int(ended.stdout)


def test_each_reminder_is_told_once(door: Door) -> None:
    firing.fire_due(door.db(""))
    desks = [Desk.opened(door) for _ in range(2)]
    for desk in desks:
        for _ in range(3):
            reminded(desk, desk.office.manager_a, before=120)
    assert kill(door, "firing") > 2 * len(desks)
    for desk in desks:
        notices = told(desk, desk.office.manager_a)
        works = [each.name for each in WORKS.select(desk.office.db, {})]
        assert sorted(each.record for each in notices) == sorted(works)
        events = Counter(each["subject"] for each in desk.office.changes("notice_raised"))
        assert (len(events), set(events.values())) == (3, {1})


def test_each_overdue_work_goes_up_its_ladder_once(door: Door) -> None:
    watching.watch_due(door.db(""))
    desks = [Desk.opened(door) for _ in range(2)]
    due = clock.now() - 14 * DAY
    for desk in desks:
        office(desk)
        head = desk.plan(desk.office.manager_a)
        for _ in range(3):
            desk.plan(desk.office.manager_a, when=hours(due - DAY, due), parent=head.name)
    assert kill(door, "watching") > 3 * len(desks)
    for desk in desks:
        late = [each for each in WORKS.select(desk.office.db, {}) if each.overdue_time]
        told_of = Counter(each["subject"] for each in desk.office.changes("work_became_overdue"))
        assert told_of == Counter(each.name for each in late)
        assert len(late) == 3
        at = desk.office
        heard = [kinds(desk, each) for each in (at.manager_a, at.head_a, at.admin)]
        assert heard == [["KIND_OVERDUE"], ["KIND_ESCALATION"], ["KIND_ESCALATION"]]
        assert kept(desk) == recounted(desk)
