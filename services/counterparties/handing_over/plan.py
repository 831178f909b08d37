"""Who takes over a leaver's clients: the rule, decided for each client (pure)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from services.counterparties.counterparty import Counterparty
from services.kit.owned import stamped_anew
from services.kit.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A job's parameters. What the rules differ in is only whom they name."""

    user: str
    successors: tuple[str, ...] = ()
    # segment -> who takes over its clients
    segments: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def people(self) -> Sequence[str]:
        return (*self.successors, *self.segments.values())

    def successor(self, n: int, segments: Sequence[str], able: Collection[str]) -> str:
        """Of the n-th client; nobody if all those named have left as well."""
        by_segment = (self.segments.get(segment, "") for segment in segments)
        chosen = next((name for name in by_segment if name in able), "")
        left = [name for name in self.successors if name in able]
        return chosen or (left[n % len(left)] if left else "")

    def without(self, n: int, client: Counterparty, people: Mapping[str, Person]) -> Counterparty:
        """The client as it is without the leaver, be he its owner or a participant."""
        owner = client.owner
        if owner == self.user:
            able = {name for name, person in people.items() if person.active}
            owner = self.successor(n, client.segments, able)
        kept = tuple(each for each in client.participants if each not in (self.user, owner))
        return stamped_anew(replace(client, owner=owner, participants=kept), people)
