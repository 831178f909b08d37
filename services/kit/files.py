"""Files in the service's own store (GridFS), bound to a tenant: every replica sees them."""

import io
from collections.abc import Iterable
from typing import Protocol

from gridfs import GridFSBucket, GridOut, NoFile

from services.kit.errors import NotFound
from services.kit.mongo import Db

PIECE = 1024 * 1024


class Stored(Protocol):
    """A stored file: binary, seekable, read piece by piece."""

    length: int

    def read(self, size: int = -1) -> bytes: ...
    def seek(self, pos: int, whence: int = io.SEEK_SET) -> int: ...
    def tell(self) -> int: ...
    def close(self) -> None: ...


def write(db: Db, name: str, pieces: Iterable[bytes]) -> int:
    """Keeps a file under a resource's name; replaces one of that name. How many bytes it has."""
    bucket, key = _bucket(db), _key(db, name)
    delete(db, name)
    with bucket.open_upload_stream_with_id(
        key, name, chunk_size_bytes=PIECE, metadata={"tenant": db.tenant}
    ) as target:
        size = 0
        try:
            for piece in pieces:
                target.write(piece)
                size += len(piece)
        except BaseException:
            target.abort()
            raise
    return size


def read(db: Db, name: str) -> GridOut:
    try:
        return _bucket(db).open_download_stream(_key(db, name))
    except NoFile as error:
        raise NotFound(f"No file of {name}", name=name) from error


def delete(db: Db, name: str) -> None:
    try:
        _bucket(db).delete(_key(db, name))
    except NoFile:
        return


def _bucket(db: Db) -> GridFSBucket:
    return GridFSBucket(db.client[db.database], bucket_name="files")


def _key(db: Db, name: str) -> str:
    # The tenant is in the key, so another tenant's file cannot be asked for.
    return f"{db.tenant}/{name}"
