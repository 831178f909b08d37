"""The job that puts a repaired error file onto the staging rows it came from."""

import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from itertools import islice
from typing import Any

from services.counterparties.imports import checking, desk, store
from services.counterparties.imports.errors_file import Repaired, layout_of_repaired
from services.counterparties.imports.import_run import Import
from services.counterparties.imports.row import SETTLED
from services.counterparties.imports.table import Format, Layout
from services.kit import clock, files, jobs
from services.kit.caller import Caller
from services.kit.jobs import Job, JobKind
from services.kit.mongo import Db

BATCH = 500
SLICE_S = 0.6


class RepairImport(JobKind):
    """cursor: the layout, and the place in the file. Verdicts are made by the check that follows:
    until then each row keeps the one it has."""

    kind = desk.REPAIR_JOB

    def prepare(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        imported = store.IMPORTS.find(db, job.subject)
        if imported is None:
            return job
        layout = layout_of_repaired(db, job.params["upload"], imported)
        stored = {**asdict(layout), "columns": list(layout.columns), "format": layout.format.value}
        return replace(job, cursor={"layout": stored, "place": layout.start})

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        imported = store.IMPORTS.find(db, job.subject)
        if imported is None:
            files.delete(db, job.params["upload"])
            return replace(job, state=jobs.State.DONE)
        repaired = Repaired(db, job.params["upload"], imported, _layout(job.cursor["layout"]))
        counts, place = job.counts, job.cursor["place"]
        until = time.monotonic() + SLICE_S
        try:
            found = repaired.read(place)
            while batch := list(islice(found, BATCH)):
                put = put_back(db, imported, {number: cells for number, cells, _ in batch})
                place = batch[-1][2]
                counts = replace(
                    counts,
                    total=counts.total + len(batch),
                    changed=counts.changed + put,
                    failed=counts.failed + len(batch) - put,
                )
                if time.monotonic() > until:
                    cursor = {"layout": job.cursor["layout"], "place": place}
                    return replace(job, counts=counts, cursor=cursor)
        finally:
            repaired.close()
        files.delete(db, job.params["upload"])
        desk.check_again(db, caller, imported, imported)
        return replace(job, state=jobs.State.DONE, counts=counts)

    def ended(self, db: Db, caller: Caller, job: Job) -> None:
        files.delete(db, job.params["upload"])
        desk.fail_after(db, caller, job)


def put_back(db: Db, imported: Import, cells: Mapping[int, Mapping[int, str]]) -> int:
    """New cells of open rows by number; for how many of them there is such a row."""
    rows = store.rows_of_numbers(db, imported.name, list(cells))
    open_rows = [row for row in rows if row["verdict"] not in SETTLED]
    changed: list[tuple[str, dict[str, Any]]] = []
    for row in open_rows:
        checking.put_cells(row, imported, cells[row["number"]])
        if row.get("repaired"):
            values = {
                "cells": row["cells"],
                "broken": False,
                "update_time": clock.now(),
                "version": row.get("version", 1) + 1,
            }
            changed.append((row["_id"], values))
    store.set_rows(db, changed)
    return len(open_rows)


def _layout(stored: Mapping[str, Any]) -> Layout:
    values: dict[str, Any] = {
        **stored,
        "format": Format(stored["format"]),
        "columns": tuple(stored["columns"]),
    }
    return Layout(**values)
