"""What copies of parties hold of somebody, who is asking for it or wants to be forgotten."""

from services.kit.caller import Caller
from services.kit.cleaning import Cleaned, done
from services.kit.mongo import Db
from services.kit.parties.store import PARTIES
from services.kit.traces import Traces


def copies(db: Db, caller: Caller, traces: Traces, *, erase: bool) -> dict[str, Cleaned]:  # noqa: ARG001
    """Copies of himself go: what is linked to them stays the tenant's, without his name."""
    his = {"_id": {"$in": list(traces.names)}}
    names = [each.name for each in PARTIES.select(db, his)]
    if erase:
        PARTIES.raw(db).delete_many(his)
    return {PARTIES.id: done(names, erase=erase, deleted=True)}
