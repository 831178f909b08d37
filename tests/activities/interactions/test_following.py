"""Interactions follow whom they name: merges and back, names, owners who move or leave."""

from datetime import timedelta
from typing import Any

import pytest

from crm.activities.v1 import interactions_pb2 as pb
from crm.activities.v1 import timeline_pb2, timeline_pb2_grpc
from crm.counterparties.v1 import counterparties_pb2
from crm.counterparties.v1 import events_pb2 as counterparties
from crm.privacy.v1 import events_pb2 as privacy
from services.activities.interactions.following import ESTATE, LINKED
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.handing_over import HandOver
from services.kit.parties.following import Following
from tests.activities.desk import Desk
from tests.activities.interactions.words import Talks, relay, who
from tests.activities.test_handing_over import leaves
from tests.deals.office import BRANCH_B, ROOT

# Nobody links anything by an older copy meanwhile.
AT_ONCE = Following(LINKED, timedelta(0))
LEFT = HandOver("activities", [ESTATE], settled=timedelta(0))
Client, Pb = counterparties_pb2.Counterparty, Any


@pytest.fixture
def mine(desk: Desk) -> Talks:
    desk.knows(desk.client)
    return Talks(desk, desk.office.manager_a)


def client(
    name: str, state: Any, version: int, display_name: str = "", merged_into: str = ""
) -> Pb:
    made = Client(name=name, display_name=display_name, state=state, merged_into=merged_into)
    made.etag = f'"{version}"'
    return made


def test_those_of_a_merged_client_are_the_survivors_until_that_is_undone(
    desk: Desk, mine: Talks
) -> None:
    office, survivor, merge = desk.office, f"{desk.client}-a", f"merges/{desk.office.tenant}"
    desk.knows(survivor)
    made = mine.record(subject=desk.client, with_whom=[who("Иван", desk.client), who("Ольга")])
    kept = mine.record(subject=survivor)
    merged = counterparties.CounterpartyMerged(
        survivor=client(survivor, Client.STATE_ACTIVE, 2, "Один"),
        merged=[client(desk.client, Client.STATE_MERGED, 2, merged_into=survivor)],
        merge=merge,
    )
    office.tell(merged, survivor, 2, "counterparties")
    office.work(AT_ONCE)
    after = mine.get(made.name)
    assert (after.subject, after.counterparty) == (survivor, survivor)
    assert [(e.text, e.record) for e in after.with_whom] == [("Иван", survivor), ("Ольга", "")]
    assert after.with_whom[0].record_display_name == "Один"
    assert mine.names(link=survivor) == [kept.name, made.name]
    undone = counterparties.CounterpartyUnmerged(
        survivor=client(survivor, Client.STATE_ACTIVE, 3, "Один"),
        merged=[client(desk.client, Client.STATE_ACTIVE, 3, "Два")],
        merge=merge,
    )
    office.tell(undone, survivor, 3, "counterparties")
    office.work(AT_ONCE)
    back = mine.get(made.name)
    assert (back.subject, back.with_whom[0].record) == (desk.client, desk.client)
    assert mine.get(kept.name).subject == survivor


def test_another_name_is_shown_and_found_without_a_new_version(desk: Desk, mine: Talks) -> None:
    made = mine.record(subject=desk.client, with_whom=[who("Иван", desk.client)])
    renamed = client(desk.client, Client.STATE_ACTIVE, 2, "Насосы")
    event = counterparties.CounterpartyUpdated(counterparty=renamed)
    desk.office.tell(event, desk.client, 2, "counterparties")
    desk.office.work(AT_ONCE)
    after = mine.get(made.name)
    assert (after.subject_display_name, after.counterparty_display_name) == ("Насосы", "Насосы")
    assert after.with_whom[0].record_display_name == "Насосы"
    assert after.etag == made.etag
    assert mine.names(query="насос") == [made.name]


def test_those_of_a_leaver_go_to_another_or_wait_in_his_units(desk: Desk, mine: Talks) -> None:
    office, made = desk.office, mine.record()
    leaves(desk, office.manager_a, office.manager_b.user, job=LEFT)
    theirs = Talks(desk, office.manager_b)
    assert theirs.get(made.name).owner_display_name == office.manager_b.display_name
    own = theirs.record()
    leaves(desk, office.manager_b, job=LEFT)
    waiting = Talks(desk, office.admin).get(own.name)
    assert (waiting.owner, list(waiting.org_path)) == ("", [ROOT, BRANCH_B])


