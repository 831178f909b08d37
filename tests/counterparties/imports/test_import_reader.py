"""Files as programs write them: encodings, separators, headers, broken quotes, workbooks."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from services.counterparties.imports import cells, strings, table
from services.counterparties.imports.columns import Kind, field_of, mapping_of
from services.counterparties.imports.encoding import Sniffer
from services.counterparties.imports.parse import Draft, Plan
from services.counterparties.imports.table import Format, Layout, Table
from services.counterparties.imports.workbook import plain_number
from services.counterparties.requisites import Kind as ClientKind
from tests.counterparties.imports.files import INNS, a_csv

TODAY = date(2026, 11, 21)
# Workbooks know no time zones.
DAY = datetime(2018, 2, 24)  # noqa: DTZ001
HEAD = ("Наименование", "ИНН", "Телефон", "Комментарий")
ROW = ("ООО «Ромашка»", INNS[0], "8 (495) 123-45-67", 'тихо;\nспросить «Марию», "Петра"')


def layout_of(content: bytes, kind: Kind = Kind.LEGAL) -> Layout:
    found = table.format_of(content[:4096])
    sniffer = Sniffer()
    for start in range(0, len(content), 1000):
        sniffer.feed(content[start : start + 1000])
    codec = "" if found is Format.XLSX else sniffer.encoding()
    return table.look(io.BytesIO(content), found, codec, kind)


def read(content: bytes, kind: Kind = Kind.LEGAL) -> tuple[Layout, list[list[str]]]:
    """The rows read in one go, and again from every place: the same."""
    layout = layout_of(content, kind)
    opened = Table(io.BytesIO(content), layout)
    records = [r for r in opened.records(layout.start) if not table.is_blank(r.cells)]
    for at, record in enumerate(records):
        after = Table(io.BytesIO(content), layout).records(record.place)
        again = [r.cells for r in after if not table.is_blank(r.cells)]
        assert again == [r.cells for r in records[at + 1 :]]
    opened.close()
    return layout, [record.cells for record in records]


def draft(
    header: Sequence[str], row: Sequence[str], kind: Kind = Kind.LEGAL, *, broken: bool = False
) -> Draft:
    return Plan(mapping_of(header, kind), kind, TODAY).read(row, broken=broken)


def reasons(header: Sequence[str], row: Sequence[str], kind: Kind = Kind.LEGAL) -> list[str]:
    return [each.reason for each in draft(header, row, kind).problems]


def a_workbook(*rows: Sequence[Any], sheets: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    for name in sheets:
        book.create_sheet(name)
    sheet: Any = book.worksheets[-1]
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_encoding_and_separator_are_found_out(encoding: str, separator: str) -> None:
    row = tuple(cell.translate({0xAB: '"', 0xBB: '"'}) for cell in ROW)
    content = a_csv(HEAD, *[row] * 3, separator=separator, encoding=encoding)
    if encoding == "utf-16-be":
        content = b"\xfe\xff" + content
    layout, rows = read(content)
    assert layout.separator == separator
    assert layout.columns == HEAD
    assert rows == [list(row)] * 3


def test_wide_text_without_a_mark_is_recognised() -> None:
    content = a_csv(HEAD, *[ROW] * 20, encoding="utf-16-le")
    assert layout_of(content).encoding == "utf-16-le"


def test_a_russian_letter_after_megabytes_of_english_decides_the_encoding() -> None:
    content = a_csv(("name", "inn"), *[("Acme", INNS[0])] * 5000) + "Ромашка;1\r\n".encode("cp1251")
    assert layout_of(content).encoding == "cp1251"


@pytest.mark.parametrize("spoiled", [b"\xff", "Бета".encode("cp1251"), "я".encode()[:1]])
def test_a_few_spoiled_bytes_do_not_spoil_the_whole_file(spoiled: bytes) -> None:
    good = a_csv(HEAD, *[ROW] * 20)
    for content in (good + spoiled, good + spoiled + b"\r\n" + a_csv(*[ROW] * 5)):
        layout, rows = read(content)
        assert (layout.encoding, layout.columns) == ("utf-8", HEAD)
        assert rows[:20] == [list(ROW)] * 20


def test_titles_above_the_header_blank_lines_and_empty_columns_do_not_matter() -> None:
    content = (
        "sep=;\r\nВыгрузка клиентов;;;;;\r\n;;;;;\r\nНаименование;ИНН;Телефон;;;\r\n"
        f"А;{INNS[0]};;;;\r\n\r\n ; ;;;;\r\nБ;{INNS[1]};;;;\r\n"
    ).encode()
    layout, rows = read(content)
    assert layout.columns == ("Наименование", "ИНН", "Телефон")
    assert [row[0] for row in rows] == ["А", "Б"]


def test_columns_of_the_same_name_or_of_none_are_told_apart() -> None:
    layout, _ = read(b"name;;phone;phone\r\na;x;1;2\r\nb;y;3;4\r\n")
    assert layout.columns == ("name", "#2", "phone", "phone (2)")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_ends_of_any_system(end: str) -> None:
    content = f'Наименование;ИНН{end}А;1{end}"Б{end}В";2{end}'.encode()
    _, rows = read(content)
    assert rows == [["А", "1"], [f"Б{end}В", "2"]]


def test_a_quote_that_is_never_closed_spoils_its_own_row_only() -> None:
    lines = [f"К{n};{n}" for n in range(200)]
    lines[5] = '"К5;5'
    content = "\r\n".join(["Наименование;ИНН", *lines]).encode()
    layout = layout_of(content)
    found = list(Table(io.BytesIO(content), layout).records(layout.start))
    assert len(found) == 200
    assert [r.broken for r in found].count(True) == 1
    assert found[6].cells == ["К6", "6"]
    _, rows = read(b'name;inn\r\na;1\r\n"b;2')
    assert rows == [["a", "1"], ['"b', "2"]]


def test_a_quote_inside_a_cell_is_a_letter() -> None:
    _, rows = read('Наименование;ИНН\r\nООО "Ромашка";1\r\n"ООО ""Лютик""";2\r\n'.encode())
    assert [row[0] for row in rows] == ['ООО "Ромашка"', 'ООО "Лютик"']


