"""Invoices as CommerceML 2 has them: ours written, and read what accounting says of them (pure)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, SubElement, tostring

from services.deals.accounting.commerceml.document import FileBroken, parsed
from services.deals.accounting.port import Buyer, Paper, PaperLine

VERSION, NEW_VERSION = "2.08", "3.1"
ROOT = "КоммерческаяИнформация"
_PAYMENTS = ("выплата", "оплата", "эквайринг")
_YES = frozenset(("true", "истина", "1", "да"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What accounting says of an order: `key` is ours, `number` its own. Amounts in hundredths.

    Of a payment the key is its own, and `basis` that of its order."""

    key: str
    basis: str = ""
    number: str = ""
    day: date | None = None
    total: int | None = None
    posted: bool = False
    deleted: bool = False
    cancelled: bool = False
    # Of an order's payment, if there is one; of a payment, its own.
    paid_number: str = ""
    paid_day: date | None = None
    shipment_number: str = ""
    shipment_day: date | None = None


# --- ours ----------------------------------------------------------------------------------------


def written(papers: Iterable[Paper], now: datetime, version: str = VERSION) -> bytes:
    """A file of orders. Of version 3.1 each is in a container."""
    root = Element(ROOT, ВерсияСхемы=version, ДатаФормирования=f"{now:%Y-%m-%dT%H:%M:%S}")
    for paper in papers:
        place = root if version.startswith("2") else SubElement(root, "Контейнер")
        _write(SubElement(place, "Документ"), paper)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _write(document: Element, paper: Paper) -> None:
    fields = {
        "Ид": paper.key,
        "Номер": paper.number,
        "Дата": paper.day.isoformat(),
        "Время": "00:00:00",
        "ХозОперация": "Счет на оплату",
        "Роль": "Продавец",
        "Валюта": paper.currency,
        "Курс": "1",
        "Сумма": _money(paper.total),
        "Комментарий": paper.comment,
    }
    _add(document, fields)
    _write_buyer(SubElement(SubElement(document, "Контрагенты"), "Контрагент"), paper.buyer)
    lines = SubElement(document, "Товары")
    for number, line in enumerate(paper.lines, start=1):
        _write_line(SubElement(lines, "Товар"), f"{paper.key}#{number}", line, paper)
    values = SubElement(document, "ЗначенияРеквизитов")
    for name, value in (
        ("Отменен", "true" if paper.cancelled else "false"),
        ("ПометкаУдаления", "true" if paper.cancelled else "false"),
    ):
        _add(SubElement(values, "ЗначениеРеквизита"), {"Наименование": name, "Значение": value})


def _write_buyer(element: Element, buyer: Buyer) -> None:
    name = "ПолноеНаименование" if buyer.is_person else "ОфициальноеНаименование"
    fields = {"Ид": buyer.key, "Наименование": buyer.display_name, name: buyer.display_name}
    _add(element, {**fields, "Роль": "Покупатель", "ИНН": buyer.inn, "КПП": buyer.kpp})


def _write_line(element: Element, key: str, line: PaperLine, paper: Paper) -> None:
    _add(element, {"Ид": key, "Наименование": line.text})
    SubElement(element, "БазоваяЕдиница", Код="796").text = "шт"
    _add(
        element,
        {
            "ЦенаЗаЕдиницу": _money(line.price),
            "Количество": line.quantity,
            "Сумма": _money(line.amount),
        },
    )
    if line.vat:
        rate = "Без НДС" if line.vat == "none" else line.vat
        tax = SubElement(SubElement(element, "СтавкиНалогов"), "СтавкаНалога")
        _add(tax, {"Наименование": "НДС", "Ставка": rate})
        tax = SubElement(SubElement(element, "Налоги"), "Налог")
        within = "true" if paper.vat_included else "false"
        fields = {"Наименование": "НДС", "УчтеноВСумме": within, "Сумма": _money(line.vat_amount)}
        _add(tax, fields)


def _add(element: Element, fields: dict[str, str]) -> None:
    for name, text in fields.items():
        if text:
            SubElement(element, name).text = _printable(text)


def _printable(text: str) -> str:
    """XML has no way to write the rest."""
    return "".join(
        each for each in text if each in "\t\n\r" or (each >= " " and each not in "\ufffe\uffff")
    )


def _money(amount: int) -> str:
    return f"{Decimal(amount).scaleb(-2):.2f}"


# --- theirs --------------------------------------------------------------------------------------


def read(data: bytes) -> list[Told]:
    """What a file says of our orders; those without an id are nobody's."""
    root = parsed(data)
    if root.tag != ROOT:
        raise FileBroken(f"The file must begin with {ROOT}", field="file")
    return [_told(each) for each in _documents(root) if _text(each, "Ид")]


def _documents(root: Element) -> Iterator[Element]:
    """Directly, in a packet or in containers, as the versions have it."""
    for place in (root, *root.findall("Контейнер"), *root.findall("ПакетПредложений")):
        yield from place.findall("Документ")


def _told(document: Element) -> Told:
    said = {
        _text(each, "Наименование").casefold(): _text(each, "Значение")
        for each in document.iterfind("ЗначенияРеквизитов/ЗначениеРеквизита")
    }
    basis = _basis(document)
    # A payment is a paper of its own since version 3.
    own_day = _day(_text(document, "Дата")) if basis else None
    marked = said.get("пометкаудаления") or document.get("ПометкаУдаления", "")
    return Told(
        key=_text(document, "Ид"),
        basis=basis,
        number=said.get("номер по 1с", ""),
        day=_day(said.get("дата по 1с", "")),
        total=_amount(_text(document, "Сумма")),
        posted=_yes(said.get("проведен", "")),
        deleted=_yes(marked),
        cancelled=_yes(said.get("отменен", "")),
        paid_number=_text(document, "Номер") if basis else said.get("номер оплаты по 1с", ""),
        paid_day=own_day or _day(said.get("дата оплаты по 1с", "")),
        shipment_number=said.get("номер отгрузки по 1с", ""),
        shipment_day=_day(said.get("дата отгрузки по 1с", "")),
    )


def _basis(document: Element) -> str:
    if not _text(document, "ХозОперация").casefold().startswith(_PAYMENTS):
        return ""
    return _text(document, "Основание")


def _text(element: Element, name: str) -> str:
    return " ".join((element.findtext(name) or "").split())[:500]


def _yes(text: str) -> bool:
    return text.casefold() in _YES


def _day(text: str) -> date | None:
    """1C writes the first day of all years for no date."""
    try:
        found = datetime.fromisoformat(text).date()
    except ValueError:
        return None
    return found if found.year > 1 else None


def _amount(text: str) -> int | None:
    if not text:
        return None
    try:
        amount = Decimal(text.replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) >= 10**13:
        raise FileBroken(f"A sum is no number: {text[:40]}", field="file")
    return int(amount.quantize(Decimal("0.01")).scaleb(2))
