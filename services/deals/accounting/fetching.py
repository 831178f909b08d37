"""Invoices that accounting fetches as a file. Only what it confirms counts as there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.deals import store as deals
from services.deals.accounting import drafting, file_exchange, keeping, store
from services.deals.accounting.commerceml import orders
from services.deals.accounting.file_session import FetchedInvoice
from services.deals.accounting.keeping import Outcome, Result
from services.deals.accounting.link import AccountingLink, State
from services.deals.accounting.port import BuyerMissing, Paper
from services.deals.accounting.settings import AccountingSettings
from services.deals.accounting.store import SESSIONS
from services.deals.invoices import store as invoices
from services.deals.invoices.invoice import Invoice
from services.deals.products.line import DealLine
from services.kit import clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.mongo import Db, transactional

# At once; 1C comes again. A line takes a kilobyte.
MOST_INVOICES, MOST_LINES = 200, 8000


@dataclass(frozen=True, slots=True)
class _Drafted:
    invoice: Invoice
    paper: Paper
    link: AccountingLink | None

    @property
    def title(self) -> str:
        return f"{self.invoice.number} {self.invoice.buyer_display_name}".strip()

    @property
    def is_due(self) -> bool:
        """Neither there as it is, nor one that needs not be there at all."""
        if self.link is None or not self.link.ref_key:
            return not self.paper.cancelled
        return self.link.overwrite or self.link.digest != drafting.digest(self.paper)


@transactional
def fetch(db: Db, caller: Caller, session: str) -> tuple[bytes, int]:
    current = file_exchange.opened(db, caller, session)
    due: list[_Drafted] = []
    settled: list[str] = []
    lines = 0
    for each in _drafted(db, caller, _changed(db, file_exchange.settings(db))):
        lines += len(each.paper.lines)
        if due and lines > MOST_LINES:
            break
        if each.is_due:
            due.append(each)
        else:
            settled.append(each.invoice.name)
            _settle(db, caller, each)
    invoices.note_looked_at(db, settled)
    given = tuple(
        FetchedInvoice(invoice=each.invoice.name, digest=drafting.digest(each.paper))
        for each in due
    )
    if given != current.fetched:
        SESSIONS.replace(db, replace(current, fetched=given))
    papers = [each.paper for each in due]
    return orders.written(papers, clock.now(), current.commerce_version), len(due)


@transactional
def confirm(db: Db, caller: Caller, session: str) -> int:
    """What has changed here since goes there again."""
    current = file_exchange.opened(db, caller, session)
    given = {each.invoice: each.digest for each in current.fetched}
    if not given:
        return 0
    found = list(invoices.many(db, given).values())
    same = [
        each
        for each in _drafted(db, caller, found)
        if drafting.digest(each.paper) == given[each.invoice.name]
    ]
    invoices.note_looked_at(db, [each.invoice.name for each in same])
    _keep_buyers(db, caller, same)
    for each in same:
        keeping.keep(db, caller, _outcome(each, Result.SENT), ())
    SESSIONS.replace(db, replace(current, fetched=()))
    return len(same)


def _changed(db: Db, chosen: AccountingSettings) -> list[Invoice]:
    """Those that changed here, then those that wait, as somebody wants ours over theirs."""
    sellers, since = chosen.file_sellers, chosen.start_date or date.max
    found = invoices.unsent(db, sellers, since, MOST_INVOICES)
    subjects = [each.subject for each in store.waiting(db, MOST_INVOICES)]
    waiting = invoices.many(db, [each for each in subjects if each.startswith("invoices/")])
    for each in waiting.values():
        if each.seller in sellers and not each.unsent and len(found) < MOST_INVOICES:
            found.append(each)
    return found


def _drafted(db: Db, caller: Caller, found: Sequence[Invoice]) -> Iterator[_Drafted]:
    links = store.links_of(db, [each.name for each in found])
    sold = lines_of(db, found)
    for invoice in found:
        link = links.get(invoice.name)
        try:
            yield _Drafted(invoice, paper(db, invoice, sold), link)
        except BuyerMissing as refusal:
            _refuse(db, caller, invoice, link, refusal.reason)


def lines_of(db: Db, found: Iterable[Invoice]) -> dict[str, Sequence[DealLine]]:
    """Of the deals they are of."""
    names = sorted({each.deal for each in found if each.deal})
    return {each.name: each.lines for each in deals.DEALS.select(db, {"_id": {"$in": names}})}


def paper(db: Db, invoice: Invoice, sold: Mapping[str, Sequence[DealLine]]) -> Paper:
    lines = sold.get(invoice.deal, ())
    return drafting.paper(db.tenant, invoice, "", lines, f"CRM: {invoice.name}")


def _refuse(
    db: Db, caller: Caller, invoice: Invoice, link: AccountingLink | None, reason: str
) -> None:
    """A person fills it in; that it changes brings it here again."""
    outcome = Outcome(
        subject=invoice.name,
        display_name=invoice.number,
        result=Result.REFUSED,
        queued=link.queued if link else 0,
        reason=reason,
    )
    keeping.keep(db, caller, outcome, ())
    invoices.note_looked_at(db, [invoice.name])


def _settle(db: Db, caller: Caller, each: _Drafted) -> None:
    if each.link is not None and each.link.state is State.WAITING:
        result = Result.SENT if each.link.ref_key else Result.NOT_NEEDED
        keeping.keep(db, caller, _outcome(each, result), ())


def _outcome(each: _Drafted, result: Result) -> Outcome:
    return Outcome(
        subject=each.invoice.name,
        display_name=each.title,
        result=result,
        queued=each.link.queued if each.link else 0,
        ref_key=each.paper.key,
        digest=drafting.digest(each.paper),
    )


def _keep_buyers(db: Db, caller: Caller, same: Sequence[_Drafted]) -> None:
    """Each came with his invoices."""
    buyers = {drafting.subject_of_buyer(db.tenant, each.invoice): each.paper.buyer for each in same}
    links = store.links_of(db, list(buyers))
    for subject, buyer in buyers.items():
        link, wanted = links.get(subject), drafting.digest(buyer)
        if link is None or link.digest != wanted:
            outcome = Outcome(
                subject=subject,
                display_name=buyer.display_name,
                result=Result.SENT,
                queued=link.queued if link else 0,
                ref_key=link.ref_key if link and link.ref_key else buyer.key,
                digest=wanted,
                ours=link.ours if link and link.ref_key else True,
            )
            keeping.keep(db, caller, outcome, ())
