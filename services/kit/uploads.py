"""A file that comes in pieces, told apart from one that was cut off on its way."""

from collections.abc import Iterator
from typing import Any

from services.kit.errors import InvalidArgument


def whole(first: Any, others: Iterator[Any]) -> Iterator[bytes]:
    """The chunks of an upload's messages, the last of which has none: it says that this was all.

    Who is gone just stops sending, as far as a servicer sees, and that the call was cancelled is
    often known only later. Half a file would be kept as if it was whole.
    """
    yield first.chunk
    for each in others:
        if not each.chunk:
            return
        yield each.chunk
    raise InvalidArgument("The file was cut off: a message without a chunk ends it", field="file")
