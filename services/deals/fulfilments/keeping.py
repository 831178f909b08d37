"""What can be done to obligations, notes and orders to suppliers: all that belongs to a deal.

They have no rights of their own, and a deal that is won is still fulfilled: so the deal's rights
hold, and only one in the recycle bin keeps them as they are.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Generic, Protocol, Self, TypeVar

from google.protobuf.message import Message

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import fulfilments_pb2 as pb
from services.deals import store as deals
from services.deals.access import READ, changeable, visible
from services.deals.deal import Deal
from services.deals.fulfilments import store
from services.deals.fulfilments.note import FulfilmentNote
from services.deals.fulfilments.obligation import Obligation
from services.deals.fulfilments.supplier_order import SupplierOrder
from services.deals.products import selling
from services.deals.products.store import products
from services.kit import changes, paging
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import InvalidArgument, Violation
from services.kit.mapping import to_proto
from services.kit.mongo import Collection, Db, require_etag, transactional
from services.kit.paging import Page
from services.kit.people import known_people
from services.kit.person import ME


class Part(Protocol):
    """Belongs to a deal."""

    @property
    def name(self) -> str: ...
    @property
    def deal(self) -> str: ...
    @property
    def creator(self) -> str: ...
    @property
    def version(self) -> int: ...
    def tidy(self, today: date) -> Self: ...
    def problems(self) -> Iterable[Violation]: ...


T = TypeVar("T", bound=Part)


class Parts(Generic[T]):
    """Of one kind. Subclass once for each and use the one object."""

    collection: Collection[T]
    message: type[Message]
    created: type[Message]
    updated: type[Message]
    deleted: type[Message]

    # --- what differs from one to another ---

    def settled(self, db: Db, caller: Caller, draft: T, before: T | None) -> T:
        """A tidy one, free of problems by itself, as it is to be kept; or all that is wrong."""
        del db, caller, before
        return draft

    def require_deletable(self, current: T) -> None:
        """Refuses to delete what somebody needs."""

    def due(self, part: T) -> date | None:  # noqa: ARG002
        return None

    # --- what is the same ---

    def get(self, db: Db, caller: Caller, name: str) -> T:
        """NOT_FOUND if the caller may not see its deal."""
        found = self.collection.get(db, name)
        visible(db, caller, found.deal)
        return found

    def page(self, db: Db, caller: Caller, deal: str, request: paging.Request) -> Page[T]:
        mine = {"deal": visible(db, caller, deal).name}
        return self.collection.page(db, mine, request, store.ORDERS[self.collection.id])

    def create(self, db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> T:
        name = self.collection.new_name(request_id)
        make: Any = self.collection.entity
        draft: T = make(**values, name=name, creator=caller.user)
        return self.collection.once(
            db,
            name,
            request_id,
            lambda: transactional(self._create)(db, caller, draft),
            lambda found: found.creator == caller.user,
        )

    def update(self, db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> T:
        return transactional(self._update)(db, caller, name, etag, values)

    def delete(self, db: Db, caller: Caller, name: str, etag: str) -> None:
        transactional(self._delete)(db, caller, name, etag)

    def save(self, db: Db, caller: Caller, deal: Deal, current: T, after: T) -> T:
        """Inside the transaction that read it."""
        saved = self.collection.replace(db, after)
        self._tell(db, caller, deal, self.updated, before=current, after=saved)
        return saved

    def _create(self, db: Db, caller: Caller, draft: T) -> T:
        deal = _of_deal(db, caller, draft.deal)
        created = self.collection.insert(db, self._settled(db, caller, draft, None))
        self._tell(db, caller, deal, self.created, after=created)
        return created

    def _update(self, db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> T:
        current, deal = self._changeable(db, caller, name, etag)
        changed: Any = current
        draft: T = replace(changed, **{**values, "deal": current.deal})
        after = self._settled(db, caller, draft, current)
        return current if after == current else self.save(db, caller, deal, current, after)

    def _delete(self, db: Db, caller: Caller, name: str, etag: str) -> None:
        current, deal = self._changeable(db, caller, name, etag)
        self.require_deletable(current)
        self.collection.remove(db, current)
        about = {"before": current, "version": current.version + 1}
        self._tell(db, caller, deal, self.deleted, **about)

    def _changeable(self, db: Db, caller: Caller, name: str, etag: str) -> tuple[T, Deal]:
        current = self.get(db, caller, name)
        deal = _of_deal(db, caller, current.deal)
        require_etag(current, etag)
        return current, deal

    def _settled(self, db: Db, caller: Caller, draft: T, before: T | None) -> T:
        tidy = draft.tidy(selling.today(caller))
        if problems := list(tidy.problems()):
            raise InvalidArgument.of(problems)
        return self.settled(db, caller, tidy, before)

    def _tell(self, db: Db, caller: Caller, deal: Deal, event: type[Message], **about: Any) -> None:
        before, after = about.get("before"), about.get("after")
        part: Any = after or before
        told = event()
        (place,) = event.DESCRIPTOR.fields
        getattr(told, place.name).CopyFrom(to_proto(part, self.message))
        seen = {"permission": READ, "visible_to": deal.visible_to}
        changes.record(db, caller, told, **seen, **about)
        if (self.due(before) if before else None) != (self.due(after) if after else None):
            deals.set_next_due(db, deal, store.next_due(db, deal.name))


class Obligations(Parts[Obligation]):
    collection = store.OBLIGATIONS
    message = pb.Obligation
    created = events.ObligationCreated
    updated = events.ObligationUpdated
    deleted = events.ObligationDeleted

    def settled(
        self, db: Db, caller: Caller, draft: Obligation, before: Obligation | None
    ) -> Obligation:
        return _with_responsible(db, caller, draft, before)

    def due(self, part: Obligation) -> date | None:
        return part.due


class FulfilmentNotes(Parts[FulfilmentNote]):
    collection = store.NOTES
    message = pb.FulfilmentNote
    created = events.FulfilmentNoteCreated
    updated = events.FulfilmentNoteUpdated
    deleted = events.FulfilmentNoteDeleted

    def settled(
        self, db: Db, caller: Caller, draft: FulfilmentNote, before: FulfilmentNote | None
    ) -> FulfilmentNote:
        about = draft.obligation
        if about and (before is None or before.obligation != about):
            found = store.OBLIGATIONS.find(db, about)
            if found is None or found.deal != draft.deal:
                text = "The deal has no such obligation: choose another one."
                raise InvalidArgument(text, field="obligation", reason="OBLIGATION_UNKNOWN")
        if before is not None:
            return draft
        return replace(draft, creator_display_name=caller.display_name)


class SupplierOrders(Parts[SupplierOrder]):
    collection = store.SUPPLIER_ORDERS
    message = pb.SupplierOrder
    created = events.SupplierOrderCreated
    updated = events.SupplierOrderUpdated
    deleted = events.SupplierOrderDeleted

    def settled(
        self, db: Db, caller: Caller, draft: SupplierOrder, before: SupplierOrder | None
    ) -> SupplierOrder:
        known = products(db, [each.product for each in draft.lines if each.product])
        if problems := list(draft.sum_problems(known)):
            raise InvalidArgument.of(problems)
        return _with_responsible(db, caller, draft.priced(known), before)

    def require_deletable(self, current: SupplierOrder) -> None:
        current.require_draft()

    def due(self, part: SupplierOrder) -> date | None:
        return part.due


OBLIGATIONS, NOTES, SUPPLIER_ORDERS = Obligations(), FulfilmentNotes(), SupplierOrders()
D = TypeVar("D", Obligation, SupplierOrder)


def _of_deal(db: Db, caller: Caller, name: str) -> Deal:
    deal = changeable(db, caller, name)
    deal.require_not_deleted()
    return deal


def _with_responsible(db: Db, caller: Caller, draft: D, before: D | None) -> D:
    """Somebody who works here; who was named before may have left since."""
    user = caller.user if draft.responsible == ME else draft.responsible
    draft = replace(draft, responsible=user)
    if not user or (before is not None and before.responsible == user):
        return draft
    person = known_people(db, caller, [user]).get(user)
    if person is None or not person.active:
        text = f"{user} does not work here: choose somebody else."
        raise InvalidArgument(text, field="responsible", reason="RESPONSIBLE_UNKNOWN")
    return draft
