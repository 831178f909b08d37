"""Counterparties as a merge sees them: their rights, stamps, events, and their contacts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from crm.counterparties.v1 import contacts_pb2
from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties import field_rights, stamps, store
from services.counterparties.actions import segmenting
from services.counterparties.actions.references import (
    DELETE,
    READ,
    UPDATE,
    visible,
)
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.merging.kin import Kin
from services.counterparties.merging.merge import MovedChildren
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.errors import Violation
from services.kit.mapping import to_proto
from services.kit.mongo import Db
from services.kit.owned import require_may_hand_over, stamped_anew
from services.kit.people import find_people
from services.kit.saving import replace_many

MERGE = "counterparties.merge"


class Clients(Kin[Counterparty]):
    collection = store.COUNTERPARTIES

    def seen(self, db: Db, caller: Caller, name: str) -> Counterparty:
        return visible(db, caller, name)

    def require_rights(
        self, caller: Caller, survivor: Counterparty, others: Sequence[Counterparty]
    ) -> None:
        for each in (survivor, *others):
            caller.require_for(MERGE, each.visible_to)
            caller.require_for(UPDATE, each.visible_to)
        for other in others:
            caller.require_for(DELETE, other.visible_to)

    def require_choosable(
        self, caller: Caller, fields: Iterable[str], records: Sequence[Counterparty]
    ) -> None:
        states = {record.market_state for record in records}
        field_rights.of(caller).require_writable(fields, *states)

    def problems(self, record: Counterparty) -> Sequence[Violation]:
        return record.problems(clock.now().date())

    def settled(
        self, db: Db, caller: Caller, result: Counterparty, survivor: Counterparty
    ) -> Counterparty:
        require_may_hand_over(caller, UPDATE, survivor, result.owner)
        others = tuple(user for user in result.participants if user != result.owner)
        fitted = segmenting.fitted(db, replace(result, participants=others))
        owned = stamped_anew(fitted, find_people(db, [result.owner]))
        decisive = ("market_state", "inn", "kind")
        if any(getattr(owned, field) != getattr(survivor, field) for field in decisive):
            owned.require_requisites()
        return owned

    def without_leavers(self, db: Db, apart: Counterparty, survivor: Counterparty) -> Counterparty:
        back = {apart.owner, *apart.participants} - {survivor.owner, *survivor.participants, ""}
        left = {p.name for p in find_people(db, sorted(back)).values() if not p.active}
        owner = survivor.owner if apart.owner in left else apart.owner
        guests = tuple(user for user in apart.participants if user not in left and user != owner)
        return replace(apart, owner=owner, participants=guests)

    def stamped(
        self, db: Db, records: Sequence[Counterparty], stamps_of: Mapping[str, Counterparty]
    ) -> list[Counterparty]:
        people = find_people(db, list({each.owner for each in records}))
        # A rule of a segment may be another one by now.
        fitted = [segmenting.fitted(db, each) for each in records]
        return [stamped_anew(_stamped_as(each, stamps_of[each.name]), people) for each in fitted]

    def carry(self, db: Db, before: Counterparty, after: Counterparty) -> None:
        stamps.carry_to_contacts(db, [(before, after)])

    def move(
        self, db: Db, caller: Caller, survivor: Counterparty, others: Sequence[str], job: str
    ) -> Iterator[MovedChildren]:
        contacts = store.contacts_of(db, others)
        _save_contacts(db, caller, contacts, [each.at(survivor) for each in contacts], job)
        for source in others:
            names = tuple(each.name for each in contacts if each.counterparty == source)
            if names:
                yield MovedChildren(
                    collection=store.CONTACTS.id,
                    source=source,
                    count=len(names),
                    key="counterparty",
                    names=names,
                )

    def give_back(
        self,
        db: Db,
        caller: Caller,
        survivor: Counterparty,
        released: Mapping[str, Counterparty],
        moved: MovedChildren,
        job: str,
    ) -> Sequence[str] | None:
        if moved.collection != store.CONTACTS.id:
            return None
        where = {"_id": {"$in": list(moved.names)}, "counterparty": survivor.name}
        still_here = store.CONTACTS.select(db, where)
        back = [each.at(released[moved.source]) for each in still_here]
        _save_contacts(db, caller, still_here, back, job)
        return sorted(set(moved.names) - {each.name for each in still_here})

    def merged_event(
        self, survivor: Counterparty, others: Sequence[Counterparty], merge: str
    ) -> events.CounterpartyMerged:
        return events.CounterpartyMerged(
            survivor=_message(survivor), merged=map(_message, others), merge=merge
        )

    def unmerged_event(
        self, survivor: Counterparty, others: Sequence[Counterparty], merge: str
    ) -> events.CounterpartyUnmerged:
        return events.CounterpartyUnmerged(
            survivor=_message(survivor), merged=map(_message, others), merge=merge
        )

    def absorbed_event(self, record: Counterparty, merge: str) -> events.CounterpartyAbsorbed:
        return events.CounterpartyAbsorbed(counterparty=_message(record), merge=merge)

    def released_event(self, record: Counterparty, merge: str) -> events.CounterpartyReleased:
        return events.CounterpartyReleased(counterparty=_message(record), merge=merge)


def _stamped_as(record: Counterparty, known: Counterparty) -> Counterparty:
    """For an owner nobody knows any more: who is gone keeps his stamps."""
    if record.owner != known.owner:
        return record
    return replace(record, owner_display_name=known.owner_display_name, org_path=known.org_path)


def _save_contacts(
    db: Db, caller: Caller, before: Sequence[Contact], after: Sequence[Contact], job: str
) -> None:
    saved = replace_many(db, store.CONTACTS, zip(before, after, strict=True))
    changes.record_many(
        db,
        caller,
        [
            changes.Change(
                event=events.ContactUpdated(contact=to_proto(new, contacts_pb2.Contact)),
                before=old,
                after=new,
                permission=READ,
                job=job,
            )
            for old, new in zip(before, saved, strict=True)
        ],
    )


def _message(counterparty: Counterparty) -> pb.Counterparty:
    return to_proto(counterparty, pb.Counterparty)
