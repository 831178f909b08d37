"""Who of several does which of many works (pure)."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.kit.errors import InvalidArgument
from services.kit.person import ME


class DistributionNobody(InvalidArgument):
    """Somebody must be named who does them; one, if one does all."""

    reason = "DISTRIBUTION_NOBODY"


class Way(StrEnum):
    OWNER = "OWNER"
    EVEN = "EVEN"
    ONE = "ONE"
    POOL = "POOL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    way: Way | None = None
    users: tuple[str, ...] = ()

    def tidy(self, me: str) -> "Distribution":
        """To whoever manages each client, unless it is said otherwise. `me`: whom ME means."""
        named = self.way in (Way.EVEN, Way.ONE)
        meant = (me if each == ME else each for each in self.users)
        users = tuple(dict.fromkeys(meant)) if named else ()
        if named and (not users or (self.way is Way.ONE and len(users) > 1)):
            text = "Name one who does them all." if users else "Name who shall do them."
            raise DistributionNobody(text, field="plan.distribution.users")
        return Distribution(way=self.way or Way.OWNER, users=users)

    def shared(
        self, managers: Sequence[str], load: Mapping[str, int], minutes: int
    ) -> Sequence[str]:
        """Who does each; `managers` of their clients, `load` in minutes of those named."""
        match self.way:
            case Way.EVEN:
                return _evenly(len(managers), self.users, load, minutes)
            case Way.ONE:
                return self.users * len(managers)
            case Way.POOL:
                return ("",) * len(managers)
            case _:
                return managers


def _evenly(
    count: int, users: Sequence[str], load: Mapping[str, int], minutes: int
) -> Sequence[str]:
    """One to each in turn, to begin with whom it leaves with the least to do."""
    waiting = [(load.get(user, 0), at) for at, user in enumerate(users)]
    heapq.heapify(waiting)
    given: list[str] = []
    for _ in range(count):
        has, at = waiting[0]
        heapq.heapreplace(waiting, (has + max(minutes, 1), at))
        given.append(users[at])
    return given
