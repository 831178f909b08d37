"""What a bank's file may look like, and where a broken one is broken."""

import io
from datetime import date

import pytest

from services.deals.payments import client_bank
from services.deals.payments.client_bank import Document, Reading, StatementBroken

HEAD = ["1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", "РасчСчет=4070"]
ACCOUNT = [
    *("СекцияРасчСчет", "ДатаНачала=02.11.2026", "ДатаКонца=06.11.2026", "РасчСчет=4070"),
    *("НачальныйОстаток=10.00", "ВсегоПоступило=5.50", "ВсегоСписано=0"),
    *("КонечныйОстаток=15.50", "КонецРасчСчет"),
]
PAYMENT = [
    *("СекцияДокумент=Платежное поручение", "Номер=7", "Дата=02.11.2026", "Сумма=5.50"),
    *("ПлательщикСчет=4080", "ПолучательСчет=4070", "ДатаПоступило=03.11.2026"),
    *("НазначениеПлатежа=по счету 5", "КонецДокумента"),
]
LINES = [*HEAD, *ACCOUNT, *PAYMENT, "КонецФайла"]


def reading(lines: list[str], encoding: str = "cp1251", ending: str = "\r\n") -> Reading:
    return Reading(io.BytesIO(ending.join(lines).encode(encoding)))


def documents(lines: list[str], encoding: str = "cp1251", ending: str = "\r\n") -> list[Document]:
    return list(reading(lines, encoding, ending))


def changed(line: str, other: str) -> list[str]:
    assert line in LINES
    return [other if each == line else each for each in LINES]


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\r\n\r\n"])
@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig"])
def test_any_line_end_and_encoding(encoding: str, ending: str) -> None:
    assert documents(LINES, encoding, ending) == documents(LINES)


def test_dos_letters_are_no_line_ends() -> None:
    # 0x85 is «Е» in cp866 and a line end in Unicode.
    lines = ["Кодировка=DOS" if line.startswith("Кодировка") else line for line in LINES]
    lines = ["НазначениеПлатежа=ЕЁЖ по счету 5" if "Назн" in line else line for line in lines]
    assert documents(lines, "cp866")[0].purpose == "ЕЁЖ по счету 5"


def test_an_encoding_that_is_said_wrongly() -> None:
    assert documents(LINES, "cp866") == documents(LINES)


def test_what_a_document_says() -> None:
    assert documents(LINES) == [
        Document(
            index=1,
            number="7",
            day=date(2026, 11, 2),
            amount=550,
            payer_account="4080",
            recipient_account="4070",
            received=date(2026, 11, 3),
            purpose="по счету 5",
        )
    ]


def test_a_purpose_in_pieces_anywhere() -> None:
    lines = [*LINES]
    place = lines.index("НазначениеПлатежа=по счету 5")
    lines[place : place + 1] = ["НазначениеПлатежа2=счету", "НазначениеПлатежа10=x", "Иное=y"]
    lines[place:place] = ["НазначениеПлатежа3=5", "НазначениеПлатежа1=по", "НазначениеПлатежа="]
    assert documents(lines)[0].purpose == "по счету 5"


def test_a_purpose_with_a_line_end_within() -> None:
    lines = changed("НазначениеПлатежа=по счету 5", "НазначениеПлатежа=по\r\n счету 5")
    assert documents(lines)[0].purpose == "по счету 5"


@pytest.mark.parametrize(
    ("text", "amount"),
    [("5", 500), ("5.5", 550), ("5,05", 505), ("0.07", 7), ("1234567890123.99", 123456789012399)],
)
def test_sums_are_exact(text: str, amount: int) -> None:
    assert documents(changed("Сумма=5.50", f"Сумма={text}"))[0].amount == amount


