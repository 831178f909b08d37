"""Who leaves, leaves nothing behind: no client keeps an owner or a participant who is gone."""

import uuid
from datetime import timedelta
from typing import Any

from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import hand_overs_pb2 as hand_overs
from crm.counterparties.v1 import hand_overs_pb2_grpc, segments_pb2
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import offboarding_pb2, users_pb2
from services.counterparties import store
from services.counterparties.handing_over.estate import ESTATE
from services.kit import jobs
from services.kit.caller import Caller
from services.kit.handing_over import HandOver
from tests.counterparties.merging.desk import merge, undo
from tests.counterparties.office import Office, person, refused

# Nobody writes in these tests who does not know yet.
AT_ONCE = HandOver("counterparties", [ESTATE], settled=timedelta(0))


def leaves(office: Office, leaver: Caller, *successors: str, **more: Any) -> str:
    """Identity's event, as it comes off the broker; answers with the job's name."""
    hand_over = str(uuid.uuid4())
    user = users_pb2.User(
        name=leaver.user,
        display_name=leaver.display_name,
        org_path=leaver.org_path,
        state="STATE_DISABLED",  # type: ignore[arg-type]
    )
    plan = offboarding_pb2.HandOverPlan(rule="RULE_ONE", successors=successors, **more)  # type: ignore[arg-type]
    event = identity.UserOffboarded(user=user, plan=plan, hand_over=hand_over)
    office.tell(event, leaver.user, 2)
    office.tell(event, leaver.user, 2)
    return f"jobs/counterparties/{hand_over}"


def left_with(office: Office, user: str) -> int:
    """By a scan, not by the indexes the job uses."""
    raw = store.COUNTERPARTIES.raw(office.db)
    return raw.count({"$or": [{"owner": user}, {"participants": user}, {"visible_to": user}]})


def test_nothing_keeps_him(office: Office) -> None:
    a, b = office.manager_a, office.manager_b
    own = [office.create(a, participants=[b.user] if n % 3 == 0 else []) for n in range(7)]
    shared = office.create(b, participants=[a.user])
    binned = office.create(a)
    office.counterparties(a).DeleteCounterparty(pb.DeleteCounterpartyRequest(name=binned.name))
    others = office.create(b)
    name = leaves(office, a, b.user)
    office.work(AT_ONCE)
    job = jobs.JOBS.get(office.db, name)
    assert (job.state, job.counts.total, job.counts.changed) == (jobs.State.DONE, 9, 9)
    assert left_with(office, a.user) == 0
    found = store.by_names(office.db, [each.name for each in (*own, shared, binned)], {})
    assert {each.owner for each in found.values()} == {b.user}
    assert all(b.user not in each.participants for each in found.values())
    assert found[own[0].name].org_path == b.org_path
    assert store.COUNTERPARTIES.get(office.db, others.name).version == 1
    listed = office.listed(office.admin, owner=["users/inactive"])
    assert listed == []


def test_clients_of_those_who_left_are_found_until_then(office: Office) -> None:
    office.create(office.manager_a, "Брошенный")
    office.create(office.manager_b, "Ухоженный")
    assert office.listed(office.admin, owner=["users/inactive"]) == []
    office.announce(office.manager_a, 2, disabled=True)
    assert office.listed(office.admin, owner=["users/inactive"]) == ["Брошенный"]
    leaves(office, office.manager_a, office.manager_b.user)
    office.work(AT_ONCE)
    assert office.listed(office.admin, owner=["users/inactive"]) == []


def test_several_share_evenly_and_those_who_left_too_get_nothing(office: Office) -> None:
    gone = person(office.tenant, "gone", ("orgUnits/root",), ())
    office.announce(gone)
    office.announce(gone, 2, disabled=True)
    names = [office.create(office.manager_a).name for _ in range(10)]
    leaves(office, office.manager_a, office.manager_b.user, gone.user, office.head_a.user)
    office.work(AT_ONCE)
    owners = [each.owner for each in store.by_names(office.db, names, {}).values()]
    assert owners.count(office.manager_b.user) == owners.count(office.head_a.user) == 5


def test_a_segment_decides_first(office: Office) -> None:
    segment = office.segments(office.admin).CreateSegment(
        segments_pb2.CreateSegmentRequest(segment=segments_pb2.Segment(display_name="Оптовики"))
    )
    wholesale = office.create(office.manager_a, segments=[segment.name])
    retail = office.create(office.manager_a)
    by_segment = offboarding_pb2.SegmentSuccessor(
        segment=segment.name, successor=office.head_a.user
    )
    leaves(office, office.manager_a, office.manager_b.user, segments=[by_segment])
    office.work(AT_ONCE)
    found = store.by_names(office.db, [wholesale.name, retail.name], {})
    assert found[wholesale.name].owner == office.head_a.user
    assert found[retail.name].owner == office.manager_b.user


