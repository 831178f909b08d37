"""What no screen of ours would send, and works have to stand all the same."""

from datetime import UTC, datetime

import pytest

from crm.activities.v1 import works_pb2 as pb
from services.kit.texts import LONGEST_TEXT
from tests.activities.desk import Desk, on, refusing

MANY = "я" * (LONGEST_TEXT + 1)


def test_what_is_said_at_the_end_or_of_a_delay_has_a_length(desk: Desk) -> None:
    me = desk.office.manager_a
    work = desk.plan(me)
    works = desk.works(me)
    with refusing("INVALID_ARGUMENT") as refusal:
        desk.close(me, work, "PLUS", comment=MANY)
    assert refusal.fields == (("comment", "TEXT_TOO_LONG"),)
    with refusing("INVALID_ARGUMENT"):
        works.CancelWork(pb.CancelWorkRequest(name=work.name, comment=MANY))
    with refusing("INVALID_ARGUMENT"):
        later = on("2026-12-07")
        works.PostponeWork(pb.PostponeWorkRequest(name=work.name, when=later, comment=MANY))
    assert desk.names(me) == [work.name]


@pytest.mark.parametrize("year", [1, 1999, 2201, 9999])
def test_a_deadline_is_of_our_times(desk: Desk, year: int) -> None:
    draft = pb.Work(when=on("2026-12-07"))
    draft.deadline_time.FromDatetime(datetime(year, 12, 31, 23, tzinfo=UTC))
    with refusing("INVALID_ARGUMENT") as refusal:
        desk.works(desk.office.manager_a).CreateWork(pb.CreateWorkRequest(work=draft))
    assert refusal.fields == (("deadline_time", "DATE_OUT_OF_RANGE"),)
