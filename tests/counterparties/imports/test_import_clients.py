"""A good row becomes a counterparty that keeps all rules of counterparties, and is tidy already."""

import io
from datetime import UTC, date, datetime

import pytest

from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.imports import clients, table
from services.counterparties.imports.columns import Kind, mapping_of
from services.counterparties.imports.encoding import Sniffer
from services.counterparties.imports.import_run import Import
from services.counterparties.imports.parse import Draft, Plan
from services.kit.owned import owned_by
from services.kit.person import Person
from tests.counterparties.imports.files import DATA, MANIFEST, kind_of

NOW = datetime(2026, 11, 21, tzinfo=UTC)
TODAY = date(2026, 11, 21)
OWNER = Person(name="users/1", display_name="Анна", org_path=("orgUnits/1",))


def made(draft: Draft, kind: Kind) -> tuple[Counterparty, Contact | None]:
    imported = Import(name="imports/1", kind=kind)
    client = clients.client_of(draft, imported, OWNER, "counterparties/1", NOW)
    return client, clients.contact_of(draft, client, "contacts/1", NOW)


def drafts(file_name: str) -> list[Draft]:
    content = (DATA / file_name).read_bytes()
    kind = Kind(kind_of(file_name).removeprefix("KIND_"))
    sniffer = Sniffer()
    sniffer.feed(content)
    layout = table.look(
        io.BytesIO(content), table.format_of(content[:4096]), sniffer.encoding(), kind
    )
    plan = Plan(mapping_of(layout.columns, kind), kind, TODAY)
    records = table.Table(io.BytesIO(content), layout).records(layout.start)
    return [plan.read(each.cells) for each in records]


@pytest.mark.parametrize("file_name", MANIFEST)
def test_good_rows_of_a_file_are_good_counterparties(file_name: str) -> None:
    kind = Kind(kind_of(file_name).removeprefix("KIND_"))
    for draft in drafts(file_name):
        if draft.problems or draft.doubts:
            continue
        client, contact = made(draft, kind)
        assert client.problems(TODAY) == []
        assert client.tidy() == client
        assert owned_by(client, OWNER) == client
        if contact is not None:
            assert contact.problems(TODAY) == []
            assert contact.tidy() == contact
            assert contact.at(client) == contact


LEGAL = {
    "Название": " ООО  «Ромашка» ",
    "Полное наименование": "Общество «Ромашка»",
    "ИНН": "7707083893",
    "КПП": "770701001",
    "Юридический адрес": "г. Москва,\nул. Мира, 1",
    "Факт. адрес": "г. Казань",
    "Телефон": "8 (495) 123-45-67 доб. 12; 8 926 811 90 30",
    "E-mail": "Info@Firma.RU",
    "Сайт": "https://Firma.ru",
    "Отрасль": "Услуги",
    "Численность": "1 200",
    "Уставный капитал": "10 000,00 руб.",
    "Р/с": "40702810541553162250",
    "БИК": "044525593",
    "К/с": "30101810200000000593",
    "Банк": "АЛЬФА-БАНК",
    "Моб. телефон": "8 926 811 90 31",
    "Дата регистрации": "24 февраля 2018 г.",
    "Комментарий": " звонить\r\nпосле обеда ",
    "Согласие": "нет",
}
PERSON = {
    "ФИО": "Мамедов  Али Гасан оглы",
    "Д/р": "14.06.1958",
    "СНИЛС": "112-233-445 95",
    "Паспорт": "45 10 123456",
    "Дата выдачи": "01.02.2010",
    "Кем выдан": "ОВД «Тверской»",
    "Код подразделения": "770001",
    "Согласие на рассылку": "да",
    "Домашний телефон": "84951234567",
}


@pytest.mark.parametrize(("row", "kind"), [(LEGAL, Kind.LEGAL), (PERSON, Kind.INDIVIDUAL)])
def test_every_column_reaches_the_counterparty(row: dict[str, str], kind: Kind) -> None:
    mapping = mapping_of(list(row), kind)
    assert all(each.field for each in mapping)
    draft = Plan(mapping, kind, TODAY).read(list(row.values()))
    assert not draft.problems
    client, contact = made(draft, kind)
    assert contact is None
    assert client.problems(TODAY) == []
    assert client.tidy() == client
    filled = {name for name in Counterparty.__slots__ if getattr(client, name)}
    if kind is Kind.LEGAL:
        assert client.comment == "звонить\nпосле обеда"
        # Without a name there is no contact, but the telephone is not lost.
        assert len(client.phones) == 3
        assert filled >= {"bank_accounts", "addresses", "capital", "headcount", "website"}
    else:
        assert filled >= {"person_name", "birth_date", "snils", "passport", "marketing_consent"}
