"""Who may see what happened to a client's bonuses: whoever sees the client."""

from services.deals.loyalty import store
from services.deals.loyalty.bonus import Bonus
from services.deals.loyalty.keeping import READ
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mongo import Db
from services.kit.parties import store as parties
from services.kit.parties.asking import may_see


def visible(db: Db, caller: Caller, name: str) -> Bonus:
    bonus = store.BONUSES.get(db, name)
    client = parties.find(db, bonus.counterparty)
    if client is None or not caller.has(READ) or not may_see(db, caller, client):
        raise NotFound(f"No {name}", name=name)
    return bonus
