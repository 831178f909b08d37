"""What can be done to merges: make one, look what it would make, and undo it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import Any, Generic, TypeVar

from services.counterparties import store as base
from services.counterparties.actions.references import READ, whose
from services.counterparties.consents import ledger
from services.counterparties.consents.store import CONSENTS
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty, State
from services.counterparties.merging import persons, store, survivorship
from services.counterparties.merging.clients import Clients
from services.counterparties.merging.contacts import Contacts
from services.counterparties.merging.kin import Kin
from services.counterparties.merging.merge import (
    MOST_CHILDREN,
    AlreadyMerged,
    AlreadyUnmerged,
    FieldChoice,
    Merge,
    MergedRecord,
    MergeTooLarge,
    MovedChildren,
    SurvivorNotActive,
    Wish,
)
from services.counterparties.merging.merge import State as MergeState
from services.kit import changes, clock, paging
from services.kit.caller import Caller, system
from services.kit.errors import InvalidArgument, NotFound
from services.kit.mapping import from_document, to_document
from services.kit.mongo import Db, require_etag, transactional
from services.kit.naming import collection_of
from services.kit.paging import Page
from services.kit.saving import replace_many

T = TypeVar("T", Counterparty, Contact)
CLIENTS, CONTACTS = Clients(), Contacts()
# Within which what saw a record active before it was merged is kept, or given up.
SETTLED = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[T]):
    """The records of a wish, and what the survivor would become."""

    survivor: T
    others: Sequence[T]
    result: T
    doubts: Sequence[persons.Doubt] = ()


def kin_of(name: str) -> Kin[Any]:
    return CONTACTS if collection_of(name) == base.CONTACTS.id else CLIENTS


def outcome(db: Db, caller: Caller, kin: Kin[T], wish: Wish) -> Outcome[T]:
    """Refuses all that keeps them from being merged, but what a person may confirm."""
    wish.require_sound()
    survivor, *others = _chosen(db, caller, kin, wish)
    kin.require_rights(caller, survivor, others)
    for each in (survivor, *others):
        require_etag(each, wish.etags.get(each.name, ""))
    chosen = {path.partition(".")[0] for path in wish.choices}
    kin.require_choosable(caller, chosen, [survivor, *others])
    result = survivorship.merged(survivor, others, wish.choices)
    result, wrong = survivorship.fitting(result, survivor, wish.choices, kin.problems(result))
    if wrong:
        raise InvalidArgument.of(wrong)
    kin.require_unrevealed(caller, [survivor, *others], result)
    aliases = [alias for other in others for alias in (other.name, *other.aliases)]
    result = replace(result, aliases=(*survivor.aliases, *aliases))
    return Outcome(
        survivor=survivor,
        others=others,
        result=kin.settled(db, caller, result, survivor),
        doubts=persons.doubts(survivor, others),
    )


def merge(
    db: Db, caller: Caller, kin: Kin[Any], wish: Wish, request_id: str = "", job: str = ""
) -> Merge:
    """The same request sent twice merges once."""
    name = store.MERGES.new_name(request_id)
    make = lambda: _merge(db, caller, kin, wish, name, job)  # noqa: E731
    return store.MERGES.once(db, name, request_id, make, lambda made: made.creator == caller.user)


@transactional
def _merge(db: Db, caller: Caller, kin: Kin[T], wish: Wish, name: str, job: str) -> Merge:
    found = outcome(db, caller, kin, wish)
    if not wish.confirm_persons:
        persons.require_certain(found.survivor, found.others)
    if job:
        persons.require_one_company((found.survivor, *found.others))
    _require_movable(db, wish.merged)
    before = [found.survivor, *found.others]
    refused = ledger.refusals(db, caller, before)
    absorbed = [
        replace(other, state=State.MERGED, merged_into=found.survivor.name)
        for other in found.others
    ]
    saved = replace_many(db, kin.collection, zip(before, [found.result, *absorbed], strict=True))
    survivor, others = saved[0], saved[1:]
    kin.carry(db, found.survivor, survivor)
    moved = _move(db, caller, kin, survivor, wish.merged, job)
    store.close_pairs(db, wish.names)
    made = store.MERGES.insert(
        db,
        Merge(
            name=name,
            survivor=survivor.name,
            survivor_display_name=survivor.display_name,
            merged=tuple(_record(other) for other in found.others),
            choices=_choices(wish),
            moved=moved,
            changed_fields=survivorship.changed_fields(found.survivor, survivor),
            creator=caller.user,
            creator_display_name=caller.display_name,
            job=job,
            before={each.name: to_document(each) for each in before},
            after=to_document(survivor),
            visible_to=survivor.visible_to,
        ),
    )
    events = [
        kin.merged_event(survivor, others, name),
        *(kin.absorbed_event(other, name) for other in others),
    ]
    _tell(db, caller, zip(events, before, saved, strict=True), job)
    ledger.unite(db, caller, survivor, refused, name)
    return made


def draft(db: Db, caller: Caller, wish: Wish, found: Outcome[Any]) -> Merge:
    """What would come of it, for a look before."""
    return Merge(
        name="",
        survivor=found.survivor.name,
        survivor_display_name=found.result.display_name,
        merged=tuple(_record(other) for other in found.others),
        choices=_choices(wish),
        moved=tuple(store.counts(db, wish.merged)),
        changed_fields=survivorship.changed_fields(found.survivor, found.result),
        creator=caller.user,
        creator_display_name=caller.display_name,
    )


@transactional
def undo(db: Db, caller: Caller, name: str, etag: str, job: str = "") -> Merge:
    """Takes a merge apart; what was edited since stays with the survivor, and is named."""
    made = visible_merge(db, caller, name)
    kin = kin_of(made.survivor)
    require_etag(made, etag)
    if made.state is MergeState.UNDONE:
        raise AlreadyUnmerged(f"{name} is undone already", name=name)
    survivor, *others = _of(db, kin, made)
    kin.require_rights(caller, survivor, others)
    if survivor.state is not State.ACTIVE:
        text = f"{survivor.name} is {survivor.state}: undo that first"
        raise SurvivorNotActive(text, name=survivor.name, state=survivor.state)
    before = [survivor, *others]
    restored, kept_fields = _restored(db, kin, made, survivor, others)
    saved = replace_many(db, kin.collection, zip(before, restored, strict=True))
    kin.carry(db, survivor, saved[0])
    kept_children = _give_back(db, caller, kin, made, saved, job)
    store.reopen_pairs(db, [each.name for each in saved])
    undone = store.MERGES.replace(db, made.undone(clock.now(), kept_fields, kept_children))
    events = [
        kin.unmerged_event(saved[0], saved[1:], name),
        *(kin.released_event(each, name) for each in saved[1:]),
    ]
    _tell(db, caller, zip(events, before, saved, strict=True), job)
    ledger.part(db, caller, saved[0], saved[1:], name)
    return undone


def gather_late(db: Db, settled: timedelta = SETTLED) -> None:
    """Brings after them what was written to records while they were merged.

    Who wrote it saw them active, and a merge does not see what is not kept yet: neither meets the
    other. So merges are looked at once more, in order, as what one survivor is given may be the
    next one's.
    """
    for names in store.since_last_look(db, clock.now() - settled):
        for name in names:
            _gather_late(db, system(db.tenant), name)


@transactional
def _gather_late(db: Db, caller: Caller, name: str) -> None:
    made = store.MERGES.get(db, name)
    kin = kin_of(made.survivor)
    survivor = kin.collection.find(db, made.survivor)
    if made.state is MergeState.UNDONE or survivor is None:
        return
    moved = _move(db, caller, kin, survivor, [each.name for each in made.merged], made.job)
    if not moved:
        return
    store.MERGES.replace(db, replace(made, moved=(*made.moved, *moved)))
    if any(each.collection == CONSENTS.id for each in moved):
        ledger.follow(db, caller, survivor.name)


def visible_merge(db: Db, caller: Caller, name: str) -> Merge:
    found = store.MERGES.get(db, name)
    whose(kin_of(found.survivor).seen, db, caller, name, found.survivor)
    return found


def listed(db: Db, caller: Caller, subject: str, request: paging.Request) -> Page[Merge]:
    """Of one record, or of all survivors that the caller sees: those he saw when they were merged
    and still does."""
    if subject:
        survivor = kin_of(subject).seen(db, caller, subject)
        return store.page(db, {"subjects": {"$in": [subject, survivor.name]}}, request)
    page = store.page(db, caller.visible(READ), request)
    names = [merge.survivor for merge in page.items]
    found = [
        *CLIENTS.collection.select(db, {**_named(names), **caller.visible(READ)}),
        *CONTACTS.collection.select(db, {**_named(names), **caller.visible(READ)}),
    ]
    seen = {each.name for each in found}
    return replace(page, items=[merge for merge in page.items if merge.survivor in seen])


def _chosen(db: Db, caller: Caller, kin: Kin[T], wish: Wish) -> list[T]:
    found = {each.name: each for each in kin.collection.select(db, _named(wish.names))}
    for name in wish.names:
        record = found.get(name)
        if record is None or not caller.may(READ, record.visible_to):
            raise NotFound(f"No {name}", name=name)
        if record.state is State.MERGED:
            text = f"{name} is {record.merged_into} already"
            raise AlreadyMerged(text, name=name, merged_into=record.merged_into)
        record.require_active()
    return [found[name] for name in wish.names]


def _of(db: Db, kin: Kin[T], made: Merge) -> list[T]:
    names = (made.survivor, *(each.name for each in made.merged))
    found = {each.name: each for each in kin.collection.select(db, _named(names))}
    if missing := set(names) - found.keys():
        raise NotFound(f"No {min(missing)} any more", name=min(missing))
    return [found[name] for name in names]


def _named(names: Sequence[str]) -> dict[str, Any]:
    return {"_id": {"$in": list(names)}}


def _restored(
    db: Db, kin: Kin[T], made: Merge, survivor: T, others: Sequence[T]
) -> tuple[list[T], tuple[str, ...]]:
    """Survivor and others apart again, and the survivor's fields edited since."""
    entity = kin.collection.entity
    before = from_document(entity, made.before[made.survivor])
    after = from_document(entity, made.after)
    apart, kept = survivorship.unmerged(before, after, survivor)
    apart = kin.without_leavers(db, apart, survivor)
    theirs = {alias for other in others for alias in (other.name, *other.aliases)}
    aliases = tuple(alias for alias in apart.aliases if alias not in theirs)
    refused = survivorship.refused(after, survivor)
    released = [
        replace(_refusing(other) if refused else other, state=State.ACTIVE, merged_into="")
        for other in others
    ]
    stamps = {survivor.name: before, **{other.name: other for other in others}}
    return kin.stamped(db, [replace(apart, aliases=aliases), *released], stamps), kept


