"""Every refusal as RFC 9457 application/problem+json, with a title in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import grpc
import msgspec
from google.rpc import error_details_pb2, status_pb2

from gateway.texts import Texts
from services.kit.errors import InvalidArgument, ResourceExhausted, ServiceError

MEDIA_TYPE = b"application/problem+json"
DETAILS = "grpc-status-details-bin"
HTTP = {
    "INVALID_ARGUMENT": 400,
    "FAILED_PRECONDITION": 400,
    "OUT_OF_RANGE": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "ABORTED": 409,
    "ALREADY_EXISTS": 409,
    "RESOURCE_EXHAUSTED": 429,
    "CANCELLED": 499,
    "UNIMPLEMENTED": 501,
    "UNAVAILABLE": 503,
    # Slow is as good as dead to who waits; the reason tells them apart.
    "DEADLINE_EXCEEDED": 503,
}
# Where a call failed without saying why, the code itself is the reason.
REASONS = {
    "UNAVAILABLE": "SERVICE_UNAVAILABLE",
    "DEADLINE_EXCEEDED": "DEADLINE_EXCEEDED",
    "RESOURCE_EXHAUSTED": "RESOURCE_EXHAUSTED",
    "UNIMPLEMENTED": "SERVICE_UNAVAILABLE",
}
PASSED_ON = frozenset(HTTP) - {"UNIMPLEMENTED"}


@dataclass(eq=False)
class Problem(Exception):
    """A refusal on its way to the client."""

    status: int
    reason: str
    detail: str = ""
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    fields: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    service: str = ""
    retry_after: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list[tuple[bytes, bytes]])

    def body(self, texts: Texts, language: str, request_id: str) -> bytes:
        content: dict[str, Any] = {
            "type": f"urn:crm:error:{self.reason}",
            "title": texts.error(self.reason, self.status, language, self.metadata),
            "status": self.status,
            "detail": self.detail,
            "reason": self.reason,
            "metadata": self.metadata,
            "fields": self.fields,
            "request_id": request_id,
        }
        if self.service:
            content["service"] = self.service
        return msgspec.json.encode(content)


def unavailable(service: str, retry_after: int = 1) -> Problem:
    return Problem(
        503,
        "SERVICE_UNAVAILABLE",
        f"The service {service} does not answer",
        metadata={"service": service},
        service=service,
        retry_after=retry_after,
    )


def internal() -> Problem:
    """What went wrong is in our log under the request id, not in the answer."""
    return Problem(500, "INTERNAL", "Something went wrong on our side")


def of(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    return from_service_error(error) if isinstance(error, ServiceError) else internal()


def from_service_error(error: ServiceError) -> Problem:
    """Refusals that the gateway itself makes, such as a body of a wrong shape."""
    problem = Problem(HTTP.get(error.code, 500), error.reason, error.message, dict(error.metadata))
    if isinstance(error, InvalidArgument):
        problem.fields = [
            {"field": each.field, "reason": each.reason, "description": each.description}
            for each in error.violations
            if each.field
        ]
    if isinstance(error, ResourceExhausted):
        problem.retry_after = error.retry_after
    return problem


def from_call(error: grpc.RpcError, service: str) -> Problem:
    code = error.code().name  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
    return of_status(str(code), _details(error), service)  # pyright: ignore[reportUnknownArgumentType]


def of_status(code: str, status: status_pb2.Status | None, service: str) -> Problem:
    if code == "UNIMPLEMENTED" or (code == "UNAVAILABLE" and status is None):
        return unavailable(service)
    if code == "DEADLINE_EXCEEDED":
        detail = f"The service {service} did not answer in time"
        metadata = {"service": service}
        return Problem(503, code, detail, metadata, service=service, retry_after=1)
    if code not in PASSED_ON:
        return internal()
    problem = Problem(HTTP[code], REASONS.get(code, code), status.message if status else "")
    _read_details(problem, status.details if status else ())
    if code == "UNAVAILABLE":
        problem.service = service
        problem.retry_after = problem.retry_after or 1
    return problem


def answered(error: grpc.RpcError) -> bool:
    """Whether the service itself said no, rather than the line to it being dead."""
    return _details(error) is not None


def _details(error: Any) -> status_pb2.Status | None:
    for key, value in error.trailing_metadata() or ():
        if key == DETAILS:
            return status_pb2.Status.FromString(value)
    return None


def _read_details(problem: Problem, details: Sequence[Any]) -> None:
    for packed in details:
        info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        retry = error_details_pb2.RetryInfo()
        if packed.Unpack(info):
            problem.reason = info.reason
            problem.metadata = dict(info.metadata)
        elif packed.Unpack(bad):
            problem.fields = [
                {"field": each.field, "reason": each.reason, "description": each.description}
                for each in bad.field_violations
                if each.field
            ]
        elif packed.Unpack(retry):
            problem.retry_after = retry.retry_delay.seconds
