"""What a record becomes when others are merged into it, and when they are taken out again (pure).

It knows fields by their types only, so a new field of a record is merged without a line here: lists
are united, maps key by key, of anything else the survivor's value counts, or the first there is.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from services.counterparties.counterparty import Consent, MarketState
from services.kit.errors import InvalidArgument, Violation
from services.kit.words import folded, words

T = TypeVar("T")
Values = dict[str, Any]
# What says which record it is, whose, or where it stands: each keeps its own.
KEPT = frozenset(
    {
        *("name", "counterparty", "counterparty_display_name", "state", "delete_time"),
        *("merged_into", "aliases", "creator", "source_import", "create_time", "update_time"),
        *("owner_display_name", "org_path", "visible_to", "stamp_version", "version"),
        *("duplicates_bypass", "hidden_fields"),
    }
)
CONSENT = "marketing_consent"
OWNER_SEGMENT = "owner_segment"
STAGE = "lifecycle_stage"
REGISTRY = "registry"
# They belong to the INN: those of another taxpayer would make a company that does not exist.
OF_THE_INN = frozenset({"kpp", "ogrn", "registration_date", REGISTRY})
_ITEM_KEYS: Mapping[str, Callable[[Any], object]] = {
    "phones": lambda phone: (phone.number, phone.extension),
    "emails": lambda email: folded(email.address),
    "addresses": lambda address: (address.kind, tuple(words(address.text))),
    "bank_accounts": lambda account: (account.account, account.bic),
}


class ChoiceUnknown(InvalidArgument):
    """There is no such field to choose, or the record is not among those being merged."""

    reason = "CHOICE_UNKNOWN"


def fields_of(entity: object) -> list[str]:
    """Those that a merge decides on."""
    return [f.name for f in dataclasses.fields(entity) if f.name not in KEPT]  # type: ignore[arg-type]


def merged(survivor: T, others: Sequence[T], choices: Mapping[str, str]) -> T:
    """The survivor with what the others bring; `choices`: field -> whose value it takes."""
    parts: list[Any] = [survivor, *others]
    by_name = {part.name: part for part in parts}
    _require_known(survivor, by_name, choices)
    values: Values = {}
    for field in fields_of(survivor):
        if field == CONSENT:
            values[field] = strictest(part.marketing_consent for part in parts)
        elif field in choices:
            values[field] = getattr(by_name[choices[field]], field)
        elif field not in OF_THE_INN:
            values[field] = _usual(field, parts)
    values |= _following(parts, values, choices)
    for path, source in choices.items():
        field, _, key = path.partition(".")
        if key:
            values[field] = _with_key(values[field], key, getattr(by_name[source], field))
    return dataclasses.replace(survivor, **values)  # type: ignore[type-var]


def strictest(consents: Any) -> Consent | None:
    """A refusal outweighs a consent, and a consent what was never asked."""
    given = set(consents)
    return next((each for each in (Consent.REFUSED, Consent.GRANTED) if each in given), None)


def fitting(
    result: T, survivor: T, choices: Mapping[str, str], found: Sequence[Violation]
) -> tuple[T, list[Violation]]:
    """The result without what came by itself and does not fit, such as a passport of a company; and
    what is wrong with the rest of what changed."""
    back: Values = {}
    wrong: list[Violation] = []
    blank = {f.name: f.default for f in dataclasses.fields(result)}  # type: ignore[arg-type]
    same_kind = getattr(result, "kind", None) == getattr(survivor, "kind", None)
    for violation in found:
        field = violation.field.partition("[")[0].partition(".")[0]
        own, old = getattr(result, field, None), getattr(survivor, field, None)
        if own == old and same_kind:
            # Its own business, and none of a merge.
            continue
        if field in choices:
            wrong.append(violation)
        elif isinstance(own, tuple):
            # Pieces of lists were checked when they were written; only their number can be wrong.
            wrong += [violation] if violation.field == field else []
        else:
            # Of a survivor that is of another kind now, not even its own value fits.
            back[field] = blank[field] if own == old else old
    return dataclasses.replace(result, **back), wrong  # type: ignore[type-var]


def changed_fields(before: object, after: object) -> tuple[str, ...]:
    return tuple(f for f in fields_of(before) if getattr(before, f) != getattr(after, f))


def unmerged(before: T, after: T, current: T) -> tuple[T, tuple[str, ...]]:
    """The survivor as it was `before` its merge, but with what was edited since (`after` it); and
    the fields edited since. A refusal of advertising stays."""
    values: Values = {}
    kept: list[str] = []
    for field in fields_of(current):
        was, became, now = (getattr(each, field) for each in (before, after, current))
        if now == became:
            values[field] = was
        else:
            kept.append(field)
            values[field] = _reverted(was, became, now)
    if CONSENT in values and refused(after, current):
        values[CONSENT] = Consent.REFUSED
    if REGISTRY in kept and values["inn"] == getattr(current, "inn", ""):
        # The watcher looks again and again: that is nobody's edit.
        kept.remove(REGISTRY)
    return dataclasses.replace(current, **values), tuple(kept)  # type: ignore[type-var]


def refused(*records: object) -> bool:
    return any(getattr(each, CONSENT, None) is Consent.REFUSED for each in records)


def _require_known(survivor: Any, names: Mapping[str, Any], choices: Mapping[str, str]) -> None:
    known = set(fields_of(survivor))
    for path, source in choices.items():
        field, _, key = path.partition(".")
        is_map = isinstance(getattr(survivor, field, None), Mapping)
        if field not in known or (key and not is_map):
            raise ChoiceUnknown(f"There is no field {path!r} to choose", field="choices")
        if source not in names:
            raise ChoiceUnknown(f"{source} is not being merged", field="choices")


def _following(parts: Sequence[Any], values: Values, choices: Mapping[str, str]) -> Values:
    """What means nothing without the value of another field."""
    found: Values = {}
    if OWNER_SEGMENT in values:
        # Through which segment somebody became its owner goes with him.
        owner = next(part for part in parts if part.owner == values["owner"])
        found[OWNER_SEGMENT] = owner.owner_segment
    if STAGE in values:
        # Since when it is in the stage goes with the stage.
        staged = next(part for part in parts if part.lifecycle_stage == values[STAGE])
        found["stage_change_time"] = staged.stage_change_time
    inn = values.get("inn", "")
    same_taxpayer = [part for part in parts if not inn or part.inn in ("", inn)]
    for field in OF_THE_INN & set(fields_of(parts[0])) - set(choices):
        found[field] = _usual(field, same_taxpayer)
    return found


def _usual(field: str, parts: Sequence[Any]) -> Any:
    values = [getattr(part, field) for part in parts]
    own = values[0]
    if isinstance(own, tuple):
        return _united(_ITEM_KEYS.get(field), values)
    if isinstance(own, Mapping):
        return _united_maps(values)
    if field == "satisfaction":
        # Their assessments become one history.
        given = [value for value in values if value is not None]
        return max(given, key=lambda each: each.assessment_date, default=None)
    if field == "market_state":
        # As every client begins: who has a contract anywhere is an existing one.
        return MarketState.EXISTING if MarketState.EXISTING in values else own
    return next((value for value in values if not is_empty(value)), own)


def is_empty(value: Any) -> bool:
    return value is None or value in ("", 0, (), {}) or value is False


def _united(key: Callable[[Any], object] | None, lists: Sequence[tuple[Any, ...]]) -> Any:
    """One after the other without doubles; the survivor's own doubles are its own business."""
    key = key or (lambda item: item)
    known = [key(item) for item in lists[0]]
    found = list(lists[0])
    for item in (item for values in lists[1:] for item in values):
        if key(item) not in known:
            known.append(key(item))
            found.append(item)
    return tuple(found)


