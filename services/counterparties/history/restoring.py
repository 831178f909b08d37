"""Puts values back that the audit trail remembers, by the ordinary update and all its checks.

A look before and the restoring itself ask the same question: what would the update make of the
record, and if it refuses, because of which fields.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.counterparties.history.kin import Kin, by_hand, kin_of
from services.kit import changes
from services.kit.caller import Caller
from services.kit.errors import (
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    ServiceError,
    Violation,
)
from services.kit.mapping import etag, field_from_stored, to_document
from services.kit.mongo import Db, require_etag, transactional
from services.kit.naming import collection_of

CUSTOM = "custom_fields"
RESOURCE = "counterparties"  # whose field rights bind contacts too


class NothingToRestore(FailedPrecondition):
    """The change left no earlier values, such as a creation, or none that the caller may see."""

    reason = "NOTHING_TO_RESTORE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a caller asks to be put back; no fields: all that can be."""

    name: str
    change: str
    fields: tuple[str, ...] = ()
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A field as it is now, as it would be, and why it cannot."""

    field: str
    current: Any = None
    restored: Any = None
    refusal: Violation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoring:
    values: tuple[Value, ...]
    etag: str
    change: str = ""


def preview(db: Db, caller: Caller, wish: Wish) -> Restoring:
    """What would come of it; changes nothing."""
    current, values, _ = _looked_at(db, caller, wish)
    return Restoring(values=values, etag=etag(current.version))


@transactional
def restore(db: Db, caller: Caller, wish: Wish) -> Restoring:
    """All the fields asked for, or none."""
    current, values, update = _looked_at(db, caller, wish)
    refused = [value.refusal for value in values if value.refusal]
    if refused and (wish.fields or not update):
        raise InvalidArgument.of(refused)
    kin = kin_of(current.name)
    saved = kin.update(
        db, caller, current.name, etag(current.version), update, restored=wish.change
    )
    done = tuple(value for value in values if not value.refusal)
    return Restoring(
        values=done, etag=etag(saved.version), change=_made(db, current.name, wish.change)
    )


def _looked_at(
    db: Db, caller: Caller, wish: Wish
) -> tuple[Any, tuple[Value, ...], Mapping[str, Any]]:
    """The record, what becomes of each field, and the update that does it."""
    kin = kin_of(wish.name)
    current = kin.seen(db, caller, wish.name)
    require_etag(current, wish.etag)
    hidden = caller.hidden_fields(collection_of(current.name), RESOURCE)
    earlier = _earlier(db, current.name, wish.change, hidden)
    asked = list(dict.fromkeys(wish.fields)) or list(earlier)
    if not asked:
        raise NothingToRestore(f"{wish.change} left nothing to put back", change=wish.change)
    refused = _refused_at_once(kin, asked, earlier, hidden)
    wanted = {field: earlier[field] for field in asked if field not in refused}
    update, more = _tried(db, caller, kin, current, wanted)
    refused |= more
    values = [_value(current, field, earlier, refused.get(field)) for field in asked]
    return current, tuple(values), update


def _earlier(db: Db, name: str, change: str, hidden: frozenset[str]) -> dict[str, Any]:
    """What the change replaced, by field, as the store keeps it; without what is hidden."""
    row = changes.entry(db, change)
    # That of another record is not even said to be there.
    if row is None or row["subject"] != name:
        raise NotFound(f"No {change} of {name}", name=change)
    return {
        each["field"]: each["old"] for each in row["changes"] if _root(each["field"]) not in hidden
    }


def _refused_at_once(
    kin: Kin, asked: Iterable[str], earlier: Mapping[str, Any], hidden: frozenset[str]
) -> dict[str, Violation]:
    reasons = {field: _reason(kin, field, earlier, hidden) for field in asked}
    return {
        field: Violation(field, reason, _HOW_TO_FIX[reason])
        for field, reason in reasons.items()
        if reason
    }


def _reason(kin: Kin, field: str, earlier: Mapping[str, Any], hidden: frozenset[str]) -> str:
    # First: whether it changed at all is hidden as well.
    if _root(field) in hidden:
        return "FIELD_HIDDEN"
    if field not in earlier:
        return "FIELD_NOT_IN_CHANGE"
    return "" if _root(field) in kin.restorable else "FIELD_NOT_RESTORABLE"


_HOW_TO_FIX = {
    "FIELD_HIDDEN": "You may not see this field.",
    "FIELD_NOT_IN_CHANGE": "That change did not touch this field: look at the entry's changes.",
    "FIELD_NOT_RESTORABLE": "The system keeps this field itself.",
    "SAME_ALREADY": "The field has this value already.",
}


def _tried(
    db: Db, caller: Caller, kin: Kin, current: Any, wanted: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Violation]]:
    """The update of all that can be put back together, and what is wrong with the rest."""
    refused: dict[str, Violation] = {}
    left = dict(wanted)
    while left:
        update = _update(db, kin, left)
        try:
            after = kin.outcome(db, caller, current, update)
        except (InvalidArgument, FailedPrecondition, PermissionDenied) as error:
            blamed = _blamed(error, left) or _wrong_alone(db, caller, kin, current, left)
            refused |= blamed or {field: _violation(field, error) for field in left}
        else:
            refused |= _same(current, after, left)
            if not refused.keys() & left.keys():
                return update, refused
        left = {field: value for field, value in left.items() if field not in refused}
    return {}, refused


def _update(db: Db, kin: Kin, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Values as an update takes them: custom fields key by key."""
    update: dict[str, Any] = {}
    for path, stored in wanted.items():
        field, _, key = path.partition(".")
        if key:
            update.setdefault(field, {})[key] = stored
        else:
            update[field] = by_hand(db, field, field_from_stored(kin.entity, field, stored))
    return update


