"""Campaigns: fact 64 end to end, what follows what, and who may."""

import uuid
from dataclasses import replace
from typing import Any

from google.protobuf import field_mask_pb2

from crm.activities.v1 import campaigns_pb2 as pb
from crm.activities.v1 import campaigns_pb2_grpc, works_pb2
from services.activities.totals import store as ledger
from services.activities.tree.recounting import recount
from services.activities.work import READ, Work
from services.kit import jobs
from services.kit.caller import Caller
from tests.activities.desk import refusing
from tests.activities.mass.crowd import Crowd
from tests.activities.test_tree import rollup

Pb = Any
DAY = "2026-12-07"


def campaigns(crowd: Crowd, caller: Caller) -> Pb:
    return crowd.desk.office.door.stub(campaigns_pb2_grpc.CampaignServiceStub, caller)


def template(crowd: Crowd, title: str) -> Pb:
    admin = crowd.desk.office.admin
    listed = campaigns(crowd, admin).ListCampaignTemplates(pb.ListCampaignTemplatesRequest())
    return next(each for each in listed.campaign_templates if each.display_name == title)


def start(crowd: Crowd, caller: Caller, title: str = "Семинар", request_id: str = "") -> Pb:
    campaign = pb.Campaign(display_name="Семинар 15 декабря", template=template(crowd, title).name)
    plan = crowd.plan(window={"first": DAY}, work=works_pb2.Work())
    request = pb.CreateCampaignRequest(campaign=campaign, plan=plan, request_id=request_id)
    started = campaigns(crowd, caller).CreateCampaign(request)
    crowd.desk.office.work()
    return started


def progress(crowd: Crowd, caller: Caller, campaign: Pb) -> dict[str, tuple[int, int, int]]:
    """Open, plus and minus by step."""
    shown = campaigns(crowd, caller).GetCampaign(pb.GetCampaignRequest(name=campaign.name))
    return {e.step: (e.rollup.open, e.rollup.plus, e.rollup.minus) for e in shown.progress}


def works(crowd: Crowd, step: str) -> list[Work]:
    return sorted(
        (each for each in crowd.works() if each.campaign_step == step),
        key=lambda each: each.subject_display_name,
    )


def close(crowd: Crowd, caller: Caller, work: Work, sign: str) -> list[Pb]:
    return crowd.desk.close(caller, works_pb2.Work(name=work.name), sign).next


def test_a_seminar_from_the_list_of_companies_to_who_came(crowd: Crowd) -> None:
    office, desk = crowd.desk.office, crowd.desk
    head, manager = office.head_a, office.manager_a
    crowd.clients(manager, 4)
    seminar = start(crowd, head)
    root = works_pb2.Work(name=seminar.root)
    # The head's work, and below it the manager's for every client.
    assert rollup(desk, head, root) == [(4, 0, 0, 0, 0)]
    assert progress(crowd, head, seminar)["call"] == (4, 0, 0)
    calls = works(crowd, "call")
    assert {each.owner for each in calls} == {manager.user}
    assert {each.display_name for each in calls} == {"Позвонить"}
    # Interested: documents follow by themselves; not interested: nothing does.
    followed = [close(crowd, manager, each, "PLUS") for each in calls[:3]]
    assert [[each.display_name for each in next_ones] for next_ones in followed] == [
        ["Оформить документы"]
    ] * 3
    assert close(crowd, manager, calls[3], "MINUS") == []
    documents = works(crowd, "documents")
    assert [each.subject for each in documents] == [each.subject for each in calls[:3]]
    assert all(each.chain == call.name for each, call in zip(documents, calls, strict=False))
    # Signed: a meeting is arranged.
    for each, sign in zip(documents, ("PLUS", "PLUS", "MINUS"), strict=True):
        close(crowd, manager, each, sign)
    meetings = works(crowd, "meeting")
    assert {each.display_name for each in meetings} == {"Организовать встречу"}
    # Came; promised but did not come.
    assert close(crowd, manager, meetings[0], "PLUS") == []
    close(crowd, manager, meetings[1], "MINUS")
    assert progress(crowd, head, seminar) == {
        "call": (0, 3, 1),
        "documents": (0, 2, 1),
        "meeting": (0, 1, 1),
    }
    assert rollup(desk, head, root) == [(0, 0, 6, 3, 0)]
    assert recount(office.db) == 0


