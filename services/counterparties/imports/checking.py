"""Verdicts made anew: of all open rows as a job, or of a repaired row and those that hang on it."""

import heapq
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from services.counterparties.imports import desk, store
from services.counterparties.imports.columns import FIELDS
from services.counterparties.imports.custom_cells import PREFIX
from services.counterparties.imports.import_run import Import, counted_as
from services.counterparties.imports.judging import Cells, Judge, Names, Outcome
from services.counterparties.imports.refusals import RowAlreadyCreated, UnknownColumn
from services.counterparties.imports.row import JUDGED, SETTLED, Verdict, parent_of
from services.kit import clock, jobs
from services.kit.caller import Caller
from services.kit.errors import Stale
from services.kit.jobs import Job, JobKind
from services.kit.mapping import etag as etag_of
from services.kit.mongo import Db, transactional

BATCH = 1000
SLICE_S = 0.7
MOST_A_SLICE = 5000
# Beyond this many rows that hang on a repaired one the whole import is checked as a job.
MOST_DEPENDENTS = 300

Document = dict[str, Any]


class CheckImport(JobKind):
    """params: a bulk repair, or nothing; cursor: the number of the last row checked."""

    kind = desk.CHECK_JOB

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        imported = store.IMPORTS.find(db, job.subject)
        if imported is None:
            return replace(job, state=jobs.State.DONE)
        judge, names = Judge(db, caller, imported), Names()
        counted: Counter[str] = Counter()
        number, done = job.cursor.get("number", 0), 0
        until = time.monotonic() + SLICE_S
        while True:
            rows = store.rows_after(db, imported.name, number, BATCH)
            if not rows:
                break
            _repair_cells(rows, imported, job.params)
            counted.update(judge_again(db, judge, rows, names))
            number, done = rows[-1]["number"], done + len(rows)
            if done >= MOST_A_SLICE or time.monotonic() > until:
                break
        ended = len(rows) < BATCH
        after = replace(imported, counts=imported.counts.plus(counted))
        desk.save_progress(db, caller, imported, after.at_rest() if ended else after, job)
        total = job.counts.total + done
        counts = replace(job.counts, total=total, changed=total)
        if ended:
            return replace(job, state=jobs.State.DONE, counts=counts)
        return replace(job, counts=counts, cursor={"number": number})

    def ended(self, db: Db, caller: Caller, job: Job) -> None:
        desk.fail_after(db, caller, job)


def judge_again(db: Db, judge: Judge, rows: Sequence[Document], names: Names) -> Counter[str]:
    """New verdicts of staged rows, kept where they differ; how the counts change."""
    outcomes = judge.verdicts([cells_of(row) for row in rows], names)
    counted: Counter[str] = Counter()
    changed: list[tuple[str, Document]] = []
    for row, outcome in zip(rows, outcomes, strict=True):
        counted[_counted(row)] -= 1
        counted[counted_as(outcome.verdict)] += 1
        new = _with_repair(row, outcome)
        if new:
            changed.append((row["_id"], new))
    store.save_verdicts(db, changed)
    return counted


def _with_repair(row: Mapping[str, Any], outcome: Outcome) -> Document:
    """What to write: the verdict's part, with the cells if they were repaired; {} if nothing."""
    judged = dict(outcome.document)
    if row.get("repaired"):
        judged |= {
            "cells": row["cells"],
            "broken": False,
            "update_time": clock.now(),
            "version": row.get("version", 1) + 1,
        }
        return judged
    same = row["verdict"] == judged["verdict"] and all(
        _plain(row.get(key)) == _plain(judged.get(key)) for key in JUDGED
    )
    return {} if same else judged


def _plain(value: Any) -> Any:
    """Problems are tuples before they are stored and lists after."""
    if isinstance(value, list | tuple):
        return [_plain(each) for each in cast("Sequence[Any]", value)]
    return value or None


def cells_of(row: Mapping[str, Any]) -> Cells:
    return Cells(row["number"], row["cells"], row.get("broken", False))


def _counted(row: Mapping[str, Any]) -> str:
    return counted_as(Verdict(row["verdict"]))


