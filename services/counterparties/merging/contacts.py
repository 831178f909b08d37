"""Contacts as a merge sees them. They have no children here but those every record may have."""

from collections.abc import Iterable, Mapping, Sequence

from crm.counterparties.v1 import contacts_pb2 as pb
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties import field_rights, store
from services.counterparties.actions.contacts import shared, visible_contact
from services.counterparties.actions.references import UPDATE
from services.counterparties.contact import Contact
from services.counterparties.merging.kin import Kin
from services.kit import clock
from services.kit.caller import Caller
from services.kit.errors import Violation
from services.kit.mapping import to_proto
from services.kit.mongo import Db


class Contacts(Kin[Contact]):
    collection = store.CONTACTS

    def seen(self, db: Db, caller: Caller, name: str) -> Contact:
        return visible_contact(db, caller, name)

    def require_rights(self, caller: Caller, survivor: Contact, others: Sequence[Contact]) -> None:
        for each in (survivor, *others):
            caller.require_for(UPDATE, each.visible_to)

    def require_choosable(
        self, caller: Caller, fields: Iterable[str], records: Sequence[Contact]
    ) -> None:
        states = {record.market_state for record in records}
        field_rights.of(caller).require_writable(shared(fields), *states)

    def governed(self, fields: Iterable[str]) -> set[str]:
        return shared(fields)

    def problems(self, record: Contact) -> Sequence[Violation]:
        return record.problems(clock.now().date())

    def settled(self, db: Db, caller: Caller, result: Contact, survivor: Contact) -> Contact:  # noqa: ARG002
        return result

    def stamped(
        self,
        db: Db,
        records: Sequence[Contact],
        stamps_of: Mapping[str, Contact],  # noqa: ARG002
    ) -> list[Contact]:
        names = {each.counterparty for each in records}
        found = store.by_names(db, list(names), {})
        return [
            each.at(found[each.counterparty]) if each.counterparty in found else each
            for each in records
        ]

    def merged_event(
        self, survivor: Contact, others: Sequence[Contact], merge: str
    ) -> events.ContactMerged:
        return events.ContactMerged(
            survivor=_message(survivor), merged=map(_message, others), merge=merge
        )

    def unmerged_event(
        self, survivor: Contact, others: Sequence[Contact], merge: str
    ) -> events.ContactUnmerged:
        return events.ContactUnmerged(
            survivor=_message(survivor), merged=map(_message, others), merge=merge
        )

    def absorbed_event(self, record: Contact, merge: str) -> events.ContactAbsorbed:
        return events.ContactAbsorbed(contact=_message(record), merge=merge)

    def released_event(self, record: Contact, merge: str) -> events.ContactReleased:
        return events.ContactReleased(contact=_message(record), merge=merge)


def _message(contact: Contact) -> pb.Contact:
    return to_proto(contact, pb.Contact)
