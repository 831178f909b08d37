"""Keeps what other services state about deals: conditions of stages are judged by it."""

from typing import Any

from crm.fact.v1 import events_pb2 as facts_pb
from services.deals import store as deals
from services.deals.facts import store
from services.deals.facts.fact import Fact, FactKind, name_of, next_work
from services.kit import clock
from services.kit.mapping import from_proto
from services.kit.mongo import Db

_KEPT = ("deals/", "leads/")


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


def about(message: facts_pb.Fact) -> list[str]:
    """What is kept here of all that it is about."""
    named = dict.fromkeys((message.subject, *message.also))
    return [each for each in named if each.startswith(_KEPT)]


def stated(message: facts_pb.Fact, subject: str) -> Fact:
    """As it came off the broker, about one of its subjects."""
    values: dict[str, Any] = {**from_proto(message, Fact), "subject": subject}
    values["time"] = values.get("time") or clock.now()
    return Fact(**values, name=name_of(subject, message.reference))
