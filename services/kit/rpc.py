"""What every servicer needs: who asks, of which store, and under which request."""

import uuid
from collections.abc import Mapping, Sequence

from services.kit.caller import Caller, caller_of
from services.kit.errors import InvalidArgument
from services.kit.mongo import Db
from services.kit.service import Runtime


class Servicer:
    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def asked(self, context: object) -> tuple[Caller, Db]:
        caller = caller_of(context)
        return caller, self._runtime.db(caller.tenant)


def request_id(sent: str) -> str:
    """It becomes part of a name, so it must be what it says it is."""
    if not sent:
        return ""
    try:
        return str(uuid.UUID(sent))
    except ValueError as error:
        text = "request_id must be a UUID"
        raise InvalidArgument(text, field="request_id", reason="REQUEST_ID_FORMAT") from error


def short(numbers: Sequence[int], names: Mapping[int, str]) -> tuple[str, ...]:
    """Of a repeated enum what was named; `names`: `wire.enum_names` of it."""
    return tuple(names[number] for number in numbers if names.get(number))
