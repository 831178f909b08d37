"""What counts now: the entry said last, for each purpose and channel (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from services.counterparties.consents.consent import Consent, ConsentChannel, Status
from services.counterparties.consents.purpose import ConsentPurpose
from services.counterparties.counterparty import Consent as Marketing

_EVER = datetime.fromtimestamp(0, UTC)


class State(StrEnum):
    NONE = "NONE"
    GIVEN = "GIVEN"
    WITHDRAWN = "WITHDRAWN"
    REFUSED = "REFUSED"
    EXPIRED = "EXPIRED"

    @property
    def refusing(self) -> bool:
        return self in (State.WITHDRAWN, State.REFUSED)


_STATES = {
    Status.GIVEN: State.GIVEN,
    Status.WITHDRAWN: State.WITHDRAWN,
    Status.REFUSED: State.REFUSED,
    Status.CLEARED: State.NONE,
}
# What keeps from writing to somebody; a consent has none.
REASONS = {
    State.NONE: "CONSENT_NONE",
    State.WITHDRAWN: "CONSENT_WITHDRAWN",
    State.REFUSED: "CONSENT_REFUSED",
    State.EXPIRED: "CONSENT_EXPIRED",
}
PERSON_UNKNOWN = "CONSENT_PERSON_UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentStanding:
    purpose: str
    channel: ConsentChannel | None = None
    state: State = State.NONE
    consent: str = ""
    said_time: datetime | None = None
    expire_time: datetime | None = None


def _said(entry: Consent) -> tuple[datetime, datetime]:
    """Of two said at one moment the one noted later counts."""
    return (entry.said_time or _EVER, entry.create_time or _EVER)


def of(
    entries: Iterable[Consent], purpose: str, channel: ConsentChannel | None, now: datetime
) -> ConsentStanding:
    about = [
        each
        for each in entries
        if each.purpose == purpose and (channel is None or channel in each.channels)
    ]
    if not about:
        return ConsentStanding(purpose=purpose, channel=channel)
    last = max(about, key=_said)
    expired = last.status is Status.GIVEN and last.expire_time and last.expire_time <= now
    return ConsentStanding(
        purpose=purpose,
        channel=channel,
        state=State.EXPIRED if expired else _STATES[last.status],
        consent=last.name,
        said_time=last.said_time,
        expire_time=last.expire_time,
    )


def all_of(
    entries: Sequence[Consent], purposes: Iterable[ConsentPurpose], now: datetime
) -> list[ConsentStanding]:
    return [
        of(entries, purpose.name, channel, now)
        for purpose in purposes
        for channel in purpose.places
    ]


def marketing(entries: Sequence[Consent], advertising: str, now: datetime) -> Marketing | None:
    """What the field of the card shows: one allowed channel is a consent to be written to."""
    states = {of(entries, advertising, channel, now).state for channel in ConsentChannel}
    if State.GIVEN in states:
        return Marketing.GRANTED
    return Marketing.REFUSED if any(state.refusing for state in states) else None
