"""Making and ending API keys."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from crm.identity.v1 import api_keys_pb2, events_pb2
from services.identity import credential, rights, store
from services.identity.api_key import ApiKey, ApiKeyUserNotActive
from services.identity.rights import BeyondOwnRights
from services.identity.user import State, User
from services.kit import clock
from services.kit.caller import EVERYBODY, Caller
from services.kit.changes import Change, record_many
from services.kit.errors import NotFound
from services.kit.mapping import to_proto
from services.kit.mongo import Db, transactional

WRITE = "api_keys.write"


@transactional
def create(db: Db, caller: Caller, values: dict[str, Any]) -> tuple[ApiKey, str]:
    """The key and its secret, which is shown only now."""
    user = _acting_user(db, caller, values.get("user", ""))
    token = credential.issue(credential.Kind.API_KEY, db.tenant)
    rest = {key: value for key, value in values.items() if key != "user"}
    draft = ApiKey(
        name=store.API_KEYS.new_name(),
        user=user.name,
        digest=credential.digest(token),
        prefix=credential.prefix(token),
        **rest,
    ).still_good(clock.now())
    _require_may_hold(db, caller, user, draft)
    created = store.API_KEYS.insert(db, replace(draft, scopes=tuple(sorted(set(draft.scopes)))))
    event = events_pb2.ApiKeyCreated(api_key=to_proto(created, api_keys_pb2.ApiKey))
    record_many(db, caller, [Change(event=event, after=created, **_ABOUT)])
    return created, token


@transactional
def delete(db: Db, caller: Caller, name: str) -> None:
    _end(db, caller, [get(db, caller, name)])


def get(db: Db, caller: Caller, name: str) -> ApiKey:
    """One's own, or that of somebody within the caller's scope."""
    key = store.API_KEYS.get(db, name)
    user = store.USERS.find(db, key.user)
    if key.user != caller.user and not caller.may(WRITE, user.visible_to if user else ()):
        raise NotFound(f"No {name}", name=name)
    return key


def visible(db: Db, caller: Caller) -> dict[str, Any]:
    """The filter on keys: all, or those of the people within the caller's scope."""
    if EVERYBODY in caller.keys(WRITE):
        return {}
    return {"user": {"$in": [caller.user, *store.users_within(db, caller, WRITE)]}}


@transactional
def end_all(db: Db, caller: Caller, user: str) -> None:
    _end(db, caller, store.api_keys_of(db, user))


_ABOUT: dict[str, Any] = {"permission": WRITE}


def _acting_user(db: Db, caller: Caller, name: str) -> User:
    user = store.USERS.find(db, name or caller.user)
    if user is None or (name != "" and name != caller.user and not _may_act_as(caller, user)):
        raise NotFound(f"No {name}", name=name)
    if user.state is not State.ACTIVE:
        raise ApiKeyUserNotActive(f"{user.name} may not sign in", user=user.name)
    return user


def _may_act_as(caller: Caller, user: User) -> bool:
    """A key for somebody else acts in his name: as much as changing him."""
    return caller.may("users.write", user.visible_to)


def _require_may_hold(db: Db, caller: Caller, user: User, key: ApiKey) -> None:
    held = rights.grants_of(user, store.roles_of(db, user))
    for scope in key.scopes:
        if scope not in held:
            raise BeyondOwnRights(f"{user.name} does not hold {scope}", permission=scope)
    granted = rights.within(held, key.scopes)
    rights.require_covers_all(caller, user, granted, store.path_of(db))


def _end(db: Db, caller: Caller, ended: Iterable[ApiKey]) -> None:
    changes: list[Change] = []
    for key in ended:
        # Not `remove`: the note of its last use may change it meanwhile.
        store.API_KEYS.raw(db).delete_many({"_id": key.name})
        event = events_pb2.ApiKeyDeleted(api_key=to_proto(key, api_keys_pb2.ApiKey))
        changes.append(Change(event=event, before=key, version=key.version + 1, **_ABOUT))
    record_many(db, caller, changes)
