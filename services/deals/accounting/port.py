"""The port to accounting: what goes there, what comes from there, and how that may fail.

An adapter is a class with the questions of `Accounting`. Where accounting asks us instead, by
files (CommerceML), the same papers are written and the same receipts are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.kit.errors import FailedPrecondition, ResourceExhausted, ServiceError, Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """One of our firms, there."""

    ref_key: str
    display_name: str = ""
    inn: str = ""
    kpp: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A client as accounting is to know him; `key`: under which UUID, if he is new there."""

    key: str
    display_name: str
    inn: str = ""
    kpp: str = ""
    is_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """Amounts are in hundredths."""

    text: str
    quantity: str = "1"
    price: int = 0
    amount: int = 0
    # A code of the rates of VAT: 22, 10, 0, none, 22/122; unknown if empty.
    vat: str = ""
    vat_amount: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An invoice as accounting is to have it. Amounts are in hundredths."""

    key: str
    number: str
    day: date
    organization: str
    buyer: Buyer
    currency: str
    total: int
    lines: tuple[PaperLine, ...] = ()
    # Whether VAT is within the prices.
    vat_included: bool = True
    comment: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A paper or a client as accounting has it; `stamp` changes with each change of it there."""

    ref_key: str
    number: str = ""
    stamp: str = ""
    posted: bool = False
    deleted: bool = False
    # What it says, as far as two papers are told apart by it.
    day: date | None = None
    total: int = 0
    organization: str = ""
    buyer: str = ""
    inn: str = ""
    kpp: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A payment to us that accounting knows. The amount is in hundredths."""

    ref_key: str
    day: date
    amount: int
    organization: str = ""
    currency: str = "RUB"
    # Of the bank's document, if it is known.
    number: str = ""
    number_day: date | None = None
    purpose: str = ""
    valid: bool = True
    # Where to look for whom it is from: of the adapter's own.
    payer_key: str = ""
    payer_account_key: str = ""
    account_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    display_name: str = ""
    inn: str = ""
    account: str = ""
    # Ours.
    own_account: str = ""


class Accounting(Protocol):
    """What an adapter can do. All of it may raise the refusals below."""

    def organizations(self) -> list[Organization]: ...

    def buyer(self, key: str) -> Record | None:
        """The one of this UUID."""
        ...

    def buyers(self, inn: str) -> list[Record]:
        """All that bear this INN and are not marked as deleted."""
        ...

    def create_buyer(self, buyer: Buyer) -> Record: ...

    def change_buyer(self, record: Record, buyer: Buyer) -> Record:
        """ChangedThere if it is no longer as the record says."""
        ...

    def paper(self, key: str) -> Record | None: ...

    def create_paper(self, paper: Paper, buyer: str) -> Record: ...

    def change_paper(self, record: Record, paper: Paper, buyer: str) -> Record:
        """ChangedThere if it is no longer as the record says."""
        ...

    def receipts(self, since: date, skip: int, limit: int) -> Sequence[Receipt]:
        """Of this day and later, in their order."""
        ...

    def payer(self, receipt: Receipt) -> Payer: ...


# --- refusals of the whole: nothing can be exchanged now ----------------------------------------


class Off(FailedPrecondition):
    reason = "ACCOUNTING_OFF"


class PasswordMissing(FailedPrecondition):
    reason = "ACCOUNTING_PASSWORD_MISSING"


class PasswordUnreadable(FailedPrecondition):
    """CRM_SECRET_KEY is another than when the password was entered."""

    reason = "ACCOUNTING_PASSWORD_UNREADABLE"


class SecretMissing(FailedPrecondition):
    """Without CRM_SECRET_KEY no password can be kept."""

    reason = "ACCOUNTING_SECRET_MISSING"


class AddressRefused(FailedPrecondition):
    """The host is in a network that the operator has not named, or has no address."""

    reason = "ACCOUNTING_ADDRESS"


class LoginRefused(FailedPrecondition):
    reason = "ACCOUNTING_LOGIN_REFUSED"


class NotPublished(FailedPrecondition):
    """There is no such object at this address: it is not published, or called otherwise."""

    reason = "ACCOUNTING_NOT_PUBLISHED"


class CertificateRefused(Unavailable):
    reason = "ACCOUNTING_CERTIFICATE"


class Unreachable(Unavailable):
    reason = "ACCOUNTING_UNREACHABLE"


class BadAnswer(Unavailable):
    reason = "ACCOUNTING_BAD_ANSWER"


class Busy(ResourceExhausted):
    reason = "ACCOUNTING_BUSY"


# Put right by a person alone.
BROKEN = frozenset(
    each.reason
    for each in (
        *(PasswordMissing, PasswordUnreadable, SecretMissing, AddressRefused, LoginRefused),
        *(NotPublished, CertificateRefused),
    )
)
REFUSALS: tuple[type[ServiceError], ...] = (
    *(Off, PasswordMissing, PasswordUnreadable, SecretMissing, AddressRefused, LoginRefused),
    *(NotPublished, CertificateRefused, Unreachable, BadAnswer, Busy),
)


# --- refusals of one record: the others go on ---------------------------------------------------


class RecordRefused(FailedPrecondition):
    """Accounting says why in words; they are passed on."""

    reason = "ACCOUNTING_REFUSED"


class ChangedThere(RecordRefused):
    """Somebody changed it there since we last saw it."""

    reason = "ACCOUNTING_CHANGED_THERE"


class PostedThere(RecordRefused):
    """It is posted there: accounting's own now."""

    reason = "ACCOUNTING_POSTED"


class BuyerAmbiguous(RecordRefused):
    reason = "ACCOUNTING_BUYER_AMBIGUOUS"


class BuyerMissing(RecordRefused):
    """The invoice names nobody."""

    reason = "ACCOUNTING_BUYER_MISSING"


class SellerUnmapped(RecordRefused):
    reason = "ACCOUNTING_SELLER_UNMAPPED"


# Trying again changes nothing as long as nobody does anything about it.
SETTLED_BY_PEOPLE = (ChangedThere, PostedThere, BuyerAmbiguous, BuyerMissing, SellerUnmapped)
