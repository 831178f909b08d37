"""Who may do what with deals, and which of them somebody sees."""

from services.deals import store
from services.deals.deal import Deal
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mongo import Db

READ, CREATE, UPDATE, DELETE, REOPEN = (
    "deals.read",
    "deals.create",
    "deals.update",
    "deals.delete",
    "deals.reopen",
)


def visible(db: Db, caller: Caller, name: str) -> Deal:
    """NOT_FOUND if the caller may not even see it."""
    found = store.DEALS.find(db, name)
    if found is None or not caller.may(READ, found.visible_to):
        raise NotFound(f"No {name}", name=name)
    return found


def changeable(db: Db, caller: Caller, name: str, permission: str = UPDATE) -> Deal:
    found = visible(db, caller, name)
    caller.require_for(permission, found.visible_to)
    return found
