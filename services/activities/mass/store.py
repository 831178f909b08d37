"""Where rows of many works wait until their job has made works of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from pymongo import IndexModel

from services.activities.mass.row import MassRow
from services.kit import clock
from services.kit.bulk import PORTION
from services.kit.copying import replace
from services.kit.mongo import Collection, Db

# A job that has not ended by then never will.
KEPT = timedelta(days=7)
ROWS: Collection[MassRow] = Collection(
    "massRows",
    MassRow,
    indexes=[
        IndexModel([("job", 1), ("n", 1)], name="job"),
        IndexModel([("expire_time", 1)], name="expire_time", expireAfterSeconds=0),
    ],
)
_JOB = "tenant_1_job"


def freeze(db: Db, rows: Sequence[MassRow]) -> None:
    """Before their job starts: of a job that never does they expire."""
    until = clock.now() + KEPT
    for at in range(0, len(rows), PORTION):
        portion = [replace(each, expire_time=until) for each in rows[at : at + PORTION]]
        ROWS.insert_many(db, portion)


def names(db: Db, job: str) -> Iterator[Sequence[str]]:
    """In their order, in portions."""
    portion: list[str] = []
    found = ROWS.raw(db).stream({"job": job}, {"_id": 1}, sort=[("n", 1)], hint=_JOB)
    for each in found:
        portion.append(each["_id"])
        if len(portion) == PORTION:
            yield portion
            portion = []
    yield portion


def rows(db: Db, names: Iterable[str]) -> list[MassRow]:
    found = {each.name: each for each in ROWS.select(db, {"_id": {"$in": list(names)}})}
    return sorted(found.values(), key=lambda row: row.n)


def forget(db: Db, names: Iterable[str]) -> None:
    ROWS.raw(db).delete_many({"_id": {"$in": list(names)}})
