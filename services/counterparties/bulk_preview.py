"""What a bulk change would do, counted without doing it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from services.counterparties import bulk, store
from services.kit import lists
from services.kit.bulk import Result, RowResult
from services.kit.caller import Caller
from services.kit.mongo import Db
from services.kit.people import find_people
from services.kit.person import Person

MOST_EXAMINED = 10_000
PORTION = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    total: int
    changed: int
    skipped: int
    refused: int
    # The most frequent first.
    reasons: Mapping[str, int]
    new_owners: Sequence[tuple[Person, int]]
    estimated: bool


def preview(db: Db, caller: Caller, asked: bulk.BulkUpdate) -> Preview:
    asked = bulk.ready(db, caller, asked)
    names = list(islice(_names(db, caller, asked), MOST_EXAMINED + 1))
    estimated = len(names) > MOST_EXAMINED
    del names[MOST_EXAMINED:]
    total = _total(db, caller, asked) if estimated else len(names)
    results: list[RowResult] = []
    owners = Counter[str]()
    for at in range(0, len(names), PORTION):
        portion = names[at : at + PORTION]
        # `owners` doubles as what managers were given so far: the next ones go to others.
        results += bulk.outcome(db, caller, asked, portion, owners)[0]
    share = total / len(names) if estimated else 1
    counted = Counter(each.result for each in results)
    changed, refused = (round(counted[kind] * share) for kind in (Result.CHANGED, Result.FAILED))
    reasons = Counter(each.reason for each in results if each.reason)
    people = find_people(db, list(owners))
    return Preview(
        total=total,
        changed=changed,
        refused=refused,
        # All the rest, so that the numbers always add up: those that are out of sight, too.
        skipped=total - changed - refused,
        reasons={reason: round(count * share) for reason, count in reasons.most_common()},
        new_owners=[
            (people[owner], round(count * share))
            for owner, count in owners.most_common()
            if owner in people
        ],
        estimated=estimated,
    )


def _names(db: Db, caller: Caller, asked: bulk.BulkUpdate) -> Iterator[str]:
    for portion in bulk.selected(db, caller, asked):
        yield from portion


def _total(db: Db, caller: Caller, asked: bulk.BulkUpdate) -> int:
    if asked.filter is None:
        return len(set(asked.names) - set(asked.except_names))
    found = lists.count(db, store.COUNTERPARTIES, bulk.listed(asked.filter, caller))
    return max(0, found - len(asked.except_names))
