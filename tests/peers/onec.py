"""1C as it comes by itself: the exchange with a site over HTTP, step by step, and its files."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import httpx

ROOT = "КоммерческаяИнформация"


@dataclass
class OneC:
    """Signs in, brings the cookie back, sends what is larger in parts."""

    http: httpx.Client
    path: str
    login: str
    password: str
    cookie: str = ""
    said: dict[str, str] = field(default_factory=dict)

    def ask(self, mode: str, kind: str = "sale", **query: str) -> httpx.Response:
        headers = {"cookie": self.cookie} if self.cookie else {}
        params = {"type": kind, "mode": mode, **query}
        return self.http.get(self.path, params=params, headers=headers)

    def enter(self) -> str:
        self.cookie = ""
        answer = self.http.get(
            self.path,
            params={"type": "sale", "mode": "checkauth"},
            auth=(self.login.encode(), self.password.encode()),
        )
        word, *more = answer.text.split("\n")
        if word == "success":
            self.cookie = f"{more[0]}={more[1]}"
        return word

    def begin(self, **query: str) -> "OneC":
        assert self.enter() == "success"
        lines = self.ask("init", **query).text.split()
        self.said = dict(line.split("=", 1) for line in lines)
        return self

    def send(self, name: str, data: bytes, part: int = 0) -> str:
        """The word of the last answer."""
        size = part or int(self.said["file_limit"])
        word = ""
        for start in range(0, len(data), size):
            word = self.post(name, data[start : start + size]).text.split("\n")[0]
        return word

    def post(self, name: str, data: bytes) -> httpx.Response:
        params = {"type": "sale", "mode": "file", "filename": name}
        return self.http.post(
            self.path, params=params, content=data, headers={"cookie": self.cookie}
        )

    def take(self, name: str) -> str:
        return self.ask("import", filename=name).text.split("\n")[0]

    def orders(self) -> list[Element]:
        found = fromstring(self.ask("query").content)  # noqa: S314 - our own
        return list(found.iter("Документ"))

    def confirm(self) -> str:
        return self.ask("success").text


def file_of(documents: Sequence[Element], encoding: str = "utf-8") -> bytes:
    root = Element(ROOT, ВерсияСхемы="2.08")
    root.extend(documents)
    return tostring(root, encoding=encoding, xml_declaration=True)


def order(key: str, total: str, values: Mapping[str, str] | None = None) -> Element:
    """As an accountant has it, with what of it is known there."""
    document = Element("Документ")
    fields = {"Ид": key, "ХозОперация": "Заказ товара", "Роль": "Продавец", "Сумма": total}
    for name, text in fields.items():
        SubElement(document, name).text = text
    place = SubElement(document, "ЗначенияРеквизитов")
    for name, text in (values or {}).items():
        value = SubElement(place, "ЗначениеРеквизита")
        SubElement(value, "Наименование").text = name
        SubElement(value, "Значение").text = text
    return document


def payment(
    key: str, basis: str, total: str, number: str, day: date, *, deleted: bool = False
) -> Element:
    """A paper of its own, as since version 3."""
    document = order(key, total, {"ПометкаУдаления": "true"} if deleted else {})
    fields = {"Основание": basis, "Номер": number, "Дата": day.isoformat()}
    for name, text in fields.items():
        SubElement(document, name).text = text
    kind = document.find("ХозОперация")
    assert kind is not None
    kind.text = "Выплата безналичных денег"
    return document


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
