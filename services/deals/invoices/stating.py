"""What invoices state about their deals, as other services do of their documents: stages may ask
for it (pure)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Any

from services.deals.facts.fact import Fact, FactKind, FactState, name_of
from services.deals.invoices.invoice import State

# What conditions call an invoice that was issued, and one that is paid.
ISSUED, PAID = "invoice", "invoice_paid"
# How references of these facts begin.
OWN = "invoices/"
# What of an invoice is stated.
STATED = ("number", "state", "due_date", "create_time", "paid_time", "version")


def facts_of(deal: str, invoices: Iterable[Mapping[str, Any]]) -> list[Fact]:
    """`invoices`: documents of those that are not cancelled."""
    return [fact for each in invoices for fact in _facts(deal, each)]


def _facts(deal: str, invoice: Mapping[str, Any]) -> Iterator[Fact]:
    reference: str = invoice["_id"]
    about: dict[str, Any] = {
        "subject": deal,
        "display_name": f"№ {invoice['number']}",
        "version": invoice["version"],
    }
    yield Fact(
        **about,
        name=name_of(deal, reference),
        reference=reference,
        kind=FactKind.DOCUMENT,
        key=ISSUED,
        state=FactState.PLUS,
        time=invoice["create_time"],
    )
    # Beside it: one reference states one thing.
    paid, is_paid = f"{reference}/paid", invoice["state"] == State.PAID
    yield Fact(
        **about,
        name=name_of(deal, paid),
        reference=paid,
        kind=FactKind.DOCUMENT,
        key=PAID,
        state=FactState.PLUS if is_paid else FactState.OPEN,
        due_time=_end_of(invoice["due_date"]),
        time=invoice["paid_time"] or invoice["create_time"],
    )


def _end_of(day: str | None) -> datetime | None:
    return datetime.combine(datetime.fromisoformat(day), time.max, UTC) if day else None
