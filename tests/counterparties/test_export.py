"""The list as a file: whole, harmless, told of in the audit trail."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from google.protobuf import wrappers_pb2

from crm.counterparties.v1 import counterparties_pb2 as pb
from services.kit import sheets
from services.kit.caller import Caller
from tests.counterparties.office import Office, refused, restricted


def exported(office: Office, caller: Caller, **wanted: Any) -> list[list[str]]:
    data = file_of(office, caller, "csv", **wanted)
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def file_of(
    office: Office,
    caller: Caller,
    file_format: str,
    names: Sequence[str] = (),
    except_names: Sequence[str] = (),
    **filters: object,
) -> bytes:
    request = pb.ExportCounterpartiesRequest(
        filter=pb.ListCounterpartiesRequest(**filters),  # type: ignore[arg-type]
        format=file_format,
        names=names,
        except_names=except_names,
    )
    return b"".join(
        body.data for body in office.counterparties(caller).ExportCounterparties(request)
    )


def test_a_file_holds_what_the_list_shows(office: Office) -> None:
    office.create(
        office.manager_a,
        "Ромашка",
        phones=[pb.Phone(number="+78124518672", extension="516")],
        registration_date={"year": 2003, "month": 11, "day": 27},
        capital={"units": 10000, "currency_code": "RUB"},
    )
    office.create(office.manager_a, "Лютик", kind="KIND_INDIVIDUAL")
    office.create(office.manager_b, "Чужой")
    head, *rows = exported(office, office.manager_a)
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["Наименование"] for row in table] == ["Лютик", "Ромашка"]
    assert table[1]["Телефон"] == "'+78124518672 доб. 516"
    assert table[1]["Дата регистрации"] == "27.11.2003"
    assert table[1]["Уставный капитал"] == "10000,00"
    assert table[0]["Вид"] == "Физическое лицо"
    assert len(exported(office, office.manager_a, kind=["KIND_LEGAL"])) == 2


def test_a_selection_is_exported_alone_or_left_out(office: Office) -> None:
    made = [office.create(office.manager_a, name).name for name in ("Б", "А", "В")]
    strange = office.create(office.manager_b, "Чужой").name
    _, *rows = exported(office, office.manager_a, names=[*made[:2], strange])
    assert [row[0] for row in rows] == ["А", "Б"], (
        "in the list's order, and only what he may export"
    )
    _, *rows = exported(office, office.manager_a, names=made, query="в")
    assert [row[0] for row in rows] == ["В"], "of the filter"
    _, *rows = exported(office, office.manager_a, except_names=made[:1])
    assert [row[0] for row in rows] == ["А", "В"]
    with refused() as refusal:
        exported(office, office.manager_a, names=["counterparties/x"] * 10_001)
    assert refusal.fields == (("names", "TOO_MANY"),)


def test_it_has_a_name_and_a_type(office: Office) -> None:
    bodies = office.counterparties(office.admin).ExportCounterparties(
        pb.ExportCounterpartiesRequest()
    )
    first = next(bodies)
    name = wrappers_pb2.StringValue()
    assert first.content_type.startswith("text/csv")
    assert first.extensions[0].Unpack(name)
    assert name.value.endswith(".csv")


def test_excel_opens_the_other_format(office: Office) -> None:
    office.create(office.admin, "=cmd|' /C calc'!A0 <&>", inn="7707083893")
    data = file_of(office, office.admin, "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).active
    assert sheet is not None
    head, row = sheet.iter_rows(values_only=True)
    assert head[0] == "Наименование"
    assert row[0] == "'=cmd|' /C calc'!A0 <&>"
    assert row[4] == "7707083893"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    data = b"".join(sheets.csv_pieces([[f"{start}1+1", "обычная"]]))
    assert data.startswith(b"\xef\xbb\xbf")
    row = next(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert row == [f"'{start}1+1", "обычная"]


def test_hidden_fields_do_not_leave_in_a_file(office: Office) -> None:
    office.create(
        office.manager_a, "Ромашка", inn="7707083893", phones=[pb.Phone(number="+78124518672")]
    )
    reader = restricted(office.manager_a, ("inn", "POTENTIAL", "NONE"), ("phones", "", "MASKED"))
    head, row = exported(office, reader)
    table = dict(zip(head, row, strict=True))
    assert table["ИНН"] == ""
    assert table["Телефон"] == "'+7 ••• •••-86-72"


def test_an_export_is_in_the_audit_trail(office: Office) -> None:
    office.create(office.manager_a)
    exported(office, office.manager_a)
    exported(office, office.manager_a, kind=["KIND_LEGAL"], query="ром", names=["counterparties/x"])
    told, narrow = office.changes("counterparties_exported")
    assert told["actor"]["user"] == office.manager_a.user
    facts = {each["field"]: each["new"] for each in told["changes"]}
    assert facts == {"count": 1, "format": "csv", "filter": {}, "named": 0, "excepted": 0}
    facts = {each["field"]: each["new"] for each in narrow["changes"]}
    assert (facts["filter"], facts["named"]) == ({"kind": ["LEGAL"], "query": "ром"}, 1)


MARKED = re.compile(r"Анна \(anna@a\), \d\d\.\d\d\.\d{4} \d\d:\d\d \(UTC\+10:00\)")


def test_each_row_says_who_took_it_out_and_when(office: Office) -> None:
    anna = replace(
        office.manager_a,
        display_name="Анна",
        login="anna@a",
        time_zone="Europe/London",
        tenant_time_zone="Asia/Vladivostok",
    )
    names = [office.create(anna).name for _ in range(3)]
    for table in (
        exported(office, anna),
        exported(office, anna, names=names[:2]),
        exported(office, anna, except_names=names[:1]),
    ):
        assert table[0][-1] == "Выгрузил"
        assert all(MARKED.fullmatch(row[-1]) for row in table[1:])
        assert len({row[-1] for row in table[1:]}) == 1
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(office, anna, "xlsx"))).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert head[-1] == "Выгрузил"
    assert all(MARKED.fullmatch(str(row[-1])) for row in rows)
    english = exported(office, replace(anna, language="en"))
    assert english[0][-1] == "Exported by"


def test_nobody_is_called_a_formula(office: Office) -> None:
    evil = replace(office.manager_a, display_name="=HYPERLINK(0)", login="+1;2\r\n=3")
    office.create(evil)
    _, row = exported(office, evil)
    assert row[-1].startswith("'=HYPERLINK(0) (+1;2")
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(office, evil, "xlsx"))).active
    assert sheet is not None
    cell = list(sheet.iter_rows())[1][-1]
    assert (cell.data_type, str(cell.value)[:2]) == ("s", "'=")


def test_an_unknown_format_is_refused(office: Office) -> None:
    with refused() as refusal:
        file_of(office, office.admin, "pdf")
    assert refusal.reason == "FORMAT_UNKNOWN"
