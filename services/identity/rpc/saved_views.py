"""SavedViewService over gRPC."""

from google.protobuf.empty_pb2 import Empty

from crm.identity.v1 import saved_views_pb2 as pb
from crm.identity.v1 import saved_views_pb2_grpc as pb_grpc
from services.identity import store
from services.identity.actions import saved_views
from services.identity.rpc.place import Servicer
from services.identity.saved_view import SavedView
from services.kit.caller import caller_of
from services.kit.mapping import from_proto, to_proto


class SavedViewServicer(Servicer, pb_grpc.SavedViewServiceServicer):
    def ListSavedViews(
        self, request: pb.ListSavedViewsRequest, context: object
    ) -> pb.ListSavedViewsResponse:
        caller = caller_of(context)
        page = store.views_page(self.db(caller), caller.user, request.resource, request)
        return pb.ListSavedViewsResponse(
            saved_views=[to_proto(view, pb.SavedView) for view in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateSavedView(self, request: pb.CreateSavedViewRequest, context: object) -> pb.SavedView:
        caller = caller_of(context)
        name = store.SAVED_VIEWS.new_name(request.request_id)
        values = from_proto(request.saved_view, SavedView)
        return to_proto(saved_views.create(self.db(caller), caller, name, values), pb.SavedView)

    def UpdateSavedView(self, request: pb.UpdateSavedViewRequest, context: object) -> pb.SavedView:
        caller = caller_of(context)
        view = request.saved_view
        values = from_proto(view, SavedView, request.update_mask.paths)
        changed = saved_views.update(self.db(caller), caller, view.name, view.etag, values)
        return to_proto(changed, pb.SavedView)

    def DeleteSavedView(self, request: pb.DeleteSavedViewRequest, context: object) -> Empty:
        caller = caller_of(context)
        saved_views.delete(self.db(caller), caller, request.name)
        return Empty()
