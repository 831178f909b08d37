"""WorkSettingsService over gRPC."""

from crm.activities.v1 import work_settings_pb2 as pb
from crm.activities.v1 import work_settings_pb2_grpc as pb_grpc
from services.activities.dictionaries.keeping import (
    INTERACTION_KINDS,
    WORK_ACTIONS,
    WORK_SCRIPTS,
)
from services.activities.discipline.keeping import ESCALATION_LADDERS
from services.kit.dictionary_rpc import doors
from services.kit.rpc import Servicer


class WorkSettingsServicer(Servicer, pb_grpc.WorkSettingsServiceServicer):
    ListWorkActions, CreateWorkAction, UpdateWorkAction = doors(
        WORK_ACTIONS, pb.WorkAction, pb.ListWorkActionsResponse
    )
    ListInteractionKinds, CreateInteractionKind, UpdateInteractionKind = doors(
        INTERACTION_KINDS, pb.InteractionKind, pb.ListInteractionKindsResponse
    )
    ListWorkScripts, CreateWorkScript, UpdateWorkScript = doors(
        WORK_SCRIPTS, pb.WorkScript, pb.ListWorkScriptsResponse
    )
    ListEscalationLadders, CreateEscalationLadder, UpdateEscalationLadder = doors(
        ESCALATION_LADDERS, pb.EscalationLadder, pb.ListEscalationLaddersResponse
    )
