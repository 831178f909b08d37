"""A server that speaks the OData of 1C «Бухгалтерия предприятия», over real HTTP, from memory.

What of it we use: Basic authorization; JSON without metadata; $filter of eq, ge and `and`,
$orderby, $top, $skip; a record by its Ref_Key; POST, PATCH with If-Match; errors in 1C's shape.

Run by hand: python -m tests.peers.odata --port 9001
"""

import argparse
import base64
import json
import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

LOGIN, PASSWORD = "crm", "пароль 1С"
BASE = "/buh"
SERVICE = f"{BASE}/odata/standard.odata/"
ORGANIZATION = "11111111-0000-4000-8000-000000000001"
OBJECTS = (
    *("Catalog_Организации", "Catalog_Контрагенты", "Catalog_БанковскиеСчета"),
    *("Document_СчетНаОплатуПокупателю", "Document_ПоступлениеНаРасчетныйСчет"),
)
_KEY = re.compile(r"(\w+)\(guid'([0-9a-f-]{36})'\)")
_CONDITION = re.compile(r"(\w+) (eq|ge) (?:'((?:[^']|'')*)'|datetime'([^']*)'|(true|false))")
Row = dict[str, Any]


@dataclass
class Behaviour:
    """What the server has and does; tests change it while it runs."""

    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    # (method, object or object(key), body) of each request.
    asked: list[tuple[str, str, Row]] = field(default_factory=list)
    # What to answer instead, one after another, such as [500, 401].
    statuses: list[int] = field(default_factory=list)
    # Sent instead of each answer.
    garbage: bytes = b""
    # Answers to what is written wait until it is over; somebody does.
    holds: bool = False
    waiting: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    # Breaks off after so many writes, before their answer.
    drop_writes: int = 0
    # Breaks off whenever a record of these numbers is written, before it is.
    breaks: set[str] = field(default_factory=set)
    # What is wrong with records of these numbers.
    refuses: dict[str, str] = field(default_factory=dict)
    versions: int = 0

    def __post_init__(self) -> None:
        self.rows = {name: {} for name in OBJECTS}
        self.put("Catalog_Организации", Description="ООО «Своя»", ИНН="7799071623", КПП="")

    def put(self, name: str, **fields: Any) -> Row:
        """As somebody does in 1C itself."""
        key = ORGANIZATION if name == OBJECTS[0] else str(uuid.uuid4())
        row = {"Ref_Key": key, "DeletionMark": False, **fields}
        if name.startswith("Document_"):
            row = {"Posted": False, "Date": "2026-01-01T00:00:00", **row}
        self.rows[name][row["Ref_Key"]] = row
        return self.touch(row)

    def touch(self, row: Row, **fields: Any) -> Row:
        self.versions += 1
        version = base64.b64encode(self.versions.to_bytes(8, "big")).decode()
        row.update(fields, DataVersion=version)
        return row

    def written(self, method: str, name: str = "") -> list[tuple[str, str, Row]]:
        return [each for each in self.asked if each[0] == method and each[1].startswith(name)]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Peer"

    @property
    def behaviour(self) -> Behaviour:
        return self.server.behaviour

    def do_GET(self) -> None:
        self._handle({})

    def do_POST(self) -> None:
        self._handle(self._body())

    def do_PATCH(self) -> None:
        self._handle(self._body())

    def _body(self) -> Row:
        return json.loads(self.rfile.read(int(self.headers["content-length"])))

    def _handle(self, body: Row) -> None:
        url = urlsplit(self.path)
        path = unquote(url.path)
        self.behaviour.asked.append((self.command, path.removeprefix(SERVICE), body))
        if body.get("Number") in self.behaviour.breaks:
            self.close_connection = True
            return
        status, answer = self._answered(path, url.query, body)
        behaviour = self.behaviour
        if self.command != "GET" and behaviour.drop_writes:
            behaviour.drop_writes -= 1
            self.close_connection = True
            return
        if self.command != "GET" and behaviour.holds:
            behaviour.waiting.set()
            behaviour.over.wait()
        self._answer(status, behaviour.garbage or _json(answer))

    def _answered(self, path: str, query: str, body: Row) -> tuple[int, Row]:
        behaviour = self.behaviour
        if behaviour.statuses:
            return behaviour.statuses.pop(0), {}
        given = base64.b64decode(self.headers.get("authorization", "Basic ")[6:]).decode()
        if given != f"{LOGIN}:{PASSWORD}":
            return 401, {}
        if "odata=nometadata" not in self.headers.get("accept", ""):
            return 406, _error("-1", "Ожидается JSON без метаданных")
        name, key = self._place(path)
        if name not in behaviour.rows:
            return 404, _error("8", f'Тип сущности "{name}" не найден')
        return self._of_object(name, key, query, body)

    def _of_object(self, name: str, key: str, query: str, body: Row) -> tuple[int, Row]:
        rows = self.behaviour.rows[name]
        if self.command == "POST":
            return self._created(name, rows, body)
        if not key:
            return 200, {"value": _selected(list(rows.values()), parse_qs(query))}
        if key not in rows:
            return 404, _error("9", f'Экземпляр сущности "{name}" с таким ключом не найден')
        if self.command == "PATCH":
            return self._changed(rows[key], body)
        return 200, rows[key]

    def _place(self, path: str) -> tuple[str, str]:
        if not path.startswith(SERVICE):
            return path, ""
        said = path.removeprefix(SERVICE)
        found = _KEY.fullmatch(said)
        return (found[1], found[2]) if found else (said, "")

    def _created(self, name: str, rows: dict[str, Row], body: Row) -> tuple[int, Row]:
        if refused := self._refusal(body):
            return refused
        if body.get("Ref_Key") in rows:
            return 500, _error("-1", "Объект с такой ссылкой уже есть")
        return 201, self.behaviour.put(name, **body)

    def _changed(self, row: Row, body: Row) -> tuple[int, Row]:
        if refused := self._refusal(body):
            return refused
        expected = self.headers.get("if-match")
        if expected and expected != row["DataVersion"]:
            return 412, _error("-1", "Версия объекта изменилась")
        return 200, self.behaviour.touch(row, **body)

    def _refusal(self, body: Row) -> tuple[int, Row] | None:
        text = self.behaviour.refuses.get(str(body.get("Number", body.get("ИНН"))))
        return (500, _error("-1", text)) if text else None

    def _answer(self, status: int, body: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("content-type", "application/json;charset=utf-8")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            # The asker no longer waits.
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Tests look at `asked`."""


def _selected(rows: list[Row], query: dict[str, list[str]]) -> list[Row]:
    for condition in query.get("$filter", [""])[0].split(" and "):
        if condition:
            rows = [row for row in rows if _fits(row, condition)]
    for each in reversed(query.get("$orderby", [""])[0].split(",")):
        if each:
            rows = sorted(rows, key=lambda row: row[each])
    skip = int(query.get("$skip", ["0"])[0])
    return rows[skip : skip + int(query.get("$top", ["1000"])[0])]


def _fits(row: Row, condition: str) -> bool:
    found = _CONDITION.fullmatch(condition)
    assert found, condition
    name, how, text, day, flag = found.groups()
    if flag:
        return row.get(name) is (flag == "true")
    wanted = day if text is None else text.replace("''", "'")
    said = row.get(name, "")
    return said == wanted if how == "eq" else said >= wanted


def _error(code: str, text: str) -> Row:
    return {"odata.error": {"code": code, "message": {"lang": "ru", "value": text}}}


def _json(content: Row) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


class Peer(ThreadingHTTPServer):
    """One base of 1C."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.behaviour = Behaviour()
        self.address = f"http://127.0.0.1:{self.server_port}{BASE}"


@contextmanager
def serving(port: int = 0) -> Iterator[Peer]:
    with Peer(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.behaviour.over.set()
            server.shutdown()
            thread.join()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=9001)
    with serving(parser.parse_args().port):
        threading.Event().wait()


if __name__ == "__main__":
    main()
