"""The history of what has no owner is for who may read it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import grpc
import pytest

from crm.counterparties.v1 import custom_fields_pb2 as fields
from crm.counterparties.v1 import custom_fields_pb2_grpc as fields_grpc
from crm.counterparties.v1 import professional_holidays_pb2 as holidays
from crm.counterparties.v1 import professional_holidays_pb2_grpc as holidays_grpc
from crm.counterparties.v1 import relations_pb2 as relations
from crm.counterparties.v1 import relations_pb2_grpc as relations_grpc
from tests.counterparties.history.test_restoring import entries
from tests.counterparties.office import Office


def a_custom_field(office: Office) -> str:
    stub: Any = office.door.stub(fields_grpc.CustomFieldServiceStub, office.admin)
    field = fields.CustomField(
        key="budget", display_name="Бюджет", resource="RESOURCE_COUNTERPARTY", type="TYPE_TEXT"
    )
    return stub.CreateCustomField(fields.CreateCustomFieldRequest(custom_field=field)).name


def a_holiday(office: Office) -> str:
    stub: Any = office.door.stub(holidays_grpc.ProfessionalHolidayServiceStub, office.admin)
    holiday = holidays.ProfessionalHoliday(
        title="День сварщика с допуском", rule={"kind": "KIND_FIXED_DAY", "month": 8, "day": 10}
    )
    request = holidays.CreateProfessionalHolidayRequest(professional_holiday=holiday)
    return stub.CreateProfessionalHoliday(request).name


def a_relation_kind(office: Office) -> str:
    stub: Any = office.door.stub(relations_grpc.RelationServiceStub, office.admin)
    kind = relations.RelationKind(title="Поставщик", between="BETWEEN_PARTIES")
    request = relations.CreateRelationKindRequest(relation_kind=kind)
    return stub.CreateRelationKind(request).name


@pytest.mark.parametrize("made", [a_custom_field, a_holiday, a_relation_kind])
def test_the_history_of_settings_is_for_who_reads_clients(
    office: Office, made: Callable[[Office], str]
) -> None:
    name = made(office)
    assert entries(office, name)
    stranger = replace(office.manager_a, grants={"segments.read": ("*",)})
    with pytest.raises(grpc.RpcError) as refused:
        entries(office, name, stranger)
    assert refused.value.code() is grpc.StatusCode.NOT_FOUND  # type: ignore[attr-defined]
