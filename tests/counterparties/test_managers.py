"""Managers of segments: who gets a client, where that does not fit, and giving clients out."""

from dataclasses import replace

from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import events_pb2, managers_pb2
from services.counterparties.managing.segment_manager import Manager, chosen
from services.kit.caller import Caller
from tests.counterparties.office import BRANCH_B, Office, refused
from tests.counterparties.test_jobs import bulk, everything, segment, undo

SEVERAL = pb.Counterparty.MANAGER_CONFLICT_SEVERAL
FOREIGN = pb.Counterparty.MANAGER_CONFLICT_FOREIGN_OWNER
NOBODY = pb.ListCounterpartiesRequest(owner=["users/none"])


def test_who_has_the_least_to_do_is_chosen() -> None:
    one = Manager(name="managers/1", user="users/1", segments=("a",))
    two = Manager(name="managers/2", user="users/2", segments=("a", "b"), capacity=10)
    able = {"users/1", "users/2"}
    assert chosen([one, two], ["a"], {"users/1": 5, "users/2": 5}, able) == (one, "a")
    assert chosen([one, two], ["a"], {"users/1": 900, "users/2": 5}, able) == (two, "a")
    # More of its segments outweigh; without room or gone he is not asked.
    assert chosen([one, two], ["b", "a"], {"users/1": 0, "users/2": 9}, able) == (two, "b")
    assert chosen([one, two], ["b", "a"], {"users/1": 0, "users/2": 10}, able) == (one, "a")
    assert chosen([two], ["a"], {}, {"users/1"}) is None
    assert chosen([one, two], ["c"], {}, able) is None


def test_a_client_without_an_owner_gets_the_manager_of_its_segment(office: Office) -> None:
    wholesale, retail = segment(office), segment(office, "Розница")
    bind(office, office.manager_b, wholesale)
    client = office.create(office.manager_a, "Новый", segments=[retail, wholesale])
    assert (client.owner, client.owner_segment) == (office.manager_b.user, wholesale)
    # Who entered it goes on seeing it.
    assert list(client.participants) == [office.manager_a.user]
    assert office.create(office.manager_a, segments=[retail]).owner == office.manager_a.user
    mine = office.create(office.manager_a, segments=[wholesale], owner=office.manager_a.user)
    assert (mine.owner, mine.owner_segment) == (office.manager_a.user, "")
    # Whom somebody chooses later is not the segment's choice any more.
    taken = give(office, client, office.manager_a)
    assert (taken.owner, taken.owner_segment) == (office.manager_a.user, "")


def test_clients_of_one_segment_go_to_its_managers_in_turn(office: Office) -> None:
    wholesale = segment(office)
    bind(office, office.manager_a, wholesale)
    bind(office, office.manager_b, wholesale)
    owners = [office.create(office.admin, segments=[wholesale]).owner for _ in range(4)]
    assert sorted(owners) == sorted([office.manager_a.user, office.manager_b.user] * 2)


def test_conflicts_are_found(office: Office) -> None:
    wholesale, retail = segment(office), segment(office, "Розница")
    bind(office, office.manager_a, wholesale)
    bind(office, office.manager_b, retail)
    a, b = office.manager_a.user, office.manager_b.user
    office.create(office.admin, "Свой", segments=[wholesale], owner=a)
    office.create(office.admin, "Чужой", segments=[wholesale], owner=b)
    office.create(office.admin, "Двойной", segments=[wholesale, retail], owner=a)
    office.create(office.admin, "Вне", owner=a)
    assert office.listed(office.admin, manager_conflict=[FOREIGN]) == ["Чужой"]
    assert office.listed(office.admin, manager_conflict=[SEVERAL]) == ["Двойной"]
    both = office.listed(office.admin, manager_conflict=[FOREIGN, SEVERAL])
    assert both == ["Двойной", "Чужой"]
    assert office.listed(office.manager_a, manager_conflict=[FOREIGN, SEVERAL]) == ["Двойной"]
    # One who has both segments ends that conflict.
    bind(office, office.head_a, wholesale, retail)
    assert office.listed(office.admin, manager_conflict=[SEVERAL]) == []


def test_clients_are_given_out_and_taken_back(office: Office) -> None:
    wholesale, other = segment(office), segment(office, "Прочие")
    bind(office, office.manager_a, wholesale)
    bind(office, office.manager_b, wholesale, capacity=1)
    for number in range(4):
        orphan(office, f"К{number}", wholesale)
    orphan(office, "Ничей", other)
    asked = pb.BulkUpdateCounterpartiesRequest(filter=NOBODY, owner_by_segments=True)
    stub = office.counterparties(office.admin)
    seen = stub.PreviewBulkUpdate(pb.PreviewBulkUpdateRequest(update=asked))
    assert (seen.total, seen.changed, seen.skipped, seen.refused) == (5, 4, 1, 0)
    assert {each.reason: each.count for each in seen.reasons} == {"NO_SEGMENT_MANAGER": 1}
    promised = {each.owner: each.count for each in seen.new_owners}
    assert promised == {office.manager_a.user: 3, office.manager_b.user: 1}
    assert len(office.listed(office.admin, owner=["users/none"])) == 5
    job = bulk(office, office.admin, filter=NOBODY, owner_by_segments=True)
    assert (job.counts.changed, job.counts.skipped) == (4, 1)
    assert len(office.listed(office.admin, owner=[office.manager_a.user])) == 3
    undo(office, office.admin, job)
    assert len(office.listed(office.admin, owner=["users/none"])) == 5


