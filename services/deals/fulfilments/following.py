"""Orders follow their suppliers: through merges, and their names."""

from collections.abc import Sequence

from services.deals import store as deals
from services.deals.fulfilments.keeping import SUPPLIER_ORDERS
from services.deals.fulfilments.store import SUPPLIER_ORDERS as STORED
from services.deals.fulfilments.store import refresh_names
from services.deals.fulfilments.supplier_order import SupplierOrder
from services.kit.caller import Caller
from services.kit.mongo import Db
from services.kit.parties.following import Linked

Pairs = Sequence[tuple[SupplierOrder, SupplierOrder]]


def _relink(db: Db, caller: Caller, pairs: Pairs) -> None:
    for before, after in pairs:
        deal = deals.DEALS.get(db, before.deal)
        SUPPLIER_ORDERS.save(db, caller, deal, before, after)


def _refresh(db: Db, pairs: Pairs) -> None:
    refresh_names(db, [after for _, after in pairs])


LINKED = Linked(
    collection=STORED,
    field="supplier",
    copies={"supplier_display_name": "display_name"},
    query=lambda party: {"supplier": party},
    hint="tenant_1_supplier",
    relink=_relink,
    refresh=_refresh,
)
