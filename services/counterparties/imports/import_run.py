"""A client file on its way in, and a mapping saved for the next one (pure)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.counterparties.imports.columns import FIELDS, SEVERAL, ColumnMapping, Kind
from services.counterparties.imports.refusals import (
    ImportBusy,
    ImportFailed,
    NothingToUndo,
    UnknownColumn,
    UnknownField,
)
from services.counterparties.imports.row import Verdict
from services.counterparties.imports.table import Format, Layout
from services.kit.errors import InvalidArgument

UNDO_FOR = timedelta(days=30)


class State(StrEnum):
    """Where an import is."""

    QUEUED = "QUEUED"
    READING = "READING"
    STAGED = "STAGED"
    CHECKING = "CHECKING"
    CREATING = "CREATING"
    DONE = "DONE"
    UNDOING = "UNDOING"
    UNDONE = "UNDONE"
    FAILED = "FAILED"


AT_REST = (State.STAGED, State.DONE, State.UNDONE)


class DuplicatePolicy(StrEnum):
    """What becomes of a row whose client is in the base already."""

    SKIP = "SKIP"
    UPDATE = "UPDATE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """read = staged = created + updated + duplicates + rejected + waiting;
    valid = waiting + created + updated."""

    read: int = 0
    staged: int = 0
    valid: int = 0
    duplicates: int = 0
    rejected: int = 0
    created: int = 0
    updated: int = 0
    waiting: int = 0

    def plus(self, changes: Mapping[str, int]) -> "Counts":
        """After rows came (all in one go) or went from one kind to another."""
        waiting = self.waiting + changes.get("waiting", 0)
        created = self.created + changes.get("created", 0)
        updated = self.updated + changes.get("updated", 0)
        duplicates = self.duplicates + changes.get("duplicates", 0)
        rejected = self.rejected + changes.get("rejected", 0)
        total = waiting + created + updated + duplicates + rejected
        return Counts(
            read=total,
            staged=total,
            valid=waiting + created + updated,
            duplicates=duplicates,
            rejected=rejected,
            created=created,
            updated=updated,
            waiting=waiting,
        )


COUNTED_AS = {
    Verdict.VALID: "waiting",
    Verdict.UNDONE: "waiting",
    Verdict.DUPLICATE: "duplicates",
    Verdict.REJECTED: "rejected",
    Verdict.CREATED: "created",
    Verdict.UPDATED: "updated",
}


def counted_as(verdict: Verdict, *, was_update: bool = False) -> str:
    """Where a row is counted. What could not be undone is still what the import made of it."""
    if verdict is Verdict.KEPT:
        return "updated" if was_update else "created"
    return COUNTED_AS[verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """See imports.proto; what is not there is how the file is read."""

    name: str
    kind: Kind
    state: State = State.QUEUED
    counts: Counts = Counts()
    file_name: str = ""
    file_size: int = 0
    format: Format | None = None
    encoding: str = ""
    separator: str = ""
    mapping: tuple[ColumnMapping, ...] = ()
    duplicate_policy: DuplicatePolicy = DuplicatePolicy.SKIP
    owner: str = ""
    segments: tuple[str, ...] = ()
    bytes_read: int = 0
    creator: str = ""
    creator_display_name: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    undo_expire_time: datetime | None = None
    error_reason: str = ""
    version: int = 0
    visible_to: tuple[str, ...] = ()
    template: str = ""
    # Where its file is stored: each upload by itself, though a request be sent twice at once.
    file: str = ""
    # Python's name of the encoding, the sheet, and where the first row begins.
    codec: str = ""
    sheet: str = ""
    start: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(each.column for each in self.mapping)

    @property
    def layout(self) -> Layout:
        return Layout(
            format=self.format or Format.CSV,
            encoding=self.codec,
            separator=self.separator,
            sheet=self.sheet,
            columns=self.columns,
            start=self.start,
        )

    def require_rest(self) -> None:
        """Refuses while a job has the import in its hands."""
        if self.state is State.FAILED:
            raise ImportFailed("The file could not be read", name=self.name)
        if self.state not in AT_REST:
            raise ImportBusy(f"The import is {self.state}", name=self.name, state=self.state)

    def require_undoable(self, now: datetime) -> None:
        self.require_rest()
        expires = self.undo_expire_time
        if expires is None or expires < now or not self.counts.created + self.counts.updated:
            raise NothingToUndo("Nothing to take back", name=self.name)

    def at_rest(self) -> "Import":
        """After a job: done if nothing waits and something became of the rows."""
        made = self.counts.created + self.counts.updated
        state = State.DONE if made and not self.counts.waiting else State.STAGED
        return replace(self, state=state)

    def with_mapping(self, chosen: tuple[ColumnMapping, ...], custom: Collection[str]) -> "Import":
        """Changes the fields of the columns named; columns left out keep theirs."""
        fields = {each.column: each.field for each in chosen}
        unknown = fields.keys() - set(self.columns)
        if unknown:
            raise UnknownColumn(f"No column {min(unknown)!r}", field="mapping")
        mapping = tuple(
            replace(each, field=fields.get(each.column, each.field)) for each in self.mapping
        )
        check_mapping(mapping, self.kind, custom)
        return replace(self, mapping=mapping)


def check_mapping(mapping: tuple[ColumnMapping, ...], kind: Kind, custom: Collection[str]) -> None:
    """Each field is one of the kind's or the tenant's own, and most fields take one column."""
    given: set[str] = set()
    for each in mapping:
        if each.field and each.field not in FIELDS[kind] and each.field not in custom:
            raise UnknownField(f"No field {each.field!r} for {kind}", field="mapping")
        if each.field in given and each.field not in SEVERAL:
            raise InvalidArgument(
                f"Two columns for {each.field}", field="mapping", reason="IMPORT_FIELD_TWICE"
            )
        if each.field:
            given.add(each.field)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTemplate:
    """A mapping saved under a name."""

    name: str
    display_name: str
    kind: Kind
    mapping: tuple[ColumnMapping, ...] = ()
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0


def applied(
    template: ImportTemplate, mapping: tuple[ColumnMapping, ...]
) -> tuple[ColumnMapping, ...]:
    """The template's fields for columns of the same header; the others stay as recognised unless
    the template has given their field to another column."""
    chosen = {each.column: each.field for each in template.mapping}
    taken = {chosen[each.column] for each in mapping if chosen.get(each.column)}
    return tuple(
        replace(each, field=chosen[each.column])
        if each.column in chosen
        else each
        if each.field in SEVERAL or each.field not in taken
        else replace(each, field="")
        for each in mapping
    )
