"""What can be done to notes. Who may see a counterparty may see, and write, its notes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from google.protobuf.message import Message

from crm.counterparties.v1 import events_pb2 as events
from crm.counterparties.v1 import notes_pb2 as pb
from services.counterparties import store
from services.counterparties.actions.references import READ, UPDATE, visible, whose
from services.counterparties.counterparty import Counterparty
from services.counterparties.note import Note
from services.kit import changes
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument, NotFound
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional


def visible_note(db: Db, caller: Caller, name: str) -> tuple[Note, Counterparty]:
    note = store.NOTES.get(db, name)
    return note, whose(visible, db, caller, name, note.counterparty)


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> Note:
    name = store.NOTES.new_name(request_id)
    make = lambda: _create(db, caller, name, values)  # noqa: E731
    return store.NOTES.once(db, name, request_id, make, lambda n: n.author == caller.user)


@transactional
def _create(db: Db, caller: Caller, name: str, values: Mapping[str, Any]) -> Note:
    try:
        counterparty = visible(db, caller, values["counterparty"])
    except NotFound as error:
        text = f"There is no {values['counterparty']}: choose another one."
        raise InvalidArgument(text, field="counterparty", reason="COUNTERPARTY_UNKNOWN") from error
    caller.require_for(UPDATE, counterparty.visible_to)
    # The name of one merged away means its survivor.
    values = {**values, "counterparty": counterparty.name}
    draft = Note(**values, name=name, author=caller.user, author_display_name=caller.display_name)
    created = store.NOTES.insert(db, _sound(draft))
    _tell(
        db, caller, events.NoteCreated(note=to_proto(created, pb.Note)), counterparty, after=created
    )
    return created


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Note:
    current, counterparty = visible_note(db, caller, name)
    caller.require_for(UPDATE, counterparty.visible_to)
    require_etag(current, etag)
    # Pinning is for everybody's eyes; the words are the author's.
    if set(values) - {"pinned"}:
        current.require_author(caller.user)
    # A note stays where it was written.
    changed = _sound(replace(current, **{**values, "counterparty": current.counterparty}))
    if changed == current:
        return current
    saved = store.NOTES.replace(db, changed)
    event = events.NoteUpdated(note=to_proto(saved, pb.Note))
    _tell(db, caller, event, counterparty, before=current, after=saved)
    return saved


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> None:
    current, counterparty = visible_note(db, caller, name)
    caller.require_for(UPDATE, counterparty.visible_to)
    require_etag(current, etag)
    current.require_author(caller.user)
    store.NOTES.remove(db, current)
    event = events.NoteDeleted(note=to_proto(current, pb.Note))
    _tell(db, caller, event, counterparty, before=current, version=current.version + 1)


def _sound(note: Note) -> Note:
    if problems := note.problems():
        raise InvalidArgument.of(problems)
    return replace(note, text=note.text.strip())


def _tell(db: Db, caller: Caller, event: Message, counterparty: Counterparty, **about: Any) -> None:
    changes.record(db, caller, event, permission=READ, visible_to=counterparty.visible_to, **about)
