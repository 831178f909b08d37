"""Every change is told once, in the transaction that makes it: one document in `changes` is both
the audit entry and the event that the relay will publish.

`data` is the serialized event message; `envelope` makes the JSON of the broker of it, in the
relay's process rather than the request's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, get_origin, get_type_hints

import msgspec
from bson import ObjectId
from google.protobuf import descriptor_pool
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from pymongo import IndexModel

from services.kit import clock, event_json
from services.kit.caller import Caller
from services.kit.mapping import to_document
from services.kit.mongo import Db
from services.kit.naming import collection_of, event_type

CHANGES = "changes"
INDEXES = [
    IndexModel([("subject", 1), ("_id", -1)]),
    IndexModel([("_id", -1)], name="tenant_newest"),
]
# Kept by the kit or made of other fields: no news to the reader of an audit trail.
_NO_NEWS = frozenset(
    {
        *("_id", "version", "create_time", "update_time", "visible_to"),
        *("org_path", "owner_display_name", "stamp_version"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An event and what it is about. Subject, version and visibility come from the entities."""

    event: Message
    before: Any = None
    after: Any = None
    # Who of the tenant may hear of it; `<collection>.read` unless said.
    permission: str = ""
    audit: bool = True
    job: str = ""
    subject: str = ""
    version: int = 0
    visible_to: Sequence[str] = ()
    # The entry whose earlier values this puts back; its name.
    restored: str = ""
    # What the trail tells beside the record's own fields.
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    # The field that all this belongs to: who may not see that one sees nothing of it.
    field_of: str = ""


def record(db: Db, caller: Caller, event: Message, **about: Any) -> None:
    """Call inside `transactional`, after the change."""
    db.bound(CHANGES).insert_one(_row(db, caller, Change(event=event, **about)))


def record_many(db: Db, caller: Caller, changes: Iterable[Change]) -> None:
    rows = [_row(db, caller, change) for change in changes]
    if rows:
        db.bound(CHANGES).insert_many(rows)


def _row(db: Db, caller: Caller, change: Change) -> dict[str, Any]:
    entity = change.after if change.after is not None else change.before
    subject = change.subject or entity.name
    permission = change.permission or f"{collection_of(subject)}.read"
    concerned = _everyone_concerned(change)
    return {
        "_id": ObjectId(),
        "source": db.service,
        "type": event_type(change.event.DESCRIPTOR),
        "message": change.event.DESCRIPTOR.full_name,
        "time": clock.now(),
        "subject": subject,
        "version": change.version or getattr(entity, "version", 0),
        "permission": permission,
        "visible_to": concerned,
        "actor": _actor(caller, permission, concerned),
        "traceparent": caller.traceparent,
        "data": change.event.SerializeToString(),
        "audit": change.audit,
        "changes": _told(change) if change.audit else [],
        "job": change.job,
        **({"restored": change.restored} if change.restored else {}),
    }


def _actor(caller: Caller, permission: str, concerned: Sequence[str]) -> dict[str, str]:
    actor = {
        "user": caller.user,
        "display_name": caller.display_name,
        "source": caller.source,
        "request_id": caller.request_id,
    }
    if caller.lenders and (lender := caller.lender_for(permission, concerned)):
        actor["on_behalf_of"] = lender.user
        actor["on_behalf_of_display_name"] = lender.display_name
    return actor


def _everyone_concerned(change: Change) -> list[str]:
    """Those who see it now and those who saw it until now."""
    if change.visible_to:
        return list(change.visible_to)
    now = getattr(change.after, "visible_to", ()) if change.after is not None else ()
    earlier = getattr(change.before, "visible_to", ()) if change.before is not None else ()
    return list(dict.fromkeys((*now, *earlier)))


def entry_name(row: Mapping[str, Any]) -> str:
    return f"audit/{row['source']}/{row['_id']}"


def entry(db: Db, name: str) -> dict[str, Any] | None:
    """One of the audit trail, by its name."""
    key = name.removeprefix(f"audit/{db.service}/")
    if not ObjectId.is_valid(key):
        return None
    return db.bound(CHANGES).find_one({"_id": ObjectId(key), "audit": True}, {"data": 0})


def newest(db: Db, subject: str, restored: str) -> dict[str, Any] | None:
    """The last change of a record that put this entry's values back."""
    where = {"subject": subject, "audit": True, "restored": restored}
    return db.bound(CHANGES).find_one(where, {"data": 0}, sort=[("_id", -1)])


def _told(change: Change) -> list[dict[str, Any]]:
    told = [*_difference(change), *(_news(key, None, fact) for key, fact in change.facts.items())]
    if not change.field_of:
        return told
    return [{**each, "field": f"{change.field_of}.{each['field']}"} for each in told]


def _difference(change: Change) -> list[dict[str, Any]]:
    if change.before is None or change.after is None:
        return []
    old, new = to_document(change.before), to_document(change.after)
    kind = type(change.after)
    secret, keyed = _secret_fields(kind), _keyed_fields(kind)
    found: list[dict[str, Any]] = []
    for key, value in new.items():
        before = old.get(key)
        if key in _NO_NEWS or key in secret or before == value:
            continue
        is_keyed = key in keyed
        found += (
            _by_key(key, before or {}, value or {}) if is_keyed else [_news(key, before, value)]
        )
    return found


def _news(field: str, old: Any, new: Any) -> dict[str, Any]:
    return {"field": field, "old": old, "new": new}


def _by_key(field: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A mapping changes key by key: `custom_fields.budget`."""
    return [
        _news(f"{field}.{key}", old.get(key), new.get(key))
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key)
    ]


@cache
def _keyed_fields(entity_type: type) -> frozenset[str]:
    hints = get_type_hints(entity_type)
    return frozenset(name for name, hint in hints.items() if get_origin(hint) in (dict, Mapping))


@cache
def _secret_fields(entity_type: type) -> frozenset[str]:
    return frozenset(f.name for f in fields(entity_type) if f.metadata.get("secret"))


def event(row: Mapping[str, Any]) -> Message:
    """What a document of `changes` tells."""
    return _message_type(row["message"]).FromString(row["data"])


def is_wiped(row: Mapping[str, Any]) -> bool:
    """Whether somebody's data was erased before it could be told: an empty record is no news."""
    return not row["data"] and bool(_message_type(row["message"]).DESCRIPTOR.fields)


def envelope(row: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON form of crm.event.v1.Envelope for a document of `changes`."""
    return {
        "id": str(row["_id"]),
        "source": row["source"],
        "type": row["type"],
        "time": row["time"].isoformat().replace("+00:00", "Z"),
        "tenant": row["tenant"],
        "subject": row["subject"],
        "version": row["version"],
        "permission": row["permission"],
        "visible_to": row["visible_to"],
        "caller": row["actor"],
        "traceparent": row["traceparent"],
        "data": event_json.plain(event(row)),
    }


def body(row: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(envelope(row))


@cache
def _message_type(full_name: str) -> type[Message]:
    return GetMessageClass(descriptor_pool.Default().FindMessageTypeByName(full_name))
