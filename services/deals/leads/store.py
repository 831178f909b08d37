"""Where leads are kept, and how they got their owners."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import IndexModel

from services.deals.deal import Deal
from services.deals.leads import search_keys
from services.deals.leads.assignment import Candidate, RulePassed
from services.deals.leads.lead import Lead, State
from services.deals.leads.listing import CAME_BY
from services.deals.store import DEALS
from services.kit import paging
from services.kit.mongo import Collection, Db
from services.kit.paging import Page

Document = dict[str, Any]
MOST_WAITING = 10_000
# What a row of a list shows.
LIST_FIELDS: Document = dict.fromkeys(
    (
        *("display_name", "status", "state", "source", "campaign", "company_name", "inn"),
        *("person_name", "position", "phones", "emails", "territory", "counterparty"),
        *("counterparty_display_name", "contact", "contact_display_name", "amount", "next_date"),
        *("owner", "owner_display_name", "org_path", "deal", "reject_reason", "round"),
        *("close_time", "delete_time", "creator", "create_time", "update_time", "version"),
    ),
    1,
)
# Each index costs every lead that comes in; links are found by the search as well.
LEADS: Collection[Lead] = Collection(
    "leads",
    Lead,
    indexes=[
        IndexModel(
            [("visible_to", 1), ("state", 1), ("create_time", 1), ("_id", 1)],
            name="visible_by_create_time",
        ),
        IndexModel(
            [("owner", 1), ("state", 1), ("create_time", 1), ("_id", 1)],
            name="owner_by_create_time",
        ),
        IndexModel([("search", 1)], name="search"),
        *(
            IndexModel(
                [(field, 1), ("create_time", 1), ("_id", 1)],
                name=field,
                partialFilterExpression={field: {"$gt": ""}},
            )
            for field in CAME_BY
        ),
    ],
    derived=lambda lead: {"search": search_keys.keys(lead)},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadAssignment:
    """How a lead got its owner, or why nobody was chosen; never changed."""

    name: str
    lead: str
    rule: str = ""
    rule_display_name: str = ""
    owner: str = ""
    owner_display_name: str = ""
    candidates: tuple[Candidate, ...] = ()
    passed: tuple[RulePassed, ...] = ()
    create_time: datetime | None = None
    visible_to: tuple[str, ...] = ()
    version: int = 0


ASSIGNMENTS: Collection[LeadAssignment] = Collection(
    "assignments",
    LeadAssignment,
    indexes=[
        IndexModel([("lead", 1), ("create_time", -1), ("_id", -1)], name="lead"),
        IndexModel([("visible_to", 1), ("create_time", -1), ("_id", -1)], name="visible"),
    ],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Whose turn it is by a rule: how many it has chosen so far. Of a user: how often he was, so
    that two rules do not give him his last place both."""

    name: str
    chosen: int = 0
    after: str = ""
    version: int = 0


TURNS: Collection[Turn] = Collection("assignmentTurns", Turn)
ALL: tuple[Collection[Any], ...] = (LEADS, ASSIGNMENTS, TURNS)


def card(db: Db, name: str) -> Document | None:
    return LEADS.raw(db).find_one({"_id": name}, {"search": 0})


def open_leads(db: Db, owner: str, limit: int) -> int:
    where = {"owner": owner, "state": State.OPEN.value}
    return LEADS.raw(db).count(where, limit, hint="tenant_1_owner_by_create_time")


def waiting(db: Db, limit: int) -> list[str]:
    """Of those the rules are to find an owner for, some by chance: whom no rule fits must not keep
    the others from their turn."""
    where = {"search": search_keys.WAITING, "state": State.OPEN.value}
    found = LEADS.raw(db).find(where, {"_id": 1}, limit=MOST_WAITING, hint="tenant_1_search")
    names = [each["_id"] for each in found]
    return random.sample(names, min(limit, len(names)))


def alike(db: Db, keys: Sequence[str], limit: int) -> list[Lead]:
    """Open leads with any of these keys, whoever sees them."""
    where = {"search": {"$in": list(keys)}, "state": State.OPEN.value}
    return LEADS.select(db, where, limit, "tenant_1_search")


def deals_of_inn(db: Db, inn: str, limit: int) -> list[Deal]:
    """Open ones with a client of this INN, whoever sees them."""
    where = {"search": inn, "counterparty_inn": inn, "state": "OPEN"}
    return DEALS.select(db, where, limit, "tenant_1_search")


def turn(db: Db, rule: str) -> str:
    """Who was chosen last by this rule."""
    found = TURNS.find(db, f"{TURNS.id}/{rule}")
    return found.after if found else ""


def turned(db: Db, rule: str, user: str) -> None:
    """Two that choose at once conflict: by the same rule, or the same user."""
    for name, after in ((rule, user), (user, "")):
        counted = {"$inc": {"chosen": 1}, "$set": {"after": after, "version": 1}}
        TURNS.raw(db).update_one({"_id": f"{TURNS.id}/{name}"}, counted, upsert=True)


def share_assignments(db: Db, seen: Iterable[tuple[str, Sequence[str]]]) -> None:
    """Whoever sees a lead now, and nobody else, sees how it got its owner: pairs (lead, keys),
    inside the transaction that changes them."""
    alike: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for lead, keys in seen:
        alike[tuple(keys)].append(lead)
    ASSIGNMENTS.raw(db).bulk_update_many(
        (
            ({"lead": {"$in": leads}}, {"$set": {"visible_to": list(keys)}})
            for keys, leads in alike.items()
        ),
        hint="tenant_1_lead",
    )


def assignments(db: Db, where: Document, request: paging.Request) -> Page[LeadAssignment]:
    return ASSIGNMENTS.page(db, where, request)
