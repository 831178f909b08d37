"""The jobs that take an import back, and that clear away a deleted one."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.counterparties import store as base
from services.counterparties.actions import contacts
from services.counterparties.actions import counterparties as actions
from services.counterparties.consents.consent import Method
from services.counterparties.consents.store import CONSENTS
from services.counterparties.counterparty import Counterparty, State
from services.counterparties.imports import desk, store
from services.counterparties.imports import import_run as runs
from services.counterparties.imports.import_run import counted_as
from services.counterparties.imports.row import Verdict
from services.counterparties.merging.store import with_children
from services.kit import files, jobs
from services.kit.caller import Caller
from services.kit.jobs import Job, JobKind
from services.kit.mapping import from_document
from services.kit.mongo import Db

BATCH = 500
SLICE_S = 0.6
ROWS_AT_ONCE = 5000
MADE = (Verdict.CREATED, Verdict.UPDATED)
EVERYTHING: Mapping[str, Any] = {}
Document = dict[str, Any]


class UndoImport(JobKind):
    """cursor: the number of the last row taken back or kept."""

    kind = desk.UNDO_JOB

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        imported = store.IMPORTS.find(db, job.subject)
        if imported is None:
            return replace(job, state=jobs.State.DONE)
        counted: Counter[str] = Counter()
        number, undone, kept = job.cursor.get("number", 0), 0, 0
        until = time.monotonic() + SLICE_S
        while True:
            rows = store.rows_after(db, imported.name, number, BATCH, MADE)
            if not rows:
                break
            verdicts = take_back(db, caller.acting("IMPORT"), imported.name, rows, job.name)
            for row, verdict in zip(rows, verdicts, strict=True):
                was_update = row["verdict"] == Verdict.UPDATED
                counted[counted_as(Verdict(row["verdict"]))] -= 1
                counted[counted_as(verdict, was_update=was_update)] += 1
            number = rows[-1]["number"]
            undone += verdicts.count(Verdict.UNDONE)
            kept += verdicts.count(Verdict.KEPT)
            if time.monotonic() > until:
                break
        after = replace(imported, counts=imported.counts.plus(counted))
        if not rows:
            after = replace(after, state=runs.State.UNDONE, undo_expire_time=None)
        desk.save_progress(db, caller, imported, after, job)
        c = job.counts
        counts = replace(
            c, total=c.total + undone + kept, undone=c.undone + undone, kept=c.kept + kept
        )
        if not rows:
            return replace(job, state=jobs.State.DONE, counts=counts)
        return replace(job, counts=counts, cursor={"number": number})

    def ended(self, db: Db, caller: Caller, job: Job) -> None:
        desk.fail_after(db, caller, job)


def take_back(
    db: Db, caller: Caller, imported: str, rows: Sequence[Document], job: str
) -> list[Verdict]:
    """New clients to the recycle bin, updated ones as they were; those changed since stay."""
    found = base.by_names(db, [row["counterparty"] for row in rows], EVERYTHING)
    touched = _touched(db, imported, rows)
    gone: list[Counterparty] = []
    restored: list[tuple[Counterparty, Counterparty]] = []
    verdicts: list[Verdict] = []
    for row in rows:
        client = found.get(row["counterparty"])
        before = row.get("before")
        if client is None or not _is_unchanged(client, row, touched):
            verdicts.append(Verdict.KEPT)
            continue
        verdicts.append(Verdict.UNDONE)
        if row["verdict"] == Verdict.CREATED:
            gone.append(client)
            continue
        if before:
            restored.append((client, _as_before(client, before)))
        _remove_contact(db, caller, row)
    if gone:
        actions.delete_many(db, caller, gone, job)
    if restored:
        actions.replace_many(db, caller, restored, job)
    store.set_rows(
        db,
        (
            (row["_id"], {"verdict": verdict.value, "was_update": row["verdict"] == "UPDATED"})
            for row, verdict in zip(rows, verdicts, strict=True)
        ),
    )
    return verdicts


def _remove_contact(db: Db, caller: Caller, row: Document) -> None:
    """The person that the row brought to a client, unless somebody has changed him since."""
    person = base.CONTACTS.find(db, row["contact"]) if row.get("contact") else None
    if person is not None and person.version == 1:
        contacts.delete(db, caller, person.name, "")


def _is_unchanged(client: Counterparty, row: Document, touched: set[str]) -> bool:
    if client.state is not State.ACTIVE:
        return False
    if row["verdict"] == Verdict.CREATED:
        return client.version == 1 and client.name not in touched
    return "before" not in row or client.version == row["after_version"]


def _touched(db: Db, imported: str, rows: Sequence[Document]) -> set[str]:
    """Clients to whom, or to whose people, something has been added, or whose people changed."""
    names = [row["counterparty"] for row in rows]
    people = base.contacts_of(db, names)
    # What the file said of consents, the import has noted itself.
    noted = {"method": Method.IMPORT.value, "evidence.submission": imported}
    busy = with_children(db, [*names, *(each.name for each in people)], {CONSENTS.id: noted})
    counts = Counter(each.counterparty for each in people)
    return {
        *busy,
        *(each.counterparty for each in people if each.version > 1 or each.name in busy),
        # The import makes one contact at most.
        *(name for name, count in counts.items() if count > 1),
    }


def _as_before(client: Counterparty, before: Document) -> Counterparty:
    """As it was, but where it belongs now: owners may have moved meanwhile."""
    old = from_document(Counterparty, before)
    return replace(
        old,
        version=client.version,
        owner=client.owner,
        owner_display_name=client.owner_display_name,
        org_path=client.org_path,
        visible_to=client.visible_to,
        stamp_version=client.stamp_version,
    )


class DeleteRows(JobKind):
    """The rows and the file of an import that is gone already."""

    kind = desk.DELETE_JOB

    def step(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        deleted = store.delete_rows(db, job.subject, ROWS_AT_ONCE)
        counts = replace(job.counts, changed=job.counts.changed + deleted)
        if deleted == ROWS_AT_ONCE:
            return replace(job, counts=counts)
        files.delete(db, job.params["file"])
        return replace(job, state=jobs.State.DONE, counts=counts)
