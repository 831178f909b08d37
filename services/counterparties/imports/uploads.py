"""A file on its way in: looked at before it is kept, kept under its import's name."""

from collections.abc import Iterable, Iterator

from services.counterparties.imports.refusals import FileUnusable
from services.counterparties.imports.table import format_of
from services.kit import files
from services.kit.mongo import Db

MOST_BYTES = 2 * 1024**3
_HEAD = 4096


def keep(db: Db, name: str, pieces: Iterable[bytes]) -> int:
    """Stores a file that may be a table; its size. FileUnusable keeps nothing."""
    return files.write(db, name, _checked(pieces))


def _checked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held, size = b"", 0
    known = False
    for piece in pieces:
        size += len(piece)
        if size > MOST_BYTES:
            raise FileUnusable("FILE_TOO_LARGE", "The file is larger than 2 GiB: split it")
        if known:
            yield piece
            continue
        held += piece
        if len(held) >= _HEAD:
            format_of(held[:_HEAD])
            known = True
            yield held
    if not known:
        format_of(held)
        yield held
