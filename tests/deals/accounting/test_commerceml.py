"""Files of CommerceML: ours as accounting reads them, theirs whatever somebody put into them."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deals.accounting.commerceml import document, orders
from services.deals.accounting.commerceml.document import FileBroken, FileTooLarge
from services.deals.accounting.port import Buyer, Paper, PaperLine

KEY, BUYER = "5f0f6c1e-0000-4000-8000-000000000001", "5f0f6c1e-0000-4000-8000-000000000002"
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def paper(**fields: object) -> Paper:
    draft: dict[str, object] = {
        "key": KEY,
        "number": "1045",
        "day": date(2026, 11, 12),
        "organization": "",
        "buyer": Buyer(
            key=BUYER, display_name='ООО "Ветер & <Ко>"', inn="7701234560", kpp="770101001"
        ),
        "currency": "RUB",
        "total": 12200000,
        "lines": (PaperLine(text="Станок", price=12200000, amount=12200000, vat="22"),),
    }
    return Paper(**{**draft, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize("version", [orders.VERSION, orders.NEW_VERSION])
def test_an_invoice_is_written_as_an_order(version: str) -> None:
    root = document.parsed(orders.written([paper()], NOW, version))
    assert (root.tag, root.get("ВерсияСхемы")) == (orders.ROOT, version)
    (found,) = root.iter("Документ")
    assert found.findtext("Ид") == KEY
    assert (found.findtext("Номер"), found.findtext("Дата")) == ("1045", "2026-11-12")
    assert (found.findtext("Сумма"), found.findtext("Роль")) == ("122000.00", "Продавец")
    buyer = found.find("Контрагенты/Контрагент")
    assert buyer is not None
    assert buyer.findtext("ОфициальноеНаименование") == 'ООО "Ветер & <Ко>"'
    assert (buyer.findtext("ИНН"), buyer.findtext("КПП")) == ("7701234560", "770101001")
    assert found.findtext("Товары/Товар/СтавкиНалогов/СтавкаНалога/Ставка") == "22"


def test_what_accounting_says_of_an_order_is_read() -> None:
    values = "".join(
        f"<ЗначениеРеквизита><Наименование>{name}</Наименование><Значение>{value}</Значение>"
        "</ЗначениеРеквизита>"
        for name, value in (
            ("Номер по 1С", "0000-000045"),
            ("Дата по 1С", "2026-11-13"),
            ("Проведен", "true"),
            ("Номер оплаты по 1С", "317"),
            ("Дата оплаты по 1С", "2026-11-20T12:00:00"),
            ("Дата отгрузки по 1С", "0001-01-01"),
        )
    )
    text = (
        f'<?xml version="1.0" encoding="windows-1251"?><{orders.ROOT}><Контейнер><Документ>'
        f"<Ид>{KEY}</Ид><Сумма>122 000,00</Сумма>"
        f"<ЗначенияРеквизитов>{values}</ЗначенияРеквизитов></Документ></Контейнер>"
        f"<Документ><Номер>без ида</Номер></Документ></{orders.ROOT}>"
    )
    (told,) = orders.read(text.encode("cp1251"))
    assert (told.key, told.number, told.total) == (KEY, "0000-000045", 12200000)
    assert (told.posted, told.deleted, told.cancelled) == (True, False, False)
    assert (told.paid_number, told.paid_day) == ("317", date(2026, 11, 20))
    assert told.shipment_day is None


@given(st.text(), st.integers(0, 10**12))
def test_what_is_written_can_be_read(text: str, total: int) -> None:
    written = orders.written([paper(total=total, comment=text, number=text)], NOW)
    (told,) = orders.read(written)
    assert (told.key, told.total) == (KEY, total)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no xml",
        b"<a><b></a>",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><a>&b;</a>',
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b"<a>&undefined;</a>",
        b"\x00\x01\x02",
        f"<{orders.ROOT}><Документ><Ид>1</Ид><Сумма>NaN</Сумма></Документ></{orders.ROOT}>".encode(),
    ],
)
def test_a_broken_file_is_refused(data: bytes) -> None:
    with pytest.raises(FileBroken):
        orders.read(data)


@pytest.mark.parametrize(
    "data",
    [
        b"<a>" * 50 + b"</a>" * 50,
        b"<a>" + b"x" * (document.LONGEST_TEXT + 1) + b"</a>",
        b"<a>" + b" " * (document.MOST_BYTES + 1) + b"</a>",
    ],
)
def test_a_file_that_is_too_much_is_refused(data: bytes) -> None:
    with pytest.raises(FileTooLarge):
        document.parsed(data)


def test_only_plain_files_come_out_of_a_zip() -> None:
    data = zipped({"orders.xml": b"<a/>", "../evil.xml": b"<a/>", "b/c.xml": b"", "x.exe": b""})
    assert document.unzipped(data) == {"orders.xml": b"<a/>"}
    with pytest.raises(FileBroken):
        document.unzipped(b"no zip")


def test_a_zip_that_swells_is_refused() -> None:
    with pytest.raises(FileTooLarge):
        document.unzipped(zipped({"orders.xml": b" " * (document.MOST_BYTES + 1)}))
    with pytest.raises(FileTooLarge):
        document.unzipped(zipped({f"{n}.xml": b"" for n in range(document.MOST_FILES + 1)}))


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
