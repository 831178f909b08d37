"""What each service does when a person demands what is kept of him, or that it goes.

A service says in a `Holdings` what it knows of its own; the rest is done by a sweep over all that
the tenant has in its database, so that a collection nobody thought of is looked through as well.
The sweep is a job: slices, each one transaction with its place. Destruction goes round until a
round finds nothing.
"""

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bson.raw_bson import RawBSONDocument

from crm.privacy.v1 import events_pb2 as pb
from services.kit import bound, changes, files, jobs, leases, sections
from services.kit.bound import Document
from services.kit.caller import Caller, system
from services.kit.changes import CHANGES
from services.kit.cleaning import (
    Cleaned,
    Cleaner,
    clean_changes,
    clean_job_rows,
    generic,
)
from services.kit.events import INBOX, SEEN
from services.kit.jobs import JOB_ROWS, JOBS, Job, JobKind
from services.kit.mongo import Collection, Db
from services.kit.traces import Traces

KIND = "personal_data"
LOOK, COLLECT, ERASE = (
    pb.PERSONAL_DATA_STEP_LOOK,
    pb.PERSONAL_DATA_STEP_COLLECT,
    pb.PERSONAL_DATA_STEP_ERASE,
)
SLICE_S, READ_AT_ONCE, MOST_MENTIONS = 0.4, 500, 1000
# Other tenants' documents lie between, and one find must end soon even if there are none of ours.
LOOKED_AT_ONCE = 5000
# Somebody else may bring him back again and again: the last round only says what is left.
MOST_ROUNDS = 10
# No right reads it: it says whom a request is about.
SERVICES_ONLY = "internal"
# Of ids, places and claims; files have no tenant's documents, whoever keeps them names them.
_OWN = frozenset({leases.COLLECTION, INBOX, SEEN, files.FILES, files.CHUNKS})
_MONGOS_OWN = "system."
Places = dict[str, Cleaned]


def _none(db: Db, caller: Caller, traces: Traces, *, erase: bool) -> Places:  # noqa: ARG001
    return {}


def _nothing(db: Db, traces: Traces) -> Mapping[str, Iterable[Any]]:  # noqa: ARG001
    return {}


def _no_more(db: Db, traces: Traces) -> None:  # noqa: ARG001
    return


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """What a service knows of the personal data it keeps."""

    # All of the service, which fills them in.
    collections: Sequence[Collection[Any]] = ()
    # These are of employees and of settings, and nobody else's data.
    spared: frozenset[str] = frozenset()
    # Records that are his or belong to him, by their references.
    his: Callable[..., Places] = _none
    # What cannot go in their transaction, such as bytes of files: after it, maybe more than once.
    afterwards: Callable[[Db, Traces], None] = _no_more
    # What he is shown of them.
    sections: Callable[[Db, Traces], Mapping[str, Iterable[Any]]] = _nothing
    # Collections whose records go with him: their trail is emptied, too.
    children: frozenset[str] = frozenset()
    # How what only mentions him is cleaned, where it takes more than its texts.
    cleaners: Mapping[str, Cleaner] = field(default_factory=dict[str, Cleaner])
    # Where sections are kept at once, whatever their size; else they travel in the answer.
    keep: Callable[[Db, str, str, str], None] | None = None

    def cleaner(self, place: str) -> Cleaner:
        own: Mapping[str, Cleaner] = {
            CHANGES: clean_changes(self.children),
            JOB_ROWS.id: clean_job_rows,
            **self.cleaners,
        }
        known = {each.id: each for each in (*self.collections, JOBS, JOB_ROWS)}
        return own.get(place) or generic(place, known.get(place))


