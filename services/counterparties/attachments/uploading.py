"""A file on its way in: first it is written down that one comes, then its bytes, then it is there.

Whoever dies in between leaves a record in state UPLOADING that nobody sees and the sweep finds,
with the bytes received so far.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace

from crm.counterparties.v1 import attachments_pb2 as pb
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties.attachments import store
from services.counterparties.attachments.attachment import (
    MOST_BYTES,
    MOST_OF_RECORD,
    SEEN,
    Attachment,
    FileEmpty,
    FileTooLarge,
    NoRoom,
    State,
    TooManyFiles,
)
from services.counterparties.attachments.keeping import holder, sound, tell, writable_holder
from services.counterparties.attachments.media import HEAD, media_type
from services.kit import files
from services.kit.caller import Caller
from services.kit.errors import AlreadyExists, InvalidArgument, NotFound, Stale
from services.kit.mapping import to_proto
from services.kit.mongo import Db, transactional


def upload(
    db: Db, caller: Caller, draft: Attachment, pieces: Iterable[bytes], room: int
) -> Attachment:
    """`room`: how many bytes all files of the tenant may take."""
    known = store.ATTACHMENTS.find(db, draft.name)
    if known is not None and known.state is not State.UPLOADING:
        return _sent_before(db, caller, known)
    begun = _begun(db, caller, draft, known)
    incoming = _Incoming(pieces)
    try:
        if known is not None:
            # Nothing names these bytes any more; who still sends them will find himself outrun.
            files.delete(db, known.file)
        files.write(db, begun.file, incoming)
        return _finished(db, caller, begun, incoming, room)
    except BaseException:
        forget(db, begun)
        raise


class _Incoming:
    """The pieces as they come, with what is learnt of them; refuses too many."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.size, self.head = 0, b""

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.size += len(piece)
            if self.size > MOST_BYTES:
                text = f"At most {MOST_BYTES} bytes"
                raise FileTooLarge(text, field="file", most=str(MOST_BYTES))
            if len(self.head) < HEAD:
                self.head += piece[: HEAD - len(self.head)]
            yield piece
        if not self.size:
            raise FileEmpty("The file is empty", field="file")


def _sent_before(db: Db, caller: Caller, known: Attachment) -> Attachment:
    """The same request again; a name that is somebody else's is not even said to be there."""
    if known.creator != caller.user:
        raise AlreadyExists(f"{known.name} exists")
    known.require_seen()
    holder(db, caller, known.parent)
    return known


@transactional
def _begun(db: Db, caller: Caller, draft: Attachment, known: Attachment | None) -> Attachment:
    try:
        parent = writable_holder(db, caller, draft.parent)
    except NotFound as error:
        text = f"There is no {draft.parent}: choose another one."
        raise InvalidArgument(text, field="parent", reason="PARENT_UNKNOWN") from error
    begun = sound(
        replace(
            draft,
            parent=parent.name,
            creator=caller.user,
            creator_display_name=caller.display_name,
            file=f"{draft.name}/{uuid.uuid4()}",
        )
    )
    if store.count_of(db, parent.name, MOST_OF_RECORD) >= MOST_OF_RECORD:
        text = f"{parent.name} has {MOST_OF_RECORD} files already"
        raise TooManyFiles(text, most=str(MOST_OF_RECORD))
    if known is None:
        return store.ATTACHMENTS.insert(db, begun)
    if known.creator != caller.user:
        raise AlreadyExists(f"{draft.name} exists")
    since = {"version": known.version, "create_time": known.create_time}
    return store.ATTACHMENTS.replace(db, replace(begun, **since))


@transactional
def _finished(
    db: Db, caller: Caller, begun: Attachment, incoming: _Incoming, room: int
) -> Attachment:
    # Meanwhile it may have been merged into another one, or deleted.
    parent = writable_holder(db, caller, begun.parent)
    if store.taken(db) + incoming.size > room:
        raise NoRoom("The files of this tenant take all the room there is", room=str(room))
    kind = media_type(incoming.head, begun.file_name)
    there = replace(begun.received(incoming.size, kind), parent=parent.name)
    saved = store.ATTACHMENTS.replace(db, there)
    store.take(db, saved.size)
    event = events.AttachmentCreated(attachment=to_proto(saved, pb.Attachment))
    tell(db, caller, event, parent, saved)
    return saved


def forget(db: Db, begun: Attachment) -> None:
    """An attempt that failed; or that was kept, by a commit whose answer was lost: so before any
    byte goes, the record is taken hold of."""
    try:
        held = store.ATTACHMENTS.replace(db, begun)
        files.delete(db, held.file)
        store.ATTACHMENTS.remove(db, held)
    except Stale:
        found = store.ATTACHMENTS.find(db, begun.name)
        if found is None or found.file != begun.file or found.state not in SEEN:
            # Another attempt goes on, or the sweep was sooner.
            files.delete(db, begun.file)
