"""Every answer of the registry fills the form as its description says.

CRM_TEST_REGISTRY names another folder of the same kind: expected.json and the answers beside it.
"""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from services.counterparties.registry import party

FOLDER = Path(os.environ.get("CRM_TEST_REGISTRY") or Path(__file__).parents[2] / "data/registry")
CASES: list[dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
# Rule 1: the letters' case of these is nobody's business.
ANY_CASE = ("short_name", "full_name", "director_post", "legal_address")


def answer(file: str) -> list[party.Suggestion]:
    found = party.as_answer(json.loads((FOLDER / file).read_text("utf-8")))
    assert found is not None
    return found


def folded(form: dict[str, Any] | None) -> dict[str, Any] | None:
    return form and {k: v.casefold() if v and k in ANY_CASE else v for k, v in form.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_form_is_filled_as_expected(case: dict[str, Any]) -> None:
    query = case["query"]
    reading = party.read(answer(case["file"]), inn=query["query"], kpp=query.get("kpp", ""))
    got = {
        "found": reading.found,
        "choices": reading.choices,
        "form": folded(asdict(reading.form) if reading.form else None),
        "warnings": list(reading.warnings),
        "must_confirm": reading.must_confirm,
    }
    wanted = {key: case[key] for key in got} | {
        "form": folded(case["form"]),
        "warnings": sorted(case["warnings"]),
    }
    assert got == wanted
