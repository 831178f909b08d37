"""Agreements: formed, approved, kept to; broken only by right; loyalty that nobody asks for."""

from decimal import Decimal
from typing import Any

import pytest

from crm.deals.v1 import agreements_pb2 as pb
from crm.deals.v1 import agreements_pb2_grpc as pb_grpc
from crm.deals.v1 import deals_pb2 as deals
from crm.deals.v1 import products_pb2 as products
from services.deals.payments.payment import Payment
from services.deals.payments.payment import State as PaymentState
from services.deals.payments.store import PAYMENTS
from services.kit import clock
from services.kit.caller import Caller
from services.kit.money import Money
from services.kit.parties import store as parties
from services.kit.parties.party import Party
from tests.deals.office import Office, refused
from tests.deals.products.shop import Shop, day
from tests.deals.sales import Sales, funnel, money

Pb = Any
STANDARD, INDIVIDUAL = pb.Agreement.KIND_STANDARD, pb.Agreement.KIND_INDIVIDUAL
State: Any = pb.Agreement.State
CODE: Any = products.AgreementViolation.Code


class Terms:
    """Agreements as one caller sees them."""

    def __init__(self, office: Office, caller: Caller | None = None) -> None:
        self.office = office
        self.stub: Pb = office.door.stub(pb_grpc.AgreementServiceStub, caller or office.admin)

    def create(self, title: str = "Опт", kind: Any = STANDARD, **fields: Any) -> Pb:
        agreement = pb.Agreement(display_name=title, kind=kind, **fields)
        return self.stub.CreateAgreement(pb.CreateAgreementRequest(agreement=agreement))

    def approved(self, **fields: Any) -> Pb:
        made = self.submit(self.create(**fields))
        return Terms(self.office).approve(made)

    def update(self, agreement: Pb, **fields: Any) -> Pb:
        request = pb.UpdateAgreementRequest(agreement=pb.Agreement(name=agreement.name, **fields))
        request.update_mask.paths.extend(fields)
        return self.stub.UpdateAgreement(request)

    def get(self, agreement: Pb) -> Pb:
        return self.stub.GetAgreement(pb.GetAgreementRequest(name=agreement.name))

    def titles(self, **request: Any) -> list[str]:
        found = self.stub.ListAgreements(pb.ListAgreementsRequest(**request)).agreements
        return [each.display_name for each in found]

    def submit(self, agreement: Pb) -> Pb:
        return self.stub.SubmitAgreement(pb.SubmitAgreementRequest(name=agreement.name))

    def approve(self, agreement: Pb) -> Pb:
        return self.stub.ApproveAgreement(pb.ApproveAgreementRequest(name=agreement.name))

    def decline(self, agreement: Pb, comment: str = "Дорого") -> Pb:
        request = pb.DeclineAgreementRequest(name=agreement.name, comment=comment)
        return self.stub.DeclineAgreement(request)

    def revise(self, agreement: Pb) -> Pb:
        return self.stub.ReviseAgreement(pb.ReviseAgreementRequest(name=agreement.name))

    def terminate(self, agreement: Pb) -> Pb:
        return self.stub.TerminateAgreement(pb.TerminateAgreementRequest(name=agreement.name))


class Shelf:
    """A pump for 100 in the retail list, a client of the manager, and his deals."""

    def __init__(self, office: Office) -> None:
        self.office = office
        shop = Shop(office)
        self.retail, self.other = (each.name for each in shop.price_lists()[:2])
        prices = [products.Price(price_list=self.retail, amount=money(100))]
        self.pump = shop.product("Насос", prices=prices)
        self.sales = Sales(office, office.manager_a)
        self.client = self.party("c")

    def party(self, key: str, *segments: str) -> str:
        name = f"counterparties/{self.office.tenant}-{key}"
        owner = self.office.manager_a.user
        about = {"display_name": key.upper(), "owner": owner, "segments": segments}
        parties.keep(self.office.db, Party(name=name, version=1, **about), expected=True)  # type: ignore[arg-type]
        return name

    def line(self, **fields: Any) -> Pb:
        return products.DealLine(product=self.pump.name, quantity="1", **fields)

    def deal(self, agreement: Pb, **fields: Any) -> Pb:
        sold: dict[str, Any] = {"lines": [self.line()], "counterparty": self.client, **fields}
        return self.sales.create(agreement=agreement.name, **sold)


@pytest.fixture
def shelf(office: Office) -> Shelf:
    return Shelf(office)


