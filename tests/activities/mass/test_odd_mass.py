"""What no screen of ours would send of many works, and what changes before an undo."""

from datetime import date
from typing import Any

import pytest
from google.type import date_pb2

from crm.activities.v1 import mass_pb2 as pb
from services.kit.texts import LONGEST_TEXT
from tests.activities.desk import date_of, refusing
from tests.activities.mass.crowd import Crowd

EVER, NEVER = date.max.isoformat(), date.min.isoformat()
MANY = "я" * (LONGEST_TEXT + 1)


@pytest.mark.parametrize(
    ("window", "reason"),
    [
        ({"first": EVER}, "DATE_OUT_OF_RANGE"),
        ({"first": NEVER, "exact": True}, "DATE_OUT_OF_RANGE"),
        ({"last": EVER}, "DATE_OUT_OF_RANGE"),
        ({"last": "2199-12-31"}, "WHEN_TOO_LONG"),
        ({"last": "2199-12-31", "whole": True}, "WHEN_TOO_LONG"),
    ],
)
def test_works_are_planned_for_days_of_our_times_and_few_of_them(
    crowd: Crowd, window: dict[str, Any], reason: str
) -> None:
    with refusing("INVALID_ARGUMENT", reason):
        crowd.preview(crowd.desk.office.manager_a, crowd.plan(window=window))


@pytest.mark.parametrize("day", [EVER, NEVER])
def test_many_move_to_days_of_our_times(crowd: Crowd, day: str) -> None:
    me = crowd.desk.office.manager_a
    request = pb.PostponeWorksRequest(names=[crowd.desk.plan(me).name], start_date=date_of(day))
    with refusing("INVALID_ARGUMENT", "DATE_OUT_OF_RANGE"):
        crowd.mass(me).PostponeWorks(request)


def test_what_is_said_of_many_has_a_length(crowd: Crowd) -> None:
    me = crowd.desk.office.manager_a
    names, day = [crowd.desk.plan(me).name], date_pb2.Date(year=2026, month=12, day=7)
    with refusing("INVALID_ARGUMENT", "TEXT_TOO_LONG"):
        crowd.mass(me).CancelWorks(pb.CancelWorksRequest(names=names, comment=MANY))
    with refusing("INVALID_ARGUMENT", "TEXT_TOO_LONG"):
        moved = pb.PostponeWorksRequest(names=names, comment=MANY, start_date=day)
        crowd.mass(me).PostponeWorks(moved)
