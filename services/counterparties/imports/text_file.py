"""A CSV file: its rows one by one, each with the place where reading can be taken up again (pure).

The place is a byte offset, so a worker that was killed continues without reading from the start.
A quote that is never closed spoils its own line only, not the rest of the file.
"""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from services.counterparties.imports.encoding import mark_length
from services.counterparties.imports.refusals import FileUnusable

SEPARATORS = (";", ",", "\t", "|")
BLOCK = 1024 * 1024
LONGEST_LINE = 8 * 1024 * 1024
LONGEST_CELL = 256 * 1024
# An address or a comment has a few line breaks; a hundred lines are a quote that was never closed.
MOST_LINES = 60


class Record(NamedTuple):
    """A row of a file as it stands there."""

    cells: list[str]
    # Where reading goes on after this row.
    place: int
    # Whether a quote was left open.
    broken: bool = False


class _OpenQuote(Exception):
    """A row that goes on for too many lines."""


def records(file: BinaryIO, encoding: str, separator: str, place: int = 0) -> Iterator[Record]:
    """The rows from `place` on, wholly blank lines too (as rows without cells)."""
    csv.field_size_limit(LONGEST_CELL)
    file.seek(0)
    place = max(place, mark_length(file.read(3)))
    file.seek(place)
    feed = _Feed(_lines(file, encoding), place)
    reader = _reader(feed, separator)
    while True:
        feed.taken.clear()
        try:
            cells = next(reader)
            broken = feed.ended and _quote_is_open(feed.taken)
        except StopIteration:
            return
        except (_OpenQuote, csv.Error):
            cells, broken = [], True
        if broken:
            cells = feed.first_line().rstrip("\r\n").split(separator)
            reader = _reader(feed, separator)
        yield Record(cells, feed.place, broken)


def _reader(feed: "_Feed", separator: str) -> Iterator[list[str]]:
    return csv.reader(feed, delimiter=separator)


class _Feed:
    """Lines for csv.reader, which remembers what it gave for the present row."""

    def __init__(self, lines: Iterator[tuple[str, int]], place: int) -> None:
        self.place = place
        self.taken: list[tuple[str, int]] = []
        self.ended = False
        self._lines = lines
        self._returned: list[tuple[str, int]] = []

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES:
            raise _OpenQuote
        if self._returned:
            line = self._returned.pop()
        else:
            try:
                line = next(self._lines)
            except StopIteration:
                self.ended = True
                raise
        self.taken.append(line)
        self.place += line[1]
        return line[0]

    def first_line(self) -> str:
        """The first line of the present row; the others are given again."""
        first, *others = self.taken
        self._returned.extend(reversed(others))
        self.place -= sum(size for _, size in others)
        self.ended = False
        return first[0]


def _quote_is_open(lines: list[tuple[str, int]]) -> bool:
    return sum(text.count('"') for text, _ in lines) % 2 == 1


def _lines(file: BinaryIO, encoding: str) -> Iterator[tuple[str, int]]:
    """Lines with their ends, and how many bytes each takes."""
    if encoding.startswith("utf-16"):
        return _wide_lines(file, encoding)
    return _narrow_lines(file, "utf-8" if encoding == "utf-8-sig" else encoding)


def _narrow_lines(file: BinaryIO, encoding: str) -> Iterator[tuple[str, int]]:
    held = b""
    while block := file.read(BLOCK):
        lines = (held + block).splitlines(keepends=True)
        # The last line may go on in the next block; so may a \r that belongs to a \n.
        held = lines.pop()
        if len(held) > LONGEST_LINE:
            raise FileUnusable(
                "FILE_FORMAT", "The file has a line of more than 8 MiB: is it a table?"
            )
        for line in lines:
            yield line.decode(encoding, "replace"), len(line)
    for line in held.splitlines(keepends=True):
        yield line.decode(encoding, "replace"), len(line)


def _wide_lines(file: BinaryIO, encoding: str) -> Iterator[tuple[str, int]]:
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        for line in text:
            yield line, len(line.encode(encoding, "surrogatepass"))
    finally:
        text.detach()
