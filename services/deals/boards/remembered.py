"""What was shown of boards, to be shown again.

It is held against the ledger at each request: one short aggregate gives a token for each column,
which any change in it changes. So a column that did not change is not read again, and nothing out
of date is shown.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

B = TypeVar("B")
C = TypeVar("C")
MOST = 512
# What is written behind the ledger's back, such as somebody's data being erased, shows then.
REMEMBERED_S = 30.0


@dataclass(frozen=True, slots=True)
class Shown(Generic[B, C]):
    """A board and its columns by stage, and the tokens that they had."""

    board: B
    tokens: Mapping[str, int]
    columns: Mapping[str, C] = field(default_factory=dict[str, C])
    until: float = field(default_factory=lambda: time.monotonic() + REMEMBERED_S)

    def unchanged(self, column: str, tokens: Mapping[str, int]) -> C | None:
        """The column, if it is as it was."""
        same = self.tokens.get(column) == tokens.get(column)
        return self.columns.get(column) if same else None


class Remembered(Generic[B, C]):
    """The boards that were asked for last."""

    def __init__(self) -> None:
        self._boards: OrderedDict[Hashable, Shown[B, C]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Shown[B, C] | None:
        with self._lock:
            shown = self._boards.get(key)
            if shown is None or shown.until < time.monotonic():
                return None
            self._boards.move_to_end(key)
            return shown

    def answer(self, key: Hashable, tokens: Mapping[str, int], make: Callable[[], B]) -> B:
        """What has no columns of its own: as it was shown, if its tokens are the same."""
        before = self.get(key)
        if before and before.tokens == tokens:
            return before.board
        made = make()
        self.put(key, Shown(made, tokens))
        return made

    def put(self, key: Hashable, shown: Shown[B, C]) -> None:
        with self._lock:
            self._boards[key] = shown
            self._boards.move_to_end(key)
            while len(self._boards) > MOST:
                self._boards.popitem(last=False)
