"""Files on their way out: their first message says what they are, and their name; a table's rows
say who took them out and when."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from google.api import httpbody_pb2
from google.protobuf import wrappers_pb2

from services.kit.caller import Caller
from services.kit.sheets import CONTENT_TYPES


def as_file(
    pieces: Iterable[bytes], content_type: str, file_name: str, etag: bytes = b""
) -> Iterator[httpbody_pb2.HttpBody]:
    """`etag`: who has what it names already is sent nothing, and no piece is made."""
    first = httpbody_pb2.HttpBody(content_type=content_type)
    first.extensions.add().Pack(wrappers_pb2.StringValue(value=file_name))
    if etag:
        first.extensions.add().Pack(wrappers_pb2.BytesValue(value=etag))
    yield first
    for piece in pieces:
        if piece:
            yield httpbody_pb2.HttpBody(data=piece)


def as_sheet(
    pieces: Iterable[bytes], file_format: str, stem: str
) -> Iterator[httpbody_pb2.HttpBody]:
    """A table as `kit.sheets` writes it."""
    return as_file(pieces, CONTENT_TYPES[file_format], f"{stem}.{file_format}")


def watermark_heading(language: str) -> str:
    """Of the column with the watermark."""
    return "Exported by" if language == "en" else "Выгрузил"


def watermark(caller: Caller, now: datetime) -> str:
    """Who and when, by the tenant's clock wherever he was."""
    who = caller.display_name or caller.user
    if caller.login and caller.login != who:
        who = f"{who} ({caller.login})"
    moment = now.astimezone(ZoneInfo(caller.tenant_time_zone))
    offset = moment.strftime("%z")
    return f"{who}, {moment:%d.%m.%Y %H:%M} (UTC{offset[:3]}:{offset[3:]})"
