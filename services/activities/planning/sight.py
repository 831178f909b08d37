"""Whose works a caller sees in grids, and which of theirs.

Slots carry no stamps: who sees a work follows from its executor and from whose day it lies in.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from crm.activities.v1 import works_pb2 as pb
from services.activities.planning.grid import Document
from services.activities.work import READ
from services.kit.caller import EVERYBODY, Caller, visible_to
from services.kit.errors import PermissionDenied
from services.kit.mapping import converter
from services.kit.mongo import Db
from services.kit.people import known_people, recent_people
from services.kit.person import ME, Person

card_of = converter(pb.WorkCard)
# The same cards are asked for over and over, and each change of one has a version of its own.
_known: dict[tuple[str, str, str, int], pb.WorkCard] = {}
_MOST_KNOWN = 20_000
# Of somebody else's work that the caller may not see.
_HOURS = ("state", "when", "minutes")


class Sight:
    """What one caller sees."""

    def __init__(self, db: Db, caller: Caller) -> None:
        self._db, self._caller = db, caller
        self._sees_all = EVERYBODY in caller.keys(READ)
        self._people: dict[str, Person] = {}
        self._decided: dict[tuple[str, str], bool] = {}

    def person(self, asked: str) -> Person:
        """The caller himself if nobody is asked for."""
        return self.people([asked or ME])[0]

    def people(self, asked: Sequence[str]) -> list[Person]:
        """In their order; PERMISSION_DENIED if one of them is out of his sight."""
        named = list(dict.fromkeys(self._caller.user if each == ME else each for each in asked))
        found = self._known(named)
        for name in named:
            if name not in found or not self.sees(found[name]):
                text = f"The works of {name} are out of your scope"
                raise PermissionDenied(text, permission=READ)
        return [found[name] for name in named]

    def known(self, name: str) -> Person:
        """Whoever it is: what little is told of him anybody may know."""
        return self._known([name]).get(name, Person(name=name))

    def sees(self, person: Person) -> bool:
        mine = person.name == self._caller.user
        return mine or self._caller.may(READ, visible_to(person.name, person.org_path))

    def card(self, slot: Document) -> pb.WorkCard:
        """Only its hours, if the work is not his to see."""
        card = slot["card"]
        user = slot["slot"].partition("|")[0]
        if self._sees_all or self._sees_work(card["owner"], user):
            return self._whole(card)
        return card_of({key: card[key] for key in _HOURS})

    def _whole(self, card: Document) -> pb.WorkCard:
        key = (self._db.database, self._db.tenant, card["_id"], card["version"])
        shown = _known.get(key)
        if shown is None:
            if len(_known) >= _MOST_KNOWN:
                _known.clear()
            shown = _known[key] = card_of(card)
        return shown

    def _sees_work(self, owner: str, user: str) -> bool:
        """`user`: in whose day it lies, as its executor or a participant."""
        key = (owner, user)
        if key not in self._decided:
            stamped = visible_to(owner, self.known(owner).org_path if owner else (), (user,))
            mine = user == self._caller.user
            self._decided[key] = mine or self._caller.may(READ, stamped)
        return self._decided[key]

    def _known(self, names: Sequence[str]) -> dict[str, Person]:
        if missing := [name for name in names if name not in self._people]:
            self._people |= known_people(self._db, self._caller, missing, recent_people)
        return {name: self._people[name] for name in names if name in self._people}


def cards(documents: Iterable[Any]) -> list[pb.WorkCard]:
    """Of works as `planning.store` reads them."""
    return [card_of(each) for each in documents]
