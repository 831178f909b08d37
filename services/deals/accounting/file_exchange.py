"""Accounting comes by itself: begins a session and brings files, which a job imports.

A file is kept piece by piece. A piece that was cut off is none, one that comes twice is one, and
what a file says is taken over once however often it comes: so a delivery can be repeated at will.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from services.deals.accounting import store
from services.deals.accounting.commerceml import orders
from services.deals.accounting.commerceml.document import MOST_BYTES, FileTooLarge, is_plain
from services.deals.accounting.file_session import (
    BroughtFile,
    FileName,
    FileSession,
    FilesOff,
    Piece,
    end_of,
)
from services.deals.accounting.settings import AccountingSettings
from services.deals.accounting.store import SESSIONS
from services.kit import clock, files, jobs
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import NotFound
from services.kit.jobs import JOBS, Job
from services.kit.mongo import Db, transactional

JOB = "import_accounting_file"
# Long after its pass is over.
KEPT, FORGOTTEN_AT_ONCE = timedelta(days=1), 20
_FOLDER = "accountingFiles"


def settings(db: Db) -> AccountingSettings:
    chosen = store.settings(db)
    if not chosen.file_sellers:
        raise FilesOff("No firm exchanges files with accounting: choose one in the settings")
    return chosen


def begin(db: Db, caller: Caller, session: str, version: str) -> FileSession:
    """What earlier ones left behind goes; files under way are their jobs'."""
    settings(db)
    before, name = clock.now() - KEPT, SESSIONS.new_name(session)
    for each in store.sessions_before(db, before, FORGOTTEN_AT_ONCE):
        _forget(db, each)
    if (known := SESSIONS.find(db, name)) is not None:
        _require_own(caller, known)
        _forget(db, known)
    store.note(db, files_time=clock.now())
    return SESSIONS.insert(
        db,
        FileSession(
            name=name,
            user=caller.user,
            api_key=caller.session,
            commerce_version=orders.NEW_VERSION if version[:1] == "3" else orders.VERSION,
        ),
    )


def opened(db: Db, caller: Caller, session: str) -> FileSession:
    found = SESSIONS.get(db, SESSIONS.new_name(session))
    _require_own(caller, found)
    return found


def upload(
    db: Db, caller: Caller, session: str, file_name: str, pieces: Iterable[bytes]
) -> tuple[BroughtFile, Job | None]:
    if not is_plain(file_name):
        raise FileName("A file's own name, without folders", field="file_name")
    opened(db, caller, session)
    place, sent = f"{_FOLDER}/{uuid.uuid4()}", _Sent(pieces)
    files.write(db, place, sent)
    piece = Piece(name=place, size=sent.size, digest=sent.digest)
    try:
        file = _add(db, caller, session, file_name, piece, sent)
    except BaseException:
        files.delete(db, place)
        raise
    if piece not in file.pieces:
        files.delete(db, place)
    return file, _job(db, file)


def import_file(
    db: Db, caller: Caller, session: str, file_name: str
) -> tuple[BroughtFile, Job | None]:
    """Begins with it, unless that was done as it came whole."""
    file = _import(db, caller, session, file_name)
    return file, _job(db, file)


@dataclass(slots=True)
class _Sent:
    """A piece on its way, summed up; its beginning and its end."""

    pieces: Iterable[bytes]
    size: int = 0
    digest: str = ""
    begin: bytes = b""
    end: bytes = b""

    def __iter__(self) -> Iterator[bytes]:
        summed = hashlib.sha256()
        for piece in self.pieces:
            self.size += len(piece)
            if self.size > MOST_BYTES:
                raise FileTooLarge(f"At most {MOST_BYTES // 2**20} MiB a file", field="file")
            summed.update(piece)
            self.begin = self.begin or piece[:4]
            self.end = end_of(self.end + end_of(piece))
            yield piece
        self.digest = summed.hexdigest()


@transactional
def _add(
    db: Db, caller: Caller, session: str, file_name: str, piece: Piece, sent: _Sent
) -> BroughtFile:
    current = opened(db, caller, session)
    known = current.file(file_name) or BroughtFile(file_name=file_name)
    if known.is_repeated_by(piece):
        return known
    file = known.grown(piece, sent.begin, sent.end)
    if file.is_whole:
        file = _started(db, caller, file)
    SESSIONS.replace(db, current.with_file(file))
    return file


@transactional
def _import(db: Db, caller: Caller, session: str, file_name: str) -> BroughtFile:
    current = opened(db, caller, session)
    file = current.file_or_zip(file_name)
    if not file.job:
        file = _started(db, caller, file)
        SESSIONS.replace(db, current.with_file(file))
    return file


def _started(db: Db, caller: Caller, file: BroughtFile) -> BroughtFile:
    params = {"pieces": [each.name for each in file.pieces], "zip": file.is_zip}
    return replace(file, job=jobs.start(db, caller, JOB, params=params).name)


def _job(db: Db, file: BroughtFile) -> Job | None:
    return JOBS.find(db, file.job) if file.job else None


def _forget(db: Db, session: FileSession) -> None:
    for each in session.files:
        job = _job(db, each)
        for piece in each.pieces if job is None or not job.state.active else ():
            files.delete(db, piece.name)
    SESSIONS.raw(db).delete_many({"_id": session.name})


def _require_own(caller: Caller, session: FileSession) -> None:
    if (session.user, session.api_key) != (caller.user, caller.session):
        raise NotFound(f"No {session.name}", name=session.name)
