"""What no screen of ours would send, and works have to stand all the same."""

from datetime import UTC, datetime

import pytest

from crm.activities.v1 import works_pb2 as pb
from services.kit.parties.party import Party, State
from services.kit.parties.store import keep
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


@pytest.mark.parametrize("user", ["users/nobody", "counterparties/1", "*"])
def test_who_is_reminded_is_somebody(desk: Desk, user: str) -> None:
    with refusing("INVALID_ARGUMENT") as refusal:
        desk.plan(desk.office.manager_a, reminders=[pb.Reminder(user=user)])
    assert refusal.fields == (("reminders[0].user", "PARTICIPANT_UNKNOWN"),)


def test_who_is_reminded_may_leave_and_the_work_changes_on(desk: Desk) -> None:
    office = desk.office
    me, other = office.manager_a, office.manager_b
    reminders = [pb.Reminder(user=other.user), pb.Reminder(user="users/me")]
    work = desk.plan(me, reminders=reminders)
    assert [each.user for each in work.reminders] == [other.user, me.user]
    office.announce(other, 2, disabled=True)
    changed = pb.Work(name=work.name, display_name="Позвонить", reminders=work.reminders)
    assert desk.works(me).UpdateWork(pb.UpdateWorkRequest(work=changed)).reminders
    with refusing("INVALID_ARGUMENT") as refusal:
        desk.plan(me, reminders=reminders)
    assert refusal.fields == (("reminders[0].user", "PARTICIPANT_INACTIVE"),)


def test_who_left_takes_no_part_in_what_goes_on(desk: Desk) -> None:
    office = desk.office
    work = desk.plan(office.manager_a, participants=[office.manager_b.user, office.head_a.user])
    office.announce(office.manager_b, 2, disabled=True)
    (following,) = desk.close(office.manager_a, work, "PLUS", next=pb.Work()).next
    assert list(following.participants) == [office.head_a.user]


def test_closed_before_it_plans_nothing_and_says_so(desk: Desk) -> None:
    me = desk.office.manager_a
    work = desk.plan(me)
    desk.close(me, work, "PLUS")
    # Said on a screen that has not heard of it.
    with refusing("FAILED_PRECONDITION", "WORK_CLOSED"):
        desk.close(me, work, "PLUS", next=pb.Work())


def test_nothing_is_planned_below_what_lies_in_the_recycle_bin(desk: Desk) -> None:
    me, admin = desk.office.manager_a, desk.works(desk.office.admin)
    head = desk.plan(me)
    below = desk.plan(me, parent=head.name)
    admin.DeleteWork(pb.DeleteWorkRequest(name=head.name))
    with refusing("INVALID_ARGUMENT") as refusal:
        desk.plan(me, parent=head.name)
    assert refusal.fields == (("parent", "PARENT_UNKNOWN"),)
    # What stands there goes on.
    (following,) = desk.close(me, below, "PLUS", next=pb.Work()).next
    assert following.parent == head.name


def test_what_is_about_somebody_gone_changes_on(desk: Desk) -> None:
    me, gone = desk.office.manager_a, Party(name=desk.client, state=State.DELETED, version=2)
    work = desk.plan(me, subject=desk.client)
    keep(desk.office.db, gone, expected=True)
    # As programs send it: all of it.
    work.display_name = "Проводить"
    changed = desk.works(me).UpdateWork(pb.UpdateWorkRequest(work=work))
    assert (changed.display_name, changed.subject) == ("Проводить", desk.client)


def test_a_name_of_any_length_is_refused_in_words(desk: Desk) -> None:
    with refusing("INVALID_ARGUMENT") as refusal:
        desk.works(desk.office.manager_a).CreateWork(
            pb.CreateWorkRequest(work=pb.Work(subject=MANY))
        )
    assert refusal.fields == (("subject", "SUBJECT_UNKNOWN"),)
