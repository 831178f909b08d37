"""A client that somebody is entering [черновик] (pure). What it holds is the wizard's business."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

from services.kit.errors import FailedPrecondition, InvalidArgument, Violation
from services.kit.texts import line, line_problems

KEPT_FOR = timedelta(days=90)
LARGEST = 64 * 1024
DEEPEST = 12
MOST = 100
# Whole numbers beyond are no longer exact in JSON.
LARGEST_NUMBER = 2**53
_KEY = re.compile(r"\w{1,100}", re.ASCII)
_NAME = re.compile(r"counterpartyDrafts/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class DraftGone(FailedPrecondition):
    """It became a client already, or its owner deleted it elsewhere."""

    reason = "DRAFT_GONE"


class DraftsTooMany(FailedPrecondition):
    reason = "DRAFTS_TOO_MANY"


class DraftNameFormat(InvalidArgument):
    reason = "DRAFT_NAME_FORMAT"


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterpartyDraft:
    name: str
    owner: str
    display_name: str = ""
    step: str = ""
    content: Mapping[str, Any] = field(default_factory=dict[str, Any])
    create_time: datetime | None = None
    update_time: datetime | None = None
    expire_time: datetime | None = None
    version: int = 0

    def saved(self, values: Mapping[str, Any], now: datetime) -> "CounterpartyDraft":
        """With these values, good for another while; else all that is wrong with them."""
        after = replace(self, **values, expire_time=now + KEPT_FOR)
        after = replace(after, display_name=line(after.display_name))
        if problems := list(after.problems()):
            raise InvalidArgument.of(problems)
        return after

    def problems(self) -> Iterator[Violation]:
        yield from line_problems("display_name", self.display_name, 500)
        yield from line_problems("step", self.step, 50)
        if not _fits(self.content, DEEPEST):
            text = f"At most {DEEPEST} levels, plain numbers, keys of Latin letters, digits and _."
            yield Violation("content", "DRAFT_CONTENT", text)
        elif len(json.dumps(self.content, ensure_ascii=False).encode()) > LARGEST:
            yield Violation("content", "DRAFT_TOO_LARGE", f"More than {LARGEST} bytes of JSON.")


def require_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        text = "Choose a name such as counterpartyDrafts/<uuid4 in lower case>."
        raise DraftNameFormat(text, field="name")


def _fits(value: Any, levels: int) -> bool:
    """What the store keeps and gives back as it was."""
    if isinstance(value, dict):
        named = cast("dict[str, Any]", value)
        return all(map(_KEY.fullmatch, named)) and _fits(list(named.values()), levels)
    if isinstance(value, list):
        items = cast("list[Any]", value)
        return levels > 0 and all(_fits(item, levels - 1) for item in items)
    if isinstance(value, int | float):
        return math.isfinite(value) and abs(value) <= LARGEST_NUMBER
    return True
