"""What of a client's fields a caller may see and change, by the client's market state (pure).

Roles restrict fields (seed fact 4): NONE hides, MASKED shows a hint, READ forbids to change. The
same rules answer card, list, search, export and writes.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message

from services.counterparties import emails, phones
from services.counterparties.counterparty import MarketState
from services.kit.caller import Access, Caller
from services.kit.errors import PermissionDenied

RESOURCE = "counterparties"
NONE, MASKED, READ, WRITE = "NONE", "MASKED", "READ", "WRITE"
ALL_STATES = frozenset(MarketState)
# Without these nobody could tell two clients apart, or say whose they are.
ALWAYS_SHOWN = frozenset(
    {"name", "display_name", "full_name", "kind", "market_state", "owner", "state"}
)


class FieldReadOnly(PermissionDenied):
    """The caller's roles do not let him change the field."""

    reason = "FIELD_READ_ONLY"


@dataclass(frozen=True)
class FieldRights:
    """Field -> access of one caller, for each market state; what is not said is WRITE."""

    by_state: Mapping[str, Mapping[str, str]]

    @functools.cached_property
    def hiding(self) -> Mapping[str, Mapping[str, str]]:
        """Only what hides or masks."""
        return {
            state: {f: a for f, a in fields.items() if a in (NONE, MASKED)}
            for state, fields in self.by_state.items()
        }

    def access(self, field: str, market_state: str) -> str:
        return self.by_state.get(market_state, {}).get(field, WRITE)

    def states_with(self, field: str, *accesses: str) -> frozenset[MarketState]:
        return frozenset(s for s in MarketState if self.access(field, s) in accesses)

    def readable_states(self, field: str) -> frozenset[MarketState]:
        """Where the value itself may be seen, hence searched for."""
        return self.states_with(field, READ, WRITE)

    def require_unrevealed(
        self, before: Mapping[str, Any], after: Mapping[str, Any], was: str, becomes: str
    ) -> None:
        """Refuses to put values that the caller may not see in one state where he sees them."""
        shown = sorted(
            field
            for field, value in before.items()
            if value
            and _holds(after[field], value)
            and self.access(field, was) in (NONE, MASKED)
            and self.access(field, becomes) in (READ, WRITE)
        )
        if shown:
            names = ",".join(shown)
            raise FieldReadOnly(f"You may not see {names} yet", field=shown[0], fields=names)

    def require_writable(self, fields: Iterable[str], *market_states: str) -> None:
        """Refuses a write of fields that the caller may not change in any of the states."""
        refused = sorted(
            field
            for field in set(fields)
            if any(self.access(field, state) != WRITE for state in market_states)
        )
        if refused:
            names = ",".join(refused)
            raise FieldReadOnly(f"You may not change {names}", field=refused[0], fields=names)

    def hide(self, message: Any, market_state: str) -> Any:
        """The message without what the caller may not see; named in `hidden_fields`."""
        for field, access in self.hiding.get(market_state, {}).items():
            if field not in message.DESCRIPTOR.fields_by_name:
                continue
            if access == MASKED:
                _mask(message, field)
            else:
                message.ClearField(field)
            message.hidden_fields.append(field)
        return message


EVERYTHING = FieldRights({})


def of(caller: Caller) -> FieldRights:
    return given(caller.field_rights)


def given(rights: tuple[Access, ...]) -> FieldRights:
    return _compiled(rights) if rights else EVERYTHING


@functools.lru_cache(maxsize=1024)
def _compiled(rights: tuple[Access, ...]) -> FieldRights:
    """A right for one market state outweighs one for any."""
    ours = [_shown(r) for r in rights if r.resource == RESOURCE]
    return FieldRights(
        {
            state.value: {
                **{r.field: r.access for r in ours if not r.market_state},
                **{r.field: r.access for r in ours if r.market_state == state},
            }
            for state in MarketState
        }
    )


def _holds(after: Any, value: Any) -> bool:
    return after == value or (isinstance(value, tuple) and any(each in after for each in value))  # pyright: ignore[reportUnknownVariableType]


def _shown(right: Access) -> Access:
    """What is always shown can still be kept from being changed."""
    hides = right.field in ALWAYS_SHOWN and right.access in (NONE, MASKED)
    return right._replace(access=READ) if hides else right


def _mask(message: Message, field: str) -> None:
    value: Any = getattr(message, field)
    if field == "phones":
        for phone in value:
            phone.number = phones.masked(phone.number)
            phone.extension = ""
    elif field == "emails":
        for email in value:
            email.address = emails.masked(email.address)
    elif isinstance(value, str):
        setattr(message, field, f"•••{value[-4:]}" if len(value) > 8 else "•••" * bool(value))
    else:
        # A hint of a passport or an account would be most of it.
        message.ClearField(field)
