"""The table of contents of the counterparties service."""

# Generated gRPC code carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

from crm.counterparties.v1 import (
    access_pb2_grpc,
    assessments_pb2_grpc,
    attachments_pb2_grpc,
    consents_pb2_grpc,
    contacts_pb2_grpc,
    counterparties_pb2_grpc,
    custom_fields_pb2_grpc,
    drafts_pb2_grpc,
    duplicates_pb2_grpc,
    hand_overs_pb2_grpc,
    history_pb2_grpc,
    imports_pb2_grpc,
    managers_pb2_grpc,
    merges_pb2_grpc,
    notes_pb2_grpc,
    occasions_pb2_grpc,
    personal_data_pb2_grpc,
    professional_holidays_pb2_grpc,
    registry_pb2_grpc,
    relations_pb2_grpc,
    segments_pb2_grpc,
)
from services.counterparties import store
from services.counterparties.actions.assessments import visible_assessment
from services.counterparties.actions.consents import visible_consent
from services.counterparties.actions.contacts import visible_contact
from services.counterparties.actions.notes import visible_note
from services.counterparties.actions.references import visible
from services.counterparties.assessments import store as assessments
from services.counterparties.attachments import store as attachments
from services.counterparties.attachments.keeping import visible_attachment
from services.counterparties.bulk import BulkUpdateCounterparties
from services.counterparties.consents import purposes
from services.counterparties.consents import store as consents
from services.counterparties.drafts import store as drafts
from services.counterparties.duplicates import deciding
from services.counterparties.duplicates import store as duplicates
from services.counterparties.duplicates.scanning import FindDuplicates, WatchDuplicates
from services.counterparties.events import CounterpartyEvents
from services.counterparties.facts import store as facts
from services.counterparties.field_index import IndexCustomField
from services.counterparties.handing_over.estate import ESTATE
from services.counterparties.holidays import store as holidays
from services.counterparties.imports import store as imports
from services.counterparties.imports.checking import CheckImport
from services.counterparties.imports.creating import CreateClients
from services.counterparties.imports.reading import ReadImport
from services.counterparties.imports.repairing import RepairImport
from services.counterparties.imports.undoing import DeleteRows, UndoImport
from services.counterparties.managing import store as managing
from services.counterparties.merging import store as merging
from services.counterparties.merging.actions import visible_merge
from services.counterparties.merging.bulk_merge import BulkMergeCounterparties
from services.counterparties.occasions import store as occasions
from services.counterparties.personal_data import store as personal_data
from services.counterparties.personal_data.fulfilling import visible_request
from services.counterparties.personal_data.holdings import holdings
from services.counterparties.registry import store as registry
from services.counterparties.registry.watching import WatchRegistry
from services.counterparties.relations import keeping as relating
from services.counterparties.relations import store as relations
from services.counterparties.resegment import Resegment
from services.counterparties.rpc.access import AccessServicer
from services.counterparties.rpc.assessments import AssessmentServicer
from services.counterparties.rpc.attachments import AttachmentServicer
from services.counterparties.rpc.consents import ConsentServicer
from services.counterparties.rpc.contacts import ContactServicer
from services.counterparties.rpc.counterparties import CounterpartyServicer
from services.counterparties.rpc.custom_fields import CustomFieldServicer
from services.counterparties.rpc.drafts import DraftServicer
from services.counterparties.rpc.duplicates import DuplicateServicer
from services.counterparties.rpc.hand_overs import HandOverServicer
from services.counterparties.rpc.history import HistoryServicer
from services.counterparties.rpc.imports import ImportServicer
from services.counterparties.rpc.managers import ManagerServicer
from services.counterparties.rpc.merges import MergeServicer
from services.counterparties.rpc.notes import NoteServicer
from services.counterparties.rpc.occasions import OccasionServicer
from services.counterparties.rpc.personal_data import PersonalDataServicer
from services.counterparties.rpc.professional_holidays import ProfessionalHolidayServicer
from services.counterparties.rpc.registry import RegistryServicer
from services.counterparties.rpc.relations import RelationServicer
from services.counterparties.rpc.segments import SegmentServicer
from services.counterparties.stamps import STAMPED
from services.counterparties.telling import TELLERS
from services.kit.reading import by_right
from services.kit.service import Service

