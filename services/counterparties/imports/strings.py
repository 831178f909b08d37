"""The shared strings of a workbook: in memory while they are few, else in a temporary file.

Excel keeps each text once, beside the sheet. A million rows have some ten million texts, which
must not be held in a worker's memory.
"""

import os
import tempfile
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat

IN_MEMORY = 32 * 1024 * 1024
BLOCK = 256 * 1024
LONGEST = 40_000
MOST_KEPT = 2
# A million rows of thirty columns that never repeat; each costs the worker eight bytes.
MOST_STRINGS = 30_000_000
# For each packed byte: of XML, texts of several colours and fonts come to six elements, and plain
# numbers in a row to half a string. What holds more is made to keep a worker busy. The first
# million is free, as the smallest files pack best.
ELEMENTS_A_BYTE, STRINGS_A_BYTE = 8, 1
FREE = 1_000_000


class Shelf:
    """The strings of the workbooks at work: unpacked once for a file, not for each slice of it.

    Only names of stored files lead to them, so nobody finds another tenant's.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, SharedStrings] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str, texts: Callable[[], Iterator[str]]) -> "SharedStrings":
        with self._lock:
            found = self._kept.get(name)
        if found is None:
            found = SharedStrings(texts())
        with self._lock:
            self._kept[name] = found
            self._kept.move_to_end(name)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found

    def forget(self, name: str) -> None:
        with self._lock:
            self._kept.pop(name, None)


class SharedStrings:
    """Texts by number."""

    _file: BinaryIO | None = None

    def __init__(self, texts: Iterator[str], in_memory: int = IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._few: list[str] = []
        self._ends = array("Q", [0])
        self._keep(texts)

    def __getitem__(self, number: int) -> str:
        if self._file is None:
            return self._few[number]
        start, end = self._ends[number], self._ends[number + 1]
        return os.pread(self._file.fileno(), end - start, start).decode("utf-8", "replace")

    def __len__(self) -> int:
        return len(self._few) if self._file is None else len(self._ends) - 1

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def _keep(self, texts: Iterator[str]) -> None:
        size = 0
        for text in texts:
            self._few.append(text)
            size += len(text) + 50
            if size > self._in_memory:
                self._write()
                size = 0
        if self._file is not None:
            self._write()
            self._file.flush()

    def _write(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="crm-strings-")  # noqa: SIM115
        end = self._ends[-1]
        encoded = [text.encode("utf-8", "replace") for text in self._few]
        for each in encoded:
            end += len(each)
            self._ends.append(end)
        self._file.write(b"".join(encoded))
        self._few.clear()


def read(stream: BinaryIO, packed: int) -> Iterator[str]:
    """The texts of sharedStrings.xml in order; `packed` is its size in the workbook."""
    texts = _Texts(packed)
    while block := stream.read(BLOCK):
        texts.parser.Parse(block, False)
        yield from texts.ready
        texts.ready.clear()


class _Texts:
    """expat handlers that collect texts; phonetic readings are no part of them."""

    def __init__(self, packed: int) -> None:
        self.ready: list[str] = []
        self._elements_left = FREE + ELEMENTS_A_BYTE * packed
        self._strings_left = min(MOST_STRINGS, FREE + STRINGS_A_BYTE * packed)
        self._length = 0
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self._parts: list[str] = []
        self._phonetic = self._collecting = False

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._elements_left -= 1
        if self._elements_left < 0:
            raise Overpacked
        local = tag.rpartition(":")[2]
        if local == "si":
            self._parts.clear()
            self._length = 0
            self._strings_left -= 1
            if self._strings_left < 0:
                raise Overpacked
        elif local == "rPh":
            self._phonetic = True
        elif local == "t":
            self._collecting = not self._phonetic

    def _end(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local == "si":
            self.ready.append("".join(self._parts)[:LONGEST])
        elif local == "rPh":
            self._phonetic = False
        elif local == "t":
            self._collecting = False

    def _data(self, text: str) -> None:
        if self._collecting and self._length < LONGEST:
            self._parts.append(text)
            self._length += len(text)


class Overpacked(Exception):
    """Far more comes out of the file than its size can honestly hold."""


class ForbiddenXml(Exception):
    """A document type or entity: a workbook needs none, an attack does."""


def new_parser(encoding: str | None = None) -> expat.XMLParserType:
    """A parser that refuses document types, so entities cannot be declared."""
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _forbid
    return parser


def _forbid(*_: object) -> None:
    raise ForbiddenXml
