"""A relation between two ends, and how relations are read (pure)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.relations.relation_kind import Between, RelationKind
from services.counterparties.requisites import Kind
from services.kit.errors import FailedPrecondition, InvalidArgument, Violation
from services.kit.texts import line_problems

End = Counterparty | Contact
LONGEST_NOTE = 2000
# Of one end: so a graph of some hundred ends stays a bounded read.
MOST_RELATIONS = 500


class RelationExists(InvalidArgument):
    """Two ends are related by one kind once, whichever of them is the source."""

    code, reason = "ALREADY_EXISTS", "RELATION_EXISTS"


class TooManyRelations(FailedPrecondition):
    reason = "RELATIONS_TOO_MANY"


class RelationEndDeleted(FailedPrecondition):
    """An end lies in the recycle bin: it is restored first."""

    reason = "RELATION_END_DELETED"


class PartyKind(StrEnum):
    LEGAL = "LEGAL"
    SOLE_PROPRIETOR = "SOLE_PROPRIETOR"
    INDIVIDUAL = "INDIVIDUAL"
    CONTACT = "CONTACT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An end as relations show it: what of it the caller may see is settled when it is shown."""

    name: str
    kind: PartyKind
    display_name: str
    market_state: str
    visible_to: tuple[str, ...]
    inn: str = ""
    owner_display_name: str = ""
    counterparty: str = ""
    counterparty_display_name: str = ""
    job_title: str = ""
    distance: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    name: str
    source: str
    target: str
    kind: str
    # The two it was made between: a merge moves the ends, an unmerge moves them back, and among
    # those made between the same two there is one of a kind at any time.
    pair: str = ""
    note: str = ""
    creator: str = ""
    creator_display_name: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def ends(self) -> tuple[str, str]:
        return self.source, self.target

    def tidy(self) -> "Relation":
        return replace(self, note=self.note.strip(), pair=self.pair or pair_of(*self.ends))

    def problems(self, before: "Relation | None" = None) -> Iterator[Violation]:
        if self.source == self.target:
            text = "Nobody is related to itself: choose another one."
            yield Violation("target", "RELATION_TO_ITSELF", text)
        for field in ("source", "target"):
            if before and getattr(self, field) != getattr(before, field):
                text = "The ends of a relation stay: make another one."
                yield Violation(field, "RELATION_ENDS_FIXED", text)
        yield from line_problems("note", self.note, LONGEST_NOTE)

    def is_between(self, names: Collection[str]) -> bool:
        """Of one merged with another that it was related to, it is with itself: nobody's."""
        return self.source != self.target and self.source in names and self.target in names


def pair_of(one: str, other: str) -> str:
    return "|".join(sorted((one, other)))


def is_person(end: End) -> bool:
    return isinstance(end, Contact) or end.kind is not Kind.LEGAL


def kind_problems(kind: RelationKind | None, source: End, target: End) -> Iterator[Violation]:
    """Why two ends may not be related so."""
    if kind is None:
        yield Violation("kind", "RELATION_KIND_UNKNOWN", "There is no such kind: choose another.")
        return
    for field, end in (("source", source), ("target", target)):
        if kind.between is Between.PARTIES and isinstance(end, Contact):
            text = "This kind relates counterparties: choose one."
            yield Violation(field, "RELATION_NEEDS_PARTY", text)
        if kind.between is Between.PERSONS and not is_person(end):
            text = "This kind relates people: choose a contact or an individual."
            yield Violation(field, "RELATION_NEEDS_PERSON", text)


def distinct(relations: Iterable[Relation]) -> Iterator[Relation]:
    """The oldest of a kind between two: a merge may have brought several together."""
    said: set[tuple[str, str]] = set()
    for relation in sorted(relations, key=_age):
        words = (relation.kind, pair_of(*relation.ends))
        if words not in said:
            said.add(words)
            yield relation


def _age(relation: Relation) -> tuple[float, str]:
    return (relation.create_time.timestamp() if relation.create_time else 0.0), relation.name