@pytest.mark.parametrize(
    ("line", "other", "key", "number"),
    [
        ("1CClientBankExchange", "1CExchange", "", 1),
        ("1CClientBankExchange", "", "", 2),
        ("Сумма=5.50", "Сумма=5.505", "Сумма", 17),
        ("Сумма=5.50", "Сумма=-5.50", "Сумма", 17),
        ("Сумма=5.50", "Сумма=5 000.50", "Сумма", 17),
        ("Сумма=5.50", "Сумма=1e3", "Сумма", 17),
        ("Сумма=5.50", "Сумма=٥", "Сумма", 17),
        ("Сумма=5.50", "Сумма=", "Сумма", 17),
        ("Сумма=5.50", "", "Сумма", 14),
        ("Сумма=5.50", "Сумма=5.50\r\nСумма=6.50", "Сумма", 18),
        ("Дата=02.11.2026", "Дата=31.02.2026", "Дата", 16),
        ("Дата=02.11.2026", "Дата=2026-11-02", "Дата", 16),
        ("Дата=02.11.2026", "Дата=", "Дата", 16),
        ("ДатаПоступило=03.11.2026", "ДатаПоступило=вчера", "ДатаПоступило", 20),
        ("КонечныйОстаток=15.50", "КонечныйОстаток=x", "КонечныйОстаток", 12),
        ("РасчСчет=4070", "", "РасчСчет", 5),
        ("КонецДокумента", "", "КонецФайла", 23),
        ("КонецДокумента", "СекцияДокумент=Платежное поручение", "СекцияДокумент", 22),
        ("КонецРасчСчет", "", "СекцияДокумент", 14),
        ("КонецФайла", "", "КонецФайла", 22),
        ("КонецФайла", "КонецФайла\r\nещё", "КонецФайла", 24),
        ("КонецФайла", "КонецДокумента", "КонецДокумента", 23),
        ("Номер=7", "мусор", "мусор", 15),
        ("ВерсияФормата=1.03", "мусор", "мусор", 2),
    ],
)
def test_a_broken_file_says_where(line: str, other: str, key: str, number: int) -> None:
    with pytest.raises(StatementBroken) as refused:
        documents(changed(line, other), "utf-8")
    assert (refused.value.line, refused.value.key) == (number, key)


def test_cut_at_any_byte_it_is_refused() -> None:
    whole = "\r\n".join(LINES).encode("cp1251")
    for end in range(0, len(whole), 7):
        with pytest.raises(StatementBroken):
            list(Reading(io.BytesIO(whole[:end])))


def test_bytes_of_no_encoding() -> None:
    broken = "\r\n".join(LINES).encode("cp1251").replace("счету".encode("cp1251"), b"\x98")
    with pytest.raises(StatementBroken) as refused:
        list(Reading(io.BytesIO(broken)))
    assert refused.value.key == "Кодировка"
    with pytest.raises(StatementBroken):
        list(Reading(io.BytesIO("\r\n".join(LINES).encode("utf-16"))))


def test_no_line_takes_much_memory() -> None:
    endless = b"1CClientBankExchange\r\n" + b"A" * 10_000_000
    with pytest.raises(StatementBroken, match="more than 20000"):
        list(Reading(io.BytesIO(endless)))


@pytest.mark.parametrize(
    "more", ["x" * 15_000, "\r\n".join(["a"] * 400_000)], ids=["one line", "many lines"]
)
def test_no_purpose_takes_much_memory_or_time(more: str) -> None:
    lines = changed("НазначениеПлатежа=по счету 5", f"НазначениеПлатежа=по счету 5 {more}")
    (document,) = documents(lines)
    assert document.purpose.startswith("по счету 5 ")
    assert len(document.purpose) == client_bank.LONGEST_VALUE


def test_an_endless_account_is_none() -> None:
    with pytest.raises(StatementBroken, match="no account") as refused:
        documents(changed("РасчСчет=4070", f"РасчСчет={'Я' * 5_000}"))
    assert refused.value.key == "РасчСчет"


def test_what_does_not_add_up() -> None:
    lines = changed("КонечныйОстаток=15.50", "КонечныйОстаток=16.50")
    assert list(read := reading(lines))
    assert read.warnings == ["BALANCE 4070"]
    lines = changed("Сумма=5.50", "Сумма=6.50")
    assert list(read := reading(lines))
    assert read.warnings == ["TOTALS 4070"]


def test_a_section_for_each_day() -> None:
    second = [
        *("СекцияРасчСчет", "ДатаНачала=07.11.2026", "ДатаКонца=07.11.2026", "РасчСчет=4070"),
        *("НачальныйОстаток=15.50", "ВсегоПоступило=0.00", "ВсегоСписано=20.00"),
        *("КонечныйОстаток=-4.50", "КонецРасчСчет"),
    ]
    read = reading([*HEAD, *second, *ACCOUNT, *PAYMENT, "КонецФайла"])
    assert list(read)
    account = read.accounts["4070"]
    assert (account.opening, account.incoming, account.outgoing, account.closing) == (
        *(1000, 550, 2000),
        -450,
    )
    assert (account.from_date, account.to_date) == (date(2026, 11, 2), date(2026, 11, 7))
    assert read.warnings == ["TOTALS 4070"]  # nothing was written off


def test_the_file_stays_open() -> None:
    file = io.BytesIO("\r\n".join(LINES).encode("cp1251"))
    assert list(Reading(file)) == list(Reading(file))
    assert client_bank.encoding_of(file) == "windows-1251"