def test_a_draft_is_submitted_declined_and_approved_by_somebody_else(office: Office) -> None:
    head, admin = Terms(office, office.head_a), Terms(office)
    draft = head.create(terms=pb.Terms(delivery_days=5))
    assert draft.state == State.STATE_DRAFT
    sent = head.submit(draft)
    for step, reason in (
        (lambda: head.approve(sent), "OWN_AGREEMENT"),
        (lambda: head.submit(sent), "AGREEMENT_STATE"),
        (lambda: head.update(sent, number="7"), "AGREEMENT_NOT_DRAFT"),
        (lambda: admin.terminate(sent), "AGREEMENT_STATE"),
    ):
        with refused() as refusal:
            step()
        assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", reason)
    with refused() as refusal:
        admin.decline(sent, " ")
    assert refusal.reason == "FIELD_REQUIRED"
    back = admin.decline(sent)
    assert (back.state, back.steps[-1].comment) == (State.STATE_DRAFT, "Дорого")
    head.submit(head.update(back, terms=pb.Terms(delivery_days=6)))
    approved = admin.approve(draft)
    assert [each.state for each in approved.steps] == [
        *(State.STATE_SUBMITTED, State.STATE_DRAFT),
        *(State.STATE_SUBMITTED, State.STATE_APPROVED),
    ]
    assert approved.terms.delivery_days == 6
    told = [each["type"] for each in office.changes() if "agreement" in each["type"]]
    assert told == [
        *("agreement_created", "agreement_submitted", "agreement_declined"),
        *("agreement_updated", "agreement_submitted", "agreement_approved"),
    ]


def test_an_individual_one_differs_and_is_seen_by_its_own(office: Office, shelf: Shelf) -> None:
    terms = pb.Terms(price_list=shelf.retail, delivery_days=5, max_discount_percent="10")
    standard = Terms(office).approved(title="Типовое", terms=terms)
    mine, theirs = Terms(office, office.manager_a), Terms(office, office.manager_b)
    asked: dict[str, Any] = {"standard": standard.name, "counterparty": shelf.client}
    own = mine.create("Своё", INDIVIDUAL, terms=pb.Terms(delivery_days=2), **asked)
    assert (own.terms.price_list, own.counterparty_display_name) == (shelf.retail, "C")
    found = [(each.field, each.standard_value, each.value) for each in mine.get(own).differences]
    assert found == [("delivery_days", "5", "2")]
    assert mine.titles() == ["Своё", "Типовое"]
    assert theirs.titles() == ["Типовое"]
    assert mine.titles(query="тип") == mine.titles(kind=STANDARD) == ["Типовое"]
    assert mine.titles(counterparty=shelf.client) == ["Своё", "Типовое"]
    assert mine.titles(state=[State.STATE_DRAFT]) == ["Своё"]
    with refused() as refusal:
        theirs.get(own)
    assert refusal.code == "NOT_FOUND"
    with refused() as refusal:
        mine.create("Для всех")
    assert refusal.code == "PERMISSION_DENIED"
    with refused() as refusal:
        mine.update(standard, number="1")
    assert refusal.code == "PERMISSION_DENIED"
    for wrong, reason in (
        ({"standard": own.name}, "AGREEMENT_UNKNOWN"),
        ({"counterparty": "counterparties/nobody"}, "COUNTERPARTY_UNKNOWN"),
        ({"terms": pb.Terms(price_list="priceLists/x")}, "PRICE_LIST_UNKNOWN"),
        ({"terms": pb.Terms(discount_percent="много")}, "DECIMAL_FORMAT"),
    ):
        with refused() as refusal:
            mine.create("Ч", INDIVIDUAL, **{**asked, **wrong})
        assert refusal.reason == reason


def test_a_revision_takes_the_place_of_what_it_revises(office: Office) -> None:
    terms = Terms(office)
    first = terms.approved(terms=pb.Terms(delivery_days=5))
    draft = terms.update(terms.revise(first), terms=pb.Terms(delivery_days=9))
    assert (draft.revises, draft.state) == (first.name, State.STATE_DRAFT)
    terms.approve(terms.submit(draft))
    assert terms.get(first).state == State.STATE_REPLACED
    assert terms.terminate(draft).state == State.STATE_TERMINATED
    with refused() as refusal:
        terms.revise(first)
    assert refusal.reason == "AGREEMENT_STATE"


