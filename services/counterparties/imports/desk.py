"""What can be done at the import desk: a function, a transaction; long work is started as a job."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from crm.counterparties.v1 import events_pb2 as events
from crm.counterparties.v1 import imports_pb2 as pb
from services.counterparties import store as clients
from services.counterparties.actions.references import CREATE
from services.counterparties.custom_fields.custom_field import Resource
from services.counterparties.custom_fields.store import definitions
from services.counterparties.imports import custom_cells, store
from services.counterparties.imports.columns import Kind
from services.counterparties.imports.import_run import (
    AT_REST,
    DuplicatePolicy,
    Import,
    ImportTemplate,
    State,
    check_mapping,
)
from services.counterparties.imports.row import numbers_of
from services.kit import changes, clock, jobs
from services.kit.caller import Caller, visible_to
from services.kit.errors import InvalidArgument, Violation
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.owned import owner_problems
from services.kit.people import known_people
from services.kit.person import ME, Person

READ, WRITE = "imports.read", "imports.write"
READ_JOB, CHECK_JOB, CREATE_JOB = "read_import", "check_import", "create_imported_counterparties"
UNDO_JOB, REPAIR_JOB, DELETE_JOB = "undo_import", "repair_import", "delete_import_rows"
MOST_ROWS = 10_000
TELL_EVERY = timedelta(milliseconds=500)
UNDO_FOR = timedelta(days=30)


# --- telling ---------------------------------------------------------------------------------


def save(db: Db, caller: Caller, before: Import, after: Import) -> Import:
    """Keeps a changed import and tells of it."""
    saved = store.IMPORTS.replace(db, after)
    event = events.ImportUpdated(**{"import": to_proto(saved, pb.Import)})
    changes.record(db, caller, event, before=before, after=saved)
    return saved


def save_progress(db: Db, caller: Caller, before: Import, after: Import, job: jobs.Job) -> Import:
    """After a slice: told as seldom as the job itself, and no news for the audit trail."""
    if before.state is not after.state:
        return save(db, caller, before, after)
    saved = store.IMPORTS.replace(db, after)
    if clock.now() - job.announce_time >= TELL_EVERY:
        event = events.ImportUpdated(**{"import": to_proto(saved, pb.Import)})
        changes.record(db, caller, event, before=before, after=saved, audit=False)
    return saved


# --- imports ---------------------------------------------------------------------------------


def settings_of(db: Db, caller: Caller, values: Mapping[str, Any]) -> dict[str, Any]:
    """Duplicate policy, owner and segments as sent, checked; what was not sent is left out."""
    chosen = {k: values[k] for k in ("duplicate_policy", "owner", "segments") if k in values}
    if "duplicate_policy" in chosen:
        chosen["duplicate_policy"] = DuplicatePolicy(chosen["duplicate_policy"] or "SKIP")
    if chosen.get("owner") == ME:
        chosen["owner"] = caller.user
    problems = list[Violation]()
    if owner := chosen.get("owner"):
        problems += owner_problems("owner", owner, known_people(db, caller, [owner]))
    segments = tuple(dict.fromkeys(chosen.get("segments", ())))
    for missing in sorted(clients.missing_segments(db, segments)):
        text = f"There is no {missing}: choose another one."
        problems.append(Violation("segments", "SEGMENT_UNKNOWN", text))
    if problems:
        raise InvalidArgument.of(problems)
    return {**chosen, "segments": segments} if "segments" in chosen else chosen


def owner_of(db: Db, caller: Caller, imported: Import) -> Person:
    """Whose the new clients are: the owner chosen, or the one who imports."""
    name = imported.owner or caller.user
    found = known_people(db, caller, [name]).get(name)
    if found is None or not found.active:
        raise InvalidArgument(f"{name} cannot own clients", field="owner", reason="OWNER_INACTIVE")
    return found


@transactional
def create(db: Db, caller: Caller, draft: Import) -> Import:
    """Keeps an uploaded file's import and starts reading; its file is stored already."""
    if draft.template:
        require_template(db, draft.template, draft.kind)
    created = store.IMPORTS.insert(
        db,
        replace(
            draft,
            creator=caller.user,
            creator_display_name=caller.display_name,
            visible_to=visible_to(caller.user, caller.org_path),
        ),
    )
    event = events.ImportCreated(**{"import": to_proto(created, pb.Import)})
    changes.record(db, caller, event, after=created)
    jobs.start(db, caller, READ_JOB, params={}, subject=created.name)
    return created


def require_template(db: Db, name: str, kind: Kind) -> ImportTemplate:
    found = store.TEMPLATES.find(db, name)
    if found is None or found.kind is not kind:
        text = f"There is no template {name} for {kind} files"
        raise InvalidArgument(text, field="template", reason="IMPORT_TEMPLATE_UNKNOWN")
    return found


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Import:
    """Mapping, policy, owner, segments; what changes verdicts has all open rows checked again."""
    current = store.visible_import(db, caller, name, WRITE)
    require_etag(current, etag)
    current.require_rest()
    changed = replace(current, **settings_of(db, caller, values))
    if "mapping" in values:
        changed = changed.with_mapping(values["mapping"], _custom(db))
    recheck = (changed.mapping, changed.duplicate_policy) != (
        current.mapping,
        current.duplicate_policy,
    )
    if changed == current:
        return current
    return (
        _checking(db, caller, current, changed, {})
        if recheck
        else save(db, caller, current, changed)
    )


