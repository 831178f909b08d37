"""Brings one invoice to accounting, with its buyer: once, whatever happens on the way.

Outside of any transaction. Each goes there under a UUID that follows from its name here and is
looked up before it is made: what an earlier try made without our learning of it is found.
"""

from dataclasses import dataclass

from services.deals.accounting.drafting import digest
from services.deals.accounting.link import AccountingLink
from services.deals.accounting.port import (
    Accounting,
    Buyer,
    BuyerAmbiguous,
    ChangedThere,
    Paper,
    PostedThere,
    Record,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What accounting has now; `record` is None of what need not be there."""

    record: Record | None
    digest: str
    ours: bool = True

    @property
    def there(self) -> Record:
        assert self.record is not None  # noqa: S101 - asked of what always is
        return self.record


def send_buyer(accounting: Accounting, buyer: Buyer, known: AccountingLink | None) -> Sent:
    """One that accounting knew before us stays as it is there."""
    wanted = digest(buyer)
    if known is not None and known.ref_key and (known.digest == wanted or not known.ours):
        return Sent(record=_noted(known), digest=wanted, ours=known.ours)
    mine = accounting.buyer(buyer.key)
    if mine is not None:
        if (mine.inn, mine.kpp) != (buyer.inn, buyer.kpp) or known is not None:
            mine = accounting.change_buyer(mine, buyer)
        return Sent(record=mine, digest=wanted)
    found = _alike(accounting, buyer)
    if found is not None:
        return Sent(record=found, digest=wanted, ours=False)
    return Sent(record=accounting.create_buyer(buyer), digest=wanted)


def send_paper(accounting: Accounting, paper: Paper, buyer: Record, known: AccountingLink) -> Sent:
    wanted = digest(paper)
    if known.digest == wanted and not known.overwrite:
        return Sent(record=_noted(known), digest=wanted)
    found = accounting.paper(paper.key)
    if found is None:
        if paper.cancelled:
            return Sent(record=None, digest=wanted)
        return Sent(record=accounting.create_paper(paper, buyer.ref_key), digest=wanted)
    if not known.stamp and _same(found, paper, buyer):
        # An earlier try has made it.
        return Sent(record=found, digest=wanted)
    if found.posted:
        raise PostedThere("It is posted there: take that back, or leave it as it is")
    if known.stamp and found.stamp != known.stamp and not known.overwrite:
        raise ChangedThere("Somebody changed it there since it was sent")
    return Sent(record=accounting.change_paper(found, paper, buyer.ref_key), digest=wanted)


def _alike(accounting: Accounting, buyer: Buyer) -> Record | None:
    """The client there with the same INN and KPP, or one of whom it is not known."""
    if not buyer.inn:
        return None
    found = accounting.buyers(buyer.inn)
    exact = [each for each in found if each.kpp == buyer.kpp]
    likely = exact or [each for each in found if not (each.kpp and buyer.kpp)]
    if len(likely) > 1:
        raise BuyerAmbiguous("There are several clients with this INN and KPP")
    return likely[0] if likely else None


def _noted(known: AccountingLink) -> Record:
    return Record(ref_key=known.ref_key, number=known.number, stamp=known.stamp)


def _same(found: Record, paper: Paper, buyer: Record) -> bool:
    theirs = (found.number, found.day, found.total, found.organization, found.buyer, found.deleted)
    ours = (paper.number, paper.day, paper.total, paper.organization, buyer.ref_key)
    return theirs == (*ours, paper.cancelled)
