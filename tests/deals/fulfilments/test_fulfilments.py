"""Obligations, notes and orders to suppliers: kept by a deal, under its rights, told, overdue."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from google.type import date_pb2

from crm.counterparties.v1 import counterparties_pb2, counterparties_pb2_grpc
from crm.deals.v1 import fulfilments_pb2 as pb
from crm.deals.v1 import fulfilments_pb2_grpc as pb_grpc
from services.kit import clock
from services.kit.caller import Caller
from services.kit.testing_door import Door
from tests.deals.office import Office, refused
from tests.deals.products.shop import Shop
from tests.deals.sales import Sales, money
from tests.deals.test_boards import Boards

Pb = Any
Client = counterparties_pb2.Counterparty
# Of the tenant; a test may begin on one day and end on the next.
TODAY = clock.now().astimezone(ZoneInfo("Europe/Moscow")).date()
REQUEST = "6f1d0a30-0c3a-4d1b-9d3c-6f1f5be0c7aa"


def day(shift: int) -> date_pb2.Date:
    told: date = TODAY + timedelta(days=shift)
    return date_pb2.Date(year=told.year, month=told.month, day=told.day)


def is_today(told: date_pb2.Date) -> bool:
    return told in (day(0), day(1))


class Works:
    """The fulfilment of one deal as one caller sees it."""

    def __init__(self, office: Office, deal: Pb, caller: Caller | None = None) -> None:
        self.deal = deal
        caller = caller or office.manager_a
        self.stub: Pb = office.door.stub(pb_grpc.FulfilmentServiceStub, caller)

    def promise(self, text: str = "Поставить", request_id: str = "", **fields: Any) -> Pb:
        draft = pb.Obligation(deal=self.deal.name, text=text, **fields)
        sent = pb.CreateObligationRequest(obligation=draft, request_id=request_id)
        return self.stub.CreateObligation(sent)

    def promised(self, obligation: Pb, *cleared: str, **fields: Any) -> Pb:
        request = pb.UpdateObligationRequest(
            obligation=pb.Obligation(name=obligation.name, **fields)
        )
        request.update_mask.paths.extend((*fields, *cleared))
        return self.stub.UpdateObligation(request)

    def drop(self, obligation: Pb, etag: str = "") -> None:
        self.stub.DeleteObligation(pb.DeleteObligationRequest(name=obligation.name, etag=etag))

    def promises(self, **request: Any) -> list[Pb]:
        asked = pb.ListObligationsRequest(deal=self.deal.name, **request)
        return list(self.stub.ListObligations(asked).obligations)

    def note(self, text: str = "Груз помят", **fields: Any) -> Pb:
        draft = pb.FulfilmentNote(deal=self.deal.name, text=text, **fields)
        return self.stub.CreateFulfilmentNote(pb.CreateFulfilmentNoteRequest(fulfilment_note=draft))

    def notes(self) -> list[Pb]:
        asked = pb.ListFulfilmentNotesRequest(deal=self.deal.name)
        return list(self.stub.ListFulfilmentNotes(asked).fulfilment_notes)

    def order(self, supplier: str, *lines: Pb, **fields: Any) -> Pb:
        draft = pb.SupplierOrder(deal=self.deal.name, supplier=supplier, lines=lines, **fields)
        return self.stub.CreateSupplierOrder(pb.CreateSupplierOrderRequest(supplier_order=draft))

    def ordered(self, order: Pb, **fields: Any) -> Pb:
        request = pb.UpdateSupplierOrderRequest(
            supplier_order=pb.SupplierOrder(name=order.name, **fields)
        )
        request.update_mask.paths.extend(fields)
        return self.stub.UpdateSupplierOrder(request)

    def orders(self) -> list[Pb]:
        asked = pb.ListSupplierOrdersRequest(deal=self.deal.name)
        return list(self.stub.ListSupplierOrders(asked).supplier_orders)


@pytest.fixture
def works(office: Office) -> Works:
    return Works(office, Sales(office, office.manager_a).create())


def line(quantity: str = "2", price: int = 50, **fields: Any) -> Pb:
    return pb.SupplierOrderLine(quantity=quantity, price=money(price), **fields)


def test_an_obligation_is_made_kept_and_listed_by_its_day(office: Office, works: Works) -> None:
    later = works.promise("Обучить", due_date=day(9), side=pb.Obligation.SIDE_CLIENT)
    soon = works.promise("Отгрузить", due_date=day(2), responsible="users/me")
    some_day = works.promise("Позвонить")
    assert (soon.side, soon.state) == (pb.Obligation.SIDE_OURS, pb.Obligation.STATE_OPEN)
    assert soon.responsible_display_name == "manager-a"
    done = works.promised(later, state=pb.Obligation.STATE_FULFILLED)
    assert is_today(done.done_date)
    assert works.promised(done, state=pb.Obligation.STATE_OPEN).HasField("done_date") is False
    broken = works.promised(later, state=pb.Obligation.STATE_BREACHED, done_date=day(-1))
    assert (broken.done_date, broken.side) == (day(-1), pb.Obligation.SIDE_CLIENT)
    assert [each.text for each in works.promises()] == [soon.text, some_day.text, later.text]
    works.drop(some_day)
    assert [each.text for each in works.promises()] == [soon.text, later.text]
    told = [each["type"].split(".")[-1] for each in office.changes() if "bligation" in each["type"]]
    assert told == ["obligation_created"] * 3 + ["obligation_updated"] * 3 + ["obligation_deleted"]


def test_what_is_overdue_shows_on_the_deal_and_in_its_lists(office: Office, works: Works) -> None:
    sales, boards = Sales(office, office.manager_a), Boards(office, office.manager_a)
    boards.get()
    late = works.promise(due_date=day(-1))
    assert sales.get(works.deal).next_due_date == day(-1)
    # No change of the deal itself: whoever edits it now is not sent away.
    assert sales.get(works.deal).etag == works.deal.etag
    (card,) = boards.get().columns[0].cards
    assert card.next_due_date == day(-1)
    assert sales.titles(overdue=True) == ["Насосы"]
    assert boards.get(overdue=True).columns[0].count == 1
    works.promise(due_date=day(3))
    works.promised(late, state=pb.Obligation.STATE_FULFILLED)
    assert sales.get(works.deal).next_due_date == day(3)
    assert not sales.titles(overdue=True)
    assert boards.get(overdue=True).columns[0].count == 0


def test_whoever_promises_at_once_leaves_the_first_day(office: Office, works: Works) -> None:
    first = works.promise(due_date=day(1))
    with ThreadPoolExecutor(6) as pool:
        days = [day(shift) for shift in range(9, 3, -1)]
        for each in [pool.submit(works.promise, due_date=due) for due in days]:
            each.result()
        # One goes, and others come: each would miss what the other one does.
        closing = pool.submit(works.promised, first, state=pb.Obligation.STATE_FULFILLED)
        coming = pool.submit(works.promise, due_date=day(2))
        assert closing.result()
        assert coming.result()
    assert Sales(office, office.manager_a).get(works.deal).next_due_date == day(2)


def test_the_same_request_makes_one_and_stale_changes_are_refused(works: Works) -> None:
    made = [works.promise(request_id=REQUEST) for _ in range(2)]
    assert made[0].name == made[1].name
    assert len(works.promises()) == 1
    works.promised(made[0], text="Другое")
    with refused() as refusal:
        works.promised(made[0], etag=made[0].etag, text="Третье")
    assert refusal.code == "ABORTED"
    with refused() as refusal:
        works.drop(made[0], etag=made[0].etag)
    assert refusal.code == "ABORTED"


def test_bad_input_names_its_field(works: Works) -> None:
    cases: list[tuple[dict[str, Any], tuple[str, str]]] = [
        ({"text": "  "}, ("text", "FIELD_REQUIRED")),
        ({"due_date": date_pb2.Date(year=26, month=1, day=1)}, ("due_date", "DATE_OUT_OF_RANGE")),
        ({"responsible": "users/nobody"}, ("responsible", "RESPONSIBLE_UNKNOWN")),
    ]
    for fields, expected in cases:
        with refused() as refusal:
            works.promise(**fields)
        assert expected in refusal.fields
    with refused() as refusal:
        works.note()
    assert ("kind", "FIELD_REQUIRED") in refusal.fields
    other = "obligations/6f1d0a30-0c3a-4d1b-9d3c-6f1f5be0c7ab"
    with refused() as refusal:
        works.note(kind=pb.FulfilmentNote.KIND_MISHAP, obligation=other)
    assert refusal.fields == (("obligation", "OBLIGATION_UNKNOWN"),)


def test_a_note_tells_what_went_otherwise(works: Works) -> None:
    promise = works.promise()
    made = works.note(kind=pb.FulfilmentNote.KIND_MISHAP, obligation=promise.name)
    works.note("Брать с запасом", kind=pb.FulfilmentNote.KIND_FUTURE)
    assert is_today(made.note_date)
    assert made.creator_display_name == "manager-a"
    request = pb.UpdateFulfilmentNoteRequest(
        fulfilment_note=pb.FulfilmentNote(name=made.name, note_date=day(-2))
    )
    assert works.stub.UpdateFulfilmentNote(request).note_date == day(-2)
    assert [each.text for each in works.notes()] == ["Брать с запасом", "Груз помят"]
    works.stub.DeleteFulfilmentNote(pb.DeleteFulfilmentNoteRequest(name=made.name))
    assert [each.text for each in works.notes()] == ["Брать с запасом"]


def test_the_rights_of_the_deal_hold(office: Office, works: Works) -> None:
    made = works.promise()
    stranger = Works(office, works.deal, office.manager_b)
    for act in (stranger.promises, stranger.promise, stranger.notes, stranger.orders):
        with refused() as refusal:
            act()
        assert refusal.code == "NOT_FOUND"
    with refused() as refusal:
        stranger.promised(made, text="Чужое")
    assert refusal.code == "NOT_FOUND"
    sales = Sales(office, office.manager_a)
    sales.win(works.deal)
    assert works.promise("После победы").text == "После победы"
    sales.delete(works.deal)
    with refused() as refusal:
        works.promise()
    assert refusal.reason == "DEAL_CLOSED"
    (told, *_) = office.changes("obligation_created")
    assert told["permission"] == "deals.read"
    assert office.manager_a.user in told["visible_to"]


# --- orders to suppliers -----------------------------------------------------------------------


def client(door: Door, office: Office, title: str, inn: str, *roles: Any) -> Pb:
    stub: Any = door.stub(counterparties_pb2_grpc.CounterpartyServiceStub, office.manager_a)
    draft = Client(display_name=title, kind=Client.KIND_LEGAL, inn=inn, roles=roles)
    request = counterparties_pb2.CreateCounterpartyRequest(counterparty=draft)
    return stub.CreateCounterparty(request)


@pytest.fixture
def supplier(office: Office, clients_door: Door) -> str:
    return client(clients_door, office, "ООО Завод", "7707083893", Client.ROLE_SUPPLIER).name


def test_an_order_is_priced_placed_and_received(
    office: Office, works: Works, supplier: str
) -> None:
    pump = Shop(office).product("Насос")
    order = works.order(
        supplier, line("1.5", 33, product=pump.name), line("3", 10, display_name="Доставка")
    )
    assert order.supplier_display_name == "ООО Завод"
    assert [each.display_name for each in order.lines] == ["Насос", "Доставка"]
    assert (order.lines[0].amount.units, order.lines[0].amount.nanos) == (49, 500_000_000)
    assert (order.total.units, order.total.nanos) == (79, 500_000_000)
    assert (order.state, order.HasField("order_date")) == (pb.SupplierOrder.STATE_DRAFT, False)
    sales = Sales(office, office.manager_a)
    placed = works.ordered(order, state=pb.SupplierOrder.STATE_PLACED, expected_date=day(-3))
    assert is_today(placed.order_date)
    assert sales.get(works.deal).next_due_date == day(-3)
    delete = pb.DeleteSupplierOrderRequest(name=order.name)
    with refused() as refusal:
        works.stub.DeleteSupplierOrder(delete)
    assert refusal.reason == "SUPPLIER_ORDER_PLACED"
    came = works.ordered(placed, state=pb.SupplierOrder.STATE_RECEIVED)
    assert is_today(came.received_date)
    assert not sales.get(works.deal).HasField("next_due_date")
    draft = works.order(supplier)
    works.stub.DeleteSupplierOrder(pb.DeleteSupplierOrderRequest(name=draft.name))
    assert [each.name for each in works.orders()] == [order.name]


def test_only_a_supplier_is_ordered_from(
    office: Office, works: Works, clients_door: Door, supplier: str
) -> None:
    buyer = client(clients_door, office, "ООО Покупатель", "7728168971", Client.ROLE_CLIENT).name
    with refused() as refusal:
        works.order(buyer)
    assert refusal.fields == (("supplier", "NOT_A_SUPPLIER"),)
    # He becomes one, and nobody has told us yet.
    stub: Any = clients_door.stub(counterparties_pb2_grpc.CounterpartyServiceStub, office.manager_a)
    change = counterparties_pb2.UpdateCounterpartyRequest(
        counterparty=Client(name=buyer, roles=[Client.ROLE_CLIENT, Client.ROLE_SUPPLIER])
    )
    change.update_mask.paths.append("roles")
    stub.UpdateCounterparty(change)
    assert works.order(buyer).supplier == buyer
    with refused() as refusal:
        Works(office, works.deal, office.manager_a).order("counterparties/none")
    assert refusal.fields == (("supplier", "COUNTERPARTY_UNKNOWN"),)
    cases: list[tuple[list[Pb], tuple[str, str]]] = [
        ([line(display_name="А", quantity="0")], ("lines[0].quantity", "NUMBER_OUT_OF_RANGE")),
        (
            [pb.SupplierOrderLine(display_name="А", quantity="1")],
            ("lines[0].price", "FIELD_REQUIRED"),
        ),
        ([line(product="products/none")], ("lines[0].product", "PRODUCT_UNKNOWN")),
        (
            [
                line(display_name="А"),
                pb.SupplierOrderLine(display_name="Б", quantity="1", price=money(1, "USD")),
            ],
            ("lines[1].price", "CURRENCY_MIXED"),
        ),
        ([line("999999999", 10**11, display_name="А")], ("lines", "NUMBER_OUT_OF_RANGE")),
    ]
    for lines, expected in cases:
        with refused() as refusal:
            works.order(supplier, *lines)
        assert expected in refusal.fields
