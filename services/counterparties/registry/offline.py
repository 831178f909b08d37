"""The provider without a network: a file or a folder of answers that the operator has put there.

CRM_REGISTRY_FILE names a folder of `<INN>.json` answers, or one file: .json (an answer, or a list
of answers or of companies), .jsonl (one of these a line), .csv (one company a line, columns named
as the form's fields).
"""

import csv
import json
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from services.counterparties.registry import party
from services.counterparties.registry.party import Suggestion
from services.counterparties.registry.provider import FileMissing
from services.kit.settings import Settings

MOST_SUGGESTED = 10
_reading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Shelf:
    """All companies of the file, by INN and by OGRN, with their names to look in."""

    by_number: Mapping[str, list[Suggestion]]
    names: list[tuple[str, Suggestion]] = field(default_factory=list[tuple[str, Suggestion]])


class Offline:
    def __init__(self, path: Path) -> None:
        self._path = path

    def find_by_id(self, number: str, kpp: str = "") -> list[Suggestion]:
        del kpp
        return list(self._shelf().by_number.get(number, ()))

    def suggest(self, text: str) -> list[Suggestion]:
        words = text.casefold().split()
        fitting = (s for name, s in self._shelf().names if all(word in name for word in words))
        return [each for each, _ in zip(fitting, range(MOST_SUGGESTED), strict=False)]

    def _shelf(self) -> Shelf:
        try:
            with _reading:
                return _read(self._path, _stamp(self._path))
        except (OSError, ValueError, csv.Error) as error:
            text = f"The registry's file cannot be read: {type(error).__name__}"
            raise FileMissing(text) from error


def path_of(settings: Settings) -> Path | None:
    name = settings.text("CRM_REGISTRY_FILE", "")
    return Path(name) if name else None


def _stamp(path: Path) -> tuple[float, int]:
    """Another one means the file, or what is in the folder, has changed."""
    if path.is_dir():
        stats = [each.stat() for each in path.glob("*.json")]
        return max((s.st_mtime for s in stats), default=0.0), len(stats)
    stat = path.stat()
    return stat.st_mtime, stat.st_size


@lru_cache(maxsize=4)
def _read(path: Path, stamp: tuple[float, int]) -> Shelf:
    del stamp
    by_number: defaultdict[str, list[Suggestion]] = defaultdict(list)
    names: list[tuple[str, Suggestion]] = []
    for number, each in _numbered(path):
        form = party.form(each)
        for known in filter(None, (number or form.inn, form.ogrn)):
            by_number[known].append(each)
        texts = (form.short_name, form.full_name, form.inn, form.ogrn)
        names.append((" ".join(filter(None, texts)).casefold(), each))
    return Shelf(dict(by_number), names)


def _numbered(path: Path) -> Iterator[tuple[str, Suggestion]]:
    """With the number it answers, where the file's name says so."""
    if not path.is_dir():
        yield from (("", each) for each in _suggestions(path))
        return
    for file in sorted(path.glob("*.json")):
        number = file.stem if file.stem.isdigit() else ""
        for each in _companies(json.loads(file.read_text("utf-8-sig"))):
            yield number, each


def _suggestions(path: Path) -> Iterator[Suggestion]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(file)
    elif path.suffix == ".jsonl":
        with path.open(encoding="utf-8-sig") as file:
            for line in file:
                if line.strip():
                    yield from _companies(json.loads(line))
    else:
        yield from _companies(json.loads(path.read_text("utf-8-sig")))


def _companies(content: Any) -> Iterator[Suggestion]:
    """Of an answer, a suggestion, the bare data of one, or lists of these."""
    if isinstance(content, list):
        for each in cast("list[Any]", content):
            yield from _companies(each)
        return
    answer = party.as_answer(content)
    if answer is not None:
        yield from answer
    elif isinstance(content, dict):
        company = cast("dict[str, Any]", content)
        yield company if "data" in company else {"data": company}


def _rows(lines: Iterable[str]) -> Iterator[Suggestion]:
    reader = csv.DictReader(lines, delimiter=_delimiter(lines))
    for row in reader:
        yield {"data": _data({k: v.strip() for k, v in row.items() if k and v})}


def _delimiter(lines: Any) -> str:
    first = lines.readline()
    lines.seek(0)
    return ";" if first.count(";") > first.count(",") else ","


def _data(row: Mapping[str, str]) -> Suggestion:
    """A table's line in the shape of an answer."""
    director = row.get("director_name")
    sole = row.get("kind", "").lower() == party.INDIVIDUAL or len(row.get("inn", "")) == 12
    return {
        **{key: row.get(key) for key in ("inn", "kpp", "ogrn", "okved", "branch_type")},
        "type": "INDIVIDUAL" if sole else "LEGAL",
        "name": {"full_with_opf": row.get("full_name"), "short_with_opf": row.get("short_name")},
        "fio": {"surname": director} if sole else None,
        "management": {"name": director, "post": row.get("director_post")} if director else None,
        "address": {
            "unrestricted_value": row.get("legal_address"),
            "data": {"postal_code": row.get("postal_code")},
        },
        "state": {
            "status": row.get("status") or "ACTIVE",
            "registration_date": _milliseconds(row.get("registration_date")),
            "liquidation_date": _milliseconds(row.get("liquidation_date")),
        },
        "invalid": row.get("invalid", "").lower() in ("1", "true", "да") or None,
    }


def _milliseconds(day: str | None) -> int | None:
    if not day:
        return None
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return round(moment.timestamp() * 1000)
