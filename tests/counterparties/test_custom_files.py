"""Custom fields in files: a list exported is imported again with nothing lost."""

from typing import Any

from crm.counterparties.v1 import counterparties_pb2
from crm.counterparties.v1 import imports_pb2 as pb
from services.counterparties.custom_fields.custom_field import Resource
from services.counterparties.custom_fields.store import definitions
from services.counterparties.imports.columns import plain
from services.counterparties.imports.custom_cells import named, reader
from tests.counterparties.imports import files
from tests.counterparties.imports.files import a_csv
from tests.counterparties.office import Office
from tests.counterparties.test_custom_fields import GOOD, all_types, create, define, values_of
from tests.counterparties.test_export import exported

OWN = ("Text", "Number", "Money", "Date", "List", "Multi_List", "Boolean", "Link")
CELLS = (
    "Текст",
    "12,5",
    "1500,00",
    "22.11.2026",
    "Да",
    "Нет; Да",
    "Нет",
    "https://example.ru/a?b=c",
)


def imported(office: Office, head: tuple[str, ...], *rows: tuple[str, ...]) -> pb.Import:
    made = files.staged(office, office.admin, a_csv(head, *rows))
    office.imports(office.admin).CreateImportedCounterparties(
        pb.CreateImportedCounterpartiesRequest(name=made.name, all_valid=True)
    )
    office.work()
    return files.now(office, office.admin, made.name)


def values_by_name(office: Office) -> dict[str, dict[str, Any]]:
    page = office.counterparties(office.admin).ListCounterparties(
        counterparties_pb2.ListCounterpartiesRequest()
    )
    return {each.display_name: values_of(each) for each in page.counterparties}


def test_an_exported_list_has_them_as_people_write_them(office: Office) -> None:
    all_types(office)
    create(office, GOOD)
    heading, row = exported(office, office.admin)
    assert tuple(heading[-9:-1]) == OWN
    assert tuple(row[-9:-1]) == CELLS


def test_columns_named_as_fields_are_mapped_and_read_by_type(office: Office) -> None:
    all_types(office)
    made = imported(office, ("Наименование", *OWN), ("А", *CELLS), ("Б", *[""] * 8))
    assert [each.field for each in made.mapping][1:] == [
        f"custom_fields.{own.lower()}" for own in OWN
    ]
    assert values_by_name(office) == {"А": GOOD, "Б": {}}
    # Imported clients are found by their fields as others are.
    assert office.listed(office.admin, custom=["list:eq:da", "money:ge:1500"]) == ["А"]


def test_a_wrong_cell_is_an_error_row_with_its_reason(office: Office) -> None:
    all_types(office)
    define(office, "source", "TEXT", required=True, display_name="Источник")
    head = ("Наименование", "number", "List", "Источник")
    made = files.staged(
        office,
        office.admin,
        a_csv(head, ("А", "много", "", "x"), ("Б", "1", "Может быть", "x"), ("В", "1", "Нет", "")),
    )
    rows = files.rows(office, office.admin, made.name)
    assert [[(p.field, p.column, p.reason) for p in row.problems] for row in rows] == [
        [("custom_fields.number", "number", "CUSTOM_NUMBER")],
        [("custom_fields.list", "List", "CUSTOM_OPTION")],
        [("custom_fields.source", "Источник", "FIELD_REQUIRED")],
    ]
    repaired = office.imports(office.admin).UpdateImportRow(
        pb.UpdateImportRowRequest(row=pb.ImportRow(name=rows[2].name, values={"Источник": "Сайт"}))
    )
    assert repaired.verdict == pb.ImportRow.VERDICT_VALID


def test_cells_are_read_as_people_write_them(office: Office) -> None:
    all_types(office)
    known = definitions(office.db, Resource.COUNTERPARTY)
    read = {key: reader(field) for key, field in known.by_key.items()}
    assert read["number"]("-1 250,75") == -1250.75
    assert read["money"]("1 500 000,5 руб.") == {"amount": "1500000.50", "currency": "RUB"}
    assert read["money"]("99 $") == {"amount": "99.00", "currency": "USD"}
    assert read["money"]("-100 EUR") == {"amount": "-100.00", "currency": "EUR"}
    assert read["list"]("ДА ") == "da"
    assert read["multi_list"]("да, нет") == ["da", "net"]
    assert read["link"]("example.ru/a") == "https://example.ru/a"
    assert read["link"]("javascript:alert(1)").reason == "CUSTOM_LINK"
    assert read["list"]("дда").suggestion == "да"
    assert named(known, plain)["multi list"] == "custom_fields.multi_list"
