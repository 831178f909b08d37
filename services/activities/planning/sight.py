"""Whose works a caller sees in grids, and which of theirs.

Slots carry no stamps: who sees a work follows from its executor and from whose day it lies in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from crm.activities.v1 import works_pb2 as pb
from services.activities.planning import store
from services.activities.planning.grid import Row
from services.activities.work import READ
from services.kit.caller import EVERYBODY, Caller, visible_to
from services.kit.errors import PermissionDenied
from services.kit.mapping import converter
from services.kit.mongo import Db
from services.kit.people import known_people, recent_people
from services.kit.person import ME, Person

card_of = converter(pb.WorkCard)
# The same cards are asked for over and over, and another card has another look.
_known: dict[bytes, pb.WorkCard] = {}
_MOST_KNOWN = 20_000


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

    def cards(self, cells: Iterable[Sequence[Row]]) -> Iterator[list[pb.WorkCard]]:
        """Of each cell. Those that nobody has asked for lately are read at once; what looks
        otherwise meanwhile is left out, as who shows it is told so."""
        cells = [*cells]
        known = self._read([row for cell in cells for row in cell])
        for cell in cells:
            yield [self._seen(row, card) for row in cell if (card := known[row.look]) is not None]

    def _read(self, rows: Sequence[Row]) -> Mapping[bytes, pb.WorkCard | None]:
        known = {row.look: _known.get(row.look) for row in rows}
        if unknown := [row for row in rows if known[row.look] is None]:
            found = store.cards(self._db, unknown)
            read = {look: card_of(card) for look, card in found.items()}
            if len(_known) + len(read) > _MOST_KNOWN:
                _known.clear()
            _known.update(read)
            known.update(read)
        return known

    def _seen(self, row: Row, card: pb.WorkCard) -> pb.WorkCard:
        """Only its hours, if the work is not his to see."""
        if self._sees_all or self._sees_work(card.owner, row.user):
            return card
        return pb.WorkCard(state=card.state, when=card.when, minutes=card.minutes)

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
