"""Who a draft may repeat, as this caller may know it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.counterparties import field_rights
from services.counterparties.duplicates import store
from services.counterparties.duplicates.likeness import (
    FIELDS,
    SHOWN,
    Profile,
    Reason,
    compare,
    is_same_by_law,
)
from services.counterparties.duplicates.store import Document
from services.kit.caller import Caller
from services.kit.mongo import Db

READ = "counterparties.read"
MOST, MOST_HIDDEN = 10, 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """`document` is None for one that the caller may not see."""

    document: Document | None
    score: int
    reasons: tuple[Reason, ...]
    strong: bool


def find(db: Db, caller: Caller, draft: Profile) -> list[Candidate]:
    """The most alike first."""
    found: list[Candidate] = []
    for document, theirs in store.like(db, draft):
        verdict = compare(draft, theirs)
        is_branch = any(reason.key == "BRANCH" for reason in verdict.reasons)
        if verdict.score < SHOWN and not is_branch:
            continue
        strong = is_same_by_law(draft, theirs)
        if not caller.may(READ, document["visible_to"]):
            found.append(Candidate(None, verdict.score, _without_values(verdict.reasons), strong))
            continue
        told = readable(caller, document["market_state"], verdict.reasons)
        if told:
            found.append(Candidate(document, verdict.score, told, strong))
    found.sort(key=lambda each: (each.strong, each.score), reverse=True)
    hidden = [each for each in found if each.document is None][:MOST_HIDDEN]
    return [each for each in found if each.document is not None or each in hidden][:MOST]


def readable(caller: Caller, market_state: str, reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Without what rests on a field hidden from him, and without the values of masked ones."""
    if not caller.field_rights:
        return tuple(reasons)
    rights = field_rights.of(caller)
    told: list[Reason] = []
    for reason in reasons:
        access = rights.access(FIELDS.get(reason.key, "display_name"), market_state)
        if access == field_rights.MASKED:
            told.append(replace(reason, value=""))
        elif access != field_rights.NONE or reason.key not in FIELDS:
            told.append(reason)
    return tuple(told)


def _without_values(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """What a client nobody may see has in common with the draft, but not what it has."""
    return tuple(replace(reason, value="") for reason in reasons if reason.weight)