def test_a_deal_takes_terms_and_prices_of_its_agreement(office: Office, shelf: Shelf) -> None:
    schedule = [products.PaymentStage(percent=100, event=products.PaymentStage.EVENT_INVOICE)]
    item = pb.ItemTerm(product=shelf.pump.name, price=money(90))
    terms = pb.Terms(
        price_list=shelf.retail,
        payment_schedule=schedule,
        delivery_days=7,
        discount_percent="10",
        items=[item],
    )
    agreement = Terms(office).approved(terms=terms)
    deal = shelf.deal(agreement)
    (line,) = deal.lines
    assert (line.price_source, line.discount_source) == ("AGREEMENT", "AGREEMENT")
    assert (deal.amount, deal.price_list) == (money(81), shelf.retail)
    assert (list(deal.payment_schedule), deal.delivery_days) == (schedule, 7)


def test_who_breaks_an_agreement_is_told_how_and_who_may_lets_him(
    office: Office, shelf: Shelf
) -> None:
    terms = pb.Terms(price_list=shelf.retail, max_discount_percent="10", delivery_days=5)
    agreement = Terms(office).approved(terms=terms)
    lines = [shelf.line(), shelf.line(discount_percent="20")]
    wrong: dict[str, Any] = {"lines": lines, "delivery_days": 2}
    with refused() as refusal:
        shelf.deal(agreement, **wrong)
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "AGREEMENT_VIOLATED")
    assert refusal.fields == (
        ("lines[1].discount_percent", "AGREEMENT_DISCOUNT"),
        ("delivery_days", "AGREEMENT_DELIVERY"),
    )
    deal = shelf.deal(agreement)
    update = deals.UpdateDealRequest(
        deal=deals.Deal(name=deal.name, **wrong), override_agreement=True
    )
    update.update_mask.paths.extend(wrong)
    clerk = Caller(
        tenant=office.tenant,
        user=office.manager_a.user,
        display_name="manager-a",
        grants={p: k for p, k in office.manager_a.grants.items() if p != "agreements.override"},
    )
    for caller, comment, refused_as in (
        (clerk, "Надо", ("PERMISSION_DENIED", "PERMISSION_DENIED")),
        (office.head_a, " ", ("INVALID_ARGUMENT", "FIELD_REQUIRED")),
    ):
        update.override_comment = comment
        with refused() as refusal:
            Sales(office, caller).stub.UpdateDeal(update)
        assert (refusal.code, refusal.reason) == refused_as
    update.override_comment = "Разовая акция"
    let = Sales(office, office.head_a).stub.UpdateDeal(update)
    override = let.agreement_override
    assert (override.user, override.comment) == (office.head_a.user, "Разовая акция")
    assert list(override.codes) == ["DISCOUNT", "DELIVERY"]
    # What was let pass keeps nobody from working on; anything more is refused anew.
    calm = shelf.sales.update(let, comment="Отгружаем", shipment_date=day(2026, 12, 1))
    assert calm.agreement_override == override
    with refused() as refusal:
        shelf.sales.update(let, delivery_days=1)
    assert refusal.fields == (("delivery_days", "AGREEMENT_DELIVERY"),)
    kept = shelf.sales.update(let, lines=[shelf.line()], delivery_days=5)
    assert not kept.HasField("agreement_override")
    (row,) = [each for each in office.changes("deal_updated") if "override" in str(each)][:1]
    assert row["subject"] == deal.name


def test_what_a_move_sets_may_break_an_agreement_by_right_as_well(
    office: Office, shelf: Shelf
) -> None:
    made = funnel(office, "Новая", ("Условия", {"fields": ["delivery_days"]}))
    agreement = Terms(office).approved(terms=pb.Terms(price_list=shelf.retail, delivery_days=5))
    second = made.stages[1].id
    deal = shelf.deal(agreement, funnel=made.name)
    hurried = deals.Deal(delivery_days=2)
    head = Sales(office, office.head_a)
    with refused() as refusal:
        head.move(deal, second, sets=hurried)
    assert refusal.reason == "AGREEMENT_VIOLATED"
    let = {"override_agreement": True, "override_comment": "Есть на складе"}
    moved = head.move(deal, second, sets=hurried, **let)
    assert (moved.stage, moved.delivery_days) == (second, 2)
    override = moved.agreement_override
    assert (override.user, override.comment) == (office.head_a.user, "Есть на складе")


def test_foreign_drafts_and_expired_ones_are_no_terms(office: Office, shelf: Shelf) -> None:
    terms = Terms(office)
    for agreement, reason in (
        (terms.create(), "AGREEMENT_NOT_APPROVED"),
        (terms.approved(to_date=day(2020, 1, 1)), "AGREEMENT_EXPIRED"),
        (terms.approved(segments=["segments/opt"]), "AGREEMENT_FOREIGN"),
    ):
        with refused() as refusal:
            shelf.sales.create(agreement=agreement.name, counterparty=shelf.client)
        assert refusal.fields == (("agreement", reason),)
    fitting = shelf.party("d", "segments/opt")
    shelf.sales.create(agreement=agreement.name, counterparty=fitting)
    with refused() as refusal:
        shelf.sales.create(agreement="agreements/none")
    assert refusal.fields == (("agreement", "AGREEMENT_UNKNOWN"),)


