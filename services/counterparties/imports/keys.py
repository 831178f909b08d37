"""What tells one client from another: INN with KPP, OGRN, telephone, e-mail (pure).

A client holds keys; a row wants keys, and repeats whoever holds one of them. The two differ for
the INN alone: branches share it and differ by KPP, and a missing KPP fits any. The telephone of a
contact person is no key: one person may well stand for two companies.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from services.counterparties import phones, search_keys
from services.counterparties.imports.parse import Draft
from services.kit.words import folded

INN, OGRN, PHONE, EMAIL = "i:", "o:", "p:", "e:"
# A row that is to update a client holds it, so that no second row does.
CLIENT = "c:"
REASONS = {
    INN: "DUPLICATE_INN",
    OGRN: "DUPLICATE_OGRN",
    PHONE: "DUPLICATE_PHONE",
    EMAIL: "DUPLICATE_EMAIL",
    CLIENT: "DUPLICATE_CLIENT",
}
FIELDS = {INN: "inn", OGRN: "ogrn", PHONE: "phones", EMAIL: "emails", CLIENT: ""}


class Marks:
    """Keys of one import's rows as 64-bit numbers, which is how rows keep them: an index of them
    costs a third of one of texts, and reading a file costs what its indexes cost."""

    def __init__(self, parent: str) -> None:
        self._start = blake2b(parent.encode(), digest_size=8)
        self._known: dict[str, int] = {}

    def of(self, wanted: Iterable[str]) -> list[int]:
        known = self._known
        return [known.get(key) or self._new(key) for key in wanted]

    def forget(self) -> None:
        """Between batches: keys hardly come twice."""
        self._known.clear()

    def _new(self, key: str) -> int:
        digest = self._start.copy()
        digest.update(key.encode())
        mark = int.from_bytes(digest.digest(), "big", signed=True)
        self._known[key] = mark
        return mark


def held_by_draft(draft: Draft) -> list[str]:
    """The keys a row takes once it stands for a client."""
    fields = draft.fields
    return [*_held_inn(fields.get("inn", ""), fields.get("kpp", "")), *_others(draft)]


def wanted_by(draft: Draft) -> list[str]:
    """The keys that, held by another, make a row a duplicate; the strongest first."""
    inn, kpp = draft.fields.get("inn", ""), draft.fields.get("kpp", "")
    others = _others(draft)
    if not inn:
        return others
    return [f"{INN}{inn}/{kpp}", f"{INN}{inn}/", *others] if kpp else [f"{INN}{inn}", *others]


def held_by_client(client: Mapping[str, Any]) -> list[str]:
    """The keys of a counterparty's document."""
    ogrn = client.get("ogrn")
    return [
        *_held_inn(client.get("inn") or "", client.get("kpp") or ""),
        *([OGRN + ogrn] if ogrn else ()),
        *(_phone(p["number"], p.get("extension", "")) for p in client.get("phones", ())),
        *(EMAIL + e["address"].lower() for e in client.get("emails", ())),
    ]


def search_keys_of(wanted: Iterable[str]) -> set[str]:
    """How the clients that may hold these keys are found by `search`."""
    found: set[str] = set()
    for key in wanted:
        prefix, value = key[:2], key[2:]
        if prefix == PHONE:
            digits = phones.national_digits(value.partition("x")[0])
            found.add(search_keys.PHONE + digits[::-1])
        elif prefix == EMAIL:
            found.add(search_keys.EMAIL + folded(value))
        elif prefix == INN:
            found.add(search_keys.INN + value.partition("/")[0])
        elif prefix == OGRN:
            found.add(search_keys.OGRN + value)
    return found


def shown(key: str) -> str:
    """The value of a key as a person knows it."""
    prefix, value = key[:2], key[2:]
    if prefix == INN:
        return value.rstrip("/")
    return value.replace("x", " x") if prefix == PHONE else value


def _held_inn(inn: str, kpp: str) -> tuple[str, ...]:
    return (f"{INN}{inn}", f"{INN}{inn}/{kpp}") if inn else ()


def _others(draft: Draft) -> list[str]:
    ogrn = draft.fields.get("ogrn")
    found = [OGRN + ogrn] if ogrn else []
    found += [_phone(number.number, number.extension) for number in draft.phones]
    found += [EMAIL + address.lower() for address in draft.emails]
    return found


def _phone(number: str, extension: str) -> str:
    return f"{PHONE}{number}x{extension}" if extension else PHONE + number
