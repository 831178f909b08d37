"""What can be done to invoices, and what their deals learn of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from google.protobuf.message import Message

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import invoices_pb2 as pb
from services.deals import access, amounts
from services.deals import store as deals
from services.deals.deal import Deal
from services.deals.facts import store as facts
from services.deals.invoices import store
from services.deals.invoices.invoice import Invoice, InvoiceNumberTaken, Put, State
from services.deals.invoices.stating import OWN, facts_of
from services.deals.invoices.store import INVOICES
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.copying import replace
from services.kit.errors import AlreadyExists, InvalidArgument, NotFound, Violation
from services.kit.mapping import converter, from_document, to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.owned import people_of, people_problems, require_may_hand_over, stamped_anew
from services.kit.parties.party import Party
from services.kit.people import find_people, known_people
from services.kit.person import ME

READ, WRITE, PAY = "invoices.read", "invoices.write", "payments.write"
_ANY_NUMBER = "1"
_message = converter(pb.Invoice)


def visible(db: Db, caller: Caller, name: str) -> Invoice:
    """NotFound for what the caller may not see; who sees the deal sees its invoices."""
    found = INVOICES.find(db, name)
    if found is None or not _may_see(db, caller, found):
        raise NotFound(f"No {name}", name=name)
    return found


def _may_see(db: Db, caller: Caller, invoice: Invoice) -> bool:
    if caller.may(READ, invoice.visible_to):
        return True
    deal = deals.DEALS.find(db, invoice.deal) if invoice.deal and caller.has(READ) else None
    return deal is not None and caller.may(access.READ, deal.visible_to)


def create(
    db: Db,
    caller: Caller,
    values: Mapping[str, Any],
    request_id: str,
    deal: Deal | None,
    buyer: Party | None,
) -> Invoice:
    """`deal`, `buyer`: those it names, seen by the caller."""
    name = INVOICES.new_name(request_id)
    draft = _filled(Invoice(**values, name=name, creator=caller.user), deal, buyer, caller)
    return INVOICES.once(
        db,
        name,
        request_id,
        lambda: _unless_taken(_create, db, caller, _numbered(db, draft)),
        lambda found: found.creator == caller.user,
    )


@transactional
def _create(db: Db, caller: Caller, draft: Invoice) -> Invoice:
    _require_may_say_paid(caller, draft, None)
    settled = _settled(db, caller, draft, None)
    created = INVOICES.insert(db, settled.settled(clock.now()))
    renew_deals(db, [created.deal])
    _tell(db, caller, events.InvoiceCreated, after=created)
    return created


@transactional
def update(
    db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any], buyer: Party | None
) -> Invoice:
    current = visible(db, caller, name)
    caller.require_for(WRITE, current.visible_to)
    require_etag(current, etag)
    draft = replace(current, **values)
    changed = _settled(db, caller, _of_buyer(draft, buyer) if buyer else draft, current)
    _require_may_say_paid(caller, changed, current)
    require_may_hand_over(caller, WRITE, current, changed.owner)
    current.require_may_become(values, changed)
    after = changed.settled(clock.now())
    if after == current:
        return current
    saved = _unless_taken(INVOICES.replace, db, replace(after, unsent=True))
    renew_deals(db, [saved.deal, current.deal])
    _tell(db, caller, events.InvoiceUpdated, before=current, after=saved)
    return saved


@transactional
def cancel(db: Db, caller: Caller, name: str, etag: str, comment: str) -> Invoice:
    current = visible(db, caller, name)
    caller.require_for(WRITE, current.visible_to)
    require_etag(current, etag)
    saved = INVOICES.replace(db, replace(current.cancelled(comment), unsent=True))
    renew_deals(db, [saved.deal])
    _tell(db, caller, events.InvoiceCancelled, before=current, after=saved)
    return saved


def pay(db: Db, caller: Caller, puts: Mapping[str, Iterable[Put]], job: str = "") -> None:
    """Puts payments to invoices, or takes them back: by the invoice's name."""
    if not puts:
        return
    found, now = store.documents(db, puts), clock.now()
    changed: list[tuple[store.Document, Invoice]] = []
    earlier: dict[str, State] = {}
    for name, document in found.items():
        before = from_document(Invoice, document)
        earlier[name] = before.state
        changed.append((document, before.with_payments(puts[name], now)))
    saved = store.save_paid(db, changed)
    rows = (_paid(document, earlier[after.name], after, job) for document, after in saved)
    changes.record_many(db, caller, rows)
    renew_deals(db, (after.deal for _, after in saved))


def _paid(document: Mapping[str, Any], before: State, after: Invoice, job: str) -> Change:
    done = after.state is State.PAID and before is not State.PAID
    kind = events.InvoicePaid if done else events.InvoiceUpdated
    # Ten thousand of them come at once: what is new is said, not looked for.
    facts = {"paid": str(after.paid.amount) if after.paid else "", "state": after.state.value}
    return Change(event=kind(invoice=_message(document)), after=after, job=job, facts=facts)


def relink(db: Db, caller: Caller, changed: Sequence[tuple[Invoice, Invoice]]) -> None:
    """They are another client's now: he was merged into it, or is himself again."""
    rows = [
        Change(event=events.InvoiceUpdated(invoice=to_proto(a, pb.Invoice)), before=b, after=a)
        for b, a in store.save_relinked(db, changed)
    ]
    changes.record_many(db, caller, rows)