class PersonalDataJob(JobKind):
    """One step of one request in one service."""

    kind = KIND

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings

    def prepare(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        places = sorted(db.client[db.database].list_collection_names())
        spared = _OWN | self._holdings.spared
        swept = [each for each in places if each not in spared and not _is_mongos(each)]
        return replace(job, cursor={"swept": swept, "at": -1, "round": 1, "hits": 0, "seen": 0})

    def in_advance(self, db: Db, caller: Caller, job: Job) -> None:  # noqa: ARG002
        if job.params["step"] == ERASE and job.cursor["at"] >= 0:
            self._holdings.afterwards(db, Traces.from_params(job.params["traces"]))

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        counted = [[*each] for each in job.cursor.get("places", ())]
        cursor: Document = {**job.cursor, "places": counted}
        traces, doing = Traces.from_params(job.params["traces"]), job.params["step"]
        if cursor["at"] < 0:
            # What is his goes first: the rest has less to look through.
            found = self._holdings.his(db, caller, traces, erase=doing == ERASE)
            for place, cleaned in found.items():
                _count(cursor, place, cleaned)
            if doing != ERASE:
                # They are all still there, and counted.
                cursor["known"] = [name for each in found.values() for name in each.names]
            return replace(job, cursor={**cursor, "at": 0, "last": None})
        until = time.monotonic() + SLICE_S
        while cursor["at"] < len(cursor["swept"]) and time.monotonic() < until:
            self._sweep(db, traces, job, cursor)
        if cursor["at"] < len(cursor["swept"]):
            return replace(job, cursor=cursor)
        if doing == ERASE and cursor["hits"] and cursor["round"] < MOST_ROUNDS:
            again = {"at": 0, "last": None, "hits": 0, "round": cursor["round"] + 1}
            return replace(job, cursor={**cursor, **again})
        self._report(db, job, cursor, traces)
        return _ended(replace(job, state=jobs.State.DONE))

    def ended(self, db: Db, caller: Caller, job: Job) -> None:  # noqa: ARG002
        """Who asked is answered by nobody, sees it, and asks again."""
        JOBS.replace(db, _ended(job))

    def _sweep(self, db: Db, traces: Traces, job: Job, cursor: Document) -> None:
        place = cursor["swept"][cursor["at"]]
        read = _read(db, place, cursor)
        documents = [
            bound.read(bytes(each.raw)) for each in read if traces.in_bytes(bytes(each.raw))
        ]
        known = cursor.get("known", ())
        documents = [
            each for each in documents if each["_id"] not in known and not _is_asking(place, each)
        ]
        if documents:
            self._clean(db, place, documents, traces, job, cursor)
        cursor["seen"] += len(read) if cursor["round"] == 1 else 0

    def _clean(
        self,
        db: Db,
        place: str,
        documents: Sequence[Document],
        traces: Traces,
        job: Job,
        cursor: Document,
    ) -> None:
        erase = job.params["step"] == ERASE and cursor["round"] < MOST_ROUNDS
        cleaned = self._holdings.cleaner(place)(db, documents, traces, erase=erase)
        _count(cursor, place, cleaned)
        cursor["hits"] += cleaned.found
        if job.params["step"] == COLLECT:
            room = MOST_MENTIONS - len(cursor.get("mentions", ()))
            named = [{"place": place, "name": str(name)} for name in cleaned.names[:room]]
            cursor["mentions"] = [*cursor.get("mentions", ()), *named]

    def _report(self, db: Db, job: Job, cursor: Document, traces: Traces) -> None:
        found = self._sections(db, job, cursor, traces) if job.params["step"] == COLLECT else ""
        report = pb.PersonalDataReported(
            request=job.subject,
            step=job.params["step"],
            service=db.service,
            places=[
                pb.PersonalDataPlace(place=place, found=found, deleted=deleted, cleaned=cleaned)
                for place, found, deleted, cleaned in cursor["places"]
            ],
            looked_at=cursor["seen"],
            sections=found,
        )
        tell(db, system(db.tenant), report, job.subject)

    def _sections(self, db: Db, job: Job, cursor: Document, traces: Traces) -> str:
        """What of them travels in the answer."""
        named = cursor.get("mentions", [])
        mentions = [*named, *sections.left_out_of(cursor["hits"] - len(named))]
        found = {**self._holdings.sections(db, traces), sections.MENTIONS: mentions}
        if self._holdings.keep is None:
            return sections.written(found, sections.MOST_BYTES)
        self._holdings.keep(db, job.subject, db.service, sections.written(found, math.inf))
        return ""


def _read(db: Db, place: str, cursor: Document) -> Sequence[RawBSONDocument]:
    """The tenant's next ones. The cursor goes on, to the next place if there are no more."""
    last, until = cursor["last"], cursor.get("until")
    if until is None:
        until = db.bound(place).id_beyond(last, LOOKED_AT_ONCE)
    ends = {"$gt": last, "$lte": until}
    between = {key: end for key, end in ends.items() if end is not None}
    read = db.bound(place).find_unread(
        {"_id": between} if between else {},
        None,
        sort=[("_id", 1)],
        limit=READ_AT_ONCE,
        hint="_id_",
    )
    if len(read) == READ_AT_ONCE:
        cursor |= {"last": read[-1]["_id"], "until": until}
    else:
        cursor |= {"last": until, "until": None, "at": cursor["at"] + (until is None)}
    return read


def _is_mongos(place: str) -> bool:
    return place.startswith(_MONGOS_OWN)


def _ended(job: Job) -> Job:
    """Whom it was about is nobody's business any more."""
    return replace(job, params={"step": job.params.get("step", 0)}, cursor={})


def _is_asking(place: str, document: Document) -> bool:
    """The question itself: it goes when it is answered."""
    if place == JOBS.id:
        return document.get("kind") == KIND
    return place == CHANGES and str(document.get("message", "")).startswith("crm.privacy.")


def tell(db: Db, caller: Caller, event: Any, request: str) -> None:
    changes.record(db, caller, event, subject=request, permission=SERVICES_ONLY, audit=False)


def _count(cursor: Document, place: str, cleaned: Cleaned) -> None:
    if not cleaned.found:
        return
    places: list[list[Any]] = cursor["places"]
    row = next((each for each in places if each[0] == place), None)
    if row is None:
        places.append([place, cleaned.found, cleaned.deleted, cleaned.cleaned])
    else:
        row[1:] = [row[1] + cleaned.found, row[2] + cleaned.deleted, row[3] + cleaned.cleaned]
