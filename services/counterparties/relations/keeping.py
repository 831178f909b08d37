"""What can be done to relations, and who may do it.

Who sees both ends sees a relation, while both are active; who may update one of them, too, writes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from google.protobuf.message import Message

from crm.counterparties.v1 import events_pb2 as events
from crm.counterparties.v1 import relations_pb2 as pb
from services.counterparties import store as base
from services.counterparties.actions.contacts import visible_contact
from services.counterparties.actions.references import READ, UPDATE, visible
from services.counterparties.counterparty import State
from services.counterparties.relations import store
from services.counterparties.relations.kinds import RELATION_KINDS
from services.counterparties.relations.relation import (
    MOST_RELATIONS,
    End,
    Party,
    Relation,
    RelationEndDeleted,
    RelationExists,
    TooManyRelations,
    distinct,
    kind_problems,
    pair_of,
)
from services.counterparties.relations.relation_kind import RelationKind
from services.counterparties.relations.store import RELATIONS
from services.kit import changes
from services.kit.caller import Caller
from services.kit.errors import (
    AlreadyExists,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Violation,
)
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.naming import collection_of
from services.kit.paging import Page, Request


@dataclass(frozen=True, slots=True)
class Shown:
    """A relation with its ends as they are now."""

    relation: Relation
    source: Party
    target: Party
    kind: RelationKind | None

    def is_writable(self, caller: Caller) -> bool:
        return any(caller.may(UPDATE, end.visible_to) for end in (self.source, self.target))


def end_of(db: Db, caller: Caller, name: str) -> End:
    """Of a name merged away, whom it became; NOT_FOUND for who may not see it."""
    if collection_of(name) == base.CONTACTS.id:
        return visible_contact(db, caller, name)
    return visible(db, caller, name)


def titled(db: Db, caller: Caller) -> Mapping[str, RelationKind]:
    """All kinds; the tenant's first look at them gives it some."""
    found = store.kinds(db)
    if not found:
        RELATION_KINDS.begin(db, caller.language)
        found = store.kinds(db)
    return found


# --- reading -----------------------------------------------------------------------------------


def visible_relation(db: Db, caller: Caller, name: str) -> Relation:
    return seen(db, caller, name).relation


def seen(db: Db, caller: Caller, name: str) -> Shown:
    relation = RELATIONS.get(db, name)
    found = shown(db, caller, [relation])
    if not found:
        raise NotFound(f"No {name}", name=name)
    return found[0]


def page(
    db: Db, caller: Caller, subject: str, request: Request, *, with_contacts: bool
) -> Page[Shown]:
    ends = [end_of(db, caller, subject).name]
    if with_contacts:
        people = store.people_at(db, ends, caller.visible(READ), MOST_RELATIONS)
        ends += [person.name for person in people]
    found = store.page(db, ends, request)
    kept = _without_doubles(db, ends, found.items)
    return Page(shown(db, caller, kept), found.next_page_token)


def shown(db: Db, caller: Caller, relations: Sequence[Relation]) -> list[Shown]:
    """Those of them the caller may see."""
    names = {end for relation in relations for end in relation.ends}
    parties = store.parties(db, names, caller.visible(READ))
    known = store.kinds(db)
    return [
        Shown(each, parties[each.source], parties[each.target], known.get(each.kind))
        for each in relations
        if each.is_between(parties)
    ]


def _without_doubles(db: Db, ends: Sequence[str], found: Sequence[Relation]) -> Sequence[Relation]:
    """A double may stand on another page, but only of what a merge has moved."""
    moved = [each for each in found if each.pair != pair_of(*each.ends)]
    if not moved:
        return found
    rivals = store.between(db, ends, {end for each in moved for end in each.ends})
    first = {each.name for each in distinct(rivals)}
    doubles = {each.name for each in rivals} - first
    return [each for each in found if each.name not in doubles]


# --- writing -----------------------------------------------------------------------------------


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> Relation:
    titled(db, caller)
    name = RELATIONS.new_name(request_id)
    make = lambda: _create(db, caller, Relation(**values, name=name))  # noqa: E731
    try:
        return RELATIONS.once(db, name, request_id, make, lambda r: r.creator == caller.user)
    except AlreadyExists as error:
        raise _exists() from error


