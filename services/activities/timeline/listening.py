"""How timelines hear of what happens: any service may tell, also one that is not there yet."""

from typing import Any

from crm.counterparties.v1 import events_pb2 as counterparties
from crm.timeline.v1 import events_pb2 as timeline
from services.activities.timeline import store
from services.activities.timeline.entry import Entry
from services.kit.envelope import Envelope
from services.kit.events import EventWorker, Method, on
from services.kit.mapping import from_proto
from services.kit.mongo import Db
from services.kit.parties import store as parties
from services.kit.parties.reading import of_contact, of_counterparty
from services.kit.service import names


def _of_all_services(method: Method) -> Method:
    for service in names():
        method = on(timeline.EntriesTold, every=True, source=service)(method)
    return method


class TimelineListener(EventWorker):
    @_of_all_services
    def keep_lines(self, db: Db, event: timeline.EntriesTold, _: Envelope) -> None:
        read = [Entry(name=f"timelineEntries/{each.id}", **_values(each)) for each in event.entries]
        store.put(db, [each.kept() for each in read])

    # Also of whom nothing else is known here: their lines are the survivor's from now on.
    @on(counterparties.CounterpartyMerged, every=True)
    def know_merged_clients(
        self, db: Db, event: counterparties.CounterpartyMerged, _: Envelope
    ) -> None:
        for each in (event.survivor, *event.merged):
            parties.keep(db, of_counterparty(each), expected=True)

    @on(counterparties.ContactMerged, every=True)
    def know_merged_contacts(
        self, db: Db, event: counterparties.ContactMerged, _: Envelope
    ) -> None:
        for each in (event.survivor, *event.merged):
            parties.keep(db, of_contact(each), expected=True)


def _values(line: timeline.TimelineEntry) -> dict[str, Any]:
    values = from_proto(line, Entry)
    return {key: value for key, value in values.items() if key not in ("name", "id")}
