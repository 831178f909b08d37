"""How timelines hear of what happens: any service may tell, also one that is not there yet."""

from typing import Any

from crm.timeline.v1 import events_pb2 as timeline
from services.activities.timeline import store
from services.activities.timeline.entry import Entry
from services.kit.envelope import Envelope
from services.kit.events import EventWorker, Method, on
from services.kit.mapping import from_proto
from services.kit.mongo import Db
from services.kit.parties import store as parties
from services.kit.parties.party import CLIENTS, Party
from services.kit.service import names


def _of_all_services(method: Method) -> Method:
    for service in names():
        method = on(timeline.EntriesTold, every=True, source=service)(method)
    return method


class TimelineListener(EventWorker):
    @_of_all_services
    def keep_lines(self, db: Db, event: timeline.EntriesTold, _: Envelope) -> None:
        read = [Entry(name=f"timelineEntries/{each.id}", **_values(each)) for each in event.entries]
        news = store.put(db, [each.kept() for each in read])
        _follow(db, {name for each in news for name in each.subjects if name.startswith(CLIENTS)})


def _values(line: timeline.TimelineEntry) -> dict[str, Any]:
    values = from_proto(line, Entry)
    return {key: value for key, value in values.items() if key not in ("name", "id")}


def _follow(db: Db, clients: set[str]) -> None:
    """From the first line on their merges are heard of, and so what became of whom. What is known
    of them by now says not who may see them: whoever wants to know asks their service."""
    known = parties.find_many(db, sorted(clients))
    for name in sorted(clients - set(known)):
        parties.keep(db, Party(name=name, hidden=("owner",), version=1), expected=True)