def test_an_owner_who_moves_takes_them_along(desk: Desk, mine: Talks) -> None:
    made = mine.record()
    moved = replace(mine.caller, org_path=(ROOT, BRANCH_B), display_name="Анна")
    desk.office.announce(moved, 2)
    desk.office.work()
    after = mine.get(made.name)
    assert (after.owner_display_name, list(after.org_path)) == ("Анна", [ROOT, BRANCH_B])
    assert after.etag == made.etag


def test_who_wants_to_be_forgotten_is_known_by_no_text_of_it(desk: Desk, mine: Talks) -> None:
    people = [who("Рябинин Савелий"), who("+7 916 123-45-67")]
    made = mine.record("Звонок Рябинина", text="Савелий Рябинин просил", with_whom=people)
    traces = privacy.PersonTraces(full_names=["Рябинин Савелий"], phones=["9161234567"])
    traces.words.append("Рябинин*")
    asked = privacy.PersonalDataRequested(
        request=f"personalDataRequests/{desk.office.tenant}",
        step=privacy.PERSONAL_DATA_STEP_ERASE,
        traces=traces,
    )
    desk.office.tell(asked, asked.request, source="counterparties")
    desk.office.work()
    after = str(mine.get(made.name).ListFields())
    assert "Рябинин" not in after
    assert "123-45" not in after
    assert mine.names(query="9161234567") == mine.names(query="рябинин") == []
    assert mine.get(made.name).owner == mine.caller.user


# --- timelines ---------------------------------------------------------------------------------


def lines(desk: Desk, caller: Caller, record: str, **asked: Any) -> Pb:
    door = desk.office.door.stub(timeline_pb2_grpc.TimelineServiceStub, caller)
    return door.ListTimeline(timeline_pb2.ListTimelineRequest(record=record, **asked)).entries


def chains(desk: Desk, caller: Caller, record: str) -> Pb:
    door = desk.office.door.stub(timeline_pb2_grpc.TimelineServiceStub, caller)
    return door.ListTimelineChains(timeline_pb2.ListTimelineChainsRequest(record=record)).chains


def test_it_comes_to_the_timeline_of_whoever_is_linked_later(desk: Desk, mine: Talks) -> None:
    made = mine.record("Звонок с выставки", text="Нужны насосы", with_whom=[who("Иван")])
    relay(desk)
    assert lines(desk, mine.caller, desk.client) == []
    mine.link(made.name, "Иван", desk.client)
    relay(desk)
    (line,) = lines(desk, mine.caller, desk.client)
    assert (line.display_name, line.text, line.touch) == (made.topic, "Нужны насосы", True)
    assert (line.open, line.user) == (made.name, mine.caller.user)
    assert line.time == made.start_time
    assert lines(desk, desk.office.manager_b, desk.client) == []
    mine.process(made.name, result="Отправим КП")
    relay(desk)
    (line,) = lines(desk, mine.caller, desk.client)
    assert (line.facts["state"], line.facts["result"]) == ("PROCESSED", "Отправим КП")
    mine.door.DeleteInteraction(pb.DeleteInteractionRequest(name=made.name))
    relay(desk)
    assert lines(desk, mine.caller, desk.client) == []


def test_chains_are_told_by_what_their_reader_sees(desk: Desk, mine: Talks) -> None:
    first = mine.record("Запрос цены", subject=desk.client)
    mine.record("Ответ", based_on=first.name)
    alone = mine.record("Выставка", subject=desk.client)
    theirs = Talks(desk, desk.office.manager_b)
    hidden = theirs.record("Тайна", subject=desk.client)
    relay(desk)
    found = chains(desk, mine.caller, desk.client)
    assert [(e.chain, e.display_name, e.lines) for e in found] == [
        (alone.name, "Выставка", 1),
        (first.name, "Запрос цены", 2),
    ]
    assert [e.chain for e in chains(desk, theirs.caller, desk.client)] == [hidden.name]
    shown = lines(desk, mine.caller, desk.client, chain=first.name)
    assert [each.display_name for each in shown] == ["Ответ", "Запрос цены"]
