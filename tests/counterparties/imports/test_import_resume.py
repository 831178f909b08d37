"""A worker killed in the middle of a file: another goes on, and no row is lost or doubled."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from crm.counterparties.v1 import imports_pb2 as pb
from services.counterparties.imports import reading
from services.kit import jobs
from tests.counterparties.imports import files
from tests.counterparties.imports.files import a_csv
from tests.counterparties.office import Office
from tests.waiting import leases_run_out, until

ROWS = 12_000
ROOT = Path(__file__).parents[3]


def a_large_csv(rows: int) -> bytes:
    body = [(f"ООО «Клиент {n}»", f"8 495 {n:07}", f"c{n}@firma.ru") for n in range(rows)]
    # One in a hundred repeats the row before it.
    for n in range(100, rows, 100):
        body[n] = (f"ООО «Другой {n}»", *body[n - 1][1:])
    return a_csv(("Наименование", "Телефон", "E-mail"), *body)


def a_large_workbook(path: Path, rows: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(("Наименование", "Телефон"))
    for n in range(rows):
        sheet.append((f"ООО «Клиент {n}»", f"8 495 {n:07}"))
    book.save(path)
    return path.read_bytes()


@pytest.fixture
def worker(office: Office) -> Iterator[subprocess.Popen[bytes]]:
    """The process that works on jobs, as `make run` starts it."""
    environ = {
        **os.environ,
        **office.door.settings.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'build' / 'gen'}",
    }
    command = [sys.executable, "-m", "services.kit", "counterparties", "jobs"]
    with subprocess.Popen(command, env=environ, cwd=ROOT) as process:
        yield process
        process.kill()


def test_a_killed_reader_loses_and_doubles_nothing(
    office: Office, worker: subprocess.Popen[bytes]
) -> None:
    made = files.uploaded(office, office.admin, a_large_csv(ROWS))
    now = until(lambda: begun(office, made))
    worker.kill()
    worker.wait()
    assert now.state == pb.Import.STATE_READING
    assert now.counts.read < ROWS
    leases_run_out(office.db)
    until(lambda: ended(office, made))
    assert_whole(office, made, duplicates=ROWS // 100 - 1)


def begun(office: Office, made: pb.Import) -> pb.Import | None:
    found = files.now(office, office.admin, made.name)
    return found if found.counts.read else None


def ended(office: Office, made: pb.Import) -> bool:
    office.work()
    return not jobs.JOBS.select(office.db, {"subject": made.name})[0].state.active


def assert_whole(office: Office, made: pb.Import, duplicates: int) -> None:
    now = files.now(office, office.admin, made.name)
    assert now.state == pb.Import.STATE_STAGED
    assert (now.counts.read, now.counts.duplicates) == (ROWS, duplicates)
    found = office.db.bound("import_rows").find(
        {"parent": made.name}, {"number": 1, "cells": 1}, sort=[("number", 1)]
    )
    assert [each["number"] for each in found] == list(range(1, ROWS + 1))
    # Row n of the file is row n of the desk.
    assert found[-1]["cells"][1] == f"8 495 {ROWS - 1:07}"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_slice_may_be_another_workers(office: Office, tmp_path: Path, kind: str) -> None:
    rows = 2500
    content = a_large_csv(rows) if kind == "csv" else a_large_workbook(tmp_path / "x.xlsx", rows)
    reader = reading.ReadImport(slice_s=0.0, most_open=0)
    made = files.staged(office, office.admin, content, reader)
    assert made.counts.read == rows
    names = [row.values["Наименование"] for row in files.rows(office, office.admin, made.name)]
    assert len(set(names)) == rows
    assert made.bytes_read == made.file_size


def test_a_slice_of_creating_that_fails_leaves_nothing_behind(office: Office) -> None:
    made = files.staged(office, office.admin, a_large_csv(600))
    office.imports(office.admin).CreateImportedCounterparties(
        pb.CreateImportedCounterpartiesRequest(name=made.name, all_valid=True)
    )
    with created_rows_refused(office, made):
        office.work()
        [waiting] = jobs.JOBS.select(office.db, {"subject": made.name, "active": True})
        assert (waiting.attempts, waiting.error_reason) == (1, "INTERNAL")
    assert office.db.bound("counterparties").count({}) == 0
    assert files.now(office, office.admin, made.name).counts.created == 0
    # The job is tried again after a pause.
    until(lambda: ended(office, made))
    assert files.now(office, office.admin, made.name).counts.created == 595
    assert office.db.bound("counterparties").count({}) == 595
    assert len(office.changes("counterparty_created")) == 595


@contextmanager
def created_rows_refused(office: Office, made: pb.Import) -> Iterator[None]:
    """The store itself refuses the last write of the slice, after clients and events."""
    another = {"parent": {"$ne": made.name}}
    not_yet = {"verdict": {"$ne": "CREATED"}}
    database = office.db.client[office.db.database]
    database.command("collMod", "import_rows", validator={"$or": [another, not_yet]})
    try:
        yield
    finally:
        database.command("collMod", "import_rows", validator={})
