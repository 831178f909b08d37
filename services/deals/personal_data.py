"""What the deals service keeps of people. Funnels tell of nobody, totals and
changes of managers only of employees."""

from services.deals.client_owners.store import OWNER_CHANGES
from services.deals.funnels import store as funnels
from services.deals.totals.store import TOTALS
from services.kit.caller import Caller
from services.kit.cleaning import Cleaned, done
from services.kit.mongo import Db
from services.kit.parties.store import PARTIES
from services.kit.personal_data import Holdings
from services.kit.traces import Traces


def _copies(db: Db, caller: Caller, traces: Traces, *, erase: bool) -> dict[str, Cleaned]:  # noqa: ARG001
    """Copies of himself go: a sale stays the tenant's, without his name."""
    his = {"_id": {"$in": list(traces.names)}}
    names = [each.name for each in PARTIES.select(db, his)]
    if erase:
        PARTIES.raw(db).delete_many(his)
    return {PARTIES.id: done(names, erase=erase, deleted=True)}


HOLDINGS = Holdings(
    his=_copies,
    spared=frozenset(each.id for each in (*funnels.ALL, TOTALS, OWNER_CHANGES)),
)
