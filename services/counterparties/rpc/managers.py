"""ManagerService over gRPC."""

from collections.abc import Sequence

from google.protobuf import empty_pb2

from crm.counterparties.v1 import managers_pb2 as pb
from crm.counterparties.v1 import managers_pb2_grpc as pb_grpc
from services.counterparties.actions import managers as actions
from services.counterparties.actions.owning import loads
from services.counterparties.managing import store
from services.counterparties.managing.segment_manager import Manager
from services.kit.mapping import from_proto, to_proto
from services.kit.mongo import Db
from services.kit.people import find_people
from services.kit.person import Person
from services.kit.rpc import Servicer, request_id


class ManagerServicer(Servicer, pb_grpc.ManagerServiceServicer):
    def GetManager(self, request: pb.GetManagerRequest, context: object) -> pb.Manager:
        _, db = self.asked(context)
        return _shown(db, [store.MANAGERS.get(db, request.name)])[0]

    def ListManagers(
        self, request: pb.ListManagersRequest, context: object
    ) -> pb.ListManagersResponse:
        _, db = self.asked(context)
        page = store.page(db, request)
        return pb.ListManagersResponse(
            managers=_shown(db, page.items), next_page_token=page.next_page_token
        )

    def CreateManager(self, request: pb.CreateManagerRequest, context: object) -> pb.Manager:
        caller, db = self.asked(context)
        values = from_proto(request.manager, Manager)
        made = actions.create(db, caller, values, request_id(request.request_id))
        return _shown(db, [made])[0]

    def UpdateManager(self, request: pb.UpdateManagerRequest, context: object) -> pb.Manager:
        caller, db = self.asked(context)
        sent = request.manager
        values = from_proto(sent, Manager, request.update_mask.paths)
        return _shown(db, [actions.update(db, caller, sent.name, sent.etag, values)])[0]

    def DeleteManager(self, request: pb.DeleteManagerRequest, context: object) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        actions.delete(db, caller, request.name, request.etag)
        return empty_pb2.Empty()


def _shown(db: Db, managers: Sequence[Manager]) -> list[pb.Manager]:
    """With who he is and how much he has."""
    users = [each.user for each in managers]
    people = find_people(db, users)
    counts = loads(db, users)
    shown: list[pb.Manager] = []
    for each in managers:
        message = to_proto(each, pb.Manager)
        person = people.get(each.user, Person(name=each.user, active=False))
        message.user_display_name = person.display_name
        message.active = person.active
        message.client_count = counts[each.user]
        shown.append(message)
    return shown
