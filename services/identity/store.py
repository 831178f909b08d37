"""What identity keeps, and the searches special to it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import IndexModel

from services.identity.api_key import ApiKey
from services.identity.invitation import Invitation
from services.identity.lockout import Attempts
from services.identity.org_unit import OrgUnit
from services.identity.password import Password
from services.identity.preferences import Preferences
from services.identity.role import BuiltIn, Role
from services.identity.saved_view import SavedView, Visibility
from services.identity.session import Session
from services.identity.signing import SigningKey
from services.identity.substitution import Substitution
from services.identity.tenant import Tenant, name_of
from services.identity.user import State, User, folded, login_key, search_parts, search_text
from services.kit.caller import EVERYBODY, Caller
from services.kit.mongo import Collection, Db
from services.kit.paging import NEWEST_FIRST, Order, Page, Request

# What belongs to the installation rather than to a tenant; no tenant can have this code.
INSTALLATION = "_installation"
BY_NAME = Order("sort_name")
BY_PLACE = Order("place")
LATEST_FIRST = Order("start_time", descending=True)


def _user_keys(user: User) -> dict[str, Any]:
    return {
        "login_key": login_key(user.login),
        "sort_name": folded(user.display_name),
        "search": search_text(user),
    }


def _unit_place(unit: OrgUnit) -> dict[str, Any]:
    """Parents before children, units of one level by name."""
    return {"place": f"{len(unit.path):02d} {folded(unit.display_name)}"}


def _role_place(role: Role) -> dict[str, Any]:
    """Built-in roles first, the mightiest of them before all."""
    if role.built_in:
        return {"place": f"0 {list(BuiltIn).index(BuiltIn(role.built_in))}"}
    return {"place": f"1 {folded(role.display_name)}"}


TENANTS = Collection("tenants", Tenant)
USERS = Collection(
    "users",
    User,
    indexes=[
        IndexModel([("login_key", 1)], unique=True),
        # `search` makes a search by part of a word read the index only.
        IndexModel([("sort_name", 1), ("_id", 1), ("search", 1)], name="by_name"),
        IndexModel([("org_path", 1), ("sort_name", 1), ("_id", 1)]),
        IndexModel([("assignments.role", 1), ("state", 1)]),
        IndexModel([("assignments.org_unit", 1)]),
    ],
    derived=_user_keys,
)
PASSWORDS = Collection("passwords", Password)
PREFERENCES = Collection("preferences", Preferences)
ORG_UNITS = Collection(
    "orgUnits",
    OrgUnit,
    indexes=[
        IndexModel([("place", 1), ("_id", 1)]),
        IndexModel([("path", 1)]),
        IndexModel([("head", 1)]),
    ],
    derived=_unit_place,
)
ROLES = Collection(
    "roles",
    Role,
    indexes=[IndexModel([("place", 1), ("_id", 1)]), IndexModel([("built_in", 1)])],
    derived=_role_place,
)
SESSIONS = Collection(
    "sessions",
    Session,
    indexes=[
        IndexModel([("digest", 1)], unique=True),
        IndexModel([("user", 1), ("create_time", -1), ("_id", -1)]),
    ],
)
API_KEYS = Collection(
    "apiKeys",
    ApiKey,
    indexes=[
        IndexModel([("digest", 1)], unique=True),
        IndexModel([("user", 1)]),
        IndexModel([("create_time", -1), ("_id", -1)]),
    ],
)
INVITATIONS = Collection(
    "invitations",
    Invitation,
    indexes=[IndexModel([("digest", 1)], unique=True), IndexModel([("user", 1)])],
)
SAVED_VIEWS = Collection(
    "savedViews",
    SavedView,
    indexes=[IndexModel([("resource", 1), ("sort_name", 1), ("_id", 1)])],
    derived=lambda view: {"sort_name": folded(view.display_name)},
)
SUBSTITUTIONS = Collection(
    "substitutions",
    Substitution,
    indexes=[
        IndexModel([("substitute", 1), ("end_time", 1)]),
        IndexModel([("people", 1), ("start_time", -1), ("_id", -1)]),
        IndexModel([("visible_to", 1), ("start_time", -1), ("_id", -1)]),
    ],
    derived=lambda each: {"people": [each.absent, each.substitute]},
)
ATTEMPTS = Collection("attempts", Attempts, indexes=[IndexModel([("expire_time", 1)])])
SIGNING_KEYS = Collection("signingKeys", SigningKey, indexes=[IndexModel([("expire_time", 1)])])
COLLECTIONS: Sequence[Collection[Any]] = (
    TENANTS,
    USERS,
    PASSWORDS,
    PREFERENCES,
    ORG_UNITS,
    ROLES,
    SESSIONS,
    API_KEYS,
    INVITATIONS,
    SAVED_VIEWS,
    SUBSTITUTIONS,
    ATTEMPTS,
    SIGNING_KEYS,
)


def one_at_a_time(db: Db) -> None:
    """Makes transactions that change who is where, or who may what, wait for each other.

    Rules over several documents (no cycle in the tree, one administrator left, no user in a deleted
    unit) would otherwise be broken by two transactions that each see the state before the other.
    """
    TENANTS.raw(db).update_one({"_id": name_of(db.tenant)}, {"$inc": {"structure_changes": 1}})


# --- users ---------------------------------------------------------------------------------


def users_named(db: Db, names: Iterable[str]) -> dict[str, User]:
    return {user.name: user for user in USERS.select(db, {"_id": {"$in": sorted(set(names))}})}


def users_page(
    db: Db,
    caller: Caller,
    request: Request,
    *,
    query: str,
    org_unit: str,
    states: Iterable[str],
    names: Sequence[str],
) -> Page[User]:
    chosen: dict[str, Any] = visible(caller, "users.read")
    if org_unit:
        chosen["org_path"] = org_unit
    if wanted := list(states):
        chosen["state"] = {"$in": wanted}
    if names:
        chosen["_id"] = {"$in": list(names)}
    if parts := search_parts(query):
        chosen["$and"] = [{"search": {"$regex": re.escape(part)}} for part in parts]
    return USERS.page(db, chosen, request, BY_NAME)


def visible(caller: Caller, permission: str) -> dict[str, Any]:
    """Whoever sees everybody needs no filter, and then the index of names alone will do."""
    return {} if EVERYBODY in caller.keys(permission) else caller.visible(permission)


def user_by_login(db: Db, login: str) -> User | None:
    found = USERS.select(db, {"login_key": login_key(login)}, limit=1)
    return found[0] if found else None


def users_under(db: Db, unit: str) -> list[User]:
    return USERS.select(db, {"org_path": unit})


def has_users(db: Db, unit: str) -> bool:
    """Working there, or with a role that counts from there."""
    raw = USERS.raw(db)
    return bool(
        raw.find_one({"org_path": unit}, {"_id": 1})
        or raw.find_one({"assignments.org_unit": unit}, {"_id": 1})
    )


def is_held(db: Db, role: str) -> bool:
    return USERS.raw(db).find_one({"assignments.role": role}, {"_id": 1}) is not None


def another_administrator(db: Db, role: str, but: str) -> bool:
    query = {"assignments.role": role, "state": State.ACTIVE, "_id": {"$ne": but}}
    return USERS.raw(db).find_one(query, {"_id": 1}) is not None


def keep_moved_users(db: Db, users: Iterable[User]) -> None:
    """Only the place changes; a version newer than read is the transaction's conflict."""
    USERS.raw(db).bulk_update(
        (
            {"_id": user.name},
            {
                "$set": {
                    "org_unit": user.org_unit,
                    "org_path": list(user.org_path),
                    "visible_to": list(user.visible_to),
                    "update_time": user.update_time,
                    "version": user.version,
                }
            },
        )
        for user in users
    )


