"""A kind of job that leaves something out is refused when it is made, not in its first slice."""

import pytest

from services.kit.bulk import BulkJob
from services.kit.jobs import JobKind


def test_a_kind_without_its_step_cannot_be_made() -> None:
    class Stepless(JobKind):
        kind = "stepless"

    with pytest.raises(TypeError, match="step"):
        Stepless()  # type: ignore[abstract]


def test_a_bulk_kind_says_which_records_what_to_do_and_how_to_put_them_back() -> None:
    class Idle(BulkJob):
        kind = "idle"

    with pytest.raises(TypeError) as refusal:
        Idle()  # type: ignore[abstract]
    assert all(method in str(refusal.value) for method in ("select", "change", "restore"))
