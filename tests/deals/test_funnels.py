"""Funnels: what a tenant begins with, versions of stages, one default, refusals by field."""

from typing import Any

import pytest

from crm.deals.v1 import funnels_pb2 as pb
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import tenants_pb2
from services.deals.funnels import keeping
from tests.deals.office import Office, refused

STRICT, MANUAL = pb.Funnel.KIND_STRICT, pb.Funnel.KIND_MANUAL


def listed(office: Office, **request: Any) -> list[pb.Funnel]:
    answer = office.funnels(office.manager_a).ListFunnels(pb.ListFunnelsRequest(**request))
    return list(answer.funnels)


def made(office: Office, *titles: str, kind: Any = MANUAL, **fields: Any) -> pb.Funnel:
    stages = [pb.Stage(display_name=title) for title in titles]
    draft = pb.Funnel(**{"display_name": "Опт", "kind": kind, "stages": stages, **fields})
    return office.funnels(office.admin).CreateFunnel(pb.CreateFunnelRequest(funnel=draft))


def changed(office: Office, funnel: pb.Funnel, *paths: str, **fields: Any) -> pb.Funnel:
    draft = pb.Funnel(name=funnel.name, etag=funnel.etag, **fields)
    request = pb.UpdateFunnelRequest(funnel=draft)
    request.update_mask.paths.extend(paths or fields)
    return office.funnels(office.admin).UpdateFunnel(request)


def test_a_tenant_begins_with_three_funnels_once(office: Office, other_office: Office) -> None:
    tenant = tenants_pb2.Tenant(name=f"tenants/{office.tenant}", language="ru")
    office.tell(identity.TenantCreated(tenant=tenant), tenant.name)
    assert [each.display_name for each in listed(office)] == [
        "Свободная сделка",
        "Типовая продажа",
        "Проект",
    ]
    assert [each.default for each in listed(office)] == [True, False, False]
    assert len(office.changes("funnel_created")) == 3
    names = {each.name for each in listed(office)}
    assert not names & {each.name for each in listed(other_office)}


def test_other_stages_make_another_version_and_the_old_one_stays(office: Office) -> None:
    funnel = made(office, "Новая", "Договор")
    first, second = funnel.stages
    renamed = changed(
        office,
        funnel,
        "stages",
        stages=[second, pb.Stage(display_name="Отгрузка"), pb.Stage(id=first.id, display_name="Н")],
    )
    assert (funnel.stages_version, renamed.stages_version) == (1, 2)
    assert [each.id for each in renamed.stages][::2] == [second.id, first.id]
    assert len({each.id for each in renamed.stages}) == 3
    retitled = changed(office, renamed, display_name="Оптовая")
    assert retitled.stages_version == 2
    stub = office.funnels(office.manager_a)
    old = stub.GetFunnel(pb.GetFunnelRequest(name=funnel.name, stages_version=1))
    assert [each.display_name for each in old.stages] == ["Новая", "Договор"]
    assert old.display_name == "Оптовая"
    with refused() as refusal:
        stub.GetFunnel(pb.GetFunnelRequest(name=funnel.name, stages_version=3))
    assert refusal.code == "NOT_FOUND"


