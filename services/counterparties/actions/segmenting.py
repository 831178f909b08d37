"""Puts clients into the segments whose rules they fit, whenever they are written."""

import time
from collections.abc import Mapping
from dataclasses import replace

from services.counterparties import store
from services.counterparties.counterparty import Counterparty
from services.counterparties.segment_rule import SegmentRule, by_rules
from services.kit.mongo import Db
from services.kit.people import RECENT_S

MOST_RECENT = 10_000
_recent: dict[tuple[str, str], tuple[float, Mapping[str, SegmentRule]]] = {}


def rules(db: Db) -> Mapping[str, SegmentRule]:
    """As they were a moment ago: asked for by every write; the job of a new rule waits so long."""
    place = (db.database, db.tenant)
    expires, known = _recent.get(place, (0.0, {}))
    now = time.monotonic()
    if expires > now:
        return known
    if len(_recent) > MOST_RECENT:
        _recent.clear()
    found = store.SEGMENTS.select(db, {"rule": {"$ne": None}})
    known = {each.name: each.rule for each in sorted(found, key=lambda s: s.name) if each.rule}
    _recent[place] = (now + RECENT_S, known)
    return known


def forget(db: Db) -> None:
    """This process sees its own change at once."""
    _recent.pop((db.database, db.tenant), None)


def fitted(db: Db, client: Counterparty) -> Counterparty:
    """In the segments given by hand, and in those it fits."""
    known = rules(db)
    return replace(client, segments=by_rules(client, client.segments, known)) if known else client