def _refusing(record: T) -> T:
    """Whoever of them refused advertising, it is sent to none of them."""
    if isinstance(record, Counterparty):
        return replace(record, marketing_consent=survivorship.Consent.REFUSED)
    return record


def _require_movable(db: Db, merged: Sequence[str]) -> None:
    """Before the first write: a bulk merge goes on with others in the same transaction."""
    if sum(each.count for each in store.counts(db, merged)) > MOST_CHILDREN:
        text = f"More than {MOST_CHILDREN} contacts, notes and the like would move"
        raise MergeTooLarge(text, most=str(MOST_CHILDREN))


def _move(
    db: Db, caller: Caller, kin: Kin[T], survivor: T, others: Sequence[str], job: str
) -> tuple[MovedChildren, ...]:
    return (
        *kin.move(db, caller, survivor, others, job),
        *store.move_children(db, survivor.name, others),
    )


def _give_back(
    db: Db, caller: Caller, kin: Kin[T], made: Merge, saved: Sequence[T], job: str
) -> tuple[str, ...]:
    survivor, released = saved[0], {each.name: each for each in saved[1:]}
    kept: list[str] = []
    for moved in made.moved:
        gone = kin.give_back(db, caller, survivor, released, moved, job)
        if gone is None:
            gone = store.return_children(db, survivor.name, moved)
        kept += gone
    # Who asks wants to know that there are some; the trail of each says where it went.
    return tuple(islice(kept, 100))


def _choices(wish: Wish) -> tuple[FieldChoice, ...]:
    return tuple(FieldChoice(field=f, source=s) for f, s in wish.choices.items())


def _record(record: Counterparty | Contact) -> MergedRecord:
    return MergedRecord(name=record.name, display_name=record.display_name)


def _tell(db: Db, caller: Caller, told: Any, job: str) -> None:
    changes.record_many(
        db,
        caller,
        [
            changes.Change(event=event, before=before, after=after, permission=READ, job=job)
            for event, before, after in told
        ],
    )
