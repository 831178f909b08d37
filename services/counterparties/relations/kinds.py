"""What can be done to kinds of relations."""

from collections.abc import Iterable

from crm.counterparties.v1 import events_pb2 as events
from services.counterparties.actions.references import READ
from services.counterparties.relations import store
from services.counterparties.relations.relation_kind import (
    MOST_KINDS,
    RelationKind,
    RelationKindBuiltIn,
    RelationKindInUse,
    RelationKindTaken,
    TooManyRelationKinds,
    built_in,
)
from services.kit.dictionaries import Dictionary
from services.kit.mongo import Db


class RelationKinds(Dictionary[RelationKind]):
    collection = store.KINDS
    created = events.RelationKindCreated
    updated = events.RelationKindUpdated
    deleted = events.RelationKindDeleted
    permission = READ

    def built_in(self, tenant: str, language: str) -> Iterable[RelationKind]:
        return built_in(tenant, language)

    def admitted(self, db: Db, draft: RelationKind) -> RelationKind:
        if store.kinds_count(db, MOST_KINDS) >= MOST_KINDS:
            raise TooManyRelationKinds(f"At most {MOST_KINDS} kinds", most=str(MOST_KINDS))
        return draft

    def require_unused(self, db: Db, current: RelationKind) -> None:
        if current.built_in:
            text = f"Each tenant has {current.title}: archive it"
            raise RelationKindBuiltIn(text, name=current.name)
        if store.is_kind_used(db, current.name):
            raise RelationKindInUse(f"There are relations of {current.title}", name=current.name)

    def taken(self, draft: RelationKind) -> RelationKindTaken:  # noqa: ARG002
        return RelationKindTaken("There is a kind of these titles already")

    def forget(self, db: Db) -> None:
        store.forget(db)


RELATION_KINDS = RelationKinds()
