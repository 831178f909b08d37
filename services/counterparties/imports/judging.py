"""Rows of an import through the plan, the base and the earlier rows, to their verdicts."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, ParamSpec, TypeVar

from services.counterparties.custom_fields.custom_field import Resource
from services.counterparties.custom_fields.store import definitions
from services.counterparties.imports import check, keys, store
from services.counterparties.imports.ahead import outside
from services.counterparties.imports.check import Client, Judged, Known
from services.counterparties.imports.import_run import DuplicatePolicy, Import
from services.counterparties.imports.parse import Draft, Plan, Problem
from services.counterparties.imports.row import Verdict, judgement, name_of
from services.kit import clock
from services.kit.caller import Caller
from services.kit.mongo import Db
from services.kit.words import name_key

R = TypeVar("R")
P = ParamSpec("P")
MOST_NAMES = 200_000


class Cells(NamedTuple):
    """A row before its verdict."""

    number: int
    cells: Sequence[str]
    broken: bool = False


class Outcome(NamedTuple):
    """A row after it; `document` is the part of the staged row that the verdict makes."""

    number: int
    cells: Sequence[str]
    broken: bool
    draft: Draft
    verdict: Verdict
    document: dict[str, Any]


class Names:
    """The first row of each name of a file, for hints; beyond a limit names are not remembered."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}

    def first(self, name: str, number: int) -> int:
        if len(self._first) >= MOST_NAMES and name not in self._first:
            return number
        return self._first.setdefault(name, number)


class Judge:
    """Judges slices of one import's rows in file order.

    `ahead`: rows judged are written behind its back, so it remembers what they hold, and looks up
    what others hold outside of the transaction.
    """

    def __init__(self, db: Db, caller: Caller, imported: Import, *, ahead: bool = False) -> None:
        self._db = db
        self._held: dict[str, int] | None = {} if ahead else None
        self._marks = keys.Marks(imported.name)
        self._caller = caller
        self._import = imported
        custom = definitions(db, Resource.COUNTERPARTY)
        self._plan = Plan(imported.mapping, imported.kind, clock.now().date(), custom)
        self._columns = {each.field: each.column for each in reversed(imported.mapping)}

    def read(self, rows: Iterable[Cells]) -> list[Draft]:
        return [self._plan.read(row.cells, broken=row.broken) for row in rows]

    def verdicts(
        self, rows: Sequence[Cells], names: Names, drafts: Sequence[Draft] | None = None
    ) -> list[Outcome]:
        """Looks up what all rows want together, then judges one after the other."""
        self._marks.forget()
        drafts = self.read(rows) if drafts is None else drafts
        wants = [[] if draft.problems else keys.wanted_by(draft) for draft in drafts]
        known = self._known(wants, rows[0].number if rows else 1)
        judged = [
            check.judge(draft, row.number, known, wanted)
            for row, draft, wanted in zip(rows, drafts, wants, strict=True)
        ]
        hints = self._similar(rows, drafts, judged, names)
        return [
            Outcome(*row, draft, each.verdict, self._document(each, hints.get(row.number)))
            for row, draft, each in zip(rows, drafts, judged, strict=True)
        ]

    def _known(self, wants: Iterable[Sequence[str]], first: int) -> Known:
        wanted = list({key for each in wants for key in each})
        found = self._look(store.clients_holding, self._db, wanted)
        clients = {key: self._client(each) for key, each in found.items()}
        targets = {keys.CLIENT + client.name for client in clients.values() if client.updatable}
        asked = [*wanted, *targets]
        marks = self._marks.of(asked)
        held = self._look(store.holders, self._db, self._import.name, marks, first)
        rows = {key: held[mark] for key, mark in zip(asked, marks, strict=True) if mark in held}
        if self._held is None:
            return Known(clients, rows)
        self._held.update(rows)
        return Known(clients, self._held)

    def _look(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        if self._held is None:
            return work(*args, **kwargs)
        return outside(work, *args, **kwargs)

    def _client(self, found: dict[str, Any]) -> Client:
        updatable = (
            self._import.duplicate_policy is DuplicatePolicy.UPDATE
            # What this very file brought is a duplicate inside the file.
            and found.get("source_import") != self._import.name
            and self._caller.may("counterparties.read", found["visible_to"])
            and self._caller.may("counterparties.update", found["visible_to"])
        )
        return Client(found["_id"], updatable)

    def _document(self, judged: Judged, hint: Problem | None) -> dict[str, Any]:
        row = name_of(self._import.name, judged.row) if judged.row else ""
        hints = [*judged.hints, hint] if hint else judged.hints
        problems = judged.problems
        if judged.verdict is Verdict.DUPLICATE:
            problems = [
                each._replace(column=self._columns.get(each.field, "")) for each in problems
            ]
        return judgement(
            judged.verdict,
            problems,
            hints,
            judged.client or row,
            self._marks.of(judged.holds),
            self._marks.of(judged.wants),
        )

    def _similar(
        self,
        rows: Sequence[Cells],
        drafts: Sequence[Draft],
        judged: Sequence[Judged],
        names: Names,
    ) -> dict[int, Problem]:
        """Good rows named exactly as an earlier one or a client: perhaps the same, perhaps not."""
        named = {
            row.number: draft.fields["display_name"]
            for row, draft, each in zip(rows, drafts, judged, strict=True)
            if each.verdict is Verdict.VALID and not each.client
        }
        name_keys = {number: name_key(name) for number, name in named.items()}
        wanted = list(set(name_keys.values()))
        clients = self._look(store.clients_named, self._db, self._caller, wanted)
        hints: dict[int, Problem] = {}
        column = self._columns.get("display_name") or self._columns.get("person_name", "")
        for number, name in name_keys.items():
            if names.first(name, number) != number or name in clients:
                hint = Problem("display_name", column, named[number], "SIMILAR_NAME")
                hints[number] = hint
        return hints
