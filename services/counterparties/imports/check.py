"""The verdict on a row: wrong, a repeat of an earlier row or of a client, or good (pure).

Rows are judged in the order of the file. Only a row that stands for a client holds its keys, so a
row repeats an earlier valid row, never one that is itself rejected or a duplicate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from services.counterparties.imports import keys
from services.counterparties.imports.parse import Draft, Problem
from services.counterparties.imports.row import Verdict


class Client(NamedTuple):
    """A counterparty of the base that holds some of the keys looked up."""

    name: str
    # Whether the import may write into it: its policy says so and its author may.
    updatable: bool


@dataclass(slots=True)
class Known:
    """Who holds keys already: clients of the base, and earlier rows of the file by number."""

    clients: Mapping[str, Client] = field(default_factory=dict[str, Client])
    rows: dict[str, int] = field(default_factory=dict[str, int])
    # Clients of exactly that name, for hints only.
    names: Mapping[str, str] = field(default_factory=dict[str, str])


class Judged(NamedTuple):
    """A verdict, why, and the keys that go with it."""

    verdict: Verdict
    problems: list[Problem]
    hints: list[Problem]
    holds: list[str]
    wants: list[str]
    # Whom it repeats or is to update: the name of a client, or the number of a row.
    client: str = ""
    row: int = 0


def judge(draft: Draft, number: int, known: Known, wanted: list[str]) -> Judged:
    """The verdict on a row; a good one takes its keys in `known`."""
    if draft.problems:
        return Judged(Verdict.REJECTED, draft.problems + draft.doubts, draft.hints, [], [])
    repeated = _repeated(wanted, known)
    if repeated is None:
        return _new(draft, number, known)
    key, holder = repeated
    if isinstance(holder, Client) and holder.updatable and not draft.doubts:
        own = keys.CLIENT + holder.name
        earlier = known.rows.get(own)
        if earlier is None:
            return _updating(draft, number, known, holder)
        key, holder = own, earlier
    problem = Problem(keys.FIELDS[key[:2]], "", keys.shown(key), keys.REASONS[key[:2]])
    if isinstance(holder, Client):
        return Judged(Verdict.DUPLICATE, [problem], draft.hints, [], wanted, client=holder.name)
    wants = [*wanted, key] if key[:2] == keys.CLIENT else wanted
    return Judged(Verdict.DUPLICATE, [problem], draft.hints, [], wants, row=holder)


def _repeated(wanted: Iterable[str], known: Known) -> tuple[str, Client | int] | None:
    """The strongest key that another holds, and who."""
    clients, rows = known.clients, known.rows
    for key in wanted:
        if key in clients:
            return key, clients[key]
        if key in rows:
            return key, rows[key]
    return None


def _new(draft: Draft, number: int, known: Known) -> Judged:
    if draft.doubts:
        return Judged(Verdict.REJECTED, draft.doubts, draft.hints, [], [])
    held = keys.held_by_draft(draft)
    for key in held:
        known.rows.setdefault(key, number)
    return Judged(Verdict.VALID, [], draft.hints, held, [])


def _updating(draft: Draft, number: int, known: Known, client: Client) -> Judged:
    held = [*keys.held_by_draft(draft), keys.CLIENT + client.name]
    for key in held:
        known.rows.setdefault(key, number)
    return Judged(Verdict.VALID, [], draft.hints, held, [], client=client.name)