def _blamed(error: ServiceError, left: Mapping[str, Any]) -> dict[str, Violation]:
    """The fields among these that an update's refusal names."""
    named = list(error.violations) if isinstance(error, InvalidArgument) else []
    if not named:
        paths = (error.metadata.get("fields") or error.metadata.get("field") or "").split(",")
        named = [_violation(path, error) for path in paths]
    return {
        field: Violation(field, each.reason, each.description)
        for each in named
        for field in (each.field.partition("[")[0], _root(each.field))
        if field in left
    }


def _wrong_alone(
    db: Db, caller: Caller, kin: Kin, current: Any, left: Mapping[str, Any]
) -> dict[str, Violation]:
    """What is refused by itself, when the refusal of all tells of none."""
    refused: dict[str, Violation] = {}
    for field, value in left.items():
        try:
            kin.outcome(db, caller, current, _update(db, kin, {field: value}))
        except (InvalidArgument, FailedPrecondition, PermissionDenied) as error:
            refused[field] = _violation(field, error)
    return refused


def _violation(field: str, error: ServiceError) -> Violation:
    return Violation(field, error.reason, error.message)


def _same(before: Any, after: Any, left: Iterable[str]) -> dict[str, Violation]:
    old, new = to_document(before), to_document(after)
    reason = "SAME_ALREADY"
    return {
        field: Violation(field, reason, _HOW_TO_FIX[reason])
        for field in left
        if _of(old, field) == _of(new, field)
    }


def _value(
    current: Any, field: str, earlier: Mapping[str, Any], refusal: Violation | None
) -> Value:
    if field not in earlier:
        return Value(field=field, refusal=refusal)
    return Value(
        field=field,
        current=_of(to_document(current), field),
        restored=earlier[field],
        refusal=refusal,
    )


def _made(db: Db, name: str, restored: str) -> str:
    """The entry that an update has just made in this transaction."""
    row = changes.newest(db, name, restored)
    return changes.entry_name(row) if row else ""


def _of(document: Mapping[str, Any], path: str) -> Any:
    field, _, key = path.partition(".")
    value: Any = document.get(field)
    return value.get(key) if key and value else value


def _root(field: str) -> str:
    return field.partition(".")[0]