def test_said_twice_or_opened_again_it_goes_on_once(crowd: Crowd) -> None:
    me = crowd.desk.office.manager_a
    crowd.clients(me, 1)
    start(crowd, me)
    call = works(crowd, "call")[0]
    first = close(crowd, me, call, "PLUS")
    assert [each.name for each in close(crowd, me, call, "PLUS")] == [first[0].name]
    crowd.desk.works(me).ReopenWork(works_pb2.ReopenWorkRequest(name=call.name))
    assert [each.name for each in close(crowd, me, call, "PLUS")] == [first[0].name]
    assert len(works(crowd, "documents")) == 1


def test_an_ended_campaign_goes_on_no_more_and_cancels_what_is_open(crowd: Crowd) -> None:
    me = crowd.desk.office.manager_a
    crowd.clients(me, 3)
    seminar = start(crowd, me)
    calls = works(crowd, "call")
    close(crowd, me, calls[0], "PLUS")
    request = pb.EndCampaignRequest(name=seminar.name, cancel_works=True)
    ended = campaigns(crowd, me).EndCampaign(request)
    crowd.desk.office.work()
    assert progress(crowd, me, seminar)["call"] == (0, 1, 0)
    cancelled = ledger.everything(crowd.desk.office.db)
    assert {cell.bucket: n for cell, n in cancelled.items() if cell.node == seminar.root and n} == {
        "PLUS": 1,
        "CANCELLED": 3,
    }
    with refusing("FAILED_PRECONDITION", "CAMPAIGN_ENDED"):
        campaigns(crowd, me).EndCampaign(request)
    # Undone, they are open again, but nothing follows them.
    jobs.undo(crowd.desk.office.db, me, ended.job)
    crowd.desk.office.work()
    assert close(crowd, me, works(crowd, "call")[0], "PLUS") == []
    open_ones = campaigns(crowd, me).ListCampaigns(pb.ListCampaignsRequest())
    assert list(open_ones.campaigns) == []


def test_a_campaign_is_started_once_and_seen_by_whom_it_concerns(crowd: Crowd) -> None:
    office, request = crowd.desk.office, str(uuid.uuid4())
    crowd.clients(office.manager_a, 1)
    first = start(crowd, office.manager_a, request_id=request)
    assert start(crowd, office.manager_a, request_id=request).name == first.name
    assert len(works(crowd, "call")) == 1
    listed = pb.ListCampaignsRequest()
    assert [e.name for e in campaigns(crowd, office.head_a).ListCampaigns(listed).campaigns] == [
        first.name
    ]
    assert list(campaigns(crowd, office.manager_b).ListCampaigns(listed).campaigns) == []
    with refusing("NOT_FOUND"):
        campaigns(crowd, office.manager_b).GetCampaign(pb.GetCampaignRequest(name=first.name))


def test_steps_follow_steps_that_come_before_them(crowd: Crowd) -> None:
    admin, call = crowd.desk.office.admin, crowd.desk.action("call").name
    steps = [
        pb.CampaignStep(id="a", display_name="Звонок", action=call),
        pb.CampaignStep(display_name="Ещё раз", action=call, after_step="b"),
    ]
    wrong = pb.CampaignTemplate(display_name="Свой", steps=steps)
    with refusing("INVALID_ARGUMENT", "STEP_UNKNOWN"):
        campaigns(crowd, admin).CreateCampaignTemplate(
            pb.CreateCampaignTemplateRequest(campaign_template=wrong)
        )
    steps[1].after_step = "a"
    right = pb.CampaignTemplate(display_name="Свой", steps=steps)
    made = campaigns(crowd, admin).CreateCampaignTemplate(
        pb.CreateCampaignTemplateRequest(campaign_template=right)
    )
    mask = field_mask_pb2.FieldMask(paths=["archived"])
    gone = pb.CampaignTemplate(name=made.name, archived=True)
    campaigns(crowd, admin).UpdateCampaignTemplate(
        pb.UpdateCampaignTemplateRequest(campaign_template=gone, update_mask=mask)
    )
    with refusing("INVALID_ARGUMENT", "TEMPLATE_UNKNOWN"):
        start(crowd, admin, "Свой")


