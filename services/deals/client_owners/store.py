"""Where changes of clients' managers wait for their deals, and which deals those are."""

from datetime import datetime

from pymongo import IndexModel

from services.deals.client_owners.owner_change import OwnerChange
from services.deals.deal import Deal, State
from services.deals.store import DEALS
from services.kit.jobs import LONG_AGO
from services.kit.mongo import Collection, Db

OWNER_CHANGES: Collection[OwnerChange] = Collection(
    "ownerChanges",
    OwnerChange,
    indexes=[
        IndexModel(
            [("due", 1), ("_id", 1)],
            name="due",
            partialFilterExpression={"due": {"$gt": LONG_AGO}},
        )
    ],
)
ALL = (OWNER_CHANGES,)


def of_client(db: Db, counterparty: str) -> OwnerChange:
    """What waits of this client already."""
    name = f"{OWNER_CHANGES.id}/{counterparty.partition('/')[2]}"
    return OWNER_CHANGES.find(db, name) or OwnerChange(name=name, counterparty=counterparty)


def keep(db: Db, change: OwnerChange) -> None:
    if change.version:
        OWNER_CHANGES.replace(db, change)
    else:
        OWNER_CHANGES.insert(db, change)


def waiting(db: Db, limit: int) -> list[OwnerChange]:
    """Those that wait longest first."""
    query = {"due": {"$gt": LONG_AGO}}
    found = OWNER_CHANGES.raw(db).find(
        query, {"_id": 1}, sort=[("due", 1), ("_id", 1)], limit=limit, hint="tenant_1_due"
    )
    names = [each["_id"] for each in found]
    changes = {each.name: each for each in OWNER_CHANGES.select(db, {"_id": {"$in": names}})}
    return [changes[name] for name in names]


def postpone(db: Db, change: OwnerChange, due: datetime) -> None:
    OWNER_CHANGES.raw(db).update_one({"_id": change.name}, {"$set": {"due": due}})


def deals_of(db: Db, change: OwnerChange, limit: int) -> list[Deal]:
    """Open ones of this client that somebody has who was its manager."""
    others = [owner for owner in change.previous_owners if owner != change.owner]
    where = {
        "counterparty": change.counterparty,
        "state": State.OPEN.value,
        "owner": {"$in": others},
    }
    return DEALS.select(db, where, limit, "tenant_1_counterparty")


def meet(db: Db) -> None:
    """Makes the transactions that bring changes and the one that ends the job conflict."""
    place = {"_id": f"ownerChanges/{db.tenant}"}
    OWNER_CHANGES.raw(db).update_one(place, {"$inc": {"meetings": 1}}, upsert=True)
