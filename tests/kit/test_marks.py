"""A timer goes on where it was, record by record in order of time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from services.kit import indexes, marks
from services.kit.mongo import Db
from services.kit.settings import Settings
from tests.kit import toy

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def db(mongo_url: str) -> Db:
    settings = Settings({"CRM_MONGO_URL": mongo_url, "CRM_DATABASE_PREFIX": "marks_"})
    indexes.create(toy.SERVICE, settings)
    return toy.SERVICE.runtime(settings).db("north")


def seen(db: Db, until: int) -> Iterator[str]:
    where = {"time": {"$lte": BEGUN + timedelta(days=until)}}
    index = {"tenant": 1, "time": 1, "_id": 1}
    db.client[db.database]["things"].create_index(list(index.items()), name="tenant_1_time")
    found = marks.beyond(
        db, "look", db.bound("things"), "time", where, hint="tenant_1_time", size=2
    )
    for slice_ in found:
        yield "".join(document["_id"] for document in slice_)


def test_each_is_passed_once_and_what_was_cut_off_comes_again(db: Db) -> None:
    # Four of them at the same moment, more than a slice has.
    days = {"a": 0, "b": 1, "c": 1, "d": 1, "e": 1, "f": 5}
    times = [{"_id": name, "time": BEGUN + timedelta(days=day)} for name, day in days.items()]
    db.bound("things").insert_many(times)
    db.of("south").bound("things").insert_one({"_id": "s", "time": BEGUN})
    cut_off = seen(db, 3)
    assert [next(cut_off), next(cut_off)] == ["ab", "cd"]
    cut_off.close()
    assert list(seen(db, 3)) == ["cd", "e"]
    assert list(seen(db, 3)) == []
    assert list(seen(db, 9)) == ["f"]
    assert list(seen(db.of("south"), 9)) == ["s"]
