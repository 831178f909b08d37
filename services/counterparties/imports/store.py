"""Where imports, their rows and their templates are kept, and who holds which key."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo import IndexModel

from services.counterparties.counterparty import State
from services.counterparties.imports import keys
from services.counterparties.imports.import_run import Import, ImportTemplate
from services.counterparties.imports.row import JUDGED, OPEN, StagedRow, Verdict
from services.counterparties.store import COUNTERPARTIES
from services.kit import paging
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument, NotFound
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page

Document = dict[str, Any]
IMPORTS: Collection[Import] = Collection(
    "imports",
    Import,
    indexes=[IndexModel([("visible_to", 1), ("create_time", -1), ("_id", -1)], name="visible")],
)
ROWS: Collection[StagedRow] = Collection(
    "import_rows",
    StagedRow,
    indexes=[
        IndexModel([("parent", 1), ("number", 1)], name="number"),
        IndexModel([("parent", 1), ("verdict", 1), ("number", 1)], name="verdict"),
        IndexModel(
            [("parent", 1), ("reasons", 1), ("number", 1)],
            name="reason",
            partialFilterExpression={"reasons": {"$exists": True}},
        ),
        # The marks of two imports differ, so they need no parent before them.
        IndexModel([("holds", 1)], name="held_marks"),
        IndexModel(
            [("wants", 1)],
            name="wanted_marks",
            partialFilterExpression={"wants": {"$exists": True}},
        ),
    ],
)
TEMPLATES: Collection[ImportTemplate] = Collection(
    "importTemplates",
    ImportTemplate,
    indexes=[IndexModel([("kind", 1), ("display_name", 1), ("_id", 1)], name="display_name")],
)
ALL = (IMPORTS, ROWS, TEMPLATES)


# --- imports ---------------------------------------------------------------------------------


def visible_import(db: Db, caller: Caller, name: str, permission: str = "imports.read") -> Import:
    """NotFound for what the caller may not see; PermissionDenied for what he may only see."""
    found = IMPORTS.find(db, name)
    if found is None or not caller.may("imports.read", found.visible_to):
        raise NotFound(f"No {name}", name=name)
    caller.require_for(permission, found.visible_to)
    return found


def page_of_imports(db: Db, caller: Caller, request: paging.Request) -> Page[Import]:
    return IMPORTS.page(db, caller.visible("imports.read"), request)


def template_of_name(db: Db, kind: str, display_name: str) -> ImportTemplate | None:
    found = TEMPLATES.select(db, {"kind": kind, "display_name": display_name}, limit=1)
    return found[0] if found else None


def page_of_templates(db: Db, kind: str, request: paging.Request) -> Page[ImportTemplate]:
    """By name."""
    query = {"kind": kind} if kind else {"kind": {"$in": ["INDIVIDUAL", "LEGAL"]}}
    return TEMPLATES.page(db, query, request, Order("display_name"))


# --- rows ------------------------------------------------------------------------------------


def insert_rows(db: Db, documents: Sequence[Document]) -> None:
    ROWS.raw(db).insert_many(documents, ordered=False)


def row(db: Db, name: str) -> Document:
    found = ROWS.raw(db).find_one({"_id": name})
    if found is None:
        raise NotFound(f"No {name}", name=name)
    return found


def page_of_rows(
    db: Db, parent: str, verdict: str, reason: str, request: paging.Request
) -> Page[Document]:
    """In file order."""
    query: Document = {"parent": parent}
    if verdict:
        query["verdict"] = verdict
    if reason:
        query["reasons"] = reason
    if request.page_token:
        query["number"] = {"$gt": _place(request.page_token)}
    size = paging.size_of(request)
    index = "reason" if reason else "verdict" if verdict else "number"
    found = ROWS.raw(db).find(query, sort=[("number", 1)], limit=size + 1, hint=f"tenant_1_{index}")
    more = len(found) > size
    return Page(found[:size], paging.seal(["row", found[size - 1]["number"]]) if more else "")


def reason_counts(db: Db, parent: str, verdict: str) -> dict[str, int]:
    """Rows by reason, the commonest first: reads rows in trouble only, which have an index."""
    query: Document = {"parent": parent, "reasons": {"$exists": True}}
    if verdict:
        query["verdict"] = verdict
    found = ROWS.raw(db).aggregate(
        [
            {"$match": query},
            {"$project": {"reasons": 1}},
            {"$unwind": "$reasons"},
            {"$group": {"_id": "$reasons", "count": {"$sum": 1}}},
            {"$sort": {"count": -1, "_id": 1}},
        ]
    )
    return {each["_id"]: each["count"] for each in found}


def _place(page_token: str) -> int:
    match paging.unseal(page_token):
        case ["row", int(number)]:
            return number
        case _:
            text = "page_token is not one of this list's"
            raise InvalidArgument(text, field="page_token", reason="PAGE_TOKEN_FOREIGN")


def rows_after(
    db: Db, parent: str, number: int, limit: int, verdicts: Sequence[Verdict] = OPEN
) -> list[Document]:
    """The next rows of these verdicts in file order."""
    query = {"parent": parent, "number": {"$gt": number}, "verdict": _any_of(verdicts)}
    # With many verdicts nearly all rows are meant: the plain order is the cheaper one.
    index = "verdict" if len(verdicts) <= 2 else "number"
    return ROWS.raw(db).find(query, sort=[("number", 1)], limit=limit, hint=f"tenant_1_{index}")


def stream_of_errors(db: Db, parent: str) -> Iterable[Document]:
    """Rejected and duplicate rows in file order, for the error file."""
    wanted = [Verdict.REJECTED.value, Verdict.DUPLICATE.value]
    return ROWS.raw(db).stream(
        {"parent": parent, "verdict": {"$in": wanted}},
        sort=[("number", 1)],
        batch_size=500,
        hint="tenant_1_verdict",
    )


def _any_of(verdicts: Sequence[Verdict]) -> Any:
    return verdicts[0].value if len(verdicts) == 1 else {"$in": [v.value for v in verdicts]}


def rows_of_numbers(db: Db, parent: str, numbers: Sequence[int]) -> list[Document]:
    return ROWS.raw(db).find(
        {"parent": parent, "number": {"$in": list(numbers)}}, sort=[("number", 1)]
    )


def save_verdicts(db: Db, changed: Iterable[tuple[str, Document]]) -> None:
    """New verdicts of rows by name: each sets its own part and takes the rest away."""
    ROWS.raw(db).bulk_update(
        (
            {"_id": name},
            {"$set": judged, "$unset": {key: "" for key in JUDGED if key not in judged}},
        )
        for name, judged in changed
    )


def set_rows(db: Db, changed: Iterable[tuple[str, Document]]) -> None:
    ROWS.raw(db).bulk_update(({"_id": name}, {"$set": values}) for name, values in changed)


def insert_made(db: Db, collection: Collection[Any], documents: Sequence[Document]) -> None:
    """New clients or contacts, stamped already."""
    if documents:
        collection.raw(db).insert_many(documents)


def delete_rows(db: Db, parent: str, limit: int) -> int:
    """Some of an import's rows; how many."""
    found = ROWS.raw(db).find({"parent": parent}, {"_id": 1}, limit=limit)
    return ROWS.raw(db).delete_many({"_id": {"$in": [each["_id"] for each in found]}})


