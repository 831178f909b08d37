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
    MOST_PATHS,
    MOST_SHORTEST,
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
PORTION = 200


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
        return [*self._reach(unknown, distance), *self._meet(frontier, distance)]

    def _reach(self, names: Sequence[str], distance: int) -> list[Party]:
        """Not all are read at once: a few portions are as many as there is room for."""
        added: list[Party] = []
        for at in range(0, len(names), PORTION):
            if not self.room:
                self.truncated = True
                break
            portion = names[at : at + PORTION]
            found = store.parties(self.db, portion, self.seen)
            added += self._add((found[name] for name in portion if name in found), distance)
        return added

    def _meet(self, frontier: Sequence[Party], distance: int) -> list[Party]:
        """The people who work there."""
        firms = [party.name for party in frontier if party.kind is not PartyKind.CONTACT]
        # Some of them may be known already, and one more says that there are more.
        return self._add(store.people_at(self.db, firms, self.seen, self.most + 1), distance)

    @property
    def room(self) -> int:
        return self.most - len(self.parties)

    def close(self, frontier: Sequence[Party]) -> None:
        """Lines within the last level, which no step from it has read."""
        if frontier:
            ends = [party.name for party in frontier]
            lines = store.between(self.db, ends, list(self.parties), MOST_LINES)
            self.relations |= {each.name: each for each in lines}

    def _add(self, found: Iterable[Party], distance: int) -> list[Party]:
        added: list[Party] = []
        for party in found:
            if party.name in self.parties:
                continue
            if not self.room:
                self.truncated = True
                break
            self.parties[party.name] = replace(party, distance=distance)
            added.append(party)
        return added


def around(db: Db, caller: Caller, name: str, depth: int, most: int = MOST_NODES) -> Graph:
    if not 0 <= depth <= DEEPEST:
        text = f"depth is 1 to {DEEPEST}"
        raise InvalidArgument(text, field="depth", reason="RELATION_DEPTH")
    centre = end_of(db, caller, name).name
    kinds = titled(db, caller)
    walk = _Walk(db, caller.visible(READ), most)
    frontier = walk.begin(centre)
    for distance in range(1, (depth or 1) + 1):
        frontier = walk.step(frontier, distance)
    walk.close(frontier)
    edges = edges_among(walk.parties, walk.relations.values(), kinds)
    return Graph(list(walk.parties.values()), edges, walk.truncated)


def paths(
    db: Db,
    caller: Caller,
    name: str,
    target: str,
    *,
    most: int = MOST_PATHS,
    most_shortest: int = MOST_SHORTEST,
) -> Paths:
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
    kept, more = chosen(ways.between(start, goal), most, most_shortest)
    return Paths(
        [ways.steps(names, parties) for names in kept],
        truncated=more or here.truncated or there.truncated,
    )
