"""What differs between merging counterparties and merging contacts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from google.protobuf.message import Message

from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.merging.merge import MovedChildren
from services.kit.caller import Caller
from services.kit.mongo import Collection, Db

T = TypeVar("T", Counterparty, Contact)


class Kin(Generic[T]):
    """Records of one kind, as a merge sees them."""

    collection: Collection[T]

    def seen(self, db: Db, caller: Caller, name: str) -> T:
        """As it is now, or whom it became; NOT_FOUND for who may not see it."""
        raise NotImplementedError

    def require_rights(self, caller: Caller, survivor: T, others: Sequence[T]) -> None:
        raise NotImplementedError

    def require_choosable(
        self, caller: Caller, fields: Iterable[str], records: Sequence[T]
    ) -> None:
        """Refuses a choice of what the caller may not write."""
        raise NotImplementedError

    def settled(self, db: Db, caller: Caller, result: T, survivor: T) -> T:
        """With the stamps that follow from its fields."""
        raise NotImplementedError

    def without_leavers(self, db: Db, apart: T, survivor: T) -> T:  # noqa: ARG002
        """What an unmerge gives back, but to nobody who has left since."""
        return apart

    def stamped(self, db: Db, records: Sequence[T], stamps_of: Mapping[str, T]) -> list[T]:
        """Taken out of a merge, with what was copied of others meanwhile brought up to date."""
        raise NotImplementedError

    def carry(self, db: Db, before: T, after: T) -> None:
        """Brings up to date what its children copy of a survivor that changed."""

    def move(
        self,
        db: Db,  # noqa: ARG002
        caller: Caller,  # noqa: ARG002
        survivor: T,  # noqa: ARG002
        others: Sequence[str],  # noqa: ARG002
        job: str,  # noqa: ARG002
    ) -> Iterator[MovedChildren]:
        """Gives the survivor those children that take more than a name."""
        return iter(())

    def give_back(
        self,
        db: Db,  # noqa: ARG002
        caller: Caller,  # noqa: ARG002
        survivor: T,  # noqa: ARG002
        released: Mapping[str, T],  # noqa: ARG002
        moved: MovedChildren,  # noqa: ARG002
        job: str,  # noqa: ARG002
    ) -> Sequence[str] | None:
        """Those children back to whose they were, and the names of those that had moved on; None
        if they are no such children."""
        return None

    def merged_event(self, survivor: T, others: Sequence[T], merge: str) -> Message:
        raise NotImplementedError

    def unmerged_event(self, survivor: T, others: Sequence[T], merge: str) -> Message:
        raise NotImplementedError

    def absorbed_event(self, record: T, merge: str) -> Message:
        raise NotImplementedError

    def released_event(self, record: T, merge: str) -> Message:
        raise NotImplementedError

    def problems(self, record: T) -> Sequence[Any]:
        raise NotImplementedError