def test_what_was_written_meanwhile_follows(office: Office) -> None:
    office.create(office.manager_a)
    name = leaves(office, office.manager_a, office.manager_b.user)
    desk = office.desk(AT_ONCE)
    while "settle_time" not in jobs.JOBS.get(office.db, name).cursor:
        assert desk.work()
    # Between the frozen list and the second look, somebody who did not know creates one.
    late = office.create(office.manager_b)
    store.COUNTERPARTIES.raw(office.db).update_one(
        {"_id": late.name}, {"$set": {"owner": office.manager_a.user}}
    )
    office.work(AT_ONCE)
    assert jobs.JOBS.get(office.db, name).counts.total == 2
    assert left_with(office, office.manager_a.user) == 0


def test_it_is_undone_only_when_he_is_back(office: Office) -> None:
    office.create(office.manager_a, participants=[office.head_a.user])
    name = leaves(office, office.manager_a, office.manager_b.user)
    office.work(AT_ONCE)
    jobs.undo(office.db, office.admin, name)
    office.work(AT_ONCE)
    job = jobs.JOBS.get(office.db, name)
    assert (job.counts.undone, job.counts.kept) == (0, 1)
    assert left_with(office, office.manager_a.user) == 0


def test_back_again_he_gets_his_clients_back(office: Office) -> None:
    created = office.create(office.manager_a, participants=[office.head_a.user])
    name = leaves(office, office.manager_a, office.manager_b.user)
    office.work(AT_ONCE)
    office.announce(office.manager_a, 3)
    jobs.undo(office.db, office.admin, name)
    office.work(AT_ONCE)
    back = store.COUNTERPARTIES.get(office.db, created.name)
    assert back.owner == office.manager_a.user
    assert back.participants == (office.head_a.user,)
    assert office.listed(office.manager_a) == [created.display_name]


def test_nobody_gives_him_anything_any_more(office: Office) -> None:
    created = office.create(office.manager_b)
    gone = office.manager_a.user
    bulk = office.counterparties(office.admin).BulkUpdateCounterparties(
        pb.BulkUpdateCounterpartiesRequest(names=[created.name], owner=gone)
    )
    leaves(office, office.manager_a, office.manager_b.user)
    office.work(AT_ONCE)
    assert jobs.JOBS.get(office.db, bulk.name).counts.failed == 1
    clients = office.counterparties(office.admin)
    for fields in ({"owner": gone}, {"participants": [gone]}):
        changed = pb.Counterparty(name=created.name, **fields)  # type: ignore[arg-type]
        with refused() as refusal:
            clients.UpdateCounterparty(pb.UpdateCounterpartyRequest(counterparty=changed))
        assert refusal.fields[0][1] in ("OWNER_INACTIVE", "PARTICIPANT_INACTIVE")
    assert left_with(office, gone) == 0


def test_the_preview_counts_what_he_would_leave(office: Office) -> None:
    segment = office.segments(office.admin).CreateSegment(
        segments_pb2.CreateSegmentRequest(segment=segments_pb2.Segment(display_name="Сети"))
    )
    a = office.manager_a
    office.create(a, segments=[segment.name])
    office.create(a, market_state="MARKET_STATE_EXISTING", inn="7707083893")
    binned = office.create(a)
    office.counterparties(a).DeleteCounterparty(pb.DeleteCounterpartyRequest(name=binned.name))
    office.create(office.manager_b, participants=[a.user])

    def preview(caller: Caller) -> hand_overs.PreviewHandOverResponse:
        stub: Any = office.door.stub(hand_overs_pb2_grpc.HandOverServiceStub, caller)
        return stub.PreviewHandOver(hand_overs.PreviewHandOverRequest(user=a.user))

    seen = preview(office.admin)
    assert (seen.owned, seen.potential, seen.existing) == (2, 1, 1)
    assert (seen.put_away, seen.participating, seen.without_segment) == (1, 1, 1)
    assert [(s.display_name, s.count) for s in seen.segments] == [("Сети", 1)]
    # As far as one sees.
    assert preview(office.manager_b).owned == 0


def test_an_unmerge_brings_no_leaver_back(office: Office) -> None:
    a, b = office.manager_a, office.manager_b
    survivor, other = office.create(a, "Ромашка"), office.create(b, "Ромашка ООО")
    made = merge(office, survivor, other, choices={"owner": other.name})
    assert store.COUNTERPARTIES.get(office.db, survivor.name).owner == b.user
    leaves(office, a, b.user)
    office.work(AT_ONCE)
    undo(office, made)
    assert left_with(office, a.user) == 0
    assert store.COUNTERPARTIES.get(office.db, survivor.name).owner == b.user