def renew_deals(db: Db, names: Iterable[str]) -> None:
    """What is billed of deals, and paid; in the deal's currency, or that of the first invoice. And
    what stages may ask for."""
    wanted = {name for name in names if name}
    if not wanted:
        return
    known = deals.DEALS.select(db, {"_id": {"$in": sorted(wanted)}})
    invoices: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for each in store.of_deals(db, wanted):
        invoices[each["deal"]].append(each)
    deals.renew_money(db, [(deal, _with_money(deal, invoices[deal.name])) for deal in known])
    stated = (fact for deal in known for fact in facts_of(deal.name, invoices[deal.name]))
    facts.restate(db, [deal.name for deal in known], OWN, stated)


def recounted(db: Db, before: Deal, after: Deal) -> Deal:
    """What is billed and paid of it, if it is in another currency now."""
    currencies = [each.amount and each.amount.currency for each in (before, after)]
    if before.invoiced is None or currencies[0] == currencies[1]:
        return after
    return _with_money(after, store.of_deals(db, [after.name]))


def _with_money(deal: Deal, mine: Sequence[Mapping[str, Any]]) -> Deal:
    if not mine:
        return replace(deal, invoiced=None, paid=None)
    currency = deal.amount.currency if deal.amount else mine[0]["total"]["currency"]
    return replace(
        deal,
        invoiced=amounts.of_minor(_sum(mine, "total", currency), currency),
        paid=amounts.of_minor(_sum(mine, "paid", currency), currency),
    )


def _sum(invoices: Sequence[Mapping[str, Any]], field: str, currency: str) -> int:
    found = (each[field] for each in invoices if each[field])
    return sum(
        int(each["amount"].to_decimal().scaleb(2)) for each in found if each["currency"] == currency
    )


def today(caller: Caller) -> date:
    """Where the caller is."""
    return clock.now().astimezone(ZoneInfo(caller.time_zone)).date()


# --- a draft becomes an invoice ------------------------------------------------------------------


def _filled(draft: Invoice, deal: Deal | None, buyer: Party | None, caller: Caller) -> Invoice:
    draft = replace(draft, issue_date=draft.issue_date or today(caller))
    if deal is not None:
        draft = replace(
            draft,
            deal_display_name=deal.display_name,
            counterparty=draft.counterparty or deal.counterparty,
            total=draft.total or deal.amount,
            owner=draft.owner or deal.owner,
            participants=deal.participants,
        )
    owner = caller.user if draft.owner in ("", ME) else draft.owner
    draft = replace(draft, owner=owner)
    return _of_buyer(draft, buyer) if buyer else draft


def _of_buyer(draft: Invoice, buyer: Party) -> Invoice:
    return replace(
        draft,
        counterparty=buyer.name,
        buyer_display_name=draft.buyer_display_name or buyer.display_name,
        buyer_inn=draft.buyer_inn or buyer.inn,
        buyer_kpp=draft.buyer_kpp or buyer.kpp,
    )


def _require_may_say_paid(caller: Caller, draft: Invoice, before: Invoice | None) -> None:
    """That something was paid elsewhere opens stages of deals: who keeps the payments says it."""
    known = before.prior_payment if before else None
    if draft.prior_payment != known and amounts.minor(draft.prior_payment):
        caller.require(PAY)


def _numbered(db: Db, draft: Invoice) -> Invoice:
    """With a seller, and the next number of that one and the year, if it has none.

    Before the transaction that keeps it: in that one, all others of the seller would wait for its
    end. So a number may be left out, which no law forbids; it is never given twice."""
    sellers = {each.name: each for each in store.sellers(db)}
    default = next((each.name for each in sellers.values() if each.default), "")
    draft = replace(draft, seller=draft.seller or default)
    if draft.number.strip() or not draft.issue_date:
        return draft
    as_if = replace(draft, number=_ANY_NUMBER)
    if draft.seller not in sellers or any(as_if.tidy().problems()):
        # It will be refused, and not for want of a number.
        return as_if
    year = draft.issue_date.year
    while store.is_number_taken(db, draft.seller, number := _next(db, draft.seller, year), year):
        pass
    return replace(draft, number=number)


def _next(db: Db, seller: str, year: int) -> str:
    return str(store.next_number(db, seller, year))


def _settled(db: Db, caller: Caller, draft: Invoice, before: Invoice | None) -> Invoice:
    tidy = draft.tidy()
    people = known_people(db, caller, people_of(tidy), find_people)
    problems = [*tidy.problems(), *people_problems(tidy, before, people)]
    if store.SELLERS.find(db, tidy.seller) is None:
        text = "Choose one of your own firms, or enter the first one."
        problems.append(Violation("seller", "SELLER_UNKNOWN", text))
    if problems:
        raise InvalidArgument.of(problems)
    return stamped_anew(tidy, people)


def _unless_taken(act: Any, *about: Any) -> Invoice:
    try:
        return act(*about)
    except AlreadyExists as error:
        if type(error) is not AlreadyExists or "_id" in error.metadata:
            raise
        text = "There is an invoice of this seller, number and date"
        raise InvoiceNumberTaken(text) from error


def _tell(db: Db, caller: Caller, event: type[Message], **about: Any) -> None:
    message: Any = event
    told = message(invoice=to_proto(about["after"], pb.Invoice))
    changes.record(db, caller, told, **about)
