"""What came of it is kept: with the link, on the invoice, and told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from crm.deals.v1 import accounting_pb2 as pb
from crm.deals.v1 import events_pb2 as events
from services.deals.accounting import store
from services.deals.accounting.link import AccountingLink, State, name_of
from services.deals.accounting.port import Record
from services.deals.accounting.store import LINKS
from services.deals.invoices import store as invoices
from services.deals.invoices.invoice import InvoiceAccounting
from services.kit import changes, clock
from services.kit.caller import EVERYBODY, Caller
from services.kit.copying import replace
from services.kit.mapping import to_proto
from services.kit.mongo import Db

READ = "accounting.read"


class Result(StrEnum):
    SENT = "SENT"
    NOT_NEEDED = "NOT_NEEDED"
    REFUSED = "REFUSED"
    DEFERRED = "DEFERRED"
    # Its firm exchanges files: accounting fetches it.
    FETCHED = "FETCHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one try; `queued`: which turn in the queue it was."""

    subject: str
    display_name: str
    result: Result
    queued: int = 0
    reason: str = ""
    text: str = ""
    ref_key: str = ""
    number: str = ""
    stamp: str = ""
    digest: str = ""
    ours: bool = True

    @property
    def record(self) -> Record:
        return Record(ref_key=self.ref_key, number=self.number, stamp=self.stamp)


def enqueue(db: Db, names: Sequence[tuple[str, str]]) -> None:
    """Subjects with what they are called, as they changed here."""
    known, now = store.links_of(db, [subject for subject, _ in names]), clock.now()
    for subject, display_name in names:
        before = known.get(subject)
        link = before or AccountingLink(name=name_of(subject), subject=subject)
        _save(db, before, link.put_into_queue(display_name, now))


def keep(db: Db, caller: Caller, outcome: Outcome, pauses: Sequence[timedelta]) -> None:
    before, now = store.link_of(db, outcome.subject), clock.now()
    link = before or AccountingLink(name=name_of(outcome.subject), subject=outcome.subject)
    match outcome.result:
        case Result.SENT:
            after = link.sent(outcome.record, outcome.digest, outcome.queued, now)
            after = replace(after, ours=outcome.ours, display_name=outcome.display_name)
        case Result.NOT_NEEDED:
            after = link.not_needed(outcome.queued)
        case Result.DEFERRED:
            after = link.deferred(now) if link.state is State.WAITING else link
        case Result.FETCHED:
            after = replace(link, next_time=None)
        case Result.REFUSED:
            waits = link.state is State.WAITING and outcome.queued == link.queued
            refused = link.refused(outcome.reason, outcome.text, now, pauses) if waits else link
            after = refused
    if before is None or _settled(before) != _settled(after):
        tell(db, caller, before, _save(db, before, after))


def note_number(db: Db, caller: Caller, link: AccountingLink, number: str) -> AccountingLink:
    """As accounting calls it."""
    saved = _save(db, link, replace(link, number=number, sync_time=clock.now()))
    tell(db, caller, link, saved)
    return saved


def raise_conflict(
    db: Db, caller: Caller, subject: str, display_name: str, ref_key: str, reason: str, digest: str
) -> None:
    """Once for what it is about: what a person has settled does not come back."""
    before = store.link_of(db, subject)
    if before is not None and before.digest == digest:
        return
    link = before or AccountingLink(name=name_of(subject), subject=subject)
    conflict = replace(
        link,
        display_name=display_name,
        ref_key=ref_key,
        state=State.CONFLICT,
        error_reason=reason,
        digest=digest,
    )
    tell(db, caller, before, _save(db, before, conflict))


def tell(db: Db, caller: Caller, before: AccountingLink | None, after: AccountingLink) -> None:
    """What only waits is no news."""
    show(db, after)
    if after.state is State.WAITING and (before is None or before.state is State.WAITING):
        return
    changes.record(
        db,
        caller,
        events.AccountingLinkUpdated(accounting_link=to_proto(after, pb.AccountingLink)),
        before=before,
        after=after,
        permission=READ,
        visible_to=(EVERYBODY,),
    )


def show(db: Db, link: AccountingLink) -> None:
    """On the invoice, where people look who know nothing of links."""
    if not link.subject.startswith("invoices/"):
        return
    shown = InvoiceAccounting(
        state=link.state.value,
        number=link.number,
        sync_time=link.sync_time,
        error_reason=link.error_reason,
    )
    invoices.note_accounting(db, link.subject, shown)


def _save(db: Db, before: AccountingLink | None, after: AccountingLink) -> AccountingLink:
    saved = LINKS.insert(db, after) if before is None else LINKS.replace(db, after)
    show(db, saved)
    return saved


def _settled(link: AccountingLink) -> tuple[object, ...]:
    return (link.state, link.ref_key, link.stamp, link.digest, link.attempts, link.next_time)
