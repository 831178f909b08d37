"""Puts clients into the segments whose rules they fit, whenever they are written."""

from collections.abc import Mapping
from dataclasses import replace

from services.counterparties import store
from services.counterparties.counterparty import Counterparty
from services.counterparties.segment_rule import SegmentRule, by_rules
from services.kit.mongo import Db
from services.kit.recent import Recent

_RECENT = Recent[Mapping[str, SegmentRule]]()


def rules(db: Db) -> Mapping[str, SegmentRule]:
    """As they were a moment ago: asked for by every write; the job of a new rule waits so long."""
    return _RECENT.get(db, lambda: _rules(db))


def _rules(db: Db) -> Mapping[str, SegmentRule]:
    found = store.SEGMENTS.select(db, {"rule": {"$ne": None}})
    return {each.name: each.rule for each in sorted(found, key=lambda s: s.name) if each.rule}


def forget(db: Db) -> None:
    """This process sees its own change at once."""
    _RECENT.forget(db)


def fitted(db: Db, client: Counterparty) -> Counterparty:
    """In the segments given by hand, and in those it fits."""
    known = rules(db)
    return replace(client, segments=by_rules(client, client.segments, known)) if known else client