COLLECTIONS = (
    *store.ALL,
    *facts.ALL,
    *imports.ALL,
    *registry.ALL,
    *duplicates.ALL,
    *merging.ALL,
    *managing.ALL,
    *drafts.ALL,
    *assessments.ALL,
    *holidays.ALL,
    *occasions.ALL,
    *consents.ALL,
    *attachments.ALL,
    *relations.ALL,
    *personal_data.ALL,
)

SERVICE = Service(
    name="counterparties",
    servicers=[
        (counterparties_pb2_grpc.add_CounterpartyServiceServicer_to_server, CounterpartyServicer),
        (consents_pb2_grpc.add_ConsentServiceServicer_to_server, ConsentServicer),
        (contacts_pb2_grpc.add_ContactServiceServicer_to_server, ContactServicer),
        (custom_fields_pb2_grpc.add_CustomFieldServiceServicer_to_server, CustomFieldServicer),
        (drafts_pb2_grpc.add_DraftServiceServicer_to_server, DraftServicer),
        (duplicates_pb2_grpc.add_DuplicateServiceServicer_to_server, DuplicateServicer),
        (segments_pb2_grpc.add_SegmentServiceServicer_to_server, SegmentServicer),
        (managers_pb2_grpc.add_ManagerServiceServicer_to_server, ManagerServicer),
        (notes_pb2_grpc.add_NoteServiceServicer_to_server, NoteServicer),
        (attachments_pb2_grpc.add_AttachmentServiceServicer_to_server, AttachmentServicer),
        (history_pb2_grpc.add_HistoryServiceServicer_to_server, HistoryServicer),
        (occasions_pb2_grpc.add_OccasionServiceServicer_to_server, OccasionServicer),
        (assessments_pb2_grpc.add_AssessmentServiceServicer_to_server, AssessmentServicer),
        (
            professional_holidays_pb2_grpc.add_ProfessionalHolidayServiceServicer_to_server,
            ProfessionalHolidayServicer,
        ),
        (access_pb2_grpc.add_AccessServiceServicer_to_server, AccessServicer),
        (hand_overs_pb2_grpc.add_HandOverServiceServicer_to_server, HandOverServicer),
        (imports_pb2_grpc.add_ImportServiceServicer_to_server, ImportServicer),
        (registry_pb2_grpc.add_RegistryServiceServicer_to_server, RegistryServicer),
        (personal_data_pb2_grpc.add_PersonalDataServiceServicer_to_server, PersonalDataServicer),
        (merges_pb2_grpc.add_MergeServiceServicer_to_server, MergeServicer),
        (relations_pb2_grpc.add_RelationServiceServicer_to_server, RelationServicer),
    ],
    events=CounterpartyEvents,
    collections=COLLECTIONS,
    jobs=[
        BulkUpdateCounterparties(),
        BulkMergeCounterparties(),
        Resegment(),
        IndexCustomField(),
        ReadImport(),
        CheckImport(),
        RepairImport(),
        CreateClients(),
        UndoImport(),
        DeleteRows(),
        WatchRegistry(),
        FindDuplicates(),
        WatchDuplicates(),
    ],
    personal_data=holdings(),
    people=[STAMPED],
    estates=[ESTATE],
    tellers=TELLERS,
    readers={
        "counterparties": visible,
        "contacts": visible_contact,
        "customFields": by_right("counterparties.read", store.CUSTOM_FIELDS.get),
        "managers": by_right("managers.read", managing.MANAGERS.get),
        "segments": by_right("segments.read", store.SEGMENTS.get),
        "notes": visible_note,
        "assessments": visible_assessment,
        "professionalHolidays": by_right("counterparties.read", holidays.HOLIDAYS.get),
        "consents": visible_consent,
        "personalDataRequests": visible_request,
        "consentPurposes": by_right("consents.read", purposes.get),
        "attachments": visible_attachment,
        "imports": imports.visible_import,
        "registrySettings": by_right("registry.read", registry.SETTINGS.get),
        "importTemplates": by_right("imports.read", imports.TEMPLATES.get),
        "duplicatePairs": deciding.visible_pair,
        "merges": visible_merge,
        "relations": relating.visible_relation,
        "relationKinds": by_right("counterparties.read", relations.KINDS.get),
    },
)