def _united_maps(maps: Sequence[Mapping[str, Any]]) -> Values:
    found: Values = dict(maps[0])
    for values in maps[1:]:
        for key, value in values.items():
            if is_empty(found.get(key)) and not is_empty(value):
                found[key] = value
    return found


def _with_key(values: Mapping[str, Any], key: str, source: Mapping[str, Any]) -> Values:
    without = {k: v for k, v in values.items() if k != key}
    return {**without, key: source[key]} if key in source else without


def _reverted(was: Any, became: Any, now: Any) -> Any:
    """Of what was edited since the merge, the edit; of what the merge brought, nothing."""
    if isinstance(now, tuple):
        return _reverted_list(was, became, now)  # type: ignore[arg-type]
    if isinstance(now, Mapping):
        return _reverted_map(was, became, now)  # type: ignore[arg-type]
    return now


def _reverted_list(
    was: tuple[Any, ...], became: tuple[Any, ...], now: tuple[Any, ...]
) -> tuple[Any, ...]:
    kept = [item for item in was if item in now or item not in became]
    return (*kept, *(item for item in now if item not in became and item not in was))


def _reverted_map(
    was: Mapping[str, Any], became: Mapping[str, Any], now: Mapping[str, Any]
) -> Values:
    keys = dict.fromkeys((*was, *now))
    found: Values = {}
    for key in keys:
        source = was if now.get(key) == became.get(key) else now
        if key in source:
            found[key] = source[key]
    return found
