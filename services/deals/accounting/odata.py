"""The adapter for 1C's standard OData interface.

Objects and their fields are called as in «Бухгалтерия предприятия»; a tenant whose configuration
calls them otherwise says so in `objects`.
"""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from services.deals.accounting.channel import Channel, NoSuchRecord, Row
from services.deals.accounting.port import (
    BadAnswer,
    Buyer,
    Organization,
    Paper,
    PaperLine,
    Payer,
    Receipt,
    Record,
)

ORGANIZATIONS, BUYERS = "Catalog_Организации", "Catalog_Контрагенты"
ACCOUNTS = "Catalog_БанковскиеСчета"
PAPERS = "Document_СчетНаОплатуПокупателю"
RECEIPTS = "Document_ПоступлениеНаРасчетныйСчет"
LINES = "Товары"
# What a tenant may say to be called otherwise.
NAMES = frozenset(
    (
        *(ORGANIZATIONS, BUYERS, ACCOUNTS, PAPERS, RECEIPTS, LINES),
        *("ИНН", "КПП", "НаименованиеПолное", "ЮридическоеФизическоеЛицо"),
        *("Организация_Key", "Контрагент_Key", "СуммаДокумента", "СуммаВключаетНДС", "Комментарий"),
        *("Содержание", "Количество", "Цена", "Сумма", "СтавкаНДС", "СуммаНДС"),
        *("НазначениеПлатежа", "НомерВходящегоДокумента", "ДатаВходящегоДокумента"),
        *("СчетОрганизации_Key", "СчетКонтрагента_Key", "НомерСчета"),
    )
)
MOST_ORGANIZATIONS, MOST_BUYERS = 200, 50
_NOTHING = "00000000-0000-0000-0000-000000000000"
_VAT = {
    "22": "НДС22",
    "20": "НДС20",
    "18": "НДС18",
    "10": "НДС10",
    "7": "НДС7",
    "5": "НДС5",
    "22/122": "НДС22_122",
    "20/120": "НДС20_120",
    "10/110": "НДС10_110",
    "7/107": "НДС7_107",
    "5/105": "НДС5_105",
    "0": "НДС0",
    "none": "БезНДС",
}


