"""How this service hears of facts: any service may state them."""

from crm.fact.v1 import events_pb2 as facts
from services.counterparties.facts.keeping import keep, stated
from services.kit.envelope import Envelope
from services.kit.events import EventWorker, Method, on
from services.kit.mongo import Db
from services.kit.service import names


def _of_all_services(method: Method) -> Method:
    for service in names():
        method = on(facts.FactStated, every=True, source=service)(method)
    return method


class FactListener(EventWorker):
    @_of_all_services
    def keep_fact(self, db: Db, event: facts.FactStated, _: Envelope) -> None:
        for fact in stated(event.fact):
            keep(db, fact)
