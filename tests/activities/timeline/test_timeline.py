"""Timelines: lines of all services, each once, and only for who sees what they are about."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from crm.activities.v1 import timeline_pb2 as pb
from crm.activities.v1 import timeline_pb2_grpc as pb_grpc
from crm.activities.v1 import works_pb2
from crm.counterparties.v1 import counterparties_pb2
from crm.counterparties.v1 import events_pb2 as counterparties
from crm.timeline.v1 import events_pb2 as timeline
from services.activities.telling import TELLERS
from services.activities.timeline import store
from services.kit import clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.parties.party import Party
from services.kit.parties.store import keep
from services.kit.telling import told
from tests.activities.desk import Desk, refusing

Line, Pb = timeline.TimelineEntry, Any
NOW = clock.now()


def line(desk: Desk, number: int, version: int = 1, **values: Any) -> Line:
    told_of = {"subjects": [desk.client], "key": "deals.won", "category": Line.CATEGORY_DEAL}
    made = Line(id=f"{desk.deal}#{number}", version=version, **{**told_of, **values})
    made.time.FromDatetime(NOW - timedelta(minutes=number))
    return made


def tell(desk: Desk, *lines: Line, source: str = "deals") -> None:
    desk.office.tell(timeline.EntriesTold(entries=lines), "", 0, source)


def door(desk: Desk, caller: Caller) -> Pb:
    return desk.office.door.stub(pb_grpc.TimelineServiceStub, caller)


def numbers(desk: Desk, caller: Caller, record: str = "", **asked: Any) -> list[int]:
    request = pb.ListTimelineRequest(record=record or desk.client, **asked)
    found = door(desk, caller).ListTimeline(request)
    return [int(each.id.partition("#")[2]) for each in found.entries]


@pytest.fixture
def me(desk: Desk) -> Caller:
    desk.knows(desk.client)
    desk.knows(desk.deal, counterparty=desk.client)
    return desk.office.manager_a


def test_lines_come_once_in_their_newest_version_whatever_their_order(
    desk: Desk, me: Caller
) -> None:
    lines = [line(desk, n, version, text=f"v{version}") for n in range(6) for version in (1, 2, 3)]
    gone = line(desk, 9), line(desk, 9, 2, withdrawn=True)
    shuffled = [*lines, *gone, *lines]
    Random(7).shuffle(shuffled)  # noqa: S311
    for each in shuffled:
        tell(desk, each)
    tell(desk, *shuffled)
    found = door(desk, me).ListTimeline(pb.ListTimelineRequest(record=desk.client)).entries
    assert [each.id for each in found] == [f"{desk.deal}#{n}" for n in range(6)]
    assert {each.text for each in found} == {"v3"}


def test_pages_go_on_where_the_last_one_ended(desk: Desk, me: Caller) -> None:
    tell(desk, *(line(desk, n) for n in range(7)))
    first = door(desk, me).ListTimeline(pb.ListTimelineRequest(record=desk.client, page_size=4))
    assert len(first.entries) == 4
    token = first.next_page_token
    assert numbers(desk, me, page_size=4, page_token=token) == [4, 5, 6]


def test_filters_by_kind_author_chain_and_time(desk: Desk, me: Caller) -> None:
    tell(
        desk,
        line(desk, 0, category=Line.CATEGORY_LEAD, user="users/anna"),
        line(desk, 1, chain="deals/7"),
        line(desk, 2, user="users/anna"),
    )
    assert numbers(desk, me, category=[Line.CATEGORY_LEAD]) == [0]
    assert numbers(desk, me, user=["users/anna"]) == [0, 2]
    assert numbers(desk, me, chain="deals/7") == [1]
    request = pb.ListTimelineRequest(record=desk.client)
    request.before_time.FromDatetime(NOW - timedelta(seconds=90))
    found = door(desk, me).ListTimeline(request)
    assert [each.id for each in found.entries] == [f"{desk.deal}#2"]


def test_a_line_is_hidden_with_the_record_it_is_about(desk: Desk, me: Caller) -> None:
    office = desk.office
    his = Party(name=f"{desk.deal}-b", owner=office.manager_b.user, version=1)
    keep(office.db, his, expected=True)
    tell(desk, line(desk, 0, guard=desk.deal), line(desk, 1, guard="works/none"))
    tell(desk, line(desk, 2, guard="unheard/of"), line(desk, 3, guard=his.name))
    assert numbers(desk, me) == [0]
    assert numbers(desk, office.manager_b) == [0, 3]


def test_a_line_takes_the_right_it_names(desk: Desk, me: Caller) -> None:
    tell(desk, line(desk, 0, permission="payments.read"))
    assert numbers(desk, me) == [0]
    grants = {key: keys for key, keys in me.grants.items() if key != "payments.read"}
    assert numbers(desk, replace(me, grants=grants)) == []


def test_the_timeline_of_whom_one_does_not_see_is_not_found(desk: Desk) -> None:
    with refusing("NOT_FOUND"):
        numbers(desk, desk.office.manager_a, record="nobody/1")


def test_lines_of_whoever_was_merged_into_a_client_are_his(desk: Desk, me: Caller) -> None:
    other = f"{desk.client}-b"
    tell(desk, line(desk, 0), line(desk, 1, subjects=[other]))
    assert numbers(desk, me) == [0]
    state = counterparties_pb2.Counterparty
    gone = state(name=other, state=state.STATE_MERGED, merged_into=desk.client, etag='"2"')
    stays = state(name=desk.client, state=state.STATE_ACTIVE, etag='"1"')
    event = counterparties.CounterpartyMerged(survivor=stays, merged=[gone], merge="merges/1")
    desk.office.tell(event, desk.client, 2, "counterparties")
    assert numbers(desk, me) == [0, 1]
    back = state(name=other, state=state.STATE_ACTIVE, etag='"3"')
    undone = counterparties.CounterpartyUnmerged(survivor=stays, merged=[back], merge="merges/1")
    desk.office.tell(undone, desk.client, 3, "counterparties")
    assert numbers(desk, me) == [0]


def test_who_opens_a_client_reads_who_of_ours_was_in_touch(desk: Desk, me: Caller) -> None:
    tell(
        desk,
        line(desk, 0, touch=True, user="users/anna", guard="works/hidden", text="Тайна"),
        line(desk, 1),
        line(desk, 60 * 24 * 40, touch=True, user="users/boris"),
    )
    found = door(desk, me).ListTouches(pb.ListTouchesRequest(record=desk.client)).touches
    assert [(each.user, each.record) for each in found] == [("users/anna", desk.client)]


def test_a_closed_work_is_a_line_until_it_is_opened_again(desk: Desk, me: Caller) -> None:
    work = desk.plan(me, subject=desk.deal, action=desk.action("call").name)
    closed = desk.close(me, work, "PLUS", comment="Договорились").work
    own_lines(desk)
    request = pb.ListTimelineRequest(record=desk.client)
    (found,) = door(desk, me).ListTimeline(request).entries
    assert (found.text, found.outcome, found.touch) == ("Договорились", Line.OUTCOME_PLUS, True)
    assert (found.user, found.open, found.guard) == (me.user, work.name, work.name)
    assert door(desk, desk.office.manager_b).ListTimeline(request).entries == []
    reopened = works_pb2.ReopenWorkRequest(name=work.name, etag=closed.etag)
    desk.works(desk.office.admin).ReopenWork(reopened)
    own_lines(desk)
    assert door(desk, me).ListTimeline(request).entries == []


def test_a_closed_work_that_comes_out_of_the_recycle_bin_is_a_line_again(
    desk: Desk, me: Caller
) -> None:
    work = desk.plan(me, subject=desk.deal)
    desk.close(me, work, "PLUS")
    admin, request = desk.works(desk.office.admin), pb.ListTimelineRequest(record=desk.client)
    own_lines(desk)
    (before,) = door(desk, me).ListTimeline(request).entries
    admin.DeleteWork(works_pb2.DeleteWorkRequest(name=work.name))
    own_lines(desk)
    assert door(desk, me).ListTimeline(request).entries == []
    admin.UndeleteWork(works_pb2.UndeleteWorkRequest(name=work.name))
    own_lines(desk)
    (after,) = door(desk, me).ListTimeline(request).entries
    assert (after.time, after.user) == (before.time, me.user)


def own_lines(desk: Desk) -> None:
    """As the relay tells them, and all of them again."""
    for row in told(TELLERS, "activities", desk.office.changes()):
        event = timeline.EntriesTold.FromString(row["data"])
        desk.office.tell(event, "", 0, "activities")


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ({"subjects": "counterparties/1"}, "ribbon"),
        ({"subjects": {"$in": ["counterparties/1", "counterparties/2"]}}, "ribbon"),
        ({"subjects": "counterparties/1", "category": {"$in": ["DEAL", "LEAD"]}}, "kind"),
        ({"subjects": "counterparties/1", "touch": True}, "touch"),
        ({"subjects": "counterparties/1", "chain": "deals/1"}, "chain"),
        ({"subjects": {"$in": ["counterparties/1"]}, "chain": {"$gt": ""}}, "ribbon"),
    ],
)
def test_pages_are_read_off_their_indexes_unsorted(
    desk: Desk, query: dict[str, Any], hint: str
) -> None:
    explained = store.ENTRIES.raw(desk.office.db).explain(
        query, sort=store.NEWEST.sort, limit=100, hint=f"tenant_1_{hint}"
    )
    assert "COLLSCAN" not in str(explained)
    assert "'SORT'" not in str(explained)
