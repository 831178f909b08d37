"""The table of contents of the activities service."""

# Generated gRPC code carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

from crm.activities.v1 import (
    mass_pb2_grpc,
    notices_pb2_grpc,
    planner_pb2_grpc,
    work_settings_pb2_grpc,
    works_pb2_grpc,
)
from services.activities import store
from services.activities.access import visible
from services.activities.dictionaries import store as dictionaries
from services.activities.discipline import kept
from services.activities.events import ActivityEvents
from services.activities.following import LINKED, STAMPED
from services.activities.handing_over.estates import ESTATES
from services.activities.mass import store as mass
from services.activities.mass.job import CreateWorks
from services.activities.personal_data import HOLDINGS
from services.activities.rpc.mass import MassWorkServicer
from services.activities.rpc.notices import NoticeServicer
from services.activities.rpc.planner import PlannerServicer
from services.activities.rpc.work_settings import WorkSettingsServicer
from services.activities.rpc.works import WorkServicer
from services.kit.parties import store as parties
from services.kit.parties.following import Following
from services.kit.service import Service

SERVICE = Service(
    name="activities",
    servicers=[
        (works_pb2_grpc.add_WorkServiceServicer_to_server, WorkServicer),
        (
            work_settings_pb2_grpc.add_WorkSettingsServiceServicer_to_server,
            WorkSettingsServicer,
        ),
        (mass_pb2_grpc.add_MassWorkServiceServicer_to_server, MassWorkServicer),
        (planner_pb2_grpc.add_PlannerServiceServicer_to_server, PlannerServicer),
        (notices_pb2_grpc.add_NoticeServiceServicer_to_server, NoticeServicer),
    ],
    events=ActivityEvents,
    collections=[*store.ALL, *parties.ALL, *dictionaries.ALL, mass.ROWS, *kept.ALL],
    jobs=[Following(LINKED), CreateWorks()],
    personal_data=HOLDINGS,
    people=[STAMPED],
    estates=ESTATES,
    readers={
        "works": visible,
        "workActions": lambda db, caller, name: dictionaries.ACTIONS.get(db, name),  # noqa: ARG005
        "escalationLadders": lambda db, caller, name: kept.LADDERS.get(db, name),  # noqa: ARG005
        "interactionKinds": lambda db, caller, name: dictionaries.KINDS.get(db, name),  # noqa: ARG005
    },
)
