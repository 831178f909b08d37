"""What a counterparty refers to must be there: segments, its owner, participants."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from services.counterparties import store
from services.counterparties.actions import custom_values, segmenting
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty, people_of
from services.counterparties.custom_fields.custom_field import Resource
from services.counterparties.holidays import store as holidays
from services.counterparties.segment_rule import SegmentRule
from services.kit import clock
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument, NotFound, PermissionDenied, Violation
from services.kit.mongo import Db
from services.kit.people import find_people, recent_people
from services.kit.person import NOBODY, Person

ME = "users/me"
READ, CREATE, UPDATE, DELETE, EXPERT_CREATE = (
    "counterparties.read",
    "counterparties.create",
    "counterparties.update",
    "counterparties.delete",
    "counterparties.expert_create",
)


class OwnerNotYours(PermissionDenied):
    """Who takes part in a client does not take it over, nor gives it away."""

    reason = "OWNER_NOT_YOURS"


def visible(db: Db, caller: Caller, name: str) -> Counterparty:
    """For a change: NOT_FOUND if the caller may not even see it. An alias means its survivor."""
    found = store.alive(db, store.COUNTERPARTIES, name)
    if found is None or not caller.may(READ, found.visible_to):
        raise NotFound(f"No {name}", name=name)
    return found


def require_may_hand_over(caller: Caller, before: Counterparty, owner: str) -> None:
    """To change the owner takes the right to change the client without being a participant."""
    if owner != before.owner and not caller.may(UPDATE, before.held_by):
        text = f"Only who holds {before.name} may change its owner"
        raise OwnerNotYours(text, name=before.name, field="owner")


def settled(
    db: Db, caller: Caller, draft: Counterparty, before: Counterparty | None = None
) -> Counterparty:
    """Tidy, free of problems, in the segments it fits and stamped with its owner; else all that is
    wrong, together."""
    tidy = _named(draft, caller).tidy().staged(before, clock.now())
    rules = segmenting.rules(db)
    if before and tidy.owner != before.owner:
        tidy = replace(tidy, owner_segment="")
    people = _people(db, caller, tidy, before)
    earlier = before.custom_fields if before else None
    values, wrong_values = custom_values.settled(
        db, Resource.COUNTERPARTY, tidy.custom_fields, tidy.kind, earlier
    )
    problems = [
        *tidy.problems(clock.now().date()),
        *_segment_problems(db, tidy, before, rules),
        *_people_problems(tidy, before, people),
        *holiday_problems(db, tidy.professional_holidays, before),
        *wrong_values,
    ]
    if problems:
        raise InvalidArgument.of(problems)
    tidy = tidy if values is tidy.custom_fields else replace(tidy, custom_fields=values)
    if rules:
        tidy = segmenting.fitted(db, tidy)
    tidy.require_requisites()
    if not tidy.owner:
        return tidy.owned_by(NOBODY)
    # Who is gone keeps his clients, and his stamps, until somebody takes them over.
    owner = people.get(tidy.owner) or Person(
        name=tidy.owner,
        display_name=tidy.owner_display_name,
        org_path=tidy.org_path,
        version=tidy.stamp_version,
    )
    return tidy.owned_by(owner)


def _named(draft: Counterparty, caller: Caller) -> Counterparty:
    return replace(draft, owner=caller.user) if draft.owner == ME else draft


def _people(
    db: Db, caller: Caller, counterparty: Counterparty, before: Counterparty | None
) -> Mapping[str, Person]:
    """Those referred to. The caller himself may be so new that his event is still on its way."""
    wanted = people_of(counterparty)
    found = find_people(db, wanted) if before else recent_people(db, wanted)
    if caller.user and caller.user in wanted and caller.user not in found:
        found[caller.user] = Person(
            name=caller.user, display_name=caller.display_name, org_path=caller.org_path
        )
    return found


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


def _people_problems(
    counterparty: Counterparty, before: Counterparty | None, people: Mapping[str, Person]
) -> Iterator[Violation]:
    owner = counterparty.owner
    if owner and (before is None or before.owner != owner):
        yield from owner_problems("owner", owner, people)
    already = set(before.participants) if before else set[str]()
    for at, user in enumerate(counterparty.participants):
        if user in already:
            continue
        if user not in people:
            text = f"There is no {user}: choose another one."
            yield Violation(f"participants[{at}]", "PARTICIPANT_UNKNOWN", text)
        elif not people[user].active:
            text = f"{user} is disabled: choose another one."
            yield Violation(f"participants[{at}]", "PARTICIPANT_INACTIVE", text)


def owner_problems(path: str, owner: str, people: Mapping[str, Person]) -> Iterator[Violation]:
    person = people.get(owner)
    if person is None:
        text = f"There is no {owner} (yet): choose another one, or try again in a moment."
        yield Violation(path, "OWNER_UNKNOWN", text)
    elif not person.active:
        yield Violation(path, "OWNER_INACTIVE", f"{owner} is disabled: choose another one.")
