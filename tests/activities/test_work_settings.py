"""Actions with their results, and kinds of interaction: seeded, changed, never lost."""

from google.protobuf import field_mask_pb2

from crm.activities.v1 import work_settings_pb2 as pb
from tests.activities.desk import Desk, refusing

SEEDED = [
    *("Позвонить", "Отправить письмо", "Отправить", "Организовать", "Подготовить документы"),
    *("Оформить документы", "Организовать встречу"),
]


def update(desk: Desk, action: pb.WorkAction, *paths: str) -> pb.WorkAction:
    mask = field_mask_pb2.FieldMask(paths=paths)
    request = pb.UpdateWorkActionRequest(work_action=action, update_mask=mask)
    return desk.settings.UpdateWorkAction(request)


def test_a_tenant_begins_with_the_words_of_the_seeds(desk: Desk) -> None:
    listed = desk.settings.ListWorkActions(pb.ListWorkActionsRequest()).work_actions
    assert [each.display_name for each in listed] == SEEDED
    send = next(each for each in listed if each.key == "send")
    assert [each.display_name for each in send.results] == [
        *("Договор", "Письмо", "Счёт", "Коммерческое предложение"),
    ]
    kinds = desk.settings.ListInteractionKinds(pb.ListInteractionKindsRequest()).interaction_kinds
    assert [each.display_name for each in kinds][:3] == ["Встреча", "Звонок", "Письмо"]
    assert len(desk.office.changes("work_action_created")) == len(SEEDED)


def test_a_result_that_is_left_out_is_archived_as_works_have_it(desk: Desk) -> None:
    call = desk.action("call")
    kept, gone = call.results[0], call.results[1]
    del call.results[1:]
    call.results.append(pb.WorkResult(display_name="  Перезвонит   сам "))
    saved = update(desk, call, "results")
    by_id = {each.id: each for each in saved.results}
    assert not by_id[kept.id].archived
    assert by_id[gone.id].archived
    new = next(each for each in saved.results if each.display_name == "Перезвонит сам")
    assert new.id not in {kept.id, gone.id, ""}


def test_the_key_of_an_action_stays(desk: Desk) -> None:
    call = desk.action("call")
    call.key, call.display_name = "ring", "Набрать"
    saved = update(desk, call, "key", "display_name")
    assert (saved.key, saved.display_name) == ("call", "Набрать")


def test_two_actions_of_one_key_could_not_be_told_apart(desk: Desk) -> None:
    desk.action("call")
    draft = pb.WorkAction(display_name="Ещё звонок", key="call")
    with refusing("ALREADY_EXISTS", "ACTION_KEY_TAKEN"):
        desk.settings.CreateWorkAction(pb.CreateWorkActionRequest(work_action=draft))
    unnamed = pb.WorkAction(display_name="Съездить")
    made = desk.settings.CreateWorkAction(pb.CreateWorkActionRequest(work_action=unnamed))
    assert made.key.startswith("a_")
    assert made.default_minutes == 30


def test_it_says_what_is_wrong_with_an_action(desk: Desk) -> None:
    draft = pb.WorkAction(
        key="Звонок",
        color="pink",
        results=[pb.WorkResult(id="1", display_name="Да"), pb.WorkResult(id="1")],
        next=[pb.WorkAction.NextWork(action="works/1", result="2", delay_days=400)],
    )
    draft.display_name = " "
    with refusing("INVALID_ARGUMENT") as refusal:
        desk.settings.CreateWorkAction(pb.CreateWorkActionRequest(work_action=draft))
    assert set(refusal.fields) == {
        ("display_name", "FIELD_REQUIRED"),
        ("key", "ACTION_KEY_FORMAT"),
        ("color", "COLOR_UNKNOWN"),
        ("results[1].display_name", "FIELD_REQUIRED"),
        ("results[1].id", "RESULT_UNKNOWN"),
        ("next[0].action", "ACTION_UNKNOWN"),
        ("next[0].result", "RESULT_UNKNOWN"),
        ("next[0].delay_days", "NUMBER_OUT_OF_RANGE"),
    }


def test_an_archived_action_is_offered_no_more_but_works_keep_it(desk: Desk) -> None:
    me, call = desk.office.manager_a, desk.action("call")
    work = desk.plan(me, action=call.name)
    call.archived = True
    update(desk, call, "archived")
    with refusing("INVALID_ARGUMENT"):
        desk.plan(me, action=call.name)
    assert desk.close(me, work, "PLUS").work.action == call.name
