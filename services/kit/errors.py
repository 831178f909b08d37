"""The errors a service may answer with, and their google.rpc.Status form.

A refusal is a class next to the entity it guards, with `reason` in capitals; the reason and the
metadata are the contract, the English message is for developers (AIP-193).
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from google.protobuf import any_pb2, duration_pb2
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2


class Violation(NamedTuple):
    """What is wrong with one field of a request, and how to fix it."""

    field: str
    reason: str
    description: str


MOST_VIOLATIONS = 50
# Refusals travel in headers: what is longer than these take, with all that is added, never arrives.
LONGEST, MOST_TOLD = 300, 5000


class ServiceError(Exception):
    """A refusal the caller can act on. Subclass one of the kinds below and name a reason."""

    code: str = "UNKNOWN"  # google.rpc.Code
    reason: str = "UNKNOWN"

    def __init__(self, message: str, *, reason: str = "", **metadata: str) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason or self.reason
        self.metadata: Mapping[str, str] = metadata


class InvalidArgument(ServiceError):
    """One field or several are wrong; nothing was changed."""

    code, reason = "INVALID_ARGUMENT", "INVALID_ARGUMENT"

    def __init__(
        self,
        message: str,
        *,
        field: str = "",
        reason: str = "",
        violations: Sequence[Violation] = (),
        **metadata: str,
    ) -> None:
        super().__init__(message, reason=reason, **metadata)
        self.field = field
        self.violations = tuple(violations) or (Violation(field, self.reason, message),)

    @classmethod
    def of(cls, violations: Sequence[Violation]) -> "InvalidArgument":
        """All that is wrong with a request, together; of very much the beginning, as an answer
        has room for no more."""
        first, violations = violations[0], violations[:MOST_VIOLATIONS]
        return cls(first.description, field=first.field, reason=first.reason, violations=violations)


class FieldRequired(InvalidArgument):
    reason = "FIELD_REQUIRED"


class NotFound(ServiceError):
    """There is none, or the caller may not see it: the two must look alike."""

    code, reason = "NOT_FOUND", "NOT_FOUND"


class AlreadyExists(ServiceError):
    code, reason = "ALREADY_EXISTS", "ALREADY_EXISTS"


class Stale(ServiceError):
    """Somebody changed the resource since the caller read it."""

    code, reason = "ABORTED", "STALE_ETAG"


class FailedPrecondition(ServiceError):
    """It cannot be done as things stand; `violations` if fields of the record must change first."""

    code, reason = "FAILED_PRECONDITION", "FAILED_PRECONDITION"

    def __init__(
        self,
        message: str,
        *,
        reason: str = "",
        violations: Sequence[Violation] = (),
        **metadata: str,
    ) -> None:
        super().__init__(message, reason=reason, **metadata)
        self.violations = tuple(violations)


class PermissionDenied(ServiceError):
    code, reason = "PERMISSION_DENIED", "PERMISSION_DENIED"


class Unauthenticated(ServiceError):
    code, reason = "UNAUTHENTICATED", "UNAUTHENTICATED"


class ResourceExhausted(ServiceError):
    """Too many or too much; `retry_after` in seconds if waiting helps."""

    code, reason = "RESOURCE_EXHAUSTED", "RESOURCE_EXHAUSTED"

    def __init__(
        self, message: str, *, retry_after: int = 0, reason: str = "", **metadata: str
    ) -> None:
        super().__init__(message, reason=reason, **metadata)
        self.retry_after = retry_after


class Unavailable(ServiceError):
    """Something we depend on does not answer; the same call may succeed later."""

    code, reason = "UNAVAILABLE", "SERVICE_UNAVAILABLE"


def to_status(error: ServiceError, service: str) -> status_pb2.Status:
    metadata = {key: _short(value) for key, value in error.metadata.items()}
    info = error_details_pb2.ErrorInfo(
        reason=error.reason, domain=f"{service}.crm", metadata=metadata
    )
    details = [_pack(info)]
    if isinstance(error, InvalidArgument | FailedPrecondition) and error.violations:
        details.append(_pack(_bad_request(error.violations)))
    if isinstance(error, ResourceExhausted) and error.retry_after:
        delay = duration_pb2.Duration(seconds=error.retry_after)
        details.append(_pack(error_details_pb2.RetryInfo(retry_delay=delay)))
    code: Any = code_pb2.Code.Value(error.code)
    return status_pb2.Status(code=code, message=_short(error.message), details=details)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _bad_request(violations: Sequence[Violation]) -> error_details_pb2.BadRequest:
    """The first of very many: the rest is told when these are put right."""
    told = error_details_pb2.BadRequest()
    for each in violations:
        told.field_violations.add(
            field=_short(each.field), description=_short(each.description), reason=each.reason
        )
        if told.ByteSize() > MOST_TOLD:
            break
    return told


def _pack(detail: Message) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(detail)
    return packed
