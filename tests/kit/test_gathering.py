"""What requests insert at the same time is kept together, and refused one by one."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from crm.counterparties.v1 import events_pb2
from crm.counterparties.v1 import segments_pb2 as pb
from services.kit import indexes
from services.kit.changes import record
from services.kit.errors import AlreadyExists
from services.kit.gathering import FRESH_S, Outdated, inserting
from services.kit.mapping import to_proto
from services.kit.mongo import Db, transactional
from services.kit.settings import Settings
from tests.kit import toy
from tests.kit.toy import SEGMENTS, Segment, a_caller

AT_ONCE = 16


@inserting
def create(db: Db, name: str, display_name: str) -> Segment:
    created = SEGMENTS.insert(db, Segment(name=f"segments/{name}", display_name=display_name))
    event = events_pb2.SegmentCreated(segment=to_proto(created, pb.Segment))
    record(db, a_caller(), event, after=created)
    return created


@pytest.fixture(scope="module")
def db(mongo_url: str) -> Db:
    environ = {"CRM_MONGO_URL": mongo_url, "CRM_DATABASE_PREFIX": "gathering_"}
    settings = Settings(environ)
    indexes.create(toy.SERVICE, settings)
    return toy.SERVICE.runtime(settings).db("north")


@pytest.fixture(autouse=True)
def empty(db: Db) -> None:
    for collection in ("segments", "changes"):
        db.bound(collection).delete_many({})


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield pool


def outcomes(
    pool: ThreadPoolExecutor, work: Callable[[int], object], numbers: Sequence[int]
) -> list[object]:
    """Of each number, all at the same moment: the answer or what was raised."""
    begin = Barrier(len(numbers))

    def one(number: int) -> object:
        begin.wait()
        try:
            return work(number)
        except Exception as error:  # noqa: BLE001 - it is what is asked for
            return error

    return list(pool.map(one, numbers))


def kept(db: Db) -> list[str]:
    found = sorted(document["_id"] for document in db.bound("segments").find({}))
    told = sorted(row["subject"] for row in db.bound("changes").find({}))
    assert told == found
    return found


def commits(db: Db) -> int:
    return db.client.admin.command("serverStatus")["transactions"]["totalCommitted"]


def test_requests_at_the_same_time_share_transactions(db: Db, threads: ThreadPoolExecutor) -> None:
    before, numbers = commits(db), range(AT_ONCE)
    found = outcomes(threads, lambda n: create(db, f"{n:02}", "Опт").name, numbers)
    assert found == kept(db) == [f"segments/{n:02}" for n in numbers]
    assert commits(db) - before < AT_ONCE


def test_a_duplicate_is_refused_alone(db: Db, threads: ThreadPoolExecutor) -> None:
    found = outcomes(threads, lambda n: create(db, f"{n // 2}", "Опт"), range(AT_ONCE))
    refused = [each for each in found if isinstance(each, Exception)]
    assert [type(each) for each in refused] == [AlreadyExists] * (AT_ONCE // 2)
    assert kept(db) == [f"segments/{n}" for n in range(AT_ONCE // 2)]


def test_what_cannot_be_written_is_refused_alone(db: Db, threads: ThreadPoolExecutor) -> None:
    @inserting
    def create_wrong(db: Db) -> None:
        db.bound("segments").insert_one({"_id": "segments/wrong", "beyond 64 bits": 2**64})

    def work(number: int) -> object:
        return create_wrong(db) if number == 3 else create(db, f"{number:02}", "Опт")

    found = outcomes(threads, work, range(AT_ONCE))
    assert [n for n, each in enumerate(found) if isinstance(each, Exception)] == [3]
    assert kept(db) == [f"segments/{n:02}" for n in range(AT_ONCE) if n != 3]


def test_an_action_that_fails_keeps_nothing(db: Db) -> None:
    @inserting
    def fails(db: Db) -> None:
        create(db, "1", "Опт")
        raise ZeroDivisionError

    @transactional
    def fails_further_out(db: Db) -> None:
        create(db, "2", "Опт")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails(db)
    with pytest.raises(ZeroDivisionError):
        fails_further_out(db)
    assert kept(db) == []


def test_an_action_that_gathers_changes_nothing_else(db: Db) -> None:
    made = create(db, "1", "Опт")

    @inserting
    def changes(db: Db) -> None:
        SEGMENTS.replace(db, made)

    with pytest.raises(TypeError):
        changes(db)
    assert SEGMENTS.get(db, made.name) == made


def test_what_waits_long_is_read_anew(db: Db, threads: ThreadPoolExecutor) -> None:
    """As who moves copies about meanwhile looks no later for those made of what was there."""
    notes = db.bound("notes")
    notes.update_one({"_id": "unit"}, {"$set": {"text": "before"}}, upsert=True)
    has_read = Event()

    @inserting
    def create_as_noted(db: Db) -> None:
        (noted,) = notes.find({"_id": "unit"})
        has_read.set()
        create(db, "1", noted["text"])

    with db.client.start_session() as session, session.start_transaction():
        # Somebody who holds the name and then does not want it.
        db.bound("segments")._collection.insert_one({"_id": "segments/1"}, session=session)
        creating = threads.submit(create_as_noted, db)
        assert has_read.wait(60)
        notes.update_one({"_id": "unit"}, {"$set": {"text": "after"}})
        time.sleep(FRESH_S + 0.2)
        session.abort_transaction()
    creating.result(60)
    assert SEGMENTS.get(db, "segments/1").display_name == "after"


def test_what_takes_too_long_is_refused(db: Db) -> None:
    @inserting
    def create_slowly(db: Db) -> None:
        create(db, "1", "Опт")
        time.sleep(FRESH_S + 0.1)

    with pytest.raises(Outdated):
        create_slowly(db)
    assert kept(db) == []
