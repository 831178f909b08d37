"""Interactions through their door: recorded, looked after, linked, turned into works."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc
import pytest

from crm.activities.v1 import interactions_pb2 as pb
from crm.activities.v1 import planner_pb2, planner_pb2_grpc, works_pb2
from services.kit import clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.person import ME
from tests.activities.desk import Desk, refusing
from tests.activities.interactions.words import Talks, who
from tests.deals.office import person

Pb = Any
NEW, POSTPONED, PROCESSED = (
    pb.Interaction.STATE_NEW,
    pb.Interaction.STATE_POSTPONED,
    pb.Interaction.STATE_PROCESSED,
)


@pytest.fixture
def mine(desk: Desk) -> Talks:
    return Talks(desk, desk.office.manager_a)


@pytest.fixture
def theirs(desk: Desk) -> Talks:
    return Talks(desk, desk.office.manager_b)


def postponed(talks: Talks, name: str, until: datetime) -> Pb:
    request = pb.PostponeInteractionRequest(name=name)
    request.until_time.FromDatetime(until)
    return talks.door.PostponeInteraction(request)


def reopened(talks: Talks, name: str) -> Pb:
    return talks.door.ReopenInteraction(pb.ReopenInteractionRequest(name=name))


def deleted(talks: Talks, name: str) -> Pb:
    return talks.door.DeleteInteraction(pb.DeleteInteractionRequest(name=name))


# --- recorded ----------------------------------------------------------------------------------


def test_one_is_of_now_mine_and_of_the_first_kind_unless_said(mine: Talks) -> None:
    made = mine.record(" Запрос \u00a0 цены ", with_whom=[who("Иван"), who("+7 (912) 345-67-89")])
    assert (made.topic, made.kind_display_name, made.touch) == ("Запрос цены", "Встреча", True)
    assert (made.owner, made.state, made.chain) == (mine.caller.user, NEW, made.name)
    assert abs(made.start_time.ToDatetime(tzinfo=UTC) - clock.now()) < timedelta(minutes=1)
    assert made.waiting_time == made.start_time
    kinds = [pb.InteractionParticipant.Kind.Name(each.kind) for each in made.with_whom]
    assert kinds == ["KIND_NAME", "KIND_PHONE"]
    assert mine.get(made.name) == made


def test_two_may_be_called_alike(desk: Desk, mine: Talks) -> None:
    first, second = (f"contacts/{desk.office.tenant}-{n}" for n in "ab")
    desk.knows(first, second, counterparty=desk.client)
    desk.knows(desk.client)
    made = mine.record(with_whom=[who("Иван", first), who("Иван", second), who("Иван")])
    assert [each.record for each in made.with_whom] == [first, second, ""]
    linked = mine.link(made.name, "Иван", desk.client)
    assert [each.record for each in linked.with_whom] == [first, second, desk.client]
    # Twice the same one is one.
    again = mine.record(with_whom=[who("Иван", first), who("Иван Петрович", first)])
    assert [each.text for each in again.with_whom] == ["Иван Петрович"]


def test_the_same_request_records_once(mine: Talks) -> None:
    asked = str(uuid.uuid4())
    assert mine.record(request_id=asked) == mine.record(request_id=asked)
    assert len(mine.desk.office.changes("interaction_created")) == 1


def test_all_that_is_wrong_is_said_at_once(mine: Talks) -> None:
    with refusing("INVALID_ARGUMENT") as error:
        mine.record(
            "x" * 300,
            kind="interactionKinds/none",
            subject="tables/1",
            owner="users/nobody",
            minutes=-1,
            with_whom=[who(), who("Я", "users/1")],
            participants=["users/stranger"],
        )
    assert set(error.fields) == {
        ("topic", "TEXT_TOO_LONG"),
        ("kind", "INTERACTION_KIND_UNKNOWN"),
        ("subject", "SUBJECT_UNKNOWN"),
        ("owner", "OWNER_UNKNOWN"),
        ("minutes", "NUMBER_OUT_OF_RANGE"),
        ("with_whom[0].text", "FIELD_REQUIRED"),
        ("with_whom[1].record", "CONTACT_UNKNOWN"),
        ("participants[0]", "PARTICIPANT_UNKNOWN"),
    }


def test_what_goes_on_from_another_is_of_its_chain_and_about_the_same(
    desk: Desk, mine: Talks, theirs: Talks
) -> None:
    desk.knows(desk.client)
    first = mine.record(subject=desk.client, with_whom=[who("Иван")])
    second = mine.record("Ответ на запрос", based_on=first.name)
    assert (second.chain, second.subject) == (first.name, desk.client)
    assert second.counterparty_display_name == desk.client.upper()
    assert mine.names(chain=first.name) == [second.name, first.name]
    with refusing("NOT_FOUND"):
        theirs.record(based_on=first.name)
    with refusing("INVALID_ARGUMENT", "FIELD_IMMUTABLE"):
        mine.change(first.name, based_on=second.name)


# --- who may -----------------------------------------------------------------------------------

WRITES: dict[str, Callable[[Talks, str], Pb]] = {
    "update": lambda talks, name: talks.change(name, topic="Другое"),
    "process": lambda talks, name: talks.process(name),
    "postpone": lambda talks, name: postponed(talks, name, clock.now() + timedelta(days=1)),
    "reopen": reopened,
    "link": lambda talks, name: talks.link(name, "Иван", talks.desk.client),
    "attach": lambda talks, name: talks.attach(name, talks.desk.client),
    "delete": deleted,
    "work": lambda talks, name: talks.desk.works(talks.caller).CreateWork(
        works_pb2.CreateWorkRequest(work=works_pb2.Work(), interaction=name)
    ),
}


@pytest.mark.parametrize("write", WRITES)
def test_others_do_nothing_with_it(desk: Desk, mine: Talks, theirs: Talks, write: str) -> None:
    desk.knows(desk.client)
    made = mine.record(with_whom=[who("Иван")])
    foreign = Talks(desk, person(f"{desk.office.tenant}x", "admin", ("orgUnits/root",), ("*",)))
    for talks in (theirs, foreign):
        if talks is foreign and write in ("link", "attach"):
            # Whom he would link is no more there for him than the interaction.
            continue
        with refusing("NOT_FOUND"):
            WRITES[write](talks, made.name)
    seen = {**theirs.caller.grants, "interactions.read": ("*",)}
    with refusing("PERMISSION_DENIED"):
        WRITES[write](Talks(desk, replace(theirs.caller, grants=seen)), made.name)
    assert mine.get(made.name) == made


def test_a_right_to_record_and_to_read_is_asked_for(desk: Desk, mine: Talks) -> None:
    grants = {k: v for k, v in mine.caller.grants.items() if not k.startswith("interactions.")}
    without = Talks(desk, replace(mine.caller, grants=grants))
    for ask in (without.record, without.names):
        with refusing("PERMISSION_DENIED"):
            ask()
    assert unprocessed_today(desk, without.caller) == 0


def test_an_owner_is_handed_over_by_who_holds_it_and_colleagues_see_it(
    mine: Talks, theirs: Talks
) -> None:
    made = mine.record(participants=[theirs.caller.user])
    assert theirs.names() == [made.name]
    with refusing("PERMISSION_DENIED", "OWNER_NOT_YOURS"):
        theirs.change(made.name, owner=ME)
    assert mine.change(made.name, owner=theirs.caller.user).owner == theirs.caller.user
    assert mine.names() == []


# --- looked after ------------------------------------------------------------------------------


def unprocessed_today(desk: Desk, caller: Caller) -> int:
    door = desk.office.door.stub(planner_pb2_grpc.PlannerServiceStub, caller)
    return door.GetMyDay(planner_pb2.GetMyDayRequest()).unprocessed_interactions


def test_the_unprocessed_are_those_whose_time_has_come(desk: Desk, mine: Talks) -> None:
    earlier = pb.Interaction(topic="Вчера")
    earlier.start_time.FromDatetime(clock.now() - timedelta(days=1))
    planned = pb.Interaction(topic="Завтра")
    planned.start_time.FromDatetime(clock.now() + timedelta(days=1))
    for each in (planned, earlier):
        mine.door.CreateInteraction(pb.CreateInteractionRequest(interaction=each))
    now = mine.record("Сейчас")
    late = mine.names(unprocessed=True)
    assert [mine.get(each).topic for each in late] == ["Вчера", "Сейчас"]
    assert unprocessed_today(desk, mine.caller) == 2
    assert postponed(mine, now.name, clock.now() + timedelta(hours=1)).state == POSTPONED
    assert mine.names(unprocessed=True) == late[:1]
    mine.process(late[0], result="Договорились")
    assert mine.names(unprocessed=True) == []
    done = mine.get(late[0])
    assert (done.result, done.processed_by) == ("Договорились", mine.caller.user)
    reopened(mine, now.name)
    assert mine.names(unprocessed=True) == [now.name]
    counted = mine.door.CountInteractions(pb.CountInteractionsRequest())
    assert (counted.count, counted.capped) == (3, False)


def test_it_is_put_off_only_to_later_and_only_while_nobody_has_processed_it(mine: Talks) -> None:
    made = mine.record()
    with refusing("INVALID_ARGUMENT", "POSTPONE_NOT_LATER"):
        postponed(mine, made.name, clock.now() - timedelta(seconds=1))
    with refusing("FAILED_PRECONDITION", "INTERACTION_NEW"):
        reopened(mine, made.name)
    mine.process(made.name)
    with refusing("FAILED_PRECONDITION", "INTERACTION_PROCESSED"):
        postponed(mine, made.name, clock.now() + timedelta(hours=1))


def test_of_two_who_process_it_at_once_one_does(desk: Desk, mine: Talks) -> None:
    made = mine.record()
    head = Talks(desk, desk.office.head_a)

    def said(talks: Talks) -> str:
        try:
            talks.process(made.name, made.etag)
        except grpc.RpcError as error:
            return str(error.code())  # type: ignore[attr-defined]
        return "done"

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(said, (mine, head)))
    assert answers == ["StatusCode.FAILED_PRECONDITION", "done"]
    assert len(desk.office.changes("interaction_processed")) == 1
    winner = next(e for e in (mine, head) if e.caller.user == mine.get(made.name).processed_by)
    assert winner.process(made.name, made.etag).state == PROCESSED


def test_a_stale_page_changes_nothing(mine: Talks) -> None:
    made = mine.record()
    assert mine.change(made.name, topic=made.topic).etag == made.etag
    mine.change(made.name, result="Перезвонит")
    with refusing("ABORTED"):
        mine.change(made.name, etag=made.etag, topic="Другое")
    with refusing("ABORTED"):
        mine.process(made.name, made.etag)


# --- linked and made of it ---------------------------------------------------------------------


def test_a_participant_is_linked_at_any_later_time(desk: Desk, mine: Talks) -> None:
    contact, client = f"contacts/{desk.office.tenant}", desk.client
    desk.knows(client)
    desk.knows(contact, counterparty=client)
    made = mine.record(with_whom=[who("+7 912 345-67-89"), who("Пётр")])
    assert mine.names(unlinked=True) == [made.name]
    linked = mine.link(made.name, "+7 912 345-67-89", contact)
    assert linked.with_whom[0].record_display_name == contact.upper()
    assert (linked.subject, linked.counterparty) == (contact, client)
    assert mine.names(link=client) == mine.names(link=contact) == [made.name]
    assert mine.link(made.name, "+7 912 345-67-89", contact) == linked
    with refusing("FAILED_PRECONDITION", "PARTICIPANT_LINKED"):
        mine.link(made.name, "+7 912 345-67-89", client)
    with refusing("INVALID_ARGUMENT", "PARTICIPANT_TEXT_UNKNOWN"):
        mine.link(made.name, "Никто", client)
    with refusing("INVALID_ARGUMENT"):
        mine.link(made.name, "Пётр", desk.deal)
    mine.link(made.name, "Пётр", client)
    assert mine.names(unlinked=True) == []


def test_participants_are_sent_back_with_whom_they_are(desk: Desk, mine: Talks) -> None:
    desk.knows(desk.client)
    made = mine.record(with_whom=[who("Иван", desk.client)])
    changed = mine.change(made.name, with_whom=[*made.with_whom, who("a@b.ru")])
    assert changed.with_whom[0] == made.with_whom[0]
    assert mine.names(query="upper 912") == []
    assert mine.names(query="a@b.ru") == [made.name]
    without = mine.change(made.name, with_whom=[who("a@b.ru")])
    assert [each.text for each in without.with_whom] == ["a@b.ru"]
    assert mine.names(link=desk.client) == []


@pytest.mark.parametrize("typed", ["8 (912) 345-67-89", "+79123456789", "912345", "запр цен"])
def test_a_telephone_is_found_in_any_dress(mine: Talks, typed: str) -> None:
    made = mine.record(with_whom=[who("+7 912 345 67 89")])
    assert mine.names(query=typed) == [made.name]


def test_a_work_is_made_of_it_and_noted_in_one_go(desk: Desk, mine: Talks) -> None:
    desk.knows(desk.client)
    source = mine.record(subject=desk.client)
    request = works_pb2.CreateWorkRequest(
        work=works_pb2.Work(), interaction=source.name, request_id=str(uuid.uuid4())
    )
    door = desk.works(mine.caller)
    work = door.CreateWork(request)
    assert door.CreateWork(request).name == work.name
    assert (work.subject, work.chain) == (desk.client, source.name)
    assert (work.description, work.counterparty) == (source.topic, desk.client)
    (noted,) = mine.get(source.name).attached
    assert (noted.record, noted.record_display_name) == (work.name, work.display_name)


def test_what_was_made_of_it_has_it_on_its_timeline(desk: Desk, mine: Talks) -> None:
    desk.knows(desk.client)
    desk.knows(desk.deal, counterparty=desk.client)
    made = mine.record()
    attached = mine.attach(made.name, desk.deal)
    assert (attached.subject, attached.counterparty) == (desk.deal, desk.client)
    assert mine.attach(made.name, desk.deal) == attached
    assert mine.names(link=desk.deal) == [made.name]
    with refusing("NOT_FOUND"):
        mine.attach(made.name, "works/none")
    with refusing("INVALID_ARGUMENT"):
        mine.attach(made.name, "tables/1")


def test_who_has_left_out_the_right_to_plan_makes_no_work_of_it(desk: Desk, mine: Talks) -> None:
    made = mine.record()
    grants = {k: v for k, v in mine.caller.grants.items() if k != "works.create"}
    with refusing("PERMISSION_DENIED"):
        WRITES["work"](Talks(desk, replace(mine.caller, grants=grants)), made.name)
