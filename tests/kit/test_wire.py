"""One name everywhere: document, dataclass and message carry the same values through."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest
from google.type import date_pb2

from crm.counterparties.v1 import counterparties_pb2 as pb
from services.kit import wire
from services.kit.errors import InvalidArgument
from services.kit.mapping import from_document, from_proto, to_document, to_proto
from services.kit.money import Money


class Kind(StrEnum):
    LEGAL = "LEGAL"
    INDIVIDUAL = "INDIVIDUAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    number: str
    extension: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    name: str = ""
    display_name: str
    kind: Kind | None = None
    phones: tuple[Phone, ...] = ()
    birth_date: date | None = None
    capital: Money | None = None
    create_time: datetime | None = None
    version: int = 0


NOON = datetime(2026, 11, 21, 12, 0, 0, 5000, tzinfo=UTC)
CLIENT = Client(
    name="counterparties/1",
    display_name="ООО «Ёлка»",
    kind=Kind.LEGAL,
    phones=(Phone(number="+78431234567", extension="12"),),
    birth_date=date(1980, 2, 29),
    capital=Money(Decimal("1500000.50"), "RUB"),
    create_time=NOON,
    version=3,
)


def test_an_entity_survives_its_document() -> None:
    assert from_document(Client, to_document(CLIENT)) == CLIENT


def test_a_document_speaks_short_enums_and_dates_as_text() -> None:
    document = to_document(CLIENT)
    assert (document["_id"], document["kind"]) == ("counterparties/1", "LEGAL")
    assert document["birth_date"] == "1980-02-29"


def test_an_entity_becomes_its_message_with_etag() -> None:
    message = to_proto(CLIENT, pb.Counterparty)
    assert message.etag == '"3"'
    assert message.kind == pb.Counterparty.KIND_LEGAL
    assert message.birth_date == date_pb2.Date(year=1980, month=2, day=29)
    assert (message.capital.units, message.capital.nanos) == (1500000, 500_000_000)
    assert message.create_time.ToDatetime(tzinfo=UTC) == NOON


def test_a_create_takes_what_is_populated_and_never_what_is_read_only() -> None:
    message = to_proto(CLIENT, pb.Counterparty)
    values = from_proto(message, Client)
    assert values.keys() == {"display_name", "kind", "phones", "birth_date", "capital"}
    assert values["phones"] == CLIENT.phones
    assert values["capital"] == CLIENT.capital


def test_an_update_takes_the_named_fields_even_when_empty() -> None:
    message = pb.Counterparty(name="counterparties/1", display_name="А")
    assert from_proto(message, Client, ["phones", "birth_date"]) == {
        "phones": (),
        "birth_date": None,
    }


def test_emptying_a_required_field_is_refused_by_name() -> None:
    with pytest.raises(InvalidArgument) as refused:
        from_proto(pb.Counterparty(name="counterparties/1"), Client, ["display_name"])
    assert [v.field for v in refused.value.violations] == ["display_name"]


def test_an_impossible_date_is_refused() -> None:
    message = pb.Counterparty(birth_date=date_pb2.Date(year=2025, month=2, day=29))
    with pytest.raises(InvalidArgument) as refused:
        from_proto(message, Client, ["birth_date"])
    assert refused.value.reason == "DATE_IMPOSSIBLE"


def test_enum_names_are_short_and_zero_is_empty() -> None:
    kind = pb.Counterparty.DESCRIPTOR.fields_by_name["kind"].enum_type
    assert wire.enum_names(kind) == {0: "", 1: "LEGAL", 2: "SOLE_PROPRIETOR", 3: "INDIVIDUAL"}