def test_what_goes_with_an_owner_is_told(office: Office) -> None:
    client = office.create(office.manager_a, "К")
    give(office, client, office.manager_b, pb.Counterparty.OWNER_CASCADE_OPEN_DEALS)
    event = events_pb2.CounterpartyUpdated.FromString(
        office.changes("counterparty_updated")[-1]["data"]
    )
    names = [pb.Counterparty.OwnerCascade.Name(each) for each in event.cascade]
    assert names == ["OWNER_CASCADE_CONTACTS", "OWNER_CASCADE_OPEN_DEALS"]
    assert event.previous_owner == office.manager_a.user
    works = pb.Counterparty.OWNER_CASCADE_OPEN_WORKS
    job = bulk(
        office,
        office.admin,
        filter=everything(),
        owner=office.manager_a.user,
        owner_cascade=[works],
    )
    assert job.counts.changed == 1
    event = events_pb2.CounterpartyUpdated.FromString(
        office.changes("counterparty_updated")[-1]["data"]
    )
    assert list(event.cascade) == [pb.Counterparty.OWNER_CASCADE_CONTACTS, works]


def test_deals_go_along_by_the_right_to_change_them(office: Office) -> None:
    head = office.head_a
    grants = {key: keys for key, keys in head.grants.items() if key != "deals.update"}
    without, other = (
        replace(head, grants=grants),
        replace(head, grants={**grants, "deals.update": (BRANCH_B,)}),
    )
    client = office.create(office.manager_a, "К")
    deals = pb.Counterparty.OWNER_CASCADE_OPEN_DEALS
    for caller in (without, other):
        with refused() as refusal:
            give(office, client, office.manager_b, deals, by=caller)
        assert refusal.reason == "PERMISSION_DENIED"
        job = bulk(
            office,
            caller,
            names=[client.name],
            owner=office.manager_b.user,
            owner_cascade=[deals],
        )
        assert (job.counts.failed, job.counts.changed) == (1, 0)
    give(office, client, office.manager_b, by=without)


def test_a_bulk_change_of_people_roles_and_texts_is_undone(office: Office) -> None:
    client = office.create(office.manager_a, "К", roles=["ROLE_CLIENT"], territory="Уфа")
    job = bulk(
        office,
        office.manager_a,
        filter=everything(),
        add_participants=[office.manager_b.user],
        add_roles=["ROLE_CARRIER"],
        remove_roles=["ROLE_CLIENT"],
        territory="Казань",
        industry="Опт",
    )
    assert job.counts.changed == 1
    assert office.listed(office.manager_b) == ["К"]
    stub = office.counterparties(office.admin)
    seen = stub.GetCounterparty(pb.GetCounterpartyRequest(name=client.name))
    assert list(seen.roles) == [pb.Counterparty.ROLE_CARRIER]
    assert (seen.territory, seen.industry) == ("Казань", "Опт")
    undo(office, office.manager_a, job)
    seen = stub.GetCounterparty(pb.GetCounterpartyRequest(name=client.name))
    assert (seen.territory, seen.industry) == ("Уфа", "")
    assert list(seen.roles) == [pb.Counterparty.ROLE_CLIENT]
    assert office.listed(office.manager_b) == []


def test_a_manager_is_kept_with_his_rules(office: Office) -> None:
    wholesale = segment(office)
    office.create(office.manager_a)
    made = bind(office, office.manager_a, wholesale)
    assert (made.user_display_name, made.active) == ("manager-a", True)
    with refused() as refusal:
        bind(office, office.manager_a, wholesale)
    assert refusal.reason == "MANAGER_EXISTS"
    with refused() as refusal:
        bind(office, office.manager_b)
    assert refusal.fields == (("segments", "FIELD_REQUIRED"),)
    with refused() as refusal:
        bind(office, office.manager_b, "segments/none", capacity=-1)
    assert refusal.fields == (("capacity", "NUMBER_NEGATIVE"), ("segments", "SEGMENT_UNKNOWN"))
    stub = office.managers(office.admin)
    assert [
        each.client_count for each in stub.ListManagers(managers_pb2.ListManagersRequest()).managers
    ] == [1]
    stub.DeleteManager(managers_pb2.DeleteManagerRequest(name=made.name))
    assert list(stub.ListManagers(managers_pb2.ListManagersRequest()).managers) == []


def bind(office: Office, caller: Caller, *segments: str, capacity: int = 0) -> managers_pb2.Manager:
    made = managers_pb2.Manager(user=caller.user, segments=segments, capacity=capacity)
    request = managers_pb2.CreateManagerRequest(manager=made)
    return office.managers(office.admin).CreateManager(request)


def orphan(office: Office, name: str, *segments: str) -> None:
    """A client whose manager was taken away."""
    client = office.create(office.admin, name, segments=segments, owner=office.admin.user)
    request = pb.UpdateCounterpartyRequest(counterparty=pb.Counterparty(name=client.name))
    request.update_mask.paths.append("owner")
    office.counterparties(office.admin).UpdateCounterparty(request)


def give(
    office: Office,
    client: pb.Counterparty,
    to: Caller,
    *cascade: int,
    by: Caller | None = None,
) -> pb.Counterparty:
    request = pb.UpdateCounterpartyRequest(
        counterparty=pb.Counterparty(name=client.name, owner=to.user),
        owner_cascade=cascade,  # type: ignore[arg-type]
    )
    request.update_mask.paths.append("owner")
    return office.counterparties(by or office.admin).UpdateCounterparty(request)
