"""What is around a party, and the ways between two: read level by level, never record by record.

Visibility is asked of each level before the next is read, so what the caller may not see is no
bridge either.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from services.counterparties.actions.references import READ
from services.counterparties.relations import store
from services.counterparties.relations.edge import (
    Edge,
    Step,
    Ways,
    chosen,
    edges_among,
)
from services.counterparties.relations.keeping import end_of, titled
from services.counterparties.relations.relation import Party, PartyKind, Relation
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument, NotFound
from services.kit.mongo import Db

DEEPEST = 3
MOST_NODES = 200
# How many lines of one side are followed at a time, and how many people of a level.
MOST_LINES = 2000
MOST_NEIGHBOURS = 500


@dataclass(frozen=True, slots=True)
class Graph:
    nodes: Sequence[Party]
    edges: Sequence[Edge]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Paths:
    ways: Sequence[Sequence[Step]]
    truncated: bool


@dataclass
class _Walk:
    """From some parties outwards."""

    db: Db
    seen: Mapping[str, Any]
    most: int
    parties: dict[str, Party] = field(default_factory=dict[str, Party])
    relations: dict[str, Relation] = field(default_factory=dict[str, Relation])
    truncated: bool = False

    def begin(self, *names: str) -> list[Party]:
        found = store.parties(self.db, names, self.seen)
        self.parties |= found
        return list(found.values())

    def step(self, frontier: Sequence[Party], distance: int) -> list[Party]:
        """One level further, relations before people; those that are new."""
        if not frontier:
            return []
        names = [party.name for party in frontier]
        lines = store.of(self.db, names, MOST_LINES)
        self.truncated |= len(lines) >= MOST_LINES
        self.relations |= {each.name: each for each in lines}
        wanted = dict.fromkeys(end for each in lines for end in each.ends)
        employers = (party.counterparty for party in frontier if party.counterparty)
        wanted |= dict.fromkeys(employers)
        unknown = [name for name in wanted if name not in self.parties]
        found = store.parties(self.db, unknown, self.seen)
        added = self._add((found[name] for name in unknown if name in found), distance)
        return [*added, *self._add(self._people_at(frontier), distance)]

    def close(self, frontier: Sequence[Party]) -> None:
        """Lines within the last level, which no step from it has read."""
        if frontier:
            ends = [party.name for party in frontier]
            lines = store.between(self.db, ends, list(self.parties), MOST_LINES)
            self.relations |= {each.name: each for each in lines}

    def _people_at(self, frontier: Sequence[Party]) -> list[Party]:
        firms = [party.name for party in frontier if party.kind is not PartyKind.CONTACT]
        limit = self.most + 1
        found = store.people_at(self.db, firms, self.seen, limit)
        self.truncated |= len(found) >= limit
        return found

    def _add(self, found: Iterable[Party], distance: int) -> list[Party]:
        added: list[Party] = []
        for party in found:
            if party.name in self.parties:
                continue
            if len(self.parties) >= self.most:
                self.truncated = True
                break
            self.parties[party.name] = replace(party, distance=distance)
            added.append(party)
        return added


def around(db: Db, caller: Caller, name: str, depth: int) -> Graph:
    if not 0 <= depth <= DEEPEST:
        text = f"depth is 1 to {DEEPEST}"
        raise InvalidArgument(text, field="depth", reason="RELATION_DEPTH")
    centre = end_of(db, caller, name).name
    kinds = titled(db, caller)
    walk = _Walk(db, caller.visible(READ), MOST_NODES)
    frontier = walk.begin(centre)
    for distance in range(1, (depth or 1) + 1):
        frontier = walk.step(frontier, distance)
    walk.close(frontier)
    edges = edges_among(walk.parties, walk.relations.values(), kinds)
    return Graph(list(walk.parties.values()), edges, walk.truncated)


def paths(db: Db, caller: Caller, name: str, target: str) -> Paths:
    """From both ends one step, and the lines in between: three steps in all."""
    start = end_of(db, caller, name).name
    try:
        goal = end_of(db, caller, target).name
    except NotFound as error:
        text = f"There is no {target}: choose another one."
        raise InvalidArgument(text, field="target", reason="RELATION_END_UNKNOWN") from error
    if start == goal:
        text = "A path leads to somebody else: choose another one."
        raise InvalidArgument(text, field="target", reason="RELATION_TO_ITSELF")
    kinds = titled(db, caller)
    here, there = (_Walk(db, caller.visible(READ), MOST_NEIGHBOURS) for _ in range(2))
    near = here.step(here.begin(start), 1)
    far = there.step(there.begin(goal), 1)
    relations = here.relations | there.relations
    if near and far:
        between = store.between(
            db, [party.name for party in near], [party.name for party in far], MOST_LINES
        )
        relations |= {each.name: each for each in between}
    parties = here.parties | there.parties
    if start not in parties or goal not in parties:
        return Paths((), truncated=False)
    ways = Ways(edges_among(parties, relations.values(), kinds))
    kept, more = chosen(ways.between(start, goal))
    return Paths(
        [ways.steps(names, parties) for names in kept],
        truncated=more or here.truncated or there.truncated,
    )
