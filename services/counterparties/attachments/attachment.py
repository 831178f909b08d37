"""A file kept with a client or a contact: its life, its name, its bounds (pure)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.kit.errors import (
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    ResourceExhausted,
    Violation,
)
from services.kit.texts import line_problems

MIB = 1024 * 1024
MOST_BYTES = 50 * MIB
MOST_PREVIEWED = 5 * MIB
MOST_OF_RECORD = 500
LONGEST_NAME, LONGEST_DESCRIPTION = 240, 2000
KEPT_DELETED = timedelta(days=30)
# An upload that takes longer was cut off.
LONGEST_UPLOAD = timedelta(hours=6)
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
UNNAMED = "file"
# What no computer could keep, and what makes a name read other than it is (`exe.fdp` backwards).
_UNKEEPABLE = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


class FileEmpty(InvalidArgument):
    reason = "ATTACHMENT_EMPTY"


class FileTooLarge(InvalidArgument):
    reason = "ATTACHMENT_TOO_LARGE"


class TooManyFiles(ResourceExhausted):
    """The record has as many files as it may."""

    reason = "TOO_MANY_ATTACHMENTS"


class NoRoom(ResourceExhausted):
    """The tenant's files take all the room they may."""

    reason = "NO_ROOM_FOR_ATTACHMENTS"


class NotPreviewable(FailedPrecondition):
    """Only small images are looked at; anything else is downloaded."""

    reason = "NOT_PREVIEWABLE"


class NotDeleted(FailedPrecondition):
    reason = "ATTACHMENT_NOT_DELETED"


class AlreadyDeleted(FailedPrecondition):
    reason = "ATTACHMENT_DELETED"


class State(StrEnum):
    ACTIVE = "ACTIVE"
    DELETED = "DELETED"
    # Its bytes are on their way in: whoever dies meanwhile leaves this behind, for the sweep.
    UPLOADING = "UPLOADING"
    # Nothing is left of it but bytes, until the next sweep.
    ERASED = "ERASED"


SEEN = (State.ACTIVE, State.DELETED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    name: str
    parent: str
    file_name: str
    description: str = ""
    content_type: str = ""
    size: int = 0
    previewable: bool = False
    state: State = State.UPLOADING
    creator: str = ""
    creator_display_name: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    delete_time: datetime | None = None
    # Where its bytes are: each attempt to send them has its own place.
    file: str = field(default="", metadata={"secret": True})
    version: int = 0

    def tidy(self) -> "Attachment":
        return replace(
            self, file_name=kept_name(self.file_name), description=self.description.strip()
        )

    def problems(self) -> Iterator[Violation]:
        yield from line_problems("description", self.description, LONGEST_DESCRIPTION)

    def received(self, size: int, content_type: str) -> "Attachment":
        previewable = content_type in IMAGES and size <= MOST_PREVIEWED
        return replace(
            self,
            state=State.ACTIVE,
            size=size,
            content_type=content_type,
            previewable=previewable,
        )

    def erased(self) -> "Attachment":
        """Without what it tells; its bytes go with the next sweep."""
        return replace(self, state=State.ERASED, file_name="", description="")

    def require_seen(self) -> None:
        if self.state not in SEEN:
            raise NotFound(f"No {self.name}", name=self.name)

    def require_active(self) -> None:
        if self.state is not State.ACTIVE:
            raise AlreadyDeleted(f"{self.name} is deleted", name=self.name)

    def require_previewable(self) -> None:
        self.require_active()
        if not self.previewable:
            raise NotPreviewable(f"{self.name} is no small image", name=self.name)

    def deleted(self, now: datetime) -> "Attachment":
        self.require_active()
        return replace(self, state=State.DELETED, delete_time=now)

    def restored(self) -> "Attachment":
        if self.state is not State.DELETED:
            raise NotDeleted(f"{self.name} is not deleted", name=self.name)
        return replace(self, state=State.ACTIVE, delete_time=None)


def kept_name(sent: str) -> str:
    """A name for any computer: no folders, no control or direction marks, not too long."""
    plain = unicodedata.normalize("NFC", sent).replace("\\", "/").rpartition("/")[2]
    seen = "".join(each for each in plain if unicodedata.category(each) not in ("Cf", "Cs", "Co"))
    name = " ".join(_UNKEEPABLE.sub("_", seen).split()).strip(". ")
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    return _shortened(name) or UNNAMED


def _shortened(name: str) -> str:
    """By its end but for the extension; in bytes, which is what file systems count."""
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        stem, extension = name, ""
    ending = f".{extension}" if extension else ""
    room = LONGEST_NAME - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(". ") + ending
