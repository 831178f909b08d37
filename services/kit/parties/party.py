"""A party [сторона]: the copy of a record of another service that own records are linked to (pure).

A client or a contact, whose original is counterparties'; for services that link to sales also a
lead or a deal. Only those somebody links to are copied.
"""

from dataclasses import dataclass
from enum import StrEnum

from services.kit.errors import InvalidArgument

COUNTERPARTIES, CONTACTS = "counterparties/", "contacts/"
LEADS, DEALS = "leads/", "deals/"
CLIENTS, SALES = (COUNTERPARTIES, CONTACTS), (LEADS, DEALS)
_UNKNOWN = {
    COUNTERPARTIES: "COUNTERPARTY_UNKNOWN",
    CONTACTS: "CONTACT_UNKNOWN",
    LEADS: "LEAD_UNKNOWN",
    DEALS: "DEAL_UNKNOWN",
}
# Longer chains of merges are somebody's mistake.
MOST_MERGES = 20


class State(StrEnum):
    ACTIVE = "ACTIVE"
    DELETED = "DELETED"
    MERGED = "MERGED"


class PartyUnknown(InvalidArgument):
    """There is none, it is in the recycle bin, or the caller may not see it: all look alike."""


class NotASupplier(InvalidArgument):
    """The client base does not say that he is one."""

    reason = "NOT_A_SUPPLIER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """`version` is the original's; 0: it is being asked for."""

    name: str
    display_name: str = ""
    # What it is before the law, or "" of a contact.
    kind: str = ""
    inn: str = ""
    kpp: str = ""
    # Of a contact: where he works; of a lead or a deal: whose it is, and with whom.
    counterparty: str = ""
    contact: str = ""
    owner: str = ""
    participants: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    # Such as SUPPLIER.
    roles: tuple[str, ...] = ()
    market_state: str = ""
    territory: str = ""
    state: State = State.ACTIVE
    merged_into: str = ""
    # Fields that whoever asked for it was not shown.
    hidden: tuple[str, ...] = ()
    # How many ask for it right now, or expect it for good.
    asking: int = 0
    version: int = 0

    @property
    def is_known(self) -> bool:
        return self.version > 0 and not self.hidden

    @property
    def is_active(self) -> bool:
        return self.state is State.ACTIVE

    @property
    def is_contact(self) -> bool:
        return is_contact(self.name)

    @property
    def copied(self) -> tuple[object, ...]:
        """What records linked to it copy."""
        return (self.display_name, self.inn, self.segments)

    def differs_from(self, before: "Party") -> bool:
        """In what records linked to it copy. Of one that is only expected the name is known, or
        nothing is linked to it yet."""
        if before.version:
            return self.copied != before.copied
        return before.display_name not in ("", self.display_name)

    def tells_more_than(self, known: "Party") -> bool:
        """Newer news, or the same by somebody who is shown more."""
        return (self.version, -len(self.hidden)) > (known.version, -len(known.hidden))


def is_contact(name: str) -> bool:
    return name.startswith(CONTACTS)


def unknown(name: str, field: str) -> PartyUnknown:
    reason = next((_UNKNOWN[kind] for kind in _UNKNOWN if name.startswith(kind)), "")
    text = f"There is no {name}: choose another one."
    return PartyUnknown(text, field=field, reason=reason or "COUNTERPARTY_UNKNOWN")
