"""Who may do what with leads, and which of them somebody sees."""

from services.deals.leads.lead import Lead
from services.deals.leads.store import LEADS
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mongo import Db

READ, CREATE, UPDATE, DELETE, REOPEN, ASSIGN = (
    *("leads.read", "leads.create", "leads.update"),
    *("leads.delete", "leads.reopen", "leads.assign"),
)


def visible(db: Db, caller: Caller, name: str) -> Lead:
    """NOT_FOUND if the caller may not even see it."""
    found = LEADS.find(db, name)
    if found is None or not caller.may(READ, found.visible_to):
        raise NotFound(f"No {name}", name=name)
    return found


def changeable(db: Db, caller: Caller, name: str, permission: str = UPDATE) -> Lead:
    found = visible(db, caller, name)
    caller.require_for(permission, found.visible_to)
    return found
