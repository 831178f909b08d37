"""Identity: tenants, users, the org tree, roles, sessions, API keys, saved views."""

# Generated gRPC code carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

from crm.identity.v1 import (
    access_pb2_grpc,
    api_keys_pb2_grpc,
    offboarding_pb2_grpc,
    org_units_pb2_grpc,
    roles_pb2_grpc,
    saved_views_pb2_grpc,
    sessions_pb2_grpc,
    substitutions_pb2_grpc,
    tenants_pb2_grpc,
    users_pb2_grpc,
    viewing_pb2_grpc,
)
from services.identity import store
from services.identity.actions.readable import READERS
from services.identity.actions.roles import refresh_built_in
from services.identity.personal_data import HOLDINGS
from services.identity.rpc.access import AccessServicer
from services.identity.rpc.api_keys import ApiKeyServicer
from services.identity.rpc.offboarding import OffboardingServicer
from services.identity.rpc.org_units import OrgUnitServicer
from services.identity.rpc.roles import RoleServicer
from services.identity.rpc.saved_views import SavedViewServicer
from services.identity.rpc.sessions import SessionServicer
from services.identity.rpc.substitutions import SubstitutionServicer
from services.identity.rpc.tenants import TenantServicer
from services.identity.rpc.users import UserServicer
from services.identity.rpc.viewing import ViewingServicer
from services.kit.service import Service

SERVICE = Service(
    name="identity",
    servicers=[
        (tenants_pb2_grpc.add_TenantServiceServicer_to_server, TenantServicer),
        (users_pb2_grpc.add_UserServiceServicer_to_server, UserServicer),
        (access_pb2_grpc.add_AccessServiceServicer_to_server, AccessServicer),
        (offboarding_pb2_grpc.add_OffboardingServiceServicer_to_server, OffboardingServicer),
        (org_units_pb2_grpc.add_OrgUnitServiceServicer_to_server, OrgUnitServicer),
        (roles_pb2_grpc.add_RoleServiceServicer_to_server, RoleServicer),
        (sessions_pb2_grpc.add_SessionServiceServicer_to_server, SessionServicer),
        (api_keys_pb2_grpc.add_ApiKeyServiceServicer_to_server, ApiKeyServicer),
        (saved_views_pb2_grpc.add_SavedViewServiceServicer_to_server, SavedViewServicer),
        (
            substitutions_pb2_grpc.add_SubstitutionServiceServicer_to_server,
            SubstitutionServicer,
        ),
        (viewing_pb2_grpc.add_ViewingServiceServicer_to_server, ViewingServicer),
    ],
    collections=store.COLLECTIONS,
    personal_data=HOLDINGS,
    readers=READERS,
    refresh=refresh_built_in,
)