def test_numbers_and_dates_of_a_workbook_are_what_people_see() -> None:
    content = a_workbook(
        ("Отчёт",),
        (),
        ("Наименование", "ИНН", "БИК", "Дата регистрации", "Капитал", "Активен", "Время"),
        ("А", 7707083893, 44525225, DAY, 1500000.5, True, 0.1 + 0.2),
        ("Б", 7707083893.0, None, "24.02.2018", 10000, False, DAY + timedelta(hours=10.5)),
        (),
        ("В",),
        sheets=("Пустой",),
    )
    layout, rows = read(content)
    assert layout.columns[:2] == ("Наименование", "ИНН")
    assert rows[0] == ["А", "7707083893", "44525225", "24.02.2018", "1500000.5", "TRUE", "0.3"]
    assert rows[1][1] == "7707083893"
    assert rows[1][5:] == ["FALSE", "24.02.2018 10:30:00"]
    assert rows[2] == ["В"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("7707083893.0", "7707083893"),
        ("7.707083893E9", "7707083893"),
        ("4.0702810541553162E+19", "40702810541553162000"),
        ("1500000.5", "1500000.5"),
        ("-3", "-3"),
        ("0.30000000000000004", "0.3"),
    ],
)
def test_numbers_of_a_workbook_have_no_exponent(text: str, shown: str) -> None:
    assert plain_number(text) == shown


