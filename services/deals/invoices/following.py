"""What of invoices follows others: their owners, and their clients through merges."""

from collections.abc import Sequence

from services.deals.invoices import keeping
from services.deals.invoices.invoice import Invoice, State
from services.deals.invoices.store import INVOICES
from services.kit.caller import Caller
from services.kit.mongo import Db
from services.kit.parties.following import Linked
from services.kit.stamps import Stamped

STAMPED = Stamped(collection=INVOICES, states=tuple(State))


def _relink(db: Db, caller: Caller, pairs: Sequence[tuple[Invoice, Invoice]]) -> None:
    keeping.relink(db, caller, pairs)


def _refresh(db: Db, pairs: Sequence[tuple[Invoice, Invoice]]) -> None:
    """A paper names its buyer as he was called then."""


LINKED = Linked(
    collection=INVOICES,
    field="counterparty",
    copies={},
    query=lambda party: {"counterparty": party},
    hint="tenant_1_counterparty",
    relink=_relink,
    refresh=_refresh,
)