def note_sign_in(db: Db, user: str, now: datetime) -> None:
    """Beside the version: a sign-in is no change that anybody's etag should trip over."""
    USERS.raw(db).update_one({"_id": user}, {"$set": {"last_sign_in_time": now}})


# --- the org tree --------------------------------------------------------------------------


def units_under(db: Db, unit: str) -> list[OrgUnit]:
    """The unit and all below it."""
    return ORG_UNITS.select(db, {"path": unit})


def has_children(db: Db, unit: str) -> bool:
    query = {"path": unit, "_id": {"$ne": unit}}
    return ORG_UNITS.raw(db).find_one(query, {"_id": 1}) is not None


def keep_moved_units(db: Db, units: Iterable[OrgUnit]) -> None:
    ORG_UNITS.raw(db).bulk_update(
        (
            {"_id": unit.name},
            {
                "$set": {
                    "path": list(unit.path),
                    "update_time": unit.update_time,
                    "version": unit.version,
                    **_unit_place(unit),
                }
            },
        )
        for unit in units
    )


def unit_time_zones(db: Db) -> Mapping[str, str]:
    found = ORG_UNITS.raw(db).find({"time_zone": {"$gt": ""}}, {"time_zone": 1})
    return {each["_id"]: each["time_zone"] for each in found}