def test_shared_strings_rich_text_and_phonetics() -> None:
    content = a_workbook(("name", "inn"), ("x", 1))
    out = io.BytesIO()
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>Наименование</t></si><si><t>ИНН</t></si>"
        "<si><r><t>Ро</t></r><r><t>машка</t></r><rPh><t>нет</t></rPh></si></sst>"
    )
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c>'
        '<x:c r="B1" t="s"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="7"><x:c r="B7"><x:v>5</x:v></x:c></x:row>'
        '<x:row r="8"><x:c r="A8" t="s"><x:v>2</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"):
                new.writestr(name, old.read(name))
        new.writestr("xl/sharedStrings.xml", strings)
        new.writestr("xl/worksheets/sheet1.xml", sheet)
    _, rows = read(out.getvalue())
    assert rows == [["", "5"], ["Ромашка"]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("27.11.2003", date(2003, 11, 27)),
        ("27.11.03", date(2003, 11, 27)),
        ("27.11.2003 г.", date(2003, 11, 27)),
        ("27.11.2003 0:00:00", date(2003, 11, 27)),
        ("2003-11-27T10:00:00Z", date(2003, 11, 27)),
        ("27/11/2003", date(2003, 11, 27)),
        ("11/27/2003", date(2003, 11, 27)),
        ("20031127", date(2003, 11, 27)),
        ("27 ноября 2003 г.", date(2003, 11, 27)),
        ("27 Nov 2003", date(2003, 11, 27)),
        ("37952", date(2003, 11, 27)),
        ("30.02.1990", "28.02.1990"),
        ("45.13.1990", ""),
        ("завтра", ""),
    ],
)
def test_dates_in_many_forms(text: str, wanted: Any) -> None:
    found = cells.day(text)
    if isinstance(found, cells.Wrong):
        assert found.suggestion == wanted
    else:
        assert found == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 500 000,50", Decimal("1500000.50")),
        ("1\u00a0500\u202f000,50 руб.", Decimal("1500000.50")),
        ("1.500.000,50", Decimal("1500000.50")),
        ("1,500,000.50", Decimal("1500000.50")),
        ("10.000", Decimal(10000)),
        ("10000.00", Decimal("10000.00")),
    ],
)
def test_amounts_in_many_forms(text: str, wanted: Decimal) -> None:
    assert cells.amount(text) == wanted
    assert isinstance(cells.amount("10 тыс"), cells.Wrong)


def test_a_lost_zero_of_an_inn_is_restored_if_the_digits_then_fit() -> None:
    found = draft(("Наименование", "ИНН"), ("А", "105043580"))
    assert found.fields["inn"] in ("0105043580", "105043580")
    wrong = draft(("Наименование", "ИНН"), ("А", "105043581"))
    assert [each.reason for each in (*found.problems, *wrong.problems)].count("INN_LENGTH") >= 1


def test_kind_and_person_of_a_row_follow_inn_and_name() -> None:
    head = ("Название", "ИНН/КПП", "ОГРН")
    company = draft(head, ("ООО Ромашка", f"{INNS[0]}/770701001", ""))
    assert (company.kind, company.fields["kpp"]) == (ClientKind.LEGAL, "770701001")
    alone = draft(head, ("ИП Семёнова Елена Андреевна", "528159083040", ""))
    assert alone.kind is ClientKind.SOLE_PROPRIETOR
    assert alone.fields["person_name"] == ("Семёнова", "Елена", "Андреевна")
    assert draft(head, ("ИП Иванов", "", "")).kind is ClientKind.SOLE_PROPRIETOR
    person = draft(("ФИО",), ("Мамедов  Али\u00a0Гасан оглы",), Kind.INDIVIDUAL)
    assert person.fields["display_name"] == "Мамедов Али Гасан оглы"
    parts = draft(("Фамилия", "Имя", "Отчество"), ("Иванов", "Пётр", ""), Kind.INDIVIDUAL)
    assert parts.fields["display_name"] == "Иванов Пётр"


def test_headers_are_recognised_however_they_are_written() -> None:
    headers = {
        "НАИМЕНОВАНИЕ": "display_name",
        " Название  компании ": "display_name",
        "Company name": "display_name",
        "ИНН*": "inn",
        "Тел.": "phones",
        "Телефон 2": "phones",
        "E-mail:": "emails",
        "Эл. почта": "emails",
        "Р/с": "bank_account",
        "К/с": "correspondent_account",
        "Юр. адрес": "legal_address",
        "Численность, чел.": "headcount",
        "Уставный капитал (руб.)": "capital",
        "Контактное лицо": "contact_name",
        "Моб. телефон": "contact_phones",
        "Примечание": "comment",
        "Что-то своё": "",
    }
    assert {h: field_of(h, Kind.LEGAL) for h in headers} == headers
    assert field_of("Мобильный телефон", Kind.INDIVIDUAL) == "phones"
    assert field_of("Д/р", Kind.INDIVIDUAL) == "birth_date"


