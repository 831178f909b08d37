"""Payments of accounting become ours: matched with invoices as those of a bank's statement are.

They are read again for some days, as papers are dated back; each is taken once, under its key
there, and one that a statement told of as well is a repeat of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.deals import amounts
from services.deals.accounting.keeping import raise_conflict
from services.deals.accounting.port import Accounting, Payer, Receipt
from services.deals.accounting.settings import AccountingSettings, Standing
from services.deals.invoices import store as invoices
from services.deals.invoices.seller import Seller
from services.deals.payments import store as payments
from services.deals.payments.client_bank import Document
from services.deals.payments.deciding import Source, decide
from services.deals.payments.payment import INCOMING, Payment, State
from services.kit.caller import Caller
from services.kit.mongo import Db

PAGE, LOOK_BACK = 100, timedelta(days=14)
CHANGED, WITHDRAWN = "ACCOUNTING_PAYMENT_CHANGED", "ACCOUNTING_PAYMENT_WITHDRAWN"


@dataclass(frozen=True, slots=True)
class Read:
    """A page of payments, and whether it is the last; what of it is new, with whom it is from."""

    fresh: Sequence[tuple[Receipt, Payer]]
    known: Sequence[Receipt]
    is_last: bool
    newest: date | None


def since(chosen: AccountingSettings, standing: Standing) -> date:
    begin = chosen.start_date or date.max
    return begin if standing.mark is None else max(begin, standing.mark - LOOK_BACK)


def read(db: Db, accounting: Accounting, chosen: AccountingSettings, day: date, skip: int) -> Read:
    """Outside of any transaction."""
    found = accounting.receipts(day, skip, PAGE)
    organizations = set(chosen.organization_of.values())
    mine = [each for each in found if each.organization in organizations and each.amount > 0]
    known = payments.told_by_accounting(db, [each.ref_key for each in mine])
    fresh = [each for each in mine if each.valid and each.ref_key not in known]
    return Read(
        fresh=[(each, accounting.payer(each)) for each in fresh],
        known=[each for each in mine if each.ref_key in known],
        is_last=len(found) < PAGE,
        newest=max((each.day for each in found), default=None),
    )


def sellers_of(db: Db, chosen: AccountingSettings) -> dict[str, Seller]:
    """Our firms by their organizations there."""
    sellers = {each.name: each for each in invoices.sellers(db)}
    named = chosen.organization_of.items()
    return {key: seller for name, key in named if (seller := sellers.get(name))}


def keep(
    db: Db,
    caller: Caller,
    job: str,
    of_organization: Mapping[str, Seller],
    rows: Sequence[Mapping[str, Any]],
) -> list[Payment]:
    """In the transaction that notes how far we are; what another worker kept meanwhile is left."""
    known = payments.told_by_accounting(db, [row["ref_key"] for row in rows])
    documents: list[Document] = []
    keys: dict[int, str] = {}
    for index, row in enumerate(rows, start=1):
        seller = of_organization.get(row["organization"])
        account = _account(seller, row["own_account"]) if seller else ""
        if account and row["ref_key"] not in known:
            documents.append(_document(index, row, account))
            keys[index] = row["ref_key"]
    return decide(db, caller, Source(job=job, keys=keys), documents) if documents else []


def compare(db: Db, caller: Caller, rows: Sequence[Mapping[str, Any]]) -> None:
    """What accounting says now of payments that are here: a person decides what becomes of them."""
    known = payments.told_by_accounting(db, [row["ref_key"] for row in rows])
    for row in rows:
        payment = known.get(row["ref_key"])
        if payment is None or payment.decision not in INCOMING:
            continue
        same = row["amount"] == amounts.minor(payment.amount)
        if (row["valid"] and same) or payment.state is State.DISMISSED:
            continue
        reason = CHANGED if row["valid"] else WITHDRAWN
        said = f"{reason} {row['amount']}"
        title = f"№ {payment.number}" if payment.number else payment.payer_display_name
        raise_conflict(db, caller, payment.name, title, row["ref_key"], reason, said)


def row_of(receipt: Receipt, payer: Payer | None = None) -> dict[str, Any]:
    """As a job keeps it between two slices."""
    row: dict[str, Any] = {
        "ref_key": receipt.ref_key,
        "amount": receipt.amount,
        "valid": receipt.valid,
        "organization": receipt.organization,
    }
    if payer is None:
        return row
    day = receipt.number_day or receipt.day
    return row | {
        "number": receipt.number,
        "day": day.isoformat(),
        "received": receipt.day.isoformat(),
        "purpose": receipt.purpose,
        "payer": payer.display_name,
        "payer_inn": payer.inn,
        "payer_account": payer.account,
        "own_account": payer.own_account,
    }


def _account(seller: Seller, said: str) -> str:
    """Ours; the first one if accounting does not say, or says one that we do not know."""
    return said if said in seller.accounts else next(iter(seller.accounts), "")


def _document(index: int, row: Mapping[str, Any], account: str) -> Document:
    return Document(
        index=index,
        number=row["number"],
        day=date.fromisoformat(row["day"]),
        amount=row["amount"],
        payer_account=row["payer_account"],
        payer=row["payer"],
        payer_inn=row["payer_inn"],
        recipient_account=account,
        received=date.fromisoformat(row["received"]),
        purpose=row["purpose"],
    )
