"""Bulk changes with their undo, and the restamp when people move."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from crm.counterparties.v1 import contacts_pb2, segments_pb2
from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.job.v1 import jobs_pb2, jobs_pb2_grpc
from services.counterparties import store
from services.counterparties.counterparty import Counterparty, State
from services.counterparties.requisites import Kind
from services.counterparties.stamps import STAMPED
from services.kit import jobs, stamps
from services.kit.caller import Caller
from services.kit.job_worker import Desk
from services.kit.mongo import Db, transactional
from services.kit.owned import owned_by
from services.kit.people import find_people
from services.kit.restamping import Restamp
from services.kit.stamps import LANES
from tests.counterparties.office import (
    BRANCH_A,
    BRANCH_B,
    GOOD_INN,
    ROOT,
    Office,
    refused,
)

RESTAMP = Restamp("counterparties", [STAMPED])


def segment(office: Office, name: str = "Опт") -> str:
    stub = office.segments(office.admin)
    request = segments_pb2.CreateSegmentRequest(segment=segments_pb2.Segment(display_name=name))
    return stub.CreateSegment(request).name


def bulk(office: Office, caller: Caller, **request: object) -> jobs.Job:
    started = office.counterparties(caller).BulkUpdateCounterparties(
        pb.BulkUpdateCounterpartiesRequest(**request)  # type: ignore[arg-type]
    )
    office.work()
    return jobs.JOBS.get(office.db, started.name)


def undo(office: Office, caller: Caller, job: jobs.Job) -> jobs.Job:
    stub = office.door.stub(jobs_pb2_grpc.JobServiceStub, caller)
    stub.UndoJob(jobs_pb2.UndoJobRequest(name=job.name))
    office.work()
    return jobs.JOBS.get(office.db, job.name)


def everything() -> pb.ListCounterpartiesRequest:
    return pb.ListCounterpartiesRequest()


def test_a_segment_is_assigned_to_a_whole_filter_and_taken_back(office: Office) -> None:
    wholesale = segment(office)
    for number in range(5):
        office.create(office.manager_a, f"Клиент {number}")
    left_out = office.create(office.manager_a, "Не трогать")
    office.create(office.manager_b, "Чужой")
    job = bulk(
        office,
        office.manager_a,
        filter=everything(),
        except_names=[left_out.name],
        add_segments=[wholesale],
    )
    assert job.state is jobs.State.DONE
    assert (job.counts.total, job.counts.changed) == (5, 5)
    assert len(office.listed(office.admin, segments=[wholesale])) == 5
    undone = undo(office, office.manager_a, job)
    assert (undone.state, undone.counts.undone) == (jobs.State.UNDONE, 5)
    assert office.listed(office.admin, segments=[wholesale]) == []


def test_an_undo_keeps_what_was_changed_since(office: Office) -> None:
    wholesale = segment(office)
    first, second = office.create(office.manager_a, "А"), office.create(office.manager_a, "Б")
    job = bulk(office, office.manager_a, names=[first.name, second.name], add_segments=[wholesale])
    office.counterparties(office.manager_a).UpdateCounterparty(
        pb.UpdateCounterpartyRequest(
            counterparty=pb.Counterparty(name=first.name, comment="правлено")
        )
    )
    undone = undo(office, office.manager_a, job)
    assert (undone.counts.undone, undone.counts.kept) == (1, 1)
    assert office.listed(office.admin, segments=[wholesale]) == ["А"]


def test_owners_change_in_bulk_and_contacts_follow(office: Office) -> None:
    client = office.create(office.manager_a, "Клиент")
    office.contacts(office.manager_a).CreateContact(
        contacts_pb2.CreateContactRequest(
            contact=contacts_pb2.Contact(counterparty=client.name, display_name="Анна")
        )
    )
    job = bulk(office, office.admin, filter=everything(), owner=office.manager_b.user)
    assert office.listed(office.manager_a) == []
    assert office.listed(office.manager_b) == ["Клиент"]
    contacts = office.contacts(office.manager_b)
    assert len(contacts.ListContacts(contacts_pb2.ListContactsRequest()).contacts) == 1
    undo(office, office.admin, job)
    assert office.listed(office.manager_a) == ["Клиент"]
    told = office.changes("counterparty_updated")
    assert {change["job"] for change in told} == {job.name}


def test_rows_that_cannot_be_changed_say_why(office: Office) -> None:
    office.create(office.admin, "Без ИНН")
    office.create(office.admin, "С ИНН", inn=GOOD_INN)
    job = bulk(office, office.admin, filter=everything(), market_state="MARKET_STATE_EXISTING")
    assert (job.counts.changed, job.counts.failed) == (1, 1)
    stub = office.door.stub(jobs_pb2_grpc.JobServiceStub, office.admin)
    rows = stub.ListJobRows(jobs_pb2.ListJobRowsRequest(parent=job.name)).rows
    assert {row.reason for row in rows} == {"", "REQUISITES_MISSING"}
    assert office.listed(office.admin, market_state=["MARKET_STATE_EXISTING"]) == ["С ИНН"]


def test_a_bulk_deletion_can_be_undone(office: Office) -> None:
    for name in ("А", "Б"):
        office.create(office.manager_a, name)
    job = bulk(office, office.manager_a, filter=everything(), delete=True)
    assert job.counts.changed == 2
    assert office.listed(office.manager_a) == []
    undo(office, office.manager_a, job)
    assert office.listed(office.manager_a) == ["А", "Б"]


def test_a_bulk_change_must_make_sense(office: Office) -> None:
    with refused() as refusal:
        bulk(office, office.admin, filter=everything())
    assert {reason for _, reason in refusal.fields} == {"NOTHING_TO_DO"}
    with refused() as refusal:
        bulk(office, office.admin, delete=True)
    assert {reason for _, reason in refusal.fields} == {"FILTER_OR_NAMES"}
    with refused() as refusal:
        bulk(office, office.admin, filter=everything(), add_segments=["segments/none"])
    assert {reason for _, reason in refusal.fields} == {"SEGMENT_UNKNOWN"}
    with refused() as refusal:
        bulk(office, office.admin, filter=everything(), owner="users/none-such")
    assert {reason for _, reason in refusal.fields} == {"OWNER_UNKNOWN"}


def moved(caller: Caller) -> Caller:
    return replace(caller, display_name="Новое Имя", org_path=(ROOT, BRANCH_B))


def test_who_moves_takes_his_clients_along(office: Office) -> None:
    client = office.create(
        office.manager_a, "Клиент", participants=[office.manager_b.user], segments=[segment(office)]
    )
    office.contacts(office.manager_a).CreateContact(
        contacts_pb2.CreateContactRequest(
            contact=contacts_pb2.Contact(counterparty=client.name, display_name="Анна")
        )
    )
    office.create(office.head_a, "Остаётся")
    assert len(office.listed(office.head_a)) == 2
    office.announce(moved(office.manager_a), version=2)
    office.work()
    assert office.listed(office.head_a) == ["Остаётся"]
    card = office.counterparties(office.manager_a).GetCounterparty(
        pb.GetCounterpartyRequest(name=client.name)
    )
    assert card.owner_display_name == "Новое Имя"
    assert list(card.org_path) == [ROOT, BRANCH_B]
    assert card.etag == client.etag
    assert office.listed(office.manager_b) == ["Клиент"]
    assert office.listed(office.admin, segments=list(card.segments), org_unit=BRANCH_B) == [
        "Клиент"
    ]
    contacts = office.contacts(office.head_a)
    assert list(contacts.ListContacts(contacts_pb2.ListContactsRequest()).contacts) == []


def test_older_news_of_a_person_are_ignored(office: Office) -> None:
    office.create(office.manager_a, "Клиент")
    office.announce(moved(office.manager_a), version=3)
    office.announce(office.manager_a, version=2)
    office.work()
    assert office.listed(office.head_a) == []


def test_one_job_restamps_all_who_moved(office: Office) -> None:
    office.create(office.manager_a, "А")
    office.create(office.head_a, "Б")
    office.announce(moved(office.manager_a), version=2)
    office.announce(moved(office.head_a), version=2)
    assert jobs.JOBS.raw(office.db).count({"kind": "restamp_counterparties"}) == len(LANES)
    office.work()
    assert office.listed(office.head_a) == []
    assert office.listed(office.admin, org_unit=BRANCH_B) == ["А", "Б"]


def test_what_was_created_with_older_stamps_meanwhile_is_stamped_as_well(office: Office) -> None:
    """A transaction that read the person before his move may commit after the job passed by."""
    office.announce(moved(office.manager_a), version=2)
    late = office.create(office.manager_a, "Поздний")
    raw = office.db.bound("counterparties")
    stale = list(office.manager_a.org_path)
    raw.update_one({"_id": late.name}, {"$set": {"org_path": stale, "visible_to": ["*", *stale]}})
    office.create(office.manager_a, "Другой")
    office.announce(replace(moved(office.manager_a), display_name="Ещё"), version=3)
    office.work()
    card = office.counterparties(office.admin).GetCounterparty(
        pb.GetCounterpartyRequest(name=late.name)
    )
    assert list(card.org_path) == [ROOT, BRANCH_B]


def owned_by_a(office: Office, number: int) -> list[Counterparty]:
    owner = find_people(office.db, [office.manager_a.user])[office.manager_a.user]
    drafts = [
        owned_by(
            Counterparty(
                name=store.COUNTERPARTIES.new_name(), display_name=f"Клиент {n}", kind=Kind.LEGAL
            ),
            owner,
        )
        for n in range(number)
    ]
    return store.COUNTERPARTIES.insert_many(office.db, drafts)


def test_two_workers_restamp_a_large_owner_together(office: Office) -> None:
    owned_by_a(office, 1300)
    office.announce(moved(office.manager_a), version=2)
    with ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(office.work) for _ in range(2)]:
            done.result()
    raw = store.COUNTERPARTIES.raw(office.db)
    assert raw.count({"org_path": [ROOT, BRANCH_B], "visible_to": BRANCH_B}) == 1300
    found = jobs.JOBS.select(office.db, {"kind": "restamp_counterparties"})
    assert sum(job.counts.changed for job in found) == 1300
    assert all(job.counts.changed > 400 for job in found)


def slices(office: Office, number: int) -> None:
    desk = Desk(office.door.service, office.door.db(""), "tests-slices")
    assert all(desk.work() for _ in range(number))


def test_a_worker_killed_between_advance_and_slice_loses_nothing(office: Office) -> None:
    owned_by_a(office, 2500)
    office.announce(moved(office.manager_a), version=2)
    slices(office, 2)
    for job in jobs.JOBS.select(office.db, {"kind": "restamp_counterparties"}):
        # What a worker did that was killed before its transaction.
        RESTAMP.in_advance(office.db, jobs.caller_of(job), job)
    raw = store.COUNTERPARTIES.raw(office.db)
    stamped = {"org_path": [ROOT, BRANCH_B], "visible_to": BRANCH_B, "stamp_version": 2}
    assert 2000 < raw.count(stamped) <= 2500
    office.work()
    assert raw.count(stamped) == 2500
    found = jobs.JOBS.select(office.db, {"kind": "restamp_counterparties"})
    assert sum(job.counts.changed for job in found) == 2500


def test_stamps_that_arrive_too_late_change_nothing(office: Office) -> None:
    """As of a worker that was frozen: its owner moved on, or the record has another one."""
    kept, given, shared = owned_by_a(office, 3)
    office.announce(moved(office.manager_a), version=2)
    late = find_people(office.db, [office.manager_a.user])[office.manager_a.user]
    seen = stamps.next_owned(office.db, STAMPED, late.name, 0, State.ACTIVE, (), 10)
    seen += stamps.next_owned(office.db, STAMPED, late.name, 1, State.ACTIVE, (), 10)
    assert len(seen) == 3
    office.announce(office.manager_a, version=3)
    for name, values in (
        (given.name, {"owner": office.manager_b.user}),
        (shared.name, {"participants": [office.manager_b.user]}),
    ):
        office.counterparties(office.admin).UpdateCounterparty(
            pb.UpdateCounterpartyRequest(counterparty=pb.Counterparty(name=name, **values))
        )
    stamps.restamp(office.db, STAMPED, late, seen)
    assert store.COUNTERPARTIES.get(office.db, given.name).visible_to[1] == office.manager_b.user
    assert office.manager_b.user in store.COUNTERPARTIES.get(office.db, shared.name).visible_to
    office.work()
    stamps.restamp(office.db, STAMPED, late, seen)
    assert store.COUNTERPARTIES.get(office.db, kept.name).org_path == (ROOT, BRANCH_A)
    assert store.COUNTERPARTIES.get(office.db, shared.name).org_path == (ROOT, BRANCH_A)


def test_edits_during_a_restamp_keep_both(office: Office) -> None:
    """An edit that read a record before it was stamped conflicts, and is done again."""
    clients = owned_by_a(office, 40)
    office.announce(moved(office.manager_a), version=2)
    stub = office.counterparties(office.admin)

    def edit(client: Counterparty) -> None:
        for comment in ("один", "два", "три"):
            changed = pb.Counterparty(name=client.name, comment=comment)
            stub.UpdateCounterparty(pb.UpdateCounterpartyRequest(counterparty=changed))

    with ThreadPoolExecutor(5) as people:
        edits = [people.submit(edit, client) for client in clients]
        people.submit(office.work).result()
        for done in edits:
            done.result()
    raw = store.COUNTERPARTIES.raw(office.db)
    assert raw.count({"org_path": [ROOT, BRANCH_B], "visible_to": BRANCH_B, "comment": "три"}) == 40


def test_an_edit_that_read_before_the_stamp_is_done_again(office: Office) -> None:
    client = owned_by_a(office, 1)[0]
    office.announce(moved(office.manager_a), version=2)
    reads: list[str] = []

    @transactional
    def edit(db: Db) -> None:
        current = store.COUNTERPARTIES.get(db, client.name)
        reads.append(current.org_path[-1])
        if len(reads) == 1:
            with ThreadPoolExecutor(1) as meanwhile:
                for job in jobs.JOBS.select(office.db, {"kind": "restamp_counterparties"}):
                    advance = RESTAMP.in_advance
                    meanwhile.submit(advance, office.db, jobs.caller_of(job), job).result()
        store.COUNTERPARTIES.replace(db, replace(current, comment="правлено"))

    edit(office.db)
    saved = store.COUNTERPARTIES.get(office.db, client.name)
    assert reads == [BRANCH_A, BRANCH_B]
    assert (saved.org_path, saved.comment) == ((ROOT, BRANCH_B), "правлено")


def test_the_second_look_finds_older_stamps_anywhere(office: Office) -> None:
    """An old record, given to who moved by a transaction that had read his copy before."""
    client = owned_by_a(office, 1)[0]
    office.announce(moved(office.manager_a), version=2)
    slices(office, 4)
    raw = store.COUNTERPARTIES.raw(office.db)
    stale = {"org_path": [ROOT, BRANCH_A], "visible_to": ["*", BRANCH_A], "stamp_version": 1}
    assert raw.update_one({"_id": client.name, "stamp_version": 2}, {"$set": stale})
    office.work()
    assert raw.count({"org_path": [ROOT, BRANCH_B], "visible_to": BRANCH_B}) == 1
