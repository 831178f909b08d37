"""Random pairs of counterparties with whatever may belong to them, for merging and unmerging."""

import random
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.counterparties import store
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Consent, Counterparty, MarketState, Role
from services.counterparties.details import (
    Address,
    AddressKind,
    BankAccount,
    Email,
    Passport,
    PersonName,
    Phone,
)
from services.counterparties.merging import actions, survivorship
from services.counterparties.merging.merge import Merge, Wish
from services.counterparties.note import Note
from services.counterparties.requisites import Kind
from services.kit.caller import Caller
from services.kit.money import Money
from services.kit.mongo import Db
from services.kit.owned import owned_by
from services.kit.people import PEOPLE
from services.kit.person import Person

INNS = ("7707083893", "7736050003", "7728168971", "7710140679")
PERSON_INN = "500100732259"


class Pairs:
    def __init__(self, db: Db, caller: Caller, draw: random.Random) -> None:
        self.db, self.caller, self.draw = db, caller, draw
        self.owners = list(PEOPLE.select(db, {}))
        self.pairs: list[tuple[str, str]] = []

    def create(self, count: int) -> None:
        """Consents are alike in a pair: a refusal stays with both, and so changes the base."""
        clients: list[Counterparty] = []
        for _ in range(count):
            kind = self.draw.choice((*Kind, Kind.LEGAL))
            consent = self.draw.choice((None, *Consent))
            other_kind = kind if self.draw.random() < 0.9 else self.draw.choice((*Kind,))
            clients += [self._client(kind, consent), self._client(other_kind, consent)]
        made = store.COUNTERPARTIES.insert_many(self.db, clients)
        self.pairs = [(a.name, b.name) for a, b in zip(made[::2], made[1::2], strict=True)]
        contacts = [self._contact(each) for each in made for _ in range(self.draw.randrange(3))]
        store.CONTACTS.insert_many(self.db, contacts)
        notes = [self._note(each) for each in made for _ in range(self.draw.randrange(3))]
        store.NOTES.insert_many(self.db, notes)

    def merge(self) -> list[Merge]:
        return [self._merged(one, other) for one, other in self.pairs]

    def unmerge(self, merges: Sequence[Merge]) -> None:
        for each in self.draw.sample(merges, len(merges)):
            undone = actions.undo(self.db, self.caller, each.name, "")
            assert (undone.kept_fields, undone.kept_children) == ((), ())

    def _merged(self, one: str, other: str) -> Merge:
        fields = survivorship.fields_of(store.COUNTERPARTIES.get(self.db, one))
        fields = [f for f in fields if f not in ("marketing_consent", "kind")]
        # Half as usual, half with somebody's choices; some choices make no counterparty.
        for _ in range(5):
            chosen = self.draw.sample(fields, 3) if self.draw.random() < 0.5 else []
            choices = {field: self.draw.choice((one, other)) for field in chosen}
            wish = Wish(survivor=one, merged=(other,), choices=choices, confirm_persons=True)
            try:
                return actions.merge(self.db, self.caller, actions.CLIENTS, wish)
            except actions.InvalidArgument:
                continue
        wish = Wish(survivor=one, merged=(other,), confirm_persons=True)
        return actions.merge(self.db, self.caller, actions.CLIENTS, wish)

    def _client(self, kind: Kind, consent: Consent | None) -> Counterparty:
        draw, maybe = self.draw, self._maybe
        is_company = kind is Kind.LEGAL
        owner: Person = draw.choice(self.owners)
        inn = draw.choice(INNS) if is_company else PERSON_INN
        values: dict[str, Any] = {
            "full_name": maybe("Общество", ""),
            "inn": inn,
            "kpp": maybe("770701001", "") if is_company else "",
            "registration_date": maybe(date(2001, 2, 3), None),
            "phones": self._some(lambda n: Phone(number=f"+7916000000{n}", extension=str(n % 2))),
            "emails": self._some(lambda n: Email(address=f"mail{n}@firma.ru")),
            "addresses": self._some(lambda n: Address(kind=AddressKind.LEGAL, text=f"Дом {n}")),
            "bank_accounts": self._some(
                lambda n: BankAccount(account=f"4070281090000000000{n}", bic="044525225")
            ),
            "website": maybe("firma.ru", ""),
            "industry": maybe("Торговля", ""),
            "headcount": maybe(draw.randrange(100), 0),
            "capital": maybe(Money(Decimal(draw.randrange(10**6)), "RUB"), None),
            "territory": maybe("Казань", ""),
            "roles": self._some(lambda n: list(Role)[n % 4]),
            "participants": tuple(
                p.name for p in self._some(lambda n: self.owners[n % len(self.owners)])
                if p.name != owner.name
            ),
            "comment": maybe(f"Заметка {draw.random()}", ""),
            "market_state": draw.choice((*MarketState,)),
            "marketing_consent": consent,
        }  # fmt: skip
        if not is_company:
            values |= {
                "person_name": maybe(PersonName(family_name="Иванов", given_name="Иван"), None),
                "birth_date": maybe(date(1980, 5, 6), None),
                "snils": maybe("11223344595", ""),
                "passport": maybe(Passport(number="9203123456"), None),
            }
        name = store.COUNTERPARTIES.new_name()
        title = f"Клиент {draw.randrange(10**6)}"
        client = Counterparty(name=name, display_name=title, kind=kind, **values)
        return owned_by(client, owner)

    def _contact(self, client: Counterparty) -> Contact:
        name = store.CONTACTS.new_name()
        title = f"Человек {self.draw.randrange(10**6)}"
        return Contact(name=name, counterparty=client.name, display_name=title).at(client)

    def _note(self, client: Counterparty) -> Note:
        text = f"Заметка {self.draw.random()}"
        return Note(name=store.NOTES.new_name(), counterparty=client.name, text=text)

    def _maybe(self, value: Any, otherwise: Any) -> Any:
        return value if self.draw.random() < 0.6 else otherwise

    def _some(self, make: Callable[[int], Any]) -> tuple[Any, ...]:
        numbers = self.draw.sample(range(8), self.draw.randrange(4))
        return tuple(dict.fromkeys(make(n) for n in numbers))
