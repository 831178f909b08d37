"""Lines between parties, and the ways over them (pure)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from services.counterparties.relations.relation import Party, Relation, distinct
from services.counterparties.relations.relation_kind import RelationKind

MOST_PATHS, MOST_SHORTEST = 10, 50


class EdgeType(StrEnum):
    RELATION = "RELATION"
    EMPLOYMENT = "EMPLOYMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    type: EdgeType
    source: str
    target: str
    relation: str = ""
    relation_kind: str = ""
    title: str = ""
    reverse_title: str = ""

    def turned(self) -> "Edge":
        """The same, read the other way."""
        return replace(
            self,
            source=self.target,
            target=self.source,
            title=self.reverse_title,
            reverse_title=self.title,
        )


@dataclass(frozen=True, slots=True)
class Step:
    party: Party
    edges: Sequence[Edge] = ()


def edges_among(
    parties: Mapping[str, Party],
    relations: Iterable[Relation],
    kinds: Mapping[str, RelationKind],
) -> list[Edge]:
    """Relations between any of the parties, and people with where they work."""
    kept = [each for each in relations if each.is_between(parties) and each.kind in kinds]
    return [
        *(_of_relation(each, kinds[each.kind]) for each in distinct(kept)),
        *(
            Edge(type=EdgeType.EMPLOYMENT, source=party.name, target=party.counterparty)
            for party in parties.values()
            if party.counterparty in parties
        ),
    ]


def _of_relation(relation: Relation, kind: RelationKind) -> Edge:
    return Edge(
        type=EdgeType.RELATION,
        source=relation.source,
        target=relation.target,
        relation=relation.name,
        relation_kind=kind.name,
        title=kind.title,
        reverse_title=kind.reverse_title,
    )


class Ways:
    """Simple ways of at most three steps between two parties, over known edges."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self._from: dict[str, dict[str, list[Edge]]] = {}
        for edge in edges:
            for way in (edge, edge.turned()):
                self._from.setdefault(way.source, {}).setdefault(way.target, []).append(way)

    def between(self, start: str, goal: str) -> Iterator[tuple[str, ...]]:
        """The shorter ones first."""
        near, far = self._from.get(start, {}), self._from.get(goal, {})
        if goal in near:
            yield start, goal
        yield from ((start, one, goal) for one in near if one in far)
        for one in near:
            beyond = self._from[one] if one != goal else {}
            for other in beyond:
                if other in far and other not in (start, goal):
                    yield start, one, other, goal

    def steps(self, names: Sequence[str], parties: Mapping[str, Party]) -> list[Step]:
        return [
            Step(parties[names[0]]),
            *(Step(parties[to], self._from[came][to]) for came, to in pairwise(names)),
        ]


def chosen(
    ways: Iterable[tuple[str, ...]], most: int, most_shortest: int
) -> tuple[list[tuple[str, ...]], bool]:
    """All of the shortest, and of the others as many as are worth a look; whether there are more.
    They come by length."""
    kept: list[tuple[str, ...]] = []
    for way in ways:
        is_shortest = not kept or len(way) == len(kept[0])
        if len(kept) >= (most_shortest if is_shortest else most):
            return kept, True
        kept.append(way)
    return kept, False
