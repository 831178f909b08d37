"""The ledger of totals, held against the deals that it counts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from services.deals.recounting import REPAIRED, recount
from services.deals.totals import store
from services.deals.totals.folding import fold
from tests.deals.office import Office
from tests.deals.sales import Sales, loss_reasons, money
from tests.deals.test_boards import Boards


def busy(office: Office) -> None:
    """Deals of all states, some with guests, some of no currency."""
    sales = Sales(office, office.admin)
    guests = [office.manager_b.user, office.manager_a.user]
    sales.create(amount=money(3), own_probability=33, participants=guests)
    sales.create(amount=money(5, "USD"), owner=office.manager_a.user)
    sales.win(sales.create(amount=money(7)))
    sales.lose(sales.create(), loss_reasons(office)["Дорого"])
    sales.delete(sales.create(amount=money(100)))


def repaired() -> Any:
    return REPAIRED.collect()[0].samples[0].value


def column(office: Office) -> Any:
    return Boards(office, office.admin).get().columns[0]


def test_what_is_right_stays_as_it_is(office: Office) -> None:
    busy(office)
    rows = store.TOTALS.raw(office.db).count({"time": {"$gt": 0}})
    assert recount(office.db) == 0
    fold(office.db, timedelta(0))
    assert recount(office.db) == 0
    assert 0 < store.TOTALS.raw(office.db).count({"time": {"$gt": 0}}) <= rows


def test_what_is_wrong_is_put_right_shown_at_once_and_told(
    office: Office, other_office: Office
) -> None:
    busy(office)
    busy(other_office)
    right, before = column(office), repaired()
    fold(office.db, timedelta(0))
    store.TOTALS.raw(office.db).delete_many({"state": "OPEN", "currency": "USD"})
    store.TOTALS.raw(office.db).update_many({"currency": "RUB"}, {"$inc": {"amount": 1}})
    with ThreadPoolExecutor(4) as several:
        put_right = list(several.map(lambda _: recount(office.db), range(4)))
    # Three cells of RUB (with guests, won, of the one in the bin) and the lost one of USD: by one
    # of the four.
    assert sorted(put_right) == [0, 0, 0, 4]
    assert repaired() == before + 4
    assert column(office) == right
    assert recount(other_office.db) == 0


def test_a_ledger_that_is_gone_is_written_anew(office: Office) -> None:
    busy(office)
    right = column(office)
    store.TOTALS.raw(office.db).delete_many({})
    assert recount(office.db) > 0
    assert column(office) == right
