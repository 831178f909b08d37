"""Works through their door: planned, changed, moved, closed with plus or minus, opened again."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from google.protobuf import field_mask_pb2

from crm.activities.v1 import works_pb2 as pb
from crm.fact.v1 import events_pb2 as facts_pb
from services.activities import store
from services.activities.sign import Sign
from services.activities.slot import Slot, point, slots
from services.kit import clock
from tests.activities.desk import Desk, hours, on, refusing, within

NINE = datetime(2026, 12, 7, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)


def facts(desk: Desk) -> list[facts_pb.Fact]:
    told = desk.office.changes("fact_stated")
    return [facts_pb.FactStated.FromString(row["data"]).fact for row in told]


# --- planned -----------------------------------------------------------------------------------


def test_a_work_is_what_its_action_is(desk: Desk) -> None:
    me = desk.office.manager_a
    send = desk.action("send")
    invoice = next(each for each in send.results if each.display_name == "Счёт")
    work = desk.plan(me, action=send.name, planned_result=invoice.id, subject=desk.client)
    assert (work.display_name, work.action_key) == ("Отправить", "send")
    assert work.planned_result_display_name == "Счёт"
    assert (work.minutes, work.owner, work.chain) == (15, me.user, work.name)
    assert pb.Work.Priority.Name(work.priority) == "PRIORITY_NORMAL"


def test_a_work_without_a_time_is_for_today_where_its_executor_is(desk: Desk) -> None:
    work = desk.plan(desk.office.manager_a)
    assert work.when.kind == pb.When.KIND_DAY
    assert work.when.time_zone == "Europe/Moscow"
    assert timedelta() < work.due_time.ToDatetime(tzinfo=UTC) - clock.now() <= timedelta(days=1)


def test_days_are_floating_and_their_end_is_the_executors(desk: Desk) -> None:
    work = desk.plan(desk.office.manager_a, when=within("2026-12-07", "2026-12-09"))
    assert (work.when.start_date.day, work.when.end_date.day) == (7, 9)
    assert work.due_time.ToDatetime(tzinfo=UTC) == datetime(2026, 12, 9, 21, tzinfo=UTC)
    assert work.first_due_time == work.due_time


def test_exact_hours_say_how_long_they_take(desk: Desk) -> None:
    when = hours(NINE, NINE + HOUR, "Asia/Vladivostok")
    work = desk.plan(desk.office.manager_a, when=when)
    assert (work.minutes, work.when.time_zone) == (60, "Asia/Vladivostok")
    assert work.due_time.ToDatetime(tzinfo=UTC) == NINE + HOUR


def test_a_deadline_goes_before_the_end_of_days(desk: Desk) -> None:
    work = pb.Work(when=on("2026-12-07"))
    work.deadline_time.FromDatetime(NINE)
    request = pb.CreateWorkRequest(work=work)
    made = desk.works(desk.office.manager_a).CreateWork(request)
    assert made.due_time == made.deadline_time


def test_the_same_request_plans_once(desk: Desk) -> None:
    works = desk.works(desk.office.manager_a)
    desk.knows(desk.client)
    request = pb.CreateWorkRequest(work=pb.Work(subject=desk.client), request_id=str(uuid.uuid4()))
    assert works.CreateWork(request).name == works.CreateWork(request).name
    assert len(desk.office.changes("work_created")) == 1


def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    with refusing("INVALID_ARGUMENT") as error:
        desk.plan(
            desk.office.manager_a,
            action="workActions/none",
            subject="tables/1",
            owner="users/nobody",
            when=within("2026-12-09", "2026-12-07"),
            reminders=[pb.Reminder(time_of_day="25:00")],
        )
    assert set(error.fields) == {
        ("action", "ACTION_UNKNOWN"),
        ("subject", "SUBJECT_UNKNOWN"),
        ("owner", "OWNER_UNKNOWN"),
        ("when.end_date", "WHEN_ENDS_BEFORE"),
        ("reminders[0].time_of_day", "REMINDER_TIME"),
    }


def test_a_work_on_the_basis_of_another_takes_over_what_it_does_not_say(desk: Desk) -> None:
    me = desk.office.manager_a
    first = desk.plan(me, action=desk.action("meeting").name, subject=desk.deal)
    second = desk.plan(me, based_on=first.name, when=on("2026-12-07"))
    assert (second.action, second.subject) == (first.action, desk.deal)
    assert second.chain == first.name
    with refusing("NOT_FOUND"):
        desk.plan(desk.office.manager_b, based_on=first.name)


def test_a_work_depends_on_another_and_stays_there(desk: Desk) -> None:
    me, theirs = desk.office.manager_a, desk.plan(desk.office.manager_b)
    head = desk.plan(me, display_name="Семинар")
    child = desk.plan(me, parent=head.name)
    below = desk.plan(me, parent=child.name)
    assert list(below.ancestors) == [head.name, child.name]
    assert desk.names(me, parent=head.name) == [child.name]
    with refusing("INVALID_ARGUMENT") as refusal:
        desk.plan(me, parent=theirs.name)
    assert refusal.fields == (("parent", "PARENT_UNKNOWN"),)
    moved = pb.Work(name=below.name, parent=head.name, based_on=head.name)
    mask = field_mask_pb2.FieldMask(paths=["parent", "based_on"])
    with refusing("INVALID_ARGUMENT") as refusal:
        desk.works(me).UpdateWork(pb.UpdateWorkRequest(work=moved, update_mask=mask))
    assert {reason for _, reason in refusal.fields} == {"FIELD_IMMUTABLE"}


def test_a_tree_has_a_depth(desk: Desk) -> None:
    me, above = desk.office.manager_a, ""
    for _ in range(6):
        above = desk.plan(me, parent=above).name
    with refusing("INVALID_ARGUMENT") as refusal:
        desk.plan(me, parent=above)
    assert refusal.fields == (("parent", "TREE_TOO_DEEP"),)


# --- who sees them -----------------------------------------------------------------------------


def test_executor_head_and_participants_see_a_work_and_nobody_else(desk: Desk) -> None:
    office = desk.office
    work = desk.plan(office.manager_a, subject=desk.client)
    for caller in (office.manager_a, office.head_a, office.admin):
        assert desk.names(caller) == [work.name]
    assert desk.names(office.manager_b) == []
    with refusing("NOT_FOUND"):
        desk.works(office.manager_b).GetWork(pb.GetWorkRequest(name=work.name))
    changed = pb.Work(name=work.name, participants=[office.manager_b.user])
    mask = field_mask_pb2.FieldMask(paths=["participants"])
    desk.works(office.manager_a).UpdateWork(pb.UpdateWorkRequest(work=changed, update_mask=mask))
    assert desk.names(office.manager_b) == [work.name]


def test_what_nobody_does_waits_in_the_units_where_it_was_planned(desk: Desk) -> None:
    office = desk.office
    work = desk.plan(office.manager_a, subject=desk.client)
    none = pb.Work(name=work.name, owner="")
    mask = field_mask_pb2.FieldMask(paths=["owner"])
    freed = desk.works(office.head_a).UpdateWork(pb.UpdateWorkRequest(work=none, update_mask=mask))
    assert (freed.owner, freed.owner_display_name) == ("", "")
    assert desk.names(office.head_a, owner=["users/none"]) == [work.name]
    assert desk.names(office.manager_b, owner=["users/none"]) == []


# --- closed ------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["PLUS", "MINUS"])
def test_a_work_is_closed_with_a_sign_and_a_comment(desk: Desk, sign: str) -> None:
    me = desk.office.manager_a
    work = desk.plan(me, subject=desk.client)
    closed = desk.close(me, work, sign, comment=" Всё сказано ").work
    assert pb.Work.Sign.Name(closed.sign) == f"SIGN_{sign}"
    assert (closed.comment, closed.closed_by, closed.closed_by_display_name) == (
        "Всё сказано",
        me.user,
        me.display_name,
    )
    assert desk.names(me) == []
    assert desk.names(me, state=["STATE_DONE"], sign=[f"SIGN_{sign}"]) == [work.name]


def test_a_result_says_the_sign_or_must_not_contradict_it(desk: Desk) -> None:
    me, call = desk.office.manager_a, desk.action("call")
    interested, _, again, _ = call.results
    work = desk.plan(me, action=call.name)
    with refusing("INVALID_ARGUMENT", "SIGN_CONTRADICTS"):
        desk.close(me, work, "MINUS", result=interested.id)
    with refusing("INVALID_ARGUMENT", "SIGN_REQUIRED"):
        desk.close(me, work, result=again.id)
    with refusing("INVALID_ARGUMENT", "RESULT_UNKNOWN"):
        desk.close(me, work, "PLUS", result=desk.action("send").results[0].id)
    closed = desk.close(me, work, result=interested.id).work
    assert pb.Work.Sign.Name(closed.sign) == "SIGN_PLUS"
    assert closed.result_display_name == "Заинтересован"


def test_closing_plans_the_next_one_or_does_nothing(desk: Desk) -> None:
    me = desk.office.manager_a
    work = desk.plan(me, subject=desk.client)
    wrong = pb.Work(action="workActions/none")
    with refusing("INVALID_ARGUMENT"):
        desk.close(me, work, "PLUS", next=wrong)
    assert desk.names(me) == [work.name]
    following = pb.Work(action=desk.action("meeting").name, when=on("2026-12-07"))
    answer = desk.close(me, work, "PLUS", next=following)
    (planned,) = answer.next
    assert (planned.based_on, planned.chain, planned.subject) == (work.name, work.name, desk.client)
    assert desk.names(me) == [planned.name]
    # The answer was lost, and it is said again.
    again = desk.close(me, work, "PLUS", next=following)
    assert [each.name for each in again.next] == [planned.name]
    assert desk.names(me) == [planned.name]


def test_a_work_is_closed_once_and_the_second_one_hears_by_whom(desk: Desk) -> None:
    office = desk.office
    work = desk.plan(office.manager_a)
    desk.close(office.manager_a, work, "PLUS")
    with refusing("FAILED_PRECONDITION", "WORK_CLOSED") as error:
        desk.close(office.head_a, work, "MINUS")
    assert error.metadata is not None
    told = (error.metadata["user_display_name"], error.metadata["sign"])
    assert told == (office.manager_a.display_name, "PLUS")


def test_a_closed_work_is_opened_again_by_right(desk: Desk) -> None:
    me = desk.office.manager_a
    work = desk.plan(me)
    desk.close(me, work, "MINUS", comment="Не вышло")
    opened = desk.works(me).ReopenWork(pb.ReopenWorkRequest(name=work.name))
    assert pb.Work.State.Name(opened.state) == "STATE_OPEN"
    assert (opened.sign, opened.comment, opened.closed_by) == (0, "", "")
    with refusing("FAILED_PRECONDITION", "WORK_OPEN"):
        desk.works(me).ReopenWork(pb.ReopenWorkRequest(name=work.name))


def test_a_cancelled_work_has_no_sign(desk: Desk) -> None:
    me = desk.office.manager_a
    work = desk.plan(me)
    gone = desk.works(me).CancelWork(pb.CancelWorkRequest(name=work.name, comment="Не нужно"))
    assert (pb.Work.State.Name(gone.state), gone.sign) == ("STATE_CANCELLED", 0)


def test_a_postponed_work_takes_its_deadline_along(desk: Desk) -> None:
    me = desk.office.manager_a
    draft = pb.Work(when=on("2026-12-07"))
    draft.deadline_time.FromDatetime(NINE)
    work = desk.works(me).CreateWork(pb.CreateWorkRequest(work=draft))
    request = pb.PostponeWorkRequest(name=work.name, when=on("2026-12-10"), comment="Занят")
    moved = desk.works(me).PostponeWork(request)
    assert moved.due_time.ToDatetime(tzinfo=UTC) == NINE + timedelta(days=3)
    assert (moved.postponed, moved.first_due_time) == (1, work.first_due_time)
    (told,) = desk.office.changes("work_postponed")
    assert told["audit"]


def test_a_deleted_work_comes_back_as_it_was(desk: Desk) -> None:
    office = desk.office
    work = desk.plan(office.manager_a)
    admin = desk.works(office.admin)
    admin.DeleteWork(pb.DeleteWorkRequest(name=work.name))
    assert desk.names(office.manager_a) == []
    back = admin.UndeleteWork(pb.UndeleteWorkRequest(name=work.name))
    assert pb.Work.State.Name(back.state) == "STATE_OPEN"
    assert desk.names(office.manager_a) == [work.name]


# --- what others hear --------------------------------------------------------------------------


def test_facts_are_stated_about_deals_and_clients_and_only_if_they_are_news(desk: Desk) -> None:
    me = desk.office.manager_a
    desk.knows(desk.client)
    desk.knows(desk.deal, counterparty=desk.client)
    work = desk.plan(me, action=desk.action("call").name, subject=desk.deal)
    changed = pb.Work(name=work.name, description="Подробности")
    mask = field_mask_pb2.FieldMask(paths=["description"])
    saved = desk.works(me).UpdateWork(pb.UpdateWorkRequest(work=changed, update_mask=mask))
    desk.close(me, saved, "PLUS")
    stated = facts(desk)
    states = [facts_pb.FactState.Name(each.state) for each in stated]
    assert states == ["FACT_STATE_OPEN", "FACT_STATE_PLUS"]
    for fact in stated:
        assert (fact.subject, list(fact.also), fact.key) == (desk.deal, [desk.client], "call")
        assert fact.reference == work.name
    assert stated[1].version > stated[0].version


def test_of_whom_a_work_is_about_no_more_it_is_withdrawn(desk: Desk) -> None:
    me = desk.office.manager_a
    desk.knows(desk.client)
    desk.knows(desk.deal, counterparty=desk.client)
    work = desk.plan(me, subject=desk.deal)
    mask = field_mask_pb2.FieldMask(paths=["subject"])
    request = pb.UpdateWorkRequest(
        work=pb.Work(name=work.name, subject=desk.client), update_mask=mask
    )
    desk.works(me).UpdateWork(request)
    _, still, gone = facts(desk)
    assert (still.subject, facts_pb.FactState.Name(still.state)) == (desk.client, "FACT_STATE_OPEN")
    assert (gone.subject, facts_pb.FactState.Name(gone.state)) == (
        desk.deal,
        "FACT_STATE_WITHDRAWN",
    )


def test_a_work_about_nobody_states_nothing(desk: Desk) -> None:
    desk.plan(desk.office.manager_a)
    assert desk.office.changes("fact_stated") == []


# --- where it stands in people's days ----------------------------------------------------------


def kept_slots(desk: Desk) -> dict[str, Slot]:
    return {each.name: each for each in store.SLOTS.select(desk.office.db, {})}


def test_slots_are_the_days_of_whoever_does_it(desk: Desk) -> None:
    office = desk.office
    me, colleague = office.manager_a.user, office.manager_b.user
    days = ("2026-12-07", "2026-12-08")
    desk.plan(office.manager_a, when=within(*days), participants=[colleague], minutes=60)
    kept = kept_slots(desk)
    both = [point(user, day) for user in (me, colleague) for day in days]
    assert sorted(each.slot for each in kept.values()) == sorted(both)
    # The minutes of a work are spread over its days.
    assert {each.minutes for each in kept.values()} == {30}
    desk.plan(office.manager_a, when=within("2026-12-01", "2026-12-20"), participants=[colleague])
    assert len(kept_slots(desk)) == 4 + 20


def test_slots_say_what_their_works_are_whatever_is_done_to_them(desk: Desk) -> None:
    office, works = desk.office, desk.works(desk.office.manager_a)
    work = desk.plan(office.manager_a, when=within("2026-12-07", "2026-12-09"))
    works.PostponeWork(pb.PostponeWorkRequest(name=work.name, when=on("2026-12-09")))
    mask = field_mask_pb2.FieldMask(paths=["participants", "display_name"])
    change = pb.Work(name=work.name, participants=[office.manager_b.user], display_name="Зайти")
    saved = works.UpdateWork(pb.UpdateWorkRequest(work=change, update_mask=mask))
    assert kept_slots(desk) == slots(store.WORKS.get(office.db, work.name))
    assert {each.card.display_name for each in kept_slots(desk).values()} == {"Зайти"}
    desk.close(office.manager_a, saved, "PLUS")
    assert kept_slots(desk) == slots(store.WORKS.get(office.db, work.name))
    assert {each.sign for each in kept_slots(desk).values()} == {Sign.PLUS}
    desk.works(office.admin).DeleteWork(pb.DeleteWorkRequest(name=work.name))
    assert kept_slots(desk) == {}
    desk.works(office.admin).UndeleteWork(pb.UndeleteWorkRequest(name=work.name))
    assert kept_slots(desk) == slots(store.WORKS.get(office.db, work.name))
