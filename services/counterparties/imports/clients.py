"""A good row as a counterparty and its contact, or as what it changes in a client (pure)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.counterparties.contact import Contact
from services.counterparties.counterparty import Consent, Counterparty
from services.counterparties.details import (
    Address,
    AddressKind,
    BankAccount,
    Email,
    Passport,
    PersonName,
    Phone,
    PhoneKind,
)
from services.counterparties.imports.import_run import Import
from services.counterparties.imports.parse import Draft
from services.counterparties.phones import Number
from services.counterparties.requisites import Kind
from services.kit.caller import visible_to
from services.kit.money import Money
from services.kit.person import Person

_PLAIN = (
    *("display_name", "full_name", "inn", "kpp", "ogrn", "registration_date", "birth_date"),
    *("snils", "website", "industry", "headcount", "territory", "comment", "particulars"),
)
_ADDRESSES = (
    ("legal_address", AddressKind.LEGAL),
    ("actual_address", AddressKind.ACTUAL),
    ("postal_address", AddressKind.POSTAL),
)


def client_of(
    draft: Draft, imported: Import, owner: Person, name: str, now: datetime
) -> Counterparty:
    """The counterparty a good row becomes; the row's checks are the counterparty's own.

    Stamped as it is to be stored: thousands a second leave no time for one copy per stamp.
    """
    return Counterparty(
        name=name,
        kind=draft.kind,
        segments=imported.segments,
        owner=owner.name,
        owner_display_name=owner.display_name,
        org_path=owner.org_path,
        visible_to=visible_to(owner.name, owner.org_path),
        stamp_version=owner.version,
        creator=imported.creator,
        source_import=imported.name,
        create_time=now,
        update_time=now,
        version=1,
        **_values(draft),
    )


def contact_of(draft: Draft, client: Counterparty, name: str, now: datetime) -> Contact | None:
    """The person named in the row, with his own telephone and e-mail."""
    person = draft.fields.get("contact_name", "")
    if not person:
        return None
    family, _, rest = person.partition(" ")
    given, _, middle = rest.partition(" ")
    return Contact(
        name=name,
        counterparty=client.name,
        counterparty_display_name=client.display_name,
        market_state=client.market_state,
        visible_to=client.visible_to,
        create_time=now,
        update_time=now,
        version=1,
        display_name=person,
        person_name=PersonName(family_name=family, given_name=given, middle_name=middle),
        job_title=draft.fields.get("contact_job_title", ""),
        phones=_phones(draft.contact_phones, PhoneKind.WORK),
        emails=tuple(Email(address=each) for each in draft.contact_emails),
    )


def merged(current: Counterparty, draft: Draft, may_write: Callable[[str], bool]) -> Counterparty:
    """The client with what the row says filled in or replaced; what the row leaves empty stays, and
    lists grow. Fields that the caller may not write stay as well."""
    values = _values(draft)
    values["phones"] = _joined(current.phones, values.get("phones", ()), _number)
    values["emails"] = _joined(current.emails, values.get("emails", ()), _address)
    values["addresses"] = _by_kind(current.addresses, values.get("addresses", ()))
    values["bank_accounts"] = _joined(
        current.bank_accounts, values.get("bank_accounts", ()), _account
    )
    if draft.custom:
        values["custom_fields"] = {**current.custom_fields, **draft.custom}
    if current.kind is Kind.LEGAL:
        values.pop("person_name", None)
    if passport := values.get("passport"):
        values["passport"] = _over(current.passport or Passport(), passport)
    return replace(current, **{k: v for k, v in values.items() if may_write(k)})


def _values(draft: Draft) -> dict[str, Any]:
    """The counterparty's fields that the row fills."""
    fields = draft.fields
    values: dict[str, Any] = {key: fields[key] for key in _PLAIN if fields.get(key)}
    phones = list(draft.phones)
    emails = list(draft.emails)
    if not fields.get("contact_name"):
        # A contact without a name is none, but his telephone reaches the client.
        phones += [each for each in draft.contact_phones if each not in phones]
        emails += [each for each in draft.contact_emails if each not in emails]
    usual = PhoneKind.HOME if draft.kind is Kind.INDIVIDUAL else PhoneKind.WORK
    if phones:
        values["phones"] = _phones(phones, usual)
    if emails:
        values["emails"] = tuple(Email(address=each) for each in emails)
    addresses = tuple(
        Address(kind=kind, text=fields[key]) for key, kind in _ADDRESSES if fields.get(key)
    )
    if addresses:
        values["addresses"] = addresses
    _add_rest(values, fields)
    if draft.custom:
        values["custom_fields"] = draft.custom
    return values


def _add_rest(values: dict[str, Any], fields: dict[str, Any]) -> None:
    if fields.get("bank_account"):
        account = BankAccount(
            account=fields["bank_account"],
            bic=fields["bic"],
            correspondent_account=fields.get("correspondent_account", ""),
            bank_name=fields.get("bank_name", ""),
        )
        values["bank_accounts"] = (account,)
    if "capital" in fields:
        values["capital"] = Money(fields["capital"], "RUB")
    if "marketing_consent" in fields:
        agreed = fields["marketing_consent"]
        values["marketing_consent"] = Consent.GRANTED if agreed else Consent.REFUSED
    if person := fields.get("person_name"):
        family, given, middle = person
        values["person_name"] = PersonName(family_name=family, given_name=given, middle_name=middle)
    passport = {
        key: fields[f"passport_{key}"]
        for key in ("number", "issue_date", "issuer", "issuer_code")
        if fields.get(f"passport_{key}")
    }
    if passport:
        values["passport"] = Passport(**passport)


def _phones(numbers: Iterable[Number], usual: PhoneKind) -> tuple[Phone, ...]:
    return tuple(
        Phone(
            number=each.number,
            extension=each.extension,
            kind=PhoneKind.MOBILE if each.number.startswith("+79") else usual,
        )
        for each in numbers
    )


def _number(phone: Phone) -> tuple[str, str]:
    return phone.number, phone.extension


def _address(email: Email) -> str:
    return email.address.lower()


def _account(account: BankAccount) -> tuple[str, str]:
    return account.account, account.bic


def _joined(
    old: Sequence[Any], new: Sequence[Any], key: Callable[[Any], object]
) -> tuple[Any, ...]:
    known = {key(each) for each in old}
    return (*old, *(each for each in new if key(each) not in known))


def _by_kind(old: Sequence[Address], new: Sequence[Address]) -> tuple[Address, ...]:
    """A client has one legal address: the row's replaces it; the same for the other kinds."""
    by_kind = {each.kind: each for each in new}
    kept = [by_kind.pop(each.kind, each) for each in old]
    return (*kept, *by_kind.values())


def _over(old: Passport, new: Passport) -> Passport:
    return Passport(
        number=new.number or old.number,
        issue_date=new.issue_date or old.issue_date,
        issuer=new.issuer or old.issuer,
        issuer_code=new.issuer_code or old.issuer_code,
    )
