"""Finds the operation of a path: a tree of dictionaries, one step for each segment."""

from typing import Any, Generic, TypeVar

from gateway.catalog import Operation

WILD = "*"
T = TypeVar("T")


class Router(Generic[T]):
    """`T` is what an operation is served by."""

    def __init__(self) -> None:
        # (number of segments, custom verb) -> nested dictionaries -> {HTTP verb: target}
        self._trees: dict[tuple[int, str], dict[str, Any]] = {}

    def add(self, operation: Operation, target: T) -> None:
        key = (len(operation.segments), operation.custom)
        node = self._trees.setdefault(key, {})
        for segment in operation.segments:
            node = node.setdefault(segment, {})
        if operation.verb in node:
            raise ValueError(f"{operation.verb} {operation.template} is declared twice")
        node[operation.verb] = target

    def find(self, path: str) -> tuple[dict[str, T], list[str]] | None:
        """What the path offers by HTTP verb, and its segments; None for no such path."""
        segments = path[1:].split("/")
        last, _, custom = segments[-1].rpartition(":")
        if last:
            segments[-1] = last
        else:
            custom = ""
        tree = self._trees.get((len(segments), custom))
        if tree is None:
            return None
        found = _descend(tree, segments, 0)
        return (found, segments) if found is not None else None


def _descend(node: dict[str, Any], segments: list[str], depth: int) -> dict[str, Any] | None:
    if depth == len(segments):
        return node
    segment = segments[depth]
    # A literal is meant before a wildcard: `imports/x` is no import named x of another list.
    literal = node.get(segment)
    if literal is not None:
        found = _descend(literal, segments, depth + 1)
        if found is not None:
            return found
    wild = node.get(WILD)
    return _descend(wild, segments, depth + 1) if wild is not None and segment else None