class OData:
    def __init__(self, channel: Channel, objects: Mapping[str, str]) -> None:
        self._channel, self._objects = channel, objects
        # Of those asked about again and again: our accounts, who pays often.
        self._known: dict[tuple[str, str], Row] = {}

    def organizations(self) -> list[Organization]:
        found = self._list(ORGANIZATIONS, "DeletionMark eq false", MOST_ORGANIZATIONS)
        return [
            Organization(
                ref_key=_key(row),
                display_name=_text(row, "Description"),
                inn=_text(row, self._named("ИНН")),
                kpp=_text(row, self._named("КПП")),
            )
            for row in found
        ]

    # --- clients ---

    def buyer(self, key: str) -> Record | None:
        return self._one(BUYERS, key)

    def buyers(self, inn: str) -> list[Record]:
        where = f"{self._named('ИНН')} eq {_quoted(inn)} and DeletionMark eq false"
        return [self._record(row) for row in self._list(BUYERS, where, MOST_BUYERS)]

    def create_buyer(self, buyer: Buyer) -> Record:
        body = {"Ref_Key": buyer.key, **self._of_buyer(buyer)}
        return self._record(self._channel.post(self._named(BUYERS), body))

    def change_buyer(self, record: Record, buyer: Buyer) -> Record:
        return self._changed(BUYERS, record, self._of_buyer(buyer))

    def _of_buyer(self, buyer: Buyer) -> Row:
        kind = "ФизическоеЛицо" if buyer.is_person else "ЮридическоеЛицо"
        return self._renamed(
            {
                "Description": buyer.display_name[:100],
                "НаименованиеПолное": buyer.display_name,
                "ИНН": buyer.inn,
                "КПП": buyer.kpp,
                "ЮридическоеФизическоеЛицо": kind,
            }
        )

    # --- invoices ---

    def paper(self, key: str) -> Record | None:
        return self._one(PAPERS, key)

    def create_paper(self, paper: Paper, buyer: str) -> Record:
        body = {"Ref_Key": paper.key, "Posted": False, **self._of_paper(paper, buyer)}
        return self._record(self._channel.post(self._named(PAPERS), body))

    def change_paper(self, record: Record, paper: Paper, buyer: str) -> Record:
        return self._changed(PAPERS, record, self._of_paper(paper, buyer))

    def _of_paper(self, paper: Paper, buyer: str) -> Row:
        return self._renamed(
            {
                "Number": paper.number,
                "Date": f"{paper.day.isoformat()}T00:00:00",
                "DeletionMark": paper.cancelled,
                "Организация_Key": paper.organization,
                "Контрагент_Key": buyer,
                "СуммаДокумента": _roubles(paper.total),
                "СуммаВключаетНДС": paper.vat_included,
                "Комментарий": paper.comment,
                LINES: [self._of_line(n, each) for n, each in enumerate(paper.lines, start=1)],
            }
        )

    def _of_line(self, number: int, line: PaperLine) -> Row:
        return self._renamed(
            {
                "LineNumber": str(number),
                "Содержание": line.text,
                "Количество": float(line.quantity),
                "Цена": _roubles(line.price),
                "Сумма": _roubles(line.amount),
                **({"СтавкаНДС": _VAT[line.vat]} if line.vat in _VAT else {}),
                "СуммаНДС": _roubles(line.vat_amount),
            }
        )

    # --- payments ---

    def receipts(self, since: date, skip: int, limit: int) -> list[Receipt]:
        answer = self._channel.get(
            self._named(RECEIPTS),
            filter=f"Date ge datetime'{since.isoformat()}T00:00:00'",
            orderby="Date,Ref_Key",
            top=str(limit),
            skip=str(skip),
        )
        return [self._receipt(row) for row in _rows(answer)]

    def _receipt(self, row: Row) -> Receipt:
        day = _day(row.get("Date"))
        if day is None:
            raise BadAnswer("A receipt of accounting has no date")
        # Whom it is from may be of several kinds there: then the field has no _Key.
        payer_field = self._named("Контрагент_Key")
        return Receipt(
            ref_key=_key(row),
            day=day,
            amount=_hundredths(row.get(self._named("СуммаДокумента"))),
            organization=_guid(row.get(self._named("Организация_Key"))),
            number=_text(row, self._named("НомерВходящегоДокумента")),
            number_day=_day(row.get(self._named("ДатаВходящегоДокумента"))),
            purpose=_text(row, self._named("НазначениеПлатежа"))[:2000],
            valid=row.get("Posted") is True and row.get("DeletionMark") is not True,
            payer_key=_guid(row.get(payer_field) or row.get(payer_field.removesuffix("_Key"))),
            payer_account_key=_guid(row.get(self._named("СчетКонтрагента_Key"))),
            account_key=_guid(row.get(self._named("СчетОрганизации_Key"))),
        )

    def payer(self, receipt: Receipt) -> Payer:
        who = self._known_row(BUYERS, receipt.payer_key)
        return Payer(
            display_name=_text(who, "Description"),
            inn=_text(who, self._named("ИНН")),
            account=self._account(receipt.payer_account_key),
            own_account=self._account(receipt.account_key),
        )

    def _account(self, key: str) -> str:
        digits = _text(self._known_row(ACCOUNTS, key), self._named("НомерСчета"))
        return digits if digits.isascii() and digits.isdigit() and len(digits) == 20 else ""

    # --- records ---

    def _one(self, what: str, key: str) -> Record | None:
        row = self._row(what, key)
        return self._record(row) if row else None

    def _row(self, what: str, key: str) -> Row:
        """Nothing of one that there is not."""
        if not key:
            return {}
        try:
            return self._channel.get(f"{self._named(what)}(guid'{key}')")
        except NoSuchRecord:
            return {}

    def _known_row(self, what: str, key: str) -> Row:
        if (what, key) not in self._known:
            self._known[what, key] = self._row(what, key)
        return self._known[what, key]

    def _list(self, what: str, where: str, limit: int) -> list[Row]:
        return _rows(self._channel.get(self._named(what), filter=where, top=str(limit)))

    def _changed(self, what: str, record: Record, body: Row) -> Record:
        path = f"{self._named(what)}(guid'{record.ref_key}')"
        return self._record(self._channel.patch(path, body, record.stamp))

    def _record(self, row: Row) -> Record:
        return Record(
            ref_key=_key(row),
            number=_text(row, "Number"),
            stamp=_text(row, "DataVersion"),
            posted=row.get("Posted") is True,
            deleted=row.get("DeletionMark") is True,
            day=_day(row.get("Date")),
            total=_hundredths(row.get(self._named("СуммаДокумента"), 0)),
            organization=_guid(row.get(self._named("Организация_Key"))),
            buyer=_guid(row.get(self._named("Контрагент_Key"))),
            inn=_text(row, self._named("ИНН")),
            kpp=_text(row, self._named("КПП")),
        )

    def _named(self, usual: str) -> str:
        return self._objects.get(usual, usual)

    def _renamed(self, row: Row) -> Row:
        return {self._named(key): value for key, value in row.items()}


# --- what may come, whoever answers --------------------------------------------------------------


def _rows(answer: Row) -> list[Row]:
    found = answer.get("value")
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in cast(Any, found)):
        raise BadAnswer("Accounting's answer is no list of OData")
    return cast(list[Row], found)


def _key(row: Row) -> str:
    key = _guid(row.get("Ref_Key"))
    if not key:
        raise BadAnswer("A record of accounting has no Ref_Key")
    return key


def _guid(value: object) -> str:
    """Nothing for the empty one."""
    try:
        key = str(uuid.UUID(value)) if isinstance(value, str) else ""
    except ValueError:
        return ""
    return "" if key == _NOTHING else key


def _text(row: Row, field: str) -> str:
    value = row.get(field)
    return " ".join(value.split())[:2000] if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    """1C writes the first day of all years for no date."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value).date()
    except ValueError:
        return None
    return found if found.year > 1 else None


def _hundredths(value: object) -> int:
    try:
        amount = Decimal(str(value)) if isinstance(value, int | float | str) else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite() or not abs(amount) < 10**13:
        raise BadAnswer("A sum of accounting is no number")
    return int(amount.quantize(Decimal("0.01")).scaleb(2))


def _roubles(amount: int) -> float:
    """1C's JSON has numbers; fifteen digits of a sum come through unchanged."""
    return amount / 100


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
