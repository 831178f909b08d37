"""The job that reads a client file into staging, a slice of rows per transaction."""

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from services.counterparties.custom_fields.custom_field import Resource
from services.counterparties.custom_fields.store import definitions
from services.counterparties.imports import custom_cells, desk, encoding, store
from services.counterparties.imports.ahead import Ahead
from services.counterparties.imports.columns import ColumnMapping, mapping_of, plain
from services.counterparties.imports.import_run import Import, State, applied, counted_as
from services.counterparties.imports.judging import Judge, Outcome
from services.counterparties.imports.refusals import FileUnusable
from services.counterparties.imports.row import name_of
from services.counterparties.imports.source import Source, has_rows, layout_of, samples_of
from services.counterparties.imports.table import Format, Layout
from services.kit import jobs
from services.kit.caller import Caller
from services.kit.jobs import Job, JobKind
from services.kit.mongo import Db

BATCH = 1000
SLICE_S = 0.7
# Uncommitted keys pin the pages they fall on, and they fall all over the index of keys.
MOST_A_SLICE = 3000
MOST_OPEN = 4


class ReadImport(JobKind):
    """cursor: the layout until the first slice, then the place in the file and the rows so far.

    The file stays open between slices; a worker that took over opens it at the place. A slice that
    is repeated does not find its source and does the same.
    """

    kind = desk.READ_JOB

    def __init__(self, slice_s: float = SLICE_S, most_open: int = MOST_OPEN) -> None:
        self._slice_s, self._most_open = slice_s, most_open
        self._open: OrderedDict[str, Source] = OrderedDict()
        self._lock = threading.Lock()

    def prepare(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        imported = store.IMPORTS.find(db, job.subject)
        if imported is None:
            return job
        try:
            layout = layout_of(db, imported)
            empty = not has_rows(db, imported, layout)
        except FileUnusable as error:
            return replace(job, cursor={"refused": error.reason})
        return replace(
            job, cursor={"refused": "FILE_EMPTY"} if empty else {"layout": _stored(layout)}
        )

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        imported = store.IMPORTS.find(db, job.subject)
        if imported is None:
            return replace(job, state=jobs.State.DONE)
        if "refused" in job.cursor:
            return _fail(db, caller, imported, job, job.cursor["refused"])
        if "layout" in job.cursor:
            return _begin(db, caller, imported, job)
        try:
            source = self._source(db, imported, job)
        except FileUnusable as error:
            return _fail(db, caller, imported, job, error.reason)
        return self._slice(db, caller, imported, job, source)

    def ended(self, db: Db, caller: Caller, job: Job) -> None:
        desk.fail_after(db, caller, job)

    def _slice(self, db: Db, caller: Caller, imported: Import, job: Job, source: Source) -> Job:
        counted: Counter[str] = Counter()
        refused = ""
        with Ahead() as ahead:
            judge = Judge(db, caller, imported, ahead=True)
            until = time.monotonic() + self._slice_s
            while not source.ended:
                try:
                    rows = source.take(BATCH)
                except FileUnusable as error:
                    # The head was good, what follows is not: what was read stays.
                    refused = error.reason
                    break
                outcomes = judge.verdicts(rows, source.names)
                if outcomes:
                    documents = [_document(imported.name, each) for each in outcomes]
                    ahead.write(store.insert_rows, db, documents)
                    counted.update(counted_as(each.verdict) for each in outcomes)
                if counted.total() >= MOST_A_SLICE or time.monotonic() > until:
                    break
        after = replace(
            imported, counts=imported.counts.plus(counted), bytes_read=source.bytes_read
        )
        counts = replace(job.counts, total=after.counts.read, changed=after.counts.read)
        if refused:
            failed = replace(after, state=State.FAILED, error_reason=refused)
            desk.save(db, caller, imported, failed)
            return replace(job, state=jobs.State.FAILED, counts=counts, cursor={})
        desk.save_progress(db, caller, imported, after.at_rest() if source.ended else after, job)
        if source.ended:
            source.close()
            return replace(job, state=jobs.State.DONE, counts=counts, cursor={})
        self._keep(db, imported, source)
        return replace(job, counts=counts, cursor={"place": source.place, "number": source.number})

    def _source(self, db: Db, imported: Import, job: Job) -> Source:
        with self._lock:
            source = self._open.pop(_key(db, imported), None)
        if source is not None and source.place == job.cursor["place"]:
            return source
        if source is not None:
            source.close()
        return Source(db, imported, job.cursor["place"], job.cursor["number"])

    def _keep(self, db: Db, imported: Import, source: Source) -> None:
        with self._lock:
            self._open[_key(db, imported)] = source
            forgotten = (
                self._open.popitem(last=False)[1] if len(self._open) > self._most_open else None
            )
        if forgotten is not None:
            forgotten.close()


def _key(db: Db, imported: Import) -> str:
    return f"{db.database}/{db.tenant}/{imported.name}"


def _begin(db: Db, caller: Caller, imported: Import, job: Job) -> Job:
    """What was found out about the file goes into the import."""
    found = job.cursor["layout"]
    columns: Sequence[str] = found["columns"]
    custom = custom_cells.named(definitions(db, Resource.COUNTERPARTY), plain)
    mapping = mapping_of(columns, imported.kind, custom)
    if imported.template:
        template = store.TEMPLATES.find(db, imported.template)
        mapping = applied(template, mapping) if template else mapping
    started = replace(
        imported,
        state=State.READING,
        format=Format(found["format"]),
        encoding=encoding.NAMES.get(found["encoding"], ""),
        codec=found["encoding"],
        separator=found["separator"],
        sheet=found["sheet"],
        start=found["start"],
        mapping=mapping,
    )
    started = replace(started, mapping=_with_samples(db, started))
    desk.save(db, caller, imported, started)
    return replace(job, cursor={"place": started.start, "number": 0})


def _with_samples(db: Db, imported: Import) -> tuple[ColumnMapping, ...]:
    source = Source(db, imported, imported.start, 0)
    try:
        samples = samples_of(iter(source.take(50)), len(imported.mapping))
    finally:
        source.close()
    return tuple(
        replace(each, samples=values)
        for each, values in zip(imported.mapping, samples, strict=True)
    )


def _fail(db: Db, caller: Caller, imported: Import, job: Job, reason: str) -> Job:
    desk.save(db, caller, imported, replace(imported, state=State.FAILED, error_reason=reason))
    return replace(job, state=jobs.State.FAILED, error_reason=reason, cursor={})


def _document(parent: str, outcome: Outcome) -> dict[str, Any]:
    document = outcome.document
    document["_id"] = name_of(parent, outcome.number)
    document["parent"] = parent
    document["number"] = outcome.number
    document["cells"] = outcome.cells
    if outcome.broken:
        document["broken"] = True
    return document


def _stored(layout: Layout) -> dict[str, Any]:
    return {
        "format": layout.format.value,
        "encoding": layout.encoding,
        "separator": layout.separator,
        "sheet": layout.sheet,
        "columns": list(layout.columns),
        "start": layout.start,
    }
