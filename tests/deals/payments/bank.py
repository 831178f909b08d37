"""What the tests of payments share: a bank's file as it is written, and how it is decided."""

import io
import json
from collections.abc import Collection, Iterable, Iterator
from csv import DictReader
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from services.deals.invoices.number import number_key
from services.deals.payments import client_bank, matching, purpose
from services.deals.payments.matching import Bill, Bills, Decision, Match

DATA = Path(__file__).parents[2] / "data" / "bank"
EXPECTED: dict[str, Any] = json.loads((DATA / "expected.json").read_text("utf-8"))


def hundredths(text: str) -> int:
    roubles, _, rest = text.partition(".")
    return int(roubles) * 100 + int(rest.ljust(2, "0") or 0)


def bills() -> list[Bill]:
    text = (DATA / "invoices.csv").read_text("utf-8-sig")
    return [
        Bill(
            name=f"invoices/{place}",
            number=row["number"],
            key=number_key(row["number"]),
            day=date(*(int(part) for part in reversed(row["date"].split(".")))),
            buyer_inn=row["buyer_inn"],
            balance=hundredths(row["total"]) - hundredths(row["paid"]),
        )
        for place, row in enumerate(DictReader(io.StringIO(text), delimiter=";"))
    ]


@dataclass
class Desk:
    """Statements decided one after another, as the job does with a store."""

    own: Collection[str]
    bills: Bills
    seen: dict[str, tuple[str, int]] = field(default_factory=dict)
    repeats: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, own: Collection[str], invoices: Iterable[Bill]) -> "Desk":
        return cls(own, Bills.of(invoices))

    def take(self, file: str, data: bytes) -> Iterator[tuple[client_bank.Document, Match]]:
        reading = client_bank.Reading(io.BytesIO(data))
        documents = list(reading)
        for document in documents:
            yield document, self.decide(file, document, reading.accounts)

    def decide(self, file: str, document: client_bank.Document, stated: Collection[str]) -> Match:
        match = matching.direction(document, self.own)
        if match is not None and match.decision is Decision.SKIP:
            return match
        account = matching.own_account(document, self.own, stated)
        key = matching.dedup_key(document, account)
        if known := self.seen.get(key):
            self.repeats[file, document.index] = known
            return Match(decision=Decision.DUPLICATE, reason=matching.Reason.ALREADY_IMPORTED)
        self.seen[key] = (file, document.index)
        inn, said = matching.payer_inn(document), purpose.read(document.purpose)
        match = match or matching.decide(document.amount, inn, said, self.bills)
        self.bills.settle(match.shares)
        return match
