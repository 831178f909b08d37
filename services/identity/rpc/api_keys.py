"""ApiKeyService over gRPC."""

from google.protobuf.empty_pb2 import Empty

from crm.identity.v1 import api_keys_pb2 as pb
from crm.identity.v1 import api_keys_pb2_grpc as pb_grpc
from services.identity import store
from services.identity.actions import api_keys
from services.identity.api_key import ApiKey
from services.identity.rpc.place import Servicer
from services.kit.caller import caller_of
from services.kit.mapping import from_proto, to_proto
from services.kit.paging import NEWEST_FIRST


class ApiKeyServicer(Servicer, pb_grpc.ApiKeyServiceServicer):
    def ListApiKeys(
        self, request: pb.ListApiKeysRequest, context: object
    ) -> pb.ListApiKeysResponse:
        caller = caller_of(context)
        db = self.db(caller)
        page = store.API_KEYS.page(db, api_keys.visible(db, caller), request, NEWEST_FIRST)
        return pb.ListApiKeysResponse(
            api_keys=[to_proto(key, pb.ApiKey) for key in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateApiKey(self, request: pb.CreateApiKeyRequest, context: object) -> pb.ApiKey:
        caller = caller_of(context)
        values = from_proto(request.api_key, ApiKey)
        created, secret = api_keys.create(self.db(caller), caller, values)
        answer = to_proto(created, pb.ApiKey)
        answer.secret = secret
        return answer

    def DeleteApiKey(self, request: pb.DeleteApiKeyRequest, context: object) -> Empty:
        caller = caller_of(context)
        api_keys.delete(self.db(caller), caller, request.name)
        return Empty()
