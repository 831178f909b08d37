"""What a counterparty or a contact consists of: names, telephones, addresses, accounts (pure).

Each part tidies what was typed and tells what is wrong with it; nothing is refused here, so that
all that is wrong with one write is reported together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import islice

from services.counterparties import emails, phones, requisites
from services.kit.errors import Violation
from services.kit.texts import (
    LONGEST_LINE,
    LONGEST_TOPIC,
    date_problems,
    line,
    line_problems,
    many_problems,
    required,
)


class PhoneKind(StrEnum):
    MOBILE = "MOBILE"
    WORK = "WORK"
    HOME = "HOME"
    FAX = "FAX"


class AddressKind(StrEnum):
    LEGAL = "LEGAL"
    ACTUAL = "ACTUAL"
    POSTAL = "POSTAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    family_name: str = ""
    given_name: str = ""
    middle_name: str = ""

    @property
    def in_one_line(self) -> str:
        return " ".join(filter(None, (self.family_name, self.given_name, self.middle_name)))

    def tidy(self) -> "PersonName | None":
        tidied = PersonName(
            family_name=line(self.family_name),
            given_name=line(self.given_name),
            middle_name=line(self.middle_name),
        )
        return tidied if tidied.in_one_line else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    number: str = ""
    issue_date: date | None = None
    issuer: str = ""
    issuer_code: str = ""

    def tidy(self) -> "Passport | None":
        tidied = replace(
            self,
            number=requisites.compact(self.number),
            issuer=line(self.issuer),
            issuer_code=self.issuer_code.strip(),
        )
        return None if tidied == Passport() else tidied

    def problems(self, path: str, today: date) -> Iterator[Violation]:
        if self.number:
            yield from found(f"{path}.number", requisites.passport_number_problem(self.number))
        if self.issuer_code:
            reason = requisites.issuer_code_problem(self.issuer_code)
            yield from found(f"{path}.issuer_code", reason)
        yield from date_problems(f"{path}.issue_date", self.issue_date, today)
        yield from line_problems(f"{path}.issuer", self.issuer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """Something to be considerate of: a gift, a pet, the hours to call at."""

    topic: str
    text: str

    def tidy(self) -> "Preference":
        return Preference(topic=line(self.topic), text=self.text.strip())

    def problems(self, path: str) -> Iterator[Violation]:
        for field, value, longest in (
            ("topic", self.topic, LONGEST_TOPIC),
            ("text", self.text, LONGEST_LINE),
        ):
            if not value:
                yield required(f"{path}.{field}")
            yield from line_problems(f"{path}.{field}", value, longest)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextWork:
    """What is to be done first, as others tell."""

    reference: str
    display_name: str = ""
    due_time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatesBypass:
    """Who made a client although there was such a one already, and whom it repeats."""

    user: str
    time: datetime
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    number: str
    extension: str = ""
    kind: PhoneKind | None = None
    comment: str = ""

    def tidy(self) -> "Phone":
        """To E.164; an extension typed after the number becomes the extension."""
        known = phones.parse(self.number)
        if known is None:
            return replace(self, number=self.number.strip(), comment=line(self.comment))
        extension = self.extension.strip() or known.extension
        return replace(self, number=known.number, extension=extension, comment=line(self.comment))

    def problems(self, path: str) -> Iterator[Violation]:
        if not self.number:
            yield required(f"{path}.number")
        elif phones.parse(self.number) is None:
            yield Violation(f"{path}.number", phones.PHONE_FORMAT, phones.HOW_TO_FIX)
        if self.extension and not (self.extension.isdecimal() and len(self.extension) <= 8):
            text = "An extension is up to 8 digits: remove the rest."
            yield Violation(f"{path}.extension", "PHONE_EXTENSION", text)
        yield from line_problems(f"{path}.comment", self.comment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    address: str
    comment: str = ""

    def tidy(self) -> "Email":
        address = emails.normalise(self.address) or self.address.strip()
        return Email(address=address, comment=line(self.comment))

    def problems(self, path: str) -> Iterator[Violation]:
        if not self.address:
            yield required(f"{path}.address")
        elif not emails.normalise(self.address):
            yield Violation(f"{path}.address", emails.EMAIL_FORMAT, emails.HOW_TO_FIX)
        yield from line_problems(f"{path}.comment", self.comment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    kind: AddressKind | None = None
    text: str
    postal_code: str = ""
    city: str = ""

    def tidy(self) -> "Address":
        return replace(
            self,
            text=line(self.text),
            postal_code=self.postal_code.strip(),
            city=line(self.city),
        )

    def problems(self, path: str) -> Iterator[Violation]:
        if not self.text:
            yield required(f"{path}.text")
        for field, value in (("text", self.text), ("city", self.city)):
            yield from line_problems(f"{path}.{field}", value)
        if len(self.postal_code) > 12:
            text = "A postal code has 6 digits, or up to 12 characters abroad."
            yield Violation(f"{path}.postal_code", "POSTAL_CODE", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    account: str
    bic: str
    correspondent_account: str = ""
    bank_name: str = ""

    def tidy(self) -> "BankAccount":
        return BankAccount(
            account=requisites.compact(self.account),
            bic=requisites.compact(self.bic),
            correspondent_account=requisites.compact(self.correspondent_account),
            bank_name=line(self.bank_name),
        )

    def problems(self, path: str) -> Iterator[Violation]:
        if not self.account:
            yield required(f"{path}.account")
        yield from line_problems(f"{path}.bank_name", self.bank_name)
        reason = requisites.bic_problem(self.bic) if self.bic else ""
        if reason or not self.bic:
            # Without a bank the keys of its accounts mean nothing.
            yield from found(f"{path}.bic", reason) if reason else [required(f"{path}.bic")]
            return
        if self.account:
            reason = requisites.account_problem(self.account, self.bic)
            yield from found(f"{path}.account", reason)
        if self.correspondent_account:
            reason = requisites.correspondent_account_problem(self.correspondent_account, self.bic)
            yield from found(f"{path}.correspondent_account", reason)


def found(path: str, reason: str) -> Iterator[Violation]:
    if reason:
        yield Violation(path, reason, requisites.HOW_TO_FIX[reason])


def phone_problems(values: tuple[Phone, ...], most: int = 20) -> Iterator[Violation]:
    yield from many_problems("phones", len(values), most)
    for at, phone in enumerate(islice(values, most)):
        yield from phone.problems(f"phones[{at}]")


def email_problems(values: tuple[Email, ...], most: int = 20) -> Iterator[Violation]:
    yield from many_problems("emails", len(values), most)
    for at, email in enumerate(islice(values, most)):
        yield from email.problems(f"emails[{at}]")
