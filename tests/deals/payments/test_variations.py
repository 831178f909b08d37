"""Other statements of the same kinds are decided as well as the customer's."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.deals.payments.bank import Desk
from tests.deals.payments.variations import World


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**9))
def test_whatever_the_numbers_words_and_encodings(seed: int) -> None:
    world = World(Random(seed))  # noqa: S311 - repeatable, not secret
    desk = Desk.of(world.own, world.bills.values())
    for file, (data, told) in enumerate(world.statements()):
        for (document, match), expected in zip(desk.take(str(file), data), told, strict=True):
            got = {share.bill.name: share.amount for share in match.shares}
            said = (match.decision.value, got, match.advance)
            wanted = (expected.decision, expected.shares, expected.advance)
            assert said == wanted, (document.purpose, match)
    for name, left in world.left.items():
        key, inn = world.bills[name].key, world.bills[name].buyer_inn
        found = [b.balance for b in desk.bills.of_number(key) if b.name == name]
        assert found == [left], inn
