"""Whatever is done to bonuses, in any order and at once, their ledger adds up."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crm.deals.v1 import payments_pb2 as payments
from services.deals.loyalty import spending, store
from services.deals.loyalty.bonus import kopecks
from services.deals.payments.matching import Decision
from services.deals.payments.payment import Payment
from services.deals.payments.store import PAYMENTS
from services.kit import clock
from services.kit.testing_door import Door
from tests.deals.loyalty.club import Loyalty, tried
from tests.deals.office import Office
from tests.deals.payments import desk

Pb = Any
DONE = payments.Payment.STATE_DONE
ACTS = st.one_of(
    st.tuples(st.sampled_from(["put", "release"]), st.integers(0, 3)),
    st.tuples(st.just("spend"), st.integers(1, 4000)),
    st.tuples(st.just("return"), st.integers(0, 3)),
    st.tuples(st.just("expire"), st.just(0)),
)


class Story:
    """Whatever anybody may do to one client's bonuses, in any order and at once."""

    def __init__(self, loyalty: Loyalty) -> None:
        self.loyalty, self.spent = loyalty, list[Pb]()
        self.bill = loyalty.bill("100000")
        self.payments = [self._payment(at, 10_000 * (at + 1)) for at in range(4)]

    def _payment(self, at: int, amount: int) -> Payment:
        return PAYMENTS.insert(
            self.loyalty.office.db,
            Payment(
                name=PAYMENTS.new_name(),
                index=at,
                pay_date=clock.now().date(),
                amount=kopecks(amount),
                decision=Decision.MANUAL,
            ),
        )

    def do(self, act: tuple[str, int]) -> None:
        verb, what = act
        desks = {"put": self._put, "release": self._release, "spend": self._spend}
        acts: dict[str, Callable[[int], object]] = {**desks, "return": self._return}
        acts.get(verb, lambda _: spending.expire(self.loyalty.office.db))(what)

    def _put(self, at: int) -> None:
        whole = self.payments[at].amount
        part = payments.Allocation(
            invoice=self.bill.name, amount=desk.money(str(whole.amount if whole else 0))
        )
        asked = payments.AllocatePaymentRequest(name=self.payments[at].name, allocations=[part])
        desk.bank(self.loyalty.office).AllocatePayment(asked)

    def _release(self, at: int) -> None:
        asked = payments.ReleasePaymentRequest(name=self.payments[at].name)
        desk.bank(self.loyalty.office).ReleasePayment(asked)

    def _spend(self, amount: int) -> None:
        roubles = str(Decimal(amount).scaleb(-2))
        self.spent.append(self.loyalty.spend(self.bill, roubles))

    def _return(self, at: int) -> None:
        if at < len(self.spent):
            self.loyalty.give_back(self.spent[at])


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(ACTS, min_size=4, max_size=14), at_once=st.booleans())
def test_whatever_is_done_the_ledger_adds_up(
    door: Door, acts: list[tuple[str, int]], at_once: bool
) -> None:
    loyalty = Loyalty(Office.opened(door))
    loyalty.program((("0", "10"), ("300", "15")))
    story = Story(loyalty)
    if at_once:
        with ThreadPoolExecutor(4) as pool:
            for each in [pool.submit(tried, story.do, act) for act in acts]:
                each.result()
    else:
        for act in acts:
            tried(story.do, act)
            loyalty.require_sound()
    loyalty.require_sound()
    lasting = [each for each in story.payments if each.name in _rewarded(loyalty)]
    done = [each for each in desk.listed(loyalty.office) if each.state == DONE]
    assert {each.name for each in lasting} == {each.name for each in done}


def _rewarded(loyalty: Loyalty) -> set[str]:
    """Payments whose bonuses are the client's."""
    rows = store.BONUSES.select(loyalty.office.db, {"kind": "ACCRUAL", "returned": False})
    names = [each.payment for each in rows]
    assert len(names) == len(set(names))
    return set(names)