def test_a_strict_stage_asks_for_terms_that_hold(office: Office, shelf: Shelf) -> None:
    strict = funnel(office, "Новая", ("Условия", {"sale_terms": True}))
    second = strict.stages[1].id
    deal = shelf.sales.create(funnel=strict.name, counterparty=shelf.client)
    with refused() as refusal:
        shelf.sales.move(deal, second)
    assert refusal.fields == (("agreement", "NEED_SALE_TERMS"),)
    terms = Terms(office)
    agreement = terms.approved()
    moved = shelf.sales.move(deal, second, sets=deals.Deal(agreement=agreement.name))
    assert moved.agreement == agreement.name
    with refused() as refusal:
        shelf.sales.update(deal, "agreement")
    assert refusal.reason == "STAGE_CONDITIONS_UNMET"
    # Whoever ends it leaves those under way to be worked on.
    terms.terminate(agreement)
    assert shelf.sales.update(deal, comment="Дальше").comment == "Дальше"
    other = shelf.sales.create(funnel=strict.name, counterparty=shelf.client)
    with refused() as refusal:
        shelf.sales.move(other, second, sets=deals.Deal(agreement=agreement.name))
    assert refusal.fields == (("agreement", "AGREEMENT_NOT_APPROVED"),)


def test_a_regular_buyer_gets_his_discount_without_asking(office: Office, shelf: Shelf) -> None:
    terms = Terms(office)
    tiers = [
        pb.LoyaltyTier(turnover=money(1000), percent="5"),
        pb.LoyaltyTier(turnover=money(5000), percent="10"),
    ]
    program = pb.LoyaltyProgram(
        display_name="Свои", kind=pb.LoyaltyProgram.KIND_DISCOUNT, tiers=tiers
    )
    request = pb.CreateLoyaltyProgramRequest(loyalty_program=program)
    with refused() as refusal:
        Terms(office, office.manager_a).stub.CreateLoyaltyProgram(request)
    assert refusal.code == "PERMISSION_DENIED"
    made = terms.stub.CreateLoyaltyProgram(request)
    assert made.months == 12
    for at, amount in enumerate(("1500", "3000")):
        paid = Payment(
            name=PAYMENTS.new_name(),
            index=at,
            pay_date=clock.now().date(),
            amount=Money(Decimal(amount), "RUB"),
            counterparty=shelf.client,
            state=PaymentState.DONE,
        )
        PAYMENTS.insert(office.db, paid)
    standing = pb.GetLoyaltyStandingRequest(counterparty=shelf.client)
    found = Terms(office, office.manager_a).stub.GetLoyaltyStanding(standing)
    assert (found.turnover, found.discount_percent) == (money(4500), "5")
    sold = {"counterparty": shelf.client, "price_list": shelf.retail}
    asked: dict[str, Any] = {"lines": [shelf.line()], **sold}
    deal = shelf.sales.create(**asked)
    assert (deal.amount, deal.lines[0].discount_source) == (money(95), "LOYALTY")
    stranger = shelf.sales.create(**{**asked, "counterparty": shelf.party("x")})
    assert stranger.amount == money(100)
    limited = terms.approved(terms=pb.Terms(max_discount_percent="3"))
    agreed = shelf.sales.create(agreement=limited.name, **asked)
    assert agreed.amount == money(97)
    paused = pb.UpdateLoyaltyProgramRequest(
        loyalty_program=pb.LoyaltyProgram(name=made.name, paused=True)
    )
    paused.update_mask.paths.append("paused")
    terms.stub.UpdateLoyaltyProgram(paused)
    assert shelf.sales.create(**asked).amount == money(100)


def test_lines_without_a_deal_are_held_against_an_agreement(office: Office, shelf: Shelf) -> None:
    agreement = Terms(office).approved(
        terms=pb.Terms(price_list=shelf.retail, max_discount_percent="10")
    )
    answer = Shop(office, office.manager_a).priced(
        [shelf.line(discount_percent="11"), shelf.line(price=money(50))],
        agreement=agreement.name,
        counterparty=shelf.client,
    )
    found = [(each.code, each.line, each.allowed, each.actual) for each in answer.violations]
    assert found == [
        (CODE.CODE_DISCOUNT, 0, "10", "11"),
        (CODE.CODE_PRICE, 1, "100.00 RUB", "50.00 RUB"),
    ]
