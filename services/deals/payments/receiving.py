"""A bank's file comes in: read whole and refused at once if it is broken, then matched by a job."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import payments_pb2 as pb
from services.deals.invoices import store as invoices
from services.deals.payments import store
from services.deals.payments.client_bank import Reading, StatementBroken
from services.deals.payments.statement import (
    AccountPeriod,
    AccountUnknown,
    Statement,
    StatementFormat,
    StatementTooLarge,
)
from services.kit import changes, files, jobs
from services.kit.caller import EVERYBODY, Caller
from services.kit.copying import replace
from services.kit.errors import AlreadyExists, ServiceError
from services.kit.mapping import to_proto
from services.kit.mongo import Db, transactional

READ = "payments.read"
JOB = "match_statement"
MOST_BYTES = 50 * 1024**2
_UPLOADS = "statementFiles"


@dataclass(slots=True)
class _Sent:
    """The bytes of a file on their way, counted and summed up."""

    pieces: Iterable[bytes]
    size: int = 0
    digest: str = ""

    def __iter__(self) -> Iterator[bytes]:
        summed = hashlib.sha256()
        for piece in self.pieces:
            self.size += len(piece)
            if self.size > MOST_BYTES:
                text = f"A statement has at most {MOST_BYTES // 1024**2} MiB: take fewer days"
                raise StatementTooLarge(text, field="file")
            summed.update(piece)
            yield piece
        self.digest = summed.hexdigest()


def receive(
    db: Db, caller: Caller, file_name: str, pieces: Iterable[bytes], request_id: str
) -> Statement:
    """The same file, or the same request, is the same statement."""
    name = store.STATEMENTS.new_name(request_id)
    if request_id and (sent := store.STATEMENTS.find(db, name)) is not None:
        return sent
    # Of this very upload: what another one of the same request is about stays in its place.
    file, sent_now = f"{_UPLOADS}/{uuid.uuid4()}", _Sent(pieces)
    files.write(db, file, sent_now)
    draft = Statement(name=name, file_name=file_name[:255], creator=caller.user)
    try:
        if known := store.known_statement(db, sent_now.digest):
            files.delete(db, file)
            return known
        return _create(db, caller, _read(db, file, replace(draft, digest=sent_now.digest)), file)
    except AlreadyExists:
        # Somebody sends the same file, or the same request, right now.
        files.delete(db, file)
        known = store.known_statement(db, sent_now.digest) or store.STATEMENTS.find(db, name)
        if known is None:
            raise
        return known
    except ServiceError:
        files.delete(db, file)
        raise


def _read(db: Db, file: str, draft: Statement) -> Statement:
    """With what the file says of its accounts; its documents are read through and forgotten."""
    reading = Reading(cast(BinaryIO, files.read(db, file)))
    try:
        for _ in reading:
            pass
    except StatementBroken as broken:
        line, key = str(broken.line), broken.key
        raise StatementFormat(str(broken), field="file", line=line, key=key) from broken
    ours = {account for seller in invoices.sellers(db) for account in seller.accounts}
    if not ours & set(reading.accounts):
        accounts = ", ".join(list(reading.accounts)[:5])
        text = f"None of our firms has such an account: {accounts}"
        raise AccountUnknown(text, field="file", accounts=accounts)
    return replace(
        draft,
        encoding=reading.encoding,
        accounts=tuple(AccountPeriod.of(each) for each in reading.accounts.values()),
        warnings=tuple(reading.warnings),
    )


@transactional
def _create(db: Db, caller: Caller, draft: Statement, file: str) -> Statement:
    job = jobs.start(db, caller, JOB, params={"file": file}, subject=draft.name)
    created = store.STATEMENTS.insert(db, replace(draft, job=job.name))
    event = events.StatementCreated(statement=to_proto(created, pb.Statement))
    changes.record(db, caller, event, after=created, permission=READ, visible_to=(EVERYBODY,))
    return created
