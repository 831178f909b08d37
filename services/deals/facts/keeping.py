"""Keeps what other services state about deals: conditions of stages are judged by it."""

from crm.fact.v1 import events_pb2 as facts_pb
from services.deals import store as deals
from services.deals.facts import store
from services.deals.facts.fact import Fact, FactKind, name_of, next_work
from services.kit import clock
from services.kit.mapping import from_proto
from services.kit.mongo import Db


def keep(db: Db, fact: Fact) -> None:
    """In whatever order they come; of a deal that is not here yet as well."""
    if not store.put(db, fact):
        return
    if fact.plan:
        store.drop_plan(db, fact.subject, fact.plan)
    if fact.kind is not FactKind.WORK:
        return
    deal = deals.DEALS.find(db, fact.subject)
    if deal is None:
        return
    deals.set_next_work(db, deal, next_work(store.of(db, deal.name)))


def stated(message: facts_pb.Fact) -> Fact:
    """As it came off the broker."""
    values = from_proto(message, Fact)
    values["time"] = values.get("time") or clock.now()
    return Fact(**values, name=name_of(message.subject, message.reference))
