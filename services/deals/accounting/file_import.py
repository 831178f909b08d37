"""Imports a file that accounting brought: read once, then taken over slice by slice."""

import uuid
from collections.abc import Iterator
from dataclasses import replace

from services.deals.accounting import store, telling
from services.deals.accounting.commerceml import document, orders
from services.deals.accounting.commerceml.document import MOST_BYTES, FileTooLarge
from services.deals.accounting.commerceml.orders import Told
from services.deals.accounting.file_exchange import JOB
from services.deals.accounting.file_session import FileRows
from services.kit import files
from services.kit.caller import Caller
from services.kit.jobs import Counts, Job, JobKind, State
from services.kit.mongo import Db

SLICE = 100


class ImportAccountingFile(JobKind):
    """cursor: `run` and the part of the file to be taken over next."""

    kind = JOB

    def prepare(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        """What a crash left of an earlier run is of another run."""
        run = uuid.uuid4().hex
        store.forget_rows(db, job.name)
        rows = [telling.kept(each) for each in _told(db, job)]
        for n, start in enumerate(range(0, len(rows), SLICE)):
            part = FileRows(
                name=store.FILE_ROWS.new_name(),
                file=job.name,
                run=run,
                n=n,
                rows=tuple(rows[start : start + SLICE]),
            )
            store.keep_rows(db, part)
        return replace(job, cursor={"run": run, "n": 0}, counts=Counts(total=len(rows)))

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        run, n = job.cursor["run"], job.cursor["n"]
        part = store.rows(db, job.name, run, n)
        told = [telling.read(each) for each in part.rows] if part else []
        taken = telling.take_over(db, caller, job.name, store.settings(db), told)
        counts = replace(
            job.counts,
            changed=job.counts.changed + taken,
            skipped=job.counts.skipped + len(told) - taken,
        )
        done = len(told) < SLICE
        if done:
            _forget(db, job)
        state = State.DONE if done else job.state
        return replace(job, state=state, counts=counts, cursor={"run": run, "n": n + 1})

    def ended(self, db: Db, caller: Caller, job: Job) -> None:  # noqa: ARG002
        _forget(db, job)


def _told(db: Db, job: Job) -> Iterator[Told]:
    content = _content(db, job)
    found = document.unzipped(content).values() if job.params["zip"] else [content]
    for each in found:
        yield from orders.read(each)


def _content(db: Db, job: Job) -> bytes:
    content = bytearray()
    for piece in job.params["pieces"]:
        content += files.read(db, piece).read()
        if len(content) > MOST_BYTES:
            raise FileTooLarge(f"At most {MOST_BYTES // 2**20} MiB a file", field="file")
    return bytes(content)


def _forget(db: Db, job: Job) -> None:
    """It tells of people, and nobody needs it any more."""
    for piece in job.params["pieces"]:
        files.delete(db, piece)
    store.forget_rows(db, job.name)
