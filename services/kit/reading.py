"""Who reads the history of what has no owner: whoever may read it at all."""

from collections.abc import Callable
from typing import Any

from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mongo import Db


def by_right(permission: str, get: Callable[[Db, str], Any]) -> Callable[[Db, Caller, str], Any]:
    """A reader for `Service(readers=…)`; to all others there is no such thing."""

    def read(db: Db, caller: Caller, name: str) -> Any:
        if not caller.has(permission):
            raise NotFound(f"No {name}", name=name)
        return get(db, name)

    return read
