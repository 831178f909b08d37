"""A loyalty program, its client and whatever happens to his bonuses, for tests."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import grpc

from crm.deals.v1 import agreements_pb2, agreements_pb2_grpc, bonuses_pb2_grpc
from crm.deals.v1 import bonuses_pb2 as pb
from crm.deals.v1 import invoices_pb2 as invoices
from crm.deals.v1 import payments_pb2 as payments
from services.deals.loyalty import store
from services.deals.loyalty.bonus import Bonus, Kind, kopecks
from services.kit.caller import Caller
from services.kit.parties import store as parties
from services.kit.parties.party import Party
from tests.deals.office import Office
from tests.deals.payments import desk
from tests.deals.payments.test_desk import INN, OWN, statement

Pb = Any
Program: Any = agreements_pb2.LoyaltyProgram
Tier: Any = agreements_pb2.LoyaltyTier


class Loyalty:
    """A client, and a firm of ours that he pays."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.client = self.party("c")
        desk.seller(office, [OWN])

    def stub(self, caller: Caller | None = None) -> Pb:
        return self.office.door.stub(bonuses_pb2_grpc.BonusServiceStub, caller or self.office.admin)

    def programs(self) -> Pb:
        stub = agreements_pb2_grpc.AgreementServiceStub
        return self.office.door.stub(stub, self.office.admin)

    def program(self, tiers: Sequence[tuple[str, str]] = (), **fields: Any) -> Pb:
        """5 % of each payment, and 10 % from 1000 roubles a year on, unless said."""
        told = tiers or (("0", "5"), ("1000", "10"))
        draft = Program(
            display_name="Свои",
            kind=Program.KIND_BONUS,
            tiers=[Tier(turnover=desk.money(t), percent=p) for t, p in told],
            **fields,
        )
        request = agreements_pb2.CreateLoyaltyProgramRequest(loyalty_program=draft)
        return self.programs().CreateLoyaltyProgram(request)

    def party(self, key: str, *segments: str) -> str:
        name = f"counterparties/{self.office.tenant}-{key}"
        owner = self.office.manager_a.user
        about: dict[str, Any] = {"display_name": key, "owner": owner, "segments": segments}
        parties.keep(self.office.db, Party(name=name, version=1, **about), expected=True)
        return name

    def bill(self, total: str, client: str = "", **fields: Any) -> invoices.Invoice:
        about = {"counterparty": client or self.client, "buyer_inn": INN, **fields}
        return desk.invoice(self.office, self.office.manager_a, total=desk.money(total), **about)

    def paid(self, *amounts: str) -> list[payments.Payment]:
        """Each an invoice of its own, by one statement."""
        rows = [(f"{each}.00", f"Оплата по счету № {self.bill(each).number}") for each in amounts]
        desk.matched(self.office, statement(*rows, first=self._next(len(rows))))
        found = desk.listed(self.office, state=[payments.Payment.STATE_DONE])
        return sorted(found, key=lambda each: each.name)

    _count = 0

    def _next(self, count: int) -> int:
        self._count += count
        return self._count - count + 1

    def standing(self, client: str = "") -> Pb:
        request = agreements_pb2.GetLoyaltyStandingRequest(counterparty=client or self.client)
        return self.programs().GetLoyaltyStanding(request)

    def balance(self, client: str = "") -> str:
        return desk.text_of(self.standing(client).bonus_balance)

    def rows(self, client: str = "") -> list[tuple[str, str]]:
        """Of the ledger, the oldest first."""
        request = pb.ListBonusesRequest(counterparty=client or self.client)
        listed = self.stub(self.office.manager_a).ListBonuses(request).bonuses
        names = pb.Bonus.Kind.Name
        told = [(names(each.kind).removeprefix("KIND_"), signed(each.amount)) for each in listed]
        return told[::-1]

    def spend(
        self,
        bill: invoices.Invoice,
        amount: str,
        caller: Caller | None = None,
        request_id: str = "",
    ) -> Pb:
        asked = pb.SpendBonusesRequest(
            invoice=bill.name, amount=desk.money(amount), request_id=request_id
        )
        return self.stub(caller or self.office.manager_a).SpendBonuses(asked)

    def give_back(self, spent: Pb) -> Pb:
        return self.stub(self.office.manager_a).ReturnBonuses(
            pb.ReturnBonusesRequest(name=spent.name)
        )

    def release(self, payment: payments.Payment) -> None:
        desk.bank(self.office).ReleasePayment(payments.ReleasePaymentRequest(name=payment.name))

    def require_sound(self, client: str = "") -> int:
        """The balance is the sum of the ledger and what is left of lots, and never below 0."""
        rows = store.BONUSES.select(self.office.db, {"counterparty": client or self.client})
        total = sum(int(each.amount.amount.scaleb(2)) for each in rows if each.amount)
        assert total == sum(each.left for each in rows) >= 0
        assert all(each.left >= 0 and each.owed >= 0 for each in rows)
        return total


def signed(money: Pb) -> str:
    amount = Decimal(money.units) + Decimal(money.nanos).scaleb(-9)
    return f"{amount.normalize():f}"


def lot(loyalty: Loyalty, payment: str, amount: int, last: date | None) -> Bonus:
    return store.BONUSES.insert(
        loyalty.office.db,
        Bonus(
            name=store.BONUSES.new_name(),
            counterparty=loyalty.client,
            kind=Kind.ACCRUAL,
            amount=kopecks(amount),
            payment=f"payments/{payment}",
            left=amount,
            expire_date=last,
        ),
    )


def tried(act: Callable[..., object], *about: Any) -> bool:
    """Whether it was done, and not refused for a reason."""
    try:
        act(*about)
    except grpc.RpcError as error:
        if error.code().name not in ("FAILED_PRECONDITION", "ABORTED"):  # type: ignore[attr-defined]
            raise
        return False
    return True
