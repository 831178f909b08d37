"""Refusals as they travel: in headers, which take 16 KB at most and safely 8 KB."""

import pytest
from google.rpc import error_details_pb2

from services.kit.errors import (
    MOST_VIOLATIONS,
    InvalidArgument,
    NotFound,
    ServiceError,
    Violation,
    to_status,
)

NAME = "я" * 10_000


@pytest.mark.parametrize(
    "refusal",
    [
        NotFound(f"No {NAME}", name=NAME),
        InvalidArgument(f"There is no {NAME}: choose another one.", field="subject"),
        InvalidArgument.of([Violation("x", "UNKNOWN", NAME)] * MOST_VIOLATIONS),
    ],
)
def test_however_long_what_somebody_sent_is_the_refusal_arrives(refusal: ServiceError) -> None:
    status = to_status(refusal, "toys")
    assert status.ByteSize() < 7000
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    assert info.reason == refusal.reason


def test_what_is_short_is_told_as_it_is() -> None:
    status = to_status(NotFound("No works/1", name="works/1"), "toys")
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    assert (status.message, info.metadata["name"]) == ("No works/1", "works/1")
