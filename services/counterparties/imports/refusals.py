"""Why a file or an action of the import desk is refused."""

from services.kit.errors import FailedPrecondition, InvalidArgument


class FileUnusable(InvalidArgument):
    """The file cannot be read as a table of clients; the reason says what to do about it."""

    reason = "FILE_FORMAT"

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message, field="file", reason=reason)


class ImportBusy(FailedPrecondition):
    """The import is being read, checked, created or undone."""

    reason = "IMPORT_BUSY"


class ImportFailed(FailedPrecondition):
    """The file could not be read, so there is nothing to work on."""

    reason = "IMPORT_FAILED"


class RowAlreadyCreated(FailedPrecondition):
    """The row has become a counterparty: change that one."""

    reason = "IMPORT_ROW_CREATED"


class NothingToUndo(FailedPrecondition):
    """Nothing was created, or the time to take it back is over."""

    reason = "IMPORT_NOTHING_TO_UNDO"


class UnknownColumn(InvalidArgument):
    """The file has no such column."""

    reason = "IMPORT_COLUMN_UNKNOWN"


class UnknownField(InvalidArgument):
    """No column can become such a field."""

    reason = "IMPORT_FIELD_UNKNOWN"