# --- who holds which key -----------------------------------------------------------------------


def holders(db: Db, parent: str, marks: Sequence[int], below: int) -> dict[int, int]:
    """Of these marks, which are held by a row before `below`, and by which."""
    if not marks:
        return {}
    found = ROWS.raw(db).find(
        {"parent": parent, "holds": {"$in": list(marks)}, "number": {"$lt": below}},
        {"holds": 1, "number": 1},
        hint="tenant_1_held_marks",
    )
    first: dict[int, int] = {}
    for each in found:
        for mark in each["holds"]:
            first[mark] = min(each["number"], first.get(mark, each["number"]))
    return first


def dependents(
    db: Db, parent: str, released: Sequence[int], gained: Sequence[int], above: int, limit: int
) -> list[Document]:
    """Later rows whose verdict hangs on keys that a row let go or took."""
    query = {"parent": parent, "number": {"$gt": above}}
    found: list[Document] = []
    chosen = (("wants", "wanted_marks", released), ("holds", "held_marks", gained))
    for key, index, wanted in chosen:
        if wanted:
            found += ROWS.raw(db).find(
                {**query, key: {"$in": list(wanted)}}, limit=limit, hint=f"tenant_1_{index}"
            )
    return found


_CLIENT = dict.fromkeys(
    (
        *("display_name", "inn", "kpp", "ogrn", "phones", "emails"),
        *("state", "visible_to", "source_import"),
    ),
    1,
)


def clients_holding(db: Db, wanted: Iterable[str]) -> dict[str, Document]:
    """Of these keys, which are held by a client of the tenant, seen by the caller or not."""
    searched = keys.search_keys_of(wanted)
    if not searched:
        return {}
    found = COUNTERPARTIES.raw(db).find(
        {"search": {"$in": list(searched)}, "state": State.ACTIVE.value},
        _CLIENT,
        hint="tenant_1_search",
    )
    return {key: client for client in found for key in keys.held_by_client(client)}


def clients_named(db: Db, caller: Caller, name_keys: Sequence[str]) -> set[str]:
    """Of these name keys, those of clients that the caller may see."""
    if not name_keys or not caller.has("counterparties.read"):
        return set()
    found = COUNTERPARTIES.raw(db).find(
        {
            **caller.visible("counterparties.read"),
            "state": State.ACTIVE.value,
            "market_state": {"$in": ["POTENTIAL", "EXISTING"]},
            "kind": {"$in": ["LEGAL", "SOLE_PROPRIETOR", "INDIVIDUAL"]},
            "name_key": {"$in": list(name_keys)},
        },
        {"name_key": 1},
        hint="tenant_1_visible_by_name",
        limit=10 * len(name_keys),
    )
    return {each["name_key"] for each in found}


def visible_clients(db: Db, caller: Caller, names: Sequence[str]) -> Mapping[str, str]:
    """Display names of those clients that the caller may see."""
    if not names or not caller.has("counterparties.read"):
        return {}
    found = COUNTERPARTIES.raw(db).find(
        {"_id": {"$in": list(names)}, **caller.visible("counterparties.read")},
        {"display_name": 1},
    )
    return {each["_id"]: each["display_name"] for each in found}
