"""A sweep through all that a tenant has, among far more that others have."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from crm.privacy.v1 import events_pb2 as pb
from services.kit import changes, files
from services.kit.caller import Caller, system
from services.kit.changes import CHANGES
from services.kit.cleaning import Cleaned, done
from services.kit.jobs import Job, State
from services.kit.mongo import Db
from services.kit.personal_data import (
    COLLECT,
    ERASE,
    KIND,
    LOOK,
    LOOKED_AT_ONCE,
    MOST_MENTIONS,
    MOST_ROUNDS,
    Holdings,
    PersonalDataJob,
)
from services.kit.traces import Traces
from tests.kit.profile import place, profiled

TRACES = Traces(full_names=("Задунайский Вениамин",), words=("Задунайск*",))
NOTHING = Holdings(collections=())
OTHERS = 2 * LOOKED_AT_ONCE + 500
# A sweep of so little takes fewer slices.
MOST_SLICES = 60


@pytest.fixture
def db(mongo_url: str) -> Db:
    db = Db(mongo_url, "personal_data_sweeps", "counterparties", "small")
    for collection in (CHANGES, "notes", files.FILES, files.CHUNKS):
        db.client[db.database][collection].delete_many({})
    return db


def swept(db: Db, step: Any, holdings: Holdings = NOTHING) -> pb.PersonalDataReported:
    """What the job reports."""
    kind, caller = PersonalDataJob(holdings), system(db.tenant)
    asked = {"step": step, "traces": TRACES.params()}
    job = Job(
        name="jobs/counterparties/1", kind=KIND, params=asked, subject="personalDataRequests/1"
    )
    job = kind.prepare(db, caller, job)
    for _ in range(MOST_SLICES):
        kind.in_advance(db, caller, job)
        job = kind.step(db, caller, job)
        if job.state is State.DONE:
            break
    else:
        pytest.fail("it goes round and round")
    return reported(db)


def begun(db: Db, step: Any, holdings: Holdings) -> tuple[PersonalDataJob, Caller, Job]:
    kind, caller = PersonalDataJob(holdings), system(db.tenant)
    asked = {"step": step, "traces": TRACES.params()}
    job = Job(
        name="jobs/counterparties/1", kind=KIND, params=asked, subject="personalDataRequests/1"
    )
    return kind, caller, kind.prepare(db, caller, job)


def reported(db: Db) -> pb.PersonalDataReported:
    """The last time."""
    where = {"subject": "personalDataRequests/1"}
    row = db.bound(CHANGES).find_one(where, sort=[("_id", -1)])
    assert row is not None
    report = changes.event(row)
    assert isinstance(report, pb.PersonalDataReported)
    return report


def note(number: int, tenant: str, text: str = "о нём, Задунайском") -> dict[str, Any]:
    return {"_id": f"notes/{number:06}", "tenant": tenant, "text": text}


def test_no_find_looks_at_more_than_a_stretch_whatever_others_have(db: Db) -> None:
    raw = db.client[db.database]
    raw["notes"].insert_many(note(n, "large") for n in range(1, OTHERS + 1))
    mine = (0, LOOKED_AT_ONCE + 7, OTHERS + 9)
    raw["notes"].delete_many({"_id": {"$in": [note(n, "")["_id"] for n in mine]}})
    raw["notes"].insert_many(note(n, "small") for n in mine)
    raw[files.CHUNKS].insert_many({"_id": n, "n": n, "data": b"x"} for n in range(20))
    found: list[dict[str, Any]] = []
    with profiled(db, found):
        report = swept(db, LOOK)
    assert [(each.place, each.found) for each in report.places] == [("notes", 3)]
    assert report.looked_at == 3
    asked = [each for each in found if place(each) == "notes"]
    assert len(asked) > 3
    assert max(each["keysExamined"] for each in asked) <= LOOKED_AT_ONCE + 1
    assert max(each["docsExamined"] for each in asked) <= LOOKED_AT_ONCE
    assert not [each for each in found if place(each) in (files.FILES, files.CHUNKS)]


def test_a_tenant_with_many_documents_is_gone_through_to_the_end(db: Db) -> None:
    raw = db.client[db.database]["notes"]
    raw.insert_many(note(n, "small", "о ком-то") for n in range(LOOKED_AT_ONCE + 700))
    raw.insert_many([note(900_001, "large"), note(900_002, "small"), note(900_003, "large")])
    report = swept(db, ERASE)
    assert [(each.place, each.found, each.cleaned) for each in report.places] == [("notes", 1, 1)]
    assert report.looked_at == LOOKED_AT_ONCE + 701
    left = {each["_id"]: each["text"] for each in raw.find({"_id": {"$gt": "notes/900000"}})}
    assert left["notes/900002"] == "о нём, [удалено]"
    assert left["notes/900001"] == left["notes/900003"] == "о нём, Задунайском"


def test_who_comes_back_each_time_is_told_as_left(db: Db) -> None:
    """Somebody else brings him back as soon as he is gone."""
    db.bound("notes").insert_one(note(1, ""))

    def in_vain(db: Db, documents: Sequence[Any], traces: Traces, *, erase: bool) -> Cleaned:
        del db, traces
        return done([each["_id"] for each in documents], erase=erase)

    report = swept(db, ERASE, Holdings(collections=(), cleaners={"notes": in_vain}))
    [notes] = report.places
    assert (notes.found, notes.cleaned) == (MOST_ROUNDS, MOST_ROUNDS - 1)


def test_what_does_not_fit_into_the_answer_is_counted(db: Db) -> None:
    raw = db.client[db.database]["notes"]
    raw.insert_many(note(n, "small") for n in range(MOST_MENTIONS + 5))
    many = [{"n": n} for n in range(5100)]
    large = [{"text": "я" * 500_000} for _ in range(20)]

    def kept(_: Db, __: Traces) -> dict[str, list[Any]]:
        return {"deals": many, "letters": large, "calls": []}

    report = swept(db, COLLECT, Holdings(collections=(), sections=kept))
    found = json.loads(report.sections)
    assert found["deals"][-2:] == [{"n": 4999}, {"truncated": 100}]
    assert found["letters"][-1] == {"truncated": 20 - (len(found["letters"]) - 1)}
    assert len(found["letters"]) > 2
    assert found["mentions"][-1] == {"truncated": 5}
    assert "calls" not in found
    assert len(report.sections.encode()) < 4_200_000


def test_a_slice_that_is_done_again_counts_once(db: Db) -> None:
    """Mongo gives a transaction up, and the same job goes through it once more."""

    def his(*_: Any, erase: bool) -> dict[str, Cleaned]:
        return {"notes": done(["notes/his"], erase=erase)}

    db.bound("notes").insert_one(note(1, ""))
    kind, caller, job = begun(db, LOOK, Holdings(collections=(), his=his))
    job = kind.step(db, caller, job)
    for _ in range(3):
        assert kind.step(db, caller, job).state is State.DONE
        assert [(each.place, each.found) for each in reported(db).places] == [("notes", 2)]