def test_who_exported_a_file_is_passed_over() -> None:
    marks = ("Выгрузил", "Exported by", "Выгрузил (2)")
    row = ("=СУММ(1)", "x" * 30_000, "Анна (anna), 22.11.2026 08:15 (UTC+03:00)")
    for kind, name in ((Kind.LEGAL, "display_name"), (Kind.INDIVIDUAL, "person_name")):
        mapping = mapping_of(("Наименование", *marks), kind)
        assert [each.field for each in mapping] == [name, *["watermark"] * 3]
    found = draft(("Наименование", *marks), ("Ромашка", *row))
    assert (found.fields, found.problems) == ({"display_name": "Ромашка"}, [])


def test_cells_with_several_values_and_odd_spaces() -> None:
    head = ("Название", "Телефоны", "Почта", "Сайт", "Численность", "Согласие")
    found = draft(
        head,
        (
            "\u00a0ООО\u00a0 «Ромашка»\u200b ",
            "(812) 451-8672 доб. 516, 8-926-811-9030",
            "Иван <ivan@firma.ru>; info@firma.ru",
            "WWW.Firma.ru/О-нас",
            "1 200 чел.",
            "да",
        ),
    )
    assert not found.problems
    assert found.fields["display_name"] == "ООО «Ромашка»"
    assert [(n.number, n.extension) for n in found.phones] == [
        ("+78124518672", "516"),
        ("+79268119030", ""),
    ]
    assert found.emails == ["ivan@firma.ru", "info@firma.ru"]
    assert found.fields["website"] == "www.firma.ru/О-нас"
    assert (found.fields["headcount"], found.fields["marketing_consent"]) == (1200, True)


def test_what_is_wrong_is_told_by_reason() -> None:
    head = ("Название", "ИНН", "Р/с", "БИК", "Дата регистрации", "Сайт", "Численность")
    good = ("А", INNS[0], "", "", "", "", "")
    assert reasons(head, good) == []
    for place, value, reason in (
        (0, "", "NAME_MISSING"),
        (0, "x" * 300, "TEXT_TOO_LONG"),
        (1, "77070838", "INN_LENGTH"),
        (1, "77О7083893", "INN_FORMAT"),
        (2, "40702810541553162250", "BIC_MISSING"),
        (4, "31.02.2019", "DATE_IMPOSSIBLE"),
        (4, "весной", "DATE_FORMAT"),
        (4, "01.01.2030", "DATE_OUT_OF_RANGE"),
        (5, "нет сайта", "WEBSITE_FORMAT"),
        (6, "много", "NUMBER_FORMAT"),
    ):
        row = [*good[:place], value, *good[place + 1 :]]
        assert reasons(head, row) == [reason], value
    assert reasons(head, (*good, "лишнее")) == ["TOO_MANY_CELLS"]
    assert reasons(head, (*good, " ", "")) == []
    assert reasons(head, good[:2]) == []
    assert draft(head, good, broken=True).problems[0].reason == "QUOTE_OPEN"


def test_very_many_strings_wait_in_a_file() -> None:
    texts = [f"строка {number}" for number in range(500)]
    kept = strings.SharedStrings(iter(texts), in_memory=1000)
    assert [kept[number] for number in range(len(kept))] == texts


def test_strings_of_a_stored_workbook_are_unpacked_once() -> None:
    shelf = strings.Shelf()
    unpacked: list[str] = []

    def texts(name: str) -> Iterator[str]:
        unpacked.append(name)
        yield name

    for name in ("a", "a", "b", "c", "b", "a"):
        assert shelf.take(name, lambda name=name: texts(name))[0] == name
    assert unpacked == ["a", "b", "c", "a"]
