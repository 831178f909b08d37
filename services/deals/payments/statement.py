"""A statement [выписка]: a file of a bank, and how its payments were decided (pure)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.deals import amounts
from services.deals.invoices.seller import currency_of
from services.deals.payments.client_bank import Account
from services.deals.payments.matching import Decision
from services.kit.copying import replace
from services.kit.errors import InvalidArgument
from services.kit.money import Money


class StatementFormat(InvalidArgument):
    """The metadata name the line and the field where it is broken."""

    reason = "STATEMENT_FORMAT"


class StatementTooLarge(InvalidArgument):
    reason = "STATEMENT_TOO_LARGE"


class AccountUnknown(InvalidArgument):
    """None of the file's accounts is one of ours."""

    reason = "ACCOUNT_UNKNOWN"


class State(StrEnum):
    MATCHING = "MATCHING"
    DONE = "DONE"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPeriod:
    account: str = ""
    from_date: date | None = None
    to_date: date | None = None
    opening: Money | None = None
    incoming: Money | None = None
    outgoing: Money | None = None
    closing: Money | None = None
    documents: int = 0

    @classmethod
    def of(cls, said: Account) -> "AccountPeriod":
        currency = currency_of(said.account)
        sums = (said.opening, said.incoming, said.outgoing, said.closing)
        money = [None if each is None else amounts.of_minor(each, currency) for each in sums]
        opening, incoming, outgoing, closing = money
        return cls(
            account=said.account,
            from_date=said.from_date,
            to_date=said.to_date,
            opening=opening,
            incoming=incoming,
            outgoing=outgoing,
            closing=closing,
            documents=said.documents,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCounts:
    """In documents, by decision."""

    auto: int = 0
    manual: int = 0
    outgoing: int = 0
    internal: int = 0
    duplicate: int = 0
    skip: int = 0

    def plus(self, decisions: Iterable[Decision]) -> "StatementCounts":
        more: Mapping[Decision, int] = Counter(decisions)
        return replace(
            self, **{d.lower(): getattr(self, d.lower()) + more[d] for d in Decision if more[d]}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    name: str
    file_name: str = ""
    state: State = State.MATCHING
    encoding: str = ""
    accounts: tuple[AccountPeriod, ...] = ()
    counts: StatementCounts = StatementCounts()
    warnings: tuple[str, ...] = ()
    job: str = ""
    error_reason: str = ""
    # Of the file's bytes: the same file is the same statement.
    digest: str = ""
    creator: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def matched(self, decisions: Iterable[Decision], *, done: bool) -> "Statement":
        state = State.DONE if done else self.state
        return replace(self, counts=self.counts.plus(decisions), state=state)

    def failed(self, reason: str) -> "Statement":
        return replace(self, state=State.FAILED, error_reason=reason)
