"""Words for interactions, at their door."""

from dataclasses import dataclass
from typing import Any

from crm.activities.v1 import interactions_pb2 as pb
from crm.activities.v1 import interactions_pb2_grpc as pb_grpc
from crm.timeline.v1 import events_pb2 as timeline
from services.activities.telling import TELLERS
from services.kit.caller import Caller
from services.kit.telling import told
from tests.activities.desk import Desk

Pb = Any


@dataclass(frozen=True)
class Talks:
    """Somebody at the door of interactions."""

    desk: Desk
    caller: Caller

    @property
    def door(self) -> Pb:
        return self.desk.office.door.stub(pb_grpc.InteractionServiceStub, self.caller)

    def record(self, topic: str = "Запрос цены", request_id: str = "", **values: Any) -> Pb:
        sent = pb.Interaction(topic=topic, **values)
        request = pb.CreateInteractionRequest(interaction=sent, request_id=request_id)
        return self.door.CreateInteraction(request)

    def get(self, name: str) -> Pb:
        return self.door.GetInteraction(pb.GetInteractionRequest(name=name))

    def names(self, **asked: Any) -> list[str]:
        listed = self.door.ListInteractions(pb.ListInteractionsRequest(**asked))
        return [each.name for each in listed.interactions]

    def change(self, name: str, *fields: str, etag: str = "", **values: Any) -> Pb:
        sent = pb.Interaction(name=name, etag=etag, **values)
        request = pb.UpdateInteractionRequest(interaction=sent)
        request.update_mask.paths.extend(fields or values)
        return self.door.UpdateInteraction(request)

    def process(self, name: str, etag: str = "", result: str = "") -> Pb:
        request = pb.ProcessInteractionRequest(name=name, etag=etag, result=result)
        return self.door.ProcessInteraction(request)

    def link(self, name: str, text: str, record: str) -> Pb:
        request = pb.LinkParticipantRequest(name=name, text=text, record=record)
        return self.door.LinkParticipant(request)

    def attach(self, name: str, record: str) -> Pb:
        request = pb.AttachToInteractionRequest(name=name, record=record)
        return self.door.AttachToInteraction(request)


def who(text: str = "", record: str = "") -> Pb:
    return pb.InteractionParticipant(text=text, record=record)


def relay(desk: Desk) -> None:
    """What this service tells comes to its timelines, as the relay sends it, and again."""
    for row in told(TELLERS, "activities", desk.office.changes()):
        event = timeline.EntriesTold.FromString(row["data"])
        desk.office.tell(event, "", 0, "activities")
