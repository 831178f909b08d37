"""What of deals the stamps of an owner go into."""

from collections.abc import Iterable
from typing import Any

from services.deals import store
from services.deals.deal import State
from services.deals.totals import store as totals
from services.deals.totals.total import Cell, row
from services.kit.mongo import Db
from services.kit.person import Person
from services.kit.stamps import Stamped


def _touch(db: Db, _: Person, found: Iterable[dict[str, Any]]) -> None:
    """Cards show whose they are: their columns have changed, though no number has."""
    columns = {(each["funnel"], each["state"], each["stage"]) for each in found}
    totals.add(db, (row(Cell(funnel=f, state=s, stage=g)) for f, s, g in sorted(columns)))


STAMPED = Stamped(
    collection=store.DEALS,
    states=tuple(State),
    shape=("funnel", "state", "stage"),
    follow=_touch,
)
