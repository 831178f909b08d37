"""What differs between merging counterparties and merging contacts."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from google.protobuf.message import Message

from services.counterparties import field_rights
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.merging import survivorship
from services.counterparties.merging.merge import MovedChildren
from services.kit.caller import Caller
from services.kit.mongo import Collection, Db

T = TypeVar("T", Counterparty, Contact)


class Kin(ABC, Generic[T]):
    """Records of one kind, as a merge sees them."""

    collection: Collection[T]

    @abstractmethod
    def seen(self, db: Db, caller: Caller, name: str) -> T:
        """As it is now, or whom it became; NOT_FOUND for who may not see it."""

    @abstractmethod
    def require_rights(self, caller: Caller, survivor: T, others: Sequence[T]) -> None: ...

    @abstractmethod
    def require_choosable(
        self, caller: Caller, fields: Iterable[str], records: Sequence[T]
    ) -> None:
        """Refuses a choice of what the caller may not write."""

    def require_unrevealed(self, caller: Caller, parts: Sequence[T], result: T) -> None:
        """Refuses to put what the caller may not see now where he would see it."""
        rights = field_rights.of(caller)
        fields = self.governed(survivorship.fields_of(result))
        after = {field: getattr(result, field) for field in fields}
        for part in parts:
            before = {field: getattr(part, field) for field in fields}
            rights.require_unrevealed(before, after, part.market_state, result.market_state)

    def governed(self, fields: Iterable[str]) -> set[str]:
        """Those that field rights speak of."""
        return set(fields)

    @abstractmethod
    def settled(self, db: Db, caller: Caller, result: T, survivor: T) -> T:
        """With the stamps that follow from its fields."""

    def without_leavers(self, db: Db, apart: T, survivor: T) -> T:  # noqa: ARG002
        """What an unmerge gives back, but to nobody who has left since."""
        return apart

    @abstractmethod
    def stamped(self, db: Db, records: Sequence[T], stamps_of: Mapping[str, T]) -> list[T]:
        """Taken out of a merge, with what was copied of others meanwhile brought up to date."""

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

    @abstractmethod
    def merged_event(self, survivor: T, others: Sequence[T], merge: str) -> Message: ...

    @abstractmethod
    def unmerged_event(self, survivor: T, others: Sequence[T], merge: str) -> Message: ...

    @abstractmethod
    def absorbed_event(self, record: T, merge: str) -> Message: ...

    @abstractmethod
    def released_event(self, record: T, merge: str) -> Message: ...

    @abstractmethod
    def problems(self, record: T) -> Sequence[Any]: ...
