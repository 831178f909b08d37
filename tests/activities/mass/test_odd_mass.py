"""What no screen of ours would send of many works, and what changes before an undo."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from google.type import date_pb2

from crm.activities.v1 import campaigns_pb2, campaigns_pb2_grpc, works_pb2
from crm.activities.v1 import mass_pb2 as pb
from services.kit import jobs
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.texts import LONGEST_TEXT
from tests.activities.desk import date_of, hours, refusing
from tests.activities.mass.crowd import Crowd

Pb = Any
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


def campaigns(crowd: Crowd, caller: Caller) -> Pb:
    return crowd.desk.office.door.stub(campaigns_pb2_grpc.CampaignServiceStub, caller)


def seminar(crowd: Crowd, caller: Caller, request_id: str, **values: Any) -> Pb:
    """Of every client of the caller's: a call, and after plus another step."""
    call, said = crowd.desk.action("call").name, "Семинар"
    step = campaigns_pb2.CampaignStep
    steps = [
        step(id="call", display_name="Позвонить", action=call),
        step(id="next", display_name="Дальше", action=call, after_step="call", **values),
    ]
    draft = campaigns_pb2.CampaignTemplate(display_name=said, steps=steps)
    template = campaigns(crowd, crowd.desk.office.admin).CreateCampaignTemplate(
        campaigns_pb2.CreateCampaignTemplateRequest(campaign_template=draft)
    )
    request = campaigns_pb2.CreateCampaignRequest(
        campaign=campaigns_pb2.Campaign(display_name=said, template=template.name),
        plan=crowd.plan(window={"first": "2026-12-07"}, work=works_pb2.Work()),
        request_id=request_id,
    )
    return campaigns(crowd, caller).CreateCampaign(request)


def test_who_knows_the_name_of_a_campaign_or_a_job_has_not_begun_it(crowd: Crowd) -> None:
    office = crowd.desk.office
    mine, theirs = office.manager_a, office.manager_b
    names = [crowd.desk.plan(theirs).name]
    number = seminar(crowd, mine, str(uuid.uuid4())).name.partition("/")[2]
    with refusing("ALREADY_EXISTS"):
        seminar(crowd, theirs, number)
    with refusing("ALREADY_EXISTS"):
        crowd.create(theirs, crowd.plan(), number)
    with refusing("ALREADY_EXISTS"):
        crowd.mass(theirs).CancelWorks(pb.CancelWorksRequest(names=names, request_id=number))


def test_a_result_or_script_nobody_offers_any_more_keeps_nobody_from_closing(crowd: Crowd) -> None:
    me = crowd.desk.office.manager_a
    crowd.clients(me, 1)
    seminar(crowd, me, "", planned_result="gone", script="workScripts/gone")
    crowd.desk.office.work()
    call = next(each for each in crowd.works() if each.campaign_step == "call")
    (following,) = crowd.desk.close(me, works_pb2.Work(name=call.name), "PLUS").next
    assert (following.display_name, following.planned_result, following.script) == (
        "Дальше",
        "",
        "",
    )


def undone(crowd: Crowd, caller: Caller, job: str) -> tuple[int, int]:
    jobs.undo(crowd.desk.office.db, caller, job)
    counts = crowd.done(job).counts
    return counts.undone, counts.kept


def test_who_may_change_works_no_more_undoes_nothing(crowd: Crowd) -> None:
    office, admin = crowd.desk.office, crowd.desk.office.admin
    kept = {key: keys for key, keys in admin.grants.items() if not key.startswith("works.")}
    to_other = pb.Distribution(way=pb.Distribution.WAY_ONE, users=[office.manager_a.user])
    for request in (
        pb.PostponeWorksRequest(start_date=date_of("2026-12-11")),
        pb.CancelWorksRequest(),
        pb.ReassignWorksRequest(distribution=to_other),
    ):
        request.names.append(crowd.desk.plan(office.manager_b).name)
        method = type(request).__name__.removesuffix("Request")
        job = crowd.done(getattr(crowd.mass(admin), method)(request).name)
        assert job.counts.changed == 1
        assert undone(crowd, replace(admin, grants=kept), job.name) == (0, 1)


def test_who_gave_his_own_away_takes_it_back(crowd: Crowd) -> None:
    me = crowd.desk.office.manager_a
    names = [crowd.desk.plan(me).name]
    to_nobody = pb.Distribution(way=pb.Distribution.WAY_POOL)
    request = pb.ReassignWorksRequest(names=names, distribution=to_nobody)
    job = crowd.done(crowd.mass(me).ReassignWorks(request).name)
    assert job.counts.changed == 1
    assert undone(crowd, me, job.name) == (1, 0)
    assert crowd.desk.names(me) == names


def test_hours_that_a_clock_left_out_are_there_again_after_an_undo(crowd: Crowd) -> None:
    half_past_two = datetime(2027, 3, 20, 1, 30, tzinfo=UTC)
    when = hours(half_past_two, half_past_two + timedelta(minutes=30), "Europe/Berlin")
    me = crowd.desk.office.manager_a
    names = [crowd.desk.plan(me, when=when).name]
    request = pb.PostponeWorksRequest(names=names, start_date=date_of("2027-03-28"))
    job = crowd.done(crowd.mass(me).PostponeWorks(request).name)
    assert undone(crowd, me, job.name) == (1, 0)
    (work,) = crowd.works()
    assert work.when is not None
    assert work.when.start_time == half_past_two
