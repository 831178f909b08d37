"""Who may do what with interactions, and which of them somebody sees."""

from services.activities.interactions.interaction import READ, Interaction
from services.activities.interactions.store import INTERACTIONS
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mongo import Db

UPDATE, DELETE = "interactions.update", "interactions.delete"


def visible(db: Db, caller: Caller, name: str) -> Interaction:
    """NOT_FOUND if the caller may not even see it."""
    found = INTERACTIONS.find(db, name)
    if found is None or not caller.may(READ, found.visible_to):
        raise NotFound(f"No {name}", name=name)
    return found


def changeable(db: Db, caller: Caller, name: str, permission: str = UPDATE) -> Interaction:
    found = visible(db, caller, name)
    caller.require_for(permission, found.visible_to)
    return found
