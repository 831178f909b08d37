"""What differs between putting back values of a counterparty and of a contact."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from google.protobuf.message import Message

from crm.counterparties.v1 import contacts_pb2, counterparties_pb2
from services.counterparties import store
from services.counterparties.actions import contacts, counterparties, segmenting
from services.counterparties.actions.references import visible
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.kit import wire
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mongo import Db
from services.kit.naming import collection_of

Values = Mapping[str, Any]


class Seen(Protocol):
    def __call__(self, db: Db, caller: Caller, name: str, /) -> Any: ...


class Outcome(Protocol):
    def __call__(self, db: Db, caller: Caller, current: Any, values: Values, /) -> Any: ...


class Update(Protocol):
    def __call__(
        self, db: Db, caller: Caller, name: str, etag: str, values: Values, /, *, restored: str
    ) -> Any: ...


@dataclass(frozen=True)
class Kin:
    """Records of one kind: how they are seen and updated."""

    entity: type
    message: type[Message]
    seen: Seen
    outcome: Outcome
    update: Update

    @property
    def restorable(self) -> frozenset[str]:
        return wire.editable_fields(self.message)


_KINDS = {
    store.COUNTERPARTIES.id: Kin(
        entity=Counterparty,
        message=counterparties_pb2.Counterparty,
        seen=visible,
        outcome=counterparties.outcome,
        update=counterparties.update,
    ),
    store.CONTACTS.id: Kin(
        entity=Contact,
        message=contacts_pb2.Contact,
        seen=contacts.visible_contact,
        outcome=contacts.outcome,
        update=contacts.update,
    ),
}


def kin_of(name: str) -> Kin:
    try:
        return _KINDS[collection_of(name)]
    except KeyError:
        raise NotFound(f"No {name}", name=name) from None


def by_hand(db: Db, field: str, value: Any) -> Any:
    """Who is in a segment with a rule is not put in or taken out by anybody."""
    if field != "segments":
        return value
    rules = segmenting.rules(db)
    return tuple(each for each in value if each not in rules)
