"""Scripts: what to say step by step, kept by the tenant and chosen for a work."""

from dataclasses import replace
from typing import Any

from google.protobuf import field_mask_pb2

from crm.activities.v1 import work_settings_pb2 as pb
from crm.activities.v1 import work_settings_pb2_grpc
from crm.activities.v1 import works_pb2 as works_pb
from services.activities.work import READ
from services.kit.caller import Caller
from services.kit.testing_door import Door
from tests.activities.desk import Desk, refusing

Pb = Any


def settings(desk: Desk, caller: Caller) -> Pb:
    return desk.office.door.stub(work_settings_pb2_grpc.WorkSettingsServiceStub, caller)


def listed(desk: Desk, caller: Caller) -> list[Pb]:
    return [*settings(desk, caller).ListWorkScripts(pb.ListWorkScriptsRequest()).work_scripts]


def made(desk: Desk, **values: Any) -> Pb:
    draft = pb.WorkScript(**values)
    return desk.settings.CreateWorkScript(pb.CreateWorkScriptRequest(work_script=draft))


def archive(desk: Desk, script: Pb) -> None:
    gone = pb.WorkScript(name=script.name, archived=True)
    mask = field_mask_pb2.FieldMask(paths=["archived"])
    request = pb.UpdateWorkScriptRequest(work_script=gone, update_mask=mask)
    desk.settings.UpdateWorkScript(request)


def test_a_tenant_begins_with_one_and_makes_its_own(desk: Desk) -> None:
    me = desk.office.manager_a
    (first,) = listed(desk, me)
    assert (first.display_name, len(first.steps)) == ("Первый звонок", 5)
    assert list(first.actions) == [desk.action("call").name]
    script = made(desk, display_name="  Дожим   счёта ", steps=["Спросить", " ", "Напомнить "])
    assert (script.display_name, list(script.steps)) == ("Дожим счёта", ["Спросить", "Напомнить"])
    # Both stand at the same place: which comes first is nobody's business.
    names = sorted(each.display_name for each in listed(desk, me))
    assert names == ["Дожим счёта", "Первый звонок"]
    told = [each["type"] for each in desk.office.changes() if "script" in each["type"]]
    assert told == ["work_script_created", "work_script_created"]


def test_what_is_wrong_with_one_is_named(desk: Desk) -> None:
    with refusing("INVALID_ARGUMENT") as refusal:
        made(desk, display_name="ы" * 101, steps=["ы" * 2001], actions=["deals/1"], text="ы" * 5001)
    assert set(refusal.fields) == {
        ("display_name", "TEXT_TOO_LONG"),
        ("text", "TEXT_TOO_LONG"),
        ("steps[0]", "TEXT_TOO_LONG"),
        ("actions[0]", "ACTION_UNKNOWN"),
    }
    with refusing("INVALID_ARGUMENT") as refusal:
        made(desk, display_name="Длинный", steps=["шаг"] * 31)
    assert refusal.fields == (("steps", "TOO_MANY"),)


def test_only_who_may_keeps_them_and_each_tenant_its_own(desk: Desk, door: Door) -> None:
    script, reader = made(desk, display_name="Свой"), desk.office.manager_a
    me = replace(reader, grants={READ: reader.grants[READ]})
    assert len(listed(desk, me)) == 2
    with refusing("PERMISSION_DENIED"):
        settings(desk, me).CreateWorkScript(
            pb.CreateWorkScriptRequest(work_script=pb.WorkScript(display_name="Чужой"))
        )
    with refusing("PERMISSION_DENIED"):
        settings(desk, me).UpdateWorkScript(pb.UpdateWorkScriptRequest(work_script=script))
    other = Desk.opened(door)
    with refusing("NOT_FOUND"):
        other.settings.UpdateWorkScript(pb.UpdateWorkScriptRequest(work_script=script))
    with refusing("INVALID_ARGUMENT", "SCRIPT_UNKNOWN"):
        other.plan(other.office.manager_a, script=script.name)


def test_a_work_has_one_and_what_follows_keeps_it_archived_or_not(desk: Desk) -> None:
    script, me = made(desk, display_name="Свой"), desk.office.manager_a
    work = desk.plan(me, script=script.name)
    archive(desk, script)
    following = desk.plan(me, based_on=work.name)
    assert following.script == script.name
    mask = field_mask_pb2.FieldMask(paths=["script"])
    for sent, reason in (("workScripts/1", "SCRIPT_UNKNOWN"), ("просто слова", "SCRIPT_UNKNOWN")):
        wrong = works_pb.Work(name=work.name, script=sent)
        with refusing("INVALID_ARGUMENT", reason):
            request = works_pb.UpdateWorkRequest(work=wrong, update_mask=mask)
            desk.works(me).UpdateWork(request)
