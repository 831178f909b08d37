"""Plans of work, held against what has been closed since."""

import uuid
from datetime import date
from typing import Any

from google.protobuf import field_mask_pb2

from crm.activities.v1 import plans_pb2 as pb
from crm.activities.v1 import plans_pb2_grpc, works_pb2
from services.activities.plans.plan import Period
from services.activities.when import today
from services.kit import clock
from services.kit.caller import Caller
from tests.activities.desk import Desk, date_of, refusing

Pb = Any


def plans(desk: Desk, caller: Caller) -> Pb:
    return desk.office.door.stub(plans_pb2_grpc.WorkPlanServiceStub, caller)


def month() -> date:
    return Period.MONTH.first(today(clock.now(), "Europe/Moscow"))


def set_plan(desk: Desk, caller: Caller, user: Caller, **values: Any) -> Pb:
    chosen: dict[str, Any] = {"period": "PERIOD_MONTH", "works": 10, **values}
    first = chosen.pop("start", month().isoformat())
    plan = pb.WorkPlan(user=user.user, start_date=date_of(first), **chosen)
    return plans(desk, caller).CreateWorkPlan(pb.CreateWorkPlanRequest(work_plan=plan))


def listed(desk: Desk, caller: Caller, **asked: Any) -> list[Pb]:
    return list(plans(desk, caller).ListWorkPlans(pb.ListWorkPlansRequest(**asked)).work_plans)


def test_facts_are_what_has_been_closed_since(desk: Desk) -> None:
    office = desk.office
    me, head = office.manager_a, office.head_a
    call, meeting = desk.action("call").name, desk.action("meeting").name
    set_plan(desk, head, me, action=call, works=20, plus_percent=40)
    set_plan(desk, head, me, works=30)
    for action, sign in ((call, "PLUS"), (call, "MINUS"), (meeting, "PLUS")):
        desk.close(me, desk.plan(me, action=action), sign)
    thrown_away = desk.close(me, desk.plan(me, action=call), "PLUS").work
    facts = {each.action: (each.done_works, each.plus_works) for each in listed(desk, head)}
    assert facts == {call: (3, 2), "": (4, 3)}
    desk.works(office.admin).DeleteWork(works_pb2.DeleteWorkRequest(name=thrown_away.name))
    cancelled = desk.plan(me, action=call)
    desk.works(me).CancelWork(works_pb2.CancelWorkRequest(name=cancelled.name))
    facts = {each.action: (each.done_works, each.plus_works) for each in listed(desk, me)}
    assert facts == {call: (2, 1), "": (3, 2)}
    desk.works(office.admin).UndeleteWork(works_pb2.UndeleteWorkRequest(name=thrown_away.name))
    assert {each.action: each.done_works for each in listed(desk, me)} == {call: 3, "": 4}


def test_plans_are_seen_and_set_by_who_leads(desk: Desk) -> None:
    office = desk.office
    plan = set_plan(desk, office.head_a, office.manager_a)
    assert plan.user_display_name == "manager-a"
    assert [each.name for each in listed(desk, office.head_a)] == [plan.name]
    assert listed(desk, office.manager_b) == []
    for caller in (office.manager_b, office.head_a):
        with refusing("PERMISSION_DENIED", "EXECUTOR_OUT_OF_SCOPE"):
            set_plan(desk, caller, office.admin)
    with refusing("NOT_FOUND"):
        plans(desk, office.manager_b).DeleteWorkPlan(pb.DeleteWorkPlanRequest(name=plan.name))
    plans(desk, office.head_a).DeleteWorkPlan(pb.DeleteWorkPlanRequest(name=plan.name))
    assert listed(desk, office.head_a) == []
    assert len(office.changes("work_plan_deleted")) == 1


def test_a_week_and_a_month_are_under_way_on_a_day(desk: Desk) -> None:
    office = desk.office
    # Both begin on Monday the first of June.
    for period, start in (("WEEK", "2026-06-01"), ("WEEK", "2026-06-08"), ("MONTH", "2026-06-01")):
        set_plan(desk, office.admin, office.manager_a, period=f"PERIOD_{period}", start=start)
    shown = listed(desk, office.admin, on_date=date_of("2026-06-10"))
    assert sorted((each.period, each.start_date.day) for each in shown) == [(1, 8), (2, 1)]
    assert len(listed(desk, office.admin, on_date=date_of("2026-06-01"), page_size=1)) == 1


def test_who_knows_the_name_of_a_plan_has_not_made_it(desk: Desk) -> None:
    office, number = desk.office, str(uuid.uuid4())
    plan = pb.WorkPlan(user=office.manager_a.user, works=5, start_date=date_of("2026-12-01"))
    plan.period = pb.WorkPlan.PERIOD_MONTH
    request = pb.CreateWorkPlanRequest(work_plan=plan, request_id=number)
    made = plans(desk, office.head_a).CreateWorkPlan(request)
    assert plans(desk, office.head_a).CreateWorkPlan(request).name == made.name
    with refusing("NOT_FOUND"):
        plans(desk, office.manager_b).CreateWorkPlan(request)


def test_what_is_wrong_with_a_plan_is_said(desk: Desk) -> None:
    office = desk.office
    plan = set_plan(desk, office.admin, office.manager_a)
    with refusing("ALREADY_EXISTS", "PLAN_EXISTS"):
        set_plan(desk, office.admin, office.manager_a)
    with refusing("INVALID_ARGUMENT", "PERIOD_START"):
        set_plan(desk, office.admin, office.manager_a, start="2026-06-02")
    for day in ("9999-12-01", "0001-01-01"):
        with refusing("INVALID_ARGUMENT", "DATE_OUT_OF_RANGE"):
            set_plan(desk, office.admin, office.manager_a, start=day)
    with refusing("INVALID_ARGUMENT", "ACTION_UNKNOWN"):
        set_plan(desk, office.admin, office.manager_a, action="workActions/none")
    with refusing("INVALID_ARGUMENT", "FIELD_REQUIRED"):
        set_plan(desk, office.admin, office.manager_a, works=0, action=desk.action("call").name)
    changed = pb.WorkPlan(name=plan.name, works=12, user=office.manager_b.user)
    with refusing("INVALID_ARGUMENT", "FIELD_IMMUTABLE"):
        plans(desk, office.admin).UpdateWorkPlan(
            pb.UpdateWorkPlanRequest(
                work_plan=changed, update_mask=field_mask_pb2.FieldMask(paths=["user"])
            )
        )
    saved = plans(desk, office.admin).UpdateWorkPlan(
        pb.UpdateWorkPlanRequest(
            work_plan=changed, update_mask=field_mask_pb2.FieldMask(paths=["works"])
        )
    )
    assert (saved.works, saved.etag) == (12, '"2"')