def path_of(db: Db) -> Callable[[str], Sequence[str]]:
    """A function from a unit to its path, for the rules; a unit that is not there has none."""

    def path(unit: str) -> Sequence[str]:
        found = ORG_UNITS.find(db, unit)
        return found.path if found else ()

    return path


# --- roles ---------------------------------------------------------------------------------


def roles_of(db: Db, user: User) -> dict[str, Role]:
    names = {assignment.role for assignment in user.assignments}
    if not names:
        return {}
    return {role.name: role for role in ROLES.select(db, {"_id": {"$in": sorted(names)}})}


def tenants_behind(db: Db, edition: int) -> list[str]:
    """Whose built-in roles are older than that. Across tenants: the installation asks."""
    roles = db.client[db.database][ROLES.id]
    return sorted(roles.distinct("tenant", _older(edition)))


def roles_behind(db: Db, edition: int) -> list[Role]:
    return ROLES.select(db, _older(edition))


def _older(edition: int) -> dict[str, Any]:
    return {"built_in": {"$gt": ""}, "edition": {"$not": {"$gte": edition}}}


def administrator_role(db: Db) -> Role:
    return ROLES.select(db, {"built_in": BuiltIn.ADMINISTRATOR.value}, limit=1)[0]


# --- sessions, keys, invitations -----------------------------------------------------------


def session_by_digest(db: Db, digest: str) -> Session | None:
    found = SESSIONS.select(db, {"digest": digest}, limit=1)
    return found[0] if found else None


def sessions_page(db: Db, user: str, now: datetime, request: Request) -> Page[Session]:
    query = {"user": user, "expire_time": {"$gt": now}}
    return SESSIONS.page(db, query, request, NEWEST_FIRST)


def sessions_of(db: Db, user: str) -> list[Session]:
    return SESSIONS.select(db, {"user": user})


def forget_expired_sessions(db: Db, user: str, now: datetime) -> None:
    SESSIONS.raw(db).delete_many({"user": user, "expire_time": {"$lte": now}})


def touch_session(db: Db, session: Session) -> None:
    SESSIONS.raw(db).update_one(
        {"_id": session.name},
        {"$set": {"last_use_time": session.last_use_time, "expire_time": session.expire_time}},
    )


def api_key_by_digest(db: Db, digest: str) -> ApiKey | None:
    found = API_KEYS.select(db, {"digest": digest}, limit=1)
    return found[0] if found else None


def users_within(db: Db, caller: Caller, permission: str) -> list[str]:
    """The names of those whom the caller reaches with a permission."""
    found = USERS.raw(db).find(visible(caller, permission), {"_id": 1})
    return [str(each["_id"]) for each in found]


def api_keys_of(db: Db, user: str) -> list[ApiKey]:
    return API_KEYS.select(db, {"user": user})


def touch_api_key(db: Db, name: str, now: datetime) -> None:
    API_KEYS.raw(db).update_one({"_id": name}, {"$set": {"last_use_time": now}})


def invitation_by_digest(db: Db, digest: str) -> Invitation | None:
    found = INVITATIONS.select(db, {"digest": digest}, limit=1)
    return found[0] if found else None


def forget_invitations(db: Db, user: str) -> None:
    INVITATIONS.raw(db).delete_many({"user": user})


# --- saved views ---------------------------------------------------------------------------


def views_page(db: Db, user: str, resource: str, request: Request) -> Page[SavedView]:
    mine_or_shared = {"$or": [{"owner": user}, {"visibility": Visibility.SHARED.value}]}
    return SAVED_VIEWS.page(db, {"resource": resource, **mine_or_shared}, request, BY_NAME)


# --- the installation's own ----------------------------------------------------------------


def keep_attempts(installation: Db, attempts: Attempts) -> None:
    if attempts.version:
        ATTEMPTS.replace(installation, attempts)
    else:
        ATTEMPTS.insert(installation, attempts)


def forget_attempts(installation: Db, name: str) -> None:
    ATTEMPTS.raw(installation).delete_many({"_id": name})


def forget_old_attempts(installation: Db, now: datetime) -> None:
    ATTEMPTS.raw(installation).delete_many({"expire_time": {"$lt": now}})


def live_signing_keys(installation: Db, now: datetime) -> list[SigningKey]:
    return SIGNING_KEYS.select(installation, {"expire_time": {"$gt": now}})


def forget_old_signing_keys(installation: Db, now: datetime) -> None:
    SIGNING_KEYS.raw(installation).delete_many({"expire_time": {"$lte": now}})