def test_exactly_one_funnel_is_the_default_one(office: Office) -> None:
    funnel = made(office, "Новая", default=True)
    assert [each.name for each in listed(office) if each.default] == [funnel.name]
    for fields in ({"archived": True}, {"default": False}):
        with refused() as refusal:
            changed(office, funnel, *fields, **fields)
        assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "FUNNEL_DEFAULT")
    other = next(each for each in listed(office) if each.kind == STRICT)
    changed(office, other, default=True)
    assert [each.name for each in listed(office) if each.default] == [other.name]
    now = office.funnels(office.admin).GetFunnel(pb.GetFunnelRequest(name=funnel.name))
    changed(office, now, archived=True)
    assert funnel.name not in {each.name for each in listed(office)}
    assert funnel.name in {each.name for each in listed(office, show_archived=True)}


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"display_name": " "}, ("display_name", "FIELD_REQUIRED")),
        ({"stages": []}, ("stages", "FIELD_REQUIRED")),
        ({"kind": pb.Funnel.KIND_NONE}, ("stages", "FUNNEL_WITHOUT_STAGES")),
        (
            {"stages": [pb.Stage(display_name="А"), pb.Stage(display_name="а")]},
            ("stages", "STAGE_TAKEN"),
        ),
        (
            {"stages": [pb.Stage(display_name="А", id="deadbeef")]},
            ("stages[0].id", "STAGE_UNKNOWN"),
        ),
        (
            {"stages": [pb.Stage(display_name="А", probability=101)]},
            ("stages[0].probability", "NUMBER_OUT_OF_RANGE"),
        ),
        (
            {"stages": [pb.Stage(display_name="А", conditions=pb.Conditions(sale_terms=True))]},
            ("stages[0].conditions", "FUNNEL_FIRST_STAGE"),
        ),
        (
            {"win_conditions": pb.Conditions(fields=["paswort"])},
            ("win_conditions.fields[0]", "CONDITION_UNKNOWN"),
        ),
    ],
)
def test_what_is_wrong_is_said_by_field(
    office: Office, fields: dict[str, Any], problem: tuple[str, str]
) -> None:
    with refused() as refusal:
        made(office, "Новая", **fields)
    assert problem in refusal.fields
    assert not office.changes("funnel_created")[3:]


def test_two_funnels_of_one_name_a_stale_change_and_another_kind_are_refused(
    office: Office,
) -> None:
    funnel = made(office, "Новая")
    with refused() as refusal:
        made(office, "Новая", display_name="опт")
    assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "FUNNEL_TAKEN")
    changed(office, funnel, position=7)
    with refused() as refusal:
        changed(office, funnel, position=8)
    assert refusal.reason == "STALE_ETAG"
    with refused() as refusal:
        changed(office, pb.Funnel(name=funnel.name), kind=STRICT)
    assert refusal.fields == (("kind", "FIELD_IMMUTABLE"),)


def test_a_stage_is_named_once_and_each_work_and_item_is_one_of_its_own(office: Office) -> None:
    work, item = pb.PlannedWork(display_name="Позвонить"), pb.ChecklistItem(display_name="Бюджет")
    stage = pb.Stage(display_name="Новая", works=[work], checklist=[item])
    funnel = made(office, stages=[stage, pb.Stage(display_name="Договор")])
    first, second = funnel.stages
    with refused() as refusal:
        renamed = pb.Stage(id=first.id, display_name="Ещё раз")
        changed(office, funnel, stages=[first, second, renamed])
    assert refusal.fields == (("stages[2].id", "STAGE_UNKNOWN"),)
    copied = pb.Stage(display_name="Копия", works=[*first.works] * 2, checklist=first.checklist)
    kept = changed(office, funnel, stages=[first, second, copied]).stages
    assert (kept[0].works, kept[0].checklist) == (first.works, first.checklist)
    assert len({each.id for stage in kept for each in stage.works}) == 3
    assert len({each.id for stage in kept for each in stage.checklist}) == 2


def test_a_stage_that_is_gone_is_known_as_it_was_last(office: Office) -> None:
    funnel = made(office, "Новая", "Договор")
    first, second = funnel.stages
    first.display_name = "Переименована"
    renamed = changed(office, funnel, stages=[first, second])
    without = changed(office, renamed, stages=[second])
    last = changed(office, without, stages=[second, pb.Stage(display_name="Ещё одна")])
    kept = keeping.found(office.db, last.name)
    assert keeping.stage_ever(office.db, kept, first.id).display_name == "Переименована"
    assert keeping.stage_ever(office.db, kept, "none").display_name == ""