def _repair_cells(rows: Sequence[Document], imported: Import, bulk: Mapping[str, Any]) -> None:
    """Applies a bulk repair to the rows it is for, as their verdicts were before it."""
    if "column" not in bulk:
        return
    place = imported.columns.index(bulk["column"])
    for row in rows:
        wanted = (
            (not bulk.get("verdict") or row["verdict"] == bulk["verdict"])
            and (not bulk.get("reason") or bulk["reason"] in row.get("reasons", ()))
            and (not bulk.get("find") or _cell(row, place).strip() == bulk["find"].strip())
        )
        if wanted and _cell(row, place) != bulk["replace"]:
            row["cells"] = _with_cells(row["cells"], {place: bulk["replace"]}, imported)
            row["broken"], row["repaired"] = False, True


def _cell(row: Mapping[str, Any], place: int) -> str:
    cells = row["cells"]
    return cells[place] if place < len(cells) else ""


def _with_cells(cells: Sequence[str], changed: Mapping[int, str], imported: Import) -> list[str]:
    """Whoever repairs a row has seen what lay beyond the last column: it is dropped."""
    width = len(imported.columns)
    whole = [*cells[:width], *[""] * (width - len(cells))]
    for place, value in changed.items():
        whole[place] = value
    return whole


# --- one row ---------------------------------------------------------------------------------


@transactional
def update_row(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, str]) -> Document:
    """Repairs cells of a row; rows whose verdicts hang on it are judged again with it."""
    imported = store.visible_import(db, caller, parent_of(name), desk.WRITE)
    imported.require_rest()
    row = store.row(db, name)
    if etag and etag != etag_of(row.get("version", 1)):
        raise Stale(f"{name} was changed by someone else", name=name)
    if row["verdict"] in SETTLED:
        raise RowAlreadyCreated(f"{name} is {row['verdict']}", name=name)
    places = {_place(imported, key): value for key, value in values.items()}
    row["cells"] = _with_cells(row["cells"], places, imported)
    row["broken"], row["repaired"] = False, True
    _judge_onward(db, caller, imported, row)
    return store.row(db, name)


def put_cells(row: Document, imported: Import, cells: Mapping[int, str]) -> None:
    """Cells of a repaired error file onto their row, to be judged next."""
    if all(_cell(row, place) == value for place, value in cells.items()):
        return
    row["cells"] = _with_cells(row["cells"], cells, imported)
    row["broken"], row["repaired"] = False, True


def _place(imported: Import, key: str) -> int:
    """A column by its header, or by the field it becomes."""
    if key in imported.columns:
        return imported.columns.index(key)
    for place, each in enumerate(imported.mapping):
        if each.field == key and (key in FIELDS[imported.kind] or key.startswith(PREFIX)):
            return place
    raise UnknownColumn(f"The file has no column {key!r}", field="values")


def _judge_onward(db: Db, caller: Caller, imported: Import, first: Document) -> None:
    """A verdict depends on earlier rows only, so going through the dependent rows in file order
    judges each once and ends."""
    judge, names = Judge(db, caller, imported), Names()
    counted: Counter[str] = Counter()
    waiting: dict[int, Document] = {first["number"]: first}
    order, judged = [first["number"]], 0
    while order and judged < MOST_DEPENDENTS:
        row = waiting.pop(heapq.heappop(order))
        counted.update(judge_again(db, judge, [row], names))
        judged += 1
        for each in _dependents(db, imported.name, row):
            if each["number"] not in waiting:
                waiting[each["number"]] = each
                heapq.heappush(order, each["number"])
    after = replace(imported, counts=imported.counts.plus(counted))
    if order:
        desk.check_again(db, caller, imported, after)
    else:
        desk.save(db, caller, imported, after.at_rest())


def _dependents(db: Db, parent: str, before: Mapping[str, Any]) -> list[Document]:
    """Open rows further on that want what the row let go, or hold what it took."""
    held = set(before.get("holds", ()))
    holds = set(store.row(db, before["_id"]).get("holds", ()))
    found = store.dependents(
        db,
        parent,
        list(held - holds),
        list(holds - held),
        before["number"],
        MOST_DEPENDENTS + 1,
    )
    return [each for each in found if each["verdict"] not in SETTLED]
