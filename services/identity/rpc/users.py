"""UserService over gRPC."""

from google.protobuf.empty_pb2 import Empty

from crm.identity.v1 import users_pb2 as pb
from crm.identity.v1 import users_pb2_grpc as pb_grpc
from services.identity import store
from services.identity.actions import passwords, users
from services.identity.rpc.place import Servicer
from services.identity.user import User
from services.kit.caller import caller_of
from services.kit.mapping import from_proto, to_proto
from services.kit.wire import enum_names

PUBLIC_URL = "http://127.0.0.1:8080"
_STATES = enum_names(pb.User.State.DESCRIPTOR)


class UserServicer(Servicer, pb_grpc.UserServiceServicer):
    def GetUser(self, request: pb.GetUserRequest, context: object) -> pb.User:
        caller = caller_of(context)
        return to_proto(users.get_visible(self.db(caller), caller, request.name), pb.User)

    def ListUsers(self, request: pb.ListUsersRequest, context: object) -> pb.ListUsersResponse:
        caller = caller_of(context)
        page = store.users_page(
            self.db(caller),
            caller,
            request,
            query=request.query,
            org_unit=request.org_unit,
            states=[_STATES.get(number, "") for number in request.state],
            names=request.names,
        )
        return pb.ListUsersResponse(
            users=[to_proto(user, pb.User) for user in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateUser(self, request: pb.CreateUserRequest, context: object) -> pb.User:
        caller = caller_of(context)
        name = store.USERS.new_name(request.request_id)
        values = from_proto(request.user, User)
        created = users.create(self.db(caller), caller, name, values, request.password)
        return to_proto(created, pb.User)

    def UpdateUser(self, request: pb.UpdateUserRequest, context: object) -> pb.User:
        caller = caller_of(context)
        values = from_proto(request.user, User, request.update_mask.paths)
        changed = users.update(
            self.db(caller), caller, request.user.name, request.user.etag, values
        )
        return to_proto(changed, pb.User)

    def DisableUser(self, request: pb.DisableUserRequest, context: object) -> pb.User:
        caller = caller_of(context)
        barred = users.disable(self.db(caller), caller, request.name, request.etag)
        return to_proto(barred, pb.User)

    def EnableUser(self, request: pb.EnableUserRequest, context: object) -> pb.User:
        caller = caller_of(context)
        enabled = users.enable(self.db(caller), caller, request.name, request.etag)
        return to_proto(enabled, pb.User)

    def InviteUser(self, request: pb.InviteUserRequest, context: object) -> pb.Invitation:
        caller = caller_of(context)
        invitation, token = passwords.invite(self.db(caller), caller, request.name)
        site = self.runtime.settings.text("CRM_PUBLIC_URL", PUBLIC_URL).rstrip("/")
        answer = pb.Invitation(url=f"{site}/invite/{token}?tenant={caller.tenant}", token=token)
        answer.expire_time.FromDatetime(invitation.expire_time)
        return answer

    def AcceptInvitation(self, request: pb.AcceptInvitationRequest, context: object) -> pb.User:
        user = passwords.accept(
            self.installation, caller_of(context), request.token, request.password
        )
        return to_proto(user, pb.User)

    def ChangePassword(self, request: pb.ChangePasswordRequest, context: object) -> Empty:
        caller = caller_of(context)
        passwords.change(
            self.db(caller),
            self.installation,
            caller,
            request.current_password,
            request.new_password,
        )
        return Empty()