@transactional
def _create(db: Db, caller: Caller, draft: Relation) -> Relation:
    source, target = _ends(db, caller, draft)
    # The name of one merged away means its survivor.
    draft = replace(
        draft,
        source=source.name,
        target=target.name,
        creator=caller.user,
        creator_display_name=caller.display_name,
    ).tidy()
    kind = store.KINDS.find(db, draft.kind)
    problems = [*draft.problems(), *kind_problems(kind, source, target)]
    if kind and kind.archived:
        problems.append(_archived())
    if problems:
        raise InvalidArgument.of(problems)
    if not any(caller.may(UPDATE, end.visible_to) for end in (source, target)):
        text = "Neither of the two is in your scope for a change"
        raise PermissionDenied(text, permission=UPDATE)
    _require_active(source, target)
    _require_new(db, draft)
    _require_room(db, draft)
    created = RELATIONS.insert(db, draft)
    event = events.RelationCreated(relation=to_proto(created, pb.Relation))
    _tell(db, caller, event, source, target, after=created)
    return created


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Relation:
    found = _writable(db, caller, name, etag)
    current = found.relation
    changed = replace(current, **values).tidy()
    problems = list(changed.problems(current))
    if changed.kind != current.kind:
        kind = store.KINDS.find(db, changed.kind)
        source, target = (end_of(db, caller, end) for end in current.ends)
        problems += kind_problems(kind, source, target)
        if kind and kind.archived:
            problems.append(_archived())
    if problems:
        raise InvalidArgument.of(problems)
    if changed == current:
        return current
    if changed.kind != current.kind:
        _require_new(db, changed)
        _set_kind(db, caller, _doubles(db, found), changed.kind, found)
    return _save(db, caller, current, changed, found)


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> None:
    found = _writable(db, caller, name, etag)
    # With those that are hidden behind it, or one of them would take its place.
    for each in (found.relation, *_doubles(db, found)):
        RELATIONS.remove(db, each)
        event = events.RelationDeleted(relation=to_proto(each, pb.Relation))
        _tell(db, caller, event, found.source, found.target, before=each, version=each.version + 1)


def _writable(db: Db, caller: Caller, name: str, etag: str) -> Shown:
    found = seen(db, caller, name)
    if not found.is_writable(caller):
        text = f"Neither end of {name} is in your scope for a change"
        raise PermissionDenied(text, permission=UPDATE)
    require_etag(found.relation, etag)
    return found


def _ends(db: Db, caller: Caller, draft: Relation) -> tuple[End, End]:
    ends: list[End] = []
    unknown: list[Violation] = []
    for field in ("source", "target"):
        name = getattr(draft, field)
        try:
            ends.append(end_of(db, caller, name))
        except NotFound:
            text = f"There is no {name}: choose another one."
            unknown.append(Violation(field, "RELATION_END_UNKNOWN", text))
    if unknown:
        raise InvalidArgument.of(unknown)
    source, target = ends
    return source, target


def _require_active(*ends: End) -> None:
    for end in ends:
        if end.state is not State.ACTIVE:
            raise RelationEndDeleted(f"{end.name} is in the recycle bin", name=end.name)


def _require_new(db: Db, draft: Relation) -> None:
    same = [
        each
        for each in store.between(db, [draft.source], [draft.target])
        if each.kind == draft.kind and each.name != draft.name
    ]
    if same:
        raise _exists(same[0].name)


def _require_room(db: Db, draft: Relation) -> None:
    for end in draft.ends:
        if store.count_of(db, end, MOST_RELATIONS) >= MOST_RELATIONS:
            text = f"{end} has {MOST_RELATIONS} relations already"
            raise TooManyRelations(text, name=end, most=str(MOST_RELATIONS))


def _doubles(db: Db, found: Shown) -> list[Relation]:
    """Of the same kind between the same two, brought there by a merge."""
    mine = found.relation
    return [
        each
        for each in store.between(db, [mine.source], [mine.target])
        if each.kind == mine.kind and each.name != mine.name
    ]


def _set_kind(db: Db, caller: Caller, doubles: Sequence[Relation], kind: str, found: Shown) -> None:
    for each in doubles:
        _save(db, caller, each, replace(each, kind=kind), found)


def _save(db: Db, caller: Caller, current: Relation, changed: Relation, found: Shown) -> Relation:
    saved = RELATIONS.replace(db, changed)
    event = events.RelationUpdated(relation=to_proto(saved, pb.Relation))
    _tell(db, caller, event, found.source, found.target, before=current, after=saved)
    return saved


def _exists(name: str = "") -> RelationExists:
    text = "The two are related by this kind already"
    return RelationExists(text, field="target", name=name)


def _archived() -> Violation:
    text = "This kind is archived: choose another one."
    return Violation("kind", "RELATION_KIND_ARCHIVED", text)


def _tell(
    db: Db, caller: Caller, event: Message, source: End | Party, target: End | Party, **about: Any
) -> None:
    """To who surely sees both."""
    both = tuple(key for key in source.visible_to if key in target.visible_to)
    changes.record(db, caller, event, permission=READ, visible_to=both, **about)