def decided(crowd: Crowd, step: Pb) -> Pb:
    """A seminar of a single client of the manager's whose second step somebody decides on."""
    admin, me = crowd.desk.office.admin, crowd.desk.office.manager_a
    call = crowd.desk.action("call").name
    steps = [pb.CampaignStep(id="call", display_name="Позвонить", action=call), step]
    made = pb.CampaignTemplate(display_name="По решению", steps=steps)
    campaigns(crowd, admin).CreateCampaignTemplate(
        pb.CreateCampaignTemplateRequest(campaign_template=made)
    )
    crowd.clients(me, 1)
    return start(crowd, crowd.desk.office.head_a, "По решению")


def test_somebody_decides_on_a_manual_step_once_and_for_his_own(crowd: Crowd) -> None:
    office, call = crowd.desk.office, crowd.desk.action("call").name
    me = office.manager_a
    step = pb.CampaignStep(
        id="again", display_name="Ещё раз", action=call, after_step="call", manual=True
    )
    step.after_sign = works_pb2.Work.SIGN_PLUS
    seminar = decided(crowd, step)
    work = works(crowd, "call")[0]
    asked = pb.FindNextStepsRequest(work=work.name)
    go_on = pb.ContinueCampaignRequest(work=work.name, step="again")
    # While it is open there is nothing to decide on.
    assert list(campaigns(crowd, me).FindNextSteps(asked).next_steps) == []
    with refusing("INVALID_ARGUMENT", "STEP_NOT_NEXT"):
        campaigns(crowd, me).ContinueCampaign(go_on)
    assert close(crowd, me, work, "PLUS") == []
    (offered,) = campaigns(crowd, me).FindNextSteps(asked).next_steps
    assert (offered.step.display_name, offered.work) == ("Ещё раз", "")
    # Neither a stranger nor a step that does not follow.
    with refusing("NOT_FOUND"):
        campaigns(crowd, office.manager_b).FindNextSteps(asked)
    with refusing("NOT_FOUND"):
        campaigns(crowd, office.manager_b).ContinueCampaign(go_on)
    with refusing("PERMISSION_DENIED"):
        campaigns(crowd, replace(me, grants={READ: me.grants[READ]})).ContinueCampaign(go_on)
    with refusing("INVALID_ARGUMENT", "STEP_NOT_NEXT"):
        wrong = pb.ContinueCampaignRequest(work=work.name, step="call")
        campaigns(crowd, me).ContinueCampaign(wrong)
    planned = campaigns(crowd, me).ContinueCampaign(go_on)
    assert campaigns(crowd, me).ContinueCampaign(go_on).name == planned.name
    assert (planned.based_on, planned.parent, planned.subject) == (
        *(work.name, seminar.root, work.subject),
    )
    (offered,) = campaigns(crowd, me).FindNextSteps(asked).next_steps
    assert offered.work == planned.name
    assert progress(crowd, office.head_a, seminar)["again"] == (1, 0, 0)


def test_a_manual_step_is_of_its_sign_and_of_campaigns_under_way(crowd: Crowd) -> None:
    me, call = crowd.desk.office.manager_a, crowd.desk.action("call").name
    step = pb.CampaignStep(
        id="again", display_name="Ещё раз", action=call, after_step="call", manual=True
    )
    step.after_sign = works_pb2.Work.SIGN_MINUS
    seminar = decided(crowd, step)
    work = works(crowd, "call")[0]
    asked = pb.FindNextStepsRequest(work=work.name)
    close(crowd, me, work, "PLUS")
    assert list(campaigns(crowd, me).FindNextSteps(asked).next_steps) == []
    crowd.desk.works(me).ReopenWork(works_pb2.ReopenWorkRequest(name=work.name))
    close(crowd, me, work, "MINUS")
    assert len(campaigns(crowd, me).FindNextSteps(asked).next_steps) == 1
    campaigns(crowd, crowd.desk.office.head_a).EndCampaign(pb.EndCampaignRequest(name=seminar.name))
    with refusing("INVALID_ARGUMENT", "STEP_NOT_NEXT"):
        go_on = pb.ContinueCampaignRequest(work=work.name, step="again")
        campaigns(crowd, me).ContinueCampaign(go_on)
