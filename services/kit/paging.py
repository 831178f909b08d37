"""Key-set paging (AIP-158): a token says where the last page ended, and is good for that list only.

An offset would repeat and skip rows while others write, and would cost more page after page.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import msgspec
from bson import ObjectId

from services.kit.errors import InvalidArgument

T = TypeVar("T")
DEFAULT_SIZE, LARGEST_SIZE = 50, 200


class Request(Protocol):
    @property
    def page_size(self) -> int: ...
    @property
    def page_token(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: Sequence[T]
    next_page_token: str = ""


class Order(NamedTuple):
    """A sort by one key of the document, by `_id` among equals."""

    key: str
    descending: bool = False

    @property
    def sort(self) -> list[tuple[str, int]]:
        way = -1 if self.descending else 1
        return [("_id", way)] if self.key == "_id" else [(self.key, way), ("_id", way)]


NEWEST_FIRST = Order("create_time", descending=True)


def size_of(request: Request) -> int:
    if request.page_size < 0:
        raise InvalidArgument("page_size must not be negative", field="page_size")
    return min(request.page_size or DEFAULT_SIZE, LARGEST_SIZE)


def after(request: Request, order: Order) -> dict[str, Any]:
    """The filter for what comes behind the token; empty for the first page."""
    if not request.page_token:
        return {}
    value, name = _open(request.page_token, order)
    # Rows of jobs and of the audit trail have no names, but keys of Mongo's.
    key = ObjectId(name) if ObjectId.is_valid(name) else name
    beyond = "$lt" if order.descending else "$gt"
    if order.key == "_id":
        return {"_id": {beyond: key}}
    # From the last row's key on, where the index starts, without what was shown of
    # its equals. An $or would say it shorter, and Mongo would plan each branch.
    shown = "$gte" if order.descending else "$lte"
    return {order.key: {f"{beyond}e": value}, "$nor": [{order.key: value, "_id": {shown: key}}]}


def token(last: Mapping[str, Any], order: Order) -> str:
    """Where a page ended that `last` was the last document of."""
    # `_id` stands at the end anyhow, and need not be text: an audit entry's is none.
    value = last.get(order.key) if order.key != "_id" else ""
    kind = "t" if isinstance(value, datetime) else "v"
    value = value.isoformat() if isinstance(value, datetime) else value
    return seal([order.key, order.descending, kind, value, str(last["_id"])])


def seal(place: Any) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def unseal(page_token: str) -> Any:
    try:
        padded = page_token + "=" * (-len(page_token) % 4)
        place = msgspec.json.decode(base64.urlsafe_b64decode(padded))
    except (binascii.Error, ValueError) as error:
        raise _foreign() from error
    # Mongo holds no longer numbers; no list of ours gave one away.
    if any(isinstance(each, int) and each.bit_length() > 63 for each in _each(place)):
        raise _foreign()
    return place


def _each(place: Any) -> Sequence[Any]:
    return place if isinstance(place, list) else [place]


def _open(page_token: str, order: Order) -> tuple[Any, Any]:
    match unseal(page_token):
        case [order.key, order.descending, kind, value, str(name)]:
            try:
                value = datetime.fromisoformat(value).astimezone(UTC) if kind == "t" else value
            except (TypeError, ValueError, OverflowError) as error:
                raise _foreign() from error
            if isinstance(value, (dict, list)):
                raise _foreign()
            return value, name
        case _:
            raise _foreign()


def _foreign() -> InvalidArgument:
    return InvalidArgument(
        "page_token is not one of this list's", field="page_token", reason="PAGE_TOKEN_FOREIGN"
    )
