"""Ranks: any place between two others is found, and none becomes too long, whoever drags what."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.deals import rank, store
from services.deals.actions.moving import MOST_RANKED_ANEW
from services.deals.deal import Deal
from services.kit.caller import visible_to
from tests.deals.office import Office
from tests.deals.sales import MANUAL, Sales, funnel
from tests.deals.test_moving import column

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LETTERS = "019AMZamz"
RANK = st.builds(
    lambda text, end: text + end, st.text(LETTERS, max_size=60), st.sampled_from("1Az")
)


@given(RANK, RANK, st.integers(0, 200))
def test_many_are_spread_in_their_order(one: str, other: str, number: int) -> None:
    before, after = sorted((one, other))
    if before == after:
        return
    made = rank.spread(before, after, number)
    assert len(made) == number
    assert sorted({before, *made, after}) == [before, *made, after]
    if rank.is_roomy(before, after):
        assert max(map(len, made), default=0) <= rank.LONGEST


def test_at_the_bottom_there_is_room_for_any_number() -> None:
    last = rank.top(NOW)
    made = rank.spread(last, "", 3000)
    assert sorted({last, *made}) == [last, *made]
    assert {len(each) for each in made} == {len(last)}


def test_a_gap_that_is_dragged_into_again_and_again_is_widened(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    made = funnel(office, "Новая", kind=MANUAL)
    anchor, one, other, *rest = (
        sales.create(f"№{number}", funnel=made.name) for number in range(6)
    )
    crowd(office, [anchor, one, other, *rest])
    stage = anchor.stage
    told = len(office.changes())
    for number in range(40):
        # Each comes into the gap that the other one has left half of.
        moved, behind = (one, other) if number % 2 else (other, one)
        answer = sales.move(moved, stage, anchor)
        assert len(answer.rank) <= rank.LONGEST
        titles = [each.display_name for each in (anchor, moved, behind, *rest)]
        assert column(office, anchor) == titles
    assert max(len(each) for each in ranks(office)) <= rank.LONGEST
    # Nobody is told of those that stand where they stood, and they are no other version.
    subjects = {each["subject"] for each in office.changes()[told:]}
    assert subjects == {one.name, other.name}
    assert [sales.get(each).etag for each in rest] == [each.etag for each in rest]


def test_more_crowd_than_are_ranked_anew_at_once(office: Office) -> None:
    sales = Sales(office, office.admin)
    made = funnel(office, "Новая", kind=MANUAL)
    stage = made.stages[0].id
    store.DEALS.insert_many(office.db, crowded(made.name, stage, office.admin.user))
    first = sales.found(order_by="rank", funnel=[made.name], stage=[stage], page_size=1)[0]
    moved = sales.move(sales.create("Новая", funnel=made.name), stage, first)
    shown = ranks(office)
    assert sorted(shown) == [first.rank, moved.rank, *sorted(shown)[2:]]
    numbered = [
        each.name for each in sorted(store.DEALS.select(office.db, {}), key=lambda d: d.rank)
    ]
    assert numbered == [first.name, moved.name, *sorted(set(numbered) - {first.name, moved.name})]


def crowd(office: Office, deals: list[Any]) -> None:
    """So close together that hardly anything fits in between; but the last one."""
    for number, deal in enumerate(deals):
        last = deal is deals[-1]
        close = {"$set": {"rank": "V1" if last else "U" * 42 + f"{number}1"}}
        store.DEALS.raw(office.db).update_one({"_id": deal.name}, close)


def crowded(funnel: str, stage: str, owner: str) -> Iterator[Deal]:
    for number in range(MOST_RANKED_ANEW + 50):
        yield Deal(
            name=f"deals/{number:05}-{funnel.partition('/')[2]}",
            display_name=f"№{number}",
            funnel=funnel,
            funnel_version=1,
            stage=stage,
            rank="U" * 46 + f"{number:04}1",
            owner=owner,
            visible_to=visible_to(owner, ()),
        )


def ranks(office: Office) -> list[str]:
    return [each.rank for each in store.DEALS.select(office.db, {})]