def _checking(
    db: Db, caller: Caller, before: Import, after: Import, params: Mapping[str, Any]
) -> Import:
    jobs.start(db, caller, CHECK_JOB, params=params, subject=before.name)
    return save(db, caller, before, replace(after, state=State.CHECKING))


@transactional
def check_again(db: Db, caller: Caller, before: Import, after: Import) -> Import:
    """Judges the open rows anew as a job."""
    return _checking(db, caller, before, after, {})


@transactional
def delete(db: Db, caller: Caller, name: str) -> None:
    """At any time: a job at work finds its import gone. Rows and file go piece by piece."""
    current = store.visible_import(db, caller, name, WRITE)
    store.IMPORTS.remove(db, current)
    event = events.ImportDeleted(**{"import": to_proto(current, pb.Import)})
    changes.record(db, caller, event, before=current, version=current.version + 1)
    jobs.start(db, caller, DELETE_JOB, params={"file": current.file}, subject=name)


@transactional
def bulk_update_rows(db: Db, caller: Caller, name: str, values: Mapping[str, Any]) -> Import:
    """Sets one column of many open rows, or only those cells that hold exactly `find`."""
    current = store.visible_import(db, caller, name, WRITE)
    current.require_rest()
    if values["column"] not in current.columns:
        text = f"The file has no column {values['column']!r}"
        raise InvalidArgument(text, field="column", reason="IMPORT_COLUMN_UNKNOWN")
    return _checking(db, caller, current, current, dict(values))


@transactional
def create_clients(db: Db, caller: Caller, name: str, rows: tuple[str, ...]) -> Import:
    """Starts making clients of the rows named, or of all valid ones if none is."""
    caller.require(CREATE)
    current = store.visible_import(db, caller, name, WRITE)
    current.require_rest()
    if len(rows) > MOST_ROWS:
        text = f"At most {MOST_ROWS} rows: use all_valid."
        raise InvalidArgument(text, field="rows", reason="TOO_MANY")
    numbers = numbers_of(name, rows)
    if len(numbers) != len(set(rows)):
        raise InvalidArgument("Rows of another import", field="rows", reason="IMPORT_ROW_UNKNOWN")
    owner_of(db, caller, current)
    params = {"numbers": numbers} if rows else {}
    jobs.start(db, caller, CREATE_JOB, params=params, subject=name)
    until = current.undo_expire_time or clock.now() + UNDO_FOR
    started = replace(current, state=State.CREATING, undo_expire_time=until)
    return save(db, caller, current, started)


@transactional
def undo(db: Db, caller: Caller, name: str) -> Import:
    current = store.visible_import(db, caller, name, WRITE)
    current.require_undoable(clock.now())
    jobs.start(db, caller, UNDO_JOB, params={}, subject=name)
    return save(db, caller, current, replace(current, state=State.UNDOING))


@transactional
def repair(db: Db, caller: Caller, name: str, upload: str) -> Import:
    """Starts putting a repaired error file, stored under `upload`, onto the rows it came from."""
    current = store.visible_import(db, caller, name, WRITE)
    current.require_rest()
    jobs.start(db, caller, REPAIR_JOB, params={"upload": upload}, subject=name)
    return save(db, caller, current, replace(current, state=State.CHECKING))


def fail_after(db: Db, caller: Caller, job: jobs.Job) -> None:
    """A job was stopped or gave up: the import must not seem at work for ever."""
    current = store.IMPORTS.find(db, job.subject)
    if current is None or current.state in AT_REST or current.state is State.FAILED:
        return
    reason = job.error_reason or "IMPORT_STOPPED"
    reading = current.state in (State.QUEUED, State.READING)
    after = replace(current, state=State.FAILED) if reading else current.at_rest()
    save(db, caller, current, replace(after, error_reason=reason))


def _custom(db: Db) -> frozenset[str]:
    """The tenant's own fields that a column may become."""
    return custom_cells.fields_of(definitions(db, Resource.COUNTERPARTY))


# --- templates -------------------------------------------------------------------------------


@transactional
def keep_template(db: Db, caller: Caller, values: Mapping[str, Any]) -> ImportTemplate:
    """One of the same name and kind is replaced."""
    draft = ImportTemplate(name=store.TEMPLATES.new_name(), **values)
    check_mapping(draft.mapping, draft.kind, _custom(db))
    known = store.template_of_name(db, draft.kind, draft.display_name)
    if known is not None:
        changed = store.TEMPLATES.replace(db, replace(known, mapping=draft.mapping))
        event = events.ImportTemplateUpdated(import_template=_template(changed))
        changes.record(db, caller, event, before=known, after=changed, permission=READ)
        return changed
    created = store.TEMPLATES.insert(db, draft)
    event = events.ImportTemplateCreated(import_template=_template(created))
    changes.record(db, caller, event, after=created, permission=READ)
    return created


@transactional
def delete_template(db: Db, caller: Caller, name: str) -> None:
    found = store.TEMPLATES.get(db, name)
    store.TEMPLATES.remove(db, found)
    event = events.ImportTemplateDeleted(import_template=_template(found))
    changes.record(db, caller, event, before=found, permission=READ, version=found.version + 1)


def _template(template: ImportTemplate) -> pb.ImportTemplate:
    return to_proto(template, pb.ImportTemplate)
