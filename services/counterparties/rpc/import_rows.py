"""Staging rows as messages: with what the reader may know of the clients they repeat."""

from collections.abc import Mapping, Sequence
from typing import Any

from crm.counterparties.v1 import imports_pb2 as pb
from services.counterparties.imports import store
from services.counterparties.imports.import_run import Import
from services.counterparties.imports.parse import Problem
from services.counterparties.imports.reasons import described
from services.counterparties.imports.row import StagedRow, Verdict, read
from services.kit.caller import Caller
from services.kit.mapping import etag
from services.kit.mongo import Db

CLIENTS = "counterparties/"
HIDDEN = "DUPLICATE_HIDDEN"
_MADE = (Verdict.CREATED, Verdict.UPDATED, Verdict.KEPT, Verdict.UNDONE)


def rows(
    db: Db, caller: Caller, imported: Import, documents: Sequence[Mapping[str, Any]]
) -> list[pb.ImportRow]:
    staged = [read(document) for document in documents]
    wanted = {row.duplicate_of for row in staged if row.duplicate_of.startswith(CLIENTS)}
    shown = store.visible_clients(db, caller, sorted(wanted))
    return [_row(row, imported.columns, shown) for row in staged]


def _row(row: StagedRow, columns: Sequence[str], shown: Mapping[str, str]) -> pb.ImportRow:
    of = row.duplicate_of
    hidden = of.startswith(CLIENTS) and of not in shown
    values = dict(zip(columns, row.cells, strict=False))
    message = pb.ImportRow(
        name=row.name,
        number=row.number,
        verdict=f"VERDICT_{row.verdict.value}",
        values={column: values.get(column, "") for column in columns},
        problems=[_problem(each, hidden=hidden) for each in row.problems],
        hints=[_problem(each, hidden=False) for each in row.hints],
        duplicate_of="" if hidden else of,
        duplicate_of_display_name=shown.get(of, ""),
        counterparty=row.counterparty if row.verdict in _MADE else "",
        etag=etag(row.version),
    )
    if row.update_time:
        message.update_time.FromDatetime(row.update_time)
    return message


def _problem(problem: Problem, *, hidden: bool) -> pb.Problem:
    """Of a client the reader may not see he learns that there is one, not by what it is known."""
    if hidden and problem.reason.startswith("DUPLICATE_"):
        return pb.Problem(reason=HIDDEN, description=described(HIDDEN))
    return pb.Problem(
        field=problem.field,
        column=problem.column,
        value=problem.value,
        reason=problem.reason,
        suggestion=problem.suggestion,
        description=described(problem.reason),
    )
