"""Exchanges with accounting: what waits goes there, then payments come from there.

A timer starts a tenant's job when something is due. Each of its slices first asks outside of any
transaction (`prepare`, for which the job goes back into the queue), then keeps what came of it in
one. What is cut off in between is found there the next time.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from services.deals import store as deals
from services.deals.accounting import drafting, keeping, receiving, sending, store
from services.deals.accounting.desk import Desk
from services.deals.accounting.keeping import Outcome, Result
from services.deals.accounting.link import PAUSES, AccountingLink
from services.deals.accounting.port import (
    REFUSALS,
    Accounting,
    Record,
    RecordRefused,
    SellerUnmapped,
)
from services.deals.accounting.settings import AccountingSettings, pause
from services.deals.invoices import store as invoices
from services.deals.invoices.invoice import Invoice
from services.kit import clock, jobs, telemetry
from services.kit.caller import Caller, system
from services.kit.errors import ServiceError
from services.kit.jobs import JOBS, Job, JobKind, State
from services.kit.mongo import Db, transactional
from services.kit.settings import Settings

KIND = "exchange_accounting"
GATHERED, SENT = 200, 20
# A slice's questions together.
SLICE_S = 10.0
log = telemetry.logger(__name__)
Cursor = dict[str, Any]


@transactional
def start_if_due(db: Db) -> None:
    chosen, standing, now = store.settings(db), store.standing(db), clock.now()
    if not chosen.enabled or (standing.pause_time and standing.pause_time > now):
        return
    asked = standing.payments_time
    payments_due = asked is None or now - asked >= timedelta(minutes=chosen.interval_minutes)
    if payments_due or store.is_any_due(db, now) or _is_any_unsent(db, chosen):
        start(db, system(db.tenant))


@transactional
def start(db: Db, caller: Caller, *, now: bool = False) -> None:
    """Unless it is under way. `now`: whatever failed before, and payments too."""
    if now:
        store.note(db, pause_time=None, payments_time=None)
        store.hurry(db, clock.now())
    standing = store.standing(db)
    running = JOBS.find(db, standing.job) if standing.job else None
    if running is None or not running.state.active:
        store.note(db, job=jobs.start(db, caller, KIND, params={}).name)


def _is_any_unsent(db: Db, chosen: AccountingSettings) -> bool:
    since = chosen.start_date or date.max
    return invoices.is_any_unsent(db, chosen.organization_of, since)


class ExchangeAccounting(JobKind):
    """cursor: the `phase`, what came of what was just asked, and how many payments are read."""

    kind = KIND

    def __init__(self, pauses: Sequence[timedelta] = PAUSES) -> None:
        self._pauses = pauses

    def prepare(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        chosen = store.settings(db)
        if not chosen.enabled:
            return replace(job, cursor={"phase": "END"})
        try:
            accounting = Desk(Settings()).accounting(chosen)
            cursor = _asked(db, accounting, chosen, job.cursor)
        except REFUSALS as refusal:
            _note_failure(db, refusal)
            return replace(job, cursor={"phase": "END"})
        return replace(job, cursor=cursor)

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        cursor = job.cursor
        kept = [_kept(each) for each in cursor.get("outcomes", ())]
        for outcome in kept:
            keeping.keep(db, caller, outcome, self._pauses)
        own = receiving.sellers_of(db, store.settings(db))
        came = receiving.keep(db, caller, job.name, own, cursor.get("fresh", ()))
        receiving.compare(db, caller, cursor.get("known", ()))
        if "note" in cursor:
            store.note(db, **cursor["note"])
        refused = sum(each.result is Result.REFUSED for each in kept)
        counts = replace(
            job.counts,
            total=job.counts.total + len(kept) + len(came),
            changed=job.counts.changed + len(kept) + len(came) - refused,
            failed=job.counts.failed + refused,
        )
        phase = cursor["phase"]
        if phase == "END":
            return replace(job, state=State.DONE, cursor={}, counts=counts)
        gathered = _gather(db) if phase == "SEND" else 0
        again: Cursor = {"phase": "SEND" if gathered else phase, "skip": cursor.get("skip", 0)}
        # Back into the queue: what the next slice asks, it asks outside of a transaction.
        return replace(job, state=State.QUEUED, cursor=again, counts=counts)


def _kept(row: Mapping[str, Any]) -> Outcome:
    """As the slice before left it in the job."""
    return replace(Outcome(**row), result=Result(row["result"]))


def _gather(db: Db) -> int:
    """Invoices that changed come into the queue."""
    chosen = store.settings(db)
    since = chosen.start_date or date.max
    found = invoices.unsent(db, chosen.organization_of, since, GATHERED)
    invoices.note_looked_at(db, [each.name for each in found])
    keeping.enqueue(db, [(each.name, _title(each)) for each in found])
    return len(found)


def _title(invoice: Invoice) -> str:
    return f"{invoice.number} {invoice.buyer_display_name}".strip()


def _asked(
    db: Db, accounting: Accounting, chosen: AccountingSettings, cursor: Mapping[str, Any]
) -> Cursor:
    """The first slice gathers what is to be sent, the next send it, the last read payments."""
    if not cursor:
        return {"phase": "SEND"}
    if cursor["phase"] == "SEND":
        due = store.due(db, clock.now(), SENT)
        if due:
            return _sent(db, accounting, chosen, due)
    return _received(db, accounting, chosen, int(cursor.get("skip", 0)))


# --- there ---------------------------------------------------------------------------------------


def _sent(
    db: Db, accounting: Accounting, chosen: AccountingSettings, due: Sequence[AccountingLink]
) -> Cursor:
    """Those there was time for; what is wrong with one keeps no other from going."""
    until, outcomes = time.monotonic() + SLICE_S, list[Outcome]()
    found = invoices.many(db, [each.subject for each in due])
    for link in due:
        if time.monotonic() > until:
            break
        try:
            outcomes += _send(db, accounting, chosen, link, found.get(link.subject))
        except RecordRefused as refusal:
            text = refusal.metadata.get("text", "")
            refused = replace(_try(link), result=Result.REFUSED, reason=refusal.reason, text=text)
            outcomes.append(refused)
        except REFUSALS as refusal:
            if outcomes:
                # It did answer of late: what failed may be about this one.
                _note_success(db)
            _note_failure(db, refusal)
            outcomes.append(replace(_try(link), result=Result.DEFERRED))
            return {"phase": "END", "outcomes": [asdict(each) for each in outcomes]}
    _note_success(db)
    return {"phase": "SEND", "outcomes": [asdict(each) for each in outcomes]}


def _send(
    db: Db,
    accounting: Accounting,
    chosen: AccountingSettings,
    link: AccountingLink,
    invoice: Invoice | None,
) -> list[Outcome]:
    """Its buyer, too."""
    organization = chosen.organization_of.get(invoice.seller) if invoice else ""
    if invoice is None:
        return [_try(link)]
    if invoice.seller in chosen.file_sellers:
        return [replace(_try(link), result=Result.FETCHED)]
    if not organization:
        raise SellerUnmapped("Say which organization of accounting this firm is")
    deal = deals.DEALS.find(db, invoice.deal) if invoice.deal else None
    paper = drafting.paper(
        db.tenant, invoice, organization, deal.lines if deal else (), f"CRM: {invoice.name}"
    )
    subject = drafting.subject_of_buyer(db.tenant, invoice)
    known = store.link_of(db, subject)
    buyer = sending.send_buyer(accounting, paper.buyer, known)
    sent = sending.send_paper(accounting, paper, buyer.there, link)
    his = Outcome(subject=subject, display_name=paper.buyer.display_name, result=Result.SENT)
    return [
        _with(replace(his, queued=known.queued if known else 0), buyer.there, buyer),
        *([_try(link)] if sent.record is None else [_with(_try(link), sent.record, sent)]),
    ]


def _try(link: AccountingLink) -> Outcome:
    """Of which nothing came yet."""
    return Outcome(
        subject=link.subject,
        display_name=link.display_name,
        result=Result.NOT_NEEDED,
        queued=link.queued,
    )


def _with(outcome: Outcome, record: Record, sent: sending.Sent) -> Outcome:
    return replace(
        outcome,
        result=Result.SENT,
        ref_key=record.ref_key,
        number=record.number,
        stamp=record.stamp,
        digest=sent.digest,
        ours=sent.ours,
    )


# --- from there ----------------------------------------------------------------------------------


def _received(db: Db, accounting: Accounting, chosen: AccountingSettings, skip: int) -> Cursor:
    standing, now = store.standing(db), clock.now()
    asked = standing.payments_time
    if asked is not None and now - asked < timedelta(minutes=chosen.interval_minutes):
        return {"phase": "END"}
    day = receiving.since(chosen, standing)
    page = receiving.read(db, accounting, chosen, day, skip)
    _note_success(db)
    cursor: Cursor = {
        "phase": "END" if page.is_last else "RECEIVE",
        "skip": skip + receiving.PAGE,
        "fresh": [receiving.row_of(receipt, payer) for receipt, payer in page.fresh],
        "known": [receiving.row_of(each) for each in page.known],
    }
    if page.is_last:
        newest = max(filter(None, (page.newest, standing.mark)), default=None)
        mark = {"mark": newest.isoformat()} if newest else {}
        cursor["note"] = {"payments_time": now, **mark}
    return cursor


# --- how it goes ---------------------------------------------------------------------------------


def _note_success(db: Db) -> None:
    store.note(db, last_success_time=clock.now(), failures=0, pause_time=None)


def _note_failure(db: Db, refusal: ServiceError) -> None:
    failures, now = store.standing(db).failures + 1, clock.now()
    store.note(
        db,
        last_error_reason=refusal.reason,
        last_error_time=now,
        failures=failures,
        pause_time=now + pause(failures),
    )
    facts = {"tenant": db.tenant, "reason": refusal.reason}
    log.warning("exchange with accounting put off", extra={"facts": facts})
