"""An XLSX file: the rows of its first sheet that has any, streamed (pure).

Not openpyxl: that holds all shared strings in memory and cannot go on in the middle of a sheet,
and a million rows must fit into a worker (ARCHITECTURE.md, decisions). A place is the byte in
the unpacked sheet where the last row read begins.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import BinaryIO, cast
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from services.counterparties.imports import strings
from services.counterparties.imports.refusals import FileUnusable
from services.counterparties.imports.text_file import Record

BLOCK = 128 * 1024
MOST_UNPACKED = 6 * 1024**3
# Sheets pack 10 to 40 times; what packs far better is a bomb.
MOST_RATIO = 300
MOST_SMALL = 64 * 1024 * 1024
_DATE_IDS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NOT_PATTERN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')


SHELF = strings.Shelf()


class Workbook:
    """An opened XLSX file; `name` is that of a stored one."""

    def __init__(self, file: BinaryIO, name: str = "") -> None:
        try:
            self._zip = zipfile.ZipFile(file)
            self._names = set(self._zip.namelist())
            self._check_sizes()
            self._sheets = self._visible_sheets()
            self._dates = self._date_styles()
            self._strings = (
                SHELF.take(name, self._shared) if name else strings.SharedStrings(self._shared())
            )
        except (zipfile.BadZipFile, expat.ExpatError, KeyError, ValueError, OSError) as error:
            raise FileUnusable("FILE_FORMAT", "The workbook is damaged: save it again") from error
        except strings.ForbiddenXml as error:
            raise FileUnusable("FILE_FORMAT", "The workbook holds forbidden XML") from error
        except strings.Overpacked as error:
            raise _overpacked() from error

    @property
    def sheets(self) -> list[str]:
        """The visible sheets, as paths inside the file."""
        return self._sheets

    def records(self, sheet: str, place: int = 0) -> Iterator[Record]:
        """Rows of a sheet: from the first, or those after the row that begins at `place`."""
        rows = _SheetReader(self._strings, self._dates, self._epoch)
        try:
            with self._zip.open(sheet) as packed:
                yield from rows.read(cast("BinaryIO", packed), place)
        except (expat.ExpatError, zipfile.BadZipFile, EOFError, ValueError) as error:
            raise FileUnusable("FILE_FORMAT", "The sheet is damaged: save it again") from error
        except strings.ForbiddenXml as error:
            raise FileUnusable("FILE_FORMAT", "The workbook holds forbidden XML") from error

    def size(self, sheet: str) -> int:
        """Of a sheet when unpacked, in bytes."""
        return self._zip.getinfo(sheet).file_size

    def close(self) -> None:
        self._zip.close()

    def _check_sizes(self) -> None:
        """zipfile never unpacks more than the directory says, so the directory can be trusted."""
        for item in self._zip.infolist():
            bomb = item.file_size > MOST_SMALL and (
                item.file_size > MOST_RATIO * max(1, item.compress_size)
            )
            if bomb:
                raise _overpacked()
            if item.file_size > MOST_UNPACKED:
                raise FileUnusable("FILE_TOO_LARGE", "The workbook unpacks to too much")
            if item.flag_bits & 1:
                raise FileUnusable("FILE_PROTECTED", "The workbook has a password: remove it")

    def _xml(self, path: str) -> Element:
        """A small part of the workbook as a tree."""
        item = self._zip.getinfo(path)
        if item.file_size > MOST_SMALL:
            raise FileUnusable("FILE_TOO_LARGE", "The workbook unpacks to too much")
        return _tree(self._zip.read(item))

    def _visible_sheets(self) -> list[str]:
        book = self._xml("xl/workbook.xml")
        properties = _all(book, "workbookPr")
        in_1904 = bool(properties) and properties[0].get("date1904") in ("1", "true")
        # Excel counts 29.02.1900, which never was; from March 1900 on this start is right.
        self._epoch = datetime(1904, 1, 1) if in_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
        targets = {
            each.get("Id", ""): each.get("Target", "")
            for each in _all(self._xml("xl/_rels/workbook.xml.rels"), "Relationship")
        }
        paths: list[str] = []
        for each in _all(book, "sheet"):
            key = next((v for k, v in each.attrib.items() if k.rpartition(":")[2] == "id"), "")
            target = targets.get(key, "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if each.get("state", "visible") == "visible" and path in self._names:
                paths.append(path)
        if not paths:
            raise FileUnusable("FILE_EMPTY", "The workbook has no visible sheet")
        return paths

    def _date_styles(self) -> list[bool]:
        """For each cell style: whether its numbers are dates."""
        if "xl/styles.xml" not in self._names:
            return []
        styles = self._xml("xl/styles.xml")
        custom = {
            int(each.get("numFmtId", "0")): each.get("formatCode", "")
            for each in _all(styles, "numFmt")
        }
        formats = _all(styles, "cellXfs")
        chosen = [int(each.get("numFmtId", "0")) for each in formats[0]] if formats else []
        return [_is_date(each, custom) for each in chosen]

    def _shared(self) -> Iterator[str]:
        if "xl/sharedStrings.xml" in self._names:
            item = self._zip.getinfo("xl/sharedStrings.xml")
            with self._zip.open(item) as packed:
                yield from strings.read(cast("BinaryIO", packed), item.compress_size)


class _SheetReader:
    """expat handlers that collect the rows of one sheet."""

    def __init__(self, shared: strings.SharedStrings, dates: list[bool], epoch: datetime) -> None:
        self._shared = shared
        self._dates = dates
        self._epoch = epoch
        self._columns: dict[str, int] = {}
        self._ready: list[Record] = []
        self._cells: list[str] = []
        self._text: list[str] = []
        self._collecting = self._phonetic = False
        self._column = -1
        self._type = self._style = ""
        self._row_place = 0
        self._shift = 0

    def read(self, packed: BinaryIO, place: int) -> Iterator[Record]:
        parser = strings.new_parser("UTF-8" if place else None)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        self._parser = parser
        held = self._enter(packed, place) if place else b""
        skip = 1 if place else 0
        while block := held or packed.read(BLOCK):
            held = b""
            parser.Parse(block, False)
            if self._ready:
                yield from self._ready[skip:]
                skip = 0
                self._ready.clear()

    def _enter(self, packed: BinaryIO, place: int) -> bytes:
        """Goes to a row in the middle and pretends that the sheet begins there."""
        packed.seek(place)
        block = packed.read(BLOCK)
        found = re.match(rb"<((?:[\w.-]+:)?)row\b", block)
        if not found:
            raise ValueError("no row here")
        start = b"<%bsheetData>" % found[1]
        self._parser.Parse(b"<%bworksheet>" % found[1] + start, False)
        self._shift = place - len(start) - len(b"<%bworksheet>" % found[1])
        return block

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2] if ":" in tag else tag
        if local == "c":
            reference = attributes.get("r")
            self._column = self._index(reference) if reference else self._column + 1
            self._type = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._text.clear()
        elif local in ("v", "t"):
            self._collecting = not self._phonetic
        elif local == "row":
            self._row_place = self._parser.CurrentByteIndex + self._shift
            self._cells = []
            self._column = -1
        elif local == "rPh":
            self._phonetic = True

    def _end(self, tag: str) -> None:
        local = tag.rpartition(":")[2] if ":" in tag else tag
        if local == "c":
            if self._text:
                self._put("".join(self._text))
        elif local in ("v", "t"):
            self._collecting = False
        elif local == "row":
            self._ready.append(Record(self._cells, self._row_place))
        elif local == "rPh":
            self._phonetic = False

    def _data(self, text: str) -> None:
        if self._collecting and len(self._text) < 1000:
            self._text.append(text)

    def _index(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        known = self._columns.get(letters)
        if known is None:
            known = 0
            for letter in letters:
                known = known * 26 + ord(letter) - 64
            self._columns[letters] = known = known - 1
        return known

    def _put(self, text: str) -> None:
        missing = self._column - len(self._cells)
        if missing > 20_000:
            raise ValueError("no sheet is that wide")
        if missing < 0:
            self._cells[self._column] = self._value(text)
            return
        if missing:
            self._cells.extend([""] * missing)
        self._cells.append(self._value(text))

    def _value(self, text: str) -> str:
        if self._type == "s":
            return self._shared[int(text)]
        if self._type == "b":
            return "TRUE" if text.strip() == "1" else "FALSE"
        if self._type == "d":
            return text.partition("T")[0]
        if self._type != "n":
            return text[: strings.LONGEST]
        return self._number(text)

    def _number(self, text: str) -> str:
        style = int(self._style) if self._style else 0
        if style < len(self._dates) and self._dates[style]:
            return _moment(text, self._epoch)
        return plain_number(text)


def _overpacked() -> FileUnusable:
    text = "The workbook unpacks to far more than its size: save it again, or as CSV"
    return FileUnusable("FILE_OVERPACKED", text)


def plain_number(text: str) -> str:
    """A number as a person writes it: no exponent, no «.0»."""
    if text.isdigit():
        return text
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite() or abs(value.adjusted()) > 40:
        return text
    # Excel computes in binary: 0.1 + 0.2 is written down as 0.30000000000000004.
    if value.adjusted() < 15:
        value = round(value, 14 - max(0, value.adjusted()))
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _moment(text: str, epoch: datetime) -> str:
    """A date cell as the sheet shows it in Russia."""
    try:
        moment = epoch + timedelta(days=float(text))
    except (ValueError, OverflowError):
        return text
    moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    if moment.time() == time(0):
        return _day(moment.date())
    return f"{_day(moment.date())} {moment:%H:%M:%S}"


def _day(day: date) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def _is_date(number: int, custom: dict[int, str]) -> bool:
    if number in custom:
        pattern = _NOT_PATTERN.sub("", custom[number].partition(";")[0]).lower()
        return any(letter in pattern for letter in "dmyh") and "general" not in pattern
    return number in _DATE_IDS


def _tree(xml: bytes) -> Element:
    """A small document without ElementTree's own parser, which would expand entities."""
    builder = TreeBuilder()
    parser = strings.new_parser()
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.Parse(xml, True)
    return builder.close()


def _all(tree: Element, local: str) -> list[Element]:
    return [each for each in tree.iter() if each.tag.rpartition(":")[2] == local]
