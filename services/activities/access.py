"""Who may do what with works, and which of them somebody sees."""

from services.activities.store import WORKS
from services.activities.work import READ, Work
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mongo import Db

CREATE, UPDATE, DELETE = "works.create", "works.update", "works.delete"
REOPEN, ASSIGN = "works.reopen", "works.assign"


def visible(db: Db, caller: Caller, name: str) -> Work:
    """NOT_FOUND if the caller may not even see it."""
    found = WORKS.find(db, name)
    if found is None or not caller.may(READ, found.visible_to):
        raise NotFound(f"No {name}", name=name)
    return found


def changeable(db: Db, caller: Caller, name: str, permission: str = UPDATE) -> Work:
    found = visible(db, caller, name)
    caller.require_for(permission, found.visible_to)
    return found
