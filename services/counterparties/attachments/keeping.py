"""What can be done to files. Who may see a client or a contact may see its files."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from google.protobuf.message import Message

from crm.counterparties.v1 import attachments_pb2 as pb
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties import store as base
from services.counterparties.actions.contacts import visible_contact
from services.counterparties.actions.references import READ, UPDATE, visible, whose
from services.counterparties.attachments import store
from services.counterparties.attachments.attachment import Attachment, State
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.kit import changes, clock, files, paging
from services.kit.caller import Caller, system
from services.kit.errors import InvalidArgument, NotFound
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.naming import collection_of
from services.kit.paging import Page

Holder = Counterparty | Contact
# A look at an image is told once in so long: cards show them again and again.
TOLD_FOR = timedelta(days=1)
_SEEN = {base.COUNTERPARTIES.id: visible, base.CONTACTS.id: visible_contact}
AT_ONCE = 100


def holder(db: Db, caller: Caller, parent: str) -> Holder:
    """Whose files they are, or whom it became; NOT_FOUND for who may not see it."""
    seen = _SEEN.get(collection_of(parent))
    if seen is None:
        raise NotFound(f"No {parent}", name=parent)
    return seen(db, caller, parent)


def writable_holder(db: Db, caller: Caller, parent: str) -> Holder:
    found = holder(db, caller, parent)
    caller.require_for(UPDATE, found.visible_to)
    found.require_active()
    return found


def visible_attachment(db: Db, caller: Caller, name: str) -> tuple[Attachment, Holder]:
    found = store.ATTACHMENTS.get(db, name)
    found.require_seen()
    return found, whose(holder, db, caller, name, found.parent)


def listed(
    db: Db, caller: Caller, parent: str, request: paging.Request, *, deleted: bool
) -> Page[Attachment]:
    state = State.DELETED if deleted else State.ACTIVE
    return store.page(db, holder(db, caller, parent).name, state, request)


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Attachment:
    current, parent = _changeable(db, caller, name, etag)
    current.require_active()
    changed = sound(replace(current, **values))
    if changed == current:
        return current
    saved = store.ATTACHMENTS.replace(db, changed)
    event = events.AttachmentUpdated(attachment=to_proto(saved, pb.Attachment))
    tell(db, caller, event, parent, saved, before=current)
    return saved


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> Attachment:
    current, parent = _changeable(db, caller, name, etag)
    saved = store.ATTACHMENTS.replace(db, current.deleted(clock.now()))
    event = events.AttachmentDeleted(attachment=to_proto(saved, pb.Attachment))
    tell(db, caller, event, parent, saved)
    return saved


@transactional
def undelete(db: Db, caller: Caller, name: str, etag: str) -> Attachment:
    current, parent = _changeable(db, caller, name, etag)
    saved = store.ATTACHMENTS.replace(db, current.restored())
    event = events.AttachmentRestored(attachment=to_proto(saved, pb.Attachment))
    tell(db, caller, event, parent, saved)
    return saved


def taken_out(db: Db, caller: Caller, name: str) -> tuple[Attachment, files.Stored]:
    """For saving; the audit trail knows of it before the first byte leaves."""
    found, parent = visible_attachment(db, caller, name)
    found.require_active()
    file = files.read(db, found.file)
    _tell_download(db, caller, found, parent, preview=False)
    return found, file


def looked_at(db: Db, caller: Caller, name: str) -> tuple[Attachment, files.Stored]:
    """A small image, for looking at."""
    found, parent = visible_attachment(db, caller, name)
    found.require_previewable()
    file = files.read(db, found.file)
    if not store.downloaded_since(db, name, caller.user, clock.now() - TOLD_FOR):
        _tell_download(db, caller, found, parent, preview=True)
    return found, file


@transactional
def erase_of(db: Db, caller: Caller, parents: Sequence[str]) -> int:
    """All files of these clients and contacts, for good, whatever their state: what they were
    called goes with the transaction, their bytes afterwards. How many."""
    found = [each for each in store.of_parents(db, parents) if each.state is not State.ERASED]
    for each in found:
        _erase(db, caller, each)
    store.forget_told(db, [each.name for each in found])
    return len(found)


def drop_erased_of(db: Db, parents: Sequence[str]) -> None:
    """The bytes at once, for who must not say before that they are gone. It may come twice."""
    for each in store.of_parents(db, parents):
        if each.state is State.ERASED:
            _drop(db, each)


def sweep(db: Db) -> None:
    """Lets go of what was deleted long ago, cut off on its way in, or erased."""
    for each in store.expired(db, clock.now(), AT_ONCE):
        _erase(db, system(db.tenant), each)
    for each in store.erased(db, AT_ONCE):
        _drop(db, each)


def _drop(db: Db, attachment: Attachment) -> None:
    files.delete(db, attachment.file)
    _let_go(db, attachment)


@transactional
def _erase(db: Db, caller: Caller, attachment: Attachment) -> None:
    gone = store.ATTACHMENTS.replace(db, attachment.erased())
    event = events.AttachmentErased(attachment=gone.name)
    changes.record(db, caller, event, after=gone, permission="audit.read")


@transactional
def _let_go(db: Db, attachment: Attachment) -> None:
    store.ATTACHMENTS.remove(db, attachment)
    store.take(db, -attachment.size)


def _changeable(db: Db, caller: Caller, name: str, etag: str) -> tuple[Attachment, Holder]:
    current, parent = visible_attachment(db, caller, name)
    caller.require_for(UPDATE, parent.visible_to)
    require_etag(current, etag)
    return current, parent


def sound(attachment: Attachment) -> Attachment:
    tidy = attachment.tidy()
    if problems := list(tidy.problems()):
        raise InvalidArgument.of(problems)
    return tidy


def tell(
    db: Db,
    caller: Caller,
    event: Message,
    parent: Holder,
    attachment: Attachment,
    **about: Any,
) -> None:
    facts = {} if "before" in about else _facts(attachment)
    changes.record(
        db,
        caller,
        event,
        after=attachment,
        permission=about.pop("permission", READ),
        visible_to=parent.visible_to,
        facts=facts | about.pop("facts", {}),
        **about,
    )


@transactional
def _tell_download(
    db: Db, caller: Caller, attachment: Attachment, parent: Holder, *, preview: bool
) -> None:
    event = events.AttachmentDownloaded(
        attachment=to_proto(attachment, pb.Attachment), preview=preview
    )
    # In a session that looks on as somebody else it was not he.
    by = {"viewed_by": caller.viewed_by} if caller.viewed_by else {}
    tell(db, caller, event, parent, attachment, permission="audit.read", facts=by)


def _facts(attachment: Attachment) -> dict[str, Any]:
    return {
        "file_name": attachment.file_name,
        "size": attachment.size,
        "parent": attachment.parent,
    }
