"""Records that have an owner: his stamps in them, who holds them, who may be named in them (pure).

The owner's name, his units and with them who may see the record are copies in each, so that lists
need no join; `kit.restamping` renews them when he moves.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from services.kit.caller import Caller, visible_to
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, PermissionDenied, Violation
from services.kit.person import NOBODY, Person


class Owned(Protocol):
    """What the kit keeps in an owned record; its `participants` work on it with its owner."""

    @property
    def name(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def owner_display_name(self) -> str: ...
    @property
    def org_path(self) -> tuple[str, ...]: ...
    @property
    def participants(self) -> tuple[str, ...]: ...
    @property
    def visible_to(self) -> tuple[str, ...]: ...
    # Of which version of its owner's copy these stamps are: older news never undo newer ones.
    @property
    def stamp_version(self) -> int: ...


T = TypeVar("T", bound=Owned)


class OwnerNotYours(PermissionDenied):
    """Who takes part in a record does not take it over, nor gives it away."""

    reason = "OWNER_NOT_YOURS"


class OwnerLeft(FailedPrecondition):
    """Nothing goes to, or back to, somebody who is gone."""

    reason = "OWNER_INACTIVE"


# --- stamps ----------------------------------------------------------------------------------


def owned_by(record: T, owner: Person) -> T:
    """Stamped with its owner: his name, his units, and so who may see it."""
    stamped = replace(
        record,
        owner=owner.name,
        owner_display_name=owner.display_name,
        org_path=owner.org_path,
        visible_to=visible_to(owner.name, owner.org_path, record.participants),
    )
    # News of him that change no stamp must not make an update of one that changes nothing.
    return record if stamped == record else replace(stamped, stamp_version=owner.version)


def stamped_anew(record: T, people: Mapping[str, Person]) -> T:
    """Stamped with whom it names as its owner, as he is known now.

    Who is gone keeps his records, and his stamps, until somebody takes them over.
    """
    if not record.owner:
        return owned_by(record, NOBODY)
    return owned_by(record, people.get(record.owner) or stamped_owner(record))


def unowned(record: T, org_path: tuple[str, ...], creator: str) -> T:
    """Without an owner it belongs to the units where it came in: somebody there shall take it."""
    who = (*record.participants, creator) if creator else record.participants
    return replace(
        record,
        owner_display_name="",
        org_path=org_path,
        visible_to=visible_to("", org_path, who),
        stamp_version=0,
    )


def stamped_owner(record: Owned) -> Person:
    """Its owner as its stamps know him."""
    return Person(
        name=record.owner,
        display_name=record.owner_display_name,
        org_path=record.org_path,
        version=record.stamp_version,
    )


# --- who may -----------------------------------------------------------------------------------


def held_by(record: Owned) -> tuple[str, ...]:
    """Who reaches it through its owner; participants only work on it with him."""
    return visible_to(record.owner, record.org_path)


def require_may_hand_over(caller: Caller, permission: str, before: Owned, owner: str) -> None:
    """To change the owner takes the right to change the record without being a participant."""
    if owner != before.owner and not caller.may(permission, held_by(before)):
        text = f"Only who holds {before.name} may change its owner"
        raise OwnerNotYours(text, name=before.name, field="owner")


def require_here(owner: Person | None) -> None:
    if owner is not None and not owner.active:
        raise OwnerLeft(f"{owner.name} is disabled", name=owner.name)


# --- who may be named ----------------------------------------------------------------------------


def people_of(record: Owned) -> Sequence[str]:
    """Users it refers to."""
    owner = (record.owner,) if record.owner else ()
    return (*owner, *record.participants)


def people_problems(
    record: Owned, before: Owned | None, people: Mapping[str, Person]
) -> Iterator[Violation]:
    """`people`: those it refers to. Who was named before may have left since."""
    owner = record.owner
    if owner and (before is None or before.owner != owner):
        yield from owner_problems("owner", owner, people)
    already = set(before.participants) if before else set[str]()
    for at, user in enumerate(record.participants):
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
