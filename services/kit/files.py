"""Files in the service's own store (GridFS), bound to a tenant: every replica sees them."""

import io
from collections.abc import Iterable
from typing import Any, Protocol

from gridfs import GridFSBucket, GridOut, NoFile
from pymongo import IndexModel

from services.kit import clock
from services.kit.errors import NotFound
from services.kit.mongo import Db

PIECE = 1024 * 1024
FILES, CHUNKS = "files.files", "files.chunks"
INDEX = IndexModel([("files_id", 1), ("n", 1)], unique=True)


class Stored(Protocol):
    """A stored file: binary, seekable, read piece by piece."""

    length: int

    def read(self, size: int = -1) -> bytes: ...
    def seek(self, pos: int, whence: int = io.SEEK_SET) -> int: ...
    def tell(self) -> int: ...
    def close(self) -> None: ...


def write(db: Db, name: str, pieces: Iterable[bytes]) -> int:
    """Keeps a file under a resource's name; replaces one of that name. How many bytes it has.

    It is there when its last byte is. GridFS' own writer would hold 48 MB of each in memory.
    """
    key, store = _key(db, name), db.client[db.database]
    delete(db, name)
    size = count = 0
    held = bytearray()
    try:
        for piece in pieces:
            held += piece
            size += len(piece)
            while len(held) >= PIECE:
                store[CHUNKS].insert_one(_chunk(key, count, held[:PIECE]))
                del held[:PIECE]
                count += 1
        if held:
            store[CHUNKS].insert_one(_chunk(key, count, held))
        store[FILES].insert_one(
            {
                "_id": key,
                "filename": name,
                "length": size,
                "chunkSize": PIECE,
                "uploadDate": clock.now(),
                "metadata": {"tenant": db.tenant},
            }
        )
    except BaseException:
        delete(db, name)
        raise
    return size


def _chunk(key: str, number: int, data: bytearray) -> dict[str, Any]:
    return {"files_id": key, "n": number, "data": bytes(data)}


def read(db: Db, name: str) -> GridOut:
    try:
        return _bucket(db).open_download_stream(_key(db, name))
    except NoFile as error:
        raise NotFound(f"No file of {name}", name=name) from error


def delete(db: Db, name: str) -> None:
    """With whatever of it has arrived so far."""
    try:
        _bucket(db).delete(_key(db, name))
    except NoFile:
        return


def _bucket(db: Db) -> GridFSBucket:
    return GridFSBucket(db.client[db.database], bucket_name="files")


def _key(db: Db, name: str) -> str:
    # The tenant is in the key, so another tenant's file cannot be asked for.
    return f"{db.tenant}/{name}"
