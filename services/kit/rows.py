"""Rows of hot lists: the same few are asked for over and over, so they are remembered.

From a document's bytes to its message's: the same bytes look the same to those of the same rights,
so nothing remembered can be out of date, and what nobody asks for makes room for others.
"""

import functools
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from bson.raw_bson import RawBSONDocument
from google.protobuf.message import Message

from services.kit.bound import Document, read
from services.kit.paging import Page

A = TypeVar("A", bound=Message)
R = TypeVar("R", bound=Hashable)
# About 2 KiB each.
MOST_ROWS, LARGEST_ROW = 16_384, 4096


class Rows(Generic[A, R]):
    """`show` makes the row of a document that the list `answer` has in `field`."""

    def __init__(self, answer: type[A], field: str, show: Callable[[Document, R], Message]) -> None:
        self._answer = answer

        def row(raw: bytes, rights: R) -> bytes:
            return answer(**{field: [show(read(raw), rights)]}).SerializeToString()

        self._row = row
        self._known_row = functools.lru_cache(MOST_ROWS)(row)

    def answer(self, page: Page[RawBSONDocument], rights: R) -> A:
        # Lists of one row each, one after the other, are one list: so protobuf has it.
        rows = b"".join([self._one(bytes(document.raw), rights) for document in page.items])
        whole: Any = self._answer.FromString(rows)
        whole.next_page_token = page.next_page_token
        return whole

    def _one(self, raw: bytes, rights: R) -> bytes:
        return (self._known_row if len(raw) <= LARGEST_ROW else self._row)(raw, rights)
