"""What can be done to the purposes of consents."""

from collections.abc import Iterable

from crm.counterparties.v1 import events_pb2 as events
from services.counterparties.consents import store
from services.counterparties.consents.purpose import ConsentPurpose, built_in
from services.kit import clock
from services.kit.caller import Caller
from services.kit.dictionaries import Dictionary
from services.kit.mongo import Db
from services.kit.paging import Order, Page, Request


class ConsentPurposes(Dictionary[ConsentPurpose]):
    collection = store.PURPOSES
    created = events.ConsentPurposeCreated
    updated = events.ConsentPurposeUpdated
    permission = "consents.read"

    def built_in(self, tenant: str, language: str) -> Iterable[ConsentPurpose]:  # noqa: ARG002
        # What the documents are called that Russian law asks for.
        return built_in(tenant)

    def tidy(self, caller: Caller, draft: ConsentPurpose) -> ConsentPurpose:
        return draft.saved(clock.now(), caller.user)


CONSENT_PURPOSES = ConsentPurposes()


def all_of(db: Db) -> list[ConsentPurpose]:
    CONSENT_PURPOSES.begin(db)
    found = store.PURPOSES.select(db, {})
    return sorted(found, key=lambda each: (not each.built_in, each.name))


def page(db: Db, request: Request) -> Page[ConsentPurpose]:
    CONSENT_PURPOSES.begin(db)
    return store.PURPOSES.page(db, {}, request, Order("create_time"))


def get(db: Db, name: str) -> ConsentPurpose:
    if found := store.PURPOSES.find(db, name):
        return found
    CONSENT_PURPOSES.begin(db)
    return store.PURPOSES.get(db, name)
