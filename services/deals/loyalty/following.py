"""The ledger of bonuses follows its clients through merges: their rows, and so their balance."""

from collections.abc import Sequence

from services.deals.loyalty import store
from services.deals.loyalty.bonus import Bonus
from services.kit.caller import Caller
from services.kit.mongo import Db
from services.kit.parties.following import Linked

Pairs = Sequence[tuple[Bonus, Bonus]]


def _relink(db: Db, caller: Caller, pairs: Pairs) -> None:  # noqa: ARG001
    """No news: the merge is told by whoever merged."""
    store.meet(db, (each.counterparty for pair in pairs for each in pair))
    store.relink(db, pairs)


def _refresh(db: Db, pairs: Pairs) -> None:
    """Rows copy nothing."""


LINKED = Linked(
    collection=store.BONUSES,
    field="counterparty",
    copies={},
    query=lambda party: {"counterparty": party},
    hint="tenant_1_counterparty",
    relink=_relink,
    refresh=_refresh,
)
