"""One exchange of files that accounting begins: what it brought, and what it fetched (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.deals.accounting.commerceml.document import MOST_BYTES, FileTooLarge
from services.deals.accounting.commerceml.orders import ROOT
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, InvalidArgument, NotFound

MOST_FILES, MOST_PIECES = 50, 200
_LONGEST_END = 256
_ENDS = tuple(f"</{ROOT}>".encode(each) for each in ("utf-8", "cp1251"))
_ZIP_BEGINS, _ZIP_ENDS = b"PK", b"PK\x05\x06"


class FilesOff(FailedPrecondition):
    """No firm exchanges files."""

    reason = "ACCOUNTING_FILES_OFF"


class FileUnknown(NotFound):
    """It was not brought in this session."""

    reason = "ACCOUNTING_FILE_UNKNOWN"


class FileName(InvalidArgument):
    reason = "ACCOUNTING_FILE_NAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """As the store of files has it."""

    name: str = ""
    size: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtFile:
    file_name: str = ""
    pieces: tuple[Piece, ...] = ()
    # Its last bytes, which tell whether it is whole; its first ones tell what it is.
    begin: bytes = b""
    end: bytes = b""
    job: str = ""

    @property
    def is_zip(self) -> bool:
        return self.begin.startswith(_ZIP_BEGINS)

    @property
    def is_whole(self) -> bool:
        if self.is_zip:
            return _ZIP_ENDS in self.end
        return self.end.rstrip().endswith(_ENDS)

    def is_repeated_by(self, piece: Piece) -> bool:
        return bool(self.pieces) and self.pieces[-1].digest == piece.digest

    def grown(self, piece: Piece, begin: bytes, end: bytes) -> "BroughtFile":
        """What comes after a whole one is another one of its name."""
        before = () if self.is_whole or self.job else self.pieces
        pieces = (*before, piece)
        if sum(each.size for each in pieces) > MOST_BYTES or len(pieces) > MOST_PIECES:
            raise FileTooLarge(f"At most {MOST_BYTES // 2**20} MiB a file", field="file")
        return BroughtFile(
            file_name=self.file_name,
            pieces=pieces,
            begin=self.begin if before else begin,
            end=((self.end if before else b"") + end)[-_LONGEST_END:],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedInvoice:
    """A hash of the paper that accounting was given of it."""

    invoice: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSession:
    name: str
    # Whose it is: nobody else goes on with it.
    user: str = ""
    api_key: str = ""
    commerce_version: str = ""
    files: tuple[BroughtFile, ...] = ()
    fetched: tuple[FetchedInvoice, ...] = ()
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def pieces(self) -> list[str]:
        return [piece.name for file in self.files for piece in file.pieces]

    def file(self, file_name: str) -> BroughtFile | None:
        return next((each for each in self.files if each.file_name == file_name), None)

    def file_or_zip(self, file_name: str) -> BroughtFile:
        """Or that in which it may be packed."""
        zips = (each for each in reversed(self.files) if each.is_zip)
        found = self.file(file_name) or next(zips, None)
        if found is None:
            raise FileUnknown(f"No file {file_name[:100]!r} was brought", name=self.name)
        return found

    def with_file(self, file: BroughtFile) -> "FileSession":
        others = tuple(each for each in self.files if each.file_name != file.file_name)
        if len(others) >= MOST_FILES:
            raise FileTooLarge(f"At most {MOST_FILES} files at once", field="file")
        return replace(self, files=(*others, file))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRows:
    """The `n`-th part of what a file says, to be taken over together; `run`: of which reading."""

    name: str
    file: str
    run: str
    n: int
    rows: tuple[Mapping[str, Any], ...] = ()


def end_of(piece: bytes) -> bytes:
    return piece[-_LONGEST_END:]
