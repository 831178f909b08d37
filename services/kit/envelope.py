"""What an event carries beside its message, read from the broker's JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.kit.caller import Caller, system


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who caused an event."""

    user: str = ""
    display_name: str = ""
    source: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What an event carries beside its message; crm.event.v1.Envelope."""

    id: str
    source: str
    type: str
    time: datetime
    tenant: str
    subject: str = ""
    version: int = 0
    permission: str = ""
    visible_to: tuple[str, ...] = ()
    actor: Actor = Actor()
    traceparent: str = ""

    @property
    def caller(self) -> Caller:
        """The system, acting because of the request that caused the event."""
        return replace(
            system(self.tenant), request_id=self.actor.request_id, traceparent=self.traceparent
        )


def read_envelope(body: Mapping[str, Any]) -> Envelope:
    """Of a message's JSON; keys unknown to this version are ignored."""
    caller = body.get("caller") or {}
    return Envelope(
        id=body["id"],
        source=body["source"],
        type=body["type"],
        time=datetime.fromisoformat(body["time"]),
        tenant=body["tenant"],
        subject=body.get("subject", ""),
        version=int(body.get("version", 0)),
        permission=body.get("permission", ""),
        visible_to=tuple(body.get("visible_to", ())),
        actor=Actor(**{key: caller.get(key, "") for key in Actor.__slots__}),
        traceparent=body.get("traceparent", ""),
    )
