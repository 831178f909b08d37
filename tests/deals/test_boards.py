"""Boards: columns with sums and cards, always as they are now, for whoever may see what."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

from google.type import date_pb2

from crm.deals.v1 import boards_pb2 as pb
from crm.deals.v1 import boards_pb2_grpc as pb_grpc
from crm.deals.v1 import deals_pb2, funnels_pb2, reports_pb2, reports_pb2_grpc
from services.deals.totals import store as totals
from services.deals.totals.folding import fold
from services.kit.caller import Caller
from tests.deals.office import BRANCH_A, BRANCH_B, ROOT, Office, person, refused
from tests.deals.sales import MANUAL, Sales, funnel, loss_reasons, money

Pb = Any
LONG_AGO = date_pb2.Date(year=2020, month=1, day=1)


class Boards:
    def __init__(self, office: Office, caller: Caller) -> None:
        self.stub: Pb = office.door.stub(pb_grpc.BoardServiceStub, caller)

    def get(self, name: str = "boards/default", cards: int = 0, **filter: Any) -> Pb:
        request = pb.GetBoardRequest(
            name=name, cards=cards, filter=deals_pb2.ListDealsRequest(**filter)
        )
        return self.stub.GetBoard(request)

    def more(self, board: Pb, column: Pb, page_size: int = 0) -> Pb:
        request = pb.ListBoardCardsRequest(
            parent=board.name,
            stage=column.stage,
            page_token=column.next_page_token,
            page_size=page_size,
        )
        return self.stub.ListBoardCards(request)


def name_of(funnel: Pb) -> str:
    return "boards/" + funnel.name.partition("/")[2]


def titles(column: Pb) -> list[str]:
    return [each.display_name for each in column.cards]


def test_columns_have_their_sums_and_first_cards_and_go_on_below(office: Office) -> None:
    sales, boards = Sales(office, office.manager_a), Boards(office, office.manager_a)
    for number in range(5):
        sales.create(f"№{number}", amount=money(100))
    sales.create("Доллары", amount=money(7, "USD"))
    board = boards.get(cards=2)
    assert len(board.columns) == 6
    first, *others = board.columns
    assert (first.count, first.probability, first.stuck_days) == (6, 10, 7)
    assert list(first.amounts) == [money(500), money(7, "USD")]
    assert first.weighted_amounts[0] == money(50)
    assert titles(first) == ["Доллары", "№4"]
    assert not any(each.count or each.cards for each in others)
    rest = boards.more(board, first, 3)
    assert titles(rest) == ["№3", "№2", "№1"]
    assert boards.get(cards=2) == board
    with refused() as refusal:
        boards.get("boards/none")
    assert refusal.code == "NOT_FOUND"


def test_filters_narrow_numbers_and_cards_alike(office: Office) -> None:
    mine, theirs = Sales(office, office.manager_a), Sales(office, office.manager_b)
    january = date_pb2.Date(year=2027, month=1, day=31)
    mine.create("Насос", amount=money(1), expected_close_date=january)
    mine.create("Труба", amount=money(2))
    theirs.create("Кран", amount=money(4))
    boards = Boards(office, office.admin)
    for chosen, found, amount in (
        ({}, ["Кран", "Труба", "Насос"], 7),
        ({"owner": [office.manager_b.user]}, ["Кран"], 4),
        ({"org_unit": BRANCH_A}, ["Труба", "Насос"], 3),
        ({"query": "нас"}, ["Насос"], 1),
        ({"max_expected_close_date": january}, ["Насос"], 1),
        ({"without_work": True, "owner": [office.manager_a.user]}, ["Труба", "Насос"], 3),
    ):
        column = boards.get(**chosen).columns[0]
        assert (titles(column), column.count) == (found, len(found)), chosen
        assert list(column.amounts) == [money(amount)]


def test_a_stage_that_is_gone_keeps_its_column_while_deals_are_in_it(office: Office) -> None:
    made = funnel(office, "Новая", "Прежняя", kind=MANUAL)
    sales = Sales(office, office.manager_a)
    deal = sales.move(sales.create(funnel=made.name), made.stages[1].id)
    draft = funnels_pb2.Funnel(name=made.name, stages=[made.stages[0]])
    request = funnels_pb2.UpdateFunnelRequest(funnel=draft)
    request.update_mask.paths.append("stages")
    office.funnels(office.admin).UpdateFunnel(request)
    boards = Boards(office, office.manager_a)
    old = boards.get(name_of(made)).columns[1]
    assert (old.display_name, old.outdated, old.count) == ("Прежняя", True, 1)
    sales.move(deal, made.stages[0].id)
    assert [each.display_name for each in boards.get(name_of(made)).columns] == ["Новая"]


def test_whatever_happens_boards_lists_and_reports_agree_and_nothing_is_out_of_date(
    office: Office,
) -> None:
    people = [office.admin, office.head_a, office.manager_a, office.manager_b]
    day = Day(office, people, random.Random(7))  # noqa: S311 - the same each time
    for number in range(60):
        day.something_happens()
        if number % 10 == 5:
            fold(office.db, timedelta(0))
            assert {each["time"] for each in day.rows()} == {totals.ETERNAL, totals.NOISE}
        for caller in people:
            day.compare(caller)
        day.compare_reports(people[number % len(people)])
    # A whole branch moves under another: sums follow at once, stamps when they are renewed.
    moved = person(office.tenant, "manager-b", (ROOT, BRANCH_A, BRANCH_B), ())
    office.announce(moved, 2)
    office.work()
    for caller in people:
        day.compare(caller)
        day.compare_reports(caller)


class Day:
    """What goes on in an office."""

    def __init__(self, office: Office, people: list[Caller], chance: random.Random) -> None:
        self.office, self.people, self.chance = office, people, chance
        self.all = Sales(office, office.admin)
        self.sales = {each.user: Sales(office, each) for each in people}
        self.boards = {each.user: Boards(office, each) for each in people}
        self.reports: dict[str, Pb] = {
            each.user: office.door.stub(reports_pb2_grpc.DealReportServiceStub, each)
            for each in people
        }
        self.reason = loss_reasons(office)["Дорого"]
        self.made = funnel(office, "Новая", "Расчёт", "Договор", kind=MANUAL)
        self.deals: list[Pb] = []

    def something_happens(self) -> None:
        actions = [self.create, self.create, self.move, self.move, self.change, self.end]
        self.chance.choice(actions if self.deals else [self.create])()

    def create(self) -> None:
        owner = self.chance.choice(self.people)
        amount = money(self.chance.randrange(1, 1000), self.chance.choice(["RUB", "USD"]))
        title = f"№{len(self.deals)}"
        made = self.sales[owner.user].create(title, funnel=self.made.name, amount=amount)
        self.deals.append(made)

    def move(self) -> None:
        deal, after = self.chance.choice(self.deals), self.chance.choice([None, *self.deals])
        if self.all.get(deal).state == deals_pb2.Deal.STATE_OPEN:
            self.all.move(deal, self.chance.choice(self.made.stages).id, after)

    def change(self) -> None:
        deal, one = self.chance.choice(self.deals), self.chance.choice(self.people).user
        if self.all.get(deal).state == deals_pb2.Deal.STATE_OPEN:
            values = self.chance.choice(
                [
                    {"owner": one},
                    {"participants": [one]},
                    {"amount": money(self.chance.randrange(1000))},
                    {"own_probability": self.chance.randrange(100)},
                    {"display_name": f"Иначе {self.chance.random()}"},
                ]
            )
            self.all.update(deal, **values)

    def end(self) -> None:
        deal = self.chance.choice(self.deals)
        match self.all.get(deal).state:
            case deals_pb2.Deal.STATE_OPEN:
                ways = [self.all.win, self.all.delete, lambda d: self.all.lose(d, self.reason)]
                self.chance.choice(ways)(deal)
            case deals_pb2.Deal.STATE_DELETED:
                self.all.undelete(deal)
            case _:
                self.all.reopen(deal)

    def rows(self) -> list[Any]:
        return totals.TOTALS.raw(self.office.db).find({"funnel": self.made.name})

    def compare(self, caller: Caller) -> None:
        board = self.boards[caller.user].get(name_of(self.made))
        for column in board.columns:
            listed = self.sales[caller.user].found(
                order_by="rank", funnel=[self.made.name], stage=[column.stage]
            )
            seen = [(each.name, each.display_name, each.owner, each.etag) for each in listed]
            assert [(c.name, c.display_name, c.owner, c.etag) for c in column.cards] == seen
            assert column.count == len(listed)
            for of_column, field in (
                (column.amounts, "amount"),
                (column.weighted_amounts, "weighted_amount"),
            ):
                sums: Counter[str] = Counter()
                for each in listed:
                    sums[each.amount.currency_code] += _cents(getattr(each, field))
                assert {m.currency_code: _cents(m) for m in of_column} == dict(+sums)

    def compare_reports(self, caller: Caller) -> None:
        """What is remembered by the ledger, and the same counted up from the deals themselves."""
        remembered, counted = (
            self.reports[caller.user].ReportFunnel(request)
            for request in (
                reports_pb2.ReportFunnelRequest(funnel=self.made.name),
                reports_pb2.ReportFunnelRequest(funnel=self.made.name, min_create_date=LONG_AGO),
            )
        )
        assert remembered == counted


def _cents(amount: Pb) -> int:
    return amount.units * 100 + amount.nanos // 10_000_000
