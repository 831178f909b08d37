"""Events as live streams tell them: who may hear of one, and the few words said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from google.protobuf import json_format
from google.protobuf.message import Message

from gateway import catalog, encoding
from gateway.sessions import Signed
from services.kit.naming import event_type

# Events are bells, not truth; these alone carry their content, for bars that show progress.
WITH_DATA = frozenset({"job_updated", "import_created", "import_updated"})
EVERYBODY = "*"


class Actor(msgspec.Struct):
    user: str = ""
    display_name: str = ""


class Envelope(msgspec.Struct):
    id: str
    type: str
    tenant: str
    source: str = ""
    time: str = ""
    subject: str = ""
    version: int = 0
    permission: str = ""
    visible_to: list[str] = []
    caller: Actor = msgspec.field(default_factory=Actor)
    data: dict[str, Any] = {}


@dataclass(slots=True, frozen=True)
class Event:
    """One event, encoded once for all who hear it."""

    id: str
    type: str
    tenant: str
    permission: str
    visible_to: frozenset[str]
    text: str

    def is_for(self, caller: Signed) -> bool:
        if self.tenant != caller.tenant:
            return False
        if not self.permission:
            # Personal news, such as of one's own job.
            return caller.user in self.visible_to or EVERYBODY in self.visible_to
        if self.permission == catalog.SIGNED_IN:
            return not self.visible_to or caller.user in self.visible_to
        keys = caller.grants.get(self.permission)
        if keys is None:
            return False
        # Resources without owners carry no keys: the permission alone decides.
        return not self.visible_to or not keys.isdisjoint(self.visible_to)


def read(body: bytes) -> Envelope:
    return msgspec.json.decode(body, type=Envelope)


def made_of(envelope: Envelope, types: Mapping[str, type[Message]]) -> Event:
    told: dict[str, Any] = {
        "id": envelope.id,
        "type": envelope.type,
        "subject": envelope.subject,
        "version": envelope.version,
        "time": envelope.time,
        "user": envelope.caller.user,
        "user_display_name": envelope.caller.display_name,
    }
    if envelope.type in WITH_DATA and envelope.type in types:
        told["data"] = _as_answered(envelope.data, types[envelope.type])
    return Event(
        id=envelope.id,
        type=envelope.type,
        tenant=envelope.tenant,
        permission=envelope.permission,
        visible_to=frozenset(envelope.visible_to),
        text=msgspec.json.encode(told).decode(),
    )


def _as_answered(data: dict[str, Any], kind: type[Message]) -> Any:
    """The broker carries proto JSON; clients get the same form as from the API."""
    message = json_format.ParseDict(data, kind(), ignore_unknown_fields=True)
    return encoding.encoder(kind.DESCRIPTOR)(message)


def message_types() -> dict[str, type[Message]]:
    """Event type -> message, of all events that carry content."""
    return {
        event_type(message): catalog.message_class(message)
        for file in catalog.generated_files()
        if file.name.endswith("/events.proto")
        for message in file.message_types_by_name.values()
        if event_type(message) in WITH_DATA
    }
