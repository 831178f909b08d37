"""SessionService over gRPC: signing in and out, and who is asking."""

from google.protobuf.empty_pb2 import Empty

from crm.identity.v1 import sessions_pb2 as pb
from crm.identity.v1 import sessions_pb2_grpc as pb_grpc
from services.identity import store
from services.identity.actions import preferences, profiles, sessions, substitutions
from services.identity.actions.authentication import Authenticator
from services.identity.actions.key_ring import KeyRing
from services.identity.actions.sessions import Entrant
from services.identity.passes import Passes
from services.identity.rpc.place import Servicer
from services.identity.signing import Vault
from services.kit import clock, tokens
from services.kit.caller import Caller, caller_of
from services.kit.cipher import SecretTooShort
from services.kit.mapping import from_proto, to_proto
from services.kit.service import Runtime
from services.kit.settings import SettingsError


class SessionServicer(Servicer, pb_grpc.SessionServiceServicer):
    def __init__(self, runtime: Runtime) -> None:
        super().__init__(runtime)
        operator_token = runtime.settings.text("CRM_OPERATOR_TOKEN", "")
        vault, passes = _sealing(runtime)
        self._authenticator = Authenticator(self.installation, operator_token, passes)
        self._key_ring = KeyRing(self.installation, vault)

    def CreateSession(self, request: pb.CreateSessionRequest, context: object) -> pb.Session:
        entrant = Entrant(**from_proto(request, Entrant))
        session, secret = sessions.sign_in(self.installation, caller_of(context), entrant.tidied())
        answer = to_proto(session, pb.Session)
        answer.access_token, answer.current = secret, True
        return answer

    def ListSessions(
        self, request: pb.ListSessionsRequest, context: object
    ) -> pb.ListSessionsResponse:
        caller = caller_of(context)
        db = self.db(caller)
        user = sessions.whose(db, caller, request.user)
        page = store.sessions_page(db, user, clock.now(), request)
        answer = pb.ListSessionsResponse(
            sessions=[to_proto(session, pb.Session) for session in page.items],
            next_page_token=page.next_page_token,
        )
        for session in answer.sessions:
            session.current = session.name == caller.session
        return answer

    def DeleteSession(self, request: pb.DeleteSessionRequest, context: object) -> Empty:
        caller = caller_of(context)
        sessions.end(self.db(caller), caller, request.name)
        return Empty()

    def RevokeOtherSessions(self, request: pb.RevokeOtherSessionsRequest, context: object) -> Empty:
        caller = caller_of(context)
        sessions.end_others(self.db(caller), caller)
        return Empty()

    def GetProfile(self, request: pb.GetProfileRequest, context: object) -> pb.Profile:
        return self._profile(caller_of(context))

    def UpdatePreferences(
        self, request: pb.UpdatePreferencesRequest, context: object
    ) -> pb.Profile:
        caller = caller_of(context)
        values = from_proto(request, profiles.Profile)["preferences"]
        preferences.merge(self.db(caller), caller.user, values)
        return self._profile(caller)

    def Authenticate(
        self, request: pb.AuthenticateRequest, context: object
    ) -> pb.AuthenticateResponse:
        caller, until = self._authenticator.caller(request.credential)
        answer = pb.AuthenticateResponse(
            caller_token=self._key_ring.sign(caller, until),
            session=caller.session,
            tenant=caller.tenant,
            user=caller.user,
        )
        ends = clock.now().timestamp() + tokens.LIFETIME_S
        answer.expire_time.FromSeconds(int(min(ends, until.timestamp()) if until else ends))
        return answer

    def IssuePass(self, request: pb.IssuePassRequest, context: object) -> pb.Pass:
        text, until = self._authenticator.issue_pass(request.credential)
        answer = pb.Pass(text=text)
        answer.expire_time.FromDatetime(until)
        return answer

    def ListSigningKeys(
        self, request: pb.ListSigningKeysRequest, context: object
    ) -> pb.ListSigningKeysResponse:
        keys = self._key_ring.public_keys()
        return pb.ListSigningKeysResponse(keys=[to_proto(key, pb.SigningKey) for key in keys])

    def _profile(self, caller: Caller) -> pb.Profile:
        db = self.db(caller)
        answer = to_proto(profiles.of(db, caller), pb.Profile)
        answer.viewed_by = caller.viewed_by
        if caller.lenders:
            active = substitutions.active_of(db, caller.user)
            answer.substitutions.extend(substitutions.shown(db, active))
        return answer


def _sealing(runtime: Runtime) -> tuple[Vault, Passes]:
    secret = runtime.settings.text("CRM_SECRET_KEY")
    try:
        return Vault(secret), Passes(secret)
    except SecretTooShort as error:
        raise SettingsError(str(error)) from error
