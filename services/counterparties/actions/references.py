"""What a counterparty refers to must be there: segments, its owner, participants."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from services.counterparties import store
from services.counterparties.actions import custom_values, segmenting
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.custom_fields.custom_field import Resource
from services.counterparties.holidays import store as holidays
from services.counterparties.segment_rule import SegmentRule
from services.kit import clock
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument, NotFound, Violation
from services.kit.mongo import Db
from services.kit.owned import people_of, people_problems, stamped_anew
from services.kit.people import find_people, known_people, recent_people
from services.kit.person import ME

T = TypeVar("T")
READ, CREATE, UPDATE, DELETE, EXPERT_CREATE = (
    "counterparties.read",
    "counterparties.create",
    "counterparties.update",
    "counterparties.delete",
    "counterparties.expert_create",
)


def visible(db: Db, caller: Caller, name: str) -> Counterparty:
    """For a change: NOT_FOUND if the caller may not even see it. An alias means its survivor."""
    found = store.alive(db, store.COUNTERPARTIES, name)
    if found is None or not caller.may(READ, found.visible_to):
        raise NotFound(f"No {name}", name=name)
    return found


def whose(
    look: Callable[[Db, Caller, str], T], db: Db, caller: Caller, name: str, parent: str
) -> T:
    """What a record belongs to; who may not see that is not even told its name."""
    try:
        return look(db, caller, parent)
    except NotFound as error:
        raise NotFound(f"No {name}", name=name) from error


def settled(
    db: Db, caller: Caller, draft: Counterparty, before: Counterparty | None = None
) -> Counterparty:
    """Tidy, free of problems, in the segments it fits and stamped with its owner; else all that is
    wrong, together."""
    tidy = _named(draft, caller).tidy().staged(before, clock.now())
    rules = segmenting.rules(db)
    if before and tidy.owner != before.owner:
        tidy = replace(tidy, owner_segment="")
    find = find_people if before else recent_people
    people = known_people(db, caller, people_of(tidy), find)
    earlier = before.custom_fields if before else None
    values, wrong_values = custom_values.settled(
        db, Resource.COUNTERPARTY, tidy.custom_fields, tidy.kind, earlier
    )
    problems = [
        *tidy.problems(clock.now().date()),
        *_segment_problems(db, tidy, before, rules),
        *people_problems(tidy, before, people),
        *holiday_problems(db, tidy.professional_holidays, before),
        *wrong_values,
    ]
    if problems:
        raise InvalidArgument.of(problems)
    tidy = tidy if values is tidy.custom_fields else replace(tidy, custom_fields=values)
    if rules:
        tidy = segmenting.fitted(db, tidy)
    tidy.require_requisites()
    return stamped_anew(tidy, people)


def _named(draft: Counterparty, caller: Caller) -> Counterparty:
    return replace(draft, owner=caller.user) if draft.owner == ME else draft


def _segment_problems(
    db: Db,
    counterparty: Counterparty,
    before: Counterparty | None,
    rules: Mapping[str, SegmentRule],
) -> Iterator[Violation]:
    already = set(before.segments) if before else set[str]()
    missing = store.missing_segments(db, [s for s in counterparty.segments if s not in already])
    for at, segment in enumerate(counterparty.segments):
        if segment in rules and segment not in already and not rules[segment].fits(counterparty):
            text = f"Who belongs to {segment} is said by its rule."
            yield Violation(f"segments[{at}]", "SEGMENT_BY_RULE", text)
        if segment in missing:
            text = f"There is no {segment}: choose another one."
            yield Violation(f"segments[{at}]", "SEGMENT_UNKNOWN", text)


def holiday_problems(
    db: Db, wanted: Sequence[str], before: Counterparty | Contact | None
) -> Iterator[Violation]:
    already = set(before.professional_holidays) if before else set[str]()
    missing = holidays.missing(db, [each for each in wanted if each not in already])
    for at, holiday in enumerate(wanted):
        if holiday in missing:
            text = f"There is no {holiday}: choose another one."
            yield Violation(f"professional_holidays[{at}]", "HOLIDAY_UNKNOWN", text)
