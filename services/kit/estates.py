"""What somebody leaves behind in one collection of owned records, and how it goes to others."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from services.kit.caller import Caller
from services.kit.mongo import Collection, Db
from services.kit.owned import Owned

PORTION = 2000
T = TypeVar("T", bound=Owned)
# Before and after.
Pairs = Sequence[tuple[T, T]]


def _of_none(db: Db, found: Sequence[Any]) -> Mapping[str, Any]:  # noqa: ARG001
    return {}


@dataclass(frozen=True, kw_only=True)
class Estate(Generic[T]):
    """Owned records of one kind (`kit.owned`), as `kit.handing_over` needs them."""

    collection: Collection[T]
    # The right to change one, which who undoes a hand-over needs.
    permission: str
    # Writes them and tells of each, for the job of this name.
    save: Callable[[Db, Caller, Pairs[T], str], object]
    # By record: the segments that may decide who takes it over.
    segments: Callable[[Db, Sequence[T]], Mapping[str, Sequence[str]]] = _of_none
    # By record: who owns what it belongs to; he takes it over if he is one of those who do.
    heirs: Callable[[Db, Sequence[T]], Mapping[str, str]] = _of_none
    # Indexes that begin with the owner, and with who may see it.
    owner_hint: str = "tenant_1_owner_by_create_time"
    visible_hint: str = "tenant_1_visible_by_create_time"

    def names_of(self, db: Db, user: str) -> Iterator[str]:
        """All he owns or takes part in, whatever its state."""
        raw = self.collection.raw(db)
        ways = (("owner", self.owner_hint), ("visible_to", self.visible_hint))
        for key, hint in ways:
            for found in raw.stream({key: user}, {"_id": 1}, batch_size=PORTION, hint=hint):
                yield str(found["_id"])

    def find(self, db: Db, names: Sequence[str]) -> dict[str, T]:
        """Those of the names that are of this kind."""
        mine = [name for name in names if name.startswith(f"{self.collection.id}/")]
        if not mine:
            return {}
        return {each.name: each for each in self.collection.select(db, {"_id": {"$in": mine}})}
