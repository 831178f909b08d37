"""What accounting tells of our invoices in a file: its number, its changes, their payments."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from services.deals import amounts
from services.deals.accounting import drafting, fetching, keeping, receiving, store
from services.deals.accounting.commerceml.orders import Told
from services.deals.accounting.link import AccountingLink
from services.deals.accounting.link import State as LinkState
from services.deals.accounting.port import BuyerMissing, ChangedThere
from services.deals.accounting.settings import AccountingSettings
from services.deals.invoices import store as invoices
from services.deals.invoices.invoice import Invoice, State
from services.deals.invoices.seller import Seller
from services.deals.payments import store as payments
from services.kit.caller import Caller
from services.kit.mongo import Db

_DAYS = ("day", "paid_day", "shipment_day")
Row = dict[str, Any]


def take_over(
    db: Db, caller: Caller, job: str, chosen: AccountingSettings, told: Sequence[Told]
) -> int:
    """In one transaction; how many of them are about invoices of firms that exchange files."""
    names = {each: f"invoices/{each.basis or each.key}" for each in told}
    found = invoices.many(db, names.values())
    ours = {
        each: invoice
        for each in told
        if (invoice := found.get(names[each])) and invoice.seller in chosen.file_sellers
    }
    _note_orders(db, caller, {each: ours[each] for each in ours if not each.basis})
    sellers = {each.name: each for each in invoices.sellers(db)}
    _take_payments(db, caller, job, sellers, ours)
    return len(ours)


# --- orders --------------------------------------------------------------------------------------


def _note_orders(db: Db, caller: Caller, orders: Mapping[Told, Invoice]) -> None:
    """Of what was not confirmed to be there nothing is known yet: it is fetched again."""
    links = store.links_of(db, [each.name for each in orders.values()])
    sold = fetching.lines_of(db, orders.values())
    for told, invoice in orders.items():
        link = links.get(invoice.name)
        if link is None:
            continue
        if told.number and told.number != link.number:
            link = keeping.note_number(db, caller, link, told.number)
        links[invoice.name] = link
        if link.state is LinkState.SENT and _differs(told, invoice):
            _note_difference(db, caller, told, invoice, link, sold)


def _differs(told: Told, invoice: Invoice) -> bool:
    gone = told.deleted or told.cancelled
    total = told.total in (None, amounts.minor(invoice.total))
    return not total or gone != (invoice.state is State.CANCELLED)


def _note_difference(
    db: Db,
    caller: Caller,
    told: Told,
    invoice: Invoice,
    link: AccountingLink,
    sold: Mapping[str, Any],
) -> None:
    """A conflict, unless it is ours that has changed since and is yet to go."""
    try:
        same = link.digest == drafting.digest(fetching.paper(db, invoice, sold))
    except BuyerMissing:
        same = False
    if same:
        said = f"{ChangedThere.reason} {told.total} {told.deleted or told.cancelled}"
        keeping.raise_conflict(
            db, caller, invoice.name, link.display_name, link.ref_key, ChangedThere.reason, said
        )


# --- payments ------------------------------------------------------------------------------------


def _take_payments(
    db: Db, caller: Caller, job: str, sellers: Mapping[str, Seller], ours: Mapping[Told, Invoice]
) -> None:
    """Each once. What was paid already, as far as anybody can tell, was told of by a bank."""
    paid = {each: invoice for each, invoice in ours.items() if each.basis or each.paid_day}
    known = payments.told_by_accounting(db, [_key(each) for each in paid])
    own = [_row(each, invoice) for each, invoice in paid.items() if each.basis]
    receiving.compare(db, caller, own)
    fresh = {
        row["ref_key"]: row
        for each, invoice in paid.items()
        if _key(each) not in known and not _is_told(each, invoice)
        for row in [_row(each, invoice)]
        if row["valid"] and row["amount"] > 0
    }
    receiving.keep(db, caller, job, sellers, list(fresh.values()))


def _key(told: Told) -> str:
    """An order says of its payment no more than that."""
    return told.key if told.basis else f"{told.key}/{told.paid_day}/{told.paid_number}"


def _is_told(told: Told, invoice: Invoice) -> bool:
    """Nothing is left to be paid, or a payment of this day and sum was put to it."""
    alike = any(
        each.pay_date == told.paid_day and amounts.minor(each.amount) == told.total
        for each in invoice.payments
    )
    return alike or not invoice.left


def _row(told: Told, invoice: Invoice) -> Row:
    day = told.paid_day or told.day or invoice.issue_date or date.max
    issued = f" от {invoice.issue_date:%d.%m.%Y}" if invoice.issue_date else ""
    return {
        "ref_key": _key(told),
        "amount": (told.total or 0) if told.basis else invoice.left,
        "valid": not (told.deleted or told.cancelled),
        "organization": invoice.seller,
        "number": told.paid_number,
        "day": day.isoformat(),
        "received": day.isoformat(),
        "purpose": f"Оплата по счёту № {invoice.number}{issued}",
        "payer": invoice.buyer_display_name,
        "payer_inn": invoice.buyer_inn,
        "payer_account": "",
        "own_account": "",
    }


# --- as they wait to be taken over ---------------------------------------------------------------


def kept(told: Told) -> Row:
    row = asdict(told)
    return row | {key: row[key].isoformat() if row[key] else None for key in _DAYS}


def read(row: Mapping[str, Any]) -> Told:
    days = {key: date.fromisoformat(row[key]) if row[key] else None for key in _DAYS}
    return replace(Told(**row), **days)
