"""A company, a sole proprietor or a person the tenant deals with, and the rules it keeps (pure)."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from services.counterparties import requisites
from services.counterparties.details import (
    Address,
    BankAccount,
    DuplicatesBypass,
    Email,
    NextWork,
    Passport,
    PersonName,
    Phone,
    Preference,
    email_problems,
    found,
    phone_problems,
)
from services.counterparties.registry_entry import RegistryEntry
from services.counterparties.requisites import Kind
from services.counterparties.satisfaction import Satisfaction
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, Violation
from services.kit.money import Money
from services.kit.texts import (
    LONGEST_TEXT,
    date_problems,
    line,
    line_problems,
    many_problems,
    required,
)

LONGEST_NAME = 250
MOST = {
    "addresses": 10,
    "bank_accounts": 20,
    "segments": 50,
    "participants": 50,
    "preferences": 30,
    "professional_holidays": 10,
}
_WEBSITE = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[\w-]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


class RequisitesMissing(FailedPrecondition):
    """An existing client needs the requisites of its contracts."""

    reason = "REQUISITES_MISSING"


class AlreadyDeleted(FailedPrecondition):
    reason = "ALREADY_DELETED"


class NotDeleted(FailedPrecondition):
    reason = "NOT_DELETED"


class DeletedUnchangeable(FailedPrecondition):
    """What lies in the recycle bin is restored first."""

    reason = "DELETED_UNCHANGEABLE"


class MergedUnchangeable(FailedPrecondition):
    """What was merged away is unmerged first, or the survivor is changed."""

    reason = "MERGED_UNCHANGEABLE"


class MarketState(StrEnum):
    POTENTIAL = "POTENTIAL"
    EXISTING = "EXISTING"


class Role(StrEnum):
    CLIENT = "CLIENT"
    SUPPLIER = "SUPPLIER"
    COMPETITOR = "COMPETITOR"
    CARRIER = "CARRIER"


class NextWorkState(StrEnum):
    """How what is planned with a client stands."""

    NONE = "NONE"
    PLANNED = "PLANNED"
    OVERDUE = "OVERDUE"


class LifecycleStage(StrEnum):
    SELECTION = "SELECTION"
    ATTRACTION = "ATTRACTION"
    RETENTION = "RETENTION"
    EXPANSION = "EXPANSION"


class Consent(StrEnum):
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"


class State(StrEnum):
    ACTIVE = "ACTIVE"
    DELETED = "DELETED"
    # Became another one, whose alias it is until they are unmerged.
    MERGED = "MERGED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterparty:
    name: str
    display_name: str
    kind: Kind
    market_state: MarketState = MarketState.POTENTIAL
    full_name: str = ""
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    registration_date: date | None = None
    person_name: PersonName | None = None
    birth_date: date | None = None
    snils: str = ""
    passport: Passport | None = None
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    addresses: tuple[Address, ...] = ()
    bank_accounts: tuple[BankAccount, ...] = ()
    website: str = ""
    industry: str = ""
    headcount: int = 0
    capital: Money | None = None
    territory: str = ""
    segments: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    owner: str = ""
    owner_display_name: str = ""
    # Through which it got its owner; nothing if somebody chose him.
    owner_segment: str = ""
    org_path: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    comment: str = ""
    particulars: str = ""
    marketing_consent: Consent | None = None
    lifecycle_stage: LifecycleStage | None = None
    stage_change_time: datetime | None = None
    # By its assessments; kept by `actions.assessments` alone.
    satisfaction: Satisfaction | None = None
    preferences: tuple[Preference, ...] = ()
    professional_holidays: tuple[str, ...] = ()
    expected_income: Money | None = None
    state: State = State.ACTIVE
    delete_time: datetime | None = None
    creator: str = ""
    source_import: str = ""
    # What the registry of companies says; kept by `registry.refreshing` alone.
    registry: RegistryEntry | None = None
    # Checked by `actions.custom_values`: what they may be is the tenant's.
    custom_fields: Mapping[str, Any] = dataclasses.field(default_factory=dict[str, Any])
    duplicates_bypass: DuplicatesBypass | None = None
    # Kept by `facts.keeping` alone.
    next_work: NextWork | None = None
    merged_into: str = ""
    aliases: tuple[str, ...] = ()
    create_time: datetime | None = None
    update_time: datetime | None = None
    visible_to: tuple[str, ...] = ()
    # Of which version of its owner's copy these stamps are: older news never undo newer ones.
    stamp_version: int = 0
    version: int = 0

    def tidy(self) -> "Counterparty":
        """As it is kept: numbers compact, telephones E.164, lines without needless spaces."""
        passport = self.passport.tidy() if self.passport else None
        person_name = self.person_name.tidy() if self.person_name else None
        return replace(
            self,
            display_name=line(self.display_name),
            full_name=line(self.full_name),
            inn=requisites.compact(self.inn),
            kpp=requisites.compact(self.kpp).upper(),
            ogrn=requisites.compact(self.ogrn),
            snils=requisites.compact(self.snils),
            person_name=person_name,
            passport=passport,
            phones=tuple(dict.fromkeys(phone.tidy() for phone in self.phones)),
            emails=tuple(dict.fromkeys(email.tidy() for email in self.emails)),
            addresses=tuple(address.tidy() for address in self.addresses),
            bank_accounts=tuple(account.tidy() for account in self.bank_accounts),
            website=self.website.strip(),
            industry=line(self.industry),
            capital=_in_roubles(self.capital),
            expected_income=_in_roubles(self.expected_income),
            preferences=tuple(dict.fromkeys(each.tidy() for each in self.preferences)),
            professional_holidays=tuple(dict.fromkeys(self.professional_holidays)),
            territory=line(self.territory),
            segments=tuple(dict.fromkeys(self.segments)),
            roles=tuple(dict.fromkeys(role for role in self.roles if role)),
            participants=tuple(p for p in dict.fromkeys(self.participants) if p != self.owner),
            comment=self.comment.strip(),
            particulars=self.particulars.strip(),
        )

    def problems(self, today: date) -> list[Violation]:
        """All that is wrong with a tidied one, but what only the store can tell."""
        return [
            *self._text_problems(),
            *self._requisite_problems(today),
            *self._money_problems(),
            *self._kind_problems(),
            *self._list_problems(),
        ]

    def staged(self, before: "Counterparty | None", now: datetime) -> "Counterparty":
        """With the time since when it is in its stage of life."""
        if self.lifecycle_stage is (before.lifecycle_stage if before else None):
            return self
        return replace(self, stage_change_time=now if self.lifecycle_stage else None)

    def require_requisites(self) -> None:
        """Refuses an existing client without what its contracts need."""
        if self.market_state is not MarketState.EXISTING or self.kind is Kind.INDIVIDUAL:
            return
        if not self.inn:
            raise RequisitesMissing("An existing client needs: inn", fields="inn", name=self.name)

    def require_active(self) -> None:
        require_active(self.name, self.state, self.merged_into)

    def deleted(self, now: datetime) -> "Counterparty":
        if self.state is State.DELETED:
            raise AlreadyDeleted(f"{self.name} is in the recycle bin already", name=self.name)
        self.require_active()
        return replace(self, state=State.DELETED, delete_time=now)

    def restored(self) -> "Counterparty":
        if self.state is not State.DELETED:
            raise NotDeleted(f"{self.name} is not in the recycle bin", name=self.name)
        return replace(self, state=State.ACTIVE, delete_time=None)

    def _text_problems(self) -> Iterator[Violation]:
        if not self.display_name:
            yield required("display_name")
        yield from line_problems("display_name", self.display_name, LONGEST_NAME)
        yield from line_problems("full_name", self.full_name)
        yield from line_problems("industry", self.industry)
        yield from line_problems("territory", self.territory)
        yield from line_problems("comment", self.comment, LONGEST_TEXT)
        yield from line_problems("particulars", self.particulars, LONGEST_TEXT)
        if self.website and (len(self.website) > 300 or not _WEBSITE.fullmatch(self.website)):
            yield Violation("website", "WEBSITE_FORMAT", "Write it such as company.ru.")

    def _requisite_problems(self, today: date) -> Iterator[Violation]:
        if self.inn:
            yield from found("inn", requisites.inn_problem(self.inn, self.kind))
        if self.kpp:
            yield from found("kpp", requisites.kpp_problem(self.kpp, self.kind))
        if self.ogrn:
            yield from found("ogrn", requisites.ogrn_problem(self.ogrn, self.kind))
        if self.snils:
            yield from found("snils", requisites.snils_problem(self.snils))
        if self.passport:
            yield from self.passport.problems("passport", today)
        yield from date_problems("registration_date", self.registration_date, today)
        yield from date_problems("birth_date", self.birth_date, today)
        if self.headcount < 0:
            yield Violation("headcount", "NUMBER_NEGATIVE", "0 or more; 0 means unknown.")

    def _money_problems(self) -> Iterator[Violation]:
        for field in ("capital", "expected_income"):
            money: Money | None = getattr(self, field)
            if money and (money.amount < 0 or not _CURRENCY.fullmatch(money.currency)):
                yield Violation(field, "MONEY_FORMAT", "0 or more, in a currency such as RUB.")

    def _kind_problems(self) -> Iterator[Violation]:
        """Companies have no birthday, passport or pension insurance."""
        if self.kind is not Kind.LEGAL:
            return
        for field in ("person_name", "birth_date", "snils", "passport"):
            if getattr(self, field):
                text = "Companies have none: clear it or correct the kind."
                yield Violation(field, "FIELD_NOT_FOR_KIND", text)

    def _list_problems(self) -> Iterator[Violation]:
        yield from phone_problems(self.phones)
        yield from email_problems(self.emails)
        for field, most in MOST.items():
            yield from many_problems(field, len(getattr(self, field)), most)
        for at, address in enumerate(islice(self.addresses, MOST["addresses"])):
            yield from address.problems(f"addresses[{at}]")
        for at, account in enumerate(islice(self.bank_accounts, MOST["bank_accounts"])):
            yield from account.problems(f"bank_accounts[{at}]")
        for at, preference in enumerate(islice(self.preferences, MOST["preferences"])):
            yield from preference.problems(f"preferences[{at}]")


def require_active(name: str, state: State, merged_into: str) -> None:
    if state is State.DELETED:
        raise DeletedUnchangeable(f"{name} is in the recycle bin", name=name)
    if state is State.MERGED:
        raise MergedUnchangeable(f"{name} is {merged_into} now", name=name, merged_into=merged_into)


def _in_roubles(capital: Money | None) -> Money | None:
    """Without a currency it is roubles."""
    return Money(capital.amount, capital.currency or "RUB") if capital else None
